/* mtdesk import: a ledger becomes history. Replies of the national platform are taken in by cli_platform.c. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/imports.h"
#include "forms/text.h"
#include "tui/cli.h"

/* ---- stopping ---- */

static volatile sig_atomic_t stop_asked;

static void ask_to_stop(int signal)
{
	(void)signal;
	stop_asked = 1;
}

/* Ctrl-C takes back what was read so far; a second one does not wait for it (the next desk clears up then). */
static void catch_stops(void)
{
	static const int stops[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction act = { .sa_handler = ask_to_stop, .sa_flags = (int)SA_RESETHAND };

	for (size_t i = 0; i < ARRAY_SIZE(stops); i++)
		sigaction(stops[i], &act, NULL);
}

static bool go_on_or_stop(void *progress, uint64_t done, uint64_t all)
{
	return cli_progress(progress, done, all) || stop_asked;
}

/* ---- what is asked for ---- */

static int read_request(const struct cli *cli, struct import_request *req)
{
	char *name = cli->encoding ? cli_text(cli->encoding) : NULL;
	bool known = !cli->encoding || (name && encoding_parse(name, &req->encoding));

	req->path = cli->args[0];
	req->dry_run = cli->dry_run;
	if (!known)
		cli_complain(_("没有“%s”这种编码；--encoding 请写 auto、GBK、GB18030 或 UTF-8"),
			     name ? name : "?");
	free(name);
	return known ? 0 : EXIT_USAGE;
}

/* ---- what came of it ---- */

static void print_rejects(const struct import_result *r, bool dry_run)
{
	char *path = *r->rejects ? cli_text(r->rejects) : NULL;

	for (size_t i = 0; dry_run && i < r->shown; i++)
		cli_print(_("第 %llu 行\t%s\t%s\n"), (unsigned long long)r->first[i].line,
			  r->first[i].column, r->first[i].reason);
	if (dry_run && r->rejected > r->shown)
		cli_print(_("……共 %llu 行有问题，以上是前 %zu 行\n"),
			  (unsigned long long)r->rejected, r->shown);
	if (path)
		cli_print(_("剔除的行和原因在“%s”；改好后把它再导入一次即可\n"), path);
	free(path);
}

static void print_result(const struct import_result *r, bool dry_run)
{
	/* TRANSLATORS: how many were taken in, were here already, could not be taken in. */
	cli_print(
		dry_run ? _("试读完毕，没有保存：可导入 %llu 件，库中已有 %llu 件，剔除 %llu 行\n")
			: _("已导入 %llu 件，跳过库中已有的 %llu 件，剔除 %llu 行\n"),
		(unsigned long long)r->rows, (unsigned long long)r->skipped,
		(unsigned long long)r->rejected);
	cli_print(_("文件\t%s，SM3 %s\n"),
		  r->facts.kind == TABLE_XLSX ? "XLSX" : encoding_name(r->facts.encoding), r->sm3);
	if (*r->before)
		cli_print(_("这个文件在 %s 已经导入过\n"), r->before);
	if (*r->unknown)
		cli_print(_("不认识而没有导入的列\t%s\n"), r->unknown);
	if (r->private_use)
		cli_print(_("自造字\t%llu 个，原样保留，请核对字形\n"),
			  (unsigned long long)r->private_use);
	print_rejects(r, dry_run);
}

/* A file that can be opened and is no table was found wrong; one that cannot be opened is trouble. */
static int fail(const struct cli *cli, const struct err *err)
{
	struct stat st;
	bool readable = stat(cli->args[0], &st) == 0 && S_ISREG(st.st_mode) &&
			access(cli->args[0], R_OK) == 0;

	cli_complain("%s", err->msg);
	if (err->code == ERR_NOT_ALLOWED || err->code == ERR_CANCELLED ||
	    (err->code == ERR_INPUT && readable))
		return EXIT_FOUND;
	return EXIT_UNUSABLE;
}

static int import_table(const struct cli *cli, struct store *st, const struct check_context *ctx,
			const struct import_request *req)
{
	struct import_result *result = calloc(1, sizeof(*result));
	struct cli_progress progress = { 0 };
	struct err err = { 0 };
	struct actor who;
	int rc = cli_actor(cli, st, &who), read = -1;

	if (rc == 0) {
		catch_stops();
		read = result ? imports_read(st, &who, req, ctx, go_on_or_stop, &progress, result,
					     &err)
			      : err_set(&err, ERR_MEMORY, "%s", _("内存不足"));
		cli_progress_end(&progress);
		if (read < 0) {
			rc = fail(cli, &err);
		} else {
			print_result(result, req->dry_run);
			rc = result->rejected ? EXIT_FOUND : EXIT_DONE;
		}
		cli_actor_leave(st, &who);
	}
	free(result);
	return rc;
}

/* ---- the command ---- */

/* The rules are those of the desk's region, or of one that is named. */
static int import_judged(const struct cli *cli, struct store *st, const struct import_request *req)
{
	struct cli_world world;
	struct check_context ctx;
	struct err err = { 0 };
	char region[8];
	int rc = cli_world_open(st, &world);

	if (rc)
		return rc;
	if (cli->region) {
		rc = cli_region(cli, region, sizeof(region));
		codetable_finish(&world.codes);
		if (rc == 0 && codetable_init(&world.codes, world.policies, region))
			rc = err_set(&err, ERR_MEMORY, "%s", _("内存不足")) ? cli_fail(&err) : 0;
		if (rc == 0)
			text_copy(world.settings.region, sizeof(world.settings.region), region);
	}
	ctx = cli_world_context(&world, false);
	if (rc == 0)
		rc = import_table(cli, st, &ctx, req);
	cli_world_close(&world);
	return rc;
}

int cli_import(const struct cli *cli)
{
	struct import_request req = { .encoding = ENCODING_AUTO };
	struct store *st = NULL;
	int rc;

	if (cli_platform_imports(cli))
		return cli_platform_import(cli);
	rc = read_request(cli, &req);
	if (rc == 0)
		rc = cli_store(cli, STORE_READ_WRITE, &st);
	if (rc == 0)
		rc = import_judged(cli, st, &req);
	store_close(st);
	return rc;
}
