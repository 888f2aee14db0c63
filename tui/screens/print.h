/* Printing from the other screens: a list of sheets opens over them, or it is said why it does not.
 *
 * print.c is the list and its keys, print_make.c prints and saves, print_draw.c paints. */
#ifndef TUI_PRINT_H
#define TUI_PRINT_H

#include "db/prints.h"
#include "tui/screens/list.h"
#include "tui/screens/screens.h"

/* The sheets of a stored filing (0: blank form and ruler page), this one under the bar. */
enum next print_open(struct screen *asker, int64_t filing, enum paper first);
/* The sheet of a day. */
enum next print_open_day(struct screen *asker, struct date day);
/* May this person print at all? For a screen's `offers`. */
bool print_offers(const struct screen *s);

/* ---- the list's own ---- */

#define PRINT_PRINTERS_MOST 32
#define PRINT_DONE_MOST 500
#define PRINT_ROWS_MOST 16

/* What a sheet is about. */
enum print_about { ABOUT_FILING, ABOUT_DAY, ABOUT_NOBODY };

struct print_line {
	enum print_about about;
	enum paper kind;
	const char *label; /* N_(); NULL: the sheet's own title */
	const char *name;  /* of the file, behind the number; NULL: the sheet's key */
	bool values_only, blank, ruler;
};

struct print_view {
	struct screen base;
	int64_t filing;
	struct date day;
	char subject[320]; /* number and name, or the day */
	char file[64];     /* how names of its files begin */
	const struct print_line *shown[PRINT_ROWS_MOST];
	struct list list;
	struct print_row *done; /* PRINT_DONE_MOST places, newest first */
	int done_count;
	struct printer printers[PRINT_PRINTERS_MOST];
	int printers_count, printer; /* the chosen one */
	char no_printer[256];        /* why there is none; "" there is one */
	char trouble[512];
};

const char *print_label(const struct print_line *r);
const struct print_line *print_current(const struct print_view *v);
/* Blank forms and ruler pages are not. */
bool print_is_counted(const struct print_line *r);
/* The last print of this kind, or NULL; and the number of the next. */
const struct print_row *print_last(const struct print_view *v, const struct print_line *r);
long long print_next(const struct print_view *v, const struct print_line *r);
void print_read_done(struct print_view *v);

/* Print the current line on the chosen printer; ask for a file and save it there. */
enum next print_now(struct print_view *v);
enum next print_save(struct print_view *v);

void print_size(const struct screen *s, int rows, int cols, int *out_rows, int *out_cols);
void print_draw(struct screen *s, WINDOW *w);

#endif
