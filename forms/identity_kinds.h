/* The kinds of identity numbers: their shapes and how each is judged. Only identity.c and
 * identity_kinds.c know this header; all others read identity.h.
 *
 * A kind is one row of a table: pattern, type of the national dictionary, name, judge. */
#ifndef FORMS_IDENTITY_KINDS_H
#define FORMS_IDENTITY_KINDS_H

#include "forms/identity.h"

#define CERT_CITIZEN "01"

/* A number being judged: what is known of it so far, and where findings go. */
struct judging {
	const char *no; /* cleaned, whole */
	struct date on;
	struct identity *out;
	struct findings *found;
	bool wrong;
};

/* How a row is found: by its shape alone, or (WITH_TYPE) when its type was chosen, and then even
 * against an earlier row of the same shape. */
enum kind_use { KNOWN_SHAPE = 1, WITH_TYPE = 2 };

struct kind {
	const char *pattern, *type, *label;
	void (*judge)(struct judging *j); /* NULL: the shape says all */
	unsigned use;                     /* of enum kind_use */
};

/* The kind that this cleaned number has by its shape, or NULL. */
const struct kind *kind_by_shape(const char *no);

/* The kind of this number when `type` was chosen, or NULL when it is none of that type. */
const struct kind *kind_of_type(const char *no, const char *type);

/* Judge j->no as this kind: fills j->out and adds findings. */
void kind_judge(struct judging *j, const struct kind *kind);

/* Add a finding; an error makes the number wrong. */
void judging_add(struct judging *j, enum field_id field, enum finding_code code, const char *a,
		 const char *b);

/* Add a finding on FIELD_CERTNO whose {1} is the number, masked. */
void judging_about(struct judging *j, enum finding_code code, const char *b);

/* Say that the character at s stands in no such number. */
void judging_character(struct judging *j, const char *s);

/* How many ASCII digits are in s. */
size_t identity_digits(const char *s);

/* Does the whole of s have this pattern (see the table in identity_kinds.c)? */
bool identity_fits(const char *s, const char *pattern);

/* The 18 characters of a number of 15 digits. */
void identity_upgrade(const char *fifteen, char out[19]);

#endif
