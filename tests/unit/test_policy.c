/* Reading one pack: what a good one gives, and every refusal with its line, column and reason. */
#include "tests/test.h"

#include <sys/stat.h>
#include <unistd.h>

#include "forms/policy.h"

/* A small pack that is right. Each row below spoils one place of it. Line numbers matter. */
static const char good[] =
	"id: test-2026-1\n"                      /* 1 */
	"edition: 2\n"                           /* 2 */
	"document: 试医保发〔2026〕1号\n"        /* 3 */
	"title: 试行通知\n"                      /* 4 */
	"issuer: 试行市医疗保障局\n"             /* 5 */
	"regions: [\"5111\", \"14\"]\n"          /* 6 */
	"insutypes: [\"310\", \"390\"]\n"        /* 7 */
	"from: \"2026-01-01\"\n"                 /* 8 */
	"to: \"2026-12-31\"\n"                   /* 9 */
	"doctors: 2\n"                           /* 10 */
	"prescription: { least: 4, most: 12 }\n" /* 11 */
	"codes_complete: true\n"                 /* 12 */
	"codes:\n"                               /* 13 */
	"  - name: 肝豆状核变性\n"               /* 14 */
	"    code: M01904\n"                     /* 15 */
	"    insurance: 职工\n"                  /* 16 */
	"    insutype: \"310\"\n"                /* 17 */
	"    type_name: \"\"\n"                  /* 18 */
	"    type_code: \"\"\n"                  /* 19 */
	"  - { name: 肝豆状核变性, code: M01904, insurance: 居民, insutype: \"390\", "
	"type_name: 门慢门特病种, type_code: \"10\" }\n"                  /* 20 */
	"criteria:\n"                                                     /* 21 */
	"  - disease: M01904\n"                                           /* 22 */
	"    name: 肝豆状核变性\n"                                        /* 23 */
	"    source: 附件\n"                                              /* 24 */
	"    rule: 第1条，及第2条\n"                                      /* 25 */
	"    evidence:\n"                                                 /* 26 */
	"      - { key: kf_ring, kind: finding, label: 角膜 K-F 环 }\n"   /* 27 */
	"      - key: ceruloplasmin\n"                                    /* 28 */
	"        kind: quantity\n"                                        /* 29 */
	"        label: 血清铜蓝蛋白\n"                                   /* 30 */
	"        unit: mg/L\n"                                            /* 31 */
	"        units:\n"                                                /* 32 */
	"          - { name: mg/L, factor: \"1\" }\n"                     /* 33 */
	"          - { name: g/L, factor: \"1000\" }\n"                   /* 34 */
	"    items:\n"                                                    /* 35 */
	"      - no: \"1\"\n"                                             /* 36 */
	"        text: 角膜 K-F 环阳性\n"                                 /* 37 */
	"        any:\n"                                                  /* 38 */
	"          - { evidence: kf_ring, text: 阳性, positive: true }\n" /* 39 */
	"      - no: \"2\"\n"                                             /* 40 */
	"        text: 血清铜蓝蛋白 <200mg/L\n"                           /* 41 */
	"        any:\n"                                                  /* 42 */
	"          - evidence: ceruloplasmin\n"                           /* 43 */
	"            text: 血清铜蓝蛋白 < 200 mg/L\n"                     /* 44 */
	"            below: 200 mg/L\n"                                   /* 45 */
	"    require: [\"1\"]\n"                                          /* 46 */
	"    at_least: 1\n"                                               /* 47 */
	"    of: [\"2\"]\n"                                               /* 48 */
	"benefits:\n"                                                     /* 49 */
	"  - disease: M01904\n"                                           /* 50 */
	"    insutype: \"390\"\n"                                         /* 51 */
	"    ratio: 65 %\n"                                               /* 52 */
	"    year_cap: 12000 元\n"                                        /* 53 */
	"    source: 一\n"                                                /* 54 */
	"hospitals:\n"                                                    /* 55 */
	"  - name: 山西省医科大学第一医院\n"                              /* 56 */
	"    aliases: [山西医科大学第一医院]\n"                           /* 57 */
	"routes:\n"                                                       /* 58 */
	"  - id: in_hospital\n"                                           /* 59 */
	"    name: 在院认定\n"                                            /* 60 */
	"    certifier: 医生\n"                                           /* 61 */
	"    filer: 工作人员\n"                                           /* 62 */
	"    source: 二\n"                                                /* 63 */
	"    proxy: true\n"                                               /* 64 */
	"    materials:\n"                                                /* 65 */
	"      - { id: form, name: 申请表 }\n"                            /* 66 */
	"    certified: here\n";                                          /* 67 */

/* `good` with the first `find` replaced by `put`. The caller frees it. */
static char *spoil(const char *find, const char *put)
{
	const char *at = strstr(good, find);
	char *out;

	if (!at)
		fail_msg("the good pack does not hold '%s'", find);
	if (asprintf(&out, "%.*s%s%s", (int)(at - good), good, put, at + strlen(find)) < 0)
		fail();
	return out;
}

struct bad_row {
	const char *find, *put;
	int line, column;
	const char *says, *why;
};

static void expect_refusal(const char *yaml, size_t len, const struct bad_row *row)
{
	struct policy *p = NULL;
	struct err err = { 0 };
	char place[64];

	if (!policy_read(yaml, len, "t.yaml", &p, &err)) {
		policy_free(p);
		fail_msg("accepted: %s", row->why);
	}
	snprintf(place, sizeof(place), "t.yaml:%d:%d: ", row->line, row->column);
	if (strncmp(err.msg, place, strlen(place)) || !strstr(err.msg, row->says))
		fail_msg("%s: expected '%s…%s…', got '%s'", row->why, place, row->says, err.msg);
	assert_int_equal(err.code, ERR_INPUT);
	assert_null(p);
}

static void expect_refusals(const struct bad_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *yaml = spoil(rows[i].find, rows[i].put);

		expect_refusal(yaml, strlen(yaml), &rows[i]);
		free(yaml);
	}
}

static void policy_read__gives__what_the_file_says(void **state)
{
	struct policy *p;
	struct err err;

	(void)state;
	if (policy_read(good, strlen(good), "t.yaml", &p, &err))
		fail_msg("%s", err.msg);
	assert_string_equal(p->id, "test-2026-1");
	assert_int_equal(p->edition, 2);
	assert_null(p->issued);
	assert_null(p->form_title);
	assert_true(p->codes_complete);
	assert_int_equal(p->hospital_level, 0);
	assert_int_equal(p->prescription->most, 12);
	assert_int_equal(p->codes_count, 2);
	assert_string_equal(p->codes[0].type_code, "");
	assert_int_equal(p->criteria[0].evidence[1].kind, EVIDENCE_QUANTITY);
	assert_null(p->criteria[0].items[1].any[0].positive);
	assert_true(*p->criteria[0].items[0].any[0].positive);
	assert_null(p->benefits[0].quarter_cap);
	assert_true(p->routes[0].proxy);
	assert_int_equal(p->routes[0].certified, CERTIFIED_HERE);
	policy_free(p);
	policy_free(NULL);
}

static void policy_read__accepts__other_ways_to_write(void **state)
{
	static const struct {
		const char *find, *put, *why;
	} rows[] = {
		{ "id: test", "\xEF\xBB\xBFid: test", "a mark at the file's beginning" },
		{ "id: test", "# 注释\n---\nid: test", "a comment and a document start" },
		{ "to: \"2026-12-31\"\n", "", "no last day" },
		{ "\"310\", \"390\"", "310, 390", "codes without quotes are text all the same" },
		{ "below: 200 mg/L", "below: 199.99mg/L", "no blank before the unit" },
		{ "insutypes: [\"310\", \"390\"]\n", "", "no insurance: all of them" },
		{ "title: 试行通知", "title: '试行：通知 # 1'", "quoted text with a colon" },
		{ "year_cap: 12000 元", "year_cap: 12000.50元", "an amount with fen" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *yaml = spoil(rows[i].find, rows[i].put);
		struct policy *p = NULL;
		struct err err;

		if (policy_read(yaml, strlen(yaml), "t.yaml", &p, &err))
			fail_msg("refused %s: %s", rows[i].why, err.msg);
		policy_free(p);
		free(yaml);
	}
}

static void policy_read__refuses__what_is_no_plain_yaml(void **state)
{
	static const struct bad_row rows[] = {
		{ "title: 试行通知", "title: &t 试行通知", 4, 8, "锚点（&t）", "an anchor" },
		{ "title: 试行通知", "title: *t", 4, 8, "别名（*t）", "an alias" },
		{ "title: 试行通知", "title: !!str 试行通知", 4, 8, "类型标签", "a tag" },
		{ "codes:\n", "codes: &c\n", 13, 8, "锚点", "an anchor on a list" },
		{ "edition: 2\n", "edition: 2\nid: other\n", 3, 1,
		  "“id”写了两次（前一次在第 1 行）", "a key twice at the top" },
		{ "code: M01904\n", "code: M01904\n    code: M01905\n", 16, 5, "“code”写了两次",
		  "a key twice in a row" },
		{ "name: 肝豆状核变性, code", "name: a, name: b, code", 20, 16, "“name”写了两次",
		  "a key twice in braces" },
		{ "title: 试行通知", "title：试行通知", 4, 6, "冒号是全角", "a full-width colon" },
		{ "title: 试行通知", "\ttitle: 试行通知", 4, 1, "Tab", "a tab as indentation" },
		{ "[\"5111\", \"14\"]", "[\"5111\", \"14\"", 7, 1,
		  "方括号里缺逗号，或没有合上“]”（起于第 6 行）", "an open bracket" },
		{ "title: 试行通知", "title: a: b", 4, 9, "冒号", "a second colon" },
		{ "title: 试行通知", "title: \"试\\u202e行\"", 4, 8, "U+202E",
		  "a direction mark that would turn the line around" },
		{ "title: 试行通知", "title: \"试\\0行\"", 4, 8, "U+0000", "a NUL in the middle" },
		{ "title: 试行通知", "title: \"试行 \"", 4, 8, "首尾有空白", "a blank at the end" },
		{ "title: 试行通知", "? [a]\n: b", 4, 3, "键必须是一个词", "a list as a key" },
		{ "benefits:\n", "---\nbenefits:\n", 49, 1, "只能有一份", "two documents" },
		{ "\"14\"]", "[[[[[[[[[[[[[[[[[[\"14\"]]]]]]]]]]]]]]]]]]]", 6, 33, "超过 16 层",
		  "lists in lists" },
	};

	(void)state;
	expect_refusals(rows, ARRAY_SIZE(rows));
}

static void policy_read__refuses__wrong_keys_and_types(void **state)
{
	static const struct bad_row rows[] = {
		{ "doctors: 2", "docters: 2", 10, 1, "不认识的键“docters”", "a misspelt key" },
		{ "    code: M01904", "    kode: M01904", 15, 5, "不认识的键“kode”",
		  "a misspelt key in a row" },
		{ "{ evidence: kf_ring,", "{ evidence: kf_ring, abve: 1,", 39, 34, "“abve”",
		  "a misspelt key deep inside" },
		{ "issuer: 试行市医疗保障局\n", "", 1, 1, "缺键“issuer”", "no issuer" },
		{ "    insurance: 职工\n", "", 14, 5, "缺键“insurance”",
		  "a row without insurance" },
		{ "doctors: 2", "doctors: 两名", 10, 10, "“doctors”不能写成“两名”",
		  "words for a number" },
		{ "doctors: 2", "doctors: -2", 10, 10, "“doctors”", "a negative number" },
		{ "doctors: 2", "doctors: 010", 10, 10, "应写成整数", "C would read eight" },
		{ "doctors: 2", "doctors: [2]", 10, 10, "应写成一个值", "a list for a number" },
		{ "codes_complete: true", "codes_complete: maybe", 12, 17, "true 或 false",
		  "libcyaml takes maybe for true" },
		{ "certified: here", "certified: there", 67, 16, "there", "a misspelt place" },
		{ "positive: true", "positive: yse", 39, 54, "true 或 false", "a misspelt yes" },
		{ "kind: finding", "kind: found", 27, 31, "“kind”不能写成“found”", "no such kind" },
		{ "to: \"2026-12-31\"", "to:", 9, 4, "没有写值", "a key without value" },
		{ "\"5111\", \"14\"", "\"5111\", \"\"", 6, 19, "“regions”没有写值",
		  "an empty entry" },
		{ "[\"5111\", \"14\"]", "5111", 6, 10, "“regions”应写成列表",
		  "one value for a list" },
		{ "prescription: { least: 4, most: 12 }", "prescription: 4-12", 11, 15,
		  "应写成“键: 值”", "a range for a mapping" },
		{ "- { id: form, name: 申请表 }", "- [ form ]", 66, 9, "“materials”应写成“键: 值”",
		  "a list for a mapping" },
	};

	(void)state;
	expect_refusals(rows, ARRAY_SIZE(rows));
}

static void policy_read__refuses__what_makes_no_sense(void **state)
{
	static const struct bad_row rows[] = {
		{ "id: test", "id: Test/", 1, 5, "id 只能用", "an id that is no file name" },
		{ "edition: 2", "edition: 0", 2, 10, "从 1 开始", "edition nought" },
		{ "\"5111\"", "\"51111\"", 6, 11, "2、4 或 6 位", "half a division code" },
		{ "\"5111\", \"14\"", "\"14\", \"14\"", 6, 17, "“14”写了两次", "a region twice" },
		{ "from: \"2026-01-01\"", "from: \"2026-02-30\"", 8, 7, "不是日期", "30 February" },
		{ "to: \"2026-12-31\"", "to: \"2025-12-31\"", 9, 5, "早于",
		  "ends before it begins" },
		{ "least: 4, most: 12", "least: 12, most: 4", 11, 34, "不能小于",
		  "weeks turned round" },
		{ "code: M01904", "code: M1904", 15, 11, "M 加 5 位", "a digit short" },
		{ "code: M01904", "code: m01904", 15, 11, "M 加 5 位", "a small m" },
		{ "insurance: 居民, insutype: \"390\"", "insurance: 居民, insutype: \"310\"", 20,
		  27, "M01904 与险种 310 的组合写了两次（前一次在第 15 行）", "a pair twice" },
		{ "insutype: \"310\"", "insutype: \"340\"", 17, 15, "不在本文件的 insutypes 内",
		  "an insurance that the pack does not cover" },
		{ "type_code: \"10\"", "type_code: \"\"", 20, 97, "要么都写", "half a type" },
		{ "disease: M01904", "disease: M01905", 22, 14, "codes 里没有病种 M01905",
		  "criteria of a disease that the pack does not list" },
		{ "unit: mg/L\n", "unit: g/L\n", 33, 13, "第一行应为“g/L”", "own unit not first" },
		{ "        unit: mg/L\n", "", 28, 9, "没有写 unit", "a quantity without unit" },
		{ "factor: \"1000\"", "factor: \"1e3\"", 34, 34, "大于 0 的小数", "an exponent" },
		{ "factor: \"1000\"", "factor: \"0.0\"", 34, 34, "大于 0 的小数", "nought" },
		{ "name: g/L", "name: MG/L", 34, 21, "“MG/L”写了两次",
		  "a unit twice in other case" },
		{ "key: ceruloplasmin", "key: kf_ring", 28, 14, "“kf_ring”写了两次",
		  "evidence twice" },
		{ "label: 角膜 K-F 环", "label: 环, unit: mm", 27, 9, "不写单位",
		  "a finding with unit" },
		{ "below: 200 mg/L", "below: \"200\"", 45, 20, "“200”没有写单位；请写成“200 mg/L”",
		  "a threshold without unit" },
		{ "below: 200 mg/L", "below: 0.2 g/L", 45, 20, "该证据的单位“mg/L”",
		  "a threshold in another unit" },
		{ "below: 200 mg/L", "below: <200 mg/L", 45, 20, "不是数值",
		  "a sign in a threshold" },
		{ "below: 200 mg/L", "positive: true", 43, 13, "请写 below 或 above",
		  "a quantity that is positive" },
		{ "below: 200 mg/L", "below: 200 mg/L\n            above: 9 mg/L", 43, 13,
		  "只能写一个", "two limits in one test" },
		{ "positive: true", "positive: false", 39, 54, "只能写 true", "positive: false" },
		{ "evidence: kf_ring", "evidence: kf", 39, 25, "evidence 里没有“kf”",
		  "evidence that is not defined" },
		{ "no: \"2\"", "no: \"1\"", 40, 13, "“1”写了两次", "an item number twice" },
		{ "of: [\"2\"]", "of: [\"3\"]", 48, 10, "没有第“3”条",
		  "an item that is not there" },
		{ "require: [\"1\"]\n", "require: []\n", 36, 13, "应在 require 或 of 里写一次",
		  "an item that never counts" },
		{ "at_least: 1", "at_least: 2", 47, 15, "at_least", "more than there are" },
		{ "ratio: 65 %", "ratio: \"65\"", 52, 12, "65 %", "a ratio without sign" },
		{ "ratio: 65 %", "ratio: 165 %", 52, 12, "不超过 100", "more than everything" },
		{ "year_cap: 12000 元", "year_cap: \"12000\"", 53, 15, "带单位",
		  "an amount without unit" },
		{ "year_cap: 12000 元", "year_cap: 12000 万元", 53, 15, "12000 元",
		  "ten thousand times the amount" },
		{ "insutype: \"390\"\n    ratio", "insutype: \"380\"\n    ratio", 51, 15, "380",
		  "benefit of an insurance that is not covered" },
		{ "id: form", "id: 表", 66, 15, "id 只能用",
		  "a material without a name for machines" },
	};

	(void)state;
	expect_refusals(rows, ARRAY_SIZE(rows));
}

static void policy_read__refuses__bytes_that_are_no_pack(void **state)
{
	static const struct {
		const char *bytes;
		struct bad_row row;
	} rows[] = {
		{ "", { .line = 1, .column = 1, .says = "没有内容", .why = "an empty file" } },
		{ "# 注释\n",
		  { .line = 1, .column = 1, .says = "没有内容", .why = "only a comment" } },
		{ "- a\n", { .line = 1, .column = 1, .says = "最外层", .why = "a list" } },
		{ "id: a\ntitle: 试\xFF\n",
		  { .line = 2, .column = 9, .says = "不是 UTF-8", .why = "a wrong byte" } },
		{ "\xB8\xCE\xB6\xB9", { .line = 1, .column = 1, .says = "UTF-8", .why = "GBK" } },
		{ "PK\x03\x04",
		  { .line = 1, .column = 3, .says = "控制字符", .why = "a zip file" } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		expect_refusal(rows[i].bytes, strlen(rows[i].bytes), &rows[i].row);
}

static void policy_read__refuses__floods(void **state)
{
	static const struct bad_row big = {
		.line = 1, .column = 1, .says = "1 MiB", .why = "more than a mebibyte"
	};
	static const struct bad_row deep = {
		.line = 1, .column = 20, .says = "16 层", .why = "a million brackets"
	};
	static const struct bad_row wide = {
		.line = 4097, .column = 3, .says = "4096", .why = "half a million entries"
	};
	size_t len = 1024 * 1024;
	char *bytes = malloc(len + 1);

	(void)state;
	assert_non_null(bytes);
	memset(bytes, '#', len + 1);
	expect_refusal(bytes, len + 1, &big);
	memset(bytes, '[', len);
	memcpy(bytes, "id: ", 4);
	expect_refusal(bytes, len, &deep);
	for (size_t i = 0; i < len; i += 4)
		memcpy(bytes + i, "- a\n", 4);
	expect_refusal(bytes, len, &wide);
	free(bytes);
}

static void policy_read__keeps_the_reason__with_a_long_name(void **state)
{
	char name[1000];
	struct policy *p = NULL;
	struct err err;

	(void)state;
	for (size_t i = 0; i + 3 < sizeof(name); i += 3)
		memcpy(name + i, "政", 4);
	assert_int_equal(policy_read("[]", 2, name, &p, &err), -1);
	assert_non_null(strstr(err.msg, ":1:1: 最外层应是“键: 值”"));
}

static void policy_read_file__refuses__what_is_no_file(void **state)
{
	struct policy *p = NULL;
	struct err err;

	(void)state;
	assert_int_equal(policy_read_file("no-such.yaml", &p, &err), -1);
	assert_non_null(strstr(err.msg, "no-such.yaml"));
	assert_int_equal(policy_read_file(".", &p, &err), -1);
	unlink("pipe.yaml");
	assert_int_equal(mkfifo("pipe.yaml", 0600), 0);
	assert_int_equal(policy_read_file("pipe.yaml", &p, &err), -1);
	assert_int_equal(err.code, ERR_INPUT);
}

static void policy_covers__judges__division_codes(void **state)
{
	static const struct {
		const char *region;
		size_t reach;
		const char *why;
	} rows[] = {
		{ "5111", 4, "the city" },
		{ "511102", 4, "a district of it" },
		{ "51", 0, "the province is not the city" },
		{ "5110", 0, "another city" },
		{ "141102", 2, "any place of the province" },
		{ "14", 2, "the province itself" },
		{ "1", 0, "half a code" },
		{ "", 0, "no region" },
	};
	struct policy *p;
	struct err err;

	(void)state;
	assert_int_equal(policy_read(good, strlen(good), "t.yaml", &p, &err), 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (policy_reach(p, rows[i].region) != rows[i].reach ||
		    policy_covers(p, rows[i].region) != (rows[i].reach > 0))
			fail_msg("'%s': %s", rows[i].region, rows[i].why);
	assert_false(policy_covers(p, NULL));
	assert_true(policy_insures(p, "390"));
	assert_true(policy_insures(p, ""));
	assert_true(policy_insures(p, NULL));
	assert_false(policy_insures(p, "340"));
	policy_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(policy_read__gives__what_the_file_says),
		cmocka_unit_test(policy_read__accepts__other_ways_to_write),
		cmocka_unit_test(policy_read__refuses__what_is_no_plain_yaml),
		cmocka_unit_test(policy_read__refuses__wrong_keys_and_types),
		cmocka_unit_test(policy_read__refuses__what_makes_no_sense),
		cmocka_unit_test(policy_read__refuses__bytes_that_are_no_pack),
		cmocka_unit_test(policy_read__refuses__floods),
		cmocka_unit_test(policy_read__keeps_the_reason__with_a_long_name),
		cmocka_unit_test(policy_read_file__refuses__what_is_no_file),
		cmocka_unit_test(policy_covers__judges__division_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
