/* FILE.rejects.csv: the rows that were not taken in, as they stood, with three columns behind them that say where and why. It is
 * a table of its own, which can be mended and read in again: the three columns are known there and left aside. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/cell_guard.h"
#include "db/imports_parts.h"
#include "db/new_file.h"

struct rejects {
	char *path;
	enum encoding encoding;
	bool mark, crlf;
	bool rebuilt; /* rows are written cell by cell: of a sheet, or where the three columns stand there already */
	char separator;
	size_t columns; /* of the original header */
	char *header;   /* its bytes; NULL when it is rebuilt */
	size_t header_len;
	char **words; /* its cells, when it is */
	struct new_file file;
	bool begun, failed;
};

/* --- Text in the encoding of the file --- */

static void put(struct rejects *r, const char *bytes, size_t len)
{
	if (fwrite(bytes, 1, len, r->file.out) != len)
		r->failed = true;
}

/* A cell in quotes where it needs them. These bytes are no part of a longer character in any of the encodings. */
static void put_cell(struct rejects *r, const char *bytes, size_t len, bool quoted)
{
	for (size_t i = 0; i < len && !quoted; i++)
		quoted = bytes[i] == r->separator || strchr("\"\r\n", bytes[i]);
	if (quoted)
		put(r, "\"", 1);
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '"' && quoted)
			put(r, "\"", 1);
		put(r, bytes + i, 1);
	}
	if (quoted)
		put(r, "\"", 1);
}

/* The length of the character that begins `text`. */
static size_t character(const char *text, size_t len)
{
	size_t n = 1;

	while (n < len && ((unsigned char)text[n] & 0xC0) == 0x80)
		n++;
	return n;
}

/* What the encoding cannot hold is written as its code point: a reason may quote more than the file's own words. */
static void put_text(struct rejects *r, const char *text)
{
	size_t len = strlen(text), used = 0;
	char *bytes = malloc(16 * len + 16);

	if (!bytes) {
		r->failed = true;
		return;
	}
	while (len > 0) {
		struct encoding_fault fault = { 0 };
		size_t step = len;

		used += encoding_encode(r->encoding, text, len, bytes + used, &fault);
		if (fault.kind != ENCODING_FINE) {
			step = (size_t)fault.offset +
			       character(text + fault.offset, len - (size_t)fault.offset);
			used += (size_t)snprintf(bytes + used, 12, "U+%04X",
						 (unsigned)fault.codepoint);
		}
		text += step;
		len -= step;
	}
	put_cell(r, bytes, used, false);
	free(bytes);
}

/* A sheet's text may be a formula once it stands in a table of this kind. What begins with ' was guarded by its writer. */
static void put_guarded(struct rejects *r, const char *text)
{
	char *guarded = NULL;

	if (*text == '\'' || !cell_guarded(text))
		put_text(r, text);
	else if (asprintf(&guarded, "'%s", text) < 0)
		r->failed = true;
	else
		put_text(r, guarded);
	free(guarded);
}

static void put_separator(struct rejects *r)
{
	put(r, &r->separator, 1);
}

static void put_line_end(struct rejects *r)
{
	put(r, "\r\n" + !r->crlf, 1 + r->crlf);
}

/* --- Beginning --- */

static bool has_added_columns(const struct table_row *header)
{
	const size_t n = COLUMNS_OF_REJECTS;

	for (size_t i = 0; i < n; i++)
		if (header->count < n ||
		    strcmp(header->cells[header->count - n + i].text, column_reject_words[i]) != 0)
			return false;
	return true;
}

/* The one of the three that parts the header into as many cells as its reader found. */
static char separator_of(const struct table_row *header)
{
	static const char separators[] = ",\t;";

	for (size_t i = 0; header->raw && separators[i]; i++) {
		size_t cells = 1;
		bool quoted = false;

		for (size_t at = 0; at < header->raw_len; at++) {
			quoted ^= header->raw[at] == '"';
			cells += !quoted && header->raw[at] == separators[i];
		}
		if (cells == header->count)
			return separators[i];
	}
	return ',';
}

static bool copy_header(struct rejects *r, const struct table_row *header)
{
	r->columns = header->count - (has_added_columns(header) ? COLUMNS_OF_REJECTS : 0);
	r->rebuilt = !header->raw || r->columns < header->count;
	r->separator = separator_of(header);
	if (!r->rebuilt) {
		r->header_len = header->raw_len;
		r->header = malloc(header->raw_len + 1);
		if (r->header)
			memcpy(r->header, header->raw, header->raw_len);
		return r->header;
	}
	r->words = calloc(r->columns + 1, sizeof(*r->words));
	for (size_t i = 0; r->words && i < r->columns; i++)
		if (!(r->words[i] = strdup(header->cells[i].text)))
			return false;
	return r->words;
}

struct rejects *rejects_create(const char *path, const struct table_facts *facts,
			       const struct table_row *header)
{
	struct rejects *r = calloc(1, sizeof(*r));
	bool sheet = facts->kind == TABLE_XLSX;

	if (!r)
		return NULL;
	r->path = strdup(path);
	r->encoding = sheet ? ENCODING_UTF8 : facts->encoding;
	r->mark = sheet || facts->mark;
	r->crlf = sheet || facts->crlf;
	if (r->path && copy_header(r, header))
		return r;
	rejects_destroy(r);
	return NULL;
}

void rejects_destroy(struct rejects *r)
{
	if (!r)
		return;
	if (r->begun)
		new_file_abandon(&r->file);
	for (size_t i = 0; r->words && i < r->columns; i++)
		free(r->words[i]);
	free(r->words);
	free(r->header);
	free(r->path);
	free(r);
}

static void put_mark(struct rejects *r)
{
	static const char utf8[] = "\xEF\xBB\xBF", gb18030[] = "\x84\x31\x95\x33";

	if (r->mark && r->encoding == ENCODING_UTF8)
		put(r, utf8, sizeof(utf8) - 1);
	if (r->mark && r->encoding == ENCODING_GB18030)
		put(r, gb18030, sizeof(gb18030) - 1);
}

static int begin(struct rejects *r, struct err *err)
{
	if (r->begun)
		return 0;
	if (new_file_begin(&r->file, r->path, true, err) < 0)
		return -1;
	r->begun = true;
	put_mark(r);
	if (!r->rebuilt)
		put(r, r->header, r->header_len);
	for (size_t i = 0; r->rebuilt && i < r->columns; i++) {
		if (i > 0)
			put_separator(r);
		put_text(r, r->words[i]);
	}
	for (size_t i = 0; i < COLUMNS_OF_REJECTS; i++) {
		put_separator(r);
		put_text(r, column_reject_words[i]);
	}
	put_line_end(r);
	return 0;
}

/* --- Rows --- */

static void pad(struct rejects *r, size_t cells)
{
	for (; cells < r->columns; cells++)
		put_separator(r);
}

/* The row as it stood, so wide that what comes behind it falls under its own heads. One that has more cells than the header, or
 * none that can be told apart, goes whole into the first. */
static void put_row(struct rejects *r, const struct table_row *row)
{
	bool split = !*row->fault && row->count <= r->columns;

	if (split && !r->rebuilt) {
		put(r, row->raw, row->raw_len);
		pad(r, row->count);
	} else if (!*row->fault && r->rebuilt) {
		for (size_t i = 0; i < row->count && i < r->columns; i++) {
			if (i > 0)
				put_separator(r);
			put_guarded(r, row->cells[i].text);
		}
		pad(r, row->count ? row->count : 1);
	} else {
		put_cell(r, row->raw ? row->raw : "", row->raw ? row->raw_len : 0, true);
		pad(r, 1);
	}
}

/* Several faults stand in one cell, parted by ；. */
static void put_joined(struct rejects *r, const struct column_fault *faults, int count,
		       size_t offset)
{
	char text[4096] = "";
	size_t len = 0;

	for (int i = 0; i < count && len < sizeof(text); i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s", i ? "；" : "",
					(const char *)&faults[i] + offset);
	put_separator(r);
	put_text(r, text);
}

int rejects_add(struct rejects *r, const struct table_row *row, const struct column_fault *faults,
		int count, struct err *err)
{
	char line[24];

	if (begin(r, err) < 0)
		return -1;
	put_row(r, row);
	snprintf(line, sizeof(line), "%llu", (unsigned long long)row->line);
	put_separator(r);
	put_text(r, line);
	put_joined(r, faults, count, offsetof(struct column_fault, column));
	put_joined(r, faults, count, offsetof(struct column_fault, reason));
	put_line_end(r);
	return r->failed
		       ? err_set(err, ERR_STORAGE, _("写不出“%.300s”，请检查磁盘是否已满"), r->path)
		       : 0;
}

/* --- The end --- */

static void keep_earlier(const char *path)
{
	char kept[4100];

	if (snprintf(kept, sizeof(kept), "%s~", path) < (int)sizeof(kept))
		rename(path, kept);
}

int rejects_end(struct rejects *r, struct err *err)
{
	if (!r->begun)
		return 0;
	r->begun = false;
	if (access(r->path, F_OK) == 0)
		keep_earlier(r->path);
	return new_file_end(&r->file, err) < 0 ? -1 : 1;
}
