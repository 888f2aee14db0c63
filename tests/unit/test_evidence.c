/* Covers forms/evidence: setting, replacing, removing, copying and comparing what was found. */
#include "tests/test.h"

#include "forms/evidence.h"

static void evidence_set__keeps__one_entry_a_key(void **unused)
{
	struct evidence e = { 0 };
	const struct evidence_entry *entry;

	(void)unused;
	assert_null(evidence_find(&e, "kf_ring"));
	assert_int_equal(evidence_set(&e, "ceruloplasmin", "185", "mg/L", "2026-11-19 检验报告"),
			 0);
	assert_int_equal(evidence_set(&e, "kf_ring", "false", NULL, NULL), 0);
	assert_int_equal(evidence_set(&e, "ceruloplasmin", "<20", "mg/dL", NULL), 0);
	assert_int_equal(e.count, 2);
	entry = evidence_find(&e, "ceruloplasmin");
	assert_string_equal(entry->value, "<20");
	assert_string_equal(entry->unit, "mg/dL");
	assert_string_equal(entry->note, "");
	evidence_finish(&e);
	evidence_finish(&e);
	evidence_finish(NULL);
}

static void evidence_set__removes__an_emptied_value(void **unused)
{
	struct evidence e = { 0 };

	(void)unused;
	evidence_set(&e, "a", "1", "g", "");
	evidence_set(&e, "b", "2", "g", "");
	evidence_set(&e, "c", "3", "g", "");
	assert_int_equal(evidence_set(&e, "b", "", "g", "a note alone is nothing"), 0);
	assert_null(evidence_find(&e, "b"));
	assert_string_equal(evidence_find(&e, "c")->value, "3");
	assert_int_equal(evidence_set(&e, "a", NULL, NULL, NULL), 0);
	assert_int_equal(evidence_set(&e, "never there", NULL, NULL, NULL), 0);
	assert_int_equal(e.count, 1);
	evidence_finish(&e);
}

static void evidence_set__survives__its_own_strings(void **unused)
{
	struct evidence e = { 0 };
	const struct evidence_entry *entry;

	(void)unused;
	evidence_set(&e, "a", "1", "g", "note");
	entry = evidence_find(&e, "a");
	assert_int_equal(evidence_set(&e, entry->key, entry->value, entry->unit, NULL), 0);
	assert_string_equal(evidence_find(&e, "a")->unit, "g");
	evidence_finish(&e);
}

static void evidence_copy__is_equal__and_apart(void **unused)
{
	struct evidence a = { 0 }, b = { 0 };

	(void)unused;
	evidence_set(&a, "x", "1", "g", "n");
	evidence_set(&a, "y", "true", "", "");
	evidence_set(&b, "old", "1", "", "");
	assert_int_equal(evidence_copy(&b, &a), 0);
	assert_null(evidence_find(&b, "old"));
	assert_true(evidence_equal(&a, &b));
	evidence_set(&b, "y", "false", "", "");
	assert_string_equal(evidence_find(&a, "y")->value, "true");
	assert_false(evidence_equal(&a, &b));
	evidence_finish(&a);
	evidence_finish(&b);
}

static void evidence_equal__ignores__order_only(void **unused)
{
	struct evidence a = { 0 }, b = { 0 }, none = { 0 };

	(void)unused;
	evidence_set(&a, "x", "1", "g", "");
	evidence_set(&a, "y", "true", "", "");
	evidence_set(&b, "y", "true", "", "");
	evidence_set(&b, "x", "1", "g", "");
	assert_true(evidence_equal(&a, &b));
	assert_true(evidence_equal(&none, &none));
	assert_false(evidence_equal(&a, &none));
	evidence_set(&b, "x", "1", "mg", "");
	assert_false(evidence_equal(&a, &b));
	evidence_set(&b, "x", "1", "g", "another note");
	assert_false(evidence_equal(&a, &b));
	evidence_set(&b, "x", NULL, NULL, NULL);
	evidence_set(&b, "z", "1", "g", "");
	assert_false(evidence_equal(&a, &b));
	evidence_finish(&a);
	evidence_finish(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(evidence_set__keeps__one_entry_a_key),
		cmocka_unit_test(evidence_set__removes__an_emptied_value),
		cmocka_unit_test(evidence_set__survives__its_own_strings),
		cmocka_unit_test(evidence_copy__is_equal__and_apart),
		cmocka_unit_test(evidence_equal__ignores__order_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
