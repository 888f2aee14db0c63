/* The guards of a connection: what each is set to, and asked about afterwards. */
#include "db/store_parts.h"

#include <stdlib.h>
#include <string.h>

#define HEAP_MOST (64 << 20) /* bytes; sorting the widest search of a million filings stays below */

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

void store_set_authorizer(struct store *st)
{
	sqlite3_set_authorizer(st->db, authorize, NULL);
}

int store_ask(sqlite3 *db, const char *sql, char **out)
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

int store_ask_int(sqlite3 *db, const char *sql, int64_t *out)
{
	char *text;
	int rc = store_ask(db, sql, &text);

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
		rc = store_ask(st->db, question, &got);
	if (rc != SQLITE_OK)
		return store_fail(st, rc, err);
	rc = got && strcmp(got, want) == 0 ? 0 : refuse_setting(set, err);
	free(got);
	return rc;
}

int store_set_pragmas(struct store *st, struct err *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(pragmas); i++)
		if (set_pragma(st, pragmas[i].set, pragmas[i].ask, pragmas[i].want, err) < 0)
			return -1;
	if (st->mode == STORE_READ_ONLY)
		return set_pragma(st, "PRAGMA query_only = ON", "PRAGMA query_only", "1", err);
	return 0;
}

int store_set_guards(struct store *st, struct err *err)
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
