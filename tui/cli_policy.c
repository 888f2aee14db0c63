/* mtdesk policy list | check FILE | install FILE. */
#include <stdlib.h>
#include <string.h>

#include "db/pack_folder.h"
#include "forms/policy.h"
#include "tui/cli.h"

static const char *force_name(const struct policies *ps, const struct policy *p, struct date on)
{
	switch (policy_in_force(ps, p, on, NULL, NULL)) {
	case POLICY_IN_FORCE:
		return _("有效");
	case POLICY_NOT_YET:
		return _("未施行");
	case POLICY_EXPIRED:
		return _("已期满");
	}
	return "";
}

static int list(const struct cli *cli)
{
	struct policies *ps = NULL;
	struct date on;
	int rc = cli_date(cli, &on);

	if (rc == 0)
		rc = cli_policies(&ps);
	for (size_t i = 0; rc == 0 && i < policies_count(ps); i++) {
		const struct policy *p = policies_at(ps, i);

		cli_print("%s\t%u\t%s\t%s\t%s\t%s\t%s\t%s\n", p->id, p->edition, p->document,
			  p->from ? p->from : "-", p->to ? p->to : "-", force_name(ps, p, on),
			  policies_origin(ps, i) == POLICY_INSTALLED ? _("已装") : _("自带"),
			  p->title);
	}
	policies_free(ps);
	return rc;
}

/* Refused packs say file, line, column and reason. */
static int check_with(const struct policies *ps, const char *path)
{
	struct policy *p = NULL;
	struct err err = { 0 };
	char *name = cli_text(path);
	int rc = EXIT_DONE;

	if (policy_read_file_as(path, name ? name : "?", &p, &err) || policies_accept(ps, p, &err))
		rc = EXIT_FOUND;
	if (rc == EXIT_DONE)
		cli_print(_("%s 第 %u 版：%s，没有发现问题\n"), p->id, p->edition, p->document);
	else
		cli_complain("%s", err.msg);
	free(name);
	policy_free(p);
	return rc;
}

static int check(const char *path)
{
	struct policies *ps = NULL;
	int rc = cli_policies(&ps);

	if (rc == EXIT_DONE)
		rc = check_with(ps, path);
	policies_free(ps);
	return rc;
}

static int install(const char *path)
{
	struct err err = { 0 };
	char *folder = cli_policy_folder(), id[128];
	int rc = check(path);

	if (rc == EXIT_DONE && (!folder || pack_folder_install(folder, path, id, sizeof(id), &err)))
		rc = cli_fail(&err);
	if (rc == EXIT_DONE)
		cli_print(_("已安装 %s；以后打开的登记台和命令都用它\n"), id);
	else
		cli_complain("%s", _("没有安装，原来的政策包照旧使用"));
	free(folder);
	return rc;
}

int cli_policy(const struct cli *cli)
{
	const char *what = cli->args[0];

	if (strcmp(what, "list") == 0 && cli->count == 1)
		return list(cli);
	if (strcmp(what, "check") == 0 && cli->count == 2)
		return check(cli->args[1]);
	if (strcmp(what, "install") == 0 && cli->count == 2)
		return install(cli->args[1]);
	cli_complain("%s", _("用法：mtdesk policy list | check FILE | install FILE"));
	return EXIT_USAGE;
}
