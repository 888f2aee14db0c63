/* The few words every room shares: array sizes, translation marks, three-valued logic.
 *
 * Chinese is the source language. _() translates where a text is shown, N_() marks a text that
 * stands in a constant table and is translated later. Both hand out UTF-8 whatever the locale. */
#ifndef FORMS_BASE_H
#define FORMS_BASE_H

#include <libintl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define _(text) words_of(text)
#define N_(text) text

/* gettext() answers the empty text with the catalogue's header; nothing is nothing in every language. */
__attribute__((format_arg(1))) static inline const char *words_of(const char *text)
{
	return *text ? gettext(text) : text;
}

/* Kleene's three values. Missing evidence is UNKNOWN, and UNKNOWN never becomes YES by itself. */
enum tri { TRI_NO, TRI_YES, TRI_UNKNOWN };

#endif
