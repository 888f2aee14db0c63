/* The columns of tables: the words that stand over them, and how a row becomes a filing and back.
 *
 * The sixteen of the ledger come first, in its order; every other field of the field table follows where a full table is asked
 * for, then 备案号, 状态 and the evidence. A header is known by its word, by the field's label, or by the interface's name
 * (field.def); what is not known is named and left aside. Values are words or codes; both are read, words are written. */
#ifndef DB_COLUMNS_H
#define DB_COLUMNS_H

#include "db/filings.h"
#include "db/table_in.h"

enum columns_which { COLUMNS_LEDGER, COLUMNS_FULL };

size_t columns_count(enum columns_which which);
/* The word over the column, in Chinese whatever the language of the desk. */
const char *column_word(size_t column);

/* What FILE.rejects.csv has behind the columns of its file (db/imports.h): known, and left aside without a word. */
#define COLUMNS_OF_REJECTS 3
extern const char *const column_reject_words[COLUMNS_OF_REJECTS];

/* Where the columns of a table stand. */
struct column_map {
	int16_t at[TABLE_CELLS_MOST]; /* cell -> column, -1: left aside */
	size_t cells;
	char unknown[1024]; /* headers left aside, parted by 、; "" none */
};
/* From the header row. 0, or -1 with ERR_INPUT: no header (no known column in it), a column twice, or 姓名/身份证件号码/病种 missing. */
int column_map_make(const struct table_row *header, struct column_map *out, struct err *err);

/* What is wrong with a row: the column's word and a sentence with value and remedy. */
struct column_fault {
	char column[64], reason[512];
};

/* A row of history. */
struct column_record {
	struct filing filing;          /* ACT fields too: 认定医师, 备案日期 ... */
	char filing_no[64], state[64]; /* as the source says; "" */
};
void column_record_finish(struct column_record *r);

/* Take a row in: values to codes, names and numbers normalised, formulas' guards taken off, what a spreadsheet wounded refused
 * (5.11102E+17, an 18-digit number that ends in 000 and fails its check, a telephone without its zero), and the whole record
 * checked against ctx (the day of 备案日期 or 认定日期 where there is one). Returns how many faults there are: 0: *out is good. */
int column_record_read(const struct column_map *map, const struct table_row *row,
		       const struct check_context *ctx, struct column_record *out,
		       struct column_fault *faults, int space);

/* A column of a filing as it is written: words of codes, guarded against formulas (a leading = + - @ TAB CR gets ' before it). The
 * caller frees it; NULL: memory. `mask` hides numbers and telephones. */
char *column_value(const struct filing_record *r, size_t column, bool mask);

#endif
