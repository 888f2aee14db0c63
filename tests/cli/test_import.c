/* Covers `mtdesk import`: a ledger in, its rejects out, and files that somebody made to hurt: a sentence and exit 1, no crash,
 * bounded memory, and everything that can be read imported. */
#include "tests/cli/run.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define HEADER "姓名,身份证件号码,险种,病种编码,备案日期,备注\n"
#define GOOD "王小明,11010519491231002X,390,M00105,2024-03-05,好\n"
#define ALSO_GOOD "张晓燕,511102199003076626,390,M00105,2024-03-06,也好\n"

#define MOST_KIB (200 * 1024) /* beyond what the program needs for a small file; under sanitizers */

static void fresh_store(void)
{
	unlink("i.db");
	unlink("i.db-journal");
	unlink("a.csv.rejects.csv");
}

static void expect_import(const char *path, int status, const char *out, const char *err,
			  const char *why)
{
	expect_words(NULL, ARGS("--db", "i.db", "import", path), status, out, err, why);
}

static void import__takes__a_ledger(void **unused)
{
	char *rejects;

	(void)unused;
	fresh_store();
	write_file("a.csv",
		   HEADER GOOD "坏人,110105194912310021,390,M00105,2024-03-05,\n" ALSO_GOOD);
	expect_import("a.csv", 1, "已导入 2 件，跳过库中已有的 0 件，剔除 1 行", "",
		      "one of three is wrong");
	rejects = read_file("a.csv.rejects.csv", NULL);
	if (!strstr(rejects, "备注,行号,栏目,原因\n坏人,110105194912310021,390,M00105,2024-03-05,,"
			     "3,身份证件号码,"))
		fail_msg("%s", rejects);
	free(rejects);
	expect_import("a.csv", 1, "已导入 0 件，跳过库中已有的 2 件，剔除 1 行", "", "again");
	expect_import("a.csv", 1, "已经导入过", "", "the file is known");
	expect_words(NULL, ARGS("--db", "i.db", "find", "zxy"), 0, "历史导入\t张晓燕", "",
		     "it is found");
	expect_words(NULL, ARGS("--db", "i.db", "show", "L1-2"), 0, "来源\t“a.csv”第 2 行，SM3 ",
		     "", "it says where from");
	expect_words(NULL, ARGS("--db", "i.db", "show", "L1-2"), 0, "没有在本台认定", "",
		     "... and what it is not");
	expect_words(NULL, ARGS("--db", "i.db", "verify"), 0, "没有发现问题", NULL,
		     "and it verifies");
}

static void import__tries__first(void **unused)
{
	(void)unused;
	fresh_store();
	write_file("a.csv", HEADER GOOD "坏人,110105194912310021,390,M00105,2024-03-05,\n");
	expect_words(NULL, ARGS("--db", "i.db", "import", "a.csv", "--dry-run"), 1,
		     "第 3 行\t身份证件号码\t", "", "the fault is told");
	assert_false(is_there("a.csv.rejects.csv"));
	expect_words(NULL, ARGS("--db", "i.db", "find", "王"), 0, "", "没有找到",
		     "nothing is kept");
	write_file("a.csv", HEADER GOOD);
	expect_words(NULL, ARGS("--db", "i.db", "import", "a.csv", "--dry-run"), 0, "可导入 1 件",
		     "", "all is right");
}

static void import__says__what_is_wrong_with_a_file(void **unused)
{
	static const struct {
		const char *text, *says, *why;
	} bad[] = {
		{ "", "空文件", "an empty file" },
		{ "甲,乙\n1,2\n", "列名", "no column that is known" },
		{ "姓名,病种编码\n张三,M00105\n", "身份证件号码", "a column is missing" },
		{ "姓名,姓名,身份证件号码,病种编码\n", "两次", "a column twice" },
		{ "psn_name,certno,opsp_dise_code,insutype\n\xD6\xAC\xCD\xBC,11010519491231002X,"
		  "M00105,390\n",
		  "--encoding", "GBK or UTF-8?" },
	};

	(void)unused;
	fresh_store();
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		write_file("a.csv", bad[i].text);
		expect_import("a.csv", 1, "", bad[i].says, bad[i].why);
	}
	expect_words(NULL, ARGS("--db", "i.db", "import", "a.csv", "--encoding", "GBK"), 0,
		     "已导入 1 件", "", "the encoding is said");
	expect_words(NULL, ARGS("--db", "i.db", "import", "a.csv", "--encoding", "latin1"), 2, "",
		     "latin1", "no encoding");
	expect_import("none.csv", 3, "", "none.csv", "no file");
	expect_import("/dev/zero", 3, "", "/dev/zero", "a device");
	expect_import(".", 3, "", ".", "a folder");
	assert_int_equal(symlink("a.csv", "link.csv"), 0);
	expect_import("link.csv", 1, "", "link.csv", "a link");
	unlink("link.csv");
}

/* --- Rows that nobody can read, among some that everybody can --- */

static void import__passes_over__hostile_rows(void **unused)
{
	static const struct {
		const char *row, *why;
	} rows[] = {
		{ "张\xFF\xFE三,11010519491231002X,390,M00105,2024-01-01,\n",
		  "bytes that are no UTF-8" },
		{ "张\xE4\xB8,11010519491231002X,390,M00105,2024-01-01,\n",
		  "a character that was cut" },
		{ "\xD5\xC5\xC8\xFD,11010519491231002X,390,M00105,2024-01-01,\n",
		  "GBK in the middle of UTF-8" },
		{ "\xC0\xAF\xED\xA0\x80,11010519491231002X,390,M00105,2024-01-01,\n",
		  "overlong, and half a surrogate" },
		{ "\"张三,11010519491231002X,390,M00105,2024-01-01,\n",
		  "a quote that is never closed" },
		{ "张三\"x\"y,\"1\"2,390,M00105,2024-01-01,\n", "quotes in odd places" },
		{ "张三,5.11102E+17,390,M00105,2024-01-01,\n",
		  "what a spreadsheet did to a number" },
		{ "张三,11010519491231002X,390,M00105,2024-13-45,\n", "no day" },
		{ "张三,11010519491231002X,390,M00105,2024-01-01,,,,x\n",
		  "more cells than the header" },
	};
	char text[1000];

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		fresh_store();
		snprintf(text, sizeof(text), "%s%s%s%s", HEADER, GOOD, rows[i].row, ALSO_GOOD);
		write_file("a.csv", text);
		expect_words(NULL, ARGS("--db", "i.db", "import", "a.csv", "--encoding", "UTF-8"),
			     1, "已导入 2 件，跳过库中已有的 0 件，剔除 1 行", "", rows[i].why);
		assert_true(is_there("a.csv.rejects.csv"));
	}
}

static void import__passes_over__a_nul(void **unused)
{
	static const char row[] = "张\0三,11010519491231002X,390,M00105,2024-01-01,\n";
	FILE *f;

	(void)unused;
	fresh_store();
	f = fopen("a.csv", "wb");
	assert_non_null(f);
	fputs(HEADER GOOD, f);
	fwrite(row, 1, sizeof(row) - 1, f);
	fputs(ALSO_GOOD, f);
	fclose(f);
	expect_import("a.csv", 1, "已导入 2 件，跳过库中已有的 0 件，剔除 1 行", "", "a NUL");
}

/* --- Size --- */

static struct outcome import_measured(const char *path)
{
	/* A freed block that is kept in quarantine would look like growth. */
	setenv("ASAN_OPTIONS", "quarantine_size_mb=0:thread_local_quarantine_size_kb=0", 1);
	return run_desk(&(struct around) { .measured = true },
			ARGS("--db", "i.db", "import", path));
}

static void put_many(FILE *f, const char *piece, size_t count)
{
	for (size_t i = 0; i < count; i++)
		fputs(piece, f);
}

/* A file with something monstrous between two good rows. */
static void make_monster(const char *piece, size_t count)
{
	FILE *f = fopen("a.csv", "wb");

	assert_non_null(f);
	fputs(HEADER GOOD, f);
	put_many(f, piece, count);
	fputs("\n" ALSO_GOOD, f);
	assert_int_equal(fclose(f), 0);
}

static void import__holds__little_memory(void **unused)
{
	static char block[(1 << 20) + 1];
	const struct {
		const char *piece;
		size_t count;
		const char *why;
	} monsters[] = {
		{ block, 100, "a line of 100 MB" },
		{ ",", 1000000, "a million cells in a row" },
		{ "\"", 20000001, "twenty million quotes" },
		{ "\"x\n", 200001, "quotes that open lines" },
	};
	struct outcome few, o;

	(void)unused;
	memset(block, 'a', sizeof(block) - 1);
	fresh_store();
	make_monster("x", 1);
	few = import_measured("a.csv");
	for (size_t i = 0; i < ARRAY_SIZE(monsters); i++) {
		fresh_store();
		make_monster(monsters[i].piece, monsters[i].count);
		o = import_measured("a.csv");
		if (o.status != 1 || !strstr(o.out, "已导入 2 件"))
			fail_msg("%s: %d %s%s", monsters[i].why, o.status, o.out, o.err);
		print_message("%s: %ld KiB (a small file: %ld)\n", monsters[i].why, o.peak_kib,
			      few.peak_kib);
		assert_true(o.peak_kib < few.peak_kib + MOST_KIB);
		outcome_finish(&o);
		unlink("a.csv");
	}
	outcome_finish(&few);
	fresh_store();
}

/* A header of a million columns names nothing. */
static void import__refuses__a_monstrous_header(void **unused)
{
	FILE *f = fopen("a.csv", "wb");
	struct outcome o;

	(void)unused;
	fresh_store();
	assert_non_null(f);
	put_many(f, "列,", 1000000);
	fputs("\n" GOOD, f);
	assert_int_equal(fclose(f), 0);
	o = import_measured("a.csv");
	assert_int_equal(o.status, 1);
	assert_true(strlen(o.err) > 0 && strlen(o.err) < 2000);
	outcome_finish(&o);
}

static void put_part(const char *path, const char *text)
{
	char whole[600];

	snprintf(whole, sizeof(whole), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>%s", text);
	write_file(path, whole);
}

#define MAIN_NS "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define REL_NS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE_NS "http://schemas.openxmlformats.org/package/2006/relationships"

/* A workbook of some 300 KB that unpacks to 300 MB: one cell without an end. */
static void make_bomb(void)
{
	if (system("rm -rf bomb bomb.xlsx && mkdir -p bomb/xl/worksheets bomb/xl/_rels "
		   "bomb/_rels") != 0)
		fail_msg("no folder");
	put_part("bomb/_rels/.rels",
		 "<Relationships xmlns=\"" PACKAGE_NS "\"><Relationship Id=\"r1\" Type=\"" REL_NS
		 "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
	put_part("bomb/xl/_rels/workbook.xml.rels",
		 "<Relationships xmlns=\"" PACKAGE_NS "\"><Relationship Id=\"r1\" Type=\"" REL_NS
		 "/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
	put_part("bomb/xl/workbook.xml",
		 "<workbook xmlns=\"" MAIN_NS "\" xmlns:r=\"" REL_NS
		 "\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
	put_part("bomb/[Content_Types].xml",
		 "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
	put_part("bomb/xl/worksheets/sheet1.xml",
		 "<worksheet xmlns=\"" MAIN_NS
		 "\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>");
	if (system("head -c 300000000 /dev/zero | tr '\\0' 'a' >> bomb/xl/worksheets/sheet1.xml && "
		   "(cd bomb && zip -q -r ../bomb.xlsx .) && rm -rf bomb") != 0)
		fail_msg("no bomb");
}

static void import__refuses__a_zip_bomb(void **unused)
{
	struct outcome o;

	(void)unused;
	fresh_store();
	make_bomb();
	o = import_measured("bomb.xlsx");
	if (o.status != 1 || !*o.err)
		fail_msg("%d %s%s", o.status, o.out, o.err);
	print_message("zip bomb: %ld KiB, %s", o.peak_kib, o.err);
	assert_true(o.peak_kib < MOST_KIB);
	outcome_finish(&o);
	unlink("bomb.xlsx");
}

/* --- Stopping --- */

static void import__stops__on_control_c(void **unused)
{
	FILE *f = fopen("a.csv", "wb");
	int status;
	pid_t child;

	(void)unused;
	fresh_store();
	assert_non_null(f);
	fputs(HEADER, f);
	for (int i = 0; i < 20000; i++)
		fprintf(f, "王小明,11010519491231002X,390,M00105,2024-03-05,第 %d 行\n", i);
	assert_int_equal(fclose(f), 0);
	child = fork();
	if (child == 0) {
		if (!freopen("said", "w", stderr))
			_exit(99);
		execl(MTDESK_PROGRAM, "mtdesk", "--db", "i.db", "import", "a.csv", NULL);
		_exit(99);
	}
	while (!is_there("i.db"))
		usleep(10000);
	usleep(700000);
	kill(child, SIGINT);
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 1);
	expect_words(NULL, ARGS("--db", "i.db", "find", "王"), 0, "", "没有找到",
		     "nothing was kept");
	assert_false(is_there("a.csv.rejects.csv"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(import__takes__a_ledger),
		cmocka_unit_test(import__tries__first),
		cmocka_unit_test(import__says__what_is_wrong_with_a_file),
		cmocka_unit_test(import__passes_over__hostile_rows),
		cmocka_unit_test(import__passes_over__a_nul),
		cmocka_unit_test(import__holds__little_memory),
		cmocka_unit_test(import__refuses__a_monstrous_header),
		cmocka_unit_test(import__refuses__a_zip_bomb),
		cmocka_unit_test(import__stops__on_control_c),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
