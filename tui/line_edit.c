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

/* Cleaning trims blanks at the ends, but one typed between two words is meant. */
static bool is_blank(const char *s)
{
	for (size_t at = 0, step; s[at]; at += step)
		if (!text_is_blank(text_codepoint(s + at, &step)))
			return false;
	return true;
}

/* The text as it will stand behind the character that begins at `from`, with which it may become one: a mark, or a
 * selector, is a key of its own. Cleaned; the caller frees it. */
static char *joined_text(const struct line_edit *e, size_t from, const char *text)
{
	size_t before = e->at - from, len = before + strlen(text);
	char *joined = malloc(len + 1), *clean;

	if (!joined)
		return NULL;
	memcpy(joined, e->text + from, before);
	memcpy(joined + before, text, len - before + 1);
	clean = is_blank(joined) ? strdup(joined) : text_clean(joined, len, NULL);
	explicit_bzero(joined, len);
	free(joined);
	return clean;
}

/* Where the character begins that text, put at the insertion point, would go on; the insertion point when it begins
 * a character of its own. */
static size_t joins_at(const struct line_edit *e, const char *text)
{
	char pair[256];
	size_t from = text_prev(e->text, e->at), before = e->at - from;

	if (before == 0 || before + 5 > sizeof(pair) || e->text[from] == ' ')
		return e->at;
	memcpy(pair, e->text + from, before);
	text_copy(pair + before, sizeof(pair) - before, text);
	return text_next(pair, 0) > before ? from : e->at;
}

bool line_edit_insert(struct line_edit *e, const char *text)
{
	size_t from = joins_at(e, text), n, len;
	char *clean = joined_text(e, from, text);
	bool fits;

	if (!clean)
		return false;
	n = strlen(clean);
	len = e->len - (e->at - from) + n;
	fits = len < sizeof(e->text);
	if (fits) {
		memmove(e->text + from + n, e->text + e->at, e->len - e->at + 1);
		memcpy(e->text + from, clean, n);
		e->len = len;
		e->at = from + n;
	}
	explicit_bzero(clean, n); /* a password is typed in the same way */
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
	if (c == CMD_CLEAR)
		return cut(e, 0, e->len);
	return false;
}

/* What closes a phrase stands behind it and begins no line. */
static bool closes_phrase(const char *text)
{
	static const char *const marks[] = { "。", "，", "、", "；", "：", "？", "！",
					     "）", "”", "》", "」", "〕", "％" };

	for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
		if (strncmp(text, marks[i], strlen(marks[i])) == 0)
			return true;
	return false;
}

/* Chinese breaks anywhere but before a closing mark; a word of letters and digits stays whole. */
static bool breaks_at(const char *text, size_t at)
{
	if (closes_phrase(text + at))
		return false;
	return text[at - 1] == ' ' || (text[at - 1] & 0x80) || (text[at] & 0x80);
}

/* How much of the text stands on its first line. The blanks at its end hang over the edge; a word that is wider than the
 * line is cut. */
static size_t first_line(const char *text, int cells)
{
	size_t fit = text_fit(text, cells), end;

	if (fit == 0)
		return text_next(text, 0);
	fit += strspn(text + fit, " ");
	if (text[fit] == '\0')
		return fit;
	for (end = fit; end > 0; end = text_prev(text, end))
		if (breaks_at(text, end))
			return end;
	return fit;
}

size_t text_wrap(const char *text, int cells, size_t *start, size_t most)
{
	size_t lines = 0, at = 0;

	start[0] = 0;
	while (lines + 1 < most) {
		size_t fit = first_line(text + at, cells);

		if (text[at + fit] == '\0')
			break;
		at += fit;
		start[++lines] = at;
	}
	start[lines + 1] = strlen(text);
	return lines + 1;
}
