/* Covers the steps of the schema on a store with content: one that an older desk left (tests/data/store-2.sql) keeps every
 * row, number and reference, and a kill in the middle leaves the old store or the new one. White-box: the steps and
 * their transactions are included, so that one can be killed where it is. */
#define sqlite3_exec exec_that_may_die
#include "db/store_schema.c"
#include "db/store_tx.c"
#undef sqlite3_exec

#include <signal.h>
#include <sys/wait.h>

#include "tests/scratch_store.h"

#include "db/verify.h"
#include "forms/sm3.h"

#define OLD_STEPS 2

int sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *ctx,
		 char **msg);

/* After how many hundreds of SQLite's instructions the last step is killed; 0: never. */
static int die_after;

static int count_down(void *ctx)
{
	(void)ctx;
	if (--die_after == 0)
		kill(getpid(), SIGKILL);
	return 0;
}

int exec_that_may_die(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **),
		      void *ctx, char **msg)
{
	if (die_after > 0 && sql == schema_steps[SCHEMA_STEPS - 1]) {
		/* So small a cache writes pages before the commit: the kill leaves a hot journal. */
		sqlite3_exec(db, "PRAGMA cache_size = 4", NULL, NULL, NULL);
		sqlite3_progress_handler(db, 100, count_down, NULL);
	} else if (strcmp(sql, "COMMIT") == 0) {
		die_after = 0;
		sqlite3_progress_handler(db, 0, NULL, NULL);
	}
	return sqlite3_exec(db, sql, row, ctx, msg);
}

static char *read_text(const char *path)
{
	FILE *in = fopen(path, "rb");
	struct stat st;
	char *text;

	assert_non_null(in);
	fstat(fileno(in), &st);
	text = calloc(1, (size_t)st.st_size + 1);
	assert_int_equal(fread(text, 1, (size_t)st.st_size, in), st.st_size);
	fclose(in);
	return text;
}

static void make_old_store(const char *path)
{
	char *sql = read_text(TEST_DATA "/store-2.sql"), *msg = NULL;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &msg) != SQLITE_OK)
		fail_msg("%s", msg);
	sqlite3_close(db);
	free(sql);
}

static void old_store(struct scratch *s)
{
	scratch_folder(s);
	make_old_store(s->path);
}

/* --- What stands in a store --- */

static void add_row(struct sm3 *sum, sqlite3_stmt *q)
{
	for (int i = 0; i < sqlite3_column_count(q); i++) {
		const char *text = (const char *)sqlite3_column_text(q, i);

		sm3_add(sum, text ? "+" : "-", 1);
		sm3_add_part(sum, text ? text : "", (size_t)sqlite3_column_bytes(q, i));
	}
}

static void add_table(struct sm3 *sum, sqlite3 *db, const char *select)
{
	sqlite3_stmt *q;

	if (sqlite3_prepare_v2(db, select, -1, &q, NULL) != SQLITE_OK)
		fail_msg("%s: %s", select, sqlite3_errmsg(db));
	while (sqlite3_step(q) == SQLITE_ROW)
		add_row(sum, q);
	assert_int_equal(sqlite3_finalize(q), SQLITE_OK);
}

/* "SELECT every column of the old schema FROM table", one a line: made from the old steps alone. */
static const char list_of_selects[] = "SELECT 'SELECT ' || (SELECT group_concat(name, ', ') FROM "
				      "pragma_table_info(m.name)) || ' FROM ' || m.name || "
				      "' ORDER BY 1, 2' FROM sqlite_schema m WHERE m.type = "
				      "'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY 1";

/* The digest of all that the old schema can hold, as it stands in this file. */
static void digest_of(const char *path, char out[SM3_HEX_SIZE])
{
	unsigned char hash[SM3_SIZE];
	sqlite3 *db, *old;
	sqlite3_stmt *q;
	struct sm3 *sum = sm3_create();
	int tables = 0;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_open(":memory:", &old), SQLITE_OK);
	for (int i = 0; i < OLD_STEPS; i++)
		assert_int_equal(sqlite3_exec(old, schema_steps[i], NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(old, list_of_selects, -1, &q, NULL), SQLITE_OK);
	for (; sqlite3_step(q) == SQLITE_ROW; tables++)
		add_table(sum, db, (const char *)sqlite3_column_text(q, 0));
	assert_int_equal(sqlite3_finalize(q), SQLITE_OK);
	assert_true(tables > 20);
	add_table(sum, db,
		  "SELECT name, seq FROM sqlite_sequence WHERE name IN ('act', 'draft', 'filing', "
		  "'material', "
		  "'staff') ORDER BY 1");
	assert_true(sm3_end(sum, hash));
	sm3_destroy(sum);
	hex_encode(hash, sizeof(hash), out);
	sqlite3_close(old);
	sqlite3_close(db);
}

static int64_t number_in(const char *path, const char *question)
{
	int64_t n;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(store_ask_int(db, question, &n), SQLITE_OK);
	sqlite3_close(db);
	return n;
}

/* --- The step --- */

static void store_open__migrates__a_store_with_content(void **unused)
{
	char before[SM3_HEX_SIZE], after[SM3_HEX_SIZE];
	struct verify_report report;
	struct err err = { 0 };
	struct scratch s;

	(void)unused;
	old_store(&s);
	digest_of(s.path, before);
	s.st = open_store(s.path);
	if (store_verify(s.st, &err) < 0)
		fail_msg("%s", err.msg);
	digest_of(s.path, after);
	assert_string_equal(before, after);
	assert_int_equal(number_in(s.path, "PRAGMA user_version"), SCHEMA_STEPS);
	if (verify_store(s.path, NULL, 0, &report, &err) < 0)
		fail_msg("%s", err.msg);
	if (report.result != VERIFY_UNPROVEN || report.rows != 55 || report.filings != 6 ||
	    report.acts != 9)
		fail_msg("verify says %d of %lld rows, %lld filings, %lld acts: %s %s",
			 report.result, (long long)report.rows, (long long)report.filings,
			 (long long)report.acts, report.where, report.msg);
	scratch_remove(&s);
}

static void store_open__gives_no_id_out_again__after_the_step(void **unused)
{
	struct filing_record r = person("张小燕", "510104199003071234", "");
	struct scratch s;

	(void)unused;
	old_store(&s);
	assert_int_equal(number_in(s.path, "SELECT max(id) FROM filing"), 6);
	s.st = open_store(s.path);
	save(s.st, &r);
	assert_int_equal(r.id, 8); /* 7 was a draft that was deleted */
	filing_record_finish(&r);
	scratch_remove(&s);
}

static void triggers__hold__after_the_step(void **unused)
{
	static const struct {
		const char *sql, *why;
	} bad[] = {
		{ "UPDATE filing SET psn_name = 'x' WHERE id = 1", "what was signed" },
		{ "DELETE FROM filing WHERE id = 1", "what was submitted" },
		{ "UPDATE filing SET state = 'history' WHERE id = 5", "a draft is no history" },
		{ "INSERT INTO filing (no, state, created_at, saved_at) VALUES ('L1-2', 'history', "
		  "'2026-11-22 09:00:00', '2026-11-22 09:00:00')",
		  "history without an import" },
		{ "INSERT INTO filing (no, created_at, saved_at) VALUES ('L1-2', '2026-11-22 "
		  "09:00:00', "
		  "'2026-11-22 09:00:00')",
		  "a number of history for a draft" },
		{ "UPDATE audit SET reason = 'x' WHERE seq = 3", "the audit" },
	};
	struct scratch s;

	(void)unused;
	old_store(&s);
	s.st = open_store(s.path);
	sqlite3_set_authorizer(s.st->db, NULL, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		if (sqlite3_exec(s.st->db, bad[i].sql, NULL, NULL, NULL) == SQLITE_OK)
			fail_msg("done: %s", bad[i].why);
	scratch_remove(&s);
}

static void store_open__keeps__the_kind_of_a_training_store(void **unused)
{
	struct err err = { 0 };
	struct scratch s;
	sqlite3 *db;

	(void)unused;
	old_store(&s);
	assert_int_equal(sqlite3_open(s.path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "PRAGMA application_id = 1836344436", NULL, NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(db);
	assert_int_equal(store_open(s.path, STORE_READ_WRITE, &s.st, &err), -1);
	assert_int_equal(number_in(s.path, "PRAGMA user_version"), OLD_STEPS);
	if (store_open_kind(s.path, STORE_TRAINING, STORE_READ_WRITE, &s.st, &err) < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(number_in(s.path, "PRAGMA application_id"), SCHEMA_TRAINING_ID);
	scratch_remove(&s);
}

static void store_open__reads_no_older_store__without_writing(void **unused)
{
	struct err err = { 0 };
	struct scratch s;

	(void)unused;
	old_store(&s);
	assert_int_equal(store_open(s.path, STORE_READ_ONLY, &s.st, &err), -1);
	assert_non_null(strstr(err.msg, "旧结构"));
	assert_int_equal(number_in(s.path, "PRAGMA user_version"), OLD_STEPS);
	scratch_remove(&s);
}

/* An archive is far larger than the memory that the store may take (HEAP_MOST): the step must not hold a share of it, as sorting
 * an index or a journal of a statement would. */
static void store_open__migrates__in_flat_memory(void **unused)
{
	static const char many[] =
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
		"INSERT INTO filing (no, revision, save_seq, save_key, state, filing_no, "
		"created_at, saved_at, psn_name, "
		"certno, enddate) SELECT '20251122-' || (10000 + i), 1, 1000 + i, "
		"hex(randomblob(16)), 'filed', 'LS' || i, "
		"'2025-11-22 09:00:00', '2025-11-22 09:00:00', '张晓燕', '511102199003076642', "
		"'2027-12-31' FROM n";
	const sqlite3_int64 cache = 16384 * 1024;
	struct scratch s;
	sqlite3 *db;

	(void)unused;
	old_store(&s);
	assert_int_equal(sqlite3_open(s.path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, many, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	sqlite3_memory_highwater(1);
	s.st = open_store(s.path);
	print_message("100,000 filings: %lld KiB at most\n",
		      (long long)sqlite3_memory_highwater(0) / 1024);
	assert_true(sqlite3_memory_highwater(0) < cache + (4 << 20));
	assert_int_equal(number_in(s.path, "SELECT count(*) FROM filing"), 100006);
	scratch_remove(&s);
}

/* --- Kills --- */

/* Open in a process that dies on the way. Was it killed? */
static bool open_and_die(const char *path, int after)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		struct store *st = NULL;
		struct err err = { 0 };

		die_after = after;
		_exit(store_open(path, STORE_READ_WRITE, &st, &err) < 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFSIGNALED(status) && WEXITSTATUS(status) != 0)
		fail_msg("the step failed by itself");
	return WIFSIGNALED(status);
}

/* Kills spread over the whole step, until one comes too late. */
static void store_open__is_killed__in_the_step(void **unused)
{
	char before[SM3_HEX_SIZE], after[SM3_HEX_SIZE];
	int kills = 0, hot = 0;
	bool killed = true;
	struct scratch s;

	(void)unused;
	old_store(&s);
	digest_of(s.path, before);
	for (int at = 1; killed; at += 1 + at / 8) {
		killed = open_and_die(s.path, at);
		kills += killed;
		hot += killed && store_file_has_journal(s.path);
		digest_of(s.path, after);
		assert_string_equal(before, after);
		assert_int_equal(number_in(s.path, "PRAGMA user_version"),
				 killed ? OLD_STEPS : SCHEMA_STEPS);
		assert_int_equal(
			number_in(s.path,
				  "SELECT count(*) FROM sqlite_schema WHERE name = 'import'"),
			killed ? 0 : 1);
	}
	if (kills < 10 || hot < 5)
		fail_msg("only %d kills, %d of them with a journal left behind", kills, hot);
	s.st = open_store(s.path);
	scratch_remove(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(store_open__migrates__a_store_with_content),
		cmocka_unit_test(store_open__gives_no_id_out_again__after_the_step),
		cmocka_unit_test(triggers__hold__after_the_step),
		cmocka_unit_test(store_open__keeps__the_kind_of_a_training_store),
		cmocka_unit_test(store_open__reads_no_older_store__without_writing),
		cmocka_unit_test(store_open__migrates__in_flat_memory),
		cmocka_unit_test(store_open__is_killed__in_the_step),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
