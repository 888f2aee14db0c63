/* mtdesk report, mtdesk day, mtdesk sample: supervision without a screen. */
#include <stdlib.h>
#include <string.h>

#include "db/supervise.h"
#include "forms/text.h"
#include "tui/cli.h"

#define ROWS_MOST 1000

/* ---- tables ---- */

static void print_table(enum report_by by, const struct report_row *rows, int n)
{
	cli_print("%s\t%s\t%s\t%s\t%s\t%s\n", _(report_by_label(by)), _("备案"), _("不予认定"),
		  _("退回"), _("撤销"), _("异于参考"));
	for (int i = 0; i < n; i++)
		cli_print("%s\t%lld\t%lld\t%lld\t%lld\t%lld\n", rows[i].key,
			  (long long)rows[i].filed, (long long)rows[i].declined,
			  (long long)rows[i].returned, (long long)rows[i].revoked,
			  (long long)rows[i].overridden);
}

/* Where the rows go: a file, or standard output. */
static int put_table(const struct cli *cli, struct store *st, enum report_by by,
		     const struct report_row *rows, int n, struct err *err)
{
	if (cli->output)
		return report_save_as(st, cli->output, by, rows, n, err);
	if (cli->csv)
		report_write(stdout, by, rows, n);
	else
		print_table(by, rows, n);
	return 0;
}

static int make_table(const struct cli *cli, struct store *st, enum report_by by)
{
	struct report_row *rows = calloc(ROWS_MOST, sizeof(*rows));
	struct err err = { 0 };
	struct date from, to;
	int n, rc = cli_period(cli, &from, &to);

	if (rc) {
		free(rows);
		return rc;
	}
	n = rows ? report_make(st, by, from, to, rows, ROWS_MOST, &err)
		 : err_set(&err, ERR_MEMORY, "%s", _("内存不足"));
	if (n >= 0)
		n = put_table(cli, st, by, rows, n, &err);
	free(rows);
	return n < 0 ? cli_fail(&err) : EXIT_DONE;
}

int cli_report(const struct cli *cli)
{
	enum report_by by = report_by_name(cli->by ? cli->by : "");
	struct store *st = NULL;
	int rc;

	if (by == REPORT_BY_COUNT) {
		cli_complain("%s", _("请写 --by disease、doctor、institution 或 month"));
		return EXIT_USAGE;
	}
	rc = cli_store(cli, STORE_READ_ONLY, &st);
	if (rc == 0)
		rc = make_table(cli, st, by);
	store_close(st);
	return rc;
}

/* ---- the day sheet ---- */

static void print_sheet(const struct day_sheet *sheet)
{
	struct day_total totals[ACT_COUNT];
	size_t count = day_totals(sheet, totals);
	char line[ANCHOR_LINE_SIZE];

	cli_print("%s\t%s\n", _("日结单"), sheet->day);
	for (size_t i = 0; i < count; i++)
		cli_print("%s\t%lld\n", _(totals[i].label), (long long)totals[i].count);
	cli_print("%s\t%lld\n", _("未办成"), (long long)sheet->refused);
	cli_print("%s\t%lld\t%lld\n", _("审计链"), (long long)sheet->first_seq,
		  (long long)sheet->last_seq);
	if (sheet->anchor.size == 0) {
		cli_print("%s\t%s\n", _("锚点"), _("未日结"));
		return;
	}
	anchor_format(&sheet->anchor, line);
	cli_print("%s\t%s\n", _("锚点"), line);
}

int cli_day(const struct cli *cli)
{
	struct day_sheet sheet;
	struct store *st = NULL;
	struct err err = { 0 };
	struct date day;
	int rc = cli_date(cli, &day);

	if (rc == 0)
		rc = cli_store(cli, STORE_READ_ONLY, &st);
	if (rc == 0) {
		if (day_sheet(st, day, &sheet, &err) < 0)
			rc = cli_fail(&err);
		else
			print_sheet(&sheet);
	}
	store_close(st);
	return rc;
}

/* ---- the sample ---- */

static void print_sample(const struct sample_row *rows, int n)
{
	for (int i = 0; i < n; i++) {
		const struct filing_brief *b = &rows[i].brief;
		char certno[4 * sizeof(b->certno) + 1];

		text_mask_certno(b->certno, certno, sizeof(certno));
		cli_print("%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", b->no, b->psn_name, certno,
			  b->opsp_dise_code, b->opsp_dise_name, _(state_label(b->state)),
			  rows[i].drawn ? _("抽中") : "", rows[i].override ? _("异于参考") : "");
	}
}

static int draw_sample(const struct cli *cli, struct store *st, const struct sample_ask *ask)
{
	struct sample_row *rows = calloc(2 * SAMPLE_MOST, sizeof(*rows));
	struct err err = { 0 };
	int64_t population = 0;
	int n = rows ? sample_draw(st, NULL, ask, rows, 2 * SAMPLE_MOST, &population, &err)
		     : err_set(&err, ERR_MEMORY, "%s", _("内存不足"));

	if (n >= 0 && cli->csv)
		sample_write(stdout, rows, n);
	else if (n >= 0)
		print_sample(rows, n);
	free(rows);
	return n < 0 ? cli_fail(&err) : EXIT_DONE;
}

static int read_size(const char *text)
{
	char *end;
	long size = strtol(text, &end, 10);

	return *text && !*end && size > 0 && size <= SAMPLE_MOST ? (int)size : -1;
}

/* The draw leaves its row in the audit, so the store is opened for writing. */
int cli_sample(const struct cli *cli)
{
	struct sample_ask ask = { .size = cli->size ? read_size(cli->size) : -1 };
	char *seed = cli->seed ? cli_text(cli->seed) : NULL;
	struct store *st = NULL;
	int rc;

	if (!seed || !*seed || ask.size < 0) {
		cli_complain(_("请写 --seed 和 --size，件数 1 至 %d"), SAMPLE_MOST);
		free(seed);
		return EXIT_USAGE;
	}
	ask.seed = seed;
	rc = cli_period(cli, &ask.from, &ask.to);
	if (rc == 0)
		rc = cli_store(cli, STORE_READ_ONLY, &st);
	store_close(st);
	st = NULL;
	if (rc == 0)
		rc = cli_store(cli, STORE_READ_WRITE, &st);
	if (rc == 0)
		rc = draw_sample(cli, st, &ask);
	store_close(st);
	free(seed);
	return rc;
}
