/* The dialogs of the first run: institution, packs, and two for a person: who it is, then what goes with the work, and the
 * password. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/division.h"
#include "forms/pinyin.h"
#include "tui/screens/setup.h"

#define ALL_DISEASES "*"

static struct setup_view *self(struct screen *s)
{
	return (struct setup_view *)s;
}

static enum next refuse(struct setup_view *v, const char *why)
{
	app_say(v->base.app, STYLE_WARN, why);
	return NEXT_STOP;
}

/* This step is done: the next one that lacks something, in the dialog's place. */
static enum next go_on(struct setup_view *v)
{
	size_t count = setup_steps_count(v);

	for (size_t step = 0; step < count; step++)
		if (!setup_step_done(v, step)) {
			setup_open_step(v, step);
			return NEXT_BACK;
		}
	list_reset(&v->list, count + 1);
	v->list.at = count;
	return NEXT_BACK;
}

/* Esc: one step back. */
static void step_back(struct screen *s)
{
	struct setup_view *v = self(s);

	if (v->step > 0 && v->step < STEP_PEOPLE + SETUP_ADMINISTRATORS)
		setup_open_step(v, v->step - 1);
}

static bool is_missing(const char *text)
{
	return text[strspn(text, " ")] == '\0';
}

/* ---- the institution ---- */

static const char *refuse_empty(struct screen *asker, const char *text)
{
	(void)asker;
	return is_missing(text) ? N_("这一行不能空着；请填写") : NULL;
}

static const char *refuse_region(struct screen *asker, const char *text)
{
	size_t len = strlen(text);
	char code[] = "000000";

	(void)asker;
	if (len >= 2 && len <= 6 && len % 2 == 0 && strspn(text, "0123456789") == len) {
		memcpy(code, text, len);
		if (division_find(code, NULL) == DIVISION_PRESENT)
			return NULL;
	}
	return N_("不是行政区划代码；请写 2、4 或 6 位数字，如 5111 乐山市、1411 吕梁市");
}

// clang-format off
static const struct dialog_choice kinds[] = {
	{ "3", N_("三级医疗机构") }, { "2", N_("二级医疗机构") }, { "1", N_("一级医疗机构") }, { "0", N_("医保经办机构") }, { NULL, NULL },
};

static const struct dialog_choice duties[] = {
	{ "certifies", N_("认定") }, { "files", N_("备案") }, { NULL, NULL },
};

enum { PLACE_NAME, PLACE_CODE, PLACE_KIND, PLACE_REGION, PLACE_DUTIES, PLACE_DISEASES, PLACE_ROWS };

static const struct dialog_row place_rows[PLACE_ROWS] = {
	[PLACE_NAME] = { .label = N_("机构全称"), .hint = N_("与公章上的名称一字不差，印章要按它核对"),
			 .most = sizeof(((struct institution *)NULL)->name) - 1, .refuse = refuse_empty },
	[PLACE_CODE] = { .label = N_("机构编号"), .hint = N_("定点医药机构编号，如 H51110200001；经办机构写自己的编号。备案号以它开头"),
			 .most = 31, .refuse = refuse_empty },
	[PLACE_KIND] = { .label = N_("类别和级别"), .hint = N_("按数字选；文件常要求二级以上医疗机构才能认定"),
			 .kind = DIALOG_CHOICE, .choices = kinds, .refuse = refuse_empty },
	[PLACE_REGION] = { .label = N_("行政区划"), .hint = N_("参保地的代码，如 5111 乐山市、1411 吕梁市；适用的文件由它决定"),
			   .most = sizeof(((struct institution *)NULL)->region) - 1, .refuse = refuse_region },
	[PLACE_DUTIES] = { .label = N_("承担"), .hint = N_("按数字增减：1 认定 2 备案"), .kind = DIALOG_MARKS, .choices = duties, .refuse = refuse_empty },
	[PLACE_DISEASES] = { .label = N_("认定病种"), .hint = N_("* 表示全部；只定点几种的，写病种编码，用空格隔开，如 M01904"),
			     .most = sizeof(((struct institution *)NULL)->diseases) - 1 },
};
// clang-format on

static void take_place(struct setup_view *v, char *const *texts)
{
	struct institution *i = &v->setup.institution;
	char region[sizeof(i->region)];

	snprintf(region, sizeof(region), "%s", i->region);
	*i = (struct institution) { .active = true };
	snprintf(i->name, sizeof(i->name), "%s", texts[PLACE_NAME]);
	snprintf(i->code, sizeof(i->code), "%s", texts[PLACE_CODE]);
	snprintf(i->region, sizeof(i->region), "%s", texts[PLACE_REGION]);
	snprintf(i->diseases, sizeof(i->diseases), "%s", texts[PLACE_DISEASES]);
	i->level = texts[PLACE_KIND][0] - '0';
	i->kind = i->level ? INSTITUTION_HOSPITAL : INSTITUTION_AGENCY;
	i->certifies = strstr(texts[PLACE_DUTIES], "certifies") != NULL;
	i->files = strstr(texts[PLACE_DUTIES], "files") != NULL;
	if (strcmp(region, i->region) != 0) {
		v->packs_seen = false;
		setup_find_packs(v);
	}
}

static enum next place_done(struct screen *asker, char *const *texts, size_t *at)
{
	struct setup_view *v = self(asker);

	*at = PLACE_DUTIES;
	if (texts[PLACE_KIND][0] == '0' && strstr(texts[PLACE_DUTIES], "certifies"))
		return refuse(v, _("医保经办机构只备案，不认定；请按 1 去掉“认定”"));
	take_place(v, texts);
	return go_on(v);
}

static struct screen *place_dialog(struct setup_view *v)
{
	const struct institution *i = &v->setup.institution;
	bool new = !*i->code;
	char kind[] = { (char)('0' + i->level), '\0' }, does[32];
	struct dialog_spec spec = {
		.title = N_("第一步  本台设在哪家机构"),
		.rows = place_rows,
		.count = PLACE_ROWS,
		.done_label = N_("下一步"),
		.done = place_done,
		.left = step_back,
	};

	snprintf(does, sizeof(does), "%s%s%s", new || i->certifies ? "certifies" : "",
		 new || (i->certifies && i->files) ? " " : "", new || i->files ? "files" : "");
	return dialog_screen(
		v->base.desk, &v->base, &spec,
		(const char *const[PLACE_ROWS]) {
			[PLACE_NAME] = i->name,
			[PLACE_CODE] = i->code,
			[PLACE_KIND] = new ? "" : kind,
			[PLACE_REGION] = new ? v->base.desk->settings.region : i->region,
			[PLACE_DUTIES] = does,
			[PLACE_DISEASES] = new ? ALL_DISEASES : i->diseases,
		});
}

/* ---- the packs ---- */

static char *pack_words(const struct policy *p)
{
	char *words;

	return asprintf(&words, "%s  %s", p->document, p->title) < 0 ? NULL : words;
}

void setup_forget_packs(struct setup_view *v)
{
	for (size_t i = 0; v->packs && v->packs[i].code; i++)
		free((char *)v->packs[i].label);
	free(v->packs);
	v->packs = NULL;
}

void setup_find_packs(struct setup_view *v)
{
	const struct policies *ps = v->base.desk->policies;
	size_t n = 0, len = 0;

	setup_forget_packs(v);
	v->packs_on[0] = '\0';
	v->packs = calloc(SETUP_PACKS_MAX + 1, sizeof(*v->packs));
	for (size_t i = 0; v->packs && i < policies_count(ps) && n < SETUP_PACKS_MAX; i++) {
		const struct policy *p = policies_at(ps, i);
		char *words = policy_covers(p, v->setup.institution.region) ? pack_words(p) : NULL;

		if (!words)
			continue;
		v->packs[n++] = (struct dialog_choice) { p->id, words };
		len += (size_t)snprintf(v->packs_on + len, sizeof(v->packs_on) - len, "%s%s",
					len ? " " : "", p->id);
	}
}

static enum next packs_done(struct screen *asker, char *const *texts, size_t *at)
{
	struct setup_view *v = self(asker);

	(void)at;
	snprintf(v->packs_on, sizeof(v->packs_on), "%s", texts[0]);
	v->packs_seen = true;
	return go_on(v);
}

static struct screen *packs_dialog(struct setup_view *v)
{
	static const char *const about = N_("下列文件的适用范围包括本台所在地。不适用的按数字去掉；"
					    "以后新到的文件由系统管理员装入。");
	struct dialog_spec spec = {
		.title = N_("第二步  按哪些文件办理"),
		.intro = v->packs && v->packs[0].code
				 ? _(about)
				 : _("没有装入适用本地的文件，可以先建台，以后由系统管理员装入。"),
		.rows = &v->pack_row,
		.count = 1,
		.done_label = N_("下一步"),
		.done = packs_done,
		.left = step_back,
	};

	if (!v->packs)
		return NULL;
	v->pack_row = (struct dialog_row) { .label = N_("文件"),
					    .hint = N_("按数字去掉或加上，Enter 继续"),
					    .kind = DIALOG_MARKS,
					    .choices = v->packs };
	return dialog_screen(v->base.desk, &v->base, &spec, (const char *const[]) { v->packs_on });
}

/* ---- people: who ---- */

static size_t person_at(const struct setup_view *v)
{
	return v->step - STEP_PEOPLE;
}

static struct first_person *person(struct setup_view *v)
{
	return &v->setup.people[person_at(v)];
}

static void take_initials(void *ctx, const char *key, bool initials)
{
	char *login = ctx;

	if (initials && !*login)
		snprintf(login, sizeof(((struct staff *)NULL)->login), "%s", key);
}

/* What the person chose, else the initials of the name. */
static void propose_login(const char *name, const char *chosen, char out[32])
{
	out[0] = '\0';
	if (*chosen)
		snprintf(out, 32, "%s", chosen);
	else
		pinyin_keys(name, 8, take_initials, out);
}

/* The person who has this login already, other than the one under work. */
static const struct first_person *who_has(const struct setup_view *v, const char *login)
{
	for (size_t i = 0; i < v->setup.count; i++)
		if (i != person_at(v) && strcasecmp(v->setup.people[i].staff.login, login) == 0)
			return &v->setup.people[i];
	return NULL;
}

/* Name and login, wherever they stand. 0, or NEXT_STOP with the reason said. */
static enum next take_name(struct setup_view *v, const char *name, const char *chosen, size_t *at)
{
	struct staff *s = &person(v)->staff;
	char login[sizeof(s->login)], text[512];

	propose_login(name, chosen, login);
	*at = 1;
	if (!*login)
		return refuse(v, _("这个姓名得不出拼音首字母；请填一个登录名"));
	if (who_has(v, login)) {
		snprintf(text, sizeof(text), _("登录名“%s”已是%s的；请另填一个"), login,
			 who_has(v, login)->staff.name);
		return refuse(v, text);
	}
	snprintf(s->name, sizeof(s->name), "%s", name);
	snprintf(s->login, sizeof(s->login), "%s", login);
	s->active = true;
	return NEXT_STAY;
}

/* Empty twice leaves the password that was given before. */
static enum next take_password(struct setup_view *v, const char *new, const char *again, size_t row,
			       size_t *at)
{
	struct first_person *p = person(v);
	char *kept = v->passwords[person_at(v)];
	struct err err = { 0 };

	*at = row;
	if (!*new && !*again &&*kept)
		return NEXT_STAY;
	if (password_check(new, p->staff.login, p->staff.name, &err))
		return refuse(v, err.msg);
	*at = row + 1;
	if (strcmp(new, again) != 0)
		return refuse(v, _("两次输入的口令不同；请再输一次"));
	snprintf(kept, sizeof(v->passwords[0]), "%s", new);
	p->password = kept;
	return NEXT_STAY;
}

#define NAME_HINT N_("照身份证件填写，签署和审计里都用它")
#define LOGIN_HINT N_("工号或拼音首字母；空着就用姓名的拼音首字母")
#define PASSWORD_HINT N_("请本人来输：至少 10 个字符，大写、小写、数字、符号四类中有三类")
#define AGAIN_HINT N_("与上一行相同")
#define NAME_MOST (sizeof(((struct staff *)NULL)->name) - 1)
#define LOGIN_MOST (sizeof(((struct staff *)NULL)->login) - 1)

// clang-format off
static const struct dialog_row administrator_rows[] = {
	{ .label = N_("姓名"), .hint = NAME_HINT, .most = NAME_MOST, .refuse = refuse_empty },
	{ .label = N_("登录名"), .hint = LOGIN_HINT, .most = LOGIN_MOST },
	{ .label = N_("口令"), .hint = PASSWORD_HINT, .kind = DIALOG_PASSWORD, .most = PASSWORD_MOST },
	{ .label = N_("再输一次"), .hint = AGAIN_HINT, .kind = DIALOG_PASSWORD, .most = PASSWORD_MOST },
};

static const struct dialog_choice business[] = {
	{ "clerk", N_("经办人") }, { "doctor", N_("认定医师") }, { "seal_keeper", N_("用印人") }, { "head", N_("医保负责人") }, { NULL, NULL },
};

static const struct dialog_row worker_rows[] = {
	{ .label = N_("姓名"), .hint = NAME_HINT, .most = NAME_MOST, .refuse = refuse_empty },
	{ .label = N_("登录名"), .hint = LOGIN_HINT, .most = LOGIN_MOST },
	{ .label = N_("岗位"), .hint = N_("按数字选，可以兼任；认定的人不能给同一件用印"), .kind = DIALOG_MARKS, .choices = business,
	  .refuse = refuse_empty },
};

static const enum role administrator_roles[SETUP_ADMINISTRATORS] = { ROLE_SYSTEM_ADMIN, ROLE_SECURITY_ADMIN, ROLE_AUDITOR };
// clang-format on

static enum next administrator_done(struct screen *asker, char *const *texts, size_t *at)
{
	struct setup_view *v = self(asker);
	size_t i = person_at(v);

	if (take_name(v, texts[0], texts[1], at) || take_password(v, texts[2], texts[3], 2, at))
		return NEXT_STOP;
	person(v)->staff.roles = ROLE_BIT(administrator_roles[i]);
	if (v->setup.count <= i)
		v->setup.count = i + 1;
	return go_on(v);
}

static struct screen *administrator_dialog(struct setup_view *v)
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
		.left = step_back,
	};

	snprintf(intro, sizeof(intro), _("现在登记第 %zu 位：%s（%s）。%s"), person_at(v) + 1,
		 _(role_label(role)), _(role_help(role)), _(why));
	return dialog_screen(
		v->base.desk, &v->base, &spec,
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
	[MORE_CODE] = { { .label = N_("医师代码"), .hint = N_("医保医师代码，如 D511102000123"), .most = 63, .refuse = refuse_empty }, ROLE_BIT(ROLE_DOCTOR) },
	[MORE_TITLE] = { { .label = N_("职称"), .hint = N_("如 主治医师"), .most = 63, .refuse = refuse_empty }, ROLE_BIT(ROLE_DOCTOR) },
	[MORE_DISEASES] = { { .label = N_("可认定病种"), .hint = N_("* 表示全部；否则写病种编码，用空格隔开，如 M01904"), .most = 1023,
			      .refuse = refuse_empty }, ROLE_BIT(ROLE_DOCTOR) },
	[MORE_SEAL] = { { .label = N_("所管印章"), .hint = N_("印章上的名称，如 医疗保险专用章"), .most = 127, .refuse = refuse_empty },
			ROLE_BIT(ROLE_SEAL_KEEPER) },
	[MORE_PASSWORD] = { { .label = N_("口令"), .hint = PASSWORD_HINT, .kind = DIALOG_PASSWORD, .most = PASSWORD_MOST }, 0 },
	[MORE_AGAIN] = { { .label = N_("再输一次"), .hint = AGAIN_HINT, .kind = DIALOG_PASSWORD, .most = PASSWORD_MOST }, 0 },
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

static enum next more_done(struct screen *asker, char *const *texts, size_t *at)
{
	struct setup_view *v = self(asker);
	struct first_person *p = person(v);
	const char *all[MORE_ROWS];
	size_t password_row = 0;

	spread(p, texts, all);
	for (int row = 0; row < MORE_PASSWORD; row++)
		password_row += is_asked(p, row);
	snprintf(p->doctor.code, sizeof(p->doctor.code), "%s", all[MORE_CODE]);
	snprintf(p->doctor.title, sizeof(p->doctor.title), "%s", all[MORE_TITLE]);
	snprintf(p->doctor.diseases, sizeof(p->doctor.diseases), "%s", all[MORE_DISEASES]);
	snprintf(p->doctor.name, sizeof(p->doctor.name), "%s", p->staff.name);
	p->doctor.active = true;
	snprintf(p->seal, sizeof(p->seal), "%s", all[MORE_SEAL]);
	if (take_password(v, all[MORE_PASSWORD], all[MORE_AGAIN], password_row, at))
		return NEXT_STOP;
	return go_on(v);
}

static void back_to_who(struct screen *s)
{
	setup_open_step(self(s), self(s)->step);
}

static struct screen *more_dialog(struct setup_view *v)
{
	const struct first_person *p = person(v);
	const char *kept[MORE_ROWS] = { p->doctor.code,
					p->doctor.title,
					*p->doctor.diseases ? p->doctor.diseases : ALL_DISEASES,
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
		.left = back_to_who,
	};

	for (int row = 0; row < MORE_ROWS; row++)
		if (is_asked(p, row)) {
			texts[spec.count] = kept[row];
			v->more[spec.count++] = more_rows[row].row;
		}
	snprintf(intro, sizeof(intro), _("%s（登录名 %s），%s。请本人在这里设自己的口令。"),
		 p->staff.name, p->staff.login, roles_words(p->staff.roles, words, sizeof(words)));
	return dialog_screen(v->base.desk, &v->base, &spec, texts);
}

static enum next worker_done(struct screen *asker, char *const *texts, size_t *at)
{
	struct setup_view *v = self(asker);
	unsigned roles;

	if (take_name(v, texts[0], texts[1], at))
		return NEXT_STOP;
	*at = 2;
	if (!roles_parse(texts[2], &roles) || !roles_may_combine(roles))
		return refuse(v, _("请至少选一个岗位"));
	person(v)->staff.roles = roles;
	if (v->setup.count <= person_at(v))
		v->setup.count = person_at(v) + 1;
	app_push(v->base.app, more_dialog(v));
	return NEXT_BACK;
}

static struct screen *worker_dialog(struct setup_view *v)
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
		.left = step_back,
	};

	return dialog_screen(
		v->base.desk, &v->base, &spec,
		(const char *const[]) { s->name, s->login, roles_format(s->roles, roles) });
}

void setup_open_step(struct setup_view *v, size_t step)
{
	struct screen *s;

	v->step = step;
	if (step == STEP_INSTITUTION)
		s = place_dialog(v);
	else if (step == STEP_PACKS)
		s = packs_dialog(v);
	else
		s = step < STEP_PEOPLE + SETUP_ADMINISTRATORS ? administrator_dialog(v)
							      : worker_dialog(v);
	app_push(v->base.app, s);
}
