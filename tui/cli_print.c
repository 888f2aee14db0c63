/* mtdesk print: a sheet as PDF, or to a printer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/prints.h"
#include "tui/cli.h"

static int usage(const char *why)
{
	cli_complain("%s", why);
	return EXIT_USAGE;
}

/* ---- what is asked for ---- */

static int unknown_kind(const char *name)
{
	char *shown = cli_text(name), kinds[256] = "";

	for (int p = 0; p < PAPER_COUNT; p++)
		snprintf(kinds + strlen(kinds), sizeof(kinds) - strlen(kinds), "%s%s", p ? " " : "",
			 paper_key((enum paper)p));
	cli_complain(_("没有“%s”这种单子；请用 %s"), shown ? shown : "", kinds);
	free(shown);
	return EXIT_USAGE;
}

static int read_kind(const struct cli *cli, enum paper *out)
{
	int named = (cli->kind != NULL) + cli->slip + cli->blank + cli->ruler;

	if (named > 1)
		return usage(_("--kind、--slip、--blank、--ruler 只能写一个"));
	*out = cli->kind ? paper_by_key(cli->kind) : cli->slip ? PAPER_SLIP : PAPER_FORM;
	if (*out == PAPER_COUNT)
		return unknown_kind(cli->kind);
	if (cli->values_only && (*out != PAPER_FORM || cli->blank || cli->ruler))
		return usage(_("只有填好的申请表可以套打（--values-only）"));
	return EXIT_DONE;
}

static bool is_of_filing(const struct cli *cli, enum paper kind)
{
	return (paper_flags(kind) & PAPER_OF_FILING) && !cli->blank && !cli->ruler;
}

/* To standard output goes what another program reads. */
static bool to_output(const struct cli *cli)
{
	return cli->output && strcmp(cli->output, "-") == 0;
}

static int check_target(const struct cli *cli)
{
	if (!cli->output && !cli->printer)
		return usage(_("请用 -o FILE.pdf 写成 PDF 文件，或用 --printer 指明打印机"));
	if (to_output(cli) && isatty(STDOUT_FILENO))
		return usage(_("PDF 不能显示在终端上；请用 -o FILE.pdf 写成文件"));
	return EXIT_DONE;
}

static int read_request(const struct cli *cli, struct print_request *req)
{
	int rc = read_kind(cli, &req->kind);

	if (rc == 0)
		rc = check_target(cli);
	if (rc == 0 && is_of_filing(cli, req->kind) != (cli->count == 1))
		rc = usage(cli->count ? _("空白表、尺页和日结单不用写受理号")
				      : _("请写明打印哪一份：受理号或备案号"));
	if (rc == 0 && cli->date && req->kind != PAPER_DAY)
		rc = usage(_("--date 只用于日结单（--kind day）"));
	if (rc == 0)
		rc = cli_date(cli, &req->day);
	req->blank = cli->blank;
	req->ruler = cli->ruler;
	req->values_only = cli->values_only;
	req->printer = cli->printer;
	req->path = to_output(cli) ? NULL : cli->output;
	return rc;
}

/* ---- doing it ---- */

static int find_filing(const struct cli *cli, struct store *st, int64_t *out)
{
	struct filing_record r = { 0 };
	struct err err = { 0 };
	char *no = cli->count ? cli_text(cli->args[0]) : NULL;
	int found = no ? filings_load_no(st, no, &r, &err) : 0, rc = EXIT_DONE;

	if (found < 0)
		rc = cli_fail(&err);
	else if (found == 0 && cli->count) {
		cli_complain(_("没有受理号或备案号为“%s”的申请表；可用 mtdesk find 查找"),
			     no ? no : "");
		rc = EXIT_FOUND;
	}
	*out = r.id;
	filing_record_finish(&r);
	free(no);
	return rc;
}

/* Standard output holds the sheet alone where it goes there. */
static int tell(const struct cli *cli, const struct print_request *req,
		const struct print_result *done)
{
	char nth[48] = "";

	if (to_output(cli))
		return EXIT_DONE;
	if (done->nth)
		snprintf(nth, sizeof(nth), _("，第 %d 次打印"), done->nth);
	cli_print(_("%s，%d 页%s\n"),
		  req->ruler   ? _("尺页")
		  : req->blank ? _("空白申请表")
			       : _(paper_title(req->kind)),
		  done->pages, nth);
	if (done->agent_left)
		cli_print("%s\n", _("印好的表上放不下代办人，代办人没有打印；需要时请手填"));
	return EXIT_DONE;
}

/* A character without a font, or a right that is missing, was found wrong; a file or printer cannot be used. */
static int fail(const struct err *err)
{
	cli_complain("%s", err->msg);
	return err->code == ERR_INPUT || err->code == ERR_NOT_ALLOWED ? EXIT_FOUND : EXIT_UNUSABLE;
}

static int make(const struct cli *cli, struct store *st, const struct actor *who,
		struct print_request *req, const struct check_context *ctx)
{
	struct print_result done;
	struct err err = { 0 };
	char *pdf = NULL;
	size_t put;

	if (to_output(cli))
		req->out_pdf = &pdf;
	if (prints_make(st, who, req, ctx, &done, &err) < 0)
		return fail(&err);
	put = pdf ? fwrite(pdf, 1, done.bytes, stdout) : 0;
	free(pdf);
	/* What was not written whole shows in the state of the stream, which the caller looks at. */
	(void)put;
	return tell(cli, req, &done);
}

static int print_as(const struct cli *cli, struct store *st, struct print_request *req)
{
	struct cli_world w;
	struct check_context ctx;
	struct actor who;
	int rc = cli_actor(cli, st, &who);

	if (rc)
		return rc;
	rc = find_filing(cli, st, &req->filing);
	if (rc == 0)
		rc = cli_world_open(st, &w);
	if (rc == 0) {
		ctx = cli_world_context(&w, false);
		rc = make(cli, st, &who, req, &ctx);
		cli_world_close(&w);
	}
	cli_actor_leave(st, &who);
	return rc;
}

/* A store is looked for before it is opened for writing, which would make a new one. */
static int open_store(const struct cli *cli, struct store **out)
{
	int rc = cli_store(cli, STORE_READ_ONLY, out);

	if (rc)
		return rc;
	store_close(*out);
	*out = NULL;
	return cli_store(cli, STORE_READ_WRITE, out);
}

int cli_print_sheet(const struct cli *cli)
{
	struct print_request req = { 0 };
	struct store *st = NULL;
	int rc = read_request(cli, &req);

	if (rc == 0)
		rc = open_store(cli, &st);
	if (rc == 0)
		rc = print_as(cli, st, &req);
	store_close(st);
	return rc;
}
