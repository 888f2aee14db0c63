/* Files of anchors: one line each (db/anchors.h). FILE.anchors lies beside the store and only grows. */
#ifndef DB_ANCHOR_FILE_H
#define DB_ANCHOR_FILE_H

#include "db/anchors.h"

/* The path of FILE.anchors; the caller frees it. NULL when memory is out. */
char *anchor_file_path(const struct store *st);

/* Add a line to FILE.anchors and flush it. */
int anchor_file_append(struct store *st, const struct anchor *a, struct err *err);

/* The anchors that a file holds, in its order; blank lines are let be. *out_bad gets the number of the first line that is
 * no anchor, 0 when all are; such lines are left out. The caller frees *out. */
int anchor_file_read(const char *path, struct anchor **out, size_t *out_count, size_t *out_bad,
		     struct err *err);

#endif
