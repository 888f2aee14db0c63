/* Covers what stands around the cells: help for each of them, the menu, which promises nothing that does not work, questions, and the
 * list of findings. */
#include "tests/test.h"

#include "tests/screens/scene.h"

static struct desk *start_form(void)
{
	struct desk *d = scene_start(&(struct desk_options) { .rows = 0 });

	desk_keys(d, "n");
	scene_focus_is(d, FIELD_PSN_NAME, "a new form");
	return d;
}

/* ---- help ---- */

static void help__explains__every_cell(void **unused)
{
	struct desk *d = start_form();

	(void)unused;
	for (size_t i = 0; i < layout_leshan.count; i++) {
		const struct layout_cell *cell = &layout_leshan.cells[i];
		const struct field *field = &fields[cell->kind == CELL_LABEL ? 0 : cell->field];
		char first[64];

		if (cell->kind == CELL_LABEL)
			continue;
		scene_focus_is(d, cell->field, "Tab goes from cell to cell");
		desk_keys(d, "<F1>");
		scene_sees(d, "这里可用的键", field->label);
		snprintf(first, sizeof(first), "%.24s", field->help);
		scene_sees(d, first, field->label);
		scene_sees(d, "F2        ", "the keys are listed");
		desk_keys(d, "<F12>");
		scene_lacks(d, "这里可用的键", field->label);
		desk_keys(d, "<Tab>");
	}
	scene_focus_is(d, FIELD_PSN_NAME, "and round");
	scene_home(d);
	scene_end(d);
}

static void help__scrolls__and_holds_what_is_typed(void **unused)
{
	struct desk *d = start_form();

	(void)unused;
	desk_keys(d, "<F1>");
	scene_sees(d, "照证件填写", "the first line");
	desk_keys(d, "<PageDown>");
	scene_lacks(d, "照证件填写", "it scrolls");
	scene_sees(d, "Delete", "to the last key");
	desk_keys(d, "<PageUp>");
	scene_sees(d, "照证件填写", "and back");
	desk_keys(d, "x");
	scene_sees(d, "看完按 Enter 或 F12 返回后再录入", "nothing is typed behind it");
	scene_look_up();
	desk_keys(d, "<Enter>");
	scene_cell_is(d, FIELD_PSN_NAME, "", "nothing was typed");
	scene_home(d);
	scene_end(d);
}

/* ---- the menu ---- */

static const struct {
	const char *screen; /* keys from the home screen */
	const char *line;   /* words of the menu's line */
	const char *shown;  /* what choosing it puts on the screen */
} commands[] = {
	// clang-format off
	{ "", "F1     帮助", "直接输入 18 位身份证号码" },
	{ "", "N      新登记", "乐山市门诊慢特病病种待遇认定申请表" },
	{ "", "R      接着写", "没有未写完的申请表" },
	{ "", "F3     查询", "没有找到" },
	{ "", "5      暂存件", "没有找到" },
	{ "", "9      政策与字典", "乐医保发〔2023〕28号" },
	{ "", "0      设置", "间隔号等字宽" },
	{ "n张晓", "F1     帮助", "照证件填写" },
	{ "n张晓", "F2     暂存", "已暂存，受理号" },
	{ "n张晓", "F3     查询", "件，最新在前" },
	{ "n张晓", "F4     选择", "这一格没有可选的内容" },
	{ "n张晓", "F5     校验", "联系电话尚未填写" },
	{ "n张晓", "F12    返回", "已暂存，受理号" },
	{ "n张晓", "填入上次", "库中没有此人别的登记" },
	{ "n张晓", "办理途径", "异地就医" },
	{ "n张晓", "证件类型", "外国人护照" },
	{ "n张晓", "申请日期", "2026-11-21" },
	{ "n张晓", "放弃此表", "放弃这份表？" },
	{ "9<Enter>", "F1     说明", "mtdesk policy install" },
	{ "9<Enter>", "F4     对码表", "输入拼音首字母、编码或名称" },
	{ "0<Enter>", "F2     保存", "设置已保存" },
	// clang-format on
};

/* Go down until the line is the current one, and take it. */
static void choose(struct desk *d, const char *line, const char *why)
{
	int row, col;

	desk_find(d, line, &row, &col);
	for (int i = 0; i < 20 && !desk_attr(d, row, col).reverse; i++) {
		desk_keys(d, "<Down>");
		desk_settle(d);
	}
	if (!desk_attr(d, row, col).reverse)
		desk_fail(d, "%s: cannot be reached", why);
	desk_keys(d, "<Enter>");
}

static void menu__lists_and_does__every_command(void **unused)
{
	struct desk *d = scene_start(&(struct desk_options) { .rows = 0 });

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		char why[128];

		snprintf(why, sizeof(why), "from home '%s', the menu's '%s'", commands[i].screen,
			 commands[i].line);
		desk_keys(d, commands[i].screen);
		desk_keys(d, "<F10>");
		scene_sees(d, "菜单 ", why);
		scene_sees(d, commands[i].line, why);
		choose(d, commands[i].line, why);
		scene_sees(d, commands[i].shown, why);
		scene_home(d);
	}
	scene_end(d);
}

static void menu__picks__by_digit_and_quits(void **unused)
{
	struct desk *d = scene_start(&(struct desk_options) { .rows = 0 });

	(void)unused;
	desk_keys(d, "<F10>9");
	scene_sees(d, "0 件，最新在前", "the digit in front of the line");
	scene_home(d);
	desk_keys(d, "<F10><PageDown><PageDown><Enter>");
	assert_int_equal(desk_exit(d, DESK_PATIENCE), 0);
	desk_finish(d);
}

/* The criteria's menu parks the form below. */
static void menu__of_the_criteria__parks_the_form(void **unused)
{
	struct desk *d = scene_start(&(struct desk_options) { .rows = 0 });

	(void)unused;
	scene_register_zhang(d);
	desk_keys(d, "<F10>");
	scene_sees(d, "F1     条文", "the criteria's own words");
	desk_keys(d, "2");
	scene_sees(d, "已暂存，受理号", "F2 of the menu");
	scene_end(d);
}

static void question__gives_up__only_on_yes(void **unused)
{
	struct desk *d = start_form();

	(void)unused;
	desk_keys(d, "张晓<Enter><F10><PageDown><PageDown><Enter>");
	scene_sees(d, "放弃这份表？", "asked first");
	desk_keys(d, "2");
	scene_cell_is(d, FIELD_PSN_NAME, "张晓", "no");
	desk_keys(d, "<F10><PageDown><PageDown><Enter>");
	scene_sees(d, "放弃这份表？", "asked again");
	desk_keys(d, "1");
	scene_sees(d, "已放弃，没有留下内容", "yes");
	desk_keys(d, "<F3>");
	scene_sees(d, "没有找到", "nothing is left");
	scene_home(d);
	scene_end(d);
}

/* ---- findings ---- */

static void findings__lead__to_their_cells(void **unused)
{
	struct desk *d = start_form();

	(void)unused;
	desk_keys(d, "张晓<Enter>2<Enter>511102199003076621<Enter>");
	scene_sees(d, "校验位不符", "told at the cell");
	scene_look_up();
	desk_keys(d, "<Enter>");
	scene_focus_is(d, FIELD_TEL, "passed knowingly");
	desk_keys(d, "1381234<F5>");
	scene_sees(d, "有误  “511***********6621”校验位不符", "what is wrong comes first");
	scene_sees(d, "待补  申报病种名称尚未填写", "what is missing");
	desk_keys(d, "<Enter>");
	scene_focus_is(d, FIELD_CERTNO, "Enter goes to the cell");
	desk_keys(d, "<F5><Down><Enter>");
	scene_focus_is(d, FIELD_TEL, "the second error");
	desk_keys(d, "<F5><F5>");
	scene_lacks(d, "待补", "F5 closes the list too");
	scene_focus_is(d, FIELD_TEL, "where it was");
	scene_home(d);
	scene_end(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(help__explains__every_cell),
		cmocka_unit_test(help__scrolls__and_holds_what_is_typed),
		cmocka_unit_test(menu__lists_and_does__every_command),
		cmocka_unit_test(menu__picks__by_digit_and_quits),
		cmocka_unit_test(menu__of_the_criteria__parks_the_form),
		cmocka_unit_test(question__gives_up__only_on_yes),
		cmocka_unit_test(findings__lead__to_their_cells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
