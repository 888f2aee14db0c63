/* Cells that a spreadsheet would take for a formula.
 *
 * It does so with a cell that begins with = + - @, a tab or a carriage return, quoted or not, also when blanks or quotes stand
 * before it, or the characters are full-width. An apostrophe in front makes it text; a text that begins with an apostrophe of its
 * own gets another, so that exactly the one that was added can be taken off again. */
#ifndef DB_CELL_GUARD_H
#define DB_CELL_GUARD_H

#include "forms/base.h"

/* Does an apostrophe belong in front of it? */
bool cell_guarded(const char *text);

/* The text behind the apostrophe that was put in front of it; the text itself where none was. */
const char *cell_unguard(const char *text);

#endif
