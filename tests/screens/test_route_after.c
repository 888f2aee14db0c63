/* Covers what comes after the filing: the head's opinion stands above the page; an entitlement is ended when its last day has
 * passed and not before; the history tells each change from what to what, and each act with its reason, newest first. */
#include "tests/test.h"

#include "tests/office.h"
#include "tests/screens/route.h"

/* 张晓燕's ends with the year, 周大海's is a draft. */
static void one_with_an_end(struct store *st)
{
	struct office o = { .st = st };
	struct filing_record r;
	struct act_request file = { .act = ACT_FILE, .enddate = "2026-12-31" };

	world_open(&o.w, "5111", NULL);
	o.ctx = world_on(&o.w, "2026-11-22", true);
	office_enter(&o);
	r = office_filing(&o, 1);
	file.filing = office_park(&o, "wm", &r);
	office_bring(&o, file.filing, STATE_SEALED);
	office_do(&o, "zl", &file, NULL);
	filing_record_finish(&r);
	r = office_filing(&o, 2);
	filing_set(&r.filing, FIELD_PSN_NAME, "周大海");
	office_park(&o, "wm", &r);
	filing_record_finish(&r);
	for (size_t i = 0; i < OFFICE_PEOPLE; i++)
		sm2_destroy(o.keys[i]);
	sm2_destroy(o.seal_key);
	world_close(&o.w);
}

static void opinion__stands__above_the_page(void **unused)
{
	struct route r;
	struct desk *d;

	(void)unused;
	route_begin(&r, NULL, one_with_an_end);
	route_as(&r, "hzr");
	d = r.desk;
	route_open(d, "张晓燕");
	route_menu(d, "复核意见");
	scene_sees(d, "写下复核的结论", "what is asked");
	desk_keys(d, "影像与报告一致<Enter>");
	route_sign(d, NULL, "“复核意见”已签署");
	scene_sees(d, "复核意见：", "above the page");
	scene_sees(d, "何志荣，影像与报告一致", "who, and what");
	route_end(&r);
}

static void expiry__waits__for_the_last_day(void **unused)
{
	struct route r;

	(void)unused;
	route_begin(&r, NULL, one_with_an_end);
	route_as(&r, "wm");
	route_open(r.desk, "张晓燕");
	route_menu(r.desk, "到期终止");
	scene_sees(r.desk, "2026-12-31 才满", "not before its day");
	route_leave(&r);
	route_as_on(&r, "wm", "2027-01-04");
	route_open(r.desk, "张晓燕");
	route_menu(r.desk, "到期终止");
	route_sign(r.desk, NULL, "“到期”已签署");
	scene_sees(r.desk, "已到期", "the form says so");
	route_end(&r);
}

static void history__tells__from_what_to_what(void **unused)
{
	static const char *const told[] = { "张晓燕",   "【备案】 第 1 版", "【用印】",
					    "【认定】", "【提交】",         "签署 4 次" };
	struct route r;
	struct desk *d;

	(void)unused;
	route_begin(&r, NULL, one_with_an_end);
	route_as(&r, "wm");
	d = r.desk;
	route_open(d, "周大海");
	scene_focus_is(d, FIELD_APPY_SIGN, "the one cell that waits");
	desk_keys(d, "<Up><Up>");
	scene_focus_is(d, FIELD_TEL, "the telephone");
	desk_keys(d, "<C-u>0833-2123456<F2>");
	scene_sees(d, "已暂存", "stored");
	route_open(d, "周大海");
	desk_keys(d, "<C-t>");
	scene_sees(d, "王敏  联系电话：13800000002 → 0833-2123456", "who, what, from what to what");
	route_open(d, "张晓燕");
	desk_keys(d, "<C-t>");
	for (size_t i = 0; i < ARRAY_SIZE(told); i++)
		scene_sees(d, told[i], "the acts");
	route_end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opinion__stands__above_the_page),
		cmocka_unit_test(expiry__waits__for_the_last_day),
		cmocka_unit_test(history__tells__from_what_to_what),
	};

	return cmocka_run_group_tests_name("after the filing", tests, NULL, NULL);
}
