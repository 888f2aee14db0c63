/* Is a workbook that was just written whole? Declared in xlsx_parts.h.
 *
 * The library that writes it looks at no error of its temporary files: on a full disk rows vanish from the middle of a sheet, and
 * it says that all is well. So the rows in the workbook are compared with those that were written, byte by byte, and every other part must
 * be a whole document. */
#include "db/xlsx_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHEET "xl/worksheets/sheet1.xml"
#define PIECE 65536
/* What stands in front of the rows ends with this word, and is not longer than the widths of many columns. */
#define ROWS_BEGIN "<sheetData>"
#define HEAD_MOST (PIECE * 4)

struct proof {
	struct xlsx_zip zip;
	int rows;              /* a descriptor of the rows that were written */
	uint64_t left;         /* of them, to be compared */
	bool ended;            /* the sheet's part is */
	char piece[HEAD_MOST]; /* of the workbook */
	char row[PIECE];       /* of the rows */
};

static int not_whole(struct err *err)
{
	return err_set(err, ERR_STORAGE, "%s",
		       _("工作簿没有写完整，可能临时文件夹满了；请清出磁盘空间后再存"));
}

/* ---- documents ---- */

static void no_start(void *ctx, const char *name, const char *const *attributes)
{
	(void)ctx;
	(void)name;
	(void)attributes;
}

static void no_end(void *ctx, const char *name)
{
	(void)ctx;
	(void)name;
}

static int check_document(struct proof *p)
{
	static const struct xlsx_handlers handlers = { no_start, no_end, NULL };
	struct xlsx_xml xml;
	struct err ignored;
	int rc = xlsx_xml_init(&xml, xlsx_zip_read, &p->zip, &handlers, NULL, &ignored);

	if (rc == 0)
		rc = xlsx_xml_run(&xml, &ignored);
	xlsx_xml_finish(&xml);
	return rc;
}

/* ---- rows ---- */

/* Are these the next bytes of the rows? */
static bool same_rows(struct proof *p, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = read(p->rows, p->row, len < PIECE ? len : PIECE);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0 || memcmp(p->row, bytes, (size_t)n) != 0)
			return false;
		bytes += n;
		len -= (size_t)n;
		p->left -= (uint64_t)n;
	}
	return true;
}

/* Fill the piece from `held` on, until it is full or the part ends. How much is held, or -1. */
static ssize_t read_piece(struct proof *p, size_t held)
{
	struct err ignored;

	while (held < sizeof(p->piece) && !p->ended) {
		int n = xlsx_zip_read(&p->zip, p->piece + held, sizeof(p->piece) - held, &ignored);

		if (n < 0)
			return -1;
		p->ended = n == 0;
		held += (size_t)n;
	}
	return (ssize_t)held;
}

/* Behind the rows that were compared: the last one, which was still in memory, and the end. */
static bool ends_well(const char *rest, size_t len, uint32_t last_row)
{
	static const char end[] = "</worksheet>";
	char begin[32];
	size_t n = (size_t)snprintf(begin, sizeof(begin), "<row r=\"%u\"", last_row);

	return len > n + sizeof(end) && memcmp(rest, begin, n) == 0 &&
	       memmem(rest, len, "</row></sheetData>", 18) &&
	       memcmp(rest + len - sizeof(end) + 1, end, sizeof(end) - 1) == 0;
}

/* The last row, and a piece of what stood before it, are in one piece: a row is at most as long as that. */
static int check_rows(struct proof *p, uint32_t last_row)
{
	ssize_t held = read_piece(p, 0);
	char *from =
		held > 0 ? memmem(p->piece, (size_t)held, ROWS_BEGIN, strlen(ROWS_BEGIN)) : NULL;
	size_t at;

	if (!from)
		return -1;
	at = (size_t)(from - p->piece) + strlen(ROWS_BEGIN);
	while (p->left > 0) {
		size_t n = (size_t)held - at;

		n = n < p->left ? n : (size_t)p->left;
		if (n == 0 || !same_rows(p, p->piece + at, n))
			return -1;
		at += n;
		memmove(p->piece, p->piece + at, (size_t)held - at);
		held = read_piece(p, (size_t)held - at);
		at = 0;
		if (held < 0)
			return -1;
	}
	return ends_well(p->piece + at, (size_t)held - at, last_row) ? 0 : -1;
}

/* ---- all of it ---- */

static int check_part(struct proof *p, uint32_t last_row)
{
	char name[XLSX_PATH];
	struct err ignored;

	if (unzGetCurrentFileInfo64(p->zip.zip, NULL, name, sizeof(name), NULL, 0, NULL, 0) !=
		    UNZ_OK ||
	    xlsx_zip_part(&p->zip, name, &ignored) != 1)
		return -1;
	return strcmp(name, SHEET) == 0 ? check_rows(p, last_row) : check_document(p);
}

static int check_parts(struct proof *p, uint32_t last_row)
{
	bool whole = unzGoToFirstFile(p->zip.zip) == UNZ_OK;
	int next = UNZ_OK;

	while (whole && next == UNZ_OK) {
		whole = check_part(p, last_row) == 0;
		next = unzGoToNextFile(p->zip.zip);
	}
	return whole && next == UNZ_END_OF_LIST_OF_FILE && p->left == 0 ? 0 : -1;
}

int xlsx_prove(const char *path, int rows, uint64_t bytes, uint32_t last_row, struct err *err)
{
	struct proof *p = calloc(1, sizeof(*p));
	FILE *in = fopen(path, "rbe");
	struct err ignored;
	int rc = -1;

	if (p && in && lseek(rows, 0, SEEK_SET) == 0 && xlsx_zip_open(&p->zip, in, &ignored) == 0) {
		p->rows = rows;
		p->left = bytes;
		rc = check_parts(p, last_row);
		xlsx_zip_close(&p->zip);
	}
	if (in)
		fclose(in);
	free(p);
	return rc < 0 ? not_whole(err) : 0;
}
