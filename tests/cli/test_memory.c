/* Covers `mtdesk check` on long streams: one answer a line, in order, and no more memory for ten times the lines. Under
 * sanitizers the lines are few; tests/bench/bench_check runs the million on a release build. */
#include "tests/cli/run.h"

#include <unistd.h>

#define FEW 5000
#define MANY 50000
#define MORE_KIB 2048

static void make_lines(const char *path, int count)
{
	char command[512];

	snprintf(command, sizeof(command), "'%s' %d >%s", TEST_LINES, count, path);
	assert_int_equal(system(command), 0);
}

static struct outcome check_file(const char *path)
{
	/* A freed block that is kept in quarantine would look like growth. */
	setenv("ASAN_OPTIONS", "quarantine_size_mb=0:thread_local_quarantine_size_kb=0", 1);
	return run_desk(&(struct around) { .measured = true },
			ARGS("check", "--region", "1411", "--date", "2026-03-30", path));
}

static void judge_order(const char *out, long count)
{
	long line = 0;

	for (const char *at = out; *at; at = strchr(at, '\n') + 1) {
		char start[40];

		snprintf(start, sizeof(start), "{\"line\":%ld,\"ok\":", ++line);
		if (strncmp(at, start, strlen(start)) != 0)
			fail_msg("line %ld begins '%.40s'", line, at);
	}
	assert_int_equal(line, count);
}

static void check__holds__no_more_memory_for_more_lines(void **unused)
{
	struct outcome few, many;

	(void)unused;
	make_lines("few", FEW);
	make_lines("many", MANY);
	few = check_file("few");
	many = check_file("many");
	assert_int_equal(few.status, 1);
	assert_int_equal(many.status, 1);
	judge_order(many.out, MANY);
	print_message("check: %d lines %ld KiB, %d lines %ld KiB, %.0f lines/s\n", FEW,
		      few.peak_kib, MANY, many.peak_kib, MANY / many.seconds);
	assert_true(many.peak_kib < few.peak_kib + MORE_KIB);
	outcome_finish(&few);
	outcome_finish(&many);
}

/* A line as long as a disk is one line: it is skipped in the memory of one, and the next is judged. */
static void check__skips__a_line_of_100_megabytes(void **unused)
{
	static char block[1 << 20];
	FILE *f = fopen("long", "wb");
	struct outcome o, few;

	(void)unused;
	assert_non_null(f);
	memset(block, 'a', sizeof(block));
	fputs("{\"psn_name\":\"", f);
	for (int i = 0; i < 100; i++)
		fwrite(block, 1, sizeof(block), f);
	fputs("\"}\n{\"gend\":\"1\"}\n", f);
	fclose(f);
	make_lines("few", FEW);
	few = check_file("few");
	o = check_file("long");
	unlink("long");
	assert_int_equal(o.status, 1);
	assert_non_null(strstr(o.out, "{\"line\":1,\"ok\":false,"));
	assert_non_null(strstr(o.out, "\"code\":\"line_too_long\""));
	assert_non_null(strstr(o.out, "{\"line\":2,\"ok\":true,"));
	assert_true(o.peak_kib < few.peak_kib + MORE_KIB);
	outcome_finish(&o);
	outcome_finish(&few);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check__holds__no_more_memory_for_more_lines),
		cmocka_unit_test(check__skips__a_line_of_100_megabytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
