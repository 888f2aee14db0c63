/* 一次性告知 of a stored filing: what is missing, with the materials that stand beside it. */
#ifndef DB_NOTICES_H
#define DB_NOTICES_H

#include "db/filings.h"
#include "forms/notice.h"

/* The way a filing goes, as the pack of ctx's region describes it; NULL when none does. */
const struct policy_route *notices_route(const struct filing_record *r,
					 const struct check_context *ctx);

/* The complete list; released with notice_finish(). Somebody applies for the person when anything is told of an agent. 0 or -1. */
int notices_make(struct store *st, const struct filing_record *r, const struct check_context *ctx,
		 struct notice *out, struct err *err);

#endif
