/* A desk at work: the people of tests/people.h signed in with their keys, a day, and filings that are complete.
 *
 *     office_open(&o, "5111");
 *     id = office_register(&o, "wm", 1);                      person number 1, for 认定 in the house
 *     office_do(&o, "wm", &(struct act_request) { .act = ACT_SUBMIT, .filing = id }, NULL);
 *     office_try(...)                                         the same, but hands back the refusal
 *
 * A seal's request of MARK_DESK opens the keeper's seal key. */
#ifndef TESTS_OFFICE_H
#define TESTS_OFFICE_H

#include "tests/people.h"
#include "tests/scratch_store.h"
#include "tests/unit/world.h"

#include "db/acts.h"
#include "db/materials.h"

#define OFFICE_PEOPLE ARRAY_SIZE(people_rows)

struct office {
	struct scratch s;
	struct store *st; /* of the scratch, or one opened beside it */
	struct world w;
	struct check_context ctx;
	struct actor actors[OFFICE_PEOPLE];
	struct sm2_key *keys[OFFICE_PEOPLE], *seal_key;
	int64_t seal, seal_key_id;
	char passwords[OFFICE_PEOPLE]
		      [32]; /* what they changed theirs to; "" still PEOPLE_PASSWORD */
};

static inline size_t office_index(const char *login)
{
	size_t i = 0;

	while (i < OFFICE_PEOPLE && strcmp(people_rows[i].login, login) != 0)
		i++;
	if (i == OFFICE_PEOPLE)
		fail_msg("nobody is called %s", login);
	return i;
}

/* From now on the store writes in this person's name. */
static inline const struct actor *office_who(struct office *o, const char *login)
{
	const struct actor *a = &o->actors[office_index(login)];

	store_set_actor(o->st, a);
	return a;
}

static inline void office_day(struct office *o, const char *day)
{
	assert_int_equal(date_parse(day, &o->ctx.today), 0);
}

/* The people sign in at a store that is set up, and the only seal is looked up. */
static inline void office_enter(struct office *o)
{
	struct seal seals[4];
	struct err err = { 0 };

	for (size_t i = 0; i < OFFICE_PEOPLE; i++)
		people_sign_in(o->st, people_rows[i].login, &o->actors[i], &o->keys[i]);
	if (seals_list(o->st, 0, seals, ARRAY_SIZE(seals), &err) < 1)
		fail_msg("no seal: %s", err.msg);
	o->seal = seals[0].id;
	if (staff_open_seal(o->st, office_who(o, "cf"), PEOPLE_PASSWORD, o->seal, &o->seal_key,
			    &o->seal_key_id, &err) < 0)
		fail_msg("the seal: %s", err.msg);
}

/* The people of the house, at a desk of this region. */
static inline void office_set_up(struct office *o, const char *region)
{
	static struct setup s;
	struct err err = { 0 };

	setenv("MTDESK_KDF_COST", "1", 1);
	people_describe(&s);
	snprintf(s.institution.region, sizeof(s.institution.region), "%s", region);
	if (setup_commit(o->st, &s, &err) < 0)
		fail_msg("setting up: %s", err.msg);
}

static inline void office_open(struct office *o, const char *region)
{
	*o = (struct office) { 0 };
	scratch_store(&o->s);
	o->st = o->s.st;
	office_set_up(o, region);
	world_open(&o->w, region, NULL);
	o->ctx = world_on(&o->w, "2026-11-22", true);
	office_enter(o);
}

static inline void office_close(struct office *o)
{
	for (size_t i = 0; i < OFFICE_PEOPLE; i++)
		sm2_destroy(o->keys[i]);
	sm2_destroy(o->seal_key);
	world_close(&o->w);
	scratch_remove(&o->s);
}

/* A number that passes every check, another for each `i`. */
static inline void office_certno(unsigned i, char out[19])
{
	snprintf(out, 19, "511102%04u%02u%02u%03u", 1950 + i / 500 % 60, 1 + i / 40 % 12,
		 1 + i / 200 % 28, i % 999);
	out[17] = identity_check_character(out);
	out[18] = '\0';
}

/* A complete application of person number `i`. */
static inline struct filing_record office_filing(struct office *o, unsigned i)
{
	struct filing_record r = { .route = "in_hospital", .policy = "leshan-2023-28/2" };
	char certno[19], tel[16], name[32];

	office_certno(i, certno);
	snprintf(tel, sizeof(tel), "138%08u", i);
	snprintf(name, sizeof(name), "张%s", i % 2 ? "晓燕" : "伟");
	filing_set(&r.filing, FIELD_PSN_NAME, name);
	filing_set(&r.filing, FIELD_CERTNO, certno);
	filing_set(&r.filing, FIELD_INSUTYPE, "390");
	filing_set(&r.filing, FIELD_TEL, tel);
	filing_set(&r.filing, FIELD_OPSP_DISE_CODE, "M00105");
	filing_set(&r.filing, FIELD_APPY_DATE, "2026-11-20");
	filing_set(&r.filing, FIELD_SYMP_DSCR, "咳嗽三月，痰菌阳性，CT 示双肺结核。");
	assert_int_equal(filing_derive(&r.filing, FIELD_CERTNO, &o->ctx), 0);
	assert_int_equal(filing_derive(&r.filing, FIELD_OPSP_DISE_CODE, &o->ctx), 0);
	return r;
}

static inline void office_paper(struct office *o, const char *login, int64_t filing,
				const char *kind)
{
	struct material m = { .filing = filing, .pages = 1 };
	struct err err = { 0 };

	snprintf(m.kind, sizeof(m.kind), "%s", kind);
	snprintf(m.issued, sizeof(m.issued), "%s", "2026-11-19");
	snprintf(m.issuer, sizeof(m.issuer), "%s", "乐山市人民医院");
	if (materials_add(o->st, office_who(o, login), &m, NULL, &err) < 0)
		fail_msg("%s: %s", kind, err.msg);
}

/* Save the record in somebody's name, with the papers of its way (in 5111). */
static inline int64_t office_park(struct office *o, const char *login, struct filing_record *r)
{
	static const char *const papers[] = { "application_form", "diagnosis_certificate",
					      "medical_record", "test_reports" };
	bool in_hospital = strcmp(r->route, "in_hospital") == 0;

	office_who(o, login);
	save(o->st, r);
	for (size_t i = 0; i < (in_hospital ? 2 : ARRAY_SIZE(papers)); i++)
		office_paper(o, login, r->id, papers[i]);
	return r->id;
}

static inline int64_t office_register(struct office *o, const char *login, unsigned i)
{
	struct filing_record r = office_filing(o, i);
	int64_t id = office_park(o, login, &r);

	filing_record_finish(&r);
	return id;
}

/* The same of somebody who is treated elsewhere, whose wife brings his papers. */
static inline int64_t office_register_elsewhere(struct office *o, const char *login, unsigned i)
{
	struct filing_record r = office_filing(o, i);
	char certno[19];
	int64_t id;

	snprintf(r.route, sizeof(r.route), "%s", "elsewhere");
	office_certno(700 + i, certno);
	filing_set(&r.filing, FIELD_AGNTER_NAME, "吉克木呷");
	filing_set(&r.filing, FIELD_AGNTER_CERTNO, certno);
	filing_set(&r.filing, FIELD_AGNTER_TEL, "13900001111");
	filing_set(&r.filing, FIELD_AGNTER_RLTS, "配偶");
	id = office_park(o, login, &r);
	filing_record_finish(&r);
	return id;
}

/* Another hospital of the city stands in the register, with a doctor and a seal that is seen as ink only. */
struct office_hospital {
	struct institution institution;
	struct doctor doctor;
	struct seal seal;
};

static inline void office_hospital(struct office *o, struct office_hospital *out)
{
	const struct actor *head = office_who(o, "hzr");
	struct err err = { 0 };

	*out = (struct office_hospital) {
		.institution = { .code = "H51110299999",
				 .name = "峨眉山市人民医院",
				 .region = "5111",
				 .kind = INSTITUTION_HOSPITAL,
				 .level = 2,
				 .certifies = true,
				 .active = true,
				 .diseases = "*" },
		.doctor = { .code = "D511181000001",
			    .name = "罗晓军",
			    .title = "主任医师",
			    .active = true,
			    .diseases = "*" },
		.seal = { .name = "医保科章", .active = true },
	};
	if (institution_save(o->st, head, &out->institution, &err) < 0)
		fail_msg("%s", err.msg);
	out->doctor.institution = out->seal.institution = out->institution.id;
	if (doctor_save(o->st, head, &out->doctor, &err) < 0 ||
	    seal_save(o->st, head, &out->seal, &err) < 0)
		fail_msg("%s", err.msg);
}

/* The password again, for what asks for it. */
static inline void office_confirm(struct office *o, const char *login, enum act act)
{
	const char *changed = o->passwords[office_index(login)];
	struct err err = { 0 };

	if ((act_flags(act) & ACT_NEEDS_PASSWORD) &&
	    staff_confirm(o->st, office_who(o, login), *changed ? changed : PEOPLE_PASSWORD, NULL,
			  &err) < 0)
		fail_msg("%s confirms: %s", login, err.msg);
}

/* The whole act as this person. 0 and *out (NULL: not wanted; the caller finishes it), or -1 with the reason. */
static inline int office_try(struct office *o, const char *login, const struct act_request *req,
			     struct act_draft *out, struct err *err)
{
	bool seal = req->act == ACT_SEAL && req->mark == MARK_DESK && req->seal == o->seal;
	const struct actor *who = office_who(o, login);
	struct act_draft d = { 0 };
	int rc = acts_prepare(o->st, who, req, &o->ctx, &d, err);

	if (rc == 0)
		office_confirm(o, login, req->act);
	if (rc == 0)
		rc = acts_commit(o->st, who, &d, seal ? o->seal_key : o->keys[office_index(login)],
				 seal ? o->seal_key_id : 0, &o->ctx, err);
	if (out)
		*out = d;
	else
		act_draft_finish(&d);
	return rc;
}

static inline void office_do(struct office *o, const char *login, const struct act_request *req,
			     struct act_draft *out)
{
	struct err err = { 0 };

	if (office_try(o, login, req, out, &err) < 0)
		fail_msg("%s by %s: %s", act_key(req->act), login, err.msg);
}

/* The request that takes a filing a step on, as the people of the house do it. */
static inline struct act_request office_request(const struct office *o, enum act act,
						int64_t filing)
{
	return (struct act_request) {
		.act = act,
		.filing = filing,
		.reason = act_flags(act) & ACT_NEEDS_REASON ? "缺一份检验报告" : NULL,
		.seal = act == ACT_SEAL ? o->seal : 0,
		.mark = MARK_DESK,
	};
}

static inline void office_step(struct office *o, const char *login, enum act act, int64_t filing)
{
	const struct act_request req = office_request(o, act, filing);

	office_do(o, login, &req, NULL);
}

/* From a draft of the house to this state, each step by another person. */
static inline void office_bring(struct office *o, int64_t filing, enum filing_state to)
{
	static const struct {
		enum filing_state state;
		const char *login;
		enum act act;
	} steps[] = {
		{ STATE_READY, "wm", ACT_SUBMIT },
		{ STATE_CERTIFIED, "ljg", ACT_CERTIFY },
		{ STATE_SEALED, "cf", ACT_SEAL },
		{ STATE_FILED, "zl", ACT_FILE },
	};

	for (size_t i = 0; i < ARRAY_SIZE(steps) && to != STATE_DRAFT; i++) {
		office_step(o, steps[i].login, steps[i].act, filing);
		if (steps[i].state == to)
			return;
	}
}

#endif
