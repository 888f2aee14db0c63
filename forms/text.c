#include "forms/text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* No writing system needs more marks on one letter; what has more is meant to smear the screen. */
#define MARKS_ON_ONE_BASE 8

#define MIDDLE_DOT 0x00B7

struct range {
	uint32_t first, last;
};

static bool in_ranges(uint32_t cp, const struct range *ranges, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (cp >= ranges[i].first && cp <= ranges[i].last)
			return true;
	return false;
}

/* --- code points ------------------------------------------------------------------------------ */

/* Bytes that a lead byte announces, its payload bits, and the least value that needs so many bytes.
 * A smaller value in as many bytes would be an overlong form. */
static const struct {
	unsigned char mask, mark;
	uint32_t least;
} shapes[] = {
	{ 0x80, 0x00, 0 },
	{ 0xE0, 0xC0, 0x80 },
	{ 0xF0, 0xE0, 0x800 },
	{ 0xF8, 0xF0, 0x10000 },
};

static bool is_scalar(uint32_t cp)
{
	return cp <= 0x10FFFF && !(cp >= 0xD800 && cp <= 0xDFFF);
}

/* Decode at s, reading at most len bytes. Returns the bytes used, 0 when this is not strict UTF-8.
 */
static size_t decode(const char *s, size_t len, uint32_t *out_cp)
{
	unsigned char lead = (unsigned char)s[0];
	size_t n = 0;
	uint32_t cp;

	while (n < ARRAY_SIZE(shapes) && (lead & shapes[n].mask) != shapes[n].mark)
		n++;
	if (n == ARRAY_SIZE(shapes) || n + 1 > len)
		return 0;
	cp = lead & (unsigned char)~shapes[n].mask;
	for (size_t i = 1; i <= n; i++) {
		if (((unsigned char)s[i] & 0xC0) != 0x80)
			return 0;
		cp = cp << 6 | ((unsigned char)s[i] & 0x3F);
	}
	if (cp < shapes[n].least || !is_scalar(cp))
		return 0;
	*out_cp = cp;
	return n + 1;
}

bool text_valid(const char *s, size_t len, size_t *out_at)
{
	size_t at = 0;

	while (at < len) {
		uint32_t cp;
		size_t n = decode(s + at, len - at, &cp);

		if (n == 0) {
			if (out_at)
				*out_at = at;
			return false;
		}
		at += n;
	}
	return true;
}

uint32_t text_codepoint(const char *s, size_t *out_len)
{
	/* A NUL is no continuation byte, so four bytes are never read past the end. */
	uint32_t cp = 0xFFFD;
	size_t n = decode(s, 4, &cp);

	*out_len = n ? n : 1;
	return cp;
}

size_t text_put(uint32_t cp, char *out)
{
	size_t n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;

	out[0] = '\0';
	if (!is_scalar(cp))
		return 0;
	for (size_t i = n - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (cp & 0x3F));
		cp >>= 6;
	}
	out[0] = (char)(shapes[n - 1].mark | cp);
	out[n] = '\0';
	return n;
}

bool text_is_han(uint32_t cp)
{
	/* Planes 2 and 3 are set aside for ideographs whole, so that extensions younger than this
	 * program are ideographs too. */
	static const struct range han[] = {
		{ 0x3007, 0x3007 }, { 0x3400, 0x4DBF },   { 0x4E00, 0x9FFF },
		{ 0xF900, 0xFAFF }, { 0x20000, 0x2FFFD }, { 0x30000, 0x3FFFD },
	};

	return in_ranges(cp, han, ARRAY_SIZE(han));
}

bool text_is_dot(uint32_t cp)
{
	/* The dots that keyboards and character sets offer for U+00B7; the full-width full stop is
	 * the one that GBK users type most. */
	static const uint32_t dots[] = { MIDDLE_DOT, 0x0387, 0x2022, 0x2024, 0x2027, 0x2219,
					 0x22C5,     0x2E31, 0x30FB, 0xFF0E, 0xFF65 };

	for (size_t i = 0; i < ARRAY_SIZE(dots); i++)
		if (cp == dots[i])
			return true;
	return false;
}

bool text_is_blank(uint32_t cp)
{
	return cp == ' ' || (cp >= 0x80 && utf8proc_category((int32_t)cp) == UTF8PROC_CATEGORY_ZS);
}

static bool is_line_end(uint32_t cp)
{
	return (cp >= '\t' && cp <= '\r') || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

static bool is_mark(uint32_t cp)
{
	utf8proc_category_t category;

	if (cp < 0x300)
		return false;
	category = utf8proc_category((int32_t)cp);
	return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
	       category == UTF8PROC_CATEGORY_ME;
}

/* A selector says which shape of the character before it is meant: an ideograph's registered form, or
 * the form of a Mongolian letter. */
static bool is_selector(uint32_t cp)
{
	return (cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE0100 && cp <= 0xE01EF) ||
	       (cp >= 0x180B && cp <= 0x180D) || cp == 0x180F;
}

static bool selects(uint32_t selector, uint32_t base)
{
	if (selector <= 0x180F)
		return base >= 0x1820 && base <= 0x18AA;
	return text_is_han(base);
}

/* Does cp show nothing, or turn the text around it? Unassigned characters stay: an ideograph of a
 * Unicode edition younger than the library is somebody's name. */
static bool is_invisible(uint32_t cp)
{
	/* Default ignorable characters that are letters, marks or unassigned, and the objects and
	 * noncharacters that no text carries. */
	static const struct range hidden[] = {
		{ 0x034F, 0x034F },   { 0x115F, 0x1160 },   { 0x17B4, 0x17B5 }, { 0x2060, 0x206F },
		{ 0x3164, 0x3164 },   { 0xFDD0, 0xFDEF },   { 0xFFA0, 0xFFA0 }, { 0xFFF0, 0xFFFC },
		{ 0xE0000, 0xE00FF }, { 0xE01F0, 0xE0FFF },
	};
	utf8proc_category_t category;

	if (cp < 0x7F)
		return cp < ' ';
	if ((cp & 0xFFFE) == 0xFFFE || in_ranges(cp, hidden, ARRAY_SIZE(hidden)))
		return true;
	category = utf8proc_category((int32_t)cp);
	return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF;
}

bool text_is_unwanted(uint32_t cp)
{
	return is_invisible(cp) && !is_selector(cp);
}

/* --- cleaning --------------------------------------------------------------------------------- */

/* What the filter knows of the text that it has already written. */
struct cleaner {
	char *out;
	size_t len;
	uint32_t before;   /* the last character written, 0 at the start */
	unsigned marks;    /* marks written since the last base */
	size_t blanks;     /* where the run of blanks at the end begins; len when there is none */
	bool line_end;     /* a line end stood in that run */
	bool beyond_ascii; /* something needs normalizing */
	struct text_report report;
};

static void clean_removed(struct cleaner *c, uint32_t cp)
{
	if (c->report.removed++ == 0)
		c->report.first = cp;
}

static void clean_write(struct cleaner *c, uint32_t cp)
{
	c->len += text_put(cp, c->out + c->len);
	c->before = cp;
	c->beyond_ascii |= cp >= 0x80;
	c->report.private_use |=
		cp >= 0xE000 && utf8proc_category((int32_t)cp) == UTF8PROC_CATEGORY_CO;
}

/* Blanks at the start are dropped; a run that holds a line end or a tab becomes one blank. */
static void clean_blank(struct cleaner *c, uint32_t cp)
{
	if (c->len == 0)
		return;
	c->line_end |= is_line_end(cp);
	if (c->line_end) {
		c->len = c->blanks;
		cp = ' ';
	}
	clean_write(c, cp);
	c->marks = 0;
}

static bool clean_keeps(const struct cleaner *c, uint32_t cp)
{
	if (is_selector(cp))
		return selects(cp, c->before);
	if (is_invisible(cp))
		return false;
	return !is_mark(cp) || (c->len > 0 && c->marks < MARKS_ON_ONE_BASE);
}

static void clean_character(struct cleaner *c, uint32_t cp)
{
	if (!clean_keeps(c, cp)) {
		clean_removed(c, cp);
		return;
	}
	c->marks = is_mark(cp) ? c->marks + 1 : 0;
	clean_write(c, cp);
	c->blanks = c->len;
	c->line_end = false;
}

/* One pass over strict UTF-8 into out, which is as long as the text and five bytes more. */
static void clean_pass(struct cleaner *c, const char *s, size_t len)
{
	size_t at = 0;

	while (at < len) {
		uint32_t cp;

		at += decode(s + at, len - at, &cp);
		if (text_is_blank(cp) || is_line_end(cp))
			clean_blank(c, cp);
		else
			clean_character(c, cp);
	}
	c->len = c->blanks;
	c->out[c->len] = '\0';
}

static char *filter(const char *s, size_t len, struct cleaner *c)
{
	*c = (struct cleaner) { .out = malloc(len + 5) };
	if (c->out)
		clean_pass(c, s, len);
	return c->out;
}

static char *normalize(const char *s, size_t len, utf8proc_option_t options)
{
	utf8proc_uint8_t *out = NULL;

	if (utf8proc_map((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)len, &out, options) < 0)
		return NULL;
	return (char *)out;
}

/* The second pass only caps marks: a normal form can hold more of them than what was read (U+0344 is
 * two). The first pass has bounded every run, so normalizing never sorts a long one. */
static char *clean_normalized(struct cleaner *c)
{
	struct cleaner capped;
	char *normal = normalize(c->out, c->len, UTF8PROC_STABLE | UTF8PROC_COMPOSE);

	if (!normal)
		return NULL;
	c->report.composed = strcmp(normal, c->out) != 0;
	filter(normal, strlen(normal), &capped);
	free(normal);
	if (capped.report.removed > 0 && c->report.removed == 0)
		c->report.first = capped.report.first;
	c->report.removed += capped.report.removed;
	return capped.out;
}

/* Bytes of the common ideograph at s: E4 B8 80 to E9 BF BF; 0 when it is another. */
static size_t common_han(const char *s, size_t len)
{
	const unsigned char *u = (const unsigned char *)s;

	if (len < 3 || u[0] < 0xE4 || u[0] > 0xE9 || (u[0] == 0xE4 && u[1] < 0xB8))
		return 0;
	return (u[1] & 0xC0) == 0x80 && (u[2] & 0xC0) == 0x80 ? 3 : 0;
}

bool text_is_plain(const char *s, size_t len)
{
	size_t n;

	if (len > 0 && (s[0] == ' ' || s[len - 1] == ' '))
		return false;
	for (size_t i = 0; i < len; i += n) {
		n = s[i] >= ' ' && s[i] < 0x7F ? 1 : common_han(s + i, len - i);
		if (n == 0)
			return false;
	}
	return true;
}

char *text_clean(const char *s, size_t len, struct text_report *report)
{
	struct cleaner c;
	char *out;

	if (!text_valid(s, len, NULL) || !filter(s, len, &c))
		return NULL;
	out = c.out;
	if (c.beyond_ascii) {
		out = clean_normalized(&c);
		free(c.out);
	}
	if (out && report)
		*report = c.report;
	return out;
}

bool text_is_clean(const char *s)
{
	char *clean;
	bool same;

	if (text_is_plain(s, strlen(s)))
		return true;
	clean = text_clean(s, strlen(s), NULL);
	same = clean && strcmp(clean, s) == 0;
	free(clean);
	return same;
}

/* --- comparison and narrow forms -------------------------------------------------------------- */

/* Folding a dot comes before NFKC, which would make an ASCII full stop of the full-width one. In
 * place: no dot of the table is shorter than U+00B7. */
static void fold_dots(char *s)
{
	char *to = s;

	while (*s) {
		size_t n;
		uint32_t cp = text_codepoint(s, &n);
		char dot[5];

		if (text_is_dot(cp)) {
			size_t d = text_put(MIDDLE_DOT, dot);

			memcpy(to, dot, d);
			to += d;
		} else {
			memmove(to, s, n);
			to += n;
		}
		s += n;
	}
	*to = '\0';
}

/* What stands in a key for cp: 0 for nothing. */
static uint32_t folded(uint32_t cp)
{
	/* Brackets that NFKC leaves as they are but that people type for [ and ]. */
	static const uint32_t open[] = { 0x3010, 0x3014, 0x3016, 0x3018, 0x27E6 };

	if (cp < 0x80)
		return cp == ' ' ? 0 : cp;
	if (text_is_blank(cp))
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(open); i++)
		if (cp == open[i] || cp == open[i] + 1)
			return cp == open[i] ? '[' : ']';
	return utf8proc_category((int32_t)cp) == UTF8PROC_CATEGORY_PD ? '-' : cp;
}

static void fold_characters(char *s)
{
	char *to = s;

	while (*s) {
		size_t n;
		uint32_t cp = text_codepoint(s, &n), key = folded(cp);

		s += n;
		if (key == cp) {
			memmove(to, s - n, n);
			to += n;
		} else if (key) {
			*to++ = (char)key;
		}
	}
	*to = '\0';
}

char *text_fold(const char *s)
{
	char *clean = text_clean(s, strlen(s), NULL);
	char *key;

	if (!clean)
		return NULL;
	fold_dots(clean);
	key = normalize(clean, strlen(clean),
			UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
	free(clean);
	if (key)
		fold_characters(key);
	return key;
}

void text_narrow(char *s)
{
	char *to = s;

	while (*s) {
		size_t n;
		uint32_t cp = text_codepoint(s, &n);

		if (cp >= 0xFF01 && cp <= 0xFF5E) {
			*to++ = (char)(cp - 0xFF01 + '!');
		} else if (cp == 0x3000) {
			*to++ = ' ';
		} else {
			memmove(to, s, n);
			to += n;
		}
		s += n;
	}
	*to = '\0';
}

/* --- characters as the reader sees them ------------------------------------------------------- */

size_t text_next(const char *s, size_t at)
{
	utf8proc_int32_t state = 0;
	uint32_t before;
	size_t n;

	if (!s[at])
		return at;
	before = text_codepoint(s + at, &n);
	for (at += n; s[at]; at += n) {
		uint32_t cp = text_codepoint(s + at, &n);

		if (utf8proc_grapheme_break_stateful((int32_t)before, (int32_t)cp, &state))
			break;
		before = cp;
	}
	return at;
}

size_t text_prev(const char *s, size_t at)
{
	size_t start = 0;

	/* Clusters can only be found from their beginning; the texts of a form are short. */
	for (size_t next = 0; next < at && s[next]; next = text_next(s, next))
		start = next;
	return start;
}

size_t text_chars(const char *s)
{
	size_t count = 0;

	for (size_t at = 0; s[at]; at = text_next(s, at))
		count++;
	return count;
}

bool text_lists(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (words += strspn(words, " "); *words; words += strspn(words, " ")) {
		size_t n = strcspn(words, " ");

		if (n == len && memcmp(words, word, len) == 0)
			return true;
		words += n;
	}
	return false;
}

size_t text_copy(char *out, size_t size, const char *s)
{
	size_t end = 0;

	if (size == 0)
		return 0;
	if (strnlen(s, size) < size) {
		end = strlen(s);
	} else {
		for (size_t next = text_next(s, 0); next < size; next = text_next(s, next))
			end = next;
	}
	memcpy(out, s, end);
	out[end] = '\0';
	return end;
}

/* --- masks ------------------------------------------------------------------------------------ */

/* Show `head` and `tail` characters, a star for each one between. */
static void mask(const char *s, size_t head, size_t tail, char *out, size_t size)
{
	size_t chars = text_chars(s), at = 0, len = 0;

	for (size_t i = 0; i < chars; i++) {
		size_t next = text_next(s, at);
		bool shown = i < head || i + tail >= chars;
		size_t n = shown ? next - at : 1;

		if (len + n >= size)
			break;
		memcpy(out + len, shown ? s + at : "*", n);
		len += n;
		at = next;
	}
	if (size > 0)
		out[len] = '\0';
}

/* From this length on, 3 + 4 shown characters leave enough hidden; a passport or permit would lose but one or two. */
#define MASK_LONG 15

void text_mask_certno(const char *certno, char *out, size_t size)
{
	size_t chars = text_chars(certno);

	if (chars < 8)
		mask(certno, 0, 2, out, size);
	else if (chars < MASK_LONG)
		mask(certno, 1, 2, out, size);
	else
		mask(certno, 3, 4, out, size);
}

void text_mask_tel(const char *tel, char *out, size_t size)
{
	bool is_short = text_chars(tel) < 8;

	mask(tel, is_short ? 0 : 3, is_short ? 2 : 4, out, size);
}
