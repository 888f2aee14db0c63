/* Desk sessions: one row for each running mtdesk that may hold drafts. session_open() is in
 * drafts.h. */
#ifndef DB_SESSIONS_H
#define DB_SESSIONS_H

#include "db/store.h"

/* The file was opened anew: should it be another copy, which does not know the store's session, the
 * store gets a new one. 0 or -1. */
int session_renew(struct store *st, struct err *err);

/* Take the store's own session out; its drafts become orphans. */
void session_close(struct store *st);

/* Does this session's process still run? 1, 0, or -1. */
int session_is_alive(struct store *st, int64_t id, struct err *err);

/* Was a session left open by a process that is gone? 1, 0, or -1. */
int sessions_any_dead(struct store *st, struct err *err);

/* Take out every session whose process is gone, inside a write transaction. */
int sessions_reap(struct store *st, struct err *err);

#endif
