#include "tui/entry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check(struct entry *e)
{
	struct check_context ctx = desk_context(e->desk, false);

	ctx.route = entry_route(e);
	check_result_finish(&e->result);
	filing_check(entry_filing(e), &ctx, &e->result);
}

/* The same person's newest other filing, looked for when the number is complete. */
static void look_for_person(struct entry *e)
{
	filing_record_finish(&e->seen);
	e->has_seen = false;
	if (e->result.identity.valid)
		e->has_seen = filings_person(e->desk->store, entry_get(e, FIELD_CERTNO),
					     e->draft.record.id, &e->seen, NULL) == 1;
}

static void touched(struct entry *e)
{
	e->unsaved = true;
	e->changed = true;
	check(e);
}

static void say_memory(struct entry *e)
{
	snprintf(e->trouble, sizeof(e->trouble), "%s", _("内存不足，刚才的改动没有记下；请先暂存"));
}

/* A new filing knows its day, its form and its way. */
static int fill_new(struct entry *e)
{
	const struct policy *ways =
		policies_routes(e->desk->policies, e->desk->settings.region, NULL);
	struct filing_record *r = &e->draft.record;
	char day[DATE_TEXT_SIZE];

	snprintf(r->route, sizeof(r->route), "%s", ways ? ways->routes[0].id : "");
	if (filing_set(&r->filing, FIELD_APPY_DATE, date_format(desk_today(), day)))
		return -1;
	r->filing.derived[FIELD_APPY_DATE] = true;
	return 0;
}

int entry_begin(struct entry *e, struct desk *desk)
{
	*e = (struct entry) { .desk = desk };
	if (fill_new(e))
		return -1;
	check(e);
	return 0;
}

/* A stored filing does not say which of its values were derived; those that would be derived today count as such. */
static void mark_derived(struct entry *e)
{
	static const enum field_id follow[] = { FIELD_GEND,           FIELD_AGE,
						FIELD_BRDY,           FIELD_PSN_CERT_TYPE,
						FIELD_DISE_TYPE_CODE, FIELD_OPSP_DISE_CODE };
	struct check_context ctx = desk_context(e->desk, false);
	struct filing *f = entry_filing(e), fresh = { 0 };

	if (filing_set(&fresh, FIELD_CERTNO, filing_get(f, FIELD_CERTNO)) == 0 &&
	    filing_set(&fresh, FIELD_APPY_DATE, filing_get(f, FIELD_APPY_DATE)) == 0 &&
	    filing_set(&fresh, FIELD_INSUTYPE, filing_get(f, FIELD_INSUTYPE)) == 0 &&
	    filing_set(&fresh, FIELD_OPSP_DISE_NAME, filing_get(f, FIELD_OPSP_DISE_NAME)) == 0 &&
	    filing_derive(&fresh, FIELD_OPSP_DISE_NAME, &ctx) == 0)
		for (size_t i = 0; i < ARRAY_SIZE(follow); i++)
			f->derived[follow[i]] =
				f->value[follow[i]] && strcmp(filing_get(f, follow[i]),
							      filing_get(&fresh, follow[i])) == 0;
	f->derived[FIELD_APPY_DATE] = true;
	filing_finish(&fresh);
}

int entry_open(struct entry *e, struct desk *desk, int64_t filing_id, struct err *err)
{
	int rc;

	*e = (struct entry) { .desk = desk };
	rc = filings_load(desk->store, filing_id, &e->draft.record, err);
	if (rc == 0)
		return err_set(err, ERR_CONFLICT, "%s", _("这份申请表已不在库中；请重新查询"));
	if (rc < 0)
		return -1;
	mark_derived(e);
	check(e);
	look_for_person(e);
	return 0;
}

int entry_resume(struct entry *e, struct desk *desk, struct err *err)
{
	int rc;

	*e = (struct entry) { .desk = desk };
	rc = drafts_adopt_newest(desk->store, &e->draft, err);
	if (rc <= 0)
		return rc;
	mark_derived(e);
	e->changed = true;
	check(e);
	look_for_person(e);
	return 1;
}

int entry_reload(struct entry *e, struct err *err)
{
	struct entry fresh;

	if (entry_open(&fresh, e->desk, e->draft.record.id, err)) {
		entry_finish(&fresh);
		return -1;
	}
	entry_finish(e);
	*e = fresh;
	return 0;
}

void entry_finish(struct entry *e)
{
	check_result_finish(&e->result);
	filing_record_finish(&e->seen);
	draft_finish(&e->draft);
}

struct filing *entry_filing(struct entry *e)
{
	return &e->draft.record.filing;
}

const char *entry_get(const struct entry *e, enum field_id id)
{
	return filing_get(&e->draft.record.filing, id);
}

void entry_set(struct entry *e, enum field_id id, const char *text)
{
	struct check_context ctx = desk_context(e->desk, false);

	if (strcmp(entry_get(e, id), text ? text : "") == 0)
		return;
	if (filing_set(entry_filing(e), id, text) ||
	    filing_derive(entry_filing(e), FIELD_NONE, &ctx))
		say_memory(e);
	touched(e);
	if (id == FIELD_CERTNO)
		look_for_person(e);
}

void entry_leave(struct entry *e, enum field_id id)
{
	struct check_context ctx = desk_context(e->desk, false);
	char *before = strdup(entry_get(e, id));

	if (filing_derive(entry_filing(e), id, &ctx))
		say_memory(e);
	if (before && strcmp(before, entry_get(e, id)) != 0)
		touched(e);
	else
		check(e);
	free(before);
}

void entry_set_disease(struct entry *e, const struct policy_code *row)
{
	struct check_context ctx = desk_context(e->desk, false);
	struct filing *f = entry_filing(e);

	if (filing_set(f, FIELD_OPSP_DISE_CODE, row->code) ||
	    filing_set(f, FIELD_OPSP_DISE_NAME, row->name) || filing_derive(f, FIELD_NONE, &ctx))
		say_memory(e);
	f->derived[FIELD_OPSP_DISE_CODE] = true;
	touched(e);
}

const struct policy_route *entry_route(const struct entry *e)
{
	const struct policy *p = policies_routes(e->desk->policies, e->desk->settings.region,
						 entry_get(e, FIELD_INSUTYPE));

	for (unsigned i = 0; p && i < p->routes_count; i++)
		if (strcmp(p->routes[i].id, e->draft.record.route) == 0)
			return &p->routes[i];
	return NULL;
}

void entry_set_route(struct entry *e, const struct policy_route *route)
{
	snprintf(e->draft.record.route, sizeof(e->draft.record.route), "%s", route->id);
	touched(e);
}

void entry_set_evidence(struct entry *e, const char *key, const char *value, const char *unit,
			const char *note)
{
	if (evidence_set(&entry_filing(e)->evidence, key, value, unit, note))
		say_memory(e);
	touched(e);
}

int entry_fill_from_seen(struct entry *e)
{
	static const enum field_id copied[] = { FIELD_PSN_NAME, FIELD_TEL, FIELD_INSUTYPE };
	int filled = 0;

	for (size_t i = 0; e->has_seen && i < ARRAY_SIZE(copied); i++) {
		const char *text = filing_get(&e->seen.filing, copied[i]);

		if (*entry_get(e, copied[i]) || !*text)
			continue;
		entry_set(e, copied[i], text);
		filled++;
	}
	return filled;
}

const struct policy_criteria *entry_criteria(const struct entry *e)
{
	return e->result.basis.criteria;
}

void entry_at(struct entry *e, const char *screen, const char *cell, size_t cursor)
{
	struct draft *d = &e->draft;

	if (strcmp(d->screen, screen) == 0 && strcmp(d->cell, cell) == 0 &&
	    d->cursor == (int64_t)cursor)
		return;
	snprintf(d->screen, sizeof(d->screen), "%s", screen);
	snprintf(d->cell, sizeof(d->cell), "%s", cell);
	d->cursor = (int64_t)cursor;
	if (e->changed)
		e->unsaved = true;
}

/* A new form without a word in it is nothing to come back to. */
static bool is_blank(const struct entry *e)
{
	return e->draft.record.id == 0 && filing_is_empty(&e->draft.record.filing);
}

static int forget_draft(struct entry *e, struct err *err)
{
	if (e->draft.id && drafts_delete(e->desk->store, e->draft.id, err))
		return -1;
	e->draft.id = 0;
	return 0;
}

void entry_save_draft(struct entry *e)
{
	struct err err = { 0 };

	if (!e->unsaved)
		return;
	if (is_blank(e) ? forget_draft(e, &err) : drafts_save(e->desk->store, &e->draft, &err)) {
		snprintf(e->trouble, sizeof(e->trouble), _("草稿还没有存上：%s"), err.msg);
		return;
	}
	e->unsaved = false;
	e->trouble[0] = '\0';
}

/* A conflict and an unknown outcome are told in the store's own words. */
static int say_not_stored(const struct entry *e, struct err *err)
{
	struct err why = *err;

	if (why.code == ERR_CONFLICT || *e->draft.record.unsettled)
		return -1;
	return err_set(err, why.code, _("此件没有存上，内容还在屏幕上：%s"), why.msg);
}

/* The editions that the filing is judged by now: the form's pack, and the criteria's where that is another. */
static void pin_editions(struct entry *e)
{
	const struct policy *form = policies_form(e->desk->policies, e->desk->settings.region);
	const struct policy *judge = e->result.basis.criteria ? e->result.basis.policy : NULL;
	char *out = e->draft.record.policy;
	size_t size = sizeof(e->draft.record.policy), len = 0;

	out[0] = '\0';
	if (form)
		len = (size_t)snprintf(out, size, "%s/%u", form->id, form->edition);
	if (judge && judge != form && len < size)
		snprintf(out + len, size - len, "%s%s/%u", len ? " " : "", judge->id,
			 judge->edition);
}

int entry_park(struct entry *e, struct err *err)
{
	pin_editions(e);
	if (filings_save(e->desk->store, &e->draft.record, e->draft.id, err))
		return say_not_stored(e, err);
	e->draft.id = 0;
	e->unsaved = e->changed = false;
	e->trouble[0] = '\0';
	return 0;
}

/* The note stands on the paper: it is stored in the form's own language. */
static int note_origin(struct entry *e, const char *no)
{
	const char *memo = entry_get(e, FIELD_MEMO);
	char *text;
	int rc;

	if (asprintf(&text, "%s%s另存自 %s，该件同时由另一登记台改过", memo, *memo ? "；" : "",
		     no) < 0)
		return -1;
	rc = filing_set(entry_filing(e), FIELD_MEMO, text);
	free(text);
	return rc;
}

static int park_as_new(struct entry *e, const char *no, struct err *err)
{
	if (note_origin(e, no))
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	return entry_park(e, err);
}

int entry_park_apart(struct entry *e, struct err *err)
{
	struct filing_record *r = &e->draft.record;
	int64_t id = r->id, revision = r->revision;
	char no[sizeof(r->no)], *memo = strdup(entry_get(e, FIELD_MEMO));
	int rc = -1;

	snprintf(no, sizeof(no), "%s", r->no);
	r->id = r->revision = 0;
	r->no[0] = '\0';
	if (memo)
		rc = park_as_new(e, no, err);
	else
		err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	if (rc && memo) {
		r->id = id;
		r->revision = revision;
		snprintf(r->no, sizeof(r->no), "%s", no);
		filing_set(entry_filing(e), FIELD_MEMO, memo);
	}
	free(memo);
	return rc;
}

int entry_discard(struct entry *e, struct err *err)
{
	if (forget_draft(e, err))
		return -1;
	e->unsaved = e->changed = false;
	return 0;
}

void entry_let_go(struct entry *e)
{
	struct err err = { 0 };

	entry_save_draft(e);
	if (e->draft.id && drafts_release(e->desk->store, e->draft.id, &err))
		snprintf(e->trouble, sizeof(e->trouble), "%s", err.msg);
}
