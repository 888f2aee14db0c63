/* Supervision: work lists, day sheet, tables, sample, questions. Reads only, but for anchors, and the rows that it leaves in
 * the audit.
 *
 * Where these functions take an actor, his role is asked for (ACT_DAY_CLOSE, ACT_SUPERVISE). */
#ifndef DB_SUPERVISE_H
#define DB_SUPERVISE_H

#include <stdio.h>

#include "db/anchors.h"
#include "db/filings.h"

/* Counts of the home screen. */
struct work_counts {
	int64_t to_certify, to_seal, to_file, returned, drafts;
	char oldest_ready[20]; /* when the first of them was submitted; "" none */
	int64_t due_0, due_30,
		due_90; /* filed, whose last day has passed / comes within 30 / 90 days */
	int64_t registered, certified, filed; /* today */
};
/* Counts over indexes of what is open, due or of today: they take as long at a million filings as at a thousand. */
int work_count(struct store *st, struct date today, struct work_counts *out, struct err *err);

/* Which of them: the counts above, by name. */
enum due { DUE_PASSED, DUE_30, DUE_90 };
/* Filed entitlements that end so, soonest first, with their last days; how many (at most space), or -1. */
int due_list(struct store *st, struct date today, enum due which, struct filing_brief *out, char (*out_end)[11], int space,
	     struct err *err);

/* 日结单: what was done in a day, and where the audit chain stood when it was closed. */
struct day_sheet {
	char day[11];
	int64_t by_act[ACT_COUNT]; /* done on that day, by the clock of the desk */
	int64_t refused;
	int64_t first_seq, last_seq; /* rows of that day; 0 none */
	struct anchor anchor;        /* of the last closing; size 0: not closed yet */
};
int day_sheet(struct store *st, struct date day, struct day_sheet *out, struct err *err);
/* Its totals as every sheet of the day lists them: acts on filings whether they happened or not, so that a missing one is seen;
 * acts on the desk when they did. How many. */
struct day_total {
	const char *label; /* N_() */
	int64_t count;
	bool desk;
};
size_t day_totals(const struct day_sheet *sheet, struct day_total out[ACT_COUNT]);
/* Close the day: a row in the audit and an anchor over the chain, written also when nothing happened that day. A day that was
 * closed already is closed once more, over what came later. */
int day_close(struct store *st, const struct actor *who, struct date day, struct day_sheet *out,
	      struct err *err);

/* Tables over the acts of [from, to]: which filings were filed (amendments are not counted again), declined, returned, revoked,
 * and which were filed although the reference criteria said otherwise. */
enum report_by { REPORT_DISEASE, REPORT_DOCTOR, REPORT_INSTITUTION, REPORT_MONTH, REPORT_BY_COUNT };
struct report_row {
	char key[320];
	int64_t filed, declined, returned, revoked, overridden;
};
const char *report_by_key(enum report_by by);   /* "disease" */
const char *report_by_label(enum report_by by); /* N_() */
enum report_by report_by_name(const char *key); /* REPORT_BY_COUNT: none */
/* Months in their order, all else by how many were filed. What `space` does not hold is summed up in the last row. How many,
 * or -1. */
int report_make(struct store *st, enum report_by by, struct date from, struct date to,
		struct report_row *out, int space, struct err *err);

/* 监督抽查: a sample of `size` filings filed in [from, to], drawn from the seed alone, so that anybody draws it again; and
 * every filing that was certified against the verdict of reference criteria.
 *
 * Each filing's lot is the SM3 of "SEED:ID" (`printf %s SEED:ID | openssl dgst -sm3`); the smallest lots are drawn. Drawn
 * filings come first, in order of their lots. */
#define SEED_SIZE 65
#define SAMPLE_MOST 1000
struct sample_ask {
	const char *seed;
	int size; /* 1 to SAMPLE_MOST */
	struct date from, to;
};
struct sample_row {
	struct filing_brief brief;
	bool drawn, override;
};
/* How many (at most space), or -1. *out_population: filings that it was drawn from. Leaves a row in the audit. `who` NULL: the
 * command line, where nobody is signed in. */
int sample_draw(struct store *st, const struct actor *who, const struct sample_ask *ask,
		struct sample_row *out, int space, int64_t *out_population, struct err *err);

/* Unusual patterns, as questions and not as verdicts. */
struct question {
	char text[512]; /* one sentence in the reader's language, ending with ？ */
	int64_t filing; /* one to look at; 0 none */
};
/* How many (at most space), or -1. */
int questions_list(struct store *st, struct date from, struct date to, struct question *out,
		   int space, struct err *err);

/* Tables as a file: a workbook where the name ends with .xlsx, else CSV: UTF-8 with its mark, CRLF; cells that a spreadsheet would take
 * for a formula get an apostrophe. The file must not be there yet. Leaves a row in the audit. 0 or -1. */
int report_save(struct store *st, const char *path, enum report_by by,
		const struct report_row *rows, int count, struct err *err);
int sample_save(struct store *st, const char *path, const struct sample_row *rows, int count,
		struct err *err);
int questions_save(struct store *st, const char *path, const struct question *rows, int count,
		   struct err *err);
/* ... without a row, for the command line. */
int report_save_as(struct store *st, const char *path, enum report_by by,
		   const struct report_row *rows, int count, struct err *err);
/* ... as CSV to a stream. */
void report_write(FILE *out, enum report_by by, const struct report_row *rows, int count);
void sample_write(FILE *out, const struct sample_row *rows, int count);

#endif
