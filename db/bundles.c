/* Making bundles. */
#include "db/bundles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/bundle_making.h"
#include "db/staff_parts.h"
#include "db/stmt.h"

#define WALK 5000 /* ids of filings that one look for unsent ones goes over */

static int no_memory(struct err *err)
{
	return err_set(err, ERR_MEMORY, _("内存不足"));
}

/* ---- what has not been sent ---- */

/* Filings above `from`, with their last act: how many were met is added to *out_met; those that fit are kept. */
static int look_for_unsent(struct making *m, int64_t from, int64_t *out_met, struct err *err)
{
	struct stmt *q = stmt_get(m->st, STMT_BUNDLE_UNSENT);
	int rc;

	stmt_bind_int(q, 1, m->peer.id);
	stmt_bind_int(q, 2, from);
	stmt_bind_int(q, 3, from + WALK);
	while ((rc = stmt_step(q, err)) == 1) {
		if (m->count < BUNDLE_FILINGS_MOST)
			m->items[m->count++] =
				(struct bundle_item) { stmt_int(q, 0), stmt_int(q, 1) };
		++*out_met;
	}
	stmt_done(q);
	return rc;
}

static int find_unsent(struct making *m, int64_t *out_met, struct err *err)
{
	int64_t last = 0;

	*out_met = 0;
	if (stmt_fetch_int(stmt_get(m->st, STMT_FILING_MAX), &last, err) < 0)
		return -1;
	for (int64_t from = 0; from < last; from += WALK)
		if (look_for_unsent(m, from, out_met, err) < 0)
			return -1;
	return 0;
}

int bundles_waiting(struct store *st, int64_t peer, int64_t *out, struct err *err)
{
	struct making *m = calloc(1, sizeof(*m));
	int rc;

	if (!m)
		return no_memory(err);
	m->st = st;
	m->peer.id = peer;
	rc = find_unsent(m, out, err);
	free(m);
	return rc;
}

static void making_finish(struct making *m)
{
	if (!m)
		return;
	new_file_abandon(&m->file);
	envelope_abandon(m->envelope);
	sm3_destroy(m->sm3);
	bundle_seen_finish(&m->seen);
	free(m);
}

/* ---- the transaction ---- */

static int next_number(struct making *m, int64_t *out, struct err *err)
{
	struct stmt *q = stmt_get(m->st, STMT_BUNDLE_NEXT);

	stmt_bind_int(q, 1, m->peer.id);
	return stmt_fetch_int(q, out, err) < 0 ? -1 : 0;
}

static int add_items(struct making *m, struct err *err)
{
	for (size_t i = 0; i < m->count; i++) {
		struct stmt *q = stmt_get(m->st, STMT_BUNDLE_ITEM_ADD);

		stmt_bind_int(q, 1, m->peer.id);
		stmt_bind_int(q, 2, m->number);
		stmt_bind_int(q, 3, m->items[i].filing);
		stmt_bind_int(q, 4, m->items[i].act);
		if (stmt_run(q, err) < 0)
			return -1;
	}
	return 0;
}

static int add_bundle(struct making *m, const struct actor *who, struct err *err)
{
	char detail[BUNDLE_DETAIL_SIZE], now[TIMESTAMP_SIZE];
	struct stmt *q;

	snprintf(detail, sizeof(detail), "out %lld %s %zu", (long long)m->number, m->sm3_hex,
		 m->count);
	if (bundle_note(m->st, m->peer.id, detail, &m->audit, err) < 0)
		return -1;
	timestamp_now(now);
	q = stmt_get(m->st, STMT_BUNDLE_OUT_ADD);
	stmt_bind_int(q, 1, m->peer.id);
	stmt_bind_int(q, 2, m->number);
	stmt_bind_text(q, 3, m->sm3_hex);
	stmt_bind_int(q, 4, (int64_t)m->done);
	stmt_bind_int(q, 5, (int64_t)m->count);
	stmt_bind_text(q, 6, now);
	stmt_bind_int(q, 7, who->staff);
	stmt_bind_int(q, 8, m->audit);
	return stmt_run(q, err) < 0 ? -1 : add_items(m, err);
}

static int check_still(struct making *m, const struct actor *who, struct err *err)
{
	int64_t next = 0;
	struct peer now;
	int rc;

	if (staff_may(m->st, who, ACT_BUNDLE, err) < 0 || next_number(m, &next, err) < 0)
		return -1;
	rc = peer_load(m->st, m->peer.id, &now, err);
	if (rc < 0)
		return -1;
	if (rc == 0 || !now.active)
		return err_set(err, ERR_NOT_ALLOWED, _("“%s”已停用，不做数据包"), m->peer.name);
	if (next != m->number)
		return err_set(err, ERR_CONFLICT, _("另一个登记台刚做了第 %lld 号数据包；请重新做"),
			       (long long)m->number);
	return 0;
}

/* A commit whose end nobody could tell: is this very bundle in the store? 0, or -1 with the reason. */
static int settle(struct making *m, struct err *err)
{
	struct stmt *q;
	bool there;
	int rc;

	if (!store_outcome_unknown(m->st))
		return -1;
	q = stmt_get(m->st, STMT_BUNDLE_OUT_GET);
	stmt_bind_int(q, 1, m->peer.id);
	stmt_bind_int(q, 2, m->number);
	rc = stmt_step(q, NULL);
	there = rc == 1 && strcmp(stmt_text(q, 0), m->sm3_hex) == 0;
	stmt_done(q);
	return there ? 0 : err_set(err, ERR_STORAGE, "%s", store_fault(m->st));
}

static int commit(struct making *m, const struct actor *who, struct err *err)
{
	char object[AUDIT_OBJECT_SIZE];

	if (store_begin(m->st, err) < 0)
		return -1;
	if (check_still(m, who, err) < 0)
		return refuse_and_note(m->st, ACT_BUNDLE, audit_object("peer", m->peer.id, object),
				       err);
	if (add_bundle(m, who, err) < 0) {
		store_rollback(m->st);
		return -1;
	}
	return store_commit(m->st, err) < 0 ? settle(m, err) : 0;
}

/* ---- the two ways to make one ---- */

static struct making *begin(struct store *st, const struct actor *who, int64_t peer,
			    struct err *err)
{
	struct making *m;
	int rc = bundle_may(st, who, err);

	if (rc < 0)
		return NULL;
	m = calloc(1, sizeof(*m));
	if (!m) {
		no_memory(err);
		return NULL;
	}
	m->st = st;
	rc = bundle_desk(st, &m->desk, err);
	if (rc == 0)
		rc = peer_load(st, peer, &m->peer, err);
	if (rc == 1 && m->peer.active)
		return m;
	if (rc >= 0)
		err_set(err, ERR_INPUT,
			rc ? _("这个往来台已停用，请先启用") : _("往来台里没有这个台"));
	making_finish(m);
	return NULL;
}

static void tell_result(const struct making *m, struct bundle_result *out)
{
	*out = (struct bundle_result) { .number = m->number,
					.filings = (int64_t)m->count,
					.materials = (int64_t)m->seen.count,
					.waiting = m->waiting };
	snprintf(out->peer, sizeof(out->peer), "%s", m->peer.name);
	snprintf(out->sm3, sizeof(out->sm3), "%s", m->sm3_hex);
	snprintf(out->path, sizeof(out->path), "%s", m->path);
}

static int choose(struct making *m, struct err *err)
{
	int64_t met = 0;

	if (find_unsent(m, &met, err) < 0 || next_number(m, &m->number, err) < 0)
		return -1;
	if (m->count == 0)
		return err_set(err, ERR_NOT_ALLOWED, _("没有新的件要送给“%s”"), m->peer.name);
	m->waiting = met - (int64_t)m->count;
	return 0;
}

/* The number stands from the commit on; what fails behind it costs the file, never the number. */
static int name_file(struct making *m, struct err *err)
{
	struct err why = { 0 };

	if (new_file_end(&m->file, &why) == 0)
		return 0;
	return err_set(err, ERR_INPUT,
		       _("第 %lld 号数据包已记下，文件却没有写成（%.300s）；请用“重做”再写一次"),
		       (long long)m->number, why.msg);
}

int bundle_make(struct store *st, const struct actor *who, int64_t peer, const char *folder,
		progress_fn *progress, void *ctx, struct bundle_result *out, struct err *err)
{
	struct making *m = begin(st, who, peer, err);
	int rc;

	if (!m)
		return -1;
	m->progress = progress;
	m->ctx = ctx;
	rc = choose(m, err);
	if (rc == 0)
		rc = bundle_write(m, folder, err);
	if (rc == 0)
		rc = commit(m, who, err);
	if (rc == 0)
		rc = name_file(m, err);
	if (rc == 0)
		tell_result(m, out);
	making_finish(m);
	return rc;
}

/* ---- again ---- */

static int read_items(struct making *m, struct err *err)
{
	struct stmt *q = stmt_get(m->st, STMT_BUNDLE_ITEMS);
	int rc = 0;

	stmt_bind_int(q, 1, m->peer.id);
	stmt_bind_int(q, 2, m->number);
	while (m->count < BUNDLE_FILINGS_MOST && (rc = stmt_step(q, err)) == 1)
		m->items[m->count++] = (struct bundle_item) { stmt_int(q, 0), stmt_int(q, 1) };
	stmt_done(q);
	if (rc >= 0 && m->count == 0)
		return err_set(err, ERR_INPUT, _("没有给“%s”做过第 %lld 号数据包"), m->peer.name,
			       (long long)m->number);
	return rc < 0 ? -1 : 0;
}

/* What was signed then is signed for ever: another payload means that the store was changed by other hands. */
static int check_same(struct making *m, struct err *err)
{
	struct stmt *q = stmt_get(m->st, STMT_BUNDLE_OUT_GET);
	bool same;
	int rc;

	stmt_bind_int(q, 1, m->peer.id);
	stmt_bind_int(q, 2, m->number);
	rc = stmt_step(q, err);
	same = rc == 1 && strcmp(stmt_text(q, 0), m->sm3_hex) == 0;
	stmt_done(q);
	if (rc < 0 || same)
		return rc < 0 ? -1 : 0;
	return err_set(err, ERR_STORAGE,
		       _("第 %lld 号数据包与当时的内容不同，请先用 mtdesk verify 核对"),
		       (long long)m->number);
}

static int note_again(struct making *m, struct err *err)
{
	char detail[BUNDLE_DETAIL_SIZE];

	snprintf(detail, sizeof(detail), "again %lld %s", (long long)m->number, m->sm3_hex);
	if (store_begin(m->st, err) < 0)
		return -1;
	if (bundle_note(m->st, m->peer.id, detail, NULL, err) == 0)
		return store_commit(m->st, err);
	store_rollback(m->st);
	return -1;
}

int bundle_again(struct store *st, const struct actor *who, int64_t peer, int64_t number,
		 const char *folder, progress_fn *progress, void *ctx, struct bundle_result *out,
		 struct err *err)
{
	struct making *m = begin(st, who, peer, err);
	int rc;

	if (!m)
		return -1;
	m->number = number;
	m->progress = progress;
	m->ctx = ctx;
	rc = read_items(m, err);
	if (rc == 0)
		rc = bundle_write(m, folder, err);
	if (rc == 0)
		rc = check_same(m, err);
	if (rc == 0)
		rc = note_again(m, err);
	if (rc == 0)
		rc = new_file_end(&m->file, err);
	if (rc == 0)
		tell_result(m, out);
	making_finish(m);
	return rc;
}
