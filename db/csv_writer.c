#include "db/csv_writer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char utf8_mark[] = "\xEF\xBB\xBF";

static int put(struct csv_writer *w, const char *bytes, size_t len)
{
	if (!w->out)
		return 0;
	if (w->digest)
		sm3_add(w->digest, bytes, len);
	return fwrite(bytes, 1, len, w->out) == len ? 0 : -1;
}

int csv_writer_init(struct csv_writer *w, FILE *out, enum encoding encoding, bool mark,
		    struct sm3 *digest)
{
	*w = (struct csv_writer) { .out = out, .encoding = encoding, .digest = digest };
	return mark && encoding == ENCODING_UTF8 ? put(w, utf8_mark, strlen(utf8_mark)) : 0;
}

void csv_writer_finish(struct csv_writer *w)
{
	free(w->line);
	w->line = NULL;
}

static bool reserve(struct csv_writer *w, size_t more)
{
	size_t space = w->space ? w->space : 4096;
	char *line;

	while (space < w->len + more)
		space *= 2;
	if (space == w->space)
		return true;
	line = realloc(w->line, space);
	if (!line)
		return false;
	w->line = line;
	w->space = space;
	return true;
}

/* In these encodings no part of a longer character is one of these bytes (db/csv_scan.h). */
static bool needs_quotes(const char *bytes, size_t len)
{
	if (len > 0 && (bytes[0] == ' ' || bytes[len - 1] == ' '))
		return true;
	for (size_t i = 0; i < len; i++)
		if (strchr(",;\t\"\r\n", bytes[i]) && bytes[i])
			return true;
	return false;
}

/* Put quotes around the last len bytes of the line, and double those inside. There is room. */
static void quote(struct csv_writer *w, size_t len)
{
	char *cell = w->line + w->len - len, *to;
	size_t inside = 0;

	for (size_t i = 0; i < len; i++)
		inside += cell[i] == '"';
	to = cell + len + inside + 2;
	w->len += inside + 2;
	*--to = '"';
	for (size_t i = len; i-- > 0;) {
		*--to = cell[i];
		if (cell[i] == '"')
			*--to = '"';
	}
	*--to = '"';
}

static int add_cell(struct csv_writer *w, const char *text, struct encoding_fault *fault)
{
	size_t len = strlen(text), n;

	if (!reserve(w, 8 * len + 16)) {
		errno = ENOMEM;
		return -1;
	}
	*fault = (struct encoding_fault) { 0 };
	n = encoding_encode(w->encoding, text, len, w->line + w->len, fault);
	if (fault->kind != ENCODING_FINE)
		return 1;
	w->len += n;
	if (needs_quotes(w->line + w->len - n, n))
		quote(w, n);
	return 0;
}

int csv_writer_row(struct csv_writer *w, const char *const *cells, size_t count,
		   struct encoding_fault *fault, size_t *out_cell)
{
	struct encoding_fault found = { 0 };

	w->len = 0;
	for (size_t i = 0; i < count; i++) {
		int rc = add_cell(w, cells[i], &found);

		if (rc != 0) {
			if (fault)
				*fault = found;
			*out_cell = i;
			return rc;
		}
		if (i + 1 < count)
			w->line[w->len++] = ',';
	}
	if (!reserve(w, 2))
		return -1;
	w->line[w->len++] = '\r';
	w->line[w->len++] = '\n';
	return put(w, w->line, w->len);
}
