/* The desk that tests work at: 乐山市人民医院 and its people, whose password is PEOPLE_PASSWORD.
 *
 *     people_set_up(st);
 *     people_sign_in(st, "wm", &actor, &key);      the store writes in 王敏's name from now on
 */
#ifndef TESTS_PEOPLE_H
#define TESTS_PEOPLE_H

#include "tests/test.h"

#include "db/setup.h"

#define PEOPLE_PASSWORD "Mtdesk-2026"

// clang-format off
__attribute__((unused)) static const struct {
	const char *login, *name;
	enum role role;
	const char *doctor, *title, *seal;
} people_rows[] = {
	{ "wm",  "王敏",   ROLE_CLERK,          "", "", "" },
	{ "zl",  "周立",   ROLE_CLERK,          "", "", "" },
	{ "ljg", "李建国", ROLE_DOCTOR,         "D511102000123", "主治医师", "" },
	{ "cf",  "陈芳",   ROLE_SEAL_KEEPER,    "", "", "医疗保险专用章" },
	{ "hzr", "何志荣", ROLE_HEAD,           "", "", "" },
	{ "xt",  "许涛",   ROLE_SYSTEM_ADMIN,   "", "", "" },
	{ "aq",  "安琪",   ROLE_SECURITY_ADMIN, "", "", "" },
	{ "sj",  "沈杰",   ROLE_AUDITOR,        "", "", "" },
};
// clang-format on

/* Passwords are hashed as cheaply as can be, and the clock stands in the morning of a day unless a test has set it. */
static inline void people_surroundings(void)
{
	setenv("MTDESK_KDF_COST", "1", 1);
	setenv("MTDESK_NOW", "2026-11-22 09:00:00", 0);
}

/* The set-up before it is committed, so that a test can change it. */
static inline void people_describe(struct setup *s)
{
	people_surroundings();
	*s = (struct setup) { .institution = { .code = "H51110200001",
					       .name = "乐山市人民医院",
					       .region = "5111",
					       .kind = INSTITUTION_HOSPITAL,
					       .level = 3,
					       .certifies = true,
					       .files = true,
					       .active = true,
					       .diseases = "*" },
			      .count = ARRAY_SIZE(people_rows) };
	for (size_t i = 0; i < s->count; i++) {
		struct first_person *p = &s->people[i];

		p->password = PEOPLE_PASSWORD;
		p->staff.roles = ROLE_BIT(people_rows[i].role);
		p->staff.active = true;
		snprintf(p->staff.login, sizeof(p->staff.login), "%s", people_rows[i].login);
		snprintf(p->staff.name, sizeof(p->staff.name), "%s", people_rows[i].name);
		snprintf(p->doctor.code, sizeof(p->doctor.code), "%s", people_rows[i].doctor);
		snprintf(p->doctor.title, sizeof(p->doctor.title), "%s", people_rows[i].title);
		snprintf(p->doctor.diseases, sizeof(p->doctor.diseases), "%s", "*");
		snprintf(p->seal, sizeof(p->seal), "%s", people_rows[i].seal);
	}
}

/* Make the desk in an empty store. */
static inline void people_set_up(struct store *st)
{
	static struct setup s;
	struct err err = { 0 };

	people_describe(&s);
	if (setup_commit(st, &s, &err) < 0)
		fail_msg("setting up: %s", err.msg);
}

/* Sign somebody in; `out_key` may be NULL, else the caller destroys the key. */
static inline void people_sign_in(struct store *st, const char *login, struct actor *out,
				  struct sm2_key **out_key)
{
	struct err err = { 0 };
	int rc;

	people_surroundings();
	rc = staff_sign_in(st, login, PEOPLE_PASSWORD, out, out_key, &err);
	if (rc != SIGN_IN_DONE)
		fail_msg("%s signs in (%d): %s", login, rc, err.msg);
}

#endif
