/* Covers db/settings: defaults, what was chosen, and texts that are too long. */
#include "tests/scratch_store.h"

#include "db/settings.h"

static void settings_load__gives__defaults(void **unused)
{
	struct settings s;
	struct scratch scratch;

	(void)unused;
	scratch_store(&scratch);
	memset(&s, 'x', sizeof(s));
	assert_int_equal(settings_load(scratch.st, &s, NULL), 0);
	assert_string_equal(s.region, "5111");
	assert_string_equal(s.institution, "");
	assert_string_equal(s.clerk, "");
	assert_string_equal(s.ambiguous_width, "auto");
	assert_string_equal(s.borders, "lines");
	scratch_remove(&scratch);
}

static void settings_save__round_trips(void **unused)
{
	struct settings s, back;
	struct scratch scratch;

	(void)unused;
	scratch_store(&scratch);
	settings_defaults(&s);
	snprintf(s.region, sizeof(s.region), "%s", "1411");
	snprintf(s.institution, sizeof(s.institution), "%s", "吕梁市人民医院");
	snprintf(s.clerk, sizeof(s.clerk), "%s", "王芳");
	snprintf(s.borders, sizeof(s.borders), "%s", "ascii");
	assert_int_equal(settings_save(scratch.st, &s, NULL), 0);
	store_close(scratch.st);
	scratch.st = open_store(scratch.path);
	assert_int_equal(settings_load(scratch.st, &back, NULL), 0);
	assert_string_equal(back.region, "1411");
	assert_string_equal(back.institution, "吕梁市人民医院");
	assert_string_equal(back.clerk, "王芳");
	assert_string_equal(back.ambiguous_width, "auto");
	assert_string_equal(back.borders, "ascii");

	/* Emptied stays empty, though the default is not. */
	back.region[0] = '\0';
	back.clerk[0] = '\0';
	assert_int_equal(settings_save(scratch.st, &back, NULL), 0);
	assert_int_equal(settings_load(scratch.st, &s, NULL), 0);
	assert_string_equal(s.region, "");
	assert_string_equal(s.clerk, "");
	scratch_remove(&scratch);
}

static void settings_save__fits__the_longest(void **unused)
{
	struct settings s, back;
	struct scratch scratch;

	(void)unused;
	scratch_store(&scratch);
	settings_defaults(&s);
	for (size_t i = 0; i + 3 < sizeof(s.institution); i += 3)
		memcpy(s.institution + i, "院", 4);
	assert_int_equal(settings_save(scratch.st, &s, NULL), 0);
	assert_int_equal(settings_load(scratch.st, &back, NULL), 0);
	assert_string_equal(back.institution, s.institution);
	scratch_remove(&scratch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings_load__gives__defaults),
		cmocka_unit_test(settings_save__round_trips),
		cmocka_unit_test(settings_save__fits__the_longest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
