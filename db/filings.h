/* Filings at rest, in whatever state.
 *
 * Every struct filing_record read here is the caller's own copy, released with
 * filing_record_finish(). `revision` counts up with each save: a save names the revision it started
 * from and is a conflict when somebody else saved meanwhile. */
#ifndef DB_FILINGS_H
#define DB_FILINGS_H

#include "db/store.h"
#include "forms/filing.h"
#include "forms/state.h"

struct filing_record {
	int64_t id; /* 0: not stored yet */
	char no[32]; /* 受理号 20261122-0007: day of first park, serial of that day; "" until stored
		      */
	int64_t revision;
	enum filing_state state;
	char policy[128];      /* the packs and editions it was judged by when last saved: "leshan-2023-28/1 shanxi-2024-3/1" */
	char route[32];                    /* "in_hospital" */
	char created_at[20], saved_at[20]; /* local time "2026-11-22 09:15:02" */
	int64_t version;     /* counts submissions; 0: never submitted */
	int64_t prior;       /* the filing that this one amends; 0: none */
	char filing_no[64];  /* 备案号; "" before it is filed */
	char source_state[64]; /* of history that is exported: what its source called its state; else "" */
	char unsettled
		[33]; /* key of a save that may have succeeded or not; the next save finds out */
	struct filing filing;
};

void filing_record_finish(struct filing_record *r);

/* Store r (insert when r->id is 0, else update from r->revision), write its search keys and what changed field by field,
 * and, in the same transaction, delete the draft `draft_id` (0: none). On success r's id, no, revision, state,
 * saved_at (and created_at) are set. What is saved is a draft, a returned filing too: other states are reached by acts
 * alone, and a filing that stands in one is refused with ERR_NOT_ALLOWED, as is an actor whose role does not register. ERR_CONFLICT: somebody saved a newer revision, or the filing is
 * not in the store any more; nothing changed. After a failure whose outcome is unknown, saving the
 * same r again neither stores it twice nor takes its own revision for another's. */
int filings_save(struct store *st, struct filing_record *r, int64_t draft_id, struct err *err);

/* 1 found, 0 none, -1 failed. */
int filings_load(struct store *st, int64_t id, struct filing_record *out, struct err *err);
int filings_load_no(struct store *st, const char *no, struct filing_record *out, struct err *err);

/* A row of a list: enough to show and to choose, no more. */
struct filing_brief {
	int64_t id;
	char no[32];
	enum filing_state state;
	char psn_name[256], gend[2], age[8], certno[64], tel[64], insutype[8], opsp_dise_code[32],
		opsp_dise_name[320], saved_at[20];
};

struct filing_query {
	const char *text;        /* "": all */
	enum filing_state state; /* STATE_COUNT: any */
};

/* Find filings by characters of the name that stand together, pinyin initials
 * or full spelling, whole document number or its last four, telephone, 受理号. An empty text lists
 * all. Newest saved first (an exact or surname-reading hit before others). Fills at most `space`;
 * *out_total gets how many there are. Returns 0 or -1. Uses indexes only: a million filings answer
 * within a key press. */
int filings_search(struct store *st, const struct filing_query *query, struct filing_brief *out,
		   size_t space, size_t *out_total, struct err *err);

/* How many filings are in each state, and how many were saved on `day`. */
struct filing_counts {
	int64_t by_state[STATE_COUNT];
	int64_t today;
};
int filings_count(struct store *st, struct date day, struct filing_counts *out, struct err *err);

/* The person seen before: the newest filing that has a name and a telephone, else the newest of the same person key (identity_person_key), except
 * `except_id`. 1 found, 0 none, -1. */
int filings_person(struct store *st, const char *certno, int64_t except_id,
		   struct filing_record *out, struct err *err);

/* The value of `field` in the filing saved last by anybody (for `=`). "" when none. 0 or -1. */
int filings_last_value(struct store *st, enum field_id field, char *buf, size_t size,
		       struct err *err);

#endif
