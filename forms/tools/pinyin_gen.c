/* pinyin_gen UNIHAN_READINGS NAMES OUT: write the table of readings as C (forms/pinyin_table.h).
 *
 * Which readings a character gets: 通用规范汉字 (kTGHZ2013) has the readings of today's dictionary
 * complete; characters outside it take those of kXHC1983 and kHanyuPinyin. The most usual one comes
 * first: kMandarin, then by frequency in texts (kHanyuPinlu), then as the sources list them. Tones
 * go, ü becomes v. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/pinyin.h"
#include "forms/pinyin_table.h"

#define CODE_POINTS 0x40000 /* what 18 bits hold; the ideographs end at U+323AF */
#define SYLLABLES_MAX 1024
#define SETS_MAX (1 << PINYIN_SET_BITS)
#define ITEMS_MAX 65535
#define NAMES_MAX 256

enum source { FROM_MANDARIN, FROM_PINLU, FROM_TGHZ, FROM_XHC, FROM_HANYU, SOURCES };

static const char *const source_tags[SOURCES] = {
	[FROM_MANDARIN] = "kMandarin", [FROM_PINLU] = "kHanyuPinlu",  [FROM_TGHZ] = "kTGHZ2013",
	[FROM_XHC] = "kXHC1983",       [FROM_HANYU] = "kHanyuPinyin",
};

struct list {
	uint8_t count;
	uint16_t syllables[PINYIN_READINGS_MAX];
};

/* A tool that runs once and ends: its tables stand in the program. */
static struct list read_lists[SOURCES][CODE_POINTS];
static struct list chosen[CODE_POINTS];
static char syllables[SYLLABLES_MAX][PINYIN_SYLLABLE_SIZE];
static size_t syllables_count;
static struct list sets[SETS_MAX];
static size_t sets_count;
static struct name_reading names[NAMES_MAX];
static size_t names_count;

static void fail(const char *what, const char *detail)
{
	fprintf(stderr, "pinyin_gen: %s: %s\n", what, detail);
	exit(1);
}

static uint32_t next_code_point(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	int more = *p < 0x80 ? 0 : *p < 0xE0 ? 1 : *p < 0xF0 ? 2 : 3;
	uint32_t cp = more ? *p & (0x3Fu >> more) : *p;

	for (p++; more > 0; more--, p++)
		cp = cp << 6 | (*p & 0x3F);
	*s = (const char *)p;
	return cp;
}

/* The plain letter of a letter with a tone mark; 0 for the marks that stand alone (U+0300...) and
 * for the dots that kHanyuPinlu puts before a neutral tone. */
static char plain_letter(uint32_t cp)
{
	static const struct {
		const char *toned;
		char plain;
	} rows[] = {
		{ "āáǎàă", 'a' }, { "ēéěèêếềĕ", 'e' }, { "īíǐìĭ", 'i' }, { "ōóǒòŏ", 'o' },
		{ "ūúǔùŭ", 'u' }, { "üǖǘǚǜ", 'v' },    { "ńňǹ", 'n' },   { "ḿ", 'm' },
	};

	if (cp < 0x80)
		return (char)cp;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		for (const char *s = rows[i].toned; *s;)
			if (next_code_point(&s) == cp)
				return rows[i].plain;
	return 0;
}

static uint16_t syllable_number(const char *spelling)
{
	for (size_t i = 0; i < syllables_count; i++)
		if (!strcmp(syllables[i], spelling))
			return (uint16_t)i;
	if (syllables_count == SYLLABLES_MAX)
		fail("too many syllables", spelling);
	snprintf(syllables[syllables_count], PINYIN_SYLLABLE_SIZE, "%s", spelling);
	return (uint16_t)syllables_count++;
}

static void list_add(struct list *list, uint16_t syllable)
{
	for (int i = 0; i < list->count; i++)
		if (list->syllables[i] == syllable)
			return;
	if (list->count < PINYIN_READINGS_MAX)
		list->syllables[list->count++] = syllable;
}

static void list_join(struct list *to, const struct list *from)
{
	for (int i = 0; i < from->count; i++)
		list_add(to, from->syllables[i]);
}

/* Strip one reading such as "lǚ" or "zhang(12)" and add it. */
static void add_reading(struct list *list, const char *s, const char *end)
{
	char plain[PINYIN_SYLLABLE_SIZE];
	size_t len = 0;

	while (s < end && *s != '(') {
		char letter = plain_letter(next_code_point(&s));

		if (letter >= 'a' && letter <= 'z' && len < sizeof(plain) - 1)
			plain[len++] = letter;
	}
	plain[len] = '\0';
	if (len)
		list_add(list, syllable_number(plain));
}

/* "212.030:lè 453.020:yuè", "21521.030:zēng,céng", "lè(283) yuè(54)", "lè": words at blanks, the
 * places before a colon skipped, readings at commas. */
static void add_readings(struct list *list, const char *value)
{
	while (*value) {
		const char *end = value + strcspn(value, " \n");
		const char *colon = memchr(value, ':', (size_t)(end - value));
		const char *s = colon ? colon + 1 : value;

		while (s < end) {
			size_t len = strcspn(s, ", \n");

			add_reading(list, s, s + len);
			s += len + 1;
		}
		value = *end ? end + 1 : end;
	}
}

static void read_unihan(const char *path)
{
	FILE *f = fopen(path, "r");
	char line[4096], tag[32];
	unsigned cp;
	int at;

	if (!f)
		fail("cannot open", path);
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, "U+%X\t%31s\t%n", &cp, tag, &at) != 2 || cp >= CODE_POINTS)
			continue;
		for (size_t i = 0; i < SOURCES; i++)
			if (!strcmp(tag, source_tags[i]))
				add_readings(&read_lists[i][cp], line + at);
	}
	fclose(f);
}

static bool listed(const struct list *list, uint16_t syllable)
{
	for (int i = 0; i < list->count; i++)
		if (list->syllables[i] == syllable)
			return true;
	return false;
}

/* The readings of `from` that the dictionary knows too, in from's order. */
static void list_join_known(struct list *to, const struct list *from, const struct list *known)
{
	for (int i = 0; i < from->count; i++)
		if (listed(known, from->syllables[i]))
			list_add(to, from->syllables[i]);
}

static void choose(uint32_t cp)
{
	const struct list *tghz = &read_lists[FROM_TGHZ][cp];
	struct list *to = &chosen[cp];

	list_join(to, &read_lists[FROM_MANDARIN][cp]);
	if (tghz->count) {
		list_join_known(to, &read_lists[FROM_PINLU][cp], tghz);
		list_join(to, tghz);
		return;
	}
	list_join(to, &read_lists[FROM_XHC][cp]);
	list_join(to, &read_lists[FROM_HANYU][cp]);
}

static enum name_place place_of(const char *word)
{
	static const char *const words[] = {
		[PLACE_SURNAME] = "surname", [PLACE_NAME] = "name", [PLACE_ANY] = "any"
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(word, words[i]))
			return (enum name_place)i;
	fail("unknown place", word);
	return PLACE_ANY;
}

static void read_name(const char *text, char spellings[2][PINYIN_SYLLABLE_SIZE], const char *place)
{
	struct name_reading *n = &names[names_count];

	if (++names_count == NAMES_MAX)
		fail("too many names", text);
	n->place = place_of(place);
	for (int i = 0; i < 2 && *text; i++) {
		n->characters[i] = next_code_point(&text);
		n->syllables[i] = syllable_number(spellings[i]);
		if (!spellings[i][0] || n->characters[i] >= CODE_POINTS)
			fail("no reading for each character", text);
		list_add(&chosen[n->characters[i]], n->syllables[i]);
	}
}

static void read_names(const char *path)
{
	FILE *f = fopen(path, "r");
	char line[256], text[32], place[16], spellings[2][PINYIN_SYLLABLE_SIZE];

	if (!f)
		fail("cannot open", path);
	while (fgets(line, sizeof(line), f)) {
		if (line[0] == '#')
			continue;
		spellings[1][0] = '\0';
		if (sscanf(line, "%31[^\t]\t%7[a-z] %7[a-z]\t%15s", text, spellings[0],
			   spellings[1], place) != 4 &&
		    sscanf(line, "%31[^\t]\t%7[a-z]\t%15s", text, spellings[0], place) != 3)
			fail("unreadable line", line);
		read_name(text, spellings, place);
	}
	fclose(f);
}

static size_t set_number(const struct list *list)
{
	for (size_t i = 0; i < sets_count; i++)
		if (sets[i].count == list->count &&
		    !memcmp(sets[i].syllables, list->syllables, list->count * sizeof(uint16_t)))
			return i;
	if (sets_count == SETS_MAX)
		fail("too many sets", "");
	sets[sets_count] = *list;
	return sets_count++;
}

static void write_index(FILE *out)
{
	size_t count = 0;

	fprintf(out, "const uint32_t pinyin_index[] = {");
	for (uint32_t cp = 0; cp < CODE_POINTS; cp++) {
		if (!chosen[cp].count)
			continue;
		fprintf(out, "%s0x%X,", count % 8 ? " " : "\n\t",
			(unsigned)(cp << PINYIN_SET_BITS | set_number(&chosen[cp])));
		count++;
	}
	fprintf(out, "\n};\nconst size_t pinyin_index_count = %zu;\n\n", count);
}

static void write_sets(FILE *out)
{
	size_t items = 0;

	fprintf(out, "const uint16_t pinyin_sets[] = {\n");
	for (size_t i = 0; i < sets_count; i++) {
		fprintf(out, "\t%zu,\n", items);
		items += sets[i].count;
	}
	if (items > ITEMS_MAX)
		fail("too many readings", "");
	fprintf(out, "\t%zu,\n};\n\nconst uint16_t pinyin_items[] = {\n", items);
	for (size_t i = 0; i < sets_count; i++)
		for (int j = 0; j < sets[i].count; j++)
			fprintf(out, "\t%d,\n", sets[i].syllables[j]);
	fprintf(out, "};\n\nconst char pinyin_syllables[][PINYIN_SYLLABLE_SIZE] = {\n");
	for (size_t i = 0; i < syllables_count; i++)
		fprintf(out, "\t\"%s\",\n", syllables[i]);
	fprintf(out, "};\n\n");
}

static void write_names(FILE *out)
{
	fprintf(out, "const struct name_reading pinyin_names[] = {\n");
	for (size_t i = 0; i < names_count; i++)
		fprintf(out, "\t{ { 0x%X, 0x%X }, { %d, %d }, %d },\n",
			(unsigned)names[i].characters[0], (unsigned)names[i].characters[1],
			names[i].syllables[0], names[i].syllables[1], (int)names[i].place);
	fprintf(out, "};\nconst size_t pinyin_names_count = %zu;\n", names_count);
}

int main(int argc, char **argv)
{
	FILE *out;

	if (argc != 4)
		fail("usage", "pinyin_gen UNIHAN_READINGS NAMES OUT");
	read_unihan(argv[1]);
	for (uint32_t cp = 0; cp < CODE_POINTS; cp++)
		choose(cp);
	read_names(argv[2]);
	out = fopen(argv[3], "w");
	if (!out)
		fail("cannot write", argv[3]);
	fprintf(out, "#include \"forms/pinyin_table.h\"\n\n");
	write_index(out);
	write_sets(out);
	write_names(out);
	if (fclose(out))
		fail("cannot write", argv[3]);
	return 0;
}
