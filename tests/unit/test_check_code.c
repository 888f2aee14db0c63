/* Covers forms/check_code: the short code of a digest, and filing numbers with their check character. */
#include "tests/test.h"

#include <inttypes.h>

#include "forms/check_code.h"

static void check_code__shows__the_first_fifty_bits(void **unused)
{
	// clang-format off
	static const struct { const char *digest, *code, *why; } rows[] = {
		{ "0000000000000000000000000000000000000000000000000000000000000000", "AAAA-AAAA-AA", "no bit" },
		{ "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "7777-7777-77", "every bit" },
		{ "ffffffffffffc000000000000000000000000000000000000000000000000000", "7777-7777-77", "fifty bits" },
		{ "00000000000040000000000000000000000000000000000000000000000000ff", "AAAA-AAAA-AB", "the fiftieth" },
		{ "00000000000020000000000000000000000000000000000000000000000000ff", "AAAA-AAAA-AA", "the next one" },
		{ "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0", "M3D7-B5DC-53", "of abc" },
		{ "", "", "nothing" },
		{ "66c7", "", "too short" },
		{ "66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0", "", "capital letters" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char code[CHECK_CODE_SIZE];

		check_code_of_hex(rows[i].digest, code);
		if (strcmp(code, rows[i].code) != 0)
			fail_msg("%s: '%s'", rows[i].why, code);
	}
}

static void filing_no_make__writes__numbers_that_are_valid(void **unused)
{
	// clang-format off
	static const struct { const char *prefix; int year; int64_t serial; const char *no, *why; } rows[] = {
		{ "H51110200001", 2026, 1,          "H51110200001-2026-00001-L",      "an institution's first" },
		{ "H51110200001", 2026, 99999,      "H51110200001-2026-99999-C",      "the last of five digits" },
		{ "H51110200001", 2026, 100000,     "H51110200001-2026-100000-J",     "six digits" },
		{ "7",            2030, 1234567890, "7-2030-1234567890-K",            "a short prefix" },
		{ "PX",           1999, 42,         "PX-1999-00042-G",                "letters only" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char no[FILING_NO_SIZE];

		assert_int_equal(filing_no_make(rows[i].prefix, rows[i].year, rows[i].serial, no),
				 0);
		if (strcmp(no, rows[i].no) != 0 || !filing_no_valid(no))
			fail_msg("%s: %s", rows[i].why, no);
	}
}

static void filing_no_make__refuses__what_makes_no_number(void **unused)
{
	static const struct {
		const char *prefix;
		int year;
		int64_t serial;
		const char *why;
	} rows[] = {
		{ "", 2026, 1, "no prefix" },
		{ "h5111", 2026, 1, "small letters" },
		{ "H51-11", 2026, 1, "a hyphen" },
		{ "乐山", 2026, 1, "Han" },
		{ "H5111", 26, 1, "a year of two digits" },
		{ "H5111", 2026, 0, "no serial" },
		{ "H5111", 2026, -5, "below zero" },
		{ "H51111111111111111111111111111111111111111111111111", 2026, 1, "too long" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char no[FILING_NO_SIZE] = "untouched";

		if (filing_no_make(rows[i].prefix, rows[i].year, rows[i].serial, no) == 0)
			fail_msg("made %s: %s", no, rows[i].why);
		assert_string_equal(no, "untouched");
	}
}

/* A character is wrong in one place: any other of printable ASCII. */
static void filing_no_valid__finds__every_single_wrong_character(void **unused)
{
	static const char *const prefixes[] = { "H51110200001", "PX9", "5111" };
	size_t tried = 0;

	(void)unused;
	for (size_t p = 0; p < ARRAY_SIZE(prefixes); p++)
		for (int64_t serial = 1; serial < 200000; serial = serial * 3 + 7) {
			char no[FILING_NO_SIZE], right;

			assert_int_equal(filing_no_make(prefixes[p], 2026, serial, no), 0);
			for (size_t at = 0; no[at]; at++) {
				right = no[at];
				for (char c = ' '; c < 127; c++, tried++) {
					no[at] = c;
					if (filing_no_valid(no) != (c == right))
						fail_msg("'%c' for '%c' at %zu of %s", c, right, at,
							 no);
				}
				no[at] = right;
			}
		}
	assert_true(tried > 50000);
}

/* The method itself misses about one swap in 600. */
static void filing_no_valid__finds__nearly_every_swap(void **unused)
{
	size_t tried = 0, missed = 0;

	(void)unused;
	for (int64_t serial = 1; serial < 99999; serial += 37) {
		char no[FILING_NO_SIZE], prefix[16];

		snprintf(prefix, sizeof(prefix), "H%011" PRId64, serial * 7919 * 7919);
		assert_int_equal(filing_no_make(prefix, 2026, serial, no), 0);
		for (size_t at = 0; no[at + 1]; at++) {
			char left = no[at], right = no[at + 1];

			if (left == right || left == '-' || right == '-')
				continue;
			no[at] = right;
			no[at + 1] = left;
			tried++;
			missed += filing_no_valid(no);
			no[at] = left;
			no[at + 1] = right;
		}
	}
	assert_true(tried > 10000);
	if (missed * 100 > tried)
		fail_msg("%zu of %zu swaps are not found", missed, tried);
}

static void filing_no_valid__refuses__other_shapes(void **unused)
{
	static const char *const shapes[] = {
		"",
		"-",
		"---",
		"H5111",
		"H5111-2026",
		"H5111-2026-00001",
		"H5111-2026-00001-",
		"H5111-026-00001-A",
		"H5111-2026-0001-A",
		"-2026-00001-A",
		"H5111-2026-00000-A",
		"H5111-2026-000001-A",
		"H5111-0026-00001-A",
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(shapes); i++) {
		char no[FILING_NO_SIZE];
		size_t len = strlen(shapes[i]);

		snprintf(no, sizeof(no), "%s", shapes[i]);
		/* With any check character at the end it stays no number. */
		for (const char *c = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"; *c; c++) {
			if (len > 0 && no[len - 1] != '-')
				no[len - 1] = *c;
			if (filing_no_valid(no))
				fail_msg("valid: %s", no);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_code__shows__the_first_fifty_bits),
		cmocka_unit_test(filing_no_make__writes__numbers_that_are_valid),
		cmocka_unit_test(filing_no_make__refuses__what_makes_no_number),
		cmocka_unit_test(filing_no_valid__finds__every_single_wrong_character),
		cmocka_unit_test(filing_no_valid__finds__nearly_every_swap),
		cmocka_unit_test(filing_no_valid__refuses__other_shapes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
