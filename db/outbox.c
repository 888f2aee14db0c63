#include "db/outbox.h"

#include <stdio.h>
#include <string.h>

#include "db/outbox_parts.h"
#include "db/setup.h"
#include "db/staff_parts.h"
#include "db/stmt.h"
#include "forms/text.h"

#define SERIAL_CHARS_MOST 30

// clang-format off
static const struct {
	const char *name, *label;
} states[OUTBOX_COUNT] = {
	[OUTBOX_UNSENT]   = { "unsent",   N_("未送") },
	[OUTBOX_SENT]     = { "sent",     N_("已送") },
	[OUTBOX_ANSWERED] = { "answered", N_("已回执") },
	[OUTBOX_REFUSED]  = { "refused",  N_("退回") },
	[OUTBOX_SPARED]   = { "spared",   N_("免送") },
};
// clang-format on

const char *outbox_label(enum outbox_state s)
{
	return s < OUTBOX_COUNT ? states[s].label : "";
}

const char *outbox_state_name(enum outbox_state s)
{
	return s < OUTBOX_COUNT ? states[s].name : "";
}

enum outbox_state outbox_state_by_name(const char *name)
{
	int s = 0;

	while (s < OUTBOX_COUNT && strcmp(states[s].name, name) != 0)
		s++;
	return (enum outbox_state)s;
}

int outbox_may(struct store *st, const struct actor *who, enum act act, bool *out_audited,
	       struct err *err)
{
	struct desk_identity desk;
	int there = desk_identity_load(st, &desk, err);

	*out_audited = there == 1;
	return there == 1 ? staff_may(st, who, act, err) : there;
}

/* ---- what follows from a filing ---- */

/* The rows of one filing; id 0: none. */
struct life {
	enum filing_state state;
	struct {
		int64_t id;
		enum outbox_state state;
	} tell, revoke; /* 2503, 2504 */
};

static int read_life(struct store *st, int64_t filing, struct life *l, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_OUTBOX_LIFE);
	int rc;

	*l = (struct life) { .state = STATE_COUNT };
	stmt_bind_int(q, 1, filing);
	rc = stmt_step(q, err);
	if (rc == 1)
		l->state = state_by_name(stmt_text(q, 0));
	stmt_done(q);
	if (rc != 1)
		return rc;
	q = stmt_get(st, STMT_OUTBOX_ROWS);
	stmt_bind_int(q, 1, filing);
	while ((rc = stmt_step(q, err)) == 1) {
		bool tells = strcmp(stmt_text(q, 1), "2503") == 0;
		int64_t id = stmt_int(q, 0);
		enum outbox_state s = outbox_state_by_name(stmt_text(q, 2));

		if (tells) {
			l->tell.id = id;
			l->tell.state = s;
		} else {
			l->revoke.id = id;
			l->revoke.state = s;
		}
	}
	stmt_done(q);
	return rc < 0 ? -1 : 1;
}

static int add_row(struct store *st, int64_t filing, const char *infno, enum outbox_state s,
		   struct err *err)
{
	char now[TIMESTAMP_SIZE];
	struct stmt *q = stmt_get(st, STMT_OUTBOX_ADD);

	timestamp_now(now);
	stmt_bind_int(q, 1, filing);
	stmt_bind_text(q, 2, infno);
	stmt_bind_text(q, 3, outbox_state_name(s));
	stmt_bind_text(q, 4, now);
	return stmt_run(q, err);
}

static int set_state(struct store *st, int64_t id, enum outbox_state s, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_OUTBOX_STATE);

	stmt_bind_int(q, 1, id);
	stmt_bind_text(q, 2, outbox_state_name(s));
	return stmt_run(q, err);
}

/* It stands in a file that may have left already. */
static int is_leaving(struct store *st, int64_t row, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_OUTBOX_OPEN_REQUEST);
	int64_t one;

	stmt_bind_int(q, 1, row);
	return stmt_fetch_int(q, &one, err);
}

static bool waits(enum outbox_state s)
{
	return s == OUTBOX_UNSENT || s == OUTBOX_REFUSED;
}

/* The platform is told of a filing in force. */
static int settle_tell(struct store *st, int64_t filing, struct life *l, struct err *err)
{
	enum outbox_state s = l->state == STATE_FILED ? OUTBOX_UNSENT : OUTBOX_SPARED;
	int leaving;

	if (!l->tell.id) {
		l->tell.state = s;
		return add_row(st, filing, "2503", s, err);
	}
	if (l->state == STATE_FILED || !waits(l->tell.state))
		return 0;
	leaving = is_leaving(st, l->tell.id, err);
	if (leaving != 0)
		return leaving < 0 ? -1 : 0;
	l->tell.state = OUTBOX_SPARED;
	return set_state(st, l->tell.id, OUTBOX_SPARED, err);
}

/* ... and of the end of one that it knows, or may know. */
static int settle_revoke(struct store *st, int64_t filing, const struct life *l, struct err *err)
{
	bool needed = l->state != STATE_FILED &&
		      (l->tell.state == OUTBOX_SENT || l->tell.state == OUTBOX_ANSWERED);

	if (needed && !l->revoke.id)
		return add_row(st, filing, "2504", OUTBOX_UNSENT, err);
	if (needed && l->revoke.state == OUTBOX_SPARED)
		return set_state(st, l->revoke.id, OUTBOX_UNSENT, err);
	if (!needed && l->revoke.id && waits(l->revoke.state))
		return set_state(st, l->revoke.id, OUTBOX_SPARED, err);
	return 0;
}

static bool was_filed(enum filing_state s)
{
	return s == STATE_FILED || s == STATE_SUPERSEDED || s == STATE_REVOKED ||
	       s == STATE_EXPIRED;
}

int outbox_settle(struct store *st, int64_t filing, struct err *err)
{
	struct life l;
	int rc = read_life(st, filing, &l, err);

	if (rc <= 0 || !was_filed(l.state))
		return rc < 0 ? -1 : 0;
	if (settle_tell(st, filing, &l, err) < 0)
		return -1;
	return settle_revoke(st, filing, &l, err);
}

/* ---- looking at the filings that changed ---- */

/* The filings saved since the mark, filed ones among them; *out_seen is how far they go. How many, or -1. */
static int changed(struct store *st, int64_t seen, int64_t *filings, int *out_count,
		   int64_t *out_seen, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_OUTBOX_CHANGED);
	int looked = 0, rc;

	*out_count = 0;
	*out_seen = seen;
	stmt_bind_int(q, 1, seen);
	stmt_bind_int(q, 2, OUTBOX_BATCH);
	for (; (rc = stmt_step(q, err)) == 1; looked++) {
		*out_seen = stmt_int(q, 1);
		if (was_filed(state_by_name(stmt_text(q, 2))))
			filings[(*out_count)++] = stmt_int(q, 0);
	}
	stmt_done(q);
	return rc < 0 ? -1 : looked;
}

static int settle_changed(struct store *st, struct err *err)
{
	int64_t filings[OUTBOX_BATCH], seen;
	int count, looked;
	struct stmt *q;

	if (stmt_fetch_int(stmt_get(st, STMT_OUTBOX_SEEN), &seen, err) < 0)
		return -1;
	looked = changed(st, seen, filings, &count, &seen, err);
	for (int i = 0; i < count && looked >= 0; i++)
		if (outbox_settle(st, filings[i], err) < 0)
			return -1;
	if (looked <= 0)
		return looked;
	q = stmt_get(st, STMT_OUTBOX_SEE);
	stmt_bind_int(q, 1, seen);
	return stmt_run(q, err) < 0 ? -1 : 1;
}

/* Most looks find nothing new, and write nothing. */
static int is_behind(struct store *st, struct err *err)
{
	int64_t seen, newest;

	if (stmt_fetch_int(stmt_get(st, STMT_OUTBOX_SEEN), &seen, err) < 0 ||
	    stmt_fetch_int(stmt_get(st, STMT_OUTBOX_NEWEST), &newest, err) < 0)
		return -1;
	return newest > seen;
}

int outbox_refresh_step(struct store *st, struct err *err)
{
	int rc = outbox_files_heal(st, err);

	if (rc != 0)
		return rc;
	rc = is_behind(st, err);
	if (rc <= 0)
		return rc;
	if (store_begin(st, err) < 0)
		return -1;
	if (settle_changed(st, err) >= 0)
		return store_commit(st, err) < 0 ? -1 : 1;
	store_rollback(st);
	return -1;
}

int outbox_refresh(struct store *st, struct err *err)
{
	int rc;

	while ((rc = outbox_refresh_step(st, err)) == 1)
		;
	return rc;
}

/* ---- reading ---- */

int outbox_counts(struct store *st, int64_t out[OUTBOX_COUNT], struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_OUTBOX_COUNTS);
	int rc;

	memset(out, 0, OUTBOX_COUNT * sizeof(*out));
	while ((rc = stmt_step(q, err)) == 1) {
		enum outbox_state s = outbox_state_by_name(stmt_text(q, 0));

		if (s < OUTBOX_COUNT)
			out[s] = stmt_int(q, 1);
	}
	stmt_done(q);
	return rc;
}

static void from_row(struct outbox_row *r, struct stmt *q)
{
	*r = (struct outbox_row) { .id = stmt_int(q, 0),
				   .filing = stmt_int(q, 1),
				   .state = outbox_state_by_name(stmt_text(q, 14)),
				   .filing_state = state_by_name(stmt_text(q, 15)) };
	stmt_copy_text(q, 2, r->infno, sizeof(r->infno));
	stmt_copy_text(q, 3, r->no, sizeof(r->no));
	stmt_copy_text(q, 4, r->filing_no, sizeof(r->filing_no));
	stmt_copy_text(q, 5, r->psn_name, sizeof(r->psn_name));
	stmt_copy_text(q, 6, r->disease, sizeof(r->disease));
	stmt_copy_text(q, 7, r->msgid, sizeof(r->msgid));
	stmt_copy_text(q, 8, r->serial, sizeof(r->serial));
	stmt_copy_text(q, 9, r->infcode, sizeof(r->infcode));
	stmt_copy_text(q, 10, r->error, sizeof(r->error));
	stmt_copy_text(q, 11, r->sent_at, sizeof(r->sent_at));
	stmt_copy_text(q, 12, r->replied_at, sizeof(r->replied_at));
	stmt_copy_text(q, 13, r->file, sizeof(r->file));
}

/* The rows of a statement whose parameters are bound. */
static int read_rows(struct stmt *q, struct outbox_row *out, int space, struct err *err)
{
	int n = 0, rc = 1;

	while (n < space && (rc = stmt_step(q, err)) == 1)
		from_row(&out[n++], q);
	stmt_done(q);
	return rc < 0 ? -1 : n;
}

int outbox_list(struct store *st, enum outbox_state state, struct outbox_row *out, int space,
		struct err *err)
{
	struct stmt *q = stmt_get(st, waits(state) ? STMT_OUTBOX_LIST : STMT_OUTBOX_LIST_NEWEST);

	stmt_bind_text(q, 1, outbox_state_name(state));
	stmt_bind_int(q, 2, space);
	return read_rows(q, out, space, err);
}

int outbox_load(struct store *st, int64_t id, struct outbox_row *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_OUTBOX_BY_ID);

	stmt_bind_int(q, 1, id);
	return read_rows(q, out, 1, err);
}

int outbox_of_filing(struct store *st, int64_t filing, struct outbox_row out[2], struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_OUTBOX_OF_FILING);

	stmt_bind_int(q, 1, filing);
	return read_rows(q, out, 2, err);
}

int outbox_by_msgid(struct store *st, const char *msgid, struct outbox_row *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_OUTBOX_BY_MSGID);

	stmt_bind_text(q, 1, msgid);
	return read_rows(q, out, 1, err);
}

/* ---- what a person decides ---- */

/* What is asked for, with what the transaction needs to know. */
struct decision {
	struct store *st;
	const struct actor *who;
	struct outbox_row row;
	bool audited;
};

static int note(const struct decision *d, const char *reason, const char *detail, struct err *err)
{
	char object[AUDIT_OBJECT_SIZE];
	const struct audit_entry e = { .act = ACT_PLATFORM,
				       .object = audit_object("outbox", d->row.id, object),
				       .reason = reason,
				       .detail = detail };

	return d->audited ? audit_append(d->st, &e, NULL, err) : 0;
}

/* Who, and which row as it stands now. */
static int look(struct decision *d, int64_t id, struct err *err)
{
	int rc = outbox_may(d->st, d->who, ACT_PLATFORM, &d->audited, err);

	if (rc < 0)
		return -1;
	rc = outbox_load(d->st, id, &d->row, err);
	if (rc == 0)
		return err_set(err, ERR_CONFLICT, _("这一条已不在报送列表中，请刷新列表"));
	return rc < 0 ? -1 : 0;
}

static int make_unsent(const struct decision *d, struct err *err)
{
	bool ended = d->row.filing_state != STATE_FILED && strcmp(d->row.infno, "2503") == 0;
	struct stmt *q;

	if (d->row.state != OUTBOX_SENT && d->row.state != OUTBOX_REFUSED)
		return err_set(err, ERR_CONFLICT, _("这一条现在是“%s”，不用重送"),
			       _(outbox_label(d->row.state)));
	if (is_leaving(d->st, d->row.id, err) != 0)
		return err_set(err, ERR_BUSY, _("这一条正在写入报送文件，请稍候再试"));
	q = stmt_get(d->st, STMT_OUTBOX_AGAIN);
	stmt_bind_int(q, 1, d->row.id);
	stmt_bind_text(q, 2, outbox_state_name(ended ? OUTBOX_SPARED : OUTBOX_UNSENT));
	if (stmt_run(q, err) < 0 || outbox_settle(d->st, d->row.filing, err) < 0)
		return -1;
	return note(d, "again", d->row.msgid, err);
}

static int finish(struct store *st, int rc, int64_t id, struct err *err)
{
	char object[AUDIT_OBJECT_SIZE];

	if (rc == 0)
		return store_commit(st, err);
	return refuse_and_note(st, ACT_PLATFORM, audit_object("outbox", id, object), err);
}

int outbox_again(struct store *st, const struct actor *who, int64_t id, struct err *err)
{
	struct decision d = { .st = st, .who = who };
	struct err why = { 0 };
	int rc;

	if (store_begin(st, err) < 0)
		return -1;
	rc = look(&d, id, &why);
	if (rc == 0)
		rc = make_unsent(&d, &why);
	rc = finish(st, rc, id, &why);
	if (rc < 0 && err)
		*err = why;
	return rc;
}

static int make_known(const struct decision *d, const char *serial, struct err *err)
{
	char now[TIMESTAMP_SIZE];
	struct stmt *q;

	if (!waits(d->row.state))
		return err_set(err, ERR_CONFLICT, _("这一条现在是“%s”，不能记为已在中心页面录入"),
			       _(outbox_label(d->row.state)));
	if (text_chars(serial) > SERIAL_CHARS_MOST || !text_is_clean(serial))
		return err_set(err, ERR_INPUT,
			       _("流水号“%.60s”超过 %d 个字符或含有不能用的字符，请核对"), serial,
			       SERIAL_CHARS_MOST);
	timestamp_now(now);
	q = stmt_get(d->st, STMT_OUTBOX_BY_HAND);
	stmt_bind_int(q, 1, d->row.id);
	stmt_bind_text(q, 2, serial);
	stmt_bind_text(q, 3, now);
	if (stmt_run(q, err) < 0 || outbox_settle(d->st, d->row.filing, err) < 0)
		return -1;
	return note(d, "by hand", serial, err);
}

int outbox_by_hand(struct store *st, const struct actor *who, int64_t id, const char *serial,
		   struct err *err)
{
	struct decision d = { .st = st, .who = who };
	struct err why = { 0 };
	int rc;

	if (store_begin(st, err) < 0)
		return -1;
	rc = look(&d, id, &why);
	if (rc == 0)
		rc = make_known(&d, serial, &why);
	rc = finish(st, rc, id, &why);
	if (rc < 0 && err)
		*err = why;
	return rc;
}

int outbox_answer(struct store *st, const struct outbox_row *r, const char *refmsgid,
		  struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_OUTBOX_ANSWER);
	char now[TIMESTAMP_SIZE];

	timestamp_now(now);
	stmt_bind_int(q, 1, r->id);
	stmt_bind_text(q, 2, outbox_state_name(r->state));
	stmt_bind_text(q, 3, refmsgid);
	stmt_bind_text(q, 4, r->serial);
	stmt_bind_text(q, 5, r->infcode);
	stmt_bind_text(q, 6, r->error);
	stmt_bind_text(q, 7, now);
	return stmt_run(q, err) < 0 ? -1 : outbox_settle(st, r->filing, err);
}

/* ---- in words ---- */

static char *spared_words(const struct outbox_row *r, char *out, size_t size)
{
	if (strcmp(r->infno, "2504") == 0)
		snprintf(out, size, "%s", _("平台没有此件的备案，不必撤销"));
	else
		snprintf(out, size, _("报送之前此件已是“%s”，不必报送"),
			 _(state_label(r->filing_state)));
	return out;
}

char *outbox_trouble(const struct outbox_row *r, char *out, size_t size)
{
	out[0] = '\0';
	if (r->state == OUTBOX_SPARED)
		return spared_words(r, out, size);
	if (r->state == OUTBOX_ANSWERED || r->state == OUTBOX_SENT || !*r->infcode)
		return out;
	if (*r->error)
		snprintf(out, size, _("平台答复：%s"), r->error);
	else if (strcmp(r->infcode, "0") == 0)
		snprintf(out, size, "%s", _("平台答复成功，但没有给流水号；请向中心查询后重送"));
	else
		snprintf(out, size, _("平台没有说明原因（交易状态码 %s）；请向中心查询后重送"),
			 r->infcode);
	return out;
}

/* "2503 已回执，流水号 5111…" */
static void row_words(const struct outbox_row *r, char *out, size_t size)
{
	char trouble[2600];
	size_t len = (size_t)snprintf(out, size, "%s %s", r->infno, _(outbox_label(r->state)));

	outbox_trouble(r, trouble, sizeof(trouble));
	if (len < size && r->state == OUTBOX_ANSWERED && !*r->msgid)
		len += (size_t)snprintf(out + len, size - len, "%s", _("（中心页面录入）"));
	if (len < size && *r->serial)
		len += (size_t)snprintf(out + len, size - len, _("，流水号 %s"), r->serial);
	if (len < size && *trouble)
		snprintf(out + len, size - len, "，%s", trouble);
}

int outbox_words(struct store *st, int64_t filing, char *out, size_t size, struct err *err)
{
	struct outbox_row rows[2];
	char first[2800] = "", second[2800] = "", whole[5700];
	int n = outbox_of_filing(st, filing, rows, err);

	out[0] = '\0';
	if (n <= 0)
		return n;
	row_words(&rows[0], first, sizeof(first));
	if (n > 1)
		row_words(&rows[1], second, sizeof(second));
	snprintf(whole, sizeof(whole), _("国家平台：%s%s%s"), first, n > 1 ? "；" : "", second);
	text_copy(out, size, whole);
	return 0;
}
