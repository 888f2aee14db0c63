/* What the head recorded of documents that prolong a policy. */
#include <stdlib.h>
#include <string.h>

#include "db/acts.h"
#include "db/stmt.h"

static bool says(const char *text, const char *key, const char *want)
{
	char *value = act_text_get(text, key);
	bool same = value && strcmp(value, want) == 0;

	free(value);
	return same;
}

/* A row counts as far as the signed text says the same. */
static int apply_row(struct stmt *q, struct policies *ps, struct err *err)
{
	const char *text = stmt_text(q, 3);
	struct date until;

	if (!says(text, "policy", stmt_text(q, 0)) || !says(text, "document", stmt_text(q, 1)) ||
	    !says(text, "until", stmt_text(q, 2)) || date_parse(stmt_text(q, 2), &until) < 0)
		return 0;
	return policies_renew(ps, stmt_text(q, 0), stmt_text(q, 1), until, err);
}

int renewals_apply(struct store *st, struct policies *ps, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_RENEWAL_LIST);
	int rc;

	policies_forget_renewals(ps);
	while ((rc = stmt_step(q, err)) == 1)
		if ((rc = apply_row(q, ps, err)) < 0)
			break;
	stmt_done(q);
	return rc;
}
