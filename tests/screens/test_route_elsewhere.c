/* Covers the route of somebody who is treated elsewhere, at the agency's desk: the clerk takes over the certificate on paper, the
 * keeper checks the ink seal, the clerk files; amended and revoked. A seal that is not legible stops it. */
#include "tests/test.h"

#include "tests/screens/route.h"

static const char *const papers[] = { "申请表", "病历", "病情诊断证明", "检验检查报告", NULL };

/* The agency has no doctor of its own. */
static void at_the_agency(struct setup *s)
{
	size_t kept = 0;

	snprintf(s->institution.code, sizeof(s->institution.code), "J511100");
	snprintf(s->institution.name, sizeof(s->institution.name), "乐山市医疗保障事务中心");
	s->institution.kind = INSTITUTION_AGENCY;
	s->institution.level = 0;
	s->institution.certifies = false;
	for (size_t i = 0; i < s->count; i++)
		if (!*s->people[i].doctor.code)
			s->people[kept++] = s->people[i];
	s->count = kept;
}

static void submit(struct route *r)
{
	struct desk *d = r->desk;

	route_register(d, "511102199003076626", "张晓燕", "13812345678");
	route_menu(d, "办理途径");
	scene_sees(d, "2  异地就医", "the ways");
	desk_keys(d, "2");
	scene_sees(d, "新登记  异地就医", "the way is chosen");
	desk_keys(d, "<F6>");
	scene_sees(d, "病历", "what this way demands is told at once");
	scene_sees(d, "检验检查报告", "all of it");
	desk_keys(d, "<F12>");
	route_papers(d, papers);
	desk_keys(d, "<F6>");
	route_sign(d, NULL, "“提交”已签署");
	route_home(d);
}

static void certify(struct route *r, int version)
{
	struct desk *d = r->desk;

	(void)version;
	route_as(r, "wm");
	route_take(d, '1', "张晓燕");
	scene_sees(d, "出具诊断证明的医疗机构全称", "what a paper from elsewhere says");
	desk_keys(d, "四川大学华西医院<Enter>赵学义<Enter><C-u>20261120<Enter>");
	scene_sees(d, "采认纸质认定", "the act is called what it is");
	route_sign(d, PEOPLE_PASSWORD, "“采认纸质认定”已签署");
	route_home(d);
}

static void seal(struct route *r)
{
	struct desk *d = r->desk;

	route_as(r, "cf");
	route_take(d, '2', "张晓燕");
	scene_sees(d, "印文上的字", "a seal from elsewhere is named");
	desk_keys(d, "医疗保险专用章<Enter>3<F2>");
	scene_sees(d, "“印文清晰”没有标上", "and has to be legible");
	scene_look_up();
	desk_keys(d, "<Down>1<F2>");
	route_sign(d, PEOPLE_PASSWORD, "“用印”已签署");
}

static const struct route_way way = { certify, seal, "J511100-2026-00001-" };

static void paper_is_marked_as_paper(struct route *r)
{
	struct desk *d = r->desk;

	route_open(d, "张晓燕");
	scene_sees(d, "已备案，不能再改", "the form is open");
	desk_keys(d, "<PageDown>");
	/* The cell is taller than what is in view above the last one. */
	scene_sees(d, "赵学义 2026-11-20 纸质；王敏", "who signed, who saw it");
	scene_cell_has(d, FIELD_IDE_FIXMEDINS_NAME, "四川大学华西医院", "where");
	scene_cell_has(d, FIELD_IDE_FIXMEDINS_NAME, "纸质 校验", "the seal is ink");
}

static void route__elsewhere__from_draft_to_revoked(void **unused)
{
	struct route r;

	(void)unused;
	route_begin_by_keys(&r, at_the_agency);
	route_as(&r, "wm");
	submit(&r);
	route_to_filed(&r, &way, 1);
	paper_is_marked_as_paper(&r);
	route_amend_and_revoke(&r, &way, "张晓燕");
	route_end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(route__elsewhere__from_draft_to_revoked),
	};

	return cmocka_run_group_tests_name("route elsewhere", tests, NULL, NULL);
}
