/* Sheets that are lists: words and tables that flow down a page and on to the next.
 *
 *     galley_begin(&g, page, facts, PAPER_SLIP);     heading, numbers, what is to be said of it first
 *     galley_section(&g, _("接下来"));
 *     galley_text(&g, galley_words(&g, "%s …", name), GALLEY_BODY);
 *     return galley_end(&g, err);
 *
 * Nothing is cut: a text or a row that the rest of a page does not hold goes on to the next one, where the sheet's heading and
 * that of the table stand again. Every text is borrowed till galley_end(). */
#ifndef FORMS_PAPER_GALLEY_H
#define FORMS_PAPER_GALLEY_H

#include "forms/paper.h"

#define GALLEY_LEFT 25.0
#define GALLEY_WIDTH 160.0
#define GALLEY_BOTTOM 277.0 /* above the foot */

enum galley_style {
	GALLEY_BODY,
	GALLEY_STRONG,
	GALLEY_SMALL, /* what is to be known beside the matter: sources, notes */
	GALLEY_STYLES,
};

struct galley_column {
	const char *label; /* of the table's heading */
	double width;      /* mm; together GALLEY_WIDTH */
	enum page_align align;
};

#define GALLEY_COLUMNS_MOST 6

struct galley_note; /* a text that galley_words() made */

struct galley {
	struct page *page;
	const struct paper_facts *facts;
	const char *title;
	const char *warning; /* stands in the heading of further pages too; NULL: none */
	double y;            /* where the next thing stands */
	double top;          /* where a page's matter begins */
	const struct galley_column *columns; /* of the table under work, or NULL */
	size_t columns_count;
	struct galley_note *notes;
	bool failed; /* memory is out */
};

void galley_begin(struct galley *g, struct page *p, const struct paper_facts *f, enum paper kind);
/* 0, or -1 when memory was out on the way. The page is the caller's, and goes on. */
int galley_end(struct galley *g, struct err *err);

/* A text of any length, kept till galley_end(). */
const char *galley_words(struct galley *g, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Go on to the next page unless so much room is left. */
void galley_need(struct galley *g, double height);
void galley_space(struct galley *g, double height);
/* A heading, which stays with what follows it. */
void galley_section(struct galley *g, const char *words);
void galley_text(struct galley *g, const char *text, enum galley_style style);
/* The same in a box across the sheet: what must not be overlooked. */
void galley_box(struct galley *g, const char *text);

/* A table: rows of as many cells as there are columns; NULL is an empty cell. */
void galley_table(struct galley *g, const struct galley_column *columns, size_t count);
void galley_row(struct galley *g, const char *const *cells);
void galley_table_end(struct galley *g);

/* Words and their value, two pairs beside each other where both are short. */
struct galley_pair {
	const char *label, *value;
	bool wide; /* across the sheet */
};
void galley_pairs(struct galley *g, const struct galley_pair *pairs, size_t count);

/* Lines to be signed in ink, kept together: words, a line, and 年 月 日. */
void galley_signs(struct galley *g, const char *const *labels, size_t count);

#endif
