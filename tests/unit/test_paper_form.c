/* Covers forms/paper_form and paper_ruler: the form on A4 holds what the record holds, wherever it must go on; values for a
 * printed form stand where the filled form has them; and the pages look as they did.
 *
 * `test_paper_form --write tests/data/paper` draws the stored pictures anew: do so when the form is changed on purpose, and look
 * at every one of them before it is committed. */
#include "tests/pdf.h"
#include "tests/sheets.h"

#include <locale.h>
#include <math.h>

struct pdf {
	char *bytes;
	size_t len;
	int pages;
};

static const struct paper_options filled, values = { .values_only = true };

static struct pdf print(struct sheet *s, const struct paper_options *o)
{
	struct pdf pdf = { 0 };
	struct err err = { 0 };

	if (paper_make(PAPER_FORM, &s->facts, o, &pdf.bytes, &pdf.len, &pdf.pages, &err) < 0)
		fail_msg("%s", err.msg);
	return pdf;
}

static char *print_text(struct sheet *s, const struct paper_options *o)
{
	struct pdf pdf = print(s, o);
	char *text = pdf_text(pdf.bytes, pdf.len, "-raw");

	free(pdf.bytes);
	return text;
}

static void refuse(struct sheet *s, const struct paper_options *o, const char *words,
		   const char *why)
{
	struct pdf pdf = { 0 };
	struct err err = { 0 };

	if (paper_make(PAPER_FORM, &s->facts, o, &pdf.bytes, &pdf.len, &pdf.pages, &err) == 0)
		fail_msg("%s: printed", why);
	if (!strstr(err.msg, words))
		fail_msg("%s: said %s", why, err.msg);
}

/* Is it in the text, however it was wrapped? `squeezed` has no blanks. */
static void expect(const char *squeezed, const char *words, const char *why)
{
	char *plain = strdup(words);

	if (!strstr(squeezed, pdf_squeeze(plain)))
		fail_msg("%s: no '%s' in\n%s", why, plain, squeezed);
	free(plain);
}

static void forbid(const char *squeezed, const char *words, const char *why)
{
	char *plain = strdup(words);

	if (strstr(squeezed, pdf_squeeze(plain)))
		fail_msg("%s: '%s' is in\n%s", why, plain, squeezed);
	free(plain);
}

/* ---- the record is on the paper ---- */

#define RARE_PERSON                                                                                           \
	"psn_name=龑䶮·𬭊㛃𠮷;certno=511102199003076626;tel=+8613812345678;insutype=310;"             \
	"appy_date=2026-11-20;opsp_dise_code=M00105;symp_dscr=咳嗽，痰 <20 & >5，“涂片”阳性。;" \
	"memo=另在𪜀𫝀𫠠𬺰医院诊治;agnter_name=吉克·木呷;agnter_certno="                   \
	"51110219620307662X;"                                                                                 \
	"agnter_tel=13900001111;agnter_rlts=配偶;appy_sign=2026-11-20 09:12;"

/* As a field is shown: a choice by its label, the days of the foot lines in words. */
static void shown_value(const struct filing *f, enum field_id id, char *buf, size_t size)
{
	const char *value = filing_get(f, id), *label = field_choice_label(id, value);

	if (id == FIELD_HOSP_IDE_DATE || id == FIELD_OPT_TIME)
		snprintf(buf, size, "%.4s年%.2s月%.2s日", value, value + 5, value + 8);
	else if (id == FIELD_INSUTYPE)
		snprintf(buf, size, "√%s", label ? label : value);
	else
		snprintf(buf, size, "%s", label ? label : value);
}

static void paper_form__holds__every_value(void **unused)
{
	static const struct {
		const char *pairs;
		bool signed_here;
		const char *why;
	} rows[] = {
		{ SHEET_LUNG, false, "a draft" },
		{ SHEET_LUNG, true, "filed" },
		{ SHEET_WILSON, true, "with criteria" },
		{ RARE_PERSON, true, "rare characters, somebody else came" },
		{ "psn_name=王;insutype=999;opsp_dise_name=没有的病;certno=1;gend=7;age=abc", false,
		  "whatever was typed" },
	};
	(void)unused;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct sheet s;
		char *text, shown[2048];

		sheet_open(&s, rows[i].pairs);
		if (rows[i].signed_here)
			sheet_sign(&s);
		text = pdf_squeeze(print_text(&s, &filled));
		for (int id = 0; id < FIELD_COUNT; id++) {
			if (!*filing_get(&s.filing, (enum field_id)id))
				continue;
			shown_value(&s.filing, (enum field_id)id, shown, sizeof(shown));
			expect(text, shown, rows[i].why);
		}
		free(text);
		sheet_close(&s);
	}
}

static void paper_form__shows__criteria_and_evidence(void **unused)
{
	static const char *const words[] = {
		"参考标准：晋医保发〔2024〕3号 附件 肝豆状核变性准入标准（本地未印发本病种条文）",
		"1 符合 既往明确诊断",
		"既往明确诊断：是（2025-08-11 出院记录）",
		"2 符合 血清铜蓝蛋白 < 200 mg/L（185 mg/L）",
		"24h 尿铜：1.6 umol/24h = 101.6736 ug/24h",
		"3 不符合 角膜 K-F 环阳性",
		"4 未知 肝铜含量",
		"5 未知 ATP7B",
		"判定：符合（第1条，及第2条）",
		"另有说明：家族史阳性",
		"另有证据 old_key：12 mg 旧报告",
	};
	struct sheet s;
	char *text;
	(void)unused;

	sheet_open(&s, SHEET_WILSON "symp_dscr=家族史阳性;");
	evidence_set(&s.filing.evidence, "prior_diagnosis", "true", NULL, "2025-08-11 出院记录");
	evidence_set(&s.filing.evidence, "old_key", "12", "mg", "旧报告");
	sheet_judge(&s);
	text = pdf_squeeze(print_text(&s, &filled));
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		expect(text, words[i], "criteria");
	free(text);
	sheet_close(&s);
}

static void paper_form__shows__marks_and_codes(void **unused)
{
	static const char *const words[] = {
		"提交：王敏 2026-11-22 09:20 本台签名（1 级） 校验码 A2C4-E6G7-IJ 密钥 "
		"0011223344556677",
		"认定：李建国 2026-11-22 10:02 本台签名（1 级） 校验码 B3D5-F7H2-KL 密钥 "
		"8899aabbccddeeff",
		"用印：医疗保险专用章 乐山市人民医院 2026-11-22 10:31",
		"本台签名（1 级） 校验码 C4E6-G2I3-MN 密钥 0123456789abcdef",
		"备案：周立 2026-11-22 10:40",
		"校验码 7Q4M-2K6D-XA",
		"受理号 20261120-0001 备案号 511102-2026-00001-K 第 1 版 在院认定",
		"leshan-2023-28/2 shanxi-2024-3/1",
		"待遇 2026-11-22 至 2028-11-21",
		"第 1 次打印",
		"第 1 页 共 1 页",
	};
	struct sheet s;
	char *text;
	(void)unused;

	sheet_open(&s, SHEET_LUNG);
	sheet_sign(&s);
	text = pdf_squeeze(print_text(&s, &filled));
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		expect(text, words[i], "marks");
	free(text);
	s.facts.certified.level = MARK_INK;
	text = pdf_squeeze(print_text(&s, &filled));
	expect(text, "认定：李建国 2026-11-22 10:02 纸质已见（0 级）", "ink");
	free(text);
	sheet_close(&s);
}

static char *read_qr(struct pdf pdf)
{
	free(pdf_ask(pdf.bytes, pdf.len, "pdftoppm", "-gray -png -singlefile -r 150", "qr"));
	return pdf_ask(pdf.bytes, pdf.len, "zbarimg", "-q --raw --nodbus qr.png; true", "");
}

/* No claim before anything is signed, and none at a training desk. */
static void paper_form__carries__the_qr_once_signed(void **unused)
{
	static const struct {
		bool signed_here, training, values_only;
		const char *why;
	} rows[] = {
		{ false, false, false, "nothing is signed" },
		{ true, false, false, NULL },
		{ true, true, false, "training" },
		{ true, false, true, "a printed form" },
	};
	(void)unused;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct paper_options o = { .values_only = rows[i].values_only };
		struct sheet s;
		struct pdf pdf;
		char *said;

		sheet_open(&s, SHEET_LUNG);
		if (rows[i].signed_here)
			sheet_sign(&s);
		s.facts.training = rows[i].training;
		pdf = print(&s, &o);
		said = read_qr(pdf);
		if (rows[i].why && *said)
			fail_msg("%s: %s", rows[i].why, said);
		if (!rows[i].why && strncmp(said, SHEET_QR, strlen(SHEET_QR)) != 0)
			fail_msg("read '%s'", said);
		free(said);
		free(pdf.bytes);
		sheet_close(&s);
	}
}

/* What the reader must not overlook. */
static void paper_form__says__what_became_of_it(void **unused)
{
	static const struct {
		enum filing_state state;
		const char *ended, *source, *words, *why;
	} rows[] = {
		{ STATE_REVOKED, "撤销：2026-11-25 14:02 何志荣，参保地已变更", NULL,
		  "此件已撤销。撤销：2026-11-25 14:02 何志荣，参保地已变更", "revoked" },
		{ STATE_DECLINED, NULL, NULL, "此件不予认定", "declined, and nobody says more" },
		{ STATE_HISTORY, NULL, "2025年台账.csv 第 12 行 SM3 66c7f0f4",
		  "历史导入，未在本台签署。来源：2025年台账.csv 第 12 行 SM3 66c7f0f4", "history" },
		{ STATE_READY, NULL, NULL, "此件尚未签署，不是认定结果", "not signed" },
	};
	(void)unused;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct sheet s;
		char *text;

		sheet_open(&s, SHEET_LUNG);
		s.facts.state = rows[i].state;
		s.facts.ended = rows[i].ended;
		s.facts.source = rows[i].source;
		text = pdf_squeeze(print_text(&s, &filled));
		expect(text, rows[i].words, rows[i].why);
		free(text);
		if (rows[i].state != STATE_READY)
			refuse(&s, &values, "不能套打", rows[i].why);
		sheet_close(&s);
	}
}

/* What was never submitted here has no version, and history with a memo still stands on one page. */
static void paper_form__counts__versions_from_the_first_submission(void **unused)
{
	static const struct {
		enum filing_state state;
		int64_t version;
		const char *source, *words, *why;
	} rows[] = {
		{ STATE_HISTORY, 0,
		  "“2025年台账.csv”第 12 行，SM3 "
		  "5cb162d8da61814a67f85363735016588fab95cbf9098357b47a0085e86e42e7，"
		  "2026-11-22 09:15:02 导入",
		  NULL, "history" },
		{ STATE_DRAFT, 0, NULL, NULL, "a draft" },
		{ STATE_READY, 2, NULL, "第 2 版", "submitted twice" },
	};
	(void)unused;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct sheet s;
		struct pdf pdf;
		char *text;

		sheet_open(&s, SHEET_LUNG "memo=旧系统导出;");
		s.facts.state = rows[i].state;
		s.facts.version = rows[i].version;
		s.facts.source = rows[i].source;
		pdf = print(&s, &filled);
		text = pdf_squeeze(pdf_text(pdf.bytes, pdf.len, "-raw"));
		if (pdf.pages != 1)
			fail_msg("%s: %d pages", rows[i].why, pdf.pages);
		if (rows[i].words)
			expect(text, rows[i].words, rows[i].why);
		else
			forbid(text, "第0版", rows[i].why);
		free(text);
		free(pdf.bytes);
		sheet_close(&s);
	}
}

/* Rows give way before a page begins for one line; a signature keeps its place. */
static void paper_form__presses__rows_to_save_a_page(void **unused)
{
	struct sheet s;
	struct pdf pdf;
	(void)unused;

	sheet_open(&s, SHEET_WILSON "symp_dscr=咳嗽三月，痰菌阳性，CT 示双肺结核。;memo=随访;");
	sheet_sign(&s);
	pdf = print(&s, &filled);
	assert_int_equal(pdf.pages, 1);
	free(pdf.bytes);
	sheet_close(&s);
}

/* ---- the form's own words ---- */

static void paper_form__blank__has_the_words_of_the_annex(void **unused)
{
	static const char annex[] =
		"乐山市门诊慢特病病种待遇认定申请表姓名性别年龄□职工医保□城乡居民医保身份证件号码联"
		"系电话"
		"申报病种名称申请人签名申报病种情况（符合诊断标准项目）认定医师签名：年月日"
		"认定医疗机构意见（盖章）备案医疗机构经办人：盖章年月日备注";
	struct sheet s;
	char *text;
	(void)unused;

	sheet_open(&s, SHEET_LUNG);
	sheet_sign(&s);
	s.facts.state = STATE_REVOKED;
	s.facts.filing = NULL;
	s.facts.nth = 0;
	text = pdf_squeeze(print_text(&s, &filled));
	if (strncmp(text, annex, strlen(annex)) != 0)
		fail_msg("%s", text);
	assert_string_equal(text + strlen(annex),
			    "乐山市人民医院王敏2026-11-2209:15打印第1页共1页");
	free(text);
	refuse(&s, &values, "空白表", "nothing to print on a printed form");
	sheet_close(&s);
}

static void paper_form__a_region_without_a_form__says_that_it_borrows(void **unused)
{
	struct sheet s;
	char *text;
	(void)unused;

	sheet_open(&s, SHEET_LUNG);
	s.ctx.region = "1411";
	text = pdf_squeeze(print_text(&s, &filled));
	expect(text, "（吕梁市未装入本地表样，借用）", "another region");
	free(text);
	sheet_close(&s);
}

/* ---- long values ---- */

/* So many pieces, each another. */
static char *numbered(const char *mark, int n)
{
	char *text;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	for (int i = 0; i < n; i++)
		fprintf(f, "%s%03d", mark, i);
	fclose(f);
	return text;
}

static void fill(struct sheet *s, enum field_id id, const char *mark, int pieces)
{
	char *text = numbered(mark, pieces);

	assert_int_equal(filing_set(&s->filing, id, text), 0);
	free(text);
}

/* The text of a cell that goes on, as if there were one page: without the foot and the head between its parts. In place. */
static char *join_pages(char *squeezed)
{
	static const char foot[] = "乐山市人民医院王敏2026", again[] = "（续）";
	char *from = squeezed, *at, *next;

	while ((from = strstr(from, foot))) {
		char *end = from + sizeof(foot) - 1;

		for (at = end; (next = strstr(at, again)) && next - end < 400;)
			at = next + sizeof(again) - 1;
		memmove(from, at, strlen(at) + 1);
	}
	return squeezed;
}

static void expect_pieces(const char *squeezed, const char *mark, int pieces, const char *why)
{
	for (int i = 0; i < pieces; i++) {
		char piece[32];

		snprintf(piece, sizeof(piece), "%s%03d", mark, i);
		expect(squeezed, piece, why);
	}
}

/* Everything as long as it may be: 500 characters, 200, 50. */
static void make_long(struct sheet *s)
{
	sheet_open(s, SHEET_LUNG "agnter_rlts=配偶;agnter_certno=511102199003076626;");
	sheet_sign(s);
	fill(s, FIELD_SYMP_DSCR, "情", 125);
	fill(s, FIELD_MEMO, "注", 125);
	fill(s, FIELD_PSN_NAME, "名", 12);
	fill(s, FIELD_AGNTER_NAME, "代", 12);
	fill(s, FIELD_DIAG_DR_NAME, "医", 12);
	fill(s, FIELD_OPTER_NAME, "经", 12);
	fill(s, FIELD_IDE_FIXMEDINS_NAME, "甲", 50);
	fill(s, FIELD_FIXMEDINS_NAME, "乙", 50);
	sheet_judge(s);
}

static void paper_form__long_values__are_never_cut(void **unused)
{
	static const struct {
		const char *mark;
		int pieces;
	} pieces[] = { { "情", 125 }, { "注", 125 }, { "名", 12 }, { "代", 12 },
		       { "医", 12 },  { "经", 12 },  { "甲", 50 }, { "乙", 50 } };
	struct sheet s;
	struct pdf pdf;
	char *text;
	(void)unused;

	make_long(&s);
	pdf = print(&s, &filled);
	assert_int_equal(pdf.pages, 2);
	text = pdf_squeeze(pdf_text(pdf.bytes, pdf.len, "-raw"));
	for (size_t i = 0; i < ARRAY_SIZE(pieces); i++)
		expect_pieces(text, pieces[i].mark, pieces[i].pieces, "long values");
	expect(text, "乐山市门诊慢特病病种待遇认定申请表（续）", "the heading again");
	expect(text, "第2页共2页", "the second page");
	free(text);
	free(pdf.bytes);
	refuse(&s, &values, "“姓名”一行", "rows of a printed form do not grow");
	sheet_close(&s);
}

/* A cell higher than a page goes on under its label, its foot line at the end. */
static void paper_form__a_cell_longer_than_a_page__goes_on(void **unused)
{
	struct sheet s;
	struct pdf pdf;
	char *text, *note;
	int parts = 0;
	(void)unused;

	sheet_open(&s, SHEET_WILSON);
	sheet_sign(&s);
	note = numbered("页", 2000);
	evidence_set(&s.filing.evidence, "kf_ring", "false", NULL, note);
	free(note);
	fill(&s, FIELD_SYMP_DSCR, "情", 125);
	sheet_judge(&s);
	pdf = print(&s, &filled);
	assert_int_equal(pdf.pages, 4);
	text = pdf_squeeze(pdf_text(pdf.bytes, pdf.len, "-raw"));
	for (const char *at = text; (at = strstr(at, "标准项目）（续）")); at++)
		parts++;
	assert_int_equal(parts, 2);
	join_pages(text);
	expect_pieces(text, "页", 2000, "a note");
	expect_pieces(text, "情", 125, "narrative after it");
	expect(text, "认定医师签名：2026年11月22日", "the foot, free for ink");
	assert_ptr_equal(strstr(strstr(text, "认定医师签名：") + 1, "认定医师签名："), NULL);
	free(text);
	free(pdf.bytes);
	sheet_close(&s);
}

static void paper_form__refuses__a_name_no_font_has(void **unused)
{
	struct sheet s;
	(void)unused;

	sheet_open(&s, SHEET_LUNG);
	filing_set(&s.filing, FIELD_PSN_NAME, "张\xf0\xb1\x8d\x90\xee\x80\x80");
	refuse(&s, &filled, "U+31350", "Extension H");
	refuse(&s, &values, "U+E000", "a home-made character");
	sheet_close(&s);
}

static void paper_form__gives__the_same_bytes_again(void **unused)
{
	struct sheet s;
	struct pdf one, other;
	(void)unused;

	sheet_open(&s, RARE_PERSON);
	sheet_sign(&s);
	one = print(&s, &filled);
	other = print(&s, &filled);
	assert_int_equal(one.len, other.len);
	assert_memory_equal(one.bytes, other.bytes, one.len);
	free(other.bytes);
	s.facts.nth = 2;
	other = print(&s, &filled);
	assert_true(one.len != other.len || memcmp(one.bytes, other.bytes, one.len) != 0);
	free(one.bytes);
	free(other.bytes);
	sheet_close(&s);
}

/* ---- values for a printed form ---- */

struct word {
	char text[256];
	double x,
		y; /* upper right corner: words of the form may stand before a value in one word */
};

static size_t words_of_page(struct pdf pdf, struct word *out, size_t space)
{
	char *said = pdf_ask(pdf.bytes, pdf.len, "pdftotext", "-bbox", "-"), *rest = said, *line;
	size_t n = 0;

	while ((line = strsep(&rest, "\n")) && n < space)
		if (sscanf(line,
			   " <word xMin=\"%*f\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%*f\">%255[^<]",
			   &out[n].y, &out[n].x, out[n].text) == 3)
			n++;
	free(said);
	return n;
}

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), tail = strlen(end);

	return len >= tail && strcmp(text + len - tail, end) == 0;
}

#define WORDS_MOST 512
#define POINT_MM (25.4 / 72)

/* Each word of the values stands where a word of the filled form ends alike, so many millimetres away. */
static void compare_places(struct pdf form, struct pdf bare, double dx, double dy)
{
	static struct word there[WORDS_MOST], here[WORDS_MOST];
	size_t n = words_of_page(form, there, WORDS_MOST),
	       m = words_of_page(bare, here, WORDS_MOST);

	assert_true(m > 30);
	for (size_t i = 0; i < m; i++) {
		bool found = false;

		for (size_t k = 0; k < n && !found; k++)
			found = ends_with(there[k].text, here[i].text) &&
				fabs((here[i].x - there[k].x) * POINT_MM - dx) < 0.5 &&
				fabs((here[i].y - there[k].y) * POINT_MM - dy) < 0.5;
		if (!found)
			fail_msg("'%s' stands elsewhere (%.1f, %.1f mm)", here[i].text,
				 here[i].x * POINT_MM, here[i].y * POINT_MM);
	}
}

static void paper_form__values_only__stand_where_the_form_has_them(void **unused)
{
	static const struct {
		double dx, dy;
	} offsets[] = { { 0, 0 }, { 1.5, -2.2 }, { -3, 4 } };
	(void)unused;

	for (size_t i = 0; i < ARRAY_SIZE(offsets); i++) {
		const struct paper_options o = { .values_only = true,
						 .dx = offsets[i].dx,
						 .dy = offsets[i].dy };
		struct sheet s;
		struct pdf form, bare;
		char *text;

		sheet_open(&s, SHEET_WILSON "memo=随访;");
		sheet_sign(&s);
		form = print(&s, &filled);
		bare = print(&s, &o);
		compare_places(form, bare, o.dx, o.dy);
		text = pdf_squeeze(pdf_text(bare.bytes, bare.len, "-raw"));
		expect(text, "张晓燕女36", "values");
		expect(text, "随访", "values");
		for (size_t c = 0; c < layout_leshan.count; c++)
			if (layout_leshan.cells[c].words)
				forbid(text, layout_leshan.cells[c].words, "words of the form");
		forbid(text, "申请表", "the title");
		forbid(text, "职工医保", "a choice that was not taken");
		forbid(text, "年", "a word of the foot line");
		forbid(text, "共1页", "a foot");
		free(text);
		free(form.bytes);
		free(bare.bytes);
		sheet_close(&s);
	}
}

/* Whoever brings the papers for somebody else has them printed on a printed form too. */
static void paper_form__values_only__has_room_for_who_came(void **unused)
{
	struct sheet s;
	char *text;
	(void)unused;

	sheet_open(&s, RARE_PERSON);
	sheet_sign(&s);
	text = pdf_squeeze(print_text(&s, &values));
	expect(text, "代办人姓名 吉克·木呷 代办人证件号码 51110219620307662X", "who came");
	free(text);
	sheet_close(&s);
}

/* The annex has no cell for an agent: one who does not fit is left out and told, and stops nothing. */
static void paper_form__values_only__leaves_out_who_does_not_fit(void **unused)
{
	static const struct {
		const char *pairs;
		bool left;
		const char *why;
	} rows[] = {
		{ SHEET_LUNG, false, "nobody came" },
		{ RARE_PERSON, false, "who came fits" },
		{ SHEET_LUNG
		  "appy_sign=2026-11-20 09:12;agnter_name=阿卜杜热合曼·买买提伊明·吐尔逊江;"
		  "agnter_certno=51110219620307662X;agnter_tel=+86-0833-2123456-801;"
		  "agnter_rlts=本人工作单位指派的医保经办人员;",
		  true, "who came does not" },
	};
	(void)unused;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		bool left = false;
		const struct paper_options o = { .values_only = true, .agent_left = &left };
		struct sheet s;
		char *text;

		sheet_open(&s, rows[i].pairs);
		sheet_sign(&s);
		text = pdf_squeeze(print_text(&s, &o));
		if (left != rows[i].left)
			fail_msg("%s: told %d", rows[i].why, left);
		if (left) {
			forbid(text, "代办人", rows[i].why);
			expect(text, "纸质签名已见 2026-11-20 09:12", rows[i].why);
		}
		free(text);
		sheet_close(&s);
	}
}

static void paper_ruler__tells__how_to_measure(void **unused)
{
	const struct paper_options o = { .ruler = true, .dx = 5, .dy = 5 };
	static struct word words[WORDS_MOST];
	struct sheet s;
	struct pdf pdf;
	size_t n, found = 0;
	char *text;
	(void)unused;

	sheet_open(&s, SHEET_LUNG);
	s.facts.filing = NULL;
	pdf = print(&s, &o);
	text = pdf_squeeze(pdf_text(pdf.bytes, pdf.len, "-raw"));
	expect(text, "左50上50", "a cross");
	expect(text, "50减去量得的左距", "how to read it");
	free(text);
	/* The scale's own number stands under its mark, wherever the printer's offsets lie. */
	n = words_of_page(pdf, words, WORDS_MOST);
	for (size_t i = 0; i < n; i++)
		if (strcmp(words[i].text, "120") == 0 && words[i].y * POINT_MM < 20) {
			assert_true(fabs(words[i].x * POINT_MM - 122) < 1.5);
			found++;
		}
	assert_int_equal(found, 1);
	free(pdf.bytes);
	sheet_close(&s);
}

/* ---- pictures ---- */

static void make_wilson(struct sheet *s)
{
	sheet_open(s, SHEET_WILSON);
	evidence_set(&s->filing.evidence, "prior_diagnosis", "true", NULL, "2025-08-11 出院记录");
	evidence_set(&s->filing.evidence, "ceruloplasmin", "185", "mg/L", "2026-11-19 检验报告");
	sheet_judge(s);
	sheet_sign(s);
}

static void make_blank(struct sheet *s)
{
	sheet_open(s, SHEET_LUNG);
	s->facts.filing = NULL;
	s->facts.nth = 0;
}

static void make_revoked(struct sheet *s)
{
	sheet_open(s, RARE_PERSON);
	sheet_sign(s);
	s->facts.state = STATE_REVOKED;
	s->facts.ended = "撤销：2026-11-25 14:02 何志荣，参保地已变更";
}

static void make_training(struct sheet *s)
{
	sheet_open(s, SHEET_LUNG);
	sheet_sign(s);
	s->facts.training = true;
}

static const struct {
	const char *name;
	void (*make)(struct sheet *s);
	struct paper_options options;
	int page;
} pictures[] = {
	{ "form", make_wilson, { 0 }, 1 },
	{ "form-blank", make_blank, { 0 }, 1 },
	{ "form-values", make_wilson, { .values_only = true }, 1 },
	{ "form-revoked", make_revoked, { 0 }, 1 },
	{ "form-training", make_training, { 0 }, 1 },
	{ "form-long-1", make_long, { 0 }, 1 },
	{ "form-long-2", make_long, { 0 }, 2 },
	{ "ruler", make_blank, { .ruler = true }, 1 },
};

/* So many dots may differ: fewer than the smallest thing that matters has. */
#define DOTS_SLACK 12

static void draw_picture(size_t i, double dy, const char *path, struct picture *out)
{
	struct paper_options o = pictures[i].options;
	struct sheet s;
	struct pdf pdf;

	o.dy = dy;
	pictures[i].make(&s);
	pdf = print(&s, &o);
	pdf_picture_at(pdf.bytes, pdf.len, pictures[i].page, path, out);
	free(pdf.bytes);
	sheet_close(&s);
}

static void stored_picture(size_t i, struct picture *out)
{
	char path[512];

	snprintf(path, sizeof(path), TEST_DATA "/paper/%s.png", pictures[i].name);
	if (picture_load(path, out) < 0)
		fail_msg("no %s", path);
}

static void paper_form__looks__as_it_did(void **unused)
{
	(void)unused;

	for (size_t i = 0; i < ARRAY_SIZE(pictures); i++) {
		struct picture now, then;
		char path[64];

		snprintf(path, sizeof(path), "%s.png", pictures[i].name);
		draw_picture(i, 0, path, &now);
		stored_picture(i, &then);
		if (pictures_differ(&now, &then) > DOTS_SLACK)
			fail_msg("%s: %ld dots differ; see %s", pictures[i].name,
				 pictures_differ(&now, &then), path);
		picture_finish(&now);
		picture_finish(&then);
	}
}

static void whiten(struct picture *p, int x, int y, int width, int height)
{
	for (int row = y; row < y + height; row++)
		memset(p->grey + row * p->width + x, 255, (size_t)width);
}

/* Dots at 40 an inch, of millimetres. */
static int dots(double mm)
{
	return (int)(mm / 25.4 * PDF_DPI);
}

/* The comparison would notice: a value moved by a millimetre, a missing check box, a missing border, a missing name. */
static void pictures_differ__sees__what_matters(void **unused)
{
	static const struct {
		double x, y, width, height;
		const char *why;
	} missing[] = {
		{ 153, 32, 6, 5, "a check box" },
		{ 40, 43, 60, 3, "a border between rows" },
		{ 60, 32, 20, 8, "a name" },
		{ 15, 249, 30, 30, "the QR" },
	};
	struct picture then, now;
	(void)unused;

	stored_picture(0, &then);
	for (size_t i = 0; i < ARRAY_SIZE(missing); i++) {
		stored_picture(0, &now);
		whiten(&now, dots(missing[i].x), dots(missing[i].y), dots(missing[i].width),
		       dots(missing[i].height));
		if (pictures_differ(&now, &then) <= DOTS_SLACK)
			fail_msg("%s is not missed: %ld dots", missing[i].why,
				 pictures_differ(&now, &then));
		picture_finish(&now);
	}
	picture_finish(&then);
	draw_picture(2, 1.0, "moved.png", &now);
	stored_picture(2, &then);
	assert_true(pictures_differ(&now, &then) > DOTS_SLACK);
	picture_finish(&now);
	picture_finish(&then);
}

static int write_pictures(const char *folder)
{
	for (size_t i = 0; i < ARRAY_SIZE(pictures); i++) {
		struct picture p;
		char path[512];

		snprintf(path, sizeof(path), "%s/%s.png", folder, pictures[i].name);
		draw_picture(i, 0, path, &p);
		printf("%s %dx%d\n", path, p.width, p.height);
		picture_finish(&p);
	}
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paper_form__holds__every_value),
		cmocka_unit_test(paper_form__shows__criteria_and_evidence),
		cmocka_unit_test(paper_form__shows__marks_and_codes),
		cmocka_unit_test(paper_form__carries__the_qr_once_signed),
		cmocka_unit_test(paper_form__says__what_became_of_it),
		cmocka_unit_test(paper_form__counts__versions_from_the_first_submission),
		cmocka_unit_test(paper_form__presses__rows_to_save_a_page),
		cmocka_unit_test(paper_form__blank__has_the_words_of_the_annex),
		cmocka_unit_test(paper_form__a_region_without_a_form__says_that_it_borrows),
		cmocka_unit_test(paper_form__long_values__are_never_cut),
		cmocka_unit_test(paper_form__a_cell_longer_than_a_page__goes_on),
		cmocka_unit_test(paper_form__refuses__a_name_no_font_has),
		cmocka_unit_test(paper_form__gives__the_same_bytes_again),
		cmocka_unit_test(paper_form__values_only__stand_where_the_form_has_them),
		cmocka_unit_test(paper_form__values_only__has_room_for_who_came),
		cmocka_unit_test(paper_form__values_only__leaves_out_who_does_not_fit),
		cmocka_unit_test(paper_ruler__tells__how_to_measure),
		cmocka_unit_test(paper_form__looks__as_it_did),
		cmocka_unit_test(pictures_differ__sees__what_matters),
	};

	setlocale(LC_ALL, "");
	if (argc == 3 && strcmp(argv[1], "--write") == 0)
		return write_pictures(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
