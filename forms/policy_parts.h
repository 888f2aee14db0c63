/* The steps of reading a pack, for policy.c: places (policy_marks.h), types, sense. */
#ifndef FORMS_POLICY_PARTS_H
#define FORMS_POLICY_PARTS_H

#include "forms/policy.h"
#include "forms/policy_marks.h"

/* Fill *out from YAML whose places are already in m: keys and types only. Returns 0, or -1 with err
 * set to "name:line:column: reason". Freed with policy_free(). */
int policy_fill(const char *yaml, size_t len, const struct marks *m, const char *name,
		struct policy **out, struct err *err);

/* Does what the pack says make sense by itself? Returns 0, or -1 as above. */
int policy_check(const struct policy *p, const struct marks *m, const char *name, struct err *err);

#endif
