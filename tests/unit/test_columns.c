/* Covers db/columns, column_values, columns_read and cell_guard: headers by any of their names, values as words or codes, what
 * spreadsheets wound refused by name, every fault of a row at once, and cells that come back as they went out.
 *
 *   test_columns [CELLS]    how many random cells go out and come back (20000) */
#include "tests/unit/world.h"

#include <unistd.h>

#include "db/cell_guard.h"
#include "db/columns.h"
#include "forms/text.h"

static size_t random_cells = 20000;

struct desk {
	struct world w;
	struct check_context ctx;
};

static int open_desk(void **state)
{
	static struct desk d;

	world_open(&d.w, "5111", NULL);
	d.ctx = world_on(&d.w, "2026-11-22", false);
	*state = &d;
	return 0;
}

static int close_desk(void **state)
{
	world_close(&((struct desk *)*state)->w);
	return 0;
}

/* Cells parted by | ; a # in front of one makes it a number's cell of a sheet. */
struct sheet_row {
	char *text;
	struct table_cell cells[64];
	struct table_row row;
};

static void split(struct sheet_row *r, const char *text)
{
	char *at, *next;

	*r = (struct sheet_row) { .text = strdup(text) };
	r->row = (struct table_row) { .line = 2, .cells = r->cells };
	for (at = r->text; at; at = next) {
		next = strchr(at, '|');
		if (next)
			*next++ = '\0';
		r->cells[r->row.count].number = *at == '\x01';
		r->cells[r->row.count++].text = at + (*at == '\x01');
	}
}

static void put_back(struct sheet_row *r)
{
	free(r->text);
}

#define NUM "\x01"

/* ---- headers ---- */

static void column_map_make__knows__a_column_by_its_names(void **unused)
{
	// clang-format off
	static const struct { const char *header, *why; } rows[] = {
		{ "姓名|身份证件号码|病种编码", "the ledger's words" },
		{ "psn_name|certno|opsp_dise_code", "the interface's names" },
		{ "PSN_NAME|Certno|OPSP_DISE_CODE", "... in any case" },
		{ " 姓 名 |身份证件号码　|病种 编码", "blanks inside and around" },
		{ "*姓名|“身份证件号码”|病种编码：", "what templates put around a word" },
		{ "\"姓名\"|'身份证件号码'|'病种编码'", "quotes that were left" },
		{ "姓名|身份证号|病种代码", "other words for the same" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct sheet_row r;
		struct column_map map;
		struct err err = { 0 };

		split(&r, rows[i].header);
		if (column_map_make(&r.row, &map, &err) < 0)
			fail_msg("%s: %s", err.msg, rows[i].why);
		if (map.cells != 3 || map.at[0] != 0 || map.at[1] != 5 || map.at[2] != 7 ||
		    *map.unknown)
			fail_msg("%d %d %d: %s", map.at[0], map.at[1], map.at[2], rows[i].why);
		put_back(&r);
	}
}

/* A cell may be as long as a row: each mark must cost no more than itself. */
static void column_map_make__is_quick__with_a_million_marks(void **unused)
{
	const size_t len = 1 << 20;
	char *header = malloc(len + 64);
	struct sheet_row r;
	struct column_map map;
	struct err err = { 0 };

	(void)unused;
	assert_non_null(header);
	memset(header, '*', len);
	snprintf(header + len, 64, "%s", "姓名*|身份证件号码|病种编码");
	split(&r, header);
	alarm(20);
	if (column_map_make(&r.row, &map, &err) < 0)
		fail_msg("%s", err.msg);
	alarm(0);
	assert_int_equal(map.at[0], 0);
	put_back(&r);
	free(header);
}

static void column_map_make__names__what_it_leaves_aside(void **unused)
{
	struct sheet_row r;
	struct column_map map;
	struct err err;

	(void)unused;
	split(&r, "备注|序号|姓名||身份证件号码|病种名称|家庭住址||");
	assert_int_equal(column_map_make(&r.row, &map, &err), 0);
	assert_string_equal(map.unknown, "序号、第 4 列、家庭住址");
	assert_int_equal(map.cells, 7);
	assert_int_equal(map.at[0], 15);
	assert_int_equal(map.at[1], -1);
	put_back(&r);
}

static void column_map_make__refuses__what_is_no_header(void **unused)
{
	// clang-format off
	static const struct { const char *header, *said, *why; } rows[] = {
		{ "张晓燕|女|36", "没有认识的列名", "a row without a header" },
		{ "姓名|性别|病种编码", "“身份证件号码”", "the number is missing" },
		{ "身份证件号码|病种编码", "“姓名”", "the name is missing" },
		{ "姓名|身份证件号码", "“病种名称”", "the disease is missing" },
		{ "姓名|身份证件号码|病种编码|certno", "第 2 列和第 4 列", "a column twice" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct sheet_row r;
		struct column_map map;
		struct err err = { 0 };

		split(&r, rows[i].header);
		if (column_map_make(&r.row, &map, &err) == 0)
			fail_msg("accepted: %s", rows[i].why);
		if (err.code != ERR_INPUT || !strstr(err.msg, rows[i].said))
			fail_msg("“%s”: %s", err.msg, rows[i].why);
		put_back(&r);
	}
}

static void columns__have__words_that_differ(void **unused)
{
	static const char *const ledger[] = {
		"姓名",         "性别",     "年龄",     "险种",     "身份证件类型", "身份证件号码",
		"联系电话",     "病种编码", "病种名称", "认定医师", "认定日期",     "认定医疗机构",
		"备案医疗机构", "经办人",   "备案日期", "备注"
	};

	(void)unused;
	assert_int_equal(columns_count(COLUMNS_LEDGER), ARRAY_SIZE(ledger));
	for (size_t i = 0; i < ARRAY_SIZE(ledger); i++)
		assert_string_equal(column_word(i), ledger[i]);
	assert_int_equal(columns_count(COLUMNS_FULL), FIELD_COUNT + 3);
	for (size_t i = 0; i < columns_count(COLUMNS_FULL); i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(column_word(i), column_word(k)) == 0)
				fail_msg("“%s” twice", column_word(i));
}

/* ---- values ---- */

#define HEADER                                                                                                                   \
	"姓名|性别|年龄|险种|身份证件类型|身份证件号码|联系电话|病种编码|病种名称|认定医师|" \
	"认定日期|"                                                                                                          \
	"认定医疗机构|备案医疗机构|经办人|备案日期|备注|备案号|证据|医师代码"
#define NAME 0
#define SEX 1
#define AGE 2
#define INSURANCE 3
#define DOCUMENT 4
#define NUMBER 5
#define TEL 6
#define CODE 7
#define DISEASE 8
#define CERTIFIED 10
#define FILED 14
#define MEMO 15
#define FILING_NO 16
#define EVIDENCE 17

static const char *const good[] = { "张晓燕",
				    "女",
				    "36",
				    "城乡居民基本医疗保险",
				    "居民身份证",
				    "511102199003076642",
				    "13812345678",
				    "M01904",
				    "肝豆状核变性",
				    "李建国",
				    "2026-11-20",
				    "乐山市人民医院",
				    "乐山市人民医院",
				    "王敏",
				    "2026-11-22",
				    "",
				    "",
				    "",
				    "" };

/* The good row with one cell changed. */
static int read_with(const struct desk *d, size_t at, const char *text, struct column_record *out,
		     struct column_fault *faults, int space)
{
	struct sheet_row header, row;
	struct column_map map;
	struct err err = { 0 };
	int count;

	split(&header, HEADER);
	if (column_map_make(&header.row, &map, &err) < 0)
		fail_msg("%s", err.msg);
	row.row = (struct table_row) { .line = 2, .cells = row.cells, .count = ARRAY_SIZE(good) };
	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		row.cells[i] = (struct table_cell) { .text = good[i] };
	row.cells[at].number = *text == '\x01';
	row.cells[at].text = text + (*text == '\x01');
	count = column_record_read(&map, &row.row, &d->ctx, out, faults, space);
	put_back(&header);
	return count;
}

/* Born on 1990-03-07, certified in 2026, read in 2030. */
static void column_record_read__takes__an_age_of_any_day_since(void **state)
{
	static const struct {
		const char *age;
		int faults;
	} rows[] = { { "34", 1 }, { "35", 0 }, { "36", 0 }, { "37", 0 }, { "39", 0 }, { "40", 1 } };
	struct desk later = *(const struct desk *)*state;

	assert_int_equal(date_parse("2030-01-01", &later.ctx.today), 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct column_record record;
		struct column_fault faults[4];
		int n = read_with(&later, AGE, rows[i].age, &record, faults, 4);

		if (n != rows[i].faults)
			fail_msg("%s: %d faults", rows[i].age, n);
		if (n == 0)
			assert_string_equal(filing_get(&record.filing, FIELD_AGE), rows[i].age);
		column_record_finish(&record);
	}
}

static void column_record_read__takes__words_codes_and_spellings(void **state)
{
	// clang-format off
	static const struct { size_t at; const char *text, *key, *want, *why; } rows[] = {
		{ NAME, "张晓燕", "psn_name", "张晓燕", "a name" },
		{ NAME, "吉克•木呷", "psn_name", "吉克·木呷", "its dot" },
		{ NAME, "\xF0\xA0\xAE\xB7䶮", "psn_name", "\xF0\xA0\xAE\xB7䶮", "rare characters" },
		{ SEX, "女", "gend", "2", "a word" }, { SEX, "2", "gend", "2", "a code" }, { SEX, "女性", "gend", "2", "another word" },
		{ SEX, "", "gend", "2", "what the number says" },
		{ AGE, "36岁", "age", "36", "with its unit" }, { AGE, "３６", "age", "36", "full width" },
		{ AGE, NUM "36", "age", "36", "a number's cell" }, { AGE, "35", "age", "35", "applied for before the birthday" },
		{ AGE, "", "age", "36", "what the number says" },
		{ INSURANCE, "居民", "insutype", "390", "a short word" }, { INSURANCE, "390", "insutype", "390", "a code" },
		{ INSURANCE, "城乡居民医保", "insutype", "390", "the form's word" },
		{ INSURANCE, "职工基本医疗保险", "insutype", "310", "the other" }, { INSURANCE, "职工医保", "insutype", "310", "the form's word" },
		{ INSURANCE, NUM "390", "insutype", "390", "a code as a number" },
		{ DOCUMENT, "身份证", "psn_cert_type", "01", "a short word" }, { DOCUMENT, "01", "psn_cert_type", "01", "a code" },
		{ DOCUMENT, "1", "psn_cert_type", "01", "a code whose 0 went: no other begins so" },
		{ DOCUMENT, "居民身份证(户口簿)", "psn_cert_type", "01", "the dictionary's word in other brackets" },
		{ DOCUMENT, "", "psn_cert_type", "01", "what the number says" },
		{ NUMBER, "'511102199003076642", "certno", "511102199003076642", "an apostrophe" },
		{ NUMBER, "‘511102199003076642", "certno", "511102199003076642", "... that an input method turned" },
		{ NUMBER, "５１１１０２１９９００３０７６６４２", "certno", "511102199003076642", "full width" },
		{ NUMBER, "511102 19900307 6642", "certno", "511102199003076642", "blanks" },
		{ TEL, "'138 1234 5678", "tel", "13812345678", "an apostrophe and blanks" },
		{ TEL, "0833-2123456", "tel", "0833-2123456", "fixed" }, { TEL, "(0833)2123456-801", "tel", "0833-2123456-801", "an extension" },
		{ TEL, "'+85291234567", "tel", "+85291234567", "from abroad, guarded" },
		{ TEL, NUM "13812345678", "tel", "13812345678", "a mobile number loses nothing as a number" },
		{ CODE, "m01904", "opsp_dise_code", "M01904", "small letters" }, { CODE, "Ｍ01904", "opsp_dise_code", "M01904", "full width" },
		{ CODE, "", "opsp_dise_code", "M01904", "by the name" }, { DISEASE, "", "opsp_dise_name", "肝豆状核变性", "by the code" },
		{ CERTIFIED, "2026/11/20", "hosp_ide_date", "2026-11-20", "slashes" },
		{ CERTIFIED, "2026年11月20日", "hosp_ide_date", "2026-11-20", "words" },
		{ CERTIFIED, "20261120", "hosp_ide_date", "2026-11-20", "digits" },
		{ CERTIFIED, "2026.1.2", "hosp_ide_date", "2026-01-02", "short" },
		{ CERTIFIED, "2026/11/20 0:00", "hosp_ide_date", "2026-11-20", "a time of day" },
		{ CERTIFIED, "2026-11-20T09:15:02Z", "hosp_ide_date", "2026-11-20", "as programs write it" },
		{ CERTIFIED, NUM "46346", "hosp_ide_date", "2026-11-20", "the number of a spreadsheet's day" },
		{ CERTIFIED, NUM "46346.385", "hosp_ide_date", "2026-11-20", "... with a time of day" },
		{ CERTIFIED, NUM "20261120", "hosp_ide_date", "2026-11-20", "digits in a number's cell" },
		{ MEMO, "'=1+1", "memo", "=1+1", "a guard is taken off" }, { MEMO, "''=1+1", "memo", "'=1+1", "... once" },
		{ MEMO, "''quoted", "memo", "'quoted", "a text's own apostrophe" }, { MEMO, "'quoted'", "memo", "'quoted'", "no guard" },
		{ MEMO, "1E+5", "memo", "1E+5", "in words a number is no wound" },
		{ EVIDENCE, "{\"ceruloplasmin\":{\"value\":\"185\",\"unit\":\"mg/L\"}}", "memo", "", "evidence" },
	};
	// clang-format on
	const struct desk *d = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct column_record r;
		struct column_fault faults[8];
		const char *got;

		if (read_with(d, rows[i].at, rows[i].text, &r, faults, 8) != 0)
			fail_msg("“%s”: %s: %s", rows[i].text, faults[0].reason, rows[i].why);
		got = filing_get(&r.filing, field_by_key(rows[i].key));
		if (strcmp(got, rows[i].want) != 0)
			fail_msg("“%s” became “%s”: %s", rows[i].text, got, rows[i].why);
		if (rows[i].at == EVIDENCE)
			assert_string_equal(
				evidence_find(&r.filing.evidence, "ceruloplasmin")->value, "185");
		assert_string_equal(filing_get(&r.filing, FIELD_APPY_DATE), "");
		column_record_finish(&r);
	}
}

static void column_record_read__refuses__by_name(void **state)
{
	// clang-format off
	static const struct { size_t at; const char *text, *column, *said, *why; } rows[] = {
		{ NUMBER, "5.11102E+17", "身份证件号码", "被电子表格改坏", "as Excel shows it" },
		{ NUMBER, "5.11102e+17", "身份证件号码", "被电子表格改坏", "... in small letters" },
		{ NUMBER, NUM "5.1110219900307661e+17", "身份证件号码", "被电子表格改坏", "as a sheet keeps it" },
		{ NUMBER, NUM "511102199003076642", "身份证件号码", "数字格式", "a number's cell is refused, right or wrong" },
		{ NUMBER, NUM "12345678", "身份证件号码", "数字格式", "... a short one too" },
		{ NUMBER, "511102199003076000", "身份证件号码", "改成了 000", "fifteen digits were kept" },
		{ NUMBER, "########", "身份证件号码", "出错标记", "a column too narrow" },
		{ NUMBER, "#NAME?", "身份证件号码", "出错标记", "a formula that failed" },
		{ NUMBER, "511102199003076641", "身份证件号码", "校验位", "a wrong digit" },
		{ NUMBER, "", "身份证件号码", "空着", "no number" },
		{ NAME, "", "姓名", "空着", "no name" }, { NAME, "#N/A", "姓名", "出错标记", "a lookup that failed" },
		{ NAME, "张3", "姓名", "不应出现", "a digit" },
		{ TEL, "8332123456", "联系电话", "开头的 0", "the zero of 0833 went" },
		{ TEL, NUM "8332123456", "联系电话", "数字格式", "... in a number's cell" },
		{ TEL, "1.38123E+10", "联系电话", "被电子表格改坏", "a telephone as a number" },
		{ TEL, "1381234", "联系电话", "不像电话", "too short" },
		{ SEX, "母", "性别", "“母”", "no word for a sex" }, { SEX, "男", "性别", "证件号码", "another than the number says" },
		{ AGE, "30", "年龄", "36", "another than the number says" }, { AGE, "三十六", "年龄", "三十六", "words" },
		{ INSURANCE, "商业保险", "险种", "“商业保险”", "no such insurance" },
		{ DOCUMENT, "驾驶证", "身份证件类型", "“驾驶证”", "no such document" },
		{ CODE, "M99999", "病种编码", "M99999", "no such code" }, { CODE, "1904", "病种编码", "1904", "the M went" },
		{ CODE, NUM "1904", "病种编码", "数字格式", "a number" },
		{ DISEASE, "高血压", "病种名称", "高血压", "name and code do not fit" },
		{ CERTIFIED, "22/11/2026", "认定日期", "22/11/2026", "another country's spelling" },
		{ CERTIFIED, "46346", "认定日期", "46346", "a day's number in a text" },
		{ CERTIFIED, "2026-02-30", "认定日期", "2026-02-30", "no real day" },
		{ FILED, "2026-11-23", "备案日期", "晚于今天", "tomorrow" },
		{ FILING_NO, "2.02611E+15", "备案号", "被电子表格改坏", "a filing number as a number" },
		{ EVIDENCE, "{\"a\":", "证据", "读不懂", "no JSON" }, { EVIDENCE, "铜蓝蛋白", "证据", "读不懂", "words" },
		{ EVIDENCE, "{},\"psn_name\":\"x\"", "证据", "读不懂", "more than evidence" },
	};
	// clang-format on
	const struct desk *d = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct column_record r;
		struct column_fault faults[8];
		int count = read_with(d, rows[i].at, rows[i].text, &r, faults, 8);

		if (count < 1)
			fail_msg("took “%s”: %s", rows[i].text, rows[i].why);
		if (strcmp(faults[0].column, rows[i].column) != 0 ||
		    !strstr(faults[0].reason, rows[i].said))
			fail_msg("“%s” %s “%s”: %s", rows[i].text, faults[0].column,
				 faults[0].reason, rows[i].why);
		if (strstr(faults[0].reason, "511102199003076") ||
		    strstr(faults[0].reason, "8332123456"))
			fail_msg("shows the whole number: %s", faults[0].reason);
		if (count > 1 && strcmp(faults[1].column, faults[0].column) == 0)
			fail_msg("says it twice: “%s”, “%s”", faults[0].reason, faults[1].reason);
		column_record_finish(&r);
	}
}

static void column_record_read__tells__every_fault_of_a_row(void **state)
{
	const struct desk *d = *state;
	struct sheet_row header, row;
	struct column_map map;
	struct column_record r;
	struct column_fault faults[8];
	struct err err;

	split(&header, "姓名|性别|身份证件号码|联系电话|病种编码");
	split(&row, "张3|母|5.11102E+17|12|M99999|x||y");
	assert_int_equal(column_map_make(&header.row, &map, &err), 0);
	assert_int_equal(column_record_read(&map, &row.row, &d->ctx, &r, faults, 8), 6);
	assert_string_equal(faults[0].column, "身份证件号码");
	assert_string_equal(faults[1].column, "");
	assert_non_null(strstr(faults[1].reason, "多出 2 格"));
	column_record_finish(&r);
	/* A row that could not be read has that one fault. */
	snprintf(row.row.fault, sizeof(row.row.fault), "broken");
	assert_int_equal(column_record_read(&map, &row.row, &d->ctx, &r, faults, 0), 1);
	column_record_finish(&r);
	put_back(&header);
	put_back(&row);
}

/* ---- out and in again ---- */

static void column_value__comes_back__as_it_went(void **state)
{
	// clang-format off
	static const char *const filings[] = {
		"psn_name=张晓燕;gend=2;age=36;insutype=390;psn_cert_type=01;certno=511102199003076642;tel=13812345678;"
		"opsp_dise_code=M01904;opsp_dise_name=肝豆状核变性;diag_dr_name=李建国;hosp_ide_date=2026-11-20;"
		"ide_fixmedins_name=乐山市人民医院;fixmedins_name=乐山市人民医院;opter_name=王敏;opt_time=2026-11-22;memo==1+1,\"x\";"
		"brdy=1990-03-07;dise_type_code=10;appy_date=2026-11-19;symp_dscr='a;diag_dr_codg=D511102000123;rx_weeks=8;"
		"ev.prior_diagnosis=true;ev.ceruloplasmin=<185|mg/L",
		"psn_name=O'BRIEN ANNE-MARIE;gend=2;age=40;insutype=310;psn_cert_type=08;certno=AB1234567;tel=+85291234567;"
		"opsp_dise_code=M01600;opsp_dise_name=糖尿病;dise_type_code=99912;hosp_ide_date=2026-11-20;opt_time=2026-11-22;memo=-",
	};
	// clang-format on
	const struct desk *d = *state;

	for (size_t i = 0; i < ARRAY_SIZE(filings); i++)
		for (int which = COLUMNS_LEDGER; which <= COLUMNS_FULL; which++) {
			size_t n = columns_count((enum columns_which)which);
			struct table_cell head[64], cells[64];
			char *values[64];
			struct filing_record out = { .state = STATE_FILED };
			struct table_row header = { .line = 1, .cells = head, .count = n };
			struct table_row row = { .line = 2, .cells = cells, .count = n };
			struct column_map map;
			struct column_record in;
			struct column_fault faults[8];
			struct err err = { 0 };

			set_pairs(&out.filing, filings[i]);
			snprintf(out.filing_no, sizeof(out.filing_no), "%s",
				 "0511102-20261122-0001");
			for (size_t k = 0; k < n; k++) {
				values[k] = column_value(&out, k, false);
				head[k] = (struct table_cell) { .text = column_word(k) };
				cells[k] = (struct table_cell) { .text = values[k] };
			}
			if (column_map_make(&header, &map, &err) < 0)
				fail_msg("%s", err.msg);
			if (column_record_read(&map, &row, &d->ctx, &in, faults, 8) != 0)
				fail_msg("%s: %s", faults[0].column, faults[0].reason);
			for (size_t k = 0; k < n; k++) {
				struct filing_record again = { .state = STATE_FILED,
							       .filing = in.filing };
				char *value;

				snprintf(again.filing_no, sizeof(again.filing_no), "%s",
					 in.filing_no);
				value = column_value(&again, k, false);
				if (strcmp(value, values[k]) != 0)
					fail_msg("%s went as “%s” and came as “%s”", column_word(k),
						 values[k], value);
				free(value);
			}
			if (which == COLUMNS_FULL) {
				assert_true(filing_equal(&in.filing, &out.filing));
				assert_string_equal(in.state, "已备案");
			}
			column_record_finish(&in);
			filing_finish(&out.filing);
			for (size_t k = 0; k < n; k++)
				free(values[k]);
		}
}

static void column_value__hides__numbers(void **unused)
{
	struct filing_record r = { .state = STATE_FILED };
	// clang-format off
	static const struct { size_t column; const char *want; } rows[] = {
		{ 0, "张晓燕" }, { 1, "女" }, { 5, "511***********6642" }, { 6, "138****5678" }, { 16, "" },
	};
	// clang-format on
	(void)unused;
	set_pairs(
		&r.filing,
		"psn_name=张晓燕;gend=2;certno=511102199003076642;tel=13812345678;brdy=1990-03-07");
	assert_string_equal(column_word(16), "出生日期");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *value = column_value(&r, rows[i].column, true);

		assert_string_equal(value, rows[i].want);
		free(value);
	}
	filing_finish(&r.filing);
}

/* ---- formulas ---- */

static void cell_guarded__sees__what_a_spreadsheet_takes_for_a_formula(void **unused)
{
	// clang-format off
	static const struct { const char *text; bool guarded; const char *why; } rows[] = {
		{ "=1+1", true, "a formula" }, { "+1", true, "plus" }, { "-1", true, "minus" }, { "@SUM(A1)", true, "at" },
		{ "\t=1", true, "behind a tab" }, { "\r=1", true, "behind a carriage return" },
		{ "=cmd|' /C calc'!A0", true, "DDE" }, { "=HYPERLINK(\"http://x\",\"y\")", true, "a link" },
		{ "＝1+1", true, "full width" }, { "＋1", true, "full width" }, { "－1", true, "full width" }, { "＠A1", true, "full width" },
		{ "\"=1+1", true, "behind a quote" }, { " =1+1", true, "behind a blank" }, { "　\" =1", true, "behind blanks of any width" },
		{ "'", true, "an apostrophe of its own" }, { "''", true, "two" },
		{ "", false, "nothing" }, { "a=1", false, "further on" }, { "张-三", false, "further on" }, { "1-2", false, "a number first" },
		{ "·=1", false, "another character first" }, { "—", false, "a dash is no minus" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (cell_guarded(rows[i].text) != rows[i].guarded)
			fail_msg("“%s”: %s", rows[i].text, rows[i].why);
}

/* Random texts of the characters that matter, cleaned as the desk keeps them: out and in through a cell of words. */
static void cells__come_back__at_random(void **state)
{
	static const char *const pieces[] = { "=",
					      "+",
					      "-",
					      "@",
					      "'",
					      "\"",
					      " ",
					      ",",
					      ";",
					      "\t",
					      "\r",
					      "\n",
					      "＝",
					      "－",
					      "　",
					      "a",
					      "1",
					      "张",
					      "\xF0\xA0\xAE\xB7",
					      "·",
					      "\xC2\xA0",
					      "e\xCC\x81" };
	struct filing_record r = { .state = STATE_FILED };
	size_t column = 15;
	uint64_t seed = 20261122;

	(void)state;
	for (size_t i = 0; i < random_cells; i++) {
		char text[128] = "", *clean, *value;
		size_t len = 0;

		for (size_t n = 0; n < 8; n++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			if ((seed >> 33) % 4 || n == 0)
				len += text_copy(text + len, sizeof(text) - len,
						 pieces[(seed >> 40) % ARRAY_SIZE(pieces)]);
		}
		clean = text_clean(text, strlen(text), NULL);
		filing_set(&r.filing, FIELD_MEMO, clean);
		value = column_value(&r, column, false);
		if (*value && strchr("=+-@\t\r", *value))
			fail_msg("a formula goes out: %s", value);
		if (!text_is_clean(value) || strcmp(cell_unguard(value), clean) != 0)
			fail_msg("“%s” went as “%s” and came as “%s”", clean, value,
				 cell_unguard(value));
		free(clean);
		free(value);
	}
	filing_finish(&r.filing);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(column_map_make__knows__a_column_by_its_names),
		cmocka_unit_test(column_map_make__is_quick__with_a_million_marks),
		cmocka_unit_test(column_map_make__names__what_it_leaves_aside),
		cmocka_unit_test(column_map_make__refuses__what_is_no_header),
		cmocka_unit_test(columns__have__words_that_differ),
		cmocka_unit_test(column_record_read__takes__an_age_of_any_day_since),
		cmocka_unit_test(column_record_read__takes__words_codes_and_spellings),
		cmocka_unit_test(column_record_read__refuses__by_name),
		cmocka_unit_test(column_record_read__tells__every_fault_of_a_row),
		cmocka_unit_test(column_value__comes_back__as_it_went),
		cmocka_unit_test(column_value__hides__numbers),
		cmocka_unit_test(cell_guarded__sees__what_a_spreadsheet_takes_for_a_formula),
		cmocka_unit_test(cells__come_back__at_random),
	};

	if (argc > 1)
		random_cells = strtoul(argv[1], NULL, 10);
	return cmocka_run_group_tests(tests, open_desk, close_desk);
}
