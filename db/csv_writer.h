/* A CSV file going out: one row at a time, lines ended by CRLF, cells in quotes where they need them (RFC 4180). */
#ifndef DB_CSV_WRITER_H
#define DB_CSV_WRITER_H

#include "db/encoding.h"
#include "forms/sm3.h"

struct csv_writer {
	FILE *out;
	enum encoding encoding;
	struct sm3 *digest; /* of every byte written; the caller's, NULL: not asked for */
	char *line;         /* owned */
	size_t len, space;
};

/* out NULL: rows are only looked at. `mark`: a UTF-8 file begins with one. 0, or -1 (errno). */
int csv_writer_init(struct csv_writer *w, FILE *out, enum encoding encoding, bool mark,
		    struct sm3 *digest);
void csv_writer_finish(struct csv_writer *w);

/* Write a row of clean UTF-8. 0; 1 when the encoding lacks a character, with *fault (may be NULL) and the cell *out_cell, and nothing of
 * the row written; -1 (errno). */
int csv_writer_row(struct csv_writer *w, const char *const *cells, size_t count,
		   struct encoding_fault *fault, size_t *out_cell);

#endif
