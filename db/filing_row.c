#include "db/filing_row.h"

#include <stdio.h>
#include <string.h>

#define DERIVED_SIZE (FIELD_COUNT * 32) /* every key and a blank */

const struct evidence_table filing_evidence_table = {
	.delete = STMT_FILING_EVIDENCE_DELETE,
	.add = STMT_FILING_EVIDENCE_ADD,
	.list = STMT_FILING_EVIDENCE_LIST,
};
const struct evidence_table draft_evidence_table = {
	.delete = STMT_DRAFT_EVIDENCE_DELETE,
	.add = STMT_DRAFT_EVIDENCE_ADD,
	.list = STMT_DRAFT_EVIDENCE_LIST,
};

/* Kept by key, not by position, so that the field table may grow in its middle. */
static void join_derived(const struct filing *f, char out[DERIVED_SIZE])
{
	size_t len = 0;

	out[0] = '\0';
	for (int i = 0; i < FIELD_COUNT; i++)
		if (f->derived[i])
			len += (size_t)snprintf(out + len, DERIVED_SIZE - len, "%s%s",
						len ? " " : "", fields[i].key);
}

static void split_derived(const char *text, struct filing *f)
{
	for (int i = 0; i < FIELD_COUNT; i++) {
		size_t len = strlen(fields[i].key);

		for (const char *at = text; (at = strstr(at, fields[i].key)); at += len)
			if ((at == text || at[-1] == ' ') && (at[len] == ' ' || !at[len]))
				f->derived[i] = true;
	}
}

void filing_row_bind(struct stmt *q, int at, const struct filing *f)
{
	char derived[DERIVED_SIZE];

	join_derived(f, derived);
	stmt_bind_text(q, at, derived);
	for (int i = 0; i < FIELD_COUNT; i++)
		stmt_bind_text(q, at + 1 + i, f->value[i]);
}

int filing_row_read(struct stmt *q, int column, struct filing *f, struct err *err)
{
	for (int i = 0; i < FIELD_COUNT; i++)
		if (filing_set(f, (enum field_id)i, stmt_text(q, column + 1 + i)) < 0)
			return err_set(err, ERR_MEMORY, _("内存不足"));
	split_derived(stmt_text(q, column), f);
	return 0;
}

static int add_entry(struct store *st, int id, int64_t owner, const struct evidence_entry *e,
		     struct err *err)
{
	struct stmt *q = stmt_get(st, id);

	stmt_bind_int(q, 1, owner);
	stmt_bind_text(q, 2, e->key);
	stmt_bind_text(q, 3, e->value);
	stmt_bind_text(q, 4, e->unit);
	stmt_bind_text(q, 5, e->note);
	return stmt_run(q, err);
}

int evidence_rows_save(struct store *st, const struct evidence_table *table, int64_t owner,
		       const struct evidence *e, struct err *err)
{
	struct stmt *q = stmt_get(st, table->delete);

	stmt_bind_int(q, 1, owner);
	if (stmt_run(q, err) < 0)
		return -1;
	for (size_t i = 0; i < e->count; i++)
		if (add_entry(st, table->add, owner, &e->entries[i], err) < 0)
			return -1;
	return 0;
}

int evidence_rows_load(struct store *st, const struct evidence_table *table, int64_t owner,
		       struct evidence *e, struct err *err)
{
	struct stmt *q = stmt_get(st, table->list);
	int rc;

	stmt_bind_int(q, 1, owner);
	while ((rc = stmt_step(q, err)) == 1) {
		if (evidence_set(e, stmt_text(q, 0), stmt_text(q, 1), stmt_text(q, 2),
				 stmt_text(q, 3)) < 0) {
			rc = err_set(err, ERR_MEMORY, _("内存不足"));
			break;
		}
	}
	stmt_done(q);
	return rc;
}

void filing_brief_read(struct stmt *q, struct filing_brief *b)
{
	b->id = stmt_int(q, 0);
	stmt_copy_text(q, 1, b->no, sizeof(b->no));
	b->state = state_by_name(stmt_text(q, 2));
	stmt_copy_text(q, 3, b->psn_name, sizeof(b->psn_name));
	stmt_copy_text(q, 4, b->gend, sizeof(b->gend));
	stmt_copy_text(q, 5, b->age, sizeof(b->age));
	stmt_copy_text(q, 6, b->certno, sizeof(b->certno));
	stmt_copy_text(q, 7, b->tel, sizeof(b->tel));
	stmt_copy_text(q, 8, b->insutype, sizeof(b->insutype));
	stmt_copy_text(q, 9, b->opsp_dise_code, sizeof(b->opsp_dise_code));
	stmt_copy_text(q, 10, b->opsp_dise_name, sizeof(b->opsp_dise_name));
	stmt_copy_text(q, 11, b->saved_at, sizeof(b->saved_at));
}
