/* Statements: prepared once on a connection, bound, stepped, read. */
#include "db/store_parts.h"

#include <assert.h>
#include <string.h>

#include "db/stmt.h"

struct stmt *stmt_get(struct store *st, int id)
{
	struct stmt *q = &st->stmts[id];

	assert(!q->out);
	q->rc = store_ensure_open(st, &st->trouble) < 0 ? SQLITE_CANTOPEN : SQLITE_OK;
	q->out = true;
	if (q->rc == SQLITE_OK && !q->handle)
		q->rc = sqlite3_prepare_v3(st->db, stmt_sql[id], -1, SQLITE_PREPARE_PERSISTENT,
					   &q->handle, NULL);
	/* A write stands inside a transaction, where the ticket is held. */
	assert(q->rc != SQLITE_OK || sqlite3_stmt_readonly(q->handle) || st->tx == TX_WRITE);
	return q;
}

static void note(struct stmt *q, int rc)
{
	if (q->rc == SQLITE_OK)
		q->rc = rc;
}

void stmt_bind_text(struct stmt *q, int at, const char *text)
{
	if (!text || !*text)
		stmt_bind_null(q, at);
	else if (q->handle)
		note(q, sqlite3_bind_text(q->handle, at, text, -1, SQLITE_TRANSIENT));
}

void stmt_bind_int(struct stmt *q, int at, int64_t value)
{
	if (q->handle)
		note(q, sqlite3_bind_int64(q->handle, at, value));
}

void stmt_bind_null(struct stmt *q, int at)
{
	if (q->handle)
		note(q, sqlite3_bind_null(q->handle, at));
}

int stmt_step(struct stmt *q, struct err *err)
{
	int rc = q->rc;

	if (!q->store->db) {
		if (err)
			*err = q->store->trouble;
		return -1;
	}
	if (rc == SQLITE_OK)
		rc = sqlite3_step(q->handle);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc == SQLITE_DONE)
		return 0;
	return store_fail(q->store, rc, err);
}

int stmt_run(struct stmt *q, struct err *err)
{
	int rc = stmt_step(q, err);

	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

int stmt_fetch_int(struct stmt *q, int64_t *out, struct err *err)
{
	int rc = stmt_step(q, err);

	if (rc == 1)
		*out = stmt_int(q, 0);
	stmt_done(q);
	return rc;
}

const char *stmt_text(struct stmt *q, int column)
{
	const char *text = (const char *)sqlite3_column_text(q->handle, column);

	q->store->odd_texts += text && strlen(text) != stmt_text_bytes(q, column);
	return text ? text : "";
}

void stmt_copy_text(struct stmt *q, int column, char *out, size_t size)
{
	const char *text = stmt_text(q, column);
	size_t len = strlen(text);

	if (len >= size) {
		q->store->odd_texts++;
		len = size - 1;
		/* Step back from the middle of a character. */
		while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)
			len--;
	}
	memcpy(out, text, len);
	out[len] = '\0';
}

size_t stmt_text_bytes(struct stmt *q, int column)
{
	return (size_t)sqlite3_column_bytes(q->handle, column);
}

int64_t stmt_int(struct stmt *q, int column)
{
	return sqlite3_column_int64(q->handle, column);
}

bool stmt_is_null(struct stmt *q, int column)
{
	return sqlite3_column_type(q->handle, column) == SQLITE_NULL;
}

void stmt_done(struct stmt *q)
{
	if (q->handle) {
		sqlite3_reset(q->handle);
		/* Bound values are people's data: they do not outlive their use. */
		sqlite3_clear_bindings(q->handle);
	}
	q->out = false;
}

int64_t store_odd_texts(const struct store *st)
{
	return st->odd_texts;
}

int64_t store_last_id(struct store *st)
{
	return sqlite3_last_insert_rowid(st->db);
}

int store_changes(struct store *st)
{
	return sqlite3_changes(st->db);
}
