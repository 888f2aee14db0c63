/* Covers db/setup: what a desk must have, that it is made whole or not at all, and the secret beside it. */
#include "tests/people.h"
#include "tests/scratch_store.h"

#include "db/audit.h"
#include "db/settings.h"

/* ---- what must be there ---- */

typedef void spoil_fn(struct setup *s);

static void no_auditor(struct setup *s)
{
	s->count--;
}

static void no_security(struct setup *s)
{
	s->people[6] = s->people[--s->count];
}

static void no_system(struct setup *s)
{
	s->people[5] = s->people[--s->count];
	s->people[5].staff.roles = ROLE_BIT(ROLE_AUDITOR);
}

static void same_person(struct setup *s)
{
	snprintf(s->people[7].staff.name, 256, "%s", s->people[6].staff.name);
}

static void two_hats(struct setup *s)
{
	s->people[6].staff.roles |= ROLE_BIT(ROLE_CLERK);
}

static void no_role(struct setup *s)
{
	s->people[0].staff.roles = 0;
}

static void login_twice(struct setup *s)
{
	snprintf(s->people[1].staff.login, 32, "%s", "wm");
}

static void login_capital(struct setup *s)
{
	snprintf(s->people[1].staff.login, 32, "%s", "Zl");
}

static void weak(struct setup *s)
{
	s->people[0].password = "12345678";
}

static void no_name(struct setup *s)
{
	s->people[0].staff.name[0] = '\0';
}

static void hidden_name(struct setup *s)
{
	snprintf(s->people[0].staff.name, 256, "%s", "王\xE2\x80\x8B敏");
}

static void doctor_without_role(struct setup *s)
{
	snprintf(s->people[0].doctor.code, 64, "%s", "D511102000999");
}

static void seal_without_role(struct setup *s)
{
	snprintf(s->people[0].seal, 128, "%s", "公章");
}

static void no_code(struct setup *s)
{
	s->institution.code[0] = '\0';
}

static void wrong_level(struct setup *s)
{
	s->institution.level = 4;
}

static void agency_certifies(struct setup *s)
{
	s->institution.kind = INSTITUTION_AGENCY;
	s->institution.level = 0;
}

static void wrong_region(struct setup *s)
{
	snprintf(s->institution.region, 8, "%s", "5199");
}

static void wrong_disease(struct setup *s)
{
	snprintf(s->institution.diseases, 64, "%s", "M01904 糖尿病");
}

static void wrong_prefix(struct setup *s)
{
	snprintf(s->prefix, 32, "%s", "LS 01");
}

// clang-format off
static const struct {
	spoil_fn *spoil;
	const char *said, *why;
} spoilt[] = {
	{ no_auditor,          "还缺一名审计管理员", "nobody reads the audit" },
	{ no_security,         "还缺一名安全管理员", "nobody lets people in" },
	{ no_system,           "还缺一名系统管理员", "nobody runs the machine" },
	{ same_person,         "三个管理员应是三个人", "one person with two accounts" },
	{ two_hats,            "不能由一人兼任", "an administrator who registers" },
	{ no_role,             "还没有岗位", "nothing to do here" },
	{ login_twice,         "登录名“wm”用了两次", "one login for two" },
	{ login_capital,       "登录名“Zl”不能用", "typed in two ways" },
	{ weak,                "“王敏”的口令", "a bad password names its person" },
	{ no_name,             "姓名", "who is it" },
	{ hidden_name,         "姓名", "a character that nobody sees" },
	{ doctor_without_role, "却没有认定医师岗位", "a code for a clerk" },
	{ seal_without_role,   "却没有用印人岗位", "a seal for a clerk" },
	{ no_code,             "机构编号“”不能用", "no code" },
	{ wrong_level,         "医院等级“4”不能用", "no such level" },
	{ agency_certifies,    "不做认定", "an agency that certifies" },
	{ wrong_region,        "行政区划“5199”不能用", "no such place" },
	{ wrong_disease,       "病种“糖尿病”不能用", "a name for a code" },
	{ wrong_prefix,        "备案号前缀“LS 01”不能用", "a blank in a number" },
};
// clang-format on

static void setup_check__names__what_is_missing(void **unused)
{
	static struct setup s;

	(void)unused;
	setenv("MTDESK_KDF_COST", "1", 1);
	people_describe(&s);
	assert_int_equal(setup_check(&s, NULL), 0);
	for (size_t i = 0; i < ARRAY_SIZE(spoilt); i++) {
		struct err err = { 0 };

		people_describe(&s);
		spoilt[i].spoil(&s);
		if (setup_check(&s, &err) == 0)
			fail_msg("accepted: %s", spoilt[i].why);
		if (err.code != ERR_INPUT || !strstr(err.msg, spoilt[i].said))
			fail_msg("%s: '%s' is not said in '%s'", spoilt[i].why, spoilt[i].said,
				 err.msg);
	}
}

/* ---- what is made ---- */

static void setup_commit__makes__the_desk(void **unused)
{
	struct desk_identity d;
	struct staff people[SETUP_PEOPLE_MAX];
	struct seal seal;
	struct doctor doctor;
	struct settings settings;
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	assert_int_equal(desk_identity_load(s.st, &d, NULL), 0);
	people_set_up(s.st);
	assert_int_equal(desk_identity_load(s.st, &d, NULL), 1);
	assert_int_equal(strlen(d.uuid), 36);
	assert_string_equal(d.prefix, "H51110200001");
	assert_string_equal(d.institution.name, "乐山市人民医院");
	assert_int_equal(strlen(d.public), SM2_PUBLIC_SIZE - 1);
	assert_int_equal(staff_list(s.st, people, SETUP_PEOPLE_MAX, NULL), 8);
	for (int i = 0; i < 8; i++) {
		assert_true(people[i].active && !people[i].must_change && !people[i].locked);
		assert_int_equal(strlen(people[i].key_id), SM2_KEY_ID_SIZE - 1);
	}
	assert_int_equal(doctor_find(s.st, "D511102000123", &doctor, NULL), 1);
	assert_string_equal(doctor.name, "李建国");
	assert_int_equal(seals_list(s.st, d.institution.id, &seal, 1, NULL), 1);
	assert_string_equal(seal.name, "医疗保险专用章");
	assert_int_equal(settings_load(s.st, &settings, NULL), 0);
	assert_string_equal(settings.region, "5111");
	scratch_remove(&s);
}

static void setup_commit__refuses__a_second_time(void **unused)
{
	static struct setup again;
	struct desk_identity before, after;
	struct err err = { 0 };
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	people_set_up(s.st);
	assert_int_equal(desk_identity_load(s.st, &before, NULL), 1);
	people_describe(&again);
	assert_int_equal(setup_commit(s.st, &again, &err), -1);
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_non_null(strstr(err.msg, "本台已建立（乐山市人民医院"));
	assert_int_equal(desk_identity_load(s.st, &after, NULL), 1);
	assert_string_equal(before.uuid, after.uuid);
	scratch_remove(&s);
}

/* Row 1 commits to the desk, and everything made has a row. */
static int look_at_row(void *ctx, const struct audit_row *r, struct err *err)
{
	int *rows = ctx;
	char hash[SM3_HEX_SIZE];

	(void)err;
	if (r->seq == 1) {
		assert_string_equal(r->act, "set_up");
		assert_string_equal(r->object, "desk");
		assert_int_equal(strlen(r->detail), 64);
	}
	assert_true(audit_row_hash(r, hash));
	assert_string_equal(r->hash, hash);
	(*rows)++;
	return 0;
}

static void setup_commit__leaves__its_rows(void **unused)
{
	struct scratch s;
	int rows = 0;

	(void)unused;
	scratch_store(&s);
	people_set_up(s.st);
	assert_int_equal(audit_walk(s.st, 1, look_at_row, &rows, NULL), 0);
	/* The set-up, the institution, the desk's key, eight people with a key each, a doctor, a seal and its key. */
	assert_int_equal(rows, 3 + 8 * 2 + 1 + 2);
	scratch_remove(&s);
}

/* ---- the secret ---- */

static void secret_path(const struct scratch *s, char out[128])
{
	snprintf(out, 128, "%s.secret", s->path);
}

static void desk_secret__lies__beside_the_store(void **unused)
{
	unsigned char secret[DESK_SECRET_SIZE];
	struct sm2_key *key = NULL;
	struct desk_identity d;
	char path[128], public[SM2_PUBLIC_SIZE];
	struct stat file;
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	secret_path(&s, path);
	people_set_up(s.st);
	assert_int_equal(stat(path, &file), 0);
	assert_int_equal(file.st_mode & 0777, 0600);
	assert_int_equal(file.st_size, 65);
	assert_int_equal(desk_secret_load(s.st, secret, NULL), 0);
	assert_int_equal(desk_key_open(s.st, &key, NULL), 0);
	sm2_public(key, public);
	assert_int_equal(desk_identity_load(s.st, &d, NULL), 1);
	assert_string_equal(d.public, public);
	sm2_destroy(key);
	scratch_remove(&s);
}

/* A first run that was interrupted leaves a secret and no desk: the next one goes on with it. */
static void desk_secret__is_kept__when_it_is_there(void **unused)
{
	unsigned char first[DESK_SECRET_SIZE], second[DESK_SECRET_SIZE];
	char path[128];
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	people_set_up(s.st);
	assert_int_equal(desk_secret_load(s.st, first, NULL), 0);
	store_close(s.st);
	assert_int_equal(unlink(s.path), 0);
	s.st = open_store(s.path);
	people_set_up(s.st);
	assert_int_equal(desk_secret_load(s.st, second, NULL), 0);
	assert_memory_equal(first, second, DESK_SECRET_SIZE);
	secret_path(&s, path);
	scratch_remove(&s);
}

static void write_secret(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void desk_secret__gone_or_spoilt__opens_no_key(void **unused)
{
	// clang-format off
	static const struct { const char *text, *said, *why; } rows[] = {
		{ NULL, "打不开密钥文件", "gone" },
		{ "", "已损坏", "empty" },
		{ "00112233\n", "已损坏", "short" },
		{ "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeX\n", "已损坏", "not hexadecimal" },
		{ "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\nmore", "已损坏", "long" },
		{ "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n", "", "another desk's" },
	};
	// clang-format on
	char path[128];
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	secret_path(&s, path);
	people_set_up(s.st);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct err err = { 0 };
		struct actor a;
		struct sm2_key *key = NULL;

		unlink(path);
		if (rows[i].text)
			write_secret(path, rows[i].text);
		if (desk_key_open(s.st, &key, &err) == 0)
			fail_msg("opened the desk's key: %s", rows[i].why);
		if (!strstr(err.msg, rows[i].said))
			fail_msg("%s: '%s'", rows[i].why, err.msg);
		if (staff_sign_in(s.st, "wm", PEOPLE_PASSWORD, &a, &key, &err) != -1)
			fail_msg("signed in: %s", rows[i].why);
		assert_int_equal(store_actor(s.st)->staff, 0);
	}
	scratch_remove(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(setup_check__names__what_is_missing),
		cmocka_unit_test(setup_commit__makes__the_desk),
		cmocka_unit_test(setup_commit__refuses__a_second_time),
		cmocka_unit_test(setup_commit__leaves__its_rows),
		cmocka_unit_test(desk_secret__lies__beside_the_store),
		cmocka_unit_test(desk_secret__is_kept__when_it_is_there),
		cmocka_unit_test(desk_secret__gone_or_spoilt__opens_no_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
