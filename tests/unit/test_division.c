/* Covers forms/division: the compiled table against its source, the codes that people of Leshan and
 * Lüliang carry, provinces. */
#include "tests/test.h"

#include "forms/division.h"

static void division_find__knows__every_row_of_the_data(void **unused)
{
	FILE *file = fopen(DIVISIONS_TSV, "r");
	char code[16], name[128], state[16], before[16] = "";
	int rows = 0;

	(void)unused;
	assert_non_null(file);
	while (fscanf(file, "%15[^\t]\t%127[^\t]\t%15[^\n]\n", code, name, state) == 3) {
		const char *found;
		enum division_state expected =
			strcmp(state, "now") == 0 ? DIVISION_PRESENT : DIVISION_PAST;

		if (strcmp(before, code) >= 0)
			fail_msg("%s stands behind %s", code, before);
		if (division_find(code, &found) != expected || strcmp(found, name) != 0)
			fail_msg("%s %s was not found so", code, name);
		memcpy(before, code, sizeof(before));
		rows++;
	}
	fclose(file);
	assert_true(rows > 7000);
}

static void division_find__knows__codes_of_living_people(void **unused)
{
	// clang-format off
	static const struct {
		const char *code;
		enum division_state state;
		const char *name;
	} rows[] = {
		/* Leshan now */
		{ "511100", DIVISION_PRESENT, "乐山市" },
		{ "511102", DIVISION_PRESENT, "市中区" },
		{ "511111", DIVISION_PRESENT, "沙湾区" },
		{ "511112", DIVISION_PRESENT, "五通桥区" },
		{ "511113", DIVISION_PRESENT, "金口河区" },
		{ "511123", DIVISION_PRESENT, "犍为县" },
		{ "511124", DIVISION_PRESENT, "井研县" },
		{ "511126", DIVISION_PRESENT, "夹江县" },
		{ "511129", DIVISION_PRESENT, "沐川县" },
		{ "511132", DIVISION_PRESENT, "峨边彝族自治县" },
		{ "511133", DIVISION_PRESENT, "马边彝族自治县" },
		{ "511181", DIVISION_PRESENT, "峨眉山市" },
		/* Leshan once */
		{ "511101", DIVISION_PAST, "市辖区" },
		{ "512601", DIVISION_PAST, NULL },
		{ "512621", DIVISION_PAST, "仁寿县" },
		{ "512622", DIVISION_PAST, "眉山县" },
		{ "512623", DIVISION_PAST, "犍为县" },
		{ "512624", DIVISION_PAST, "井研县" },
		{ "512625", DIVISION_PAST, "峨眉县" },
		{ "512626", DIVISION_PAST, "夹江县" },
		{ "512627", DIVISION_PAST, "洪雅县" },
		{ "512628", DIVISION_PAST, "彭山县" },
		{ "512629", DIVISION_PAST, "沐川县" },
		{ "512630", DIVISION_PAST, "青神县" },
		{ "512631", DIVISION_PAST, "丹棱县" },
		{ "512632", DIVISION_PAST, "峨边彝族自治县" },
		{ "512633", DIVISION_PAST, "马边彝族自治县" },
		{ "512634", DIVISION_PAST, NULL },
		{ "511125", DIVISION_PAST, "峨眉县" },
		{ "519004", DIVISION_PAST, "峨眉山市" },
		{ "511121", DIVISION_PAST, "仁寿县" },
		{ "511122", DIVISION_PAST, "眉山县" },
		{ "511127", DIVISION_PAST, "洪雅县" },
		{ "511128", DIVISION_PAST, "彭山县" },
		{ "511130", DIVISION_PAST, "青神县" },
		{ "511131", DIVISION_PAST, "丹棱县" },
		{ "513821", DIVISION_PAST, NULL },
		{ "511402", DIVISION_PRESENT, "东坡区" },
		/* Lüliang now */
		{ "141100", DIVISION_PRESENT, "吕梁市" },
		{ "141102", DIVISION_PRESENT, "离石区" },
		{ "141121", DIVISION_PRESENT, "文水县" },
		{ "141122", DIVISION_PRESENT, "交城县" },
		{ "141123", DIVISION_PRESENT, "兴县" },
		{ "141124", DIVISION_PRESENT, "临县" },
		{ "141125", DIVISION_PRESENT, "柳林县" },
		{ "141126", DIVISION_PRESENT, "石楼县" },
		{ "141127", DIVISION_PRESENT, "岚县" },
		{ "141128", DIVISION_PRESENT, "方山县" },
		{ "141129", DIVISION_PRESENT, "中阳县" },
		{ "141130", DIVISION_PRESENT, "交口县" },
		{ "141181", DIVISION_PRESENT, "孝义市" },
		{ "141182", DIVISION_PRESENT, "汾阳市" },
		/* Lüliang once */
		{ "141101", DIVISION_PAST, "市辖区" },
		{ "142300", DIVISION_PAST, "吕梁地区" },
		{ "142301", DIVISION_PAST, NULL },
		{ "142302", DIVISION_PAST, "离石市" },
		{ "142303", DIVISION_PAST, "汾阳市" },
		{ "142321", DIVISION_PAST, "汾阳县" },
		{ "142324", DIVISION_PAST, "孝义县" },
		{ "142331", DIVISION_PAST, "离石县" },
		/* Cities without districts */
		{ "441900", DIVISION_PRESENT, "东莞市" },
		{ "442000", DIVISION_PRESENT, "中山市" },
		{ "460400", DIVISION_PRESENT, "儋州市" },
		{ "620200", DIVISION_PRESENT, "嘉峪关市" },
		{ "620201", DIVISION_PAST, NULL },
		/* Young, dissolved, and never on a card */
		{ "330113", DIVISION_PRESENT, "临平区" },
		{ "330103", DIVISION_PAST, "下城区" },
		{ "350527", DIVISION_PRESENT, "金门县" },
		{ "130171", DIVISION_UNKNOWN, NULL },
		{ "469000", DIVISION_UNKNOWN, NULL },
		{ "511199", DIVISION_UNKNOWN, NULL },
		{ "810000", DIVISION_PRESENT, "香港特别行政区" },
		{ "830000", DIVISION_NO_PROVINCE, NULL },
		{ "161102", DIVISION_NO_PROVINCE, NULL },
		{ "000000", DIVISION_NO_PROVINCE, NULL },
		/* No code at all */
		{ "5111", DIVISION_UNKNOWN, NULL },
		{ "51a102", DIVISION_UNKNOWN, NULL },
		{ "", DIVISION_NO_PROVINCE, NULL },
		{ "乐山", DIVISION_NO_PROVINCE, NULL },
	};
	// clang-format on

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *name;
		enum division_state state = division_find(rows[i].code, &name);

		if (state != rows[i].state)
			fail_msg("%s is %d", rows[i].code, state);
		if (rows[i].name && (!name || strcmp(name, rows[i].name) != 0))
			fail_msg("%s is called %s", rows[i].code, name);
	}
	assert_int_equal(division_find("511102199003070018", NULL), DIVISION_PRESENT);
}

static void division_name__names__the_longest_division(void **unused)
{
	static const struct {
		const char *code, *name;
	} rows[] = {
		{ "511102", "市中区" },
		{ "5111", "乐山市" },
		{ "51", "四川省" },
		{ "511199", "乐山市" },
		{ "519999", "四川省" },
		{ "512699", "乐山地区" },
		{ "1411", "吕梁市" },
		{ "142399", "吕梁地区" },
		{ "511102199003070018", "市中区" },
		{ "5", NULL },
		{ "", NULL },
		{ "99", NULL },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *name = division_name(rows[i].code);

		if (rows[i].name ? !name || strcmp(name, rows[i].name) != 0 : name != NULL)
			fail_msg("%s is %s", rows[i].code, name);
	}
}

static void division_is_province__accepts__exactly_thirty_one(void **unused)
{
	static const char good[] = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 "
				   "50 51 52 53 54 61 62 63 64 65";

	(void)unused;
	for (int n = 0; n < 100; n++) {
		char code[4];

		snprintf(code, sizeof(code), "%02d", n);
		if (division_is_province(code) != (strstr(good, code) != NULL))
			fail_msg("%s", code);
	}
	assert_false(division_is_province(""));
	assert_false(division_is_province("1"));
	assert_false(division_is_province("5X"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(division_find__knows__every_row_of_the_data),
		cmocka_unit_test(division_find__knows__codes_of_living_people),
		cmocka_unit_test(division_name__names__the_longest_division),
		cmocka_unit_test(division_is_province__accepts__exactly_thirty_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
