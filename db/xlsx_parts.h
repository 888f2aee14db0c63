/* The parts of reading a workbook, for xlsx_reader.c and its fuzz target.
 *
 *   zip       the archive: one part at a time, its bytes counted, so that a bomb is left before it has gone off
 *   xml       one document: elements and text handed over as they come; a handler may pause it
 *   book      where the first sheet and the shared strings are
 *   strings   the shared strings, which wait on the disk
 *   sheet     the rows
 *
 * Everything is a stranger's. Memory is bounded: by the longest row (TABLE_ROW_BYTES), the longest token and the depth of an XML
 * document, and the pages of a spill. */
#ifndef DB_XLSX_PARTS_H
#define DB_XLSX_PARTS_H

#include <expat.h>
#include <minizip/unzip.h>

#include "db/spill.h"
#include "db/table_in.h"

#define XLSX_ROWS_READ 1048576
#define XLSX_COLUMNS_READ 16384
#define XLSX_STRING_BYTES                                                                          \
	(4 * 32767) /* of one text; what is longer is a fault of the rows that use it */

/* ---- the archive ---- */

struct xlsx_zip {
	unzFile zip;
	bool open;             /* a part is */
	uint64_t size;         /* of the file */
	uint64_t packed, read; /* its bytes in the file, and how many came out of it */
};

/* `in` stays the caller's. */
int xlsx_zip_open(struct xlsx_zip *z, FILE *in, struct err *err);
void xlsx_zip_close(struct xlsx_zip *z);
/* Begin to read a part; 1, 0 where there is none of this name, -1. */
int xlsx_zip_part(struct xlsx_zip *z, const char *name, struct err *err);
void xlsx_zip_leave(struct xlsx_zip *z);
/* The part's next bytes: their number, 0 at its end, whose checksum is right, -1. */
int xlsx_zip_read(void *zip, char *buf, size_t size, struct err *err);

/* ---- a document ---- */

typedef int (*xlsx_read_fn)(void *arg, char *buf, size_t size, struct err *err);

/* Names come without their prefix. */
struct xlsx_handlers {
	void (*start)(void *ctx, const char *name, const char *const *attributes);
	void (*end)(void *ctx, const char *name);
	void (*text)(void *ctx, const char *text, size_t len);
};

struct xlsx_xml {
	XML_Parser parser;
	xlsx_read_fn read;
	void *arg;
	const struct xlsx_handlers *handlers;
	void *ctx;
	uint64_t fed;
	unsigned depth;
	bool paused, last;
	struct err fault; /* why it was stopped; ERR_NONE: it was not */
};

int xlsx_xml_init(struct xlsx_xml *x, xlsx_read_fn read, void *arg,
		  const struct xlsx_handlers *handlers, void *ctx, struct err *err);
void xlsx_xml_finish(struct xlsx_xml *x);
/* Read on: 1 when a handler paused, 0 at the end, -1. */
int xlsx_xml_run(struct xlsx_xml *x, struct err *err);
/* For handlers. */
void xlsx_xml_pause(struct xlsx_xml *x);
void xlsx_xml_stop(struct xlsx_xml *x, const struct err *why);
/* The value of an attribute, "" where it is absent. Borrowed. */
const char *xlsx_attribute(const char *const *attributes, const char *name);

/* _x000D_ as the character it stands for; in place. Returns the new length. */
size_t xlsx_unescape(char *text, size_t len);

/* ---- the workbook ---- */

#define XLSX_PATH 256

struct xlsx_book {
	char sheet[XLSX_PATH],
		strings[XLSX_PATH]; /* names of parts; strings "" where there are none */
};

int xlsx_book_read(struct xlsx_zip *z, struct xlsx_book *book, struct err *err);

/* ---- shared strings ---- */

struct xlsx_strings {
	struct spill text, index;
	uint64_t count;
};

int xlsx_strings_init(struct xlsx_strings *s, struct err *err);
void xlsx_strings_finish(struct xlsx_strings *s);
int xlsx_strings_read(struct xlsx_strings *s, xlsx_read_fn read, void *arg, struct err *err);
/* Copy string i, at most `size` bytes, no NUL. 1 and *out_len; 0: there is no such string, or it is too long; -1. */
int xlsx_string(struct xlsx_strings *s, uint64_t i, char *out, size_t size, size_t *out_len,
		struct err *err);

/* ---- the sheet ---- */

struct xlsx_sheet;
/* `strings` is borrowed. */
int xlsx_sheet_create(xlsx_read_fn read, void *arg, struct xlsx_strings *strings,
		      struct xlsx_sheet **out, struct err *err);
void xlsx_sheet_destroy(struct xlsx_sheet *s);
/* 1 and *row, 0, -1: as table_in_next(). */
int xlsx_sheet_next(struct xlsx_sheet *s, struct table_row *row, struct err *err);

/* ---- a workbook of ours ---- */

/* Does the workbook that was just written hold the `bytes` bytes of rows that can be read from the descriptor `rows`, then the row numbered
 * last_row, and is it whole? 0 or -1. */
int xlsx_prove(const char *path, int rows, uint64_t bytes, uint32_t last_row, struct err *err);

#endif
