/* What a wrong sign-in costs: a login that there is and one that there is not must take equally long, or the desk tells who
 * works at it.
 *
 *   bench_sign_in [TRIES]     of each kind, alternating (default 40) */
#include "tests/bench/bench.h"

#include "db/setup.h"

static struct setup first_people(void)
{
	static const struct {
		const char *login, *name;
		enum role role;
	} rows[] = {
		{ "wm", "王敏", ROLE_CLERK },
		{ "xt", "许涛", ROLE_SYSTEM_ADMIN },
		{ "aq", "安琪", ROLE_SECURITY_ADMIN },
		{ "sj", "沈杰", ROLE_AUDITOR },
	};
	struct setup s = { .institution = { .code = "H51110200001",
					    .name = "乐山市人民医院",
					    .region = "5111",
					    .level = 3,
					    .files = true,
					    .diseases = "*" },
			   .count = ARRAY_SIZE(rows) };

	for (size_t i = 0; i < s.count; i++) {
		s.people[i].password = "Mtdesk-2026";
		s.people[i].staff.roles = ROLE_BIT(rows[i].role);
		snprintf(s.people[i].staff.login, sizeof(s.people[i].staff.login), "%s",
			 rows[i].login);
		snprintf(s.people[i].staff.name, sizeof(s.people[i].staff.name), "%s",
			 rows[i].name);
	}
	return s;
}

static double wrong(struct store *st, const char *login)
{
	double from = bench_seconds();
	struct actor a;

	if (staff_sign_in(st, login, "wrong", &a, NULL, NULL) != SIGN_IN_WRONG)
		exit(1);
	return bench_seconds() - from;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
	qsort(values, count, sizeof(*values), by_size);
	return values[count / 2];
}

/* A success in between keeps the account from being locked. */
static void measure(struct store *st, size_t tries, double *known, double *unknown)
{
	for (size_t i = 0; i < tries; i++) {
		struct actor a;

		if (i % 2)
			unknown[i] = wrong(st, "nobody");
		known[i] = wrong(st, "wm");
		if (i % 2 == 0)
			unknown[i] = wrong(st, "nobody");
		if (i % 3 == 2 &&
		    staff_sign_in(st, "wm", "Mtdesk-2026", &a, NULL, NULL) != SIGN_IN_DONE)
			exit(1);
	}
}

int main(int argc, char **argv)
{
	size_t tries = argc > 1 ? strtoul(argv[1], NULL, 10) : 40;
	double *known = calloc(tries, sizeof(*known)), *unknown = calloc(tries, sizeof(*unknown));
	struct setup s = first_people();
	struct store *st = NULL;
	struct err err = { 0 };
	double k, u;

	if (!known || !unknown || store_open("desk.db", STORE_READ_WRITE, &st, &err) ||
	    setup_commit(st, &s, &err)) {
		fprintf(stderr, "%s\n", err.msg);
		return 1;
	}
	measure(st, tries, known, unknown);
	k = median(known, tries);
	u = median(unknown, tries);
	printf("a wrong sign-in, median of %zu: login known %.1f ms, unknown %.1f ms, apart %.1f "
	       "%%\n",
	       tries, k * 1e3, u * 1e3, (k > u ? k / u - 1 : u / k - 1) * 100);
	store_close(st);
	free(known);
	free(unknown);
	return 0;
}
