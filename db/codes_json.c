#include "db/codes_json.h"

#include <jansson.h>
#include <string.h>

const char *code_match_name(enum code_match m)
{
	switch (m) {
	case MATCH_NONE:
		return "none";
	case MATCH_EXACT:
		return "exact";
	case MATCH_FOLDED:
		return "folded";
	case MATCH_SEARCH:
		return "search";
	}
	return "none";
}

static json_t *row_json(const struct policy_code *row)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "code", row->code, "name", row->name,
			 "insutype", row->insutype, "type_code",
			 row->type_code ? row->type_code : "", "insurance", row->insurance,
			 "type_name", row->type_name ? row->type_name : "");
}

/* A disease found stands for its rows of every insurance. */
static void add_rows(json_t *codes, const struct codetable *t, const struct policy_code *found)
{
	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->rows[i]->code, found->code) == 0)
			json_array_append_new(codes, row_json(t->rows[i]));
}

int codes_to_json(FILE *out, const struct codetable *t, const char *query, enum code_match match,
		  const struct code_hit *hits, size_t count)
{
	json_t *codes = json_array();
	json_t *answer = json_pack("{s:s?, s:s, s:o}", "query", query, "match",
				   code_match_name(match), "codes", codes);
	int rc = -1;

	if (answer) {
		for (size_t i = 0; i < count; i++)
			add_rows(codes, t, hits[i].row);
		rc = json_dumpf(answer, out, JSON_COMPACT);
	}
	json_decref(answer);
	return rc == 0 && fputc('\n', out) != EOF ? 0 : -1;
}
