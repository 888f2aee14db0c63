#include "forms/notice.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/text.h"

#define LIST_SIZE 256
#define TEXT_SIZE 2048 /* of a sentence before it is cut to its item */

static const char *const kind_labels[] = {
	[NOTICE_FIELD] = N_("填写"),
	[NOTICE_EVIDENCE] = N_("证据"),
	[NOTICE_MATERIAL] = N_("材料"),
	[NOTICE_AGENT] = N_("代办人"),
};

const char *notice_kind_label(enum notice_kind kind)
{
	return kind_labels[kind];
}

void notice_finish(struct notice *n)
{
	if (!n)
		return;
	free(n->items);
	*n = (struct notice) { 0 };
}

/* ---- the list ---- */

struct maker {
	const struct filing *f;
	const struct notice_context *ctx;
	const struct check_result *r;
	struct notice list;
	bool failed; /* memory is out */
};

static struct notice_item *make_room(struct maker *m)
{
	size_t space = m->list.space ? m->list.space * 2 : 8;
	struct notice_item *items;

	if (m->list.count < m->list.space)
		return &m->list.items[m->list.count++];
	items = reallocarray(m->list.items, space, sizeof(*items));
	if (!items) {
		m->failed = true;
		return NULL;
	}
	m->list.items = items;
	m->list.space = space;
	return &items[m->list.count++];
}

static void add(struct maker *m, enum notice_kind kind, enum field_id field, const char *key,
		const char *text)
{
	struct notice_item *item = make_room(m);

	if (!item)
		return;
	*item = (struct notice_item) { .kind = kind, .field = field, .key = key };
	text_copy(item->text, sizeof(item->text), text);
}

/* ---- cells ---- */

static enum notice_kind kind_of(enum field_id id)
{
	return field_is_agent(id) ? NOTICE_AGENT : NOTICE_FIELD;
}

/* A verdict is no cell to be filled: what it lacks is told as evidence. */
static bool is_told(const struct finding *found)
{
	return finding_code_level(found->code) != LEVEL_NOTE &&
	       found->code != FINDING_VERDICT_UNDETERMINED &&
	       found->code != FINDING_VERDICT_INELIGIBLE;
}

static void add_findings(struct maker *m, const struct findings *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct finding *one = &found->list[i];
		char text[TEXT_SIZE];

		if (is_told(one))
			add(m, kind_of(one->field), one->field, one->evidence,
			    finding_text(one, text, sizeof(text)));
	}
}

static void add_finding(struct maker *m, enum notice_kind kind, enum field_id field,
			enum finding_code code, const char *key, const char *what)
{
	struct finding one = { .code = code, .field = field };
	char text[TEXT_SIZE];

	text_copy(one.arg[0], sizeof(one.arg[0]), what);
	add(m, kind, field, key, finding_text(&one, text, sizeof(text)));
}

/* Where some of an agent is written, filing_check() has asked for the rest. */
static void add_agent(struct maker *m)
{
	if (!m->ctx->proxy || filing_has_agent(m->f))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(agent_fields); i++)
		add_finding(m, NOTICE_AGENT, agent_fields[i], FINDING_REQUIRED, NULL,
			    _(fields[agent_fields[i]].label));
}

/* ---- evidence ---- */

static const struct item_result *item_find(const struct judgement *j, const char *no)
{
	for (size_t i = 0; i < j->items_count; i++)
		if (strcmp(j->items[i].item->no, no) == 0)
			return &j->items[i];
	return NULL;
}

/* The open items among `nos`. Returns how many; *out_met gets how many are met. */
static size_t open_items(const struct judgement *j, char **nos, unsigned count,
			 const struct item_result *open[CRITERIA_ITEMS_MAX], unsigned *out_met)
{
	size_t found = 0;

	*out_met = 0;
	for (unsigned i = 0; i < count && found < CRITERIA_ITEMS_MAX; i++) {
		const struct item_result *item = item_find(j, nos[i]);

		if (item && item->value == TRI_UNKNOWN)
			open[found++] = item;
		*out_met += item && item->value == TRI_YES;
	}
	return found;
}

/* Append a piece, or nothing of it where it does not fit. */
__attribute__((format(printf, 3, 4))) static void say(char *buf, size_t size, const char *fmt, ...)
{
	size_t len = strlen(buf);
	va_list ap;
	int more;

	va_start(ap, fmt);
	more = vsnprintf(buf + len, size - len, fmt, ap);
	va_end(ap);
	if (more < 0 || (size_t)more >= size - len)
		buf[len] = '\0';
}

/* Do these items follow one another: 2, 3, 4, 5? */
static bool is_run(const struct item_result *const *items, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		char *end;
		long before = strtol(items[i - 1]->item->no, &end, 10);
		char next[24];

		snprintf(next, sizeof(next), "%ld", before + 1);
		if (*end || strcmp(items[i]->item->no, next) != 0)
			return false;
	}
	return count > 2;
}

/* "2至5", "2、4" */
static void say_numbers(const struct item_result *const *items, size_t count, char buf[LIST_SIZE])
{
	buf[0] = '\0';
	if (is_run(items, count)) {
		say(buf, LIST_SIZE, _("%s至%s"), items[0]->item->no, items[count - 1]->item->no);
		return;
	}
	for (size_t i = 0; i < count; i++)
		say(buf, LIST_SIZE, i ? _("、%s") : "%s", items[i]->item->no);
}

/* "血清铜蓝蛋白、24h 尿铜": what of an item is open. Returns how many; *out_key gets the first one's key where it is NULL. */
static size_t say_labels(const struct item_result *item, char *buf, size_t size,
			 const char **out_key)
{
	size_t count = 0;

	for (size_t i = 0; i < item->tests_count; i++) {
		const struct test_result *t = &item->tests[i];

		if (t->value != TRI_UNKNOWN || !t->evidence)
			continue;
		say(buf, size, count++ ? _("、%s") : "%s", t->evidence->label);
		if (!*out_key)
			*out_key = t->evidence->key;
	}
	return count;
}

static void add_item(struct maker *m, const struct item_result *item)
{
	char labels[TEXT_SIZE / 2] = "", text[TEXT_SIZE] = "";
	const char *key = NULL;

	if (say_labels(item, labels, sizeof(labels), &key) > 1)
		say(text, sizeof(text), _("第%s条的证据，有一项即可：%s"), item->item->no, labels);
	else
		say(text, sizeof(text), _("第%s条的证据：%s"), item->item->no, labels);
	add(m, NOTICE_EVIDENCE, FIELD_SYMP_DSCR, key, text);
}

/* So many of these items are enough. */
static void add_group(struct maker *m, const struct item_result *const *open, size_t count,
		      unsigned needed)
{
	char numbers[LIST_SIZE], text[TEXT_SIZE] = "";
	const char *key = NULL;

	say_numbers(open, count, numbers);
	if (needed == 1)
		say(text, sizeof(text), _("第%s条中任一条的证据："), numbers);
	else
		say(text, sizeof(text), _("第%s条中任 %u 条的证据："), numbers, needed);
	for (size_t i = 0; i < count; i++) {
		say(text, sizeof(text), i ? _("；第%s条 ") : _("第%s条 "), open[i]->item->no);
		say_labels(open[i], text, sizeof(text), &key);
	}
	add(m, NOTICE_EVIDENCE, FIELD_SYMP_DSCR, key, text);
}

static void add_evidence(struct maker *m)
{
	const struct item_result *open[CRITERIA_ITEMS_MAX];
	const struct policy_criteria *c = m->r->basis.criteria;
	const struct judgement *j = &m->r->judgement;
	unsigned met;
	size_t count;

	if (!m->r->basis.binding || j->verdict != VERDICT_UNDETERMINED)
		return;
	count = open_items(j, c->require, c->require_count, open, &met);
	for (size_t i = 0; i < count; i++)
		add_item(m, open[i]);
	count = open_items(j, c->of, c->of_count, open, &met);
	if (met >= c->at_least)
		return;
	if (count == c->at_least - met)
		for (size_t i = 0; i < count; i++)
			add_item(m, open[i]);
	else
		add_group(m, open, count, c->at_least - met);
}

/* ---- materials ---- */

static void add_materials(struct maker *m)
{
	const struct policy_route *route = m->ctx->route;
	const char *there = m->ctx->materials ? m->ctx->materials : "";

	for (unsigned i = 0; route && i < route->materials_count; i++)
		if (!text_lists(there, route->materials[i].id))
			add_finding(m, NOTICE_MATERIAL, FIELD_NONE, FINDING_MATERIAL_MISSING,
				    route->materials[i].id, route->materials[i].name);
}

int notice_make(const struct filing *f, const struct notice_context *ctx, struct notice *out)
{
	struct check_context whole = *ctx->check;
	struct check_result r;
	struct maker m = { .f = f, .ctx = ctx, .r = &r };

	whole.complete = true;
	whole.route = ctx->route;
	filing_check(f, &whole, &r);
	add_findings(&m, &r.findings);
	add_evidence(&m);
	add_materials(&m);
	add_agent(&m);
	check_result_finish(&r);
	if (m.failed) {
		notice_finish(&m.list);
		return -1;
	}
	*out = m.list;
	return 0;
}
