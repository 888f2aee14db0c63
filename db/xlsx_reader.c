/* Reading a workbook: the rows of its first visible sheet. Declared in db/table_in.h. */
#include <stdlib.h>
#include <string.h>

#include "db/xlsx_parts.h"

struct xlsx_reader {
	struct xlsx_zip zip;
	struct xlsx_strings strings;
	struct xlsx_sheet *sheet;
	bool ended;
};

/* ---- what is no workbook of ours ---- */

#define SECTOR 512
#define DIRECTORY_SECTOR_AT 48

/* The first entries of the directory of an OLE file, in which its streams are named. */
static size_t read_directory(FILE *in, const unsigned char *head, char *out, size_t size)
{
	const unsigned char *at = head + DIRECTORY_SECTOR_AT;
	off_t sector = (off_t)(at[0] | at[1] << 8 | at[2] << 16) | (off_t)at[3] << 24;

	if (fseeko(in, (sector + 1) * SECTOR, SEEK_SET) != 0)
		return 0;
	return fread(out, 1, size, in);
}

/* Workbooks before 2007, and those with a password of any year, are OLE files. */
static int refuse_ole(FILE *in, const unsigned char *head, struct err *err)
{
	static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	char directory[8 * SECTOR];
	size_t len = read_directory(in, head, directory, sizeof(directory));

	if (memmem(directory, len, encrypted, sizeof(encrypted) - 1))
		return err_set(err, ERR_INPUT, "%s",
			       _("工作簿加了密码，读不了；请在 Excel 里取消密码后另存"));
	return err_set(err, ERR_INPUT, "%s",
		       _("旧格式的工作簿（.xls）读不了；请在 Excel 或 WPS 里另存为 .xlsx 或 CSV"));
}

static int check_head(FILE *in, struct err *err)
{
	static const unsigned char ole[] = { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 };
	unsigned char head[SECTOR] = { 0 };

	rewind(in);
	if (fread(head, 1, sizeof(head), in) >= sizeof(ole) && memcmp(head, ole, sizeof(ole)) == 0)
		return refuse_ole(in, head, err);
	rewind(in);
	return 0;
}

/* ---- opening ---- */

static int read_strings(struct xlsx_reader *r, const char *part, struct err *err)
{
	int rc;

	if (xlsx_strings_init(&r->strings, err) < 0)
		return -1;
	rc = *part ? xlsx_zip_part(&r->zip, part, err) : 0;
	return rc <= 0 ? rc : xlsx_strings_read(&r->strings, xlsx_zip_read, &r->zip, err);
}

static int open_all(struct xlsx_reader *r, FILE *in, struct err *err)
{
	struct xlsx_book book = { 0 };
	int rc;

	if (check_head(in, err) < 0 || xlsx_zip_open(&r->zip, in, err) < 0 ||
	    xlsx_book_read(&r->zip, &book, err) < 0 || read_strings(r, book.strings, err) < 0)
		return -1;
	rc = xlsx_zip_part(&r->zip, book.sheet, err);
	if (rc == 0)
		return err_set(err, ERR_INPUT, "%s",
			       _("工作簿里缺了工作表的内容；请在 Excel 里打开后另存，再导入"));
	return rc < 0 ? -1 : xlsx_sheet_create(xlsx_zip_read, &r->zip, &r->strings, &r->sheet, err);
}

int xlsx_reader_open(FILE *in, struct xlsx_reader **out, struct err *err)
{
	struct xlsx_reader *r = calloc(1, sizeof(*r));

	if (!r)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	if (open_all(r, in, err) < 0) {
		xlsx_reader_close(r);
		return -1;
	}
	*out = r;
	return 0;
}

int xlsx_reader_next(struct xlsx_reader *r, struct table_row *row, struct err *err)
{
	int rc = r->ended ? 0 : xlsx_sheet_next(r->sheet, row, err);

	r->ended = rc <= 0;
	return rc;
}

void xlsx_reader_close(struct xlsx_reader *r)
{
	if (!r)
		return;
	xlsx_sheet_destroy(r->sheet);
	xlsx_strings_finish(&r->strings);
	xlsx_zip_close(&r->zip);
	free(r);
}
