/* People of the first run: one dialog for an administrator, two for somebody who does the desk's business: who it is, then what goes
 * with the work, and the password. */
#include <stdio.h>
#include <string.h>

#include "tui/screens/account.h"
#include "tui/screens/place.h"
#include "tui/screens/setup.h"

static struct setup_view *self(struct screen *s)
{
	return (struct setup_view *)s;
}

static size_t person_at(const struct setup_view *v)
{
	return v->step - STEP_PEOPLE;
}

static struct first_person *person(struct setup_view *v)
{
	return &v->setup.people[person_at(v)];
}

/* The person who has this login already, other than the one under work. */
static const struct first_person *who_has(const struct setup_view *v, const char *login)
{
	for (size_t i = 0; i < v->setup.count; i++)
		if (i != person_at(v) && strcasecmp(v->setup.people[i].staff.login, login) == 0)
			return &v->setup.people[i];
	return NULL;
}

/* Who it is: name, login, roles. NEXT_STAY, or NEXT_STOP with the reason said. */
static enum next take_person(struct setup_view *v, const char *name, const char *chosen,
			     unsigned roles, size_t *at)
{
	struct staff s = { .roles = roles, .active = true };
	struct err err = { 0 };
	char text[512];

	*at = 1;
	snprintf(s.name, sizeof(s.name), "%s", name);
	account_login(name, chosen, s.login);
	if (!*s.login)
		return setup_refuse(v, _("这个姓名得不出拼音首字母；请填一个登录名"));
	if (who_has(v, s.login)) {
		snprintf(text, sizeof(text), _("登录名“%s”已是%s的；请另填一个"), s.login,
			 who_has(v, s.login)->staff.name);
		return setup_refuse(v, text);
	}
	if (staff_check(&s, &err))
		return setup_refuse(v, err.msg);
	if (person(v)->staff.roles != roles)
		setup_forget_dialog(v->half[v->step][1]); /* other rows are asked now */
	person(v)->staff = s;
	if (v->setup.count <= person_at(v))
		v->setup.count = person_at(v) + 1;
	return NEXT_STAY;
}

/* Empty twice leaves the password that was given before. */
static enum next take_password(struct setup_view *v, const char *new, const char *again, size_t row,
			       size_t *at)
{
	struct first_person *p = person(v);
	char *kept = v->passwords[person_at(v)];
	struct err err = { 0 };

	if (!*new && !*again &&*kept)
		return NEXT_STAY;
	if (account_check_password(p->staff.login, p->staff.name, new, again, row, at, &err))
		return setup_refuse(v, err.msg);
	snprintf(kept, sizeof(v->passwords[0]), "%s", new);
	p->password = kept;
	return NEXT_STAY;
}

#define PASSWORD_HINT N_("请本人来输：至少 10 个字符，大写、小写、数字、符号四类中有三类")

// clang-format off
static const struct dialog_row administrator_rows[] = {
	ACCOUNT_NAME_ROW, ACCOUNT_LOGIN_ROW, ACCOUNT_PASSWORD_ROW(PASSWORD_HINT), ACCOUNT_AGAIN_ROW,
};

static const struct dialog_row worker_rows[] = {
	ACCOUNT_NAME_ROW,
	ACCOUNT_LOGIN_ROW,
	{ .label = N_("岗位"), .hint = N_("按数字选，可以兼任；认定的人不能给同一件用印"), .kind = DIALOG_MARKS, .choices = account_work,
	  .refuse = account_refuse_empty },
};

static const enum role administrator_roles[SETUP_ADMINISTRATORS] = { ROLE_SYSTEM_ADMIN, ROLE_SECURITY_ADMIN, ROLE_AUDITOR };
// clang-format on

/* One person in two administrators' chairs controls nobody. */
static const char *other_chair(const struct setup_view *v, const char *name)
{
	for (size_t i = 0; i < SETUP_ADMINISTRATORS && i < v->setup.count; i++)
		if (i != person_at(v) && strcmp(v->setup.people[i].staff.name, name) == 0)
			return _(role_label(administrator_roles[i]));
	return NULL;
}

static enum next administrator_done(struct screen *asker, char *const *texts, size_t *at)
{
	struct setup_view *v = self(asker);
	const char *chair = other_chair(v, texts[0]);
	char text[512];

	*at = 0;
	if (chair) {
		snprintf(text, sizeof(text), _("%s已是%s；三名管理员须是三个人"), texts[0], chair);
		return setup_refuse(v, text);
	}
	if (take_person(v, texts[0], texts[1], ROLE_BIT(administrator_roles[person_at(v)]), at) ||
	    take_password(v, texts[2], texts[3], 2, at))
		return NEXT_STOP;
	return setup_go_on(v);
}

static void administrator_back(struct screen *asker, char *const *texts)
{
	setup_keep_half(self(asker), 0, administrator_rows, ARRAY_SIZE(administrator_rows), texts);
	setup_step_back(self(asker));
}

struct screen *setup_administrator_dialog(struct setup_view *v)
{
	static const char *const why =
		N_("三名管理员互相制约：系统管理员管文件和备份，安全管理员管账号和解锁，审计管理员"
		   "只查看。谁也不能独自改了又不留痕迹，"
		   "所以须是三个人，也不兼经办、认定和用印。");
	enum role role = administrator_roles[person_at(v)];
	char intro[1024];
	struct dialog_spec spec = {
		.title = N_("第三步  三名管理员"),
		.intro = intro,
		.rows = administrator_rows,
		.count = ARRAY_SIZE(administrator_rows),
		.done_label = N_("下一步"),
		.done = administrator_done,
		.back = administrator_back,
	};

	snprintf(intro, sizeof(intro), _("现在登记第 %zu 位：%s（%s）。%s"), person_at(v) + 1,
		 _(role_label(role)), _(role_help(role)), _(why));
	return setup_step_dialog(
		v, 0, &spec,
		(const char *const[]) { person(v)->staff.name, person(v)->staff.login, "", "" });
}

/* ---- people: what goes with the work ---- */

enum { MORE_CODE, MORE_TITLE, MORE_DISEASES, MORE_SEAL, MORE_PASSWORD, MORE_AGAIN, MORE_ROWS };
_Static_assert(MORE_ROWS == SETUP_MORE_ROWS, "the view has a place for each");

// clang-format off
static const struct {
	struct dialog_row row;
	unsigned roles; /* asked of these; 0: of everybody */
} more_rows[MORE_ROWS] = {
	[MORE_CODE] = { { .label = N_("医师代码"), .hint = N_("医保医师代码，如 D511102000123"), .most = 63, .refuse = account_refuse_empty }, ROLE_BIT(ROLE_DOCTOR) },
	[MORE_TITLE] = { { .label = N_("职称"), .hint = N_("如 主治医师"), .most = 63, .refuse = account_refuse_empty }, ROLE_BIT(ROLE_DOCTOR) },
	[MORE_DISEASES] = { { .label = N_("可认定病种"), .hint = N_("* 表示全部；否则写病种编码，用空格隔开，如 M01904"), .most = 1023,
			      .refuse = account_refuse_empty }, ROLE_BIT(ROLE_DOCTOR) },
	[MORE_SEAL] = { { .label = N_("所管印章"), .hint = N_("印章上的名称，如 医疗保险专用章"), .most = 127, .refuse = account_refuse_empty },
			ROLE_BIT(ROLE_SEAL_KEEPER) },
	[MORE_PASSWORD] = { ACCOUNT_PASSWORD_ROW(PASSWORD_HINT), 0 },
	[MORE_AGAIN] = { ACCOUNT_AGAIN_ROW, 0 },
};
// clang-format on

static bool is_asked(const struct first_person *p, int row)
{
	return !more_rows[row].roles || (more_rows[row].roles & p->staff.roles);
}

/* The texts of the rows that were asked, in their places; "" for the others. */
static void spread(const struct first_person *p, char *const *texts, const char *out[MORE_ROWS])
{
	size_t n = 0;

	for (int row = 0; row < MORE_ROWS; row++)
		out[row] = is_asked(p, row) ? texts[n++] : "";
}

/* Of a doctor and of a seal keeper what goes with the work; the person is unchanged when something in it cannot be. */
static int take_more(struct first_person *p, const char *const all[MORE_ROWS], struct err *err)
{
	struct doctor d = { .active = true };
	struct seal seal = { .active = true };

	snprintf(d.code, sizeof(d.code), "%s", all[MORE_CODE]);
	snprintf(d.title, sizeof(d.title), "%s", all[MORE_TITLE]);
	snprintf(d.diseases, sizeof(d.diseases), "%s", all[MORE_DISEASES]);
	snprintf(d.name, sizeof(d.name), "%s", p->staff.name);
	snprintf(seal.name, sizeof(seal.name), "%s", all[MORE_SEAL]);
	place_capitals(d.code);
	place_capitals(d.diseases);
	if ((is_asked(p, MORE_CODE) && doctor_check(&d, err)) ||
	    (is_asked(p, MORE_SEAL) && seal_check(&seal, err)))
		return -1;
	p->doctor = d;
	snprintf(p->seal, sizeof(p->seal), "%s", seal.name);
	return 0;
}

static enum next more_done(struct screen *asker, char *const *texts, size_t *at)
{
	struct setup_view *v = self(asker);
	struct first_person *p = person(v);
	const char *all[MORE_ROWS];
	struct err err = { 0 };
	size_t password_row = 0;

	spread(p, texts, all);
	*at = 0;
	if (take_more(p, all, &err))
		return setup_refuse(v, err.msg);
	for (int row = 0; row < MORE_PASSWORD; row++)
		password_row += is_asked(p, row);
	return take_password(v, all[MORE_PASSWORD], all[MORE_AGAIN], password_row, at)
		       ? NEXT_STOP
		       : setup_go_on(v);
}

static size_t more_count(const struct first_person *p)
{
	size_t n = 0;

	for (int row = 0; row < MORE_ROWS; row++)
		n += is_asked(p, row);
	return n;
}

static void back_to_who(struct screen *asker, char *const *texts)
{
	struct setup_view *v = self(asker);

	setup_keep_half(v, 1, v->more, more_count(person(v)), texts);
	setup_open_step(v, v->step);
}

static struct screen *more_dialog(struct setup_view *v)
{
	const struct first_person *p = person(v);
	const char *kept[MORE_ROWS] = { p->doctor.code,
					p->doctor.title,
					*p->doctor.diseases ? p->doctor.diseases : "*",
					p->seal,
					"",
					"" };
	const char *texts[MORE_ROWS];
	char words[128], intro[512];
	struct dialog_spec spec = {
		.title = N_("第四步  工作人员"),
		.intro = intro,
		.rows = v->more,
		.done_label = N_("下一步"),
		.done = more_done,
		.back = back_to_who,
	};

	for (int row = 0; row < MORE_ROWS; row++)
		if (is_asked(p, row)) {
			texts[spec.count] = kept[row];
			v->more[spec.count++] = more_rows[row].row;
		}
	snprintf(intro, sizeof(intro), _("%s（登录名 %s），%s。请本人在这里设自己的口令。"),
		 p->staff.name, p->staff.login, roles_words(p->staff.roles, words, sizeof(words)));
	return setup_step_dialog(v, 1, &spec, texts);
}

static enum next worker_done(struct screen *asker, char *const *texts, size_t *at)
{
	struct setup_view *v = self(asker);
	unsigned roles = 0;

	roles_parse(texts[2], &roles);
	if (take_person(v, texts[0], texts[1], roles, at))
		return NEXT_STOP;
	app_push(v->base.app, more_dialog(v));
	return NEXT_BACK;
}

static void worker_back(struct screen *asker, char *const *texts)
{
	setup_keep_half(self(asker), 0, worker_rows, ARRAY_SIZE(worker_rows), texts);
	setup_step_back(self(asker));
}

struct screen *setup_worker_dialog(struct setup_view *v)
{
	const struct staff *s = &person(v)->staff;
	char roles[ROLES_TEXT_SIZE];
	struct dialog_spec spec = {
		.title = N_("第四步  工作人员"),
		.intro = _(
			"逐个登记在本台办事的人；一个人可以有几个岗位。以后增减由安全管理员办理。"),
		.rows = worker_rows,
		.count = ARRAY_SIZE(worker_rows),
		.done_label = N_("下一步"),
		.done = worker_done,
		.back = worker_back,
	};

	return setup_step_dialog(
		v, 0, &spec,
		(const char *const[]) { s->name, s->login, roles_format(s->roles, roles) });
}
