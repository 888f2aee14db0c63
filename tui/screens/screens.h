/* The screens, each made by one function. A made screen is handed to app_push(), which owns it.
 * NULL: memory is out. */
#ifndef TUI_SCREENS_H
#define TUI_SCREENS_H

#include "db/acts.h"
#include "tui/app.h"
#include "tui/entry.h"

struct screen *home_screen(struct desk *desk);

/* The first run: institution, packs, people. Ends the app when the desk is made, or is not to be. */
struct screen *setup_screen(struct desk *desk);

/* Sign in. Ends the app when somebody is at the desk, or wants to go. */
struct screen *sign_in_screen(struct desk *desk);

/* Over the work of the actor while he is away: his password opens it again, that of another sends him off. */
struct screen *lock_screen(struct desk *desk);

/* Change the password of the person who is signed in. */
struct screen *password_screen(struct desk *desk, struct screen *asker);

/* Accounts, of the security administrator. */
struct screen *staff_screen(struct desk *desk);

/* Institutions, doctors and seals, of the head. */
struct screen *registry_screen(struct desk *desk);

/* The form with an entry, which the screen takes over. `typed` (may be NULL) is put into the
 * document number's cell. */
struct screen *form_screen(struct desk *desk, struct entry *e, const char *typed);

/* Open a stored filing in a form over the asker. 0, or -1 with the reason. */
int form_open(struct screen *asker, int64_t filing, struct err *err);

/* The criteria of an entry's disease; the entry stays the form's. `key` is the evidence to begin
 * with (NULL: the first that is undecided). */
struct screen *criteria_screen(struct desk *desk, struct entry *e, const char *key);

/* The criteria where the entry's draft was left. */
struct screen *criteria_resumed(struct desk *desk, struct entry *e);

/* Find a filing; `query` (may be NULL) is typed already, `parked_only` shows parked ones alone. */
struct screen *find_screen(struct desk *desk, const char *query, bool parked_only);

/* All findings of an entry; Enter hands the field to `jump`. */
typedef void jump_fn(struct screen *form, enum field_id field, const char *evidence);
struct screen *findings_screen(struct desk *desk, struct entry *e, struct screen *form,
			       jump_fn *jump);

/* 一次性告知 of an entry; Enter goes where a thing is mended: to the form (`jump`), its materials, its agent. */
struct screen *notice_screen(struct desk *desk, struct entry *e, struct screen *form, jump_fn *jump);

/* The materials of an entry, the line of `kind` (NULL: the first) under work. A filing that is not in the store yet is parked
 * when the first is attached. */
struct screen *materials_screen(struct desk *desk, struct entry *e, const char *kind);

/* Who applies for the person, asked over the form. */
struct screen *agent_screen(struct desk *desk, struct screen *form);

/* A page of text with the keys of the screen below under it. */
struct screen *help_screen(struct desk *desk, const char *heading, const char *text,
			   const struct screen_key *keys);

/* Everything the screen below can do. */
struct screen *menu_screen(struct desk *desk, struct app *app);

/* The filing of the entry was saved by another desk meanwhile (`said`): ways to keep both, and what
 * differs. */
struct screen *conflict_screen(struct desk *desk, struct entry *e, const char *said);

/* 日结单, 到期提醒, 监督抽查, 审计 */
struct screen *day_sheet_screen(struct desk *desk);
struct screen *due_screen(struct desk *desk);
struct screen *supervise_screen(struct desk *desk);
struct screen *audit_screen(struct desk *desk);
/* Begin an act on a filing (0: on the desk; `policy` then names the pack): what it needs is asked, its text is shown, and it
 * is signed there. A refusal is said and nothing opens. `done` (may be NULL) hears what was signed before the screen
 * closes; `seen` (may be NULL) hears that the text was read to its end, with the answers given for it, which it may take
 * over. */
struct answers;
struct sign_request {
	enum act act;
	int64_t filing;
	const char *policy;
	struct answers *answers; /* given before; taken over. NULL: none */
	void (*done)(struct screen *asker, const struct act_draft *d);
	/* May be NULL: what a refusal before the screen opened knows (findings, what is missing, the filing that stands
	 * against it). */
	void (*refused)(struct screen *asker, const struct act_draft *d);
	void (*seen)(struct screen *asker, const struct act_draft *d, struct answers *a);
};
enum next sign_open(struct screen *asker, const struct sign_request *req);

/* The act that a command means to this person for a filing in this state; ACT_COUNT: the command means none. */
enum act sign_act_for(const struct desk *d, enum command c, enum filing_state state);

/* The filings that wait in a state, and the act that they wait for. */
struct screen *work_screen(struct desk *desk, enum filing_state state);

/* Field-level changes and acts of a filing. */
struct screen *history_screen(struct desk *desk, int64_t filing);

/* Of a training desk: wipe it and fill it anew, for which region? */
struct screen *refill_screen(struct desk *desk);

/* Print a filing's sheets (0: a blank form). */
struct screen *print_screen(struct desk *desk, int64_t filing);
/* Printers and how far each lies off. */
struct screen *printers_screen(struct desk *desk);

/* What goes in and out: the lists below. */
struct screen *exchange_screen(struct desk *desk);
/* Is any of them of use to the person who is signed in? */
bool exchange_may(const struct desk *d);
struct screen *import_screen(struct desk *desk);
struct screen *export_screen(struct desk *desk);
/* The national platform: what waits, what was answered; its parameters; the fields in the order of the centre's page. */
struct screen *outbox_screen(struct desk *desk);
struct screen *site_screen(struct desk *desk);
struct screen *centre_screen(struct desk *desk, int64_t filing);
/* Bundles between desks, what came with them, and the desks themselves. */
struct screen *bundles_screen(struct desk *desk);
struct screen *received_screen(struct desk *desk);
struct screen *peers_screen(struct desk *desk);

struct screen *policies_screen(struct desk *desk);
struct screen *settings_screen(struct desk *desk);

/* A sentence that must be read, with 1 yes / 2 no; `done` gets the answer. */
typedef enum next answer_fn(struct screen *asker, bool yes);
struct screen *question_screen(struct desk *desk, struct screen *asker, const char *text,
			       answer_fn *done);

#endif
