/* Covers db/acts: every way from a draft to its end by different people, and every step that is refused with its reason. */
#include "tests/office.h"

#include "db/audit.h"
#include "db/changes.h"

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
	act_draft_finish(&d);

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
	assert_string_equal(marks.ended, "");

	office_step(&o, "hzr", ACT_REVOKE, id);
	expect_state(&o, id, STATE_REVOKED);
	assert_int_equal(acts_marks(o.st, id, &marks, NULL), 0);
	assert_non_null(strstr(marks.ended, "撤销"));
	assert_non_null(strstr(marks.ended, "缺一份检验报告"));
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(acts__carry__a_filing_in_the_house),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
