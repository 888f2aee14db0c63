/* The work list as it is drawn. */
#include "tui/screens/work.h"

#include <stdio.h>
#include <string.h>

#include "forms/text.h"
#include "tui/width.h"

/* The columns in cells at 80 columns, their gap included. Name and disease share what a wider terminal gives. */
enum {
	MARK_CELLS = 4,
	NAME_CELLS = 12,
	SEX_CELLS = 3,
	AGE_CELLS = 4,
	CERTNO_CELLS = 19,
	SINCE_CELLS = 12,
	READ_CELLS = 5
};

static int draw_cell(WINDOW *win, int y, int x, int cells, const char *text, enum style style)
{
	draw_text(win, y, x, cells - 1, text, style);
	return x + cells;
}

static void draw_item(WINDOW *win, int y, const struct work_item *item, bool is_current)
{
	const struct filing_brief *b = &item->row.brief;
	const char *sex = field_choice_label(FIELD_GEND, b->gend);
	enum style style = is_current ? STYLE_FOCUS : STYLE_PLAIN;
	int fixed =
		MARK_CELLS + SEX_CELLS + AGE_CELLS + CERTNO_CELLS + SINCE_CELLS + READ_CELLS + 1;
	int name = NAME_CELLS + (getmaxx(win) - 80) / 3, disease = getmaxx(win) - fixed - name;
	char certno[sizeof(b->certno) * 4 + 1], since[32] = "";
	int x = 1;

	text_mask_certno(b->certno, certno, sizeof(certno));
	if (strlen(item->row.since) >= 16)
		snprintf(since, sizeof(since), "%.11s", item->row.since + 5);
	draw_text(win, y, 0, getmaxx(win), "", style);
	x = draw_cell(win, y, x, MARK_CELLS, item->marked ? "[x]" : "[ ]", style);
	x = draw_cell(win, y, x, name, *b->psn_name ? b->psn_name : _("（无姓名）"), style);
	x = draw_cell(win, y, x, SEX_CELLS, sex ? _(sex) : "", style);
	x = draw_cell(win, y, x, AGE_CELLS, b->age, style);
	x = draw_cell(win, y, x, CERTNO_CELLS, certno, style);
	x = draw_cell(win, y, x, disease, b->opsp_dise_name, style);
	x = draw_cell(win, y, x, SINCE_CELLS, since, style);
	draw_cell(win, y, x, READ_CELLS, item->read == item->row.revision ? _("已看") : "", style);
}

static void draw_query(struct work *w, WINDOW *win)
{
	draw_text(win, 0, 1, 2, "/", STYLE_STRONG);
	draw_text(win, 0, 3, getmaxx(win) - 4, w->query.text, STYLE_STRONG);
	w->base.cursor_y = 0;
	w->base.cursor_x = 3 + text_cells_n(w->query.text, w->query.at);
}

void work_draw(struct screen *s, WINDOW *win)
{
	struct work *w = (struct work *)s;
	int y = 1;

	draw_rule(win, 0, 0, getmaxx(win));
	if (w->narrowing)
		draw_query(w, win);
	list_show(&w->list, getmaxy(win) - 1);
	if (w->list.count == 0)
		draw_text(win, 2, 3, getmaxx(win) - 4,
			  w->query.len ? _("没有找到；按 Esc 取消筛选") : _("没有等待办理的申请表"),
			  STYLE_DIM);
	for (size_t i = w->list.top; i < w->list.count && y < getmaxy(win); i++)
		draw_item(win, y++, &w->items[w->shown[i]], i == w->list.at);
}

void work_title(const struct screen *s, char *left, char *right, size_t size)
{
	const struct work *w = (const struct work *)s;

	snprintf(left, size, ngettext("%s   %zu 件", "%s   %zu 件", w->count),
		 _(state_label(w->state)), w->count);
	snprintf(right, size, "%s", _("等得最久的在最前"));
}

enum style work_status(const struct screen *s, char *buf, size_t size)
{
	const struct work *w = (const struct work *)s;
	size_t marked = work_marked(w);

	if (*w->trouble) {
		snprintf(buf, size, "%s", w->trouble);
		return STYLE_WARN;
	}
	if (marked)
		snprintf(buf, size,
			 ngettext("已标记 %zu 件；按 %s 输入一次口令，成批办理",
				  "已标记 %zu 件；按 %s 输入一次口令，成批办理", marked),
			 marked, key_def(work_command(w))->name);
	else if (w->list.at < w->list.count)
		snprintf(buf, size, "%s  %s  %s", w->items[w->shown[w->list.at]].row.brief.no,
			 w->items[w->shown[w->list.at]].row.brief.psn_name,
			 w->items[w->shown[w->list.at]].row.brief.opsp_dise_name);
	return STYLE_PLAIN;
}
