/* Covers forms/notice: the one list of all that is missing, for each way a filing goes. */
#include "tests/unit/world.h"

#include "forms/notice.h"
#include "forms/text.h"

static struct world leshan, lvliang;

static int open_worlds(void **unused)
{
	(void)unused;
	world_open(&leshan, "5111", NULL);
	world_open(&lvliang, "1411", NULL);
	return 0;
}

static int close_worlds(void **unused)
{
	(void)unused;
	world_close(&leshan);
	world_close(&lvliang);
	return 0;
}

#define PERSON                                                                                     \
	"psn_name=张晓燕;certno=511102199003076642;tel=13812345678;insutype=390;"               \
	"opsp_dise_name=肝豆状核变性;appy_date=2026-03-30;"
#define ITEM_1 "ev.prior_diagnosis=true;"
#define PAPERS "application_form diagnosis_certificate"

struct row {
	const char *region, *route, *pairs, *materials;
	bool proxy;
	const char *list, *why;
};

/* "[证据 kf_ring] …" and so on, a line each. */
static char *list_words(const struct notice *n)
{
	size_t len;
	char *text;
	FILE *f = open_memstream(&text, &len);

	for (size_t i = 0; i < n->count; i++) {
		const struct notice_item *item = &n->items[i];

		fprintf(f, "%s %s: %s\n", notice_kind_label(item->kind),
			item->key                   ? item->key
			: item->field == FIELD_NONE ? "-"
						    : fields[item->field].key,
			item->text);
	}
	fclose(f);
	return text;
}

static const struct policy_route *route_called(const struct world *w, const char *id)
{
	const struct policy *p = policies_routes(w->policies, w->region, "390");

	for (unsigned i = 0; i < p->routes_count; i++)
		if (strcmp(p->routes[i].id, id) == 0)
			return &p->routes[i];
	return NULL;
}

// clang-format off
static const struct row rows[] = {
	{ "5111", "in_hospital", PERSON, PAPERS, false, "", "nothing is missing: a reference demands no evidence" },
	{ "5111", "in_hospital", "", "", false,
	  "填写 psn_name: 姓名尚未填写\n填写 gend: 性别尚未填写\n填写 age: 年龄尚未填写\n填写 insutype: 险种尚未填写\n"
	  "填写 certno: 身份证件号码尚未填写\n填写 tel: 联系电话尚未填写\n填写 opsp_dise_code: 病种编码尚未填写\n"
	  "填写 opsp_dise_name: 申报病种名称尚未填写\n填写 appy_date: 申请日期尚未填写\n"
	  "材料 application_form: 缺“申请表”；请附上扫描件，或记下已见纸质件\n"
	  "材料 diagnosis_certificate: 缺“病情诊断证明”；请附上扫描件，或记下已见纸质件\n", "all of it, at once" },
	{ "5111", "in_hospital", PERSON "tel=12345", PAPERS, false,
	  "填写 tel: “***45”不像电话号码：手机 11 位，固话带区号；请核对\n", "what is wrong has to be mended too" },
	{ "5111", "in_hospital", PERSON "opsp_dise_name=2型糖尿病", PAPERS, false,
	  "填写 symp_dscr: 申报病种情况尚未填写\n", "no criteria: the doctor's words" },

	/* evidence of binding criteria */
	{ "1411", "certified_registered", PERSON ITEM_1, "", false,
	  "证据 ceruloplasmin: 第2至5条中任一条的证据：第2条 血清铜蓝蛋白、24h 尿铜；第3条 角膜 K-F 环；第4条 肝铜含量（肝干重）；第5条 ATP7B 基因突变检测\n",
	  "any one of four items" },
	{ "1411", "certified_registered", PERSON ITEM_1 "ev.kf_ring=false", "", false,
	  "证据 ceruloplasmin: 第2、4、5条中任一条的证据：第2条 血清铜蓝蛋白、24h 尿铜；第4条 肝铜含量（肝干重）；第5条 ATP7B 基因突变检测\n",
	  "one of them is refuted" },
	{ "1411", "certified_registered", PERSON ITEM_1 "ev.kf_ring=false;ev.liver_copper=1|ug/g;ev.atp7b=false;ev.ceruloplasmin=300|mg/L", "", false,
	  "证据 urine_copper_24h: 第2条的证据：24h 尿铜\n", "one test is left" },
	{ "1411", "certified_registered", PERSON "ev.kf_ring=true", "", false,
	  "证据 prior_diagnosis: 第1条的证据，有一项即可：既往明确诊断、原因不明的神经或精神症状、原因不明的肝脏损害\n",
	  "the item that nothing replaces" },
	{ "1411", "certified_registered", PERSON "ev.liver_damage=false", "", false,
	  "证据 prior_diagnosis: 第1条的证据，有一项即可：既往明确诊断、原因不明的神经或精神症状\n"
	  "证据 ceruloplasmin: 第2至5条中任一条的证据：第2条 血清铜蓝蛋白、24h 尿铜；第3条 角膜 K-F 环；第4条 肝铜含量（肝干重）；第5条 ATP7B 基因突变检测\n",
	  "both parts of the rule" },
	{ "1411", "certified_registered", PERSON ITEM_1 "ev.atp7b=true", "", false, "", "eligible: nothing is missing" },
	{ "1411", "certified_registered", PERSON "ev.prior_diagnosis=false;ev.neuro_psychiatric=false;ev.liver_damage=false", "", false, "",
	  "ineligible: nobody can bring what would change it" },

	/* materials */
	{ "5111", "elsewhere", PERSON, "medical_record application_form", false,
	  "材料 diagnosis_certificate: 缺“病情诊断证明”；请附上扫描件，或记下已见纸质件\n"
	  "材料 test_reports: 缺“检验检查报告”；请附上扫描件，或记下已见纸质件\n", "two of four are there" },
	{ "5111", "elsewhere", PERSON, PAPERS " medical_record test_reports other", false, "", "all four, and another" },
	{ "5111", NULL, PERSON, "", false, "", "no pack says which materials" },

	/* somebody applies for the person */
	{ "5111", "elsewhere", PERSON, PAPERS " medical_record test_reports", true,
	  "代办人 agnter_name: 代办人姓名尚未填写\n代办人 agnter_certno: 代办人证件号码尚未填写\n代办人 agnter_tel: 代办人电话尚未填写\n"
	  "代办人 agnter_rlts: 代办人与申请人关系尚未填写\n", "nothing of the agent is there" },
	{ "5111", "elsewhere", PERSON "agnter_name=张建军;agnter_rlts=父母", PAPERS " medical_record test_reports", true,
	  "代办人 agnter_certno: 代办人证件号码尚未填写\n代办人 agnter_tel: 代办人电话尚未填写\n", "half of it; said once" },
	{ "5111", "elsewhere", PERSON "agnter_name=张建军;agnter_rlts=父母", PAPERS " medical_record test_reports", false,
	  "代办人 agnter_certno: 代办人证件号码尚未填写\n代办人 agnter_tel: 代办人电话尚未填写\n", "whoever is named is to be named whole" },
	{ "5111", "in_hospital", PERSON "agnter_name=张建军", PAPERS, false,
	  "代办人 agnter_name: “在院认定”不由他人代办；请清空代办人，或改选办理途径\n", "no agent in hospital" },
};
// clang-format on

static void notice_make__lists__all_at_once(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct row *row = &rows[i];
		const struct world *w = strcmp(row->region, "1411") == 0 ? &lvliang : &leshan;
		struct check_context check = world_on(w, "2026-03-30", false);
		struct notice_context ctx = { &check,
					      row->route ? route_called(w, row->route) : NULL,
					      row->materials, row->proxy };
		struct filing f = { 0 };
		struct notice n = { 0 };
		char *words;

		set_pairs(&f, row->pairs);
		assert_int_equal(notice_make(&f, &ctx, &n), 0);
		words = list_words(&n);
		if (strcmp(words, row->list) != 0)
			fail_msg("%s:\n%s", row->why, words);
		free(words);
		notice_finish(&n);
		filing_finish(&f);
	}
}

static void notice_make__tells__that_a_notice_has_ended(void **unused)
{
	struct check_context check = world_on(&lvliang, "2026-05-01", false);
	struct notice_context ctx = { .check = &check };
	struct filing f = { 0 };
	struct notice n = { 0 };

	(void)unused;
	set_pairs(&f, PERSON ITEM_1 "ev.kf_ring=true");
	assert_int_equal(notice_make(&f, &ctx, &n), 0);
	assert_int_equal(n.count, 1);
	assert_non_null(strstr(n.items[0].text, "2026-04-30"));
	assert_non_null(strstr(n.items[0].text, "续期"));
	notice_finish(&n);
	notice_finish(NULL);
	filing_finish(&f);
}

/* A pack that wants two of three further items, and names its evidence at length. */
static void notice_make__counts__what_is_still_needed(void **unused)
{
	struct policy_evidence evidence[3] = { 0 };
	struct policy_test tests[3] = { 0 };
	struct policy_item items[3] = { 0 };
	static char one[] = "1", two[] = "2", three[] = "3";
	char *nos[] = { one, two, three };
	char label[700] = "";
	bool yes = true;
	struct notice n = { 0 };
	struct filing f = { 0 };
	struct world w;
	struct check_context check;
	struct notice_context ctx = { .check = &check };
	struct policy *p;
	struct policy_criteria *c, before;

	(void)unused;
	world_open(&w, "1411", NULL);
	p = (struct policy *)policies_find(w.policies, "shanxi-2024-3");
	c = p->criteria;
	before = *c;
	for (size_t i = 0; i < 200; i++)
		strncat(label, "铜", sizeof(label) - strlen(label) - 1);
	for (size_t i = 0; i < 3; i++) {
		evidence[i] =
			(struct policy_evidence) { .key = nos[i], .label = i ? nos[i] : label };
		tests[i] = (struct policy_test) { .evidence = nos[i], .positive = &yes };
		items[i] = (struct policy_item) { nos[i], nos[i], &tests[i], 1 };
	}
	c->evidence = evidence;
	c->items = items;
	c->of = nos;
	c->evidence_count = c->items_count = c->of_count = 3;
	c->require_count = 0;
	c->at_least = 2;

	check = world_on(&w, "2026-03-30", false);
	set_pairs(&f, PERSON);
	assert_int_equal(notice_make(&f, &ctx, &n), 0);
	assert_int_equal(n.count, 1);
	assert_memory_equal(n.items[0].text, "第1至3条中任 2 条的证据：第1条 铜",
			    strlen("第1至3条中任 2 条的证据：第1条 铜"));
	assert_true(text_valid(n.items[0].text, strlen(n.items[0].text), NULL));
	notice_finish(&n);

	evidence_set(&f.evidence, "1", "false", NULL, NULL);
	assert_int_equal(notice_make(&f, &ctx, &n), 0);
	assert_int_equal(n.count, 2); /* both that are left are needed */
	assert_string_equal(n.items[0].text, "第2条的证据：2");
	assert_string_equal(n.items[1].text, "第3条的证据：3");
	notice_finish(&n);

	filing_finish(&f);
	*c = before;
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(notice_make__lists__all_at_once),
		cmocka_unit_test(notice_make__tells__that_a_notice_has_ended),
		cmocka_unit_test(notice_make__counts__what_is_still_needed),
	};

	return cmocka_run_group_tests(tests, open_worlds, close_worlds);
}
