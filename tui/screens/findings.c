/* Findings: everything a check has to say; Enter jumps to the cell. */
#include <stdio.h>
#include <stdlib.h>

#include "forms/layout.h"
#include "tui/screens/list.h"
#include "tui/screens/screens.h"
#include "tui/width.h"

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

static void box_size(const struct screen *s, int rows, int cols, int *out_rows, int *out_cols)
{
	int wanted = (int)((const struct findings_view *)s)->list.count + 2;

	*out_rows = wanted < 5 ? 5 : wanted > rows ? rows : wanted;
	*out_cols = cols < 110 ? cols : 110;
}

static void draw_finding(WINDOW *w, int y, const struct finding *found, bool focus)
{
	char text[1024], line[1200];
	enum finding_level level = finding_code_level(found->code);

	finding_text(found, text, sizeof(text));
	snprintf(line, sizeof(line), " %s  %s", _(level_labels[level]), text);
	draw_text(w, y, 1, getmaxx(w) - 2, line,
		  focus                  ? STYLE_FOCUS
		  : level == LEVEL_FIELD ? STYLE_WARN
					 : STYLE_PLAIN);
}

static void draw(struct screen *s, WINDOW *w)
{
	struct findings_view *v = self(s);
	int y = 1;

	draw_frame(w, _("校验"));
	list_show(&v->list, getmaxy(w) - 2);
	if (v->list.count == 0)
		draw_text(w, 2, 3, getmaxx(w) - 6, _("没有发现问题"), STYLE_STRONG);
	for (size_t i = v->list.top; i < v->list.count && y < getmaxy(w) - 1; i++)
		draw_finding(w, y++, &v->result.findings.list[i], i == v->list.at);
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
	return NEXT_STOP;
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
		    layout_cell_of(&layout_leshan, found->list[i].field) >= 0)
			found->list[kept++] = found->list[i];
	found->count = kept;
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
	filing_check(entry_filing(e), &ctx, &v->result);
	drop_cellless(&v->result.findings);
	list_reset(&v->list, v->result.findings.count);
	return &v->base;
}
