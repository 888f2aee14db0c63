#include "db/sessions.h"

#include <string.h>

#include "db/actor.h"
#include "db/drafts.h"
#include "db/process.h"
#include "db/stmt.h"

#define SESSIONS_AT_ONCE 64 /* more dead ones than this are taken out in a further round */

static int64_t read_session(struct stmt *q, struct process *out)
{
	out->pid = stmt_int(q, 1);
	out->started = stmt_int(q, 2);
	stmt_copy_text(q, 3, out->boot, sizeof(out->boot));
	return stmt_int(q, 0);
}

/* Collect at most `space` sessions that are dead; how many, or -1. */
static int list_dead(struct store *st, int64_t *ids, int space, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_SESSION_LIST);
	struct process p;
	int count = 0, rc = 0;

	while (count < space && (rc = stmt_step(q, err)) == 1) {
		ids[count] = read_session(q, &p);
		if (!process_alive(&p))
			count++;
	}
	stmt_done(q);
	return rc < 0 ? -1 : count;
}

static int delete_session(struct store *st, int64_t id, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_SESSION_DELETE);

	stmt_bind_int(q, 1, id);
	return stmt_run(q, err);
}

int sessions_any_dead(struct store *st, struct err *err)
{
	int64_t id;

	return list_dead(st, &id, 1, err);
}

int sessions_reap(struct store *st, struct err *err)
{
	int64_t ids[SESSIONS_AT_ONCE];
	int count;

	do {
		count = list_dead(st, ids, SESSIONS_AT_ONCE, err);
		for (int i = 0; i < count; i++)
			if (delete_session(st, ids[i], err) < 0)
				return -1;
	} while (count == SESSIONS_AT_ONCE);
	return count < 0 ? -1 : 0;
}

int session_is_alive(struct store *st, int64_t id, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_SESSION_LIST);
	struct process p;
	bool alive = false;
	int rc = 0;

	while (!alive && (rc = stmt_step(q, err)) == 1)
		alive = read_session(q, &p) == id && process_alive(&p);
	stmt_done(q);
	return alive ? 1 : rc < 0 ? -1 : 0;
}

static int add_self(struct store *st, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_SESSION_ADD);
	char now[TIMESTAMP_SIZE], place[PROCESS_TERMINAL_SIZE];
	struct process self;

	process_self(&self);
	timestamp_now(now);
	stmt_bind_int(q, 1, self.pid);
	stmt_bind_int(q, 2, self.started);
	stmt_bind_text(q, 3, self.boot);
	stmt_bind_text(q, 4, now);
	if (store_actor(st)->staff) {
		stmt_bind_int(q, 5, store_actor(st)->staff);
		stmt_bind_text(q, 6, process_terminal(place, sizeof(place)));
		stmt_bind_text(q, 7, now);
	}
	return stmt_run(q, err);
}

int session_open(struct store *st, struct err *err)
{
	int64_t id;

	if (store_begin(st, err) < 0)
		return -1;
	if (sessions_reap(st, err) < 0 || add_self(st, err) < 0) {
		store_rollback(st);
		return -1;
	}
	id = store_last_id(st);
	if (store_commit(st, err) < 0)
		return -1;
	store_set_session(st, id);
	return 0;
}

static bool is_self(const struct process *p)
{
	struct process self;

	process_self(&self);
	return p->pid == self.pid && p->started == self.started && strcmp(p->boot, self.boot) == 0;
}

int session_renew(struct store *st, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_SESSION_LIST);
	struct process p;
	bool known = false;
	int rc = 0;

	while (!known && (rc = stmt_step(q, err)) == 1)
		known = read_session(q, &p) == store_session(st) && is_self(&p);
	stmt_done(q);
	if (known || rc < 0)
		return known ? 0 : -1;
	return session_open(st, err);
}

void session_close(struct store *st)
{
	int64_t id = store_session(st);

	store_set_session(st, 0);
	if (store_begin(st, NULL) < 0)
		return;
	if (delete_session(st, id, NULL) < 0)
		store_rollback(st);
	else
		store_commit(st, NULL);
}
