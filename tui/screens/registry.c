/* The register: institutions, doctors and seals, three lists on one page. Of the head. */
#include "tui/screens/registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/screens/place.h"
#include "tui/width.h"

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明名册的用处") },
	{ CMD_ENTER, N_("修改"), N_("修改反显的一条") },
	{ CMD_NEW, N_("新增"), N_("在这一栏新增一条") },
	{ CMD_NEXT, N_("下一栏"), N_("到机构、医师、印章的下一栏") },
	{ CMD_PREV, "", N_("到上一栏") },
	{ CMD_RIGHT, "", NULL },
	{ CMD_LEFT, "", NULL },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_PAGE_DOWN, "", NULL },
	{ CMD_PAGE_UP, "", NULL },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_NONE, NULL, NULL },
};

static const char *const tab_labels[TAB_COUNT] = {
	[TAB_INSTITUTIONS] = N_("机构"), [TAB_DOCTORS] = N_("认定医师"), [TAB_SEALS] = N_("印章"),
};
// clang-format on

static struct registry_view *self(struct screen *s)
{
	return (struct registry_view *)s;
}

const char *registry_institution_name(const struct registry_view *v, int64_t id)
{
	for (size_t i = 0; i < v->list[TAB_INSTITUTIONS].count; i++)
		if (v->institutions[i].id == id)
			return v->institutions[i].name;
	return "";
}

const char *registry_staff_name(const struct registry_view *v, int64_t id)
{
	for (int i = 0; i < v->staff_count; i++)
		if (v->staff[i].id == id)
			return v->staff[i].name;
	return "";
}

/* A list has so many rows now; the hand stays where it was. */
static bool take_count(struct list *l, int count)
{
	size_t at = l->at;

	list_reset(l, count > 0 ? (size_t)count : 0);
	l->at = at < l->count ? at : 0;
	return count >= 0;
}

static void read_register(struct screen *s)
{
	struct registry_view *v = self(s);
	struct store *st = s->desk->store;
	struct err err = { 0 };

	memset(v->lack, 0, REGISTRY_MOST * sizeof(*v->lack));
	v->trouble[0] = '\0';
	v->staff_count = staff_list(st, v->staff, REGISTRY_MOST, &err);
	if (v->staff_count < 0 ||
	    !take_count(&v->list[TAB_INSTITUTIONS],
			institutions_list(st, NULL, v->institutions, REGISTRY_MOST, &err)) ||
	    !take_count(&v->list[TAB_DOCTORS],
			doctors_list(st, 0, v->doctors, REGISTRY_MOST, &err)) ||
	    !take_count(&v->list[TAB_SEALS], seals_list(st, 0, v->seals, REGISTRY_MOST, &err)))
		snprintf(v->trouble, sizeof(v->trouble), "%s", err.msg);
	for (size_t i = 0; i < v->list[TAB_INSTITUTIONS].count; i++)
		registry_find_shortage(s->desk, &v->institutions[i], &v->lack[i]);
}

/* ---- keys ---- */

static const char *const help_text =
	N_("名册由医保负责人维护：机构（谁认定、谁备案、定点病种）、认定医师（医师代码、可认定病种"
	   "、账号）、印章（保管人）。\n"
	   "认定时按名册核对医师和机构的资格；用印时按名册核对印章。外地机构和医师可以登记在册，他"
	   "们的账号和保管人空着。\n"
	   "有的文件要求定点医院有不少于两名责任医师；不足时，机构一栏标“医师不足”，选中它可以看到"
	   "缺在哪里。\n"
	   "每次修改都在审计里留下一行。停用的条目不能再选，已办的不受影响。");

static enum next turn_to(struct registry_view *v, int by)
{
	v->tab = (enum registry_tab)(((int)v->tab + by + TAB_COUNT) % TAB_COUNT);
	return NEXT_STAY;
}

static enum next command(struct screen *s, enum command c)
{
	struct registry_view *v = self(s);

	if (list_command(&v->list[v->tab], c))
		return NEXT_STAY;
	switch ((int)c) {
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("名册"), _(help_text), keys));
		return NEXT_STAY;
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	case CMD_NEXT:
	case CMD_RIGHT:
		return turn_to(v, 1);
	case CMD_PREV:
	case CMD_LEFT:
		return turn_to(v, -1);
	case CMD_NEW:
		app_push(s->app, registry_entry_screen(v, true));
		return NEXT_STAY;
	case CMD_ENTER:
		if (v->list[v->tab].count)
			app_push(s->app, registry_entry_screen(v, false));
		return NEXT_STAY;
	}
	return NEXT_BACK;
}

static enum next type(struct screen *s, const char *text)
{
	if (strcasecmp(text, "n") == 0)
		return command(s, CMD_NEW);
	app_say(s->app, STYLE_PLAIN, _("按 Enter 修改反显的一条，按 N 新增，按 Tab 换栏"));
	return NEXT_REFUSE;
}

/* ---- drawing ---- */

#define NAME_X 3
#define STATE_CELLS 10

/* Three columns; the middle ones share what is left on a wide screen. */
static void draw_row(WINDOW *w, int y, const char *name, const char *code, const char *more,
		     const char *state, enum style style)
{
	int wide = getmaxx(w) - 2 * NAME_X - STATE_CELLS, name_cells = wide * 2 / 5,
	    code_cells = wide / 4;

	draw_text(w, y, NAME_X - 1, getmaxx(w) - 2 * NAME_X + 2, "", style);
	draw_text(w, y, NAME_X, name_cells - 1, name, style);
	draw_text(w, y, NAME_X + name_cells, code_cells - 1, code, style);
	draw_text(w, y, NAME_X + name_cells + code_cells, wide - name_cells - code_cells - 1, more,
		  style);
	draw_text(w, y, NAME_X + wide, STATE_CELLS, state, style);
}

static void draw_institution(const struct registry_view *v, WINDOW *w, int y, size_t i,
			     enum style style)
{
	const struct institution *p = &v->institutions[i];
	char more[256];

	snprintf(more, sizeof(more), "%s %s %s%s%s", place_level(p), p->region,
		 p->certifies ? _("认定") : "", p->certifies && p->files ? _("、") : "",
		 p->files ? _("备案") : "");
	draw_row(w, y, p->name, p->code, more,
		 !p->active          ? _("停用")
		 : v->lack[i].policy ? _("医师不足")
				     : "",
		 style);
}

static void draw_doctor(const struct registry_view *v, WINDOW *w, int y, size_t i, enum style style)
{
	const struct doctor *d = &v->doctors[i];
	char name[400];

	snprintf(name, sizeof(name), "%s  %s", d->name, d->title);
	draw_row(w, y, name, d->code, registry_institution_name(v, d->institution),
		 !d->active ? _("停用")
		 : d->staff ? _("有账号")
			    : "",
		 style);
}

static void draw_seal(const struct registry_view *v, WINDOW *w, int y, size_t i, enum style style)
{
	const struct seal *p = &v->seals[i];

	draw_row(w, y, p->name, p->keeper ? registry_staff_name(v, p->keeper) : _("只核对纸印"),
		 registry_institution_name(v, p->institution), p->active ? "" : _("停用"), style);
}

static void draw_entry(const struct registry_view *v, WINDOW *w, int y, size_t i)
{
	enum style style = i == v->list[v->tab].at ? STYLE_FOCUS : STYLE_PLAIN;

	switch (v->tab) {
	case TAB_INSTITUTIONS:
		draw_institution(v, w, y, i, style);
		break;
	case TAB_DOCTORS:
		draw_doctor(v, w, y, i, style);
		break;
	case TAB_SEALS:
		draw_seal(v, w, y, i, style);
		break;
	case TAB_COUNT:
		break;
	}
}

static void draw_tabs(const struct registry_view *v, WINDOW *w)
{
	char text[64];
	int x = NAME_X;

	for (int t = 0; t < TAB_COUNT; t++) {
		snprintf(text, sizeof(text), " %s %zu ", _(tab_labels[t]), v->list[t].count);
		draw_text(w, 1, x, text_cells(text), text,
			  t == (int)v->tab ? STYLE_FOCUS : STYLE_PLAIN);
		x += text_cells(text) + 2;
	}
}

static void draw(struct screen *s, WINDOW *w)
{
	struct registry_view *v = self(s);
	struct list *l = &v->list[v->tab];
	int y = 3;

	draw_rule(w, 0, 0, getmaxx(w));
	draw_tabs(v, w);
	draw_rule(w, 2, 0, getmaxx(w));
	list_show(l, getmaxy(w) - y);
	if (!l->count)
		draw_text(w, 4, NAME_X, getmaxx(w) - 6, _("这一栏还没有内容；按 N 新增"),
			  STYLE_PLAIN);
	for (size_t i = l->top; i < l->count && y < getmaxy(w); i++, y++)
		draw_entry(v, w, y, i);
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	snprintf(left, size, "%s", _("名册"));
	desk_title_right(s->desk, right, size);
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct registry_view *v = (const struct registry_view *)s;
	const struct list *l = &v->list[TAB_INSTITUTIONS];
	const struct shortage *lack = &v->lack[l->at];

	if (*v->trouble) {
		snprintf(buf, size, "%s", v->trouble);
		return STYLE_WARN;
	}
	if (v->tab == TAB_INSTITUTIONS && l->at < l->count && lack->policy) {
		snprintf(buf, size, _("%s的责任医师只有 %u 名，%s要求至少 %u 名；请在医师一栏补登"),
			 lack->disease, lack->doctors, lack->policy->document,
			 lack->policy->doctors);
		return STYLE_WARN;
	}
	snprintf(buf, size, "%s", _("Tab 换栏，Enter 修改反显的一条，N 新增"));
	return STYLE_PLAIN;
}

static void close_registry(struct screen *s)
{
	struct registry_view *v = self(s);

	free(v->institutions);
	free(v->doctors);
	free(v->seals);
	free(v->staff);
	free(v->lack);
	free(v);
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.title = title,
	.status = status,
	.draw = draw,
	.text = type,
	.command = command,
	.resume = read_register,
	.close = close_registry,
};

struct screen *registry_screen(struct desk *desk)
{
	struct registry_view *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	v->institutions = calloc(REGISTRY_MOST, sizeof(*v->institutions));
	v->doctors = calloc(REGISTRY_MOST, sizeof(*v->doctors));
	v->seals = calloc(REGISTRY_MOST, sizeof(*v->seals));
	v->staff = calloc(REGISTRY_MOST, sizeof(*v->staff));
	v->lack = calloc(REGISTRY_MOST, sizeof(*v->lack));
	if (!v->lack || !v->institutions || !v->doctors || !v->seals || !v->staff) {
		close_registry(&v->base);
		return NULL;
	}
	read_register(&v->base);
	return &v->base;
}
