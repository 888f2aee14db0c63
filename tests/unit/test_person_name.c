/* Covers forms/person_name: the stored spelling, what belongs in no name, comparison. */
#include "tests/test.h"

#include "forms/person_name.h"
#include "forms/text.h"

#define NO_FINDING FINDING_CODE_COUNT

struct row {
	const char *text, *stored;
	enum finding_code code;
	const char *arg;
	const char *why;
};

static void expect_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct findings f = { 0 };
		char *name = person_name_read(rows[i].text, FIELD_PSN_NAME, &f);
		enum finding_code got = f.count ? f.list[0].code : NO_FINDING;

		if (!name || strcmp(name, rows[i].stored) != 0)
			fail_msg("%s: '%s' stored as '%s'", rows[i].why, rows[i].text, name);
		if (got != rows[i].code || f.count > 1)
			fail_msg("%s: %zu findings, first %s", rows[i].why, f.count,
				 f.count ? finding_code_name(got) : "none");
		if (rows[i].arg && strcmp(f.list[0].arg[0], rows[i].arg) != 0)
			fail_msg("%s: about '%s'", rows[i].why, f.list[0].arg[0]);
		if (f.count)
			assert_int_equal(f.list[0].field, FIELD_PSN_NAME);
		findings_finish(&f);
		free(name);
	}
}

static void person_name_read__stores__one_spelling(void **unused)
{
	// clang-format off
	static const struct row rows[] = {
		{ "", "", NO_FINDING, NULL, "nothing typed" },
		{ "张三", "张三", NO_FINDING, NULL, "two characters" },
		{ "欧阳娜娜", "欧阳娜娜", NO_FINDING, NULL, "four" },
		{ "阿木木呷", "阿木木呷", NO_FINDING, NULL, "a Yi name without a dot" },
		{ "沙马拉且", "沙马拉且", NO_FINDING, NULL, "another" },
		{ "阿卜杜拉·买买提", "阿卜杜拉·买买提", NO_FINDING, NULL, "the dot as it should be" },
		{ "阿卜杜拉•买买提", "阿卜杜拉·买买提", FINDING_NAME_DOT, "•", "bullet" },
		{ "阿卜杜拉・买买提", "阿卜杜拉·买买提", FINDING_NAME_DOT, "・", "katakana dot" },
		{ "阿卜杜拉‧买买提", "阿卜杜拉·买买提", FINDING_NAME_DOT, "‧", "hyphenation point" },
		{ "阿卜杜拉⋅买买提", "阿卜杜拉·买买提", FINDING_NAME_DOT, "⋅", "dot operator" },
		{ "阿卜杜拉･买买提", "阿卜杜拉·买买提", FINDING_NAME_DOT, "･", "half-width katakana dot" },
		{ "阿卜杜拉∙买买提", "阿卜杜拉·买买提", FINDING_NAME_DOT, "∙", "bullet operator" },
		{ "阿卜杜拉．买买提", "阿卜杜拉·买买提", FINDING_NAME_DOT, "．", "full-width full stop" },
		{ "阿卜杜拉.买买提", "阿卜杜拉·买买提", FINDING_NAME_DOT, ".", "ASCII full stop between ideographs" },
		{ "阿卜杜拉 · 买买提", "阿卜杜拉·买买提", NO_FINDING, NULL, "blanks beside the dot" },
		{ "张　三", "张三", NO_FINDING, NULL, "padded to three" },
		{ " 张 三\t", "张三", NO_FINDING, NULL, "blanks at the ends too" },
		{ "张\u200b三", "张三", NO_FINDING, NULL, "zero width" },
		{ "'张三", "张三", NO_FINDING, NULL, "a spreadsheet's text mark" },
		{ "JEAN-PIERRE  O'NEIL", "JEAN-PIERRE O'NEIL", NO_FINDING, NULL, "Latin" },
		{ "Jean‐Pierre O’Neil", "Jean-Pierre O'Neil", NO_FINDING, NULL, "typographic marks" },
		{ "ＬＩ　ＭＩＮＧ", "LI MING", NO_FINDING, NULL, "full-width Latin" },
		{ "ｅ\u0301va", "éva", NO_FINDING, NULL, "a full-width letter with its mark" },
		{ "MU\u0308LLER", "MÜLLER", NO_FINDING, NULL, "composed" },
		{ "de la Cruz", "de la Cruz", NO_FINDING, NULL, "never title-cased" },
		{ "\u4dae𠮷\U0002ce00", "\u4dae𠮷\U0002ce00", NO_FINDING, NULL, "rare ideographs" },
		{ "〇一", "〇一", NO_FINDING, NULL, "〇 is in surnames" },
		{ "\U00031351明", "\U00031351明", NO_FINDING, NULL, "an ideograph younger than the library" },
		{ "葛\U000e0100", "葛\U000e0100", FINDING_NAME_SHORT, NULL, "one character with its selector" },
		{ "ꀉꃀ", "ꀉꃀ", NO_FINDING, NULL, "Yi script" },
		{ "བསོད་ནམས", "བསོད་ནམས", NO_FINDING, NULL, "Tibetan with a tsheg" },
		{ "ئابلىز", "ئابلىز", NO_FINDING, NULL, "Uyghur" },
		{ "王", "王", FINDING_NAME_SHORT, NULL, "one character" },
		{ "张\ue816", "张\ue816", FINDING_NAME_PRIVATE, "U+E816", "a home-made character" },
	};
	// clang-format on

	(void)unused;
	expect_rows(rows, ARRAY_SIZE(rows));
}

static void person_name_read__names__what_belongs_in_no_name(void **unused)
{
	// clang-format off
	static const struct row rows[] = {
		{ "张3", "张3", FINDING_NAME_CHARACTER, "3", "a digit" },
		{ "张３", "张3", FINDING_NAME_CHARACTER, "3", "a full-width digit" },
		{ "张三1号", "张三1号", FINDING_NAME_CHARACTER, "1", "the first is named" },
		{ "#N/A", "#N/A", FINDING_NAME_CHARACTER, "#", "a spreadsheet's gap" },
		{ "张?", "张?", FINDING_NAME_CHARACTER, "?", "a lost character" },
		{ "张\ufffd", "张\ufffd", FINDING_NAME_CHARACTER, "\ufffd", "a replaced character" },
		{ "张\xff三", "张\ufffd三", FINDING_NAME_CHARACTER, "\ufffd", "not UTF-8, yet the rest is kept" },
		{ "张*", "张*", FINDING_NAME_CHARACTER, "*", "a masked name" },
		{ "张三(小)", "张三(小)", FINDING_NAME_CHARACTER, "(", "a remark" },
		{ "张三（小）", "张三(小)", FINDING_NAME_CHARACTER, "(", "a full-width remark" },
		{ "张三、李四", "张三、李四", FINDING_NAME_CHARACTER, "、", "two people" },
		{ "张三,李四", "张三,李四", FINDING_NAME_CHARACTER, ",", "two people with a comma" },
		{ "张□", "张□", FINDING_NAME_CHARACTER, "□", "a box for a missing character" },
		{ "⿰马加", "⿰马加", FINDING_NAME_CHARACTER, "⿰", "a description of a character" },
		{ "张①", "张①", FINDING_NAME_CHARACTER, "①", "a number of a namesake" },
		{ "张—三", "张—三", FINDING_NAME_CHARACTER, "—", "a dash" },
		{ "张😀", "张😀", FINDING_NAME_CHARACTER, "😀", "an emoji" },
		{ "·张三", "·张三", FINDING_NAME_CHARACTER, "·", "a dot in front" },
		{ "张三·", "张三·", FINDING_NAME_CHARACTER, "·", "a dot behind" },
		{ "阿··买", "阿··买", FINDING_NAME_CHARACTER, "·", "two dots" },
		{ "J. SMITH", "J. SMITH", FINDING_NAME_CHARACTER, ".", "an abbreviation" },
		{ "--", "--", FINDING_NAME_CHARACTER, "-", "no letter at all" },
		{ "=张三", "=张三", FINDING_NAME_CHARACTER, "=", "a formula" },
	};
	// clang-format on

	(void)unused;
	expect_rows(rows, ARRAY_SIZE(rows));
}

static void person_name_read__reads__its_own_spelling_without_notes(void **unused)
{
	static const char *const texts[] = { "阿卜杜拉 • 买买提", "'张　三", "ＬＩ  ＭＩＮＧ",
					     "Jean‐Pierre O’Neil", "阿卜杜拉.买买提" };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct findings f = { 0 };
		char *once = person_name_read(texts[i], FIELD_PSN_NAME, NULL);
		char *twice = person_name_read(once, FIELD_PSN_NAME, &f);

		if (strcmp(once, twice) != 0 || f.count != 0)
			fail_msg("'%s' became '%s'", once, twice);
		free(once);
		free(twice);
	}
}

static void person_name_read__allows__fifty_characters(void **unused)
{
	char text[3 * 51 + 1] = "";

	(void)unused;
	for (size_t n = 1; n <= 51; n++) {
		struct findings f = { 0 };
		char *name;

		memcpy(text + 3 * (n - 1), "娜", 4);
		name = person_name_read(text, FIELD_DIAG_DR_NAME, &f);
		assert_string_equal(name, text); /* never cut */
		if (n > 1 && n <= 50 && f.count != 0)
			fail_msg("%zu characters: %s", n, finding_code_name(f.list[0].code));
		if (n == 51) {
			assert_int_equal(f.list[0].code, FINDING_NAME_LONG);
			assert_int_equal(f.list[0].field, FIELD_DIAG_DR_NAME);
			assert_string_equal(f.list[0].arg[0], "50");
		}
		findings_finish(&f);
		free(name);
	}
}

static void person_name_equal__sees__through_spellings(void **unused)
{
	static const struct {
		const char *a, *b;
		bool equal;
		const char *why;
	} rows[] = {
		{ "张三", "张 三", true, "a blank" },
		{ "阿卜杜拉•买买提", "阿卜杜拉·买买提", true, "another dot" },
		{ "阿卜杜拉.买买提", "阿卜杜拉·买买提", true, "an ASCII dot" },
		{ "MU\u0308LLER", "MÜLLER", true, "not composed" },
		{ "ＬＩ ＭＩＮＧ", "LI MING", true, "full-width" },
		{ "阿卜杜拉买买提", "阿卜杜拉·买买提", false, "no dot at all" },
		{ "张三", "张三丰", false, "longer" },
		{ "吕梁", "呂梁", false, "another character" },
		{ "", "张", false, "nothing" },
		{ "", "", true, "both nothing" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (person_name_equal(rows[i].a, rows[i].b) != rows[i].equal)
			fail_msg("%s: '%s' and '%s'", rows[i].why, rows[i].a, rows[i].b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(person_name_read__stores__one_spelling),
		cmocka_unit_test(person_name_read__names__what_belongs_in_no_name),
		cmocka_unit_test(person_name_read__reads__its_own_spelling_without_notes),
		cmocka_unit_test(person_name_read__allows__fifty_characters),
		cmocka_unit_test(person_name_equal__sees__through_spellings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
