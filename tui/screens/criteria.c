/* The criteria: each alternative with its words, its evidence, its result, and the verdict live. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/quantity.h"
#include "forms/text.h"
#include "tui/screens/criteria.h"
#include "tui/screens/picker.h"
#include "tui/screens/screens.h"
#include "tui/width.h"

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, N_("条文"), N_("这一条的原文、依据和单位换算") },
	{ CMD_PARK, NULL, NULL },
	{ CMD_LIST, N_("单位"), N_("选择报告上的单位；阴阳性的项目选 是 或 否") },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, N_("返回表"), N_("回到申请表，所填证据都已记下") },
	{ CMD_ENTER, N_("下一项"), N_("到下一个还需要的项目；判定符合或到了最后一项，就回到申请表") },
	{ CMD_NEXT, N_("备注"), N_("到本项的备注（日期、报告名），再按到后一项") },
	{ CMD_PREV, "", N_("到前一项") },
	{ CMD_UP, "", N_("到前一项") },
	{ CMD_DOWN, "", N_("到后一项") },
	EDITING_KEYS,
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct criteria_view *self(struct screen *s)
{
	return (struct criteria_view *)s;
}

/* ---- rows ---- */

size_t criteria_rows(const struct entry *e, struct criteria_row *rows)
{
	const struct judgement *j = &e->result.judgement;
	size_t n = 0;

	for (size_t i = 0; i < j->items_count; i++)
		for (size_t t = 0; t < j->items[i].tests_count; t++)
			rows[n++] = (struct criteria_row) { &j->items[i], &j->items[i].tests[t],
							    t == 0 };
	return n;
}

struct criteria_row criteria_current(const struct criteria_view *v)
{
	struct criteria_row rows[CRITERIA_ROWS_MAX];
	size_t n = criteria_rows(v->entry, rows);

	return rows[v->at < n ? v->at : n - 1];
}

const struct policy_evidence *criteria_evidence_at(const struct criteria_view *v)
{
	return criteria_current(v).test->evidence;
}

static const struct evidence_entry *entry_at_row(const struct criteria_view *v)
{
	return evidence_find(&entry_filing(v->entry)->evidence, criteria_evidence_at(v)->key);
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* ---- moving ---- */

/* The place in a draft: the evidence's key, with NOTE_PLACE behind it while its note is typed. */
#define NOTE_PLACE "/note"

static void note_place(struct criteria_view *v)
{
	char place[sizeof(v->entry->draft.cell)];

	snprintf(place, sizeof(place), "%s%s", criteria_evidence_at(v)->key,
		 v->in_note ? NOTE_PLACE : "");
	entry_at(v->entry, "criteria", place, v->edit.at);
}

static void focus_on(struct criteria_view *v, size_t at, bool in_note)
{
	const struct evidence_entry *e;
	const char *text = "";

	v->at = at;
	v->answered_at = 0;
	v->in_note = in_note;
	e = entry_at_row(v);
	snprintf(v->unit, sizeof(v->unit), "%s", e ? or_empty(e->unit) : "");
	snprintf(v->note, sizeof(v->note), "%s", e ? or_empty(e->note) : "");
	if (e && in_note)
		text = v->note;
	else if (e && criteria_evidence_at(v)->kind == EVIDENCE_QUANTITY)
		text = e->value;
	line_edit_set(&v->edit, text);
	note_place(v);
}

static size_t row_of_key(const struct criteria_view *v, const char *key)
{
	struct criteria_row rows[CRITERIA_ROWS_MAX];
	size_t n = criteria_rows(v->entry, rows);

	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].test->evidence->key, key) == 0)
			return i;
	return 0;
}

/* The next test whose item is not fulfilled yet; n when there is none. */
static size_t next_wanted(const struct criteria_view *v, size_t from)
{
	struct criteria_row rows[CRITERIA_ROWS_MAX];
	size_t n = criteria_rows(v->entry, rows), i = from;

	while (i < n && rows[i].item->value == TRI_YES)
		i++;
	return i;
}

/* ---- changing evidence ---- */

/* Put value, unit and note of the row as they stand; NULL keeps what is there. */
static void put(struct criteria_view *v, const char *value, const char *unit, const char *note)
{
	const struct evidence_entry *e = entry_at_row(v);
	char kept[LINE_EDIT_MAX];

	snprintf(kept, sizeof(kept), "%s", value ? value : e ? e->value : "");
	if (unit)
		snprintf(v->unit, sizeof(v->unit), "%s", unit);
	if (note)
		snprintf(v->note, sizeof(v->note), "%s", note);
	entry_set_evidence(v->entry, criteria_evidence_at(v)->key, kept, v->unit, v->note);
}

/* A unit written behind the number takes the place of the one shown; a number alone is in the unit shown. */
static void put_quantity(struct criteria_view *v)
{
	const struct policy_evidence *def = criteria_evidence_at(v);
	const char *written = "";
	struct quantity q;

	quantity_init(&q);
	quantity_read(v->edit.text, &q, &written);
	quantity_finish(&q);
	put(v, v->edit.text, *written ? "" : *v->unit ? NULL : def->unit, NULL);
}

static void put_edit(struct criteria_view *v)
{
	if (v->in_note)
		put(v, NULL, NULL, v->edit.text);
	else if (criteria_evidence_at(v)->kind == EVIDENCE_QUANTITY)
		put_quantity(v);
	note_place(v);
}

/* More behind an answer is a number meant for another row: the answer was none, what stood there comes back. */
static enum next take_answer_back(struct criteria_view *v)
{
	put(v, v->before, "", NULL);
	v->answered_at = 0;
	app_say(v->base.app, STYLE_WARN,
		_("这一项只按一个键：1 是、2 否、0 未知；数值没有放入，请看是哪一项"));
	return NEXT_REFUSE;
}

static enum next type_finding(struct criteria_view *v, const char *text)
{
	static const struct {
		const char *typed, *value;
	} answers[] = {
		{ "1", "true" }, { "2", "false" }, { "0", "" }, { "y", "true" }, { "n", "false" }
	};
	const struct evidence_entry *e = entry_at_row(v);

	if (app_is_soon(v->answered_at))
		return take_answer_back(v);
	for (size_t i = 0; i < ARRAY_SIZE(answers); i++) {
		if (strcmp(text, answers[i].typed) == 0) {
			snprintf(v->before, sizeof(v->before), "%s", e ? e->value : "");
			put(v, answers[i].value, "", NULL);
			v->answered_at = app_now();
			note_place(v);
			return NEXT_STAY;
		}
	}
	app_say(v->base.app, STYLE_WARN, _("这一项请按 1 是、2 否、0 未知"));
	return NEXT_REFUSE;
}

/* A note hangs on a value: without one there is nothing that it could say. */
static bool note_has_value(const struct criteria_view *v)
{
	return entry_at_row(v) != NULL;
}

static enum next type(struct screen *s, const char *text)
{
	struct criteria_view *v = self(s);

	if (!v->in_note && criteria_evidence_at(v)->kind == EVIDENCE_FINDING)
		return type_finding(v, text);
	if (!line_edit_insert(&v->edit, text)) {
		app_say(s->app, STYLE_WARN, _("这一格放不下这么多字，没有放入；请核对粘贴的内容"));
		return NEXT_REFUSE;
	}
	put_edit(v);
	return NEXT_STAY;
}

/* ---- units ---- */

/* The value without a unit written behind it: the one that is picked takes its place. */
static void bare_number(const char *value, char number[LINE_EDIT_MAX])
{
	const char *written = "";
	struct quantity q;
	size_t len;

	quantity_init(&q);
	quantity_read(value, &q, &written);
	quantity_finish(&q);
	len = strlen(value) - strlen(written);
	while (len > 0 && value[len - 1] == ' ')
		len--;
	snprintf(number, LINE_EDIT_MAX, "%.*s", (int)len, value);
}

static size_t find_units(void *ctx, const char *query, struct picker_item *items, size_t space)
{
	const struct policy_evidence *def = criteria_evidence_at(ctx);
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
	char number[LINE_EDIT_MAX];

	bare_number(entry_at_row(v)->value, number);
	put(v, number, unit->name, NULL);
	if (!v->in_note)
		line_edit_set(&v->edit, number);
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
	bool quantity = criteria_evidence_at(v)->kind == EVIDENCE_QUANTITY;

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
	struct criteria_row rows[CRITERIA_ROWS_MAX];
	size_t n = criteria_rows(v->entry, rows), to;

	to = v->entry->result.judgement.verdict == VERDICT_ELIGIBLE ? n : next_wanted(v, v->at + 1);
	app_go_on(v->base.app);
	if (to < n) {
		focus_on(v, to, false);
		entry_save_draft(v->entry);
		return NEXT_STAY;
	}
	entry_save_draft(v->entry);
	v->entry->criteria_done = true;
	return NEXT_BACK;
}

static enum next step(struct criteria_view *v, int by)
{
	struct criteria_row rows[CRITERIA_ROWS_MAX];
	size_t n = criteria_rows(v->entry, rows);

	focus_on(v, (v->at + n + (size_t)by) % n, false);
	entry_save_draft(v->entry);
	return NEXT_STAY;
}

static enum next tab(struct criteria_view *v)
{
	if (v->in_note || !note_has_value(v))
		return step(v, 1);
	focus_on(v, v->at, true);
	entry_save_draft(v->entry);
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
	struct criteria_row row = criteria_current(v);
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
	else if ((c == CMD_ERASE || c == CMD_DELETE || c == CMD_CLEAR) &&
		 criteria_evidence_at(v)->kind == EVIDENCE_FINDING && !v->in_note) {
		v->answered_at = 0;
		put(v, "", "", NULL);
	}
	return NEXT_STAY;
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
	.title = criteria_title,
	.status = criteria_status,
	.draw = criteria_draw,
	.text = type,
	.command = command,
	.resume = resume,
	.close = close_criteria,
};

struct screen *criteria_screen(struct desk *desk, struct entry *e, const char *key)
{
	struct criteria_view *v = calloc(1, sizeof(*v));
	struct criteria_row rows[CRITERIA_ROWS_MAX];
	size_t n = criteria_rows(e, rows), at;

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	v->entry = e;
	at = key ? row_of_key(v, key) : next_wanted(v, 0);
	focus_on(v, at < n ? at : 0, false);
	return &v->base;
}

struct screen *criteria_resumed(struct desk *desk, struct entry *e)
{
	char key[sizeof(e->draft.cell)];
	size_t at = (size_t)e->draft.cursor;
	struct criteria_view *v;
	char *note;

	snprintf(key, sizeof(key), "%s", e->draft.cell);
	note = strstr(key, NOTE_PLACE);
	if (note)
		*note = '\0';
	v = (struct criteria_view *)criteria_screen(desk, e, key);
	if (!v)
		return NULL;
	focus_on(v, v->at, note && note_has_value(v));
	line_edit_place(&v->edit, at);
	note_place(v);
	return &v->base;
}
