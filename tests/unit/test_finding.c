/* Covers forms/finding: the list, the table of codes, the sentences. */
#include "tests/test.h"

#include <ctype.h>

#include "forms/finding.h"
#include "forms/text.h"

static void finding_code_name__is_unique__and_stable_in_shape(void **unused)
{
	(void)unused;
	for (int a = 0; a < FINDING_CODE_COUNT; a++) {
		const char *name = finding_code_name(a);

		assert_true(name[0] != '\0');
		for (const char *c = name; *c; c++)
			if (!islower((unsigned char)*c) && !isdigit((unsigned char)*c) && *c != '_')
				fail_msg("'%s' is no code for scripts", name);
		for (int b = 0; b < a; b++)
			if (strcmp(name, finding_code_name(b)) == 0)
				fail_msg("'%s' stands twice", name);
	}
	assert_string_equal(finding_code_name(FINDING_ID_CHECKSUM), "id_checksum");
}

static void findings_add__keeps__each_in_order(void **unused)
{
	struct findings f = { 0 };

	(void)unused;
	for (int i = 0; i < 100; i++) {
		char arg[8];
		struct finding *new;

		snprintf(arg, sizeof(arg), "%d", i);
		new = findings_add(&f, FIELD_MEMO, FINDING_TOO_LONG, arg, NULL);
		assert_non_null(new);
		assert_null(new->evidence);
		assert_string_equal(new->arg[1], "");
	}
	assert_int_equal(f.count, 100);
	assert_string_equal(f.list[99].arg[0], "99");
	findings_clear(&f);
	assert_int_equal(f.count, 0);
	findings_finish(&f);
	findings_finish(&f);
	findings_finish(NULL);
	assert_null(findings_add(NULL, FIELD_MEMO, FINDING_TOO_LONG, "", ""));
}

static void findings_add__cuts__arguments_between_characters(void **unused)
{
	struct findings f = { 0 };
	char longest[1024] = "";

	(void)unused;
	for (size_t i = 0; i < 300; i++)
		memcpy(longest + 3 * i, "乐", 4);
	findings_add(&f, FIELD_NONE, FINDING_NOT_JSON, longest, longest + 3);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(strlen(f.list[0].arg[i]), (FINDING_ARG_SIZE - 1) / 3 * 3);
		assert_true(text_valid(f.list[0].arg[i], strlen(f.list[0].arg[i]), NULL));
	}
	findings_finish(&f);
}

static void findings_errors__counts__errors_only(void **unused)
{
	struct findings f = { 0 };

	(void)unused;
	findings_add(&f, FIELD_CERTNO, FINDING_ID_CLEANED, NULL, NULL);
	findings_add(&f, FIELD_CERTNO, FINDING_REQUIRED, NULL, NULL);
	assert_int_equal(findings_errors(&f, FIELD_NONE), 0);
	findings_add(&f, FIELD_CERTNO, FINDING_ID_CHECKSUM, NULL, NULL);
	findings_add(&f, FIELD_TEL, FINDING_TEL_FORMAT, NULL, NULL);
	assert_int_equal(findings_errors(&f, FIELD_CERTNO), 1);
	assert_int_equal(findings_errors(&f, FIELD_MEMO), 0);
	assert_int_equal(findings_errors(&f, FIELD_NONE), 2);
	assert_int_equal(findings_errors(NULL, FIELD_NONE), 0);
	findings_finish(&f);
}

static void findings_on__gives__the_first_and_worst(void **unused)
{
	struct findings f = { 0 };

	(void)unused;
	assert_null(findings_on(&f, FIELD_CERTNO));
	findings_add(&f, FIELD_CERTNO, FINDING_ID_CLEANED, NULL, NULL);
	assert_int_equal(findings_on(&f, FIELD_CERTNO)->code, FINDING_ID_CLEANED);
	findings_add(&f, FIELD_CERTNO, FINDING_REQUIRED, NULL, NULL);
	assert_int_equal(findings_on(&f, FIELD_CERTNO)->code, FINDING_REQUIRED);
	findings_add(&f, FIELD_CERTNO, FINDING_ID_DATE, NULL, NULL);
	findings_add(&f, FIELD_CERTNO, FINDING_ID_CHECKSUM, NULL, NULL);
	assert_int_equal(findings_on(&f, FIELD_CERTNO)->code, FINDING_ID_DATE);
	assert_null(findings_on(&f, FIELD_TEL));
	findings_finish(&f);
}

static void finding_text__fills_in__both_arguments(void **unused)
{
	struct findings f = { 0 };
	char buf[512];

	(void)unused;
	findings_add(&f, FIELD_AGE, FINDING_AGE_CONTRADICTS, "35", "36");
	assert_string_equal(finding_text(&f.list[0], buf, sizeof(buf)),
			    "年龄填为 35，按证件号码应为 36；请核对");
	findings_add(&f, FIELD_AGE, FINDING_AGE_CONTRADICTS, "{2}{1}%s", "{1}");
	assert_string_equal(finding_text(&f.list[1], buf, sizeof(buf)),
			    "年龄填为 {2}{1}%s，按证件号码应为 {1}；请核对");
	findings_add(&f, FIELD_NONE, FINDING_NOT_OBJECT, "1", "2");
	finding_text(&f.list[2], buf, sizeof(buf));
	assert_non_null(strstr(buf, "{\"certno\":…}"));
	findings_finish(&f);
}

static void finding_text__cuts__between_characters(void **unused)
{
	struct findings f = { 0 };
	char whole[512], buf[512];

	(void)unused;
	findings_add(&f, FIELD_CERTNO, FINDING_ID_CHARACTER, "乐山123", "乐");
	finding_text(&f.list[0], whole, sizeof(whole));
	for (size_t size = 1; size <= strlen(whole) + 1; size++) {
		finding_text(&f.list[0], buf, size);
		if (strlen(buf) >= size || strncmp(buf, whole, strlen(buf)) != 0 ||
		    !text_valid(buf, strlen(buf), NULL) || strlen(buf) + 4 <= size - 1)
			fail_msg("in %zu bytes: '%s'", size, buf);
	}
	assert_string_equal(buf, whole);
	findings_finish(&f);
}

static void finding_text__names__no_argument_that_is_not_there(void **unused)
{
	(void)unused;
	for (int code = 0; code < FINDING_CODE_COUNT; code++) {
		struct finding f = { .code = code, .arg = { "甲", "乙" } };
		char buf[512];

		finding_text(&f, buf, sizeof(buf));
		assert_true(strlen(buf) > 0 && strlen(buf) < sizeof(buf) - 1);
		if (strstr(buf, "{1}") || strstr(buf, "{2}") || strstr(buf, "{3}"))
			fail_msg("%s: '%s'", finding_code_name(code), buf);
		if (strstr(buf, "乙") && !strstr(buf, "甲"))
			fail_msg("%s uses {2} without {1}", finding_code_name(code));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finding_code_name__is_unique__and_stable_in_shape),
		cmocka_unit_test(findings_add__keeps__each_in_order),
		cmocka_unit_test(findings_add__cuts__arguments_between_characters),
		cmocka_unit_test(findings_errors__counts__errors_only),
		cmocka_unit_test(findings_on__gives__the_first_and_worst),
		cmocka_unit_test(finding_text__fills_in__both_arguments),
		cmocka_unit_test(finding_text__cuts__between_characters),
		cmocka_unit_test(finding_text__names__no_argument_that_is_not_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
