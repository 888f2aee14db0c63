/* Taking a bundle in: looked at from end to end, then stored in one transaction, then the receipt. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/bundle_taking.h"
#include "db/new_file.h"
#include "db/staff_parts.h"
#include "db/stmt.h"

/* ---- rows ---- */

int received_digest(const struct received_row *r, char out[SM3_HEX_SIZE])
{
	const int64_t numbers[] = { r->peer, r->number, r->version };
	const char *texts[] = { r->no,      r->filing_no, r->state, r->psn_name, r->certno,
				r->disease, r->text,      r->acts,  r->materials };
	struct sm3 *s = sm3_create();
	unsigned char digest[SM3_SIZE];
	char word[24];
	bool done;

	for (size_t i = 0; s && i < ARRAY_SIZE(numbers); i++) {
		snprintf(word, sizeof(word), "%lld", (long long)numbers[i]);
		sm3_add_part(s, word, strlen(word));
	}
	for (size_t i = 0; s && i < ARRAY_SIZE(texts); i++)
		sm3_add_part(s, texts[i], strlen(texts[i]));
	done = s && sm3_end(s, digest);
	sm3_destroy(s);
	if (!done)
		return -1;
	hex_encode(digest, sizeof(digest), out);
	return 0;
}

/* What a filing becomes as a row. */
struct prepared {
	struct received_row row; /* into the filing and the two below */
	struct filing fields;
	char *materials, sm3[SM3_HEX_SIZE];
};

static void prepared_finish(struct prepared *p, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		filing_finish(&p[i].fields);
		free(p[i].materials);
	}
	free(p);
}

static int prepare_one(const struct taking *t, size_t i, struct prepared *p, struct err *err)
{
	const struct bundle_filing *f = &t->filings[i];
	char route[64];

	p->materials = bundle_filing_materials(f);
	if (!p->materials)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	if (bundle_filing_fields(f, &p->fields, route, sizeof(route), err) < 0)
		return -1;
	p->row = (struct received_row) {
		.peer = t->peer.id,
		.number = t->head.number,
		.version = bundle_filing_newest(f)->version,
		.no = f->no,
		.filing_no = f->filing_no,
		.state = state_name(f->state),
		.psn_name = filing_get(&p->fields, FIELD_PSN_NAME),
		.certno = filing_get(&p->fields, FIELD_CERTNO),
		.disease = filing_get(&p->fields, FIELD_OPSP_DISE_CODE),
		.text = bundle_filing_newest(f)->text,
		.acts = f->text,
		.materials = p->materials,
	};
	return received_digest(&p->row, p->sm3) < 0 ? err_set(err, ERR_MEMORY, _("内存不足")) : 0;
}

static struct prepared *prepare(const struct taking *t, struct err *err)
{
	struct prepared *all = calloc(t->count, sizeof(*all));

	if (!all)
		err_set(err, ERR_MEMORY, _("内存不足"));
	for (size_t i = 0; all && i < t->count; i++)
		if (prepare_one(t, i, &all[i], err) < 0) {
			prepared_finish(all, t->count);
			return NULL;
		}
	return all;
}

/* The digest over all rows' digests, in their order. */
static int digest_rows(const struct taking *t, const struct prepared *rows, char out[SM3_HEX_SIZE])
{
	struct sm3 *s = sm3_create();
	unsigned char digest[SM3_SIZE];
	bool done;

	for (size_t i = 0; s && i < t->count; i++)
		sm3_add(s, rows[i].sm3, strlen(rows[i].sm3));
	done = s && sm3_end(s, digest);
	sm3_destroy(s);
	if (!done)
		return -1;
	hex_encode(digest, sizeof(digest), out);
	return 0;
}

/* ---- the transaction ---- */

static int add_received(struct store *st, const struct prepared *p, struct err *err)
{
	const struct received_row *r = &p->row;
	struct stmt *q = stmt_get(st, STMT_RECEIVED_ADD);

	stmt_bind_int(q, 1, r->peer);
	stmt_bind_int(q, 2, r->number);
	stmt_bind_text(q, 3, r->no);
	stmt_bind_text(q, 4, r->filing_no);
	stmt_bind_int(q, 5, r->version);
	stmt_bind_text(q, 6, r->state);
	stmt_bind_text(q, 7, r->psn_name);
	stmt_bind_text(q, 8, r->certno);
	stmt_bind_text(q, 9, r->disease);
	stmt_bind_text(q, 10, r->text);
	stmt_bind_text(q, 11, r->acts);
	stmt_bind_text(q, 12, r->materials);
	stmt_bind_text(q, 13, p->sm3);
	return stmt_run(q, err);
}

static int add_bundle(struct taking *t, const struct actor *who, const struct prepared *rows,
		      const char *at, struct err *err)
{
	char detail[BUNDLE_DETAIL_SIZE], digest[SM3_HEX_SIZE];
	int64_t audit = 0;
	struct stmt *q;

	if (digest_rows(t, rows, digest) < 0)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	snprintf(detail, sizeof(detail), "in %lld %s %s", (long long)t->head.number, t->sm3,
		 digest);
	if (bundle_note(t->st, t->peer.id, detail, &audit, err) < 0)
		return -1;
	q = stmt_get(t->st, STMT_BUNDLE_IN_ADD);
	stmt_bind_int(q, 1, t->peer.id);
	stmt_bind_int(q, 2, t->head.number);
	stmt_bind_text(q, 3, t->sm3);
	stmt_bind_int(q, 4, (int64_t)t->count);
	stmt_bind_text(q, 5, at);
	stmt_bind_int(q, 6, who->staff);
	stmt_bind_int(q, 7, audit);
	if (stmt_run(q, err) < 0)
		return -1;
	for (size_t i = 0; i < t->count; i++)
		if (add_received(t->st, &rows[i], err) < 0)
			return -1;
	return 0;
}

/* Was this number taken in before? 1 with when, 0, or -1: also with another content. */
static int find_taken(struct taking *t, char at[20], struct err *err)
{
	struct stmt *q = stmt_get(t->st, STMT_BUNDLE_IN_GET);
	bool same = false;
	int rc;

	stmt_bind_int(q, 1, t->peer.id);
	stmt_bind_int(q, 2, t->head.number);
	rc = stmt_step(q, err);
	if (rc == 1) {
		same = strcmp(stmt_text(q, 0), t->sm3) == 0;
		stmt_copy_text(q, 1, at, 20);
	}
	stmt_done(q);
	if (rc != 1 || same)
		return rc;
	return err_set(
		err, ERR_NOT_ALLOWED,
		_("“%s”的第 %lld 号数据包 %.16s 已收过，内容与这一个不同，没有收；请与对方核对"),
		t->peer.name, (long long)t->head.number, at);
}

static int check_still(struct taking *t, const struct actor *who, struct err *err)
{
	struct peer now;
	int rc;

	if (staff_may(t->st, who, ACT_BUNDLE, err) < 0)
		return -1;
	rc = peer_load(t->st, t->peer.id, &now, err);
	if (rc < 0)
		return -1;
	return rc == 1 && now.active ? 0
				     : err_set(err, ERR_NOT_ALLOWED,
					       _("“%s”已停用，不收它的数据包"), t->peer.name);
}

static int refuse(struct taking *t, struct err *err)
{
	char object[AUDIT_OBJECT_SIZE] = "";

	if (t->peer.id)
		audit_object("peer", t->peer.id, object);
	return refuse_and_note(t->st, ACT_BUNDLE, object, err);
}

/* A commit whose end nobody could tell: what is in the store says it. */
static int settle(struct taking *t, char at[20], struct err *err)
{
	if (!store_outcome_unknown(t->st))
		return -1;
	return find_taken(t, at, NULL) == 1 ? 0
					    : err_set(err, ERR_STORAGE, "%s", store_fault(t->st));
}

/* 0 stored now, 1 it was there (another desk was quicker). */
static int store_rows(struct taking *t, const struct actor *who, const struct prepared *rows,
		      char at[20], struct err *err)
{
	int rc;

	if (store_begin(t->st, err) < 0)
		return -1;
	rc = check_still(t, who, err);
	if (rc == 0)
		rc = find_taken(t, at, err);
	if (rc < 0)
		return refuse(t, err);
	if (rc == 1) {
		store_rollback(t->st);
		return 1;
	}
	timestamp_now(at);
	if (add_bundle(t, who, rows, at, err) < 0) {
		store_rollback(t->st);
		return -1;
	}
	return store_commit(t->st, err) < 0 ? settle(t, at, err) : 0;
}

static int take_new(struct taking *t, const struct actor *who, char at[20], struct err *err)
{
	struct prepared *rows;
	int rc;

	if (bundle_keep_files(t, err) < 0)
		return -1;
	rows = prepare(t, err);
	if (!rows)
		return -1;
	rc = store_rows(t, who, rows, at, err);
	prepared_finish(rows, t->count);
	return rc;
}

/* ---- the receipt ---- */

static int put_line(const char *path, const char *line, struct err *err)
{
	struct new_file f;

	if (new_file_begin(&f, path, true, err) < 0)
		return -1;
	fputs(line, f.out);
	return new_file_end(&f, err);
}

static int sign_receipt(struct taking *t, const char *at, char line[RECEIPT_SIZE], struct err *err)
{
	struct receipt r = { .number = t->head.number };
	struct sm2_key *key = NULL;
	int rc = bundle_gaps_of(t->st, t->peer.id, r.gaps, err);

	snprintf(r.receiver, sizeof(r.receiver), "%s", t->desk.uuid);
	snprintf(r.sender, sizeof(r.sender), "%s", t->peer.uuid);
	snprintf(r.sm3, sizeof(r.sm3), "%s", t->sm3);
	snprintf(r.at, sizeof(r.at), "%s", at);
	if (rc == 0)
		rc = desk_key_open(t->st, &key, err);
	if (rc == 0)
		rc = receipt_make(&r, key, line, err);
	sm2_destroy(key);
	return rc;
}

static int write_receipt(struct taking *t, const char *at, struct bundle_result *out,
			 struct err *err)
{
	char line[RECEIPT_SIZE];
	struct err why = { 0 };
	int rc = sign_receipt(t, at, line, &why);

	if (rc == 0 && (size_t)snprintf(out->path, sizeof(out->path), "%s.receipt", t->path) >=
			       sizeof(out->path))
		rc = err_set(&why, ERR_INPUT, _("路径太长"));
	if (rc == 0)
		rc = put_line(out->path, line, &why);
	if (rc < 0)
		return err_set(
			err, why.code,
			_("第 %lld 号数据包已收下，回执却没有写成（%.300s）；再收一次即可得到回执"),
			(long long)t->head.number, why.msg);
	return 0;
}

/* ---- the whole ---- */

static int tell_result(struct taking *t, bool again, struct bundle_result *out, struct err *err)
{
	*out = (struct bundle_result) { .number = t->head.number,
					.filings = (int64_t)t->count,
					.materials = t->files,
					.again = again };
	snprintf(out->peer, sizeof(out->peer), "%s", t->peer.name);
	snprintf(out->sm3, sizeof(out->sm3), "%s", t->sm3);
	return bundles_gaps(t->st, t->peer.id, out->gaps, sizeof(out->gaps), err);
}

static int take(struct taking *t, const struct actor *who, struct bundle_result *out,
		struct err *err)
{
	char at[20];
	int taken;

	if (bundle_may(t->st, who, err) < 0)
		return -1;
	if (bundle_look(t, err) < 0)
		return refuse(t, err);
	taken = find_taken(t, at, err);
	if (taken < 0)
		return refuse(t, err);
	if (taken == 0)
		taken = take_new(t, who, at, err);
	if (taken < 0 || tell_result(t, taken == 1, out, err) < 0)
		return -1;
	return write_receipt(t, at, out, err);
}

int bundle_take(struct store *st, const struct actor *who, const char *path, progress_fn *progress,
		void *ctx, struct bundle_result *out, struct err *err)
{
	struct taking *t = calloc(1, sizeof(*t));
	int rc;

	if (!t)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	t->st = st;
	t->path = path;
	t->progress = progress;
	t->ctx = ctx;
	rc = take(t, who, out, err);
	taking_finish(t);
	return rc;
}
