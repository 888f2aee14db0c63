/* Menu and question: two uses of a short list over the screen below. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/line_edit.h"
#include "tui/screens/picker.h"
#include "tui/screens/screens.h"
#include "tui/width.h"

/* ---- the menu ---- */

/* Keys that move or edit need no menu. */
static bool belongs_in_menu(enum command c)
{
	static const enum command moves[] = { CMD_MENU,    CMD_ENTER,     CMD_NEXT,  CMD_PREV,
					      CMD_UP,      CMD_DOWN,      CMD_LEFT,  CMD_RIGHT,
					      CMD_HOME,    CMD_END,       CMD_ERASE, CMD_DELETE,
					      CMD_PAGE_UP, CMD_PAGE_DOWN, CMD_CLEAR, CMD_ESCAPE };

	for (size_t i = 0; i < ARRAY_SIZE(moves); i++)
		if (moves[i] == c)
			return false;
	return true;
}

static size_t find_commands(void *ctx, const char *query, struct picker_item *items, size_t space)
{
	const struct screen_key *k = app_keys(ctx);
	size_t n = 0;

	(void)query;
	for (; k && k->command != CMD_NONE && n < space; k++) {
		const struct key_def *def = key_def(k->command);
		const char *label = screen_key_label(app_top(ctx), k);
		int pad;

		if (!*label)
			label = _(def->label);
		if (!belongs_in_menu(k->command) || !screen_offers(app_top(ctx), k->command))
			continue;
		pad = 14 - text_cells(label);
		items[n].what = k;
		snprintf(items[n++].text, sizeof(items->text), "%-6s %s%*s%s", def->name, label,
			 pad > 0 ? pad : 1, "", screen_key_help(k));
	}
	return n;
}

static void pick_command(void *ctx, const struct picker_item *item)
{
	app_command_below(ctx, ((const struct screen_key *)item->what)->command);
}

static const struct picker_source menu_source = { N_("菜单"), NULL, find_commands, pick_command,
						  NULL };

struct screen *menu_screen(struct desk *desk, struct app *app)
{
	return picker_screen(desk, &menu_source, app, NULL);
}

/* ---- a question ---- */

struct question {
	struct screen base;
	struct screen *asker;
	answer_fn *done;
	char text[512];
};

// clang-format off
static const struct screen_key question_keys[] = {
	{ CMD_BACK, N_("不"), N_("不做，回到原处") },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

#define QUESTION_COLS 60
#define QUESTION_LINES 8

static void box_size(const struct screen *s, int rows, int cols, int *out_rows, int *out_cols)
{
	const struct question *q = (const struct question *)s;
	size_t start[QUESTION_LINES + 1];
	int lines;

	*out_cols = cols < QUESTION_COLS ? cols : QUESTION_COLS;
	lines = (int)text_wrap(q->text, *out_cols - 6, start, QUESTION_LINES);
	*out_rows = rows < lines + 5 ? rows : lines + 5;
}

static void draw(struct screen *s, WINDOW *w)
{
	struct question *q = (struct question *)s;

	int cells = getmaxx(w) - 6, y = 2;
	size_t start[QUESTION_LINES + 1], lines = text_wrap(q->text, cells, start, QUESTION_LINES);
	char line[sizeof(q->text)];

	draw_frame(w, _("请确认"));
	for (size_t i = 0; i < lines; i++) {
		snprintf(line, sizeof(line), "%.*s", (int)(start[i + 1] - start[i]),
			 q->text + start[i]);
		draw_text(w, y++, 3, cells, line, STYLE_STRONG);
	}
	draw_text(w, y, 3, cells, _("1 是    2 否"), STYLE_PLAIN);
	s->cursor_y = y;
	s->cursor_x = 3;
}

static enum next type(struct screen *s, const char *text)
{
	struct question *q = (struct question *)s;

	if (strcmp(text, "1") == 0)
		return q->done(q->asker, true);
	if (strcmp(text, "2") == 0)
		return q->done(q->asker, false);
	app_say(s->app, STYLE_PLAIN, _("请按 1 是 或 2 否"));
	return NEXT_REFUSE;
}

static enum next command(struct screen *s, enum command c)
{
	struct question *q = (struct question *)s;

	(void)c;
	return q->done(q->asker, false);
}

static void close_question(struct screen *s)
{
	free(s);
}

static const struct screen_ops question_ops = {
	.keys = question_keys,
	.size = box_size,
	.draw = draw,
	.text = type,
	.command = command,
	.close = close_question,
};

struct screen *question_screen(struct desk *desk, struct screen *asker, const char *text,
			       answer_fn *done)
{
	struct question *q = calloc(1, sizeof(*q));

	if (!q)
		return NULL;
	q->base = (struct screen) { .ops = &question_ops, .desk = desk };
	q->asker = asker;
	q->done = done;
	snprintf(q->text, sizeof(q->text), "%s", text);
	return &q->base;
}
