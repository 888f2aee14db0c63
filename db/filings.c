#include "db/filings.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "db/drafts.h"
#include "db/filing_row.h"
#include "db/search_keys.h"

#define SAVE_KEY_SIZE 33 /* 128 random bits in hexadecimal */

/* What a save will have made of the record, once it is committed. */
struct saved {
	int64_t id;
	char no[32];
	char at[TIMESTAMP_SIZE];
	char key[SAVE_KEY_SIZE];
};

void filing_record_finish(struct filing_record *r)
{
	if (!r)
		return;
	filing_finish(&r->filing);
	*r = (struct filing_record) { 0 };
}

static int make_save_key(char out[SAVE_KEY_SIZE], struct err *err)
{
	unsigned char bytes[(SAVE_KEY_SIZE - 1) / 2];

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return err_set(err, ERR_STORAGE, _("系统给不出随机数，请稍候再试"));
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[i]);
	return 0;
}

/* The next number of the day stands in the same transaction as the filing: a save that fails gives
 * it back, and two desks never get the same one. */
static int issue_no(struct store *st, struct saved *s, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_SERIAL_NEXT);
	char day[9];
	int64_t serial = 0;

	snprintf(day, sizeof(day), "%.4s%.2s%.2s", s->at, s->at + 5, s->at + 8);
	stmt_bind_text(q, 1, day);
	if (stmt_fetch_int(q, &serial, err) < 0)
		return -1;
	snprintf(s->no, sizeof(s->no), "%s-%04lld", day, (long long)serial);
	return 0;
}

static int add_filing(struct store *st, struct saved *s, struct err *err)
{
	struct stmt *q;

	if (issue_no(st, s, err) < 0)
		return -1;
	q = stmt_get(st, STMT_FILING_ADD);
	stmt_bind_text(q, 1, s->no);
	stmt_bind_text(q, 2, s->at);
	if (stmt_run(q, err) < 0)
		return -1;
	s->id = store_last_id(st);
	return 0;
}

static int tell_conflict(struct store *st, int64_t id, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_FILING_SAVED_AT);
	int rc;

	stmt_bind_int(q, 1, id);
	rc = stmt_step(q, err);
	if (rc == 1)
		err_set(err, ERR_CONFLICT, _("此件打开之后，另一个登记台在 %s 保存过它"),
			stmt_text(q, 0));
	else if (rc == 0)
		err_set(err, ERR_CONFLICT, _("库中已没有这一件，可以另存为一份新件"));
	stmt_done(q);
	return -1;
}

static int update_filing(struct store *st, const struct filing_record *r, const struct saved *s,
			 struct err *err)
{
	int64_t seq = 0;
	struct stmt *q;

	if (stmt_fetch_int(stmt_get(st, STMT_SAVE_SEQ_NEXT), &seq, err) < 0)
		return -1;
	q = stmt_get(st, STMT_FILING_UPDATE);
	stmt_bind_int(q, 1, s->id);
	stmt_bind_int(q, 2, r->id ? r->revision : 0);
	stmt_bind_int(q, 3, seq);
	stmt_bind_text(q, 4, s->key);
	stmt_bind_text(q, 5, state_name(r->state));
	stmt_bind_text(q, 6, r->policy);
	stmt_bind_text(q, 7, r->route);
	stmt_bind_text(q, 8, s->at);
	filing_row_bind(q, 9, &r->filing);
	if (stmt_run(q, err) < 0)
		return -1;
	return store_changes(st) == 1 ? 0 : tell_conflict(st, s->id, err);
}

static int delete_draft(struct store *st, int64_t id, struct err *err)
{
	struct stmt *q;

	if (id == 0)
		return 0;
	q = stmt_get(st, STMT_DRAFT_DELETE);
	stmt_bind_int(q, 1, id);
	return stmt_run(q, err);
}

static int write_filing(struct store *st, const struct filing_record *r, int64_t draft_id,
			struct saved *s, struct err *err)
{
	timestamp_now(s->at);
	if (make_save_key(s->key, err) < 0)
		return -1;
	if (r->id == 0 && add_filing(st, s, err) < 0)
		return -1;
	if (update_filing(st, r, s, err) < 0 ||
	    evidence_rows_save(st, &filing_evidence_table, s->id, &r->filing.evidence, err) < 0 ||
	    search_keys_save(st, s->id, s->no, &r->filing, err) < 0)
		return -1;
	return delete_draft(st, draft_id, err);
}

/* Find out how the save before ended, when nobody could tell. */
static int settle(struct store *st, struct filing_record *r, struct err *err)
{
	struct stmt *q;
	int rc;

	if (!*r->unsettled)
		return 0;
	q = stmt_get(st, STMT_FILING_BY_SAVE_KEY);
	stmt_bind_text(q, 1, r->unsettled);
	rc = stmt_step(q, err);
	if (rc == 1) {
		r->id = stmt_int(q, 0);
		stmt_copy_text(q, 1, r->no, sizeof(r->no));
		r->revision = stmt_int(q, 2);
		stmt_copy_text(q, 3, r->created_at, sizeof(r->created_at));
		stmt_copy_text(q, 4, r->saved_at, sizeof(r->saved_at));
	}
	stmt_done(q);
	if (rc >= 0)
		r->unsettled[0] = '\0';
	return rc < 0 ? -1 : 0;
}

/* After a commit that may have succeeded or not: is this save's random key in the file? When not
 * even that can be found out, err says so and the record keeps the key. */
static bool was_committed(struct store *st, const struct saved *s, struct filing_record *r,
			  struct err *err)
{
	struct stmt *q;
	int64_t id;
	int rc;

	if (!store_outcome_unknown(st))
		return false;
	q = stmt_get(st, STMT_FILING_BY_SAVE_KEY);
	stmt_bind_text(q, 1, s->key);
	rc = stmt_fetch_int(q, &id, NULL);
	if (rc == 0)
		err_set(err, ERR_STORAGE, "%s", store_fault(st));
	if (rc >= 0)
		return rc == 1;
	snprintf(r->unsettled, sizeof(r->unsettled), "%s", s->key);
	err_set(err, ERR_STORAGE, _("不能确定是否已存上（%s），请随后再存一次，不会存成两份"),
		store_fault(st));
	return false;
}

int filings_save(struct store *st, struct filing_record *r, int64_t draft_id, struct err *err)
{
	struct saved s = { 0 };

	if (store_begin(st, err) < 0)
		return -1;
	if (settle(st, r, err) < 0) {
		store_rollback(st);
		return -1;
	}
	s.id = r->id;
	snprintf(s.no, sizeof(s.no), "%s", r->no);
	if (write_filing(st, r, draft_id, &s, err) < 0) {
		store_rollback(st);
		return -1;
	}
	if (store_commit(st, err) < 0 && !was_committed(st, &s, r, err))
		return -1;
	if (r->id == 0)
		snprintf(r->created_at, sizeof(r->created_at), "%s", s.at);
	r->revision = r->id ? r->revision + 1 : 1;
	r->id = s.id;
	snprintf(r->no, sizeof(r->no), "%s", s.no);
	snprintf(r->saved_at, sizeof(r->saved_at), "%s", s.at);
	return 0;
}

static int record_from_row(struct stmt *q, struct filing_record *out, struct err *err)
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

static int load(struct store *st, int64_t id, struct filing_record *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_FILING_BY_ID);
	int rc;

	stmt_bind_int(q, 1, id);
	rc = stmt_step(q, err);
	if (rc == 1 && record_from_row(q, out, err) < 0)
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
		rc = load(st, id, &r, err);
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
