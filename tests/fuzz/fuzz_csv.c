/* Any bytes as a CSV file, in each encoding: rows come in order and inside the promised bounds, their cells are clean; and what was
 * read, written again, is read as the same. */
#include "tests/fuzz/fuzz.h"

#include "db/cell_guard.h"
#include "db/csv_writer.h"
#include "db/table_in.h"
#include "forms/text.h"

/* The rows that could be read, written anew. */
struct copy {
	char *bytes;
	size_t len, rows;
};

static FILE *open_bytes(const void *bytes, size_t size)
{
	FILE *in = size ? fmemopen((void *)bytes, size, "r") : fopen("/dev/null", "r");

	PROMISE(in, "memory");
	return in;
}

static void judge_cell(const struct table_cell *c)
{
	PROMISE(text_is_clean(c->text), "a cell is not clean");
	PROMISE(!cell_guarded(c->text) || *c->text != '\'' ||
			strcmp(cell_unguard(c->text), c->text + 1) == 0 ||
			cell_unguard(c->text) == c->text,
		"a guard takes more than itself");
}

/* Each cell goes out behind a guard where it needs one, and comes back. */
static void judge_guard(const char *text)
{
	char *guarded = malloc(strlen(text) + 2);

	PROMISE(guarded, "memory");
	snprintf(guarded, strlen(text) + 2, "%s%s", cell_guarded(text) ? "'" : "", text);
	PROMISE(!*guarded || !strchr("=+-@\t\r", *guarded), "a formula goes out");
	PROMISE(strcmp(cell_unguard(guarded), text) == 0,
		"a guard is not taken off as it was put on");
	free(guarded);
}

static void judge_row(const struct table_row *row, uint64_t before)
{
	PROMISE(row->line > before, "lines go backwards");
	PROMISE(row->raw_len <= TABLE_ROW_BYTES && (row->raw || !row->raw_len),
		"a row is too long");
	PROMISE(row->count <= TABLE_CELLS_MOST, "a row has too many cells");
	PROMISE(!*row->fault == (row->count > 0), "a row has cells or a fault");
	PROMISE(text_valid(row->fault, strlen(row->fault), NULL), "a fault is no UTF-8");
	for (size_t i = 0; i < row->count; i++) {
		judge_cell(&row->cells[i]);
		judge_guard(row->cells[i].text);
	}
}

static bool has_text(const struct table_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (*row->cells[i].text)
			return true;
	return false;
}

static void write_row(struct csv_writer *w, const struct table_row *row)
{
	const char *cells[TABLE_CELLS_MOST];
	size_t at;

	for (size_t i = 0; i < row->count; i++)
		cells[i] = row->cells[i].text;
	PROMISE(csv_writer_row(w, cells, row->count, NULL, &at) == 0, "a row cannot be written");
}

/* With `want` each row is compared with that of a second reader. */
static void read_all(FILE *in, enum encoding e, struct copy *out, struct csv_reader *want)
{
	struct csv_reader *r;
	struct table_row row, other;
	struct csv_writer w;
	FILE *stream = out ? open_memstream(&out->bytes, &out->len) : NULL;
	uint64_t line = 0;
	int rc;

	PROMISE(csv_reader_open(in, e, 0, &r, NULL) == 0, "memory");
	csv_writer_init(&w, stream, ENCODING_UTF8, false, NULL);
	while ((rc = csv_reader_next(r, &row, NULL)) == 1) {
		judge_row(&row, line);
		line = row.line;
		if (!has_text(&row))
			continue;
		if (stream) {
			/* A header of one kind of separator, so that the copy has a comma. */
			if (out->rows++ == 0)
				fputs("a,b,c,d\r\n", stream);
			write_row(&w, &row);
		}
		if (!want)
			continue;
		do
			PROMISE(csv_reader_next(want, &other, NULL) == 1, "a row is missing");
		while (!has_text(&other));
		PROMISE(other.count == row.count, "other cells");
		for (size_t i = 0; i < row.count; i++)
			PROMISE(strcmp(other.cells[i].text, row.cells[i].text) == 0,
				"another cell");
	}
	PROMISE(rc == 0, "memory cannot be read");
	csv_writer_finish(&w);
	csv_reader_close(r);
	if (stream)
		fclose(stream);
}

static void judge(const uint8_t *data, size_t size, enum encoding e)
{
	struct copy copy = { 0 };
	FILE *in = open_bytes(data, size), *again;
	struct csv_reader *second;
	struct table_row row;

	read_all(in, e, &copy, NULL);
	rewind(in);
	again = open_bytes(copy.bytes, copy.len);
	PROMISE(csv_reader_open(again, ENCODING_UTF8, 0, &second, NULL) == 0, "memory");
	PROMISE(copy.rows == 0 || csv_reader_next(second, &row, NULL) == 1, "the header is lost");
	read_all(in, e, NULL, second);
	PROMISE(csv_reader_next(second, &row, NULL) == 0, "a row too many");
	csv_reader_close(second);
	fclose(again);
	fclose(in);
	free(copy.bytes);
}

/* The first byte says in which encoding. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 0)
		judge(data + 1, size - 1, (enum encoding)(data[0] % ENCODING_COUNT));
	return 0;
}
