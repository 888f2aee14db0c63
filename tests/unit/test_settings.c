/* Covers db/settings: defaults, what was chosen, texts that are too long, and who may change what. */
#include "tests/people.h"
#include "tests/scratch_store.h"

#include "db/audit.h"
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
	assert_string_equal(s.packs_off, "");
	assert_string_equal(s.password_days, "90");
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
	snprintf(s.packs_off, sizeof(s.packs_off), "%s", "leshan-2023-28");
	snprintf(s.password_days, sizeof(s.password_days), "%s", "0");
	snprintf(s.borders, sizeof(s.borders), "%s", "ascii");
	assert_int_equal(settings_save(scratch.st, &s, NULL), 0);
	store_close(scratch.st);
	scratch.st = open_store(scratch.path);
	assert_int_equal(settings_load(scratch.st, &back, NULL), 0);
	assert_string_equal(back.region, "1411");
	assert_string_equal(back.packs_off, "leshan-2023-28");
	assert_string_equal(back.password_days, "0");
	assert_string_equal(back.ambiguous_width, "auto");
	assert_string_equal(back.borders, "ascii");

	/* Emptied stays empty, though the default is not. */
	back.region[0] = '\0';
	back.packs_off[0] = '\0';
	assert_int_equal(settings_save(scratch.st, &back, NULL), 0);
	assert_int_equal(settings_load(scratch.st, &s, NULL), 0);
	assert_string_equal(s.region, "");
	assert_string_equal(s.packs_off, "");
	scratch_remove(&scratch);
}

static void settings_save__fits__the_longest(void **unused)
{
	struct settings s, back;
	struct scratch scratch;

	(void)unused;
	scratch_store(&scratch);
	settings_defaults(&s);
	for (size_t i = 0; i + 4 < sizeof(s.packs_off); i += 4)
		memcpy(s.packs_off + i, "a-1 ", 5);
	assert_int_equal(settings_save(scratch.st, &s, NULL), 0);
	assert_int_equal(settings_load(scratch.st, &back, NULL), 0);
	assert_string_equal(back.packs_off, s.packs_off);
	scratch_remove(&scratch);
}

// clang-format off
static const struct {
	const char *who;
	size_t offset;
	const char *value;
	bool may;
	const char *act, *why;
} changes[] = {
	{ "wm", offsetof(struct settings, borders),         "ascii", true,  NULL,    "how a clerk's terminal draws" },
	{ "wm", offsetof(struct settings, ambiguous_width), "2",     true,  NULL,    "how wide it draws" },
	{ "wm", offsetof(struct settings, region),          "1411",  false, "packs", "the region by a clerk" },
	{ "hzr", offsetof(struct settings, packs_off),      "x-1",   false, "packs", "a pack by the head" },
	{ "xt", offsetof(struct settings, password_days),   "0",     false, "staff", "the passwords by the system administrator" },
	{ "aq", offsetof(struct settings, region),          "1411",  false, "packs", "the region by the security administrator" },
	{ "xt", offsetof(struct settings, region),          "1411",  true,  "packs", "the region" },
	{ "xt", offsetof(struct settings, packs_off),       "x-1",   true,  "packs", "a pack" },
	{ "aq", offsetof(struct settings, password_days),   "180",   true,  "staff", "the days of a password" },
};
// clang-format on

static struct audit_row last_row(struct store *st)
{
	struct audit_row r;

	assert_int_equal(audit_list(st, 0, &r, 1, NULL), 1);
	return r;
}

static void settings_change__by__whose_it_is(void **unused)
{
	struct scratch scratch;

	(void)unused;
	scratch_store(&scratch);
	people_set_up(scratch.st);
	for (size_t i = 0; i < ARRAY_SIZE(changes); i++) {
		struct settings s, back;
		struct audit_row row;
		struct err err = { 0 };
		struct actor a;

		people_sign_in(scratch.st, changes[i].who, &a, NULL);
		assert_int_equal(settings_load(scratch.st, &s, NULL), 0);
		snprintf((char *)&s + changes[i].offset, 8, "%s", changes[i].value);
		if ((settings_change(scratch.st, &a, &s, &err) == 0) != changes[i].may)
			fail_msg("%s: %s", changes[i].why, err.msg);
		assert_int_equal(settings_load(scratch.st, &back, NULL), 0);
		if ((strcmp((char *)&back + changes[i].offset, changes[i].value) == 0) !=
		    changes[i].may)
			fail_msg("%s: stored, or not", changes[i].why);
		row = last_row(scratch.st);
		assert_string_equal(row.act, changes[i].act ? changes[i].act : "sign_in");
		assert_string_equal(row.result, changes[i].may ? "done" : "refused");
	}
	assert_string_equal(last_row(scratch.st).object, "setting:password_days");
	assert_string_equal(last_row(scratch.st).reason, "90 → 180");
	scratch_remove(&scratch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings_load__gives__defaults),
		cmocka_unit_test(settings_save__round_trips),
		cmocka_unit_test(settings_save__fits__the_longest),
		cmocka_unit_test(settings_change__by__whose_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
