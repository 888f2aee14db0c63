/* Covers mtdesk export --format csv|xlsx: what is written, in which encoding and order, who may, and what is left when it fails. */
#include "tests/cli/run.h"
#include "tests/office.h"
#include "tests/unit/rows.h"

#include "db/audit.h"

static const struct around around = { .today = "2026-11-22" };
static const struct around clerk = { .today = "2026-11-22", .in = PEOPLE_PASSWORD "\n" };

#define HEADER                                                                                                                   \
	"姓名,性别,年龄,险种,身份证件类型,身份证件号码,联系电话,病种编码,病种名称,认定医师," \
	"认定日期,"                                                                                                          \
	"认定医疗机构,备案医疗机构,经办人,备案日期,备注\r\n"

/* A store without people: 张晓燕 (filed), 王㛃 (filed), 李军 (revoked). */
static void fill(struct scratch *s)
{
	static const struct {
		const char *no, *state, *name, *filed;
	} rows[] = {
		{ "20261122-0001", "filed", "张晓燕", "2026-03-01" },
		{ "20261122-0002", "filed", "王\xE3\x9B\x83", "2026-04-01" },
		{ "20261122-0003", "revoked", "李军", "2026-05-01" },
	};
	FILE *db;

	scratch_store(s);
	db = put_begin(s);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		fprintf(db,
			"INSERT INTO filing (no, state, created_at, saved_at, save_seq, version, "
			"psn_name, gend, "
			"insutype, certno, tel, opsp_dise_code, opt_time, memo) VALUES ('%s', "
			"'%s', "
			"'2026-11-22 09:00:00', '2026-11-22 09:00:00', %zu, 1, '%s', '2', '390', "
			"'511102199003076642', '13812345678', 'M01904', '%s', '-');\n",
			rows[i].no, rows[i].state, i + 1, rows[i].name, rows[i].filed);
	put_end(db);
}

static void expect_file(const char *path, const char *want, const char *why)
{
	char *got = read_file(path, NULL);

	if (strcmp(got, want) != 0)
		fail_msg("%s holds\n%s\n%s", path, got, why);
	free(got);
	unlink(path);
}

static void export__writes__a_table(void **unused)
{
	struct scratch s;

	(void)unused;
	fill(&s);
	unlink("a.csv");
	expect_words(&around, ARGS("--db", s.path, "export", "--format", "csv", "-o", "a.csv"), 0,
		     "已导出 2 件到“a.csv”，SM3 ", "", "to a file");
	expect_file("a.csv",
		    "\xEF\xBB\xBF" HEADER "张晓燕,女,,城乡居民基本医疗保险,,511102199003076642,"
		    "13812345678,M01904,,,,,,,2026-03-01,'-\r\n"
		    "王\xE3\x9B\x83,女,,城乡居民基本医疗保险,,511102199003076642,13812345678,"
		    "M01904,,,,,,,2026-04-01,'-\r\n",
		    "UTF-8 with a mark, in the order of the filings");
	expect_run(&around,
		   ARGS("--db", s.path, "export", "--format", "csv", "--encoding", "utf8", "--mask",
			"--to", "20260331"),
		   0,
		   HEADER
		   "张晓燕,女,,城乡居民基本医疗保险,,511***********6642,138****5678,M01904,,,,,,,"
		   "2026-03-01,'-\r\n",
		   "", "to standard output, masked, of a period");
	expect_words(&around,
		     ARGS("--db", s.path, "export", "--format", "csv", "--state", "revoked",
			  "--full", "-o", "-"),
		     0, "李军", "", "of a state, to standard output by name");
	expect_words(&around,
		     ARGS("--db", s.path, "export", "--format", "csv", "--state", "已备案,已撤销",
			  "--from", "2026-04-01", "-o", "a.csv"),
		     0, "已导出 2 件", "", "states by their words");
	unlink("a.csv");
	unlink("a.xlsx");
	expect_words(&around, ARGS("--db", s.path, "export", "--format", "xlsx", "-o", "a.xlsx"), 0,
		     "已导出 2 件", "", "a workbook");
	assert_int_equal(system("unzip -p a.xlsx 2>/dev/null | grep -q 511102199003076642"), 0);
	unlink("a.xlsx");
	scratch_remove(&s);
}

static void export__names__what_gbk_lacks(void **unused)
{
	struct scratch s;

	(void)unused;
	fill(&s);
	unlink("a.csv");
	expect_run(&around,
		   ARGS("--db", s.path, "export", "--format", "csv", "--encoding", "GBK", "-o",
			"a.csv"),
		   1, "",
		   "mtdesk: GBK 写不出“\xE3\x9B\x83”（U+36C3，20261122-0002 的“姓名”），共有 1 "
		   "件含这样的字；"
		   "请改用 GB18030 或 UTF-8\n",
		   "with its place, before anything is written");
	assert_false(is_there("a.csv"));
	expect_words(&around,
		     ARGS("--db", s.path, "export", "--format", "csv", "--encoding", "gbk", "--to",
			  "2026-03-31"),
		     0, "\xD5\xC5\xCF\xFE\xD1\xE0,\xC5\xAE,", "", "of those before it");
	expect_words(&around,
		     ARGS("--db", s.path, "export", "--format", "csv", "--encoding", "GB18030",
			  "-o", "a.csv"),
		     0, "已导出 2 件", "", "GB18030 has it");
	unlink("a.csv");
	scratch_remove(&s);
}

static void export__refuses__with_what_will_do(void **unused)
{
	// clang-format off
	static const struct { const char *args[8]; int status; const char *said, *why; } rows[] = {
		{ { NULL }, 2, "--format csv", "in which format?" },
		{ { "--format", "pdf" }, 2, "--format csv", "no such format" },
		{ { "--format", "xlsx" }, 2, "-o", "a workbook is no stream" },
		{ { "--format", "csv", "--encoding", "big5" }, 2, "big5", "no such encoding" },
		{ { "--format", "csv", "--encoding", "auto" }, 2, "auto", "nothing to find out" },
		{ { "--format", "csv", "--encoding", "GBK", "--bom" }, 2, "--bom", "GBK has no mark" },
		{ { "--format", "csv", "--state", "filed,lost" }, 2, "lost", "no such state" },
		{ { "--format", "csv", "--from", "yesterday" }, 2, "--from", "no day" },
		{ { "--format", "csv", "--from", "2026-02-01", "--to", "2026-01-01" }, 2, "晚于", "the wrong way round" },
		{ { "--format", "csv", "-o", "none/a.csv" }, 3, "none/a.csv", "no such folder" },
		{ { "--format", "csv", "-o", "there.csv" }, 3, "已有文件", "a file that is there" },
		{ { "--format", "csv", "--from", "2030-01-01", "-o", "a.csv" }, 1, "没有符合条件", "nothing to write" },
	};
	// clang-format on
	struct scratch s;

	(void)unused;
	fill(&s);
	unlink("a.csv");
	write_file("there.csv", "x");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *args[16] = { "--db", s.path, "export" };

		for (size_t k = 0; k < 8 && rows[i].args[k]; k++)
			args[3 + k] = rows[i].args[k];
		expect_words(&around, args, rows[i].status, "", rows[i].said, rows[i].why);
	}
	assert_false(is_there("a.csv"));
	expect_file("there.csv", "x", "as it was");
	scratch_remove(&s);
}

/* A desk that is set up asks who; the audit says what went out. */
static void export__asks__who(void **unused)
{
	struct err err = { 0 };
	struct audit_row last[2];
	struct office o;

	(void)unused;
	unlink("a.csv");
	office_open(&o, "5111");
	office_register(&o, "wm", 1);
	for (size_t i = 0; i < OFFICE_PEOPLE; i++) {
		office_who(&o, people_rows[i].login);
		assert_int_equal(staff_sign_out(o.st, ACT_SIGN_OUT, &err), 0);
	}
	expect_words(&clerk,
		     ARGS("--db", o.s.path, "export", "--format", "csv", "--state", "draft"), 2, "",
		     "--user", "who?");
	expect_words(&clerk,
		     ARGS("--db", o.s.path, "export", "--format", "csv", "--state", "draft",
			  "--user", "ljg"),
		     1, "", "您的岗位不能办理", "a doctor exports nothing");
	expect_words(&around,
		     ARGS("--db", o.s.path, "export", "--format", "csv", "--state", "draft",
			  "--user", "wm"),
		     2, "", "口令", "no password");
	expect_words(&clerk,
		     ARGS("--db", o.s.path, "export", "--format", "csv", "--state", "draft",
			  "--user", "wm", "-o", "a.csv"),
		     0, "已导出 1 件", "", "a clerk");
	assert_int_equal(audit_list(o.st, 0, last, 2, &err), 2);
	assert_string_equal(last[0].act, "sign_out");
	assert_string_equal(last[1].act, "export");
	assert_non_null(strstr(last[1].detail,
			       "format=csv encoding=UTF-8 columns=ledger mask=0 rows=1 sm3="));
	unlink("a.csv");
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(export__writes__a_table),
		cmocka_unit_test(export__names__what_gbk_lacks),
		cmocka_unit_test(export__refuses__with_what_will_do),
		cmocka_unit_test(export__asks__who),
	};

	people_surroundings();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
