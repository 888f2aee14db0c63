/* Tables of supervision as cells, whatever they are written to. For supervise_csv.c, supervise_xlsx.c and supervise_save.c. */
#ifndef DB_SUPERVISE_PARTS_H
#define DB_SUPERVISE_PARTS_H

#include "db/supervise.h"

#define REPORT_COLUMNS 6
#define SAMPLE_COLUMNS 8

/* Cells of one row; they point into it, and into the row that it was made of. */
struct report_cells {
	const char *cells[REPORT_COLUMNS];
	char counts[REPORT_COLUMNS - 1][24];
};
struct sample_cells {
	const char *cells[SAMPLE_COLUMNS];
	char certno[4 * sizeof(((struct sample_row *)0)->brief.certno) + 1]; /* masked */
};

void report_head(enum report_by by, const char *out[REPORT_COLUMNS]);
void report_cells(const struct report_row *row, struct report_cells *out);
void sample_head(const char *out[SAMPLE_COLUMNS]);
void sample_cells(const struct sample_row *row, struct sample_cells *out);
const char *questions_head(void);

void questions_write(FILE *out, const struct question *rows, int count);

/* As a workbook of this name. 0 or -1. */
int report_book(const char *path, const char *moment, enum report_by by,
		const struct report_row *rows, int count, struct err *err);
int sample_book(const char *path, const char *moment, const struct sample_row *rows, int count,
		struct err *err);
int questions_book(const char *path, const char *moment, const struct question *rows, int count,
		   struct err *err);

#endif
