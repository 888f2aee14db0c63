/* Verification: the database, the chain, every signature, every material; the first thing that is wrong is named with its
 * table, number and field.
 *
 * In this order, each step presupposing those before it: schema and integrity; the audit chain from row 1, with every anchor;
 * what the audit mentions is there; keys and register entries against the digests in the audit; acts (text, digest, signature,
 * key, the act before, both links to the audit); versions; filings against their signed texts, their acts and their search
 * words; history that was imported against its digests, and those against the audit; numbers without gaps; materials; peers,
 * bundles and what came with them.
 *
 * What nobody signed or audited is not covered: drafts, settings, sessions, the history of fields, the counters of saves.
 */
#ifndef DB_VERIFY_H
#define DB_VERIFY_H

#include "db/anchors.h"

enum verify_result {
	VERIFY_SOUND, /* nothing wrong, and an anchor from outside proves that nothing was cut off */
	VERIFY_UNPROVEN, /* nothing wrong, but 无法证明未截断 */
	VERIFY_BROKEN,   /* msg says what and where */
};

struct verify_report {
	enum verify_result result;
	char where[128]; /* "audit 4182", "filing 12 certno" */
	char msg[512];   /* one sentence in the reader's language */
	int64_t rows, acts, filings, versions, materials, anchors; /* looked at */
	int64_t covered; /* an anchor from outside proves the rows up to here; 0: none does */
};

/* The file itself, also one that store_open() refuses: whose schema was altered (which object), or that is damaged.
 * `anchors` are lines from outside (NULL, 0: none). Returns 0 with *out, or -1 when it could not be looked at. */
int verify_store(const char *path, const struct anchor *anchors, size_t count,
		 struct verify_report *out, struct err *err);

#endif
