/* Covers bundles under kills: whatever the moment, the numbers have no gap, a file with a bundle's name stands in the store with
 * what it holds, a bundle is taken in whole or not at all, and never twice.
 *
 *   test_bundle_kill [COUNT [SEED]]     COUNT kills (default 60), two thirds of them while bundles are made
 *
 * The clinic registers, submits and makes bundles, and acknowledges each number; it is killed at a random moment. Then the
 * hospital takes everything in and is killed on the way. A bundle whose file a kill prevented is made again, and arrives as the
 * same. */
#include <dirent.h>
#include <signal.h>
#include <sys/wait.h>

#include "tests/desks.h"

#define STICK "stick"
#define LATEST_KILL 60000 /* microseconds after a bundle is begun */
#define BEGUN 0           /* told before each bundle; else an acknowledged number */
#define NUMBERS_MOST 4096

static int rounds = 60;
static unsigned seed = 20261122;

struct figures {
	int kills, hot, told;
};

/* ---- the one who is killed ---- */

/* `which`: the peer that bundles are made for, or the highest number that was taken in. */
typedef void task_fn(struct office *o, int64_t which, unsigned round, int fd);

static void tell(int fd, int64_t number)
{
	if (write(fd, &number, sizeof(number)) != (ssize_t)sizeof(number))
		_exit(1);
}

static void give_up(const struct err *err)
{
	fprintf(stderr, "%s\n", err->msg);
	_exit(2);
}

static void make_on(struct office *o, int64_t peer, unsigned round, int fd)
{
	struct bundle_result r;
	struct err err = { 0 };

	for (unsigned person = 1 + 60 * round;; person++) {
		office_step(o, "wm", ACT_SUBMIT, office_register(o, "wm", person));
		tell(fd, BEGUN);
		if (bundle_make(o->st, office_who(o, "wm"), peer, STICK, NULL, NULL, &r, &err) < 0)
			give_up(&err);
		tell(fd, r.number);
	}
}

static void path_of(int64_t number, char out[300])
{
	snprintf(out, 300, STICK "/MTDESK-" CLINIC_CODE "-" HOSPITAL_CODE "-%lld.mtb",
		 (long long)number);
}

static bool has_file(int64_t number)
{
	struct stat st;
	char path[300];

	path_of(number, path);
	return stat(path, &st) == 0;
}

/* From the last one that came, which comes again, to the end. */
static void take_on(struct office *o, int64_t taken, unsigned round, int fd)
{
	struct bundle_result r;
	struct err err = { 0 };
	char path[300];

	(void)round;
	for (int64_t number = taken ? taken : 1; has_file(number); number++) {
		path_of(number, path);
		if (number > taken)
			tell(fd, BEGUN);
		if (bundle_take(o->st, office_who(o, "wm"), path, NULL, NULL, &r, &err) < 0)
			give_up(&err);
		if (r.again != (number <= taken))
			_exit(4);
		tell(fd, number);
	}
}

/* ---- the killer ---- */

/* The highest number that was acknowledged; *out_killed: it did not end by itself. */
static int64_t run_and_kill(struct office *o, task_fn *task, int64_t peer, unsigned round,
			    bool *out_killed)
{
	int64_t number, highest = 0;
	int fds[2], status;
	pid_t child;

	*out_killed = false;
	assert_int_equal(pipe(fds), 0);
	child = fork();
	if (child == 0) {
		close(fds[0]);
		if (store_open(o->s.path, STORE_READ_WRITE, &o->st, NULL) < 0)
			_exit(3);
		task(o, peer, round, fds[1]);
		_exit(0);
	}
	close(fds[1]);
	while (read(fds[0], &number, sizeof(number)) == (ssize_t)sizeof(number)) {
		highest = number > highest ? number : highest;
		if (number == BEGUN && !*out_killed && rand_r(&seed) % 3) {
			usleep((useconds_t)(rand_r(&seed) % LATEST_KILL));
			kill(child, SIGKILL);
			*out_killed = true;
		}
	}
	close(fds[0]);
	waitpid(child, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
		fail_msg("it gave up: %d", WEXITSTATUS(status));
	*out_killed = WIFSIGNALED(status);
	return highest;
}

static bool has_hot_journal(const char *path)
{
	char journal[200];
	struct stat st;

	snprintf(journal, sizeof(journal), "%s-journal", path);
	return stat(journal, &st) == 0 && st.st_size > 0;
}

/* ---- the checks ---- */

static struct bundle_row rows[NUMBERS_MOST];

/* How many bundles stand in the store; their numbers are 1 to that, each once. */
static int64_t count_bundles(struct office *o)
{
	static bool met[NUMBERS_MOST + 1];
	struct err err = { 0 };
	int count = bundles_list(o->st, rows, NUMBERS_MOST, &err);

	if (count < 0)
		fail_msg("%s", err.msg);
	memset(met, 0, sizeof(met));
	for (int i = 0; i < count; i++) {
		if (rows[i].number < 1 || rows[i].number > count || met[rows[i].number])
			fail_msg("number %lld among %d bundles", (long long)rows[i].number, count);
		met[rows[i].number] = true;
	}
	return count;
}

/* No name of a bundle that the store does not know. */
static void check_stick(int64_t highest)
{
	DIR *d = opendir(STICK);

	assert_non_null(d);
	for (struct dirent *e; (e = readdir(d));) {
		const char *dash = strrchr(e->d_name, '-'), *end = strrchr(e->d_name, '.');

		if (end && strcmp(end, ".mtb") == 0 && strtoll(dash + 1, NULL, 10) > highest)
			fail_msg("%s is on the stick, %lld bundles are in the store", e->d_name,
				 (long long)highest);
	}
	closedir(d);
}

static int64_t look_at_maker(struct office *o, int64_t acknowledged)
{
	int64_t count;

	o->st = open_store(o->s.path);
	count = count_bundles(o);
	if (acknowledged > count || (acknowledged && !has_file(acknowledged)))
		fail_msg("number %lld was acknowledged and is lost", (long long)acknowledged);
	check_stick(count);
	store_close(o->st);
	o->st = NULL;
	return count;
}

static int64_t look_at_taker(struct office *o, int64_t acknowledged)
{
	static struct received received[NUMBERS_MOST];
	struct err err = { 0 };
	int64_t count, filings = 0;

	o->st = open_store(o->s.path);
	count = count_bundles(o);
	if (acknowledged > count)
		fail_msg("number %lld was acknowledged and is lost", (long long)acknowledged);
	/* Each filing travels once: whole bundles, nothing beside them. */
	for (int64_t i = 0; i < count; i++)
		filings += rows[i].filings;
	assert_int_equal(received_list(o->st, false, received, NUMBERS_MOST, &err), filings);
	store_close(o->st);
	o->st = NULL;
	return count;
}

/* What the kills cost in files is made again. */
static int make_missing(struct office *o, int64_t peer, int64_t count)
{
	struct bundle_result r;
	struct err err = { 0 };
	int made = 0;

	o->st = o->s.st = open_store(o->s.path);
	for (int64_t number = 1; number <= count; number++) {
		if (has_file(number))
			continue;
		if (bundle_again(o->st, office_who(o, "wm"), peer, number, STICK, NULL, NULL, &r,
				 &err) < 0)
			fail_msg("%lld again: %s", (long long)number, err.msg);
		made++;
	}
	return made;
}

static void bundles__keep__their_numbers_and_their_content(void **unused)
{
	struct figures making = { 0 }, taking = { 0 };
	struct office clinic, hospital;
	int64_t peer, count = 0, taken = 0, told;
	int again;
	bool killed;

	(void)unused;
	assert_int_equal(system("rm -rf " STICK " && mkdir " STICK), 0);
	desk_open(&clinic, CLINIC_CODE, CLINIC);
	desk_open(&hospital, HOSPITAL_CODE, HOSPITAL);
	peer = desk_knows(&clinic, &hospital);
	desk_knows(&hospital, &clinic);
	store_close(clinic.s.st);
	store_close(hospital.s.st);
	clinic.st = clinic.s.st = hospital.st = hospital.s.st = NULL;
	while (making.kills < rounds * 2 / 3 || count < rounds / 2) {
		told = run_and_kill(&clinic, make_on, peer, (unsigned)making.kills, &killed);
		making.kills += killed;
		making.hot += has_hot_journal(clinic.s.path);
		count = look_at_maker(&clinic, told);
	}
	again = make_missing(&clinic, peer, count);
	desk_is_sound(&clinic);
	for (unsigned round = 0; taken < count; round++) {
		told = run_and_kill(&hospital, take_on, taken, round, &killed);
		taking.kills += killed;
		taking.hot += has_hot_journal(hospital.s.path);
		taken = look_at_taker(&hospital, told);
	}
	hospital.st = hospital.s.st = open_store(hospital.s.path);
	desk_is_sound(&hospital);
	print_message(
		"%d kills while %lld bundles were made (%d in an open transaction, %d made again), "
		"%d while they were taken in (%d in an open transaction)\n",
		making.kills, (long long)count, making.hot, again, taking.kills, taking.hot);
	assert_true(making.hot + taking.hot > 0);
	assert_true(making.kills + taking.kills >= rounds);
	desk_close(&clinic);
	desk_close(&hospital);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bundles__keep__their_numbers_and_their_content),
	};

	if (argc > 1)
		rounds = (int)strtol(argv[1], NULL, 10);
	if (argc > 2)
		seed = (unsigned)strtoul(argv[2], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
