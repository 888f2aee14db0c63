#include "tests/screens/borders.h"

#include <stdio.h>

enum { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8 };

static const struct {
	uint32_t ch;
	int arms;
} lines[] = {
	// clang-format off
	{ 0x2500, LEFT | RIGHT },        /* ─ */
	{ 0x2502, UP | DOWN },           /* │ */
	{ 0x250C, DOWN | RIGHT },        /* ┌ */
	{ 0x2510, DOWN | LEFT },         /* ┐ */
	{ 0x2514, UP | RIGHT },          /* └ */
	{ 0x2518, UP | LEFT },           /* ┘ */
	{ 0x251C, UP | DOWN | RIGHT },   /* ├ */
	{ 0x2524, UP | DOWN | LEFT },    /* ┤ */
	{ 0x252C, DOWN | LEFT | RIGHT }, /* ┬ */
	{ 0x2534, UP | LEFT | RIGHT },   /* ┴ */
	{ 0x253C, UP | DOWN | LEFT | RIGHT }, /* ┼ */
	// clang-format on
};

static const struct side {
	int arm, facing, rows, cols;
	const char *name;
} sides[] = {
	{ UP, DOWN, -1, 0, "upper" },
	{ DOWN, UP, 1, 0, "lower" },
	{ LEFT, RIGHT, 0, -1, "left" },
	{ RIGHT, LEFT, 0, 1, "right" },
};

static int arms_of(const struct glass *g, int row, int col)
{
	struct glass_cell cell;

	glass_cell(g, row, col, &cell);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (lines[i].ch == cell.ch)
			return lines[i].arms;
	return 0;
}

/* A line character may be drawn two cells wide; its right neighbour stands behind both, and its
 * right half is the left neighbour of the next cell. */
static int step(const struct glass *g, int row, int col, int cols)
{
	struct glass_cell cell;

	if (cols > 0) {
		glass_cell(g, row, col, &cell);
		return col + (cell.width > 1 ? 2 : 1);
	}
	if (cols < 0 && col > 1) {
		glass_cell(g, row, col - 1, &cell);
		return col - (cell.width == 0 ? 2 : 1);
	}
	return col + cols;
}

static bool meets(const struct glass *g, int row, int col, const struct side *side)
{
	int rows, cols, next = step(g, row, col, side->cols);

	glass_size(g, &rows, &cols);
	if (row + side->rows < 0 || row + side->rows >= rows || next < 0 || next >= cols)
		return false;
	return arms_of(g, row + side->rows, next) & side->facing;
}

static bool flawed(const struct glass *g, int row, int col, int let_go, char *flaw, size_t size)
{
	int arms = arms_of(g, row, col) & ~let_go;
	struct glass_cell cell;

	for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++) {
		if (!(arms & sides[i].arm) || meets(g, row, col, &sides[i]))
			continue;
		glass_cell(g, row, col, &cell);
		snprintf(flaw, size, "the %s arm of %s at row %d, column %d meets nothing",
			 sides[i].name, cell.text, row, col);
		return true;
	}
	return false;
}

bool borders_find_flaw(const struct glass *g, int top, int bottom, char *flaw, size_t size)
{
	int rows, cols;

	glass_size(g, &rows, &cols);
	if (bottom < 0)
		bottom = rows - 1;
	for (int row = top; row <= bottom; row++) {
		int let_go = (row == top ? UP : 0) | (row == bottom ? DOWN : 0);

		for (int col = 0; col < cols; col++)
			if (flawed(g, row, col, let_go, flaw, size))
				return true;
	}
	return false;
}
