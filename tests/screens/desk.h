/* The desk as a clerk meets it: a program on a terminal, keys going in, a picture coming out.
 *
 *     struct desk *d = desk_start(&(struct desk_options){ .locale = "zh_CN.GBK" });
 *     desk_keys(d, "n张晓燕<Tab>511102199003076626");
 *     desk_wait(d, "出生日期", DESK_PATIENCE);
 *     desk_keys(d, "<F12>");
 *     assert_int_equal(desk_exit(d, DESK_PATIENCE), 0);
 *     desk_finish(d);
 *
 * Expectations fail the running cmocka test and print the whole picture first; the program is ended
 * then. Each program runs in surroundings of its own: nothing but PATH comes from the tester's
 * environment, and HOME, XDG_DATA_HOME and TMPDIR are a scratch folder. A report of a sanitizer in
 * the program fails the test at desk_exit, desk_kill and desk_finish.
 *
 * Wait for the first screen before the first key: before a program takes over the terminal, the
 * terminal still echoes and edits lines by itself.
 *
 * Text is UTF-8 here whatever the program's locale; rows and columns count from 0, times are
 * milliseconds. */
#ifndef TESTS_SCREENS_DESK_H
#define TESTS_SCREENS_DESK_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/screens/glass.h"

/* Ample for a loaded machine; a wait ends as soon as what it waits for is there. */
#define DESK_PATIENCE 15000

#define DESK_TODAY "2026-11-22"

struct desk;

/* Zero or NULL chooses what stands in brackets. The locales zh_CN.GBK, zh_CN.GB18030 and zh_CN.UTF-8
 * are made for the tests. */
// clang-format off
struct desk_options {
	int rows, cols;          /* [24 x 80] */
	const char *locale;      /* LC_ALL [C.UTF-8] */
	const char *term;        /* TERM [xterm-256color] */
	const char *program;     /* [the mtdesk of this build]; without a slash: looked for in PATH */
	const char *const *args; /* NULL-ended, without the program's name */
	const char *const *env;  /* "NAME=value", NULL-ended; may replace what the harness sets */
	const char *db;          /* passed as --db FILE before the other arguments */
	const char *today;       /* MTDESK_TODAY, and a morning of that day as MTDESK_NOW [DESK_TODAY] */
	const char *home;        /* a folder that outlives this desk [a fresh one, removed later] */
	void (*furnish)(const char *home); /* puts there what is to be found at the start [nothing] */
	bool wide_ambiguous;     /* the terminal draws · — “ ” and their kind two cells wide */
	bool mute;               /* the terminal does not say where the cursor is when asked */
};
// clang-format on

/* Start the program. Never NULL: what goes wrong fails the test. */
struct desk *desk_start(const struct desk_options *options);

/* Kill the program if it still runs and forget everything. NULL is welcome. */
void desk_finish(struct desk *d);

/* Press keys, written as keys.h explains. Returns how many keys a person would have pressed. */
int desk_keys(struct desk *d, const char *keys);

/* All keys pressed since the start; pasted and raw bytes are not counted. */
int desk_keys_pressed(const struct desk *d);
/* Those until now do not count. */
void desk_keys_forget(struct desk *d);

/* Paste text as a terminal does: line feeds become Enter, and the marks of a bracketed paste go
 * around it if the program asked for them. */
void desk_paste(struct desk *d, const char *text);

/* Write bytes exactly as they are, in one write. */
void desk_send_bytes(struct desk *d, const void *bytes, size_t len);

/* Wait until the picture contains text, or no longer contains it. */
void desk_wait(struct desk *d, const char *text, int ms);
void desk_wait_gone(struct desk *d, const char *text, int ms);

/* Wait until the cursor stands at a cell. */
void desk_wait_cursor(struct desk *d, int row, int col, int ms);

/* Wait until the program has replied to the last key (or one second has passed, for a key that
 * changes nothing) and then has written nothing for 150 ms. Waiting for an expected text is
 * surer and faster. */
void desk_wait_quiet(struct desk *d);

/* Let the rest of a picture come whose first part is there: a repaint may take more than one write. */
void desk_settle(struct desk *d);

/* Look once, without waiting. */
bool desk_sees(struct desk *d, const char *text);

/* The whole screen, a line feed after each row, or one row; right halves of wide characters are
 * skipped and trailing blanks removed. Valid until the next call of the same function or
 * desk_finish. */
const char *desk_picture(struct desk *d);
const char *desk_row(struct desk *d, int row);

/* The first cell of the first place where text stands in one row; fails the test when it stands
 * nowhere. */
void desk_find(struct desk *d, const char *text, int *out_row, int *out_col);

void desk_cursor(struct desk *d, int *out_row, int *out_col);
bool desk_cursor_visible(struct desk *d);
int desk_bells(struct desk *d);

/* The cell with its attributes: bold, reverse, underline, colours. */
struct glass_cell desk_attr(struct desk *d, int row, int col);

/* Every arm of every line-drawing character in rows top to bottom (-1: the last row) meets an
 * arm of its neighbour. Arms that leave upwards from row top or downwards from row bottom are
 * taken as going on beyond the scrolled edge. The flaw is a sentence valid until the next call,
 * or NULL. */
void desk_borders_closed(struct desk *d, const char *why, int top, int bottom);
const char *desk_border_flaw(struct desk *d, int top, int bottom);

/* Drag the window to another size; the program gets SIGWINCH. */
void desk_resize(struct desk *d, int rows, int cols);

/* Its size now. */
void desk_size(struct desk *d, int *out_rows, int *out_cols);

/* Close the window: the program loses its terminal and gets SIGHUP. desk_exit() may follow. */
void desk_close_window(struct desk *d);

/* Send a signal and wait for the end. Returns the status as waitpid gives it. */
int desk_kill(struct desk *d, int signal);

/* Wait for the program to end by itself. Returns its exit status; a death by signal fails the
 * test. */
int desk_exit(struct desk *d, int ms);

/* What sanitizers reported in the program, or NULL. Valid until the next call or desk_finish.
 * Asking takes the report away: it no longer fails the test. */
const char *desk_complaints(struct desk *d);

/* Fail the test with a sentence and the picture. */
_Noreturn void desk_fail(struct desk *d, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
