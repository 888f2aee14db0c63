/* Covers the first promise of the store: what was acknowledged is there after a kill at any moment.
 *
 *   test_kill [COUNT [SEED]]     COUNT kills (default 100)
 *
 * A writer saves filings and drafts without pause and acknowledges each on a pipe as soon as the
 * call returned; it is killed at a random moment. The control is a writer that acknowledges before
 * it saves: the same check must then find a loss, or it could find none at all. */
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "tests/scratch_store.h"

#include "db/drafts.h"

static int rounds = 100;
static unsigned seed = 20261122;

#define LATEST_KILL 25000 /* microseconds after the first acknowledgement */

struct ack {
	char kind;      /* 'f' a filing, 'd' a draft */
	int32_t serial; /* counts up over all rounds; stands in the record's memo */
};

static void tell(int fd, char kind, int32_t serial)
{
	struct ack a = { .kind = kind, .serial = serial };

	if (write(fd, &a, sizeof(a)) != (ssize_t)sizeof(a))
		_exit(1);
}

static void number(struct filing *f, int32_t serial)
{
	char text[16];

	snprintf(text, sizeof(text), "n%d", serial);
	filing_set(f, FIELD_PSN_NAME, text);
	filing_set(f, FIELD_MEMO, text);
	evidence_set(&f->evidence, "serial", text, "", "");
}

/* Write until killed. */
static void write_on(const char *path, int fd, int32_t serial, bool too_early)
{
	struct store *st = NULL;
	struct draft d = { .screen = "form" };

	if (store_open(path, STORE_READ_WRITE, &st, NULL) < 0 || session_open(st, NULL) < 0)
		_exit(2);
	for (;; serial += 2) {
		struct filing_record r = { 0 };

		number(&d.record.filing, serial);
		if (too_early)
			tell(fd, 'd', serial);
		if (drafts_save(st, &d, NULL) < 0)
			_exit(3);
		if (!too_early)
			tell(fd, 'd', serial);
		number(&r.filing, serial + 1);
		if (too_early)
			tell(fd, 'f', serial + 1);
		if (filings_save(st, &r, 0, NULL) < 0)
			_exit(4);
		if (!too_early)
			tell(fd, 'f', serial + 1);
		filing_record_finish(&r);
	}
}

/* Start a writer and kill it; *last_draft and *last_filing get the serials it acknowledged last.
 * All serials from `first` to these were acknowledged. */
static void kill_writer(const char *path, int32_t first, bool too_early, int32_t *last_draft,
			int32_t *last_filing)
{
	struct ack a;
	int fds[2], status;
	pid_t writer;

	*last_draft = *last_filing = -1;
	assert_int_equal(pipe(fds), 0);
	writer = fork();
	if (writer == 0) {
		close(fds[0]);
		write_on(path, fds[1], first, too_early);
	}
	close(fds[1]);
	for (bool killed = false; read(fds[0], &a, sizeof(a)) == (ssize_t)sizeof(a);) {
		*(a.kind == 'd' ? last_draft : last_filing) = a.serial;
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
}

static bool is_stored(struct store *st, int32_t serial)
{
	struct filing_brief hit;
	struct filing_record r = { 0 };
	char text[16];
	size_t total = 0;
	bool whole;

	snprintf(text, sizeof(text), "n%d", serial);
	assert_int_equal(search(st, text, &hit, 1, &total), 0);
	if (total == 0 || strcmp(hit.psn_name, text) != 0)
		return false;
	assert_int_equal(filings_load(st, hit.id, &r, NULL), 1);
	whole = strcmp(filing_get(&r.filing, FIELD_MEMO), text) == 0 &&
		evidence_find(&r.filing.evidence, "serial");
	filing_record_finish(&r);
	return whole;
}

/* The orphan holds what was acknowledged, or the one that was being written. */
static bool draft_is_kept(struct store *st, int32_t serial)
{
	struct draft d = { 0 };
	int32_t kept = -1;

	if (drafts_adopt_newest(st, &d, NULL) != 1)
		return serial < 0;
	sscanf(filing_get(&d.record.filing, FIELD_MEMO), "n%d", &kept);
	assert_int_equal(drafts_delete(st, d.id, NULL), 0);
	draft_finish(&d);
	return kept == serial || kept == serial + 2;
}

/* What the writer acknowledged and the store does not hold. */
static int count_lost(const char *path, int32_t first, int32_t last_draft, int32_t last_filing)
{
	struct store *st = open_store(path);
	struct err err = { 0 };
	int lost = 0;

	if (store_verify(st, &err) < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(session_open(st, NULL), 0);
	for (int32_t serial = first + 1; serial <= last_filing; serial += 2)
		lost += !is_stored(st, serial);
	lost += !draft_is_kept(st, last_draft);
	store_close(st);
	return lost;
}

static bool has_hot_journal(const char *path)
{
	char journal[200];
	struct stat st;

	snprintf(journal, sizeof(journal), "%s-journal", path);
	return stat(journal, &st) == 0 && st.st_size > 0;
}

struct figures {
	int kills, hot, acknowledged;
};

/* Kill writers of one store; it does not grow beyond what so many leave behind. */
static void kill_writers(int count, struct figures *f)
{
	int32_t first = 0, last_draft, last_filing;
	struct scratch s;

	scratch_folder(&s);
	for (int i = 0; i < count; i++) {
		int lost;

		kill_writer(s.path, first, false, &last_draft, &last_filing);
		f->kills++;
		f->hot += has_hot_journal(s.path);
		lost = count_lost(s.path, first, last_draft, last_filing);
		if (lost)
			fail_msg("kill %d: %d acknowledged writes are lost", f->kills, lost);
		f->acknowledged += (last_draft - first) / 2 + 1;
		f->acknowledged += last_filing < 0 ? 0 : (last_filing - first + 1) / 2;
		first = last_draft + 10;
	}
	scratch_remove(&s);
}

static void store__keeps__all_that_was_acknowledged(void **unused)
{
	struct figures f = { 0 };

	(void)unused;
	while (f.kills < rounds)
		kill_writers(rounds - f.kills < 50 ? rounds - f.kills : 50, &f);
	print_message("%d kills, %d in an open transaction, %d writes acknowledged, 0 lost\n",
		      f.kills, f.hot, f.acknowledged);
	/* Kills that meet no transaction prove nothing. */
	assert_true(f.hot * 10 >= f.kills * 3);
}

static void the_check__finds__what_was_acknowledged_too_early(void **unused)
{
	int32_t first = 0, last_draft, last_filing;
	struct scratch s;
	int lost = 0;

	(void)unused;
	scratch_folder(&s);
	for (int i = 0; i < 200 && !lost; i++) {
		kill_writer(s.path, first, true, &last_draft, &last_filing);
		lost = count_lost(s.path, first, last_draft, last_filing);
		first = (last_draft > last_filing ? last_draft : last_filing) + 10;
		first -= first % 2;
	}
	assert_true(lost > 0);
	scratch_remove(&s);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(store__keeps__all_that_was_acknowledged),
		cmocka_unit_test(the_check__finds__what_was_acknowledged_too_early),
	};

	if (argc > 1)
		rounds = (int)strtol(argv[1], NULL, 10);
	if (argc > 2)
		seed = (unsigned)strtoul(argv[2], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
