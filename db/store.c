#include "db/store.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "db/actor.h"
#include "db/health.h"
#include "db/schema/schema.h"
#include "db/sessions.h"
#include "db/statements.h"
#include "db/stmt.h"
#include "db/store_file.h"
#include "forms/text.h"

/* Milliseconds to wait for another desk. A clerk who saves waits out a burst of others; a draft is
 * written while somebody types, and again a moment later. */
#define WAIT_MS 5000
#define WAIT_SHORT_MS 400
#define HEAP_MOST (64 << 20) /* bytes; sorting the widest search of a million filings stays below */

struct stmt {
	struct store *store;
	sqlite3_stmt *handle; /* NULL: not prepared on this connection */
	int rc;               /* of preparing and binding; told at the next step */
	bool out;
};

enum transaction { TX_NONE, TX_READ, TX_WRITE };

struct store {
	char *path;
	enum store_mode mode;
	enum store_kind kind;
	bool may_create; /* only at the first opening: a store that went away is missed, not made anew */
	sqlite3 *db; /* NULL: given up after a fault, opened anew at the next use */
	int ticket;  /* descriptor of the lock file; -1: none */
	int wait;    /* WAIT_MS, or WAIT_SHORT_MS during a short transaction */
	int tickets; /* how many steps hold the ticket, one inside the other */
	enum transaction tx;
	bool faulty;        /* the disk failed under this connection: use it no more */
	bool unknown;       /* the last commit met the fault */
	struct err fault;   /* what the last commit met */
	struct err trouble; /* why it could not be opened anew */
	int64_t session, data_version;
	struct actor actor;   /* in whose name it writes */
	int64_t confirmed;    /* the person whose password was right last; 0 nobody */
	int64_t confirmed_at; /* in seconds that run while the machine sleeps, too */
	int64_t odd_texts;
	bool looking; /* opened by store_open_look(): its caller looks at everything himself */
	char where[STORE_WHERE_SIZE];
	struct stmt stmts[STMT_COUNT];
};

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

static int fail(struct store *st, int rc, struct err *err)
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
static int join_queue(struct store *st, struct err *err)
{
	if (st->mode == STORE_READ_ONLY) {
		st->ticket = ticket_find(st->path);
		return 0;
	}
	st->ticket = ticket_open(st->path, err);
	return st->ticket < 0 ? -1 : 0;
}

static int take_ticket(struct store *st, struct err *err)
{
	if (st->tickets == 0 && st->ticket >= 0 && ticket_take(st->ticket, st->wait, err) < 0)
		return -1;
	st->tickets++;
	return 0;
}

static void return_ticket(struct store *st)
{
	if (st->tickets > 0 && --st->tickets == 0 && st->ticket >= 0)
		ticket_return(st->ticket);
}

/* --- Guards: what every connection is set to, and asked about afterwards --- */

// clang-format off
static const struct { const char *set, *ask, *want; } pragmas[] = {
	{ "PRAGMA journal_mode = TRUNCATE",   "PRAGMA journal_mode",       "truncate" },
	{ "PRAGMA synchronous = EXTRA",       "PRAGMA synchronous",        "3" },
	{ "PRAGMA foreign_keys = ON",         "PRAGMA foreign_keys",       "1" },
	{ "PRAGMA recursive_triggers = ON",   "PRAGMA recursive_triggers", "1" },
	{ "PRAGMA trusted_schema = OFF",      "PRAGMA trusted_schema",     "0" },
	{ "PRAGMA cell_size_check = ON",      "PRAGMA cell_size_check",    "1" },
	{ "PRAGMA mmap_size = 0",             "PRAGMA mmap_size",          "0" },
	{ "PRAGMA secure_delete = ON",        "PRAGMA secure_delete",      "1" },
	{ "PRAGMA temp_store = MEMORY",       "PRAGMA temp_store",         "2" },
	{ "PRAGMA locking_mode = NORMAL",     "PRAGMA locking_mode",       "normal" },
	{ "PRAGMA ignore_check_constraints = OFF", "PRAGMA ignore_check_constraints", "0" },
	{ "PRAGMA cache_size = -16384",       "PRAGMA cache_size",         "-16384" },
	{ "PRAGMA encoding = 'UTF-8'",        "PRAGMA encoding",           "UTF-8" },
};

static const struct { int option, want; } switches[] = {
	{ SQLITE_DBCONFIG_DEFENSIVE,             1 },
	{ SQLITE_DBCONFIG_TRUSTED_SCHEMA,        0 },
	{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	{ SQLITE_DBCONFIG_ENABLE_FKEY,           1 },
	{ SQLITE_DBCONFIG_ENABLE_TRIGGER,        1 },
	{ SQLITE_DBCONFIG_ENABLE_VIEW,           0 },
	{ SQLITE_DBCONFIG_WRITABLE_SCHEMA,       0 },
	{ SQLITE_DBCONFIG_DQS_DML,               0 },
	{ SQLITE_DBCONFIG_DQS_DDL,               0 },
};

static const struct { int id, most; } limits[] = {
	{ SQLITE_LIMIT_ATTACHED,            0 },
	{ SQLITE_LIMIT_LENGTH,              4 << 20 },
	{ SQLITE_LIMIT_SQL_LENGTH,          100000 },
	{ SQLITE_LIMIT_EXPR_DEPTH,          50 },
	{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200 },
	{ SQLITE_LIMIT_VARIABLE_NUMBER,     100 },
	{ SQLITE_LIMIT_TRIGGER_DEPTH,       10 },
	{ SQLITE_LIMIT_WORKER_THREADS,      0 },
};

static const char *const allowed_pragmas[] = {
	"data_version", "quick_check", "integrity_check", "foreign_key_check",
};

static const char *const allowed_functions[] = {
	"count", "min", "max", "sum", "coalesce", "glob", "substr",
};
// clang-format on

static bool is_listed(const char *name, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (name && sqlite3_stricmp(name, list[i]) == 0)
			return true;
	return false;
}

/* What a statement may do once the store is open: read and write rows. Everything else (DDL,
 * ATTACH, settings, functions that reach outside) is refused even where a mistake lets it in. */
static int authorize(void *ctx, int action, const char *first, const char *second,
		     const char *database, const char *trigger)
{
	bool allowed = false;

	(void)ctx, (void)database, (void)trigger;
	if (action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_INSERT ||
	    action == SQLITE_UPDATE || action == SQLITE_DELETE || action == SQLITE_TRANSACTION)
		allowed = true;
	else if (action == SQLITE_FUNCTION)
		allowed = is_listed(second, allowed_functions, ARRAY_SIZE(allowed_functions));
	else if (action == SQLITE_PRAGMA)
		allowed = !second && is_listed(first, allowed_pragmas, ARRAY_SIZE(allowed_pragmas));
	return allowed ? SQLITE_OK : SQLITE_DENY;
}

/* The first column of the first row, as text the caller frees, in *out (NULL when there is none). */
static int ask(sqlite3 *db, const char *sql, char **out)
{
	sqlite3_stmt *q = NULL;
	int rc = sqlite3_prepare_v2(db, sql, -1, &q, NULL);

	*out = NULL;
	if (rc == SQLITE_OK && sqlite3_step(q) == SQLITE_ROW && sqlite3_column_text(q, 0))
		*out = strdup((const char *)sqlite3_column_text(q, 0));
	if (rc == SQLITE_OK)
		return sqlite3_finalize(q);
	return rc;
}

static int ask_int(sqlite3 *db, const char *sql, int64_t *out)
{
	char *text;
	int rc = ask(db, sql, &text);

	*out = text ? strtoll(text, NULL, 10) : 0;
	free(text);
	return rc;
}

static int refuse_setting(const char *name, struct err *err)
{
	return err_set(err, ERR_STORAGE, _("库文件的安全设置“%s”没有生效，不能打开"), name);
}

static int set_pragma(struct store *st, const char *set, const char *question, const char *want,
		      struct err *err)
{
	char *got = NULL;
	int rc = sqlite3_exec(st->db, set, NULL, NULL, NULL);

	if (rc == SQLITE_OK)
		rc = ask(st->db, question, &got);
	if (rc != SQLITE_OK)
		return fail(st, rc, err);
	rc = got && strcmp(got, want) == 0 ? 0 : refuse_setting(set, err);
	free(got);
	return rc;
}

static int set_pragmas(struct store *st, struct err *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(pragmas); i++)
		if (set_pragma(st, pragmas[i].set, pragmas[i].ask, pragmas[i].want, err) < 0)
			return -1;
	if (st->mode == STORE_READ_ONLY)
		return set_pragma(st, "PRAGMA query_only = ON", "PRAGMA query_only", "1", err);
	return 0;
}

/* The guards that touch no file; set before the first byte of it is read. */
static int set_guards(struct store *st, struct err *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(switches); i++) {
		int now = -1;
		sqlite3_db_config(st->db, switches[i].option, switches[i].want, &now);
		if (now != switches[i].want)
			return refuse_setting("db_config", err);
	}
	for (size_t i = 0; i < ARRAY_SIZE(limits); i++) {
		sqlite3_limit(st->db, limits[i].id, limits[i].most);
		if (sqlite3_limit(st->db, limits[i].id, -1) != limits[i].most)
			return refuse_setting("limit", err);
	}
	sqlite3_hard_heap_limit64(HEAP_MOST);
	if (sqlite3_hard_heap_limit64(-1) != HEAP_MOST)
		return refuse_setting("hard_heap_limit", err);
	return set_pragma(st, "PRAGMA busy_timeout = 5000", "PRAGMA busy_timeout", "5000", err);
}

/* --- Whose file is it --- */

static int64_t application_id(const struct store *st)
{
	return st->kind == STORE_TRAINING ? SCHEMA_TRAINING_ID : SCHEMA_APPLICATION_ID;
}

static bool is_other_kind(const struct store *st, int64_t id)
{
	return id != application_id(st) &&
	       (id == SCHEMA_APPLICATION_ID || id == SCHEMA_TRAINING_ID);
}

static int refuse_kind(const struct store *st, struct err *err)
{
	if (st->kind == STORE_TRAINING)
		return err_set(err, ERR_INPUT, _("“%s”是正式的库文件，不能用于培训"), st->path);
	return err_set(err, ERR_INPUT, _("“%s”是培训用的库文件，不能用于正式登记"), st->path);
}

/* *out_version: 0 a new file, else the schema of a file of ours. */
static int identify(struct store *st, sqlite3 *db, int64_t *out_version, struct err *err)
{
	int64_t id = 0, version = 0, tables = 0;
	/* One transaction, so that all answers are of one moment. */
	int rc = sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);

	if (rc == SQLITE_OK)
		rc = ask_int(db, "PRAGMA application_id", &id);
	if (rc == SQLITE_OK)
		rc = ask_int(db, "PRAGMA user_version", &version);
	if (rc == SQLITE_OK && id == 0)
		rc = ask_int(db, "SELECT count(*) FROM sqlite_schema", &tables);
	if (!sqlite3_get_autocommit(db))
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	if (rc == SQLITE_NOTADB)
		return err_set(err, ERR_INPUT, _("“%s”不是登记台的库文件，请另选位置"), st->path);
	if (rc != SQLITE_OK)
		return fail(st, rc, err);
	if (is_other_kind(st, id))
		return refuse_kind(st, err);
	if (id != application_id(st) && (id != 0 || version != 0 || tables != 0))
		return err_set(err, ERR_INPUT,
			       _("“%s”是其他程序的数据库，没有作任何改动，请另选位置"), st->path);
	if (id == application_id(st) && version < 1)
		return fail(st, SQLITE_CORRUPT, err);
	if (version > SCHEMA_STEPS)
		return err_set(err, ERR_INPUT,
			       _("“%s”由更新版本的登记台写成（库结构 %lld，本版只认到 %d），"
				 "没有作任何改动，请先升级本程序"),
			       st->path, (long long)version, SCHEMA_STEPS);
	*out_version = version;
	return 0;
}

/* Bytes that may not stand in the path of a URI as they are. */
static char *uri_of(const char *path)
{
	char *uri = malloc(3 * strlen(path) + 40), *p = uri;

	if (!uri)
		return NULL;
	p += snprintf(p, 6, "file:");
	for (; *path; path++)
		p += strchr("?#% ", *path) ? snprintf(p, 4, "%%%02X", (unsigned char)*path)
					   : snprintf(p, 2, "%c", *path);
	snprintf(p, 26, "?mode=ro&immutable=1");
	return uri;
}

/* Look at a file before it is opened for good. Opening another program's file could already change
 * it: SQLite would roll its journal back or fold its log in. An immutable connection reads the file
 * as it lies, without locks or neighbours; the ticket keeps it from reading under a commit. */
static int probe(struct store *st, struct err *err)
{
	char *uri = uri_of(st->path);
	sqlite3 *db = NULL;
	int64_t version;
	int rc;

	if (!uri)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	rc = sqlite3_open_v2(uri, &db,
			     SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOFOLLOW, NULL);
	rc = rc == SQLITE_OK ? identify(st, db, &version, err) : fail(st, rc, err);
	sqlite3_close(db);
	free(uri);
	return rc;
}

/* --- The schema --- */

/* A step may make a table anew, with references to it standing open meanwhile; none may when it is done. */
static int check_references(sqlite3 *db)
{
	sqlite3_stmt *q = NULL;
	int rc = sqlite3_prepare_v2(db, "PRAGMA foreign_key_check", -1, &q, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(q);
	sqlite3_finalize(q);
	return rc == SQLITE_DONE ? SQLITE_OK : rc == SQLITE_ROW ? SQLITE_CORRUPT : rc;
}

static int migrate_step(struct store *st, struct err *err)
{
	int64_t version = 0;
	int rc;

	if (store_begin(st, err) < 0)
		return -1;
	/* Another desk may have taken the step while we waited. */
	rc = ask_int(st->db, "PRAGMA user_version", &version);
	if (rc == SQLITE_OK && version < SCHEMA_STEPS)
		rc = sqlite3_exec(st->db, schema_steps[version], NULL, NULL, NULL);
	/* The steps make a desk's store; one for training says so itself. */
	if (rc == SQLITE_OK && st->kind == STORE_TRAINING)
		rc = sqlite3_exec(st->db, "PRAGMA application_id = 1836344436", NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = check_references(st->db);
	if (rc == SQLITE_OK)
		return store_commit(st, err);
	store_rollback(st);
	return fail(st, rc, err);
}

static int migrate(struct store *st, int64_t version, struct err *err)
{
	int rc = 0;

	if (version < SCHEMA_STEPS && st->mode == STORE_READ_ONLY)
		return err_set(err, ERR_STORAGE,
			       _("“%s”还是旧结构，请先打开一次登记台，它会自动升级"), st->path);
	if (version >= SCHEMA_STEPS)
		return 0;
	/* The switch means something outside a transaction only. */
	if (sqlite3_db_config(st->db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL) != SQLITE_OK)
		return fail(st, SQLITE_ERROR, err);
	for (; version < SCHEMA_STEPS && rc == 0; version++)
		rc = migrate_step(st, err);
	if (sqlite3_db_config(st->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL) != SQLITE_OK)
		return fail(st, SQLITE_ERROR, err);
	return rc;
}

/* Every object of the schema with its text. The statistics that an administrator's ANALYZE leaves
 * behind hold no code and are let be. */
#define SCHEMA_LISTING                                                                             \
	"SELECT type || ' ' || name AS object, tbl_name || ' ' || coalesce(sql, '') "              \
	"FROM sqlite_schema WHERE name NOT GLOB 'sqlite_stat*' ORDER BY object"

static int refuse_missing(const struct store *st, const char *object, struct err *err)
{
	return err_set(err, ERR_STORAGE,
		       _("“%s”的库结构被改动过（缺少“%s”），不能使用，请用最近的备份恢复"),
		       st->path, object);
}

static int refuse_altered(const struct store *st, const char *object, struct err *err)
{
	return err_set(err, ERR_STORAGE,
		       _("“%s”的库结构被改动过（“%s”与本版不同），不能使用，请用最近的备份恢复"),
		       st->path, object);
}

static int refuse_foreign(const struct store *st, const char *object, struct err *err)
{
	return err_set(err, ERR_STORAGE,
		       _("“%s”的库结构被改动过（多出“%s”），不能使用，请用最近的备份恢复"),
		       st->path, object);
}

/* Name the object where the file differs. A foreign one bears whatever name somebody gave it. */
static int refuse_object(struct store *st, const char *object,
			 int refuse(const struct store *, const char *, struct err *),
			 struct err *err)
{
	char *clean = text_clean(object, strlen(object), NULL);

	snprintf(st->where, sizeof(st->where), "schema %s", clean ? clean : "?");
	free(clean);
	return refuse(st, st->where + strlen("schema "), err);
}

static const char *object_text(sqlite3_stmt *q, int column)
{
	const char *text = (const char *)sqlite3_column_text(q, column);

	return text ? text : "";
}

/* Step through both lists, which have one order, to the first object that is not the same in both.
 * SQLITE_DONE: none; SQLITE_ROW: refused with err set; else a failure. */
static int compare_objects(struct store *st, sqlite3_stmt *want, sqlite3_stmt *got, struct err *err)
{
	for (;;) {
		int w = sqlite3_step(want), g = sqlite3_step(got), order;

		if (w != g && w != SQLITE_ROW && w != SQLITE_DONE)
			return w;
		if (g != SQLITE_ROW && g != SQLITE_DONE)
			return g;
		if (w == SQLITE_DONE && g == SQLITE_DONE)
			return SQLITE_DONE;
		order = w != SQLITE_ROW   ? 1
			: g != SQLITE_ROW ? -1
					  : strcmp(object_text(want, 0), object_text(got, 0));
		if (order < 0)
			refuse_object(st, object_text(want, 0), refuse_missing, err);
		else if (order > 0)
			refuse_object(st, object_text(got, 0), refuse_foreign, err);
		else if (strcmp(object_text(want, 1), object_text(got, 1)) != 0)
			refuse_object(st, object_text(want, 0), refuse_altered, err);
		else
			continue;
		return SQLITE_ROW;
	}
}

static int list_objects(struct store *st, sqlite3 *fresh, struct err *err)
{
	sqlite3_stmt *want = NULL, *got = NULL;
	int rc = sqlite3_prepare_v2(fresh, SCHEMA_LISTING, -1, &want, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(st->db, SCHEMA_LISTING, -1, &got, NULL);
	if (rc == SQLITE_OK)
		rc = compare_objects(st, want, got, err);
	sqlite3_finalize(want);
	sqlite3_finalize(got);
	return rc;
}

/* A table, view or trigger that is not ours, or ours altered, could make the desk's own statements
 * do another's will, so the schema must be, letter by letter, what the steps make. */
static int compare_schema(struct store *st, struct err *err)
{
	sqlite3 *fresh = NULL;
	int rc = sqlite3_open_v2(":memory:", &fresh, SQLITE_OPEN_READWRITE, NULL);

	for (size_t i = 0; i < SCHEMA_STEPS && rc == SQLITE_OK; i++)
		rc = sqlite3_exec(fresh, schema_steps[i], NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = list_objects(st, fresh, err);
	sqlite3_close(fresh);
	if (rc == SQLITE_DONE)
		return 0;
	return rc == SQLITE_ROW ? -1 : fail(st, rc, err);
}

/* --- Opening and closing --- */

static void disconnect(struct store *st)
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
		return fail(st, rc, err);
	if (st->mode == STORE_READ_WRITE && sqlite3_db_readonly(st->db, "main") == 1)
		return fail(st, SQLITE_READONLY, err);
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
	if (!store_file_has_journal(st->path) && probe(st, err) < 0)
		return -1;
	return st->mode == STORE_READ_WRITE ? store_file_make_private(st->path, err) : 0;
}

static int set_up(struct store *st, struct err *err)
{
	int64_t version;

	if (set_guards(st, err) < 0 || identify(st, st->db, &version, err) < 0 ||
	    set_pragmas(st, err) < 0 || migrate(st, version, err) < 0)
		return -1;
	return compare_schema(st, err);
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
	if (find_file(st, &exists, err) == 0 && join_queue(st, err) == 0 &&
	    take_ticket(st, err) == 0 && look_at_file(st, err) == 0 && open_handle(st, err) == 0 &&
	    set_up(st, err) == 0) {
		return_ticket(st);
		sqlite3_set_authorizer(st->db, authorize, NULL);
		if (check_health(st, err) == 0)
			return 0;
	}
	store_rollback(st);
	disconnect(st);
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
	disconnect(st);
	free(st->path);
	free(st);
}

/* A connection whose disk failed is not trusted again: the system may have dropped what it could
 * not write. */
static int ensure_open(struct store *st, struct err *err)
{
	if (st->faulty && st->tx == TX_NONE)
		disconnect(st);
	if (st->db)
		return 0;
	if (connect_file(st, err) < 0)
		return -1;
	if (!st->session || session_renew(st, err) == 0)
		return 0;
	disconnect(st);
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

void store_set_actor(struct store *st, const struct actor *a)
{
	st->actor = a ? *a : (struct actor) { 0 };
	if (st->confirmed != st->actor.staff)
		st->confirmed = 0;
}

static int64_t seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_BOOTTIME, &t);
	return t.tv_sec;
}

static int64_t confirmed_seconds(void)
{
#ifdef MTDESK_TESTING
	const char *seconds = getenv("MTDESK_CONFIRMED");

	if (seconds)
		return strtoll(seconds, NULL, 10);
#endif
	return CONFIRMED_SECONDS;
}

void store_confirm(struct store *st, int64_t staff)
{
	st->confirmed = staff == st->actor.staff ? staff : 0;
	st->confirmed_at = seconds_now();
}

bool store_confirmed(const struct store *st, int64_t staff)
{
	return staff && st->confirmed == staff &&
	       seconds_now() - st->confirmed_at < confirmed_seconds();
}

const struct actor *store_actor(const struct store *st)
{
	return &st->actor;
}

int64_t store_session(const struct store *st)
{
	return st->session;
}

void store_set_session(struct store *st, int64_t session)
{
	st->session = session;
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
	if (ensure_open(st, err) < 0 || take_ticket(st, err) < 0)
		return -1;
	rc = execute(st, "BEGIN IMMEDIATE");
	if (rc == SQLITE_OK) {
		st->tx = TX_WRITE;
		return 0;
	}
	return_ticket(st);
	return fail(st, rc, err);
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
		return_ticket(st);
		return 0;
	}
	if ((rc & 0xFF) == SQLITE_BUSY) {
		store_rollback(st);
		return fail(st, rc, err);
	}
	fail(st, rc, &st->fault);
	disconnect(st);
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
		return_ticket(st);
	st->tx = TX_NONE;
	set_wait(st, WAIT_MS);
}

int store_read_begin(struct store *st, struct err *err)
{
	int rc;

	assert(st->tx == TX_NONE);
	if (ensure_open(st, err) < 0)
		return -1;
	rc = execute(st, "BEGIN");
	if (rc != SQLITE_OK)
		return fail(st, rc, err);
	st->tx = TX_READ;
	return 0;
}

void store_read_end(struct store *st)
{
	store_rollback(st);
}

/* --- Statements --- */

struct stmt *stmt_get(struct store *st, int id)
{
	struct stmt *q = &st->stmts[id];

	assert(!q->out);
	q->rc = ensure_open(st, &st->trouble) < 0 ? SQLITE_CANTOPEN : SQLITE_OK;
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
	return fail(q->store, rc, err);
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
