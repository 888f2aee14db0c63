/* Acts: the steps of a filing's life, each signed and audited in one transaction.
 *
 *     acts_prepare()  reads everything, refuses with its reason, and makes the text that would be signed;
 *     a screen shows it;
 *     acts_commit()   looks again inside the transaction, signs, stores act, state and audit row together.
 *
 * A filing's number is issued inside the transaction that files it, so the text of that act is completed there; a level-1
 * key signs in 0.4 ms. Whoever filed, sealed or certified meanwhile makes the second look fail with ERR_CONFLICT, and
 * nothing is changed. A commit whose outcome is unknown is settled by the act's random key: acts_commit() again neither
 * acts twice nor loses it. */
#ifndef DB_ACTS_H
#define DB_ACTS_H

#include "db/filings.h"
#include "db/registry.h"
#include "db/setup.h"
#include "forms/act_text.h"
#include "forms/check_code.h"
#include "forms/notice.h"

/* What somebody wants to do. Strings are borrowed. */
struct act_request {
	enum act act;
	int64_t filing;
	const char *reason; /* what ACT_NEEDS_REASON asks for; of a certification: why against a verdict of reference criteria */
	/* 认定, 采认 */
	int64_t doctor;     /* of the register; 0: the actor's own entry. Of a paper from elsewhere, dr_name and ide_name instead */
	const char *dr_name, *ide_name, *ide_date;
	const char *rx_weeks; /* "" none */
	/* 用印 */
	int64_t seal;       /* of the register; 0: one of an institution elsewhere, named by seal_name */
	const char *seal_name;
	enum mark_level mark;
	bool legible, over_date, name_equal; /* of an ink seal */
	int64_t scan;       /* material that shows it; 0 none */
	/* 备案 */
	const char *begndate, *enddate; /* "" default */
	/* 续期 */
	const char *policy, *document, *until;
};

/* An act about to be signed. Released with act_draft_finish(). */
struct act_draft {
	struct act_request request; /* strings owned by the draft from here on */
	int64_t revision;           /* of the filing when it was read */
	enum filing_state from, to;
	char *filing_text;          /* canonical text of the version; of a submission the one that it makes */
	char filing_sm3[SM3_HEX_SIZE];
	char *text;                 /* of the act, as far as it is known before the transaction */
	char code[CHECK_CODE_SIZE]; /* check code of filing_text */
	char once[33];
	struct findings findings;   /* what is worth knowing (notes); errors made acts_prepare() fail */
	struct notice notice;       /* what is missing, when that is why */
	int64_t duplicate;          /* the live filing that stands against it; 0 none */
	char history_no[32];        /* imported history of the same person, disease and insurance: worth a look, no obstacle */
	/* After acts_commit(): */
	int64_t act_id;
	char filing_no[FILING_NO_SIZE], at[20];
	int64_t amendment;          /* id of the new version that ACT_AMEND began */
};
void act_draft_finish(struct act_draft *d);

/* 0 and *out, or -1: ERR_NOT_ALLOWED with the reason, findings/notice/duplicate of *out set where they say more
 * (*out is to be finished either way). A refusal leaves its row in the audit. */
int acts_prepare(struct store *st, const struct actor *who, const struct act_request *req, const struct check_context *ctx,
		 struct act_draft *out, struct err *err);

/* The key for it: the session's, or the one that staff_confirm() / staff_open_seal() opened. `key_id` 0: the actor's own. An act
 * with ACT_NEEDS_PASSWORD is refused unless one of the two was right on this store a moment ago (store_confirmed). */
int acts_commit(struct store *st, const struct actor *who, struct act_draft *d, const struct sm2_key *key, int64_t key_id,
		const struct check_context *ctx, struct err *err);

/* Do two texts of an act say the same, but for what is only known at the moment of signing (time, clock, the audit's head, key,
 * number, random key)? Whoever read the one has read the other. */
bool acts_same_but_for_the_moment(const char *a, const char *b);

/* An act as stored. */
struct act_row {
	int64_t id, filing, version, staff, key, audit;
	enum act act;
	char at[20], sm3[SM3_HEX_SIZE], staff_name[256], key_id[SM2_KEY_ID_SIZE], code[CHECK_CODE_SIZE];
	enum mark_level mark;
	char *text, *signature, *public; /* owned */
};
void act_row_finish(struct act_row *r);
/* All acts of a filing (every version of it), oldest first; how many (at most space), or -1. Those of the filing that it
 * amends stand there (filing_record.prior). */
int acts_of_filing(struct store *st, int64_t filing, struct act_row *out, int space, struct err *err);

/* The marks that stand in the form's cells now: what the last certification, seal and filing act of the current version
 * say. Fields that have no mark are "". */
struct act_mark {
	bool there;
	enum mark_level level;
	char who[256], when[20], code[CHECK_CODE_SIZE]; /* of a seal `who` is the institution */
};
struct act_marks {
	struct act_mark certified, sealed, filed;
	char seal_name[256];
	char ended[1200]; /* of a returned, declined, revoked, expired or superseded filing: which, when, why */
};
int acts_marks(struct store *st, int64_t filing, struct act_marks *out, struct err *err);

/* The live filing of the same person, disease and insurance (identity_person_key), other than `except` and the one it amends;
 * 1, 0, -1. */
int acts_duplicate(struct store *st, const struct filing *f, int64_t except, struct filing_record *out, struct err *err);

/* The canonical text of a version; the caller frees it. 1, 0, -1. */
int acts_filing_text(struct store *st, int64_t filing, int64_t version, char **out, struct err *err);

/* Tell the packs what the head recorded (policies_renew). Called when the desk opens and after each ACT_RENEW. */
int renewals_apply(struct store *st, struct policies *ps, struct err *err);

#endif
