/* The field table: what a filing is made of. field.def is the one list; screen, paper, store, CSV,
 * JSON, help and the signed text are read from it. */
#ifndef FORMS_FIELD_H
#define FORMS_FIELD_H

#include "forms/base.h"

enum field_id {
#define X(name, key, label, chars, flags, help) FIELD_##name,
#include "forms/field.def"
#undef X
	FIELD_COUNT,
	FIELD_NONE = FIELD_COUNT, /* "no field": the whole record */
};

enum field_flag {
	FIELD_REQUIRED = 1 << 0, /* an act demands it */
	FIELD_DERIVED = 1 << 1,  /* computed, never typed */
	FIELD_ACT = 1 << 2,      /* filled by an act (certify, seal, file), never typed */
	FIELD_CHECKED = 1 << 3,  /* `mtdesk check` reads it */
	FIELD_CHOICE = 1 << 4,   /* a code out of a short list */
	FIELD_DATE = 1 << 5,     /* YYYY-MM-DD */
	FIELD_NUMBER = 1 << 6,   /* digits only */
	FIELD_MARK = 1 << 7,     /* "seen on paper": a time, set and cleared by one key */
	FIELD_LONG = 1 << 8,     /* several lines */
	FIELD_REPEATS = 1 << 9,  /* `=` may repeat the last filing's: nothing that says who somebody is or what he has */
};

struct field {
	const char *key;   /* stable name: column, JSON key, CSV header */
	const char *label; /* N_() words of the paper */
	const char *help;  /* N_() text of F1 */
	unsigned chars;    /* most characters that may be typed */
	unsigned flags;
};

extern const struct field fields[FIELD_COUNT];

/* The field with this key, or FIELD_NONE. */
enum field_id field_by_key(const char *key);

/* What is told of somebody who applies for the person: name, document number, telephone, relationship. The paper has no cells for
 * them. */
#define AGENT_FIELDS 4
extern const enum field_id agent_fields[AGENT_FIELDS];
bool field_is_agent(enum field_id id);

/* One value of a FIELD_CHOICE: what is stored and what is shown. */
struct field_choice {
	const char *code;
	const char *label; /* N_() */
	char digit;        /* the key that picks it on the form */
};

/* The choices of a field, ending with a NULL code; NULL for a field without choices. */
const struct field_choice *field_choices(enum field_id id);

/* The label of a choice's code, untranslated; NULL when the code is not in the list. */
const char *field_choice_label(enum field_id id, const char *code);

#endif
