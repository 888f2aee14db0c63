/* Covers `mtdesk policy`: a bad pack is refused by place and reason and the old one stays; a good one changes what `check`
 * says without a compiler; an old edition is not let in. */
#include "tests/cli/run.h"

#include <sys/stat.h>
#include <unistd.h>

#define INSTALLED "data/mtdesk/policies/shanxi-2024-3.yaml"

/* Write the built-in pack with one text in the place of another. */
static void write_pack(const char *path, const char *from, const char *to)
{
	char *text = read_file(TEST_PACKS "/shanxi-2024-3.yaml", NULL), *at = strstr(text, from);
	FILE *f = fopen(path, "w");

	assert_non_null(at);
	assert_non_null(f);
	fprintf(f, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
	fclose(f);
	free(text);
}

static void write_edition(const char *path, const char *edition, const char *limit)
{
	char from[64], *text, *at;
	FILE *f;

	snprintf(from, sizeof(from), "edition: %s", edition);
	write_pack(path, "edition: 1", from);
	text = read_file(path, NULL);
	at = strstr(text, "below: 200 mg/L");
	assert_non_null(at);
	f = fopen(path, "w");
	fprintf(f, "%.*sbelow: %s%s", (int)(at - text), text, limit,
		at + strlen("below: 200 mg/L"));
	fclose(f);
	free(text);
}

static void expect_verdict(const char *verdict, const char *why)
{
	static const struct around around = {
		.in = "{\"insutype\":\"390\",\"opsp_dise_code\":\"M01904\",\"evidence\":{"
		      "\"prior_diagnosis\":true,\"ceruloplasmin\":\"185 "
		      "mg/L\",\"urine_copper_24h\":"
		      "\"50 ug/24h\",\"kf_ring\":false,\"liver_copper\":\"10 "
		      "ug/g\",\"atp7b\":false}}"
	};

	expect_words(&around, ARGS("check", "--region", "1411", "--date", "2026-03-30"), 0, verdict,
		     "", why);
}

static int forget(void **unused)
{
	(void)unused;
	unlink(INSTALLED);
	return 0;
}

static void policy__lists__packs_and_their_terms(void **unused)
{
	(void)unused;
	expect_words(NULL, ARGS("policy", "list", "--date", "2026-03-30"), 0,
		     "shanxi-2024-3\t1\t晋医保发〔2024〕3号\t2024-05-01\t2026-04-30\t有效\t自带\t",
		     "", "in force");
	expect_words(NULL, ARGS("policy", "list", "--date", "2026-05-01"), 0,
		     "lvliang-2024-13\t1\t吕医保发〔2024〕13号\t2024-05-01\t-\t已期满\t自带\t", "",
		     "ended with its bases");
	expect_words(NULL, ARGS("policy", "list", "--date", "2024-04-30"), 0, "\t未施行\t自带\t",
		     "", "not yet");
}

static void policy_check__refuses__by_place_and_reason(void **unused)
{
	static const struct {
		const char *from, *to, *err, *why;
	} rows[] = {
		{ "edition: 1", "edition: 1\nedition: 2", "bad.yaml:4:1: 键“edition”写了两次",
		  "a key twice" },
		{ "edition: 1", "editoin: 1", "bad.yaml:3:1: 不认识的键“editoin”",
		  "an unknown key" },
		{ "edition: 1", "edition: 0", "bad.yaml:3:10: edition 从 1 开始", "no edition" },
		{ "below: 200 mg/L", "below: 200", "没有写单位", "a threshold without unit" },
		{ "below: 200 mg/L", "below: 200 g", "的单位应为该证据的单位",
		  "a threshold in another unit" },
		{ "code: M01904", "code: X01904", "病种编码“X01904”应为 M 加 5 位数字",
		  "a bad code" },
		{ "regions: [\"14\"]", "regions: &a [\"14\"]", "不可使用锚点", "an anchor" },
		{ "ratio: 65 %", "ratio: 165 %", "比例“165 %”应写成", "more than all" },
		{ "to: \"2026-04-30\"", "to: \"2026-04-31\"", "不是日期", "no day" },
		{ "require: [\"1\"]", "require: [\"9\"]", "items 里没有第“9”条", "no such item" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		write_pack("bad.yaml", rows[i].from, rows[i].to);
		expect_words(NULL, ARGS("policy", "check", "bad.yaml"), 1, "", rows[i].err,
			     rows[i].why);
		expect_words(NULL, ARGS("policy", "install", "bad.yaml"), 1, "",
			     "没有安装，原来的政策包照旧使用", rows[i].why);
		assert_false(is_there(INSTALLED));
	}
	expect_verdict("\"verdict\":\"eligible\"", "the built-in pack still judges");
	expect_words(NULL, ARGS("policy", "check", "missing.yaml"), 1, "", "无法读取“missing.yaml”",
		     "no such file");
	expect_words(NULL, ARGS("policy", "check", TEST_PACKS "/shanxi-2024-3.yaml"), 0,
		     "shanxi-2024-3 第 1 版", "", "a good one");
}

static void policy_install__changes__the_verdict(void **unused)
{
	(void)unused;
	expect_verdict("\"verdict\":\"eligible\"", "185 is below 200");
	write_edition("new.yaml", "2", "180 mg/L");
	expect_words(NULL, ARGS("policy", "install", "new.yaml"), 0, "已安装 shanxi-2024-3", "",
		     "a newer edition");
	assert_true(is_there(INSTALLED));
	expect_verdict("\"verdict\":\"ineligible\"", "185 is not below 180");
	expect_words(NULL, ARGS("policy", "list"), 0, "shanxi-2024-3\t2\t", "", "it is in use");
	write_pack("bad.yaml", "below: 200 mg/L", "below: 170");
	expect_words(NULL, ARGS("policy", "install", "bad.yaml"), 1, "", "没有安装",
		     "a bad one after it");
	expect_verdict("\"verdict\":\"ineligible\"", "the second edition stays");
}

static void policy_install__refuses__an_older_edition(void **unused)
{
	(void)unused;
	write_edition("new.yaml", "3", "180 mg/L");
	write_edition("old.yaml", "2", "200 mg/L");
	expect_words(NULL, ARGS("policy", "install", "new.yaml"), 0, NULL, "", "the third edition");
	expect_words(NULL, ARGS("policy", "check", "old.yaml"), 1, "", "第 2 版比现用的第 3 版旧",
		     "the second is older");
	expect_words(NULL, ARGS("policy", "install", "old.yaml"), 1, "", "没有安装",
		     "and not let in");
	expect_verdict("\"verdict\":\"ineligible\"", "the third edition stays");
}

static void check__complains__of_a_broken_installed_pack_and_goes_on(void **unused)
{
	static const struct around around = {
		.in = "{\"insutype\":\"390\",\"opsp_dise_code\":\"M01904\"}"
	};

	(void)unused;
	write_edition("new.yaml", "2", "180 mg/L");
	expect_words(NULL, ARGS("policy", "install", "new.yaml"), 0, NULL, "", "a place to break");
	write_pack(INSTALLED, "edition: 1", "edition: zwei");
	expect_words(&around, ARGS("check", "--region", "1411", "--date", "2026-03-30"), 0,
		     "\"policy\":\"shanxi-2024-3\"",
		     "shanxi-2024-3.yaml:3:", "said, and the built-in one judges");
}

static void policy_install__says__where_it_cannot_write(void **unused)
{
	(void)unused;
	write_edition("new.yaml", "2", "180 mg/L");
	expect_words(&(struct around) { .homeless = true }, ARGS("policy", "install", "new.yaml"),
		     3, NULL, "没有安装", "no home");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(policy__lists__packs_and_their_terms, forget,
						forget),
		cmocka_unit_test_setup_teardown(policy_check__refuses__by_place_and_reason, forget,
						forget),
		cmocka_unit_test_setup_teardown(policy_install__changes__the_verdict, forget,
						forget),
		cmocka_unit_test_setup_teardown(policy_install__refuses__an_older_edition, forget,
						forget),
		cmocka_unit_test_setup_teardown(
			check__complains__of_a_broken_installed_pack_and_goes_on, forget, forget),
		cmocka_unit_test_setup_teardown(policy_install__says__where_it_cannot_write, forget,
						forget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
