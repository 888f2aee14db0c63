/* Lines of any file, in bounded memory: what a stream of a million lines or one line of 100 MB
 * needs. */
#ifndef DB_LINES_H
#define DB_LINES_H

#include <stdio.h>

#include "forms/err.h"

#define LINE_MAX_BYTES (1u << 20)

struct lines {
	FILE *in;
	char *buf;       /* LINE_MAX_BYTES + 1, owned */
	uint64_t number; /* of the line last read, from 1 */
};

struct line {
	const char *text; /* without its end (LF or CRLF), NUL-terminated, may hold NULs; until the
			     next lines_next() */
	size_t len;
	bool too_long; /* longer than LINE_MAX_BYTES: text is its beginning, the rest was skipped */
};

int lines_init(struct lines *l, FILE *in);
void lines_finish(struct lines *l);

/* The next line: 1, 0 at the end, -1 when reading failed. A last line without line end counts. A
 * UTF-8 mark at the file's start is skipped. */
int lines_next(struct lines *l, struct line *out, struct err *err);

#endif
