/* A PDF as its reader sees it: the text by pdftotext, pages as grey pictures by pdftoppm, what it tells of itself.
 *
 *     text = pdf_text(pdf, len, "-raw");                      the caller frees it
 *     pdf_picture_at(pdf, len, 1, "page.png", &pic);          page 1 at PDF_DPI dots an inch, kept in that file
 *     pictures_differ(&pic, &stored)                          how many dots are another grey
 */
#ifndef TESTS_PDF_H
#define TESTS_PDF_H

#include "tests/test.h"

#include <cairo.h>

#define PDF_DPI 40
#define PDF_FILE "sheet.pdf" /* in the test's own folder */

static inline void pdf_put(const char *pdf, size_t len)
{
	FILE *f = fopen(PDF_FILE, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(pdf, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

/* What a command writes about the file; the caller frees it. */
static inline char *pdf_ask(const char *pdf, size_t len, const char *program, const char *options,
			    const char *behind)
{
	char command[256], *text = NULL;
	size_t size = 0, n;
	char part[4096];
	FILE *in, *out;

	pdf_put(pdf, len);
	snprintf(command, sizeof(command), "%s %s %s %s 2>&1", program, options, PDF_FILE, behind);
	in = popen(command, "r");
	out = open_memstream(&text, &size);
	assert_true(in && out);
	while ((n = fread(part, 1, sizeof(part), in)) > 0)
		fwrite(part, 1, n, out);
	fclose(out);
	if (pclose(in) != 0)
		fail_msg("%s: %s", command, text);
	return text;
}

static inline char *pdf_text(const char *pdf, size_t len, const char *options)
{
	return pdf_ask(pdf, len, "pdftotext", options, "-");
}

/* Without blanks, line ends and form feeds, so that a wrapped value is found in a page's text. In place; returns text. */
static inline char *pdf_squeeze(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++)
		if (!strchr(" \n\r\t\f", *from))
			*to++ = *from;
	*to = '\0';
	return text;
}

struct picture {
	int width, height;
	unsigned char *grey; /* owned */
};

static inline void picture_finish(struct picture *p)
{
	free(p->grey);
	*p = (struct picture) { 0 };
}

/* 0, or -1 when there is no such picture. */
static inline int picture_load(const char *path, struct picture *out)
{
	cairo_surface_t *s = cairo_image_surface_create_from_png(path);
	const unsigned char *bytes = cairo_image_surface_get_data(s);

	*out = (struct picture) { 0 };
	if (cairo_surface_status(s) == CAIRO_STATUS_SUCCESS) {
		out->width = cairo_image_surface_get_width(s);
		out->height = cairo_image_surface_get_height(s);
		out->grey = malloc((size_t)out->width * (size_t)out->height);
	}
	/* Grey in four bytes a dot: any of the first three is it. */
	for (int y = 0; out->grey && y < out->height; y++)
		for (int x = 0; x < out->width; x++)
			out->grey[y * out->width + x] =
				bytes[y * cairo_image_surface_get_stride(s) + 4 * x];
	cairo_surface_destroy(s);
	return out->grey ? 0 : -1;
}

/* Render a page into `path` and read it. */
static inline void pdf_picture_at(const char *pdf, size_t len, int page, const char *path,
				  struct picture *out)
{
	char options[96], *said, *stem = strndup(path, strlen(path) - 4);

	snprintf(options, sizeof(options), "-gray -png -singlefile -r %d -f %d -l %d", PDF_DPI,
		 page, page);
	said = pdf_ask(pdf, len, "pdftoppm", options, stem);
	free(said);
	free(stem);
	if (picture_load(path, out) < 0)
		fail_msg("no picture %s", path);
}

#define GREY_SLACK 40 /* what another release of the renderer may make of the same dot */

/* How many dots are clearly another grey; every dot when the sizes differ. */
static inline long pictures_differ(const struct picture *a, const struct picture *b)
{
	long n = (long)a->width * a->height, different = 0;

	if (a->width != b->width || a->height != b->height)
		return n;
	for (long i = 0; i < n; i++)
		different += abs(a->grey[i] - b->grey[i]) > GREY_SLACK;
	return different;
}

#endif
