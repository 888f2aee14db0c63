/* Work lists: only what is in the state, what waits longest first, and that nothing amends a filing of its own. */
#include "tests/test.h"

#include "tests/scratch_store.h"

#include "db/work.h"

static void save_at(struct store *st, const char *name, const char *certno, const char *at)
{
	struct filing_record r = person(name, certno, "13812345678");

	setenv("MTDESK_NOW", at, 1);
	save(st, &r);
	filing_record_finish(&r);
}

static void three_drafts(struct scratch *s)
{
	scratch_store(s);
	save_at(s->st, "曾小英", "511102196808150027", "2026-11-21 16:40:00");
	save_at(s->st, "张晓燕", "511102199003076626", "2026-11-20 09:15:02");
	save_at(s->st, "赵学义", "142301195501017512", "2026-11-22 08:01:00");
	unsetenv("MTDESK_NOW");
}

static void work_list__orders__by_waiting(void **unused)
{
	static const char *const names[] = { "张晓燕", "曾小英", "赵学义" };
	struct scratch s;
	struct work_row rows[8];
	struct err err = { 0 };

	(void)unused;
	three_drafts(&s);
	assert_int_equal(work_list(s.st, STATE_DRAFT, rows, 8, &err), 3);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		assert_string_equal(rows[i].brief.psn_name, names[i]);
		assert_int_equal(rows[i].revision, 1);
	}
	assert_string_equal(rows[0].since, "2026-11-20 09:15:02");
	scratch_remove(&s);
}

static void work_list__keeps_to__state_and_space(void **unused)
{
	static const struct {
		enum filing_state state;
		int space, expected;
		const char *why;
	} cases[] = {
		{ STATE_DRAFT, 2, 2, "no more than there is room for" },
		{ STATE_DRAFT, 8, 3, "all of the state" },
		{ STATE_READY, 8, 0, "none of another state" },
		{ STATE_RETURNED, 8, 0, "none of another state that can be typed in" },
	};
	struct scratch s;
	struct work_row rows[8];
	struct err err = { 0 };

	(void)unused;
	three_drafts(&s);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (work_list(s.st, cases[i].state, rows, cases[i].space, &err) !=
		    cases[i].expected)
			fail_msg("%s", cases[i].why);
	scratch_remove(&s);
}

static void work_amendment__of_one_not_amended__finds_none(void **unused)
{
	struct scratch s;
	struct filing_brief found;
	struct err err = { 0 };

	(void)unused;
	three_drafts(&s);
	assert_int_equal(work_amendment(s.st, 1, &found, &err), 0);
	scratch_remove(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(work_list__orders__by_waiting),
		cmocka_unit_test(work_list__keeps_to__state_and_space),
		cmocka_unit_test(work_amendment__of_one_not_amended__finds_none),
	};

	return cmocka_run_group_tests_name("work", tests, NULL, NULL);
}
