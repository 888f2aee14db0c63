/* Exports: filings as a table, CSV or XLSX, written in a stream from short reads.
 *
 * The rows stand in the order in which the filings were begun. A file is written under a temporary name and renamed when whole; what the encoding cannot hold is found before the first
 * byte is written, and named (person by 受理号, column, character). Who exports is asked for (ACT_EXPORT, with the
 * password a moment ago), and a row in the audit says what went out, how many, and the file's SM3. */
#ifndef DB_EXPORTS_H
#define DB_EXPORTS_H

#include "db/actor.h"
#include "db/columns.h"

enum export_format { EXPORT_CSV, EXPORT_XLSX };

struct export_request {
	enum export_format format;
	enum encoding encoding;
	bool mark; /* a UTF-8 mark */
	enum columns_which columns;
	bool mask;
	unsigned states;       /* bits 1 << STATE_x; 0: filed and history */
	const char *from, *to; /* 备案日期 between; NULL: open */
	const char *path;
	FILE *stream; /* instead of a file: CSV goes there, once the audit knows of it */
};

struct export_result {
	uint64_t rows;
	char sm3[65];
	struct encoding_fault fault; /* unmappable: which character */
	char no[32], column[64];     /* ... of which filing, which column */
	uint64_t faults;             /* filings that hold such a character */
	bool none;                   /* no filing is what was asked for */
};

/* Told now and then, with nothing held; true: stop (nothing is left behind, ERR_CANCELLED). */
typedef bool progress_fn(void *ctx, uint64_t done, uint64_t all);

/* May this person export now? 0, or -1 with the reason, which leaves its row in the audit. */
int exports_allowed(struct store *st, const struct actor *who, struct err *err);

/* 0 with ->rows and ->sm3; -1: ERR_INPUT (a character that the encoding lacks: ->fault, ->no, ->column, ->faults; a name that is
 * taken; nothing to be written), ERR_NOT_ALLOWED, ERR_CANCELLED, trouble. A file that is there is not replaced. */

int exports_write(struct store *st, const struct actor *who, const struct export_request *req,
		  progress_fn *progress, void *ctx, struct export_result *out, struct err *err);

#endif
