/* The glass: what a terminal would show of the bytes a program writes.
 *
 * Bytes in the program's charset are decoded strictly, REP is written out (libvterm 0.1.4 wraps one
 * character too early when REP ends at the right margin), and libvterm keeps the cells. A terminal
 * that draws ambiguous characters two cells wide, as those of Chinese systems do, is played by
 * moving each such character into plane 3, where every character is wide, and back when the cell is
 * read.
 *
 * Rows and columns count from 0. */
#ifndef TESTS_SCREENS_GLASS_H
#define TESTS_SCREENS_GLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct glass;

/* One cell. A wide character stands in its left cell; its right cell has width 0. */
struct glass_cell {
	char text[40]; /* UTF-8, combining marks included; " " where nothing was written */
	uint32_t ch;   /* the first code point of text */
	int width;     /* 1, 2, or 0 for the right half */
	bool bold, reverse, underline;
	int fg, bg; /* palette index, or -1 for the terminal's own colour */
};

struct glass *glass_create(int rows, int cols, const char *charset, bool wide_ambiguous);
void glass_destroy(struct glass *g);

/* Show bytes that the program wrote. An incomplete character at the end waits for the next call.
 * Returns 0, or -1 with a sentence in why when the bytes are not text of the charset. */
int glass_feed(struct glass *g, const char *bytes, size_t len, char *why, size_t why_size);

/* What the terminal itself answers (cursor position, paste brackets); returns the number of
 * bytes. */
size_t glass_answer(struct glass *g, char *out, size_t size);

/* The marks around pasted text, put into the answer only if the program asked for them. */
void glass_paste_mark(struct glass *g, bool opening);

void glass_resize(struct glass *g, int rows, int cols);
void glass_size(const struct glass *g, int *out_rows, int *out_cols);
void glass_cursor(const struct glass *g, int *out_row, int *out_col);
bool glass_cursor_visible(const struct glass *g);
int glass_bells(const struct glass *g);
void glass_cell(const struct glass *g, int row, int col, struct glass_cell *out_cell);

/* A row as UTF-8, right halves skipped and trailing blanks removed. The caller frees it. */
char *glass_row(const struct glass *g, int row);

/* Every row of the screen, each ended by a line feed. The caller frees it. */
char *glass_picture(const struct glass *g);

#endif
