#include "db/table_in.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/plain_file.h"
#include "forms/sm3.h"

/* How far the first line's end is looked for. */
#define HEAD 65536

/* How workbooks begin: of today, and of before 2007 or with a password, which their reader refuses by name. */
static const char workbook_magics[][4] = { { 'P', 'K', 3, 4 }, { '\xD0', '\xCF', '\x11', '\xE0' } };

struct table_in {
	FILE *in;
	char *path;
	struct stat before;
	enum table_kind kind;
	struct csv_reader *csv; /* one of the two */
	struct xlsx_reader *xlsx;
	struct sm3 *digest;
	char sm3[SM3_HEX_SIZE]; /* once the end was reached */
};

void table_in_close(struct table_in *t)
{
	if (!t)
		return;
	csv_reader_close(t->csv);
	xlsx_reader_close(t->xlsx);
	sm3_destroy(t->digest);
	if (t->in)
		fclose(t->in);
	free(t->path);
	free(t);
}

/* ---- opening ---- */

/* A sentence about a file has room for its name, not for every folder above it. */
static const char *name_of(const struct table_in *t)
{
	const char *slash = strrchr(t->path, '/');

	return slash && slash[1] ? slash + 1 : t->path;
}

static int open_file(struct table_in *t, struct table_facts *facts, struct err *err)
{
	int64_t bytes;
	int fd = plain_file_open(t->path, &bytes, err);

	if (fd < 0)
		return -1;
	t->in = fdopen(fd, "rb");
	if (!t->in || fstat(fd, &t->before) < 0) {
		err_set(err, ERR_INPUT, _("读不了“%.300s”：%s"), t->path, err_system(errno));
		if (!t->in)
			close(fd);
		return -1;
	}
	if (bytes == 0)
		return err_set(err, ERR_INPUT, _("“%.300s”是空文件，请核对文件"), name_of(t));
	facts->bytes = (uint64_t)bytes;
	return 0;
}

/* Does the first line end as Windows ends lines? */
static bool ends_with_crlf(const char *head, size_t len)
{
	const char *lf = len ? memchr(head, '\n', len) : NULL;

	return lf && lf > head && lf[-1] == '\r';
}

static bool is_workbook(const char *head, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(workbook_magics); i++)
		if (len >= sizeof(workbook_magics[i]) &&
		    memcmp(head, workbook_magics[i], sizeof(workbook_magics[i])) == 0)
			return true;
	return false;
}

static int look_at_head(struct table_in *t, struct table_facts *facts, struct err *err)
{
	char *head = malloc(HEAD);
	size_t len = head ? fread(head, 1, HEAD, t->in) : 0;

	if (head) {
		facts->crlf = ends_with_crlf(head, len);
		if (is_workbook(head, len))
			t->kind = TABLE_XLSX;
	}
	free(head);
	rewind(t->in);
	return head ? 0 : err_set(err, ERR_MEMORY, _("内存不足"));
}

static int open_csv(struct table_in *t, enum encoding encoding, struct table_facts *facts,
		    struct err *err)
{
	struct encoding_guess guess;

	if (encoding_detect(t->in, &guess, err) < 0)
		return -1;
	if (guess.utf16)
		return err_set(err, ERR_INPUT,
			       _("“%.300s”是 UTF-16（“Unicode 文本”），请另存为“CSV UTF-8”或 .xlsx "
				 "后再导入"),
			       t->path);
	if (encoding == ENCODING_AUTO) {
		encoding = guess.encoding;
		facts->doubtful = guess.doubtful;
	}
	facts->encoding = encoding;
	facts->mark = guess.mark > 0 && encoding == guess.encoding;
	if (csv_reader_open(t->in, encoding, facts->mark ? guess.mark : 0, &t->csv, err) < 0)
		return -1;
	csv_reader_digest(t->csv, t->digest);
	return 0;
}

/* The reader of workbooks knows what is wrong, and not with which file. */
static int open_workbook(struct table_in *t, struct err *err)
{
	struct err why = { 0 };

	if (xlsx_reader_open(t->in, &t->xlsx, &why) == 0)
		return 0;
	if (why.code != ERR_INPUT)
		return err_set(err, why.code, "%s", why.msg);
	return err_set(err, ERR_INPUT, _("“%.300s”用不了：%s"), name_of(t), why.msg);
}

static int open_all(struct table_in *t, enum encoding encoding, struct table_facts *facts,
		    struct err *err)
{
	t->digest = sm3_create();
	if (!t->path || !t->digest)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	if (open_file(t, facts, err) < 0 || look_at_head(t, facts, err) < 0)
		return -1;
	facts->kind = t->kind;
	return t->kind == TABLE_XLSX ? open_workbook(t, err) : open_csv(t, encoding, facts, err);
}

int table_in_open(const char *path, enum encoding encoding, struct table_in **out,
		  struct table_facts *facts, struct err *err)
{
	struct table_in *t = calloc(1, sizeof(*t));
	struct table_facts found = { .encoding = ENCODING_UTF8 };

	if (!t)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	t->path = strdup(path);
	if (open_all(t, encoding, &found, err) < 0) {
		table_in_close(t);
		return -1;
	}
	*out = t;
	*facts = found;
	return 0;
}

/* ---- reading ---- */

static bool has_text(const struct table_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (*row->cells[i].text)
			return true;
	return row->fault[0] != '\0';
}

/* A workbook is read in no order of its own: its digest is of a pass over the file. */
static int digest_file(struct table_in *t)
{
	char *piece = malloc(HEAD);
	size_t n;

	if (!piece)
		return -1;
	rewind(t->in);
	while ((n = fread(piece, 1, HEAD, t->in)) > 0)
		sm3_add(t->digest, piece, n);
	free(piece);
	return ferror(t->in) ? -1 : 0;
}

static int finish(struct table_in *t, struct err *err)
{
	unsigned char digest[SM3_SIZE];
	struct stat after;

	if (t->sm3[0])
		return 0;
	if ((t->kind == TABLE_XLSX && digest_file(t) < 0) || fstat(fileno(t->in), &after) < 0)
		return err_set(err, ERR_STORAGE, _("读不了“%.300s”：%s"), t->path,
			       err_system(errno));
	if (plain_file_changed(&t->before, &after))
		return err_set(err, ERR_INPUT, _("“%.300s”在读取时被改动了，请等它写完后再试"),
			       t->path);
	if (!sm3_end(t->digest, digest))
		return err_set(err, ERR_MEMORY, _("内存不足"));
	hex_encode(digest, sizeof(digest), t->sm3);
	return 0;
}

int table_in_next(struct table_in *t, struct table_row *row, struct err *err)
{
	int rc;

	do
		rc = t->csv ? csv_reader_next(t->csv, row, err)
			    : xlsx_reader_next(t->xlsx, row, err);
	while (rc == 1 && !has_text(row));
	return rc == 0 ? finish(t, err) : rc;
}

uint64_t table_in_done(const struct table_in *t)
{
	off_t at = t->csv ? 0 : ftello(t->in);

	return t->csv ? csv_reader_done(t->csv) : at > 0 ? (uint64_t)at : 0;
}

void table_in_sm3(struct table_in *t, char out[SM3_HEX_SIZE])
{
	snprintf(out, SM3_HEX_SIZE, "%s", t->sm3);
}
