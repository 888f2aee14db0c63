/* Tables of supervision as workbooks. Declared in supervise_parts.h. */
#include "db/supervise_parts.h"
#include "db/xlsx.h"

static int finish(struct xlsx_writer *w, int rc, struct err *err)
{
	if (rc == 0)
		return xlsx_end(w, err);
	xlsx_abandon(w);
	return -1;
}

int report_book(const char *path, const char *moment, enum report_by by,
		const struct report_row *rows, int count, struct err *err)
{
	static const bool numbers[REPORT_COLUMNS] = { false, true, true, true, true, true };
	const char *head[REPORT_COLUMNS];
	struct xlsx_writer *w = NULL;
	int rc;

	report_head(by, head);
	if (xlsx_begin(path, _("统计表"), moment, head, REPORT_COLUMNS, &w, err) < 0)
		return -1;
	rc = 0;
	for (int i = 0; i < count && rc == 0; i++) {
		struct report_cells row;

		report_cells(&rows[i], &row);
		rc = xlsx_row(w, row.cells, numbers, err);
	}
	return finish(w, rc, err);
}

int sample_book(const char *path, const char *moment, const struct sample_row *rows, int count,
		struct err *err)
{
	const char *head[SAMPLE_COLUMNS];
	struct xlsx_writer *w = NULL;
	int rc;

	sample_head(head);
	if (xlsx_begin(path, _("监督抽查"), moment, head, SAMPLE_COLUMNS, &w, err) < 0)
		return -1;
	rc = 0;
	for (int i = 0; i < count && rc == 0; i++) {
		struct sample_cells row;

		sample_cells(&rows[i], &row);
		rc = xlsx_row(w, row.cells, NULL, err);
	}
	return finish(w, rc, err);
}

int questions_book(const char *path, const char *moment, const struct question *rows, int count,
		   struct err *err)
{
	const char *const head[] = { questions_head() };
	struct xlsx_writer *w = NULL;
	int rc;

	if (xlsx_begin(path, questions_head(), moment, head, 1, &w, err) < 0)
		return -1;
	rc = 0;
	for (int i = 0; i < count && rc == 0; i++) {
		const char *const cells[] = { rows[i].text };

		rc = xlsx_row(w, cells, NULL, err);
	}
	return finish(w, rc, err);
}
