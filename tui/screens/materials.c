/* Materials: what the way of a filing asks for, and what is there of it. */
#include "tui/screens/materials.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/text.h"
#include "tui/width.h"

#define LABEL_CELLS 18
#define OTHER "other"

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, NULL },
	{ CMD_ENTER, N_("看/附"), N_("已有的打开来看，还缺的附上") },
	{ CMD_LIST, N_("附上"), N_("给这一种材料附上文件，或记下已见纸质件") },
	{ CMD_DELETE, N_("移去"), N_("移去这一份；签署之前都可以") },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_PAGE_DOWN, "", NULL },
	{ CMD_PAGE_UP, "", NULL },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, N_("回到表上") },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static const char *const help_text =
	N_("上面是本件的办理途径所要的材料，缺的写“缺”。按 Enter 附上：可以附 PNG、JPEG 或 PDF "
	   "文件，也可以只记下已见纸质原件。\n"
	   "文件会复制一份与申请表放在一起，登记它的摘要，以后改动过能查出来；原来的文件不动，"
	   "U 盘随后可以拔出。\n"
	   "每份不超过 20 MiB、200 页。提交以后材料随签署固定，要改动须先退回。");

static struct materials_view *self(struct screen *s)
{
	return (struct materials_view *)s;
}

/* ---- the list ---- */

const char *materials_label(const struct materials_view *v, const char *kind)
{
	const char *label = route_material_label(entry_route(v->entry), kind);

	return label ? label : kind;
}

static void add_row(struct materials_view *v, const char *kind, int at)
{
	if (v->list.count < ARRAY_SIZE(v->rows))
		v->rows[v->list.count++] =
			(struct materials_row) { kind, materials_label(v, kind), at };
}

/* Those of one kind, or the line that says that there is none. */
static void add_kind(struct materials_view *v, const char *kind)
{
	size_t before = v->list.count;

	for (int i = 0; i < v->count; i++)
		if (strcmp(v->there[i].kind, kind) == 0)
			add_row(v, kind, i);
	if (v->list.count == before)
		add_row(v, kind, -1);
}

static bool is_asked_for(const struct policy_route *r, const char *kind)
{
	for (unsigned i = 0; r && i < r->materials_count; i++)
		if (strcmp(r->materials[i].id, kind) == 0)
			return true;
	return false;
}

/* What the way asks for, in the notice's order; then whatever else is there; at the end the place for another. */
static void make_rows(struct materials_view *v)
{
	const struct policy_route *r = entry_route(v->entry);

	v->list.count = 0;
	for (unsigned i = 0; r && i < r->materials_count; i++)
		add_kind(v, r->materials[i].id);
	for (int i = 0; i < v->count; i++)
		if (!is_asked_for(r, v->there[i].kind) && strcmp(v->there[i].kind, OTHER) != 0)
			add_row(v, v->there[i].kind, i);
	add_kind(v, OTHER);
}

void materials_refresh(struct materials_view *v)
{
	int64_t filing = v->entry->draft.record.id;
	struct err err = { 0 };
	int count = 0;

	if (filing)
		count = materials_list(v->base.desk->store, filing, v->there, MATERIALS_MOST, &err);
	v->trouble[0] = '\0';
	if (count < 0)
		snprintf(v->trouble, sizeof(v->trouble), "%s", err.msg);
	v->count = count < 0 ? 0 : count;
	make_rows(v);
	if (v->list.at >= v->list.count)
		v->list.at = v->list.count - 1;
}

static const struct materials_row *current(const struct materials_view *v)
{
	return &v->rows[v->list.at];
}

static const struct material *material_of(const struct materials_view *v,
					  const struct materials_row *row)
{
	return row->at < 0 ? NULL : &v->there[row->at];
}

/* ---- what can be done ---- */

static enum next look(struct materials_view *v)
{
	const struct materials_row *row = current(v);
	const struct material *m = material_of(v, row);

	if (!m)
		return materials_bring(v, row->kind);
	if (!*m->sm3) {
		app_say(v->base.app, STYLE_PLAIN, _("这一份只记了已见纸质件，没有文件可看"));
		return NEXT_STAY;
	}
	app_push(v->base.app, material_view_screen(v->base.desk, m, row->label));
	return NEXT_STAY;
}

static enum next remove_answer(struct screen *s, bool yes)
{
	struct materials_view *v = self(s);
	const struct material *m = material_of(v, current(v));
	struct err err = { 0 };

	if (!yes || !m)
		return NEXT_BACK;
	if (materials_remove(s->desk->store, &s->desk->actor, m->id, &err))
		app_say(s->app, STYLE_WARN, err.msg);
	else
		app_say(s->app, STYLE_PLAIN, _("已移去"));
	materials_refresh(v);
	return NEXT_BACK;
}

/* Whoever may not is told before he is asked whether he means it. */
static enum next ask_remove(struct materials_view *v)
{
	const struct material *m = material_of(v, current(v));
	struct err err = { 0 };
	char text[512];

	if (!m) {
		app_say(v->base.app, STYLE_PLAIN, _("这一行还没有材料，没有可移去的"));
		return NEXT_REFUSE;
	}
	if (materials_may_change(&v->base.desk->actor, m->kind, v->entry->draft.record.state,
				 &err)) {
		app_say(v->base.app, STYLE_WARN, err.msg);
		return NEXT_REFUSE;
	}
	snprintf(text, sizeof(text), _("移去“%s”%s%s？"), current(v)->label, *m->name ? " " : "",
		 m->name);
	app_push(v->base.app, question_screen(v->base.desk, &v->base, text, remove_answer));
	return NEXT_STAY;
}

static enum next command(struct screen *s, enum command c)
{
	struct materials_view *v = self(s);

	if (list_command(&v->list, c))
		return NEXT_STAY;
	switch ((int)c) {
	case CMD_ENTER:
		return look(v);
	case CMD_LIST:
		return materials_bring(v, current(v)->kind);
	case CMD_DELETE:
		return ask_remove(v);
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("材料"), _(help_text), keys));
		return NEXT_STAY;
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	}
	return NEXT_BACK;
}

static enum next type(struct screen *s, const char *text)
{
	(void)text;
	app_say(s->app, STYLE_PLAIN, _("用 ↑ ↓ 选一行，Enter 打开或附上，Delete 移去"));
	return NEXT_REFUSE;
}

/* ---- the frame ---- */

static const char *type_label(const struct material *m)
{
	if (strcmp(m->type, "application/pdf") == 0)
		return "PDF";
	if (strcmp(m->type, "image/png") == 0)
		return "PNG";
	return *m->type ? "JPEG" : _("纸质");
}

static void describe(const struct material *m, char *buf, size_t size)
{
	snprintf(buf, size, _("%s %lld 页  %s%s%s%s%s"), type_label(m), (long long)m->pages,
		 m->name, *m->name ? "  " : "", m->issued, *m->issued ? " " : "", m->issuer);
}

static void draw_row(const struct materials_view *v, WINDOW *w, int y, size_t i)
{
	const struct materials_row *row = &v->rows[i];
	const struct material *m = material_of(v, row);
	bool missing = !m && strcmp(row->kind, OTHER) != 0;
	enum style style = i == v->list.at ? STYLE_FOCUS : missing ? STYLE_STRONG : STYLE_PLAIN;
	int wide = getmaxx(w);
	char text[1024] = "";

	if (m)
		describe(m, text, sizeof(text));
	draw_text(w, y, 0, wide, "", style);
	draw_text(w, y, 2, 4, m ? _("有") : missing ? _("缺") : "", style);
	draw_text(w, y, 7, LABEL_CELLS, row->label, style);
	draw_text(w, y, 8 + LABEL_CELLS, wide - 9 - LABEL_CELLS, text, style);
}

static void draw(struct screen *s, WINDOW *w)
{
	struct materials_view *v = self(s);
	int y = 1;

	draw_rule(w, 0, 0, getmaxx(w));
	list_show(&v->list, getmaxy(w) - 1);
	for (size_t i = v->list.top; i < v->list.count && y < getmaxy(w); i++)
		draw_row(v, w, y++, i);
}

/* How many kinds that the way asks for are not there. */
static int missing_kinds(const struct materials_view *v)
{
	int missing = 0;

	for (size_t i = 0; i < v->list.count; i++)
		missing += v->rows[i].at < 0 && strcmp(v->rows[i].kind, OTHER) != 0;
	return missing;
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	const struct materials_view *v = (const struct materials_view *)s;
	const struct policy_route *r = entry_route(v->entry);
	int missing = missing_kinds(v);

	snprintf(left, size, _("材料  %s"), entry_get(v->entry, FIELD_PSN_NAME));
	if (missing)
		snprintf(right, size, _("%s  还缺 %d 种"), r ? r->name : "", missing);
	else
		snprintf(right, size, _("%s  已齐"), r ? r->name : "");
}

/* What to do; whole, with its issuer, what does not fit into its line. */
static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct materials_view *v = (const struct materials_view *)s;
	const struct material *m = material_of(v, current(v));

	if (*v->trouble) {
		snprintf(buf, size, "%s", v->trouble);
		return STYLE_WARN;
	}
	if (m)
		describe(m, buf, size);
	else if (missing_kinds(v))
		snprintf(buf, size, "%s", _("按 Enter 附上文件，或记下已见纸质件"));
	else
		snprintf(buf, size, "%s", _("所要的材料都有了；还可以附上其他材料"));
	return STYLE_PLAIN;
}

static void resume(struct screen *s)
{
	materials_refresh(self(s));
}

static void close_materials(struct screen *s)
{
	free(s);
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.title = title,
	.status = status,
	.draw = draw,
	.text = type,
	.command = command,
	.resume = resume,
	.close = close_materials,
};

struct screen *materials_screen(struct desk *desk, struct entry *e, const char *kind)
{
	struct materials_view *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	v->entry = e;
	materials_refresh(v);
	for (size_t i = 0; kind && i < v->list.count; i++)
		if (strcmp(v->rows[i].kind, kind) == 0) {
			v->list.at = i;
			break;
		}
	return &v->base;
}
