/* Covers the screens beside the form: the settings, the policies with their code table, and the list of filings. */
#include "tests/test.h"

#include "tests/screens/scene.h"

static void settings__are_kept__and_refuse_what_will_not_do(void **unused)
{
	char folder[SCENE_PATH];
	struct desk *d;

	(void)unused;
	scene_folder(folder);
	d = scene_start_as(&(struct desk_options) { .home = folder }, "xt");
	desk_keys(d, "0<Enter><BS><BS>99<Enter>");
	scene_sees(d, "行政区划“5199”不能用", "a county that there is not");
	desk_keys(d, "<BS><BS>11<Enter>no-such-pack<Enter>");
	scene_sees(d, "不用的政策包“no-such-pack”不能用", "a pack that there is not");
	desk_keys(d, "<C-u><Enter>x<Enter>");
	scene_sees(d, "间隔号等字宽“autox”不能用", "a width that there is not");
	desk_keys(d, "<BS><Enter><C-u>ascii<F2>");
	scene_sees(d, "设置已保存", "saved");
	scene_sees(d, "门特登记台   乐山市人民医院", "the title says where");
	scene_sees(d, "许涛", "and who");
	scene_end(d);
	d = scene_start_as(&(struct desk_options) { .home = folder }, "xt");
	desk_keys(d, "0<Enter>");
	scene_sees(d, "ascii", "still there");
	desk_keys(d, "11<F12>");
	scene_sees(d, "改动没有保存", "F12 asks before it forgets");
	desk_keys(d, "2");
	scene_sees(d, "511111", "no: it is still there");
	desk_keys(d, "<F12>1");
	scene_sees(d, "门特登记台   乐山市人民医院 ", "yes: F12 changes nothing");
	scene_end(d);
	scene_folder_remove(folder);
}

/* What the desk judges by is another's to set: it is shown, and the cursor passes it over. */
static void settings__of_others__are_shown_and_passed_over(void **unused)
{
	struct desk *d = scene_start(&(struct desk_options) { .rows = 0 });
	int row, col;

	(void)unused;
	desk_keys(d, "0<Enter>");
	scene_sees(d, "5111（由系统管理员设置）", "the region");
	scene_sees(d, "90（由安全管理员设置）", "the days of a password");
	desk_find(d, "间隔号等字宽", &row, &col);
	desk_wait_cursor(d, row, 24, DESK_PATIENCE);
	desk_keys(d, "<Enter><Tab>");
	desk_wait_cursor(d, row, 24, DESK_PATIENCE);
	desk_keys(d, "<Up>");
	desk_wait_cursor(d, row + 2, 25, DESK_PATIENCE);
	desk_keys(d, "<F12>");
	scene_sees(d, "政策与字典", "home");
	scene_end(d);
	d = scene_start_as(&(struct desk_options) { .rows = 0 }, "aq");
	desk_keys(d, "0<Enter>");
	scene_sees(d, "5111（由系统管理员设置）", "the region is not hers either");
	desk_keys(d, "<C-u>400x<F2>");
	scene_sees(d, "口令期限“400x”不能用", "no number");
	desk_keys(d, "<C-u>0<F2>");
	scene_sees(d, "设置已保存", "no change is demanded any more");
	scene_end(d);
}

static void settings__of_another_city__change_the_criteria(void **unused)
{
	struct desk_options lvliang = { .today = "2025-06-01" };
	char folder[SCENE_PATH];
	struct desk *d;

	(void)unused;
	scene_folder(folder);
	lvliang.home = folder;
	d = scene_start_as(&lvliang, "xt");
	desk_keys(d, "0<Enter><BS><BS><BS><BS>1411<F2>");
	scene_sees(d, "设置已保存", "Lüliang");
	scene_end(d);
	d = scene_start(&lvliang);
	desk_keys(d, "n<Tab><Tab><Tab>2<Tab><Tab><Tab>gdzhbx");
	scene_sees(d, "肝豆状核变性", "its disease");
	desk_keys(d, "1<Tab><Enter>");
	scene_sees(d, "晋医保发〔2024〕3号", "its criteria");
	scene_lacks(d, "参考标准", "which bind there");
	scene_home(d);
	scene_end(d);
	scene_folder_remove(folder);
}

/* ---- policies ---- */

static void policies__show__packs_terms_and_codes(void **unused)
{
	struct desk *d = scene_start(&(struct desk_options) { .rows = 0 });

	(void)unused;
	desk_keys(d, "9<Enter>");
	scene_sees(d, "乐医保发〔2023〕28号", "Leshan");
	scene_sees(d, "晋医保发〔2024〕3号", "Shanxi");
	scene_sees(d, "已期满", "the Shanxi notices ended in April");
	desk_keys(d, "<Enter>");
	scene_sees(d, "对码表行数：110", "the pack in full");
	desk_keys(d, "<Enter><F4>gdzhbx");
	scene_sees(d, "M01904  肝豆状核变性", "the code table");
	desk_keys(d, "<F12>M01904");
	scene_sees(d, "M01904  肝豆状核变性", "typing looks it up at once");
	scene_home(d);
	scene_end(d);
}

/* ---- find ---- */

static void park(struct desk *d, const char *name, const char *certno)
{
	char keys[256];

	snprintf(keys, sizeof(keys), "n%s<Enter>2<Enter>%s<Enter><F2>", name, certno);
	desk_keys(d, keys);
	scene_sees(d, "待办", "parked");
	scene_sees(d, "已暂存，受理号", "parked");
}

/* The filing's number stands in the form's title. */
static void find_by_number(struct desk *d)
{
	char number[32], keys[64];

	assert_int_equal(sscanf(desk_row(d, 0), " %31s", number), 1);
	scene_home(d);
	snprintf(keys, sizeof(keys), "<F3>%s", number);
	desk_keys(d, keys);
	scene_sees(d, "1 件，最新在前", "the filing's number finds it alone");
	scene_sees(d, "张晓燕", "the filing's number");
}

static void find__narrows__on_a_wide_screen(void **unused)
{
	static const struct {
		const char *typed, *sees, *lacks, *why;
	} queries[] = {
		// clang-format off
		{ "zxy", "张晓燕", "李军", "initials" },
		{ "zhangxiaoyan", "张晓燕", "李军", "the whole reading" },
		{ "晓燕", "张晓燕", "李军", "two characters of the name" },
		{ "6626", "张晓燕", "李军", "the last four" },
		{ "511102199003076626", "张晓燕", "李军", "the whole number" },
		{ "zzzz", "没有找到", "张晓燕", "nobody" },
		// clang-format on
	};
	struct desk *d = scene_start(&(struct desk_options) { .rows = 40, .cols = 120 });
	int row, other, col;

	(void)unused;
	park(d, "张晓燕", "511102199003076626");
	park(d, "李军", "11010519491231002X");
	desk_keys(d, "<F3>");
	scene_sees(d, "2 件，最新在前", "both");
	desk_find(d, "李军", &row, &col);
	desk_find(d, "张晓燕", &other, &col);
	if (row + 1 != other)
		desk_fail(d, "the newest is not first");
	for (size_t i = 0; i < ARRAY_SIZE(queries); i++) {
		desk_keys(d, queries[i].typed);
		scene_sees(d, queries[i].sees, queries[i].why);
		scene_lacks(d, queries[i].lacks, queries[i].why);
		if (desk_sees(d, "199003076626 ") || desk_sees(d, "1 511102199003076626"))
			desk_fail(d, "%s: a number is shown whole in the list", queries[i].why);
		for (const char *c = queries[i].typed; *c; c++)
			desk_keys(d, ((unsigned char)*c & 0xC0) == 0x80 ? "" : "<BS>");
		scene_sees(d, "2 件，最新在前", "the query is taken back");
	}
	desk_keys(d, "<Down><Enter>");
	scene_cell_is(d, FIELD_PSN_NAME, "张晓燕", "the second one is opened");
	find_by_number(d);
	scene_home(d);
	scene_end(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings__are_kept__and_refuse_what_will_not_do),
		cmocka_unit_test(settings__of_others__are_shown_and_passed_over),
		cmocka_unit_test(settings__of_another_city__change_the_criteria),
		cmocka_unit_test(policies__show__packs_terms_and_codes),
		cmocka_unit_test(find__narrows__on_a_wide_screen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
