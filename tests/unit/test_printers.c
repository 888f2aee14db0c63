/* Covers db/printers: the list, the offsets, and sheets that reach the scheduler byte for byte. The scheduler is the real cupsd, on a
 * socket of the test's own; without it only the offsets are looked at. */
#include "tests/cups.h"
#include "tests/unit/prints.h"

static struct cups cups;
static bool has_cups;

static int start(void **unused)
{
	(void)unused;
	has_cups = cups_start(&cups);
	if (has_cups)
		setenv("MTDESK_CUPS", cups.socket, 1);
	return 0;
}

static int stop(void **unused)
{
	(void)unused;
	cups_stop(&cups);
	return 0;
}

static void need_cups(void)
{
	if (!has_cups)
		skip();
}

/* ---- offsets ---- */

static void printer_save__keeps__offsets_with_their_row(void **unused)
{
	struct printer p = { "Annex", 15, -8 }, read;
	struct audit_row row;
	struct err err = { 0 };
	struct office o;

	(void)unused;
	office_open(&o, "5111");
	assert_int_equal(printer_load(o.st, "Annex", &read, &err), 0);
	assert_int_equal(read.dx, 0);
	if (printer_save(o.st, office_who(&o, "wm"), &p, &err) < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(audit_list(o.st, 0, &row, 1, NULL), 1);
	assert_string_equal(row.detail, "offset dx=15 dy=-8 printer=Annex");
	p.dx = -500;
	assert_int_equal(printer_save(o.st, office_who(&o, "hzr"), &p, &err), 0);
	assert_int_equal(printer_load(o.st, "Annex", &read, &err), 0);
	assert_int_equal(read.dx, -500);
	assert_int_equal(read.dy, -8);
	sheet_finish_office(&o);
}

static void printer_save__refuses__what_cannot_be(void **unused)
{
	static const struct {
		struct printer p;
		const char *login, *why;
	} rows[] = {
		{ { "Annex", 501, 0 }, "wm", "more than 50 mm" },
		{ { "Annex", 0, -501 }, "wm", "more than 50 mm up" },
		{ { "", 0, 0 }, "wm", "no name" },
		{ { "-oraw", 0, 0 }, "wm", "an option" },
		{ { "a b", 0, 0 }, "wm", "a blank" },
		{ { "a/b", 0, 0 }, "wm", "a path" },
		{ { "Annex", 0, 0 }, "sj", "an auditor" },
		{ { "Annex", 0, 0 }, "xt", "an administrator" },
	};
	struct office o;

	(void)unused;
	office_open(&o, "5111");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct err err = { 0 };

		if (printer_save(o.st, office_who(&o, rows[i].login), &rows[i].p, &err) == 0)
			fail_msg("%s: kept", rows[i].why);
	}
	sheet_finish_office(&o);
}

/* ---- the scheduler ---- */

static void printers_list__puts__the_default_first(void **unused)
{
	struct printer list[8];
	struct err err = { 0 };
	struct office o;
	int n;

	(void)unused;
	need_cups();
	office_open(&o, "5111");
	assert_int_equal(printer_save(o.st, office_who(&o, "wm"),
				      &(struct printer) { "Annex", 15, -8 }, &err),
			 0);
	n = printers_list(o.st, list, ARRAY_SIZE(list), &err);
	if (n != 2)
		fail_msg("%d printers: %s", n, err.msg);
	assert_string_equal(list[0].name, "Window");
	assert_int_equal(list[0].dx, 0);
	assert_string_equal(list[1].name, "Annex");
	assert_int_equal(list[1].dx, 15);
	assert_int_equal(list[1].dy, -8);
	sheet_finish_office(&o);
}

static void printers_list__is__empty_without_a_scheduler(void **unused)
{
	struct printer list[8];
	struct err err = { 0 };
	struct office o;

	(void)unused;
	need_cups(); /* lpstat comes with it */
	office_open(&o, "5111");
	setenv("MTDESK_CUPS", "/tmp/no-such-socket", 1);
	assert_int_equal(printers_list(o.st, list, ARRAY_SIZE(list), &err), 0);
	setenv("MTDESK_CUPS", cups.socket, 1);
	sheet_finish_office(&o);
}

static void prints__reach__the_scheduler_byte_for_byte(void **unused)
{
	struct print_request req = { .kind = PAPER_FORM, .printer = "Annex" };
	struct print_result done;
	struct print_row row;
	char sm3[SM3_HEX_SIZE], *pdf;
	struct office o;
	size_t len;

	(void)unused;
	need_cups();
	office_open(&o, "5111");
	req.filing = office_register(&o, "wm", 1);
	done = sheet_print(&o, "wm", &req);
	pdf = cups_document(&cups, 1, &len);
	assert_non_null(pdf);
	assert_int_equal(sm3_hex_of(pdf, len, sm3), 0);
	assert_string_equal(sm3, done.sm3);
	free(pdf);
	assert_int_equal(prints_of_filing(o.st, req.filing, &row, 1, NULL), 1);
	assert_string_equal(row.way, "Annex");
	/* What stands in the queue names nobody, and the sheet is not fitted to the page. */
	assert_true(cups_job_says(&cups, 1, "mtdesk form"));
	assert_true(cups_job_says(&cups, 1, "print-scaling"));
	assert_false(cups_job_says(&cups, 1, "张"));
	assert_false(cups_job_says(&cups, 1, "2026"));
	sheet_finish_office(&o);
}

/* What no printer took has cost its number, and both stand in the audit. */
static void prints__tell__that_no_printer_took_it(void **unused)
{
	struct print_request req = { .kind = PAPER_FORM, .printer = "Nowhere" };
	struct print_result done;
	struct audit_row row;
	struct err err = { 0 };
	struct office o;

	(void)unused;
	need_cups();
	office_open(&o, "5111");
	req.filing = office_register(&o, "wm", 1);
	assert_int_equal(sheet_try(&o, "wm", &req, &done, &err), -1);
	assert_int_equal(err.code, ERR_STORAGE);
	assert_non_null(strstr(err.msg, "Nowhere"));
	assert_non_null(strstr(err.msg, "已计为第 1 次"));
	assert_int_equal(sheet_count(&o, req.filing, "form"), 1);
	assert_int_equal(audit_list(o.st, 0, &row, 1, NULL), 1);
	assert_string_equal(row.result, "refused");
	assert_string_equal(row.detail, "form nth=1");
	sheet_finish_office(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(printer_save__keeps__offsets_with_their_row),
		cmocka_unit_test(printer_save__refuses__what_cannot_be),
		cmocka_unit_test(printers_list__puts__the_default_first),
		cmocka_unit_test(printers_list__is__empty_without_a_scheduler),
		cmocka_unit_test(prints__reach__the_scheduler_byte_for_byte),
		cmocka_unit_test(prints__tell__that_no_printer_took_it),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
