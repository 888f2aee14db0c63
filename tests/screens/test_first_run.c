/* Covers the first run: from a blank folder to the first registration by keys alone, what is refused on the way, and the steps back. */
#include "tests/people.h"
#include "tests/screens/scene.h"

#define PASSWORD_TWICE PEOPLE_PASSWORD "<Enter>" PEOPLE_PASSWORD "<Enter>"

static struct desk *start(const struct desk_options *options)
{
	struct desk *d = desk_start(options);

	scene_sees(d, "这个登记台还没有设立", "a blank folder");
	return d;
}

/* Each part waits for the step that it is meant for. */
static void fill_place(struct desk *d)
{
	desk_keys(d, "<Enter>");
	scene_sees(d, "第一步", "the institution");
	desk_keys(d, "乐山市人民医院<Enter>h51110200001<Enter>1<Enter><Enter><Enter><Enter>");
	scene_sees(d, "第二步", "the packs");
	scene_sees(d, "[x]1 乐医保发〔2023〕28号", "the pack of the region is there");
	desk_keys(d, "<Enter>");
}

static void fill_administrators(struct desk *d)
{
	scene_sees(d, "第 1 位：系统管理员", "the first administrator");
	scene_sees(d, "三个人", "it is said why there are three");
	desk_keys(d, "许涛<Enter><Enter>" PASSWORD_TWICE);
	scene_sees(d, "第 2 位：安全管理员", "the second");
	desk_keys(d, "安琪<Enter><Enter>" PASSWORD_TWICE);
	scene_sees(d, "第 3 位：审计管理员", "the third");
	desk_keys(d, "沈杰<Enter><Enter>" PASSWORD_TWICE);
	scene_sees(d, "第四步", "then those who work");
}

static void first_run__leads__from_a_blank_folder_to_a_form(void **unused)
{
	static const struct {
		int rows, cols;
	} sizes[] = { { 24, 80 }, { 40, 120 } };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct desk *d = start(
			&(struct desk_options) { .rows = sizes[i].rows, .cols = sizes[i].cols });

		fill_place(d);
		fill_administrators(d);
		desk_keys(d, "王敏<Enter><Enter>1<Enter>");
		scene_sees(d, "王敏（登录名 wm）", "the login is proposed");
		desk_keys(d, PASSWORD_TWICE);
		scene_sees(d, "再加一人", "the page");
		desk_keys(d, "<Enter>李建国<Enter><Enter>23<Enter>");
		scene_sees(d, "医师代码", "a doctor is asked for more");
		desk_keys(d, "d511102000123<Enter>主治医师<Enter><Enter>医疗保险专用章<"
			     "Enter>" PASSWORD_TWICE);
		scene_sees(d, "认定医师、用印人", "the summary");
		desk_keys(d, "<F2>");
		scene_sign_in(d, "wm");
		desk_keys(d, "n张晓燕<Enter>");
		scene_cell_is(d, FIELD_PSN_NAME, "张晓燕", "the desk works");
		scene_end(d);
	}
}

/* What is refused says why and loses nothing. */
static void first_run__refuses__what_cannot_be(void **unused)
{
	struct desk *d = start(&(struct desk_options) { 0 });

	(void)unused;
	desk_keys(d, "<F2>");
	scene_sees(d, "还没有填完", "nothing can be made of nothing");
	scene_look_up();
	desk_keys(d, "<Enter><Enter>");
	scene_sees(d, "不能空着", "a name is needed");
	scene_look_up();
	desk_keys(d, "乐山市人民医院<Enter>甲乙<Enter>1<Enter><Enter><Enter><Enter>");
	scene_sees(d, "机构编号“甲乙”不能用", "a code is letters and digits");
	scene_sees(d, "乐山市人民医院", "the name is still there");
	scene_look_up();
	desk_keys(d, "<C-u>H51110200001<Enter><Enter><C-u>9999<Enter>");
	scene_sees(d, "不是行政区划代码", "no such region");
	scene_look_up();
	desk_keys(d, "<C-u>5111<F2>");
	scene_sees(d, "第二步", "mended");
	desk_keys(d, "<Enter>");
	scene_sees(d, "第 1 位", "the first administrator");
	desk_keys(d, "许涛<Enter><Enter>kurz<Enter>kurz<Enter>");
	scene_sees(d, "10", "too short a password");
	scene_look_up();
	desk_keys(d, "<C-u>" PEOPLE_PASSWORD "<Enter><C-u>Mtdesk-2027<Enter>");
	scene_sees(d, "两次输入的口令不同", "typed differently");
	scene_look_up();
	desk_keys(d, "<C-u>" PEOPLE_PASSWORD "<Enter>");
	scene_sees(d, "第 2 位", "the second");
	desk_keys(d, "许涛<Enter>xt2<Enter>" PASSWORD_TWICE);
	scene_sees(d, "三名管理员须是三个人", "one person in two chairs");
	scene_look_up();
	desk_keys(d, "<C-u>安琪<Enter><C-u>xt<F2>");
	scene_sees(d, "登录名“xt”已是许涛的", "a login is one person's");
	desk_kill(d, 9);
	desk_finish(d);
}

/* Esc is a step back, and what was said is there again. */
static void first_run__goes__back_and_forth(void **unused)
{
	struct desk *d = start(&(struct desk_options) { 0 });

	(void)unused;
	fill_place(d);
	scene_sees(d, "第 1 位", "the first administrator");
	desk_keys(d, "许涛<Enter>xutao");
	desk_keys(d, "<Esc>");
	scene_sees(d, "第二步", "one back");
	desk_keys(d, "<Esc>");
	scene_sees(d, "第一步", "two back");
	scene_sees(d, "H51110200001", "as it was said");
	desk_keys(d, "<F2>");
	scene_sees(d, "第 1 位", "the next step that lacks something");
	scene_sees(d, "xutao", "half said, and kept");
	desk_keys(d, "<F12><F12><F12>");
	scene_lacks(d, "第一步", "back on the page");
	desk_keys(d, "<F12>");
	scene_sees(d, "退出吗", "leaving is asked about");
	desk_keys(d, "1");
	assert_int_equal(desk_exit(d, DESK_PATIENCE), 0);
	desk_finish(d);
}

/* Made from people.h by keys, taken away and mended on the page. */
static void first_run__lets__the_page_be_mended(void **unused)
{
	struct desk *d = start(&(struct desk_options) { 0 });

	(void)unused;
	fill_place(d);
	fill_administrators(d);
	desk_keys(d, "王敏<Enter><Enter>1<Enter>");
	scene_sees(d, "王敏（登录名 wm）", "the second dialog");
	desk_keys(d, PASSWORD_TWICE "<Up>");
	scene_sees(d, "再加一人", "the page");
	desk_keys(d, "<Delete>");
	scene_lacks(d, "王敏", "taken away");
	desk_keys(d, "<Up><Up>");
	desk_wait_quiet(d);
	desk_keys(d, "<Delete>");
	scene_sees(d, "只有工作人员可以去掉", "an administrator stays");
	desk_keys(d, "<Enter>");
	scene_sees(d, "安琪", "his step opens again");
	desk_keys(d, "<C-u>安小琪<Enter><C-u><F2>");
	scene_sees(d, "安小琪   axq", "changed, the password kept");
	desk_keys(d, "<F2>");
	scene_sign_in(d, "axq");
	scene_end(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_run__leads__from_a_blank_folder_to_a_form),
		cmocka_unit_test(first_run__refuses__what_cannot_be),
		cmocka_unit_test(first_run__goes__back_and_forth),
		cmocka_unit_test(first_run__lets__the_page_be_mended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
