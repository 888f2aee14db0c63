/* The rows that an act leaves: audit, version, act, filing, and what hangs on it. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "db/acts_parts.h"
#include "db/audit.h"
#include "db/search_keys.h"

static int append_audit(struct commit *c, struct err *err)
{
	const struct act_request *req = &c->d->request;
	char filing[AUDIT_OBJECT_SIZE], policy[64];

	snprintf(policy, sizeof(policy), "policy:%.50s", req->policy);
	return audit_append(
		c->st,
		&(struct audit_entry) {
			.act = req->act,
			.object = req->filing ? audit_object("filing", req->filing, filing) : policy,
			.version = c->s.version,
			.role = role_used(c->s.who.roles, req->act, c->s.step->from),
			.detail = c->sm3,
		},
		&c->audit, err);
}

static int add_act(struct commit *c, struct err *err)
{
	struct stmt *q = stmt_get(c->st, STMT_ACT_ADD);

	if (c->s.now.id)
		stmt_bind_int(q, 1, c->s.now.id);
	stmt_bind_int(q, 2, c->s.version);
	stmt_bind_text(q, 3, act_key(c->d->request.act));
	stmt_bind_int(q, 4, c->s.who.staff);
	stmt_bind_text(q, 5, c->at.at);
	stmt_bind_text(q, 6, c->text);
	stmt_bind_text(q, 7, c->sm3);
	stmt_bind_int(q, 8, c->key_id);
	stmt_bind_text(q, 9, c->signature);
	stmt_bind_text(q, 10, c->d->once);
	stmt_bind_int(q, 11, c->audit);
	if (stmt_run(q, err) < 0)
		return -1;
	c->act_id = store_last_id(c->st);
	return 0;
}

static int add_version(struct commit *c, struct err *err)
{
	struct stmt *q;

	if (c->d->request.act != ACT_SUBMIT)
		return 0;
	q = stmt_get(c->st, STMT_VERSION_ADD);
	stmt_bind_int(q, 1, c->s.now.id);
	stmt_bind_int(q, 2, c->s.version);
	stmt_bind_text(q, 3, c->s.text);
	stmt_bind_text(q, 4, c->s.sm3);
	return stmt_run(q, err);
}

static int update_filing(struct commit *c, struct err *err)
{
	const struct filing_record *now = &c->s.now;
	int64_t seq = 0;
	struct stmt *q;
	int at = 8;

	if (save_seq_next(c->st, &seq, err) < 0)
		return -1;
	q = stmt_get(c->st, STMT_FILING_ACT);
	stmt_bind_int(q, 1, now->id);
	stmt_bind_int(q, 2, now->revision);
	stmt_bind_int(q, 3, seq);
	stmt_bind_text(q, 4, c->at.at);
	stmt_bind_text(q, 5, state_name(c->s.step->to));
	stmt_bind_int(q, 6, c->s.version);
	stmt_bind_text(q, 7, *c->at.filing_no ? c->at.filing_no : now->filing_no);
	for (int id = 0; id < FIELD_COUNT; id++)
		if (fields[id].flags & FIELD_ACT)
			stmt_bind_text(q, at++, filing_get(&c->s.after, (enum field_id)id));
	if (stmt_run(q, err) < 0)
		return -1;
	/* Read in this very transaction: it cannot have changed. */
	assert(store_changes(c->st) == 1);
	return 0;
}

/* A filing is found by the number that stands on its receipt, and by its end. */
static int add_number_key(struct commit *c, const char *text, struct err *err)
{
	char folded[SEARCH_KEY_SIZE];
	struct stmt *q;

	if (!search_key_fold(text, folded))
		return 0;
	q = stmt_get(c->st, STMT_SEARCH_KEY_ADD);
	stmt_bind_text(q, 1, folded);
	stmt_bind_int(q, 2, KEY_NO);
	stmt_bind_int(q, 3, c->s.now.id);
	return stmt_run(q, err);
}

static int add_number_keys(struct commit *c, struct err *err)
{
	const char *dash = strchr(c->at.filing_no, '-');

	if (!*c->at.filing_no)
		return 0;
	if (add_number_key(c, c->at.filing_no, err) < 0)
		return -1;
	return dash ? add_number_key(c, dash + 1, err) : 0;
}

static int supersede(struct commit *c, struct err *err)
{
	int64_t seq = 0;
	struct stmt *q;

	if (!c->s.supersedes)
		return 0;
	if (save_seq_next(c->st, &seq, err) < 0)
		return -1;
	q = stmt_get(c->st, STMT_FILING_STATE);
	stmt_bind_int(q, 1, c->s.now.prior);
	stmt_bind_int(q, 2, seq);
	stmt_bind_text(q, 3, c->at.at);
	stmt_bind_text(q, 4, state_name(STATE_SUPERSEDED));
	stmt_bind_text(q, 5, state_name(STATE_FILED));
	return stmt_run(q, err);
}

/* ---- an amendment begins ---- */

/* The filing again as a draft: what was typed, and its papers. What acts filled is for new acts to fill, and what was signed
 * on paper was the old content. */
static int write_amendment(struct commit *c, struct filing_record *r, struct err *err)
{
	struct saved s = { 0 };

	snprintf(s.at, sizeof(s.at), "%s", c->at.at);
	if (random_key(s.key, err) < 0 || filing_add_row(c->st, &s, err) < 0 ||
	    filing_write_row(c->st, r, 0, &s, err) < 0)
		return -1;
	c->amendment = s.id;
	return 0;
}

static int run_pair(struct commit *c, int statement, int64_t first, int64_t second, struct err *err)
{
	struct stmt *q = stmt_get(c->st, statement);

	stmt_bind_int(q, 1, first);
	stmt_bind_int(q, 2, second);
	return stmt_run(q, err);
}

static int begin_amendment(struct commit *c, struct err *err)
{
	struct filing_record r = { 0 };
	int rc = 0;

	if (c->d->request.act != ACT_AMEND)
		return 0;
	snprintf(r.policy, sizeof(r.policy), "%s", c->s.now.policy);
	snprintf(r.route, sizeof(r.route), "%s", c->s.now.route);
	if (filing_copy(&r.filing, &c->s.now.filing) < 0)
		rc = err_set(err, ERR_MEMORY, _("内存不足"));
	for (int id = 0; id < FIELD_COUNT; id++)
		if (fields[id].flags & (FIELD_ACT | FIELD_MARK))
			filing_set(&r.filing, (enum field_id)id, NULL);
	if (rc == 0)
		rc = write_amendment(c, &r, err);
	filing_record_finish(&r);
	if (rc < 0 || run_pair(c, STMT_AMENDMENT_LINK, c->amendment, c->s.now.id, err) < 0)
		return -1;
	return run_pair(c, STMT_AMENDMENT_MATERIALS, c->s.now.id, c->amendment, err);
}

static int add_renewal(struct commit *c, struct err *err)
{
	const struct act_request *req = &c->d->request;
	struct stmt *q;

	if (req->act != ACT_RENEW)
		return 0;
	q = stmt_get(c->st, STMT_RENEWAL_ADD);
	stmt_bind_text(q, 1, req->policy);
	stmt_bind_text(q, 2, req->document);
	stmt_bind_text(q, 3, req->until);
	stmt_bind_int(q, 4, c->act_id);
	return stmt_run(q, err);
}

int act_write(struct commit *c, struct err *err)
{
	if (append_audit(c, err) < 0 || add_version(c, err) < 0 || add_act(c, err) < 0)
		return -1;
	if (c->s.now.id && update_filing(c, err) < 0)
		return -1;
	if (add_number_keys(c, err) < 0 || supersede(c, err) < 0 || begin_amendment(c, err) < 0)
		return -1;
	return add_renewal(c, err);
}
