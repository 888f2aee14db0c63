/* Drafts: the form that is being typed, written at every field exit and one second after the last
 * key.
 *
 * A draft is the filing as it stands on the screen, plus where the cursor is and the text of the
 * cell being edited. It lives in the main store and is deleted only in the transaction that saves
 * its filing (filings_save), or when its owner empties the form or gives it up (drafts_delete). A
 * draft belongs to a desk session; the draft of a session that is no longer alive, or that released
 * it, is an orphan, offered on the home screen to the person who typed it and to nobody else (store_actor). */
#ifndef DB_DRAFTS_H
#define DB_DRAFTS_H

#include "db/filings.h"

/* A desk session: one running mtdesk. Recognised as alive by process id, its start time and the
 * machine's boot id. */
int session_open(struct store *st,
		 struct err *err); /* once after store_open; closing the store ends it */

struct draft {
	int64_t id;                  /* 0: not stored yet */
	struct filing_record record; /* record.id is 0 for a filing never parked */
	char screen[16];             /* "form" or "criteria" */
	char cell[64];   /* key of the field, or of the evidence on the criteria screen */
	int64_t cursor;  /* byte offset of the insertion point in that cell's text */
	char *cell_text; /* the cell's text while it is edited (not yet in the filing); NULL: none.
			    Owned. */
	char cell_unit[32]; /* the unit beside it on the criteria screen */
	char updated_at[20];
};

void draft_finish(struct draft *d);

/* Insert or update (own transaction, durable when it returns). Sets d->id and updated_at. ERR_BUSY
 * comes within half a second: it is called while somebody types, and is called again. */
int drafts_save(struct store *st, struct draft *d, struct err *err);
int drafts_delete(struct store *st, int64_t id, struct err *err);

/* Nobody works on the draft any more, and it was not saved: it becomes an orphan at once. */
int drafts_release(struct store *st, int64_t id, struct err *err);

/* Orphans: drafts that were released, or whose session is gone. */
int drafts_count_orphans(struct store *st, int64_t *out_count, struct err *err);

/* Whose form waits and where it stopped, without taking it over. */
struct draft_brief {
	char psn_name[256], opsp_dise_name[320]; /* "" when not typed yet */
	char screen[16], cell[64];               /* as in struct draft */
	char updated_at[20];
};
/* The newest orphan: 1, 0 none, -1. */
int drafts_orphan_brief(struct store *st, struct draft_brief *out, struct err *err);

/* Take the newest orphan over for this session: 1, 0 none, -1. */
int drafts_adopt_newest(struct store *st, struct draft *out, struct err *err);

/* Is a live session of another desk editing this filing? 1 yes, 0 no, -1. */
int drafts_open_elsewhere(struct store *st, int64_t filing_id, struct err *err);

#endif
