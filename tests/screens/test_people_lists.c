/* Covers the accounts of the security administrator and the register of the head: entries made, changed and found again, and each
 * visit of somebody else refused with its reason. */
#include "tests/people.h"
#include "tests/screens/scene.h"

struct place {
	char folder[SCENE_PATH];
	struct desk *desk;
};

static void describe_nothing(struct setup *s)
{
	(void)s;
}

/* A hospital of Lüliang, of which its notices demand two responsible doctors; it has one. */
static void describe_lvliang(struct setup *s)
{
	snprintf(s->institution.name, sizeof(s->institution.name), "山西医科大学第一医院");
	snprintf(s->institution.region, sizeof(s->institution.region), "1411");
}

static void begin(struct place *p, void (*describe)(struct setup *s))
{
	static struct setup s;
	struct store *st = NULL;
	struct err err = { 0 };
	char path[SCENE_PATH];

	scene_folder(p->folder);
	scene_store(p->folder, path);
	setenv("MTDESK_KDF_COST", "1", 1);
	people_describe(&s);
	describe(&s);
	if (store_open(path, STORE_READ_WRITE, &st, &err) || setup_commit(st, &s, &err))
		fail_msg("%s", err.msg);
	store_close(st);
	p->desk = desk_start(&(struct desk_options) { .home = p->folder });
}

static void end(struct place *p)
{
	scene_end(p->desk);
	scene_folder_remove(p->folder);
}

static void change_person(struct desk *d, const char *login)
{
	scene_look_up();
	scene_home(d);
	desk_keys(d, "q<Enter>");
	scene_sign_in(d, login);
}

/* The line of a list in which a text stands. */
static const char *line_of(struct desk *d, const char *text)
{
	int row, col;

	desk_find(d, text, &row, &col);
	return desk_row(d, row);
}

static void line_has(struct desk *d, const char *text, const char *part, const char *why)
{
	if (!strstr(line_of(d, text), part))
		desk_fail(d, "%s: the line of '%s' has no '%s'", why, text, part);
}

/* ---- accounts ---- */

static void staff__is_added__and_signs_in(void **unused)
{
	struct place p;
	struct desk *d;

	(void)unused;
	begin(&p, describe_nothing);
	d = p.desk;
	scene_sign_in(d, "aq");
	desk_keys(d, "u<Enter>");
	scene_sees(d, "8 人", "everybody is listed");
	line_has(d, "何志荣", "医保负责人", "with the role");
	desk_keys(d, "n赵学义<Enter>1024<Enter>15<Enter>First-2026-a<Enter>First-2026-a<Enter>");
	scene_sees(d, "不能由一人兼任", "a clerk is no administrator");
	scene_look_up();
	desk_keys(d, "5<F2>");
	scene_sees(d, "已新增 赵学义", "told");
	line_has(d, "赵学义", "1024", "with the number of the staff card");
	line_has(d, "赵学义", "待本人改口令", "in the list");
	change_person(d, "aq");
	desk_keys(d, "q<Enter>");
	scene_sees(d, "登录名", "the door");
	desk_keys(d, "zxy<Enter>First-2026-a<Enter>");
	scene_sees(d, "改成自己的口令", "the first password is changed");
	desk_keys(d, "Second-2026-b<Enter>Second-2026-b<Enter>");
	scene_sees(d, "赵学义", "at the desk");
	end(&p);
}

static void staff__is_changed__switched_off_and_reset(void **unused)
{
	struct place p;
	struct desk *d;

	(void)unused;
	begin(&p, describe_nothing);
	d = p.desk;
	scene_sign_in(d, "aq");
	desk_keys(d, "u<Enter>");
	scene_sees(d, "8 人", "the list");
	/* Lists begin with the first login: 安琪 herself. */
	desk_keys(d, "<Enter>");
	scene_sees(d, "1  修改姓名和岗位", "what may be done");
	desk_keys(d, "1");
	scene_sees(d, "修改账号", "the dialog");
	desk_keys(d, "<Enter>67<F2>");
	scene_sees(d, "自己", "nobody changes his own roles");
	scene_look_up();
	desk_keys(d, "<Esc>");
	scene_sees(d, "没有保存", "what was typed is asked about");
	desk_keys(d, "1");
	scene_lacks(d, "修改账号", "left");
	desk_keys(d, "<Down>");
	desk_wait_quiet(d);
	line_has(d, "陈芳", "cf", "the second is 陈芳");
	desk_keys(d, "<Enter>1<Enter>1<Enter>2<F2>");
	scene_sees(d, "陈芳 的账号已改", "told");
	line_has(d, "陈芳", "经办人、用印人", "another role");
	line_has(d, "陈芳", "停用", "switched off");
	desk_keys(d, "<Enter>2First-2026-a<Enter>First-2026-a<Enter>");
	scene_sees(d, "口令已重设", "a password for somebody who forgot his");
	end(&p);
}

static void lock_out(struct place *p, const char *login)
{
	char path[SCENE_PATH];
	struct store *st = NULL;
	struct actor who;
	struct err err = { 0 };

	scene_store(p->folder, path);
	if (store_open(path, STORE_READ_WRITE, &st, &err))
		fail_msg("%s", err.msg);
	for (int i = 0; i < 5; i++)
		assert_int_not_equal(staff_sign_in(st, login, "wrong-Pass-1", &who, NULL, &err),
				     SIGN_IN_DONE);
	store_close(st);
}

static void staff__is_unlocked__by_the_security_administrator(void **unused)
{
	struct place p;
	struct desk *d;

	(void)unused;
	begin(&p, describe_nothing);
	lock_out(&p, "cf");
	d = p.desk;
	scene_sign_in(d, "aq");
	desk_keys(d, "u<Enter>");
	scene_sees(d, "锁定至", "it is seen");
	line_has(d, "陈芳", "锁定至", "in her line");
	desk_keys(d, "<Down><Enter>");
	scene_sees(d, "解除锁定", "and can be ended");
	desk_keys(d, "3");
	scene_sees(d, "陈芳 已解锁", "told");
	scene_lacks(d, "锁定至", "gone");
	change_person(d, "cf");
	end(&p);
}

/* ---- the register ---- */

static void registry__keeps__a_doctor_and_a_seal(void **unused)
{
	struct place p;
	struct desk *d;

	(void)unused;
	begin(&p, describe_nothing);
	d = p.desk;
	scene_sign_in(d, "hzr");
	desk_keys(d, "g<Enter>");
	scene_sees(d, "H51110200001", "the institution");
	desk_keys(d, "n四川大学华西医院<Enter>h51010500001<Enter>1<Enter><C-u>5101<Enter>2<Enter><"
		     "Enter><Enter>");
	scene_sees(d, "“四川大学华西医院”已存入名册", "another institution");
	line_has(d, "H51010500001", "三级", "in the list");
	desk_keys(d, "<Tab>n周明<Enter>D510105000456<Enter>主任医师<Enter>");
	scene_sees(d, "乐山市人民医院", "this desk's institution is proposed");
	desk_keys(d, "hxyy");
	scene_sees(d, "1  四川大学华西医院", "the list opens while one types, by pinyin too");
	desk_keys(d, "<Enter><Enter><Enter><C-u>m01904<Enter><Enter>");
	scene_sees(d, "“周明”已存入名册", "a doctor elsewhere, without an account");
	line_has(d, "周明", "四川大学华西医院", "in the list");
	desk_keys(d, "<Tab>n门诊慢特病专用章<Enter><Enter>陈<Enter><Enter>2<Enter>");
	scene_sees(d, "“门诊慢特病专用章”已存入名册", "a seal");
	line_has(d, "门诊慢特病专用章", "陈芳", "with its keeper");
	line_has(d, "门诊慢特病专用章", "停用", "switched off");
	end(&p);
}

static void registry__tells__that_doctors_are_lacking(void **unused)
{
	struct place p;
	struct desk *d;

	(void)unused;
	begin(&p, describe_lvliang);
	d = p.desk;
	scene_sign_in(d, "hzr");
	desk_keys(d, "g<Enter>");
	scene_sees(d, "医师不足", "one of two is there");
	scene_sees(d, "只有 1 名", "how many");
	scene_sees(d, "要求至少 2 名", "and how many there should be");
	desk_keys(d, "<Tab>n周明<Enter>D140100000456<Enter>主任医师<F2>");
	scene_sees(d, "“周明”已存入名册", "a second one");
	desk_keys(d, "<S-Tab>");
	scene_sees(d, "山西医科大学第一医院", "the institutions again");
	scene_lacks(d, "医师不足", "two are enough");
	end(&p);
}

/* ---- who may not ---- */

static void forbidden__visits__are_refused_with_the_reason(void **unused)
{
	static const struct {
		const char *login, *keys, *told, *why;
	} visits[] = {
		{ "wm", "u<Enter>", "应由安全管理员办理", "a clerk at the accounts" },
		{ "wm", "g<Enter>", "应由医保负责人办理", "a clerk at the register" },
		{ "hzr", "u<Enter>", "应由安全管理员办理", "the head at the accounts" },
		{ "aq", "g<Enter>", "应由医保负责人办理",
		  "the security administrator at the register" },
		{ "xt", "u<Enter>", "应由安全管理员办理",
		  "the system administrator at the accounts" },
		{ "sj", "g<Enter>", "应由医保负责人办理", "the auditor at the register" },
	};
	struct place p;
	struct desk *d;

	(void)unused;
	begin(&p, describe_nothing);
	d = p.desk;
	for (size_t i = 0; i < ARRAY_SIZE(visits); i++) {
		if (i == 0)
			scene_sign_in(d, visits[i].login);
		else
			change_person(d, visits[i].login);
		desk_keys(d, visits[i].keys);
		scene_sees(d, visits[i].told, visits[i].why);
	}
	end(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(staff__is_added__and_signs_in),
		cmocka_unit_test(staff__is_changed__switched_off_and_reset),
		cmocka_unit_test(staff__is_unlocked__by_the_security_administrator),
		cmocka_unit_test(registry__keeps__a_doctor_and_a_seal),
		cmocka_unit_test(registry__tells__that_doctors_are_lacking),
		cmocka_unit_test(forbidden__visits__are_refused_with_the_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
