/* Covers `mtdesk training`: 培训演示 stands on every screen, the people of the door get in, wiping puts everything back, and the
 * two kinds of store keep apart. */
#include "tests/test.h"

#include <unistd.h>

#include "tests/people.h"
#include "tests/screens/scene.h"

#define MARK "【培训演示】"
#define PASSWORD "Peixun-2026"

static const char *const args[] = { "training", NULL };
static const char *const env[] = { "MTDESK_KDF_COST=1", "MTDESK_NOW=2026-11-22 09:15:02", NULL };

static struct desk *start(const char *home)
{
	struct desk *d =
		desk_start(&(struct desk_options) { .home = home, .args = args, .env = env });

	scene_sees(d, "任选一人登录", "the door of the training desk");
	return d;
}

static void enter(struct desk *d, const char *login)
{
	desk_keys(d, login);
	desk_keys(d, "<Enter>" PASSWORD "<Enter>");
	scene_sees(d, "门特登记台   培训市人民医院", "home");
}

static void is_marked(struct desk *d, const char *why)
{
	desk_settle(d);
	if (!strstr(desk_row(d, 0), MARK))
		desk_fail(d, "%s: the title does not say that this is training", why);
}

/* Does a box with the mark stand over the screen? */
static bool has_box(struct desk *d)
{
	for (int row = 1; row < 24; row++)
		if (strstr(desk_row(d, row), MARK))
			return true;
	return false;
}

/* Every screen that a clerk or a supervisor comes to, and the boxes over them. */
static void training__is_said__on_every_screen(void **unused)
{
	static const struct {
		const char *login, *keys, *text;
		bool box;
	} screens[] = {
		{ "jb", "", "待办", false },
		{ "jb", "1<Enter>", "吉克木呷", false },
		{ "jb", "1<Enter><F4>", "申请表", false },
		{ "jb", "n", "姓名", false },
		{ "jb", "n<F1>", "照证件填写", true },
		{ "jb", "<F10>", "菜单", true },
		{ "jb", "<F3>", "杨光蓉", false },
		{ "jb", "6<Enter>", "日结单", false },
		{ "jb", "d<Enter>", "到期", false },
		{ "jb", "9<Enter>", "乐医保发", false },
		{ "jb", "0<Enter>", "行政区划", false },
		{ "jb", "k<Enter>", "原口令", true },
		{ "jb", "<C-r>", "重置培训库", true },
		{ "fz", "7<Enter>", "按病种", false },
		{ "fz", "7<Enter><F4>", "统计期间", true },
		{ "fz", "g<Enter>", "培训省立医院", false },
		{ "aq", "u<Enter>", "顾长风", false },
		{ "sj", "j<Enter>", "查阅审计", false },
	};
	char home[SCENE_PATH];
	const char *who = "";
	struct desk *d;

	(void)unused;
	scene_folder(home);
	d = start(home);
	is_marked(d, "the door");
	for (size_t i = 0; i < ARRAY_SIZE(screens); i++) {
		if (strcmp(who, screens[i].login) != 0) {
			if (*who) {
				desk_keys(d, "q<Enter>");
				scene_sees(d, "任选一人登录", "the door again");
			}
			enter(d, screens[i].login);
			who = screens[i].login;
		}
		desk_keys(d, screens[i].keys);
		scene_sees(d, screens[i].text, screens[i].keys);
		is_marked(d, screens[i].keys);
		if (screens[i].box && !has_box(d))
			desk_fail(d, "%s: the box does not say it", screens[i].keys);
		for (int k = 0;
		     k < 6 && (has_box(d) || !desk_sees(d, "门特登记台   培训市人民医院")); k++) {
			desk_keys(d, "<F12>");
			desk_wait_quiet(d);
		}
	}
	desk_keys(d, "<F12>");
	assert_int_equal(desk_exit(d, DESK_PATIENCE), 0);
	desk_finish(d);
	scene_folder_remove(home);
}

static void training__is_wiped__and_filled_anew(void **unused)
{
	char home[SCENE_PATH];
	struct desk *d;

	(void)unused;
	scene_folder(home);
	d = start(home);
	enter(d, "jb");
	desk_keys(d, "n做练习的人<Enter>");
	scene_sees(d, "做练习的人", "an exercise");
	desk_keys(d, "<F2>");
	scene_sees(d, "待办", "parked");
	desk_keys(d, "<F3>做练习的人");
	scene_sees(d, "1 件", "it is there");
	desk_keys(d, "<C-r>");
	scene_sees(d, "都会清空", "what it means is said first");
	desk_keys(d, "2");
	scene_sees(d, "任选一人登录", "back at the door");
	enter(d, "jb");
	desk_keys(d, "<F3>做练习的人");
	scene_sees(d, "没有找到", "the exercise is gone");
	desk_keys(d, "<C-u>高玉珊");
	scene_sees(d, "1 件", "the examples are there again");
	desk_keys(d, "<F12>");
	scene_sees(d, "待办", "home");
	/* Now a desk of the other region, with its own way. */
	desk_keys(d, "0<Enter>");
	scene_sees(d, "1411", "吕梁");
	desk_keys(d, "<F12>");
	scene_sees(d, "待办", "home");
	desk_keys(d, "<F12>");
	assert_int_equal(desk_exit(d, DESK_PATIENCE), 0);
	desk_finish(d);
	/* It stays as it was left. */
	d = start(home);
	desk_keys(d, "<F12>");
	assert_int_equal(desk_exit(d, DESK_PATIENCE), 0);
	desk_finish(d);
	scene_folder_remove(home);
}

/* Started with the other kind of store, the program says so and leaves it alone. */
static void training__and_desk__refuse_each_other(void **unused)
{
	char home[SCENE_PATH], path[SCENE_PATH + 64];
	struct desk *d;

	(void)unused;
	scene_folder(home);
	d = start(home);
	desk_keys(d, "<F12>");
	assert_int_equal(desk_exit(d, DESK_PATIENCE), 0);
	desk_finish(d);
	snprintf(path, sizeof(path), "%s/data/mtdesk-training/training.db", home);
	assert_int_equal(access(path, F_OK), 0);
	d = desk_start(&(struct desk_options) { .db = path, .env = env });
	assert_int_equal(desk_exit(d, DESK_PATIENCE), 3);
	desk_finish(d);

	scene_furnish(home);
	scene_store(home, path);
	d = desk_start(&(struct desk_options) { .db = path, .args = args, .env = env });
	assert_int_equal(desk_exit(d, DESK_PATIENCE), 3);
	desk_finish(d);
	scene_folder_remove(home);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(training__is_said__on_every_screen),
		cmocka_unit_test(training__is_wiped__and_filled_anew),
		cmocka_unit_test(training__and_desk__refuse_each_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
