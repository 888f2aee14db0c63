/* A filing: one person's application for one disease entitlement, as a plain value.
 *
 * Every field is text, exactly as it stands in its cell (cleaned UTF-8), right or wrong: nothing
 * typed is refused. What follows from it (derived fields, findings, verdict) is computed by
 * filing_check() and never stored as truth. */
#ifndef FORMS_FILING_H
#define FORMS_FILING_H

#include "forms/criteria.h"
#include "forms/codetable.h"
#include "forms/identity.h"
#include "forms/phone.h"

/* A zeroed struct is an empty filing. */
struct filing {
	char *value[FIELD_COUNT];  /* owned; NULL is empty */
	bool derived[FIELD_COUNT]; /* the value was computed, not typed: it may be computed anew */
	struct evidence evidence;
};

void filing_finish(struct filing *f);
int filing_copy(struct filing *to, const struct filing *from);
bool filing_equal(const struct filing *a, const struct filing *b);
bool filing_is_empty(const struct filing *f);

/* Is anything told of an agent? */
bool filing_has_agent(const struct filing *f);

/* The text of a field; "" when empty. Borrowed until the field is set again. */
const char *filing_get(const struct filing *f, enum field_id id);

/* Set a field as typed (a copy; NULL or "" empties it); it no longer counts as derived. Returns 0,
 * or -1 when memory is out. */
int filing_set(struct filing *f, enum field_id id, const char *text);

/* What a check needs to know of the world. */
struct check_context {
	const struct policies *policies;
	const struct codetable *codes; /* of `region` */
	const char *region;            /* division code of the desk */
	struct date today;             /* the day of the judgement */
	bool complete; /* demand all that filing demands: LEVEL_ACT findings become errors */
	const struct policy_route *route; /* the way the filing goes; NULL: not known */
};

/* What a check found out. A zeroed struct is valid; check_result_finish() releases it. */
struct check_result {
	struct findings findings;
	struct identity identity;
	char *psn_name;     /* cleaned spelling, owned; NULL when empty */
	char tel[TEL_SIZE]; /* cleaned spelling; "" when empty */
	int age;                           /* whole years on the application day; -1 unknown */
	const struct policy_code *row; /* the code table's row of disease and insurance, or NULL */
	const struct policy_code
		*disease; /* the disease found by code or name, whatever the insurance, or NULL */
	struct criteria_choice basis;
	struct judgement judgement;
};

/* Check everything: each field by its own rule, then the rules that span fields, then the criteria.
 */
void filing_check(const struct filing *f, const struct check_context *ctx,
		  struct check_result *out);
void check_result_finish(struct check_result *r);

/* The finding that the term of what was judged by is over or has not begun, or NULL. */
const struct finding *check_result_term(const struct check_result *r);

/* Is this finding an error under ctx? */
bool finding_is_error(const struct finding *f, const struct check_context *ctx);

/* Fill what follows from the fields (sex, age, birth date, type of document, type code, disease
 * name or code) where it is empty or was derived before; a value that a person typed and that
 * contradicts is left and found. `changed` (the field just left) is normalised: half-width, upper
 * case, dots. Returns 0, or -1 when memory is out. */
int filing_derive(struct filing *f, enum field_id changed, const struct check_context *ctx);

#endif
