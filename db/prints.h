/* Prints: what a sheet says is gathered, counted, audited, made, and sent to a printer or a file.
 *
 * The PDF is made before it is counted, so that a character which no font has costs no number; the count, its digest and the
 * row in the audit are committed before the first byte leaves. */
#ifndef DB_PRINTS_H
#define DB_PRINTS_H

#include "db/acts.h"
#include "forms/paper.h"

struct print_request {
	enum paper kind;
	int64_t filing;       /* 0: a blank form, a ruler page, or a day sheet */
	struct date day;      /* of a day sheet */
	bool blank, ruler, values_only;
	const char *printer;  /* NULL: to `path` */
	const char *path;     /* a file that is replaced; NULL with a printer */
};

struct print_result {
	int nth, pages;
	char sm3[SM3_HEX_SIZE];
	size_t bytes;
};

/* 0, or -1: ERR_NOT_ALLOWED, ERR_INPUT (no font has a character: which), ERR_STORAGE (file or printer: what it said). */
int prints_make(struct store *st, const struct actor *who, const struct print_request *req, const struct check_context *ctx,
		struct print_result *out, struct err *err);

struct print_row {
	char kind[32], way[128], at[20], staff_name[256];
	int64_t nth, pages;
};
int prints_of_filing(struct store *st, int64_t filing, struct print_row *out, int space, struct err *err);

/* Printers of CUPS (lpstat, a child), the default first; how many, 0 where there is no CUPS. */
struct printer {
	char name[128];
	int dx, dy; /* tenths of a millimetre */
};
int printers_list(struct store *st, struct printer *out, int space, struct err *err);
int printer_save(struct store *st, const struct actor *who, const struct printer *p, struct err *err);

/* The sheet that a QR was read from, held against this store: every word of it, and the text whose digest it carries. One
 * finding a line in *out, which the caller frees; 0 all agrees, 1 something does not, -1. */
int prints_verify_code(struct store *st, const char *payload, char **out, struct err *err);

#endif
