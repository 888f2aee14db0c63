/* Picker: a box in which one types to narrow a list and picks by Enter or by the digit in front of
 * a row.
 *
 * A digit stands in front of a row only while pressing it picks that row, that is while no row
 * would match the query with the digit added. */
#ifndef TUI_PICKER_H
#define TUI_PICKER_H

#include "tui/app.h"

#define PICKER_SPACE 256

struct picker_item {
	char text[256];   /* the row */
	const void *what; /* the source's own */
};

struct picker_source {
	const char *title; /* N_() */
	const char *hint;  /* N_() what may be typed; NULL: the list cannot be narrowed */
	/* The items that a query finds, at most `space`. */
	size_t (*find)(void *ctx, const char *query, struct picker_item *items, size_t space);
	/* An item was picked; the picker closes behind it. */
	void (*pick)(void *ctx, const struct picker_item *item);
	/* Take over what was typed, so that it is not lost: once a second, and when the picker
	 * closes without a pick. May be NULL. */
	void (*keep)(void *ctx, const char *query);
};

struct screen *picker_screen(struct desk *desk, const struct picker_source *source, void *ctx,
			     const char *query);

#endif
