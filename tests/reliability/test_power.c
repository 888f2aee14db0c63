/* Covers the second promise of the store: what was acknowledged survives a power failure.
 *
 *   test_power [STATES [SEED]]     about STATES disks after a failure (default 2000)
 *
 * A desk works on a recorded disk (disk.h). At every step of the record the power fails in several ways;
 * each disk is opened as after a restart. The store must hold what had been acknowledged, or that and the
 * save that was under way, and be whole. The controls are the same desk with a journal that is deleted
 * under synchronous FULL, and with synchronous OFF: the same check must then find losses.
 *
 * The store is seen from within, so that the controls can undo its settings and its rows can be compared. */

#include <unistd.h>

#include "tests/scratch_store.h"

#include "db/drafts.h"
#include "db/store_parts.h"
#include "tests/reliability/disk.h"

#define SAVES 12
#define FAILURES 20 /* at one place of one record */

static size_t states = 2000;
static unsigned first_seed = 20261122;

/* Rows of every table after opening and after each save. */
struct history {
	uint64_t rows[SAVES + 2];
	size_t count;
};

struct outcome {
	size_t states, lost, damaged, strange;
	char first[400]; /* the first thing that was wrong */
};

/* --- What stands in the store --- */

static uint64_t mix(uint64_t hash, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;

	/* FNV-1a */
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ at[i]) * 0x100000001B3u;
	return hash;
}

static uint64_t mix_rows(sqlite3 *db, const char *sql, uint64_t hash)
{
	sqlite3_stmt *q = NULL;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
	while (sqlite3_step(q) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(q); i++) {
			const void *text = sqlite3_column_text(q, i);

			hash = mix(hash, text ? text : "",
				   (size_t)sqlite3_column_bytes(q, i) + (text != NULL));
		}
	}
	sqlite3_finalize(q);
	return hash;
}

static uint64_t rows_of(struct store *st)
{
	static const char *const tables[] = {
		"SELECT * FROM filing ORDER BY id",
		"SELECT * FROM filing_evidence ORDER BY filing, key",
		"SELECT * FROM search_key ORDER BY key, kind, filing",
		"SELECT * FROM serial ORDER BY day",
		"SELECT * FROM save_counter",
		"SELECT * FROM draft ORDER BY id",
		"SELECT * FROM draft_evidence ORDER BY draft, key",
		"SELECT * FROM session ORDER BY id",
	};
	uint64_t hash = 0xCBF29CE484222325u;

	sqlite3_set_authorizer(st->db, NULL, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++)
		hash = mix_rows(st->db, tables[i], hash);
	return hash;
}

/* --- The desk --- */

static void acknowledge(struct history *h, struct store *st)
{
	disk_mark();
	h->rows[h->count++] = rows_of(st);
}

static void fill(struct filing *f, unsigned *seed)
{
	static char memo[9000];
	size_t len = (size_t)rand_r(seed) % (rand_r(seed) % 3 ? 200 : sizeof(memo));
	char name[16];

	memset(memo, 'a' + rand_r(seed) % 26, len);
	memo[len] = '\0';
	snprintf(name, sizeof(name), "n%d", rand_r(seed));
	filing_set(f, FIELD_PSN_NAME, name);
	filing_set(f, FIELD_MEMO, memo);
	evidence_set(&f->evidence, "ceruloplasmin", name, "mg/L", "");
}

/* One save: a draft, a draft that is parked, a new filing, or one that is saved again. */
static void save_something(struct store *st, struct draft *d, struct filing_record *kept,
			   unsigned *seed)
{
	struct err err = { 0 };
	int kind = rand_r(seed) % 4, rc = 0;

	if (kind == 0) {
		fill(&d->record.filing, seed);
		rc = drafts_save(st, d, &err);
	} else if (kind == 1) {
		fill(&d->record.filing, seed);
		rc = filings_save(st, &d->record, d->id, &err);
		draft_finish(d);
	} else {
		if (kind == 2)
			filing_record_finish(kept);
		fill(&kept->filing, seed);
		rc = filings_save(st, kept, 0, &err);
	}
	if (rc < 0)
		fail_msg("%s", err.msg);
}

/* Work on a recorded disk. `undo` weakens the store's settings, or is NULL. */
static void work(const char *folder, const char *undo, unsigned seed, struct history *h)
{
	struct filing_record kept = { 0 };
	struct draft d = { 0 };
	struct store *st;
	char path[400];

	snprintf(path, sizeof(path), "%s/desk.db", folder);
	*h = (struct history) { 0 };
	disk_record(folder);
	st = open_store(path);
	acknowledge(h, st);
	if (undo)
		assert_int_equal(sqlite3_exec(st->db, undo, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(session_open(st, NULL), 0);
	acknowledge(h, st);
	for (int i = 0; i < SAVES; i++) {
		save_something(st, &d, &kept, &seed);
		acknowledge(h, st);
	}
	disk_stop();
	draft_finish(&d);
	filing_record_finish(&kept);
	store_close(st);
}

/* --- The restart --- */

static void blame(struct outcome *v, size_t *counter, size_t marks, const char *what)
{
	if (v->lost + v->damaged + v->strange == 0)
		snprintf(v->first, sizeof(v->first), "state %zu, %zu acknowledged: %s", v->states,
			 marks, what);
	(*counter)++;
}

static void judge(struct outcome *v, const struct history *h, size_t marks, uint64_t rows)
{
	/* Opening makes the file where none was acknowledged yet. */
	size_t done = marks ? marks - 1 : 0;

	if (rows == h->rows[done] || (done + 1 < h->count && rows == h->rows[done + 1]))
		return;
	for (size_t i = 0; i < done; i++) {
		if (rows != h->rows[i])
			continue;
		blame(v, &v->lost, marks, "an acknowledged save is lost");
		return;
	}
	blame(v, &v->strange, marks, "rows that never stood so");
}

static void restart(const char *folder, const struct history *h, struct outcome *v)
{
	struct store *st = NULL;
	struct err err = { 0 };
	char path[400];

	snprintf(path, sizeof(path), "%s/desk.db", folder);
	v->states++;
	if (store_open(path, STORE_READ_WRITE, &st, &err) < 0 || store_verify(st, &err) < 0)
		blame(v, &v->damaged, disk_marks(), err.msg);
	else
		judge(v, h, disk_marks(), rows_of(st));
	store_close(st);
}

/* With all steps done, the recorded disk is the real one. */
static void check_the_record(const char *live, const char *made)
{
	struct store *a, *b;
	char path[400];

	disk_settle(made);
	snprintf(path, sizeof(path), "%s/desk.db", live);
	a = open_store(path);
	snprintf(path, sizeof(path), "%s/desk.db", made);
	b = open_store(path);
	/* The live desk has closed its session since. */
	assert_int_equal(sqlite3_exec(b->db, "DELETE FROM session", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_exec(b->db, "UPDATE draft SET session = NULL", NULL, NULL, NULL),
			 SQLITE_OK);
	assert_true(rows_of(a) == rows_of(b));
	store_close(a);
	store_close(b);
}

/* Fail the power at every place of the record, as often as gives `most` disks over all, but not more than
 * FAILURES times each. */
static void fail_everywhere(const char *made, const struct history *h, size_t most, unsigned *dice,
			    struct outcome *v)
{
	size_t places = disk_steps() + 1, share = most * 1000 / (places * FAILURES);

	disk_rewind();
	do
		for (int i = 0; i < FAILURES; i++) {
			if ((size_t)(rand_r(dice) % 1000) >= share)
				continue;
			disk_fail(made, dice);
			restart(made, h, v);
		}
	while (disk_next());
}

static struct outcome fail_power(const char *undo, size_t most)
{
	struct outcome v = { 0 };

	for (unsigned seed = first_seed; v.states < most * 9 / 10; seed++) {
		struct scratch live, made;
		struct history h;
		unsigned dice = seed;
		char *folder;

		scratch_folder(&live);
		scratch_folder(&made);
		folder = realpath(live.folder, NULL);
		work(folder, undo, seed, &h);
		fail_everywhere(made.folder, &h, most - v.states, &dice, &v);
		check_the_record(folder, made.folder);
		disk_forget();
		free(folder);
		scratch_remove(&live);
		scratch_remove(&made);
	}
	return v;
}

static void tell(const char *what, const struct outcome *v)
{
	print_message("%s, seed %u: %zu states, %zu lost, %zu damaged, %zu strange\n", what,
		      first_seed, v->states, v->lost, v->damaged, v->strange);
	if (*v->first)
		print_message("  %s\n", v->first);
}

static void store__keeps__all_that_was_acknowledged(void **unused)
{
	struct outcome v = fail_power(NULL, states);

	(void)unused;
	tell("TRUNCATE, EXTRA", &v);
	assert_int_equal(v.lost + v.damaged + v.strange, 0);
}

static void the_check__finds__losses_of_weaker_settings(void **unused)
{
	static const struct {
		const char *undo, *what;
	} weak[] = {
		{ "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL", "DELETE, FULL" },
		{ "PRAGMA synchronous = OFF", "TRUNCATE, OFF" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(weak); i++) {
		struct outcome v = fail_power(weak[i].undo, states < 400 ? states : 400);

		tell(weak[i].what, &v);
		assert_true(v.lost > 0);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(store__keeps__all_that_was_acknowledged),
		cmocka_unit_test(the_check__finds__losses_of_weaker_settings),
	};

	if (argc > 1)
		states = strtoul(argv[1], NULL, 10);
	if (argc > 2)
		first_seed = (unsigned)strtoul(argv[2], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
