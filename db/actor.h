/* The person who acts: who signed in, with the roles that the store gave at that moment. What he may do is asked of the
 * store again inside each act. */
#ifndef DB_ACTOR_H
#define DB_ACTOR_H

#include "db/store.h"
#include "forms/workflow.h"

struct actor {
	int64_t staff; /* 0: nobody is signed in */
	char login[32], name[256];
	unsigned roles;
	int64_t doctor; /* id in the doctor register; 0: none */
};

/* The person in whose name this store writes from now on (audit, changes, drafts); NULL: nobody. */
void store_set_actor(struct store *st, const struct actor *a);
const struct actor *
store_actor(const struct store *st); /* never NULL; staff 0 when nobody is signed in */

/* This person's password was right a moment ago: what needs the password again may be done under it for CONFIRMED_SECONDS, a
 * batch too. It ends with the sign-in: when nobody or somebody else acts. */
#define CONFIRMED_SECONDS 120
void store_confirm(struct store *st, int64_t staff);
bool store_confirmed(const struct store *st, int64_t staff);

#endif
