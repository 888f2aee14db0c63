/* Who acts, as the store knows him at this moment. */
#include <stdio.h>

#include "db/acts_parts.h"

static int read_actor(struct store *st, int64_t staff, struct actor *out, bool *out_active,
		      struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_ACT_ACTOR);
	int rc;

	stmt_bind_int(q, 1, staff);
	rc = stmt_step(q, err);
	if (rc == 1) {
		*out = (struct actor) { .staff = staff, .doctor = stmt_int(q, 3) };
		stmt_copy_text(q, 0, out->name, sizeof(out->name));
		/* A role of another release gives nobody a right here. */
		if (!roles_parse(stmt_text(q, 1), &out->roles))
			out->roles = 0;
		*out_active = stmt_int(q, 2) == 1;
	}
	stmt_done(q);
	return rc;
}

int actor_now(struct store *st, const struct actor *who, struct actor *out, struct err *err)
{
	bool active = false;
	int rc;

	/* The audit names the one who is signed in: nobody else acts here. */
	if (who->staff == 0 || who->staff != store_actor(st)->staff)
		return err_set(err, ERR_NOT_ALLOWED, _("请先登录再办理"));
	rc = read_actor(st, who->staff, out, &active, err);
	if (rc < 0)
		return -1;
	if (rc == 0 || !active)
		return err_set(err, ERR_NOT_ALLOWED, _("您的账号已停用，请找安全管理员"));
	snprintf(out->login, sizeof(out->login), "%s", who->login);
	return 0;
}

const char *role_used(unsigned roles, enum act a, enum filing_state from)
{
	const struct transition *t = workflow_find(a, from);
	unsigned both = t ? t->roles & roles : 0;

	for (int r = 0; r < ROLE_COUNT; r++)
		if (both & ROLE_BIT(r))
			return role_key((enum role)r);
	return "";
}
