/* Covers db/verify and db/anchors: a tail that was cut off, an old copy that was put back, and a fork, against anchors that were
 * kept elsewhere.
 *
 *   test_cut [CUTS]     how many of the last rows are cut off, one more each time; default 40
 *
 * The folder CLEAN is the store at the end of its life; old-N are copies after step N. */
#include "tests/reliability/tamper.h"

#define STEPS_MOST 16

static int cuts = 40, steps;
static struct anchor anchors[STEPS_MOST]; /* after each step */

static void keep_copy(struct office *o, int step)
{
	shell("rm -rf old-%d && cp -r %s old-%d", step, o->s.folder, step);
}

static int make_life(void **unused)
{
	struct office o;

	(void)unused;
	office_open(&o, "5111");
	for (steps = 0; steps < STEPS_MOST && life_step(&o, steps); steps++) {
		anchors[steps] = take_anchor(o.st);
		keep_copy(&o, steps);
	}
	office_keep(&o, CLEAN);
	triggers_learn();
	return 0;
}

/* The anchors that lie in and beside the store go with what they covered. */
static void forget_anchors_after(int64_t seq)
{
	char sql[100];

	snprintf(sql, sizeof(sql), "DELETE FROM anchor WHERE seq > %lld;", (long long)seq);
	hurt_edit(sql);
	shell("rm -f " HURT "/desk.db.anchors");
}

static void verify__proves__what_an_anchor_covers(void **unused)
{
	struct verify_report r;

	(void)unused;
	for (int i = 0; i < steps; i++) {
		r = verify_folder(CLEAN, &anchors[i], 1);
		assert_int_equal(r.result, VERIFY_SOUND);
		assert_int_equal(r.covered, anchors[i].size);
	}
	r = verify_folder(CLEAN, anchors, (size_t)steps);
	assert_int_equal(r.result, VERIFY_SOUND);
	assert_int_equal(r.covered, anchors[steps - 1].size);
	r = verify_folder(CLEAN, NULL, 0);
	assert_int_equal(r.result, VERIFY_UNPROVEN);
	assert_int_equal(r.covered, 0);
}

static void verify__names__the_first_row_that_was_cut_off(void **unused)
{
	const struct anchor *last = &anchors[steps - 1];
	char sql[100], where[64];
	int found = 0;

	(void)unused;
	if (cuts >= last->size)
		cuts = (int)last->size - 1;
	for (int k = 1; k <= cuts; k++) {
		int64_t rest = last->size - k;

		hurt_begin();
		snprintf(sql, sizeof(sql), "DELETE FROM audit WHERE seq > %lld;", (long long)rest);
		hurt_edit(sql);
		forget_anchors_after(rest);
		snprintf(where, sizeof(where), "audit %lld", (long long)rest + 1);
		expect_broken(last, 1, where, "a tail");
		found++;
	}
	print_message("%d cuts found\n", found);
}

/* An old copy is sound in itself: without an anchor nothing can be said against it, and 正常 is not said either. */
static void verify__finds__an_old_copy(void **unused)
{
	char where[64], folder[16];

	(void)unused;
	for (int i = 0; i + 1 < steps; i++) {
		snprintf(folder, sizeof(folder), "old-%d", i);
		assert_int_equal(verify_folder(folder, NULL, 0).result, VERIFY_UNPROVEN);
		assert_int_equal(verify_folder(folder, &anchors[i], 1).result, VERIFY_SOUND);
		shell("rm -rf " HURT " && cp -r %s " HURT, folder);
		snprintf(where, sizeof(where), "audit %lld", (long long)anchors[i].size + 1);
		expect_broken(&anchors[steps - 1], 1, where, "an old copy");
		expect_broken(anchors, (size_t)steps, where, "an old copy, and all anchors");
	}
}

/* Only the store was put back: the anchors beside it stayed. */
static void verify__finds__an_old_copy_by_the_anchors_beside_it(void **unused)
{
	char where[64];

	(void)unused;
	shell("rm -rf " HURT " && cp -r old-3 " HURT " && cp " CLEAN "/desk.db.anchors " HURT "/");
	snprintf(where, sizeof(where), "audit %lld", (long long)anchors[3].size + 1);
	expect_broken(NULL, 0, where, "an old store beside newer anchors");
}

/* An old copy that went on as if nothing had been: as long as the true one, or longer, and signed with the desk's own keys. */
static void verify__finds__a_fork(void **unused)
{
	struct office o = { 0 };
	char where[64];

	(void)unused;
	shell("rm -rf " HURT " && cp -r old-3 " HURT);
	o.st = open_store(HURT "/desk.db");
	world_open(&o.w, "5111", NULL);
	o.ctx = world_on(&o.w, "2026-11-22", true);
	office_enter(&o);
	for (unsigned i = 0; i < 10; i++)
		register_one(&o, 40 + i, STATE_FILED);
	take_anchor(o.st);
	for (size_t i = 0; i < OFFICE_PEOPLE; i++)
		sm2_destroy(o.keys[i]);
	sm2_destroy(o.seal_key);
	world_close(&o.w);
	store_close(o.st);

	assert_int_equal(verify_folder(HURT, NULL, 0).result, VERIFY_UNPROVEN);
	assert_int_equal(verify_folder(HURT, &anchors[3], 1).result, VERIFY_SOUND);
	for (int i = 4; i < steps; i++) {
		if (anchors[i].size == anchors[3].size)
			continue;
		snprintf(where, sizeof(where), "anchor %lld head", (long long)anchors[i].size);
		expect_broken(&anchors[i], 1, where, "a fork");
	}
}

/* Another desk's store in this one's place, with all in order. */
static void verify__finds__another_desk(void **unused)
{
	struct office o;
	char where[64];

	(void)unused;
	office_open(&o, "5111");
	register_one(&o, 1, STATE_FILED);
	office_keep(&o, HURT);
	snprintf(where, sizeof(where), "anchor %lld desk", (long long)anchors[steps - 1].size);
	expect_broken(&anchors[steps - 1], 1, where, "another desk");
}

/* An anchor that somebody made up, or changed. */
static void verify__believes__no_forged_anchor(void **unused)
{
	static const struct {
		const char *field, *why;
	} rows[] = {
		{ "head", "another head" },
		{ "root", "another root" },
		{ "signature", "another signature" },
		{ "signature", "another time" },
		{ "signature", "more rows than there are" },
	};
	char where[64];

	(void)unused;
	hurt_begin();
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct anchor a = anchors[steps - 1];
		char *hex = i == 0 ? a.head : i == 1 ? a.root : a.signature;

		if (i < 3)
			hex[20] = hex[20] == '0' ? '1' : '0';
		if (i == 3)
			a.at[0] = '3';
		if (i == 4)
			a.size += 7;
		snprintf(where, sizeof(where), "anchor %lld %s", (long long)a.size, rows[i].field);
		expect_broken(&a, 1, where, rows[i].why);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verify__proves__what_an_anchor_covers),
		cmocka_unit_test(verify__names__the_first_row_that_was_cut_off),
		cmocka_unit_test(verify__finds__an_old_copy),
		cmocka_unit_test(verify__finds__an_old_copy_by_the_anchors_beside_it),
		cmocka_unit_test(verify__finds__a_fork),
		cmocka_unit_test(verify__finds__another_desk),
		cmocka_unit_test(verify__believes__no_forged_anchor),
	};

	if (argc > 1)
		cuts = (int)strtol(argv[1], NULL, 10);
	return cmocka_run_group_tests(tests, make_life, NULL);
}
