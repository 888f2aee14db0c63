#include "forms/criteria.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "forms/quantity.h"
#include "forms/text.h"

#define SHOWN_DECIMALS 4

// clang-format off
static const struct { const char *name, *label; } verdicts[] = {
	[VERDICT_NONE]         = { NULL,           "" },
	[VERDICT_ELIGIBLE]     = { "eligible",     N_("符合") },
	[VERDICT_INELIGIBLE]   = { "ineligible",   N_("不符合") },
	[VERDICT_UNDETERMINED] = { "undetermined", N_("尚不能判定") },
};
// clang-format on

const char *verdict_name(enum verdict v)
{
	return verdicts[v].name;
}

const char *tri_label(enum tri value)
{
	switch (value) {
	case TRI_YES:
		return _("符合");
	case TRI_NO:
		return _("不符合");
	case TRI_UNKNOWN:
		return _("未知");
	}
	return "";
}

const char *verdict_label(enum verdict v)
{
	return verdicts[v].label;
}

const struct policy_evidence *criteria_evidence(const struct policy_criteria *c, const char *key)
{
	for (unsigned i = 0; i < c->evidence_count; i++)
		if (strcmp(c->evidence[i].key, key) == 0)
			return &c->evidence[i];
	return NULL;
}

/* ---- writing ---- */

/* Text that grows in a buffer of fixed size. */
struct sentence {
	char *buf;
	size_t size, len;
	bool cut; /* something did not fit */
};

/* Append a piece, or nothing of it where it does not fit. */
__attribute__((format(printf, 2, 3))) static void say(struct sentence *s, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(s->buf + s->len, s->size - s->len, fmt, ap);
	va_end(ap);
	if (len >= 0 && (size_t)len < s->size - s->len) {
		s->len += (size_t)len;
		return;
	}
	s->cut = true;
	s->buf[s->len] = '\0';
}

/* ---- reading one piece of evidence ---- */

/* What one entry says, in its definition's own unit. */
struct reading {
	enum unknown_reason why;
	enum finding_code fault; /* where `why` is not UNKNOWN_NOT and something was written */
	bool yes;                /* of a finding */
	struct quantity amount;  /* of a quantity */
	const char *unit;        /* as written, borrowed from the entry; "" when none was read */
	bool unit_behind;        /* it stands behind the number, in the value's own text */
};

static void set_fault(struct reading *r, enum unknown_reason why, enum finding_code fault)
{
	r->why = why;
	r->fault = fault;
}

static void read_yes_no(struct reading *r, const struct evidence_entry *entry)
{
	r->yes = strcmp(entry->value, "true") == 0;
	if (!r->yes && strcmp(entry->value, "false") != 0)
		set_fault(r, UNKNOWN_VALUE, FINDING_EVIDENCE_YES_NO);
}

static const char *unit_factor(const struct policy_evidence *def, const char *unit)
{
	if (def->unit && unit_equal(def->unit, unit))
		return "1";
	for (unsigned i = 0; i < def->units_count; i++)
		if (unit_equal(def->units[i].name, unit))
			return def->units[i].factor;
	return NULL;
}

/* The unit may stand behind the number, beside it, or in both places, then as the same one. */
static void read_unit(struct reading *r, const struct policy_evidence *def,
		      const struct evidence_entry *entry, const char *behind)
{
	const char *factor;

	r->unit_behind = *behind;
	r->unit = *behind ? behind : entry->unit;
	if (!*r->unit) {
		set_fault(r, UNKNOWN_UNIT, FINDING_EVIDENCE_UNIT_MISSING);
		return;
	}
	if (r->unit_behind && *entry->unit && !unit_equal(entry->unit, behind)) {
		set_fault(r, UNKNOWN_UNIT, FINDING_EVIDENCE_UNIT_TWICE);
		return;
	}
	factor = unit_factor(def, r->unit);
	if (!factor || quantity_scale(&r->amount, factor))
		set_fault(r, UNKNOWN_UNIT, FINDING_EVIDENCE_UNIT);
}

static void read_amount(struct reading *r, const struct policy_evidence *def,
			const struct evidence_entry *entry)
{
	const char *behind;

	switch (quantity_read(entry->value, &r->amount, &behind)) {
	case QUANTITY_OK:
		read_unit(r, def, entry, behind);
		break;
	case QUANTITY_EMPTY:
		r->why = UNKNOWN_MISSING;
		break;
	case QUANTITY_UNREADABLE:
		set_fault(r, UNKNOWN_VALUE, FINDING_EVIDENCE_VALUE);
		break;
	case QUANTITY_NEGATIVE:
		set_fault(r, UNKNOWN_VALUE, FINDING_EVIDENCE_NEGATIVE);
		break;
	}
}

static void reading_init(struct reading *r, const struct policy_evidence *def,
			 const struct evidence_entry *entry)
{
	*r = (struct reading) { .why = entry ? UNKNOWN_NOT : UNKNOWN_MISSING, .unit = "" };
	quantity_init(&r->amount);
	if (!entry)
		return;
	if (def->kind == EVIDENCE_FINDING)
		read_yes_no(r, entry);
	else
		read_amount(r, def, entry);
}

static void reading_finish(struct reading *r)
{
	quantity_finish(&r->amount);
}

/* ---- findings ---- */

static void add_finding(struct findings *f, const struct policy_evidence *def,
			enum finding_code code, const char *text)
{
	struct finding *new = findings_add(f, FIELD_SYMP_DSCR, code, def->label, text);

	if (new)
		new->evidence = def->key;
}

static void report_fault(const struct policy_evidence *def, const struct evidence_entry *entry,
			 struct findings *f)
{
	struct reading r;
	char text[FINDING_ARG_SIZE];

	reading_init(&r, def, entry);
	text_copy(text, sizeof(text), r.why == UNKNOWN_UNIT ? r.unit : entry->value);
	if (r.fault == FINDING_EVIDENCE_UNIT_TWICE) {
		struct sentence s = { text, sizeof(text), strlen(text), false };

		say(&s, _("、%s"), entry->unit);
	}
	if (r.why == UNKNOWN_UNIT || r.why == UNKNOWN_VALUE)
		add_finding(f, def, r.fault, text);
	reading_finish(&r);
}

static void report_entry(const struct policy_criteria *c, const struct evidence_entry *entry,
			 struct findings *f)
{
	const struct policy_evidence *def = criteria_evidence(c, entry->key);

	if (def)
		report_fault(def, entry, f);
	else
		findings_add(f, FIELD_SYMP_DSCR, FINDING_EVIDENCE_UNKNOWN_KEY, entry->key, NULL);
}

/* ---- judging ---- */

/* Split "200 mg/L" at its blank; the unit must be the evidence's own, which readings are converted to. */
static bool limit_number(const struct policy_evidence *def, const char *limit, char *buf,
			 size_t size)
{
	size_t len = strspn(limit, "0123456789.");

	if (len == 0 || len >= size || !def->unit || !unit_equal(limit + len, def->unit))
		return false;
	memcpy(buf, limit, len);
	buf[len] = '\0';
	return true;
}

static enum tri compare(const struct test_result *t, const struct reading *r,
			enum unknown_reason *why)
{
	const char *limit = t->test->below ? t->test->below : t->test->above;
	char number[64];
	enum tri value;

	if (!limit || !limit_number(t->evidence, limit, number, sizeof(number))) {
		*why = UNKNOWN_UNIT;
		return TRI_UNKNOWN;
	}
	value = t->test->below ? quantity_below(&r->amount, number)
			       : quantity_above(&r->amount, number);
	if (value == TRI_UNKNOWN)
		*why = UNKNOWN_STRADDLES;
	return value;
}

/* The evidence as written, and behind it what that is in the evidence's own unit, where it is another. */
static void show_amount(struct test_result *t, const struct reading *r,
			const struct evidence_entry *entry)
{
	struct sentence s = { t->shown, sizeof(t->shown), 0, false };
	char amount[sizeof(t->shown)];

	s.len = text_copy(t->shown, sizeof(t->shown), entry->value);
	if (*entry->unit && (!r->unit_behind || r->why == UNKNOWN_UNIT))
		say(&s, " %s", entry->unit);
	if (r->why != UNKNOWN_NOT || unit_equal(r->unit, t->evidence->unit))
		return;
	quantity_format(&r->amount, SHOWN_DECIMALS, amount, sizeof(amount));
	say(&s,
	    strncmp(amount, QUANTITY_ABOUT, strlen(QUANTITY_ABOUT)) == 0 ? " %s %s" : " = %s %s",
	    amount, t->evidence->unit);
}

static void show(struct test_result *t, const struct reading *r, const struct evidence_entry *entry)
{
	if (t->evidence->kind == EVIDENCE_QUANTITY)
		show_amount(t, r, entry);
	else if (r->why == UNKNOWN_NOT)
		text_copy(t->shown, sizeof(t->shown), r->yes ? _("是") : _("否"));
	else
		text_copy(t->shown, sizeof(t->shown), entry->value);
}

static enum tri test_value(struct test_result *t, const struct reading *r)
{
	t->why = r->why;
	if (r->why != UNKNOWN_NOT)
		return TRI_UNKNOWN;
	if (t->evidence->kind == EVIDENCE_QUANTITY)
		return compare(t, r, &t->why);
	if (!t->test->positive)
		return TRI_UNKNOWN;
	return r->yes == *t->test->positive ? TRI_YES : TRI_NO;
}

static void judge_test(const struct policy_criteria *c, const struct policy_test *test,
		       const struct evidence *e, struct test_result *out, struct findings *f)
{
	const struct evidence_entry *entry = evidence_find(e, test->evidence);
	struct reading r;

	*out = (struct test_result) { .test = test, .value = TRI_UNKNOWN, .why = UNKNOWN_MISSING };
	out->evidence = criteria_evidence(c, test->evidence);
	if (!out->evidence)
		return;
	reading_init(&r, out->evidence, entry);
	out->value = test_value(out, &r);
	if (entry)
		show(out, &r, entry);
	if (out->why == UNKNOWN_STRADDLES)
		add_finding(f, out->evidence, FINDING_EVIDENCE_STRADDLES, out->shown);
	reading_finish(&r);
}

static enum tri either(enum tri a, enum tri b)
{
	if (a == TRI_YES || b == TRI_YES)
		return TRI_YES;
	return a == TRI_NO && b == TRI_NO ? TRI_NO : TRI_UNKNOWN;
}

static enum tri both(enum tri a, enum tri b)
{
	if (a == TRI_NO || b == TRI_NO)
		return TRI_NO;
	return a == TRI_YES && b == TRI_YES ? TRI_YES : TRI_UNKNOWN;
}

/* An item with more alternatives than there are places can be met, but never be refused. */
static void judge_item(const struct policy_criteria *c, const struct policy_item *item,
		       const struct evidence *e, struct item_result *out, struct findings *f)
{
	bool whole = item->any_count > 0 && item->any_count <= CRITERIA_TESTS_MAX;

	out->item = item;
	out->value = whole ? TRI_NO : TRI_UNKNOWN;
	out->tests_count = whole ? item->any_count : 0;
	for (size_t i = 0; i < out->tests_count; i++) {
		judge_test(c, &item->any[i], e, &out->tests[i], f);
		out->value = either(out->value, out->tests[i].value);
	}
}

static const struct item_result *item_find(const struct judgement *j, const char *no)
{
	for (size_t i = 0; i < j->items_count; i++)
		if (strcmp(j->items[i].item->no, no) == 0)
			return &j->items[i];
	return NULL;
}

static enum tri item_value(const struct judgement *j, const char *no)
{
	const struct item_result *item = item_find(j, no);

	return item ? item->value : TRI_UNKNOWN;
}

static enum tri required_value(const struct policy_criteria *c, const struct judgement *j)
{
	enum tri all = TRI_YES;

	for (unsigned i = 0; i < c->require_count; i++)
		all = both(all, item_value(j, c->require[i]));
	return all;
}

/* How many items of the group have this value. */
static unsigned group_count(const struct policy_criteria *c, const struct judgement *j,
			    enum tri value)
{
	unsigned count = 0;

	for (unsigned i = 0; i < c->of_count; i++)
		count += item_value(j, c->of[i]) == value;
	return count;
}

static enum tri group_value(const struct policy_criteria *c, const struct judgement *j)
{
	unsigned met = group_count(c, j, TRI_YES), open = group_count(c, j, TRI_UNKNOWN);

	if (met >= c->at_least)
		return TRI_YES;
	return met + open < c->at_least ? TRI_NO : TRI_UNKNOWN;
}

void criteria_judge(const struct policy_criteria *c, const struct evidence *e,
		    struct judgement *out, struct findings *f)
{
	static const enum verdict verdict_of[] = {
		[TRI_NO] = VERDICT_INELIGIBLE,
		[TRI_YES] = VERDICT_ELIGIBLE,
		[TRI_UNKNOWN] = VERDICT_UNDETERMINED,
	};

	*out = (struct judgement) { 0 };
	for (size_t i = 0; f && i < e->count; i++)
		report_entry(c, &e->entries[i], f);
	while (out->items_count < c->items_count && out->items_count < CRITERIA_ITEMS_MAX) {
		judge_item(c, &c->items[out->items_count], e, &out->items[out->items_count], f);
		out->items_count++;
	}
	out->verdict = verdict_of[both(required_value(c, out), group_value(c, out))];
}

/* ---- explaining ---- */

#define LIST_SIZE 256

/* "2、3": those of the items `nos` that have this value. */
static const char *list_items(const struct judgement *j, char **nos, unsigned count, enum tri value,
			      char buf[LIST_SIZE])
{
	struct sentence s = { buf, LIST_SIZE, 0, false };

	buf[0] = '\0';
	for (unsigned i = 0; i < count; i++)
		if (item_value(j, nos[i]) == value)
			say(&s, s.len ? _("、%s") : "%s", nos[i]);
	return buf;
}

static void explain_eligible(const struct policy_criteria *c, const struct judgement *j,
			     struct sentence *s)
{
	char required[LIST_SIZE], group[LIST_SIZE];

	list_items(j, c->require, c->require_count, TRI_YES, required);
	list_items(j, c->of, c->of_count, TRI_YES, group);
	if (*required && *group)
		say(s, _("符合（第%s条，及第%s条）"), required, group);
	else if (*required || *group)
		say(s, _("符合（第%s条）"), *required ? required : group);
}

static void explain_ineligible(const struct policy_criteria *c, const struct judgement *j,
			       struct sentence *s)
{
	char required[LIST_SIZE], group[LIST_SIZE];
	bool group_fails = group_value(c, j) == TRI_NO;

	list_items(j, c->require, c->require_count, TRI_NO, required);
	list_items(j, c->of, c->of_count, TRI_NO, group);
	if (*required && group_fails)
		say(s, _("不符合（第%s条不符合；第%s条也不符合）"), required, group);
	else if (*required)
		say(s, _("不符合（第%s条不符合）"), required);
	else if (c->at_least == 1)
		say(s, _("不符合（第%s条都不符合）"), group);
	else
		say(s, _("不符合（第%s条不符合，其余已不足 %u 条）"), group, c->at_least);
}

/* "第2条 血清铜蓝蛋白、24h 尿铜": what of this item is not known yet. */
static void say_open_item(struct sentence *s, const struct item_result *item)
{
	bool first = true;

	say(s, s->len ? _("；第%s条") : _("第%s条"), item->item->no);
	for (size_t i = 0; i < item->tests_count; i++) {
		const struct test_result *t = &item->tests[i];

		if (t->value != TRI_UNKNOWN || !t->evidence)
			continue;
		say(s, first ? " %s" : _("、%s"), t->evidence->label);
		first = false;
	}
}

static void say_open(struct sentence *s, const struct judgement *j, char **nos, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		const struct item_result *item = item_find(j, nos[i]);

		if (item && item->value == TRI_UNKNOWN)
			say_open_item(s, item);
	}
}

char *judgement_missing(const struct policy_criteria *c, const struct judgement *j, char *buf,
			size_t size)
{
	struct sentence s = { buf, size, 0, false };

	if (size == 0)
		return buf;
	buf[0] = '\0';
	if (j->verdict != VERDICT_UNDETERMINED)
		return buf;
	if (required_value(c, j) == TRI_UNKNOWN)
		say_open(&s, j, c->require, c->require_count);
	if (group_value(c, j) == TRI_UNKNOWN)
		say_open(&s, j, c->of, c->of_count);
	return buf;
}

/* Without naming the evidence: for a place that is too narrow. */
static void explain_open_items(const struct policy_criteria *c, const struct judgement *j,
			       struct sentence *s)
{
	char required[LIST_SIZE] = "", group[LIST_SIZE] = "";

	if (required_value(c, j) == TRI_UNKNOWN)
		list_items(j, c->require, c->require_count, TRI_UNKNOWN, required);
	if (group_value(c, j) == TRI_UNKNOWN)
		list_items(j, c->of, c->of_count, TRI_UNKNOWN, group);
	if (*required && *group)
		say(s, _("尚不能判定（可补第%s条及第%s条的证据）"), required, group);
	else
		say(s, _("尚不能判定（可补第%s条的证据）"), *required ? required : group);
}

static void explain_undetermined(const struct policy_criteria *c, const struct judgement *j,
				 struct sentence *s)
{
	char missing[4096];

	judgement_missing(c, j, missing, sizeof(missing));
	say(s, _("尚不能判定（可补：%s）"), missing);
	if (s->cut)
		explain_open_items(c, j, s);
}

char *judgement_explain(const struct policy_criteria *c, const struct judgement *j, char *buf,
			size_t size)
{
	struct sentence s = { buf, size, 0, false };

	if (size == 0)
		return buf;
	buf[0] = '\0';
	switch (j->verdict) {
	case VERDICT_NONE:
		break;
	case VERDICT_ELIGIBLE:
		explain_eligible(c, j, &s);
		break;
	case VERDICT_INELIGIBLE:
		explain_ineligible(c, j, &s);
		break;
	case VERDICT_UNDETERMINED:
		explain_undetermined(c, j, &s);
		break;
	}
	if (s.len == 0)
		text_copy(buf, size, _(verdict_label(j->verdict)));
	return buf;
}

/* ---- words ---- */

void item_words(const struct item_result *item, char *buf, size_t size)
{
	for (size_t i = 0; i < item->tests_count; i++) {
		const struct test_result *t = &item->tests[i];

		if (t->value != TRI_YES)
			continue;
		if (t->evidence->kind == EVIDENCE_QUANTITY)
			snprintf(buf, size, _("%s（%s）"), t->test->text, t->shown);
		else
			snprintf(buf, size, "%s", t->test->text);
		return;
	}
	snprintf(buf, size, "%s", item->item->text);
}

void criteria_source_words(const struct criteria_choice *basis, char *buf, size_t size)
{
	snprintf(buf, size,
		 basis->binding ? _("依据：%s %s") : _("参考标准：%s %s（本地未印发本病种条文）"),
		 basis->policy->document, basis->criteria->source);
}
