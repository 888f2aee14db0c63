/* encoding_gen OUT: write the tables of GB18030 and GBK as C (db/encoding_codes.h), as glibc's iconv knows them.
 *
 * Where its edition of GB18030 gives a moved code the real character, the table gets the private one of the edition of 2000: the four-byte
 * codes count through what had no pair then. */
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/encoding_codes.h"

/* A tool that runs once and ends: its tables stand in the program. */
static uint16_t codepoint[GB_PAIRS];
static uint16_t pair_of[0x10000];
static uint8_t in_gbk[(GB_PAIRS + 7) / 8];

static void fail(const char *what)
{
	fprintf(stderr, "encoding_gen: %s\n", what);
	exit(1);
}

static unsigned code_of(unsigned pair)
{
	unsigned trail = pair % GB_TRAILS;

	return (0x81 + pair / GB_TRAILS) << 8 | (0x40 + trail + (trail >= 0x3F));
}

/* The code point of a pair; 0 when the converter has none. */
static uint32_t ask(iconv_t cd, unsigned code)
{
	char in[2] = { (char)(code >> 8), (char)(code & 0xFF) }, *from = in;
	uint32_t cp = 0;
	char *to = (char *)&cp;
	size_t left = sizeof(in), room = sizeof(cp);

	iconv(cd, NULL, NULL, NULL, NULL);
	if (iconv(cd, &from, &left, &to, &room) == (size_t)-1 || left > 0 || room > 0)
		return 0;
	return cp;
}

static uint32_t unmoved(unsigned code, uint32_t cp)
{
	for (size_t i = 0; i < GB_MOVED; i++)
		if (gb_moved[i].code == code)
			return gb_moved[i].private_use;
	return cp;
}

static void fill_pairs(void)
{
	iconv_t gb18030 = iconv_open("UCS-4LE", "GB18030"), gbk = iconv_open("UCS-4LE", "GBK");

	if (gb18030 == (iconv_t)-1 || gbk == (iconv_t)-1)
		fail("no converter");
	for (unsigned pair = 0; pair < GB_PAIRS; pair++) {
		unsigned code = code_of(pair);
		uint32_t cp = unmoved(code, ask(gb18030, code)), common = ask(gbk, code);

		if (cp == 0 || cp > 0xFFFF || pair_of[cp])
			fail("a pair without a character of its own");
		if (common && common != cp)
			fail("GBK and GB18030 differ");
		codepoint[pair] = (uint16_t)cp;
		pair_of[cp] = (uint16_t)(pair + 1);
		if (common)
			in_gbk[pair / 8] |= (uint8_t)(1u << pair % 8);
	}
	iconv_close(gb18030);
	iconv_close(gbk);
}

static void write_numbers(FILE *out, const char *head, const uint16_t *list, size_t count)
{
	fprintf(out, "\nconst uint16_t %s = {\n", head);
	for (size_t i = 0; i < count; i++)
		fprintf(out, "%u,%s", list[i], i % 16 == 15 ? "\n" : "");
	fputs("\n};\n", out);
}

static void write_bits(FILE *out)
{
	fputs("\nconst uint8_t gb_in_gbk[(GB_PAIRS + 7) / 8] = {\n", out);
	for (size_t i = 0; i < sizeof(in_gbk); i++)
		fprintf(out, "%u,%s", in_gbk[i], i % 24 == 23 ? "\n" : "");
	fputs("\n};\n", out);
}

static void write_ranges(FILE *out)
{
	uint32_t number = 0;
	bool inside = false;

	fputs("\nconst struct gb_range gb_ranges[] = {\n", out);
	for (uint32_t cp = 0x80; cp <= 0xFFFF; cp++) {
		bool counted = pair_of[cp] == 0 && !(cp >= 0xD800 && cp <= 0xDFFF);

		if (counted && !inside)
			fprintf(out, "\t{ 0x%X, %u },\n", cp, number);
		number += counted;
		inside = counted;
	}
	fputs("};\nconst size_t gb_ranges_count = sizeof(gb_ranges) / sizeof(gb_ranges[0]);\n",
	      out);
}

int main(int argc, char **argv)
{
	FILE *out = argc == 2 ? fopen(argv[1], "w") : NULL;

	if (!out)
		fail("cannot write");
	fill_pairs();
	fputs("/* Made by encoding_gen. */\n#include \"db/encoding_codes.h\"\n", out);
	write_numbers(out, "gb_codepoint[GB_PAIRS]", codepoint, GB_PAIRS);
	write_numbers(out, "gb_pair[0x10000]", pair_of, 0x10000);
	write_bits(out);
	write_ranges(out);
	return fclose(out) ? 1 : 0;
}
