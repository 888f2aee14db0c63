/* Any bytes through db/encoding: what is read is strict UTF-8 and comes back from each encoding that holds it; the place of a fault is
 * where reading really stops; a file is converted as a piece is; and strict UTF-8 is found to be UTF-8. */
#include "tests/fuzz/fuzz.h"

#include "db/encoding_codes.h"
#include "forms/text.h"

/* A private character of old is written as the pair that it stood for, and read as the real one. */
static bool has_moved(const char *text, size_t len)
{
	for (size_t at = 0, n; at < len; at += n) {
		uint32_t cp = text_codepoint(text + at, &n);

		for (size_t i = 0; i < GB_MOVED; i++)
			if (gb_moved[i].private_use == cp)
				return true;
	}
	return false;
}

/* The text in this encoding, and back. */
static void judge_round(enum encoding e, const char *text, size_t len)
{
	char *bytes = malloc(4 * len + 1), *back;
	struct encoding_fault fault;
	size_t made, again;

	PROMISE(bytes, "memory");
	made = encoding_encode(e, text, len, bytes, &fault);
	PROMISE(fault.kind == ENCODING_FINE || fault.kind == ENCODING_UNMAPPABLE,
		"strict UTF-8 is no UTF-8");
	PROMISE(e == ENCODING_GBK || fault.kind == ENCODING_FINE, "Unicode lacks a character");
	if (fault.kind == ENCODING_UNMAPPABLE) {
		size_t n;

		PROMISE(fault.offset < len, "a fault behind the end");
		PROMISE(text_codepoint(text + fault.offset, &n) == fault.codepoint,
			"another character is named");
	}
	back = malloc(3 * made + 1);
	PROMISE(back, "memory");
	again = encoding_decode(e, bytes, made, back, &fault, NULL);
	PROMISE(fault.kind == ENCODING_FINE, "what was written cannot be read");
	PROMISE(has_moved(text, len) || (again <= len && memcmp(back, text, again) == 0),
		"another text comes back");
	free(back);
	free(bytes);
}

static void judge_place(const char *in, size_t len, const struct encoding_fault *f)
{
	uint64_t line = 1;

	PROMISE(f->offset < len, "a fault behind the end");
	for (size_t i = 0; i < f->offset; i++)
		line += in[i] == '\n';
	PROMISE(f->line == line, "another line");
	PROMISE(f->column >= 1 && f->column <= f->offset + 1, "no such column");
	PROMISE(f->kind != ENCODING_TRUNCATED || len - f->offset < 4, "cut in the middle");
}

/* As a file, whose mark is no text. */
static void judge_file(enum encoding e, const char *in, size_t len, const char *text, size_t made)
{
	char *file_text = NULL;
	size_t file_len = 0, skip = made >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
	FILE *from = fmemopen((void *)in, len, "r"), *to = open_memstream(&file_text, &file_len);
	struct encoding_fault f;
	struct err err = { 0 };

	PROMISE(from && to, "memory");
	PROMISE(encoding_convert(from, e, to, ENCODING_UTF8, false, &f, NULL, &err) >= 0, err.msg);
	fclose(to);
	if (f.kind == ENCODING_FINE)
		PROMISE(file_len == made - skip && memcmp(file_text, text + skip, file_len) == 0,
			"a file gives another text than a piece");
	fclose(from);
	free(file_text);
}

static void judge_reading(enum encoding e, const char *in, size_t len)
{
	char *text = malloc(3 * len + 1);
	struct encoding_fault fault, before;
	size_t made;

	PROMISE(text, "memory");
	made = encoding_decode(e, in, len, text, &fault, NULL);
	PROMISE(made <= 3 * len && text_valid(text, made, NULL), "the result is not UTF-8");
	if (fault.kind != ENCODING_FINE) {
		PROMISE(fault.kind != ENCODING_UNMAPPABLE, "UTF-8 lacks a character");
		judge_place(in, len, &fault);
		PROMISE(encoding_decode(e, in, fault.offset, text, &before, NULL) == made &&
				before.kind == ENCODING_FINE,
			"there is a fault before the fault");
	}
	for (int to = 0; to < ENCODING_COUNT; to++)
		judge_round((enum encoding)to, text, made);
	if (len > 0 && fault.kind == ENCODING_FINE)
		judge_file(e, in, len, text, made);
	free(text);
}

static void judge_guess(const char *in, size_t len)
{
	FILE *f = fmemopen((void *)in, len, "r");
	struct encoding_guess g;
	struct err err = { 0 };

	PROMISE(f, "memory");
	PROMISE(encoding_detect(f, &g, &err) == 0, err.msg);
	PROMISE(g.utf16 || g.encoding == ENCODING_UTF8 || g.mark || !text_valid(in, len, NULL),
		"UTF-8 is taken for something else");
	PROMISE(g.mark <= len && ftello(f) == 0, "the stream is not where it was");
	fclose(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *in = (const char *)data;

	for (int e = 0; e < ENCODING_COUNT; e++)
		judge_reading((enum encoding)e, in, size);
	if (size > 0)
		judge_guess(in, size);
	return 0;
}
