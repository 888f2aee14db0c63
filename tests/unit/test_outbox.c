/* Covers db/outbox and db/outbox_files: which request follows from a filing, and what sending, answers, ends and crashes make
 * of it. */
#include "tests/unit/platform.h"

#include "db/audit.h"
#include "db/outbox_parts.h"
#include "db/stmt.h"

/* What happens to a filing, one letter each: s sent, a answered, f refused, r revoked, A sent again, h typed into the
 * centre's page, R looked at (refreshed). */
static void live(struct office *o, int64_t id, const char *life)
{
	static unsigned files;
	struct national_result result;
	struct err err = { 0 };
	char name[32], text[200];
	struct national_reply_result taken;

	for (; *life; life++) {
		switch (*life) {
		case 's':
			snprintf(name, sizeof(name), "sent-%u.jsonl", ++files);
			result = platform_send(o, "2503", name);
			free(result.missing);
			break;
		case 'a':
			platform_answer(o, id, "2503", "511100000000000000000000000001");
			break;
		case 'f':
			snprintf(text, sizeof(text),
				 "{\"msgid\":\"%s\",\"infcode\":\"-1\",\"err_msg\":\"重复备案\"}",
				 platform_row(o, id, "2503").msgid);
			taken = platform_take(o, "refusal.jsonl", text);
			free(taken.words);
			break;
		case 'r':
			platform_end(o, id, ACT_REVOKE);
			break;
		case 'A':
			if (outbox_again(o->st, office_who(o, "wm"), platform_row(o, id, "2503").id,
					 &err) < 0)
				fail_msg("again: %s", err.msg);
			break;
		case 'h':
			if (outbox_by_hand(o->st, office_who(o, "wm"),
					   platform_row(o, id, "2503").id, "", &err) < 0)
				fail_msg("by hand: %s", err.msg);
			break;
		case 'R':
			platform_refresh(o);
			break;
		}
	}
}

static void outbox_refresh__derives__what_a_filing_needs(void **unused)
{
	static const struct {
		const char *life, *rows, *why;
	} cases[] = {
		{ "R", "2503 unsent", "filed" },
		{ "RR", "2503 unsent", "looked at twice" },
		{ "rR", "2503 spared", "revoked before anybody looked" },
		{ "RrR", "2503 spared", "revoked before it was sent" },
		{ "Rs", "2503 sent", "sent" },
		{ "sa", "2503 answered", "answered" },
		{ "sf", "2503 refused", "refused" },
		{ "sfrR", "2503 spared", "refused, and revoked: the platform knows nothing" },
		{ "sarR", "2503 answered 2504 unsent", "answered and revoked" },
		{ "srR", "2503 sent 2504 unsent", "the answer is still out" },
		{ "srRf", "2503 spared 2504 spared", "... and is a refusal" },
		{ "srRa", "2503 answered 2504 unsent", "... and is a number" },
		{ "srRA", "2503 spared 2504 spared", "it went astray, and has ended meanwhile" },
		{ "sA", "2503 unsent", "it went astray" },
		{ "sAs", "2503 sent", "and is sent again" },
		{ "sfA", "2503 unsent", "refused, and is to be sent again" },
		{ "Rh", "2503 answered", "typed into the centre's page" },
		{ "RhrR", "2503 answered 2504 unsent", "and revoked" },
	};
	struct office o;

	(void)unused;
	platform_open(&o);
	for (unsigned i = 0; i < ARRAY_SIZE(cases); i++) {
		int64_t id = platform_filed(&o, i);

		live(&o, id, cases[i].life);
		if (strcmp(platform_rows(&o, id), cases[i].rows) != 0)
			fail_msg("%s (%s): %s instead of %s", cases[i].why, cases[i].life,
				 platform_rows(&o, id), cases[i].rows);
	}
	office_close(&o);
}

static void outbox_refresh__leaves_out__what_was_not_filed(void **unused)
{
	static const enum filing_state not_filed[] = { STATE_DRAFT, STATE_READY, STATE_CERTIFIED,
						       STATE_SEALED };
	int64_t counts[OUTBOX_COUNT];
	struct office o;

	(void)unused;
	platform_open(&o);
	for (unsigned i = 0; i < ARRAY_SIZE(not_filed); i++)
		office_bring(&o, office_register(&o, "wm", i), not_filed[i]);
	platform_refresh(&o);
	assert_int_equal(outbox_counts(o.st, counts, NULL), 0);
	for (size_t s = 0; s < OUTBOX_COUNT; s++)
		assert_int_equal(counts[s], 0);
	office_close(&o);
}

/* The amendment of a filing, filed. */
static int64_t amend(struct office *o, int64_t id)
{
	struct act_request req = office_request(o, ACT_AMEND, id);
	struct act_draft d;
	int64_t next;

	req.reason = "电话号码录错";
	office_do(o, "wm", &req, &d);
	next = d.amendment;
	act_draft_finish(&d);
	office_paper(o, "wm", next, "application_form");
	office_bring(o, next, STATE_FILED);
	return next;
}

/* The old version's 2504 goes out before the new one's 2503. */
static void amendment__is_told__in_order(void **unused)
{
	struct national_result result;
	struct office o;
	int64_t old, new;

	(void)unused;
	platform_open(&o);
	old = platform_filed(&o, 1);
	live(&o, old, "sa");
	new = amend(&o, old);
	platform_refresh(&o);
	assert_string_equal(platform_rows(&o, old), "2503 answered 2504 unsent");
	assert_string_equal(platform_rows(&o, new), "2503 unsent");
	result = platform_send(&o, "2503", "too-early.jsonl");
	assert_int_equal(result.written, 0);
	assert_int_equal(result.left, 1);
	assert_non_null(strstr(result.missing, "请先报送 2504"));
	free(result.missing);
	result = platform_send(&o, "2504", "first.jsonl");
	assert_int_equal(result.written, 1);
	free(result.missing);
	result = platform_send(&o, "2503", "then.jsonl");
	assert_int_equal(result.written, 1);
	free(result.missing);
	assert_string_equal(platform_rows(&o, new), "2503 sent");
	office_close(&o);
}

static void amendment__of_what_was_never_sent__goes_alone(void **unused)
{
	struct national_result result;
	struct office o;
	int64_t old, new;

	(void)unused;
	platform_open(&o);
	old = platform_filed(&o, 1);
	new = amend(&o, old);
	result = platform_send(&o, "2503", "new.jsonl");
	assert_int_equal(result.written, 1);
	free(result.missing);
	assert_string_equal(platform_rows(&o, old), "2503 spared");
	assert_string_equal(platform_rows(&o, new), "2503 sent");
	office_close(&o);
}

static void outbox_again__refuses__what_is_settled(void **unused)
{
	struct err err = { 0 };
	struct office o;
	int64_t id;

	(void)unused;
	platform_open(&o);
	id = platform_filed(&o, 1);
	live(&o, id, "R");
	assert_int_equal(
		outbox_again(o.st, office_who(&o, "wm"), platform_row(&o, id, "2503").id, &err),
		-1);
	assert_int_equal(err.code, ERR_CONFLICT);
	live(&o, id, "sa");
	assert_int_equal(
		outbox_again(o.st, office_who(&o, "wm"), platform_row(&o, id, "2503").id, &err),
		-1);
	assert_int_equal(
		outbox_again(o.st, office_who(&o, "sj"), platform_row(&o, id, "2503").id, &err),
		-1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_int_equal(outbox_again(o.st, office_who(&o, "wm"), 4711, &err), -1);
	assert_int_equal(outbox_by_hand(o.st, office_who(&o, "wm"), platform_row(&o, id, "2503").id,
					"1", &err),
			 -1);
	office_close(&o);
}

/* The old number is in the audit, and a late answer to it still finds its row. */
static void outbox_again__keeps__the_old_number(void **unused)
{
	struct national_reply_result taken;
	struct audit_row last;
	struct outbox_row before, after;
	char text[300];
	struct office o;
	int64_t id;

	(void)unused;
	platform_open(&o);
	id = platform_filed(&o, 1);
	live(&o, id, "s");
	before = platform_row(&o, id, "2503");
	live(&o, id, "A");
	assert_int_equal(audit_list(o.st, 0, &last, 1, NULL), 1);
	assert_string_equal(last.act, "platform");
	assert_string_equal(last.reason, "again");
	assert_string_equal(last.detail, before.msgid);
	live(&o, id, "s");
	after = platform_row(&o, id, "2503");
	assert_string_not_equal(after.msgid, before.msgid);
	snprintf(text, sizeof(text),
		 "{\"msgid\":\"%s\",\"infcode\":0,\"output\":{\"result\":{\"trt_dcla_detl_sn\":"
		 "\"7\"}}}",
		 before.msgid);
	taken = platform_take(&o, "late.jsonl", text);
	assert_int_equal(taken.answered, 1);
	free(taken.words);
	assert_string_equal(platform_row(&o, id, "2503").serial, "7");
	office_close(&o);
}

/* ---- crashes ---- */

/* A file that another process began; `stop` says how far it came. */
enum stop { BEGUN, WHOLE, NAMED };

static void leave_file(struct office *o, const char *name, enum stop stop)
{
	char path[160], sm3[SM3_HEX_SIZE];
	struct outbox_row row;
	struct outbox_request request = { .line = 1 };
	struct msgid_maker m;
	char msgid[MSGID_SIZE];
	struct err err = { 0 };
	int64_t file;

	snprintf(path, sizeof(path), "%s/%s", o->s.folder, name);
	assert_int_equal(outbox_list(o->st, OUTBOX_UNSENT, &row, 1, &err), 1);
	if (outbox_file_begin(o->st, office_who(o, "wm"), "2503", path, &file, &err) < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(msgid_begin(o->st, "H51110200001", "", &m, &err), 0);
	assert_int_equal(msgid_next(o->st, &m, msgid, &err), 0);
	request.msgid = msgid;
	request.outbox = row.id;
	assert_int_equal(sm3_hex_of("{}", 2, request.sm3), 0);
	assert_int_equal(store_begin(o->st, &err), 0);
	assert_int_equal(outbox_file_add(o->st, file, &request, &err), 0);
	assert_int_equal(store_commit(o->st, &err), 0);
	assert_int_equal(sm3_hex_of("{}\n", 3, sm3), 0);
	if (stop >= WHOLE)
		assert_int_equal(outbox_file_whole(o->st, file, sm3, 1, &err), 0);
	if (stop >= NAMED)
		platform_write(o, name, "{}\n", 3);
}

/* The writer's place in the store is that of a process that is gone. */
static void forget_writer(struct office *o)
{
	char command[300];

	snprintf(command, sizeof(command), "sqlite3 %s \"UPDATE outbox_file SET boot = 'another'\"",
		 o->s.path);
	assert_int_equal(system(command), 0);
}

static void crash__is_settled__by_the_file(void **unused)
{
	static const struct {
		enum stop stop;
		const char *rows, *why;
	} cases[] = {
		{ BEGUN, "2503 unsent", "nothing was whole" },
		{ WHOLE, "2503 unsent", "whole, but it never got its name" },
		{ NAMED, "2503 sent", "it has its name: somebody may have carried it off" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct office o;
		int64_t id;

		platform_open(&o);
		id = platform_filed(&o, 1);
		platform_refresh(&o);
		leave_file(&o, "crashed.jsonl", cases[i].stop);
		platform_refresh(&o);
		if (strcmp(platform_rows(&o, id), "2503 unsent") != 0)
			fail_msg("%s: settled while its writer lives", cases[i].why);
		forget_writer(&o);
		platform_refresh(&o);
		if (strcmp(platform_rows(&o, id), cases[i].rows) != 0)
			fail_msg("%s: %s", cases[i].why, platform_rows(&o, id));
		office_close(&o);
	}
}

/* While one desk writes, another does not write the same. */
static void two_desks__do_not_write__at_once(void **unused)
{
	struct national_result result;
	struct err err = { 0 };
	char path[160];
	struct office o;

	(void)unused;
	platform_open(&o);
	platform_filed(&o, 1);
	platform_refresh(&o);
	leave_file(&o, "first.jsonl", BEGUN);
	snprintf(path, sizeof(path), "%s/second.jsonl", o.s.folder);
	assert_int_equal(national_export(o.st, office_who(&o, "wm"), "2503", path, &result, &err),
			 -1);
	assert_int_equal(err.code, ERR_BUSY);
	assert_int_equal(access(path, F_OK), -1);
	free(result.missing);
	office_close(&o);
}

/* What is revoked while its request stands in a file that may have left stays until that is known. */
static void revoked__while_it_is_written__is_revoked_there(void **unused)
{
	struct office o;
	int64_t id;

	(void)unused;
	platform_open(&o);
	id = platform_filed(&o, 1);
	platform_refresh(&o);
	leave_file(&o, "slow.jsonl", NAMED);
	platform_end(&o, id, ACT_REVOKE);
	platform_refresh(&o);
	assert_string_equal(platform_rows(&o, id), "2503 unsent");
	forget_writer(&o);
	platform_refresh(&o);
	assert_string_equal(platform_rows(&o, id), "2503 sent 2504 unsent");
	office_close(&o);
}

/* ---- numbers ---- */

static int in_order(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void msgid_next__is_unique__ten_thousand_times(void **unused)
{
	enum { MANY = 10000 };
	char(*made)[MSGID_SIZE] = calloc(MANY, MSGID_SIZE);
	struct msgid_maker m;
	struct office o;

	(void)unused;
	platform_open(&o);
	setenv("MTDESK_NOW", "2026-12-31 23:59:59", 1);
	assert_int_equal(msgid_begin(o.st, "H51110200001", "", &m, NULL), 0);
	for (size_t i = 0; i < MANY; i++) {
		assert_int_equal(msgid_next(o.st, &m, made[i], NULL), 0);
		if (strlen(made[i]) != 30)
			fail_msg("%s is not 30 characters long", made[i]);
	}
	assert_string_equal(made[0], "H51110200001202612312359590001");
	assert_string_equal(made[MANY - 1], "H51110200001202701010000000001");
	qsort(made, MANY, MSGID_SIZE, in_order);
	for (size_t i = 1; i < MANY; i++)
		if (strcmp(made[i - 1], made[i]) == 0)
			fail_msg("%s twice", made[i]);
	assert_int_equal(msgid_begin(o.st, "H51110200001", "7", &m, NULL), 0);
	for (size_t i = 0; i < 1001; i++)
		assert_int_equal(msgid_next(o.st, &m, made[0], NULL), 0);
	assert_string_equal(made[0] + 12, "202701010000007000");
	free(made);
	office_close(&o);
}

/* The same second, again and after a start: what the store knows is passed over. */
static void msgid_next__passes_over__what_was_given(void **unused)
{
	struct office o;
	int64_t first, second;

	(void)unused;
	platform_open(&o);
	first = platform_filed(&o, 1);
	live(&o, first, "s");
	second = platform_filed(&o, 2);
	store_close(o.s.st);
	o.s.st = o.st = open_store(o.s.path);
	live(&o, second, "s");
	assert_string_equal(platform_row(&o, first, "2503").msgid,
			    "H51110200001202611220915020001");
	assert_string_equal(platform_row(&o, second, "2503").msgid,
			    "H51110200001202611220915020002");
	office_close(&o);
}

static void outbox_words__tells__the_platform_s_answer(void **unused)
{
	char words[3000];
	struct office o;
	int64_t id;

	(void)unused;
	platform_open(&o);
	id = platform_filed(&o, 1);
	assert_int_equal(outbox_words(o.st, id, words, sizeof(words), NULL), 0);
	assert_string_equal(words, "");
	live(&o, id, "sf");
	assert_int_equal(outbox_words(o.st, id, words, sizeof(words), NULL), 0);
	assert_string_equal(words, "国家平台：2503 退回，平台答复：重复备案");
	live(&o, id, "Asa");
	assert_int_equal(outbox_words(o.st, id, words, sizeof(words), NULL), 0);
	assert_string_equal(words, "国家平台：2503 已回执，流水号 511100000000000000000000000001");
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outbox_refresh__derives__what_a_filing_needs),
		cmocka_unit_test(outbox_refresh__leaves_out__what_was_not_filed),
		cmocka_unit_test(amendment__is_told__in_order),
		cmocka_unit_test(amendment__of_what_was_never_sent__goes_alone),
		cmocka_unit_test(outbox_again__refuses__what_is_settled),
		cmocka_unit_test(outbox_again__keeps__the_old_number),
		cmocka_unit_test(crash__is_settled__by_the_file),
		cmocka_unit_test(two_desks__do_not_write__at_once),
		cmocka_unit_test(revoked__while_it_is_written__is_revoked_there),
		cmocka_unit_test(msgid_next__is_unique__ten_thousand_times),
		cmocka_unit_test(msgid_next__passes_over__what_was_given),
		cmocka_unit_test(outbox_words__tells__the_platform_s_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
