/* What stands in the cells of the form on paper. */
#include "forms/paper_form_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/calendar.h"

static const struct page_style value_style = { .size = FORM_SIZE }, state_style = { .size = 10 },
			       state_strong = { .size = 10, .bold = true },
			       small_style = { .size = FORM_SMALL },
			       centred_style = { .size = FORM_SIZE, .align = PAGE_CENTRE };

static const char *value(const struct paper_facts *f, enum field_id id)
{
	return f->filing ? filing_get(f->filing, id) : "";
}

/* ---- marks ---- */

/* "认定：李建国 2026-11-22 10:02" and "本台签名（1 级） 校验码 7Q4M-2K9D-XA 密钥 0123456789abcdef" */
void paper_form_mark(struct flow *out, const struct page_style *style, const char *act,
		     const struct paper_mark *m, const char *seal, const char *between)
{
	const char *key_id = part_text(m->key_id);

	if (!m->there)
		return;
	flow_addf(out, style, _("%s：%s%s%s %.16s%s%s 校验码 %s%s%s"), act, seal, *seal ? " " : "",
		  part_text(m->who), part_text(m->when), between, mark_level_label(m->level),
		  part_text(m->code), *key_id ? _(" 密钥 ") : "", key_id);
}

/* ---- plain values ---- */

/* Short cells show their value in the middle, wide ones at the left. */
static const struct page_style *style_of(const struct layout_cell *cell)
{
	return cell->right - cell->left < LAYOUT_UNITS / 2 ? &centred_style : &value_style;
}

static void fill_choice(const struct paper_facts *f, const struct layout_cell *cell,
			struct flow *out)
{
	const char *code = value(f, cell->field), *label = field_choice_label(cell->field, code);

	flow_add(out, style_of(cell), label ? _(label) : code);
}

static void fill_disease(const struct paper_facts *f, const struct layout_cell *cell,
			 struct flow *out)
{
	const struct policy_code *row = f->result ? f->result->row : NULL;
	const char *code = value(f, FIELD_OPSP_DISE_CODE), *name = value(f, cell->field);

	if (row)
		flow_addf(out, style_of(cell), "%s   %s   %s %s   %s %s", row->name, row->code,
			  row->insurance, row->insutype, row->type_name, row->type_code);
	else if (*name || *code)
		flow_addf(out, style_of(cell), "%s%s%s", name, *name && *code ? "   " : "", code);
}

/* ---- the applicant's signature ---- */

/* At the right, so that the left stays free for ink: when the signature was seen, and who came in the applicant's place. One
 * paragraph, so that it fits into the row of a printed form too. */
static void fill_signature(const struct paper_facts *f, const struct layout_cell *cell, bool agent,
			   struct flow *out)
{
	static const struct page_style style = { .size = 8, .leading = 10.5, .align = PAGE_RIGHT };
	char *text = NULL;
	size_t len = 0;
	FILE *s = open_memstream(&text, &len);

	if (s && *value(f, cell->field))
		fprintf(s, _("纸质签名已见 %s"), value(f, cell->field));
	for (size_t i = 0; s && agent && i < AGENT_FIELDS; i++)
		if (*value(f, agent_fields[i]))
			fprintf(s, "%s%s %s", ftell(s) > 0 ? "   " : "",
				_(fields[agent_fields[i]].label), value(f, agent_fields[i]));
	if (s && fclose(s) == 0)
		flow_add(out, &style, text);
	else
		out->no_memory = true;
	free(text);
}

/* ---- 申报病种情况 ---- */

/* What was found, as written and with its note; the item's own line names only what fulfilled it. */
static void add_evidence(const struct paper_facts *f, const struct test_result *t, struct flow *out)
{
	const struct evidence_entry *e = evidence_find(&f->filing->evidence, t->evidence->key);
	const char *shown = *t->shown ? t->shown : e ? e->value : "";

	if (!e)
		return;
	flow_addf(out, &small_style, "      %s：%s%s%s%s   %s", t->evidence->label, shown,
		  *part_text(e->note) ? _("（") : "", part_text(e->note),
		  *part_text(e->note) ? _("）") : "", tri_label(t->value));
}

static void add_item(const struct paper_facts *f, const struct item_result *item, struct flow *out)
{
	char words[1024];

	item_words(item, words, sizeof(words));
	flow_addf(out, &state_style, "%s  %s  %s", item->item->no, tri_label(item->value), words);
	for (size_t i = 0; i < item->tests_count; i++)
		add_evidence(f, &item->tests[i], out);
}

static bool is_judged(const struct check_result *r, const char *key)
{
	const struct policy_criteria *c = r ? r->basis.criteria : NULL;

	for (size_t i = 0; c && i < r->judgement.items_count; i++)
		for (size_t t = 0; t < r->judgement.items[i].tests_count; t++)
			if (strcmp(r->judgement.items[i].tests[t].evidence->key, key) == 0)
				return true;
	return false;
}

/* Evidence that the criteria of this disease do not ask for was recorded all the same. */
static void add_other_evidence(const struct paper_facts *f, struct flow *out)
{
	const struct evidence *all = &f->filing->evidence;

	for (size_t i = 0; i < all->count; i++) {
		const struct evidence_entry *e = &all->entries[i];
		const char *label = f->check && f->check->policies
					    ? policies_evidence_label(f->check->policies, e->key)
					    : NULL;

		if (!is_judged(f->result, e->key))
			flow_addf(out, &small_style, _("另有证据 %s：%s %s %s"),
				  label ? label : e->key, e->value, part_text(e->unit),
				  part_text(e->note));
	}
}

static void add_judgement(const struct paper_facts *f, struct flow *out)
{
	const struct check_result *r = f->result;
	const struct finding *term = check_result_term(r);
	char line[1024];

	criteria_source_words(&r->basis, line, sizeof(line));
	flow_add(out, &small_style, line);
	if (term) {
		finding_text(term, line, sizeof(line));
		flow_add(out, &small_style, line);
	}
	for (size_t i = 0; i < r->judgement.items_count; i++)
		add_item(f, &r->judgement.items[i], out);
	judgement_explain(r->basis.criteria, &r->judgement, line, sizeof(line));
	flow_addf(out, &state_strong, _("判定：%s"), line);
}

static void fill_state(const struct paper_facts *f, const struct layout_cell *cell,
		       struct flow *out)
{
	const char *text = value(f, cell->field);
	const char *doctor = value(f, FIELD_DIAG_DR_NAME);
	bool judged = f->result && f->result->basis.criteria;

	if (judged)
		add_judgement(f, out);
	if (judged && *text)
		flow_addf(out, &state_style, _("另有说明：%s"), text);
	else
		flow_add(out, &state_style, text);
	if (f->filing)
		add_other_evidence(f, out);
	/* Where somebody signs, his name is not printed: the mark says it, and where there is none a line of its own. */
	if (*doctor && !(f->certified.there && strcmp(part_text(f->certified.who), doctor) == 0))
		flow_addf(out, &small_style, _("认定医师 %s"), doctor);
	paper_form_mark(out, &small_style, _("认定"), &f->certified, "", " ");
}

/* ---- acts ---- */

static void add_entitlement(const struct paper_facts *f, struct flow *out)
{
	const char *begin = value(f, FIELD_BEGNDATE), *end = value(f, FIELD_ENDDATE);

	if (*part_text(f->filing_no))
		flow_addf(out, &state_style, _("备案号 %s"), f->filing_no);
	if (*begin)
		flow_addf(out, &state_style, _("待遇 %s 至 %s"), begin, *end ? end : _("长期"));
}

static void fill_act(const struct paper_facts *f, const struct layout_cell *cell, struct flow *out)
{
	flow_add(out, &value_style, value(f, cell->field));
	if (cell->field == FIELD_FIXMEDINS_NAME) {
		add_entitlement(f, out);
		paper_form_mark(out, &small_style, _("备案"), &f->filed, "", "\n");
	} else {
		paper_form_mark(out, &small_style, _("用印"), &f->sealed, part_text(f->seal_name),
				"\n");
	}
}

void paper_form_fill(const struct paper_facts *f, const struct layout_cell *cell, bool agent,
		     struct flow *out)
{
	switch (cell->kind) {
	case CELL_LABEL:
	case CELL_BOXES:
		break;
	case CELL_TEXT:
		flow_add(out, style_of(cell), value(f, cell->field));
		break;
	case CELL_CHOICE:
		fill_choice(f, cell, out);
		break;
	case CELL_DISEASE:
		fill_disease(f, cell, out);
		break;
	case CELL_MARK:
		fill_signature(f, cell, agent, out);
		break;
	case CELL_STATE:
		fill_state(f, cell, out);
		break;
	case CELL_ACT:
		fill_act(f, cell, out);
		break;
	}
}

/* ---- check boxes ---- */

#define BOX 5.0 /* mm from a box to its words */

static const struct page_style tick_style = { .size = FORM_SIZE, .bold = true };

static double show_choice(struct page *p, double x, double y, double width, const char *label,
			  bool chosen, bool values_only, bool draw)
{
	double height = page_text_height(p, width - BOX, label, &value_style);

	if (draw && !values_only)
		page_text(p, x, y, BOX, "□", &value_style);
	if (draw && chosen)
		page_text(p, x + 0.1, y, BOX, "√", &tick_style);
	if (draw && !values_only)
		page_text(p, x + BOX, y, width - BOX, label, &value_style);
	return height;
}

double form_boxes(struct page *p, const struct paper_facts *f, const struct layout_cell *cell,
		  double x, double y, double width, bool values_only, bool draw)
{
	const char *code = value(f, cell->field);
	bool shown = !*code;
	double height = 0;

	for (const struct field_choice *c = field_choices(cell->field); c->code; c++) {
		bool chosen = strcmp(c->code, code) == 0;

		if (!c->digit && !chosen)
			continue;
		height += show_choice(p, x, y + height, width, _(c->label), chosen,
				      values_only && c->digit, draw);
		shown = shown || chosen;
	}
	if (!shown)
		height += show_choice(p, x, y + height, width, code, true, false, draw);
	return height;
}

/* ---- foot lines ---- */

#define FOOT_HEIGHT 11.0 /* mm; somebody signs there */
#define GAP 1.0

/* Widths of year, month and day, between them the words of the paper. */
static const struct {
	double room;
	const char *words;
	int from, len; /* in YYYY-MM-DD */
} date_parts[] = {
	{ 12.5, N_("年"), 0, 4 },
	{ 8.5, N_("月"), 5, 2 },
	{ 8.5, N_("日"), 8, 2 },
};
#define DATE_WORD 4.2

static double date_width(void)
{
	double width = 0;

	for (size_t i = 0; i < ARRAY_SIZE(date_parts); i++)
		width += date_parts[i].room + DATE_WORD;
	return width;
}

static void draw_date(struct page *p, double x, double y, const char *text, bool values_only)
{
	static const struct page_style right = { .size = FORM_SIZE, .align = PAGE_RIGHT };
	struct date d;
	bool set = date_parse(text, &d) == 0;
	char part[16];

	for (size_t i = 0; i < ARRAY_SIZE(date_parts); i++) {
		snprintf(part, sizeof(part), "%.*s", date_parts[i].len,
			 text + date_parts[i].from * set);
		if (set)
			page_text(p, x, y, date_parts[i].room - GAP, part, &right);
		x += date_parts[i].room;
		if (!values_only)
			page_text(p, x, y, DATE_WORD, _(date_parts[i].words), &value_style);
		x += DATE_WORD;
	}
	if (!set && *text)
		page_text(p, x - date_width(), y - 5, date_width(), text, &value_style);
}

static bool is_date(const struct layout_foot *foot)
{
	return foot->field != FIELD_NONE && fields[foot->field].flags & FIELD_DATE;
}

static double room_of(const struct layout_foot *foot)
{
	return is_date(foot) ? date_width() : foot->units * FORM_UNIT;
}

static double foot_width(struct page *p, const struct layout_foot *foot)
{
	return page_text_width(p, _(foot->words), &value_style) + room_of(foot);
}

static const char *foot_text(const struct paper_facts *f, const struct layout_foot *foot)
{
	return foot->field == FIELD_NONE || foot->ink ? "" : value(f, foot->field);
}

static void draw_foot_piece(struct page *p, const struct paper_facts *f,
			    const struct layout_foot *foot, double x, double bottom,
			    bool values_only)
{
	double line = page_text_height(p, 100, "日", &value_style);
	const char *text = foot_text(f, foot);
	double room = room_of(foot);

	if (!values_only)
		page_text(p, x, bottom - line, 100, _(foot->words), &value_style);
	x += page_text_width(p, _(foot->words), &value_style);
	if (is_date(foot))
		draw_date(p, x, bottom - line, text, values_only);
	else
		page_text(p, x, bottom - page_text_height(p, room - GAP, text, &value_style),
			  room - GAP, text, &value_style);
}

double form_foot(struct page *p, const struct paper_facts *f, const struct layout_cell *cell,
		 double right, double bottom, bool values_only, bool draw)
{
	double width = 0, height = cell->foot ? FOOT_HEIGHT : 0;

	for (const struct layout_foot *foot = cell->foot; foot && foot->words; foot++) {
		width += foot_width(p, foot);
		if (!is_date(foot))
			height = fmax(height, page_text_height(p, room_of(foot) - GAP,
							       foot_text(f, foot), &value_style) +
						      FORM_PAD);
	}
	for (const struct layout_foot *foot = cell->foot; draw && foot && foot->words; foot++) {
		draw_foot_piece(p, f, foot, right - width, bottom, values_only);
		width -= foot_width(p, foot);
	}
	return height;
}
