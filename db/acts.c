#include "db/acts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/acts_parts.h"
#include "forms/text.h"

/* ---- what was asked for, as a copy of the draft's own ---- */

#define OF(member) offsetof(struct act_request, member)
static const size_t request_texts[] = {
	OF(reason),   OF(dr_name), OF(ide_name), OF(ide_date), OF(rx_weeks), OF(seal_name),
	OF(begndate), OF(enddate), OF(policy),   OF(document), OF(until),
};

static const char **request_text(struct act_request *r, size_t i)
{
	return (const char **)(void *)((char *)r + request_texts[i]);
}

static void request_finish(struct act_request *r)
{
	for (size_t i = 0; i < ARRAY_SIZE(request_texts); i++)
		free((char *)(uintptr_t)*request_text(r, i));
}

/* Cleaned, since these words are signed, drawn and printed; NULL becomes "". */
static int request_copy(struct act_request *to, const struct act_request *from, struct err *err)
{
	struct act_request r = *from;
	bool failed = false;

	for (size_t i = 0; i < ARRAY_SIZE(request_texts); i++) {
		const char **text = request_text(&r, i), *typed = *text ? *text : "";

		*text = text_clean(typed, strlen(typed), NULL);
		failed |= !*text;
	}
	*to = r;
	return failed ? err_set(err, ERR_INPUT, _("填写的内容不是有效的文字，请重新填写")) : 0;
}

void act_draft_finish(struct act_draft *d)
{
	if (!d)
		return;
	request_finish(&d->request);
	free(d->filing_text);
	free(d->text);
	findings_finish(&d->findings);
	notice_finish(&d->notice);
	*d = (struct act_draft) { 0 };
}

/* ---- preparing ---- */

/* The key that will sign, as far as it is known before a password is given: the actor's own. */
static int look_for_key(struct store *st, const struct scene *s, struct signing *at,
			struct err *err)
{
	char public[SM2_PUBLIC_SIZE];
	int64_t key;
	int rc;

	if (s->req->act == ACT_SEAL && s->req->mark == MARK_DESK)
		return 0;
	rc = staff_key(st, s->who.staff, &key, public, err);
	if (rc == 0)
		return err_set(err, ERR_NOT_ALLOWED, _("您还没有签名密钥；请先改用自己的口令登录"));
	if (rc == 1)
		sm2_key_id(public, at->key_id);
	return rc < 0 ? -1 : 0;
}

static int fill_draft(struct store *st, struct scene *s, struct act_draft *d, struct err *err)
{
	struct signing at = { 0 };

	if (signing_look(st, &at, err) < 0 || look_for_key(st, s, &at, err) < 0 ||
	    scene_text(s, &at, d->once, &d->text, err) < 0)
		return -1;
	d->revision = s->now.revision;
	d->from = s->step->from;
	d->to = s->step->to;
	if (s->now.id) {
		d->filing_text = s->text;
		s->text = NULL;
		snprintf(d->filing_sm3, sizeof(d->filing_sm3), "%s", s->sm3);
		check_code_of_hex(s->sm3, d->code);
	}
	return 0;
}

static int prepare(struct store *st, const struct actor *who, const struct check_context *ctx,
		   struct scene *s, struct act_draft *d, struct err *err)
{
	if (store_read_begin(st, err) < 0)
		return -1;
	if (scene_open(st, who, &d->request, ctx, NULL, s, err) < 0 ||
	    scene_judge(st, s, d, err) < 0 || fill_draft(st, s, d, err) < 0) {
		store_read_end(st);
		return -1;
	}
	store_read_end(st);
	return 0;
}

int acts_prepare(struct store *st, const struct actor *who, const struct act_request *req,
		 const struct check_context *ctx, struct act_draft *out, struct err *err)
{
	struct scene s = { 0 };
	struct err why = { 0 };
	int rc = -1;

	*out = (struct act_draft) { 0 };
	if (request_copy(&out->request, req, &why) == 0 && random_key(out->once, &why) == 0)
		rc = prepare(st, who, ctx, &s, out, &why);
	if (rc < 0) {
		note_refusal(st, &s, req, &why);
		if (err)
			*err = why;
	}
	scene_finish(&s);
	return rc;
}
