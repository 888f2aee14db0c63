/* Quantities: numbers with units, exact, as laboratories write them.
 *
 * A quantity is an interval of exact decimals: "185" is one point, "<20" and ">100" are open
 * half-lines, "≥100" a closed one, "20-30" both ends. Arithmetic is GMP rationals:
 * 0.19999999999999999999 is below 0.2. Units compare with case, blanks and the kind of µ (u, µ, μ)
 * folded. */
#ifndef FORMS_QUANTITY_H
#define FORMS_QUANTITY_H

#include <gmp.h>

#include "forms/base.h"

struct bound {
	bool finite; /* false: no limit on this side */
	bool open;   /* the limit itself is not included */
	mpq_t at;
};

struct quantity {
	struct bound low, high;
};

void quantity_init(struct quantity *q);
void quantity_finish(struct quantity *q);

enum quantity_fault { QUANTITY_OK, QUANTITY_EMPTY, QUANTITY_UNREADABLE, QUANTITY_NEGATIVE };

/* Read the number part of `text` (UTF-8; full-width digits, 〈〉≤≥＜＞, a comma is refused as
 * ambiguous, at most 40 digits, no exponent, digits on both sides of a point). *out_unit (may be
 * NULL) points at the unit that follows it in text, or at its end. q is initialised; after a fault
 * it says nothing, and *out_unit is left alone. A minus sign is QUANTITY_NEGATIVE even before 0,
 * and so is "<0". */
enum quantity_fault quantity_read(const char *text, struct quantity *q, const char **out_unit);

/* Multiply by an exact positive decimal ("63.546"). Returns 0, or -1 when factor is not one. */
int quantity_scale(struct quantity *q, const char *factor);

/* Is every value of q strictly below / above the plain decimal `limit`? UNKNOWN when some are and
 * some are not, or when limit is no decimal. */
enum tri quantity_below(const struct quantity *q, const char *limit);
enum tri quantity_above(const struct quantity *q, const char *limit);

#define QUANTITY_ABOUT "≈"

/* Write q as people read it ("101.6736", "<20", "20-30"), at most `decimals` places (rounded half
 * up and marked QUANTITY_ABOUT when cut). Returns buf. */
char *quantity_format(const struct quantity *q, int decimals, char *buf, size_t size);

/* Are two unit names the same unit? */
bool unit_equal(const char *a, const char *b);

#endif
