/* Acts from within: what preparing and committing share.
 *
 * A scene is all that an act's rules look at, read in one go: before the screen, and again inside the transaction. The rules
 * refuse, or set what the act will have made of the filing (`after`); the facts of both make the text that is signed. */
#ifndef DB_ACTS_PARTS_H
#define DB_ACTS_PARTS_H

#include "db/acts.h"
#include "db/filings_parts.h"
#include "db/materials.h"

#define REASON_CHARS_MOST 300

/* The person as the store knows him at this moment: name, roles, entry in the doctor register. 0, or -1 with
 * ERR_NOT_ALLOWED when he is nobody, not the one who is signed in, or switched off. */
int actor_now(struct store *st, const struct actor *who, struct actor *out, struct err *err);

/* The key of the role that the act is done in: of several that may, the first in the table. "" when none may. */
const char *role_used(unsigned roles, enum act a, enum filing_state from);

struct scene {
	const struct check_context *ctx;
	struct check_context check; /* ... with completeness and the filing's way */
	const struct act_request *req;
	struct actor who;
	const struct transition *step;
	struct desk_identity desk;
	char today[DATE_TEXT_SIZE];

	struct filing_record now; /* id 0: an act of the desk */
	int64_t version;          /* the one that the act is about */
	char *text, sm3[SM3_HEX_SIZE], prior_sm3[SM3_HEX_SIZE], before_sm3[SM3_HEX_SIZE];
	char history[24], history_sm3[SM3_HEX_SIZE];
	struct check_result result;
	struct material *materials;
	size_t materials_count;
	char *kinds;

	/* What the rules found out and decided: */
	struct doctor doctor;         /* id 0: not in the register */
	struct institution certifier; /* id 0: likewise */
	struct seal seal;
	const char *override; /* the reason against a verdict */
	char seal_institution[256];
	char scan_sm3[SM3_HEX_SIZE];
	struct filing after;
	bool supersedes; /* now.prior is superseded by this act */

	char audit_words[256]; /* of a refusal, where the sentence itself says too much for the audit; "" the sentence */
};

/* Read the scene. `seen` is the draft that was shown, whose salt and revision count, or NULL. 0, or -1 with the reason. */
int scene_open(struct store *st, const struct actor *who, const struct act_request *req,
	       const struct check_context *ctx, const struct act_draft *seen, struct scene *s,
	       struct err *err);
void scene_finish(struct scene *s);
/* The seal's entry, the doctor's and the institution's are read by the rules that need them. */

/* The rules of the act: 0 with s->after set, or -1. Findings, notice and duplicate of `d` say more. */
int scene_judge(struct store *st, struct scene *s, struct act_draft *d, struct err *err);
int judge_certification(struct store *st, struct scene *s, struct act_draft *d, struct err *err);
int judge_decline(struct store *st, struct scene *s, struct act_draft *d, struct err *err);
int judge_seal(struct store *st, struct scene *s, struct act_draft *d, struct err *err);
int judge_filing(struct store *st, struct scene *s, struct act_draft *d, struct err *err);

/* Parts of rules. Each is 0, or -1 with the reason. */
int demand_complete(struct scene *s, struct act_draft *d, struct err *err);
int demand_in_force(struct scene *s, struct err *err);
/* History of the same entitlement: its number in `out`; 1, 0 none, -1. */
int acts_in_history(struct store *st, const struct filing *f, char out[32], struct err *err);
int demand_no_duplicate(struct store *st, struct scene *s, struct act_draft *d, struct err *err);
/* The first finding that forbids becomes the reason. -1 always. */
int refuse_finding(struct scene *s, const struct finding *f, struct err *err);
/* The filing as the act leaves it. */
int set_after(struct scene *s, enum field_id id, const char *text, struct err *err);
/* Judge `after` instead of what is stored. */
void check_after(struct scene *s);
/* Add findings that are worth knowing to `out`; returns the first that is an error, or NULL. */
const struct finding *sort_findings(const struct findings *from, struct findings *notes);

/* What is only known at the moment of signing. */
struct signing {
	char at[TIMESTAMP_SIZE], key_id[SM2_KEY_ID_SIZE], filing_no[FILING_NO_SIZE];
	bool clock_doubtful;
	int64_t audit_seq;
	char audit_head[SM3_HEX_SIZE];
};
int signing_look(struct store *st, struct signing *out, struct err *err);

/* The text of the act. 0 with *out, which the caller frees, or -1. */
int scene_text(const struct scene *s, const struct signing *at, const char *once, char **out,
	       struct err *err);

/* What the transaction knows beside the scene. */
struct commit {
	struct store *st;
	struct scene s;
	struct act_draft *d;
	const struct sm2_key *key;
	int64_t key_id;
	struct signing at;
	char *text, sm3[SM3_HEX_SIZE], signature[SM2_SIGNATURE_HEX_SIZE];
	int64_t act_id, audit, amendment;
};

/* Write everything, in the open transaction. 0 or -1. */
int act_write(struct commit *c, struct err *err);

/* Leave the row of a refusal (of ERR_NOT_ALLOWED only); what `err` says stays. No transaction may be open. */
void note_refusal(struct store *st, const struct scene *s, const struct act_request *req,
		  const struct err *why);

#endif
