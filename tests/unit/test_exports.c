/* Covers db/csv_writer and db/exports: what is written is read again cell for cell, by us and by Python; who may; what is left when it
 * cannot be done; and that nothing goes out without its row in the audit.
 *
 *   test_exports [ROWS]    of the table that goes to Python and back (300) */
#include "tests/office.h"
#include "tests/unit/rows.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/audit.h"
#include "db/csv_writer.h"
#include "db/exports.h"
#include "db/registry.h"
#include "forms/text.h"

static size_t rows_there = 300;

static char *read_whole(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	char *bytes;

	if (!f)
		fail_msg("no file %s", path);
	fseek(f, 0, SEEK_END);
	*len = (size_t)ftell(f);
	rewind(f);
	bytes = calloc(1, *len + 1);
	assert_int_equal(fread(bytes, 1, *len, f), *len);
	fclose(f);
	return bytes;
}

static size_t files_in(const char *folder)
{
	DIR *d = opendir(folder);
	size_t n = 0;

	while (readdir(d))
		n++;
	closedir(d);
	return n - 2;
}

/* A folder of its own for each test, empty. */
static void fresh_folder(void)
{
	assert_int_equal(system("rm -rf out && mkdir out"), 0);
}

/* ---- the writer ---- */

static void csv_writer_row__quotes__only_where_it_must(void **unused)
{
	// clang-format off
	static const struct { const char *cells[3]; const char *want, *why; } rows[] = {
		{ { "a", "b", "c" }, "a,b,c\r\n", "nothing to quote" },
		{ { "a,b", "c;d", "e" }, "\"a,b\",\"c;d\",e\r\n", "what other programs part at" },
		{ { "5'10\"", "\"", "" }, "\"5'10\"\"\",\"\"\"\",\r\n", "quotes" },
		{ { "a\nb", "a\r\nb", "x" }, "\"a\nb\",\"a\r\nb\",x\r\n", "line ends" },
		{ { " a", "a ", "a b" }, "\" a\",\"a \",a b\r\n", "blanks at the ends" },
		{ { "张", "\xF0\xA0\xAE\xB7", "·" }, "张,\xF0\xA0\xAE\xB7,·\r\n", "other characters" },
		{ { "", "", "" }, ",,\r\n", "empty cells" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *got = NULL;
		size_t len = 0, at;
		FILE *out = open_memstream(&got, &len);
		struct csv_writer w;

		assert_int_equal(csv_writer_init(&w, out, ENCODING_UTF8, false, NULL), 0);
		assert_int_equal(csv_writer_row(&w, rows[i].cells, 3, NULL, &at), 0);
		csv_writer_finish(&w);
		fclose(out);
		if (strcmp(got, rows[i].want) != 0)
			fail_msg("%s: %s", got, rows[i].why);
		free(got);
	}
}

static void csv_writer_row__names__what_the_encoding_lacks(void **unused)
{
	static const char *const cells[] = { "张", "乐\xE3\x9B\x83山" };
	struct encoding_fault fault;
	struct csv_writer w;
	char *got = NULL;
	size_t len = 0, at = 0;
	FILE *out = open_memstream(&got, &len);

	(void)unused;
	csv_writer_init(&w, out, ENCODING_GBK, true, NULL);
	assert_int_equal(csv_writer_row(&w, cells, 2, &fault, &at), 1);
	assert_int_equal(at, 1);
	assert_int_equal(fault.kind, ENCODING_UNMAPPABLE);
	assert_int_equal(fault.codepoint, 0x36C3);
	csv_writer_finish(&w);
	fclose(out);
	assert_int_equal(len, 0);
	free(got);
}

/* ---- beside Python ---- */

/* xorshift: the same cells each time. */
static uint64_t seed = 20261122;
static size_t below(size_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (size_t)(seed % n);
}

static char *random_cell(enum encoding e)
{
	static const char *const pieces[] = { "a", "1",  ",",    ";", "\"",   "'",
					      "=", "\n", "\r\n", " ", "张",   "赵玕",
					      "·", "℃",  "，",   "—", "和珅", "\xF0\xA0\xAE\xB7",
					      "䶮" };
	size_t space = ARRAY_SIZE(pieces) - (e == ENCODING_GBK ? 2 : 0), n = below(9);
	char *text = calloc(1, 64);

	for (size_t i = 0, len = 0; i < n; i++)
		len += text_copy(text + len, 64 - len, pieces[below(space)]);
	return text;
}

#define CELLS 7

static void write_cells(const char *path, enum encoding e, char **cells)
{
	FILE *out = fopen(path, "wb");
	struct csv_writer w;
	size_t at;

	csv_writer_init(&w, out, e, e == ENCODING_UTF8, NULL);
	for (size_t i = 0; i < rows_there; i++)
		assert_int_equal(csv_writer_row(&w, (const char *const *)cells + i * CELLS, CELLS,
						NULL, &at),
				 0);
	csv_writer_finish(&w);
	assert_int_equal(fclose(out), 0);
}

/* What we read of a cell is cleaned: compared with the cell's own cleaned text. */
static void compare_cells(const char *path, enum encoding e, char **cells, const char *why)
{
	struct table_in *t;
	struct table_facts facts;
	struct table_row row;
	struct err err = { 0 };
	size_t i = 0;

	if (table_in_open(path, e, &t, &facts, &err) < 0)
		fail_msg("%s", err.msg);
	for (; table_in_next(t, &row, &err) == 1; i++) {
		if (row.count != CELLS || *row.fault)
			fail_msg("row %zu has %zu cells, %s: %s", i, row.count, row.fault, why);
		for (size_t k = 0; k < CELLS; k++) {
			const char *cell = cells[i * CELLS + k];
			char *clean = text_clean(cell, strlen(cell), NULL);

			if (strcmp(clean, row.cells[k].text) != 0)
				fail_msg("“%s” came as “%s”: %s", clean, row.cells[k].text, why);
			free(clean);
		}
	}
	assert_int_equal(i, rows_there);
	table_in_close(t);
}

/* Python reads our file and writes it anew in its own way, every cell quoted; and says what it read as JSON-like lines. */
static const char python[] = "import csv,sys\n"
			     "src,dst,codec,out=sys.argv[1:5]\n"
			     "rows=list(csv.reader(open(src,encoding=codec,newline='')))\n"
			     "csv.writer(open(dst,'w',encoding=codec,newline=''),quoting=csv.QUOTE_"
			     "ALL,lineterminator=out.encode().decode('unicode_escape')"
			     ").writerows(rows)\n"
			     "open(dst+'.cells','w',encoding='utf-8',newline='').write('\\0'.join("
			     "c for r in rows for c in r))\n";

static void cells__travel__through_python_and_back(void **unused)
{
	// clang-format off
	static const struct { enum encoding e; const char *codec, *end; } ways[] = {
		{ ENCODING_UTF8, "utf-8-sig", "\\n" }, { ENCODING_GBK, "gbk", "\\r\\n" }, { ENCODING_GB18030, "gb18030", "\\r" },
	};
	// clang-format on
	(void)unused;
	fresh_folder();
	if (system("python3 -c ''") != 0)
		skip();
	for (size_t w = 0; w < ARRAY_SIZE(ways); w++) {
		char **cells = calloc(rows_there * CELLS, sizeof(*cells)), command[4096], *said,
		     *at;
		FILE *script = fopen("out/there.py", "w");
		size_t len;

		fputs(python, script);
		fclose(script);
		for (size_t i = 0; i < rows_there * CELLS; i++) {
			cells[i] = random_cell(ways[w].e);
			/* A row without any text is skipped. */
			if (i % CELLS == 0)
				cells[i][strlen(cells[i])] = 'x';
		}
		write_cells("out/ours.csv", ways[w].e, cells);
		compare_cells("out/ours.csv", ways[w].e, cells, "ours, read by us");
		snprintf(command, sizeof(command),
			 "python3 out/there.py out/ours.csv out/theirs.csv %s '%s'", ways[w].codec,
			 ways[w].end);
		assert_int_equal(system(command), 0);
		said = read_whole("out/theirs.csv.cells", &len);
		at = said;
		for (size_t i = 0; i < rows_there * CELLS; i++) {
			if (strcmp(at, cells[i]) != 0)
				fail_msg("Python read “%s” for “%s”", at, cells[i]);
			at += strlen(at) + 1;
		}
		free(said);
		compare_cells("out/theirs.csv", ways[w].e, cells, "Python's, read by us");
		for (size_t i = 0; i < rows_there * CELLS; i++)
			free(cells[i]);
		free(cells);
	}
}

/* ---- exports ---- */

/* A store without people, with these rows in it. */
static void fill(struct scratch *s, unsigned count)
{
	FILE *db;

	scratch_store(s);
	db = put_begin(s);
	for (unsigned i = 1; i <= count; i++)
		fprintf(db,
			"INSERT INTO filing (no, state, created_at, saved_at, save_seq, version, "
			"psn_name, gend, age, "
			"insutype, psn_cert_type, certno, tel, opsp_dise_code, opsp_dise_name, "
			"diag_dr_name, "
			"hosp_ide_date, ide_fixmedins_name, fixmedins_name, opter_name, opt_time, "
			"memo, filing_no) "
			"VALUES ('20261122-%04u', '%s', '2026-11-22 09:00:00', '2026-11-22 "
			"09:00:00', %u, 1, '%s', "
			"'2', '36', '390', '01', '511102199003076642', '13812345678', 'M01904', "
			"'肝豆状核变性', "
			"'李建国', '2026-11-20', '乐山市人民医院', '乐山市人民医院', '王敏', "
			"'2026-%02u-22', "
			"'%s', '0511102-%u');\n",
			i, i % 5 == 4 ? "draft" : "filed", i, i == 2 ? "王\xE3\x9B\x83" : "张晓燕",
			1 + i % 11, i == 3 ? "=1+1,\"x\"" : "", i);
	put_end(db);
}

static const struct export_request usual = { .format = EXPORT_CSV,
					     .encoding = ENCODING_UTF8,
					     .mark = true };

static void exports_write__writes__the_ledger(void **unused)
{
	static const char want[] =
		"\xEF\xBB\xBF姓名,性别,年龄,险种,身份证件类型,身份证件号码,联系电话,病种编码,"
		"病种名称,认定医师,认定日期,"
		"认定医疗机构,备案医疗机构,经办人,备案日期,备注\r\n"
		"张晓燕,女,36,城乡居民基本医疗保险,居民身份证,511102199003076642,13812345678,"
		"M01904,肝豆状核变性,李建国,"
		"2026-11-20,乐山市人民医院,乐山市人民医院,王敏,2026-02-22,\r\n"
		"王\xE3\x9B\x83,女,36,城乡居民基本医疗保险,居民身份证,511102199003076642,"
		"13812345678,M01904,肝豆状核变性,李建国,"
		"2026-11-20,乐山市人民医院,乐山市人民医院,王敏,2026-03-22,\r\n"
		"张晓燕,女,36,城乡居民基本医疗保险,居民身份证,511102199003076642,13812345678,"
		"M01904,肝豆状核变性,李建国,"
		"2026-11-20,乐山市人民医院,乐山市人民医院,王敏,2026-04-22,\"'=1+1,\"\"x\"\"\"\r\n";
	struct export_request req = usual;
	struct export_result r;
	struct err err = { 0 };
	struct scratch s;
	struct stat st;
	char *got, sm3[65];
	size_t len;

	(void)unused;
	fresh_folder();
	fill(&s, 4);
	req.path = "out/a.csv";
	if (exports_write(s.st, NULL, &req, NULL, NULL, &r, &err) < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(r.rows, 3);
	got = read_whole("out/a.csv", &len);
	assert_string_equal(got, want);
	sm3_hex_of(got, len, sm3);
	assert_string_equal(r.sm3, sm3);
	free(got);
	assert_int_equal(stat("out/a.csv", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(files_in("out"), 1);
	/* A file that is there stays. */
	assert_int_equal(exports_write(s.st, NULL, &req, NULL, NULL, &r, &err), -1);
	assert_non_null(strstr(err.msg, "已有文件"));
	scratch_remove(&s);
}

static void exports_write__takes__what_is_asked_for(void **unused)
{
	// clang-format off
	static const struct { unsigned states; const char *from, *to; uint64_t rows; const char *why; } rows[] = {
		{ 0, NULL, NULL, 8, "filed ones" },
		{ 1u << STATE_DRAFT, NULL, NULL, 2, "drafts alone" },
		{ 1u << STATE_DRAFT | 1u << STATE_FILED, NULL, NULL, 10, "both" },
		{ 0, "2026-06-22", NULL, 5, "from a day" },
		{ 0, NULL, "2026-03-22", 2, "to a day" },
		{ 0, "2026-03-22", "2026-06-22", 3, "between, both among them" },
	};
	// clang-format on
	struct err err = { 0 };
	struct scratch s;

	(void)unused;
	fresh_folder();
	fill(&s, 10);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct export_request req = usual;
		struct export_result r;
		char path[32];

		snprintf(path, sizeof(path), "out/%zu.csv", i);
		req.path = path;
		req.states = rows[i].states;
		req.from = rows[i].from;
		req.to = rows[i].to;
		if (exports_write(s.st, NULL, &req, NULL, NULL, &r, &err) < 0)
			fail_msg("%s: %s", err.msg, rows[i].why);
		if (r.rows != rows[i].rows)
			fail_msg("%llu rows: %s", (unsigned long long)r.rows, rows[i].why);
	}
	scratch_remove(&s);
}

static void exports_write__names__a_character_before_the_first_byte(void **unused)
{
	struct export_request req = { .format = EXPORT_CSV,
				      .encoding = ENCODING_GBK,
				      .path = "out/a.csv" };
	struct export_result r;
	struct err err = { 0 };
	struct scratch s;

	(void)unused;
	fresh_folder();
	fill(&s, 300);
	put(&s, "UPDATE filing SET opter_name = '𠮷' WHERE id > 250 AND state = 'draft'");
	assert_int_equal(exports_write(s.st, NULL, &req, NULL, NULL, &r, &err), -1);
	assert_int_equal(err.code, ERR_INPUT);
	assert_string_equal(r.no, "20261122-0002");
	assert_string_equal(r.column, "姓名");
	assert_int_equal(r.fault.codepoint, 0x36C3);
	assert_int_equal(r.faults, 1);
	assert_non_null(strstr(
		err.msg, "GBK 写不出“\xE3\x9B\x83”（U+36C3，20261122-0002 的“姓名”），共有 1 件"));
	assert_non_null(strstr(err.msg, "GB18030 或 UTF-8"));
	assert_int_equal(files_in("out"), 0);
	req.encoding = ENCODING_GB18030;
	assert_int_equal(exports_write(s.st, NULL, &req, NULL, NULL, &r, &err), 0);
	assert_int_equal(r.rows, 240);
	scratch_remove(&s);
}

struct watch {
	uint64_t calls, last, all, stop_at;
	bool fell;
};

static bool watch(void *ctx, uint64_t done, uint64_t all)
{
	struct watch *w = ctx;

	w->fell |= done < w->last;
	w->last = done;
	w->all = all;
	return ++w->calls == w->stop_at;
}

static void exports_write__can_be__watched_and_stopped(void **unused)
{
	// clang-format off
	static const struct { struct export_request req; const char *why; } rows[] = {
		{ { .format = EXPORT_CSV, .encoding = ENCODING_UTF8 }, "one look" },
		{ { .format = EXPORT_CSV, .encoding = ENCODING_GB18030 }, "two looks" },
		{ { .format = EXPORT_XLSX }, "a workbook" },
	};
	// clang-format on
	struct err err = { 0 };
	struct scratch s;

	(void)unused;
	fresh_folder();
	fill(&s, 1000);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct export_request req = rows[i].req;
		struct watch w = { 0 };
		struct export_result r;
		uint64_t calls;

		req.path = "out/a";
		if (exports_write(s.st, NULL, &req, watch, &w, &r, &err) < 0)
			fail_msg("%s: %s", err.msg, rows[i].why);
		if (w.fell || w.last != 1000 || w.all != 1000 || w.calls < 5)
			fail_msg("%d %llu of %llu: %s", w.fell, (unsigned long long)w.last,
				 (unsigned long long)w.all, rows[i].why);
		assert_int_equal(unlink("out/a"), 0);
		calls = w.calls;
		for (uint64_t at = 1; at <= calls; at += calls / 4) {
			w = (struct watch) { .stop_at = at };
			if (exports_write(s.st, NULL, &req, watch, &w, &r, &err) == 0)
				fail_msg("went on: %s", rows[i].why);
			assert_int_equal(err.code, ERR_CANCELLED);
			assert_int_equal(files_in("out"), 0);
		}
	}
	scratch_remove(&s);
}

static void exports_write__leaves__nothing_where_it_fails(void **unused)
{
	// clang-format off
	static const struct { const char *path, *said, *why; } rows[] = {
		{ "none/a.csv", "", "no such folder" },
		{ "out/folder", "", "a folder" },
		{ "out/link", "", "a link" },
		{ "/dev/full", "", "a device" },
	};
	// clang-format on
	struct export_request req = usual;
	struct export_result r;
	struct err err = { 0 };
	struct scratch s;

	(void)unused;
	fresh_folder();
	mkdir("out/folder", 0700);
	assert_int_equal(symlink("/tmp", "out/link"), 0);
	fill(&s, 4);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		req.path = rows[i].path;
		if (exports_write(s.st, NULL, &req, NULL, NULL, &r, &err) == 0)
			fail_msg("wrote %s: %s", req.path, rows[i].why);
		assert_int_equal(files_in("out"), 2);
	}
	/* Nobody filed in that year. */
	req.path = "out/a.csv";
	req.from = "2030-01-01";
	assert_int_equal(exports_write(s.st, NULL, &req, NULL, NULL, &r, &err), -1);
	assert_non_null(strstr(err.msg, "没有符合条件"));
	assert_int_equal(files_in("out"), 2);
	/* A stream that is full. */
	req = usual;
	req.stream = fopen("/dev/full", "w");
	assert_int_equal(exports_write(s.st, NULL, &req, NULL, NULL, &r, &err), -1);
	assert_int_equal(err.code, ERR_STORAGE);
	fclose(req.stream);
	scratch_remove(&s);
}

/* ---- who ---- */

static void exports_write__asks__for_a_right_and_a_password(void **unused)
{
	struct export_request req = usual;
	struct export_result r;
	struct audit_row row;
	struct err err = { 0 };
	struct office o;
	char want[256];

	(void)unused;
	fresh_folder();
	office_open(&o, "5111");
	office_register(&o, "wm", 1);
	req.path = "out/a.csv";
	req.states = 1u << STATE_DRAFT;
	/* Nobody; the doctor; a clerk whose password was not asked for. */
	assert_int_equal(exports_write(o.st, NULL, &req, NULL, NULL, &r, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_int_equal(exports_write(o.st, office_who(&o, "ljg"), &req, NULL, NULL, &r, &err),
			 -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_int_equal(audit_list(o.st, 0, &row, 1, &err), 1);
	assert_string_equal(row.act, "export");
	assert_string_equal(row.result, "refused");
	assert_int_equal(exports_write(o.st, office_who(&o, "wm"), &req, NULL, NULL, &r, &err), -1);
	assert_non_null(strstr(err.msg, "口令"));
	assert_int_equal(files_in("out"), 0);
	office_confirm(&o, "wm", ACT_EXPORT);
	if (exports_write(o.st, office_who(&o, "wm"), &req, NULL, NULL, &r, &err) < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(audit_list(o.st, 0, &row, 1, &err), 1);
	snprintf(want, sizeof(want),
		 "format=csv encoding=UTF-8 columns=ledger mask=0 rows=1 sm3=%s", r.sm3);
	assert_string_equal(row.act, "export");
	assert_string_equal(row.result, "done");
	assert_string_equal(row.detail, want);
	office_close(&o);
}

/* Whoever reads the stream may end the program in the middle of it: by then the audit must know. */
static void exports_write__tells__the_audit_before_a_stream(void **unused)
{
	struct export_request req = usual;
	struct export_result r;
	struct audit_row row;
	struct err err = { 0 };
	struct office o;

	(void)unused;
	office_open(&o, "5111");
	office_register(&o, "wm", 1);
	office_confirm(&o, "wm", ACT_EXPORT);
	req.states = 1u << STATE_DRAFT;
	req.stream = fopen("/dev/full", "w");
	assert_non_null(req.stream);
	assert_int_equal(exports_write(o.st, office_who(&o, "wm"), &req, NULL, NULL, &r, &err), -1);
	assert_int_equal(err.code, ERR_STORAGE);
	assert_int_equal(audit_list(o.st, 0, &row, 1, &err), 1);
	assert_string_equal(row.act, "export");
	assert_string_equal(row.result, "done");
	fclose(req.stream);
	office_close(&o);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_writer_row__quotes__only_where_it_must),
		cmocka_unit_test(csv_writer_row__names__what_the_encoding_lacks),
		cmocka_unit_test(cells__travel__through_python_and_back),
		cmocka_unit_test(exports_write__writes__the_ledger),
		cmocka_unit_test(exports_write__takes__what_is_asked_for),
		cmocka_unit_test(exports_write__names__a_character_before_the_first_byte),
		cmocka_unit_test(exports_write__can_be__watched_and_stopped),
		cmocka_unit_test(exports_write__leaves__nothing_where_it_fails),
		cmocka_unit_test(exports_write__asks__for_a_right_and_a_password),
		cmocka_unit_test(exports_write__tells__the_audit_before_a_stream),
	};

	people_surroundings();
	if (argc > 1)
		rows_there = strtoul(argv[1], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
