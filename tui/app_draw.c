/* What the app draws around its screens, and the screens in their places. */
#include <stdio.h>
#include <string.h>

#include "tui/app_parts.h"
#include "tui/term.h"
#include "tui/width.h"

#define STATUS_LINES_MAX 3

const char *screen_key_label(const struct screen *s, const struct screen_key *k)
{
	const char *now = s->ops->label ? s->ops->label(s, k->command) : NULL;

	if (now)
		return _(now);
	return _(k->label ? k->label : key_def(k->command)->label);
}

const char *screen_key_help(const struct screen_key *k)
{
	return _(k->help ? k->help : key_def(k->command)->help);
}

/* No picture of a training desk can be taken for one of a real desk. */
static const char *training_mark(void)
{
	return _("【培训演示】");
}

static void draw_title(const struct screen *s)
{
	char left[LINE_TEXT] = "", right[LINE_TEXT] = "";
	int room = COLS - 2, x = 1;

	s->ops->title(s, left, right, sizeof(left));
	draw_text(stdscr, 0, 0, COLS, "", STYLE_PLAIN);
	if (s->desk->training)
		x += draw_text(stdscr, 0, x, room, training_mark(), STYLE_WARN) + 1;
	room -= x - 1;
	draw_right(stdscr, 0, x, room, right, STYLE_PLAIN);
	room -= text_cells(right);
	if (room > 2)
		draw_text(stdscr, 0, x, room - 1, left, STYLE_STRONG);
}

/* A box says it too: it may be all that a photograph shows. */
static void mark_box(const struct screen *s, WINDOW *w)
{
	const char *mark = training_mark();
	int cells = text_cells(mark), x = getmaxx(w) - cells - 2;

	if (s->desk->training && !s->ops->whole && x > 0)
		draw_text(w, getmaxy(w) - 1, x, cells, mark, STYLE_WARN);
}

/* What the status line says, wrapped: a sentence whose remedy is cut off helps nobody. */
struct status {
	char text[LINE_TEXT];
	enum style style;
	size_t start[STATUS_LINES_MAX + 1], lines;
};

static void make_status(const struct app *app, const struct screen *s, struct status *out)
{
	*out = (struct status) { .style = STYLE_PLAIN };
	if (*app->said) {
		snprintf(out->text, sizeof(out->text), "%s", app->said);
		out->style = app->said_style;
	} else if (s->ops->status) {
		out->style = s->ops->status(s, out->text, sizeof(out->text));
	}
	out->lines = text_wrap(out->text, COLS - 2, out->start, STATUS_LINES_MAX);
}

static void draw_status(const struct status *st)
{
	char line[LINE_TEXT];

	for (size_t i = 0; i < st->lines; i++) {
		int y = LINES - 1 - (int)(st->lines - i);

		snprintf(line, sizeof(line), "%.*s", (int)(st->start[i + 1] - st->start[i]),
			 st->text + st->start[i]);
		draw_text(stdscr, y, 0, 1, "", STYLE_PLAIN);
		draw_text(stdscr, y, 1, COLS - 1, line, st->style);
	}
}

/* What happens to keys set aside comes first in the bar: nothing else is as urgent. Returns the cells used. */
static int draw_held(const struct app *app)
{
	char text[LINE_TEXT];

	if (app->refused)
		snprintf(text, sizeof(text),
			 ngettext("后面按的 %zu 个键没有用上，请看屏幕",
				  "后面按的 %zu 个键没有用上，请看屏幕", app->refused),
			 app->refused);
	else if (app->held.count)
		snprintf(text, sizeof(text),
			 ngettext("后面的 %zu 个键先留着：改好按 Enter 接着用，Esc 放下",
				  "后面的 %zu 个键先留着：改好按 Enter 接着用，Esc 放下",
				  app->held.count),
			 app->held.count);
	else
		return 0;
	return draw_text(stdscr, LINES - 1, 1, COLS - 1, text, STYLE_WARN) + 2;
}

/* The keys that work now, as many as fit; the menu lists them all. Letters need a blank before them, Chinese does not. */
static void draw_key_bar(const struct app *app, const struct screen *s)
{
	int x = 1;

	draw_text(stdscr, LINES - 1, 0, COLS, "", STYLE_PLAIN);
	x += draw_held(app);
	for (const struct screen_key *k = s->ops->keys; k->command != CMD_NONE; k++) {
		const char *label = screen_key_label(s, k), *name = key_def(k->command)->name;
		int name_cells = text_cells(name) + !(*label & 0x80), cells = text_cells(label);

		if (!*label || !screen_offers(s, k->command) || x + name_cells + cells >= COLS)
			continue;
		draw_text(stdscr, LINES - 1, x, name_cells, name, STYLE_STRONG);
		draw_text(stdscr, LINES - 1, x + name_cells, cells, label, STYLE_PLAIN);
		x += name_cells + cells + 1;
	}
}

/* A screen's window between the title and the status lines; a box in the middle of it. */
static WINDOW *place_window(struct screen *s, int room)
{
	int rows = room, cols = COLS, y = 1, x = 0;

	if (!s->ops->whole) {
		s->ops->size(s, room, COLS, &rows, &cols);
		rows = rows > room ? room : rows;
		cols = cols > COLS ? COLS : cols;
		y = 1 + (room - rows) / 2;
		x = (COLS - cols) / 2;
	}
	if (s->window)
		delwin(s->window);
	s->window = newwin(rows, cols, y, x);
	return s->window;
}

static void draw_screen(struct screen *s, int room)
{
	WINDOW *w = place_window(s, room);

	if (!w)
		return;
	s->cursor_y = s->cursor_x = -1;
	werase(w);
	s->ops->draw(s, w);
	mark_box(s, w);
}

static void draw_too_small(void)
{
	char text[LINE_TEXT];

	snprintf(text, sizeof(text),
		 _("窗口只有 %d×%d，登记台需要 %d×%d；请放大窗口，录入的内容都在"), COLS, LINES,
		 TERM_MIN_COLS, TERM_MIN_ROWS);
	erase();
	for (int y = 0; y < LINES && *text; y++) {
		size_t fit = text_fit(text, COLS);
		char rest[LINE_TEXT];

		snprintf(rest, sizeof(rest), "%s", text + fit);
		text[fit] = '\0';
		draw_text(stdscr, y, 0, COLS, text, STYLE_WARN);
		snprintf(text, sizeof(text), "%s", fit ? rest : "");
	}
	refresh();
}

static void place_cursor(const struct screen *s)
{
	if (s->cursor_y < 0 || !s->window) {
		curs_set(0);
		return;
	}
	curs_set(1);
	wmove(s->window, s->cursor_y, s->cursor_x);
	wnoutrefresh(s->window);
}

/* A character that the terminal lacks is told where nothing more urgent stands. */
static void tell_unshown(const struct app *app, struct status *st)
{
	uint32_t cp = draw_unshown();

	if (!cp || *app->said || st->style == STYLE_WARN)
		return;
	snprintf(st->text, sizeof(st->text),
		 _("这台终端显示不出字符 U+%04X，屏上以〓代替，原字已如实保存"), cp);
	st->lines = text_wrap(st->text, COLS - 2, st->start, st->lines);
	draw_status(st);
}

void app_draw(struct app *app)
{
	size_t base = app->depth - 1;
	struct status st;

	if (LINES < TERM_MIN_ROWS || COLS < TERM_MIN_COLS) {
		draw_too_small();
		return;
	}
	while (base > 0 && !app->stack[base]->ops->whole)
		base--;
	erase();
	make_status(app, app->stack[base], &st);
	draw_title(app->stack[base]);
	draw_status(&st);
	draw_key_bar(app, app_top(app));
	for (size_t i = base; i < app->depth; i++)
		draw_screen(app->stack[i], LINES - 2 - (int)st.lines);
	tell_unshown(app, &st);
	wnoutrefresh(stdscr);
	for (size_t i = base; i < app->depth; i++) {
		if (!app->stack[i]->window)
			continue;
		touchwin(app->stack[i]->window);
		wnoutrefresh(app->stack[i]->window);
	}
	place_cursor(app_top(app));
	doupdate();
}
