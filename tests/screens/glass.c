#include "tests/screens/glass.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <vterm.h>

#define ESCAPE 0x1b
#define RIGHT_HALF ((uint32_t)-1)
/* Beyond the last ideograph of plane 3, and wide for libvterm as the whole plane is. */
#define WIDE_BASE 0x34000
#define MAX_REPEAT 1000

static const struct range {
	uint32_t first, last, before;
} ambiguous[] = {
#include "ambiguous.inc"
};
static const size_t ambiguous_count = sizeof(ambiguous) / sizeof(ambiguous[0]);

enum decoding { GROUND, IN_ESCAPE, IN_CSI };

struct glass {
	VTerm *vt;
	VTermScreen *screen;
	iconv_t cd;
	char charset[32];
	char tail[8]; /* the first bytes of a character whose rest has not come yet */
	size_t tail_len;
	size_t decoded; /* bytes understood so far, for error messages */
	bool wide_ambiguous, cursor_visible;
	int bells;
	enum decoding state;
	uint32_t seq[64]; /* the escape sequence being collected */
	size_t seq_len;
	uint32_t last; /* the last printed character, which REP repeats */
};

static uint32_t widen(uint32_t ch)
{
	for (size_t i = 0; i < ambiguous_count && ambiguous[i].first <= ch; i++)
		if (ch <= ambiguous[i].last)
			return WIDE_BASE + ambiguous[i].before + (ch - ambiguous[i].first);
	return ch;
}

static uint32_t narrow(uint32_t ch)
{
	if (ch < WIDE_BASE)
		return ch;
	for (size_t i = 0; i < ambiguous_count; i++) {
		const struct range *r = &ambiguous[i];
		uint32_t offset = ch - WIDE_BASE - r->before;

		if (ch >= WIDE_BASE + r->before && offset <= r->last - r->first)
			return r->first + offset;
	}
	return ch;
}

static size_t utf8_encode(uint32_t ch, char *out)
{
	static const unsigned char lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	size_t len = ch < 0x80 ? 1 : ch < 0x800 ? 2 : ch < 0x10000 ? 3 : 4;

	for (size_t i = len; i-- > 1; ch >>= 6)
		out[i] = (char)(0x80 | (ch & 0x3F));
	out[0] = (char)(len == 1 ? ch : lead[len] | ch);
	return len;
}

static int on_termprop(VTermProp prop, VTermValue *value, void *user)
{
	struct glass *g = user;

	if (prop == VTERM_PROP_CURSORVISIBLE)
		g->cursor_visible = value->boolean;
	return 1;
}

static int on_bell(void *user)
{
	((struct glass *)user)->bells++;
	return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = on_termprop, .bell = on_bell };

struct glass *glass_create(int rows, int cols, const char *charset, bool wide_ambiguous)
{
	iconv_t cd = iconv_open("WCHAR_T", charset);
	struct glass *g;

	if (cd == (iconv_t)-1)
		return NULL;
	g = calloc(1, sizeof(*g));
	g->cd = cd;
	snprintf(g->charset, sizeof(g->charset), "%s", charset);
	g->wide_ambiguous = wide_ambiguous;
	g->last = ' ';
	g->vt = vterm_new(rows, cols);
	vterm_set_utf8(g->vt, 1);
	g->screen = vterm_obtain_screen(g->vt);
	vterm_screen_set_callbacks(g->screen, &callbacks, g);
	vterm_screen_enable_altscreen(g->screen, 1);
	vterm_screen_reset(g->screen, 1);
	return g;
}

void glass_destroy(struct glass *g)
{
	if (!g)
		return;
	vterm_free(g->vt);
	iconv_close(g->cd);
	free(g);
}

static void show(struct glass *g, uint32_t ch)
{
	char text[4];

	if (g->wide_ambiguous)
		ch = widen(ch);
	vterm_input_write(g->vt, text, utf8_encode(ch, text));
}

static void print(struct glass *g, uint32_t ch)
{
	if (ch >= 0x20 && ch != 0x7f)
		g->last = ch;
	show(g, ch);
}

static bool is_repeat(const struct glass *g)
{
	if (g->seq_len < 3 || g->seq[1] != '[' || g->seq[g->seq_len - 1] != 'b')
		return false;
	for (size_t i = 2; i + 1 < g->seq_len; i++)
		if (g->seq[i] < '0' || g->seq[i] > '9')
			return false;
	return true;
}

static void repeat(struct glass *g)
{
	int times = 0;

	for (size_t i = 2; i + 1 < g->seq_len && times < MAX_REPEAT; i++)
		times = times * 10 + (int)(g->seq[i] - '0');
	for (times = times ? times : 1; times > 0; times--)
		show(g, g->last);
}

/* libvterm gets a whole sequence in one write, whatever the pieces it arrived in. */
static void end_sequence(struct glass *g)
{
	char bytes[sizeof(g->seq)];
	size_t len = 0;

	if (is_repeat(g)) {
		repeat(g);
	} else {
		for (size_t i = 0; i < g->seq_len; i++)
			len += utf8_encode(g->seq[i], bytes + len);
		vterm_input_write(g->vt, bytes, len);
	}
	g->seq_len = 0;
	g->state = GROUND;
}

static bool ends_sequence(enum decoding state, uint32_t ch)
{
	if (state == IN_ESCAPE)
		return ch < 0x20 || ch > 0x2f;
	return ch < 0x20 || ch >= 0x40;
}

static void take_in_sequence(struct glass *g, uint32_t ch)
{
	g->seq[g->seq_len++] = ch;
	if (g->state == IN_ESCAPE && g->seq_len == 2 && ch == '[')
		g->state = IN_CSI;
	else if (ends_sequence(g->state, ch) || g->seq_len == sizeof(g->seq) / sizeof(g->seq[0]))
		end_sequence(g);
}

static void take(struct glass *g, uint32_t ch)
{
	if (g->state != GROUND) {
		take_in_sequence(g, ch);
		return;
	}
	if (ch != ESCAPE) {
		print(g, ch);
		return;
	}
	g->seq[0] = ch;
	g->seq_len = 1;
	g->state = IN_ESCAPE;
}

static int undecodable(const struct glass *g, const char *at, size_t left, char *why, size_t size)
{
	char hex[3 * 8 + 1] = "";

	for (size_t i = 0; i < left && i < 8; i++)
		snprintf(hex + 3 * i, sizeof(hex) - 3 * i, " %02x", (unsigned char)at[i]);
	snprintf(why, size, "the program wrote bytes that are not %s:%s (byte %zu of its output)",
		 g->charset, hex, g->decoded);
	return -1;
}

/* Decode one character after another, so that a bad one is named with its place. */
static int feed_joined(struct glass *g, char *in, size_t left, char *why, size_t why_size)
{
	while (left > 0) {
		wchar_t ch[4];
		char *out = (char *)ch;
		size_t out_left = sizeof(ch[0]), before = left;
		size_t rc = iconv(g->cd, &in, &left, &out, &out_left);

		g->decoded += before - left;
		if (out_left == 0)
			take(g, (uint32_t)ch[0]);
		else if (rc == (size_t)-1 && errno == EINVAL && left <= sizeof(g->tail))
			break;
		else if (rc == (size_t)-1)
			return undecodable(g, in, left, why, why_size);
	}
	memcpy(g->tail, in, left);
	g->tail_len = left;
	return 0;
}

int glass_feed(struct glass *g, const char *bytes, size_t len, char *why, size_t why_size)
{
	char *joined = malloc(g->tail_len + len + 1);
	int rc;

	memcpy(joined, g->tail, g->tail_len);
	memcpy(joined + g->tail_len, bytes, len);
	rc = feed_joined(g, joined, g->tail_len + len, why, why_size);
	free(joined);
	return rc;
}

size_t glass_answer(struct glass *g, char *out, size_t size)
{
	return vterm_output_read(g->vt, out, size);
}

void glass_paste_mark(struct glass *g, bool opening)
{
	if (opening)
		vterm_keyboard_start_paste(g->vt);
	else
		vterm_keyboard_end_paste(g->vt);
}

void glass_resize(struct glass *g, int rows, int cols)
{
	vterm_set_size(g->vt, rows, cols);
}

void glass_size(const struct glass *g, int *out_rows, int *out_cols)
{
	vterm_get_size(g->vt, out_rows, out_cols);
}

void glass_cursor(const struct glass *g, int *out_row, int *out_col)
{
	VTermPos pos;

	vterm_state_get_cursorpos(vterm_obtain_state(g->vt), &pos);
	*out_row = pos.row;
	*out_col = pos.col;
}

bool glass_cursor_visible(const struct glass *g)
{
	return g->cursor_visible;
}

int glass_bells(const struct glass *g)
{
	return g->bells;
}

static int palette_index(const VTermColor *color)
{
	if (VTERM_COLOR_IS_DEFAULT_FG(color) || VTERM_COLOR_IS_DEFAULT_BG(color))
		return -1;
	return VTERM_COLOR_IS_INDEXED(color) ? color->indexed.idx : -1;
}

static void cell_text(const VTermScreenCell *from, struct glass_cell *cell)
{
	size_t len = 0;

	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && from->chars[i]; i++)
		len += utf8_encode(narrow(from->chars[i]), cell->text + len);
	cell->text[len] = '\0';
	cell->ch = narrow(from->chars[0]);
}

void glass_cell(const struct glass *g, int row, int col, struct glass_cell *out_cell)
{
	VTermScreenCell from = { 0 };

	*out_cell = (struct glass_cell) { .text = " ", .ch = ' ', .width = 1, .fg = -1, .bg = -1 };
	if (!vterm_screen_get_cell(g->screen, (VTermPos) { .row = row, .col = col }, &from))
		return;
	out_cell->bold = from.attrs.bold;
	out_cell->reverse = from.attrs.reverse;
	out_cell->underline = from.attrs.underline != VTERM_UNDERLINE_OFF;
	out_cell->fg = palette_index(&from.fg);
	out_cell->bg = palette_index(&from.bg);
	if (from.chars[0] == RIGHT_HALF) {
		out_cell->text[0] = '\0';
		out_cell->width = 0;
	} else if (from.chars[0] != 0) {
		cell_text(&from, out_cell);
		out_cell->width = from.width;
	}
}

static void write_row(const struct glass *g, int row, FILE *to)
{
	int rows, cols, blanks = 0;

	glass_size(g, &rows, &cols);
	for (int col = 0; col < cols; col++) {
		struct glass_cell cell;

		glass_cell(g, row, col, &cell);
		if (cell.ch == ' ' && cell.width > 0) {
			blanks++;
			continue;
		}
		if (cell.width == 0)
			continue;
		fprintf(to, "%*s%s", blanks, "", cell.text);
		blanks = 0;
	}
}

char *glass_row(const struct glass *g, int row)
{
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);

	write_row(g, row, to);
	fclose(to);
	return text;
}

char *glass_picture(const struct glass *g)
{
	int rows, cols;
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);

	glass_size(g, &rows, &cols);
	for (int row = 0; row < rows; row++) {
		write_row(g, row, to);
		fputc('\n', to);
	}
	fclose(to);
	return text;
}
