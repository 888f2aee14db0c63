/* What the files of the page engine share: the document under work and its fonts. */
#ifndef FORMS_PAGE_PARTS_H
#define FORMS_PAGE_PARTS_H

#include "forms/page.h"

#include <pango/pangocairo.h>

#define PAGE_POINTS (72.0 / 25.4) /* in a millimetre */
#define PAGE_UNKNOWN_MOST 16      /* characters without a glyph that are told by name */

/* What stands on a page. It is drawn at the end, when it is known how many pages there are. */
enum page_mark_kind { PAGE_MARK_TEXT, PAGE_MARK_LINE, PAGE_MARK_BOX, PAGE_MARK_QR };

struct page_mark {
	enum page_mark_kind kind;
	int page;
	double x, y, width, height; /* mm; of a line, width and height are the way to its end */
	double line;                /* mm, thickness */
	PangoLayout *layout;        /* text; owned */
	struct page_style style;
	unsigned char *modules; /* QR, rows of `side` bytes, 1 is black; owned */
	int side;
};

struct page {
	struct page_setup setup; /* its strings are owned */
	PangoFontMap *fonts;
	PangoContext *context;
	struct page_mark *marks;
	size_t count, room;
	int pages;
	uint32_t unknown[PAGE_UNKNOWN_MOST];
	size_t unknown_count; /* how many there are in all; each is counted once while there is room to remember it */
	bool no_memory, not_utf8;
};

/* The named families and nothing else that the machine has, whatever its or its user's settings say. The caller drops the
 * reference. NULL with err set: they are not installed. */
PangoFontMap *page_fonts(struct err *err);

/* Are the families for rare characters there too? */
bool page_fonts_complete(PangoFontMap *fonts);

/* A place for another mark on the page under work; NULL: memory is out, which page_finish() will say. */
struct page_mark *page_mark_add(struct page *p, enum page_mark_kind kind);

/* The text as lines of this width (mm; negative: one line); the caller drops the reference. NULL: memory is out, or there is no
 * text. Characters without a glyph are remembered. */
PangoLayout *page_layout(struct page *p, double width, const char *text,
			 const struct page_style *style);
/* The height of a line, in points. */
double page_leading(const struct page_style *style);
/* Draw lines with their upper left corner at x, y; everything in points. */
void page_show_layout(cairo_t *cr, PangoLayout *layout, double x, double y, double width,
		      const struct page_style *style);

/* Draw a QR's modules. */
void page_show_qr(cairo_t *cr, const struct page_mark *m);

#endif
