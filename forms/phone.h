/* Telephone numbers as people write them. */
#ifndef FORMS_PHONE_H
#define FORMS_PHONE_H

#include "forms/finding.h"

#define TEL_SIZE 64

/* Read a telephone number (UTF-8, any width, blanks, brackets, +86, extension -801 or 转801). `out`
 * gets the number as it is stored: mobile as 11 digits, fixed as area-number[-extension], foreign
 * as typed with + (cleaned). Findings are on FIELD_TEL; f may be NULL. Returns true when there is
 * no error among them; `out` then holds the number, otherwise the text as typed without blanks at
 * its ends. */
bool phone_read(const char *text, char out[TEL_SIZE], struct findings *f);

#endif
