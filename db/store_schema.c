/* The schema of an open store: brought up to date, and then compared letter by letter. */
#include "db/store_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/schema/schema.h"
#include "forms/text.h"

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
	rc = store_ask_int(st->db, "PRAGMA user_version", &version);
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
	return store_fail(st, rc, err);
}

int store_migrate(struct store *st, int64_t version, struct err *err)
{
	int rc = 0;

	if (version < SCHEMA_STEPS && st->mode == STORE_READ_ONLY)
		return err_set(err, ERR_STORAGE,
			       _("“%s”还是旧结构，请先打开一次登记台，它会自动升级"), st->path);
	if (version >= SCHEMA_STEPS)
		return 0;
	/* The switch means something outside a transaction only. */
	if (sqlite3_db_config(st->db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL) != SQLITE_OK)
		return store_fail(st, SQLITE_ERROR, err);
	for (; version < SCHEMA_STEPS && rc == 0; version++)
		rc = migrate_step(st, err);
	if (sqlite3_db_config(st->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL) != SQLITE_OK)
		return store_fail(st, SQLITE_ERROR, err);
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
int store_compare_schema(struct store *st, struct err *err)
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
	return rc == SQLITE_ROW ? -1 : store_fail(st, rc, err);
}
