/* Covers db/lines: lines of any length, with any end, in bounded memory. */
#include "tests/test.h"

#include "db/lines.h"

/* Feed bytes and compare the lines with `want`; NULs inside are allowed. */
struct piece {
	const char *text;
	size_t len;
};

static void expect_lines(const char *bytes, size_t len, const struct piece *want, size_t count,
			 const char *why)
{
	FILE *in = fmemopen((void *)bytes, len, "r");
	struct lines l;
	struct line line;
	struct err err;
	size_t i = 0;

	assert_non_null(in);
	assert_int_equal(lines_init(&l, in), 0);
	for (; lines_next(&l, &line, &err) == 1; i++) {
		if (i >= count || line.len != want[i].len || line.too_long ||
		    memcmp(line.text, want[i].text, line.len) != 0 || line.text[line.len])
			fail_msg("line %zu is '%s': %s", i + 1, line.text, why);
		assert_int_equal(l.number, i + 1);
	}
	if (i != count)
		fail_msg("%zu lines instead of %zu: %s", i, count, why);
	lines_finish(&l);
	lines_finish(&l);
	fclose(in);
}

#define BYTES(text) text, sizeof(text) - 1

static void lines_next__splits__any_line_end(void **unused)
{
	// clang-format off
	static const struct { const char *bytes; size_t len; struct piece want[4]; size_t count; const char *why; } rows[] = {
		{ BYTES("a\nbc\n"),           { { BYTES("a") }, { BYTES("bc") } }, 2, "line feeds" },
		{ BYTES("a\r\nbc\r\n"),       { { BYTES("a") }, { BYTES("bc") } }, 2, "as Windows ends lines" },
		{ BYTES("a\nbc"),             { { BYTES("a") }, { BYTES("bc") } }, 2, "a last line without end" },
		{ BYTES("a\n\nb\n"),          { { BYTES("a") }, { BYTES("") }, { BYTES("b") } }, 3, "an empty line counts" },
		{ BYTES("\n"),                { { BYTES("") } }, 1, "one empty line" },
		{ BYTES("a\rb\n"),            { { BYTES("a\rb") } }, 1, "a carriage return inside stays" },
		{ BYTES("a\0b\nc\n"),         { { BYTES("a\0b") }, { BYTES("c") } }, 2, "a NUL inside stays" },
		{ BYTES("\xEF\xBB\xBF" "a\n\xEF\xBB\xBF" "b\n"), { { BYTES("a") }, { BYTES("\xEF\xBB\xBF" "b") } }, 2,
		  "a mark is skipped at the file's start only" },
		{ BYTES("\xEF\xBB\xBF"),      { { BYTES("") } }, 1, "a mark alone" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		expect_lines(rows[i].bytes, rows[i].len, rows[i].want, rows[i].count, rows[i].why);
}

static void lines_next__ends__at_once_on_an_empty_file(void **unused)
{
	FILE *in = fopen("/dev/null", "r");
	struct lines l;
	struct line line;

	(void)unused;
	assert_int_equal(lines_init(&l, in), 0);
	assert_int_equal(lines_next(&l, &line, NULL), 0);
	assert_int_equal(l.number, 0);
	lines_finish(&l);
	fclose(in);
}

static void put_many(FILE *to, size_t count)
{
	for (size_t i = 0; i < count; i++)
		putc('x', to);
}

static void lines_next__cuts__only_what_is_too_long(void **unused)
{
	FILE *file = tmpfile();
	struct lines l;
	struct line line;

	(void)unused;
	put_many(file, LINE_MAX_BYTES);
	fputs("\n", file);
	put_many(file, LINE_MAX_BYTES + 1);
	fputs("\r\nnext", file);
	rewind(file);
	assert_int_equal(lines_init(&l, file), 0);
	assert_int_equal(lines_next(&l, &line, NULL), 1);
	assert_false(line.too_long);
	assert_int_equal(line.len, LINE_MAX_BYTES);
	assert_int_equal(lines_next(&l, &line, NULL), 1);
	assert_true(line.too_long);
	assert_int_equal(line.len, LINE_MAX_BYTES);
	assert_int_equal(lines_next(&l, &line, NULL), 1);
	assert_false(line.too_long);
	assert_string_equal(line.text, "next");
	assert_int_equal(l.number, 3);
	assert_int_equal(lines_next(&l, &line, NULL), 0);
	lines_finish(&l);
	fclose(file);
}

static void lines_next__says__what_cannot_be_read(void **unused)
{
	FILE *folder = fopen("/", "r");
	struct lines l;
	struct line line;
	struct err err = { 0 };

	(void)unused;
	assert_non_null(folder);
	assert_int_equal(lines_init(&l, folder), 0);
	assert_int_equal(lines_next(&l, &line, &err), -1);
	assert_int_equal(err.code, ERR_INPUT);
	assert_true(strlen(err.msg) > 0);
	lines_finish(&l);
	fclose(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_next__splits__any_line_end),
		cmocka_unit_test(lines_next__ends__at_once_on_an_empty_file),
		cmocka_unit_test(lines_next__cuts__only_what_is_too_long),
		cmocka_unit_test(lines_next__says__what_cannot_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
