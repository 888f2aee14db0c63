/* What the semantic checks of a pack share: policy_check.c (the pack as a whole) and
 * policy_check_criteria.c (its diagnostic criteria). */
#ifndef FORMS_POLICY_CHECK_H
#define FORMS_POLICY_CHECK_H

#include "forms/policy_parts.h"

#define CHECK_DIGITS_MAX 30 /* of a decimal number */

struct pack_check {
	const struct policy *p;
	const struct marks *m;
	const char *name;
	struct err *err;
};

/* Where the value of a path such as "codes/3/code" stands. */
struct place check_place(const struct pack_check *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Lower-case letters, digits, hyphen, underscore: what a machine calls a thing. */
bool check_is_id(const char *s);

/* The length of the plain positive decimal that s begins with ("63.546"), at most `decimals` places
 * behind the point; 0 when there is none. */
size_t check_decimal(const char *s, size_t decimals);
/* The word behind a number of that length: "mg/L" of "200 mg/L". */
const char *check_unit(const char *s, size_t number);

/* The checks return 0, or -1 with the reason in c->err. */

/* No two entries of the list at path are equal; with a key, no two entries' values of it. */
int check_no_twins(const struct pack_check *c, const char *path, const char *key);
/* code is well formed, and the pack means a disease that it lists (for insutype, unless NULL). */
int check_disease_listed(const struct pack_check *c, struct place where, const char *code,
			 const char *insutype);
/* The pack's criteria number i. */
int check_criteria(const struct pack_check *c, unsigned i);

#endif
