/* What the command line says and hears: text in the locale's charset, clean in both directions. */
#include <langinfo.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "db/charset.h"
#include "forms/text.h"
#include "tui/cli_parts.h"

char *cli_text(const char *arg)
{
	char *utf8 = charset_to_utf8(arg, nl_langinfo(CODESET));
	char *clean = utf8 ? text_clean(utf8, strlen(utf8), NULL) : NULL;

	free(utf8);
	return clean;
}

/* Whatever a store or a pack brought along: nothing but lines and tabs moves the terminal. */
static void drop_unwanted(char *s)
{
	char *to = s;

	for (size_t n; *s; s += n) {
		uint32_t cp = text_codepoint(s, &n);

		if (text_is_unwanted(cp) && cp != '\t' && cp != '\n')
			continue;
		memmove(to, s, n);
		to += n;
	}
	*to = '\0';
}

static void print_to(FILE *out, const char *fmt, va_list ap)
{
	char *utf8 = NULL, *shown;

	if (vasprintf(&utf8, fmt, ap) < 0)
		return;
	drop_unwanted(utf8);
	shown = charset_for_display(utf8, nl_langinfo(CODESET));
	fputs(shown ? shown : utf8, out);
	free(shown);
	free(utf8);
}

void cli_print(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	print_to(stdout, fmt, ap);
	va_end(ap);
}

/* Put the character at s, which is no UTF-8, as the locale reads it. Returns the bytes it took; *used grows. */
static size_t put_foreign(const char *s, char *out, size_t *used)
{
	mbstate_t state = { 0 };
	wchar_t wide = 0;
	size_t n = mbrtowc(&wide, s, strlen(s), &state);
	bool good = n > 0 && n <= strlen(s);

	*used += text_put(good ? (uint32_t)wide : 0xFFFD, out + *used);
	return good ? n : 1;
}

/* A message as one clean line of UTF-8, which the caller frees. The names of files stand in it as the command line gave
 * them: in the locale's charset, and with whatever somebody has put into them. */
static char *readable(const char *message)
{
	size_t len = strlen(message), used = 0, n;
	char *utf8 = malloc(4 * len + 5), *clean;

	for (size_t at = 0; utf8 && at < len; at += n) {
		text_codepoint(message + at, &n);
		if (!text_valid(message + at, n, NULL)) {
			n = put_foreign(message + at, utf8, &used);
			continue;
		}
		memcpy(utf8 + used, message + at, n);
		used += n;
	}
	clean = utf8 ? text_clean(utf8, used, NULL) : NULL;
	free(utf8);
	return clean;
}

void cli_complain(const char *fmt, ...)
{
	char *message = NULL, *clean, *shown;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&message, fmt, ap) < 0)
		message = NULL;
	va_end(ap);
	clean = message ? readable(message) : NULL;
	shown = clean ? charset_for_display(clean, nl_langinfo(CODESET)) : NULL;
	fprintf(stderr, "mtdesk: %s\n", shown ? shown : "");
	free(message);
	free(clean);
	free(shown);
}

int cli_fail(const struct err *err)
{
	cli_complain("%s", err->msg);
	return EXIT_UNUSABLE;
}

struct cli_word cli_word(const char *arg)
{
	char *text = cli_text(arg);
	struct cli_word w;

	text_copy(w.text, sizeof(w.text), text ? text : "?");
	free(text);
	return w;
}

int cli_usage_error(const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) >= 0)
		cli_complain("%s", text);
	va_end(ap);
	free(text);
	cli_complain("%s", _("用法见 mtdesk --help"));
	return EXIT_USAGE;
}
