/* Sorting more words than memory holds: runs in memory, then in a file without a name, then merged.
 *
 * Search words of a million rows, put into a table of their own in the order in which they come, would touch a page each; in
 * order they fill page after page (db/imports.h). Memory stays below some 32 MB whatever is added. */
#ifndef DB_KEY_RUNS_H
#define DB_KEY_RUNS_H

#include "forms/err.h"

struct key_runs;

#define KEY_RUNS_TEXT_MOST 255 /* bytes of a word */

struct key_run_entry {
	const char *key; /* until the next call */
	int kind;
	int64_t filing;
};

/* `folder` is where the runs lie, on the same disk as the store; the file has no name there. NULL: memory is out. */
struct key_runs *key_runs_create(const char *folder);
/* 0 or -1. */
int key_runs_add(struct key_runs *r, const char *key, int kind, int64_t filing, struct err *err);
uint64_t key_runs_count(const struct key_runs *r);
/* From now on key_runs_next() hands them out by key (bytes), kind, filing; nothing is added any more. 0 or -1. */
int key_runs_sort(struct key_runs *r, struct err *err);
/* 1 and *out, 0 at the end, -1. */
int key_runs_next(struct key_runs *r, struct key_run_entry *out, struct err *err);
void key_runs_destroy(struct key_runs *r);

#endif
