/* 一次性告知: what is still missing, in sentences that a clerk can read aloud; Enter goes where it is mended. */
#include <stdio.h>
#include <stdlib.h>

#include "db/notices.h"
#include "tui/line_edit.h"
#include "tui/screens/list.h"
#include "tui/screens/print.h"
#include "tui/width.h"

#define SENTENCE_LINES 12

struct notice_view {
	struct screen base;
	struct screen *form;
	jump_fn *jump;
	struct entry *entry;
	struct notice notice;
	struct list list;
	char trouble[512];
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_ENTER, N_("去补"), N_("到要填的格、要补的证据、材料或代办人") },
	{ CMD_PRINT, NULL, N_("打印一次性告知单，交给申请人") },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_PAGE_DOWN, NULL, NULL },
	{ CMD_PAGE_UP, NULL, NULL },
	{ CMD_BACK, NULL, N_("回到表上") },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct notice_view *self(struct screen *s)
{
	return (struct notice_view *)s;
}

static int kind_cells(void)
{
	int most = 0;

	for (int k = NOTICE_FIELD; k <= NOTICE_AGENT; k++) {
		int cells = text_cells(_(notice_kind_label((enum notice_kind)k)));

		most = cells > most ? cells : most;
	}
	return most;
}

/* Cells for sentences in a box of `cols`: less the borders, the number, the kind, and blanks around them. */
static int sentence_cells(int cols)
{
	return cols - kind_cells() - 11;
}

static size_t lay_out(const struct notice_view *v, size_t i, int cols,
		      size_t start[SENTENCE_LINES + 1])
{
	return text_wrap(v->notice.items[i].text, sentence_cells(cols), start, SENTENCE_LINES);
}

static int lines_of(const struct notice_view *v, size_t from, size_t to, int cols)
{
	size_t start[SENTENCE_LINES + 1];
	int lines = 0;

	for (; from < to; from++)
		lines += (int)lay_out(v, from, cols, start);
	return lines;
}

static void box_size(const struct screen *s, int rows, int cols, int *out_rows, int *out_cols)
{
	const struct notice_view *v = (const struct notice_view *)s;
	int wanted;

	*out_cols = cols < 110 ? cols : 110;
	wanted = lines_of(v, 0, v->list.count, *out_cols) + 4;
	*out_rows = wanted < 7 ? 7 : wanted > rows ? rows : wanted;
}

/* Returns the line below. */
static int draw_item(const struct notice_view *v, WINDOW *w, int y, size_t i)
{
	const struct notice_item *item = &v->notice.items[i];
	enum style style = i == v->list.at ? STYLE_FOCUS : STYLE_PLAIN;
	int cols = getmaxx(w), beside = kind_cells() + 9;
	size_t start[SENTENCE_LINES + 1], lines = lay_out(v, i, cols, start);
	char line[sizeof(item->text)], number[24];

	snprintf(number, sizeof(number), "%zu.", i + 1);
	for (size_t l = 0; l < lines && y < getmaxy(w) - 1; l++, y++) {
		snprintf(line, sizeof(line), "%.*s", (int)(start[l + 1] - start[l]),
			 item->text + start[l]);
		draw_text(w, y, 1, cols - 2, "", style);
		draw_text(w, y, 2, 4, l == 0 ? number : "", style);
		draw_text(w, y, 6, kind_cells(), l == 0 ? _(notice_kind_label(item->kind)) : "",
			  style);
		draw_text(w, y, beside, sentence_cells(cols), line, style);
	}
	return y;
}

static void draw_heading(const struct notice_view *v, WINDOW *w)
{
	char text[256];

	if (*v->trouble)
		snprintf(text, sizeof(text), "%.255s", v->trouble);
	else if (v->list.count)
		snprintf(text, sizeof(text), _("还缺 %zu 项，请一次告知申请人："), v->list.count);
	else
		snprintf(text, sizeof(text), "%s", _("已经齐全，没有缺少的内容"));
	draw_text(w, 1, 2, getmaxx(w) - 4, text, *v->trouble ? STYLE_WARN : STYLE_STRONG);
}

static void draw(struct screen *s, WINDOW *w)
{
	struct notice_view *v = self(s);
	int y = 3, rows = getmaxy(w) - 4, cols = getmaxx(w);

	draw_frame(w, _("一次性告知"));
	draw_heading(v, w);
	list_show(&v->list, rows);
	while (v->list.top < v->list.at && lines_of(v, v->list.top, v->list.at + 1, cols) > rows)
		v->list.top++;
	for (size_t i = v->list.top; i < v->list.count && y < getmaxy(w) - 1; i++)
		y = draw_item(v, w, y, i);
}

static void go(struct notice_view *v, const struct notice_item *item)
{
	struct screen *s = &v->base;

	switch (item->kind) {
	case NOTICE_FIELD:
	case NOTICE_EVIDENCE:
		v->jump(v->form, item->field, item->key);
		break;
	case NOTICE_MATERIAL:
		app_push(s->app, materials_screen(s->desk, v->entry, item->key));
		break;
	case NOTICE_AGENT:
		app_push(s->app, agent_screen(s->desk, v->form));
		break;
	}
}

/* The sheet shows what is stored, so what was typed is stored first. */
static enum next print(struct notice_view *v)
{
	struct screen *s = &v->base;
	struct err err = { 0 };

	if (filing_is_empty(entry_filing(v->entry))) {
		app_say(s->app, STYLE_PLAIN, _("表还是空的，没有可打印的内容"));
		return NEXT_REFUSE;
	}
	if ((!v->entry->draft.record.id || v->entry->changed) && entry_park(v->entry, &err)) {
		app_say(s->app, STYLE_WARN, err.msg);
		return NEXT_REFUSE;
	}
	return print_open(s, v->entry->draft.record.id, PAPER_NOTICE);
}

static bool offers(const struct screen *s, enum command c)
{
	return c != CMD_PRINT || print_offers(s);
}

static enum next command(struct screen *s, enum command c)
{
	struct notice_view *v = self(s);

	if (list_command(&v->list, c))
		return NEXT_STAY;
	if (c == CMD_PRINT)
		return print(v);
	if (c == CMD_ENTER && v->list.at < v->list.count)
		go(v, &v->notice.items[v->list.at]);
	return NEXT_BACK;
}

static enum next type(struct screen *s, const char *text)
{
	(void)text;
	app_say(s->app, STYLE_PLAIN, _("按 Enter 去补这一项，或按 F12 回到表上"));
	return NEXT_REFUSE;
}

static void close_notice(struct screen *s)
{
	notice_finish(&self(s)->notice);
	free(s);
}

static const struct screen_ops ops = {
	.keys = keys,
	.offers = offers,
	.size = box_size,
	.draw = draw,
	.text = type,
	.command = command,
	.close = close_notice,
};

struct screen *notice_screen(struct desk *desk, struct entry *e, struct screen *form, jump_fn *jump)
{
	struct notice_view *v = calloc(1, sizeof(*v));
	struct check_context ctx = desk_context(desk, true);
	struct err err = { 0 };

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	v->form = form;
	v->jump = jump;
	v->entry = e;
	if (notices_make(desk->store, &e->draft.record, &ctx, &v->notice, &err))
		snprintf(v->trouble, sizeof(v->trouble), "%s", err.msg);
	list_reset(&v->list, v->notice.count);
	return &v->base;
}
