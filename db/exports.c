#include "db/exports.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "db/acts_parts.h"
#include "db/audit.h"
#include "db/csv_writer.h"
#include "db/exports_parts.h"
#include "db/new_file.h"
#include "db/setup.h"
#include "db/xlsx.h"
#include "forms/text.h"

#define COLUMNS_MOST (FIELD_COUNT + 3)
/* A workbook says when it was made; the same rows are to give the same bytes. */
#define NO_MOMENT "1980-01-01 00:00:00"
/* Of a sheet, its header among them. */
#define XLSX_ROWS_MOST 1048576

struct export
{
	struct store *st;
	const struct export_request *req;
	struct export_result *out;
	progress_fn *progress;
	void *ctx;
	uint64_t all, base; /* rows of all passes scaled to one; what the passes before count for */
	unsigned passes;
	size_t columns;
	const char *words[COLUMNS_MOST];
	struct new_file file;
	FILE *spool; /* what is to go to the stream */
	struct csv_writer csv;
	struct xlsx_writer *xlsx;
	struct sm3 *digest;
};

static int no_memory(struct err *err)
{
	return err_set(err, ERR_MEMORY, _("内存不足"));
}

/* ---- who may ---- */

static int check_right(struct store *st, const struct actor *who, struct err *err)
{
	struct actor now;

	if (!who || !who->staff)
		return err_set(err, ERR_NOT_ALLOWED, _("这个登记台已建台，请先登录再导出"));
	if (actor_now(st, who, &now, err) < 0 ||
	    workflow_check(now.roles, ACT_EXPORT, STATE_COUNT, err) < 0)
		return -1;
	if (!store_confirmed(st, who->staff))
		return err_set(err, ERR_NOT_ALLOWED, _("导出前请再输入一次口令"));
	return 0;
}

int exports_allowed(struct store *st, const struct actor *who, struct err *err)
{
	struct desk_identity desk;
	struct err why = { 0 };
	int there = desk_identity_load(st, &desk, err);

	if (there <= 0 || check_right(st, who, &why) == 0)
		return there < 0 ? -1 : 0;
	if (why.code == ERR_NOT_ALLOWED && who && who->staff)
		audit_note(st,
			   &(struct audit_entry) { .act = ACT_EXPORT,
						   .object = "export",
						   .refused = true,
						   .reason = why.msg },
			   NULL);
	if (err)
		*err = why;
	return -1;
}

static const char *format_name(const struct export_request *req)
{
	switch (req->format) {
	case EXPORT_CSV:
		return "csv";
	case EXPORT_XLSX:
		return "xlsx";
	}
	return "";
}

/* What went out, how much of it, and its digest: written before the file has its name. */
static int note_export(struct export *e, struct err *err)
{
	struct desk_identity desk;
	char detail[256];
	int there = desk_identity_load(e->st, &desk, err);

	if (there <= 0)
		return there;
	snprintf(detail, sizeof(detail),
		 "format=%s encoding=%s columns=%s mask=%d rows=%" PRIu64 " sm3=%s",
		 format_name(e->req),
		 e->req->format == EXPORT_CSV ? encoding_name(e->req->encoding) : "-",
		 e->req->columns == COLUMNS_FULL ? "full" : "ledger", e->req->mask, e->out->rows,
		 e->out->sm3);
	return audit_note(
		e->st,
		&(struct audit_entry) { .act = ACT_EXPORT, .object = "export", .detail = detail },
		err);
}

/* ---- the rows ---- */

typedef int row_fn(struct export *e, const struct filing_record *r, const char *const *cells,
		   struct err *err);

static void release_cells(char **cells, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(cells[i]);
}

static int visit_row(struct export *e, const struct filing_record *r, row_fn *visit,
		     struct err *err)
{
	char *cells[COLUMNS_MOST] = { NULL };
	int rc = 0;

	for (size_t i = 0; i < e->columns && rc == 0; i++) {
		cells[i] = column_value(r, i, e->req->mask);
		if (!cells[i])
			rc = no_memory(err);
	}
	if (rc == 0)
		rc = visit(e, r, (const char *const *)cells, err);
	release_cells(cells, e->columns);
	return rc;
}

static bool is_stopped(struct export *e, uint64_t looked)
{
	return e->progress && e->progress(e->ctx, (e->base + looked) / e->passes, e->all);
}

static int walk(struct export *e, row_fn *visit, struct err *err)
{
	struct export_rows rows;
	int rc = export_rows_init(&rows, e->st, e->req, err);

	while (rc == 0 && (rc = export_rows_next(&rows, err)) == 1) {
		rc = 0;
		for (size_t i = 0; i < rows.count && rc == 0; i++)
			rc = visit_row(e, &rows.page[i], visit, err);
		if (rc == 0 && is_stopped(e, rows.looked))
			rc = err_set(err, ERR_CANCELLED, _("已停下，没有留下文件"));
	}
	e->base += rows.looked;
	export_rows_finish(&rows);
	return rc;
}

/* ---- what the encoding lacks ---- */

static int look_at_row(struct export *e, const struct filing_record *r, const char *const *cells,
		       struct err *err)
{
	struct encoding_fault fault;
	size_t at = 0;
	int rc = csv_writer_row(&e->csv, cells, e->columns, &fault, &at);

	e->out->rows++;
	if (rc < 0)
		return no_memory(err);
	if (rc == 0 || e->out->faults++ > 0)
		return 0;
	e->out->fault = fault;
	text_copy(e->out->no, sizeof(e->out->no), r->no);
	text_copy(e->out->column, sizeof(e->out->column), e->words[at]);
	return 0;
}

static int say_unmappable(struct export *e, struct err *err)
{
	const struct export_result *out = e->out;
	char character[8] = "";

	text_put(out->fault.codepoint, character);
	return err_set(
		err, ERR_INPUT,
		_("%s 写不出“%s”（U+%04X，%s 的“%s”），共有 %" PRIu64 " 件含这样的字；请改用 %s"),
		encoding_name(e->req->encoding), character, (unsigned)out->fault.codepoint, out->no,
		out->column, out->faults,
		e->req->encoding == ENCODING_GBK ? _("GB18030 或 UTF-8") : "UTF-8");
}

/* Before the first byte is written. UTF-8 holds all that the desk holds. */
static int look_first(struct export *e, struct err *err)
{
	int rc;

	if (e->req->format == EXPORT_XLSX || e->req->encoding == ENCODING_UTF8)
		return 0;
	csv_writer_init(&e->csv, NULL, e->req->encoding, false, NULL);
	rc = walk(e, look_at_row, err);
	csv_writer_finish(&e->csv);
	if (rc == 0 && e->out->faults > 0)
		return say_unmappable(e, err);
	return rc;
}

/* ---- writing ---- */

static int say_unwritten(const struct export *e, struct err *err)
{
	if (e->req->stream)
		return err_set(err, ERR_STORAGE, _("写不出去：%s"), err_system(errno));
	return err_set(err, ERR_STORAGE, _("写不进“%.300s”：%s"), e->req->path, err_system(errno));
}

static int write_row(struct export *e, const struct filing_record *r, const char *const *cells,
		     struct err *err)
{
	size_t at = 0;
	int rc;

	e->out->rows++;
	if (e->req->format == EXPORT_XLSX && e->out->rows >= XLSX_ROWS_MOST)
		return err_set(err, ERR_INPUT,
			       _("超过 %d 行，一张工作表放不下；请缩短期间，或改存 CSV"),
			       XLSX_ROWS_MOST);
	if (e->req->format == EXPORT_XLSX)
		return xlsx_row(e->xlsx, cells, NULL, err);
	rc = csv_writer_row(&e->csv, cells, e->columns, &e->out->fault, &at);
	if (rc <= 0)
		return rc < 0 ? say_unwritten(e, err) : 0;
	/* Somebody saved it after the first look. */
	e->out->faults = 1;
	text_copy(e->out->no, sizeof(e->out->no), r->no);
	text_copy(e->out->column, sizeof(e->out->column), e->words[at]);
	return say_unmappable(e, err);
}

static int write_csv(struct export *e, struct err *err)
{
	FILE *out = e->req->stream ? e->spool : e->file.out;
	unsigned char digest[SM3_SIZE];
	size_t at;
	int rc;

	e->digest = sm3_create();
	if (!e->digest)
		return no_memory(err);
	rc = csv_writer_init(&e->csv, out, e->req->encoding, e->req->mark, e->digest);
	if (rc == 0)
		rc = csv_writer_row(&e->csv, e->words, e->columns, NULL, &at);
	rc = rc == 0 ? walk(e, write_row, err) : say_unwritten(e, err);
	csv_writer_finish(&e->csv);
	if (rc == 0 && fflush(out) != 0)
		rc = say_unwritten(e, err);
	if (rc == 0 && !sm3_end(e->digest, digest))
		rc = no_memory(err);
	if (rc == 0)
		hex_encode(digest, sizeof(digest), e->out->sm3);
	return rc;
}

static int digest_file(struct export *e, struct err *err)
{
	FILE *in = fopen(e->file.writing, "rb");
	unsigned char digest[SM3_SIZE], piece[65536];
	size_t n;
	bool good;

	e->digest = sm3_create();
	while (in && e->digest && (n = fread(piece, 1, sizeof(piece), in)) > 0)
		sm3_add(e->digest, piece, n);
	good = in && !ferror(in) && e->digest && sm3_end(e->digest, digest);
	if (in)
		fclose(in);
	if (!good)
		return say_unwritten(e, err);
	hex_encode(digest, sizeof(digest), e->out->sm3);
	return 0;
}

static int write_xlsx(struct export *e, struct err *err)
{
	int rc = xlsx_begin(e->file.writing, _("备案"), NO_MOMENT, e->words, e->columns, &e->xlsx,
			    err);

	if (rc < 0)
		return -1;
	rc = walk(e, write_row, err);
	if (rc == 0)
		rc = xlsx_end(e->xlsx, err);
	else
		xlsx_abandon(e->xlsx);
	return rc == 0 ? digest_file(e, err) : -1;
}

/* What goes to a stream is on its way with its first byte, and whoever reads it may end us there: it waits in a file without a
 * name until the audit knows of it. */
static int begin_output(struct export *e, struct err *err)
{
	if (!e->req->stream)
		return new_file_begin(&e->file, e->req->path, false, err);
	e->spool = tmpfile();
	return e->spool ? 0 : err_set(err, ERR_STORAGE, _("建不了临时文件：%s"), err_system(errno));
}

static int end_output(struct export *e, struct err *err)
{
	char piece[4096];
	size_t n;

	if (!e->req->stream)
		return new_file_end(&e->file, err);
	rewind(e->spool);
	while ((n = fread(piece, 1, sizeof(piece), e->spool)) > 0)
		if (fwrite(piece, 1, n, e->req->stream) != n)
			return say_unwritten(e, err);
	return ferror(e->spool) || fflush(e->req->stream) != 0 ? say_unwritten(e, err) : 0;
}

static int write_all(struct export *e, struct err *err)
{
	e->out->rows = 0;
	if (begin_output(e, err) < 0)
		return -1;
	if ((e->req->format == EXPORT_XLSX ? write_xlsx : write_csv)(e, err) < 0)
		return -1;
	e->out->none = e->out->rows == 0;
	if (e->out->none)
		return err_set(err, ERR_INPUT,
			       _("没有符合条件的备案，没有写文件；请核对期间和状态"));
	if (note_export(e, err) < 0)
		return -1;
	return end_output(e, err);
}

int exports_write(struct store *st, const struct actor *who, const struct export_request *req,
		  progress_fn *progress, void *ctx, struct export_result *out, struct err *err)
{
	bool twice = req->format == EXPORT_CSV && req->encoding != ENCODING_UTF8;
	struct export e = { .st = st,
			    .req = req,
			    .out = out,
			    .progress = progress,
			    .ctx = ctx,
			    .passes = twice ? 2 : 1,
			    .columns = columns_count(req->columns) };
	int rc = exports_allowed(st, who, err);

	*out = (struct export_result) { 0 };
	for (size_t i = 0; i < e.columns; i++)
		e.words[i] = column_word(i);
	if (rc == 0)
		rc = export_rows_all(st, &e.all, err);
	if (rc == 0)
		rc = look_first(&e, err);
	if (rc == 0)
		rc = write_all(&e, err);
	new_file_abandon(&e.file);
	if (e.spool)
		fclose(e.spool);
	sm3_destroy(e.digest);
	return rc;
}
