/* Covers db/national_replies, db/json_pieces and the reading half of db/national_json: every shape of reply, hostile files, and
 * what is kept beside the filing. */
#include "tests/unit/platform.h"

#include "db/json_pieces.h"
#include "db/national_parts.h"

#define SERIAL "511100202611220000000000000001"

/* ---- one reply ---- */

static void national_read_reply__reads__every_shape(void **unused)
{
	static const struct {
		const char *text, *msgid, *infcode, *serial, *error, *why;
	} cases[] = {
		{ "{\"infcode\":0,\"output\":{\"result\":{\"trt_dcla_detl_sn\":\"1\"}}}", "", "0",
		  "1", "", "as the interface says" },
		{ "{\"infcode\":\"0\",\"output\":{\"result\":{\"trt_dcla_detl_sn\":\"1\"}}}", "",
		  "0", "1", "", "the code as a string" },
		{ "{\"msgid\":\"M\",\"infcode\":-1,\"err_msg\":\" 重复\\n备案 \"}", "M", "-1", "",
		  "重复 备案", "an error, cleaned" },
		{ "{\"request\":{\"msgid\":\"M\"},\"reply\":{\"infcode\":0,\"output\":[{\"result\":"
		  "[{\"trt_dcla_detl_sn\":\"1\"}]}]}}",
		  "M", "0", "1", "", "wrapped, and lists around both" },
		{ "{\"msgid\":\"A\",\"request\":{\"msgid\":\"B\"},\"reply\":{\"infcode\":0}}", "B",
		  "0", "", "", "the request's own number counts" },
		{ "{\"infcode\":0,\"output\":{\"trt_dcla_detl_sn\":\"1\"}}", "", "0", "1", "",
		  "without result" },
		{ "{\"infcode\":0,\"output\":null}", "", "0", "", "", "no output" },
		{ "{\"infcode\":0}", "", "0", "", "", "none at all" },
		{ "{\"infcode\":0,\"output\":\"\"}", "", "0", "", "", "an empty one" },
		{ "{\"infcode\":0,\"output\":{\"result\":{\"trt_dcla_detl_sn\":\"\"}}}", "", "0",
		  "", "", "an empty number" },
		{ "{\"infcode\":0,\"output\":{\"result\":{\"trt_dcla_detl_sn\":null}}}", "", "0",
		  "", "", "null" },
		{ "{\"infcode\":0,\"output\":[{\"trt_dcla_detl_sn\":\"1\"},{\"trt_dcla_detl_sn\":"
		  "\"1\"}]}",
		  "", "0", "1", "", "the same number twice" },
	};
	struct national_reply reply;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		national_read_reply(cases[i].text, strlen(cases[i].text), &reply);
		if (reply.fault || strcmp(reply.msgid, cases[i].msgid) != 0 ||
		    strcmp(reply.infcode, cases[i].infcode) != 0 ||
		    strcmp(reply.serial, cases[i].serial) != 0 ||
		    strcmp(reply.error, cases[i].error) != 0)
			fail_msg("%s: fault %s msgid %s infcode %s serial %s error %s",
				 cases[i].why, reply.fault ? reply.fault : "none", reply.msgid,
				 reply.infcode, reply.serial, reply.error);
	}
}

static void national_read_reply__refuses__what_is_none(void **unused)
{
	static const struct {
		const char *text, *why;
	} bad[] = {
		{ "{}", "no code" },
		{ "{\"infcode\":null}", "no code" },
		{ "{\"infcode\":0.5}", "a fraction" },
		{ "{\"infcode\":\"\"}", "an empty code" },
		{ "{\"infcode\":[0]}", "a list" },
		{ "{\"infcode\":0,\"infcode\":-1}", "a key twice" },
		{ "{\"infcode\":0,\"output\":\"BASE64\"}", "still encrypted" },
		{ "{\"infcode\":0,\"output\":{\"result\":{\"trt_dcla_detl_sn\":5111}}}",
		  "a number as a number" },
		{ "{\"infcode\":0,\"output\":{\"result\":{\"trt_dcla_detl_sn\":5.1e29}}}",
		  "a wounded number" },
		{ "{\"infcode\":0,\"output\":[{\"trt_dcla_detl_sn\":\"1\"},{\"trt_dcla_detl_sn\":"
		  "\"2\"}]}",
		  "two numbers" },
		{ "{\"reply\":[]}", "a reply that is a list" },
		{ "{\"msgid\":7,\"infcode\":0}", "a msgid that is a number" },
		{ "[]", "a list" },
		{ "7", "a number" },
		{ "{\"infcode\":0", "cut off" },
		{ "{\"infcode\":0,\"err_msg\":\"\xd6\xd8\"}", "GBK" },
		{ "{\"infcode\":0,\"err_msg\":\"\\u0000\"}", "U+0000" },
	};
	struct national_reply reply;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		national_read_reply(bad[i].text, strlen(bad[i].text), &reply);
		if (!reply.fault)
			fail_msg("took '%s': %s", bad[i].text, bad[i].why);
	}
}

/* ---- the file in pieces ---- */

/* Each piece as it is, a broken one as "!", with a bar behind each. */
static void cut(const char *text, size_t len, char *out, size_t size)
{
	struct json_pieces p;
	struct json_piece piece;
	FILE *in = fmemopen((void *)(uintptr_t)text, len, "r");
	size_t used = 0;

	assert_non_null(in);
	assert_int_equal(json_pieces_init(&p, in), 0);
	out[0] = '\0';
	while (json_pieces_next(&p, &piece, NULL) == 1)
		used += (size_t)snprintf(out + used, used < size ? size - used : 0, "%llu:%s|",
					 (unsigned long long)piece.line,
					 piece.fault ? "!" : piece.text);
	json_pieces_finish(&p);
	fclose(in);
}

static void json_pieces__are_cut__out_of_every_form(void **unused)
{
	static const struct {
		const char *text, *pieces, *why;
	} cases[] = {
		{ "{\"a\":1}\n{\"b\":2}\n", "1:{\"a\":1}|2:{\"b\":2}|", "an object a line" },
		{ "{\"a\":1}\r\n\r\n{\"b\":2}", "1:{\"a\":1}|3:{\"b\":2}|",
		  "CRLF, an empty line, no end" },
		{ "[{\"a\":1},{\"b\":[1,2]}]", "1:{\"a\":1}|1:{\"b\":[1,2]}|", "one array" },
		{ "[\n  {\n \"a\":1\n },\n {\"b\":2}\n]\n", "2:{\n \"a\":1\n }|5:{\"b\":2}|",
		  "an array over lines" },
		{ "{\n\"a\":\n{\n}\n}\n", "1:{\n\"a\":\n{\n}\n}|", "one object over lines" },
		{ "\xEF\xBB\xBF{\"a\":1}", "1:{\"a\":1}|", "a mark" },
		{ "{\"a\":\"}\\\"{\"}", "1:{\"a\":\"}\\\"{\"}|", "braces inside a text" },
		{ "{\"a\":1\n{\"b\":2}\n", "1:!|2:{\"b\":2}|", "a line that is not closed" },
		{ "{\"a\":\"x\n{\"b\":2}\n", "1:!|2:{\"b\":2}|", "a text that is not closed" },
		{ "{\"a\":1}}\n{\"b\":2}\n", "1:{\"a\":1}|1:!|2:{\"b\":2}|", "a brace too many" },
		{ "abc\n{\"b\":2}\n", "1:!|2:{\"b\":2}|", "a line of something else" },
		{ "{\"a\":[1}\n{\"b\":2}", "1:!|2:{\"b\":2}|", "a bracket that is not closed" },
		{ " \n\t", "", "blanks" },
	};
	char got[512];

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cut(cases[i].text, strlen(cases[i].text), got, sizeof(got));
		if (strcmp(got, cases[i].pieces) != 0)
			fail_msg("%s: %s", cases[i].why, got);
	}
}

/* Depth, one line of many megabytes, and a NUL: told, and what follows is read. */
static void json_pieces__bound__what_is_hostile(void **unused)
{
	enum { LONG = 8 << 20 };
	char *text = malloc(LONG + 64), got[256];
	size_t len;

	(void)unused;
	assert_non_null(text);
	memset(text, 'x', LONG);
	memcpy(text, "{\"a\":\"", 6);
	len = (size_t)snprintf(text + LONG, 64, "\"}\n{\"b\":2}\n") + LONG;
	cut(text, len, got, sizeof(got));
	assert_string_equal(got, "1:!|2:{\"b\":2}|");

	memset(text, '[', 5000);
	memcpy(text, "{\"a\":", 5);
	memset(text + 5000, ']', 4995);
	memcpy(text + 9995, "}\n{\"b\":2}", 10);
	cut(text, 9995 + 9, got, sizeof(got));
	assert_string_equal(got, "1:!|2:{\"b\":2}|");

	memcpy(text, "{\"a\0\":1}\n{\"b\":2}", 17);
	cut(text, 16, got, sizeof(got));
	assert_non_null(strstr(got, "2:{\"b\":2}|"));
	free(text);
}

/* ---- beside the filing ---- */

/* The text with the request's number where %s stands. */
static void put_number(char *out, size_t size, const char *text, const char *msgid)
{
	const char *at = strstr(text, "%s");

	assert_non_null(at);
	snprintf(out, size, "%.*s%s%s", (int)(at - text), text, msgid, at + 2);
}

static void replies__are_kept__beside_the_filing(void **unused)
{
	static const struct {
		const char *reply, *state, *serial, *error, *why;
	} cases[] = {
		{ "{\"msgid\":\"%s\",\"infcode\":0,\"output\":{\"result\":{\"trt_dcla_detl_sn\":"
		  "\"" SERIAL "\"}}}",
		  "answered", SERIAL, "", "a number" },
		{ "{\"inf_refmsgid\":\"%s\",\"infcode\":\"0\",\"output\":{\"result\":{\"trt_dcla_"
		  "detl_sn\":\"1\"}}}",
		  "answered", "1", "", "our number where the platform's own should stand" },
		{ "{\"msgid\":\"%s\",\"infcode\":-1,\"err_msg\":\"该参保人已存在有效备案\"}",
		  "refused", "", "平台答复：该参保人已存在有效备案", "an error" },
		{ "{\"msgid\":\"%s\",\"infcode\":0,\"output\":{\"result\":{\"trt_dcla_detl_sn\":"
		  "\"\"}}}",
		  "refused", "", "平台答复成功，但没有给流水号；请向中心查询后重送",
		  "success without a number is none" },
		{ "{\"msgid\":\"%s\",\"infcode\":-1}", "refused", "",
		  "平台没有说明原因（交易状态码 -1）；请向中心查询后重送", "no words" },
		{ "{\"msgid\":\"%s\",\"infcode\":0,\"output\":{\"result\":{\"trt_dcla_detl_sn\":"
		  "\"1234567890123456789012345678901\"}}}",
		  "sent", "", "", "a number of 31 characters is taken for none" },
	};
	struct office o;

	(void)unused;
	platform_open(&o);
	for (unsigned i = 0; i < ARRAY_SIZE(cases); i++) {
		int64_t id = platform_filed(&o, i);
		struct national_result sent;
		struct national_reply_result taken;
		char name[32], text[600], trouble[2600];
		struct outbox_row row;

		snprintf(name, sizeof(name), "case-%u.jsonl", i);
		sent = platform_send(&o, "2503", name);
		free(sent.missing);
		row = platform_row(&o, id, "2503");
		put_number(text, sizeof(text), cases[i].reply, row.msgid);
		taken = platform_take(&o, "reply.json", text);
		free(taken.words);
		row = platform_row(&o, id, "2503");
		outbox_trouble(&row, trouble, sizeof(trouble));
		if (strcmp(outbox_state_name(row.state), cases[i].state) != 0 ||
		    strcmp(row.serial, cases[i].serial) != 0 ||
		    strcmp(trouble, cases[i].error) != 0)
			fail_msg("%s: %s, serial “%s”, “%s”", cases[i].why,
				 outbox_state_name(row.state), row.serial, trouble);

		/* The same file again changes nothing. */
		taken = platform_take(&o, "reply.json", text);
		if (taken.answered || taken.refused)
			fail_msg("%s: taken twice", cases[i].why);
		free(taken.words);
	}
	office_close(&o);
}

/* Three filings that were sent as batch.jsonl. */
static void send_three(struct office *o, int64_t ids[3], struct outbox_row rows[3])
{
	struct national_result sent;

	platform_open(o);
	for (unsigned i = 0; i < 3; i++)
		ids[i] = platform_filed(o, i);
	sent = platform_send(o, "2503", "batch.jsonl");
	assert_int_equal(sent.written, 3);
	free(sent.missing);
	for (unsigned i = 0; i < 3; i++)
		rows[i] = platform_row(o, ids[i], "2503");
}

#define BARE "{\"infcode\":0,\"output\":{\"result\":{\"trt_dcla_detl_sn\":\"%d\"}}}\n"

static void replies__without_numbers__follow_the_sent_file_s_lines(void **unused)
{
	static const struct {
		const char *name;
		int count;
		bool joined;
		const char *words, *why;
	} cases[] = {
		{ "replies.jsonl", 3, false, "没有报文ID", "called after nothing" },
		{ "other.replies.jsonl", 3, false, "没有报送过“other.jsonl”",
		  "after another file" },
		{ "batch.replies.jsonl", 2, false, "不能按行序对应", "one reply is missing" },
		{ "batch.replies.jsonl", 4, false, "不能按行序对应", "one too many" },
		{ "batch.replies.jsonl", 3, true, "", "called after it, and as many" },
		{ "batch.jsonl.replies", 3, true, "", "the other way to call it" },
	};
	struct outbox_row rows[3];
	int64_t ids[3];
	struct office o;

	(void)unused;
	send_three(&o, ids, rows);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct national_reply_result taken;
		char text[600] = "";
		size_t len = 0;

		for (int n = 0; n < cases[i].count; n++)
			len += (size_t)snprintf(text + len, sizeof(text) - len, BARE, 71 + n);
		taken = platform_take(&o, cases[i].name, text);
		if (taken.by_place != cases[i].joined || (taken.unknown == 0) != cases[i].joined ||
		    !strstr(taken.words, cases[i].words))
			fail_msg("%s: %s", cases[i].why, taken.words);
		free(taken.words);
	}
	for (int i = 0; i < 3; i++) {
		char want[8];

		snprintf(want, sizeof(want), "%d", 71 + i);
		assert_string_equal(platform_row(&o, ids[i], "2503").serial, want);
	}
	office_close(&o);
}

/* A broken reply, one of somebody else, one of a query: each named, the rest taken in. */
static void replies__that_are_wrong__are_named_and_the_rest_is_taken(void **unused)
{
	struct national_reply_result taken;
	struct outbox_row rows[3];
	int64_t ids[3];
	struct office o;
	char text[2000];

	(void)unused;
	send_three(&o, ids, rows);
	snprintf(text, sizeof(text),
		 "{\"msgid\":\"%s\",\"infcode\":0,\"output\":{\"result\":{\"trt_dcla_detl_sn\":"
		 "\"1\"}}}\n"
		 "{\"msgid\":\"%s\",\"infcode\":0,\n"
		 "{\"msgid\":\"H99999999999202601010000000001\",\"infcode\":0}\n"
		 "{\"infcode\":0,\"output\":{\"feedetail\":[]}}\n"
		 "{\"infcode\":0}\n"
		 "\xd6\xd8\xb8\xb4\n"
		 "{\"msgid\":\"%s\",\"infcode\":\"-1\",\"err_msg\":\"x\"}\n",
		 rows[0].msgid, rows[1].msgid, rows[2].msgid);
	taken = platform_take(&o, "mixed.jsonl", text);
	assert_int_equal(taken.answered, 1);
	assert_int_equal(taken.refused, 1);
	assert_int_equal(taken.unknown, 2);
	assert_int_equal(taken.bad, 2);
	assert_int_equal(taken.other, 1);
	assert_non_null(strstr(taken.words, "第 2 条（第 2 行）：没有写完"));
	assert_non_null(strstr(taken.words, "第 3 条（第 3 行）：报文ID H9999"));
	assert_non_null(strstr(taken.words, "第 5 条（第 5 行）：没有报文ID"));
	assert_non_null(strstr(taken.words, "第 6 条（第 6 行）：不是 JSON 对象"));
	free(taken.words);
	assert_string_equal(platform_rows(&o, ids[0]), "2503 answered");
	assert_string_equal(platform_rows(&o, ids[1]), "2503 sent");
	assert_string_equal(platform_rows(&o, ids[2]), "2503 refused");

	/* Another number for the same filing is told, and not taken. */
	snprintf(text, sizeof(text),
		 "{\"msgid\":\"%s\",\"infcode\":0,\"output\":{\"result\":{\"trt_dcla_detl_sn\":"
		 "\"2\"}}}",
		 rows[0].msgid);
	taken = platform_take(&o, "second.json", text);
	assert_int_equal(taken.bad, 1);
	assert_non_null(strstr(taken.words, "已有另一个流水号"));
	free(taken.words);
	assert_string_equal(platform_row(&o, ids[0], "2503").serial, "1");
	office_close(&o);
}

static void national_import__refuses__file_and_person(void **unused)
{
	struct national_reply_result taken;
	struct err err = { 0 };
	struct office o;
	char path[160];

	(void)unused;
	platform_open(&o);
	assert_int_equal(national_import(o.st, office_who(&o, "wm"), o.s.folder, &taken, &err), -1);
	assert_int_equal(err.code, ERR_INPUT);
	free(taken.words);
	platform_write(&o, "empty.json", " \n", 2);
	snprintf(path, sizeof(path), "%s/empty.json", o.s.folder);
	assert_int_equal(national_import(o.st, office_who(&o, "wm"), path, &taken, &err), -1);
	assert_int_equal(err.code, ERR_INPUT);
	free(taken.words);
	platform_write(&o, "one.json", "{\"infcode\":0}", 13);
	snprintf(path, sizeof(path), "%s/one.json", o.s.folder);
	assert_int_equal(national_import(o.st, office_who(&o, "sj"), path, &taken, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	free(taken.words);
	assert_true(national_is_replies(path));
	assert_false(national_is_replies(o.s.path));
	assert_false(national_is_replies(o.s.folder));
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(national_read_reply__reads__every_shape),
		cmocka_unit_test(national_read_reply__refuses__what_is_none),
		cmocka_unit_test(json_pieces__are_cut__out_of_every_form),
		cmocka_unit_test(json_pieces__bound__what_is_hostile),
		cmocka_unit_test(replies__are_kept__beside_the_filing),
		cmocka_unit_test(replies__without_numbers__follow_the_sent_file_s_lines),
		cmocka_unit_test(replies__that_are_wrong__are_named_and_the_rest_is_taken),
		cmocka_unit_test(national_import__refuses__file_and_person),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
