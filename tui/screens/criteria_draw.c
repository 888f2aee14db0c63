/* The criteria screen's table, title and status line. */
#include <stdio.h>
#include <string.h>

#include "forms/text.h"
#include "tui/screens/criteria.h"
#include "tui/screens/form.h"
#include "tui/width.h"

/* The table's columns: 条, 内容, 证据, 结果; x of each border. */
static void columns(int width, int x[5])
{
	x[0] = 0;
	x[1] = 5;
	x[4] = width - 1;
	x[3] = x[4] - 10;
	x[2] = x[1] + (x[3] - x[1]) * 31 / 64;
}

static void draw_border(WINDOW *w, int y, const int x[5], unsigned arms)
{
	for (int i = x[0]; i <= x[4]; i++)
		mvwaddch(w, y, i, draw_line_char(ARM_LEFT | ARM_RIGHT));
	for (int c = 0; c < 5; c++)
		mvwaddch(w, y, x[c],
			 draw_line_char((c > 0 ? ARM_LEFT : 0u) | (c < 4 ? ARM_RIGHT : 0u) | arms));
}

static void draw_bars(WINDOW *w, int y, const int x[5])
{
	for (int c = 0; c < 5; c++)
		mvwaddch(w, y, x[c], draw_line_char(ARM_UP | ARM_DOWN));
}

static const char *finding_label(const char *value)
{
	return strcmp(value, "true") == 0 ? _("是") : strcmp(value, "false") == 0 ? _("否") : value;
}

/* A row that is not being typed: the evidence as judged, then its note. */
static void evidence_text(const struct criteria_view *v, const struct criteria_row *row, char *buf,
			  size_t size)
{
	const struct policy_evidence *def = row->test->evidence;
	const struct evidence_entry *e = evidence_find(&entry_filing(v->entry)->evidence, def->key);
	const char *note = e && e->note ? e->note : "";

	if (!e)
		snprintf(buf, size, "%s", "__");
	else if (def->kind == EVIDENCE_FINDING)
		snprintf(buf, size, "%s   %s", finding_label(e->value), note);
	else
		snprintf(buf, size, "%s   %s", *row->test->shown ? row->test->shown : e->value,
			 note);
}

/* The row under work: what is typed with the insertion point, then the unit that counts. */
static void draw_edited(struct criteria_view *v, WINDOW *w, const struct criteria_row *row, int y,
			int x, int cells)
{
	const struct policy_evidence *def = row->test->evidence;
	const struct evidence_entry *e = evidence_find(&entry_filing(v->entry)->evidence, def->key);
	char line[CELL_LINE_SIZE];
	int before = 0;

	if (def->kind == EVIDENCE_FINDING) {
		snprintf(line, sizeof(line), "%s   ", e ? finding_label(e->value) : "__");
		before = v->in_note ? text_cells(line) : 0;
		snprintf(line + strlen(line), sizeof(line) - strlen(line), "%s",
			 v->in_note ? v->edit.text
			 : e        ? (e->note ? e->note : "")
				    : "");
	} else if (v->in_note) {
		snprintf(line, sizeof(line), "%s %s   ", e ? e->value : "",
			 e && e->unit ? e->unit : "");
		before = text_cells(line);
		snprintf(line + strlen(line), sizeof(line) - strlen(line), "%s", v->edit.text);
	} else {
		snprintf(line, sizeof(line), "%s %s", v->edit.text,
			 e && e->unit ? e->unit
			 : *v->unit   ? v->unit
				      : def->unit);
	}
	draw_text(w, y, x, cells, line, STYLE_FOCUS);
	v->base.cursor_y = y;
	v->base.cursor_x = x + before;
	if (def->kind == EVIDENCE_QUANTITY || v->in_note)
		v->base.cursor_x += text_cells_n(v->edit.text, v->edit.at);
	if (v->base.cursor_x >= x + cells)
		v->base.cursor_x = x + cells - 1;
}

static void draw_row(struct criteria_view *v, WINDOW *w, const struct criteria_row *row, bool focus,
		     int y, const int x[5])
{
	char line[CELL_LINE_SIZE];
	const char * or = row->first ? "" : _("或 ");

	draw_bars(w, y, x);
	draw_text(w, y, x[0] + 2, 2, row->first ? row->item->item->no : "", STYLE_PLAIN);
	snprintf(line, sizeof(line), "%s%s", or, row->test->test->text);
	draw_text(w, y, x[1] + 1, x[2] - x[1] - 1, line, STYLE_PLAIN);
	if (focus)
		draw_edited(v, w, row, y, x[2] + 1, x[3] - x[2] - 1);
	else {
		evidence_text(v, row, line, sizeof(line));
		draw_text(w, y, x[2] + 1, x[3] - x[2] - 1, line, STYLE_PLAIN);
	}
	draw_text(w, y, x[3] + 2, x[4] - x[3] - 2, tri_label(row->test->value),
		  row->test->value == TRI_YES ? STYLE_PLAIN : STYLE_STRONG);
}

static void draw_heading(WINDOW *w, int y, const int x[5])
{
	static const char *const words[] = { N_("条"), N_("内容"), N_("证据"), N_("结果") };

	draw_bars(w, y, x);
	for (int c = 0; c < 4; c++)
		draw_text(w, y,
			  x[c] + 1 + (c ? (x[c + 1] - x[c] - 1 - text_cells(_(words[c]))) / 2 : 1),
			  text_cells(_(words[c])), _(words[c]), STYLE_STRONG);
}

/* Border lines between items are left out where the terminal is too low for them. */
static int draw_table(struct criteria_view *v, WINDOW *w, int room)
{
	struct criteria_row rows[CRITERIA_ROWS_MAX];
	size_t n = criteria_rows(v->entry, rows);
	bool ruled = (int)(n + v->entry->result.judgement.items_count) + 3 <= room;
	int x[5], y = 0;

	columns(getmaxx(w), x);
	draw_border(w, y++, x, ARM_DOWN);
	draw_heading(w, y++, x);
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || (ruled && rows[i].first))
			draw_border(w, y++, x, ARM_UP | ARM_DOWN);
		draw_row(v, w, &rows[i], i == v->at, y++, x);
	}
	draw_border(w, y++, x, ARM_UP);
	return y;
}

/* A text on as many lines as it needs and as there are above `bottom`; at least one. Returns the line below it. */
static int draw_paragraph(WINDOW *w, int y, int bottom, const char *text, enum style style)
{
	size_t start[CELL_LINES_MAX + 1], most = y < bottom ? (size_t)(bottom - y) : 1;
	int cells = getmaxx(w) - 2;
	size_t lines = text_wrap(text, cells, start, most < CELL_LINES_MAX ? most : CELL_LINES_MAX);

	for (size_t i = 0; i < lines; i++, y++) {
		char line[CELL_LINE_SIZE];

		snprintf(line, sizeof(line), "%.*s", (int)(start[i + 1] - start[i]),
			 text + start[i]);
		draw_text(w, y, 1, cells, line, style);
	}
	return y;
}

void criteria_draw(struct screen *s, WINDOW *w)
{
	struct criteria_view *v = (struct criteria_view *)s;
	const struct check_result *r = &v->entry->result;
	char why[CELL_LINE_SIZE], line[CELL_LINE_SIZE + 64];
	int rows = getmaxy(w), y = draw_table(v, w, rows - 3);

	judgement_explain(r->basis.criteria, &r->judgement, why, sizeof(why));
	snprintf(line, sizeof(line), _("判定：%s"), why);
	y = draw_paragraph(w, y, rows - 1, line, STYLE_STRONG);
	snprintf(line, sizeof(line),
		 r->basis.binding ? _("规则：%s") : _("规则：%s（参考标准，本地未印发本病种条文）"),
		 r->basis.criteria->rule);
	draw_paragraph(w, y, rows, line, STYLE_DIM);
}

void criteria_title(const struct screen *s, char *left, char *right, size_t size)
{
	const struct check_result *r = &((const struct criteria_view *)s)->entry->result;

	snprintf(left, size, _("申报病种情况   %s %s"), r->basis.criteria->name,
		 r->basis.criteria->disease);
	snprintf(right, size, r->basis.binding ? _("依据 %s") : _("参考标准 %s"),
		 r->basis.policy->document);
}

static const struct finding *evidence_finding(const struct criteria_view *v)
{
	const struct findings *found = &v->entry->result.findings;
	const char *key = criteria_evidence_at(v)->key;

	for (size_t i = 0; i < found->count; i++)
		if (found->list[i].evidence && strcmp(found->list[i].evidence, key) == 0)
			return &found->list[i];
	return NULL;
}

/* The unit that a number typed here is in. */
static const char *unit_of(const struct criteria_view *v)
{
	const struct policy_evidence *def = criteria_evidence_at(v);
	const struct evidence_entry *e = evidence_find(&entry_filing(v->entry)->evidence, def->key);

	return e && e->unit && *e->unit ? e->unit : def->unit;
}

enum style criteria_status(const struct screen *s, char *buf, size_t size)
{
	const struct criteria_view *v = (const struct criteria_view *)s;
	const struct finding *found = evidence_finding(v);

	if (*v->entry->trouble)
		snprintf(buf, size, "%s", v->entry->trouble);
	else if (found)
		finding_text(found, buf, size);
	else if (v->in_note)
		snprintf(buf, size, "%s", _("备注：报告日期、名称，可以不填"));
	else if (criteria_evidence_at(v)->kind == EVIDENCE_FINDING)
		snprintf(buf, size, "%s", _("1 是  2 否  0 未知（未做或未报告）"));
	else
		snprintf(buf, size,
			 _("单位按 %s 计，报告是别的单位请按 F4；可写 <20、>100；未做就空着"),
			 unit_of(v));
	return *v->entry->trouble || found ? STYLE_WARN : STYLE_PLAIN;
}
