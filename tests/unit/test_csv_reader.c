/* Covers db/csv_scan, db/csv_reader and db/table_in: records parted at bytes, cells decoded one by one, each fault with its
 * place, everything else read; in bounded memory whatever the file holds.
 *
 *   test_csv_reader [MEGABYTES]    how long the one line of the long-line test is (4) */
#include "tests/test.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/table_in.h"
#include "forms/sm3.h"

static size_t long_line = 4;

/* ---- rows as one text: 1:a|b/2:!fault ---- */

static void append(char *out, size_t size, const char *text)
{
	size_t len = strlen(out);

	snprintf(out + len, size - len, "%s", text);
}

static void append_row(char *out, size_t size, const struct table_row *row)
{
	char line[32];

	snprintf(line, sizeof(line), "%s%llu:", *out ? "/" : "", (unsigned long long)row->line);
	append(out, size, line);
	if (*row->fault) {
		append(out, size, "!");
		append(out, size, row->fault);
	}
	for (size_t i = 0; i < row->count; i++) {
		append(out, size, i ? "|" : "");
		append(out, size, row->cells[i].text);
	}
}

static void read_bytes(const char *bytes, size_t len, enum encoding encoding, char *out,
		       size_t size)
{
	FILE *in = fmemopen((void *)bytes, len, "r");
	struct csv_reader *r;
	struct table_row row;
	struct err err = { 0 };
	int rc;

	assert_non_null(in);
	assert_int_equal(csv_reader_open(in, encoding, 0, &r, &err), 0);
	out[0] = '\0';
	while ((rc = csv_reader_next(r, &row, &err)) == 1)
		append_row(out, size, &row);
	if (rc < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(csv_reader_done(r), len);
	assert_int_equal(csv_reader_next(r, &row, &err), 0);
	csv_reader_close(r);
	fclose(in);
}

struct row {
	const char *bytes;
	size_t len;
	enum encoding encoding;
	const char *want; /* a fault of it may be its beginning, ended by … */
	const char *why;
};

/* Is `got` what is wanted, where … stands for the rest of a sentence? */
static bool fits(const char *got, const char *want)
{
	static const char more[] = "…";
	const char *cut;

	while ((cut = strstr(want, more)) != NULL) {
		const char *rest = cut + strlen(more);
		size_t len = (size_t)(cut - want);

		if (strncmp(got, want, len) != 0)
			return false;
		got += len;
		got = *rest ? strstr(got, "/") : "";
		if (!got)
			return false;
		want = rest;
	}
	return strcmp(got, want) == 0;
}

static void expect(const struct row *rows, size_t count)
{
	static char got[1 << 16];

	for (size_t i = 0; i < count; i++) {
		read_bytes(rows[i].bytes, rows[i].len, rows[i].encoding, got, sizeof(got));
		if (!fits(got, rows[i].want))
			fail_msg("row %zu gave\n  %s\nnot\n  %s\n%s", i, got, rows[i].want,
				 rows[i].why);
	}
}

#define B(text) text, sizeof(text) - 1
#define UTF8 ENCODING_UTF8

static void csv_reader_next__parts__as_rfc_4180_says(void **unused)
{
	// clang-format off
	static const struct row rows[] = {
		{ B("a,b\nc,d\n"), UTF8, "1:a|b/2:c|d", "line feeds" },
		{ B("a,b\r\nc,d\r\n"), UTF8, "1:a|b/2:c|d", "as Windows ends lines" },
		{ B("a,b\rc,d\r"), UTF8, "1:a|b/2:c|d", "carriage returns alone" },
		{ B("a,b\nc,d"), UTF8, "1:a|b/2:c|d", "no end of the last line" },
		{ B("a,b\r\n\r\nc,d\r\n"), UTF8, "1:a|b/2:/3:c|d", "an empty line counts" },
		{ B("a,,c\n,,\n"), UTF8, "1:a||c/2:||", "empty cells" },
		{ B("\"a,b\",c\n"), UTF8, "1:a,b|c", "a comma in quotes" },
		{ B("\"a\nb\",c\nd,e\n"), UTF8, "1:a b|c/3:d|e", "a line feed in quotes is a blank, and counts as a line" },
		{ B("\"a\r\nb\",c\r\nd,e\r\n"), UTF8, "1:a b|c/3:d|e", "CRLF in quotes counts once" },
		{ B("\"a\rb\",c\rd,e\r"), UTF8, "1:a b|c/3:d|e", "a CR in quotes counts" },
		{ B("\"a\"\"b\",\"\"\"\"\n"), UTF8, "1:a\"b|\"", "doubled quotes" },
		{ B("\"\",\"\"\n"), UTF8, "1:|", "empty cells in quotes" },
		{ B("\"a\" ,b\n"), UTF8, "1:a|b", "a blank behind a quote" },
		{ B("5'10\",b\n"), UTF8, "1:5'10\"|b", "a quote inside a cell without quotes" },
		{ B(" a ,\tb\n"), UTF8, "1:a|b", "blanks and the tab of the usual trick go" },
		{ B("\"a\""), UTF8, "1:a", "a quote as the last byte" },
		{ B("a,"), UTF8, "1:a|", "a separator as the last byte" },
		{ B("a;b;c\n1,5;2;3\n"), UTF8, "1:a|b|c/2:1,5|2|3", "semicolons, known by the first line" },
		{ B("a\tb\n1,5\t2\n"), UTF8, "1:a|b/2:1,5|2", "tabs" },
		{ B("\n\n\"x;y;z\",b\n1,2\n"), UTF8, "1:/2:/3:x;y;z|b/4:1|2", "separators in quotes do not count" },
		{ B("one\n1,5\n"), UTF8, "1:one/2:1|5", "one column: a comma" },
		{ B("\xE5\xBC\xA0\xE2\x80\x8B,b\n"), UTF8, "1:张|b", "a zero-width blank is cleaned away" },
		{ B("e\xCC\x81,b\n"), UTF8, "1:\xC3\xA9|b", "normal form C" },
	};
	// clang-format on
	(void)unused;
	expect(rows, ARRAY_SIZE(rows));
}

static void csv_reader_next__names__each_broken_quote(void **unused)
{
	// clang-format off
	static const struct row rows[] = {
		{ B("a,b\n1,\"2\n3,4\n5,6\n"), UTF8, "1:a|b/2:!第 2 行第 3 字的引号没有配对…/3:3|4/4:5|6",
		  "no fellow at all: one line is lost" },
		{ B("a,b\n1,\"2\n3,\"4\"\n5,6\n"), UTF8, "1:a|b/2:!第 2 行第 3 字的引号没有配对…/3:3|4/4:5|6",
		  "the next cell's quote is not its fellow" },
		{ B("a,b\r\n1,\"2\r\n3,4\r\n"), UTF8, "1:a|b/2:!第 2 行第 3 字的引号没有配对…/3:3|4", "the same with CRLF" },
		{ B("a,b\n1,\"2"), UTF8, "1:a|b/2:!第 2 行第 3 字的引号没有配对…", "in the last line" },
		{ B("a,b\n\"1\"x,2\n3,4\n"), UTF8, "1:a|b/2:!第 2 行第 4 字不应紧跟在引号之后…/3:3|4", "something behind a quote" },
		{ B("a,b\n\"he said \"hi\"\",2\n3,4\n"), UTF8, "1:a|b/2:!第 2 行第 11 字不应紧跟在引号之后…/3:3|4",
		  "quotes inside quotes that were not doubled" },
		{ B("a,b\n\"1\"x,\"2\n3\",4\n5,6\n"), UTF8, "1:a|b/2:!第 2 行第 4 字不应紧跟在引号之后…/3:3\"|4/4:5|6",
		  "a line whose quotes are wrong holds no other together" },
		{ B("a,b\n1,\"2\n\n\"\"\n3,4\n"), UTF8, "1:a|b/2:!第 2 行第 3 字的引号没有配对…/3:/4:/5:3|4",
		  "doubled quotes on the way are no fellow" },
		{ B("a,b\n\xE5\xBC\xA0,\"2\n3,4\n"), UTF8, "1:a|b/2:!第 2 行第 3 字的引号没有配对…/3:3|4", "places count characters" },
	};
	// clang-format on
	(void)unused;
	expect(rows, ARRAY_SIZE(rows));
}

static void csv_reader_next__spoils__one_row_for_a_bad_byte(void **unused)
{
	// clang-format off
	static const struct row rows[] = {
		{ B("a,b\n\xD5\xC5\xB0,2\n3,4\n"), ENCODING_GBK, "1:a|b/2:!第 2 行第 2 字（字节偏移 6）的 B0 …/3:3|4",
		  "GBK cut before a comma" },
		{ B("a,b\n\"\xD5\xC5\xB0\",2\n3,4\n"), ENCODING_GBK, "1:a|b/2:!第 2 行第 3 字（字节偏移 7）的 B0 …/3:3|4",
		  "GBK cut before a quote" },
		{ B("a,b\n1,\xD5\xC5\xB0\n3,4\n"), ENCODING_GBK, "1:a|b/2:!第 2 行第 4 字（字节偏移 8）的 B0 …/3:3|4",
		  "GBK cut before a line feed" },
		{ B("a,b\r\n1,\xD5\xC5\xB0\r\n3,4\r\n"), ENCODING_GB18030, "1:a|b/2:!第 2 行第 4 字（字节偏移 9）的 B0 …/3:3|4",
		  "GB18030 cut before CRLF" },
		{ B("a,b\n1,\xD5\xC5\xB0"), ENCODING_GBK, "1:a|b/2:!第 2 行第 4 字（字节偏移 8）的 B0 是被截断的 GBK…", "cut by the file's end" },
		{ B("a,b\n\x81\x30\x81,2\n3,4\n"), ENCODING_GB18030, "1:a|b/2:!第 2 行第 1 字（字节偏移 4）的 81 30 81 …/3:3|4",
		  "three of the four bytes" },
		{ B("a,b\n1,\xFF\xFF\n3,4\n"), UTF8, "1:a|b/2:!第 2 行第 3 字（字节偏移 6）的 FF FF 不是 UTF-8 文字…/3:3|4", "FF" },
		{ B("a,b\n1,\xC0\xAF\n3,4\n"), UTF8, "1:a|b/2:!第 2 行第 3 字（字节偏移 6）的 C0 AF 不是 UTF-8…/3:3|4", "overlong" },
		{ B("a,b\n1,\xED\xA0\x80\n3,4\n"), UTF8, "1:a|b/2:!第 2 行第 3 字（字节偏移 6）的 ED A0 80 不是 UTF-8…/3:3|4", "a surrogate" },
		{ B("a,b\n1,\xD5\xC5\n3,4\n"), UTF8, "1:a|b/2:!第 2 行第 3 字（字节偏移 6）的 D5 C5 不是 UTF-8…/3:3|4", "GBK read as UTF-8" },
		{ B("a,b\n1,\xE5\xBC\n3,4\n"), UTF8, "1:a|b/2:!第 2 行第 3 字（字节偏移 6）的 E5 BC …/3:3|4", "UTF-8 cut" },
		{ B("a,b\n\"1\nx\xFF\",2\n3,4\n"), UTF8, "1:a|b/2:!第 3 行第 2 字（字节偏移 8）的 FF 不是…/4:3|4",
		  "in the second line of a cell" },
		{ B("a,b\n1\0,2\n3,4\n"), UTF8, "1:a|b/2:!第 2 行第 2 字（字节偏移 5）是空字节…/3:3|4", "a NUL" },
		{ B("a,b\n\0\0\0\n3,4\n"), ENCODING_GBK, "1:a|b/2:!第 2 行第 1 字（字节偏移 4）是空字节…/3:3|4", "NULs alone" },
	};
	// clang-format on
	(void)unused;
	expect(rows, ARRAY_SIZE(rows));
}

static void csv_reader_next__reads__every_encoding_and_neighbour(void **unused)
{
	// clang-format off
	static const struct row rows[] = {
		{ B("\xD0\xD5\xC3\xFB,\xD0\xD4\xB1\xF0\r\n\xD5\xD4\xAB\x5C,\xC5\xAE\r\n"), ENCODING_GBK, "1:姓名|性别/2:赵玕|女",
		  "a second byte that looks like a backslash" },
		{ B("\xBA\xCD\xAB\x7C;\xC5\xAE\r\n"), ENCODING_GBK, "1:和珅|女", "... like a bar" },
		{ B("\"\xAB\x5C\",\"\xAB\x7C\"\n"), ENCODING_GBK, "1:玕|珅", "... before a closing quote" },
		{ B("\x95\x32\x90\x31,\x95\x32\x90\x31\n"), ENCODING_GB18030, "1:\xF0\xA0\x82\x87|\xF0\xA0\x82\x87", "four bytes before a comma" },
	};
	// clang-format on
	(void)unused;
	expect(rows, ARRAY_SIZE(rows));
}

static void csv_reader_next__hands_out__the_bytes_of_a_row(void **unused)
{
	static const char bytes[] = "a,b\r\n\"\xD5\xC5\xB0\", 2 \r\n3,\"4\r\n5,6";
	static const char *const want[] = { "a,b", "\"\xD5\xC5\xB0\", 2 ", "3,\"4", "5,6" };
	FILE *in = fmemopen((void *)bytes, sizeof(bytes) - 1, "r");
	struct csv_reader *r;
	struct table_row row;
	struct err err;

	(void)unused;
	assert_int_equal(csv_reader_open(in, ENCODING_GBK, 0, &r, &err), 0);
	for (size_t i = 0; i < ARRAY_SIZE(want); i++) {
		assert_int_equal(csv_reader_next(r, &row, &err), 1);
		assert_int_equal(row.raw_len, strlen(want[i]));
		assert_memory_equal(row.raw, want[i], row.raw_len);
	}
	csv_reader_close(r);
	fclose(in);
}

/* ---- what splitting at bytes rests on ---- */

static bool is_character(enum encoding e, const char *bytes, size_t len)
{
	char text[16];
	struct encoding_fault fault = { 0 };

	encoding_decode(e, bytes, len, text, &fault, NULL);
	return fault.kind == ENCODING_FINE;
}

static void encodings__hide__no_separator_in_a_character(void **unused)
{
	static const char marks[] = { ',', ';', '\t', '"', '\n', '\r', ' ', '\'' };
	static const enum encoding both[] = { ENCODING_GBK, ENCODING_GB18030 };

	(void)unused;
	for (size_t e = 0; e < ARRAY_SIZE(both); e++)
		for (int lead = 0x80; lead < 0x100; lead++)
			for (size_t m = 0; m < sizeof(marks); m++) {
				char pair[] = { (char)lead, marks[m] };

				if (is_character(both[e], pair, 1))
					continue;
				if (is_character(both[e], pair, 2))
					fail_msg("%02X %02X is a character", lead, marks[m]);
			}
	/* Of four bytes the second and fourth are digits, the third is a lead byte. */
	for (int second = 0; second < 0x100; second++)
		for (size_t at = 1; at < 4; at++) {
			char four[] = { (char)0x82, 0x35, (char)0x9C, 0x37 };

			four[at] = (char)second;
			if (is_character(ENCODING_GB18030, four, 4) && at != 2 &&
			    (second < '0' || second > '9') && second < 0x40)
				fail_msg("byte %zu of four may be %02X", at + 1, second);
			if (is_character(ENCODING_GB18030, four, 4) && at == 2 && second < 0x81)
				fail_msg("byte 3 of four may be %02X", second);
		}
}

/* ---- files ---- */

static void put_file(const char *path, const char *bytes, size_t len)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	fclose(f);
}

static void table_in_open__finds_out__what_a_file_is(void **unused)
{
	// clang-format off
	static const struct {
		const char *bytes; size_t len; enum encoding asked, encoding; bool mark, crlf; const char *why;
	} rows[] = {
		{ B("\xEF\xBB\xBF\xE5\xA7\x93\xE5\x90\x8D\r\nb\r\n"), ENCODING_AUTO, ENCODING_UTF8, true, true, "as Excel writes UTF-8" },
		{ B("\xE5\xA7\x93\xE5\x90\x8D\nb\n"), ENCODING_AUTO, ENCODING_UTF8, false, false, "UTF-8 without a mark" },
		{ B("\xD0\xD5\xC3\xFB\r\nb\r\n"), ENCODING_AUTO, ENCODING_GB18030, false, true, "as Excel writes CSV" },
		{ B("\xD0\xD5\xC3\xFB\nb\n"), ENCODING_GBK, ENCODING_GBK, false, false, "as somebody says" },
		{ B("\xEF\xBB\xBF\xE5\xA7\x93\xE5\x90\x8D\n"), ENCODING_UTF8, ENCODING_UTF8, true, false, "UTF-8 said, and marked" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct table_in *t;
		struct table_facts facts;
		struct table_row row;
		struct err err = { 0 };
		char sm3[65], want[65];

		put_file("facts.csv", rows[i].bytes, rows[i].len);
		if (table_in_open("facts.csv", rows[i].asked, &t, &facts, &err) < 0)
			fail_msg("%s: %s", err.msg, rows[i].why);
		if (facts.kind != TABLE_CSV || facts.encoding != rows[i].encoding ||
		    facts.mark != rows[i].mark || facts.crlf != rows[i].crlf ||
		    facts.bytes != rows[i].len)
			fail_msg("%s %d %d: %s", encoding_name(facts.encoding), facts.mark,
				 facts.crlf, rows[i].why);
		assert_int_equal(table_in_next(t, &row, &err), 1);
		assert_string_equal(row.cells[0].text, "姓名");
		table_in_sm3(t, sm3);
		assert_string_equal(sm3, "");
		while (table_in_next(t, &row, &err) == 1)
			;
		assert_int_equal(table_in_done(t), rows[i].len);
		table_in_sm3(t, sm3);
		sm3_hex_of(rows[i].bytes, rows[i].len, want);
		assert_string_equal(sm3, want);
		assert_int_equal(table_in_next(t, &row, &err), 0);
		table_in_close(t);
	}
}

static void table_in_open__refuses__what_is_no_table(void **unused)
{
	static const char utf16[] = "\xFF\xFE\xD3\x59\x0D\x54\x2C\x00";
	// clang-format off
	static const struct { const char *path, *said, *why; } rows[] = {
		{ "missing.csv", "没有", "it is not there" },
		{ "folder", "文件夹", "a folder" },
		{ "link.csv", "链接", "a link" },
		{ "fifo.csv", "不是普通文件", "a pipe would keep the desk waiting" },
		{ "/dev/zero", "不是普通文件", "a device has no end" },
		{ "/proc/self/mem", "", "memory is no table" },
		{ "empty.csv", "空文件", "nothing in it" },
		{ "utf16.csv", "UTF-16", "what Excel calls Unicode text" },
	};
	// clang-format on
	(void)unused;
	mkdir("folder", 0700);
	mkfifo("fifo.csv", 0600);
	put_file("empty.csv", "", 0);
	put_file("utf16.csv", B(utf16));
	unlink("link.csv");
	assert_int_equal(symlink("empty.csv", "link.csv"), 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct table_in *t = NULL;
		struct table_facts facts;
		struct err err = { 0 };

		if (table_in_open(rows[i].path, ENCODING_AUTO, &t, &facts, &err) == 0)
			fail_msg("opened %s: %s", rows[i].path, rows[i].why);
		if (err.code != ERR_INPUT || !strstr(err.msg, rows[i].said))
			fail_msg("“%s”: %s", err.msg, rows[i].why);
		assert_null(t);
	}
}

static void table_in_next__skips__rows_without_text(void **unused)
{
	static const char bytes[] = "\n\na,b\n,,,\n  , \n1,2\n\x1A";
	static const uint64_t lines[] = { 3, 6 };
	struct table_in *t;
	struct table_facts facts;
	struct table_row row;
	struct err err;

	(void)unused;
	put_file("blank.csv", B(bytes));
	assert_int_equal(table_in_open("blank.csv", ENCODING_AUTO, &t, &facts, &err), 0);
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		assert_int_equal(table_in_next(t, &row, &err), 1);
		assert_int_equal(row.line, lines[i]);
	}
	assert_int_equal(table_in_next(t, &row, &err), 0);
	table_in_close(t);
}

static void table_in_next__notices__a_file_that_changes(void **unused)
{
	struct table_in *t;
	struct table_facts facts;
	struct table_row row;
	struct err err;
	FILE *f;

	(void)unused;
	put_file("grows.csv", B("a,b\n1,2\n"));
	assert_int_equal(table_in_open("grows.csv", ENCODING_AUTO, &t, &facts, &err), 0);
	assert_int_equal(table_in_next(t, &row, &err), 1);
	f = fopen("grows.csv", "a");
	fputs("3,4\n", f);
	fclose(f);
	while (table_in_next(t, &row, &err) == 1)
		;
	assert_int_equal(table_in_next(t, &row, &err), -1);
	assert_int_equal(err.code, ERR_INPUT);
	assert_non_null(strstr(err.msg, "改动"));
	table_in_close(t);
}

/* ---- in bounded memory ---- */

static void put_many(FILE *f, const char *text, size_t count)
{
	for (size_t i = 0; i < count; i++)
		fputs(text, f);
}

/* Reads the file in a process of its own; what it says, and the most memory that it took, in KiB. */
static long read_apart(const char *path, char *out, size_t size)
{
	int ends[2], status;
	struct rusage used;
	FILE *back;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		static char said[1 << 16];
		struct table_in *t;
		struct table_facts facts;
		struct table_row row;
		struct err err;

		if (table_in_open(path, ENCODING_AUTO, &t, &facts, &err) < 0)
			_exit(1);
		while (table_in_next(t, &row, &err) == 1)
			append_row(said, sizeof(said), &row);
		table_in_close(t);
		_exit(write(ends[1], said, strlen(said)) < 0);
	}
	close(ends[1]);
	back = fdopen(ends[0], "r");
	out[fread(out, 1, size - 1, back)] = '\0';
	fclose(back);
	assert_int_equal(wait4(child, &status, 0, &used), child);
	assert_int_equal(status, 0);
	return used.ru_maxrss;
}

static void table_in_next__names__what_is_too_large_and_reads_on(void **unused)
{
	// clang-format off
	static const struct { const char *piece; size_t times; const char *want, *why; } rows[] = {
		{ "x", 0, "1:a|b/2:!第 2 行超过 1048576 字节…/3:3|4", "one long line" },
		{ "\"", 0, "1:a|b/2:!第 2 行超过 1048576 字节…/3:3|4", "quotes without end" },
		{ ",", 1000000, "1:a|b/2:!第 2 行有 1000001 格，最多 1024 格…/3:3|4", "a million columns" },
		{ ",\xE5\xBC\xA0", 260000, "1:a|b/2:!第 2 行有 260001 格…/3:3|4", "... with something in them" },
	};
	// clang-format on
	static char got[1 << 16];
	long small;

	(void)unused;
	put_file("large.csv", B("a,b\n"));
	small = read_apart("large.csv", got, sizeof(got));
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		FILE *f = fopen("large.csv", "wb");
		long large;

		fputs("a,b\n", f);
		put_many(f, rows[i].piece, rows[i].times ? rows[i].times : long_line << 20);
		fputs("\n3,4\n", f);
		fclose(f);
		large = read_apart("large.csv", got, sizeof(got));
		if (!fits(got, rows[i].want))
			fail_msg("gave %.300s: %s", got, rows[i].why);
		/* Under a sanitizer a byte of memory costs more than one. */
		if (large - small > 16 << 10)
			fail_msg("took %ld KiB more: %s", large - small, rows[i].why);
	}
}

/* Each line opens a quote, and each search for its fellow must stay short. */
static void table_in_next__is_quick__with_quotes_everywhere(void **unused)
{
	static const struct {
		const char *line;
		int count;
	} rows[] = {
		{ "1,\"2\n", 200000 },
		{ "1,\"\"\"2\n", 200000 },
		{ "\"\"\"\"\"\n", 200000 },
		{ "1,\"2\"x\n", 200000 },
		{ "\"\"\n", 200000 },
		{ "x\"y\n", 200000 },
		{ "1,\"\"2\n", 200000 },
		/* Read from any line on, the quote never closes. */
		{ "a\",\"\"\"\n", 40000 },
	};
	struct table_in *t;
	struct table_facts facts;
	struct table_row row;
	struct err err;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		FILE *f = fopen("quotes.csv", "wb");
		size_t read = 0;

		fputs("a,b\n", f);
		put_many(f, rows[i].line, (size_t)rows[i].count);
		fclose(f);
		assert_int_equal(table_in_open("quotes.csv", ENCODING_AUTO, &t, &facts, &err), 0);
		alarm(60);
		while (table_in_next(t, &row, &err) == 1)
			read++;
		alarm(0);
		assert_true(read > 39000 || i == 4);
		table_in_close(t);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_reader_next__parts__as_rfc_4180_says),
		cmocka_unit_test(csv_reader_next__names__each_broken_quote),
		cmocka_unit_test(csv_reader_next__spoils__one_row_for_a_bad_byte),
		cmocka_unit_test(csv_reader_next__reads__every_encoding_and_neighbour),
		cmocka_unit_test(csv_reader_next__hands_out__the_bytes_of_a_row),
		cmocka_unit_test(encodings__hide__no_separator_in_a_character),
		cmocka_unit_test(table_in_open__finds_out__what_a_file_is),
		cmocka_unit_test(table_in_open__refuses__what_is_no_table),
		cmocka_unit_test(table_in_next__skips__rows_without_text),
		cmocka_unit_test(table_in_next__notices__a_file_that_changes),
		cmocka_unit_test(table_in_next__names__what_is_too_large_and_reads_on),
		cmocka_unit_test(table_in_next__is_quick__with_quotes_everywhere),
	};

	if (argc > 1)
		long_line = strtoul(argv[1], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
