/* Merging: words and digests go into their tables in order, still seen by nobody; then one short transaction, from which on the
 * import counts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/audit.h"
#include "db/imports_parts.h"
#include "db/setup.h"

/* Entries of the first transaction of a run. */
#define ENTRIES_FIRST 1024
#define ENTRIES_MOST (1u << 16)

/* --- Words and digests --- */

/* From now on something of this import stands outside the table of filings, and clearing it away has to look there. */
static int mark(struct import_run *run, struct err *err)
{
	struct stmt *q;

	if (run->marked)
		return 0;
	if (import_begin_write(run, err) < 0)
		return -1;
	q = stmt_get(run->st, STMT_IMPORT_MARK);
	stmt_bind_int(q, 1, run->id);
	stmt_bind_text(q, 2, "0000000000000000000000000000000000000000000000000000000000000000");
	if (stmt_run(q, err) < 0) {
		store_rollback(run->st);
		return -1;
	}
	if (store_commit(run->st, err) < 0)
		return -1;
	run->marked = true;
	return 0;
}

static int add_key(struct store *st, const struct key_run_entry *e, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_HISTORY_KEY_ADD);

	stmt_bind_text(q, 1, e->key);
	stmt_bind_int(q, 2, e->kind);
	stmt_bind_int(q, 3, e->filing);
	return stmt_run(q, err);
}

static int add_head(struct store *st, const struct key_run_entry *e, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_HISTORY_DIGEST_ADD);

	stmt_bind_int(q, 1, strtoll(e->key, NULL, 16));
	stmt_bind_int(q, 2, e->filing);
	return stmt_run(q, err);
}

struct writing {
	struct key_runs *from;
	int (*add)(struct store *st, const struct key_run_entry *e, struct err *err);
	size_t want; /* entries of the next transaction */
	uint64_t done;
	bool ended;
};

static int write_some(struct import_run *run, struct writing *w, struct err *err)
{
	struct key_run_entry e;
	size_t n = 0;
	int rc = 1;

	while (n < w->want && (rc = key_runs_next(w->from, &e, err)) == 1) {
		if (w->add(run->st, &e, err) < 0)
			return -1;
		n++;
	}
	w->ended = rc == 0;
	w->done += n;
	return rc < 0 ? -1 : 0;
}

/* One transaction. */
static int write_piece(struct import_run *run, struct writing *w, struct err *err)
{
	int64_t from, written;

	if (import_begin_write(run, err) < 0)
		return -1;
	from = import_clock();
	if (write_some(run, w, err) < 0) {
		store_rollback(run->st);
		return -1;
	}
	written = import_clock();
	if (store_commit(run->st, err) < 0)
		return -1;
	w->want =
		import_next_batch(w->want, ENTRIES_MOST, written - from, import_clock() - written);
	return 0;
}

static int write_all(struct import_run *run, struct writing *w, uint64_t from, uint64_t to,
		     struct err *err)
{
	uint64_t all = key_runs_count(w->from);

	if (mark(run, err) < 0 || key_runs_sort(w->from, err) < 0)
		return -1;
	while (!w->ended) {
		if (write_piece(run, w, err) < 0 ||
		    import_tell(run, from + (to - from) * w->done / (all ? all : 1), err) < 0)
			return -1;
	}
	return 0;
}

int import_write_keys(struct import_run *run, uint64_t from, uint64_t to, struct err *err)
{
	return write_all(run, &(struct writing) { run->keys, add_key, ENTRIES_FIRST, 0, false },
			 from, to, err);
}

int import_write_heads(struct import_run *run, struct err *err)
{
	struct key_runs *fresh = key_runs_create(run->folder);
	int rc = write_all(run, &(struct writing) { run->heads, add_head, ENTRIES_FIRST, 0, false },
			   run->told, run->told, err);

	key_runs_destroy(run->heads);
	run->heads = fresh;
	if (rc == 0 && !fresh)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	return rc;
}

/* --- The moment --- */

static int gather_facts(struct import_run *run, struct import_facts *f, struct err *err)
{
	const struct import_result *out = run->out;
	unsigned char digest[SM3_SIZE];

	*f = (struct import_facts) { .id = run->id,
				     .bytes = (int64_t)out->facts.bytes,
				     .rows = (int64_t)out->rows,
				     .skipped = (int64_t)out->skipped,
				     .rejected = (int64_t)out->rejected,
				     .staff = run->who ? run->who->staff : 0 };
	if (!sm3_end(run->digest, digest))
		return err_set(err, ERR_MEMORY, _("内存不足"));
	hex_encode(digest, sizeof(digest), f->digest);
	snprintf(f->name, sizeof(f->name), "%s", run->name);
	snprintf(f->encoding, sizeof(f->encoding), "%s",
		 out->facts.kind == TABLE_XLSX ? "XLSX" : encoding_name(out->facts.encoding));
	snprintf(f->sm3, sizeof(f->sm3), "%s", out->sm3);
	timestamp_now(f->merged_at);
	return 0;
}

/* The row in the audit; on a desk that is not set up yet there is none. */
static int note(struct import_run *run, struct import_facts *f, struct err *err)
{
	char object[AUDIT_OBJECT_SIZE], detail[IMPORT_DETAIL_SIZE];
	struct desk_identity desk;
	int there = desk_identity_load(run->st, &desk, err);

	if (there <= 0)
		return there;
	if (import_detail(f, detail) < 0)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	return audit_append(run->st,
			    &(struct audit_entry) { .act = ACT_IMPORT,
						    .object = audit_object("import", f->id, object),
						    .detail = detail },
			    &f->audit, err);
}

static int set_merged(struct store *st, const struct import_facts *f, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_IMPORT_MERGE);

	stmt_bind_int(q, 1, f->id);
	stmt_bind_text(q, 2, f->sm3);
	stmt_bind_int(q, 3, f->rows);
	stmt_bind_int(q, 4, f->skipped);
	stmt_bind_int(q, 5, f->rejected);
	stmt_bind_text(q, 6, f->digest);
	stmt_bind_text(q, 7, f->merged_at);
	if (f->audit)
		stmt_bind_int(q, 8, f->audit);
	return stmt_run(q, err);
}

/* After a commit that may have succeeded or not. */
static bool was_merged(struct store *st, int64_t id)
{
	struct stmt *q = stmt_get(st, STMT_IMPORT_BY_ID);
	bool merged = false;

	stmt_bind_int(q, 1, id);
	if (stmt_step(q, NULL) == 1)
		merged = !stmt_is_null(q, 9);
	stmt_done(q);
	return merged;
}

int import_merge(struct import_run *run, struct err *err)
{
	struct import_facts f;

	if (gather_facts(run, &f, err) < 0 || import_begin_write(run, err) < 0)
		return -1;
	if (note(run, &f, err) < 0 || set_merged(run->st, &f, err) < 0) {
		store_rollback(run->st);
		return -1;
	}
	if (store_commit(run->st, err) < 0 &&
	    !(store_outcome_unknown(run->st) && was_merged(run->st, run->id)))
		return -1;
	return 0;
}
