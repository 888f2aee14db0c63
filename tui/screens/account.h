/* What the first run and the staff screen ask of a person alike: a login, a password typed twice, roles. */
#ifndef TUI_ACCOUNT_H
#define TUI_ACCOUNT_H

#include "db/staff.h"
#include "tui/screens/dialog.h"

#define LOGIN_SIZE sizeof(((struct staff *)NULL)->login)

/* The login that was chosen, in small letters, else the initials of the name; "" when the name has none. */
void account_login(const char *name, const char *chosen, char out[LOGIN_SIZE]);

/* Will a new password do that was typed twice, in row `row` and the one behind it? 0, or -1 with the reason and *at. */
int account_check_password(const char *login, const char *name, const char *new, const char *again,
			   size_t row, size_t *at, struct err *err);

/* For the refuse of a row: something must stand there. */
const char *account_refuse_empty(struct screen *asker, const char *text);

extern const struct dialog_choice account_work[];  /* the four roles that do the desk's business */
extern const struct dialog_choice account_roles[]; /* all seven */

/* Rows of a dialog. */
// clang-format off
#define ACCOUNT_NAME_ROW { .label = N_("姓名"), .hint = N_("照身份证件填写，签署和审计里都用它"), \
	.most = sizeof(((struct staff *)NULL)->name) - 1, .refuse = account_refuse_empty }
#define ACCOUNT_LOGIN_ROW { .label = N_("登录名"), .hint = N_("工号或拼音首字母；空着就用姓名的拼音首字母"), .most = LOGIN_SIZE - 1 }
#define ACCOUNT_PASSWORD_ROW(words) { .label = N_("口令"), .hint = words, .kind = DIALOG_PASSWORD, .most = PASSWORD_MOST }
#define ACCOUNT_AGAIN_ROW { .label = N_("再输一次"), .hint = N_("与上一行相同"), .kind = DIALOG_PASSWORD, .most = PASSWORD_MOST }
// clang-format on

#endif
