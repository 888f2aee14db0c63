/* Covers db/verify: acts that were signed at a desk whose file had been edited for an hour, and was put back afterwards. Every
 * row, digest and signature is right at the end; only the order of the audit tells. */
#include "tests/reliability/tamper.h"

static struct verify_report look(struct office *o)
{
	struct verify_report r = { 0 };
	struct err err = { 0 };

	if (verify_store(o->s.path, NULL, 0, &r, &err) < 0)
		fail_msg("%s", err.msg);
	return r;
}

static void expect_sound(struct office *o, const char *why)
{
	struct verify_report r = look(o);

	if (r.result != VERIFY_UNPROVEN)
		fail_msg("%s: false alarm at “%s”: %s", why, r.where, r.msg);
}

static void expect_found(struct office *o, const char *where, const char *why)
{
	struct verify_report r = look(o);

	if (r.result != VERIFY_BROKEN || strcmp(r.where, where) != 0)
		fail_msg("%s: found at “%s”, not at “%s”: %s", why, r.where, where, r.msg);
}

/* Edit the open store by the sqlite3 command line, its triggers out of the way and back. */
static void edit(struct office *o, const char *sql)
{
	write_sql(sql);
	shell("sqlite3 %s \"SELECT 'DROP TRIGGER '||name||';' FROM sqlite_schema WHERE type = "
	      "'trigger' ORDER BY name\" > drop.sql",
	      o->s.path);
	shell("sqlite3 %s \"SELECT sql||';' FROM sqlite_schema WHERE type = 'trigger' ORDER BY "
	      "name\" > back.sql",
	      o->s.path);
	shell("(echo 'BEGIN;'; cat drop.sql edit.sql back.sql; echo 'COMMIT;') | sqlite3 -bail %s "
	      "> said.txt 2>&1 || { cat said.txt edit.sql; false; }",
	      o->s.path);
}

static void give_roles(struct office *o, int64_t staff, unsigned roles)
{
	struct staff s;
	struct err err = { 0 };

	assert_int_equal(staff_load(o->st, staff, &s, &err), 1);
	s.roles = roles;
	if (staff_save(o->st, office_who(o, "aq"), &s, NULL, &err) < 0)
		fail_msg("%s", err.msg);
}

static void add_doctor(struct office *o, int64_t staff, const char *name)
{
	struct doctor d = { .code = "D511102000777",
			    .title = "主治医师",
			    .diseases = "*",
			    .institution = 1,
			    .staff = staff,
			    .active = true };
	struct err err = { 0 };

	snprintf(d.name, sizeof(d.name), "%s", name);
	if (doctor_save(o->st, office_who(o, "hzr"), &d, &err) < 0)
		fail_msg("%s", err.msg);
}

/* --- People --- */

static void verify__finds__a_doctor_for_an_hour(void **unused)
{
	struct office o;

	(void)unused;
	office_open(&o, "5111");
	register_one(&o, 1, STATE_READY);
	edit(&o, "UPDATE staff SET roles = 'doctor' WHERE id = 2; UPDATE doctor SET staff = 2;");
	office_step(&o, "zl", ACT_CERTIFY, 1);
	edit(&o, "UPDATE staff SET roles = 'clerk' WHERE id = 2; UPDATE doctor SET staff = 3;");
	expect_found(&o, "act 2 role", "a clerk who had made himself a doctor");
	office_close(&o);
}

static void verify__finds__a_doctor_in_anothers_name(void **unused)
{
	static const enum act acts[] = { ACT_CERTIFY, ACT_DECLINE };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(acts); i++) {
		struct office o;

		office_open(&o, "5111");
		give_roles(&o, 2, ROLE_BIT(ROLE_CLERK) | ROLE_BIT(ROLE_DOCTOR));
		register_one(&o, 1, STATE_READY);
		edit(&o, "UPDATE doctor SET staff = 2;");
		office_step(&o, "zl", acts[i], 1);
		edit(&o, "UPDATE doctor SET staff = 3;");
		expect_found(&o, "act 2 doctor", act_key(acts[i]));
		office_close(&o);
	}
}

static void verify__finds__a_head_for_an_hour(void **unused)
{
	struct office o;

	(void)unused;
	office_open(&o, "5111");
	edit(&o, "UPDATE staff SET roles = 'head' WHERE id = 1;");
	office_do(&o, "wm",
		  &(struct act_request) { .act = ACT_RENEW,
					  .policy = "shanxi-2024-3",
					  .document = "晋医保发〔2026〕9号",
					  .until = "2028-04-30" },
		  NULL);
	edit(&o, "UPDATE staff SET roles = 'clerk' WHERE id = 1;");
	expect_found(&o, "act 1 role", "a clerk who renewed a policy");
	office_close(&o);
}

static void verify__finds__an_administrator_for_an_hour(void **unused)
{
	struct staff s = {
		.login = "n1", .name = "新来", .roles = ROLE_BIT(ROLE_HEAD), .active = true
	};
	struct err err = { 0 };
	char where[64];
	int64_t seq;
	char head[SM3_HEX_SIZE];
	struct office o;

	(void)unused;
	office_open(&o, "5111");
	edit(&o, "UPDATE staff SET roles = 'security_admin' WHERE id = 1;");
	if (staff_save(o.st, office_who(&o, "wm"), &s, "Anfangs-2026", &err) < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(audit_head(o.st, &seq, head, &err), 0);
	edit(&o, "UPDATE staff SET roles = 'clerk' WHERE id = 1;");
	snprintf(where, sizeof(where), "audit %lld role", (long long)seq);
	expect_found(&o, where, "a clerk who made a head");
	office_close(&o);
}

static void verify__is_silent__on_rights_that_went_later(void **unused)
{
	struct doctor d;
	struct err err = { 0 };
	struct office o;

	(void)unused;
	office_open(&o, "5111");
	register_one(&o, 1, STATE_FILED);
	assert_int_equal(doctor_load(o.st, 1, &d, &err), 1);
	d.staff = 0;
	snprintf(d.code, sizeof(d.code), "%s", "D511102000124");
	if (doctor_save(o.st, office_who(&o, "hzr"), &d, &err) < 0)
		fail_msg("%s", err.msg);
	give_roles(&o, 3, ROLE_BIT(ROLE_CLERK));
	expect_sound(&o, "a doctor who is none any more");
	office_close(&o);
}

/* --- Seals --- */

static void verify__finds__a_certifier_who_seals(void **unused)
{
	struct office o;

	(void)unused;
	office_open(&o, "5111");
	give_roles(&o, 4, ROLE_BIT(ROLE_SEAL_KEEPER) | ROLE_BIT(ROLE_DOCTOR));
	add_doctor(&o, 4, "陈芳");
	register_one(&o, 1, STATE_READY);
	office_step(&o, "cf", ACT_CERTIFY, 1);
	edit(&o, "UPDATE act SET staff = 3 WHERE id = 2;");
	office_step(&o, "cf", ACT_SEAL, 1);
	edit(&o, "UPDATE act SET staff = 4 WHERE id = 2;");
	expect_found(&o, "act 3 staff", "one person for both");
	office_close(&o);
}

static void verify__finds__a_seal_by_a_personal_key(void **unused)
{
	struct office o;
	char sql[128], public[SM2_PUBLIC_SIZE];
	int64_t own;

	(void)unused;
	office_open(&o, "5111");
	register_one(&o, 1, STATE_CERTIFIED);
	assert_int_equal(staff_key(o.st, 4, &own, public, NULL), 1);
	sm2_destroy(o.seal_key);
	o.seal_key = NULL;
	snprintf(sql, sizeof(sql), "UPDATE sign_key SET seal = 1 WHERE id = %lld;", (long long)own);
	edit(&o, sql);
	o.seal_key = o.keys[office_index("cf")];
	o.seal_key_id = own;
	office_step(&o, "cf", ACT_SEAL, 1);
	o.seal_key = NULL;
	snprintf(sql, sizeof(sql), "UPDATE sign_key SET seal = NULL WHERE id = %lld;",
		 (long long)own);
	edit(&o, sql);
	expect_found(&o, "act 3 key", "a seal that no seal's key signed");
	office_close(&o);
}

static void verify__finds__a_keeper_for_an_hour(void **unused)
{
	struct office o;
	struct err err = { 0 };

	(void)unused;
	office_open(&o, "5111");
	give_roles(&o, 2, ROLE_BIT(ROLE_CLERK) | ROLE_BIT(ROLE_SEAL_KEEPER));
	register_one(&o, 1, STATE_CERTIFIED);
	edit(&o, "UPDATE seal SET keeper = 2;");
	sm2_destroy(o.seal_key);
	if (staff_open_seal(o.st, office_who(&o, "zl"), PEOPLE_PASSWORD, o.seal, &o.seal_key,
			    &o.seal_key_id, &err) < 0)
		fail_msg("%s", err.msg);
	office_step(&o, "zl", ACT_SEAL, 1);
	edit(&o, "UPDATE seal SET keeper = 4;");
	expect_found(&o, "act 3 seal", "a seal in other hands");
	office_close(&o);
}

/* --- Keys --- */

/* His password was reset, so that this key signs nothing any more. */
static void forget_password(struct office *o, int64_t staff)
{
	char *password =
		o->passwords[staff -
			     1]; /* the people of people.h are numbered as they stand there */
	struct err err = { 0 };

	snprintf(password, sizeof(o->passwords[0]), "%s", "Anfangs-2026");
	if (staff_reset_password(o->st, office_who(o, "aq"), staff, password, &err) < 0)
		fail_msg("%s", err.msg);
}

static void verify__finds__a_key_that_was_revoked_before(void **unused)
{
	struct office o;

	(void)unused;
	office_open(&o, "5111");
	register_one(&o, 1, STATE_READY);
	forget_password(&o, 3);
	edit(&o, "DELETE FROM key_revocation;");
	office_step(&o, "ljg", ACT_CERTIFY, 1);
	edit(&o, "INSERT INTO key_revocation SELECT k.id, '2026-11-22 23:00:00', '口令重置' FROM "
		 "sign_key k WHERE k.staff = 3;");
	expect_found(&o, "act 2 key", "a revocation said to be later");
	office_close(&o);
}

static void verify__is_silent__when_the_clock_went_back(void **unused)
{
	struct office o;

	(void)unused;
	office_open(&o, "5111");
	register_one(&o, 1, STATE_CERTIFIED);
	setenv("MTDESK_NOW", "2026-11-22 08:58:30", 1);
	forget_password(&o, 3);
	setenv("MTDESK_NOW", "2026-11-22 09:00:00", 1);
	expect_sound(&o, "a revocation whose clock had gone back");
	office_close(&o);
}

/* --- Materials --- */

static int64_t scan_of(struct office *o, int64_t filing, const char *kind, const char *login,
		       unsigned colour)
{
	struct material m = { .filing = filing,
			      .issued = "2026-11-18",
			      .issuer = "乐山市人民医院" };
	struct err err = { 0 };

	snprintf(m.kind, sizeof(m.kind), "%s", kind);
	put_png("scan.png", 40, 30, colour);
	if (materials_add(o->st, office_who(o, login), &m, "scan.png", &err) < 0)
		fail_msg("%s", err.msg);
	return m.id;
}

static void take_away(struct office *o, const char *login, int64_t id)
{
	struct err err = { 0 };

	if (materials_remove(o->st, office_who(o, login), id, &err) < 0)
		fail_msg("%s", err.msg);
}

/* A filing that was signed over scan 3, returned, and signed again over another. */
static void office_with_exchange(struct office *o)
{
	int64_t id;

	office_open(o, "5111");
	id = register_one(o, 1, STATE_DRAFT);
	assert_int_equal(scan_of(o, id, "other", "wm", 0x336699), 3);
	office_step(o, "wm", ACT_SUBMIT, id);
	office_step(o, "hzr", ACT_RETURN, id);
	take_away(o, "wm", 3);
	assert_int_equal(scan_of(o, id, "other", "wm", 0x993366), 4);
	office_bring(o, id, STATE_FILED);
	expect_sound(o, "a scan exchanged between two versions");
}

static void verify__finds__what_a_former_version_rested_on(void **unused)
{
	static const struct {
		const char *sql, *where, *why;
	} rows[] = {
		{ "DELETE FROM material WHERE id = 3;", "act 1 material", "the row gone" },
		{ "UPDATE material SET pages = 2 WHERE id = 3;", "act 1 material", "its pages" },
		{ "UPDATE material SET sm3 = (SELECT sm3 FROM material WHERE id = 4) WHERE id = 3;",
		  "act 1 material", "another file" },
		{ "UPDATE material SET removed_at = NULL WHERE id = 3;", "material 3",
		  "back in the list" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct office o;

		office_with_exchange(&o);
		edit(&o, rows[i].sql);
		expect_found(&o, rows[i].where, rows[i].why);
		office_close(&o);
	}
}

static void verify__finds__the_file_of_a_former_version(void **unused)
{
	struct office o;
	char *sm3;

	(void)unused;
	office_with_exchange(&o);
	sm3 = ask_path(o.s.path, "SELECT sm3 FROM material WHERE id = 3");
	shell("rm -f %s.materials/%s", o.s.path, sm3);
	free(sm3);
	expect_found(&o, "material 3 file", "the file gone");
	office_close(&o);
}

static void store__keeps__materials(void **unused)
{
	struct office o;

	(void)unused;
	office_with_exchange(&o);
	shell("! sqlite3 %s 'DELETE FROM material WHERE id = 3' 2> said.txt && grep -q 'materials "
	      "stay' said.txt",
	      o.s.path);
	shell("! sqlite3 %s 'UPDATE material SET pages = 9 WHERE id = 3' 2> said.txt && grep -q "
	      "'materials stay' said.txt",
	      o.s.path);
	expect_sound(&o, "after both were refused");
	office_close(&o);
}

#define FORGED_SCAN                                                                                \
	"INSERT INTO material (filing, kind, name, type, bytes, pages, sm3, issued, issuer, "      \
	"added_at, staff) VALUES (1, 'seal_scan', 'x.png', '', 0, 1, '', '', '', "                 \
	"'2026-11-22 10:00:00', 4);"

static void verify__finds__a_scan_of_the_seal_after_sealing(void **unused)
{
	static const enum filing_state states[] = { STATE_READY, STATE_SEALED, STATE_FILED };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(states); i++) {
		struct office o;

		office_open(&o, "5111");
		register_one(&o, 1, states[i]);
		edit(&o, FORGED_SCAN);
		expect_found(&o, "material 3", state_name(states[i]));
		office_close(&o);
	}
}

static void verify__is_silent__on_scans_before_sealing(void **unused)
{
	struct office o;
	int64_t id, second;

	(void)unused;
	office_open(&o, "5111");
	id = register_one(&o, 1, STATE_DRAFT);
	scan_of(&o, id, "seal_scan", "wm", 0x111111);
	office_bring(&o, id, STATE_CERTIFIED);
	second = scan_of(&o, id, "seal_scan", "cf", 0x333333);
	expect_sound(&o, "a scan that no act lists yet");
	take_away(&o, "cf", second);
	expect_sound(&o, "and that was taken away before sealing");
	scan_of(&o, id, "seal_scan", "cf", 0x222222);
	expect_sound(&o, "a scan that came before sealing");
	office_step(&o, "cf", ACT_SEAL, id);
	expect_sound(&o, "sealed with it");
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verify__finds__a_doctor_for_an_hour),
		cmocka_unit_test(verify__finds__a_doctor_in_anothers_name),
		cmocka_unit_test(verify__finds__a_head_for_an_hour),
		cmocka_unit_test(verify__finds__an_administrator_for_an_hour),
		cmocka_unit_test(verify__is_silent__on_rights_that_went_later),
		cmocka_unit_test(verify__finds__a_certifier_who_seals),
		cmocka_unit_test(verify__finds__a_seal_by_a_personal_key),
		cmocka_unit_test(verify__finds__a_keeper_for_an_hour),
		cmocka_unit_test(verify__finds__a_key_that_was_revoked_before),
		cmocka_unit_test(verify__is_silent__when_the_clock_went_back),
		cmocka_unit_test(verify__finds__what_a_former_version_rested_on),
		cmocka_unit_test(verify__finds__the_file_of_a_former_version),
		cmocka_unit_test(store__keeps__materials),
		cmocka_unit_test(verify__finds__a_scan_of_the_seal_after_sealing),
		cmocka_unit_test(verify__is_silent__on_scans_before_sealing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
