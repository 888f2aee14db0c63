/* A bundle that is being made: what bundles.c (which filings, the number) and bundles_write.c (the file) share. */
#ifndef DB_BUNDLE_MAKING_H
#define DB_BUNDLE_MAKING_H

#include "db/bundle_parts.h"
#include "db/new_file.h"

struct bundle_item {
	int64_t filing, act; /* up to which act it goes along */
};

struct making {
	struct store *st;
	struct desk_identity desk;
	struct peer peer;
	int64_t number;
	struct bundle_item items[BUNDLE_FILINGS_MOST];
	size_t count;
	int64_t waiting;

	progress_fn *progress;
	void *ctx;
	uint64_t done, all; /* bytes of the payload */

	char path[4096]; /* of the file */
	struct new_file file;
	struct envelope_writer *envelope;
	struct sm3 *sm3; /* of the payload */
	struct bundle_seen seen;
	char sm3_hex[SM3_HEX_SIZE];
	int64_t audit;
};

/* The whole bundle, flushed and read back, under a name that nobody takes it for yet. Sets sm3_hex, and leaves what does not fit
 * to `waiting`. 0 or -1. */
int bundle_write(struct making *m, const char *folder, struct err *err);

#endif
