#include "forms/policy_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ID_MAX 64
#define EXTENDS_MAX 8

struct place check_place(const struct pack_check *c, const char *fmt, ...)
{
	char path[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(path, sizeof(path), fmt, ap);
	va_end(ap);
	return marks_near(c->m, path)->at;
}

static bool only(const char *s, const char *allowed, size_t least, size_t most)
{
	size_t len = strlen(s);

	return len >= least && len <= most && strspn(s, allowed) == len;
}

static bool is_digits(const char *s, size_t least, size_t most)
{
	return only(s, "0123456789", least, most);
}

bool check_is_id(const char *s)
{
	return only(s, "abcdefghijklmnopqrstuvwxyz0123456789-_", 1, ID_MAX);
}

static bool is_code(const char *s)
{
	return s[0] == 'M' && is_digits(s + 1, 5, 5);
}

size_t check_decimal(const char *s, size_t decimals)
{
	size_t whole = strspn(s, "0123456789"), part = 0, len = whole;

	if (s[whole] == '.') {
		part = strspn(s + whole + 1, "0123456789");
		len += 1 + part;
		if (!part || part > decimals)
			return 0;
	}
	if (!whole || whole + part > CHECK_DIGITS_MAX || strspn(s, "0.") >= len)
		return 0;
	return len;
}

const char *check_unit(const char *s, size_t number)
{
	return s + number + strspn(s + number, " ");
}

int check_no_twins(const struct pack_check *c, const char *path, const char *key)
{
	const struct mark *owner = marks_find(c->m, path);
	char quoted[PACK_QUOTE_SIZE];

	for (int i = owner ? owner->first : -1; i >= 0; i = c->m->nodes[i].next) {
		const struct mark *one = &c->m->nodes[i], *twin;

		one = key ? marks_child(c->m, one, key) : one;
		for (int j = owner->first; one && j != i; j = c->m->nodes[j].next) {
			twin = &c->m->nodes[j];
			twin = key ? marks_child(c->m, twin, key) : twin;
			if (twin && !strcmp(one->value, twin->value))
				return pack_refuse(c->name, one->at, c->err,
						   _("“%s”写了两次（前一次在第 %d 行）"),
						   pack_quote(one->value, quoted), twin->at.line);
		}
	}
	return 0;
}

static const struct {
	const char *list, *key;
} unique_lists[] = {
	{ "regions", NULL }, { "insutypes", NULL },     { "extends", NULL },
	{ "routes", "id" },  { "criteria", "disease" }, { "hospitals", "name" },
};

static int check_lists(const struct pack_check *c)
{
	for (size_t i = 0; i < ARRAY_SIZE(unique_lists); i++)
		if (check_no_twins(c, unique_lists[i].list, unique_lists[i].key))
			return -1;
	return 0;
}

static int check_head(const struct pack_check *c)
{
	const struct policy *p = c->p;

	if (!check_is_id(p->id))
		return pack_refuse(c->name, check_place(c, "id"), c->err,
				   _("id 只能用小写字母、数字和连字符，最多 %d 个"), ID_MAX);
	if (p->edition < 1)
		return pack_refuse(c->name, check_place(c, "edition"), c->err,
				   _("edition 从 1 开始"));
	if (p->hospital_level > 3)
		return pack_refuse(c->name, check_place(c, "hospital_level"), c->err,
				   _("hospital_level 只有 1、2、3 级"));
	if (p->prescription && p->prescription->least < 1)
		return pack_refuse(c->name, check_place(c, "prescription/least"), c->err,
				   _("长期处方至少 1 周"));
	if (p->prescription && p->prescription->least > p->prescription->most)
		return pack_refuse(c->name, check_place(c, "prescription/most"), c->err,
				   _("most 不能小于 least"));
	return 0;
}

static int check_scope(const struct pack_check *c)
{
	const struct policy *p = c->p;

	if (!p->regions_count)
		return pack_refuse(c->name, check_place(c, "regions"), c->err,
				   _("至少要写一个地区代码"));
	for (unsigned i = 0; i < p->regions_count; i++)
		if (!is_digits(p->regions[i], 2, 6) || strlen(p->regions[i]) % 2)
			return pack_refuse(c->name, check_place(c, "regions/%u", i), c->err,
					   _("地区代码应为 2、4 或 6 位数字"));
	for (unsigned i = 0; i < p->insutypes_count; i++)
		if (!is_digits(p->insutypes[i], 3, 3))
			return pack_refuse(c->name, check_place(c, "insutypes/%u", i), c->err,
					   _("险种代码应为 3 位数字"));
	if (p->extends_count > EXTENDS_MAX)
		return pack_refuse(c->name, check_place(c, "extends"), c->err,
				   _("extends 最多 %d 个"), EXTENDS_MAX);
	for (unsigned i = 0; i < p->extends_count; i++)
		if (!check_is_id(p->extends[i]) || !strcmp(p->extends[i], p->id))
			return pack_refuse(c->name, check_place(c, "extends/%u", i), c->err,
					   _("extends 应写另一个政策包的 id"));
	return 0;
}

static int check_dates(const struct pack_check *c)
{
	const struct {
		const char *key, *text;
	} days[] = { { "issued", c->p->issued }, { "from", c->p->from }, { "to", c->p->to } };
	struct date d[ARRAY_SIZE(days)] = { 0 };
	char quoted[PACK_QUOTE_SIZE];

	for (size_t i = 0; i < ARRAY_SIZE(days); i++)
		if (days[i].text && date_parse(days[i].text, &d[i]))
			return pack_refuse(c->name, check_place(c, "%s", days[i].key), c->err,
					   _("“%s”不是日期；请写成 2024-05-01"),
					   pack_quote(days[i].text, quoted));
	if (c->p->from && c->p->to && date_compare(d[1], d[2]) > 0)
		return pack_refuse(c->name, check_place(c, "to"), c->err, _("to 早于 from"));
	return 0;
}

static int check_disease(const struct pack_check *c, struct place where, const char *code)
{
	char quoted[PACK_QUOTE_SIZE];

	if (is_code(code))
		return 0;
	return pack_refuse(c->name, where, c->err, _("病种编码“%s”应为 M 加 5 位数字"),
			   pack_quote(code, quoted));
}

static int check_insutype(const struct pack_check *c, struct place where, const char *insutype)
{
	char quoted[PACK_QUOTE_SIZE];

	if (!is_digits(insutype, 3, 3))
		return pack_refuse(c->name, where, c->err, _("险种代码“%s”应为 3 位数字"),
				   pack_quote(insutype, quoted));
	if (!policy_insures(c->p, insutype))
		return pack_refuse(c->name, where, c->err, _("险种 %s 不在本文件的 insutypes 内"),
				   insutype);
	return 0;
}

/* A disease that criteria or benefits speak of must stand in the pack's own code table; a pack that
 * rests on others may mean one of theirs. */
int check_disease_listed(const struct pack_check *c, struct place where, const char *code,
			 const char *insutype)
{
	if (check_disease(c, where, code))
		return -1;
	if (c->p->extends_count)
		return 0;
	for (unsigned i = 0; i < c->p->codes_count; i++) {
		const struct policy_code *row = &c->p->codes[i];

		if (!strcmp(row->code, code) && (!insutype || !strcmp(row->insutype, insutype)))
			return 0;
	}
	if (insutype)
		return pack_refuse(c->name, where, c->err,
				   _("本文件的 codes 里没有 %s 与险种 %s 的组合"), code, insutype);
	return pack_refuse(c->name, where, c->err, _("本文件的 codes 里没有病种 %s"), code);
}

static int check_pair(const struct pack_check *c, unsigned i)
{
	const struct policy_code *row = &c->p->codes[i];

	for (unsigned j = 0; j < i; j++)
		if (!strcmp(c->p->codes[j].code, row->code) &&
		    !strcmp(c->p->codes[j].insutype, row->insutype))
			return pack_refuse(c->name, check_place(c, "codes/%u/code", i), c->err,
					   _("%s 与险种 %s 的组合写了两次（前一次在第 %d 行）"),
					   row->code, row->insutype,
					   check_place(c, "codes/%u/code", j).line);
	return 0;
}

static int check_codes(const struct pack_check *c)
{
	for (unsigned i = 0; i < c->p->codes_count; i++) {
		const struct policy_code *row = &c->p->codes[i];

		if (check_disease(c, check_place(c, "codes/%u/code", i), row->code) ||
		    check_insutype(c, check_place(c, "codes/%u/insutype", i), row->insutype))
			return -1;
		if (!row->type_name[0] != !row->type_code[0])
			return pack_refuse(c->name, check_place(c, "codes/%u/type_code", i), c->err,
					   _("type_name 和 type_code 要么都写，要么都空"));
		if (row->type_code[0] && !is_digits(row->type_code, 1, 10))
			return pack_refuse(c->name, check_place(c, "codes/%u/type_code", i), c->err,
					   _("病种类型代码应为数字"));
		if (check_pair(c, i))
			return -1;
	}
	return 0;
}

/* "12000 元", at most two decimals. */
static int check_amount(const struct pack_check *c, unsigned i, const char *key, const char *text)
{
	size_t len = text ? check_decimal(text, 2) : 0;
	char quoted[PACK_QUOTE_SIZE];

	if (!text || (len && len <= 12 && !strcmp(check_unit(text, len), "元")))
		return 0;
	return pack_refuse(c->name, check_place(c, "benefits/%u/%s", i, key), c->err,
			   _("金额“%s”应写成“12000 元”，带单位"), pack_quote(text, quoted));
}

/* "65 %", above 0 and at most 100. */
static int check_ratio(const struct pack_check *c, unsigned i, const char *text)
{
	size_t len = text ? check_decimal(text, 2) : 0;
	char quoted[PACK_QUOTE_SIZE];

	if (!text ||
	    (len && len <= 6 && strtod(text, NULL) <= 100 && !strcmp(check_unit(text, len), "%")))
		return 0;
	return pack_refuse(c->name, check_place(c, "benefits/%u/ratio", i), c->err,
			   _("比例“%s”应写成“65 %%”，不超过 100 %%"), pack_quote(text, quoted));
}

static int check_benefit(const struct pack_check *c, unsigned i)
{
	const struct policy_benefit *b = &c->p->benefits[i];

	if (check_insutype(c, check_place(c, "benefits/%u/insutype", i), b->insutype) ||
	    check_disease_listed(c, check_place(c, "benefits/%u/disease", i), b->disease,
				 b->insutype) ||
	    check_ratio(c, i, b->ratio) || check_amount(c, i, "year_cap", b->year_cap) ||
	    check_amount(c, i, "quarter_cap", b->quarter_cap))
		return -1;
	if (!b->ratio && !b->year_cap && !b->quarter_cap)
		return pack_refuse(c->name, check_place(c, "benefits/%u", i), c->err,
				   _("ratio、year_cap、quarter_cap 至少写一个"));
	for (unsigned j = 0; j < i; j++)
		if (!strcmp(c->p->benefits[j].disease, b->disease) &&
		    !strcmp(c->p->benefits[j].insutype, b->insutype))
			return pack_refuse(c->name, check_place(c, "benefits/%u/disease", i),
					   c->err, _("%s 与险种 %s 的待遇写了两次"), b->disease,
					   b->insutype);
	return 0;
}

static int check_benefits(const struct pack_check *c)
{
	for (unsigned i = 0; i < c->p->benefits_count; i++)
		if (check_benefit(c, i))
			return -1;
	return 0;
}

static int check_all_criteria(const struct pack_check *c)
{
	for (unsigned i = 0; i < c->p->criteria_count; i++)
		if (check_criteria(c, i))
			return -1;
	return 0;
}

static int check_routes(const struct pack_check *c)
{
	char path[64];

	for (unsigned i = 0; i < c->p->routes_count; i++) {
		const struct policy_route *r = &c->p->routes[i];

		if (!check_is_id(r->id))
			return pack_refuse(c->name, check_place(c, "routes/%u/id", i), c->err,
					   _("id 只能用小写字母、数字和下划线"));
		for (unsigned j = 0; j < r->materials_count; j++)
			if (!check_is_id(r->materials[j].id))
				return pack_refuse(
					c->name, check_place(c, "routes/%u/materials/%u/id", i, j),
					c->err, _("id 只能用小写字母、数字和下划线"));
		snprintf(path, sizeof(path), "routes/%u/materials", i);
		if (check_no_twins(c, path, "id"))
			return -1;
	}
	return 0;
}

int policy_check(const struct policy *p, const struct marks *m, const char *name, struct err *err)
{
	static int (*const checks[])(const struct pack_check *) = {
		check_head,  check_scope,        check_dates,    check_lists,
		check_codes, check_all_criteria, check_benefits, check_routes,
	};
	const struct pack_check c = { p, m, name, err };

	for (size_t i = 0; i < ARRAY_SIZE(checks); i++)
		if (checks[i](&c))
			return -1;
	return 0;
}
