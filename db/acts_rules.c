/* The rules of each act, beyond who may and from which state: what has to be there, and what stands against it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/acts_parts.h"
#include "forms/text.h"

/* ---- parts of rules ---- */

int set_after(struct scene *s, enum field_id id, const char *text, struct err *err)
{
	return filing_set(&s->after, id, text) < 0 ? err_set(err, ERR_MEMORY, _("内存不足")) : 0;
}

int refuse_finding(struct scene *s, const struct finding *f, struct err *err)
{
	char text[sizeof(((struct err *)0)->msg)];

	/* The audit gets the code: a finding's sentence may quote what was typed. */
	snprintf(s->audit_words, sizeof(s->audit_words), "%s", finding_code_name(f->code));
	finding_text(f, text, sizeof(text));
	return err_set(err, ERR_NOT_ALLOWED, "%s", text);
}

static struct finding *keep_finding(struct findings *to, const struct finding *f)
{
	struct finding *copy = findings_add(to, f->field, f->code, f->arg[0], f->arg[1]);

	if (copy)
		copy->evidence = f->evidence;
	return copy;
}

const struct finding *sort_findings(const struct findings *from, struct findings *notes)
{
	const struct finding *error = NULL;

	for (size_t i = 0; i < from->count; i++) {
		keep_finding(notes, &from->list[i]);
		if (!error && finding_code_level(from->list[i].code) != LEVEL_NOTE)
			error = &from->list[i];
	}
	return error;
}

int demand_in_force(struct scene *s, struct err *err)
{
	const struct findings *found = &s->result.findings;

	for (size_t i = 0; i < found->count; i++)
		if (found->list[i].code == FINDING_POLICY_EXPIRED ||
		    found->list[i].code == FINDING_POLICY_EARLY)
			return refuse_finding(s, &found->list[i], err);
	return 0;
}

static bool has_agent(const struct filing *f)
{
	return *filing_get(f, FIELD_AGNTER_NAME) || *filing_get(f, FIELD_AGNTER_CERTNO) ||
	       *filing_get(f, FIELD_AGNTER_TEL) || *filing_get(f, FIELD_AGNTER_RLTS);
}

/* Everything that is missing is told at once. The notes of the check are kept for the screen. */
int demand_complete(struct scene *s, struct act_draft *d, struct err *err)
{
	const struct notice_context ctx = { &s->check, s->check.route, s->kinds,
					    has_agent(&s->after) };
	char first[300];

	for (size_t i = 0; i < s->result.findings.count; i++)
		if (finding_code_level(s->result.findings.list[i].code) == LEVEL_NOTE)
			keep_finding(&d->findings, &s->result.findings.list[i]);
	if (demand_in_force(s, err) < 0)
		return -1;
	notice_finish(&d->notice);
	if (notice_make(&s->after, &ctx, &d->notice) < 0)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	if (d->notice.count == 0)
		return 0;
	snprintf(s->audit_words, sizeof(s->audit_words), "incomplete %zu", d->notice.count);
	if (d->notice.count == 1)
		return err_set(err, ERR_NOT_ALLOWED, "%s", d->notice.items[0].text);
	text_copy(first, sizeof(first), d->notice.items[0].text);
	return err_set(err, ERR_NOT_ALLOWED, _("还有 %zu 项未齐，见一次性告知单；第一项：%s"),
		       d->notice.count, first);
}

int demand_no_duplicate(struct store *st, struct scene *s, struct act_draft *d, struct err *err)
{
	struct filing_record other = { 0 };
	int rc = acts_duplicate(st, &s->now.filing, s->now.id, &other, err);

	if (rc == 1) {
		d->duplicate = other.id;
		err_set(err, ERR_NOT_ALLOWED,
			_("此人同一险种的这一病种已有一件（受理号 %s，%s），不能重复办理；请按 F3 "
			  "查看"),
			other.no, _(state_label(other.state)));
	}
	filing_record_finish(&other);
	/* History was not signed here: it stands against nothing, but whoever signs may want to look. */
	if (rc == 0)
		rc = acts_in_history(st, &s->now.filing, d->history_no, err);
	else if (rc == 1)
		rc = -1;
	return rc < 0 ? -1 : 0;
}

/* The code and insurance tell one entitlement from another: a name alone does not. */
static int demand_code(const struct scene *s, struct err *err)
{
	static const enum field_id wanted[] = { FIELD_OPSP_DISE_CODE, FIELD_INSUTYPE,
						FIELD_CERTNO };

	for (size_t i = 0; i < ARRAY_SIZE(wanted); i++)
		if (!*filing_get(&s->now.filing, wanted[i]))
			return err_set(err, ERR_NOT_ALLOWED, _("%s尚未填写"),
				       _(fields[wanted[i]].label));
	return 0;
}

static int clear_act_fields(struct scene *s, struct err *err)
{
	for (int id = 0; id < FIELD_COUNT; id++)
		if ((fields[id].flags & FIELD_ACT) &&
		    set_after(s, (enum field_id)id, NULL, err) < 0)
			return -1;
	return 0;
}

/* An amendment stands on a filing that is still in force. */
static int demand_prior(struct store *st, struct scene *s, struct err *err)
{
	struct filing_record prior = { 0 };
	int rc;

	if (s->now.prior == 0)
		return 0;
	rc = filing_load_here(st, s->now.prior, &prior, err);
	if (rc == 1 && prior.state != STATE_FILED)
		rc = err_set(err, ERR_NOT_ALLOWED,
			     _("所修正的原件（受理号 %s）现为“%s”，不能再修正它"), prior.no,
			     _(state_label(prior.state)));
	else if (rc == 0)
		rc = err_set(err, ERR_STORAGE, _("库里没有所修正的原件；请医保负责人核对全库"));
	filing_record_finish(&prior);
	return rc < 0 ? -1 : 0;
}

/* ---- acts ---- */

static int judge_submission(struct store *st, struct scene *s, struct act_draft *d, struct err *err)
{
	/* What acts fill is never typed; an import may have brought some. */
	if (clear_act_fields(s, err) < 0)
		return -1;
	check_after(s);
	if (demand_prior(st, s, err) < 0 || demand_complete(s, d, err) < 0 ||
	    demand_code(s, err) < 0)
		return -1;
	return demand_no_duplicate(st, s, d, err);
}

static int judge_return(struct store *st, struct scene *s, struct act_draft *d, struct err *err)
{
	(void)st, (void)d;
	return clear_act_fields(s, err);
}

static int judge_amendment(struct store *st, struct scene *s, struct act_draft *d, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_AMENDMENT_OPEN);
	char no[32] = "";
	int rc;

	(void)d;
	stmt_bind_int(q, 1, s->now.id);
	rc = stmt_step(q, err);
	if (rc == 1)
		stmt_copy_text(q, 0, no, sizeof(no));
	stmt_done(q);
	if (rc == 1)
		return err_set(err, ERR_NOT_ALLOWED,
			       _("此件已有一份修正在办（受理号 %s），请先办完那一份"), no);
	return rc;
}

static int judge_expiry(struct store *st, struct scene *s, struct act_draft *d, struct err *err)
{
	const char *end = filing_get(&s->now.filing, FIELD_ENDDATE);

	(void)st, (void)d;
	if (!*end)
		return err_set(err, ERR_NOT_ALLOWED, _("此件待遇没有结束日期，不能按到期终止"));
	/* The last day itself still belongs to the entitlement. */
	if (strcmp(s->today, end) <= 0)
		return err_set(err, ERR_NOT_ALLOWED, _("此件待遇到 %s 才满，还不能按到期终止"),
			       end);
	return 0;
}

static int judge_renewal(struct store *st, struct scene *s, struct act_draft *d, struct err *err)
{
	const struct act_request *req = s->req;
	struct date until;
	struct err why = { 0 };

	(void)st, (void)d;
	if (!*req->document)
		return err_set(err, ERR_INPUT, _("请填写续期文件的文号"));
	if (date_parse(req->until, &until) < 0)
		return err_set(err, ERR_INPUT, _("有效至“%s”不是日期；请写成 2026-11-22"),
			       req->until);
	if (policies_check_renewal(s->ctx->policies, req->policy, until, &why) == 0)
		return 0;
	return err_set(err, ERR_NOT_ALLOWED, "%s", why.msg);
}

static int judge_nothing_more(struct store *st, struct scene *s, struct act_draft *d,
			      struct err *err)
{
	(void)st, (void)s, (void)d, (void)err;
	return 0;
}

static int (*const judges[ACT_COUNT])(struct store *st, struct scene *s, struct act_draft *d,
				      struct err *err) = {
	[ACT_SUBMIT] = judge_submission,
	[ACT_CERTIFY] = judge_certification,
	[ACT_CERTIFY_SEEN] = judge_certification,
	[ACT_DECLINE] = judge_decline,
	[ACT_RETURN] = judge_return,
	[ACT_SEAL] = judge_seal,
	[ACT_FILE] = judge_filing,
	[ACT_AMEND] = judge_amendment,
	[ACT_REVOKE] = judge_nothing_more,
	[ACT_EXPIRE] = judge_expiry,
	[ACT_REVIEW] = judge_nothing_more,
	[ACT_RENEW] = judge_renewal,
};

int scene_judge(struct store *st, struct scene *s, struct act_draft *d, struct err *err)
{
	if ((act_flags(s->req->act) & ACT_NEEDS_REASON) && !*s->req->reason)
		return err_set(err, ERR_INPUT, _("“%s”要写明理由"), _(act_label(s->req->act)));
	if (*s->req->reason && text_chars(s->req->reason) > REASON_CHARS_MOST)
		return err_set(err, ERR_INPUT, _("理由超过 %d 个字，请写短些"), REASON_CHARS_MOST);
	return judges[s->req->act](st, s, d, err);
}
