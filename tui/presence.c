#include "tui/presence.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/audit.h"
#include "tui/screens/screens.h"

#define LOCK_MS (5 * 60 * 1000) /* reliability 6: idle 5 min lock, 30 min log out */
#define LEAVE_TIMES 6

static void forget_key(struct sm2_key **key)
{
	sm2_destroy(*key);
	*key = NULL;
}

void presence_enter(struct desk *d, const struct actor *who, struct sm2_key *key)
{
	forget_key(&d->key);
	d->actor = *who;
	d->key = key;
	store_set_actor(d->store, who);
}

void presence_wait(struct desk *d, const struct actor *who, struct sm2_key *key)
{
	forget_key(&d->coming_key);
	d->coming = *who;
	d->coming_key = key;
	store_set_actor(d->store, &d->actor);
}

/* The lock took the first one's session from the store already, and the other's stands there now. */
static void note_replaced(struct desk *d)
{
	char object[AUDIT_OBJECT_SIZE];

	audit_object("staff", d->actor.staff, object);
	audit_note(d->store,
		   &(struct audit_entry) { .act = ACT_SIGN_OUT,
					   .object = object,
					   .reason = N_("锁屏后由他人登录") },
		   NULL);
}

void presence_leave(struct desk *d)
{
	struct actor coming = d->coming;
	struct sm2_key *key = d->coming_key;

	/* A store that cannot take the row is no reason to stay signed in. */
	if (coming.staff)
		note_replaced(d);
	else if (d->actor.staff)
		staff_sign_out(d->store, ACT_SIGN_OUT, NULL);
	forget_key(&d->key);
	explicit_bzero(&d->actor, sizeof(d->actor));
	explicit_bzero(&d->coming, sizeof(d->coming));
	d->coming_key = NULL;
	store_set_actor(d->store, NULL);
	if (coming.staff)
		presence_enter(d, &coming, key);
}

void presence_lock(struct desk *d)
{
	staff_sign_out(d->store, ACT_LOCK, NULL);
	store_set_actor(d->store, &d->actor);
	forget_key(&d->key);
}

const struct app_guard *presence_guard(void)
{
	static const struct app_guard usual = { lock_screen, LOCK_MS, LEAVE_TIMES * LOCK_MS };
#ifdef MTDESK_TESTING
	static struct app_guard quick;
	const char *seconds = getenv("MTDESK_IDLE");

	if (seconds) {
		quick = usual;
		quick.cover_ms = strtol(seconds, NULL, 10) * 1000;
		quick.end_ms = LEAVE_TIMES * quick.cover_ms;
		return &quick;
	}
#endif
	return &usual;
}
