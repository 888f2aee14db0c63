/* Text on a page: lines of one height whatever fonts their characters come from, and the characters that no font has. */
#include "forms/page_parts.h"

#include <math.h>
#include <string.h>

#include "forms/text.h"

#define FAMILIES "Noto Serif CJK SC,HanaMinA,HanaMinB"
#define LEADING 1.4 /* of the size, where a style does not say */
/* Where the baseline stands in the square of a Chinese character. */
#define ASCENT 0.88

double page_leading(const struct page_style *style)
{
	return style->leading > 0 ? style->leading : LEADING * style->size;
}

static void remember_unknown(struct page *p, uint32_t cp)
{
	size_t kept = p->unknown_count < PAGE_UNKNOWN_MOST ? p->unknown_count : PAGE_UNKNOWN_MOST;

	for (size_t i = 0; i < kept; i++)
		if (p->unknown[i] == cp)
			return;
	if (kept < PAGE_UNKNOWN_MOST)
		p->unknown[kept] = cp;
	p->unknown_count++;
}

static void find_unknown(struct page *p, PangoLayoutRun *run, const char *text)
{
	for (int i = 0; i < run->glyphs->num_glyphs; i++) {
		size_t len;

		if (run->glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG)
			remember_unknown(p, text_codepoint(text + run->item->offset +
								   run->glyphs->log_clusters[i],
							   &len));
	}
}

static void find_all_unknown(struct page *p, PangoLayout *layout)
{
	const char *text = pango_layout_get_text(layout);

	if (!pango_layout_get_unknown_glyphs_count(layout))
		return;
	for (GSList *l = pango_layout_get_lines_readonly(layout); l; l = l->next)
		for (GSList *r = ((PangoLayoutLine *)l->data)->runs; r; r = r->next)
			find_unknown(p, r->data, text);
}

/* Characters that must never reach a paper stay away; line ends stand, and a tab, which becomes a blank. */
static bool is_kept(uint32_t cp)
{
	return cp == '\n' || cp == '\t' || !text_is_unwanted(cp);
}

/* The caller frees it with g_free(). */
static char *plain_text(struct page *p, const char *text)
{
	size_t left = strlen(text), len;
	GString *s;

	if (!text_valid(text, left, NULL)) {
		p->not_utf8 = true;
		return NULL;
	}
	s = g_string_sized_new(left);
	for (; *text; text += len) {
		uint32_t cp = text_codepoint(text, &len);

		if (is_kept(cp))
			g_string_append_len(s, cp == '\t' ? " " : text, (gssize)len);
	}
	return g_string_free(s, FALSE);
}

static PangoFontDescription *describe(const struct page_style *style)
{
	PangoFontDescription *d = pango_font_description_new();

	pango_font_description_set_family_static(d, FAMILIES);
	pango_font_description_set_absolute_size(d, style->size * PANGO_SCALE);
	pango_font_description_set_weight(d, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	return d;
}

/* Letters stay apart: a code is compared letter by letter. */
static void forbid_ligatures(PangoLayout *layout)
{
	PangoAttrList *list = pango_attr_list_new();

	pango_attr_list_insert(list, pango_attr_font_features_new("liga 0, clig 0"));
	pango_layout_set_attributes(layout, list);
	pango_attr_list_unref(list);
}

PangoLayout *page_layout(struct page *p, double width, const char *text,
			 const struct page_style *style)
{
	char *plain = text && *text ? plain_text(p, text) : NULL;
	PangoFontDescription *d;
	PangoLayout *layout;

	if (!plain)
		return NULL;
	layout = pango_layout_new(p->context);
	d = describe(style);
	pango_layout_set_font_description(layout, d);
	pango_font_description_free(d);
	forbid_ligatures(layout);
	pango_layout_set_auto_dir(layout, FALSE);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	if (width >= 0)
		pango_layout_set_width(layout, (int)floor(width * PAGE_POINTS * PANGO_SCALE));
	pango_layout_set_text(layout, plain, -1);
	g_free(plain);
	find_all_unknown(p, layout);
	return layout;
}

static double line_width(PangoLayoutLine *line)
{
	PangoRectangle logical;

	pango_layout_line_get_extents(line, NULL, &logical);
	return (double)logical.width / PANGO_SCALE;
}

void page_show_layout(cairo_t *cr, PangoLayout *layout, double x, double y, double width,
		      const struct page_style *style)
{
	double leading = page_leading(style);

	y += (leading - style->size) / 2 + ASCENT * style->size;
	for (GSList *l = pango_layout_get_lines_readonly(layout); l; l = l->next, y += leading) {
		double spare = width - line_width(l->data);
		double indent = style->align == PAGE_CENTRE  ? spare / 2
				: style->align == PAGE_RIGHT ? spare
							     : 0;

		cairo_move_to(cr, x + indent, y);
		pango_cairo_show_layout_line(cr, l->data);
	}
	cairo_new_path(cr);
}

static double height_of(PangoLayout *layout, const struct page_style *style)
{
	return pango_layout_get_line_count(layout) * page_leading(style) / PAGE_POINTS;
}

double page_text_height(struct page *p, double width, const char *text,
			const struct page_style *style)
{
	PangoLayout *layout = page_layout(p, width, text, style);
	double height = layout ? height_of(layout, style) : 0;

	if (layout)
		g_object_unref(layout);
	return height;
}

double page_text(struct page *p, double x, double y, double width, const char *text,
		 const struct page_style *style)
{
	PangoLayout *layout = page_layout(p, width, text, style);
	struct page_mark *m = layout ? page_mark_add(p, PAGE_MARK_TEXT) : NULL;

	if (!m) {
		if (layout)
			g_object_unref(layout);
		return 0;
	}
	m->x = x;
	m->y = y;
	m->width = width;
	m->layout = layout;
	m->style = *style;
	return height_of(layout, style);
}

double page_text_width(struct page *p, const char *text, const struct page_style *style)
{
	PangoLayout *layout = page_layout(p, -1, text, style);
	double width = 0;

	if (!layout)
		return 0;
	for (GSList *l = pango_layout_get_lines_readonly(layout); l; l = l->next)
		width = fmax(width, line_width(l->data));
	g_object_unref(layout);
	return width / PAGE_POINTS;
}

/* Where a place of the plain text lies in the text it was made from. */
static size_t place_in(const char *text, size_t plain)
{
	size_t at = 0, len;

	for (; plain > 0 && text[at]; at += len) {
		uint32_t cp = text_codepoint(text + at, &len);

		if (is_kept(cp))
			plain -= len;
	}
	return at;
}

size_t page_text_fit(struct page *p, double width, double height, const char *text,
		     const struct page_style *style)
{
	PangoLayout *layout = page_layout(p, width, text, style);
	int lines = (int)floor(height * PAGE_POINTS / page_leading(style) + 1e-6);
	size_t fit = 0;

	if (!layout)
		return 0;
	if (lines >= pango_layout_get_line_count(layout))
		fit = strlen(text);
	else if (lines > 0)
		fit = place_in(text,
			       (size_t)pango_layout_get_line_readonly(layout, lines)->start_index);
	g_object_unref(layout);
	return fit;
}
