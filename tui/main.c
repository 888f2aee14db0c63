/* mtdesk: the locale, then the command line. Everything else is wired in tui/cli and tui/desk_open. */
#include <libintl.h>
#include <locale.h>
#include <unistd.h>

#include "tui/cli.h"
#include "tui/term.h"

/* An installed program finds its catalogues under the prefix, one run from its build folder beside itself. */
static const char *locale_dir(void)
{
	return access(MTDESK_LOCALE_DIR, R_OK) == 0 ? MTDESK_LOCALE_DIR : MTDESK_BUILD_LOCALE_DIR;
}

int main(int argc, char **argv)
{
	bool replaced = !term_locale();

	bindtextdomain("mtdesk", locale_dir());
	bind_textdomain_codeset("mtdesk", "UTF-8");
	textdomain("mtdesk");
	return cli_main(argc, argv, replaced);
}
