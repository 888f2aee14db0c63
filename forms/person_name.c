#include "forms/person_name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "forms/text.h"

#define DOT 0xB7

/* A name on its way from the typed to the stored spelling, as code points. Steps never lengthen it. */
struct reading {
	uint32_t *cp;
	size_t count;
	enum field_id field;
	struct findings *found;
};

/* --- characters ------------------------------------------------------------------------------- */

static bool is_letter(uint32_t cp)
{
	utf8proc_category_t category = utf8proc_category((int32_t)cp);

	return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
	       category == UTF8PROC_CATEGORY_CO || text_is_han(cp);
}

static bool is_mark(uint32_t cp)
{
	utf8proc_category_t category = utf8proc_category((int32_t)cp);

	return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC;
}

/* May cp stand between the parts of a name? In Tibetan the tsheg does. */
static bool joins(uint32_t cp)
{
	return cp == DOT || cp == '-' || cp == '\'' || cp == ' ' || cp == 0x0F0B || cp == 0x0F0C;
}

/* Is cp written without blanks beside it? */
static bool is_tight(uint32_t cp)
{
	return cp == DOT || text_is_han(cp);
}

/* --- findings --------------------------------------------------------------------------------- */

static void report(struct reading *r, enum finding_code code, uint32_t cp)
{
	char shown[5], number[16];

	text_put(cp, shown);
	snprintf(number, sizeof(number), "U+%04X", (unsigned)cp);
	if (code == FINDING_NAME_PRIVATE)
		findings_add(r->found, r->field, code, number, NULL);
	else
		findings_add(r->found, r->field, code, shown, number);
}

/* --- text to code points and back --------------------------------------------------------------- */

/* A copy with U+FFFD in the place of each byte that is not UTF-8: the rest is not lost, and the damage
 * is found like any character that belongs in no name. */
static char *repaired(const char *text)
{
	char *out = malloc(3 * strlen(text) + 5), *to = out;

	if (!out)
		return NULL;
	while (*text) {
		size_t n;

		to += text_put(text_codepoint(text, &n), to);
		text += n;
	}
	*to = '\0';
	return out;
}

static int load(struct reading *r, const char *text)
{
	char *valid = repaired(text),
	     *clean = valid ? text_clean(valid, strlen(valid), NULL) : NULL;
	size_t n;

	free(valid);
	if (!clean)
		return -1;
	r->cp = malloc((strlen(clean) + 1) * sizeof(*r->cp));
	for (const char *s = clean; r->cp && *s; s += n)
		r->cp[r->count++] = text_codepoint(s, &n);
	free(clean);
	return r->cp ? 0 : -1;
}

/* Cleaned once more, because a letter that was full-width composes with its marks only now. */
static char *spell(const struct reading *r)
{
	char *out = malloc(4 * r->count + 5), *to = out, *clean;

	if (!out)
		return NULL;
	for (size_t i = 0; i < r->count; i++)
		to += text_put(r->cp[i], to);
	clean = text_clean(out, (size_t)(to - out), NULL);
	free(out);
	return clean;
}

/* --- steps ------------------------------------------------------------------------------------ */

/* An ASCII full stop is a dot only between ideographs: in Latin it abbreviates. */
static bool is_dot_at(const struct reading *r, size_t i)
{
	if (r->cp[i] != '.')
		return text_is_dot(r->cp[i]);
	return i > 0 && i + 1 < r->count && text_is_han(r->cp[i - 1]) && text_is_han(r->cp[i + 1]);
}

static void unify_dots(struct reading *r)
{
	uint32_t odd = 0;

	for (size_t i = 0; i < r->count; i++) {
		if (!is_dot_at(r, i))
			continue;
		if (r->cp[i] != DOT && !odd)
			odd = r->cp[i];
		r->cp[i] = DOT;
	}
	if (odd)
		report(r, FINDING_NAME_DOT, odd);
}

/* Full-width letters (behind the dots, one of which is a full-width full stop) and the hyphens, apostrophes and blanks of other keyboards as a passport has them. */
static uint32_t plain_form(uint32_t cp)
{
	if (cp >= 0xFF01 && cp <= 0xFF5E)
		return cp - 0xFF01 + '!';
	if (cp == 0x2010 || cp == 0x2011)
		return '-';
	if (cp == 0x2018 || cp == 0x2019)
		return '\'';
	return text_is_blank(cp) ? ' ' : cp;
}

static void plain_forms(struct reading *r)
{
	for (size_t i = 0; i < r->count; i++)
		r->cp[i] = plain_form(r->cp[i]);
}

/* The apostrophe with which a spreadsheet marks a text. */
static void drop_text_mark(struct reading *r)
{
	if (r->count < 2 || r->cp[0] != '\'' || !text_is_han(r->cp[1]))
		return;
	r->count--;
	memmove(r->cp, r->cp + 1, r->count * sizeof(*r->cp));
}

static bool blank_goes(const struct reading *r, size_t i, size_t written)
{
	uint32_t before = r->cp[written - 1], after = r->cp[i + 1];

	return after == ' ' || before == DOT || after == DOT ||
	       (is_tight(before) && is_tight(after));
}

/* One blank between Latin words, none between ideographs or beside a dot. Cleaning has left none at the
 * ends. */
static void tighten(struct reading *r)
{
	size_t written = 0;

	for (size_t i = 0; i < r->count; i++)
		if (r->cp[i] != ' ' || !blank_goes(r, i, written))
			r->cp[written++] = r->cp[i];
	r->count = written;
}

/* --- checks ----------------------------------------------------------------------------------- */

/* Is the character at i one that a name may have at this place? A dot stands between two parts. */
static bool belongs(const struct reading *r, size_t i)
{
	uint32_t cp = r->cp[i];

	if (cp == DOT)
		return i > 0 && i + 1 < r->count && !joins(r->cp[i - 1]) && !joins(r->cp[i + 1]);
	return is_letter(cp) || is_mark(cp) || joins(cp);
}

/* The first character that does not belong is named: with it mended, the next one is. */
static void check_characters(struct reading *r)
{
	bool letters = false;
	size_t i = 0;

	while (i < r->count && belongs(r, i))
		letters |= is_letter(r->cp[i++]);
	if (i < r->count)
		report(r, FINDING_NAME_CHARACTER, r->cp[i]);
	else if (!letters && r->count > 0)
		report(r, FINDING_NAME_CHARACTER, r->cp[0]);
}

static void check_private_use(struct reading *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (utf8proc_category((int32_t)r->cp[i]) == UTF8PROC_CATEGORY_CO) {
			report(r, FINDING_NAME_PRIVATE, r->cp[i]);
			return;
		}
}

static void check_length(struct reading *r, const char *name)
{
	size_t chars = text_chars(name);
	char most[16];

	snprintf(most, sizeof(most), "%d", PERSON_NAME_CHARS);
	if (chars > PERSON_NAME_CHARS)
		findings_add(r->found, r->field, FINDING_NAME_LONG, most, NULL);
	if (chars == 1)
		findings_add(r->found, r->field, FINDING_NAME_SHORT, NULL, NULL);
}

char *person_name_read(const char *text, enum field_id field, struct findings *f)
{
	struct reading r = { .field = field, .found = f };
	char *name;

	if (load(&r, text) != 0)
		return NULL;
	unify_dots(&r);
	plain_forms(&r);
	drop_text_mark(&r);
	tighten(&r);
	name = spell(&r);
	if (name) {
		check_characters(&r);
		check_private_use(&r);
		check_length(&r, name);
	}
	free(r.cp);
	return name;
}

static char *comparison_key(const char *name)
{
	char *stored = person_name_read(name, FIELD_NONE, NULL);
	char *key = stored ? text_fold(stored) : NULL;

	free(stored);
	return key;
}

bool person_name_equal(const char *a, const char *b)
{
	char *x = comparison_key(a), *y = comparison_key(b);
	bool equal = x && y && strcmp(x, y) == 0;

	free(x);
	free(y);
	return equal;
}
