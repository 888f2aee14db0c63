/* Beginning an act: who may, what is asked first, and the text as it stands then. */
#include "tui/screens/sign.h"

#include <stdio.h>
#include <stdlib.h>

// clang-format off
static const struct { enum command command; enum act act; } commands[] = {
	{ CMD_SEAL,    ACT_SEAL },
	{ CMD_FILE,    ACT_FILE },
	{ CMD_RETURN,  ACT_RETURN },
	{ CMD_DECLINE, ACT_DECLINE },
	{ CMD_AMEND,   ACT_AMEND },
	{ CMD_REVOKE,  ACT_REVOKE },
	{ CMD_EXPIRE,  ACT_EXPIRE },
	{ CMD_REVIEW,  ACT_REVIEW },
};
// clang-format on

/* What the store refused: told to whoever began the act, who may know more to show. */
static void tell_refusal(struct sign *s, const struct act_draft *d, const struct err *err)
{
	app_say(s->asker->app, STYLE_WARN, err->msg);
	if (s->request.refused)
		s->request.refused(s->asker, d);
}

/* "李建国 主治医师 D511102000123", of somebody who is no doctor his roles and name. */
static void name_actor(struct sign *s)
{
	const struct desk *d = s->base.desk;
	struct doctor doctor;
	char roles[256];

	if (d->actor.doctor && doctor_load(d->store, d->actor.doctor, &doctor, NULL) == 1)
		snprintf(s->who, sizeof(s->who), "%s %s %s", doctor.name, doctor.title,
			 doctor.code);
	else
		snprintf(s->who, sizeof(s->who), "%s %s",
			 roles_words(d->actor.roles, roles, sizeof(roles)), d->actor.name);
}

static int load(struct sign *s, struct err *err)
{
	struct desk *d = s->base.desk;
	int rc = 1;

	s->record.state = STATE_COUNT;
	if (s->request.filing)
		rc = filings_load(d->store, s->request.filing, &s->record, err);
	if (rc == 0)
		return err_set(err, ERR_CONFLICT, "%s", _("这份申请表已不在库中；请重新查询"));
	if (rc < 0)
		return -1;
	name_actor(s);
	sign_plan(s, s->request.act);
	if (s->request.answers)
		answers_move(&s->answers, s->request.answers);
	if (s->request.policy && answers_set(&s->answers, STEP_POLICY, s->request.policy))
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	return 0;
}

/* The dialog comes first only for somebody who may act at all: nobody writes a reason in vain. */
static bool asks_first(const struct sign *s)
{
	return s->plan.first && !s->request.answers &&
	       desk_may(s->base.desk, s->act, s->record.state);
}

static int begin(struct sign *s, struct err *err)
{
	struct act_draft refused = { 0 };
	size_t at;

	if (load(s, err))
		return -1;
	if (asks_first(s))
		return 0;
	if (sign_prepare(s, &at, &refused, err) == 0)
		return 0;
	tell_refusal(s, &refused, err);
	act_draft_finish(&refused);
	return -1;
}

enum next sign_open(struct screen *asker, const struct sign_request *req)
{
	struct sign *s = calloc(1, sizeof(*s));
	struct err err = { 0 };

	if (!s) {
		app_say(asker->app, STYLE_WARN, _("内存不足"));
		return NEXT_REFUSE;
	}
	s->base = (struct screen) { .ops = &sign_ops, .app = asker->app, .desk = asker->desk };
	s->asker = asker;
	s->request = *req;
	s->before = ACT_COUNT;
	if (begin(s, &err)) {
		app_say(asker->app, STYLE_WARN, err.msg);
		sign_finish(s);
		return NEXT_REFUSE;
	}
	app_push(asker->app, &s->base);
	if (!s->prepared)
		sign_ask(s);
	return NEXT_STAY;
}

enum act sign_act_for(const struct desk *d, enum command c, enum filing_state state)
{
	bool taken_over = !desk_may(d, ACT_CERTIFY, state) && desk_may(d, ACT_CERTIFY_SEEN, state);

	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (commands[i].command == c)
			return commands[i].act;
	if (c != CMD_CERTIFY)
		return ACT_COUNT;
	if (workflow_find(ACT_SUBMIT, state))
		return ACT_SUBMIT;
	return taken_over ? ACT_CERTIFY_SEEN : ACT_CERTIFY;
}
