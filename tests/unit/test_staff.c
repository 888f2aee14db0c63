/* Covers db/staff: signing in and its locks, passwords and the keys they open, and what the security administrator does with
 * accounts. Time passes by writing into the store what a lock of that age would say. */
#include <sys/wait.h>

#include "tests/people.h"
#include "tests/scratch_store.h"

#include "db/audit.h"
#include "db/drafts.h"
#include "db/settings.h"
#include "db/staff_parts.h"
#include "db/stmt.h"

/* ---- a desk to work at ---- */

static void desk_make(struct scratch *s)
{
	unsetenv("MTDESK_NOW");
	scratch_store(s);
	people_set_up(s->st);
}

static void reopen(struct scratch *s)
{
	store_close(s->st);
	s->st = open_store(s->path);
}

/* By the tool of that name, as an administrator with the file in hand would. */
static void edit(struct scratch *s, const char *sql)
{
	int status;

	if (fork() == 0) {
		execlp("sqlite3", "sqlite3", s->path, sql, (char *)NULL);
		_exit(127);
	}
	wait(&status);
	if (status != 0)
		fail_msg("sqlite3 ended with %d: %s", status, sql);
}

static int try(struct scratch *s, const char *login, const char *password, struct err *err)
{
	struct actor a = { 0 };

	return staff_sign_in(s->st, login, password, &a, NULL, err);
}

static struct account account(struct scratch *s, const char *login)
{
	struct account a;

	assert_int_equal(account_load(s->st, 0, login, &a, NULL), 1);
	return a;
}

static struct audit_row last_row(struct scratch *s)
{
	struct audit_row r;

	assert_int_equal(audit_list(s->st, 0, &r, 1, NULL), 1);
	return r;
}

static void fail_times(struct scratch *s, const char *login, int times)
{
	for (int i = 0; i < times; i++)
		try(s, login, "wrong", NULL);
}

/* ---- signing in ---- */

static void staff_sign_in__makes__the_actor(void **unused)
{
	struct actor a;
	struct sm2_key *key = NULL;
	struct scratch s;
	char public[SM2_PUBLIC_SIZE], kept[SM2_PUBLIC_SIZE];
	int64_t id;

	(void)unused;
	desk_make(&s);
	people_sign_in(s.st, "ljg", &a, &key);
	assert_string_equal(a.login, "ljg");
	assert_string_equal(a.name, "李建国");
	assert_int_equal(a.roles, ROLE_BIT(ROLE_DOCTOR));
	assert_int_equal(a.doctor, 1);
	assert_int_equal(store_actor(s.st)->staff, a.staff);
	assert_int_equal(staff_key(s.st, a.staff, &id, kept, NULL), 1);
	sm2_public(key, public);
	assert_string_equal(public, kept);
	assert_string_equal(last_row(&s).act, "sign_in");
	assert_string_equal(last_row(&s).object, "staff:3");
	assert_string_equal(last_row(&s).result, "done");
	assert_int_equal(last_row(&s).staff, 3);
	sm2_destroy(key);

	assert_int_equal(staff_sign_out(s.st, ACT_SIGN_OUT, NULL), 0);
	assert_int_equal(store_actor(s.st)->staff, 0);
	assert_string_equal(last_row(&s).act, "sign_out");
	assert_int_equal(last_row(&s).staff, 3);
	people_sign_in(s.st, "wm", &a, NULL);
	assert_int_equal(a.doctor, 0);
	assert_int_equal(staff_sign_out(s.st, ACT_LOCK, NULL), 0);
	assert_string_equal(last_row(&s).act, "lock");
	scratch_remove(&s);
}

/* Which of login and password was wrong is told to nobody but the audit. */
static void staff_sign_in__wrong__reads_alike(void **unused)
{
	// clang-format off
	static const struct { const char *login, *password, *object, *reason, *why; } rows[] = {
		{ "wm", "mtdesk-2026", "staff:1", "口令不对", "another case" },
		{ "wm", "", "staff:1", "口令不对", "no password" },
		{ "nobody", PEOPLE_PASSWORD, "", "登录名不对", "no such login" },
		{ "", "", "", "登录名不对", "nothing" },
		{ "WM", PEOPLE_PASSWORD, "", "登录名不对", "another case of the login" },
		{ "zl", PEOPLE_PASSWORD, "staff:2", "账号已停用", "an account that is switched off" },
	};
	// clang-format on
	char said[512] = "";
	struct scratch s;

	(void)unused;
	desk_make(&s);
	edit(&s, "UPDATE staff SET active = 0 WHERE login = 'zl'");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct err err = { 0 };

		if (try(&s, rows[i].login, rows[i].password, &err) != SIGN_IN_WRONG)
			fail_msg("not wrong: %s", rows[i].why);
		if (*said && strcmp(said, err.msg) != 0)
			fail_msg("%s reads differently: %s", rows[i].why, err.msg);
		snprintf(said, sizeof(said), "%s", err.msg);
		assert_int_equal(store_actor(s.st)->staff, 0);
		assert_string_equal(last_row(&s).result, "refused");
		assert_string_equal(last_row(&s).object, rows[i].object);
		assert_string_equal(last_row(&s).reason, rows[i].reason);
		assert_int_equal(last_row(&s).staff, 0);
	}
	scratch_remove(&s);
}

static void staff_sign_in__success__forgives(void **unused)
{
	struct scratch s;

	(void)unused;
	desk_make(&s);
	fail_times(&s, "wm", 4);
	assert_int_equal(account(&s, "wm").failures, 4);
	assert_int_equal(account(&s, "zl").failures, 0);
	assert_int_equal(try(&s, "wm", PEOPLE_PASSWORD, NULL), SIGN_IN_DONE);
	assert_int_equal(account(&s, "wm").failures, 0);
	fail_times(&s, "wm", 4);
	assert_int_equal(try(&s, "wm", PEOPLE_PASSWORD, NULL), SIGN_IN_DONE);
	scratch_remove(&s);
}

/* ---- locks ---- */

static void lock__the_fifth__keeps_out(void **unused)
{
	struct err err = { 0 };
	struct staff wm;
	struct scratch s;

	(void)unused;
	desk_make(&s);
	setenv("MTDESK_NOW", "2026-11-22 09:00:00", 1);
	fail_times(&s, "wm", 4);
	assert_int_equal(try(&s, "wm", "wrong", &err), SIGN_IN_LOCKED);
	assert_non_null(strstr(err.msg, "账号“wm”已锁定至 2026-11-22 09:15"));
	assert_int_equal(try(&s, "wm", PEOPLE_PASSWORD, &err), SIGN_IN_LOCKED);
	assert_string_equal(last_row(&s).reason, "账号锁定中");
	assert_int_equal(account(&s, "wm").failures, 5);
	assert_int_equal(staff_load(s.st, 1, &wm, NULL), 1);
	assert_true(wm.locked);
	assert_int_equal(strncmp(wm.locked_until, "2026-11-22 09:1", 15), 0);
	assert_int_equal(try(&s, "zl", PEOPLE_PASSWORD, NULL), SIGN_IN_DONE);
	reopen(&s);
	assert_int_equal(try(&s, "wm", PEOPLE_PASSWORD, NULL), SIGN_IN_LOCKED);
	scratch_remove(&s);
}

/* Within one boot the wall clock says nothing about a lock. */
static void lock__clock_jumps__do_not_open(void **unused)
{
	static const char *const jumps[] = { "2016-11-22 09:00:00", "2036-11-22 09:00:00",
					     "2026-11-23 09:00:00", "2026-11-22 09:15:01" };
	struct scratch s;

	(void)unused;
	desk_make(&s);
	setenv("MTDESK_NOW", "2026-11-22 09:00:00", 1);
	fail_times(&s, "wm", 5);
	for (size_t i = 0; i < ARRAY_SIZE(jumps); i++) {
		setenv("MTDESK_NOW", jumps[i], 1);
		if (try(&s, "wm", PEOPLE_PASSWORD, NULL) != SIGN_IN_LOCKED)
			fail_msg("%s opened it", jumps[i]);
		reopen(&s);
		if (try(&s, "wm", PEOPLE_PASSWORD, NULL) != SIGN_IN_LOCKED)
			fail_msg("%s opened it after a restart of the program", jumps[i]);
	}
	scratch_remove(&s);
}

/* As if the lock had been made before the machine was started. */
#define OTHER_BOOT "UPDATE password SET locked_boot = 'an earlier one' WHERE staff = 1"

static void lock__after_a_restart__ends_by_the_wall(void **unused)
{
	struct scratch s;

	(void)unused;
	desk_make(&s);
	setenv("MTDESK_NOW", "2026-11-22 09:00:00", 1);
	edit(&s, "DELETE FROM clock");
	fail_times(&s, "wm", 5);
	edit(&s, OTHER_BOOT);
	setenv("MTDESK_NOW", "2026-11-22 09:14:59", 1);
	assert_int_equal(try(&s, "wm", PEOPLE_PASSWORD, NULL), SIGN_IN_LOCKED);
	setenv("MTDESK_NOW", "2026-11-22 09:15:00", 1);
	assert_int_equal(try(&s, "wm", PEOPLE_PASSWORD, NULL), SIGN_IN_DONE);
	scratch_remove(&s);
}

/* A clock that is not believed ends no lock: it begins anew on this boot's own clock, and ends there. */
static void lock__after_a_restart__not_by_a_doubtful_wall(void **unused)
{
	struct scratch s;
	struct account a;

	(void)unused;
	desk_make(&s);
	setenv("MTDESK_NOW", "2026-11-22 09:00:00", 1);
	edit(&s, "DELETE FROM clock");
	fail_times(&s, "wm", 5);
	a = account(&s, "wm");
	edit(&s, OTHER_BOOT);
	edit(&s, "UPDATE clock SET doubtful = 1");
	setenv("MTDESK_NOW", "2026-11-22 10:00:00", 1);
	assert_int_equal(try(&s, "wm", PEOPLE_PASSWORD, NULL), SIGN_IN_LOCKED);
	assert_string_equal(account(&s, "wm").locked_boot, a.locked_boot);
	assert_true(account(&s, "wm").locked_mono > a.locked_mono);
	edit(&s, "UPDATE password SET locked_mono = 1 WHERE staff = 1");
	assert_int_equal(try(&s, "wm", PEOPLE_PASSWORD, NULL), SIGN_IN_DONE);
	scratch_remove(&s);
}

static void lock__each_further__is_twice_as_long(void **unused)
{
	static const int minutes[] = { 15, 30, 60, 120, 240, 480, 960, 1440, 1440 };
	struct scratch s;

	(void)unused;
	desk_make(&s);
	for (size_t i = 0; i < ARRAY_SIZE(minutes); i++) {
		struct moment now;
		int64_t left;

		fail_times(&s, "wm", 5);
		assert_int_equal(desk_clock_peek(s.st, &now, NULL), 0);
		left = (account(&s, "wm").locked_mono - now.mono) / 1000000000 + 60;
		if (left / 60 != minutes[i])
			fail_msg("lock %zu lasts %lld seconds", i + 1, (long long)left);
		edit(&s, "UPDATE password SET locked_mono = 1 WHERE staff = 1");
	}
	assert_int_equal(try(&s, "wm", PEOPLE_PASSWORD, NULL), SIGN_IN_DONE);
	assert_int_equal(account(&s, "wm").locks, 0);
	scratch_remove(&s);
}

/* Many who guess at once do not get more than five looks. */
static void lock__a_crowd__gets_five(void **unused)
{
	struct scratch s;
	int status;

	(void)unused;
	desk_make(&s);
	for (int i = 0; i < 8; i++)
		if (fork() == 0) {
			struct scratch own = s;

			own.st = open_store(s.path);
			try(&own, "wm", "wrong", NULL);
			try(&own, "wm", "wrong", NULL);
			_exit(0);
		}
	while (wait(&status) > 0)
		assert_int_equal(status, 0);
	assert_int_equal(account(&s, "wm").failures, 5);
	assert_int_equal(account(&s, "wm").locks, 1);
	scratch_remove(&s);
}

static void staff_unlock__only__the_security_administrator(void **unused)
{
	// clang-format off
	static const struct { const char *login; bool may; } rows[] = {
		{ "zl", false }, { "hzr", false }, { "xt", false }, { "sj", false }, { "aq", true },
	};
	// clang-format on
	struct actor a;
	struct scratch s;

	(void)unused;
	desk_make(&s);
	fail_times(&s, "wm", 5);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct err err = { 0 };

		people_sign_in(s.st, rows[i].login, &a, NULL);
		if ((staff_unlock(s.st, &a, 1, &err) == 0) != rows[i].may)
			fail_msg("%s: %s", rows[i].login, err.msg);
		if (!rows[i].may)
			assert_non_null(strstr(err.msg, "应由安全管理员办理"));
		assert_string_equal(last_row(&s).act, "unlock");
		assert_string_equal(last_row(&s).object, "staff:1");
		assert_string_equal(last_row(&s).result, rows[i].may ? "done" : "refused");
	}
	assert_int_equal(staff_unlock(s.st, &a, a.staff, NULL), -1);
	assert_int_equal(staff_sign_out(s.st, ACT_SIGN_OUT, NULL), 0);
	assert_int_equal(try(&s, "wm", PEOPLE_PASSWORD, NULL), SIGN_IN_DONE);
	scratch_remove(&s);
}

/* ---- the password again ---- */

static void staff_confirm__opens__the_key(void **unused)
{
	struct actor a;
	struct sm2_key *key = NULL;
	char signature[SM2_SIGNATURE_HEX_SIZE], public[SM2_PUBLIC_SIZE];
	struct err err = { 0 };
	int64_t id;
	struct scratch s;

	(void)unused;
	desk_make(&s);
	people_sign_in(s.st, "ljg", &a, NULL);
	assert_int_equal(staff_confirm(s.st, &a, PEOPLE_PASSWORD, &key, NULL), 0);
	assert_int_equal(sm2_sign(key, "abc", 3, signature, NULL), 0);
	assert_int_equal(staff_key(s.st, a.staff, &id, public, NULL), 1);
	assert_int_equal(sm2_verify(public, "abc", 3, signature), SM2_VALID);
	sm2_destroy(key);
	key = NULL;
	assert_int_equal(staff_confirm(s.st, &a, "wrong", &key, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_non_null(strstr(err.msg, "口令不对，没有办理"));
	assert_null(key);
	assert_int_equal(account(&s, "ljg").failures, 1);
	for (int i = 0; i < 4; i++)
		assert_int_equal(staff_confirm(s.st, &a, "wrong", &key, &err), -1);
	assert_non_null(strstr(err.msg, "已锁定至"));
	assert_int_equal(staff_confirm(s.st, &a, PEOPLE_PASSWORD, &key, &err), -1);
	assert_int_equal(staff_confirm(s.st, &(struct actor) { 0 }, PEOPLE_PASSWORD, &key, &err),
			 -1);
	scratch_remove(&s);
}

static void staff_open_seal__only__for_its_keeper(void **unused)
{
	struct actor keeper, clerk;
	struct sm2_key *key = NULL;
	struct err err = { 0 };
	int64_t first, second;
	struct scratch s;

	(void)unused;
	desk_make(&s);
	people_sign_in(s.st, "wm", &clerk, NULL);
	assert_int_equal(staff_open_seal(s.st, &clerk, PEOPLE_PASSWORD, 1, &key, &first, &err), -1);
	assert_non_null(strstr(err.msg, "“医疗保险专用章”不由您保管"));
	people_sign_in(s.st, "cf", &keeper, NULL);
	assert_int_equal(staff_open_seal(s.st, &keeper, "wrong", 1, &key, &first, &err), -1);
	assert_int_equal(account(&s, "cf").failures, 1);
	assert_int_equal(staff_open_seal(s.st, &keeper, PEOPLE_PASSWORD, 9, &key, &first, &err),
			 -1);
	assert_int_equal(staff_open_seal(s.st, &keeper, PEOPLE_PASSWORD, 1, &key, &first, NULL), 0);
	sm2_destroy(key);
	assert_int_equal(staff_open_seal(s.st, &keeper, PEOPLE_PASSWORD, 1, &key, &second, NULL),
			 0);
	sm2_destroy(key);
	assert_int_equal(first, second);
	scratch_remove(&s);
}

/* ---- passwords ---- */

static const char *const passwords[] = { "Shan-Shui-1", "Shan-Shui-2", "Shan-Shui-3", "Shan-Shui-4",
					 "Shan-Shui-5" };

static void staff_change_password__keeps__the_keys(void **unused)
{
	struct actor a;
	struct sm2_key *key = NULL;
	char before[SM2_PUBLIC_SIZE], after[SM2_PUBLIC_SIZE];
	struct err err = { 0 };
	int64_t seal, id;
	struct scratch s;

	(void)unused;
	desk_make(&s);
	people_sign_in(s.st, "cf", &a, NULL);
	assert_int_equal(staff_key(s.st, a.staff, &id, before, NULL), 1);
	assert_int_equal(staff_change_password(s.st, &a, "wrong", passwords[0], NULL, &err), -1);
	assert_non_null(strstr(err.msg, "原口令不对"));
	assert_int_equal(staff_change_password(s.st, &a, PEOPLE_PASSWORD, "short", NULL, &err), -1);
	assert_int_equal(account(&s, "cf").failures, 0);
	assert_int_equal(staff_change_password(s.st, &a, PEOPLE_PASSWORD, passwords[0], &key, &err),
			 0);
	assert_string_equal(last_row(&s).act, "password");
	sm2_public(key, after);
	assert_string_equal(before, after);
	sm2_destroy(key);
	assert_int_equal(staff_open_seal(s.st, &a, PEOPLE_PASSWORD, 1, &key, &seal, &err), -1);
	assert_int_equal(staff_open_seal(s.st, &a, passwords[0], 1, &key, &seal, &err), 0);
	sm2_destroy(key);
	assert_int_equal(staff_sign_out(s.st, ACT_SIGN_OUT, NULL), 0);
	assert_int_equal(try(&s, "cf", PEOPLE_PASSWORD, NULL), SIGN_IN_WRONG);
	assert_int_equal(try(&s, "cf", passwords[0], NULL), SIGN_IN_DONE);
	scratch_remove(&s);
}

static void staff_change_password__refuses__the_last_five(void **unused)
{
	struct actor a;
	struct err err = { 0 };
	struct scratch s;

	(void)unused;
	desk_make(&s);
	people_sign_in(s.st, "wm", &a, NULL);
	assert_int_equal(
		staff_change_password(s.st, &a, PEOPLE_PASSWORD, PEOPLE_PASSWORD, NULL, &err), -1);
	assert_non_null(strstr(err.msg, "与最近 5 次用过的相同"));
	for (size_t i = 0; i < 5; i++) {
		const char *old = i ? passwords[i - 1] : PEOPLE_PASSWORD;

		assert_int_equal(staff_change_password(s.st, &a, old, passwords[i], NULL, &err), 0);
		if (i < 4)
			assert_int_equal(staff_change_password(s.st, &a, passwords[i],
							       PEOPLE_PASSWORD, NULL, &err),
					 -1);
	}
	assert_int_equal(staff_change_password(s.st, &a, passwords[4], passwords[0], NULL, &err),
			 -1);
	assert_int_equal(staff_change_password(s.st, &a, passwords[4], PEOPLE_PASSWORD, NULL, &err),
			 0);
	scratch_remove(&s);
}

/* A password that somebody else has seen opens nothing but the way to one's own. */
static void first_password__is_changed__before_anything(void **unused)
{
	struct staff new = {
		.login = "hx", .name = "何晓", .roles = ROLE_BIT(ROLE_CLERK), .active = true
	};
	struct actor security, a = { 0 };
	struct sm2_key *key = NULL;
	struct err err = { 0 };
	char public[SM2_PUBLIC_SIZE];
	int64_t id;
	struct scratch s;

	(void)unused;
	desk_make(&s);
	people_sign_in(s.st, "aq", &security, NULL);
	assert_int_equal(staff_save(s.st, &security, &new, "Qing-Xuan-88", &err), 0);
	assert_true(new.must_change);
	assert_string_equal(new.key_id, "");
	assert_int_equal(staff_sign_out(s.st, ACT_SIGN_OUT, NULL), 0);
	assert_int_equal(staff_sign_in(s.st, "hx", "Qing-Xuan-88", &a, &key, &err),
			 SIGN_IN_MUST_CHANGE);
	assert_null(key);
	assert_int_equal(a.staff, new.id);
	assert_int_equal(store_actor(s.st)->staff, 0);
	assert_string_equal(last_row(&s).reason, "须先修改口令");
	assert_int_equal(staff_key(s.st, new.id, &id, public, NULL), 0);
	assert_int_equal(
		staff_change_password(s.st, &a, "Qing-Xuan-88", "Qing-Xuan-88", &key, &err), -1);
	assert_int_equal(staff_change_password(s.st, &a, "Qing-Xuan-88", passwords[0], &key, &err),
			 0);
	assert_int_equal(store_actor(s.st)->staff, new.id);
	assert_string_equal(last_row(&s).act, "sign_in");
	assert_int_equal(staff_key(s.st, new.id, &id, public, NULL), 1);
	sm2_destroy(key);
	assert_int_equal(staff_sign_out(s.st, ACT_SIGN_OUT, NULL), 0);
	assert_int_equal(try(&s, "hx", passwords[0], NULL), SIGN_IN_DONE);
	scratch_remove(&s);
}

/* How many rows of an act there are in this person's name, of the newest eight. */
static int rows_of(struct scratch *s, const char *act, int64_t staff)
{
	struct audit_row rows[8];
	int n = audit_list(s->st, 0, rows, ARRAY_SIZE(rows), NULL), count = 0;

	for (int i = 0; i < n; i++)
		count += strcmp(rows[i].act, act) == 0 && strcmp(rows[i].result, "done") == 0 &&
			 rows[i].staff == staff;
	return count;
}

/* Locks the desk as its screen does: out of the session, yet still the one whose work is kept. */
static void lock_desk(struct scratch *s, const struct actor *who)
{
	assert_int_equal(staff_sign_out(s->st, ACT_LOCK, NULL), 0);
	store_set_actor(s->st, who);
}

/* Over the lock of 王敏 somebody comes whose password is to be changed first: 何晓, whose password is the first one, or
 * 王敏 herself, whose password grew old meanwhile. */
static void first_password__over_a_lock__is_his_own(void **unused)
{
	// clang-format off
	static const struct { const char *login, *old, *why; } rows[] = {
		{ "hx", "Qing-Xuan-88",  "another person" },
		{ "wm", PEOPLE_PASSWORD, "the same person" },
	};
	// clang-format on
	struct staff new = {
		.login = "hx", .name = "何晓", .roles = ROLE_BIT(ROLE_CLERK), .active = true
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct actor security, clerk, a = { 0 };
		struct err err = { 0 };
		struct scratch s;
		struct store *other;

		desk_make(&s);
		assert_int_equal(session_open(s.st, NULL), 0);
		people_sign_in(s.st, "aq", &security, NULL);
		new.id = 0;
		assert_int_equal(staff_save(s.st, &security, &new, "Qing-Xuan-88", &err), 0);
		people_sign_in(s.st, "wm", &clerk, NULL);
		lock_desk(&s, &clerk);
		edit(&s, "UPDATE password SET first = 1 WHERE staff = 1");
		assert_int_equal(staff_sign_in(s.st, rows[i].login, rows[i].old, &a, NULL, &err),
				 SIGN_IN_MUST_CHANGE);
		if (staff_change_password(s.st, &a, rows[i].old, passwords[0], NULL, &err))
			fail_msg("%s: %s", rows[i].why, err.msg);
		if (store_actor(s.st)->staff != a.staff || rows_of(&s, "password", a.staff) != 1)
			fail_msg("%s: the change is not his own", rows[i].why);
		if (strcmp(last_row(&s).act, "sign_in") != 0 || last_row(&s).staff != a.staff)
			fail_msg("%s: no row says that he came in", rows[i].why);
		if (a.staff != clerk.staff && rows_of(&s, "key", clerk.staff))
			fail_msg("%s: the one who locked made his key", rows[i].why);
		other = open_store(s.path);
		assert_int_equal(session_open(other, NULL), 0);
		if (staff_sign_in(other, rows[i].login, passwords[0], &a, NULL, &err) != -1)
			fail_msg("%s: he is at two desks", rows[i].why);
		store_close(other);
		scratch_remove(&s);
	}
}

static void password__of_ninety_days__is_changed(void **unused)
{
	// clang-format off
	static const struct { const char *days, *set_at; int want; } rows[] = {
		{ "90", "2026-08-24 09:00:00", SIGN_IN_DONE },
		{ "90", "2026-08-23 09:00:00", SIGN_IN_MUST_CHANGE },
		{ "0",  "2020-01-01 09:00:00", SIGN_IN_DONE },
		{ "30", "2026-10-22 09:00:00", SIGN_IN_MUST_CHANGE },
	};
	// clang-format on
	struct settings settings;
	struct scratch s;
	char sql[128];

	(void)unused;
	desk_make(&s);
	setenv("MTDESK_NOW", "2026-11-22 09:00:00", 1);
	assert_int_equal(settings_load(s.st, &settings, NULL), 0);
	assert_string_equal(settings.password_days, "90");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		snprintf(settings.password_days, sizeof(settings.password_days), "%s",
			 rows[i].days);
		assert_int_equal(settings_save(s.st, &settings, NULL), 0);
		snprintf(sql, sizeof(sql), "UPDATE password SET set_at = '%s'", rows[i].set_at);
		edit(&s, sql);
		if (try(&s, "wm", PEOPLE_PASSWORD, NULL) != rows[i].want)
			fail_msg("%s days, set at %s", rows[i].days, rows[i].set_at);
		assert_int_equal(staff_sign_out(s.st, ACT_SIGN_OUT, NULL), 0);
	}
	scratch_remove(&s);
}

/* The box of a person's key, as it lies in the store. */
static const char *private_key(struct scratch *s, int64_t staff)
{
	static char box[KEYBOX_SIZE];
	struct stmt *q = stmt_get(s->st, STMT_KEY_OF_HOLDER);

	stmt_bind_int(q, 1, staff);
	assert_int_equal(stmt_step(q, NULL), 1);
	stmt_copy_text(q, 1, box, sizeof(box));
	stmt_done(q);
	return box;
}

static void sign_in__strengthens__a_weak_hash(void **unused)
{
	struct account before, after;
	struct actor a;
	struct err err = { 0 };
	struct scratch s;
	char box[KEYBOX_SIZE];

	(void)unused;
	desk_make(&s);
	before = account(&s, "wm");
	snprintf(box, sizeof(box), "%s", private_key(&s, 1));
	setenv("MTDESK_KDF_COST", "2", 1);
	assert_int_equal(staff_sign_in(s.st, "wm", PEOPLE_PASSWORD, &a, NULL, NULL), SIGN_IN_DONE);
	after = account(&s, "wm");
	assert_string_not_equal(before.hash, after.hash);
	assert_false(password_is_weak(after.hash));
	assert_string_not_equal(box, private_key(&s, 1));
	assert_int_equal(staff_confirm(s.st, &a, PEOPLE_PASSWORD, NULL, NULL), 0);
	assert_int_equal(
		staff_change_password(s.st, &a, PEOPLE_PASSWORD, PEOPLE_PASSWORD, NULL, &err), -1);
	assert_non_null(strstr(err.msg, "与最近 5 次用过的相同"));
	setenv("MTDESK_KDF_COST", "1", 1);
	scratch_remove(&s);
}

static void staff_reset_password__revokes__his_keys(void **unused)
{
	struct actor security, keeper;
	struct sm2_key *key = NULL;
	struct staff cf;
	struct err err = { 0 };
	char public[SM2_PUBLIC_SIZE];
	int64_t first, personal, second;
	struct scratch s;

	(void)unused;
	desk_make(&s);
	people_sign_in(s.st, "cf", &keeper, NULL);
	assert_int_equal(staff_open_seal(s.st, &keeper, PEOPLE_PASSWORD, 1, &key, &first, NULL), 0);
	sm2_destroy(key);
	fail_times(&s, "cf", 5);
	assert_int_equal(staff_reset_password(s.st, &keeper, 1, "Qing-Xuan-88", &err), -1);
	assert_non_null(strstr(err.msg, "应由安全管理员办理"));
	people_sign_in(s.st, "aq", &security, NULL);
	assert_int_equal(
		staff_reset_password(s.st, &security, security.staff, "Qing-Xuan-88", &err), -1);
	assert_int_equal(staff_reset_password(s.st, &security, keeper.staff, "12345678", &err), -1);
	assert_int_equal(staff_reset_password(s.st, &security, keeper.staff, "Qing-Xuan-88", &err),
			 0);
	assert_int_equal(staff_load(s.st, keeper.staff, &cf, NULL), 1);
	assert_true(cf.must_change && !cf.locked);
	assert_int_equal(staff_key(s.st, keeper.staff, &personal, public, NULL), 0);
	assert_int_equal(staff_sign_out(s.st, ACT_SIGN_OUT, NULL), 0);
	assert_int_equal(staff_sign_in(s.st, "cf", "Qing-Xuan-88", &keeper, NULL, &err),
			 SIGN_IN_MUST_CHANGE);
	assert_int_equal(
		staff_change_password(s.st, &keeper, "Qing-Xuan-88", passwords[0], NULL, &err), 0);
	assert_int_equal(staff_key(s.st, keeper.staff, &personal, public, NULL), 1);
	assert_int_equal(staff_open_seal(s.st, &keeper, passwords[0], 1, &key, &second, NULL), 0);
	assert_int_not_equal(first, second);
	sm2_destroy(key);
	scratch_remove(&s);
}

/* ---- one desk a person ---- */

static void sign_in__at_a_second_desk__is_refused(void **unused)
{
	struct store *other;
	struct actor a;
	struct err err = { 0 };
	struct scratch s;

	(void)unused;
	desk_make(&s);
	setenv("MTDESK_NOW", "2026-11-22 09:15:02", 1);
	other = open_store(s.path);
	assert_int_equal(session_open(s.st, NULL), 0);
	assert_int_equal(session_open(other, NULL), 0);
	people_sign_in(s.st, "wm", &a, NULL);
	assert_int_equal(staff_sign_in(other, "wm", PEOPLE_PASSWORD, &a, NULL, &err), -1);
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_non_null(strstr(err.msg, "“王敏”已在另一个登记台登录"));
	assert_non_null(strstr(err.msg, "2026-11-22 09:15:02 起"));
	assert_int_equal(store_actor(other)->staff, 0);
	assert_string_equal(last_row(&s).result, "refused");
	assert_string_equal(last_row(&s).reason, "已在另一个登记台登录");
	people_sign_in(other, "zl", &a, NULL);
	people_sign_in(s.st, "wm", &a, NULL);
	assert_int_equal(staff_sign_out(other, ACT_SIGN_OUT, NULL), 0);
	assert_int_equal(staff_sign_out(s.st, ACT_SIGN_OUT, NULL), 0);
	people_sign_in(other, "wm", &a, NULL);
	store_close(other);
	people_sign_in(s.st, "wm", &a, NULL);
	scratch_remove(&s);
}

/* A desk that was killed holds nobody back. */
static void sign_in__after_a_kill__goes_on(void **unused)
{
	struct actor a;
	struct scratch s;
	int status;

	(void)unused;
	desk_make(&s);
	if (fork() == 0) {
		struct store *st = open_store(s.path);

		session_open(st, NULL);
		people_sign_in(st, "wm", &a, NULL);
		kill(getpid(), SIGKILL);
	}
	wait(&status);
	assert_true(WIFSIGNALED(status));
	people_sign_in(s.st, "wm", &a, NULL);
	scratch_remove(&s);
}

/* ---- accounts ---- */

static void staff_save__leaves__the_digest(void **unused)
{
	struct staff new = { .login = "hx",
			     .name = "何晓",
			     .roles = ROLE_BIT(ROLE_CLERK),
			     .active = true },
		     back;
	struct actor security;
	char detail[ENTRY_DETAIL_SIZE];
	struct scratch s;

	(void)unused;
	desk_make(&s);
	people_sign_in(s.st, "aq", &security, NULL);
	assert_int_equal(staff_save(s.st, &security, &new, "Qing-Xuan-88", NULL), 0);
	assert_int_equal(new.id, 9);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(staff_load(s.st, 9, &back, NULL), 1);
		assert_int_equal(staff_detail(&back, detail), 0);
		assert_string_equal(last_row(&s).act, "staff");
		assert_string_equal(last_row(&s).object, "staff:9");
		assert_string_equal(last_row(&s).detail, detail);
		assert_non_null(strstr(detail, i == 0 ? " active=1 roles=clerk" : " active=1 roles=clerk head"));
		new.roles = ROLE_BIT(ROLE_CLERK) | ROLE_BIT(ROLE_HEAD);
		if (i == 0)
			assert_int_equal(staff_save(s.st, &security, &new, NULL, NULL), 0);
	}
	assert_int_equal(back.roles, new.roles);
	scratch_remove(&s);
}

// clang-format off
static const struct {
	const char *who;        /* tries */
	int64_t id;             /* ... to change this account, 0: to make one */
	const char *login, *name;
	unsigned roles;
	bool active;
	const char *said, *why;
} refused[] = {
	{ "wm",  0, "hx", "何晓", ROLE_BIT(ROLE_CLERK), true, "应由安全管理员办理", "a clerk makes an account" },
	{ "hzr", 1, "wm", "王敏", ROLE_BIT(ROLE_HEAD), true, "应由安全管理员办理", "the head gives a role" },
	{ "xt",  1, "wm", "王敏", ROLE_BIT(ROLE_CLERK), false, "应由安全管理员办理", "the system administrator switches off" },
	{ "aq",  0, "wm", "何晓", ROLE_BIT(ROLE_CLERK), true, "登录名“wm”已有人用", "a login twice" },
	{ "aq",  0, "h",  "何晓", ROLE_BIT(ROLE_CLERK), true, "登录名“h”不能用", "a login of one letter" },
	{ "aq",  0, "hx", "",     ROLE_BIT(ROLE_CLERK), true, "姓名“”不能用", "no name" },
	{ "aq",  0, "hx", "何晓", 0, true, "还没有岗位", "no role" },
	{ "aq",  0, "hx", "何晓", ROLE_BIT(ROLE_CLERK) | ROLE_BIT(ROLE_AUDITOR), true, "不能由一人兼任", "a clerk who audits" },
	{ "aq",  0, "hx", "何晓", ROLE_BIT(ROLE_SYSTEM_ADMIN) | ROLE_BIT(ROLE_AUDITOR), true, "不能由一人兼任", "two administrators in one" },
	{ "aq",  1, "wang", "王敏", ROLE_BIT(ROLE_CLERK), true, "登录名“wm”不能改", "another login" },
	{ "aq",  7, "aq", "安琪", ROLE_BIT(ROLE_AUDITOR), true, "不能改自己的岗位", "her own roles" },
	{ "aq",  7, "aq", "安琪", ROLE_BIT(ROLE_SECURITY_ADMIN), false, "不能改自己的岗位", "herself switched off" },
	{ "aq", 77, "hx", "何晓", ROLE_BIT(ROLE_CLERK), true, "没有这个账号", "nobody" },
};
// clang-format on

static void staff_save__refuses__the_impossible(void **unused)
{
	struct scratch s;

	(void)unused;
	desk_make(&s);
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		struct staff new = { .id = refused[i].id,
				     .roles = refused[i].roles,
				     .active = refused[i].active };
		struct err err = { 0 };
		struct actor a;

		snprintf(new.login, sizeof(new.login), "%s", refused[i].login);
		snprintf(new.name, sizeof(new.name), "%s", refused[i].name);
		people_sign_in(s.st, refused[i].who, &a, NULL);
		if (staff_save(s.st, &a, &new, "Qing-Xuan-88", &err) == 0)
			fail_msg("saved: %s", refused[i].why);
		if (!strstr(err.msg, refused[i].said))
			fail_msg("%s: '%s'", refused[i].why, err.msg);
		if (err.code == ERR_NOT_ALLOWED) {
			assert_string_equal(last_row(&s).result, "refused");
			assert_string_equal(last_row(&s).reason, err.msg);
		}
	}
	scratch_remove(&s);
}

/* With a second security administrator each may switch the other off, but never the last. */
static void staff_save__keeps__a_security_administrator(void **unused)
{
	struct staff second = { .login = "aq2",
				.name = "安然",
				.roles = ROLE_BIT(ROLE_SECURITY_ADMIN),
				.active = true },
		     first;
	struct actor a, b;
	struct err err = { 0 };
	struct scratch s;

	(void)unused;
	desk_make(&s);
	people_sign_in(s.st, "aq", &a, NULL);
	assert_int_equal(staff_save(s.st, &a, &second, "Qing-Xuan-88", NULL), 0);
	b = a;
	b.staff = second.id;
	assert_int_equal(staff_load(s.st, a.staff, &first, NULL), 1);
	first.active = false;
	assert_int_equal(staff_save(s.st, &b, &first, NULL, &err), 0);
	/* Who is switched off may not switch off, though his actor still says what he was. */
	second.active = false;
	assert_int_equal(staff_save(s.st, &a, &second, NULL, &err), -1);
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	edit(&s, "UPDATE staff SET active = 1, roles = 'clerk security_admin' WHERE login = 'aq'");
	assert_int_equal(staff_save(s.st, &a, &second, NULL, &err), -1);
	assert_non_null(strstr(err.msg, "“安然”是唯一的安全管理员"));
	scratch_remove(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(staff_sign_in__makes__the_actor),
		cmocka_unit_test(staff_sign_in__wrong__reads_alike),
		cmocka_unit_test(staff_sign_in__success__forgives),
		cmocka_unit_test(lock__the_fifth__keeps_out),
		cmocka_unit_test(lock__clock_jumps__do_not_open),
		cmocka_unit_test(lock__after_a_restart__ends_by_the_wall),
		cmocka_unit_test(lock__after_a_restart__not_by_a_doubtful_wall),
		cmocka_unit_test(lock__each_further__is_twice_as_long),
		cmocka_unit_test(lock__a_crowd__gets_five),
		cmocka_unit_test(staff_unlock__only__the_security_administrator),
		cmocka_unit_test(staff_confirm__opens__the_key),
		cmocka_unit_test(staff_open_seal__only__for_its_keeper),
		cmocka_unit_test(staff_change_password__keeps__the_keys),
		cmocka_unit_test(staff_change_password__refuses__the_last_five),
		cmocka_unit_test(first_password__is_changed__before_anything),
		cmocka_unit_test(first_password__over_a_lock__is_his_own),
		cmocka_unit_test(password__of_ninety_days__is_changed),
		cmocka_unit_test(sign_in__strengthens__a_weak_hash),
		cmocka_unit_test(staff_reset_password__revokes__his_keys),
		cmocka_unit_test(sign_in__at_a_second_desk__is_refused),
		cmocka_unit_test(sign_in__after_a_kill__goes_on),
		cmocka_unit_test(staff_save__leaves__the_digest),
		cmocka_unit_test(staff_save__refuses__the_impossible),
		cmocka_unit_test(staff_save__keeps__a_security_administrator),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
