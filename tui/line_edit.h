/* A line of text being edited: what stands in the focused cell, and where the insertion point is.
 *
 * Text is UTF-8; the insertion point is a byte offset at a character's border, and "character" is
 * what the reader sees. Nothing is refused for its length while it is typed; limits are findings.
 */
#ifndef TUI_LINE_EDIT_H
#define TUI_LINE_EDIT_H

#include "forms/base.h"
#include "tui/keys.h"

#define LINE_EDIT_MAX 4096  /* bytes; only a runaway paste gets there, and it is told */
#define LINE_EDIT_LINES 128 /* more than that many bytes wrap into in any cell of several lines */

struct line_edit {
	char text[LINE_EDIT_MAX];
	size_t len, at;
};

/* Start with a text (NULL: empty), the insertion point at its end. */
void line_edit_set(struct line_edit *e, const char *text);

/* Put the insertion point at a byte offset, or at the character that it falls into. */
void line_edit_place(struct line_edit *e, size_t at);

/* Insert at the insertion point (cleaned; line ends become blanks). Returns false when there is no
 * room: nothing was inserted. */
bool line_edit_insert(struct line_edit *e, const char *text);

/* LEFT, RIGHT, HOME, END, ERASE, DELETE, CLEAR. Returns false for another command, or when there
 * was nothing to do. */
bool line_edit_command(struct line_edit *e, enum command c);

/* Where text wraps in a column of `cells`: line i is text[start[i] .. start[i + 1]). Words stay
 * whole where they fit, and the blanks behind one hang over the edge. At most `most` lines are
 * found; returns how many (at least 1). start needs most + 1 places. */
size_t text_wrap(const char *text, int cells, size_t *start, size_t most);

#endif
