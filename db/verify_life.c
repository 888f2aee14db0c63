/* The life of a filing as its acts tell it. */
#include <stdlib.h>
#include <string.h>

#include "db/verify_parts.h"

void verify_life_finish(struct verify_life *l)
{
	for (int i = 0; i < FIELD_COUNT; i++)
		free(l->values[i]);
	free(l->filing_no);
	*l = (struct verify_life) { 0 };
}

static void write_fields(struct verify_life *l, enum act act, const char *text)
{
	const struct act_field *f;

	for (size_t i = 0; (f = act_field_at(i)); i++) {
		if (!act_fills(act, f) && act != ACT_RETURN)
			continue;
		free(l->values[f->field]);
		l->values[f->field] = act == ACT_RETURN ? NULL : act_text_get(text, f->key);
	}
}

static void follow(struct verify_life *l, enum act act, int64_t version, const char *text)
{
	write_fields(l, act, text);
	if (act == ACT_SUBMIT) {
		l->submits++;
		l->first_version = l->first_version ? l->first_version : version;
		l->last_version = version;
	}
	if (act == ACT_AMEND)
		l->amends++;
	if (act == ACT_FILE) {
		l->filed = true;
		free(l->filing_no);
		l->filing_no = act_text_get(text, "filing_no");
	}
}

static int step(struct verify *v, struct stmt *q, struct verify_life *l)
{
	enum act act = act_by_key(stmt_text(q, 1));
	const struct transition *t = act == ACT_COUNT ? NULL : workflow_find(act, l->state);
	int rc;

	if (!t)
		return verify_broken(v, "act", stmt_int(q, 0), "act",
				     _("此件当时是“%s”，不可能有这一步"), _(state_label(l->state)));
	rc = verify_right(v, stmt_int(q, 0), t);
	if (rc != 0)
		return rc;
	follow(l, act, stmt_int(q, 2), stmt_text(q, 3));
	l->state = t->to;
	return 0;
}

int verify_life_read(struct verify *v, int64_t filing, struct verify_life *out)
{
	struct stmt *q = stmt_get(v->st, STMT_VERIFY_LIFE);
	int rc = 0, found = 0;

	*out = (struct verify_life) { .state = STATE_DRAFT };
	stmt_bind_int(q, 1, filing);
	while (found == 0 && (rc = stmt_step(q, v->err)) == 1)
		found = step(v, q, out);
	stmt_done(q);
	if (rc >= 0 && found == 0)
		return 0;
	verify_life_finish(out);
	return rc < 0 ? -1 : found;
}
