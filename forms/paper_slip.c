/* 受理回执: what the applicant takes home on the day he applied. */
#include "forms/paper_parts.h"

#include <string.h>

static void put_application(struct galley *g)
{
	const struct paper_facts *f = g->facts;
	bool history = f->state == STATE_HISTORY; /* nobody received it here */
	const struct galley_pair pairs[] = {
		{ _("申请人"), part_field(g, FIELD_PSN_NAME), false },
		{ _("证件号码"), part_certno(g, true), false },
		{ _("申报病种"), part_disease(g), true },
		{ _("险种"), part_field(g, FIELD_INSUTYPE), false },
		{ _("申请日期"), part_field(g, FIELD_APPY_DATE), false },
		{ _("办理途径"), part_text(f->route), false },
		{ _("当前状态"), _(state_label(f->state)), false },
		{ history ? _("导入时间") : _("受理人"),
		  history              ? part_text(f->stored_at)
		  : f->submitted.there ? part_text(f->submitted.who)
				       : part_text(f->printed_by),
		  false },
		{ _("受理时间"),
		  f->submitted.there ? part_text(f->submitted.when) : part_text(f->stored_at),
		  false },
	};

	galley_pairs(g, pairs, ARRAY_SIZE(pairs) - history);
}

static void put_agent(struct galley *g)
{
	const struct galley_pair pairs[] = {
		{ _("代办人"), part_field(g, FIELD_AGNTER_NAME), false },
		{ _("与申请人关系"), part_field(g, FIELD_AGNTER_RLTS), false },
	};

	if (filing_has_agent(g->facts->filing))
		galley_pairs(g, pairs, ARRAY_SIZE(pairs));
}

/* ---- what happens next ---- */

static const char *certifier(const struct paper_facts *f)
{
	const struct policy_route *r = f->check->route;

	return r && r->certifier ? r->certifier : _("符合资质的认定医师");
}

static const char *filer(const struct paper_facts *f)
{
	const struct policy_route *r = f->check->route;

	return r && r->filer ? r->filer : _("备案机构");
}

static const char *next_words(struct galley *g)
{
	const struct paper_facts *f = g->facts;

	switch (f->state) {
	case STATE_DRAFT:
		return _("申请内容已录入，还没有提交认定。缺什么，见一次性告知单；补齐后请再来本窗"
			 "口办理。");
	case STATE_READY:
		return galley_words(g,
				    _("申请已提交，接下来由%"
				      "s认定；认定后加盖认定医疗机构的印章，再由%s办理备案。"),
				    certifier(f), filer(f));
	case STATE_CERTIFIED:
		return galley_words(
			g, _("已经认定，接下来加盖认定医疗机构的印章，再由%s办理备案。"), filer(f));
	case STATE_SEALED:
		return galley_words(g,
				    _("已经认定并用印，接下来由%s办理备案。备案之后方可享受待遇。"),
				    filer(f));
	case STATE_FILED:
		return galley_words(
			g, _("已经备案，自 %s 起可以享受待遇；支付比例、限额和期限见待遇告知单。"),
			part_field(g, FIELD_BEGNDATE));
	case STATE_RETURNED:
		return _("申请已退回补正，理由见上。缺什么，见一次性告知单；补齐后请再来本窗口办理"
			 "。");
	case STATE_DECLINED:
		return _("此次申请未予认定，理由见上。病情或检查结果有变化时，可以重新申请。");
	case STATE_SUPERSEDED:
		return _("此件已被新的一版取代，请以新的一版为准。");
	case STATE_REVOKED:
		return _("此件备案已撤销，不再享受待遇；有疑问请向本窗口询问。");
	case STATE_EXPIRED:
		return _("此件待遇期限已满；需要继续享受待遇的，请重新申请。");
	case STATE_HISTORY:
		return _("此件由以前的登记导入，办理情况以原登记机构的记录为准。");
	case STATE_COUNT:
		break;
	}
	return "";
}

int paper_slip(struct page *p, const struct paper_facts *f, struct err *err)
{
	struct galley g;

	if (part_need_filing(f, err) < 0)
		return -1;
	galley_begin(&g, p, f, PAPER_SLIP);
	part_heading(&g);
	galley_text(&g,
		    f->state == STATE_HISTORY
			    ? _("以下是由文件导入的以前的登记，不是本窗口收到的申请：")
			    : _("您的门诊慢特病病种待遇认定申请，本窗口已经收到，登记如下："),
		    GALLEY_BODY);
	put_application(&g);
	put_agent(&g);
	galley_section(&g, _("接下来"));
	galley_text(&g, next_words(&g), GALLEY_BODY);
	galley_text(
		&g,
		_("查询办理进度，请报受理号，并出示申请人的身份证件。咨询电话：__________________"),
		GALLEY_BODY);
	galley_signs(&g, (const char *const[]) { _("经办人（签名）：") }, 1);
	galley_space(&g, 3);
	part_code(&g);
	return galley_end(&g, err);
}
