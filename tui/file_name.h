/* Names of files as a person types them, and as the system takes them. */
#ifndef TUI_FILE_NAME_H
#define TUI_FILE_NAME_H

#include "forms/base.h"

/* The name in the charset of the locale, as the system takes it; NULL when that has no words for it, or when nothing was typed. A
 * leading "~/" is the home folder. The caller frees it. */
char *file_name_typed(const char *text);

/* A name as the system gives it, for people to read: clean UTF-8; a sentence where it has no words. The caller frees it. */
char *file_name_shown(const char *name);

/* The home folder, "." where there is none. Borrowed. */
const char *file_name_home(void);

#endif
