/* Covers `mtdesk bundle`: cards, a bundle from the clinic to the hospital and its receipt back, by the program alone; and the
 * exit status of what goes wrong. */
#include "tests/cli/run.h"

#include <unistd.h>

#include "tests/desks.h"

/* The password is the first line of standard input. */
static const struct around around = { .in = PEOPLE_PASSWORD "\n" };

static struct office clinic, hospital;
static char no[32]; /* of the filing that goes along */

/* The program signs in at a store that nobody else has open. */
static void leave(struct office *o)
{
	for (size_t i = 0; i < OFFICE_PEOPLE; i++) {
		sm2_destroy(o->keys[i]);
		o->keys[i] = NULL;
	}
	sm2_destroy(o->seal_key);
	o->seal_key = NULL;
	store_close(o->s.st);
	o->st = o->s.st = NULL;
}

static int open_desks(void **unused)
{
	struct filing_record r = { 0 };
	int64_t id;

	(void)unused;
	unsetenv("MTDESK_TODAY");
	desk_open(&clinic, CLINIC_CODE, CLINIC);
	desk_open(&hospital, HOSPITAL_CODE, HOSPITAL);
	id = desk_files(&clinic, 1, STATE_FILED);
	assert_int_equal(filings_load(clinic.st, id, &r, NULL), 1);
	snprintf(no, sizeof(no), "%s", r.no);
	filing_record_finish(&r);
	leave(&clinic);
	leave(&hospital);
	assert_int_equal(system("rm -rf stick && mkdir stick"), 0);
	return 0;
}

static int close_desks(void **unused)
{
	(void)unused;
	desk_close(&clinic);
	desk_close(&hospital);
	return 0;
}

#define BUNDLE "stick/MTDESK-" CLINIC_CODE "-" HOSPITAL_CODE "-1.mtb"
#define CLINIC_DB clinic.s.path
#define HOSPITAL_DB hospital.s.path

/* In the order of a day's work: each step rests on the one before. */
static void bundle__goes__from_desk_to_desk(void **unused)
{
	struct outcome card;

	(void)unused;
	card = run_desk(&around, ARGS("bundle", "card", "--db", HOSPITAL_DB));
	assert_int_equal(card.status, 0);
	assert_memory_equal(card.out, "mtdesk-desk/1 ", 14);
	write_file("hospital.card", card.out);
	outcome_finish(&card);
	card = run_desk(&around, ARGS("bundle", "card", "--db", CLINIC_DB));
	write_file("clinic.card", card.out);
	outcome_finish(&card);
	expect_words(&around,
		     ARGS("bundle", "peer", "hospital.card", "--db", CLINIC_DB, "--user", "wm"), 1,
		     "", "医保负责人", "a clerk takes a desk up");
	expect_words(&around,
		     ARGS("bundle", "peer", "hospital.card", "--db", CLINIC_DB, "--user", "hzr"), 0,
		     HOSPITAL, "", "the head takes a desk up");
	expect_words(&around,
		     ARGS("bundle", "peer", "clinic.card", "--db", HOSPITAL_DB, "--user", "hzr"), 0,
		     CLINIC, "", "and the other way");
	expect_words(
		&around,
		ARGS("bundle", "make", HOSPITAL, "-o", "stick", "--db", CLINIC_DB, "--user", "wm"),
		0, "第 1 号数据包：1 件", "", "making");
	assert_true(is_there(BUNDLE));
	expect_words(&around,
		     ARGS("bundle", "make", HOSPITAL_CODE, "-o", "stick", "--db", CLINIC_DB,
			  "--user", "wm"),
		     1, "", "没有新的件", "nothing new");
	expect_words(&around, ARGS("bundle", "take", BUNDLE, "--db", HOSPITAL_DB, "--user", "wm"),
		     0, "已收下“" CLINIC "”的第 1 号数据包：1 件", "", "taking");
	assert_true(is_there(BUNDLE ".receipt"));
	expect_words(&around, ARGS("bundle", "take", BUNDLE, "--db", HOSPITAL_DB, "--user", "wm"),
		     0, "先前已收下", "", "taking again");
	expect_words(
		&around,
		ARGS("bundle", "receipt", BUNDLE ".receipt", "--db", CLINIC_DB, "--user", "wm"), 0,
		"“" HOSPITAL "”已收到第 1 号", "", "the receipt");
	assert_int_equal(unlink(BUNDLE), 0);
	expect_words(&around,
		     ARGS("bundle", "again", HOSPITAL, "1", "-o", "stick", "--db", CLINIC_DB,
			  "--user", "wm"),
		     0, "第 1 号数据包：1 件", "", "again");
	expect_words(&around, ARGS("bundle", "take", BUNDLE, "--db", HOSPITAL_DB, "--user", "wm"),
		     0, "先前已收下", "", "what was made again is the same");
	expect_words(&around, ARGS("verify", "--db", HOSPITAL_DB), 0, "没有发现问题", "",
		     "unproven, not broken");
	expect_words(&around, ARGS("verify", "--db", CLINIC_DB), 0, "没有发现问题", "", "sound");
}

static void bundle__says__what_is_wrong(void **unused)
{
	static const struct {
		const char *args[9];
		int status;
		const char *err, *why;
	} rows[] = {
		{ { "bundle" }, 2, "bundle", "nothing said" },
		{ { "bundle", "fly" }, 2, "make NAME", "another word" },
		{ { "bundle", "make", HOSPITAL }, 2, "-o DIR", "no folder" },
		{ { "bundle", "take" }, 2, "take FILE", "no file" },
		{ { "bundle", "card", "x" }, 2, "card", "a word too many" },
		{ { "bundle", "again", HOSPITAL, "x", "-o", "stick", "--user", "wm" },
		  2,
		  "编号",
		  "no number" },
		{ { "bundle", "take", "clinic.card" }, 2, "--user", "nobody" },
		{ { "bundle", "take", "no-such-file", "--user", "wm" },
		  3,
		  "no-such-file",
		  "no such file" },
		{ { "bundle", "take", "stick", "--user", "wm" }, 3, "文件夹", "a folder" },
		{ { "bundle", "take", "clinic.card", "--user", "wm" }, 1, "不是数据包", "a card" },
		{ { "bundle", "receipt", "clinic.card", "--user", "wm" },
		  1,
		  "不是数据包的回执",
		  "a card" },
		{ { "bundle", "peer", BUNDLE, "--user", "hzr" }, 1, "一行", "a bundle as a card" },
		{ { "bundle", "make", "谁", "-o", "stick", "--user", "wm" },
		  1,
		  "往来台里没有",
		  "nobody's name" },
		{ { "bundle", "again", HOSPITAL, "1", "-o", "no/folder", "--user", "wm" },
		  3,
		  "no/folder",
		  "no folder there" },
		{ { "bundle", "take", BUNDLE, "--user", "wm" },
		  1,
		  "给别的台",
		  "the clinic's own bundle" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *args[12] = { "--db", CLINIC_DB };

		for (size_t k = 0; k < ARRAY_SIZE(rows[i].args); k++)
			args[2 + k] = rows[i].args[k];
		expect_words(&around, args, rows[i].status, NULL, rows[i].err, rows[i].why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bundle__goes__from_desk_to_desk),
		cmocka_unit_test(bundle__says__what_is_wrong),
	};

	return cmocka_run_group_tests(tests, open_desks, close_desks);
}
