/* The signature itself: the key that the password opens, the commit, and what is said about it. */
#include "tui/screens/sign.h"

#include <stdio.h>
#include <string.h>

#include "db/staff.h"

int sign_key(struct desk *d, const struct act_request *req, const char *password,
	     struct sm2_key **out, int64_t *out_id, bool *out_own, struct err *err)
{
	*out_id = 0;
	*out_own = act_flags(req->act) & ACT_NEEDS_PASSWORD;
	*out = *out_own ? NULL : d->key;
	if (!*out_own)
		return 0;
	if (req->act == ACT_SEAL && req->mark == MARK_DESK)
		return staff_open_seal(d->store, &d->actor, password, req->seal, out, out_id, err);
	return staff_confirm(d->store, &d->actor, password, out, err);
}

void sign_tell(const struct filing_record *r, const struct act_draft *d, char *buf, size_t size)
{
	const char *name = filing_get(&r->filing, FIELD_PSN_NAME);
	const char *act = _(act_label(d->request.act));

	if (d->request.act == ACT_FILE)
		snprintf(buf, size, _("%s 已备案，备案号 %s，校验码 %s"), name, d->filing_no,
			 d->code);
	else if (d->request.act == ACT_AMEND)
		snprintf(buf, size, _("%s 已另起修正版；改正后重新提交，备案之前原版继续有效"),
			 name);
	else if (d->request.act == ACT_RENEW)
		snprintf(buf, size, _("已登记 %s，延长至 %s"), d->request.document,
			 d->request.until);
	else
		snprintf(buf, size, _("%s “%s”已签署，校验码 %s"), name, act, d->code);
}

/* What a person signed stands; the packs learn of a renewal at once. */
static enum next signed_now(struct sign *s)
{
	struct desk *d = s->base.desk;
	struct err err = { 0 };
	char text[512];

	if (s->act == ACT_RENEW && renewals_apply(d->store, d->policies, &err)) {
		app_say(s->base.app, STYLE_WARN, err.msg);
	} else {
		sign_tell(&s->record, &s->draft, text, sizeof(text));
		app_say(s->base.app, STYLE_PLAIN, text);
	}
	if (s->request.done)
		s->request.done(s->asker, &s->draft);
	return NEXT_BACK;
}

/* Somebody acted meanwhile: the text is made anew from what stands now, with the same answers. */
static enum next reload(struct sign *s, const struct err *why)
{
	struct filing_record fresh = { 0 };
	struct err err = { 0 };
	size_t at;

	app_say(s->base.app, STYLE_WARN, why->msg);
	if (s->record.id && filings_load(s->base.desk->store, s->record.id, &fresh, &err) == 1) {
		filing_record_finish(&s->record);
		s->record = fresh;
	}
	if (sign_prepare(s, &at, NULL, &err) == 0)
		return NEXT_REFUSE;
	app_say(s->base.app, STYLE_WARN, err.msg);
	return NEXT_BACK;
}

enum next sign_commit(struct sign *s)
{
	struct desk *d = s->base.desk;
	struct check_context ctx = desk_context(d, true);
	struct sm2_key *key = NULL;
	struct err err = { 0 };
	int64_t key_id;
	bool own;
	int rc = sign_key(d, &s->draft.request, s->password, &key, &key_id, &own, &err);

	sign_wipe(s);
	if (rc == 0)
		rc = acts_commit(d->store, &d->actor, &s->draft, key, key_id, &ctx, &err);
	if (own)
		sm2_destroy(key);
	if (rc == 0)
		return signed_now(s);
	if (err.code == ERR_CONFLICT)
		return reload(s, &err);
	app_say(s->base.app, STYLE_WARN, err.msg);
	return NEXT_REFUSE;
}
