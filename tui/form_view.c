#include "tui/form_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/line_edit.h"
#include "tui/width.h"

#define PAGE_ROWS_MAX 32

/* The page while it is drawn. */
struct page {
	struct form_view *view;
	int width;
	int border[PAGE_ROWS_MAX +
		   1]; /* the line of each row's upper border; the last one is the lower edge */
	struct cell_content *contents; /* one for each cell of the layout */
	unsigned char *arms;           /* lines x width: bits of enum arm */
	WINDOW *pad;
};

void cell_add(struct cell_content *c, enum style style, const char *text)
{
	if (c->count == CELL_LINES_MAX)
		return;
	c->style[c->count] = style;
	snprintf(c->line[c->count++], CELL_LINE_SIZE, "%s", text);
}

/* Where the insertion point stands: on the line that holds its offset; at a line's very end, if that is full, on the next. */
static void place_cursor(struct cell_content *c, const char *text, const size_t *start,
			 size_t lines, size_t first, size_t at, int cells)
{
	size_t i = lines - 1;

	while (i > 0 && at < start[i])
		i--;
	c->cursor_line = (int)(first + i);
	c->cursor_cell = text_cells_n(text + start[i], at - start[i]);
	if (c->cursor_cell >= cells)
		c->cursor_cell = cells - 1;
}

void cell_add_wrapped(struct cell_content *c, enum style style, const char *text, int cells,
		      const size_t *cursor)
{
	size_t start[CELL_LINES_MAX + 1], first = c->count;
	size_t lines = text_wrap(text, cells, start, CELL_LINES_MAX - first);
	char line[CELL_LINE_SIZE];

	for (size_t i = 0; i < lines; i++) {
		snprintf(line, sizeof(line), "%.*s", (int)(start[i + 1] - start[i]),
			 text + start[i]);
		cell_add(c, style, line);
	}
	if (cursor)
		place_cursor(c, text, start, lines, first, *cursor, cells);
}

/* ---- geometry ---- */

static int unit_column(int width, int unit)
{
	return unit * (width - 1) / LAYOUT_UNITS;
}

static int unit_x(const struct page *p, int unit)
{
	return unit_column(p->width, unit);
}

int form_view_cells(const struct form_view *v, const struct layout_cell *cell)
{
	return unit_column(v->width, cell->right) - unit_column(v->width, cell->left) - 3;
}

static int inner_cells(const struct page *p, const struct layout_cell *cell)
{
	return form_view_cells(p->view, cell);
}

static void fill_label(const struct layout_cell *cell, struct cell_content *out)
{
	const char *words = _(cell->words);

	while (*words) {
		size_t n = strcspn(words, "\n");
		char line[CELL_LINE_SIZE];

		snprintf(line, sizeof(line), "%.*s", (int)n, words);
		cell_add(out, STYLE_PLAIN, line);
		words += n + (words[n] == '\n');
	}
}

static void fill_contents(struct page *p, cell_fn *fill, const void *ctx)
{
	const struct layout *l = p->view->layout;

	for (size_t i = 0; i < l->count; i++) {
		struct cell_content *c = &p->contents[i];

		c->cursor_line = -1;
		if (l->cells[i].kind == CELL_LABEL)
			fill_label(&l->cells[i], c);
		else
			fill(ctx, &l->cells[i], inner_cells(p, &l->cells[i]), c);
	}
}

static int content_height(const struct cell_content *c)
{
	return (int)c->count + (*c->foot != '\0');
}

static void measure_rows(struct page *p)
{
	const struct layout *l = p->view->layout;
	int y = *p->view->title ? 1 : 0;

	for (int row = 0; row < l->rows; row++) {
		int height = l->lines[row];

		for (size_t i = 0; i < l->count; i++)
			if (l->cells[i].row == row && l->cells[i].rows == 1 &&
			    content_height(&p->contents[i]) > height)
				height = content_height(&p->contents[i]);
		p->border[row] = y;
		y += height + 1;
	}
	p->border[l->rows] = y;
	p->view->lines = y + 1;
}

/* ---- borders ---- */

static void add_arms(struct page *p, int y, int x, unsigned arms)
{
	p->arms[y * p->width + x] |= (unsigned char)arms;
}

static void outline(struct page *p, int top, int left, int bottom, int right)
{
	for (int x = left; x <= right; x++) {
		unsigned arms = (x > left ? ARM_LEFT : 0u) | (x < right ? ARM_RIGHT : 0u);

		add_arms(p, top, x, arms);
		add_arms(p, bottom, x, arms);
	}
	for (int y = top; y <= bottom; y++) {
		unsigned arms = (y > top ? ARM_UP : 0u) | (y < bottom ? ARM_DOWN : 0u);

		add_arms(p, y, left, arms);
		add_arms(p, y, right, arms);
	}
}

static void draw_borders(struct page *p)
{
	const struct layout *l = p->view->layout;

	for (size_t i = 0; i < l->count; i++) {
		const struct layout_cell *c = &l->cells[i];

		outline(p, p->border[c->row], unit_x(p, c->left), p->border[c->row + c->rows],
			unit_x(p, c->right));
	}
	for (int y = 0; y < p->view->lines; y++)
		for (int x = 0; x < p->width; x++)
			if (p->arms[y * p->width + x])
				mvwaddch(p->pad, y, x, draw_line_char(p->arms[y * p->width + x]));
}

/* ---- contents ---- */

static void draw_centred(struct page *p, int y, int x, int cells, const char *text)
{
	int used = text_cells(text);

	if (used > cells)
		used = cells;
	draw_text(p->pad, y, x + (cells - used) / 2, used, text, STYLE_PLAIN);
}

static void draw_label(struct page *p, const struct layout_cell *cell, const struct cell_content *c)
{
	int top = p->border[cell->row] + 1, height = p->border[cell->row + cell->rows] - top;
	int left = unit_x(p, cell->left) + 1, cells = unit_x(p, cell->right) - left;
	int y = top + (height - (int)c->count) / 2;

	for (size_t i = 0; i < c->count; i++)
		draw_centred(p, y + (int)i, left, cells, c->line[i]);
}

static void draw_field(struct page *p, const struct layout_cell *cell, const struct cell_content *c)
{
	int top = p->border[cell->row] + 1, bottom = p->border[cell->row + cell->rows] - 1;
	int left = unit_x(p, cell->left) + 2, cells = inner_cells(p, cell);

	for (size_t i = 0; i < c->count && top + (int)i <= bottom; i++)
		draw_text(p->pad, top + (int)i, left, cells, c->line[i],
			  c->focus ? STYLE_FOCUS : c->style[i]);
	if (c->count == 0 && c->focus)
		draw_text(p->pad, top, left, cells, "", STYLE_FOCUS);
	if (*c->foot)
		draw_right(p->pad, bottom, left, cells, c->foot, STYLE_PLAIN);
	if (c->mark)
		draw_text(p->pad, top, left + cells, 1, (const char[]) { c->mark, '\0' },
			  STYLE_WARN);
}

static void draw_contents(struct page *p)
{
	const struct layout *l = p->view->layout;

	for (size_t i = 0; i < l->count; i++) {
		if (l->cells[i].kind == CELL_LABEL)
			draw_label(p, &l->cells[i], &p->contents[i]);
		else
			draw_field(p, &l->cells[i], &p->contents[i]);
	}
	if (*p->view->title)
		draw_centred(p, 0, 0, p->width, p->view->title);
}

/* ---- the window on the page ---- */

static const struct layout_cell *focus_cell(const struct page *p, const struct cell_content **out)
{
	const struct layout *l = p->view->layout;

	for (size_t i = 0; i < l->count; i++) {
		if (p->contents[i].focus) {
			*out = &p->contents[i];
			return &l->cells[i];
		}
	}
	return NULL;
}

/* A cell higher than the window is scrolled to the line of its insertion point. */
static void show_line(int *scroll, int line, int rows)
{
	if (line >= *scroll + rows)
		*scroll = line - rows + 1;
	if (line < *scroll)
		*scroll = line;
}

/* Scroll as little as shows the whole focused cell with its borders; a page that fits is not scrolled. */
static void scroll_to_focus(struct page *p, int rows)
{
	const struct cell_content *c;
	const struct layout_cell *cell = focus_cell(p, &c);
	int *scroll = &p->view->scroll, last = p->view->lines - rows;

	if (cell) {
		int top = p->border[cell->row], bottom = p->border[cell->row + cell->rows];

		if (cell->row == 0)
			top = 0;
		if (bottom >= *scroll + rows)
			*scroll = bottom - rows + 1;
		if (top < *scroll)
			*scroll = top;
		show_line(scroll,
			  p->border[cell->row] + 1 + (c->cursor_line > 0 ? c->cursor_line : 0),
			  rows);
	}
	if (*scroll > last)
		*scroll = last;
	if (*scroll < 0)
		*scroll = 0;
}

static void find_cursor(const struct page *p, int *out_y, int *out_x)
{
	const struct cell_content *c;
	const struct layout_cell *cell = focus_cell(p, &c);

	*out_y = *out_x = -1;
	if (!cell || c->cursor_line < 0)
		return;
	*out_y = p->border[cell->row] + 1 + c->cursor_line - p->view->scroll;
	*out_x = unit_x(p, cell->left) + 2 + c->cursor_cell;
}

static void page_finish(struct page *p)
{
	free(p->contents);
	free(p->arms);
	if (p->pad)
		delwin(p->pad);
}

/* Lay out and paint the whole page on a pad. Returns 0, or -1 when memory is out. */
static int page_paint(struct page *p, cell_fn *fill, const void *ctx)
{
	p->contents = calloc(p->view->layout->count, sizeof(*p->contents));
	if (!p->contents)
		return -1;
	fill_contents(p, fill, ctx);
	measure_rows(p);
	p->arms = calloc((size_t)p->view->lines, (size_t)p->width);
	p->pad = newpad(p->view->lines, p->width);
	if (!p->arms || !p->pad)
		return -1;
	draw_contents(p);
	draw_borders(p);
	return 0;
}

void form_view_draw(struct form_view *v, WINDOW *w, cell_fn *fill, const void *ctx, int *out_y,
		    int *out_x)
{
	struct page p = { .view = v, .width = getmaxx(w) };
	int rows = getmaxy(w), shown;

	*out_y = *out_x = -1;
	v->width = p.width;
	if (page_paint(&p, fill, ctx) == 0) {
		scroll_to_focus(&p, rows);
		shown = v->lines - v->scroll < rows ? v->lines - v->scroll : rows;
		copywin(p.pad, w, v->scroll, 0, 0, 0, shown - 1, p.width - 1, FALSE);
		find_cursor(&p, out_y, out_x);
	}
	page_finish(&p);
}
