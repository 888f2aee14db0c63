/* The box of a dialog: what is said first, the rows, and below them the hint of the row at hand. */
#include <stdio.h>
#include <string.h>

#include "forms/text.h"
#include "tui/screens/dialog_view.h"
#include "tui/width.h"

#define INTRO_LINES 8
#define HINT_LINES 2
#define COLS_WANTED 78
#define EDGE 3 /* frame and blanks on each side */
#define LABEL_LEAST 10
#define FRAME_ROWS 4 /* frame and a blank line above and below */

static struct dialog *self(struct screen *s)
{
	return (struct dialog *)s;
}

/* ---- what a row shows ---- */

struct row_words {
	char text[DIALOG_TEXT_SIZE * 2];
	size_t start[DIALOG_LINES_MAX + 1], lines;
};

static int label_cells(const struct dialog *d)
{
	int most = LABEL_LEAST;

	for (size_t i = 0; i < d->spec.count; i++) {
		int cells = text_cells(_(d->spec.rows[i].label));

		most = cells > most ? cells : most;
	}
	return most + 2;
}

static int value_cells(const struct dialog *d, int cols)
{
	return cols - 2 * EDGE - label_cells(d);
}

static void put_stars(const char *text, int cells, char *buf, size_t size)
{
	size_t n = text_chars(text);

	n = n < (size_t)cells ? n : (size_t)cells - 1;
	n = n < size ? n : size - 1;
	memset(buf, '*', n);
	buf[n] = '\0';
}

/* Each choice with its digit and its mark, as many on a line as fit whole. */
static void lay_choices(const struct dialog_row *r, const char *text, int cells,
			struct row_words *out)
{
	const char *open = r->kind == DIALOG_MARKS ? "[" : "(",
		   *close = r->kind == DIALOG_MARKS ? "]" : ")";
	size_t len = 0;
	int used = 0;

	out->lines = 1;
	for (size_t i = 0; r->choices[i].code && len < sizeof(out->text); i++) {
		char item[512];
		int wide;

		snprintf(item, sizeof(item), "%s%s%s%zu %s", open,
			 dialog_has_code(text, r->choices[i].code) ? "x" : " ", close, i + 1,
			 _(r->choices[i].label));
		wide = text_cells(item) + 2;
		if (used && used + wide > cells && out->lines < DIALOG_LINES_MAX) {
			out->start[out->lines++] = len;
			used = 0;
		}
		len += (size_t)snprintf(out->text + len, sizeof(out->text) - len, "%s%s",
					used ? "  " : "", item);
		used += wide;
	}
	out->start[out->lines] = strlen(out->text);
}

static void lay_row(const struct dialog *d, size_t i, int cells, struct row_words *out)
{
	const struct dialog_row *r = &d->spec.rows[i];
	const char *text = i == d->at && dialog_is_typed(r) ? d->edit.text : d->texts[i];

	*out = (struct row_words) { .lines = 1 };
	switch (r->kind) {
	case DIALOG_TEXT:
		snprintf(out->text, sizeof(out->text), "%s", text);
		/* A place behind the last character is the insertion point's. */
		out->lines = text_wrap(out->text, cells - 1, out->start, DIALOG_LINES_MAX);
		return;
	case DIALOG_PASSWORD:
		put_stars(text, cells, out->text, sizeof(out->text));
		break;
	case DIALOG_CHOICE:
	case DIALOG_MARKS:
		lay_choices(r, text, cells, out);
		return;
	case DIALOG_PICK:
		snprintf(out->text, sizeof(out->text), "%s", d->label[i]);
		break;
	}
	out->start[1] = strlen(out->text);
}

/* ---- the box ---- */

static size_t lay_intro(const struct dialog *d, int cols, size_t start[INTRO_LINES + 1])
{
	return d->intro && *d->intro ? text_wrap(d->intro, cols - 2 * EDGE, start, INTRO_LINES) : 0;
}

static int rows_lines(const struct dialog *d, int cols)
{
	struct row_words words;
	int lines = 0;

	for (size_t i = 0; i < d->spec.count; i++) {
		lay_row(d, i, value_cells(d, cols), &words);
		lines += (int)words.lines;
	}
	return lines;
}

/* The hint stands in the box; of a whole screen in the status line. */
static int hint_lines(const struct dialog *d)
{
	return d->spec.whole ? 0 : HINT_LINES + 1;
}

void dialog_size(const struct screen *s, int rows, int cols, int *out_rows, int *out_cols)
{
	const struct dialog *d = (const struct dialog *)s;
	size_t start[INTRO_LINES + 1];
	size_t intro;

	(void)rows;
	*out_cols = cols < COLS_WANTED ? cols : COLS_WANTED;
	intro = lay_intro(d, *out_cols, start);
	*out_rows =
		FRAME_ROWS + (int)(intro + (intro > 0)) + rows_lines(d, *out_cols) + hint_lines(d);
}

static int draw_wrapped(WINDOW *w, int y, const char *text, const size_t *start, size_t lines,
			enum style style)
{
	char line[DIALOG_TEXT_SIZE * 2];

	for (size_t i = 0; i < lines; i++, y++) {
		snprintf(line, sizeof(line), "%.*s", (int)(start[i + 1] - start[i]),
			 text + start[i]);
		draw_text(w, y, EDGE, getmaxx(w) - 2 * EDGE, line, style);
	}
	return y;
}

/* Where the insertion point stands in a row that begins at line y. */
static void place_cursor(struct dialog *d, const struct row_words *words, int y, int x)
{
	size_t line = 0;

	d->base.cursor_y = y;
	d->base.cursor_x = x;
	switch (d->spec.rows[d->at].kind) {
	case DIALOG_TEXT:
		while (line + 1 < words->lines && words->start[line + 1] <= d->edit.at)
			line++;
		d->base.cursor_y += (int)line;
		d->base.cursor_x += text_cells_n(words->text + words->start[line],
						 d->edit.at - words->start[line]);
		break;
	case DIALOG_PASSWORD:
	case DIALOG_PICK:
		d->base.cursor_x += text_cells(words->text);
		break;
	case DIALOG_CHOICE:
	case DIALOG_MARKS:
		break;
	}
	if (d->base.cursor_x >= getmaxx(d->base.window) - EDGE)
		d->base.cursor_x = getmaxx(d->base.window) - EDGE - 1;
}

/* Returns the line below. Lines outside top .. bottom are not drawn. */
static int draw_row(struct dialog *d, WINDOW *w, size_t i, int y, int top, int bottom)
{
	int label = label_cells(d), cells = value_cells(d, getmaxx(w));
	enum style style = i == d->at ? STYLE_FOCUS : STYLE_PLAIN;
	struct row_words words;
	char line[DIALOG_TEXT_SIZE * 2];

	lay_row(d, i, cells, &words);
	if (i == d->at)
		place_cursor(d, &words, y, EDGE + label);
	for (size_t k = 0; k < words.lines; k++, y++) {
		if (y < top || y >= bottom)
			continue;
		snprintf(line, sizeof(line), "%.*s", (int)(words.start[k + 1] - words.start[k]),
			 words.text + words.start[k]);
		draw_text(w, y, EDGE, label - 1, k ? "" : _(d->spec.rows[i].label), STYLE_PLAIN);
		draw_text(w, y, EDGE + label, cells, line, style);
	}
	explicit_bzero(&words, sizeof(words));
	return y;
}

/* Rows that do not all fit scroll, the one at hand in view. */
static void scroll_rows(struct dialog *d, int cols, int room)
{
	struct row_words words;
	int from = 0;

	for (size_t i = 0; i < d->at; i++) {
		lay_row(d, i, value_cells(d, cols), &words);
		from += (int)words.lines;
	}
	lay_row(d, d->at, value_cells(d, cols), &words);
	if (from + (int)words.lines > d->top + room)
		d->top = from + (int)words.lines - room;
	if (from < d->top)
		d->top = from;
}

static void draw_hint(const struct dialog *d, WINDOW *w)
{
	const char *hint = d->spec.rows[d->at].hint;
	size_t start[HINT_LINES + 1], lines;

	if (d->spec.whole || !hint)
		return;
	hint = _(hint);
	lines = text_wrap(hint, getmaxx(w) - 2 * EDGE, start, HINT_LINES);
	draw_wrapped(w, getmaxy(w) - 2 - HINT_LINES + 1, hint, start, lines, STYLE_DIM);
}

void dialog_draw(struct screen *s, WINDOW *w)
{
	struct dialog *d = self(s);
	size_t start[INTRO_LINES + 1], lines = lay_intro(d, getmaxx(w), start);
	int y, top, bottom = getmaxy(w) - 1 - hint_lines(d);

	if (d->spec.whole)
		draw_rule(w, 0, 0, getmaxx(w));
	else
		draw_frame(w, _(d->spec.title));
	y = draw_wrapped(w, 2, d->intro, start, lines, STYLE_PLAIN);
	y += lines > 0;
	top = y;
	scroll_rows(d, getmaxx(w), bottom - top);
	y -= d->top;
	for (size_t i = 0; i < d->spec.count; i++)
		y = draw_row(d, w, i, y, top, bottom);
	draw_hint(d, w);
}

void dialog_title(const struct screen *s, char *left, char *right, size_t size)
{
	snprintf(left, size, "%s", _(((const struct dialog *)s)->spec.title));
	desk_clock(right, size, "%Y-%m-%d %H:%M");
}

enum style dialog_status(const struct screen *s, char *buf, size_t size)
{
	const struct dialog *d = (const struct dialog *)s;
	const char *hint = d->spec.rows[d->at].hint;

	snprintf(buf, size, "%s", hint ? _(hint) : "");
	return STYLE_PLAIN;
}
