/* Covers forms/text: strict UTF-8, cleaning, folding, characters, masks. */
#include "tests/test.h"

#include "forms/text.h"

static void text_valid__finds__the_first_wrong_byte(void **unused)
{
	static const struct {
		const char *text;
		size_t len;
		bool valid;
		size_t at;
		const char *why;
	} rows[] = {
		{ "", 0, true, 0, "nothing is valid" },
		{ "乐山", 6, true, 0, "two Han characters" },
		{ "𠮷a\0b", 7, true, 0, "four bytes and a NUL, which is a character" },
		{ "a\x80", 2, false, 1, "a continuation byte alone" },
		{ "ab\xC0\x80", 4, false, 2, "overlong NUL" },
		{ "\xE0\x80\xAF", 3, false, 0, "overlong slash" },
		{ "\xF0\x80\x80\x80", 4, false, 0, "overlong in four bytes" },
		{ "x\xED\xA0\x80", 4, false, 1, "a surrogate" },
		{ "\xF4\x90\x80\x80", 4, false, 0, "above U+10FFFF" },
		{ "\xF8\x88\x80\x80\x80", 5, false, 0, "five bytes" },
		{ "\xE4\xB9", 2, false, 0, "cut in the middle" },
		{ "乐\xE4\xB9", 5, false, 3, "cut at the end" },
		{ "\xC1\xAA\xCD\xA8", 4, false, 0, "GBK of 联通" },
		{ "\xFF", 1, false, 0, "never a byte of UTF-8" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		size_t at = 0;
		char *copy = malloc(rows[i].len +
				    1); /* so that the sanitizer sees a read past the end */

		memcpy(copy, rows[i].text, rows[i].len);
		copy = realloc(copy, rows[i].len ? rows[i].len : 1);
		if (text_valid(copy, rows[i].len, &at) != rows[i].valid || at != rows[i].at)
			fail_msg("%s: at %zu", rows[i].why, at);
		free(copy);
	}
}

struct clean_row {
	const char *text, *expected;
	unsigned removed;
	uint32_t first;
	const char *why;
};

// clang-format off
static const struct clean_row clean_rows[] = {
	{ "张三", "张三", 0, 0, "clean already" },
	{ "", "", 0, 0, "empty" },
	{ "  张三\t\n", "张三", 0, 0, "blanks at both ends are no loss" },
	{ "　张三　", "张三", 0, 0, "ideographic blanks too" },
	{ "a\tb", "a b", 0, 0, "a tab between words is a blank" },
	{ "a\r\nb", "a b", 0, 0, "CR LF is one line end" },
	{ "a \n\n \t b", "a b", 0, 0, "a run with a line end is one blank" },
	{ "a\vb\fc", "a b c", 0, 0, "VT and FF end lines" },
	{ "a\u2028b\u2029c\xc2\x85" "d", "a b c d", 0, 0, "Unicode's line ends" },
	{ "a  b", "a  b", 0, 0, "typed blanks stay as typed" },
	{ "a\001b\033[2Jc", "ab[2Jc", 2, 1, "C0 controls" },
	{ "a\xc2\x9b" "b\x7f", "ab", 2, 0x9b, "C1 controls and DEL" },
	{ "张\u202e三", "张三", 1, 0x202e, "bidi override" },
	{ "\u061c\u200e\u200f\u202a\u2066\u2069x", "x", 6, 0x61c, "all bidi marks" },
	{ "张\u200b\u200c\u200d\u2060\ufeff三", "张三", 5, 0x200b, "zero width" },
	{ "a\u00ad\u180e\u034fb", "ab", 3, 0xad, "soft hyphen and its like" },
	{ "a\u3164\u115f\uffa0b", "ab", 3, 0x3164, "Hangul fillers show nothing" },
	{ "a\ufdd0\uffff\U0010fffe" "b", "ab", 3, 0xfdd0, "noncharacters" },
	{ "a\U000e0041\U000e0001", "a", 2, 0xe0041, "tags" },
	{ "葛\U000e0100城", "葛\U000e0100城", 0, 0, "an ideograph's registered form" },
	{ "葛\ufe00", "葛\ufe00", 0, 0, "a standardized form" },
	{ "葛\U000e0100\U000e0101", "葛\U000e0100", 1, 0xe0101, "only one selector" },
	{ "a\ufe0f葛", "a葛", 1, 0xfe0f, "a selector behind a letter" },
	{ "\ufe0f葛", "葛", 1, 0xfe0f, "a selector behind nothing" },
	{ "葛 \ufe0f", "葛", 1, 0xfe0f, "a selector behind a blank" },
	{ "\u1820\u180b", "\u1820\u180b", 0, 0, "a Mongolian letter's form" },
	{ "a\u180b", "a", 1, 0x180b, "a Mongolian selector elsewhere" },
	{ "e\u0301", "é", 0, 0, "composed" },
	{ "\u212b", "Å", 0, 0, "a singleton" },
	{ "\u0301a", "a", 1, 0x301, "a mark without a base" },
	{ "\u2460", "\u2460", 0, 0, "① is not NFKC'd" },
	{ "\ufffd", "\ufffd", 0, 0, "damage stays visible" },
	{ "\ue816", "\ue816", 0, 0, "a home-made character stays" },
	{ "\U00031350", "\U00031350", 0, 0, "an ideograph younger than the library" },
	{ "ꀉꃀ ལྷ་ས ئۇيغۇر", "ꀉꃀ ལྷ་ས ئۇيغۇر", 0, 0, "Yi, Tibetan, Uyghur" },
	{ "q\u0344\u0344\u0344\u0344\u0344\u0344\u0344\u0344", "q\u0308\u0301\u0308\u0301\u0308\u0301\u0308\u0301", 8, 0x308, "marks that grow under NFC" },
};
// clang-format on

static void text_clean__cleans__every_kind(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(clean_rows); i++) {
		const struct clean_row *row = &clean_rows[i];
		struct text_report report;
		char *out = text_clean(row->text, strlen(row->text), &report);

		if (!out || strcmp(out, row->expected) != 0)
			fail_msg("%s: got '%s'", row->why, out);
		if (report.removed != row->removed || report.first != row->first)
			fail_msg("%s: removed %u, first U+%04X", row->why, report.removed,
				 report.first);
		free(out);
	}
}

static void text_clean__changes_nothing__the_second_time(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(clean_rows); i++) {
		struct text_report report;
		char *once = text_clean(clean_rows[i].text, strlen(clean_rows[i].text), NULL);
		char *twice = text_clean(once, strlen(once), &report);

		if (strcmp(once, twice) != 0 || report.removed || report.composed)
			fail_msg("%s: '%s' became '%s'", clean_rows[i].why, once, twice);
		free(once);
		free(twice);
	}
}

/* Random mixtures of the characters that rules speak of, from a fixed seed. */
static void text_clean__is_idempotent__for_mixtures(void **unused)
{
	static const uint32_t pool[] = { 'a',    ' ',     '\t',    '\n',   0x301,   0x344,  0x323,
					 0x845B, 0xFE00,  0xE0100, 0x200D, 0x202E,  0x3000, 0xF900,
					 0x1100, 0x1161,  0x11A8,  0xAC00, 0x958,   0x93C,  0x2000,
					 0xFDD0, 0x1820,  0x180B,  0xE000, 0x1D160, 0x9C7,  0x9BE,
					 0x0F73, 0x20000, 0x2F800, 0x0DDC, 0x115F,  0x0345 };
	uint32_t seed = 7;

	(void)unused;
	for (int round = 0; round < 5000; round++) {
		char text[256], *once, *twice;
		size_t len = 0;

		for (int i = 0; i < 24; i++) {
			seed = seed * 1664525 + 1013904223;
			len += text_put(pool[(seed >> 16) % ARRAY_SIZE(pool)], text + len);
		}
		once = text_clean(text, len, NULL);
		assert_non_null(once);
		twice = text_clean(once, strlen(once), NULL);
		if (strcmp(once, twice) != 0)
			fail_msg("round %d: '%s' became '%s'", round, once, twice);
		free(once);
		free(twice);
	}
}

static void text_clean__caps__marks_that_smear(void **unused)
{
	enum { MARKS = 10000 };
	char *text = malloc(1 + 2 * MARKS), *out;
	struct text_report report;

	(void)unused;
	text[0] = 'e';
	for (size_t i = 0; i < MARKS; i++)
		memcpy(text + 1 + 2 * i, i % 2 ? "\u0301" : "\u0323", 2);
	out = text_clean(text, 1 + 2 * MARKS, &report);
	if (strlen(out) > 3 + 2 * 8)
		fail_msg("%zu bytes of one letter survive", strlen(out));
	assert_true(report.removed >= MARKS - 9);
	assert_int_equal(text_chars(out), 1);
	free(out);
	free(text);
}

static void text_clean__reports__what_it_saw(void **unused)
{
	struct text_report report;

	(void)unused;
	free(text_clean("e\u0301", 3, &report));
	assert_true(report.composed);
	free(text_clean("é", 2, &report));
	assert_false(report.composed);
	free(text_clean("张\U000f0000", 7, &report));
	assert_true(report.private_use);
	free(text_clean("张三", 6, &report));
	assert_false(report.private_use);
	free(text_clean("a\0b", 3, &report));
	assert_int_equal(report.removed, 1);
	assert_null(text_clean("a\xC0\x80", 3, NULL));
}

static void text_fold__makes_equal__spellings_of_one_word(void **unused)
{
	static const struct {
		const char *a, *b;
		bool equal;
		const char *why;
	} rows[] = {
		{ "高血压 2 级", "高血压2级", true, "blanks" },
		{ "高血压　２　级", "高血压2级", true, "full-width digits and blanks" },
		{ "肺结核（耐多药）", "肺结核(耐多药)", true, "brackets" },
		{ "白血病［慢性］", "白血病[慢性]", true, "full-width square brackets" },
		{ "白血病【慢性】", "白血病[慢性]", true, "black brackets" },
		{ "普拉德－威利", "普拉德-威利", true, "full-width hyphen" },
		{ "普拉德–威利", "普拉德-威利", true, "en dash" },
		{ "m01904", "M01904", true, "case" },
		{ "阿卜杜拉•买买提", "阿卜杜拉·买买提", true, "bullet" },
		{ "阿卜杜拉．买买提", "阿卜杜拉·买买提", true, "full-width full stop" },
		{ "阿・b‧c⋅d･e∙f", "阿·b·c·d·e·f", true, "every dot" },
		{ "2\u200b型", "2型", true, "zero width" },
		{ "1.5", "1·5", false, "an ASCII point is no dot" },
		{ "肺结核", "肺结核(耐多药)", false, "another disease" },
		{ "综合征", "综合症", false, "another character" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *a = text_fold(rows[i].a), *b = text_fold(rows[i].b);

		if ((strcmp(a, b) == 0) != rows[i].equal)
			fail_msg("%s: '%s' and '%s'", rows[i].why, a, b);
		free(a);
		free(b);
	}
	assert_null(text_fold("\xFF"));
}

static void text_narrow__changes__only_full_width_ascii(void **unused)
{
	char text[] = "５１１１Ｘ　（乐山）～・";

	(void)unused;
	text_narrow(text);
	assert_string_equal(text, "5111X (乐山)~・");
}

static void text_next__walks__characters_as_seen(void **unused)
{
	static const struct {
		const char *text;
		size_t chars, last;
		const char *why;
	} rows[] = {
		{ "", 0, 0, "nothing" },
		{ "张三", 2, 3, "Han" },
		{ "𠮷a", 2, 4, "beyond the BMP" },
		{ "e\u0323\u0302x", 2, 5, "letter with marks" },
		{ "城葛\U000e0100", 2, 3, "ideograph with its selector" },
		{ "각\u1100\u1161\u11a8", 2, 3, "Hangul of three letters" },
		{ "a\r\n", 2, 1, "CR LF is one" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *s = rows[i].text;
		size_t len = strlen(s);

		if (text_chars(s) != rows[i].chars || text_prev(s, len) != rows[i].last)
			fail_msg("%s: %zu characters, last at %zu", rows[i].why, text_chars(s),
				 text_prev(s, len));
		assert_int_equal(text_next(s, rows[i].last), len);
		assert_int_equal(text_next(s, len), len);
		assert_int_equal(text_prev(s, 0), 0);
	}
}

static void text_put__writes__what_text_codepoint_reads(void **unused)
{
	static const uint32_t good[] = { 'a', 0x7F, 0x80, 0x7FF, 0x800, 0xFFFD, 0x10000, 0x10FFFF };
	static const uint32_t bad[] = { 0xD800, 0xDFFF, 0x110000, 0xFFFFFFFF };
	char out[5];
	size_t n;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		size_t written = text_put(good[i], out);

		assert_int_equal(written, strlen(out));
		assert_int_equal(text_codepoint(out, &n), good[i]);
		assert_int_equal(n, strlen(out));
	}
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(text_put(bad[i], out), 0);
}

static void text_is_han__knows__every_plane(void **unused)
{
	static const uint32_t han[] = { 0x3007, 0x4E00,  0x3400,  0x9FFF,  0xF900,
					0xFA0E, 0x20BB7, 0x2CE00, 0x2F800, 0x31350 };
	static const uint32_t other[] = {
		'a', 0xB7, 0x3000, 0x3105, 0xA000, 0xAC00, 0xE816, 0x1F600
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(han); i++)
		if (!text_is_han(han[i]))
			fail_msg("U+%04X is an ideograph", han[i]);
	for (size_t i = 0; i < ARRAY_SIZE(other); i++)
		if (text_is_han(other[i]))
			fail_msg("U+%04X is no ideograph", other[i]);
}

static void text_copy__cuts__between_characters(void **unused)
{
	static const struct {
		const char *text;
		size_t size;
		const char *expected, *why;
	} rows[] = {
		{ "abc", 4, "abc", "it just fits" },
		{ "abc", 3, "ab", "one too many" },
		{ "乐山", 6, "乐", "never half a Han character" },
		{ "ae\u0323", 3, "a", "a letter stays with its mark" },
		{ "乐", 1, "", "room for the NUL only" },
	};
	char out[16];

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		size_t n = text_copy(out, rows[i].size, rows[i].text);

		if (strcmp(out, rows[i].expected) != 0 || n != strlen(out))
			fail_msg("%s: '%s'", rows[i].why, out);
	}
}

static void text_mask__hides__the_middle(void **unused)
{
	static const struct {
		const char *text, *expected, *why;
	} rows[] = {
		{ "110105194912310021", "110***********0021", "citizen number" },
		{ "H12345678", "H******78", "home-return permit" },
		{ "12345678", "1*****78", "eight characters" },
		{ "1234567", "*****67", "seven characters" },
		{ "123", "*23", "three characters" },
		{ "", "", "nothing" },
		{ "身份证五一一一二三", "身******二三", "characters, not bytes" },
	};
	char out[256];

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		text_mask_certno(rows[i].text, out, sizeof(out));
		if (strcmp(out, rows[i].expected) != 0)
			fail_msg("%s: '%s'", rows[i].why, out);
	}
	text_mask_tel("13812345678", out, sizeof(out));
	assert_string_equal(out, "138****5678");
	text_mask_certno("110105194912310021", out, 6);
	assert_string_equal(out, "110**");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_valid__finds__the_first_wrong_byte),
		cmocka_unit_test(text_clean__cleans__every_kind),
		cmocka_unit_test(text_clean__changes_nothing__the_second_time),
		cmocka_unit_test(text_clean__is_idempotent__for_mixtures),
		cmocka_unit_test(text_clean__caps__marks_that_smear),
		cmocka_unit_test(text_clean__reports__what_it_saw),
		cmocka_unit_test(text_fold__makes_equal__spellings_of_one_word),
		cmocka_unit_test(text_narrow__changes__only_full_width_ascii),
		cmocka_unit_test(text_next__walks__characters_as_seen),
		cmocka_unit_test(text_put__writes__what_text_codepoint_reads),
		cmocka_unit_test(text_is_han__knows__every_plane),
		cmocka_unit_test(text_copy__cuts__between_characters),
		cmocka_unit_test(text_mask__hides__the_middle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
