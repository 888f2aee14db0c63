/* The filings that came from other desks: which wait to be gone on with, and which were. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/text.h"
#include "tui/line_edit.h"
#include "tui/screens/bundles.h"
#include "tui/width.h"

#define ROWS_MOST 5000

struct received_list_view {
	struct screen base;
	struct received *all; /* of the switch */
	int all_count;
	const struct received **rows; /* that the line finds */
	struct list list;
	struct line_edit line;
	bool done_too; /* those that were gone on with are shown as well */
	char trouble[512];
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明收到的件") },
	{ CMD_ENTER, N_("打开"), N_("看对方签署的内容，核对每个签名，接着办理") },
	{ CMD_NEXT, N_("全部"), N_("在“未接办”和“全部”之间切换") },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_PAGE_DOWN, "", NULL },
	{ CMD_PAGE_UP, "", NULL },
	EDITING_KEYS,
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static const char *const help_text = N_(
	"这里是别的台送来的件，内容和签署都是对方的，本台不改也不重签。同一件又送来新的，只列最新"
	"的一次。\n"
	"可以按姓名、对方受理号、备案号、证件号后四位或台名查找。\n"
	"Enter 打开：看每次签署是否有效，再按 F2 接着办理：本台登记一份新的申请表，"
	"内容和材料照抄过来，以后由本台的人提交、认定（或采认）、用印、备案。一件只接办一次。");

static struct received_list_view *self(struct screen *s)
{
	return (struct received_list_view *)s;
}

/* ---- which ---- */

static bool is_tail(const char *text, const char *tail)
{
	size_t len = strlen(text), n = strlen(tail);

	return n >= 4 && len >= n && strcasecmp(text + len - n, tail) == 0;
}

static bool matches(const struct received *r, const char *query)
{
	return !*query || strstr(r->psn_name, query) || strstr(r->no, query) ||
	       strstr(r->filing_no, query) || strstr(r->peer_name, query) ||
	       is_tail(r->certno, query);
}

static void choose(struct received_list_view *v)
{
	size_t at = v->list.at, n = 0;

	for (int i = 0; i < v->all_count; i++)
		if (matches(&v->all[i], v->line.text))
			v->rows[n++] = &v->all[i];
	list_reset(&v->list, n);
	v->list.at = at < n ? at : 0;
}

static void read_rows(struct screen *s)
{
	struct received_list_view *v = self(s);
	struct err err = { 0 };

	v->all_count = received_list(s->desk->store, !v->done_too, v->all, ROWS_MOST, &err);
	v->trouble[0] = '\0';
	if (v->all_count < 0)
		snprintf(v->trouble, sizeof(v->trouble), "%s", err.msg);
	choose(v);
}

/* ---- keys ---- */

static enum next command(struct screen *s, enum command c)
{
	struct received_list_view *v = self(s);

	if (list_command(&v->list, c))
		return NEXT_STAY;
	switch ((int)c) {
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("收到的件"), _(help_text), keys));
		return NEXT_STAY;
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	case CMD_NEXT:
		v->done_too = !v->done_too;
		read_rows(s);
		return NEXT_STAY;
	case CMD_ENTER:
		if (v->list.at < v->list.count)
			app_push(s->app, received_view_screen(s->desk, v->rows[v->list.at]));
		return NEXT_STAY;
	case CMD_BACK:
		return NEXT_BACK;
	}
	if (line_edit_command(&v->line, c))
		choose(v);
	return NEXT_STAY;
}

static enum next type(struct screen *s, const char *text)
{
	struct received_list_view *v = self(s);

	if (!line_edit_insert(&v->line, text)) {
		app_say(s->app, STYLE_WARN, _("放不下这么多字，没有放入；请核对粘贴的内容"));
		return NEXT_REFUSE;
	}
	choose(v);
	return NEXT_STAY;
}

static const char *label(const struct screen *s, enum command c)
{
	return c == CMD_NEXT && ((const struct received_list_view *)s)->done_too ? N_("未接办")
										 : NULL;
}

/* ---- drawing ---- */

#define X 3
#define NAME_CELLS 14
#define CERTNO_CELLS 19
#define STATE_CELLS 9
#define HERE_CELLS 15
#define FIXED_CELLS (NAME_CELLS + CERTNO_CELLS + STATE_CELLS + HERE_CELLS)

static void draw_row(WINDOW *w, int y, const struct received *r, enum style style)
{
	int x = X, peer = getmaxx(w) - X - 1 - FIXED_CELLS;
	char certno[512];

	text_mask_certno(r->certno, certno, sizeof(certno));
	draw_text(w, y, 0, getmaxx(w), "", style);
	draw_text(w, y, x, NAME_CELLS - 1, r->psn_name, style);
	draw_text(w, y, x += NAME_CELLS, CERTNO_CELLS - 1, certno, style);
	draw_text(w, y, x += CERTNO_CELLS, STATE_CELLS - 1, _(state_label(r->state)), style);
	draw_text(w, y, x += STATE_CELLS, peer - 1, r->peer_name, style);
	draw_text(w, y, x + peer, HERE_CELLS, *r->filing_here ? r->filing_here : _("未接办"),
		  style);
}

static void draw_line(struct received_list_view *v, WINDOW *w)
{
	const char *words = _("查找：");
	int x = X + text_cells(words), cells = getmaxx(w) - x - 1;

	draw_text(w, 1, X, text_cells(words), words, STYLE_PLAIN);
	draw_text(w, 1, x, cells, v->line.text, STYLE_STRONG);
	v->base.cursor_y = 1;
	v->base.cursor_x = x + text_cells_n(v->line.text, v->line.at);
	if (v->base.cursor_x > getmaxx(w) - 1)
		v->base.cursor_x = getmaxx(w) - 1;
	draw_rule(w, 2, 0, getmaxx(w));
}

static void draw(struct screen *s, WINDOW *w)
{
	struct received_list_view *v = self(s);
	int y = 3;

	draw_rule(w, 0, 0, getmaxx(w));
	draw_line(v, w);
	list_show(&v->list, getmaxy(w) - y);
	if (!v->list.count)
		draw_text(w, y + 1, X, getmaxx(w) - 2 * X,
			  v->line.len   ? _("没有这样的件；请改一改所输入的字")
			  : v->done_too ? _("还没有收到别的台送来的件")
					: _("没有等着接办的件；按 Tab 看全部"),
			  STYLE_PLAIN);
	for (size_t i = v->list.top; i < v->list.count && y < getmaxy(w); i++, y++)
		draw_row(w, y, v->rows[i], i == v->list.at ? STYLE_FOCUS : STYLE_PLAIN);
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	const struct received_list_view *v = (const struct received_list_view *)s;

	snprintf(left, size, "%s   %s", _("收到的件"), v->done_too ? _("全部") : _("未接办"));
	desk_title_right(s->desk, right, size);
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct received_list_view *v = (const struct received_list_view *)s;

	if (*v->trouble) {
		snprintf(buf, size, "%s", v->trouble);
		return STYLE_WARN;
	}
	if (v->all_count == ROWS_MOST)
		snprintf(buf, size, _("只列出最新的 %d 件；可以输入姓名或受理号查找"), ROWS_MOST);
	else if (v->list.at < v->list.count)
		snprintf(buf, size, _("对方受理号 %s，第 %lld 版，%.16s 收下"),
			 v->rows[v->list.at]->no, (long long)v->rows[v->list.at]->version,
			 v->rows[v->list.at]->at);
	else
		snprintf(buf, size, "%s", _("可以输入姓名、对方受理号或证件号后四位查找"));
	return STYLE_PLAIN;
}

static void close_view(struct screen *s)
{
	free(self(s)->all);
	free(self(s)->rows);
	free(s);
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.label = label,
	.title = title,
	.status = status,
	.draw = draw,
	.text = type,
	.command = command,
	.resume = read_rows,
	.close = close_view,
};

struct screen *received_screen(struct desk *desk)
{
	struct received_list_view *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	v->all = calloc(ROWS_MOST, sizeof(*v->all));
	v->rows = calloc(ROWS_MOST, sizeof(const struct received *));
	if (!v->all || !v->rows) {
		close_view(&v->base);
		return NULL;
	}
	line_edit_set(&v->line, NULL);
	read_rows(&v->base);
	return &v->base;
}
