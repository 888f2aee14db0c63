#include "tui/screens/account.h"

#include <stdio.h>
#include <string.h>

#include "forms/password.h"
#include "forms/pinyin.h"
#include "forms/text.h"

// clang-format off
const struct dialog_choice account_work[] = {
	{ "clerk", N_("经办人") }, { "doctor", N_("认定医师") }, { "seal_keeper", N_("用印人") }, { "head", N_("医保负责人") },
	{ NULL, NULL },
};

const struct dialog_choice account_roles[] = {
	{ "clerk", N_("经办人") }, { "doctor", N_("认定医师") }, { "seal_keeper", N_("用印人") }, { "head", N_("医保负责人") },
	{ "system_admin", N_("系统管理员") }, { "security_admin", N_("安全管理员") }, { "auditor", N_("审计管理员") },
	{ NULL, NULL },
};
// clang-format on

static void take_initials(void *ctx, const char *key, bool initials)
{
	char *login = ctx;

	if (initials && !*login)
		snprintf(login, LOGIN_SIZE, "%s", key);
}

void account_login(const char *name, const char *chosen, char out[LOGIN_SIZE])
{
	text_copy(out, LOGIN_SIZE, chosen);
	text_narrow(out);
	for (char *c = out; *c; c++)
		*c = (char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c);
	if (!*out)
		pinyin_keys(name, 8, take_initials, out);
}

int account_check_password(const char *login, const char *name, const char *new, const char *again,
			   size_t row, size_t *at, struct err *err)
{
	*at = row;
	if (password_check(new, login, name, err))
		return -1;
	*at = row + 1;
	return strcmp(new, again) == 0
		       ? 0
		       : err_set(err, ERR_INPUT, "%s", _("两次输入的口令不同；请再输一次"));
}

const char *account_refuse_empty(struct screen *asker, const char *text)
{
	(void)asker;
	return text[strspn(text, " ")] ? NULL : N_("这一行不能空着；请填写");
}
