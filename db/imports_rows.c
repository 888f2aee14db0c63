/* The file of an import: its header, its rows, and what becomes of each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/imports_parts.h"
#include "forms/text.h"

#define BATCH_BYTES (2u << 20)
#define FAULTS_MOST 8 /* that are told of one row */

static int no_memory(struct err *err)
{
	return err_set(err, ERR_MEMORY, _("内存不足"));
}

/* --- The file --- */

static void name_of(const char *path, char out[256])
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	char *clean = text_clean(base, strlen(base), NULL);

	text_copy(out, 256, clean && *clean ? clean : "?");
	free(clean);
}

static int check_encoding(const struct import_run *run, struct err *err)
{
	if (!run->out->facts.doubtful || run->req->encoding != ENCODING_AUTO)
		return 0;
	return err_set(
		err, ERR_INPUT,
		_("看不准“%s”是 %s 还是别的编码，请用 --encoding 写明 GBK、GB18030 或 UTF-8"),
		run->name, encoding_name(run->out->facts.encoding));
}

static int read_header(struct import_run *run, struct err *err)
{
	struct table_row header;
	int rc = table_in_next(run->in, &header, err);

	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(err, ERR_INPUT, _("“%s”里没有表头，请在第一行写上各栏的名称"),
			       run->name);
	if (*header.fault)
		return err_set(err, ERR_INPUT, _("“%s”的表头读不出：%.400s"), run->name,
			       header.fault);
	if (column_map_make(&header, &run->map, err) < 0)
		return -1;
	snprintf(run->out->unknown, sizeof(run->out->unknown), "%s", run->map.unknown);
	run->rejects = rejects_create(run->out->rejects, &run->out->facts, &header);
	return run->rejects ? 0 : no_memory(err);
}

int import_open_file(struct import_run *run, struct err *err)
{
	int len = run->req->rejects ? snprintf(run->out->rejects, sizeof(run->out->rejects), "%s",
					       run->req->rejects)
				    : snprintf(run->out->rejects, sizeof(run->out->rejects),
					       "%s.rejects.csv", run->req->path);

	if (len >= (int)sizeof(run->out->rejects))
		return err_set(err, ERR_INPUT, _("文件的路径太长"));
	name_of(run->req->path, run->name);
	if (table_in_open(run->req->path, run->req->encoding, &run->in, &run->out->facts, err) <
		    0 ||
	    check_encoding(run, err) < 0)
		return -1;
	return read_header(run, err);
}

/* --- Rows --- */

static int reject(struct import_run *run, const struct table_row *row,
		  const struct column_fault *faults, int count, struct err *err)
{
	struct import_result *out = run->out;

	if (out->shown < ARRAY_SIZE(out->first)) {
		struct import_reject *r = &out->first[out->shown++];

		r->line = row->line;
		text_copy(r->column, sizeof(r->column), faults[0].column);
		text_copy(r->reason, sizeof(r->reason), faults[0].reason);
	}
	out->rejected++;
	return run->req->dry_run ? 0 : rejects_add(run->rejects, row, faults, count, err);
}

static int reject_unreadable(struct import_run *run, const struct table_row *row, struct err *err)
{
	struct column_fault fault = { "", "" };

	text_copy(fault.reason, sizeof(fault.reason), row->fault);
	return reject(run, row, &fault, 1, err);
}

/* An age as of the day on which somebody happens to read the file says nothing, and the same row read a year later would be
 * another. */
static int forget_age_of_today(struct filing *f)
{
	static const enum field_id days[] = { FIELD_APPY_DATE, FIELD_HOSP_IDE_DATE,
					      FIELD_OPT_TIME };

	for (size_t i = 0; i < ARRAY_SIZE(days); i++)
		if (f->value[days[i]])
			return 0;
	return f->derived[FIELD_AGE] ? filing_set(f, FIELD_AGE, NULL) : 0;
}

static size_t weight_of(const struct filing *f)
{
	size_t bytes = 0;

	for (int i = 0; i < FIELD_COUNT; i++)
		bytes += f->value[i] ? strlen(f->value[i]) : 0;
	for (size_t i = 0; i < f->evidence.count; i++)
		bytes += strlen(f->evidence.entries[i].note) + 64;
	return bytes;
}

/* The row joins those that wait; it belongs to the batch from then on. */
static int stage(struct import_run *run, struct column_record *record, uint64_t line,
		 struct err *err)
{
	struct staged_row *s = &run->batch[run->count];

	/* What a desk's own export calls its history. */
	if (strcmp(record->state, state_label(STATE_HISTORY)) == 0)
		record->state[0] = '\0';
	if (forget_age_of_today(&record->filing) < 0 ||
	    import_row_sm3(&record->filing, record->filing_no, s->sm3) < 0) {
		column_record_finish(record);
		return no_memory(err);
	}
	s->record = *record;
	s->line = line;
	s->id = 0;
	run->count++;
	run->bytes += weight_of(&record->filing);
	return run->count >= run->want || run->bytes >= BATCH_BYTES ? import_flush(run, err) : 0;
}

static int take_row(struct import_run *run, const struct table_row *row, struct err *err)
{
	struct column_fault faults[FAULTS_MOST];
	struct column_record record = { 0 };
	int count;

	if (*row->fault)
		return reject_unreadable(run, row, err);
	count = column_record_read(&run->map, row, &run->ctx, &record, faults, FAULTS_MOST);
	if (count == 0)
		return stage(run, &record, row->line, err);
	column_record_finish(&record);
	return reject(run, row, faults, count < FAULTS_MOST ? count : FAULTS_MOST, err);
}

static bool is_blank(const struct table_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (*row->cells[i].text)
			return false;
	return !*row->fault;
}

static int tell_reading(struct import_run *run, struct err *err)
{
	uint64_t all = run->out->facts.bytes ? run->out->facts.bytes : 1,
		 done = table_in_done(run->in);

	if (done > all)
		done = all;
	return import_tell(run, (run->req->dry_run ? 1000 : READING_PART) * done / all, err);
}

/* Was this very file imported before? */
static int find_before(struct import_run *run, struct err *err)
{
	struct stmt *q = stmt_get(run->st, STMT_IMPORT_SAME);
	int rc;

	stmt_bind_text(q, 1, run->out->sm3);
	rc = stmt_step(q, err);
	if (rc == 1)
		stmt_copy_text(q, 0, run->out->before, sizeof(run->out->before));
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

int import_read_rows(struct import_run *run, struct err *err)
{
	struct table_row row;
	int rc;

	while ((rc = table_in_next(run->in, &row, err)) == 1) {
		run->out->private_use += row.private_use;
		if ((!is_blank(&row) && take_row(run, &row, err) < 0) || tell_reading(run, err) < 0)
			return -1;
	}
	if (rc < 0 || import_flush(run, err) < 0)
		return -1;
	table_in_sm3(run->in, run->out->sm3);
	return find_before(run, err);
}
