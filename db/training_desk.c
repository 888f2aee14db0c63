/* The desk of a training store: set up, its people at their places, its registers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/settings.h"
#include "db/training_stage.h"

/* These passwords stand on the screen: a costly derivation protects nothing, and would make the filling take long. */
#define TRAINING_COST 1

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

int training_set_up(struct store *st, struct err *err)
{
	struct setup *s = calloc(1, sizeof(*s));
	int rc;

	if (!s)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	s->institution = (struct institution) { .code = TRAINING_CODE,
						.name = TRAINING_NAME,
						.region = TRAINING_REGION,
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

const struct training_seat *training_seat(const struct training_stage *s, enum role r, size_t nth)
{
	return &s->seats[staff_with(r, nth)];
}

static int sit_down(struct training_stage *s, struct training_seat *out, size_t i, struct err *err)
{
	const struct trainee *t = training_staff(i);

	return staff_sign_in(s->st, t->login, t->password, &out->actor, &out->key, err) ==
			       SIGN_IN_DONE
		       ? 0
		       : -1;
}

static int find_seal(struct training_stage *s, int64_t institution, int64_t *out, struct err *err)
{
	struct seal seal;
	int n = seals_list(s->st, institution, &seal, 1, err);

	if (n == 1)
		*out = seal.id;
	return n == 1 ? 0 : -1;
}

int training_take_seats(struct training_stage *s, struct err *err)
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

void training_leave_seats(struct training_stage *s)
{
	for (size_t i = 0; i < STAFF_MOST; i++)
		sm2_destroy(s->seats[i].key);
	sm2_destroy(s->sealing.key);
	store_set_actor(s->st, NULL);
}

/* ---- the registers ---- */

static int register_elsewhere(struct training_stage *s, const struct actor *head, struct err *err)
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

static int register_agency(struct training_stage *s, const struct actor *head, struct err *err)
{
	struct institution agency = { .code = "X51110000002",
				      .name = "培训市医疗保险事务中心",
				      .region = TRAINING_REGION,
				      .kind = INSTITUTION_AGENCY,
				      .files = true,
				      .active = true };

	return institution_save(s->st, head, &agency, err);
}

int training_fill_registers(struct training_stage *s, struct err *err)
{
	const struct actor *head = &training_seat(s, ROLE_HEAD, 0)->actor;

	store_set_actor(s->st, head);
	return register_elsewhere(s, head, err) < 0 ? -1 : register_agency(s, head, err);
}

/* The desk works in this region from now on: each knows other ways. */
int training_move_to(struct training_stage *s, const char *region, struct err *err)
{
	const struct actor *head = &training_seat(s, ROLE_HEAD, 0)->actor;
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
