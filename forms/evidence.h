/* Evidence: what was found on a person, as written. Absent is unknown; nothing here judges. */
#ifndef FORMS_EVIDENCE_H
#define FORMS_EVIDENCE_H

#include "forms/base.h"

struct evidence_entry {
	char *key;   /* the pack's evidence key */
	char *value; /* "true", "false", or a quantity as written ("185", "<20") */
	char *unit;  /* as written; "" when none was */
	char *note;  /* date, report, pages: free words; "" when none */
};

/* A zeroed struct is no evidence. All strings are owned copies, cleaned UTF-8. */
struct evidence {
	struct evidence_entry *entries;
	size_t count;
};

void evidence_finish(struct evidence *e);

/* The entry for key, or NULL: unknown. */
const struct evidence_entry *evidence_find(const struct evidence *e, const char *key);

/* Set, replace, or (value NULL or "") remove one. NULL unit or note count as "". A key whose value
 * is removed keeps nothing. Returns 0, or -1 (no memory). */
int evidence_set(struct evidence *e, const char *key, const char *value, const char *unit,
		 const char *note);

int evidence_copy(struct evidence *to, const struct evidence *from);
bool evidence_equal(const struct evidence *a, const struct evidence *b);

#endif
