#include "forms/pinyin.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/pinyin_table.h"
#include "forms/text.h"

#define CELLS_MAX 64 /* characters of a text that are looked at; a name holds at most 50 */
#define QUERY_MAX 128
#define SOUNDS_MAX (PINYIN_READINGS_MAX * 3)
#define COMBINATIONS_MAX 4096
#define NO_MATCH 255

#define SCORE_WHOLE 300
#define SCORE_BEGINNING 200
#define SCORE_MIDDLE 100
#define SCORE_OTHER_READING 10

/* ü has no key: most type v, some u as the tables of passports do, some yu. */
static const struct {
	const char *spelling, *also[2];
} umlauts[] = {
	{ "lv", { "lu", "lyu" } },
	{ "lve", { "lue", "lyue" } },
	{ "nv", { "nu", "nyu" } },
	{ "nve", { "nue", "nyue" } },
};

/* A letter or digit of the text as a word of one letter. */
static const char ascii_words[] = "0\0001\0002\0003\0004\0005\0006\0007\0008\0009\0"
				  "a\0b\0c\0d\0e\0f\0g\0h\0i\0j\0k\0l\0m\0n\0o\0p\0q\0r\0s\0t\0"
				  "u\0v\0w\0x\0y\0z";

/* One character of a text and all ways to type it. */
struct cell {
	const char *sounds[SOUNDS_MAX];
	unsigned char order[SOUNDS_MAX]; /* which reading a sound spells; 0: the usual one */
	size_t count;
};

static const char *ascii_word(char c)
{
	if (c >= '0' && c <= '9')
		return &ascii_words[(c - '0') * 2];
	return &ascii_words[(10 + tolower((unsigned char)c) - 'a') * 2];
}

static size_t add_distinct(const char *out[PINYIN_READINGS_MAX], size_t count, uint16_t syllable)
{
	const char *spelling = pinyin_syllables[syllable];

	for (size_t i = 0; i < count; i++)
		if (!strcmp(out[i], spelling))
			return count;
	if (count < PINYIN_READINGS_MAX)
		out[count++] = spelling;
	return count;
}

/* Place of cp in the index, or -1. */
static ptrdiff_t find_index(uint32_t cp)
{
	size_t low = 0, high = pinyin_index_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (pinyin_index[middle] >> PINYIN_SET_BITS < cp)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < pinyin_index_count && pinyin_index[low] >> PINYIN_SET_BITS == cp)
		return (ptrdiff_t)low;
	return -1;
}

static size_t add_readings(uint32_t cp, const char *out[PINYIN_READINGS_MAX], size_t count)
{
	ptrdiff_t at = find_index(cp);
	uint32_t set;

	if (at < 0)
		return count;
	set = pinyin_index[at] & ((1u << PINYIN_SET_BITS) - 1);
	for (size_t i = pinyin_sets[set]; i < pinyin_sets[set + 1]; i++)
		count = add_distinct(out, count, pinyin_items[i]);
	return count;
}

/* The readings of a character in a name: as a surname only where it can be one. */
static size_t name_readings(uint32_t cp, bool first, const char *out[PINYIN_READINGS_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < pinyin_names_count; i++) {
		const struct name_reading *n = &pinyin_names[i];

		if (n->characters[0] == cp && !n->characters[1] &&
		    (n->place == PLACE_NAME || (first && n->place == PLACE_SURNAME)))
			count = add_distinct(out, count, n->syllables[0]);
	}
	return add_readings(cp, out, count);
}

size_t pinyin_readings(uint32_t cp, bool as_surname, const char *out[PINYIN_READINGS_MAX])
{
	return as_surname ? name_readings(cp, true, out) : add_readings(cp, out, 0);
}

static void cell_add(struct cell *c, const char *spelling, size_t order)
{
	if (c->count == SOUNDS_MAX)
		return;
	c->sounds[c->count] = spelling;
	c->order[c->count++] = (unsigned char)order;
}

static void cell_fill(struct cell *c, const char *const *readings, size_t count)
{
	c->count = 0;
	for (size_t i = 0; i < count; i++) {
		cell_add(c, readings[i], i);
		for (size_t k = 0; k < ARRAY_SIZE(umlauts); k++) {
			if (strcmp(readings[i], umlauts[k].spelling))
				continue;
			cell_add(c, umlauts[k].also[0], i);
			cell_add(c, umlauts[k].also[1], i);
		}
	}
}

/* The surname of two characters that the text begins with, or NULL. */
static const struct name_reading *double_surname(const char *text)
{
	size_t len, more;
	uint32_t first, second;

	if (!*text)
		return NULL;
	first = text_codepoint(text, &len);
	if (!text[len])
		return NULL;
	second = text_codepoint(text + len, &more);
	for (size_t i = 0; i < pinyin_names_count; i++)
		if (pinyin_names[i].characters[0] == first &&
		    pinyin_names[i].characters[1] == second)
			return &pinyin_names[i];
	return NULL;
}

static size_t character_readings(uint32_t cp, bool as_surname, size_t at,
				 const struct name_reading *surname,
				 const char *out[PINYIN_READINGS_MAX])
{
	if (cp < 0x80 && isalnum((int)cp)) {
		out[0] = ascii_word((char)cp);
		return 1;
	}
	if (!as_surname)
		return add_readings(cp, out, 0);
	if (surname && at < 2)
		return add_readings(cp, out, add_distinct(out, 0, surname->syllables[at]));
	return name_readings(cp, at == 0, out);
}

/* Cut a text into what can be typed; brackets, blanks, dots and characters without a reading need
 * not be. */
static size_t cells_of(const char *text, bool as_surname, struct cell cells[CELLS_MAX])
{
	const struct name_reading *surname = as_surname ? double_surname(text) : NULL;
	const char *readings[PINYIN_READINGS_MAX];
	size_t count = 0, len;

	for (size_t at = 0; *text && count < CELLS_MAX; at++, text += len) {
		uint32_t cp = text_codepoint(text, &len);
		size_t n = character_readings(cp, as_surname, at, surname, readings);

		if (n)
			cell_fill(&cells[count++], readings, n);
	}
	return count;
}

/* Lower-case letters and digits of a query; blanks, hyphens and apostrophes (xi'an) fall out.
 * Returns the length; 0 when something else is in it or it is too long. */
static size_t clean_query(const char *query, char out[QUERY_MAX])
{
	size_t len = 0;

	for (; *query; query++) {
		if (*query == ' ' || *query == '-' || *query == '\'')
			continue;
		if (!isalnum((unsigned char)*query) || len == QUERY_MAX - 1)
			return 0;
		out[len++] = (char)tolower((unsigned char)*query);
	}
	out[len] = '\0';
	return len;
}

/* From every place of the query that was reached, type one more character: by each beginning of
 * each of its sounds. A place keeps the fewest unusual readings that lead to it. */
static void step(const struct cell *c, const char *query, const unsigned char *reached,
		 unsigned char *next, size_t len)
{
	memset(next, NO_MATCH, len + 1);
	for (size_t from = 0; from < len; from++) {
		if (reached[from] == NO_MATCH)
			continue;
		for (size_t i = 0; i < c->count; i++) {
			unsigned char cost = (unsigned char)(reached[from] + (c->order[i] > 0));

			for (size_t n = 0; c->sounds[i][n] && c->sounds[i][n] == query[from + n];
			     n++)
				if (cost < next[from + n + 1])
					next[from + n + 1] = cost;
		}
	}
}

static int score(size_t start, size_t end, size_t cells, unsigned other_readings)
{
	int base = start ? SCORE_MIDDLE : end == cells ? SCORE_WHOLE : SCORE_BEGINNING;

	return base - SCORE_OTHER_READING * (int)(other_readings < 9 ? other_readings : 9);
}

/* The best score of the query typed from cell `start` on. */
static int match_from(const struct cell *cells, size_t count, size_t start, const char *query,
		      size_t len)
{
	unsigned char places[2][QUERY_MAX];
	int best = 0, now;

	memset(places[0], NO_MATCH, len + 1);
	places[0][0] = 0;
	for (size_t i = start, turn = 0; i < count; i++, turn = !turn) {
		step(&cells[i], query, places[turn], places[!turn], len);
		if (places[!turn][len] == NO_MATCH)
			continue;
		now = score(start, i + 1, count, places[!turn][len]);
		best = now > best ? now : best;
	}
	return best;
}

int pinyin_match(const char *text, const char *query, bool as_surname)
{
	struct cell cells[CELLS_MAX];
	char clean[QUERY_MAX];
	size_t len = clean_query(query, clean), count;
	int best = 0, now;

	if (!len)
		return 0;
	count = cells_of(text, as_surname, cells);
	for (size_t start = 0; start < count; start++) {
		now = match_from(cells, count, start, clean, len);
		best = now > best ? now : best;
	}
	return best;
}

/* The keys handed out so far: each goes out once. */
struct keys {
	char **made;
	size_t count, most;
	void (*fn)(void *ctx, const char *key, bool initials);
	void *ctx;
};

static void hand_out(struct keys *k, const char *key, bool initials)
{
	if (k->count == k->most || !*key)
		return;
	for (size_t i = 0; i < k->count; i++)
		if (!strcmp(k->made[i], key))
			return;
	k->made[k->count] = strdup(key);
	if (!k->made[k->count])
		return;
	k->count++;
	k->fn(k->ctx, key, initials);
}

/* The keys of one combination: which sound each cell takes. */
static void spell(struct keys *k, const struct cell *cells, size_t count, const size_t *choice)
{
	char full[CELLS_MAX * PINYIN_SYLLABLE_SIZE], initials[CELLS_MAX + 1];
	size_t len = 0;

	for (size_t i = 0; i < count; i++) {
		const char *sound = cells[i].sounds[choice[i]];

		initials[i] = sound[0];
		len += (size_t)snprintf(full + len, sizeof(full) - len, "%s", sound);
	}
	initials[count] = '\0';
	full[len] = '\0';
	hand_out(k, initials, true);
	hand_out(k, full, false);
}

/* Count on to the next combination; the first character, whose reading is doubted most, turns
 * fastest. Returns false when all are done. */
static bool turn(const struct cell *cells, size_t count, size_t *choice)
{
	for (size_t i = 0; i < count; i++) {
		if (++choice[i] < cells[i].count)
			return true;
		choice[i] = 0;
	}
	return false;
}

void pinyin_keys(const char *name, size_t most,
		 void (*fn)(void *ctx, const char *key, bool initials), void *ctx)
{
	struct keys k = { .most = most, .fn = fn, .ctx = ctx };
	struct cell cells[CELLS_MAX];
	size_t choice[CELLS_MAX] = { 0 };
	size_t count = cells_of(name, true, cells);

	k.made = calloc(most ? most : 1, sizeof(*k.made));
	if (!k.made)
		return;
	for (int i = 0; i < COMBINATIONS_MAX && k.count < most; i++) {
		spell(&k, cells, count, choice);
		if (!turn(cells, count, choice))
			break;
	}
	for (size_t i = 0; i < k.count; i++)
		free(k.made[i]);
	free(k.made);
}
