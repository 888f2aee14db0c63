/* Covers db/desk_clock: when the wall clock is believed, and who may say that it is right again. */
#include "tests/people.h"
#include "tests/scratch_store.h"

#include "db/audit.h"
#include "db/desk_clock.h"
#include "db/stmt.h"

static struct moment look_at(struct store *st, const char *now)
{
	struct err err = { 0 };
	struct moment m;

	setenv("MTDESK_NOW", now, 1);
	if (store_begin(st, &err) < 0 || desk_clock_look(st, &m, &err) < 0 ||
	    store_commit(st, &err) < 0)
		fail_msg("%s", err.msg);
	return m;
}

static void desk_clock_look__doubts__a_clock_that_jumped(void **unused)
{
	static const struct {
		const char *before, *now;
		bool doubtful;
		const char *why;
	} rows[] = {
		{ "2026-11-22 09:15:02", "2026-11-22 09:15:02", false, "it stands still" },
		{ "2026-11-22 09:15:02", "2026-11-22 09:16:02", false, "it goes" },
		{ "2026-11-22 09:15:02", "2026-11-22 09:13:02", false,
		  "120 seconds back is putting it right" },
		{ "2026-11-22 09:15:02", "2026-11-22 09:13:01", true, "121 seconds back" },
		{ "2026-11-22 09:15:02", "2016-11-22 09:15:02", true, "ten years back" },
		{ "2026-11-22 09:15:02", "2026-11-23 09:15:00", false,
		  "a day ahead within one boot" },
		{ "2026-11-22 09:15:02", "2026-11-23 09:16:02", true,
		  "more than a day ahead within one boot" },
		{ "2026-11-22 09:15:02", "2036-11-22 09:15:02", true, "ten years ahead" },
		{ "2027-12-31 23:59:59", "2028-01-01 00:00:00", false, "over the year's end" },
		{ "2038-01-19 03:14:07", "2038-01-19 03:14:09", false, "beyond 32 bits" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct moment m;
		struct scratch s;

		scratch_store(&s);
		m = look_at(s.st, rows[i].before);
		assert_string_equal(m.at, rows[i].before);
		assert_false(m.doubtful);
		m = look_at(s.st, rows[i].now);
		assert_string_equal(m.at, rows[i].now);
		if (m.doubtful != rows[i].doubtful)
			fail_msg("%s: doubtful %d", rows[i].why, m.doubtful);
		scratch_remove(&s);
	}
}

static void desk_clock_peek__keeps__nothing(void **unused)
{
	struct scratch s;
	struct moment m;

	(void)unused;
	scratch_store(&s);
	look_at(s.st, "2026-11-22 09:15:02");
	setenv("MTDESK_NOW", "2020-01-01 00:00:00", 1);
	assert_int_equal(desk_clock_peek(s.st, &m, NULL), 0);
	assert_true(m.doubtful);
	m = look_at(s.st, "2026-11-22 09:15:03");
	assert_false(m.doubtful);
	scratch_remove(&s);
}

/* Doubt outlives the return of the right time: rows written meanwhile may bear a wrong one. */
static void desk_clock_confirm__ends__the_doubt(void **unused)
{
	struct audit_row row;
	struct scratch s;
	struct actor a;
	struct moment m;

	(void)unused;
	scratch_store(&s);
	setenv("MTDESK_NOW", "2026-11-22 09:15:00", 1);
	people_set_up(s.st);
	people_sign_in(s.st, "xt", &a, NULL);
	look_at(s.st, "2026-11-22 09:15:02");
	look_at(s.st, "2020-01-01 00:00:00");
	m = look_at(s.st, "2026-11-22 09:15:10");
	assert_true(m.doubtful);
	assert_int_equal(desk_clock_confirm(s.st, &a, NULL), 0);
	m = look_at(s.st, "2026-11-22 09:15:11");
	assert_false(m.doubtful);
	assert_int_equal(audit_list(s.st, 0, &row, 1, NULL), 1);
	assert_string_equal(row.act, "clock");
	assert_string_equal(row.result, "done");
	assert_string_equal(row.clock, "ok");
	assert_string_equal(row.detail, "doubtful");
	scratch_remove(&s);
}

static void desk_clock_confirm__refuses__whoever_is_no_system_administrator(void **unused)
{
	struct err err = { 0 };
	struct audit_row row;
	struct scratch s;
	struct actor a;
	struct moment m;

	(void)unused;
	scratch_store(&s);
	setenv("MTDESK_NOW", "2026-11-22 09:15:00", 1);
	people_set_up(s.st);
	people_sign_in(s.st, "wm", &a, NULL);
	look_at(s.st, "2026-11-22 09:15:02");
	look_at(s.st, "2020-01-01 00:00:00");
	assert_int_equal(desk_clock_confirm(s.st, &a, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_true(err.msg[0]);
	m = look_at(s.st, "2026-11-22 09:15:11");
	assert_true(m.doubtful);
	assert_int_equal(audit_list(s.st, 0, &row, 1, NULL), 1);
	assert_string_equal(row.act, "clock");
	assert_string_equal(row.result, "refused");
	assert_string_equal(row.clock, "doubtful");
	assert_string_equal(row.reason, err.msg);
	scratch_remove(&s);
}

static void timestamp_now__is__the_desks_clock(void **unused)
{
	char now[TIMESTAMP_SIZE];

	(void)unused;
	setenv("MTDESK_NOW", "2026-11-22 09:15:02", 1);
	timestamp_now(now);
	assert_string_equal(now, "2026-11-22 09:15:02");
	setenv("MTDESK_NOW", "yesterday", 1);
	timestamp_now(now);
	assert_string_not_equal(now, "2026-11-22 09:15:02");
	assert_int_equal(strlen(now), 19);
	unsetenv("MTDESK_NOW");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(desk_clock_look__doubts__a_clock_that_jumped),
		cmocka_unit_test(desk_clock_peek__keeps__nothing),
		cmocka_unit_test(desk_clock_confirm__ends__the_doubt),
		cmocka_unit_test(desk_clock_confirm__refuses__whoever_is_no_system_administrator),
		cmocka_unit_test(timestamp_now__is__the_desks_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
