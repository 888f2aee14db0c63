/* Help: what a cell is, where its rule comes from, and the keys that work there; a page that scrolls. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/line_edit.h"
#include "tui/screens/screens.h"
#include "tui/width.h"

#define PAGE_SIZE 16384
#define LINES_MOST 400

struct help {
	struct screen base;
	char heading[256];
	char text[PAGE_SIZE];
	int top, lines, shown;
};

// clang-format off
static const struct screen_key help_keys[] = {
	{ CMD_BACK, NULL, NULL },
	{ CMD_ENTER, N_("返回"), N_("回到上一屏") },
	{ CMD_HELP, "", N_("回到上一屏") },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_PAGE_DOWN, NULL, NULL },
	{ CMD_PAGE_UP, NULL, NULL },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static void box_size(const struct screen *s, int rows, int cols, int *out_rows, int *out_cols)
{
	(void)s;
	*out_rows = rows;
	*out_cols = cols < 90 ? cols : 90;
}

/* Draw one line of the text, wrapped; lines above the top are counted and not drawn. */
static int draw_wrapped(struct help *h, WINDOW *w, const char *line, int y)
{
	size_t start[32];
	int cells = getmaxx(w) - 4;
	size_t n = text_wrap(line, cells, start, ARRAY_SIZE(start) - 1);

	for (size_t i = 0; i < n; i++, y++) {
		char part[1024];

		snprintf(part, sizeof(part), "%.*s", (int)(start[i + 1] - start[i]),
			 line + start[i]);
		if (y >= h->top && y - h->top < h->shown)
			draw_text(w, 1 + y - h->top, 2, cells, part, STYLE_PLAIN);
	}
	return y;
}

static void draw(struct screen *s, WINDOW *w)
{
	struct help *h = (struct help *)s;
	const char *at = h->text;
	int y = 0;

	draw_frame(w, h->heading);
	h->shown = getmaxy(w) - 2;
	while (*at) {
		size_t n = strcspn(at, "\n");
		char line[1024];

		snprintf(line, sizeof(line), "%.*s", (int)n, at);
		y = draw_wrapped(h, w, line, y);
		at += n + (at[n] == '\n');
	}
	h->lines = y;
}

static enum next command(struct screen *s, enum command c)
{
	struct help *h = (struct help *)s;
	int last = h->lines > h->shown ? h->lines - h->shown : 0;

	switch ((int)c) {
	case CMD_UP:
		h->top--;
		break;
	case CMD_DOWN:
		h->top++;
		break;
	case CMD_PAGE_UP:
		h->top -= h->shown;
		break;
	case CMD_PAGE_DOWN:
		h->top += h->shown;
		break;
	default: /* every other key of the list goes back */
		return NEXT_BACK;
	}
	h->top = h->top > last ? last : h->top < 0 ? 0 : h->top;
	return NEXT_STAY;
}

static enum next type(struct screen *s, const char *text)
{
	(void)text;
	app_say(s->app, STYLE_PLAIN, _("看完按 Enter 或 F12 返回后再录入"));
	return NEXT_REFUSE;
}

static void close_help(struct screen *s)
{
	free(s);
}

static const struct screen_ops ops = {
	.keys = help_keys,
	.size = box_size,
	.draw = draw,
	.text = type,
	.command = command,
	.close = close_help,
};

/* The keys of the screen below, one a line, their names in a column. */
static void add_keys(struct help *h, const struct screen_key *keys)
{
	for (; keys && keys->command != CMD_NONE; keys++) {
		const char *name = key_def(keys->command)->name;
		size_t len = strlen(h->text);
		int pad = 10 - text_cells(name);

		if (*name)
			snprintf(h->text + len, sizeof(h->text) - len, "%s%*s%s\n", name,
				 pad > 0 ? pad : 1, "", screen_key_help(keys));
	}
}

struct screen *help_screen(struct desk *desk, const char *heading, const char *text,
			   const struct screen_key *keys)
{
	struct help *h = calloc(1, sizeof(*h));

	if (!h)
		return NULL;
	h->base = (struct screen) { .ops = &ops, .desk = desk };
	snprintf(h->heading, sizeof(h->heading), "%s", heading);
	snprintf(h->text, sizeof(h->text), "%s\n\n%s\n", text,
		 keys ? _("这里可用的键（F 键也可以按 Esc 再按数字，如 F2 即 Esc 2）：") : "");
	add_keys(h, keys);
	return &h->base;
}
