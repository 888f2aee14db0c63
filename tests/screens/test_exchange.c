/* Covers the list of what goes in and out, exporting through its dialog, and the progress of long work. */
#include "tests/test.h"

#include <unistd.h>

#include "tests/screens/scene.h"

/* Rows enough that an export can be watched. */
#define MANY 40000
#define FEW 20

static void put_rows(const char *home, int count)
{
	char path[SCENE_PATH], command[SCENE_PATH + 64];
	FILE *db;

	scene_furnish(home);
	scene_store(home, path);
	snprintf(command, sizeof(command), "sqlite3 -bail '%s'", path);
	db = popen(command, "w");
	assert_non_null(db);
	fprintf(db,
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
		"INSERT INTO filing (no, state, created_at, saved_at, save_seq, version, psn_name, "
		"gend, age, insutype, "
		"psn_cert_type, certno, tel, opsp_dise_code, opsp_dise_name, opt_time) SELECT "
		"'20261122-' || substr('00000' || i, -5), 'filed', '2026-11-22 09:00:00', "
		"'2026-11-22 09:00:00', i, 1, "
		"CASE i WHEN 7 THEN '王\xE3\x9B\x83' ELSE '张晓燕' END, '2', '36', '390', '01', "
		"'511102199003076642', "
		"'13812345678', 'M01904', '肝豆状核变性', '2026-11-20' FROM n;\n",
		count);
	assert_int_equal(pclose(db), 0);
}

static void furnish_many(const char *home)
{
	put_rows(home, MANY);
}

static void furnish_few(const char *home)
{
	put_rows(home, FEW);
}

static long size_of(const char *home, const char *name)
{
	char path[SCENE_PATH + 64];
	FILE *f;
	long size;

	snprintf(path, sizeof(path), "%s/%s", home, name);
	f = fopen(path, "rb");
	if (!f)
		return -1;
	fseek(f, 0, SEEK_END);
	size = ftell(f);
	fclose(f);
	return size;
}

/* From the home screen to the dialog, with these keys for the rows before the file's, and the file's name. */
static void open_dialog(struct desk *d, const char *keys, const char *file)
{
	char typed[256];

	desk_keys(d, "8<Enter>");
	scene_sees(d, "导入历史", "the list");
	desk_keys(d, "2");
	scene_sees(d, "按 F2 选格式", "the export screen");
	desk_keys(d, "<F2>");
	scene_sees(d, "您的口令", "the dialog");
	desk_keys(d, keys);
	snprintf(typed, sizeof(typed), "<C-u>~/%s<Enter>Mtdesk-2026", file);
	desk_keys(d, typed);
}

#define TO_FILE "<Down><Down><Down><Down><Down><Down>"

static void exchange__offers__what_each_may(void **unused)
{
	// clang-format off
	static const struct { const char *login; const char *there[4], *not_there[4]; } rows[] = {
		{ "wm",  { "导入历史", "导出", "平台报送", "数据包" }, { "平台参数", "往来台", NULL } },
		{ "hzr", { "导出", "平台参数", "往来台", "打印机" }, { NULL } },
		{ "xt",  { "平台参数", NULL }, { "导入历史", "数据包", "打印机", NULL } },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct desk *d =
			scene_start_as(&(struct desk_options) { .rows = 0 }, rows[i].login);

		desk_keys(d, "8<Enter>");
		scene_sees(d, "按行首的数字打开一项", rows[i].login);
		for (size_t k = 0; k < 4 && rows[i].there[k]; k++)
			scene_sees(d, rows[i].there[k], rows[i].login);
		for (size_t k = 0; k < 4 && rows[i].not_there[k]; k++)
			scene_lacks(d, rows[i].not_there[k], rows[i].login);
		desk_keys(d, "x");
		scene_sees(d, "按行首的数字打开一项", "another key says what does");
		desk_keys(d, "<F1>");
		scene_sees(d, "每人只看到自己岗位可以办的各项", "the help");
		scene_end(d);
	}
	{
		struct desk *d = scene_start_as(&(struct desk_options) { .rows = 0 }, "sj");

		scene_lacks(d, "导入导出", "nothing of it is the auditor's");
		scene_end(d);
	}
}

static void export__is_asked__and_written(void **unused)
{
	char home[SCENE_PATH];
	struct desk *d;

	(void)unused;
	scene_folder(home);
	d = scene_start(&(struct desk_options) { .home = home, .furnish = furnish_few });
	open_dialog(d, TO_FILE, "gbk");
	desk_keys(d, "<F2>");
	scene_sees(d, "GBK 写不出“\xE3\x9B\x83”（U+36C3，20261122-00007 的“姓名”）",
		   "before the first byte");
	assert_int_equal(size_of(home, "gbk.csv"), -1);
	/* The cursor stands where it is mended. */
	scene_look_up();
	desk_keys(d, "3<F2>");
	scene_sees(d, "已导出 20 件，CSV，UTF-8，证件号和电话完整", "in another encoding");
	assert_true(size_of(home, "gbk.csv") > 1000);
	scene_look_up();
	desk_keys(d, "<F2>");
	scene_sees(d, "您的口令", "once more");
	desk_keys(d, TO_FILE "<Enter>Mtdesk-2026<F2>");
	scene_sees(d, "已有文件", "a file that is there stays");
	scene_look_up();
	desk_keys(d, "<C-u>~/second<Enter><C-u>wrong<F2>");
	scene_sees(d, "口令", "a wrong password");
	assert_int_equal(size_of(home, "second.csv"), -1);
	scene_look_up();
	desk_keys(d, "<C-u>Mtdesk-2026<Up><Up><Up>2027<F2>");
	scene_sees(d, "截止日期不是日期", "no day");
	scene_look_up();
	desk_keys(d, "<C-u>20261119<F2>");
	scene_sees(d, "没有符合条件的备案", "nobody was filed before");
	scene_look_up();
	desk_keys(d, "<Down><C-u>20261231<Up><Up><Up><Up>");
	desk_keys(d, "4<F2>");
	scene_sees(d, "已导出 20 件，XLSX 工作簿", "a workbook");
	assert_true(size_of(home, "second.xlsx") > 1000);
	scene_look_up();
	scene_end(d);
	scene_folder_remove(home);
}

static void progress__shows_and_stops(void **unused)
{
	char home[SCENE_PATH];
	struct desk *d;

	(void)unused;
	scene_folder(home);
	d = scene_start(&(struct desk_options) { .home = home, .furnish = furnish_many });
	open_dialog(d, "3" TO_FILE, "big");
	desk_keys(d, "<Enter>");
	scene_sees(d, "按 Esc 可以停下", "the progress");
	scene_sees(d, "共 40000 件", "of how many");
	desk_keys(d, "x");
	scene_sees(d, "请等这件事做完", "other keys wait");
	desk_keys(d, "<Esc>");
	scene_sees(d, "要停下吗", "asked while it goes on");
	desk_keys(d, "1");
	scene_sees(d, "已停下，没有留下文件", "stopped");
	assert_int_equal(size_of(home, "big.csv"), -1);
	scene_look_up();
	/* Asked, and gone on with, through a change of the window's size. */
	desk_keys(d, "<F2>");
	scene_sees(d, "共 40000 件", "again");
	desk_resize(d, 40, 120);
	desk_keys(d, "<Esc>");
	desk_keys(d, "2");
	scene_sees(d, "已导出 40000 件", "done");
	assert_true(size_of(home, "big.csv") > 40000 * 100);
	scene_end(d);
	scene_folder_remove(home);
}

/* The window is closed in the middle: nothing is left, and nothing hangs. */
static void progress__ends__with_the_terminal(void **unused)
{
	char home[SCENE_PATH];
	struct desk *d;

	(void)unused;
	scene_folder(home);
	d = scene_start(&(struct desk_options) { .home = home, .furnish = furnish_many });
	open_dialog(d, "3" TO_FILE, "big");
	desk_keys(d, "<Enter>");
	scene_sees(d, "共 40000 件", "at work");
	desk_close_window(d);
	desk_exit(d, DESK_PATIENCE);
	desk_finish(d);
	assert_int_equal(size_of(home, "big.csv"), -1);
	scene_folder_remove(home);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exchange__offers__what_each_may),
		cmocka_unit_test(export__is_asked__and_written),
		cmocka_unit_test(progress__shows_and_stops),
		cmocka_unit_test(progress__ends__with_the_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
