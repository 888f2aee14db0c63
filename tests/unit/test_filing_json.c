/* Covers db/filing_json: reading a line, hostile ones included, and writing judgements and filings byte by byte. */
#include "tests/test.h"

#include <jansson.h>

#include "db/filing_json.h"

/* ---- reading ---- */

static struct line line_of(const char *text, size_t len)
{
	return (struct line) { .text = text, .len = len };
}

static bool read_text(const char *text, struct filing *f, struct findings *found)
{
	struct line line = line_of(text, strlen(text));

	return filing_from_json(&line, f, found);
}

/* "code(arg1|arg2) code(...)": what was found, in order. */
static char *findings_words(const struct findings *found, char *buf, size_t size)
{
	size_t len = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < found->count && len < size; i++)
		len += snprintf(buf + len, size - len, "%s%s(%s|%s)", i ? " " : "",
				finding_code_name(found->list[i].code), found->list[i].arg[0],
				found->list[i].arg[1]);
	return buf;
}

static void filing_from_json__reads__the_designs_example(void **unused)
{
	struct filing f = { 0 };
	struct findings found = { 0 };

	(void)unused;
	assert_true(
		read_text("{\"certno\":\"511102199003076630\",\"insutype\":\"390\","
			  "\"opsp_dise_code\":\"M01904\",\"evidence\":{\"prior_diagnosis\":null,"
			  "\"neuro_psychiatric\":true,\"liver_damage\":false,"
			  "\"ceruloplasmin\":{\"value\":\"185\",\"unit\":\"mg/L\"},"
			  "\"urine_copper_24h\":null,\"kf_ring\":false,\"liver_copper\":null,"
			  "\"atp7b\":null}}",
			  &f, &found));
	assert_int_equal(found.count, 0);
	assert_string_equal(filing_get(&f, FIELD_CERTNO), "511102199003076630");
	assert_string_equal(filing_get(&f, FIELD_INSUTYPE), "390");
	assert_string_equal(filing_get(&f, FIELD_OPSP_DISE_CODE), "M01904");
	assert_int_equal(f.evidence.count, 4);
	assert_string_equal(evidence_find(&f.evidence, "neuro_psychiatric")->value, "true");
	assert_string_equal(evidence_find(&f.evidence, "liver_damage")->value, "false");
	assert_string_equal(evidence_find(&f.evidence, "ceruloplasmin")->value, "185");
	assert_string_equal(evidence_find(&f.evidence, "ceruloplasmin")->unit, "mg/L");
	assert_null(evidence_find(&f.evidence, "prior_diagnosis"));
	filing_finish(&f);
	findings_finish(&found);
}

// clang-format off
static const struct { const char *json; enum field_id id; const char *value, *found, *why; } members[] = {
	{ "{}",                              FIELD_AGE, "", "", "nothing is given" },
	{ " \t{ \"age\" : 36 } ",            FIELD_AGE, "36", "", "blanks around everything, age as a number" },
	{ "{\"age\":\"36\"}",                FIELD_AGE, "36", "", "age as text" },
	{ "{\"age\":-1}",                    FIELD_AGE, "-1", "", "kept as written: the field's rule refuses it" },
	{ "{\"age\":36.5}",                  FIELD_AGE, "", "wrong_type(年龄|整数或文本)", "no whole number" },
	{ "{\"age\":true}",                  FIELD_AGE, "", "wrong_type(年龄|整数或文本)", "no number" },
	{ "{\"tel\":null}",                  FIELD_TEL, "", "", "null is absent" },
	{ "{\"tel\":\"\"}",                  FIELD_TEL, "", "", "empty is absent" },
	{ "{\"tel\":13812345678}",           FIELD_TEL, "", "wrong_type(联系电话|文本)", "a number" },
	{ "{\"certno\":511102199003076630}", FIELD_CERTNO, "", "wrong_type(身份证件号码|文本)", "a number" },
	{ "{\"psn_name\":[\"张\"]}",         FIELD_PSN_NAME, "", "wrong_type(姓名|文本)", "an array" },
	{ "{\"psn_name\":{}}",               FIELD_PSN_NAME, "", "wrong_type(姓名|文本)", "an object" },
	{ "{\"psn_name\":\"张\\u6653燕\"}",  FIELD_PSN_NAME, "张晓燕", "", "an escape" },
	{ "{\"psn_name\":\"\\ud842\\udfb7\"}", FIELD_PSN_NAME, "𠮷", "", "a surrogate pair" },
	{ "{\"psn_name\":\"张\\u200b三\"}",  FIELD_PSN_NAME, "张三", "text_cleaned(姓名|U+200B)", "a zero-width character" },
	{ "{\"psn_name\":\"\\u202e张三\"}",  FIELD_PSN_NAME, "张三", "text_cleaned(姓名|U+202E)", "a bidi override" },
	{ "{\"psn_name\":\"张\\u001b[2J三\"}", FIELD_PSN_NAME, "张[2J三", "text_cleaned(姓名|U+001B)", "an escape sequence" },
	{ "{\"psn_name\":\" 张三 \"}",       FIELD_PSN_NAME, "张三", "text_cleaned(姓名|首尾空格)", "blanks at the ends" },
	{ "{\"psn_name\":\"Rene\\u0301\"}",  FIELD_PSN_NAME, "René", "text_composed(姓名|)", "a combining accent" },
	{ "{\"psn_nam\":\"张三\"}",          FIELD_PSN_NAME, "", "unknown_key(psn_nam|)", "a misspelt key" },
	{ "{\"a\\u200bb\":1}",               FIELD_PSN_NAME, "", "unknown_key(ab|)", "an unknown key is shown clean" },
	{ "{\"opter_name\":\"x\"}",          FIELD_OPTER_NAME, "", "unknown_key(opter_name|)", "a field that check does not read" },
	{ "{\"symp_dscr\":5}",               FIELD_SYMP_DSCR, "", "wrong_type(申报病种情况|文本)", "a number" },
	{ "{\"appy_date\":\"2026-03-01\"}",  FIELD_APPY_DATE, "2026-03-01", "", "the day that governs age" },
	{ "{\"evidence\":[]}",               FIELD_AGE, "", "wrong_type(evidence|对象 {…})", "evidence as an array" },
	{ "{\"evidence\":\"x\"}",            FIELD_AGE, "", "wrong_type(evidence|对象 {…})", "evidence as text" },
	{ "{\"evidence\":null}",             FIELD_AGE, "", "", "no evidence" },
	{ "{\"gend\":1,\"tel\":\"x\"}",      FIELD_TEL, "x", "wrong_type(性别|文本)", "what follows a wrong type is still read" },
};
// clang-format on

static void filing_from_json__reads__each_kind_of_member(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(members); i++) {
		struct filing f = { 0 };
		struct findings found = { 0 };
		char words[512];

		if (!read_text(members[i].json, &f, &found))
			fail_msg("unreadable: %s: %s", members[i].json, members[i].why);
		findings_words(&found, words, sizeof(words));
		if (strcmp(words, members[i].found) != 0)
			fail_msg("%s: found '%s': %s", members[i].json, words, members[i].why);
		if (strcmp(filing_get(&f, members[i].id), members[i].value) != 0)
			fail_msg("%s: read '%s': %s", members[i].json,
				 filing_get(&f, members[i].id), members[i].why);
		filing_finish(&f);
		findings_finish(&found);
	}
}

#define WRONG "wrong_type(x|{\"value\":\"185\",\"unit\":\"mg/L\"}、true、false 或 null)"

// clang-format off
static const struct { const char *json, *value, *unit, *note, *found, *why; } entries[] = {
	{ "true",                      "true",  "", "", "", "a finding" },
	{ "\"185 mg/L\"",              "185 mg/L", "", "", "", "text with its unit" },
	{ "\"\"",                      NULL, NULL, NULL, "", "empty text is nothing" },
	{ "185",                       "185",   "", "", "", "a whole number: the unit will be missed" },
	{ "0.2",                       "0.2",   "", "", "", "a fraction keeps its digits" },
	{ "0.19999999999999999999",    "0.19999999999999999999", "", "", "", "digits that a double cannot hold" },
	{ "200.0",                     "200.0", "", "", "", "as written" },
	{ "1e3",                       "1e3",   "", "", "", "as written: the quantity refuses it" },
	{ "-5",                        "-5",    "", "", "", "as written" },
	{ "[185]",                     NULL, NULL, NULL, WRONG, "an array" },
	{ "{}",                        NULL, NULL, NULL, "", "an empty object says nothing" },
	{ "{\"unit\":\"g/L\"}",        NULL, NULL, NULL, "", "a unit alone says nothing" },
	{ "{\"value\":null,\"unit\":\"mg/L\"}", NULL, NULL, NULL, "", "not done" },
	{ "{\"value\":\"<20\",\"unit\":\"mg/dL\"}", "<20", "mg/dL", "", "", "an interval" },
	{ "{\"unit\":\"g/L\",\"value\":0.19999999999999999999}", "0.19999999999999999999", "g/L", "", "", "a number behind its unit" },
	{ "{\"value\":0.2 ,\"unit\":null}", "0.2", "", "", "", "a blank behind a number" },
	{ "{\"value\":true,\"note\":\"出院记录\"}", "true", "", "出院记录", "", "a finding with a note" },
	{ "{\"value\":\"185\",\"unit\":5}", NULL, NULL, NULL, WRONG, "a unit that is no text" },
	{ "{\"value\":[1],\"unit\":\"g\"}", NULL, NULL, NULL, WRONG, "a value that is none" },
	{ "{\"value\":{\"a\":1.5}}",   NULL, NULL, NULL, WRONG, "a value that is none" },
	{ "{\"value\":\"1\",\"unit\":\"g\",\"method\":\"M\"}", "1", "g", "", "unknown_key(x.method|)", "an unknown part" },
	{ "{\"value\":\"1\\u200b85\",\"unit\":\" mg/L\"}", "185", "mg/L", "",
	  "text_cleaned(x|U+200B) text_cleaned(x|首尾空格)", "texts are cleaned" },
};
// clang-format on

/* Each entry stands behind others that are hard to skip. */
static void filing_from_json__reads__each_shape_of_evidence(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(entries); i++) {
		struct filing f = { 0 };
		struct findings found = { 0 };
		const struct evidence_entry *x;
		char json[512], words[512];

		snprintf(json, sizeof(json),
			 "{\"memo\":\"\\\"},{[\\\\\", \"evidence\" :{\"n\":null,\"\\u006d\": "
			 "{\"value\":\"}\\\"\"} ,\"d\":7.25,\"x\":%s}}",
			 entries[i].json);
		if (!read_text(json, &f, &found))
			fail_msg("unreadable: %s: %s", entries[i].json, entries[i].why);
		findings_words(&found, words, sizeof(words));
		if (strcmp(words, entries[i].found) != 0)
			fail_msg("%s: found '%s': %s", entries[i].json, words, entries[i].why);
		assert_string_equal(evidence_find(&f.evidence, "m")->value, "}\"");
		assert_string_equal(evidence_find(&f.evidence, "d")->value, "7.25");
		x = evidence_find(&f.evidence, "x");
		if (!x != !entries[i].value)
			fail_msg("%s: %s", entries[i].json, entries[i].why);
		if (x && (strcmp(x->value, entries[i].value) || strcmp(x->unit, entries[i].unit) ||
			  strcmp(x->note, entries[i].note)))
			fail_msg("%s became '%s' '%s' '%s': %s", entries[i].json, x->value, x->unit,
				 x->note, entries[i].why);
		filing_finish(&f);
		findings_finish(&found);
	}
}

static void filing_from_json__keeps__the_first_of_keys_that_look_alike(void **unused)
{
	struct filing f = { 0 };
	struct findings found = { 0 };
	char words[256];

	(void)unused;
	assert_true(read_text("{\"evidence\":{\"kf_ring\":false,\"kf_ring\\u200b\":true}}", &f,
			      &found));
	assert_string_equal(evidence_find(&f.evidence, "kf_ring")->value, "false");
	assert_string_equal(findings_words(&found, words, sizeof(words)),
			    "duplicate_key(kf_ring|)");
	filing_finish(&f);
	findings_finish(&found);
}

#define BYTES(text) text, sizeof(text) - 1

// clang-format off
static const struct { const char *bytes; size_t len; const char *found, *why; } unreadable[] = {
	{ BYTES(""),                      "not_json(这是空行|)", "an empty line" },
	{ BYTES(" \t "),                  "not_json(这是空行|)", "blanks only" },
	{ BYTES("hello"),                 "not_json(第 5 个字符处写法不对|)", "no JSON" },
	{ BYTES("{"),                     "not_json(第 1 个字符处没有写完|)", "cut" },
	{ BYTES("{\"a\":1"),              "not_json(第 6 个字符处没有写完|)", "cut" },
	{ BYTES("{\"a\":\"张"),           "not_json(第 7 个字符处没有写完|)", "cut inside a text" },
	{ BYTES("{} x"),                  "not_json(第 4 个字符处后面还有多余的内容|)", "trailing text" },
	{ BYTES("{}{}"),                  "not_json(第 3 个字符处后面还有多余的内容|)", "two objects" },
	{ BYTES("{'a':1}"),               "not_json(第 2 个字符处写法不对|)", "another kind of quote" },
	{ BYTES("{\"a\":1,}"),            "not_json(第 8 个字符处写法不对|)", "a comma too many" },
	{ BYTES("{\"age\":036}"),         "not_json(第 8 个字符处写法不对|)", "a leading zero" },
	{ BYTES("{\"age\":NaN}"),         "not_json(第 10 个字符处写法不对|)", "no number" },
	{ BYTES("{\"age\":1e999}"),       "not_json(第 12 个字符处数字太大|)", "too big for a double" },
	{ BYTES("{\"age\":99999999999999999999}"), "not_json(第 27 个字符处数字太大|)", "too big for an integer" },
	{ BYTES("{\"a\":\"\\u0000\"}"),   "not_json(第 13 个字符处含有 NUL 字符|)", "an escaped NUL" },
	{ BYTES("{\"a\\u0000\":1}"),      "not_json(第 10 个字符处含有 NUL 字符|)", "an escaped NUL in a key" },
	{ BYTES("{\"a\":\"\0\"}"),        "not_json(含有 NUL 字符|)", "a NUL" },
	{ BYTES("{}\0"),                  "not_json(含有 NUL 字符|)", "a NUL at the end" },
	{ BYTES("{\"a\":\"\ta\"}"),       "not_json(第 6 个字符处写法不对|)", "a raw control character" },
	{ BYTES("\xEF\xBB\xBF{}"),        "not_json(第 1 个字符处写法不对|)", "a mark inside the file" },
	{ BYTES("[]"),                    "not_object(|)", "an array" },
	{ BYTES("\"a\""),                 "not_object(|)", "a text" },
	{ BYTES("null"),                  "not_object(|)", "null" },
	{ BYTES("5"),                     "not_object(|)", "a number" },
	{ BYTES("{\"a\":1,\"a\":2}"),     "duplicate_key(a|)", "a key twice" },
	{ BYTES("{\"certno\":\"1\", \"certno\" : \"2\"}"), "duplicate_key(certno|)", "a key twice, with blanks" },
	{ BYTES("{\"evidence\":{\"kf_ring\":true,\"kf_ring\":false}}"), "duplicate_key(kf_ring|)", "evidence twice" },
	{ BYTES("{\"opsp_dise_name_long\":\"1\",\"opsp_dise_name_long\":\"2\"}"), "duplicate_key(opsp_dise_name_long|)", "a long key" },
	{ BYTES("{\"a\":\"\xFF\"}"),      "not_utf8(7|)", "a byte that is none" },
	{ BYTES("{\"\xD5\xC5\":1}"),      "not_utf8(3|)", "GBK" },
	{ BYTES("{\"a\":\"\xC0\xAF\"}"),  "not_utf8(7|)", "overlong" },
	{ BYTES("{\"a\":\"\xED\xA0\x80\"}"), "not_utf8(7|)", "a surrogate in UTF-8" },
	{ BYTES("{\"a\":\"\\ud800\"}"),   "not_json(第 13 个字符处写法不对|)", "half a surrogate pair" },
};
// clang-format on

static void filing_from_json__says__why_a_line_is_unreadable(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(unreadable); i++) {
		struct line line = line_of(unreadable[i].bytes, unreadable[i].len);
		struct filing f = { 0 };
		struct findings found = { 0 };
		char words[512];

		if (filing_from_json(&line, &f, &found))
			fail_msg("read '%s': %s", unreadable[i].bytes, unreadable[i].why);
		findings_words(&found, words, sizeof(words));
		if (strcmp(words, unreadable[i].found) != 0)
			fail_msg("'%s': found '%s': %s", unreadable[i].bytes, words,
				 unreadable[i].why);
		assert_true(filing_is_empty(&f));
		filing_finish(&f);
		findings_finish(&found);
	}
}

static void filing_from_json__survives__depth(void **unused)
{
	static char text[400000];
	struct line line = line_of(text, sizeof(text) - 1);
	struct filing f = { 0 };
	struct findings found = { 0 };

	(void)unused;
	memset(text, '[', sizeof(text) - 1);
	memcpy(text, "{\"a\":", 5);
	assert_false(filing_from_json(&line, &f, &found));
	assert_int_equal(found.count, 1);
	assert_non_null(strstr(found.list[0].arg[0], "嵌套太深"));
	filing_finish(&f);
	findings_finish(&found);
}

static void filing_from_json__refuses__a_line_that_was_cut(void **unused)
{
	struct line line = { .text = "{}", .len = 2, .too_long = true };
	struct filing f = { 0 };
	struct findings found = { 0 };
	char words[64];

	(void)unused;
	assert_false(filing_from_json(&line, &f, &found));
	assert_string_equal(findings_words(&found, words, sizeof(words)),
			    "line_too_long(1048576|)");
	filing_finish(&f);
	findings_finish(&found);
}

/* A line of a hundred thousand keys costs its own length, not a finding for each. */
static void filing_from_json__counts__what_it_does_not_list(void **unused)
{
	static char text[LINE_MAX_BYTES];
	struct filing f = { 0 };
	struct findings found = { 0 };
	size_t len = 0;

	(void)unused;
	len += snprintf(text, sizeof(text), "{\"psn_name\":\"张三\"");
	for (unsigned i = 0; i < 20000; i++)
		len += snprintf(text + len, sizeof(text) - len, ",\"k%u\":1", i);
	len += snprintf(text + len, sizeof(text) - len, ",\"evidence\":{\"kf_ring\":true");
	for (unsigned i = 0; i < 20000; i++)
		len += snprintf(text + len, sizeof(text) - len, ",\"e%u\":1.5", i);
	snprintf(text + len, sizeof(text) - len, "},\"tel\":\"1\"}");
	assert_true(read_text(text, &f, &found));
	assert_string_equal(filing_get(&f, FIELD_PSN_NAME), "张三");
	assert_string_equal(filing_get(&f, FIELD_TEL), "1");
	assert_string_equal(evidence_find(&f.evidence, "kf_ring")->value, "true");
	assert_in_range(f.evidence.count, 1, 200);
	assert_in_range(found.count, 3, 40);
	assert_int_equal(found.list[found.count - 1].code, FINDING_UNKNOWN_KEYS_MORE);
	assert_string_equal(found.list[found.count - 1].arg[0], "19984");
	assert_int_equal(found.list[found.count - 2].code, FINDING_EVIDENCE_TOO_MANY);
	filing_finish(&f);
	findings_finish(&found);
}

/* ---- writing ---- */

static char *written(int (*write)(FILE *, const void *), const void *what)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_int_equal(write(out, what), 0);
	fclose(out);
	return text;
}

/* What check_result_to_json() is given. */
struct result {
	struct filing filing;
	struct check_result check;
	struct check_context context;
	bool unreadable;
};

static int write_result(FILE *out, const void *what)
{
	const struct result *r = what;

	return check_result_to_json(out, 1, &r->filing, !r->unreadable, &r->check, &r->context);
}

static void expect_result(const struct result *r, const char *want)
{
	char *text = written(write_result, r);
	json_t *parsed = json_loads(text, JSON_REJECT_DUPLICATES, NULL);

	assert_non_null(parsed);
	json_decref(parsed);
	assert_string_equal(text, want);
	free(text);
}

/* A pack owns its strings; here they are literals, which nobody writes to. */
#pragma GCC diagnostic ignored "-Wdiscarded-qualifiers"
static struct policy_item items[] = {
	{ .no = "1" }, { .no = "2" }, { .no = "3" }, { .no = "4" }, { .no = "5" }
};
static struct policy_criteria criteria = { .disease = "M01904" };
static struct policy pack = { .id = "shanxi-2024-3" };
static struct policy_code row = { .code = "M01904", .name = "肝豆状核变性" };

static struct result eligible(void)
{
	static const enum tri values[] = { TRI_YES, TRI_YES, TRI_NO, TRI_UNKNOWN, TRI_UNKNOWN };
	struct result r = {
		.check = {
			.identity = { .certno = "511102199003076630", .gend = "1",
				      .birth = { 1990, 3, 7 }, .valid = true },
			.age = 36,
			.basis = { &pack, &criteria, true },
			.judgement = { .verdict = VERDICT_ELIGIBLE, .items_count = 5 },
		},
	};

	for (size_t i = 0; i < 5; i++) {
		r.check.judgement.items[i].item = &items[i];
		r.check.judgement.items[i].value = values[i];
	}
	filing_set(&r.filing, FIELD_CERTNO, "511102199003076630");
	return r;
}

static void result_finish(struct result *r)
{
	filing_finish(&r->filing);
	check_result_finish(&r->check);
}

static void check_result_to_json__writes__the_designs_line(void **unused)
{
	struct result r = eligible();

	(void)unused;
	expect_result(&r, "{\"line\":1,\"ok\":true,\"verdict\":\"eligible\",\"items\":{\"1\":true,"
			  "\"2\":true,\"3\":false,\"4\":null,\"5\":null},\"basis\":{\"policy\":"
			  "\"shanxi-2024-3\",\"binding\":true},\"derived\":{\"gend\":\"1\","
			  "\"brdy\":\"1990-03-07\",\"age\":36},\"errors\":[],\"warnings\":[]}\n");
	result_finish(&r);
}

static void check_result_to_json__writes__an_unreadable_line(void **unused)
{
	struct result r = eligible();

	(void)unused;
	r.unreadable = true;
	findings_add(&r.check.findings, FIELD_NONE, FINDING_NOT_JSON, "写法\"不对\"\\", NULL);
	expect_result(&r,
		      "{\"line\":1,\"ok\":false,\"verdict\":null,\"items\":{},\"basis\":null,"
		      "\"derived\":{},\"errors\":[{\"field\":null,\"code\":\"not_json\","
		      "\"message\":\"这一行不是 JSON：写法\\\"不对\\\"\\\\；请检查这一行的写法\"}],"
		      "\"warnings\":[]}\n");
	result_finish(&r);
}

static void check_result_to_json__writes__no_verdict_without_criteria(void **unused)
{
	struct result r = { .check = { .age = -1 } };

	(void)unused;
	expect_result(&r, "{\"line\":1,\"ok\":true,\"verdict\":null,\"items\":{},\"basis\":null,"
			  "\"derived\":{},\"errors\":[],\"warnings\":[]}\n");
	result_finish(&r);
}

static void check_result_to_json__derives__only_what_changed(void **unused)
{
	struct result r = { .check = { .age = 30, .disease = &row } };

	(void)unused;
	filing_set(&r.filing, FIELD_CERTNO, "51110219900307663");
	filing_set(&r.filing, FIELD_PSN_NAME, "吉克•隽逸");
	filing_set(&r.filing, FIELD_TEL, "13812345678");
	filing_set(&r.filing, FIELD_OPSP_DISE_NAME, "肝豆状核变性");
	snprintf(r.check.identity.certno, CERTNO_SIZE, "511102900307663");
	snprintf(r.check.identity.certno18, 19, "511102199003076630");
	r.check.psn_name = strdup("吉克·隽逸");
	snprintf(r.check.tel, sizeof(r.check.tel), "13812345678");
	/* The age was typed and the number is not valid: neither is derived, nor is a wrong number upgraded. */
	expect_result(&r, "{\"line\":1,\"ok\":true,\"verdict\":null,\"items\":{},\"basis\":null,"
			  "\"derived\":{\"certno\":\"511102900307663\",\"psn_name\":\"吉克·隽逸\","
			  "\"opsp_dise_code\":\"M01904\"},"
			  "\"errors\":[],\"warnings\":[]}\n");
	result_finish(&r);
}

static void check_result_to_json__derives__what_cleaning_changed(void **unused)
{
	struct result r = { .check = { .age = -1, .tel = "13812345678" } };

	(void)unused;
	filing_set(&r.filing, FIELD_TEL, "13812345678");
	findings_add(&r.check.findings, FIELD_TEL, FINDING_TEXT_CLEANED, "联系电话", "U+200B");
	expect_result(&r, "{\"line\":1,\"ok\":true,\"verdict\":null,\"items\":{},\"basis\":null,"
			  "\"derived\":{\"tel\":\"13812345678\"},\"errors\":[],\"warnings\":[{"
			  "\"field\":\"tel\",\"code\":\"text_cleaned\",\"message\":"
			  "\"联系电话含有看不见的字符（U+200B），已去除；请核对\"}]}\n");
	result_finish(&r);
}

static void check_result_to_json__sorts__findings_by_level_and_names_their_place(void **unused)
{
	struct result r = { .check = { .age = -1 } };
	struct findings *f = &r.check.findings;

	(void)unused;
	findings_add(f, FIELD_SYMP_DSCR, FINDING_EVIDENCE_UNIT_MISSING, "血清铜蓝蛋白", NULL)
		->evidence = "ceruloplasmin";
	findings_add(f, FIELD_CERTNO, FINDING_ID_CHECKSUM, "511***********6631", NULL);
	findings_add(f, FIELD_SYMP_DSCR, FINDING_EVIDENCE_UNKNOWN_KEY, "cu", NULL);
	findings_add(f, FIELD_TEL, FINDING_REQUIRED, "联系电话", NULL);
	expect_result(
		&r,
		"{\"line\":1,\"ok\":false,\"verdict\":null,\"items\":{},\"basis\":null,"
		"\"derived\":{},\"errors\":[{\"field\":\"certno\",\"code\":\"id_checksum\","
		"\"message\":\"“511***********6631”校验位不符，必有一位录错；请对照证件逐位核对\"}]"
		","
		"\"warnings\":[{\"field\":\"ceruloplasmin\",\"code\":\"evidence_unit_missing\","
		"\"message\":\"血清铜蓝蛋白没有写单位，按未知处理；请补上单位\"},"
		"{\"field\":\"cu\",\"code\":\"evidence_unknown\","
		"\"message\":\"诊断标准里没有“cu”这项证据，未采用；请核对键名\"},"
		"{\"field\":\"tel\",\"code\":\"required\",\"message\":\"联系电话尚未填写\"}]}\n");
	r.context.complete = true;
	assert_true(finding_is_error(&f->list[3], &r.context));
	result_finish(&r);
}

static void check_result_to_json__says__when_writing_failed(void **unused)
{
	struct result r = eligible();
	FILE *full = fopen("/dev/full", "w");

	(void)unused;
	setvbuf(full, NULL, _IONBF, 0);
	assert_int_equal(write_result(full, &r), -1);
	fclose(full);
	result_finish(&r);
}

static int write_masked(FILE *out, const void *what)
{
	return filing_to_json(out, what, true);
}

static int write_open(FILE *out, const void *what)
{
	return filing_to_json(out, what, false);
}

static void filing_to_json__writes__fields_and_evidence(void **unused)
{
	struct filing_record r = { .no = "20261122-0007",
				   .state = STATE_DRAFT,
				   .saved_at = "2026-11-22 09:15:02" };
	char *text;

	(void)unused;
	filing_set(&r.filing, FIELD_PSN_NAME, "张\"晓\"燕");
	filing_set(&r.filing, FIELD_BRDY, "1990-03-07");
	filing_set(&r.filing, FIELD_CERTNO, "511102199003076630");
	filing_set(&r.filing, FIELD_TEL, "13812345678");
	evidence_set(&r.filing.evidence, "kf_ring", "false", "", "");
	evidence_set(&r.filing.evidence, "prior_diagnosis", "true", "", "出院记录");
	evidence_set(&r.filing.evidence, "ceruloplasmin", "185", "mg/L", "");
	text = written(write_open, &r);
	assert_string_equal(
		text, "{\"no\":\"20261122-0007\",\"state\":\"draft\",\"saved_at\":"
		      "\"2026-11-22 09:15:02\",\"psn_name\":\"张\\\"晓\\\"燕\",\"brdy\":"
		      "\"1990-03-07\",\"certno\":\"511102199003076630\",\"tel\":\"13812345678\","
		      "\"evidence\":{\"kf_ring\":false,\"prior_diagnosis\":{\"value\":true,"
		      "\"note\":\"出院记录\"},\"ceruloplasmin\":{\"value\":\"185\",\"unit\":"
		      "\"mg/L\"}}}\n");
	free(text);
	text = written(write_masked, &r);
	assert_non_null(strstr(text, "\"certno\":\"511***********6630\""));
	assert_null(strstr(text, "13812345678"));
	assert_null(strstr(text, "1990-03-07"));
	free(text);
	filing_finish(&r.filing);
}

static int write_brief(FILE *out, const void *what)
{
	return filing_brief_to_json(out, what, true);
}

static void filing_brief_to_json__masks__number_and_telephone(void **unused)
{
	struct filing_brief b = { .no = "20261122-0007",
				  .state = STATE_READY,
				  .psn_name = "张晓燕",
				  .gend = "2",
				  .age = "36",
				  .certno = "511102199003076630",
				  .tel = "13812345678",
				  .insutype = "390",
				  .opsp_dise_code = "M01904",
				  .saved_at = "2026-11-22 09:15:02" };
	char *text = written(write_brief, &b);

	(void)unused;
	assert_string_equal(text,
			    "{\"no\":\"20261122-0007\",\"state\":\"ready\",\"saved_at\":"
			    "\"2026-11-22 09:15:02\",\"psn_name\":\"张晓燕\",\"gend\":\"2\","
			    "\"age\":\"36\",\"insutype\":\"390\",\"certno\":\"511***********6630\","
			    "\"tel\":\"138****5678\",\"opsp_dise_code\":\"M01904\"}\n");
	free(text);
}

/* What is written can be read again, evidence included. */
/* What a damaged or foreign store may hold must not command the terminal that shows the line. */
static void filing_to_json__escapes__what_turns_a_terminal(void **unused)
{
	struct filing_record r = { .no = "1" };
	char *text;

	(void)unused;
	filing_set(&r.filing, FIELD_PSN_NAME, "张\x1B]0;x\a\xE2\x80\xAE燕\xC2\x9B\xE2\x80\x8B");
	text = written(write_open, &r);
	assert_non_null(strstr(text, "\"张\\u001b]0;x\\u0007\\u202e燕\\u009b\\u200b\""));
	free(text);
	filing_finish(&r.filing);
}

static void filing_to_json__round_trips__through_reading(void **unused)
{
	struct filing_record r = { .no = "1" };
	struct filing back = { 0 };
	struct findings found = { 0 };
	char *text;

	(void)unused;
	filing_set(&r.filing, FIELD_MEMO, "\\ \" \x7f / 𠮷·");
	evidence_set(&r.filing.evidence, "ceruloplasmin", "<20", "mg/dL", "报告 \"A\"");
	evidence_set(&r.filing.evidence, "kf_ring", "true", "", "");
	text = written(write_open, &r);
	text[strlen(text) - 1] = '\0';
	assert_true(read_text(text, &back, &found));
	assert_true(evidence_equal(&r.filing.evidence, &back.evidence));
	assert_string_equal(filing_get(&back, FIELD_MEMO), "\\ \"  / 𠮷·");
	free(text);
	filing_finish(&r.filing);
	filing_finish(&back);
	findings_finish(&found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filing_from_json__reads__the_designs_example),
		cmocka_unit_test(filing_from_json__reads__each_kind_of_member),
		cmocka_unit_test(filing_from_json__reads__each_shape_of_evidence),
		cmocka_unit_test(filing_from_json__keeps__the_first_of_keys_that_look_alike),
		cmocka_unit_test(filing_from_json__says__why_a_line_is_unreadable),
		cmocka_unit_test(filing_from_json__survives__depth),
		cmocka_unit_test(filing_from_json__refuses__a_line_that_was_cut),
		cmocka_unit_test(filing_from_json__counts__what_it_does_not_list),
		cmocka_unit_test(check_result_to_json__writes__the_designs_line),
		cmocka_unit_test(check_result_to_json__writes__an_unreadable_line),
		cmocka_unit_test(check_result_to_json__writes__no_verdict_without_criteria),
		cmocka_unit_test(check_result_to_json__derives__only_what_changed),
		cmocka_unit_test(check_result_to_json__derives__what_cleaning_changed),
		cmocka_unit_test(
			check_result_to_json__sorts__findings_by_level_and_names_their_place),
		cmocka_unit_test(check_result_to_json__says__when_writing_failed),
		cmocka_unit_test(filing_to_json__writes__fields_and_evidence),
		cmocka_unit_test(filing_to_json__escapes__what_turns_a_terminal),
		cmocka_unit_test(filing_to_json__round_trips__through_reading),
		cmocka_unit_test(filing_brief_to_json__masks__number_and_telephone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
