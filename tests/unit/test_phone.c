/* Covers forms/phone: every way a telephone number is written, and what is none. */
#include "tests/test.h"

#include "forms/phone.h"
#include "forms/text.h"

#define NO_FINDING FINDING_CODE_COUNT

static void phone_read__stores__one_spelling(void **unused)
{
	// clang-format off
	static const struct {
		const char *text, *stored;
		enum finding_code note;
		const char *why;
	} rows[] = {
		{ "", "", NO_FINDING, "nothing typed" },
		{ "13812345678", "13812345678", NO_FINDING, "mobile" },
		{ "19912345678", "19912345678", NO_FINDING, "a young prefix" },
		{ "16212345678", "16212345678", NO_FINDING, "162" },
		{ "19712345678", "19712345678", NO_FINDING, "197" },
		{ "138 1234 5678", "13812345678", FINDING_TEL_CLEANED, "blanks" },
		{ "138-1234-5678", "13812345678", NO_FINDING, "hyphens" },
		{ "１３８１２３４５６７８", "13812345678", FINDING_TEL_CLEANED, "full-width" },
		{ "+8613812345678", "13812345678", FINDING_TEL_CLEANED, "+86" },
		{ "+86 138 1234 5678", "13812345678", FINDING_TEL_CLEANED, "+86 and blanks" },
		{ "008613812345678", "13812345678", FINDING_TEL_CLEANED, "0086" },
		{ "8613812345678", "13812345678", FINDING_TEL_CLEANED, "86" },
		{ "013812345678", "13812345678", FINDING_TEL_CLEANED, "0 before a mobile number" },
		{ "\u202a13812345678\u202c", "13812345678", FINDING_TEL_CLEANED, "direction marks of an address book" },
		{ "  13812345678\t", "13812345678", FINDING_TEL_CLEANED, "blanks at the ends" },
		{ "0833-2123456", "0833-2123456", NO_FINDING, "Leshan" },
		{ "08332123456", "0833-2123456", NO_FINDING, "Leshan in one" },
		{ "(0833)2123456", "0833-2123456", NO_FINDING, "brackets" },
		{ "（0833）2123456", "0833-2123456", FINDING_TEL_CLEANED, "full-width brackets" },
		{ "0833—2123456", "0833-2123456", NO_FINDING, "a dash" },
		{ "0833－2123456", "0833-2123456", FINDING_TEL_CLEANED, "a full-width hyphen" },
		{ "0833 212 3456", "0833-2123456", FINDING_TEL_CLEANED, "groups" },
		{ "0358-8212345", "0358-8212345", NO_FINDING, "Lüliang" },
		{ "010-62345678", "010-62345678", NO_FINDING, "Beijing" },
		{ "028-38123456", "028-38123456", NO_FINDING, "Meishan" },
		{ "02887654321", "028-87654321", NO_FINDING, "Chengdu in one" },
		{ "0755-23456789", "0755-23456789", NO_FINDING, "eight digits behind four" },
		{ "0833-2123456-801", "0833-2123456-801", NO_FINDING, "extension" },
		{ "0833-2123456转801", "0833-2123456-801", NO_FINDING, "转" },
		{ "08332123456 转 801", "0833-2123456-801", FINDING_TEL_CLEANED, "转 with blanks" },
		{ "0833-2123456分机8", "0833-2123456-8", NO_FINDING, "分机" },
		{ "0833-2123456 ext. 801", "0833-2123456-801", FINDING_TEL_CLEANED, "ext." },
		{ "+86-833-2123456", "0833-2123456", FINDING_TEL_CLEANED, "no 0 behind +86" },
		{ "+86 (0)833 2123456", "0833-2123456", FINDING_TEL_CLEANED, "(0) behind +86" },
		{ "+86 28 87654321", "028-87654321", FINDING_TEL_CLEANED, "Chengdu behind +86" },
		{ "400-123-4567", "4001234567", NO_FINDING, "400" },
		{ "4001234567", "4001234567", NO_FINDING, "400 in one" },
		{ "8332123456", "0833-2123456", FINDING_TEL_ZERO, "the spreadsheet ate the 0" },
		{ "833-2123456", "0833-2123456", FINDING_TEL_ZERO, "the 0 forgotten" },
		{ "2887654321", "028-87654321", FINDING_TEL_ZERO, "028 without 0" },
		{ "1062345678", "010-62345678", FINDING_TEL_ZERO, "010 without 0" },
		{ "3588212345", "0358-8212345", FINDING_TEL_ZERO, "0358 without 0" },
		{ "2123456", "2123456", FINDING_TEL_NO_AREA, "seven digits" },
		{ "87654321", "87654321", FINDING_TEL_NO_AREA, "eight digits" },
		{ "0755-2345678-9", "0755-2345678-9", NO_FINDING, "an extension of one digit" },
		{ "010-6234-5678", "010-62345678", NO_FINDING, "a local number in two groups" },
		{ "2123456-801", "2123456-801", FINDING_TEL_NO_AREA, "no area but an extension" },
		{ "86138123转45678", "86138123-45678", FINDING_TEL_NO_AREA, "no mobile of China with 86 before it" },
		{ "86138123-45678", "86138123-45678", FINDING_TEL_NO_AREA, "the same, as it is stored" },
		{ "+852 9123 4567", "+85291234567", FINDING_TEL_CLEANED, "Hong Kong" },
		{ "0085291234567", "+85291234567", FINDING_TEL_CLEANED, "00852" },
		{ "85291234567", "+85291234567", FINDING_TEL_CLEANED, "852 without +" },
		{ "85366123456", "+85366123456", FINDING_TEL_CLEANED, "Macao" },
		{ "+886912345678", "+886912345678", NO_FINDING, "Taiwan" },
		{ "886912345678", "+886912345678", FINDING_TEL_CLEANED, "Taiwan without +" },
		{ "+1-202-555-0123", "+12025550123", NO_FINDING, "abroad" },
		{ "＋77012345678", "+77012345678", FINDING_TEL_CLEANED, "full-width plus" },
	};
	// clang-format on

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct findings f = { 0 };
		char out[TEL_SIZE], again[TEL_SIZE];
		enum finding_code got;

		if (!phone_read(rows[i].text, out, &f) || strcmp(out, rows[i].stored) != 0)
			fail_msg("%s: '%s' stored as '%s'", rows[i].why, rows[i].text, out);
		got = f.count ? f.list[0].code : NO_FINDING;
		if (f.count > 1 || got != rows[i].note)
			fail_msg("%s: %zu findings, first %s", rows[i].why, f.count,
				 f.count ? finding_code_name(got) : "none");
		findings_finish(&f);

		assert_true(phone_read(out, again, NULL));
		if (strcmp(out, again) != 0)
			fail_msg("%s: '%s' read again is '%s'", rows[i].why, out, again);
	}
}

static void phone_read__refuses__what_is_no_number(void **unused)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{ "1381234567", "a digit short" },
		{ "138123456789", "a digit too many" },
		{ "12812345678", "no mobile begins with 12" },
		{ "0833-21234567", "eight digits in Leshan" },
		{ "0358-12345678", "eight digits in Lüliang" },
		{ "0833-1123456", "no local number begins with 1" },
		{ "0833-9123456", "nor with 9" },
		{ "010-6234567", "seven digits in Beijing" },
		{ "0123-4567890", "no area code begins with 01 but 010" },
		{ "13812345678-801", "a mobile has no extension" },
		{ "0833-2123456-8012345", "an endless extension" },
		{ "0833-2123456转", "an extension without digits" },
		{ "13812345678 13987654321", "two numbers" },
		{ "13812345678/2123456", "two numbers with a slash" },
		{ "1.38E+10", "a spreadsheet's number" },
		{ "无", "a word" },
		{ "138l2345678", "a letter l" },
		{ "110", "three digits" },
		{ "+", "a plus alone" },
		{ "+123456", "too short abroad" },
		{ "+1234567890123456", "too long abroad" },
		{ "+0833", "no country begins with 0" },
		{ "13812345678;DROP", "a tail" },
		{ "++8613812345678", "two plusses" },
		{ "\xFF", "not UTF-8" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct findings f = { 0 };
		char out[TEL_SIZE];

		if (phone_read(rows[i].text, out, &f))
			fail_msg("%s: '%s' stored as '%s'", rows[i].why, rows[i].text, out);
		assert_int_equal(f.count, 1);
		assert_int_equal(f.list[0].code, FINDING_TEL_FORMAT);
		findings_finish(&f);
	}
}

static void phone_read__keeps__what_was_typed_wrong(void **unused)
{
	struct findings f = { 0 };
	char out[TEL_SIZE], endless[1000];

	(void)unused;
	assert_false(phone_read("  问 儿子 ", out, &f));
	assert_string_equal(out, "问 儿子");
	memset(endless, '7', sizeof(endless));
	endless[sizeof(endless) - 1] = '\0';
	assert_false(phone_read(endless, out, &f));
	assert_int_equal(strlen(out), TEL_SIZE - 1);
	for (size_t i = 0; i < 333; i++)
		memcpy(endless + 3 * i, "乐", 4);
	assert_false(phone_read(endless, out, &f));
	assert_true(text_valid(out, strlen(out), NULL));
	findings_finish(&f);
}

static void phone_read__masks__the_number_in_its_message(void **unused)
{
	struct findings f = { 0 };
	char out[TEL_SIZE];

	(void)unused;
	phone_read("138123456789", out, &f);
	assert_string_equal(f.list[0].arg[0], "138*****6789");
	findings_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(phone_read__stores__one_spelling),
		cmocka_unit_test(phone_read__refuses__what_is_no_number),
		cmocka_unit_test(phone_read__keeps__what_was_typed_wrong),
		cmocka_unit_test(phone_read__masks__the_number_in_its_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
