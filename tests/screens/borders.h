/* Borders on the glass: every arm of every line-drawing character meets an arm. */
#ifndef TESTS_SCREENS_BORDERS_H
#define TESTS_SCREENS_BORDERS_H

#include "tests/screens/glass.h"

/* Look at rows top to bottom for an arm that ends in nothing; arms across the outer edges of
 * those two rows are let go. Returns true with a sentence in flaw at the first one found. */
bool borders_find_flaw(const struct glass *g, int top, int bottom, char *flaw, size_t size);

#endif
