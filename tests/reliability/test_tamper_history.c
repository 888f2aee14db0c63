/* Covers db/verify_imports: history that somebody with the file changes, hides, inserts or takes for another's is found, and
 * where. Edits by the sqlite3 command line on copies of one store, as in test_tamper. */
#include "tests/reliability/tamper.h"
#include "tests/table.h"

static int make_history(void **state)
{
	struct office o;

	(void)state;
	office_open(&o, "5111");
	o.ctx.complete = false;
	table_make("history.csv", 1, 12);
	table_import(&o, "history.csv");
	table_make("more.csv", 20, 3);
	table_import(&o, "more.csv");
	office_keep(&o, CLEAN);
	triggers_learn();
	return 0;
}

static void verify__is_silent__on_the_clean_store(void **unused)
{
	struct verify_report r = verify_folder(CLEAN, NULL, 0);

	(void)unused;
	if (r.result != VERIFY_UNPROVEN)
		fail_msg("%s: %s", r.where, r.msg);
	assert_int_equal(r.filings, 15);
}

/* The digest of a row as somebody who knows the desk's ways would make it anew is not at hand here: another row's does. */
static void verify__finds__edited_history(void **unused)
{
	// clang-format off
	static const struct { const char *sql, *where, *why; } rows[] = {
		{ "UPDATE filing SET psn_name = '张三' WHERE id = 5;", "filing 5", "another name" },
		{ "UPDATE filing SET opt_time = '2025-01-01' WHERE id = 5;", "filing 5", "another day" },
		{ "UPDATE filing SET memo = 'x' WHERE id = 5;", "filing 5", "a memo added" },
		{ "UPDATE filing SET filing_no = 'LS1' WHERE id = 5;", "filing 5", "a number of a filing" },
		{ "UPDATE filing SET route = 'in_hospital' WHERE id = 5;", "filing 5", "a route" },
		{ "UPDATE filing SET no = 'L1-99' WHERE id = 5;", "filing 5 no", "another number" },
		{ "UPDATE filing SET no = 'L1-99', import_line = 99 WHERE id = 5;", "history_key 5", "another line" },
		{ "INSERT INTO filing_evidence VALUES (5, 'kf_ring', 'true', NULL, NULL);", "filing 5", "evidence added" },
		{ "UPDATE filing SET import_sm3 = (SELECT import_sm3 FROM filing WHERE id = 6) WHERE id = 5;", "filing 5",
		  "another row's digest" },
		{ "UPDATE filing SET import_state = '已备案' WHERE id = 5;", "import 1 digest", "a state that the source did not name" },
		{ "DELETE FROM history_key WHERE filing = 5; DELETE FROM history_digest WHERE filing = 5; DELETE FROM filing WHERE id = 5;",
		  "import 1 rows", "a row hidden" },
		{ "DELETE FROM history_key WHERE filing > 12; DELETE FROM history_digest WHERE filing > 12; "
		  "DELETE FROM filing WHERE import = 2; DELETE FROM import WHERE id = 2;", "import 2", "a whole import hidden" },
		{ "INSERT INTO history_key VALUES ('zs', 11, 5);", "history_key", "a word too many" },
		{ "DELETE FROM history_key WHERE filing = 5 AND kind = 10;", "history_key 5", "a word too few" },
		{ "INSERT INTO history_digest VALUES (7, 5);", "history_digest", "a digest too many" },
		{ "UPDATE history_digest SET head = head + 1 WHERE filing = 5;", "history_digest 5", "another digest" },
		{ "UPDATE import SET name = '别的.csv' WHERE id = 1;", "import 1", "another file" },
		{ "UPDATE import SET sm3 = replace(sm3, substr(sm3, 1, 3), 'fff') WHERE id = 1;", "import 1", "another file's digest" },
		{ "UPDATE import SET staff = 2 WHERE id = 1;", "import 1", "another person" },
		{ "UPDATE import SET merged_at = '2026-11-01 09:00:00' WHERE id = 1;", "import 1", "another day of reading" },
		{ "UPDATE import SET skipped = 1 WHERE id = 1;", "import 1", "another count" },
		{ "UPDATE import SET audit = NULL WHERE id = 1;", "import 1 audit", "its row in the audit forgotten" },
		{ "UPDATE import SET audit = NULL WHERE id = 2; UPDATE import SET audit = (SELECT audit + 2 FROM import WHERE id = 1) "
		  "WHERE id = 1;", "import 1", "another's row in the audit" },
		{ "UPDATE filing SET state = 'filed', import = NULL, import_line = NULL, import_sm3 = NULL, no = '20261122-0099' "
		  "WHERE id = 5;", "filing 5 state", "history that pretends to be filed here" },
		{ "INSERT INTO import SELECT 9, session, pid, started, boot, NULL, name, encoding, bytes, sm3, 0, 0, 0, "
		  "'1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b', begun_at, '2026-11-23 09:00:00', NULL FROM import "
		  "WHERE id = 1;", "import 9 audit", "an import that nobody made" },
	};
	// clang-format on
	size_t found = 0;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct verify_report r;

		hurt_begin();
		hurt_edit(rows[i].sql);
		r = verify_folder(HURT, NULL, 0);
		if (r.result == VERIFY_BROKEN && strcmp(r.where, rows[i].where) == 0 && *r.msg)
			found++;
		else
			print_message("%s: found at “%s”, not at “%s”: %s\n", rows[i].why, r.where, rows[i].where, r.msg);
	}
	assert_int_equal(found, ARRAY_SIZE(rows));
}

/* While an import was not merged, nobody believes it: a half of one is nothing that is wrong. */
static void verify__passes_over__what_is_being_read(void **unused)
{
	struct verify_report r;

	(void)unused;
	hurt_begin();
	hurt_edit("INSERT INTO import SELECT 9, session, pid, started, boot, staff, name, encoding, bytes, '', 0, 0, 0, '', begun_at, "
		  "NULL, NULL FROM import WHERE id = 1; "
		  "INSERT INTO filing (no, state, import, import_line, import_sm3, created_at, saved_at) SELECT 'L9-2', state, 9, 2, "
		  "import_sm3, created_at, saved_at FROM filing WHERE id = 5;");
	r = verify_folder(HURT, NULL, 0);
	if (r.result != VERIFY_UNPROVEN || r.filings != 15)
		fail_msg("%s: %s", r.where, r.msg);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verify__is_silent__on_the_clean_store),
		cmocka_unit_test(verify__finds__edited_history),
		cmocka_unit_test(verify__passes_over__what_is_being_read),
	};

	return cmocka_run_group_tests(tests, make_history, NULL);
}
