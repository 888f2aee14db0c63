/* A list on a screen: which row is the current one, and which rows are in view. */
#ifndef TUI_LIST_H
#define TUI_LIST_H

#include "tui/keys.h"

struct list {
	size_t count, at, top;
	int rows; /* in view; set by drawing */
};

/* Start anew with `count` rows. */
void list_reset(struct list *l, size_t count);

/* UP, DOWN, PAGE_UP, PAGE_DOWN. Returns whether it was one of them. */
bool list_command(struct list *l, enum command c);

/* Before drawing: `rows` are in view, and the current one is among them. */
void list_show(struct list *l, int rows);

#endif
