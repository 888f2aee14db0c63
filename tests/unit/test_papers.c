/* Covers forms/paper_{certificate,checklist,notice,slip,benefit,day} and the galley they are set in: what the record says stands in
 * the text of each sheet, what it does not say stands nowhere, nothing is cut, and the pages look as they did.
 *
 * `test_papers --write tests/data/paper` draws the stored pictures anew: do so when a sheet is changed on purpose, and look at
 * every one of them before it is committed. */
#include "tests/pdf.h"
#include "tests/sheets.h"

#include <locale.h>

#include "forms/calendar.h"

#define ANCHOR                                                                                     \
	"mtdesk-anchor/1 0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9 4711 "                               \
	"66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0 "                        \
	"debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732 2026-11-22T18:00:05 "    \
	"3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"               \
	"022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
#define REVOKED "撤销：2026-11-22 09:15:02 何志荣，经核查不符合认定标准"
#define SOURCE "旧台账.csv 第 17 行，SM3 66c7f0f462eeedd9"
#define DOTS_SLACK 24 /* of a page's dots that may be another grey */

/* A sheet, and what of its facts the shared helper leaves out. */
struct scene {
	struct sheet s;
	struct notice notice;
	struct benefit_terms terms;
};

static const struct act_material materials[] = {
	{ "application_form", "申请表扫描.pdf",
	  "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0", "2026-11-19",
	  "乐山市人民医院", 81234, 2 },
	{ "diagnosis_certificate", "", "", "2026-11-18", "四川大学华西医院", 0, 1 },
};

/* ---- scenes ---- */

static void gather(struct scene *x)
{
	const struct filing *f = &x->s.filing;
	struct notice_context ctx = { &x->s.ctx, x->s.ctx.route, "application_form", false };

	sheet_judge(&x->s);
	notice_finish(&x->notice);
	assert_int_equal(notice_make(f, &ctx, &x->notice), 0);
	x->s.facts.notice = &x->notice;
	x->s.facts.terms = NULL;
	if (benefit_terms(x->s.ctx.policies, x->s.ctx.region, filing_get(f, FIELD_OPSP_DISE_CODE),
			  filing_get(f, FIELD_INSUTYPE), &x->terms))
		x->s.facts.terms = &x->terms;
}

static void open_at(struct scene *x, const char *region, const char *pairs, const char *route)
{
	*x = (struct scene) { 0 };
	sheet_open(&x->s, pairs);
	if (strcmp(region, "5111") != 0) {
		world_close(&x->s.w);
		world_open(&x->s.w, region, NULL);
		x->s.ctx = world_on(&x->s.w, "2026-11-22", true);
	}
	x->s.ctx.route = policies_route_named(x->s.w.policies, route);
	x->s.facts.route = x->s.ctx.route->name;
	x->s.facts.printed_by = "王敏";
	gather(x);
}

static void scene_close(struct scene *x)
{
	notice_finish(&x->notice);
	sheet_close(&x->s);
}

static void wilson(struct scene *x)
{
	open_at(x, "5111", SHEET_WILSON, "in_hospital");
	evidence_set(&x->s.filing.evidence, "ceruloplasmin", "185", "mg/L",
		     "2026-10-08 华西医院检验科报告");
	evidence_set(&x->s.filing.evidence, "liver_copper", ">100", "ug/g", NULL);
	sheet_sign(&x->s);
	x->s.facts.doctor_code = "D511102000123";
	x->s.facts.doctor_title = "主治医师";
	x->s.facts.materials = materials;
	x->s.facts.materials_count = ARRAY_SIZE(materials);
	gather(x);
}

static void lung_draft(struct scene *x)
{
	open_at(x, "5111",
		"psn_name=张晓燕;certno=511102199003076626;opsp_dise_code=M00105;agnter_name="
		"吉克木呷",
		"elsewhere");
	x->s.facts.state = STATE_DRAFT;
	x->s.facts.version = 0;
}

static void lung(struct scene *x)
{
	open_at(x, "5111", SHEET_LUNG, "in_hospital");
	sheet_sign(&x->s);
}

static void lvliang(struct scene *x)
{
	open_at(x, "1411", SHEET_WILSON, "certified_registered");
	sheet_sign(&x->s);
	filing_set(&x->s.filing, FIELD_ENDDATE, NULL);
	x->s.facts.prescription = "4–12 周（晋医保发〔2024〕3号）";
	gather(x);
}

static void lvliang_2025(struct scene *x)
{
	lvliang(x);
	assert_int_equal(date_parse("2025-06-01", &x->s.ctx.today), 0);
	filing_set(&x->s.filing, FIELD_BEGNDATE, "2025-05-01");
	gather(x);
}

static void lvliang_renewed(struct scene *x)
{
	struct err err = { 0 };

	lvliang(x);
	assert_int_equal(policies_renew(x->s.w.policies, "shanxi-2024-3", "晋医保发〔2026〕9号",
					(struct date) { 2028, 4, 30 }, &err),
			 0);
	gather(x);
}

static void revoked(struct scene *x)
{
	wilson(x);
	x->s.facts.state = STATE_REVOKED;
	x->s.facts.ended = REVOKED;
}

static void history(struct scene *x)
{
	open_at(x, "5111", SHEET_LUNG, "in_hospital");
	x->s.facts.state = STATE_HISTORY;
	x->s.facts.version = 0;
	x->s.facts.no = "L3-17";
	x->s.facts.source = SOURCE;
}

static void training(struct scene *x)
{
	wilson(x);
	x->s.facts.training = true;
}

static void seen_on_paper(struct scene *x)
{
	wilson(x);
	x->s.facts.certified.level = MARK_INK;
}

static void undetermined(struct scene *x)
{
	open_at(x, "1411", SHEET_PERSON "opsp_dise_code=M01904;ev.prior_diagnosis=true;",
		"certified_registered");
}

static void rare(struct scene *x)
{
	open_at(x, "5111",
		"psn_name=龑䶮·𬭊㛃𠮷;certno=511102199003076626;tel=13812345678;insutype="
		"310;"
		"appy_date=2026-11-20;opsp_dise_code=M00105;symp_dscr=𪜀𫝀𫠠𬺰医院，痰 "
		"<20 "
		"& "
		">5。",
		"in_hospital");
	sheet_sign(&x->s);
	gather(x);
}

static void day(struct scene *x)
{
	static const struct paper_line lines[] = {
		{ "录入", "12" },  { "提交", "11" },
		{ "认定", "9" },   { "机构、医师与印章名册", "1" },
		{ "未办成", "2" }, { "审计链", "第 4200 行至第 4711 行" },
		{ "备案", "8" },
	};

	open_at(x, "5111", SHEET_LUNG, "in_hospital");
	x->s.facts = (struct paper_facts) { .printed_at = "2026-11-22 18:15:02",
					    .printed_by = "王敏",
					    .desk = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
					    .institution = "乐山市人民医院",
					    .day = "2026-11-22",
					    .anchor = ANCHOR,
					    .lines = lines,
					    .lines_count = ARRAY_SIZE(lines) };
}

static void day_open(struct scene *x)
{
	day(x);
	x->s.facts.anchor = "";
	x->s.facts.lines_count = 0;
}

/* ---- making and reading ---- */

struct pdf {
	char *bytes;
	size_t len;
	int pages;
};

static struct pdf print(enum paper kind, const struct paper_facts *f)
{
	struct pdf pdf = { 0 };
	struct err err = { 0 };

	if (paper_make(kind, f, NULL, &pdf.bytes, &pdf.len, &pdf.pages, &err) < 0)
		fail_msg("%s: %s", paper_key(kind), err.msg);
	return pdf;
}

static char *squeezed_text(enum paper kind, const struct paper_facts *f)
{
	struct pdf pdf = print(kind, f);
	char *text = pdf_squeeze(pdf_text(pdf.bytes, pdf.len, "-raw"));

	free(pdf.bytes);
	return text;
}

static bool holds(const char *squeezed, const char *words)
{
	char *plain = pdf_squeeze(strdup(words));
	bool found = strstr(squeezed, plain);

	free(plain);
	return found;
}

#define CERTNO "511102199003076626"
#define MASKED "511***********6626"
#define CODE "7Q4M-2K6D-XA"

/* Words of a row are parted by |. */
// clang-format off
static const struct {
	void (*scene)(struct scene *x);
	enum paper kind;
	const char *there, *not_there, *why;
} rows[] = {
	{ wilson, PAPER_CERTIFICATE,
	  "病情诊断证明|张晓燕|女|36 周岁|居民身份证|" CERTNO "|城乡居民|肝豆状核变性（M01904）|第1条|既往明确诊断|第2条|血清铜蓝蛋白 < 200 mg/L|"
	  "185 mg/L（2026-10-08 华西医院检验科报告）|24h 尿铜 > 100 ug/24h|1.6 umol/24h = 101.6736 ug/24h|"
	  "参考标准：晋医保发〔2024〕3号 附件 肝豆状核变性准入标准|shanxi-2024-3，第 1 版|没有约束力|该患者符合“肝豆状核变性”门诊慢特病认定标准|"
	  "李建国|主治医师|D511102000123|2026-11-22|8 周|本台签名（1 级）|B3D5-F7H2-KL|8899aabbccddeeff|医疗保险专用章|C4E6-G2I3-MN|"
	  "不是电子印章|医师（签名）|医疗机构（盖章）|" CODE "|511102-2026-00001-K|20261120-0001|第 1 版|第 1 次打印",
	  "角膜|转录|尚未认定|注意|培训|没有装入", "certified by reference criteria" },
	{ lung, PAPER_CERTIFICATE, "病情：咳嗽三月，痰菌阳性，CT 示双肺结核。|没有装入本病种的结构化认定条文|肺结核（M00105）|该患者符合“肺结核”",
	  "条文出处|参考标准|第1条", "without criteria" },
	{ lung_draft, PAPER_CERTIFICATE, "病情：尚未填写|尚未认定，由认定医师审核后签署|医师（签名）", "该患者符合|校验码|备案号|本台签名", "a draft" },
	{ undetermined, PAPER_CERTIFICATE, "按现有证据：尚不能判定|尚未认定|依据：晋医保发〔2024〕3号|已于 2026-04-30 期满", "该患者符合|没有约束力", "binding and open" },
	{ seen_on_paper, PAPER_CERTIFICATE, "转录：认定医师已在纸质材料上签名|不替代原件|纸质已见（0 级）", "", "certified on paper" },
	{ revoked, PAPER_CERTIFICATE, "注意：此件已撤销。" REVOKED, "", "revoked" },
	{ history, PAPER_CERTIFICATE, "历史导入：此件由文件导入，未在本台签署|" SOURCE "|L3-17", "本台签名|校验码|该患者符合", "history" },
	{ training, PAPER_CERTIFICATE, "培训演示：这是练习用的单据", "校验码 " CODE, "training claims nothing" },

	{ wilson, PAPER_CHECKLIST,
	  "诊断依据核对单|" CERTNO "|认定规则：第1条，及第2、3、4、5条中至少1条|既往明确诊断肝豆状核变性，或存在原因不明的神经或精神症状，或原因不明的肝脏损害|"
	  "1.1既往明确诊断是符合|1.2原因不明的神经或精神症状未做或未报告未知|1.3原因不明的肝脏损害未做或未报告未知|"
	  "2.1血清铜蓝蛋白 < 200 mg/L185 mg/L（2026-10-08 华西医院检验科报告）符合|2.224h 尿铜 > 100 ug/24h1.6 umol/24h = 101.6736 ug/24h符合|"
	  "第3条角膜 K-F 环阳性否不符合|第4条肝铜含量 >250ug/g (肝干重)>100 ug/g；跨过界限，不能判断未知|第5条ATP7B 基因突变检测阳性未做或未报告未知|"
	  "判定：符合（第1条，及第2条）|申请表（申请表扫描.pdf）2 2026-11-19 乐山市人民医院|扫描件 M3D7-B5DC-53|病情诊断证明1 2026-11-18 四川大学华西医院已见纸质件|"
	  "leshan-2023-28/2 shanxi-2024-3/1|在院认定|已备案|" CODE, "没有装入|没有登记所附材料|未采用", "every alternative" },
	{ lung, PAPER_CHECKLIST, "没有装入本病种的结构化认定条文|病情：咳嗽三月|没有登记所附材料", "判定|认定规则", "without criteria" },
	{ lung_draft, PAPER_CHECKLIST, "没有装入本病种的结构化认定条文|病情：尚未填写", "判定", "nothing written" },
	{ undetermined, PAPER_CHECKLIST, "依据：晋医保发|判定：尚不能判定（可补：第2条|已于 2026-04-30 期满", "参考标准", "what is open" },

	{ lung_draft, PAPER_NOTICE,
	  "一次性告知单|张晓燕|" MASKED "|异地就医|还需补齐以下|一次告知|需要提交的材料|病历|病情诊断证明|检验检查报告|申请表上需要补填|"
	  "险种尚未填写|联系电话尚未填写|申报病种情况尚未填写|代办人需要补填|代办人证件号码尚未填写|申请人或代办人（签收）|经办人（签名）|咨询电话",
	  CERTNO "|已经齐全|请附上扫描件", "all of it, grouped" },
	{ undetermined, PAPER_NOTICE, "需要补充的诊断依据|第2至5条中任一条的证据", "已经齐全", "evidence" },
	{ seen_on_paper, PAPER_NOTICE, "病情诊断证明", "已经齐全", "a material is missing" },

	{ wilson, PAPER_SLIP, "受理回执|张晓燕|" MASKED "|肝豆状核变性（M01904）|20261120-0001|511102-2026-00001-K|2026-11-22 09:20:00|王敏|"
	  "自 2026-11-22 起可以享受待遇|咨询电话|" CODE, CERTNO "|13812345678|1990-03-07", "filed" },
	{ lung_draft, PAPER_SLIP, "还没有提交认定|吉克木呷|异地就医", CERTNO "|备案号|校验码", "a draft, brought by another" },
	{ revoked, PAPER_SLIP, "此件备案已撤销|" REVOKED, "可以享受待遇", "revoked" },
	{ history, PAPER_SLIP, "由以前的登记导入|" SOURCE, "可以享受待遇", "history" },

	{ lvliang, PAPER_BENEFIT,
	  "待遇告知单|" MASKED "|基金支付 65%，个人负担 35%|12000.00 元|18461.54 元|3000.00 元|4615.39 元|晋医保发〔2024〕3号一、待遇保障|吕医保发〔2024〕13号一|"
	  "医师定为 8 周；规定的范围是 4–12 周（晋医保发〔2024〕3号）|自 2026-11-22 起；备案时没有填写截止日期|乐山市人民医院|"
	  "注意：晋医保发〔2024〕3号已于 2026-04-30 期满|不是费用总额|能否转到下一季", CERTNO "|不能凭本单享受待遇|续期", "ratio and caps, expired" },
	{ lvliang_2025, PAPER_BENEFIT, "基金支付 65%", "期满|续期", "in force" },
	{ lvliang_renewed, PAPER_BENEFIT, "由“晋医保发〔2026〕9号”续期", "期满", "renewed" },
	{ lung, PAPER_BENEFIT, "没有写明本病种的支付比例和限额|2026-11-22 至 2028-11-21", "基金支付|限额管的是", "no pack says" },
	{ lung_draft, PAPER_BENEFIT, "不能凭本单享受待遇|备案之后开始", "", "not filed" },
	{ revoked, PAPER_BENEFIT, "不能凭本单享受待遇|注意：此件已撤销", "", "revoked" },

	{ day, PAPER_DAY, "日结单|2026-11-22|录入12|提交11|认定9|机构、医师与印章名册1|未办成2|审计链：第 4200 行至第 4711 行|备案8|核对码|RF4T-R4WH-ZT|"
	  "mtdesk verify --anchor|经办人（签名）|医保负责人（签名）", "尚未日结", "a closed day" },
	{ day_open, PAPER_DAY, "当日没有业务|当日尚未日结", "核对码", "not closed" },
};
// clang-format on

/* The first of the words that is there, or is not, against what is wanted; NULL: none. */
static const char *first_missing(const char *text, const char *list, bool wanted, char word[512])
{
	while (*list) {
		size_t len = strcspn(list, "|");

		snprintf(word, 512, "%.*s", (int)len, list);
		if (holds(text, word) != wanted)
			return word;
		list += len + (list[len] == '|');
	}
	return NULL;
}

static void papers__say__what_the_record_says(void **unused)
{
	char word[512];

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct scene x;
		char *text;

		rows[i].scene(&x);
		text = squeezed_text(rows[i].kind, &x.s.facts);
		if (first_missing(text, rows[i].there, true, word))
			fail_msg("%s, %s: no '%s' in\n%s", paper_key(rows[i].kind), rows[i].why,
				 word, text);
		if (first_missing(text, rows[i].not_there, false, word))
			fail_msg("%s, %s: '%s' in\n%s", paper_key(rows[i].kind), rows[i].why, word,
				 text);
		free(text);
		scene_close(&x);
	}
}

static void papers__print__rare_characters(void **unused)
{
	struct scene x;

	(void)unused;
	rare(&x);
	for (enum paper kind = PAPER_CERTIFICATE; kind < PAPER_DAY; kind++) {
		char *text = squeezed_text(kind, &x.s.facts);

		if (!holds(text, "龑䶮·𬭊㛃𠮷"))
			fail_msg("%s: %s", paper_key(kind), text);
		if ((kind == PAPER_CERTIFICATE || kind == PAPER_CHECKLIST) &&
		    !holds(text, "𪜀𫝀𫠠𬺰医院，痰 <20 & >5。"))
			fail_msg("%s: %s", paper_key(kind), text);
		free(text);
	}
	scene_close(&x);
}

/* ---- the slip in every state ---- */

static void paper_slip__tells__what_comes_next(void **unused)
{
	// clang-format off
	static const struct { enum filing_state state; const char *words; } next[] = {
		{ STATE_DRAFT,      "还没有提交认定" },
		{ STATE_READY,      "接下来由二级及以上定点医疗机构符合资质的医生认定" },
		{ STATE_CERTIFIED,  "再由备案医疗机构医保相关工作人员办理备案" },
		{ STATE_SEALED,     "接下来由备案医疗机构医保相关工作人员办理备案" },
		{ STATE_FILED,      "已经备案" },
		{ STATE_RETURNED,   "已退回补正" },
		{ STATE_DECLINED,   "未予认定" },
		{ STATE_SUPERSEDED, "已被新的一版取代" },
		{ STATE_REVOKED,    "备案已撤销" },
		{ STATE_EXPIRED,    "待遇期限已满" },
		{ STATE_HISTORY,    "由以前的登记导入" },
	};
	// clang-format on
	struct scene x;

	(void)unused;
	assert_int_equal(ARRAY_SIZE(next), STATE_COUNT);
	lung(&x);
	for (size_t i = 0; i < ARRAY_SIZE(next); i++) {
		char *text;

		x.s.facts.state = next[i].state;
		text = squeezed_text(PAPER_SLIP, &x.s.facts);
		if (!holds(text, next[i].words) || !holds(text, state_label(next[i].state)))
			fail_msg("%s: %s", state_name(next[i].state), text);
		/* What does not go on says so before anything else, even where nobody gave a reason. */
		assert_int_equal(
			holds(text, "注意：此件"),
			next[i].state == STATE_RETURNED || next[i].state == STATE_DECLINED ||
				next[i].state == STATE_SUPERSEDED ||
				next[i].state == STATE_REVOKED || next[i].state == STATE_EXPIRED);
		free(text);
	}
	scene_close(&x);
}

static void paper_notice__says__that_nothing_is_missing(void **unused)
{
	struct scene x;
	char *text;

	(void)unused;
	lung(&x);
	notice_finish(&x.notice);
	text = squeezed_text(PAPER_NOTICE, &x.s.facts);
	assert_true(holds(text, "已经齐全，没有需要补正的"));
	free(text);
	x.s.facts.notice = NULL;
	text = squeezed_text(PAPER_NOTICE, &x.s.facts);
	assert_false(holds(text, "已经齐全"));
	free(text);
	scene_close(&x);
}

/* Who returned it wants something; of what is over, and of history, nobody wants anything here. */
static void paper_notice__contradicts__no_state(void **unused)
{
	// clang-format off
	static const struct { enum filing_state state; bool missing; const char *has, *lacks; } told[] = {
		{ STATE_RETURNED, false, "请按上面的退回理由补正", "已经齐全" },
		{ STATE_RETURNED, true,  "已退回，理由见上；另经核对，还需补齐", "已经齐全" },
		{ STATE_DECLINED, false, "已经办结", "已经齐全" },
		{ STATE_REVOKED,  true,  "已经办结", "还需补齐" },
		{ STATE_HISTORY,  true,  "不在本窗口办理", "还需补齐" },
	};
	// clang-format on

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(told); i++) {
		struct scene x;
		char *text;

		lung(&x);
		assert_true(x.notice.count > 0);
		if (!told[i].missing)
			notice_finish(&x.notice);
		x.s.facts.state = told[i].state;
		text = squeezed_text(PAPER_NOTICE, &x.s.facts);
		if (!holds(text, told[i].has) || holds(text, told[i].lacks))
			fail_msg("%s: %s", state_name(told[i].state), text);
		free(text);
		scene_close(&x);
	}
}

/* History was not received here; what was is received when it came, whenever its slip is printed again. */
static void paper_slip__tells__when_it_came(void **unused)
{
	struct scene x;
	char *text;

	(void)unused;
	lung_draft(&x);
	x.s.facts.submitted.there = false;
	x.s.facts.stored_at = "2026-11-20 16:40:00";
	text = squeezed_text(PAPER_SLIP, &x.s.facts);
	assert_true(holds(text, "受理时间2026-11-20 16:40:00"));
	free(text);
	x.s.facts.state = STATE_HISTORY;
	text = squeezed_text(PAPER_SLIP, &x.s.facts);
	assert_true(holds(text, "不是本窗口收到的申请"));
	assert_true(holds(text, "导入时间2026-11-20 16:40:00"));
	assert_false(holds(text, "受理人"));
	free(text);
	scene_close(&x);
}

/* ---- nothing is cut ---- */

/* "〔0001〕〔0002〕…": so many marks that are missed one by one. */
static char *marks(int count)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	for (int i = 1; i <= count; i++)
		fprintf(f, "〔%04d〕", i);
	fclose(f);
	return text;
}

static void holds_marks(const char *text, int count, const char *why)
{
	char mark[32];

	for (int i = 1; i <= count; i++) {
		snprintf(mark, sizeof(mark), "〔%04d〕", i);
		if (!strstr(text, mark))
			fail_msg("%s: %s is missing", why, mark);
	}
}

#define MARKS 1500

/* A value longer than a page: in words, in a cell of a table, and in a box. */
static void papers__carry__long_values_to_the_next_page(void **unused)
{
	char *long_text = marks(MARKS), *text;
	struct scene x;

	(void)unused;
	wilson(&x);
	filing_set(&x.s.filing, FIELD_SYMP_DSCR, long_text);
	text = squeezed_text(PAPER_CERTIFICATE, &x.s.facts);
	holds_marks(text, MARKS, "words");
	assert_true(holds(text, "病情诊断证明（续）"));
	assert_true(holds(text, "医师（签名）"));
	free(text);
	filing_set(&x.s.filing, FIELD_SYMP_DSCR, NULL);
	evidence_set(&x.s.filing.evidence, "ceruloplasmin", "185", "mg/L", long_text);
	gather(&x);
	text = squeezed_text(PAPER_CHECKLIST, &x.s.facts);
	holds_marks(text, MARKS, "a cell");
	assert_true(holds(text, "第5条ATP7B"));
	free(text);
	x.s.facts.state = STATE_REVOKED;
	x.s.facts.ended = long_text;
	text = squeezed_text(PAPER_SLIP, &x.s.facts);
	holds_marks(text, MARKS, "a box");
	assert_true(holds(text, "受理回执（续）张晓燕此件已撤销"));
	free(text);
	free(long_text);
	scene_close(&x);
}

static int count_of(const char *text, const char *words)
{
	int count = 0;

	for (; (text = strstr(text, words)); text += strlen(words))
		count++;
	return count;
}

static void paper_notice__repeats__the_heading_on_every_page(void **unused)
{
	struct notice_item items[120] = { 0 };
	struct notice many = { items, ARRAY_SIZE(items), ARRAY_SIZE(items) };
	struct scene x;
	struct pdf pdf;
	char *text;

	(void)unused;
	lung(&x);
	for (size_t i = 0; i < ARRAY_SIZE(items); i++) {
		items[i].kind = NOTICE_FIELD;
		snprintf(items[i].text, sizeof(items[i].text), "〔%04zu〕请补正", i + 1);
	}
	x.s.facts.notice = &many;
	pdf = print(PAPER_NOTICE, &x.s.facts);
	assert_in_range(pdf.pages, 4, 6);
	text = pdf_squeeze(pdf_text(pdf.bytes, pdf.len, "-raw"));
	holds_marks(text, ARRAY_SIZE(items), "rows");
	assert_int_equal(count_of(text, "序号需补内容已补"), pdf.pages);
	assert_int_equal(count_of(text, "一次性告知单（续）张晓燕"), pdf.pages - 1);
	free(text);
	free(pdf.bytes);
	x.s.facts.notice = NULL;
	scene_close(&x);
}

/* A sheet whose seal stands on a page with nothing else could be put behind other words. */
static void paper_certificate__keeps__the_seal_with_the_conclusion(void **unused)
{
	struct scene x;
	struct pdf pdf;

	(void)unused;
	lung(&x);
	for (int count = 1; count < 200; count += 13) {
		char *words = marks(count), options[48], *text;

		filing_set(&x.s.filing, FIELD_SYMP_DSCR, words);
		pdf = print(PAPER_CERTIFICATE, &x.s.facts);
		snprintf(options, sizeof(options), "-raw -f %d", pdf.pages);
		text = pdf_squeeze(pdf_text(pdf.bytes, pdf.len, options));
		if (!holds(text, "二、结论") || !holds(text, "李建国") ||
		    !holds(text, "医疗机构（盖章）"))
			fail_msg("%d marks: %s", count, text);
		free(text);
		free(words);
		free(pdf.bytes);
	}
	scene_close(&x);
}

/* ---- the anchor ---- */

/* The words of the anchor's table as a person copies them: numbered rows parted by blanks, others joined on. */
static void rejoin(char *text, char *out, size_t size)
{
	char number[8], *rest = strstr(text, "次序"), *word;
	bool joined = false;
	int next = 1;

	assert_non_null(rest);
	out[0] = '\0';
	while ((word = strsep(&rest, " \n"))) {
		size_t len = strlen(out);

		snprintf(number, sizeof(number), "%d", next);
		if (strcmp(word, number) == 0 || strcmp(word, "续") == 0) {
			joined = *word < '0' || *word > '9';
			next += !joined;
			word = strsep(&rest, " \n");
			snprintf(out + len, size - len, "%s%s", len && !joined ? " " : "", word);
		}
		if (strncmp(word, "核对码", strlen("核对码")) == 0)
			return;
	}
}

static void paper_day__gives__its_anchor_back(void **unused)
{
	char anchor[1024], *text;
	struct scene x;
	struct pdf pdf;

	(void)unused;
	day(&x);
	pdf = print(PAPER_DAY, &x.s.facts);
	text = pdf_text(pdf.bytes, pdf.len, "-raw");
	rejoin(text, anchor, sizeof(anchor));
	assert_string_equal(anchor, ANCHOR);
	free(text);
	free(pdf.bytes);
	scene_close(&x);
}

/* ---- the same, or not at all ---- */

static void papers__give__the_same_bytes_again(void **unused)
{
	struct scene x;

	(void)unused;
	wilson(&x);
	for (enum paper kind = PAPER_CERTIFICATE; kind < PAPER_DAY; kind++) {
		struct pdf a = print(kind, &x.s.facts), b = print(kind, &x.s.facts);

		assert_int_equal(a.len, b.len);
		assert_memory_equal(a.bytes, b.bytes, a.len);
		free(a.bytes);
		free(b.bytes);
	}
	scene_close(&x);
}

static void papers__refuse__what_they_cannot_say(void **unused)
{
	struct paper_facts none = { .printed_at = "2026-11-22 09:15:02" };
	struct scene x;

	(void)unused;
	wilson(&x);
	filing_set(&x.s.filing, FIELD_PSN_NAME, "张\U000F0001");
	for (enum paper kind = PAPER_CERTIFICATE; kind < PAPER_DAY; kind++) {
		struct err err = { 0 };
		char *pdf = NULL;
		size_t len;
		int pages;

		assert_int_equal(paper_make(kind, &none, NULL, &pdf, &len, &pages, &err), -1);
		assert_int_equal(err.code, ERR_INPUT);
		assert_int_equal(paper_make(kind, &x.s.facts, NULL, &pdf, &len, &pages, &err), -1);
		assert_non_null(strstr(err.msg, "U+F0001"));
		assert_null(pdf);
	}
	scene_close(&x);
}

/* ---- pictures ---- */

// clang-format off
static const struct {
	const char *name;
	void (*scene)(struct scene *x);
	enum paper kind;
} pictures[] = {
	{ "certificate",         wilson,     PAPER_CERTIFICATE },
	{ "certificate-history", history,    PAPER_CERTIFICATE },
	{ "checklist",           wilson,     PAPER_CHECKLIST },
	{ "notice",              lung_draft, PAPER_NOTICE },
	{ "slip-revoked",        revoked,    PAPER_SLIP },
	{ "benefit",             lvliang,    PAPER_BENEFIT },
	{ "slip-training",       training,   PAPER_SLIP },
	{ "day",                 day,        PAPER_DAY },
};
// clang-format on

static void draw_picture(size_t i, const char *path, struct picture *out)
{
	struct scene x;
	struct pdf pdf;

	pictures[i].scene(&x);
	pdf = print(pictures[i].kind, &x.s.facts);
	pdf_picture_at(pdf.bytes, pdf.len, 1, path, out);
	free(pdf.bytes);
	scene_close(&x);
}

static void papers__look__as_they_did(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(pictures); i++) {
		struct picture now, then;
		char path[512];

		snprintf(path, sizeof(path), TEST_DATA "/paper/%s.png", pictures[i].name);
		if (picture_load(path, &then) < 0)
			fail_msg("no %s", path);
		snprintf(path, sizeof(path), "%s.png", pictures[i].name);
		draw_picture(i, path, &now);
		if (pictures_differ(&now, &then) > DOTS_SLACK)
			fail_msg("%s: %ld dots differ; see %s", pictures[i].name,
				 pictures_differ(&now, &then), path);
		picture_finish(&now);
		picture_finish(&then);
	}
}

static int write_pictures(const char *folder)
{
	for (size_t i = 0; i < ARRAY_SIZE(pictures); i++) {
		struct picture p;
		char path[512];

		snprintf(path, sizeof(path), "%s/%s.png", folder, pictures[i].name);
		draw_picture(i, path, &p);
		picture_finish(&p);
	}
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(papers__say__what_the_record_says),
		cmocka_unit_test(papers__print__rare_characters),
		cmocka_unit_test(paper_slip__tells__what_comes_next),
		cmocka_unit_test(paper_notice__says__that_nothing_is_missing),
		cmocka_unit_test(paper_notice__contradicts__no_state),
		cmocka_unit_test(paper_slip__tells__when_it_came),
		cmocka_unit_test(papers__carry__long_values_to_the_next_page),
		cmocka_unit_test(paper_notice__repeats__the_heading_on_every_page),
		cmocka_unit_test(paper_certificate__keeps__the_seal_with_the_conclusion),
		cmocka_unit_test(paper_day__gives__its_anchor_back),
		cmocka_unit_test(papers__give__the_same_bytes_again),
		cmocka_unit_test(papers__refuse__what_they_cannot_say),
		cmocka_unit_test(papers__look__as_they_did),
	};

	setlocale(LC_ALL, "");
	if (argc == 3 && strcmp(argv[1], "--write") == 0)
		return write_pictures(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
