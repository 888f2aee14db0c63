/* Covers report, sample and day as scripts see them. */
#include "tests/cli/run.h"
#include "tests/people.h"
#include "tests/unit/rows.h"

#include "db/supervise.h"

/* Two filings that were filed in 2026, one of them against the reference, and a declined one. */
static void fill(struct scratch *s)
{
	FILE *db;

	scratch_store(s);
	people_set_up(s->st);
	db = put_begin(s);
	for (int id = 1; id <= 3; id++)
		put_filing_row(db, &(struct put_filing) { .id = id,
							  .no = id == 1   ? "20261122-0001"
								: id == 2 ? "20261122-0002"
									  : "20261122-0003",
							  .state = id == 3 ? "declined" : "filed",
							  .version = 1,
							  .certno = "511102199003076626" });
	put_act_row(db, &(struct put_act) { 1, 1, 3, "certify", "2026-03-01 09:00:00", "李建国",
					    "D511102000123", "乐山市人民医院", NULL });
	put_act_row(db, &(struct put_act) { 2, 1, 3, "certify", "2026-04-01 09:00:00", "=李",
					    "D511102000777", "乐山市人民医院", "家族史明确" });
	put_act_row(db, &(struct put_act) { .filing = 1,
					    .version = 1,
					    .act = "file",
					    .at = "2026-03-01 10:00:00" });
	put_act_row(db, &(struct put_act) { .filing = 2,
					    .version = 1,
					    .act = "file",
					    .at = "2026-04-01 10:00:00" });
	put_act_row(db, &(struct put_act) { .filing = 3,
					    .version = 1,
					    .staff = 3,
					    .act = "decline",
					    .at = "2026-04-02 10:00:00" });
	put_end(db);
}

static const struct around around = { .today = "2026-11-22" };

static void report__prints__tables(void **unused)
{
	struct scratch s;

	(void)unused;
	fill(&s);
	expect_run(&around, ARGS("--db", s.path, "report", "--by", "month"), 0,
		   "按月份\t备案\t不予认定\t退回\t撤销\t异于参考\n"
		   "2026-03\t1\t0\t0\t0\t0\n2026-04\t1\t1\t0\t0\t1\n",
		   "", "by month");
	expect_run(&around,
		   ARGS("--db", s.path, "report", "--by", "disease", "--from", "2026-04-01"), 0,
		   "按病种\t备案\t不予认定\t退回\t撤销\t异于参考\n"
		   "M01904 肝豆状核变性\t1\t1\t0\t0\t1\n",
		   "", "from April");
	expect_run(&around, ARGS("--db", s.path, "report", "--by", "month", "--to", "2025-12-31"),
		   0, "按月份\t备案\t不予认定\t退回\t撤销\t异于参考\n", "", "an empty year");
	expect_words(&around, ARGS("--db", s.path, "report", "--by", "doctor", "--csv"), 0,
		     "\"'=李 D511102000777\",1,0,0,0,1\r\n", "", "a formula is made harmless");
	expect_words(&around, ARGS("--db", s.path, "report", "--by", "institution", "--csv"), 0,
		     "\xEF\xBB\xBF\"按认定机构\"", "", "with the mark of UTF-8");
	scratch_remove(&s);
}

static void report__writes__a_file_that_is_new(void **unused)
{
	struct scratch s;
	size_t len;
	char *made;

	(void)unused;
	fill(&s);
	unlink("month.xlsx");
	unlink("month.csv");
	for (int again = 0; again < 2; again++) {
		expect_words(&around,
			     ARGS("--db", s.path, "report", "--by", "month", "-o", "month.xlsx"),
			     again ? 3 : 0, "", again ? "已有文件" : "", "a workbook");
		expect_words(&around,
			     ARGS("--db", s.path, "report", "--by", "month", "-o", "month.csv"),
			     again ? 3 : 0, "", again ? "已有文件" : "", "a table of text");
	}
	made = read_file("month.xlsx", &len);
	assert_true(len > 1000 && memcmp(made, "PK", 2) == 0);
	free(made);
	made = read_file("month.csv", &len);
	assert_non_null(strstr(made, "\"2026-03\",1,0,0,0,0\r\n"));
	free(made);
	scratch_remove(&s);
}

static void report__refuses__with_what_will_do(void **unused)
{
	struct scratch s;

	(void)unused;
	fill(&s);
	expect_words(&around, ARGS("--db", s.path, "report"), 2, "", "--by disease", "by what?");
	expect_words(&around, ARGS("--db", s.path, "report", "--by", "age"), 2, "", "--by disease",
		     "not by that");
	expect_words(&around, ARGS("--db", s.path, "report", "--by", "month", "--from", "gestern"),
		     2, "", "不是日期", "no day");
	expect_words(&around,
		     ARGS("--db", s.path, "report", "--by", "month", "--from", "2026-02-01", "--to",
			  "2026-01-01"),
		     2, "", "起始日期晚于截止日期", "the wrong way round");
	expect_words(&around, ARGS("--db", "none.db", "report", "--by", "month"), 3, "",
		     "还没有库文件", "no store");
	expect_words(&around, ARGS("--db", s.path, "find", "--by", "month", "x"), 2, "",
		     "不适用于命令", "not of find");
	scratch_remove(&s);
}

static void sample__draws__and_says_so_in_the_audit(void **unused)
{
	struct audit_row last;
	struct err err = { 0 };
	struct scratch s;

	(void)unused;
	fill(&s);
	expect_words(&around, ARGS("--db", s.path, "sample", "--seed", "2026", "--size", "1"), 0,
		     "异于参考", "", "the override is there whatever is drawn");
	expect_words(&around, ARGS("--db", s.path, "sample", "--seed", "2026", "--size", "9"), 0,
		     "511***********6626", "", "numbers are masked");
	expect_words(&around,
		     ARGS("--db", s.path, "sample", "--seed", "2026", "--size", "9", "--csv"), 0,
		     "\"受理号\"", "", "as CSV");
	assert_int_equal(audit_list(s.st, 0, &last, 1, &err), 1);
	assert_string_equal(
		last.detail,
		"seed=2026 size=9 from=2026-01-01 to=2026-11-22 population=2 drawn=2 overrides=1");
	assert_int_equal(last.staff, 0);
	expect_words(&around, ARGS("--db", s.path, "sample", "--size", "9"), 2, "", "--seed",
		     "no seed");
	expect_words(&around, ARGS("--db", s.path, "sample", "--seed", "1", "--size", "0"), 2, "",
		     "--size", "nobody");
	expect_words(&around, ARGS("--db", s.path, "sample", "--seed", "1", "--size", "9x"), 2, "",
		     "--size", "no number");
	expect_words(&around, ARGS("--db", "none.db", "sample", "--seed", "1", "--size", "9"), 3,
		     "", "还没有库文件", "no store");
	assert_false(is_there("none.db"));
	scratch_remove(&s);
}

static void day__prints__the_sheet_and_its_anchor(void **unused)
{
	char line[ANCHOR_LINE_SIZE], want[ANCHOR_LINE_SIZE + 32];
	struct day_sheet sheet;
	struct actor clerk;
	struct err err = { 0 };
	struct scratch s;

	(void)unused;
	setenv("MTDESK_NOW", "2026-11-22 17:30:00", 1);
	scratch_store(&s);
	people_set_up(s.st);
	people_sign_in(s.st, "wm", &clerk, NULL);
	expect_words(&around, ARGS("--db", s.path, "day"), 0, "锚点\t未日结\n", "", "open yet");
	expect_words(&around, ARGS("--db", s.path, "day"), 0, "登录\t1\n", "", "what was done");
	assert_int_equal(day_close(s.st, &clerk, (struct date) { 2026, 11, 22 }, &sheet, &err), 0);
	anchor_format(&sheet.anchor, line);
	snprintf(want, sizeof(want), "锚点\t%s\n", line);
	expect_words(&around, ARGS("--db", s.path, "day", "--date", "2026-11-22"), 0, want, "",
		     "closed");
	expect_words(&around, ARGS("--db", s.path, "day", "--date", "2026-11-21"), 0,
		     "锚点\t未日结\n", "", "another day");
	expect_words(&around, ARGS("--db", s.path, "day", "--date", "heute"), 2, "", "不是日期",
		     "no day");
	unsetenv("MTDESK_NOW");
	scratch_remove(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(report__prints__tables),
		cmocka_unit_test(report__writes__a_file_that_is_new),
		cmocka_unit_test(report__refuses__with_what_will_do),
		cmocka_unit_test(sample__draws__and_says_so_in_the_audit),
		cmocka_unit_test(day__prints__the_sheet_and_its_anchor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
