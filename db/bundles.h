/* Bundles: filings and materials from desk to desk on a USB stick.
 *
 * A bundle (forms/envelope.h) is numbered by the pair of desks without gaps, holds every submitted filing that the peer has
 * not got yet in its present version, with all acts as they were signed and its materials. Taking it in checks the
 * envelope, every text, signature and file; the same bundle again changes nothing; a number that is missing is named. A
 * receipt, signed, goes back. What came stays as its desk signed it (struct received): who goes on with it here
 * registers a filing of this desk from it. */
#ifndef DB_BUNDLES_H
#define DB_BUNDLES_H

#include "db/exports.h"
#include "db/peers.h"

struct bundle_result {
	char peer[256];
	int64_t number;
	int64_t filings, materials;
	bool again;          /* it had been taken in before */
	char gaps[256];      /* "3、5-6": numbers of this peer that have not come; "" none */
	char path[4096];     /* of what was written */
	char sm3[65];
};

/* Make the next bundle for a peer, into `folder`, named MTDESK-code-number.mtb; ERR_NOT_ALLOWED: nothing new to send. */
int bundle_make(struct store *st, const struct actor *who, int64_t peer, const char *folder, progress_fn *progress, void *ctx,
		struct bundle_result *out, struct err *err);
/* The same bundle once more, when the stick was lost: the same number, the same filings. */
int bundle_again(struct store *st, const struct actor *who, int64_t peer, int64_t number, const char *folder,
		 struct bundle_result *out, struct err *err);
/* Take a bundle in, and write its receipt beside it (PATH.receipt). */
int bundle_take(struct store *st, const struct actor *who, const char *path, progress_fn *progress, void *ctx,
		struct bundle_result *out, struct err *err);
/* Take a receipt in: the bundles it names have arrived; gaps: what the other side lacks. */
int bundle_receipt(struct store *st, const struct actor *who, const char *path, struct bundle_result *out, struct err *err);

struct bundle_row {
	int64_t peer, number, filings;
	bool out;
	char peer_name[256], at[20], received_at[20];
};
int bundles_list(struct store *st, struct bundle_row *out, int space, struct err *err);

/* A filing that came. */
struct received {
	int64_t id, peer, number, version, filing;
	char no[32], filing_no[64], psn_name[256], certno[64], disease[32], peer_name[256], at[20];
	enum filing_state state;
};
int received_list(struct store *st, bool open_only, struct received *out, int space, struct err *err);
/* What its desk signed, in words, each signature with its verdict. The caller frees it. */
int received_words(struct store *st, int64_t id, const struct policies *ps, char **out, struct err *err);
/* Register a filing of this desk from it: a draft with its fields and materials. 0 with its id. */
int received_register(struct store *st, const struct actor *who, int64_t id, int64_t *out_filing, struct err *err);

#endif
