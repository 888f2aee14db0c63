/* What the people of a training store do with a filing, act after act, until it is where its person wants it. */
#include <stdio.h>
#include <string.h>

#include "db/training_stage.h"

#define STEPS_MOST 10 /* with the end, ACT_REGISTER, which is no step */

// clang-format off
static const enum act paths[STATE_COUNT][STEPS_MOST] = {
	[STATE_DRAFT] = { ACT_REGISTER },
	[STATE_READY] = { ACT_SUBMIT },
	[STATE_CERTIFIED] = { ACT_SUBMIT, ACT_CERTIFY },
	[STATE_SEALED] = { ACT_SUBMIT, ACT_CERTIFY, ACT_SEAL },
	[STATE_FILED] = { ACT_SUBMIT, ACT_CERTIFY, ACT_SEAL, ACT_FILE },
	[STATE_RETURNED] = { ACT_SUBMIT, ACT_RETURN },
	[STATE_DECLINED] = { ACT_SUBMIT, ACT_DECLINE },
	[STATE_SUPERSEDED] = { ACT_SUBMIT, ACT_CERTIFY, ACT_SEAL, ACT_FILE, ACT_AMEND,
			       ACT_SUBMIT, ACT_CERTIFY, ACT_SEAL, ACT_FILE },
	[STATE_REVOKED] = { ACT_SUBMIT, ACT_CERTIFY, ACT_SEAL, ACT_FILE, ACT_REVOKE },
	[STATE_EXPIRED] = { ACT_SUBMIT, ACT_CERTIFY, ACT_SEAL, ACT_FILE, ACT_EXPIRE },
};

static const struct {
	enum role role;
	const char *reason;
} performers[ACT_COUNT] = {
	[ACT_SUBMIT] = { ROLE_CLERK, NULL },
	[ACT_CERTIFY] = { ROLE_DOCTOR, NULL },
	[ACT_CERTIFY_SEEN] = { ROLE_CLERK, NULL },
	[ACT_DECLINE] = { ROLE_DOCTOR, "现有检查结果达不到认定标准，建议复查后再申请" },
	[ACT_RETURN] = { ROLE_CLERK, "病情诊断证明缺医师签名，请补签后再交" },
	[ACT_SEAL] = { ROLE_SEAL_KEEPER, NULL },
	[ACT_FILE] = { ROLE_CLERK, NULL },
	[ACT_AMEND] = { ROLE_HEAD, "联系电话录错一位" },
	[ACT_REVOKE] = { ROLE_HEAD, "经复核，同一病种已在参保地享受待遇" },
	[ACT_EXPIRE] = { ROLE_CLERK, NULL },
};
// clang-format on

struct step {
	struct act_request request;
	struct training_seat seat;
	int64_t key; /* 0: the actor's own */
};

/* Who does it, with which key, and what he says. Doctors take turns. */
static struct step plan_step(const struct training_stage *s, const struct training_person *p,
			     enum act act, int64_t filing, const char *day, const char *last)
{
	bool paper = p->way == WAY_ELSEWHERE;
	struct step step = { .request = { .act = paper && act == ACT_CERTIFY ? ACT_CERTIFY_SEEN
									     : act,
					  .filing = filing } };
	struct act_request *r = &step.request;

	r->reason = performers[r->act].reason;
	step.seat = *training_seat(s, performers[r->act].role,
				   performers[r->act].role == ROLE_DOCTOR ? filing % 2 : 0);
	if (act == ACT_CERTIFY)
		r->reason = training_disease(p->what)->override;
	if (r->act == ACT_CERTIFY_SEEN) {
		r->doctor = s->doctor_elsewhere;
		r->ide_date = day;
		r->mark = MARK_INK;
	} else if (act == ACT_CERTIFY) {
		r->mark = MARK_DESK;
	} else if (act == ACT_SEAL && paper) {
		r->seal = s->seal_elsewhere;
		r->mark = MARK_INK;
		r->legible = r->over_date = r->name_equal = true;
	} else if (act == ACT_SEAL) {
		r->seal = s->seal;
		r->mark = MARK_DESK;
		step.seat.key = s->sealing.key;
		step.key = s->sealing_key;
	} else if (act == ACT_FILE) {
		r->enddate = last;
	}
	return step;
}

/* What is mended in an amendment. */
static int correct(const struct training_stage *s, int64_t filing, struct err *err)
{
	struct filing_record r = { 0 };
	int rc = filings_load(s->st, filing, &r, err) == 1 ? 0 : -1;

	if (rc == 0 && filing_set(&r.filing, FIELD_TEL, "13911110000") < 0)
		rc = err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	store_set_actor(s->st, &training_seat(s, ROLE_CLERK, 0)->actor);
	if (rc == 0)
		rc = filings_save(s->st, &r, 0, err);
	filing_record_finish(&r);
	return rc;
}

/* Each gives his password again where the act asks for it, as at a desk. */
static int confirm(struct training_stage *s, const struct step *step, struct err *err)
{
	const char *login = step->seat.actor.login;

	if (!(act_flags(step->request.act) & ACT_NEEDS_PASSWORD))
		return 0;
	for (size_t i = 0; i < training_staff_count(); i++)
		if (strcmp(training_staff(i)->login, login) == 0)
			return staff_confirm(s->st, &step->seat.actor, training_staff(i)->password,
					     NULL, err);
	return err_set(err, ERR_INPUT, _("没有“%s”这个登录名"), login);
}

/* Do one; *filing becomes the amendment when one was begun. */
static int act(struct training_stage *s, const struct step *step, int64_t *filing, struct err *err)
{
	struct act_draft d;
	int rc;

	store_set_actor(s->st, &step->seat.actor);
	rc = acts_prepare(s->st, &step->seat.actor, &step->request, &s->check, &d, err);
	if (rc == 0)
		rc = confirm(s, step, err);
	if (rc == 0)
		rc = acts_commit(s->st, &step->seat.actor, &d, step->seat.key, step->key, &s->check,
				 err);
	if (rc == 0 && d.amendment) {
		*filing = d.amendment;
		rc = correct(s, *filing, err);
	}
	act_draft_finish(&d);
	return rc;
}

int training_walk(struct training_stage *s, const struct training_person *p, int64_t filing,
		  const char *last, struct err *err)
{
	char day[DATE_TEXT_SIZE];

	date_format(s->check.today, day);
	for (size_t i = 0; i < STEPS_MOST && paths[p->state][i] != ACT_REGISTER; i++) {
		struct step step = plan_step(s, p, paths[p->state][i], filing, day, last);

		if (step.request.act == ACT_EXPIRE)
			s->check.today = s->today;
		if (act(s, &step, &filing, err) < 0)
			return -1;
	}
	return 0;
}
