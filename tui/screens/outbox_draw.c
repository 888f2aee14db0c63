/* The outbox screen's picture: the lists over what stands against the current row, whole. */
#include "tui/screens/outbox.h"

#include <stdio.h>
#include <string.h>

#include "tui/line_edit.h"
#include "tui/width.h"

enum { NO_CELLS = 15, INFNO_CELLS = 6, NAME_CELLS = 14, DISEASE_CELLS = 18, DETAIL_LINES = 7 };

static size_t count_lines(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

/* The last column: what matters in this list. */
static void short_words(const struct outbox_view *v, size_t i, char *out, size_t size)
{
	const struct outbox_row *r = &v->rows[i];
	char trouble[2600];
	size_t lacks = v->missing[i] ? count_lines(v->missing[i]) : 0;

	out[0] = '\0';
	switch (r->state) {
	case OUTBOX_UNSENT:
		if (lacks)
			snprintf(out, size, _("缺 %zu 项"), lacks);
		else
			snprintf(out, size, "%s", *r->infcode ? _("可重送") : _("可报送"));
		break;
	case OUTBOX_SENT:
		snprintf(out, size, "%.16s", r->sent_at);
		break;
	case OUTBOX_ANSWERED:
		snprintf(out, size, "%s", *r->serial ? r->serial : _("没有流水号"));
		break;
	case OUTBOX_REFUSED:
	case OUTBOX_SPARED:
		snprintf(out, size, "%s", outbox_trouble(r, trouble, sizeof(trouble)));
		break;
	case OUTBOX_COUNT:
		break;
	}
}

static int draw_cell(WINDOW *w, int y, int x, int cells, const char *text, enum style style)
{
	draw_text(w, y, x, cells - 1, text, style);
	return x + cells;
}

static void draw_row(const struct outbox_view *v, WINDOW *w, int y, size_t i)
{
	const struct outbox_row *r = &v->rows[i];
	enum style style = i == v->list.at ? STYLE_FOCUS : STYLE_PLAIN;
	int wide = getmaxx(w) > 100 ? 8 : 0, x = 1;
	char words[2600];

	short_words(v, i, words, sizeof(words));
	draw_text(w, y, 0, getmaxx(w), "", style);
	x = draw_cell(w, y, x, NO_CELLS, r->no, style);
	x = draw_cell(w, y, x, INFNO_CELLS, r->infno, style);
	x = draw_cell(w, y, x, NAME_CELLS + wide, r->psn_name, style);
	x = draw_cell(w, y, x, DISEASE_CELLS + wide, r->disease, style);
	draw_cell(w, y, x, getmaxx(w) - x, words, style);
}

static void draw_tabs(const struct outbox_view *v, WINDOW *w)
{
	int x = 1;

	for (int s = 0; s < OUTBOX_COUNT; s++) {
		char text[64];

		snprintf(text, sizeof(text), " %d %s %lld ", s + 1,
			 _(outbox_label((enum outbox_state)s)), (long long)v->counts[s]);
		draw_text(w, 0, x, text_cells(text), text,
			  s == (int)v->look ? STYLE_FOCUS : STYLE_PLAIN);
		x += text_cells(text) + 1;
	}
	draw_rule(w, 1, 0, getmaxx(w));
}

/* Where a row came from and went to. */
static void way_words(const struct outbox_row *r, char *out, size_t size)
{
	char trouble[2600];

	outbox_trouble(r, trouble, sizeof(trouble));
	if (r->state == OUTBOX_ANSWERED && !*r->msgid)
		snprintf(out, size, _("备案号 %s；%.16s 记为已在中心页面录入\n流水号 %s"),
			 r->filing_no, r->replied_at, *r->serial ? r->serial : _("没有"));
	else if (r->state == OUTBOX_SPARED)
		snprintf(out, size, _("备案号 %s；%s"), r->filing_no, trouble);
	else
		snprintf(out, size, _("备案号 %s；报文ID %s；%.16s 写入 %s\n%s%s\n%s"),
			 r->filing_no, r->msgid, r->sent_at, r->file,
			 *r->serial ? _("流水号 ") : "", r->serial, trouble);
}

/* Lines of a text, each wrapped; what has no room is said. */
static void draw_lines(WINDOW *w, int y, const char *text, enum style style)
{
	size_t start[DETAIL_LINES + 1];
	int cells = getmaxx(w) - 2;
	char line[4096], part[4096];

	while (*text && y < getmaxy(w)) {
		size_t len = strcspn(text, "\n"), n;

		snprintf(line, sizeof(line), "%.*s", (int)len, text);
		n = len ? text_wrap(line, cells, start, DETAIL_LINES) : 0;
		for (size_t i = 0; i < n && y < getmaxy(w); i++) {
			snprintf(part, sizeof(part), "%.*s", (int)(start[i + 1] - start[i]),
				 line + start[i]);
			draw_text(w, y++, 1, cells, part, style);
		}
		text += len + (text[len] == '\n');
	}
	if (*text)
		draw_text(w, getmaxy(w) - 1, 1, cells, _("还有，窗口放大后可见；或打开申请表看"),
			  STYLE_DIM);
}

static void draw_details(const struct outbox_view *v, WINDOW *w, int y)
{
	const struct outbox_row *r = outbox_current(v);
	char words[4096];

	draw_rule(w, y - 1, 0, getmaxx(w));
	if (v->result) {
		draw_lines(w, y, v->result, STYLE_STRONG);
		return;
	}
	if (!r)
		return;
	if (v->look == OUTBOX_UNSENT) {
		const char *lacks = v->missing[v->list.at] ? v->missing[v->list.at] : "";

		snprintf(words, sizeof(words), "%.3000s", lacks);
		draw_lines(w, y, *words ? words : _("齐全，可以报送；按 F2 写报送文件"),
			   *words ? STYLE_WARN : STYLE_PLAIN);
		return;
	}
	way_words(r, words, sizeof(words));
	draw_lines(w, y, words, r->state == OUTBOX_REFUSED ? STYLE_WARN : STYLE_PLAIN);
}

void outbox_draw(struct screen *s, WINDOW *w)
{
	struct outbox_view *v = (struct outbox_view *)s;
	int y = 2, end = getmaxy(w) - DETAIL_LINES - 1;

	draw_tabs(v, w);
	list_show(&v->list, end - y);
	for (size_t i = v->list.top; i < v->list.count && y < end; i++)
		draw_row(v, w, y++, i);
	draw_details(v, w, end + 1);
	s->cursor_y = 2 + (int)(v->list.at - v->list.top);
	s->cursor_x = 1;
}
