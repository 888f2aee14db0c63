/* The list of sheets as it is painted. */
#include <stdio.h>
#include <string.h>

#include "tui/screens/print.h"
#include "tui/width.h"

static struct print_view *self(struct screen *s)
{
	return (struct print_view *)s;
}

static const struct print_view *self_const(const struct screen *s)
{
	return (const struct print_view *)s;
}

enum { NUMBER_CELLS = 3, LABEL_CELLS = 22, NTH_CELLS = 10, HEAD_LINES = 4 };

void print_size(const struct screen *s, int rows_of_terminal, int cols, int *out_rows,
		int *out_cols)
{
	int wanted = (int)self_const(s)->list.count + HEAD_LINES + 2;

	*out_rows = wanted < rows_of_terminal ? wanted : rows_of_terminal;
	*out_cols = cols < 100 ? cols - 2 : 98;
}

static void describe_way(const struct print_view *v, char *buf, size_t size)
{
	const struct printer *p = &v->printers[v->printer];

	if (*v->trouble)
		snprintf(buf, size, "%s", v->trouble);
	else if (*v->no_printer)
		snprintf(buf, size, "%s", v->no_printer);
	else
		snprintf(buf, size, _("送往打印机  %s"), p->name);
}

/* "上次 11-22 09:15 王敏 存为文件" */
static void describe_last(const struct print_view *v, const struct print_line *r, char *buf,
			  size_t size)
{
	const struct print_row *last = print_last(v, r);
	bool file = last && strcmp(last->way, PRINT_WAY_FILE) == 0;

	if (!print_is_counted(r))
		snprintf(buf, size, "%s", _("不计次"));
	else if (!last)
		snprintf(buf, size, "%s", _("没有打印过"));
	else
		snprintf(buf, size, _("上次 %.16s %s %s"), last->at, last->staff_name,
			 file ? _("存为文件") : last->way);
}

static void draw_row(const struct print_view *v, WINDOW *w, int y, size_t i)
{
	const struct print_line *r = v->shown[i];
	enum style style = i == v->list.at ? STYLE_FOCUS : STYLE_PLAIN;
	char number[8], nth[48] = "", last[512];
	int x = 2;

	snprintf(number, sizeof(number), "%zu", i + 1);
	if (print_is_counted(r))
		snprintf(nth, sizeof(nth), _("第 %lld 次"), print_next(v, r));
	describe_last(v, r, last, sizeof(last));
	draw_text(w, y, 1, getmaxx(w) - 2, "", style);
	draw_text(w, y, x, NUMBER_CELLS - 1, number, style);
	x += NUMBER_CELLS;
	draw_text(w, y, x, LABEL_CELLS - 1, print_label(r), style);
	x += LABEL_CELLS;
	draw_text(w, y, x, NTH_CELLS - 1, nth, style);
	x += NTH_CELLS;
	draw_text(w, y, x, getmaxx(w) - x - 2, last, style);
}

void print_draw(struct screen *s, WINDOW *w)
{
	struct print_view *v = self(s);
	int y = HEAD_LINES + 1;
	char way[512];

	draw_frame(w, _("打印"));
	describe_way(v, way, sizeof(way));
	draw_text(w, 1, 2, getmaxx(w) - 4, v->subject, STYLE_STRONG);
	draw_text(w, 2, 2, getmaxx(w) - 4, way,
		  *v->trouble || *v->no_printer ? STYLE_WARN : STYLE_PLAIN);
	draw_text(w, 4, 2 + NUMBER_CELLS, LABEL_CELLS - 1, _("单子"), STYLE_DIM);
	draw_text(w, 4, 2 + NUMBER_CELLS + LABEL_CELLS, NTH_CELLS - 1, _("将是"), STYLE_DIM);
	list_show(&v->list, getmaxy(w) - y - 1);
	for (size_t i = v->list.top; i < v->list.count && y < getmaxy(w) - 1; i++)
		draw_row(v, w, y++, i);
}
