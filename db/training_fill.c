/* Filling a training store: the desk and its registers, then every filing by its acts, as people would have done them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/acts.h"
#include "db/materials.h"
#include "db/settings.h"
#include "db/training_parts.h"

/* These passwords stand on the screen: a costly derivation protects nothing, and would make the filling take long. */
#define TRAINING_COST 1
#define STAFF_MOST 8
#define REGION_WILSON "1411" /* 吕梁: the way of WAY_REGISTERED */
#define REGION_USUAL TRAINING_REGION
#define LONG_AGO 200   /* days: entitlements that have ended by now began then */
#define BEFORE_TERM 60 /* days before the last day of an expired notice */
#define TERM_LENGTH 20

struct seat {
	struct actor actor;
	struct sm2_key *key;
};

/* The filling under way. */
struct stage {
	struct store *st;
	struct date today;
	struct seat seats[STAFF_MOST];
	struct seat sealing; /* the keeper with the key of the seal */
	int64_t sealing_key, seal, seal_elsewhere, doctor_elsewhere;
	struct codetable codes;
	struct check_context check; /* of the region whose filings are being made */
};

/* ---- the desk ---- */

static void describe_person(struct first_person *p, size_t i)
{
	const struct trainee *t = training_staff(i);
	const struct training_post *post = training_post(i);

	p->password = t->password;
	p->staff.roles = t->roles;
	p->staff.active = true;
	snprintf(p->staff.login, sizeof(p->staff.login), "%s", t->login);
	snprintf(p->staff.name, sizeof(p->staff.name), "%s", t->name);
	snprintf(p->doctor.code, sizeof(p->doctor.code), "%s", post->doctor ? post->doctor : "");
	snprintf(p->doctor.title, sizeof(p->doctor.title), "%s", post->title ? post->title : "");
	snprintf(p->doctor.diseases, sizeof(p->doctor.diseases), "*");
	snprintf(p->seal, sizeof(p->seal), "%s", post->seal ? post->seal : "");
}

static int set_up(struct store *st, struct err *err)
{
	struct setup *s = calloc(1, sizeof(*s));
	int rc;

	if (!s)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	s->institution = (struct institution) { .code = TRAINING_CODE,
						.name = TRAINING_NAME,
						.region = REGION_USUAL,
						.kind = INSTITUTION_HOSPITAL,
						.level = TRAINING_LEVEL,
						.certifies = true,
						.files = true,
						.active = true,
						.diseases = "*" };
	snprintf(s->prefix, sizeof(s->prefix), "%s", TRAINING_PREFIX);
	s->cost = TRAINING_COST;
	s->count = training_staff_count();
	for (size_t i = 0; i < s->count; i++)
		describe_person(&s->people[i], i);
	rc = setup_commit(st, s, err);
	free(s);
	return rc;
}

/* ---- people at their places ---- */

static size_t staff_with(enum role r, size_t nth)
{
	size_t i = 0;

	while (!(training_staff(i)->roles & ROLE_BIT(r)) || nth-- > 0)
		i++;
	return i;
}

static const struct seat *seat_of(const struct stage *s, enum role r, size_t nth)
{
	return &s->seats[staff_with(r, nth)];
}

static int sit_down(struct stage *s, struct seat *out, size_t i, struct err *err)
{
	const struct trainee *t = training_staff(i);

	return staff_sign_in(s->st, t->login, t->password, &out->actor, &out->key, err) ==
			       SIGN_IN_DONE
		       ? 0
		       : -1;
}

static int find_seal(struct stage *s, int64_t institution, int64_t *out, struct err *err)
{
	struct seal seal;
	int n = seals_list(s->st, institution, &seal, 1, err);

	if (n == 1)
		*out = seal.id;
	return n == 1 ? 0 : -1;
}

static int take_seats(struct stage *s, struct err *err)
{
	static const enum role working[] = { ROLE_CLERK, ROLE_DOCTOR, ROLE_SEAL_KEEPER, ROLE_HEAD };
	struct desk_identity desk;
	size_t keeper = staff_with(ROLE_SEAL_KEEPER, 0);

	for (size_t i = 0; i < training_staff_count(); i++)
		for (size_t r = 0; r < ARRAY_SIZE(working); r++)
			if ((training_staff(i)->roles & ROLE_BIT(working[r])) &&
			    sit_down(s, &s->seats[i], i, err) < 0)
				return -1;
	if (desk_identity_load(s->st, &desk, err) < 1 ||
	    find_seal(s, desk.institution.id, &s->seal, err) < 0)
		return -1;
	s->sealing.actor = s->seats[keeper].actor;
	return staff_open_seal(s->st, &s->sealing.actor, training_staff(keeper)->password, s->seal,
			       &s->sealing.key, &s->sealing_key, err);
}

static void leave_seats(struct stage *s)
{
	for (size_t i = 0; i < STAFF_MOST; i++)
		sm2_destroy(s->seats[i].key);
	sm2_destroy(s->sealing.key);
	store_set_actor(s->st, NULL);
}

/* ---- the registers ---- */

static int register_elsewhere(struct stage *s, const struct actor *head, struct err *err)
{
	struct institution hospital = { .code = "X51010000001",
					.name = TRAINING_ELSEWHERE,
					.region = "5101",
					.kind = INSTITUTION_HOSPITAL,
					.level = TRAINING_LEVEL,
					.certifies = true,
					.active = true,
					.diseases = "*" };
	struct doctor doctor = { .code = "XD0000000009",
				 .name = TRAINING_ELSEWHERE_DOCTOR,
				 .title = "主任医师",
				 .active = true,
				 .diseases = "*" };
	struct seal seal = { .name = "医务部诊断专用章（培训）", .active = true };

	if (institution_save(s->st, head, &hospital, err) < 0)
		return -1;
	doctor.institution = seal.institution = hospital.id;
	if (doctor_save(s->st, head, &doctor, err) < 0 || seal_save(s->st, head, &seal, err) < 0)
		return -1;
	s->doctor_elsewhere = doctor.id;
	s->seal_elsewhere = seal.id;
	return 0;
}

static int register_agency(struct stage *s, const struct actor *head, struct err *err)
{
	struct institution agency = { .code = "X51110000002",
				      .name = "培训市医疗保险事务中心",
				      .region = REGION_USUAL,
				      .kind = INSTITUTION_AGENCY,
				      .files = true,
				      .active = true };

	return institution_save(s->st, head, &agency, err);
}

static int fill_registers(struct stage *s, struct err *err)
{
	const struct actor *head = &seat_of(s, ROLE_HEAD, 0)->actor;

	store_set_actor(s->st, head);
	return register_elsewhere(s, head, err) < 0 ? -1 : register_agency(s, head, err);
}

/* The desk works in this region from now on: each knows other ways. */
static int move_to(struct stage *s, const char *region, struct err *err)
{
	const struct actor *head = &seat_of(s, ROLE_HEAD, 0)->actor;
	struct desk_identity desk;

	codetable_finish(&s->codes);
	if (codetable_init(&s->codes, s->check.policies, region) < 0)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	s->check.codes = &s->codes;
	s->check.region = region;
	if (desk_identity_load(s->st, &desk, err) < 1)
		return -1;
	if (strcmp(desk.institution.region, region) == 0)
		return 0;
	snprintf(desk.institution.region, sizeof(desk.institution.region), "%s", region);
	store_set_actor(s->st, head);
	return institution_save(s->st, head, &desk.institution, err);
}

/* ---- one filing ---- */

static const char *const way_ids[] = { [WAY_IN_HOSPITAL] = "in_hospital",
				       [WAY_ELSEWHERE] = "elsewhere",
				       [WAY_REGISTERED] = "certified_registered" };

/* The day on which the pack of the region's ways ended; none where it has no term, or not yet. */
static struct date term_end(const struct stage *s, const char *insutype)
{
	const struct policy *p = policies_routes(s->check.policies, s->check.region, insutype),
			    *because = NULL;
	struct date day = { 0 };

	if (!p || policy_in_force_for(s->check.policies, p, insutype, s->today, &because, &day) !=
			  POLICY_EXPIRED)
		return (struct date) { 0 };
	return day;
}

/* When a person's filing was made, and its last day. What rests on a notice that has ended was made while it held; what has
 * ended by now began long ago. */
static void plan_days(struct stage *s, const struct training_person *p, char last[DATE_TEXT_SIZE])
{
	struct date end = term_end(s, p->insutype);

	last[0] = '\0';
	s->check.today = s->today;
	if (p->days)
		date_format(date_add_days(s->today, p->days), last);
	if (date_is_set(end)) {
		s->check.today = date_add_days(end, -BEFORE_TERM);
		if (p->days)
			date_format(date_add_days(s->check.today, TERM_LENGTH), last);
	} else if (p->days < 0) {
		s->check.today = date_add_days(s->today, -LONG_AGO);
	}
}

static bool is_card(const struct training_person *p)
{
	return *p->cert_type == '\0';
}

static void write_certno(const struct training_person *p, char out[32])
{
	if (is_card(p))
		snprintf(out, 32, "%s%c", p->certno, identity_check_character(p->certno));
	else
		snprintf(out, 32, "%s", p->certno);
}

static int set(struct filing *f, enum field_id id, const char *text)
{
	return *text ? filing_set(f, id, text) : 0;
}

static int write_person(struct filing *f, const struct training_person *p)
{
	char certno[32];

	write_certno(p, certno);
	return set(f, FIELD_PSN_NAME, p->name) || set(f, FIELD_CERTNO, certno) ||
			       set(f, FIELD_PSN_CERT_TYPE, p->cert_type) ||
			       set(f, FIELD_GEND, p->gend) || set(f, FIELD_AGE, p->age) ||
			       set(f, FIELD_INSUTYPE, p->insutype)
		       ? -1
		       : 0;
}

static int write_agent(struct filing *f, const struct training_person *p)
{
	struct training_person agent = { .certno = p->agent_certno, .cert_type = "" };
	char certno[32];

	if (!*p->agent)
		return 0;
	write_certno(&agent, certno);
	return set(f, FIELD_AGNTER_NAME, p->agent) || set(f, FIELD_AGNTER_CERTNO, certno) ||
			       set(f, FIELD_AGNTER_TEL, p->tel) ||
			       set(f, FIELD_AGNTER_RLTS, p->agent_relation)
		       ? -1
		       : 0;
}

static int write_disease(struct filing *f, const struct training_disease *d)
{
	if (set(f, FIELD_OPSP_DISE_CODE, d->code) || set(f, FIELD_OPSP_DISE_NAME, d->name) ||
	    set(f, FIELD_SYMP_DSCR, d->narrative))
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(d->evidence) && d->evidence[i].key; i++)
		if (evidence_set(&f->evidence, d->evidence[i].key, d->evidence[i].value,
				 d->evidence[i].unit, "") < 0)
			return -1;
	return 0;
}

/* A draft was left half-way: what the paper says further down is not there yet. */
static int write_rest(struct filing *f, const struct training_person *p, const char *day)
{
	char seen[32];

	if (p->state == STATE_DRAFT)
		return 0;
	snprintf(seen, sizeof(seen), "%s 09:12", day);
	return set(f, FIELD_TEL, p->tel) || set(f, FIELD_APPY_SIGN, seen) || write_agent(f, p) ? -1
											       : 0;
}

/* The packs that the form and the criteria come from. */
static void name_packs(const struct stage *s, const struct training_person *p, char *out,
		       size_t size)
{
	const struct policy *form = policies_form(s->check.policies, s->check.region);
	const struct policy *judge = policies_criteria(s->check.policies, s->check.region,
						       training_disease(p->what)->code, p->insutype)
					     .policy;
	int len = snprintf(out, size, "%s/%u", form->id, form->edition);

	if (judge && judge != form)
		snprintf(out + len, size - (size_t)len, " %s/%u", judge->id, judge->edition);
}

static int write_filing(const struct stage *s, const struct training_person *p,
			struct filing_record *r, struct err *err)
{
	static const enum field_id left[] = { FIELD_CERTNO, FIELD_PSN_NAME, FIELD_OPSP_DISE_CODE,
					      FIELD_INSUTYPE };
	char day[DATE_TEXT_SIZE];
	struct filing *f = &r->filing;
	int rc;

	snprintf(r->route, sizeof(r->route), "%s", way_ids[p->way]);
	name_packs(s, p, r->policy, sizeof(r->policy));
	date_format(s->check.today, day);
	rc = set(f, FIELD_APPY_DATE, day) || write_person(f, p) ||
	     write_disease(f, training_disease(p->what)) || write_rest(f, p, day);
	for (size_t i = 0; rc == 0 && i < ARRAY_SIZE(left); i++)
		rc = filing_derive(f, left[i], &s->check);
	return rc ? err_set(err, ERR_MEMORY, "%s", _("内存不足")) : 0;
}

/* The papers that the way asks for were seen; none of them is scanned. */
static int show_papers(const struct stage *s, const struct training_person *p, int64_t filing,
		       struct err *err)
{
	const struct policy *pack =
		policies_routes(s->check.policies, s->check.region, p->insutype);
	const struct policy_route *way = NULL;

	for (unsigned i = 0; pack && i < pack->routes_count; i++)
		if (strcmp(pack->routes[i].id, way_ids[p->way]) == 0)
			way = &pack->routes[i];
	for (unsigned i = 0; way && i < way->materials_count; i++) {
		struct material m = { .filing = filing, .pages = 1 };

		snprintf(m.kind, sizeof(m.kind), "%s", way->materials[i].id);
		date_format(s->check.today, m.issued);
		snprintf(m.issuer, sizeof(m.issuer), "%s",
			 p->way == WAY_ELSEWHERE ? TRAINING_ELSEWHERE : TRAINING_NAME);
		if (materials_add(s->st, &seat_of(s, ROLE_CLERK, 0)->actor, &m, NULL, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- acts ---- */

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
	struct seat seat;
	int64_t key; /* 0: the actor's own */
};

/* Who does it, with which key, and what he says. Doctors take turns. */
static struct step plan_step(const struct stage *s, const struct training_person *p, enum act act,
			     int64_t filing, const char *day, const char *last)
{
	bool paper = p->way == WAY_ELSEWHERE;
	struct step step = { .request = { .act = paper && act == ACT_CERTIFY ? ACT_CERTIFY_SEEN
									     : act,
					  .filing = filing } };
	struct act_request *r = &step.request;

	r->reason = performers[r->act].reason;
	step.seat = *seat_of(s, performers[r->act].role,
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
static int correct(const struct stage *s, int64_t filing, struct err *err)
{
	struct filing_record r = { 0 };
	int rc = filings_load(s->st, filing, &r, err) == 1 ? 0 : -1;

	if (rc == 0 && filing_set(&r.filing, FIELD_TEL, "13911110000") < 0)
		rc = err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	store_set_actor(s->st, &seat_of(s, ROLE_CLERK, 0)->actor);
	if (rc == 0)
		rc = filings_save(s->st, &r, 0, err);
	filing_record_finish(&r);
	return rc;
}

/* Each gives his password again where the act asks for it, as at a desk. */
static int confirm(struct stage *s, const struct step *step, struct err *err)
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
static int act(struct stage *s, const struct step *step, int64_t *filing, struct err *err)
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

static int walk(struct stage *s, const struct training_person *p, int64_t filing, const char *last,
		struct err *err)
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

static int make_filing(struct stage *s, const struct training_person *p, struct err *err)
{
	struct filing_record r = { 0 };
	char last[DATE_TEXT_SIZE];
	int rc;

	plan_days(s, p, last);
	rc = write_filing(s, p, &r, err);
	store_set_actor(s->st, &seat_of(s, ROLE_CLERK, 0)->actor);
	if (rc == 0)
		rc = filings_save(s->st, &r, 0, err);
	if (rc == 0 && p->state != STATE_DRAFT)
		rc = show_papers(s, p, r.id, err);
	if (rc == 0)
		rc = walk(s, p, r.id, last, err);
	filing_record_finish(&r);
	return rc;
}

static int make_filings(struct stage *s, const char *region, struct err *err)
{
	bool wilson = strcmp(region, REGION_WILSON) == 0;

	if (move_to(s, region, err) < 0)
		return -1;
	for (size_t i = 0; i < training_people_count(); i++) {
		const struct training_person *p = training_person(i);

		if ((p->way == WAY_REGISTERED) == wilson && make_filing(s, p, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- the whole ---- */

static int keep_settings(struct stage *s, const char *region, struct err *err)
{
	struct settings set;

	if (settings_load(s->st, &set, err) < 0)
		return -1;
	snprintf(set.region, sizeof(set.region), "%s", region);
	/* Nobody keeps a training password secret; nobody has to change one. */
	snprintf(set.password_days, sizeof(set.password_days), "0");
	return settings_save(s->st, &set, err);
}

static int fill(struct stage *s, const char *region, struct err *err)
{
	bool wilson = strcmp(region, REGION_WILSON) == 0;

	if (set_up(s->st, err) < 0 || take_seats(s, err) < 0 || fill_registers(s, err) < 0)
		return -1;
	if (make_filings(s, wilson ? REGION_USUAL : REGION_WILSON, err) < 0 ||
	    make_filings(s, wilson ? REGION_WILSON : REGION_USUAL, err) < 0)
		return -1;
	return keep_settings(s, s->check.region, err);
}

int training_fill(struct store *st, const struct check_context *ctx, struct err *err)
{
	struct stage s = { .st = st, .today = ctx->today, .check = *ctx };
	int rc;

	if (store_kind(st) != STORE_TRAINING)
		return err_set(err, ERR_NOT_ALLOWED, "%s", _("这不是培训库，不能填入示例"));
	rc = fill(&s, ctx->region, err);
	leave_seats(&s);
	codetable_finish(&s.codes);
	return rc;
}
