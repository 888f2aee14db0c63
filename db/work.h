/* Work lists: the filings that wait in one state, the one that waits longest first; and what amends what. */
#ifndef DB_WORK_H
#define DB_WORK_H

#include "db/filings.h"

struct work_row {
	struct filing_brief brief;
	int64_t revision;
	char since
		[20]; /* of the act that brought it there; of a filing without acts when it was saved */
};

/* How many (at most `space`), or -1. */
int work_list(struct store *st, enum filing_state state, struct work_row *out, int space,
	      struct err *err);

/* The newest filing that amends this one: 1 and its brief, 0 none, -1. */
int work_amendment(struct store *st, int64_t filing, struct filing_brief *out, struct err *err);

#endif
