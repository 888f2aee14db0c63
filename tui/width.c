#include "tui/width.h"

#include <string.h>
#include <utf8proc.h>
#include <wchar.h>

#include "forms/text.h"

static const struct {
	uint32_t first, last;
	char kind; /* 'W' two cells, 'A' ambiguous */
} ranges[] = {
#include "width_table.inc"
};

/* The only thing this module remembers: a property of the terminal, of which there is one. ncurses asks wcwidth()
 * without any context of ours, so it cannot be handed down. */
static int ambiguous_cells = 1;

void width_set_ambiguous(int cells)
{
	ambiguous_cells = cells;
}

int width_ambiguous(void)
{
	return ambiguous_cells;
}

static char range_kind(uint32_t cp)
{
	size_t low = 0, high = ARRAY_SIZE(ranges);

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (cp < ranges[mid].first)
			high = mid;
		else if (cp > ranges[mid].last)
			low = mid + 1;
		else
			return ranges[mid].kind;
	}
	return 0;
}

static bool takes_no_cell(uint32_t cp)
{
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_CF:
		return true;
	default: /* a foreign enum: every other category takes room */
		return false;
	}
}

bool width_combines(uint32_t cp)
{
	utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);

	return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_ME;
}

int width_of(uint32_t cp)
{
	char kind;

	if (cp < 0x7F)
		return cp >= 0x20;
	if (cp < 0xA0)
		return 0;
	kind = range_kind(cp);
	if (kind == 'W')
		return 2;
	if (takes_no_cell(cp))
		return 0;
	return kind == 'A' ? ambiguous_cells : 1;
}

int text_cells_n(const char *s, size_t len)
{
	int cells = 0;

	for (size_t at = 0, step; at < len; at += step)
		cells += width_of(text_codepoint(s + at, &step));
	return cells;
}

int text_cells(const char *s)
{
	return text_cells_n(s, strlen(s));
}

size_t text_fit(const char *s, int cells)
{
	size_t at = 0;

	while (s[at]) {
		size_t next = text_next(s, at);

		cells -= text_cells_n(s + at, next - at);
		if (cells < 0)
			break;
		at = next;
	}
	return at;
}

int wcwidth(wchar_t c)
{
	uint32_t cp = (uint32_t)c;

	if (cp == 0)
		return 0;
	if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
		return -1;
	return width_of(cp);
}
