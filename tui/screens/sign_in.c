#include "tui/screens/door.h"

#include <ctype.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/training.h"
#include "forms/password.h"
#include "forms/pinyin.h"
#include "forms/text.h"
#include "tui/presence.h"
#include "tui/width.h"

#define STAFF_MOST 512
#define KEYS_MOST 64 /* spellings of one name */
#define LABEL_X 20
#define LINE_X 30
#define LINE_CELLS 30

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明怎样登录") },
	{ CMD_ENTER, N_("登录"), N_("到口令一行；输完口令后登录") },
	{ CMD_BACK, N_("退出"), N_("退出登记台") },
	{ CMD_ESCAPE, "", N_("清空所输入的") },
	{ CMD_NEXT, "", NULL },
	{ CMD_PREV, "", NULL },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	EDITING_KEYS,
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct door *self(struct screen *s)
{
	return (struct door *)s;
}

/* ---- who is meant ---- */

struct spelling {
	const char *typed;
	bool found;
};

static void compare_key(void *ctx, const char *key, bool initials)
{
	struct spelling *s = ctx;

	(void)initials;
	s->found = s->found || strcasecmp(key, s->typed) == 0;
}

/* By name, or by pinyin as it is typed everywhere else. */
static bool is_called(const struct staff *p, const char *typed)
{
	struct spelling s = { .typed = typed };

	if (strcmp(p->name, typed) == 0)
		return true;
	pinyin_keys(p->name, KEYS_MOST, compare_key, &s);
	return s.found;
}

static const struct staff *by_login(const struct staff *list, int count, const char *login)
{
	for (int i = 0; i < count; i++)
		if (strcasecmp(list[i].login, login) == 0)
			return &list[i];
	return NULL;
}

/* The login that is meant: itself, else that of the only person of this name. Returns how many persons it may be; what
 * names nobody stays as it was typed, so that it takes as long as a wrong password and reads the same. */
static int find_login(const struct staff *list, int count, const char *typed, char *out,
		      size_t size)
{
	const struct staff *one = by_login(list, count, typed);
	int found = one != NULL;

	for (int i = 0; i < count && !(one && found == 1 && strcasecmp(one->login, typed) == 0);
	     i++) {
		if (!list[i].active || !is_called(&list[i], typed))
			continue;
		one = &list[i];
		found++;
	}
	snprintf(out, size, "%s", found == 1 ? one->login : typed);
	return found;
}

static int resolve(struct store *st, const char *typed, char *out, size_t size, struct err *err)
{
	struct staff *list = calloc(STAFF_MOST, sizeof(*list));
	char *narrow = strdup(typed);
	int count = list && narrow ? staff_list(st, list, STAFF_MOST, err) : -1;
	int found = -1;

	if (!list || !narrow)
		err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	if (count >= 0) {
		text_narrow(narrow);
		found = find_login(list, count, narrow, out, size);
	}
	free(narrow);
	free(list);
	return found;
}

/* ---- signing in ---- */

void door_focus(struct door *v, bool password)
{
	v->at_password = password;
}

void door_forget_password(struct door *v)
{
	explicit_bzero(&v->password, sizeof(v->password));
}

/* Keys typed behind a wrong password are meant for the next screen: nobody wants them in the password's line. */
static enum next refuse(struct door *v, const char *why)
{
	door_forget_password(v);
	app_say(v->base.app, STYLE_WARN, why);
	return NEXT_REFUSE;
}

static enum next try_to_enter(struct door *v, const char *login)
{
	struct sm2_key *key = NULL;
	struct err err = { 0 };
	int rc = staff_sign_in(v->base.desk->store, login, v->password.text, &v->arriving, &key,
			       &err);

	if (rc == SIGN_IN_DONE) {
		door_forget_password(v);
		return v->arrived(v, &v->arriving, key);
	}
	sm2_destroy(key);
	if (rc != SIGN_IN_MUST_CHANGE)
		return refuse(v, err.msg);
	app_push(v->base.app, first_password_screen(v));
	return NEXT_STAY;
}

static enum next enter(struct door *v)
{
	char login[sizeof(((struct staff *)NULL)->login)], text[512];
	struct err err = { 0 };
	int found;

	if (!v->login.len) {
		door_focus(v, false);
		app_say(v->base.app, STYLE_PLAIN, _("请输入登录名、姓名或姓名的拼音首字母"));
		return NEXT_STAY;
	}
	if (!v->at_password) {
		door_focus(v, true);
		return NEXT_STAY;
	}
	found = resolve(v->base.desk->store, v->login.text, login, sizeof(login), &err);
	if (found < 0)
		return refuse(v, err.msg);
	if (found <= 1)
		return try_to_enter(v, login);
	snprintf(text, sizeof(text), _("有 %d 个人的姓名或拼音是“%s”；请改输登录名"), found,
		 v->login.text);
	door_focus(v, false);
	return refuse(v, text);
}

enum next door_type(struct screen *s, const char *text)
{
	struct door *v = self(s);

	if (line_edit_insert(v->at_password ? &v->password : &v->login, text))
		return NEXT_STAY;
	app_say(s->app, STYLE_WARN, _("放不下这么多字，没有放入；请核对粘贴的内容"));
	return NEXT_REFUSE;
}

/* The insertion point of a password stays at its end: nobody sees where else it would be. */
static enum next edit_password(struct door *v, enum command c)
{
	if (c == CMD_ERASE || c == CMD_CLEAR)
		line_edit_command(&v->password, c);
	return NEXT_STAY;
}

enum next door_command(struct door *v, enum command c)
{
	switch ((int)c) {
	case CMD_ENTER:
		return v->opened ? NEXT_BACK : enter(v);
	case CMD_NEXT:
	case CMD_PREV:
	case CMD_UP:
	case CMD_DOWN:
		door_focus(v, c == CMD_DOWN || (c != CMD_UP && !v->at_password));
		return NEXT_STAY;
	}
	if (v->at_password)
		return edit_password(v, c);
	line_edit_command(&v->login, c);
	return NEXT_STAY;
}

/* ---- drawing ---- */

void door_draw_middle(WINDOW *w, int y, const char *text, enum style style)
{
	int cells = text_cells(text), x = (getmaxx(w) - cells) / 2;

	draw_text(w, y, x > 0 ? x : 0, x > 0 ? cells : getmaxx(w), text, style);
}

/* The end of a long text is what is being typed. */
static const char *tail(const char *text, int cells)
{
	while (text_cells(text) >= cells)
		text += text_next(text, 0);
	return text;
}

static void draw_line(struct door *v, WINDOW *w, int y, bool password)
{
	bool here = v->at_password == password;
	char stars[LINE_CELLS] = "";
	const char *text = tail(v->login.text, LINE_CELLS);
	size_t chars = text_chars(v->password.text);

	if (password) {
		chars = chars < sizeof(stars) ? chars : sizeof(stars) - 1;
		memset(stars, '*', chars);
		text = stars;
	}
	draw_text(w, y, LABEL_X, LINE_X - LABEL_X, password ? _("口令") : _("登录名"), STYLE_PLAIN);
	draw_text(w, y, LINE_X, LINE_CELLS, text, here ? STYLE_FOCUS : STYLE_PLAIN);
	if (!here)
		return;
	v->base.cursor_y = y;
	v->base.cursor_x = LINE_X + text_cells(text);
	if (!password && text == v->login.text)
		v->base.cursor_x = LINE_X + text_cells_n(text, v->login.at);
}

int door_draw_lines(struct door *v, WINDOW *w, int y)
{
	draw_line(v, w, y, false);
	draw_line(v, w, y + 2, true);
	return y + 4;
}

/* Of a training desk: everybody, with the password. */
static void draw_trainees(WINDOW *w, int y)
{
	char roles[128];

	draw_text(w, y++, 8, getmaxx(w) - 9,
		  _("培训演示：任选一人登录，口令列在后面；Ctrl-R 清空重来"), STYLE_WARN);
	for (size_t i = 0; i < training_staff_count() && y < getmaxy(w); i++, y++) {
		const struct trainee *t = training_staff(i);

		draw_text(w, y, 8, 8, t->login, STYLE_STRONG);
		draw_text(w, y, 16, 12, t->name, STYLE_PLAIN);
		draw_text(w, y, 28, 24, roles_words(t->roles, roles, sizeof(roles)), STYLE_PLAIN);
		draw_text(w, y, 52, getmaxx(w) - 53, t->password, STYLE_PLAIN);
	}
}

/* Roles hold only where nobody can open the file beside the program: a desk of its own user, named mtdesk. */
static bool is_single_user(void)
{
	const struct passwd *user = getpwuid(geteuid());

	return !user || strcmp(user->pw_name, "mtdesk") != 0;
}

static void draw(struct screen *s, WINDOW *w)
{
	struct door *v = self(s);
	int y = 2;

	draw_rule(w, 0, 0, getmaxx(w));
	door_draw_middle(w, y, _("门特登记台"), STYLE_STRONG);
	door_draw_middle(w, y + 1, s->desk->identity.institution.name, STYLE_PLAIN);
	y = door_draw_lines(v, w, y + 4);
	if (s->desk->training)
		draw_trainees(w, y + 1);
	else if (is_single_user())
		draw_text(w, y + 2, LABEL_X, getmaxx(w) - LABEL_X - 1,
			  _("单用户模式：岗位分离不受系统保护"), STYLE_DIM);
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	(void)s;
	snprintf(left, size, "%s", _("登录"));
	desk_clock(right, size, "%Y-%m-%d %H:%M");
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct door *v = (const struct door *)s;

	snprintf(buf, size, "%s",
		 v->at_password ? _("输入口令，按 Enter 登录")
				: _("输入登录名、姓名或姓名的拼音首字母，按 Enter"));
	return STYLE_PLAIN;
}

/* ---- the screen at which a day begins ---- */

static const char *const help_text =
	N_("输入登录名（工号）、姓名或姓名的拼音首字母，按 Enter；再输入口令，按 Enter。\n"
	   "口令输入时只显示星号。连续输错 5 次，账号锁定 15 "
	   "分钟，此后每次加倍；急用请安全管理员解锁。\n"
	   "第一次登录，或口令由安全管理员重设过，登录后须先改成自己的口令。\n"
	   "离开座位时按 Ctrl-K 锁屏；5 分钟不按键自动锁屏，30 分钟不按键自动退出登录。");

static enum next come_in(struct door *v, const struct actor *who, struct sm2_key *key)
{
	presence_enter(v->base.desk, who, key);
	return NEXT_QUIT;
}

static enum next start_anew(struct door *v)
{
	door_forget_password(v);
	line_edit_set(&v->login, NULL);
	door_focus(v, false);
	return NEXT_STAY;
}

static enum next command(struct screen *s, enum command c)
{
	struct door *v = self(s);

	if (c == CMD_HELP) {
		app_push(s->app, help_screen(s->desk, _("登录"), _(help_text), keys));
		return NEXT_STAY;
	}
	if (c == CMD_BACK)
		return NEXT_QUIT;
	if (c == CMD_ESCAPE)
		return start_anew(v);
	return door_command(v, c);
}

void door_close(struct screen *s)
{
	explicit_bzero(self(s), sizeof(struct door));
	free(s);
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

struct door *door_create(struct desk *desk, const struct screen_ops *its_ops)
{
	struct door *v = calloc(1, sizeof(*v));

	if (v)
		v->base = (struct screen) { .ops = its_ops, .desk = desk };
	return v;
}

struct screen *sign_in_screen(struct desk *desk)
{
	struct door *v = door_create(desk, &ops);

	if (!v)
		return NULL;
	v->arrived = come_in;
	return &v->base;
}
