/* The desk's own settings: few, named, in the store. Who it is stands in its identity (setup.h), who sits at it in the
 * actor. */
#ifndef DB_SETTINGS_H
#define DB_SETTINGS_H

#include "db/actor.h"

struct settings {
	char region[8];          /* division code, "5111" */
	char ambiguous_width[8]; /* "auto", "1", "2" */
	char borders[8];         /* "lines", "ascii" */
	char packs_off[512];   /* policy packs that this desk does not use, ids parted by blanks */
	char password_days[8]; /* a password older than this is changed at the sign-in; "0" never */
};

void settings_defaults(struct settings *s);
int settings_load(struct store *st, struct settings *s,
		  struct err *err); /* defaults where nothing is stored */

/* The act of which changing a setting is a part (workflow.h says whose): what the desk judges by is the system
 * administrator's, what concerns accounts the security administrator's, how the terminal draws everybody's. `offset` is that
 * of the member. */
enum act settings_act(size_t offset);

/* Take over what differs. What is not everybody's leaves a row in the audit; ERR_NOT_ALLOWED when `who` may not. */
int settings_change(struct store *st, const struct actor *who, const struct settings *s,
		    struct err *err);

/* Store all of them as they are, asking nobody; _keep inside a write transaction. For the setting-up of the desk. */
int settings_save(struct store *st, const struct settings *s, struct err *err);
int settings_keep(struct store *st, const struct settings *s, struct err *err);

#endif
