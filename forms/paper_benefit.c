/* 待遇告知单: what the fund pays, from when and where, each with the document that says so, in words that a patient reads. */
#include "forms/paper_parts.h"

#include <string.h>

#define RATIO_WHOLE 10000 /* 100 % in hundredths of a percent */

static void put_person(struct galley *g)
{
	const struct galley_pair pairs[] = {
		{ _("姓名"), part_field(g, FIELD_PSN_NAME), false },
		{ _("证件号码"), part_certno(g, true), false },
		{ _("病种"), part_disease(g), true },
		{ _("险种"), part_field(g, FIELD_INSUTYPE), false },
		{ _("当前状态"), _(state_label(g->facts->state)), false },
	};

	galley_pairs(g, pairs, ARRAY_SIZE(pairs));
	if (g->facts->state != STATE_FILED)
		galley_box(
			g,
			_("此件现在不是已备案状态，不能凭本单享受待遇；以下内容供了解政策之用。"));
}

/* ---- sources ---- */

static const struct policy_benefit *row_of(const struct galley *g, const struct policy *p)
{
	const struct filing *f = g->facts->filing;

	for (unsigned i = 0; i < p->benefits_count; i++)
		if (strcmp(p->benefits[i].disease, filing_get(f, FIELD_OPSP_DISE_CODE)) == 0 &&
		    strcmp(p->benefits[i].insutype, filing_get(f, FIELD_INSUTYPE)) == 0)
			return &p->benefits[i];
	return NULL;
}

static const char *source(struct galley *g, const struct policy *p)
{
	const struct policy_benefit *row = row_of(g, p);

	return galley_words(g, "%s %s", p->document, row && row->source ? row->source : "");
}

/* The day of the next treatment that anybody can have: what a notice says of payment goes by the day of treatment. */
static struct date judged_on(const struct galley *g)
{
	struct date begin, today = g->facts->check->today;

	if (date_parse(filing_get(g->facts->filing, FIELD_BEGNDATE), &begin) == 0 &&
	    date_compare(begin, today) > 0)
		return begin;
	return today;
}

/* A document whose term is not running on that day, and which one decides: told once, however many rows rest on it. */
static void put_force(struct galley *g, const struct policy *p, struct date on,
		      const struct policy **told)
{
	const struct check_context *c = g->facts->check;
	const char *insutype = filing_get(g->facts->filing, FIELD_INSUTYPE);
	const struct policy *because = NULL;
	enum policy_force force;
	char day[DATE_TEXT_SIZE];
	struct date until;

	force = policy_in_force_for(c->policies, p, insutype, on, &because, &until);
	if (force == POLICY_IN_FORCE || because == *told)
		return;
	*told = because;
	date_format(until, day);
	if (force == POLICY_EXPIRED)
		galley_box(g, galley_words(
				      g,
				      _("注意：%s已于 %s "
					"期满，以上内容是否继续执行，请向参保地医保经办机构核实。"),
				      because->document, day));
	else
		galley_box(g, galley_words(g, _("注意：%s自 %s 起施行。"), because->document, day));
}

static void put_renewal(struct galley *g, const struct policy *p, struct date on)
{
	const struct check_context *c = g->facts->check;
	const char *insutype = filing_get(g->facts->filing, FIELD_INSUTYPE);
	const struct policy *carried = NULL;
	const char *document = policy_renewed_by_for(c->policies, p, insutype, on, &carried);

	if (document)
		galley_text(g, galley_words(g, _("%s由“%s”续期。"), carried->document, document),
			    GALLEY_SMALL);
}

static void put_all_force(struct galley *g)
{
	const struct benefit_terms *t = g->facts->terms;
	const struct policy *told = NULL;
	struct date on = judged_on(g);

	if (!t)
		return;
	put_force(g, t->ratio_policy, on, &told);
	if (t->year_policy)
		put_force(g, t->year_policy, on, &told);
	if (t->quarter_policy)
		put_force(g, t->quarter_policy, on, &told);
	put_renewal(g, t->ratio_policy, on);
}

/* ---- ratio and caps ---- */

/* Two decimals where they say anything: "65"、"62.5". */
static const char *percent(struct galley *g, int hundredths)
{
	int whole = hundredths / 100, rest = hundredths % 100;

	if (rest == 0)
		return galley_words(g, "%d", whole);
	return rest % 10 == 0 ? galley_words(g, "%d.%d", whole, rest / 10)
			      : galley_words(g, "%d.%02d", whole, rest);
}

static const char *yuan(struct galley *g, int64_t fen)
{
	char text[32];

	return galley_words(g, "%s", money_format(fen, text, sizeof(text)));
}

/* The cost at which a cap is reached: the least whole number of fen. */
static int64_t cost_at(int64_t cap, int ratio)
{
	return ratio > 0 ? (cap * RATIO_WHOLE + ratio - 1) / ratio : cap;
}

static const char *cap_words(struct galley *g, const char *period, int64_t cap)
{
	int ratio = g->facts->terms->ratio_hundredths;

	return galley_words(g, _("基金%s最多支付 %s 元（符合规定的费用约满 %s 元时用完）"), period,
			    yuan(g, cap), yuan(g, cost_at(cap, ratio)));
}

static void put_row(struct galley *g, const char *label, const char *words, const char *from)
{
	galley_row(g, (const char *const[]) { label, words, from });
}

static void put_terms(struct galley *g)
{
	const struct benefit_terms *t = g->facts->terms;

	if (!t) {
		put_row(g, _("支付比例和限额"),
			_("本台所装的政策包没有写明本病种的支付比例和限额，请向参保地医保经办机构询"
			  "问。"),
			"");
		return;
	}
	put_row(g, _("支付比例"),
		galley_words(g, _("符合规定的门诊费用，基金支付 %s%%，个人负担 %s%%"),
			     percent(g, t->ratio_hundredths),
			     percent(g, RATIO_WHOLE - t->ratio_hundredths)),
		source(g, t->ratio_policy));
	put_row(g, _("年度限额"),
		t->year_cap >= 0 ? cap_words(g, _("每年（1 月至 12 月）"), t->year_cap)
				 : _("没有写明"),
		t->year_policy ? source(g, t->year_policy) : "");
	put_row(g, _("季度限额"),
		t->quarter_cap >= 0 ? cap_words(g, _("每季度"), t->quarter_cap) : _("没有写明"),
		t->quarter_policy ? source(g, t->quarter_policy) : "");
}

/* ---- prescription, term, institution ---- */

static void put_prescription(struct galley *g)
{
	const char *weeks = part_field(g, FIELD_RX_WEEKS);
	const char *rule = part_text(g->facts->prescription);

	if (*weeks && *rule)
		put_row(g, _("长期处方"),
			galley_words(g, _("医师定为 %s 周；规定的范围是 %s"), weeks, rule),
			_("见括号内文件"));
	else if (*rule)
		put_row(g, _("长期处方"), galley_words(g, _("%s，由医师按病情决定"), rule),
			_("见括号内文件"));
	else
		put_row(g, _("长期处方"),
			*weeks ? galley_words(g, _("医师定为 %s 周"), weeks) : _("没有写明"), "");
}

static void put_term(struct galley *g)
{
	const char *begin = part_field(g, FIELD_BEGNDATE), *end = part_field(g, FIELD_ENDDATE);

	put_row(g, _("待遇期限"),
		!*begin ? _("备案之后开始")
		: *end  ? galley_words(g, _("%s 至 %s"), begin, end)
		       : galley_words(g, _("自 %s 起；备案时没有填写截止日期"), begin),
		_("备案登记"));
	put_row(g, _("备案医疗机构"),
		*part_field(g, FIELD_FIXMEDINS_NAME) ? part_field(g, FIELD_FIXMEDINS_NAME)
						     : _("备案之后填写"),
		_("备案登记"));
}

static void put_notes(struct galley *g)
{
	const struct benefit_terms *t = g->facts->terms;

	galley_section(g, _("说明"));
	if (t)
		galley_text(
			g,
			_("1. 限额管的是基金支付的金额，不是费用总额；超过限额的部分由个人负担。"),
			GALLEY_BODY);
	if (t && (t->year_cap >= 0 || t->quarter_cap >= 0))
		galley_text(
			g,
			_("2. "
			  "当季没有用完的限额能否转到下一季、年中开始的是否按月折算，文件没有写明，"
			  "以参保地医保经办机构的结算为准。"),
			GALLEY_BODY);
	galley_text(g,
		    _("请到定点医疗机构就医，就诊时出示本人医保凭证。咨询电话：__________________"),
		    GALLEY_BODY);
}

int paper_benefit(struct page *p, const struct paper_facts *f, struct err *err)
{
	static const struct galley_column columns[] = {
		{ N_("项目"), 30, PAGE_CENTRE },
		{ N_("内容"), 88, PAGE_LEFT },
		{ N_("依据"), 42, PAGE_LEFT },
	};
	struct galley g;

	if (part_need_filing(f, err) < 0)
		return -1;
	galley_begin(&g, p, f, PAPER_BENEFIT);
	part_heading(&g);
	put_person(&g);
	galley_section(&g, _("您的待遇"));
	galley_table(&g, columns, ARRAY_SIZE(columns));
	put_terms(&g);
	put_prescription(&g);
	put_term(&g);
	galley_table_end(&g);
	put_all_force(&g);
	put_notes(&g);
	galley_signs(&g,
		     (const char *const[]) { _("申请人或代办人（签收）："), _("经办人（签名）：") },
		     2);
	return galley_end(&g, err);
}
