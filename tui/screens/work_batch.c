/* A reviewed batch: several filings signed with one password, each of which was read to its end. */
#include "tui/screens/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/staff.h"

#define NAMES_SHOWN 12
#define SUMMARY_SIZE 12288 /* a help page holds it */
#define SEALS_MOST 8

static struct work *self(struct screen *s)
{
	return (struct work *)s;
}

/* ---- keys opened by the one password ---- */

struct ring {
	struct desk *desk;
	const char *password;
	struct sm2_key *own;
	struct {
		int64_t seal, id;
		struct sm2_key *key;
	} seals[SEALS_MOST];
	size_t count;
};

static void ring_finish(struct ring *r)
{
	sm2_destroy(r->own);
	for (size_t i = 0; i < r->count; i++)
		sm2_destroy(r->seals[i].key);
}

static int ring_seal(struct ring *r, const struct act_request *req, struct sm2_key **out,
		     int64_t *out_id, struct err *err)
{
	size_t i = 0;
	bool own;

	while (i < r->count && r->seals[i].seal != req->seal)
		i++;
	if (i == SEALS_MOST)
		return err_set(err, ERR_INPUT, "%s", _("一批里印章太多；请分几批办理"));
	if (i == r->count) {
		if (sign_key(r->desk, req, r->password, &r->seals[i].key, &r->seals[i].id, &own,
			     err))
			return -1;
		r->seals[r->count++].seal = req->seal;
	}
	*out = r->seals[i].key;
	*out_id = r->seals[i].id;
	return 0;
}

/* The key for one of the batch; each is opened once. */
static int ring_key(struct ring *r, const struct act_request *req, struct sm2_key **out,
		    int64_t *out_id, struct err *err)
{
	bool own;

	*out_id = 0;
	if (req->act == ACT_SEAL && req->mark == MARK_DESK)
		return ring_seal(r, req, out, out_id, err);
	if (!(act_flags(req->act) & ACT_NEEDS_PASSWORD)) {
		*out = r->desk->key;
		return 0;
	}
	if (!r->own && sign_key(r->desk, req, r->password, &r->own, out_id, &own, err))
		return -1;
	*out = r->own;
	return 0;
}

/* ---- one of the batch ---- */

static int sign_draft(struct ring *r, struct work_item *item, struct act_draft *draft,
		      const struct check_context *ctx, struct err *err)
{
	struct desk *d = r->desk;
	struct sm2_key *key = NULL;
	int64_t key_id = 0;

	if (draft->revision != item->read || !item->text ||
	    !acts_same_but_for_the_moment(item->text, draft->text))
		return err_set(
			err, ERR_CONFLICT, "%s",
			_("看过之后内容有变（申请表、材料、名册、政策或所填各项）；请重新打开"
			  "看到末尾"));
	if (ring_key(r, &draft->request, &key, &key_id, err))
		return -1;
	return acts_commit(d->store, &d->actor, draft, key, key_id, ctx, err);
}

static int sign_record(struct ring *r, enum act act, struct work_item *item,
		       const struct filing_record *record, struct act_draft *draft, struct err *err)
{
	struct desk *d = r->desk;
	struct check_context ctx = desk_context(d, true);
	struct act_request req = { .act = act, .filing = record->id };
	struct step_plan plan;
	size_t at;

	steps_plan(d, act, record, &plan);
	if (steps_request(d, &plan, &item->answers, &req, &at, err) ||
	    acts_prepare(d->store, &d->actor, &req, &ctx, draft, err))
		return -1;
	return sign_draft(r, item, draft, &ctx, err);
}

/* Sign it, and write what came of it behind `len` bytes of the summary. Returns whether it was signed. */
static bool sign_item(struct ring *r, enum act act, struct work_item *item, char *line, size_t size)
{
	struct filing_record record = { 0 };
	struct act_draft draft = { 0 };
	struct err err = { 0 };
	int rc = filings_load(r->desk->store, item->row.brief.id, &record, &err);

	if (rc == 0)
		err_set(&err, ERR_CONFLICT, "%s", _("这份申请表已不在库中；请重新查询"));
	if (rc == 1)
		rc = sign_record(r, act, item, &record, &draft, &err) ? -1 : 1;
	if (rc == 1)
		sign_tell(&record, &draft, line, size);
	else
		snprintf(line, size, _("%s 没有办成：%s"), item->row.brief.psn_name, err.msg);
	if (rc != 1 && err.code == ERR_CONFLICT)
		work_item_unread(item);
	act_draft_finish(&draft);
	filing_record_finish(&record);
	return rc == 1;
}

/* ---- the batch ---- */

static void sign_marked(struct work *w, struct ring *ring, char *text, size_t size)
{
	size_t done = 0, all = work_marked(w), len = 0;
	char line[1024], lines[SUMMARY_SIZE] = "";

	for (size_t i = 0; i < w->count; i++) {
		struct work_item *item = &w->items[i];

		if (!item->marked)
			continue;
		if (sign_item(ring, w->act, item, line, sizeof(line))) {
			item->marked = false;
			done++;
		}
		if (len < sizeof(lines))
			len += (size_t)snprintf(lines + len, sizeof(lines) - len, "%s\n", line);
	}
	snprintf(text, size, _("%s：共 %zu 件，办成 %zu 件，没有办成 %zu 件\n\n%s"),
		 _(act_label(w->act)), all, done, all - done, lines);
}

static void run(struct work *w, struct ring *ring)
{
	char text[SUMMARY_SIZE + 256];

	sign_marked(w, ring, text, sizeof(text));
	ring_finish(ring);
	app_push(w->base.app, help_screen(w->base.desk, _("成批办理的结果"), text, NULL));
}

/* Does the password do? Asked once, before anything is signed, so that a wrong one is counted once. The key is kept. */
static int open_first(struct work *w, struct ring *ring, struct err *err)
{
	struct act_request req = { .act = w->act, .mark = MARK_INK };
	struct sm2_key *key;
	int64_t id;

	return ring_key(ring, &req, &key, &id, err);
}

static enum next password_given(struct screen *asker, char *const *texts, size_t *at)
{
	struct work *w = self(asker);
	struct ring ring = { .desk = asker->desk, .password = texts[0] };
	struct err err = { 0 };

	*at = 0;
	if (open_first(w, &ring, &err)) {
		app_say(asker->app, STYLE_WARN, err.msg);
		return NEXT_STOP;
	}
	run(w, &ring);
	return NEXT_BACK;
}

static enum next answered(struct screen *asker, bool yes)
{
	struct ring ring = { .desk = asker->desk };

	if (yes)
		run(self(asker), &ring);
	return NEXT_BACK;
}

/* ---- before it ---- */

/* The first marked filing that was not read to its end as it stands now, or NULL. */
static const struct work_item *unread(const struct work *w)
{
	for (size_t i = 0; i < w->count; i++)
		if (w->items[i].marked && w->items[i].read != w->items[i].row.revision)
			return &w->items[i];
	return NULL;
}

static void name_marked(const struct work *w, char *buf, size_t size)
{
	size_t len = 0, n = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < w->count && n < NAMES_SHOWN && len < size; i++)
		if (w->items[i].marked)
			len += (size_t)snprintf(buf + len, size - len, "%s%s", n++ ? _("、") : "",
						w->items[i].row.brief.psn_name);
	if (n < work_marked(w) && len < size)
		snprintf(buf + len, size - len, "%s", _("等"));
}

static void ask_password(struct work *w, const char *intro)
{
	struct dialog_spec spec = { .title = act_label(w->act),
				    .intro = intro,
				    .rows = &w->password,
				    .count = 1,
				    .done_label = N_("签署"),
				    .done = password_given };

	w->password = (struct dialog_row) { .label = N_("口令"),
					    .hint = N_("输入一次，签署以上各件"),
					    .kind = DIALOG_PASSWORD };
	app_push(w->base.app, dialog_screen(w->base.desk, &w->base, &spec, NULL));
}

static void ask_yes(struct work *w)
{
	char text[256];

	snprintf(text, sizeof(text), _("%zu 件都已看到末尾，逐件办理“%s”？"), work_marked(w),
		 _(act_label(w->act)));
	app_push(w->base.app, question_screen(w->base.desk, &w->base, text, answered));
}

enum next work_batch(struct work *w)
{
	const struct work_item *item = unread(w);
	char names[1024], text[1400];

	if (item) {
		snprintf(text, sizeof(text),
			 _("“%s”还没有看到末尾，不能成批签署；按 Enter 打开看完，或按空格取消标记"),
			 item->row.brief.psn_name);
		app_say(w->base.app, STYLE_WARN, text);
		return NEXT_REFUSE;
	}
	name_marked(w, names, sizeof(names));
	snprintf(text, sizeof(text), _("%zu 件：%s。都已看到末尾，将逐件签署。"), work_marked(w),
		 names);
	if (act_flags(w->act) & ACT_NEEDS_PASSWORD)
		ask_password(w, text);
	else
		ask_yes(w);
	return NEXT_STAY;
}
