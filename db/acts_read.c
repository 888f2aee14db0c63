/* Acts as stored, and what the form's cells show of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/acts_parts.h"
#include "db/search_keys.h"

void act_row_finish(struct act_row *r)
{
	if (!r)
		return;
	free(r->text);
	free(r->signature);
	free(r->public);
	*r = (struct act_row) { 0 };
}

static enum mark_level mark_of(const char *text)
{
	char *mark = act_text_get(text, "mark");
	bool desk = mark && strcmp(mark, "desk") == 0;

	free(mark);
	return desk ? MARK_DESK : MARK_INK;
}

/* The check code that the actor saw: of the version that he signed, the same beside every mark of that version. An act of the
 * desk has no version; then of its own text. */
static void set_code(struct act_row *r)
{
	char *signed_sm3 = act_text_get(r->text, "filing_sm3");

	check_code_of_hex(signed_sm3 ? signed_sm3 : r->sm3, r->code);
	free(signed_sm3);
}

static int act_from_row(struct stmt *q, struct act_row *r, struct err *err)
{
	*r = (struct act_row) {
		.id = stmt_int(q, 0),
		.filing = stmt_int(q, 1),
		.version = stmt_int(q, 2),
		.act = act_by_key(stmt_text(q, 3)),
		.staff = stmt_int(q, 4),
		.key = stmt_int(q, 7),
		.audit = stmt_int(q, 8),
		.text = strdup(stmt_text(q, 9)),
		.signature = strdup(stmt_text(q, 10)),
		.public = strdup(stmt_text(q, 11)),
	};
	stmt_copy_text(q, 5, r->at, sizeof(r->at));
	stmt_copy_text(q, 6, r->sm3, sizeof(r->sm3));
	stmt_copy_text(q, 12, r->staff_name, sizeof(r->staff_name));
	if (!r->text || !r->signature || !r->public)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	sm2_key_id(r->public, r->key_id);
	set_code(r);
	r->mark = mark_of(r->text);
	return 0;
}

int acts_of_filing(struct store *st, int64_t filing, struct act_row *out, int space,
		   struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_ACT_LIST);
	int count = 0, rc = 0;

	stmt_bind_int(q, 1, filing);
	while (rc >= 0 && count < space && (rc = stmt_step(q, err)) == 1)
		rc = act_from_row(q, &out[count++], err);
	stmt_done(q);
	if (rc >= 0)
		return count;
	while (count > 0)
		act_row_finish(&out[--count]);
	return -1;
}

int acts_filing_text(struct store *st, int64_t filing, int64_t version, char **out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_VERSION_GET);
	char *text = NULL;
	int rc;

	stmt_bind_int(q, 1, filing);
	stmt_bind_int(q, 2, version);
	rc = stmt_step(q, err);
	if (rc == 1 && !(text = strdup(stmt_text(q, 0))))
		rc = err_set(err, ERR_MEMORY, _("内存不足"));
	stmt_done(q);
	if (rc == 1)
		*out = text;
	return rc;
}

/* ---- marks ---- */

static void copy_value(const char *text, const char *key, char *out, size_t size)
{
	char *value = act_text_get(text, key);

	snprintf(out, size, "%s", value ? value : "");
	free(value);
}

/* Which lines of the text say who and when. */
static const struct {
	enum act act;
	const char *who, *when;
} mark_lines[] = {
	{ ACT_CERTIFY, "dr_name", "ide_date" },
	{ ACT_CERTIFY_SEEN, "dr_name", "ide_date" },
	{ ACT_SEAL, "seal_institution", "at" },
	{ ACT_FILE, "opter_name", "opt_time" },
};

static void set_mark(struct act_mark *m, const struct act_row *r)
{
	for (size_t i = 0; i < ARRAY_SIZE(mark_lines); i++) {
		if (mark_lines[i].act != r->act)
			continue;
		m->there = true;
		/* Filing leaves no ink: it is this desk's own signature. */
		m->level = r->act == ACT_FILE ? MARK_DESK : r->mark;
		copy_value(r->text, mark_lines[i].who, m->who, sizeof(m->who));
		copy_value(r->text, mark_lines[i].when, m->when, sizeof(m->when));
		snprintf(m->code, sizeof(m->code), "%s", r->code);
	}
}

/* "退回：2026-11-22 09:15:02 李建国，缺检验报告" */
static void set_ended(struct act_marks *out, const struct act_row *r)
{
	char *reason = act_text_get(r->text, "reason");
	size_t len;

	snprintf(out->ended, sizeof(out->ended), _("%s：%s %s"), _(act_label(r->act)), r->at,
		 r->staff_name);
	len = strlen(out->ended);
	if (reason)
		snprintf(out->ended + len, sizeof(out->ended) - len, _("，%s"), reason);
	free(reason);
}

static void take_act(struct act_marks *out, const struct act_row *r)
{
	if (r->act == ACT_CERTIFY || r->act == ACT_CERTIFY_SEEN) {
		set_mark(&out->certified, r);
	} else if (r->act == ACT_SEAL) {
		set_mark(&out->sealed, r);
		copy_value(r->text, "seal_name", out->seal_name, sizeof(out->seal_name));
	} else if (r->act == ACT_FILE) {
		set_mark(&out->filed, r);
	} else if (r->act == ACT_RETURN || r->act == ACT_SUBMIT) {
		/* What was signed before no longer counts. */
		*out = (struct act_marks) { 0 };
	}
	if (r->act == ACT_RETURN || r->act == ACT_DECLINE || r->act == ACT_REVOKE ||
	    r->act == ACT_EXPIRE)
		set_ended(out, r);
}

/* Who superseded it stands with the amendment that was filed. */
static int set_superseded(struct store *st, int64_t filing, struct act_marks *out, struct err *err)
{
	struct filing_record next = { 0 };
	int64_t id = 0;
	struct stmt *q = stmt_get(st, STMT_AMENDMENT_FILED);
	int rc;

	stmt_bind_int(q, 1, filing);
	rc = stmt_fetch_int(q, &id, err);
	if (rc == 1)
		rc = filing_load_here(st, id, &next, err);
	if (rc == 1)
		snprintf(out->ended, sizeof(out->ended), _("已被第 %lld 版取代：受理号 %s，%s %s"),
			 (long long)next.version, next.no, filing_get(&next.filing, FIELD_OPT_TIME),
			 filing_get(&next.filing, FIELD_OPTER_NAME));
	filing_record_finish(&next);
	return rc < 0 ? -1 : 0;
}

int acts_marks(struct store *st, int64_t filing, struct act_marks *out, struct err *err)
{
	struct act_marks marks = { 0 };
	struct stmt *q = stmt_get(st, STMT_ACT_LIST);
	struct act_row row;
	int rc;

	stmt_bind_int(q, 1, filing);
	while ((rc = stmt_step(q, err)) == 1) {
		rc = act_from_row(q, &row, err);
		if (rc == 0)
			take_act(&marks, &row);
		act_row_finish(&row);
		if (rc < 0)
			break;
	}
	stmt_done(q);
	if (rc < 0 || set_superseded(st, filing, &marks, err) < 0)
		return -1;
	*out = marks;
	return 0;
}

/* ---- duplicates ---- */

/* A statement that looks for the entitlement of f, its first four parameters bound; NULL: it names nobody. */
static struct stmt *get_for_entitlement(struct store *st, int id, const struct filing *f)
{
	char person[CERTNO_SIZE] = "", key[SEARCH_KEY_SIZE];
	struct stmt *q;

	identity_person_key(filing_get(f, FIELD_CERTNO), person);
	if (!search_key_fold(person, key))
		return NULL;
	q = stmt_get(st, id);
	stmt_bind_text(q, 1, key);
	stmt_bind_int(q, 2, KEY_PERSON);
	stmt_bind_text(q, 3, filing_get(f, FIELD_OPSP_DISE_CODE));
	stmt_bind_text(q, 4, filing_get(f, FIELD_INSUTYPE));
	return q;
}

int acts_in_history(struct store *st, const struct filing *f, char out[32], struct err *err)
{
	struct stmt *q = get_for_entitlement(st, STMT_HISTORY_DUPLICATE, f);
	int rc = q ? stmt_step(q, err) : 0;

	if (rc == 1)
		stmt_copy_text(q, 0, out, 32);
	if (q)
		stmt_done(q);
	return rc;
}

int acts_duplicate(struct store *st, const struct filing *f, int64_t except,
		   struct filing_record *out, struct err *err)
{
	struct stmt *q = get_for_entitlement(st, STMT_DUPLICATE, f);
	struct filing_record r = { 0 };
	int64_t id = 0;
	int rc;

	if (!q)
		return 0;
	stmt_bind_int(q, 5, except);
	rc = stmt_fetch_int(q, &id, err);
	if (rc == 1)
		rc = filing_load_here(st, id, &r, err);
	if (rc == 1)
		*out = r;
	else
		filing_record_finish(&r);
	return rc;
}
