/* mtdesk: the locale, then the command line. Everything else is wired in tui/cli and tui/desk_open. */
#include <fcntl.h>
#include <libintl.h>
#include <locale.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tui/cli.h"
#include "tui/term.h"

/* An installed program finds its catalogues under the prefix, one run from its build folder beside itself. */
static const char *locale_dir(void)
{
	static const char catalogue[] = MTDESK_LOCALE_DIR "/en/LC_MESSAGES/mtdesk.mo";

	return access(catalogue, R_OK) == 0 ? MTDESK_LOCALE_DIR : MTDESK_BUILD_LOCALE_DIR;
}

/* People's data must not lie about in core files, nor be readable to other programs of the same user; files
 * that the desk makes are its user's alone. A development build stays open to its sanitizers. */
static void keep_private(void)
{
	struct rlimit none = { 0, 0 };

	umask(077);
	setrlimit(RLIMIT_CORE, &none);
#ifndef MTDESK_TESTING
	prctl(PR_SET_DUMPABLE, 0);
#endif
}

/* A standard stream that was closed before the start must not become a file that is opened later: its place is taken by
 * one that fails when it is used. */
static void keep_standard_places(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int main(int argc, char **argv)
{
	bool replaced;

	keep_standard_places();
	replaced = !term_locale();
	keep_private();
	bindtextdomain("mtdesk", locale_dir());
	bind_textdomain_codeset("mtdesk", "UTF-8");
	textdomain("mtdesk");
	/* What the system says of its errors stands in our messages. */
	bind_textdomain_codeset("libc", "UTF-8");
	return cli_main(argc, argv, replaced);
}
