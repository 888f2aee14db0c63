#include "tui/file_name.h"

#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/charset.h"
#include "forms/text.h"

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

char *file_name_shown(const char *name)
{
	char *utf8 = text_valid(name, strlen(name), NULL)
			     ? strdup(name)
			     : charset_to_utf8(name, nl_langinfo(CODESET));
	char *clean = utf8 ? text_clean(utf8, strlen(utf8), NULL) : NULL;

	free(utf8);
	return clean ? clean : strdup(_("（文件名无法显示）"));
}
