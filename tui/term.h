/* The terminal: finding out what it can do, taking it over, and giving it back as it was. */
#ifndef TUI_TERM_H
#define TUI_TERM_H

#include "forms/err.h"

#define TERM_ESC_MS                                                                                \
	50 /* ncurses waits so long for the rest of a key after ESC; at 25 a split arrow key       \
	      became ESC */
#define TERM_PASTE_BEGIN 2000 /* our key codes for the marks of a bracketed paste */
#define TERM_PASTE_END 2001

#define TERM_MIN_ROWS 24
#define TERM_MIN_COLS 80

/* Set the locale for the whole program. LANG=C and locales that do not exist become C.UTF-8, the
 * one that is always there. Returns false when that replaced what the environment asked for. */
bool term_locale(void);

struct term_options {
	int ambiguous; /* 1 or 2; 0: ask the terminal */
	bool ascii_lines;
};

/* Start curses on the controlling terminal. Returns 0, or -1 with a sentence that the terminal can
 * show (ASCII where Chinese cannot be trusted). */
int term_open(const struct term_options *opt, struct err *err);
void term_close(void);

/* Was the window dragged since the last call? Then curses has its new size, and will paint all of
 * it. */
bool term_take_size(void);

/* A signal asked the desk to end (window closed, SIGTERM), or the terminal no longer answers. */
bool term_is_gone(void);

#endif
