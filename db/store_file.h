/* The store as a file among files: where it lies, whether it may lie there, and the ticket lock
 * beside it. Nothing here opens the store itself: closing any other handle on it would drop
 * SQLite's locks. */
#ifndef DB_STORE_FILE_H
#define DB_STORE_FILE_H

#include "forms/err.h"

/* The path with every symbolic link of its folder resolved, so that the store's own name is the
 * only one SQLite must refuse to follow. With `create`, missing folders are made (0700). The caller
 * frees *out. */
int store_file_resolve(const char *path, bool create, char **out, struct err *err);

/* May a store lie here? Refuses network file systems, whose locks and flushes cannot be relied on,
 * and anything at `path` that is not a plain file of one name. *out_exists tells whether a file is
 * there. */
int store_file_check(const char *path, bool *out_exists, struct err *err);

/* Take away what group and others may do. */
int store_file_make_private(const char *path, struct err *err);

/* Flush the folder that a file stands in, so that its name is there after a power failure. 0 or -1 (errno). */
int store_file_sync_folder(const char *path);

/* Does an unfinished rollback journal lie beside the store? */
bool store_file_has_journal(const char *path);

/* The ticket: writers queue here in order of arrival, because SQLite's own waiting is not fair.
 * Opens the file FILE.lock; returns its descriptor or -1. */
int ticket_open(const char *path, struct err *err);
/* The lock file of a store that is only read, or -1: where there is none, nobody writes. */
int ticket_find(const char *path);
/* Wait at most `ms` milliseconds; 0, or -1 with ERR_BUSY. */
int ticket_take(int fd, int ms, struct err *err);
void ticket_return(int fd);
void ticket_close(int fd);

#endif
