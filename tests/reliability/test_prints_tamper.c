/* Covers verify over printed sheets: whatever is changed, added or taken away in their rows is found, and where. */
#include "tests/reliability/tamper.h"

#include "db/prints.h"

static const struct {
	const char *sql, *where, *why;
} rows[] = {
	{ "UPDATE print SET kind = 'notice' WHERE id = 1;", "print", "another kind" },
	{ "UPDATE print SET nth = 7 WHERE id = 2;", "print", "another number" },
	{ "UPDATE print SET pages = 9 WHERE id = 1;", "print 1", "more pages" },
	{ "UPDATE print SET sm3 = printf('%064d', 0) WHERE id = 3;", "print 3", "another sheet" },
	{ "UPDATE print SET way = 'Annex' WHERE id = 1;", "print 1", "another way" },
	{ "UPDATE print SET at = '2026-11-21 09:00:00' WHERE id = 1;", "print 1 at",
	  "another time" },
	{ "UPDATE print SET staff = 2 WHERE id = 1;", "print 1 staff", "another person" },
	{ "UPDATE print SET version = 5 WHERE id = 1;", "print 1 version", "another version" },
	{ "UPDATE print SET filing = 2 WHERE id = 3;", "print 3", "another filing" },
	{ "UPDATE print SET day = '2026-11-20' WHERE id = 4;", "print 4", "another day" },
	{ "UPDATE print SET audit = NULL WHERE id = 3;", "audit", "its row taken away from it" },
	{ "DELETE FROM print WHERE id = 1;", "audit", "the first is gone" },
	{ "DELETE FROM print WHERE id = 4;", "audit", "the last is gone" },
	{ "INSERT INTO print (filing, version, kind, nth, pages, sm3, way, day, at, staff) "
	  "SELECT filing, version, kind, 3, pages, sm3, way, day, at, staff FROM print WHERE id = "
	  "2;",
	  "print 5", "one that the desk never made" },
};

static void print_one(struct office *o, const struct print_request *req)
{
	struct print_request mine = *req;
	struct print_result done;
	struct err err = { 0 };
	char *pdf = NULL;

	mine.out_pdf = &pdf;
	if (prints_make(o->st, office_who(o, "wm"), &mine, &o->ctx, &done, &err) < 0)
		fail_msg("%s", err.msg);
	free(pdf);
}

/* Two forms and a slip of one filing, and a day's sheet. */
static void print_clean(void)
{
	struct print_request req = { .kind = PAPER_FORM };
	struct office o;

	office_open(&o, "5111");
	req.filing = office_register(&o, "wm", 1);
	office_register(&o, "wm", 2);
	print_one(&o, &req);
	print_one(&o, &req);
	req.kind = PAPER_SLIP;
	print_one(&o, &req);
	print_one(&o, &(struct print_request) { .kind = PAPER_DAY, .day = { 2026, 11, 22 } });
	store_close(o.st);
	o.s.st = NULL;
	shell("rm -rf " CLEAN " && cp -r %s " CLEAN, o.s.folder);
	office_close(&o);
}

static void prints__are__found_when_they_are_altered(void **unused)
{
	struct verify_report r;

	(void)unused;
	print_clean();
	triggers_learn();
	r = verify_folder(CLEAN, NULL, 0);
	if (r.result == VERIFY_BROKEN)
		fail_msg("a clean store: %s: %s", r.where, r.msg);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		hurt_begin();
		hurt_edit(rows[i].sql);
		r = verify_folder(HURT, NULL, 0);
		if (r.result != VERIFY_BROKEN)
			fail_msg("%s is not found", rows[i].why);
		if (strncmp(r.where, rows[i].where, strlen(rows[i].where)) != 0)
			fail_msg("%s is found at “%s”, not “%s”: %s", rows[i].why, r.where,
				 rows[i].where, r.msg);
	}
	shell("rm -rf " CLEAN " " HURT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prints__are__found_when_they_are_altered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
