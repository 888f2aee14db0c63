/* Anchors: where the audit chain stood, signed by the desk and kept elsewhere too.
 *
 * One line of text, which the day sheet prints and FILE.anchors keeps beside the store:
 *
 *     mtdesk-anchor/1 UUID SIZE ROOT HEAD TIME SIGNATURE
 *
 * SIZE is the last row covered, ROOT the Merkle root over rows 1 to SIZE, HEAD the hash of row SIZE; the desk's key signs
 * what stands before the signature. With one anchor in somebody else's hands no tail can be cut unseen. */
#ifndef DB_ANCHORS_H
#define DB_ANCHORS_H

#include "db/audit.h"
#include "forms/sm2.h"

#define ANCHOR_LINE_SIZE 512

struct anchor {
	char desk[37], at[20];
	int64_t size;
	char root[SM3_HEX_SIZE], head[SM3_HEX_SIZE], signature[SM2_SIGNATURE_HEX_SIZE];
};

/* Write one over the chain as it stands, into the store and FILE.anchors. */
int anchor_make(struct store *st, struct anchor *out, struct err *err);
void anchor_format(const struct anchor *a, char out[ANCHOR_LINE_SIZE]);
/* Strict: false for anything that anchor_format() would not write. */
bool anchor_parse(const char *line, struct anchor *out);
bool anchor_signature_valid(const struct anchor *a, const char *public_hex);

/* Anchors of the store, oldest first; how many (at most space), or -1. */
int anchors_list(struct store *st, struct anchor *out, int space, struct err *err);

#endif
