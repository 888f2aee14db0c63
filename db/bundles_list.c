/* Bundles as a list, and what is missing among them. */
#include <stdio.h>

#include "db/bundle_parts.h"
#include "db/stmt.h"

int bundles_gaps(struct store *st, int64_t peer, char *out, size_t size, struct err *err)
{
	char gaps[BUNDLE_GAPS_SIZE];

	if (bundle_gaps_of(st, peer, gaps, err) < 0)
		return -1;
	bundle_gaps_words(gaps, out, size);
	return 0;
}

int bundles_list(struct store *st, struct bundle_row *out, int space, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_BUNDLE_LIST);
	int count = 0, rc = 0;

	stmt_bind_int(q, 1, space);
	while (count < space && (rc = stmt_step(q, err)) == 1) {
		struct bundle_row *r = &out[count++];

		*r = (struct bundle_row) { .peer = stmt_int(q, 0),
					   .number = stmt_int(q, 1),
					   .filings = stmt_int(q, 2),
					   .out = stmt_int(q, 3) == 1 };
		stmt_copy_text(q, 4, r->peer_name, sizeof(r->peer_name));
		stmt_copy_text(q, 5, r->at, sizeof(r->at));
		stmt_copy_text(q, 6, r->received_at, sizeof(r->received_at));
	}
	stmt_done(q);
	return rc < 0 ? -1 : count;
}
