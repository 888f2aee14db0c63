/* Covers db/prints: every sheet is counted once and audited, what cannot be made or kept costs no number, and what the sheet says is what
 * the store holds. */
#include "tests/unit/prints.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "db/training_parts.h"
#include "forms/sheet_code.h"

/* ---- counting ---- */

static void expect_audited(struct office *o, const struct print_result *done, const char *kind,
			   const char *object)
{
	struct audit_row row;
	char want[PRINT_DETAIL_SIZE];
	const struct print_detail d = { kind, done->sm3, PRINT_WAY_FILE, done->nth, done->pages };

	print_detail(&d, want);
	assert_int_equal(audit_list(o->st, 0, &row, 1, NULL), 1);
	assert_string_equal(row.act, "print");
	assert_string_equal(row.result, "done");
	assert_string_equal(row.object, object);
	assert_string_equal(row.detail, want);
	assert_int_equal(row.staff, store_actor(o->st)->staff);
}

/* The file is the sheet that was counted: its digest is the row's. */
static void expect_file(const char *path, const struct print_result *done)
{
	char sm3[SM3_HEX_SIZE];
	struct stat is;
	size_t len;
	char *pdf = sheet_read(path, &len);

	assert_non_null(pdf);
	assert_int_equal(len, done->bytes);
	assert_memory_equal(pdf, "%PDF-", 5);
	assert_int_equal(sm3_hex_of(pdf, len, sm3), 0);
	assert_string_equal(sm3, done->sm3);
	assert_int_equal(stat(path, &is), 0);
	assert_int_equal(is.st_mode & 0777, 0600);
	free(pdf);
}

static void prints__count__each_kind_by_itself(void **unused)
{
	static const struct {
		enum paper kind;
		const char *login;
		int nth;
		bool other;
	} steps[] = {
		{ PAPER_FORM, "wm", 1, false },   { PAPER_SLIP, "wm", 1, false },
		{ PAPER_FORM, "zl", 2, false },   { PAPER_FORM, "ljg", 1, true },
		{ PAPER_FORM, "hzr", 3, false },  { PAPER_CHECKLIST, "cf", 1, false },
		{ PAPER_NOTICE, "wm", 1, false }, { PAPER_SLIP, "cf", 2, false },
	};
	struct print_row rows[16];
	int64_t id, other;
	struct office o;

	(void)unused;
	office_open(&o, "5111");
	id = office_register(&o, "wm", 1);
	other = office_register(&o, "wm", 2);
	office_bring(&o, id, STATE_FILED);
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		int64_t filing = steps[i].other ? other : id;
		const struct print_request req = { .kind = steps[i].kind,
						   .filing = filing,
						   .path = SHEET };
		struct print_result done = sheet_print(&o, steps[i].login, &req);
		char object[AUDIT_OBJECT_SIZE];

		if (done.nth != steps[i].nth)
			fail_msg("step %zu: the print is number %d, not %d", i, done.nth,
				 steps[i].nth);
		expect_audited(&o, &done, paper_key(steps[i].kind),
			       audit_object("filing", filing, object));
		expect_file(SHEET, &done);
	}
	assert_int_equal(prints_of_filing(o.st, id, rows, ARRAY_SIZE(rows), NULL), 7);
	assert_string_equal(rows[0].kind, "slip");
	assert_int_equal(rows[0].nth, 2);
	assert_string_equal(rows[0].staff_name, "陈芳");
	assert_string_equal(rows[0].way, PRINT_WAY_FILE);
	sheet_finish_office(&o);
}

static void prints__count__not__blank_forms_and_rulers(void **unused)
{
	static const struct {
		const char *why;
		struct print_request req;
	} rows[] = {
		{ "a blank form", { .kind = PAPER_FORM, .blank = true, .path = SHEET } },
		{ "a ruler page", { .kind = PAPER_FORM, .ruler = true, .path = SHEET } },
	};
	struct office o;
	int64_t before, after;
	char hash[SM3_HEX_SIZE];

	(void)unused;
	office_open(&o, "5111");
	assert_int_equal(audit_head(o.st, &before, hash, NULL), 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct print_result done = sheet_print(&o, "wm", &rows[i].req);

		if (done.nth != 0)
			fail_msg("%s is counted as %d", rows[i].why, done.nth);
		expect_file(SHEET, &done);
	}
	assert_int_equal(audit_head(o.st, &after, hash, NULL), 0);
	assert_int_equal(before, after);
	sheet_finish_office(&o);
}

static void prints__count__day_sheets_by_their_day(void **unused)
{
	struct print_request req = { .kind = PAPER_DAY, .day = { 2026, 11, 22 }, .path = SHEET };
	struct print_row rows[4];
	struct day_sheet sheet;
	struct err err = { 0 };
	struct office o;
	struct print_result done;

	(void)unused;
	office_open(&o, "5111");
	office_bring(&o, office_register(&o, "wm", 1), STATE_FILED);
	assert_int_equal(day_close(o.st, office_who(&o, "wm"), req.day, &sheet, &err), 0);
	assert_int_equal(sheet_print(&o, "wm", &req).nth, 1);
	done = sheet_print(&o, "hzr", &req);
	assert_int_equal(done.nth, 2);
	expect_audited(&o, &done, "day", "day:2026-11-22");
	req.day = (struct date) { 2026, 11, 21 };
	assert_int_equal(sheet_print(&o, "wm", &req).nth, 1);
	assert_int_equal(prints_of_day(o.st, (struct date) { 2026, 11, 22 }, rows, 4, &err), 2);
	assert_int_equal(rows[0].nth, 2);
	sheet_finish_office(&o);
}

/* Desks that print the same sheet at once: no number twice, none left out. */
static void prints__count__with_other_desks(void **unused)
{
	enum { DESKS = 3, EACH = 3 };
	struct office o;
	pid_t desks[DESKS];
	int64_t id;

	(void)unused;
	office_open(&o, "5111");
	id = office_register(&o, "wm", 1);
	for (int i = 0; i < DESKS; i++) {
		desks[i] = fork();
		if (desks[i] == 0) {
			const struct print_request req = { .kind = PAPER_FORM, .filing = id };
			struct store *st = open_store(o.s.path);
			int made = 0, tries = 0;

			store_set_actor(st, &o.actors[office_index("wm")]);
			while (made < EACH && tries++ < 20 * EACH) {
				struct print_request mine = req;
				struct print_result done;
				char *pdf = NULL;

				mine.out_pdf = &pdf;
				if (prints_make(st, &o.actors[office_index("wm")], &mine, &o.ctx,
						&done, NULL) == 0)
					made++;
				free(pdf);
			}
			_exit(made == EACH ? 0 : 1);
		}
	}
	for (int i = 0; i < DESKS; i++) {
		int status;

		assert_int_equal(waitpid(desks[i], &status, 0), desks[i]);
		assert_int_equal(status, 0);
	}
	assert_int_equal(sheet_count(&o, id, "form"), DESKS * EACH);
	sheet_finish_office(&o);
}

/* ---- what costs no number ---- */

static void prints__cost__no_number__where_no_font_has_a_character(void **unused)
{
	struct print_result done;
	struct err err = { 0 };
	struct filing_record r;
	struct office o;
	int64_t id;

	(void)unused;
	office_open(&o, "5111");
	r = office_filing(&o, 1);
	filing_set(&r.filing, FIELD_SYMP_DSCR, "病历里的字 \xEE\xA0\x81 打不出来");
	id = office_park(&o, "wm", &r);
	filing_record_finish(&r);
	assert_int_equal(sheet_try(&o, "wm",
				   &(struct print_request) {
					   .kind = PAPER_FORM, .filing = id, .path = SHEET },
				   &done, &err),
			 -1);
	assert_int_equal(err.code, ERR_INPUT);
	if (!strstr(err.msg, "E801"))
		fail_msg("the character is not named: %s", err.msg);
	assert_int_equal(access(SHEET, F_OK), -1);
	assert_int_equal(sheet_count(&o, id, "form"), 0);
	sheet_finish_office(&o);
}

static void prints__cost__no_number__where_the_file_cannot_be(void **unused)
{
	static const struct {
		const char *path, *why;
	} rows[] = {
		{ "no-such-folder/sheet.pdf", "there is no such folder" },
		{ "folder", "a folder" },
		{ "link.pdf", "a link" },
		{ "/proc/sheet.pdf", "a folder where nobody writes" },
		{ "pipe.pdf", "a pipe" },
	};
	struct office o;
	int64_t id;

	(void)unused;
	office_open(&o, "5111");
	id = office_register(&o, "wm", 1);
	mkdir("folder", 0700);
	assert_true(symlink("elsewhere.pdf", "link.pdf") == 0 || errno == EEXIST);
	assert_true(mkfifo("pipe.pdf", 0600) == 0 || errno == EEXIST);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct print_request req = { .kind = PAPER_FORM,
						   .filing = id,
						   .path = rows[i].path };
		struct print_result done;
		struct err err = { 0 };

		if (sheet_try(&o, "wm", &req, &done, &err) == 0)
			fail_msg("%s: printed", rows[i].why);
		if (err.code != ERR_STORAGE)
			fail_msg("%s: code %d, %s", rows[i].why, err.code, err.msg);
		if (sheet_count(&o, id, "form") != 0)
			fail_msg("%s: counted", rows[i].why);
	}
	assert_int_equal(access("elsewhere.pdf", F_OK), -1);
	rmdir("folder");
	unlink("link.pdf");
	unlink("pipe.pdf");
	sheet_finish_office(&o);
}

/* A medium without room: no file may grow beyond a few bytes. The store is not written before the room is there. */
static void prints__cost__no_number__where_the_medium_is_full(void **unused)
{
	struct rlimit was, little = { 512, 512 };
	struct print_result done;
	struct err err = { 0 };
	struct office o;
	int64_t id;
	int rc;

	(void)unused;
	office_open(&o, "5111");
	id = office_register(&o, "wm", 1);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	little.rlim_max = was.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
	rc = sheet_try(&o, "wm",
		       &(struct print_request) { .kind = PAPER_FORM, .filing = id, .path = SHEET },
		       &done, &err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_int_equal(rc, -1);
	assert_int_equal(err.code, ERR_STORAGE);
	assert_int_equal(sheet_count(&o, id, "form"), 0);
	assert_int_equal(access(SHEET, F_OK), -1);
	assert_int_equal(sheet_print(&o, "wm",
				     &(struct print_request) {
					     .kind = PAPER_FORM, .filing = id, .path = SHEET })
				 .nth,
			 1);
	sheet_finish_office(&o);
}

/* ---- who may ---- */

static void prints__refuse__whoever_does_no_business(void **unused)
{
	static const char *const others[] = { "xt", "aq", "sj" };
	struct office o;
	int64_t id;

	(void)unused;
	office_open(&o, "5111");
	id = office_register(&o, "wm", 1);
	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		const struct print_request req = { .kind = PAPER_FORM,
						   .filing = id,
						   .path = SHEET };
		struct print_result done;
		struct err err = { 0 };
		struct audit_row row;

		assert_int_equal(sheet_try(&o, others[i], &req, &done, &err), -1);
		assert_int_equal(err.code, ERR_NOT_ALLOWED);
		assert_int_equal(audit_list(o.st, 0, &row, 1, NULL), 1);
		assert_string_equal(row.act, "print");
		assert_string_equal(row.result, "refused");
	}
	assert_int_equal(access(SHEET, F_OK), -1);
	assert_int_equal(sheet_count(&o, id, "form"), 0);
	sheet_finish_office(&o);
}

static void prints__refuse__what_does_not_go_together(void **unused)
{
	static const struct {
		const char *why;
		struct print_request req;
	} rows[] = {
		{ "a slip of nobody", { .kind = PAPER_SLIP, .path = SHEET } },
		{ "a blank slip", { .kind = PAPER_SLIP, .blank = true, .path = SHEET } },
		{ "values of a day", { .kind = PAPER_DAY, .values_only = true, .path = SHEET } },
		{ "a filing that is not there",
		  { .kind = PAPER_FORM, .filing = 4711, .path = SHEET } },
	};
	struct office o;

	(void)unused;
	office_open(&o, "5111");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct print_result done;
		struct err err = { 0 };

		if (sheet_try(&o, "wm", &rows[i].req, &done, &err) == 0)
			fail_msg("%s is printed", rows[i].why);
		if (!*err.msg)
			fail_msg("%s: nothing is said", rows[i].why);
	}
	assert_int_equal(access(SHEET, F_OK), -1);
	sheet_finish_office(&o);
}

/* ---- what the sheet says ---- */

/* Before the desk is set up anybody prints, and nothing is audited or signed. */
static void prints__work__before_the_desk_is_set_up(void **unused)
{
	struct filing_record r = person("张晓燕", "511102199003076642", "13812345678");
	struct check_context ctx;
	struct print_result done;
	struct err err = { 0 };
	struct print_row row;
	struct scratch s;
	struct sheet sheet;
	struct world w;
	int64_t seq;
	char hash[SM3_HEX_SIZE];

	(void)unused;
	scratch_store(&s);
	world_open(&w, "5111", NULL);
	ctx = world_on(&w, "2026-11-22", false);
	save(s.st, &r);
	for (int i = 1; i <= 2; i++) {
		const struct print_request req = { .kind = PAPER_FORM,
						   .filing = r.id,
						   .path = SHEET };

		if (prints_make(s.st, NULL, &req, &ctx, &done, &err) < 0)
			fail_msg("%s", err.msg);
		assert_int_equal(done.nth, i);
		assert_int_equal(sheet_gather(s.st, NULL, &req, &ctx, i, &sheet, &err), 0);
		assert_null(sheet.facts.qr);
		sheet_finish(&sheet);
	}
	assert_int_equal(prints_of_filing(s.st, r.id, &row, 1, NULL), 1);
	assert_string_equal(row.staff_name, "");
	assert_int_equal(audit_head(s.st, &seq, hash, NULL), 0);
	assert_int_equal(seq, 0);
	filing_record_finish(&r);
	world_close(&w);
	unlink(SHEET);
	scratch_remove(&s);
}

static void prints__say__who_signed_and_at_what_level(void **unused)
{
	const struct print_request req = { .kind = PAPER_FORM };
	struct print_request mine = req;
	struct err err = { 0 };
	struct office o;
	struct sheet s;
	int64_t id;

	(void)unused;
	office_open(&o, "5111");
	id = mine.filing = office_register(&o, "wm", 1);
	assert_int_equal(sheet_gather(o.st, office_who(&o, "wm"), &mine, &o.ctx, 1, &s, &err), 0);
	assert_null(s.facts.qr);
	assert_false(s.facts.submitted.there);
	assert_string_equal(s.facts.code, "");
	assert_int_equal(s.facts.materials_count, 2);
	sheet_finish(&s);
	office_bring(&o, id, STATE_FILED);
	assert_int_equal(sheet_gather(o.st, office_who(&o, "wm"), &mine, &o.ctx, 3, &s, &err), 0);
	assert_int_equal(s.facts.nth, 3);
	assert_string_equal(s.facts.printed_by, "王敏");
	assert_string_equal(s.facts.institution, "乐山市人民医院");
	assert_true(s.facts.submitted.there && s.facts.certified.there && s.facts.sealed.there &&
		    s.facts.filed.there);
	assert_string_equal(s.facts.certified.who, "李建国");
	assert_int_equal(s.facts.certified.level, MARK_DESK);
	assert_int_equal(s.facts.sealed.level, MARK_DESK);
	assert_string_equal(s.facts.sealed.code, s.facts.code);
	assert_int_equal(strlen(s.facts.certified.key_id), 16);
	assert_string_not_equal(s.facts.certified.key_id, s.facts.sealed.key_id);
	assert_string_equal(s.facts.doctor_title, "主治医师");
	assert_string_equal(s.facts.doctor_code, "D511102000123");
	assert_string_equal(s.facts.seal_name, "医疗保险专用章");
	assert_non_null(strstr(s.facts.policies, "leshan-2023-28/"));
	assert_non_null(s.facts.qr);
	sheet_finish(&s);
	office_step(&o, "hzr", ACT_REVOKE, id);
	assert_int_equal(sheet_gather(o.st, office_who(&o, "wm"), &mine, &o.ctx, 4, &s, &err), 0);
	assert_non_null(strstr(s.facts.ended, "撤销"));
	sheet_finish(&s);
	sheet_finish_office(&o);
}

/* What came back is open to changes: its sheet bears no mark and no code of what was signed before. */
static void prints__say__nothing_of_marks_that_were_taken_back(void **unused)
{
	struct print_request req = { .kind = PAPER_FORM };
	struct err err = { 0 };
	struct office o;
	struct sheet s;

	(void)unused;
	office_open(&o, "5111");
	req.filing = office_register(&o, "wm", 1);
	office_bring(&o, req.filing, STATE_CERTIFIED);
	office_step(&o, "ljg", ACT_RETURN, req.filing);
	assert_int_equal(sheet_gather(o.st, office_who(&o, "wm"), &req, &o.ctx, 1, &s, &err), 0);
	assert_null(s.facts.qr);
	assert_false(s.facts.submitted.there);
	assert_false(s.facts.certified.there);
	assert_string_equal(s.facts.code, "");
	assert_non_null(strstr(s.facts.ended, "退回"));
	sheet_finish(&s);
	sheet_finish_office(&o);
}

/* The day's lines are those of its screen, and the anchor is on it. */
static void prints__say__what_the_day_sheet_says(void **unused)
{
	struct print_request req = { .kind = PAPER_DAY, .day = { 2026, 11, 22 } };
	struct day_total totals[ACT_COUNT];
	char line[ANCHOR_LINE_SIZE], count[24];
	struct day_sheet sheet;
	struct err err = { 0 };
	struct office o;
	struct sheet s;
	size_t n;

	(void)unused;
	office_open(&o, "5111");
	office_bring(&o, office_register(&o, "wm", 1), STATE_FILED);
	assert_int_equal(day_close(o.st, office_who(&o, "wm"), req.day, &sheet, &err), 0);
	assert_int_equal(sheet_gather(o.st, office_who(&o, "wm"), &req, &o.ctx, 1, &s, &err), 0);
	n = day_totals(&sheet, totals);
	assert_true(s.facts.lines_count > n);
	for (size_t i = 0; i < n; i++) {
		snprintf(count, sizeof(count), "%lld", (long long)totals[i].count);
		assert_string_equal(s.facts.lines[i].label, totals[i].label);
		assert_string_equal(s.facts.lines[i].value, count);
	}
	anchor_format(&sheet.anchor, line);
	assert_string_equal(s.facts.anchor, line);
	assert_string_equal(s.facts.day, "2026-11-22");
	assert_null(s.facts.filing);
	sheet_finish(&s);
	sheet_finish_office(&o);
}

static void training_sign_in(struct store *st, struct actor *out)
{
	struct err err = { 0 };
	size_t i = 0;

	while (i < training_staff_count() && !(training_staff(i)->roles & ROLE_BIT(ROLE_CLERK)))
		i++;
	assert_true(i < training_staff_count());
	if (staff_sign_in(st, training_staff(i)->login, training_staff(i)->password, out, NULL,
			  &err) != SIGN_IN_DONE)
		fail_msg("%s", err.msg);
}

/* Every page of a training store says so, and no code claims anything. */
static void prints__mark__what_is_training(void **unused)
{
	struct print_request req = { .kind = PAPER_FORM, .path = SHEET };
	struct print_result done;
	struct actor clerk;
	struct err err = { 0 };
	struct scratch s;
	struct world w;
	struct check_context ctx;
	struct sheet sheet;
	char *text;

	(void)unused;
	setenv("MTDESK_KDF_COST", "1", 1);
	scratch_folder(&s);
	assert_int_equal(store_open_kind(s.path, STORE_TRAINING, STORE_READ_WRITE, &s.st, &err), 0);
	world_open(&w, "5111", NULL);
	ctx = world_on(&w, "2026-11-22", false);
	if (training_fill(s.st, &ctx, &err) < 0)
		fail_msg("%s", err.msg);
	for (req.filing = 1; req.filing < 60; req.filing++) {
		struct filing_record r = { 0 };
		bool filed =
			filings_load(s.st, req.filing, &r, &err) == 1 && r.state == STATE_FILED;

		filing_record_finish(&r);
		if (filed)
			break;
	}
	training_sign_in(s.st, &clerk);
	assert_int_equal(sheet_gather(s.st, &clerk, &req, &ctx, 1, &sheet, &err), 0);
	assert_true(sheet.facts.training);
	assert_true(sheet.facts.filed.there);
	assert_null(sheet.facts.qr);
	sheet_finish(&sheet);
	if (prints_make(s.st, &clerk, &req, &ctx, &done, &err) < 0)
		fail_msg("%s", err.msg);
	text = sheet_text(SHEET);
	if (!strstr(text, "培训演示"))
		fail_msg("the sheet does not say that it is training:\n%s", text);
	free(text);
	world_close(&w);
	unlink(SHEET);
	scratch_remove(&s);
}

/* The PDF says it too. */
static void prints__put__the_record_on_paper(void **unused)
{
	struct print_request req = { .kind = PAPER_FORM, .path = SHEET };
	struct office o;
	char *text;

	(void)unused;
	office_open(&o, "5111");
	req.filing = office_register(&o, "wm", 1);
	office_bring(&o, req.filing, STATE_FILED);
	sheet_print(&o, "wm", &req);
	text = sheet_text(SHEET);
	if (!strstr(text, "张晓燕") || !strstr(text, "李建国"))
		fail_msg("the names are not on it:\n%s", text);
	free(text);
	sheet_finish_office(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prints__count__each_kind_by_itself),
		cmocka_unit_test(prints__count__not__blank_forms_and_rulers),
		cmocka_unit_test(prints__count__day_sheets_by_their_day),
		cmocka_unit_test(prints__count__with_other_desks),
		cmocka_unit_test(prints__cost__no_number__where_no_font_has_a_character),
		cmocka_unit_test(prints__cost__no_number__where_the_file_cannot_be),
		cmocka_unit_test(prints__cost__no_number__where_the_medium_is_full),
		cmocka_unit_test(prints__refuse__whoever_does_no_business),
		cmocka_unit_test(prints__refuse__what_does_not_go_together),
		cmocka_unit_test(prints__work__before_the_desk_is_set_up),
		cmocka_unit_test(prints__say__who_signed_and_at_what_level),
		cmocka_unit_test(prints__say__nothing_of_marks_that_were_taken_back),
		cmocka_unit_test(prints__say__what_the_day_sheet_says),
		cmocka_unit_test(prints__mark__what_is_training),
		cmocka_unit_test(prints__put__the_record_on_paper),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
