/* Covers forms/filing: a filing as a plain value. */
#include "tests/test.h"

#include "forms/filing.h"

static void filing_set__keeps__a_copy(void **unused)
{
	struct filing f = { 0 };
	char text[] = "张晓燕";

	(void)unused;
	assert_int_equal(filing_set(&f, FIELD_PSN_NAME, text), 0);
	text[0] = 'x';
	assert_string_equal(filing_get(&f, FIELD_PSN_NAME), "张晓燕");
	assert_int_equal(filing_set(&f, FIELD_PSN_NAME, filing_get(&f, FIELD_PSN_NAME)), 0);
	assert_string_equal(filing_get(&f, FIELD_PSN_NAME), "张晓燕");
	filing_finish(&f);
	assert_string_equal(filing_get(&f, FIELD_PSN_NAME), "");
	filing_finish(&f);
	filing_finish(NULL);
}

static void filing_set__empties__with_nothing(void **unused)
{
	static const char *const nothing[] = { NULL, "" };
	struct filing f = { 0 };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(nothing); i++) {
		filing_set(&f, FIELD_AGE, "36");
		f.derived[FIELD_AGE] = true;
		assert_int_equal(filing_set(&f, FIELD_AGE, nothing[i]), 0);
		assert_null(f.value[FIELD_AGE]);
		assert_false(f.derived[FIELD_AGE]);
		assert_string_equal(filing_get(&f, FIELD_AGE), "");
	}
	filing_finish(&f);
}

static void filing_is_empty__counts__what_a_person_gave(void **unused)
{
	struct filing f = { 0 };

	(void)unused;
	assert_true(filing_is_empty(&f));
	filing_set(&f, FIELD_APPY_DATE, "2026-03-30");
	f.derived[FIELD_APPY_DATE] = true;
	assert_true(filing_is_empty(&f));
	evidence_set(&f.evidence, "kf_ring", "true", NULL, NULL);
	assert_false(filing_is_empty(&f));
	evidence_set(&f.evidence, "kf_ring", NULL, NULL, NULL);
	assert_true(filing_is_empty(&f));
	filing_set(&f, FIELD_MEMO, "x");
	assert_false(filing_is_empty(&f));
	filing_finish(&f);
}

static void fill(struct filing *f)
{
	char text[32];

	for (int id = 0; id < FIELD_COUNT; id++) {
		snprintf(text, sizeof(text), "第 %d 格", id);
		filing_set(f, (enum field_id)id, text);
		f->derived[id] = id % 3 == 0;
	}
	evidence_set(&f->evidence, "ceruloplasmin", "<20", "mg/dL", "出院记录");
	evidence_set(&f->evidence, "kf_ring", "false", NULL, NULL);
}

static void filing_copy__makes__an_equal_of_its_own(void **unused)
{
	char memo[32];
	struct filing a = { 0 }, b = { 0 };

	(void)unused;
	fill(&a);
	filing_set(&b, FIELD_MEMO, "goes away");
	evidence_set(&b.evidence, "atp7b", "true", NULL, NULL);
	assert_int_equal(filing_copy(&b, &a), 0);
	assert_true(filing_equal(&a, &b));
	assert_memory_equal(a.derived, b.derived, sizeof(a.derived));
	assert_null(evidence_find(&b.evidence, "atp7b"));
	filing_finish(&a);
	snprintf(memo, sizeof(memo), "第 %d 格", FIELD_MEMO);
	assert_string_equal(filing_get(&b, FIELD_MEMO), memo);
	assert_string_equal(evidence_find(&b.evidence, "ceruloplasmin")->note, "出院记录");
	filing_finish(&b);
}

static void filing_equal__sees__any_difference(void **unused)
{
	struct filing a = { 0 }, b = { 0 };

	(void)unused;
	assert_true(filing_equal(&a, &b));
	fill(&a);
	for (int id = 0; id < FIELD_COUNT; id++) {
		filing_copy(&b, &a);
		filing_set(&b, (enum field_id)id, "anders");
		if (filing_equal(&a, &b) || filing_equal(&b, &a))
			fail_msg("blind for %s", fields[id].key);
		filing_set(&b, (enum field_id)id, NULL);
		if (filing_equal(&a, &b) || filing_equal(&b, &a))
			fail_msg("blind for an empty %s", fields[id].key);
	}
	filing_copy(&b, &a);
	evidence_set(&b.evidence, "ceruloplasmin", "<20", "mg/L", "出院记录");
	assert_false(filing_equal(&a, &b));
	filing_copy(&b, &a);
	evidence_set(&b.evidence, "kf_ring", NULL, NULL, NULL);
	assert_false(filing_equal(&a, &b));
	assert_false(filing_equal(&b, &a));
	filing_finish(&a);
	filing_finish(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filing_set__keeps__a_copy),
		cmocka_unit_test(filing_set__empties__with_nothing),
		cmocka_unit_test(filing_is_empty__counts__what_a_person_gave),
		cmocka_unit_test(filing_copy__makes__an_equal_of_its_own),
		cmocka_unit_test(filing_equal__sees__any_difference),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
