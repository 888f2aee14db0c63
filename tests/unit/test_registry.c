/* Covers db/registry: entries go in and come out alike, what cannot be is refused, and every change has its row. */
#include "tests/people.h"
#include "tests/scratch_store.h"

#include "db/audit.h"

static struct actor sign_in(struct store *st, const char *login)
{
	struct actor a;

	people_sign_in(st, login, &a, NULL);
	return a;
}

static struct institution clinic(void)
{
	return (struct institution) { .code = "H51118100002",
				      .name = "峨眉山市中医医院",
				      .region = "511181",
				      .level = 2,
				      .certifies = true,
				      .active = true,
				      .diseases = "M03900 M01904 M03900" };
}

/* The newest row of the audit. */
static struct audit_row last_row(struct store *st)
{
	struct audit_row r;

	assert_int_equal(audit_list(st, 0, &r, 1, NULL), 1);
	return r;
}

static void institution_save__round_trips(void **unused)
{
	struct institution i = clinic(), back, found[4];
	struct audit_row row;
	struct actor head;
	char digest[SM3_HEX_SIZE];
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	people_set_up(s.st);
	head = sign_in(s.st, "hzr");
	assert_int_equal(institution_save(s.st, &head, &i, NULL), 0);
	assert_true(i.id > 0);
	assert_string_equal(i.diseases, "M01904 M03900");
	assert_int_equal(institution_load(s.st, i.id, &back, NULL), 1);
	assert_memory_equal(&i, &back, sizeof(i));
	row = last_row(s.st);
	assert_string_equal(row.act, "registry");
	assert_string_equal(row.object, "institution:2");
	assert_int_equal(row.staff, head.staff);
	assert_int_equal(institution_digest(&back, digest), 0);
	assert_string_equal(row.detail, digest);

	snprintf(i.name, sizeof(i.name), "%s", "峨眉山市人民医院");
	snprintf(i.diseases, sizeof(i.diseases), "%s", "*");
	i.active = false;
	assert_int_equal(institution_save(s.st, &head, &i, NULL), 0);
	assert_int_equal(institution_find(s.st, "H51118100002", &back, NULL), 1);
	assert_string_equal(back.name, "峨眉山市人民医院");
	assert_string_equal(back.diseases, "*");
	assert_false(back.active);
	assert_int_equal(institution_digest(&back, digest), 0);
	assert_string_equal(last_row(s.st).detail, digest);
	assert_int_equal(institution_find(s.st, "峨眉山市人民医院", &back, NULL), 1);
	assert_int_equal(institution_find(s.st, "没有这家", &back, NULL), 0);
	assert_int_equal(institutions_list(s.st, NULL, found, 4, NULL), 2);
	assert_int_equal(institutions_list(s.st, "峨眉", found, 4, NULL), 1);
	assert_int_equal(institutions_list(s.st, "ｈ5111８1", found, 4, NULL), 1);
	assert_int_equal(institutions_list(s.st, "成都", found, 4, NULL), 0);
	scratch_remove(&s);
}

static void institution_save__refuses__the_impossible(void **unused)
{
	struct institution own, i = clinic();
	struct err err = { 0 };
	struct actor head, clerk;
	int64_t before, after;
	char hash[SM3_HEX_SIZE];
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	people_set_up(s.st);
	head = sign_in(s.st, "hzr");
	assert_int_equal(institution_find(s.st, "H51110200001", &own, NULL), 1);
	assert_int_equal(audit_head(s.st, &before, hash, NULL), 0);
	snprintf(i.code, sizeof(i.code), "%s", own.code);
	assert_int_equal(institution_save(s.st, &head, &i, &err), -1);
	assert_non_null(strstr(err.msg, "“H51110200001”已登记为“乐山市人民医院”"));
	snprintf(own.code, sizeof(own.code), "%s", "H51110200009");
	assert_int_equal(institution_save(s.st, &head, &own, &err), -1);
	assert_non_null(strstr(err.msg, "已写入备案号和审计，不能改"));
	snprintf(own.code, sizeof(own.code), "%s", "H51110200001");
	own.active = false;
	assert_int_equal(institution_save(s.st, &head, &own, &err), -1);
	assert_non_null(strstr(err.msg, "是本台机构，不能停用"));
	assert_int_equal(audit_head(s.st, &after, hash, NULL), 0);
	assert_int_equal(before, after);

	clerk = sign_in(s.st, "wm");
	i = clinic();
	assert_int_equal(institution_save(s.st, &clerk, &i, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_non_null(strstr(err.msg, "应由医保负责人办理"));
	assert_string_equal(last_row(s.st).result, "refused");
	assert_string_equal(last_row(s.st).reason, err.msg);
	assert_int_equal(institution_find(s.st, "H51118100002", &i, NULL), 0);
	scratch_remove(&s);
}

/* The roles that an actor carries may be old: the store is asked. */
static void registry__asks__the_store_for_the_roles(void **unused)
{
	struct institution i = clinic();
	struct err err = { 0 };
	struct actor a;
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	people_set_up(s.st);
	a = sign_in(s.st, "wm");
	a.roles = ROLE_BIT(ROLE_HEAD);
	assert_int_equal(institution_save(s.st, &a, &i, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_int_equal(
		institution_save(s.st, &(struct actor) { .roles = ROLE_BIT(ROLE_HEAD) }, &i, &err),
		-1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	scratch_remove(&s);
}

static void doctor_save__keeps__and_counts(void **unused)
{
	struct institution i = clinic();
	struct doctor d = { .code = "D511181000007",
			    .name = "阿依古丽·买买提",
			    .title = "副主任医师",
			    .active = true,
			    .diseases = "M01904" },
		      back, all[4];
	struct actor head;
	unsigned count;
	char detail[ENTRY_DETAIL_SIZE];
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	people_set_up(s.st);
	head = sign_in(s.st, "hzr");
	assert_int_equal(institution_save(s.st, &head, &i, NULL), 0);
	d.institution = i.id;
	assert_int_equal(doctor_save(s.st, &head, &d, NULL), 0);
	assert_int_equal(doctor_load(s.st, d.id, &back, NULL), 1);
	assert_memory_equal(&d, &back, sizeof(d));
	assert_int_equal(doctor_detail(&back, detail), 0);
	assert_string_equal(last_row(s.st).detail, detail);
	assert_int_equal(doctors_list(s.st, 0, all, 4, NULL), 2);
	assert_int_equal(doctors_list(s.st, i.id, all, 4, NULL), 1);
	assert_int_equal(doctors_count(s.st, i.id, "M01904", &count, NULL), 0);
	assert_int_equal(count, 1);
	assert_int_equal(doctors_count(s.st, i.id, "M03900", &count, NULL), 0);
	assert_int_equal(count, 0);
	assert_int_equal(doctors_count(s.st, 1, "M03900", &count, NULL), 0);
	assert_int_equal(count, 1);
	d.active = false;
	assert_int_equal(doctor_save(s.st, &head, &d, NULL), 0);
	assert_int_equal(doctors_count(s.st, i.id, "M01904", &count, NULL), 0);
	assert_int_equal(count, 0);
	scratch_remove(&s);
}

static void doctor_save__refuses__the_impossible(void **unused)
{
	// clang-format off
	static const struct {
		const char *code, *name;
		int64_t institution, staff;
		const char *said, *why;
	} rows[] = {
		{ "",              "张强",   1, 0, "医师代码“”不能用", "no code" },
		{ "D511102000123", "张强",   1, 0, "已登记为“李建国”", "somebody's code" },
		{ "D511102000555", "",       1, 0, "医师姓名“”不能用", "no name" },
		{ "D511102000555", "张强",   9, 0, "所在的机构不在名册里", "no such institution" },
		{ "D511102000555", "张强",   1, 99, "账号不存在", "no such account" },
		{ "D511102000555", "张强",   1, 1, "姓名是“王敏”", "another person's account" },
		{ "D511102000555", "王敏",   1, 1, "没有认定医师岗位", "a clerk's account" },
		{ "D511102000555", "李建国", 1, 3, "已登记给另一条医师记录", "one account, two doctors" },
	};
	// clang-format on
	struct actor head;
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	people_set_up(s.st);
	head = sign_in(s.st, "hzr");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct doctor d = { .institution = rows[i].institution,
				    .staff = rows[i].staff,
				    .active = true,
				    .diseases = "*" };
		struct err err = { 0 };

		snprintf(d.code, sizeof(d.code), "%s", rows[i].code);
		snprintf(d.name, sizeof(d.name), "%s", rows[i].name);
		if (doctor_save(s.st, &head, &d, &err) == 0)
			fail_msg("kept: %s", rows[i].why);
		if (err.code != ERR_INPUT || !strstr(err.msg, rows[i].said))
			fail_msg("%s: '%s'", rows[i].why, err.msg);
	}
	scratch_remove(&s);
}

static void seal_save__another_keeper__revokes_the_key(void **unused)
{
	struct actor head, security, keeper;
	struct staff next = {
		.login = "hx", .name = "何晓", .roles = ROLE_BIT(ROLE_SEAL_KEEPER), .active = true
	};
	struct sm2_key *key = NULL;
	struct seal seal;
	struct err err = { 0 };
	int64_t id, former;
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	people_set_up(s.st);
	keeper = sign_in(s.st, "cf");
	assert_int_equal(staff_open_seal(s.st, &keeper, PEOPLE_PASSWORD, 1, &key, &former, NULL),
			 0);
	sm2_destroy(key);
	security = sign_in(s.st, "aq");
	assert_int_equal(staff_save(s.st, &security, &next, "Qing-Xuan-88", NULL), 0);
	head = sign_in(s.st, "hzr");
	assert_int_equal(seal_load(s.st, 1, &seal, NULL), 1);
	seal.keeper = next.id;
	assert_int_equal(seal_save(s.st, &head, &seal, NULL), 0);
	assert_string_equal(last_row(s.st).act, "key");
	assert_int_equal(strncmp(last_row(s.st).detail, "revoked ", 8), 0);
	assert_int_equal(staff_open_seal(s.st, &keeper, PEOPLE_PASSWORD, 1, &key, &id, &err), -1);
	assert_non_null(strstr(err.msg, "不由您保管"));
	/* Back again: a new key, not the one that was in other hands. */
	seal.keeper = keeper.staff;
	assert_int_equal(seal_save(s.st, &head, &seal, NULL), 0);
	assert_int_equal(staff_open_seal(s.st, &keeper, PEOPLE_PASSWORD, 1, &key, &id, NULL), 0);
	assert_int_not_equal(id, former);
	sm2_destroy(key);
	scratch_remove(&s);
}

static void seal_save__refuses__the_impossible(void **unused)
{
	struct institution other = clinic();
	// clang-format off
	const struct {
		int64_t institution, keeper;
		const char *name, *said, *why;
	} rows[] = {
		{ 1, 0, "",       "印章名称“”不能用", "no name" },
		{ 9, 0, "公章",   "所属的机构不在名册里", "no such institution" },
		{ 1, 1, "公章",   "没有用印人岗位", "a clerk" },
		{ 2, 4, "公章",   "不是本台机构", "another institution's seal in our keeper's hands" },
	};
	// clang-format on
	struct seal ink = { .institution = 2, .name = "公章", .active = true };
	struct actor head;
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	people_set_up(s.st);
	head = sign_in(s.st, "hzr");
	assert_int_equal(institution_save(s.st, &head, &other, NULL), 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct seal l = { .institution = rows[i].institution,
				  .keeper = rows[i].keeper,
				  .active = true };
		struct err err = { 0 };

		snprintf(l.name, sizeof(l.name), "%s", rows[i].name);
		if (seal_save(s.st, &head, &l, &err) == 0)
			fail_msg("kept: %s", rows[i].why);
		if (err.code != ERR_INPUT || !strstr(err.msg, rows[i].said))
			fail_msg("%s: '%s'", rows[i].why, err.msg);
	}
	assert_int_equal(seal_save(s.st, &head, &ink, NULL), 0);
	scratch_remove(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(institution_save__round_trips),
		cmocka_unit_test(institution_save__refuses__the_impossible),
		cmocka_unit_test(registry__asks__the_store_for_the_roles),
		cmocka_unit_test(doctor_save__keeps__and_counts),
		cmocka_unit_test(doctor_save__refuses__the_impossible),
		cmocka_unit_test(seal_save__another_keeper__revokes_the_key),
		cmocka_unit_test(seal_save__refuses__the_impossible),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
