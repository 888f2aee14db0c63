#include <stdlib.h>
#include <string.h>

#include "db/exports_parts.h"
#include "db/filing_row.h"
#include "db/filings_parts.h"

/* Read in a few milliseconds, so that no commit waits for an export. */
#define PAGE 200

/* Columns of STMT_EXPORT_PAGE. */
enum { COLUMN_ID = 0, COLUMN_STATE = 3, COLUMN_FIELDS = 12 };
#define COLUMN_SOURCE_STATE (COLUMN_FIELDS + FIELD_COUNT)

#define USUAL_STATES (1u << STATE_FILED | 1u << STATE_HISTORY)

int export_rows_init(struct export_rows *r, struct store *st, const struct export_request *req,
		     struct err *err)
{
	*r = (struct export_rows) { .st = st, .req = req, .page = calloc(PAGE, sizeof(*r->page)) };
	return r->page ? 0 : err_set(err, ERR_MEMORY, _("内存不足"));
}

static void release_page(struct export_rows *r)
{
	while (r->count > 0)
		filing_record_finish(&r->page[--r->count]);
}

void export_rows_finish(struct export_rows *r)
{
	if (r->page)
		release_page(r);
	free(r->page);
	r->page = NULL;
}

int export_rows_all(struct store *st, uint64_t *out, struct err *err)
{
	int64_t n = 0;

	if (stmt_fetch_int(stmt_get(st, STMT_EXPORT_COUNT), &n, err) < 0)
		return -1;
	*out = (uint64_t)n;
	return 0;
}

static bool is_wanted(const struct export_request *req, struct stmt *q)
{
	unsigned states = req->states ? req->states : USUAL_STATES;
	enum filing_state state = state_by_name(stmt_text(q, COLUMN_STATE));
	const char *filed = stmt_text(q, COLUMN_FIELDS + FIELD_OPT_TIME);

	if (state == STATE_COUNT || !(states & 1u << state))
		return false;
	if ((req->from || req->to) && !*filed)
		return false;
	return (!req->from || strcmp(filed, req->from) >= 0) &&
	       (!req->to || strcmp(filed, req->to) <= 0);
}

static int take_row(struct export_rows *r, struct stmt *q, struct err *err)
{
	struct filing_record *record = &r->page[r->count];

	r->after = stmt_int(q, COLUMN_ID);
	r->looked++;
	if (!is_wanted(r->req, q))
		return 0;
	*record = (struct filing_record) { 0 };
	r->count++;
	stmt_copy_text(q, COLUMN_SOURCE_STATE, record->source_state, sizeof(record->source_state));
	return filing_record_read(q, record, err);
}

static int read_page(struct export_rows *r, int *looked, struct err *err)
{
	struct stmt *q = stmt_get(r->st, STMT_EXPORT_PAGE);
	int rc;

	stmt_bind_int(q, 1, r->after);
	stmt_bind_int(q, 2, PAGE);
	while ((rc = stmt_step(q, err)) == 1) {
		++*looked;
		if (take_row(r, q, err) < 0) {
			rc = -1;
			break;
		}
	}
	stmt_done(q);
	for (size_t i = 0; rc == 0 && r->req->columns == COLUMNS_FULL && i < r->count; i++)
		rc = evidence_rows_load(r->st, &filing_evidence_table, r->page[i].id,
					&r->page[i].filing.evidence, err);
	return rc;
}

int export_rows_next(struct export_rows *r, struct err *err)
{
	int looked = 0, rc;

	release_page(r);
	if (store_read_begin(r->st, err) < 0)
		return -1;
	rc = read_page(r, &looked, err);
	store_read_end(r->st);
	return rc < 0 ? -1 : looked > 0;
}
