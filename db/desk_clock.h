/* The desk's clock: local time, the boot and its monotonic nanoseconds, and whether the wall clock can be believed.
 *
 * Doubtful (存疑) from the moment the wall clock stands more than 120 seconds behind the last audited time, or has moved
 * more than a day away from the monotonic clock within one boot, until a system administrator confirms the time. A
 * development build believes MTDESK_NOW ("2026-11-22 09:15:02") for the wall clock. */
#ifndef DB_DESK_CLOCK_H
#define DB_DESK_CLOCK_H

#include "db/actor.h"

struct moment {
	char at[20];
	char boot[64];
	int64_t mono; /* nanoseconds */
	int64_t wall; /* seconds since 1970 */
	bool doubtful;
};

/* Look at the clock, compare it with the last look that was kept, and keep this one. Inside a write transaction. */
int desk_clock_look(struct store *st, struct moment *out, struct err *err);
/* The same without keeping it. */
int desk_clock_peek(struct store *st, struct moment *out, struct err *err);
/* A system administrator has compared the clock with another: believed again. Audited. */
int desk_clock_confirm(struct store *st, const struct actor *who, struct err *err);

#endif
