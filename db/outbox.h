/* The outbox: what the national platform has yet to be told, was told, and answered.
 *
 * One row for each filing that was filed (2503), and one more when it was revoked, expired or superseded after the platform
 * knew it (2504); outbox_refresh() adds what is missing from the filings as they stand, so nothing vanishes. Sent means
 * written to a file that somebody carries; the platform's reply is imported. */
#ifndef DB_OUTBOX_H
#define DB_OUTBOX_H

#include "db/actor.h"
#include "db/filings.h"

enum outbox_state { OUTBOX_UNSENT, OUTBOX_SENT, OUTBOX_ANSWERED, OUTBOX_REFUSED, OUTBOX_COUNT };
const char *outbox_label(enum outbox_state s); /* N_("未送") N_("已送") N_("已回执") N_("退回") */

struct outbox_row {
	int64_t id, filing;
	char infno[8], no[32], filing_no[64], psn_name[256], disease[320], msgid[32], serial[64], error[640], sent_at[20],
		replied_at[20], file[256];
	enum outbox_state state;
};

int outbox_refresh(struct store *st, struct err *err);
int outbox_counts(struct store *st, int64_t out[OUTBOX_COUNT], struct err *err);
int outbox_list(struct store *st, enum outbox_state state, struct outbox_row *out, int space, struct err *err);
/* A request that was refused, or went astray, is to be sent again. */
int outbox_again(struct store *st, const struct actor *who, int64_t id, struct err *err);

#endif
