/* The lists that open over the form: diseases, document types, choices. */
#include <stdio.h>
#include <string.h>

#include "tui/screens/form.h"
#include "tui/screens/picker.h"

#define DAYS_OFFERED 60

static size_t find_diseases(void *ctx, const char *query, struct picker_item *items, size_t space)
{
	struct form *f = ctx;
	struct code_hit hits[PICKER_SPACE];
	size_t count;

	codetable_search(&f->base.desk->codes, query, hits, space, &count);
	if (count > space)
		count = space;
	for (size_t i = 0; i < count; i++) {
		items[i].what = hits[i].row;
		snprintf(items[i].text, sizeof(items[i].text), "%s  %s", hits[i].row->code,
			 hits[i].row->name);
	}
	return count;
}

static void pick_disease(void *ctx, const struct picker_item *item)
{
	struct form *f = ctx;

	entry_set_disease(f->entry, item->what);
	f->visited[FIELD_OPSP_DISE_NAME] = true;
	form_focus(f, form_next(f));
	entry_save_draft(f->entry);
}

/* What was typed stays in the cell as it is. A disease that was chosen before stays chosen until another one is: a stray letter
 * must not take it away, and the evidence with it. */
static void keep_disease(void *ctx, const char *query)
{
	struct form *f = ctx;

	if (*entry_get(f->entry, FIELD_OPSP_DISE_CODE))
		return;
	entry_set(f->entry, FIELD_OPSP_DISE_NAME, query);
	form_focus(f, FIELD_OPSP_DISE_NAME);
}

static const struct picker_source disease_source = {
	N_("申报病种名称"), N_("输入拼音首字母、编码或名称"), find_diseases, pick_disease,
	keep_disease,
};

static size_t find_cert_types(void *ctx, const char *query, struct picker_item *items, size_t space)
{
	size_t n = 0;

	(void)ctx;
	for (const struct cert_type *t = cert_types(); t->code && n < space; t++) {
		if (strncmp(t->code, query, strlen(query)) != 0 && !strstr(_(t->label), query))
			continue;
		items[n].what = t;
		snprintf(items[n++].text, sizeof(items->text), "%s  %s", t->code, _(t->label));
	}
	return n;
}

static void pick_cert_type(void *ctx, const struct picker_item *item)
{
	struct form *f = ctx;
	const struct cert_type *t = item->what;

	entry_set(f->entry, FIELD_PSN_CERT_TYPE, t->code);
}

static const struct picker_source cert_source = {
	N_("证件类型"), N_("输入代码或名称"), find_cert_types, pick_cert_type, NULL,
};

static size_t find_choices(void *ctx, const char *query, struct picker_item *items, size_t space)
{
	const struct form *f = ctx;
	size_t n = 0;

	(void)query;
	for (const struct field_choice *c = field_choices(f->focus); c && c->code && n < space;
	     c++) {
		if (!c->digit)
			continue;
		items[n].what = c;
		snprintf(items[n++].text, sizeof(items->text), "%s", _(c->label));
	}
	return n;
}

static void pick_choice(void *ctx, const struct picker_item *item)
{
	struct form *f = ctx;
	const struct field_choice *c = item->what;

	entry_set(f->entry, f->focus, c->code);
}

static const struct picker_source choice_source = {
	N_("请选择"), NULL, find_choices, pick_choice, NULL,
};

static size_t find_routes(void *ctx, const char *query, struct picker_item *items, size_t space)
{
	const struct form *f = ctx;
	const struct desk *d = f->base.desk;
	const struct policy *p = policies_routes(d->policies, d->settings.region,
						 entry_get(f->entry, FIELD_INSUTYPE));
	size_t n = 0;

	(void)query;
	for (; p && n < p->routes_count && n < space; n++) {
		const struct policy_route *r = &p->routes[n];

		items[n].what = r;
		snprintf(items[n].text, sizeof(items[n].text), _("%s  认定：%s  备案：%s"), r->name,
			 r->certifier, r->filer);
	}
	return n;
}

static void pick_route(void *ctx, const struct picker_item *item)
{
	struct form *f = ctx;

	entry_set_route(f->entry, item->what);
}

static const struct picker_source route_source = {
	N_("办理途径"), NULL, find_routes, pick_route, NULL,
};

/* Today and the days before it. */
static size_t find_days(void *ctx, const char *query, struct picker_item *items, size_t space)
{
	size_t n = 0;

	(void)ctx;
	(void)query;
	for (; n < DAYS_OFFERED && n < space; n++)
		date_format(date_add_days(desk_today(), -(int)n), items[n].text);
	return n;
}

static void pick_day(void *ctx, const struct picker_item *item)
{
	struct form *f = ctx;

	entry_set(f->entry, FIELD_APPY_DATE, item->text);
	form_focus(f, f->focus);
}

static const struct picker_source day_source = {
	N_("申请日期"), NULL, find_days, pick_day, NULL,
};

static void open_picker(struct form *f, const struct picker_source *source, const char *query)
{
	app_push(f->base.app, picker_screen(f->base.desk, source, f, query));
}

enum next form_pick_disease(struct form *f, const char *query)
{
	open_picker(f, &disease_source, query);
	return NEXT_STAY;
}

enum next form_pick_cert_type(struct form *f)
{
	open_picker(f, &cert_source, NULL);
	return NEXT_STAY;
}

enum next form_pick_choice(struct form *f)
{
	open_picker(f, &choice_source, NULL);
	return NEXT_STAY;
}

enum next form_pick_day(struct form *f)
{
	open_picker(f, &day_source, NULL);
	return NEXT_STAY;
}

enum next form_pick_route(struct form *f)
{
	open_picker(f, &route_source, NULL);
	return NEXT_STAY;
}
