/* 病情诊断证明: what the doctor issues, from the evidence that the application itself stands on. */
#include "forms/paper_parts.h"

#define CODE_SIZE 44.0     /* there is room for more than PART_CODE_SIZE */
#define SIGNED_HEIGHT 52.0 /* a line to sign on and a round seal of 42 mm, beside the QR */
/* The conclusion, who came to it, his signature and the seal stand together: a sealed page with nothing else on it could be put
 * behind other words. */
#define KEPT_HEIGHT 134.0

static bool is_certified(const struct paper_facts *f)
{
	return f->certified.there;
}

static void put_person(struct galley *g)
{
	const struct galley_pair pairs[] = {
		{ _("姓名"), part_field(g, FIELD_PSN_NAME), false },
		{ _("性别"), part_field(g, FIELD_GEND), false },
		{ _("年龄"), part_age(g), false },
		{ _("险种"), part_field(g, FIELD_INSUTYPE), false },
		{ _("证件类型"), part_field(g, FIELD_PSN_CERT_TYPE), false },
		{ _("证件号码"), part_certno(g, false), false },
		{ _("诊断（病种）"), part_disease(g), true },
	};

	galley_pairs(g, pairs, ARRAY_SIZE(pairs));
}

/* ---- the criteria that are met ---- */

static void put_item(struct galley *g, const struct item_result *item)
{
	const char *no = galley_words(g, _("第%s条"), item->item->no);

	for (size_t i = 0; i < item->tests_count; i++) {
		const struct test_result *t = &item->tests[i];

		if (t->value == TRI_YES)
			galley_row(g, (const char *const[]) { no, t->test->text,
							      part_evidence(g, t) });
	}
}

static size_t items_met(const struct judgement *j)
{
	size_t met = 0;

	for (size_t i = 0; i < j->items_count; i++)
		met += j->items[i].value == TRI_YES;
	return met;
}

static void put_criteria(struct galley *g)
{
	static const struct galley_column columns[] = {
		{ N_("条"), 18, PAGE_CENTRE },
		{ N_("符合的诊断标准"), 62, PAGE_LEFT },
		{ N_("证据（日期、报告）"), 80, PAGE_LEFT },
	};
	const struct check_result *r = g->facts->result;

	if (items_met(&r->judgement) == 0) {
		galley_text(g, _("按已有证据，没有符合的条文。"), GALLEY_BODY);
	} else {
		galley_table(g, columns, ARRAY_SIZE(columns));
		for (size_t i = 0; i < r->judgement.items_count; i++)
			if (r->judgement.items[i].value == TRI_YES)
				put_item(g, &r->judgement.items[i]);
		galley_table_end(g);
	}
	part_basis(g);
}

static void put_basis(struct galley *g)
{
	const char *narrative = part_field(g, FIELD_SYMP_DSCR);
	bool criteria = g->facts->result->basis.criteria;

	galley_section(g, _("一、诊断依据"));
	if (criteria)
		put_criteria(g);
	if (*narrative || !criteria)
		galley_text(g,
			    galley_words(g, _("病情：%s"), *narrative ? narrative : _("尚未填写")),
			    GALLEY_BODY);
	if (!criteria)
		galley_text(g, _("没有装入本病种的结构化认定条文，以医师的病情说明为准。"),
			    GALLEY_SMALL);
}

/* ---- the conclusion ---- */

static const char *conclusion(struct galley *g)
{
	const struct paper_facts *f = g->facts;
	const struct judgement *j = &f->result->judgement;
	char why[1024];

	if (f->state == STATE_DECLINED)
		return _("经审核，不予认定；理由见上。");
	if (is_certified(f))
		return galley_words(
			g, _("经审核，以上病情与所附材料一致，该患者符合“%s”门诊慢特病认定标准。"),
			part_field(g, FIELD_OPSP_DISE_NAME));
	if (f->result->basis.criteria && j->verdict != VERDICT_ELIGIBLE)
		return galley_words(
			g, _("按现有证据：%s。尚未认定，由认定医师审核后签署。"),
			judgement_explain(f->result->basis.criteria, j, why, sizeof(why)));
	return _("尚未认定，由认定医师审核后签署。");
}

static void put_doctor(struct galley *g)
{
	const struct paper_facts *f = g->facts;
	const char *weeks = part_field(g, FIELD_RX_WEEKS);
	const struct galley_pair pairs[] = {
		{ _("认定医师"), part_field(g, FIELD_DIAG_DR_NAME), false },
		{ _("职称"), part_text(f->doctor_title), false },
		{ _("医师代码"), part_text(f->doctor_code), false },
		{ _("认定日期"), part_field(g, FIELD_HOSP_IDE_DATE), false },
		{ _("认定医疗机构"), part_field(g, FIELD_IDE_FIXMEDINS_NAME), true },
		{ _("长期处方"), galley_words(g, _("%s 周"), weeks), true },
	};

	galley_pairs(g, pairs, ARRAY_SIZE(pairs) - (*weeks ? 0 : 1));
}

static void put_conclusion(struct galley *g)
{
	galley_need(g, KEPT_HEIGHT);
	galley_section(g, _("二、结论"));
	galley_text(g, conclusion(g), GALLEY_BODY);
	galley_space(g, 1);
	put_doctor(g);
}

/* ---- signature, seal, marks ---- */

static void put_marks(struct galley *g)
{
	const struct paper_facts *f = g->facts;

	if (f->certified.there)
		galley_text(g, galley_words(g, _("认定：%s。"), part_mark(g, &f->certified)),
			    GALLEY_SMALL);
	if (f->sealed.there)
		galley_text(g,
			    galley_words(g, _("用印（%s）：%s。"), part_text(f->seal_name),
					 part_mark(g, &f->sealed)),
			    GALLEY_SMALL);
	if (f->certified.there || f->sealed.there)
		galley_text(
			g,
			_("本台签名是登记台内部的签名（1 级），不是电子印章，也不替代纸质签章。"),
			GALLEY_SMALL);
	part_code(g);
}

/* The QR at the left, free room for ink at the right. */
static int put_signed(struct galley *g, struct err *err)
{
	const struct paper_facts *f = g->facts;
	bool code = f->qr && *f->qr && !f->training;

	galley_space(g, 3);
	galley_need(g, SIGNED_HEIGHT);
	part_sign_place(g, GALLEY_LEFT + 55, _("医师（签名）："), _("医疗机构（盖章）"));
	if (code && page_qr(g->page, GALLEY_LEFT + 2, g->y + 3, CODE_SIZE, f->qr, err) < 0)
		return -1;
	g->y += SIGNED_HEIGHT;
	return 0;
}

int paper_certificate(struct page *p, const struct paper_facts *f, struct err *err)
{
	struct galley g;
	int rc;

	if (part_need_filing(f, err) < 0)
		return -1;
	galley_begin(&g, p, f, PAPER_CERTIFICATE);
	part_heading(&g);
	if (f->certified.there && f->certified.level == MARK_INK)
		galley_box(&g, _("转录：认定医师已在纸质材料上签名，本单照所见的纸质材料录出，不替"
				 "代原件。"));
	put_person(&g);
	put_basis(&g);
	put_conclusion(&g);
	put_marks(&g);
	rc = put_signed(&g, err);
	return galley_end(&g, rc == 0 ? err : NULL) < 0 ? -1 : rc;
}
