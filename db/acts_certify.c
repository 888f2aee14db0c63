/* The rules of 认定, 采认纸质认定 and 不予认定. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/acts_parts.h"
#include "forms/text.h"

#define DOCTORS_MOST 512

/* ---- who certifies ---- */

/* The doctor who is signed in; the register says which one that is. */
static int own_entry(struct store *st, struct scene *s, struct err *err)
{
	int rc = s->who.doctor ? doctor_load(st, s->who.doctor, &s->doctor, err) : 0;

	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(err, ERR_NOT_ALLOWED,
			       _("您不在医师名册内，不能认定；请医保负责人先登记"));
	if (s->req->doctor && s->req->doctor != s->doctor.id)
		return err_set(err, ERR_NOT_ALLOWED,
			       _("认定须由医师本人签署，您不能替别的医师认定"));
	rc = institution_load(st, s->doctor.institution, &s->certifier, err);
	return rc < 0 ? -1 : 0;
}

static bool same_name(const char *a, const char *b)
{
	char *left = text_fold(a), *right = text_fold(b);
	bool same = left && right && strcmp(left, right) == 0;

	free(left);
	free(right);
	return same;
}

/* The one who bears the name on the paper. Somebody switched off counts only where nobody else is called so; of two who
 * both certify a name cannot tell which. */
static int choose_namesake(struct scene *s, const struct doctor *list, int count, struct err *err)
{
	const struct doctor *found = NULL;

	for (int i = 0; i < count; i++) {
		if (!same_name(list[i].name, s->req->dr_name))
			continue;
		if (found && found->active && list[i].active)
			return err_set(err, ERR_INPUT,
				       _("“%s”不止一位医师叫“%s”，请从医师名册中选定"),
				       s->certifier.name, s->req->dr_name);
		if (!found || !found->active)
			found = &list[i];
	}
	if (found)
		s->doctor = *found;
	return 0;
}

/* A doctor of a registered institution by the name on the paper; whether there has to be one the way says. */
static int find_doctor(struct store *st, struct scene *s, struct err *err)
{
	struct doctor *list = calloc(DOCTORS_MOST, sizeof(*list));
	int count = list ? doctors_list(st, s->certifier.id, list, DOCTORS_MOST, err)
			 : err_set(err, ERR_MEMORY, _("内存不足"));

	/* A namesake may stand among those who did not fit. */
	if (count == DOCTORS_MOST)
		count = err_set(err, ERR_INPUT, _("“%s”的医师太多，请从医师名册中选定"),
				s->certifier.name);
	if (count > 0)
		count = choose_namesake(s, list, count, err);
	free(list);
	return count < 0 ? -1 : 0;
}

/* Who stands on the paper: by the register, or by what was typed. */
static int read_paper(struct store *st, struct scene *s, struct err *err)
{
	const struct act_request *req = s->req;
	int rc;

	if (req->doctor) {
		rc = doctor_load(st, req->doctor, &s->doctor, err);
		if (rc == 0)
			return err_set(err, ERR_INPUT, _("名册里没有这位医师，请重新选择"));
		return rc < 0 ? -1
			      : institution_load(st, s->doctor.institution, &s->certifier, err);
	}
	if (!*req->dr_name || !*req->ide_name)
		return err_set(err, ERR_INPUT, _("请按纸质材料填写认定医师和认定医疗机构"));
	snprintf(s->doctor.name, sizeof(s->doctor.name), "%s", req->dr_name);
	rc = institution_find(st, req->ide_name, &s->certifier, err);
	if (rc == 1)
		return find_doctor(st, s, err);
	snprintf(s->certifier.name, sizeof(s->certifier.name), "%s", req->ide_name);
	return rc;
}

static int demand_elsewhere(const struct scene *s, struct err *err)
{
	const struct institution *own = &s->desk.institution;

	if (s->certifier.id != own->id && !same_name(s->certifier.name, own->name))
		return 0;
	return err_set(err, ERR_NOT_ALLOWED,
		       _("“%s”是本机构，应由本机构医师本人在此认定，不能采认纸质签名"), own->name);
}

/* Whose paper may be taken over the way says. */
static enum policy_certified certified_where(const struct scene *s)
{
	return s->check.route ? s->check.route->certified : CERTIFIED_REGISTERED;
}

static int find_certifier(struct store *st, struct scene *s, struct err *err)
{
	if (s->req->act == ACT_CERTIFY && certified_where(s) == CERTIFIED_ELSEWHERE)
		return err_set(err, ERR_NOT_ALLOWED,
			       _("“%s”由就医地医师在纸上认定，请经办人采认，不在此签署认定"),
			       s->check.route->name);
	if (s->req->act == ACT_CERTIFY)
		return own_entry(st, s, err);
	if (certified_where(s) == CERTIFIED_HERE)
		return err_set(err, ERR_NOT_ALLOWED,
			       _("“%s”应由本机构医师在此认定，不能采认纸质认定"),
			       s->check.route->name);
	if (read_paper(st, s, err) < 0)
		return -1;
	return demand_elsewhere(s, err);
}

/* ---- whether they may ---- */

static int qualify(struct store *st, struct scene *s, struct act_draft *d, struct date on,
		   struct err *err)
{
	const struct filing *f = &s->after;
	struct qualification q = {
		.policies = s->ctx->policies,
		.region = s->ctx->region,
		.disease = filing_get(f, FIELD_OPSP_DISE_CODE),
		.insutype = filing_get(f, FIELD_INSUTYPE),
		.institution = &s->certifier,
		.doctor = &s->doctor,
		.on = on,
		.on_paper = s->req->act == ACT_CERTIFY_SEEN &&
			    certified_where(s) == CERTIFIED_ELSEWHERE,
	};
	struct findings found = { 0 };
	const struct finding *error;
	int rc = 0;

	if (s->certifier.id && doctors_count(st, s->certifier.id, q.disease, &q.doctors, err) < 0)
		return -1;
	qualify_certifier(&q, &found);
	error = sort_findings(&found, &d->findings);
	if (error)
		rc = refuse_finding(s, error, err);
	findings_finish(&found);
	return rc;
}

/* A signature of this desk is of today; that on a paper has its own day. */
static int read_day(const struct scene *s, struct date *out, struct err *err)
{
	const char *typed = s->req->ide_date;

	*out = s->ctx->today;
	if (s->req->act == ACT_CERTIFY)
		return !*typed || strcmp(typed, s->today) == 0
			       ? 0
			       : err_set(err, ERR_NOT_ALLOWED,
					 _("认定日期“%s”不是今天；本台签署的认定只能是当天"),
					 typed);
	if (date_parse(typed, out) < 0)
		return err_set(err, ERR_INPUT, _("认定日期“%s”不是日期；请写成 2026-11-22"), typed);
	if (date_compare(*out, s->ctx->today) > 0)
		return err_set(err, ERR_NOT_ALLOWED, _("认定日期“%s”晚于今天，请对照纸质材料核对"),
			       typed);
	return 0;
}

static int set_certification(struct scene *s, struct date on, struct err *err)
{
	char day[DATE_TEXT_SIZE];

	if (set_after(s, FIELD_DIAG_DR_NAME, s->doctor.name, err) < 0 ||
	    set_after(s, FIELD_DIAG_DR_CODG, s->doctor.code, err) < 0 ||
	    set_after(s, FIELD_HOSP_IDE_DATE, date_format(on, day), err) < 0 ||
	    set_after(s, FIELD_RX_WEEKS, s->req->rx_weeks, err) < 0 ||
	    set_after(s, FIELD_IDE_FIXMEDINS_NAME, s->certifier.name, err) < 0)
		return -1;
	return set_after(s, FIELD_IDE_FIXMEDINS_NO, s->certifier.code, err);
}

/* Binding criteria decide; those of elsewhere warn, and want to know why the doctor sees it otherwise; without any the
 * narrative carries the certification (demand_complete() has asked for it). */
static int judge_verdict(struct scene *s, struct err *err)
{
	const struct check_result *r = &s->result;
	char why[300];

	if (!r->basis.criteria || r->judgement.verdict == VERDICT_ELIGIBLE)
		return 0;
	judgement_explain(r->basis.criteria, &r->judgement, why, sizeof(why));
	snprintf(s->audit_words, sizeof(s->audit_words), "verdict %s",
		 verdict_name(r->judgement.verdict));
	if (r->basis.binding)
		return err_set(err, ERR_NOT_ALLOWED, _("%s；不能认定"), why);
	if (!*s->req->reason)
		return err_set(err, ERR_NOT_ALLOWED, _("按参考标准：%s；仍要认定的，请写明理由"),
			       why);
	s->override = s->req->reason;
	s->audit_words[0] = '\0';
	return 0;
}

static int judge_weeks(struct scene *s, struct err *err)
{
	const struct filing *f = &s->after;
	struct findings found = { 0 };
	int rc = 0;

	if (!qualify_weeks(s->ctx->policies, s->ctx->region, filing_get(f, FIELD_OPSP_DISE_CODE),
			   filing_get(f, FIELD_INSUTYPE), s->req->rx_weeks, &found))
		rc = found.count ? refuse_finding(s, &found.list[0], err)
				 : err_set(err, ERR_MEMORY, _("内存不足"));
	findings_finish(&found);
	return rc;
}

int judge_certification(struct store *st, struct scene *s, struct act_draft *d, struct err *err)
{
	struct date on;

	if (find_certifier(st, s, err) < 0 || read_day(s, &on, err) < 0 ||
	    judge_weeks(s, err) < 0 || qualify(st, s, d, on, err) < 0 ||
	    set_certification(s, on, err) < 0)
		return -1;
	check_after(s);
	if (demand_complete(s, d, err) < 0)
		return -1;
	return judge_verdict(s, err);
}

int judge_decline(struct store *st, struct scene *s, struct act_draft *d, struct err *err)
{
	/* Who may not certify this disease may not say either that somebody does not have it. */
	if (own_entry(st, s, err) < 0)
		return -1;
	return qualify(st, s, d, s->ctx->today, err);
}
