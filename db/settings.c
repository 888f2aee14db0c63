#include "db/settings.h"

#include <stdio.h>
#include <string.h>

#include "db/staff_parts.h"
#include "db/stmt.h"

#define SETTING(name, text, act)                                                                   \
	{                                                                                          \
#name, offsetof(struct settings, name), sizeof(((struct settings *)NULL)->name),   \
			text, act                                                                  \
	}
#define EVERYBODYS ACT_PASSWORD

// clang-format off
static const struct row {
	const char *key;
	size_t offset, size;
	const char *usual;
	enum act act;
} rows[] = {
	SETTING(region,          "5111",  ACT_PACKS),
	SETTING(packs_off,       "",      ACT_PACKS),
	SETTING(password_days,   "90",    ACT_STAFF),
	SETTING(ambiguous_width, "auto",  EVERYBODYS),
	SETTING(borders,         "lines", EVERYBODYS),
};
// clang-format on

static const char *value_of(const struct settings *s, const struct row *r)
{
	return (const char *)s + r->offset;
}

void settings_defaults(struct settings *s)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		snprintf((char *)s + rows[i].offset, rows[i].size, "%s", rows[i].usual);
}

/* A key of another release is left alone. */
static void take_over(struct settings *s, struct stmt *q)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (strcmp(rows[i].key, stmt_text(q, 0)) == 0)
			stmt_copy_text(q, 1, (char *)s + rows[i].offset, rows[i].size);
}

int settings_load(struct store *st, struct settings *s, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_SETTING_LIST);
	int rc;

	settings_defaults(s);
	while ((rc = stmt_step(q, err)) == 1)
		take_over(s, q);
	stmt_done(q);
	return rc;
}

static int keep_one(struct store *st, const struct row *r, const struct settings *s,
		    struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_SETTING_SET);

	stmt_bind_text(q, 1, r->key);
	stmt_bind_text(q, 2, value_of(s, r));
	return stmt_run(q, err);
}

int settings_keep(struct store *st, const struct settings *s, struct err *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (keep_one(st, &rows[i], s, err) < 0)
			return -1;
	return 0;
}

int settings_save(struct store *st, const struct settings *s, struct err *err)
{
	if (store_begin(st, err) < 0)
		return -1;
	if (settings_keep(st, s, err) < 0) {
		store_rollback(st);
		return -1;
	}
	return store_commit(st, err);
}

/* ---- by a person ---- */

enum act settings_act(size_t offset)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].offset == offset)
			return rows[i].act;
	return ACT_COUNT;
}

static int note_change(struct store *st, const struct row *r, const char *before, const char *after,
		       struct err *err)
{
	char object[AUDIT_OBJECT_SIZE], reason[512], digest[SM3_HEX_SIZE];

	snprintf(object, sizeof(object), "setting:%s", r->key);
	snprintf(reason, sizeof(reason), "%.200s → %.200s", before, after);
	if (sm3_hex_of(after, strlen(after), digest) < 0)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	return audit_append(
		st,
		&(struct audit_entry) {
			.act = r->act, .object = object, .reason = reason, .detail = digest },
		NULL, err);
}

static int change_one(struct store *st, const struct actor *who, const struct row *r,
		      const struct settings *before, const struct settings *s, struct err *err)
{
	if (strcmp(value_of(before, r), value_of(s, r)) == 0)
		return 0;
	if (staff_may(st, who, r->act, err) < 0 || keep_one(st, r, s, err) < 0)
		return -1;
	if (r->act == EVERYBODYS)
		return 0;
	return note_change(st, r, value_of(before, r), value_of(s, r), err);
}

int settings_change(struct store *st, const struct actor *who, const struct settings *s,
		    struct err *err)
{
	struct settings before;
	int rc;

	if (store_begin(st, err) < 0)
		return -1;
	rc = settings_load(st, &before, err);
	for (size_t i = 0; i < ARRAY_SIZE(rows) && rc == 0; i++) {
		char object[AUDIT_OBJECT_SIZE];

		snprintf(object, sizeof(object), "setting:%s", rows[i].key);
		if (change_one(st, who, &rows[i], &before, s, err) < 0)
			return refuse_and_note(st, rows[i].act, object, err);
	}
	if (rc == 0)
		return store_commit(st, err);
	store_rollback(st);
	return -1;
}
