/* What judging lines costs.
 *
 *   bench_check [LINES]        default 1000000
 *
 * First the parts, in one process and over the same 100,000 lines, beside the least that any program must do with them: find
 * the line ends, and parse them with the JSON library alone. Then the program itself beside wc and, where it is installed, jq.
 * Last its memory for 10,000 and for LINES lines: growth of 2 MiB or more is a failure. */
#include "tests/bench/bench.h"

#include <jansson.h>

#include "db/filing_json.h"

#define PART_LINES 100000
#define MORE_KIB 2048

struct part {
	const char *path;
	FILE *out;
	struct check_context ctx;
	int depth; /* how far each line goes: 0 lines, 1 jansson, 2 read, 3 check, 4 write */
};

static void judge_line(struct part *p, const struct line *line, uint64_t number)
{
	struct filing f = { 0 };
	struct findings of_line = { 0 };
	struct check_result r = { 0 };
	bool readable = filing_from_json(line, &f, &of_line);

	if (readable && p->depth >= 3)
		filing_check(&f, &p->ctx, &r);
	if (p->depth >= 4)
		check_result_to_json(p->out, number, &f, readable, &r, &p->ctx);
	check_result_finish(&r);
	findings_finish(&of_line);
	filing_finish(&f);
}

static void go_through(void *ctx)
{
	struct part *p = ctx;
	FILE *in = fopen(p->path, "rb");
	struct lines lines;
	struct line line;
	struct err err = { 0 };

	if (!in || lines_init(&lines, in))
		exit(1);
	while (lines_next(&lines, &line, &err) == 1) {
		if (p->depth == 1)
			json_decref(json_loadb(line.text, line.len, JSON_REJECT_DUPLICATES, NULL));
		if (p->depth >= 2)
			judge_line(p, &line, lines.number);
	}
	lines_finish(&lines);
	fclose(in);
}

static void measure_parts(const char *path)
{
	static const char *const names[] = { "find the lines", "jansson alone", "read",
					     "read, check", "read, check, write" };
	struct part p = { .path = path, .out = fopen("/dev/null", "w") };
	struct policies *ps = NULL;
	struct codetable codes;
	struct err err = { 0 };
	double peer = 0, before = 0;

	if (!p.out || policies_load(NULL, &ps, &err) || codetable_init(&codes, ps, "1411"))
		exit(1);
	p.ctx = (struct check_context) { ps, &codes, "1411", { 2026, 3, 30 }, false, NULL };
	for (p.depth = 0; p.depth < (int)ARRAY_SIZE(names); p.depth++) {
		double ns = bench_best(3, go_through, &p) / PART_LINES * 1e9;

		peer = p.depth == 1 ? ns : peer;
		printf("%-22s %8.0f ns a line, %+8.0f", names[p.depth], ns, ns - before);
		if (p.depth > 1)
			printf(", x%.1f of jansson alone", ns / peer);
		printf("\n");
		before = ns;
	}
	codetable_finish(&codes);
	policies_free(ps);
	fclose(p.out);
}

static void measure_peers(const char *path)
{
	struct bench_run desk =
		bench_program_best(3, BENCH_ARGV(MTDESK_PROGRAM, "check", "--region", "1411",
						 "--date", "2026-03-30", path));
	struct bench_run wc = bench_program_best(3, BENCH_ARGV("wc", "-l", path));
	struct bench_run jq =
		bench_program_best(1, BENCH_ARGV("jq", "-c", "-R", "fromjson? // {}", path));

	printf("mtdesk check           %8.0f lines/s\n", PART_LINES / desk.seconds);
	printf("wc -l                  %8.0f lines/s, mtdesk takes x%.0f\n",
	       PART_LINES / wc.seconds, desk.seconds / wc.seconds);
	if (jq.status == 127)
		printf("jq                     is not installed\n");
	else
		printf("jq -c, parse and print %8.0f lines/s, mtdesk takes x%.2f\n",
		       PART_LINES / jq.seconds, desk.seconds / jq.seconds);
}

static void make_lines(const char *path, long count)
{
	char command[600];

	snprintf(command, sizeof(command), "'%s' %ld >'%s'", TEST_LINES, count, path);
	if (system(command) != 0)
		exit(1);
}

struct memory {
	struct bench_run run;
	long kib;
};

static struct memory measure_lines(const char *path, long count)
{
	struct memory m = { 0 };
	FILE *f;

	make_lines(path, count);
	m.run = bench_program(BENCH_ARGV(TEST_PEAK, "peak", MTDESK_PROGRAM, "check", "--region",
					 "1411", "--date", "2026-03-30", path));
	f = fopen("peak", "r");
	if (!f || fscanf(f, "%ld", &m.kib) != 1)
		exit(1);
	fclose(f);
	unlink("peak");
	return m;
}

static int measure_memory(const char *path, long count)
{
	struct memory few = measure_lines(path, 10000), many = measure_lines(path, count);

	printf("memory: 10000 lines %ld KiB, %ld lines %ld KiB, %.0f lines/s\n", few.kib, count,
	       many.kib, (double)count / many.run.seconds);
	if (few.run.status == 1 && many.run.status == 1 && many.kib < few.kib + MORE_KIB)
		return 0;
	printf("memory grows, or the lines were not judged\n");
	return 1;
}

int main(int argc, char **argv)
{
	long count = argc > 1 ? strtol(argv[1], NULL, 10) : 1000000;
	char path[] = "lines.XXXXXX";
	int fd = mkstemp(path), rc;

	if (fd < 0 || count < 1)
		return 2;
	close(fd);
	setvbuf(stdout, NULL, _IOLBF, 0);
	make_lines(path, PART_LINES);
	measure_parts(path);
	measure_peers(path);
	rc = measure_memory(path, count);
	unlink(path);
	return rc;
}
