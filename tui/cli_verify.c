/* mtdesk verify [--anchor FILE]: the whole store looked at, and the first thing that is wrong; --qr TEXT: a sheet held against
 * it. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/anchor_file.h"
#include "db/prints.h"
#include "db/verify.h"
#include "tui/cli.h"

/* Anchors that prove something, because they were kept elsewhere. */
struct outside {
	struct anchor *list;
	size_t count;
};

/* FILE.anchors lies where the store lies: who can cut the one can cut the other. */
static bool is_beside(const char *store, const char *file)
{
	struct stat a, b;
	char *path = NULL;
	bool same;

	if (asprintf(&path, "%s.anchors", store) < 0)
		return false;
	same = stat(path, &a) == 0 && stat(file, &b) == 0 && a.st_dev == b.st_dev &&
	       a.st_ino == b.st_ino;
	free(path);
	return same;
}

static int read_outside(const char *store, const char *file, struct outside *out)
{
	struct err err = { 0 };
	size_t bad = 0;

	if (is_beside(store, file)) {
		cli_complain(_("“%"
			       "s”就在库旁边，能改库的人也能改它，不能作为外部锚点；请用日结单或另"
			       "存的一份"),
			     file);
		return EXIT_UNUSABLE;
	}
	if (anchor_file_read(file, &out->list, &out->count, &bad, &err) < 0)
		return cli_fail(&err);
	if (bad) {
		cli_complain(_("“%s”第 %zu 行不是锚点（一行应以 mtdesk-anchor/1 开头），没有核对"),
			     file, bad);
		return EXIT_UNUSABLE;
	}
	if (out->count == 0) {
		cli_complain(_("“%s”里没有锚点，没有核对"), file);
		return EXIT_UNUSABLE;
	}
	return EXIT_DONE;
}

/* What an operating system does not keep apart, roles alone do not keep apart either. */
static void print_owner(const char *store)
{
	struct stat is;

	if (stat(store, &is) == 0 && is.st_uid == getuid())
		cli_print("%s\n", _("单用户模式：岗位分离不受系统保护（库文件属于当前用户，能绕过登"
				    "记台直接打开）"));
}

static void print_tail(const struct verify_report *r)
{
	if (r->covered == 0)
		cli_print("%s\n", _("无法证明未截断：没有外部锚点。请用 --anchor 给出日结单、U "
				    "盘或收据上的锚点"));
	else if (r->covered < r->rows)
		cli_print(
			_("外部锚点证明审计第 1 至 %lld 条未被截断；其后 %lld 条无法证明未截断\n"),
			(long long)r->covered, (long long)(r->rows - r->covered));
	else
		cli_print(_("外部锚点证明审计第 1 至 %lld 条未被截断\n"), (long long)r->covered);
}

static int print_report(const struct verify_report *r)
{
	cli_print(_("已核对：审计 %lld 条，锚点 %lld 个，签署 %lld 次，文本 %lld 版，申请表 %lld "
		    "份，材料 %lld 份\n"),
		  (long long)r->rows, (long long)r->anchors, (long long)r->acts,
		  (long long)r->versions, (long long)r->filings, (long long)r->materials);
	if (r->result == VERIFY_BROKEN) {
		cli_print(_("发现问题：%s\n位置：%s\n"), r->msg, r->where);
		cli_print("%s\n",
			  _("到此为止，其后没有核对；请保留现状，报告医保负责人和审计管理员"));
		return EXIT_FOUND;
	}
	cli_print("%s\n", _("没有发现问题"));
	print_tail(r);
	return EXIT_DONE;
}

static int verify(const char *path, const struct outside *outside)
{
	struct verify_report report;
	struct err err = { 0 };
	int rc;

	if (verify_store(path, outside->list, outside->count, &report, &err) < 0)
		return cli_fail(&err);
	rc = print_report(&report);
	print_owner(path);
	return rc;
}

/* ---- a sheet ---- */

static int verify_sheet(const struct cli *cli, struct store *st)
{
	struct err err = { 0 };
	char *payload = cli_text(cli->qr), *said = NULL;
	int rc = prints_verify_code(st, payload ? payload : "", &said, &err);

	free(payload);
	if (rc < 0) {
		cli_complain("%s", err.msg);
		return err.code == ERR_INPUT ? EXIT_FOUND : EXIT_UNUSABLE;
	}
	cli_print("%s%s\n", said,
		  rc ? _("这张单子与库中不一致，或已经不再有效") : _("这张单子与库中一致"));
	free(said);
	return rc ? EXIT_FOUND : EXIT_DONE;
}

static int verify_qr(const struct cli *cli)
{
	struct store *st = NULL;
	int rc;

	if (cli->anchor) {
		cli_complain("%s", _("--qr 核对一张单子，--anchor 核对全库，请分开做"));
		return EXIT_USAGE;
	}
	rc = cli_store(cli, STORE_READ_ONLY, &st);
	if (rc == 0)
		rc = verify_sheet(cli, st);
	store_close(st);
	return rc;
}

int cli_verify(const struct cli *cli)
{
	char *own = cli->db ? NULL : store_default_path();
	const char *path = cli->db ? cli->db : own;
	struct outside outside = { 0 };
	int rc = EXIT_DONE;

	if (cli->qr) {
		free(own);
		return verify_qr(cli);
	}
	if (!path) {
		cli_complain("%s", _("不知道库文件在哪里，请用 --db 指明"));
		return EXIT_UNUSABLE;
	}
	if (cli->anchor)
		rc = read_outside(path, cli->anchor, &outside);
	if (rc == EXIT_DONE)
		rc = verify(path, &outside);
	free(outside.list);
	free(own);
	return rc;
}
