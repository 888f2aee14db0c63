#include "tui/screens/list.h"

void list_reset(struct list *l, size_t count)
{
	l->count = count;
	l->at = l->top = 0;
}

static void move_by(struct list *l, long by)
{
	long to = (long)l->at + by;

	if (l->count == 0)
		return;
	to = to < 0 ? 0 : to >= (long)l->count ? (long)l->count - 1 : to;
	l->at = (size_t)to;
}

/* A page is turned whole: the current row keeps its place in view. */
static void turn_page(struct list *l, long by)
{
	size_t row = l->at - l->top;

	move_by(l, by);
	l->top = l->at > row ? l->at - row : 0;
}

bool list_command(struct list *l, enum command c)
{
	long page = l->rows > 0 ? l->rows : 10;

	if (c == CMD_UP)
		move_by(l, -1);
	else if (c == CMD_DOWN)
		move_by(l, 1);
	else if (c == CMD_PAGE_UP)
		turn_page(l, -page);
	else if (c == CMD_PAGE_DOWN)
		turn_page(l, page);
	else
		return false;
	return true;
}

void list_show(struct list *l, int rows)
{
	l->rows = rows;
	if (l->at < l->top)
		l->top = l->at;
	if (rows > 0 && l->at >= l->top + (size_t)rows)
		l->top = l->at - (size_t)rows + 1;
}
