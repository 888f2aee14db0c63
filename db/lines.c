#include "db/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int lines_init(struct lines *l, FILE *in)
{
	*l = (struct lines) { .in = in, .buf = malloc(LINE_MAX_BYTES + 1) };
	return l->buf ? 0 : -1;
}

void lines_finish(struct lines *l)
{
	if (!l)
		return;
	free(l->buf);
	l->buf = NULL;
}

/* The mark U+FEFF that some systems put before the first character of a file. */
static size_t mark_length(const char *text, size_t len)
{
	return len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

int lines_next(struct lines *l, struct line *out, struct err *err)
{
	size_t len = 0, skip;
	bool too_long = false;
	int c;

	while ((c = getc_unlocked(l->in)) != EOF && c != '\n') {
		if (len < LINE_MAX_BYTES)
			l->buf[len++] = (char)c;
		else
			too_long = true;
	}
	if (c == EOF && ferror(l->in) && l->number == 0)
		return err_set(err, ERR_INPUT, _("读不出来：%s"), err_system(errno));
	if (c == EOF && ferror(l->in))
		return err_set(err, ERR_INPUT, _("第 %llu 行之后读不出来：%s"),
			       (unsigned long long)l->number, err_system(errno));
	if (c == EOF && len == 0)
		return 0;
	if (len > 0 && l->buf[len - 1] == '\r' && !too_long)
		len--;
	l->buf[len] = '\0';
	skip = l->number == 0 ? mark_length(l->buf, len) : 0;
	l->number++;
	*out = (struct line) { .text = l->buf + skip, .len = len - skip, .too_long = too_long };
	return 1;
}
