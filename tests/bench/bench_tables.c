/* What carrying tables costs: text from one encoding to another, beside the iconv program; workbooks out and in, beside an archiver that
 * only unpacks them.
 *
 *   bench_tables [MIB [ROWS]]        default 128 MiB of text, 100000 rows of 16 cells
 *
 * First the text, then its conversions, then how the encoding is found out; then the workbook; last the memory of
 * `mtdesk convert` for 1 MiB and for all of it: growth of 2 MiB or more is a failure. */
#include "tests/bench/bench.h"

#include <sys/stat.h>

#include "db/encoding.h"
#include "db/table_in.h"
#include "db/xlsx.h"

#define ROUNDS 3
#define COLUMNS 16
#define MORE_KIB 2048

static void fail(const char *what)
{
	fprintf(stderr, "bench_tables: %s\n", what);
	exit(1);
}

/* ---- text ---- */

/* A line of the ledger, with a rare character in one of ten. */
static void make_text(const char *path, long mib)
{
	static const char *const names[] = { "李建国", "王小明", "阿依古丽·买买提",
					     "张晓燕", "欧阳娜", "赵玕",
					     "陈芳",   "何志荣", "周立",
					     "𠮷野䶮" };
	FILE *out = fopen(path, "wb");
	long long size = 0;

	if (!out)
		fail("no text");
	for (long i = 0; size < (long long)mib << 20; i++) {
		int n = fprintf(out,
				"%s,女,36,城乡居民基本医疗保险,居民身份证,51110219900307%04ld,"
				"1380013%04ld,M01904,肝豆状核变性,李建国,2026-11-22,乐山市人民医院,"
				"乐山市人民医院,王敏,2026-11-22,\r\n",
				names[i % 10], i % 10000, i % 10000);

		size += n;
	}
	fclose(out);
}

static double megabytes(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (double)st.st_size / 1e6 : 0;
}

static void compare(const char *from, const char *to, const char *in, const char *out)
{
	struct bench_run ours =
		bench_program_best(ROUNDS, BENCH_ARGV(MTDESK_PROGRAM, "convert", "--from", from,
						      "--to", to, in, "-o", out));
	struct bench_run theirs = bench_program_best(
		ROUNDS, BENCH_ARGV("iconv", "-f", from, "-t", to, in, "-o", "theirs"));

	if (ours.status != 0)
		fail("convert failed");
	printf("%-7s -> %-7s  mtdesk %6.0f MB/s   iconv %6.0f MB/s   (%.2f times)\n", from, to,
	       megabytes(in) / ours.seconds, megabytes(in) / theirs.seconds,
	       theirs.seconds / ours.seconds);
	if (theirs.status == 0 && bench_program(BENCH_ARGV("cmp", "-s", "theirs", out)).status != 0)
		fail("the two files differ");
}

static void detect(void *path)
{
	struct encoding_guess guess;
	struct err err;
	FILE *in = fopen(path, "rb");

	if (!in || encoding_detect(in, &guess, &err) < 0)
		fail("detection failed");
	fclose(in);
}

static void measure_text(long mib)
{
	static const char *const encodings[] = { "GB18030", "UTF-8" };

	make_text("utf8", mib);
	compare("UTF-8", "GB18030", "utf8", "gb");
	compare("GB18030", "UTF-8", "gb", "ours");
	compare("UTF-8", "UTF-8", "utf8", "ours");
	for (size_t i = 0; i < ARRAY_SIZE(encodings); i++) {
		static char files[][5] = { "gb", "utf8" };
		char *path = files[i];

		printf("finding out %-7s  %6.0f MB/s\n", encodings[i],
		       megabytes(path) / bench_best(ROUNDS, detect, path));
	}
}

/* ---- workbooks ---- */

static void write_book(void *ctx)
{
	static const char *const header[COLUMNS] = { "a", "b", "c", "d", "e", "f", "g", "h",
						     "i", "j", "k", "l", "m", "n", "o", "p" };
	const long rows = *(long *)ctx;
	struct xlsx_writer *w = NULL;
	struct err err = { 0 };

	if (xlsx_begin("book.xlsx", "备案", "2026-11-22 09:15:02", header, COLUMNS, &w, &err) < 0)
		fail(err.msg);
	for (long i = 0; i < rows; i++) {
		char certno[32];
		const char *const cells[COLUMNS] = {
			"李建国",         "女",     "36",          "城乡居民基本医疗保险",
			"居民身份证",     certno,   "13800138000", "M01904",
			"肝豆状核变性",   "李建国", "2026-11-22",  "乐山市人民医院",
			"乐山市人民医院", "王敏",   "2026-11-22",  ""
		};

		snprintf(certno, sizeof(certno), "5111021990%08ld", i);
		if (xlsx_row(w, cells, NULL, &err) < 0)
			fail(err.msg);
	}
	if (xlsx_end(w, &err) < 0)
		fail(err.msg);
}

static void read_book(void *ctx)
{
	struct table_facts facts;
	struct table_in *t;
	struct table_row row;
	struct err err = { 0 };
	long count = 0;
	int rc;

	if (table_in_open("book.xlsx", ENCODING_AUTO, &t, &facts, &err) < 0)
		fail(err.msg);
	while ((rc = table_in_next(t, &row, &err)) == 1)
		count++;
	table_in_close(t);
	if (rc < 0 || count != *(long *)ctx + 1)
		fail("rows are missing");
}

static void measure_book(long rows)
{
	double cells = (double)rows * COLUMNS, write = bench_best(ROUNDS, write_book, &rows),
	       read = bench_best(ROUNDS, read_book, &rows);
	struct bench_run unzip =
		bench_program_best(ROUNDS, BENCH_ARGV("unzip", "-tq", "book.xlsx"));

	printf("workbook of %ld rows, %.1f MB: written %.0f cells/s, read %.0f cells/s (%.2f s)",
	       rows, megabytes("book.xlsx"), cells / write, cells / read, read);
	if (unzip.status == 0)
		printf(", unzip alone %.2f s", unzip.seconds);
	putchar('\n');
}

/* ---- memory ---- */

static long peak_of(const char *in)
{
	struct bench_run run =
		bench_program(BENCH_ARGV(TEST_PEAK, "peak", MTDESK_PROGRAM, "convert", "--from",
					 "UTF-8", "--to", "GB18030", in, "-o", "gb"));
	FILE *f = fopen("peak", "r");
	long kib = -1;

	if (run.status != 0 || !f || fscanf(f, "%ld", &kib) != 1)
		fail("no measure of memory");
	fclose(f);
	return kib;
}

static int measure_memory(long mib)
{
	long few, many;

	make_text("small", 1);
	few = peak_of("small");
	many = peak_of("utf8");
	printf("memory: 1 MiB %ld KiB, %ld MiB %ld KiB\n", few, mib, many);
	return many - few < MORE_KIB ? 0 : 1;
}

int main(int argc, char **argv)
{
	long mib = argc > 1 ? strtol(argv[1], NULL, 10) : 128,
	     rows = argc > 2 ? strtol(argv[2], NULL, 10) : 100000;

	if (mib < 1 || rows < 1)
		fail("bench_tables [MIB [ROWS]]");
	measure_text(mib);
	measure_book(rows);
	return measure_memory(mib);
}
