/* What the files of db/exports.h share. */
#ifndef DB_EXPORTS_PARTS_H
#define DB_EXPORTS_PARTS_H

#include "db/exports.h"

/* Filings that are asked for, in pages that are read in one short transaction each. */
struct export_rows {
	struct store *st;
	const struct export_request *req;
	int64_t after;              /* id of the last one that was looked at */
	uint64_t looked;            /* how many those were */
	struct filing_record *page; /* owned */
	size_t count;
};

int export_rows_init(struct export_rows *r, struct store *st, const struct export_request *req,
		     struct err *err);
void export_rows_finish(struct export_rows *r);
/* The next page in ->page: 1 (->count may be 0), 0 at the end, -1. */
int export_rows_next(struct export_rows *r, struct err *err);

/* How many filings there are to be looked at, about. */
int export_rows_all(struct store *st, uint64_t *out, struct err *err);

#endif
