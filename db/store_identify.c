/* Whose file is it: a desk's own, one for training, another program's, or a newer desk's. */
#include "db/store_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/schema/schema.h"

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

int store_identify(struct store *st, sqlite3 *db, int64_t *out_version, struct err *err)
{
	int64_t id = 0, version = 0, tables = 0;
	/* One transaction, so that all answers are of one moment. */
	int rc = sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);

	if (rc == SQLITE_OK)
		rc = store_ask_int(db, "PRAGMA application_id", &id);
	if (rc == SQLITE_OK)
		rc = store_ask_int(db, "PRAGMA user_version", &version);
	if (rc == SQLITE_OK && id == 0)
		rc = store_ask_int(db, "SELECT count(*) FROM sqlite_schema", &tables);
	if (!sqlite3_get_autocommit(db))
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	if (rc == SQLITE_NOTADB)
		return err_set(err, ERR_INPUT, _("“%s”不是登记台的库文件，请另选位置"), st->path);
	if (rc != SQLITE_OK)
		return store_fail(st, rc, err);
	if (is_other_kind(st, id))
		return refuse_kind(st, err);
	if (id != application_id(st) && (id != 0 || version != 0 || tables != 0))
		return err_set(err, ERR_INPUT,
			       _("“%s”是其他程序的数据库，没有作任何改动，请另选位置"), st->path);
	if (id == application_id(st) && version < 1)
		return store_fail(st, SQLITE_CORRUPT, err);
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
int store_probe(struct store *st, struct err *err)
{
	char *uri = uri_of(st->path);
	sqlite3 *db = NULL;
	int64_t version;
	int rc;

	if (!uri)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	rc = sqlite3_open_v2(uri, &db,
			     SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOFOLLOW, NULL);
	rc = rc == SQLITE_OK ? store_identify(st, db, &version, err) : store_fail(st, rc, err);
	sqlite3_close(db);
	free(uri);
	return rc;
}
