#include "tui/file_name.h"

#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/charset.h"

const char *file_name_home(void)
{
	const char *home = getenv("HOME");

	return home && *home ? home : ".";
}

/* The home folder's name is the system's already. */
static char *at_home(char *name)
{
	char *whole = NULL;

	if (!name || strncmp(name, "~/", 2) != 0)
		return name;
	if (asprintf(&whole, "%s%s", file_name_home(), name + 1) < 0)
		whole = NULL;
	free(name);
	return whole;
}

char *file_name_typed(const char *text)
{
	const char *codeset = nl_langinfo(CODESET);
	char *name = charset_for_display(text, codeset),
	     *back = name ? charset_to_utf8(name, codeset) : NULL;
	bool same = back && *text && strcmp(back, text) == 0;

	free(back);
	if (same)
		return at_home(name);
	free(name);
	return NULL;
}
