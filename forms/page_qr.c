/* QR codes on a page. */
#include "forms/page_parts.h"

#include <errno.h>
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

/* Alphanumeric mode takes 5.5 bits a character where bytes take 8. Other payloads must be ASCII: readers disagree about
 * what bytes beyond it mean. */
static QRencodeMode mode_of(const char *payload)
{
	static const char alphanumeric[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

	return payload[strspn(payload, alphanumeric)] ? QR_MODE_8 : QR_MODE_AN;
}

static QRcode *encode(const char *payload)
{
	QRinput *input = QRinput_new2(0, QR_ECLEVEL_M);
	QRcode *code = NULL;

	if (input && QRinput_append(input, mode_of(payload), (int)strlen(payload),
				    (const unsigned char *)payload) == 0)
		code = QRcode_encodeInput(input);
	QRinput_free(input);
	return code;
}

/* The lowest bit of the library's byte is the colour; the others are its own affair. */
static unsigned char *take_modules(const QRcode *code)
{
	size_t n = (size_t)code->width * (size_t)code->width;
	unsigned char *modules = malloc(n);

	for (size_t i = 0; modules && i < n; i++)
		modules[i] = code->data[i] & 1;
	return modules;
}

int page_qr(struct page *p, double x, double y, double size, const char *payload, struct err *err)
{
	QRcode *code = encode(payload);
	struct page_mark *m;

	if (!code && errno == ENOMEM)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	if (!code)
		return err_set(err, ERR_INPUT, "%s", _("二维码的内容太长，放不下"));
	m = page_mark_add(p, PAGE_MARK_QR);
	if (m) {
		m->x = x;
		m->y = y;
		m->width = m->height = size;
		m->side = code->width;
		m->modules = take_modules(code);
		p->no_memory = p->no_memory || !m->modules;
	}
	QRcode_free(code);
	return 0;
}

/* Modules of a row that touch are one rectangle, and all are one path, so that no viewer shows seams. */
void page_show_qr(cairo_t *cr, const struct page_mark *m)
{
	double step = m->width * PAGE_POINTS / m->side;

	if (!m->modules)
		return;
	cairo_save(cr);
	cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
	cairo_translate(cr, m->x * PAGE_POINTS, m->y * PAGE_POINTS);
	cairo_new_path(cr);
	for (int y = 0; y < m->side; y++) {
		for (int x = 0, end; x < m->side; x = end + 1) {
			end = x;
			while (end < m->side && m->modules[y * m->side + end])
				end++;
			if (end > x)
				cairo_rectangle(cr, x * step, y * step, (end - x) * step, step);
		}
	}
	cairo_fill(cr);
	cairo_restore(cr);
}
