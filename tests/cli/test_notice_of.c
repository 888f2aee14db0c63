/* Covers mtdesk notice: the one list of a stored filing, and what scripts learn from its exit status. */
#include "tests/cli/run.h"

#include <unistd.h>

#include "db/filings.h"
#include "db/materials.h"
#include "tests/people.h"

#define TODAY (&(struct around) { .today = "2026-11-22" })

/* A store with its people and one filing of whoever was treated elsewhere; `no` gets its number. */
static struct store *make_store(const char *path, struct filing_record *r, struct actor *clerk)
{
	struct store *st = NULL;
	struct err err = { 0 };

	unlink(path);
	if (store_open(path, STORE_READ_WRITE, &st, &err))
		fail_msg("%s", err.msg);
	people_set_up(st);
	people_sign_in(st, "wm", clerk, NULL);
	*r = (struct filing_record) { .policy = "leshan-2023-28/1", .route = "elsewhere" };
	filing_set(&r->filing, FIELD_PSN_NAME, "张晓燕");
	filing_set(&r->filing, FIELD_CERTNO, "511102199003076642");
	filing_set(&r->filing, FIELD_INSUTYPE, "390");
	filing_set(&r->filing, FIELD_OPSP_DISE_CODE, "M01904");
	filing_set(&r->filing, FIELD_APPY_DATE, "2026-11-22");
	if (filings_save(st, r, 0, &err))
		fail_msg("%s", err.msg);
	return st;
}

static void attach(struct store *st, const struct actor *who, int64_t filing, const char *kind)
{
	struct material m = { .filing = filing, .pages = 1 };
	struct err err = { 0 };

	snprintf(m.kind, sizeof(m.kind), "%s", kind);
	if (materials_add(st, who, &m, NULL, &err))
		fail_msg("%s", err.msg);
}

static void notice__lists__what_is_missing(void **unused)
{
	static const char *const rest[] = { "diagnosis_certificate", "test_reports" };
	struct filing_record r;
	struct err err = { 0 };
	struct actor clerk;
	struct store *st = make_store("notice.db", &r, &clerk);

	(void)unused;
	attach(st, &clerk, r.id, "application_form");
	attach(st, &clerk, r.id, "medical_record");
	expect_run(TODAY, ARGS("notice", "--db", "notice.db", r.no), 1,
		   "填写\t联系电话尚未填写\n"
		   "材料\t缺“病情诊断证明”；请附上扫描件，或记下已见纸质件\n"
		   "材料\t缺“检验检查报告”；请附上扫描件，或记下已见纸质件\n",
		   "", "a cell and two materials");

	for (size_t i = 0; i < ARRAY_SIZE(rest); i++)
		attach(st, &clerk, r.id, rest[i]);
	filing_set(&r.filing, FIELD_TEL, "13812345678");
	filing_set(&r.filing, FIELD_AGNTER_NAME, "张建军");
	assert_int_equal(filings_save(st, &r, 0, &err), 0);
	expect_run(TODAY, ARGS("notice", "--db", "notice.db", r.no), 1,
		   "代办人\t代办人证件号码尚未填写\n代办人\t代办人电话尚未填写\n"
		   "代办人\t代办人与申请人关系尚未填写\n",
		   "", "an agent told of by half");

	filing_set(&r.filing, FIELD_AGNTER_NAME, NULL);
	assert_int_equal(filings_save(st, &r, 0, &err), 0);
	expect_run(TODAY, ARGS("notice", "--db", "notice.db", r.no), 0,
		   "已经齐全，没有缺少的内容\n", "", "nothing is missing");
	filing_record_finish(&r);
	store_close(st);
}

static void notice__says__what_it_cannot_do(void **unused)
{
	struct filing_record r;
	struct actor clerk;

	(void)unused;
	store_close(make_store("other.db", &r, &clerk));
	filing_record_finish(&r);
	expect_words(TODAY, ARGS("notice", "--db", "other.db", "20260101-0001"), 1, "",
		     "没有受理号或备案号为“20260101-0001”的申请表", "no such filing");
	expect_words(TODAY, ARGS("notice", "--db", "nowhere.db", "20260101-0001"), 3, "",
		     "还没有库文件“nowhere.db”", "no store");
	expect_words(TODAY, ARGS("notice"), 2, "", "用法：mtdesk notice NO", "no number");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(notice__lists__what_is_missing),
		cmocka_unit_test(notice__says__what_it_cannot_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
