#include "tui/app_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tui/line_edit.h"
#include "tui/screens/screens.h"

#define TICK_MS                                                                                    \
	900 /* a draft on disk is never older than a second: this, and the time of one commit */
/* A resize that comes while curses writes is seen when get_wch() returns, so it must not sleep long. */
#define LOOK_MS 300
#define KEYS_A_BREATH 64

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

/* ---- events ---- */

/* Counts on while the machine sleeps: a lid that was shut is no reason to stay signed in. */
static int64_t boot_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
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
		app_stop(app, next);
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
		return app_queue_pop(&app->ahead);
	k = key_read(0);
	if (k.kind != INPUT_NOTHING)
		return k;
	app_draw(app);
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
	else if (!app->ending && !app_set_aside(app, &k))
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
	app_queue_finish(&app.ahead);
	app_queue_finish(&app.held);
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
