/* The desk's own settings: few, named, in the store. */
#ifndef DB_SETTINGS_H
#define DB_SETTINGS_H

#include "db/store.h"

struct settings {
	char region[8];          /* division code, "5111" */
	char institution[256];   /* 备案 institution of this desk */
	char clerk[256];         /* who sits here */
	char ambiguous_width[8]; /* "auto", "1", "2" */
	char borders[8];         /* "lines", "ascii" */
	char packs_off[512];   /* policy packs that this desk does not use, ids parted by blanks */
	char password_days[8]; /* a password older than this is changed at the sign-in; "0" never */
};

void settings_defaults(struct settings *s);
int settings_load(struct store *st, struct settings *s,
		  struct err *err); /* defaults where nothing is stored */
int settings_save(struct store *st, const struct settings *s, struct err *err);
/* The same inside a write transaction. */
int settings_keep(struct store *st, const struct settings *s, struct err *err);

#endif
