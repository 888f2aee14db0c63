#include "tui/draw.h"

#include <limits.h>
#include <string.h>
#include <wchar.h>

#include "forms/text.h"
#include "tui/width.h"

#define GETA 0x3013 /* 〓 stands for what the terminal's charset lacks */

#define UPPER_HALF 0x2580 /* ▀ */
#define PAIRS_FIRST 16    /* pairs of pictures; the styles have those below */
#define PAIRS_MOST 4096

/* Properties of the one terminal, set at start; unshown is handed over by draw_unshown(). */
static bool ascii_lines, colours;
static uint32_t unshown;

/* The pairs that pictures have used so far. */
static struct {
	short fg, bg;
} pairs[PAIRS_MOST];
static int pairs_count;

// clang-format off
static const struct { attr_t attr; short pair, colour; } styles[STYLE_COUNT] = {
	[STYLE_PLAIN]  = { A_NORMAL, 0, -1 },
	[STYLE_DIM]    = { A_NORMAL, 1, COLOR_CYAN },
	[STYLE_STRONG] = { A_BOLD, 0, -1 },
	[STYLE_FOCUS]  = { A_REVERSE, 0, -1 },
	[STYLE_WARN]   = { A_BOLD, 2, COLOR_RED },
};

static const char crossings[16] = {
	[ARM_UP | ARM_DOWN]                          = '|',
	[ARM_LEFT | ARM_RIGHT]                       = '-',
};
// clang-format on

void theme_init(void)
{
	colours = has_colors();
	if (!colours)
		return;
	start_color();
	use_default_colors();
	for (int s = 0; s < STYLE_COUNT; s++)
		if (styles[s].pair)
			init_pair(styles[s].pair, styles[s].colour, -1);
}

attr_t style_attr(enum style style, short *out_pair)
{
	*out_pair = colours ? styles[style].pair : 0;
	return styles[style].attr;
}

uint32_t draw_unshown(void)
{
	uint32_t cp = unshown;

	unshown = 0;
	return cp;
}

/* The character as the terminal's charset can show it. */
static wchar_t showable(uint32_t cp)
{
	char bytes[MB_LEN_MAX];
	mbstate_t state = { 0 };

	if (wcrtomb(bytes, (wchar_t)cp, &state) != (size_t)-1)
		return (wchar_t)cp;
	if (!unshown)
		unshown = cp;
	memset(&state, 0, sizeof(state));
	return wcrtomb(bytes, GETA, &state) != (size_t)-1 ? GETA : L'?';
}

/* One character the reader sees: base and combining marks in one cell group. Controls, bidirectional and other
 * format characters never get here as a base or a mark, whatever the text. Returns the cells it takes. */
static int put_character(WINDOW *w, int y, int x, const char *s, size_t len, enum style style)
{
	wchar_t wide[CCHARW_MAX + 1] = { 0 };
	int cells = 0;
	size_t n = 0;
	short pair;
	attr_t attr = style_attr(style, &pair);
	cchar_t cell;

	for (size_t at = 0, step; at < len; at += step) {
		wchar_t c = showable(text_codepoint(s + at, &step));
		int width = width_of((uint32_t)c);

		if (n == 0 ? width == 0 : !width_combines((uint32_t)c) || n >= CCHARW_MAX)
			continue;
		wide[n++] = c;
		cells += width;
	}
	if (n && setcchar(&cell, wide, attr, pair, NULL) == OK)
		mvwadd_wch(w, y, x, &cell);
	return cells;
}

static void pad(WINDOW *w, int y, int x, int cells, enum style style)
{
	short pair;
	attr_t attr = style_attr(style, &pair);

	wattr_set(w, attr, pair, NULL);
	if (cells > 0)
		mvwhline(w, y, x, ' ' | (chtype)attr | (chtype)COLOR_PAIR(pair), cells);
	wattr_set(w, A_NORMAL, 0, NULL);
}

int draw_text(WINDOW *w, int y, int x, int cells, const char *text, enum style style)
{
	size_t fit = text_fit(text, cells);
	int used = 0;

	pad(w, y, x, cells, style);
	for (size_t at = 0, next; at < fit; at = next) {
		next = text_next(text, at);
		used += put_character(w, y, x + used, text + at, next - at, style);
	}
	return used;
}

void draw_right(WINDOW *w, int y, int x, int cells, const char *text, enum style style)
{
	int used = text_cells(text);

	if (used > cells)
		used = cells;
	draw_text(w, y, x + cells - used, used, text, style);
}

int draw_has_colours(void)
{
	return colours ? COLORS : 0;
}

bool draw_has_half_blocks(void)
{
	char bytes[MB_LEN_MAX];
	mbstate_t state = { 0 };

	return width_of(UPPER_HALF) == 1 && wcrtomb(bytes, UPPER_HALF, &state) != (size_t)-1;
}

/* The pair of two colours, made when it is new. When the terminal has no more, the first ones are made anew: only cells of
 * earlier pictures still use them. */
static short pair_of(short fg, short bg)
{
	int room = (COLOR_PAIRS < PAIRS_MOST ? COLOR_PAIRS : PAIRS_MOST) - PAIRS_FIRST;
	int known = pairs_count < room ? pairs_count : room, at;

	for (int i = 0; i < known; i++)
		if (pairs[i].fg == fg && pairs[i].bg == bg)
			return (short)(PAIRS_FIRST + i);
	if (room <= 0)
		return 0;
	at = pairs_count++ % room;
	pairs[at].fg = fg;
	pairs[at].bg = bg;
	init_pair((short)(PAIRS_FIRST + at), fg, bg);
	return (short)(PAIRS_FIRST + at);
}

/* Of a blank nobody sees the foreground: all of one background are one pair. */
void draw_coloured(WINDOW *w, int y, int x, uint32_t cp, int fg, int bg)
{
	bool blank = cp == ' ' || cp == 0;
	const wchar_t wide[2] = { blank ? L' ' : showable(cp) };
	cchar_t cell;

	if (!blank && width_of((uint32_t)wide[0]) != 1)
		return;
	if (setcchar(&cell, wide, A_NORMAL, pair_of((short)(blank ? -1 : fg), (short)bg), NULL) ==
	    OK)
		mvwadd_wch(w, y, x, &cell);
}

void draw_rule(WINDOW *w, int y, int x, int cells)
{
	mvwhline(w, y, x, draw_line_char(ARM_LEFT | ARM_RIGHT), cells);
}

void draw_set_ascii_lines(bool ascii)
{
	ascii_lines = ascii;
}

static chtype line_set_char(unsigned arms)
{
	switch (arms) {
	case ARM_UP | ARM_DOWN:
	case ARM_UP:
	case ARM_DOWN:
		return ACS_VLINE;
	case ARM_LEFT | ARM_RIGHT:
	case ARM_LEFT:
	case ARM_RIGHT:
		return ACS_HLINE;
	case ARM_DOWN | ARM_RIGHT:
		return ACS_ULCORNER;
	case ARM_DOWN | ARM_LEFT:
		return ACS_URCORNER;
	case ARM_UP | ARM_RIGHT:
		return ACS_LLCORNER;
	case ARM_UP | ARM_LEFT:
		return ACS_LRCORNER;
	case ARM_UP | ARM_DOWN | ARM_RIGHT:
		return ACS_LTEE;
	case ARM_UP | ARM_DOWN | ARM_LEFT:
		return ACS_RTEE;
	case ARM_DOWN | ARM_LEFT | ARM_RIGHT:
		return ACS_TTEE;
	case ARM_UP | ARM_LEFT | ARM_RIGHT:
		return ACS_BTEE;
	case ARM_UP | ARM_DOWN | ARM_LEFT | ARM_RIGHT:
		return ACS_PLUS;
	}
	return ' ';
}

chtype draw_line_char(unsigned arms)
{
	if (!ascii_lines)
		return line_set_char(arms);
	if (!arms)
		return ' ';
	return crossings[arms] ? (chtype)crossings[arms] : '+';
}

void draw_frame(WINDOW *w, const char *title)
{
	int rows = getmaxy(w), cols = getmaxx(w);

	werase(w);
	wborder(w, draw_line_char(ARM_UP | ARM_DOWN), draw_line_char(ARM_UP | ARM_DOWN),
		draw_line_char(ARM_LEFT | ARM_RIGHT), draw_line_char(ARM_LEFT | ARM_RIGHT),
		draw_line_char(ARM_DOWN | ARM_RIGHT), draw_line_char(ARM_DOWN | ARM_LEFT),
		draw_line_char(ARM_UP | ARM_RIGHT), draw_line_char(ARM_UP | ARM_LEFT));
	if (title && rows > 0) {
		int cells = text_cells(title) + 2;

		if (cells > cols - 4)
			cells = cols - 4;
		draw_text(w, 0, 2, cells, " ", STYLE_STRONG);
		draw_text(w, 0, 3, cells - 1, title, STYLE_STRONG);
	}
}
