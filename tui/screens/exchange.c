/* What goes in and out: one line for each way, offered to whoever may go it. */
#include <stdio.h>
#include <stdlib.h>

#include "tui/screens/list.h"
#include "tui/screens/screens.h"
#include "tui/width.h"

// clang-format off
static const struct way {
	char digit;
	enum command command;
	enum act act;
	struct screen *(*open)(struct desk *desk);
} ways[] = {
	{ '1', CMD_IMPORT,   ACT_IMPORT,   import_screen },
	{ '2', CMD_EXPORT,   ACT_EXPORT,   export_screen },
	{ '3', CMD_OUTBOX,   ACT_PLATFORM, outbox_screen },
	{ '4', CMD_SITE,     ACT_SITE,     site_screen },
	{ '5', CMD_BUNDLES,  ACT_BUNDLE,   bundles_screen },
	{ '6', CMD_RECEIVED, ACT_BUNDLE,   received_screen },
	{ '7', CMD_PEERS,    ACT_PEER,     peers_screen },
	{ '8', CMD_PRINTERS, ACT_PRINT,    printers_screen },
};

static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明各项的用处") },
	{ CMD_ENTER, N_("打开"), N_("打开反显的一项；也可以按行首的数字") },
	{ CMD_IMPORT, "", NULL },
	{ CMD_EXPORT, "", NULL },
	{ CMD_OUTBOX, "", NULL },
	{ CMD_SITE, "", NULL },
	{ CMD_BUNDLES, "", NULL },
	{ CMD_RECEIVED, "", NULL },
	{ CMD_PEERS, "", NULL },
	{ CMD_PRINTERS, "", NULL },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

struct exchange {
	struct screen base;
	const struct way *offered[ARRAY_SIZE(ways)];
	struct list list;
};

static struct exchange *self(struct screen *s)
{
	return (struct exchange *)s;
}

static const struct way *way_of(enum command c)
{
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		if (ways[i].command == c)
			return &ways[i];
	return NULL;
}

static bool offers(const struct screen *s, enum command c)
{
	const struct way *w = way_of(c);

	return !w || desk_may(s->desk, w->act, STATE_COUNT);
}

bool exchange_may(const struct desk *d)
{
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		if (desk_may(d, ways[i].act, STATE_COUNT))
			return true;
	return false;
}

static enum next open_way(struct exchange *v, const struct way *w)
{
	struct err err = { 0 };

	if (workflow_check(v->base.desk->actor.roles, w->act, STATE_COUNT, &err) < 0) {
		app_say(v->base.app, STYLE_WARN, err.msg);
		return NEXT_REFUSE;
	}
	for (size_t i = 0; i < v->list.count; i++)
		if (v->offered[i] == w)
			v->list.at = i;
	app_push(v->base.app, w->open(v->base.desk));
	return NEXT_STAY;
}

static enum next type(struct screen *s, const char *text)
{
	struct exchange *v = self(s);

	for (size_t i = 0; i < v->list.count; i++)
		if (text[0] == v->offered[i]->digit && !text[1])
			return open_way(v, v->offered[i]);
	app_say(s->app, STYLE_PLAIN, _("按行首的数字打开一项，或用方向键选定后按 Enter"));
	return NEXT_REFUSE;
}

static const char *const help_text =
	N_("导入历史：把以往的台账读进来，供查询；它不是在本台签署的，列表和表上都标明“历史”。\n"
	   "导出：把备案存成 CSV 或 XLSX 表格；导出前要再输入一次口令，审计里留一行。\n"
	   "平台报送：写出国家平台的报文，读回它的回执；一件也不会漏掉。\n"
	   "数据包：门诊台与医院台、经办机构台之间，用 U 盘送备案和材料，加密并签名。\n"
	   "每人只看到自己岗位可以办的各项。");

static enum next command(struct screen *s, enum command c)
{
	struct exchange *v = self(s);
	const struct way *w = way_of(c);

	if (list_command(&v->list, c))
		return NEXT_STAY;
	if (c == CMD_ENTER && v->list.at < v->list.count)
		w = v->offered[v->list.at];
	if (w)
		return open_way(v, w);
	switch ((int)c) {
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("导入导出"), _(help_text), keys));
		return NEXT_STAY;
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	}
	return NEXT_BACK;
}

/* ---- drawing ---- */

#define LABEL_X 7
#define HELP_X 20

static void draw_way(const struct way *w, WINDOW *window, int y, bool current)
{
	const struct key_def *def = key_def(w->command);
	char digit[2] = { w->digit, '\0' };

	draw_text(window, y, 4, 2, digit, STYLE_STRONG);
	draw_text(window, y, LABEL_X, HELP_X - LABEL_X - 2, _(def->label),
		  current ? STYLE_FOCUS : STYLE_PLAIN);
	draw_text(window, y, HELP_X, getmaxx(window) - HELP_X - 1, _(def->help), STYLE_DIM);
}

static void draw(struct screen *s, WINDOW *w)
{
	struct exchange *v = self(s);
	int step = getmaxy(w) > 2 * (int)v->list.count + 3 ? 2 : 1;

	draw_rule(w, 0, 0, getmaxx(w));
	list_show(&v->list, (int)v->list.count);
	for (size_t i = 0; i < v->list.count; i++)
		draw_way(v->offered[i], w, 2 + step * (int)i, i == v->list.at);
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	snprintf(left, size, "%s   %s", _("导入导出"), s->desk->identity.institution.name);
	desk_title_right(s->desk, right, size);
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	(void)s;
	snprintf(buf, size, "%s", _("按行首的数字打开一项，或用方向键选定后按 Enter"));
	return STYLE_PLAIN;
}

static void close_view(struct screen *s)
{
	free(s);
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.offers = offers,
	.title = title,
	.status = status,
	.draw = draw,
	.text = type,
	.command = command,
	.close = close_view,
};

struct screen *exchange_screen(struct desk *desk)
{
	struct exchange *v = calloc(1, sizeof(*v));
	size_t n = 0;

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		if (desk_may(desk, ways[i].act, STATE_COUNT))
			v->offered[n++] = &ways[i];
	list_reset(&v->list, n);
	return &v->base;
}
