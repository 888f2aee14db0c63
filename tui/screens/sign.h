/* An act under way: what is asked before it (steps.c, steps_pick.c), and the screen on which it is read and signed
 * (sign_begin.c, sign.c, sign_draw.c, sign_commit.c).
 *
 * The screen shows every value of the text that will be signed, to its end, and the sentence that says what signing means. What was
 * typed on the way (a reason, a date) outlives a wrong password, a conflict and a refusal. */
#ifndef TUI_SIGN_H
#define TUI_SIGN_H

#include "db/acts.h"
#include "db/materials.h"
#include "tui/screens/dialog.h"
#include "tui/screens/screens.h"

/* What an act may ask for. */
enum step {
	STEP_REASON,   /* why it is returned, declined, revoked, amended */
	STEP_OPINION,  /* of a review */
	STEP_OVERRIDE, /* why it is certified against reference criteria */
	STEP_RX_WEEKS,
	STEP_DOCTOR, /* of the register, on paper from another institution */
	STEP_DR_NAME,
	STEP_IDE_NAME,
	STEP_IDE_DATE,
	STEP_SEAL, /* of the register */
	STEP_SEAL_NAME,
	STEP_MARK,
	STEP_INK,
	STEP_SCAN,
	STEP_BEGNDATE,
	STEP_ENDDATE,
	STEP_POLICY,
	STEP_DOCUMENT,
	STEP_UNTIL,
	STEP_COUNT
};

#define STEPS_MOST 6

/* The answers by step, owned; NULL: not given yet. */
struct answers {
	char *text[STEP_COUNT];
};
void answers_finish(struct answers *a);
/* Take over what `from` holds; *from is empty then. */
void answers_move(struct answers *to, struct answers *from);
/* 0, or -1 when memory is out. */
int answers_set(struct answers *a, enum step step, const char *text);

/* Which steps an act asks for on a filing. */
struct step_plan {
	enum step step[STEPS_MOST];
	size_t count;
	bool first; /* before its text can be shown; else they have defaults and F4 changes them */
};
void steps_plan(struct desk *d, enum act act, const struct filing_record *r, struct step_plan *out);
/* Fill what has a usual answer and none yet. 0, or -1 when memory is out. */
int steps_defaults(struct desk *d, const struct step_plan *plan, const struct filing_record *r,
		   struct answers *a);
/* The request that the answers make; its strings are the answers', whose days are written out on the way. 0, or -1 with err
 * and the row to look at. */
int steps_request(struct desk *d, const struct step_plan *plan, struct answers *a,
		  struct act_request *out, size_t *out_at, struct err *err);
/* Row of a dialog for a step; its callbacks expect a struct sign as asker. */
struct dialog_row steps_row(enum step step);

struct sign {
	struct screen base;
	struct screen *asker;
	struct sign_request request;
	struct filing_record record; /* as it stood when the screen opened; id 0: about a policy */
	struct entry *entry; /* while somebody looks at the materials; owned */
	enum act act,
		before; /* `before`: what to go back to when the dialog of another is left; ACT_COUNT none */
	struct step_plan plan;
	struct answers answers, kept; /* `kept`: of `before` */
	struct dialog_row rows[STEPS_MOST];
	struct act_draft draft; /* valid while `prepared` */
	bool prepared;
	char *words;           /* of what is signed, lines parted by LF */
	int top, shown, lines; /* of the words as drawn */
	bool drawn;            /* what is in view was shown */
	bool end_seen;
	bool given_up;     /* the actor said so: what was typed may go */
	int64_t opened_at; /* app_now() of the first look */
	char password[DIALOG_TEXT_SIZE];
	char who[320]; /* the actor, for the title */
};

/* Of the screen's vtable. */
extern const struct screen_ops sign_ops;
void sign_title(const struct screen *s, char *left, char *right, size_t size);
enum style sign_status(const struct screen *s, char *buf, size_t size);
void sign_draw(struct screen *s, WINDOW *w);

void sign_finish(struct sign *s);

/* The act, and what it asks for. */
void sign_plan(struct sign *s, enum act act);
/* Make its text: 0, or -1 with the reason, the row to look at, and what the refusal knows in *refused (may be NULL). */
int sign_prepare(struct sign *s, size_t *out_at, struct act_draft *refused, struct err *err);
/* Open its dialog. */
void sign_ask(struct sign *s);

void sign_wipe(struct sign *s);
/* Sign: says what happened, and what comes next. */
enum next sign_commit(struct sign *s);

/* The key that an act is signed with, opened by the password where it asks for one. *out_own is set when the caller frees
 * the key. 0, or -1 with the reason. */
int sign_key(struct desk *d, const struct act_request *req, const char *password,
	     struct sm2_key **out, int64_t *out_id, bool *out_own, struct err *err);

/* One sentence about what happened. */
void sign_tell(const struct filing_record *r, const struct act_draft *d, char *buf, size_t size);

#endif
