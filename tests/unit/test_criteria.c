/* Covers forms/criteria: the Wilson rule of 晋医保发〔2024〕3号 附件 over every truth value, unit and threshold. */
#include "tests/test.h"

#include "forms/criteria.h"

static bool positive = true, negative = false;

/* ---- the annex as the built-in packs give it ---- */

static struct policies *packs;
static const struct policy_criteria *wilson, *wilson_employees;

static const struct policy_criteria *built_in(const char *insutype)
{
	struct criteria_choice choice = policies_criteria(packs, "1411", "M01904", insutype);

	return choice.binding ? choice.criteria : NULL;
}

static int load(void **unused)
{
	struct err err = { 0 };

	(void)unused;
	if (policies_load(NULL, &packs, &err))
		return -1;
	wilson = built_in("390");
	wilson_employees = built_in("310");
	return wilson && wilson_employees && wilson != wilson_employees ? 0 : -1;
}

static int unload(void **unused)
{
	(void)unused;
	policies_free(packs);
	return 0;
}

// clang-format off
/* What makes each test yes or no, in the annex's order. */
static const struct {
	const char *key, *yes, *no, *unit;
} settled[] = {
	{ "prior_diagnosis",   "true", "false", "" },
	{ "neuro_psychiatric", "true", "false", "" },
	{ "liver_damage",      "true", "false", "" },
	{ "ceruloplasmin",     "185",  "200",   "mg/L" },
	{ "urine_copper_24h",  "101",  "100",   "ug/24h" },
	{ "kf_ring",           "true", "false", "" },
	{ "liver_copper",      "251",  "250",   "ug/g" },
	{ "atp7b",             "true", "false", "" },
};
// clang-format on
#define TESTS ARRAY_SIZE(settled)

static void set_value(struct evidence *e, size_t test, enum tri value)
{
	const char *text = value == TRI_YES ? settled[test].yes : settled[test].no;

	evidence_set(e, settled[test].key, value == TRI_UNKNOWN ? NULL : text, settled[test].unit,
		     "");
}

static enum verdict judge_values(const struct policy_criteria *c, const enum tri values[TESTS])
{
	struct evidence e = { 0 };
	struct judgement j;
	enum verdict v;

	for (size_t i = 0; i < TESTS; i++)
		set_value(&e, i, values[i]);
	criteria_judge(c, &e, &j, NULL);
	v = j.verdict;
	evidence_finish(&e);
	return v;
}

/* The annex's sentence, written down a second time for two-valued evidence. */
static bool annex_says(const enum tri v[TESTS])
{
	bool first = v[0] == TRI_YES || v[1] == TRI_YES || v[2] == TRI_YES;
	bool second = v[3] == TRI_YES || v[4] == TRI_YES;

	return first && (second || v[5] == TRI_YES || v[6] == TRI_YES || v[7] == TRI_YES);
}

static void spread(unsigned n, enum tri values[TESTS])
{
	for (size_t i = 0; i < TESTS; i++, n /= 3)
		values[i] = (enum tri)(n % 3);
}

/* The number of the row that differs from n in test `at` only. */
static unsigned with_value(unsigned n, size_t at, enum tri value)
{
	unsigned power = 1;

	for (size_t i = 0; i < at; i++)
		power *= 3;
	return n - n / power % 3 * power + (unsigned)value * power;
}

#define ROWS 6561 /* 3^8 */

/* By induction over the unknowns this also shows: a verdict is said exactly when every way of filling the gaps agrees. */
static void criteria_judge__says__only_what_no_missing_evidence_could_change(void **unused)
{
	static enum verdict verdict[ROWS];
	enum tri v[TESTS];

	(void)unused;
	for (unsigned n = 0; n < ROWS; n++) {
		spread(n, v);
		verdict[n] = judge_values(wilson, v);
	}
	for (unsigned n = 0; n < ROWS; n++) {
		bool known = true;

		spread(n, v);
		for (size_t i = 0; i < TESTS; i++) {
			enum verdict no, yes, expected;

			if (v[i] != TRI_UNKNOWN)
				continue;
			known = false;
			no = verdict[with_value(n, i, TRI_NO)];
			yes = verdict[with_value(n, i, TRI_YES)];
			expected = no == yes ? no : VERDICT_UNDETERMINED;
			if (verdict[n] != expected)
				fail_msg("row %u is %s; with %s no: %s, yes: %s", n,
					 verdict_name(verdict[n]), settled[i].key, verdict_name(no),
					 verdict_name(yes));
		}
		if (known && verdict[n] != (annex_says(v) ? VERDICT_ELIGIBLE : VERDICT_INELIGIBLE))
			fail_msg("row %u is %s against the annex", n, verdict_name(verdict[n]));
	}
}

/* The rule over the five items alone, against the annex's words: 第 1 条及 2、3、4、5 条中至少 1 条. */
static void criteria_judge__follows__the_table_over_items(void **unused)
{
	static const size_t test_of[] = { 0, 3, 5, 6, 7 };

	(void)unused;
	for (unsigned n = 0; n < 243; n++) {
		enum tri values[TESTS] = { TRI_NO, TRI_NO, TRI_NO, TRI_NO, TRI_NO }, item[5];
		unsigned rest = n, met = 0, open = 0;
		enum verdict expected = VERDICT_UNDETERMINED;

		for (size_t i = 0; i < 5; i++, rest /= 3) {
			item[i] = (enum tri)(rest % 3);
			values[test_of[i]] = item[i];
			met += i > 0 && item[i] == TRI_YES;
			open += i > 0 && item[i] == TRI_UNKNOWN;
		}
		if (item[0] == TRI_YES && met > 0)
			expected = VERDICT_ELIGIBLE;
		else if (item[0] == TRI_NO || (met == 0 && open == 0))
			expected = VERDICT_INELIGIBLE;
		if (judge_values(wilson, values) != expected ||
		    judge_values(wilson_employees, values) != expected)
			fail_msg("items %d %d %d %d %d are not %s", item[0], item[1], item[2],
				 item[3], item[4], verdict_name(expected));
	}
}

/* ---- one value against its threshold ---- */

static const char *const tri_names[] = { "no", "yes", "unknown" };

// clang-format off
static const struct { const char *key, *value, *unit; enum tri item; const char *finding, *shown, *why; } amounts[] = {
	{ "ceruloplasmin", "199.9", "mg/L",  TRI_YES, NULL, "199.9 mg/L", "just below" },
	{ "ceruloplasmin", "200",   "mg/L",  TRI_NO,  NULL, "200 mg/L", "the limit itself" },
	{ "ceruloplasmin", "200.0", "mg/L",  TRI_NO,  NULL, "200.0 mg/L", "shown as written" },
	{ "ceruloplasmin", "200.0000001", "mg/L", TRI_NO, NULL, "200.0000001 mg/L", "just above" },
	{ "ceruloplasmin", "0.199", "g/L",   TRI_YES, NULL, "0.199 g/L = 199 mg/L", "just below in g/L" },
	{ "ceruloplasmin", "0.19999999999999999999", "g/L", TRI_YES, NULL,
	  "0.19999999999999999999 g/L ≈200 mg/L", "exact where a double is not" },
	{ "ceruloplasmin", "0.2",   "g/L",   TRI_NO,  NULL, "0.2 g/L = 200 mg/L", "the limit in g/L" },
	{ "ceruloplasmin", "0.20000000000000000001", "g/L", TRI_NO, NULL,
	  "0.20000000000000000001 g/L ≈200 mg/L", "just above in g/L" },
	{ "ceruloplasmin", "19.9",  "mg/dL", TRI_YES, NULL, "19.9 mg/dL = 199 mg/L", "just below in mg/dL" },
	{ "ceruloplasmin", "20",    "mg/dL", TRI_NO,  NULL, "20 mg/dL = 200 mg/L", "the limit in mg/dL" },
	{ "ceruloplasmin", "<20",   "mg/dL", TRI_YES, NULL, "<20 mg/dL = <200 mg/L", "all below" },
	{ "ceruloplasmin", "<=20",  "mg/dL", TRI_UNKNOWN, "evidence_straddles", "<=20 mg/dL = ≤200 mg/L", "20 itself is not below" },
	{ "ceruloplasmin", "≤19.9", "mg/dL", TRI_YES, NULL, "≤19.9 mg/dL = ≤199 mg/L", "all below" },
	{ "ceruloplasmin", "150-250", "mg/L", TRI_UNKNOWN, "evidence_straddles", "150-250 mg/L", "on both sides" },
	{ "ceruloplasmin", "200~250", "mg/L", TRI_NO, NULL, "200~250 mg/L", "all at or above" },
	{ "ceruloplasmin", ">100",  "mg/L",  TRI_UNKNOWN, "evidence_straddles", ">100 mg/L", "150 or 300" },
	{ "ceruloplasmin", ">200",  "mg/L",  TRI_NO,  NULL, ">200 mg/L", "all above" },
	{ "ceruloplasmin", "0",     "mg/L",  TRI_YES, NULL, "0 mg/L", "none at all" },
	{ "ceruloplasmin", "185 mg/L", "",   TRI_YES, NULL, "185 mg/L", "the unit in the value's text" },
	{ "ceruloplasmin", "0.185g/L", "",   TRI_YES, NULL, "0.185g/L = 185 mg/L", "the same, without a blank" },
	{ "ceruloplasmin", "185 mg/L", "MG / L", TRI_YES, NULL, "185 mg/L", "in both places, the same" },
	{ "ceruloplasmin", "185 mg/L", "g/L", TRI_UNKNOWN, "evidence_unit_conflict", "185 mg/L g/L", "two units" },
	{ "ceruloplasmin", "185",   " MG / l ", TRI_YES, NULL, "185  MG / l ", "case and blanks do not matter" },
	{ "ceruloplasmin", "１８５", "mg／L", TRI_YES, NULL, "１８５ mg／L", "full-width" },
	{ "ceruloplasmin", "185",   "",      TRI_UNKNOWN, "evidence_unit_missing", "185", "no unit" },
	{ "ceruloplasmin", "185",   "U/L",   TRI_UNKNOWN, "evidence_unit", "185 U/L", "activity is not mass" },
	{ "ceruloplasmin", "1.2",   "umol/L", TRI_UNKNOWN, "evidence_unit", "1.2 umol/L", "molar" },
	{ "ceruloplasmin", "185",   "ug/24h", TRI_UNKNOWN, "evidence_unit", "185 ug/24h", "another evidence's unit" },
	{ "ceruloplasmin", "-5",    "mg/L",  TRI_UNKNOWN, "evidence_negative", "-5 mg/L", "impossible" },
	{ "ceruloplasmin", "<0",    "mg/L",  TRI_UNKNOWN, "evidence_negative", "<0 mg/L", "impossible" },
	{ "ceruloplasmin", "未做",  "mg/L",  TRI_UNKNOWN, "evidence_value", "未做 mg/L", "not done" },
	{ "ceruloplasmin", "1.85e2", "mg/L", TRI_UNKNOWN, "evidence_value", "1.85e2 mg/L", "an exponent" },
	{ "ceruloplasmin", "0,185", "g/L",   TRI_UNKNOWN, "evidence_value", "0,185 g/L", "a comma" },
	{ "ceruloplasmin", "true",  "",      TRI_UNKNOWN, "evidence_value", "true", "a finding where a quantity is asked for" },

	{ "urine_copper_24h", "100.1", "ug/24h",  TRI_YES, NULL, "100.1 ug/24h", "just above" },
	{ "urine_copper_24h", "100",   "ug/24h",  TRI_NO,  NULL, "100 ug/24h", "the limit itself" },
	{ "urine_copper_24h", "99.9",  "ug/24h",  TRI_NO,  NULL, "99.9 ug/24h", "just below" },
	{ "urine_copper_24h", "1.57",  "umol/24h", TRI_NO, NULL, "1.57 umol/24h ≈99.7672 ug/24h", "the rounded limit of reference sheets" },
	{ "urine_copper_24h", "1.573", "umol/24h", TRI_NO, NULL, "1.573 umol/24h ≈99.9579 ug/24h", "just below 1.57366" },
	{ "urine_copper_24h", "1.574", "umol/24h", TRI_YES, NULL, "1.574 umol/24h ≈100.0214 ug/24h", "just above 1.57366" },
	{ "urine_copper_24h", "1.6",   "umol/24h", TRI_YES, NULL, "1.6 umol/24h = 101.6736 ug/24h", "above" },
	{ "urine_copper_24h", "1.6",   "µmol/24h", TRI_YES, NULL, "1.6 µmol/24h = 101.6736 ug/24h", "micro sign" },
	{ "urine_copper_24h", "1.6",   "μmol/24 H", TRI_YES, NULL, "1.6 μmol/24 H = 101.6736 ug/24h", "Greek mu, blank, case" },
	{ "urine_copper_24h", "1573",  "nmol/24h", TRI_NO, NULL, "1573 nmol/24h ≈99.9579 ug/24h", "just below in nmol" },
	{ "urine_copper_24h", "1574",  "nmol/24h", TRI_YES, NULL, "1574 nmol/24h ≈100.0214 ug/24h", "just above in nmol" },
	{ "urine_copper_24h", "0.1",   "mg/24h",  TRI_NO,  NULL, "0.1 mg/24h = 100 ug/24h", "the limit in mg" },
	{ "urine_copper_24h", "0.1000001", "mg/24h", TRI_YES, NULL, "0.1000001 mg/24h = 100.0001 ug/24h", "just above in mg" },
	{ "urine_copper_24h", ">100",  "ug/24h",  TRI_YES, NULL, ">100 ug/24h", "above is above" },
	{ "urine_copper_24h", "≥100",  "ug/24h",  TRI_UNKNOWN, "evidence_straddles", "≥100 ug/24h", "100 itself is not above" },
	{ "urine_copper_24h", "<100",  "µg/24h",  TRI_NO,  NULL, "<100 µg/24h", "the own unit in another spelling" },
	{ "urine_copper_24h", "150",   "ug/L",    TRI_UNKNOWN, "evidence_unit", "150 ug/L", "the volume is unknown" },
	{ "urine_copper_24h", "150",   "ug",      TRI_UNKNOWN, "evidence_unit", "150 ug", "the time is unknown" },
	{ "urine_copper_24h", "60",    "ug/24h",  TRI_NO,  NULL, "60 ug/24h", "the lower limit for children is not in the notice" },

	{ "liver_copper", "250.1", "ug/g",   TRI_YES, NULL, "250.1 ug/g", "just above" },
	{ "liver_copper", "250",   "ug/g",   TRI_NO,  NULL, "250 ug/g", "the limit itself" },
	{ "liver_copper", "250",   "mg/kg",  TRI_NO,  NULL, "250 mg/kg = 250 ug/g", "the limit in mg/kg" },
	{ "liver_copper", "251",   "mg/kg",  TRI_YES, NULL, "251 mg/kg = 251 ug/g", "above in mg/kg" },
	{ "liver_copper", "3.934", "umol/g", TRI_NO,  NULL, "3.934 umol/g ≈249.99 ug/g", "just below 3.93416" },
	{ "liver_copper", "3.935", "umol/g", TRI_YES, NULL, "3.935 umol/g ≈250.0535 ug/g", "just above 3.93416" },
	{ "liver_copper", "300",   "ug/g 湿重", TRI_UNKNOWN, "evidence_unit", "300 ug/g 湿重", "wet weight" },
};
// clang-format on

static bool has_finding(const struct findings *f, const char *code, const char *key)
{
	for (size_t i = 0; i < f->count; i++)
		if (strcmp(finding_code_name(f->list[i].code), code) == 0 &&
		    f->list[i].field == FIELD_SYMP_DSCR && f->list[i].evidence &&
		    strcmp(f->list[i].evidence, key) == 0)
			return true;
	return false;
}

static const struct test_result *result_of(const struct judgement *j, const char *key)
{
	for (size_t i = 0; i < j->items_count; i++)
		for (size_t t = 0; t < j->items[i].tests_count; t++)
			if (strcmp(j->items[i].tests[t].test->evidence, key) == 0)
				return &j->items[i].tests[t];
	fail_msg("no test of %s", key);
	return NULL;
}

static void criteria_judge__compares__every_unit_at_its_threshold(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(amounts); i++) {
		struct evidence e = { 0 };
		struct findings f = { 0 };
		struct judgement j;
		const struct test_result *t;

		evidence_set(&e, amounts[i].key, amounts[i].value, amounts[i].unit, "");
		criteria_judge(wilson, &e, &j, &f);
		t = result_of(&j, amounts[i].key);
		if (t->value != amounts[i].item ||
		    (t->why == UNKNOWN_NOT) != (t->value != TRI_UNKNOWN))
			fail_msg("%s %s %s is %s: %s", amounts[i].key, amounts[i].value,
				 amounts[i].unit, tri_names[t->value], amounts[i].why);
		if (strcmp(t->shown, amounts[i].shown) != 0)
			fail_msg("%s %s is shown as '%s': %s", amounts[i].value, amounts[i].unit,
				 t->shown, amounts[i].why);
		if (f.count != (amounts[i].finding ? 1 : 0) ||
		    (amounts[i].finding && !has_finding(&f, amounts[i].finding, amounts[i].key)))
			fail_msg("%s %s has %zu findings, not %s: %s", amounts[i].value,
				 amounts[i].unit, f.count,
				 amounts[i].finding ? amounts[i].finding : "none", amounts[i].why);
		findings_finish(&f);
		evidence_finish(&e);
	}
}

static void criteria_judge__leaves_unknown__a_finding_that_is_neither(void **unused)
{
	static const char *const values[] = { "yes", "TRUE", "1", "阳性", "185", "truefalse" };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
		struct evidence e = { 0 };
		struct findings f = { 0 };
		struct judgement j;

		evidence_set(&e, "kf_ring", values[i], "", "");
		criteria_judge(wilson, &e, &j, &f);
		if (j.items[2].value != TRI_UNKNOWN ||
		    !has_finding(&f, "evidence_yes_no", "kf_ring"))
			fail_msg("'%s' was taken as %s", values[i], tri_names[j.items[2].value]);
		assert_string_equal(result_of(&j, "kf_ring")->shown, values[i]);
		findings_finish(&f);
		evidence_finish(&e);
	}
}

static void criteria_judge__reports__evidence_that_the_criteria_do_not_know(void **unused)
{
	struct evidence e = { 0 };
	struct findings f = { 0 };
	struct judgement j;

	(void)unused;
	evidence_set(&e, "ceruloplasmine", "185", "mg/L", "");
	criteria_judge(wilson, &e, &j, &f);
	assert_int_equal(j.verdict, VERDICT_UNDETERMINED);
	assert_int_equal(f.count, 1);
	assert_string_equal(finding_code_name(f.list[0].code), "evidence_unknown");
	assert_string_equal(f.list[0].arg[0], "ceruloplasmine");
	assert_null(f.list[0].evidence);
	findings_finish(&f);
	evidence_finish(&e);
}

static void criteria_judge__shows__findings_in_words(void **unused)
{
	struct evidence e = { 0 };
	struct judgement j;

	(void)unused;
	evidence_set(&e, "kf_ring", "false", "", "");
	evidence_set(&e, "prior_diagnosis", "true", "", "2025-08-11 出院记录");
	criteria_judge(wilson, &e, &j, NULL);
	assert_string_equal(result_of(&j, "kf_ring")->shown, "否");
	assert_string_equal(result_of(&j, "prior_diagnosis")->shown, "是");
	assert_string_equal(result_of(&j, "atp7b")->shown, "");
	assert_int_equal(result_of(&j, "atp7b")->why, UNKNOWN_MISSING);
	evidence_finish(&e);
}

static void criteria_judge__keeps__long_values_inside(void **unused)
{
	struct evidence e = { 0 };
	struct judgement j;
	char value[2048];

	(void)unused;
	memset(value, '1', sizeof(value));
	value[sizeof(value) - 1] = '\0';
	evidence_set(&e, "ceruloplasmin", value, "g/L", "");
	evidence_set(&e, "liver_copper", "1234567890123456789012345678901234567890", "umol/g", "");
	criteria_judge(wilson, &e, &j, NULL);
	assert_int_equal(result_of(&j, "ceruloplasmin")->value, TRI_UNKNOWN);
	assert_string_equal(result_of(&j, "liver_copper")->shown,
			    "1234567890123456789012345678901234567890 umol/g");
	assert_int_equal(result_of(&j, "liver_copper")->value, TRI_YES);
	evidence_finish(&e);
}

/* ---- the verdict in words ---- */

#define U TRI_UNKNOWN
#define Y TRI_YES
#define N TRI_NO

// clang-format off
static const struct { enum tri v[8]; const char *text, *why; } explained[] = {
	{ { U, Y, N,  Y, U,  N, U, U }, "符合（第1条，及第2条）", "the design's example" },
	{ { Y, U, U,  U, Y,  Y, U, Y }, "符合（第1条，及第2、3、5条）", "several" },
	{ { N, N, N,  U, U,  U, U, Y }, "不符合（第1条不符合）", "a presymptomatic sibling with a positive gene test" },
	{ { Y, N, N,  N, N,  N, N, N }, "不符合（第2、3、4、5条都不符合）", "none of the group" },
	{ { N, N, N,  N, N,  N, N, N }, "不符合（第1条不符合；第2、3、4、5条也不符合）", "nothing" },
	{ { U, U, U,  Y, U,  U, U, U }, "尚不能判定（可补：第1条 既往明确诊断、原因不明的神经或精神症状、原因不明的肝脏损害）", "only item 1 is open" },
	{ { N, U, N,  Y, U,  U, U, U }, "尚不能判定（可补：第1条 原因不明的神经或精神症状）", "only one alternative of item 1 is open" },
	{ { Y, U, U,  U, N,  N, U, N }, "尚不能判定（可补：第2条 血清铜蓝蛋白；第4条 肝铜含量（肝干重））", "what still matters in the group" },
	{ { U, N, N,  N, U,  N, N, N }, "尚不能判定（可补：第1条 既往明确诊断；第2条 24h 尿铜）", "both parts are open" },
};
// clang-format on

static void judgement_explain__names__what_carried_or_could_change_it(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(explained); i++) {
		struct evidence e = { 0 };
		struct judgement j;
		char text[512];

		for (size_t t = 0; t < TESTS; t++)
			set_value(&e, t, explained[i].v[t]);
		criteria_judge(wilson, &e, &j, NULL);
		judgement_explain(wilson, &j, text, sizeof(text));
		if (strcmp(text, explained[i].text) != 0)
			fail_msg("'%s' instead of '%s': %s", text, explained[i].text,
				 explained[i].why);
		evidence_finish(&e);
	}
}

static void judgement_explain__names__items_where_room_is_short(void **unused)
{
	struct evidence e = { 0 };
	struct judgement j;
	char text[512];

	(void)unused;
	criteria_judge(wilson, &e, &j, NULL);
	judgement_missing(wilson, &j, text, sizeof(text));
	assert_string_equal(
		text, "第1条 既往明确诊断、原因不明的神经或精神症状、原因不明的肝脏损害；第2条 "
		      "血清铜蓝蛋白、24h 尿铜；"
		      "第3条 角膜 K-F 环；第4条 肝铜含量（肝干重）；第5条 ATP7B 基因突变检测");
	judgement_explain(wilson, &j, text, 100);
	assert_string_equal(text, "尚不能判定（可补第1条及第2、3、4、5条的证据）");
	judgement_explain(wilson, &j, text, 20);
	assert_string_equal(text, "尚不能判定");
	for (size_t size = 1; size < 200; size++) {
		text[size] = 'G';
		judgement_explain(wilson, &j, text, size);
		assert_int_equal(text[size], 'G');
		assert_in_range(strlen(text), 0, size - 1);
	}
	evidence_set(&e, "prior_diagnosis", "true", "", "");
	evidence_set(&e, "kf_ring", "true", "", "");
	criteria_judge(wilson, &e, &j, NULL);
	assert_string_equal(judgement_missing(wilson, &j, text, sizeof(text)), "");
	evidence_finish(&e);
}

static void verdict_name__is__stable(void **unused)
{
	(void)unused;
	assert_null(verdict_name(VERDICT_NONE));
	assert_string_equal(verdict_name(VERDICT_ELIGIBLE), "eligible");
	assert_string_equal(verdict_name(VERDICT_INELIGIBLE), "ineligible");
	assert_string_equal(verdict_name(VERDICT_UNDETERMINED), "undetermined");
	assert_string_equal(verdict_label(VERDICT_NONE), "");
	assert_string_equal(verdict_label(VERDICT_UNDETERMINED), "尚不能判定");
}

/* ---- packs of other shapes ---- */

/* A pack owns its strings; in the packs made here they are literals, which nobody writes to. */
#pragma GCC diagnostic ignored "-Wdiscarded-qualifiers"

static void criteria_judge__counts__two_of_a_group(void **unused)
{
	struct policy_criteria two = *wilson;
	struct evidence e = { 0 };
	struct judgement j;
	char text[256];

	(void)unused;
	two.at_least = 2;
	evidence_set(&e, "prior_diagnosis", "true", "", "");
	evidence_set(&e, "kf_ring", "true", "", "");
	criteria_judge(&two, &e, &j, NULL);
	assert_int_equal(j.verdict, VERDICT_UNDETERMINED);
	evidence_set(&e, "atp7b", "true", "", "");
	criteria_judge(&two, &e, &j, NULL);
	assert_int_equal(j.verdict, VERDICT_ELIGIBLE);
	evidence_set(&e, "atp7b", "false", "", "");
	evidence_set(&e, "liver_copper", "1", "ug/g", "");
	evidence_set(&e, "ceruloplasmin", "300", "mg/L", "");
	evidence_set(&e, "urine_copper_24h", "1", "ug/24h", "");
	criteria_judge(&two, &e, &j, NULL);
	assert_int_equal(j.verdict, VERDICT_INELIGIBLE);
	assert_string_equal(judgement_explain(&two, &j, text, sizeof(text)),
			    "不符合（第2、4、5条不符合，其余已不足 2 条）");
	evidence_finish(&e);
}

static void criteria_judge__asks__for_a_negative_finding(void **unused)
{
	struct policy_test test = { "kf_ring", "", &negative, NULL, NULL };
	struct policy_item item = { "1", "", &test, 1 };
	struct policy_criteria c = *wilson;
	struct evidence e = { 0 };
	struct judgement j;

	(void)unused;
	c.items = &item;
	c.items_count = 1;
	c.of_count = c.at_least = 0;
	criteria_judge(&c, &e, &j, NULL);
	assert_int_equal(j.verdict, VERDICT_UNDETERMINED);
	evidence_set(&e, "kf_ring", "false", "", "");
	criteria_judge(&c, &e, &j, NULL);
	assert_int_equal(j.verdict, VERDICT_ELIGIBLE);
	evidence_set(&e, "kf_ring", "true", "", "");
	criteria_judge(&c, &e, &j, NULL);
	assert_int_equal(j.verdict, VERDICT_INELIGIBLE);
	evidence_finish(&e);
}

/* The loader refuses such packs; should one come through, nobody is judged by it. */
static void criteria_judge__never_decides__by_a_broken_pack(void **unused)
{
	static struct policy_test many[CRITERIA_TESTS_MAX + 1];
	// clang-format off
	struct { struct policy_test test; unsigned count; const char *why; } rows[] = {
		{ { "ceruloplasmin", "", NULL, "0.2 g/L", NULL }, 1, "the limit is in another unit than the evidence" },
		{ { "ceruloplasmin", "", NULL, "200", NULL },     1, "the limit has no unit" },
		{ { "ceruloplasmin", "", NULL, "mg/L", NULL },    1, "the limit has no number" },
		{ { "ceruloplasmin", "", NULL, NULL, NULL },      1, "nothing is asked" },
		{ { "nobody knows", "", &positive, NULL, NULL },  1, "undefined evidence" },
		{ { "kf_ring", "", NULL, NULL, "1 mg/L" },        1, "a limit for a finding" },
		{ { 0 },                                          0, "no alternative" },
		{ { "kf_ring", "", &positive, NULL, NULL }, CRITERIA_TESTS_MAX + 1, "too many alternatives" },
	};
	// clang-format on
	struct policy_item item = { "1", "", many, 0 };
	struct policy_criteria c = *wilson;
	struct evidence e = { 0 };
	struct judgement j;

	(void)unused;
	c.items = &item;
	c.items_count = 1;
	c.of_count = c.at_least = 0;
	evidence_set(&e, "ceruloplasmin", "500", "mg/L", "");
	evidence_set(&e, "kf_ring", "false", "", "");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		for (size_t t = 0; t < ARRAY_SIZE(many); t++)
			many[t] = rows[i].test;
		item.any_count = rows[i].count;
		criteria_judge(&c, &e, &j, NULL);
		if (j.verdict != VERDICT_UNDETERMINED)
			fail_msg("%s: %s", verdict_name(j.verdict), rows[i].why);
	}
	c.require = (char *[]) { "9" };
	criteria_judge(&c, &e, &j, NULL);
	assert_int_equal(j.verdict, VERDICT_UNDETERMINED);
	evidence_finish(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(criteria_judge__says__only_what_no_missing_evidence_could_change),
		cmocka_unit_test(criteria_judge__follows__the_table_over_items),
		cmocka_unit_test(criteria_judge__compares__every_unit_at_its_threshold),
		cmocka_unit_test(criteria_judge__leaves_unknown__a_finding_that_is_neither),
		cmocka_unit_test(criteria_judge__reports__evidence_that_the_criteria_do_not_know),
		cmocka_unit_test(criteria_judge__shows__findings_in_words),
		cmocka_unit_test(criteria_judge__keeps__long_values_inside),
		cmocka_unit_test(judgement_explain__names__what_carried_or_could_change_it),
		cmocka_unit_test(judgement_explain__names__items_where_room_is_short),
		cmocka_unit_test(verdict_name__is__stable),
		cmocka_unit_test(criteria_judge__counts__two_of_a_group),
		cmocka_unit_test(criteria_judge__asks__for_a_negative_finding),
		cmocka_unit_test(criteria_judge__never_decides__by_a_broken_pack),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
