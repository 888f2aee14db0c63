/* Covers the screen that imports history: the file is tried first, an encoding that is in doubt is shown, the password is asked,
 * Esc leaves nothing, and what was imported is found, marked, and locked. */
#include "tests/test.h"

#include "tests/screens/scene.h"

#define HEADER "姓名,身份证件号码,险种,病种编码,备案日期,村组\r\n"
#define GOOD "王小明,11010519491231002X,390,M00105,2024-03-05,一组\r\n"
#define BAD "张三,110105194912310021,390,M00105,2024-03-05,二组\r\n"

#define BYTES(text) text, sizeof(text) - 1

static void put_bytes(const char *home, const char *name, const char *bytes, size_t len)
{
	char path[SCENE_PATH + 64];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", home, name);
	f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

static void put_file(const char *home, const char *name, const char *text)
{
	put_bytes(home, name, text, strlen(text));
}

static void furnish(const char *home)
{
	char path[SCENE_PATH + 64];
	FILE *f;

	scene_furnish(home);
	put_file(home, "ledger.csv", HEADER GOOD BAD);
	put_file(home, "doubt.csv",
		 "psn_name,certno,opsp_dise_code,insutype\r\n\xD6\xAC\xCD\xBC,11010519491231002X,"
		 "M00105,390\r\n");
	snprintf(path, sizeof(path), "%s/many.csv", home);
	f = fopen(path, "wb");
	assert_non_null(f);
	fputs(HEADER, f);
	for (int i = 0; i < 60000; i++)
		fprintf(f, "王小明,11010519491231002X,390,M00105,2024-03-05,%d\r\n", i);
	assert_int_equal(fclose(f), 0);
}

/* From the home screen to what a trial of the file says. */
static struct desk *start(char home[SCENE_PATH], int rows, int cols)
{
	struct desk *d;

	scene_folder(home);
	d = scene_start(&(struct desk_options) {
		.home = home, .furnish = furnish, .rows = rows, .cols = cols });
	desk_keys(d, "8<Enter>");
	scene_sees(d, "导入历史", "the list of ways");
	desk_keys(d, "1");
	scene_sees(d, "还没有导入过文件", "no import yet");
	return d;
}

static void choose(struct desk *d, const char *home, const char *name)
{
	char typed[SCENE_PATH + 64];

	desk_keys(d, "<F2>");
	scene_sees(d, "选择台账文件", "the files");
	snprintf(typed, sizeof(typed), "%s/%s<Enter>", home, name);
	desk_keys(d, typed);
}

static void import__is_tried__and_then_made(void **unused)
{
	static const struct {
		int rows, cols;
	} sizes[] = { { 24, 80 }, { 40, 120 } };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		char home[SCENE_PATH];
		struct desk *d = start(home, sizes[i].rows, sizes[i].cols);

		desk_keys(d, "<F6>");
		scene_sees(d, "请先按 F2 选文件", "nothing was tried");
		choose(d, home, "ledger.csv");
		scene_sees(d, "可导入 1 件，库中已有 0 件，剔除 1 行", "the trial");
		scene_sees(d, "不认识而没有导入的列：村组", "a column left aside");
		scene_sees(d, "第 3 行 身份证件号码", "the fault");
		desk_keys(d, "<F6>");
		scene_sees(d, "导入前再输入一次", "the password");
		desk_keys(d, "wrong<Enter>");
		scene_sees(d, "口令", "a wrong one");
		scene_look_up();
		/* Typed anew, not added to what was wrong. */
		desk_keys(d, "Mtdesk-2026<Enter>");
		scene_sees(d, "已导入 1 件，跳过 0 件，剔除 1 行", "it is there");
		scene_sees(d, "ledger.csv.rejects.csv", "and the rejects");
		desk_keys(d, "<F12>");
		scene_sees(d, "导入时间", "the list of imports");
		scene_home(d);
		desk_keys(d, "<F3>王小明");
		scene_sees(d, "历史导入", "found, and marked");
		desk_keys(d, "<Enter>");
		scene_sees(d, "未在本台签名", "the form says whose marks these are");
		scene_sees(d, "“ledger.csv”第 2 行", "and where it came from");
		desk_keys(d, "x");
		scene_sees(d, "只供查阅", "nothing can be typed");
		scene_end(d);
	}
}

static void import__shows__encodings_in_doubt(void **unused)
{
	char home[SCENE_PATH];
	struct desk *d = start(home, 24, 80);

	(void)unused;
	choose(d, home, "doubt.csv");
	scene_sees(d, "看不准“doubt.csv”", "it asks");
	scene_sees(d, "脂图", "as GBK");
	scene_sees(d, "3  UTF-8", "as UTF-8");
	desk_keys(d, "9");
	scene_sees(d, "按行首的数字选编码", "no such line");
	scene_look_up();
	desk_keys(d, "1");
	scene_sees(d, "可导入 1 件", "tried as GBK");
	scene_end(d);
}

static void import__is_cancelled__and_leaves_nothing(void **unused)
{
	char home[SCENE_PATH];
	struct desk *d = start(home, 24, 80);

	(void)unused;
	choose(d, home, "many.csv");
	scene_sees(d, "按 Esc 可以停下", "it reads");
	scene_look_up();
	desk_keys(d, "<Esc>");
	scene_sees(d, "要停下吗", "asked whether to stop");
	scene_look_up();
	desk_keys(d, "1");
	scene_sees(d, "已取消", "it stopped");
	scene_sees(d, "还没有导入过文件", "nothing was kept");
	scene_end(d);
}

/* What is wrong is said of the file that was chosen; what an import before it came to is not shown under its name. */
static void import__of_a_wrong_file__says_so(void **unused)
{
	// clang-format off
	static const struct { const char *name, *bytes; size_t len; const char *told, *why; } rows[] = {
		{ "pdf.csv", BYTES("%PDF-1.7\n1 0 obj\n"), "没有认识的列名", "another kind of file" },
		{ "empty.csv", BYTES(""), "是空文件", "nothing in it" },
		{ "utf16.csv", BYTES("\xFF\xFE\xD3\x59\x0D\x54"), "UTF-16", "what Excel calls Unicode" },
		{ "old.xls", BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "old.xls”用不了：旧格式的工作簿", "a workbook of old" },
		{ "doc.xlsx", BYTES("PK\x03\x04" "nothing"), "doc.xlsx”用不了：", "a broken archive" },
	};
	// clang-format on
	char home[SCENE_PATH];
	struct desk *d;

	(void)unused;
	d = start(home, 24, 80);
	put_bytes(home, "good.csv", BYTES(HEADER GOOD));
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		put_bytes(home, rows[i].name, rows[i].bytes, rows[i].len);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		choose(d, home, "good");
		scene_sees(d, "可导入 1 件", "a good one first");
		choose(d, home, rows[i].name);
		scene_sees(d, rows[i].told, rows[i].why);
		scene_lacks(d, "可导入 1 件", rows[i].why);
		scene_look_up();
	}
	put_bytes(home, "none.csv", BYTES(HEADER BAD));
	choose(d, home, "none");
	scene_sees(d, "没有可以导入的；按下面的原因改好文件", "nothing to be confirmed is offered");
	scene_end(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(import__is_tried__and_then_made),
		cmocka_unit_test(import__shows__encodings_in_doubt),
		cmocka_unit_test(import__is_cancelled__and_leaves_nothing),
		cmocka_unit_test(import__of_a_wrong_file__says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
