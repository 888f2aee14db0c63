/* Keys that are ahead of the screen. People type with their eyes on the paper: what follows a stop is set aside, to be used
 * once the cell is right, or put away. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tui/app_parts.h"

/* Keys closer together than this are typed without looking: the slowest typist of numbers is faster. */
#define BLIND_MS 500

bool app_queue_push(struct key_queue *q, struct key k)
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

struct key app_queue_pop(struct key_queue *q)
{
	struct key k = q->keys[0];

	memmove(q->keys, q->keys + 1, --q->count * sizeof(*q->keys));
	return k;
}

void app_queue_finish(struct key_queue *q)
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
		app_queue_pop(&first);
	app->held = (struct key_queue) { 0 };
	while (app->ahead.count)
		app_queue_push(&first, app_queue_pop(&app->ahead));
	app_queue_finish(&app->ahead);
	app->ahead = first;
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
	app_queue_finish(&app->held);
}

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

void app_stop(struct app *app, enum next why)
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
bool app_set_aside(struct app *app, struct key *k)
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
	if (!app_queue_push(&app->held, *k))
		key_finish(k);
	k->paste = NULL;
	return true;
}
