/* Covers the sixth promise of the store: many desks on one file.
 *
 *   test_crowd [DESKS [SAVES [SEED [no-ticket]]]]     default 8 desks with 25 saves each
 *
 * Every desk saves filings of its own without pause: none may fail, none may be missing, and no wait may
 * be long. Then every desk counts up in the one filing that all share, trying again after each conflict:
 * a save that overwrote another's would be missing in the sum.
 *
 * The control, run by hand with no-ticket, leaves the queue out: with 64 desks SQLite's own waiting then
 * lets saves fail. Transactions are included for that. */
#include "forms/err.h"

static int take_or_not(int fd, int ms, struct err *err);
#define ticket_take take_or_not
#include "db/store_tx.c"
#undef ticket_take

#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/scratch_store.h"

int ticket_take(int fd, int ms, struct err *err);

static int desks = 8, saves = 25;
static unsigned seed = 20261122;
static bool no_ticket;

static int take_or_not(int fd, int ms, struct err *err)
{
	return no_ticket ? 0 : ticket_take(fd, ms, err);
}

/* Shared by all processes. */
struct tally {
	int failed, conflicts, done;
	double waits[]; /* seconds, one for each save */
};

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

typedef void desk_fn(struct store *st, int desk, struct tally *t);

static void run_desk(const char *path, int gate, int desk, desk_fn *fn, struct tally *t)
{
	struct store *st = NULL;
	char byte;

	if (store_open(path, STORE_READ_WRITE, &st, NULL) < 0 || read(gate, &byte, 1) != 0)
		_exit(1);
	fn(st, desk, t);
	store_close(st);
	_exit(0);
}

/* All desks work on the store at once. */
static void crowd(const char *path, desk_fn *fn, struct tally *t)
{
	int gate[2], status;

	assert_int_equal(pipe(gate), 0);
	for (int i = 0; i < desks; i++) {
		if (fork() != 0)
			continue;
		close(gate[1]);
		run_desk(path, gate[0], i, fn, t);
	}
	close(gate[0]);
	close(gate[1]);
	while (wait(&status) > 0)
		if (status != 0)
			fail_msg("a desk ended with status %d", status);
}

static struct tally *make_tally(void)
{
	size_t size = sizeof(struct tally) + (size_t)(desks * saves) * sizeof(double);
	struct tally *t =
		mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert_true(t != MAP_FAILED);
	return t;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void tell(const char *what, struct tally *t, double from)
{
	int n = desks * saves;

	qsort(t->waits, (size_t)n, sizeof(double), by_size);
	print_message(
		"%s: %d desks x %d saves%s in %.1f s: %d failed, %d conflicts, wait median %.3f s, "
		"99 %% %.3f s, worst %.3f s\n",
		what, desks, saves, no_ticket ? " without the ticket" : "", seconds() - from,
		t->failed, t->conflicts, t->waits[n / 2], t->waits[n * 99 / 100], t->waits[n - 1]);
}

/* --- Filings of one's own --- */

static void save_own(struct store *st, int desk, struct tally *t)
{
	for (int i = 0; i < saves; i++) {
		struct filing_record r = person("王小明", "", "13800000000");
		double from = seconds();

		if (filings_save(st, &r, 0, NULL) < 0)
			__atomic_add_fetch(&t->failed, 1, __ATOMIC_SEQ_CST);
		t->waits[desk * saves + i] = seconds() - from;
		filing_record_finish(&r);
	}
}

static void crowd__saves__without_a_failure(void **unused)
{
	struct tally *t = make_tally();
	struct scratch s;
	struct err err = { 0 };
	double from;
	size_t total;

	(void)unused;
	scratch_store(&s);
	from = seconds();
	crowd(s.path, save_own, t);
	tell("own filings", t, from);
	search(s.st, "", NULL, 0, &total);
	assert_int_equal(total, desks * saves - t->failed);
	if (store_verify(s.st, &err) < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(t->failed, 0);
	assert_true(t->waits[desks * saves - 1] < 5.0);
	scratch_remove(&s);
}

/* --- One filing of all --- */

/* Count up once, however often another desk is quicker. */
static bool count_up(struct store *st, struct tally *t)
{
	for (;;) {
		struct filing_record r = { 0 };
		struct err err = { 0 };
		char text[24];
		int rc;

		if (filings_load(st, 1, &r, NULL) != 1)
			return false;
		snprintf(text, sizeof(text), "%d",
			 (int)strtol(filing_get(&r.filing, FIELD_MEMO), NULL, 10) + 1);
		filing_set(&r.filing, FIELD_MEMO, text);
		rc = filings_save(st, &r, 0, &err);
		filing_record_finish(&r);
		if (rc == 0 || err.code != ERR_CONFLICT)
			return rc == 0;
		__atomic_add_fetch(&t->conflicts, 1, __ATOMIC_SEQ_CST);
	}
}

static void save_shared(struct store *st, int desk, struct tally *t)
{
	unsigned dice = seed + (unsigned)desk;

	for (int i = 0; i < saves; i++) {
		double from = seconds();

		usleep((useconds_t)rand_r(&dice) % 2000);
		if (!count_up(st, t))
			__atomic_add_fetch(&t->failed, 1, __ATOMIC_SEQ_CST);
		t->waits[desk * saves + i] = seconds() - from;
	}
}

static void crowd__overwrites__nothing_silently(void **unused)
{
	struct filing_record r = person("王小明", "", "");
	struct tally *t = make_tally();
	struct scratch s;
	double from;

	(void)unused;
	scratch_store(&s);
	save(s.st, &r);
	filing_record_finish(&r);
	from = seconds();
	crowd(s.path, save_shared, t);
	tell("one filing", t, from);
	assert_int_equal(filings_load(s.st, 1, &r, NULL), 1);
	assert_int_equal(strtol(filing_get(&r.filing, FIELD_MEMO), NULL, 10),
			 desks * saves - t->failed);
	assert_int_equal(r.revision, 1 + desks * saves - t->failed);
	assert_int_equal(t->failed, 0);
	/* Without a single conflict nobody raced. */
	assert_true(t->conflicts > 0);
	filing_record_finish(&r);
	scratch_remove(&s);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(crowd__saves__without_a_failure),
		cmocka_unit_test(crowd__overwrites__nothing_silently),
	};

	if (argc > 1)
		desks = (int)strtol(argv[1], NULL, 10);
	if (argc > 2)
		saves = (int)strtol(argv[2], NULL, 10);
	if (argc > 3)
		seed = (unsigned)strtoul(argv[3], NULL, 10);
	no_ticket = argc > 4 && strcmp(argv[4], "no-ticket") == 0;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
