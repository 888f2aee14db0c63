/* Covers who is at the desk: signing in by each name that one goes by, what a wrong password costs, the first password, the lock over
 * a half-typed form, and what becomes of it when somebody else comes. */
#include "tests/people.h"

#include <sys/stat.h>

#include "db/audit.h"
#include "tests/scratch_store.h"
#include "tests/screens/scene.h"

static const char *const slow_env[] = { "MTDESK_KDF_COST=1", NULL };
static const char *const idle_env[] = { "MTDESK_KDF_COST=1", "MTDESK_IDLE=1", NULL };

struct place {
	struct scratch scratch;
	char db[400];
};

/* A desk that is set up; the store is closed, so that the program alone has it. */
static void set_up(struct place *p)
{
	char *folder;

	scratch_store(&p->scratch);
	people_set_up(p->scratch.st);
	store_close(p->scratch.st);
	p->scratch.st = NULL;
	folder = realpath(p->scratch.folder, NULL);
	snprintf(p->db, sizeof(p->db), "%s/desk.db", folder);
	free(folder);
}

static struct desk *start_with(const struct place *p, const char *const *env)
{
	struct desk *d = desk_start(&(struct desk_options) { .db = p->db, .env = env });

	scene_sees(d, "登录名", "the desk asks who is there");
	return d;
}

static struct desk *start(const struct place *p)
{
	return start_with(p, slow_env);
}

static void sign_in(struct desk *d, const char *who, const char *password)
{
	desk_keys(d, who);
	desk_keys(d, "<Enter>");
	desk_keys(d, password);
	desk_keys(d, "<Enter>");
}

static void at_home(struct desk *d, const char *name, const char *why)
{
	scene_sees(d, "待办", why);
	scene_sees(d, name, why);
}

/* Out of the desk from the screen at which one signs in. */
static void leave_door(struct desk *d, struct place *p)
{
	scene_sees(d, "登录名", "at the door");
	desk_keys(d, "<F12>");
	assert_int_equal(desk_exit(d, DESK_PATIENCE), 0);
	desk_finish(d);
	scratch_remove(&p->scratch);
}

static void leave_home(struct desk *d, struct place *p)
{
	scene_end(d);
	scratch_remove(&p->scratch);
}

/* ---- signing in ---- */

static void sign_in__takes__every_name_of_a_person(void **unused)
{
	static const struct {
		const char *typed, *why;
	} names[] = {
		{ "wm", "the login" },
		{ "WM", "the login with Caps Lock on" },
		{ "王敏", "the name" },
		{ "wangmin", "the name's pinyin" },
		{ "zhouli", "pinyin of another" },
	};
	struct place p;
	struct desk *d;

	(void)unused;
	set_up(&p);
	d = start(&p);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		sign_in(d, names[i].typed, PEOPLE_PASSWORD);
		at_home(d, names[i].typed[0] == 'z' ? "周立" : "王敏", names[i].why);
		desk_keys(d, "q<Enter>");
		scene_sees(d, "登录名", "signed out again");
		scene_lacks(d, "待办", "nothing of the work is left");
	}
	leave_door(d, &p);
}

static void sign_in__shows__no_password(void **unused)
{
	struct place p;
	struct desk *d;

	(void)unused;
	set_up(&p);
	d = start(&p);
	desk_keys(d, "wm<Enter>Mtdesk");
	scene_sees(d, "******", "stars");
	scene_lacks(d, "Mtdesk", "the password");
	desk_keys(d, "<BS><BS>");
	scene_lacks(d, "*****", "two are taken back");
	scene_sees(d, "****", "four are left");
	desk_keys(d, "sk-20<Left>26<Enter>");
	at_home(d, "王敏", "an arrow moved nothing in the line of stars");
	leave_home(d, &p);
}

static void sign_in__locks__after_five_failures(void **unused)
{
	struct place p;
	struct desk *d;

	(void)unused;
	set_up(&p);
	d = start(&p);
	sign_in(d, "zl", "wrong-Pass-1");
	scene_sees(d, "不对", "a wrong password is told");
	for (int i = 0; i < 4; i++) {
		scene_look_up();
		desk_keys(d, "wrong-Pass-1<Enter>");
		desk_wait_quiet(d);
	}
	scene_sees(d, "锁定", "the fifth locks");
	scene_look_up();
	desk_keys(d, PEOPLE_PASSWORD "<Enter>");
	desk_wait_quiet(d);
	scene_sees(d, "锁定", "now the right one helps no more");
	scene_lacks(d, "待办", "and nobody came in");
	scene_look_up();
	desk_keys(d, "<Esc>");
	sign_in(d, "wm", PEOPLE_PASSWORD);
	at_home(d, "王敏", "others are not concerned");
	leave_home(d, &p);
}

static void sign_in__tells__nobody_who_has_an_account(void **unused)
{
	struct place p;
	struct desk *d;
	char *known;

	(void)unused;
	set_up(&p);
	d = start(&p);
	sign_in(d, "zl", "wrong-Pass-1");
	scene_sees(d, "不对", "a login that is there");
	known = strdup(scene_status(d));
	scene_look_up();
	desk_keys(d, "<Esc>");
	sign_in(d, "nobody", "wrong-Pass-1");
	scene_sees(d, "不对", "a login that is not there");
	assert_string_equal(scene_status(d), known);
	free(known);
	leave_door(d, &p);
}

/* 王敏 gets a first password from 安琪. */
static void reset_password(struct place *p)
{
	struct store *st = open_store(p->db);
	struct actor security;
	struct err err = { 0 };

	people_sign_in(st, "aq", &security, NULL);
	if (staff_reset_password(st, &security, 1, "First-2026-a", &err))
		fail_msg("%s", err.msg);
	store_close(st);
}

static void first_password__is_changed__before_anything_else(void **unused)
{
	struct place p;
	struct desk *d;

	(void)unused;
	set_up(&p);
	reset_password(&p);
	d = start(&p);
	sign_in(d, "wm", "First-2026-a");
	scene_sees(d, "改成自己的口令", "nobody comes in with it");
	desk_keys(d, "short<Enter>short<Enter>");
	scene_sees(d, "10", "too short a password is refused with the rule");
	scene_look_up();
	desk_keys(d, "<Esc>");
	scene_sees(d, "登录名", "left without a change");
	scene_lacks(d, "待办", "nobody came in");
	scene_look_up();
	desk_keys(d, "<Esc>");
	sign_in(d, "wm", "First-2026-a");
	scene_sees(d, "改成自己的口令", "asked again");
	desk_keys(d, "Second-2026-b<Enter>Second-2026-b<Enter>");
	at_home(d, "王敏", "changed");
	desk_keys(d, "q<Enter>");
	scene_sees(d, "登录名", "signed out");
	sign_in(d, "wm", "Second-2026-b");
	at_home(d, "王敏", "with the new one");
	leave_home(d, &p);
}

static void password__is_changed__from_home(void **unused)
{
	struct place p;
	struct desk *d;

	(void)unused;
	set_up(&p);
	d = start(&p);
	sign_in(d, "wm", PEOPLE_PASSWORD);
	at_home(d, "王敏", "signed in");
	desk_keys(d, "k<Enter>");
	scene_sees(d, "原口令", "the dialog");
	desk_keys(d, "Wrong-2026-x<Enter>Second-2026-b<Enter>Second-2026-b<Enter>");
	scene_sees(d, "不对", "the old one is asked for");
	scene_look_up();
	desk_keys(d, "<C-u>" PEOPLE_PASSWORD "<F2>");
	scene_sees(d, "口令已改", "changed");
	desk_keys(d, "q<Enter>");
	scene_sees(d, "登录名", "signed out");
	sign_in(d, "wm", "Second-2026-b");
	at_home(d, "王敏", "with the new one");
	leave_home(d, &p);
}

/* ---- the lock ---- */

static void type_half_a_form(struct desk *d)
{
	desk_keys(d, "n张晓燕<Enter>2<Enter>51110219900307<Left><Left><Left>");
	scene_cursor_is(d, FIELD_CERTNO, 0, 11, "three to the left");
}

static void is_covered(struct desk *d, const char *why)
{
	scene_sees(d, "屏幕已锁", why);
	scene_lacks(d, "张晓燕", "nothing of the form can be read");
	scene_lacks(d, "5111021990", "nor of its numbers");
}

static void is_as_it_was(struct desk *d, const char *why)
{
	scene_cell_is(d, FIELD_PSN_NAME, "张晓燕", why);
	scene_cell_is(d, FIELD_CERTNO, "51110219900307", why);
	scene_cursor_is(d, FIELD_CERTNO, 0, 11, why);
}

static void lock__keeps__a_half_typed_form(void **unused)
{
	struct place p;
	struct desk *d;

	(void)unused;
	set_up(&p);
	d = start(&p);
	sign_in(d, "wm", PEOPLE_PASSWORD);
	at_home(d, "王敏", "signed in");
	type_half_a_form(d);
	desk_keys(d, "<C-k>");
	is_covered(d, "locked by hand");
	desk_keys(d, "wrong-Pass-1<Enter>");
	scene_sees(d, "不对", "a wrong password is told");
	is_covered(d, "and opens nothing");
	scene_look_up();
	desk_keys(d, "<F12><F2><Esc>");
	is_covered(d, "no other key opens it");
	desk_keys(d, PEOPLE_PASSWORD "<Enter>");
	is_as_it_was(d, "back");
	desk_keys(d, "<End>6626");
	scene_cell_is(d, FIELD_AGE, "36", "and typed to its end");
	leave_home(d, &p);
}

static void lock__comes__by_itself(void **unused)
{
	struct place p;
	struct desk *d;

	(void)unused;
	set_up(&p);
	d = start_with(&p, idle_env);
	sign_in(d, "wm", PEOPLE_PASSWORD);
	at_home(d, "王敏", "signed in");
	type_half_a_form(d);
	is_covered(d, "a second without a key");
	desk_keys(d, PEOPLE_PASSWORD "<Enter>");
	is_as_it_was(d, "back");
	is_covered(d, "and again");
	scene_sees(d, "登录名", "after six seconds he is signed out");
	scene_lacks(d, "屏幕已锁", "the lock is gone");
	sign_in(d, "wm", PEOPLE_PASSWORD);
	scene_sees(d, "接着写：张晓燕", "his form waits");
	desk_keys(d, "r<Enter>");
	is_as_it_was(d, "resumed");
	desk_kill(d, 9);
	desk_finish(d);
	scratch_remove(&p.scratch);
}

static void lock__lets__another_person_in(void **unused)
{
	struct place p;
	struct desk *d;

	(void)unused;
	set_up(&p);
	d = start(&p);
	sign_in(d, "wm", PEOPLE_PASSWORD);
	at_home(d, "王敏", "signed in");
	type_half_a_form(d);
	desk_keys(d, "<C-k>");
	is_covered(d, "locked");
	desk_keys(d, "<Up>");
	sign_in(d, "zl", PEOPLE_PASSWORD);
	at_home(d, "周立", "another person is at home");
	scene_lacks(d, "接着写", "the form of the first is not his");
	scene_lacks(d, "张晓燕", "nor its name");
	desk_keys(d, "q<Enter>");
	scene_sees(d, "登录名", "signed out");
	sign_in(d, "wm", PEOPLE_PASSWORD);
	scene_sees(d, "接着写：张晓燕", "the first finds it again");
	desk_keys(d, "r<Enter>");
	is_as_it_was(d, "resumed");
	leave_home(d, &p);
}

/* Comes over the lock of another person with a password that 安琪 gave her. */
static void lock__lets__a_first_password_in(void **unused)
{
	struct audit_row seen[16];
	struct place p;
	struct desk *d;
	int n, changed = 0, came = 0;

	(void)unused;
	set_up(&p);
	reset_password(&p);
	d = start(&p);
	sign_in(d, "zl", PEOPLE_PASSWORD);
	at_home(d, "周立", "signed in");
	desk_keys(d, "<C-k>");
	scene_sees(d, "屏幕已锁", "locked");
	desk_keys(d, "<Up>");
	sign_in(d, "wm", "First-2026-a");
	scene_sees(d, "改成自己的口令", "her own comes first");
	desk_keys(d, "Second-2026-b<Enter>Second-2026-b<Enter>");
	at_home(d, "王敏", "and she is in");
	scene_end(d);
	p.scratch.st = open_store(p.db);
	n = audit_list(p.scratch.st, 0, seen, ARRAY_SIZE(seen), NULL);
	for (int i = 0; i < n; i++) {
		changed += strcmp(seen[i].act, "password") == 0 && seen[i].staff == 1;
		came += strcmp(seen[i].act, "sign_in") == 0 && seen[i].staff == 1;
	}
	if (changed != 1 || came != 1)
		fail_msg("王敏 changed her password %d times and came %d times", changed, came);
	scratch_remove(&p.scratch);
}

/* Every step at the door has its row, in the name of whom it concerns. */
static void doors__are_audited(void **unused)
{
	static const struct {
		const char *act, *result, *why;
		int64_t staff;
	} rows[] = {
		{ "sign_in", "refused", "a wrong password", 0 },
		{ "sign_in", "done", "王敏 comes", 1 },
		{ "lock", "done", "locks", 1 },
		{ "sign_in", "done", "周立 comes over the lock", 2 },
		{ "sign_out", "done", "and 王敏 is out", 1 },
		{ "sign_out", "done", "周立 goes with the program", 2 },
	};
	struct audit_row seen[64];
	struct place p;
	struct desk *d;
	size_t next = ARRAY_SIZE(rows);
	int n;

	(void)unused;
	set_up(&p);
	d = start(&p);
	sign_in(d, "wm", "wrong-Pass-1");
	scene_sees(d, "不对", "told");
	scene_look_up();
	desk_keys(d, PEOPLE_PASSWORD "<Enter>");
	at_home(d, "王敏", "signed in");
	desk_keys(d, "l<Enter>");
	scene_sees(d, "屏幕已锁", "locked from home");
	desk_keys(d, "<Up>");
	sign_in(d, "zl", PEOPLE_PASSWORD);
	at_home(d, "周立", "another person");
	scene_end(d);
	p.scratch.st = open_store(p.db);
	n = audit_list(p.scratch.st, 0, seen, ARRAY_SIZE(seen), NULL);
	for (int i = 0; i < n && next > 0; i++)
		if (strcmp(seen[i].act, rows[next - 1].act) == 0 &&
		    strcmp(seen[i].result, rows[next - 1].result) == 0 &&
		    seen[i].staff == rows[next - 1].staff)
			next--;
	if (next > 0)
		fail_msg("no row of: %s", rows[next - 1].why);
	scratch_remove(&p.scratch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sign_in__takes__every_name_of_a_person),
		cmocka_unit_test(sign_in__shows__no_password),
		cmocka_unit_test(sign_in__locks__after_five_failures),
		cmocka_unit_test(sign_in__tells__nobody_who_has_an_account),
		cmocka_unit_test(first_password__is_changed__before_anything_else),
		cmocka_unit_test(password__is_changed__from_home),
		cmocka_unit_test(lock__keeps__a_half_typed_form),
		cmocka_unit_test(lock__comes__by_itself),
		cmocka_unit_test(lock__lets__another_person_in),
		cmocka_unit_test(lock__lets__a_first_password_in),
		cmocka_unit_test(doors__are_audited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
