/* The platform's parameters: what only the site knows, typed line by line. A line is kept when it is left, and refused with the
 * reason while it will not do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/national.h"
#include "forms/text.h"
#include "tui/line_edit.h"
#include "tui/screens/list.h"
#include "tui/screens/screens.h"
#include "tui/width.h"

enum { LABEL_X = 2, LABEL_CELLS = 24, VALUE_X = LABEL_X + LABEL_CELLS };

struct site_view {
	struct screen base;
	struct site_value *values;
	struct list list;
	struct line_edit edit;
	bool given_up; /* what was typed may go */
	char trouble[512];
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明这一行填什么，向谁索取") },
	{ CMD_ENTER, N_("存、下行"), N_("保存这一行，到下一行") },
	{ CMD_NEXT, "", N_("保存这一行，到下一行") },
	{ CMD_PREV, "", N_("保存这一行，到上一行") },
	{ CMD_UP, "", N_("保存这一行，到上一行") },
	{ CMD_DOWN, "", N_("保存这一行，到下一行") },
	{ CMD_PAGE_DOWN, "", NULL },
	{ CMD_PAGE_UP, "", NULL },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, N_("保存这一行，回到上一屏") },
	EDITING_KEYS,
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct site_view *self(struct screen *s)
{
	return (struct site_view *)s;
}

static struct site_value *current(struct site_view *v)
{
	return &v->values[v->list.at];
}

static bool is_changed(struct site_view *v)
{
	return strcmp(v->edit.text, current(v)->value) != 0;
}

static void focus(struct site_view *v)
{
	line_edit_set(&v->edit, current(v)->value);
}

static bool may_write(const struct site_view *v)
{
	return desk_may(v->base.desk, ACT_SITE, STATE_COUNT);
}

/* ---- keeping ---- */

/* Keep the line at hand: 0, or -1 with the reason said. */
static int keep(struct site_view *v)
{
	struct desk *d = v->base.desk;
	struct err err = { 0 };
	char said[256];

	if (!is_changed(v))
		return 0;
	if (site_save(d->store, &d->actor, current(v)->key, v->edit.text, &err) < 0) {
		app_say(v->base.app, STYLE_WARN, err.msg);
		return -1;
	}
	snprintf(current(v)->value, sizeof(current(v)->value), "%s", v->edit.text);
	snprintf(said, sizeof(said), _("%s已保存"), _(current(v)->label));
	app_say(v->base.app, STYLE_PLAIN, said);
	return 0;
}

static enum next go_on(struct site_view *v, enum command c)
{
	if (keep(v) < 0)
		return NEXT_STOP;
	if ((c == CMD_ENTER || c == CMD_NEXT) && v->list.at + 1 == v->list.count)
		v->list.at = 0;
	else
		list_command(&v->list, c == CMD_ENTER || c == CMD_NEXT ? CMD_DOWN
				       : c == CMD_PREV                 ? CMD_UP
								       : c);
	focus(v);
	app_go_on(v->base.app);
	return NEXT_STAY;
}

static enum next give_up(struct screen *s, bool yes)
{
	self(s)->given_up = yes;
	if (yes)
		app_command_below(s->app, CMD_BACK);
	return NEXT_BACK;
}

static enum next go_back(struct site_view *v)
{
	if (v->given_up || keep(v) == 0)
		return NEXT_BACK;
	app_push(v->base.app,
		 question_screen(v->base.desk, &v->base,
				 _("这一行填的内容不能用，没有保存；不要了吗？"), give_up));
	return NEXT_STAY;
}

/* ---- keys ---- */

static enum next help(struct site_view *v)
{
	app_push(v->base.app,
		 help_screen(v->base.desk, _(current(v)->label), _(current(v)->help), keys));
	return NEXT_STAY;
}

static enum next refuse_others(struct site_view *v)
{
	struct err err = { 0 };

	workflow_check(v->base.desk->actor.roles, ACT_SITE, STATE_COUNT, &err);
	app_say(v->base.app, STYLE_WARN, err.msg);
	return NEXT_REFUSE;
}

static enum next edit(struct site_view *v, enum command c)
{
	if (!may_write(v))
		return refuse_others(v);
	line_edit_command(&v->edit, c);
	return NEXT_STAY;
}

static enum next command(struct screen *s, enum command c)
{
	struct site_view *v = self(s);

	switch ((int)c) {
	case CMD_HELP:
		return help(v);
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	case CMD_BACK:
		return go_back(v);
	case CMD_ENTER:
	case CMD_NEXT:
	case CMD_PREV:
	case CMD_UP:
	case CMD_DOWN:
	case CMD_PAGE_UP:
	case CMD_PAGE_DOWN:
		return go_on(v, c);
	}
	return edit(v, c);
}

static enum next type(struct screen *s, const char *text)
{
	if (!may_write(self(s)))
		return refuse_others(self(s));
	if (line_edit_insert(&self(s)->edit, text))
		return NEXT_STAY;
	app_say(s->app, STYLE_WARN, _("放不下这么多字，没有放入；请核对粘贴的内容"));
	return NEXT_REFUSE;
}

/* ---- drawing ---- */

/* The part of a long text that ends at the insertion point. */
static const char *visible_part(const struct line_edit *e, int cells)
{
	size_t from = 0;

	while (text_cells_n(e->text + from, e->at - from) >= cells)
		from = text_next(e->text, from);
	return e->text + from;
}

static void draw_current(struct site_view *v, WINDOW *w, int y, int cells)
{
	const char *part = visible_part(&v->edit, cells);

	draw_text(w, y, VALUE_X, cells, part, STYLE_FOCUS);
	v->base.cursor_y = y;
	v->base.cursor_x = VALUE_X + text_cells_n(part, v->edit.at - (size_t)(part - v->edit.text));
}

static void draw_row(struct site_view *v, WINDOW *w, int y, size_t i)
{
	const struct site_value *value = &v->values[i];
	int cells = getmaxx(w) - VALUE_X - 2;
	bool lacks = value->required && !*value->value;

	draw_text(w, y, LABEL_X, LABEL_CELLS - 1, _(value->label),
		  lacks ? STYLE_STRONG : STYLE_PLAIN);
	if (i == v->list.at)
		draw_current(v, w, y, cells);
	else
		draw_text(w, y, VALUE_X, cells, lacks ? _("必填，还没有填") : value->value,
			  lacks ? STYLE_WARN : STYLE_PLAIN);
}

static void draw(struct screen *s, WINDOW *w)
{
	struct site_view *v = self(s);
	int y = 1;

	draw_rule(w, 0, 0, getmaxx(w));
	list_show(&v->list, getmaxy(w) - 1);
	for (size_t i = v->list.top; i < v->list.count && y < getmaxy(w); i++)
		draw_row(v, w, y++, i);
}

static size_t count_lacking(const struct site_view *v)
{
	size_t n = 0;

	for (size_t i = 0; i < v->list.count; i++)
		n += v->values[i].required && !*v->values[i].value;
	return n;
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	const struct site_view *v = (const struct site_view *)s;
	size_t n = count_lacking(v);

	snprintf(left, size, "%s", _("平台参数"));
	if (n)
		snprintf(right, size, _("还有 %zu 项必填的没有填"), n);
	else
		snprintf(right, size, "%s", _("必填的都填了"));
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct site_view *v = (const struct site_view *)s;

	if (*v->trouble) {
		snprintf(buf, size, "%s", v->trouble);
		return STYLE_WARN;
	}
	/* Whoever is asked for it knows it by the interface's name. */
	snprintf(buf, size, "%s  %s", v->values[v->list.at].key, _(v->values[v->list.at].help));
	return STYLE_PLAIN;
}

static void close_site(struct screen *s)
{
	free(self(s)->values);
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
	.close = close_site,
};

struct screen *site_screen(struct desk *desk)
{
	struct site_view *v = calloc(1, sizeof(*v));
	struct err err = { 0 };

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	v->values = calloc(site_values_count(), sizeof(*v->values));
	if (!v->values) {
		free(v);
		return NULL;
	}
	if (site_load(desk->store, v->values, &err) < 0)
		snprintf(v->trouble, sizeof(v->trouble), "%s", err.msg);
	list_reset(&v->list, site_values_count());
	focus(v);
	return &v->base;
}
