/* The code table of a region: what a code, a name or a few letters find. */
#include "tests/test.h"

#include "forms/codetable.h"

struct tables {
	struct policies *ps;
	struct codetable leshan, lvliang, nowhere;
};

static int set_up(void **state)
{
	struct tables *t = calloc(1, sizeof(*t));
	struct err err;

	assert_non_null(t);
	if (policies_load(NULL, &t->ps, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(codetable_init(&t->leshan, t->ps, "511102"), 0);
	assert_int_equal(codetable_init(&t->lvliang, t->ps, "1411"), 0);
	assert_int_equal(codetable_init(&t->nowhere, t->ps, "3301"), 0);
	*state = t;
	return 0;
}

static int tear_down(void **state)
{
	struct tables *t = *state;

	codetable_finish(&t->leshan);
	codetable_finish(&t->lvliang);
	codetable_finish(&t->nowhere);
	codetable_finish(NULL);
	policies_free(t->ps);
	free(t);
	return 0;
}

static void codetable_init__takes__the_packs_of_the_region(void **state)
{
	const struct tables *t = *state;

	assert_int_equal(t->leshan.count, 110);
	assert_true(t->leshan.complete);
	assert_int_equal(t->lvliang.count, 2);
	assert_false(t->lvliang.complete);
	assert_int_equal(t->nowhere.count, 0);
	assert_false(t->nowhere.complete);
}

static void codetable_pair__finds__types(void **state)
{
	static const struct {
		const char *code, *insutype, *type, *why;
	} rows[] = {
		{ "M01904", "390", "10", "an ordinary one" },
		{ "M01600", "310", "99912", "diabetes of employees" },
		{ "M01600", "390", "99011", "diabetes of residents" },
		{ "M03900", "310", "99912", "high blood pressure of employees" },
		{ "M03900", "390", "99011", "high blood pressure of residents" },
		{ "M01602", "390", "10", "diabetes of type 2 is an ordinary one" },
		{ "M01904", "340", NULL, "no such pair" },
		{ "m01904", "390", NULL, "codes are exact here" },
		{ "", "", NULL, "nothing" },
	};
	const struct tables *t = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct policy_code *row =
			codetable_pair(&t->leshan, rows[i].code, rows[i].insutype);

		if (!row != !rows[i].type || (row && strcmp(row->type_code, rows[i].type)))
			fail_msg("%s %s: %s", rows[i].code, rows[i].insutype, rows[i].why);
	}
	assert_string_equal(codetable_code(&t->leshan, "M01904")->insutype, "310");
	assert_null(codetable_code(&t->leshan, "M99999"));
}

static void codetable_search__finds__best_first(void **state)
{
	static const struct {
		const char *query;
		enum code_match match;
		size_t count; /* 0: not looked at */
		const char *first, *why;
	} rows[] = {
		{ "M01904", MATCH_EXACT, 1, "M01904", "a code" },
		{ "肝豆状核变性", MATCH_EXACT, 1, "M01904", "a name" },
		{ "高血压", MATCH_EXACT, 1, "M03900", "exact wins alone over 高血压 2 级" },
		{ "糖尿病", MATCH_EXACT, 1, "M01600", "exact wins alone over 2型糖尿病" },
		{ "肺结核", MATCH_EXACT, 1, "M00105", "exact wins alone over 肺结核(耐多药)" },
		{ "高血压 2 级", MATCH_EXACT, 1, "M03901", "as printed" },
		{ "高血压2级", MATCH_FOLDED, 1, "M03901", "without blanks" },
		{ "高血压　２　级", MATCH_FOLDED, 1, "M03901", "full-width" },
		{ "2 型糖尿病", MATCH_FOLDED, 1, "M01602", "with a blank" },
		{ "恶性肿瘤（放化疗）", MATCH_FOLDED, 1, "M00501", "full-width brackets" },
		{ "恶性肿瘤（非放化疗）", MATCH_FOLDED, 1, "M00504", "its neighbour" },
		{ "干燥综合征［舍格伦］", MATCH_FOLDED, 1, "M07106", "full-width square brackets" },
		{ "m01904", MATCH_FOLDED, 1, "M01904", "a small m" },
		{ "Ｍ０１９０４", MATCH_FOLDED, 1, "M01904", "a full-width code" },
		{ " 高血压 ", MATCH_FOLDED, 1, "M03900", "blanks around" },
		{ "肝豆", MATCH_SEARCH, 1, "M01904", "the beginning of a name" },
		{ "血压", MATCH_SEARCH, 3, "M03900", "the middle, in the table's order" },
		{ "移植", MATCH_SEARCH, 7, "M08300", "seven near names" },
		{ "gdzhbx", MATCH_SEARCH, 1, "M01904", "initials" },
		{ "GDZHBX", MATCH_SEARCH, 1, "M01904", "capital initials" },
		{ "gandou", MATCH_SEARCH, 1, "M01904", "spelling" },
		{ "tnb", MATCH_SEARCH, 2, "M01600", "the whole before the middle" },
		{ "gxy", MATCH_SEARCH, 3, "M03900", "full initials before a beginning" },
		{ "gxy2j", MATCH_SEARCH, 1, "M03901", "a digit in the name" },
		{ "2xtnb", MATCH_SEARCH, 1, "M01602", "a digit first" },
		{ "gsyzkpyzl", MATCH_SEARCH, 2, "M08302", "two share their initials" },
		{ "M019", MATCH_SEARCH, 4, "M01901", "the beginning of a code" },
		{ "1904", MATCH_SEARCH, 1, "M01904", "the middle of a code" },
		{ "综合症", MATCH_NONE, 0, NULL, "written with another 征" },
		{ "xyzzy", MATCH_NONE, 0, NULL, "nonsense" },
		{ "%", MATCH_NONE, 0, NULL, "a sign" },
		{ "", MATCH_SEARCH, 55, "M00101", "nothing typed: everything" },
		{ "  ", MATCH_SEARCH, 55, "M00101", "blanks are nothing" },
	};
	const struct tables *t = *state;
	struct code_hit hits[64];
	size_t count;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		enum code_match match =
			codetable_search(&t->leshan, rows[i].query, hits, ARRAY_SIZE(hits), &count);

		if (match != rows[i].match || count != rows[i].count ||
		    (count && strcmp(hits[0].row->code, rows[i].first)))
			fail_msg("'%s' found %zu, match %d, first %s: %s", rows[i].query, count,
				 match, count ? hits[0].row->code : "-", rows[i].why);
	}
}

static void codetable_search__keeps__the_best_of_many(void **state)
{
	const struct tables *t = *state;
	struct code_hit few[2], all[64];
	size_t few_count, all_count;

	codetable_search(&t->leshan, "m", all, ARRAY_SIZE(all), &all_count);
	codetable_search(&t->leshan, "m", few, ARRAY_SIZE(few), &few_count);
	assert_true(all_count > 2);
	assert_int_equal(few_count, 2);
	assert_ptr_equal(few[0].row, all[0].row);
	assert_ptr_equal(few[1].row, all[1].row);
	for (size_t i = 1; i < all_count; i++)
		assert_true(all[i - 1].rank >= all[i].rank);
	assert_int_equal(codetable_search(&t->nowhere, "m", all, ARRAY_SIZE(all), &all_count),
			 MATCH_NONE);
}

static void codetable_name_is__compares__both_ways(void **state)
{
	static const struct {
		const char *code, *name;
		enum code_match match;
		const char *why;
	} rows[] = {
		{ "M03901", "高血压 2 级", MATCH_EXACT, "as printed" },
		{ "M03901", "高血压2级", MATCH_FOLDED, "without blanks" },
		{ "M03901", "高血压", MATCH_NONE, "another disease" },
		{ "M07106", "干燥综合征［舍格伦］", MATCH_FOLDED, "full-width brackets" },
		{ "M08202", "普拉德－威利综合征", MATCH_FOLDED, "a full-width hyphen" },
		{ "M07700", "肾病综合症", MATCH_NONE, "症 is not 征" },
		{ "M07700", "", MATCH_NONE, "nothing" },
	};
	const struct tables *t = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (codetable_name_is(codetable_code(&t->leshan, rows[i].code), rows[i].name) !=
		    rows[i].match)
			fail_msg("%s '%s': %s", rows[i].code, rows[i].name, rows[i].why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codetable_init__takes__the_packs_of_the_region),
		cmocka_unit_test(codetable_pair__finds__types),
		cmocka_unit_test(codetable_search__finds__best_first),
		cmocka_unit_test(codetable_search__keeps__the_best_of_many),
		cmocka_unit_test(codetable_name_is__compares__both_ways),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
