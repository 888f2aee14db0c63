/* Covers the first and the fourth promise for acts: what was acknowledged is there after a kill at any moment, nothing twice.
 *
 *   test_act_kill [COUNT [SEED]]     COUNT kills (default 500)
 *
 * A writer carries filings from draft to filed, amends and revokes some, and acknowledges each act on a pipe as soon as the
 * call returned; it is killed at a random moment. Afterwards every acknowledged act is in the store, no filing has a step
 * twice, the numbers have no gap, and the whole store verifies. The control is a writer that acknowledges before it commits:
 * the same check must then find a loss. */
#include <signal.h>
#include <sys/wait.h>

#include "tests/office.h"

#include "db/verify.h"

static int rounds = 500;
static unsigned seed = 20261122;

#define LATEST_KILL 25000 /* microseconds after the first acknowledgement */
#define KILLS_A_STORE 50  /* verification takes longer as a store grows */
#define KILLS_A_LOOK 25

struct ack {
	int64_t filing;
	enum act act;
};

/* ---- the writer ---- */

struct writer {
	struct office *o;
	int fd;
	bool too_early;
	unsigned person;
};

static void tell(const struct writer *w, enum act act, int64_t filing)
{
	const struct ack a = { .filing = filing, .act = act };

	if (write(w->fd, &a, sizeof(a)) != (ssize_t)sizeof(a))
		_exit(1);
}

/* One act; the id of the amendment that it began, if any. */
static int64_t step(const struct writer *w, const char *login, enum act act, int64_t filing)
{
	const struct act_request req = office_request(w->o, act, filing);
	struct act_draft d;
	struct err err = { 0 };
	int64_t amendment;

	if (w->too_early)
		tell(w, act, filing);
	if (office_try(w->o, login, &req, &d, &err) < 0) {
		fprintf(stderr, "%s: %s\n", act_key(act), err.msg);
		_exit(2);
	}
	if (!w->too_early)
		tell(w, act, filing);
	amendment = d.amendment;
	act_draft_finish(&d);
	return amendment;
}

static void carry(const struct writer *w, int64_t id)
{
	step(w, "wm", ACT_SUBMIT, id);
	step(w, "ljg", ACT_CERTIFY, id);
	step(w, "cf", ACT_SEAL, id);
	step(w, "zl", ACT_FILE, id);
}

/* Until killed. */
static void write_on(struct writer *w)
{
	for (;; w->person++) {
		int64_t id = office_register(w->o, "wm", w->person), next;

		carry(w, id);
		if (w->person % 3 == 0) {
			next = step(w, "hzr", ACT_AMEND, id);
			carry(w, next);
		} else if (w->person % 3 == 1) {
			step(w, "hzr", ACT_REVOKE, id);
		}
	}
}

/* Keys opened before the fork serve the writer; the store it opens for itself. */
static void be_a_writer(struct office *o, int fd, unsigned person, bool too_early)
{
	struct writer w = { .o = o, .fd = fd, .too_early = too_early, .person = person };

	if (store_open(o->s.path, STORE_READ_WRITE, &o->st, NULL) < 0)
		_exit(3);
	write_on(&w);
}

/* ---- the killer ---- */

#define ACKS_MOST 4096

/* Start a writer and kill it; how many acts it acknowledged. */
static int kill_writer(struct office *o, unsigned person, bool too_early, struct ack *acks)
{
	int fds[2], status, count = 0;
	bool killed = false;
	pid_t writer;

	assert_int_equal(pipe(fds), 0);
	writer = fork();
	if (writer == 0) {
		close(fds[0]);
		be_a_writer(o, fds[1], person, too_early);
	}
	close(fds[1]);
	while (count < ACKS_MOST &&
	       read(fds[0], &acks[count], sizeof(acks[0])) == (ssize_t)sizeof(acks[0])) {
		count++;
		if (!killed) {
			usleep((useconds_t)(rand_r(&seed) % LATEST_KILL));
			kill(writer, SIGKILL);
			killed = true;
		}
	}
	close(fds[0]);
	waitpid(writer, &status, 0);
	if (!WIFSIGNALED(status))
		fail_msg("the writer ended by itself: %d", WEXITSTATUS(status));
	return count;
}

static bool has_hot_journal(const char *path)
{
	char journal[200];
	struct stat st;

	snprintf(journal, sizeof(journal), "%s-journal", path);
	return stat(journal, &st) == 0 && st.st_size > 0;
}

/* ---- the check ---- */

/* How often the filing has this act. */
static int times(struct store *st, int64_t filing, enum act act)
{
	struct act_row rows[16];
	struct err err = { 0 };
	int count = acts_of_filing(st, filing, rows, ARRAY_SIZE(rows), &err), found = 0;

	if (count < 0)
		fail_msg("%s", err.msg);
	for (int i = 0; i < count; i++) {
		found += rows[i].act == act;
		act_row_finish(&rows[i]);
	}
	return found;
}

static int count_lost(struct store *st, const struct ack *acks, int count)
{
	int lost = 0;

	for (int i = 0; i < count; i++) {
		int found = times(st, acks[i].filing, acks[i].act);

		if (found > 1)
			fail_msg("%s stands %d times at filing %lld", act_key(acks[i].act), found,
				 (long long)acks[i].filing);
		lost += found == 0;
	}
	return lost;
}

/* Chain, signatures, lives and numbers: a gap, a double number or half an act breaks one of them. */
static void expect_sound(const char *path)
{
	struct verify_report report;
	struct err err = { 0 };

	if (verify_store(path, NULL, 0, &report, &err) < 0)
		fail_msg("%s", err.msg);
	if (report.result == VERIFY_BROKEN)
		fail_msg("%s: %s", report.where, report.msg);
}

struct figures {
	int kills, hot, acknowledged, lost;
};

static void kill_one(struct office *o, unsigned person, bool too_early, struct figures *f)
{
	static struct ack acks[ACKS_MOST];
	struct store *st;
	int count = kill_writer(o, person, too_early, acks);

	f->kills++;
	f->hot += has_hot_journal(o->s.path);
	f->acknowledged += count;
	st = open_store(o->s.path);
	f->lost += count_lost(st, acks, count);
	store_close(st);
	/* What is broken stays broken: verified now and then, and when the store has had its kills. */
	if (f->kills % KILLS_A_LOOK == 0)
		expect_sound(o->s.path);
}

/* A desk whose people have signed in, its store closed: no connection goes through a fork. */
static void prepare_office(struct office *o)
{
	office_open(o, "5111");
	store_close(o->st);
	o->st = o->s.st = NULL;
}

static void kill_writers(int count, bool too_early, struct figures *f)
{
	struct office o;

	prepare_office(&o);
	for (int i = 0; i < count && (!too_early || !f->lost); i++) {
		kill_one(&o, 1 + 60 * (unsigned)i, too_early, f);
		if (!too_early && f->lost)
			fail_msg("kill %d: %d acknowledged acts are lost", f->kills, f->lost);
	}
	expect_sound(o.s.path);
	office_close(&o);
}

static void acts__keep__what_was_acknowledged(void **unused)
{
	struct figures f = { 0 };

	(void)unused;
	while (f.kills < rounds)
		kill_writers(rounds - f.kills < KILLS_A_STORE ? rounds - f.kills : KILLS_A_STORE,
			     false, &f);
	print_message("%d kills, %d in an open transaction, %d acts acknowledged, 0 lost\n",
		      f.kills, f.hot, f.acknowledged);
	/* Kills that meet no transaction prove nothing. */
	assert_true(f.hot * 10 >= f.kills);
}

static void the_check__finds__what_was_acknowledged_too_early(void **unused)
{
	struct figures f = { 0 };

	(void)unused;
	for (int i = 0; i < 10 && !f.lost; i++)
		kill_writers(20, true, &f);
	assert_true(f.lost > 0);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(acts__keep__what_was_acknowledged),
		cmocka_unit_test(the_check__finds__what_was_acknowledged_too_early),
	};

	if (argc > 1)
		rounds = (int)strtol(argv[1], NULL, 10);
	if (argc > 2)
		seed = (unsigned)strtoul(argv[2], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
