/* Measures printing: the first page with everything that must be loaded for it, pages after it, and how large the sheets are. */
#include "tests/sheets.h"

#include "tests/bench/bench.h"

#define TIMES 50
#define PAGES 50

static double print(struct sheet *s, const struct paper_options *o, size_t *out_len)
{
	struct err err = { 0 };
	char *pdf;
	int pages;
	double t = bench_seconds();

	if (paper_make(PAPER_FORM, &s->facts, o, &pdf, out_len, &pages, &err) < 0) {
		fprintf(stderr, "%s\n", err.msg);
		exit(1);
	}
	t = bench_seconds() - t;
	free(pdf);
	return t;
}

/* The quickest, and what it was: other programs disturb the rest. */
static void report(const char *what, struct sheet *s, const struct paper_options *o)
{
	double best = 1e9;
	size_t len = 0;

	for (int i = 0; i < TIMES; i++) {
		double t = print(s, o, &len);

		best = t < best ? t : best;
	}
	printf("%-28s %6.1f ms, %zu KB\n", what, 1e3 * best, len / 1024);
}

/* A document of many pages with a form's worth of text on each. */
static void report_pages(void)
{
	static const struct page_setup setup = { .moment = "2026-11-22 09:15:02",
						 .foot = "乐山市人民医院" };
	static const struct page_style style = { .size = 10 };
	struct err err = { 0 };
	struct page *p = page_begin(&setup, &err);
	double t = bench_seconds();
	char *pdf, line[256];
	size_t len;
	int pages;

	for (int i = 0; p && i < 40 * PAGES; i++) {
		if (i && i % 40 == 0)
			page_break(p);
		snprintf(line, sizeof(line),
			 "%d 张晓燕 511102199003076626 肝豆状核变性 M01904 城乡居民医保", i);
		page_text(p, 15, 15 + 6.5 * (i % 40), 180, line, &style);
	}
	if (!p || page_finish(p, &pdf, &len, &pages, &err) < 0) {
		fprintf(stderr, "%s\n", err.msg);
		exit(1);
	}
	t = bench_seconds() - t;
	printf("%-28s %6.1f ms a page, %zu KB\n", "50 pages of 40 lines", 1e3 * t / pages,
	       len / 1024);
	free(pdf);
}

int main(void)
{
	const struct paper_options filled = { 0 }, values = { .values_only = true };
	struct sheet s;
	size_t len = 0;

	sheet_open(&s, SHEET_WILSON);
	sheet_sign(&s);
	printf("%-28s %6.1f ms\n", "first page, fonts loaded", 1e3 * print(&s, &filled, &len));
	report("the form, QR and marks", &s, &filled);
	report("values for a printed form", &s, &values);
	s.facts.filing = NULL;
	report("a blank form", &s, &filled);
	report_pages();
	sheet_close(&s);
	return 0;
}
