/* Covers what is not to be done, pressed by a real person: somebody else's act, an act too early or too late, a seal by who certified,
 * a second filing for the same entitlement; a filing returned and mended; and somebody who acts on what is being read. */
#include "tests/test.h"

#include "tests/office.h"
#include "tests/screens/route.h"

/* 孙立 is doctor and keeper of a seal: she may be either, but not both for one filing. */
static void doctor_who_keeps_a_seal(struct setup *s)
{
	struct first_person *p = &s->people[s->count++];

	*p = (struct first_person) { .password = PEOPLE_PASSWORD };
	p->staff.roles = ROLE_BIT(ROLE_DOCTOR) | ROLE_BIT(ROLE_SEAL_KEEPER);
	p->staff.active = true;
	snprintf(p->staff.login, sizeof(p->staff.login), "sl");
	snprintf(p->staff.name, sizeof(p->staff.name), "孙立");
	snprintf(p->doctor.code, sizeof(p->doctor.code), "D511102000124");
	snprintf(p->doctor.title, sizeof(p->doctor.title), "主任医师");
	snprintf(p->doctor.diseases, sizeof(p->doctor.diseases), "*");
	snprintf(p->seal, sizeof(p->seal), "院务专用章");
}

static const struct {
	const char *name;
	enum filing_state state;
} waiting[] = {
	{ "张晓燕", STATE_READY },   { "曾小英", STATE_CERTIFIED }, { "赵学义", STATE_SEALED },
	{ "吉克木呷", STATE_FILED }, { "周大海", STATE_DRAFT },
};

static void begin_office(struct office *o, struct store *st)
{
	*o = (struct office) { .st = st };
	world_open(&o->w, "5111", NULL);
	o->ctx = world_on(&o->w, "2026-11-22", true);
	office_enter(o);
}

static void end_office(struct office *o)
{
	for (size_t i = 0; i < OFFICE_PEOPLE; i++)
		sm2_destroy(o->keys[i]);
	sm2_destroy(o->seal_key);
	world_close(&o->w);
}

static void one_of_each(struct store *st)
{
	struct office o;

	begin_office(&o, st);
	for (unsigned i = 0; i < ARRAY_SIZE(waiting); i++) {
		struct filing_record r = office_filing(&o, i);

		filing_set(&r.filing, FIELD_PSN_NAME, waiting[i].name);
		office_bring(&o, office_park(&o, "wm", &r), waiting[i].state);
		filing_record_finish(&r);
	}
	end_office(&o);
}

/* ---- somebody else's, too early, too late ---- */

static const struct {
	const char *login, *name, *keys, *reason, *why;
} forbidden[] = {
	// clang-format off
	{ "wm",  "周大海",   "<F7>", "此件现为“已暂存”，不能用印",   "a draft is not sealed" },
	{ "wm",  "张晓燕",   "<F8>", "此件现为“待认定”，不能备案",   "nothing is filed that nobody certified" },
	{ "wm",  "张晓燕",   "x",    "下一步由认定医师按 F6 认定",     "what was submitted is not typed over" },
	{ "wm",  "曾小英",   "<F7>", "“用印”应由用印人办理",         "a clerk seals nothing" },
	{ "wm",  "赵学义",   "<F6>", "此件现为“待备案”，不能认定",   "certified twice" },
	{ "wm",  "吉克木呷", "<F8>", "此件现为“已备案”，不能备案",   "filed twice" },
	{ "ljg", "曾小英",   "<F7>", "“用印”应由用印人办理",         "a doctor seals nothing" },
	{ "ljg", "赵学义",   "<F8>", "“备案”应由经办人办理",         "a doctor files nothing" },
	{ "cf",  "周大海",   "<F6>", "“提交”应由经办人、认定医师办理", "a keeper registers nothing" },
	{ "cf",  "张晓燕",   "<F6>", "“认定”应由认定医师办理",       "a keeper certifies nothing" },
	{ "cf",  "周大海",   "x",    "由经办人或认定医师填写和提交",   "a keeper types nothing" },
	{ "hzr", "张晓燕",   "<F6>", "“认定”应由认定医师办理",       "the head is no doctor" },
	{ "hzr", "曾小英",   "<F7>", "“用印”应由用印人办理",         "the head keeps no seal" },
	{ "sj",  "张晓燕",   "<F6>", "“认定”应由认定医师办理",       "an auditor changes nothing" },
	{ "sj",  "赵学义",   "<F8>", "“备案”应由经办人办理",         "an auditor files nothing" },
	// clang-format on
};

static void act__forbidden__is_refused_with_its_reason(void **unused)
{
	struct route r;
	const char *login = "";

	(void)unused;
	route_begin(&r, NULL, one_of_each);
	for (size_t i = 0; i < ARRAY_SIZE(forbidden); i++) {
		if (strcmp(login, forbidden[i].login) != 0)
			route_as(&r, forbidden[i].login);
		login = forbidden[i].login;
		route_open(r.desk, forbidden[i].name);
		desk_keys(r.desk, forbidden[i].keys);
		scene_sees(r.desk, forbidden[i].reason, forbidden[i].why);
		scene_look_up();
	}
	route_end(&r);
}

/* What the home screen does not offer says why, too. */
static const struct {
	const char *login, *keys, *reason;
} closed_doors[] = {
	{ "cf", "n", "“录入”应由经办人、认定医师办理" },
	{ "cf", "7<Enter>", "“监督抽查与统计”应由医保负责人、审计管理员办理" },
	{ "wm", "u<Enter>", "“人员与岗位”应由安全管理员办理" },
	{ "wm", "g<Enter>", "“机构、医师与印章名册”应由医保负责人办理" },
	{ "wm", "j<Enter>", "审计管理员办理" },
	{ "aq", "<F3>", "“查看申请表”应由" },
	{ "xt", "511102199003076626", "“录入”应由经办人、认定医师办理" },
};

static void home__keeps_closed__what_is_not_ones_own(void **unused)
{
	struct route r;
	const char *login = "";

	(void)unused;
	route_begin(&r, NULL, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(closed_doors); i++) {
		if (strcmp(login, closed_doors[i].login) != 0)
			route_as(&r, closed_doors[i].login);
		login = closed_doors[i].login;
		desk_keys(r.desk, closed_doors[i].keys);
		scene_sees(r.desk, closed_doors[i].reason, closed_doors[i].keys);
		scene_look_up();
	}
	desk_keys(r.desk, "<F12>"); /* what was typed last */
	route_end(&r);
}

/* ---- one person, one filing, one hand ---- */

static void seal__by_who_certified__is_refused(void **unused)
{
	struct route r;
	struct desk *d;

	(void)unused;
	route_begin(&r, doctor_who_keeps_a_seal, one_of_each);
	route_as(&r, "sl");
	d = r.desk;
	route_take(d, '1', "张晓燕");
	route_sign(d, PEOPLE_PASSWORD, "“认定”已签署");
	route_open(d, "张晓燕");
	desk_keys(d, "<F7>");
	scene_sees(d, "用印方式", "she keeps a seal");
	desk_keys(d, "<Enter>1<F2>");
	scene_sees(d, "“孙立”已认定此件，不得再用印", "but not for what she certified");
	scene_look_up();
	desk_keys(d, "<F12>");
	scene_sees(d, "1 是    2 否", "what was filled in is not thrown away unasked");
	desk_keys(d, "1");
	route_end(&r);
}

static void submit__of_a_second__shows_the_first(void **unused)
{
	struct route r;
	struct desk *d;
	struct store *st;
	struct office o;
	struct filing_record twin;

	(void)unused;
	route_begin(&r, NULL, one_of_each);
	st = route_store(&r);
	begin_office(&o, st);
	twin = office_filing(&o, 3);
	filing_set(&twin.filing, FIELD_PSN_NAME, "吉克木果");
	office_park(&o, "wm", &twin);
	filing_record_finish(&twin);
	end_office(&o);
	store_close(st);
	route_as(&r, "wm");
	d = r.desk;
	route_open(d, "吉克木果");
	desk_keys(d, "<F6>");
	scene_sees(d, "不能重复办理", "one entitlement, one filing");
	scene_cell_is(d, FIELD_PSN_NAME, "吉克木呷", "the one that stands is shown");
	route_end(&r);
}

/* ---- returned, and mended ---- */

static void return__tells_why__and_is_mended(void **unused)
{
	struct route r;
	struct desk *d;

	(void)unused;
	route_begin(&r, NULL, one_of_each);
	route_as(&r, "ljg");
	d = r.desk;
	route_take(d, '1', "张晓燕");
	route_read(d);
	desk_keys(d, "<F7>");
	scene_sees(d, "写明缺什么", "a return has a reason");
	desk_keys(d, "<Enter>");
	scene_sees(d, "理由不能空着", "and not an empty one");
	scene_look_up();
	desk_keys(d, "痰检报告缺第二页<Enter>");
	route_sign(d, NULL, "“退回”已签署");
	route_as(&r, "wm");
	scene_sees(d, "退回待补      1   张晓燕", "the home screen says who");
	desk_keys(d, "4<Enter>");
	scene_sees(d, "张晓燕", "the list");
	desk_keys(d, "<Enter>");
	scene_sees(d, "痰检报告缺第二页", "the form says why, on top");
	desk_keys(d, "<F6>");
	route_sign(d, NULL, "“提交”已签署");
	route_end(&r);
}

static void decline__ends__what_is_not_met(void **unused)
{
	struct route r;
	struct desk *d;

	(void)unused;
	route_begin(&r, NULL, one_of_each);
	route_as(&r, "ljg");
	d = r.desk;
	route_take(d, '1', "张晓燕");
	route_read(d);
	desk_keys(d, "<F8>");
	scene_sees(d, "写明缺什么", "a refusal has a reason");
	desk_keys(d, "影像不支持<F12>");
	scene_sees(d, "1 是    2 否", "what was typed is not thrown away unasked");
	desk_keys(d, "2");
	scene_sees(d, "影像不支持", "it stands");
	scene_look_up();
	desk_keys(d, "<Enter>");
	scene_sees(d, "本人确认该患者不符合", "its own meaning");
	route_sign(d, PEOPLE_PASSWORD, "“不予认定”已签署");
	route_open(d, "张晓燕");
	scene_sees(d, "影像不支持", "the form says why");
	desk_keys(d, "<F6>");
	scene_sees(d, "此件现为“不予认定”", "it is over");
	route_end(&r);
}

/* ---- at the same time ---- */

static void act__on_what_changed_meanwhile__is_told(void **unused)
{
	struct route r;
	struct desk *d;
	struct store *st;
	struct office o;

	(void)unused;
	route_begin(&r, doctor_who_keeps_a_seal, one_of_each);
	route_as(&r, "sl");
	d = r.desk;
	route_take(d, '1', "张晓燕");
	route_read(d);
	st = route_store(&r);
	begin_office(&o, st);
	office_step(&o, "zl", ACT_RETURN, 1);
	end_office(&o);
	store_close(st);
	scene_look_up();
	desk_keys(d, PEOPLE_PASSWORD "<Enter>");
	scene_sees(d, "此件现为“退回待补”，不能认定", "what somebody did meanwhile");
	scene_sees(d, "没有等待办理的申请表", "the list is read anew");
	route_end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(act__forbidden__is_refused_with_its_reason),
		cmocka_unit_test(home__keeps_closed__what_is_not_ones_own),
		cmocka_unit_test(seal__by_who_certified__is_refused),
		cmocka_unit_test(submit__of_a_second__shows_the_first),
		cmocka_unit_test(return__tells_why__and_is_mended),
		cmocka_unit_test(decline__ends__what_is_not_met),
		cmocka_unit_test(act__on_what_changed_meanwhile__is_told),
	};

	return cmocka_run_group_tests_name("refused", tests, NULL, NULL);
}
