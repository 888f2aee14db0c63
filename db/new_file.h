/* A file that is there whole or not at all.
 *
 * It is written without a name where the file system can do so, else under a temporary one in its folder; its own name is given to
 * it when every byte is on the disk. Readable by its owner alone. */
#ifndef DB_NEW_FILE_H
#define DB_NEW_FILE_H

#include <stdio.h>

#include "forms/err.h"

struct new_file {
	FILE *out;     /* write here, or open `writing` by name */
	char *writing; /* a name under which what is being written can be opened, until the end */
	char *path;    /* its own name */
	char *beside;  /* the temporary name; NULL while it has none */
	bool replace;
};

/* Begin to write the file `path`. `replace`: a plain file of this name is replaced when the new one is whole; else a file that
 * is there is a failure. A link, folder or device of this name is one always. 0 or -1. */
int new_file_begin(struct new_file *f, const char *path, bool replace, struct err *err);
/* Before the end, for a stick that may lie: flush, and read it back from the medium (memory aside, where the system lets it). 0,
 * or -1 when it has not this SM3. */
int new_file_read_back(struct new_file *f, const char *sm3, struct err *err);
/* Flush, name, and flush the folder. 0, or -1 with nothing left. Either way f is finished. */
int new_file_end(struct new_file *f, struct err *err);
/* Take away what was written. Safe on a zeroed struct and after the end. */
void new_file_abandon(struct new_file *f);

#endif
