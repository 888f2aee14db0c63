/* The rules of 用印 and 备案. */
#include <stdio.h>
#include <string.h>

#include "db/acts_parts.h"

/* ---- the seal ---- */

/* Who certified in any version of this filing, or took a certificate over, does not seal it. */
static int demand_other_hands(struct store *st, const struct scene *s, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_ACT_CERTIFIED_BY);
	int64_t found;
	int rc;

	stmt_bind_int(q, 1, s->now.id);
	stmt_bind_int(q, 2, s->who.staff);
	rc = stmt_fetch_int(q, &found, err);
	if (rc == 1)
		return err_set(err, ERR_NOT_ALLOWED,
			       _("“%s”已认定此件，不得再用印；请另一位用印人办理"), s->who.name);
	return rc;
}

static int load_seal(struct store *st, struct scene *s, struct err *err)
{
	struct institution owner;
	int rc = seal_load(st, s->req->seal, &s->seal, err);

	if (rc < 0)
		return -1;
	if (rc == 0 || !s->seal.active)
		return err_set(err, ERR_NOT_ALLOWED,
			       _("这枚印章不在名册里或已停用，请医保负责人核对"));
	rc = institution_load(st, s->seal.institution, &owner, err);
	if (rc == 1)
		snprintf(s->seal_institution, sizeof(s->seal_institution), "%s", owner.name);
	if (rc == 1 && strcmp(owner.code, filing_get(&s->now.filing, FIELD_IDE_FIXMEDINS_NO)) != 0)
		return err_set(err, ERR_NOT_ALLOWED,
			       _("“%s”属于“%s”，此件由“%s”认定，应盖认定机构的印章"), s->seal.name,
			       owner.name, filing_get(&s->now.filing, FIELD_IDE_FIXMEDINS_NAME));
	return rc < 0 ? -1 : 0;
}

static int demand_keeper(const struct scene *s, struct err *err)
{
	if (s->seal.keeper == s->who.staff)
		return 0;
	return err_set(err, ERR_NOT_ALLOWED, _("“%s”不由您保管，请保管人用印"), s->seal.name);
}

/* The key of a seal signs for its own institution alone, by the hand that keeps it. */
static int judge_desk_seal(const struct scene *s, struct err *err)
{
	if (s->seal.id == 0)
		return err_set(err, ERR_NOT_ALLOWED,
			       _("本台签名要用名册里的印章；别处的印章只能按纸质印章登记"));
	return demand_keeper(s, err);
}

/* A seal goes by a name alone where the register cannot know it: its institution does not stand there. */
static int name_seal(struct store *st, struct scene *s, struct err *err)
{
	const char *code = filing_get(&s->now.filing, FIELD_IDE_FIXMEDINS_NO);
	const char *name = filing_get(&s->now.filing, FIELD_IDE_FIXMEDINS_NAME);
	struct institution certifier;
	int rc;

	if (!*s->req->seal_name)
		return err_set(err, ERR_INPUT, _("请填写印章的名称"));
	rc = institution_find(st, *code ? code : name, &certifier, err);
	if (rc == 1)
		return err_set(err, ERR_NOT_ALLOWED,
			       _("“%s”在机构名册内，要用名册里它的印章；没有的请医保负责人先登记"),
			       certifier.name);
	snprintf(s->seal_institution, sizeof(s->seal_institution), "%s", name);
	return rc;
}

/* The seals of the house are in their keepers' hands, on paper too; another institution's are only looked at. */
static int judge_ink_seal(struct store *st, struct scene *s, struct err *err)
{
	bool kept = s->seal.keeper || s->seal.institution == s->desk.institution.id;

	if (s->seal.id == 0 && name_seal(st, s, err) < 0)
		return -1;
	if (s->seal.id && kept && demand_keeper(s, err) < 0)
		return -1;
	if (!s->req->legible)
		return err_set(
			err, ERR_NOT_ALLOWED,
			_("“印文清晰”没有标上；属实请标上，不清晰的不能用印，请退回重新盖章"));
	if (!s->req->name_equal)
		return err_set(err, ERR_NOT_ALLOWED,
			       _("“印文与登记的机构名称一致”没有标上（登记为“%"
				 "s”）；属实请标上，不一致的不能用印，请退回重新盖章"),
			       s->seal_institution);
	return 0;
}

static int find_scan(struct scene *s, struct err *err)
{
	for (size_t i = 0; i < s->materials_count; i++)
		if (s->materials[i].id == s->req->scan) {
			snprintf(s->scan_sm3, sizeof(s->scan_sm3), "%s", s->materials[i].sm3);
			return 0;
		}
	return s->req->scan ? err_set(err, ERR_INPUT, _("此件没有这份印章图像，请重新选择")) : 0;
}

int judge_seal(struct store *st, struct scene *s, struct act_draft *d, struct err *err)
{
	(void)d;
	if (demand_other_hands(st, s, err) < 0)
		return -1;
	if (s->req->seal && load_seal(st, s, err) < 0)
		return -1;
	if (find_scan(s, err) < 0)
		return -1;
	return s->req->mark == MARK_DESK ? judge_desk_seal(s, err) : judge_ink_seal(st, s, err);
}

/* ---- filing ---- */

static bool has_code(const struct policy *p, const char *code)
{
	for (unsigned i = 0; i < p->codes_count; i++)
		if (strcmp(p->codes[i].code, code) == 0)
			return true;
	return false;
}

/* The pack that the entitlement rests on: its binding criteria, else the pack of the ways if that names the disease. */
static const struct policy *rests_on(const struct scene *s)
{
	const struct filing *f = &s->now.filing;
	const struct policy *p;

	if (s->result.basis.criteria && s->result.basis.binding)
		return s->result.basis.policy;
	p = policies_routes(s->ctx->policies, s->ctx->region, filing_get(f, FIELD_INSUTYPE));
	return p && has_code(p, filing_get(f, FIELD_OPSP_DISE_CODE)) ? p : NULL;
}

/* The last day of what the filing rests on, renewals counted; "" when it has none. */
static void last_day(const struct scene *s, char out[DATE_TEXT_SIZE])
{
	const struct policy *p = rests_on(s), *because = NULL;
	struct date day = { 0 };

	out[0] = '\0';
	if (p &&
	    policy_in_force_for(s->ctx->policies, p, filing_get(&s->now.filing, FIELD_INSUTYPE),
				s->ctx->today, &because, &day) == POLICY_IN_FORCE &&
	    because)
		date_format(day, out);
}

static int demand_day(const char *label, const char *typed, struct err *err)
{
	struct date day;

	if (!*typed || date_parse(typed, &day) == 0)
		return 0;
	return err_set(err, ERR_INPUT, _("%s“%s”不是日期；请写成 2026-11-22"), label, typed);
}

static int judge_days(const char *begin, const char *end, const char *certified, const char *last,
		      struct err *err)
{
	if (strcmp(begin, certified) < 0)
		return err_set(err, ERR_NOT_ALLOWED, _("待遇开始日期 %s 早于认定日期 %s，请核对"),
			       begin, certified);
	if (*end && strcmp(end, begin) < 0)
		return err_set(err, ERR_NOT_ALLOWED, _("待遇结束日期 %s 早于开始日期 %s，请核对"),
			       end, begin);
	if (*last && strcmp(end, last) > 0)
		return err_set(err, ERR_NOT_ALLOWED,
			       _("待遇结束日期 %s 晚于所依据文件的期满日 %s，请核对"), end, last);
	return 0;
}

static int set_days(struct scene *s, struct err *err)
{
	const char *begin = *s->req->begndate ? s->req->begndate : s->today;
	const char *certified = filing_get(&s->now.filing, FIELD_HOSP_IDE_DATE);
	char last[DATE_TEXT_SIZE];
	const char *end = *s->req->enddate ? s->req->enddate : last;

	if (demand_day(_(fields[FIELD_BEGNDATE].label), s->req->begndate, err) < 0 ||
	    demand_day(_(fields[FIELD_ENDDATE].label), s->req->enddate, err) < 0)
		return -1;
	last_day(s, last);
	if (judge_days(begin, end, certified, last, err) < 0 ||
	    set_after(s, FIELD_BEGNDATE, begin, err) < 0)
		return -1;
	return set_after(s, FIELD_ENDDATE, end, err);
}

static int qualify_desk(struct scene *s, struct act_draft *d, struct err *err)
{
	struct findings found = { 0 };
	const struct finding *error;
	int rc = 0;

	qualify_filer(s->ctx->policies, s->ctx->region, &s->desk.institution, &found);
	error = sort_findings(&found, &d->findings);
	if (error)
		rc = refuse_finding(s, error, err);
	findings_finish(&found);
	return rc;
}

/* What the amendment takes over from the filing that it amends, which must still be in force. */
static int take_prior(struct store *st, struct scene *s, struct act_draft *d, struct err *err)
{
	struct filing_record prior = { 0 };
	int rc;

	if (s->now.prior == 0)
		return 0;
	rc = filing_load_here(st, s->now.prior, &prior, err);
	if (rc == 1 && prior.state == STATE_FILED) {
		snprintf(d->filing_no, sizeof(d->filing_no), "%s", prior.filing_no);
		s->supersedes = true;
	} else if (rc == 1) {
		rc = err_set(err, ERR_NOT_ALLOWED,
			     _("所修正的原件（受理号 %s）现为“%s”，此件不能再备案"), prior.no,
			     _(state_label(prior.state)));
	} else if (rc == 0) {
		rc = err_set(err, ERR_STORAGE, _("库里没有所修正的原件；请医保负责人核对全库"));
	}
	filing_record_finish(&prior);
	return rc < 0 ? -1 : 0;
}

int judge_filing(struct store *st, struct scene *s, struct act_draft *d, struct err *err)
{
	if (demand_in_force(s, err) < 0 || qualify_desk(s, d, err) < 0 ||
	    demand_no_duplicate(st, s, d, err) < 0 || take_prior(st, s, d, err) < 0 ||
	    set_days(s, err) < 0)
		return -1;
	if (set_after(s, FIELD_FIXMEDINS_NAME, s->desk.institution.name, err) < 0 ||
	    set_after(s, FIELD_FIXMEDINS_CODE, s->desk.institution.code, err) < 0 ||
	    set_after(s, FIELD_OPTER_NAME, s->who.name, err) < 0)
		return -1;
	return set_after(s, FIELD_OPT_TIME, s->today, err);
}
