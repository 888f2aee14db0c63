/* The criteria: each alternative with its words, its evidence, its result, and the verdict live. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/quantity.h"
#include "forms/text.h"
#include "tui/line_edit.h"
#include "tui/screens/form.h"
#include "tui/screens/picker.h"
#include "tui/screens/screens.h"
#include "tui/width.h"

#define ROWS_MAX (CRITERIA_ITEMS_MAX * CRITERIA_TESTS_MAX)

struct criteria_view {
	struct screen base;
	struct entry *entry; /* the form's */
	size_t at;           /* the test under work, counted through all items */
	bool in_note;        /* the note beside the value is being typed, not the value */
	struct line_edit edit;
};

/* One test, as a row of the table. */
struct row {
	const struct item_result *item;
	const struct test_result *test;
	bool first; /* of its item */
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, N_("条文"), N_("这一条的原文、依据和单位换算") },
	{ CMD_PARK, NULL, NULL },
	{ CMD_LIST, N_("单位"), N_("选择报告上的单位；阴阳性的项目选 是 或 否") },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, N_("返回表"), N_("回到申请表，所填证据都已记下") },
	{ CMD_ENTER, N_("下一项"), N_("到下一个还需要的项目；最后一项之后回到申请表") },
	{ CMD_NEXT, N_("备注"), N_("到本项的备注（日期、报告名），再按到后一项") },
	{ CMD_PREV, "", N_("到前一项") },
	{ CMD_UP, "", N_("到前一项") },
	{ CMD_DOWN, "", N_("到后一项") },
	{ CMD_LEFT, "", NULL },
	{ CMD_RIGHT, "", NULL },
	{ CMD_HOME, "", NULL },
	{ CMD_END, "", NULL },
	{ CMD_ERASE, "", NULL },
	{ CMD_DELETE, "", NULL },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct criteria_view *self(struct screen *s)
{
	return (struct criteria_view *)s;
}

/* ---- rows ---- */

static size_t list_rows(const struct entry *e, struct row *rows)
{
	const struct judgement *j = &e->result.judgement;
	size_t n = 0;

	for (size_t i = 0; i < j->items_count; i++)
		for (size_t t = 0; t < j->items[i].tests_count; t++)
			rows[n++] = (struct row) { &j->items[i], &j->items[i].tests[t], t == 0 };
	return n;
}

static struct row row_at(const struct criteria_view *v)
{
	struct row rows[ROWS_MAX];
	size_t n = list_rows(v->entry, rows);

	return rows[v->at < n ? v->at : n - 1];
}

static const struct policy_evidence *evidence_at(const struct criteria_view *v)
{
	return row_at(v).test->evidence;
}

static const struct evidence_entry *entry_at_row(const struct criteria_view *v)
{
	return evidence_find(&entry_filing(v->entry)->evidence, evidence_at(v)->key);
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* ---- moving ---- */

static void note_place(struct criteria_view *v)
{
	entry_at(v->entry, "criteria", evidence_at(v)->key, v->edit.at);
}

static void focus_on(struct criteria_view *v, size_t at, bool in_note)
{
	const struct evidence_entry *e;
	const char *text = "";

	v->at = at;
	v->in_note = in_note;
	e = entry_at_row(v);
	if (e && in_note)
		text = or_empty(e->note);
	else if (e && evidence_at(v)->kind == EVIDENCE_QUANTITY)
		text = e->value;
	line_edit_set(&v->edit, text);
	note_place(v);
}

static size_t row_of_key(const struct criteria_view *v, const char *key)
{
	struct row rows[ROWS_MAX];
	size_t n = list_rows(v->entry, rows);

	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].test->evidence->key, key) == 0)
			return i;
	return 0;
}

/* The next test whose item is not fulfilled yet; n when there is none. */
static size_t next_wanted(const struct criteria_view *v, size_t from)
{
	struct row rows[ROWS_MAX];
	size_t n = list_rows(v->entry, rows), i = from;

	while (i < n && rows[i].item->value == TRI_YES)
		i++;
	return i;
}

/* ---- changing evidence ---- */

/* Put value, unit and note of the row as they stand; NULL keeps what is there. */
static void put(struct criteria_view *v, const char *value, const char *unit, const char *note)
{
	const struct evidence_entry *e = entry_at_row(v);
	char *kept[3] = { strdup(value ? value
				 : e   ? e->value
				       : ""),
			  strdup(unit ? unit
				 : e  ? or_empty(e->unit)
				      : ""),
			  strdup(note ? note
				 : e  ? or_empty(e->note)
				      : "") };

	if (kept[0] && kept[1] && kept[2])
		entry_set_evidence(v->entry, evidence_at(v)->key, kept[0], kept[1], kept[2]);
	for (size_t i = 0; i < ARRAY_SIZE(kept); i++)
		free(kept[i]);
}

/* A unit written behind the number takes the place of the one shown; a number alone is in the unit shown. */
static void put_quantity(struct criteria_view *v)
{
	const struct policy_evidence *def = evidence_at(v);
	const struct evidence_entry *e = entry_at_row(v);
	const char *unit = e && e->unit && *e->unit ? e->unit : def->unit, *written = "";
	struct quantity q;

	quantity_init(&q);
	quantity_read(v->edit.text, &q, &written);
	quantity_finish(&q);
	put(v, v->edit.text, *written ? "" : unit, NULL);
}

static void put_edit(struct criteria_view *v)
{
	if (v->in_note)
		put(v, NULL, NULL, v->edit.text);
	else if (evidence_at(v)->kind == EVIDENCE_QUANTITY)
		put_quantity(v);
	note_place(v);
}

static enum next type_finding(struct criteria_view *v, const char *text)
{
	static const struct {
		const char *typed, *value;
	} answers[] = {
		{ "1", "true" }, { "2", "false" }, { "0", "" }, { "y", "true" }, { "n", "false" }
	};

	for (size_t i = 0; i < ARRAY_SIZE(answers); i++) {
		if (strcmp(text, answers[i].typed) == 0) {
			put(v, answers[i].value, "", NULL);
			note_place(v);
			return NEXT_STAY;
		}
	}
	app_say(v->base.app, STYLE_WARN, _("这一项请按 1 是、2 否、0 未知"));
	return NEXT_STOP;
}

/* A note hangs on a value: without one there is nothing that it could say. */
static bool note_has_value(const struct criteria_view *v)
{
	return entry_at_row(v) != NULL;
}

static enum next type(struct screen *s, const char *text)
{
	struct criteria_view *v = self(s);

	if (!v->in_note && evidence_at(v)->kind == EVIDENCE_FINDING)
		return type_finding(v, text);
	if (!line_edit_insert(&v->edit, text)) {
		app_say(s->app, STYLE_WARN, _("这一格放不下这么多字，没有放入；请核对粘贴的内容"));
		return NEXT_STOP;
	}
	put_edit(v);
	return NEXT_STAY;
}

/* ---- units ---- */

static size_t find_units(void *ctx, const char *query, struct picker_item *items, size_t space)
{
	const struct policy_evidence *def = evidence_at(ctx);
	size_t n = 0;

	(void)query;
	for (; n < def->units_count && n < space; n++) {
		items[n].what = &def->units[n];
		snprintf(items[n].text, sizeof(items[n].text), _("%s（1 %s = %s %s）"),
			 def->units[n].name, def->units[n].name, def->units[n].factor, def->unit);
	}
	return n;
}

static void pick_unit(void *ctx, const struct picker_item *item)
{
	const struct policy_unit *unit = item->what;
	struct criteria_view *v = ctx;

	put(v, NULL, unit->name, NULL);
}

static const struct picker_source unit_source = {
	N_("报告上的单位"), NULL, find_units, pick_unit, NULL,
};

static const struct {
	const char *value, *label;
} finding_values[] = { { "true", N_("是") },
		       { "false", N_("否") },
		       { "", N_("未知（未做或未报告）") } };

static size_t find_values(void *ctx, const char *query, struct picker_item *items, size_t space)
{
	size_t n = 0;

	(void)ctx;
	(void)query;
	for (; n < ARRAY_SIZE(finding_values) && n < space; n++) {
		items[n].what = finding_values[n].value;
		snprintf(items[n].text, sizeof(items[n].text), "%s", _(finding_values[n].label));
	}
	return n;
}

static void pick_value(void *ctx, const struct picker_item *item)
{
	put(ctx, item->what, "", NULL);
}

static const struct picker_source value_source = {
	N_("结果"), NULL, find_values, pick_value, NULL,
};

static enum next list(struct criteria_view *v)
{
	bool quantity = evidence_at(v)->kind == EVIDENCE_QUANTITY;

	if (quantity && !entry_at_row(v)) {
		app_say(v->base.app, STYLE_PLAIN,
			_("请先填数值，再选单位；也可以把单位写在数值后面"));
		return NEXT_STAY;
	}
	app_push(v->base.app,
		 picker_screen(v->base.desk, quantity ? &unit_source : &value_source, v, NULL));
	return NEXT_STAY;
}

/* ---- commands ---- */

static enum next enter(struct criteria_view *v)
{
	struct row rows[ROWS_MAX];
	size_t n = list_rows(v->entry, rows), to;

	entry_save_draft(v->entry);
	to = next_wanted(v, v->at + 1);
	app_go_on(v->base.app);
	if (to < n) {
		focus_on(v, to, false);
		return NEXT_STAY;
	}
	v->entry->criteria_done = true;
	return NEXT_BACK;
}

static enum next step(struct criteria_view *v, int by)
{
	struct row rows[ROWS_MAX];
	size_t n = list_rows(v->entry, rows);

	entry_save_draft(v->entry);
	focus_on(v, (v->at + n + (size_t)by) % n, false);
	return NEXT_STAY;
}

static enum next tab(struct criteria_view *v)
{
	if (v->in_note || !note_has_value(v))
		return step(v, 1);
	focus_on(v, v->at, true);
	return NEXT_STAY;
}

static void unit_lines(const struct policy_evidence *def, char *text, size_t size)
{
	for (unsigned i = 0; i < def->units_count; i++)
		snprintf(text + strlen(text), size - strlen(text), "    1 %s = %s %s\n",
			 def->units[i].name, def->units[i].factor, def->unit);
}

static enum next help(struct criteria_view *v)
{
	const struct check_result *r = &v->entry->result;
	struct row row = row_at(v);
	char text[4096];

	snprintf(text, sizeof(text), _("第 %s 条原文：%s\n\n判定规则：%s\n依据：%s %s\n%s\n"),
		 row.item->item->no, row.item->item->text, r->basis.criteria->rule,
		 r->basis.policy->document, r->basis.criteria->source,
		 r->basis.binding ? _("本地执行的条文。")
				  : _("本地未印发本病种条文，在此只作参考标准。"));
	if (row.test->evidence->kind == EVIDENCE_QUANTITY) {
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s",
			 _("\n数值照报告填写，可写 <20、>100；可换算的单位：\n"));
		unit_lines(row.test->evidence, text, sizeof(text));
	}
	app_push(v->base.app, help_screen(v->base.desk, row.test->test->text, text, keys));
	return NEXT_STAY;
}

static enum next park(struct criteria_view *v)
{
	app_command_below(v->base.app, CMD_PARK);
	return NEXT_BACK;
}

static enum next command(struct screen *s, enum command c)
{
	struct criteria_view *v = self(s);

	switch ((int)c) {
	case CMD_HELP:
		return help(v);
	case CMD_PARK:
		return park(v);
	case CMD_LIST:
		return list(v);
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	case CMD_BACK:
		entry_save_draft(v->entry);
		return NEXT_BACK;
	case CMD_ENTER:
		return enter(v);
	case CMD_NEXT:
		return tab(v);
	case CMD_DOWN:
		return step(v, 1);
	case CMD_PREV:
	case CMD_UP:
		return step(v, -1);
	}
	if (line_edit_command(&v->edit, c))
		put_edit(v);
	else if ((c == CMD_ERASE || c == CMD_DELETE) && evidence_at(v)->kind == EVIDENCE_FINDING &&
		 !v->in_note)
		put(v, "", "", NULL);
	return NEXT_STAY;
}

/* ---- drawing ---- */

/* The table's columns: 条, 内容, 证据, 结果; x of each border. */
static void columns(int width, int x[5])
{
	x[0] = 0;
	x[1] = 5;
	x[4] = width - 1;
	x[3] = x[4] - 10;
	x[2] = x[1] + (x[3] - x[1]) * 34 / 64;
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
static void evidence_text(const struct criteria_view *v, const struct row *row, char *buf,
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
static void draw_edited(struct criteria_view *v, WINDOW *w, const struct row *row, int y, int x,
			int cells)
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
			 : e        ? or_empty(e->note)
				    : "");
	} else if (v->in_note) {
		snprintf(line, sizeof(line), "%s %s   ", e ? e->value : "",
			 e ? or_empty(e->unit) : "");
		before = text_cells(line);
		snprintf(line + strlen(line), sizeof(line) - strlen(line), "%s", v->edit.text);
	} else {
		snprintf(line, sizeof(line), "%s %s", v->edit.text,
			 e ? or_empty(e->unit) : def->unit);
	}
	draw_text(w, y, x, cells, line, STYLE_FOCUS);
	v->base.cursor_y = y;
	v->base.cursor_x = x + before;
	if (def->kind == EVIDENCE_QUANTITY || v->in_note)
		v->base.cursor_x += text_cells_n(v->edit.text, v->edit.at);
	if (v->base.cursor_x >= x + cells)
		v->base.cursor_x = x + cells - 1;
}

static void draw_row(struct criteria_view *v, WINDOW *w, const struct row *row, bool focus, int y,
		     const int x[5])
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
	struct row rows[ROWS_MAX];
	size_t n = list_rows(v->entry, rows);
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

static void draw(struct screen *s, WINDOW *w)
{
	struct criteria_view *v = self(s);
	const struct check_result *r = &v->entry->result;
	char why[CELL_LINE_SIZE], line[CELL_LINE_SIZE + 64];
	int y = draw_table(v, w, getmaxy(w) - 3);

	judgement_explain(r->basis.criteria, &r->judgement, why, sizeof(why));
	snprintf(line, sizeof(line), _("判定：%s"), why);
	draw_text(w, y++, 1, getmaxx(w) - 2, line, STYLE_STRONG);
	snprintf(line, sizeof(line), _("规则：%s%s"), r->basis.criteria->rule,
		 r->basis.binding ? "" : _("（参考标准，本地未印发本病种条文）"));
	draw_text(w, y++, 1, getmaxx(w) - 2, line, STYLE_DIM);
}

static void title(const struct screen *s, char *left, char *right, size_t size)
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
	const char *key = evidence_at(v)->key;

	for (size_t i = 0; i < found->count; i++)
		if (found->list[i].evidence && strcmp(found->list[i].evidence, key) == 0)
			return &found->list[i];
	return NULL;
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct criteria_view *v = (const struct criteria_view *)s;
	const struct finding *found = evidence_finding(v);

	if (*v->entry->trouble)
		snprintf(buf, size, "%s", v->entry->trouble);
	else if (found)
		finding_text(found, buf, size);
	else if (v->in_note)
		snprintf(buf, size, "%s", _("备注：报告日期、名称，可以不填"));
	else if (evidence_at(v)->kind == EVIDENCE_FINDING)
		snprintf(buf, size, "%s", _("1 是  2 否  0 未知（未做或未报告）"));
	else
		snprintf(buf, size, "%s",
			 _("数值照报告填写，可写 <20、>100；F4 选单位；未做就空着"));
	return *v->entry->trouble || found ? STYLE_WARN : STYLE_PLAIN;
}

static void resume(struct screen *s)
{
	note_place(self(s));
}

static void close_criteria(struct screen *s)
{
	free(s);
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.title = title,
	.status = status,
	.draw = draw,
	.text = type,
	.command = command,
	.resume = resume,
	.close = close_criteria,
};

struct screen *criteria_screen(struct desk *desk, struct entry *e, const char *key)
{
	struct criteria_view *v = calloc(1, sizeof(*v));
	struct row rows[ROWS_MAX];
	size_t n = list_rows(e, rows), at;

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	v->entry = e;
	at = key ? row_of_key(v, key) : next_wanted(v, 0);
	focus_on(v, at < n ? at : 0, false);
	return &v->base;
}
