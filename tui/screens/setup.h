/* The first run's own: shared by setup.c (the page that lists the steps) and setup_steps.c (a dialog for each).
 *
 * What was typed lives in the view until the desk is made; passwords are wiped with it. */
#ifndef TUI_SETUP_H
#define TUI_SETUP_H

#include "forms/password.h"
#include "tui/screens/dialog.h"
#include "tui/screens/list.h"
#include "tui/screens/screens.h"

#define SETUP_ADMINISTRATORS 3
#define SETUP_MORE_ROWS 6
#define SETUP_PACKS_MAX 9 /* a dialog marks by digits */

/* The page's rows: the institution, the packs, each person, and one to add another. */
enum { STEP_INSTITUTION, STEP_PACKS, STEP_PEOPLE };

struct setup_view {
	struct screen base;
	struct setup setup; /* people[0..2] are the administrators */
	char passwords[SETUP_PEOPLE_MAX][PASSWORD_MOST + 1];
	bool packs_seen;
	char packs_on[512];          /* ids, parted by blanks */
	struct dialog_choice *packs; /* those that cover the region; owned */
	struct list list;
	size_t step; /* under work */
	struct dialog_row pack_row,
		more[SETUP_MORE_ROWS]; /* of the dialogs that depend on what was said before */
};

/* The packs that cover the region, all of them in use; called when the region is known. */
void setup_find_packs(struct setup_view *v);
void setup_forget_packs(struct setup_view *v);

/* Has the step all it needs? */
bool setup_step_done(const struct setup_view *v, size_t step);
size_t setup_steps_count(const struct setup_view *v);

/* Open the dialog of a step; then the next one that lacks something follows, until none does. */
void setup_open_step(struct setup_view *v, size_t step);

#endif
