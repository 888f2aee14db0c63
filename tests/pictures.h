/* Small real files for tests: a PNG of one colour, a grey JPEG of eight by eight, a PDF of so many blank pages. */
#ifndef TESTS_PICTURES_H
#define TESTS_PICTURES_H

#include "tests/test.h"

#include <stdarg.h>

__attribute__((unused)) static void put_bytes(const char *path, const void *bytes, size_t len)
{
	FILE *f = fopen(path, "w");

	if (!f)
		fail_msg("cannot write %s", path);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

/* ---- PNG (ISO/IEC 15948): chunks with CRC-32, rows in stored blocks of deflate (RFC 1950, 1951) ---- */

static inline void put_be32(unsigned char *out, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		out[i] = (unsigned char)(v >> (24 - 8 * i));
}

static inline uint32_t crc32_of(const unsigned char *bytes, size_t len)
{
	uint32_t crc = ~0U;

	for (size_t i = 0; i < len; i++) {
		crc ^= bytes[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320U : 0);
	}
	return ~crc;
}

static inline void put_chunk(FILE *f, const char *name, const unsigned char *data, size_t len)
{
	unsigned char *chunk = malloc(12 + len);

	assert_non_null(chunk);
	put_be32(chunk, (uint32_t)len);
	memcpy(chunk + 4, name, 4);
	if (len)
		memcpy(chunk + 8, data, len);
	put_be32(chunk + 8 + len, crc32_of(chunk + 4, 4 + len));
	fwrite(chunk, 1, 12 + len, f);
	free(chunk);
}

/* The rows of a picture of one colour, as a zlib stream; the caller frees it. */
static inline unsigned char *flat_rows(uint32_t width, uint32_t height, uint32_t rgb,
				       size_t *out_len)
{
	size_t row = 1 + 3 * (size_t)width, total = 2 + height * (5 + row) + 4, at = 2;
	unsigned char *z = calloc(1, total);
	uint32_t a = 1, b = 0;

	assert_non_null(z);
	assert_true(row < 65536);
	z[0] = 0x78;
	z[1] = 0x01;
	for (uint32_t y = 0; y < height; y++) {
		z[at] = y + 1 == height; /* the last block; a stored one */
		z[at + 1] = (unsigned char)row;
		z[at + 2] = (unsigned char)(row >> 8);
		z[at + 3] = (unsigned char)~z[at + 1];
		z[at + 4] = (unsigned char)~z[at + 2];
		for (size_t x = 0; x < 3 * (size_t)width; x++)
			z[at + 6 + x] = (unsigned char)(rgb >> (16 - 8 * (x % 3)));
		for (size_t i = 0; i < row; i++) {
			a = (a + z[at + 5 + i]) % 65521;
			b = (b + a) % 65521;
		}
		at += 5 + row;
	}
	put_be32(z + at, b << 16 | a);
	*out_len = total;
	return z;
}

/* `rgb` is 0xRRGGBB. */
__attribute__((unused)) static void put_png(const char *path, uint32_t width, uint32_t height,
					    uint32_t rgb)
{
	unsigned char head[13] = { 0 }, *rows;
	FILE *f = fopen(path, "w");
	size_t len;

	assert_non_null(f);
	put_be32(head, width);
	put_be32(head + 4, height);
	head[8] = 8; /* bits */
	head[9] = 2; /* RGB */
	rows = flat_rows(width, height, rgb, &len);
	fwrite("\x89PNG\r\n\x1a\n", 1, 8, f);
	put_chunk(f, "IHDR", head, sizeof(head));
	put_chunk(f, "IDAT", rows, len);
	put_chunk(f, "IEND", NULL, 0);
	free(rows);
	assert_int_equal(fclose(f), 0);
}

/* ---- JPEG (ITU-T T.81), baseline: one block whose only coefficient makes it light grey ---- */

// clang-format off
__attribute__((unused)) static void put_jpeg(const char *path)
{
	static const unsigned char head[] = {
		0xFF, 0xD8,                                     /* SOI */
		0xFF, 0xDB, 0, 67, 0,                           /* DQT: 64 ones follow */
	};
	static const unsigned char tail[] = {
		0xFF, 0xC0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0, /* SOF0: 8 bits, 8 x 8, one component */
		0xFF, 0xC4, 0, 20, 0x00, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, /* DC: one code, eight bits */
		0xFF, 0xC4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* AC: one code, end of block */
		0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0,             /* SOS */
		0x64, 0x3F,                                      /* 0 11001000 0, filled with ones */
		0xFF, 0xD9,                                      /* EOI */
	};
	unsigned char all[sizeof(head) + 64 + sizeof(tail)];

	memcpy(all, head, sizeof(head));
	memset(all + sizeof(head), 1, 64);
	memcpy(all + sizeof(head) + 64, tail, sizeof(tail));
	put_bytes(path, all, sizeof(all));
}
// clang-format on

/* ---- PDF 1.4 (ISO 32000): so many blank A4 pages, with a right table of offsets ---- */

struct pdf {
	FILE *f;
	long at[512];
	int count;
};

__attribute__((format(printf, 2, 3))) static inline void pdf_object(struct pdf *p, const char *fmt,
								    ...)
{
	va_list ap;

	p->at[p->count++] = ftell(p->f);
	fprintf(p->f, "%d 0 obj\n", p->count);
	va_start(ap, fmt);
	vfprintf(p->f, fmt, ap);
	va_end(ap);
	fprintf(p->f, "\nendobj\n");
}

/* `paint` is a page's content: "1 0 0 rg 0 0 595 842 re f" makes it red. */
__attribute__((unused)) static void put_pdf(const char *path, int pages, const char *paint)
{
	struct pdf p = { .f = fopen(path, "w") };
	long table;

	assert_non_null(p.f);
	assert_true(pages < 500);
	fprintf(p.f, "%%PDF-1.4\n");
	pdf_object(&p, "<< /Type /Catalog /Pages 2 0 R >>");
	p.at[p.count++] = ftell(p.f);
	fprintf(p.f, "2 0 obj\n<< /Type /Pages /Count %d /Kids [", pages);
	for (int i = 0; i < pages; i++)
		fprintf(p.f, "%d 0 R ", 4 + i);
	fprintf(p.f, "] >>\nendobj\n");
	pdf_object(&p, "<< /Length %zu >>\nstream\n%s\nendstream", strlen(paint), paint);
	for (int i = 0; i < pages; i++)
		pdf_object(
			&p,
			"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R >>");
	table = ftell(p.f);
	fprintf(p.f, "xref\n0 %d\n0000000000 65535 f \n", p.count + 1);
	for (int i = 0; i < p.count; i++)
		fprintf(p.f, "%010ld 00000 n \n", p.at[i]);
	fprintf(p.f, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%ld\n%%%%EOF\n", p.count + 1,
		table);
	assert_int_equal(fclose(p.f), 0);
}

#endif
