/* Bundles: filings and materials from desk to desk on a USB stick.
 *
 * A bundle (forms/envelope.h; what it carries: db/bundle_parts.h) is numbered by the pair of desks without gaps, holds the
 * submitted filings that the peer has not got yet in their present state, with all acts as they were signed and their
 * materials. Taking it in checks the envelope, every text, signature and file; the same bundle again changes nothing; a number
 * that is missing is named. A receipt, signed, goes back. What came stays as its desk signed it (struct received): who goes
 * on with it here registers a filing of this desk from it. Whose an act's key is only the desk that sent it says, in its
 * envelope: that is what the words say too.
 *
 * Numbers. The file is written under a name of its own making, flushed and read back; then the transaction commits the number
 * with what the bundle holds (which filings, up to which act); then the file gets its name. So a file with a bundle's name
 * always stands in the store, and since a number is bound to its content from its commit on, no two different bundles of one
 * number are ever out. A kill before the commit leaves the number free for the next bundle, and one behind it leaves a bundle
 * that is in the list without a file: bundle_again() makes it anew, the same payload in a new envelope. Desks know a bundle
 * by the SM3 of its payload, so that both are the same bundle to the receiver. */
#ifndef DB_BUNDLES_H
#define DB_BUNDLES_H

#include "db/exports.h"
#include "db/peers.h"

struct bundle_result {
	char peer[256];
	int64_t number;
	int64_t filings, materials; /* materials: files that went along */
	int64_t waiting;            /* filings that did not fit and wait for the next one */
	bool again;                 /* it had been taken in before */
	char gaps[256];  /* "3、5-6": numbers of this peer that have not come; "" none */
	char path[4096]; /* of what was written */
	char sm3[65];    /* of the payload */
};

/* Make the next bundle for a peer, into `folder`, named MTDESK-sender-receiver-number.mtb (codes of the two
 * institutions); ERR_NOT_ALLOWED: nothing new to send. `progress` (may be NULL) is told bytes. */
int bundle_make(struct store *st, const struct actor *who, int64_t peer, const char *folder,
		progress_fn *progress, void *ctx, struct bundle_result *out, struct err *err);
/* The same bundle once more, when the stick was lost: the same number, the same filings. */
int bundle_again(struct store *st, const struct actor *who, int64_t peer, int64_t number,
		 const char *folder, progress_fn *progress, void *ctx, struct bundle_result *out,
		 struct err *err);
/* Take a bundle in, and write its receipt beside it (PATH.receipt). */
int bundle_take(struct store *st, const struct actor *who, const char *path, progress_fn *progress,
		void *ctx, struct bundle_result *out, struct err *err);
/* Take a receipt in: the bundles it names have arrived; gaps: what the other side lacks. */
int bundle_receipt(struct store *st, const struct actor *who, const char *path,
		   struct bundle_result *out, struct err *err);

struct bundle_row {
	int64_t peer, number, filings;
	bool out;
	char peer_name[256], at[20], received_at[20];
};
/* Newest first. */
int bundles_list(struct store *st, struct bundle_row *out, int space, struct err *err);
/* Which numbers of a peer have not come, "3、5-6"; "" none. 0 or -1. */
int bundles_gaps(struct store *st, int64_t peer, char *out, size_t size, struct err *err);
/* How many filings wait to be sent to a peer. 0 or -1. */
int bundles_waiting(struct store *st, int64_t peer, int64_t *out, struct err *err);

/* A filing that came. */
struct received {
	int64_t id, peer, number, version, filing;
	char no[32], filing_no[64], psn_name[256], certno[64], disease[32], peer_name[256], at[20];
	char filing_here
		[32]; /* 受理号 of the filing that was registered from it, or from an earlier version; "" none */
	enum filing_state state;
};
/* Of each filing the newest that came, newest first. */
int received_list(struct store *st, bool open_only, struct received *out, int space,
		  struct err *err);
/* What its desk signed, in words, each signature with its verdict. The caller frees it. */
int received_words(struct store *st, int64_t id, const struct policies *ps, char **out,
		   struct err *err);
/* Where a filing of this desk came from: 1 with *out, 0 it was keyed here, -1. */
int received_of_filing(struct store *st, int64_t filing, struct received *out, struct err *err);
/* Register a filing of this desk from it: a draft with its fields and materials. 0 with its id. */
int received_register(struct store *st, const struct actor *who, int64_t id, int64_t *out_filing,
		      struct err *err);

#endif
