#include "db/settings.h"

#include <stdio.h>
#include <string.h>

#include "db/stmt.h"

#define SETTING(name, text)                                                                        \
	{                                                                                          \
#name, offsetof(struct settings, name), sizeof(((struct settings *)NULL)->name),   \
			text                                                                       \
	}

static const struct {
	const char *key;
	size_t offset, size;
	const char *usual;
} rows[] = {
	SETTING(region, "5111"),          SETTING(institution, ""),  SETTING(clerk, ""),
	SETTING(ambiguous_width, "auto"), SETTING(borders, "lines"), SETTING(packs_off, ""),
	SETTING(password_days, "90"),
};

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

int settings_keep(struct store *st, const struct settings *s, struct err *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct stmt *q = stmt_get(st, STMT_SETTING_SET);

		stmt_bind_text(q, 1, rows[i].key);
		stmt_bind_text(q, 2, (const char *)s + rows[i].offset);
		if (stmt_run(q, err) < 0)
			return -1;
	}
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
