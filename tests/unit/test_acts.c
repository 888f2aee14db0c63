/* Covers db/acts: every way from a draft to its end by different people, and every step that is refused with its reason. */
#include "tests/office.h"

#include "db/audit.h"
#include "db/changes.h"
#include "db/verify.h"

static struct filing_record load(struct office *o, int64_t id)
{
	struct filing_record r = { 0 };

	assert_int_equal(filings_load(o->st, id, &r, NULL), 1);
	return r;
}

static void expect_state(struct office *o, int64_t id, enum filing_state want)
{
	struct filing_record r = load(o, id);

	if (r.state != want)
		fail_msg("the filing is %s, not %s", state_name(r.state), state_name(want));
	filing_record_finish(&r);
}

/* Every act verifies, is bound to its audit row, and names the act before. */
static void expect_signed(struct office *o, int64_t id, int want)
{
	struct act_row rows[32];
	struct err err = { 0 };
	int count = acts_of_filing(o->st, id, rows, ARRAY_SIZE(rows), &err);

	if (count != want)
		fail_msg("%d acts, not %d: %s", count, want, err.msg);
	for (int i = 0; i < count; i++) {
		char *before = act_text_get(rows[i].text, "before_sm3"), sm3[SM3_HEX_SIZE];
		struct audit_row audit;

		assert_int_equal(sm2_verify(rows[i].public, rows[i].text, strlen(rows[i].text),
					    rows[i].signature),
				 SM2_VALID);
		assert_int_equal(sm3_hex_of(rows[i].text, strlen(rows[i].text), sm3), 0);
		assert_string_equal(sm3, rows[i].sm3);
		if (i > 0)
			assert_string_equal(before, rows[i - 1].sm3);
		free(before);
		assert_int_equal(audit_list(o->st, rows[i].audit + 1, &audit, 1, NULL), 1);
		assert_string_equal(audit.detail, rows[i].sm3);
		assert_string_equal(audit.act, act_key(rows[i].act));
		assert_int_equal(audit.staff, rows[i].staff);
	}
	for (int i = 0; i < count; i++)
		act_row_finish(&rows[i]);
}

/* Whatever happened: the store still proves itself. */
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

static void acts__carry__a_filing_in_the_house(void **unused)
{
	struct office o;
	struct act_draft d;
	struct act_marks marks;
	struct filing_record r;
	struct act_request file;
	int64_t id;

	(void)unused;
	office_open(&o, "5111");
	id = office_register(&o, "wm", 1);
	office_bring(&o, id, STATE_SEALED);
	file = office_request(&o, ACT_FILE, id);
	office_do(&o, "zl", &file, &d);
	assert_true(filing_no_valid(d.filing_no));
	assert_non_null(strstr(d.filing_no, "-2026-00001-"));

	r = load(&o, id);
	assert_int_equal(r.state, STATE_FILED);
	assert_int_equal(r.version, 1);
	assert_string_equal(filing_get(&r.filing, FIELD_DIAG_DR_NAME), "李建国");
	assert_string_equal(filing_get(&r.filing, FIELD_DIAG_DR_CODG), "D511102000123");
	assert_string_equal(filing_get(&r.filing, FIELD_HOSP_IDE_DATE), "2026-11-22");
	assert_string_equal(filing_get(&r.filing, FIELD_IDE_FIXMEDINS_NAME), "乐山市人民医院");
	assert_string_equal(filing_get(&r.filing, FIELD_FIXMEDINS_CODE), "H51110200001");
	assert_string_equal(filing_get(&r.filing, FIELD_OPTER_NAME), "周立");
	assert_string_equal(filing_get(&r.filing, FIELD_BEGNDATE), "2026-11-22");
	assert_string_equal(filing_get(&r.filing, FIELD_ENDDATE), "");
	filing_record_finish(&r);
	expect_signed(&o, id, 4);

	assert_int_equal(acts_marks(o.st, id, &marks, NULL), 0);
	assert_true(marks.certified.there && marks.sealed.there && marks.filed.there);
	assert_string_equal(marks.certified.who, "李建国");
	assert_string_equal(marks.seal_name, "医疗保险专用章");
	assert_string_equal(marks.sealed.who, "乐山市人民医院");
	assert_int_equal(marks.sealed.level, MARK_DESK);
	assert_string_equal(marks.filed.who, "周立");
	assert_int_equal(strlen(marks.filed.code), 12);
	assert_string_equal(marks.filed.code, d.code);
	assert_string_equal(marks.certified.code, d.code);
	assert_string_equal(marks.sealed.code, d.code);
	act_draft_finish(&d);
	assert_string_equal(marks.ended, "");

	office_step(&o, "hzr", ACT_REVOKE, id);
	expect_state(&o, id, STATE_REVOKED);
	assert_int_equal(acts_marks(o.st, id, &marks, NULL), 0);
	assert_non_null(strstr(marks.ended, "撤销"));
	assert_non_null(strstr(marks.ended, "缺一份检验报告"));
	finish(&o);
}

/* ---- treated elsewhere: papers, an agent, ink ---- */

static struct act_request paper_certificate(int64_t id)
{
	return (struct act_request) {
		.act = ACT_CERTIFY_SEEN,
		.filing = id,
		.dr_name = "赵明",
		.ide_name = "四川大学华西医院",
		.ide_date = "2026-11-18",
	};
}

static struct act_request ink_seal(int64_t id)
{
	return (struct act_request) {
		.act = ACT_SEAL,
		.filing = id,
		.mark = MARK_INK,
		.seal_name = "门诊慢特病认定专用章",
		.legible = true,
		.name_equal = true,
	};
}

static void acts__carry__a_filing_from_elsewhere(void **unused)
{
	struct filing_record r;
	struct act_request req;
	struct act_marks marks;
	struct act_row rows[8];
	struct office o;
	char *value;
	int64_t id;

	(void)unused;
	office_open(&o, "5111");
	id = office_register_elsewhere(&o, "wm", 2);
	office_step(&o, "wm", ACT_SUBMIT, id);
	req = paper_certificate(id);
	office_do(&o, "zl", &req, NULL);
	req = ink_seal(id);
	office_do(&o, "cf", &req, NULL);
	office_step(&o, "wm", ACT_FILE, id);
	r = load(&o, id);
	assert_int_equal(r.state, STATE_FILED);
	assert_string_equal(filing_get(&r.filing, FIELD_DIAG_DR_NAME), "赵明");
	assert_string_equal(filing_get(&r.filing, FIELD_DIAG_DR_CODG), "");
	assert_string_equal(filing_get(&r.filing, FIELD_IDE_FIXMEDINS_NAME), "四川大学华西医院");
	assert_string_equal(filing_get(&r.filing, FIELD_HOSP_IDE_DATE), "2026-11-18");
	filing_record_finish(&r);

	assert_int_equal(acts_marks(o.st, id, &marks, NULL), 0);
	assert_int_equal(marks.certified.level, MARK_INK);
	assert_string_equal(marks.certified.when, "2026-11-18");
	assert_int_equal(marks.sealed.level, MARK_INK);
	assert_string_equal(marks.sealed.who, "四川大学华西医院");
	assert_string_equal(marks.seal_name, "门诊慢特病认定专用章");
	assert_int_equal(acts_of_filing(o.st, id, rows, ARRAY_SIZE(rows), NULL), 4);
	assert_int_equal(rows[2].mark, MARK_INK);
	value = act_text_get(rows[2].text, "over_date");
	assert_string_equal(value, "no");
	free(value);
	value = act_text_get(rows[0].text, "materials");
	assert_string_equal(value, "4");
	free(value);
	for (int i = 0; i < 4; i++)
		act_row_finish(&rows[i]);
	expect_signed(&o, id, 4);
	finish(&o);
}

/* ---- 吕梁: certified, then registered; a notice that ran out ---- */

static struct filing_record wilson(struct office *o, unsigned i)
{
	struct filing_record r = office_filing(o, i);

	snprintf(r.route, sizeof(r.route), "%s",
		 strcmp(o->w.region, "1411") == 0 ? "certified_registered" : "in_hospital");
	filing_set(&r.filing, FIELD_OPSP_DISE_NAME, NULL);
	filing_set(&r.filing, FIELD_DISE_TYPE_CODE, NULL);
	filing_set(&r.filing, FIELD_OPSP_DISE_CODE, "M01904");
	filing_set(&r.filing, FIELD_APPY_DATE, "2026-04-20");
	filing_set(&r.filing, FIELD_AGE, NULL);
	evidence_set(&r.filing.evidence, "prior_diagnosis", "true", "", "2025-08-11 出院记录");
	evidence_set(&r.filing.evidence, "ceruloplasmin", "185", "mg/L", "");
	assert_int_equal(filing_derive(&r.filing, FIELD_CERTNO, &o->ctx), 0);
	assert_int_equal(filing_derive(&r.filing, FIELD_OPSP_DISE_CODE, &o->ctx), 0);
	return r;
}

static void add_doctor(struct office *o, const char *code, const char *name, int64_t staff)
{
	struct desk_identity desk;
	struct doctor d = { .active = true, .diseases = "*", .staff = staff };
	struct err err = { 0 };

	assert_int_equal(desk_identity_load(o->st, &desk, &err), 1);
	d.institution = desk.institution.id;
	snprintf(d.code, sizeof(d.code), "%s", code);
	snprintf(d.name, sizeof(d.name), "%s", name);
	snprintf(d.title, sizeof(d.title), "%s", "副主任医师");
	if (doctor_save(o->st, office_who(o, "hzr"), &d, &err) < 0)
		fail_msg("%s", err.msg);
}

/* Refused with these words, and the refusal stands in the audit. */
static void expect_refused(struct office *o, const char *login, const struct act_request *req,
			   const char *words)
{
	struct err err = { 0 };
	struct audit_row row;

	if (office_try(o, login, req, NULL, &err) == 0)
		fail_msg("%s may %s; expected “%s”", login, act_key(req->act), words);
	if (err.code != ERR_NOT_ALLOWED || !strstr(err.msg, words))
		fail_msg("%s, %s: %d “%s”, not “%s”", login, act_key(req->act), err.code, err.msg,
			 words);
	assert_int_equal(audit_list(o->st, 0, &row, 1, NULL), 1);
	assert_string_equal(row.result, "refused");
	assert_string_equal(row.act, act_key(req->act));
	assert_int_equal(row.staff, o->actors[office_index(login)].staff);
	assert_true(*row.reason);
}

static void acts__rest__on_a_notice_that_is_in_force(void **unused)
{
	struct filing_record r;
	struct act_request req, renew = { .act = ACT_RENEW,
					  .policy = "shanxi-2024-3",
					  .document = "晋医保发〔2026〕7号",
					  .until = "2028-04-30" };
	struct office o;
	struct act_draft d;
	int64_t id;

	(void)unused;
	office_open(&o, "1411");
	office_day(&o, "2026-05-01");
	r = wilson(&o, 3);
	office_who(&o, "wm");
	save(o.st, &r);
	id = r.id;
	filing_record_finish(&r);
	req = office_request(&o, ACT_SUBMIT, id);
	expect_refused(&o, "wm", &req, "晋医保发〔2024〕3号已于 2026-04-30 期满");
	expect_refused(&o, "wm", &renew, "“续期登记”应由医保负责人办理");
	renew.until = "2026-04-30";
	expect_refused(&o, "hzr", &renew, "2026-04-30");
	renew.until = "2028-04-30";
	office_do(&o, "hzr", &renew, &d);
	assert_true(d.act_id > 0);
	act_draft_finish(&d);
	assert_int_equal(renewals_apply(o.st, o.w.policies, NULL), 0);

	office_step(&o, "wm", ACT_SUBMIT, id);
	req = office_request(&o, ACT_CERTIFY, id);
	req.rx_weeks = "13";
	expect_refused(&o, "ljg", &req, "4-12");
	req.rx_weeks = "12";
	expect_refused(&o, "ljg", &req, "责任医生不足 2 名");
	add_doctor(&o, "D511102000124", "王医师", 0);
	office_do(&o, "ljg", &req, &d);
	assert_non_null(strstr(d.text, "\nverdict:8:eligible\n"));
	assert_non_null(strstr(d.text, "\nitems:41:1:yes 2:yes 3:unknown 4:unknown 5:unknown\n"));
	assert_non_null(strstr(d.text, "\nbasis:21:shanxi-2024-3 binding\n"));
	act_draft_finish(&d);
	office_step(&o, "cf", ACT_SEAL, id);
	req = office_request(&o, ACT_FILE, id);
	req.enddate = "2028-05-01";
	expect_refused(&o, "wm", &req, "晚于所依据文件的期满日 2028-04-30");
	req.enddate = NULL;
	office_do(&o, "wm", &req, NULL);
	r = load(&o, id);
	assert_string_equal(filing_get(&r.filing, FIELD_ENDDATE), "2028-04-30");
	assert_string_equal(filing_get(&r.filing, FIELD_RX_WEEKS), "12");
	filing_record_finish(&r);

	req = office_request(&o, ACT_EXPIRE, id);
	office_day(&o, "2028-04-30");
	expect_refused(&o, "zl", &req, "待遇到 2028-04-30 才满");
	office_day(&o, "2028-05-01");
	office_do(&o, "zl", &req, NULL);
	expect_state(&o, id, STATE_EXPIRED);
	finish(&o);
}

/* ---- verdicts ---- */

static void certify__needs__an_eligible_verdict(void **unused)
{
	struct filing_record r;
	struct act_request req;
	struct act_draft d;
	struct office o;
	int64_t id;

	(void)unused;
	office_open(&o, "1411");
	office_day(&o, "2026-04-28");
	add_doctor(&o, "D511102000124", "王医师", 0);
	r = wilson(&o, 4);
	evidence_set(&r.filing.evidence, "prior_diagnosis", "false", "", "");
	evidence_set(&r.filing.evidence, "neuro_psychiatric", "false", "", "");
	evidence_set(&r.filing.evidence, "liver_damage", "false", "", "");
	office_who(&o, "wm");
	save(o.st, &r);
	id = r.id;
	filing_record_finish(&r);
	office_step(&o, "wm", ACT_SUBMIT, id);
	req = office_request(&o, ACT_CERTIFY, id);
	req.reason = "我看符合";
	expect_refused(&o, "ljg", &req, "不能认定");
	office_step(&o, "ljg", ACT_DECLINE, id);
	expect_state(&o, id, STATE_DECLINED);
	office_step(&o, "hzr", ACT_REVIEW, id);
	finish(&o);

	/* The criteria of another province warn, and want a reason. */
	office_open(&o, "5111");
	r = wilson(&o, 5);
	filing_set(&r.filing, FIELD_SYMP_DSCR, "震颤两年");
	evidence_set(&r.filing.evidence, "ceruloplasmin", NULL, NULL, NULL);
	id = office_park(&o, "wm", &r);
	filing_record_finish(&r);
	office_step(&o, "wm", ACT_SUBMIT, id);
	req = office_request(&o, ACT_CERTIFY, id);
	expect_refused(&o, "ljg", &req, "按参考标准");
	req.reason = "外院基因报告已见";
	office_do(&o, "ljg", &req, &d);
	assert_non_null(strstr(d.text, "\noverride:24:外院基因报告已见\n"));
	assert_non_null(strstr(d.text, "\nbasis:23:shanxi-2024-3 reference\n"));
	assert_non_null(strstr(d.text, "\nreason:-\n"));
	act_draft_finish(&d);
	finish(&o);
}

/* ---- amendments ---- */

static void acts__amend__a_filed_one(void **unused)
{
	struct filing_record r;
	struct act_request req;
	struct act_marks marks;
	struct filing_brief hits[4];
	struct act_draft d;
	struct office o;
	char *prior;
	char first_no[FILING_NO_SIZE], first_sm3[SM3_HEX_SIZE];
	int64_t id, next;
	size_t total;

	(void)unused;
	office_open(&o, "5111");
	id = office_register(&o, "wm", 6);
	office_bring(&o, id, STATE_FILED);
	r = load(&o, id);
	snprintf(first_no, sizeof(first_no), "%s", r.filing_no);
	filing_record_finish(&r);
	req = office_request(&o, ACT_AMEND, id);
	office_do(&o, "zl", &req, &d);
	next = d.amendment;
	snprintf(first_sm3, sizeof(first_sm3), "%s", d.filing_sm3);
	act_draft_finish(&d);
	expect_state(&o, id, STATE_FILED);
	expect_state(&o, next, STATE_DRAFT);
	expect_refused(&o, "zl", &req, "已有一份修正在办");

	r = load(&o, next);
	assert_int_equal(r.prior, id);
	assert_string_equal(filing_get(&r.filing, FIELD_DIAG_DR_NAME), "");
	assert_string_equal(filing_get(&r.filing, FIELD_PSN_NAME), "张伟");
	filing_set(&r.filing, FIELD_TEL, "13812340000");
	office_who(&o, "wm");
	save(o.st, &r);
	filing_record_finish(&r);
	req = office_request(&o, ACT_SUBMIT, next);
	office_do(&o, "wm", &req, &d);
	prior = act_text_get(d.text, "prior_sm3");
	assert_string_equal(prior, first_sm3);
	free(prior);
	act_draft_finish(&d);
	office_step(&o, "ljg", ACT_CERTIFY, next);
	office_step(&o, "cf", ACT_SEAL, next);
	expect_state(&o, id, STATE_FILED);
	req = office_request(&o, ACT_FILE, next);
	office_do(&o, "wm", &req, &d);
	assert_string_equal(d.filing_no, first_no);
	act_draft_finish(&d);
	expect_state(&o, id, STATE_SUPERSEDED);
	r = load(&o, next);
	assert_int_equal(r.version, 2);
	assert_string_equal(r.filing_no, first_no);
	filing_record_finish(&r);
	assert_int_equal(acts_marks(o.st, id, &marks, NULL), 0);
	assert_non_null(strstr(marks.ended, "已被第 2 版取代"));

	/* Both are found by the number that they share. */
	search(o.st, first_no, hits, ARRAY_SIZE(hits), &total);
	assert_int_equal(total, 2);
	search(o.st, strchr(first_no, '-') + 1, hits, ARRAY_SIZE(hits), &total);
	assert_int_equal(total, 2);

	/* What is superseded cannot be amended or revoked; the new one can. */
	req = office_request(&o, ACT_REVOKE, id);
	expect_refused(&o, "hzr", &req, "此件现为");
	req = office_request(&o, ACT_AMEND, next);
	office_do(&o, "hzr", &req, &d);
	office_step(&o, "hzr", ACT_REVOKE, next);
	req = office_request(&o, ACT_SUBMIT, d.amendment);
	expect_refused(&o, "wm", &req, "所修正的原件");
	act_draft_finish(&d);
	finish(&o);
}

/* Typing is audited too: who saved which filing, in which role, and no more of it. */
static void filings_save__leaves__its_row_in_the_audit(void **unused)
{
	struct filing_record r;
	struct audit_row row;
	struct office o;
	struct err err = { 0 };
	char object[32];

	(void)unused;
	office_open(&o, "5111");
	r = office_filing(&o, 1);
	office_who(&o, "zl");
	save(o.st, &r);
	assert_int_equal(audit_list(o.st, 0, &row, 1, NULL), 1);
	snprintf(object, sizeof(object), "filing:%lld", (long long)r.id);
	assert_string_equal(row.act, "register");
	assert_string_equal(row.object, object);
	assert_string_equal(row.role, "clerk");
	assert_string_equal(row.result, "done");
	assert_string_equal(row.reason, "");
	assert_string_equal(row.detail, "");
	office_who(&o, "sj");
	assert_int_equal(filings_save(o.st, &r, 0, &err), -1);
	assert_non_null(strstr(err.msg, "“录入”应由经办人、认定医师办理"));
	assert_int_equal(audit_list(o.st, 0, &row, 1, NULL), 1);
	assert_string_equal(row.act, "register");
	assert_string_equal(row.result, "refused");
	filing_record_finish(&r);
	finish(&o);
}

static void acts__return__and_begin_again(void **unused)
{
	static struct filing_change changes[64];
	struct filing_record r;
	struct act_marks marks;
	struct act_draft d;
	struct act_request req;
	struct office o;
	char *text = NULL, *old = NULL;
	int64_t id;
	int count;

	(void)unused;
	office_open(&o, "5111");
	id = office_register(&o, "wm", 7);
	office_bring(&o, id, STATE_SEALED);
	office_step(&o, "wm", ACT_RETURN, id);
	r = load(&o, id);
	assert_int_equal(r.state, STATE_RETURNED);
	assert_string_equal(filing_get(&r.filing, FIELD_DIAG_DR_NAME), "");
	assert_int_equal(acts_marks(o.st, id, &marks, NULL), 0);
	assert_false(marks.certified.there || marks.sealed.there || marks.filed.there);
	assert_non_null(strstr(marks.ended, "退回"));
	filing_set(&r.filing, FIELD_TEL, "13812340000");
	office_who(&o, "zl");
	save(o.st, &r);
	assert_int_equal(r.state, STATE_DRAFT);
	filing_record_finish(&r);

	count = changes_list(o.st, id, 0, changes, ARRAY_SIZE(changes), NULL);
	assert_true(count > 5);
	assert_string_equal(changes[0].field, "tel");
	assert_string_equal(changes[0].before, "13800000007");
	assert_string_equal(changes[0].after, "13812340000");
	assert_string_equal(changes[0].who, "周立");
	assert_string_equal(changes[1].who, "王敏");
	assert_string_equal(changes[1].field, "route");
	assert_int_equal(changes_list(o.st, id, 1, changes, 1, NULL), 1);
	assert_string_equal(changes[0].field, "route");

	req = office_request(&o, ACT_SUBMIT, id);
	office_do(&o, "zl", &req, &d);
	assert_non_null(strstr(d.text, "\nversion:1:2\n"));
	act_draft_finish(&d);
	office_step(&o, "ljg", ACT_CERTIFY, id);
	office_step(&o, "cf", ACT_SEAL, id);
	office_step(&o, "wm", ACT_FILE, id);
	/* What was signed first stays readable. */
	assert_int_equal(acts_filing_text(o.st, id, 1, &old, NULL), 1);
	assert_int_equal(acts_filing_text(o.st, id, 2, &text, NULL), 1);
	assert_non_null(strstr(old, "13800000007"));
	assert_non_null(strstr(text, "13812340000"));
	free(old);
	free(text);
	assert_int_equal(acts_filing_text(o.st, id, 3, &text, NULL), 0);
	expect_signed(&o, id, 8);
	finish(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(acts__carry__a_filing_in_the_house),
		cmocka_unit_test(acts__carry__a_filing_from_elsewhere),
		cmocka_unit_test(acts__rest__on_a_notice_that_is_in_force),
		cmocka_unit_test(certify__needs__an_eligible_verdict),
		cmocka_unit_test(acts__amend__a_filed_one),
		cmocka_unit_test(filings_save__leaves__its_row_in_the_audit),
		cmocka_unit_test(acts__return__and_begin_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
