/* The second look, the signature, and everything that the act writes, in one transaction. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/acts_parts.h"
#include "db/audit.h"
#include "db/search_keys.h"

/* What the transaction knows beside the scene. */
struct commit {
	struct store *st;
	struct scene s;
	struct act_draft *d;
	const struct sm2_key *key;
	int64_t key_id;
	struct signing at;
	char *text, sm3[SM3_HEX_SIZE], signature[SM2_SIGNATURE_HEX_SIZE];
	int64_t act_id, audit, amendment;
};

/* ---- the key ---- */

/* The owner of a key, and whether it may still sign. */
static int check_owner(struct stmt *q, const struct commit *c, char public[SM2_PUBLIC_SIZE],
		       struct err *err)
{
	const struct act_request *req = &c->d->request;
	int64_t seal = req->act == ACT_SEAL && req->mark == MARK_DESK ? req->seal : 0;

	if (stmt_int(q, 0) != c->s.who.staff || stmt_int(q, 1) != seal)
		return err_set(err, ERR_NOT_ALLOWED, _("这把签名密钥不属于签署人，不能用来签署"));
	if (!stmt_is_null(q, 3))
		return err_set(err, ERR_NOT_ALLOWED, _("这把签名密钥已于 %s 撤销，不能再签署"),
			       stmt_text(q, 3));
	stmt_copy_text(q, 2, public, SM2_PUBLIC_SIZE);
	return 0;
}

static int find_own_key(struct commit *c, struct err *err)
{
	char public[SM2_PUBLIC_SIZE];
	int rc = c->key_id ? 1 : staff_key(c->st, c->s.who.staff, &c->key_id, public, err);

	if (rc == 0)
		return err_set(err, ERR_NOT_ALLOWED, _("您还没有签名密钥；请先改用自己的口令登录"));
	return rc < 0 ? -1 : 0;
}

/* The opened key must be the stored one: a text signed by another would verify with nobody's key. */
static int check_key(struct commit *c, struct err *err)
{
	char stored[SM2_PUBLIC_SIZE] = "", opened[SM2_PUBLIC_SIZE] = "";
	struct stmt *q;
	int rc;

	if (find_own_key(c, err) < 0)
		return -1;
	q = stmt_get(c->st, STMT_ACT_KEY);
	stmt_bind_int(q, 1, c->key_id);
	rc = stmt_step(q, err);
	if (rc == 1)
		rc = check_owner(q, c, stored, err);
	else if (rc == 0)
		rc = err_set(err, ERR_NOT_ALLOWED, _("库里没有这把签名密钥，不能签署"));
	stmt_done(q);
	if (rc < 0)
		return -1;
	sm2_public(c->key, opened);
	if (strcmp(stored, opened) != 0)
		return err_set(err, ERR_NOT_ALLOWED,
			       _("打开的签名密钥与名下的不符，请重新登录后再试"));
	sm2_key_id(stored, c->at.key_id);
	return 0;
}

/* ---- the text and its signature ---- */

/* The next number of the institution and the year; a transaction that fails gives it back. */
static int issue_filing_no(struct commit *c, struct err *err)
{
	struct stmt *q;
	char year[8];
	int64_t serial = 0;

	if (c->d->request.act != ACT_FILE)
		return 0;
	if (c->s.supersedes) {
		/* An amendment keeps the number (the rules have read it). */
		snprintf(c->at.filing_no, sizeof(c->at.filing_no), "%s", c->d->filing_no);
		return 0;
	}
	snprintf(year, sizeof(year), "%04d", c->s.ctx->today.year);
	q = stmt_get(c->st, STMT_FILING_NO_NEXT);
	stmt_bind_text(q, 1, c->s.desk.prefix);
	stmt_bind_text(q, 2, year);
	if (stmt_fetch_int(q, &serial, err) < 0)
		return -1;
	if (filing_no_make(c->s.desk.prefix, c->s.ctx->today.year, serial, c->at.filing_no) < 0)
		return err_set(err, ERR_STORAGE, _("备案号前缀“%s”不合规定，编不出备案号"),
			       c->s.desk.prefix);
	return 0;
}

static int sign(struct commit *c, struct err *err)
{
	if (signing_look(c->st, &c->at, err) < 0 || check_key(c, err) < 0 ||
	    issue_filing_no(c, err) < 0 || scene_text(&c->s, &c->at, c->d->once, &c->text, err) < 0)
		return -1;
	if (!same_but_for_the_moment(c->d->text, c->text))
		return err_set(err, ERR_CONFLICT,
			       _("核对之后，此件的材料、名册、政策或日期有变；请重新核对后再签"));
	if (sm3_hex_of(c->text, strlen(c->text), c->sm3) < 0)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	return sm2_sign(c->key, c->text, strlen(c->text), c->signature, err);
}

/* ---- rows ---- */

static int append_audit(struct commit *c, struct err *err)
{
	const struct act_request *req = &c->d->request;
	char filing[OBJECT_NAME_SIZE], policy[64];

	snprintf(policy, sizeof(policy), "policy:%.50s", req->policy);
	return audit_append(
		c->st,
		&(struct audit_entry) {
			.act = req->act,
			.object = req->filing ? object_of("filing", req->filing, filing) : policy,
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

/* The filing again as a draft: what was typed, and its papers; what acts filled is for new acts to fill. */
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
		if (fields[id].flags & FIELD_ACT)
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

/* ---- the whole ---- */

static int write_all(struct commit *c, struct err *err)
{
	if (append_audit(c, err) < 0 || add_version(c, err) < 0 || add_act(c, err) < 0)
		return -1;
	if (c->s.now.id && update_filing(c, err) < 0)
		return -1;
	if (add_number_keys(c, err) < 0 || supersede(c, err) < 0 || begin_amendment(c, err) < 0)
		return -1;
	return add_renewal(c, err);
}

/* Did this very act reach the store before? 1 with what it came to in the draft, 0, -1. */
static int find_done(struct store *st, struct act_draft *d, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_ACT_BY_ONCE);
	char *no = NULL;
	int rc;

	stmt_bind_text(q, 1, d->once);
	rc = stmt_step(q, err);
	if (rc == 1) {
		d->act_id = stmt_int(q, 0);
		stmt_copy_text(q, 1, d->at, sizeof(d->at));
		no = act_text_get(stmt_text(q, 2), "filing_no");
	}
	stmt_done(q);
	if (rc != 1)
		return rc;
	snprintf(d->filing_no, sizeof(d->filing_no), "%s", no ? no : "");
	free(no);
	if (d->request.act != ACT_AMEND)
		return 1;
	q = stmt_get(st, STMT_AMENDMENT_NEWEST);
	stmt_bind_int(q, 1, d->request.filing);
	return stmt_fetch_int(q, &d->amendment, err) < 0 ? -1 : 1;
}

static void keep_outcome(const struct commit *c)
{
	struct act_draft *d = c->d;

	d->act_id = c->act_id;
	d->amendment = c->amendment;
	snprintf(d->at, sizeof(d->at), "%s", c->at.at);
	snprintf(d->filing_no, sizeof(d->filing_no), "%s",
		 *c->at.filing_no ? c->at.filing_no : c->s.now.filing_no);
}

/* A commit whose end nobody could tell: only what a new connection reads is true. */
static int settle(struct store *st, struct act_draft *d, struct err *err)
{
	int rc;

	if (!store_outcome_unknown(st))
		return -1;
	rc = find_done(st, d, NULL);
	if (rc == 0)
		return err_set(err, ERR_STORAGE, "%s", store_fault(st));
	if (rc < 0)
		return err_set(err, ERR_STORAGE,
			       _("不能确定是否已办成（%s），请随后再签一次，不会办成两次"),
			       store_fault(st));
	return 0;
}

static int second_look(struct commit *c, const struct actor *who, const struct check_context *ctx,
		       struct err *err)
{
	struct act_draft *d = c->d;

	findings_clear(&d->findings);
	d->duplicate = 0;
	d->filing_no[0] = '\0';
	if (scene_open(c->st, who, &d->request, ctx, d, &c->s, err) < 0)
		return -1;
	return scene_judge(c->st, &c->s, d, err);
}

/* 1: done before. */
static int transact(struct commit *c, const struct actor *who, const struct check_context *ctx,
		    struct err *err)
{
	int rc;

	if (store_begin(c->st, err) < 0)
		return -1;
	rc = find_done(c->st, c->d, err);
	if (rc == 0 &&
	    (second_look(c, who, ctx, err) < 0 || sign(c, err) < 0 || write_all(c, err) < 0))
		rc = -1;
	if (rc != 0) {
		store_rollback(c->st);
		return rc;
	}
	if (store_commit(c->st, err) < 0)
		return settle(c->st, c->d, err) < 0 ? -1 : 1;
	keep_outcome(c);
	return 0;
}

int acts_commit(struct store *st, const struct actor *who, struct act_draft *d,
		const struct sm2_key *key, int64_t key_id, const struct check_context *ctx,
		struct err *err)
{
	struct commit c = { .st = st, .d = d, .key = key, .key_id = key_id };
	struct err why = { 0 };
	int rc = transact(&c, who, ctx, &why);

	if (rc < 0) {
		note_refusal(st, &c.s, &d->request, &why);
		if (err)
			*err = why;
	}
	free(c.text);
	scene_finish(&c.s);
	return rc < 0 ? -1 : 0;
}
