/* Staging: rows go into the store in short transactions, as filings of an import that nobody sees yet. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/filing_row.h"
#include "db/imports_parts.h"
#include "db/search_keys.h"
#include "forms/canonical.h"

#define TRANSACTION_MS 40 /* that one may take; the other desks wait meanwhile */

static int no_memory(struct err *err)
{
	return err_set(err, ERR_MEMORY, _("内存不足"));
}

/* --- Digests --- */

int import_row_sm3(const struct filing *f, const char *filing_no, char out[SM3_HEX_SIZE])
{
	struct canonical text = { 0 };
	int rc = canonical_history(f, filing_no, &text);

	if (rc == 0)
		rc = sm3_hex_of(text.text, text.len, out);
	canonical_finish(&text);
	return rc;
}

void import_digest_add(struct sm3 *digest, const char *sm3, const char *state)
{
	sm3_add_part(digest, sm3, strlen(sm3));
	sm3_add_part(digest, state, strlen(state));
}

int64_t import_digest_head(const char sm3[SM3_HEX_SIZE])
{
	char head[16];

	memcpy(head, sm3, 15);
	head[15] = '\0';
	return strtoll(head, NULL, 16);
}

/* --- Is it here already? --- */

static int find_digest(struct store *st, const char *sm3, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_HISTORY_KNOWN);
	int64_t one;

	stmt_bind_int(q, 1, import_digest_head(sm3));
	stmt_bind_text(q, 2, sm3);
	return stmt_fetch_int(q, &one, err);
}

/* The desk's own filing of the same person, disease and insurance on the same day. */
static int find_own(struct store *st, const struct filing *f, struct err *err)
{
	char person[CERTNO_SIZE] = "", key[SEARCH_KEY_SIZE];
	struct stmt *q;
	int64_t one;

	identity_person_key(filing_get(f, FIELD_CERTNO), person);
	if (!f->value[FIELD_OPT_TIME] || !f->value[FIELD_OPSP_DISE_CODE] ||
	    !f->value[FIELD_INSUTYPE] || !search_key_fold(person, key))
		return 0;
	q = stmt_get(st, STMT_HISTORY_LIVE);
	stmt_bind_text(q, 1, key);
	stmt_bind_int(q, 2, KEY_PERSON);
	stmt_bind_text(q, 3, f->value[FIELD_OPSP_DISE_CODE]);
	stmt_bind_text(q, 4, f->value[FIELD_INSUTYPE]);
	stmt_bind_text(q, 5, f->value[FIELD_OPT_TIME]);
	return stmt_fetch_int(q, &one, err);
}

/* 1 known, 0 new (and now seen in this file), -1. */
static int is_known(struct import_run *run, const struct staged_row *row, struct err *err)
{
	unsigned char digest[SM3_SIZE];
	int rc = find_digest(run->st, row->sm3, err), fresh;

	if (rc == 0)
		rc = find_own(run->st, &row->record.filing, err);
	if (rc != 0)
		return rc;
	if (!hex_decode(row->sm3, digest, sizeof(digest)))
		return 0;
	fresh = digest_set_add(run->seen, digest);
	return fresh < 0 ? no_memory(err) : !fresh;
}

/* --- Into the store --- */

static int add_evidence(struct store *st, int64_t id, const struct evidence *e, struct err *err)
{
	for (size_t i = 0; i < e->count; i++) {
		struct stmt *q = stmt_get(st, STMT_FILING_EVIDENCE_ADD);

		stmt_bind_int(q, 1, id);
		stmt_bind_text(q, 2, e->entries[i].key);
		stmt_bind_text(q, 3, e->entries[i].value);
		stmt_bind_text(q, 4, e->entries[i].unit);
		stmt_bind_text(q, 5, e->entries[i].note);
		if (stmt_run(q, err) < 0)
			return -1;
	}
	return 0;
}

static void number_of(const struct import_run *run, const struct staged_row *row, char no[32])
{
	snprintf(no, 32, "L%lld-%llu", (long long)run->id, (unsigned long long)row->line);
}

static int add_row(struct import_run *run, struct staged_row *row, struct err *err)
{
	struct stmt *q = stmt_get(run->st, STMT_HISTORY_ADD);
	char no[32];

	number_of(run, row, no);
	stmt_bind_text(q, 1, no);
	stmt_bind_int(q, 2, run->id);
	stmt_bind_int(q, 3, (int64_t)row->line);
	stmt_bind_text(q, 4, row->sm3);
	stmt_bind_text(q, 5, row->record.state);
	stmt_bind_text(q, 6, row->record.filing_no);
	stmt_bind_text(q, 7, run->begun_at);
	filing_row_bind(q, 8, &row->record.filing);
	if (stmt_run(q, err) < 0)
		return -1;
	row->id = store_last_id(run->st);
	return add_evidence(run->st, row->id, &row->record.filing.evidence, err);
}

static int put_batch(struct import_run *run, struct err *err)
{
	for (size_t i = 0; i < run->count; i++) {
		int known = is_known(run, &run->batch[i], err);

		if (known < 0 ||
		    (known == 0 && !run->req->dry_run && add_row(run, &run->batch[i], err) < 0))
			return -1;
		run->out->skipped += known == 1;
		run->out->rows += known == 0;
	}
	return 0;
}

/* --- What is kept of the rows for the end --- */

struct owner {
	struct import_run *run;
	int64_t id;
};

static int keep_key(void *ctx, const char *key, enum search_kind kind, struct err *err)
{
	struct owner *o = ctx;

	return key_runs_add(o->run->keys, key, (int)kind, o->id, err);
}

static int keep_row(struct import_run *run, const struct staged_row *row, struct err *err)
{
	struct owner o = { run, row->id };
	char no[32], head[16];

	memcpy(head, row->sm3, 15);
	head[15] = '\0';
	number_of(run, row, no);
	import_digest_add(run->digest, row->sm3, row->record.state);
	if (key_runs_add(run->heads, head, 0, row->id, err) < 0)
		return -1;
	return search_keys_each(no, row->record.filing_no, &row->record.filing, keep_key, &o, err);
}

static int keep_batch(struct import_run *run, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < run->count && rc == 0; i++)
		if (run->batch[i].id)
			rc = keep_row(run, &run->batch[i], err);
	return rc;
}

static void forget_batch(struct import_run *run)
{
	for (size_t i = 0; i < run->count; i++)
		column_record_finish(&run->batch[i].record);
	run->count = run->bytes = 0;
}

/* --- A batch --- */

static int write_batch(struct import_run *run, struct err *err)
{
	int64_t from, written;

	if (import_begin_write(run, err) < 0)
		return -1;
	from = import_clock();
	if (put_batch(run, err) < 0) {
		store_rollback(run->st);
		return -1;
	}
	written = import_clock();
	if (store_commit(run->st, err) < 0)
		return -1;
	run->want =
		import_next_batch(run->count, BATCH_MOST, written - from, import_clock() - written);
	return keep_batch(run, err);
}

static int look_batch(struct import_run *run, struct err *err)
{
	int rc;

	if (store_read_begin(run->st, err) < 0)
		return -1;
	rc = put_batch(run, err);
	store_read_end(run->st);
	run->want = 4 * BATCH_FIRST;
	return rc;
}

/* The others wait for both. Where the commit alone takes most of the time, since the disk is slow, as much again is given to the
 * rows: a desk that saves then waits twice as long as it waits for its own commit, and an import comes to its end. */
size_t import_next_batch(size_t count, size_t most, int64_t work_ms, int64_t commit_ms)
{
	int64_t left = commit_ms < TRANSACTION_MS / 2 ? TRANSACTION_MS - commit_ms : commit_ms;
	size_t want = work_ms > 0 ? count * (size_t)left / (size_t)work_ms : 2 * count;

	/* No jumps: a disk that was quick once is slow the next time. */
	want = want > 2 * count ? 2 * count : want;
	return want < 16 ? 16 : want > most ? most : want;
}

int import_flush(struct import_run *run, struct err *err)
{
	int rc = 0;

	if (run->count > 0)
		rc = run->req->dry_run ? look_batch(run, err) : write_batch(run, err);
	forget_batch(run);
	/* What the set cannot hold any more is looked up in the store from now on. */
	if (rc == 0 && digest_set_full(run->seen)) {
		rc = run->req->dry_run ? 0 : import_write_heads(run, err);
		digest_set_clear(run->seen);
	}
	return rc;
}
