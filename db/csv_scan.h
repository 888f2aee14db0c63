/* Where the records of a CSV file and their cells stand in its bytes. For csv_reader.c.
 *
 * Splitting looks at bytes alone: in UTF-8, GBK and GB18030 no part of a longer character is a comma, semicolon, tab, quote or
 * line end. So a character that was cut, before any of these, takes nothing with it.
 *
 * Cells are quoted as RFC 4180 says, line ends inside quotes included; a line ends with LF, CRLF or CR. A record whose
 * quotes go wrong behind its first line is given up at the end of that line, and reading goes on with the next: one quote
 * that somebody forgot costs one line. The search for a closing quote ends at the next odd run of quotes as a rule, and at
 * the latest after 250 lines. */
#ifndef DB_CSV_SCAN_H
#define DB_CSV_SCAN_H

#include <stdio.h>

#include "forms/err.h"
#include "forms/sm3.h"

/* The file, seen through a window that holds a whole record. */
struct csv_source {
	FILE *in;
	struct sm3 *digest; /* of every byte read; NULL: not asked for */
	char *buf;          /* owned; grows as far as a record may be long */
	size_t space;
	size_t start, end; /* what is in the window: from the record that is being read */
	uint64_t offset;   /* of buf[start] in the file */
	bool ended;
	int failed; /* errno of a read that failed; 0 none */
};

int csv_source_init(struct csv_source *s, FILE *in);
void csv_source_finish(struct csv_source *s);
/* Leave n bytes of the window behind. */
void csv_source_skip(struct csv_source *s, size_t n);

struct csv_cell {
	size_t at, len;       /* in the record; of a quoted cell what stands between its quotes */
	bool quoted, doubled; /* doubled quotes stand in it */
};

enum csv_quirk {
	CSV_FINE,
	CSV_UNCLOSED, /* a quote without its fellow, at quirk_at */
	CSV_STRAY,    /* something stands behind a closing quote, at quirk_at */
	CSV_TOO_MANY, /* more cells than a row may have */
	CSV_TOO_LONG, /* more bytes than a row may have; they are left behind, but for the first */
};

struct csv_record {
	const char *bytes;
	size_t len, end;        /* bytes without the line end, and of the line end */
	size_t lines;           /* that it takes up */
	struct csv_cell *cells; /* room for TABLE_CELLS_MOST, the caller's */
	size_t count;
	enum csv_quirk quirk;
	size_t quirk_at;
};

/* The separator that the first line that is not empty uses most, outside quotes: a comma, a tab or a semicolon. */
char csv_separator(struct csv_source *s);

/* The record that begins the window; 1, or 0 at the end of the file (look at ->failed). It stays in the window until the caller
 * leaves it behind (len + end). */
int csv_scan(struct csv_source *s, char separator, struct csv_record *rec);

#endif
