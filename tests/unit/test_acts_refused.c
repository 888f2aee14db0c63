/* Covers db/acts: what is refused, with which words, and that a refusal changes nothing but the audit; keys, conflicts, numbers
 * without gaps, and an act that is asked for twice. */
#include "tests/office.h"

#include "db/audit.h"
#include "db/verify.h"

static struct filing_record load(struct office *o, int64_t id)
{
	struct filing_record r = { 0 };

	assert_int_equal(filings_load(o->st, id, &r, NULL), 1);
	return r;
}

static void finish(struct office *o)
{
	struct verify_report report;
	struct err err = { 0 };

	if (verify_store(o->s.path, NULL, 0, &report, &err) < 0)
		fail_msg("%s", err.msg);
	if (report.result == VERIFY_BROKEN)
		fail_msg("%s: %s", report.where, report.msg);
	office_close(o);
}

static void set_roles(struct office *o, const char *login, unsigned roles, bool active)
{
	struct staff s;
	struct err err = { 0 };

	assert_int_equal(staff_load(o->st, o->actors[office_index(login)].staff, &s, &err), 1);
	s.roles = roles;
	s.active = active;
	if (staff_save(o->st, office_who(o, "aq"), &s, NULL, &err) < 0)
		fail_msg("%s", err.msg);
}

/* ---- one table of steps that are not taken ---- */

struct attempt {
	const char *login;
	enum filing_state state; /* of the filing */
	struct act_request req;  /* filing is filled in; seal -1: the seal of the house */
	const char *words, *why;
};

// clang-format off
static const struct attempt attempts[] = {
	{ "sj", STATE_DRAFT, { .act = ACT_SUBMIT }, "“提交”应由经办人、认定医师办理", "an auditor changes nothing" },
	{ "wm", STATE_READY, { .act = ACT_CERTIFY }, "“认定”应由认定医师办理", "a clerk is no doctor" },
	{ "hzr", STATE_READY, { .act = ACT_CERTIFY }, "应由认定医师办理", "nor is the head" },
	{ "ljg", STATE_DRAFT, { .act = ACT_CERTIFY }, "此件现为“已暂存”", "not before it is submitted" },
	{ "ljg", STATE_FILED, { .act = ACT_CERTIFY }, "此件现为", "not after it is filed" },
	{ "ljg", STATE_CERTIFIED, { .act = ACT_SEAL, .mark = MARK_DESK, .seal = -1 }, "“用印”应由用印人办理", "the doctor keeps no seal" },
	{ "cf", STATE_SEALED, { .act = ACT_FILE }, "“备案”应由经办人办理", "the keeper files nothing" },
	{ "zl", STATE_CERTIFIED, { .act = ACT_FILE }, "此件现为", "not before it is sealed" },
	{ "wm", STATE_FILED, { .act = ACT_REVOKE, .reason = "重复" }, "“撤销”应由医保负责人办理", "a clerk ends nothing" },
	{ "wm", STATE_READY, { .act = ACT_REGISTER }, "“录入”", "typing is no signed act" },
	{ "ljg", STATE_READY, { .act = ACT_CERTIFY, .doctor = 99 }, "须由医师本人签署", "another doctor's name" },
	{ "ljg", STATE_READY, { .act = ACT_CERTIFY, .ide_date = "2026-11-21" }, "只能是当天", "yesterday's date" },
	{ "ljg", STATE_READY, { .act = ACT_CERTIFY, .rx_weeks = "53" }, "1-52", "too many weeks" },
	{ "ljg", STATE_READY, { .act = ACT_CERTIFY, .rx_weeks = "0" }, "1-52", "no weeks" },
	{ "ljg", STATE_READY, { .act = ACT_CERTIFY, .rx_weeks = "八" }, "1-52", "weeks in words" },
	{ "wm", STATE_READY, { .act = ACT_CERTIFY_SEEN, .dr_name = "李建国", .ide_name = "乐山市人民医院", .ide_date = "2026-11-22" },
	  "应由本机构医师本人在此认定", "the house's own doctor signs here" },
	{ "wm", STATE_READY, { .act = ACT_CERTIFY_SEEN, .dr_name = "李建国", .ide_name = "H51110200001", .ide_date = "2026-11-22" },
	  "应由本机构医师本人在此认定", "the house by its code" },
	{ "wm", STATE_READY, { .act = ACT_CERTIFY_SEEN, .dr_name = "赵明", .ide_name = "华西医院", .ide_date = "2026-11-23" },
	  "晚于今天", "a paper of tomorrow" },
	{ "cf", STATE_CERTIFIED, { .act = ACT_SEAL, .mark = MARK_DESK, .seal = 99 }, "不在名册里", "a seal that is not" },
	{ "cf", STATE_CERTIFIED, { .act = ACT_SEAL, .mark = MARK_DESK, .seal_name = "圆章" }, "要用名册里的印章", "a key for a seal without entry" },
	{ "cf", STATE_CERTIFIED, { .act = ACT_SEAL, .mark = MARK_INK, .seal = -1, .name_equal = true }, "“印文清晰”没有标上", "ink that nobody can read" },
	{ "cf", STATE_CERTIFIED, { .act = ACT_SEAL, .mark = MARK_INK, .seal = -1, .legible = true }, "没有标上（登记为“乐山市人民医院”）", "another name in the ink" },
	{ "zl", STATE_SEALED, { .act = ACT_FILE, .begndate = "2026-11-21" }, "早于认定日期", "a benefit before its certification" },
	{ "zl", STATE_SEALED, { .act = ACT_FILE, .enddate = "2026-11-21" }, "早于开始日期", "an end before the beginning" },
	{ "zl", STATE_FILED, { .act = ACT_EXPIRE }, "没有结束日期", "what has no end does not run out" },
	{ "hzr", STATE_SEALED, { .act = ACT_AMEND, .reason = "错" }, "此件现为", "what is not filed is returned, not amended" },
	{ "cf", STATE_READY, { .act = ACT_RETURN, .reason = "缺件" }, "应由", "the keeper has nothing to return yet" },
};

/* What was filled in wrongly is no refusal of a person: it is told, and no more. */
static const struct attempt mistakes[] = {
	{ "ljg", STATE_READY, { .act = ACT_DECLINE }, "“不予认定”要写明理由", "no reason" },
	{ "ljg", STATE_READY, { .act = ACT_RETURN, .reason = " \t　" }, "“退回”要写明理由", "a reason of blanks" },
	{ "hzr", STATE_FILED, { .act = ACT_REVIEW, .reason = "" }, "“复核意见”要写明理由", "no opinion" },
	{ "wm", STATE_READY, { .act = ACT_CERTIFY_SEEN, .ide_name = "华西医院", .ide_date = "2026-11-18" }, "认定医师和认定医疗机构", "no doctor on the paper" },
	{ "wm", STATE_READY, { .act = ACT_CERTIFY_SEEN, .dr_name = "赵明", .ide_name = "华西医院", .ide_date = "昨天" }, "不是日期", "no day" },
	{ "cf", STATE_CERTIFIED, { .act = ACT_SEAL, .mark = MARK_INK, .legible = true, .name_equal = true }, "请填写印章的名称", "a seal without a name" },
	{ "cf", STATE_CERTIFIED, { .act = ACT_SEAL, .mark = MARK_DESK, .seal = -1, .scan = 77 }, "没有这份印章图像", "a scan that is not there" },
	{ "zl", STATE_SEALED, { .act = ACT_FILE, .enddate = "明年" }, "不是日期", "an end in words" },
	{ "hzr", STATE_FILED, { .act = ACT_REVOKE, .reason = "\xFF" }, "不是有效的文字", "bytes that are no text" },
};
// clang-format on

/* A filing in each state that the rows need. */
static int64_t filings[STATE_COUNT];

static void make_filings(struct office *o)
{
	for (int state = STATE_DRAFT; state <= STATE_FILED; state++) {
		filings[state] = office_register(o, "wm", 20 + (unsigned)state);
		office_bring(o, filings[state], (enum filing_state)state);
	}
}

static void try_row(struct office *o, const struct attempt *a, enum err_code want)
{
	struct filing_record before = load(o, filings[a->state]), after;
	struct act_request req = a->req;
	struct err err = { 0 };
	int64_t seq, now;
	char head[SM3_HEX_SIZE];

	req.filing = filings[a->state];
	if (req.seal == -1)
		req.seal = o->seal;
	assert_int_equal(audit_head(o->st, &seq, head, NULL), 0);
	if (office_try(o, a->login, &req, NULL, &err) == 0)
		fail_msg("%s was let through: %s", a->login, a->why);
	if (err.code != want || !strstr(err.msg, a->words))
		fail_msg("%s: %d “%s”, not “%s”", a->why, err.code, err.msg, a->words);
	assert_int_equal(audit_head(o->st, &now, head, NULL), 0);
	if (now - seq != (want == ERR_NOT_ALLOWED))
		fail_msg("%s: %lld rows of audit", a->why, (long long)(now - seq));
	after = load(o, filings[a->state]);
	assert_int_equal(after.revision, before.revision);
	assert_int_equal(after.state, before.state);
	filing_record_finish(&before);
	filing_record_finish(&after);
}

static void acts__refuse__each_forbidden_step(void **unused)
{
	static struct audit_row rows[64];
	struct office o;
	int count;

	(void)unused;
	office_open(&o, "5111");
	make_filings(&o);
	for (size_t i = 0; i < ARRAY_SIZE(attempts); i++)
		try_row(&o, &attempts[i], ERR_NOT_ALLOWED);
	for (size_t i = 0; i < ARRAY_SIZE(mistakes); i++)
		try_row(&o, &mistakes[i], ERR_INPUT);
	/* No row of the audit names a person who applies, his numbers or what ails him. */
	count = audit_list(o.st, 0, rows, ARRAY_SIZE(rows), NULL);
	for (int i = 0; i < count; i++)
		if (strstr(rows[i].reason, "511102") || strstr(rows[i].reason, "138000") ||
		    strstr(rows[i].reason, "结核") || strstr(rows[i].reason, "张"))
			fail_msg("the audit says: %s", rows[i].reason);
	finish(&o);
}

/* ---- who may not be two ---- */

static void seal__is_refused__to_whom_certified(void **unused)
{
	const unsigned doctor = ROLE_BIT(ROLE_DOCTOR), clerk = ROLE_BIT(ROLE_CLERK),
		       keeper = ROLE_BIT(ROLE_SEAL_KEEPER);
	struct act_request ink = { .act = ACT_SEAL, .legible = true, .name_equal = true };
	struct act_request seen = { .act = ACT_CERTIFY_SEEN, .ide_date = "2026-11-18" };
	struct office_hospital other;
	struct office o;
	struct err err = { 0 };

	(void)unused;
	office_open(&o, "5111");
	set_roles(&o, "ljg", doctor | keeper, true);
	set_roles(&o, "wm", clerk | keeper, true);
	ink.filing = office_register(&o, "wm", 1);
	ink.seal = o.seal;
	office_bring(&o, ink.filing, STATE_CERTIFIED);
	assert_int_equal(office_try(&o, "ljg", &ink, NULL, &err), -1);
	assert_string_equal(err.msg, "“李建国”已认定此件，不得再用印；请另一位用印人办理");
	/* Not even after the filing went back and another hand certified it. */
	office_hospital(&o, &other);
	office_step(&o, "hzr", ACT_RETURN, ink.filing);
	office_step(&o, "wm", ACT_SUBMIT, ink.filing);
	seen.filing = ink.filing;
	seen.doctor = other.doctor.id;
	office_do(&o, "zl", &seen, NULL);
	ink.seal = other.seal.id;
	assert_int_equal(office_try(&o, "ljg", &ink, NULL, &err), -1);
	assert_non_null(strstr(err.msg, "不得再用印"));

	ink.filing = seen.filing = office_register(&o, "wm", 2);
	office_step(&o, "wm", ACT_SUBMIT, ink.filing);
	office_do(&o, "wm", &seen, NULL);
	assert_int_equal(office_try(&o, "wm", &ink, NULL, &err), -1);
	assert_non_null(strstr(err.msg, "“王敏”已认定此件"));
	assert_int_equal(office_try(&o, "cf", &ink, NULL, &err), 0);
	finish(&o);
}

static void seal__belongs__to_the_certifier(void **unused)
{
	struct office_hospital other;
	struct act_request req = { .act = ACT_SEAL, .legible = true, .name_equal = true };
	struct office o;
	struct err err = { 0 };

	(void)unused;
	office_open(&o, "5111");
	office_hospital(&o, &other);
	req.filing = office_register(&o, "wm", 1);
	req.seal = other.seal.id;
	office_bring(&o, req.filing, STATE_CERTIFIED);
	assert_int_equal(office_try(&o, "cf", &req, NULL, &err), -1);
	assert_non_null(strstr(err.msg, "应盖认定机构的印章"));
	finish(&o);
}

/* A seal of an institution in the register is that of the register, in the hands of its keeper. */
static void seal__is_named__only_outside_the_register(void **unused)
{
	struct act_request ink = {
		.act = ACT_SEAL, .seal_name = "圆章", .legible = true, .name_equal = true
	};
	struct act_request seen = { .act = ACT_CERTIFY_SEEN, .ide_date = "2026-11-20" };
	struct office_hospital other;
	struct office o;
	struct err err = { 0 };

	(void)unused;
	office_open(&o, "5111");
	office_hospital(&o, &other);
	set_roles(&o, "zl", ROLE_BIT(ROLE_CLERK) | ROLE_BIT(ROLE_SEAL_KEEPER), true);
	/* Of the house: neither another name nor another hand. */
	ink.filing = office_register(&o, "wm", 1);
	office_bring(&o, ink.filing, STATE_CERTIFIED);
	assert_int_equal(office_try(&o, "cf", &ink, NULL, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_string_equal(err.msg,
			    "“乐山市人民医院”在机构名册内，要用名册里它的印章；没有的请医保"
			    "负责人先登记");
	ink.seal = o.seal;
	assert_int_equal(office_try(&o, "zl", &ink, NULL, &err), -1);
	assert_string_equal(err.msg, "“医疗保险专用章”不由您保管，请保管人用印");
	office_do(&o, "cf", &ink, NULL);
	/* Of another in the register: the one that stands there, which nobody here keeps. */
	ink.filing = seen.filing = office_register(&o, "wm", 2);
	seen.doctor = other.doctor.id;
	office_step(&o, "wm", ACT_SUBMIT, seen.filing);
	office_do(&o, "wm", &seen, NULL);
	ink.seal = 0;
	assert_int_equal(office_try(&o, "zl", &ink, NULL, &err), -1);
	assert_non_null(strstr(err.msg, "“峨眉山市人民医院”在机构名册内"));
	ink.seal = other.seal.id;
	office_do(&o, "zl", &ink, NULL);
	/* Of one outside it: by its name. */
	ink.filing = seen.filing = office_register_elsewhere(&o, "wm", 3);
	seen.doctor = 0;
	seen.dr_name = "赵明";
	seen.ide_name = "四川大学华西医院";
	office_step(&o, "wm", ACT_SUBMIT, seen.filing);
	office_do(&o, "wm", &seen, NULL);
	ink.seal = 0;
	office_do(&o, "zl", &ink, NULL);
	finish(&o);
}

/* A scan of the ink that was signed over with the rest stays; one that came after the certification may go. */
static void seal_scan__stays__once_it_is_signed_over(void **unused)
{
	struct material m = { .kind = "seal_scan", .pages = 1 }, later = m;
	struct office o;
	struct err err = { 0 };
	int64_t id;

	(void)unused;
	office_open(&o, "5111");
	id = m.filing = later.filing = office_register(&o, "wm", 1);
	office_bring(&o, id, STATE_CERTIFIED);
	if (materials_add(o.st, office_who(&o, "cf"), &m, NULL, &err) < 0)
		fail_msg("%s", err.msg);
	office_step(&o, "hzr", ACT_RETURN, id);
	office_step(&o, "wm", ACT_SUBMIT, id);
	office_step(&o, "ljg", ACT_CERTIFY, id);
	assert_int_equal(materials_remove(o.st, office_who(&o, "cf"), m.id, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_string_equal(err.msg, "这份材料已随签署固定，不能移去；需要改动请先退回");
	assert_int_equal(materials_add(o.st, office_who(&o, "cf"), &later, NULL, &err), 0);
	assert_int_equal(materials_remove(o.st, office_who(&o, "cf"), later.id, &err), 0);
	assert_int_equal(materials_remove(o.st, office_who(&o, "cf"), m.id, &err), -1);
	office_step(&o, "cf", ACT_SEAL, id);
	finish(&o);
}

/* ---- what the store knows counts, not what was known at sign-in ---- */

static void acts__ask__the_store_again(void **unused)
{
	struct act_request req;
	struct act_draft d;
	struct office o;
	struct err err = { 0 };

	(void)unused;
	office_open(&o, "5111");
	req = office_request(&o, ACT_SUBMIT, office_register(&o, "wm", 1));
	/* The screen was shown while he still was a clerk. */
	assert_int_equal(acts_prepare(o.st, office_who(&o, "zl"), &req, &o.ctx, &d, &err), 0);
	set_roles(&o, "zl", ROLE_BIT(ROLE_HEAD), true);
	assert_int_equal(acts_commit(o.st, office_who(&o, "zl"), &d, o.keys[office_index("zl")], 0,
				     &o.ctx, &err),
			 -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_non_null(strstr(err.msg, "应由经办人、认定医师办理"));
	act_draft_finish(&d);
	set_roles(&o, "zl", ROLE_BIT(ROLE_CLERK), false);
	assert_int_equal(office_try(&o, "zl", &req, NULL, &err), -1);
	assert_non_null(strstr(err.msg, "停用"));
	/* In another's name, or in nobody's. */
	store_set_actor(o.st, NULL);
	assert_int_equal(acts_prepare(o.st, &o.actors[0], &req, &o.ctx, &d, &err), -1);
	assert_non_null(strstr(err.msg, "请先登录"));
	act_draft_finish(&d);
	office_who(&o, "ljg");
	assert_int_equal(acts_prepare(o.st, &o.actors[0], &req, &o.ctx, &d, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	act_draft_finish(&d);
	finish(&o);
}

static void acts__refuse__a_doctor_without_entry(void **unused)
{
	struct act_request req;
	struct office o;
	struct err err = { 0 };

	(void)unused;
	office_open(&o, "5111");
	req = office_request(&o, ACT_CERTIFY, office_register(&o, "wm", 1));
	office_bring(&o, req.filing, STATE_READY);
	set_roles(&o, "hzr", ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_DOCTOR), true);
	assert_int_equal(office_try(&o, "hzr", &req, NULL, &err), -1);
	assert_non_null(strstr(err.msg, "不在医师名册内"));
	finish(&o);
}

/* Where the way does not lead elsewhere, the register says whose paper is taken over. */
static void certify_seen__asks__the_way_whose_paper(void **unused)
{
	enum { HOUSE, ELSEWHERE };
	const struct {
		int way;
		const char *dr_name, *ide_name, *words, *why;
	} rows[] = {
		{ HOUSE, "赵明", "四川大学华西医院", "“赵明”不在医师名册内", "neither is known" },
		{ HOUSE, "赵明", "峨眉山市人民医院", "“赵明”不在医师名册内",
		  "a stranger in a hospital that is known" },
		{ HOUSE, "罗晓军", "四川大学华西医院", "不在医师名册内",
		  "a known name, elsewhere" },
		{ HOUSE, "罗晓军", "峨眉山市人民医院", NULL, "both stand in the register" },
		{ HOUSE, "罗晓军", "H51110299999", NULL, "the hospital by its code" },
		{ ELSEWHERE, "赵明", "四川大学华西医院", NULL,
		  "a stranger, where the way says so" },
	};
	struct act_request req = { .act = ACT_CERTIFY_SEEN, .ide_date = "2026-11-20" };
	struct office_hospital other;
	struct office o;
	struct err err = { 0 };

	(void)unused;
	office_open(&o, "5111");
	office_hospital(&o, &other);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		unsigned person = 1 + (unsigned)i;

		req.filing = rows[i].way == HOUSE ? office_register(&o, "wm", person)
						  : office_register_elsewhere(&o, "wm", person);
		req.dr_name = rows[i].dr_name;
		req.ide_name = rows[i].ide_name;
		office_step(&o, "wm", ACT_SUBMIT, req.filing);
		if (office_try(&o, "zl", &req, NULL, &err) != (rows[i].words ? -1 : 0))
			fail_msg("%s: %s", rows[i].why, err.msg);
		if (rows[i].words &&
		    (err.code != ERR_NOT_ALLOWED || !strstr(err.msg, rows[i].words)))
			fail_msg("%s: “%s”", rows[i].why, err.msg);
	}
	finish(&o);
}

/* Whoever was treated elsewhere was examined there: the house's own doctor certifies nothing of it. */
static void certify__leaves__what_was_certified_elsewhere(void **unused)
{
	struct act_request req = { .act = ACT_CERTIFY };
	struct err err = { 0 };
	struct office o;

	(void)unused;
	office_open(&o, "5111");
	req.filing = office_register_elsewhere(&o, "wm", 1);
	office_step(&o, "wm", ACT_SUBMIT, req.filing);
	assert_int_equal(office_try(&o, "ljg", &req, NULL, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_non_null(strstr(err.msg, "由就医地医师在纸上认定"));
	finish(&o);
}

/* What the register says against a doctor or his hospital counts on paper as here. */
static void certify_seen__asks__the_register(void **unused)
{
	static const struct {
		bool gone, closed, certifies;
		int level;
		const char *doctor_for, *words;
	} rows[] = {
		{ true, false, true, 2, "*", "“罗晓军”在医师名册内已停用" },
		{ false, true, true, 2, "*", "“峨眉山市人民医院”在机构名册内已停用" },
		{ false, false, false, 2, "*", "“峨眉山市人民医院”不承担认定" },
		{ false, false, true, 1, "*", "“峨眉山市人民医院”级别不够" },
		{ false, false, true, 2, "M01904", "“罗晓军”未获准认定M00105" },
	};
	struct act_request req = { .act = ACT_CERTIFY_SEEN, .ide_date = "2026-11-20" };
	struct office_hospital other;
	struct office o;
	struct err err = { 0 };

	(void)unused;
	office_open(&o, "5111");
	office_hospital(&o, &other);
	req.filing = office_register(&o, "wm", 1);
	office_step(&o, "wm", ACT_SUBMIT, req.filing);
	for (size_t i = 0; i < 2 * ARRAY_SIZE(rows); i++) {
		bool by_name = i % 2;
		size_t n = i / 2;

		other.doctor.active = !rows[n].gone;
		other.institution.active = !rows[n].closed;
		other.institution.certifies = rows[n].certifies;
		other.institution.level = rows[n].level;
		snprintf(other.doctor.diseases, sizeof(other.doctor.diseases), "%s",
			 rows[n].doctor_for);
		if (institution_save(o.st, office_who(&o, "hzr"), &other.institution, &err) < 0 ||
		    doctor_save(o.st, office_who(&o, "hzr"), &other.doctor, &err) < 0)
			fail_msg("%s", err.msg);
		req.doctor = by_name ? 0 : other.doctor.id;
		req.dr_name = by_name ? other.doctor.name : NULL;
		req.ide_name = by_name ? other.institution.name : NULL;
		if (office_try(&o, "zl", &req, NULL, &err) == 0)
			fail_msg("was let through: %s", rows[n].words);
		if (err.code != ERR_NOT_ALLOWED || !strstr(err.msg, rows[n].words))
			fail_msg("“%s”, not “%s”", err.msg, rows[n].words);
	}
	finish(&o);
}

/* Of two doctors of the same name a paper does not say which; one who is switched off does not stand in another's way. */
static void certify_seen__tells__namesakes_apart(void **unused)
{
	struct act_request req = { .act = ACT_CERTIFY_SEEN, .ide_date = "2026-11-20" };
	struct office_hospital other;
	struct filing_record r;
	struct doctor twin;
	struct office o;
	struct err err = { 0 };

	(void)unused;
	office_open(&o, "5111");
	office_hospital(&o, &other);
	twin = other.doctor;
	twin.id = 0;
	snprintf(twin.code, sizeof(twin.code), "%s", "D511181000002");
	assert_int_equal(doctor_save(o.st, office_who(&o, "hzr"), &twin, &err), 0);
	req.filing = office_register(&o, "wm", 1);
	req.dr_name = other.doctor.name;
	req.ide_name = other.institution.name;
	office_step(&o, "wm", ACT_SUBMIT, req.filing);
	assert_int_equal(office_try(&o, "zl", &req, NULL, &err), -1);
	assert_int_equal(err.code, ERR_INPUT);
	assert_string_equal(err.msg,
			    "“峨眉山市人民医院”不止一位医师叫“罗晓军”，请从医师名册中选定");
	other.doctor.active = false;
	assert_int_equal(doctor_save(o.st, office_who(&o, "hzr"), &other.doctor, &err), 0);
	office_do(&o, "zl", &req, NULL);
	r = load(&o, req.filing);
	assert_string_equal(filing_get(&r.filing, FIELD_DIAG_DR_CODG), twin.code);
	filing_record_finish(&r);
	finish(&o);
}

/* Two responsible doctors are demanded of a hospital in the register, however its certificate comes. */
static void certify_seen__counts__the_responsible_doctors(void **unused)
{
	struct act_request req = { .act = ACT_CERTIFY_SEEN, .ide_date = "2026-04-24" };
	struct office_hospital other;
	struct filing_record r;
	struct doctor second;
	struct office o;
	struct err err = { 0 };

	(void)unused;
	office_open(&o, "1411");
	office_day(&o, "2026-04-28");
	office_hospital(&o, &other);
	r = office_filing(&o, 3);
	snprintf(r.route, sizeof(r.route), "%s", "certified_registered");
	filing_set(&r.filing, FIELD_OPSP_DISE_NAME, NULL);
	filing_set(&r.filing, FIELD_DISE_TYPE_CODE, NULL);
	filing_set(&r.filing, FIELD_OPSP_DISE_CODE, "M01904");
	filing_set(&r.filing, FIELD_APPY_DATE, "2026-04-20");
	filing_set(&r.filing, FIELD_AGE, NULL);
	evidence_set(&r.filing.evidence, "prior_diagnosis", "true", "", "2025-08-11 出院记录");
	evidence_set(&r.filing.evidence, "ceruloplasmin", "185", "mg/L", "");
	assert_int_equal(filing_derive(&r.filing, FIELD_CERTNO, &o.ctx), 0);
	assert_int_equal(filing_derive(&r.filing, FIELD_OPSP_DISE_CODE, &o.ctx), 0);
	office_who(&o, "wm");
	save(o.st, &r);
	req.filing = r.id;
	req.doctor = other.doctor.id;
	filing_record_finish(&r);
	office_step(&o, "wm", ACT_SUBMIT, req.filing);
	assert_int_equal(office_try(&o, "zl", &req, NULL, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_non_null(strstr(err.msg, "“峨眉山市人民医院”认定本病种的责任医生不足 2 名"));
	second = other.doctor;
	second.id = 0;
	snprintf(second.code, sizeof(second.code), "%s", "D511181000002");
	snprintf(second.name, sizeof(second.name), "%s", "郑晓红");
	assert_int_equal(doctor_save(o.st, office_who(&o, "hzr"), &second, &err), 0);
	office_do(&o, "zl", &req, NULL);
	finish(&o);
}

/* Whoever may not certify may not decline. */
static void decline__asks__what_certifying_asks(void **unused)
{
	static const struct {
		bool retired, closed;
		const char *doctor_for, *hospital_for, *words;
	} rows[] = {
		{ true, false, "*", "*", "“李建国”在医师名册内已停用" },
		{ false, false, "M01904", "*", "“李建国”未获准认定M00105" },
		{ false, true, "*", "*", "“乐山市人民医院”不承担认定" },
		{ false, false, "*", "M01904", "“乐山市人民医院”不是M00105的定点认定机构" },
		{ false, false, "M00105", "M00105", NULL },
	};
	struct act_request req;
	struct desk_identity desk;
	struct doctor doctor;
	struct office o;
	struct err err = { 0 };

	(void)unused;
	office_open(&o, "5111");
	req = office_request(&o, ACT_DECLINE, office_register(&o, "wm", 1));
	office_bring(&o, req.filing, STATE_READY);
	assert_int_equal(doctor_load(o.st, o.actors[office_index("ljg")].doctor, &doctor, &err), 1);
	assert_int_equal(desk_identity_load(o.st, &desk, &err), 1);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		doctor.active = !rows[i].retired;
		desk.institution.certifies = !rows[i].closed;
		snprintf(doctor.diseases, sizeof(doctor.diseases), "%s", rows[i].doctor_for);
		snprintf(desk.institution.diseases, sizeof(desk.institution.diseases), "%s",
			 rows[i].hospital_for);
		if (doctor_save(o.st, office_who(&o, "hzr"), &doctor, &err) < 0 ||
		    institution_save(o.st, office_who(&o, "hzr"), &desk.institution, &err) < 0)
			fail_msg("%s", err.msg);
		if (!rows[i].words) {
			office_step(&o, "ljg", ACT_DECLINE, req.filing);
			continue;
		}
		if (office_try(&o, "ljg", &req, NULL, &err) == 0)
			fail_msg("was let through: %s", rows[i].words);
		if (err.code != ERR_NOT_ALLOWED || !strstr(err.msg, rows[i].words))
			fail_msg("“%s”, not “%s”", err.msg, rows[i].words);
	}
	finish(&o);
}

/* ---- completeness and duplicates ---- */

static void submit__tells__all_that_is_missing(void **unused)
{
	struct filing_record r;
	struct act_request req = { .act = ACT_SUBMIT };
	struct act_draft d;
	struct office o;
	struct err err = { 0 };

	(void)unused;
	office_open(&o, "5111");
	r = office_filing(&o, 1);
	filing_set(&r.filing, FIELD_TEL, NULL);
	filing_set(&r.filing, FIELD_SYMP_DSCR, NULL);
	office_who(&o, "wm");
	save(o.st, &r);
	req.filing = r.id;
	assert_int_equal(acts_prepare(o.st, office_who(&o, "wm"), &req, &o.ctx, &d, &err), -1);
	/* Two cells and the two papers of this way. */
	assert_int_equal(d.notice.count, 4);
	assert_non_null(strstr(err.msg, "还有 4 项未齐"));
	act_draft_finish(&d);
	filing_record_finish(&r);
	finish(&o);
}

static void submit__shows__the_live_filing_that_stands_against_it(void **unused)
{
	struct filing_record r, other;
	struct act_request req = { .act = ACT_SUBMIT };
	struct act_draft d;
	struct office o;
	struct err err = { 0 };
	int64_t first;

	(void)unused;
	office_open(&o, "5111");
	first = office_register(&o, "wm", 1);
	req.filing = office_register(&o, "zl", 1);
	office_bring(&o, first, STATE_READY);
	assert_int_equal(acts_prepare(o.st, office_who(&o, "zl"), &req, &o.ctx, &d, &err), -1);
	other = load(&o, first);
	assert_int_equal(d.duplicate, first);
	assert_non_null(strstr(err.msg, other.no));
	filing_record_finish(&other);
	act_draft_finish(&d);
	/* Another insurance is another entitlement. */
	r = load(&o, req.filing);
	filing_set(&r.filing, FIELD_INSUTYPE, "310");
	assert_int_equal(acts_duplicate(o.st, &r.filing, r.id, &other, &err), 0);
	filing_record_finish(&r);
	/* What has ended stands against nothing. */
	office_step(&o, "ljg", ACT_DECLINE, first);
	assert_int_equal(office_try(&o, "zl", &req, NULL, &err), 0);
	finish(&o);
}

/* ---- keys ---- */

static void commit__signs__with_the_actors_own_key_alone(void **unused)
{
	struct act_request req;
	struct office o;
	int64_t mine, id;
	char public[SM2_PUBLIC_SIZE];
	struct err err = { 0 };

	(void)unused;
	office_open(&o, "5111");
	id = office_register(&o, "wm", 1);
	req = office_request(&o, ACT_SUBMIT, id);
	assert_int_equal(staff_key(o.st, o.actors[office_index("wm")].staff, &mine, public, &err),
			 1);
	const struct {
		const struct sm2_key *key;
		int64_t id;
		const char *words, *why;
	} cases[] = {
		{ o.keys[office_index("zl")], 0, "与名下的不符", "another's key" },
		{ o.keys[office_index("zl")], mine, "与名下的不符", "another's key under mine" },
		{ o.seal_key, o.seal_key_id, "不属于签署人", "a seal's key" },
		{ o.keys[office_index("wm")], 9999, "库里没有", "a key that is not" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct actor *who = office_who(&o, "wm");
		struct act_draft d;

		assert_int_equal(acts_prepare(o.st, who, &req, &o.ctx, &d, &err), 0);
		if (acts_commit(o.st, who, &d, cases[i].key, cases[i].id, &o.ctx, &err) == 0 ||
		    err.code != ERR_NOT_ALLOWED || !strstr(err.msg, cases[i].words))
			fail_msg("%s: %s", cases[i].why, err.msg);
		act_draft_finish(&d);
	}
	/* A password that was reset takes the key with it. */
	if (staff_reset_password(o.st, office_who(&o, "aq"), o.actors[office_index("wm")].staff,
				 "Another-2026", &err) < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(office_try(&o, "wm", &req, NULL, &err), -1);
	assert_non_null(strstr(err.msg, "签名密钥"));
	finish(&o);
}

static void seal__is_signed__with_its_own_key(void **unused)
{
	struct act_request req;
	struct act_draft d;
	struct office o;
	struct err err = { 0 };
	const struct actor *who;

	(void)unused;
	office_open(&o, "5111");
	req = office_request(&o, ACT_SEAL, office_register(&o, "wm", 1));
	office_bring(&o, req.filing, STATE_CERTIFIED);
	who = office_who(&o, "cf");
	assert_int_equal(acts_prepare(o.st, who, &req, &o.ctx, &d, &err), 0);
	office_confirm(&o, "cf", ACT_SEAL);
	assert_int_equal(acts_commit(o.st, who, &d, o.keys[office_index("cf")], 0, &o.ctx, &err),
			 -1);
	assert_non_null(strstr(err.msg, "不属于签署人"));
	assert_int_equal(acts_commit(o.st, who, &d, o.seal_key, o.seal_key_id, &o.ctx, &err), 0);
	act_draft_finish(&d);
	finish(&o);
}

/* An open key does not say that its owner is there: the password does, for a while, and only his own. */
static void commit__asks__for_the_password_again(void **unused)
{
	struct act_request req;
	struct audit_row row;
	struct act_draft d;
	struct office o;
	struct sm2_key *key;
	struct err err = { 0 };
	const struct actor *who;

	(void)unused;
	office_open(&o, "5111");
	req = office_request(&o, ACT_CERTIFY, office_register(&o, "wm", 1));
	office_bring(&o, req.filing, STATE_READY);
	key = o.keys[office_index("ljg")];
	for (int i = 0; i < 4; i++) {
		static const char *const why[] = { "the session's key", "another's password",
						   "a wrong password", "one of long ago" };

		if (i == 1)
			office_confirm(&o, "hzr", ACT_REVOKE);
		who = office_who(&o, "ljg");
		if (i == 2)
			assert_int_equal(staff_confirm(o.st, who, "wrong", NULL, &err), -1);
		if (i == 3) {
			office_confirm(&o, "ljg", ACT_CERTIFY);
			setenv("MTDESK_CONFIRMED", "0", 1);
		}
		assert_int_equal(acts_prepare(o.st, who, &req, &o.ctx, &d, &err), 0);
		if (acts_commit(o.st, who, &d, key, 0, &o.ctx, &err) == 0)
			fail_msg("signed with %s", why[i]);
		assert_int_equal(err.code, ERR_NOT_ALLOWED);
		assert_string_equal(err.msg, "“认定”要再输一次口令，请重新签署");
		assert_int_equal(audit_list(o.st, 0, &row, 1, NULL), 1);
		assert_string_equal(row.result, "refused");
		act_draft_finish(&d);
	}
	unsetenv("MTDESK_CONFIRMED");
	/* Signing out ends it; within it several acts go. */
	office_confirm(&o, "ljg", ACT_CERTIFY);
	assert_true(store_confirmed(o.st, who->staff));
	store_set_actor(o.st, NULL);
	assert_false(store_confirmed(o.st, who->staff));
	office_who(&o, "ljg");
	assert_false(store_confirmed(o.st, who->staff));
	office_confirm(&o, "ljg", ACT_CERTIFY);
	assert_int_equal(acts_prepare(o.st, who, &req, &o.ctx, &d, &err), 0);
	assert_int_equal(acts_commit(o.st, who, &d, key, 0, &o.ctx, &err), 0);
	assert_true(store_confirmed(o.st, who->staff));
	act_draft_finish(&d);
	finish(&o);
}

/* ---- between the screen and the signature ---- */

static void commit__refuses__what_changed_meanwhile(void **unused)
{
	struct act_request req;
	struct act_draft mine, again;
	struct office o;
	struct doctor doctor;
	struct err err = { 0 };
	const struct actor *who;

	(void)unused;
	office_open(&o, "5111");
	req = office_request(&o, ACT_CERTIFY, office_register(&o, "wm", 1));
	office_bring(&o, req.filing, STATE_READY);
	who = office_who(&o, "ljg");
	assert_int_equal(acts_prepare(o.st, who, &req, &o.ctx, &mine, &err), 0);
	assert_int_equal(acts_prepare(o.st, who, &req, &o.ctx, &again, &err), 0);
	/* Somebody else acted. */
	office_step(&o, "hzr", ACT_RETURN, req.filing);
	who = office_who(&o, "ljg");
	office_confirm(&o, "ljg", ACT_CERTIFY);
	assert_int_equal(
		acts_commit(o.st, who, &mine, o.keys[office_index("ljg")], 0, &o.ctx, &err), -1);
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_non_null(strstr(err.msg, "退回"));
	act_draft_finish(&mine);
	act_draft_finish(&again);

	/* The register changed. */
	office_step(&o, "wm", ACT_SUBMIT, req.filing);
	who = office_who(&o, "ljg");
	assert_int_equal(acts_prepare(o.st, who, &req, &o.ctx, &mine, &err), 0);
	assert_int_equal(doctor_load(o.st, o.actors[office_index("ljg")].doctor, &doctor, &err), 1);
	snprintf(doctor.title, sizeof(doctor.title), "%s", "主任医师");
	assert_int_equal(doctor_save(o.st, office_who(&o, "hzr"), &doctor, &err), 0);
	who = office_who(&o, "ljg");
	office_confirm(&o, "ljg", ACT_CERTIFY);
	assert_int_equal(
		acts_commit(o.st, who, &mine, o.keys[office_index("ljg")], 0, &o.ctx, &err), -1);
	assert_int_equal(err.code, ERR_CONFLICT);
	act_draft_finish(&mine);
	finish(&o);
}

/* A number that was issued in a transaction that failed is issued again. */
static void file__numbers__without_gaps(void **unused)
{
	struct act_request req;
	struct act_draft d, next;
	struct office o;
	struct staff s;
	struct err err = { 0 };
	const struct actor *who;

	(void)unused;
	office_open(&o, "5111");
	req = office_request(&o, ACT_FILE, office_register(&o, "wm", 1));
	office_bring(&o, req.filing, STATE_SEALED);
	who = office_who(&o, "zl");
	assert_int_equal(acts_prepare(o.st, who, &req, &o.ctx, &d, &err), 0);
	assert_int_equal(staff_load(o.st, who->staff, &s, &err), 1);
	snprintf(s.name, sizeof(s.name), "%s", "周丽");
	assert_int_equal(staff_save(o.st, office_who(&o, "aq"), &s, NULL, &err), 0);
	who = office_who(&o, "zl");
	assert_int_equal(acts_commit(o.st, who, &d, o.keys[office_index("zl")], 0, &o.ctx, &err),
			 -1);
	assert_int_equal(err.code, ERR_CONFLICT);
	act_draft_finish(&d);
	for (unsigned i = 1; i <= 3; i++) {
		char want[32];

		office_do(&o, "wm", &req, &next);
		snprintf(want, sizeof(want), "-2026-%05u-", i);
		assert_non_null(strstr(next.filing_no, want));
		act_draft_finish(&next);
		req.filing = office_register(&o, "wm", 1 + i);
		office_bring(&o, req.filing, STATE_SEALED);
	}
	/* A new year begins anew. */
	office_day(&o, "2027-01-04");
	office_do(&o, "wm", &req, &next);
	assert_non_null(strstr(next.filing_no, "-2027-00001-"));
	act_draft_finish(&next);
	finish(&o);
}

static void commit__again__is_the_same_act(void **unused)
{
	struct act_request req;
	struct act_row rows[4];
	struct act_draft d;
	struct office o;
	struct err err = { 0 };
	const struct actor *who;
	int64_t act;

	(void)unused;
	office_open(&o, "5111");
	req = office_request(&o, ACT_SUBMIT, office_register(&o, "wm", 1));
	who = office_who(&o, "wm");
	assert_int_equal(acts_prepare(o.st, who, &req, &o.ctx, &d, &err), 0);
	assert_int_equal(acts_commit(o.st, who, &d, o.keys[0], 0, &o.ctx, &err), 0);
	act = d.act_id;
	assert_int_equal(acts_commit(o.st, who, &d, o.keys[0], 0, &o.ctx, &err), 0);
	assert_int_equal(d.act_id, act);
	assert_int_equal(acts_of_filing(o.st, req.filing, rows, ARRAY_SIZE(rows), &err), 1);
	act_row_finish(&rows[0]);
	act_draft_finish(&d);
	finish(&o);
}

/* ---- the end of a benefit ---- */

static void expire__waits__until_the_last_day_is_over(void **unused)
{
	static const struct {
		const char *today;
		int rc;
		const char *why;
	} days[] = {
		{ "2026-11-29", -1, "a day before the last" },
		{ "2026-11-30", -1, "the last day is still the entitled person's" },
		{ "2026-12-01", 0, "the day after" },
	};
	struct act_request req;
	struct office o;
	struct err err = { 0 };

	(void)unused;
	office_open(&o, "5111");
	req = office_request(&o, ACT_FILE, office_register(&o, "wm", 1));
	req.enddate = "2026-11-30";
	office_bring(&o, req.filing, STATE_SEALED);
	office_do(&o, "zl", &req, NULL);
	req = office_request(&o, ACT_EXPIRE, req.filing);
	for (size_t i = 0; i < ARRAY_SIZE(days); i++) {
		office_day(&o, days[i].today);
		if (office_try(&o, "zl", &req, NULL, &err) != days[i].rc)
			fail_msg("%s: %s", days[i].why, err.msg);
		if (days[i].rc < 0 && !strstr(err.msg, "此件待遇到 2026-11-30 才满"))
			fail_msg("%s: %s", days[i].why, err.msg);
	}
	finish(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(acts__refuse__each_forbidden_step),
		cmocka_unit_test(seal__is_refused__to_whom_certified),
		cmocka_unit_test(seal__belongs__to_the_certifier),
		cmocka_unit_test(seal__is_named__only_outside_the_register),
		cmocka_unit_test(seal_scan__stays__once_it_is_signed_over),
		cmocka_unit_test(acts__ask__the_store_again),
		cmocka_unit_test(acts__refuse__a_doctor_without_entry),
		cmocka_unit_test(certify_seen__asks__the_way_whose_paper),
		cmocka_unit_test(certify__leaves__what_was_certified_elsewhere),
		cmocka_unit_test(certify_seen__asks__the_register),
		cmocka_unit_test(certify_seen__tells__namesakes_apart),
		cmocka_unit_test(certify_seen__counts__the_responsible_doctors),
		cmocka_unit_test(decline__asks__what_certifying_asks),
		cmocka_unit_test(submit__tells__all_that_is_missing),
		cmocka_unit_test(submit__shows__the_live_filing_that_stands_against_it),
		cmocka_unit_test(commit__signs__with_the_actors_own_key_alone),
		cmocka_unit_test(seal__is_signed__with_its_own_key),
		cmocka_unit_test(commit__asks__for_the_password_again),
		cmocka_unit_test(commit__refuses__what_changed_meanwhile),
		cmocka_unit_test(file__numbers__without_gaps),
		cmocka_unit_test(commit__again__is_the_same_act),
		cmocka_unit_test(expire__waits__until_the_last_day_is_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
