#include "forms/codetable.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "forms/pinyin.h"
#include "forms/text.h"

/* Names are what people mean, then codes, then what pinyin might mean (pinyin_match: at most 300).
 */
enum {
	RANK_NAME_BEGINS = 1000,
	RANK_NAME_HAS = 900,
	RANK_CODE_BEGINS = 800,
	RANK_CODE_HAS = 700,
};

/* A row and the pack's reach, while the table is put together. */
struct collector {
	struct codetable *t;
	size_t *reach;
};

static bool same_pair(const struct policy_code *a, const struct policy_code *b)
{
	return !strcmp(a->code, b->code) && !strcmp(a->insutype, b->insutype);
}

/* A pair that two packs of the region print comes from the nearer authority. */
static void collect(struct collector *c, const struct policy_code *row, size_t reach)
{
	struct codetable *t = c->t;

	for (size_t i = 0; i < t->count; i++) {
		if (!same_pair(t->rows[i], row))
			continue;
		if (reach > c->reach[i]) {
			t->rows[i] = row;
			c->reach[i] = reach;
		}
		return;
	}
	t->rows[t->count] = row;
	c->reach[t->count++] = reach;
}

static void collect_pack(struct collector *c, const struct policies *ps, const struct policy *p,
			 const char *region)
{
	size_t reach = policies_reach(ps, p, region);

	if (!reach)
		return;
	c->t->complete |= p->codes_complete;
	for (unsigned i = 0; i < p->codes_count; i++)
		collect(c, &p->codes[i], reach);
}

int codetable_init(struct codetable *t, const struct policies *ps, const char *region)
{
	struct collector c = { .t = t };
	size_t most = 1;

	*t = (struct codetable) { 0 };
	for (size_t i = 0; i < policies_count(ps); i++)
		most += policies_at(ps, i)->codes_count;
	t->rows = calloc(most, sizeof(*t->rows));
	c.reach = calloc(most, sizeof(*c.reach));
	if (t->rows && c.reach) {
		for (size_t i = 0; i < policies_count(ps); i++)
			collect_pack(&c, ps, policies_at(ps, i), region);
		free(c.reach);
		return 0;
	}
	free(c.reach);
	codetable_finish(t);
	return -1;
}

void codetable_finish(struct codetable *t)
{
	if (!t)
		return;
	free(t->rows);
	*t = (struct codetable) { 0 };
}

const struct policy_code *codetable_code(const struct codetable *t, const char *code)
{
	for (size_t i = 0; i < t->count; i++)
		if (!strcmp(t->rows[i]->code, code))
			return t->rows[i];
	return NULL;
}

const struct policy_code *codetable_pair(const struct codetable *t, const char *code,
					 const char *insutype)
{
	for (size_t i = 0; i < t->count; i++)
		if (!strcmp(t->rows[i]->code, code) && !strcmp(t->rows[i]->insutype, insutype))
			return t->rows[i];
	return NULL;
}

/* A query in both its shapes. */
struct query {
	const char *text; /* as typed */
	char *folded;
};

/* Does a folded text begin with, or hold, the folded query? The rank that this is worth, or 0. */
static int rank_part(const char *text, const struct query *q, int begins, int has)
{
	char *folded = text_fold(text);
	const char *at = folded ? strstr(folded, q->folded) : NULL;
	int rank = !at ? 0 : at == folded ? begins : has;

	free(folded);
	return rank;
}

static int rank_exact(const struct policy_code *row, const struct query *q)
{
	return !strcmp(row->code, q->text) || !strcmp(row->name, q->text);
}

static bool folds_alike(const char *text, const char *folded)
{
	char *mine = text_fold(text);
	bool same = mine && !strcmp(mine, folded);

	free(mine);
	return same;
}

static int rank_folded(const struct policy_code *row, const struct query *q)
{
	return folds_alike(row->code, q->folded) || folds_alike(row->name, q->folded);
}

/* A single letter or digit of a code says nothing: all begin with M. */
static int rank_search(const struct policy_code *row, const struct query *q)
{
	int rank;

	if (!*q->folded)
		return RANK_NAME_BEGINS;
	rank = rank_part(row->name, q, RANK_NAME_BEGINS, RANK_NAME_HAS);
	if (!rank && strlen(q->folded) > 1)
		rank = rank_part(row->code, q, RANK_CODE_BEGINS, RANK_CODE_HAS);
	return rank ? rank : pinyin_match(row->name, q->folded, false);
}

static bool first_of_its_code(const struct codetable *t, size_t i)
{
	return codetable_code(t, t->rows[i]->code) == t->rows[i];
}

/* Put a hit where its rank belongs, behind equals; the worst falls off a full list. */
static size_t insert(struct code_hit *hits, size_t count, size_t space, struct code_hit hit)
{
	size_t at = count;

	while (at > 0 && hits[at - 1].rank < hit.rank)
		at--;
	if (at >= space)
		return count;
	count -= count == space;
	memmove(&hits[at + 1], &hits[at], (count - at) * sizeof(*hits));
	hits[at] = hit;
	return count + 1;
}

static size_t find(const struct codetable *t, const struct query *q,
		   int (*rank)(const struct policy_code *, const struct query *),
		   struct code_hit *hits, size_t space)
{
	size_t count = 0;

	for (size_t i = 0; i < t->count; i++) {
		struct code_hit hit = { t->rows[i], 0 };

		if (!first_of_its_code(t, i))
			continue;
		hit.rank = rank(t->rows[i], q);
		if (hit.rank > 0)
			count = insert(hits, count, space, hit);
	}
	return count;
}

enum code_match codetable_search(const struct codetable *t, const char *query,
				 struct code_hit *hits, size_t space, size_t *out_count)
{
	static const struct {
		enum code_match match;
		int (*rank)(const struct policy_code *, const struct query *);
	} ways[] = {
		{ MATCH_EXACT, rank_exact },
		{ MATCH_FOLDED, rank_folded },
		{ MATCH_SEARCH, rank_search },
	};
	struct query q = { query, text_fold(query) };
	enum code_match match = MATCH_NONE;

	*out_count = 0;
	for (size_t i = 0; q.folded && i < ARRAY_SIZE(ways) && !*out_count; i++) {
		*out_count = find(t, &q, ways[i].rank, hits, space);
		match = *out_count ? ways[i].match : MATCH_NONE;
	}
	free(q.folded);
	return match;
}

enum code_match codetable_name_is(const struct policy_code *row, const char *name)
{
	char *folded;
	bool same;

	if (!strcmp(row->name, name))
		return MATCH_EXACT;
	folded = text_fold(name);
	same = folded && folds_alike(row->name, folded);
	free(folded);
	return same ? MATCH_FOLDED : MATCH_NONE;
}
