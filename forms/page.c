/* The document: its marks are gathered page by page, and drawn when it is known how many pages there are. */
#include "forms/page_parts.h"

#include <cairo-pdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/text.h"

#define MARGIN 15.0 /* of the foot, mm */
#define FOOT_SIZE 8.5

/* ---- beginning ---- */

static char *copy_or_null(const char *text)
{
	return text ? strdup(text) : NULL;
}

/* The language decides how lines break and which variant of a glyph is taken; it must not come from the locale. */
static PangoContext *make_context(PangoFontMap *fonts)
{
	PangoContext *c = pango_font_map_create_context(fonts);
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(c, options);
	cairo_font_options_destroy(options);
	pango_context_set_language(c, pango_language_from_string("zh-cn"));
	pango_context_set_base_dir(c, PANGO_DIRECTION_LTR);
	pango_context_set_round_glyph_positions(c, FALSE);
	return c;
}

struct page *page_begin(const struct page_setup *setup, struct err *err)
{
	PangoFontMap *fonts = page_fonts(err);
	struct page *p = fonts ? calloc(1, sizeof(*p)) : NULL;

	if (!p) {
		if (fonts) {
			g_object_unref(fonts);
			err_set(err, ERR_MEMORY, "%s", _("内存不足"));
		}
		return NULL;
	}
	p->setup = *setup;
	p->setup.title = copy_or_null(setup->title);
	p->setup.moment = copy_or_null(setup->moment);
	p->setup.foot = copy_or_null(setup->foot);
	p->fonts = fonts;
	p->context = make_context(fonts);
	p->pages = 1;
	return p;
}

void page_destroy(struct page *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->count; i++) {
		if (p->marks[i].layout)
			g_object_unref(p->marks[i].layout);
		free(p->marks[i].modules);
	}
	free(p->marks);
	g_object_unref(p->context);
	g_object_unref(p->fonts);
	free((char *)p->setup.title);
	free((char *)p->setup.moment);
	free((char *)p->setup.foot);
	free(p);
}

/* ---- marks ---- */

struct page_mark *page_mark_add(struct page *p, enum page_mark_kind kind)
{
	if (p->count == p->room) {
		size_t room = p->room ? 2 * p->room : 64;
		struct page_mark *grown = realloc(p->marks, room * sizeof(*grown));

		if (!grown) {
			p->no_memory = true;
			return NULL;
		}
		p->marks = grown;
		p->room = room;
	}
	p->marks[p->count] = (struct page_mark) { .kind = kind, .page = p->pages };
	return &p->marks[p->count++];
}

void page_break(struct page *p)
{
	p->pages++;
}

static void add_lines(struct page *p, enum page_mark_kind kind, double x, double y, double width,
		      double height, double line)
{
	struct page_mark *m = page_mark_add(p, kind);

	if (!m)
		return;
	m->x = x;
	m->y = y;
	m->width = width;
	m->height = height;
	m->line = line;
}

void page_line(struct page *p, double x1, double y1, double x2, double y2, double width)
{
	add_lines(p, PAGE_MARK_LINE, x1, y1, x2 - x1, y2 - y1, width);
}

void page_box(struct page *p, double x, double y, double width, double height, double line)
{
	add_lines(p, PAGE_MARK_BOX, x, y, width, height, line);
}

/* ---- drawing ---- */

static void show_lines(cairo_t *cr, const struct page_mark *m)
{
	double x = m->x * PAGE_POINTS, y = m->y * PAGE_POINTS;
	double width = m->width * PAGE_POINTS, height = m->height * PAGE_POINTS;

	cairo_new_path(cr);
	cairo_set_line_width(cr, m->line * PAGE_POINTS);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_SQUARE);
	if (m->kind == PAGE_MARK_BOX) {
		cairo_rectangle(cr, x, y, width, height);
	} else {
		cairo_move_to(cr, x, y);
		cairo_line_to(cr, x + width, y + height);
	}
	cairo_stroke(cr);
}

static void show_mark(cairo_t *cr, const struct page_mark *m)
{
	switch (m->kind) {
	case PAGE_MARK_TEXT:
		page_show_layout(cr, m->layout, m->x * PAGE_POINTS, m->y * PAGE_POINTS,
				 m->width * PAGE_POINTS, &m->style);
		break;
	case PAGE_MARK_LINE:
	case PAGE_MARK_BOX:
		show_lines(cr, m);
		break;
	case PAGE_MARK_QR:
		page_show_qr(cr, m);
		break;
	}
}

static void show_text(struct page *p, cairo_t *cr, double x, double y, double width,
		      const char *text, const struct page_style *style)
{
	PangoLayout *layout = page_layout(p, width, text, style);

	if (!layout)
		return;
	page_show_layout(cr, layout, x * PAGE_POINTS, y * PAGE_POINTS, width * PAGE_POINTS, style);
	g_object_unref(layout);
}

/* Under everything else, light enough to read what stands on it; thrice and in the upper margin, so that no part of a sheet
 * comes without it. */
static void show_training(struct page *p, cairo_t *cr)
{
	static const struct page_style style = { .size = 64, .bold = true, .align = PAGE_CENTRE },
				       head = { .size = 11, .bold = true, .align = PAGE_CENTRE };

	show_text(p, cr, MARGIN, 5, PAGE_WIDTH - 2 * MARGIN, _("培训演示"), &head);
	for (int i = 0; i < 3; i++) {
		cairo_save(cr);
		cairo_set_source_rgb(cr, 0.87, 0.87, 0.87);
		cairo_translate(cr, PAGE_WIDTH / 2 * PAGE_POINTS,
				PAGE_HEIGHT * (2 * i + 1) / 6 * PAGE_POINTS);
		cairo_rotate(cr, -M_PI / 9);
		show_text(p, cr, -80, -16, 160, _("培训演示"), &style);
		cairo_restore(cr);
	}
}

static void show_foot(struct page *p, cairo_t *cr, int page)
{
	static const struct page_style left = { .size = FOOT_SIZE },
				       right = { .size = FOOT_SIZE, .align = PAGE_RIGHT };
	char text[64];
	double width;

	snprintf(text, sizeof(text), _("第 %d 页 共 %d 页"), page, p->pages);
	width = page_text_width(p, text, &right) + 2;
	show_text(p, cr, MARGIN, PAGE_FOOT, PAGE_WIDTH - 2 * MARGIN - width - 4, p->setup.foot,
		  &left);
	show_text(p, cr, PAGE_WIDTH - MARGIN - width, PAGE_FOOT, width, text, &right);
}

static void show_pages(struct page *p, cairo_t *cr)
{
	size_t at = 0;

	for (int page = 1; page <= p->pages; page++) {
		cairo_save(cr);
		cairo_translate(cr, p->setup.dx * PAGE_POINTS, p->setup.dy * PAGE_POINTS);
		if (p->setup.training)
			show_training(p, cr);
		for (; at < p->count && p->marks[at].page == page; at++)
			show_mark(cr, &p->marks[at]);
		if (!p->setup.bare)
			show_foot(p, cr, page);
		cairo_restore(cr);
		cairo_show_page(cr);
	}
}

/* ---- finishing ---- */

static int refuse_unknown(const struct page *p, struct err *err)
{
	char list[384] = "";
	size_t shown = 0, len = 0;

	for (; shown < p->unknown_count && shown < PAGE_UNKNOWN_MOST; shown++) {
		char letter[5] = "";

		text_put(p->unknown[shown], letter);
		if (len + 32 > sizeof(list))
			break;
		len += (size_t)snprintf(list + len, sizeof(list) - len, "%s“%s”U+%04X",
					shown ? " " : "", letter, (unsigned)p->unknown[shown]);
	}
	return err_set(err, ERR_INPUT,
		       page_fonts_complete(p->fonts)
			       ? _("没有字体能打印 %s%s；请核对录入，确是此字的请在纸质表上手写")
			       : _("没有字体能打印 %s%s；生僻字要安装软件包 "
				   "fonts-hanazono，装好后重开本程序"),
		       list, shown < p->unknown_count ? _(" 等字") : "");
}

static int check_texts(const struct page *p, struct err *err)
{
	if (p->no_memory)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	if (p->not_utf8)
		return err_set(err, ERR_INPUT, "%s", _("要打印的文字不是有效的 UTF-8，不能打印"));
	return p->unknown_count ? refuse_unknown(p, err) : 0;
}

static cairo_status_t keep_bytes(void *out, const unsigned char *bytes, unsigned len)
{
	return fwrite(bytes, 1, len, out) == len ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

/* The given moment instead of the clock's, so that the same sheet has the same bytes. */
static void describe_document(cairo_surface_t *pdf, const struct page_setup *setup)
{
	char moment[20] = "1970-01-01T00:00:00";

	if (setup->moment && strlen(setup->moment) == sizeof(moment) - 1) {
		memcpy(moment, setup->moment, sizeof(moment));
		moment[10] = 'T';
	}
	if (setup->title)
		cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_TITLE, setup->title);
	cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE, moment);
	cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_MOD_DATE, moment);
}

static int write_pdf(struct page *p, FILE *out)
{
	cairo_surface_t *pdf = cairo_pdf_surface_create_for_stream(
		keep_bytes, out, PAGE_WIDTH * PAGE_POINTS, PAGE_HEIGHT * PAGE_POINTS);
	cairo_t *cr = cairo_create(pdf);
	cairo_status_t status;

	describe_document(pdf, &p->setup);
	show_pages(p, cr);
	status = cairo_status(cr);
	cairo_destroy(cr);
	cairo_surface_finish(pdf);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(pdf);
	cairo_surface_destroy(pdf);
	return status == CAIRO_STATUS_SUCCESS ? 0 : -1;
}

/* The foot is set last, so a character of its that no font has is found only after the pages are drawn. */
static int make_pdf(struct page *p, char **out_pdf, size_t *out_len, struct err *err)
{
	FILE *out = open_memstream(out_pdf, out_len);
	int rc;

	if (!out)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	rc = write_pdf(p, out);
	if (fclose(out) != 0 || rc < 0)
		rc = err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	else
		rc = check_texts(p, err);
	if (rc < 0) {
		free(*out_pdf);
		*out_pdf = NULL;
	}
	return rc;
}

int page_finish(struct page *p, char **out_pdf, size_t *out_len, int *out_pages, struct err *err)
{
	char *pdf = NULL;
	size_t len = 0;
	int rc = check_texts(p, err);

	if (rc == 0)
		rc = make_pdf(p, &pdf, &len, err);
	if (rc == 0) {
		*out_pdf = pdf;
		*out_len = len;
		*out_pages = p->pages;
	}
	page_destroy(p);
	return rc;
}

/* For the leak sanitizer of a development build: cairo 1.16 forgets 768 bytes of each OpenType font that it cuts for a
 * document, and fontconfig keeps distances where others keep addresses, so that what it holds looks lost. */
#ifdef MTDESK_TESTING
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libcairo.so.2\nleak:libfontconfig.so.1\n";
}

const char *__lsan_default_options(void);

const char *__lsan_default_options(void)
{
	return "print_suppressions=0";
}
#endif
