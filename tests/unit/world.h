/* The packs, a region's code table and filings written as "key=value;key=value" for tests of the whole check. */
#ifndef TESTS_UNIT_WORLD_H
#define TESTS_UNIT_WORLD_H

#include "tests/test.h"

#include "forms/filing.h"

struct world {
	struct policies *policies;
	struct codetable codes;
	char region[8];
};

__attribute__((unused)) static void world_open(struct world *w, const char *region,
					       const char *folder)
{
	struct err err = { 0 };

	*w = (struct world) { 0 };
	snprintf(w->region, sizeof(w->region), "%s", region);
	if (policies_load(folder, &w->policies, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(codetable_init(&w->codes, w->policies, region), 0);
}

__attribute__((unused)) static void world_close(struct world *w)
{
	codetable_finish(&w->codes);
	policies_free(w->policies);
}

__attribute__((unused)) static struct check_context world_on(const struct world *w, const char *day,
							     bool complete)
{
	struct check_context ctx = { .policies = w->policies,
				     .codes = &w->codes,
				     .region = w->region,
				     .complete = complete };

	assert_int_equal(date_parse(day, &ctx.today), 0);
	return ctx;
}

/* Set one "key=value": a field as typed, or evidence as "ev.key=value unit". */
__attribute__((unused)) static void set_pair(struct filing *f, char *pair)
{
	char *value = strchr(pair, '='), *unit;
	enum field_id id;

	assert_non_null(value);
	*value++ = '\0';
	if (strncmp(pair, "ev.", 3) == 0) {
		unit = strchr(value, '|');
		if (unit)
			*unit++ = '\0';
		assert_int_equal(evidence_set(&f->evidence, pair + 3, value, unit, NULL), 0);
		return;
	}
	id = field_by_key(pair);
	if (id == FIELD_NONE)
		fail_msg("no field %s", pair);
	assert_int_equal(filing_set(f, id, value), 0);
}

__attribute__((unused)) static void set_pairs(struct filing *f, const char *pairs)
{
	char *copy = strdup(pairs), *rest = copy, *pair;

	while ((pair = strsep(&rest, ";")))
		if (*pair)
			set_pair(f, pair);
	free(copy);
}

/* "field:code field:code" of all findings in order; evidence stands by its key, the whole record as "-". */
__attribute__((unused)) static char *found_words(const struct findings *f, char *buf, size_t size)
{
	size_t len = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < f->count && len < size; i++) {
		const struct finding *x = &f->list[i];
		const char *place = x->evidence              ? x->evidence
				    : x->field == FIELD_NONE ? "-"
							     : fields[x->field].key;

		len += (size_t)snprintf(buf + len, size - len, "%s%s:%s", i ? " " : "", place,
					finding_code_name(x->code));
	}
	return buf;
}

#endif
