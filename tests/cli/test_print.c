/* Covers mtdesk print and verify --qr: what is asked for, who asks, where it goes, and what its code proves. */
#include "tests/cli/run.h"
#include "tests/office.h"

#include "db/prints_parts.h"

#define SHEET "out.pdf"
#define PASSWORD PEOPLE_PASSWORD "\n"

/* A desk with one filing that was filed: 20261122-0001. */
static void open_desk(struct office *o)
{
	office_open(o, "5111");
	office_bring(o, office_register(o, "wm", 1), STATE_FILED);
}

static const struct around clerk = { .today = "2026-11-22", .in = PASSWORD };
static const struct around nobody = { .today = "2026-11-22" };

static void expect_pdf(const char *path)
{
	size_t len;
	char *pdf = read_file(path, &len);

	assert_non_null(pdf);
	assert_memory_equal(pdf, "%PDF-", 5);
	free(pdf);
}

static void print__writes__every_sheet(void **unused)
{
	static const struct {
		const char *args[6], *says;
	} rows[] = {
		{ { "20261122-0001", NULL }, "申请表，1 页，第 1 次打印" },
		{ { "20261122-0001", "--kind", "form", NULL }, "第 2 次打印" },
		{ { "20261122-0001", "--values-only", NULL }, "第 3 次打印" },
		{ { "20261122-0001", "--slip", NULL }, "受理回执，1 页，第 1 次打印" },
		{ { "20261122-0001", "--kind", "certificate", NULL }, "第 1 次打印" },
		{ { "20261122-0001", "--kind", "checklist", NULL }, "第 1 次打印" },
		{ { "20261122-0001", "--kind", "notice", NULL }, "第 1 次打印" },
		{ { "20261122-0001", "--kind", "benefit", NULL }, "第 1 次打印" },
		{ { "--kind", "day", NULL }, "日结单，1 页，第 1 次打印" },
		{ { "--kind", "day", "--date", "2026-11-21", NULL }, "第 1 次打印" },
		{ { "--blank", NULL }, "空白申请表，1 页" },
		{ { "--ruler", NULL }, "尺页，1 页" },
	};
	struct office o;

	(void)unused;
	open_desk(&o);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *args[16] = { "--db", o.s.path, "print", "-o", SHEET, "--user", "wm" };
		size_t n = 7;

		for (size_t a = 0; rows[i].args[a]; a++)
			args[n++] = rows[i].args[a];
		unlink(SHEET);
		expect_words(&clerk, args, 0, rows[i].says, "", rows[i].says);
		expect_pdf(SHEET);
	}
	unlink(SHEET);
	office_close(&o);
}

static void print__goes__to_standard_output(void **unused)
{
	struct outcome out;
	struct office o;

	(void)unused;
	open_desk(&o);
	out = run_desk(&clerk,
		       ARGS("--db", o.s.path, "print", "20261122-0001", "-o", "-", "--user", "wm"));
	assert_int_equal(out.status, 0);
	assert_true(out.out_len > 1000);
	assert_memory_equal(out.out, "%PDF-", 5);
	assert_memory_equal(out.out + out.out_len - 6, "%%EOF", 5);
	outcome_finish(&out);
	office_close(&o);
}

static void print__refuses__with_what_will_do(void **unused)
{
	struct office o;

	(void)unused;
	open_desk(&o);
#define PRINT(...) ARGS("--db", o.s.path, "print", __VA_ARGS__)
	expect_words(&clerk, PRINT("20261122-0001", "--user", "wm"), 2, "", "-o FILE.pdf",
		     "where to?");
	expect_words(&clerk, PRINT("-o", SHEET, "--user", "wm"), 2, "", "受理号", "which?");
	expect_words(&clerk, PRINT("20261122-0001", "--blank", "-o", SHEET, "--user", "wm"), 2, "",
		     "不用写受理号", "a blank form of somebody");
	expect_words(&clerk, PRINT("20261122-0001", "--kind", "card", "-o", SHEET, "--user", "wm"),
		     2, "", "certificate", "the kinds are named");
	expect_words(
		&clerk,
		PRINT("20261122-0001", "--kind", "form", "--slip", "-o", SHEET, "--user", "wm"), 2,
		"", "只能写一个", "two kinds");
	expect_words(&clerk,
		     PRINT("20261122-0001", "--slip", "--values-only", "-o", SHEET, "--user", "wm"),
		     2, "", "--values-only", "values of a slip");
	expect_words(&clerk, PRINT("20261122-0001", "--date", "2026-11-21", "-o", SHEET), 2, "",
		     "--kind day", "a day of a form");
	expect_words(&nobody, PRINT("20261122-0001", "-o", SHEET), 2, "", "--user", "who?");
	expect_words(&clerk, PRINT("20261122-0001", "-o", SHEET, "--user", "sj"), 1, "", "打印",
		     "an auditor");
	expect_words(&clerk, PRINT("20261122-9999", "-o", SHEET, "--user", "wm"), 1, "",
		     "mtdesk find", "no such filing");
	expect_words(&clerk, PRINT("20261122-0001", "-o", "nowhere/x.pdf", "--user", "wm"), 3, "",
		     "nowhere", "no such folder");
	expect_words(&clerk, ARGS("--db", "none.db", "print", "20261122-0001", "-o", SHEET), 3, "",
		     "还没有库文件", "no store");
#undef PRINT
	assert_false(is_there("none.db"));
	assert_false(is_there(SHEET));
	office_close(&o);
}

static char *text_of(const char *path)
{
	char command[128];
	size_t len;

	snprintf(command, sizeof(command), "pdftotext -raw -enc UTF-8 '%s' out.txt", path);
	assert_int_equal(system(command), 0);
	return read_file("out.txt", &len);
}

/* "第 2 次打印" is as good as "第 1 次打印". */
static void forget_nth(char *text)
{
	static const char first[] = "第 1 次打印", second[] = "第 2 次打印";

	for (char *at = text; (at = strstr(at, second)); at++)
		memcpy(at, first, strlen(first));
}

/* The sheets are official Chinese ones, whatever the clerk reads on the screen. */
static void print__stays__chinese_at_an_english_desk(void **unused)
{
	static const char *const kinds[] = { "form",   "certificate", "checklist",
					     "notice", "slip",        "benefit" };
	struct office o;

	(void)unused;
	open_desk(&o);
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		char *chinese, *english;

		expect_words(&clerk,
			     ARGS("--db", o.s.path, "--lang", "zh_CN", "print", "20261122-0001",
				  "--kind", kinds[i], "-o", SHEET, "--user", "wm"),
			     0, NULL, "", kinds[i]);
		chinese = text_of(SHEET);
		expect_words(&clerk,
			     ARGS("--db", o.s.path, "--lang", "en", "print", "20261122-0001",
				  "--kind", kinds[i], "-o", SHEET, "--user", "wm"),
			     0, NULL, "", kinds[i]);
		english = text_of(SHEET);
		forget_nth(english);
		assert_string_equal(english, chinese);
		free(chinese);
		free(english);
	}
	unlink("out.txt");
	unlink(SHEET);
	office_close(&o);
}

static void verify_qr__proves__a_sheet(void **unused)
{
	struct print_request req = { .kind = PAPER_FORM, .filing = 1 };
	char qr[400];
	struct err err = { 0 };
	struct office o;
	struct sheet s;

	(void)unused;
	open_desk(&o);
	assert_int_equal(sheet_gather(o.st, office_who(&o, "wm"), &req, &o.ctx, 1, &s, &err), 0);
	snprintf(qr, sizeof(qr), "%s", s.facts.qr);
	sheet_finish(&s);
	expect_words(&nobody, ARGS("--db", o.s.path, "verify", "--qr", qr), 0, "这张单子与库中一致",
		     "", "a true sheet");
	qr[100] = qr[100] == 'A' ? 'B' : 'A';
	expect_words(&nobody, ARGS("--db", o.s.path, "verify", "--qr", qr), 1, NULL, NULL,
		     "one character otherwise");
	expect_words(&nobody, ARGS("--db", o.s.path, "verify", "--qr", "hello"), 1, "", NULL,
		     "no code");
	expect_words(&nobody, ARGS("--db", "none.db", "verify", "--qr", qr), 3, "", "还没有库文件",
		     "no store");
	expect_words(&nobody, ARGS("--db", o.s.path, "verify", "--qr", qr, "--anchor", "x"), 2, "",
		     "分开做", "two questions");
	office_close(&o);
}

/* The printed code itself, read by another program, proves the sheet. */
static void verify_qr__reads__what_is_printed(void **unused)
{
	char qr[512] = "";
	struct office o;
	FILE *in;

	(void)unused;
	open_desk(&o);
	expect_words(&clerk,
		     ARGS("--db", o.s.path, "print", "20261122-0001", "-o", SHEET, "--user", "wm"),
		     0, NULL, "", "printed");
	assert_int_equal(system("pdftoppm -r 150 -png -singlefile " SHEET " page"), 0);
	in = popen("zbarimg -q --raw page.png 2>/dev/null", "r");
	assert_non_null(in);
	assert_non_null(fgets(qr, sizeof(qr), in));
	pclose(in);
	qr[strcspn(qr, "\n")] = '\0';
	expect_words(&nobody, ARGS("--db", o.s.path, "verify", "--qr", qr), 0,
		     "与签署的文本逐字相同", "", "as zbar reads it");
	unlink("page.png");
	unlink(SHEET);
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(print__writes__every_sheet),
		cmocka_unit_test(print__goes__to_standard_output),
		cmocka_unit_test(print__refuses__with_what_will_do),
		cmocka_unit_test(print__stays__chinese_at_an_english_desk),
		cmocka_unit_test(verify_qr__proves__a_sheet),
		cmocka_unit_test(verify_qr__reads__what_is_printed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
