/* Identity documents: which kind a number is, whether it is right, and what it says of its holder.
 *
 * Kinds and rules: GB 11643-1999/1989, ISO 7064 MOD 11-2, ICAO 9303 and the national dictionary
 * psn_cert_type. A kind is a row of one table in identity_kinds.c: shape, code, label, judge. The division
 * code in a number is only ever warned about: a code may be younger than its holder, or long dead.
 */
#ifndef FORMS_IDENTITY_H
#define FORMS_IDENTITY_H

#include "forms/calendar.h"
#include "forms/finding.h"

/* Fifty characters of any script, the most that a field holds. */
#define CERTNO_SIZE 256

/* A row of the national dictionary psn_cert_type. */
struct cert_type {
	const char *code;  /* "01" */
	const char *label; /* N_("居民身份证") */
};

/* The whole dictionary, ending with a NULL code, for F4. */
const struct cert_type *cert_types(void);

/* The row for a code ("1" is read as "01"), or NULL. */
const struct cert_type *cert_type_find(const char *code);

struct identity {
	const char *cert_type; /* code of the kind recognised, or the hint's; NULL when not
				  recognised */
	const char
		*kind; /* N_() name of the exact kind ("旧号 15 位", "外国人永久居留证"), or NULL */
	char certno[CERTNO_SIZE]; /* cleaned: half-width, upper case, no blanks; "" when too long */
	char certno18[19];        /* the upgrade of a 15-digit citizen number, else "" */
	char gend[2];             /* "1", "2", or "" when the document does not say */
	struct date birth;        /* not set when the document does not say */
	bool valid;               /* no finding of LEVEL_FIELD */
};

/* Read a number as typed or imported (UTF-8; any width, blanks, leading apostrophe or tab).
 *
 * `cert_type` is the kind that was chosen ("01" ...), or NULL/"" to recognise it. `on` is the day
 * of the application: nobody is born after it. *out is always filled as far as the number could be
 * read; findings (FIELD_CERTNO, or FIELD_PSN_CERT_TYPE for the hint) go to f, which may be NULL.
 * Returns true when there is no error among them. */
bool identity_read(const char *text, const char *cert_type, struct date on, struct identity *out,
		   struct findings *f);

/* The check character of ISO 7064 MOD 11-2 over 17 digits: '0'-'9' or 'X'. */
char identity_check_character(const char digits[17]);

/* The number under which one person is found again: a 15-digit citizen number and its upgrade give
 * the same key, and so do the reissues of one home-return permit. */
void identity_person_key(const char *certno, char out[CERTNO_SIZE]);

#endif
