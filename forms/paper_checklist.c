/* 诊断依据核对单: every item and every alternative of it, what was found, and where the words come from. */
#include "forms/paper_parts.h"

#include <string.h>

#include "forms/check_code.h"

static void put_application(struct galley *g)
{
	const struct paper_facts *f = g->facts;
	const struct galley_pair pairs[] = {
		{ _("姓名"), part_field(g, FIELD_PSN_NAME), false },
		{ _("性别"), part_field(g, FIELD_GEND), false },
		{ _("年龄"), part_age(g), false },
		{ _("险种"), part_field(g, FIELD_INSUTYPE), false },
		{ _("证件号码"), part_certno(g, false), false },
		{ _("办理途径"), part_text(f->route), false },
		{ _("申报病种"), part_disease(g), true },
		{ _("当前状态"), _(state_label(f->state)), false },
		{ _("政策包"), part_text(f->policies), false },
	};

	galley_pairs(g, pairs, ARRAY_SIZE(pairs));
}

/* ---- the criteria ---- */

static const char *unknown_words(enum unknown_reason why)
{
	switch (why) {
	case UNKNOWN_NOT:
		break;
	case UNKNOWN_MISSING:
		return _("未做或未报告");
	case UNKNOWN_VALUE:
		return _("读不出数值");
	case UNKNOWN_UNIT:
		return _("单位缺失或不能换算");
	case UNKNOWN_STRADDLES:
		return _("跨过界限，不能判断");
	}
	return "";
}

static const char *found_words(struct galley *g, const struct test_result *t)
{
	const char *evidence = part_evidence(g, t), *why = unknown_words(t->why);

	if (*evidence && *why)
		return galley_words(g, _("%s；%s"), evidence, why);
	return *evidence ? evidence : why;
}

static void put_test(struct galley *g, const char *no, const char *words,
		     const struct test_result *t)
{
	galley_row(g, (const char *const[]) { no, words, found_words(g, t), tri_label(t->value) });
}

/* An item with one alternative is that alternative; the annex's words stand for it. */
static void put_item(struct galley *g, const struct item_result *item)
{
	const char *no = galley_words(g, _("第%s条"), item->item->no);

	if (item->tests_count == 1) {
		put_test(g, no, item->item->text, &item->tests[0]);
		return;
	}
	galley_row(g, (const char *const[]) { no, item->item->text, _("以下有一项符合即可"),
					      tri_label(item->value) });
	for (size_t i = 0; i < item->tests_count; i++)
		put_test(g, galley_words(g, "%s.%zu", item->item->no, i + 1),
			 item->tests[i].test->text, &item->tests[i]);
}

static void put_criteria(struct galley *g)
{
	static const struct galley_column columns[] = {
		{ N_("条"), 18, PAGE_CENTRE },
		{ N_("条文及其各项"), 60, PAGE_LEFT },
		{ N_("证据（原文、换算、日期、报告）"), 62, PAGE_LEFT },
		{ N_("结果"), 20, PAGE_CENTRE },
	};
	const struct check_result *r = g->facts->result;
	char why[4096];

	part_basis(g);
	galley_text(g, galley_words(g, _("认定规则：%s。"), r->basis.criteria->rule), GALLEY_SMALL);
	galley_space(g, 1);
	galley_table(g, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < r->judgement.items_count; i++)
		put_item(g, &r->judgement.items[i]);
	galley_table_end(g);
	galley_text(
		g,
		galley_words(g, _("判定：%s"),
			     judgement_explain(r->basis.criteria, &r->judgement, why, sizeof(why))),
		GALLEY_STRONG);
}

/* ---- evidence that no item asks for ---- */

static bool is_asked_for(const struct check_result *r, const char *key)
{
	return r->basis.criteria && criteria_evidence(r->basis.criteria, key);
}

static void put_other_evidence(struct galley *g)
{
	const struct paper_facts *f = g->facts;
	bool any = false;

	for (size_t i = 0; i < f->filing->evidence.count; i++) {
		const struct evidence_entry *e = &f->filing->evidence.entries[i];
		const char *label = policies_evidence_label(f->check->policies, e->key);

		if (is_asked_for(f->result, e->key))
			continue;
		if (!any)
			galley_text(g, _("所录而未采用的证据："), GALLEY_BODY);
		any = true;
		galley_text(g,
			    galley_words(g, _("%s：%s %s %s"), label ? label : e->key, e->value,
					 e->unit, e->note),
			    GALLEY_BODY);
	}
}

static void put_basis(struct galley *g)
{
	const char *narrative = part_field(g, FIELD_SYMP_DSCR);

	galley_section(g, _("一、诊断依据"));
	if (g->facts->result->basis.criteria)
		put_criteria(g);
	else
		galley_text(g, _("没有装入本病种的结构化认定条文，按医师的病情说明认定："),
			    GALLEY_BODY);
	if (*narrative)
		galley_text(g, galley_words(g, _("病情：%s"), narrative), GALLEY_BODY);
	else if (!g->facts->result->basis.criteria)
		galley_text(g, _("病情：尚未填写"), GALLEY_BODY);
	put_other_evidence(g);
}

/* ---- materials ---- */

static const char *kept_words(struct galley *g, const struct act_material *m)
{
	char code[CHECK_CODE_SIZE];

	check_code_of_hex(m->bytes > 0 ? m->sm3 : "", code);
	return *code ? galley_words(g, _("扫描件\n%s"), code) : _("已见纸质件");
}

static void put_material(struct galley *g, size_t i)
{
	const struct act_material *m = &g->facts->materials[i];
	const char *kind = part_material(g->facts, part_text(m->kind));

	galley_row(g, (const char *const[]) {
			      galley_words(g, "%zu", i + 1),
			      m->name && *m->name ? galley_words(g, _("%s（%s）"), kind, m->name)
						  : kind,
			      m->pages > 0 ? galley_words(g, "%lld", (long long)m->pages) : "",
			      part_text(m->issued), part_text(m->issuer), kept_words(g, m) });
}

static void put_materials(struct galley *g)
{
	static const struct galley_column columns[] = {
		{ N_("序号"), 12, PAGE_CENTRE },   { N_("材料"), 46, PAGE_LEFT },
		{ N_("页数"), 12, PAGE_CENTRE },   { N_("日期"), 24, PAGE_CENTRE },
		{ N_("出具单位"), 36, PAGE_LEFT }, { N_("形式、校验码"), 30, PAGE_LEFT },
	};

	galley_section(g, _("二、所附材料"));
	if (g->facts->materials_count == 0) {
		galley_text(g, _("没有登记所附材料。"), GALLEY_BODY);
		return;
	}
	galley_table(g, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < g->facts->materials_count; i++)
		put_material(g, i);
	galley_table_end(g);
}

int paper_checklist(struct page *p, const struct paper_facts *f, struct err *err)
{
	struct galley g;

	if (part_need_filing(f, err) < 0)
		return -1;
	galley_begin(&g, p, f, PAPER_CHECKLIST);
	part_heading(&g);
	put_application(&g);
	put_basis(&g);
	put_materials(&g);
	if (f->certified.there)
		galley_text(&g, galley_words(&g, _("认定：%s。"), part_mark(&g, &f->certified)),
			    GALLEY_SMALL);
	galley_signs(&g, (const char *const[]) { _("认定医师（签名）："), _("核对人（签名）：") },
		     2);
	galley_space(&g, 2);
	part_code(&g);
	return galley_end(&g, err);
}
