#include "forms/paper_parts.h"

#include <stdlib.h>
#include <string.h>

#include "forms/text.h"

const char *part_text(const char *text)
{
	return text ? text : "";
}

static bool given(const char *text)
{
	return text && *text;
}

const char *part_field(const struct galley *g, enum field_id id)
{
	const char *value = filing_get(g->facts->filing, id);
	const char *label = field_choice_label(id, value);

	return label ? _(label) : value;
}

const char *part_age(struct galley *g)
{
	const char *age = part_field(g, FIELD_AGE);

	return *age ? galley_words(g, _("%s 周岁"), age) : "";
}

int part_need_filing(const struct paper_facts *f, struct err *err)
{
	if (f->filing && f->check && f->result)
		return 0;
	return err_set(err, ERR_INPUT, "%s", _("这种单据要按一件申请打印；请先选定一件"));
}

const char *part_disease(struct galley *g)
{
	const char *name = part_field(g, FIELD_OPSP_DISE_NAME);
	const char *code = part_field(g, FIELD_OPSP_DISE_CODE);

	return *name && *code ? galley_words(g, _("%s（%s）"), name, code) : *name ? name : code;
}

const char *part_certno(struct galley *g, bool masked)
{
	const char *certno = part_field(g, FIELD_CERTNO);
	char *text;
	const char *kept;

	if (!masked || !*certno)
		return certno;
	text = malloc(4 * strlen(certno) + 1);
	if (!text) {
		g->failed = true;
		return "";
	}
	text_mask_certno(certno, text, 4 * strlen(certno) + 1);
	kept = galley_words(g, "%s", text);
	free(text);
	return kept;
}

/* ---- what comes first ---- */

static void put_numbers(struct galley *g)
{
	const struct paper_facts *f = g->facts;
	const char *filing_no =
		given(f->filing_no) ? galley_words(g, _("备案号：%s　　"), f->filing_no) : "";
	const char *no = given(f->no) ? galley_words(g, _("受理号：%s　　"), f->no) : "";
	const char *version =
		f->version > 0 ? galley_words(g, _("第 %lld 版"), (long long)f->version) : "";

	galley_text(g, galley_words(g, "%s%s%s", filing_no, no, version), GALLEY_SMALL);
	galley_space(g, 1.5);
}

bool part_is_over(enum filing_state state)
{
	return state == STATE_RETURNED || state == STATE_DECLINED || state == STATE_SUPERSEDED ||
	       state == STATE_REVOKED || state == STATE_EXPIRED;
}

void part_heading(struct galley *g)
{
	const struct paper_facts *f = g->facts;

	put_numbers(g);
	if (f->training)
		galley_box(g, _("培训演示：这是练习用的单据，人和事都是假的，不能用来办理业务。"));
	if (given(f->source) || f->state == STATE_HISTORY) {
		g->warning = _("历史导入");
		galley_box(g,
			   galley_words(g,
					_("历史导入：此件由文件导入，未在本台签署，本单不作签署凭证"
					  "。来源：%s"),
					part_text(f->source)));
	}
	if (!part_is_over(f->state) && !given(f->ended))
		return;
	g->warning = galley_words(g, _("此件%s"), _(state_label(f->state)));
	galley_box(g, galley_words(g, _("注意：%s。%s"), g->warning, part_text(f->ended)));
}

/* ---- packs and evidence ---- */

/* The term of what was judged by is over, or has not begun. */
static void put_term(struct galley *g)
{
	const struct finding *term = check_result_term(g->facts->result);
	char text[1024];

	if (term)
		galley_text(
			g, galley_words(g, _("注意：%s。"), finding_text(term, text, sizeof(text))),
			GALLEY_STRONG);
}

void part_basis(struct galley *g)
{
	const struct criteria_choice *b = &g->facts->result->basis;
	char words[4096];

	if (!b->criteria)
		return;
	criteria_source_words(b, words, sizeof(words));
	galley_text(g,
		    galley_words(g, _("%s；政策包 %s，第 %u 版。"), words, b->policy->id,
				 b->policy->edition),
		    GALLEY_SMALL);
	put_term(g);
	if (!b->binding)
		galley_text(g, _("参考标准的条文在本地没有约束力，是否符合由认定医师判断。"),
			    GALLEY_SMALL);
}

/* As written, and what that is in the evidence's own unit where the judgement shows it whole. */
static const char *value_of(struct galley *g, const struct test_result *t,
			    const struct evidence_entry *e)
{
	if (t->evidence->kind == EVIDENCE_FINDING)
		return t->why == UNKNOWN_NOT ? t->shown : e->value;
	if (strncmp(t->shown, e->value, strlen(e->value)) == 0)
		return t->shown;
	return galley_words(g, "%s %s", e->value, e->unit);
}

const char *part_evidence(struct galley *g, const struct test_result *t)
{
	const struct evidence_entry *e =
		evidence_find(&g->facts->filing->evidence, t->test->evidence);
	const char *value;

	if (!e || !t->evidence)
		return "";
	value = value_of(g, t, e);
	return *e->note ? galley_words(g, _("%s（%s）"), value, e->note) : value;
}

/* ---- marks ---- */

const char *part_mark(struct galley *g, const struct paper_mark *m)
{
	const char *code = given(m->code) ? galley_words(g, _("，校验码 %s"), m->code) : "";
	const char *key = given(m->key_id) ? galley_words(g, _("，密钥 %s"), m->key_id) : "";

	if (!m->there)
		return "";
	return galley_words(g, _("%s：%s，%s%s%s"), mark_level_label(m->level), part_text(m->who),
			    part_text(m->when), code, key);
}

void part_sign_place(struct galley *g, double x, const char *who, const char *seal)
{
	static const struct page_style left = { .size = 10.5, .leading = 16 },
				       middle = { .size = 10.5, .align = PAGE_CENTRE },
				       right = { .size = 10.5, .leading = 16, .align = PAGE_RIGHT };
	const char *date = _("　　　年　　月　　日");
	double width = GALLEY_LEFT + GALLEY_WIDTH - x, line = g->y + 8.5;
	double from = x + page_text_width(g->page, who, &left) + 1;
	double to = x + width - page_text_width(g->page, date, &right) - 1;

	page_text(g->page, x, g->y + 3.5, width, who, &left);
	page_line(g->page, from, line, to, line, 0.2);
	page_text(g->page, x, g->y + 3.5, width, date, &right);
	page_text(g->page, x, g->y + 17, width, seal, &middle);
	page_text(g->page, x, g->y + 40, width, date, &middle);
}

const char *part_material(const struct paper_facts *f, const char *kind)
{
	const char *label = route_material_label(f->check->route, kind);

	if (!label)
		label = policies_material_label(f->check->policies, kind);
	return label ? label : kind;
}

void part_code(struct galley *g)
{
	const struct paper_facts *f = g->facts;

	if (!given(f->code) || f->training)
		return;
	galley_text(g,
		    galley_words(
			    g, _("校验码 %s：由所签署的全文算出，可在本台核对此单所说的是哪一版。"),
			    f->code),
		    GALLEY_SMALL);
}
