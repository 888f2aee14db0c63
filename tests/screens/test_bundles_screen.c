/* Covers the screens of bundles: a clinic makes one onto a stick, the hospital takes it in, sees what was signed and goes on with
 * it, and the receipt goes back; desks take each other up by their cards. */
#include <glob.h>

#include "tests/desks.h"
#include "tests/screens/scene.h"

struct place {
	struct office clinic, hospital;
	char clinic_db[400], hospital_db[400], stick[400];
};

static void leave(struct office *o, char db[400])
{
	char *path = realpath(o->s.path, NULL);

	snprintf(db, 400, "%s", path);
	free(path);
	for (size_t i = 0; i < OFFICE_PEOPLE; i++) {
		sm2_destroy(o->keys[i]);
		o->keys[i] = NULL;
	}
	sm2_destroy(o->seal_key);
	o->seal_key = NULL;
	store_close(o->s.st);
	o->st = o->s.st = NULL;
}

static int set_up(void **state)
{
	static struct place p;
	char *stick;

	desk_open(&p.clinic, CLINIC_CODE, CLINIC);
	desk_open(&p.hospital, HOSPITAL_CODE, HOSPITAL);
	desk_files(&p.clinic, 1, STATE_FILED);
	assert_int_equal(system("rm -rf stick && mkdir stick"), 0);
	stick = realpath("stick", NULL);
	snprintf(p.stick, sizeof(p.stick), "%s", stick);
	free(stick);
	*state = &p;
	return 0;
}

static int tear_down(void **state)
{
	struct place *p = *state;

	desk_close(&p->clinic);
	desk_close(&p->hospital);
	return 0;
}

static struct desk *start(const char *db, const char *login)
{
	static const char *const env[] = { "MTDESK_KDF_COST=1", NULL };
	struct desk *d = desk_start(&(struct desk_options) { .db = db, .env = env });
	char keys[64];

	scene_sees(d, "登录名", "the desk asks who is there");
	snprintf(keys, sizeof(keys), "%s<Enter>" PEOPLE_PASSWORD "<Enter>", login);
	desk_keys(d, keys);
	scene_sees(d, "查找", "signed in");
	desk_keys(d, "8<Enter>");
	scene_sees(d, "数据包", "what goes in and out");
	return d;
}

static void type_path(struct desk *d, const struct place *p, const char *name)
{
	char keys[900];

	snprintf(keys, sizeof(keys), "%s%s%s", p->stick, *name ? "/" : "", name);
	desk_keys(d, keys);
}

/* ---- two desks take each other up ---- */

/* Puts the beginning of the card's name, which the first group of the key follows. */
static void put_card(const struct place *p, const char *db, const char *name)
{
	struct desk *d = start(db, "hzr");
	char path[900];
	glob_t found;

	desk_keys(d, "7");
	scene_sees(d, "密钥", "the desk's own key is shown");
	desk_keys(d, "<F2>");
	scene_sees(d, "文件夹", "where to?");
	desk_keys(d, "<C-u>");
	type_path(d, p, "");
	desk_keys(d, "<Enter>");
	scene_sees(d, "名片已存为", "the card was written");
	snprintf(path, sizeof(path), "%s/%s-[0-9a-f][0-9a-f][0-9a-f][0-9a-f].card", p->stick, name);
	assert_int_equal(glob(path, 0, NULL, &found), 0);
	assert_int_equal(found.gl_pathc, 1);
	globfree(&found);
	scene_end(d);
}

static void take_card(const struct place *p, const char *db, const char *name, const char *who)
{
	struct desk *d = start(db, "hzr");

	desk_keys(d, "7");
	scene_sees(d, "还没有往来台", "nobody yet");
	desk_keys(d, "n");
	scene_sees(d, "选择对方的名片", "which card?");
	type_path(d, p, name);
	desk_keys(d, "<Enter>");
	scene_sees(d, "屏幕上的一致吗", "eyes compare");
	scene_look_up();
	desk_keys(d, "1");
	scene_sees(d, "已登记", "taken up");
	scene_sees(d, who, "it stands in the list");
	scene_end(d);
}

static void peers_screen__takes_up__a_card(void **state)
{
	const struct place *p = *state;
	struct place *all = *state;

	leave(&all->clinic, all->clinic_db);
	leave(&all->hospital, all->hospital_db);
	put_card(p, p->clinic_db, "MTDESK-" CLINIC_CODE);
	put_card(p, p->hospital_db, "MTDESK-" HOSPITAL_CODE);
	take_card(p, p->clinic_db, "MTDESK-" HOSPITAL_CODE, HOSPITAL);
	take_card(p, p->hospital_db, "MTDESK-" CLINIC_CODE, CLINIC);
}

/* ---- a bundle goes and a receipt comes ---- */

#define BUNDLE "MTDESK-" CLINIC_CODE "-" HOSPITAL_CODE "-1.mtb"

static void bundles_screen__makes__a_bundle(void **state)
{
	const struct place *p = *state;
	struct desk *d = start(p->clinic_db, "wm");

	desk_keys(d, "5");
	scene_sees(d, "还没有送出", "nothing yet");
	desk_keys(d, "<F2>");
	scene_sees(d, "待送 1 件", "the only peer, and what waits for it");
	desk_keys(d, "<Enter><C-u>");
	type_path(d, p, "");
	desk_keys(d, "<F2>");
	scene_sees(d, "第 1 号数据包已写成", "it says that it is whole");
	scene_sees(d, "未见回执", "and the list has it");
	scene_end(d);
}

static void bundles_screen__takes_in__what_came(void **state)
{
	const struct place *p = *state;
	struct desk *d = start(p->hospital_db, "wm");

	desk_keys(d, "5<F3>");
	scene_sees(d, "选择数据包", "which one?");
	type_path(d, p, BUNDLE);
	desk_keys(d, "<Enter>");
	scene_sees(d, "已收下", "it was taken in");
	scene_sees(d, "收到", "the list has it");
	/* The same again. */
	desk_keys(d, "<F3>");
	scene_sees(d, "选择数据包", "once more");
	type_path(d, p, BUNDLE);
	desk_keys(d, "<Enter>");
	scene_sees(d, "先前已收下", "nothing was changed");
	scene_end(d);
	d = start(p->clinic_db, "wm");
	desk_keys(d, "5<F4>");
	scene_sees(d, "选择回执", "the receipt");
	type_path(d, p, BUNDLE ".receipt");
	desk_keys(d, "<Enter>");
	scene_sees(d, "已收到第 1 号", "it is marked");
	scene_lacks(d, "未见回执", "in the list too");
	scene_end(d);
}

static void received_screen__goes_on__with_what_came(void **state)
{
	const struct place *p = *state;
	struct desk *d = start(p->hospital_db, "wm");

	desk_keys(d, "6");
	scene_sees(d, CLINIC, "it waits");
	scene_lacks(d, "511102195002010", "no whole identity number in a list");
	desk_keys(d, "没有此人");
	scene_sees(d, "没有这样的件", "the line narrows");
	desk_keys(d, "<C-u>张晓燕");
	scene_sees(d, CLINIC, "found by the name");
	desk_keys(d, "<Enter>");
	scene_sees(d, "由“" CLINIC "”送来并由该台签署封装", "where it comes from");
	scene_sees(d, "认定：有效", "each signature with its verdict");
	desk_keys(d, "<F2>");
	scene_sees(d, "接着办理“张晓燕”", "meant?");
	scene_sees(d, "在对方那里是“", "and what became of it there");
	scene_look_up();
	desk_keys(d, "1");
	scene_sees(d, "待遇认定申请表", "the form of this desk's filing");
	scene_cell_is(d, FIELD_PSN_NAME, "张晓燕", "its fields are there");
	desk_keys(d, "<C-t>");
	scene_sees(d, "由“" CLINIC "”送来", "its history says where it came from");
	desk_keys(d, "<F12>");
	scene_sees(d, "待遇认定申请表", "back");
	desk_keys(d, "<F12>");
	scene_sees(d, "此件已在本台接办", "not a second time");
	desk_keys(d, "<F12>");
	scene_sees(d, "没有这样的件", "it waits no more");
	desk_keys(d, "<Tab>");
	scene_sees(d, "20261122-0001", "but is there, with its number here");
	scene_end(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(peers_screen__takes_up__a_card),
		cmocka_unit_test(bundles_screen__makes__a_bundle),
		cmocka_unit_test(bundles_screen__takes_in__what_came),
		cmocka_unit_test(received_screen__goes_on__with_what_came),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
