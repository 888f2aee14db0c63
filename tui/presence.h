/* Who is at the desk: entering, leaving, and the lock in between.
 *
 * One person at a time: desk->actor, with the key of the open session. While the screen is locked the actor stays, since the
 * work below is his and its drafts are stored in his name, but his key is gone until he has signed in again. Somebody else
 * who signs in over the lock waits in desk->coming until the screens of the first are closed. */
#ifndef TUI_PRESENCE_H
#define TUI_PRESENCE_H

#include "tui/app.h"

/* Signed in: takes the key over. */
void presence_enter(struct desk *d, const struct actor *who, struct sm2_key *key);

/* Signed in over the lock of another; the screens are to be closed with NEXT_CHANGE. */
void presence_wait(struct desk *d, const struct actor *who, struct sm2_key *key);

/* Go, with a row in the audit, and nothing left in memory. Whoever waits comes in. */
void presence_leave(struct desk *d);

/* The screen is covered: a row in the audit; the key goes. */
void presence_lock(struct desk *d);

/* When nobody is there: 5 minutes to the lock, 30 to signing out. Borrowed. A development build believes MTDESK_IDLE,
 * seconds to the lock; signing out comes after six times as long. */
const struct app_guard *presence_guard(void);

#endif
