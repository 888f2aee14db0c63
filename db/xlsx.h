/* Workbooks going out: one sheet, header frozen, widths by content, everything that is not an amount or a count as text. */
#ifndef DB_XLSX_H
#define DB_XLSX_H

#include "forms/err.h"

struct xlsx_writer;
/* `moment` is the workbook's creation time, so that the same rows give the same bytes. Text that is not UTF-8 or longer than
 * 32,767 characters is refused. */
int xlsx_begin(const char *path, const char *sheet, const char *moment, const char *const *header, size_t columns,
	       struct xlsx_writer **out, struct err *err);
/* One row; number[i] (may be NULL): column i is an amount or a count. */
int xlsx_row(struct xlsx_writer *w, const char *const *cells, const bool *number, struct err *err);
int xlsx_end(struct xlsx_writer *w, struct err *err);
void xlsx_abandon(struct xlsx_writer *w);

#endif
