/* Covers db/imports: a ledger becomes history, what is known is skipped, what is wrong is rejected and can be mended, nobody sees
 * an import before its end, and verification finds what was changed afterwards. */
#include "tests/table.h"

#include "db/verify.h"
#include "db/xlsx.h"
#include "forms/canonical.h"

static struct office desk;

static int open_office(void **state)
{
	office_open(&desk, "5111");
	*state = &desk;
	return 0;
}

static int close_office(void **state)
{
	(void)state;
	office_close(&desk);
	return 0;
}

static char *in_scratch(const char *name)
{
	static char path[4][200];
	static int at;

	at = (at + 1) % 4;
	snprintf(path[at], sizeof(path[at]), "%s/%s", desk.s.folder, name);
	return path[at];
}

static void expect_counts(const struct import_result *r, uint64_t rows, uint64_t skipped,
			  uint64_t rejected)
{
	if (r->rows != rows || r->skipped != skipped || r->rejected != rejected)
		fail_msg("%llu taken in, %llu skipped, %llu rejected (line %llu %s: %s)",
			 (unsigned long long)r->rows, (unsigned long long)r->skipped,
			 (unsigned long long)r->rejected,
			 (unsigned long long)(r->shown ? r->first[0].line : 0),
			 r->shown ? r->first[0].column : "", r->shown ? r->first[0].reason : "");
}

static void expect_sound(void)
{
	struct verify_report report;
	struct err err = { 0 };

	if (verify_store(desk.s.path, NULL, 0, &report, &err) < 0)
		fail_msg("%s", err.msg);
	if (report.result == VERIFY_BROKEN)
		fail_msg("%s: %s", report.where, report.msg);
}

static size_t count_found(const char *text, enum filing_state state)
{
	const struct filing_query query = { text, state };
	struct filing_brief hit;
	size_t total = 99;

	assert_int_equal(filings_search(desk.st, &query, &hit, 1, &total, NULL), 0);
	return total;
}

static struct filing_record load(const char *no)
{
	struct filing_record r = { 0 };
	struct err err = { 0 };

	if (filings_load_no(desk.st, no, &r, &err) != 1)
		fail_msg("no filing %s: %s", no, err.msg);
	return r;
}

/* --- Taking in --- */

static void imports_read__makes__history(void **unused)
{
	struct import_result r;
	struct filing_record h;
	struct import_row list[4];
	struct filing_counts counts;
	char source[512];
	struct err err = { 0 };

	(void)unused;
	table_make(in_scratch("台账.csv"), 1, 150);
	r = table_import(&desk, in_scratch("台账.csv"));
	expect_counts(&r, 150, 0, 0);
	assert_string_equal(r.rejects, "");
	assert_int_equal(count_found("", STATE_HISTORY), 150);
	assert_int_equal(count_found("伊敏", STATE_COUNT), 25);
	assert_int_equal(count_found("mmtym", STATE_COUNT), 25);
	assert_int_equal(count_found("13800000007", STATE_COUNT), 1);
	h = load("L1-8");
	assert_int_equal(h.state, STATE_HISTORY);
	assert_int_equal(h.version, 0);
	assert_string_equal(filing_get(&h.filing, FIELD_PSN_NAME), "王䶮");
	assert_string_equal(filing_get(&h.filing, FIELD_OPT_TIME), "2024-03-09");
	assert_string_equal(filing_get(&h.filing, FIELD_INSUTYPE), "390");
	assert_int_equal(imports_source(desk.st, h.id, source, sizeof(source), &err), 1);
	if (!strstr(source, "台账.csv") || !strstr(source, "第 8 行") || !strstr(source, r.sm3) ||
	    !strstr(source, "王敏"))
		fail_msg("%s", source);
	filing_record_finish(&h);
	assert_int_equal(imports_list(desk.st, list, ARRAY_SIZE(list), &err), 1);
	assert_string_equal(list[0].name, "台账.csv");
	assert_int_equal(list[0].rows, 150);
	assert_string_equal(list[0].sm3, r.sm3);
	assert_int_equal(filings_count(desk.st, desk.ctx.today, &counts, &err), 0);
	assert_int_equal(counts.by_state[STATE_HISTORY], 150);
	assert_int_equal(counts.by_state[STATE_FILED], 0);
	assert_int_equal(counts.today, 0);
	expect_sound();
}

static void imports_read__skips__what_is_known(void **unused)
{
	char line[600], text[4000];
	struct import_result r;

	(void)unused;
	table_make(in_scratch("a.csv"), 1, 20);
	r = table_import(&desk, in_scratch("a.csv"));
	expect_counts(&r, 20, 0, 0);
	r = table_import(&desk, in_scratch("a.csv"));
	expect_counts(&r, 0, 20, 0);
	assert_int_equal(r.import, 0);
	table_make(in_scratch("b.csv"), 11, 20);
	r = table_import(&desk, in_scratch("b.csv"));
	expect_counts(&r, 10, 10, 0);
	/* Twice in one file. */
	table_line(90, "", line, sizeof(line));
	snprintf(text, sizeof(text), "%s\n%s\n%s\n", TABLE_HEADER, line, line);
	table_write(in_scratch("c.csv"), text);
	r = table_import(&desk, in_scratch("c.csv"));
	expect_counts(&r, 1, 1, 0);
	assert_int_equal(count_found("", STATE_HISTORY), 31);
	expect_sound();
}

/* The desk's own filing is no history, though a ledger names it. */
static void imports_read__skips__what_was_filed_here(void **unused)
{
	struct filing_record own;
	char line[700], text[2000];
	struct import_result r;
	int64_t id = office_register(&desk, "wm", 5);

	(void)unused;
	office_bring(&desk, id, STATE_FILED);
	assert_int_equal(filings_load(desk.st, id, &own, NULL), 1);
	snprintf(line, sizeof(line), "张晓燕,%s,390,M00105,%s",
		 filing_get(&own.filing, FIELD_CERTNO), filing_get(&own.filing, FIELD_OPT_TIME));
	snprintf(text, sizeof(text), "姓名,身份证件号码,险种,病种编码,备案日期\n%s\n", line);
	table_write(in_scratch("own.csv"), text);
	r = table_import(&desk, in_scratch("own.csv"));
	expect_counts(&r, 0, 1, 0);
	filing_record_finish(&own);
}

static void imports_read__tries__without_keeping(void **unused)
{
	const struct import_request req = { .path = in_scratch("a.csv"),
					    .encoding = ENCODING_AUTO,
					    .dry_run = true };
	struct import_result r;
	struct err err = { 0 };
	char text[4000], line[600];

	(void)unused;
	table_line(1, "", line, sizeof(line));
	snprintf(text, sizeof(text), "%s\n%s\n王二,,,,,110105194912310021,,M00105,,,,,,,,\n%s\n",
		 TABLE_HEADER, line, line);
	table_write(in_scratch("a.csv"), text);
	if (table_try(&desk, "wm", &req, &r, &err) < 0)
		fail_msg("%s", err.msg);
	expect_counts(&r, 1, 1, 1);
	assert_int_equal(r.import, 0);
	assert_int_equal(r.shown, 1);
	assert_int_equal(r.first[0].line, 3);
	assert_string_equal(r.first[0].column, "身份证件号码");
	assert_int_equal(count_found("", STATE_HISTORY), 0);
	assert_int_equal(access(in_scratch("a.csv.rejects.csv"), F_OK), -1);
	expect_sound();
}

/* --- Rejects --- */

static void imports_read__rejects__and_takes_the_mended_file(void **unused)
{
	char good[600], bad[600], text[4000], *rejects, *at;
	struct import_result r;

	(void)unused;
	table_line(1, "", good, sizeof(good));
	table_line(2, "", bad, sizeof(bad));
	memcpy(strstr(bad, "511102") + 6, "2099", 4);
	snprintf(text, sizeof(text), "%s,来源\r\n%s,甲\r\n%s,乙\r\n", TABLE_HEADER, good, bad);
	table_write(in_scratch("a.csv"), text);
	r = table_import(&desk, in_scratch("a.csv"));
	expect_counts(&r, 1, 0, 1);
	assert_string_equal(r.unknown, "来源");
	assert_string_equal(r.rejects, in_scratch("a.csv.rejects.csv"));
	rejects = table_read(r.rejects);
	snprintf(text, sizeof(text), "%s,来源,行号,栏目,原因\r\n%s,乙,3,身份证件号码,",
		 TABLE_HEADER, bad);
	if (strncmp(rejects, text, strlen(text)) != 0)
		fail_msg("%s", rejects);

	/* Rejected again: the three columns stand there once, with the line of this file. */
	r = table_import(&desk, in_scratch("a.csv.rejects.csv"));
	expect_counts(&r, 0, 0, 1);
	assert_string_equal(r.unknown, "来源");
	free(rejects);
	rejects = table_read(r.rejects);
	snprintf(text, sizeof(text), "%s,来源,行号,栏目,原因\r\n%s,乙,2,身份证件号码,",
		 TABLE_HEADER, bad);
	if (strncmp(rejects, text, strlen(text)) != 0)
		fail_msg("%s", rejects);

	/* Mended. */
	table_line(2, "", good, sizeof(good));
	at = strstr(rejects, "5111022099");
	memcpy(at, strstr(good, "511102"), 18);
	table_write(in_scratch("mended.csv"), rejects);
	r = table_import(&desk, in_scratch("mended.csv"));
	expect_counts(&r, 1, 0, 0);
	free(rejects);
	expect_sound();
}

/* In the file's own encoding, byte for byte. */
static void imports_read__rejects__in_the_encoding_of_the_file(void **unused)
{
	/* 姓名,身份证件号码,病种编码 and 张三, a number that is none, in GBK; then a row that GBK has not. */
	static const char gbk[] =
		"\xD0\xD5\xC3\xFB,\xC9\xED\xB7\xDD\xD6\xA4\xBC\xFE\xBA\xC5\xC2\xEB,"
		"\xB2\xA1\xD6\xD6\xB1\xE0\xC2\xEB\n\xD5\xC5\xC8\xFD,110105194912310021,M00105\n"
		"\xD5\xFF\"\xD5,1,2\n";
	static const char head[] =
		"\xD0\xD5\xC3\xFB,\xC9\xED\xB7\xDD\xD6\xA4\xBC\xFE\xBA\xC5\xC2\xEB,"
		"\xB2\xA1\xD6\xD6\xB1\xE0\xC2\xEB,\xD0\xD0\xBA\xC5,\xC0\xB8\xC4\xBF,"
		"\xD4\xAD\xD2\xF2\n"
		"\xD5\xC5\xC8\xFD,110105194912310021,M00105,2,\xC9\xED\xB7\xDD";
	struct import_result r;
	struct err err = { 0 };
	char *rejects;

	(void)unused;
	table_write(in_scratch("gbk.csv"), gbk);
	if (table_try(&desk, "wm",
		      &(struct import_request) { .path = in_scratch("gbk.csv"),
						 .encoding = ENCODING_GBK },
		      &r, &err) < 0)
		fail_msg("%s", err.msg);
	expect_counts(&r, 0, 0, 2);
	rejects = table_read(r.rejects);
	if (strncmp(rejects, head, sizeof(head) - 1) != 0)
		fail_msg("%s", rejects);
	assert_non_null(strstr(rejects, "\n\"\xD5\xFF\"\"\xD5,1,2\",,,3,"));
	free(rejects);
}

/* Somebody may be mending what an earlier import rejected. */
/* What is text in a sheet would be a formula in the table of its rejects. */
static void imports_read__guards__the_rejects_of_a_sheet(void **unused)
{
	static const char *const header[] = { "姓名", "身份证件号码", "病种编码", "备注" };
	static const char *const cells[] = { "=1+1", "5", "M00105", "'@x" };
	struct xlsx_writer *w;
	struct import_result r;
	struct err err = { 0 };
	char *rejects;

	(void)unused;
	if (xlsx_begin(in_scratch("a.xlsx"), "a", "2026-11-22 09:15:02", header, 4, &w, &err) < 0 ||
	    xlsx_row(w, cells, NULL, &err) < 0 || xlsx_end(w, &err) < 0)
		fail_msg("%s", err.msg);
	r = table_import(&desk, in_scratch("a.xlsx"));
	expect_counts(&r, 0, 0, 1);
	rejects = table_read(r.rejects);
	if (!strstr(rejects, "\r\n'=1+1,5,M00105,'@x,"))
		fail_msg("%s", rejects);
	free(rejects);
	expect_sound();
}

static void imports_read__keeps__the_rejects_of_before(void **unused)
{
	struct import_result r;
	char *kept;

	(void)unused;
	table_write(in_scratch("a.csv"), "姓名,身份证件号码,病种编码\n张三,1,M00105\n");
	table_write(in_scratch("a.csv.rejects.csv"), "half mended\n");
	r = table_import(&desk, in_scratch("a.csv"));
	expect_counts(&r, 0, 0, 1);
	kept = table_read(in_scratch("a.csv.rejects.csv~"));
	assert_string_equal(kept, "half mended\n");
	free(kept);
}

/* --- Refusals and cancelling --- */

static void imports_read__refuses(void **unused)
{
	static const struct {
		const char *login, *text, *says, *why;
		bool confirm;
	} cases[] = {
		{ "ljg", "姓名,身份证件号码,病种编码\n", "导入", "a doctor imports nothing", true },
		{ "wm", "姓名,身份证件号码,病种编码\n", "口令", "without the password", false },
		{ "wm", "", "空文件", "an empty file", true },
		{ "wm", "\n\n", "表头", "blank lines alone", true },
		{ "wm", "甲,乙\n1,2\n", "列", "no known column", true },
		{ "wm", "姓名,病种编码\n", "身份证件号码", "no number", true },
	};
	struct import_result r;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct import_request req = { .path = in_scratch("bad.csv"),
						    .encoding = ENCODING_UTF8 };
		const struct actor *who = office_who(&desk, cases[i].login);
		struct err err = { 0 };

		table_write(in_scratch("bad.csv"), cases[i].text);
		store_confirm(desk.st, cases[i].confirm ? who->staff : 0);
		if (imports_read(desk.st, who, &req, &desk.ctx, NULL, NULL, &r, &err) == 0 ||
		    !strstr(err.msg, cases[i].says))
			fail_msg("%s: %s", cases[i].why, err.msg);
	}
	assert_int_equal(count_found("", STATE_HISTORY), 0);
	expect_sound();
}

/* Cancel at the n-th time it is told. */
static bool cancel_at(void *ctx, uint64_t done, uint64_t all)
{
	assert_true(done <= all);
	return --*(int *)ctx == 0;
}

static int64_t number_of(enum stmt_id id)
{
	int64_t n = 0;

	assert_true(stmt_fetch_int(stmt_get(desk.st, id), &n, NULL) >= 0);
	return n;
}

static void imports_read__cancelled__leaves_nothing(void **unused)
{
	const struct import_request req = { .path = in_scratch("a.csv"),
					    .encoding = ENCODING_AUTO };
	int cancelled = 0;

	(void)unused;
	table_make(in_scratch("a.csv"), 1, 1200);
	for (int n = 1;; n += n) {
		const struct actor *who = office_who(&desk, "wm");
		struct import_result r;
		struct err err = { 0 };
		int left = n;

		office_confirm(&desk, "wm", ACT_IMPORT);
		if (imports_read(desk.st, who, &req, &desk.ctx, cancel_at, &left, &r, &err) == 0)
			break;
		assert_int_equal(err.code, ERR_CANCELLED);
		assert_int_equal(count_found("", STATE_HISTORY), 0);
		assert_int_equal(number_of(STMT_HISTORY_KEY_COUNT), 0);
		assert_int_equal(number_of(STMT_HISTORY_DIGEST_COUNT), 0);
		cancelled++;
	}
	assert_true(cancelled >= 3);
	assert_int_equal(count_found("", STATE_HISTORY), 1200);
	expect_sound();
}

/* --- Who sees what --- */

struct look {
	struct store *other;
	int looks;
};

/* Another desk looks while the file is being read. */
static bool look_on(void *ctx, uint64_t done, uint64_t all)
{
	const struct filing_query all_of_it = { "", STATE_COUNT }, by_name = { "张", STATE_COUNT };
	struct look *l = ctx;
	struct filing_record r = { 0 };
	struct filing_brief hit;
	struct filing_counts counts;
	struct import_result result;
	struct err err = { 0 };
	char certno[19];
	size_t total = 99;

	(void)done, (void)all;
	l->looks++;
	assert_int_equal(filings_search(l->other, &all_of_it, &hit, 1, &total, NULL), 0);
	assert_int_equal(total, 0);
	assert_int_equal(filings_search(l->other, &by_name, &hit, 1, &total, NULL), 0);
	assert_int_equal(total, 0);
	assert_int_equal(filings_load_no(l->other, "L1-2", &r, NULL), 0);
	office_certno(1, certno);
	assert_int_equal(filings_person(l->other, certno, 0, &r, NULL), 0);
	assert_int_equal(filings_count(l->other, desk.ctx.today, &counts, NULL), 0);
	assert_int_equal(counts.by_state[STATE_HISTORY], 0);
	/* The process lives: nothing of it is cleared away, and no second import begins. */
	assert_int_equal(imports_clear(l->other, NULL), 0);
	assert_int_equal(imports_list(l->other, (struct import_row[1]) { 0 }, 1, NULL), 0);
	(void)result, (void)err;
	return false;
}

static void imports_read__is_unseen__until_its_end(void **unused)
{
	const struct import_request req = { .path = in_scratch("a.csv"),
					    .encoding = ENCODING_AUTO };
	const struct actor *who = office_who(&desk, "wm");
	struct look l = { .other = open_store(desk.s.path) };
	struct import_result r;
	struct filing_record known = { 0 };
	struct err err = { 0 };
	char certno[19];

	(void)unused;
	table_make(in_scratch("a.csv"), 1, 1500);
	office_confirm(&desk, "wm", ACT_IMPORT);
	if (imports_read(desk.st, who, &req, &desk.ctx, look_on, &l, &r, &err) < 0)
		fail_msg("%s", err.msg);
	assert_true(l.looks >= 3);
	office_certno(1, certno);
	assert_int_equal(filings_person(l.other, certno, 0, &known, NULL), 1);
	assert_string_equal(filing_get(&known.filing, FIELD_TEL), "13800000001");
	filing_record_finish(&known);
	store_close(l.other);
}

/* Many words that begin alike take another way through the search. */
static void filings_search__lists__history_in_wide_hits(void **unused)
{
	struct filing_brief hits[3];
	size_t total;

	(void)unused;
	table_make(in_scratch("a.csv"), 1, 2100);
	table_import(&desk, in_scratch("a.csv"));
	office_register(&desk, "wm", 2101);
	search(desk.st, "13800", hits, ARRAY_SIZE(hits), &total);
	assert_int_equal(total, 2101);
	assert_int_equal(hits[0].state, STATE_DRAFT);
	assert_int_equal(hits[1].state, STATE_HISTORY);
	assert_int_equal(count_found("13800", STATE_HISTORY), 2100);
	assert_int_equal(count_found("13800", STATE_DRAFT), 1);
}

/* Worth a note to whoever signs, and no obstacle. */
static void acts_prepare__tells__of_history(void **unused)
{
	int64_t id = office_register(&desk, "wm", 5), other = office_register(&desk, "wm", 6);
	struct act_draft d = { 0 };

	(void)unused;
	table_make(in_scratch("a.csv"), 5, 1);
	table_import(&desk, in_scratch("a.csv"));
	office_do(&desk, "wm", &(struct act_request) { .act = ACT_SUBMIT, .filing = id }, &d);
	assert_string_equal(d.history_no, "L1-2");
	act_draft_finish(&d);
	office_do(&desk, "wm", &(struct act_request) { .act = ACT_SUBMIT, .filing = other }, &d);
	assert_string_equal(d.history_no, "");
	act_draft_finish(&d);
}

/* No save, no act, no deletion touches it. */
static void history__stays(void **unused)
{
	struct filing_record h;
	struct err err = { 0 };

	(void)unused;
	table_make(in_scratch("a.csv"), 1, 1);
	table_import(&desk, in_scratch("a.csv"));
	h = load("L1-2");
	office_who(&desk, "wm");
	filing_set(&h.filing, FIELD_TEL, "13900000000");
	assert_int_equal(filings_save(desk.st, &h, 0, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_int_equal(office_try(&desk, "wm",
				    &(struct act_request) { .act = ACT_SUBMIT, .filing = h.id },
				    NULL, &err),
			 -1);
	assert_int_equal(office_try(&desk, "hzr",
				    &(struct act_request) {
					    .act = ACT_REVOKE, .filing = h.id, .reason = "x" },
				    NULL, &err),
			 -1);
	filing_record_finish(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, open_office, close_office)
		T(imports_read__makes__history),
		T(imports_read__skips__what_is_known),
		T(imports_read__skips__what_was_filed_here),
		T(imports_read__tries__without_keeping),
		T(imports_read__rejects__and_takes_the_mended_file),
		T(imports_read__rejects__in_the_encoding_of_the_file),
		T(imports_read__guards__the_rejects_of_a_sheet),
		T(imports_read__keeps__the_rejects_of_before),
		T(imports_read__refuses),
		T(imports_read__cancelled__leaves_nothing),
		T(imports_read__is_unseen__until_its_end),
		T(filings_search__lists__history_in_wide_hits),
		T(acts_prepare__tells__of_history),
		T(history__stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
