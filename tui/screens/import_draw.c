#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/text.h"
#include "tui/file_name.h"
#include "tui/line_edit.h"
#include "tui/screens/import.h"
#include "tui/width.h"

#define LINES_MOST 6
#define LEFT 3

/* A paragraph, wrapped; returns the line below. */
static int draw_wrapped(WINDOW *w, int y, const char *text, enum style style)
{
	int cells = getmaxx(w) - 2 * LEFT;
	size_t start[LINES_MOST + 1], n = text_wrap(text, cells, start, LINES_MOST);
	char line[1024];

	for (size_t i = 0; i < n && y < getmaxy(w); i++) {
		snprintf(line, sizeof(line), "%.*s", (int)(start[i + 1] - start[i]),
			 text + start[i]);
		draw_text(w, y++, LEFT, cells, line, style);
	}
	return y;
}

/* ---- imports of before ---- */

static void draw_import(const struct import_row *r, WINDOW *w, int y, bool current)
{
	int cols = getmaxx(w), name = cols - 60 > 20 ? cols - 60 : 20;
	char text[64];

	draw_text(w, y, LEFT, 16, r->merged_at, current ? STYLE_FOCUS : STYLE_PLAIN);
	draw_text(w, y, LEFT + 18, name - 1, r->name, STYLE_PLAIN);
	snprintf(text, sizeof(text), "%lld", (long long)r->rows);
	draw_right(w, y, LEFT + 18 + name, 9, text, STYLE_PLAIN);
	snprintf(text, sizeof(text), "%lld", (long long)r->skipped);
	draw_right(w, y, LEFT + 28 + name, 8, text, STYLE_DIM);
	snprintf(text, sizeof(text), "%lld", (long long)r->rejected);
	draw_right(w, y, LEFT + 37 + name, 8, text, r->rejected ? STYLE_WARN : STYLE_DIM);
	draw_text(w, y, LEFT + 47 + name, cols - LEFT - 47 - name, r->staff_name, STYLE_DIM);
}

static void draw_list(struct import_view *v, WINDOW *w, int y)
{
	int cols = getmaxx(w), name = cols - 60 > 20 ? cols - 60 : 20;

	if (v->list.count == 0) {
		draw_wrapped(w, y,
			     _("还没有导入过文件。按 F2 选一个，先试读，看过结果再决定导入。"),
			     STYLE_DIM);
		return;
	}
	draw_text(w, y, LEFT, 16, _("导入时间"), STYLE_DIM);
	draw_text(w, y, LEFT + 18, name - 1, _("文件名"), STYLE_DIM);
	draw_right(w, y, LEFT + 18 + name, 9, _("件数"), STYLE_DIM);
	draw_right(w, y, LEFT + 28 + name, 8, _("跳过"), STYLE_DIM);
	draw_right(w, y, LEFT + 37 + name, 8, _("剔除"), STYLE_DIM);
	draw_text(w, y, LEFT + 47 + name, cols - LEFT - 47 - name, _("导入人"), STYLE_DIM);
	list_show(&v->list, getmaxy(w) - y - 1);
	for (size_t i = v->list.top; i < v->list.count && ++y < getmaxy(w); i++)
		draw_import(&v->rows[i], w, y, i == v->list.at);
}

static void draw_idle(struct import_view *v, WINDOW *w)
{
	int y = draw_wrapped(w, 2,
			     _("把以往的台账（CSV、XLSX）读进来，供查询；它没有在本台签署，处处标明"
			       "“历史导入”。"),
			     STYLE_PLAIN);

	draw_list(v, w, y + 1);
}

/* ---- the encoding ---- */

static void draw_encodings(const struct import_view *v, WINDOW *w)
{
	char text[1200];
	int y;

	snprintf(text, sizeof(text),
		 _("看不准“%s”是哪一种编码。下面是各种编码读出的前几行，请选读得通的一种："),
		 v->shown);
	y = draw_wrapped(w, 2, text, STYLE_PLAIN) + 1;
	for (size_t i = 0; i < PREVIEW_ENCODINGS; i++) {
		const struct import_preview *p = &v->previews[i];

		snprintf(text, sizeof(text), "%zu  %s%s", i + 1, encoding_name(p->encoding),
			 p->possible ? "" : _("（读不通）"));
		draw_text(w, y++, LEFT, getmaxx(w) - 2 * LEFT, text,
			  p->possible ? STYLE_STRONG : STYLE_DIM);
		for (size_t k = 0; p->possible && k < PREVIEW_ROWS && *p->rows[k]; k++)
			draw_text(w, y++, LEFT + 3, getmaxx(w) - 2 * LEFT - 3, p->rows[k],
				  STYLE_PLAIN);
		y++;
	}
}

/* ---- what it came to ---- */

static int draw_rejects_file(WINDOW *w, int y, const char *path)
{
	char *shown = file_name_shown(path), text[1600];

	snprintf(text, sizeof(text), _("剔除的行在“%s”；改好后把它再导入一次"),
		 shown ? shown : "?");
	free(shown);
	return draw_wrapped(w, y, text, STYLE_PLAIN);
}

static int draw_counts(const struct import_view *v, WINDOW *w, int y)
{
	const struct import_result *r = v->result;
	bool tried = v->stage == IMPORT_TRIED;
	char text[1600];

	snprintf(text, sizeof(text), "%s   %s", v->shown,
		 r->facts.kind == TABLE_XLSX ? "XLSX" : encoding_name(r->facts.encoding));
	y = draw_wrapped(w, y, text, STYLE_STRONG);
	snprintf(text, sizeof(text),
		 tried ? _("可导入 %llu 件，库中已有 %llu 件，剔除 %llu 行")
		       : _("已导入 %llu 件，跳过 %llu 件，剔除 %llu 行"),
		 (unsigned long long)r->rows, (unsigned long long)r->skipped,
		 (unsigned long long)r->rejected);
	y = draw_wrapped(w, y, text, r->rejected ? STYLE_WARN : STYLE_STRONG);
	if (*r->before) {
		snprintf(text, sizeof(text), _("这个文件在 %s 已经导入过"), r->before);
		y = draw_wrapped(w, y, text, STYLE_PLAIN);
	}
	if (*r->unknown) {
		snprintf(text, sizeof(text), _("不认识而没有导入的列：%s"), r->unknown);
		y = draw_wrapped(w, y, text, STYLE_PLAIN);
	}
	if (r->private_use) {
		snprintf(text, sizeof(text), _("自造字 %llu 个，原样保留，请核对字形"),
			 (unsigned long long)r->private_use);
		y = draw_wrapped(w, y, text, STYLE_PLAIN);
	}
	if (*r->rejects && !tried) {
		y = draw_rejects_file(w, y, r->rejects);
	}
	return y;
}

static void draw_rejects(const struct import_view *v, WINDOW *w, int y)
{
	const struct import_result *r = v->result;
	char text[700];

	for (size_t i = v->top; i < r->shown && y < getmaxy(w); i++) {
		/* What is wrong with a whole row of a CSV file names its line itself. */
		if (*r->first[i].column || r->facts.kind == TABLE_XLSX)
			snprintf(text, sizeof(text), _("第 %llu 行 %s：%s"),
				 (unsigned long long)r->first[i].line, r->first[i].column,
				 r->first[i].reason);
		else
			text_copy(text, sizeof(text), r->first[i].reason);
		y = draw_wrapped(w, y, text, STYLE_PLAIN);
	}
	if (r->rejected > r->shown && y < getmaxy(w))
		draw_wrapped(w, y, _("……其余的只计数"), STYLE_DIM);
}

void import_draw(struct screen *s, WINDOW *w)
{
	struct import_view *v = (struct import_view *)s;

	draw_rule(w, 0, 0, getmaxx(w));
	s->cursor_y = s->cursor_x = -1;
	switch (v->stage) {
	case IMPORT_IDLE:
		draw_idle(v, w);
		break;
	case IMPORT_ENCODING:
		draw_encodings(v, w);
		break;
	case IMPORT_TRIED:
	case IMPORT_DONE:
		draw_rejects(v, w, draw_counts(v, w, 2) + 1);
		break;
	}
}
