/* Supervision: work lists, day sheet, tables, sample, questions. Reads only, but for the day sheet's anchor. */
#ifndef DB_SUPERVISE_H
#define DB_SUPERVISE_H

#include "db/anchors.h"
#include "db/filings.h"

/* Counts of the home screen. */
struct work_counts {
	int64_t to_certify, to_seal, to_file, returned, drafts;
	char oldest_ready[20];                 /* when the first of them was submitted; "" none */
	int64_t due_0, due_30, due_90;         /* filed, whose last day has passed / comes within 30 / 90 days */
	int64_t registered, certified, filed;  /* today */
};
/* Counts over indexes of what is open, due or of today: they take as long at a million filings as at a thousand. */
int work_count(struct store *st, struct date today, struct work_counts *out, struct err *err);

/* Filed entitlements whose last day is at most `days` from today (-1: has passed), soonest first; how many (at most space),
 * or -1. */
int due_list(struct store *st, struct date today, int days, struct filing_brief *out, char (*out_end)[11], int space,
	     struct err *err);

/* 日结单 */
struct day_sheet {
	char day[11];
	int64_t by_act[ACT_COUNT]; /* acts of that day */
	int64_t refused;           /* refusals in the audit */
	int64_t first_seq, last_seq;
	struct anchor anchor;      /* made by day_close(); size 0 before */
};
int day_sheet(struct store *st, struct date day, struct day_sheet *out, struct err *err);
/* The same, with an anchor over the chain, written also when nothing happened that day. */
int day_close(struct store *st, const struct actor *who, struct date day, struct day_sheet *out, struct err *err);

/* Tables over filings that were filed in [from, to]. */
enum report_by { REPORT_DISEASE, REPORT_DOCTOR, REPORT_INSTITUTION, REPORT_MONTH, REPORT_BY_COUNT };
struct report_row {
	char key[320];
	int64_t filed, declined, returned, revoked, overridden;
};
const char *report_by_key(enum report_by by);   /* "disease" */
const char *report_by_label(enum report_by by); /* N_() */
int report_make(struct store *st, enum report_by by, struct date from, struct date to, struct report_row *out, int space,
		struct err *err);

/* 监督抽查: a sample of `size` filings filed in [from, to], drawn from the seed alone (SM3 of seed and id in order), so that
 * anybody draws it again; and every filing certified against the verdict of reference criteria. Audited. */
struct sample_row {
	struct filing_brief brief;
	bool drawn, override;
};
int sample_draw(struct store *st, const struct actor *who, const char *seed, int size, struct date from, struct date to,
		struct sample_row *out, int space, struct err *err);

/* Unusual patterns, as questions and not as verdicts. */
struct question {
	char text[512];   /* one sentence in the reader's language, ending with ？ */
	int64_t filing;   /* one to look at; 0 none */
};
int questions_list(struct store *st, struct date from, struct date to, struct question *out, int space, struct err *err);

#endif
