/* The set of packs from within: shared by policies.c (loading), policies_choose.c (which pack speaks) and policies_desk.c
 * (what this desk decided about packs: renewals, packs it does not use). */
#ifndef FORMS_POLICIES_PARTS_H
#define FORMS_POLICIES_PARTS_H

#include "forms/policy.h"

/* One pack in use, and the built-in one that an installed one stands before. */
struct policies_slot {
	struct policy *policy, *built_in;
	enum policy_origin origin;
	bool left_out;
};

struct policies_renewal {
	char *id, *document;
	struct date until;
};

struct policies {
	struct policies_slot *slots;
	size_t count;
	char **complaints;
	size_t complaints_count;
	struct policies_renewal *renewals; /* in the order in which they were recorded */
	size_t renewals_count;
};

/* The last day of p with its renewals; false when it has no term of its own. */
bool policies_last_day(const struct policies *ps, const struct policy *p, struct date *out);

/* Does p speak of this disease: criteria, a code, or a benefit? */
bool policy_speaks_of(const struct policy *p, const char *disease);

#endif
