/* The disease/insurance code table of a region: lookups by code, name and pinyin over the packs'
 * rows.
 *
 * A table is a view on the packs: rows are borrowed and live as long as the struct policies. */
#ifndef FORMS_CODETABLE_H
#define FORMS_CODETABLE_H

#include "forms/policy.h"

struct codetable {
	const struct policy_code **rows; /* in the notices' order */
	size_t count;
	bool complete; /* a pack of the region says its list is whole */
};

/* The rows of every pack that covers `region`. Returns 0, or -1 when memory is out. */
int codetable_init(struct codetable *t, const struct policies *ps, const char *region);
void codetable_finish(struct codetable *t);

/* The first row with this code (any insurance), or NULL. */
const struct policy_code *codetable_code(const struct codetable *t, const char *code);

/* The row of this disease and insurance, or NULL. */
const struct policy_code *codetable_pair(const struct codetable *t, const char *code,
					 const char *insutype);

/* How a query found its rows. */
enum code_match { MATCH_NONE, MATCH_EXACT, MATCH_FOLDED, MATCH_SEARCH };

/* One disease found (its rows of all insurances belong together). */
struct code_hit {
	const struct policy_code *row; /* its first row */
	int rank;                      /* higher is better */
};

/* Find by code, printed name, folded name, then by part of the name, part of the code, or pinyin.
 * Hits are distinct diseases, best first, at most `space`; *out_count gets how many there are. An
 * empty query finds every disease (MATCH_SEARCH). */
enum code_match codetable_search(const struct codetable *t, const char *query,
				 struct code_hit *hits, size_t space, size_t *out_count);

/* Is `name` the name of this row: exactly, or folded? */
enum code_match codetable_name_is(const struct policy_code *row, const char *name);

#endif
