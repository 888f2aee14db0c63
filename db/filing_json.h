/* Filings and judgements as JSON: the national interface's names, one object a line. Reading is
 * jansson's (only db/filing_json.c includes it), writing is filing_json_write.c's. */
#ifndef DB_FILING_JSON_H
#define DB_FILING_JSON_H

#include <stdio.h>

#include "db/filings.h"
#include "db/lines.h"
#include "forms/filing.h"

/* Read one line into an empty filing. What is wrong with the line itself, unknown keys, wrong types
 * and cleaned texts become findings; a value of a wrong type is left aside, null is absent.
 * Evidence: true/false/null, {"value":"185","unit":"mg/L"[,"note":…]}, a number, or text "185
 * mg/L"; a number keeps its digits as written. Findings about one piece of evidence are on
 * FIELD_SYMP_DSCR with its key as first argument. Returns true when the line was an object.
 *
 * filing_check() begins with an empty list of findings, so the caller puts these in front of its
 * own before the result is written. */
bool filing_from_json(const struct line *line, struct filing *out, struct findings *f);

/* Write the result of a check as one line:
 * {"line":…,"ok":…,"verdict":…,"items":…,"basis":…,"derived":…,"errors":…,"warnings":…}. `readable`
 * false: the line was no object, everything but the findings is empty. Returns 0, or -1 when
 * writing failed. */
int check_result_to_json(FILE *out, uint64_t line, const struct filing *f, bool readable,
			 const struct check_result *r, const struct check_context *ctx);

/* Evidence as an object, without a line end: what filing_from_json() reads under the key "evidence". */
void evidence_to_json(FILE *out, const struct evidence *e);

/* One filing as an object on one line: no, state, saved_at, every non-empty field under its key,
 * evidence. `mask` hides the document number and telephone. */
int filing_to_json(FILE *out, const struct filing_record *r, bool mask);
int filing_brief_to_json(FILE *out, const struct filing_brief *b, bool mask);

#endif
