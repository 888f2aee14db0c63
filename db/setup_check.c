/* What a desk must have before it can be made. */
#include <stdio.h>
#include <string.h>

#include "db/registry_parts.h"
#include "db/setup_parts.h"
#include "db/staff_parts.h"
#include "forms/text.h"

static int check_prefix(const struct setup *s, struct err *err)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

	if (s->prefix[0] && strspn(s->prefix, allowed) != strlen(s->prefix))
		return err_set(err, ERR_INPUT,
			       _("备案号前缀“%s”不能用：只用大写字母和数字，可以空着"), s->prefix);
	if (!s->prefix[0] && strlen(s->institution.code) >= sizeof(s->prefix))
		return err_set(err, ERR_INPUT, _("机构编号“%s”太长，请另填备案号前缀"),
			       s->institution.code);
	return 0;
}

/* The doctor's entry takes name and institution from the person; here is what only it has. */
static int check_doctor(const struct first_person *p, struct err *err)
{
	struct doctor d = p->doctor;

	if (!d.code[0])
		return 0;
	if (!(p->staff.roles & ROLE_BIT(ROLE_DOCTOR)))
		return err_set(err, ERR_INPUT, _("“%s”填了医师代码，却没有认定医师岗位，请核对"),
			       p->staff.name);
	snprintf(d.name, sizeof(d.name), "%s", p->staff.name);
	return doctor_check(&d, err);
}

static int check_seal(const struct first_person *p, struct err *err)
{
	struct seal s = { 0 };

	if (!p->seal[0])
		return 0;
	if (!(p->staff.roles & ROLE_BIT(ROLE_SEAL_KEEPER)))
		return err_set(err, ERR_INPUT, _("“%s”填了印章，却没有用印人岗位，请核对"),
			       p->staff.name);
	snprintf(s.name, sizeof(s.name), "%s", p->seal);
	return seal_check(&s, err);
}

static int check_person(const struct first_person *p, struct err *err)
{
	struct err why;

	if (staff_check(&p->staff, err) < 0)
		return -1;
	if (password_check(p->password, p->staff.login, p->staff.name, &why) < 0)
		return err_set(err, why.code, _("“%s”的口令：%s"), p->staff.name, why.msg);
	return check_doctor(p, err) < 0 ? -1 : check_seal(p, err);
}

static int check_doubles(const struct setup *s, struct err *err)
{
	for (size_t i = 0; i < s->count; i++)
		for (size_t j = 0; j < i; j++) {
			const struct first_person *a = &s->people[i], *b = &s->people[j];

			if (strcmp(a->staff.login, b->staff.login) == 0)
				return err_set(err, ERR_INPUT, _("登录名“%s”用了两次，请改一个"),
					       a->staff.login);
			if (a->doctor.code[0] && strcmp(a->doctor.code, b->doctor.code) == 0)
				return err_set(err, ERR_INPUT, _("医师代码“%s”用了两次，请核对"),
					       a->doctor.code);
		}
	return 0;
}

static const struct first_person *find_role(const struct setup *s, enum role r)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->people[i].staff.roles & ROLE_BIT(r))
			return &s->people[i];
	return NULL;
}

/* Three administrators, three people: by the account that is so from the roles, and here also by the name. */
static int check_administrators(const struct setup *s, struct err *err)
{
	static const enum role needed[] = { ROLE_SYSTEM_ADMIN, ROLE_SECURITY_ADMIN, ROLE_AUDITOR };
	const struct first_person *found[ARRAY_SIZE(needed)];

	for (size_t i = 0; i < ARRAY_SIZE(needed); i++) {
		found[i] = find_role(s, needed[i]);
		if (!found[i])
			return err_set(err, ERR_INPUT, _("还缺一名%s，请添上"),
				       _(role_label(needed[i])));
		for (size_t j = 0; j < i; j++)
			if (strcmp(found[i]->staff.name, found[j]->staff.name) == 0)
				return err_set(err, ERR_INPUT,
					       _("“%s”不能兼任%s和%s：三个管理员应是三个人"),
					       found[i]->staff.name, _(role_label(needed[j])),
					       _(role_label(needed[i])));
	}
	return 0;
}

int setup_check(const struct setup *s, struct err *err)
{
	if (institution_check(&s->institution, err) < 0 || check_prefix(s, err) < 0)
		return -1;
	for (size_t i = 0; i < s->count; i++)
		if (check_person(&s->people[i], err) < 0)
			return -1;
	return check_doubles(s, err) < 0 ? -1 : check_administrators(s, err);
}
