/* Bundles from within: what making, taking and receipts share (db/bundles.h).
 *
 * The payload, which the envelope carries, is a stream of records: one letter, the length in 8 bytes (most significant
 * first), the bytes.
 *
 *     B   once, first: "mtdesk-bundle/1" with the lines sender, receiver, number, filings (how many follow)
 *     F   a filing (db/bundle_filing.h)
 *     D   the bytes of a material's file: behind the filing that first names it, one for each digest that no filing before
 *         has named, in the order in which the filing names them
 *     E   once, last, empty
 *
 * So each record's letter, and each file's digest and length, are known before it is read. The same filings up to the same
 * acts under the same number are the same payload, whenever it is made: its SM3 is what the desks know a bundle by. */
#ifndef DB_BUNDLE_PARTS_H
#define DB_BUNDLE_PARTS_H

#include "db/audit.h"
#include "db/bundle_filing.h"
#include "db/bundles.h"
#include "forms/envelope.h"

#define BUNDLE_FILINGS_MOST 200
#define BUNDLE_TEXTS_MOST                                                                          \
	(8 << 20) /* bytes of all filings' texts: what one transaction can store in a moment */
#define BUNDLE_FILES_MOST                                                                          \
	((int64_t)2 << 30) /* bytes of all files: a stick's FAT32 holds 4 GiB in one */
#define BUNDLE_RECORD_HEAD 9

/* The digests of files that were met in a bundle. A zeroed struct is empty. */
struct bundle_seen {
	char (*sm3)[SM3_HEX_SIZE];
	size_t count;
};
/* 1: it is new and is remembered; 0: it was met before; -1: memory. */
int bundle_seen_add(struct bundle_seen *s, const char *sm3, struct err *err);
void bundle_seen_finish(struct bundle_seen *s);

struct bundle_head {
	char sender[37], receiver[37];
	int64_t number, filings;
};
/* The record B. The caller frees *out. */
int bundle_head_make(const struct bundle_head *h, char **out, size_t *out_len, struct err *err);
bool bundle_head_read(const char *text, size_t len, struct bundle_head *out);

/* This desk, which must be set up; and the right to handle bundles, asked anew. 0 or -1; a refusal leaves its row in the audit. */
int bundle_desk(struct store *st, struct desk_identity *out, struct err *err);
int bundle_may(struct store *st, const struct actor *who, struct err *err);

/* Which numbers of a peer, from 1 to the highest that came, have not come: "3,5-6" ("" none), with ",+" at its end where there
 * are more than the room holds; and as a person reads them, "3、5-6". */
#define BUNDLE_GAPS_SIZE 120
int bundle_gaps_of(struct store *st, int64_t peer, char out[BUNDLE_GAPS_SIZE], struct err *err);
void bundle_gaps_words(const char *gaps, char *out, size_t size);

/* The row of a bundle in the audit: "in 3 SM3 …", about "peer:ID". */
#define BUNDLE_DETAIL_SIZE 256
int bundle_note(struct store *st, int64_t peer, const char *detail, int64_t *out_seq,
		struct err *err);

/* A receipt: one signed line,
 *
 *     mtdesk-receipt/1 RECEIVER SENDER NUMBER SM3 TIME GAPS SIGNATURE
 *
 * of the desk that took the bundle in; GAPS is "-" or what bundle_gaps_of() makes. */
#define RECEIPT_SIZE 1024
struct receipt {
	char receiver[37], sender[37], sm3[SM3_HEX_SIZE], at[20], gaps[BUNDLE_GAPS_SIZE];
	int64_t number;
};
int receipt_make(const struct receipt *r, const struct sm2_key *key, char out[RECEIPT_SIZE],
		 struct err *err);
/* Strict; the signature is looked at by receipt_is_signed(). */
bool receipt_read(const char *line, struct receipt *out, char signature[SM2_SIGNATURE_HEX_SIZE]);
bool receipt_is_signed(const struct receipt *r, const char *signature, const char *public_hex);

/* What a row of table received says, and the digest over it. 0 or -1. */
struct received_row {
	int64_t id, peer, number, version;
	const char *no, *filing_no, *state, *psn_name, *certno, *disease, *text, *acts, *materials;
};
int received_digest(const struct received_row *r, char out[SM3_HEX_SIZE]);

#endif
