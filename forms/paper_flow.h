/* A flow: texts one under the other in a column, that may go on in another place. */
#ifndef FORMS_PAPER_FLOW_H
#define FORMS_PAPER_FLOW_H

#include "forms/page.h"

struct flow_piece {
	char *text; /* owned */
	struct page_style style;
};

/* A zeroed struct is an empty flow. */
struct flow {
	struct flow_piece *pieces;
	size_t count;
	size_t at, offset; /* what is not drawn yet begins here */
	bool no_memory;
};

void flow_finish(struct flow *f);

/* Add a text; NULL and "" add nothing. */
void flow_add(struct flow *f, const struct page_style *style, const char *text);
void flow_addf(struct flow *f, const struct page_style *style, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The height of what is not drawn yet. */
double flow_height(struct page *p, const struct flow *f, double width);
/* Draw as many whole lines of it as stand in this height. Returns the height they took. */
double flow_draw(struct page *p, struct flow *f, double x, double y, double width, double height);

#endif
