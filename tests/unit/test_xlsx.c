/* Covers db/xlsx and the readers of workbooks: what is written comes back, what other programs write is read, and what no program
 * writes costs a row or the file, never the memory. */
#include "tests/unit/book.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/table_in.h"
#include "db/xlsx.h"
#include "forms/sm3.h"

#define MOMENT "2026-11-22 09:15:02"

/* ---- reading ---- */

/* The table as text: cells in brackets, numbers with #, a row a line with its number; a fault as !. */
struct shown {
	char text[4096];
	char err[512], fault[512];
};

static void show_row(struct shown *out, const struct table_row *row)
{
	size_t used = strlen(out->text);

#define PUT(...)                                                                                   \
	used += (size_t)snprintf(out->text + used,                                                 \
				 used < sizeof(out->text) ? sizeof(out->text) - used : 0,          \
				 __VA_ARGS__)
	PUT("%llu", (unsigned long long)row->line);
	for (size_t i = 0; i < row->count && used < sizeof(out->text); i++)
		PUT("[%s]%s", row->cells[i].text, row->cells[i].number ? "#" : "");
	if (row->fault[0])
		snprintf(out->fault, sizeof(out->fault), "%s", row->fault);
	PUT("%s\n", row->fault[0] ? "!" : "");
#undef PUT
}

static struct shown show(const char *path)
{
	struct shown out = { 0 };
	struct table_facts facts;
	struct table_in *t = NULL;
	struct table_row row;
	struct err err = { 0 };
	int rc = table_in_open(path, ENCODING_AUTO, &t, &facts, &err);

	while (rc >= 0 && (rc = table_in_next(t, &row, &err)) == 1)
		show_row(&out, &row);
	snprintf(out.err, sizeof(out.err), "%s", rc < 0 ? err.msg : "");
	table_in_close(t);
	return out;
}

// clang-format off
static const struct { const char *rows, *strings, *want, *why; } readable[] = {
	{ "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>姓名</t></is></c><c r=\"B1\"><v>36</v></c></row>", NULL, "1[姓名][36]#\n", "inline text, a number" },
	{ "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c><c r=\"B1\" t=\"s\"><v>0</v></c></row>", "<sst><si><t>a</t></si><si><t>李</t></si></sst>", "1[李][a]\n", "shared text" },
	{ "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>",
	  "<sst><si><r><t>建</t></r><r><rPr/><t>国</t></r><rPh sb=\"0\" eb=\"1\"><t>ケン</t></rPh><phoneticPr/></si></sst>", "1[建国]\n", "pieces of one text, and no reading above it" },
	{ "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><r><t>建</t></r><rPh><t>x</t></rPh><r><t>国</t></r></is></c></row>", NULL, "1[建国]\n", "... inline" },
	{ "<row r=\"1\"><c r=\"A1\" t=\"str\"><f>A2&amp;\"x\"</f><v>李x</v></c><c r=\"B1\"><f>1+1</f><v>2</v></c></row>", NULL, "1[李x][2]#\n", "what a formula came to" },
	{ "<row r=\"1\"><c r=\"A1\" t=\"b\"><v>1</v></c><c r=\"B1\" t=\"b\"><v>0</v></c><c r=\"C1\" t=\"e\"><v>#N/A</v></c></row>", NULL, "1[TRUE][FALSE][#N/A]\n", "truth and errors" },
	{ "<row r=\"1\"><c r=\"A1\"><v>3.401041990010113e+17</v></c></row>", NULL, "1[3.401041990010113e+17]#\n", "a wounded number is a number, as it stands" },
	{ "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>45809</v></c><c r=\"B1\" t=\"d\"><v>2026-11-22</v></c></row>", NULL, "1[45809]#[2026-11-22]\n", "a day is a serial number" },
	{ "<row r=\"2\"><c r=\"C2\"><v>1</v></c></row><row r=\"9\"><c r=\"A9\"><v>2</v></c></row>", NULL, "2[][][1]#\n9[2]#\n", "gaps between cells and rows" },
	{ "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", NULL, "1[1]#[2]#\n2[3]#\n", "no references at all" },
	{ "<row r=\"1\"><c r=\"B1\"><v>2</v></c><c r=\"A1\"><v>1</v></c></row>", NULL, "1[1]#[2]#\n", "another order" },
	{ "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"XFD1\" s=\"3\"/></row>", NULL, "1[1]#\n", "a cell without text at the sheet's edge" },
	{ "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> a_x000D__x000A_b\n_x005F_x000D_ </t></is></c></row>", NULL, "1[a b _x000D_]\n", "escapes; line ends become blanks" },
	{ "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a\xE2\x80\xAE" "b\xE2\x80\x8B&#x9;c</t></is></c></row>", NULL, "1[ab c]\n", "cleaned as all text from outside" },
	{ "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>䶮𬭊㛃𠮷·</t></is></c></row>", NULL, "1[䶮𬭊㛃𠮷·]\n", "rare characters" },
	{ "<row r=\"1\"/><row r=\"2\"><c r=\"A2\"/></row><row r=\"3\"><c r=\"A3\"><v>1</v></c></row>", NULL, "3[1]#\n", "rows without text" },
	{ "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>2</v></c></row><row r=\"3\"><c r=\"A3\"><v>3</v></c></row>", NULL, "1[1]#\n2!\n3[3]#\n", "a row twice" },
	{ "<row r=\"99999999999999999999\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>3</v></c></row>", NULL, "1!\n2[3]#\n", "an absurd row" },
	{ "<row r=\"1048577\"><c><v>1</v></c></row>", NULL, "1!\n", "behind the last row there can be" },
	{ "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>", NULL, "1!\n", "a cell twice" },
	{ "<row r=\"1\"><c r=\"ZZZZ1\"><v>1</v></c></row>", NULL, "1!\n", "an absurd column" },
	{ "<row r=\"1\"><c r=\"7\"><v>1</v></c></row>", NULL, "1!\n", "a reference without a column" },
	{ "<row r=\"1\"><c r=\"AMK1\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c></row>", NULL, "1!\n2[1]#\n", "one column too many" },
	{ "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>2</v></c></row>", "<sst><si><t>a</t></si></sst>", "1!\n", "a string that is not there" },
	{ "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>-1</v></c></row>", "<sst><si><t>a</t></si></sst>", "1!\n", "... before the first" },
	{ "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>", NULL, "1!\n", "no strings at all" },
	{ "<row r=\"1\"><c r=\"A1\"><v>1<row r=\"2\"><c r=\"A2\"><v>2</v></c></row></v></c></row>", NULL, "1[12]#\n", "a row inside a cell is none" },
	{ "<x:row r=\"1\"><x:c r=\"A1\"><x:v>1</x:v></x:c></x:row>", NULL, "1[1]#\n", "names with a prefix" },
};
// clang-format on

static void xlsx_reader__reads__what_programs_write(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(readable); i++) {
		char sheet[4096];
		struct shown got;

		snprintf(sheet, sizeof(sheet), SHEET("%s"), readable[i].rows);
		make_book("hand.xlsx",
			  &(struct book) { .sheet = sheet, .strings = readable[i].strings });
		got = show("hand.xlsx");
		if (*got.err || strcmp(got.text, readable[i].want) != 0)
			fail_msg("%s%s: %s", got.text, got.err, readable[i].why);
		assert_int_equal(!*got.fault, !strchr(readable[i].want, '!'));
	}
}

static void xlsx_reader__finds__the_first_sheet_that_is_seen(void **unused)
{
	static const char workbook[] = "<workbook xmlns:r=\"" OFFICE
				       "\"><sheets><sheet name=\"h\" state=\"hidden\" r:id=\"h\"/>"
				       "<sheet name=\"v\" state=\"veryHidden\" r:id=\"h\"/><sheet "
				       "name=\"c\" r:id=\"c\"/><sheet name=\"s\" r:id=\"s\"/>"
				       "</sheets></workbook>";
	static const char links[] =
		"<Relationships><Relationship Id=\"h\" Type=\"" OFFICE
		"/worksheet\" Target=\"worksheets/no.xml\"/>"
		"<Relationship Id=\"c\" Type=\"" OFFICE
		"/chartsheet\" Target=\"worksheets/no.xml\"/><Relationship Id=\"s\" Type=\"" OFFICE
		"/worksheet\" Target=\"%s\"/></Relationships>";
	static const char *const targets[] = { "worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml",
					       "../xl/./worksheets/sheet1.xml",
					       "WORKSHEETS/Sheet1.xml" };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(targets); i++) {
		char text[1024];
		struct shown got;

		snprintf(text, sizeof(text), links, targets[i]);
		make_book("hand.xlsx",
			  &(struct book) { .workbook = workbook,
					   .workbook_links = text,
					   .sheet = SHEET("<row r=\"1\"><c><v>1</v></c></row>") });
		got = show("hand.xlsx");
		if (strcmp(got.text, "1[1]#\n") != 0)
			fail_msg("%s%s: %s", got.text, got.err, targets[i]);
	}
}

/* ---- hostile ---- */

#define ROW "<row><c><v>1</v></c></row>"

static void xlsx_reader__refuses__what_is_no_sheet(void **unused)
{
	// clang-format off
	static const struct { struct book book; const char *said, *why; } rows[] = {
		{ { .sheet = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>" SHEET("<row><c><v>&b;</v></c></row>") }, "不像表格", "entities that multiply" },
		{ { .sheet = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">" SHEET(ROW) }, "不像表格", "a document type of elsewhere" },
		{ { .sheet = SHEET(ROW), .strings = "<!DOCTYPE x><sst/>" }, "不像表格", "... of the strings" },
		{ { .sheet = SHEET(ROW), .workbook = "<!DOCTYPE x><workbook/>" }, "不像表格", "... of the workbook" },
		{ { .sheet = SHEET("<row><c><v>1</v></c>") }, "不完整", "elements that do not end" },
		{ { .sheet = "<worksheet><sheetData>" ROW }, "不完整", "a document that does not end" },
		{ { .sheet = SHEET("<row><c><v>\xFF</v></c></row>") }, "不完整", "no UTF-8" },
		{ { .sheet = SHEET("<row><c><v>&x;</v></c></row>") }, "不完整", "an entity that nobody knows" },
		{ { .sheet = "PK" }, "不完整", "no XML" },
		{ { .sheet = SHEET("<row r=\"1048576\"><c><v>1</v></c></row>" ROW) }, "超过 1048576 行", "one row more than a sheet has" },
		{ { .sheet = "" }, "缺了工作表", "no sheet" },
		{ { .sheet = SHEET(ROW), .links = "" }, "不是 .xlsx", "no links: another kind of archive" },
		{ { .sheet = SHEET(ROW), .links = "<Relationships/>" }, "不是 .xlsx", "no workbook" },
		{ { .sheet = SHEET(ROW), .workbook = "" }, "不是 .xlsx", "the workbook is not there" },
		{ { .sheet = SHEET(ROW), .workbook = "<workbook/>" }, "没有看得见的工作表", "no sheets" },
		{ { .sheet = SHEET(ROW), .workbook_links = "<Relationships/>" }, "没有看得见的工作表", "sheets that lead nowhere" },
		{ { .sheet = SHEET(ROW), .workbook_links = "<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"../../../etc/passwd\"/></Relationships>" },
		  "缺了工作表", "a sheet outside" },
		{ { .sheet = SHEET(ROW), .workbook = "<workbook><workbookPr date1904=\"1\"/><sheets><sheet id=\"rId1\"/></sheets></workbook>" }, "1904", "days that count from 1904" },
		{ { .sheet = SHEET(ROW), .links = "<Relationships><Relationship Type=\"x/officeDocument\" Target=\"xl/workbook.bin\"/></Relationships>" }, ".xlsb", "a binary workbook" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct shown got;

		make_book("hand.xlsx", &rows[i].book);
		got = show("hand.xlsx");
		if (!strstr(got.err, rows[i].said))
			fail_msg("%s'%s': %s", got.text, got.err, rows[i].why);
	}
}

/* A dev build's sanitizer keeps what was freed; what is measured is the growth that the file itself would cause. */
#define MEMORY_MOST_KIB (200 << 10)

static void expect_bounded(const struct book *b, const char *said, const char *why)
{
	struct rusage before, after;
	struct shown got;

	make_book("hand.xlsx", b);
	getrusage(RUSAGE_SELF, &before);
	got = show("hand.xlsx");
	getrusage(RUSAGE_SELF, &after);
	if (!strstr(got.err, said) && !strstr(got.fault, said))
		fail_msg("'%s' '%s' '%.80s': %s", got.err, got.fault, got.text, why);
	if (after.ru_maxrss - before.ru_maxrss > MEMORY_MOST_KIB)
		fail_msg("%ld KiB more: %s", after.ru_maxrss - before.ru_maxrss, why);
}

static char *repeated(const char *text, size_t times)
{
	size_t len = strlen(text);
	char *all = malloc(times * len + 1);

	assert_non_null(all);
	for (size_t i = 0; i < times; i++)
		memcpy(all + i * len, text, len);
	all[times * len] = '\0';
	return all;
}

/* In the record that begins with `magic` and names the sheet: its packed size, `at` bytes on, as large as it can be. */
static void lie_in(char *bytes, size_t len, const char magic[4], size_t at, size_t name_at)
{
	static const char name[] = "xl/worksheets/sheet1.xml";
	size_t i = 0;

	while (i + name_at + strlen(name) < len &&
	       (memcmp(bytes + i, magic, 4) != 0 ||
		memcmp(bytes + i + name_at, name, strlen(name)) != 0))
		i++;
	assert_true(i + name_at + strlen(name) < len);
	memcpy(bytes + i + at, "\xFE\xFF\xFF\xFF", 4);
}

static void xlsx_reader__believes__the_file_s_size_alone(void **unused)
{
	char *blanks = repeated(" ", 1 << 20), bytes[1 << 20];
	struct shown got;
	FILE *f;
	size_t len;

	(void)unused;
	make_book("hand.xlsx",
		  &(struct book) { .sheet = "<worksheet><sheetData>", .end = blanks, .times = 80 });
	f = fopen("hand.xlsx", "r+b");
	assert_non_null(f);
	len = fread(bytes, 1, sizeof(bytes), f);
	lie_in(bytes, len, "PK\x03\x04", 18, 30);
	lie_in(bytes, len, "PK\x01\x02", 20, 46);
	rewind(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	fclose(f);
	got = show("hand.xlsx");
	if (!strstr(got.err, "解压后太大"))
		fail_msg("'%s'", got.err);
	free(blanks);
}

static void xlsx_reader__leaves__a_bomb_before_it_goes_off(void **unused)
{
	char *blanks = repeated(" ", 1 << 20), *deep = repeated("<a>", 20000),
	     *digits = repeated("1", 2 << 20), *cells = repeated("<c><v>1</v></c>", 1000);

	(void)unused;
	expect_bounded(
		&(struct book) { .sheet = "<worksheet><sheetData>", .end = blanks, .times = 80 },
		"解压后太大", "80 MB of blanks");
	expect_bounded(&(struct book) { .sheet = "<worksheet a=\"", .end = blanks, .times = 30 },
		       "不像表格", "an attribute of 30 MB");
	expect_bounded(&(struct book) { .sheet = "<worksheet><!--", .end = blanks, .times = 30 },
		       "不像表格", "a remark of 30 MB");
	expect_bounded(&(struct book) { .sheet = deep }, "不像表格", "elements 20,000 deep");
	expect_bounded(&(struct book) { .sheet = "<worksheet><sheetData><row><c><v>",
					.end = digits,
					.times = 20 },
		       "不完整", "a cell of 40 MB that does not end");
	expect_bounded(&(struct book) { .sheet = "<worksheet><sheetData><row>",
					.end = cells,
					.times = 1000 },
		       "不完整", "a million cells in a row that does not end");
	free(blanks);
	free(deep);
	free(digits);
	free(cells);
}

static void xlsx_reader__costs__a_row_what_a_row_is_too_large_for(void **unused)
{
	char *digits = repeated("1", (1 << 20) + 1), *sheet = NULL;
	struct shown got;

	(void)unused;
	assert_true(asprintf(&sheet,
			     SHEET("<row r=\"1\"><c r=\"A1\"><v>%s</v></c></row><row r=\"2\"><c "
				   "r=\"A2\"><v>2</v></c></row>"),
			     digits) > 0);
	make_book("hand.xlsx", &(struct book) { .sheet = sheet });
	got = show("hand.xlsx");
	assert_string_equal(got.text, "1!\n2[2]#\n");
	free(sheet);
	digits[XLSX_TEXT_MOST * 4 + 1] = '\0';
	assert_true(asprintf(&sheet, "<sst><si><t>%s</t></si><si><t>b</t></si></sst>", digits) > 0);
	make_book("hand.xlsx",
		  &(struct book) { .sheet = SHEET("<row r=\"1\"><c t=\"s\"><v>0</v></c></row><row "
						  "r=\"2\"><c t=\"s\"><v>1</v></c></row>"),
				   .strings = sheet });
	got = show("hand.xlsx");
	assert_string_equal(got.text, "1!\n2[b]\n");
	free(sheet);
	free(digits);
}

/* Strings by the hundred thousand, called for in any order: they wait on the disk. */
static void xlsx_reader__fetches__strings_from_anywhere(void **unused)
{
	enum { COUNT = 100000, STEP = 37813 };
	char *strings = malloc(COUNT * 40 + 64), *sheet = malloc(COUNT * 40 + 256), *s = strings,
	     *c = sheet;
	struct table_facts facts;
	struct table_in *t;
	struct table_row row;
	struct err err = { 0 };

	(void)unused;
	s += snprintf(s, 64, "%s", "<sst>");
	c += snprintf(c, 64, "%s", "<worksheet><sheetData>");
	for (int i = 0; i < COUNT; i++) {
		s += snprintf(s, 40, "<si><t>第%d个</t></si>", i);
		c += snprintf(c, 60, "<row><c t=\"s\"><v>%d</v></c></row>",
			      (int)((int64_t)i * STEP % COUNT));
	}
	snprintf(s, 64, "%s", "</sst>");
	snprintf(c, 64, "%s", "</sheetData></worksheet>");
	make_book("hand.xlsx", &(struct book) { .sheet = sheet, .strings = strings });
	assert_int_equal(table_in_open("hand.xlsx", ENCODING_AUTO, &t, &facts, &err), 0);
	for (int i = 0; i < COUNT; i++) {
		char want[40];

		snprintf(want, sizeof(want), "第%d个", (int)((int64_t)i * STEP % COUNT));
		assert_int_equal(table_in_next(t, &row, &err), 1);
		assert_string_equal(row.cells[0].text, want);
	}
	assert_int_equal(table_in_next(t, &row, &err), 0);
	table_in_close(t);
	free(strings);
	free(sheet);
}

/* Every byte of a workbook wrong once: a sentence or the table, and nothing else. */
static void xlsx_reader__survives__any_wrong_byte(void **unused)
{
	size_t len, read = 0, refused = 0;
	char *bytes;
	FILE *f;

	(void)unused;
	make_book("hand.xlsx",
		  &(struct book) { .sheet = SHEET("<row r=\"1\"><c t=\"s\"><v>0</v></c></row>"),
				   .strings = "<sst><si><t>李建国</t></si></sst>" });
	f = fopen("hand.xlsx", "rb");
	bytes = malloc(1 << 16);
	len = fread(bytes, 1, 1 << 16, f);
	fclose(f);
	for (size_t i = 0; i < len; i += 3) {
		struct shown got;

		f = fopen("wrong.xlsx", "wb");
		bytes[i] = (char)~bytes[i];
		fwrite(bytes, 1, i % 2 ? len : len - i / 2, f);
		bytes[i] = (char)~bytes[i];
		fclose(f);
		got = show("wrong.xlsx");
		read += !*got.err;
		refused += *got.err != '\0';
	}
	assert_true(refused > 0 && read + refused == (len + 2) / 3);
	free(bytes);
}

static void table_in__refuses__workbooks_of_old_by_name(void **unused)
{
	static const unsigned char magic[] = { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 };
	static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
	unsigned char file[2048] = { 0 };
	struct shown got;
	FILE *f;

	(void)unused;
	memcpy(file, magic, sizeof(magic));
	file[48] = 1;
	for (int encrypted = 0; encrypted < 2; encrypted++) {
		if (encrypted)
			memcpy(file + 1024 + 128, name, sizeof(name));
		f = fopen("old.xls", "wb");
		fwrite(file, 1, sizeof(file), f);
		fclose(f);
		got = show("old.xls");
		assert_non_null(strstr(got.err, encrypted ? "密码" : ".xls）"));
	}
	f = fopen("old.xls", "wb");
	fwrite(magic, 1, sizeof(magic), f);
	fclose(f);
	got = show("old.xls");
	assert_non_null(strstr(got.err, ".xls）"));
}

/* ---- writing ---- */

static const char *const header[] = { "姓名", "身份证件号码", "件数" };
static const bool number[] = { false, false, true };

static struct xlsx_writer *begin(const char *path)
{
	struct xlsx_writer *w = NULL;
	struct err err = { 0 };

	if (xlsx_begin(path, "备案", MOMENT, header, ARRAY_SIZE(header), &w, &err) < 0)
		fail_msg("%s", err.msg);
	return w;
}

static void put(struct xlsx_writer *w, const char *a, const char *b, const char *c)
{
	struct err err = { 0 };

	if (xlsx_row(w, (const char *const[]) { a, b, c }, number, &err) < 0)
		fail_msg("%s", err.msg);
}

static void end(struct xlsx_writer *w)
{
	struct err err = { 0 };

	if (xlsx_end(w, &err) < 0)
		fail_msg("%s", err.msg);
}

static void xlsx__gives__back_what_was_written(void **unused)
{
	struct xlsx_writer *w = begin("ours.xlsx");
	struct shown got;

	(void)unused;
	put(w, "李建国", "511102199003076630", "12");
	put(w, "䶮𬭊㛃𠮷·", "", "-1.5");
	put(w, "=1+1", "'x", "007");
	put(w, "<&>\"'", "_x000D_ _x5F_", "1234567890123456");
	put(w, "a _x00e9_", "5.11102E+17", "1e5");
	put(w, "", "", "");
	put(w, "", "x", "");
	end(w);
	got = show("ours.xlsx");
	assert_string_equal(got.err, "");
	assert_string_equal(got.text, "1[姓名][身份证件号码][件数]\n"
				      "2[李建国][511102199003076630][12]#\n"
				      "3[䶮𬭊㛃𠮷·][][-1.5]#\n"
				      "4[=1+1]['x][007]\n"
				      "5[<&>\"'][_x000D_ _x5F_][1234567890123456]\n"
				      "6[a _x00e9_][5.11102E+17][1e5]\n"
				      "8[][x]\n");
}

static void digest(const char *path, char out[SM3_HEX_SIZE])
{
	struct table_facts facts;
	struct table_in *t;
	struct table_row row;
	struct err err = { 0 };

	assert_int_equal(table_in_open(path, ENCODING_AUTO, &t, &facts, &err), 0);
	while (table_in_next(t, &row, &err) == 1)
		;
	table_in_sm3(t, out);
	table_in_close(t);
}

static void xlsx__writes__the_same_bytes_for_the_same_rows(void **unused)
{
	char sm3[2][SM3_HEX_SIZE];

	(void)unused;
	for (int i = 0; i < 2; i++) {
		struct xlsx_writer *w = begin("ours.xlsx");

		setenv("TZ", i ? "UTC" : "Asia/Shanghai", 1);
		put(w, "李建国", "511102199003076630", "12");
		end(w);
		digest("ours.xlsx", sm3[i]);
	}
	setenv("TZ", "Asia/Shanghai", 1);
	assert_int_equal(strlen(sm3[0]), 64);
	assert_string_equal(sm3[0], sm3[1]);
}

static void xlsx__refuses__what_a_cell_cannot_hold(void **unused)
{
	char *longest = repeated("李", XLSX_TEXT_MOST + 1), *rare = repeated("𠮷", 16384);
	struct {
		const char *text;
		bool taken;
		const char *why;
	} rows[] = {
		{ "\xC0\xEE", false, "no UTF-8" },
		{ "a\x01", false, "a control character" },
		{ "\xEF\xBF\xBF", false, "no character of XML" },
		{ "a\nb\tc", true, "a line end and a tab" },
		{ longest, false, "one character too many" },
		{ longest + 3, true, "as many as there may be" },
		{ rare, false, "rare characters count twice" },
		{ rare + 4, true, "... as many as there may be" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct xlsx_writer *w = begin("ours.xlsx");
		struct err err = { 0 };
		const char *const cells[] = { "", rows[i].text, "" };

		if ((xlsx_row(w, cells, number, &err) == 0) != rows[i].taken)
			fail_msg("%s: %s", err.msg, rows[i].why);
		assert_int_equal(!*err.msg, rows[i].taken);
		xlsx_abandon(w);
	}
	free(longest);
	free(rare);
}

static void xlsx__takes__any_name_of_a_sheet(void **unused)
{
	static const char *const names[] = {
		"",
		"'",
		"a/b\\c?d*e[f]g:h",
		"这是一个非常非常长的工作表的名字超过了三十一个字所以要截短才行哦",
		"𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷",
		"<&>",
		"'a'"
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct xlsx_writer *w;
		struct err err = { 0 };

		if (xlsx_begin("ours.xlsx", names[i], MOMENT, header, 3, &w, &err) < 0)
			fail_msg("'%s': %s", names[i], err.msg);
		end(w);
		assert_string_equal(show("ours.xlsx").text, "1[姓名][身份证件号码][件数]\n");
	}
}

/* Nothing of the library's reaches standard error, where a screen may stand. */
static void xlsx__says__itself_that_it_failed(void **unused)
{
	static const char *const places[] = { "/dev/full", "nowhere/ours.xlsx" };
	int kept = dup(STDERR_FILENO);

	(void)unused;
	fflush(stderr);
	assert_non_null(freopen("said", "w", stderr));
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		struct xlsx_writer *w = begin(places[i]);
		struct err err = { 0 };

		put(w, "a", "b", "1");
		assert_int_equal(xlsx_end(w, &err), -1);
		assert_int_equal(err.code, ERR_STORAGE);
	}
	fflush(stderr);
	assert_int_equal(ftell(stderr), 0);
	dup2(kept, STDERR_FILENO);
	close(kept);
	xlsx_abandon(NULL);
}

/* Write where no file may grow beyond `limit` bytes: as on a disk that is full. */
enum ending { WHOLE, REFUSED, FOUND_OUT, LOST };
static enum ending write_limited(rlim_t limit)
{
	enum { ROWS = 200 };
	struct xlsx_writer *w = begin("ours.xlsx");
	const struct rlimit few = { limit, limit };
	struct shown got;
	struct err err = { 0 };
	const char *const cells[] = { "李建国", "511102199003076630", "1" };
	int rc = 0;

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &few);
	for (int i = 0; i < ROWS && rc == 0; i++)
		rc = xlsx_row(w, cells, number, &err);
	if (rc < 0)
		return REFUSED;
	if (xlsx_end(w, &err) < 0)
		return strstr(err.msg, "没有写完整") ? FOUND_OUT : REFUSED;
	got = show("ours.xlsx");
	return !*got.err && strstr(got.text, "\n100[李建国]") ? WHOLE : LOST;
}

static void xlsx_end__finds_out__that_rows_were_lost(void **unused)
{
	int counts[LOST + 1] = { 0 };

	(void)unused;
	for (rlim_t limit = 28000; limit <= 44000; limit += 800) {
		pid_t child = fork();
		int status;

		if (child == 0)
			_exit(write_limited(limit));
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) <= LOST);
		counts[WEXITSTATUS(status)]++;
	}
	assert_int_equal(counts[LOST], 0);
	if (!counts[WHOLE] || !counts[REFUSED] || !counts[FOUND_OUT])
		fail_msg("%d whole, %d refused, %d found out", counts[WHOLE], counts[REFUSED],
			 counts[FOUND_OUT]);
}

static void xlsx__carries__eighty_thousand_cells(void **unused)
{
	enum { ROWS = 26667 };
	struct xlsx_writer *w = begin("ours.xlsx");
	struct table_facts facts;
	struct table_in *t;
	struct table_row row;
	struct err err = { 0 };
	char id[32], count[32];

	(void)unused;
	for (int i = 0; i < ROWS; i++) {
		snprintf(id, sizeof(id), "51110219900307%04d", i % 10000);
		snprintf(count, sizeof(count), "%d", i);
		put(w, i % 2 ? "李建国" : "欧阳𠮷", id, count);
	}
	end(w);
	assert_int_equal(table_in_open("ours.xlsx", ENCODING_AUTO, &t, &facts, &err), 0);
	assert_int_equal(table_in_next(t, &row, &err), 1);
	for (int i = 0; i < ROWS; i++) {
		assert_int_equal(table_in_next(t, &row, &err), 1);
		snprintf(id, sizeof(id), "51110219900307%04d", i % 10000);
		snprintf(count, sizeof(count), "%d", i);
		assert_int_equal(row.line, i + 2);
		assert_string_equal(row.cells[1].text, id);
		assert_false(row.cells[1].number);
		assert_string_equal(row.cells[2].text, count);
		assert_true(row.cells[2].number);
	}
	assert_int_equal(table_in_next(t, &row, &err), 0);
	table_in_close(t);
}

/* ---- other programs ---- */

static bool is_here(const char *program)
{
	char command[64];

	snprintf(command, sizeof(command), "command -v %s >/dev/null", program);
	if (system(command) == 0)
		return true;
	print_message("%s is not here: skipped\n", program);
	return false;
}

static void write_sample(void)
{
	struct xlsx_writer *w = begin("ours.xlsx");

	put(w, "李建国", "511102199003076630", "12");
	put(w, "䶮𬭊㛃𠮷·", "=1+1", "-1.5");
	put(w, "_x000D_", "<&>", "0");
	end(w);
}

/* Its archive is whole and every part is XML. */
static void xlsx__is_well_formed__to_python(void **unused)
{
	(void)unused;
	if (!is_here("python3"))
		skip();
	write_sample();
	assert_int_equal(system("python3 -c \"import zipfile,xml.dom.minidom as x\n"
				"z=zipfile.ZipFile('ours.xlsx')\nassert z.testzip() is None\n"
				"[x.parseString(z.read(n)) for n in z.namelist()]\n"
				"s=z.read('xl/worksheets/sheet1.xml').decode()\n"
				"assert 'state=\\\"frozen\\\"' in s and '<cols>' in s\n"
				"assert 'formatCode' in z.read('xl/styles.xml').decode() or "
				"'numFmtId=\\\"49\\\"' in z.read('xl/styles.xml').decode()\""),
			 0);
}

#define SOFFICE "soffice -env:UserInstallation=file://$PWD/office --headless --convert-to "

/* LibreOffice reads ours, and we read what it makes of it. */
static void xlsx__is_read__by_libreoffice_and_back(void **unused)
{
	static const char want[] = "姓名,身份证件号码,件数\n李建国,511102199003076630,12\n"
				   "䶮𬭊㛃𠮷·,=1+1,-1.5\n_x000D_,<&>,0\n";
	char got[512] = "";
	FILE *f;

	(void)unused;
	if (!is_here("soffice"))
		skip();
	write_sample();
	assert_int_equal(
		system(SOFFICE
		       "'csv:Text - txt - csv (StarCalc):44,34,76' ours.xlsx >/dev/null 2>&1"),
		0);
	f = fopen("ours.csv", "rb");
	assert_non_null(f);
	got[fread(got, 1, sizeof(got) - 1, f)] = '\0';
	fclose(f);
	assert_string_equal(got, want);
	assert_int_equal(
		system(SOFFICE
		       "'xlsx:Calc MS Excel 2007 XML' --outdir theirs ours.xlsx >/dev/null 2>&1"),
		0);
	assert_string_equal(show("theirs/ours.xlsx").text,
			    "1[姓名][身份证件号码][件数]\n2[李建国][511102199003076630][12]#\n"
			    "3[䶮𬭊㛃𠮷·][=1+1][-1.5]#\n4[_x000D_][<&>][0]#\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xlsx_reader__reads__what_programs_write),
		cmocka_unit_test(xlsx_reader__finds__the_first_sheet_that_is_seen),
		cmocka_unit_test(xlsx_reader__refuses__what_is_no_sheet),
		cmocka_unit_test(xlsx_reader__leaves__a_bomb_before_it_goes_off),
		cmocka_unit_test(xlsx_reader__believes__the_file_s_size_alone),
		cmocka_unit_test(xlsx_reader__costs__a_row_what_a_row_is_too_large_for),
		cmocka_unit_test(xlsx_reader__fetches__strings_from_anywhere),
		cmocka_unit_test(xlsx_reader__survives__any_wrong_byte),
		cmocka_unit_test(table_in__refuses__workbooks_of_old_by_name),
		cmocka_unit_test(xlsx__gives__back_what_was_written),
		cmocka_unit_test(xlsx__writes__the_same_bytes_for_the_same_rows),
		cmocka_unit_test(xlsx__refuses__what_a_cell_cannot_hold),
		cmocka_unit_test(xlsx__takes__any_name_of_a_sheet),
		cmocka_unit_test(xlsx__says__itself_that_it_failed),
		cmocka_unit_test(xlsx_end__finds_out__that_rows_were_lost),
		cmocka_unit_test(xlsx__carries__eighty_thousand_cells),
		cmocka_unit_test(xlsx__is_well_formed__to_python),
		cmocka_unit_test(xlsx__is_read__by_libreoffice_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
