#include "forms/policy_check.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "forms/criteria.h"

/* In paths and arguments i is the place of the criteria in the pack, j that of a piece of evidence
 * or an item in them, k that of a unit or a test in that. */

static int check_factor(const struct pack_check *c, unsigned i, unsigned j, unsigned k)
{
	const struct policy_evidence *e = &c->p->criteria[i].evidence[j];
	const struct policy_unit *u = &e->units[k];
	size_t len = check_decimal(u->factor, CHECK_DIGITS_MAX);

	if (!len || u->factor[len])
		return pack_refuse(
			c->name, check_place(c, "criteria/%u/evidence/%u/units/%u/factor", i, j, k),
			c->err, _("factor 应为大于 0 的小数，如 63.546"));
	for (unsigned l = 0; l < k; l++)
		if (!strcasecmp(e->units[l].name, u->name))
			return pack_refuse(
				c->name,
				check_place(c, "criteria/%u/evidence/%u/units/%u/name", i, j, k),
				c->err, _("单位“%s”写了两次"), u->name);
	return 0;
}

static int check_units(const struct pack_check *c, unsigned i, unsigned j)
{
	const struct policy_evidence *e = &c->p->criteria[i].evidence[j];

	if (!e->unit)
		return pack_refuse(c->name, check_place(c, "criteria/%u/evidence/%u", i, j), c->err,
				   _("数值证据“%s”没有写 unit"), e->key);
	if (!e->units_count || strcmp(e->units[0].name, e->unit) || strcmp(e->units[0].factor, "1"))
		return pack_refuse(c->name, check_place(c, "criteria/%u/evidence/%u/units/0", i, j),
				   c->err, _("units 的第一行应为“%s”，factor 为 1"), e->unit);
	for (unsigned k = 0; k < e->units_count; k++)
		if (check_factor(c, i, j, k))
			return -1;
	return 0;
}

static int check_evidence(const struct pack_check *c, unsigned i, unsigned j)
{
	const struct policy_evidence *e = &c->p->criteria[i].evidence[j];

	if (!check_is_id(e->key))
		return pack_refuse(c->name, check_place(c, "criteria/%u/evidence/%u/key", i, j),
				   c->err, _("key 只能用小写字母、数字和下划线"));
	switch (e->kind) {
	case EVIDENCE_FINDING:
		if (e->unit || e->units_count)
			return pack_refuse(c->name, check_place(c, "criteria/%u/evidence/%u", i, j),
					   c->err, _("有无证据“%s”不写单位"), e->key);
		return 0;
	case EVIDENCE_QUANTITY:
		return check_units(c, i, j);
	}
	return 0;
}

static const struct policy_evidence *find_evidence(const struct policy_criteria *cr,
						   const char *key)
{
	for (unsigned i = 0; i < cr->evidence_count; i++)
		if (!strcmp(cr->evidence[i].key, key))
			return &cr->evidence[i];
	return NULL;
}

/* "200 mg/L": a number, then the evidence's own unit, letter for letter, so that what the screen
 * prints is what is reckoned with. */
static int check_threshold(const struct pack_check *c, const struct policy_evidence *e,
			   const char *text, struct place where)
{
	size_t len = check_decimal(text, CHECK_DIGITS_MAX);
	char quoted[PACK_QUOTE_SIZE];

	pack_quote(text, quoted);
	if (!len)
		return pack_refuse(c->name, where, c->err, _("界限“%s”不是数值；请写成“200 %s”"),
				   quoted, e->unit);
	if (!*check_unit(text, len))
		return pack_refuse(c->name, where, c->err, _("界限“%s”没有写单位；请写成“%s %s”"),
				   quoted, quoted, e->unit);
	if (strcmp(check_unit(text, len), e->unit))
		return pack_refuse(c->name, where, c->err, _("界限“%s”的单位应为该证据的单位“%s”"),
				   quoted, e->unit);
	return 0;
}

static int check_test_kind(const struct pack_check *c, const struct policy_test *t,
			   const struct policy_evidence *e, const char *path)
{
	struct place where = check_place(c, "%s", path);

	if (!!t->positive + !!t->below + !!t->above != 1)
		return pack_refuse(c->name, where, c->err,
				   _("positive、below、above 必须且只能写一个"));
	switch (e->kind) {
	case EVIDENCE_FINDING:
		if (!t->positive)
			return pack_refuse(c->name, where, c->err,
					   _("“%s”是有无证据，请写 positive: true"), e->key);
		if (!*t->positive)
			return pack_refuse(c->name, check_place(c, "%s/positive", path), c->err,
					   _("positive 只能写 true"));
		return 0;
	case EVIDENCE_QUANTITY:
		if (t->positive)
			return pack_refuse(c->name, where, c->err,
					   _("“%s”是数值证据，请写 below 或 above"), e->key);
		return check_threshold(c, e, t->below ? t->below : t->above,
				       check_place(c, "%s/%s", path, t->below ? "below" : "above"));
	}
	return 0;
}

static int check_test(const struct pack_check *c, unsigned i, unsigned j, unsigned k)
{
	const struct policy_criteria *cr = &c->p->criteria[i];
	const struct policy_test *t = &cr->items[j].any[k];
	const struct policy_evidence *e = find_evidence(cr, t->evidence);
	char path[128], quoted[PACK_QUOTE_SIZE];

	snprintf(path, sizeof(path), "criteria/%u/items/%u/any/%u", i, j, k);
	if (!e)
		return pack_refuse(c->name, check_place(c, "%s/evidence", path), c->err,
				   _("evidence 里没有“%s”"), pack_quote(t->evidence, quoted));
	return check_test_kind(c, t, e, path);
}

static int check_item(const struct pack_check *c, unsigned i, unsigned j)
{
	const struct policy_item *item = &c->p->criteria[i].items[j];

	if (strlen(item->no) > 4)
		return pack_refuse(c->name, check_place(c, "criteria/%u/items/%u/no", i, j), c->err,
				   _("条号最多 4 个字符"));
	if (item->any_count < 1 || item->any_count > CRITERIA_TESTS_MAX)
		return pack_refuse(c->name, check_place(c, "criteria/%u/items/%u/any", i, j),
				   c->err, _("any 应有 1 至 %d 项"), CRITERIA_TESTS_MAX);
	for (unsigned k = 0; k < item->any_count; k++)
		if (check_test(c, i, j, k))
			return -1;
	return 0;
}

static bool has(char **list, unsigned count, const char *text)
{
	for (unsigned i = 0; i < count; i++)
		if (!strcmp(list[i], text))
			return true;
	return false;
}

static int check_named_items(const struct pack_check *c, unsigned i, const char *key, char **list,
			     unsigned count)
{
	const struct policy_criteria *cr = &c->p->criteria[i];
	char quoted[PACK_QUOTE_SIZE];
	unsigned found;

	for (unsigned j = 0; j < count; j++) {
		for (found = 0; found < cr->items_count; found++)
			if (!strcmp(cr->items[found].no, list[j]))
				break;
		if (found == cr->items_count)
			return pack_refuse(c->name, check_place(c, "criteria/%u/%s/%u", i, key, j),
					   c->err, _("items 里没有第“%s”条"),
					   pack_quote(list[j], quoted));
	}
	return 0;
}

/* Every item must count once: in `require` or in `of`. */
static int check_rule(const struct pack_check *c, unsigned i)
{
	const struct policy_criteria *cr = &c->p->criteria[i];

	if (check_named_items(c, i, "require", cr->require, cr->require_count) ||
	    check_named_items(c, i, "of", cr->of, cr->of_count))
		return -1;
	for (unsigned j = 0; j < cr->items_count; j++) {
		const char *no = cr->items[j].no;

		if (has(cr->require, cr->require_count, no) == has(cr->of, cr->of_count, no))
			return pack_refuse(c->name, check_place(c, "criteria/%u/items/%u/no", i, j),
					   c->err, _("第“%s”条应在 require 或 of 里写一次"), no);
	}
	if (cr->at_least > cr->of_count || !cr->at_least != !cr->of_count)
		return pack_refuse(c->name, check_place(c, "criteria/%u/at_least", i), c->err,
				   _("at_least 应为 1 至 of 的项数"));
	return 0;
}

static int check_criteria_lists(const struct pack_check *c, unsigned i)
{
	static const struct {
		const char *list, *key;
	} lists[] = {
		{ "evidence", "key" }, { "items", "no" }, { "require", NULL }, { "of", NULL }
	};
	char path[64];

	for (size_t k = 0; k < ARRAY_SIZE(lists); k++) {
		snprintf(path, sizeof(path), "criteria/%u/%s", i, lists[k].list);
		if (check_no_twins(c, path, lists[k].key))
			return -1;
	}
	return 0;
}

int check_criteria(const struct pack_check *c, unsigned i)
{
	const struct policy_criteria *cr = &c->p->criteria[i];

	if (check_disease_listed(c, check_place(c, "criteria/%u/disease", i), cr->disease, NULL) ||
	    check_criteria_lists(c, i))
		return -1;
	if (cr->items_count < 1 || cr->items_count > CRITERIA_ITEMS_MAX)
		return pack_refuse(c->name, check_place(c, "criteria/%u/items", i), c->err,
				   _("items 应有 1 至 %d 条"), CRITERIA_ITEMS_MAX);
	for (unsigned j = 0; j < cr->evidence_count; j++)
		if (check_evidence(c, i, j))
			return -1;
	for (unsigned j = 0; j < cr->items_count; j++)
		if (check_item(c, i, j))
			return -1;
	return check_rule(c, i);
}
