#include "db/store_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "db/health.h"
#include "db/sessions.h"
#include "db/stmt.h"
#include "db/store_file.h"

void store_disconnect(struct store *st)
{
	for (size_t i = 0; i < STMT_COUNT; i++) {
		sqlite3_finalize(st->stmts[i].handle);
		st->stmts[i] = (struct stmt) { .store = st };
	}
	sqlite3_close(st->db);
	st->db = NULL;
	st->faulty = false;
	st->tx = TX_NONE;
	/* The lock file may have gone with its medium: it is opened anew like the store. */
	ticket_close(st->ticket);
	st->ticket = -1;
	st->tickets = 0;
}

static int open_handle(struct store *st, struct err *err)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE |
		    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
	mode_t mask;
	int rc;

	/* Reading only, too, opens for writing where it may: a journal left by a crash must be rolled
	 * back before anything is read. query_only then keeps the store as it is. */
	if (st->may_create)
		flags |= SQLITE_OPEN_CREATE;
	mask = umask(077);
	rc = sqlite3_open_v2(st->path, &st->db, flags, NULL);
	umask(mask);
	if (rc != SQLITE_OK)
		return store_fail(st, rc, err);
	if (st->mode == STORE_READ_WRITE && sqlite3_db_readonly(st->db, "main") == 1)
		return store_fail(st, SQLITE_READONLY, err);
	return 0;
}

static int find_file(struct store *st, bool *out_exists, struct err *err)
{
	if (store_file_check(st->path, out_exists, err) < 0)
		return -1;
	if (!*out_exists && !st->may_create)
		return err_set(err, ERR_STORAGE, _("没有库文件“%s”"), st->path);
	return 0;
}

static int look_at_file(struct store *st, struct err *err)
{
	bool exists;

	if (find_file(st, &exists, err) < 0)
		return -1;
	if (!exists)
		return 0;
	/* With a journal beside it the file may be half-written: then only SQLite can say. */
	if (!store_file_has_journal(st->path) && store_probe(st, err) < 0)
		return -1;
	return st->mode == STORE_READ_WRITE ? store_file_make_private(st->path, err) : 0;
}

static int set_up(struct store *st, struct err *err)
{
	int64_t version;

	if (store_set_guards(st, err) < 0 || store_identify(st, st->db, &version, err) < 0 ||
	    store_set_pragmas(st, err) < 0 || store_migrate(st, version, err) < 0)
		return -1;
	return store_compare_schema(st, err);
}

/* After a stop that left its session behind, the file is looked over before it is used. */
static int check_health(struct store *st, struct err *err)
{
	int dead = st->looking ? 0 : sessions_any_dead(st, err);

	return dead > 0 ? health_quick_check(st, err) : dead;
}

/* From the first look until the schema stands, one desk at a time: nobody sees a file that another
 * is only making, growing or migrating. */
static int connect_file(struct store *st, struct err *err)
{
	bool exists;

	st->tx = TX_NONE;
	if (find_file(st, &exists, err) == 0 && store_join_queue(st, err) == 0 &&
	    store_take_ticket(st, err) == 0 && look_at_file(st, err) == 0 &&
	    open_handle(st, err) == 0 && set_up(st, err) == 0) {
		store_return_ticket(st);
		store_set_authorizer(st);
		if (check_health(st, err) == 0)
			return 0;
	}
	store_rollback(st);
	store_disconnect(st);
	return -1;
}

int store_open(const char *path, enum store_mode mode, struct store **out, struct err *err)
{
	return store_open_kind(path, STORE_DESK, mode, out, err);
}

static struct store *new_store(enum store_kind kind, enum store_mode mode)
{
	struct store *st = calloc(1, sizeof(*st));

	if (!st)
		return NULL;
	st->mode = mode;
	st->kind = kind;
	st->may_create = mode == STORE_READ_WRITE;
	st->ticket = -1;
	st->wait = WAIT_MS;
	for (size_t i = 0; i < STMT_COUNT; i++)
		st->stmts[i].store = st;
	return st;
}

static int open_path(struct store *st, const char *path, struct err *err)
{
	if (store_file_resolve(path, st->mode == STORE_READ_WRITE, &st->path, err) < 0 ||
	    connect_file(st, err) < 0)
		return -1;
	st->may_create = false;
	store_changed_elsewhere(st);
	return 0;
}

int store_open_kind(const char *path, enum store_kind kind, enum store_mode mode,
		    struct store **out, struct err *err)
{
	struct store *st = new_store(kind, mode);

	if (!st)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	if (open_path(st, path, err) == 0) {
		*out = st;
		return 0;
	}
	store_close(st);
	return -1;
}

int store_open_look(const char *path, enum store_kind kind, struct store **out,
		    char out_where[STORE_WHERE_SIZE], struct err *err)
{
	struct store *st = new_store(kind, STORE_READ_ONLY);

	out_where[0] = '\0';
	if (!st)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	st->looking = true;
	if (open_path(st, path, err) == 0) {
		*out = st;
		return 0;
	}
	snprintf(out_where, STORE_WHERE_SIZE, "%s", st->where);
	store_close(st);
	return -1;
}

const char *store_where(const struct store *st)
{
	return st->where;
}

void store_close(struct store *st)
{
	if (!st)
		return;
	store_rollback(st);
	if (st->session && st->db)
		session_close(st);
	store_disconnect(st);
	free(st->path);
	free(st);
}

/* A connection whose disk failed is not trusted again: the system may have dropped what it could
 * not write. */
int store_ensure_open(struct store *st, struct err *err)
{
	if (st->faulty && st->tx == TX_NONE)
		store_disconnect(st);
	if (st->db)
		return 0;
	if (connect_file(st, err) < 0)
		return -1;
	if (!st->session || session_renew(st, err) == 0)
		return 0;
	store_disconnect(st);
	return -1;
}

bool store_changed_elsewhere(struct store *st)
{
	struct stmt *q = stmt_get(st, STMT_DATA_VERSION);
	int64_t before = st->data_version;

	if (stmt_step(q, NULL) == 1)
		st->data_version = stmt_int(q, 0);
	stmt_done(q);
	return st->data_version != before;
}

enum store_kind store_kind(const struct store *st)
{
	return st->kind;
}

const char *store_path(const struct store *st)
{
	return st->path;
}
