/* A failure: an operation could not be done. What was typed wrong is a finding (finding.h), not a
 * failure.
 *
 * The message is set once, at the call that failed, and passed up untouched: one translated line
 * without a full stop, UTF-8, free of identity numbers. The code exists only for the cases that a
 * caller treats differently. */
#ifndef FORMS_ERR_H
#define FORMS_ERR_H

#include "forms/base.h"

enum err_code {
	ERR_NONE,
	ERR_CONFLICT,    /* somebody else changed the record meanwhile: offer a reload */
	ERR_BUSY,        /* the store is taken: offer a retry */
	ERR_STORAGE,     /* the store failed: keep the draft on screen */
	ERR_NOT_ALLOWED, /* this person may not do this now */
	ERR_INPUT,       /* a file or argument cannot be used */
	ERR_CANCELLED,   /* somebody stopped it; nothing was changed */
	ERR_MEMORY,
};

struct err {
	enum err_code code;
	char msg[512];
};

/* Set *err (which may be NULL) and return -1, so that a failing call reads `return err_set(...)`.
 */
int err_set(struct err *err, enum err_code code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* What the system says of an error number, in the reader's language; of a rare one, in the system's own words. */
const char *err_system(int error);

#endif
