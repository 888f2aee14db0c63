#include "tui/screens/picker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/line_edit.h"
#include "tui/screens/list.h"
#include "tui/width.h"

struct picker {
	struct screen base;
	const struct picker_source *source;
	void *ctx;
	struct line_edit query;
	struct picker_item items[PICKER_SPACE];
	struct list list;
	bool digit_picks[10]; /* by row on the window */
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_ENTER, N_("选定"), N_("选定反显的一行") },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_PAGE_DOWN, NULL, NULL },
	{ CMD_PAGE_UP, NULL, NULL },
	EDITING_KEYS,
	{ CMD_BACK, NULL, N_("不选，回到原处；已输入的字留在格里") },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct picker *self(struct screen *s)
{
	return (struct picker *)s;
}

/* Does the query with this digit added still find something? Then the digit belongs to the query. */
static bool digit_narrows(const struct picker *p, int digit)
{
	char longer[LINE_EDIT_MAX + 2];
	struct picker_item one;

	if (!p->source->hint)
		return false;
	snprintf(longer, sizeof(longer), "%s%d", p->query.text, digit);
	return p->source->find(p->ctx, longer, &one, 1) > 0;
}

static void search(struct picker *p)
{
	list_reset(&p->list, p->source->find(p->ctx, p->query.text, p->items, PICKER_SPACE));
	for (int digit = 1; digit <= 9; digit++)
		p->digit_picks[digit] = !digit_narrows(p, digit);
}

static void box_size(const struct screen *s, int rows, int cols, int *out_rows, int *out_cols)
{
	const struct picker *p = (const struct picker *)s;
	int wanted = (int)p->list.count + 4;

	*out_rows = wanted < 8 ? 8 : wanted > rows ? rows : wanted;
	*out_cols = cols < 76 ? cols : 76;
}

static void draw_row(struct picker *p, WINDOW *w, size_t i, int y)
{
	char line[sizeof(p->items[i].text) + 8];
	size_t nth = i - p->list.top + 1;

	if (nth <= 9 && p->digit_picks[nth])
		snprintf(line, sizeof(line), " %zu  %s", nth, p->items[i].text);
	else
		snprintf(line, sizeof(line), "    %s", p->items[i].text);
	draw_text(w, y, 1, getmaxx(w) - 2, line, i == p->list.at ? STYLE_FOCUS : STYLE_PLAIN);
}

static void draw_query(struct picker *p, WINDOW *w)
{
	const char *hint = p->query.len ? "" : _(p->source->hint);
	int cells = getmaxx(w) - 4;

	draw_text(w, 1, 2, cells, p->query.len ? p->query.text : hint,
		  p->query.len ? STYLE_STRONG : STYLE_DIM);
	p->base.cursor_y = 1;
	p->base.cursor_x = 2 + text_cells_n(p->query.text, p->query.at);
	if (p->base.cursor_x > getmaxx(w) - 2)
		p->base.cursor_x = getmaxx(w) - 2;
}

/* What of the chosen row does not fit beside its digit, or "". */
static const char *rest_of_row(const struct picker *p, int cells)
{
	const char *text = p->list.at < p->list.count ? p->items[p->list.at].text : "";

	return text + text_fit(text, cells);
}

static void draw(struct screen *s, WINDOW *w)
{
	struct picker *p = self(s);
	int y = p->source->hint ? 2 : 1, cells = getmaxx(w) - 6;
	const char *rest = rest_of_row(p, cells);

	draw_frame(w, _(p->source->title));
	list_show(&p->list, getmaxy(w) - y - 1 - (*rest != '\0'));
	draw_text(w, getmaxy(w) - 2, 5, cells, rest, *rest ? STYLE_FOCUS : STYLE_PLAIN);
	if (p->source->hint)
		draw_query(p, w);
	for (size_t i = p->list.top; i < p->list.count && i < p->list.top + (size_t)p->list.rows;
	     i++)
		draw_row(p, w, i, y++);
	if (p->list.count == 0)
		draw_text(w, y, 5, getmaxx(w) - 6, _("没有找到；请改一改所输入的字"), STYLE_WARN);
}

static void keep(const struct picker *p)
{
	if (p->source->keep)
		p->source->keep(p->ctx, p->query.text);
}

static enum next pick(struct picker *p, size_t i)
{
	if (i >= p->list.count) {
		app_say(p->base.app, STYLE_WARN, _("没有可选的行；请改一改所输入的字"));
		return NEXT_STOP;
	}
	app_go_on(p->base.app);
	p->source->pick(p->ctx, &p->items[i]);
	return NEXT_BACK;
}

static enum next type(struct screen *s, const char *text)
{
	struct picker *p = self(s);
	int digit = text[0] >= '1' && text[0] <= '9' && !text[1] ? text[0] - '0' : 0;

	if (digit && p->digit_picks[digit] && p->list.top + (size_t)digit <= p->list.count)
		return pick(p, p->list.top + (size_t)digit - 1);
	if (!p->source->hint) {
		app_say(p->base.app, STYLE_WARN, _("这里请按行首的数字，或用 ↑ ↓ 和 Enter 选定"));
		return NEXT_REFUSE;
	}
	if (!line_edit_insert(&p->query, text)) {
		app_say(p->base.app, STYLE_WARN, _("放不下这么多字，没有放入；请核对粘贴的内容"));
		return NEXT_REFUSE;
	}
	search(p);
	return NEXT_STAY;
}

static enum next command(struct screen *s, enum command c)
{
	struct picker *p = self(s);

	if (c == CMD_ENTER)
		return pick(p, p->list.at);
	if (c == CMD_BACK) {
		keep(p);
		return NEXT_BACK;
	}
	if (!list_command(&p->list, c) && line_edit_command(&p->query, c) &&
	    (c == CMD_ERASE || c == CMD_DELETE || c == CMD_CLEAR))
		search(p);
	return NEXT_STAY;
}

static void tick(struct screen *s)
{
	keep(self(s));
}

static void close_picker(struct screen *s)
{
	free(s);
}

static const struct screen_ops ops = {
	.keys = keys,
	.size = box_size,
	.draw = draw,
	.text = type,
	.command = command,
	.tick = tick,
	.close = close_picker,
};

struct screen *picker_screen(struct desk *desk, const struct picker_source *source, void *ctx,
			     const char *query)
{
	struct picker *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	p->base = (struct screen) { .ops = &ops, .desk = desk };
	p->source = source;
	p->ctx = ctx;
	line_edit_set(&p->query, query);
	search(p);
	return &p->base;
}
