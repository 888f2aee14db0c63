/* Making, counting and handing out a sheet. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/acts_parts.h"
#include "db/audit.h"
#include "db/new_file.h"
#include "db/prints_parts.h"
#include "db/stmt.h"

#define TRIES_MOST 5 /* other desks that print the same sheet at the same moment */

void print_detail(const struct print_detail *p, char out[PRINT_DETAIL_SIZE])
{
	snprintf(out, PRINT_DETAIL_SIZE, "%s nth=%lld pages=%lld sm3=%s way=%s", p->kind,
		 (long long)p->nth, (long long)p->pages, p->sm3, p->way);
}

/* A print under way. */
struct job {
	struct store *st;
	const struct print_request *req;
	struct actor who; /* staff 0: the desk is not set up */
	bool audited;
	bool agent_left;           /* off a printed form that has no room */
	int64_t version, revision; /* of the filing as it stands on the sheet */
	int nth, pages;
	char *pdf, sm3[SM3_HEX_SIZE];
	size_t len;
	struct new_file file; /* that will become req->path */
};

static bool is_counted(const struct print_request *req)
{
	return !req->blank && !req->ruler;
}

static bool to_printer(const struct print_request *req)
{
	return req->printer && !req->path && !req->out_pdf;
}

/* ---- may it be? ---- */

/* "filing:12", "day:2026-11-22", "print" of what is about neither. */
static void name_object(const struct print_request *req, char out[AUDIT_OBJECT_SIZE])
{
	char day[DATE_TEXT_SIZE];

	if (!is_counted(req))
		snprintf(out, AUDIT_OBJECT_SIZE, "%s", "print");
	else if (req->filing)
		audit_object("filing", req->filing, out);
	else
		snprintf(out, AUDIT_OBJECT_SIZE, "day:%s", date_format(req->day, day));
}

static void note_refusal_of(struct job *j, const char *detail, const char *reason)
{
	char object[AUDIT_OBJECT_SIZE];

	name_object(j->req, object);
	audit_note(j->st,
		   &(struct audit_entry) { .act = ACT_PRINT,
					   .object = object,
					   .version = j->version,
					   .refused = true,
					   .reason = reason,
					   .detail = detail },
		   NULL);
}

/* Nobody is asked before the desk is set up. */
static int check_right(struct job *j, const struct actor *who, struct err *err)
{
	struct desk_identity desk;
	int there = desk_identity_load(j->st, &desk, err);
	struct err why = { 0 };

	if (there <= 0)
		return there;
	j->audited = true;
	if (actor_now(j->st, who, &j->who, &why) == 0 &&
	    workflow_check(j->who.roles, ACT_PRINT, STATE_COUNT, &why) == 0)
		return 0;
	if (why.code == ERR_NOT_ALLOWED)
		note_refusal_of(j, paper_key(j->req->kind), why.msg);
	if (err)
		*err = why;
	return -1;
}

/* What is asked for must go together; a caller's mistake is said all the same, since a command line may be the caller. */
static int check_request(const struct print_request *req, struct err *err)
{
	bool of_filing = (paper_flags(req->kind) & PAPER_OF_FILING) != 0;

	if ((req->blank || req->ruler || req->values_only) && req->kind != PAPER_FORM)
		return err_set(err, ERR_INPUT, "%s", _("空白表、套打和尺页只有申请表才有"));
	if (is_counted(req) && of_filing && !req->filing)
		return err_set(err, ERR_INPUT, "%s", _("请指明打印哪一份申请表"));
	return 0;
}

/* ---- the file ---- */

static int file_fault(const struct job *j, int error, struct err *err)
{
	return err_set(err, ERR_STORAGE, _("不能写文件“%.300s”（%s），请换一个位置"), j->req->path,
		       err_system(error));
}

/* Whatever it was for those who said it: the place that the sheet was to go to cannot be used. */
static int as_storage(struct err *err)
{
	if (err && err->code != ERR_MEMORY)
		err->code = ERR_STORAGE;
	return -1;
}

/* A folder that cannot be written, or a medium without room, is met here and costs no number. No byte of the sheet has left
 * yet: the room is reserved, empty. */
static int reserve(struct job *j, struct err *err)
{
	int error;

	if (!j->req->path || j->req->out_pdf)
		return 0;
	if (!j->file.out && new_file_begin(&j->file, j->req->path, true, err) < 0)
		return as_storage(err);
	error = posix_fallocate(fileno(j->file.out), 0, (off_t)j->len);
	if (error == 0 || error == EOPNOTSUPP || error == EINVAL)
		return 0;
	return file_fault(j, error, err);
}

/* The room may have been reserved for a longer sheet. */
static int keep_file(struct job *j, struct err *err)
{
	if (fwrite(j->pdf, 1, j->len, j->file.out) != j->len || fflush(j->file.out) != 0 ||
	    ftruncate(fileno(j->file.out), (off_t)j->len) < 0)
		return file_fault(j, errno, err);
	return new_file_end(&j->file, err) < 0 ? as_storage(err) : 0;
}

/* ---- counting ---- */

static int next_nth(struct job *j, int *out, struct err *err)
{
	const struct print_request *req = j->req;
	struct stmt *q = stmt_get(j->st, req->filing ? STMT_PRINT_LAST : STMT_PRINT_LAST_OF_DAY);
	char day[DATE_TEXT_SIZE];
	int64_t last = 0;

	if (req->filing)
		stmt_bind_int(q, 1, req->filing);
	else
		stmt_bind_text(q, 1, date_format(req->day, day));
	stmt_bind_text(q, 2, paper_key(req->kind));
	if (stmt_fetch_int(q, &last, err) < 0)
		return -1;
	*out = (int)last + 1;
	return 0;
}

static const char *way_of(const struct print_request *req)
{
	return to_printer(req) ? req->printer : PRINT_WAY_FILE;
}

static int audit_print(struct job *j, int64_t *out_seq, struct err *err)
{
	const struct print_detail d = { paper_key(j->req->kind), j->sm3, way_of(j->req), j->nth,
					j->pages };
	char object[AUDIT_OBJECT_SIZE], detail[PRINT_DETAIL_SIZE];

	name_object(j->req, object);
	print_detail(&d, detail);
	return audit_append(
		j->st,
		&(struct audit_entry) { .act = ACT_PRINT,
					.object = object,
					.version = j->version,
					.role = role_used(j->who.roles, ACT_PRINT, STATE_COUNT),
					.detail = detail },
		out_seq, err);
}

static int add_row(struct job *j, int64_t seq, struct err *err)
{
	struct stmt *q = stmt_get(j->st, STMT_PRINT_ADD);
	char day[DATE_TEXT_SIZE] = "", at[TIMESTAMP_SIZE];

	timestamp_now(at);
	if (j->req->filing)
		stmt_bind_int(q, 1, j->req->filing);
	else
		date_format(j->req->day, day);
	stmt_bind_int(q, 2, j->version);
	stmt_bind_text(q, 3, paper_key(j->req->kind));
	stmt_bind_int(q, 4, j->nth);
	stmt_bind_int(q, 5, j->pages);
	stmt_bind_text(q, 6, j->sm3);
	stmt_bind_text(q, 7, way_of(j->req));
	stmt_bind_text(q, 8, day);
	stmt_bind_text(q, 9, at);
	if (seq)
		stmt_bind_int(q, 10, seq);
	return stmt_run(q, err);
}

/* Is the filing still as the sheet shows it? 1, 0, -1. */
static int is_current(struct job *j, struct err *err)
{
	struct stmt *q = stmt_get(j->st, STMT_PRINT_REVISION);
	int64_t revision = j->revision;

	stmt_bind_int(q, 1, j->req->filing);
	return stmt_fetch_int(q, &revision, err) < 0 ? -1 : revision == j->revision;
}

static int count_here(struct job *j, struct err *err)
{
	int64_t seq = 0;
	int now, rc = next_nth(j, &now, err), current = rc < 0 ? -1 : is_current(j, err);

	if (current < 0)
		return -1;
	if (now != j->nth || !current)
		return 1;
	if (j->audited && audit_print(j, &seq, err) < 0)
		return -1;
	return add_row(j, seq, err);
}

/* 0 counted; 1 another desk took the number meanwhile, or the filing has changed; -1. */
static int count_print(struct job *j, struct err *err)
{
	int rc;

	if (!is_counted(j->req))
		return 0;
	if (store_begin(j->st, err) < 0)
		return -1;
	rc = count_here(j, err);
	if (rc == 0)
		return store_commit(j->st, err);
	store_rollback(j->st);
	return rc;
}

/* ---- making ---- */

static int read_offsets(struct job *j, struct paper_options *o, struct err *err)
{
	struct printer p;

	if (!j->req->printer)
		return 0;
	if (printer_load(j->st, j->req->printer, &p, err) < 0)
		return -1;
	o->dx = p.dx / 10.0;
	o->dy = p.dy / 10.0;
	return 0;
}

/* The ruler shows how far the paper lies off by itself; only what must meet a printed form is moved. */
static int draw_pdf(struct job *j, const struct check_context *ctx, struct err *err)
{
	struct paper_options o = { .values_only = j->req->values_only,
				   .ruler = j->req->ruler,
				   .agent_left = &j->agent_left };
	struct sheet s;
	int rc = sheet_gather(j->st, j->who.staff ? &j->who : NULL, j->req, ctx, j->nth, &s, err);

	free(j->pdf);
	j->pdf = NULL;
	j->agent_left = false;
	j->version = s.record.version;
	j->revision = s.record.revision;
	if (rc == 0 && o.values_only)
		rc = read_offsets(j, &o, err);
	if (rc == 0)
		rc = paper_make(j->req->kind, &s.facts, &o, &j->pdf, &j->len, &j->pages, err);
	if (rc == 0 && sm3_hex_of(j->pdf, j->len, j->sm3))
		rc = err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	sheet_finish(&s);
	return rc;
}

/* What is refused is told again in the desk's own words: the sheet is only theirs who read it. */
static int make_pdf(struct job *j, const struct check_context *ctx, struct err *err)
{
	struct paper_words words;
	struct err own = { 0 };
	int rc;

	paper_words_begin(&words);
	rc = draw_pdf(j, ctx, err);
	paper_words_end(&words);
	if (rc < 0 && draw_pdf(j, ctx, &own) < 0)
		*err = own;
	return rc;
}

/* Make it with the number that it would get, and make it again when another desk was quicker. */
static int make_and_count(struct job *j, const struct check_context *ctx, struct err *err)
{
	int rc = 1;

	for (int i = 0; rc == 1 && i < TRIES_MOST; i++) {
		if (is_counted(j->req) && next_nth(j, &j->nth, err) < 0)
			return -1;
		if (make_pdf(j, ctx, err) < 0 || reserve(j, err) < 0)
			return -1;
		rc = count_print(j, err);
	}
	if (rc == 1)
		return err_set(err, ERR_BUSY, "%s", _("别的台正在打印同一份，请稍后再试"));
	return rc;
}

/* ---- handing out ---- */

static int hand_out(struct job *j, struct err *err)
{
	char title[64];

	if (j->req->out_pdf) {
		*j->req->out_pdf = j->pdf;
		j->pdf = NULL;
		return 0;
	}
	if (j->req->path)
		return keep_file(j, err);
	/* Everybody reads the queue. */
	snprintf(title, sizeof(title), "mtdesk %s", paper_key(j->req->kind));
	return printer_send(j->req->printer, title, j->pdf, j->len, err) < 0 ? as_storage(err) : 0;
}

/* The count stands, since nobody knows how much of the sheet came out; so does the failure beside it. */
static int say_lost(struct job *j, struct err *err)
{
	struct err why = *err;
	char detail[96];

	if (!is_counted(j->req))
		return -1;
	snprintf(detail, sizeof(detail), "%s nth=%d", paper_key(j->req->kind), j->nth);
	if (j->audited)
		note_refusal_of(j, detail, _("已计数，但没有打印出来"));
	return err_set(err, why.code, _("%.400s；这一次已计为第 %d 次"), why.msg, j->nth);
}

static int run(struct job *j, const struct actor *who, const struct check_context *ctx,
	       struct err *err)
{
	if (check_request(j->req, err) < 0 || check_right(j, who, err) < 0 ||
	    make_and_count(j, ctx, err) < 0)
		return -1;
	return hand_out(j, err) < 0 ? say_lost(j, err) : 0;
}

int prints_make(struct store *st, const struct actor *who, const struct print_request *req,
		const struct check_context *ctx, struct print_result *out, struct err *err)
{
	struct job j = { .st = st, .req = req };
	struct err own = { 0 };
	int rc = run(&j, who, ctx, &own);

	if (rc == 0) {
		*out = (struct print_result) { j.nth, j.pages, "", j.len, j.agent_left };
		snprintf(out->sm3, sizeof(out->sm3), "%s", j.sm3);
	} else if (err) {
		*err = own;
	}
	new_file_abandon(&j.file);
	free(j.pdf);
	return rc;
}

/* ---- lists ---- */

static int read_list(struct stmt *q, struct print_row *out, int space, struct err *err)
{
	int n = 0, rc = 0;

	stmt_bind_int(q, 2, space);
	while (n < space && (rc = stmt_step(q, err)) == 1) {
		struct print_row *p = &out[n++];

		*p = (struct print_row) { .nth = stmt_int(q, 4), .pages = stmt_int(q, 5) };
		stmt_copy_text(q, 0, p->kind, sizeof(p->kind));
		stmt_copy_text(q, 1, p->way, sizeof(p->way));
		stmt_copy_text(q, 2, p->at, sizeof(p->at));
		stmt_copy_text(q, 3, p->staff_name, sizeof(p->staff_name));
	}
	stmt_done(q);
	return rc < 0 ? -1 : n;
}

int prints_of_filing(struct store *st, int64_t filing, struct print_row *out, int space,
		     struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_PRINT_LIST);

	stmt_bind_int(q, 1, filing);
	return read_list(q, out, space, err);
}

int prints_of_day(struct store *st, struct date day, struct print_row *out, int space,
		  struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_PRINT_LIST_OF_DAY);
	char text[DATE_TEXT_SIZE];

	stmt_bind_text(q, 1, date_format(day, text));
	return read_list(q, out, space, err);
}
