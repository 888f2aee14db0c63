/* The lock: covers the work of the person who is signed in until he, or somebody else, signs in.
 *
 * It stands over every screen as a whole one, and only whole screens and what is above them are drawn: nothing of the work
 * below reaches the terminal. What was shown before is gone as well, since the desk draws on the terminal's alternate
 * screen, which keeps no scrollback. */
#include <stdio.h>
#include <string.h>

#include "tui/presence.h"
#include "tui/screens/door.h"

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_ENTER, N_("解锁"), N_("输完口令后接着做") },
	{ CMD_UP, N_("换人"), N_("改输另一个人的登录名") },
	{ CMD_NEXT, "", NULL },
	{ CMD_PREV, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_BACK, "", NULL },
	EDITING_KEYS,
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

/* His own work opens again; somebody else begins at the home screen, behind whatever was saved of it. */
static enum next come_back(struct door *v, const struct actor *who, struct sm2_key *key)
{
	struct desk *d = v->base.desk;

	if (who->staff != d->actor.staff) {
		presence_wait(d, who, key);
		return NEXT_CHANGE;
	}
	presence_enter(d, who, key);
	v->opened = true;
	app_command_below(v->base.app, CMD_ENTER);
	return NEXT_STAY;
}

/* On the way to another login the one that stands there is not in the way. */
static void change_person(struct door *v)
{
	const char *his = v->base.desk->actor.login;

	if (!v->at_password && strcmp(v->login.text, his) == 0)
		line_edit_set(&v->login, NULL);
	if (v->at_password && !v->login.len)
		line_edit_set(&v->login, his);
}

static enum next command(struct screen *s, enum command c)
{
	struct door *v = (struct door *)s;
	bool was = v->at_password;
	enum next next;

	if (c == CMD_BACK) {
		app_say(s->app, STYLE_PLAIN, _("屏幕已锁；输入口令接着做，或按 ↑ 换人登录"));
		return NEXT_STAY;
	}
	next = door_command(v, c);
	if (was != v->at_password)
		change_person(v);
	return next;
}

static void draw(struct screen *s, WINDOW *w)
{
	struct door *v = (struct door *)s;
	char text[512];

	draw_rule(w, 0, 0, getmaxx(w));
	door_draw_middle(w, 2, _("屏幕已锁"), STYLE_STRONG);
	snprintf(text, sizeof(text), _("%s 的工作停在原处，所写内容已经存好"), s->desk->actor.name);
	door_draw_middle(w, 3, text, STYLE_PLAIN);
	door_draw_lines(v, w, 6);
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	snprintf(left, size, "%s   %s", _("锁屏"), s->desk->identity.institution.name);
	desk_clock(right, size, "%Y-%m-%d %H:%M");
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct door *v = (const struct door *)s;

	snprintf(buf, size, "%s",
		 v->at_password ? _("输入口令，按 Enter 接着做")
				: _("换人：输入登录名、姓名或姓名的拼音首字母，按 Enter"));
	return STYLE_PLAIN;
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.title = title,
	.status = status,
	.draw = draw,
	.text = door_type,
	.command = command,
	.close = door_close,
};

struct screen *lock_screen(struct desk *desk)
{
	struct door *v = door_create(desk, &ops);

	if (!v)
		return NULL;
	presence_lock(desk);
	v->arrived = come_back;
	line_edit_set(&v->login, desk->actor.login);
	door_focus(v, true);
	return &v->base;
}
