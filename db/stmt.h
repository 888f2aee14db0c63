/* Statements: a thin typed layer for the modules of db/. Not for tui.
 *
 * stmt_get() hands out a prepared statement of the table in statements.c (enum stmt_id); bind by position (1-based),
 * step, read columns by position (0-based), and give it back with stmt_done(). Text read from a row
 * lives until the next step or done. Debug builds abort on a statement that is taken while it is
 * still out. */
#ifndef DB_STMT_H
#define DB_STMT_H

#include "db/statements.h"
#include "db/store.h"

struct stmt;

struct stmt *stmt_get(struct store *st, int id);
void stmt_bind_text(struct stmt *q, int at, const char *text); /* NULL and "" bind NULL */
void stmt_bind_int(struct stmt *q, int at, int64_t value);
void stmt_bind_null(struct stmt *q, int at);
int stmt_step(struct stmt *q, struct err *err); /* 1 a row, 0 done, -1 with err set */
int stmt_run(struct stmt *q,
	     struct err *err); /* step a statement without rows, and done: 0 or -1 */
/* Step a statement that answers with one number, and done: 1 with *out set, 0 no row, -1. */
int stmt_fetch_int(struct stmt *q, int64_t *out, struct err *err);
const char *stmt_text(struct stmt *q, int column); /* "" for NULL */
/* Its whole length, also behind a NUL. */
size_t stmt_text_bytes(struct stmt *q, int column);
int64_t stmt_int(struct stmt *q, int column);
/* A copy that fits into out[size], cut between characters. */
void stmt_copy_text(struct stmt *q, int column, char *out, size_t size);
/* How many texts read so far were more than their reader got of them: longer than their room, or with a NUL inside. */
int64_t store_odd_texts(const struct store *st);
bool stmt_is_null(struct stmt *q, int column);
void stmt_done(struct stmt *q);
int64_t store_last_id(struct store *st);
int store_changes(struct store *st);

/* Several reads that must agree with each other. Short: a reader holds up every commit. */
int store_read_begin(struct store *st, struct err *err);
void store_read_end(struct store *st);

/* The session that session_open() opened on this store; 0: none. */
int64_t store_session(const struct store *st);
void store_set_session(struct store *st, int64_t session);

/* Local time of the desk, "2026-11-22 09:15:02" (db/desk_clock.h). */
#define TIMESTAMP_SIZE 20
void timestamp_now(char out[TIMESTAMP_SIZE]);

#endif
