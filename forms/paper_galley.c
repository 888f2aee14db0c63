#include "forms/paper_galley.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOP 14.0
#define THIN 0.2 /* lines, mm */
#define THICK 0.4
#define PAD_X 1.8 /* between a cell's border and its words */
#define PAD_Y 1.0
#define PAIR_LABEL 28.0
#define AGAIN_WIDTH 92.0 /* of the words on a further page, beside the number */
#define SIGN_HEIGHT 11.0
#define SIGN_TO 88.0      /* where the line to sign on ends, from the left */
#define SECTION_ROOM 28.0 /* what a heading wants under it, else it goes on to the next page */
#define TABLE_ROOM 18.0

static const struct page_style styles[GALLEY_STYLES] = {
	[GALLEY_BODY] = { .size = 10.5, .leading = 16 },
	[GALLEY_STRONG] = { .size = 10.5, .bold = true, .leading = 16 },
	[GALLEY_SMALL] = { .size = 9, .leading = 13.5 },
};
static const struct page_style title_style = { .size = 20, .bold = true, .align = PAGE_CENTRE };
static const struct page_style institution_style = { .size = 12, .align = PAGE_CENTRE };
static const struct page_style section_style = { .size = 11.5, .bold = true };
static const struct page_style cell_style = { .size = 10, .leading = 14 };
static const struct page_style again_style = { .size = 9 };

/* ---- texts that are kept ---- */

struct galley_note {
	struct galley_note *next;
	char text[];
};

static char *note_add(struct galley *g, size_t size)
{
	struct galley_note *n = malloc(sizeof(*n) + size);

	if (!n) {
		g->failed = true;
		return NULL;
	}
	n->next = g->notes;
	g->notes = n;
	return n->text;
}

const char *galley_words(struct galley *g, const char *fmt, ...)
{
	va_list ap, again;
	char *text;
	int len;

	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, ap);
	text = len < 0 ? NULL : note_add(g, (size_t)len + 1);
	if (text)
		vsnprintf(text, (size_t)len + 1, fmt, again);
	va_end(again);
	va_end(ap);
	return text ? text : "";
}

/* The first bytes of a text. */
static const char *piece_of(struct galley *g, const char *text, size_t len)
{
	char *piece = note_add(g, len + 1);

	if (!piece)
		return "";
	memcpy(piece, text, len);
	piece[len] = '\0';
	return piece;
}

/* ---- pages ---- */

static void draw_table_heading(struct galley *g);

static const char *number_of(struct galley *g)
{
	const struct paper_facts *f = g->facts;

	if (f->filing_no && *f->filing_no)
		return galley_words(g, _("备案号 %s"), f->filing_no);
	if (f->no && *f->no)
		return galley_words(g, _("受理号 %s"), f->no);
	return f->day ? f->day : "";
}

/* What a further page is of, and whose. */
static const char *again_words(struct galley *g)
{
	const struct filing *f = g->facts->filing;
	const char *words = galley_words(g, _("%s（续）　%s"), g->title,
					 f ? filing_get(f, FIELD_PSN_NAME) : "");

	return g->warning ? galley_words(g, _("%s　%s"), words, g->warning) : words;
}

static void draw_again(struct galley *g)
{
	struct page_style right = again_style;

	right.align = PAGE_RIGHT;
	page_text(g->page, GALLEY_LEFT, TOP, GALLEY_WIDTH, number_of(g), &right);
	g->y = TOP +
	       page_text(g->page, GALLEY_LEFT, TOP, AGAIN_WIDTH, again_words(g), &again_style);
	page_line(g->page, GALLEY_LEFT, g->y + 0.5, GALLEY_LEFT + GALLEY_WIDTH, g->y + 0.5, THIN);
	g->y += 4;
	g->top = g->y;
}

static void next_page(struct galley *g)
{
	page_break(g->page);
	draw_again(g);
	if (g->columns)
		draw_table_heading(g);
	g->top = g->y;
}

static double room_left(const struct galley *g)
{
	return GALLEY_BOTTOM - g->y;
}

/* On a page with nothing but its headings there is no more room to be had. */
void galley_need(struct galley *g, double height)
{
	if (height > room_left(g) && g->y > g->top)
		next_page(g);
}

void galley_space(struct galley *g, double height)
{
	if (g->y > g->top)
		g->y += height;
}

/* ---- words ---- */

/* Blanks and line ends at which a text was parted are not carried over. */
static const char *rest_of(const char *text, size_t len)
{
	text += len;
	return text + strspn(text, " \n");
}

static void put_text(struct galley *g, const char *text, const struct page_style *style)
{
	while (*text) {
		size_t fit = page_text_fit(g->page, GALLEY_WIDTH, room_left(g), text, style);

		if (fit == 0 && g->y > g->top) {
			next_page(g);
			continue;
		}
		if (fit == 0)
			fit = strlen(text);
		g->y += page_text(g->page, GALLEY_LEFT, g->y, GALLEY_WIDTH, piece_of(g, text, fit),
				  style);
		text = rest_of(text, fit);
		if (*text)
			next_page(g);
	}
}

void galley_text(struct galley *g, const char *text, enum galley_style style)
{
	put_text(g, text, &styles[style]);
	g->y += 1.0;
}

void galley_section(struct galley *g, const char *words)
{
	galley_space(g, 3);
	galley_need(g, SECTION_ROOM);
	put_text(g, words, &section_style);
	g->y += 1.0;
}

/* ---- tables ---- */

struct cell_row {
	const struct galley_column *columns;
	size_t count;
	const struct page_style *style;
};

static double cell_width(const struct galley_column *c)
{
	return c->width - 2 * PAD_X;
}

static double row_height(struct galley *g, const struct cell_row *r, const char *const *cells)
{
	double most = styles[GALLEY_SMALL].leading * 25.4 / 72;

	for (size_t i = 0; i < r->count; i++) {
		double height = page_text_height(g->page, cell_width(&r->columns[i]),
						 cells[i] ? cells[i] : "", r->style);

		most = height > most ? height : most;
	}
	return most + 2 * PAD_Y;
}

static void draw_cell(struct galley *g, const struct galley_column *c, double x, double height,
		      const char *text, const struct page_style *base)
{
	struct page_style style = *base;
	double words;

	page_box(g->page, x, g->y, c->width, height, THIN);
	if (!text || !*text)
		return;
	style.align = c->align;
	words = page_text_height(g->page, cell_width(c), text, &style);
	page_text(g->page, x + PAD_X, g->y + (height - words) / 2, cell_width(c), text, &style);
}

static void draw_row(struct galley *g, const struct cell_row *r, const char *const *cells)
{
	double x = GALLEY_LEFT, height = row_height(g, r, cells);

	for (size_t i = 0; i < r->count; i++) {
		draw_cell(g, &r->columns[i], x, height, cells[i], r->style);
		x += r->columns[i].width;
	}
	g->y += height;
}

/* What of each cell the rest of the page holds goes to `part`, and cells[i] to what is left of it. False: not one line fits. */
static bool part_row(struct galley *g, const struct cell_row *r, const char **cells,
		     const char **part)
{
	double height = room_left(g) - 2 * PAD_Y;
	bool some = false;

	for (size_t i = 0; i < r->count; i++) {
		const char *text = cells[i] ? cells[i] : "";
		size_t fit = height <= 0 ? 0
					 : page_text_fit(g->page, cell_width(&r->columns[i]),
							 height, text, r->style);

		some = some || fit > 0;
		part[i] = piece_of(g, text, fit);
		cells[i] = rest_of(text, fit);
	}
	return some;
}

static bool any_left(const struct cell_row *r, const char *const *cells)
{
	for (size_t i = 0; i < r->count; i++)
		if (cells[i] && *cells[i])
			return true;
	return false;
}

/* A row that no page holds whole is parted, wherever it begins; any other goes on to a page that does. */
static void put_row(struct galley *g, const struct cell_row *r, const char *const *cells)
{
	const char *left[GALLEY_COLUMNS_MOST], *part[GALLEY_COLUMNS_MOST];
	double height = row_height(g, r, cells);

	if (height <= GALLEY_BOTTOM - g->top)
		galley_need(g, height);
	if (height <= room_left(g)) {
		draw_row(g, r, cells);
		return;
	}
	memcpy(left, cells, r->count * sizeof(*left));
	while (!g->failed && any_left(r, left)) {
		if (part_row(g, r, left, part))
			draw_row(g, r, part);
		if (any_left(r, left))
			next_page(g);
	}
}

static void draw_table_heading(struct galley *g)
{
	struct galley_column columns[GALLEY_COLUMNS_MOST];
	const char *labels[GALLEY_COLUMNS_MOST];
	struct page_style style = cell_style;
	const struct cell_row row = { columns, g->columns_count, &style };

	style.bold = true;
	for (size_t i = 0; i < g->columns_count; i++) {
		columns[i] = g->columns[i];
		columns[i].align = PAGE_CENTRE;
		labels[i] = g->columns[i].label ? _(g->columns[i].label) : "";
	}
	draw_row(g, &row, labels);
}

void galley_table(struct galley *g, const struct galley_column *columns, size_t count)
{
	galley_need(g, TABLE_ROOM);
	g->columns = columns;
	g->columns_count = count;
	draw_table_heading(g);
}

void galley_row(struct galley *g, const char *const *cells)
{
	const struct cell_row row = { g->columns, g->columns_count, &cell_style };

	put_row(g, &row, cells);
}

void galley_table_end(struct galley *g)
{
	g->columns = NULL;
	galley_space(g, 2.5);
}

static void put_wide(struct galley *g, const struct galley_pair *pair)
{
	static const struct galley_column columns[] = {
		{ NULL, PAIR_LABEL, PAGE_CENTRE },
		{ NULL, GALLEY_WIDTH - PAIR_LABEL, PAGE_LEFT },
	};
	static const struct cell_row row = { columns, ARRAY_SIZE(columns), &cell_style };
	const char *const cells[] = { pair->label, pair->value };

	put_row(g, &row, cells);
}

static void put_two(struct galley *g, const struct galley_pair *a, const struct galley_pair *b)
{
	static const struct galley_column columns[] = {
		{ NULL, PAIR_LABEL, PAGE_CENTRE },
		{ NULL, GALLEY_WIDTH / 2 - PAIR_LABEL, PAGE_LEFT },
		{ NULL, PAIR_LABEL, PAGE_CENTRE },
		{ NULL, GALLEY_WIDTH / 2 - PAIR_LABEL, PAGE_LEFT },
	};
	static const struct cell_row row = { columns, ARRAY_SIZE(columns), &cell_style };
	const char *const cells[] = { a->label, a->value, b->label, b->value };

	put_row(g, &row, cells);
}

void galley_pairs(struct galley *g, const struct galley_pair *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool two = !pairs[i].wide && i + 1 < count && !pairs[i + 1].wide;

		if (two)
			put_two(g, &pairs[i], &pairs[i + 1]);
		else
			put_wide(g, &pairs[i]);
		i += two;
	}
	galley_space(g, 2.5);
}

void galley_box(struct galley *g, const char *text)
{
	static const struct galley_column column = { NULL, GALLEY_WIDTH, PAGE_LEFT };
	static const struct cell_row row = { &column, 1, &styles[GALLEY_STRONG] };

	put_row(g, &row, &text);
	galley_space(g, 2.5);
}

/* ---- signatures ---- */

/* A long label takes the line's beginning with it. */
static void draw_sign(struct galley *g, const char *label)
{
	const struct page_style *style = &styles[GALLEY_BODY];
	const char *date = _("日期：　　　　年　　　月　　　日");
	double line = g->y + SIGN_HEIGHT - 2, words = line - style->leading * 25.4 / 72 + 0.8;
	double from = GALLEY_LEFT + page_text_width(g->page, label, style) + 1;
	double right = page_text_width(g->page, date, style) + 1;

	page_text(g->page, GALLEY_LEFT, words, GALLEY_WIDTH, label, style);
	page_line(g->page, from, line, GALLEY_LEFT + SIGN_TO, line, THIN);
	page_text(g->page, GALLEY_LEFT + GALLEY_WIDTH - right, words, right, date, style);
	g->y += SIGN_HEIGHT;
}

void galley_signs(struct galley *g, const char *const *labels, size_t count)
{
	galley_space(g, 3);
	galley_need(g, (double)count * SIGN_HEIGHT);
	for (size_t i = 0; i < count; i++)
		draw_sign(g, labels[i]);
}

/* ---- the sheet ---- */

void galley_begin(struct galley *g, struct page *p, const struct paper_facts *f, enum paper kind)
{
	*g = (struct galley) { .page = p, .facts = f, .title = _(paper_title(kind)), .y = TOP };
	if (f->institution && *f->institution)
		g->y += page_text(p, GALLEY_LEFT, g->y, GALLEY_WIDTH, f->institution,
				  &institution_style);
	g->y += 1 + page_text(p, GALLEY_LEFT, g->y + 1, GALLEY_WIDTH, g->title, &title_style);
	g->y += 3;
	page_line(p, GALLEY_LEFT, g->y, GALLEY_LEFT + GALLEY_WIDTH, g->y, THICK);
	g->y += 3;
	g->top = g->y;
}

int galley_end(struct galley *g, struct err *err)
{
	while (g->notes) {
		struct galley_note *next = g->notes->next;

		free(g->notes);
		g->notes = next;
	}
	return g->failed ? err_set(err, ERR_MEMORY, "%s", _("内存不足，未能排出这份单据")) : 0;
}
