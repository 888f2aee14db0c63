/* Covers db/imports under kills: nothing of an import is seen, or all of it, and the next desk clears away what a dead one staged.
 *
 *   test_import_kill [KILLS [ROWS [SEED]]]     default 100 kills of imports of 1500 rows
 *
 * The control is a store whose half-read import somebody declares merged: the same look must then see a half. */
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "tests/reliability/tamper.h"
#include "tests/table.h"

static int kills = 100;
static unsigned rows = 1500, seed = 20261122;

#define LEDGER "ledger.csv"
#define STORE HURT "/desk.db"

static int64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static struct world world;
static struct check_context ctx;

/* Tell the one who kills that the rows are read and the words begin. */
static bool tell_words(void *fd, uint64_t done, uint64_t all)
{
	return 3 * done >= 2 * all && write(*(int *)fd, "w", 1) != 1;
}

static int import_here(const char *path, int fd)
{
	const struct import_request req = { .path = LEDGER, .encoding = ENCODING_UTF8 };
	struct import_result result;
	struct store *st = NULL;
	struct err err = { 0 };
	int rc = store_open(path, STORE_READ_WRITE, &st, &err);

	if (rc == 0)
		rc = imports_read(st, NULL, &req, &ctx, fd < 0 ? NULL : tell_words, &fd, &result,
				  &err);
	if (rc < 0)
		fprintf(stderr, "%s\n", err.msg);
	store_close(st);
	return rc < 0 || result.rows != rows || result.rejected;
}

static void make_empty(void)
{
	shell("rm -rf " HURT " && mkdir " HURT);
	store_close(open_store(STORE));
}

/* What stands in a store. */
struct look {
	int64_t seen, staged, filings, words, digests;
	bool marked; /* words were being written */
};

static int64_t number_of(struct store *st, enum stmt_id id)
{
	int64_t n = 0;

	assert_true(stmt_fetch_int(stmt_get(st, id), &n, NULL) >= 0);
	return n;
}

static struct look look_at(struct store *st)
{
	const struct filing_query all = { "", STATE_HISTORY };
	struct look l = { .filings = number_of(st, STMT_FILING_MAX),
			  .words = number_of(st, STMT_HISTORY_KEY_COUNT),
			  .digests = number_of(st, STMT_HISTORY_DIGEST_COUNT) };
	struct stmt *q = stmt_get(st, STMT_IMPORT_STAGED);
	struct filing_brief hit;
	size_t total = 0, by_tel = 0;

	while (stmt_step(q, NULL) == 1) {
		l.staged++;
		l.marked |= *stmt_text(q, 4) != '\0';
	}
	stmt_done(q);
	assert_int_equal(filings_search(st, &all, &hit, 1, &total, NULL), 0);
	search(st, "13800", &hit, 1, &by_tel);
	/* The list and the words must tell the same. */
	l.seen = total == by_tel ? (int64_t)total : -1;
	return l;
}

static struct look look_after(void)
{
	struct store *st = open_store(STORE);
	struct look l = look_at(st);

	store_close(st);
	return l;
}

static bool is_whole(const struct look *l)
{
	struct verify_report r = verify_folder(HURT, NULL, 0);

	if (r.result == VERIFY_BROKEN)
		fail_msg("%s: %s", r.where, r.msg);
	return l->seen == 0 || (l->seen == rows && l->staged == 0);
}

/* A desk opens: nothing of the dead one remains. */
static void expect_cleared(void)
{
	struct store *st = open_store(STORE);
	struct err err = { 0 };
	struct look l;

	if (imports_clear(st, &err) < 0)
		fail_msg("%s", err.msg);
	l = look_at(st);
	if (l.staged || l.filings || l.words || l.digests || l.seen)
		fail_msg("%lld imports, filings up to %lld, %lld words, %lld digests are left",
			 (long long)l.staged, (long long)l.filings, (long long)l.words,
			 (long long)l.digests);
	store_close(st);
}

/* Microseconds that a whole import takes here. */
static int64_t time_one(void)
{
	int64_t from = now_us();

	make_empty();
	assert_int_equal(import_here(STORE, -1), 0);
	return now_us() - from;
}

/* Every third dies while the words are written, which does not take long. */
static void kill_one(int i, int64_t takes)
{
	int status, fds[2];
	pid_t child;
	char byte;

	assert_int_equal(pipe(fds), 0);
	child = fork();
	if (child == 0)
		_exit(import_here(STORE, fds[1]));
	close(fds[1]);
	if (i % 3 == 0 && read(fds[0], &byte, 1) == 1)
		usleep((useconds_t)(rand_r(&seed) % (takes / 20)));
	else
		usleep((useconds_t)(rand_r(&seed) % (takes + takes / 10)));
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	close(fds[0]);
	if (!WIFSIGNALED(status) && WEXITSTATUS(status))
		fail_msg("the import failed by itself");
}

static void imports__are_killed(void **unused)
{
	int staged = 0, marked = 0, whole = 0;
	int64_t takes = time_one();
	bool controlled = false;

	(void)unused;
	make_empty();
	for (int i = 0; i < kills; i++) {
		struct look l;

		kill_one(i, takes);
		l = look_after();
		if (!is_whole(&l))
			fail_msg("kill %d: %lld of %u are seen", i, (long long)l.seen, rows);
		staged += l.staged > 0;
		marked += l.marked;
		whole += l.seen > 0;
		if (l.filings > 0 && l.staged && !controlled) {
			shell("sqlite3 " STORE
			      " \"UPDATE import SET merged_at = '2026-11-22 09:00:00', rows = 7\"");
			l = look_after();
			controlled = l.seen != 0 && l.seen != rows;
			assert_true(controlled);
			make_empty();
		} else if (l.seen > 0) {
			make_empty();
		} else {
			expect_cleared();
		}
	}
	print_message("%d kills in %lld ms each: %d left staged rows, %d of them words; %d came "
		      "too late\n",
		      kills, (long long)takes / 1000, staged, marked, whole);
	assert_true(controlled);
	assert_true(staged * 10 >= kills * 3);
	assert_true(marked * 20 >= kills);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(imports__are_killed) };

	if (argc > 1)
		kills = (int)strtol(argv[1], NULL, 10);
	if (argc > 2)
		rows = (unsigned)strtoul(argv[2], NULL, 10);
	if (argc > 3)
		seed = (unsigned)strtoul(argv[3], NULL, 10);
	world_open(&world, "5111", NULL);
	ctx = world_on(&world, "2026-11-22", false);
	table_make(LEDGER, 1, rows);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
