#include "forms/paper_flow.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void flow_finish(struct flow *f)
{
	for (size_t i = 0; i < f->count; i++)
		free(f->pieces[i].text);
	free(f->pieces);
	*f = (struct flow) { 0 };
}

static void take(struct flow *f, const struct page_style *style, char *text)
{
	struct flow_piece *grown =
		text ? reallocarray(f->pieces, f->count + 1, sizeof(*grown)) : NULL;

	if (!grown) {
		f->no_memory = true;
		free(text);
		return;
	}
	f->pieces = grown;
	f->pieces[f->count++] = (struct flow_piece) { text, *style };
}

void flow_add(struct flow *f, const struct page_style *style, const char *text)
{
	if (text && *text)
		take(f, style, strdup(text));
}

void flow_addf(struct flow *f, const struct page_style *style, const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		text = NULL;
	va_end(ap);
	take(f, style, text);
}

double flow_height(struct page *p, const struct flow *f, double width)
{
	double height = 0;

	for (size_t i = f->at; i < f->count; i++)
		height +=
			page_text_height(p, width, f->pieces[i].text + (i == f->at ? f->offset : 0),
					 &f->pieces[i].style);
	return height;
}

/* The part of a text that fits, without the line end on which it may stop. */
static double draw_part(struct page *p, double x, double y, double width, const char *text,
			size_t len, const struct page_style *style)
{
	char *part = strndup(text, len && text[len - 1] == '\n' ? len - 1 : len);
	double height = part ? page_text(p, x, y, width, part, style) : 0;

	free(part);
	return height;
}

double flow_draw(struct page *p, struct flow *f, double x, double y, double width, double height)
{
	double used = 0;

	while (f->at < f->count) {
		const struct flow_piece *piece = &f->pieces[f->at];
		const char *rest = piece->text + f->offset;
		size_t fit = page_text_fit(p, width, height - used, rest, &piece->style);

		if (fit > 0)
			used += draw_part(p, x, y + used, width, rest, fit, &piece->style);
		if (rest[fit]) {
			f->offset += fit;
			break;
		}
		f->at++;
		f->offset = 0;
	}
	return used;
}
