/* The desk: what every screen works with. Owned by main, handed down; nothing here is global. */
#ifndef TUI_DESK_H
#define TUI_DESK_H

#include "db/settings.h"
#include "db/setup.h"
#include "forms/filing.h"

struct desk {
	struct store *store;
	struct settings settings;
	struct policies *policies;
	struct codetable codes; /* of settings.region */
	char *policy_folder;    /* where installed packs lie */
	struct desk_identity identity; /* uuid "" until the desk is set up */
	struct actor actor;            /* staff 0: nobody is signed in */
	struct sm2_key *key; /* the actor's, for acts of the open session; NULL when nobody is signed in, or the screen is locked */
	struct actor coming; /* signed in over the lock of the actor (presence.h) */
	struct sm2_key *coming_key;
	bool training;       /* `mtdesk training`: 培训演示 on every screen */
	const char *refill;  /* of a training desk: wipe and fill for this region before the next turn; NULL: no */
	char print_folder[1024];       /* where a sheet was saved last, as it was typed; "" nowhere yet */
	bool locale_replaced;   /* the environment asked for LANG=C or a locale that is not there */
};

/* What a check on this desk needs; today is asked for anew, since a desk may stand open over
 * midnight. */
struct check_context desk_context(const struct desk *d, bool complete);

/* May the person who is signed in do this (STATE_COUNT: a desk act)? Screens ask before they offer a step; the store asks
 * again. */
bool desk_may(const struct desk *d, enum act a, enum filing_state from);

/* Who is at the desk and the time, as the right end of a title line shows them: "经办人 王敏   2026-11-22 09:15". */
void desk_title_right(const struct desk *d, char *buf, size_t size);

/* Today's date. A development build believes MTDESK_TODAY, so that tests have a fixed day. */
struct date desk_today(void);

/* Local time as "09:15" or "2026-11-22 09:15:02". */
void desk_clock(char *buf, size_t size, const char *format);

#endif
