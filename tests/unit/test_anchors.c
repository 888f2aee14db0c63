/* Covers db/anchors and db/anchor_file: the line and what signs it, and the file that only grows. */
#include "tests/scratch_store.h"

#include <fcntl.h>

#include "db/anchor_file.h"
#include "db/anchors.h"
#include "forms/merkle.h"
#include "tests/people.h"

static struct anchor made(struct store *st)
{
	struct err err = { 0 };
	struct anchor a;

	if (anchor_make(st, &a, &err) < 0)
		fail_msg("%s", err.msg);
	return a;
}

static void note(struct store *st)
{
	const struct audit_entry e = { .act = ACT_START, .object = "desk" };

	assert_int_equal(audit_note(st, &e, NULL), 0);
}

static struct desk_identity identity(struct store *st)
{
	struct desk_identity d;

	assert_int_equal(desk_identity_load(st, &d, NULL), 1);
	return d;
}

static void anchor_make__covers__the_whole_chain(void **unused)
{
	char head[SM3_HEX_SIZE], root[SM3_HEX_SIZE];
	unsigned char hash[SM3_SIZE];
	struct merkle tree = { 0 };
	struct audit_row rows[64];
	struct scratch s;
	struct anchor a;
	int count;
	int64_t seq;

	(void)unused;
	scratch_store(&s);
	people_set_up(s.st);
	a = made(s.st);
	assert_int_equal(audit_head(s.st, &seq, head, NULL), 0);
	assert_int_equal(a.size, seq);
	assert_string_equal(a.head, head);
	assert_string_equal(a.desk, identity(s.st).uuid);
	count = audit_list(s.st, 0, rows, 64, NULL);
	assert_int_equal(count, seq);
	while (count-- > 0) {
		assert_true(hex_decode(rows[count].hash, hash, sizeof(hash)));
		assert_int_equal(merkle_add(&tree, hash), 0);
	}
	assert_int_equal(merkle_root(&tree, hash), 0);
	hex_encode(hash, sizeof(hash), root);
	assert_string_equal(a.root, root);
	assert_true(anchor_signature_valid(&a, identity(s.st).public));
	scratch_remove(&s);
}

static void anchor_make__writes__store_and_file(void **unused)
{
	struct anchor first, again, second, list[4], *lines;
	struct err err = { 0 };
	size_t count, bad;
	struct scratch s;
	char *path;

	(void)unused;
	scratch_store(&s);
	people_set_up(s.st);
	first = made(s.st);
	again = made(s.st);
	assert_memory_equal(&first, &again, sizeof(first));
	note(s.st);
	second = made(s.st);
	assert_int_equal(second.size, first.size + 1);
	assert_int_equal(anchors_list(s.st, list, 4, &err), 2);
	assert_memory_equal(&list[0], &first, sizeof(first));
	assert_memory_equal(&list[1], &second, sizeof(second));
	path = anchor_file_path(s.st);
	assert_int_equal(anchor_file_read(path, &lines, &count, &bad, &err), 0);
	assert_int_equal(count, 2);
	assert_int_equal(bad, 0);
	assert_memory_equal(&lines[1], &second, sizeof(second));
	free(lines);
	free(path);
	scratch_remove(&s);
}

static void anchor_make__refuses__where_there_is_no_desk(void **unused)
{
	struct err err = { 0 };
	struct scratch s;
	struct anchor a;

	(void)unused;
	scratch_store(&s);
	assert_int_equal(anchor_make(s.st, &a, &err), -1);
	assert_non_null(strstr(err.msg, "还没有建"));
	scratch_remove(&s);
}

#define UUID "0f4c0a3e-7b53-4d9a-8a25-3f7f2c1f9b11"
#define ROOT "1111111111111111111111111111111111111111111111111111111111111111"
#define HEAD "2222222222222222222222222222222222222222222222222222222222222222"
#define LINE "mtdesk-anchor/1 " UUID " 42 " ROOT " " HEAD " 2026-11-22T17:30:00 "

static void anchor_parse__reads__what_was_written(void **unused)
{
	char line[ANCHOR_LINE_SIZE];
	struct anchor a;

	(void)unused;
	assert_true(anchor_parse(LINE "3045", &a));
	assert_string_equal(a.desk, UUID);
	assert_int_equal(a.size, 42);
	assert_string_equal(a.root, ROOT);
	assert_string_equal(a.head, HEAD);
	assert_string_equal(a.at, "2026-11-22 17:30:00");
	assert_string_equal(a.signature, "3045");
	anchor_format(&a, line);
	assert_string_equal(line, LINE "3045");
}

static void anchor_parse__refuses__everything_else(void **unused)
{
	static const struct {
		const char *line, *why;
	} bad[] = {
		{ "", "nothing" },
		{ LINE, "no signature" },
		{ LINE "304", "half a byte" },
		{ LINE "30AB", "capital digits" },
		{ LINE "3045 ", "a blank behind" },
		{ LINE "3045 x", "a word too many" },
		{ " " LINE "3045", "a blank before" },
		{ "mtdesk-anchor/2 " UUID " 42 " ROOT " " HEAD " 2026-11-22T17:30:00 3045",
		  "another kind" },
		{ "mtdesk-anchor/1 " UUID " 042 " ROOT " " HEAD " 2026-11-22T17:30:00 3045",
		  "a leading zero" },
		{ "mtdesk-anchor/1 " UUID " +42 " ROOT " " HEAD " 2026-11-22T17:30:00 3045",
		  "a sign" },
		{ "mtdesk-anchor/1 " UUID " 0 " ROOT " " HEAD " 2026-11-22T17:30:00 3045",
		  "no row" },
		{ "mtdesk-anchor/1 " UUID " -1 " ROOT " " HEAD " 2026-11-22T17:30:00 3045",
		  "a negative row" },
		{ "mtdesk-anchor/1 " UUID "  42 " ROOT " " HEAD " 2026-11-22T17:30:00 3045",
		  "two blanks" },
		{ "mtdesk-anchor/1 " UUID " 42 " ROOT " " HEAD " 2026-11-22 17:30:00 3045",
		  "a blank in the time" },
		{ "mtdesk-anchor/1 " UUID " 42 " ROOT " " HEAD " 2026-11-22T17:30 3045",
		  "a short time" },
		{ "mtdesk-anchor/1 " UUID " 42 " ROOT "1 " HEAD " 2026-11-22T17:30:00 3045",
		  "a long root" },
		{ "mtdesk-anchor/1 " UUID " 42 " ROOT " 22 2026-11-22T17:30:00 3045",
		  "a short head" },
		{ "mtdesk-anchor/1 x 42 " ROOT " " HEAD " 2026-11-22T17:30:00 3045",
		  "a short desk" },
		{ "mtdesk-anchor/1 " UUID " 99999999999999999999 " ROOT " " HEAD
		  " 2026-11-22T17:30:00 3045",
		  "more rows than can be" },
	};
	struct anchor a;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		if (anchor_parse(bad[i].line, &a))
			fail_msg("read in spite of %s", bad[i].why);
}

static void anchor_signature_valid__finds__any_other_value(void **unused)
{
	struct desk_identity d;
	struct scratch s;
	struct anchor a, other;

	(void)unused;
	scratch_store(&s);
	people_set_up(s.st);
	d = identity(s.st);
	a = made(s.st);
	for (int i = 0; i < 5; i++) {
		other = a;
		other.size += i == 0;
		other.desk[0] = i == 1 ? other.desk[0] ^ 1 : other.desk[0];
		other.root[9] = i == 2 ? (other.root[9] == '0' ? '1' : '0') : other.root[9];
		other.head[9] = i == 3 ? (other.head[9] == '0' ? '1' : '0') : other.head[9];
		other.at[3] = i == 4 ? '7' : other.at[3];
		if (anchor_signature_valid(&other, d.public))
			fail_msg("part %d is not signed", i);
	}
	scratch_remove(&s);
}

/* A crash may leave half a line: it stays alone, and what is added later is whole. */
static void anchor_file_append__begins__a_new_line_after_a_torn_one(void **unused)
{
	struct anchor a, *lines;
	struct scratch s;
	size_t count, bad;
	char *path;
	int fd;

	(void)unused;
	scratch_store(&s);
	people_set_up(s.st);
	made(s.st);
	path = anchor_file_path(s.st);
	fd = open(path, O_WRONLY | O_APPEND);
	assert_int_equal(write(fd, "mtdesk-anch", 11), 11);
	close(fd);
	note(s.st);
	a = made(s.st);
	assert_int_equal(anchor_file_read(path, &lines, &count, &bad, NULL), 0);
	assert_int_equal(count, 2);
	assert_int_equal(bad, 2);
	assert_int_equal(lines[1].size, a.size);
	free(lines);
	free(path);
	scratch_remove(&s);
}

static void anchor_file_read__numbers__the_first_line_that_is_none(void **unused)
{
	static const struct {
		const char *text;
		size_t count, bad;
		const char *why;
	} rows[] = {
		{ "", 0, 0, "an empty file" },
		{ LINE "3045\n", 1, 0, "one anchor" },
		{ LINE "3045", 1, 0, "no line end" },
		{ LINE "3045\r\n\r\n" LINE "3045\r\n", 2, 0, "line ends of another system" },
		{ "\n  " LINE "3045  \n", 1, 0, "blanks around it" },
		{ LINE "3045\n日结单\n" LINE "3045\nx\n", 2, 2, "words between" },
		{ "x\n", 0, 1, "no anchor" },
	};
	struct anchor *lines;
	size_t count, bad;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		FILE *out = fopen("anchors.txt", "w");

		assert_non_null(out);
		fputs(rows[i].text, out);
		fclose(out);
		assert_int_equal(anchor_file_read("anchors.txt", &lines, &count, &bad, NULL), 0);
		if (count != rows[i].count || bad != rows[i].bad)
			fail_msg("%s: %zu anchors, line %zu", rows[i].why, count, bad);
		free(lines);
	}
	unlink("anchors.txt");
	assert_int_equal(anchor_file_read("anchors.txt", &lines, &count, &bad, NULL), -1);
	assert_int_equal(anchor_file_read("/dev/zero", &lines, &count, &bad, NULL), -1);
}

static void anchor_file_read__passes_over__a_line_without_end(void **unused)
{
	FILE *out = fopen("anchors.txt", "w");
	struct anchor *lines;
	size_t count, bad;

	(void)unused;
	assert_non_null(out);
	for (int i = 0; i < 100000; i++)
		fputc('7', out);
	fputs("\n" LINE "3045\n", out);
	fclose(out);
	assert_int_equal(anchor_file_read("anchors.txt", &lines, &count, &bad, NULL), 0);
	assert_int_equal(count, 1);
	assert_int_equal(bad, 1);
	free(lines);
	unlink("anchors.txt");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(anchor_make__covers__the_whole_chain),
		cmocka_unit_test(anchor_make__writes__store_and_file),
		cmocka_unit_test(anchor_make__refuses__where_there_is_no_desk),
		cmocka_unit_test(anchor_parse__reads__what_was_written),
		cmocka_unit_test(anchor_parse__refuses__everything_else),
		cmocka_unit_test(anchor_signature_valid__finds__any_other_value),
		cmocka_unit_test(anchor_file_append__begins__a_new_line_after_a_torn_one),
		cmocka_unit_test(anchor_file_read__numbers__the_first_line_that_is_none),
		cmocka_unit_test(anchor_file_read__passes_over__a_line_without_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
