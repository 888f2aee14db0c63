/* Covers the route in hospital by keys: registered and submitted by the clerk, certified by the doctor, sealed by the keeper, filed
 * by the clerk, amended, and revoked by the head; on the way every step that is not this person's, or not yet, is refused with its
 * reason, a wrong password leaves what stood there, and the form shows who, when, level and check code. */
#include "tests/test.h"

#include "tests/screens/route.h"

#define ZHANG "511102199003076626", "张晓燕", "13812345678"

static const char *const papers[] = { "申请表", "病情诊断证明", NULL };

/* A refusal names who may, or from which state. */
static void is_refused(struct desk *d, const char *keys, const char *reason, const char *why)
{
	desk_keys(d, keys);
	scene_sees(d, reason, why);
	desk_settle(d);
	scene_look_up();
}

static void submit(struct route *r)
{
	struct desk *d = r->desk;

	route_register(d, ZHANG);
	desk_keys(d, "<F6>");
	scene_sees(d, "病情诊断证明", "what is missing is told at once");
	desk_keys(d, "<F12>");
	route_papers(d, papers);
	desk_keys(d, "<F6>");
	route_sign(d, NULL, "“提交”已签署，校验码");
}

static void nobody_else_certifies(struct route *r)
{
	route_open(r->desk, "张晓燕");
	is_refused(r->desk, "<F7>", "此件现为“待认定”", "a seal before the certification");
	is_refused(r->desk, "<F8>", "此件现为“待认定”", "filing before the seal");
	is_refused(r->desk, "x", "下一步由认定医师按 F6 认定", "typing over what was submitted");
	is_refused(r->desk, "<F6>", "认定医师",
		   "the clerk certifies nothing that is certified here");
	route_home(r->desk);
}

static void certify(struct route *r, int version)
{
	struct desk *d = r->desk;
	char heading[64];

	route_as(r, "ljg");
	route_take(d, '1', "张晓燕");
	snprintf(heading, sizeof(heading), "您将签署以下内容（第 %d 版", version);
	scene_sees(d, heading, "versions are counted on");
	route_sign(d, PEOPLE_PASSWORD, "“认定”已签署");
}

/* The desk stays at the act: what is missing or wrong is said. */
static void a_password_is_needed(struct route *r)
{
	struct desk *d = r->desk;

	route_as(r, "ljg");
	route_take(d, '1', "张晓燕");
	scene_sees(d, "您将签署以下内容", "the act screen");
	desk_settle(d);
	desk_keys(d, "<Enter>");
	scene_sees(d, "已翻到下一页", "nothing unread is signed");
	scene_look_up();
	route_read(d);
	desk_keys(d, "<Enter>");
	scene_sees(d, "请输入口令", "no password, no signature");
	scene_look_up();
	desk_keys(d, "wrong-Word-1<Enter>");
	scene_sees(d, "口令不对", "a wrong one is told");
	scene_sees(d, "您将签署以下内容", "and the text stays");
	scene_look_up();
}

static void seal(struct route *r)
{
	route_as(r, "cf");
	route_take(r->desk, '2', "张晓燕");
	scene_sees(r->desk, "用印方式", "what a seal asks for");
	desk_keys(r->desk, "<Enter>1<F2>");
	route_sign(r->desk, PEOPLE_PASSWORD, "“用印”已签署");
}

static const struct route_way way = { certify, seal, "H51110200001-2026-00001-" };

static void marks_are_shown(struct route *r)
{
	struct desk *d = r->desk;

	route_open(d, "张晓燕");
	desk_keys(d, "<PageDown>");
	scene_sees(d, "李建国 2026-11-22 09:15 桌面签名 校验 ",
		   "who certified, when, how, the check code");
	scene_cell_has(d, FIELD_IDE_FIXMEDINS_NAME, "陈芳", "who sealed");
	scene_cell_has(d, FIELD_FIXMEDINS_NAME, "备案号 H51110200001-2026-00001-", "the number");
	scene_cell_has(d, FIELD_FIXMEDINS_NAME, "长期", "Leshan's notice has no term");
}

static void route__in_hospital__from_draft_to_revoked(void **unused)
{
	struct route r;

	(void)unused;
	route_begin_by_keys(&r, NULL);
	route_as(&r, "wm");
	submit(&r);
	nobody_else_certifies(&r);
	a_password_is_needed(&r);
	route_to_filed(&r, &way, 1);
	marks_are_shown(&r);
	route_amend_and_revoke(&r, &way, "张晓燕");
	route_end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(route__in_hospital__from_draft_to_revoked),
	};

	return cmocka_run_group_tests_name("route in hospital", tests, NULL, NULL);
}
