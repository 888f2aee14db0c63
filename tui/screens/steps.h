/* The rows of the dialog before an act: steps.c knows which, steps_pick.c what may be picked in them. The asker of these
 * callbacks is a struct sign. */
#ifndef TUI_STEPS_H
#define TUI_STEPS_H

#include "tui/screens/sign.h"

/* DIALOG_PICK sources. */
size_t pick_doctors(struct screen *asker, const char *query, struct dialog_pick *out, size_t space);
size_t pick_seals(struct screen *asker, const char *query, struct dialog_pick *out, size_t space);
size_t pick_scans(struct screen *asker, const char *query, struct dialog_pick *out, size_t space);
size_t pick_policies(struct screen *asker, const char *query, struct dialog_pick *out,
		     size_t space);

/* The institution whose seal goes on the filing: the certifying one. 0: not in the register. */
int64_t steps_sealing_institution(struct desk *d, const struct filing_record *r);
/* Its seals that this person may use or look at; how many. */
int steps_seals(struct desk *d, const struct filing_record *r, struct seal *out, int space);

#endif
