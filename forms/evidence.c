#include "forms/evidence.h"

#include <stdlib.h>
#include <string.h>

static void entry_finish(struct evidence_entry *entry)
{
	free(entry->key);
	free(entry->value);
	free(entry->unit);
	free(entry->note);
}

static int entry_init(struct evidence_entry *entry, const char *key, const char *value,
		      const char *unit, const char *note)
{
	*entry = (struct evidence_entry) {
		.key = strdup(key),
		.value = strdup(value),
		.unit = strdup(unit ? unit : ""),
		.note = strdup(note ? note : ""),
	};
	if (entry->key && entry->value && entry->unit && entry->note)
		return 0;
	entry_finish(entry);
	return -1;
}

void evidence_finish(struct evidence *e)
{
	if (!e)
		return;
	for (size_t i = 0; i < e->count; i++)
		entry_finish(&e->entries[i]);
	free(e->entries);
	*e = (struct evidence) { 0 };
}

/* The place of key, or e->count. */
static size_t place_of(const struct evidence *e, const char *key)
{
	size_t i = 0;

	while (i < e->count && strcmp(e->entries[i].key, key) != 0)
		i++;
	return i;
}

const struct evidence_entry *evidence_find(const struct evidence *e, const char *key)
{
	size_t i = place_of(e, key);

	return i < e->count ? &e->entries[i] : NULL;
}

static void remove_at(struct evidence *e, size_t i)
{
	if (i == e->count)
		return;
	entry_finish(&e->entries[i]);
	e->count--;
	memmove(&e->entries[i], &e->entries[i + 1], (e->count - i) * sizeof(e->entries[0]));
}

static int append(struct evidence *e, const struct evidence_entry *entry)
{
	struct evidence_entry *more = reallocarray(e->entries, e->count + 1, sizeof(*more));

	if (!more)
		return -1;
	e->entries = more;
	e->entries[e->count++] = *entry;
	return 0;
}

int evidence_set(struct evidence *e, const char *key, const char *value, const char *unit,
		 const char *note)
{
	struct evidence_entry entry;
	size_t i = place_of(e, key);

	if (!value || !*value) {
		remove_at(e, i);
		return 0;
	}
	if (entry_init(&entry, key, value, unit, note))
		return -1;
	if (i < e->count) {
		entry_finish(&e->entries[i]);
		e->entries[i] = entry;
		return 0;
	}
	if (append(e, &entry) == 0)
		return 0;
	entry_finish(&entry);
	return -1;
}

int evidence_copy(struct evidence *to, const struct evidence *from)
{
	struct evidence copy = { 0 };

	for (size_t i = 0; i < from->count; i++) {
		const struct evidence_entry *x = &from->entries[i];

		if (evidence_set(&copy, x->key, x->value, x->unit, x->note)) {
			evidence_finish(&copy);
			return -1;
		}
	}
	evidence_finish(to);
	*to = copy;
	return 0;
}

static bool entry_equal(const struct evidence_entry *a, const struct evidence_entry *b)
{
	return strcmp(a->value, b->value) == 0 && strcmp(a->unit, b->unit) == 0 &&
	       strcmp(a->note, b->note) == 0;
}

bool evidence_equal(const struct evidence *a, const struct evidence *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		const struct evidence_entry *other = evidence_find(b, a->entries[i].key);

		if (!other || !entry_equal(&a->entries[i], other))
			return false;
	}
	return true;
}
