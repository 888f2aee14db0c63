/* Covers db/verify: silence on stores that nobody touched. A desk lives at random, and is verified after every step.
 *
 *   test_clean [STORES] [SEED]     default 400, 1; a store is what one more step made of it */
#include "tests/reliability/tamper.h"

#include "db/audit.h"

#define STEPS_A_LIFE 40 /* then another desk begins */

static long stores = 400;
static unsigned seed = 1;

static unsigned pick(unsigned below)
{
	return (unsigned)random() % below;
}

/* --- What may happen at a desk --- */

static int64_t newest_filing(struct office *o)
{
	int64_t id = 0;
	struct filing_record r = { 0 };

	while (filings_load(o->st, id + 1, &r, NULL) == 1) {
		filing_record_finish(&r);
		id++;
	}
	return id;
}

static void register_somebody(struct office *o)
{
	struct filing_record r = office_filing(o, pick(9000));

	if (pick(3) == 0)
		snprintf(r.route, sizeof(r.route), "%s", "elsewhere");
	if (pick(2))
		evidence_set(&r.filing.evidence, "kf_ring", pick(2) ? "true" : "false", NULL,
			     "裂隙灯");
	if (pick(4) == 0)
		filing_set(&r.filing, FIELD_TEL, NULL);
	office_park(o, pick(2) ? "wm" : "zl", &r);
	filing_record_finish(&r);
}

static void type_on(struct office *o)
{
	int64_t last = newest_filing(o);
	struct filing_record r = { 0 };
	struct err err = { 0 };

	if (last == 0 || filings_load(o->st, 1 + pick((unsigned)last), &r, NULL) != 1)
		return;
	filing_set(&r.filing, FIELD_MEMO, pick(2) ? "补材料" : NULL);
	filing_set(&r.filing, FIELD_TEL, "13800001234");
	office_who(o, "wm");
	filings_save(o->st, &r, 0, &err); /* refused once it was submitted */
	filing_record_finish(&r);
}

/* Somebody tries some act; what is refused leaves its row in the audit. */
static void try_act(struct office *o)
{
	static const struct {
		const char *login;
		enum act act;
	} deeds[] = {
		{ "wm", ACT_SUBMIT },   { "ljg", ACT_CERTIFY }, { "cf", ACT_SEAL },
		{ "zl", ACT_FILE },     { "wm", ACT_SUBMIT },   { "ljg", ACT_CERTIFY },
		{ "cf", ACT_SEAL },     { "zl", ACT_FILE },     { "wm", ACT_SUBMIT },
		{ "ljg", ACT_CERTIFY }, { "cf", ACT_SEAL },     { "zl", ACT_FILE },
		{ "wm", ACT_FILE },     { "hzr", ACT_RETURN },  { "ljg", ACT_DECLINE },
		{ "hzr", ACT_AMEND },   { "hzr", ACT_REVOKE },  { "hzr", ACT_REVIEW },
		{ "hzr", ACT_EXPIRE },  { "cf", ACT_CERTIFY },
	};
	int64_t last = newest_filing(o);
	size_t i = pick(ARRAY_SIZE(deeds));
	struct act_request req;
	struct err err = { 0 };

	if (last == 0)
		return;
	req = office_request(o, deeds[i].act, 1 + pick((unsigned)last));
	office_try(o, deeds[i].login, &req, NULL, &err);
}

/* As far as the ordinary way goes. */
static void bring_on(struct office *o)
{
	static const enum filing_state ends[] = { STATE_READY, STATE_CERTIFIED, STATE_SEALED,
						  STATE_FILED };
	int64_t id = office_register(o, "wm", pick(9000));

	office_bring(o, id, ends[pick(ARRAY_SIZE(ends))]);
}

static void amend(struct office *o)
{
	int64_t id = office_register(o, "wm", pick(9000));
	struct act_request req = office_request(o, ACT_AMEND, id);
	struct act_draft d;

	office_bring(o, id, STATE_FILED);
	office_do(o, "hzr", &req, &d);
	if (pick(2))
		office_bring(o, d.amendment, STATE_FILED);
	act_draft_finish(&d);
}

static void come_and_go(struct office *o)
{
	struct actor a;
	struct err err = { 0 };

	staff_sign_in(o->st, pick(2) ? "wm" : "nobody", "Wrong-2026-x", &a, NULL, &err);
	people_sign_in(o->st, "zl", &o->actors[1], NULL);
}

static void change_register(struct office *o)
{
	static const char *const titles[] = { "主治医师", "副主任医师", "主任医师" };
	struct doctor d;
	struct staff s = { .roles = ROLE_BIT(ROLE_CLERK), .active = true };
	struct err err = { 0 };

	assert_int_equal(doctor_load(o->st, 1, &d, &err), 1);
	snprintf(d.title, sizeof(d.title), "%s", titles[pick(3)]);
	if (doctor_save(o->st, office_who(o, "hzr"), &d, &err) < 0)
		fail_msg("%s", err.msg);
	snprintf(s.login, sizeof(s.login), "n%u", pick(100000));
	snprintf(s.name, sizeof(s.name), "%s", "新来");
	staff_save(o->st, office_who(o, "aq"), &s, "Anfangs-2026", &err);
}

static unsigned draws; /* another person each time: two entitlements of one are refused */

static unsigned somebody_new(void)
{
	return 20000 + draws++;
}

static void certify_from_elsewhere(struct office *o)
{
	file_from_elsewhere(o, somebody_new());
}

/* --- Materials that come and go --- */

static int64_t attach(struct office *o, const char *login, int64_t filing, const char *kind)
{
	struct material m = { .filing = filing,
			      .issued = "2026-11-18",
			      .issuer = "乐山市人民医院" };
	struct err err = { 0 };

	snprintf(m.kind, sizeof(m.kind), "%s", kind);
	put_png("scan.png", 40, 30, pick(0xFFFFFF));
	if (materials_add(o->st, office_who(o, login), &m, "scan.png", &err) < 0)
		fail_msg("%s: %s", kind, err.msg);
	return m.id;
}

static void take_away(struct office *o, const char *login, int64_t id)
{
	struct err err = { 0 };

	if (materials_remove(o->st, office_who(o, login), id, &err) < 0)
		fail_msg("%s", err.msg);
}

/* Signed over, returned, exchanged, and signed over again. */
static void exchange_materials(struct office *o)
{
	static const enum filing_state ends[] = { STATE_READY, STATE_CERTIFIED, STATE_SEALED };
	int64_t id = office_register(o, "wm", somebody_new()), scan = attach(o, "wm", id, "other");

	office_bring(o, id, ends[pick(3)]);
	office_step(o, "hzr", ACT_RETURN, id);
	if (pick(4))
		take_away(o, "wm", scan);
	if (pick(4))
		attach(o, "zl", id, "other");
	if (pick(4))
		office_bring(o, id, pick(2) ? STATE_CERTIFIED : STATE_FILED);
}

static void scan_the_seal(struct office *o)
{
	int64_t id = office_register(o, "wm", somebody_new());

	if (pick(2))
		attach(o, "wm", id, "seal_scan");
	office_bring(o, id, STATE_CERTIFIED);
	if (pick(2))
		attach(o, "cf", id, "seal_scan");
	/* One that nobody signed over yet goes again. */
	if (pick(2))
		take_away(o, "cf", attach(o, "cf", id, "seal_scan"));
	if (pick(4) == 0)
		office_step(o, "hzr", ACT_RETURN, id);
	else if (pick(3))
		office_step(o, "cf", ACT_SEAL, id);
}

/* --- Passwords and keys --- */

/* Each goes with one person of one desk; a forgotten one makes new keys. */
static const char *const changing[] = { "ljg", "wm", "cf" };

static void change_password(struct office *o, size_t who)
{
	size_t i = office_index(changing[who]);
	struct sm2_key *key = NULL;
	struct err err = { 0 };
	char new[32];

	snprintf(new, sizeof(new), "Neu-%u-Kwrz", 1000 + draws++);
	office_who(o, changing[who]);
	if (staff_change_password(o->st, &o->actors[i],
				  *o->passwords[i] ? o->passwords[i] : PEOPLE_PASSWORD, new, &key,
				  &err) < 0)
		fail_msg("%s: %s", changing[who], err.msg);
	snprintf(o->passwords[i], sizeof(o->passwords[i]), "%s", new);
	sm2_destroy(o->keys[i]);
	o->keys[i] = key;
}

static void change_a_password(struct office *o)
{
	change_password(o, pick(ARRAY_SIZE(changing)));
}

static void reset_a_password(struct office *o)
{
	size_t who = pick(ARRAY_SIZE(changing)), i = office_index(changing[who]);
	struct err err = { 0 };

	snprintf(o->passwords[i], sizeof(o->passwords[i]), "First-%u-pw", 1000 + draws++);
	if (staff_reset_password(o->st, office_who(o, "aq"), o->actors[i].staff, o->passwords[i],
				 &err) < 0)
		fail_msg("%s", err.msg);
	change_password(o, who);
	if (strcmp(changing[who], "cf") != 0)
		return;
	sm2_destroy(o->seal_key);
	o->seal_key = NULL;
	if (staff_open_seal(o->st, office_who(o, "cf"), o->passwords[i], o->seal, &o->seal_key,
			    &o->seal_key_id, &err) < 0)
		fail_msg("the seal: %s", err.msg);
}

static void renew_a_policy(struct office *o)
{
	const struct act_request req = { .act = ACT_RENEW,
					 .policy = "shanxi-2024-3",
					 .document = "晋医保发〔2026〕9号",
					 .until = pick(2) ? "2028-04-30" : "2028-05-31" };
	struct err err = { 0 };

	office_try(o, "hzr", &req, NULL, &err);
}

/* --- The clock --- */

static int seconds; /* of the day */

/* Onward by minutes, or back by as much as nobody is asked about. */
static void step_clock(void)
{
	char now[32];

	seconds += pick(3) ? (int)pick(100) : -(int)pick(120);
	if (seconds < 8 * 3600)
		seconds = 8 * 3600;
	snprintf(now, sizeof(now), "2026-11-22 %02d:%02d:%02d", seconds / 3600, seconds / 60 % 60,
		 seconds % 60);
	setenv("MTDESK_NOW", now, 1);
}

static void anchor(struct office *o)
{
	take_anchor(o->st);
}

static void live_on(struct office *o)
{
	static void (*const deeds[])(struct office * o) = {
		register_somebody,
		type_on,
		try_act,
		try_act,
		try_act,
		try_act,
		try_act,
		try_act,
		bring_on,
		amend,
		come_and_go,
		change_register,
		anchor,
		exchange_materials,
		exchange_materials,
		scan_the_seal,
		scan_the_seal,
		certify_from_elsewhere,
		change_a_password,
		reset_a_password,
		renew_a_policy,
	};

	step_clock();
	deeds[pick(ARRAY_SIZE(deeds))](o);
}

/* --- Verified while the desk is open --- */

static void begin_life(struct office *o)
{
	seconds = 9 * 3600;
	setenv("MTDESK_NOW", "2026-11-22 09:00:00", 1);
	office_open(o, "5111");
}

static void verify__is_silent__on_stores_that_nobody_touched(void **unused)
{
	int64_t acts = 0;
	struct office o;

	(void)unused;
	srandom(seed);
	for (long i = 0; i < stores; i++) {
		struct verify_report r;
		struct err err = { 0 };

		if (i % STEPS_A_LIFE == 0)
			begin_life(&o);
		live_on(&o);
		if (verify_store(o.s.path, NULL, 0, &r, &err) < 0)
			fail_msg("store %ld: %s", i, err.msg);
		if (r.result != VERIFY_UNPROVEN)
			fail_msg("store %ld (seed %u): false alarm at “%s”: %s", i, seed, r.where,
				 r.msg);
		acts += r.acts;
		if (i % STEPS_A_LIFE == STEPS_A_LIFE - 1 || i == stores - 1)
			office_close(&o);
	}
	print_message("silent on %ld stores with %lld signatures\n", stores, (long long)acts);
	assert_true(acts > stores);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verify__is_silent__on_stores_that_nobody_touched),
	};

	if (argc > 1)
		stores = strtol(argv[1], NULL, 10);
	if (argc > 2)
		seed = (unsigned)strtoul(argv[2], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
