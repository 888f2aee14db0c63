/* The dialog's own: shared by dialog.c (keys and answers) and dialog_draw.c (the box). */
#ifndef TUI_DIALOG_VIEW_H
#define TUI_DIALOG_VIEW_H

#include "tui/line_edit.h"
#include "tui/screens/dialog.h"
#include "tui/screens/picker.h"

#define DIALOG_KEYS_MAX 24
#define DIALOG_LINES_MAX 6 /* of one row */

struct dialog {
	struct screen base;
	struct screen_ops ops;                   /* with these keys */
	struct screen_key keys[DIALOG_KEYS_MAX]; /* the answer has its own name */
	struct screen *asker;
	struct dialog_spec spec;
	char *intro;                      /* owned, as the next two */
	char *texts[DIALOG_ROWS_MAX];     /* DIALOG_TEXT_SIZE bytes each */
	char *first[DIALOG_ROWS_MAX];     /* as they stood at the beginning; NULL for a password */
	char label[DIALOG_ROWS_MAX][256]; /* of what was picked */
	struct dialog_pick *picks;        /* PICKER_SPACE, while a list is open; owned */
	size_t at;
	struct line_edit edit; /* of the row at hand while it is typed */
	int top;               /* first line of the rows in view */
};

const struct dialog_row *dialog_row_at(const struct dialog *d);
/* Is the row typed as a line of text? */
bool dialog_is_typed(const struct dialog_row *r);
/* Is this one of the codes of a text of codes parted by blanks? */
bool dialog_has_code(const char *list, const char *code);

/* The words for the code that stands in a row that is picked. */
void dialog_find_label(struct dialog *d, size_t row);
/* List what the row at hand offers, narrowed by `query` (NULL: all of it). */
enum next dialog_open_list(struct dialog *d, const char *query);

/* Of the screen's vtable. */
void dialog_size(const struct screen *s, int rows, int cols, int *out_rows, int *out_cols);
void dialog_draw(struct screen *s, WINDOW *w);
void dialog_title(const struct screen *s, char *left, char *right, size_t size);
enum style dialog_status(const struct screen *s, char *buf, size_t size);

#endif
