#include "db/verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/verify_parts.h"

int verify_broken(struct verify *v, const char *table, int64_t id, const char *field,
		  const char *fmt, ...)
{
	char number[24] = "";
	va_list ap;

	if (id)
		snprintf(number, sizeof(number), " %lld", (long long)id);
	snprintf(v->out->where, sizeof(v->out->where), "%s%s%s%s", table, number, field ? " " : "",
		 field ? field : "");
	va_start(ap, fmt);
	vsnprintf(v->out->msg, sizeof(v->out->msg), fmt, ap);
	va_end(ap);
	v->out->result = VERIFY_BROKEN;
	return 1;
}

int verify_number(struct verify *v, enum stmt_id id, int64_t key, int64_t *out)
{
	struct stmt *q = stmt_get(v->st, id);

	stmt_bind_int(q, 1, key);
	return stmt_fetch_int(q, out, v->err);
}

int verify_sm3(struct verify *v, const char *text, size_t len, char out[SM3_HEX_SIZE])
{
	return sm3_hex_of(text, len, out) == 0 ? 0 : err_set(v->err, ERR_MEMORY, _("内存不足"));
}

int verify_odd(struct verify *v, int64_t before, const char *table, int64_t id)
{
	if (store_odd_texts(v->st) == before)
		return 0;
	return verify_broken(v, table, id, NULL, _("有一处文字超长或含空字符：不是由登记台写入的"));
}

int verify_each(struct verify *v, const char *table, enum stmt_id next,
		int look(struct verify *v, int64_t id))
{
	int64_t id = INT64_MIN;
	int rc;

	while ((rc = verify_number(v, next, id, &id)) == 1) {
		int64_t odd = store_odd_texts(v->st);

		if (store_read_begin(v->st, v->err) < 0)
			return -1;
		rc = look(v, id);
		store_read_end(v->st);
		if (rc == 0)
			rc = verify_odd(v, odd, table, id);
		if (rc != 0)
			return rc;
	}
	return rc;
}

/* --- The database itself --- */

/* Pages, indexes and constraints, by SQLite's own long look. */
static int verify_integrity(struct verify *v)
{
	struct stmt *q = stmt_get(v->st, STMT_INTEGRITY_CHECK);
	char said[256] = "ok";
	int rc = stmt_step(q, v->err);

	if (rc == 1)
		stmt_copy_text(q, 0, said, sizeof(said));
	stmt_done(q);
	if (rc < 0 || strcmp(said, "ok") == 0)
		return rc < 0 ? -1 : 0;
	return verify_broken(v, "file", 0, NULL,
			     _("库文件已损坏（%s），请停止登记，用最近的备份恢复"), said);
}

/* Every reference between tables leads to a row. */
static int verify_references(struct verify *v)
{
	struct stmt *q = stmt_get(v->st, STMT_FOREIGN_KEY_CHECK);
	char table[64] = "", parent[64] = "";
	int64_t row = 0;
	int rc = stmt_step(q, v->err);

	if (rc == 1) {
		stmt_copy_text(q, 0, table, sizeof(table));
		row = stmt_int(q, 1);
		stmt_copy_text(q, 2, parent, sizeof(parent));
	}
	stmt_done(q);
	if (rc != 1)
		return rc;
	return verify_broken(v, table, row, NULL,
			     _("“%s”表的一行指向“%s”表中不存在的记录：那条记录被删去或改号"), table,
			     parent);
}

static int load_desk(struct verify *v)
{
	int64_t odd = store_odd_texts(v->st);
	int rc = desk_identity_load(v->st, &v->desk, v->err);

	v->is_set_up = rc == 1;
	return rc < 0 ? -1 : verify_odd(v, odd, "desk", 0);
}

/* --- In order --- */

static int run_steps(struct verify *v)
{
	static int (*const steps[])(struct verify *) = {
		verify_integrity,  load_desk,       verify_chain,     verify_audited,
		verify_references, verify_registry, verify_acts,      verify_versions,
		verify_filings,    verify_imports,  verify_numbers,   verify_materials,
		verify_bundles,    verify_prints,
	};
	int rc = 0;

	for (size_t i = 0; i < ARRAY_SIZE(steps) && rc == 0; i++)
		rc = steps[i](v);
	return rc;
}

/* Damage that was only met on the way is a finding too. */
static int conclude(struct verify *v, int rc)
{
	if (rc < 0 && store_where(v->st)[0]) {
		verify_broken(v, store_where(v->st), 0, NULL, "%s", v->err->msg);
		return 0;
	}
	if (rc == 0)
		v->out->result = v->out->covered > 0 ? VERIFY_SOUND : VERIFY_UNPROVEN;
	return rc < 0 ? -1 : 0;
}

/* A store of either kind. */
static int open_look(const char *path, struct store **out, char where[STORE_WHERE_SIZE],
		     struct err *err)
{
	struct err other;

	if (store_open_look(path, STORE_DESK, out, where, err) == 0)
		return 0;
	if (*where || err->code != ERR_INPUT)
		return -1;
	if (store_open_look(path, STORE_TRAINING, out, where, &other) == 0)
		return 0;
	if (*where)
		*err = other;
	return -1;
}

int verify_store(const char *path, const struct anchor *anchors, size_t count,
		 struct verify_report *out, struct err *err)
{
	struct verify *v = calloc(1, sizeof(*v));
	struct err own = { 0 };
	char where[STORE_WHERE_SIZE];
	int rc;

	if (!v)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	*out = (struct verify_report) { 0 };
	*v = (struct verify) {
		.out = out, .err = &own, .outside = anchors, .outside_count = count
	};
	rc = open_look(path, &v->st, where, &own);
	if (rc == 0) {
		rc = conclude(v, run_steps(v));
		store_close(v->st);
	} else if (*where) {
		verify_broken(v, where, 0, NULL, "%s", own.msg);
		rc = 0;
	}
	if (rc < 0 && err)
		*err = own;
	free(v);
	return rc;
}
