/* Who may do what, and when: roles x acts x states, in one table (workflow.c).
 *
 * The screens, the store and `mtdesk roles` ask here and nowhere else. A row says that one of `roles` may take a filing
 * from one state to another by an act; what no row says is forbidden. Desk acts have rows with no states.
 *
 * Two rules need the persons and stand beside the table: who certified a filing (or took over its certificate) may not seal
 * it, and business roles do not go with administrators' (roles_may_combine). */
#ifndef FORMS_WORKFLOW_H
#define FORMS_WORKFLOW_H

#include "forms/err.h"
#include "forms/state.h"

enum role {
#define X(name, key, label, help) ROLE_##name,
#include "forms/role.def"
#undef X
	ROLE_COUNT
};

enum act {
#define X(name, key, label, flags, meaning) ACT_##name,
#include "forms/act.def"
#undef X
	ACT_COUNT
};

enum act_flag {
	ACT_IS_SIGNED = 1 << 0,
	ACT_NEEDS_PASSWORD = 1 << 1,
	ACT_NEEDS_REASON = 1 << 2,
	ACT_IS_DESK = 1 << 3, /* not about a filing */
};

#define ROLE_BIT(r) (1U << (r))

/* Stable keys, and N_() words. */
const char *role_key(enum role r);
const char *role_label(enum role r);
const char *role_help(enum role r);
enum role role_by_key(const char *key); /* ROLE_COUNT: none */
const char *act_key(enum act a);
const char *act_label(enum act a);
const char *act_meaning(enum act a);
unsigned act_flags(enum act a);
enum act act_by_key(const char *key); /* ACT_COUNT: none */

/* "clerk doctor" to bits and back. Parsing returns false for an unknown key. */
bool roles_parse(const char *text, unsigned *out);
#define ROLES_TEXT_SIZE 128
char *roles_format(unsigned roles, char out[ROLES_TEXT_SIZE]);
/* The labels, parted by 、, in the reader's language. */
char *roles_words(unsigned roles, char *buf, size_t size);

/* May one person hold these together? */
bool roles_may_combine(unsigned roles);

struct transition {
	enum act act;
	enum filing_state from, to; /* STATE_COUNT both: a desk act */
	unsigned roles;             /* any of them */
};

size_t transitions_count(void);
const struct transition *transition_at(size_t i);

/* The row of an act from a state (STATE_COUNT for a desk act), or NULL: it is never possible from there. */
const struct transition *workflow_find(enum act a, enum filing_state from);

/* May somebody with these roles do it? */
bool workflow_allows(unsigned roles, enum act a, enum filing_state from);

/* The same, with the reason in words: in which state the filing is and from which it goes, or who may. 0, or -1 with
 * ERR_NOT_ALLOWED. */
int workflow_check(unsigned roles, enum act a, enum filing_state from, struct err *err);

#endif
