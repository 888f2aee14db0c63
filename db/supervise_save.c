/* Tables of supervision as files: whole or not at all, and a row in the audit. Declared in db/supervise.h. */
#include <stdio.h>
#include <string.h>

#include "db/desk_clock.h"
#include "db/new_file.h"
#include "db/stmt.h"
#include "db/supervise_parts.h"

/* Which table is saved; one of the three is there. */
struct table {
	enum report_by by;
	const struct report_row *report;
	const struct sample_row *sample;
	const struct question *questions;
	int count;
};

static bool is_workbook(const char *path)
{
	const char *end = strrchr(path, '.');

	return end && strcasecmp(end, ".xlsx") == 0;
}

static int write_book(struct store *st, const char *path, const struct table *t, struct err *err)
{
	struct moment now;

	if (desk_clock_peek(st, &now, err) < 0)
		return -1;
	if (t->report)
		return report_book(path, now.at, t->by, t->report, t->count, err);
	if (t->sample)
		return sample_book(path, now.at, t->sample, t->count, err);
	return questions_book(path, now.at, t->questions, t->count, err);
}

static void write_csv(FILE *out, const struct table *t)
{
	if (t->report)
		report_write(out, t->by, t->report, t->count);
	else if (t->sample)
		sample_write(out, t->sample, t->count);
	else
		questions_write(out, t->questions, t->count);
}

static int write_file(struct store *st, const char *path, const struct table *t, struct err *err)
{
	struct new_file f;
	int rc = 0;

	if (new_file_begin(&f, path, false, err) < 0)
		return -1;
	if (is_workbook(path))
		rc = write_book(st, f.writing, t, err);
	else
		write_csv(f.out, t);
	if (rc == 0)
		return new_file_end(&f, err);
	new_file_abandon(&f);
	return -1;
}

/* Who took a table out of the desk, and how long it was. */
static int note_saved(struct store *st, const char *what, int count, struct err *err)
{
	const struct actor *who = store_actor(st);
	char detail[64];

	snprintf(detail, sizeof(detail), "export=%s rows=%d", what, count);
	return audit_note(
		st,
		&(struct audit_entry) { .act = ACT_SUPERVISE,
					.object = "export",
					.role = role_key(who->roles & ROLE_BIT(ROLE_AUDITOR)
								 ? ROLE_AUDITOR
								 : ROLE_HEAD),
					.detail = detail },
		err);
}

int report_save_as(struct store *st, const char *path, enum report_by by,
		   const struct report_row *rows, int count, struct err *err)
{
	return write_file(st, path, &(struct table) { .by = by, .report = rows, .count = count },
			  err);
}

int report_save(struct store *st, const char *path, enum report_by by,
		const struct report_row *rows, int count, struct err *err)
{
	if (report_save_as(st, path, by, rows, count, err) < 0)
		return -1;
	return note_saved(st, report_by_key(by), count, err);
}

int sample_save(struct store *st, const char *path, const struct sample_row *rows, int count,
		struct err *err)
{
	if (write_file(st, path, &(struct table) { .sample = rows, .count = count }, err) < 0)
		return -1;
	return note_saved(st, "sample", count, err);
}

int questions_save(struct store *st, const char *path, const struct question *rows, int count,
		   struct err *err)
{
	if (write_file(st, path, &(struct table) { .questions = rows, .count = count }, err) < 0)
		return -1;
	return note_saved(st, "questions", count, err);
}
