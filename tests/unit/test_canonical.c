/* Covers forms/canonical: the text that is signed. One filing, one text; one text, one filing; nothing else is read. */
#include "tests/test.h"

#include <locale.h>

#include "forms/canonical.h"

#define SALT "00112233445566778899aabbccddeeff"

static const char *const hostile[] = {
	"",
	"-",
	"\n",
	":",
	"0",
	"3:abc",
	"\nmemo:3:abc\n",
	"a\nroute:-\nb",
	"张晓燕",
	"𠮷:\n-",
	"memo:-",
	"mtdesk-filing/1",
	" ",
	"-\n",
	"9:张晓燕",
	"\t\r\n",
	"é",
	"null",
	"\x7f",
	"%s%n",
};

static unsigned seed = 20261122;

static const char *any_text(void)
{
	return hostile[(size_t)rand_r(&seed) % ARRAY_SIZE(hostile)];
}

static bool is_signed(int id)
{
	return !(fields[id].flags & FIELD_ACT);
}

static void random_filing(struct filing *f)
{
	for (int id = 0; id < FIELD_COUNT; id++)
		if (is_signed(id) && rand_r(&seed) % 2)
			assert_int_equal(filing_set(f, (enum field_id)id, any_text()), 0);
	for (int i = rand_r(&seed) % 4; i > 0; i--) {
		const char *key = any_text();

		if (*key)
			assert_int_equal(
				evidence_set(&f->evidence, key, any_text(), any_text(), any_text()),
				0);
	}
}

static char *print(const struct filing *f, const char *route)
{
	struct canonical c;

	assert_int_equal(canonical_filing(f, route, SALT, &c), 0);
	assert_int_equal(strlen(c.text), c.len);
	return c.text;
}

static int parse(const char *text, size_t len, struct filing *f, char route[64])
{
	char salt[CANONICAL_SALT_SIZE] = "";
	int rc = canonical_parse_filing(text, len, f, route, 64, salt);

	if (rc == 0)
		assert_string_equal(salt, SALT);
	return rc;
}

static void canonical_filing__writes__the_form_that_is_promised(void **unused)
{
	struct filing f = { 0 };
	char *text;

	(void)unused;
	filing_set(&f, FIELD_PSN_NAME, "张晓燕");
	filing_set(&f, FIELD_DIAG_DR_NAME, "李建国");
	evidence_set(&f.evidence, "kf_ring", "true", "", "");
	evidence_set(&f.evidence, "atp7b", "false", NULL, "2026-11-01");
	text = print(&f, "in_hospital");
	assert_memory_equal(text,
			    "mtdesk-filing/1\nsalt:32:" SALT
			    "\nroute:11:in_hospital\npsn_name:9:张晓燕\ngend:-\n",
			    100);
	assert_non_null(strstr(text, "\nmemo:-\n"));
	assert_non_null(strstr(text, "\nagnter_rlts:-\nevidence:5:atp7b\nvalue:5:false\nunit:-\n"
				     "note:10:2026-11-01\nevidence:7:kf_ring\nvalue:4:true\n"));
	/* What acts fill is not part of what they sign. */
	assert_null(strstr(text, "diag_dr_name"));
	free(text);
	filing_finish(&f);
}

static void canonical_parse_filing__returns__what_was_written(void **unused)
{
	(void)unused;
	for (int i = 0; i < 5000; i++) {
		struct filing f = { 0 }, back = { 0 };
		char route[64] = "", *text, *again;

		random_filing(&f);
		text = print(&f, i % 3 ? "elsewhere" : "");
		assert_int_equal(parse(text, strlen(text), &back, route), 0);
		assert_true(filing_equal(&f, &back));
		assert_string_equal(route, i % 3 ? "elsewhere" : "");
		again = print(&back, route);
		assert_string_equal(again, text);
		free(text);
		free(again);
		filing_finish(&f);
		filing_finish(&back);
	}
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Equal texts among random filings come only from equal filings: read back, neighbours that agree in text agree in value, and
 * of two that differ in one value the texts differ. */
static void canonical_filing__differs__where_filings_differ(void **unused)
{
	enum { COUNT = 2000 };
	static char *texts[COUNT];
	size_t changed = 0;

	(void)unused;
	for (int i = 0; i < COUNT; i++) {
		struct filing f = { 0 }, other = { 0 };
		enum field_id id;
		char *text;

		random_filing(&f);
		texts[i] = print(&f, "in_hospital");
		filing_copy(&other, &f);
		do
			id = (enum field_id)(rand_r(&seed) % FIELD_COUNT);
		while (!is_signed(id));
		filing_set(&other, id, any_text());
		text = print(&other, "in_hospital");
		assert_int_equal(strcmp(text, texts[i]) == 0, filing_equal(&f, &other));
		changed += !filing_equal(&f, &other);
		free(text);
		filing_finish(&f);
		filing_finish(&other);
	}
	assert_true(changed > COUNT / 2);
	qsort(texts, COUNT, sizeof(texts[0]), by_text);
	for (int i = 1; i < COUNT; i++) {
		struct filing a = { 0 }, b = { 0 };
		char route[64];

		parse(texts[i - 1], strlen(texts[i - 1]), &a, route);
		parse(texts[i], strlen(texts[i]), &b, route);
		assert_int_equal(strcmp(texts[i - 1], texts[i]) == 0, filing_equal(&a, &b));
		filing_finish(&a);
		filing_finish(&b);
	}
	for (int i = 0; i < COUNT; i++)
		free(texts[i]);
}

static void canonical_filing__is__the_same_in_every_locale(void **unused)
{
	static const char *const locales[] = { "C",           "C.UTF-8",       "zh_CN.UTF-8",
					       "en_US.UTF-8", "zh_CN.GB18030", "tr_TR.UTF-8" };
	struct filing f = { 0 };
	char *first = NULL;
	int tried = 0;

	(void)unused;
	filing_set(&f, FIELD_PSN_NAME, "买买提·伊敏");
	evidence_set(&f.evidence, "b", "1.5", "mg/L", "");
	evidence_set(&f.evidence, "A", "1", "", "");
	evidence_set(&f.evidence, "ä", "1", "", "");
	evidence_set(&f.evidence, "a", "1", "", "");
	for (size_t i = 0; i < ARRAY_SIZE(locales); i++) {
		char *text;

		if (!setlocale(LC_ALL, locales[i]))
			continue;
		tried++;
		text = print(&f, "in_hospital");
		if (first)
			assert_string_equal(text, first);
		else
			first = strdup(text);
		free(text);
	}
	setlocale(LC_ALL, "");
	assert_true(tried >= 2);
	free(first);
	filing_finish(&f);
}

/* Every cut and every changed byte: refused, or read as something else that prints as exactly those bytes. */
static void parse_or_refuse(const char *text, size_t len, const struct filing *original,
			    const char *why, size_t at)
{
	struct filing back = { 0 };
	char route[64] = "", salt[CANONICAL_SALT_SIZE] = "";

	if (canonical_parse_filing(text, len, &back, route, sizeof(route), salt) == 0) {
		struct canonical c;

		if (filing_equal(&back, original) && strcmp(route, "in_hospital") == 0 &&
		    strcmp(salt, SALT) == 0)
			fail_msg("%s at byte %zu was read as the same filing", why, at);
		assert_int_equal(canonical_filing(&back, route, salt, &c), 0);
		if (c.len != len || memcmp(c.text, text, len) != 0)
			fail_msg("%s at byte %zu was read and is not a text of ours", why, at);
		canonical_finish(&c);
	}
	filing_finish(&back);
}

static void canonical_parse_filing__refuses__every_wound(void **unused)
{
	struct filing f = { 0 };
	size_t len;
	char *text, *copy;

	(void)unused;
	filing_set(&f, FIELD_PSN_NAME, "张晓燕");
	filing_set(&f, FIELD_MEMO, "a\nmemo:1:b\n");
	filing_set(&f, FIELD_TEL, "13812345678");
	evidence_set(&f.evidence, "kf_ring", "true", "", "");
	text = print(&f, "in_hospital");
	len = strlen(text);
	copy = malloc(len + 2);
	for (size_t i = 0; i < len; i++)
		parse_or_refuse(text, i, &f, "a cut", i);
	for (size_t i = 0; i < len; i++)
		for (int bit = 0; bit < 8; bit++) {
			memcpy(copy, text, len + 1);
			copy[i] = (char)(copy[i] ^ (1 << bit));
			parse_or_refuse(copy, len, &f, "a flipped bit", i);
		}
	for (size_t i = 0; i < len; i++) {
		memcpy(copy, text, i);
		memcpy(copy + i, text + i + 1, len - i);
		parse_or_refuse(copy, len - 1, &f, "a missing byte", i);
		memcpy(copy, text, i);
		copy[i] = '0';
		memcpy(copy + i + 1, text + i, len - i);
		parse_or_refuse(copy, len + 1, &f, "an added byte", i);
	}
	free(copy);
	free(text);
	filing_finish(&f);
}

static void canonical_open__refuses(void **unused)
{
	static const struct {
		const char *text, *why;
	} bad[] = {
		{ "", "nothing" },
		{ "k", "the kind without a line end" },
		{ "kk\na:-\n", "another kind" },
		{ "k\na", "a key alone" },
		{ "k\na:", "no value" },
		{ "k\na:-", "no line end" },
		{ "k\na:1:b", "no line end after a value" },
		{ "k\na:2:b\n", "a count too high" },
		{ "k\na:0:b\n", "a count too low" },
		{ "k\na:01:b\n", "a leading zero" },
		{ "k\na:+1:b\n", "a sign" },
		{ "k\na: 1:b\n", "a blank" },
		{ "k\na::\n", "no count" },
		{ "k\nA:-\n", "a capital in a key" },
		{ "k\n:-\n", "no key" },
		{ "k\na:-\n\n", "an empty line" },
		{ "k\r\na:-\n", "another line end" },
		{ "k\na:1:\xFF\n", "no UTF-8" },
		{ "k\na:99999999999999999999:b\n", "a count beyond all numbers" },
	};
	static const char good[] = "k\na:-\nb_2:0:\na:3:b:\n\n";
	struct canonical_reader r;
	struct canonical_line line;
	char *value;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		if (canonical_open(&r, "k", bad[i].text, strlen(bad[i].text)))
			fail_msg("read '%s': %s", bad[i].text, bad[i].why);
	assert_false(canonical_open(&r, "k", "k\na:1:\0\n", 8));
	assert_true(canonical_open(&r, "k", "k\n", 2));
	assert_false(canonical_next(&r, &line));
	assert_true(canonical_open(&r, "k", good, strlen(good)));
	assert_true(canonical_next(&r, &line));
	assert_true(canonical_line_is(&line, "a"));
	assert_null(line.value);
	assert_true(canonical_next(&r, &line));
	assert_true(canonical_line_is(&line, "b_2"));
	assert_non_null(line.value);
	assert_int_equal(line.value_len, 0);
	assert_null(canonical_get("k", good, "a"));
	assert_null(canonical_get("k", good, "c"));
	value = canonical_get("k", good, "b_2");
	assert_string_equal(value, "");
	free(value);
}

static void canonical_add__fails__for_what_nobody_can_read(void **unused)
{
	static const struct {
		const char *key, *value, *why;
	} bad[] = {
		{ "", "a", "no key" },
		{ "a:b", "a", "a colon in the key" },
		{ "a\nb", "a", "a line end in the key" },
		{ "名", "a", "a key that is not plain" },
		{ "a", "\xC0\x80", "a value that is not UTF-8" },
	};
	struct filing f = { 0 };
	struct canonical c;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		canonical_begin(&c, "k");
		canonical_add(&c, bad[i].key, bad[i].value);
		if (!c.failed)
			fail_msg("took '%s': %s", bad[i].key, bad[i].why);
		canonical_finish(&c);
	}
	assert_int_equal(canonical_filing(&f, "in_hospital", "no salt", &c), -1);
	filing_set(&f, FIELD_MEMO, "\xFF");
	assert_int_equal(canonical_filing(&f, "in_hospital", SALT, &c), -1);
	filing_finish(&f);
	canonical_finish(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(canonical_filing__writes__the_form_that_is_promised),
		cmocka_unit_test(canonical_parse_filing__returns__what_was_written),
		cmocka_unit_test(canonical_filing__differs__where_filings_differ),
		cmocka_unit_test(canonical_filing__is__the_same_in_every_locale),
		cmocka_unit_test(canonical_parse_filing__refuses__every_wound),
		cmocka_unit_test(canonical_open__refuses),
		cmocka_unit_test(canonical_add__fails__for_what_nobody_can_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
