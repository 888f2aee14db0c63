/* The outbox: what the national platform has yet to be told, was told, and answered.
 *
 * One row for each filing that was filed (2503), and one more when it was revoked, expired or superseded after the platform
 * knew it (2504); outbox_refresh() adds what is missing from the filings as they stand, so nothing vanishes. Sent means
 * written to a file that somebody carries; the platform's reply is imported. A filing that ended before the platform heard of
 * it is spared: it stays in a list of its own, and nothing is sent. History and what another desk filed are never here.
 *
 *     unsent -> sent -> answered (with its serial number), or refused (with the platform's words) -> unsent again
 *
 * Of an amendment the 2504 of the old version goes out before the 2503 of the new one (db/national.h). */
#ifndef DB_OUTBOX_H
#define DB_OUTBOX_H

#include "db/actor.h"
#include "db/filings.h"

enum outbox_state {
	OUTBOX_UNSENT,
	OUTBOX_SENT,
	OUTBOX_ANSWERED,
	OUTBOX_REFUSED,
	OUTBOX_SPARED,
	OUTBOX_COUNT
};
const char *
outbox_label(enum outbox_state s); /* N_("未送") N_("已送") N_("已回执") N_("退回") N_("免送") */
const char *outbox_state_name(enum outbox_state s); /* as it is stored; "" for OUTBOX_COUNT */
enum outbox_state outbox_state_by_name(const char *name);

struct outbox_row {
	int64_t id, filing;
	char infno[8], no[32], filing_no[64], psn_name[256], disease[320], msgid[32], serial[64],
		infcode[16], error[2400], sent_at[20], replied_at[20], file[256];
	enum outbox_state state;
	enum filing_state filing_state;
};

/* In short transactions. _step does one of them: 1 there is more, 0 all is looked at, -1; a screen calls it between keys. */
int outbox_refresh(struct store *st, struct err *err);
int outbox_refresh_step(struct store *st, struct err *err);

int outbox_counts(struct store *st, int64_t out[OUTBOX_COUNT], struct err *err);
/* What waits comes in order, what was done newest first; how many (at most space), or -1. */
int outbox_list(struct store *st, enum outbox_state state, struct outbox_row *out, int space,
		struct err *err);
int outbox_load(struct store *st, int64_t id, struct outbox_row *out,
		struct err *err); /* 1, 0, -1 */
/* The rows of a filing, 2503 first: how many, or -1. */
int outbox_of_filing(struct store *st, int64_t filing, struct outbox_row out[2], struct err *err);

/* A request that was refused, or went astray, is to be sent again, under a new number. One whose filing has ended meanwhile is
 * not: it is spared. */
int outbox_again(struct store *st, const struct actor *who, int64_t id, struct err *err);
/* It was typed into the centre's page, which gave this serial number ("": none). */
int outbox_by_hand(struct store *st, const struct actor *who, int64_t id, const char *serial,
		   struct err *err);

/* What stands against a row, in a sentence: the platform's own words, or what its silence means; "" nothing. Returns out. */
char *outbox_trouble(const struct outbox_row *r, char *out, size_t size);
/* What the platform knows of a filing, for the form: "国家平台：已回执，流水号 …". "" when the outbox has nothing of it. 0 or -1. */
int outbox_words(struct store *st, int64_t filing, char *out, size_t size, struct err *err);

#endif
