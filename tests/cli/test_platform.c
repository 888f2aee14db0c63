/* Covers mtdesk export --format json2503|json2504, and mtdesk import of the platform's replies. */
#include "tests/cli/run.h"
#include "tests/unit/platform.h"

/* wm's password is the first line of standard input. */
static const struct around around = { .today = "2026-11-22", .in = PEOPLE_PASSWORD "\n" };

/* Two filings; the platform's number of the second one's person is not known. The people leave, so that they can come again. */
static void furnish(struct office *o)
{
	struct err err = { 0 };
	int64_t id;

	platform_open(o);
	platform_filed(o, 1);
	id = office_register(o, "wm", 2);
	office_bring(o, id, STATE_FILED);
	for (size_t i = 0; i < OFFICE_PEOPLE; i++) {
		office_who(o, people_rows[i].login);
		if (staff_sign_out(o->st, ACT_SIGN_OUT, &err) < 0)
			fail_msg("%s", err.msg);
	}
	store_close(o->s.st);
	o->s.st = o->st = NULL;
}

static void export__writes__what_can_be_sent(void **unused)
{
	char out[160];
	struct office o;
	char *text;

	(void)unused;
	furnish(&o);
	snprintf(out, sizeof(out), "%s/out.jsonl", o.s.folder);
	expect_words(
		&around,
		ARGS("--db", o.s.path, "export", "--format", "json2503", "-o", out, "--user", "wm"),
		1, "2503  写出 1 条到", "受理号 20261122-0002  psn_no 人员编号：没有",
		"one is left out, with its number, field and remedy");
	text = read_file(out, NULL);
	assert_non_null(strstr(text, "{\"infno\":\"2503\",\"msgid\":\"H51110200001"));
	free(text);
	snprintf(out, sizeof(out), "%s/2504.jsonl", o.s.folder);
	expect_words(
		&around,
		ARGS("--db", o.s.path, "export", "--format", "json2504", "-o", out, "--user", "wm"),
		0, "2504  没有写出报送文件", "", "nothing to revoke");
	assert_false(is_there(out));
	office_close(&o);
}

static void export__refuses__what_does_not_belong(void **unused)
{
	struct office o;
	char out[160];

	(void)unused;
	furnish(&o);
	snprintf(out, sizeof(out), "%s/out.jsonl", o.s.folder);
	expect_words(&around,
		     ARGS("--db", o.s.path, "export", "--format", "json2503", "--user", "wm"), 2,
		     "", "-o", "no file");
	expect_words(&around,
		     ARGS("--db", o.s.path, "export", "--format", "json2503", "--mask", "-o", out,
			  "--user", "wm"),
		     2, "", "--mask", "a masked request is none");
	expect_words(&around, ARGS("--db", o.s.path, "export", "--format", "json2503", "-o", out),
		     2, "", "--user", "nobody");
	expect_words(
		&around,
		ARGS("--db", o.s.path, "export", "--format", "json2503", "-o", out, "--user", "sj"),
		3, "", "您的岗位不能办理", "an auditor reports nothing");
	expect_words(&around,
		     ARGS("--db", o.s.path, "export", "--format", "json2503", "-o",
			  "/no/such/folder/x", "--user", "wm"),
		     3, "", "/no/such/folder/x", "no such folder");
	assert_false(is_there(out));
	office_close(&o);
}

/* The number of the request in the file. */
static void request_number(const char *path, char out[31])
{
	char *text = read_file(path, NULL), *at = strstr(text, "\"msgid\":\"");

	assert_non_null(at);
	snprintf(out, 31, "%.30s", at + strlen("\"msgid\":\""));
	free(text);
}

static void import__takes__replies(void **unused)
{
	char out[160], replies[160], text[600], msgid[31];
	struct office o;

	(void)unused;
	furnish(&o);
	snprintf(out, sizeof(out), "%s/out.jsonl", o.s.folder);
	snprintf(replies, sizeof(replies), "%s/answers.json", o.s.folder);
	expect_words(
		&around,
		ARGS("--db", o.s.path, "export", "--format", "json2503", "-o", out, "--user", "wm"),
		1, "写出 1 条", NULL, "sent");
	request_number(out, msgid);
	snprintf(
		text, sizeof(text),
		"[{\"msgid\":\"%s\",\"infcode\":\"0\",\"output\":{\"result\":{\"trt_dcla_detl_sn\":"
		"\"5111-1\"}}},\n{\"infcode\":0}]",
		msgid);
	write_file(replies, text);
	expect_words(&around, ARGS("--db", o.s.path, "import", replies, "--user", "wm"), 1,
		     "已回执 1  退回 0  未变 0  无关 0  对不上 1  不能用 0",
		     "第 2 条（第 2 行）：没有报文ID", "one is ours, one is nobody's");
	expect_words(&around, ARGS("--db", o.s.path, "import", replies, "--user", "wm"), 1,
		     "已回执 0  退回 0  未变 1", NULL, "the same file again");
	expect_words(&around,
		     ARGS("--db", o.s.path, "import", replies, "--dry-run", "--user", "wm"), 2, "",
		     "--dry-run", "there is no trying");
	write_file(replies, "{\"infcode\":");
	expect_words(&around, ARGS("--db", o.s.path, "import", replies, "--user", "wm"), 1,
		     "不能用 1", "没有写完", "half a reply");
	o.s.st = o.st = open_store(o.s.path);
	assert_string_equal(platform_row(&o, 1, "2503").serial, "5111-1");
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(export__writes__what_can_be_sent),
		cmocka_unit_test(export__refuses__what_does_not_belong),
		cmocka_unit_test(import__takes__replies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
