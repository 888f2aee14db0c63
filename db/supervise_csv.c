/* Tables of supervision as cells, and as CSV. Declared in db/supervise.h and supervise_parts.h. */
#include <stdio.h>
#include <string.h>

#include "db/cell_guard.h"
#include "db/supervise_parts.h"
#include "forms/text.h"

#define UTF8_MARK "\xEF\xBB\xBF"

/* ---- cells ---- */

void report_head(enum report_by by, const char *out[REPORT_COLUMNS])
{
	static const char *const counts[] = { N_("备案"), N_("不予认定"), N_("退回"), N_("撤销"),
					      N_("与参考标准不同") };

	out[0] = _(report_by_label(by));
	for (size_t i = 0; i < ARRAY_SIZE(counts); i++)
		out[i + 1] = _(counts[i]);
}

void report_cells(const struct report_row *row, struct report_cells *out)
{
	const int64_t counts[] = { row->filed, row->declined, row->returned, row->revoked,
				   row->overridden };

	out->cells[0] = row->key;
	for (size_t i = 0; i < ARRAY_SIZE(counts); i++) {
		snprintf(out->counts[i], sizeof(out->counts[i]), "%lld", (long long)counts[i]);
		out->cells[i + 1] = out->counts[i];
	}
}

void sample_head(const char *out[SAMPLE_COLUMNS])
{
	static const char *const head[SAMPLE_COLUMNS] = { N_("受理号"),   N_("姓名"),
							  N_("证件号码"), N_("病种编码"),
							  N_("病种名称"), N_("状态"),
							  N_("抽样"),     N_("认定") };

	for (size_t i = 0; i < SAMPLE_COLUMNS; i++)
		out[i] = _(head[i]);
}

void sample_cells(const struct sample_row *row, struct sample_cells *out)
{
	const struct filing_brief *b = &row->brief;
	const char *const cells[SAMPLE_COLUMNS] = { b->no,
						    b->psn_name,
						    out->certno,
						    b->opsp_dise_code,
						    b->opsp_dise_name,
						    _(state_label(b->state)),
						    row->drawn ? _("抽中") : "",
						    row->override ? _("与参考标准不同") : "" };

	text_mask_certno(b->certno, out->certno, sizeof(out->certno));
	memcpy(out->cells, cells, sizeof(cells));
}

const char *questions_head(void)
{
	return _("值得一问");
}

/* ---- CSV ---- */

/* Every cell of text in quotes, and none that a spreadsheet would take for a formula. */
static void put_cell(FILE *out, const char *text, bool last)
{
	fputs(cell_guarded(text) ? "\"'" : "\"", out);
	for (; *text; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputs(last ? "\"\r\n" : "\",", out);
}

static void put_cells(FILE *out, const char *const *cells, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put_cell(out, cells[i], i + 1 == count);
}

void report_write(FILE *out, enum report_by by, const struct report_row *rows, int count)
{
	const char *head[REPORT_COLUMNS];

	report_head(by, head);
	fputs(UTF8_MARK, out);
	put_cells(out, head, REPORT_COLUMNS);
	for (int i = 0; i < count; i++) {
		struct report_cells row;

		report_cells(&rows[i], &row);
		put_cell(out, row.cells[0], false);
		for (size_t c = 1; c < REPORT_COLUMNS; c++)
			fprintf(out, "%s%s", row.cells[c], c + 1 < REPORT_COLUMNS ? "," : "\r\n");
	}
}

void sample_write(FILE *out, const struct sample_row *rows, int count)
{
	const char *head[SAMPLE_COLUMNS];

	sample_head(head);
	fputs(UTF8_MARK, out);
	put_cells(out, head, SAMPLE_COLUMNS);
	for (int i = 0; i < count; i++) {
		struct sample_cells row;

		sample_cells(&rows[i], &row);
		put_cells(out, row.cells, SAMPLE_COLUMNS);
	}
}

void questions_write(FILE *out, const struct question *rows, int count)
{
	fputs(UTF8_MARK, out);
	put_cell(out, questions_head(), true);
	for (int i = 0; i < count; i++)
		put_cell(out, rows[i].text, true);
}
