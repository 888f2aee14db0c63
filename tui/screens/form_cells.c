/* What stands in the cells of the form. */
#include "tui/screens/form.h"

#include <stdio.h>
#include <string.h>

#include "forms/calendar.h"
#include "forms/text.h"
#include "tui/width.h"

/* So short that the verdict's reason names the items only; the criteria screen has room for the evidence. */
#define VERDICT_SHORT 160
#define BLANK_DATE N_("        年    月    日")

static const char *value(const struct form *f, enum field_id id)
{
	return entry_get(f->entry, id);
}

/* ---- plain text ---- */

/* A cell of several lines while it is typed in shows this many at the most, around the insertion point: it must fit
 * into the lowest terminal together with its borders. */
#define EDITED_LINES 16

static void fill_edited(const struct form *f, int cells, struct cell_content *out)
{
	size_t start[LINE_EDIT_LINES + 1];
	size_t lines = text_wrap(f->edit.text, cells, start, LINE_EDIT_LINES), first = lines - 1;
	size_t last, at;
	char shown[LINE_EDIT_MAX];

	while (first > 0 && f->edit.at < start[first])
		first--;
	first = first > EDITED_LINES / 2 ? first - EDITED_LINES / 2 : 0;
	if (lines < first + EDITED_LINES)
		first = lines > EDITED_LINES ? lines - EDITED_LINES : 0;
	last = first + EDITED_LINES < lines ? first + EDITED_LINES : lines;
	snprintf(shown, sizeof(shown), "%.*s", (int)(start[last] - start[first]),
		 f->edit.text + start[first]);
	at = f->edit.at - start[first];
	cell_add_wrapped(out, STYLE_PLAIN, shown, cells, &at);
}

/* A line that does not fit its cell is shown around the insertion point. */
static void fill_edited_line(const struct form *f, int cells, struct cell_content *out)
{
	size_t from = 0, fit;
	char line[CELL_LINE_SIZE];

	while (text_cells_n(f->edit.text + from, f->edit.at - from) >= cells)
		from = text_next(f->edit.text, from);
	fit = text_fit(f->edit.text + from, cells);
	snprintf(line, sizeof(line), "%.*s", (int)fit, f->edit.text + from);
	cell_add(out, STYLE_PLAIN, line);
	out->cursor_line = 0;
	out->cursor_cell = text_cells_n(f->edit.text + from, f->edit.at - from);
}

static void fill_text(const struct form *f, const struct layout_cell *cell, int cells,
		      struct cell_content *out)
{
	bool edited = out->focus && form_is_line(f),
	     several = fields[cell->field].flags & FIELD_LONG;

	if (edited && several)
		fill_edited(f, cells, out);
	else if (edited)
		fill_edited_line(f, cells, out);
	else
		cell_add_wrapped(out, STYLE_PLAIN, value(f, cell->field), cells, NULL);
	if (out->focus && out->cursor_line < 0)
		out->cursor_line = 0;
}

/* ---- choices ---- */

static void fill_choice(const struct form *f, const struct layout_cell *cell, int cells,
			struct cell_content *out)
{
	const char *code = value(f, cell->field), *label = field_choice_label(cell->field, code);

	cell_add_wrapped(out, STYLE_PLAIN, label ? _(label) : code, cells, NULL);
	if (out->focus)
		out->cursor_line = 0;
}

/* Check boxes as the paper has them; a code that is not on the paper is shown as it is, under its boxes. */
static void fill_boxes(const struct form *f, const struct layout_cell *cell,
		       struct cell_content *out)
{
	const char *code = value(f, cell->field);
	bool shown = !*code;
	char line[CELL_LINE_SIZE];

	for (const struct field_choice *c = field_choices(cell->field); c->code; c++) {
		bool chosen = strcmp(c->code, code) == 0;

		if (!c->digit && !chosen)
			continue;
		snprintf(line, sizeof(line), "[%s] %s", chosen ? "x" : " ", _(c->label));
		if (chosen && out->focus)
			out->cursor_line = (int)out->count;
		cell_add(out, STYLE_PLAIN, line);
		shown = shown || chosen;
	}
	if (!shown)
		cell_add(out, STYLE_WARN, code);
	if (out->focus && out->cursor_line < 0)
		out->cursor_line = 0;
	out->cursor_cell = 1;
}

/* ---- disease ---- */

static void fill_disease(const struct form *f, int cells, struct cell_content *out)
{
	const struct policy_code *row = f->entry->result.row;
	const char *code = value(f, FIELD_OPSP_DISE_CODE);
	char line[CELL_LINE_SIZE];

	if (out->focus && form_is_line(f)) {
		fill_edited_line(f, cells, out);
		return;
	}
	if (row && *row->type_code)
		snprintf(line, sizeof(line), "%s   %s   %s %s   %s %s", row->name, row->code,
			 row->insurance, row->insutype, row->type_name, row->type_code);
	else if (row)
		snprintf(line, sizeof(line), "%s   %s   %s %s", row->name, row->code,
			 row->insurance, row->insutype);
	else
		snprintf(line, sizeof(line), "%s%s%s", value(f, FIELD_OPSP_DISE_NAME),
			 *code ? "   " : "", code);
	cell_add_wrapped(out, STYLE_PLAIN, line, cells, NULL);
	if (out->focus)
		out->cursor_line = 0;
}

/* ---- signature and acts ---- */

static void fill_mark(const struct form *f, const struct layout_cell *cell,
		      struct cell_content *out)
{
	char line[CELL_LINE_SIZE];

	if (*value(f, cell->field)) {
		snprintf(line, sizeof(line), _("纸质签名已见 %s"), value(f, cell->field));
		cell_add(out, STYLE_PLAIN, line);
	} else {
		cell_add(out, STYLE_DIM,
			 f->locked ? _("没有记下看到签名")
				   : _("由申请人在纸上签；看到签名后按空格"));
	}
	if (out->focus)
		out->cursor_line = 0;
}

static void fill_act(const struct form *f, const struct layout_cell *cell, int cells,
		     struct cell_content *out)
{
	if (*value(f, cell->field))
		cell_add_wrapped(out, STYLE_PLAIN, value(f, cell->field), cells, NULL);
	form_add_mark(f, cell->field, cells, out);
	if (out->focus)
		out->cursor_line = 0;
}

/* ---- 申报病种情况 ---- */

/* The column of 符合, 不符合 and 未知 is as wide as the widest of them in the language spoken. */
static int label_cells(void)
{
	int most = 0;

	for (int value = TRI_NO; value <= TRI_UNKNOWN; value++) {
		int cells = text_cells(tri_label((enum tri)value));

		most = cells > most ? cells : most;
	}
	return most;
}

static void add_item(const struct item_result *item, int cells, struct cell_content *out)
{
	char line[CELL_LINE_SIZE], words[CELL_LINE_SIZE];
	const char *label = tri_label(item->value);

	item_words(item, words, sizeof(words));
	snprintf(line, sizeof(line), "%s %s%*s %s", item->item->no, label,
		 label_cells() - text_cells(label), "", words);
	cell_add_wrapped(out, item->value == TRI_YES ? STYLE_PLAIN : STYLE_STRONG, line, cells,
			 NULL);
}

/* Where the criteria come from, whether they bind here, and whether their time is over. */
static void add_source(const struct form *f, int cells, struct cell_content *out)
{
	const struct check_result *r = &f->entry->result;
	const struct finding *term = check_result_term(r);
	char line[CELL_LINE_SIZE];

	criteria_source_words(&r->basis, line, sizeof(line));
	cell_add_wrapped(out, STYLE_DIM, line, cells, NULL);
	if (!term)
		return;
	finding_text(term, line, sizeof(line));
	cell_add_wrapped(out, STYLE_WARN, line, cells, NULL);
}

/* What was written before the disease brought criteria is signed with the rest, so it is shown with it. */
static void add_narrative(const struct form *f, int cells, struct cell_content *out)
{
	const char *text = value(f, FIELD_SYMP_DSCR);
	char line[CELL_LINE_SIZE];

	if (!*text)
		return;
	snprintf(line, sizeof(line), _("另有说明（Ctrl-U 清除）：%s"), text);
	cell_add_wrapped(out, STYLE_WARN, line, cells, NULL);
}

static void fill_criteria(const struct form *f, int cells, struct cell_content *out)
{
	const struct check_result *r = &f->entry->result;
	char why[VERDICT_SHORT], line[CELL_LINE_SIZE];

	add_source(f, cells, out);
	for (size_t i = 0; i < r->judgement.items_count; i++)
		add_item(&r->judgement.items[i], cells, out);
	judgement_explain(r->basis.criteria, &r->judgement, why, sizeof(why));
	snprintf(line, sizeof(line), _("判定：%s"), why);
	cell_add_wrapped(out, STYLE_STRONG, line, cells, NULL);
	add_narrative(f, cells, out);
	if (out->focus)
		out->cursor_line = 0;
}

static void fill_state(const struct form *f, const struct layout_cell *cell, int cells,
		       struct cell_content *out)
{
	if (f->entry->result.basis.criteria) {
		fill_criteria(f, cells, out);
		return;
	}
	if (*value(f, FIELD_OPSP_DISE_CODE) && !*value(f, cell->field) && !out->focus)
		cell_add(out, STYLE_DIM, _("未装入本病种的条文，请照医师的病情说明填写"));
	else
		fill_text(f, cell, cells, out);
}

/* The doctor's mark stands under what he judged. */
static void fill_judged(const struct form *f, const struct layout_cell *cell, int cells,
			struct cell_content *out)
{
	fill_state(f, cell, cells, out);
	form_add_mark(f, cell->field, cells, out);
}

/* ---- foot lines ---- */

static void format_date(const char *text, char *buf, size_t size)
{
	struct date d;

	if (date_parse(text, &d))
		snprintf(buf, size, "%s", *text ? text : _(BLANK_DATE));
	else
		snprintf(buf, size, _("%d 年 %d 月 %d 日"), d.year, d.month, d.day);
}

static void add_foot_piece(const struct form *f, const struct layout_foot *foot, char *line,
			   size_t size)
{
	char text[CELL_LINE_SIZE] = "";
	size_t len = strlen(line);
	int spare;

	if (foot->field != FIELD_NONE && fields[foot->field].flags & FIELD_DATE)
		format_date(value(f, foot->field), text, sizeof(text));
	else if (foot->field != FIELD_NONE)
		snprintf(text, sizeof(text), "%s", value(f, foot->field));
	spare = foot->field == FIELD_NONE ? 2 : foot->units - text_cells(text);
	snprintf(line + len, size - len, "%s%s%*s", _(foot->words), text, spare > 0 ? spare : 0,
		 "");
}

static void fill_foot(const struct form *f, const struct layout_cell *cell,
		      struct cell_content *out)
{
	for (const struct layout_foot *foot = cell->foot; foot && foot->words; foot++) {
		if (!*foot->words)
			snprintf(out->foot + strlen(out->foot),
				 sizeof(out->foot) - strlen(out->foot), " ");
		add_foot_piece(f, foot, out->foot, sizeof(out->foot));
	}
}

/* ---- every cell ---- */

enum field_id form_cell_of(enum field_id id)
{
	if (id == FIELD_OPSP_DISE_CODE || id == FIELD_DISE_TYPE_CODE)
		return FIELD_OPSP_DISE_NAME;
	if (id == FIELD_PSN_CERT_TYPE || id == FIELD_BRDY)
		return FIELD_CERTNO;
	return id;
}

const struct finding *form_cell_finding(const struct form *f, enum field_id cell)
{
	const struct findings *all = &f->entry->result.findings;
	const struct finding *worst = NULL;

	for (size_t i = 0; i < all->count; i++) {
		const struct finding *found = &all->list[i];

		if (form_cell_of(found->field) != cell)
			continue;
		if (!worst || finding_code_level(found->code) < finding_code_level(worst->code))
			worst = found;
	}
	return worst;
}

/* What stands at the cell's right end: ! an error, ? something to look at again. An error is not shown while its cell is being typed. */
static char cell_mark(const struct form *f, const struct layout_cell *cell)
{
	const struct finding *found = form_cell_finding(f, cell->field);

	if (!found || (f->focus == cell->field && f->stopped != cell->field))
		return 0;
	return finding_code_level(found->code) == LEVEL_FIELD ? '!' : '?';
}

void form_fill_cell(const void *ctx, const struct layout_cell *cell, int cells,
		    struct cell_content *out)
{
	const struct form *f = ctx;

	out->focus = f->focus == cell->field;
	out->mark = cell_mark(f, cell);
	switch (cell->kind) {
	case CELL_LABEL:
		break;
	case CELL_TEXT:
		fill_text(f, cell, cells, out);
		break;
	case CELL_CHOICE:
		fill_choice(f, cell, cells, out);
		break;
	case CELL_BOXES:
		fill_boxes(f, cell, out);
		break;
	case CELL_DISEASE:
		fill_disease(f, cells, out);
		break;
	case CELL_MARK:
		fill_mark(f, cell, out);
		break;
	case CELL_STATE:
		fill_judged(f, cell, cells, out);
		break;
	case CELL_ACT:
		fill_act(f, cell, cells, out);
		break;
	}
	fill_foot(f, cell, out);
}
