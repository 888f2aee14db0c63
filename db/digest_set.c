/* Digests of rows that a file brought, in bounded memory. */
#include <stdlib.h>
#include <string.h>

#include "db/imports_parts.h"

#define SLOTS_FIRST 4096u
#define SLOTS_MOST (1u << 22) /* 64 MB */

struct slot {
	uint64_t high, low; /* both 0: free */
};

struct digest_set {
	struct slot *slots;
	size_t space, count;
};

struct digest_set *digest_set_create(void)
{
	struct digest_set *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->space = SLOTS_FIRST;
	s->slots = calloc(s->space, sizeof(*s->slots));
	if (s->slots)
		return s;
	free(s);
	return NULL;
}

void digest_set_destroy(struct digest_set *s)
{
	if (!s)
		return;
	free(s->slots);
	free(s);
}

/* A digest is random enough to be its own hash. */
static struct slot *place_of(struct slot *slots, size_t space, const struct slot *key)
{
	size_t at = (size_t)key->high & (space - 1);

	while ((slots[at].high || slots[at].low) &&
	       (slots[at].high != key->high || slots[at].low != key->low))
		at = (at + 1) & (space - 1);
	return &slots[at];
}

static int grow(struct digest_set *s)
{
	size_t space = 2 * s->space;
	struct slot *slots = calloc(space, sizeof(*slots));

	if (!slots)
		return -1;
	for (size_t i = 0; i < s->space; i++)
		if (s->slots[i].high || s->slots[i].low)
			*place_of(slots, space, &s->slots[i]) = s->slots[i];
	free(s->slots);
	s->slots = slots;
	s->space = space;
	return 0;
}

int digest_set_add(struct digest_set *s, const unsigned char digest[SM3_SIZE])
{
	struct slot key, *place;

	memcpy(&key, digest, sizeof(key));
	key.low |= 1; /* never free */
	if (4 * s->count >= 3 * s->space && s->space < SLOTS_MOST && grow(s) < 0)
		return -1;
	place = place_of(s->slots, s->space, &key);
	if (place->high || place->low)
		return 0;
	*place = key;
	s->count++;
	return 1;
}

bool digest_set_full(const struct digest_set *s)
{
	return 4 * s->count >= 3 * (size_t)SLOTS_MOST;
}

void digest_set_clear(struct digest_set *s)
{
	memset(s->slots, 0, s->space * sizeof(*s->slots));
	s->count = 0;
}
