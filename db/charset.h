/* Charsets at the edges: strict conversion between UTF-8 and what the other side speaks. */
#ifndef DB_CHARSET_H
#define DB_CHARSET_H

#include "forms/base.h"

/* Text in `codeset` (as nl_langinfo(CODESET) names it) as UTF-8; the caller frees it. NULL when it is not text of that charset, or memory is out. */
char *charset_to_utf8(const char *text, const char *codeset);

/* UTF-8 text for showing in `codeset`: what the charset lacks becomes 〓 (or ?). For the eyes only, never for files. The caller frees it; NULL when memory is out. */
char *charset_for_display(const char *utf8, const char *codeset);

#endif
