#include "db/filings.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "db/acts_parts.h"
#include "db/audit.h"
#include "db/changes.h"
#include "db/drafts.h"
#include "db/filing_row.h"
#include "db/filings_parts.h"
#include "db/search_keys.h"

void filing_record_finish(struct filing_record *r)
{
	if (!r)
		return;
	filing_finish(&r->filing);
	*r = (struct filing_record) { 0 };
}

int random_key(char out[RANDOM_KEY_SIZE], struct err *err)
{
	unsigned char bytes[(RANDOM_KEY_SIZE - 1) / 2];

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return err_set(err, ERR_STORAGE, _("系统给不出随机数，请稍候再试"));
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[i]);
	return 0;
}

static int issue_no(struct store *st, struct saved *s, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_SERIAL_NEXT);
	char day[9];
	int64_t serial = 0;

	snprintf(day, sizeof(day), "%.4s%.2s%.2s", s->at, s->at + 5, s->at + 8);
	stmt_bind_text(q, 1, day);
	if (stmt_fetch_int(q, &serial, err) < 0)
		return -1;
	snprintf(s->no, sizeof(s->no), "%s-%04lld", day, (long long)serial);
	return 0;
}

int filing_add_row(struct store *st, struct saved *s, struct err *err)
{
	struct stmt *q;

	if (issue_no(st, s, err) < 0)
		return -1;
	q = stmt_get(st, STMT_FILING_ADD);
	stmt_bind_text(q, 1, s->no);
	stmt_bind_text(q, 2, s->at);
	if (stmt_run(q, err) < 0)
		return -1;
	s->id = store_last_id(st);
	return 0;
}

static int tell_conflict(struct store *st, int64_t id, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_FILING_SAVED_AT);
	int rc;

	stmt_bind_int(q, 1, id);
	rc = stmt_step(q, err);
	if (rc == 1)
		err_set(err, ERR_CONFLICT, _("此件打开之后，另一个登记台在 %s 保存过它"),
			stmt_text(q, 0));
	else if (rc == 0)
		err_set(err, ERR_CONFLICT, _("库中已没有这一件，可以另存为一份新件"));
	stmt_done(q);
	return -1;
}

int save_seq_next(struct store *st, int64_t *out, struct err *err)
{
	return stmt_fetch_int(stmt_get(st, STMT_SAVE_SEQ_NEXT), out, err) < 0 ? -1 : 0;
}

/* Whatever is saved is a draft: every other state is reached by an act alone. */
static int update_filing(struct store *st, const struct filing_record *r, int64_t revision,
			 const struct saved *s, struct err *err)
{
	int64_t seq = 0;
	struct stmt *q;

	if (save_seq_next(st, &seq, err) < 0)
		return -1;
	q = stmt_get(st, STMT_FILING_UPDATE);
	stmt_bind_int(q, 1, s->id);
	stmt_bind_int(q, 2, revision);
	stmt_bind_int(q, 3, seq);
	stmt_bind_text(q, 4, s->key);
	stmt_bind_text(q, 5, state_name(STATE_DRAFT));
	stmt_bind_text(q, 6, r->policy);
	stmt_bind_text(q, 7, r->route);
	stmt_bind_text(q, 8, s->at);
	filing_row_bind(q, 9, &r->filing);
	if (stmt_run(q, err) < 0)
		return -1;
	return store_changes(st) == 1 ? 0 : tell_conflict(st, s->id, err);
}

int filing_write_row(struct store *st, const struct filing_record *r, int64_t revision,
		     const struct saved *s, struct err *err)
{
	if (update_filing(st, r, revision, s, err) < 0 ||
	    evidence_rows_save(st, &filing_evidence_table, s->id, &r->filing.evidence, err) < 0)
		return -1;
	return search_keys_save(st, s->id, s->no, &r->filing, err);
}

static int delete_draft(struct store *st, int64_t id, struct err *err)
{
	struct stmt *q;

	if (id == 0)
		return 0;
	q = stmt_get(st, STMT_DRAFT_DELETE);
	stmt_bind_int(q, 1, id);
	return stmt_run(q, err);
}

/* What stands in the store is the one thing that says whether it may be changed, and by whom. *out_role gets the role in which
 * he does. */
static int check_open(struct store *st, const struct filing_record *before, const char **out_role,
		      struct err *err)
{
	const struct actor *who = store_actor(st);
	struct actor now;

	if (before->state != STATE_DRAFT && before->state != STATE_RETURNED)
		return err_set(
			err, ERR_NOT_ALLOWED,
			_("此件现为“%s”，内容已签署，不能再改；要改请先退回，已备案的请办理修正"),
			_(state_label(before->state)));
	/* Without anybody signed in this is a tool's work on a store of its own. */
	if (who->staff == 0)
		return 0;
	if (actor_now(st, who, &now, err) < 0)
		return -1;
	*out_role = role_used(now.roles, ACT_REGISTER, before->state);
	return workflow_check(now.roles, ACT_REGISTER, before->state, err);
}

static int note_register(struct store *st, const struct saved *s, int64_t version, const char *role,
			 struct err *err)
{
	char object[AUDIT_OBJECT_SIZE];

	if (store_actor(st)->staff == 0)
		return 0;
	return audit_append(st,
			    &(struct audit_entry) {
				    .act = ACT_REGISTER,
				    .object = audit_object("filing", s->id, object),
				    .version = version,
				    .role = role,
			    },
			    NULL, err);
}

/* `before` is what stands in the store, empty for a new filing. */
static int write_over(struct store *st, const struct filing_record *r,
		      const struct filing_record *before, struct saved *s, struct err *err)
{
	int64_t revision = r->id ? r->revision : 0;

	if (filing_write_row(st, r, revision, s, err) < 0)
		return -1;
	return changes_write(st, s->id, revision + 1, s->at, r->id ? before : NULL, r, err);
}

static int write_filing(struct store *st, const struct filing_record *r, int64_t draft_id,
			struct saved *s, struct err *err)
{
	struct filing_record before = { 0 };
	const char *role = "";
	int rc = r->id ? filing_load_here(st, r->id, &before, err) : 1;

	timestamp_now(s->at);
	if (rc == 0)
		rc = tell_conflict(st, r->id, err);
	if (rc == 1)
		rc = check_open(st, &before, &role, err);
	if (rc == 0)
		rc = random_key(s->key, err);
	if (rc == 0 && r->id == 0)
		rc = filing_add_row(st, s, err);
	if (rc == 0)
		rc = write_over(st, r, &before, s, err);
	if (rc == 0)
		rc = note_register(st, s, before.version, role, err);
	filing_record_finish(&before);
	return rc < 0 ? -1 : delete_draft(st, draft_id, err);
}

/* A refusal leaves its row, whatever became of the rest. */
static int refuse_save(struct store *st, const struct filing_record *r, const struct err *err)
{
	char object[AUDIT_OBJECT_SIZE];

	store_rollback(st);
	if (err->code == ERR_NOT_ALLOWED && store_actor(st)->staff)
		audit_note(st,
			   &(struct audit_entry) { .act = ACT_REGISTER,
						   .object = audit_object("filing", r->id, object),
						   .version = r->version,
						   .refused = true,
						   .reason = err->msg },
			   NULL);
	return -1;
}

/* Find out how the save before ended, when nobody could tell. */
static int settle(struct store *st, struct filing_record *r, struct err *err)
{
	struct stmt *q;
	int rc;

	if (!*r->unsettled)
		return 0;
	q = stmt_get(st, STMT_FILING_BY_SAVE_KEY);
	stmt_bind_text(q, 1, r->unsettled);
	rc = stmt_step(q, err);
	if (rc == 1) {
		r->id = stmt_int(q, 0);
		stmt_copy_text(q, 1, r->no, sizeof(r->no));
		r->revision = stmt_int(q, 2);
		stmt_copy_text(q, 3, r->created_at, sizeof(r->created_at));
		stmt_copy_text(q, 4, r->saved_at, sizeof(r->saved_at));
	}
	stmt_done(q);
	if (rc >= 0)
		r->unsettled[0] = '\0';
	return rc < 0 ? -1 : 0;
}

/* After a commit that may have succeeded or not: is this save's random key in the file? When not
 * even that can be found out, err says so and the record keeps the key. */
static bool was_committed(struct store *st, const struct saved *s, struct filing_record *r,
			  struct err *err)
{
	struct stmt *q;
	int64_t id;
	int rc;

	if (!store_outcome_unknown(st))
		return false;
	q = stmt_get(st, STMT_FILING_BY_SAVE_KEY);
	stmt_bind_text(q, 1, s->key);
	rc = stmt_fetch_int(q, &id, NULL);
	if (rc == 0)
		err_set(err, ERR_STORAGE, "%s", store_fault(st));
	if (rc >= 0)
		return rc == 1;
	snprintf(r->unsettled, sizeof(r->unsettled), "%s", s->key);
	err_set(err, ERR_STORAGE, _("不能确定是否已存上（%s），请随后再存一次，不会存成两份"),
		store_fault(st));
	return false;
}

int filings_save(struct store *st, struct filing_record *r, int64_t draft_id, struct err *err)
{
	struct saved s = { 0 };
	struct err why = { 0 };

	if (store_begin(st, err) < 0)
		return -1;
	if (settle(st, r, err) < 0) {
		store_rollback(st);
		return -1;
	}
	s.id = r->id;
	snprintf(s.no, sizeof(s.no), "%s", r->no);
	if (write_filing(st, r, draft_id, &s, &why) < 0) {
		if (err)
			*err = why;
		return refuse_save(st, r, &why);
	}
	if (store_commit(st, err) < 0 && !was_committed(st, &s, r, err))
		return -1;
	if (r->id == 0)
		snprintf(r->created_at, sizeof(r->created_at), "%s", s.at);
	r->revision = r->id ? r->revision + 1 : 1;
	r->state = STATE_DRAFT;
	r->id = s.id;
	snprintf(r->no, sizeof(r->no), "%s", s.no);
	snprintf(r->saved_at, sizeof(r->saved_at), "%s", s.at);
	return 0;
}
