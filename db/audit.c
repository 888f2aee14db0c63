#include "db/audit.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/desk_clock.h"
#include "db/stmt.h"

#define CHAIN_KIND "mtdesk-audit/1"
#define DESK_KIND "mtdesk-desk/1"
#define ROWS_AT_ONCE 128 /* read in one short transaction */

static const char no_hash[] = "0000000000000000000000000000000000000000000000000000000000000000";

/* The two words of the column `clock`, and of `result`. */
static const char *const clock_words[] = { "ok", "doubtful" };
static const char *const result_words[] = { "done", "refused" };

/* --- Digests --- */

static void add_text(struct sm3 *s, const char *text)
{
	sm3_add_part(s, text, strlen(text));
}

static void add_number(struct sm3 *s, int64_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)n);
	add_text(s, text);
}

static bool end_hex(struct sm3 *s, char out[SM3_HEX_SIZE])
{
	unsigned char digest[SM3_SIZE];
	bool ok = sm3_end(s, digest);

	sm3_destroy(s);
	if (ok)
		hex_encode(digest, sizeof(digest), out);
	return ok;
}

bool audit_row_hash(const struct audit_row *r, char out[SM3_HEX_SIZE])
{
	struct sm3 *s = r->odd ? NULL : sm3_create();

	if (!s)
		return false;
	add_text(s, CHAIN_KIND);
	add_number(s, r->seq);
	add_text(s, r->at);
	add_text(s, r->boot);
	add_number(s, r->mono);
	add_text(s, r->clock);
	add_number(s, r->staff);
	add_text(s, r->role);
	add_number(s, r->session);
	add_text(s, r->act);
	add_text(s, r->object);
	add_number(s, r->version);
	add_text(s, r->result);
	add_text(s, r->reason);
	add_text(s, r->detail);
	add_text(s, r->prev);
	return end_hex(s, out);
}

int audit_desk_digest(const struct audit_desk *d, char out[SM3_HEX_SIZE])
{
	struct sm3 *s = sm3_create();

	if (!s)
		return -1;
	add_text(s, DESK_KIND);
	add_text(s, d->uuid);
	add_text(s, d->prefix);
	add_text(s, d->created_at);
	add_text(s, d->public);
	add_number(s, d->institution);
	add_number(s, d->schema);
	return end_hex(s, out) ? 0 : -1;
}

/* --- Appending --- */

int audit_head(struct store *st, int64_t *out_seq, char out_hash[SM3_HEX_SIZE], struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_AUDIT_HEAD);
	int rc = stmt_step(q, err);

	if (rc >= 0) {
		*out_seq = rc == 1 ? stmt_int(q, 0) : 0;
		snprintf(out_hash, SM3_HEX_SIZE, "%s", rc == 1 ? stmt_text(q, 1) : no_hash);
	}
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

/* Copy what fits, cut between characters: the row is hashed as it is stored. */
static void put(char *out, size_t size, const char *text)
{
	size_t len = text ? strnlen(text, size) : 0;

	if (len == size)
		for (len = size - 1; len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80;)
			len--;
	memcpy(out, text ? text : "", len);
	out[len] = '\0';
}

static void fill(struct audit_row *r, const struct store *st, const struct audit_entry *e,
		 const struct moment *now)
{
	r->seq++;
	r->mono = now->mono;
	r->staff = store_actor(st)->staff;
	r->session = store_session(st);
	r->version = e->version;
	put(r->at, sizeof(r->at), now->at);
	put(r->boot, sizeof(r->boot), now->boot);
	put(r->clock, sizeof(r->clock), clock_words[now->doubtful]);
	put(r->role, sizeof(r->role), e->role);
	put(r->act, sizeof(r->act), act_key(e->act));
	put(r->object, sizeof(r->object), e->object);
	put(r->result, sizeof(r->result), result_words[e->refused]);
	put(r->reason, sizeof(r->reason), e->reason);
	put(r->detail, sizeof(r->detail), e->detail);
}

static int add_row(struct store *st, const struct audit_row *r, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_AUDIT_ADD);

	stmt_bind_int(q, 1, r->seq);
	stmt_bind_text(q, 2, r->at);
	stmt_bind_text(q, 3, r->boot);
	stmt_bind_int(q, 4, r->mono);
	stmt_bind_text(q, 5, r->clock);
	stmt_bind_int(q, 6, r->staff);
	stmt_bind_text(q, 7, r->role);
	stmt_bind_int(q, 8, r->session);
	stmt_bind_text(q, 9, r->act);
	stmt_bind_text(q, 10, r->object);
	stmt_bind_int(q, 11, r->version);
	stmt_bind_text(q, 12, r->result);
	stmt_bind_text(q, 13, r->reason);
	stmt_bind_text(q, 14, r->detail);
	stmt_bind_text(q, 15, r->prev);
	stmt_bind_text(q, 16, r->hash);
	return stmt_run(q, err);
}

int audit_append(struct store *st, const struct audit_entry *e, int64_t *out_seq, struct err *err)
{
	struct audit_row r = { 0 };
	struct moment now;

	if (desk_clock_look(st, &now, err) < 0 || audit_head(st, &r.seq, r.prev, err) < 0)
		return -1;
	fill(&r, st, e, &now);
	if (!audit_row_hash(&r, r.hash))
		return err_set(err, ERR_MEMORY, _("内存不足"));
	if (add_row(st, &r, err) < 0)
		return -1;
	if (out_seq)
		*out_seq = r.seq;
	return 0;
}

int audit_note(struct store *st, const struct audit_entry *e, struct err *err)
{
	if (store_begin(st, err) < 0)
		return -1;
	if (audit_append(st, e, NULL, err) == 0)
		return store_commit(st, err);
	store_rollback(st);
	return -1;
}

/* --- Reading --- */

/* A text that audit_append() could not have written would read here as another one. */
static void take(struct audit_row *r, struct stmt *q, int column, char *out, size_t size)
{
	stmt_copy_text(q, column, out, size);
	r->odd |= strlen(out) != stmt_text_bytes(q, column);
}

static void read_row(struct stmt *q, struct audit_row *r)
{
	*r = (struct audit_row) { .seq = stmt_int(q, 0), .mono = stmt_int(q, 3) };
	take(r, q, 1, r->at, sizeof(r->at));
	take(r, q, 2, r->boot, sizeof(r->boot));
	take(r, q, 4, r->clock, sizeof(r->clock));
	r->staff = stmt_int(q, 5);
	take(r, q, 6, r->role, sizeof(r->role));
	r->session = stmt_int(q, 7);
	take(r, q, 8, r->act, sizeof(r->act));
	take(r, q, 9, r->object, sizeof(r->object));
	r->version = stmt_int(q, 10);
	take(r, q, 11, r->result, sizeof(r->result));
	take(r, q, 12, r->reason, sizeof(r->reason));
	take(r, q, 13, r->detail, sizeof(r->detail));
	take(r, q, 14, r->prev, sizeof(r->prev));
	take(r, q, 15, r->hash, sizeof(r->hash));
}

static int read_rows(struct stmt *q, struct audit_row *out, int space, struct err *err)
{
	int count = 0, rc = 0;

	while (count < space && (rc = stmt_step(q, err)) == 1)
		read_row(q, &out[count++]);
	stmt_done(q);
	return rc < 0 ? -1 : count;
}

int audit_list(struct store *st, int64_t before, struct audit_row *out, int space, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_AUDIT_LIST);

	stmt_bind_int(q, 1, before > 0 ? before : INT64_MAX);
	stmt_bind_int(q, 2, space);
	return read_rows(q, out, space, err);
}

static int visit_rows(const struct audit_row *rows, int count, audit_visitor *visit, void *ctx,
		      struct err *err)
{
	int rc = 0;

	for (int i = 0; i < count && rc == 0; i++)
		rc = visit(ctx, &rows[i], err);
	return rc;
}

int audit_walk(struct store *st, int64_t from, audit_visitor *visit, void *ctx, struct err *err)
{
	struct audit_row *rows = calloc(ROWS_AT_ONCE, sizeof(rows[0]));
	int count = ROWS_AT_ONCE, rc = 0;

	if (!rows)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	while (rc == 0 && count == ROWS_AT_ONCE) {
		struct stmt *q = stmt_get(st, STMT_AUDIT_WALK);

		stmt_bind_int(q, 1, from);
		stmt_bind_int(q, 2, ROWS_AT_ONCE);
		count = read_rows(q, rows, ROWS_AT_ONCE, err);
		if (count > 0)
			from = rows[count - 1].seq + 1;
		rc = count < 0 ? -1 : visit_rows(rows, count, visit, ctx, err);
	}
	free(rows);
	return rc;
}

char *audit_object(const char *kind, int64_t id, char out[AUDIT_OBJECT_SIZE])
{
	snprintf(out, AUDIT_OBJECT_SIZE, "%s:%lld", kind, (long long)id);
	return out;
}
