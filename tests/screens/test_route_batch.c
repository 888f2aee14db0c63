/* Covers the reviewed batch: three certified with one password, one that was not read to its end stops the batch, and what
 * another did meanwhile is told filing by filing. */
#include "tests/test.h"

#include "tests/office.h"
#include "tests/screens/route.h"

static const char *const names[] = { "张晓燕", "曾小英", "赵学义" };

/* Three filings wait to be certified. */
static void three_wait(struct store *st)
{
	struct office o = { .st = st };

	world_open(&o.w, "5111", NULL);
	o.ctx = world_on(&o.w, "2026-11-22", true);
	office_enter(&o);
	for (unsigned i = 0; i < ARRAY_SIZE(names); i++) {
		struct filing_record r = office_filing(&o, i);

		filing_set(&r.filing, FIELD_PSN_NAME, names[i]);
		office_bring(&o, office_park(&o, "wm", &r), STATE_READY);
		filing_record_finish(&r);
	}
	for (size_t i = 0; i < OFFICE_PEOPLE; i++)
		sm2_destroy(o.keys[i]);
	sm2_destroy(o.seal_key);
	world_close(&o.w);
}

/* Read the filing under the bar to its end and come back: it counts as read, and is marked. */
static void read_and_mark(struct desk *d)
{
	desk_keys(d, "<Enter>");
	route_read(d);
	desk_keys(d, "<F12>");
	scene_sees(d, "等得最久的在最前", "back in the list");
	desk_settle(d);
	desk_keys(d, "<Space>");
	scene_sees(d, "已标记", "marked");
	desk_settle(d);
}

static struct desk *open_list(struct route *r)
{
	route_begin(r, NULL, three_wait);
	route_as(r, "ljg");
	desk_keys(r->desk, "1<Enter>");
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		scene_sees(r->desk, names[i], "the list");
	return r->desk;
}

static void batch__certifies__three_with_one_password(void **unused)
{
	struct route r;
	struct desk *d = open_list(&r);

	(void)unused;
	for (int i = 0; i < 3; i++)
		read_and_mark(d);
	scene_sees(d, "已标记 3 件", "all are marked");
	desk_keys(d, "<F6>");
	scene_sees(d, "张晓燕、曾小英、赵学义", "who will be certified");
	desk_keys(d, "wrong-Word-1<Enter>");
	scene_sees(d, "口令不对", "a wrong password certifies nobody");
	scene_look_up();
	desk_keys(d, "<C-u>" PEOPLE_PASSWORD "<Enter>");
	scene_sees(d, "共 3 件，办成 3 件，没有办成 0 件", "the summary");
	scene_sees(d, "赵学义 “认定”已签署，校验码", "of each");
	desk_keys(d, "<Enter>");
	scene_sees(d, "没有等待办理的申请表", "nothing waits");
	route_end(&r);
}

static void batch__with_one_unread__is_refused(void **unused)
{
	struct route r;
	struct desk *d = open_list(&r);

	(void)unused;
	read_and_mark(d);
	desk_keys(d, "<Space>");
	scene_sees(d, "已标记 2 件", "the second was not opened");
	desk_keys(d, "<F6>");
	scene_sees(d, "“曾小英”还没有看到末尾", "which one, and what to do");
	scene_sees(d, "待认定   3 件", "nothing was signed");
	route_end(&r);
}

/* The clerk takes one back between the reading and the signature. */
static void batch__after_another_acted__tells_which(void **unused)
{
	struct route r;
	struct desk *d = open_list(&r);
	struct store *st;
	struct actor who;
	struct sm2_key *key;
	struct office o = { 0 };
	struct act_draft draft = { 0 };
	struct err err = { 0 };

	(void)unused;
	for (int i = 0; i < 2; i++)
		read_and_mark(d);
	st = route_store(&r);
	people_sign_in(st, "zl", &who, &key);
	world_open(&o.w, "5111", NULL);
	o.ctx = world_on(&o.w, "2026-11-22", true);
	if (acts_prepare(
		    st, &who,
		    &(struct act_request) { .act = ACT_RETURN, .filing = 1, .reason = "缺一页" },
		    &o.ctx, &draft, &err) ||
	    acts_commit(st, &who, &draft, key, 0, &o.ctx, &err))
		fail_msg("%s", err.msg);
	act_draft_finish(&draft);
	sm2_destroy(key);
	world_close(&o.w);
	store_close(st);
	desk_keys(d, "<F6>");
	scene_sees(d, "都已看到末尾", "the batch is asked for");
	desk_keys(d, PEOPLE_PASSWORD "<Enter>");
	scene_sees(d, "共 2 件，办成 1 件，没有办成 1 件", "the summary");
	scene_sees(d, "张晓燕 没有办成：", "which");
	scene_sees(d, "退回", "and why");
	route_end(&r);
}

/* The head corrects the doctor's title between the reading and the signature. */
static void correct_title(const struct route *r)
{
	struct store *st = route_store(r);
	struct actor who;
	struct doctor doctor;
	struct err err = { 0 };

	people_sign_in(st, "hzr", &who, NULL);
	assert_int_equal(doctor_find(st, "D511102000123", &doctor, &err), 1);
	snprintf(doctor.title, sizeof(doctor.title), "副主任医师");
	if (doctor_save(st, &who, &doctor, &err))
		fail_msg("%s", err.msg);
	store_close(st);
}

static void batch__of_another_text__is_read_again(void **unused)
{
	struct route r;
	struct desk *d = open_list(&r);

	(void)unused;
	read_and_mark(d);
	correct_title(&r);
	desk_keys(d, "<F6>");
	scene_sees(d, "都已看到末尾", "the batch is asked for");
	desk_keys(d, PEOPLE_PASSWORD "<Enter>");
	scene_sees(d, "共 1 件，办成 0 件，没有办成 1 件", "another text is not signed");
	scene_sees(d, "看过之后内容有变", "and why");
	desk_keys(d, "<Enter>");
	scene_sees(d, "待认定   3 件", "nothing was signed");
	desk_keys(d, "<F6>");
	scene_sees(d, "“张晓燕”还没有看到末尾", "and it counts as unread");
	route_end(&r);
}

/* One key from the first page to the signature. */
static void act__by_enter__is_read_and_signed(void **unused)
{
	struct route r;
	struct desk *d = open_list(&r);

	(void)unused;
	desk_keys(d, "<Enter>");
	scene_sees(d, "您将签署以下内容（第 1 版", "the act screen");
	desk_settle(d);
	scene_look_up();
	desk_keys(d, "<Enter>");
	scene_sees(d, "已翻到下一页", "Enter turns the page, and says so");
	for (int i = 0; i < 30 && !desk_sees(d, "请输入口令"); i++) {
		desk_keys(d, "<Enter>");
		desk_settle(d);
	}
	scene_sees(d, "请输入口令", "nothing is signed without it");
	scene_look_up();
	desk_keys(d, PEOPLE_PASSWORD "<Enter>");
	scene_sees(d, "“认定”已签署", "signed");
	route_end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(batch__certifies__three_with_one_password),
		cmocka_unit_test(batch__with_one_unread__is_refused),
		cmocka_unit_test(batch__after_another_acted__tells_which),
		cmocka_unit_test(batch__of_another_text__is_read_again),
		cmocka_unit_test(act__by_enter__is_read_and_signed),
	};

	return cmocka_run_group_tests_name("batch", tests, NULL, NULL);
}
