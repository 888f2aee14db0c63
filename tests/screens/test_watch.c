/* Covers the screens of those who watch: the day sheet, what ends soon, supervision, the audit; at a training desk, since
 * it has filings in every state. */
#include "tests/test.h"

#include <sys/stat.h>
#include <unistd.h>

#include "tests/screens/scene.h"

#define HOME "门特登记台   培训市人民医院"
#define PASSWORD "Peixun-2026"

static const char *const args[] = { "training", NULL };
static const char *const env[] = { "MTDESK_KDF_COST=1", "MTDESK_NOW=2026-11-22 17:30:00", NULL };

struct place {
	char folder[SCENE_PATH], db[SCENE_PATH + 32];
};

/* Filling takes a while, so that it is done once, by opening the desk; each test works on a copy. */
static struct place filled;

static void copy_file(const char *from, const char *to, const char *ending)
{
	char source[SCENE_PATH + 64], target[SCENE_PATH + 64], buf[65536];
	FILE *in, *out;
	size_t n;

	snprintf(source, sizeof(source), "%s%s", from, ending);
	snprintf(target, sizeof(target), "%s%s", to, ending);
	in = fopen(source, "r");
	out = fopen(target, "w");
	assert_true(in && out);
	while ((n = fread(buf, 1, sizeof(buf), in)) > 0)
		assert_int_equal(fwrite(buf, 1, n, out), n);
	fclose(in);
	assert_int_equal(fclose(out), 0);
	assert_int_equal(chmod(target, 0600), 0);
}

static void place_make(struct place *p)
{
	scene_folder(p->folder);
	snprintf(p->db, sizeof(p->db), "%s/training.db", p->folder);
	copy_file(filled.db, p->db, "");
	copy_file(filled.db, p->db, ".secret");
}

static int fill_once(void **unused)
{
	struct desk *d;

	(void)unused;
	scene_folder(filled.folder);
	snprintf(filled.db, sizeof(filled.db), "%s/training.db", filled.folder);
	d = desk_start(&(struct desk_options) { .db = filled.db, .args = args, .env = env });
	scene_sees(d, "任选一人登录", "the door");
	desk_keys(d, "<F12>");
	assert_int_equal(desk_exit(d, DESK_PATIENCE), 0);
	desk_finish(d);
	return 0;
}

static int remove_filled(void **unused)
{
	(void)unused;
	scene_folder_remove(filled.folder);
	return 0;
}

static void enter(struct desk *d, const char *login)
{
	scene_sees(d, "任选一人登录", "the door");
	desk_keys(d, login);
	desk_keys(d, "<Enter>" PASSWORD "<Enter>");
	scene_sees(d, HOME, "home");
}

static void go_home(struct desk *d)
{
	for (int i = 0; i < 8 && !desk_sees(d, HOME); i++) {
		desk_keys(d, "<F12>");
		desk_wait_quiet(d);
	}
	scene_sees(d, HOME, "F12 leads home from everywhere");
}

/* The line of the menu with these words, by the digit before it. */
static void pick_in_menu(struct desk *d, const char *words)
{
	char digit[2] = "";
	int row, col;

	desk_keys(d, "<F10>");
	scene_sees(d, words, "in the menu");
	desk_find(d, words, &row, &col);
	for (const char *at = desk_row(d, row); *at && !*digit; at++)
		if (*at >= '0' && *at <= '9')
			digit[0] = *at;
	desk_keys(d, digit);
}

static struct desk *start(const struct place *p, const char *login)
{
	struct desk *d =
		desk_start(&(struct desk_options) { .db = p->db, .args = args, .env = env });

	enter(d, login);
	return d;
}

/* From any screen to the door as somebody else. */
static void change(struct desk *d, const char *login)
{
	go_home(d);
	desk_keys(d, "q<Enter>");
	enter(d, login);
}

static void leave(struct desk *d, struct place *p)
{
	go_home(d);
	desk_keys(d, "<F12>");
	assert_int_equal(desk_exit(d, DESK_PATIENCE), 0);
	desk_finish(d);
	scene_folder_remove(p->folder);
}

/* The last line of a file, without its line feed. */
static void last_line(const char *path, char *out, size_t size)
{
	FILE *f = fopen(path, "r");

	assert_non_null(f);
	while (fgets(out, (int)size, f))
		out[strcspn(out, "\n")] = '\0';
	fclose(f);
}

/* ---- the day sheet ---- */

static void day_sheet__closes__and_shows_the_anchor(void **unused)
{
	char path[SCENE_PATH + 64], line[600], head[80], groups[64];
	struct place p;
	struct desk *d;
	int n = 0;

	(void)unused;
	place_make(&p);
	d = start(&p, "jb");
	desk_keys(d, "6<Enter>");
	scene_sees(d, "日结单   2026-11-22", "today's");
	scene_sees(d, "未日结", "open yet");
	desk_keys(d, "<F2>");
	scene_sees(d, "已日结，锚点已存在库外的文件里", "closed");
	scene_sees(d, "核对码", "a code short enough for a pen");
	snprintf(path, sizeof(path), "%s.anchors", p.db);
	last_line(path, line, sizeof(line));
	/* mtdesk-anchor/1 UUID SIZE ROOT HEAD ... */
	for (char *rest = line, *word; (word = strsep(&rest, " "));)
		if (++n == 5)
			snprintf(head, sizeof(head), "%s", word);
	assert_int_equal(strlen(head), 64);
	for (int i = 0; i < 8; i++)
		snprintf(groups + 5 * i, sizeof(groups) - 5 * (size_t)i, "%.4s ", head + 4 * i);
	groups[39] = '\0';
	scene_sees(d, groups, "the head of the chain in groups of four");
	desk_keys(d, "<Enter>");
	scene_sees(d, "不用再结", "nothing happened since");

	desk_keys(d, "<PageDown>");
	scene_sees(d, "2026-11-23", "tomorrow");
	desk_keys(d, "<F2>");
	scene_sees(d, "还没有到", "a day to come is not closed");
	desk_keys(d, "<PageUp><PageUp>");
	scene_sees(d, "2026-11-21", "yesterday");
	scene_sees(d, "本日没有一行", "when nothing was done");
	desk_keys(d, "<F2>");
	scene_sees(d, "核对码", "is closed all the same");

	/* What comes later wants a closing of its own. */
	change(d, "fz");
	desk_keys(d, "6<Enter>");
	scene_sees(d, "请再按 F2 日结一次", "somebody signed in after the closing");
	leave(d, &p);
}

/* ---- what ends soon ---- */

static void due__ends__what_has_passed_and_nothing_else(void **unused)
{
	struct place p;
	struct desk *d;

	(void)unused;
	place_make(&p);
	d = start(&p, "jb");
	desk_keys(d, "d<Enter>");
	scene_sees(d, "1 已到期  2", "two have passed");
	scene_sees(d, "杨光蓉", "one by its own last day");
	desk_keys(d, "2");
	scene_sees(d, "罗建鸣", "one comes within 30 days");
	scene_lacks(d, "杨光蓉", "the lists do not mix");
	desk_keys(d, "<F8>");
	scene_sees(d, "期限还没有满，不能终止", "too early");
	scene_look_up();
	desk_keys(d, " ");
	scene_sees(d, "期限还没有满，不能终止", "nor can it be marked");

	scene_look_up();
	desk_keys(d, "1");
	scene_sees(d, "张保坪", "the one whose notice ended");
	desk_keys(d, "<F8>");
	scene_sees(d, "您将签署以下内容", "the text of the act");
	desk_keys(d, "<PageDown><PageDown><PageDown><PageDown>");
	scene_sees(d, "防猜随机数", "to its end");
	scene_look_up();
	desk_keys(d, "<Enter>");
	scene_sees(d, "1 已到期  1", "one is left");
	desk_keys(d, " ");
	scene_sees(d, "[x]", "marked");
	desk_keys(d, "<F8>");
	scene_sees(d, "终止已标记的 1 件", "asked once");
	desk_keys(d, "2");
	scene_sees(d, "1 已到期  1", "no: it is still there");
	desk_keys(d, "<F8>1");
	scene_sees(d, "已终止 1 件", "ended");
	scene_sees(d, "1 已到期  0", "none is left");

	/* A doctor may look and not end. */
	change(d, "ys");
	desk_keys(d, "d<Enter>");
	scene_sees(d, "3 90 天内", "the list");
	leave(d, &p);
}

static void due__is_refused__to_whom_it_is_not_given(void **unused)
{
	struct place p;
	struct desk *d;

	(void)unused;
	place_make(&p);
	d = start(&p, "ys");
	desk_keys(d, "d<Enter>");
	scene_sees(d, "杨光蓉", "a doctor may look");
	desk_keys(d, " <F8>");
	scene_sees(d, "应由经办人、医保负责人办理", "and may not end it");
	leave(d, &p);
}

/* ---- supervision ---- */

static bool starts_with_mark(const char *path)
{
	char mark[3] = "";
	FILE *f = fopen(path, "r");
	bool is = f && fread(mark, 1, sizeof(mark), f) == 3 && memcmp(mark, "\xEF\xBB\xBF", 3) == 0;

	if (f)
		fclose(f);
	return is;
}

static void supervise__shows__tables_and_saves_them(void **unused)
{
	char path[SCENE_PATH + 64], keys[SCENE_PATH + 128];
	struct place p;
	struct desk *d;

	(void)unused;
	place_make(&p);
	d = start(&p, "fz");
	desk_keys(d, "7<Enter>");
	scene_sees(d, "M01904 肝豆状核变性", "by disease");
	desk_keys(d, "2");
	scene_sees(d, "顾长风 XD0000000001", "by doctor");
	desk_keys(d, "3");
	scene_sees(d, "培训省立医院", "by institution");
	desk_keys(d, "<Tab>");
	scene_sees(d, "2026-11", "by month");
	desk_keys(d, "<F4>");
	scene_sees(d, "统计期间", "the days");
	desk_keys(d, "<C-u>20250101<Enter><C-u>20251231<F2>");
	scene_sees(d, "这一期间没有", "an empty year");
	desk_keys(d, "<F2>");
	scene_sees(d, "没有可存的", "nothing to save");
	desk_keys(d, "<F4><C-u>2026年13月1日<F2>");
	scene_sees(d, "不是日期", "a day that there is not");
	desk_keys(d, "<C-u>20260101<Enter><C-u>20261231<F2>");
	scene_sees(d, "2026-01-01 至 2026-12-31", "the year");

	snprintf(path, sizeof(path), "%s/out.csv", p.folder);
	snprintf(keys, sizeof(keys), "1<F2><C-u>%s<F2>", path);
	desk_keys(d, keys);
	scene_sees(d, "已存为", "saved");
	assert_true(starts_with_mark(path));
	desk_keys(d, keys);
	scene_sees(d, "已有文件", "nothing is overwritten");
	scene_look_up();
	desk_keys(d, "<F12>");
	scene_sees(d, "1 是", "what was typed is asked about");
	desk_keys(d, "1");
	leave(d, &p);
}

static void supervise__draws__the_same_again(void **unused)
{
	char first[4096];
	struct place p;
	struct desk *d;

	(void)unused;
	place_make(&p);
	d = start(&p, "sj");
	desk_keys(d, "7<Enter>5");
	scene_sees(d, "还没有抽样", "no seed yet");
	desk_keys(d, "<F4><Enter><Enter><Enter><C-u>5<F2>");
	scene_sees(d, "种子", "a seed is asked for");
	desk_keys(d, "<Up>");
	desk_wait_quiet(d);
	desk_keys(d, "<F12>1");
	desk_wait_quiet(d);
	desk_keys(d, "<F4><Enter><Enter>今天下雨<Enter><C-u>5<F2>");
	scene_sees(d, "种子 今天下雨：从 15 件中抽 5 件", "drawn");
	scene_sees(d, "异于参考", "the override stands there whatever was drawn");
	snprintf(first, sizeof(first), "%s", desk_picture(d));
	desk_keys(d, "<F12>");
	scene_sees(d, "监督抽查", "home");
	desk_keys(d, "7<Enter>5<F4><Enter><Enter>今天下雨<Enter><C-u>5<F2>");
	scene_sees(d, "种子 今天下雨：从 15 件中抽 5 件", "drawn again");
	assert_string_equal(desk_picture(d), first);
	desk_keys(d, "6");
	scene_sees(d, "材料是在录入之前看的吗？", "a question with its figures");
	scene_lacks(d, "违规", "no verdict");
	leave(d, &p);
}

/* ---- the audit ---- */

static void audit__lists__who_did_what_and_checks(void **unused)
{
	char path[SCENE_PATH + 64], line[600];
	struct place p;
	struct desk *d;

	(void)unused;
	place_make(&p);
	d = start(&p, "jb");
	desk_keys(d, "6<Enter><F2>");
	scene_sees(d, "核对码", "an anchor");
	change(d, "sj");
	desk_keys(d, "j<Enter>");
	scene_sees(d, "查阅审计", "reading leaves its row");
	scene_sees(d, "日结 2026-11-22", "what was done");
	scene_sees(d, "林小满", "and by whom");
	desk_keys(d, "<Down><Down><Down><Enter>");
	scene_sees(d, "本行：", "a row in full");
	desk_keys(d, "<F12><F5>");
	scene_sees(d, "核对无误，但无法证明未截断", "no anchor from outside was given");
	desk_keys(d, "<F4>");
	scene_sees(d, "留在别处的锚点", "asked for");
	desk_keys(d, "hello<F2>");
	scene_sees(d, "不是一行完整的锚点", "not one");
	desk_keys(d, "<C-u>");
	snprintf(path, sizeof(path), "%s.anchors", p.db);
	last_line(path, line, sizeof(line));
	desk_paste(d, line);
	desk_keys(d, "<F2>");
	scene_lacks(d, "无法证明未截断", "with an anchor it is proven");
	scene_sees(d, "核对无误（", "and sound");

	/* The oldest row is reached by pages. */
	desk_keys(d, "<PageDown><PageDown><PageDown><PageDown><PageDown><PageDown><PageDown><"
		     "PageDown><PageDown>"
		     "<PageDown><PageDown><PageDown><PageDown><PageDown><PageDown>");
	scene_sees(d, "建台", "the first row");
	leave(d, &p);
}

static void audit__of_the_system_administrator__confirms_the_clock(void **unused)
{
	struct place p;
	struct desk *d;

	(void)unused;
	place_make(&p);
	d = start(&p, "xt");
	desk_keys(d, "j<Enter>");
	scene_sees(d, "审计由审计管理员查阅", "the rows are not his");
	scene_lacks(d, "林小满", "so none is shown");
	desk_keys(d, "<F5>");
	scene_sees(d, "核对无误", "he may check");
	pick_in_menu(d, "已与别处的钟对过");
	scene_sees(d, "相差不到一分钟", "the question, whole");
	desk_keys(d, "1");
	scene_sees(d, "已确认时钟", "in the audit");
	change(d, "sj");
	desk_keys(d, "j<Enter>");
	scene_sees(d, "确认时钟", "its row");
	pick_in_menu(d, "已与别处的钟对过");
	scene_sees(d, "应由系统管理员办理", "an auditor does not");
	leave(d, &p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(day_sheet__closes__and_shows_the_anchor),
		cmocka_unit_test(due__ends__what_has_passed_and_nothing_else),
		cmocka_unit_test(due__is_refused__to_whom_it_is_not_given),
		cmocka_unit_test(supervise__shows__tables_and_saves_them),
		cmocka_unit_test(supervise__draws__the_same_again),
		cmocka_unit_test(audit__lists__who_did_what_and_checks),
		cmocka_unit_test(audit__of_the_system_administrator__confirms_the_clock),
	};

	return cmocka_run_group_tests(tests, fill_once, remove_filled);
}
