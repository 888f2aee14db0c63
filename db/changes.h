/* The history of a filing, field by field: who changed what, when, from what to what. Written by filings_save(). */
#ifndef DB_CHANGES_H
#define DB_CHANGES_H

#include "db/filings.h"
#include "forms/sm3.h"

struct filing_change {
	int64_t revision;
	char at[20], who[256], field[80]; /* a field's key, "evidence.…" or "route" */
	char before[1600], after[1600];
};

/* Compare with what is stored and write the differences; inside the transaction that saves. `before` NULL: a new filing. */
int changes_write(struct store *st, int64_t filing, int64_t revision, const char *at, const struct filing_record *before,
		  const struct filing_record *after, struct err *err);
/* Newest first, `offset` rows skipped; how many (at most space), or -1. */
int changes_list(struct store *st, int64_t filing, int offset, struct filing_change *out, int space, struct err *err);

/* What an act binds: the digest of the first `most` changes of a filing (-1: of all there are), and how many they are. Inside
 * whatever transaction is open. 0 or -1. */
int changes_digest(struct store *st, int64_t filing, int64_t most, int64_t *out_count, char out[SM3_HEX_SIZE],
		   struct err *err);

#endif
