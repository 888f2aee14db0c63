/* People's names. Never split, never title-cased, never cut: 民委发〔2016〕33号. */
#ifndef FORMS_PERSON_NAME_H
#define FORMS_PERSON_NAME_H

#include "forms/finding.h"

#define PERSON_NAME_CHARS 50

/* Read a name: every kind of middle dot becomes U+00B7 (with a note), blanks at the ends go, blanks
 * between Han characters go. Digits, punctuation other than · - ' and blank, and half names that a
 * spreadsheet leaves ("#N/A") are findings on `field`. Returns the stored spelling, NFC, which the
 * caller frees; NULL only when memory is out. */
char *person_name_read(const char *text, enum field_id field, struct findings *f);

/* Are two names the same for a comparison (NFC, dots folded, blanks aside)? */
bool person_name_equal(const char *a, const char *b);

#endif
