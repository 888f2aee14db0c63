/* A filing as columns and rows: what the tables filing and draft have in common. */
#ifndef DB_FILING_ROW_H
#define DB_FILING_ROW_H

#include "db/filings.h"
#include "db/stmt.h"

/* Bind the column `derived` at `at` and the fields, in the field table's order, after it. */
void filing_row_bind(struct stmt *q, int at, const struct filing *f);

/* Read the same columns into an empty filing. 0, or -1 when memory is out (*f holds what was read). */
int filing_row_read(struct stmt *q, int column, struct filing *f, struct err *err);

/* The columns of BRIEF_COLUMNS (statements.c), which begin a row of every list of filings. */
void filing_brief_read(struct stmt *q, struct filing_brief *b);

/* The evidence beside it, in a table of its own. The statements take the owner's id first. */
struct evidence_table {
	enum stmt_id delete, add, list;
};
extern const struct evidence_table filing_evidence_table, draft_evidence_table;

int evidence_rows_save(struct store *st, const struct evidence_table *table, int64_t owner,
		       const struct evidence *e, struct err *err);
int evidence_rows_load(struct store *st, const struct evidence_table *table, int64_t owner,
		       struct evidence *e, struct err *err);

#endif
