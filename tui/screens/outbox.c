/* The outbox: what the national platform has yet to be told, was told, answered and refused, in five lists. */
#include "tui/screens/outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEPS_AT_ONCE 10 /* each some milliseconds */

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明怎样报送") },
	{ CMD_ENTER, N_("人员号"), N_("未送的填写人员编号；其余的打开申请表") },
	{ CMD_PARK, N_("写文件"), N_("把未送的写成报送文件") },
	{ CMD_FIND, N_("打开"), N_("打开反显这一条的申请表") },
	{ CMD_LIST, N_("收回执"), N_("导入平台的回执文件") },
	{ CMD_CHECK, N_("重送"), N_("退回或遗失的，重新报送") },
	{ CMD_CENTRE, "", NULL },
	{ CMD_SITE, "", NULL },
	{ CMD_NEXT, N_("换栏"), N_("到下一栏；数字 1 至 5 直接到") },
	{ CMD_PREV, "", N_("到上一栏") },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_PAGE_DOWN, "", NULL },
	{ CMD_PAGE_UP, "", NULL },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct outbox_view *self(struct screen *s)
{
	return (struct outbox_view *)s;
}

const struct outbox_row *outbox_current(const struct outbox_view *v)
{
	return v->list.at < v->list.count ? &v->rows[v->list.at] : NULL;
}

enum next outbox_refuse(struct outbox_view *v, const char *text)
{
	app_say(v->base.app, STYLE_WARN, text);
	return NEXT_REFUSE;
}

/* ---- reading ---- */

static void drop_missing(struct outbox_view *v)
{
	for (size_t i = 0; i < OUTBOX_MOST; i++) {
		free(v->missing[i]);
		v->missing[i] = NULL;
	}
}

/* Filings that changed are looked at a few at a time; the rest with the next ticks. */
static int catch_up(struct outbox_view *v, struct err *err)
{
	int rc = 1;

	for (int i = 0; i < STEPS_AT_ONCE && rc == 1; i++)
		rc = outbox_refresh_step(v->base.desk->store, err);
	v->behind = rc == 1;
	return rc;
}

static int read_list(struct outbox_view *v, struct err *err)
{
	struct store *st = v->base.desk->store;
	int n = outbox_counts(st, v->counts, err);

	if (n == 0)
		n = outbox_list(st, v->look, v->rows, OUTBOX_MOST, err);
	for (int i = 0; i < n && v->look == OUTBOX_UNSENT; i++)
		if (national_missing(st, v->rows[i].filing, v->rows[i].infno, &v->missing[i], err) <
		    0)
			return -1;
	return n;
}

void outbox_load_list(struct outbox_view *v)
{
	size_t at = v->list.at, top = v->list.top;
	struct err err = { 0 };
	int n;

	v->trouble[0] = '\0';
	drop_missing(v);
	n = catch_up(v, &err) < 0 ? -1 : read_list(v, &err);
	if (n < 0)
		snprintf(v->trouble, sizeof(v->trouble), "%s", err.msg);
	list_reset(&v->list, n < 0 ? 0 : (size_t)n);
	v->list.at = at < v->list.count ? at : v->list.count ? v->list.count - 1 : 0;
	v->list.top = top <= v->list.at ? top : 0;
}

static void resume(struct screen *s)
{
	outbox_load_list(self(s));
}

static void tick(struct screen *s)
{
	struct outbox_view *v = self(s);

	if (v->behind || store_changed_elsewhere(s->desk->store))
		outbox_load_list(v);
}

/* ---- keys ---- */

static const char *const help_text = N_(
	"备案以后，每一份在这里有一条 2503（备案）；平台知道以后又撤销、到期或被修正的，另有一条 "
	"2504（撤销）。\n"
	"未送：还没有写进报送文件的。缺人员编号的按 Enter "
	"填写，每人只问一次；缺平台参数的在菜单里填。\n"
	"F2 把未送的写成报送文件，由接口方送到平台；F4 导入接口方交回的回执文件。\n"
	"已送：等回执。文件遗失的，按 F5 "
	"重送。已回执：平台给了流水号。退回：平台没有收，下面是它的原话，"
	"处理后按 F5 重送。免送：报送之前已经撤销的，平台不知道，不必送。\n"
	"没有接口的，在菜单里打开“中心页面”，照着录入。");

static enum next turn_to(struct outbox_view *v, enum outbox_state look)
{
	v->look = look;
	v->list.at = v->list.top = 0;
	outbox_load_list(v);
	return NEXT_STAY;
}

static enum next open_form(struct outbox_view *v)
{
	const struct outbox_row *r = outbox_current(v);
	struct err err = { 0 };

	if (!r)
		return outbox_refuse(v, _("这一栏是空的，没有可打开的"));
	if (form_open(&v->base, r->filing, &err) < 0)
		return outbox_refuse(v, err.msg);
	return NEXT_STAY;
}

static enum next open_centre(struct outbox_view *v)
{
	const struct outbox_row *r = outbox_current(v);

	if (!r)
		return outbox_refuse(v, _("这一栏是空的，没有可打开的"));
	app_push(v->base.app, centre_screen(v->base.desk, r->filing));
	return NEXT_STAY;
}

static void forget_result(struct outbox_view *v)
{
	free(v->result);
	v->result = NULL;
}

static enum next command(struct screen *s, enum command c)
{
	struct outbox_view *v = self(s);

	forget_result(v);
	if (list_command(&v->list, c))
		return NEXT_STAY;
	switch ((int)c) {
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("平台报送"), _(help_text), keys));
		return NEXT_STAY;
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	case CMD_NEXT:
		return turn_to(v, (v->look + 1) % OUTBOX_COUNT);
	case CMD_PREV:
		return turn_to(v, (v->look + OUTBOX_COUNT - 1) % OUTBOX_COUNT);
	case CMD_ENTER:
		return v->look == OUTBOX_UNSENT ? outbox_ask_person(v) : open_form(v);
	case CMD_FIND:
		return open_form(v);
	case CMD_PARK:
		return outbox_ask_file(v);
	case CMD_LIST:
		return outbox_ask_replies(v);
	case CMD_CHECK:
		return outbox_ask_again(v);
	case CMD_CENTRE:
		return open_centre(v);
	case CMD_SITE:
		app_push(s->app, site_screen(s->desk));
		return NEXT_STAY;
	}
	return NEXT_BACK;
}

static enum next type(struct screen *s, const char *text)
{
	forget_result(self(s));
	if (*text >= '1' && *text < '1' + OUTBOX_COUNT && !text[1])
		return turn_to(self(s), (enum outbox_state)(*text - '1'));
	app_say(s->app, STYLE_PLAIN, _("按 1 至 5 换栏，F2 写报送文件，F4 导入回执"));
	return NEXT_REFUSE;
}

/* Enter means the form where no number is to be asked for. */
static const char *label(const struct screen *s, enum command c)
{
	const struct outbox_view *v = (const struct outbox_view *)s;

	return c == CMD_ENTER && v->look != OUTBOX_UNSENT ? N_("打开") : NULL;
}

static bool offers(const struct screen *s, enum command c)
{
	const struct outbox_view *v = (const struct outbox_view *)s;

	if (c == CMD_FIND)
		return v->look == OUTBOX_UNSENT;
	if (c == CMD_CHECK)
		return v->list.count > 0 && (v->look == OUTBOX_SENT || v->look == OUTBOX_REFUSED);
	if (c == CMD_PARK)
		return v->look == OUTBOX_UNSENT && v->counts[OUTBOX_UNSENT] > 0;
	return true;
}

/* ---- the frame ---- */

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	snprintf(left, size, "%s", _("平台报送"));
	desk_title_right(s->desk, right, size);
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct outbox_view *v = (const struct outbox_view *)s;

	if (*v->trouble) {
		snprintf(buf, size, "%s", v->trouble);
		return STYLE_WARN;
	}
	if (v->behind)
		snprintf(buf, size, "%s", _("正在整理新近备案和撤销的件"));
	else if (v->list.count < (size_t)v->counts[v->look])
		snprintf(buf, size, _("只列出前 %d 条；办完一些之后，其余的会补上来"), OUTBOX_MOST);
	else if (v->list.count == 0)
		snprintf(buf, size, "%s", _("这一栏是空的；按 1 至 5 换栏"));
	else
		snprintf(buf, size, _("第 %zu/%zu 条；1 至 5 换栏"), v->list.at + 1, v->list.count);
	return STYLE_PLAIN;
}

static void close_outbox(struct screen *s)
{
	struct outbox_view *v = self(s);

	if (v->missing)
		drop_missing(v);
	free(v->missing);
	free(v->rows);
	free(v->result);
	free(v);
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.offers = offers,
	.label = label,
	.title = title,
	.status = status,
	.draw = outbox_draw,
	.text = type,
	.command = command,
	.resume = resume,
	.tick = tick,
	.close = close_outbox,
};

struct screen *outbox_screen(struct desk *desk)
{
	struct outbox_view *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	v->rows = calloc(OUTBOX_MOST, sizeof(*v->rows));
	v->missing = calloc(OUTBOX_MOST, sizeof(*v->missing));
	if (!v->rows || !v->missing) {
		close_outbox(&v->base);
		return NULL;
	}
	outbox_load_list(v);
	return &v->base;
}
