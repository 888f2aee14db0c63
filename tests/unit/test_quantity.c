/* Covers forms/quantity: reading numbers as laboratories write them, exact comparison, conversion, units. */
#include "tests/test.h"

#include "forms/quantity.h"

/* ---- reading ---- */

static void quantity_read__reads__what_reports_say(void **unused)
{
	// clang-format off
	static const struct { const char *text, *shown, *unit, *why; } good[] = {
		{ "185",          "185",      "",       "a whole number" },
		{ " 185 ",        "185",      "",       "blanks around it" },
		{ "185.50",       "185.5",    "",       "a needless zero is not shown" },
		{ "007",          "7",        "",       "leading zeros" },
		{ "0",            "0",        "",       "nothing was found: a value all the same" },
		{ "185 mg/L",     "185",      "mg/L",   "the unit behind a blank" },
		{ "185mg/L",      "185",      "mg/L",   "the unit at once" },
		{ "１８５．５",   "185.5",    "",       "full-width digits and point" },
		{ "1.6　umol",    "1.6",      "umol",   "an ideographic blank" },
		{ "1.6\u00A0µmol", "1.6",     "µmol",   "a no-break blank and the micro sign" },
		{ "1.6 μmol",     "1.6",      "μmol",   "the Greek letter" },
		{ "5 微克",       "5",        "微克",   "a Chinese unit" },
		{ "5 e",          "5",        "e",      "a letter that is no exponent" },
		{ "<20",          "<20",      "",       "below" },
		{ "< 20",         "<20",      "",       "below, a blank" },
		{ "＜２０",       "<20",      "",       "below, full-width" },
		{ "〈20",         "<20",      "",       "below, as an angle bracket" },
		{ "≤20",          "≤20",      "",       "at most" },
		{ "≦20",          "≤20",      "",       "at most, the Chinese sign" },
		{ "<=20",         "≤20",      "",       "at most, ASCII" },
		{ "＜＝20",       "≤20",      "",       "at most, full-width" },
		{ "=<20",         "≤20",      "",       "at most, turned round" },
		{ ">100",         ">100",     "",       "above" },
		{ "〉100",        ">100",     "",       "above, as an angle bracket" },
		{ "≥100 ug/24h",  "≥100",     "ug/24h", "at least, with unit" },
		{ ">=100",        "≥100",     "",       "at least, ASCII" },
		{ "=>100",        "≥100",     "",       "at least, turned round" },
		{ "20-30",        "20-30",    "",       "a range" },
		{ "20 - 30 mg/L", "20-30",    "mg/L",   "a range with blanks and unit" },
		{ "20~30",        "20-30",    "",       "a range, tilde" },
		{ "20～30",       "20-30",    "",       "a range, full-width tilde" },
		{ "20－30",       "20-30",    "",       "a range, full-width hyphen" },
		{ "20–30",        "20-30",    "",       "a range, en dash" },
		{ "20—30",        "20-30",    "",       "a range, em dash" },
		{ "20至30",       "20-30",    "",       "a range in Chinese" },
		{ "20-20",        "20",       "",       "a range of one point" },
		{ "1234567890123456789012345678901234567890",
		  "1234567890123456789012345678901234567890", "", "forty digits" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		struct quantity q;
		const char *unit = NULL;
		char shown[64];

		quantity_init(&q);
		if (quantity_read(good[i].text, &q, &unit) != QUANTITY_OK)
			fail_msg("refused '%s': %s", good[i].text, good[i].why);
		quantity_format(&q, 4, shown, sizeof(shown));
		if (strcmp(shown, good[i].shown) != 0 || strcmp(unit, good[i].unit) != 0)
			fail_msg("'%s' became '%s' and '%s': %s", good[i].text, shown, unit,
				 good[i].why);
		quantity_finish(&q);
	}
}

static void quantity_read__refuses__what_is_not_plain(void **unused)
{
	// clang-format off
	static const struct { const char *text; enum quantity_fault fault; const char *why; } bad[] = {
		{ "",           QUANTITY_EMPTY,      "nothing" },
		{ " \t　",      QUANTITY_EMPTY,      "blanks only" },
		{ "mg/L",       QUANTITY_UNREADABLE, "a unit without a number" },
		{ "未做",       QUANTITY_UNREADABLE, "not done" },
		{ "阴性",       QUANTITY_UNREADABLE, "a finding, not a quantity" },
		{ "true",       QUANTITY_UNREADABLE, "a finding, not a quantity" },
		{ "/",          QUANTITY_UNREADABLE, "a dash for not done" },
		{ "——",         QUANTITY_UNREADABLE, "a long dash for not done" },
		{ "NaN",        QUANTITY_UNREADABLE, "no number" },
		{ "inf",        QUANTITY_UNREADABLE, "no number" },
		{ "1e3",        QUANTITY_UNREADABLE, "an exponent" },
		{ "1.6E-3 g/L", QUANTITY_UNREADABLE, "an exponent with sign" },
		{ "1E+5",       QUANTITY_UNREADABLE, "an exponent with plus" },
		{ "１ｅ３",     QUANTITY_UNREADABLE, "a full-width exponent" },
		{ "0,19",       QUANTITY_UNREADABLE, "a decimal comma" },
		{ "1,850",      QUANTITY_UNREADABLE, "a comma may be decimal or group" },
		{ "1，850",     QUANTITY_UNREADABLE, "a full-width comma" },
		{ "1 850",      QUANTITY_UNREADABLE, "two numbers" },
		{ "1'850",      QUANTITY_UNREADABLE, "an apostrophe as group" },
		{ "1.8.5",      QUANTITY_UNREADABLE, "two points" },
		{ "1..5",       QUANTITY_UNREADABLE, "two points at once" },
		{ ".5",         QUANTITY_UNREADABLE, "a digit may have been lost in front" },
		{ "20.",        QUANTITY_UNREADABLE, "a digit may have been lost behind" },
		{ ".",          QUANTITY_UNREADABLE, "a point alone" },
		{ "20。5",      QUANTITY_UNREADABLE, "a Chinese full stop" },
		{ "<",          QUANTITY_UNREADABLE, "a comparison alone" },
		{ "<<20",       QUANTITY_UNREADABLE, "two comparisons" },
		{ "<20-30",     QUANTITY_UNREADABLE, "a comparison and a range" },
		{ "20-",        QUANTITY_UNREADABLE, "half a range" },
		{ "20-30-40",   QUANTITY_UNREADABLE, "three ends" },
		{ "30-20",      QUANTITY_UNREADABLE, "a range upside down" },
		{ "≈20",        QUANTITY_UNREADABLE, "about" },
		{ "~20",        QUANTITY_UNREADABLE, "about" },
		{ "+20",        QUANTITY_UNREADABLE, "a sign" },
		{ "=20",        QUANTITY_UNREADABLE, "a sign" },
		{ "185±5",      QUANTITY_UNREADABLE, "an error margin" },
		{ "185↓",       QUANTITY_UNREADABLE, "a flag of the laboratory" },
		{ "185(mg/L)",  QUANTITY_UNREADABLE, "a bracket" },
		{ "٣",          QUANTITY_UNREADABLE, "digits of another script" },
		{ "12345678901234567890123456789012345678901", QUANTITY_UNREADABLE, "41 digits" },
		{ "0.0000000000000000000000000000000000000001", QUANTITY_UNREADABLE, "41 digits with a point" },
		{ "-5",         QUANTITY_NEGATIVE,   "negative" },
		{ "－5",        QUANTITY_NEGATIVE,   "negative, full-width" },
		{ "−5",         QUANTITY_NEGATIVE,   "negative, U+2212" },
		{ "-0",         QUANTITY_NEGATIVE,   "a minus sign is never right" },
		{ "<-5",        QUANTITY_NEGATIVE,   "below a negative" },
		{ "<0",         QUANTITY_NEGATIVE,   "only negatives are below 0" },
		{ "< 0.00",     QUANTITY_NEGATIVE,   "only negatives are below 0" },
		{ "-5-3",       QUANTITY_NEGATIVE,   "a range from a negative" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct quantity q;

		quantity_init(&q);
		if (quantity_read(bad[i].text, &q, NULL) != bad[i].fault)
			fail_msg("'%s' was not judged %d: %s", bad[i].text, bad[i].fault,
				 bad[i].why);
		quantity_finish(&q);
	}
}

/* ---- comparing ---- */

static const char *const tri_names[] = { "no", "yes", "unknown" };

static void quantity_below_above__compare__strictly_and_exactly(void **unused)
{
	// clang-format off
	static const struct { const char *text, *limit; enum tri below, above; const char *why; } rows[] = {
		{ "199.9",   "200", TRI_YES,     TRI_NO,      "just below" },
		{ "200",     "200", TRI_NO,      TRI_NO,      "the limit itself is neither" },
		{ "200.0",   "200", TRI_NO,      TRI_NO,      "the same number" },
		{ "200.0000001", "200", TRI_NO,  TRI_YES,     "just above" },
		{ "0.19999999999999999999", "0.2", TRI_YES, TRI_NO, "closer than a double can tell" },
		{ "0.20000000000000000001", "0.2", TRI_NO, TRI_YES, "closer than a double can tell" },
		{ "0.2",     "0.20", TRI_NO,     TRI_NO,      "0.2 is 0.2" },
		{ "0",       "200", TRI_YES,     TRI_NO,      "nothing" },
		{ "<20",     "20",  TRI_YES,     TRI_NO,      "below 20 is below 20" },
		{ "<20",     "19",  TRI_UNKNOWN, TRI_UNKNOWN, "19.5 or 1" },
		{ "<20",     "21",  TRI_YES,     TRI_NO,      "all below" },
		{ "<=20",    "20",  TRI_UNKNOWN, TRI_NO,      "20 itself is not below 20" },
		{ "≤20",     "20.1", TRI_YES,    TRI_NO,      "all below" },
		{ ">100",    "100", TRI_NO,      TRI_YES,     "above 100 is above 100" },
		{ ">100",    "101", TRI_UNKNOWN, TRI_UNKNOWN, "100.5 or 1000" },
		{ ">100",    "99",  TRI_NO,      TRI_YES,     "all above" },
		{ "≥100",    "100", TRI_NO,      TRI_UNKNOWN, "100 itself is not above 100" },
		{ ">=100",   "99.9", TRI_NO,     TRI_YES,     "all above" },
		{ "20-30",   "30",  TRI_UNKNOWN, TRI_NO,      "30 is in the range" },
		{ "20-30",   "20",  TRI_NO,      TRI_UNKNOWN, "20 is in the range" },
		{ "20-30",   "25",  TRI_UNKNOWN, TRI_UNKNOWN, "in the middle" },
		{ "20-30",   "31",  TRI_YES,     TRI_NO,      "all below" },
		{ "20-30",   "19",  TRI_NO,      TRI_YES,     "all above" },
		{ "20",      "",    TRI_UNKNOWN, TRI_UNKNOWN, "no limit" },
		{ "20",      "2O",  TRI_UNKNOWN, TRI_UNKNOWN, "a limit that is no number" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct quantity q;
		enum tri below, above;

		quantity_init(&q);
		assert_int_equal(quantity_read(rows[i].text, &q, NULL), QUANTITY_OK);
		below = quantity_below(&q, rows[i].limit);
		above = quantity_above(&q, rows[i].limit);
		if (below != rows[i].below || above != rows[i].above)
			fail_msg("%s against %s: below %s, above %s: %s", rows[i].text,
				 rows[i].limit, tri_names[below], tri_names[above], rows[i].why);
		quantity_finish(&q);
	}
}

static void quantity_scale__converts__exactly(void **unused)
{
	// clang-format off
	static const struct { const char *text, *factor, *shown, *why; } rows[] = {
		{ "1.6",   "63.546", "101.6736", "umol of copper" },
		{ "1.57",  "63.546", "≈99.7672", "99.76722, cut" },
		{ "<20",   "10",     "<200",     "an open end stays open" },
		{ "≥0.2",  "1000",   "≥200",     "a closed end stays closed" },
		{ "20-30", "0.1",    "2-3",      "both ends" },
		{ "0.00005", "1",    "≈0.0001",  "half up" },
		{ "0.00004", "1",    "≈0",       "cut to nothing, and marked" },
		{ "99.99995", "1",   "≈100",     "rounded up over a nine" },
		{ "1234567890123456789012345678901234567890", "1000", "1234567890123456789012345678901234567890000",
		  "long numbers" },
	};
	static const char *const bad[] = { "", "0", "-1", "1e3", "1/3", " 2", "x" };
	// clang-format on
	struct quantity q;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char shown[64];

		quantity_init(&q);
		assert_int_equal(quantity_read(rows[i].text, &q, NULL), QUANTITY_OK);
		assert_int_equal(quantity_scale(&q, rows[i].factor), 0);
		quantity_format(&q, 4, shown, sizeof(shown));
		if (strcmp(shown, rows[i].shown) != 0)
			fail_msg("%s x %s is '%s': %s", rows[i].text, rows[i].factor, shown,
				 rows[i].why);
		quantity_finish(&q);
	}
	quantity_init(&q);
	quantity_read("5", &q, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		if (quantity_scale(&q, bad[i]) == 0)
			fail_msg("accepted the factor '%s'", bad[i]);
	quantity_finish(&q);
}

static void quantity_format__stays__inside_its_buffer(void **unused)
{
	struct quantity q;
	char guard[64];

	(void)unused;
	quantity_init(&q);
	quantity_read("1234567890123456789.12345-9999999999999999999.99999", &q, NULL);
	for (size_t size = 1; size < 48; size++) {
		memset(guard, 'G', sizeof(guard));
		quantity_format(&q, 4, guard, size);
		assert_in_range(strlen(guard), 0, size - 1);
		assert_int_equal(guard[size], 'G');
	}
	quantity_finish(&q);
	quantity_finish(&q);
	quantity_finish(NULL);
}

/* ---- units ---- */

static void unit_equal__folds__case_blanks_and_micro(void **unused)
{
	// clang-format off
	static const struct { const char *a, *b; bool same; const char *why; } rows[] = {
		{ "mg/L",    "mg/L",      true,  "the same" },
		{ "mg/L",    "MG/l",      true,  "case" },
		{ "mg/L",    " mg / L ",  true,  "blanks" },
		{ "mg/L",    "mg／Ｌ",    true,  "full-width" },
		{ "mg/L",    "mg　/L",    true,  "an ideographic blank" },
		{ "ug/24h",  "µg/24h",    true,  "micro sign U+00B5" },
		{ "ug/24h",  "μg/24h",    true,  "Greek mu U+03BC" },
		{ "ug/24h",  "ΜG/24H",    true,  "capital mu, as an upper-casing program writes it" },
		{ "ug/24h",  "UG/24 H",   true,  "capital u" },
		{ "µg",      "μg",        true,  "both letters" },
		{ "ug/24h",  "mg/24h",    false, "a thousandfold" },
		{ "ug/24h",  "ug/L",      false, "volume is unknown" },
		{ "ug/24h",  "ug",        false, "no time" },
		{ "ug/24h",  "ug/24",     false, "a beginning" },
		{ "ug/24h",  "ug/24hr",   false, "longer" },
		{ "mg/L",    "",          false, "none" },
		{ "umol/g",  "nmol/g",    false, "micro is not nano" },
		{ "",        " ",         true,  "both none" },
		{ "微克",    "毫克",      false, "Chinese words" },
		{ "微克",    "微克",      true,  "Chinese words" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (unit_equal(rows[i].a, rows[i].b) != rows[i].same ||
		    unit_equal(rows[i].b, rows[i].a) != rows[i].same)
			fail_msg("'%s' and '%s': %s", rows[i].a, rows[i].b, rows[i].why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quantity_read__reads__what_reports_say),
		cmocka_unit_test(quantity_read__refuses__what_is_not_plain),
		cmocka_unit_test(quantity_below_above__compare__strictly_and_exactly),
		cmocka_unit_test(quantity_scale__converts__exactly),
		cmocka_unit_test(quantity_format__stays__inside_its_buffer),
		cmocka_unit_test(unit_equal__folds__case_blanks_and_micro),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
