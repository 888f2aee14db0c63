/* Covers `mtdesk convert`: streams, exit statuses, the place of what is wrong, and files that are there whole or not at all. */
#include "tests/cli/run.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define BYTES(text) text, sizeof(text) - 1

static void write_all(const char *path, const char *bytes, size_t len)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	fclose(f);
}

static void expect_bytes(const char *path, const char *bytes, size_t len, const char *why)
{
	size_t got;
	char *all = read_file(path, &got);

	if (got != len || memcmp(all, bytes, len) != 0)
		fail_msg("%s holds something else: %s", path, why);
	free(all);
}

static void convert__writes__another_encoding(void **unused)
{
	// clang-format off
	static const struct { const char *from, *to, *in; size_t in_len; const char *out; size_t out_len; const char *why; } rows[] = {
		{ "UTF-8", "GBK", BYTES("李,1\r\n"), BYTES("\xC0\xEE,1\r\n"), "plain" },
		{ "auto", "utf8", BYTES("\xC0\xEE\0\r\n\n"), BYTES("李\0\r\n\n"), "found out; NULs and line ends stay" },
		{ "auto", "GBK", BYTES("\xEF\xBB\xBF李"), BYTES("\xC0\xEE"), "the mark says what it is and is no text" },
		{ "GBK", "GB18030", BYTES("\x80"), BYTES("\xA2\xE3"), "Windows' euro sign" },
		{ "GB2312", "UTF-8", BYTES("\xA1\xA4\xA1\xAA"), BYTES("·—"), "GB2312 means GBK" },
		{ "GB18030", "GB18030", BYTES("\x82\x35\x90\x37"), BYTES("\xFE\x59"), "as 2022 writes it" },
		{ "UTF-8", "GB18030", BYTES("㛃𠮷䶮"), BYTES("\x82\x30\xB7\x31\x95\x34\xB2\x35\xFE\x9F"), "rare characters" },
		{ "auto", "GBK", BYTES(""), BYTES(""), "nothing" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct outcome o;

		write_all("given", rows[i].in, rows[i].in_len);
		o = run_desk(NULL, ARGS("convert", "--from", rows[i].from, "--to", rows[i].to,
					"given", "-o", "made"));
		if (o.status != 0 || *o.out || *o.err)
			fail_msg("status %d, '%s' '%s': %s", o.status, o.out, o.err, rows[i].why);
		expect_bytes("made", rows[i].out, rows[i].out_len, rows[i].why);
		outcome_finish(&o);
		o = run_desk(NULL,
			     ARGS("convert", "--from", rows[i].from, "--to", rows[i].to, "given"));
		if (o.status != 0 || o.out_len != rows[i].out_len ||
		    memcmp(o.out, rows[i].out, o.out_len) != 0)
			fail_msg("status %d, other bytes on standard output: %s", o.status,
				 rows[i].why);
		outcome_finish(&o);
		unlink("made");
	}
}

/* On standard output there is nothing but the finding, and no file is there. */
static void convert__names__the_first_wrong_place(void **unused)
{
	// clang-format off
	static const struct { const char *from, *to, *in; size_t len; const char *json, *said, *why; } rows[] = {
		{ "UTF-8", "GBK", BYTES("李\n王㛃,"), "{\"error\":\"unmappable\",\"offset\":7,\"line\":2,\"column\":2,\"codepoint\":\"U+36C3\"}\n",
		  "第 2 行第 2 字（偏移 7 字节）的“㛃”（U+36C3）在 GBK 里没有", "Extension A" },
		{ "auto", "GBK", BYTES("\xEF\xBB\xBF" "a𠮷"), "{\"error\":\"unmappable\",\"offset\":4,\"line\":1,\"column\":2,\"codepoint\":\"U+20BB7\"}\n",
		  "U+20BB7", "the mark counts as bytes, not as a character" },
		{ "GBK", "UTF-8", BYTES("\xC0\xEE,\xB0,\n"), "{\"error\":\"invalid\",\"offset\":3,\"line\":1,\"column\":3}\n",
		  "第 1 行第 3 字（偏移 3 字节）不是 GBK 的字符", "a cut lead byte swallows no comma" },
		{ "auto", "UTF-8", BYTES("\xC0\xEE\r\n\xD0\xD5\xC0"), "{\"error\":\"truncated\",\"offset\":6,\"line\":2,\"column\":2}\n",
		  "缺了一截", "the end inside a character" },
		{ "UTF-8", "UTF-8", BYTES("\xED\xA0\x80"), "{\"error\":\"invalid\",\"offset\":0,\"line\":1,\"column\":1}\n",
		  "不是 UTF-8 的字符", "a surrogate, although nothing is to change" },
		{ "auto", "GBK", BYTES("\xFF\xFE\x4E\x67"), "{\"error\":\"invalid\",\"offset\":0,\"line\":1,\"column\":1}\n",
		  "UTF-16", "UTF-16 is named" },
		{ "auto", "GBK", BYTES("a\0,\0b\0\n\0"), "{\"error\":\"invalid\",\"offset\":0,\"line\":1,\"column\":1}\n",
		  "CSV UTF-8", "... without a mark too" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		write_all("given", rows[i].in, rows[i].len);
		expect_run(NULL,
			   ARGS("convert", "--from", rows[i].from, "--to", rows[i].to, "--json",
				"given", "-o", "made"),
			   1, rows[i].json, NULL, rows[i].why);
		expect_run(NULL,
			   ARGS("convert", "--from", rows[i].from, "--to", rows[i].to, "--json",
				"given"),
			   1, rows[i].json, NULL, rows[i].why);
		expect_words(NULL,
			     ARGS("convert", "--from", rows[i].from, "--to", rows[i].to, "given",
				  "-o", "made"),
			     1, "", rows[i].said, rows[i].why);
		assert_false(is_there("made"));
	}
	/* What was there before is as it was. */
	write_file("made", "old");
	write_file("given", "㛃");
	expect_words(NULL, ARGS("convert", "--from", "auto", "--to", "GBK", "given", "-o", "made"),
		     1, "", NULL, "a file is replaced by a whole one only");
	expect_bytes("made", BYTES("old"), "a file is replaced by a whole one only");
	unlink("made");
}

static void convert__warns__of_what_it_is_not_sure_of(void **unused)
{
	(void)unused;
	write_file("given", "\xC3\xA9");
	expect_words(NULL, ARGS("convert", "--to", "UTF-8", "given"), 0, "é", "看不准", "é or 茅");
	expect_words(NULL, ARGS("convert", "--from", "GBK", "--to", "UTF-8", "given"), 0, "茅", "",
		     "who says what it is, is believed");
	write_file("given", "\xAA\xA1,x");
	expect_words(NULL, ARGS("convert", "--from", "GBK", "--to", "UTF-8", "given"), 0,
		     "\xEE\x80\x80", "自造字共 1 个", "a home-made character");
}

static void convert__onto_itself__is_safe(void **unused)
{
	struct stat st;

	(void)unused;
	write_file("given", "李");
	expect_run(NULL, ARGS("convert", "--from", "auto", "--to", "GBK", "given", "-o", "given"),
		   0, "", "", "its own name");
	expect_bytes("given", BYTES("\xC0\xEE"), "its own name");
	assert_int_equal(stat("given", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	write_file("given", "㛃");
	expect_words(NULL, ARGS("convert", "--from", "auto", "--to", "GBK", "given", "-o", "given"),
		     1, "", "U+36C3", "its own name, in vain");
	expect_bytes("given", "㛃", strlen("㛃"), "its own name, in vain");
}

static void convert__marks__where_it_is_asked_to(void **unused)
{
	(void)unused;
	write_file("given", "李");
	expect_run(NULL, ARGS("convert", "--from", "auto", "--to", "UTF-8", "--bom", "given"), 0,
		   "\xEF\xBB\xBF李", "", "UTF-8");
	expect_run(NULL, ARGS("convert", "--from", "auto", "--to", "GB18030", "--bom", "given"), 0,
		   "\x84\x31\x95\x33\xC0\xEE", "", "GB18030");
	expect_words(NULL, ARGS("convert", "--from", "auto", "--to", "GBK", "--bom", "given"), 2,
		     "", "--bom", "GBK has no mark");
}

static void convert__refuses__what_it_cannot_use(void **unused)
{
	// clang-format off
	static const struct { const char *path, *out; const char *said, *why; } rows[] = {
		{ "nowhere",   "made",           "没有这个文件", "no file" },
		{ "link",      "made",           "链接",         "a link" },
		{ "folder",    "made",           "文件夹",       "a folder" },
		{ "fifo",      "made",           "不是普通文件", "a pipe that nobody writes to" },
		{ "/dev/zero", "made",           "不是普通文件", "a device without an end" },
		{ "given",        "nowhere/out",   "nowhere/out",  "no such folder" },
		{ "given",        "folder",        "不是普通文件", "a folder for a file" },
		{ "given",        "link",          "链接",         "a link to write through" },
		{ "given",        "/dev/null",     "不是普通文件", "a device to write to" },
	};
	// clang-format on
	(void)unused;
	unlink("link");
	unlink("fifo");
	write_file("given", "李");
	assert_int_equal(symlink("given", "link"), 0);
	assert_int_equal(mkfifo("fifo", 0600), 0);
	mkdir("folder", 0700);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		expect_words(NULL,
			     ARGS("convert", "--from", "auto", "--to", "GBK", rows[i].path, "-o",
				  rows[i].out),
			     3, "", rows[i].said, rows[i].why);
	assert_false(is_there("made"));
	expect_words(&(struct around) { .out_path = "/dev/full" },
		     ARGS("convert", "--from", "auto", "--to", "GBK", "given"), 3, NULL, NULL,
		     "a full disk");
}

static void convert__tells__wrong_usage(void **unused)
{
	(void)unused;
	write_file("given", "李");
	expect_words(NULL, ARGS("convert", "--from", "big5", "--to", "GBK", "given"), 2, "", "big5",
		     "an encoding nobody asked us to know");
	expect_words(NULL, ARGS("convert", "--from", "auto", "--to", "auto", "given"), 2, "",
		     "auto", "nothing to find out about a target");
	expect_words(NULL, ARGS("convert", "--from", "auto", "given"), 2, "", "--to", "no target");
	expect_words(NULL, ARGS("convert", "--from", "auto", "--to", "GBK"), 2, "", NULL,
		     "no file");
	expect_words(NULL, ARGS("convert", "--to", "GBK", "--mask", "given"), 2, "", "convert",
		     "an option of another command");
}

/* Memory is the same for a file of any size. MTDESK_CONVERT_MIB makes it larger. */
#define FEW_MIB 1
#define MORE_KIB 2048

static void make_large(const char *path, long mib)
{
	static char block[1 << 20];
	static const char text[] = "李建国,㛃,𠮷,5111\r\n";
	size_t n = 0;
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	while (n + sizeof(text) <= sizeof(block)) {
		memcpy(block + n, text, sizeof(text) - 1);
		n += sizeof(text) - 1;
	}
	for (long i = 0; i < mib; i++)
		assert_int_equal(fwrite(block, 1, n, f), n);
	fputs("\xFF", f);
	fclose(f);
}

static struct outcome convert_large(long mib)
{
	setenv("ASAN_OPTIONS", "quarantine_size_mb=0:thread_local_quarantine_size_kb=0", 1);
	make_large("large.csv", mib);
	return run_desk(&(struct around) { .measured = true },
			ARGS("convert", "--from", "UTF-8", "--to", "GB18030", "--json", "large.csv",
			     "-o", "made"));
}

static void convert__holds__no_more_memory_for_more_bytes(void **unused)
{
	const char *asked = getenv("MTDESK_CONVERT_MIB");
	long mib = asked ? strtol(asked, NULL, 10) : 40;
	struct outcome few = convert_large(FEW_MIB), many = convert_large(mib);
	char offset[64];
	struct stat st;

	(void)unused;
	assert_int_equal(stat("large.csv", &st), 0);
	snprintf(offset, sizeof(offset), "\"offset\":%lld,", (long long)st.st_size - 1);
	if (many.status != 1 || !strstr(many.out, offset))
		fail_msg("status %d: %s instead of %s", many.status, many.out, offset);
	assert_false(is_there("made"));
	print_message("convert: %d MiB %ld KiB, %ld MiB %ld KiB, %.0f MiB/s\n", FEW_MIB,
		      few.peak_kib, mib, many.peak_kib, (double)mib / many.seconds);
	assert_true(many.peak_kib < few.peak_kib + MORE_KIB);
	outcome_finish(&few);
	outcome_finish(&many);
	unlink("large.csv");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(convert__writes__another_encoding),
		cmocka_unit_test(convert__names__the_first_wrong_place),
		cmocka_unit_test(convert__warns__of_what_it_is_not_sure_of),
		cmocka_unit_test(convert__onto_itself__is_safe),
		cmocka_unit_test(convert__marks__where_it_is_asked_to),
		cmocka_unit_test(convert__refuses__what_it_cannot_use),
		cmocka_unit_test(convert__tells__wrong_usage),
		cmocka_unit_test(convert__holds__no_more_memory_for_more_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
