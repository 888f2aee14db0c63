/* Transactions: the ticket before, the commit and its outcome, and what a fault of the disk means. */
#include "db/store_parts.h"

#include <assert.h>
#include <stdio.h>

#include "db/stmt.h"
#include "db/store_file.h"

/* --- Failures --- */

// clang-format off
static const struct {
	int rc;
	enum err_code code;
	bool fault; /* of the disk or the file, not of the moment */
	const char *msg;
} failures[] = {
	{ SQLITE_BUSY,     ERR_BUSY,    false, N_("另一个登记台正在使用库文件，请稍候再试") },
	{ SQLITE_LOCKED,   ERR_BUSY,    false, N_("另一个登记台正在使用库文件，请稍候再试") },
	{ SQLITE_NOMEM,    ERR_MEMORY,  false, N_("内存不足，请缩小范围后再试") },
	{ SQLITE_TOOBIG,   ERR_INPUT,   false, N_("内容太长，存不下，请删减后再试") },
	{ SQLITE_READONLY_DBMOVED, ERR_STORAGE, true,
	  N_("库文件被移走、删除或换过，请放回原处后再试") },
	{ SQLITE_FULL,     ERR_STORAGE, false, N_("磁盘已满，请腾出空间后再存一次") },
	{ SQLITE_READONLY, ERR_STORAGE, false, N_("库文件只读，请检查文件和磁盘的权限") },
	{ SQLITE_CANTOPEN, ERR_STORAGE, true,  N_("打不开库文件，请检查磁盘是否还在、权限是否正确") },
	{ SQLITE_PERM,     ERR_STORAGE, true,  N_("打不开库文件，请检查文件的权限") },
	{ SQLITE_IOERR,    ERR_STORAGE, true,  N_("磁盘读写出错，请检查磁盘和连线后再试") },
	{ SQLITE_CORRUPT,  ERR_STORAGE, true,  N_("库文件已损坏，请停止登记，用最近的备份恢复") },
	{ SQLITE_NOTADB,   ERR_STORAGE, true,  N_("库文件已损坏，请停止登记，用最近的备份恢复") },
};
// clang-format on

int store_fail(struct store *st, int rc, struct err *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(failures); i++) {
		if (rc != failures[i].rc && (rc & 0xFF) != failures[i].rc)
			continue;
		st->faulty |= failures[i].fault;
		if (failures[i].rc == SQLITE_CORRUPT || failures[i].rc == SQLITE_NOTADB)
			snprintf(st->where, sizeof(st->where), "file");
		return err_set(err, failures[i].code, "%s", _(failures[i].msg));
	}
	return err_set(err, ERR_STORAGE, _("库文件不接受这一步（%s），请记下并告诉维护人员"),
		       sqlite3_errstr(rc));
}

/* --- The ticket --- */

/* A writer must have the ticket. A reader takes it when there is one: a copy on a read-only medium
 * has no writers, and another owner's lock file may be closed to us. */
int store_join_queue(struct store *st, struct err *err)
{
	if (st->mode == STORE_READ_ONLY) {
		st->ticket = ticket_find(st->path);
		return 0;
	}
	st->ticket = ticket_open(st->path, err);
	return st->ticket < 0 ? -1 : 0;
}

int store_take_ticket(struct store *st, struct err *err)
{
	if (st->tickets == 0 && st->ticket >= 0 && ticket_take(st->ticket, st->wait, err) < 0)
		return -1;
	st->tickets++;
	return 0;
}

void store_return_ticket(struct store *st)
{
	if (st->tickets > 0 && --st->tickets == 0 && st->ticket >= 0)
		ticket_return(st->ticket);
}

/* --- Transactions --- */

static int execute(struct store *st, const char *sql)
{
	return sqlite3_exec(st->db, sql, NULL, NULL, NULL);
}

static void set_wait(struct store *st, int ms)
{
	st->wait = ms;
	if (st->db)
		sqlite3_busy_timeout(st->db, ms);
}

static int begin(struct store *st, struct err *err)
{
	int rc;

	assert(st->tx == TX_NONE);
	st->unknown = false;
	if (st->mode == STORE_READ_ONLY)
		return err_set(err, ERR_STORAGE, _("库文件是以只读方式打开的，不能保存"));
	if (store_ensure_open(st, err) < 0 || store_take_ticket(st, err) < 0)
		return -1;
	rc = execute(st, "BEGIN IMMEDIATE");
	if (rc == SQLITE_OK) {
		st->tx = TX_WRITE;
		return 0;
	}
	store_return_ticket(st);
	return store_fail(st, rc, err);
}

int store_begin(struct store *st, struct err *err)
{
	return begin(st, err);
}

int store_begin_soon(struct store *st, struct err *err)
{
	set_wait(st, WAIT_SHORT_MS);
	if (begin(st, err) == 0) {
		/* begin() may have made the connection anew. */
		set_wait(st, WAIT_SHORT_MS);
		return 0;
	}
	set_wait(st, WAIT_MS);
	return -1;
}

static int commit(struct store *st, struct err *err)
{
	int rc;

	assert(st->tx == TX_WRITE);
	rc = execute(st, "COMMIT");
	if (rc == SQLITE_OK) {
		st->tx = TX_NONE;
		store_return_ticket(st);
		return 0;
	}
	if ((rc & 0xFF) == SQLITE_BUSY) {
		store_rollback(st);
		return store_fail(st, rc, err);
	}
	store_fail(st, rc, &st->fault);
	store_disconnect(st);
	st->unknown = true;
	return err_set(err, ERR_STORAGE, _("不能确定是否已存上（%s）"), st->fault.msg);
}

int store_commit(struct store *st, struct err *err)
{
	int rc = commit(st, err);

	set_wait(st, WAIT_MS);
	return rc;
}

bool store_outcome_unknown(const struct store *st)
{
	return st->unknown;
}

const char *store_fault(const struct store *st)
{
	return st->fault.msg;
}

void store_rollback(struct store *st)
{
	if (st->tx == TX_NONE)
		return;
	/* SQLite may have rolled back by itself already. */
	if (!sqlite3_get_autocommit(st->db) && execute(st, "ROLLBACK") != SQLITE_OK)
		st->faulty = true;
	if (st->tx == TX_WRITE)
		store_return_ticket(st);
	st->tx = TX_NONE;
	set_wait(st, WAIT_MS);
}

int store_read_begin(struct store *st, struct err *err)
{
	int rc;

	assert(st->tx == TX_NONE);
	if (store_ensure_open(st, err) < 0)
		return -1;
	rc = execute(st, "BEGIN");
	if (rc != SQLITE_OK)
		return store_fail(st, rc, err);
	st->tx = TX_READ;
	return 0;
}

void store_read_end(struct store *st)
{
	store_rollback(st);
}
