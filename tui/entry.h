/* An entry: one filing while somebody works on it, and its draft in the store.
 *
 * The form screen and the criteria screen share one entry. Every change goes through it, so that
 * the draft on disk is never more than a second behind: entry_save_draft() writes it at each field
 * exit and once a second when something is unsaved. */
#ifndef TUI_ENTRY_H
#define TUI_ENTRY_H

#include "db/drafts.h"
#include "tui/desk.h"

struct entry {
	struct desk *desk;
	struct draft draft;         /* the record under work is draft.record */
	bool unsaved;               /* the draft on disk is behind */
	bool changed;               /* differs from what was parked last */
	struct check_result result; /* of the filing as it stands */
	struct filing_record seen;  /* the same person's newest other filing */
	bool has_seen;
	bool criteria_done; /* the criteria were gone through to their end: the form goes on to its
			       next cell */
	char trouble[512];  /* the store's last failure, "" when all is well */
};

/* Begin a new filing, or one that is stored. The entry is released with entry_finish(), after any
 * outcome. Return 0 or -1. */
int entry_begin(struct entry *e, struct desk *desk);
int entry_open(struct entry *e, struct desk *desk, int64_t filing_id, struct err *err);
/* Take over the newest draft whose desk is gone: 1, 0 when there is none, -1. */
int entry_resume(struct entry *e, struct desk *desk, struct err *err);
/* The filing as it stands in the store now; what was not stored is gone. 0, or -1 with the entry as it was. */
int entry_reload(struct entry *e, struct err *err);
void entry_finish(struct entry *e);

struct filing *entry_filing(struct entry *e);
const char *entry_get(const struct entry *e, enum field_id id);

/* Put the text of a cell as it is being typed; what follows from it is derived at once. */
void entry_set(struct entry *e, enum field_id id, const char *text);
/* The cell is left: its text in its stored spelling. Where the cursor goes is said by entry_at();
 * then the draft is to be saved. */
void entry_leave(struct entry *e, enum field_id id);
/* Choose a disease of the code table. */
void entry_set_disease(struct entry *e, const struct policy_code *row);
/* The way the filing goes, as its region's pack describes it; NULL when no pack does. */
const struct policy_route *entry_route(const struct entry *e);
void entry_set_route(struct entry *e, const struct policy_route *route);
/* value NULL or "" makes the evidence unknown. */
void entry_set_evidence(struct entry *e, const char *key, const char *value, const char *unit,
			const char *note);
/* Name, telephone and insurance from the person's other filing, into empty cells only. Returns how
 * many were filled. */
int entry_fill_from_seen(struct entry *e);

/* The pack's criteria for the disease, or NULL. */
const struct policy_criteria *entry_criteria(const struct entry *e);

/* Say where the cursor is; kept with the draft. */
void entry_at(struct entry *e, const char *screen, const char *cell, size_t cursor);

/* Write the draft if it is behind. A failure is kept in e->trouble and tried again at the next
 * tick. */
void entry_save_draft(struct entry *e);

/* Store the filing and drop the draft, in one transaction. 0 or -1 with err; the entry stays as it
 * was on failure. */
int entry_park(struct entry *e, struct err *err);
/* Store the entry as a filing of its own, because another desk saved the same one meanwhile: theirs
 * stays as it is, and the note of ours names it. As entry_park() otherwise. */
int entry_park_apart(struct entry *e, struct err *err);
/* Drop the draft: nothing is left of what was never parked, and of a parked filing what was parked.
 */
int entry_discard(struct entry *e, struct err *err);
/* The form goes from the screen with changes that were not parked: its draft waits for whoever
 * takes it up. */
void entry_let_go(struct entry *e);

#endif
