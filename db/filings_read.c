/* Reading filings: whole records, counts, the person seen before. */
#include "db/filings.h"

#include <assert.h>

#include "db/filing_row.h"
#include "db/filings_parts.h"
#include "db/search_keys.h"

int filing_record_read(struct stmt *q, struct filing_record *out, struct err *err)
{
	out->id = stmt_int(q, 0);
	stmt_copy_text(q, 1, out->no, sizeof(out->no));
	out->revision = stmt_int(q, 2);
	out->state = state_by_name(stmt_text(q, 3));
	stmt_copy_text(q, 4, out->policy, sizeof(out->policy));
	stmt_copy_text(q, 5, out->route, sizeof(out->route));
	stmt_copy_text(q, 6, out->created_at, sizeof(out->created_at));
	stmt_copy_text(q, 7, out->saved_at, sizeof(out->saved_at));
	out->version = stmt_int(q, 8);
	out->prior = stmt_int(q, 9);
	stmt_copy_text(q, 10, out->filing_no, sizeof(out->filing_no));
	return filing_row_read(q, 11, &out->filing, err);
}

int filing_load_here(struct store *st, int64_t id, struct filing_record *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_FILING_BY_ID);
	int rc;

	stmt_bind_int(q, 1, id);
	rc = stmt_step(q, err);
	if (rc == 1 && filing_record_read(q, out, err) < 0)
		rc = -1;
	stmt_done(q);
	if (rc == 1 &&
	    evidence_rows_load(st, &filing_evidence_table, id, &out->filing.evidence, err) < 0)
		rc = -1;
	return rc;
}

/* Load the filing whose id `q` answers with (NULL: `id` itself), row and evidence as of one
 * moment. */
static int load_one(struct store *st, struct stmt *q, int64_t id, struct filing_record *out,
		    struct err *err)
{
	struct filing_record r = { 0 };
	int rc = q ? stmt_fetch_int(q, &id, err) : 1;

	if (rc == 1)
		rc = filing_load_here(st, id, &r, err);
	if (rc == 1)
		*out = r;
	else
		filing_record_finish(&r);
	return rc;
}

int filings_load(struct store *st, int64_t id, struct filing_record *out, struct err *err)
{
	int rc;

	if (store_read_begin(st, err) < 0)
		return -1;
	rc = load_one(st, NULL, id, out, err);
	store_read_end(st);
	return rc;
}

int filings_load_no(struct store *st, const char *no, struct filing_record *out, struct err *err)
{
	struct stmt *q;
	int rc;

	if (store_read_begin(st, err) < 0)
		return -1;
	q = stmt_get(st, STMT_FILING_BY_NO);
	stmt_bind_text(q, 1, no);
	rc = load_one(st, q, 0, out, err);
	store_read_end(st);
	return rc;
}

int filings_person(struct store *st, const char *certno, int64_t except_id,
		   struct filing_record *out, struct err *err)
{
	char person[CERTNO_SIZE] = "", key[SEARCH_KEY_SIZE];
	struct stmt *q;
	int rc;

	identity_person_key(certno, person);
	if (!search_key_fold(person, key))
		return 0;
	if (store_read_begin(st, err) < 0)
		return -1;
	q = stmt_get(st, STMT_FILING_OF_PERSON);
	stmt_bind_text(q, 1, key);
	stmt_bind_int(q, 2, KEY_PERSON);
	stmt_bind_int(q, 3, except_id);
	rc = load_one(st, q, 0, out, err);
	store_read_end(st);
	return rc;
}

static int count_states(struct store *st, struct filing_counts *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_FILING_COUNT_STATES);
	int rc;

	while ((rc = stmt_step(q, err)) == 1) {
		enum filing_state state = state_by_name(stmt_text(q, 0));

		if (state != STATE_COUNT)
			out->by_state[state] = stmt_int(q, 1);
	}
	stmt_done(q);
	return rc;
}

static int count_day(struct store *st, struct date day, int64_t *out, struct err *err)
{
	char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];
	struct stmt *q = stmt_get(st, STMT_FILING_COUNT_DAY);

	stmt_bind_text(q, 1, date_format(day, from));
	stmt_bind_text(q, 2, date_format(date_add_days(day, 1), to));
	return stmt_fetch_int(q, out, err) < 0 ? -1 : 0;
}

int filings_count(struct store *st, struct date day, struct filing_counts *out, struct err *err)
{
	struct filing_counts counts = { 0 };
	int rc;

	if (store_read_begin(st, err) < 0)
		return -1;
	rc = count_states(st, &counts, err);
	if (rc == 0)
		rc = count_day(st, day, &counts.today, err);
	store_read_end(st);
	if (rc == 0)
		*out = counts;
	return rc;
}

int filings_last_value(struct store *st, enum field_id field, char *buf, size_t size,
		       struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_FILING_LAST);
	int rc = stmt_step(q, err);

	assert(size > 0 && field < FIELD_COUNT);
	buf[0] = '\0';
	if (rc == 1)
		stmt_copy_text(q, 1 + (int)field, buf, size);
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}
