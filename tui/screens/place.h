/* What the first run and the register ask of an institution alike: rows of a dialog, and the way from them and back. */
#ifndef TUI_PLACE_H
#define TUI_PLACE_H

#include "db/registry.h"
#include "tui/screens/dialog.h"

enum {
	PLACE_NAME,
	PLACE_CODE,
	PLACE_KIND,
	PLACE_REGION,
	PLACE_DUTIES,
	PLACE_DISEASES,
	PLACE_STATE,
	PLACE_ROWS
};

/* The first run leaves the last row out: nobody sets a desk up where it is switched off. */
extern const struct dialog_row place_rows[PLACE_ROWS];

/* In use or not: the last row of every entry of the register. */
extern const struct dialog_choice place_states[];

struct place_texts {
	char kind[2], duties[32];
	const char *row[PLACE_ROWS]; /* borrowed from the institution and from the two above */
};
/* The texts of an institution; of a new one (without a code) what is usual, in `region`. */
void place_texts(const struct institution *i, const char *region, struct place_texts *out);

/* Take the texts over; what they do not say stays. 0, or -1 with the reason and the row *at, *i unchanged. */
int place_take(char *const *texts, size_t count, struct institution *i, size_t *at,
	       struct err *err);

/* The letters of a code are capital ones, however they were typed. In place. */
void place_capitals(char *code);

/* "三级" */
const char *place_level(const struct institution *i);

#endif
