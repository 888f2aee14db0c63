#include "forms/base32.h"

#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

void base32_encode(const void *data, size_t len, char *out)
{
	const unsigned char *bytes = data;
	unsigned bits = 0, held = 0;

	for (size_t i = 0; i < len; i++) {
		bits = (bits << 8 | bytes[i]) & 0xffff;
		for (held += 8; held >= 5; held -= 5)
			*out++ = letters[bits >> (held - 5) & 31];
	}
	if (held > 0)
		*out++ = letters[bits << (5 - held) & 31];
	*out = '\0';
}

bool base32_decode(const char *text, unsigned char *out, size_t space, size_t *out_len)
{
	size_t chars = strlen(text), len = chars * 5 / 8, n = 0;
	unsigned bits = 0, held = 0;

	if (len > space || BASE32_CHARS(len) != chars)
		return false;
	for (size_t i = 0; i < chars; i++) {
		const char *letter = strchr(letters, text[i]);

		if (!letter)
			return false;
		bits = (bits << 5 | (unsigned)(letter - letters)) & 0xfff;
		held += 5;
		if (held >= 8) {
			held -= 8;
			out[n++] = (unsigned char)(bits >> held);
		}
	}
	if (bits & ((1U << held) - 1))
		return false;
	*out_len = n;
	return true;
}
