/* Covers db/supervise_report, _sample, _questions and _csv. */
#include "tests/unit/rows.h"
#include "tests/people.h"

#include "db/supervise.h"
#include "db/table_in.h"

static const struct date year_from = { 2026, 1, 1 }, year_to = { 2026, 12, 31 };

#define LI "李建国", "D511102000123", "乐山市人民医院"
#define WANG "王海", "D511102000777", "乐山市中医医院"

/* Nine filings of two doctors, with every end. */
static void fill(struct scratch *s)
{
	FILE *db = put_begin(s);

	for (int id = 1; id <= 9; id++) {
		char no[32];

		snprintf(no, sizeof(no), "20261122-%04d", id);
		put_filing_row(db, &(struct put_filing) { .id = id,
							  .no = no,
							  .state = "filed",
							  .version = id == 7 ? 2 : 1,
							  .prior = id == 9 ? 1 : 0,
							  .disease = id <= 5 ? "肝豆状核变性"
									     : "高血压" });
	}
	/* 1, 2: 李建国, one of them against the reference. */
	put_act_row(db, &(struct put_act) { 1, 1, 3, "certify", "2026-03-01 09:00:00", LI, NULL });
	put_act_row(db, &(struct put_act) { 1, 1, 1, "file", "2026-03-31 23:59:59", NULL, NULL,
					    NULL, NULL });
	put_act_row(db, &(struct put_act) { 2, 1, 3, "certify", "2026-04-01 09:00:00", LI,
					    "家族史明确" });
	put_act_row(db, &(struct put_act) { 2, 1, 1, "file", "2026-04-01 10:00:00", NULL, NULL,
					    NULL, NULL });
	/* 3: on paper, of another institution; filed, then revoked in May. */
	put_act_row(db, &(struct put_act) { 3, 1, 1, "certify_seen", "2026-04-02 09:00:00", WANG,
					    NULL });
	put_act_row(db, &(struct put_act) { 3, 1, 1, "file", "2026-04-02 10:00:00", NULL, NULL,
					    NULL, NULL });
	put_act_row(db, &(struct put_act) { 3, 1, 5, "revoke", "2026-05-02 10:00:00", NULL, NULL,
					    NULL, NULL });
	/* 4: returned before anybody certified; 5: declined by a doctor of the register. */
	put_act_row(db, &(struct put_act) { 4, 1, 1, "return", "2026-04-03 09:00:00", NULL, NULL,
					    NULL, NULL });
	put_act_row(db, &(struct put_act) { 5, 1, 3, "decline", "2026-04-04 09:00:00", NULL, NULL,
					    NULL, NULL });
	/* 7: the certification of its first version does not count for its second. */
	put_act_row(db, &(struct put_act) { 7, 1, 3, "certify", "2026-04-05 09:00:00", LI,
					    "旧版理由" });
	put_act_row(db, &(struct put_act) { 7, 1, 4, "return", "2026-04-06 09:00:00", NULL, NULL,
					    NULL, NULL });
	put_act_row(db, &(struct put_act) { 7, 2, 1, "certify_seen", "2026-04-07 09:00:00", WANG,
					    NULL });
	put_act_row(db, &(struct put_act) { 7, 2, 1, "file", "2026-04-07 10:00:00", NULL, NULL,
					    NULL, NULL });
	/* 8: before the year; 9: an amendment of 1. */
	put_act_row(db, &(struct put_act) { 8, 1, 1, "file", "2025-12-31 23:59:59", NULL, NULL,
					    NULL, NULL });
	put_act_row(db, &(struct put_act) { 9, 1, 3, "certify", "2026-06-01 09:00:00", LI,
					    "更正理由" });
	put_act_row(db, &(struct put_act) { 9, 1, 1, "file", "2026-06-01 10:00:00", NULL, NULL,
					    NULL, NULL });
	put_end(db);
	put(s, "INSERT INTO institution (id, code, name, kind, level, region, certifies, files) "
	       "VALUES (50, 'H', '乐山市人民医院', 'hospital', 3, '5111', 1, 1);"
	       "INSERT INTO doctor (id, code, name, title, institution, staff) "
	       "VALUES (50, 'D511102000123', '李建国', '主治医师', 50, 3)");
}

static void report_make__counts__by_each_key(void **unused)
{
	static const struct {
		enum report_by by;
		const char *key;
		int filed, declined, returned, revoked, overridden;
	} want[] = {
		{ REPORT_DISEASE, "M01904 肝豆状核变性", 3, 1, 1, 1, 1 },
		{ REPORT_DISEASE, "M01904 高血压", 1, 0, 1, 0, 0 },
		{ REPORT_DOCTOR, "李建国 D511102000123", 2, 1, 1, 0, 1 },
		{ REPORT_DOCTOR, "王海 D511102000777", 2, 0, 0, 1, 0 },
		{ REPORT_DOCTOR, "（未经认定）", 0, 0, 1, 0, 0 },
		{ REPORT_INSTITUTION, "乐山市人民医院", 2, 1, 1, 0, 1 },
		{ REPORT_INSTITUTION, "乐山市中医医院", 2, 0, 0, 1, 0 },
		{ REPORT_MONTH, "2026-03", 1, 0, 0, 0, 0 },
		{ REPORT_MONTH, "2026-04", 3, 1, 2, 0, 1 },
		{ REPORT_MONTH, "2026-05", 0, 0, 0, 1, 0 },
		{ REPORT_MONTH, "2026-06", 0, 0, 0, 0, 0 },
	};
	struct report_row rows[20];
	struct err err = { 0 };
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	fill(&s);
	for (size_t i = 0; i < ARRAY_SIZE(want); i++) {
		int n = report_make(s.st, want[i].by, year_from, year_to, rows, 20, &err), k = 0;

		while (k < n && strcmp(rows[k].key, want[i].key) != 0)
			k++;
		if (k >= n)
			fail_msg("no row %s of %s: %s", want[i].key, report_by_key(want[i].by),
				 err.msg);
		if (rows[k].filed != want[i].filed || rows[k].declined != want[i].declined ||
		    rows[k].returned != want[i].returned || rows[k].revoked != want[i].revoked ||
		    rows[k].overridden != want[i].overridden)
			fail_msg("%s: %d %d %d %d %d", want[i].key, (int)rows[k].filed,
				 (int)rows[k].declined, (int)rows[k].returned, (int)rows[k].revoked,
				 (int)rows[k].overridden);
	}
	scratch_remove(&s);
}

static void report_make__keeps__to_days_order_and_room(void **unused)
{
	struct report_row rows[20];
	struct err err = { 0 };
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	assert_int_equal(report_make(s.st, REPORT_MONTH, year_from, year_to, rows, 20, &err), 0);
	fill(&s);
	assert_int_equal(report_make(s.st, REPORT_MONTH, (struct date) { 2026, 3, 31 },
				     (struct date) { 2026, 3, 31 }, rows, 20, &err),
			 1);
	assert_int_equal(report_make(s.st, REPORT_MONTH, (struct date) { 2026, 3, 1 },
				     (struct date) { 2026, 3, 30 }, rows, 20, &err),
			 0);
	assert_int_equal(report_make(s.st, REPORT_MONTH, year_from, year_to, rows, 20, &err), 4);
	assert_string_equal(rows[0].key, "2026-03");
	assert_string_equal(rows[3].key, "2026-06");
	assert_int_equal(report_make(s.st, REPORT_DISEASE, year_from, year_to, rows, 20, &err), 2);
	assert_string_equal(rows[0].key, "M01904 肝豆状核变性");
	/* What has no room is summed up. */
	assert_int_equal(report_make(s.st, REPORT_MONTH, year_from, year_to, rows, 2, &err), 2);
	assert_int_equal(rows[0].filed + rows[1].filed, 4);
	assert_string_equal(rows[1].key, "（其余）");
	scratch_remove(&s);
}

/* ---- the sample ---- */

/* The digests are openssl's: printf %s SEED:ID | openssl dgst -sm3. */
static int64_t first_by_openssl(const char *seed, const int *ids, size_t count)
{
	char best[80] = "~", line[80], command[128];
	int64_t first = 0;

	for (size_t i = 0; i < count; i++) {
		FILE *p;

		snprintf(command, sizeof(command), "printf %%s '%s:%d' | openssl dgst -sm3 -r",
			 seed, ids[i]);
		p = popen(command, "r");
		assert_non_null(p);
		assert_non_null(fgets(line, sizeof(line), p));
		pclose(p);
		line[64] = '\0';
		if (strcmp(line, best) < 0) {
			memcpy(best, line, sizeof(best));
			first = ids[i];
		}
	}
	return first;
}

static struct sample_ask ask_for(const char *seed, int size)
{
	return (struct sample_ask) { seed, size, year_from, year_to };
}

static int draw(struct scratch *s, const struct sample_ask *ask, struct sample_row *out)
{
	struct err err = { 0 };
	int64_t population;
	int n = sample_draw(s->st, NULL, ask, out, 20, &population, &err);

	if (n < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(population, 5);
	return n;
}

static void sample_draw__draws__what_the_seed_says(void **unused)
{
	static const int filed[] = { 1, 2, 3, 7, 9 };
	struct sample_row a[20], b[20];
	struct sample_ask ask;
	struct scratch s;
	bool differs = false;

	(void)unused;
	scratch_store(&s);
	people_set_up(s.st);
	put(&s, "DELETE FROM doctor; DELETE FROM institution_disease");
	fill(&s);
	for (int i = 0; i < 6; i++) {
		char seed[16];
		int n;

		snprintf(seed, sizeof(seed), "2026-%d", i);
		ask = ask_for(seed, 2);
		n = draw(&s, &ask, a);
		assert_int_equal(n, draw(&s, &ask, b));
		for (int k = 0; k < n; k++)
			assert_int_equal(a[k].brief.id, b[k].brief.id);
		assert_true(a[0].drawn && a[1].drawn);
		assert_int_equal(a[0].brief.id, first_by_openssl(seed, filed, ARRAY_SIZE(filed)));
		for (int k = 2; k < n; k++)
			assert_true(!a[k].drawn && a[k].override);
		differs = differs ||
			  a[0].brief.id != first_by_openssl("2026-0", filed, ARRAY_SIZE(filed));
	}
	assert_true(differs);
	scratch_remove(&s);
}

/* Every override is listed, drawn or not, once. */
static void sample_draw__lists__every_override(void **unused)
{
	struct sample_row rows[20];
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	people_set_up(s.st);
	put(&s, "DELETE FROM doctor; DELETE FROM institution_disease");
	fill(&s);
	for (int size = 1; size <= 6; size++) {
		struct sample_ask ask = ask_for("x", size);
		int n = draw(&s, &ask, rows), overrides = 0, drawn = 0;

		for (int k = 0; k < n; k++) {
			overrides += rows[k].override;
			drawn += rows[k].drawn;
			assert_true(rows[k].override ==
				    (rows[k].brief.id == 2 || rows[k].brief.id == 9));
			for (int m = 0; m < k; m++)
				assert_int_not_equal(rows[m].brief.id, rows[k].brief.id);
		}
		assert_int_equal(overrides, 2);
		assert_int_equal(drawn, size < 5 ? size : 5);
	}
	scratch_remove(&s);
}

static void sample_draw__refuses__with_the_reason(void **unused)
{
	static const struct {
		const char *seed;
		int size;
		const char *says, *why;
	} bad[] = {
		{ "", 5, "种子", "no seed" },
		{ "01234567890123456789012345678901234567890123456789012345678901234", 5, "种子",
		  "too long" },
		{ "1", 0, "件数", "none" },
		{ "1", 1001, "件数", "too many" },
	};
	struct actor clerk;
	struct sample_row rows[4];
	struct sample_ask ask;
	struct err err = { 0 };
	struct scratch s;
	int64_t population;

	(void)unused;
	scratch_store(&s);
	people_set_up(s.st);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		ask = ask_for(bad[i].seed, bad[i].size);
		if (sample_draw(s.st, NULL, &ask, rows, 4, &population, &err) >= 0 ||
		    !strstr(err.msg, bad[i].says))
			fail_msg("%s: %s", bad[i].why, err.msg);
	}
	ask = (struct sample_ask) { "1", 5, year_to, year_from };
	assert_int_equal(sample_draw(s.st, NULL, &ask, rows, 4, &population, &err), -1);
	people_sign_in(s.st, "wm", &clerk, NULL);
	ask = ask_for("1", 5);
	assert_int_equal(sample_draw(s.st, &clerk, &ask, rows, 4, &population, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_non_null(strstr(err.msg, "审计管理员"));
	scratch_remove(&s);
}

static void sample_draw__leaves__its_row_in_the_audit(void **unused)
{
	struct sample_row rows[4];
	struct audit_row last;
	struct actor who;
	struct sample_ask ask = ask_for("7 月", 5);
	struct err err = { 0 };
	struct scratch s;
	int64_t population;

	(void)unused;
	scratch_store(&s);
	people_set_up(s.st);
	people_sign_in(s.st, "sj", &who, NULL);
	assert_int_equal(sample_draw(s.st, &who, &ask, rows, 4, &population, &err), 0);
	assert_int_equal(audit_list(s.st, 0, &last, 1, &err), 1);
	assert_string_equal(last.act, "supervise");
	assert_string_equal(last.role, "auditor");
	assert_int_equal(last.staff, who.staff);
	assert_string_equal(
		last.detail,
		"seed=7 月 size=5 from=2026-01-01 to=2026-12-31 population=0 drawn=0 overrides=0");
	scratch_remove(&s);
}

/* ---- questions ---- */

/* `count` filings certified by a doctor, `seconds` after they were opened. */
struct batch {
	int count;
	const char *doctor, *at; /* the day and hour: "2026-11-20 10" */
	int seconds, tel;        /* tel 0: each his own */
};

static void put_batch(FILE *db, const struct batch *b, int *id)
{
	for (int i = 0; i < b->count; i++) {
		char no[32], opened[32], at[32], tel[32], certno[32];

		++*id;
		snprintf(no, sizeof(no), "20261120-%04d", *id);
		snprintf(opened, sizeof(opened), "%s:00:00", b->at);
		snprintf(at, sizeof(at), "%s:%02d:%02d", b->at, b->seconds / 60, b->seconds % 60);
		snprintf(tel, sizeof(tel), "1380000%04d", b->tel ? b->tel : *id);
		snprintf(certno, sizeof(certno), "51110219900307%04d", *id);
		put_filing_row(db, &(struct put_filing) { .id = *id,
							  .no = no,
							  .state = "certified",
							  .version = 1,
							  .doctor = b->doctor,
							  .doctor_code = b->doctor,
							  .tel = tel,
							  .certno = certno,
							  .created_at = opened });
		put_act_row(db, &(struct put_act) { .filing = *id,
						    .version = 1,
						    .staff = 1,
						    .act = "submit",
						    .at = at });
		put_act_row(db, &(struct put_act) { .filing = *id,
						    .version = 1,
						    .staff = 3,
						    .act = "certify",
						    .at = at });
	}
}

static const struct {
	struct batch batch[3];
	const char *asks; /* NULL: nothing */
	const char *why;
} patterns[] = {
	{ { { 11, "李建国", "2026-11-20 10", 600, 0 }, { 9, "王海", "2026-11-20 10", 600, 0 } },
	  "共认定 20 件，其中李建国一人认定 11 件",
	  "more than half of twenty" },
	{ { { 10, "李建国", "2026-11-20 10", 600, 0 }, { 10, "王海", "2026-11-20 10", 600, 0 } },
	  NULL,
	  "just half" },
	{ { { 10, "李建国", "2026-11-20 10", 600, 0 }, { 9, "王海", "2026-11-20 10", 600, 0 } },
	  NULL,
	  "more than half of nineteen" },
	{ { { 1, "李建国", "2026-11-20 10", 59, 0 } },
	  "有 1 件从录入到认定不足 60 秒，最短 59 秒",
	  "59 seconds" },
	{ { { 1, "李建国", "2026-11-20 10", 60, 0 } }, NULL, "60 seconds" },
	{ { { 20, "李建国", "2026-11-20 10", 100, 0 }, { 20, "王海", "2026-10-20 10", 401, 0 } },
	  "李建国从录入到认定的中位数是 100 秒，其他医师是 401 秒",
	  "less than a quarter of the others" },
	{ { { 10, "李建国", "2026-11-20 10", 100, 0 },
	    { 10, "李建国", "2026-10-20 10", 100, 0 },
	    { 20, "王海", "2026-09-20 10", 400, 0 } },
	  NULL,
	  "a quarter; his share of 20 in a month is asked about elsewhere" },
	{ { { 5, "李建国", "2026-11-20 10", 600, 7 } },
	  "电话 138****0007 留在 5 个人的申请表上",
	  "five people" },
	{ { { 4, "李建国", "2026-11-20 10", 600, 7 } }, NULL, "four people" },
	{ { { 10, "李建国", "2026-11-20 19", 600, 0 } },
	  "2026-11-20，李建国在 07:30 之前或 18:30 之后办理 10 件",
	  "ten late" },
	{ { { 9, "李建国", "2026-11-20 19", 600, 0 } }, NULL, "nine late" },
	{ { { 15, "李建国", "2026-11-20 18", 600, 0 } }, NULL, "before half past six" },
	{ { { 15, "李建国", "2026-11-20 07", 600, 0 } }, "07:30 之前", "ten past seven" },
};

static bool is_asked(const struct question *q, int n, const char *text)
{
	for (int i = 0; i < n; i++)
		if (strstr(q[i].text, text))
			return true;
	return false;
}

static void people_rows_for_questions(struct scratch *s)
{
	put(s, "INSERT INTO staff (id, login, name, roles, created_at) VALUES (1, 'wm', '王敏', "
	       "'clerk', '2026'), "
	       "(3, 'ljg', '李建国', 'doctor', '2026')");
}

static void questions_list__asks__only_what_is_unusual(void **unused)
{
	struct question q[50];
	struct err err = { 0 };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(patterns); i++) {
		struct scratch s;
		FILE *db;
		int id = 0, n, share;

		scratch_store(&s);
		people_rows_for_questions(&s);
		db = put_begin(&s);
		for (size_t k = 0; k < ARRAY_SIZE(patterns[i].batch); k++)
			put_batch(db, &patterns[i].batch[k], &id);
		put_end(db);
		n = questions_list(s.st, year_from, year_to, q, 50, &err);
		if (n < 0)
			fail_msg("%s: %s", patterns[i].why, err.msg);
		if (patterns[i].asks && !is_asked(q, n, patterns[i].asks))
			fail_msg("%s: not asked; first '%s'", patterns[i].why, n ? q[0].text : "");
		/* A whole month of one doctor is asked about in any case. */
		share = is_asked(q, n, "过半");
		if (!patterns[i].asks && n > share)
			fail_msg("%s: asked '%s'", patterns[i].why, q[n - 1].text);
		for (int k = 0; k < n; k++) {
			size_t len = strlen(q[k].text);

			assert_true(len > 3 && strcmp(q[k].text + len - 3, "？") == 0);
			assert_null(strstr(q[k].text, "1380000"));
			assert_null(strstr(q[k].text, "51110219900307"));
		}
		scratch_remove(&s);
	}
}

static void questions_list__asks__who_never_declines(void **unused)
{
	static const struct {
		int certified, declined;
		bool asked;
	} rows[] = { { 49, 0, false }, { 50, 0, true }, { 50, 1, false } };
	struct question q[50];
	struct err err = { 0 };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct batch half = { rows[i].certified, "李建国", "2026-11-20 10", 600, 0 };
		struct scratch s;
		FILE *db;
		int id = 0, n;

		scratch_store(&s);
		people_rows_for_questions(&s);
		db = put_begin(&s);
		put_batch(db, &half, &id);
		if (rows[i].declined)
			put_act_row(db, &(struct put_act) { .filing = 1,
							    .version = 1,
							    .staff = 3,
							    .act = "decline",
							    .at = "2026-11-21 10:00:00" });
		put_end(db);
		n = questions_list(s.st, year_from, year_to, q, 50, &err);
		assert_int_equal(is_asked(q, n, "没有一件不予认定"), rows[i].asked);
		/* No more than there is room for; none outside the days. */
		assert_int_equal(questions_list(s.st, year_from, year_to, q, 0, &err), 0);
		assert_int_equal(questions_list(s.st, (struct date) { 2025, 1, 1 },
						(struct date) { 2025, 12, 31 }, q, 50, &err),
				 0);
		scratch_remove(&s);
	}
}

/* ---- CSV ---- */

static void report_save__writes__what_spreadsheets_take_for_text(void **unused)
{
	static const struct {
		const char *key, *cell, *why;
	} cells[] = {
		{ "肝豆状核变性", "\"肝豆状核变性\",1", "plain" },
		{ "=1+1", "\"'=1+1\",1", "a formula" },
		{ "+86", "\"'+86\",1", "a plus" },
		{ "-1", "\"'-1\",1", "a minus" },
		{ "@SUM(A1)", "\"'@SUM(A1)\",1", "an at" },
		{ "\tx", "\"'\tx\",1", "a tab" },
		{ " =1", "\"' =1\",1", "a blank before" },
		{ "＝1", "\"'＝1\",1", "full width" },
		{ "\"=1\"", "\"'\"\"=1\"\"\",1", "a quote before" },
		{ "a\"b", "\"a\"\"b\",1", "a quote inside" },
		{ "a=b", "\"a=b\",1", "in the middle" },
	};
	struct report_row rows[ARRAY_SIZE(cells)] = { 0 };
	char path[200], text[4096] = "", again[200];
	struct err err = { 0 };
	struct scratch s;
	FILE *in;

	(void)unused;
	scratch_store(&s);
	people_set_up(s.st);
	for (size_t i = 0; i < ARRAY_SIZE(cells); i++) {
		snprintf(rows[i].key, sizeof(rows[i].key), "%s", cells[i].key);
		rows[i].filed = 1;
	}
	snprintf(path, sizeof(path), "%s/out.csv", s.folder);
	if (report_save(s.st, path, REPORT_DISEASE, rows, ARRAY_SIZE(cells), &err) < 0)
		fail_msg("%s", err.msg);
	in = fopen(path, "r");
	assert_non_null(in);
	assert_true(fread(text, 1, sizeof(text) - 1, in) > 0);
	fclose(in);
	assert_memory_equal(text, "\xEF\xBB\xBF\"按病种\",", 3 + 12);
	for (size_t i = 0; i < ARRAY_SIZE(cells); i++)
		if (!strstr(text, cells[i].cell))
			fail_msg("no %s: %s\n%s", cells[i].cell, cells[i].why, text);
	/* What is there is not overwritten, and nothing is written where there is no folder. */
	assert_int_equal(report_save(s.st, path, REPORT_DISEASE, rows, 1, &err), -1);
	assert_non_null(strstr(err.msg, "已有文件"));
	snprintf(again, sizeof(again), "%s/none/out.csv", s.folder);
	assert_int_equal(report_save(s.st, again, REPORT_DISEASE, rows, 1, &err), -1);
	assert_int_equal(err.code, ERR_INPUT);
	scratch_remove(&s);
}

/* A name that ends so makes a workbook: text as text, counts as numbers. */
static void report_save__writes__a_workbook(void **unused)
{
	struct report_row rows[2] = { { .key = "=肝豆状核变性", .filed = 12 },
				      { .key = "𠮷", .revoked = 1 } };
	const struct sample_row drawn = { .brief = { .no = "20261122-0001",
						     .psn_name = "李建国",
						     .certno = "511102199003076630" },
					  .drawn = true };
	const struct question asked = { .text = "为什么？" };
	static const char *const names[] = { "out.xlsx", "sample.XLSX", "asked.xlsx" };
	static const char *const want[] = { "=肝豆状核变性", "20261122-0001", "为什么？" };
	struct err err = { 0 };
	struct scratch s;
	char path[3][200];

	(void)unused;
	scratch_store(&s);
	people_set_up(s.st);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		snprintf(path[i], sizeof(path[i]), "%s/%s", s.folder, names[i]);
	assert_int_equal(report_save(s.st, path[0], REPORT_DISEASE, rows, 2, &err), 0);
	assert_int_equal(sample_save(s.st, path[1], &drawn, 1, &err), 0);
	assert_int_equal(questions_save(s.st, path[2], &asked, 1, &err), 0);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct table_facts facts;
		struct table_in *t;
		struct table_row row;

		assert_int_equal(table_in_open(path[i], ENCODING_AUTO, &t, &facts, &err), 0);
		assert_int_equal(facts.kind, TABLE_XLSX);
		assert_int_equal(table_in_next(t, &row, &err), 1);
		assert_int_equal(table_in_next(t, &row, &err), 1);
		assert_string_equal(row.cells[0].text, want[i]);
		assert_int_equal(row.count, i == 0 ? 6 : i == 1 ? 7 : 1);
		assert_true(i > 0 || (row.cells[1].number && strcmp(row.cells[1].text, "12") == 0));
		assert_true(i != 1 || strcmp(row.cells[2].text, "511***********6630") == 0);
		table_in_close(t);
	}
	assert_int_equal(report_save(s.st, path[0], REPORT_DISEASE, rows, 2, &err), -1);
	assert_non_null(strstr(err.msg, "已有文件"));
	scratch_remove(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(report_make__counts__by_each_key),
		cmocka_unit_test(report_make__keeps__to_days_order_and_room),
		cmocka_unit_test(sample_draw__draws__what_the_seed_says),
		cmocka_unit_test(sample_draw__lists__every_override),
		cmocka_unit_test(sample_draw__refuses__with_the_reason),
		cmocka_unit_test(sample_draw__leaves__its_row_in_the_audit),
		cmocka_unit_test(questions_list__asks__only_what_is_unusual),
		cmocka_unit_test(questions_list__asks__who_never_declines),
		cmocka_unit_test(report_save__writes__what_spreadsheets_take_for_text),
		cmocka_unit_test(report_save__writes__a_workbook),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
