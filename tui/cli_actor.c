/* Who a command is done by. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "db/setup.h"
#include "db/staff.h"
#include "forms/text.h"
#include "tui/cli.h"

#define PASSWORD_SIZE 256

/* Unbuffered, so that what follows the line on standard input stays there for others, and no buffer keeps the password. */
static bool read_line(int fd, char *out, size_t size)
{
	size_t used = 0;
	char c = 0;

	while (used + 1 < size && read(fd, &c, 1) == 1 && c != '\n')
		out[used++] = c;
	out[used] = '\0';
	return used > 0 || c == '\n';
}

/* At a terminal the password is asked for and not shown; else it is the first line of standard input. */
static bool read_password(char *out, size_t size)
{
	struct termios shown, hidden;
	bool asked = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &shown) == 0, ok;

	if (asked) {
		hidden = shown;
		hidden.c_lflag &= (tcflag_t)~ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
		fprintf(stderr, "%s", _("口令："));
	}
	ok = read_line(STDIN_FILENO, out, size);
	if (asked) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
		fputc('\n', stderr);
	}
	return ok;
}

/* The roles come from the store; a first password is changed at the desk. */
static int sign_in(struct store *st, const char *login, struct actor *out)
{
	char password[PASSWORD_SIZE];
	enum sign_in came;
	struct err err = { 0 };

	if (!read_password(password, sizeof(password))) {
		cli_complain("%s", _("没有读到口令；请在终端里输入，或写在标准输入的第一行"));
		return EXIT_USAGE;
	}
	came = staff_sign_in(st, login, password, out, NULL, &err);
	explicit_bzero(password, sizeof(password));
	if (came == SIGN_IN_DONE) {
		store_confirm(st, out->staff);
		return EXIT_DONE;
	}
	if (came == SIGN_IN_MUST_CHANGE)
		cli_complain("%s", _("首次登录请先在登记台里改口令"));
	else
		cli_complain("%s", err.msg);
	return came == SIGN_IN_WRONG || came == SIGN_IN_LOCKED || came == SIGN_IN_MUST_CHANGE
		       ? EXIT_FOUND
		       : EXIT_UNUSABLE;
}

int cli_actor(const struct cli *cli, struct store *st, struct actor *out)
{
	struct desk_identity desk;
	struct err err = { 0 };
	int there = desk_identity_load(st, &desk, &err);
	char *login;
	int rc;

	*out = (struct actor) { 0 };
	if (there < 0)
		return cli_fail(&err);
	if (there == 0)
		return EXIT_DONE;
	if (!cli->user) {
		cli_complain("%s", _("这个登记台已建台，请用 --user 写明办理人的登录名"));
		return EXIT_USAGE;
	}
	login = cli_text(cli->user);
	rc = sign_in(st, login ? login : "", out);
	free(login);
	return rc;
}

void cli_actor_leave(struct store *st, const struct actor *a)
{
	struct err err = { 0 };

	if (a->staff && staff_sign_out(st, ACT_SIGN_OUT, &err) < 0)
		cli_complain("%s", err.msg);
}
