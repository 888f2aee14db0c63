/* Prints from within: what a sheet says, gathered from the store. */
#ifndef DB_PRINTS_PARTS_H
#define DB_PRINTS_PARTS_H

#include "db/filings.h"
#include "db/prints.h"
#include "db/stmt.h"
#include "db/supervise.h"

#define SHEET_ACTS_MOST 128
#define SHEET_MATERIALS_MOST 400
#define SHEET_LINES_MOST (ACT_COUNT + 16)

/* What the strings of struct paper_facts are borrowed from. */
struct sheet {
	struct paper_facts facts;
	struct desk_identity desk; /* uuid "" before the desk is set up */
	char printed_at[TIMESTAMP_SIZE];

	struct filing_record record; /* id 0: none */
	struct check_context check;
	struct check_result result;
	struct act_row *acts; /* SHEET_ACTS_MOST places, oldest first */
	int acts_count;
	struct act_marks marks;
	struct material *stored; /* SHEET_MATERIALS_MOST places */
	struct act_material *materials;
	struct notice notice;
	struct benefit_terms terms;
	char policies[768], route[128], prescription[160], doctor_title[128], source[1024],
		code[CHECK_CODE_SIZE];
	char *qr; /* owned; NULL: none */

	struct day_sheet day;
	char anchor[ANCHOR_LINE_SIZE], values[SHEET_LINES_MOST][48];
	struct paper_line lines[SHEET_LINES_MOST];
};

/* Gather everything that the sheet of the request says, as its `nth` print. 0, or -1; released with sheet_finish() either way. */
int sheet_gather(struct store *st, const struct actor *who, const struct print_request *req,
		 const struct check_context *ctx, int nth, struct sheet *out, struct err *err);
void sheet_finish(struct sheet *s);

/* The facts of a stored version that its QR carries (forms/sheet_code.h); `s` is gathered but for its QR. 0 or -1. */
int sheet_make_code(struct store *st, struct sheet *s, struct err *err);

#endif
