/* Covers db/supervise: what waits and what ends soon. Acts are rows put in from outside, since only what is counted
 * matters here; tests/unit/test_acts makes real ones. */
#include <sqlite3.h>

#include "tests/scratch_store.h"

#include "db/supervise.h"

static const struct date today = { 2026, 11, 22 };

/* Rows put in from outside: without keys to other tables, which sqlite3 does not ask for by itself. */
static void put(struct scratch *s, const char *sql)
{
	char *said = NULL;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(s->path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &said) != SQLITE_OK)
		fail_msg("%s\n%s", said, sql);
	sqlite3_close(db);
}

static void put_filing(struct scratch *s, int id, const char *no, const char *state, int version,
		       const char *enddate)
{
	char sql[512];

	snprintf(sql, sizeof(sql),
		 "INSERT INTO filing (id, no, save_seq, state, created_at, saved_at, version, "
		 "enddate, psn_name) "
		 "VALUES (%d, '%s', %d, '%s', '2026-11-22 09:00:00', '2026-11-22 09:00:00', %d, "
		 "nullif('%s', ''), "
		 "'吉克木呷')",
		 id, no, id, state, version, enddate);
	put(s, sql);
}

static void put_act(struct scratch *s, int filing, int version, const char *act, const char *at)
{
	static int n;
	char sql[512];

	n++;
	snprintf(sql, sizeof(sql),
		 "INSERT INTO act (filing, version, act, staff, at, text, sm3, key, signature, "
		 "once, audit) "
		 "VALUES (%d, %d, '%s', 1, '%s', 't', '%064d', 1, 's', '%d', %d)",
		 filing, version, act, at, n, n, n);
	put(s, sql);
}

static void work_count__is_zero__on_an_empty_store(void **unused)
{
	static const struct work_counts nothing;
	struct work_counts w;
	struct err err = { 0 };
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	memset(&w, 0xAA, sizeof(w));
	assert_int_equal(work_count(s.st, today, &w, &err), 0);
	assert_memory_equal(&w.to_certify, &nothing.to_certify, 5 * sizeof(int64_t));
	assert_string_equal(w.oldest_ready, "");
	assert_int_equal(w.due_0 + w.due_30 + w.due_90, 0);
	assert_int_equal(w.registered + w.certified + w.filed, 0);
	scratch_remove(&s);
}

static void work_count__counts__what_waits(void **unused)
{
	struct work_counts w;
	struct err err = { 0 };
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	put_filing(&s, 1, "20261120-0001", "ready", 2, "");
	put_filing(&s, 2, "20261121-0001", "ready", 1, "");
	put_filing(&s, 3, "20261122-0001", "certified", 1, "");
	put_filing(&s, 4, "20261122-0002", "sealed", 1, "");
	put_filing(&s, 5, "20261122-0003", "returned", 1, "");
	put_filing(&s, 6, "20261122-0004", "draft", 0, "");
	put_filing(&s, 7, "20261122-0005", "draft", 0, "");
	put_filing(&s, 8, "20261123-0001", "filed", 1, "");
	/* The first submission of a filing that came back does not make it the oldest. */
	put_act(&s, 1, 1, "submit", "2026-11-20 09:00:00");
	put_act(&s, 1, 2, "submit", "2026-11-22 10:02:00");
	put_act(&s, 2, 1, "submit", "2026-11-21 16:40:00");
	put_act(&s, 3, 1, "submit", "2026-11-19 08:00:00");
	put_act(&s, 3, 1, "certify", "2026-11-22 00:00:00");
	put_act(&s, 4, 1, "certify_seen", "2026-11-22 23:59:59");
	put_act(&s, 4, 1, "certify", "2026-11-21 23:59:59");
	put_act(&s, 8, 1, "file", "2026-11-22 11:00:00");
	put_act(&s, 8, 1, "file", "2026-11-23 00:00:00");

	assert_int_equal(work_count(s.st, today, &w, &err), 0);
	assert_int_equal(w.to_certify, 2);
	assert_string_equal(w.oldest_ready, "2026-11-21 16:40:00");
	assert_int_equal(w.to_seal, 1);
	assert_int_equal(w.to_file, 1);
	assert_int_equal(w.returned, 1);
	assert_int_equal(w.drafts, 2);
	assert_int_equal(w.registered, 5);
	assert_int_equal(w.certified, 2);
	assert_int_equal(w.filed, 1);
	scratch_remove(&s);
}

static const struct {
	const char *enddate, *state;
	int due_0, due_30, due_90;
	const char *why;
} ends[] = {
	{ "2026-11-21", "filed", 1, 0, 0, "its last day was yesterday" },
	{ "2020-01-01", "filed", 1, 0, 0, "long past" },
	{ "2026-11-22", "filed", 0, 1, 1, "its last day is today: it still holds" },
	{ "2026-12-22", "filed", 0, 1, 1, "in 30 days" },
	{ "2026-12-23", "filed", 0, 0, 1, "in 31 days" },
	{ "2027-02-20", "filed", 0, 0, 1, "in 90 days" },
	{ "2027-02-21", "filed", 0, 0, 0, "in 91 days" },
	{ "", "filed", 0, 0, 0, "without end" },
	{ "2026-11-21", "expired", 0, 0, 0, "ended already" },
	{ "2026-11-21", "sealed", 0, 0, 0, "not filed yet" },
};

static void work_count__counts__what_ends_soon(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		struct work_counts w;
		struct err err = { 0 };
		struct scratch s;

		scratch_store(&s);
		put_filing(&s, 1, "20251122-0001", ends[i].state, 1, ends[i].enddate);
		assert_int_equal(work_count(s.st, today, &w, &err), 0);
		if (w.due_0 != ends[i].due_0 || w.due_30 != ends[i].due_30 ||
		    w.due_90 != ends[i].due_90)
			fail_msg("'%s' counts %d %d %d: %s", ends[i].enddate, (int)w.due_0,
				 (int)w.due_30, (int)w.due_90, ends[i].why);
		scratch_remove(&s);
	}
}

static void due_list__lists__soonest_first(void **unused)
{
	static const struct {
		int days, space, count, first;
		const char *why;
	} asked[] = {
		{ -1, 20, 2, 2, "what has passed" },
		{ 0, 20, 3, 2, "... and what ends today" },
		{ 30, 20, 4, 2, "... and within 30 days" },
		{ 90, 20, 6, 2, "... and within 90" },
		{ 90, 1, 1, 2, "no more than fits" },
		{ -8000, 20, 0, 0, "nothing that far back" },
	};
	struct filing_brief rows[20];
	struct err err = { 0 };
	struct scratch s;
	char last[20][11];

	(void)unused;
	scratch_store(&s);
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		char no[16];

		snprintf(no, sizeof(no), "20251122-%04zu", i + 1);
		put_filing(&s, (int)i + 1, no, ends[i].state, 1, ends[i].enddate);
	}
	for (size_t i = 0; i < ARRAY_SIZE(asked); i++) {
		int n = due_list(s.st, today, asked[i].days, rows, last, asked[i].space, &err);

		if (n != asked[i].count || (n > 0 && rows[0].id != asked[i].first))
			fail_msg("%d days: %d rows, first %d: %s", asked[i].days, n,
				 (int)rows[0].id, asked[i].why);
		for (int k = 1; k < n; k++)
			assert_true(strcmp(last[k - 1], last[k]) <= 0);
	}
	assert_string_equal(last[0], "2020-01-01");
	assert_string_equal(rows[0].psn_name, "吉克木呷");
	assert_int_equal(rows[0].state, STATE_FILED);
	scratch_remove(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(work_count__is_zero__on_an_empty_store),
		cmocka_unit_test(work_count__counts__what_waits),
		cmocka_unit_test(work_count__counts__what_ends_soon),
		cmocka_unit_test(due_list__lists__soonest_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
