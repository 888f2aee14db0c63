#include "forms/phone.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/text.h"

/* More digits than any number has: E.164 allows 15, an extension 6. */
#define MOST_DIGITS 24
#define MOST_EXTENSION 6

/* What was dialled: the digits in order, and what stood between them. */
struct dialled {
	char digits[MOST_DIGITS + 1];
	size_t count;
	size_t last_group; /* where the digits behind the last hyphen begin, 0 when there is none */
	char extension[MOST_EXTENSION + 1];
	bool plus;
};

/* --- shapes ----------------------------------------------------------------------------------- */

enum shape_kind {
	SHAPE_PLAIN,
	SHAPE_FIXED,
	SHAPE_NO_ZERO,
	SHAPE_NO_AREA,
	SHAPE_ABROAD,
	SHAPE_WRONG
};

/* In a pattern # is any digit, m one of 3-9 and l one of 2-8, with which local numbers begin. The first
 * row that fits counts. No lists of operators' prefixes are kept: they grow every few years. */
// clang-format off
static const struct shape {
	const char *pattern;
	enum shape_kind kind;
	size_t area; /* digits of the area code as written */
} shapes[] = {
	{ "1m#########",  SHAPE_PLAIN,   0 }, /* mobile */
	{ "400#######",   SHAPE_PLAIN,   0 },
	{ "800#######",   SHAPE_PLAIN,   0 },
	{ "852########",  SHAPE_ABROAD,  0 }, /* Hong Kong without its + */
	{ "853########",  SHAPE_ABROAD,  0 }, /* Macao */
	{ "886########",  SHAPE_ABROAD,  0 }, /* Taiwan, fixed and mobile */
	{ "886#########", SHAPE_ABROAD,  0 },
	{ "010l#######",  SHAPE_FIXED,   3 },
	{ "02#l#######",  SHAPE_FIXED,   3 },
	{ "0833########", SHAPE_WRONG,   0 }, /* 乐山 and 吕梁 have numbers of seven digits */
	{ "0358########", SHAPE_WRONG,   0 },
	{ "0m##l######",  SHAPE_FIXED,   4 },
	{ "0m##l#######", SHAPE_FIXED,   4 },
	{ "10l#######",   SHAPE_NO_ZERO, 2 },
	{ "2#l#######",   SHAPE_NO_ZERO, 2 },
	{ "833########",  SHAPE_WRONG,   0 },
	{ "358########",  SHAPE_WRONG,   0 },
	{ "m##l######",   SHAPE_NO_ZERO, 3 },
	{ "m##l#######",  SHAPE_NO_ZERO, 3 },
	{ "l######",      SHAPE_NO_AREA, 0 },
	{ "l#######",     SHAPE_NO_AREA, 0 },
};
// clang-format on

static bool digit_fits(char digit, char pattern)
{
	switch (pattern) {
	case '#':
		return true;
	case 'm':
		return digit >= '3';
	case 'l':
		return digit >= '2' && digit <= '8';
	}
	return digit == pattern;
}

static const struct shape *find_shape(const char *digits, size_t count)
{
	for (size_t i = 0; i < ARRAY_SIZE(shapes); i++) {
		const char *pattern = shapes[i].pattern;
		size_t n = 0;

		while (n < count && pattern[n] && digit_fits(digits[n], pattern[n]))
			n++;
		if (n == count && !pattern[n])
			return shapes[i].kind == SHAPE_WRONG ? NULL : &shapes[i];
	}
	return NULL;
}

/* --- reading ---------------------------------------------------------------------------------- */

/* Bytes of that word of the list which s begins with, 0 when it is none. No word begins with a digit. */
static size_t skip_any(const char *s, const char *const *words, size_t count)
{
	if (isdigit((unsigned char)*s))
		return 0;
	for (size_t i = 0; i < count; i++)
		if (strncasecmp(s, words[i], strlen(words[i])) == 0)
			return strlen(words[i]);
	return 0;
}

/* Bytes of a mark that leads to an extension, 0 when s begins with none. */
static size_t extension_mark(const char *s)
{
	static const char *const words[] = { "转", "轉", "分机", "ext.", "ext", "x", "#" };

	return skip_any(s, words, ARRAY_SIZE(words));
}

static size_t hyphen(const char *s)
{
	static const char *const hyphens[] = { "-", "‐", "‑", "‒", "–", "—", "―", "−", "﹣" };

	return skip_any(s, hyphens, ARRAY_SIZE(hyphens));
}

/* The digits behind an extension's mark to the end. */
static bool scan_extension(const char *s, struct dialled *d)
{
	size_t n = 0;

	for (; *s; s++) {
		if (isdigit((unsigned char)*s) && n < MOST_EXTENSION)
			d->extension[n++] = *s;
		else if (*s != ' ' && *s != '.' && *s != ':')
			return false;
	}
	return n > 0;
}

static bool scan(const char *s, struct dialled *d)
{
	if (*s == '+') {
		d->plus = true;
		s++;
	}
	while (*s) {
		size_t mark = extension_mark(s);

		if (mark)
			return scan_extension(s + mark, d);
		mark = hyphen(s);
		if (mark) {
			d->last_group = d->count;
			s += mark;
			continue;
		}
		if (isdigit((unsigned char)*s) && d->count < MOST_DIGITS)
			d->digits[d->count++] = *s;
		else if (*s != ' ' && *s != '(' && *s != ')')
			return false;
		s++;
	}
	return d->count > 0;
}

static void drop(struct dialled *d, size_t n)
{
	d->count -= n;
	d->last_group = d->last_group > n ? d->last_group - n : 0;
	memmove(d->digits, d->digits + n, d->count + 1);
}

static bool starts(const struct dialled *d, const char *prefix)
{
	return strncmp(d->digits, prefix, strlen(prefix)) == 0;
}

/* Take China's country code away. 00 stands for +, and a 0 in front of a mobile number for a long
 * distance. Returns true when the code was there. */
static bool drop_country(struct dialled *d)
{
	if (!d->plus && starts(d, "00")) {
		drop(d, 2);
		d->plus = true;
	}
	if (d->plus && starts(d, "86")) {
		drop(d, 2);
		d->plus = false;
		return true;
	}
	/* 86138123-45678 and 8613812-345678 are local numbers with an extension. */
	if (!d->plus && d->count == 13 && starts(d, "861") && d->last_group != 7 &&
	    d->last_group != 8)
		drop(d, 2);
	if (!d->plus && d->count == 12 && starts(d, "01") && d->digits[2] >= '3')
		drop(d, 1);
	return false;
}

static bool takes_extension(const struct shape *shape, size_t count)
{
	return shape->kind != SHAPE_ABROAD && !(shape->kind == SHAPE_PLAIN && count == 11);
}

/* The digits behind the last hyphen are an extension when those before it are a whole number. This is
 * asked first: 2123456-801 in one would be a number of Shanghai without its 0. */
static const struct shape *shape_of(struct dialled *d)
{
	size_t head = d->last_group, tail = d->count - head;
	const struct shape *shape = NULL;

	if (head && tail && tail <= MOST_EXTENSION && !d->extension[0])
		shape = find_shape(d->digits, head);
	if (!shape || !takes_extension(shape, head))
		return find_shape(d->digits, d->count);
	memcpy(d->extension, d->digits + head, tail);
	d->count = head;
	d->digits[head] = '\0';
	return shape;
}

static void write_number(const struct dialled *d, const struct shape *shape, char out[TEL_SIZE])
{
	snprintf(out, TEL_SIZE, "%s%.*s%s%s%s%s",
		 shape->kind == SHAPE_ABROAD    ? "+"
		 : shape->kind == SHAPE_NO_ZERO ? "0"
						: "",
		 (int)shape->area, d->digits, shape->area ? "-" : "", d->digits + shape->area,
		 d->extension[0] ? "-" : "", d->extension);
}

/* --- findings --------------------------------------------------------------------------------- */

static void add(struct findings *f, enum finding_code code, const char *number)
{
	char masked[4 * TEL_SIZE];

	text_mask_tel(number, masked, sizeof(masked));
	findings_add(f, FIELD_TEL, code, masked, NULL);
}

/* Do a and b differ in more than the marks between groups? A number whose hyphens were set needs no
 * second look. */
static bool differs(const char *a, const char *b)
{
	for (;;) {
		size_t n;

		while ((n = extension_mark(a)) || (n = hyphen(a)) || (n = *a == '(' || *a == ')'))
			a += n;
		while (*b == '-')
			b++;
		if (*a != *b)
			return true;
		if (!*a)
			return false;
		a++;
		b++;
	}
}

static bool read_number(const char *text, const char *typed, char out[TEL_SIZE], struct findings *f)
{
	struct dialled d = { 0 };
	const struct shape *shape;
	static const struct shape abroad = { "", SHAPE_ABROAD, 0 };
	bool country;

	if (!scan(text, &d))
		return false;
	country = drop_country(&d);
	if (d.plus)
		shape = d.count >= 7 && d.count <= 15 && d.digits[0] != '0' ? &abroad : NULL;
	else
		shape = shape_of(&d);
	if (!shape || (d.extension[0] && !takes_extension(shape, d.count)))
		return false;
	write_number(&d, shape, out);
	if (shape->kind == SHAPE_NO_AREA)
		add(f, FINDING_TEL_NO_AREA, out);
	if (shape->kind == SHAPE_NO_ZERO && !country)
		add(f, FINDING_TEL_ZERO, out);
	else if (differs(typed, out))
		findings_add(f, FIELD_TEL, FINDING_TEL_CLEANED, NULL, NULL);
	return true;
}

bool phone_read(const char *text, char out[TEL_SIZE], struct findings *f)
{
	char *clean = text_clean(text, strlen(text), NULL), *narrow;
	bool good;

	out[0] = '\0';
	narrow = clean ? strdup(clean) : NULL;
	if (!narrow) {
		free(clean);
		findings_add(f, FIELD_TEL, FINDING_TEL_FORMAT, NULL, NULL);
		return false;
	}
	text_narrow(narrow);
	good = !*narrow || read_number(narrow, text, out, f);
	if (!good) {
		text_copy(out, TEL_SIZE, clean);
		add(f, FINDING_TEL_FORMAT, out);
	}
	free(narrow);
	free(clean);
	return good;
}
