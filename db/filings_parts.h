/* Filings from within: steps for a transaction that another module of db/ has opened. */
#ifndef DB_FILINGS_PARTS_H
#define DB_FILINGS_PARTS_H

#include "db/filings.h"
#include "db/stmt.h"

/* A number that nobody can guess and no two acts share: 128 random bits in hexadecimal. */
#define RANDOM_KEY_SIZE 33
int random_key(char out[RANDOM_KEY_SIZE], struct err *err);

/* The columns of STMT_FILING_BY_ID, which begin a row of whole filings. 0, or -1 (*out holds what was read). */
int filing_record_read(struct stmt *q, struct filing_record *out, struct err *err);

/* filings_load() without a transaction of its own. 1, 0, -1. */
int filing_load_here(struct store *st, int64_t id, struct filing_record *out, struct err *err);

/* The next place in the order of saves over all filings. */
int save_seq_next(struct store *st, int64_t *out, struct err *err);

/* What a save makes of a record, once it is committed. */
struct saved {
	int64_t id;
	char no[32];
	char at[TIMESTAMP_SIZE];
	char key[RANDOM_KEY_SIZE];
};

/* An empty row with the next 受理号 of the day in s->at; sets s->id and s->no. The number stands in the same transaction as
 * its filing: one that fails gives it back, and two desks never get the same. */
int filing_add_row(struct store *st, struct saved *s, struct err *err);
/* Write the record over the row s->id as it stood at `revision`: fields, evidence, search keys. ERR_CONFLICT when that
 * revision is not there any more. */
int filing_write_row(struct store *st, const struct filing_record *r, int64_t revision, const struct saved *s,
		     struct err *err);

#endif
