#include "db/changes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/actor.h"
#include "db/stmt.h"

/* Who changes what, when; and how the writing went so far. */
struct writer {
	struct store *st;
	int64_t filing, revision;
	const char *at;
	struct err *err;
	int rc;
};

static void note(struct writer *w, const char *field, const char *before, const char *after)
{
	int64_t staff = store_actor(w->st)->staff;
	struct stmt *q;

	if (w->rc < 0 || strcmp(before, after) == 0)
		return;
	q = stmt_get(w->st, STMT_CHANGE_ADD);
	stmt_bind_int(q, 1, w->filing);
	stmt_bind_int(q, 2, w->revision);
	stmt_bind_text(q, 3, w->at);
	if (staff)
		stmt_bind_int(q, 4, staff);
	stmt_bind_text(q, 5, field);
	stmt_bind_text(q, 6, before);
	stmt_bind_text(q, 7, after);
	w->rc = stmt_run(q, w->err);
}

/* "<20 mg/dL，2026-11-19 检验报告", "" for none; the caller frees it, NULL: memory. */
static char *evidence_words(const struct evidence_entry *e)
{
	char *words;
	int len = e ? asprintf(&words, "%s%s%s%s%s", e->value, *e->unit ? " " : "", e->unit,
			       *e->note ? "，" : "", e->note)
		    : asprintf(&words, "%s", "");

	return len < 0 ? NULL : words;
}

static void note_evidence(struct writer *w, const char *key, const struct evidence *before,
			  const struct evidence *after)
{
	char *old = evidence_words(evidence_find(before, key)),
	     *new = evidence_words(evidence_find(after, key)), *field = NULL;

	if (old && new &&asprintf(&field, "evidence.%s", key) >= 0) {
		note(w, field, old, new);
		free(field);
	} else {
		w->rc = err_set(w->err, ERR_MEMORY, _("内存不足"));
	}
	free(old);
	free(new);
}

/* What was there before, then what came. */
static void note_all_evidence(struct writer *w, const struct evidence *before,
			      const struct evidence *after)
{
	for (size_t i = 0; i < before->count; i++)
		note_evidence(w, before->entries[i].key, before, after);
	for (size_t i = 0; i < after->count; i++)
		if (!evidence_find(before, after->entries[i].key))
			note_evidence(w, after->entries[i].key, before, after);
}

int changes_write(struct store *st, int64_t filing, int64_t revision, const char *at,
		  const struct filing_record *before, const struct filing_record *after,
		  struct err *err)
{
	static const struct filing_record nothing;
	struct writer w = { st, filing, revision, at, err, 0 };

	if (!before)
		before = &nothing;
	for (int id = 0; id < FIELD_COUNT; id++)
		if (!(fields[id].flags & FIELD_ACT))
			note(&w, fields[id].key, filing_get(&before->filing, (enum field_id)id),
			     filing_get(&after->filing, (enum field_id)id));
	note_all_evidence(&w, &before->filing.evidence, &after->filing.evidence);
	note(&w, "route", before->route, after->route);
	return w.rc;
}

int changes_list(struct store *st, int64_t filing, int offset, struct filing_change *out, int space,
		 struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_CHANGE_LIST);
	int count = 0, rc = 0;

	stmt_bind_int(q, 1, filing);
	stmt_bind_int(q, 2, space);
	stmt_bind_int(q, 3, offset);
	while (count < space && (rc = stmt_step(q, err)) == 1) {
		struct filing_change *c = &out[count++];

		c->revision = stmt_int(q, 0);
		stmt_copy_text(q, 1, c->at, sizeof(c->at));
		stmt_copy_text(q, 2, c->who, sizeof(c->who));
		stmt_copy_text(q, 3, c->field, sizeof(c->field));
		stmt_copy_text(q, 4, c->before, sizeof(c->before));
		stmt_copy_text(q, 5, c->after, sizeof(c->after));
	}
	stmt_done(q);
	return rc < 0 ? -1 : count;
}

static int add_changes(struct store *st, int64_t filing, int64_t most, struct sm3 *sum,
		       struct err *err)
{
	enum { COLUMNS = 6 };
	struct stmt *q = stmt_get(st, STMT_CHANGE_WALK);
	int rc, count = 0;

	stmt_bind_int(q, 1, filing);
	stmt_bind_int(q, 2, most);
	for (; (rc = stmt_step(q, err)) == 1; count++)
		for (int i = 0; i < COLUMNS; i++)
			sm3_add_part(sum, stmt_text(q, i), strlen(stmt_text(q, i)));
	stmt_done(q);
	return rc < 0 ? -1 : count;
}

int changes_digest(struct store *st, int64_t filing, int64_t most, int64_t *out_count,
		   char out[SM3_HEX_SIZE], struct err *err)
{
	struct sm3 *sum = sm3_create();
	unsigned char digest[SM3_SIZE];
	int count = sum ? add_changes(st, filing, most, sum, err) : 0;
	bool done = sum && sm3_end(sum, digest);

	sm3_destroy(sum);
	if (!done)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	hex_encode(digest, sizeof(digest), out);
	*out_count = count;
	return count < 0 ? -1 : 0;
}
