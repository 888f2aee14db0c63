/* Files that hold one line: a desk's card, a receipt. */
#ifndef DB_TEXT_LINE_H
#define DB_TEXT_LINE_H

#include "forms/err.h"

/* The one line of a stranger's file, without its end (LF or CRLF; a UTF-8 mark before it is passed over). 0, or -1 with
 * ERR_INPUT: no plain file, more than one line, too long, or no text. */
int text_line_load(const char *path, char *out, size_t size, struct err *err);

/* Take the next word off *rest, which ends at a blank or the end. False: there is none, or it does not fit. */
bool text_line_word(const char **rest, char *out, size_t size);

#endif
