/* The objects of a file of JSON, one after the other, in bounded memory whatever the file holds: an object a line, one array of
 * objects over any number of lines, or one object over several.
 *
 * A piece is cut out by its braces; whether it is JSON is asked later. One that is broken is told, with its place, and the
 * reading goes on behind it: where a line ends inside a text, or where the next line begins with a brace though an object
 * that began on a line of its own is still open. */
#ifndef DB_JSON_PIECES_H
#define DB_JSON_PIECES_H

#include <stdio.h>

#include "forms/err.h"

#define JSON_PIECE_BYTES (1u << 20)
#define JSON_PIECE_DEPTH 64

struct json_pieces {
	FILE *in;
	char *buf; /* JSON_PIECE_BYTES + 1, owned */
	uint64_t line;
	bool begun;
};

struct json_piece {
	const char *text; /* until the next json_pieces_next() */
	size_t len;
	uint64_t line;     /* on which it begins, from 1 */
	const char *fault; /* N_(): why it is none; NULL */
};

int json_pieces_init(struct json_pieces *p, FILE *in);
void json_pieces_finish(struct json_pieces *p);
/* 1, 0 at the end, -1 when reading failed. */
int json_pieces_next(struct json_pieces *p, struct json_piece *out, struct err *err);

#endif
