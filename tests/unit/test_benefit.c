/* Covers forms/benefit: the terms of the built-in packs merged, caps in fen, rounding, expiry, amounts as text. */
#include "tests/test.h"

#include "forms/benefit.h"

static struct policies *packs;

static int load(void **unused)
{
	struct err err = { 0 };

	(void)unused;
	return policies_load(NULL, &packs, &err);
}

static int unload(void **unused)
{
	(void)unused;
	policies_free(packs);
	return 0;
}

/* ---- terms ---- */

static void benefit_terms__merges__the_packs_of_a_region(void **unused)
{
	// clang-format off
	static const struct { const char *region, *disease, *insutype; int found, ratio; int64_t year, quarter; const char *why; } rows[] = {
		{ "1411",   "M01904", "390", 1, 6500, 1200000, 300000, "Lüliang residents" },
		{ "1411",   "M01904", "310", 1, 7500, 1800000, 450000, "Lüliang employees" },
		{ "141129", "M01904", "390", 1, 6500, 1200000, 300000, "a county of Lüliang" },
		{ "1401",   "M01904", "390", 1, 6500, 1200000, -1,     "elsewhere in Shanxi no quarter is capped" },
		{ "14",     "M01904", "310", 1, 7500, 1800000, -1,     "the province" },
		{ "5111",   "M01904", "390", 0, 0, 0, 0,               "Leshan prints no payment" },
		{ "1411",   "M01600", "390", 0, 0, 0, 0,               "another disease" },
		{ "1411",   "M01904", "999", 0, 0, 0, 0,               "another insurance" },
		{ "",       "M01904", "390", 0, 0, 0, 0,               "no region" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct benefit_terms t;
		int found =
			benefit_terms(packs, rows[i].region, rows[i].disease, rows[i].insutype, &t);

		if (found != rows[i].found)
			fail_msg("found %d: %s", found, rows[i].why);
		if (found && (t.ratio_hundredths != rows[i].ratio || t.year_cap != rows[i].year ||
			      t.quarter_cap != rows[i].quarter))
			fail_msg("%d, %lld, %lld: %s", t.ratio_hundredths, (long long)t.year_cap,
				 (long long)t.quarter_cap, rows[i].why);
	}
}

static void benefit_terms__names__where_each_part_came_from(void **unused)
{
	struct benefit_terms t;

	(void)unused;
	assert_int_equal(benefit_terms(packs, "1411", "M01904", "310", &t), 1);
	assert_string_equal(t.ratio_policy->id, "shanxi-2024-4");
	assert_string_equal(t.year_policy->id, "shanxi-2024-4");
	assert_string_equal(t.quarter_policy->id, "lvliang-2024-13");
	assert_int_equal(benefit_terms(packs, "1401", "M01904", "390", &t), 1);
	assert_null(t.quarter_policy);
}

/* ---- payment ---- */

#define VISITS 6

// clang-format off
static const struct {
	const char *region, *insutype;
	struct { struct date on; int64_t cost, fund; bool quarter_bit, year_bit; } visit[VISITS];
	const char *why;
} courses[] = {
	{ "1411", "390", { { { 2025, 1, 2 }, 461537, 299999, false, false }, { { 2025, 1, 3 }, 10000, 1, true, false } },
	  "one fen is left below 4615.38 yuan" },
	{ "1411", "390", { { { 2025, 1, 2 }, 461538, 300000, false, false }, { { 2025, 1, 3 }, 10000, 0, true, false } },
	  "2999.997 yuan is rounded half up, which fills the quarter" },
	{ "1411", "390", { { { 2025, 1, 2 }, 461539, 300000, false, false }, { { 2025, 1, 3 }, 10000, 0, true, false } },
	  "the cap is reached at 4615.39 yuan" },
	{ "1411", "390", { { { 2025, 1, 2 }, 461540, 300000, true, false } }, "one fen more is cut" },
	{ "1411", "310", { { { 2025, 1, 2 }, 599999, 449999, false, false }, { { 2025, 1, 3 }, 1, 1, false, false } },
	  "employees: 4499.99 yuan, and the last fen" },
	{ "1411", "310", { { { 2025, 1, 2 }, 600000, 450000, false, false }, { { 2025, 1, 3 }, 1, 0, true, false } },
	  "employees: the cap is reached at 6000.00 yuan" },
	{ "1411", "390", { { { 2025, 3, 31 }, 600000, 300000, true, false }, { { 2025, 4, 1 }, 600000, 300000, true, false },
			   { { 2025, 6, 30 }, 100, 0, true, false },         { { 2025, 7, 1 }, 100, 65, false, false },
			   { { 2025, 10, 1 }, 600000, 300000, true, false }, { { 2025, 12, 31 }, 600000, 0, true, false } },
	  "quarters begin in January, April, July and October; nothing is carried over" },
	{ "1411", "390", { { { 2025, 1, 1 }, 600000, 300000, true, false }, { { 2025, 4, 1 }, 600000, 300000, true, false },
			   { { 2025, 7, 1 }, 600000, 300000, true, false }, { { 2025, 10, 1 }, 600000, 300000, true, false },
			   { { 2025, 12, 1 }, 100, 0, true, false },        { { 2026, 1, 1 }, 100, 65, false, false } },
	  "four full quarters are exactly the year" },
	{ "1401", "390", { { { 2025, 1, 1 }, 1846153, 1199999, false, false }, { { 2025, 12, 31 }, 100, 1, false, true },
			   { { 2026, 1, 1 }, 100, 65, false, false } },
	  "without quarters the year's cap bites, and a new year begins" },
	{ "1401", "310", { { { 2025, 1, 1 }, 9000000, 1800000, false, true } }, "one visit over the year's cap" },
	{ "1411", "390", { { { 2024, 4, 30 }, 10000, 0, false, false }, { { 2024, 5, 1 }, 10000, 6500, false, false },
			   { { 2026, 4, 30 }, 10000, 6500, false, false }, { { 2026, 5, 1 }, 10000, 0, false, false } },
	  "the term's days, by treatment" },
	{ "1411", "390", { { { 2025, 1, 1 }, 1, 1, false, false }, { { 2025, 1, 1 }, 10, 7, false, false },
			   { { 2025, 1, 1 }, 0, 0, false, false }, { { 2025, 1, 1 }, 33, 21, false, false } },
	  "0.65, 6.5 and 21.45 fen, half up" },
	{ "1411", "390", { { { 2025, 2, 1 }, INT64_MAX, 300000, true, false } }, "a cost beyond all measure" },
	{ "1411", "390", { { { 2025, 2, 1 }, -100, 0, false, false } }, "no fund takes money back" },
};
// clang-format on

static void benefit_compute__applies__ratio_caps_and_term(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(courses); i++) {
		struct benefit_visit visits[VISITS];
		struct benefit_step steps[VISITS];
		struct benefit_terms t;
		int64_t sum = 0;
		size_t count = 0;

		for (; count < VISITS && courses[i].visit[count].on.year; count++)
			visits[count] = (struct benefit_visit) { courses[i].visit[count].on,
								 courses[i].visit[count].cost };
		assert_int_equal(
			benefit_terms(packs, courses[i].region, "M01904", courses[i].insutype, &t),
			1);
		for (size_t v = 0; v < count; v++)
			sum += courses[i].visit[v].fund;
		if (benefit_compute(packs, &t, visits, count, steps) != sum)
			fail_msg("another total: %s", courses[i].why);
		for (size_t v = 0; v < count; v++)
			if (steps[v].fund != courses[i].visit[v].fund ||
			    steps[v].quarter_bit != courses[i].visit[v].quarter_bit ||
			    steps[v].year_bit != courses[i].visit[v].year_bit)
				fail_msg("visit %zu: %lld fen, quarter %d, year %d: %s", v + 1,
					 (long long)steps[v].fund, steps[v].quarter_bit,
					 steps[v].year_bit, courses[i].why);
	}
}

static void benefit_compute__explains__each_step(void **unused)
{
	// clang-format off
	static const struct benefit_visit visits[] = {
		{ { 2024, 4, 30 }, 10000 }, { { 2025, 1, 5 }, 400000 }, { { 2025, 2, 5 }, 400000 }, { { 2026, 5, 1 }, 10000 },
	};
	// clang-format on
	struct benefit_step steps[4];
	struct benefit_terms t;

	(void)unused;
	assert_int_equal(benefit_terms(packs, "1411", "M01904", "390", &t), 1);
	benefit_compute(packs, &t, visits, 4, steps);
	assert_int_equal(steps[0].force, POLICY_NOT_YET);
	assert_int_equal(steps[1].force, POLICY_IN_FORCE);
	assert_int_equal(steps[1].quarter_left, 300000);
	assert_int_equal(steps[1].year_left, 1200000);
	assert_int_equal(steps[1].by_ratio, 260000);
	assert_int_equal(steps[2].quarter_left, 40000);
	assert_int_equal(steps[2].year_left, 940000);
	assert_int_equal(steps[2].by_ratio, 260000);
	assert_int_equal(steps[2].fund, 40000);
	assert_int_equal(steps[3].force, POLICY_EXPIRED);
	assert_int_equal(steps[3].by_ratio, 6500);
	assert_int_equal(steps[3].fund, 0);
	assert_int_equal(benefit_compute(packs, &t, NULL, 0, NULL), 0);
}

/* ---- amounts ---- */

static void money_read__reads__yuan(void **unused)
{
	// clang-format off
	static const struct { const char *text; int64_t fen; const char *why; } good[] = {
		{ "4615.39",        461539,   "plain" },
		{ "0",              0,        "nothing" },
		{ "6000",           600000,   "whole yuan" },
		{ "0.5",            50,       "one decimal" },
		{ "0.05",           5,        "a leading zero behind the point" },
		{ "￥4,615.39元",   461539,   "sign, groups and unit" },
		{ "¥4615.39",       461539,   "U+00A5" },
		{ "12000 元",       1200000,  "as packs write it" },
		{ " 4615.39 ",      461539,   "blanks around it" },
		{ "４６１５．３９", 461539,   "full-width" },
		{ "1，234，567.8",  123456780, "full-width commas" },
		{ "1000000000000",  INT64_C(100000000000000), "the most" },
	};
	static const struct { const char *text, *why; } bad[] = {
		{ "",               "nothing" },
		{ "元",             "a unit alone" },
		{ "1.234",          "three decimals" },
		{ "1.",             "a lost decimal" },
		{ ".5",             "a lost yuan" },
		{ "1.5.5",          "two points" },
		{ "-1",             "negative" },
		{ "+1",             "a sign" },
		{ "1e3",            "an exponent" },
		{ "46,15",          "a bad group" },
		{ "4,6153",         "a group of four" },
		{ "4615,390",       "four digits before a group" },
		{ ",123",           "a group alone" },
		{ "1,",             "an empty group" },
		{ "1 000",          "a blank inside" },
		{ "1.2万元",        "another unit" },
		{ "$5",             "another currency" },
		{ "1元5角",         "two units" },
		{ "1000000000000.01", "more than the most" },
		{ "1000000000001",  "more than the most" },
		{ "99999999999999999999999999", "far more" },
		{ "0000000000000000000000000000000000000000000000000000000000000001", "too long to be meant" },
	};
	// clang-format on
	int64_t fen;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		if (money_read(good[i].text, &fen) || fen != good[i].fen)
			fail_msg("'%s' is not %lld fen: %s", good[i].text, (long long)good[i].fen,
				 good[i].why);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		if (money_read(bad[i].text, &fen) == 0)
			fail_msg("'%s' became %lld fen: %s", bad[i].text, (long long)fen,
				 bad[i].why);
}

static void money_format__writes__two_decimals(void **unused)
{
	// clang-format off
	static const struct { int64_t fen; const char *text; } rows[] = {
		{ 0, "0.00" }, { 5, "0.05" }, { 461539, "4615.39" }, { 600000, "6000.00" }, { -5, "-0.05" },
		{ INT64_MAX, "92233720368547758.07" }, { INT64_MIN, "-92233720368547758.08" },
	};
	// clang-format on
	char buf[32];

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_string_equal(money_format(rows[i].fen, buf, sizeof(buf)), rows[i].text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(benefit_terms__merges__the_packs_of_a_region),
		cmocka_unit_test(benefit_terms__names__where_each_part_came_from),
		cmocka_unit_test(benefit_compute__applies__ratio_caps_and_term),
		cmocka_unit_test(benefit_compute__explains__each_step),
		cmocka_unit_test(money_read__reads__yuan),
		cmocka_unit_test(money_format__writes__two_decimals),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
