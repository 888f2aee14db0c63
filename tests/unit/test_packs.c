/* The set of packs: the built-in ones against the notices, installed ones beside and over them. */
#include "tests/test.h"

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "forms/benefit.h"
#include "forms/codetable.h"
#include "forms/policy.h"

static struct policies *load(const char *folder)
{
	struct policies *ps = NULL;
	struct err err;

	if (policies_load(folder, &ps, &err))
		fail_msg("%s", err.msg);
	return ps;
}

static int set_up(void **state)
{
	*state = load(NULL);
	return 0;
}

static int tear_down(void **state)
{
	policies_free(*state);
	return 0;
}

static char *read_data(const char *name, size_t *out_len)
{
	char path[512];
	char *bytes = malloc(65536);
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", TEST_DATA, name);
	f = fopen(path, "r");
	assert_non_null(f);
	assert_non_null(bytes);
	*out_len = fread(bytes, 1, 65536, f);
	fclose(f);
	return bytes;
}

static void packs__leshan__prints_the_code_table_byte_for_byte(void **state)
{
	const struct policy *p = policies_find(*state, "leshan-2023-28");
	size_t expected_len, len;
	char *expected = read_data("code-table.tsv", &expected_len), *printed;
	FILE *f = open_memstream(&printed, &len);

	fprintf(f, "name\tdisease_code\tinsurance\tinsurance_code\ttype_name\ttype_code\n");
	for (unsigned i = 0; i < p->codes_count; i++)
		fprintf(f, "%s\t%s\t%s\t%s\t%s\t%s\n", p->codes[i].name, p->codes[i].code,
			p->codes[i].insurance, p->codes[i].insutype, p->codes[i].type_name,
			p->codes[i].type_code);
	fclose(f);
	assert_int_equal(p->codes_count, 110);
	assert_int_equal(len, expected_len);
	assert_memory_equal(printed, expected, len);
	free(printed);
	free(expected);
}

static void packs__leshan__says_what_the_notice_says(void **state)
{
	const struct policy *p = policies_find(*state, "leshan-2023-28");

	assert_string_equal(p->form_title, "乐山市门诊慢特病病种待遇认定申请表");
	assert_string_equal(p->issued, "2023-05-25");
	assert_null(p->from);
	assert_null(p->to);
	assert_true(p->codes_complete);
	assert_int_equal(p->hospital_level, 2);
	assert_int_equal(p->criteria_count, 0); /* the notice attaches none */
	assert_int_equal(p->routes_count, 2);
	assert_string_equal(p->routes[0].id, "in_hospital");
	assert_false(p->routes[0].proxy);
	assert_int_equal(p->routes[0].certified, CERTIFIED_REGISTERED);
	assert_int_equal(p->routes[1].certified, CERTIFIED_ELSEWHERE);
	assert_string_equal(p->routes[1].id, "elsewhere");
	assert_true(p->routes[1].proxy);
	assert_int_equal(p->routes[1].materials_count, 4);
}

static void expect_shanxi(const struct policy *p, const char *insutype, const char *ratio,
			  const char *cap)
{
	assert_string_equal(p->insutypes[0], insutype);
	assert_int_equal(p->insutypes_count, 1);
	assert_string_equal(p->benefits[0].ratio, ratio);
	assert_string_equal(p->benefits[0].year_cap, cap);
	assert_null(p->benefits[0].quarter_cap);
	assert_int_equal(p->hospitals_count, 8);
	assert_int_equal(p->doctors, 2);
	assert_int_equal(p->prescription->least, 4);
	assert_int_equal(p->prescription->most, 12);
	assert_string_equal(p->from, "2024-05-01");
	assert_string_equal(p->to, "2026-04-30");
	assert_string_equal(p->codes[0].code, "M01904");
	assert_string_equal(p->codes[0].insutype, insutype);
	assert_string_equal(p->codes[0].type_code, "");
	assert_int_equal(p->criteria[0].evidence_count, 8);
	assert_int_equal(p->criteria[0].items_count, 5);
}

static void packs__shanxi__say_what_the_notices_say(void **state)
{
	expect_shanxi(policies_find(*state, "shanxi-2024-3"), "390", "65 %", "12000 元");
	expect_shanxi(policies_find(*state, "shanxi-2024-4"), "310", "75 %", "18000 元");
}

static void packs__shanxi__print_the_annex(void **state)
{
	static const char *const texts[] = {
		"既往明确诊断肝豆状核变性，或存在原因不明的神经或精神症状，或原因不明的肝脏损害",
		"血清铜蓝蛋白 <200mg/L 或 24h 尿铜 >100ug",
		"角膜 K-F 环阳性",
		"肝铜含量 >250ug/g (肝干重)",
		"ATP7B 基因突变检测阳性",
	};
	const struct policy_criteria *a = policies_find(*state, "shanxi-2024-3")->criteria;
	const struct policy_criteria *b = policies_find(*state, "shanxi-2024-4")->criteria;

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		assert_string_equal(a->items[i].text, texts[i]);
		assert_string_equal(b->items[i].text, texts[i]);
	}
	assert_string_equal(a->items[1].any[0].below, "200 mg/L");
	assert_string_equal(a->items[1].any[1].above, "100 ug/24h");
	assert_string_equal(a->items[3].any[0].above, "250 ug/g");
	assert_string_equal(a->require[0], "1");
	assert_int_equal(a->at_least, 1);
	assert_int_equal(a->of_count, 4);
}

static void packs__lvliang__adds_quarters(void **state)
{
	const struct policy *p = policies_find(*state, "lvliang-2024-13");

	assert_int_equal(p->extends_count, 2);
	assert_string_equal(p->benefits[0].insutype, "390");
	assert_string_equal(p->benefits[0].quarter_cap, "3000 元");
	assert_string_equal(p->benefits[1].insutype, "310");
	assert_string_equal(p->benefits[1].quarter_cap, "4500 元");
	assert_null(p->benefits[0].ratio);
	assert_null(p->to);
}

static void policy_lists_hospital__knows__aliases(void **state)
{
	static const struct {
		const char *name;
		bool listed;
		const char *why;
	} rows[] = {
		{ "山西省医科大学第一医院", true, "as the notice prints it" },
		{ "山西医科大学第一医院", true, "its real name" },
		{ "山西医科大学 第二医院", true, "a blank inside" },
		{ "长治医学院附属和平医院", true, "the seventh" },
		{ "长治医学院附属和平", false, "half a name" },
		{ "吕梁市人民医院", false, "not of the first batch" },
		{ "", false, "nothing" },
	};
	const struct policy *p = policies_find(*state, "shanxi-2024-3");

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (policy_lists_hospital(p, rows[i].name) != rows[i].listed)
			fail_msg("%s: %s", rows[i].name, rows[i].why);
}

static void policy_in_force__follows__bases(void **state)
{
	static const struct {
		const char *id, *on;
		enum policy_force force;
		const char *because, *day, *why;
	} rows[] = {
		{ "leshan-2023-28", "1999-01-01", POLICY_IN_FORCE, NULL, "", "no term at all" },
		{ "leshan-2023-28", "2099-01-01", POLICY_IN_FORCE, NULL, "", "no term at all" },
		{ "shanxi-2024-3", "2024-04-30", POLICY_NOT_YET, "shanxi-2024-3", "2024-05-01",
		  "the day before the first" },
		{ "shanxi-2024-3", "2024-05-01", POLICY_IN_FORCE, "shanxi-2024-3", "2026-04-30",
		  "the first day" },
		{ "shanxi-2024-3", "2026-04-30", POLICY_IN_FORCE, "shanxi-2024-3", "2026-04-30",
		  "the last day" },
		{ "shanxi-2024-3", "2026-05-01", POLICY_EXPIRED, "shanxi-2024-3", "2026-04-30",
		  "the day after the last" },
		{ "lvliang-2024-13", "2024-04-01", POLICY_NOT_YET, "lvliang-2024-13", "2024-05-01",
		  "its own first day decides" },
		{ "lvliang-2024-13", "2025-01-01", POLICY_IN_FORCE, "shanxi-2024-3", "2026-04-30",
		  "in force as long as its bases" },
		{ "lvliang-2024-13", "2026-11-22", POLICY_EXPIRED, "shanxi-2024-3", "2026-04-30",
		  "no term of its own, but its bases have one" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct policy *p = policies_find(*state, rows[i].id), *because;
		struct date on, day;
		char text[DATE_TEXT_SIZE];

		assert_int_equal(date_parse(rows[i].on, &on), 0);
		if (policy_in_force(*state, p, on, &because, &day) != rows[i].force ||
		    policy_in_force(*state, p, on, NULL, NULL) != rows[i].force)
			fail_msg("%s on %s: %s", rows[i].id, rows[i].on, rows[i].why);
		if (!because != !rows[i].because ||
		    (because && strcmp(because->id, rows[i].because)) ||
		    strcmp(date_format(day, text), rows[i].day))
			fail_msg("%s on %s says %s %s: %s", rows[i].id, rows[i].on,
				 because ? because->id : "-", text, rows[i].why);
	}
}

static void policies_criteria__chooses__binding_first(void **state)
{
	static const struct {
		const char *region, *disease, *insutype, *pack;
		bool binding;
		const char *why;
	} rows[] = {
		{ "1411", "M01904", "390", "shanxi-2024-3", true, "a resident of Lüliang" },
		{ "141102", "M01904", "310", "shanxi-2024-4", true, "an employee of Lüliang" },
		{ "1411", "M01904", "", "shanxi-2024-3", true, "insurance not known yet" },
		{ "5111", "M01904", "390", "shanxi-2024-3", false, "Leshan prints none" },
		{ "5111", "M01904", "310", "shanxi-2024-4", false,
		  "a reference of the same insurance" },
		{ "1411", "M01904", "340", "shanxi-2024-3", false,
		  "an insurance no notice is for" },
		{ "1411", "M01602", "390", NULL, false, "no criteria of this disease" },
		{ "", "M01904", "390", "shanxi-2024-3", false, "no region" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct criteria_choice c = policies_criteria(*state, rows[i].region,
							     rows[i].disease, rows[i].insutype);

		if (!c.criteria != !rows[i].pack || c.binding != rows[i].binding ||
		    (c.policy && strcmp(c.policy->id, rows[i].pack)))
			fail_msg("%s %s: %s", rows[i].region, rows[i].insutype, rows[i].why);
	}
}

static void policies_form__finds__form_and_routes(void **state)
{
	assert_string_equal(policies_form(*state, "511102")->id, "leshan-2023-28");
	assert_string_equal(policies_form(*state, "1411")->id, "leshan-2023-28");
	assert_string_equal(policies_routes(*state, "5111", "390")->id, "leshan-2023-28");
	assert_string_equal(policies_routes(*state, "1411", "390")->id, "shanxi-2024-3");
	assert_string_equal(policies_routes(*state, "1411", "310")->id, "shanxi-2024-4");
	assert_null(policies_routes(*state, "3301", "310"));
}

/* Installed packs: a folder of its own for each test. */

static void put_file(const char *folder, const char *name, const char *text)
{
	char path[512];
	FILE *f;

	mkdir(folder, 0700);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* A pack of this id; `more` are further lines. */
static char *pack_text(const char *id, const char *more)
{
	char *text;

	if (asprintf(&text,
		     "id: %s\nedition: 7\ndocument: 试医保发〔2026〕1号\ntitle: 试\nissuer: 试\n"
		     "regions: [\"1411\"]\n%s",
		     id, more) < 0)
		fail();
	return text;
}

static void put_pack(const char *folder, const char *name, const char *id, const char *more)
{
	char *text = pack_text(id, more);

	put_file(folder, name, text);
	free(text);
}

static void policies_load__ignores__no_folder(void **state)
{
	struct policies *ps = load("no-such-folder");

	(void)state;
	assert_int_equal(policies_count(ps), 4);
	assert_null(policies_complaint(ps, 0));
	policies_free(ps);
}

static void policies_load__takes__installed_packs(void **state)
{
	struct policies *ps;

	(void)state;
	put_pack("taken", "shanxi-2024-3.yaml", "shanxi-2024-3", "");
	put_pack("taken", "new-2026-1.yaml", "new-2026-1", "extends: [shanxi-2024-3]\n");
	put_file("taken", "notes.txt", "not a pack");
	put_file("taken", ".hidden.yaml", "not a pack");
	ps = load("taken");
	assert_null(policies_complaint(ps, 0));
	assert_int_equal(policies_count(ps), 5);
	assert_int_equal(policies_find(ps, "shanxi-2024-3")->edition, 7);
	assert_string_equal(policies_at(ps, 4)->id, "new-2026-1");
	assert_int_equal(policies_origin(ps, 4), POLICY_INSTALLED);
	assert_int_equal(policies_origin(ps, 0), POLICY_BUILT_IN);
	policies_free(ps);
}

static void policies_load__leaves_aside__bad_packs(void **state)
{
	struct policies *ps;

	(void)state;
	put_pack("bad", "shanxi-2024-3.yaml", "shanxi-2024-3", "docters: 3\n");
	put_pack("bad", "wrong-name.yaml", "shanxi-2024-4", "");
	ps = load("bad");
	assert_int_equal(policies_count(ps), 4);
	assert_int_equal(policies_find(ps, "shanxi-2024-3")->edition, 1);
	assert_int_equal(policies_origin(ps, 2), POLICY_BUILT_IN);
	assert_int_equal(policies_find(ps, "shanxi-2024-4")->edition, 1);
	assert_non_null(strstr(policies_complaint(ps, 0), "bad/shanxi-2024-3.yaml:7:1: "));
	assert_non_null(strstr(policies_complaint(ps, 1), "shanxi-2024-4.yaml"));
	assert_null(policies_complaint(ps, 2));
	policies_free(ps);
}

static void policies_load__leaves_aside__packs_without_ground(void **state)
{
	struct policies *ps;

	(void)state;
	put_pack("ground", "a-1.yaml", "a-1", "extends: [b-1]\n");
	put_pack("ground", "b-1.yaml", "b-1", "extends: [missing-1]\n");
	put_pack("ground", "shanxi-2024-4.yaml", "shanxi-2024-4", "extends: [lvliang-2024-13]\n");
	ps = load("ground");
	assert_int_equal(policies_count(ps), 4);
	assert_int_equal(policies_find(ps, "shanxi-2024-4")->edition, 1);
	assert_non_null(strstr(policies_complaint(ps, 0), "shanxi-2024-4：extends 绕回"));
	assert_non_null(strstr(policies_complaint(ps, 1), "missing-1"));
	assert_non_null(strstr(policies_complaint(ps, 2), "b-1"));
	policies_free(ps);
}

static void policy_in_force__keeps_insurances_apart(void **state)
{
	static const struct date on = { 2027, 1, 1 };
	const struct policy *lvliang;
	struct policies *ps;

	(void)state;
	put_pack("renewed", "shanxi-2024-3.yaml", "shanxi-2024-3",
		 "insutypes: [\"390\"]\nfrom: \"2024-05-01\"\nto: \"2028-04-30\"\n");
	ps = load("renewed");
	lvliang = policies_find(ps, "lvliang-2024-13");
	assert_int_equal(policy_in_force_for(ps, lvliang, "390", on, NULL, NULL), POLICY_IN_FORCE);
	assert_int_equal(policy_in_force_for(ps, lvliang, "310", on, NULL, NULL), POLICY_EXPIRED);
	assert_int_equal(policy_in_force(ps, lvliang, on, NULL, NULL), POLICY_EXPIRED);
	policies_free(ps);
}

static void policies_accept__judges__a_pack_before_it_is_installed(void **state)
{
	static const struct {
		const char *id, *more;
		int rc;
		const char *why;
	} rows[] = {
		{ "new-1", "", 0, "rests on nothing" },
		{ "new-1", "extends: [lvliang-2024-13]\n", 0, "two levels" },
		{ "new-1", "extends: [nowhere-1]\n", -1, "a base that is not loaded" },
		{ "shanxi-2024-3", "extends: [lvliang-2024-13]\n", -1,
		  "a circle that its old edition does not show" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *text = pack_text(rows[i].id, rows[i].more);
		struct policy *p;
		struct err err;

		assert_int_equal(policy_read(text, strlen(text), "t", &p, &err), 0);
		if (policies_accept(*state, p, &err) != rows[i].rc)
			fail_msg("%s", rows[i].why);
		policy_free(p);
		free(text);
	}
}

struct carried {
	const char *id, *insutype, *on;
	enum policy_force force;
	const char *document, *last, *why;
};

static void expect_carried(const struct policies *ps, const struct carried *row)
{
	const struct policy *p = policies_find(ps, row->id), *pack;
	char text[DATE_TEXT_SIZE];
	const char *document;
	struct date on, last;

	assert_int_equal(date_parse(row->on, &on), 0);
	if (policy_in_force_for(ps, p, row->insutype, on, NULL, &last) != row->force)
		fail_msg("%s on %s: %s", row->id, row->on, row->why);
	if (strcmp(date_format(last, text), row->last))
		fail_msg("%s on %s ends %s: %s", row->id, row->on, text, row->why);
	document = policy_renewed_by_for(ps, p, row->insutype, on, &pack);
	if (!document != !row->document || (document && strcmp(document, row->document)))
		fail_msg("%s on %s carried by %s: %s", row->id, row->on, document ? document : "-",
			 row->why);
	assert_int_equal(!document, !pack);
}

static void policies_renew__carries__a_pack_and_those_that_rest_on_it(void **state)
{
	static const struct carried rows[] = {
		{ "shanxi-2024-3", "390", "2026-04-30", POLICY_IN_FORCE, NULL, "2028-04-30",
		  "its own last day" },
		{ "shanxi-2024-3", "390", "2026-05-01", POLICY_IN_FORCE, "甲", "2028-04-30",
		  "the first document reaches here" },
		{ "shanxi-2024-3", "390", "2027-04-30", POLICY_IN_FORCE, "甲", "2028-04-30",
		  "its last day" },
		{ "shanxi-2024-3", "390", "2027-05-01", POLICY_IN_FORCE, "乙", "2028-04-30",
		  "then the second" },
		{ "shanxi-2024-3", "390", "2028-05-01", POLICY_EXPIRED, NULL, "2028-04-30",
		  "no document reaches here" },
		{ "lvliang-2024-13", "390", "2027-05-01", POLICY_IN_FORCE, "乙", "2028-04-30",
		  "it rests on the renewed one" },
		{ "lvliang-2024-13", "310", "2027-05-01", POLICY_EXPIRED, NULL, "2026-04-30",
		  "the employees' notice is another" },
		{ "shanxi-2024-4", "310", "2026-05-01", POLICY_EXPIRED, NULL, "2026-04-30",
		  "an earlier day prolongs nothing" },
		{ "leshan-2023-28", "390", "2030-01-01", POLICY_IN_FORCE, NULL, "",
		  "no term: nothing to prolong" },
	};
	static const struct carried after = { "shanxi-2024-3", "390", "2026-05-01",
					      POLICY_EXPIRED,  NULL,  "2026-04-30",
					      "forgotten" };
	struct policies *ps = load(NULL);
	struct err err;

	(void)state;
	assert_int_equal(
		policies_renew(ps, "shanxi-2024-3", "甲", (struct date) { 2027, 4, 30 }, &err), 0);
	assert_int_equal(
		policies_renew(ps, "shanxi-2024-3", "乙", (struct date) { 2028, 4, 30 }, &err), 0);
	assert_int_equal(
		policies_renew(ps, "shanxi-2024-4", "丙", (struct date) { 2025, 4, 30 }, &err), 0);
	assert_int_equal(
		policies_renew(ps, "leshan-2023-28", "丁", (struct date) { 2029, 4, 30 }, &err), 0);
	assert_int_equal(policies_renew(ps, "gone-1", "戊", (struct date) { 2029, 4, 30 }, &err),
			 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		expect_carried(ps, &rows[i]);
	policies_forget_renewals(ps);
	expect_carried(ps, &after);
	policies_free(ps);
}

static void policies_check_renewal__says__what_it_would_not_change(void **state)
{
	static const struct {
		const char *id;
		struct date until;
		const char *refused, *why;
	} rows[] = {
		{ "shanxi-2024-3", { 2027, 5, 1 }, NULL, "a day more" },
		{ "shanxi-2024-3", { 2027, 4, 30 }, "2027-04-30", "covered by the first renewal" },
		{ "shanxi-2024-4", { 2026, 4, 30 }, "2026-04-30", "covered by the notice" },
		{ "lvliang-2024-13", { 2027, 5, 1 }, "本身没有期限", "it ends with its bases" },
		{ "nowhere-1", { 2027, 5, 1 }, "没有装入", "no such pack" },
	};
	struct policies *ps = load(NULL);
	struct err err;

	(void)state;
	policies_renew(ps, "shanxi-2024-3", "甲", (struct date) { 2027, 4, 30 }, &err);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		int rc = policies_check_renewal(ps, rows[i].id, rows[i].until, &err);

		if (rc != (rows[i].refused ? -1 : 0) || (rc && !strstr(err.msg, rows[i].refused)))
			fail_msg("%s: %s: %s", rows[i].id, rows[i].why, rc ? err.msg : "-");
	}
	policies_free(ps);
}

/* The digest is that of the file, as any other program computes it. */
static void policy_digest__is__of_the_bytes_read(void **state)
{
	static const char *const more[] = { "", "# one byte more" };
	char digest[2][SM3_HEX_SIZE], *text;

	for (size_t i = 0; i < ARRAY_SIZE(more); i++) {
		struct policies *ps;
		const struct policy *p;

		put_pack("digest", "new-1.yaml", "new-1", more[i]);
		text = pack_text("new-1", more[i]);
		assert_int_equal(sm3_hex_of(text, strlen(text), digest[i]), 0);
		free(text);
		ps = load("digest");
		p = policies_find(ps, "new-1");
		assert_non_null(p);
		assert_string_equal(policy_digest(ps, p), digest[i]);
		policies_free(ps);
	}
	assert_string_not_equal(digest[0], digest[1]);
	assert_string_not_equal(policy_digest(*state, policies_at(*state, 0)),
				policy_digest(*state, policies_at(*state, 1)));
}

static const char *pack_id(const struct policy *p)
{
	return p ? p->id : "-";
}

static void policies_leave_out__takes_part__in_no_choice(void **state)
{
	struct policies *ps = load(NULL);
	struct benefit_terms terms;
	struct codetable codes;
	struct err err;

	(void)state;
	assert_int_equal(policies_leave_out(ps, " shanxi-2024-3  nowhere-1", &err), 0);
	assert_true(policies_is_left_out(ps, policies_find(ps, "shanxi-2024-3")));
	assert_false(policies_is_left_out(ps, policies_find(ps, "shanxi-2024-4")));
	assert_string_equal(pack_id(policies_routes(ps, "1411", "390")), "-");
	assert_string_equal(pack_id(policies_routes(ps, "1411", "310")), "shanxi-2024-4");
	assert_false(policies_criteria(ps, "1411", "M01904", "390").binding);
	assert_false(policies_list_hospital(ps, "1411", "M01904", "390", "山西省人民医院"));
	assert_true(policies_list_hospital(ps, "1411", "M01904", "310", "山西省人民医院"));
	assert_null(policies_rule(ps, "1411", "M01904", "390", RULE_DOCTORS));
	assert_int_equal(benefit_terms(ps, "1411", "M01904", "390", &terms), 0);
	assert_int_equal(codetable_init(&codes, ps, "1411"), 0);
	assert_null(codetable_pair(&codes, "M01904", "390"));
	assert_non_null(codetable_pair(&codes, "M01904", "310"));
	codetable_finish(&codes);

	policies_leave_out(ps, "shanxi-2024-3 shanxi-2024-4", &err);
	assert_null(policies_criteria(ps, "5111", "M01904", "390").criteria);
	policies_leave_out(ps, "", &err);
	assert_false(policies_is_left_out(ps, policies_find(ps, "shanxi-2024-3")));
	assert_string_equal(pack_id(policies_routes(ps, "1411", "390")), "shanxi-2024-3");
	policies_free(ps);
}

/* A desk in Lüliang has no use for Leshan's notice but its form. */
static void policies_leave_out__keeps__the_only_form(void **state)
{
	struct policies *ps = load(NULL);
	struct err err;

	(void)state;
	policies_leave_out(ps, "leshan-2023-28", &err);
	assert_string_equal(policies_form(ps, "1411")->id, "leshan-2023-28");
	assert_string_equal(policies_form(ps, "5111")->id, "leshan-2023-28");
	assert_null(policies_routes(ps, "5111", "390"));
	policies_free(ps);
}

static void policies_rule__finds__the_nearest_that_says_it(void **state)
{
	static const struct {
		const char *region, *disease, *insutype;
		enum policy_rule rule;
		const char *id, *why;
	} rows[] = {
		{ "5111", "M01600", "390", RULE_HOSPITAL_LEVEL, "leshan-2023-28", "the city" },
		{ "5111", "M01904", "390", RULE_DOCTORS, "-", "Shanxi does not bind Leshan" },
		{ "1411", "M01904", "390", RULE_HOSPITAL_LEVEL, "lvliang-2024-13",
		  "nearer than the province" },
		{ "1411", "M01904", "390", RULE_DOCTORS, "shanxi-2024-3", "residents" },
		{ "1411", "M01904", "310", RULE_DOCTORS, "shanxi-2024-4", "employees" },
		{ "1411", "M01904", "390", RULE_PRESCRIPTION, "shanxi-2024-3", "weeks" },
		{ "1411", "M01904", "390", RULE_HOSPITALS, "shanxi-2024-3", "the first batch" },
		{ "1411", "M01600", "390", RULE_DOCTORS, "-", "another disease" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *id = pack_id(policies_rule(*state, rows[i].region, rows[i].disease,
						       rows[i].insutype, rows[i].rule));

		if (strcmp(id, rows[i].id))
			fail_msg("%s %s: %s: %s", rows[i].region, rows[i].disease, id, rows[i].why);
	}
}

/* Every call of the program loads the packs: what it costs is worth a line in the log. */
static void policies_load__is_quick(void **state)
{
	enum { ROUNDS = 10 };
	struct timespec a, b;
	double ms;

	(void)state;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
	for (int i = 0; i < ROUNDS; i++)
		policies_free(load(NULL));
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
	ms = ((double)(b.tv_sec - a.tv_sec) * 1e3 + (double)(b.tv_nsec - a.tv_nsec) / 1e6) / ROUNDS;
	print_message("policies_load: %.2f ms\n", ms);
	assert_true(ms < 250); /* generous: sanitizers and a busy machine */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(packs__leshan__prints_the_code_table_byte_for_byte),
		cmocka_unit_test(packs__leshan__says_what_the_notice_says),
		cmocka_unit_test(packs__shanxi__say_what_the_notices_say),
		cmocka_unit_test(packs__shanxi__print_the_annex),
		cmocka_unit_test(packs__lvliang__adds_quarters),
		cmocka_unit_test(policy_lists_hospital__knows__aliases),
		cmocka_unit_test(policy_in_force__follows__bases),
		cmocka_unit_test(policies_criteria__chooses__binding_first),
		cmocka_unit_test(policies_form__finds__form_and_routes),
		cmocka_unit_test(policies_load__ignores__no_folder),
		cmocka_unit_test(policies_load__takes__installed_packs),
		cmocka_unit_test(policies_load__leaves_aside__bad_packs),
		cmocka_unit_test(policies_load__leaves_aside__packs_without_ground),
		cmocka_unit_test(policy_in_force__keeps_insurances_apart),
		cmocka_unit_test(policies_accept__judges__a_pack_before_it_is_installed),
		cmocka_unit_test(policies_renew__carries__a_pack_and_those_that_rest_on_it),
		cmocka_unit_test(policies_check_renewal__says__what_it_would_not_change),
		cmocka_unit_test(policies_leave_out__takes_part__in_no_choice),
		cmocka_unit_test(policies_leave_out__keeps__the_only_form),
		cmocka_unit_test(policies_rule__finds__the_nearest_that_says_it),
		cmocka_unit_test(policy_digest__is__of_the_bytes_read),
		cmocka_unit_test(policies_load__is_quick),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
