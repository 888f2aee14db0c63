/* Workbooks going out: one sheet, header frozen, widths by content, everything that is not an amount or a count as text.
 *
 * Rows pass through a temporary file of the library's; memory is flat. The workbook itself is written when it ends, to the name that the caller gave:
 * a temporary one of his (db/new_file.h: `writing`), for what is left of a failure is his to take away. */
#ifndef DB_XLSX_H
#define DB_XLSX_H

#include "forms/err.h"

#define XLSX_TEXT_MOST 32767   /* characters of a cell, as UTF-16 counts them */
#define XLSX_ROWS_MOST 1048576 /* of a sheet, its header included */
#define XLSX_COLUMNS_MOST 1024

struct xlsx_writer;
/* `moment` ("2026-11-22 09:15:02") is the workbook's creation time, so that the same rows give the same bytes. Text that is not
 * UTF-8, holds control characters or is longer than XLSX_TEXT_MOST is refused. The sheet's name is made one that
 * spreadsheets take. 0 or -1. */
int xlsx_begin(const char *path, const char *sheet, const char *moment, const char *const *header,
	       size_t columns, struct xlsx_writer **out, struct err *err);
/* One row; number[i] (`number` may be NULL): column i is an amount or a count; it is written as a number where it is one of
 * at most 15 digits. A row that failed leaves nothing but xlsx_abandon(). */
int xlsx_row(struct xlsx_writer *w, const char *const *cells, const bool *number, struct err *err);
/* Either way the writer is gone. */
int xlsx_end(struct xlsx_writer *w, struct err *err);
/* Accepts NULL. */
void xlsx_abandon(struct xlsx_writer *w);

#endif
