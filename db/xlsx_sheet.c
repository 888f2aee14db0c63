/* The rows of a sheet. Declared in xlsx_parts.h.
 *
 * The document is read until a row ends, then waits until the next row is asked for. A row that cannot be taken as it stands is
 * handed out with the reason; only a document that is no XML ends the reading. */
#include "db/xlsx_parts.h"

#include <stdlib.h>
#include <string.h>

#include "db/encoding_codes.h"
#include "forms/text.h"

enum cell_kind { CELL_NUMBER, CELL_TEXT, CELL_SHARED, CELL_TRUTH };

struct xlsx_sheet {
	struct xlsx_xml xml;
	struct xlsx_strings *strings;

	/* where in the document */
	bool in_data, in_row, in_cell, in_value;
	unsigned phonetic;

	/* the cell */
	uint64_t column; /* from 0 */
	enum cell_kind kind;
	size_t begin; /* of its text in `text` */

	/* the row */
	uint64_t line;
	char fault[512];
	struct table_cell cells[TABLE_CELLS_MOST];
	size_t count; /* up to the last cell with text */
	char text[TABLE_ROW_BYTES];
	size_t used;
	size_t private_use;
	char *owned[TABLE_CELLS_MOST]; /* cells that were cleaned */
	size_t owned_count;
	struct err failure; /* not of the row but of the system */
};

/* The first reason stands. */
#define SAY(s, ...)                                                                                \
	do {                                                                                       \
		if (!(s)->fault[0])                                                                \
			snprintf((s)->fault, sizeof((s)->fault), __VA_ARGS__);                     \
	} while (0)

/* ---- references ---- */

/* The column of "BC12", from 0; XLSX_COLUMNS_READ where it is none. */
static uint64_t column_of(const char *reference)
{
	uint64_t column = 0;
	size_t letters = 0;

	for (; reference[letters] >= 'A' && reference[letters] <= 'Z'; letters++) {
		if (letters == 3)
			return XLSX_COLUMNS_READ;
		column = column * 26 + (uint64_t)(reference[letters] - 'A') + 1;
	}
	return letters && column <= XLSX_COLUMNS_READ ? column - 1 : XLSX_COLUMNS_READ;
}

/* A number of at most nine digits; UINT64_MAX where the text is none. */
static uint64_t number_of(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > 9 || text[digits])
		return UINT64_MAX;
	return strtoull(text, NULL, 10);
}

/* "BC" for 54. */
static const char *letters_of(uint64_t column, char out[8])
{
	char *at = out + 7;

	*at = '\0';
	for (column++; column > 0 && at > out; column = (column - 1) / 26)
		*--at = (char)('A' + (column - 1) % 26);
	return at;
}

/* ---- cells ---- */

static void begin_cell(struct xlsx_sheet *s, const char *const *attributes)
{
	// clang-format off
	static const struct { const char *type; enum cell_kind kind; } kinds[] = {
		{ "s", CELL_SHARED }, { "inlineStr", CELL_TEXT }, { "str", CELL_TEXT }, { "d", CELL_TEXT },
		{ "e", CELL_TEXT }, { "b", CELL_TRUTH }, { "n", CELL_NUMBER }, { "", CELL_NUMBER },
	};
	// clang-format on
	const char *reference = xlsx_attribute(attributes, "r"),
		   *type = xlsx_attribute(attributes, "t");

	s->in_cell = true;
	s->begin = s->used;
	s->column = *reference ? column_of(reference) : s->column + 1;
	s->kind = CELL_TEXT;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (strcmp(kinds[i].type, type) == 0)
			s->kind = kinds[i].kind;
}

/* One byte of the row's space stays free for each cell's end. */
static void add_text(struct xlsx_sheet *s, const char *text, size_t len)
{
	if (len >= sizeof(s->text) - s->used) {
		SAY(s, _("第 %llu 行的文字超过 %u 字节，没有读；请核对这一行"),
		    (unsigned long long)s->line, TABLE_ROW_BYTES);
		return;
	}
	memcpy(s->text + s->used, text, len);
	s->used += len;
}

/* The number that stands in the cell gives way to the string of this number. */
static void fetch_shared(struct xlsx_sheet *s)
{
	uint64_t number;
	size_t len = 0;
	int rc;

	s->text[s->used] = '\0';
	number = number_of(s->text + s->begin);
	s->used = s->begin;
	rc = xlsx_string(s->strings, number, s->text + s->used, sizeof(s->text) - s->used - 1, &len,
			 &s->failure);
	if (rc < 0)
		xlsx_xml_stop(&s->xml, &s->failure);
	if (rc == 0)
		SAY(s, _("第 %llu 行 %s 列的文字太长或找不到，没有读；请在 Excel 里核对这一格"),
		    (unsigned long long)s->line, letters_of(s->column, (char[8]) { "" }));
	s->used += len;
}

/* A cell is there: its text ends with a NUL in the row's space. */
static void place_cell(struct xlsx_sheet *s)
{
	struct table_cell *c;

	if (s->column >= TABLE_CELLS_MOST) {
		SAY(s, _("第 %llu 行的格数超过 %d，没有读；请核对这一行"),
		    (unsigned long long)s->line, TABLE_CELLS_MOST);
		return;
	}
	c = &s->cells[s->column];
	if (s->column < s->count && *c->text) {
		SAY(s, _("第 %llu 行 %s 列出现了两次，没有读；请在 Excel 里打开后另存"),
		    (unsigned long long)s->line, letters_of(s->column, (char[8]) { "" }));
		return;
	}
	for (; s->count <= s->column; s->count++)
		s->cells[s->count] = (struct table_cell) { .text = "" };
	s->text[s->used++] = '\0';
	*c = (struct table_cell) { .text = s->text + s->begin, .number = s->kind == CELL_NUMBER };
}

static void end_cell(struct xlsx_sheet *s)
{
	size_t len = s->used - s->begin;

	s->in_cell = s->in_value = false;
	if (s->fault[0] || len == 0)
		return;
	if (s->kind == CELL_SHARED)
		fetch_shared(s);
	else if (s->kind == CELL_TEXT)
		s->used = s->begin + xlsx_unescape(s->text + s->begin, len);
	else if (s->kind == CELL_TRUTH) {
		bool yes = len == 1 && s->text[s->begin] == '1';

		s->used = s->begin;
		add_text(s, yes ? "TRUE" : "FALSE", yes ? 4 : 5);
	}
	if (!s->fault[0] && s->used > s->begin)
		place_cell(s);
}

/* ---- rows ---- */

static void stop_at_too_many(struct xlsx_sheet *s)
{
	struct err why;

	err_set(&why, ERR_INPUT, _("工作表超过 %d 行，没有读完；请分成几份"), XLSX_ROWS_READ);
	xlsx_xml_stop(&s->xml, &why);
}

static void begin_row(struct xlsx_sheet *s, const char *const *attributes)
{
	const char *number = xlsx_attribute(attributes, "r");
	uint64_t line = *number ? number_of(number) : s->line + 1;

	if (s->line == XLSX_ROWS_READ) {
		stop_at_too_many(s);
		return;
	}
	s->in_row = true;
	s->column = UINT64_MAX;
	s->count = s->used = s->private_use = 0;
	s->fault[0] = '\0';
	if (line <= s->line || line > XLSX_ROWS_READ) {
		s->line++;
		SAY(s, _("第 %llu 行的行号不对，没有读；请在 Excel 里打开后另存"),
		    (unsigned long long)s->line);
		return;
	}
	s->line = line;
}

/* ---- handlers ---- */

static void on_start(void *ctx, const char *name, const char *const *attributes)
{
	struct xlsx_sheet *s = ctx;

	if (strcmp(name, "sheetData") == 0)
		s->in_data = true;
	else if (strcmp(name, "row") == 0 && s->in_data && !s->in_row)
		begin_row(s, attributes);
	else if (strcmp(name, "c") == 0 && s->in_row && !s->in_cell)
		begin_cell(s, attributes);
	else if (strcmp(name, "rPh") == 0)
		s->phonetic++;
	else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		s->in_value = s->in_cell && s->phonetic == 0;
}

static void on_text(void *ctx, const char *text, size_t len)
{
	struct xlsx_sheet *s = ctx;

	if (s->in_value && !s->fault[0])
		add_text(s, text, len);
}

static void on_end(void *ctx, const char *name)
{
	struct xlsx_sheet *s = ctx;

	if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		s->in_value = false;
	else if (strcmp(name, "rPh") == 0)
		s->phonetic -= s->phonetic > 0;
	else if (strcmp(name, "c") == 0 && s->in_cell)
		end_cell(s);
	else if (strcmp(name, "sheetData") == 0)
		s->in_data = false;
	else if (strcmp(name, "row") == 0 && s->in_row) {
		s->in_row = s->in_cell = s->in_value = false;
		xlsx_xml_pause(&s->xml);
	}
}

/* ---- outside ---- */

int xlsx_sheet_create(xlsx_read_fn read, void *arg, struct xlsx_strings *strings,
		      struct xlsx_sheet **out, struct err *err)
{
	static const struct xlsx_handlers handlers = { on_start, on_end, on_text };
	struct xlsx_sheet *s = calloc(1, sizeof(*s));

	if (!s || xlsx_xml_init(&s->xml, read, arg, &handlers, s, err) < 0) {
		free(s);
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	}
	s->strings = strings;
	*out = s;
	return 0;
}

static void release_texts(struct xlsx_sheet *s)
{
	for (size_t i = 0; i < s->owned_count; i++)
		free(s->owned[i]);
	s->owned_count = 0;
}

void xlsx_sheet_destroy(struct xlsx_sheet *s)
{
	if (!s)
		return;
	xlsx_xml_finish(&s->xml);
	release_texts(s);
	free(s);
}

static size_t count_private(const char *text)
{
	size_t count = 0, n;

	for (; *text; text += n)
		count += encoding_is_private(text_codepoint(text, &n));
	return count;
}

/* The texts as the desk keeps them. 0 or -1: memory. */
static int clean_cells(struct xlsx_sheet *s)
{
	for (size_t i = 0; i < s->count; i++) {
		struct table_cell *c = &s->cells[i];
		size_t len = strlen(c->text);
		char *clean;

		if (text_is_plain(c->text, len))
			continue;
		s->private_use += count_private(c->text);
		clean = text_clean(c->text, len, NULL);
		if (!clean)
			return -1;
		s->owned[s->owned_count++] = clean;
		c->text = clean;
	}
	return 0;
}

int xlsx_sheet_next(struct xlsx_sheet *s, struct table_row *row, struct err *err)
{
	int rc;

	release_texts(s);
	rc = xlsx_xml_run(&s->xml, err);
	if (rc <= 0)
		return rc;
	*row = (struct table_row) { .line = s->line };
	memcpy(row->fault, s->fault, sizeof(row->fault));
	if (s->fault[0])
		return 1;
	if (clean_cells(s) < 0)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	row->cells = s->cells;
	row->count = s->count;
	row->private_use = s->private_use;
	return 1;
}
