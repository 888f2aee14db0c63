/* The acts on the form: which key is which act, what comes before it, and what the form shows behind it. */
#include "tui/screens/form.h"

#include <stdio.h>
#include <stdlib.h>

#include "db/audit.h"
#include "tui/screens/print.h"

static struct form *self(struct screen *s)
{
	return (struct form *)s;
}

static enum filing_state state_of(const struct form *f)
{
	return f->entry->draft.record.state;
}

/* ---- opening ---- */

/* Who looks at what was submitted leaves a row in the audit. */
static int note_view(struct desk *d, const struct filing_record *r, struct err *err)
{
	char object[AUDIT_OBJECT_SIZE];
	struct audit_entry e = { .act = ACT_VIEW, .object = object, .version = r->version };

	if (!r->version)
		return 0;
	audit_object("filing", r->id, object);
	return audit_note(d->store, &e, err);
}

int form_open(struct screen *asker, int64_t filing, struct err *err)
{
	struct desk *d = asker->desk;
	struct entry *e;

	if (workflow_check(d->actor.roles, ACT_VIEW, STATE_COUNT, err))
		return -1;
	e = calloc(1, sizeof(*e));
	if (!e)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	if (entry_open(e, d, filing, err) || note_view(d, &e->draft.record, err)) {
		entry_finish(e);
		free(e);
		return -1;
	}
	if (drafts_open_elsewhere(d->store, filing, NULL) == 1)
		app_say(asker->app, STYLE_WARN,
			_("另一个窗口正开着这份表；后存的一方会被提醒，不会覆盖"));
	app_push(asker->app, form_screen(d, e, NULL));
	return 0;
}

enum next form_open_version(struct form *f, int64_t filing, const char *none)
{
	struct err err = { 0 };

	if (!filing) {
		app_say(f->base.app, STYLE_PLAIN, none);
		return NEXT_STAY;
	}
	if (form_open(&f->base, filing, &err) == 0)
		return NEXT_STAY;
	app_say(f->base.app, STYLE_WARN, err.msg);
	return NEXT_REFUSE;
}

/* ---- what an act found and left ---- */

static void acted(struct screen *s, const struct act_draft *d)
{
	self(s)->acted = true;
	self(s)->open_next = d->request.act == ACT_AMEND ? d->amendment : 0;
}

/* The old filing is shown where there is one; else what is missing or wrong, all at once. */
static void show_refusal(struct screen *s, const struct act_draft *d)
{
	struct form *f = self(s);

	if (d->duplicate)
		form_open(s, d->duplicate, NULL);
	else if (d->notice.count)
		app_push(s->app, notice_screen(s->desk, f->entry, s, form_jump));
	else if (findings_errors(&d->findings, FIELD_NONE))
		app_push(s->app, findings_screen(s->desk, f->entry, s, form_jump));
}

/* What was submitted is done here: the next person stands at the window. */
void form_after_act(struct form *f)
{
	struct err err = { 0 };
	enum filing_state before = state_of(f);

	if (!f->acted)
		return;
	f->acted = false;
	if (entry_reload(f->entry, &err)) {
		app_say(f->base.app, STYLE_WARN, err.msg);
		app_command_below(f->base.app, CMD_BACK);
		return;
	}
	form_read_marks(f);
	form_focus(f, f->focus);
	if (f->open_next)
		form_open_version(f, f->open_next, "");
	else if (state_of(f) == STATE_READY && before != STATE_READY)
		app_command_below(f->base.app, CMD_BACK);
	f->open_next = 0;
}

/* ---- beginning ---- */

enum next form_act(struct form *f, enum command c)
{
	struct sign_request req = { .act = sign_act_for(f->base.desk, c, state_of(f)),
				    .done = acted,
				    .refused = show_refusal };
	enum next next = NEXT_STAY;

	if (!f->locked && filing_is_empty(entry_filing(f->entry))) {
		app_say(f->base.app, STYLE_PLAIN, _("表还是空的；请先登记"));
		return NEXT_REFUSE;
	}
	if (!f->locked && form_store(f, &next))
		return next;
	req.filing = f->entry->draft.record.id;
	return sign_open(&f->base, &req);
}

// clang-format off
/* What is only for a form that can be typed in. */
static const enum command typing[] = {
	CMD_PARK, CMD_LIST, CMD_CHECK, CMD_FILL_SEEN, CMD_ROUTE, CMD_APPY_DATE, CMD_CERT_TYPES, CMD_DISCARD, CMD_NOTICE,
	CMD_AGENT,
};
// clang-format on

bool form_offers(const struct screen *s, enum command c)
{
	const struct form *f = (const struct form *)s;
	enum act act = sign_act_for(s->desk, c, state_of(f));

	if (act != ACT_COUNT)
		return desk_may(s->desk, act, state_of(f));
	for (size_t i = 0; i < ARRAY_SIZE(typing); i++)
		if (typing[i] == c)
			return !f->locked;
	if (c == CMD_PRINT)
		return print_offers(s);
	if (c == CMD_PRIOR)
		return f->prior != 0;
	if (c == CMD_NEWER)
		return f->newer != 0;
	if (c == CMD_CENTRE)
		return state_of(f) == STATE_FILED && f->entry->draft.record.id;
	return c != CMD_HISTORY || f->entry->draft.record.id;
}
