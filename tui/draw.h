/* Drawing: the only way text reaches a window.
 *
 * Text is UTF-8; control and format characters in it are never sent, whatever the caller forgot. It
 * is clipped to its budget of cells and padded with blanks, so that whole fields are overwritten
 * and no half of a wide character is left. What the terminal's charset cannot hold is drawn as 〓
 * (two cells) and reported. */
#ifndef TUI_DRAW_H
#define TUI_DRAW_H

#include <curses.h>

#include "forms/base.h"

/* What a piece of text means; theme.c turns it into attributes and colour. Colour only adds to
 * words. */
enum style {
	STYLE_PLAIN,
	STYLE_DIM,    /* what cannot be typed, hints */
	STYLE_STRONG, /* headings, unmet items */
	STYLE_FOCUS,  /* the cell with the cursor */
	STYLE_WARN,   /* findings, seals */
	STYLE_COUNT
};

/* Prepare colours; after initscr(). */
void theme_init(void);

/* Draw text at (y, x) in exactly `cells` cells. Returns the cells that the text itself took. */
int draw_text(WINDOW *w, int y, int x, int cells, const char *text, enum style style);

/* The same, flush right. */
void draw_right(WINDOW *w, int y, int x, int cells, const char *text, enum style style);

/* How many colours the terminal has, 0: none. */
int draw_has_colours(void);
/* Can it draw the upper and lower half of a cell in two colours, in one cell? */
bool draw_has_half_blocks(void);
/* One cell of a picture, in numbered colours (negative: the terminal's own). */
void draw_coloured(WINDOW *w, int y, int x, uint32_t cp, int fg, int bg);

/* A horizontal line. */
void draw_rule(WINDOW *w, int y, int x, int cells);

/* A closed box around the window's edge, blank inside, with a title in its top line (NULL: none).
 */
void draw_frame(WINDOW *w, const char *title);

/* How lines are drawn: the terminal's line set, or - | + where it has none. */
void draw_set_ascii_lines(bool ascii);
/* The line character for a crossing: bits of arms. */
enum arm { ARM_UP = 1, ARM_DOWN = 2, ARM_LEFT = 4, ARM_RIGHT = 8 };
chtype draw_line_char(unsigned arms);

/* The first character since the last call that the terminal could not show, or 0. */
uint32_t draw_unshown(void);

/* Attributes of a style, for what is not text. */
attr_t style_attr(enum style style, short *out_pair);

#endif
