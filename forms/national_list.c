#include "forms/national_list.h"

#include <stdio.h>
#include <string.h>

#include "forms/text.h"

#define CODE_SIZE 16
#define BETWEEN "；"

/* Made from forms/data/national.tsv by the build. */
static const struct national_code codes[] = {
#include "forms/national.inc"
};

const struct national_code *national_codes(size_t *out_count)
{
	*out_count = ARRAY_SIZE(codes);
	return codes;
}

/* ---- a site's own list ---- */

struct entry {
	char code[CODE_SIZE], words[NATIONAL_WORDS_SIZE];
};

/* Where the entry at `text` ends; *out_next is where the next begins. Both kinds of semicolon part entries. */
static size_t entry_length(const char *text, const char **out_next)
{
	const char *wide = strstr(text, BETWEEN), *narrow = strchr(text, ';');
	const char *end = text + strlen(text);

	*out_next = end;
	if (wide) {
		end = wide;
		*out_next = wide + strlen(BETWEEN);
	}
	if (narrow && narrow < end) {
		end = narrow;
		*out_next = narrow + 1;
	}
	return (size_t)(end - text);
}

/* "310 职工基本医疗保险" */
static bool read_entry(const char *text, size_t len, struct entry *out)
{
	size_t code;

	while (len && *text == ' ') {
		text++;
		len--;
	}
	code = strcspn(text, " ");
	if (code == 0 || code >= len || code >= sizeof(out->code) ||
	    len - code >= sizeof(out->words))
		return false;
	snprintf(out->code, sizeof(out->code), "%.*s", (int)code, text);
	for (; code < len && text[code] == ' '; code++)
		;
	snprintf(out->words, sizeof(out->words), "%.*s", (int)(len - code), text + code);
	return *out->words;
}

/* The next entry; false at the end, or where there is none (*out_bad). */
static bool next_entry(const char **text, struct entry *out, bool *out_bad)
{
	const char *here = *text;
	size_t len;

	if (!*here)
		return false;
	len = entry_length(here, text);
	*out_bad = !read_entry(here, len, out);
	return !*out_bad;
}

static bool stands_before(const char *own, const char *end, const char *code)
{
	struct entry e;
	bool bad = false;

	while (own < end && next_entry(&own, &e, &bad))
		if (strcmp(e.code, code) == 0)
			return true;
	return false;
}

bool national_list_parse(const char *own)
{
	const char *at = own;
	struct entry e;
	bool bad = false;

	for (const char *here = at; next_entry(&at, &e, &bad); here = at)
		if (stands_before(own, here, e.code))
			return false;
	return !bad;
}

/* ---- looking up ---- */

/* The entry with this code, or (NULL) with these words. */
static bool find_own(const char *own, const char *code, const char *words, struct entry *out)
{
	bool bad = false;

	while (*own && next_entry(&own, out, &bad))
		if (strcmp(code ? out->code : out->words, code ? code : words) == 0)
			return true;
	return false;
}

static bool find_national(const char *list, const char *code, const char *words, struct entry *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(codes); i++) {
		if (strcmp(codes[i].list, list) != 0 ||
		    strcmp(code ? codes[i].code : codes[i].words, code ? code : words) != 0)
			continue;
		snprintf(out->code, sizeof(out->code), "%s", codes[i].code);
		snprintf(out->words, sizeof(out->words), "%s", codes[i].words);
		return true;
	}
	return false;
}

bool national_list_words(const char *list, const char *own, const char *code,
			 char out[NATIONAL_WORDS_SIZE])
{
	struct entry e = { 0 };
	bool found = *own ? find_own(own, code, NULL, &e) : find_national(list, code, NULL, &e);

	snprintf(out, NATIONAL_WORDS_SIZE, "%s", found ? e.words : "");
	return found;
}

bool national_list_code(const char *list, const char *own, const char *words, char *out,
			size_t size)
{
	struct entry e = { 0 };
	bool found = *own ? find_own(own, NULL, words, &e) : find_national(list, NULL, words, &e);

	text_copy(out, size, found ? e.code : "");
	return found;
}
