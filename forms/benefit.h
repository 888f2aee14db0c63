/* Benefit: what the fund pays of a row of costs, every cap applied and explained. Amounts are in
 * fen.
 *
 * The notices cap what the fund pays, per calendar year and quarter. They say nothing of rounding,
 * of carrying an unused quarter over, or of a part year: the desk rounds half up to the fen per
 * visit, carries nothing over, does not prorate, and the steps say so. */
#ifndef FORMS_BENEFIT_H
#define FORMS_BENEFIT_H

#include "forms/policy.h"

/* What holds for a region, disease and insurance, merged over the packs (region's own over the
 * province's). */
struct benefit_terms {
	const struct policy *ratio_policy, *year_policy,
		*quarter_policy;       /* where each came from; NULL: none */
	const char *insutype;          /* borrowed from a pack */
	int ratio_hundredths;          /* 6500 = 65 % */
	int64_t year_cap, quarter_cap; /* fen; -1: none */
};

/* Returns 1 and *out, or 0 when no pack of the region says what the fund pays. */
int benefit_terms(const struct policies *ps, const char *region, const char *disease,
		  const char *insutype, struct benefit_terms *out);

struct benefit_visit {
	struct date on;
	int64_t cost; /* eligible cost in fen, >= 0 */
};

struct benefit_step {
	struct benefit_visit visit;
	enum policy_force force;         /* by the day of treatment */
	int64_t by_ratio;                /* cost x ratio, rounded */
	int64_t quarter_left, year_left; /* before this visit; -1: no such cap that day */
	int64_t fund;                    /* what the fund pays */
	bool quarter_bit, year_bit;      /* this cap reduced it */
};

/* Work through the visits in the order given. `steps` has `count` places. Returns the fund's total
 * in fen. */
int64_t benefit_compute(const struct policies *ps, const struct benefit_terms *terms,
			const struct benefit_visit *visits, size_t count,
			struct benefit_step *steps);

/* Read an amount in yuan ("4615.39", "￥4,615.39元", at most two decimals, up to 10^12 yuan) into
 * fen. Returns 0, or -1. */
int money_read(const char *text, int64_t *out_fen);
/* "4615.39". Returns buf. */
char *money_format(int64_t fen, char *buf, size_t size);

#endif
