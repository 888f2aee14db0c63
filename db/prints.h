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
	int64_t filing;  /* 0: a blank form, a ruler page, or a day sheet */
	struct date day; /* of a day sheet */
	bool blank, ruler, values_only;
	const char *
		printer; /* NULL: to `path`. With a path too: into the file, moved as far as this printer lies off */
	const char *
		path; /* bytes of the locale's charset; a file that is replaced. NULL with a printer, or with `out_pdf` */
	/* Instead of either: the PDF itself, which the caller frees. */
	char **out_pdf;
};

struct print_result {
	int nth, pages; /* nth 0: not counted (blank form, ruler page) */
	char sm3[SM3_HEX_SIZE];
	size_t bytes;
	bool agent_left; /* paper_options.agent_left */
};

/* 0, or -1: ERR_NOT_ALLOWED, ERR_INPUT (no font has a character: which), ERR_STORAGE (file or printer: what it said). A place
 * that cannot be written costs no number: the file is made, and given its length, before the sheet is counted. What fails
 * behind the count is said with the number that it has cost, and leaves a refusal in the audit. On a desk that is not set up
 * nobody is asked, and nothing is audited. The sheet is Chinese, whatever the desk speaks; a refusal is in its words. */
int prints_make(struct store *st, const struct actor *who, const struct print_request *req,
		const struct check_context *ctx, struct print_result *out, struct err *err);

/* Newest first; how many (at most space), or -1. */
struct print_row {
	char kind[32], way[128], at[20], staff_name[256];
	int64_t nth, pages;
};
int prints_of_filing(struct store *st, int64_t filing, struct print_row *out, int space,
		     struct err *err);
int prints_of_day(struct store *st, struct date day, struct print_row *out, int space,
		  struct err *err);

/* What the row in the audit says of a print: "form nth=3 pages=1 sm3=… way=file". */
#define PRINT_DETAIL_SIZE 256
struct print_detail {
	const char *kind, *sm3, *way;
	int64_t nth, pages;
};
void print_detail(const struct print_detail *p, char out[PRINT_DETAIL_SIZE]);

#define PRINT_WAY_FILE "file"

/* Printers of CUPS (lpstat, a child), the default first; how many, 0 where there is none, or -1 with what is missing: the
 * programs of CUPS are not installed, or answer nothing in time. */
#define PRINTER_OFFSET_MOST 500
struct printer {
	char name[128];
	int dx, dy; /* tenths of a millimetre, to the right and down */
};
int printers_list(struct store *st, struct printer *out, int space, struct err *err);
/* The offsets that were kept for a printer, 0 where none were. 0 or -1. */
int printer_load(struct store *st, const char *name, struct printer *out, struct err *err);
/* Whoever prints may keep them. Leaves a row in the audit. */
int printer_save(struct store *st, const struct actor *who, const struct printer *p,
		 struct err *err);
/* Hand a PDF to `lp`. `title` stands in the queue, where everybody reads it. 0 or -1. */
int printer_send(const char *printer, const char *title, const char *pdf, size_t len,
		 struct err *err);

/* The sheet that a QR was read from, held against this store: every word of it, and the text whose digest it carries. One
 * finding a line in *out, which the caller frees; 0 all agrees and what the sheet says still holds, 1 something does not,
 * -1. */
int prints_verify_code(struct store *st, const char *payload, char **out, struct err *err);

#endif
