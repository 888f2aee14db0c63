#include "db/imports.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/acts_parts.h"
#include "db/audit.h"
#include "db/imports_parts.h"
#include "db/process.h"
#include "db/setup.h"
#include "db/staff.h"
#include "forms/text.h"

#define BATCH_BYTES (2u << 20)
#define TELL_EVERY_MS 50
#define BUSY_TRIES 12 /* each waits some seconds for another desk */
#define FAULTS_MOST 8 /* that are told of one row */
#define READING_PART                                                                               \
	650 /* thousandths of the whole time that reading takes, as a rule; the words take the rest */

static int no_memory(struct err *err)
{
	return err_set(err, ERR_MEMORY, _("内存不足"));
}

/* --- Progress --- */

int64_t import_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int cancelled(struct err *err)
{
	return err_set(err, ERR_CANCELLED, _("已取消，什么也没有导入"));
}

int import_tell(struct import_run *run, uint64_t thousandths, struct err *err)
{
	int64_t now = import_clock();

	if (thousandths > run->told)
		run->told = thousandths;
	if (!run->progress || now - run->told_at < TELL_EVERY_MS)
		return 0;
	run->told_at = now;
	/* In bytes of the file: what people take for its measure. */
	return run->progress(run->progress_ctx, run->out->facts.bytes * run->told / 1000,
			     run->out->facts.bytes)
		       ? cancelled(err)
		       : 0;
}

static int tell_reading(struct import_run *run, struct err *err)
{
	uint64_t all = run->out->facts.bytes ? run->out->facts.bytes : 1,
		 done = table_in_done(run->in);

	if (done > all)
		done = all;
	return import_tell(run, (run->req->dry_run ? 1000 : READING_PART) * done / all, err);
}

int import_begin_write(struct import_run *run, struct err *err)
{
	struct err busy = { 0 };

	for (int i = 0; i < BUSY_TRIES; i++) {
		if (store_begin(run->st, &busy) == 0)
			return 0;
		if (busy.code != ERR_BUSY)
			break;
		if (import_tell(run, run->told, err) < 0)
			return -1;
	}
	if (err)
		*err = busy;
	return -1;
}

/* --- Who may --- */

/* On a desk that is set up, by the roles of now; what is kept asks for the password too. */
static int check_right(struct store *st, const struct actor *who, bool dry_run, struct err *err)
{
	struct desk_identity desk;
	struct actor now;
	int there = desk_identity_load(st, &desk, err);

	if (there <= 0)
		return there;
	if (!who || !who->staff)
		return err_set(err, ERR_NOT_ALLOWED, _("这个登记台已建台，请先登录再导入"));
	if (actor_now(st, who, &now, err) < 0 ||
	    workflow_check(now.roles, ACT_IMPORT, STATE_COUNT, err) < 0)
		return -1;
	if (!dry_run && !store_confirmed(st, who->staff))
		return err_set(err, ERR_NOT_ALLOWED, _("导入要再输入一次口令"));
	return 0;
}

static void note_refused(struct store *st, const struct actor *who, const struct err *why)
{
	if (why->code == ERR_NOT_ALLOWED && who && who->staff)
		audit_note(st,
			   &(struct audit_entry) { .act = ACT_IMPORT,
						   .object = "import",
						   .refused = true,
						   .reason = why->msg },
			   NULL);
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

static int open_file(struct import_run *run, struct err *err)
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

static int read_rows(struct import_run *run, struct err *err)
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

/* --- From the beginning to the end --- */

/* Does another desk read a file right now? Two at a time could bring the same row twice. */
static int check_alone(struct store *st, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_IMPORT_STAGED);
	int rc = stmt_step(q, err);

	stmt_done(q);
	if (rc != 1)
		return rc;
	return err_set(err, ERR_BUSY, _("另一个登记台正在导入文件，请等它结束再导入"));
}

static int add_import(struct import_run *run, struct err *err)
{
	struct stmt *q = stmt_get(run->st, STMT_IMPORT_ADD);
	const struct table_facts *facts = &run->out->facts;
	struct process self;

	process_self(&self);
	if (store_session(run->st))
		stmt_bind_int(q, 1, store_session(run->st));
	stmt_bind_int(q, 2, self.pid);
	stmt_bind_int(q, 3, self.started);
	stmt_bind_text(q, 4, self.boot);
	if (run->who && run->who->staff)
		stmt_bind_int(q, 5, run->who->staff);
	stmt_bind_text(q, 6, run->name);
	stmt_bind_text(q, 7, facts->kind == TABLE_XLSX ? "XLSX" : encoding_name(facts->encoding));
	stmt_bind_int(q, 8, (int64_t)facts->bytes);
	stmt_bind_text(q, 9, run->begun_at);
	return stmt_run(q, err);
}

static int begin_import(struct import_run *run, struct err *err)
{
	int64_t id;

	timestamp_now(run->begun_at);
	if (run->req->dry_run)
		return 0;
	if (import_clear_gone(run->st, true, err) < 0 || import_begin_write(run, err) < 0)
		return -1;
	if (check_alone(run->st, err) < 0 || add_import(run, err) < 0) {
		store_rollback(run->st);
		return -1;
	}
	id = store_last_id(run->st);
	if (store_commit(run->st, err) < 0)
		return -1;
	run->id = id;
	return 0;
}

/* Where nothing new was in the file, no import remains. */
static int finish(struct import_run *run, struct err *err)
{
	int rejected = run->req->dry_run ? 0 : rejects_end(run->rejects, err);

	if (rejected < 0)
		return -1;
	if (rejected == 0)
		run->out->rejects[0] = '\0';
	if (run->req->dry_run)
		return 0;
	if (run->out->rows == 0)
		return import_clear_one(run->st, run->id, err);
	if (import_write_heads(run, err) < 0 ||
	    import_write_keys(run, READING_PART, 1000, err) < 0 || import_merge(run, err) < 0)
		return -1;
	run->out->import = run->id;
	return 0;
}

static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return !slash          ? strdup(".")
	       : slash == path ? strdup("/")
			       : strndup(path, (size_t)(slash - path));
}

static int make_room(struct import_run *run, struct err *err)
{
	bool keeps = !run->req->dry_run;

	run->want = BATCH_FIRST;
	run->batch = calloc(BATCH_MOST, sizeof(*run->batch));
	run->digest = sm3_create();
	run->seen = digest_set_create();
	run->folder = folder_of(store_path(run->st));
	if (run->folder && keeps) {
		run->keys = key_runs_create(run->folder);
		run->heads = key_runs_create(run->folder);
	}
	if (!run->batch || !run->digest || !run->seen || !run->folder ||
	    (keeps && (!run->keys || !run->heads)))
		return no_memory(err);
	return 0;
}

static void release(struct import_run *run)
{
	for (size_t i = 0; run->batch && i < run->count; i++)
		column_record_finish(&run->batch[i].record);
	free(run->batch);
	free(run->folder);
	sm3_destroy(run->digest);
	digest_set_destroy(run->seen);
	key_runs_destroy(run->keys);
	key_runs_destroy(run->heads);
	rejects_destroy(run->rejects);
	table_in_close(run->in);
}

static int run_import(struct import_run *run, struct err *err)
{
	if (check_right(run->st, run->who, run->req->dry_run, err) < 0) {
		note_refused(run->st, run->who, err);
		return -1;
	}
	if (open_file(run, err) < 0 || make_room(run, err) < 0 || begin_import(run, err) < 0 ||
	    read_rows(run, err) < 0)
		return -1;
	return finish(run, err);
}

int imports_read(struct store *st, const struct actor *who, const struct import_request *req,
		 const struct check_context *ctx, progress_fn *progress, void *progress_ctx,
		 struct import_result *out, struct err *err)
{
	struct import_run *run = calloc(1, sizeof(*run));
	struct err why = { 0 };
	int rc;

	*out = (struct import_result) { 0 };
	if (!run)
		return no_memory(err);
	*run = (struct import_run) { .st = st,
				     .who = who,
				     .req = req,
				     .ctx = *ctx,
				     .progress = progress,
				     .progress_ctx = progress_ctx,
				     .out = out };
	/* What acts demand today was never asked of history. */
	run->ctx.complete = false;
	rc = run_import(run, &why);
	/* What cannot be cleared away now is, when a desk opens. */
	if (rc < 0 && run->id && !out->import)
		import_clear_one(st, run->id, NULL);
	if (rc < 0 && err)
		*err = why;
	release(run);
	free(run);
	return rc;
}
