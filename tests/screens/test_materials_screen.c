/* Covers what stands beside the form: materials (attached as a file or as paper, looked at, taken away, refused once signed), the list
 * of all that is missing, and the agent. */
#include "tests/people.h"
#include "tests/pictures.h"
#include "tests/scratch_store.h"
#include "tests/screens/scene.h"

#include "db/materials.h"

#define RED_PAGE "1 0 0 rg 0 0 595 842 re f"

/* A desk that is set up, with one filing of whoever was treated elsewhere, and a folder of scans. */
struct place {
	struct scratch scratch;
	char db[400], scans[400];
	int64_t filing;
};

static void save_filing(struct place *p)
{
	static const char *const pairs[][2] = {
		{ "psn_name", "张晓燕" },
		{ "certno", "511102199003076642" },
		{ "insutype", "390" },
		{ "opsp_dise_code", "M01904" },
		{ "opsp_dise_name", "肝豆状核变性" },
		{ "appy_date", "2026-11-22" },
	};
	struct filing_record r = { .policy = "leshan-2023-28/1", .route = "elsewhere" };

	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++)
		filing_set(&r.filing, field_by_key(pairs[i][0]), pairs[i][1]);
	save(p->scratch.st, &r);
	p->filing = r.id;
	filing_record_finish(&r);
}

static void put_scans(struct place *p)
{
	char path[512];
	char *folder = realpath(p->scratch.folder, NULL);

	snprintf(p->db, sizeof(p->db), "%s/desk.db", folder);
	snprintf(p->scans, sizeof(p->scans), "%s/扫描", folder);
	free(folder);
	mkdir(p->scans, 0700);
	snprintf(path, sizeof(path), "%s/诊断证明.pdf", p->scans);
	put_pdf(path, 2, RED_PAGE);
	snprintf(path, sizeof(path), "%s/病历.png", p->scans);
	put_png(path, 40, 40, 0xFF0000);
	snprintf(path, sizeof(path), "%s/坏的.pdf", p->scans);
	put_bytes(path, "%PDF-1.4\n", 9);
	snprintf(path, sizeof(path), "%s/说明.txt", p->scans);
	put_bytes(path, "x", 1);
}

static int set_up(void **state)
{
	static struct place p;
	struct actor clerk;

	p = (struct place) { 0 };
	scratch_store(&p.scratch);
	people_set_up(p.scratch.st);
	people_sign_in(p.scratch.st, "wm", &clerk, NULL);
	save_filing(&p);
	put_scans(&p);
	store_close(p.scratch.st);
	p.scratch.st = NULL;
	*state = &p;
	return 0;
}

static void remove_folder(const char *folder)
{
	DIR *d = opendir(folder);

	for (struct dirent *e; d && (e = readdir(d));)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			unlinkat(dirfd(d), e->d_name, 0);
	if (d)
		closedir(d);
	rmdir(folder);
}

static int tear_down(void **state)
{
	struct place *p = *state;
	char folder[512];

	snprintf(folder, sizeof(folder), "%s.materials", p->db);
	remove_folder(folder);
	remove_folder(p->scans);
	scratch_remove(&p->scratch);
	return 0;
}

/* Change the store from outside. */
static void put(const struct place *p, const char *sql)
{
	char command[600];
	FILE *db;

	snprintf(command, sizeof(command), "sqlite3 -bail '%s'", p->db);
	db = popen(command, "w");
	assert_non_null(db);
	fprintf(db, "%s;\n", sql);
	assert_int_equal(pclose(db), 0);
}

/* ---- at the desk ---- */

static struct desk *start_on(const struct place *p, const char *locale, const char *term)
{
	static const char *const env[] = { "MTDESK_KDF_COST=1", NULL };
	struct desk *d = desk_start(
		&(struct desk_options) { .db = p->db, .env = env, .locale = locale, .term = term });

	scene_sees(d, "登录名", "the desk asks who is there");
	desk_keys(d, "wm<Enter>" PEOPLE_PASSWORD "<Enter>");
	scene_sees(d, "待办", "signed in");
	return d;
}

static struct desk *start_in(const struct place *p, const char *locale)
{
	return start_on(p, locale, NULL);
}

static void open_form(struct desk *d)
{
	desk_keys(d, "5<Enter>");
	scene_sees(d, "张晓燕", "the parked filings");
	desk_keys(d, "<Enter>");
	scene_sees(d, "待遇认定申请表", "the form");
}

/* The row of the bar, as it crosses this column; -1: it does not. */
static int bar_row(struct desk *d, int col)
{
	for (int row = 0; row < 22; row++)
		if (desk_attr(d, row, col).reverse)
			return row;
	return -1;
}

/* Put the bar on the line with these words. */
static void go_to_line(struct desk *d, const char *words)
{
	int row, col, bar;

	scene_sees(d, words, "the line to go to");
	desk_settle(d);
	desk_find(d, words, &row, &col);
	bar = bar_row(d, col);
	if (bar < 0)
		desk_fail(d, "there is no bar");
	for (; bar < row; bar++)
		desk_keys(d, "<Down>");
	for (; bar > row; bar--)
		desk_keys(d, "<Up>");
	for (int i = 0; i < 100 && !desk_attr(d, row, col).reverse; i++)
		scene_sleep(20);
	if (!desk_attr(d, row, col).reverse)
		desk_fail(d, "the bar does not come to %s", words);
}

/* Pick a line of the menu by its words. */
static void pick_in_menu(struct desk *d, const char *words)
{
	desk_keys(d, "<F10>");
	scene_sees(d, "菜单 ", "the menu");
	go_to_line(d, words);
	desk_keys(d, "<Enter>");
}

static void open_materials(struct desk *d)
{
	pick_in_menu(d, "附在此件上的扫描件和照片");
	scene_sees(d, "其他材料", "the list of materials");
}

static void paste_path(struct desk *d, const struct place *p, const char *name)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", p->scans, name);
	desk_paste(d, path);
}

static void has_line(struct desk *d, const char *first, const char *second, const char *why)
{
	scene_sees(d, second, why);
	for (int y = 0; y < 24; y++)
		if (strstr(desk_row(d, y), first) && strstr(desk_row(d, y), second))
			return;
	desk_fail(d, "no line has %s and %s: %s", first, second, why);
}

/* The cells of this background colour in the middle of the screen. */
static int cells_of(struct desk *d, bool (*is)(int colour))
{
	int count = 0;

	for (int y = 2; y < 20; y++)
		for (int x = 30; x < 50; x++)
			count += is(desk_attr(d, y, x).bg);
	return count;
}

/* Palette colours whose red is full and whose other parts are none: 196 of 256, 1 and 9 of 16. */
static bool is_red(int colour)
{
	return colour == 196 || colour == 160 || colour == 1 || colour == 9;
}

static void shows_red(struct desk *d, const char *why)
{
	for (int i = 0; i < 100 && cells_of(d, is_red) < 100; i++)
		scene_sleep(50);
	if (cells_of(d, is_red) < 100)
		desk_fail(d, "%d red cells: %s", cells_of(d, is_red), why);
}

/* ---- materials ---- */

static void attach_pdf(struct desk *d, const struct place *p)
{
	go_to_line(d, "病情诊断证明");
	desk_keys(d, "<Enter>");
	scene_sees(d, "怎样附上", "as a file, or as paper");
	desk_keys(d, "1");
	scene_sees(d, "选择文件", "the files");
	paste_path(d, p, "诊断证明.pdf");
	desk_keys(d, "<Enter>");
	scene_sees(d, "2 页", "what it is stands over the dialog");
	desk_keys(d, "20261101<Enter>四川大学华西医院<F2>");
	scene_sees(d, "已附上“病情诊断证明”，2 页", "done");
}

static void materials__are_attached__looked_at_and_taken_away(void **state)
{
	struct place *p = *state;
	struct desk *d = start_in(p, NULL);

	open_form(d);
	open_materials(d);
	has_line(d, "缺", "病历", "what the way asks for");
	scene_sees(d, "还缺 4 种", "counted");
	attach_pdf(d, p);
	has_line(d, "有", "2026-11-01 四川大学华西医院", "in the list");
	desk_keys(d, "<Enter>");
	scene_sees(d, "第 1/2 页", "the first page");
	shows_red(d, "the page is red");
	desk_keys(d, "<PageDown>");
	scene_sees(d, "第 2/2 页", "the second page");
	shows_red(d, "and so is the second");
	desk_keys(d, "<PageDown>");
	scene_sees(d, "已经是最后一页", "there is no third");
	desk_keys(d, "++");
	scene_sees(d, "放大 3 倍", "larger");
	shows_red(d, "a part of a red page is red");
	desk_keys(d, "<F12>");
	scene_sees(d, "还缺 3 种", "three are left");
	go_to_line(d, "诊断证明.pdf");
	desk_keys(d, "<Delete>");
	scene_sees(d, "移去“病情诊断证明” 诊断证明.pdf？", "asked first");
	desk_keys(d, "2");
	has_line(d, "有", "诊断证明.pdf", "not taken away");
	desk_keys(d, "<Delete>");
	scene_sees(d, "移去“病情诊断证明”", "asked again");
	desk_keys(d, "1");
	scene_sees(d, "已移去", "taken away");
	has_line(d, "缺", "病情诊断证明", "and missing again");
	scene_end(d);
}

static void materials__record__paper_that_was_seen(void **state)
{
	struct desk *d = start_in(*state, NULL);

	open_form(d);
	open_materials(d);
	go_to_line(d, "申请表");
	desk_keys(d, "<Enter>2");
	scene_sees(d, "页数", "how many sheets");
	desk_keys(d, "<Enter><Enter><C-u>0<Enter>");
	scene_sees(d, "页数应是 1 至 200", "no sheets are no paper");
	scene_look_up();
	desk_keys(d, "<C-u>3<F2>");
	scene_sees(d, "已记下“申请表”纸质件，3 页", "recorded");
	has_line(d, "有", "纸质 3 页", "in the list");
	desk_keys(d, "<Enter>");
	scene_sees(d, "没有文件可看", "paper cannot be looked at");
	scene_end(d);
}

static void files__are_found__by_walking_and_typing(void **state)
{
	struct place *p = *state;
	struct desk *d = start_in(p, NULL);

	open_form(d);
	open_materials(d);
	desk_keys(d, "<Enter>1");
	scene_sees(d, "选一处，或输入路径", "the places");
	desk_keys(d, "/dev/");
	scene_sees(d, "│ /dev ", "typed from the root");
	paste_path(d, p, "");
	scene_sees(d, "病历.png", "what lies in the folder");
	scene_lacks(d, "说明.txt", "no texts");
	scene_sees(d, "上一层", "the way up");
	desk_keys(d, "诊断");
	scene_lacks(d, "病历.png", "narrowed");
	desk_keys(d, "<BS><BS>");
	scene_sees(d, "病历.png", "all again");
	desk_keys(d, "<Up><Up><Up><Up><Up><Enter>");
	scene_sees(d, "扫描/", "one folder up");
	desk_keys(d, "扫描/坏的");
	scene_sees(d, "坏的.pdf", "and in again by typing");
	desk_keys(d, "<Enter>");
	scene_sees(d, "打不开", "a damaged file is refused at once");
	scene_look_up();
	desk_keys(d, "<Enter>1");
	scene_sees(d, "选择文件", "again");
	paste_path(d, p, "没有.png");
	desk_keys(d, "<Enter>");
	scene_sees(d, "没有这个文件", "a file that is not there");
	scene_look_up();
	desk_keys(d, "<Enter>1");
	scene_sees(d, "选择文件", "again");
	paste_path(d, p, "病历.png");
	desk_keys(d, "<Enter>");
	scene_sees(d, "1 页", "a picture is one page");
	desk_keys(d, "<F2>");
	scene_sees(d, "已附上", "attached");
	scene_end(d);
}

/* In GBK there are no half blocks: plain backgrounds do. */
static void preview__paints__without_half_blocks(void **state)
{
	struct place *p = *state;
	struct desk *d = start_in(p, "zh_CN.GB18030");

	open_form(d);
	open_materials(d);
	attach_pdf(d, p);
	desk_keys(d, "<Enter>");
	scene_sees(d, "第 1/2 页", "the page");
	shows_red(d, "the page is red");
	scene_end(d);
}

static void preview__says__that_there_are_no_colours(void **state)
{
	struct place *p = *state;
	struct desk *d = start_on(p, NULL, "vt100");

	open_form(d);
	open_materials(d);
	attach_pdf(d, p);
	desk_keys(d, "<Enter>");
	scene_sees(d, "没有颜色，显示不了图片", "said, with what to do");
	scene_end(d);
}

static void preview__says__that_a_file_was_changed(void **state)
{
	struct place *p = *state;
	struct desk *d = start_in(p, NULL);
	struct dirent *e;
	char folder[512], path[800];
	DIR *dir;

	open_form(d);
	open_materials(d);
	attach_pdf(d, p);
	snprintf(folder, sizeof(folder), "%s.materials", p->db);
	dir = opendir(folder);
	while ((e = readdir(dir)))
		if (e->d_name[0] != '.') {
			snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
			put_bytes(path, "%PDF-1.4\n", 9);
		}
	closedir(dir);
	desk_keys(d, "<Enter>");
	scene_sees(d, "被改动过", "what is shown is what was attached, or nothing");
	scene_end(d);
}

static void materials__stay__once_they_are_signed(void **state)
{
	struct place *p = *state;
	struct desk *d = start_in(p, NULL);

	open_form(d);
	open_materials(d);
	attach_pdf(d, p);
	put(p, "UPDATE filing SET state = 'ready'");
	desk_keys(d, "<Delete>");
	scene_sees(d, "移去“病情诊断证明”", "this desk does not know yet");
	desk_keys(d, "1");
	scene_sees(d, "材料已随签署固定", "the store does");
	has_line(d, "有", "诊断证明.pdf", "it stays");
	scene_look_up();
	go_to_line(d, "病历");
	desk_keys(d, "<Enter>2<F2>");
	scene_sees(d, "材料已随签署固定", "nothing is added either");
	scene_look_up();
	desk_keys(d, "<F12>1");
	scene_end(d);
}

/* ---- all that is missing ---- */

static void notice__leads__where_it_is_mended(void **state)
{
	struct desk *d = start_in(*state, NULL);

	open_form(d);
	pick_in_menu(d, "一次列出还缺的全部内容和材料");
	scene_sees(d, "还缺 5 项，请一次告知申请人", "counted");
	scene_sees(d, "联系电话尚未填写", "a cell");
	scene_sees(d, "缺“检验检查报告”", "a material");
	desk_keys(d, "<Enter>");
	scene_focus_is(d, FIELD_TEL, "the first leads to its cell");
	desk_keys(d, "13812345678<Enter>");
	pick_in_menu(d, "一次列出还缺的全部内容和材料");
	scene_sees(d, "还缺 4 项", "one less");
	go_to_line(d, "缺“检验检查报告”");
	desk_keys(d, "<Enter>");
	scene_sees(d, "其他材料", "a material leads to the list");
	go_to_line(d, "检验检查报告");
	scene_end(d);
}

/* ---- the agent ---- */

static void agent__is_told_of__by_dialog(void **state)
{
	struct desk *d = start_in(*state, NULL);

	open_form(d);
	pick_in_menu(d, "由他人代办时，登记代办人和关系");
	scene_sees(d, "与申请人关系", "the dialog");
	desk_keys(d, "张建军<Enter>511102199003076642<F2>");
	scene_sees(d, "与申请人的证件号码相同", "nobody is his own agent");
	scene_look_up();
	desk_keys(d, "<C-u>11010519491231002x<F2>");
	scene_sees(d, "已记下代办人", "half an agent is kept");
	pick_in_menu(d, "一次列出还缺的全部内容和材料");
	scene_sees(d, "代办人电话尚未填写", "and asked for");
	go_to_line(d, "代办人电话尚未填写");
	desk_keys(d, "<Enter>");
	scene_sees(d, "与申请人关系", "which leads to the dialog");
	scene_sees(d, "11010519491231002X", "the number in its stored spelling");
	desk_keys(d, "<Enter><Enter>13987654321<Enter>2<F2>");
	scene_sees(d, "已记下代办人", "whole");
	desk_keys(d, "<F5>");
	scene_lacks(d, "代办人", "nothing is missing of the agent");
	desk_keys(d, "<F12>");
	scene_end(d);
}

static void agent__is_refused__where_the_way_has_none(void **state)
{
	struct place *p = *state;
	struct desk *d;

	put(p, "UPDATE filing SET route = 'in_hospital'");
	d = start_in(p, NULL);
	open_form(d);
	pick_in_menu(d, "由他人代办时，登记代办人和关系");
	scene_sees(d, "不由他人代办", "said above the rows");
	desk_keys(d, "张建军<F2>");
	scene_sees(d, "“在院认定”不由他人代办", "and refused");
	scene_look_up();
	desk_keys(d, "<C-u><F2>");
	scene_sees(d, "没有代办人", "nobody is all right");
	scene_end(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(materials__are_attached__looked_at_and_taken_away,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(materials__record__paper_that_was_seen, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(files__are_found__by_walking_and_typing, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(preview__paints__without_half_blocks, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(preview__says__that_there_are_no_colours, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(preview__says__that_a_file_was_changed, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(materials__stay__once_they_are_signed, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(notice__leads__where_it_is_mended, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(agent__is_told_of__by_dialog, set_up, tear_down),
		cmocka_unit_test_setup_teardown(agent__is_refused__where_the_way_has_none, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
