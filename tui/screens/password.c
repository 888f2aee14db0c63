/* Changing a password: one's own, or the first one, which somebody else gave. */
#include <stdlib.h>
#include <string.h>

#include "forms/password.h"
#include "tui/presence.h"
#include "tui/screens/account.h"
#include "tui/screens/door.h"

static const char *const intro =
	N_("至少 10 个字符，大写、小写、数字、符号四类中有三类；不含姓名和登录名，"
	   "不用最近五次用过的。");

// clang-format off
static const struct dialog_row rows[] = {
	{ .label = N_("原口令"), .hint = N_("现在所用的口令"), .kind = DIALOG_PASSWORD, .most = PASSWORD_MOST },
	{ .label = N_("新口令"), .hint = N_("至少 10 个字符，四类中有三类"), .kind = DIALOG_PASSWORD, .most = PASSWORD_MOST },
	{ .label = N_("再输一次"), .hint = N_("与新口令相同"), .kind = DIALOG_PASSWORD, .most = PASSWORD_MOST },
};
// clang-format on

static enum next refuse(struct screen *asker, const struct err *err)
{
	app_say(asker->app, STYLE_WARN, err->msg);
	return NEXT_STOP;
}

/* ---- one's own ---- */

static enum next own_done(struct screen *asker, char *const *texts, size_t *at)
{
	struct desk *d = asker->desk;
	struct sm2_key *key = NULL;
	struct err err = { 0 };

	if (account_check_password(d->actor.login, d->actor.name, texts[1], texts[2], 1, at, &err))
		return refuse(asker, &err);
	if (staff_change_password(d->store, &d->actor, texts[0], texts[1], &key, &err)) {
		*at = err.code == ERR_NOT_ALLOWED ? 0 : 1;
		return refuse(asker, &err);
	}
	presence_enter(d, &d->actor, key);
	app_say(asker->app, STYLE_PLAIN, _("口令已改；下次登录和签署用新口令"));
	return NEXT_BACK;
}

struct screen *password_screen(struct desk *desk, struct screen *asker)
{
	struct dialog_spec spec = {
		.title = N_("修改口令"),
		.intro = _(intro),
		.rows = rows,
		.count = ARRAY_SIZE(rows),
		.done_label = N_("改好"),
		.done = own_done,
	};

	return dialog_screen(desk, asker, &spec, NULL);
}

/* ---- the first one ---- */

static enum next first_done(struct screen *asker, char *const *texts, size_t *at)
{
	struct door *v = (struct door *)asker;
	struct sm2_key *key = NULL;
	struct err err = { 0 };
	enum next next;

	if (account_check_password(v->arriving.login, v->arriving.name, texts[0], texts[1], 0, at,
				   &err))
		return refuse(asker, &err);
	if (staff_change_password(asker->desk->store, &v->arriving, v->password.text, texts[0],
				  &key, &err)) {
		*at = 0;
		return refuse(asker, &err);
	}
	door_forget_password(v);
	next = v->arrived(v, &v->arriving, key);
	return next == NEXT_STAY ? NEXT_BACK : next;
}

static void first_left(struct screen *asker)
{
	door_forget_password((struct door *)asker);
	app_say(asker->app, STYLE_WARN, _("口令没有改，尚未登录；请重新登录后改成自己的口令"));
}

struct screen *first_password_screen(struct door *v)
{
	struct dialog_spec spec = {
		.title = N_("改成自己的口令"),
		.intro = _(intro),
		.rows = rows + 1,
		.count = ARRAY_SIZE(rows) - 1,
		.done_label = N_("改好"),
		.done = first_done,
		.left = first_left,
	};

	return dialog_screen(v->base.desk, &v->base, &spec, NULL);
}
