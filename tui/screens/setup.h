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
#define SETUP_STEPS_MAX (STEP_PEOPLE + SETUP_PEOPLE_MAX)

struct setup_view {
	struct screen base;
	struct setup setup; /* people[0..2] are the administrators */
	char passwords[SETUP_PEOPLE_MAX][PASSWORD_MOST + 1];
	bool packs_seen;
	char packs_on[512];          /* ids, parted by blanks */
	struct dialog_choice *packs; /* those that cover the region; owned */
	struct list list;
	size_t step;    /* under work */
	size_t entered; /* where the page was left: Esc leads back to there */
	bool worker_offered;
	/* What stood in the dialogs of a step when it was left by Esc, passwords left out; owned. */
	char *half[SETUP_STEPS_MAX][2][DIALOG_ROWS_MAX];
	struct dialog_row pack_row,
		more[SETUP_MORE_ROWS]; /* of the dialogs that depend on what was said before */
};

/* The packs that cover the region, all of them in use; called when the region is known. */
void setup_find_packs(struct setup_view *v);
void setup_forget_packs(struct setup_view *v);

/* What was half said for a step, of both its dialogs, is not needed any more. */
void setup_forget_half(struct setup_view *v, size_t step);

/* Has the step all it needs? */
bool setup_step_done(const struct setup_view *v, size_t step);
size_t setup_steps_count(const struct setup_view *v);
/* The first that has not; the count when all have. */
size_t setup_first_open(const struct setup_view *v);

/* Open the dialog of a step; then the next one that lacks something follows, until none does. */
void setup_open_step(struct setup_view *v, size_t step);

/* ---- what the steps share ---- */

/* Say why not. */
enum next setup_refuse(struct setup_view *v, const char *why);
/* The step under work is done: the next one that lacks something opens in the dialog's place. */
enum next setup_go_on(struct setup_view *v);
/* Esc: one step back, as far as to where the page was left; then the page. */
void setup_step_back(struct setup_view *v);

/* A dialog of the step under work (0, or 1 the second of a person), with what was half said in it rather than `texts`. */
struct screen *setup_step_dialog(struct setup_view *v, int dialog, const struct dialog_spec *spec,
				 const char *const *texts);
/* It is left half said. */
void setup_keep_half(struct setup_view *v, int dialog, const struct dialog_row *rows, size_t count,
		     char *const *texts);
void setup_forget_dialog(char *texts[DIALOG_ROWS_MAX]);

struct screen *setup_administrator_dialog(struct setup_view *v);
struct screen *setup_worker_dialog(struct setup_view *v);

#endif
