/* What the files of db/imports.h share: an import under way. */
#ifndef DB_IMPORTS_PARTS_H
#define DB_IMPORTS_PARTS_H

#include "db/imports.h"
#include "db/key_runs.h"
#include "db/stmt.h"
#include "forms/sm3.h"

/* ---- rejects ---- */

/* FILE.rejects.csv: made at the first reject, there when it is whole. */
struct rejects;
/* The header row is copied. NULL: memory is out. */
struct rejects *rejects_create(const char *path, const struct table_facts *facts,
			       const struct table_row *header);
int rejects_add(struct rejects *r, const struct table_row *row, const struct column_fault *faults,
		int count, struct err *err);
/* Give the file its name; 1, or 0 when there was no reject. What an earlier import left under that name is kept beside it with a
 * "~" behind its name: somebody may be mending it. */
int rejects_end(struct rejects *r, struct err *err);
void rejects_destroy(struct rejects *r);

/* ---- digests of this file ---- */

/* Rows that this file itself brought already, by the first 16 bytes of their digests. */
struct digest_set;
struct digest_set *digest_set_create(void);
/* 1 it is new and now in it, 0 it was there, -1 memory. */
int digest_set_add(struct digest_set *s, const unsigned char digest[SM3_SIZE]);
bool digest_set_full(const struct digest_set *s);
void digest_set_clear(struct digest_set *s);
void digest_set_destroy(struct digest_set *s);

/* ---- the run ---- */

/* A row that is good and not in the store yet. */
struct staged_row {
	struct column_record record;
	uint64_t line;
	char sm3[SM3_HEX_SIZE];
	int64_t id; /* 0: it was known */
};

#define BATCH_FIRST 64 /* rows of the first transaction, before anything is known of this machine */
#define BATCH_MOST 4096

struct import_run {
	struct store *st;
	const struct actor *who; /* NULL or staff 0: the desk is not set up */
	const struct import_request *req;
	struct check_context ctx;
	progress_fn *progress;
	void *progress_ctx;
	struct import_result *out;

	struct table_in *in;
	struct column_map map;
	struct rejects *rejects;
	int64_t id; /* of the import; 0: nothing was written yet, or it is a dry run */
	char name[256], begun_at[TIMESTAMP_SIZE];

	struct staged_row *batch; /* BATCH_MOST */
	size_t count, bytes,
		want; /* rows that wait, what they weigh, and how many make a transaction of the right length */

	struct sm3 *digest; /* over the digests of the rows taken in */
	struct digest_set *seen;
	char *folder; /* of the store, where what is sorted lies */
	struct key_runs *keys, *heads;
	bool marked;     /* words or digests of it stand in the store */
	int64_t told_at; /* milliseconds: when the progress was told last */
	uint64_t told;   /* thousandths */
};

/* Begin a write transaction, and be patient with other desks; between two tries the progress is told. 0 or -1. */
int import_begin_write(struct import_run *run, struct err *err);
/* Milliseconds of a clock that only goes forward. */
int64_t import_clock(void);
/* Tell how far it is, now and then. 0, or -1 with ERR_CANCELLED. */
int import_tell(struct import_run *run, uint64_t thousandths, struct err *err);

/* How many rows or words, `most` at most, the next transaction takes, when writing so many took so long, and the commit so long. */
size_t import_next_batch(size_t count, size_t most, int64_t work_ms, int64_t commit_ms);

/* Thousandths of the whole time that reading takes, as a rule; words and digests take the rest. */
#define READING_PART 650

/* The file up to its header; then its rows. 0 or -1. */
int import_open_file(struct import_run *run, struct err *err);
int import_read_rows(struct import_run *run, struct err *err);
/* Put what waits into the store (a dry run: only look whether it is known). 0 or -1. */
int import_flush(struct import_run *run, struct err *err);
/* Words and digests in order, then the moment from which on it counts. */
int import_write_keys(struct import_run *run, uint64_t from, uint64_t to, struct err *err);
int import_write_heads(struct import_run *run, struct err *err);
int import_merge(struct import_run *run, struct err *err);

/* Take away all that this import staged, in short pieces. */
int import_clear_one(struct store *st, int64_t import, struct err *err);
/* imports_clear(), and what this very process left of an earlier one. */
int import_clear_gone(struct store *st, bool own_too, struct err *err);

/* The number by which a digest is found: its first 60 bits. */
int64_t import_digest_head(const char sm3[SM3_HEX_SIZE]);
/* The digest of a row as canonical_history() writes it. 0 or -1. */
int import_row_sm3(const struct filing *f, const char *filing_no, char out[SM3_HEX_SIZE]);
/* A row joins the digest of its import. */
void import_digest_add(struct sm3 *digest, const char *sm3, const char *state);

/* What the row in the audit commits to: "SM3 rows N skipped N rejected N", where the SM3 is over all that the import's row says. */
struct import_facts {
	int64_t id, bytes, rows, skipped, rejected, staff, audit;
	char name[256], encoding[16], sm3[SM3_HEX_SIZE], digest[SM3_HEX_SIZE],
		merged_at[TIMESTAMP_SIZE], staff_name[256];
};
#define IMPORT_DETAIL_SIZE 192
int import_detail(const struct import_facts *f, char out[IMPORT_DETAIL_SIZE]);
/* From a row of IMPORT_COLUMNS. */
void import_facts_read(struct stmt *q, struct import_facts *out);

#endif
