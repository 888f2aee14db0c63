/* In whose name the store writes: the person at the desk, his confirmation, the session. */
#include "db/store_parts.h"

#include <stdlib.h>
#include <time.h>

#include "db/stmt.h"

void store_set_actor(struct store *st, const struct actor *a)
{
	st->actor = a ? *a : (struct actor) { 0 };
	if (st->confirmed != st->actor.staff)
		st->confirmed = 0;
}

static int64_t seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_BOOTTIME, &t);
	return t.tv_sec;
}

static int64_t confirmed_seconds(void)
{
#ifdef MTDESK_TESTING
	const char *seconds = getenv("MTDESK_CONFIRMED");

	if (seconds)
		return strtoll(seconds, NULL, 10);
#endif
	return CONFIRMED_SECONDS;
}

void store_confirm(struct store *st, int64_t staff)
{
	st->confirmed = staff == st->actor.staff ? staff : 0;
	st->confirmed_at = seconds_now();
}

bool store_confirmed(const struct store *st, int64_t staff)
{
	return staff && st->confirmed == staff &&
	       seconds_now() - st->confirmed_at < confirmed_seconds();
}

const struct actor *store_actor(const struct store *st)
{
	return &st->actor;
}

int64_t store_session(const struct store *st)
{
	return st->session;
}

void store_set_session(struct store *st, int64_t session)
{
	st->session = session;
}
