#include "db/encoding.h"

#include <string.h>

#include "db/encoding_codes.h"

#define NAME_MOST 24

const char *encoding_name(enum encoding e)
{
	static const char *const names[] = { [ENCODING_UTF8] = "UTF-8",
					     [ENCODING_GBK] = "GBK",
					     [ENCODING_GB18030] = "GB18030",
					     [ENCODING_AUTO] = "auto" };

	return names[e];
}

/* Names without what people put between their letters and numbers. GB2312 decoders read A1A4 and A1AA as other characters than all who
 * write such files today, so the name means GBK. */
// clang-format off
static const struct {
	const char *name;
	enum encoding encoding;
} spellings[] = {
	{ "auto",        ENCODING_AUTO },
	{ "utf8",        ENCODING_UTF8 },
	{ "utf8bom",     ENCODING_UTF8 },
	{ "utf8sig",     ENCODING_UTF8 },
	{ "gbk",         ENCODING_GBK },
	{ "cp936",       ENCODING_GBK },
	{ "ms936",       ENCODING_GBK },
	{ "936",         ENCODING_GBK },
	{ "windows936",  ENCODING_GBK },
	{ "gb2312",      ENCODING_GBK },
	{ "euccn",       ENCODING_GBK },
	{ "gb18030",     ENCODING_GB18030 },
	{ "gb180302000", ENCODING_GB18030 },
	{ "gb180302005", ENCODING_GB18030 },
	{ "gb180302022", ENCODING_GB18030 },
	{ "cp54936",     ENCODING_GB18030 },
};
// clang-format on

/* Letters small, and only letters and digits. False when the name is too long for any. */
static bool bare_name(const char *name, char out[NAME_MOST])
{
	size_t n = 0;

	for (; *name; name++) {
		char c = *name;

		if (strchr("-_: ", c))
			continue;
		if (n + 1 == NAME_MOST)
			return false;
		out[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	out[n] = '\0';
	return true;
}

bool encoding_parse(const char *name, enum encoding *out)
{
	char bare[NAME_MOST];

	if (!bare_name(name, bare))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(spellings); i++) {
		if (strcmp(spellings[i].name, bare) != 0)
			continue;
		*out = spellings[i].encoding;
		return true;
	}
	return false;
}

const char *encoding_fault_name(enum encoding_fault_kind k)
{
	static const char *const names[] = { [ENCODING_FINE] = "",
					     [ENCODING_INVALID] = "invalid",
					     [ENCODING_TRUNCATED] = "truncated",
					     [ENCODING_UNMAPPABLE] = "unmappable" };

	return names[k];
}

const char *encoding_mark(enum encoding e)
{
	static const char *const marks[] = { [ENCODING_UTF8] = "\xEF\xBB\xBF",
					     [ENCODING_GBK] = "",
					     [ENCODING_GB18030] = "\x84\x31\x95\x33",
					     [ENCODING_AUTO] = "" };

	return marks[e];
}

/* A piece that stands for itself: what is cut at its end is wrong. */
static size_t carry_piece(struct encoding_way *way, const char *in, size_t len, char *out,
			  struct encoding_fault *fault)
{
	struct encoding_fault found;
	size_t used, made;

	way->line = way->column = 1;
	made = encoding_carry(way, in, len, true, out, &used, &found);
	out[made] = '\0';
	if (fault)
		*fault = found;
	return made;
}

size_t encoding_decode(enum encoding from, const char *in, size_t len, char *out,
		       struct encoding_fault *fault, size_t *out_private)
{
	struct encoding_way way = { .from = from, .to = ENCODING_UTF8 };
	size_t made = carry_piece(&way, in, len, out, fault);

	if (out_private)
		*out_private += (size_t)way.private_use;
	return made;
}

size_t encoding_encode(enum encoding to, const char *in, size_t len, char *out,
		       struct encoding_fault *fault)
{
	struct encoding_way way = { .from = ENCODING_UTF8, .to = to };

	return carry_piece(&way, in, len, out, fault);
}
