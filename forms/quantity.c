#include "forms/quantity.h"

#include <stdio.h>
#include <string.h>

#define NUMBER_DIGITS_MAX 40
#define NUMBER_SIZE (NUMBER_DIGITS_MAX + 2) /* the point and NUL */

/* How a sign in front of a number, or between two, may be written. Full-width ASCII needs no row. */
// clang-format off
static const struct { const char *text, *sign; } spellings[] = {
	{ "≤", "<=" }, { "≦", "<=" }, { "⩽", "<=" }, { "=<", "<=" },
	{ "≥", ">=" }, { "≧", ">=" }, { "⩾", ">=" }, { "=>", ">=" },
	{ "〈", "<" }, { "〉", ">" },
	{ "−", "-" }, { "–", "-" }, { "—", "-" }, { "〜", "~" }, { "至", "~" },
	{ "\u00A0", " " }, { "\u3000", " " }, { "\t", " " },
};
// clang-format on

/* The ASCII character that a full-width form (U+FF01-FF5E) at s stands for, or '\0'. */
static char full_width(const char *s)
{
	const unsigned char *u = (const unsigned char *)s;

	if (u[0] != 0xEF)
		return '\0';
	if (u[1] == 0xBC && u[2] >= 0x81 && u[2] <= 0xBF)
		return (char)(u[2] - 0x81 + '!');
	if (u[1] == 0xBD && u[2] >= 0x80 && u[2] <= 0x9E)
		return (char)(u[2] - 0x80 + '`');
	return '\0';
}

/* The character at *s as ASCII, and s past it; '\0' at the end and for everything else, which is left in place. */
static char next_ascii(const char **s)
{
	unsigned char first = (unsigned char)**s;
	char c;

	if (first < 0x80 && first != '\t')
		return first ? *(*s)++ : '\0';
	c = full_width(*s);
	if (c) {
		*s += 3;
		return c;
	}
	for (size_t i = 0; i < ARRAY_SIZE(spellings); i++) {
		size_t len = strlen(spellings[i].text);

		if (!spellings[i].sign[1] && strncmp(*s, spellings[i].text, len) == 0) {
			*s += len;
			return spellings[i].sign[0];
		}
	}
	return '\0';
}

static char peek_ascii(const char *s)
{
	return next_ascii(&s);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *skip_blanks(const char *s)
{
	while (peek_ascii(s) == ' ')
		next_ascii(&s);
	return s;
}

/* "<", "<=", ">", ">=" in any spelling, or "" and nothing skipped. */
static const char *read_comparison(const char **s)
{
	const char *p = *s;
	char first;

	for (size_t i = 0; i < ARRAY_SIZE(spellings); i++) {
		size_t len = strlen(spellings[i].text);

		if (spellings[i].sign[1] && strncmp(p, spellings[i].text, len) == 0) {
			*s = skip_blanks(p + len);
			return spellings[i].sign;
		}
	}
	first = next_ascii(&p);
	if (first != '<' && first != '>')
		return "";
	if (peek_ascii(p) == '=') {
		next_ascii(&p);
		*s = skip_blanks(p);
		return first == '<' ? "<=" : ">=";
	}
	*s = skip_blanks(p);
	return first == '<' ? "<" : ">";
}

/* Copy digits[.digits] as ASCII into out. A point needs a digit on both sides: ".5" and "20." may have lost one, and a
 * lost digit must not decide. */
static bool copy_number(const char **s, char out[NUMBER_SIZE])
{
	size_t len = 0, digits = 0, points = 0;
	char c;

	while (is_digit(c = peek_ascii(*s)) || c == '.') {
		if (c == '.' && (digits == 0 || ++points > 1))
			return false;
		if (c != '.' && ++digits > NUMBER_DIGITS_MAX)
			return false;
		out[len++] = c;
		next_ascii(s);
	}
	out[len] = '\0';
	return digits > 0 && out[len - 1] != '.';
}

/* Set q to the exact value of a plain decimal in ASCII. */
static void set_decimal(mpq_t q, const char *decimal)
{
	char digits[NUMBER_SIZE];
	const char *point = strchr(decimal, '.');
	size_t whole = point ? (size_t)(point - decimal) : strlen(decimal);
	size_t places = point ? strlen(point + 1) : 0;

	memcpy(digits, decimal, whole);
	memcpy(digits + whole, point ? point + 1 : "", places + 1);
	mpz_set_str(mpq_numref(q), digits, 10);
	mpz_ui_pow_ui(mpq_denref(q), 10, places);
	mpq_canonicalize(q);
}

/* A limit or factor as a pack gives it: plain digits[.digits], with nothing behind it. */
static bool read_decimal(mpq_t q, const char *text)
{
	char number[NUMBER_SIZE];

	if (!copy_number(&text, number) || *text)
		return false;
	set_decimal(q, number);
	return true;
}

static enum quantity_fault read_number(const char **s, mpq_t at)
{
	char number[NUMBER_SIZE];
	char sign = peek_ascii(*s);
	const char *p = *s;

	if (sign == '-') {
		next_ascii(&p);
		p = skip_blanks(p);
		/* A minus sign is wrong even before 0: nothing measured here can bear one. */
		return is_digit(peek_ascii(p)) ? QUANTITY_NEGATIVE : QUANTITY_UNREADABLE;
	}
	if (!copy_number(s, number))
		return QUANTITY_UNREADABLE;
	set_decimal(at, number);
	return QUANTITY_OK;
}

/* What may follow a number is a unit, which begins with a letter, a Han character, µ or %. An exponent, a second number,
 * a comma, a Chinese full stop (U+3000-303F) or any other sign there means that the number was not understood. */
static bool is_unit_start(const char *s)
{
	const unsigned char *u = (const unsigned char *)s;
	const char *next = s;
	char c = next_ascii(&next);

	if (c == 'e' || c == 'E') {
		c = peek_ascii(next);
		return !is_digit(c) && c != '+' && c != '-';
	}
	if (c)
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '%';
	return strncmp(s, "µ", 2) == 0 || strncmp(s, "μ", 2) == 0 || u[0] > 0xE3 ||
	       (u[0] == 0xE3 && u[1] > 0x80);
}

static void set_point(struct quantity *q)
{
	mpq_set(q->high.at, q->low.at);
	q->low.finite = q->high.finite = true;
}

/* Turn the point that was read into the half-line that the comparison says. */
static enum quantity_fault set_half_line(struct quantity *q, const char *comparison)
{
	bool below = comparison[0] == '<';
	struct bound *end = below ? &q->high : &q->low;

	end->open = comparison[1] != '=';
	(below ? &q->low : &q->high)->finite = false;
	if (below && end->open && mpq_sgn(end->at) == 0)
		return QUANTITY_NEGATIVE;
	return QUANTITY_OK;
}

/* Read "-30" behind "20". */
static enum quantity_fault read_range_end(const char **s, struct quantity *q)
{
	const char *p = skip_blanks(*s);
	char mark = next_ascii(&p);
	enum quantity_fault fault;

	if (mark != '-' && mark != '~')
		return QUANTITY_OK;
	p = skip_blanks(p);
	fault = read_number(&p, q->high.at);
	if (fault)
		return fault;
	*s = p;
	return mpq_cmp(q->low.at, q->high.at) <= 0 ? QUANTITY_OK : QUANTITY_UNREADABLE;
}

enum quantity_fault quantity_read(const char *text, struct quantity *q, const char **out_unit)
{
	const char *s = skip_blanks(text), *comparison;
	enum quantity_fault fault;

	if (!*s)
		return QUANTITY_EMPTY;
	q->low.open = q->high.open = false;
	comparison = read_comparison(&s);
	fault = read_number(&s, q->low.at);
	if (fault)
		return fault;
	set_point(q);
	fault = *comparison ? set_half_line(q, comparison) : read_range_end(&s, q);
	if (fault)
		return fault;
	s = skip_blanks(s);
	if (*s && !is_unit_start(s))
		return QUANTITY_UNREADABLE;
	if (out_unit)
		*out_unit = s;
	return QUANTITY_OK;
}

void quantity_init(struct quantity *q)
{
	*q = (struct quantity) { 0 };
	mpq_init(q->low.at);
	mpq_init(q->high.at);
}

void quantity_finish(struct quantity *q)
{
	if (!q || !q->low.at->_mp_den._mp_d)
		return;
	mpq_clear(q->low.at);
	mpq_clear(q->high.at);
	*q = (struct quantity) { 0 };
}

int quantity_scale(struct quantity *q, const char *factor)
{
	mpq_t by;
	int rc = -1;

	mpq_init(by);
	if (read_decimal(by, factor) && mpq_sgn(by) > 0) {
		mpq_mul(q->low.at, q->low.at, by);
		mpq_mul(q->high.at, q->high.at, by);
		rc = 0;
	}
	mpq_clear(by);
	return rc;
}

/* Compare both ends with `limit`: strictly on one side, wholly on the other side or upon it, or neither. */
static enum tri all_beyond(const struct bound *near, const struct bound *far, int side,
			   const char *limit)
{
	mpq_t at;
	enum tri value = TRI_UNKNOWN;

	mpq_init(at);
	if (read_decimal(at, limit)) {
		int near_is = side * mpq_cmp(near->at, at), far_is = side * mpq_cmp(far->at, at);

		if (near->finite && (near_is > 0 || (near_is == 0 && near->open)))
			value = TRI_YES;
		else if (far->finite && far_is <= 0)
			value = TRI_NO;
	}
	mpq_clear(at);
	return value;
}

enum tri quantity_below(const struct quantity *q, const char *limit)
{
	return all_beyond(&q->high, &q->low, -1, limit);
}

enum tri quantity_above(const struct quantity *q, const char *limit)
{
	return all_beyond(&q->low, &q->high, 1, limit);
}

/* Write at with at most `decimals` places and no needless zeros; ≈ in front says that it was cut. */
static size_t format_number(const mpq_t at, int decimals, char *buf, size_t size)
{
	mpz_t scaled, rest, power;
	int written;

	mpz_inits(scaled, rest, power, NULL);
	mpz_ui_pow_ui(power, 10, (unsigned long)decimals);
	mpz_mul(scaled, mpq_numref(at), power);
	mpz_fdiv_qr(scaled, rest, scaled, mpq_denref(at));
	written = snprintf(buf, size, "%s", mpz_sgn(rest) ? QUANTITY_ABOUT : "");
	mpz_mul_2exp(rest, rest, 1);
	if (mpz_cmp(rest, mpq_denref(at)) >= 0)
		mpz_add_ui(scaled, scaled, 1);
	while (decimals > 0 && mpz_divisible_ui_p(scaled, 10)) {
		mpz_divexact_ui(scaled, scaled, 10);
		decimals--;
	}
	mpz_ui_pow_ui(power, 10, (unsigned long)decimals);
	mpz_fdiv_qr(scaled, rest, scaled, power);
	if ((size_t)written < size && decimals > 0)
		written += gmp_snprintf(buf + written, size - written, "%Zd.%0*Zd", scaled,
					decimals, rest);
	else if ((size_t)written < size)
		written += gmp_snprintf(buf + written, size - written, "%Zd", scaled);
	mpz_clears(scaled, rest, power, NULL);
	return (size_t)written < size ? (size_t)written : size - 1;
}

char *quantity_format(const struct quantity *q, int decimals, char *buf, size_t size)
{
	const struct bound *first = q->low.finite ? &q->low : &q->high;
	const char *sign = "";
	size_t at;

	if (!q->low.finite && q->high.finite)
		sign = q->high.open ? "<" : "≤";
	else if (q->low.finite && !q->high.finite)
		sign = q->low.open ? ">" : "≥";
	if (size < 8)
		return memset(buf, 0, size);
	at = (size_t)snprintf(buf, size, "%s", sign);
	at += format_number(first->at, decimals, buf + at, size - at);
	if (q->low.finite && q->high.finite && !mpq_equal(q->low.at, q->high.at) && at + 8 < size) {
		at += (size_t)snprintf(buf + at, size - at, "-");
		format_number(q->high.at, decimals, buf + at, size - at);
	}
	return buf;
}

/* The next character of a unit, folded: blanks skipped, small letters, µ and μ as u; bytes of anything else as they
 * are. */
static unsigned char next_unit_byte(const char **s)
{
	static const char *const micro[] = { "µ", "μ", "Μ" };
	const char *p = *s = skip_blanks(*s);
	char c;

	for (size_t i = 0; i < ARRAY_SIZE(micro); i++)
		if (strncmp(p, micro[i], 2) == 0) {
			*s += 2;
			return 'u';
		}
	c = next_ascii(s);
	if (c >= 'A' && c <= 'Z')
		return (unsigned char)(c - 'A' + 'a');
	return c || !**s ? (unsigned char)c : (unsigned char)*(*s)++;
}

bool unit_equal(const char *a, const char *b)
{
	unsigned char x, y;

	do {
		x = next_unit_byte(&a);
		y = next_unit_byte(&b);
	} while (x && x == y);
	return x == y;
}
