/* Covers mtdesk verify as an inspector sees it. */
#include "tests/cli/run.h"
#include "tests/office.h"

#include "db/anchors.h"

static char store[96];
static struct office o;
static char line[ANCHOR_LINE_SIZE]; /* an anchor of the store */

static int make_desk(void **unused)
{
	struct err err = { 0 };
	struct anchor a;

	(void)unused;
	office_open(&o, "5111");
	office_bring(&o, office_register(&o, "wm", 1), STATE_FILED);
	if (anchor_make(o.st, &a, &err) < 0)
		fail_msg("%s", err.msg);
	anchor_format(&a, line);
	snprintf(store, sizeof(store), "%s", o.s.path);
	return 0;
}

static int remove_desk(void **unused)
{
	(void)unused;
	unlink("anchors.txt");
	office_close(&o);
	return 0;
}

static void verify__says__what_it_looked_at_and_what_stays_unproven(void **unused)
{
	static const char *const words[] = { "签署 4 次", "没有发现问题", "无法证明未截断",
					     "单用户模式：岗位分离不受系统保护" };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		expect_words(NULL, ARGS("--db", store, "verify"), 0, words[i], "", words[i]);
}

static void verify__believes__an_anchor_from_outside(void **unused)
{
	(void)unused;
	write_file("anchors.txt", line);
	expect_words(NULL, ARGS("--db", store, "verify", "--anchor", "anchors.txt"), 0,
		     "未被截断\n", "", "one anchor");
	/* What came after it is not covered. */
	office_register(&o, "wm", 2);
	expect_words(NULL, ARGS("--db", store, "verify", "--anchor", "anchors.txt"), 0,
		     "无法证明未截断", "", "rows after the anchor");
}

static void verify__refuses__what_proves_nothing(void **unused)
{
	char text[2 * ANCHOR_LINE_SIZE], beside[120];

	(void)unused;
	snprintf(text, sizeof(text), "%s\n日结单 2026-11-22\n", line);
	write_file("anchors.txt", text);
	expect_words(NULL, ARGS("--db", store, "verify", "--anchor", "anchors.txt"), 3, "",
		     "第 2 行不是锚点", "words");
	write_file("anchors.txt", "\n");
	expect_words(NULL, ARGS("--db", store, "verify", "--anchor", "anchors.txt"), 3, "",
		     "没有锚点", "an empty file");
	expect_words(NULL, ARGS("--db", store, "verify", "--anchor", "missing.txt"), 3, "",
		     "missing.txt", "no file");
	snprintf(beside, sizeof(beside), "%s.anchors", store);
	expect_words(NULL, ARGS("--db", store, "verify", "--anchor", beside), 3, "", "就在库旁边",
		     "the store's own");
	expect_words(NULL, ARGS("--db", "missing.db", "verify"), 3, "", "没有库文件", "no store");
	write_file("anchors.txt", text);
	expect_words(NULL, ARGS("--db", "anchors.txt", "verify"), 3, "", "不是登记台的库文件",
		     "no store at all");
	expect_words(NULL, ARGS("--db", store, "verify", "now"), 2, "", "用法", "an argument");
	expect_words(NULL, ARGS("--db", store, "codes", "--anchor", "x"), 2, "", "不适用",
		     "another command");
	assert_false(is_there("missing.db"));
}

static void verify__names__the_first_broken_thing(void **unused)
{
	static const struct {
		const char *sql, *where, *why;
	} rows[] = {
		{ "UPDATE staff SET roles = 'head' WHERE id = 1", "位置：staff 1\n", "roles" },
		{ "DROP TRIGGER act_stays", "位置：schema trigger act_stays\n", "a trigger" },
	};
	char command[300];

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		snprintf(command, sizeof(command), "sqlite3 -bail %s \"%s\"", store, rows[i].sql);
		assert_int_equal(system(command), 0);
		expect_words(NULL, ARGS("--db", store, "verify"), 1, rows[i].where, "",
			     rows[i].why);
		expect_words(NULL, ARGS("--db", store, "verify"), 1, "发现问题", "", rows[i].why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verify__says__what_it_looked_at_and_what_stays_unproven),
		cmocka_unit_test(verify__believes__an_anchor_from_outside),
		cmocka_unit_test(verify__refuses__what_proves_nothing),
		cmocka_unit_test(verify__names__the_first_broken_thing),
	};

	return cmocka_run_group_tests(tests, make_desk, remove_desk);
}
