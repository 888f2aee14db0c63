#include "db/cell_guard.h"

#include <string.h>

/* Past the blanks of any width, quotes and other characters that a spreadsheet may look through. */
static const char *skip_veil(const char *text)
{
	static const char wide[] = "　";
	size_t n;

	do {
		n = strspn(text, " \"");
		if (strncmp(text + n, wide, strlen(wide)) == 0)
			n += strlen(wide);
		text += n;
	} while (n > 0);
	return text;
}

bool cell_guarded(const char *text)
{
	static const char *const begins[] = {
		"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"
	};
	const char *shown = skip_veil(text);

	if (*text == '\'')
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(begins); i++)
		if (strncmp(shown, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}

const char *cell_unguard(const char *text)
{
	return *text == '\'' && cell_guarded(text + 1) ? text + 1 : text;
}
