/* Accounts as they stand in the store. */
#include "db/staff.h"

#include <stdio.h>
#include <string.h>

#include "db/staff_parts.h"
#include "db/stmt.h"

/* ---- what the desk shows of an account ---- */

/* A role of another release gives nobody a right here. */
static unsigned read_roles(struct stmt *q, int column)
{
	unsigned roles = 0;

	return roles_parse(stmt_text(q, column), &roles) ? roles : 0;
}

static void staff_from_row(struct stmt *q, const struct moment *now, struct staff *out)
{
	struct account a = { .locked_mono = stmt_int(q, 8) };

	*out = (struct staff) { .id = stmt_int(q, 0), .active = stmt_int(q, 4) };
	stmt_copy_text(q, 1, out->login, sizeof(out->login));
	stmt_copy_text(q, 2, out->name, sizeof(out->name));
	out->roles = read_roles(q, 3);
	out->must_change = stmt_int(q, 5);
	stmt_copy_text(q, 6, out->password_set_at, sizeof(out->password_set_at));
	stmt_copy_text(q, 7, a.locked_boot, sizeof(a.locked_boot));
	stmt_copy_text(q, 9, a.locked_wall, sizeof(a.locked_wall));
	account_locked_until(&a, now, out->locked_until);
	out->locked = out->locked_until[0];
	if (!stmt_is_null(q, 10))
		sm2_key_id(stmt_text(q, 10), out->key_id);
}

int staff_list(struct store *st, struct staff *out, int space, struct err *err)
{
	struct moment now;
	struct stmt *q;
	int count = 0, rc = 0;

	if (desk_clock_peek(st, &now, err) < 0)
		return -1;
	q = stmt_get(st, STMT_STAFF_LIST);
	while (count < space && (rc = stmt_step(q, err)) == 1)
		staff_from_row(q, &now, &out[count++]);
	stmt_done(q);
	return rc < 0 ? -1 : count;
}

int staff_load(struct store *st, int64_t id, struct staff *out, struct err *err)
{
	struct moment now;
	struct stmt *q;
	int rc;

	if (desk_clock_peek(st, &now, err) < 0)
		return -1;
	q = stmt_get(st, STMT_STAFF_BY_ID);
	stmt_bind_int(q, 1, id);
	rc = stmt_step(q, err);
	if (rc == 1)
		staff_from_row(q, &now, out);
	stmt_done(q);
	return rc;
}

int staff_name(struct store *st, int64_t id, char *out, size_t size, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_STAFF_NAME);
	int rc;

	*out = '\0';
	stmt_bind_int(q, 1, id);
	rc = stmt_step(q, err);
	if (rc == 1)
		stmt_copy_text(q, 0, out, size);
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

int staff_key(struct store *st, int64_t staff, int64_t *out_key, char out_public[SM2_PUBLIC_SIZE],
	      struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_KEY_FIND);
	int rc;

	stmt_bind_int(q, 1, staff);
	stmt_bind_null(q, 2);
	rc = stmt_step(q, err);
	if (rc == 1) {
		*out_key = stmt_int(q, 0);
		stmt_copy_text(q, 1, out_public, SM2_PUBLIC_SIZE);
	}
	stmt_done(q);
	return rc;
}

static void add_text(struct sm3 *s, const char *text)
{
	sm3_add_part(s, text, strlen(text));
}

int staff_digest(const struct staff *s, char out[SM3_HEX_SIZE])
{
	struct sm3 *sum = sm3_create();
	unsigned char digest[SM3_SIZE];
	char id[32], roles[ROLES_TEXT_SIZE];
	bool done;

	if (!sum)
		return -1;
	snprintf(id, sizeof(id), "%lld", (long long)s->id);
	add_text(sum, "mtdesk-staff/1");
	add_text(sum, id);
	add_text(sum, s->login);
	add_text(sum, s->name);
	add_text(sum, roles_format(s->roles, roles));
	add_text(sum, s->active ? "1" : "0");
	done = sm3_end(sum, digest);
	sm3_destroy(sum);
	if (done)
		hex_encode(digest, sizeof(digest), out);
	return done ? 0 : -1;
}

int staff_detail(const struct staff *s, char out[ENTRY_DETAIL_SIZE])
{
	char digest[SM3_HEX_SIZE], roles[ROLES_TEXT_SIZE];

	if (staff_digest(s, digest) < 0)
		return -1;
	snprintf(out, ENTRY_DETAIL_SIZE, "%s active=%d roles=%s", digest, s->active,
		 roles_format(s->roles, roles));
	return 0;
}

/* ---- what signing in needs of it ---- */

static void account_from_row(struct stmt *q, struct account *out)
{
	*out = (struct account) { .id = stmt_int(q, 0), .active = stmt_int(q, 4) };
	stmt_copy_text(q, 1, out->login, sizeof(out->login));
	stmt_copy_text(q, 2, out->name, sizeof(out->name));
	out->roles = read_roles(q, 3);
	stmt_copy_text(q, 5, out->hash, sizeof(out->hash));
	stmt_copy_text(q, 6, out->set_at, sizeof(out->set_at));
	out->first = stmt_int(q, 7);
	out->failures = stmt_int(q, 8);
	out->locks = stmt_int(q, 9);
	stmt_copy_text(q, 10, out->locked_boot, sizeof(out->locked_boot));
	out->locked_mono = stmt_int(q, 11);
	stmt_copy_text(q, 12, out->locked_wall, sizeof(out->locked_wall));
}

int account_load(struct store *st, int64_t id, const char *login, struct account *out,
		 struct err *err)
{
	struct stmt *q = stmt_get(st, id ? STMT_ACCOUNT_BY_ID : STMT_ACCOUNT_BY_LOGIN);
	int rc;

	if (id)
		stmt_bind_int(q, 1, id);
	else
		stmt_bind_text(q, 1, login);
	rc = stmt_step(q, err);
	if (rc == 1)
		account_from_row(q, out);
	stmt_done(q);
	return rc;
}

int account_actor(struct store *st, const struct account *a, struct actor *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_DOCTOR_OF_STAFF);
	int64_t doctor = 0;

	stmt_bind_int(q, 1, a->id);
	if (stmt_fetch_int(q, &doctor, err) < 0)
		return -1;
	*out = (struct actor) { .staff = a->id, .roles = a->roles, .doctor = doctor };
	snprintf(out->login, sizeof(out->login), "%s", a->login);
	snprintf(out->name, sizeof(out->name), "%s", a->name);
	return 0;
}

int account_unchanged(struct store *st, const struct account *a, struct err *err)
{
	struct account now;
	int rc = account_load(st, a->id, NULL, &now, err);

	if (rc < 0)
		return -1;
	if (rc == 0 || !now.active)
		return err_set(err, ERR_NOT_ALLOWED, _("账号“%s”已停用，请找安全管理员"), a->login);
	if (strcmp(now.hash, a->hash) != 0)
		return err_set(err, ERR_CONFLICT, _("“%s”的口令刚刚在别处改过，请用新口令再试"),
			       a->login);
	return 0;
}

int staff_may(struct store *st, const struct actor *who, enum act act, struct err *err)
{
	struct account a;
	int rc = account_load(st, who->staff, "", &a, err);

	if (rc < 0)
		return -1;
	if (rc == 0 || !a.active)
		return err_set(err, ERR_NOT_ALLOWED, _("“%s”要先登录才能办理"), _(act_label(act)));
	return workflow_check(a.roles, act, STATE_COUNT, err);
}

int refuse_and_note(struct store *st, enum act act, const char *object, struct err *err)
{
	struct err why = err ? *err : (struct err) { 0 };
	struct err unused;

	store_rollback(st);
	/* What was only typed wrong is put right at the keyboard and is no business of the audit. */
	if (why.code == ERR_NOT_ALLOWED)
		audit_note(
			st,
			&(struct audit_entry) {
				.act = act, .object = object, .refused = true, .reason = why.msg },
			&unused);
	return -1;
}
