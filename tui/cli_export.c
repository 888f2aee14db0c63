/* mtdesk export: filings out, as a table or as the national platform's requests. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/exports.h"
#include "forms/text.h"
#include "tui/cli.h"

/* ---- what is asked for ---- */

static int read_encoding(const struct cli *cli, struct export_request *req)
{
	char *name = cli->encoding ? cli_text(cli->encoding) : NULL;
	bool known = !cli->encoding || (name && encoding_parse(name, &req->encoding) &&
					req->encoding != ENCODING_AUTO);
	int rc = 0;

	/* A spreadsheet knows UTF-8 by its mark alone. */
	req->mark = !cli->encoding || cli->bom;
	if (!known) {
		cli_complain(_("没有“%s”这种编码；--encoding 请写 GBK、GB18030 或 UTF-8"),
			     name ? name : "?");
		rc = EXIT_USAGE;
	} else if (cli->bom && req->encoding != ENCODING_UTF8) {
		cli_complain("%s", _("--bom 只用于 UTF-8；请去掉 --bom"));
		rc = EXIT_USAGE;
	}
	free(name);
	return rc;
}

/* A state by its stored name or the word that is shown. */
static enum filing_state find_state(const char *word)
{
	enum filing_state state = state_by_name(word);

	for (int s = 0; state == STATE_COUNT && s < STATE_COUNT; s++)
		if (strcmp(word, state_label((enum filing_state)s)) == 0)
			state = (enum filing_state)s;
	return state;
}

static int add_state(const char *word, unsigned *out)
{
	enum filing_state state = find_state(word);

	if (strcmp(word, "all") == 0)
		*out |= (1u << STATE_COUNT) - 1;
	else if (state != STATE_COUNT)
		*out |= 1u << state;
	else
		cli_complain(_("没有“%s”这种状态；请写 filed、history、revoked 等，或 all"), word);
	return *out ? 0 : EXIT_USAGE;
}

static int read_states(const struct cli *cli, struct export_request *req)
{
	char *list = cli->state ? cli_text(cli->state) : NULL, *at = list, *word;
	int rc = 0;

	while (rc == 0 && at && (word = strsep(&at, ",")) != NULL) {
		unsigned found = 0;

		rc = add_state(word, &found);
		req->states |= found;
	}
	free(list);
	return rc;
}

static int read_day(const char *arg, const char *option, char out[DATE_TEXT_SIZE])
{
	char *text = arg ? cli_text(arg) : NULL;
	struct date day;
	int rc = 0;

	out[0] = '\0';
	if (arg && (!text || date_parse_typed(text, &day) < 0)) {
		cli_complain(_("%s 的“%s”不是日期；请写成 2026-01-01"), option, text ? text : "?");
		rc = EXIT_USAGE;
	} else if (arg) {
		date_format(day, out);
	}
	free(text);
	return rc;
}

/* The days are the caller's, so that they live as long as the request. */
struct period {
	char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];
};

static int read_period(const struct cli *cli, struct period *p, struct export_request *req)
{
	if (read_day(cli->from, "--from", p->from) || read_day(cli->to, "--to", p->to))
		return EXIT_USAGE;
	if (*p->from && *p->to && strcmp(p->from, p->to) > 0) {
		cli_complain("%s", _("起始日期晚于截止日期；请核对 --from 和 --to"));
		return EXIT_USAGE;
	}
	req->from = *p->from ? p->from : NULL;
	req->to = *p->to ? p->to : NULL;
	return 0;
}

static int read_output(const struct cli *cli, struct export_request *req)
{
	bool stream = !cli->output || strcmp(cli->output, "-") == 0;

	req->path = cli->output;
	if (!stream)
		return 0;
	if (req->format == EXPORT_XLSX || (!cli->output && isatty(STDOUT_FILENO))) {
		cli_complain("%s", _("请用 -o 写明存成哪个文件"));
		return EXIT_USAGE;
	}
	req->stream = stdout;
	return 0;
}

static int read_request(const struct cli *cli, struct period *p, struct export_request *req)
{
	int rc = read_encoding(cli, req);

	req->columns = cli->full ? COLUMNS_FULL : COLUMNS_LEDGER;
	req->mask = cli->mask;
	if (rc == 0)
		rc = read_states(cli, req);
	if (rc == 0)
		rc = read_period(cli, p, req);
	return rc ? rc : read_output(cli, req);
}

/* ---- tables ---- */

static void tell(const struct cli *cli, const struct export_result *r)
{
	char *path = cli->output ? cli_text(cli->output) : NULL;

	cli_print(_("已导出 %llu 件到“%s”，SM3 %s\n"), (unsigned long long)r->rows,
		  path ? path : "", r->sm3);
	free(path);
}

/* What stands in the filings or in the rights is found wrong; the rest is trouble. */
static int fail(const struct export_result *r, const struct err *err)
{
	cli_complain("%s", err->msg);
	return r->faults > 0 || r->none || err->code == ERR_NOT_ALLOWED ||
			       err->code == ERR_CANCELLED
		       ? EXIT_FOUND
		       : EXIT_UNUSABLE;
}

static int write_table(const struct cli *cli, struct store *st, const struct export_request *req)
{
	struct export_result result = { 0 };
	struct cli_progress progress = { 0 };
	struct err err = { 0 };
	struct actor who;
	int rc = cli_actor(cli, st, &who), wrote;

	if (rc)
		return rc;
	wrote = exports_write(st, &who, req, cli_progress, &progress, &result, &err);
	cli_progress_end(&progress);
	if (wrote < 0)
		rc = fail(&result, &err);
	else if (!req->stream)
		tell(cli, &result);
	cli_actor_leave(st, &who);
	return rc;
}

static int export_table(const struct cli *cli, enum export_format format)
{
	struct export_request req = { .format = format };
	struct store *st = NULL;
	struct period period;
	int rc = read_request(cli, &period, &req);

	if (rc == 0)
		rc = cli_store(cli, STORE_READ_WRITE, &st);
	if (rc == 0)
		rc = write_table(cli, st, &req);
	store_close(st);
	return rc;
}

static int export_csv(const struct cli *cli)
{
	return export_table(cli, EXPORT_CSV);
}

static int export_xlsx(const struct cli *cli)
{
	return export_table(cli, EXPORT_XLSX);
}

/* ---- the command ---- */

static const struct {
	const char *name;
	int (*run)(const struct cli *cli);
} formats[] = {
	{ "csv", export_csv },
	{ "xlsx", export_xlsx },
};

int cli_export(const struct cli *cli)
{
	if (cli_platform_exports(cli))
		return cli_platform_export(cli);
	for (size_t i = 0; cli->format && i < ARRAY_SIZE(formats); i++)
		if (strcmp(cli->format, formats[i].name) == 0)
			return formats[i].run(cli);
	cli_complain("%s", _("请写 --format csv、xlsx、json2503 或 json2504"));
	return EXIT_USAGE;
}
