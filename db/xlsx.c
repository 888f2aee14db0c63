#include "db/xlsx.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include "db/xlsx_parts.h"
#include "forms/text.h"

#define SHEET_NAME_MOST 31
#define DIGITS_MOST 15 /* what a spreadsheet's number holds exactly */
#define NARROWEST 8
#define WIDEST 60
#define CHINA_HOURS 8

struct xlsx_writer {
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *text, *head;
	lxw_row_t row; /* that comes next */
	char *path;
	size_t columns;
	unsigned *widths; /* of the widest cell, in columns of a terminal */
	char *spare;      /* for text that must be changed on its way */
	size_t spare_size;
	locale_t plain; /* numbers in the file have a point, whatever the desk's language */
};

/* ---- what surrounds it ---- */

/* The library complains on standard error, where a screen may stand. */
static int hush(void)
{
	int kept = dup(STDERR_FILENO), null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (null >= 0) {
		fflush(stderr);
		dup2(null, STDERR_FILENO);
		close(null);
	}
	return kept;
}

static void unhush(int kept)
{
	fflush(stderr);
	if (kept < 0)
		return;
	dup2(kept, STDERR_FILENO);
	close(kept);
}

/* "2026-11-22 09:15:02" in China. */
static time_t moment_of(const char *moment)
{
	struct tm tm = { 0 };

	if (!strptime(moment, "%Y-%m-%d %H:%M:%S", &tm) && !strptime(moment, "%Y-%m-%d", &tm))
		return 0;
	tm.tm_hour -= CHINA_HOURS;
	return timegm(&tm);
}

/* What a sheet may be called: without the characters of references, not too long, no apostrophe at an end. */
static void sheet_name(const char *name, char out[4 * SHEET_NAME_MOST + 1])
{
	size_t used = 0, count = 0, n;

	name += strspn(name, "'");
	for (; *name && count < SHEET_NAME_MOST; name += n) {
		uint32_t cp = text_codepoint(name, &n);

		if (text_is_unwanted(cp))
			continue;
		if (cp > 0xFFFF && ++count == SHEET_NAME_MOST)
			break;
		count++;
		if (n == 1 && strchr("[]:*?/\\", *name)) {
			out[used++] = '_';
			continue;
		}
		memcpy(out + used, name, n);
		used += n;
	}
	while (used > 0 && out[used - 1] == '\'')
		used--;
	out[used] = '\0';
	if (used == 0)
		snprintf(out, 8, "Sheet1");
}

/* ---- cells ---- */

static bool is_hex(const char *s)
{
	return strspn(s, "0123456789abcdefABCDEF") >= 4;
}

/* Spreadsheets read _x000D_ as a character by its number: the first bar of such a text is written by its own. */
static bool is_escape(const char *s)
{
	return s[0] == '_' && s[1] == 'x' && is_hex(s + 2) && s[6] == '_';
}

/* Judge a text; *out_width gets its width, *out_escapes whether it must be changed. */
static int check_text(const char *text, unsigned *out_width, bool *out_escapes, struct err *err)
{
	size_t units = 0, n;
	unsigned width = 0;

	*out_escapes = false;
	if (!text_valid(text, strlen(text), NULL))
		return err_set(err, ERR_INPUT, "%s",
			       _("有一格不是 UTF-8 文字，不能写进工作簿；请核对这一条记录"));
	for (const char *s = text; *s; s += n) {
		uint32_t cp = text_codepoint(s, &n);

		if ((cp < ' ' && !strchr("\t\n\r", (int)cp)) || cp == 0xFFFE || cp == 0xFFFF)
			return err_set(
				err, ERR_INPUT,
				_("有一格里有控制字符（U+%04X），不能写进工作簿；请核对这一条记录"),
				(unsigned)cp);
		*out_escapes |= is_escape(s);
		units += cp > 0xFFFF ? 2 : 1;
		width += cp < 0x1100 ? 1 : 2;
	}
	if (units > XLSX_TEXT_MOST)
		return err_set(err, ERR_INPUT,
			       _("有一格有 %zu 个字，工作簿的一格最多 %d 个；请改用 CSV"), units,
			       XLSX_TEXT_MOST);
	*out_width = width;
	return 0;
}

/* The text with its escapes escaped, in the writer's own space. NULL: memory. */
static const char *escape(struct xlsx_writer *w, const char *text)
{
	size_t need = 7 * strlen(text) + 1, used = 0;

	if (need > w->spare_size) {
		char *more = realloc(w->spare, need);

		if (!more)
			return NULL;
		w->spare = more;
		w->spare_size = need;
	}
	for (; *text; text++) {
		if (is_escape(text)) {
			memcpy(w->spare + used, "_x005F", 6);
			used += 6;
		}
		w->spare[used++] = *text;
	}
	w->spare[used] = '\0';
	return w->spare;
}

/* A number that a spreadsheet keeps as it is written: not too many digits, no zero in front. */
static bool is_number(const char *text)
{
	const char *s = text + (*text == '-');
	size_t whole = strspn(s, "0123456789"), fraction = 0;

	if (s[whole] == '.') {
		fraction = strspn(s + whole + 1, "0123456789");
		if (fraction == 0)
			return false;
	}
	return whole > 0 && whole + fraction <= DIGITS_MOST && (whole == 1 || *s != '0') &&
	       s[whole + (fraction ? fraction + 1 : 0)] == '\0';
}

/* The library's own reasons are for programmers; what the system said last is for people. */
static int refuse(struct err *err)
{
	return err_set(err, ERR_STORAGE, _("工作簿写不下去了：%s；请清出磁盘空间，或换一个位置"),
		       err_system(errno ? errno : EIO));
}

static int put_cell(struct xlsx_writer *w, size_t column, const char *text, bool number,
		    lxw_format *format, struct err *err)
{
	lxw_col_t c = (lxw_col_t)column;
	unsigned width;
	bool escapes;
	lxw_error rc;

	if (!*text)
		return 0;
	if (check_text(text, &width, &escapes, err) < 0)
		return -1;
	if (width > w->widths[column])
		w->widths[column] = width;
	if (escapes)
		text = escape(w, text);
	if (!text)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	errno = 0;
	if (number && is_number(text))
		rc = worksheet_write_number(w->sheet, w->row, c, strtod(text, NULL), NULL);
	else
		rc = worksheet_write_string(w->sheet, w->row, c, text, format);
	return rc ? refuse(err) : 0;
}

static int put_row(struct xlsx_writer *w, const char *const *cells, const bool *number,
		   lxw_format *format, struct err *err)
{
	locale_t before;
	int rc = 0;

	if (w->row == XLSX_ROWS_MOST)
		return err_set(err, ERR_INPUT,
			       _("超过工作簿一张表的 %d 行；请缩短日期范围，或改用 CSV"),
			       XLSX_ROWS_MOST);
	before = uselocale(w->plain);
	for (size_t i = 0; i < w->columns && rc == 0; i++)
		rc = put_cell(w, i, cells[i], number && number[i], format, err);
	uselocale(before);
	w->row++;
	return rc;
}

int xlsx_row(struct xlsx_writer *w, const char *const *cells, const bool *number, struct err *err)
{
	return put_row(w, cells, number, w->text, err);
}

/* ---- the workbook ---- */

static int open_book(struct xlsx_writer *w, const char *path, const char *sheet, const char *moment)
{
	lxw_workbook_options options = { .constant_memory = LXW_TRUE };
	lxw_doc_properties properties = { .created = moment_of(moment) };
	char name[4 * SHEET_NAME_MOST + 1];

	sheet_name(sheet, name);
	w->book = workbook_new_opt(path, &options);
	if (!w->book || workbook_set_properties(w->book, &properties))
		return -1;
	w->sheet = workbook_add_worksheet(w->book, name);
	w->text = workbook_add_format(w->book);
	w->head = workbook_add_format(w->book);
	if (!w->sheet || !w->text || !w->head || !w->sheet->optimize_tmpfile)
		return -1;
	format_set_num_format(w->text, "@");
	format_set_num_format(w->head, "@");
	format_set_bold(w->head);
	worksheet_freeze_panes(w->sheet, 1, 0);
	return 0;
}

int xlsx_begin(const char *path, const char *sheet, const char *moment, const char *const *header,
	       size_t columns, struct xlsx_writer **out, struct err *err)
{
	struct xlsx_writer *w = calloc(1, sizeof(*w));
	int kept, rc = -1;

	if (!w || columns == 0 || columns > XLSX_COLUMNS_MOST) {
		free(w);
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	}
	w->columns = columns;
	w->widths = calloc(columns, sizeof(*w->widths));
	w->path = strdup(path);
	w->plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	kept = hush();
	if (w->path && w->widths && w->plain)
		rc = open_book(w, path, sheet, moment);
	unhush(kept);
	if (rc < 0)
		err_set(err, ERR_STORAGE, "%s", _("建不了工作簿；请看看临时文件夹是否还有空间"));
	else
		rc = put_row(w, header, NULL, w->head, err);
	if (rc < 0)
		xlsx_abandon(w);
	else
		*out = w;
	return rc;
}

static void set_widths(struct xlsx_writer *w)
{
	for (size_t i = 0; i < w->columns; i++) {
		unsigned width = w->widths[i] + 2;

		width = width < NARROWEST ? NARROWEST : width > WIDEST ? WIDEST : width;
		worksheet_set_column(w->sheet, (lxw_col_t)i, (lxw_col_t)i, width, NULL);
	}
}

static void release(struct xlsx_writer *w)
{
	if (w->plain)
		freelocale(w->plain);
	free(w->path);
	free(w->widths);
	free(w->spare);
	free(w);
}

/* The library closes the workbook, whatever comes of it; errno tells why it failed. */
static lxw_error close_book(struct xlsx_writer *w)
{
	locale_t before = uselocale(w->plain);
	int kept = hush(), why;
	lxw_error rc;

	errno = 0;
	rc = workbook_close(w->book);
	why = errno;
	unhush(kept);
	uselocale(before);
	errno = why;
	return rc;
}

/* The rows so far stand in a temporary file, whose writing the library does not look after. A descriptor of it, or -1. */
static int take_rows(const struct xlsx_writer *w, uint64_t *out_bytes)
{
	FILE *rows = w->sheet->optimize_tmpfile;
	off_t at;

	errno = ENOSPC;
	if (fflush(rows) != 0 || ferror(rows) || (at = ftello(rows)) < 0)
		return -1;
	*out_bytes = (uint64_t)at;
	return dup(fileno(rows));
}

int xlsx_end(struct xlsx_writer *w, struct err *err)
{
	uint64_t bytes = 0;
	int rows = take_rows(w, &bytes), rc;

	if (rows < 0) {
		rc = refuse(err);
		xlsx_abandon(w);
		return rc;
	}
	set_widths(w);
	rc = close_book(w) ? refuse(err) : xlsx_prove(w->path, rows, bytes, w->row, err);
	close(rows);
	release(w);
	return rc;
}

void xlsx_abandon(struct xlsx_writer *w)
{
	if (!w)
		return;
	lxw_workbook_free(w->book);
	release(w);
}
