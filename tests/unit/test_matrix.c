/* Covers forms/workflow and db/acts: the whole matrix of roles, acts and states, cell by cell, against a table that was written
 * apart from the code (tests/data/matrix.tsv); once as the rules say it, once through the store. */
#include "tests/table.h"

#include "db/verify.h"

/* [act][role][state]: where it leads, STATE_COUNT: forbidden. */
static enum filing_state table[ACT_COUNT][ROLE_COUNT][STATE_COUNT];
static bool is_listed[ACT_COUNT][ROLE_COUNT], of_desk[ACT_COUNT][ROLE_COUNT];

static void read_row(char *line)
{
	char *rest = line, *cell = strsep(&rest, "\t");
	enum act a = act_by_key(cell);
	enum role r = role_by_key(strsep(&rest, "\t"));

	assert_true(a != ACT_COUNT && r != ROLE_COUNT);
	assert_false(is_listed[a][r]);
	is_listed[a][r] = true;
	for (int s = 0; s < STATE_COUNT; s++) {
		/* The columns stand in the order of a filing's life, as enum filing_state does. */
		cell = strsep(&rest, "\t");
		assert_non_null(cell);
		table[a][r][s] = strcmp(cell, "-") == 0 ? STATE_COUNT : state_by_name(cell);
		assert_true(table[a][r][s] != STATE_COUNT || strcmp(cell, "-") == 0);
	}
	cell = strsep(&rest, "\t");
	assert_non_null(cell);
	of_desk[a][r] = strcmp(cell, "yes") == 0;
	assert_true(of_desk[a][r] || strcmp(cell, "-") == 0);
	assert_null(rest);
}

static int read_table(void **unused)
{
	FILE *in = fopen(TEST_DATA "/matrix.tsv", "r");
	char line[512];
	int rows = 0;

	(void)unused;
	assert_non_null(in);
	while (fgets(line, sizeof(line), in)) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#')
			continue;
		if (strncmp(line, "act\t", 4) == 0) {
			assert_string_equal(
				line,
				"act\trole\tdraft\tready\tcertified\tsealed\tfiled\t"
				"returned\tdeclined\tsuperseded\trevoked\texpired\thistory\tdesk");
			continue;
		}
		read_row(line);
		rows++;
	}
	fclose(in);
	assert_int_equal(rows, ACT_COUNT * ROLE_COUNT);
	return 0;
}

static void workflow__says__what_the_table_says(void **unused)
{
	int cells = 0;

	(void)unused;
	for (int a = 0; a < ACT_COUNT; a++)
		for (int r = 0; r < ROLE_COUNT; r++)
			for (int s = 0; s < STATE_COUNT; s++) {
				enum filing_state want =
					is_listed[a][r] ? table[a][r][s] : STATE_COUNT;
				const struct transition *t =
					workflow_find((enum act)a, (enum filing_state)s);
				bool may = workflow_allows(ROLE_BIT(r), (enum act)a,
							   (enum filing_state)s);
				struct err err = { 0 };
				int rc = workflow_check(ROLE_BIT(r), (enum act)a,
							(enum filing_state)s, &err);

				cells++;
				if (may != (want != STATE_COUNT) || (rc == 0) != may ||
				    (may && t->to != want))
					fail_msg("%s by %s from %s", act_key((enum act)a),
						 role_key((enum role)r),
						 state_name((enum filing_state)s));
				if (!may && (err.code != ERR_NOT_ALLOWED || !*err.msg))
					fail_msg("no reason");
			}
	print_message("%d cells\n", cells);
}

static void workflow__says__what_the_table_says_of_the_desk(void **unused)
{
	(void)unused;
	for (int a = 0; a < ACT_COUNT; a++)
		for (int r = 0; r < ROLE_COUNT; r++) {
			struct err err = { 0 };
			bool may = workflow_allows(ROLE_BIT(r), (enum act)a, STATE_COUNT);
			int rc = workflow_check(ROLE_BIT(r), (enum act)a, STATE_COUNT, &err);

			if (may != of_desk[a][r] || (rc == 0) != may)
				fail_msg("%s by %s: %d", act_key((enum act)a),
					 role_key((enum role)r), may);
			if (!may && (err.code != ERR_NOT_ALLOWED || !*err.msg))
				fail_msg("%s by %s: no reason", act_key((enum act)a),
					 role_key((enum role)r));
			assert_true(!may || (act_flags((enum act)a) & ACT_IS_DESK));
		}
}

/* ---- through the store ---- */

static const char *const login_of[ROLE_COUNT] = {
	[ROLE_CLERK] = "zl",   [ROLE_DOCTOR] = "ljg",      [ROLE_SEAL_KEEPER] = "cf",
	[ROLE_HEAD] = "hzr",   [ROLE_SYSTEM_ADMIN] = "xt", [ROLE_SECURITY_ADMIN] = "aq",
	[ROLE_AUDITOR] = "sj",
};

/* Filed yesterday for that one day, so that it has run out. */
static void file_until_yesterday(struct office *o, int64_t id)
{
	struct act_request req = office_request(o, ACT_FILE, id);

	req.enddate = "2026-11-21";
	office_day(o, "2026-11-21");
	office_bring(o, id, STATE_SEALED);
	office_do(o, "wm", &req, NULL);
	office_day(o, "2026-11-22");
}

static int64_t amend(struct office *o, int64_t id)
{
	struct act_request req = office_request(o, ACT_AMEND, id);
	struct act_draft d;
	int64_t next;

	office_do(o, "hzr", &req, &d);
	next = d.amendment;
	act_draft_finish(&d);
	return next;
}

/* A filing of its own person in this state, by the acts that lead there. */
static int64_t make_history(struct office *o, unsigned person)
{
	struct filing_record r = { 0 };
	struct import_result read;
	char no[32];
	int64_t id;

	table_make("history.csv", person, 1);
	read = table_import(o, "history.csv");
	assert_int_equal(read.rows, 1);
	snprintf(no, sizeof(no), "L%lld-2", (long long)read.import);
	assert_int_equal(filings_load_no(o->st, no, &r, NULL), 1);
	id = r.id;
	filing_record_finish(&r);
	return id;
}

static int64_t make_in(struct office *o, enum filing_state state)
{
	static unsigned person_number;
	int64_t id = state == STATE_HISTORY ? 0 : office_register(o, "wm", ++person_number);

	switch (state) {
	case STATE_DRAFT:
	case STATE_READY:
	case STATE_CERTIFIED:
	case STATE_SEALED:
		office_bring(o, id, state);
		return id;
	case STATE_RETURNED:
		office_bring(o, id, STATE_READY);
		office_step(o, "hzr", ACT_RETURN, id);
		return id;
	case STATE_DECLINED:
		office_bring(o, id, STATE_READY);
		office_step(o, "ljg", ACT_DECLINE, id);
		return id;
	case STATE_FILED:
	case STATE_SUPERSEDED:
	case STATE_REVOKED:
	case STATE_EXPIRED:
		break;
	case STATE_HISTORY:
		return make_history(o, ++person_number);
	case STATE_COUNT:
		break;
	}
	file_until_yesterday(o, id);
	if (state == STATE_SUPERSEDED)
		office_bring(o, amend(o, id), STATE_FILED);
	if (state == STATE_REVOKED)
		office_step(o, "hzr", ACT_REVOKE, id);
	if (state == STATE_EXPIRED)
		office_step(o, "hzr", ACT_EXPIRE, id);
	return id;
}

/* A request that nothing but role and state could stand against. */
static struct act_request request_for(const struct office *o, enum act a, int64_t id)
{
	struct act_request req = office_request(o, a, id);

	if (a == ACT_CERTIFY_SEEN) {
		req.dr_name = "罗晓军";
		req.ide_name = "峨眉山市人民医院";
		req.ide_date = "2026-11-18";
	}
	return req;
}

static int save_as(struct office *o, const char *login, int64_t id, struct err *err)
{
	struct filing_record r = { 0 };
	int rc;

	assert_int_equal(filings_load(o->st, id, &r, NULL), 1);
	office_who(o, login);
	rc = filings_save(o->st, &r, 0, err);
	filing_record_finish(&r);
	return rc;
}

static enum filing_state state_of(struct office *o, int64_t id)
{
	struct filing_record r = { 0 };
	enum filing_state state;

	assert_int_equal(filings_load(o->st, id, &r, NULL), 1);
	state = r.state;
	filing_record_finish(&r);
	return state;
}

static int attempt(struct office *o, enum act a, const char *login, int64_t id, struct err *err)
{
	struct act_request req = request_for(o, a, id);

	return a == ACT_REGISTER ? save_as(o, login, id, err)
				 : office_try(o, login, &req, NULL, err);
}

static void try_cell(struct office *o, enum act a, enum role r, enum filing_state s, int64_t *id)
{
	enum filing_state want = table[a][r][s];
	struct err err = { 0 };
	int rc = attempt(o, a, login_of[r], *id, &err);

	if ((rc == 0) != (want != STATE_COUNT))
		fail_msg("%s by %s on %s: %d %s", act_key(a), role_key(r), state_name(s), rc,
			 err.msg);
	if (rc < 0 && (err.code != ERR_NOT_ALLOWED || !*err.msg))
		fail_msg("%s by %s on %s: no reason: %s", act_key(a), role_key(r), state_name(s),
			 err.msg);
	if (state_of(o, *id) != (rc == 0 ? want : s))
		fail_msg("%s by %s on %s led to %s", act_key(a), role_key(r), state_name(s),
			 state_name(state_of(o, *id)));
	/* Each cell meets a filing that nothing but the way to its state has touched. */
	if (rc == 0)
		*id = make_in(o, s);
}

static void store__does__what_the_table_says(void **unused)
{
	struct office_hospital other;
	struct verify_report report;
	struct office o;

	(void)unused;
	office_open(&o, "5111");
	office_hospital(&o, &other);
	for (int s = 0; s < STATE_COUNT; s++) {
		int64_t id = make_in(&o, (enum filing_state)s);

		for (int a = 0; a < ACT_COUNT; a++)
			for (int r = 0; r < ROLE_COUNT; r++)
				if (!(act_flags((enum act)a) & ACT_IS_DESK))
					try_cell(&o, (enum act)a, (enum role)r,
						 (enum filing_state)s, &id);
	}
	assert_int_equal(verify_store(o.s.path, NULL, 0, &report, NULL), 0);
	if (report.result == VERIFY_BROKEN)
		fail_msg("%s: %s", report.where, report.msg);
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(workflow__says__what_the_table_says),
		cmocka_unit_test(workflow__says__what_the_table_says_of_the_desk),
		cmocka_unit_test(store__does__what_the_table_says),
	};

	return cmocka_run_group_tests(tests, read_table, NULL);
}
