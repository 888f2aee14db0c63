#include "tests/screens/route.h"

#include <unistd.h>

#define PAGES_MOST 30
#define QUIET_MS 2000
#define HOME "Q 换人" /* what only a home screen shows, and everybody's does */

/* ---- the store ---- */

struct store *route_store(const struct route *r)
{
	struct store *st = NULL;
	struct err err = { 0 };

	if (store_open(r->db, STORE_READ_WRITE, &st, &err) < 0)
		fail_msg("%s", err.msg);
	return st;
}

void route_begin(struct route *r, void (*describe)(struct setup *s), void (*fill)(struct store *st))
{
	static struct setup s;
	struct err err = { 0 };
	struct store *st;

	*r = (struct route) { 0 };
	scene_folder(r->folder);
	snprintf(r->db, sizeof(r->db), "%s/desk.db", r->folder);
	setenv("MTDESK_KDF_COST", "1", 1);
	people_describe(&s);
	if (describe)
		describe(&s);
	st = route_store(r);
	if (setup_commit(st, &s, &err) < 0)
		fail_msg("setting up: %s", err.msg);
	if (fill)
		fill(st);
	store_close(st);
}

/* ---- the first run ---- */

static void set_up_place(struct desk *d, const struct institution *i)
{
	char keys[512];

	desk_keys(d, "<Enter>");
	scene_sees(d, "第一步", "the institution");
	/* An agency certifies nothing: the first digit takes that mark away. */
	snprintf(keys, sizeof(keys), "%s<Enter>%s<Enter>%s<Enter><C-u>%s<Enter>%s<F2>", i->name,
		 i->code, i->kind == INSTITUTION_AGENCY ? "4" : "1", i->region,
		 i->certifies ? "" : "1");
	desk_keys(d, keys);
	scene_sees(d, "第二步", "the packs");
	desk_keys(d, "<Enter>");
}

/* The digits of the roles in the dialog follow the table of roles. */
static void set_up_person(struct desk *d, const struct first_person *p)
{
	char keys[256];
	unsigned roles = p->staff.roles;
	int digit = 1;

	while (!(roles & 1)) {
		roles >>= 1;
		digit++;
	}
	if (!desk_sees(d, "第四步")) {
		desk_keys(d, "<Enter>");
		scene_sees(d, "第四步", "those who work");
	}
	snprintf(keys, sizeof(keys), "%s<Enter><C-u>%s<Enter>%d<Enter>", p->staff.name,
		 p->staff.login, digit);
	desk_keys(d, keys);
	if (*p->doctor.code) {
		scene_sees(d, "医师代码", "a doctor is asked for more");
		snprintf(keys, sizeof(keys), "%s<Enter>%s<Enter><Enter>", p->doctor.code,
			 p->doctor.title);
		desk_keys(d, keys);
	}
	if (*p->seal) {
		scene_sees(d, "印章", "which seal");
		snprintf(keys, sizeof(keys), "%s<Enter>", p->seal);
		desk_keys(d, keys);
	}
	scene_sees(d, "再输一次", "the password is the person's own");
	desk_keys(d, PEOPLE_PASSWORD "<Enter>" PEOPLE_PASSWORD "<Enter>");
	scene_sees(d, "再加一人", "the page, with one more");
	scene_sees(d, p->staff.name, "who is on it");
	scene_look_up();
}

static void set_up_administrator(struct desk *d, const struct first_person *p)
{
	char keys[256], words[64];

	snprintf(words, sizeof(words), "位：%s", role_label(ROLE_SYSTEM_ADMIN));
	if (p->staff.roles == ROLE_BIT(ROLE_SYSTEM_ADMIN))
		scene_sees(d, words, "the three follow one another");
	snprintf(keys, sizeof(keys), "%s<Enter><C-u>%s<Enter>%s<Enter>%s<Enter>", p->staff.name,
		 p->staff.login, PEOPLE_PASSWORD, PEOPLE_PASSWORD);
	desk_keys(d, keys);
	desk_settle(d);
}

static bool is_administrator(const struct first_person *p)
{
	return p->staff.roles >= ROLE_BIT(ROLE_SYSTEM_ADMIN);
}

void route_begin_by_keys(struct route *r, void (*describe)(struct setup *s))
{
	static const char *const env[] = { "MTDESK_KDF_COST=1", NULL };
	static struct setup s;

	*r = (struct route) { 0 };
	scene_folder(r->folder);
	snprintf(r->db, sizeof(r->db), "%s/desk.db", r->folder);
	people_describe(&s);
	if (describe)
		describe(&s);
	r->desk = desk_start(&(struct desk_options) { .db = r->db, .home = r->folder, .env = env });
	scene_sees(r->desk, "这个登记台还没有设立", "a blank folder");
	set_up_place(r->desk, &s.institution);
	for (size_t i = 0; i < s.count; i++)
		if (is_administrator(&s.people[i]))
			set_up_administrator(r->desk, &s.people[i]);
	scene_sees(r->desk, "第四步", "the administrators are there");
	for (size_t i = 0; i < s.count; i++)
		if (!is_administrator(&s.people[i]))
			set_up_person(r->desk, &s.people[i]);
	scene_sees(r->desk, "再加一人", "the page");
	desk_keys(r->desk, "<F2>");
	scene_sees(r->desk, "登录名", "the desk is made");
}

void route_end(struct route *r)
{
	if (r->desk)
		route_leave(r);
	scene_folder_remove(r->folder);
}

/* Press a key and wait for what it changes on the screen; a key may change nothing. */
static void press(struct desk *d, const char *key)
{
	char *before = strdup(desk_picture(d));
	long long patience = scene_now() + QUIET_MS;

	desk_keys(d, key);
	while (strcmp(before, desk_picture(d)) == 0 && scene_now() < patience)
		scene_sleep(10);
	scene_sleep(40); /* the rest of the picture */
	free(before);
}

/* ---- people ---- */

/* An administrator's home screen shows no work. */
void route_home(struct desk *d)
{
	for (int i = 0; i < 8 && !desk_sees(d, HOME); i++) {
		press(d, "<F12>");
	}
	scene_sees(d, HOME, "F12 leads home from everywhere");
}

static void sign_in(struct desk *d, const char *login)
{
	char keys[64];

	scene_sees(d, "登录名", "the door");
	snprintf(keys, sizeof(keys), "%s<Enter>%s<Enter>", login, PEOPLE_PASSWORD);
	desk_keys(d, keys);
	scene_sees(d, HOME, "signed in");
}

void route_as_on(struct route *r, const char *login, const char *today)
{
	static const char *const env[] = { "MTDESK_KDF_COST=1", NULL };

	if (!r->desk) {
		r->desk = desk_start(&(struct desk_options) { .db = r->db,
							      .home = r->folder,
							      .env = r->env ? r->env : env,
							      .today = today });
	} else if (!desk_sees(r->desk, "登录名")) {
		route_home(r->desk);
		desk_keys(r->desk, "q<Enter>");
	}
	sign_in(r->desk, login);
}

void route_as(struct route *r, const char *login)
{
	route_as_on(r, login, NULL);
}

void route_leave(struct route *r)
{
	route_home(r->desk);
	desk_keys(r->desk, "<F12>");
	assert_int_equal(desk_exit(r->desk, DESK_PATIENCE), 0);
	desk_finish(r->desk);
	r->desk = NULL;
}

/* ---- steps ---- */

void route_select(struct desk *d, const char *line)
{
	int row, col;

	for (int i = 0; i < 40; i++) {
		if (desk_sees(d, line)) {
			desk_find(d, line, &row, &col);
			if (desk_attr(d, row, col).reverse)
				return;
		}
		desk_keys(d, "<Down>"); /* moves a colour, and no letter */
		scene_sleep(60);
	}
	desk_fail(d, "no line says '%s'", line);
}

void route_choose(struct desk *d, const char *line)
{
	route_select(d, line);
	desk_keys(d, "<Enter>");
}

void route_menu(struct desk *d, const char *line)
{
	desk_keys(d, "<F10>");
	scene_sees(d, "菜单 ", "the menu");
	desk_settle(d);
	route_choose(d, line);
}

void route_register(struct desk *d, const char *certno, const char *name, const char *tel)
{
	char keys[256];

	desk_keys(d, certno);
	scene_cell_is(d, FIELD_CERTNO, certno, "the form opens with the number");
	snprintf(keys, sizeof(keys), "<Enter>%s<Enter>2<Enter>%s<Enter>", name, tel);
	desk_keys(d, keys);
	scene_focus_is(d, FIELD_OPSP_DISE_NAME, "behind the telephone");
	desk_keys(d, "gdzhbx");
	scene_sees(d, "1  M01904  肝豆状核变性", "the picker");
	desk_keys(d, "1");
	scene_cell_has(d, FIELD_OPSP_DISE_NAME, "M01904", "the digit picks");
	scene_focus_is(d, FIELD_APPY_SIGN, "behind the disease");
	desk_keys(d, "<Space><Enter><Enter>");
	scene_sees(d, "血清铜蓝蛋白 < 200 mg/L", "Enter opens the criteria");
	desk_keys(d, "1<Enter>185<Enter>");
	scene_cell_has(d, FIELD_SYMP_DSCR, "判定：符合", "back on the form");
}

void route_papers(struct desk *d, const char *const *papers)
{
	char told[128];

	route_menu(d, "附在此件上的扫描件和照片");
	scene_sees(d, "其他材料", "the list of materials");
	for (; *papers; papers++) {
		route_choose(d, *papers);
		scene_sees(d, "怎样附上", "as a file, or as paper");
		desk_keys(d, "2");
		scene_sees(d, "页数", "how many sheets");
		desk_keys(d, "<F2>");
		snprintf(told, sizeof(told), "已记下“%s”纸质件", *papers);
		scene_sees(d, told, "recorded");
	}
	desk_keys(d, "<F12>");
	scene_lacks(d, "其他材料", "back on the form");
}

void route_read(struct desk *d)
{
	scene_sees(d, "您将签署以下内容", "the act screen");
	desk_settle(d);
	for (int i = 0; i < PAGES_MOST && !desk_sees(d, "看完无误"); i++) {
		press(d, "<PageDown>");
	}
	scene_sees(d, "看完无误", "read to its end");
}

void route_sign(struct desk *d, const char *password, const char *told)
{
	route_read(d);
	if (password)
		desk_keys(d, password);
	else
		scene_look_up();
	desk_keys(d, "<Enter>");
	scene_sees(d, told, "signed");
}

void route_open(struct desk *d, const char *name)
{
	route_home(d);
	desk_keys(d, "<F3>");
	scene_sees(d, "最新在前", "find");
	desk_keys(d, name);
	scene_sees(d, "1 件", "found");
	desk_keys(d, "<Enter>");
	scene_lacks(d, "最新在前", "the form opens");
	desk_settle(d);
}

/* ---- ways ---- */

void route_take(struct desk *d, char list, const char *name)
{
	char keys[16];

	snprintf(keys, sizeof(keys), "%c<Enter>", list);
	desk_keys(d, keys);
	scene_sees(d, name, "the list");
	desk_keys(d, "<Enter>");
}

void route_to_filed(struct route *r, const struct route_way *way, int version)
{
	char told[96];

	way->certify(r, version);
	way->seal(r);
	route_as(r, "wm");
	desk_keys(r->desk, "3<Enter><Enter>");
	snprintf(told, sizeof(told), "已备案，备案号 %s", way->number);
	route_sign(r->desk, NULL, told);
	route_home(r->desk);
}

static void amend_it(struct route *r, const struct route_way *way, const char *name)
{
	struct desk *d = r->desk;
	char note[96];

	route_open(d, name);
	route_menu(d, "修正");
	scene_sees(d, "写明缺什么", "an amendment has a reason");
	desk_keys(d, "电话录错<Enter>");
	route_sign(d, NULL, "已另起修正版");
	snprintf(note, sizeof(note), "这是备案号 %s", way->number);
	scene_sees(d, note, "the new version says what it amends");
	scene_look_up();
	desk_keys(d, "<F6>");
	scene_sees(d, "您将签署以下内容（第 2 版", "the submission goes on counting");
	route_sign(d, NULL, "“提交”已签署");
}

static void revoke_it(struct route *r, const char *name)
{
	struct desk *d = r->desk;

	route_as(r, "hzr");
	desk_keys(d, "<F3>");
	scene_sees(d, "已被取代", "the first version stands beside the second");
	desk_keys(d, name);
	scene_sees(d, "2 件", "both are of one person");
	route_choose(d, "已备案");
	scene_sees(d, "已备案，不能再改", "the version in force");
	route_menu(d, "撤销");
	scene_sees(d, "写明缺什么", "a revocation has a reason");
	desk_keys(d, "本人已迁出本市<Enter>");
	route_sign(d, PEOPLE_PASSWORD, "“撤销”已签署");
	scene_sees(d, "本人已迁出本市", "the form says why");
}

void route_amend_and_revoke(struct route *r, const struct route_way *way, const char *name)
{
	amend_it(r, way, name);
	route_to_filed(r, way, 2);
	revoke_it(r, name);
}
