/* The first run: one page with the steps and what was said so far, a dialog for each, and at the end the desk is made in
 * one transaction. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/screens/setup.h"
#include "tui/width.h"

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明建台要填什么") },
	{ CMD_ENTER, N_("填写"), N_("填写或修改反显的一行") },
	{ CMD_PARK, N_("建台"), N_("内容都对，建立登记台") },
	{ CMD_DELETE, N_("去掉"), N_("去掉反显的工作人员") },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_PAGE_UP, "", NULL },
	{ CMD_PAGE_DOWN, "", NULL },
	{ CMD_BACK, N_("退出"), N_("退出，不建台；已填的不保留") },
	{ CMD_ESCAPE, "", N_("回到上一步") },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct setup_view *self(struct screen *s)
{
	return (struct setup_view *)s;
}

size_t setup_steps_count(const struct setup_view *v)
{
	return STEP_PEOPLE +
	       (v->setup.count > SETUP_ADMINISTRATORS ? v->setup.count : SETUP_ADMINISTRATORS);
}

static bool person_done(const struct first_person *p)
{
	return *p->staff.name && p->password &&
	       (!(p->staff.roles & ROLE_BIT(ROLE_DOCTOR)) || *p->doctor.code) &&
	       (!(p->staff.roles & ROLE_BIT(ROLE_SEAL_KEEPER)) || *p->seal);
}

bool setup_step_done(const struct setup_view *v, size_t step)
{
	if (step == STEP_INSTITUTION)
		return *v->setup.institution.code;
	if (step == STEP_PACKS)
		return v->packs_seen;
	return person_done(&v->setup.people[step - STEP_PEOPLE]);
}

size_t setup_first_open(const struct setup_view *v)
{
	size_t step = 0, count = setup_steps_count(v);

	while (step < count && setup_step_done(v, step))
		step++;
	return step;
}

/* ---- making the desk ---- */

static enum next refuse(struct setup_view *v, const char *why)
{
	app_say(v->base.app, STYLE_WARN, why);
	return NEXT_STOP;
}

/* The packs that cover the region and were switched off. */
static void list_packs_off(const struct setup_view *v, char *buf, size_t size)
{
	size_t len = 0;

	buf[0] = '\0';
	for (size_t i = 0; v->packs && v->packs[i].code && len < size; i++)
		if (!disease_listed(v->packs_on, v->packs[i].code))
			len += (size_t)snprintf(buf + len, size - len, "%s%s", len ? " " : "",
						v->packs[i].code);
}

/* What the desk now is, and what follows from it: the packs, and from them and the region the code table. */
static int read_desk(struct desk *d, struct err *err)
{
	struct codetable codes;

	if (settings_load(d->store, &d->settings, err) ||
	    policies_leave_out(d->policies, d->settings.packs_off, err) ||
	    desk_identity_load(d->store, &d->identity, err) < 0)
		return -1;
	if (codetable_init(&codes, d->policies, d->settings.region))
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	codetable_finish(&d->codes);
	d->codes = codes;
	return 0;
}

static enum next make(struct setup_view *v)
{
	struct desk *d = v->base.desk;
	struct err err = { 0 };
	size_t open = setup_first_open(v);

	if (open < setup_steps_count(v)) {
		v->list.at = open;
		return refuse(v, _("反显的一行还没有填完；按 Enter 填写"));
	}
	list_packs_off(v, v->setup.packs_off, sizeof(v->setup.packs_off));
	if (setup_check(&v->setup, &err) || setup_commit(d->store, &v->setup, &err) ||
	    read_desk(d, &err))
		return refuse(v, err.msg);
	return NEXT_QUIT;
}

/* ---- keys ---- */

static void list_steps(struct setup_view *v)
{
	size_t at = v->list.at;

	list_reset(&v->list, STEP_PEOPLE + SETUP_ADMINISTRATORS);
	if (v->setup.count >= SETUP_ADMINISTRATORS)
		v->list.count = STEP_PEOPLE + v->setup.count + (v->setup.count < SETUP_PEOPLE_MAX);
	v->list.at = at < v->list.count ? at : v->list.count - 1;
}

static void resume(struct screen *s)
{
	list_steps(self(s));
}

/* A step waits for those before it: the packs for the region, a person for the rules that the first three explain. */
static enum next open_row(struct setup_view *v)
{
	size_t open = setup_first_open(v);

	v->entered = v->list.at < open ? v->list.at : open;
	setup_open_step(v, v->entered);
	return NEXT_STAY;
}

static enum next remove_person(struct setup_view *v)
{
	size_t i = v->list.at - STEP_PEOPLE, last = v->setup.count - 1;
	struct setup *set = &v->setup;

	if (v->list.at < STEP_PEOPLE + SETUP_ADMINISTRATORS || i > last) {
		app_say(v->base.app, STYLE_PLAIN,
			_("只有工作人员可以去掉；机构、文件和管理员可以改"));
		return NEXT_STAY;
	}
	for (; i < last; i++) {
		set->people[i] = set->people[i + 1];
		memcpy(v->passwords[i], v->passwords[i + 1], sizeof(v->passwords[i]));
		if (set->people[i].password)
			set->people[i].password = v->passwords[i];
	}
	for (size_t step = v->list.at; step < SETUP_STEPS_MAX; step++)
		setup_forget_half(v, step);
	set->people[last] = (struct first_person) { 0 };
	explicit_bzero(v->passwords[last], sizeof(v->passwords[last]));
	set->count--;
	list_steps(v);
	return NEXT_STAY;
}

static enum next leave_answer(struct screen *s, bool yes)
{
	(void)s;
	return yes ? NEXT_QUIT : NEXT_BACK;
}

static enum next leave(struct setup_view *v)
{
	if (!*v->setup.institution.code)
		return NEXT_QUIT;
	app_push(v->base.app,
		 question_screen(v->base.desk, &v->base,
				 _("还没有建台，所填的内容不会保留。退出吗？"), leave_answer));
	return NEXT_STAY;
}

static const char *const help_text = N_(
	"登记台第一次打开，先登记它设在哪家机构、按哪些文件办理、由哪些人使用，几分钟可以填完。\n"
	"依次弹出每一步，填完按 Enter 到下一行、下一步，Esc "
	"回上一步。这一页列出已填的内容：选中一行按 Enter 修改，"
	"工作人员可按 Delete 去掉，都对了按 F2 建台。\n"
	"没有默认的账号和口令：每个人的口令由本人当场输入。\n"
	"建台以后，人员由安全管理员增减，机构、医师和印章由医保负责人维护，文件由系统管理员装入。");

static enum next command(struct screen *s, enum command c)
{
	struct setup_view *v = self(s);

	if (list_command(&v->list, c))
		return NEXT_STAY;
	switch ((int)c) {
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("建台"), _(help_text), keys));
		break;
	case CMD_ENTER:
		return open_row(v);
	case CMD_PARK:
		return make(v);
	case CMD_DELETE:
		return remove_person(v);
	case CMD_BACK:
		return leave(v);
	case CMD_ESCAPE:
		app_say(s->app, STYLE_PLAIN, _("按 Enter 填写反显的一行；要退出请按 F12"));
		break;
	}
	return NEXT_STAY;
}

static enum next type(struct screen *s, const char *text)
{
	(void)text;
	app_say(s->app, STYLE_PLAIN, _("按 Enter 填写反显的一行，都填好了按 F2 建台"));
	return NEXT_REFUSE;
}

/* ---- drawing ---- */

static void place_words(const struct setup_view *v, char *buf, size_t size)
{
	const struct institution *i = &v->setup.institution;

	snprintf(buf, size, "%s   %s   %s", i->name, i->code, i->region);
}

static void packs_words(const struct setup_view *v, char *buf, size_t size)
{
	size_t on = 0, all = 0;

	for (; v->packs && v->packs[all].code; all++)
		on += disease_listed(v->packs_on, v->packs[all].code);
	snprintf(buf, size, _("适用本地的 %zu 个，采用 %zu 个"), all, on);
}

static void person_words(const struct first_person *p, char *buf, size_t size)
{
	char roles[128];

	snprintf(buf, size, "%s   %s   %s%s%s%s%s", p->staff.name, p->staff.login,
		 roles_words(p->staff.roles, roles, sizeof(roles)), *p->doctor.title ? "   " : "",
		 p->doctor.title, *p->seal ? "   " : "", p->seal);
}

static void step_words(const struct setup_view *v, size_t step, char *buf, size_t size)
{
	buf[0] = '\0';
	if (step == STEP_INSTITUTION && setup_step_done(v, step))
		place_words(v, buf, size);
	else if (step == STEP_PACKS && setup_step_done(v, step))
		packs_words(v, buf, size);
	else if (step >= STEP_PEOPLE && step - STEP_PEOPLE < v->setup.count)
		person_words(&v->setup.people[step - STEP_PEOPLE], buf, size);
}

static const char *step_label(size_t step)
{
	static const char *const labels[] = { N_("机构"), N_("文件"), N_("系统管理员"),
					      N_("安全管理员"), N_("审计管理员") };

	return step < ARRAY_SIZE(labels) ? _(labels[step]) : _("工作人员");
}

/* Columns of a step. The longest label is the English of a role. */
enum { LABEL_X = 4, LABEL_CELLS = 22, DONE_X = 27, DONE_CELLS = 6, WORDS_X = 34 };

static void draw_step(const struct setup_view *v, WINDOW *w, size_t step, int y)
{
	bool adds =
		step >= STEP_PEOPLE + SETUP_ADMINISTRATORS && step - STEP_PEOPLE >= v->setup.count;
	bool done = !adds && setup_step_done(v, step);
	enum style style = step == v->list.at ? STYLE_FOCUS : STYLE_PLAIN;
	char words[1024];

	step_words(v, step, words, sizeof(words));
	draw_text(w, y, 2, getmaxx(w) - 4, "", style);
	draw_text(w, y, LABEL_X, LABEL_CELLS, adds ? _("再加一人") : step_label(step), style);
	draw_text(w, y, DONE_X, DONE_CELLS,
		  adds   ? ""
		  : done ? _("已填")
			 : _("待填"),
		  done || adds ? style : STYLE_WARN);
	draw_text(w, y, WORDS_X, getmaxx(w) - WORDS_X - 3, words, style);
}

static void draw(struct screen *s, WINDOW *w)
{
	struct setup_view *v = self(s);
	int y = 6;

	draw_rule(w, 0, 0, getmaxx(w));
	draw_text(w, 2, 4, getmaxx(w) - 8,
		  _("这个登记台还没有设立。填好机构、文件和人员，几分钟就可以开始办理。"),
		  STYLE_STRONG);
	draw_text(w, 3, 4, getmaxx(w) - 8, _("没有默认的账号和口令，每个人的口令由本人当场输入。"),
		  STYLE_PLAIN);
	list_show(&v->list, getmaxy(w) - y);
	for (size_t i = v->list.top; i < v->list.count && y < getmaxy(w); i++, y++)
		draw_step(v, w, i, y);
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	(void)s;
	snprintf(left, size, "%s   %s", _("门特登记台"), _("建台"));
	desk_clock(right, size, "%Y-%m-%d %H:%M");
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct setup_view *v = (const struct setup_view *)s;
	bool ready = setup_first_open(v) == setup_steps_count(v);
	const char *text = _("按 Enter 开始填写");

	if (ready && v->setup.count == SETUP_ADMINISTRATORS)
		text = _("管理员已齐，接着登记工作人员；也可以先按 F2 建台");
	else if (ready)
		text = _("都填好了：核对以上内容，按 F2 建台（要几秒钟）；还有工作人员可以再加");
	else if (*v->setup.institution.code)
		text = _("还有没填的；按 Enter 接着填写");
	snprintf(buf, size, "%s", text);
	return STYLE_PLAIN;
}

static void close_setup(struct screen *s)
{
	struct setup_view *v = self(s);

	setup_forget_packs(v);
	for (size_t step = 0; step < SETUP_STEPS_MAX; step++)
		setup_forget_half(v, step);
	explicit_bzero(v, sizeof(*v));
	free(v);
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.title = title,
	.status = status,
	.draw = draw,
	.text = type,
	.command = command,
	.resume = resume,
	.close = close_setup,
};

struct screen *setup_screen(struct desk *desk)
{
	struct setup_view *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	list_steps(v);
	return &v->base;
}
