/* Covers the route of certified, then registered, at the agency of a county of 吕梁 (1411): the notices ended on 2026-04-30, so that
 * nothing goes on until the head has recorded the document that prolongs them; then the responsible doctor's paper is taken over from
 * the register, sealed as ink, filed to the last day of the prolonged notice; amended and revoked. */
#include "tests/test.h"

#include "tests/office.h"
#include "tests/screens/route.h"

/* Shanxi's notices demand two responsible doctors of a designated hospital. */
static void at_the_agency(struct setup *s)
{
	size_t kept = 0;

	snprintf(s->institution.code, sizeof(s->institution.code), "J141100");
	snprintf(s->institution.name, sizeof(s->institution.name), "吕梁市医疗保险服务中心");
	snprintf(s->institution.region, sizeof(s->institution.region), "1411");
	s->institution.kind = INSTITUTION_AGENCY;
	s->institution.level = 0;
	s->institution.certifies = false;
	for (size_t i = 0; i < s->count; i++)
		if (!*s->people[i].doctor.code)
			s->people[kept++] = s->people[i];
	s->count = kept;
}

static void doctor_in_the_register(struct desk *d, const char *name, const char *code)
{
	char keys[256], told[128];

	snprintf(keys, sizeof(keys), "n%s<Enter>%s<Enter>主任医师<Enter>", name, code);
	desk_keys(d, keys);
	scene_sees(d, "吕梁市医疗保险服务中心", "this desk's institution is proposed");
	desk_keys(d, "sxykdx");
	scene_sees(d, "1  山西医科大学第一医院", "found by initials");
	desk_keys(d, "<Enter><F2>");
	snprintf(told, sizeof(told), "“%s”已存入名册", name);
	scene_sees(d, told, "a responsible doctor");
}

static void hospital_in_the_register(struct route *r)
{
	struct desk *d;

	route_as(r, "hzr");
	d = r->desk;
	desk_keys(d, "g<Enter>");
	scene_sees(d, "J141100", "the register");
	desk_keys(d, "n山西医科大学第一医院<Enter>h14010000001<Enter>1<Enter><C-u>1401<F2>");
	scene_sees(d, "“山西医科大学第一医院”已存入名册", "the designated hospital");
	desk_keys(d, "<Tab>");
	doctor_in_the_register(d, "郭建平", "D140100000001");
	doctor_in_the_register(d, "武丽华", "D140100000002");
	desk_keys(d, "<Tab>n医疗保险专用章<Enter>");
	desk_keys(d, "sxykdx");
	scene_sees(d, "1  山西医科大学第一医院", "found by initials");
	desk_keys(d, "<Enter><F2>");
	scene_sees(d, "“医疗保险专用章”已存入名册", "its seal");
}

static void expired_notice_stops_it(struct route *r)
{
	struct desk *d = r->desk;

	route_register(d, "511102199003076626", "张晓燕", "13812345678");
	desk_keys(d, "<F6>");
	scene_sees(d, "期满", "the notices ended on 2026-04-30");
	scene_sees(d, "续期文件", "and what will do");
	route_home(d);
	desk_keys(d, "9<Enter>");
	scene_sees(d, "晋医保发〔2024〕3号", "the packs");
	desk_keys(d, "<F10>");
	scene_sees(d, "菜单 ", "the menu");
	scene_lacks(d, "续期登记", "a clerk is not offered to prolong anything");
	desk_keys(d, "<F12>");
	route_home(d);
}

static void renew(struct route *r, const char *document, const char *code)
{
	struct desk *d = r->desk;
	char keys[128];

	route_home(d);
	desk_keys(d, "9<Enter>");
	scene_sees(d, document, "the packs");
	desk_settle(d);
	route_select(d, document);
	route_menu(d, "续期登记");
	scene_sees(d, "续期文号", "what is asked");
	snprintf(keys, sizeof(keys), "<Enter>%s<Enter>2028-04-30<Enter>", code);
	desk_keys(d, keys);
	route_sign(d, PEOPLE_PASSWORD, "已登记 晋医保发〔2026〕");
}

/* The head records another document at a desk of his own, while this one runs. */
static void renew_elsewhere(const struct route *r, const char *policy, const char *code)
{
	struct store *st = route_store(r);
	struct act_request req = {
		.act = ACT_RENEW, .policy = policy, .document = code, .until = "2028-04-30"
	};
	struct act_draft draft = { 0 };
	struct check_context ctx;
	struct world w;
	struct actor head;
	struct sm2_key *key;
	struct err err = { 0 };

	people_sign_in(st, "hzr", &head, &key);
	world_open(&w, "1411", NULL);
	ctx = world_on(&w, "2026-11-22", true);
	if (acts_prepare(st, &head, &req, &ctx, &draft, &err) ||
	    staff_confirm(st, &head, PEOPLE_PASSWORD, NULL, &err) ||
	    acts_commit(st, &head, &draft, key, 0, &ctx, &err))
		fail_msg("%s", err.msg);
	act_draft_finish(&draft);
	sm2_destroy(key);
	world_close(&w);
	store_close(st);
}

static void submit(struct route *r)
{
	struct desk *d = r->desk;

	route_as(r, "wm");
	route_open(d, "张晓燕");
	desk_keys(d, "<F6>");
	route_sign(d, NULL, "“提交”已签署");
}

static void certify(struct route *r, int version)
{
	struct desk *d = r->desk;

	(void)version;
	route_as(r, "wm");
	route_take(d, '1', "张晓燕");
	scene_sees(d, "纸质材料上签名的医师", "the doctor comes out of the register");
	desk_keys(d, "gjp<Enter>");
	scene_sees(d, "郭建平 主任医师", "found by initials");
	desk_keys(d, "<Enter>");
	desk_wait_quiet(d);
	desk_keys(d, "<F2>");
	route_sign(d, PEOPLE_PASSWORD, "“采认纸质认定”已签署");
}

static void seal(struct route *r)
{
	struct desk *d = r->desk;

	route_as(r, "cf");
	route_take(d, '2', "张晓燕");
	scene_sees(d, "核对印章", "of another institution only ink");
	desk_keys(d, "<Enter>13<F2>");
	route_sign(d, PEOPLE_PASSWORD, "“用印”已签署");
}

static const struct route_way way = { certify, seal, "J141100-2026-00001-" };

static void route__certified_then_registered__after_a_renewal(void **unused)
{
	struct route r;

	(void)unused;
	route_begin_by_keys(&r, at_the_agency);
	hospital_in_the_register(&r);
	route_as(&r, "wm");
	expired_notice_stops_it(&r);
	route_as(&r, "hzr");
	renew(&r, "晋医保发〔2024〕4号", "晋医保发〔2026〕7号");
	route_as(&r, "wm");
	renew_elsewhere(&r, "shanxi-2024-3", "晋医保发〔2026〕6号");
	submit(&r);
	route_to_filed(&r, &way, 1);
	route_open(r.desk, "张晓燕");
	desk_keys(r.desk, "<PageDown>");
	scene_cell_has(r.desk, FIELD_FIXMEDINS_NAME, "至 2028-04-30",
		       "the prolonged notice's last day");
	route_amend_and_revoke(&r, &way, "张晓燕");
	route_end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(route__certified_then_registered__after_a_renewal),
	};

	return cmocka_run_group_tests_name("route registered", tests, NULL, NULL);
}
