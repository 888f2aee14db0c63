/* Covers the promise that guessing is bounded: no kill at any moment of a sign-in lowers the count of failures.
 *
 *   test_login_kill [COUNT [SEED]]     COUNT kills (default 30)
 *
 * Somebody guesses without pause and tells on a pipe when a guess begins and when it was answered; he is killed at a random
 * moment. The store must then have counted at least what was answered, and no more than was begun. The control tells of an
 * answer before it guesses: the same check must then find one that was not counted. */
#include <signal.h>
#include <sys/wait.h>

#include "tests/people.h"
#include "tests/scratch_store.h"

#include "db/staff_parts.h"

#define LATEST_KILL 60000 /* microseconds after the first guess began */
#define GUESSES 4         /* one fewer than a lock takes */

static int rounds = 30;
static unsigned seed = 20261122;

static void tell(int fd, char what)
{
	if (write(fd, &what, 1) != 1)
		_exit(1);
}

static void guess(const char *path, int fd, bool too_early)
{
	struct store *st = NULL;
	struct actor a;

	if (store_open(path, STORE_READ_WRITE, &st, NULL) < 0)
		_exit(2);
	for (int i = 0; i < GUESSES; i++) {
		tell(fd, 'b');
		if (too_early)
			tell(fd, 'e');
		if (staff_sign_in(st, "wm", "wrong", &a, NULL, NULL) != SIGN_IN_WRONG)
			_exit(3);
		if (!too_early)
			tell(fd, 'e');
	}
	/* Waits for the kill, so that every guesser ends by one. */
	pause();
	_exit(0);
}

struct told {
	int begun, answered;
};

static struct told kill_guesser(const char *path, bool too_early)
{
	struct told told = { 0 };
	int fds[2], status;
	pid_t guesser;
	char what;

	assert_int_equal(pipe(fds), 0);
	guesser = fork();
	if (guesser == 0) {
		close(fds[0]);
		guess(path, fds[1], too_early);
	}
	close(fds[1]);
	while (read(fds[0], &what, 1) == 1) {
		if (what == 'b' && told.begun == 0) {
			usleep((useconds_t)(rand_r(&seed) % LATEST_KILL));
			kill(guesser, SIGKILL);
		}
		told.begun += what == 'b';
		told.answered += what == 'e';
	}
	close(fds[0]);
	waitpid(guesser, &status, 0);
	if (!WIFSIGNALED(status))
		fail_msg("the guesser ended by itself: %d", WEXITSTATUS(status));
	return told;
}

static int counted(struct scratch *s)
{
	struct account a;

	s->st = open_store(s->path);
	assert_int_equal(account_load(s->st, 0, "wm", &a, NULL), 1);
	return (int)a.failures;
}

static void forgive(struct scratch *s)
{
	struct actor a;

	people_sign_in(s->st, "wm", &a, NULL);
	store_close(s->st);
	s->st = NULL;
}

static void desk_make(struct scratch *s)
{
	scratch_store(s);
	people_set_up(s->st);
	store_close(s->st);
	s->st = NULL;
}

static void sign_in__killed__is_counted(void **unused)
{
	int answered = 0, open = 0, kills = 0;
	struct scratch s;

	(void)unused;
	desk_make(&s);
	/* A quick machine spends less of its time inside a sign-in: it is killed more often, until enough met one. */
	for (; kills < rounds || (open * 10 < rounds * 3 && kills < rounds * 10); kills++) {
		struct told told = kill_guesser(s.path, false);
		int count = counted(&s);

		if (count < told.answered || count > told.begun)
			fail_msg("kill %d: %d guesses begun, %d answered, %d counted", kills,
				 told.begun, told.answered, count);
		answered += told.answered;
		open += told.begun > told.answered;
		forgive(&s);
	}
	print_message("%d kills, %d inside a sign-in, %d guesses answered, 0 forgotten\n", kills,
		      open, answered);
	/* Kills that meet no sign-in prove nothing. */
	assert_true(open * 10 >= rounds * 3);
	scratch_remove(&s);
}

static void the_check__finds__an_answer_before_the_count(void **unused)
{
	struct scratch s;
	bool found = false;

	(void)unused;
	desk_make(&s);
	for (int i = 0; i < 300 && !found; i++) {
		struct told told = kill_guesser(s.path, true);

		found = counted(&s) < told.answered;
		forgive(&s);
	}
	assert_true(found);
	scratch_remove(&s);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sign_in__killed__is_counted),
		cmocka_unit_test(the_check__finds__an_answer_before_the_count),
	};

	if (argc > 1)
		rounds = (int)strtol(argv[1], NULL, 10);
	if (argc > 2)
		seed = (unsigned)strtoul(argv[2], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
