/* Covers the criteria screen: the verdict while one types, with every way of writing a value, its units, its note and its source; and
 * the way there from the list of findings. */
#include "tests/test.h"

#include "tests/screens/scene.h"

/* Keys are pressed on the criteria screen of a new filing, the first row under work. */
static const struct {
	const char *keys;
	const char *sees[3];
	const char *why;
} evidence[] = {
	// clang-format off
	{ "", { "判定：尚不能判定（可补", "未知" }, "nothing is known" },
	{ "1", { "判定：尚不能判定（可补：第2条" }, "item 1 alone decides nothing" },
	{ "1<Enter>185", { "185 mg/L", "判定：符合（第1条，及第2条）" }, "185 < 200" },
	{ "1<Enter>199.999", { "判定：符合（第1条，及第2条）" }, "exact decimals" },
	{ "1<Enter>200", { "不符合", "判定：尚不能判定" }, "the comparison is strict" },
	{ "1<Enter><lt>20", { "<20 mg/L", "判定：符合（第1条，及第2条）" }, "below 20 is below 200" },
	{ "1<Enter>>100", { ">100 mg/L", "判定：尚不能判定" }, "above 100 may be either" },
	{ "1<Enter>>250", { "判定：尚不能判定" }, "above 250 is not below 200" },
	{ "1<Enter>0.185 g/L", { "判定：符合（第1条，及第2条）" }, "another unit behind the number" },
	{ "1<Enter>18.5mg/dL", { "判定：符合（第1条，及第2条）" }, "without a blank" },
	{ "1<Enter>abc", { "判定：尚不能判定" }, "not a number" },
	{ "1<Enter><Enter>1.6 umol/24h<Down>", { "1.6 umol/24h = 101.6736 ug/24h", "判定：符合（第1条，及第2条）" }, "1.6 umol are 101.67 ug" },
	{ "1<Enter><Enter>1.57 umol/24h<Down>", { "≈99.7672 ug/24h", "判定：尚不能判定" }, "1.57 umol are 99.77 ug" },
	{ "1<Enter><Enter><Enter>1", { "判定：符合（第1条，及第3条）" }, "a ring in the eye" },
	{ "1<Enter><Enter><Enter>1<Down><Down>1", { "判定：符合（第1条，及第3、5条）" }, "every item that holds is named" },
	{ "2<Down>2<Down>2", { "判定：不符合（第1条不符合" }, "no missing evidence can change it" },
	{ "2<Down>1", { "判定：尚不能判定（可补：第2条" }, "one of three is enough for item 1" },
	{ "1<Down>2<Down>2<Down>300<Down>20<Down>2<Down>10<Down>2", { "判定：不符合（第2、3、4、5条都不符合" }, "none of the four" },
	{ "1<F4><Down><Enter>", { "否", "不符合" }, "F4 picks the answer" },
	{ "1<BS>", { "__", "判定：尚不能判定（可补" }, "Backspace makes it unknown" },
	{ "1<Wait:700>0", { "__", "判定：尚不能判定（可补" }, "0 makes it unknown" },
	{ "1<Wait:700>2", { "否" }, "an answer is mended after a pause" },
	{ "y<Enter>185", { "判定：符合（第1条，及第2条）" }, "y is yes" },
	{ "x", { "这一项请按 1 是、2 否、0 未知", "__" }, "another key is told" },
	{ "156", { "这一项只按一个键", "__" }, "a number is no answer: what stood there comes back" },
	{ "1<Enter>0.185<F4>2", { "0.185 g/L", "判定：符合（第1条，及第2条）" }, "the unit is picked" },
	{ "1<Enter>0.185<F4>2<BS>6", { "0.186 g/L" }, "and stays" },
	{ "1<Enter>0.185<F4>2<BS><BS><BS><BS><BS>0.19", { "0.19 g/L" }, "even when the value is typed anew" },
	{ "1<Enter>185<Tab>化验单<Up><Down><BS><BS><BS>19<Up>", { "化验单" }, "the note outlives the value" },
	{ "1<Enter>1.85 mg/L<F4>2", { "1.85 g/L" }, "a picked unit takes the place of the written one" },
	{ "1<Enter><F4>", { "请先填数值，再选单位" }, "there is nothing yet that has a unit" },
	{ "<F1>", { "第 1 条原文", "晋医保发〔2024〕3号", "只作参考标准" }, "the source of the item" },
	{ "1<Enter>1<F1>", { "可换算的单位", "g/L" }, "the units of the value" },
	// clang-format on
};

static void open_criteria(struct desk *d)
{
	desk_keys(d, "n<Tab><Tab><Tab>2<Tab><Tab><Tab>gdzhbx1");
	scene_focus_is(d, FIELD_APPY_SIGN, "the disease is picked");
	desk_keys(d, "<Tab><Enter>");
	scene_sees(d, "血清铜蓝蛋白 < 200 mg/L", "the criteria");
}

/* Give up what was typed, so that the next case begins anew. */
static void discard_form(struct desk *d)
{
	for (int i = 0; i < 3 && !desk_sees(d, "申请人签名"); i++) {
		desk_keys(d, "<F12>");
		desk_wait_quiet(d);
	}
	scene_sees(d, "申请人签名", "back on the form");
	desk_keys(d, "<F10><PageDown><PageDown><Enter>");
	scene_sees(d, "放弃这份表？", "giving up");
	desk_keys(d, "1");
	scene_sees(d, "待办", "home");
}

static void criteria__judge__while_one_types(void **unused)
{
	struct desk *d = scene_start(&(struct desk_options) { .rows = 0 });

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(evidence); i++) {
		open_criteria(d);
		desk_keys(d, evidence[i].keys);
		for (size_t s = 0; s < ARRAY_SIZE(evidence[i].sees) && evidence[i].sees[s]; s++)
			scene_sees(d, evidence[i].sees[s], evidence[i].why);
		discard_form(d);
	}
	scene_end(d);
}

/* Words typed before the disease brought criteria are signed too: they are seen, and can be taken away. */
static void narrative__under_criteria__is_seen(void **unused)
{
	struct desk *d = scene_start(&(struct desk_options) { .rows = 40, .cols = 120 });

	(void)unused;
	desk_keys(d, "n<Tab><Tab><Tab>2<Tab><Tab><Tab><Tab><Tab>");
	scene_focus_is(d, FIELD_SYMP_DSCR, "no disease yet: a narrative");
	desk_keys(d, "gan<S-Tab><S-Tab>gdzhbx1");
	scene_cell_has(d, FIELD_SYMP_DSCR, "另有说明（Ctrl-U 清除）：gan", "below the judgement");
	scene_focus_is(d, FIELD_MEMO, "the only cell that was not visited");
	desk_keys(d, "<S-Tab><S-Tab><S-Tab>");
	scene_focus_is(d, FIELD_SYMP_DSCR, "at the cell");
	desk_keys(d, "<C-u>");
	scene_lacks(d, "另有说明", "taken away");
	scene_home(d);
	scene_end(d);
}

static void findings__of_evidence__lead_to_its_row(void **unused)
{
	struct desk *d = scene_start(&(struct desk_options) { .rows = 0 });
	int row, col;

	(void)unused;
	scene_register_zhang(d);
	desk_keys(d, "<BS><BS><BS>12 furlongs");
	scene_sees(d, "12 furlongs", "a unit that nobody converts");
	desk_keys(d, "<F12><F5>");
	scene_sees(d, "furlongs", "is in the list");
	for (int i = 0; i < 9 && strstr(desk_picture(d), "furlongs"); i++) {
		desk_find(d, "furlongs", &row, &col);
		if (desk_attr(d, row, col).reverse)
			break;
		desk_keys(d, "<Down>");
		desk_wait_quiet(d);
	}
	desk_keys(d, "<Enter>");
	scene_sees(d, "规则：", "the criteria are open");
	desk_find(d, "12 furlongs", &row, &col);
	desk_wait_cursor(d, row, col + 11, DESK_PATIENCE);
	scene_home(d);
	scene_end(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(criteria__judge__while_one_types),
		cmocka_unit_test(narrative__under_criteria__is_seen),
		cmocka_unit_test(findings__of_evidence__lead_to_its_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
