/* The code table's answers as JSON. */
#ifndef DB_CODES_JSON_H
#define DB_CODES_JSON_H

#include <stdio.h>

#include "forms/codetable.h"

/* {"query":…,"match":"exact"|"folded"|"search"|"none","codes":[{"code":…,"name":…,"insutype":…,"type_code":…,"insurance":…,"type_name":…}]}
 * on one line: every row of each disease found. query NULL: the whole table. Returns 0, or -1 when writing failed. */
int codes_to_json(FILE *out, const struct codetable *t, const char *query, enum code_match match,
		  const struct code_hit *hits, size_t count);

/* "exact", "folded", "search", "none". */
const char *code_match_name(enum code_match m);

#endif
