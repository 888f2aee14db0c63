/* What it costs to take a ledger in as history and to write it out again, beside the plainest tools for the same file:
 *
 *   iconv -f GBK -t UTF-8 ledger.csv | sqlite3 plain.db '.import'         (one table, no index, no check, one transaction)
 *   sqlite3 plain.db -csv 'SELECT *' | iconv -t GBK
 *
 *   bench_exchange [ROWS]      default 100000, in the current folder; the product's figures are of 1000000
 *
 * Prints seconds, rows a second, and how many times longer than the plain tools; the phases of an import; and the most memory. */
#include <sys/resource.h>
#include <sys/stat.h>

#include "tests/bench/bench.h"

#include "db/csv_writer.h"
#include "db/exports.h"
#include "db/imports.h"
#include "db/store.h"

static unsigned rows = 100000;
static struct policies *packs;
static struct codetable codes;
static struct check_context ctx = { .policies = NULL, .codes = &codes, .region = "5111" };

static void check(int rc, const struct err *err)
{
	if (rc >= 0)
		return;
	fprintf(stderr, "%s\n", err->msg);
	exit(1);
}

/* A shell line of our own; in seconds. */
static double run_shell(const char *line)
{
	double from = bench_seconds();

	if (system(line) != 0) {
		fprintf(stderr, "failed: %s\n", line);
		exit(1);
	}
	return bench_seconds() - from;
}

static double file_mb(const char *path)
{
	struct stat st = { 0 };

	stat(path, &st);
	return (double)st.st_size / 1e6;
}

/* --- The ledger --- */

static void make_certno(unsigned i, char out[19])
{
	snprintf(out, 19, "511102%04u%02u%02u%03u", 1930 + i % 80, 1 + i / 80 % 12,
		 1 + i / 960 % 28, i / 26880 % 1000);
	out[17] = identity_check_character(out);
	out[18] = '\0';
}

static void put_row(struct csv_writer *w, unsigned i)
{
	static const char *const surnames[] = { "王", "李", "张", "刘", "陈", "杨", "赵",
						"黄", "周", "吴", "徐", "孙", "曾", "单" };
	static const char *const given[] = { "伟", "芳", "娜", "敏", "静", "丽", "强", "磊",
					     "军", "洋", "勇", "艳", "杰", "涛", "明", "燕",
					     "小", "国", "建", "华", "文", "红", "玉", "志" };
	char name[32], certno[19], tel[16], day[11];
	unsigned k = i * 2654435761u;
	const char *cells[16];

	snprintf(name, sizeof(name), "%s%s%s", surnames[k % 14], given[k / 14 % 24],
		 given[k / 336 % 24]);
	make_certno(i, certno);
	snprintf(tel, sizeof(tel), "138%08u", i);
	snprintf(day, sizeof(day), "202%u-%02u-%02u", i % 5, 1 + i % 12, 1 + i % 28);
	cells[0] = name;
	cells[1] = (certno[16] - '0') % 2 ? "男" : "女";
	cells[2] = "";
	cells[3] = i % 2 ? "城乡居民基本医疗保险" : "职工基本医疗保险";
	cells[4] = "居民身份证（户口簿）";
	cells[5] = certno;
	cells[6] = tel;
	cells[7] = "M00105";
	cells[8] = "肺结核";
	cells[9] = "李建国";
	cells[10] = cells[14] = day;
	cells[11] = "峨眉山市人民医院";
	cells[12] = "乐山市人民医院";
	cells[13] = "王敏";
	cells[15] = i % 10 ? "" : "材料齐全，已核对原件";
	if (csv_writer_row(w, cells, 16, NULL, NULL) != 0)
		exit(1);
}

static void make_ledger(const char *path)
{
	FILE *out = fopen(path, "wb");
	const char *words[16];
	struct csv_writer w;

	for (size_t i = 0; i < 16; i++)
		words[i] = column_word(i);
	if (!out || csv_writer_init(&w, out, ENCODING_GBK, false, NULL) < 0 ||
	    csv_writer_row(&w, words, 16, NULL, NULL) != 0)
		exit(1);
	for (unsigned i = 0; i < rows; i++)
		put_row(&w, i);
	csv_writer_finish(&w);
	if (fclose(out) != 0)
		exit(1);
}

/* --- Our own --- */

/* When the rows were read and the words began. */
struct phases {
	double begun, words;
};

static bool watch(void *ctx_, uint64_t done, uint64_t all)
{
	struct phases *p = ctx_;

	if (!p->words && done >= all / 1000 * 650)
		p->words = bench_seconds();
	return false;
}

static double import_ledger(struct store *st, struct phases *p)
{
	const struct import_request req = { .path = "ledger.csv", .encoding = ENCODING_GBK };
	struct import_result *r = calloc(1, sizeof(*r));
	struct err err = { 0 };
	double took;

	*p = (struct phases) { .begun = bench_seconds() };
	check(imports_read(st, NULL, &req, &ctx, watch, p, r, &err), &err);
	took = bench_seconds() - p->begun;
	if (r->rows != rows)
		printf("only %llu taken in, %llu skipped, %llu rejected: line %llu %s\n",
		       (unsigned long long)r->rows, (unsigned long long)r->skipped,
		       (unsigned long long)r->rejected, (unsigned long long)r->first[0].line,
		       r->first[0].reason);
	free(r);
	return took;
}

static double dry_run(struct store *st)
{
	const struct import_request req = { .path = "ledger.csv",
					    .encoding = ENCODING_GBK,
					    .dry_run = true };
	struct import_result *r = calloc(1, sizeof(*r));
	struct err err = { 0 };
	double from = bench_seconds();

	check(imports_read(st, NULL, &req, &ctx, NULL, NULL, r, &err), &err);
	free(r);
	return bench_seconds() - from;
}

static double export_ledger(struct store *st, enum export_format format, enum encoding encoding,
			    const char *path)
{
	const struct export_request req = { .format = format, .encoding = encoding, .path = path };
	struct export_result r;
	struct err err = { 0 };
	double from = bench_seconds();

	unlink(path);
	check(exports_write(st, NULL, &req, NULL, NULL, &r, &err), &err);
	return bench_seconds() - from;
}

static void tell(const char *what, double took, double plain)
{
	printf("%-28s %8.2f s  %9.0f rows/s", what, took, rows / took);
	if (plain > 0)
		printf("   %5.1f times the plain tools' %.2f s", took / plain, plain);
	printf("\n");
	fflush(stdout);
}

static double search_ms(struct store *st, const char *text)
{
	const struct filing_query query = { text, STATE_COUNT };
	struct filing_brief hits[20];
	struct err err = { 0 };
	double from = bench_seconds();
	size_t total;

	check(filings_search(st, &query, hits, 20, &total, &err), &err);
	return (bench_seconds() - from) * 1e3;
}

static void measure(struct store *st, double plain_in, double plain_out)
{
	struct rusage usage;
	struct phases p;
	double took = dry_run(st);

	tell("import --dry-run", took, plain_in);
	took = import_ledger(st, &p);
	tell("import", took, plain_in);
	printf("  rows read and staged %.2f s, words and digests %.2f s; store %.0f MB of a file "
	       "of %.0f MB\n",
	       p.words - p.begun, p.begun + took - p.words, file_mb("bench.db"),
	       file_mb("ledger.csv"));
	tell("import again, all skipped", import_ledger(st, &p), plain_in);
	tell("export CSV GBK", export_ledger(st, EXPORT_CSV, ENCODING_GBK, "out.csv"), plain_out);
	tell("export CSV UTF-8", export_ledger(st, EXPORT_CSV, ENCODING_UTF8, "out8.csv"),
	     plain_out);
	if (rows < 1000000)
		tell("export XLSX", export_ledger(st, EXPORT_XLSX, ENCODING_UTF8, "out.xlsx"),
		     plain_out);
	printf("search: 张伟 %.1f ms, zw %.1f ms, 13800000017 %.1f ms, 1 %.1f ms\n",
	       search_ms(st, "张伟"), search_ms(st, "zw"), search_ms(st, "13800000017"),
	       search_ms(st, "1"));
	getrusage(RUSAGE_SELF, &usage);
	printf("most memory: %ld MB\n", usage.ru_maxrss / 1024);
}

int main(int argc, char **argv)
{
	struct store *st = NULL;
	struct err err = { 0 };
	double in, out;

	if (argc > 1)
		rows = (unsigned)strtoul(argv[1], NULL, 10);
	check(policies_load(NULL, &packs, &err), &err);
	check(codetable_init(&codes, packs, "5111"), &err);
	ctx.policies = packs;
	date_parse("2026-11-22", &ctx.today);
	make_ledger("ledger.csv");
	unlink("plain.db");
	in = run_shell(
		"iconv -f GBK -t UTF-8 ledger.csv | sqlite3 plain.db '.import --csv /dev/stdin t'");
	out = run_shell(
		"sqlite3 -csv plain.db 'SELECT * FROM t' | iconv -f UTF-8 -t GBK > plain.csv");
	check(store_open("bench.db", STORE_READ_WRITE, &st, &err), &err);
	printf("%u rows\n", rows);
	tell("iconv | sqlite3 .import", in, 0);
	tell("sqlite3 -csv | iconv", out, 0);
	measure(st, in, out);
	store_close(st);
	codetable_finish(&codes);
	policies_free(packs);
	return 0;
}
