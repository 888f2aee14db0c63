/* Covers db/national, db/national_json, db/national_export, db/site and forms/national_list: requests held against the fields
 * of the interface, what is missing, lengths, and the site's values. */
#include <jansson.h>

#include "tests/unit/platform.h"

#include "db/audit.h"
#include "db/national_parts.h"
#include "forms/national_list.h"

/* ---- the lines that were written ---- */

static char *read_whole(struct office *o, const char *name)
{
	char path[160], *text = NULL;
	size_t size = 0, n;
	FILE *in, *out = open_memstream(&text, &size);
	char piece[4096];

	snprintf(path, sizeof(path), "%s/%s", o->s.folder, name);
	in = fopen(path, "r");
	assert_non_null(in);
	while ((n = fread(piece, 1, sizeof(piece), in)) > 0)
		fwrite(piece, 1, n, out);
	fclose(in);
	fclose(out);
	return text;
}

/* The fields of the reference, section 1, in its order, with the most characters. */
static const struct {
	const char *name;
	size_t most;
} envelope[] = {
	{ "infno", 6 },
	{ "msgid", 30 },
	{ "mdtrtarea_admvs", 6 },
	{ "insuplc_admdvs", 6 },
	{ "recer_sys_code", 10 },
	{ "dev_no", 100 },
	{ "dev_safe_info", 2000 },
	{ "cainfo", 1024 },
	{ "signtype", 10 },
	{ "infver", 6 },
	{ "opter_type", 3 },
	{ "opter", 30 },
	{ "opter_name", 50 },
	{ "inf_time", 19 },
	{ "fixmedins_code", 30 },
	{ "fixmedins_name", 200 },
	{ "sign_no", 30 },
	{ "input", 0 },
};

/* ... and of section 2. */
static const struct {
	const char *name;
	size_t most;
	bool required;
} of_2503[] = {
	{ "psn_no", 30, true },
	{ "insutype", 6, true },
	{ "opsp_dise_code", 30, true },
	{ "opsp_dise_name", 300, true },
	{ "tel", 50, false },
	{ "addr", 200, false },
	{ "insu_optins", 6, true },
	{ "ide_fixmedins_no", 30, true },
	{ "ide_fixmedins_name", 200, true },
	{ "hosp_ide_date", 10, true },
	{ "diag_dr_codg", 30, true },
	{ "diag_dr_name", 50, true },
	{ "begndate", 10, true },
	{ "enddate", 10, false },
};

static size_t points(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += ((unsigned char)*text & 0xC0) != 0x80;
	return n;
}

static void judge_envelope(json_t *root)
{
	size_t i = 0;
	const char *key;
	json_t *value;

	json_object_foreach(root, key, value)
	{
		if (i >= ARRAY_SIZE(envelope) || strcmp(key, envelope[i].name) != 0)
			fail_msg("field %zu is %s", i + 1, key);
		if (envelope[i].most &&
		    (!json_is_string(value) || points(json_string_value(value)) > envelope[i].most))
			fail_msg("%s is no text of at most %zu", key, envelope[i].most);
		i++;
	}
	assert_int_equal(i, ARRAY_SIZE(envelope));
}

static void judge_2503(json_t *data)
{
	size_t i = 0;
	const char *key;
	json_t *value;

	json_object_foreach(data, key, value)
	{
		const char *text = json_string_value(value);

		if (i >= ARRAY_SIZE(of_2503) || strcmp(key, of_2503[i].name) != 0)
			fail_msg("data field %zu is %s", i + 1, key);
		if (!text || points(text) > of_2503[i].most || (of_2503[i].required && !*text))
			fail_msg("%s is “%s”", key, text ? text : "no text");
		i++;
	}
	assert_int_equal(i, ARRAY_SIZE(of_2503));
}

static json_t *only_line(struct office *o, const char *name)
{
	char *text = read_whole(o, name);
	json_t *root;

	assert_int_equal(text[strlen(text) - 1], '\n');
	if (strchr(text, '\n') != text + strlen(text) - 1)
		fail_msg("not one line: %s", text);
	root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	if (!root)
		fail_msg("no JSON: %s", text);
	free(text);
	return root;
}

static json_t *data_of(json_t *root)
{
	return json_object_get(json_object_get(root, "input"), "data");
}

static void is_text(json_t *object, const char *key, const char *want)
{
	const char *text = json_string_value(json_object_get(object, key));

	if (!text || strcmp(text, want) != 0)
		fail_msg("%s is “%s” and not “%s”", key, text ? text : "(none)", want);
}

static void request_2503__has__the_fields_of_the_interface(void **unused)
{
	struct national_result result;
	json_t *root, *data;
	struct office o;
	char certno[19], *text;

	(void)unused;
	platform_open(&o);
	platform_filed(&o, 1);
	result = platform_send(&o, "2503", "out.jsonl");
	assert_int_equal(result.written, 1);
	assert_int_equal(result.left, 0);
	assert_string_equal(result.missing, "");
	root = only_line(&o, "out.jsonl");
	judge_envelope(root);
	data = data_of(root);
	judge_2503(data);
	is_text(root, "infno", "2503");
	is_text(root, "msgid", "H51110200001202611220915020001");
	is_text(root, "mdtrtarea_admvs", "511100");
	is_text(root, "insuplc_admdvs", "511100");
	is_text(root, "recer_sys_code", "MBS");
	is_text(root, "infver", "V1.0");
	is_text(root, "opter_type", "1");
	is_text(root, "opter", "wm");
	is_text(root, "opter_name", "王敏");
	is_text(root, "inf_time", "2026-11-22 09:15:02");
	is_text(root, "fixmedins_code", "H51110200001");
	is_text(root, "fixmedins_name", "乐山市人民医院");
	is_text(data, "psn_no", "5111000000001");
	is_text(data, "insutype", "390");
	is_text(data, "opsp_dise_code", "M00105");
	is_text(data, "tel", "13800000001");
	is_text(data, "insu_optins", "511102");
	is_text(data, "ide_fixmedins_no", "H51110200001");
	is_text(data, "hosp_ide_date", "2026-11-22");
	is_text(data, "diag_dr_codg", "D511102000123");
	is_text(data, "diag_dr_name", "李建国");
	is_text(data, "begndate", "2026-11-22");
	json_decref(root);

	/* No name and no number beyond what the interface has. */
	text = read_whole(&o, "out.jsonl");
	office_certno(1, certno);
	assert_null(strstr(text, certno));
	assert_null(strstr(text, "张晓燕"));
	assert_null(strstr(text, "咳嗽"));
	free(text);
	free(result.missing);
	office_close(&o);
}

static void request_2504__has__number_person_and_reason(void **unused)
{
	static const char *const names[] = { "trt_dcla_detl_sn", "psn_no", "memo" };
	struct national_result result;
	json_t *root, *value;
	struct office o;
	const char *key;
	size_t i = 0;
	int64_t id;

	(void)unused;
	platform_open(&o);
	id = platform_filed(&o, 1);
	result = platform_send(&o, "2503", "out.jsonl");
	free(result.missing);
	platform_answer(&o, id, "2503", "511100202611220000000000000001");
	platform_end(&o, id, ACT_REVOKE);
	result = platform_send(&o, "2504", "revoked.jsonl");
	assert_int_equal(result.written, 1);
	free(result.missing);
	root = only_line(&o, "revoked.jsonl");
	judge_envelope(root);
	is_text(root, "infno", "2504");
	json_object_foreach(data_of(root), key, value)
	{
		assert_true(i < ARRAY_SIZE(names));
		assert_string_equal(key, names[i++]);
	}
	assert_int_equal(i, ARRAY_SIZE(names));
	is_text(data_of(root), "trt_dcla_detl_sn", "511100202611220000000000000001");
	is_text(data_of(root), "psn_no", "5111000000001");
	is_text(data_of(root), "memo", "缺一份检验报告");
	json_decref(root);
	office_close(&o);
}

static void site__changes__what_is_sent(void **unused)
{
	struct national_result result;
	json_t *root;
	struct office o;

	(void)unused;
	platform_open(&o);
	platform_filed(&o, 1);
	platform_site(&o, "infno_2503", "2503A");
	platform_site(&o, "date_form", "time");
	platform_site(&o, "enddate", "2999-12-31");
	platform_site(&o, "addr", "乐山市");
	platform_site(&o, "opter", "0815");
	platform_site(&o, "opter_name", "医保办");
	platform_site(&o, "fixmedins_code", "H51110200077");
	result = platform_send(&o, "2503", "out.jsonl");
	assert_int_equal(result.written, 1);
	free(result.missing);
	root = only_line(&o, "out.jsonl");
	is_text(root, "infno", "2503A");
	is_text(root, "opter", "0815");
	is_text(root, "opter_name", "医保办");
	is_text(root, "fixmedins_code", "H51110200077");
	is_text(root, "msgid", "H51110200077202611220915020001");
	is_text(data_of(root), "hosp_ide_date", "2026-11-22 00:00:00");
	is_text(data_of(root), "enddate", "2999-12-31 00:00:00");
	is_text(data_of(root), "addr", "乐山市");
	json_decref(root);
	office_close(&o);
}

/* A desk as office_open() makes it, on a store for training. */
static void open_training(struct office *o)
{
	struct err err = { 0 };

	setenv("MTDESK_NOW", "2026-11-22 09:15:02", 1);
	*o = (struct office) { 0 };
	scratch_folder(&o->s);
	if (store_open_kind(o->s.path, STORE_TRAINING, STORE_READ_WRITE, &o->s.st, &err) < 0)
		fail_msg("%s", err.msg);
	o->st = o->s.st;
	office_set_up(o, "5111");
	world_open(&o->w, "5111", NULL);
	o->ctx = world_on(&o->w, "2026-11-22", true);
	office_enter(o);
}

/* What a training desk writes no platform takes. */
static void training__is_written__into_every_request(void **unused)
{
	struct national_result result;
	struct office o;
	json_t *root;

	(void)unused;
	open_training(&o);
	platform_site(&o, "mdtrtarea_admvs", "511100");
	platform_site(&o, "insuplc_admdvs", "511100");
	platform_site(&o, "insu_optins", "511102");
	platform_site(&o, "recer_sys_code", "MBS");
	platform_filed(&o, 1);
	result = platform_send(&o, "2503", "out.jsonl");
	assert_int_equal(result.written, 1);
	free(result.missing);
	root = only_line(&o, "out.jsonl");
	judge_envelope(root);
	is_text(root, "recer_sys_code", "TRAINING");
	is_text(root, "opter_name", "培训演示");
	json_decref(root);
	office_close(&o);
}

/* ---- what is missing ---- */

static void missing__names__field_and_remedy(void **unused)
{
	struct national_result result;
	struct office o;
	char *text, path[160];
	int64_t id;

	(void)unused;
	setenv("MTDESK_NOW", "2026-11-22 09:15:02", 1);
	office_open(&o, "5111");
	id = office_register(&o, "wm", 1);
	office_bring(&o, id, STATE_FILED);
	store_set_actor(o.st, &o.actors[office_index("wm")]);
	assert_int_equal(national_missing(o.st, id, "2503", &text, NULL), 0);
	assert_non_null(strstr(text, "psn_no 人员编号：没有；人员信息查询（1101）"));
	assert_non_null(strstr(text, "insu_optins 参保机构医保区划：没有；"));
	assert_non_null(strstr(text, "mdtrtarea_admvs 就医地医保区划：没有；请在“平台参数”里填写"));
	assert_non_null(strstr(text, "insuplc_admdvs"));
	assert_non_null(strstr(text, "recer_sys_code"));
	assert_null(strstr(text, "msgid"));
	assert_null(strstr(text, "enddate"));
	free(text);
	result = platform_send(&o, "2503", "out.jsonl");
	assert_int_equal(result.written, 0);
	assert_int_equal(result.left, 1);
	assert_non_null(strstr(result.missing, "受理号 20261122-0001  psn_no 人员编号："));
	free(result.missing);
	snprintf(path, sizeof(path), "%s/out.jsonl", o.s.folder);
	assert_int_equal(access(path, F_OK), -1);
	assert_string_equal(platform_rows(&o, id), "2503 unsent");
	office_close(&o);
}

/* One that lacks something does not hold up the others. */
static void missing__of_one__leaves_the_others(void **unused)
{
	struct national_result result;
	struct office o;
	int64_t first, second;

	(void)unused;
	platform_open(&o);
	first = office_register(&o, "wm", 1);
	office_bring(&o, first, STATE_FILED);
	second = platform_filed(&o, 2);
	result = platform_send(&o, "2503", "out.jsonl");
	assert_int_equal(result.written, 1);
	assert_int_equal(result.left, 1);
	free(result.missing);
	assert_string_equal(platform_rows(&o, first), "2503 unsent");
	assert_string_equal(platform_rows(&o, second), "2503 sent");
	platform_person(&o, 1);
	result = platform_send(&o, "2503", "more.jsonl");
	assert_int_equal(result.written, 1);
	assert_int_equal(result.left, 0);
	free(result.missing);
	office_close(&o);
}

/* Lengths are counted in characters, not bytes, and nothing is cut. */
static void lengths__are__of_characters(void **unused)
{
	static const struct {
		const char *field;
		size_t chars;
		bool fits;
		const char *why;
	} cases[] = {
		{ "memo", 500, true, "five hundred characters of three bytes" },
		{ "memo", 501, false, "one more" },
	};
	struct national_scene scene;
	struct office o;

	(void)unused;
	platform_open(&o);
	assert_int_equal(national_scene_open(o.st, office_who(&o, "wm"), &scene, NULL), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct national_request r = { .infno = "2504" };
		char *memo = calloc(cases[i].chars, 4), *lacks = NULL;
		size_t size;
		FILE *out = open_memstream(&lacks, &size);

		for (size_t n = 0; n < cases[i].chars; n++)
			memcpy(memo + 3 * n, "病", 3);
		r.data[2] = memo;
		national_lacks(&scene, &r, "", out);
		fclose(out);
		if ((strstr(lacks, "memo") == NULL) != cases[i].fits)
			fail_msg("%s: %s", cases[i].why, lacks);
		free(lacks);
		free(memo);
	}
	national_scene_finish(&scene);
	office_close(&o);
}

static void insutype__is_held_against__the_site_s_list(void **unused)
{
	struct national_result result;
	struct office o;

	(void)unused;
	platform_open(&o);
	platform_filed(&o, 1);
	platform_site(&o, "list.insutype", "310 职工；391 居民");
	result = platform_send(&o, "2503", "out.jsonl");
	assert_int_equal(result.written, 0);
	assert_non_null(strstr(result.missing, "390 不在险种字典里"));
	free(result.missing);
	platform_site(&o, "list.insutype", "310 职工；390 居民");
	result = platform_send(&o, "2503", "out.jsonl");
	assert_int_equal(result.written, 1);
	free(result.missing);
	office_close(&o);
}

/* ---- the file ---- */

static void export__never_replaces__a_file_that_was_sent(void **unused)
{
	struct national_result result = { 0 };
	struct err err = { 0 };
	char path[160];
	struct office o;
	int64_t id;

	(void)unused;
	platform_open(&o);
	id = platform_filed(&o, 1);
	platform_write(&o, "out.jsonl", "mine\n", 5);
	snprintf(path, sizeof(path), "%s/out.jsonl", o.s.folder);
	assert_int_equal(national_export(o.st, office_who(&o, "wm"), "2503", path, &result, &err),
			 -1);
	assert_int_equal(err.code, ERR_INPUT);
	assert_string_equal(platform_rows(&o, id), "2503 unsent");
	free(result.missing);
	snprintf(path, sizeof(path), "%s/no-such-folder/out.jsonl", o.s.folder);
	assert_int_equal(national_export(o.st, office_who(&o, "wm"), "2503", path, &result, &err),
			 -1);
	free(result.missing);
	assert_int_equal(national_export(o.st, office_who(&o, "wm"), "5301", path, &result, &err),
			 -1);
	result = platform_send(&o, "2503", "other.jsonl");
	assert_int_equal(result.written, 1);
	free(result.missing);
	office_close(&o);
}

static void export__says_in_the_audit__what_went_out(void **unused)
{
	struct national_result result;
	struct audit_row last;
	char detail[200], path[160];
	struct err err = { 0 };
	struct office o;

	(void)unused;
	platform_open(&o);
	platform_filed(&o, 1);
	result = platform_send(&o, "2503", "out.jsonl");
	snprintf(detail, sizeof(detail), "sent infno=2503 requests=1 sm3=%s", result.sm3);
	free(result.missing);
	assert_int_equal(audit_list(o.st, 0, &last, 1, NULL), 1);
	assert_string_equal(last.act, "platform");
	assert_string_equal(last.detail, detail);
	assert_int_equal(last.staff, o.actors[office_index("wm")].staff);

	snprintf(path, sizeof(path), "%s/again.jsonl", o.s.folder);
	assert_int_equal(national_export(o.st, office_who(&o, "sj"), "2503", path, &result, &err),
			 -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	free(result.missing);
	assert_int_equal(audit_list(o.st, 0, &last, 1, NULL), 1);
	assert_string_equal(last.result, "refused");
	office_close(&o);
}

/* ---- the site ---- */

static void site_save__refuses__what_will_not_do(void **unused)
{
	static const struct {
		const char *key, *value, *why;
	} bad[] = {
		{ "mdtrtarea_admvs", "5111", "four digits" },
		{ "mdtrtarea_admvs", "51110a", "a letter" },
		{ "mdtrtarea_admvs", "", "it must be there" },
		{ "recer_sys_code", "12345678901", "eleven characters" },
		{ "recer_sys_code", "M BS", "a blank" },
		{ "opter_type", "9", "no such kind" },
		{ "date_form", "iso", "no such form" },
		{ "enddate", "2999-13-31", "no such month" },
		{ "msgid_digit", "12", "two digits" },
		{ "fixmedins_code", "H5111020001", "eleven characters" },
		{ "list.insutype", "310", "a code without words" },
		{ "list.insutype", "310 职工；310 居民", "a code twice" },
		{ "opter_name", "a\tb", "a control character" },
		{ "no_such_key", "1", "no such key" },
	};
	struct err err;
	struct office o;

	(void)unused;
	platform_open(&o);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		err = (struct err) { 0 };
		if (site_save(o.st, office_who(&o, "hzr"), bad[i].key, bad[i].value, &err) == 0)
			fail_msg("%s took '%s': %s", bad[i].key, bad[i].value, bad[i].why);
		if (err.code != ERR_INPUT)
			fail_msg("%s: %s", bad[i].why, err.msg);
	}
	assert_int_equal(site_save(o.st, office_who(&o, "wm"), "dev_no", "1", &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	office_close(&o);
}

static void site_load__gives__what_was_kept(void **unused)
{
	struct site_value *values = calloc(site_values_count(), sizeof(*values));
	struct office o;
	char words[64];

	(void)unused;
	assert_true(site_values_count() <= SITE_VALUES_MOST);
	platform_open(&o);
	platform_site(&o, "dev_no", "PC-1");
	platform_site(&o, "list.gend", "1 男性；2 女性");
	assert_int_equal(site_load(o.st, values, NULL), 0);
	assert_string_equal(site_get(values, "dev_no"), "PC-1");
	assert_string_equal(site_get(values, "infver"), "V1.0");
	assert_string_equal(site_get(values, "no_such_key"), "");
	assert_string_equal(site_words(values, "gend", "2", words, sizeof(words)), "女性");
	assert_string_equal(site_words(values, "insutype", "390", words, sizeof(words)),
			    "城乡居民基本医疗保险");
	assert_string_equal(site_words(values, "insutype", "39", words, sizeof(words)), "");
	free(values);
	office_close(&o);
}

static void person_no__is_kept__by_person(void **unused)
{
	static const struct {
		struct person_no p;
		const char *why;
	} bad[] = {
		{ { .psn_no = "" }, "none" },
		{ { .psn_no = "1234567890123456789012345678901" }, "thirty-one" },
		{ { .psn_no = "12 34" }, "a blank" },
		{ { .psn_no = "1", .insuplc = "5111" }, "four digits" },
	};
	struct person_no p = { .psn_no = "51110000000000000000001", .insu_optins = "511181" };
	struct err err = { 0 };
	struct office o;

	(void)unused;
	platform_open(&o);
	assert_int_equal(person_no_load(o.st, "110105491231002", &p, NULL), 0);
	snprintf(p.psn_no, sizeof(p.psn_no), "%s", "51110000000000000000001");
	assert_int_equal(person_no_save(o.st, office_who(&o, "wm"), "11010519491231002X", &p, &err),
			 0);
	assert_int_equal(person_no_load(o.st, "110105491231002", &p, NULL), 1);
	assert_string_equal(p.psn_no, "51110000000000000000001");
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		if (person_no_save(o.st, office_who(&o, "wm"), "11010519491231002X", &bad[i].p,
				   &err) == 0)
			fail_msg("accepted: %s", bad[i].why);
	assert_int_equal(person_no_save(o.st, office_who(&o, "aq"), "11010519491231002X", &p, &err),
			 -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	office_close(&o);
}

static void national_list__has__each_code_once(void **unused)
{
	size_t count;
	const struct national_code *codes = national_codes(&count);
	char words[NATIONAL_WORDS_SIZE], code[16];

	(void)unused;
	assert_true(count > 60);
	for (size_t i = 0; i < count; i++) {
		for (size_t j = i + 1; j < count; j++)
			if (strcmp(codes[i].list, codes[j].list) == 0 &&
			    strcmp(codes[i].code, codes[j].code) == 0)
				fail_msg("%s %s twice", codes[i].list, codes[i].code);
		assert_true(national_list_words(codes[i].list, "", codes[i].code, words));
		assert_string_equal(words, codes[i].words);
		assert_true(
			national_list_code(codes[i].list, "", codes[i].words, code, sizeof(code)));
		assert_string_equal(code, codes[i].code);
	}
	assert_true(national_list_parse(""));
	assert_true(national_list_parse("1 a;2 b； 3 c"));
	assert_false(national_list_parse("1 a；；2 b"));
	assert_true(national_list_code("gend", "1 甲; 2 乙 丙", "乙 丙", code, sizeof(code)));
	assert_string_equal(code, "2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(request_2503__has__the_fields_of_the_interface),
		cmocka_unit_test(request_2504__has__number_person_and_reason),
		cmocka_unit_test(site__changes__what_is_sent),
		cmocka_unit_test(training__is_written__into_every_request),
		cmocka_unit_test(missing__names__field_and_remedy),
		cmocka_unit_test(missing__of_one__leaves_the_others),
		cmocka_unit_test(lengths__are__of_characters),
		cmocka_unit_test(insutype__is_held_against__the_site_s_list),
		cmocka_unit_test(export__never_replaces__a_file_that_was_sent),
		cmocka_unit_test(export__says_in_the_audit__what_went_out),
		cmocka_unit_test(site_save__refuses__what_will_not_do),
		cmocka_unit_test(site_load__gives__what_was_kept),
		cmocka_unit_test(person_no__is_kept__by_person),
		cmocka_unit_test(national_list__has__each_code_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
