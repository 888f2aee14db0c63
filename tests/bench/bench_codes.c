/* What finding a disease costs: microseconds a query, and how many times longer than comparing the query with every printed
 * name by strstr, the least that any search must do. */
#include "tests/bench/bench.h"

#include "forms/codetable.h"
#include "forms/pinyin.h"

#define ROUNDS 200

struct work {
	const struct codetable *t;
	const char *query;
	size_t count;
};

static void search(void *ctx)
{
	struct work *w = ctx;
	struct code_hit hits[20];

	for (int i = 0; i < ROUNDS; i++)
		codetable_search(w->t, w->query, hits, ARRAY_SIZE(hits), &w->count);
}

static void scan(void *ctx)
{
	struct work *w = ctx;

	for (int i = 0; i < ROUNDS; i++) {
		w->count = 0;
		for (size_t row = 0; row < w->t->count; row++)
			w->count += strstr(w->t->rows[row]->name, w->query) != NULL;
		__asm__ volatile("" : : "r"(w) : "memory");
	}
}

int main(void)
{
	static const char *const queries[] = { "M01904",    "肝豆状核变性", "m01904",
					       "高血压2级", "肝豆",         "g",
					       "gdzhbx",    "gandouzhuang", "糖",
					       "qqqqqq" };
	struct policies *ps = NULL;
	struct codetable t;
	struct err err = { 0 };

	if (policies_load(NULL, &ps, &err) || codetable_init(&t, ps, "5111"))
		return 1;
	for (size_t i = 0; i < ARRAY_SIZE(queries); i++) {
		struct work w = { &t, queries[i], 0 };
		double plain = bench_best(5, scan, &w), ours = bench_best(5, search, &w);

		printf("codes %-16s %3zu found %8.1f us, strstr %6.2f us, x%.0f\n", w.query,
		       w.count, ours / ROUNDS * 1e6, plain / ROUNDS * 1e6, ours / plain);
	}
	codetable_finish(&t);
	policies_free(ps);
	return 0;
}
