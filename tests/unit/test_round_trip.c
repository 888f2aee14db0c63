/* Covers imports and exports together: filings that hold all that a filing can hold go out as a table, come in at a blank desk,
 * and go out again: the same bytes, and the same records field by field.
 *
 *   test_round_trip [FILINGS [FORMAT]]     default 2000; FORMAT one of GBK, GB18030, UTF-8, XLSX: that one alone */
#include "tests/table.h"

#include "db/csv_writer.h"
#include "db/exports.h"

static unsigned filings = 2000;
static const char *only;

static struct world world;
static struct check_context ctx;

/* --- People --- */

// clang-format off
/* Documents of every kind; the digits of # count the people up, and K is a resident's number made from the count. */
static const struct { const char *certno, *birth; bool no_birth; } documents[] = {
	{ "K", NULL, false }, { "K", NULL, false }, { "K", NULL, false },
	{ "511102900307663", NULL, false },
	{ "810000199003070015", NULL, false }, { "830000199003070035", NULL, false },
	{ "932682198501010017", NULL, false }, { "KAZ110090123105", NULL, false },
	{ "H1#######", NULL, true }, { "M2#######", NULL, true }, { "HA#######", NULL, true },
	{ "3#######", NULL, true }, { "E1#######", NULL, true }, { "EA#######", NULL, true },
	{ "X5101#####", NULL, true }, { "P4######", NULL, true }, { "AB#######", NULL, true },
	{ "南字第0#######号", NULL, true }, { "武字第#######号", NULL, true },
};

static const char *const gbk_names[] = {
	"张晓燕", "王伟", "买买提·伊敏", "欧阳娜娜", "阿卜杜热西提·阿卜杜克热木", "吉克木呷", "单于", "曾静", "镕基", "Maria",
};
static const char *const rare_names[] = { "王䶮", "李𠮷", "赵㛃", "陈𬭊", "马㼆", "㑇", "𠀀𪚥" };

static const char *const memos[] = {
	"", "=1+1", "+86 电话", "-5", "@所有人", "'已有的撇号", "''两个", "＝全角", "\"引号\"，逗号,分号;", "一行里 有  空格",
	"结尾有撇号'", "=HYPERLINK(\"http://x\",\"y\")", "0123", "1.10105E+17", "真", "1,234.50", "2024-03-05", "μg/L ≥ 20 ℃ ①②③ ⅠⅡ",
	"“中文引号”—— …… ·", "TRUE", "50%",
};
// clang-format on

static void make_number(unsigned i, char out[64])
{
	const char *pattern = documents[i % ARRAY_SIZE(documents)].certno;
	char digits[16], resident[19];
	size_t wanted = 0, at = 0;

	if (strcmp(pattern, "K") == 0) {
		office_certno(i, resident);
		snprintf(out, 64, "%s", resident);
		return;
	}
	for (const char *c = pattern; *c; c++)
		wanted += *c == '#';
	snprintf(digits, sizeof(digits), "%012u", i);
	for (; *pattern; pattern++)
		out[at++] = *pattern == '#' ? digits[12 - wanted--] : *pattern;
	out[at] = '\0';
}

/* A history of illness of some 400 characters. A line end becomes a blank at the edge, so none stands in a filing. */
static void set_long(struct filing *f, enum field_id id, unsigned i)
{
	char text[2000] = "";
	size_t len = 0;

	for (unsigned n = 0; n < 20 + i % 6; n++)
		len += (size_t)snprintf(text + len, sizeof(text) - len,
					"第 %u 次复查：=%u，“正常”；", n + 1, i % 97);
	text[len - strlen("；")] = '\0';
	filing_set(f, id, text);
}

static void set_acts(struct filing *f, unsigned i)
{
	char day[11];

	snprintf(day, sizeof(day), "2024-%02u-%02u", 1 + i % 12, 1 + i % 28);
	filing_set(f, FIELD_DIAG_DR_NAME, "李建国");
	filing_set(f, FIELD_HOSP_IDE_DATE, day);
	filing_set(f, FIELD_IDE_FIXMEDINS_NAME, "峨眉山市人民医院");
	filing_set(f, FIELD_FIXMEDINS_NAME, "乐山市人民医院");
	filing_set(f, FIELD_OPTER_NAME, "王敏");
	filing_set(f, FIELD_OPT_TIME, day);
	filing_set(f, FIELD_APPY_DATE, day);
	if (i % 3)
		return;
	filing_set(f, FIELD_DIAG_DR_CODG, "D511102000123");
	filing_set(f, FIELD_IDE_FIXMEDINS_NO, "H51110299999");
	filing_set(f, FIELD_FIXMEDINS_CODE, "H51110200001");
	filing_set(f, FIELD_BEGNDATE, day);
	filing_set(f, FIELD_ENDDATE, "2027-12-31");
	filing_set(f, FIELD_RX_WEEKS, "12");
}

static void set_evidence(struct filing *f, unsigned i)
{
	char value[16];

	if (i % 4)
		return;
	snprintf(value, sizeof(value), "<%u.%u", 10 + i % 90, i % 10);
	evidence_set(&f->evidence, "ceruloplasmin", value, "mg/L", "=报告 2024，“原文”");
	evidence_set(&f->evidence, "kf_ring", i % 8 ? "true" : "false", "", "");
	evidence_set(&f->evidence, "urine_copper_24h", ">100", "ug/24h", "24 小时尿，3 层\\引号 \"x\"");
}

static void set_person(struct filing *f, unsigned i, bool rare)
{
	char text[64];
	const char *name = rare && i % 3 == 0 ? rare_names[i / 3 % ARRAY_SIZE(rare_names)]
					      : gbk_names[i % ARRAY_SIZE(gbk_names)];

	make_number(i, text);
	filing_set(f, FIELD_CERTNO, text);
	filing_set(f, FIELD_PSN_NAME, name);
	filing_set(f, FIELD_INSUTYPE, i % 2 ? "390" : "310");
	filing_set(f, FIELD_OPSP_DISE_CODE, "M00105");
	snprintf(text, sizeof(text), i % 5 ? "138%08u" : "0833-%07u",
		 i % 5 ? i : 2000000 + i % 1000000);
	filing_set(f, FIELD_TEL, text);
}

/* All that a ledger, or a full table, can say of somebody. */
static struct filing_record make_record(unsigned i, bool rare)
{
	struct filing_record r = { .state = STATE_HISTORY };
	struct filing *f = &r.filing;

	set_person(f, i, rare);
	set_acts(f, i);
	set_evidence(f, i);
	filing_derive(f, FIELD_CERTNO, &ctx);
	filing_derive(f, FIELD_OPSP_DISE_CODE, &ctx);
	if (!f->value[FIELD_GEND])
		filing_set(f, FIELD_GEND, i % 2 ? "1" : "2");
	if (!f->value[FIELD_AGE])
		filing_set(f, FIELD_AGE, "45");
	filing_set(f, FIELD_MEMO, memos[i % ARRAY_SIZE(memos)]);
	if (i % 7 == 0)
		set_long(f, FIELD_SYMP_DSCR, i);
	snprintf(r.filing_no, sizeof(r.filing_no), i % 2 ? "" : "LS%08u", i);
	return r;
}

/* --- The first table --- */

static void write_source(const char *path, bool rare, unsigned count)
{
	FILE *out = fopen(path, "wb");
	struct csv_writer w;
	const char *cells[64];
	size_t columns = columns_count(COLUMNS_FULL);

	assert_non_null(out);
	assert_int_equal(csv_writer_init(&w, out, ENCODING_UTF8, true, NULL), 0);
	for (size_t c = 0; c < columns; c++)
		cells[c] = column_word(c);
	assert_int_equal(csv_writer_row(&w, cells, columns, NULL, NULL), 0);
	for (unsigned i = 0; i < count; i++) {
		struct filing_record r = make_record(i, rare);

		for (size_t c = 0; c < columns; c++)
			assert_non_null(cells[c] = column_value(&r, c, false));
		assert_int_equal(csv_writer_row(&w, cells, columns, NULL, NULL), 0);
		for (size_t c = 0; c < columns; c++)
			free((char *)cells[c]);
		filing_record_finish(&r);
	}
	csv_writer_finish(&w);
	assert_int_equal(fclose(out), 0);
}

/* --- Desks --- */

struct place {
	struct scratch s;
	unsigned rows;
};

static void import_into(struct place *p, const char *path)
{
	const struct import_request req = { .path = path, .encoding = ENCODING_AUTO };
	static struct import_result r;
	struct err err = { 0 };

	scratch_store(&p->s);
	if (imports_read(p->s.st, NULL, &req, &ctx, NULL, NULL, &r, &err) < 0)
		fail_msg("%s: %s", path, err.msg);
	if (r.rejected)
		fail_msg("%s: %llu rejected, line %llu %s: %s", path,
			 (unsigned long long)r.rejected, (unsigned long long)r.first[0].line,
			 r.first[0].column, r.first[0].reason);
	if (*r.unknown)
		fail_msg("%s: columns left aside: %s", path, r.unknown);
	p->rows = (unsigned)r.rows;
}

static void export_from(struct place *p, const char *path, enum export_format format,
			enum encoding encoding, enum columns_which columns)
{
	const struct export_request req = { .format = format,
					    .encoding = encoding,
					    .mark = encoding == ENCODING_UTF8,
					    .columns = columns,
					    .path = path };
	struct export_result r;
	struct err err = { 0 };

	unlink(path);
	if (exports_write(p->s.st, NULL, &req, NULL, NULL, &r, &err) < 0)
		fail_msg("%s: %s", path, err.msg);
	assert_int_equal(r.rows, p->rows);
}

static void expect_same_files(const char *a, const char *b)
{
	char command[300];

	snprintf(command, sizeof(command), "cmp '%s' '%s'", a, b);
	if (system(command) != 0)
		fail_msg("%s and %s differ", a, b);
}

static void expect_same_record(const struct filing_record *a, const struct filing_record *b)
{
	for (int i = 0; i < FIELD_COUNT; i++)
		if (strcmp(filing_get(&a->filing, (enum field_id)i),
			   filing_get(&b->filing, (enum field_id)i)) != 0)
			fail_msg("%s %s: “%s” became “%s”", a->no, fields[i].key,
				 filing_get(&a->filing, (enum field_id)i),
				 filing_get(&b->filing, (enum field_id)i));
	if (!evidence_equal(&a->filing.evidence, &b->filing.evidence))
		fail_msg("%s: the evidence differs", a->no);
	assert_string_equal(a->filing_no, b->filing_no);
}

static void expect_same_records(struct place *a, struct place *b)
{
	assert_int_equal(a->rows, b->rows);
	for (unsigned id = 1; id <= a->rows; id++) {
		struct filing_record x = { 0 }, y = { 0 };

		assert_int_equal(filings_load(a->s.st, id, &x, NULL), 1);
		assert_int_equal(filings_load(b->s.st, id, &y, NULL), 1);
		expect_same_record(&x, &y);
		filing_record_finish(&x);
		filing_record_finish(&y);
	}
}

/* What was generated is what the first desk has, as far as nothing was said twice. */
static void expect_as_made(struct place *p, bool rare, unsigned count)
{
	unsigned met = 0;

	for (unsigned i = 0, id = 1; i < count && id <= p->rows; i++) {
		struct filing_record made = make_record(i, rare), there = { 0 };

		assert_int_equal(filings_load(p->s.st, id, &there, NULL), 1);
		if (strcmp(filing_get(&made.filing, FIELD_TEL),
			   filing_get(&there.filing, FIELD_TEL)) == 0) {
			expect_same_record(&made, &there);
			met++;
			id++;
		}
		filing_record_finish(&made);
		filing_record_finish(&there);
	}
	assert_int_equal(met, p->rows);
}

/* --- Round --- */

struct way {
	const char *name;
	enum export_format format;
	enum encoding encoding;
};

static void go_round(struct place *first, const struct way *w, enum columns_which columns)
{
	const char *ending = w->format == EXPORT_XLSX ? "xlsx" : "csv";
	char out[64], again[64];
	struct place second;

	snprintf(out, sizeof(out), "out-%s.%s", w->name, ending);
	snprintf(again, sizeof(again), "again-%s.%s", w->name, ending);
	export_from(first, out, w->format, w->encoding, columns);
	import_into(&second, out);
	if (columns == COLUMNS_FULL)
		expect_same_records(first, &second);
	export_from(&second, again, w->format, w->encoding, columns);
	expect_same_files(out, again);
	print_message("%s: %u filings\n", w->name, second.rows);
	scratch_remove(&second.s);
	unlink(out);
	unlink(again);
}

static bool is_wanted(const struct way *w)
{
	return !only || strcmp(only, w->name) == 0;
}

static void filings__go_round__with_every_character(void **unused)
{
	static const struct way ways[] = {
		{ "GB18030", EXPORT_CSV, ENCODING_GB18030 },
		{ "UTF-8", EXPORT_CSV, ENCODING_UTF8 },
		{ "XLSX", EXPORT_XLSX, ENCODING_UTF8 },
	};
	struct place first;

	(void)unused;
	write_source("source.csv", true, filings);
	import_into(&first, "source.csv");
	expect_as_made(&first, true, filings);
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		if (is_wanted(&ways[i]))
			go_round(&first, &ways[i], COLUMNS_FULL);
	scratch_remove(&first.s);
	unlink("source.csv");
}

static void filings__go_round__in_gbk(void **unused)
{
	static const struct way way = { "GBK", EXPORT_CSV, ENCODING_GBK };
	struct place first;

	(void)unused;
	if (!is_wanted(&way))
		return;
	write_source("source.csv", false, filings);
	import_into(&first, "source.csv");
	go_round(&first, &way, COLUMNS_FULL);
	go_round(&first, &way, COLUMNS_LEDGER);
	scratch_remove(&first.s);
	unlink("source.csv");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filings__go_round__with_every_character),
		cmocka_unit_test(filings__go_round__in_gbk),
	};

	int failed;

	if (argc > 1)
		filings = (unsigned)strtoul(argv[1], NULL, 10);
	if (argc > 2)
		only = argv[2];
	world_open(&world, "5111", NULL);
	ctx = world_on(&world, "2026-11-22", false);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	world_close(&world);
	return failed;
}
