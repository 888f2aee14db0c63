/* The second look, the signature, and everything that the act writes, in one transaction. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/acts_parts.h"

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
	if (!acts_same_but_for_the_moment(c->d->text, c->text))
		return err_set(err, ERR_CONFLICT,
			       _("核对之后，此件的材料、名册、政策或日期有变；请重新核对后再签"));
	if (sm3_hex_of(c->text, strlen(c->text), c->sm3) < 0)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	return sm2_sign(c->key, c->text, strlen(c->text), c->signature, err);
}

/* ---- the whole ---- */

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

	/* The key alone does not say that its owner is at the desk. */
	if ((act_flags(d->request.act) & ACT_NEEDS_PASSWORD) && !store_confirmed(c->st, who->staff))
		return err_set(err, ERR_NOT_ALLOWED, _("“%s”要再输一次口令，请重新签署"),
			       _(act_label(d->request.act)));
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
	    (second_look(c, who, ctx, err) < 0 || sign(c, err) < 0 || act_write(c, err) < 0))
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
