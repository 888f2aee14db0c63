/* Width: how many cells of the terminal a text takes. The one helper for it; nothing else counts
 * columns.
 *
 * The C library's wcwidth() depends on the locale and says -1 for characters that terminals do
 * draw, so this module defines wcwidth() itself, and ncurses, which asks by that name, gets ours.
 * Widths follow Unicode's EastAsianWidth; the ambiguous characters (· “ ” … — ①) are one or two
 * cells as the terminal draws them, which tui/term finds out at start. */
#ifndef TUI_WIDTH_H
#define TUI_WIDTH_H

#include "forms/base.h"

/* Cells of one ambiguous character from now on: 1 or 2. */
void width_set_ambiguous(int cells);
int width_ambiguous(void);

/* Cells of one code point: 0, 1 or 2. */
int width_of(uint32_t cp);

/* Is cp a mark that is drawn over the character before it? Format characters (bidi, zero-width) are
 * not. */
bool width_combines(uint32_t cp);

/* Cells of a text (UTF-8), or of its first len bytes. */
int text_cells(const char *s);
int text_cells_n(const char *s, size_t len);

/* The bytes of s, whole characters, that fit into `cells`. */
size_t text_fit(const char *s, int cells);

#endif
