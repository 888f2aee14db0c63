/* The ledger of files: which request stands in which, whether it left, and what a crash made of it.
 *
 *     begun (sm3 NULL) -> whole (sm3) -> sent (sent_at) -> marked        or dropped
 *
 * The file gets its name between "whole" and "sent". A crash there is settled by the file itself: where it lies under its name
 * with its digest, it left; else it never did. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/outbox_parts.h"
#include "db/process.h"
#include "db/setup.h"
#include "db/staff_parts.h"
#include "db/stmt.h"
#include "forms/text.h"

#define PIECE 65536
#define SERIAL_MOST 9999

struct open_file {
	struct outbox_file file;
	char path[4096], sent_at[20];
	struct process writer;
};

/* The first file that is neither marked nor dropped, behind `after`: 1, 0, -1. */
static int next_open(struct store *st, int64_t after, struct open_file *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_OUTBOX_FILE_OPEN);
	int rc;

	*out = (struct open_file) { 0 };
	while ((rc = stmt_step(q, err)) == 1 && stmt_int(q, 0) <= after)
		;
	if (rc == 1) {
		out->file.id = stmt_int(q, 0);
		stmt_copy_text(q, 1, out->file.infno, sizeof(out->file.infno));
		stmt_copy_text(q, 2, out->path, sizeof(out->path));
		stmt_copy_text(q, 3, out->file.name, sizeof(out->file.name));
		stmt_copy_text(q, 4, out->file.sm3, sizeof(out->file.sm3));
		out->file.requests = stmt_int(q, 5);
		out->writer.pid = stmt_int(q, 6);
		out->writer.started = stmt_int(q, 7);
		stmt_copy_text(q, 8, out->writer.boot, sizeof(out->writer.boot));
		stmt_copy_text(q, 9, out->sent_at, sizeof(out->sent_at));
	}
	stmt_done(q);
	return rc < 0 ? -1 : rc;
}

/* ---- writing one down ---- */

/* Inside the transaction that begins another. */
static int refuse_two(struct store *st, struct err *err)
{
	struct open_file f;
	int rc = next_open(st, 0, &f, err);

	if (rc <= 0)
		return rc;
	return err_set(err, ERR_BUSY, _("另一个窗口正在写报送文件“%.100s”，请等它写完再试"),
		       f.file.name);
}

static int insert_file(struct store *st, const struct actor *who, const char *infno,
		       const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	struct stmt *q = stmt_get(st, STMT_OUTBOX_FILE_ADD);
	char now[TIMESTAMP_SIZE];
	struct process self;

	timestamp_now(now);
	process_self(&self);
	stmt_bind_text(q, 1, infno);
	stmt_bind_text(q, 2, path);
	stmt_bind_text(q, 3, slash ? slash + 1 : path);
	stmt_bind_int(q, 4, self.pid);
	stmt_bind_int(q, 5, self.started);
	stmt_bind_text(q, 6, self.boot);
	if (who->staff)
		stmt_bind_int(q, 7, who->staff);
	stmt_bind_text(q, 8, now);
	return stmt_run(q, err);
}

int outbox_file_begin(struct store *st, const struct actor *who, const char *infno,
		      const char *path, int64_t *out_id, struct err *err)
{
	bool audited;

	if (store_begin(st, err) < 0)
		return -1;
	if (outbox_may(st, who, ACT_PLATFORM, &audited, err) < 0 || refuse_two(st, err) < 0 ||
	    insert_file(st, who, infno, path, err) < 0)
		return refuse_and_note(st, ACT_PLATFORM, "outbox", err);
	*out_id = store_last_id(st);
	return store_commit(st, err);
}

int outbox_file_add(struct store *st, int64_t file, const struct outbox_request *r, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_OUTBOX_REQUEST_ADD);

	stmt_bind_text(q, 1, r->msgid);
	stmt_bind_int(q, 2, r->outbox);
	stmt_bind_int(q, 3, file);
	stmt_bind_int(q, 4, r->line);
	stmt_bind_text(q, 5, r->sm3);
	return stmt_run(q, err);
}

int outbox_file_whole(struct store *st, int64_t file, const char *sm3, int64_t requests,
		      struct err *err)
{
	struct stmt *q;

	if (store_begin(st, err) < 0)
		return -1;
	q = stmt_get(st, STMT_OUTBOX_FILE_WHOLE);
	stmt_bind_int(q, 1, file);
	stmt_bind_text(q, 2, sm3);
	stmt_bind_int(q, 3, requests);
	if (stmt_run(q, err) == 0)
		return store_commit(st, err);
	store_rollback(st);
	return -1;
}

/* Its own row in the audit: number, how many, and the digest. */
static int note_sent(struct store *st, const struct open_file *f, int64_t *out_seq, struct err *err)
{
	char object[AUDIT_OBJECT_SIZE], detail[160];

	snprintf(detail, sizeof(detail), "sent infno=%s requests=%lld sm3=%s", f->file.infno,
		 (long long)f->file.requests, f->file.sm3);
	return audit_append(
		st,
		&(struct audit_entry) { .act = ACT_PLATFORM,
					.object = audit_object("outbox_file", f->file.id, object),
					.detail = detail },
		out_seq, err);
}

static int confirm(struct store *st, const struct open_file *f, struct err *err)
{
	struct desk_identity desk;
	int there = desk_identity_load(st, &desk, err);
	char now[TIMESTAMP_SIZE];
	int64_t seq = 0;
	struct stmt *q;

	if (there < 0 || (there == 1 && note_sent(st, f, &seq, err) < 0))
		return -1;
	timestamp_now(now);
	q = stmt_get(st, STMT_OUTBOX_FILE_SENT);
	stmt_bind_int(q, 1, f->file.id);
	stmt_bind_text(q, 2, now);
	if (seq)
		stmt_bind_int(q, 3, seq);
	return stmt_run(q, err);
}

static int confirm_alone(struct store *st, const struct open_file *f, struct err *err)
{
	if (store_begin(st, err) < 0)
		return -1;
	if (confirm(st, f, err) == 0)
		return store_commit(st, err);
	store_rollback(st);
	return -1;
}

static int drop(struct store *st, int64_t file, struct err *err)
{
	struct stmt *q;

	if (store_begin(st, err) < 0)
		return -1;
	q = stmt_get(st, STMT_OUTBOX_FILE_DROP);
	stmt_bind_int(q, 1, file);
	if (stmt_run(q, err) == 0)
		return store_commit(st, err);
	store_rollback(st);
	return -1;
}

/* ---- the rows of its requests ---- */

struct marking {
	int64_t line, outbox, filing;
	char msgid[MSGID_SIZE];
};

static int next_requests(struct store *st, int64_t file, int64_t after, struct marking *out,
			 struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_OUTBOX_REQUEST_LIST);
	int n = 0, rc = 0;

	stmt_bind_int(q, 1, file);
	stmt_bind_int(q, 2, after);
	stmt_bind_int(q, 3, OUTBOX_BATCH);
	while (n < OUTBOX_BATCH && (rc = stmt_step(q, err)) == 1) {
		out[n] = (struct marking) { .line = stmt_int(q, 0),
					    .outbox = stmt_int(q, 2),
					    .filing = stmt_int(q, 3) };
		stmt_copy_text(q, 1, out[n++].msgid, MSGID_SIZE);
	}
	stmt_done(q);
	return rc < 0 ? -1 : n;
}

/* What ended while the file was being written is known to the platform now. */
static int mark_one(struct store *st, const struct open_file *f, const struct marking *m,
		    struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_OUTBOX_SENT);

	stmt_bind_int(q, 1, m->outbox);
	stmt_bind_text(q, 2, m->msgid);
	stmt_bind_text(q, 3, f->file.name);
	stmt_bind_text(q, 4, f->sent_at);
	return stmt_run(q, err) < 0 ? -1 : outbox_settle(st, m->filing, err);
}

/* The next rows from *at on; 1 there may be more, 0 that was the end, -1. */
static int mark_some(struct store *st, const struct open_file *f, int64_t *at, struct err *err)
{
	struct marking some[OUTBOX_BATCH];
	int n = next_requests(st, f->file.id, *at, some, err);

	for (int i = 0; i < n; i++)
		if (mark_one(st, f, &some[i], err) < 0)
			return -1;
	if (n > 0)
		*at = some[n - 1].line;
	return n < 0 ? -1 : n == OUTBOX_BATCH;
}

static int set_marked(struct store *st, int64_t file, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_OUTBOX_FILE_MARKED);

	stmt_bind_int(q, 1, file);
	return stmt_run(q, err);
}

/* All of its rows, in short transactions; the last one says that they are marked. */
static int mark(struct store *st, const struct open_file *f, struct err *err)
{
	int64_t at = 0;
	int rc = 1;

	while (rc == 1) {
		if (store_begin(st, err) < 0)
			return -1;
		rc = mark_some(st, f, &at, err);
		if (rc == 0 && set_marked(st, f->file.id, err) < 0)
			rc = -1;
		if (rc < 0) {
			store_rollback(st);
			return -1;
		}
		if (store_commit(st, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- after the file has its name, and after a crash ---- */

static int load_open(struct store *st, int64_t file, struct open_file *out, struct err *err)
{
	int rc = next_open(st, file - 1, out, err);

	return rc == 1 && out->file.id != file ? 0 : rc;
}

int outbox_file_sent(struct store *st, int64_t file, struct err *err)
{
	struct open_file f;
	int rc = load_open(st, file, &f, err);

	if (rc == 0)
		return err_set(err, ERR_CONFLICT, _("报送文件的登记已不在库中，请刷新列表"));
	if (rc < 0 || confirm_alone(st, &f, err) < 0 || load_open(st, file, &f, err) < 0)
		return -1;
	return mark(st, &f, err);
}

/* Does the file lie under its name, with its digest? */
static bool is_there(const struct open_file *f)
{
	int fd = *f->file.sm3 ? open(f->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) : -1;
	struct sm3 *s = fd < 0 ? NULL : sm3_create();
	unsigned char digest[SM3_SIZE];
	char piece[PIECE], hex[SM3_HEX_SIZE] = "";
	ssize_t n = -1;

	while (s && (n = read(fd, piece, sizeof(piece))) > 0)
		sm3_add(s, piece, (size_t)n);
	if (s && n == 0 && sm3_end(s, digest))
		hex_encode(digest, sizeof(digest), hex);
	sm3_destroy(s);
	if (fd >= 0)
		close(fd);
	return *hex && strcmp(hex, f->file.sm3) == 0;
}

/* One that nobody writes any more. */
static int settle_file(struct store *st, const struct open_file *f, struct err *err)
{
	if (*f->sent_at)
		return mark(st, f, err);
	if (!is_there(f))
		return drop(st, f->file.id, err);
	return outbox_file_sent(st, f->file.id, err);
}

int outbox_file_settle(struct store *st, int64_t file, struct err *err)
{
	struct open_file f;
	int rc = load_open(st, file, &f, err);

	return rc == 1 ? settle_file(st, &f, err) : rc;
}

int outbox_files_heal(struct store *st, struct err *err)
{
	struct open_file f;
	int64_t after = 0;
	int rc;

	for (; (rc = next_open(st, after, &f, err)) == 1; after = f.file.id)
		if (*f.sent_at || !process_alive(&f.writer))
			return settle_file(st, &f, err) < 0 ? -1 : 1;
	return rc;
}

/* ---- looking up ---- */

int outbox_file_find(struct store *st, const char *name, struct outbox_file *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_OUTBOX_FILE_BY_NAME);
	int n = 0, rc;

	stmt_bind_text(q, 1, name);
	for (; (rc = stmt_step(q, err)) == 1; n++) {
		*out = (struct outbox_file) { .id = stmt_int(q, 0), .requests = stmt_int(q, 4) };
		stmt_copy_text(q, 1, out->infno, sizeof(out->infno));
		stmt_copy_text(q, 2, out->name, sizeof(out->name));
		stmt_copy_text(q, 3, out->sm3, sizeof(out->sm3));
	}
	stmt_done(q);
	return rc < 0 ? -1 : n;
}

int outbox_file_line(struct store *st, int64_t file, int64_t line, char msgid[32], struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_OUTBOX_REQUEST_AT);
	int rc;

	stmt_bind_int(q, 1, file);
	stmt_bind_int(q, 2, line);
	rc = stmt_step(q, err);
	if (rc == 1)
		stmt_copy_text(q, 0, msgid, 32);
	stmt_done(q);
	return rc;
}

/* ---- numbers of requests ---- */

/* "2026-11-22 09:15:02" as 20261122091502 */
static void stamp_now(char out[16])
{
	char now[TIMESTAMP_SIZE];
	size_t n = 0;

	timestamp_now(now);
	for (const char *p = now; *p && n < 14; p++)
		if (*p >= '0' && *p <= '9')
			out[n++] = *p;
	out[n] = '\0';
}

/* What the store knows of this second, so that the next number is behind it. */
static int read_last(struct store *st, struct msgid_maker *m, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_OUTBOX_MSGID_LAST);
	char low[MSGID_SIZE], high[MSGID_SIZE];
	int rc;

	m->next = *m->digit ? (m->digit[0] - '0') * 1000 : 1;
	m->most = *m->digit ? m->next + 999 : SERIAL_MOST;
	snprintf(low, sizeof(low), "%.12s%.14s%04d", m->code, m->stamp, m->next);
	snprintf(high, sizeof(high), "%.12s%.14s%04d", m->code, m->stamp, m->most);
	stmt_bind_text(q, 1, low);
	stmt_bind_text(q, 2, high);
	rc = stmt_step(q, err);
	if (rc == 1)
		m->next = (int)strtol(stmt_text(q, 0) + 26, NULL, 10) + 1;
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

/* The stamp of one second later; of its days and months only the calendar knows. */
static void next_second(char stamp[16])
{
	struct date day;
	char text[DATE_TEXT_SIZE];
	int second = 0, h, m, s;

	snprintf(text, sizeof(text), "%.4s-%.2s-%.2s", stamp, stamp + 4, stamp + 6);
	if (sscanf(stamp + 8, "%2d%2d%2d", &h, &m, &s) == 3)
		second = h * 3600 + m * 60 + s + 1;
	if (second >= 86400 && date_parse(text, &day) == 0) {
		day = date_add_days(day, 1);
		date_format(day, text);
		second = 0;
	}
	snprintf(stamp, 16, "%.4s%.2s%.2s%02d%02d%02d", text, text + 5, text + 8,
		 second / 3600 % 24, second / 60 % 60, second % 60);
}

int msgid_begin(struct store *st, const char *code, const char *digit, struct msgid_maker *out,
		struct err *err)
{
	*out = (struct msgid_maker) { 0 };
	snprintf(out->code, sizeof(out->code), "%s", code);
	snprintf(out->digit, sizeof(out->digit), "%s", digit);
	stamp_now(out->stamp);
	return read_last(st, out, err);
}

int msgid_next(struct store *st, struct msgid_maker *m, char out[MSGID_SIZE], struct err *err)
{
	while (m->next > m->most) {
		next_second(m->stamp);
		if (read_last(st, m, err) < 0)
			return -1;
	}
	snprintf(out, MSGID_SIZE, "%.12s%.14s%04d", m->code, m->stamp, m->next++ % 10000);
	return 0;
}
