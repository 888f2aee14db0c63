/* The criteria screen's own: shared by criteria.c (keys and evidence) and criteria_draw.c (the
 * table). */
#ifndef TUI_CRITERIA_H
#define TUI_CRITERIA_H

#include "tui/line_edit.h"
#include "tui/screens/screens.h"

#define CRITERIA_ROWS_MAX (CRITERIA_ITEMS_MAX * CRITERIA_TESTS_MAX)

struct criteria_view {
	struct screen base;
	struct entry *entry; /* the form's */
	size_t at;           /* the test under work, counted through all items */
	int64_t answered_at; /* when the row's answer was typed (app_now()); 0: not now. A digit
				right behind it is no answer */
	char before[8];      /* what stood there before */
	bool in_note;        /* the note beside the value is being typed, not the value */
	struct line_edit edit;
	/* Unit and note of the row under work: they outlive a value that is taken back to be typed
	 * anew. */
	char unit[64], note[LINE_EDIT_MAX];
};

/* One test, as a row of the table. */
struct criteria_row {
	const struct item_result *item;
	const struct test_result *test;
	bool first; /* of its item */
};

/* Every test of every item, in the annex's order; rows has CRITERIA_ROWS_MAX places. Returns how
 * many. */
size_t criteria_rows(const struct entry *e, struct criteria_row *rows);

/* The row under work, and the evidence that it asks for. */
struct criteria_row criteria_current(const struct criteria_view *v);
const struct policy_evidence *criteria_evidence_at(const struct criteria_view *v);

/* Of the screen's vtable. */
void criteria_title(const struct screen *s, char *left, char *right, size_t size);
enum style criteria_status(const struct screen *s, char *buf, size_t size);
void criteria_draw(struct screen *s, WINDOW *w);

#endif
