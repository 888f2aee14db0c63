#include "tui/line_edit.h"

#include <stdlib.h>
#include <string.h>

#include "forms/text.h"
#include "tui/width.h"

void line_edit_set(struct line_edit *e, const char *text)
{
	*e = (struct line_edit) { .len = 0 };
	if (text)
		line_edit_insert(e, text);
}

void line_edit_place(struct line_edit *e, size_t at)
{
	if (at >= e->len)
		e->at = e->len;
	else
		e->at = at ? text_next(e->text, text_prev(e->text, at)) : 0;
}

static bool is_blank(const char *s)
{
	return strspn(s, " ") == strlen(s);
}

bool line_edit_insert(struct line_edit *e, const char *text)
{
	char *clean = text_clean(text, strlen(text), NULL);
	const char *s = text;
	size_t n;
	bool fits;

	/* Cleaning trims blanks at the ends, but one typed between two words is meant. */
	if (!is_blank(text))
		s = clean ? clean : "";
	n = strlen(s);
	fits = e->len + n < sizeof(e->text);
	if (fits) {
		memmove(e->text + e->at + n, e->text + e->at, e->len - e->at + 1);
		memcpy(e->text + e->at, s, n);
		e->len += n;
		e->at += n;
	}
	free(clean);
	return fits;
}

static bool cut(struct line_edit *e, size_t from, size_t to)
{
	if (from == to)
		return false;
	memmove(e->text + from, e->text + to, e->len - to + 1);
	e->len -= to - from;
	e->at = from;
	return true;
}

static bool move(struct line_edit *e, size_t to)
{
	bool moved = to != e->at;

	e->at = to;
	return moved;
}

bool line_edit_command(struct line_edit *e, enum command c)
{
	if (c == CMD_LEFT)
		return move(e, text_prev(e->text, e->at));
	if (c == CMD_RIGHT)
		return move(e, text_next(e->text, e->at));
	if (c == CMD_HOME)
		return move(e, 0);
	if (c == CMD_END)
		return move(e, e->len);
	if (c == CMD_ERASE)
		return cut(e, text_prev(e->text, e->at), e->at);
	if (c == CMD_DELETE)
		return cut(e, e->at, text_next(e->text, e->at));
	return false;
}

size_t text_wrap(const char *text, int cells, size_t *start, size_t most)
{
	size_t lines = 0, at = 0;

	start[0] = 0;
	while (lines + 1 < most) {
		size_t fit = text_fit(text + at, cells);

		if (text[at + fit] == '\0')
			break;
		if (fit == 0)
			fit = text_next(text, at) - at;
		at += fit;
		start[++lines] = at;
	}
	start[lines + 1] = strlen(text);
	return lines + 1;
}
