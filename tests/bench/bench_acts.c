/* What an act costs, beside a bare commit of the same store.
 *
 *   bench_acts [FILINGS]      default 100
 *
 * Prints, for each act, milliseconds to prepare it (what stands on the screen) and to commit it (second look, signature, audit,
 * rows), and the commit as a multiple of the commit of one small row. */
#include "tests/office.h"

#include "tests/bench/bench.h"

static double prepared[ACT_COUNT], committed[ACT_COUNT];
static int counted[ACT_COUNT];

static void act(struct office *o, const char *login, enum act a, int64_t filing)
{
	const struct act_request req = office_request(o, a, filing);
	const struct actor *who = office_who(o, login);
	bool seal = a == ACT_SEAL;
	struct act_draft d;
	struct err err = { 0 };
	double from = bench_seconds(), between;

	if (acts_prepare(o->st, who, &req, &o->ctx, &d, &err) < 0)
		goto failed;
	prepared[a] += bench_seconds() - from;
	office_confirm(o, login, a);
	between = bench_seconds();
	if (acts_commit(o->st, who, &d, seal ? o->seal_key : o->keys[office_index(login)],
			seal ? o->seal_key_id : 0, &o->ctx, &err) < 0)
		goto failed;
	committed[a] += bench_seconds() - between;
	counted[a]++;
	act_draft_finish(&d);
	return;
failed:
	fprintf(stderr, "%s: %s\n", act_key(a), err.msg);
	exit(1);
}

/* One small row in a transaction of its own. */
static double bare_commit(struct office *o, int rounds)
{
	double from = bench_seconds();

	for (int i = 0; i < rounds; i++) {
		struct stmt *q;
		char text[16];

		if (store_begin(o->st, NULL) < 0)
			exit(1);
		snprintf(text, sizeof(text), "%d", i);
		q = stmt_get(o->st, STMT_SETTING_SET);
		stmt_bind_text(q, 1, "bench");
		stmt_bind_text(q, 2, text);
		if (stmt_run(q, NULL) < 0 || store_commit(o->st, NULL) < 0)
			exit(1);
	}
	return (bench_seconds() - from) / rounds;
}

int main(int argc, char **argv)
{
	int filings = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 100;
	struct office o;
	double bare;

	office_open(&o, "5111");
	for (int i = 1; i <= filings; i++) {
		int64_t id = office_register(&o, "wm", (unsigned)i);

		act(&o, "wm", ACT_SUBMIT, id);
		act(&o, "ljg", ACT_CERTIFY, id);
		act(&o, "cf", ACT_SEAL, id);
		act(&o, "zl", ACT_FILE, id);
		act(&o, "hzr", ACT_REVIEW, id);
		act(&o, "hzr", i % 2 ? ACT_REVOKE : ACT_AMEND, id);
	}
	bare = bare_commit(&o, filings);
	printf("bare commit  %8.3f ms\n", bare * 1e3);
	for (int a = 0; a < ACT_COUNT; a++)
		if (counted[a])
			printf("%-12s %8.3f ms to prepare, %8.3f ms to commit, x%.1f\n",
			       act_key((enum act)a), prepared[a] / counted[a] * 1e3,
			       committed[a] / counted[a] * 1e3, committed[a] / counted[a] / bare);
	office_close(&o);
	return 0;
}
