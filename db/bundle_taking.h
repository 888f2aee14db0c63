/* A bundle that is being taken in: what bundles_read.c (looking at all of it) and bundles_take.c (storing it) share. */
#ifndef DB_BUNDLE_TAKING_H
#define DB_BUNDLE_TAKING_H

#include "db/bundle_parts.h"

struct taking {
	struct store *st;
	const char *path;
	FILE *in;
	uint64_t size;
	struct envelope_head head;
	struct envelope_reader *envelope;
	struct desk_identity desk;
	struct peer peer;

	progress_fn *progress;
	void *ctx;
	uint64_t base, done; /* bytes of the looks before, and of this one */

	struct bundle_filing filings[BUNDLE_FILINGS_MOST];
	size_t count;
	int64_t files;
	char sm3[SM3_HEX_SIZE]; /* of the payload */
};

/* Open and check the envelope, and then everything in it; nothing is stored. 0 or -1. */
int bundle_look(struct taking *t, struct err *err);
/* Read it once more, keeping the materials' files under their digests. 0 or -1. */
int bundle_keep_files(struct taking *t, struct err *err);
void taking_finish(struct taking *t);

#endif
