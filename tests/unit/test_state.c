/* Covers forms/state: stored names and shown labels of every state. */
#include "tests/test.h"

#include "forms/state.h"

static void state_name__round_trips__every_state(void **unused)
{
	(void)unused;
	for (int s = 0; s < STATE_COUNT; s++) {
		assert_int_equal(state_by_name(state_name(s)), s);
		assert_non_null(state_label(s));
	}
	assert_int_equal(state_by_name("nonsense"), STATE_COUNT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(state_name__round_trips__every_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
