/* Findings: everything a check has to say; Enter jumps to the cell. */
#include <stdio.h>
#include <stdlib.h>

#include "forms/layout.h"
#include "tui/line_edit.h"
#include "tui/screens/list.h"
#include "tui/screens/screens.h"
#include "tui/width.h"

#define SENTENCE_LINES 8

struct findings_view {
	struct screen base;
	struct screen *form;
	jump_fn *jump;
	struct check_result result; /* with everything demanded that filing demands */
	struct list list;
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_ENTER, N_("到这一格"), N_("回到表上，光标停在出处") },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_PAGE_DOWN, NULL, NULL },
	{ CMD_PAGE_UP, NULL, NULL },
	{ CMD_CHECK, "", N_("回到表上") },
	{ CMD_BACK, NULL, NULL },
	{ CMD_NONE, NULL, NULL },
};

static const char *const level_labels[] = {
	[LEVEL_FIELD] = N_("有误"),
	[LEVEL_ACT]   = N_("待补"),
	[LEVEL_NOTE]  = N_("留意"),
};
// clang-format on

static struct findings_view *self(struct screen *s)
{
	return (struct findings_view *)s;
}

/* A finding as it is drawn: its sentence, on as many lines as it takes beside the column of levels. */
struct sentence {
	char text[1024];
	size_t start[SENTENCE_LINES + 1], lines;
};

static int level_cells(void)
{
	int most = 0;

	for (size_t i = 0; i < ARRAY_SIZE(level_labels); i++) {
		int cells = text_cells(_(level_labels[i]));

		most = cells > most ? cells : most;
	}
	return most;
}

/* Cells for sentences in a box of `cols`: less the borders, the level, and blanks around it. */
static int sentence_cells(int cols)
{
	return cols - level_cells() - 6;
}

static void lay_out(const struct findings_view *v, size_t i, int cols, struct sentence *out)
{
	finding_text(&v->result.findings.list[i], out->text, sizeof(out->text));
	out->lines = text_wrap(out->text, sentence_cells(cols), out->start, SENTENCE_LINES);
}

/* The lines that findings from .. to - 1 take. */
static int lines_of(const struct findings_view *v, size_t from, size_t to, int cols)
{
	struct sentence s;
	int lines = 0;

	for (; from < to; from++) {
		lay_out(v, from, cols, &s);
		lines += (int)s.lines;
	}
	return lines;
}

static void box_size(const struct screen *s, int rows, int cols, int *out_rows, int *out_cols)
{
	const struct findings_view *v = (const struct findings_view *)s;
	int wanted;

	*out_cols = cols < 110 ? cols : 110;
	wanted = lines_of(v, 0, v->list.count, *out_cols) + 2;
	*out_rows = wanted < 5 ? 5 : wanted > rows ? rows : wanted;
}

/* Returns the line below. */
static int draw_finding(const struct findings_view *v, WINDOW *w, int y, size_t i)
{
	enum finding_level level = finding_code_level(v->result.findings.list[i].code);
	enum style style = i == v->list.at        ? STYLE_FOCUS
			   : level == LEVEL_FIELD ? STYLE_WARN
						  : STYLE_PLAIN;
	int cols = getmaxx(w), beside = level_cells() + 4;
	struct sentence s;

	lay_out(v, i, cols, &s);
	for (size_t l = 0; l < s.lines && y < getmaxy(w) - 1; l++, y++) {
		char line[sizeof(s.text)];

		snprintf(line, sizeof(line), "%.*s", (int)(s.start[l + 1] - s.start[l]),
			 s.text + s.start[l]);
		draw_text(w, y, 1, cols - 2, "", style);
		draw_text(w, y, 2, beside - 2, l == 0 ? _(level_labels[level]) : "", style);
		draw_text(w, y, beside, sentence_cells(cols), line, style);
	}
	return y;
}

static void draw(struct screen *s, WINDOW *w)
{
	struct findings_view *v = self(s);
	int y = 1, rows = getmaxy(w) - 2, cols = getmaxx(w);

	draw_frame(w, _("校验"));
	list_show(&v->list, rows);
	while (v->list.top < v->list.at && lines_of(v, v->list.top, v->list.at + 1, cols) > rows)
		v->list.top++;
	if (v->list.count == 0)
		draw_text(w, 2, 3, cols - 6, _("没有发现问题"), STYLE_STRONG);
	for (size_t i = v->list.top; i < v->list.count && y <= rows; i++)
		y = draw_finding(v, w, y, i);
}

static enum next command(struct screen *s, enum command c)
{
	struct findings_view *v = self(s);

	if (list_command(&v->list, c))
		return NEXT_STAY;
	if (c == CMD_ENTER && v->list.at < v->list.count) {
		const struct finding *found = &v->result.findings.list[v->list.at];

		v->jump(v->form, found->field, found->evidence);
	}
	return NEXT_BACK;
}

static enum next type(struct screen *s, const char *text)
{
	(void)text;
	app_say(s->app, STYLE_PLAIN, _("按 Enter 到出处改正，或按 F12 回到表上"));
	return NEXT_REFUSE;
}

static void close_findings(struct screen *s)
{
	check_result_finish(&self(s)->result);
	free(s);
}

static const struct screen_ops ops = {
	.keys = keys,
	.size = box_size,
	.draw = draw,
	.text = type,
	.command = command,
	.close = close_findings,
};

/* A missing field without a cell of its own follows from a cell that is in the list already. */
static void drop_cellless(struct findings *found)
{
	size_t kept = 0;

	for (size_t i = 0; i < found->count; i++)
		if (found->list[i].code != FINDING_REQUIRED ||
		    field_is_agent(found->list[i].field) ||
		    layout_cell_of(&layout_leshan, found->list[i].field) >= 0)
			found->list[kept++] = found->list[i];
	found->count = kept;
}

/* Errors, then what is missing, then notes; each in the order of the check. */
static void worst_first(struct findings *found)
{
	for (size_t i = 1; i < found->count; i++) {
		struct finding moved = found->list[i];
		size_t at = i;

		for (; at > 0 && finding_code_level(found->list[at - 1].code) >
					 finding_code_level(moved.code);
		     at--)
			found->list[at] = found->list[at - 1];
		found->list[at] = moved;
	}
}

struct screen *findings_screen(struct desk *desk, struct entry *e, struct screen *form,
			       jump_fn *jump)
{
	struct findings_view *v = calloc(1, sizeof(*v));
	struct check_context ctx = desk_context(desk, true);

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	v->form = form;
	v->jump = jump;
	ctx.route = entry_route(e);
	filing_check(entry_filing(e), &ctx, &v->result);
	if (!*entry_get(e, FIELD_APPY_SIGN))
		findings_add(&v->result.findings, FIELD_APPY_SIGN, FINDING_SIGN_UNSEEN,
			     _(fields[FIELD_APPY_SIGN].label), NULL);
	drop_cellless(&v->result.findings);
	worst_first(&v->result.findings);
	list_reset(&v->list, v->result.findings.count);
	return &v->base;
}
