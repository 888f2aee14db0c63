/* History: each row against its own digest, each import's rows against the import's digest, and that against the audit. */
#include <stdio.h>
#include <string.h>

#include "db/imports_parts.h"
#include "db/search_keys.h"
#include "db/verify_parts.h"

#define ROWS_AT_ONCE 1000

static int load_import(struct verify *v, int64_t id, struct import_facts *out)
{
	struct stmt *q = stmt_get(v->st, STMT_IMPORT_BY_ID);
	int rc;

	stmt_bind_int(q, 1, id);
	rc = stmt_step(q, v->err);
	if (rc == 1)
		import_facts_read(q, out);
	stmt_done(q);
	return rc;
}

/* --- A row --- */

struct source {
	int64_t import, line;
	char sm3[SM3_HEX_SIZE];
};

static int load_source(struct verify *v, int64_t filing, struct source *out)
{
	struct stmt *q = stmt_get(v->st, STMT_HISTORY_ROW);
	int rc;

	stmt_bind_int(q, 1, filing);
	rc = stmt_step(q, v->err);
	if (rc == 1) {
		out->import = stmt_int(q, 0);
		out->line = stmt_int(q, 1);
		stmt_copy_text(q, 2, out->sm3, sizeof(out->sm3));
	}
	stmt_done(q);
	return rc;
}

static int check_content(struct verify *v, const struct filing_record *r, const struct source *s)
{
	char sm3[SM3_HEX_SIZE], no[sizeof(r->no)];

	snprintf(no, sizeof(no), "L%lld-%lld", (long long)s->import, (long long)s->line);
	if (strcmp(no, r->no) != 0)
		return verify_broken(v, "filing", r->id, "no",
				     _("历史“%s”的编号与它的来源不符：被改过"), r->no);
	if (import_row_sm3(&r->filing, r->filing_no, sm3) < 0 || strcmp(sm3, s->sm3) != 0 ||
	    *r->route || *r->policy)
		return verify_broken(v, "filing", r->id, NULL,
				     _("历史“%s”的内容与导入时的摘要不符：导入以后被改过"), r->no);
	return 0;
}

struct words {
	struct verify *v;
	int64_t filing;
};

static int check_word(void *ctx, const char *key, enum search_kind kind, struct err *err)
{
	struct words *w = ctx;
	struct stmt *q = stmt_get(w->v->st, STMT_HISTORY_KEY_IS);
	int64_t there;
	int rc;

	stmt_bind_text(q, 1, key);
	stmt_bind_int(q, 2, (int64_t)kind);
	stmt_bind_int(q, 3, w->filing);
	rc = stmt_fetch_int(q, &there, err);
	w->v->history_words++;
	if (rc == 0)
		return verify_broken(w->v, "history_key", w->filing, NULL,
				     _("查找用的词与此件的内容不符：查询会漏掉或错认它"));
	return rc < 0 ? -1 : 0;
}

static int check_digest(struct verify *v, int64_t filing, const char *sm3)
{
	struct stmt *q = stmt_get(v->st, STMT_HISTORY_DIGEST_IS);
	int64_t there;
	int rc;

	stmt_bind_int(q, 1, import_digest_head(sm3));
	stmt_bind_int(q, 2, filing);
	rc = stmt_fetch_int(q, &there, v->err);
	if (rc == 0)
		return verify_broken(v, "history_digest", filing, NULL,
				     _("历史的摘要不在索引里：再次导入会重复收进它"));
	return rc < 0 ? -1 : 0;
}

int verify_history(struct verify *v, const struct filing_record *r)
{
	struct import_facts f = { 0 };
	struct source s = { 0 };
	int rc = load_source(v, r->id, &s);

	if (rc == 1)
		rc = load_import(v, s.import, &f);
	/* What is still being read is nobody's history yet. */
	if (rc != 1 || !*f.merged_at)
		return rc < 0 ? -1 : 0;
	v->out->filings++;
	v->history++;
	rc = check_content(v, r, &s);
	if (rc == 0)
		rc = check_digest(v, r->id, s.sm3);
	if (rc == 0)
		rc = search_keys_each(r->no, r->filing_no, &r->filing, check_word,
				      &(struct words) { v, r->id }, v->err);
	return rc;
}

/* --- An import --- */

/* Add the digests of some rows; how many there were, or -1. */
static int add_digests(struct verify *v, int64_t import, int64_t *line, struct sm3 *sum)
{
	struct stmt *q = stmt_get(v->st, STMT_VERIFY_NEXT_HISTORY);
	int count = 0, rc;

	stmt_bind_int(q, 1, import);
	stmt_bind_int(q, 2, *line);
	stmt_bind_int(q, 3, ROWS_AT_ONCE);
	while ((rc = stmt_step(q, v->err)) == 1) {
		char sm3[SM3_HEX_SIZE];

		*line = stmt_int(q, 0);
		stmt_copy_text(q, 1, sm3, sizeof(sm3));
		import_digest_add(sum, sm3, stmt_text(q, 2));
		count++;
	}
	stmt_done(q);
	return rc < 0 ? -1 : count;
}

static int check_rows(struct verify *v, const struct import_facts *f)
{
	struct sm3 *sum = sm3_create();
	unsigned char digest[SM3_SIZE];
	char hex[SM3_HEX_SIZE] = "";
	int64_t line = INT64_MIN, rows = 0;
	int n = sum ? 1 : err_set(v->err, ERR_MEMORY, _("内存不足"));

	while (n > 0 && (n = add_digests(v, f->id, &line, sum)) > 0) {
		rows += n;
		/* These rows never change: between two pieces others may write. */
		store_read_end(v->st);
		if (store_read_begin(v->st, v->err) < 0)
			n = -1;
	}
	if (n == 0 && sm3_end(sum, digest))
		hex_encode(digest, sizeof(digest), hex);
	sm3_destroy(sum);
	if (n < 0)
		return -1;
	if (rows != f->rows)
		return verify_broken(v, "import", f->id, "rows",
				     _("这次导入了 %lld 件历史，库中有 %lld 件：被删去或添入"),
				     (long long)f->rows, (long long)rows);
	if (strcmp(hex, f->digest) != 0)
		return verify_broken(v, "import", f->id, "digest",
				     _("这次导入的各件历史合起来的摘要不符：有一件连同摘要被改过"));
	return 0;
}

static int check_audit(struct verify *v, const struct import_facts *f)
{
	char object[AUDIT_OBJECT_SIZE], detail[IMPORT_DETAIL_SIZE];
	struct stmt *q;
	bool fits;
	int rc;

	if (import_detail(f, detail) < 0)
		return err_set(v->err, ERR_MEMORY, _("内存不足"));
	q = stmt_get(v->st, STMT_VERIFY_AUDIT_IMPORT);
	stmt_bind_int(q, 1, f->audit);
	rc = stmt_step(q, v->err);
	fits = rc == 1 && strcmp(stmt_text(q, 0), act_key(ACT_IMPORT)) == 0 &&
	       strcmp(stmt_text(q, 1), audit_object("import", f->id, object)) == 0 &&
	       strcmp(stmt_text(q, 2), detail) == 0 && strcmp(stmt_text(q, 3), "done") == 0;
	stmt_done(q);
	if (rc < 0)
		return -1;
	return fits ? 0
		    : verify_broken(v, "import", f->id, NULL,
				    _("这次导入与审计第 %lld 条所记的不符：被改过"),
				    (long long)f->audit);
}

/* What was read before the desk was set up has no row in the audit; nothing later is without. */
static int check_import(struct verify *v, int64_t id)
{
	struct import_facts f;
	int rc = load_import(v, id, &f);

	if (rc != 1 || !*f.merged_at)
		return rc < 0 ? -1 : 0;
	rc = check_rows(v, &f);
	if (rc != 0)
		return rc;
	if (f.audit)
		return check_audit(v, &f);
	if (f.staff == 0 && (!v->is_set_up || strcmp(f.merged_at, v->desk.created_at) <= 0))
		return 0;
	return verify_broken(v, "import", id, "audit",
			     _("这次导入没有审计记录：不是由登记台写入的"));
}

/* --- Nothing besides --- */

struct imports_there {
	int64_t all, merged;
};

static int count_imports(struct verify *v, struct imports_there *out)
{
	struct stmt *q = stmt_get(v->st, STMT_VERIFY_MERGED);
	int rc = stmt_step(q, v->err);

	if (rc == 1)
		*out = (struct imports_there) { stmt_int(q, 0), stmt_int(q, 1) };
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

static int compare_count(struct verify *v, enum stmt_id id, const char *table, int64_t want)
{
	int64_t there = 0;

	if (stmt_fetch_int(stmt_get(v->st, id), &there, v->err) < 0)
		return -1;
	return there == want
		       ? 0
		       : verify_broken(v, table, 0, NULL,
				       _("索引里有 %lld 条，按历史的内容应有 %lld 条：有添入的"),
				       (long long)there, (long long)want);
}

/* Words or digests of filings that are not there would lead a search, or an import, astray. */
static int check_nothing_more(struct verify *v)
{
	struct imports_there there = { 0 };
	int64_t history = 0;
	int rc;

	if (store_read_begin(v->st, v->err) < 0)
		return -1;
	rc = count_imports(v, &there);
	if (rc == 0 && stmt_fetch_int(stmt_get(v->st, STMT_HISTORY_COUNT), &history, v->err) < 0)
		rc = -1;
	/* While a file is being read, or was since the filings were looked at, the counts say nothing. */
	if (rc == 0 && there.all == there.merged && history == v->history) {
		rc = compare_count(v, STMT_HISTORY_KEY_COUNT, "history_key", v->history_words);
		if (rc == 0)
			rc = compare_count(v, STMT_HISTORY_DIGEST_COUNT, "history_digest",
					   v->history);
	}
	store_read_end(v->st);
	return rc;
}

int verify_imports(struct verify *v)
{
	int rc = verify_each(v, "import", STMT_VERIFY_NEXT_IMPORT, check_import);

	return rc == 0 ? check_nothing_more(v) : rc;
}
