/* Training: a store of its own with an invented institution, staff and people. Its file is of another kind
 * (application_id): a real desk refuses it, and the reverse. */
#ifndef DB_TRAINING_H
#define DB_TRAINING_H

#include "db/setup.h"
#include "forms/filing.h"

/* $XDG_DATA_HOME/mtdesk-training/training.db; the caller frees it. */
char *training_default_path(void);

struct trainee {
	const char *login, *name, *password; /* shown on the sign-in screen */
	unsigned roles;
};
size_t training_staff_count(void);
const struct trainee *training_staff(size_t i);

/* The region whose ways a training desk works by first; 1411 (吕梁) is the other. */
#define TRAINING_REGION "5111"

/* Fill an empty training store: desk, people, doctors, seals, and filings in every state on every way, each made by its acts as
 * of ctx->today. The desk then works in ctx->region; ctx->codes is not looked at. The passwords cost next to nothing to derive,
 * since they stand on the screen. */
int training_fill(struct store *st, const struct check_context *ctx, struct err *err);
/* Wipe: close, remove file, materials, anchors and secret, open anew, fill. *st is replaced. Refuses a store that is not for training. */
int training_refill(struct store **st, const struct check_context *ctx, struct err *err);

#endif
