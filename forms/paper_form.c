/* The form on A4: the table of forms/layout.c, row by row.
 *
 * A row is as high as its fullest cell; what is left of the page goes to the row that the layout names. A long row that does
 * not fit goes on to the next page under the same label. A printed form (套打) has the rows of a blank one, so its rows never
 * grow: what does not fit is refused. */
#include "forms/paper_form_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THIN 0.2
#define THICK 0.5
#define ROWS_MOST 24
#define CELLS_MOST 64
/* Of its height that a row keeps where a page would begin for a few lines: a signature still has its 12 mm. */
#define PRESSED 0.8
/* Where less than this is left of a page, a long row begins on the next. */
#define SPLIT_LEAST 35.0

static const struct page_style label_style = { .size = FORM_SIZE, .align = PAGE_CENTRE };

struct sheet {
	struct page *p;
	const struct paper_facts *f;
	const struct layout *layout;
	bool values_only;
	struct flow flows[CELLS_MOST], strip;
	double heights[ROWS_MOST];
	double y, top, bottom; /* where the next row begins; the table on this page */
};

/* ---- measuring ---- */

static double left_of(const struct layout_cell *c)
{
	return FORM_LEFT + c->left * FORM_UNIT;
}

static double width_of(const struct layout_cell *c)
{
	return (c->right - c->left) * FORM_UNIT;
}

/* Room for a seal stays free at the right of what an act fills. */
static double text_width(const struct layout_cell *c)
{
	double free = c->kind == CELL_ACT ? 46 : c->kind == CELL_MARK ? 46 : 0;

	return width_of(c) - 2 * FORM_PAD - free;
}

static double foot_height(const struct sheet *s, const struct layout_cell *c)
{
	return form_foot(s->p, s->f, c, 0, 0, s->values_only, false);
}

static double flow_needs(const struct sheet *s, size_t i)
{
	const struct layout_cell *c = &s->layout->cells[i];

	if (c->kind == CELL_BOXES)
		return form_boxes(s->p, s->f, c, 0, 0, text_width(c), s->values_only, false);
	if (c->kind == CELL_LABEL)
		return page_text_height(s->p, width_of(c) - FORM_PAD, _(c->words), &label_style);
	return flow_height(s->p, &s->flows[i], text_width(c));
}

static double cell_needs(const struct sheet *s, size_t i)
{
	return flow_needs(s, i) + 2 * FORM_PAD + foot_height(s, &s->layout->cells[i]);
}

static double row_needs(const struct sheet *s, int row)
{
	double needs = 0;

	for (size_t i = 0; i < s->layout->count; i++)
		if (s->layout->cells[i].row == row)
			needs = fmax(needs, cell_needs(s, i));
	return needs;
}

static double sum_heights(const struct sheet *s)
{
	double sum = 0;

	for (int r = 0; r < s->layout->rows; r++)
		sum += s->heights[r];
	return sum;
}

/* Every row with at least this part of the layout's height. Returns what is left of the first page. */
static double fit_rows(struct sheet *s, double part)
{
	for (int r = 0; r < s->layout->rows; r++)
		s->heights[r] = fmax(s->layout->heights[r] * part, row_needs(s, r));
	return s->bottom - s->y - sum_heights(s);
}

/* Rows as high as they must be; the rest of the first page to the row that stretches. Lower rows where that saves a page. */
static void measure_rows(struct sheet *s)
{
	double spare = fit_rows(s, 1);

	if (spare < 0 && (spare = fit_rows(s, PRESSED)) < 0)
		spare = fit_rows(s, 1);
	if (spare > 0)
		s->heights[s->layout->stretch] += spare;
}

/* The rows of the form that was printed before: a blank one's. */
static void measure_blank_rows(struct sheet *s)
{
	static const struct paper_facts none = { 0 };
	struct sheet *blank = calloc(1, sizeof(*blank));

	if (!blank) {
		s->strip.no_memory = true;
		return;
	}
	*blank = (struct sheet) {
		.p = s->p, .f = &none, .layout = s->layout, .y = s->y, .bottom = s->bottom
	};
	measure_rows(blank);
	memcpy(s->heights, blank->heights, sizeof(s->heights));
	free(blank);
}

/* The label of the row, which is its first cell. */
static const char *row_label(const struct sheet *s, int row)
{
	for (size_t i = 0; i < s->layout->count; i++)
		if (s->layout->cells[i].row == row && s->layout->cells[i].kind == CELL_LABEL)
			return _(s->layout->cells[i].words);
	return "";
}

static void fill_cell(struct sheet *s, size_t i, bool agent)
{
	flow_finish(&s->flows[i]);
	paper_form_fill(s->f, &s->layout->cells[i], agent, &s->flows[i]);
}

/* The annex has no cell for an agent: one that does not fit beside the signature stays off a printed form, and that is told. */
static void leave_agent(struct sheet *s, bool *out_left)
{
	for (size_t i = 0; i < s->layout->count; i++) {
		const struct layout_cell *c = &s->layout->cells[i];

		if (c->kind != CELL_MARK || !filing_has_agent(s->f->filing) ||
		    cell_needs(s, i) <= s->heights[c->row] + 0.01)
			continue;
		fill_cell(s, i, false);
		if (out_left)
			*out_left = true;
	}
}

static int check_fits(const struct sheet *s, struct err *err)
{
	char label[64];

	for (int r = 0; s->values_only && r < s->layout->rows; r++) {
		if (row_needs(s, r) <= s->heights[r] + 0.01)
			continue;
		snprintf(label, sizeof(label), "%s", row_label(s, r));
		label[strcspn(label, "\n")] = '\0';
		return err_set(err, ERR_INPUT,
			       _("“%s”一行的内容在印好的表上放不下，不能套打；请打印完整的表"),
			       label);
	}
	return 0;
}

/* ---- drawing ---- */

static void draw_label(const struct sheet *s, const struct layout_cell *c, double height,
		       bool again)
{
	double width = width_of(c) - FORM_PAD, needs;
	char words[256];

	snprintf(words, sizeof(words), "%s%s", _(c->words), again ? _("\n（续）") : "");
	needs = page_text_height(s->p, width, words, &label_style);
	page_text(s->p, left_of(c) + FORM_PAD / 2, s->y + (height - needs) / 2, width, words,
		  &label_style);
}

/* Texts of several lines begin at the top, where there is a foot or room for ink below them; short values stand in the middle. */
static bool begins_at_top(const struct layout_cell *c)
{
	return c->kind == CELL_STATE || c->kind == CELL_ACT ||
	       (c->kind == CELL_TEXT && fields[c->field].flags & FIELD_LONG);
}

static void draw_values(struct sheet *s, size_t i, double height, double foot)
{
	const struct layout_cell *c = &s->layout->cells[i];
	double width = text_width(c), room = height - foot - 2 * FORM_PAD;
	double needs = flow_needs(s, i), y = s->y + FORM_PAD;
	double x = left_of(c) + width_of(c) - FORM_PAD - width;

	if (c->kind != CELL_MARK)
		x = left_of(c) + FORM_PAD;
	if (!begins_at_top(c))
		y += fmax(0, (room - needs) / 2);
	if (c->kind == CELL_BOXES)
		form_boxes(s->p, s->f, c, x, y, width, s->values_only, true);
	else
		flow_draw(s->p, &s->flows[i], x, y, width,
			  s->values_only ? PAGE_HEIGHT : room + 0.01);
}

static void draw_cell(struct sheet *s, size_t i, double height, bool again, bool last)
{
	const struct layout_cell *c = &s->layout->cells[i];
	double foot = last ? foot_height(s, c) : 0;

	if (!s->values_only)
		page_box(s->p, left_of(c), s->y, width_of(c), height, THIN);
	if (c->kind == CELL_LABEL) {
		if (!s->values_only)
			draw_label(s, c, height, again);
		return;
	}
	draw_values(s, i, height, foot);
	if (last)
		form_foot(s->p, s->f, c, left_of(c) + width_of(c) - FORM_PAD,
			  s->y + height - FORM_PAD, s->values_only, true);
}

/* `last`: the row ends here, with its foot lines. */
static void draw_row(struct sheet *s, int row, double height, bool again, bool last)
{
	for (size_t i = 0; i < s->layout->count; i++)
		if (s->layout->cells[i].row == row)
			draw_cell(s, i, height, again, last);
	s->y += height;
}

/* ---- pages ---- */

static void end_page(const struct sheet *s)
{
	if (!s->values_only)
		page_box(s->p, FORM_LEFT, s->top, FORM_WIDTH, s->y - s->top, THICK);
}

static void next_page(struct sheet *s)
{
	end_page(s);
	page_break(s->p);
	s->top = s->y = form_head(s->p, s->f, false);
	s->bottom = PAGE_FOOT - FORM_GAP;
}

/* Only what may be long is parted; where a seal is put stays in one piece. */
static bool may_split(const struct sheet *s, int row)
{
	for (size_t i = 0; i < s->layout->count; i++) {
		const struct layout_cell *c = &s->layout->cells[i];

		if (c->row == row && c->kind != CELL_ACT && begins_at_top(c))
			return true;
	}
	return false;
}

static void draw_long_row(struct sheet *s, int row)
{
	double needs = s->heights[row];
	bool again = false;

	while (needs > s->bottom - s->y) {
		double room = s->bottom - s->y;

		if (s->y > s->top && (room < SPLIT_LEAST || !may_split(s, row))) {
			next_page(s);
			continue;
		}
		/* Where only the foot does not fit, something that it signs goes with it. */
		draw_row(s, row, fmin(room, needs - SPLIT_LEAST), again, false);
		next_page(s);
		again = true;
		needs = fmax(row_needs(s, row), SPLIT_LEAST);
	}
	draw_row(s, row, needs, again, true);
}

static int draw_table(struct sheet *s, const struct paper_options *o, struct err *err)
{
	if (s->values_only) {
		measure_blank_rows(s);
		leave_agent(s, o->agent_left);
	} else {
		measure_rows(s);
	}
	if (check_fits(s, err) < 0)
		return -1;
	for (int r = 0; r < s->layout->rows; r++)
		draw_long_row(s, r);
	end_page(s);
	return 0;
}

/* The head and the strip of the first page; between them the table. */
static int draw_around(struct sheet *s, struct err *err)
{
	double strip = FORM_STRIP;

	if (s->f->filing) {
		form_fill_strip(s->f, &s->strip);
		strip = fmax(strip, form_strip_height(s->p, &s->strip, s->f));
	}
	s->top = s->y = form_head(s->p, s->f, true);
	s->bottom = PAGE_FOOT - FORM_GAP - strip - FORM_GAP;
	return form_strip(s->p, &s->strip, s->f, s->bottom + FORM_GAP, err);
}

static int draw_first(struct sheet *s, struct err *err)
{
	if (!s->values_only)
		return draw_around(s, err);
	s->top = s->y = form_blank_top();
	s->bottom = PAGE_FOOT - FORM_GAP - FORM_STRIP - FORM_GAP;
	return 0;
}

static int check_options(const struct paper_facts *f, const struct paper_options *o,
			 struct err *err)
{
	if (!o->values_only)
		return 0;
	if (!f->filing)
		return err_set(err, ERR_INPUT, "%s", _("套打要有一件登记；空白表请不用套打"));
	if (*part_text(f->ended) || *part_text(f->source) || part_is_over(f->state) ||
	    f->state == STATE_HISTORY)
		return err_set(err, ERR_INPUT, "%s",
			       _("已办结或导入的件不能套打；请打印完整的表，上面写明它的情况"));
	return 0;
}

/* Of a blank form only what belongs to the sheet. */
static struct paper_facts facts_shown(const struct paper_facts *f)
{
	if (f->filing)
		return *f;
	return (struct paper_facts) { .check = f->check, .training = f->training };
}

int paper_form(struct page *p, const struct paper_facts *facts, const struct paper_options *o,
	       struct err *err)
{
	const struct paper_facts shown = facts_shown(facts), *f = &shown;
	struct sheet s = {
		.p = p, .f = f, .layout = &layout_leshan, .values_only = o->values_only
	};
	bool no_memory = false;
	int rc = check_options(f, o, err);

	if (rc == 0) {
		for (size_t i = 0; i < s.layout->count; i++)
			fill_cell(&s, i, true);
		rc = draw_first(&s, err) < 0 ? -1 : draw_table(&s, o, err);
	}
	for (size_t i = 0; i < s.layout->count; i++) {
		no_memory = no_memory || s.flows[i].no_memory;
		flow_finish(&s.flows[i]);
	}
	no_memory = no_memory || s.strip.no_memory;
	flow_finish(&s.strip);
	return rc == 0 && no_memory ? err_set(err, ERR_MEMORY, "%s", _("内存不足")) : rc;
}
