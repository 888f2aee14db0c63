/* Covers db/supervise and db/supervise_day: what waits, what ends soon, and the day sheet. */
#include "tests/people.h"
#include "tests/unit/rows.h"

#include "db/supervise.h"

static const struct date today = { 2026, 11, 22 };

static void put_filing(struct scratch *s, int id, const char *no, const char *state, int version,
		       const char *enddate)
{
	FILE *db = put_begin(s);

	put_filing_row(db, &(struct put_filing) { .id = id,
						  .no = no,
						  .state = state,
						  .version = version,
						  .enddate = *enddate ? enddate : NULL });
	put_end(db);
}

static void put_act(struct scratch *s, int filing, int version, const char *act, const char *at)
{
	FILE *db = put_begin(s);

	put_act_row(db, &(struct put_act) {
				.filing = filing, .version = version, .act = act, .at = at });
	put_end(db);
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
		enum due which;
		int space, count, first;
		const char *why;
	} asked[] = {
		{ DUE_PASSED, 20, 2, 2, "what has passed, long ago first" },
		{ DUE_30, 20, 2, 3, "from today to 30 days on" },
		{ DUE_90, 20, 4, 3, "... and to 90" },
		{ DUE_90, 1, 1, 3, "no more than fits" },
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
		int n = due_list(s.st, today, asked[i].which, rows, last, asked[i].space, &err);

		if (n != asked[i].count || (n > 0 && rows[0].id != asked[i].first))
			fail_msg("%d: %d rows, first %d: %s", asked[i].which, n, (int)rows[0].id,
				 asked[i].why);
		for (int k = 1; k < n; k++)
			assert_true(strcmp(last[k - 1], last[k]) <= 0);
	}
	assert_string_equal(last[0], "2026-11-22");
	assert_string_equal(rows[0].psn_name, "吉克木呷");
	assert_int_equal(rows[0].state, STATE_FILED);
	scratch_remove(&s);
}

/* ---- the day sheet ---- */

/* The wall clock of the store, so that its rows are of a known day. */
static void set_clock(const char *at)
{
	setenv("MTDESK_NOW", at, 1);
}

static void day_sheet__counts__the_acts_of_that_day(void **unused)
{
	struct day_sheet sheet;
	struct actor who;
	struct err err = { 0 };
	struct scratch s;

	(void)unused;
	set_clock("2026-11-21 16:00:00");
	scratch_store(&s);
	people_set_up(s.st);
	set_clock("2026-11-22 09:00:00");
	people_sign_in(s.st, "wm", &who, NULL);
	assert_int_equal(staff_sign_in(s.st, "wm", "falsch-2026", &who, NULL, &err), SIGN_IN_WRONG);
	people_sign_in(s.st, "cf", &who, NULL);
	set_clock("2026-11-23 00:00:00");
	people_sign_in(s.st, "zl", &who, NULL);

	assert_int_equal(day_sheet(s.st, today, &sheet, &err), 0);
	assert_string_equal(sheet.day, "2026-11-22");
	assert_int_equal(sheet.by_act[ACT_SIGN_IN], 2);
	assert_int_equal(sheet.by_act[ACT_SET_UP], 0);
	assert_int_equal(sheet.refused, 1);
	assert_true(sheet.first_seq > 1 && sheet.last_seq >= sheet.first_seq + 2);
	assert_int_equal(sheet.anchor.size, 0);
	assert_int_equal(day_sheet(s.st, (struct date) { 2026, 11, 20 }, &sheet, &err), 0);
	assert_int_equal(sheet.first_seq + sheet.last_seq + sheet.refused, 0);
	scratch_remove(&s);
}

/* A day without any business is closed like others, so that its silence is proven too. */
static void day_close__anchors__the_chain_also_on_an_empty_day(void **unused)
{
	struct desk_identity desk;
	struct day_sheet first, second, read;
	struct audit_row last;
	struct actor clerk;
	struct anchor parsed;
	struct err err = { 0 };
	char line[ANCHOR_LINE_SIZE], file[200], kept[ANCHOR_LINE_SIZE + 2];
	struct scratch s;
	FILE *in;

	(void)unused;
	set_clock("2026-11-20 09:00:00");
	scratch_store(&s);
	people_set_up(s.st);
	people_sign_in(s.st, "wm", &clerk, NULL);
	set_clock("2026-11-22 17:30:00");
	if (day_close(s.st, &clerk, today, &first, &err) < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(first.by_act[ACT_DAY_CLOSE], 1);
	assert_int_equal(first.first_seq, first.last_seq);
	assert_int_equal(first.anchor.size, first.last_seq);
	assert_int_equal(audit_list(s.st, 0, &last, 1, &err), 1);
	assert_string_equal(last.act, "day_close");
	assert_string_equal(last.object, "day:2026-11-22");
	assert_string_equal(last.role, "clerk");
	assert_string_equal(last.hash, first.anchor.head);

	assert_int_equal(desk_identity_load(s.st, &desk, &err), 1);
	assert_string_equal(first.anchor.desk, desk.uuid);
	assert_true(anchor_signature_valid(&first.anchor, desk.public));
	anchor_format(&first.anchor, line);
	assert_true(anchor_parse(line, &parsed));
	snprintf(file, sizeof(file), "%s.anchors", s.path);
	in = fopen(file, "r");
	assert_non_null(in);
	assert_non_null(fgets(kept, sizeof(kept), in));
	fclose(in);
	kept[strcspn(kept, "\n")] = '\0';
	assert_string_equal(kept, line);

	/* Closed once more, the sheet shows the later anchor; the day before stays open. */
	assert_int_equal(day_close(s.st, &clerk, today, &second, &err), 0);
	assert_true(second.anchor.size > first.anchor.size);
	assert_int_equal(day_sheet(s.st, today, &read, &err), 0);
	assert_memory_equal(&read.anchor, &second.anchor, sizeof(read.anchor));
	assert_int_equal(day_sheet(s.st, (struct date) { 2026, 11, 21 }, &read, &err), 0);
	assert_int_equal(read.anchor.size, 0);
	scratch_remove(&s);
}

static void day_close__refuses__who_may_not(void **unused)
{
	static const struct {
		const char *login;
		bool may;
	} rows[] = { { "wm", true },  { "hzr", true }, { "ljg", false }, { "cf", false },
		     { "xt", false }, { "aq", false }, { "sj", false } };
	struct day_sheet sheet;
	struct audit_row last;
	struct actor who;
	struct err err = { 0 };
	struct scratch s;

	(void)unused;
	set_clock("2026-11-22 17:30:00");
	scratch_store(&s);
	people_set_up(s.st);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		people_sign_in(s.st, rows[i].login, &who, NULL);
		if ((day_close(s.st, &who, today, &sheet, &err) == 0) != rows[i].may)
			fail_msg("%s: %s", rows[i].login, err.msg);
		assert_int_equal(audit_list(s.st, 0, &last, 1, &err), 1);
		assert_string_equal(last.act, "day_close");
		assert_string_equal(last.result, rows[i].may ? "done" : "refused");
		if (!rows[i].may)
			assert_non_null(strstr(last.reason, "医保负责人"));
	}
	scratch_remove(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(work_count__is_zero__on_an_empty_store),
		cmocka_unit_test(work_count__counts__what_waits),
		cmocka_unit_test(work_count__counts__what_ends_soon),
		cmocka_unit_test(due_list__lists__soonest_first),
		cmocka_unit_test(day_sheet__counts__the_acts_of_that_day),
		cmocka_unit_test(day_close__anchors__the_chain_also_on_an_empty_day),
		cmocka_unit_test(day_close__refuses__who_may_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
