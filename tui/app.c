#include "tui/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tui/line_edit.h"
#include "tui/screens/screens.h"
#include "tui/term.h"
#include "tui/width.h"

#define SCREENS_MAX 16
#define TICK_MS                                                                                    \
	900 /* a draft on disk is never older than a second: this, and the time of one commit */
/* A resize that comes while curses writes is seen when get_wch() returns, so it must not sleep long. */
#define LOOK_MS 300
/* Keys closer together than this are typed without looking: the slowest typist of numbers is faster. */
#define BLIND_MS 500
#define LINE_TEXT 512
#define STATUS_LINES_MAX 3
#define KEYS_A_BREATH 64

/* Keys in the order typed. */
struct key_queue {
	struct key *keys;
	size_t count, space;
};

struct app {
	struct desk *desk;
	const struct app_guard *guard;
	struct screen *stack[SCREENS_MAX + 1]; /* the last place is the cover's */
	size_t depth;
	struct screen *cover; /* on the stack; NULL: the screens can be seen */
	int64_t active;       /* boot_now() of the last key that was not the cover's */
	struct key_queue ahead, held;
	char said[LINE_TEXT];
	enum style said_style;
	enum next stopped;  /* NEXT_STOP or NEXT_REFUSE while keys follow blindly, else NEXT_STAY */
	int64_t last_blind; /* monotonic ms of the last key of that kind */
	size_t refused;     /* keys put away since */
	enum command below; /* to be given to the screen below once the top one closed */
	int64_t ticked;     /* app_now() of the last tick */
	bool ending;
	enum app_end end;
};

/* ---- the queue ---- */

static bool queue_push(struct key_queue *q, struct key k)
{
	if (q->count == q->space) {
		size_t space = q->space ? q->space * 2 : 64;
		struct key *keys = realloc(q->keys, space * sizeof(*keys));

		if (!keys)
			return false;
		q->keys = keys;
		q->space = space;
	}
	q->keys[q->count++] = k;
	return true;
}

static struct key queue_pop(struct key_queue *q)
{
	struct key k = q->keys[0];

	memmove(q->keys, q->keys + 1, --q->count * sizeof(*q->keys));
	return k;
}

static void queue_finish(struct key_queue *q)
{
	for (size_t i = 0; i < q->count; i++)
		key_finish(&q->keys[i]);
	free(q->keys);
	*q = (struct key_queue) { 0 };
}

void app_go_on(struct app *app)
{
	struct key_queue first = app->held;

	if (!first.count)
		return;
	if (first.keys[0].kind ==
	    INPUT_COMMAND) /* the Enter that was meant to leave this cell: another one just did */
		queue_pop(&first);
	app->held = (struct key_queue) { 0 };
	while (app->ahead.count)
		queue_push(&first, queue_pop(&app->ahead));
	queue_finish(&app->ahead);
	app->ahead = first;
}

/* ---- the stack ---- */

static struct screen *top(const struct app *app)
{
	return app->stack[app->depth - 1];
}

bool app_push(struct app *app, struct screen *s)
{
	if (s)
		s->app = app;
	if (!s || app->depth >= SCREENS_MAX) {
		app_say(app, STYLE_WARN, _("内存不足，打不开这一屏；请先暂存"));
		if (s)
			s->ops->close(s);
		return false;
	}
	if (s->ops->whole)
		app_drop_held(app);
	app->stack[app->depth++] = s;
	return true;
}

void app_drop_held(struct app *app)
{
	char text[LINE_TEXT];

	if (!app->held.count)
		return;
	snprintf(text, sizeof(text),
		 ngettext("留着的 %zu 个键没有用上，已放下", "留着的 %zu 个键没有用上，已放下",
			  app->held.count),
		 app->held.count);
	app_say(app, STYLE_WARN, text);
	queue_finish(&app->held);
}

/* Close one screen, wherever it stands: a screen may put another on top and then go. */
static void close_screen(struct app *app, struct screen *s)
{
	size_t i = 0;

	while (app->stack[i] != s)
		i++;
	if (s->ops->whole)
		app_drop_held(app);
	memmove(app->stack + i, app->stack + i + 1, (--app->depth - i) * sizeof(*app->stack));
	if (s->window)
		delwin(s->window);
	if (s == app->cover)
		app->cover = NULL;
	s->ops->close(s);
	if (i > 0 && i == app->depth && top(app)->ops->resume)
		top(app)->ops->resume(top(app));
}

/* ---- drawing ---- */

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

static void draw_all(struct app *app)
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
	draw_key_bar(app, top(app));
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
	place_cursor(top(app));
	doupdate();
}

/* ---- events ---- */

int64_t app_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool app_is_soon(int64_t then)
{
	return then && app_now() - then < BLIND_MS;
}

/* Counts on while the machine sleeps: a lid that was shut is no reason to stay signed in. */
static int64_t boot_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void stop(struct app *app, enum next why)
{
	beep();
	app->stopped = why;
	app->last_blind = app_now();
	app->refused = 0;
}

/* What people type with their eyes on the paper: characters, and the keys that lead on. */
static bool is_blind(const struct key *k)
{
	return k->kind == INPUT_TEXT ||
	       (k->kind == INPUT_COMMAND && (k->command == CMD_ENTER || k->command == CMD_NEXT));
}

/* The clerk has seen the stop. An Esc that answers "keys were not used" says "I know", no more. Returns whether k was
 * that. */
static bool answered(struct app *app, const struct key *k)
{
	bool said = app->refused > 0;

	app->stopped = NEXT_STAY;
	app->refused = 0;
	if (!said || k->kind != INPUT_COMMAND || k->command != CMD_ESCAPE)
		return false;
	app_say(app, STYLE_PLAIN, _("后面的键没有用上，请从这一格接着录入"));
	return true;
}

/* After a stop, keys that follow blindly are set aside; the first that does not, or comes after a pause, is the clerk's
 * answer to what the screen says. Returns whether k was set aside (and taken over). */
static bool set_aside(struct app *app, struct key *k)
{
	int64_t now = app_now();

	if (app->stopped == NEXT_STAY || (k->kind != INPUT_TEXT && k->kind != INPUT_COMMAND))
		return false;
	if (!is_blind(k) || now - app->last_blind > BLIND_MS)
		return answered(app, k);
	app->last_blind = now;
	if (app->stopped == NEXT_REFUSE) {
		app->refused++;
		key_finish(k);
		return true;
	}
	if (!queue_push(&app->held, *k))
		key_finish(k);
	k->paste = NULL;
	return true;
}

static void follow(struct app *app, struct screen *s, enum next next)
{
	switch (next) {
	case NEXT_STAY:
		break;
	case NEXT_BACK:
		close_screen(app, s);
		break;
	case NEXT_STOP:
	case NEXT_REFUSE:
		stop(app, next);
		break;
	case NEXT_HOME:
		while (app->depth > 1)
			close_screen(app, top(app));
		break;
	case NEXT_CHANGE:
		app->end = APP_CHANGED;
		app->ending = true;
		break;
	case NEXT_QUIT:
		app->ending = true;
		break;
	}
}

/* From the top down: what a box holds goes to the screen below it, which then saves it. */
static void tick_all(struct app *app)
{
	for (size_t i = app->depth; i-- > 0;)
		if (app->stack[i]->ops->tick)
			app->stack[i]->ops->tick(app->stack[i]);
}

/* Nothing of anybody stays readable, and what is half-typed is on disk before the cover hides it. */
static void cover(struct app *app)
{
	struct screen *s;

	if (!app->guard || app->cover)
		return;
	tick_all(app);
	s = app->guard->cover(app->desk);
	if (!s) {
		follow(app, top(app), NEXT_CHANGE);
		return;
	}
	app_drop_held(app);
	app->said[0] = '\0';
	app->stopped = NEXT_STAY;
	app->refused = 0;
	s->app = app;
	app->cover = app->stack[app->depth++] = s;
}

static bool takes(const struct screen *s, enum command c)
{
	for (const struct screen_key *k = s->ops->keys; k->command != CMD_NONE; k++)
		if (k->command == c)
			return true;
	return false;
}

/* A function key that a box does not take belongs to the screen below: the box is left as by Esc, which keeps what was
 * typed in it. */
static enum next pass_below(struct app *app, struct screen *s, enum command c)
{
	app->below = c;
	return takes(s, CMD_BACK) ? s->ops->command(s, CMD_BACK) : NEXT_BACK;
}

static enum next say_unused(struct app *app, enum command c)
{
	char text[LINE_TEXT];

	snprintf(text, sizeof(text), _("%s 在这里没有用；F10 列出能做的事"), key_def(c)->name);
	app_say(app, STYLE_PLAIN, text);
	return NEXT_STAY;
}

static enum next dispatch_command(struct app *app, struct screen *s, enum command c)
{
	if (c == CMD_ESCAPE && !takes(s, c))
		c = CMD_BACK;
	if ((c == CMD_BACK || c == CMD_ESCAPE) && app->held.count) {
		app_drop_held(app);
		return NEXT_STAY;
	}
	if (c == CMD_REPAINT) {
		clearok(curscr, TRUE);
		return NEXT_STAY;
	}
	if (c == CMD_LOCK && app->guard) {
		cover(app);
		return NEXT_STAY;
	}
	if (c == CMD_REFILL && app->desk->training && !app->cover) {
		app_push(app, refill_screen(app->desk));
		return NEXT_STAY;
	}
	if (takes(s, c))
		return s->ops->command(s, c);
	if (key_def(c)->name[0] != 'F')
		return NEXT_STAY;
	if (!s->ops->whole && takes(app->stack[app->depth - 2], c))
		return pass_below(app, s, c);
	return say_unused(app, c);
}

static void dispatch(struct app *app, struct key *k)
{
	struct screen *s = top(app);

	if (k->kind != INPUT_TEXT && k->kind != INPUT_COMMAND)
		return;
	*app->said = '\0';
	if (k->kind == INPUT_TEXT)
		follow(app, s, s->ops->text ? s->ops->text(s, key_text(k)) : NEXT_STAY);
	else if (k->kind == INPUT_COMMAND)
		follow(app, s, dispatch_command(app, s, k->command));
	/* A box hands it to the screen below, which may hand it on. */
	while (app->below != CMD_NONE) {
		enum command c = app->below;

		app->below = CMD_NONE;
		s = top(app);
		follow(app, s, dispatch_command(app, s, c));
	}
}

/* The next key: one that waits, else one from the terminal, drawing first and ticking while none comes. */
static struct key next_key(struct app *app, int64_t wait_ms)
{
	struct key k;

	if (app->ahead.count)
		return queue_pop(&app->ahead);
	k = key_read(0);
	if (k.kind != INPUT_NOTHING)
		return k;
	draw_all(app);
	return key_read(wait_ms < 0 ? 0 : wait_ms < LOOK_MS ? (int)wait_ms : LOOK_MS);
}

/* A key at the screens is somebody's presence; one at the cover may be anybody's. */
static void note_presence(struct app *app, const struct key *k)
{
	if (!app->cover && (k->kind == INPUT_TEXT || k->kind == INPUT_COMMAND))
		app->active = boot_now();
}

static void look_for_somebody(struct app *app)
{
	int64_t away = boot_now() - app->active;

	if (!app->guard || app->ending)
		return;
	if (away >= app->guard->end_ms)
		follow(app, top(app), NEXT_CHANGE);
	else if (away >= app->guard->cover_ms)
		cover(app);
}

/* One key, or none within wait_ms. */
static enum key_kind take_key(struct app *app, int64_t wait_ms)
{
	struct key k = next_key(app, wait_ms);
	enum key_kind kind = k.kind;

	look_for_somebody(app);
	if (k.kind == INPUT_GONE)
		app->ending = true;
	else if (!app->ending && !set_aside(app, &k))
		dispatch(app, &k);
	note_presence(app, &k);
	key_finish(&k);
	if (app->ending || app_now() - app->ticked >= TICK_MS) {
		tick_all(app);
		app->ticked = app_now();
	}
	return kind;
}

enum app_end app_run(struct desk *desk, struct screen *first, const struct app_guard *guard)
{
	struct app app = {
		.desk = desk, .guard = guard, .active = boot_now(), .ticked = app_now()
	};

	app_push(&app, first);
	while (!app.ending)
		take_key(&app, app.ticked + TICK_MS - app_now());
	while (app.depth)
		close_screen(&app, top(&app));
	queue_finish(&app.ahead);
	queue_finish(&app.held);
	return app.end;
}

/* The guard rests: it would put its screen over a handler that is still at work. Keys without end do not keep the work from going
 * on. */
bool app_breathe(struct app *app)
{
	const struct app_guard *guard = app->guard;

	app->guard = NULL;
	for (int n = 0; n < KEYS_A_BREATH && !app->ending; n++)
		if (take_key(app, 0) == INPUT_NOTHING)
			break;
	app->guard = guard;
	return app->ending;
}

void app_close(struct app *app, struct screen *s)
{
	while (top(app) != s)
		close_screen(app, top(app));
	close_screen(app, s);
}

void app_say(struct app *app, enum style style, const char *text)
{
	snprintf(app->said, sizeof(app->said), "%s", text);
	app->said_style = style;
}

const struct screen_key *app_keys(const struct app *app)
{
	return top(app)->ops->keys;
}

const struct screen *app_top(const struct app *app)
{
	return top(app);
}

bool screen_offers(const struct screen *s, enum command c)
{
	return !s->ops->offers || s->ops->offers(s, c);
}

void app_command_below(struct app *app, enum command c)
{
	app->below = c;
}
