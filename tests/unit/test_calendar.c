/* Covers forms/calendar: real days, reading, arithmetic, ages. */
#include "tests/test.h"

#include "forms/calendar.h"

static void date_valid__knows__real_days(void **unused)
{
	static const struct {
		struct date d;
		bool valid;
		const char *why;
	} rows[] = {
		{ { 2000, 2, 29 }, true, "2000 was a leap year" },
		{ { 1900, 2, 29 }, false, "1900 was none" },
		{ { 2100, 2, 29 }, false, "2100 will be none" },
		{ { 2024, 2, 29 }, true, "an ordinary leap year" },
		{ { 2023, 2, 29 }, false, "a common year" },
		{ { 2023, 4, 31 }, false, "April has 30 days" },
		{ { 2023, 12, 31 }, true, "the year's last day" },
		{ { 2023, 13, 1 }, false, "a thirteenth month" },
		{ { 2023, 0, 1 }, false, "month zero" },
		{ { 2023, 1, 0 }, false, "day zero" },
		{ { 0, 1, 1 }, false, "there is no year 0" },
		{ { 10000, 1, 1 }, false, "five digits" },
		{ { -4, 2, 29 }, false, "before our era" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (date_valid(rows[i].d) != rows[i].valid)
			fail_msg("%s", rows[i].why);
}

static void date_parse__reads__one_shape_only(void **unused)
{
	static const struct {
		const char *text;
		int result;
		const char *why;
	} rows[] = {
		{ "2026-11-22", 0, "the stored shape" },
		{ "2026-1-2", -1, "zeros are needed" },
		{ "20261122", -1, "no marks" },
		{ "2026-11-22 ", -1, "a blank behind" },
		{ " 2026-11-22", -1, "a blank in front" },
		{ "2026-02-29", -1, "no real day" },
		{ "2026-11", -1, "no day" },
		{ "2026-11-220", -1, "a digit too many" },
		{ "２０２６-11-22", -1, "full-width" },
		{ "+026-11-22", -1, "a sign" },
		{ "", -1, "empty" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct date d = { 1, 2, 3 };

		if (date_parse(rows[i].text, &d) != rows[i].result)
			fail_msg("%s: '%s'", rows[i].why, rows[i].text);
		if (rows[i].result != 0)
			assert_int_equal(d.day, 3); /* untouched on failure */
	}
}

static void date_parse_typed__reads__what_people_write(void **unused)
{
	static const struct {
		const char *text, *expected, *why;
	} rows[] = {
		{ "20261122", "2026-11-22", "digits only" },
		{ "2026-11-22", "2026-11-22", "hyphens" },
		{ "2026.11.22", "2026-11-22", "points" },
		{ "2026/11/22", "2026-11-22", "slashes" },
		{ "2026-1-2", "2026-01-02", "without zeros" },
		{ "2026年11月22日", "2026-11-22", "Chinese" },
		{ "2026年1月2日", "2026-01-02", "Chinese without zeros" },
		{ "2026 年 1 月 2 日", "2026-01-02", "as printed on the form" },
		{ "２０２６－１１－２２", "2026-11-22", "full-width" },
		{ "２０２６年１１月２２日", "2026-11-22", "full-width Chinese" },
		{ "2026。1。2", "2026-01-02", "the point of a Chinese input method" },
		{ "  20261122\t", "2026-11-22", "blanks around" },
		{ "　2026.1.2　", "2026-01-02", "ideographic blanks around" },
		{ "2026-11.22", NULL, "mixed marks" },
		{ "2026-2-30", NULL, "no real day" },
		{ "202611", NULL, "no day" },
		{ "202611221", NULL, "a digit too many" },
		{ "26-11-22", NULL, "two-digit year" },
		{ "22/11/2026", NULL, "another order" },
		{ "2026-11-22T00:00", NULL, "a time" },
		{ "2026-11-22日", NULL, "日 behind hyphens" },
		{ "今天", NULL, "words" },
		{ "", NULL, "empty" },
		{ "   ", NULL, "blanks only" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct date d = { 0 };
		char text[DATE_TEXT_SIZE];
		int rc = date_parse_typed(rows[i].text, &d);

		date_format(d, text);
		if (rc != (rows[i].expected ? 0 : -1) ||
		    strcmp(text, rows[i].expected ? rows[i].expected : "") != 0)
			fail_msg("%s: '%s' read as '%s'", rows[i].why, rows[i].text, text);
	}
}

static void date_parse_typed__refuses__endless_text(void **unused)
{
	char text[4096];
	struct date d;

	(void)unused;
	memset(text, ' ', sizeof(text));
	memcpy(text, "20261122", 8);
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(date_parse_typed(text, &d), -1);
}

static void date_format__writes__nothing_for_no_date(void **unused)
{
	char out[DATE_TEXT_SIZE] = "x";

	(void)unused;
	assert_string_equal(date_format((struct date) { 0 }, out), "");
	assert_string_equal(date_format((struct date) { 987, 6, 5 }, out), "0987-06-05");
	assert_int_equal(strlen(date_format((struct date) { 123456789, 11, 22 }, out)), 10);
}

static void date_add_days__steps__over_borders(void **unused)
{
	static const struct {
		struct date from;
		int days;
		struct date to;
		const char *why;
	} rows[] = {
		{ { 2024, 2, 28 }, 1, { 2024, 2, 29 }, "into a leap day" },
		{ { 2024, 2, 29 }, 1, { 2024, 3, 1 }, "out of a leap day" },
		{ { 2023, 2, 28 }, 1, { 2023, 3, 1 }, "a common year" },
		{ { 1999, 12, 31 }, 1, { 2000, 1, 1 }, "a century" },
		{ { 2024, 5, 1 }, 84, { 2024, 7, 24 }, "twelve weeks" },
		{ { 2000, 3, 1 }, -1, { 2000, 2, 29 }, "backwards" },
		{ { 1900, 3, 1 }, -1, { 1900, 2, 28 }, "backwards in 1900" },
		{ { 1, 1, 1 }, 3652058, { 9999, 12, 31 }, "all the days there are" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct date d = date_add_days(rows[i].from, rows[i].days);

		if (date_compare(d, rows[i].to) != 0)
			fail_msg("%s: %d-%d-%d", rows[i].why, d.year, d.month, d.day);
		assert_int_equal(date_days_between(rows[i].from, rows[i].to), rows[i].days);
	}
}

static void date_add_days__visits__every_day_of_eight_centuries(void **unused)
{
	struct date d = { 1600, 1, 1 };
	int days = 0;

	(void)unused;
	for (; d.year < 2400; days++) {
		struct date next = date_add_days(d, 1);

		if (!date_valid(next) || date_compare(d, next) >= 0 ||
		    date_days_between(d, next) != 1)
			fail_msg("after %d-%d-%d came %d-%d-%d", d.year, d.month, d.day, next.year,
				 next.month, next.day);
		d = next;
	}
	assert_int_equal(days, 2 * 146097);
}

static void date_add_months__stops__at_the_last_day(void **unused)
{
	static const struct {
		struct date from;
		int months;
		struct date to;
		const char *why;
	} rows[] = {
		{ { 2026, 1, 31 }, 1, { 2026, 2, 28 }, "February is short" },
		{ { 2024, 1, 31 }, 1, { 2024, 2, 29 }, "or a day longer" },
		{ { 2026, 11, 30 }, 2, { 2027, 1, 30 }, "over the year" },
		{ { 2024, 5, 1 }, 24, { 2026, 5, 1 }, "two years" },
		{ { 2026, 3, 31 }, -1, { 2026, 2, 28 }, "backwards" },
		{ { 2026, 1, 15 }, -1, { 2025, 12, 15 }, "backwards over the year" },
		{ { 2024, 2, 29 }, 12, { 2025, 2, 28 }, "a year from a leap day" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (date_compare(date_add_months(rows[i].from, rows[i].months), rows[i].to) != 0)
			fail_msg("%s", rows[i].why);
}

static void date_age__counts__whole_years(void **unused)
{
	static const struct {
		struct date birth, on;
		int age;
		const char *why;
	} rows[] = {
		{ { 1990, 3, 7 }, { 2026, 11, 22 }, 36, "after the birthday" },
		{ { 1990, 3, 7 }, { 2026, 3, 7 }, 36, "on the birthday" },
		{ { 1990, 3, 7 }, { 2026, 3, 6 }, 35, "the day before" },
		{ { 2026, 11, 22 }, { 2026, 11, 22 }, 0, "born today" },
		{ { 2026, 11, 23 }, { 2026, 11, 22 }, -1, "born tomorrow" },
		{ { 2000, 2, 29 }, { 2023, 2, 28 }, 22, "29 February, eve in a common year" },
		{ { 2000, 2, 29 }, { 2023, 3, 1 }, 23, "29 February, 1 March in a common year" },
		{ { 2000, 2, 29 }, { 2024, 2, 28 }, 23, "29 February, eve in a leap year" },
		{ { 2000, 2, 29 }, { 2024, 2, 29 }, 24, "29 February in a leap year" },
		{ { 1899, 12, 31 }, { 2026, 1, 1 }, 126, "very old" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (date_age(rows[i].birth, rows[i].on) != rows[i].age)
			fail_msg("%s: %d", rows[i].why, date_age(rows[i].birth, rows[i].on));
}

static void date_quarter__divides__the_year(void **unused)
{
	static const int quarters[] = { 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4 };

	(void)unused;
	for (int m = 1; m <= 12; m++)
		assert_int_equal(date_quarter((struct date) { 2026, m, 1 }), quarters[m - 1]);
}

static void date_today__is__a_real_day(void **unused)
{
	(void)unused;
	assert_true(date_valid(date_today()));
	assert_true(date_compare(date_today(), (struct date) { 2024, 1, 1 }) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(date_valid__knows__real_days),
		cmocka_unit_test(date_parse__reads__one_shape_only),
		cmocka_unit_test(date_parse_typed__reads__what_people_write),
		cmocka_unit_test(date_parse_typed__refuses__endless_text),
		cmocka_unit_test(date_format__writes__nothing_for_no_date),
		cmocka_unit_test(date_add_days__steps__over_borders),
		cmocka_unit_test(date_add_days__visits__every_day_of_eight_centuries),
		cmocka_unit_test(date_add_months__stops__at_the_last_day),
		cmocka_unit_test(date_age__counts__whole_years),
		cmocka_unit_test(date_quarter__divides__the_year),
		cmocka_unit_test(date_today__is__a_real_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
