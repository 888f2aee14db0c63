#include "db/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "forms/text.h"

/* Convert all of `in`; stops at the first character that cannot be, with *in_left saying how much is left. */
static size_t convert(iconv_t cd, const char *in, size_t in_len, char *out, size_t out_len,
		      size_t *in_left)
{
	char *from = (char *)in, *to = out;
	size_t left = in_len, room = out_len;

	iconv(cd, &from, &left, &to, &room);
	*in_left = left;
	return (size_t)(to - out);
}

/* Four bytes hold any character of any charset met here. */
static char *out_buffer(size_t in_len)
{
	return calloc(1, in_len * 4 + 8);
}

char *charset_to_utf8(const char *text, const char *codeset)
{
	iconv_t cd = iconv_open("UTF-8", codeset);
	size_t len = strlen(text), left = len;
	char *out = out_buffer(len);

	if (cd == (iconv_t)-1 || !out) {
		free(out);
		return NULL;
	}
	convert(cd, text, len, out, len * 4, &left);
	iconv_close(cd);
	if (left == 0)
		return out;
	free(out);
	return NULL;
}

/* One character that the charset lacks. */
static size_t put_substitute(iconv_t cd, char *out)
{
	size_t left, n = convert(cd, "〓", strlen("〓"), out, 8, &left);

	if (left == 0)
		return n;
	*out = '?';
	return 1;
}

char *charset_for_display(const char *utf8, const char *codeset)
{
	iconv_t cd = iconv_open(codeset, "UTF-8");
	size_t len = strlen(utf8), at = 0, used = 0;
	char *out = out_buffer(len * 2);

	while (cd != (iconv_t)-1 && out && at < len) {
		size_t left;

		used += convert(cd, utf8 + at, len - at, out + used, len * 8 - used, &left);
		at = len - left;
		if (left == 0)
			break;
		used += put_substitute(cd, out + used);
		at = text_next(utf8, at);
	}
	if (cd == (iconv_t)-1) {
		free(out);
		return strdup(utf8);
	}
	iconv_close(cd);
	return out;
}
