/* Bringing a material in: as a file or as paper that was seen, and what is said on it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/text.h"
#include "tui/screens/dialog.h"
#include "tui/screens/materials.h"
#include "tui/screens/picker.h"

static struct materials_view *self(struct screen *s)
{
	return (struct materials_view *)s;
}

/* ---- what is said on it ---- */

static const char *refuse_day(struct screen *asker, const char *text)
{
	struct date day;

	(void)asker;
	if (!*text)
		return NULL;
	if (date_parse_typed(text, &day))
		return _("这不是日期；请写成 2026-11-22，没有日期的空着");
	return date_compare(day, desk_today()) > 0 ? _("出具日期晚于今天；请对照材料核对") : NULL;
}

static const char *refuse_pages(struct screen *asker, const char *text)
{
	struct materials_view *v = self(asker);
	size_t len = strspn(text, "0123456789");
	long pages = len && len < 5 && !text[len] ? strtol(text, NULL, 10) : 0;

	if (pages >= 1 && pages <= MATERIAL_PAGES_MOST)
		return NULL;
	snprintf(v->words, sizeof(v->words), _("页数应是 1 至 %d 的整数"), MATERIAL_PAGES_MOST);
	return v->words;
}

enum { ROW_ISSUED, ROW_ISSUER, ROW_PAGES };

// clang-format off
static const struct dialog_row about_rows[] = {
	[ROW_ISSUED] = { N_("出具日期"), N_("材料上写的日期，如 20261122；没有就空着"), DIALOG_TEXT, 40, NULL, NULL, refuse_day },
	[ROW_ISSUER] = { N_("出具机构"), N_("出具这份材料的医院；可以空着"), DIALOG_TEXT, 250, NULL, NULL, NULL },
	[ROW_PAGES]  = { N_("页数"), N_("纸质件共几页"), DIALOG_TEXT, 4, NULL, NULL, refuse_pages },
};
// clang-format on

static void say_added(struct materials_view *v, const struct material *m)
{
	char text[512];

	snprintf(text, sizeof(text),
		 *m->sm3 ? _("已附上“%s”，%lld 页；原文件不再需要")
			 : _("已记下“%s”纸质件，%lld 页"),
		 materials_label(v, m->kind), (long long)m->pages);
	app_say(v->base.app, STYLE_PLAIN, text);
}

static enum next about_done(struct screen *asker, char *const *texts, size_t *at)
{
	struct materials_view *v = self(asker);
	struct material m = { .filing = v->entry->draft.record.id, .pages = 1 };
	struct err err = { 0 };
	struct date day;

	snprintf(m.kind, sizeof(m.kind), "%s", v->kind);
	text_copy(m.issuer, sizeof(m.issuer), texts[ROW_ISSUER]);
	if (*texts[ROW_ISSUED] && date_parse_typed(texts[ROW_ISSUED], &day) == 0)
		date_format(day, m.issued);
	if (!*v->path)
		m.pages = strtol(texts[ROW_PAGES], NULL, 10);
	*at = 0;
	if (materials_add(asker->desk->store, &asker->desk->actor, &m, *v->path ? v->path : NULL,
			  &err)) {
		app_say(asker->app, STYLE_WARN, err.msg);
		return NEXT_STOP;
	}
	materials_refresh(v);
	say_added(v, &m);
	return NEXT_BACK;
}

/* Of a file the pages are counted; of paper they are asked for. */
static void ask_about(struct materials_view *v, const char *shown)
{
	const struct dialog_spec spec = { .title = N_("材料上写的"),
					  .intro = shown,
					  .rows = about_rows,
					  .count = *v->path ? ROW_PAGES : ROW_PAGES + 1,
					  .done_label = N_("附上"),
					  .done = about_done };
	const char *const texts[] = { "", "", "1" };

	app_push(v->base.app, dialog_screen(v->base.desk, &v->base, &spec, texts));
}

/* ---- which file ---- */

/* What cannot be attached is said at once, not after the dialog is filled. */
static void file_chosen(struct screen *asker, const char *path)
{
	struct materials_view *v = self(asker);
	char *name = text_clean(path, strlen(path), NULL), type[32], shown[1024];
	int64_t bytes, pages;
	struct err err = { 0 };
	const char *slash;

	if (material_look(path, type, &bytes, &pages, &err)) {
		app_say(asker->app, STYLE_WARN, err.msg);
		free(name);
		return;
	}
	slash = strrchr(path, '/');
	snprintf(v->path, sizeof(v->path), "%s", path);
	snprintf(v->folder, sizeof(v->folder), "%.*s", (int)(slash ? slash - path : 0), path);
	snprintf(shown, sizeof(shown), _("%s：%.600s，%lld 页"), materials_label(v, v->kind),
		 name ? name : "", (long long)pages);
	free(name);
	ask_about(v, shown);
}

/* ---- how ---- */

static const char *const ways[] = {
	N_("附上扫描件或照片（PNG、JPEG、PDF）"),
	N_("已见纸质原件，不附文件"),
};

static size_t find_ways(void *ctx, const char *query, struct picker_item *items, size_t space)
{
	size_t n = 0;

	(void)ctx;
	(void)query;
	for (; n < ARRAY_SIZE(ways) && n < space; n++) {
		items[n].what = &ways[n];
		snprintf(items[n].text, sizeof(items[n].text), "%s", _(ways[n]));
	}
	return n;
}

static void pick_way(void *ctx, const struct picker_item *item)
{
	struct materials_view *v = ctx;

	v->path[0] = '\0';
	if (item->what == &ways[0])
		app_push(v->base.app, files_screen(v->base.desk, &v->base, v->folder, file_chosen));
	else
		ask_about(v, materials_label(v, v->kind));
}

static const struct picker_source way_source = {
	N_("怎样附上"), NULL, find_ways, pick_way, NULL,
};

/* A material stands beside a stored filing, so a form that was never parked is parked now. */
static int store_form(struct materials_view *v, struct err *err)
{
	if (v->entry->draft.record.id)
		return 0;
	if (filing_is_empty(entry_filing(v->entry)))
		return err_set(err, ERR_INPUT, "%s", _("表还是空的；请先填写申请人，再附材料"));
	return entry_park(v->entry, err);
}

enum next materials_bring(struct materials_view *v, const char *kind)
{
	struct err err = { 0 };

	if (materials_may_change(&v->base.desk->actor, kind, v->entry->draft.record.state, &err) ||
	    store_form(v, &err)) {
		app_say(v->base.app, STYLE_WARN, err.msg);
		return NEXT_REFUSE;
	}
	v->kind = kind;
	app_push(v->base.app, picker_screen(v->base.desk, &way_source, v, NULL));
	return NEXT_STAY;
}
