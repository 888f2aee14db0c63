/* Tables that come in: rows of a CSV file or of a sheet of an XLSX workbook, one reader's path for both.
 *
 * The cells of a CSV file are parted by a comma, a tab or a semicolon, whichever its first line uses. Lines without any text
 * are skipped. A quote without its fellow costs one line (db/csv_scan.h).
 *
 * Streaming and bounded: a row is at most TABLE_ROW_BYTES and TABLE_CELLS_MOST cells; what is larger, broken or no text of
 * the encoding is handed out as a row with its `fault`, and reading goes on behind it. */
#ifndef DB_TABLE_IN_H
#define DB_TABLE_IN_H

#include "db/encoding.h"

#define TABLE_ROW_BYTES (1u << 20)
#define TABLE_CELLS_MOST 1024

enum table_kind { TABLE_CSV, TABLE_XLSX };

struct table_cell {
	const char *text; /* UTF-8, cleaned of control characters, never NULL; until the next row */
	bool number;      /* XLSX: a numeric cell (text as it stands in the file) */
	bool was_quoted;  /* CSV */
};

struct table_row {
	uint64_t line; /* of the file, from 1; of a sheet its row */
	const struct table_cell *cells;
	size_t count;
	const char *
		raw; /* CSV: the row's bytes as they stand, without the line end; NULL in a sheet, and where they are more
			    * than a row may have */
	size_t raw_len;
	size_t private_use; /* CSV: home-made characters (造字) in it */
	char fault
		[512]; /* "" or a sentence in the reader's language: why the row cannot be read; no cells then */
};

struct table_in;

struct table_facts {
	enum table_kind kind;
	enum encoding encoding; /* of a CSV file */
	bool doubtful;          /* the encoding was a guess between two */
	bool mark, crlf;        /* as the file has them, for writing the rejects likewise */
	uint64_t bytes;         /* of the file */
};

/* Open by the file's own first bytes (PK: a workbook). encoding ENCODING_AUTO: found out. A stranger's file: plain file only, no
 * link, FIFO or device. 0, or -1 with a sentence. */
int table_in_open(const char *path, enum encoding encoding, struct table_in **out,
		  struct table_facts *facts, struct err *err);
/* 1 and *row, 0 at the end, -1 (the file cannot be read on; ERR_INPUT where it is its own fault). */
int table_in_next(struct table_in *t, struct table_row *row, struct err *err);
/* Bytes read so far, for the progress; the file's SM3 once the end was reached, else "". */
uint64_t table_in_done(const struct table_in *t);
void table_in_sm3(struct table_in *t, char out[65]);
void table_in_close(struct table_in *t);

/* For table_in.c: the two kinds. Rows without any text are handed out too. `in` stays the caller's. */
struct csv_reader;
struct sm3;
int csv_reader_open(FILE *in, enum encoding encoding, size_t mark, struct csv_reader **out,
		    struct err *err);
/* Digest every byte from the file's beginning on. Asked for before the first row is read. */
void csv_reader_digest(struct csv_reader *r, struct sm3 *digest);
uint64_t csv_reader_done(const struct csv_reader *r);
int csv_reader_next(struct csv_reader *r, struct table_row *row, struct err *err);
void csv_reader_close(struct csv_reader *r);
struct xlsx_reader;
int xlsx_reader_open(FILE *in, struct xlsx_reader **out, struct err *err);
int xlsx_reader_next(struct xlsx_reader *r, struct table_row *row, struct err *err);
void xlsx_reader_close(struct xlsx_reader *r);

#endif
