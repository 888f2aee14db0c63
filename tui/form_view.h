/* Form view: draws any layout as a page of boxes and shows the part around the focus.
 *
 * The view knows the grid; what stands in a cell comes from the screen through cell_fn. A row is as
 * high as its fullest cell needs. */
#ifndef TUI_FORM_VIEW_H
#define TUI_FORM_VIEW_H

#include "forms/layout.h"
#include "tui/draw.h"

#define CELL_LINES_MAX 24
#define CELL_LINE_SIZE 512

/* What a cell shows. */
struct cell_content {
	char line[CELL_LINES_MAX][CELL_LINE_SIZE];
	enum style style[CELL_LINES_MAX];
	size_t count;
	char foot[CELL_LINE_SIZE]; /* the foot line, flush right; "" none */
	bool focus;                /* draw reversed, keep in view */
	char mark; /* ! or ? at the right end where a finding stands on it; 0: none */
	int cursor_line, cursor_cell; /* insertion point in the text area; line -1: none */
};

/* Fill *out (zeroed, cursor_line -1) for a field cell whose text area is `cells` wide. */
typedef void cell_fn(const void *ctx, const struct layout_cell *cell, int cells,
		     struct cell_content *out);

/* Add a line to a cell; lines beyond the most are dropped. */
void cell_add(struct cell_content *c, enum style style, const char *text);
/* Add a text wrapped to `cells`; *cursor (may be NULL) is a byte offset whose place becomes the
 * cell's cursor. */
void cell_add_wrapped(struct cell_content *c, enum style style, const char *text, int cells,
		      const size_t *cursor);

struct form_view {
	const struct layout *layout;
	const char *title; /* above the grid; borrowed */
	int scroll;        /* first page line on the window; kept between draws */
	int lines, width;  /* lines and columns of the whole page; set by drawing */
};

/* The cells of text that a cell holds in a line, at the width that was drawn last. */
int form_view_cells(const struct form_view *v, const struct layout_cell *cell);

/* Draw the page into w. The cursor's place in w is returned in y and x, -1 when no cell has one.
 * Nothing is drawn when memory is out. */
void form_view_draw(struct form_view *v, WINDOW *w, cell_fn *fill, const void *ctx, int *out_y,
		    int *out_x);

#endif
