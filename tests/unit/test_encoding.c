/* Covers db/encoding: every code both ways, the codes that editions and systems disagree on, faults and their places, marks,
 * detection, and files cut anywhere. test_encoding_programs compares with other programs. */
#include "tests/test.h"

#include "db/encoding_codes.h"
#include "forms/text.h"

#define BYTES(text) text, sizeof(text) - 1

/* ---- names ---- */

static void encoding_parse__takes__names_as_people_write_them(void **unused)
{
	// clang-format off
	static const struct { const char *name; enum encoding want; const char *why; } rows[] = {
		{ "UTF-8",        ENCODING_UTF8,    "its name" },
		{ "utf8",         ENCODING_UTF8,    "without the hyphen" },
		{ "GBK",          ENCODING_GBK,     "its name" },
		{ "cp936",        ENCODING_GBK,     "as Windows says" },
		{ "GB2312",       ENCODING_GBK,     "what says GB2312 is GBK: A1A4 is the dot of names" },
		{ "gb18030-2022", ENCODING_GB18030, "an edition" },
		{ "GB 18030",     ENCODING_GB18030, "with a blank" },
		{ "AUTO",         ENCODING_AUTO,    "find out" },
	};
	static const char *const bad[] = { "", "big5", "UTF-16", "gbkk", "a name that is far too long to be one" };
	// clang-format on
	enum encoding e;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (!encoding_parse(rows[i].name, &e) || e != rows[i].want)
			fail_msg("'%s': %s", rows[i].name, rows[i].why);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		if (encoding_parse(bad[i], &e))
			fail_msg("'%s' was taken", bad[i]);
	for (int i = 0; i <= ENCODING_COUNT; i++)
		assert_true(encoding_parse(encoding_name((enum encoding)i), &e) &&
			    e == (enum encoding)i);
}

/* ---- single codes ---- */

static const struct {
	enum encoding encoding;
	const char *bytes;
	uint32_t cp;
	const char *written; /* NULL: the same bytes; "": the encoding cannot write it */
	const char *why;
} codes[] = {
	// clang-format off
	{ ENCODING_GBK, "\x80", 0x20AC, NULL, "the euro sign of Windows" },
	{ ENCODING_GBK, "\xA2\xE3", 0x20AC, "\x80", "the euro sign of GB18030 in a file called GBK" },
	{ ENCODING_GBK, "\xA8\xBF", 0x1F9, "", "ǹ of GB18030: read, but no other reader of GBK would" },
	{ ENCODING_GBK, "\xFE\x9F", 0x4DAE, "", "䶮 of GB18030" },
	{ ENCODING_GBK, "\xFE\x59", 0x9FB4, "", "龴 of GB18030" },
	{ ENCODING_GBK, "\x82\x30\xB7\x31", 0x36C3, "", "a four-byte code in a file called GBK" },
	{ ENCODING_GBK, "\xAA\xA1", 0xE000, "", "a home-made character" },
	{ ENCODING_GBK, "\xA1\x40", 0xE4C6, "", "a home-made character of the third area" },
	{ ENCODING_GBK, "\xA1\xA4", 0xB7, NULL, "the dot of names, not U+30FB" },
	{ ENCODING_GBK, "\xA1\xAA", 0x2014, NULL, "the dash, not U+2015" },
	{ ENCODING_GBK, "\xA1\xAB", 0xFF5E, NULL, "the full-width tilde, not U+301C" },
	{ ENCODING_GBK, "\xA1\xAC", 0x2016, NULL, "the double line, not U+2225" },
	{ ENCODING_GBK, "\xA1\xCE", 0x2225, NULL, "the parallel sign" },
	{ ENCODING_GBK, "\xA1\xAD", 0x2026, NULL, "the ellipsis, not U+22EF" },
	{ ENCODING_GBK, "\xA8\x44", 0x2015, NULL, "the horizontal bar" },
	{ ENCODING_GBK, "\xA8\x92", 0x2295, NULL, "Java alone says U+2641" },
	{ ENCODING_GBK, "\xA6\xCC", 0x3BC, NULL, "mu" },
	{ ENCODING_GBK, "\xAB\x5C", 0x7395, NULL, "a pair with a backslash (赵玕)" },
	{ ENCODING_GBK, "\xAB\x7C", 0x73C5, NULL, "a pair with a bar (和珅)" },
	{ ENCODING_GBK, "\xC3\xA9", 0x8305, NULL, "茅" },
	{ ENCODING_GB18030, "\xA2\xE3", 0x20AC, NULL, "the euro sign" },
	{ ENCODING_GB18030, "\x81\x30\x81\x30", 0x80, NULL, "the first code of four bytes" },
	{ ENCODING_GB18030, "\x81\x30\x84\x36", 0xA5, NULL, "the yen sign" },
	{ ENCODING_GB18030, "\x81\x30\x85\x38", 0xB5, NULL, "µ, which GBK lacks" },
	{ ENCODING_GB18030, "\x82\x30\xB7\x31", 0x36C3, NULL, "㛃" },
	{ ENCODING_GB18030, "\xFE\x9F", 0x4DAE, NULL, "䶮" },
	{ ENCODING_GB18030, "\x95\x34\xB2\x35", 0x20BB7, NULL, "𠮷" },
	{ ENCODING_GB18030, "\x90\x30\x81\x30", 0x10000, NULL, "the first beyond the basic plane" },
	{ ENCODING_GB18030, "\xE3\x32\x9A\x35", 0x10FFFF, NULL, "the last character" },
	{ ENCODING_GB18030, "\x84\x31\xA4\x39", 0xFFFF, NULL, "the last of the basic plane" },
	{ ENCODING_GB18030, "\x83\x36\xC7\x38", 0xD7FF, NULL, "the last before the surrogates" },
	{ ENCODING_GB18030, "\x83\x36\xC7\x39", 0xE76C, NULL, "the next number: behind the surrogates and the private pairs" },
	{ ENCODING_GB18030, "\xAA\xA1", 0xE000, NULL, "a home-made character" },
	{ ENCODING_GB18030, "\x82\x35\x98\x33", 0xA000, NULL, "a Yi syllable" },
	{ ENCODING_GB18030, "\xA8\xBC", 0x1E3F, NULL, "ḿ since 2005" },
	{ ENCODING_GB18030, "\x81\x35\xF4\x37", 0x1E3F, "\xA8\xBC", "ḿ of a writer of 2000" },
	{ ENCODING_GB18030, "\xA6\xD9", 0xFE10, NULL, "2022" },
	{ ENCODING_GB18030, "\x84\x31\x82\x36", 0xFE10, "\xA6\xD9", "2000 and 2005" },
	{ ENCODING_GB18030, "\xA6\xDA", 0xFE12, NULL, "the second pair is the third mark" },
	{ ENCODING_GB18030, "\xA6\xDB", 0xFE11, NULL, "... and the third pair the second" },
	{ ENCODING_GB18030, "\xA6\xF3", 0xFE19, NULL, "2022" },
	{ ENCODING_GB18030, "\x84\x31\x83\x35", 0xFE19, "\xA6\xF3", "2000 and 2005" },
	{ ENCODING_GB18030, "\xFE\x59", 0x9FB4, NULL, "2022" },
	{ ENCODING_GB18030, "\x82\x35\x90\x37", 0x9FB4, "\xFE\x59", "2000 and 2005, as Python and ICU write it" },
	{ ENCODING_GB18030, "\x82\x35\x91\x34", 0x9FBB, "\xFE\xA0", "2000 and 2005" },
	{ ENCODING_GB18030, "\xFE\x51", 0x20087, "\x95\x32\x90\x31", "one of the six, as glibc writes it" },
	{ ENCODING_GB18030, "\x95\x32\x90\x31", 0x20087, NULL, "one of the six, as 2022 writes it" },
	{ ENCODING_GB18030, "\xFE\x91", 0x241FE, "\x96\x35\xB6\x30", "the last of the six" },
	{ ENCODING_UTF8, "\xC2\x80", 0x80, NULL, "two bytes, the first" },
	{ ENCODING_UTF8, "\xE0\xA0\x80", 0x800, NULL, "three bytes, the first" },
	{ ENCODING_UTF8, "\xED\x9F\xBF", 0xD7FF, NULL, "the last before the surrogates" },
	{ ENCODING_UTF8, "\xEE\x80\x80", 0xE000, NULL, "the first behind the surrogates" },
	{ ENCODING_UTF8, "\xF0\x90\x80\x80", 0x10000, NULL, "four bytes, the first" },
	{ ENCODING_UTF8, "\xF4\x8F\xBF\xBF", 0x10FFFF, NULL, "the last character" },
	// clang-format on
};

static void encoding_take__reads__codes_of_all_writers(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(codes); i++) {
		const char *want = codes[i].written ? codes[i].written : codes[i].bytes;
		char out[5] = "";
		uint32_t cp = 0;
		size_t len = strlen(codes[i].bytes),
		       n = encoding_take(codes[i].encoding, codes[i].bytes, len, &cp);

		if (n != len || cp != codes[i].cp)
			fail_msg("%s row %zu: U+%04X instead of U+%04X: %s",
				 encoding_name(codes[i].encoding), i, cp, codes[i].cp,
				 codes[i].why);
		n = encoding_put(codes[i].encoding, cp, out);
		if (n != strlen(want) || memcmp(out, want, n) != 0)
			fail_msg("%s U+%04X is written %02X%02X: %s",
				 encoding_name(codes[i].encoding), cp, (unsigned char)out[0],
				 (unsigned char)out[1], codes[i].why);
	}
}

static void encoding_put__writes__moved_codes_as_2022(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < GB_MOVED; i++) {
		const struct gb_moved *m = &gb_moved[i];
		char pair[2] = { (char)(m->code >> 8), (char)(m->code & 0xFF) }, out[5];
		uint32_t cp = 0;
		size_t n = encoding_put(ENCODING_GB18030, m->real, out);

		assert_int_equal(n, m->written ? 2 : 4);
		assert_true(!m->written || memcmp(out, pair, 2) == 0);
		assert_int_equal(encoding_take(ENCODING_GB18030, out, n, &cp), n);
		assert_int_equal(cp, m->real);
		assert_int_equal(encoding_take(ENCODING_GB18030, pair, 2, &cp), 2);
		assert_int_equal(cp, m->real);
		n = encoding_put(ENCODING_GB18030, m->private_use, out);
		assert_true(n == 2 && memcmp(out, pair, 2) == 0);
	}
}

/* A character of old that stands in text stands for its pair, and comes back as the real one. */
static bool settles(uint32_t cp)
{
	for (size_t i = 0; i < GB_MOVED; i++)
		if (gb_moved[i].private_use == cp)
			return true;
	return false;
}

static void gb18030__holds__every_character_there_is(void **unused)
{
	(void)unused;
	for (uint32_t cp = 0; cp <= 0x110000; cp++) {
		bool scalar = cp <= 0x10FFFF && (cp < 0xD800 || cp > 0xDFFF);
		char out[5];
		size_t n = encoding_put(ENCODING_GB18030, cp, out);
		uint32_t back = 0;

		if (!scalar && n)
			fail_msg("U+%04X is no character, and was written", cp);
		if (!scalar)
			continue;
		if (n == 0 || encoding_take(ENCODING_GB18030, out, n, &back) != n ||
		    (back != cp && !settles(cp)))
			fail_msg("U+%04X comes back as U+%04X", cp, back);
		for (size_t cut = 1; cut < n; cut++)
			if (encoding_take(ENCODING_GB18030, out, cut, &back) != ENCODING_CUT)
				fail_msg("U+%04X cut at %zu is not seen to be cut", cp, cut);
	}
}

static void gbk__holds__what_every_converter_knows(void **unused)
{
	size_t count = 0;

	(void)unused;
	for (uint32_t cp = 0x80; cp <= 0xFFFF; cp++) {
		char out[5];
		uint32_t back;
		size_t n = encoding_put(ENCODING_GBK, cp, out);

		if (n == 0 || cp == 0x20AC)
			continue;
		count++;
		assert_int_equal(n, 2);
		assert_int_equal(encoding_take(ENCODING_GBK, out, n, &back), 2);
		assert_int_equal(back, cp);
	}
	/* The count of the domain reference, 5. */
	assert_int_equal(count, 21791);
	assert_int_equal(encoding_put(ENCODING_GBK, 0x36C3, (char[5]) { 0 }), 0);
	assert_int_equal(encoding_put(ENCODING_GBK, 0x20BB7, (char[5]) { 0 }), 0);
	assert_int_equal(encoding_put(ENCODING_GBK, 0xB5, (char[5]) { 0 }), 0);
}

/* ---- faults ---- */

// clang-format off
static const struct fault_row {
	enum encoding from;
	const char *in;
	size_t len;
	enum encoding_fault_kind kind;
	uint64_t offset, line, column;
	const char *why;
} faults[] = {
	{ ENCODING_GBK,     BYTES("ab\xFF" "cd"),       ENCODING_INVALID,   2, 1, 3, "FF is nobody's lead byte" },
	{ ENCODING_GB18030, BYTES("ab\x80" "cd"),       ENCODING_INVALID,   2, 1, 3, "80 is Windows' euro sign and not GB18030" },
	{ ENCODING_GBK,     BYTES("\xC0\xEE,\xB0,x"),   ENCODING_INVALID,   3, 1, 3, "a cut lead byte before a comma" },
	{ ENCODING_GBK,     BYTES("\xC0\xEE\n\xB0\"x"), ENCODING_INVALID,   3, 2, 1, "... before a quote" },
	{ ENCODING_GBK,     BYTES("\xC0\xEE\r\n\xB0\n"),ENCODING_INVALID,   4, 2, 1, "... before a line end" },
	{ ENCODING_GBK,     BYTES("a\xB0\x7F"),         ENCODING_INVALID,   1, 1, 2, "7F is no trail byte" },
	{ ENCODING_GBK,     BYTES("a\xB0\xFF"),         ENCODING_INVALID,   1, 1, 2, "FF is no trail byte" },
	{ ENCODING_GBK,     BYTES("a\xB0"),             ENCODING_TRUNCATED, 1, 1, 2, "the end inside a pair" },
	{ ENCODING_GB18030, BYTES("a\x81\x30"),         ENCODING_TRUNCATED, 1, 1, 2, "the end inside four bytes" },
	{ ENCODING_GB18030, BYTES("a\x81\x30\x81"),     ENCODING_TRUNCATED, 1, 1, 2, "the end before the fourth byte" },
	{ ENCODING_GB18030, BYTES("a\x81\x30 x"),       ENCODING_INVALID,   1, 1, 2, "a bad third byte" },
	{ ENCODING_GB18030, BYTES("a\x81\x30\x81 "),    ENCODING_INVALID,   1, 1, 2, "a bad fourth byte" },
	{ ENCODING_GB18030, BYTES("\x84\x31\xA5\x30"),  ENCODING_INVALID,   0, 1, 1, "behind the basic plane" },
	{ ENCODING_GB18030, BYTES("\x8F\x30\x81\x30"),  ENCODING_INVALID,   0, 1, 1, "reserved" },
	{ ENCODING_GB18030, BYTES("\xE3\x32\x9A\x36"),  ENCODING_INVALID,   0, 1, 1, "behind the last character" },
	{ ENCODING_GB18030, BYTES("\xFE\x39\xFE\x39"),  ENCODING_INVALID,   0, 1, 1, "the last code of all" },
	{ ENCODING_GB18030, BYTES("\x8F\x30"),          ENCODING_INVALID,   0, 1, 1, "reserved, whatever would follow" },
	{ ENCODING_UTF8,    BYTES("a\n\xC0\xAF"),       ENCODING_INVALID,   2, 2, 1, "overlong" },
	{ ENCODING_UTF8,    BYTES("\xE0\x80\xAF"),      ENCODING_INVALID,   0, 1, 1, "overlong in three" },
	{ ENCODING_UTF8,    BYTES("\xF0\x80\x80\xAF"),  ENCODING_INVALID,   0, 1, 1, "overlong in four" },
	{ ENCODING_UTF8,    BYTES("\xED\xA0\x80"),      ENCODING_INVALID,   0, 1, 1, "a surrogate" },
	{ ENCODING_UTF8,    BYTES("\xED\xA0"),          ENCODING_INVALID,   0, 1, 1, "a cut surrogate is wrong already" },
	{ ENCODING_UTF8,    BYTES("\xF4\x90\x80\x80"),  ENCODING_INVALID,   0, 1, 1, "beyond the last character" },
	{ ENCODING_UTF8,    BYTES("\xF8\x88\x80\x80"),  ENCODING_INVALID,   0, 1, 1, "five bytes" },
	{ ENCODING_UTF8,    BYTES("\xE4\xB9,"),         ENCODING_INVALID,   0, 1, 1, "a cut character before a comma" },
	{ ENCODING_UTF8,    BYTES("a\x80"),             ENCODING_INVALID,   1, 1, 2, "a continuation byte alone" },
	{ ENCODING_UTF8,    BYTES("\xE4\xB9\x90\xE4"),  ENCODING_TRUNCATED, 3, 1, 2, "the end behind one byte of three" },
	{ ENCODING_UTF8,    BYTES("\xE4\xB9"),          ENCODING_TRUNCATED, 0, 1, 1, "the end behind two bytes of three" },
	{ ENCODING_UTF8,    BYTES("\xE0"),              ENCODING_TRUNCATED, 0, 1, 1, "E0 takes high continuation bytes" },
	{ ENCODING_UTF8,    BYTES("\xF4"),              ENCODING_TRUNCATED, 0, 1, 1, "F4 takes low ones" },
	{ ENCODING_UTF8,    BYTES("\xF0\xA0\xAE"),      ENCODING_TRUNCATED, 0, 1, 1, "the end behind three bytes of four" },
};
// clang-format on

static void judge_fault(const struct encoding_fault *f, const struct fault_row *row)
{
	if (f->kind != row->kind || f->offset != row->offset || f->line != row->line ||
	    f->column != row->column || f->codepoint != 0)
		fail_msg("%s: '%s' at %llu, line %llu, column %llu: %s", encoding_name(row->from),
			 encoding_fault_name(f->kind), (unsigned long long)f->offset,
			 (unsigned long long)f->line, (unsigned long long)f->column, row->why);
}

static void encoding_decode__tells__the_place_of_a_fault(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(faults); i++) {
		/* Of exactly its size, so that a read behind the end is found. */
		char *in = malloc(faults[i].len), *out = malloc(3 * faults[i].len + 1);
		struct encoding_fault f;

		memcpy(in, faults[i].in, faults[i].len);
		encoding_decode(faults[i].from, in, faults[i].len, out, &f, NULL);
		judge_fault(&f, &faults[i]);
		assert_true(text_valid(out, strlen(out), NULL));
		free(in);
		free(out);
	}
}

static void encoding_decode__counts__home_made_characters(void **unused)
{
	struct encoding_fault f;
	size_t count = 0;
	char out[64];

	(void)unused;
	encoding_decode(ENCODING_GBK, BYTES("\xAA\xA1\xC0\xEE\xFE\x59\xA1\x40"), out, &f, &count);
	assert_int_equal(f.kind, ENCODING_FINE);
	assert_string_equal(out, "\xEE\x80\x80李龴\xEE\x93\x86");
	assert_int_equal(count, 2);
}

static void encoding_encode__names__what_the_target_lacks(void **unused)
{
	// clang-format off
	static const struct { const char *text; uint64_t offset, line, column; uint32_t cp; const char *why; } rows[] = {
		{ "李\n王㛃,", 7, 2, 2, 0x36C3, "Extension A" },
		{ "𠮷",       0, 1, 1, 0x20BB7, "Extension B" },
		{ "185 µg",   4, 1, 5, 0xB5, "the micro sign, which looks like μ" },
		{ "☑",        0, 1, 1, 0x2611, "a box" },
		{ "a\xEF\xBB\xBF", 1, 1, 2, 0xFEFF, "a mark inside the text" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct encoding_fault f;
		char out[64];

		encoding_encode(ENCODING_GBK, rows[i].text, strlen(rows[i].text), out, &f);
		if (f.kind != ENCODING_UNMAPPABLE || f.offset != rows[i].offset ||
		    f.line != rows[i].line || f.column != rows[i].column ||
		    f.codepoint != rows[i].cp)
			fail_msg("U+%04X at %llu: %s", f.codepoint, (unsigned long long)f.offset,
				 rows[i].why);
	}
}

/* ---- files ---- */

static FILE *file_of(const void *bytes, size_t len)
{
	FILE *f = tmpfile();

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	rewind(f);
	return f;
}

static void expect_file(FILE *f, const void *bytes, size_t len, const char *why)
{
	char *all = malloc(len + 2);

	rewind(f);
	if (fread(all, 1, len + 2, f) != len || memcmp(all, bytes, len) != 0)
		fail_msg("another result: %s", why);
	free(all);
}

static void encoding_convert__changes__the_encoding_and_nothing_else(void **unused)
{
	// clang-format off
	static const struct { enum encoding from; const char *in; size_t len; enum encoding to; bool mark; const char *out; size_t out_len; const char *why; } rows[] = {
		{ ENCODING_UTF8, BYTES("李,\"\r\n\0\tx\r"), ENCODING_GBK, false, BYTES("\xC0\xEE,\"\r\n\0\tx\r"), "line ends, NUL, TAB stay" },
		{ ENCODING_UTF8, BYTES("\xEF\xBB\xBF李"), ENCODING_GBK, false, BYTES("\xC0\xEE"), "the mark is no text" },
		{ ENCODING_UTF8, BYTES("\xEF\xBB\xBF李"), ENCODING_UTF8, false, BYTES("李"), "... in no target" },
		{ ENCODING_UTF8, BYTES("\xEF\xBB\xBF\xEF\xBB\xBF李"), ENCODING_UTF8, false, BYTES("\xEF\xBB\xBF李"), "a second one is text" },
		{ ENCODING_UTF8, BYTES("李"), ENCODING_UTF8, true, BYTES("\xEF\xBB\xBF李"), "a mark where one is asked for" },
		{ ENCODING_UTF8, BYTES("李"), ENCODING_GB18030, true, BYTES("\x84\x31\x95\x33\xC0\xEE"), "... in GB18030 too" },
		{ ENCODING_GB18030, BYTES("\x84\x31\x95\x33\xC0\xEE"), ENCODING_UTF8, false, BYTES("李"), "the mark of GB18030" },
		{ ENCODING_GBK, BYTES("\x84\x31\x95\x33\xC0\xEE"), ENCODING_GBK, false, BYTES("\xC0\xEE"), "... in a file called GBK" },
		{ ENCODING_GBK, BYTES("\xFE\x9F"), ENCODING_GB18030, false, BYTES("\xFE\x9F"), "GB18030 in a file called GBK" },
		{ ENCODING_GB18030, BYTES("\x82\x35\x90\x37"), ENCODING_GB18030, false, BYTES("\xFE\x59"), "a moved code is settled" },
		{ ENCODING_UTF8, BYTES(""), ENCODING_GBK, false, BYTES(""), "nothing" },
		{ ENCODING_UTF8, BYTES("\xEF\xBB\xBF"), ENCODING_GBK, false, BYTES(""), "a mark alone" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		FILE *in = file_of(rows[i].in, rows[i].len), *out = tmpfile();
		struct encoding_fault f;
		struct err err = { 0 };

		if (encoding_convert(in, rows[i].from, out, rows[i].to, rows[i].mark, &f, NULL,
				     &err) != 0)
			fail_msg("%s %s: %s", encoding_fault_name(f.kind), err.msg, rows[i].why);
		expect_file(out, rows[i].out, rows[i].out_len, rows[i].why);
		fclose(in);
		fclose(out);
	}
}

static void convert_fault(const char *bytes, size_t len, enum encoding from, enum encoding to,
			  struct encoding_fault *f)
{
	FILE *in = file_of(bytes, len), *out = tmpfile();
	struct err err = { 0 };

	encoding_convert(in, from, out, to, false, f, NULL, &err);
	assert_string_equal(err.msg, "");
	fclose(in);
	fclose(out);
}

/* Every character there is stands once across the end of a buffer at each of its bytes; and a fault behind it is found where it is. */
#define PIECE 65536
static void encoding_convert__keeps__characters_cut_by_its_buffers(void **unused)
{
	static const char *const text[] = { [ENCODING_UTF8] = "茅龴𠮷",
					    [ENCODING_GBK] = "\xC3\xA9\xFE\x59\x95\x34\xB2\x35",
					    [ENCODING_GB18030] =
						    "\xC3\xA9\xFE\x59\x95\x34\xB2\x35" };
	char *in = malloc(PIECE + 64), *want = malloc(PIECE + 64);

	(void)unused;
	for (int from = 0; from < ENCODING_COUNT; from++)
		for (size_t back = 0; back <= strlen(text[from]); back++) {
			size_t pad = PIECE - back, len = pad + strlen(text[from]);
			FILE *file, *out = tmpfile();
			struct encoding_fault f;
			struct err err = { 0 };

			memset(in, 'a', pad);
			memset(want, 'a', pad);
			memcpy(in + pad, text[from], strlen(text[from]));
			strncpy(want + pad, text[ENCODING_UTF8], 63);
			file = file_of(in, len);
			assert_int_equal(encoding_convert(file, (enum encoding)from, out,
							  ENCODING_UTF8, false, &f, NULL, &err),
					 0);
			expect_file(out, want, pad + strlen(text[ENCODING_UTF8]),
				    "cut by a buffer");
			fclose(file);
			fclose(out);
			in[len] = '\xFF';
			convert_fault(in, len + 1, (enum encoding)from, ENCODING_UTF8, &f);
			assert_int_equal(f.kind, ENCODING_INVALID);
			assert_int_equal(f.offset, len);
			assert_int_equal(f.column, pad + 3 + 1);
		}
	free(in);
	free(want);
}

/* One bad character at every place of a text of all kinds: its place is told exactly. */
static void encoding_convert__tells__places_exactly(void **unused)
{
	static const char line[] = "李,a\r\n\xF0\xA0\xAE\xB7\xC2\xB7\n";
	char text[4 * sizeof(line)] = "\xEF\xBB\xBF";
	size_t len;

	(void)unused;
	for (int i = 0; i < 3; i++)
		strncat(text, line, sizeof(text) - strlen(text) - 1);
	len = strlen(text);
	for (size_t at = 3; at <= len; at = at < len ? text_next(text, at) : len + 1) {
		char in[sizeof(text) + 4];
		struct encoding_fault f;
		uint64_t row = 1, column = 1;

		for (size_t c = 3; c < at; c++) {
			column += ((unsigned char)text[c] & 0xC0) != 0x80;
			if (text[c] == '\n')
				row++, column = 1;
		}
		memcpy(in, text, at);
		in[at] = '\xFF';
		memcpy(in + at + 1, text + at, len - at);
		convert_fault(in, len + 1, ENCODING_UTF8, ENCODING_GB18030, &f);
		assert_int_equal(f.kind, ENCODING_INVALID);
		assert_int_equal(f.offset, at);
		assert_int_equal(f.line, row);
		assert_int_equal(f.column, column);
	}
}

static void encoding_convert__fails__where_nothing_can_be_written(void **unused)
{
	FILE *in = file_of(BYTES("李")), *out = fopen("/dev/full", "w");
	struct encoding_fault f;
	struct err err = { 0 };

	(void)unused;
	assert_non_null(out);
	setvbuf(out, NULL, _IONBF, 0);
	assert_int_equal(
		encoding_convert(in, ENCODING_UTF8, out, ENCODING_GBK, false, &f, NULL, &err), -1);
	assert_int_equal(err.code, ERR_STORAGE);
	fclose(in);
	fclose(out);
}

/* ---- detection ---- */

static void encoding_detect__finds__what_a_file_is(void **unused)
{
	// clang-format off
	static const struct { const char *in; size_t len; enum encoding want; size_t mark; bool doubtful, utf16; const char *why; } rows[] = {
		{ BYTES(""), ENCODING_UTF8, 0, false, false, "nothing" },
		{ BYTES("a,b\r\n"), ENCODING_UTF8, 0, false, false, "ASCII is everything" },
		{ BYTES("\xEF\xBB\xBF李"), ENCODING_UTF8, 3, false, false, "a mark" },
		{ BYTES("\xEF\xBB\xBF\xFF"), ENCODING_UTF8, 3, false, false, "a mark is believed: the fault is told later" },
		{ BYTES("\x84\x31\x95\x33\xC0\xEE"), ENCODING_GB18030, 4, false, false, "the mark of GB18030" },
		{ BYTES("姓名,性别\n"), ENCODING_UTF8, 0, false, false, "UTF-8" },
		{ BYTES("\xD0\xD5\xC3\xFB,\xD0\xD4\xB1\xF0\n"), ENCODING_GB18030, 0, false, false, "GBK" },
		{ BYTES("\xC1\xAA\xCD\xA8"), ENCODING_GB18030, 0, false, false, "联通, which Windows once took for UTF-8" },
		{ BYTES("\xC3\xA9"), ENCODING_UTF8, 0, true, false, "é or 茅" },
		{ BYTES("a,\xC2\xB7,b"), ENCODING_UTF8, 0, true, false, "· or 路" },
		{ BYTES("\x82\x30\xB7\x31,x"), ENCODING_GB18030, 0, false, false, "four bytes" },
		{ BYTES("\xC0\xEE\x80" "5"), ENCODING_GBK, 0, false, false, "Windows' euro sign" },
		{ BYTES("姓名,性别,\xFF,x"), ENCODING_UTF8, 0, false, false, "UTF-8 with a wrong byte: UTF-8 reads furthest" },
		{ BYTES("\xD0\xD5\xC3\xFB,\xD0\xD4\xFF,\n"), ENCODING_GB18030, 0, false, false, "GBK with a wrong byte" },
		{ BYTES("a,\xD0"), ENCODING_GB18030, 0, false, false, "nothing but a cut GBK character" },
		{ BYTES("\xD0\xD5,\xD0"), ENCODING_GB18030, 0, false, false, "GBK, cut at the end" },
		{ BYTES("\xC4\xB1\xC4\xB1\xC4\xB1\xC4\xB1\xC4\xB1\xC4\xB1\xC4\xB1\xC4\xB1 \xD0\xD5"), ENCODING_GB18030, 0, true, false, "much reads as UTF-8" },
		{ BYTES("\xFF\xFE" "a\0,\0"), ENCODING_UTF8, 0, false, true, "UTF-16 with its mark" },
		{ BYTES("\xFE\xFF\0a\0,"), ENCODING_UTF8, 0, false, true, "the other way round" },
		{ BYTES("a\0,\0b\0\n\0"), ENCODING_UTF8, 0, false, true, "UTF-16 without a mark" },
		{ BYTES("\0a\0,\0b\0\n"), ENCODING_UTF8, 0, false, true, "the other way round" },
		{ BYTES("a\0b\n"), ENCODING_UTF8, 0, false, false, "one NUL is a NUL" },
		{ BYTES("a\0\0\0b\0\0\n"), ENCODING_UTF8, 0, false, false, "NULs at even and odd places" },
	};
	// clang-format on
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		FILE *in = file_of(rows[i].in, rows[i].len);
		struct encoding_guess g;
		struct err err = { 0 };

		assert_int_equal(encoding_detect(in, &g, &err), 0);
		if (g.utf16 != rows[i].utf16 ||
		    (!g.utf16 && (g.encoding != rows[i].want || g.mark != rows[i].mark ||
				  g.doubtful != rows[i].doubtful)))
			fail_msg("%s, mark %zu, doubtful %d, utf16 %d: %s",
				 encoding_name(g.encoding), g.mark, g.doubtful, g.utf16,
				 rows[i].why);
		assert_int_equal(ftello(in), 0);
		fclose(in);
	}
}

/* What tells the encoding may stand at the very end, and a character across the window's. */
static void encoding_detect__reads__the_whole_file(void **unused)
{
	size_t len = 3 * PIECE;
	char *in = malloc(len + 8);

	(void)unused;
	for (size_t back = 0; back < 4; back++) {
		static const char tails[][8] = { "\xF0\xA0\xAE\xB7", "\x95\x34\xB2\x35",
						 "\xC0\xEE\x80" };
		static const enum encoding want[] = { ENCODING_UTF8, ENCODING_GB18030,
						      ENCODING_GBK };

		for (size_t t = 0; t < ARRAY_SIZE(tails); t++) {
			struct encoding_guess g;
			struct err err = { 0 };
			FILE *f;

			memset(in, 'a', len);
			memcpy(in + len - back, tails[t], strlen(tails[t]));
			f = file_of(in, len - back + strlen(tails[t]));
			assert_int_equal(encoding_detect(f, &g, &err), 0);
			assert_int_equal(g.encoding, want[t]);
			fclose(f);
		}
	}
	free(in);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(encoding_parse__takes__names_as_people_write_them),
		cmocka_unit_test(encoding_take__reads__codes_of_all_writers),
		cmocka_unit_test(encoding_put__writes__moved_codes_as_2022),
		cmocka_unit_test(gb18030__holds__every_character_there_is),
		cmocka_unit_test(gbk__holds__what_every_converter_knows),
		cmocka_unit_test(encoding_decode__tells__the_place_of_a_fault),
		cmocka_unit_test(encoding_decode__counts__home_made_characters),
		cmocka_unit_test(encoding_encode__names__what_the_target_lacks),
		cmocka_unit_test(encoding_convert__changes__the_encoding_and_nothing_else),
		cmocka_unit_test(encoding_convert__keeps__characters_cut_by_its_buffers),
		cmocka_unit_test(encoding_convert__tells__places_exactly),
		cmocka_unit_test(encoding_convert__fails__where_nothing_can_be_written),
		cmocka_unit_test(encoding_detect__finds__what_a_file_is),
		cmocka_unit_test(encoding_detect__reads__the_whole_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
