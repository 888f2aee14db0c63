/* A child program that looks at a stranger's file: one program of the system's own folders, no shell, an empty environment,
 * limits on memory, processor time, files and the time it may take.
 *
 * It is started by vfork() and execve() at once. SQLite must not be carried over a fork, because the child would share the
 * connection and, closing a descriptor, could lose locks. Nothing of it is carried here: between the two calls the child
 * touches neither memory of the parent's nor the store, the parent stands still until the program has been replaced, locks
 * taken by fcntl() belong to the parent's process alone, and every descriptor but the three standard ones is closed before the
 * program begins. Callers hold no transaction open, because a program may take seconds. */
#ifndef DB_CHILD_H
#define DB_CHILD_H

#include "forms/err.h"

struct child {
	const char *const *argv; /* argv[0] is the program's bare name; ends with NULL */
	int in;                  /* becomes its standard input; -1: nothing to read */
	int out;                 /* becomes its standard output; -1: kept in the caller's buffer */
	unsigned seconds;        /* that it may take; of processor time too */
	size_t memory;           /* bytes of address space */
	size_t file;             /* most bytes of a file that it may write */
};

/* Run it to its end. `buf` (NULL: none) gets the first size - 1 bytes of its output and a NUL. Returns its exit status, or -1
 * with the reason: it is not installed, could not be started, took too long, or was ended by a signal. */
int child_run(const struct child *c, char *buf, size_t size, struct err *err);

#endif
