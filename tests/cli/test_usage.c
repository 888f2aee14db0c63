/* Covers the command line itself: usage, exit statuses, regions and days, languages. */
#include "tests/cli/run.h"

#include <sys/stat.h>

static void usage__says__what_is_wrong(void **unused)
{
	static const struct {
		const char *args[6];
		const char *err, *why;
	} rows[] = {
		{ { "nonsense" }, "没有“nonsense”这个命令", "no such command" },
		{ { "check", "a", "b" }, "用法：mtdesk check", "a file too many" },
		{ { "find" }, "用法：mtdesk find QUERY", "nothing to find" },
		{ { "show" }, "用法：mtdesk show NO", "nothing to show" },
		{ { "policy" }, "用法：mtdesk policy", "no word behind it" },
		{ { "policy", "burn" }, "用法：mtdesk policy list", "another word" },
		{ { "policy", "check" }, "用法：mtdesk policy list", "no file" },
		{ { "--nonsense", "codes" }, "没有“--nonsense”这个选项", "no such option" },
		{ { "check", "-x" }, "没有“-x”这个选项", "no short options" },
		{ { "check", "--date" }, "“--date”后面缺一个值", "no value" },
		{ { "check", "--json" },
		  "所写的选项有的不适用于命令“check”",
		  "an option of others" },
		{ { "benefit", "--insutype", "390", "--cost", "1", "--json" },
		  "所写的选项有的不适用于命令“benefit”",
		  "benefit has no JSON" },
		{ { "benefit", "--cost", "1" }, "请写明 --insutype", "no insurance" },
		{ { "codes", "--lang", "fr" }, "没有“fr”这种语言", "no such language" },
		{ { "check", "--date", "2026-02-30" },
		  "“2026-02-30”不是日期；请写成 2026-11-22",
		  "no such day" },
		{ { "check", "--date", "" }, "不是日期", "no day at all" },
		{ { "check", "--date", "20260330" }, "不是日期", "another shape" },
		{ { "check", "--region", "99" }, "“99”不是行政区划代码", "no such province" },
		{ { "check", "--region", "81" },
		  "“81”不是行政区划代码",
		  "no province of citizen numbers" },
		{ { "check", "--region", "5" }, "请写 2、4 或 6 位数字", "half a province" },
		{ { "check", "--region", "511" }, "请写 2、4 或 6 位数字", "half a city" },
		{ { "check", "--region", "51110200" }, "请写 2、4 或 6 位数字", "too long" },
		{ { "check", "--region", "乐山" }, "请写 2、4 或 6 位数字", "a name" },
		{ { "--date", "2026-03-30" },
		  "打开登记台只用 --db 和 --lang",
		  "an option without a command" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		expect_words(NULL, rows[i].args, 2, "", rows[i].err, rows[i].why);
}

/* What somebody has put into a word or a file's name must not work on the terminal. */
static void usage__says__nothing_that_a_terminal_obeys(void **unused)
{
	static const char evil[] = "x\033[2J\033]0;y\007\r\xFF\xE2\x80\xAEz";
	const char *const *const rows[] = {
		ARGS(evil),
		ARGS("check", evil),
		ARGS("check", "--date", evil),
		ARGS("check", "--region", evil),
		ARGS("find", "--db", evil, "x"),
		ARGS("show", "--db", evil, "x"),
		ARGS("codes", "--db", evil),
		ARGS("policy", "check", evil),
		ARGS("policy", "install", evil),
		ARGS("benefit", "--region", "5111", "--insutype", evil, "--cost", "1"),
		ARGS("benefit", "--insutype", "390", "--cost", evil),
		ARGS("--lang", evil, "codes"),
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct outcome o = run_desk(NULL, rows[i]);

		assert_true(o.status > 0);
		assert_true(*o.err);
		for (const char *c = o.err; *c; c++)
			if (((unsigned char)*c < ' ' && *c != '\n') ||
			    strncmp(c, "\xE2\x80\xAE", 3) == 0)
				fail_msg("row %zu: %s", i, o.err);
		outcome_finish(&o);
	}
}

static void usage__helps(void **unused)
{
	(void)unused;
	expect_words(NULL, ARGS("--help"), 0,
		     "mtdesk check [--date D] [--region R] [--complete] [FILE|-]", "", "help");
	expect_words(NULL, ARGS("--version"), 0, "mtdesk 0.", "", "version");
	expect_words(NULL, ARGS("check", "--help"), 0, "mtdesk check", "", "help of a command");
	expect_words(&(struct around) { .out_path = "/dev/full" }, ARGS("codes"), 3, NULL,
		     "写不出结果：", "a full disk");
	expect_words(&(struct around) { .out_path = "/dev/full" }, ARGS("policy", "list"), 3, NULL,
		     "写不出结果：", "a full disk");
}

static void regions__choose__table_and_criteria(void **unused)
{
	static const struct {
		const char *region, *line, *out, *why;
	} rows[] = {
		{ "5111", "{\"opsp_dise_code\":\"M99999\"}", "\"code_unknown\"",
		  "Leshan has the whole table" },
		{ "511102", "{\"opsp_dise_code\":\"M99999\"}", "\"code_unknown\"",
		  "and so has its district" },
		{ "51", "{\"opsp_dise_code\":\"M99999\"}", "\"code_not_loaded\"",
		  "its province has not" },
		{ "1411", "{\"opsp_dise_code\":\"M01600\"}", "\"code_not_loaded\"",
		  "nor has Lüliang" },
		{ "1411", "{\"opsp_dise_code\":\"M01904\"}", "\"binding\":true",
		  "Shanxi's criteria bind Lüliang" },
		{ "14", "{\"opsp_dise_code\":\"M01904\"}", "\"binding\":true", "and Shanxi" },
		{ "141102", "{\"opsp_dise_code\":\"M01904\"}", "\"binding\":true",
		  "and a district of Lüliang" },
		{ "4403", "{\"opsp_dise_code\":\"M01904\"}", "\"binding\":false",
		  "elsewhere they are a reference" },
		{ "1411", "{\"opsp_dise_code\":\"M01904\",\"insutype\":\"310\"}",
		  "\"shanxi-2024-4\"", "employees have their own notice" },
		{ "5111", "{\"opsp_dise_code\":\"M01600\"}",
		  "\"verdict\":null,\"items\":{},\"basis\":null", "no criteria are loaded" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct around around = { .in = rows[i].line };
		struct outcome o = run_desk(
			&around, ARGS("check", "--date", "2026-03-30", "--region", rows[i].region));

		if (!strstr(o.out, rows[i].out))
			fail_msg("%s: %s", rows[i].why, o.out);
		outcome_finish(&o);
	}
}

/* Another region is another verdict: a store that is there and cannot be read is no reason to guess one. */
static void regions__are_not__guessed(void **unused)
{
	(void)unused;
	write_file(
		"broken.db",
		"this is no store at all, and long enough to look like one of some kind or other");
	expect_words(&(struct around) { .in = "{}" }, ARGS("check", "--db", "broken.db"), 3, "",
		     "broken.db", "no store");
	expect_words(&(struct around) { .in = "{}" }, ARGS("check", "--db", "missing.db"), 3, "",
		     "missing.db", "a store that was named and is not there");
	assert_false(is_there("missing.db"));
	expect_words(&(struct around) { .in = "{}" },
		     ARGS("check", "--db", "broken.db", "--region", "5111"), 0, "\"ok\":true", "",
		     "a region that is given needs no store");
	expect_words(&(struct around) { .in = "{}" }, ARGS("check"), 0, "\"ok\":true", "",
		     "no desk yet: Leshan");
	assert_false(is_there("data/mtdesk"));
}

static void languages__change__words_and_nothing_else(void **unused)
{
	(void)unused;
	expect_words(&(struct around) { .in = "{\"gend\":\"3\"}" }, ARGS("--lang", "en", "check"),
		     1, "\"code\":\"gend_unknown\",\"message\":\"", "", "codes stay");
	for (int i = 0; i < 3; i++) {
		static const char *const locales[] = { "C", "POSIX", "no_SUCH.locale" };
		struct outcome o = run_desk(
			&(struct around) { .locale = locales[i], .in = "{\"gend\":\"3\"}" },
			ARGS("check", "--lang", "en"));

		assert_int_equal(o.status, 1);
		if (strstr(o.out, "性别"))
			fail_msg("%s: no English: %s", locales[i], o.out);
		outcome_finish(&o);
	}
	expect_words(&(struct around) { .locale = "C", .in = "{\"gend\":\"3\"}" }, ARGS("check"), 1,
		     "性别代码“3”不在字典内", "", "LC_ALL=C speaks Chinese in UTF-8");
	expect_words(&(struct around) { .locale = "C" }, ARGS("codes", "肝豆状核变性"), 0, "M01904",
		     "", "and hears it");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(usage__says__what_is_wrong),
		cmocka_unit_test(usage__says__nothing_that_a_terminal_obeys),
		cmocka_unit_test(usage__helps),
		cmocka_unit_test(regions__choose__table_and_criteria),
		cmocka_unit_test(regions__are_not__guessed),
		cmocka_unit_test(languages__change__words_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
