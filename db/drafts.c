#include "db/drafts.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/actor.h"
#include "db/filing_row.h"
#include "db/sessions.h"

/* A draft has the field columns of a filing rather than a row for each value: both are then bound
 * and read by the same two functions, and a save is one row and the evidence. */

void draft_finish(struct draft *d)
{
	if (!d)
		return;
	filing_record_finish(&d->record);
	free(d->cell_text);
	*d = (struct draft) { 0 };
}

/* Whose draft it is; nobody's while nobody is signed in. */
static void bind_owner(struct store *st, struct stmt *q, int at)
{
	if (store_actor(st)->staff)
		stmt_bind_int(q, at, store_actor(st)->staff);
}

/* Run a statement over (id, session); how many rows it changed, or -1. */
static int run_pair(struct store *st, int statement, int64_t id, int64_t session, struct err *err)
{
	struct stmt *q = stmt_get(st, statement);

	stmt_bind_int(q, 1, id);
	stmt_bind_int(q, 2, session);
	return stmt_run(q, err) < 0 ? -1 : store_changes(st);
}

static int update_draft(struct store *st, const struct draft *d, int64_t id, const char *now,
			struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_DRAFT_UPDATE);

	stmt_bind_int(q, 1, id);
	stmt_bind_int(q, 2, store_session(st));
	if (d->record.id)
		stmt_bind_int(q, 3, d->record.id);
	stmt_bind_int(q, 4, d->record.revision);
	stmt_bind_text(q, 5, state_name(d->record.state));
	stmt_bind_text(q, 6, d->record.policy);
	stmt_bind_text(q, 7, d->record.route);
	stmt_bind_text(q, 8, now);
	stmt_bind_text(q, 9, d->screen);
	stmt_bind_text(q, 10, d->cell);
	stmt_bind_int(q, 11, d->cursor);
	stmt_bind_int(q, 12, d->cell_text != NULL);
	stmt_bind_text(q, 13, d->cell_text);
	stmt_bind_text(q, 14, d->cell_unit);
	bind_owner(st, q, 15);
	filing_row_bind(q, 16, &d->record.filing);
	return stmt_run(q, err) < 0 ? -1 : store_changes(st);
}

static int add_draft(struct store *st, const char *now, int64_t *out_id, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_DRAFT_ADD);

	stmt_bind_int(q, 1, store_session(st));
	stmt_bind_text(q, 2, now);
	bind_owner(st, q, 3);
	if (stmt_run(q, err) < 0)
		return -1;
	*out_id = store_last_id(st);
	return 0;
}

/* A draft that is not there any more, or not ours, is written anew: what was typed is never
 * dropped. */
static int write_draft(struct store *st, const struct draft *d, const char *now, int64_t *id,
		       struct err *err)
{
	int changed = *id ? update_draft(st, d, *id, now, err) : 0;

	if (changed == 0) {
		if (add_draft(st, now, id, err) < 0)
			return -1;
		changed = update_draft(st, d, *id, now, err);
	}
	if (changed < 0)
		return -1;
	return evidence_rows_save(st, &draft_evidence_table, *id, &d->record.filing.evidence, err);
}

/* A new draft of this session is in the file only when its commit succeeded: ids are never given
 * twice. An older one may have kept its former text, so it counts as not saved. */
static bool was_committed(struct store *st, const struct draft *d, int64_t id)
{
	struct stmt *q;
	int rc;

	if (!store_outcome_unknown(st) || d->id == id)
		return false;
	q = stmt_get(st, STMT_DRAFT_MINE);
	stmt_bind_int(q, 1, id);
	stmt_bind_int(q, 2, store_session(st));
	rc = stmt_step(q, NULL);
	stmt_done(q);
	return rc == 1;
}

int drafts_save(struct store *st, struct draft *d, struct err *err)
{
	char now[TIMESTAMP_SIZE];
	int64_t id = d->id;

	assert(store_session(st) != 0);
	timestamp_now(now);
	if (store_begin_soon(st, err) < 0)
		return -1;
	if (write_draft(st, d, now, &id, err) < 0) {
		store_rollback(st);
		return -1;
	}
	if (store_commit(st, err) < 0 && !was_committed(st, d, id))
		return -1;
	d->id = id;
	snprintf(d->updated_at, sizeof(d->updated_at), "%s", now);
	return 0;
}

/* Run a statement over one draft, in a transaction of its own. */
static int run_alone(struct store *st, int statement, int64_t id, struct err *err)
{
	struct stmt *q;

	if (store_begin(st, err) < 0)
		return -1;
	q = stmt_get(st, statement);
	stmt_bind_int(q, 1, id);
	if (stmt_run(q, err) < 0) {
		store_rollback(st);
		return -1;
	}
	return store_commit(st, err);
}

int drafts_delete(struct store *st, int64_t id, struct err *err)
{
	return run_alone(st, STMT_DRAFT_DELETE, id, err);
}

int drafts_release(struct store *st, int64_t id, struct err *err)
{
	if (store_begin(st, err) < 0)
		return -1;
	if (run_pair(st, STMT_DRAFT_RELEASE, id, store_session(st), err) < 0) {
		store_rollback(st);
		return -1;
	}
	return store_commit(st, err);
}

/* Column 0 of a draft's row: does it belong to no living session? 1, 0, or -1. */
static int is_orphan(struct store *st, struct stmt *q, struct err *err)
{
	int alive = stmt_is_null(q, 0) ? 0 : session_is_alive(st, stmt_int(q, 0), err);

	return alive < 0 ? -1 : !alive;
}

static void brief_from_row(struct stmt *q, struct draft_brief *out)
{
	stmt_copy_text(q, 1, out->psn_name, sizeof(out->psn_name));
	stmt_copy_text(q, 2, out->opsp_dise_name, sizeof(out->opsp_dise_name));
	stmt_copy_text(q, 3, out->screen, sizeof(out->screen));
	stmt_copy_text(q, 4, out->cell, sizeof(out->cell));
	stmt_copy_text(q, 5, out->updated_at, sizeof(out->updated_at));
}

int drafts_orphan_brief(struct store *st, struct draft_brief *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_DRAFT_BRIEFS);
	int rc, orphan = 0;

	bind_owner(st, q, 1);
	while (orphan == 0 && (rc = stmt_step(q, err)) == 1)
		orphan = is_orphan(st, q, err);
	if (orphan == 1)
		brief_from_row(q, out);
	stmt_done(q);
	return orphan != 0 ? orphan : rc;
}

int drafts_count_orphans(struct store *st, int64_t *out_count, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_DRAFT_COUNTS);
	int64_t count = 0;
	int rc, orphan = 0;

	bind_owner(st, q, 1);
	while (orphan >= 0 && (rc = stmt_step(q, err)) == 1) {
		orphan = is_orphan(st, q, err);
		if (orphan == 1)
			count += stmt_int(q, 1);
	}
	stmt_done(q);
	if (orphan < 0 || rc < 0)
		return -1;
	*out_count = count;
	return 0;
}

static int draft_from_row(struct stmt *q, struct draft *out, struct err *err)
{
	struct filing_record *r = &out->record;

	out->id = stmt_int(q, 0);
	r->id = stmt_int(q, 1);
	stmt_copy_text(q, 2, r->no, sizeof(r->no));
	r->revision = stmt_int(q, 3);
	r->state = state_by_name(stmt_text(q, 4));
	stmt_copy_text(q, 5, r->policy, sizeof(r->policy));
	stmt_copy_text(q, 6, r->route, sizeof(r->route));
	stmt_copy_text(q, 7, r->created_at, sizeof(r->created_at));
	stmt_copy_text(q, 8, r->saved_at, sizeof(r->saved_at));
	stmt_copy_text(q, 9, out->updated_at, sizeof(out->updated_at));
	stmt_copy_text(q, 10, out->screen, sizeof(out->screen));
	stmt_copy_text(q, 11, out->cell, sizeof(out->cell));
	out->cursor = stmt_int(q, 12);
	if (stmt_int(q, 13) && !(out->cell_text = strdup(stmt_text(q, 14))))
		return err_set(err, ERR_MEMORY, _("内存不足"));
	stmt_copy_text(q, 15, out->cell_unit, sizeof(out->cell_unit));
	r->version = stmt_int(q, 16);
	r->prior = stmt_int(q, 17);
	stmt_copy_text(q, 18, r->filing_no, sizeof(r->filing_no));
	return filing_row_read(q, 19, &r->filing, err);
}

static int load_draft(struct store *st, int64_t id, struct draft *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_DRAFT_BY_ID);
	int rc;

	stmt_bind_int(q, 1, id);
	rc = stmt_step(q, err);
	if (rc == 1 && draft_from_row(q, out, err) < 0)
		rc = -1;
	stmt_done(q);
	if (rc == 1 && evidence_rows_load(st, &draft_evidence_table, id,
					  &out->record.filing.evidence, err) < 0)
		rc = -1;
	return rc;
}

/* Dead sessions are taken out first, so that every orphan is one without session. */
static int take_newest(struct store *st, struct draft *out, struct err *err)
{
	struct stmt *q;
	int64_t id = 0;
	int rc;

	if (sessions_reap(st, err) < 0)
		return -1;
	q = stmt_get(st, STMT_DRAFT_NEWEST_ORPHAN);
	bind_owner(st, q, 1);
	rc = stmt_step(q, err);
	if (rc == 1)
		id = stmt_int(q, 0);
	stmt_done(q);
	if (rc != 1)
		return rc;
	q = stmt_get(st, STMT_DRAFT_ADOPT);
	stmt_bind_int(q, 1, id);
	stmt_bind_int(q, 2, store_session(st));
	bind_owner(st, q, 3);
	if (stmt_run(q, err) < 0)
		return -1;
	return load_draft(st, id, out, err);
}

int drafts_adopt_newest(struct store *st, struct draft *out, struct err *err)
{
	struct draft d = { 0 };
	int rc;

	assert(store_session(st) != 0);
	if (store_begin(st, err) < 0)
		return -1;
	rc = take_newest(st, &d, err);
	if (rc < 0)
		store_rollback(st);
	else if (store_commit(st, err) < 0)
		rc = -1;
	if (rc == 1)
		*out = d;
	else
		draft_finish(&d);
	return rc;
}

int drafts_open_elsewhere(struct store *st, int64_t filing_id, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_DRAFT_SESSIONS_OF_FILING);
	int rc, alive = 0;

	stmt_bind_int(q, 1, filing_id);
	stmt_bind_int(q, 2, store_session(st));
	while (alive == 0 && (rc = stmt_step(q, err)) == 1)
		alive = session_is_alive(st, stmt_int(q, 0), err);
	stmt_done(q);
	return alive != 0 ? alive : rc;
}
