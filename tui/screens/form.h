/* The form screen's own: shared by form.c (keys and movement) and form_cells.c (what stands in the cells). */
#ifndef TUI_FORM_H
#define TUI_FORM_H

#include "tui/form_view.h"
#include "tui/line_edit.h"
#include "tui/screens/screens.h"

struct form {
	struct screen base;
	struct entry *entry; /* owned */
	struct form_view view;
	enum field_id focus;
	struct line_edit edit;     /* the focused cell's text while it can be typed */
	bool visited[FIELD_COUNT]; /* left once in this sitting: Enter does not come back to it by itself */
	enum field_id stopped;     /* the cell whose error is shown; Enter once more passes */
};

/* The layout's cell of the focus. */
const struct layout_cell *form_cell(const struct form *f);

/* Is the focused cell edited as a line of text now? */
bool form_is_line(const struct form *f);

/* cell_fn of the form: ctx is the struct form. */
void form_fill_cell(const void *ctx, const struct layout_cell *cell, int cells, struct cell_content *out);

/* Short words about the focused cell: what to press, what it waits for. */
void form_cell_hint(const struct form *f, char *buf, size_t size);

/* The tests' results as short lines: "1 符合   既往明确诊断"; shared with the criteria screen. */
const char *tri_label(enum tri value);

#endif
