/* What saving and finding cost.
 *
 *   bench_store [FILINGS]      default 200000, in a scratch file of the current folder
 *
 * Prints milliseconds, and for each search how many times longer a plain LIKE scan of the same
 * table takes. The store is seen from within, so that the scan runs on the same connection. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "db/drafts.h"
#include "db/filings.h"
#include "db/health.h"
#include "db/search_keys.h"
#include "db/filing_row.h"
#include "db/store_parts.h"

static double ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void check(int rc, const struct err *err)
{
	if (rc >= 0)
		return;
	fprintf(stderr, "%s\n", err->msg);
	exit(1);
}

static void make_person(struct filing_record *r, int64_t i)
{
	static const char *const surnames[] = { "王", "李", "张", "刘", "陈", "杨", "赵",
						"黄", "周", "吴", "徐", "孙", "曾", "单" };
	static const char *const given[] = { "伟", "芳", "娜", "敏", "静", "丽", "强", "磊",
					     "军", "洋", "勇", "艳", "杰", "涛", "明", "燕",
					     "小", "国", "建", "华", "文", "红", "玉", "志" };
	const size_t n = ARRAY_SIZE(given);
	char text[64];
	size_t k = (size_t)i * 2654435761u % 1000003u;

	snprintf(text, sizeof(text), "%s%s%s", surnames[k % ARRAY_SIZE(surnames)],
		 given[k / 14 % n], given[k / 14 / n % n]);
	filing_set(&r->filing, FIELD_PSN_NAME, text);
	snprintf(text, sizeof(text), "5111021990%02lld%02lld%04lld", (long long)(1 + i % 12),
		 (long long)(1 + i / 12 % 28), (long long)(i % 10000));
	filing_set(&r->filing, FIELD_CERTNO, text);
	snprintf(text, sizeof(text), "138%08lld", (long long)i);
	filing_set(&r->filing, FIELD_TEL, text);
	filing_set(&r->filing, FIELD_INSUTYPE, "390");
	filing_set(&r->filing, FIELD_OPSP_DISE_CODE, "M01904");
	filing_set(&r->filing, FIELD_OPSP_DISE_NAME, "肝豆状核变性");
	evidence_set(&r->filing.evidence, "ceruloplasmin", "185", "mg/L", "");
}

/* All in one transaction and with synchronisation off: the way in is not what is measured. */
static void fill(struct store *st, int64_t count)
{
	struct err err = { 0 };
	double from = ms();

	sqlite3_set_authorizer(st->db, NULL, NULL);
	sqlite3_exec(st->db, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
	for (int64_t i = 0; i < count;) {
		check(store_begin(st, &err), &err);
		for (int64_t end = i + 10000; i < end && i < count; i++) {
			struct filing_record r = { 0 };
			struct stmt *q = stmt_get(st, STMT_FILING_ADD);
			int64_t id;
			char no[32];

			snprintf(no, sizeof(no), "20260101-%07lld", (long long)i);
			stmt_bind_text(q, 1, no);
			stmt_bind_text(q, 2, "2026-01-01 09:00:00");
			check(stmt_run(q, &err), &err);
			id = store_last_id(st);
			make_person(&r, i);
			q = stmt_get(st, STMT_FILING_UPDATE);
			stmt_bind_int(q, 1, id);
			stmt_bind_int(q, 2, 0);
			stmt_bind_int(q, 3, id);
			stmt_bind_text(q, 4, no);
			stmt_bind_text(q, 5, "filed");
			stmt_bind_text(q, 8, "2026-01-01 09:00:00");
			filing_row_bind(q, 9, &r.filing);
			check(stmt_run(q, &err), &err);
			check(evidence_rows_save(st, &filing_evidence_table, id, &r.filing.evidence,
						 &err),
			      &err);
			check(search_keys_save(st, id, no, &r.filing, &err), &err);
			filing_record_finish(&r);
		}
		check(store_commit(st, &err), &err);
	}
	sqlite3_exec(st->db, "UPDATE save_counter SET last = (SELECT max(save_seq) FROM filing)",
		     NULL, NULL, NULL);
	printf("filled %lld filings in %.1f s\n", (long long)count, (ms() - from) / 1e3);
}

static double scan(struct store *st, const char *query)
{
	sqlite3_stmt *q = NULL;
	char like[100];
	double from = ms();

	snprintf(like, sizeof(like), "%%%s%%", query);
	sqlite3_prepare_v2(
		st->db,
		"SELECT id, psn_name, certno, tel FROM filing WHERE psn_name LIKE ?1 OR "
		"certno LIKE ?1 OR tel LIKE ?1 OR no LIKE ?1 ORDER BY save_seq DESC LIMIT 20",
		-1, &q, NULL);
	sqlite3_bind_text(q, 1, like, -1, SQLITE_TRANSIENT);
	for (int i = 0; i < 3; i++) {
		from = ms();
		while (sqlite3_step(q) == SQLITE_ROW)
			;
		sqlite3_reset(q);
	}
	sqlite3_finalize(q);
	return ms() - from;
}

static void search(struct store *st, const char *text, enum filing_state state)
{
	const struct filing_query query = { text, state };
	struct filing_brief hits[20];
	struct err err = { 0 };
	size_t total = 0;
	double best = 1e9, plain;

	for (int i = 0; i < 5; i++) {
		double from = ms();

		check(filings_search(st, &query, hits, ARRAY_SIZE(hits), &total, &err), &err);
		best = ms() - from < best ? ms() - from : best;
	}
	plain = scan(st, text);
	printf("search %-7s %-20s %8zu hits %9.3f ms, LIKE %8.1f ms, x%.0f\n",
	       state == STATE_COUNT ? "" : state_name(state), text, total, best, plain,
	       plain / best);
}

static void saves(struct store *st)
{
	struct err err = { 0 };
	struct draft d = { .screen = "form" };
	struct filing_record r = { 0 };
	double from = ms();

	for (int i = 0; i < 100; i++) {
		filing_record_finish(&r);
		make_person(&r, 7000000 + i);
		check(filings_save(st, &r, 0, &err), &err);
	}
	printf("save, new             %9.3f ms\n", (ms() - from) / 100);
	from = ms();
	for (int i = 0; i < 100; i++)
		check(filings_save(st, &r, 0, &err), &err);
	printf("save, same words      %9.3f ms\n", (ms() - from) / 100);
	make_person(&d.record, 1);
	from = ms();
	for (int i = 0; i < 100; i++)
		check(drafts_save(st, &d, &err), &err);
	printf("save of a draft       %9.3f ms\n", (ms() - from) / 100);
	filing_record_finish(&r);
	draft_finish(&d);
}

static void others(struct store *st)
{
	struct filing_record r = { 0 };
	struct filing_counts counts;
	struct err err = { 0 };
	double from = ms();
	char value[64];

	check(filings_count(st, (struct date) { 2026, 11, 22 }, &counts, &err), &err);
	printf("counts                %9.3f ms\n", ms() - from);
	from = ms();
	check(filings_person(st, "511102199002020013", 0, &r, &err), &err);
	printf("person seen before    %9.3f ms\n", ms() - from);
	filing_record_finish(&r);
	from = ms();
	check(filings_last_value(st, FIELD_PSN_NAME, value, sizeof(value), &err), &err);
	printf("last value            %9.3f ms\n", ms() - from);
}

int main(int argc, char **argv)
{
	static const char *const queries[] = { "",
					       "王小明",
					       "小明",
					       "王",
					       "明",
					       "wxm",
					       "w",
					       "wangxiaoming",
					       "511102199002020013",
					       "0013",
					       "5",
					       "13800123456",
					       "13",
					       "20260101-0000077",
					       "2" };
	int64_t count = argc > 1 ? strtoll(argv[1], NULL, 10) : 200000;
	char folder[] = "bench.XXXXXX", path[64];
	struct store *st = NULL;
	struct err err = { 0 };
	double from;

	if (!mkdtemp(folder))
		return 1;
	snprintf(path, sizeof(path), "%s/desk.db", folder);
	check(store_open(path, STORE_READ_WRITE, &st, &err), &err);
	fill(st, count);
	store_close(st);
	from = ms();
	check(store_open(path, STORE_READ_WRITE, &st, &err), &err);
	printf("open                  %9.3f ms\n", ms() - from);
	check(session_open(st, &err), &err);
	saves(st);
	sqlite3_set_authorizer(st->db, NULL, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(queries); i++)
		search(st, queries[i], STATE_COUNT);
	for (size_t i = 0; i < ARRAY_SIZE(queries); i++)
		search(st, queries[i], STATE_DRAFT);
	others(st);
	from = ms();
	check(health_quick_check(st, &err), &err);
	printf("quick_check           %9.3f ms\n", ms() - from);
	from = ms();
	check(store_verify(st, &err), &err);
	printf("verify                %9.3f ms\n", ms() - from);
	store_close(st);
	printf("the file is left at %s\n", path);
	return 0;
}
