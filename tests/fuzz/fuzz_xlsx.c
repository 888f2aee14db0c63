/* Any bytes as a sheet, and as the shared strings behind the first NUL: rows that come out are clean UTF-8 in order, or have a fault; and
 * nothing else comes out. */
#include "tests/fuzz/fuzz.h"

#include "db/xlsx_parts.h"
#include "forms/text.h"

/* Handed out in pieces of changing size, so that every place is once the end of a piece. */
struct bytes {
	const uint8_t *at;
	size_t left, piece;
};

static int read_bytes(void *arg, char *buf, size_t size, struct err *err)
{
	struct bytes *b = arg;
	size_t n = b->piece < b->left ? b->piece : b->left;

	(void)err;
	n = n < size ? n : size;
	if (n > 0)
		memcpy(buf, b->at, n);
	b->at += n;
	b->left -= n;
	b->piece = b->piece % 977 * 3 + 1;
	return (int)n;
}

static void judge_row(const struct table_row *row, uint64_t *line)
{
	PROMISE(row->line > *line && row->line <= XLSX_ROWS_READ, "rows are out of order");
	*line = row->line;
	PROMISE(!row->fault[0] || row->count == 0, "a row with a fault has cells");
	PROMISE(row->count <= TABLE_CELLS_MOST, "more cells than a row may have");
	for (size_t i = 0; i < row->count; i++)
		PROMISE(text_is_clean(row->cells[i].text), "a cell is not clean");
}

static void judge_sheet(struct bytes *b, struct xlsx_strings *strings)
{
	struct xlsx_sheet *sheet = NULL;
	struct table_row row;
	struct err err = { 0 };
	uint64_t line = 0;
	int rc;

	PROMISE(xlsx_sheet_create(read_bytes, b, strings, &sheet, &err) == 0, err.msg);
	while ((rc = xlsx_sheet_next(sheet, &row, &err)) == 1)
		judge_row(&row, &line);
	PROMISE(rc == 0 || (err.code != ERR_NONE && *err.msg), "a failure without a sentence");
	xlsx_sheet_destroy(sheet);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *nul = size ? memchr(data, '\0', size) : NULL;
	size_t first = nul ? (size_t)(nul - data) : size;
	struct bytes sheet = { data, first, 7 },
		     shared = { data + first + 1, nul ? size - first - 1 : 0, 5 };
	struct xlsx_strings strings;
	struct err err = { 0 };

	PROMISE(xlsx_strings_init(&strings, &err) == 0, err.msg);
	if (!nul || xlsx_strings_read(&strings, read_bytes, &shared, &err) == 0)
		judge_sheet(&sheet, &strings);
	xlsx_strings_finish(&strings);
	return 0;
}
