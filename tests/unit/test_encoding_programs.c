/* Covers db/encoding beside other programs: iconv (glibc), uconv (ICU) and Python read what we write, and we read what they write, code
 * by code; where they are known to differ, each in its own way. A program that is not here is skipped, and said so. */
#include "tests/test.h"

#include <unistd.h>

#include "db/encoding_codes.h"
#include "forms/text.h"

static const struct program {
	const char *name;
	const char *gb18030_to_utf8, *utf8_to_gb18030, *gbk_to_utf8,
		*utf8_to_gbk; /* of "given" to "made" */
	bool private_moved;   /* gives the moved codes the private characters of 2005 (and 2000) */
	bool moved_a8bc;      /* ... but knows A8BC, as 2005 does */
} programs[] = {
	// clang-format off
	{ "iconv", "iconv -f GB18030 -t UTF-8 given >made", "iconv -f UTF-8 -t GB18030 given >made",
	  "iconv -f GBK -t UTF-8 given >made", "iconv -f UTF-8 -t GBK given >made", false, true },
	{ "uconv", "uconv -f gb18030 -t utf-8 given >made", "uconv -f utf-8 -t gb18030 given >made",
	  "uconv -f windows-936 -t utf-8 given >made", "uconv -f utf-8 -t windows-936 given >made", true, true },
#define PYTHON(from, to) "python3 -c \"open('made','wb').write(open('given','rb').read().decode('" from "').encode('" to "'))\""
	{ "python3", PYTHON("gb18030", "utf-8"), PYTHON("utf-8", "gb18030"), PYTHON("gbk", "utf-8"), PYTHON("utf-8", "gbk"), true, false },
	// clang-format on
};

static const struct program *program_here(size_t i)
{
	char command[64];

	snprintf(command, sizeof(command), "command -v %s >/dev/null", programs[i].name);
	if (system(command) == 0)
		return &programs[i];
	print_message("%s is not here: skipped\n", programs[i].name);
	return NULL;
}

/* ---- files of one code a line ---- */

static char *read_made(size_t *out_len)
{
	FILE *f = fopen("made", "rb");
	char *all = malloc(1 << 24);

	assert_non_null(f);
	assert_non_null(all);
	*out_len = fread(all, 1, 1 << 24, f);
	fclose(f);
	return all;
}

static void run(const char *command)
{
	if (system(command) != 0)
		fail_msg("it did not take the file: %s", command);
}

/* The code point of a line of UTF-8. */
static uint32_t one_codepoint(const char *line, size_t len)
{
	size_t n = 0;
	uint32_t cp = len ? text_codepoint(line, &n) : 0;

	return n == len ? cp : 0;
}

static const struct gb_moved *moved(uint32_t cp, bool by_private)
{
	for (size_t i = 0; i < GB_MOVED; i++)
		if ((by_private ? gb_moved[i].private_use : gb_moved[i].real) == cp)
			return &gb_moved[i];
	return NULL;
}

/* What this program reads where we read cp. */
static uint32_t theirs(const struct program *p, uint32_t cp, bool is_pair)
{
	const struct gb_moved *m = is_pair ? moved(cp, false) : NULL;

	if (!m || !p->private_moved || (m->code == 0xA8BC && p->moved_a8bc))
		return cp;
	return m->private_use;
}

/* ---- reading ---- */

static size_t pair_at(unsigned i, char out[2])
{
	unsigned trail = i % GB_TRAILS;

	out[0] = (char)(0x81 + i / GB_TRAILS);
	out[1] = (char)(0x40 + trail + (trail >= 0x3F));
	return 2;
}

/* All pairs of an encoding in one file, a line each; those that this program cannot read are left out. */
static void give_pairs(enum encoding e)
{
	FILE *f = fopen("given", "wb");
	char pair[2];

	assert_non_null(f);
	for (unsigned i = 0; i < GB_PAIRS; i++) {
		pair_at(i, pair);
		if (e == ENCODING_GB18030 || (gb_in_gbk[i / 8] & 1u << i % 8))
			fprintf(f, "%.2s\n", pair);
	}
	fclose(f);
}

static void compare_pairs(const struct program *p, enum encoding e, const char *command)
{
	size_t len, at = 0;
	char *made, pair[2];

	give_pairs(e);
	run(command);
	made = read_made(&len);
	for (unsigned i = 0; i < GB_PAIRS; i++) {
		uint32_t cp = 0, want;
		char *end;

		pair_at(i, pair);
		if (e == ENCODING_GBK && !(gb_in_gbk[i / 8] & 1u << i % 8))
			continue;
		assert_int_equal(encoding_take(e, pair, 2, &cp), 2);
		want = theirs(p, cp, true);
		end = memchr(made + at, '\n', len - at);
		if (!end || one_codepoint(made + at, (size_t)(end - made) - at) != want)
			fail_msg("%s %s %02X%02X is U+%04X with us and not U+%04X with it", p->name,
				 encoding_name(e), (unsigned char)pair[0], (unsigned char)pair[1],
				 cp, want);
		at = (size_t)(end - made) + 1;
	}
	assert_int_equal(at, len);
	free(made);
}

static void pairs__are_read__as_by_others(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(programs); i++) {
		const struct program *p = program_here(i);

		if (!p)
			continue;
		compare_pairs(p, ENCODING_GB18030, p->gb18030_to_utf8);
		compare_pairs(p, ENCODING_GBK, p->gbk_to_utf8);
	}
}

/* ---- writing ---- */

/* Every character of the basic plane and every 61st beyond it. */
static uint32_t next_sample(uint32_t cp)
{
	if (cp == 0xD7FF)
		return 0xE000;
	return cp < 0xFFFF ? cp + 1 : cp + 61;
}

/* glibc writes no private character that once stood for a moved code, nor the four-byte code that stands for it now. */
static bool glibc_lacks(const struct program *p, uint32_t cp)
{
	return !p->private_moved && moved(cp, true);
}

static void give_characters(const struct program *p, enum encoding e, size_t *out_count)
{
	FILE *f = fopen("given", "wb");
	char text[5];

	assert_non_null(f);
	*out_count = 0;
	for (uint32_t cp = 0x80; cp <= 0x10FFFF; cp = next_sample(cp)) {
		char bytes[5];

		if (encoding_put(e, cp, bytes) == 0 ||
		    (e == ENCODING_GB18030 && glibc_lacks(p, cp)))
			continue;
		if (e == ENCODING_GBK && cp == 0x20AC)
			continue;
		text_put(cp, text);
		fprintf(f, "%s\n", text);
		(*out_count)++;
	}
	fclose(f);
}

/* Whatever they write, we read the character that they were given; and they write what we write, but for the moved codes. */
static void compare_characters(const struct program *p, enum encoding e, const char *command)
{
	size_t len, at = 0, count, lines = 0;
	char *made;

	give_characters(p, e, &count);
	run(command);
	made = read_made(&len);
	for (uint32_t cp = 0x80; cp <= 0x10FFFF; cp = next_sample(cp)) {
		char ours[5];
		size_t n = encoding_put(e, cp, ours), took;
		uint32_t back = 0, settled = moved(cp, true) ? moved(cp, true)->real : cp;

		if (n == 0 || (e == ENCODING_GB18030 && glibc_lacks(p, cp)) ||
		    (e == ENCODING_GBK && cp == 0x20AC))
			continue;
		took = encoding_take(e, made + at, len - at, &back);
		if (took == 0 || took > 4 || made[at + took] != '\n' || back != settled)
			fail_msg("%s writes U+%04X in %s so that we read U+%04X", p->name, cp,
				 encoding_name(e), back);
		if (!moved(cp, false) && !moved(cp, true) &&
		    (took != n || memcmp(ours, made + at, n) != 0))
			fail_msg("%s writes U+%04X in %s otherwise", p->name, cp, encoding_name(e));
		at += took + 1;
		lines++;
	}
	assert_int_equal(at, len);
	assert_int_equal(lines, count);
	free(made);
}

static void characters__are_written__as_by_others(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(programs); i++) {
		const struct program *p = program_here(i);

		if (!p)
			continue;
		compare_characters(p, ENCODING_GB18030, p->utf8_to_gb18030);
		compare_characters(p, ENCODING_GBK, p->utf8_to_gbk);
	}
}

/* ---- our files ---- */

/* A file of ours is read by each of them; the pairs of 2022 are private characters to those that are older. */
static void our_file__is_read__by_others(void **unused)
{
	static const char text[] = "姓名,备注\r\n赵玕·李,“䶮𬭊㛃𠮷”ǹḿ€\r\n";
	char bytes[4 * sizeof(text)];
	struct encoding_fault f;
	size_t len = encoding_encode(ENCODING_GB18030, text, strlen(text), bytes, &f);

	(void)unused;
	assert_int_equal(f.kind, ENCODING_FINE);
	for (size_t i = 0; i < ARRAY_SIZE(programs); i++) {
		const struct program *p = program_here(i);
		FILE *given;
		char *made;

		if (!p)
			continue;
		given = fopen("given", "wb");
		assert_int_equal(fwrite(bytes, 1, len, given), len);
		fclose(given);
		run(p->gb18030_to_utf8);
		made = read_made(&len);
		made[len] = '\0';
		len = strlen(bytes);
		if (p->moved_a8bc)
			assert_string_equal(made, text);
		free(made);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs__are_read__as_by_others),
		cmocka_unit_test(characters__are_written__as_by_others),
		cmocka_unit_test(our_file__is_read__by_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
