/* Covers db/key_runs: whatever goes in comes out in order, all of it, once; in memory and through the file. */
#include "tests/test.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/key_runs.h"

static uint64_t next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 33;
}

/* Words that begin alike, that are the beginning of others, that are longer than any may be, and that come twice. */
static void make_key(uint64_t *seed, char out[400])
{
	static const char *const pieces[] = { "张",          "晓燕", "a",
					      "zxy",         "138",  "\xF4\x8F\xBF\xBF",
					      "王王王王王王" };
	uint64_t n = next(seed);

	snprintf(out, 400, "%s%s%llu", pieces[n % 7], pieces[n / 7 % 7],
		 (unsigned long long)(n / 49 % 5000));
	if (n % 1000 == 0)
		snprintf(out, 400, "%0*llu", 300, (unsigned long long)n);
}

struct sum {
	uint64_t count, mixed;
};

static void count_in(struct sum *s, const char *key, int kind, int64_t filing)
{
	uint64_t h = 1469598103934665603u;

	for (size_t i = 0; key[i] && i < KEY_RUNS_TEXT_MOST; i++)
		h = (h ^ (unsigned char)key[i]) * 1099511628211u;
	s->count++;
	s->mixed += (h ^ (uint64_t)kind) * 1099511628211u ^ (uint64_t)filing;
}

static int compare(const char *key, int kind, int64_t filing, const struct key_run_entry *e)
{
	int order = strcmp(key, e->key);

	if (order == 0)
		order = kind - e->kind;
	return order ? order : (filing > e->filing) - (filing < e->filing);
}

static void go_through(size_t count)
{
	struct key_runs *r = key_runs_create(".");
	struct sum in = { 0 }, out = { 0 };
	struct key_run_entry e;
	struct err err = { 0 };
	uint64_t seed = count;
	char key[400], last[400] = "";
	int64_t filing = -1;
	int kind = -1, rc;

	assert_non_null(r);
	for (size_t i = 0; i < count; i++) {
		int k = (int)(next(&seed) % 15);

		make_key(&seed, key);
		count_in(&in, key, k, (int64_t)i / 3);
		assert_int_equal(key_runs_add(r, key, k, (int64_t)i / 3, &err), 0);
	}
	assert_int_equal(key_runs_count(r), count);
	if (key_runs_sort(r, &err) < 0)
		fail_msg("%s", err.msg);
	while ((rc = key_runs_next(r, &e, &err)) == 1) {
		if (compare(last, kind, filing, &e) > 0)
			fail_msg("%s %d stands before %s %d", last, kind, e.key, e.kind);
		count_in(&out, e.key, e.kind, e.filing);
		snprintf(last, sizeof(last), "%s", e.key);
		kind = e.kind;
		filing = e.filing;
	}
	assert_int_equal(rc, 0);
	assert_int_equal(in.count, out.count);
	assert_true(in.mixed == out.mixed);
	key_runs_destroy(r);
}

static size_t files_here(void)
{
	DIR *folder = opendir(".");
	size_t n = 0;

	assert_non_null(folder);
	while (readdir(folder))
		n++;
	closedir(folder);
	return n;
}

static void key_runs__sort__any_number(void **unused)
{
	static const size_t counts[] = { 0, 1, 2, 1000, 600000, 1500000 };
	size_t before = files_here();

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(counts); i++)
		go_through(counts[i]);
	/* The runs lie in a file without a name. */
	assert_int_equal(files_here(), before);
}

static void key_runs__say__where_nothing_can_be_written(void **unused)
{
	struct key_runs *r = key_runs_create("no/such/folder");
	struct err err = { 0 };
	int rc = 0;

	(void)unused;
	assert_non_null(r);
	for (int64_t i = 0; i < 3000000 && rc == 0; i++)
		rc = key_runs_add(r, "a word that takes room", 1, i, &err);
	assert_int_equal(rc, -1);
	assert_int_equal(err.code, ERR_STORAGE);
	key_runs_destroy(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(key_runs__sort__any_number),
		cmocka_unit_test(key_runs__say__where_nothing_can_be_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
