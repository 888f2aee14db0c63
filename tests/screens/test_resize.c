/* Covers the window: dragged while somebody types, too small from the start, and surroundings that cannot show Chinese or are not
 * known at all. Nothing typed is lost, and what cannot be shown is said. */
#include "tests/test.h"

#include <sys/wait.h>

#include "tests/screens/scene.h"

static void size_is_whole(struct desk *d, const char *why)
{
	int rows, cols;

	desk_size(d, &rows, &cols);
	desk_borders_closed(d, why, 1, rows - 3);
}

static void typing__goes_on__while_the_window_is_dragged(void **unused)
{
	struct desk *d = scene_start(&(struct desk_options) { .rows = 24, .cols = 80 });

	(void)unused;
	desk_keys(d, "n张晓<Enter>2<Enter>511102");
	scene_cursor_is(d, FIELD_CERTNO, 0, 6, "typed at 80x24");
	desk_resize(d, 40, 120);
	scene_cell_is(d, FIELD_CERTNO, "511102", "at 120x40");
	scene_cursor_is(d, FIELD_CERTNO, 0, 6, "at the insertion point");
	scene_cell_is(d, FIELD_MEMO, "", "the whole page");
	size_is_whole(d, "at 120x40");
	desk_keys(d, "1990");
	scene_cell_is(d, FIELD_CERTNO, "5111021990", "typed at 120x40");
	desk_resize(d, 20, 60);
	scene_sees(d, "窗口只有 60×20，登记台需要 80×24", "too small");
	desk_keys(d, "0307");
	desk_resize(d, 24, 80);
	scene_cell_is(d, FIELD_CERTNO, "51110219900307", "typed unseen");
	scene_cursor_is(d, FIELD_CERTNO, 0, 14, "at the insertion point");
	scene_cell_is(d, FIELD_PSN_NAME, "张晓", "still there");
	scene_lacks(d, "窗口只有", "large enough");
	size_is_whole(d, "back at 80x24");
	desk_keys(d, "6626");
	scene_cell_is(d, FIELD_AGE, "36", "and the number is finished");
	desk_keys(d, "<F12>");
	scene_sees(d, "政策与字典", "home");
	scene_end(d);
}

/* Every event in a row, as a hand on a window's corner makes them, with keys in between. libvterm has no room for a wide
 * character in a window of one column, so two are the least. */
static void typing__loses_nothing__in_a_storm_of_sizes(void **unused)
{
	static const int sizes[][2] = { { 30, 100 }, { 10, 40 }, { 24, 80 }, { 50, 200 }, { 2, 4 },
					{ 25, 81 },  { 3, 10 },  { 60, 90 }, { 24, 80 } };
	struct desk *d = scene_start(&(struct desk_options) { .rows = 24, .cols = 80 });

	(void)unused;
	desk_keys(d, "n");
	scene_focus_is(d, FIELD_PSN_NAME, "a new form");
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		desk_resize(d, sizes[i][0], sizes[i][1]);
		desk_keys(d, "王");
	}
	scene_cell_is(d, FIELD_PSN_NAME, "王王王王王王王", "the last of nine are in view");
	desk_keys(d, "<BS><BS><BS>");
	scene_cell_is(d, FIELD_PSN_NAME, "王王王王王王", "six of nine");
	size_is_whole(d, "back at 80x24");
	desk_keys(d, "<F12>");
	scene_sees(d, "政策与字典", "home");
	scene_end(d);
}

/* Boxes and the criteria take the new size too. */
static void boxes__follow__the_window(void **unused)
{
	struct desk *d = scene_start(&(struct desk_options) { .rows = 24, .cols = 80 });

	(void)unused;
	scene_register_zhang(d);
	desk_resize(d, 40, 120);
	scene_sees(d, "规则：第1条，及第2、3、4、5条中至少1条", "the criteria at 120x40");
	desk_wait_quiet(d);
	size_is_whole(d, "the criteria at 120x40");
	desk_resize(d, 24, 80);
	desk_wait_quiet(d);
	scene_sees(d, "185 mg/L", "back");
	size_is_whole(d, "the criteria at 80x24");
	desk_keys(d, "<F10>");
	scene_sees(d, "菜单 ", "the menu");
	desk_resize(d, 40, 120);
	desk_wait_quiet(d);
	scene_sees(d, "菜单 ", "the menu at 120x40");
	desk_resize(d, 20, 60);
	scene_sees(d, "窗口只有 60×20", "too small");
	desk_resize(d, 24, 80);
	scene_sees(d, "菜单 ", "the menu is still open");
	desk_keys(d, "<F12><F2>");
	scene_sees(d, "已暂存，受理号", "parked");
	scene_end(d);
}

static void desk__starts__in_a_window_that_is_too_small(void **unused)
{
	static const struct {
		int rows, cols;
	} small[] = { { 20, 60 }, { 24, 79 }, { 23, 80 }, { 5, 120 } };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(small); i++) {
		struct desk *d = desk_start(&(struct desk_options) {
			.rows = small[i].rows, .cols = small[i].cols, .furnish = scene_furnish });
		char told[64];

		snprintf(told, sizeof(told), "窗口只有 %d×%d", small[i].cols, small[i].rows);
		scene_sees(d, told, "it is said at once");
		desk_resize(d, 24, 80);
		scene_sees(d, "登录名", "the desk opens when there is room");
		scene_sign_in(d, "wm");
		scene_end(d);
	}
}

/* LANG=C names no charset; Chinese works all the same, and the home screen says what was assumed. */
static void desk__says__what_it_takes_a_plain_locale_for(void **unused)
{
	static const char *const locales[] = { "LC_ALL=C", "LC_ALL=POSIX", "LC_ALL=zh_CN.nowhere",
					       "LC_ALL=" };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(locales); i++) {
		const char *const env[] = { locales[i], NULL };
		struct desk *d = scene_start(&(struct desk_options) { .env = env });

		scene_sees(d, "已按 UTF-8 显示", locales[i]);
		desk_keys(d, "n张晓");
		scene_cell_is(d, FIELD_PSN_NAME, "张晓", locales[i]);
		desk_keys(d, "<F12>");
		scene_sees(d, "政策与字典", locales[i]);
		scene_end(d);
	}
}

/* The program says in one line why it cannot start, and leaves the terminal as it was. */
static void desk__says__that_a_terminal_is_unknown(void **unused)
{
	static const char *const terms[] = { "TERM=no-such-terminal", "TERM=", "TERM=dumb" };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(terms); i++) {
		const char *const env[] = { terms[i], NULL };
		struct desk *d = desk_start(&(struct desk_options) { .env = env });

		scene_sees(d, "cannot use this terminal", terms[i]);
		assert_int_equal(desk_exit(d, DESK_PATIENCE), 3);
		desk_finish(d);
	}
}

/* A character that the terminal's charset lacks is drawn as a mark, told, and kept. */
static void character__that_the_charset_lacks__is_told_and_kept(void **unused)
{
	char folder[SCENE_PATH];
	struct desk *d;

	(void)unused;
	scene_folder(folder);
	d = scene_start(&(struct desk_options) { .home = folder });
	desk_keys(d, "n王㛃<Enter><F2>");
	scene_sees(d, "已暂存，受理号", "U+36C3 is no character of GBK");
	scene_end(d);
	d = scene_start(&(struct desk_options) { .home = folder, .locale = "zh_CN.GBK" });
	desk_keys(d, "<F3>王<Enter>");
	scene_cell_is(d, FIELD_PSN_NAME, "王〓", "the mark stands for it");
	scene_sees(d, "U+36C3", "and it is named");
	desk_keys(d, "<PageUp><Home>小<F2>");
	scene_sees(d, "已暂存，受理号", "changed and saved from this terminal");
	scene_end(d);
	d = scene_start(&(struct desk_options) { .home = folder });
	desk_keys(d, "<F3>小王<Enter>");
	scene_cell_is(d, FIELD_PSN_NAME, "小王㛃", "the character itself was kept");
	desk_keys(d, "<F12><F12>");
	scene_sees(d, "政策与字典", "home");
	scene_end(d);
	scene_folder_remove(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(typing__goes_on__while_the_window_is_dragged),
		cmocka_unit_test(typing__loses_nothing__in_a_storm_of_sizes),
		cmocka_unit_test(boxes__follow__the_window),
		cmocka_unit_test(desk__starts__in_a_window_that_is_too_small),
		cmocka_unit_test(desk__says__what_it_takes_a_plain_locale_for),
		cmocka_unit_test(desk__says__that_a_terminal_is_unknown),
		cmocka_unit_test(character__that_the_charset_lacks__is_told_and_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
