/* Received filings from within: what received.c (list, words), received_register.c and verification share. */
#ifndef DB_RECEIVED_PARTS_H
#define DB_RECEIVED_PARTS_H

#include "db/bundle_parts.h"

/* A row with its texts, and the filing that they hold. */
struct received_full {
	struct received brief;
	struct peer peer;
	char *text, *acts, *materials, sm3[SM3_HEX_SIZE];
	struct bundle_filing filing;
	bool sound; /* the digest in the row is that of what stands in it */
};
/* 1 and *out, 0 none, -1. */
int received_load(struct store *st, int64_t id, struct received_full *out, struct err *err);
void received_full_finish(struct received_full *r);

#endif
