/* One filing that came: what its desk signed, each signature with its verdict, and going on with it here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/line_edit.h"
#include "tui/screens/bundles.h"
#include "tui/width.h"

#define INDENT 2
#define WRAPPED_MOST 64

struct received_view {
	struct screen base;
	struct received received;
	char *text;            /* lines parted by LF; NULL: trouble */
	int top, shown, lines; /* as drawn */
	char trouble[512];
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明签名的三种结论") },
	{ CMD_PARK, N_("接办"), N_("接着办理：本台登记一份新的申请表，内容和材料照抄") },
	{ CMD_UP, "", N_("上移一行") },
	{ CMD_DOWN, "", N_("下移一行") },
	{ CMD_PAGE_DOWN, NULL, NULL },
	{ CMD_PAGE_UP, NULL, NULL },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static const char *const help_text = N_(
	"有效：签名与文本相符，前后各次签署接得上。\n"
	"无效：签名不符，或收下之后被改动过。请不要凭它办理。\n"
	"无法确认：没有足够的东西来判断，如所修正的那一件还没有收到，或送来的台已停用。\n"
	"签名人和密钥是谁的，本台无从查证，以送来的台所说为准；那个台的密钥是登记时当面核对过的。\n"
	"按 F2 "
	"接着办理：本台登记一份新的申请表，内容和材料照抄；对方的认定、用印只是证据，本台另行办理"
	"。");

static struct received_view *self(struct screen *s)
{
	return (struct received_view *)s;
}

static void read_words(struct screen *s)
{
	struct received_view *v = self(s);
	struct err err = { 0 };

	free(v->text);
	v->text = NULL;
	v->trouble[0] = '\0';
	if (received_words(s->desk->store, v->received.id, s->desk->policies, &v->text, &err) < 0)
		snprintf(v->trouble, sizeof(v->trouble), "%s", err.msg);
}

/* ---- going on with it ---- */

static enum next registered(struct screen *s, bool yes)
{
	struct received_view *v = self(s);
	struct err err = { 0 };
	int64_t filing = 0;

	if (!yes)
		return NEXT_BACK;
	if (received_register(s->desk->store, &s->desk->actor, v->received.id, &filing, &err) < 0 ||
	    received_of_filing(s->desk->store, filing, &v->received, &err) < 0 ||
	    form_open(s, filing, &err) < 0)
		app_say(s->app, STYLE_WARN, err.msg);
	read_words(s);
	return NEXT_BACK;
}

static enum next ask(struct received_view *v)
{
	char text[512];

	if (*v->received.filing_here) {
		snprintf(text, sizeof(text), _("此件已在本台接办，受理号 %s"),
			 v->received.filing_here);
		app_say(v->base.app, STYLE_PLAIN, text);
		return NEXT_REFUSE;
	}
	snprintf(text, sizeof(text),
		 _("接着办理“%s”？在对方那里是“%s”。本台登记一份新的申请表，内容和材料照抄。"),
		 v->received.psn_name, _(state_label(v->received.state)));
	app_push(v->base.app, question_screen(v->base.desk, &v->base, text, registered));
	return NEXT_STAY;
}

/* ---- keys ---- */

static enum next command(struct screen *s, enum command c)
{
	struct received_view *v = self(s);
	int last = v->lines > v->shown ? v->lines - v->shown : 0;

	switch ((int)c) {
	case CMD_UP:
		v->top--;
		break;
	case CMD_DOWN:
		v->top++;
		break;
	case CMD_PAGE_UP:
		v->top -= v->shown;
		break;
	case CMD_PAGE_DOWN:
		v->top += v->shown;
		break;
	case CMD_PARK:
		return ask(v);
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("收到的件"), _(help_text), keys));
		return NEXT_STAY;
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	default: /* the other keys of the list go back */
		return NEXT_BACK;
	}
	v->top = v->top > last ? last : v->top < 0 ? 0 : v->top;
	return NEXT_STAY;
}

static enum next type(struct screen *s, const char *text)
{
	(void)text;
	app_say(s->app, STYLE_PLAIN, _("按 F2 接着办理，看完按 F12 返回"));
	return NEXT_REFUSE;
}

static bool offers(const struct screen *s, enum command c)
{
	return c != CMD_PARK || !*((const struct received_view *)s)->received.filing_here;
}

/* ---- drawing ---- */

/* Returns the line below; lines out of view are counted and not drawn. */
static int draw_line(struct received_view *v, WINDOW *w, const char *text, int y)
{
	size_t start[WRAPPED_MOST + 1];
	int cells = getmaxx(w) - INDENT - 1;
	size_t n = text_wrap(text, cells, start, WRAPPED_MOST);
	char line[4096];

	for (size_t i = 0; i < n; i++, y++) {
		if (y < v->top || y - v->top >= v->shown)
			continue;
		snprintf(line, sizeof(line), "%.*s", (int)(start[i + 1] - start[i]),
			 text + start[i]);
		draw_text(w, 1 + y - v->top, INDENT, cells, line, STYLE_PLAIN);
	}
	return y;
}

static void draw(struct screen *s, WINDOW *w)
{
	struct received_view *v = self(s);
	const char *at = v->text ? v->text : "";
	char line[8192];
	int y = 0;

	draw_rule(w, 0, 0, getmaxx(w));
	v->shown = getmaxy(w) - 1;
	while (*at) {
		size_t n = strcspn(at, "\n");

		snprintf(line, sizeof(line), "%.*s", (int)n, at);
		y = draw_line(v, w, line, y);
		at += n + (at[n] == '\n');
	}
	v->lines = y;
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	const struct received *r = &((const struct received_view *)s)->received;

	snprintf(left, size, _("收到的件   %s"), r->psn_name);
	snprintf(right, size, "%s  %s", r->peer_name, r->no);
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct received_view *v = (const struct received_view *)s;

	if (*v->trouble) {
		snprintf(buf, size, "%s", v->trouble);
		return STYLE_WARN;
	}
	if (*v->received.filing_here)
		snprintf(buf, size, _("此件已在本台接办，受理号 %s"), v->received.filing_here);
	else
		snprintf(buf, size, "%s", _("看清每次签署是否有效；按 F2 接着办理"));
	return STYLE_PLAIN;
}

static void close_view(struct screen *s)
{
	free(self(s)->text);
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

struct screen *received_view_screen(struct desk *desk, const struct received *r)
{
	struct received_view *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	v->received = *r;
	read_words(&v->base);
	return &v->base;
}
