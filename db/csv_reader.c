/* Rows of a CSV file: its records as db/csv_scan.h parts them, each cell decoded strictly and cleaned. */
#include "db/table_in.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "db/csv_scan.h"
#include "forms/text.h"

struct csv_reader {
	struct csv_source source;
	enum encoding encoding;
	size_t mark;
	char separator; /* 0 until the first row was looked at */
	uint64_t line;  /* of the record in the window */
	struct csv_record record;
	struct csv_cell pieces[TABLE_CELLS_MOST];
	struct table_cell cells[TABLE_CELLS_MOST];
	char *owned[TABLE_CELLS_MOST]; /* texts that cleaning changed */
	size_t owned_count;
	char *text; /* the others; grows with the rows */
	size_t space;
};

int csv_reader_open(FILE *in, enum encoding encoding, size_t mark, struct csv_reader **out,
		    struct err *err)
{
	struct csv_reader *r = calloc(1, sizeof(*r));

	if (r)
		*r = (struct csv_reader) { .encoding = encoding, .mark = mark, .line = 1 };
	if (!r || csv_source_init(&r->source, in) < 0) {
		csv_reader_close(r);
		return err_set(err, ERR_MEMORY, _("内存不足"));
	}
	r->record.cells = r->pieces;
	*out = r;
	return 0;
}

void csv_reader_digest(struct csv_reader *r, struct sm3 *digest)
{
	r->source.digest = digest;
}

uint64_t csv_reader_done(const struct csv_reader *r)
{
	return r->source.offset;
}

static void release_texts(struct csv_reader *r)
{
	while (r->owned_count > 0)
		free(r->owned[--r->owned_count]);
}

void csv_reader_close(struct csv_reader *r)
{
	if (!r)
		return;
	release_texts(r);
	csv_source_finish(&r->source);
	free(r->text);
	free(r);
}

/* ---- faults ---- */

/* Where byte `at` of the record stands, as people count. */
struct place {
	uint64_t line, column;
};

static size_t count_characters(struct csv_reader *r, const char *bytes, size_t len)
{
	struct encoding_fault fault;
	size_t n = encoding_decode(r->encoding, bytes, len, r->text, &fault, NULL), count = 0;

	for (size_t i = 0; i < n; i++)
		count += ((unsigned char)r->text[i] & 0xC0) != 0x80;
	return count;
}

static struct place place_of(struct csv_reader *r, size_t at)
{
	const char *bytes = r->record.bytes;
	struct place p = { .line = r->line };
	size_t from = 0;

	for (size_t i = 0; i < at; i++) {
		if (bytes[i] != '\n' && (bytes[i] != '\r' || bytes[i + 1] == '\n'))
			continue;
		p.line++;
		from = i + 1;
	}
	p.column = count_characters(r, bytes + from, at - from) + 1;
	return p;
}

/* "B0 2C": up to four bytes. */
static void hex_of(const char *bytes, size_t len, char out[12])
{
	size_t n = len < 4 ? len : 4;

	out[0] = '\0';
	for (size_t i = 0; i < n; i++)
		snprintf(out + 3 * i, 4, "%02X%s", (unsigned char)bytes[i], i + 1 < n ? " " : "");
}

static void say_undecodable(struct csv_reader *r, struct table_row *row, const struct csv_cell *c,
			    const struct encoding_fault *fault)
{
	size_t at = c->at + (size_t)fault->offset;
	struct place p = place_of(r, at);
	char hex[12];

	hex_of(r->record.bytes + at, c->at + c->len - at, hex);
	snprintf(row->fault, sizeof(row->fault),
		 fault->kind == ENCODING_TRUNCATED ? _("第 %llu 行第 %llu 字（字节偏移 %llu）的 %s "
						       "是被截断的 %s 文字，请在原文件里改正")
						   : _("第 %llu 行第 %llu 字（字节偏移 %llu）的 %s "
						       "不是 %s 文字，请在原文件里改正"),
		 (unsigned long long)p.line, (unsigned long long)p.column,
		 (unsigned long long)(r->source.offset + at), hex, encoding_name(r->encoding));
}

static void say_nul(struct csv_reader *r, struct table_row *row, size_t at)
{
	struct place p = place_of(r, at);

	snprintf(row->fault, sizeof(row->fault),
		 _("第 %llu 行第 %llu 字（字节偏移 %llu）是空字节（NUL），请从原处重新导出"),
		 (unsigned long long)p.line, (unsigned long long)p.column,
		 (unsigned long long)(r->source.offset + at));
}

static void say_quirk(struct csv_reader *r, struct table_row *row)
{
	const struct csv_record *rec = &r->record;
	struct place p = { .line = r->line };

	if (rec->quirk == CSV_UNCLOSED || rec->quirk == CSV_STRAY)
		p = place_of(r, rec->quirk_at);
	switch (rec->quirk) {
	case CSV_FINE:
		break;
	case CSV_UNCLOSED:
		snprintf(row->fault, sizeof(row->fault),
			 _("第 %llu 行第 %llu "
			   "字的引号没有配对，这一行没有读，从下一行接着读；字里的引号要写成两个"),
			 (unsigned long long)p.line, (unsigned long long)p.column);
		break;
	case CSV_STRAY:
		snprintf(row->fault, sizeof(row->fault),
			 _("第 %llu 行第 %llu "
			   "字不应紧跟在引号之后，这一行没有读；字里的引号要写成两个"),
			 (unsigned long long)p.line, (unsigned long long)p.column);
		break;
	case CSV_TOO_MANY:
		snprintf(row->fault, sizeof(row->fault),
			 _("第 %llu 行有 %zu 格，最多 %d 格，没有读；请核对分隔符"),
			 (unsigned long long)p.line, rec->count, TABLE_CELLS_MOST);
		break;
	case CSV_TOO_LONG:
		snprintf(row->fault, sizeof(row->fault),
			 _("第 %llu 行超过 %u 字节，没有读；请核对是否缺了换行"),
			 (unsigned long long)p.line, TABLE_ROW_BYTES);
		break;
	}
}

/* ---- cells ---- */

/* Two quotes inside a quoted cell stand for one. */
static size_t undouble(char *text, size_t len)
{
	size_t to = 0;

	for (size_t i = 0; i < len; i++) {
		text[to++] = text[i];
		if (text[i] == '"' && i + 1 < len && text[i + 1] == '"')
			i++;
	}
	text[to] = '\0';
	return to;
}

/* The text as the desk keeps it; NULL: memory. */
static const char *clean_cell(struct csv_reader *r, const char *text, size_t len)
{
	char *clean;

	if (text_is_plain(text, len))
		return text;
	clean = text_clean(text, len, NULL);
	if (clean)
		r->owned[r->owned_count++] = clean;
	return clean;
}

/* 1: the cell is read, 0: the row has a fault now, -1: memory. */
static int read_cell(struct csv_reader *r, size_t i, size_t *used, struct table_row *row)
{
	const struct csv_cell *c = &r->pieces[i];
	char *text = r->text + *used;
	struct encoding_fault fault = { 0 };
	size_t private_use = 0, n;

	n = encoding_decode(r->encoding, r->record.bytes + c->at, c->len, text, &fault,
			    &private_use);
	if (fault.kind != ENCODING_FINE) {
		say_undecodable(r, row, c, &fault);
		return 0;
	}
	row->private_use += private_use;
	if (c->doubled)
		n = undouble(text, n);
	*used += n + 1;
	r->cells[i] =
		(struct table_cell) { .text = clean_cell(r, text, n), .was_quoted = c->quoted };
	return r->cells[i].text ? 1 : -1;
}

static int read_cells(struct csv_reader *r, struct table_row *row)
{
	size_t used = 0;
	int rc = 1;

	for (size_t i = 0; i < r->record.count && rc == 1; i++)
		rc = read_cell(r, i, &used, row);
	if (rc == 1) {
		row->cells = r->cells;
		row->count = r->record.count;
	}
	return rc < 0 ? -1 : 0;
}

/* ---- rows ---- */

/* What decoding and a NUL for each cell can make of the row. */
static bool make_room(struct csv_reader *r)
{
	size_t need = 3 * r->record.len + 4 * TABLE_CELLS_MOST;
	char *text;

	if (need <= r->space)
		return true;
	text = realloc(r->text, need);
	if (!text)
		return false;
	r->text = text;
	r->space = need;
	return true;
}

/* In front of the first row the mark is left behind, and the separator is found out. */
static void begin(struct csv_reader *r)
{
	char mark[8];

	r->separator = ',';
	if (r->mark > sizeof(mark) || fread(mark, 1, r->mark, r->source.in) != r->mark)
		return;
	if (r->source.digest)
		sm3_add(r->source.digest, mark, r->mark);
	r->source.offset = r->mark;
	r->separator = csv_separator(&r->source);
}

static int read_row(struct csv_reader *r, struct table_row *row)
{
	const struct csv_record *rec = &r->record;
	const char *nul = rec->len ? memchr(rec->bytes, '\0', rec->len) : NULL;

	*row = (struct table_row) { .line = r->line };
	if (!make_room(r))
		return -1;
	if (rec->quirk != CSV_TOO_LONG) {
		row->raw = rec->bytes;
		row->raw_len = rec->len;
	}
	if (rec->quirk != CSV_FINE)
		say_quirk(r, row);
	else if (nul)
		say_nul(r, row, (size_t)(nul - rec->bytes));
	else
		return read_cells(r, row);
	return 0;
}

int csv_reader_next(struct csv_reader *r, struct table_row *row, struct err *err)
{
	release_texts(r);
	if (!r->separator)
		begin(r);
	csv_source_skip(&r->source, r->record.len + r->record.end);
	r->line += r->record.lines;
	if (csv_scan(&r->source, r->separator, &r->record) == 0) {
		r->record = (struct csv_record) { .cells = r->pieces };
		if (!r->source.failed)
			return 0;
		return err_set(err, ERR_STORAGE, _("第 %llu 行起读不出来：%s"),
			       (unsigned long long)r->line, err_system(r->source.failed));
	}
	if (read_row(r, row) < 0)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	return 1;
}
