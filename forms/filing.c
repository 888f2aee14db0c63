#include "forms/filing.h"

#include <stdlib.h>
#include <string.h>

void filing_finish(struct filing *f)
{
	if (!f)
		return;
	for (int id = 0; id < FIELD_COUNT; id++)
		free(f->value[id]);
	evidence_finish(&f->evidence);
	*f = (struct filing) { 0 };
}

int filing_copy(struct filing *to, const struct filing *from)
{
	struct filing copy = { 0 };

	for (int id = 0; id < FIELD_COUNT; id++) {
		if (from->value[id] && !(copy.value[id] = strdup(from->value[id])))
			goto fail;
		copy.derived[id] = from->derived[id];
	}
	if (evidence_copy(&copy.evidence, &from->evidence))
		goto fail;
	filing_finish(to);
	*to = copy;
	return 0;
fail:
	filing_finish(&copy);
	return -1;
}

bool filing_equal(const struct filing *a, const struct filing *b)
{
	for (int id = 0; id < FIELD_COUNT; id++)
		if (strcmp(filing_get(a, (enum field_id)id), filing_get(b, (enum field_id)id)) != 0)
			return false;
	return evidence_equal(&a->evidence, &b->evidence);
}

bool filing_is_empty(const struct filing *f)
{
	for (int id = 0; id < FIELD_COUNT; id++)
		if (f->value[id] && !f->derived[id])
			return false;
	return f->evidence.count == 0;
}

bool filing_has_agent(const struct filing *f)
{
	for (size_t i = 0; i < AGENT_FIELDS; i++)
		if (f->value[agent_fields[i]])
			return true;
	return false;
}

const char *filing_get(const struct filing *f, enum field_id id)
{
	return f->value[id] ? f->value[id] : "";
}

int filing_set(struct filing *f, enum field_id id, const char *text)
{
	char *copy = NULL;

	if (text && *text && !(copy = strdup(text)))
		return -1;
	free(f->value[id]);
	f->value[id] = copy;
	f->derived[id] = false;
	return 0;
}
