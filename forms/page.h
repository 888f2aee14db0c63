/* Pages: A4 sheets as PDF, by cairo and pango (only forms/page*.c includes them).
 *
 * Lengths are millimetres from the upper left corner of the sheet. Text is UTF-8, set in Noto Serif CJK SC, then HanaMinA and
 * HanaMinB; a character that none of them has is remembered, and page_finish() refuses the whole document by name and code
 * point. The same calls give the same bytes: the PDF's date is the given moment. Every page gets its foot: page n of m and
 * the words of struct page_setup. */
#ifndef FORMS_PAGE_H
#define FORMS_PAGE_H

#include "forms/err.h"

#define PAGE_WIDTH 210.0
#define PAGE_HEIGHT 297.0
#define PAGE_FOOT 283.0 /* the foot begins here: a sheet's own marks stand above it */

struct page_setup {
	const char *title;  /* of the PDF */
	const char *moment; /* "2026-11-22 09:15:02" */
	const char *
		foot; /* words at the left of the foot; NULL: none. page n of m stands at its right */
	bool bare;    /* no foot at all: for printing on a printed form */
	bool training; /* 培训演示 across every page */
	double dx, dy; /* everything is moved by so much */
};

enum page_align { PAGE_LEFT, PAGE_CENTRE, PAGE_RIGHT };

struct page_style {
	double size; /* of the letters, in points */
	bool bold;
	enum page_align align;
	double leading; /* line height in points; 0: 1.4 of the size */
};

struct page; /* a document being drawn: its last page is under work */

/* NULL with err set when memory is out. */
struct page *page_begin(const struct page_setup *setup, struct err *err);
/* The next sheet. */
void page_break(struct page *p);

/* The height that a text takes at this width (mm), and drawing it; words are wrapped between any two characters where
 * Chinese is, blanks elsewhere; LF begins a line. Both return the height; NULL and "" take none. Every line is as high as
 * the style says, whatever fonts its characters come from. */
double page_text_height(struct page *p, double width, const char *text,
			const struct page_style *style);
double page_text(struct page *p, double x, double y, double width, const char *text,
		 const struct page_style *style);
/* The width of a text of one line. */
double page_text_width(struct page *p, const char *text, const struct page_style *style);
/* Bytes of `text` whose lines fit into this width and height: where a long text is parted between pages. */
size_t page_text_fit(struct page *p, double width, double height, const char *text,
		     const struct page_style *style);

/* Lines `width` mm thick. */
void page_line(struct page *p, double x1, double y1, double x2, double y2, double width);
void page_box(struct page *p, double x, double y, double width, double height, double line);
/* A QR code (level M, alphanumeric where the payload is) filling a square, around which four modules must stay white. 0, or
 * -1: the payload is too long. */
int page_qr(struct page *p, double x, double y, double size, const char *payload, struct err *err);

/* The PDF, which the caller frees, and its pages; p is gone either way. ERR_INPUT: characters that no font has, by name. */
int page_finish(struct page *p, char **out_pdf, size_t *out_len, int *out_pages, struct err *err);
void page_destroy(struct page *p);

#endif
