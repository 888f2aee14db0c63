/* A stranger's file: opened only when it is a plain one, reached through no link in its last step. */
#ifndef DB_PLAIN_FILE_H
#define DB_PLAIN_FILE_H

#include <sys/stat.h>

#include "forms/err.h"

/* A descriptor for reading (the caller closes it) and the file's size; -1 with a sentence for a link, a folder, a pipe or a
 * device, which might never end. */
int plain_file_open(const char *path, int64_t *out_bytes, struct err *err);

/* Was the file written to between these two looks at it? */
bool plain_file_changed(const struct stat *a, const struct stat *b);

#endif
