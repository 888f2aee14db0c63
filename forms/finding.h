/* Findings: what a check has to say about what was typed.
 *
 * A check returns as many findings as there are, each with a field, a stable code and up to two
 * short arguments. Its text is made when it is shown, so that it comes in the reader's language.
 * finding.def is the one list of codes. */
#ifndef FORMS_FINDING_H
#define FORMS_FINDING_H

#include "forms/base.h"
#include "forms/field.h"

enum finding_level {
	LEVEL_FIELD, /* wrong as typed: an error */
	LEVEL_ACT,   /* an act would demand it: an error only where completeness is asked for */
	LEVEL_NOTE,  /* worth knowing: a warning */
};

enum finding_code {
#define X(name, code, level, text) FINDING_##name,
#include "forms/finding.def"
#undef X
	FINDING_CODE_COUNT
};

#define FINDING_ARG_SIZE 160

struct finding {
	enum finding_code code;
	enum field_id field;  /* FIELD_NONE: about the whole record */
	const char *evidence; /* key of the evidence it is about, or NULL; borrowed from the pack */
	char arg[2][FINDING_ARG_SIZE];
};

/* A growing list. A zeroed struct is an empty list. */
struct findings {
	struct finding *list;
	size_t count, space;
};

void findings_finish(struct findings *f);
void findings_clear(struct findings *f);

/* Add one; a and b fill {1} and {2} (NULL: empty) and are cut at a character's border when too
 * long. f may be NULL: then nothing is kept. Returns the new finding, or NULL. */
struct finding *findings_add(struct findings *f, enum field_id field, enum finding_code code,
			     const char *a, const char *b);

/* How many findings are on `field` at LEVEL_FIELD; with FIELD_NONE, on any field. */
size_t findings_errors(const struct findings *f, enum field_id field);

/* The first and worst finding on this field, or NULL. */
const struct finding *findings_on(const struct findings *f, enum field_id field);

const char *finding_code_name(enum finding_code code);
enum finding_level finding_code_level(enum finding_code code);

/* The sentence in the reader's language, written into buf (cut at a character's border). Returns
 * buf. */
char *finding_text(const struct finding *f, char *buf, size_t size);

#endif
