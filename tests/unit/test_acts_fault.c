/* Covers db/acts on a disk that fails at the commit: an act is done once or not at all, and whoever signed is told which.
 * Transactions are included, so that their COMMIT can fail on demand. */
#define sqlite3_exec exec_on_faulty_disk
#include "db/store_tx.c"
#undef sqlite3_exec

#include "tests/office.h"

int sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *ctx,
		 char **msg);

static enum { DISK_SOUND, COMMIT_LOST, COMMIT_KEPT, DISK_AWAY } disk;
static const char *away; /* the file that goes with the disk */

int exec_on_faulty_disk(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **),
			void *ctx, char **msg)
{
	if (disk == DISK_SOUND || strcmp(sql, "COMMIT") != 0)
		return sqlite3_exec(db, sql, row, ctx, msg);
	if (disk != COMMIT_LOST)
		sqlite3_exec(db, sql, row, ctx, msg);
	if (disk == DISK_AWAY)
		rename(away, "away.db");
	disk = DISK_SOUND;
	return SQLITE_IOERR_FSYNC;
}

static int count_acts(struct office *o, int64_t id)
{
	struct act_row rows[16];
	int count = acts_of_filing(o->st, id, rows, ARRAY_SIZE(rows), NULL);

	for (int i = 0; i < count; i++)
		act_row_finish(&rows[i]);
	return count;
}

/* Prepare, let the disk fail, commit. */
static int commit_on(struct office *o, const char *login, const struct act_request *req,
		     struct act_draft *d, int fault, struct err *err)
{
	const struct actor *who = office_who(o, login);

	if (acts_prepare(o->st, who, req, &o->ctx, d, err) < 0)
		fail_msg("%s", err->msg);
	office_confirm(o, login, req->act);
	disk = fault;
	return acts_commit(o->st, who, d, o->keys[office_index(login)], 0, &o->ctx, err);
}

static void acts_commit__tells__how_a_broken_commit_ended(void **unused)
{
	struct act_request req;
	struct act_draft d;
	struct office o;
	struct err err = { 0 };

	(void)unused;
	office_open(&o, "5111");
	req = office_request(&o, ACT_SUBMIT, office_register(&o, "wm", 1));
	/* Not in the file: not done, and said so. */
	assert_int_equal(commit_on(&o, "wm", &req, &d, COMMIT_LOST, &err), -1);
	assert_int_equal(err.code, ERR_STORAGE);
	assert_non_null(strstr(err.msg, "磁盘读写出错"));
	assert_int_equal(count_acts(&o, req.filing), 0);
	/* The same draft again. */
	assert_int_equal(acts_commit(o.st, office_who(&o, "wm"), &d, o.keys[0], 0, &o.ctx, &err),
			 0);
	assert_int_equal(count_acts(&o, req.filing), 1);
	act_draft_finish(&d);

	/* In the file: done, and acknowledged. */
	req = office_request(&o, ACT_CERTIFY, req.filing);
	assert_int_equal(commit_on(&o, "ljg", &req, &d, COMMIT_KEPT, &err), 0);
	assert_true(d.act_id > 0);
	assert_int_equal(count_acts(&o, req.filing), 2);
	act_draft_finish(&d);
	office_step(&o, "cf", ACT_SEAL, req.filing);

	/* Nobody can tell: the disk is away. Once it is back the same draft finds its act, number and all. */
	req = office_request(&o, ACT_FILE, req.filing);
	away = o.s.path;
	assert_int_equal(commit_on(&o, "zl", &req, &d, DISK_AWAY, &err), -1);
	assert_non_null(strstr(err.msg, "不能确定是否已办成"));
	assert_int_equal(rename("away.db", away), 0);
	if (acts_commit(o.st, office_who(&o, "zl"), &d, o.keys[office_index("zl")], 0, &o.ctx,
			&err))
		fail_msg("%s", err.msg);
	assert_int_equal(count_acts(&o, req.filing), 4);
	assert_non_null(strstr(d.filing_no, "-2026-00001-"));
	act_draft_finish(&d);

	/* An amendment that was begun is found by its id. */
	req = office_request(&o, ACT_AMEND, req.filing);
	assert_int_equal(commit_on(&o, "zl", &req, &d, COMMIT_KEPT, &err), 0);
	assert_true(d.amendment > req.filing);
	act_draft_finish(&d);
	office_close(&o);
}

/* Changed behind the desk while it stands open: nobody signs over it. */
static void acts_prepare__compares__with_what_was_signed(void **unused)
{
	static const struct {
		const char *sql, *why;
	} tampers[] = {
		{ "UPDATE filing SET tel = '13900000000'", "a field" },
		{ "UPDATE filing_evidence SET value = '300'", "the evidence" },
		{ "UPDATE filing SET route = 'elsewhere'", "the way" },
		{ "UPDATE filing_version SET text = replace(text, '咳嗽', '无恙')",
		  "the signed text" },
		{ "DELETE FROM filing_version", "no text any more" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(tampers); i++) {
		struct act_request req;
		struct filing_record r;
		struct office o;
		struct act_draft d;
		struct err err = { 0 };
		sqlite3 *db;

		office_open(&o, "5111");
		r = office_filing(&o, 1);
		evidence_set(&r.filing.evidence, "ceruloplasmin", "185", "mg/L", "");
		req = office_request(&o, ACT_CERTIFY, office_park(&o, "wm", &r));
		filing_record_finish(&r);
		office_step(&o, "wm", ACT_SUBMIT, req.filing);
		assert_int_equal(sqlite3_open(o.s.path, &db), SQLITE_OK);
		assert_int_equal(
			sqlite3_exec(db,
				     "DROP TRIGGER filing_stays; DROP TRIGGER version_stays;"
				     "DROP TRIGGER version_remains",
				     NULL, NULL, NULL),
			SQLITE_OK);
		assert_int_equal(sqlite3_exec(db, tampers[i].sql, NULL, NULL, NULL), SQLITE_OK);
		sqlite3_close(db);
		if (acts_prepare(o.st, office_who(&o, "ljg"), &req, &o.ctx, &d, &err) == 0 ||
		    err.code != ERR_STORAGE || !strstr(err.msg, "提交时签署的"))
			fail_msg("%s: %s", tampers[i].why, err.msg);
		act_draft_finish(&d);
		office_close(&o);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(acts_commit__tells__how_a_broken_commit_ended),
		cmocka_unit_test(acts_prepare__compares__with_what_was_signed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
