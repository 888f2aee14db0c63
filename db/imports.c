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

#define TELL_EVERY_MS 50
#define BUSY_TRIES 12 /* each waits some seconds for another desk */

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
	if (import_open_file(run, err) < 0 || make_room(run, err) < 0 ||
	    begin_import(run, err) < 0 || import_read_rows(run, err) < 0)
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
