#include "db/encoding_codes.h"

#include <string.h>

#include "forms/text.h"

#define FIRST_BEYOND_BMP 189000u /* the number of the four-byte code 90308130, U+10000 */
#define BMP_NUMBERS 39420u       /* the numbers up to 8431A439, U+FFFF */
#define GBK_EURO 0x80

/* ---- UTF-8 ---- */

/* A beginning of a character becomes one when continuation bytes are put behind it: the lowest or the highest, for some lead
 * bytes take only half of them. */
static bool is_cut_utf8(const char *s, size_t len)
{
	static const char fill[] = { '\x80', '\xBF' };

	for (size_t i = 0; i < ARRAY_SIZE(fill); i++) {
		char whole[5] = { fill[i], fill[i], fill[i], fill[i] };
		size_t n;

		memcpy(whole, s, len);
		text_codepoint(whole, &n);
		if (n > len)
			return true;
	}
	return false;
}

/* Three bytes whose lead byte takes any two continuation bytes: nearly all Chinese text. */
static bool take_usual(const unsigned char *s, size_t len, uint32_t *cp)
{
	if (len < 3 || s[0] < 0xE1 || s[0] > 0xEC || (s[1] & 0xC0) != 0x80 || (s[2] & 0xC0) != 0x80)
		return false;
	*cp = (s[0] & 0x0Fu) << 12 | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu);
	return true;
}

static size_t take_utf8(const char *s, size_t len, uint32_t *cp)
{
	char few[5] = "";
	size_t n;

	if (take_usual((const unsigned char *)s, len, cp))
		return 3;
	if (len < 4)
		s = memcpy(few, s, len);
	*cp = text_codepoint(s, &n);
	if (n > 1 || (unsigned char)*s < 0x80)
		return n;
	return len < 4 && is_cut_utf8(s, len) ? ENCODING_CUT : 0;
}

/* ---- GB18030 and GBK ---- */

static bool is_lead(unsigned char c)
{
	return c >= 0x81 && c <= 0xFE;
}

static bool is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

/* The real character of a private one that stands for a moved code. */
static uint32_t settled(uint32_t cp)
{
	if (cp < 0xE78D || cp > 0xE864)
		return cp;
	for (size_t i = 0; i < GB_MOVED; i++)
		if (gb_moved[i].private_use == cp)
			return gb_moved[i].real;
	return cp;
}

/* The range that holds a number or a code point of the basic plane. */
static const struct gb_range *range_by(size_t member, uint32_t value)
{
	size_t low = 0, high = gb_ranges_count;

	while (high - low > 1) {
		size_t mid = (low + high) / 2;
		const char *row = (const char *)&gb_ranges[mid];

		if (*(const uint32_t *)(row + member) <= value)
			low = mid;
		else
			high = mid;
	}
	return &gb_ranges[low];
}

/* The code point with this number among the four-byte codes. False where the number is nobody's. */
static bool by_number(uint32_t number, uint32_t *cp)
{
	const struct gb_range *r;

	if (number >= FIRST_BEYOND_BMP) {
		*cp = number - FIRST_BEYOND_BMP + 0x10000;
		return *cp <= 0x10FFFF;
	}
	if (number >= BMP_NUMBERS)
		return false;
	r = range_by(offsetof(struct gb_range, number), number);
	*cp = r->first + number - r->number;
	return true;
}

static uint32_t number_at(const unsigned char *s)
{
	return (((s[0] - 0x81u) * 10 + s[1] - '0') * 126 + s[2] - 0x81) * 10 + s[3] - '0';
}

static size_t take_four(const unsigned char *s, size_t len, uint32_t *cp)
{
	static const unsigned char lowest[] = { 0x81, 0x30, 0x81, 0x30 };
	unsigned char whole[4];

	if ((len > 2 && !is_lead(s[2])) || (len > 3 && !is_digit(s[3])))
		return 0;
	memcpy(whole, lowest, sizeof(whole));
	memcpy(whole, s, len < 4 ? len : 4);
	/* The lowest code with this beginning has a character wherever any has one. */
	if (!by_number(number_at(whole), cp))
		return 0;
	return len < 4 ? ENCODING_CUT : 4;
}

static size_t take_gb(const unsigned char *s, size_t len, uint32_t *cp)
{
	unsigned char trail;

	if (!is_lead(s[0]))
		return 0;
	if (len < 2)
		return ENCODING_CUT;
	trail = s[1];
	if (is_digit(trail))
		return take_four(s, len, cp);
	if (trail < 0x40 || trail == 0x7F || trail == 0xFF)
		return 0;
	*cp = settled(gb_codepoint[(s[0] - 0x81) * GB_TRAILS + trail - 0x40 - (trail > 0x7F)]);
	return 2;
}

size_t encoding_take(enum encoding from, const char *s, size_t len, uint32_t *cp)
{
	const unsigned char *bytes = (const unsigned char *)s;

	if (*bytes < 0x80) {
		*cp = *bytes;
		return 1;
	}
	if (from == ENCODING_UTF8)
		return take_utf8(s, len, cp);
	if (from == ENCODING_GBK && *bytes == GBK_EURO) {
		*cp = 0x20AC;
		return 1;
	}
	return take_gb(bytes, len, cp);
}

/* ---- writing ---- */

static size_t put_pair(unsigned pair, char *out)
{
	unsigned trail = pair % GB_TRAILS;

	out[0] = (char)(0x81 + pair / GB_TRAILS);
	out[1] = (char)(0x40 + trail + (trail >= 0x3F));
	return 2;
}

static size_t put_four(uint32_t number, char *out)
{
	out[3] = (char)('0' + number % 10);
	number /= 10;
	out[2] = (char)(0x81 + number % 126);
	number /= 126;
	out[1] = (char)('0' + number % 10);
	out[0] = (char)(0x81 + number / 10);
	return 4;
}

/* The pair that 2022 gives to a character which had a four-byte code before; 0 none. */
static unsigned moved_to(uint32_t cp)
{
	for (size_t i = 0; i < GB_MOVED; i++)
		if (gb_moved[i].written && gb_moved[i].real == cp)
			return gb_moved[i].code;
	return 0;
}

static size_t put_utf8(uint32_t cp, char *out)
{
	if (cp < 0x800 || cp > 0xD7FF)
		return text_put(cp, out);
	out[0] = (char)(0xE0 | cp >> 12);
	out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[2] = (char)(0x80 | (cp & 0x3F));
	return 3;
}

static bool is_scalar(uint32_t cp)
{
	return cp <= 0x10FFFF && !(cp >= 0xD800 && cp <= 0xDFFF);
}

static size_t put_gb18030(uint32_t cp, char *out)
{
	const struct gb_range *r;
	unsigned code;

	if (cp > 0xFFFF)
		return put_four(FIRST_BEYOND_BMP + cp - 0x10000, out);
	if (gb_pair[cp])
		return put_pair(gb_pair[cp] - 1u, out);
	code = moved_to(cp);
	if (code) {
		out[0] = (char)(code >> 8);
		out[1] = (char)(code & 0xFF);
		return 2;
	}
	r = range_by(offsetof(struct gb_range, first), cp);
	return put_four(r->number + cp - r->first, out);
}

/* Only what every reader of GBK takes: the desks of others are no place for our liberality. The euro sign is the exception,
 * for nothing else can say it. */
static size_t put_gbk(uint32_t cp, char *out)
{
	unsigned pair = cp <= 0xFFFF ? gb_pair[cp] : 0;

	if (cp == 0x20AC) {
		*out = (char)GBK_EURO;
		return 1;
	}
	if (!pair || !(gb_in_gbk[(pair - 1) / 8] & 1u << (pair - 1) % 8))
		return 0;
	return put_pair(pair - 1, out);
}

size_t encoding_put(enum encoding to, uint32_t cp, char *out)
{
	if (to == ENCODING_UTF8)
		return put_utf8(cp, out);
	if (!is_scalar(cp))
		return 0;
	if (cp < 0x80) {
		*out = (char)cp;
		return 1;
	}
	return to == ENCODING_GBK ? put_gbk(cp, out) : put_gb18030(cp, out);
}

bool encoding_is_private(uint32_t cp)
{
	return (cp >= 0xE000 && cp <= 0xF8FF) || (cp >= 0xF0000 && (cp & 0xFFFF) < 0xFFFE);
}

/* ---- text on its way ---- */

static size_t carry_ascii(struct encoding_way *way, const char *in, size_t len, char *out)
{
	size_t n = 0;

	for (; n < len && (unsigned char)in[n] < 0x80; n++) {
		out[n] = in[n];
		way->column++;
		if (in[n] == '\n') {
			way->line++;
			way->column = 1;
		}
	}
	return n;
}

static void set_fault(struct encoding_fault *fault, const struct encoding_way *way, size_t at,
		      enum encoding_fault_kind kind, uint32_t cp)
{
	*fault = (struct encoding_fault) { .kind = kind,
					   .offset = way->offset + at,
					   .line = way->line,
					   .column = way->column,
					   .codepoint = cp };
}

size_t encoding_carry(struct encoding_way *way, const char *in, size_t len, bool last, char *out,
		      size_t *used, struct encoding_fault *fault)
{
	size_t at = 0, made = 0, n, m;
	uint32_t cp = 0;

	*fault = (struct encoding_fault) { 0 };
	while (at < len) {
		n = carry_ascii(way, in + at, len - at, out + made);
		at += n;
		made += n;
		if (at == len)
			break;
		n = encoding_take(way->from, in + at, len - at, &cp);
		if (n == ENCODING_CUT && !last)
			break;
		if (n == 0 || n == ENCODING_CUT) {
			set_fault(fault, way, at, n ? ENCODING_TRUNCATED : ENCODING_INVALID, 0);
			break;
		}
		m = encoding_put(way->to, cp, out + made);
		if (m == 0) {
			set_fault(fault, way, at, ENCODING_UNMAPPABLE, cp);
			break;
		}
		way->private_use += encoding_is_private(cp);
		way->column++;
		at += n;
		made += m;
	}
	way->offset += at;
	*used = at;
	return made;
}
