/* Covers codes, find, show and benefit as scripts see them. */
#include "tests/cli/run.h"

#include <sys/stat.h>
#include <unistd.h>

#include "db/filings.h"
#include "db/store.h"

#define ROW(code, name, t1, n1, t2, n2)                                                            \
	"[{\"code\":\"" code "\",\"name\":\"" name "\",\"insutype\":\"310\",\"type_code\":\"" t1   \
	"\",\"insurance\":\"职工\",\"type_name\":\"" n1 "\"},{\"code\":\"" code                    \
	"\",\"name\":\"" name "\",\"insutype\":\"390\",\"type_code\":\"" t2                        \
	"\",\"insurance\":\"居民\",\"type_name\":\"" n2 "\"}]"
#define WILSON ROW("M01904", "肝豆状核变性", "10", "门慢门特病种", "10", "门慢门特病种")

static void codes__answer__in_json(void **unused)
{
	static const struct {
		const char *query, *answer, *why;
	} rows[] = {
		{ "M01904", "{\"query\":\"M01904\",\"match\":\"exact\",\"codes\":" WILSON "}\n",
		  "a code" },
		{ "肝豆状核变性",
		  "{\"query\":\"肝豆状核变性\",\"match\":\"exact\",\"codes\":" WILSON "}\n",
		  "a name" },
		{ "m01904", "{\"query\":\"m01904\",\"match\":\"folded\",\"codes\":" WILSON "}\n",
		  "a small letter" },
		{ "高血压2级",
		  "{\"query\":\"高血压2级\",\"match\":\"folded\",\"codes\":" ROW(
			  "M03901", "高血压 2 级", "10", "门慢门特病种", "10",
			  "门慢门特病种") "}\n",
		  "without the notice's blanks" },
		{ "糖尿病",
		  "{\"query\":\"糖尿病\",\"match\":\"exact\",\"codes\":" ROW(
			  "M01600", "糖尿病", "99912", "门诊两病病种", "99011",
			  "城乡居民两病") "}\n",
		  "a disease with types of its own" },
		{ "gdzhbx", "{\"query\":\"gdzhbx\",\"match\":\"search\",\"codes\":" WILSON "}\n",
		  "initials" },
		{ "肝豆", "{\"query\":\"肝豆\",\"match\":\"search\",\"codes\":" WILSON "}\n",
		  "part of a name" },
		{ "qqqq", "{\"query\":\"qqqq\",\"match\":\"none\",\"codes\":[]}\n", "nothing" },
		{ "\"\\\x01", "{\"query\":\"\\\"\\\\\",\"match\":\"none\",\"codes\":[]}\n",
		  "what JSON must quote; a control character is dropped" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		expect_run(NULL, ARGS("codes", "--region", "5111", "--json", rows[i].query), 0,
			   rows[i].answer, "", rows[i].why);
}

static void codes__list__the_notices_table(void **unused)
{
	struct outcome o = run_desk(NULL, ARGS("codes", "--region", "5111"));
	char *table = read_file(TEST_DATA "/code-table.tsv", NULL);
	const char *rows = strchr(table, '\n') + 1;

	(void)unused;
	assert_int_equal(o.status, 0);
	assert_string_equal(o.out, rows);
	outcome_finish(&o);
	free(table);
	expect_words(NULL, ARGS("codes", "qqqq"), 0, "", "没有找到“qqqq”", "nothing found is said");
	expect_words(NULL, ARGS("codes", "--region", "1411"), 0, "肝豆状核变性\tM01904\t居民\t390",
		     "", "another region's rows");
}

/* ---- find and show ---- */

static void add_filing(struct store *st, const char *name, const char *certno, const char *tel)
{
	struct filing_record r = { .policy = "leshan-2023-28/1", .route = "in_hospital" };
	struct err err = { 0 };

	filing_set(&r.filing, FIELD_PSN_NAME, name);
	filing_set(&r.filing, FIELD_GEND, "2");
	filing_set(&r.filing, FIELD_CERTNO, certno);
	filing_set(&r.filing, FIELD_TEL, tel);
	filing_set(&r.filing, FIELD_OPSP_DISE_CODE, "M01904");
	filing_set(&r.filing, FIELD_OPSP_DISE_NAME, "肝豆状核变性");
	evidence_set(&r.filing.evidence, "ceruloplasmin", "185", "mg/L", "2026-03-01 报告");
	if (filings_save(st, &r, 0, &err))
		fail_msg("%s", err.msg);
	filing_record_finish(&r);
}

static void make_store(const char *path, bool filled)
{
	struct store *st = NULL;
	struct err err = { 0 };

	unlink(path);
	if (store_open(path, STORE_READ_WRITE, &st, &err))
		fail_msg("%s", err.msg);
	if (filled) {
		add_filing(st, "张晓燕", "511102199003076642", "13812345678");
		add_filing(st, "古丽·阿依", "E12345678", "0833-2123456");
	}
	store_close(st);
}

static void find__lists__masked_numbers(void **unused)
{
	static const struct {
		const char *query, *out, *why;
	} rows[] = {
		{ "张晓燕", "张晓燕\t女\t", "a name" },
		{ "zxy", "张晓燕", "initials" },
		{ "511102199003076642", "511***********6642", "a whole number" },
		{ "6642", "511***********6642", "its last four" },
		{ "13812345678", "张晓燕", "a telephone" },
		{ "古丽", "E******78", "a passport, masked too" },
	};

	(void)unused;
	make_store("filled.db", true);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		expect_words(NULL, ARGS("find", "--db", "filled.db", rows[i].query), 0, rows[i].out,
			     "", rows[i].why);
	expect_words(NULL, ARGS("find", "--db", "filled.db", "王"), 0, "", "没有找到", "nobody");
	for (size_t i = 0; i < 2; i++) {
		struct outcome o = run_desk(NULL, ARGS("find", "--db", "filled.db", "张晓燕",
						       i ? "--json" : "--lang=zh_CN"));

		assert_null(strstr(o.out, "511102199003076642"));
		assert_null(strstr(o.out, "13812345678"));
		assert_null(strstr(o.out, "1990-03-07"));
		outcome_finish(&o);
	}
	expect_words(NULL, ARGS("find", "--db", "filled.db", "--json", "张晓燕"), 0,
		     "\"certno\":\"511***********6642\",\"tel\":\"138****5678\"", "",
		     "JSON is masked too");
}

static void show__prints__the_whole_filing(void **unused)
{
	struct outcome o;
	char no[64];

	(void)unused;
	make_store("filled.db", true);
	o = run_desk(NULL, ARGS("find", "--db", "filled.db", "张晓燕"));
	snprintf(no, sizeof(no), "%.*s", (int)strcspn(o.out, "\t"), o.out);
	outcome_finish(&o);
	expect_words(NULL, ARGS("show", "--db", "filled.db", no), 0,
		     "身份证件号码\t511102199003076642\n", "", "text");
	expect_words(NULL, ARGS("show", "--db", "filled.db", "--json", no), 0,
		     "\"evidence\":{\"ceruloplasmin\":{\"value\":\"185\",\"unit\":\"mg/"
		     "L\",\"note\":\"2026-03-01 报告\"}}",
		     "", "JSON");
	expect_words(NULL, ARGS("show", "--db", "filled.db", "19990101-0001"), 1, "",
		     "没有受理号或备案号为“19990101-0001”的申请表", "no such number");
}

static void find__says__that_there_is_no_store(void **unused)
{
	static const char *const commands[] = { "find", "show" };

	(void)unused;
	make_store("empty.db", false);
	expect_words(NULL, ARGS("find", "--db", "empty.db", "张"), 0, "", "没有找到",
		     "an empty store has nobody");
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		expect_words(NULL, ARGS(commands[i], "--db", "missing.db", "x"), 3, "",
			     "还没有库文件“", "named and not there");
		expect_words(NULL, ARGS(commands[i], "x"), 3, "", "还没有库文件“",
			     "the default is not there");
		expect_words(&(struct around) { .homeless = true }, ARGS(commands[i], "x"), 3, "",
			     "请用 --db FILE 指明", "no home");
	}
	assert_false(is_there("missing.db"));
	assert_false(is_there("data"));
}

/* ---- benefit ---- */

static void benefit__pays__up_to_the_caps(void **unused)
{
	static const struct {
		const char *args[12];
		int status;
		const char *out, *err, *why;
	} rows[] = {
		{ { "--insutype", "390", "--date", "2026-03-01", "--cost", "4615.39" },
		  0,
		  "共支付 3000.00 元",
		  "",
		  "the boundary of a resident's quarter" },
		{ { "--insutype", "390", "--date", "2026-03-01", "--cost", "4615.37" },
		  0,
		  "共支付 2999.99 元",
		  "",
		  "just below it" },
		{ { "--insutype", "390", "--date", "2026-03-01", "--cost", "4615.40" },
		  0,
		  "到季度限额",
		  "",
		  "just above it" },
		{ { "--insutype", "310", "--date", "2026-03-01", "--cost", "6000.00" },
		  0,
		  "共支付 4500.00 元",
		  "",
		  "the boundary of an employee's quarter" },
		{ { "--insutype", "310", "--date", "2026-03-01", "--cost", "6000.01,100" },
		  0,
		  "季度余额 0.00",
		  "",
		  "nothing is left" },
		{ { "--insutype", "390", "--date", "2025-01-01", "--cost", "5000", "--date",
		    "2025-04-01", "--cost", "5000" },
		  0,
		  "共支付 6000.00 元",
		  "",
		  "two quarters" },
		{ { "--insutype", "390", "--date", "2025-12-31", "--cost", "5000", "--date",
		    "2026-01-01", "--cost", "5000" },
		  0,
		  "共支付 6000.00 元",
		  "",
		  "two years" },
		{ { "--insutype", "390", "--cost", "100", "--date", "2025-04-01" },
		  0,
		  "2025-04-01  费用 100.00",
		  "",
		  "a day behind the cost holds for it" },
		{ { "--insutype", "390", "--date", "2026-05-01", "--cost", "100" },
		  1,
		  "文件已期满，不能据此支付",
		  "",
		  "after the term" },
		{ { "--insutype", "390", "--date", "2024-04-30", "--cost", "100" },
		  1,
		  "就诊日期早于施行日",
		  "",
		  "before the term" },
		{ { "--insutype", "390", "--date", "2026-03-01", "--cost", "1000000000000" },
		  0,
		  "共支付 3000.00 元",
		  "",
		  "a million million" },
		{ { "--insutype", "390", "--date", "2026-03-01", "--cost", "1000000000000.01" },
		  2,
		  "",
		  "不是金额",
		  "more is refused, not wrapped" },
		{ { "--insutype", "390", "--date", "2026-03-01", "--cost", "18446744073709551617" },
		  2,
		  "",
		  "不是金额",
		  "beyond 64 bits" },
		{ { "--insutype", "390", "--date", "2026-03-01", "--cost", "1.005" },
		  2,
		  "",
		  "不是金额",
		  "tenths of a fen" },
		{ { "--insutype", "390", "--date", "2026-03-01", "--cost", "-5" },
		  2,
		  "",
		  "不是金额",
		  "below nought" },
		{ { "--insutype", "390", "--date", "2026-03-01", "--cost", "1,,2" },
		  2,
		  "",
		  "“”不是金额",
		  "an empty one" },
		{ { "--insutype", "390", "--date", "x", "--cost", "1" },
		  2,
		  "",
		  "不是日期",
		  "no day" },
		{ { "--insutype", "340", "--date", "2026-03-01", "--cost", "1" },
		  1,
		  "",
		  "没有装入待遇规定",
		  "no rule for this insurance" },
		{ { "--region", "5111", "--insutype", "390", "--date", "2026-03-01", "--cost",
		    "1" },
		  1,
		  "",
		  "行政区划 5111、险种 390 没有装入待遇规定",
		  "Leshan's notice says nothing of money" },
		{ { "--region", "1401", "--insutype", "390", "--date", "2026-03-01", "--cost",
		    "30000" },
		  0,
		  "到年度限额",
		  "",
		  "the province has a year's cap only" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *args[16] = { "benefit", "--region", "1411" };

		memcpy(args + 3, rows[i].args, sizeof(rows[i].args));
		expect_words(NULL, args, rows[i].status, rows[i].out, rows[i].err, rows[i].why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes__answer__in_json),
		cmocka_unit_test(codes__list__the_notices_table),
		cmocka_unit_test(find__lists__masked_numbers),
		cmocka_unit_test(show__prints__the_whole_filing),
		cmocka_unit_test(find__says__that_there_is_no_store),
		cmocka_unit_test(benefit__pays__up_to_the_caps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
