/* Accounts: who may sign in, with which roles; unlocking and first passwords. Of the security administrator. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/password.h"
#include "tui/screens/account.h"
#include "tui/screens/list.h"
#include "tui/screens/picker.h"
#include "tui/screens/screens.h"
#include "tui/width.h"

#define STAFF_MOST 512

struct staff_view {
	struct screen base;
	struct staff *staff; /* owned */
	struct list list;
	int64_t at; /* whose dialog is open; 0: a new one's */
	char trouble[512];
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明账号和岗位怎样管理") },
	{ CMD_ENTER, N_("办理"), N_("修改反显的一人，解锁，重设口令") },
	{ CMD_NEW, N_("新增"), N_("新增一个账号") },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_PAGE_DOWN, "", NULL },
	{ CMD_PAGE_UP, "", NULL },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct staff_view *self(struct screen *s)
{
	return (struct staff_view *)s;
}

static const struct staff *current(const struct staff_view *v)
{
	return v->list.at < v->list.count ? &v->staff[v->list.at] : NULL;
}

/* The list anew, the same person under the hand. */
static void read_staff(struct screen *s)
{
	struct staff_view *v = self(s);
	int64_t id = current(v) ? current(v)->id : 0;
	struct err err = { 0 };
	int count;

	v->trouble[0] = '\0';
	count = staff_list(s->desk->store, v->staff, STAFF_MOST, &err);
	if (count < 0)
		snprintf(v->trouble, sizeof(v->trouble), "%s", err.msg);
	list_reset(&v->list, count > 0 ? (size_t)count : 0);
	for (int i = 0; i < count; i++)
		if (v->staff[i].id == id)
			v->list.at = (size_t)i;
}

static enum next refuse(struct screen *s, const struct err *err)
{
	app_say(s->app, STYLE_WARN, err->msg);
	return NEXT_STOP;
}

/* TRANSLATORS: the %s of these sentences is a person's name. */
__attribute__((format(printf, 2, 3))) static enum next done(struct screen *s, const char *format,
							    ...)
{
	char text[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	app_say(s->app, STYLE_PLAIN, text);
	return NEXT_BACK;
}

/* ---- a new account ---- */

#define FIRST_HINT N_("先定一个口令告诉本人，第一次登录时须改成自己的")

// clang-format off
static const struct dialog_row new_rows[] = {
	ACCOUNT_NAME_ROW,
	ACCOUNT_LOGIN_ROW,
	{ .label = N_("岗位"), .hint = N_("按数字选；业务岗位可以兼任，管理员只能任一职"), .kind = DIALOG_MARKS, .choices = account_roles,
	  .refuse = account_refuse_empty },
	ACCOUNT_PASSWORD_ROW(FIRST_HINT),
	ACCOUNT_AGAIN_ROW,
};

static const struct dialog_choice states[] = { { "1", N_("在用") }, { "0", N_("停用") }, { NULL, NULL } };

static const struct dialog_row change_rows[] = {
	ACCOUNT_NAME_ROW,
	{ .label = N_("岗位"), .hint = N_("按数字选；业务岗位可以兼任，管理员只能任一职"), .kind = DIALOG_MARKS, .choices = account_roles,
	  .refuse = account_refuse_empty },
	{ .label = N_("账号"), .hint = N_("停用后不能登录；已签署的仍然有效，仍查得到"), .kind = DIALOG_CHOICE, .choices = states,
	  .refuse = account_refuse_empty },
};

static const struct dialog_row reset_rows[] = { ACCOUNT_PASSWORD_ROW(FIRST_HINT), ACCOUNT_AGAIN_ROW };
// clang-format on

static enum next add_done(struct screen *asker, char *const *texts, size_t *at)
{
	struct desk *d = asker->desk;
	struct staff s = { .active = true };
	struct err err = { 0 };

	*at = 1;
	snprintf(s.name, sizeof(s.name), "%s", texts[0]);
	account_login(s.name, texts[1], s.login);
	roles_parse(texts[2], &s.roles);
	if (account_check_password(s.login, s.name, texts[3], texts[4], 3, at, &err))
		return refuse(asker, &err);
	*at = roles_may_combine(s.roles) ? 1 : 2;
	if (staff_save(d->store, &d->actor, &s, texts[3], &err))
		return refuse(asker, &err);
	return done(asker, _("已新增 %s；请本人用所定的口令登录，登录时改成自己的"), s.name);
}

static void add(struct staff_view *v)
{
	struct dialog_spec spec = {
		.title = N_("新增账号"),
		.rows = new_rows,
		.count = ARRAY_SIZE(new_rows),
		.done_label = N_("新增"),
		.done = add_done,
	};

	app_push(v->base.app, dialog_screen(v->base.desk, &v->base, &spec, NULL));
}

/* ---- one that is there ---- */

static enum next change_done(struct screen *asker, char *const *texts, size_t *at)
{
	struct desk *d = asker->desk;
	struct staff s;
	struct err err = { 0 };

	*at = 1;
	if (staff_load(d->store, self(asker)->at, &s, &err) < 1)
		return refuse(asker, &err);
	snprintf(s.name, sizeof(s.name), "%s", texts[0]);
	roles_parse(texts[1], &s.roles);
	s.active = texts[2][0] == '1';
	if (staff_save(d->store, &d->actor, &s, NULL, &err))
		return refuse(asker, &err);
	return done(asker, _("%s 的账号已改；岗位从下次登录起算"), s.name);
}

static void change(struct staff_view *v, const struct staff *s)
{
	char roles[ROLES_TEXT_SIZE], intro[512];
	struct dialog_spec spec = {
		.title = N_("修改账号"),
		.intro = intro,
		.rows = change_rows,
		.count = ARRAY_SIZE(change_rows),
		.done_label = N_("保存"),
		.done = change_done,
	};

	snprintf(intro, sizeof(intro), _("登录名 %s，不能更改。"), s->login);
	app_push(v->base.app,
		 dialog_screen(v->base.desk, &v->base, &spec,
			       (const char *const[]) { s->name, roles_format(s->roles, roles),
						       s->active ? "1" : "0" }));
}

static enum next reset_done(struct screen *asker, char *const *texts, size_t *at)
{
	struct desk *d = asker->desk;
	struct staff s;
	struct err err = { 0 };

	*at = 0;
	if (staff_load(d->store, self(asker)->at, &s, &err) < 1 ||
	    account_check_password(s.login, s.name, texts[0], texts[1], 0, at, &err) ||
	    staff_reset_password(d->store, &d->actor, s.id, texts[0], &err))
		return refuse(asker, &err);
	return done(asker, _("%s 的口令已重设；请本人登录后改成自己的，签名密钥随后另生成"),
		    s.name);
}

static void reset(struct staff_view *v, const struct staff *s)
{
	char intro[512];
	struct dialog_spec spec = {
		.title = N_("重设口令"),
		.intro = intro,
		.rows = reset_rows,
		.count = ARRAY_SIZE(reset_rows),
		.done_label = N_("重设"),
		.done = reset_done,
	};

	snprintf(intro, sizeof(intro),
		 _("%s（%"
		   "s）忘了口令时重设。原来的签名密钥谁也打不开了，随即作废；用它签过的仍然有效。"),
		 s->name, s->login);
	app_push(v->base.app, dialog_screen(v->base.desk, &v->base, &spec, NULL));
}

static void unlock(struct staff_view *v, const struct staff *s)
{
	struct desk *d = v->base.desk;
	struct err err = { 0 };

	if (staff_unlock(d->store, &d->actor, s->id, &err))
		refuse(&v->base, &err);
	else
		done(&v->base, _("%s 已解锁，可以登录"), s->name);
}

/* ---- what may be done with the person under the hand ---- */

// clang-format off
static const struct deed {
	const char *words;
	void (*run)(struct staff_view *v, const struct staff *s);
} deeds[] = {
	{ N_("修改姓名和岗位，停用或恢复"), change },
	{ N_("重设口令（本人忘了口令）"), reset },
	{ N_("解除锁定（连续输错口令）"), unlock },
};
// clang-format on

static size_t find_deeds(void *ctx, const char *query, struct picker_item *items, size_t space)
{
	const struct staff *s = current(ctx);
	size_t n = 0;

	(void)query;
	for (size_t i = 0; s && i < ARRAY_SIZE(deeds) && n < space; i++) {
		if (deeds[i].run == unlock && !s->locked)
			continue;
		items[n] = (struct picker_item) { .what = &deeds[i] };
		snprintf(items[n++].text, sizeof(items->text), "%s", _(deeds[i].words));
	}
	return n;
}

static void pick_deed(void *ctx, const struct picker_item *item)
{
	struct staff_view *v = ctx;
	const struct staff *s = current(v);

	v->at = s->id;
	((const struct deed *)item->what)->run(v, s);
}

static const struct picker_source deed_source = { N_("办理"), NULL, find_deeds, pick_deed, NULL };

/* ---- keys ---- */

static const char *const help_text = N_(
	"账号由安全管理员管理：新增、改岗位、停用、解锁、重设口令。自己的岗位自己不能改。\n"
	"业务岗位（经办人、认定医师、用印人、医保负责人）可以由一人兼任；三名管理员各任一职，不兼业"
	"务。\n"
	"认定医师和用印人还须在名册里登记（由医保负责人办理），才能认定、用印。\n"
	"所定的口令只用于第一次登录，本人登录时须改成自己的；改过以后只有本人知道，谁也查不到。");

static enum next command(struct screen *s, enum command c)
{
	struct staff_view *v = self(s);

	if (list_command(&v->list, c))
		return NEXT_STAY;
	switch ((int)c) {
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("人员"), _(help_text), keys));
		return NEXT_STAY;
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	case CMD_NEW:
		add(v);
		return NEXT_STAY;
	case CMD_ENTER:
		if (current(v))
			app_push(s->app, picker_screen(s->desk, &deed_source, v, NULL));
		return NEXT_STAY;
	}
	return NEXT_BACK;
}

static enum next type(struct screen *s, const char *text)
{
	if (strcasecmp(text, "n") == 0)
		return command(s, CMD_NEW);
	app_say(s->app, STYLE_PLAIN, _("按 Enter 办理反显的一人，按 N 新增"));
	return NEXT_REFUSE;
}

/* ---- drawing ---- */

static void state_words(const struct staff *s, char *buf, size_t size)
{
	if (!s->active)
		snprintf(buf, size, "%s", _("停用"));
	else if (s->locked)
		snprintf(buf, size, _("锁定至 %.16s"), s->locked_until);
	else
		snprintf(buf, size, "%s", s->must_change ? _("待本人改口令") : _("在用"));
}

static void draw_staff(const struct staff *s, WINDOW *w, int y, bool here)
{
	enum style style = here ? STYLE_FOCUS : s->active ? STYLE_PLAIN : STYLE_DIM;
	char words[256];

	draw_text(w, y, 2, getmaxx(w) - 4, "", style);
	draw_text(w, y, 3, 11, s->login, style);
	draw_text(w, y, 15, 13, s->name, style);
	draw_text(w, y, 29, getmaxx(w) - 29 - 25, roles_words(s->roles, words, sizeof(words)),
		  style);
	state_words(s, words, sizeof(words));
	draw_text(w, y, getmaxx(w) - 24, 22, words, s->locked && !here ? STYLE_WARN : style);
}

static void draw(struct screen *s, WINDOW *w)
{
	struct staff_view *v = self(s);
	int y = 3;

	draw_rule(w, 0, 0, getmaxx(w));
	draw_text(w, 1, 3, 11, _("登录名"), STYLE_STRONG);
	draw_text(w, 1, 15, 13, _("姓名"), STYLE_STRONG);
	draw_text(w, 1, 29, 20, _("岗位"), STYLE_STRONG);
	draw_text(w, 1, getmaxx(w) - 24, 22, _("账号"), STYLE_STRONG);
	draw_rule(w, 2, 0, getmaxx(w));
	list_show(&v->list, getmaxy(w) - y);
	for (size_t i = v->list.top; i < v->list.count && y < getmaxy(w); i++, y++)
		draw_staff(&v->staff[i], w, y, i == v->list.at);
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	const struct staff_view *v = (const struct staff_view *)s;

	snprintf(left, size, "%s", _("人员"));
	snprintf(right, size, ngettext("%zu 人", "%zu 人", v->list.count), v->list.count);
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct staff_view *v = (const struct staff_view *)s;

	snprintf(buf, size, "%s", *v->trouble ? v->trouble : _("Enter 办理反显的一人，N 新增账号"));
	return *v->trouble ? STYLE_WARN : STYLE_PLAIN;
}

static void close_staff(struct screen *s)
{
	free(self(s)->staff);
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
	.resume = read_staff,
	.close = close_staff,
};

struct screen *staff_screen(struct desk *desk)
{
	struct staff_view *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	v->staff = calloc(STAFF_MOST, sizeof(*v->staff));
	if (!v->staff) {
		free(v);
		return NULL;
	}
	read_staff(&v->base);
	return &v->base;
}
