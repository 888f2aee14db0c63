/* Covers db/store: whose file is opened and whose is refused, the guards of a connection, faults at
 * commit, and the ticket lock. White-box: guards and transactions are included, so that a
 * connection can be asked, and so that the disk can fail on demand. */
#define sqlite3_exec exec_on_faulty_disk
#include "db/store_guards.c"
#include "db/store_tx.c"
#undef sqlite3_exec

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "tests/scratch_store.h"

int sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *ctx,
		 char **msg);

/* How the next COMMIT goes wrong; `pulled` is the file that then goes away. */
static enum { DISK_SOUND, COMMIT_LOST, COMMIT_KEPT, DISK_PULLED } disk;
static const char *pulled;

int exec_on_faulty_disk(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **),
			void *ctx, char **msg)
{
	if (disk == DISK_SOUND || strcmp(sql, "COMMIT") != 0)
		return sqlite3_exec(db, sql, row, ctx, msg);
	if (disk != COMMIT_LOST)
		sqlite3_exec(db, sql, row, ctx, msg);
	if (disk == DISK_PULLED)
		rename(pulled, "pulled.db");
	disk = DISK_SOUND;
	return SQLITE_IOERR_FSYNC;
}

/* --- Files of others --- */

static size_t read_file(const char *path, unsigned char **out)
{
	FILE *in = fopen(path, "rb");
	struct stat st;

	assert_non_null(in);
	fstat(fileno(in), &st);
	*out = calloc(1, (size_t)st.st_size + 1);
	assert_int_equal(fread(*out, 1, (size_t)st.st_size, in), st.st_size);
	fclose(in);
	return (size_t)st.st_size;
}

static void write_file(const char *path, const void *bytes, size_t len)
{
	FILE *out = fopen(path, "wb");

	assert_non_null(out);
	assert_int_equal(fwrite(bytes, 1, len, out), len);
	fclose(out);
}

/* Change bytes of a closed store. */
static void patch(const char *path, size_t at, const char *bytes, size_t len)
{
	unsigned char *whole;
	size_t size = read_file(path, &whole);

	assert_true(at + len <= size);
	memcpy(whole + at, bytes, len);
	write_file(path, whole, size);
	free(whole);
}

/* Run SQL on a file as another program would. */
static void run_elsewhere(const char *path, const char *sql)
{
	sqlite3 *db;
	char *msg = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &msg) != SQLITE_OK)
		fail_msg("%s: %s", sql, msg);
	sqlite3_close(db);
}

static void make_store(const char *path)
{
	store_close(open_store(path));
}

static void make_newer(const char *path)
{
	make_store(path);
	patch(path, 60, "\0\0\0\143", 4);
}

static void make_other_id(const char *path)
{
	make_store(path);
	patch(path, 68, "GPKG", 4);
}

static void make_no_id(const char *path)
{
	run_elsewhere(path, "CREATE TABLE t (x)");
}

static void make_other_version(const char *path)
{
	run_elsewhere(path, "PRAGMA user_version = 1");
}

static void make_other_wal(const char *path)
{
	run_elsewhere(path, "PRAGMA journal_mode = WAL; CREATE TABLE t (x)");
}

static void make_text(const char *path)
{
	write_file(path, "姓名,身份证件号码\n", 26);
}

static void make_torn(const char *path)
{
	make_store(path);
	assert_int_equal(truncate(path, 5000), 0);
}

static void make_trigger(const char *path)
{
	make_store(path);
	run_elsewhere(path, "CREATE TRIGGER quiet AFTER UPDATE ON filing BEGIN "
			    "UPDATE filing SET memo = 'x'; END");
}

static void make_view(const char *path)
{
	make_store(path);
	run_elsewhere(path, "CREATE VIEW v AS SELECT * FROM filing");
}

static void make_dropped_check(const char *path)
{
	make_store(path);
	run_elsewhere(path, "DROP TABLE setting; CREATE TABLE setting (key, value)");
}

static void make_no_trigger(const char *path)
{
	make_store(path);
	run_elsewhere(path, "DROP TRIGGER audit_stays");
}

static void make_tame_trigger(const char *path)
{
	make_store(path);
	run_elsewhere(path,
		      "DROP TRIGGER audit_stays; CREATE TRIGGER audit_stays BEFORE UPDATE ON audit "
		      "BEGIN SELECT 1; END");
}

static void make_no_last_object(const char *path)
{
	make_store(path);
	run_elsewhere(path, "DROP TRIGGER version_stays");
}

static void make_symlink(const char *path)
{
	char real[200];

	snprintf(real, sizeof(real), "%s.real", path);
	make_store(real);
	assert_int_equal(symlink("desk.db.real", path), 0);
}

static void make_second_name(const char *path)
{
	char other[200];

	snprintf(other, sizeof(other), "%s.other", path);
	make_store(path);
	assert_int_equal(link(path, other), 0);
}

static void make_fifo(const char *path)
{
	assert_int_equal(mkfifo(path, 0600), 0);
}

static void make_directory(const char *path)
{
	assert_int_equal(mkdir(path, 0700), 0);
}

static void store_open__refuses__and_leaves_untouched(void **unused)
{
	static const struct {
		void (*make)(const char *path);
		enum err_code code;
		const char *says, *why;
	} bad[] = {
		{ make_newer, ERR_INPUT, "升级", "a newer desk wrote it" },
		{ make_other_id, ERR_INPUT, "其他程序", "another application id" },
		{ make_no_id, ERR_INPUT, "其他程序", "tables, but no application id" },
		{ make_other_version, ERR_INPUT, "其他程序", "a version, but no application id" },
		{ make_other_wal, ERR_INPUT, "其他程序", "another program's file in WAL mode" },
		{ make_text, ERR_INPUT, "不是登记台的库文件", "a text file" },
		{ make_torn, ERR_STORAGE, "损坏", "pages are missing" },
		{ make_trigger, ERR_STORAGE, "改动过", "a trigger that is not ours" },
		{ make_view, ERR_STORAGE, "改动过", "a view that is not ours" },
		{ make_dropped_check, ERR_STORAGE, "改动过", "a table of ours made anew" },
		{ make_symlink, ERR_INPUT, "符号链接", "a symbolic link" },
		{ make_second_name, ERR_INPUT, "别名", "two names of one file" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		unsigned char *before, *after;
		size_t size_before, size_after;
		struct scratch s;
		struct err err = { 0 };

		scratch_folder(&s);
		bad[i].make(s.path);
		size_before = read_file(s.path, &before);
		if (store_open(s.path, STORE_READ_WRITE, &s.st, &err) == 0)
			fail_msg("opened: %s", bad[i].why);
		if (err.code != bad[i].code || !strstr(err.msg, bad[i].says))
			fail_msg("%s: told %d “%s”", bad[i].why, err.code, err.msg);
		size_after = read_file(s.path, &after);
		if (size_after != size_before || memcmp(before, after, size_before) != 0)
			fail_msg("changed: %s", bad[i].why);
		free(before);
		free(after);
		scratch_remove(&s);
	}
}

static void store_open_look__names__what_it_refuses(void **unused)
{
	static const struct {
		void (*make)(const char *path);
		const char *where;
	} bad[] = {
		{ make_no_trigger, "schema trigger audit_stays" },
		{ make_tame_trigger, "schema trigger audit_stays" },
		{ make_no_last_object, "schema trigger version_stays" },
		{ make_trigger, "schema trigger quiet" },
		{ make_view, "schema view v" },
		{ make_dropped_check, "schema table setting" },
		{ make_torn, "file" },
		{ make_text, "" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		char where[STORE_WHERE_SIZE];
		struct scratch s;
		struct err err = { 0 };

		scratch_folder(&s);
		bad[i].make(s.path);
		assert_int_equal(store_open_look(s.path, STORE_DESK, &s.st, where, &err), -1);
		assert_string_equal(where, bad[i].where);
		if (*where && strcmp(where, "file") != 0)
			assert_non_null(strstr(err.msg, where + strlen("schema ")));
		scratch_remove(&s);
	}
}

static void store_open__refuses__what_is_no_file(void **unused)
{
	static void (*const make[])(const char *) = { make_fifo, make_directory };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(make); i++) {
		struct scratch s;
		struct err err = { 0 };

		scratch_folder(&s);
		make[i](s.path);
		assert_int_equal(store_open(s.path, STORE_READ_WRITE, &s.st, &err), -1);
		assert_int_equal(err.code, ERR_INPUT);
		assert_non_null(strstr(err.msg, "普通文件"));
		rmdir(s.path);
		scratch_remove(&s);
	}
}

static void store_open__accepts__an_empty_file(void **unused)
{
	struct scratch s;
	struct err err = { 0 };

	(void)unused;
	scratch_folder(&s);
	write_file(s.path, "", 0);
	s.st = open_store(s.path);
	if (store_verify(s.st, &err) < 0)
		fail_msg("%s", err.msg);
	scratch_remove(&s);
}

/* The characters that mean something in a URI, which the first look at a file goes through. */
static void store_open__takes__any_name(void **unused)
{
	static const char *const names[] = { "a b.db",  "a?mode=memory.db", "a#b.db",
					     "a%41.db", "门特.db",          ":memory:" };
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct scratch s;
		struct stat st;

		scratch_folder(&s);
		snprintf(s.path, sizeof(s.path), "%s/%s", s.folder, names[i]);
		make_store(s.path);
		make_store(s.path);
		if (stat(s.path, &st) < 0 || st.st_size == 0)
			fail_msg("no file '%s'", names[i]);
		scratch_remove(&s);
	}
}

static int mode_of(const char *folder, const char *name)
{
	char path[200];
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 0777;
}

static void store_open__creates__private_files(void **unused)
{
	struct scratch s;

	(void)unused;
	umask(022);
	scratch_folder(&s);
	snprintf(s.path, sizeof(s.path), "%s/new/desk.db", s.folder);
	make_store(s.path);
	assert_int_equal(mode_of(s.folder, "new"), 0700);
	assert_int_equal(mode_of(s.folder, "new/desk.db"), 0600);
	assert_int_equal(mode_of(s.folder, "new/desk.db.lock"), 0600);
	assert_int_equal(mode_of(s.folder, "new/desk.db-journal"), 0600);
	chmod(s.path, 0644);
	make_store(s.path);
	assert_int_equal(mode_of(s.folder, "new/desk.db"), 0600);
	snprintf(s.folder + strlen(s.folder), 5, "/new");
	scratch_remove(&s);
	*strrchr(s.folder, '/') = '\0';
	rmdir(s.folder);
}

static void store_open__reads_only(void **unused)
{
	struct scratch s;
	struct err err = { 0 };

	(void)unused;
	scratch_folder(&s);
	assert_int_equal(store_open(s.path, STORE_READ_ONLY, &s.st, &err), -1);
	assert_non_null(strstr(err.msg, "没有库文件"));
	make_store(s.path);
	chmod(s.path, 0400);
	if (store_open(s.path, STORE_READ_ONLY, &s.st, &err) < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(store_begin(s.st, &err), -1);
	assert_non_null(strstr(err.msg, "只读"));
	assert_int_equal(mode_of(s.folder, "desk.db"), 0400);
	scratch_remove(&s);
}

static void store_default_path__follows__the_environment(void **unused)
{
	static const struct {
		const char *data, *home, *want, *why;
	} cases[] = {
		{ "/d", "/h", "/d/mtdesk/mtdesk.db", "XDG_DATA_HOME comes first" },
		{ "", "/h", "/h/.local/share/mtdesk/mtdesk.db", "empty counts as unset" },
		{ "d", "/h", "/h/.local/share/mtdesk/mtdesk.db", "relative counts as unset" },
		{ "", "", NULL, "nowhere to put it" },
	};
	char *data = strdup(getenv("XDG_DATA_HOME") ? getenv("XDG_DATA_HOME") : "");
	char *home = strdup(getenv("HOME") ? getenv("HOME") : "");

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *got;

		setenv("XDG_DATA_HOME", cases[i].data, 1);
		setenv("HOME", cases[i].home, 1);
		got = store_default_path();
		if (!got != !cases[i].want || (got && strcmp(got, cases[i].want) != 0))
			fail_msg("%s: %s", cases[i].why, got);
		free(got);
	}
	setenv("XDG_DATA_HOME", data, 1);
	setenv("HOME", home, 1);
	free(data);
	free(home);
}

/* --- Guards --- */

static void store_open__sets__every_guard(void **unused)
{
	static const struct {
		const char *ask, *want;
	} settings[] = {
		{ "PRAGMA application_id", "1836344427" },
		{ "PRAGMA user_version", "3" },
		{ "PRAGMA journal_mode", "truncate" },
		{ "PRAGMA synchronous", "3" },
		{ "PRAGMA foreign_keys", "1" },
		{ "PRAGMA recursive_triggers", "1" },
		{ "PRAGMA trusted_schema", "0" },
		{ "PRAGMA cell_size_check", "1" },
		{ "PRAGMA mmap_size", "0" },
		{ "PRAGMA secure_delete", "1" },
		{ "PRAGMA temp_store", "2" },
		{ "PRAGMA busy_timeout", "5000" },
		{ "SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND NOT strict "
		  "AND name NOT GLOB 'sqlite_*'",
		  "0" },
	};
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	sqlite3_set_authorizer(s.st->db, NULL, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(settings); i++) {
		char *got;

		assert_int_equal(store_ask(s.st->db, settings[i].ask, &got), SQLITE_OK);
		if (!got || strcmp(got, settings[i].want) != 0)
			fail_msg("%s is %s, not %s", settings[i].ask, got, settings[i].want);
		free(got);
	}
	assert_int_equal(sqlite3_limit(s.st->db, SQLITE_LIMIT_ATTACHED, -1), 0);
	assert_int_equal(sqlite3_limit(s.st->db, SQLITE_LIMIT_LENGTH, -1), 4 << 20);
	assert_int_equal(sqlite3_limit(s.st->db, SQLITE_LIMIT_SQL_LENGTH, -1), 100000);
	assert_int_equal(sqlite3_limit(s.st->db, SQLITE_LIMIT_EXPR_DEPTH, -1), 50);
	assert_int_equal(sqlite3_limit(s.st->db, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, -1), 200);
	assert_true(sqlite3_hard_heap_limit64(-1) > 0);
	scratch_remove(&s);
}

static void store_open__refuses__a_setting_that_does_not_hold(void **unused)
{
	struct scratch s;
	struct err err = { 0 };

	(void)unused;
	scratch_store(&s);
	sqlite3_set_authorizer(s.st->db, NULL, NULL);
	assert_int_equal(
		set_pragma(s.st, "PRAGMA synchronous = NORMAL", "PRAGMA synchronous", "3", &err),
		-1);
	assert_non_null(strstr(err.msg, "没有生效"));
	scratch_remove(&s);
}

static void authorizer__denies__all_but_rows(void **unused)
{
	static const struct {
		const char *sql, *why;
	} bad[] = {
		{ "CREATE TABLE t (x)", "DDL" },
		{ "CREATE TEMP TABLE t (x)", "DDL in temp" },
		{ "CREATE TRIGGER t AFTER INSERT ON filing BEGIN SELECT 1; END", "a trigger" },
		{ "CREATE VIEW v AS SELECT 1", "a view" },
		{ "DROP TABLE filing", "DDL" },
		{ "ALTER TABLE filing ADD COLUMN x TEXT", "DDL" },
		{ "ATTACH 'other.db' AS other", "another file" },
		{ "VACUUM", "attaches in secret" },
		{ "VACUUM INTO 'copy.db'", "writes a file" },
		{ "ANALYZE", "writes statistics" },
		{ "REINDEX", "rewrites" },
		{ "PRAGMA journal_mode = OFF", "durability" },
		{ "PRAGMA synchronous = OFF", "durability" },
		{ "PRAGMA writable_schema = ON", "the schema" },
		{ "PRAGMA foreign_keys = OFF", "a guard" },
		{ "PRAGMA user_version = 9", "the version" },
		{ "UPDATE sqlite_schema SET sql = ''", "the schema" },
		{ "SELECT load_extension('x.so')", "foreign code" },
		{ "SELECT fts3_tokenizer('simple')", "pointers" },
		{ "SELECT randomblob(1000000)", "an unlisted function" },
		{ "INSERT INTO filing (no, created_at, saved_at) VALUES ('x', 'y', 'z')",
		  "a CHECK" },
		{ "INSERT INTO filing_evidence (filing, key, value) VALUES (99, 'k', 'v')",
		  "a reference to nothing" },
		{ "UPDATE filing SET id = \"no\"", "a name in the wrong quotes" },
	};
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	assert_int_equal(sqlite3_exec(s.st->db, "SELECT count(*) FROM filing", NULL, NULL, NULL),
			 SQLITE_OK);
	for (size_t i = 0; i + 1 < ARRAY_SIZE(bad); i++)
		if (sqlite3_exec(s.st->db, bad[i].sql, NULL, NULL, NULL) == SQLITE_OK)
			fail_msg("ran '%s': %s", bad[i].sql, bad[i].why);
	scratch_remove(&s);
}

static void schema__has__the_columns_of_the_field_table(void **unused)
{
	static const char *const listings[] = {
		"SELECT name FROM pragma_table_info('filing')",
		"SELECT name FROM pragma_table_info('draft')",
	};
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	sqlite3_set_authorizer(s.st->db, NULL, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(listings); i++) {
		sqlite3_stmt *q;
		int n = 0;

		assert_int_equal(sqlite3_prepare_v2(s.st->db, listings[i], -1, &q, NULL),
				 SQLITE_OK);
		while (sqlite3_step(q) == SQLITE_ROW)
			n += field_by_key((const char *)sqlite3_column_text(q, 0)) < FIELD_COUNT;
		sqlite3_finalize(q);
		assert_int_equal(n, FIELD_COUNT);
	}
	scratch_remove(&s);
}

static void statements__prepare__all_under_the_authorizer(void **unused)
{
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	assert_int_equal(store_begin(s.st, NULL), 0);
	for (int id = 0; id < STMT_COUNT; id++) {
		struct stmt *q = stmt_get(s.st, id);

		if (q->rc != SQLITE_OK)
			fail_msg("%s: %s", stmt_sql[id], sqlite3_errmsg(s.st->db));
		stmt_done(q);
	}
	store_rollback(s.st);
	scratch_remove(&s);
}

/* A statement that reads the whole of a growing table would be slow at a million filings. Counts
 * run over a small index; sessions, settings, anchors, people and places are few. */
static void statements__scan__no_table(void **unused)
{
	static const char *const fine[] = { "SCAN filing USING COVERING INDEX",
					    "SCAN clock",
					    "SCAN d",
					    "SCAN doctor",
					    "SCAN institution",
					    "SCAN r", /* documents of renewal are few */
					    "SCAN s USING",
					    "SCAN seal",
					    "SCAN session",
					    "SCAN setting",
					    "SCAN staff",
					    "SCAN draft",
					    "SCAN f USING INDEX",
					    "SCAN filing USING INDEX",
					    "SCAN h",
					    "SCAN save_counter",
					    "SCAN anchor",
					    "SCAN filing_serial",
					    "SCAN k",
					    "SCAN sign_key", /* a few for each person */
					    "SCAN peer",     /* neighbours are few, and bundles not many */
					    "SCAN b USING INDEX",
					    "SCAN outbox USING COVERING INDEX",
					    "SCAN outbox_file USING INDEX outbox_file_open",
					    "SCAN outbox_mark",
					    "SCAN site",
					    "SCAN CONSTANT ROW",
					    "SCAN i", /* imports are few */
					    "SCAN history_key", /* counted by a verification alone */
					    "SCAN history_digest",
					    "SCAN (subquery" };
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	sqlite3_set_authorizer(s.st->db, NULL, NULL);
	for (int id = STMT_SESSION_ADD; id < STMT_COUNT; id++) {
		char sql[4096];
		sqlite3_stmt *q;

		snprintf(sql, sizeof(sql), "EXPLAIN QUERY PLAN %s", stmt_sql[id]);
		assert_int_equal(sqlite3_prepare_v2(s.st->db, sql, -1, &q, NULL), SQLITE_OK);
		while (sqlite3_step(q) == SQLITE_ROW) {
			const char *plan = (const char *)sqlite3_column_text(q, 3);
			bool ok = strncmp(plan, "SCAN ", 5) != 0;

			for (size_t i = 0; i < ARRAY_SIZE(fine) && !ok; i++)
				ok = strncmp(plan, fine[i], strlen(fine[i])) == 0;
			if (!ok)
				fail_msg("%s\n%s", plan, stmt_sql[id]);
		}
		sqlite3_finalize(q);
	}
	scratch_remove(&s);
}

/* --- Faults --- */

static void filings_save__tells__how_a_broken_commit_ended(void **unused)
{
	struct scratch s;
	struct err err = { 0 };
	struct filing_record r = person("张小燕", "510104199003071234", "13800000000");

	(void)unused;
	scratch_store(&s);
	disk = COMMIT_LOST;
	assert_int_equal(filings_save(s.st, &r, 0, &err), -1);
	assert_int_equal(err.code, ERR_STORAGE);
	assert_non_null(strstr(err.msg, "磁盘读写出错"));
	assert_int_equal(r.id, 0);

	disk = COMMIT_KEPT;
	if (filings_save(s.st, &r, 0, &err) < 0)
		fail_msg("a save that is in the file was not acknowledged: %s", err.msg);
	assert_int_equal(r.id, 1);
	assert_int_equal(r.revision, 1);
	assert_string_equal(r.no + 8, "-0001");

	save(s.st, &r);
	assert_int_equal(r.revision, 2);
	assert_int_equal(store_verify(s.st, &err), 0);
	filing_record_finish(&r);
	scratch_remove(&s);
}

static void filings_save__says_unknown__when_nobody_can_tell(void **unused)
{
	struct scratch s;
	struct err err = { 0 };
	struct filing_record r = person("张小燕", "510104199003071234", "13800000000");
	size_t total;

	(void)unused;
	scratch_store(&s);
	disk = DISK_PULLED;
	pulled = s.path;
	assert_int_equal(filings_save(s.st, &r, 0, &err), -1);
	assert_non_null(strstr(err.msg, "不能确定"));

	/* Plugged in again, the same store goes on: the save that nobody could tell of is not made
	 * twice. */
	rename("pulled.db", s.path);
	save(s.st, &r);
	assert_int_equal(r.id, 1);
	assert_int_equal(r.revision, 2);
	search(s.st, "", NULL, 0, &total);
	assert_int_equal(total, 1);
	disk = DISK_PULLED;
	assert_int_equal(filings_save(s.st, &r, 0, &err), -1);
	rename("pulled.db", s.path);
	save(s.st, &r);
	assert_int_equal(r.revision, 4);
	filing_record_finish(&r);
	assert_int_equal(filings_load(s.st, 1, &r, &err), 1);
	assert_string_equal(filing_get(&r.filing, FIELD_PSN_NAME), "张小燕");
	filing_record_finish(&r);
	scratch_remove(&s);
}

static void filings_save__heals__after_a_full_disk(void **unused)
{
	static char memo[200000];
	struct rlimit usual, full;
	struct scratch s;
	struct err err = { 0 };
	struct filing_record r = person("王小明", "510104199003071234", "13800000000"), loaded;
	struct stat st;

	(void)unused;
	memset(memo, 'x', sizeof(memo) - 1);
	scratch_store(&s);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &usual);
	stat(s.path, &st);
	/* Every write that makes a file longer than the store is now fails. */
	full = (struct rlimit) { .rlim_cur = (rlim_t)st.st_size, .rlim_max = usual.rlim_max };
	filing_set(&r.filing, FIELD_MEMO, memo);
	setrlimit(RLIMIT_FSIZE, &full);
	assert_int_equal(filings_save(s.st, &r, 0, &err), -1);
	assert_int_equal(err.code, ERR_STORAGE);
	assert_int_equal(filings_save(s.st, &r, 0, &err), -1);
	setrlimit(RLIMIT_FSIZE, &usual);
	assert_int_equal(filings_load(s.st, 1, &loaded, &err), 0);
	save(s.st, &r);
	assert_int_equal(r.revision, 1);
	if (store_verify(s.st, &err) < 0)
		fail_msg("%s", err.msg);
	filing_record_finish(&r);
	scratch_remove(&s);
}

/* A desk that was killed leaves its session; the next start then looks the file over, and finds what
 * ordinary reading does not meet. The control is the same file without the session. */
static void store_open__checks__after_an_unclean_stop(void **unused)
{
	struct scratch s;
	struct err err = { 0 };
	struct filing_record r = person("王小明", "510104199003071234", "13800000000");

	(void)unused;
	scratch_store(&s);
	save(s.st, &r);
	filing_record_finish(&r);
	store_close(s.st);
	/* A value that the schema's CHECK forbids. */
	run_elsewhere(s.path, "PRAGMA ignore_check_constraints = ON; "
			      "UPDATE filing SET state = 'nonsense'");
	s.st = open_store(s.path);
	store_close(s.st);
	s.st = NULL;
	run_elsewhere(s.path, "INSERT INTO session (pid, started, boot, opened_at) "
			      "VALUES (1, 1, 'another boot', '2026-11-22 09:00:00')");
	assert_int_equal(store_open(s.path, STORE_READ_WRITE, &s.st, &err), -1);
	assert_non_null(strstr(err.msg, "损坏"));
	scratch_remove(&s);
}

/* --- Two desks --- */

/* Run fn() in `count` processes that start at one moment; how many of them failed. */
static int race(int count, int (*fn)(const char *path), const char *path)
{
	int gate[2], status, failed = 0;
	char byte;

	assert_int_equal(pipe(gate), 0);
	for (int i = 0; i < count; i++) {
		if (fork() != 0)
			continue;
		close(gate[1]);
		if (read(gate[0], &byte, 1) != 0)
			_exit(2);
		_exit(fn(path));
	}
	close(gate[0]);
	close(gate[1]);
	while (wait(&status) > 0)
		failed += status != 0;
	return failed;
}

static int open_once(const char *path)
{
	struct store *st = NULL;
	struct err err = { 0 };
	int rc = store_open(path, STORE_READ_WRITE, &st, &err);

	if (rc < 0)
		fprintf(stderr, "%s\n", err.msg);
	store_close(st);
	return rc < 0;
}

/* A reader waits for the file to be there, and then finds it whole. */
static int read_once(const char *path)
{
	struct store *st = NULL;
	struct err err = { 0 };
	int rc;

	while ((rc = store_open(path, STORE_READ_ONLY, &st, &err)) < 0 &&
	       strstr(err.msg, "没有库文件"))
		;
	if (rc < 0)
		fprintf(stderr, "reading: %s\n", err.msg);
	store_close(st);
	return rc < 0;
}

static int open_or_read(const char *path)
{
	return getpid() % 4 == 0 ? read_once(path) : open_once(path);
}

/* Whoever comes first makes the file; the others must not judge it half-made. */
static void store_open__is_raced__by_desks(void **unused)
{
	int failed = 0;

	(void)unused;
	for (int round = 0; round < 50; round++) {
		struct scratch s;

		scratch_folder(&s);
		failed += race(4, open_or_read, s.path);
		scratch_remove(&s);
	}
	assert_int_equal(failed, 0);
}

static void store_changed_elsewhere__sees__another_desk(void **unused)
{
	struct scratch s;
	struct store *other;
	struct filing_record r = person("王小明", "", "");

	(void)unused;
	scratch_store(&s);
	other = open_store(s.path);
	store_changed_elsewhere(s.st);
	assert_false(store_changed_elsewhere(s.st));
	save(other, &r);
	assert_true(store_changed_elsewhere(s.st));
	assert_false(store_changed_elsewhere(s.st));
	save(s.st, &r);
	assert_false(store_changed_elsewhere(s.st));
	filing_record_finish(&r);
	store_close(other);
	scratch_remove(&s);
}

/* What is written while somebody types must not hold the keys up. */
static void store_begin_soon__does_not_wait_long(void **unused)
{
	struct timespec from, to;
	struct scratch s;
	struct err err = { 0 };
	int held;

	(void)unused;
	scratch_store(&s);
	held = ticket_open(s.path, &err);
	assert_int_equal(ticket_take(held, 0, &err), 0);
	clock_gettime(CLOCK_MONOTONIC, &from);
	assert_int_equal(store_begin_soon(s.st, &err), -1);
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_int_equal(err.code, ERR_BUSY);
	assert_true(to.tv_sec - from.tv_sec < 3);
	ticket_return(held);
	assert_int_equal(store_begin_soon(s.st, &err), 0);
	assert_int_equal(store_commit(s.st, &err), 0);
	assert_int_equal(s.st->wait, WAIT_MS);
	ticket_close(held);
	scratch_remove(&s);
}

static void ticket_take__gives_up__in_time(void **unused)
{
	struct scratch s;
	struct err err = { 0 };
	int held, waiting;

	(void)unused;
	scratch_folder(&s);
	held = ticket_open(s.path, &err);
	waiting = ticket_open(s.path, &err);
	assert_int_equal(ticket_take(held, 300, &err), 0);
	assert_int_equal(ticket_take(waiting, 300, &err), -1);
	assert_int_equal(err.code, ERR_BUSY);
	ticket_return(held);
	assert_int_equal(ticket_take(waiting, 300, &err), 0);
	ticket_close(held);
	ticket_close(waiting);
	scratch_remove(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(store_open__refuses__and_leaves_untouched),
		cmocka_unit_test(store_open_look__names__what_it_refuses),
		cmocka_unit_test(store_open__refuses__what_is_no_file),
		cmocka_unit_test(store_open__accepts__an_empty_file),
		cmocka_unit_test(store_open__takes__any_name),
		cmocka_unit_test(store_open__creates__private_files),
		cmocka_unit_test(store_open__reads_only),
		cmocka_unit_test(store_default_path__follows__the_environment),
		cmocka_unit_test(store_open__sets__every_guard),
		cmocka_unit_test(store_open__refuses__a_setting_that_does_not_hold),
		cmocka_unit_test(authorizer__denies__all_but_rows),
		cmocka_unit_test(schema__has__the_columns_of_the_field_table),
		cmocka_unit_test(statements__prepare__all_under_the_authorizer),
		cmocka_unit_test(statements__scan__no_table),
		cmocka_unit_test(filings_save__tells__how_a_broken_commit_ended),
		cmocka_unit_test(filings_save__says_unknown__when_nobody_can_tell),
		cmocka_unit_test(filings_save__heals__after_a_full_disk),
		cmocka_unit_test(store_open__checks__after_an_unclean_stop),
		cmocka_unit_test(store_open__is_raced__by_desks),
		cmocka_unit_test(store_changed_elsewhere__sees__another_desk),
		cmocka_unit_test(store_begin_soon__does_not_wait_long),
		cmocka_unit_test(ticket_take__gives_up__in_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
