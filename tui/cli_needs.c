/* What commands need: packs, the store, the region, days. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "forms/division.h"
#include "tui/cli_parts.h"

#define DEFAULT_REGION "5111"

int cli_policies(struct policies **out)
{
	struct err err = { 0 };
	char *folder = cli_policy_folder();
	int rc = policies_load(folder, out, &err);
	const char *complaint;

	free(folder);
	if (rc)
		return cli_fail(&err);
	for (size_t i = 0; (complaint = policies_complaint(*out, i)); i++)
		cli_complain("%s", complaint);
	return 0;
}

/* Is there a store? One that cannot be looked at is there. */
static bool has_store(const char *path)
{
	return access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

int cli_store(const struct cli *cli, enum store_mode mode, struct store **out)
{
	struct err err = { 0 };
	char *path = cli->db ? strdup(cli->db) : store_default_path();
	int rc;

	if (!path) {
		cli_complain("%s", _("不知道数据库在哪里；请用 --db FILE 指明"));
		return EXIT_UNUSABLE;
	}
	if (mode == STORE_READ_ONLY && !has_store(path)) {
		cli_complain(_("还没有库文件“%s”；请先打开登记台，或用 --db FILE 指明"),
			     cli_word(path).text);
		free(path);
		return EXIT_UNUSABLE;
	}
	rc = store_open(path, mode, out, &err);
	free(path);
	return rc ? cli_fail(&err) : 0;
}

/* The region that the desk's settings name; Leshan where no desk has been opened yet. A store that is there and cannot be
 * read is a failure: another region would be another verdict. */
static int desk_region(const struct cli *cli, char *out, size_t size)
{
	struct settings settings;
	struct store *store = NULL;
	struct err err = { 0 };
	char *path = cli->db ? strdup(cli->db) : store_default_path();
	int rc = 0;

	snprintf(out, size, "%s", DEFAULT_REGION);
	if (path && (cli->db || has_store(path))) {
		rc = store_open(path, STORE_READ_ONLY, &store, &err) ||
		     settings_load(store, &settings, &err);
		if (rc)
			rc = cli_fail(&err);
		else
			snprintf(out, size, "%s", settings.region);
	}
	store_close(store);
	free(path);
	return rc;
}

int cli_region(const struct cli *cli, char *out, size_t size)
{
	const char *r = cli->region;
	size_t len;

	if (!r)
		return desk_region(cli, out, size);
	len = strlen(r);
	if (len < 2 || len > 6 || len % 2 || strspn(r, "0123456789") != len ||
	    !division_is_province(r))
		return cli_usage_error(
			_("“%s”不是行政区划代码；请写 2、4 或 6 位数字，前两位是省份，如 5111"),
			cli_word(r).text);
	snprintf(out, size, "%s", r);
	return 0;
}

int cli_date(const struct cli *cli, struct date *out)
{
	*out = desk_today();
	if (cli->date && date_parse(cli->date, out))
		return cli_usage_error(_("“%s”不是日期；请写成 2026-11-22"),
				       cli_word(cli->date).text);
	return 0;
}

int cli_period(const struct cli *cli, struct date *from, struct date *to)
{
	*to = desk_today();
	if (cli->to && date_parse(cli->to, to))
		return cli_usage_error(_("“%s”不是日期；请写成 2026-11-22"),
				       cli_word(cli->to).text);
	*from = (struct date) { to->year, 1, 1 };
	if (cli->from && date_parse(cli->from, from))
		return cli_usage_error(_("“%s”不是日期；请写成 2026-11-22"),
				       cli_word(cli->from).text);
	if (date_compare(*from, *to) > 0)
		return cli_usage_error("%s", _("起始日期晚于截止日期；请核对 --from 和 --to"));
	return 0;
}

char *cli_policy_folder(void)
{
	char *db = store_default_path(), *slash = db ? strrchr(db, '/') : NULL, *folder = NULL;

	if (slash && asprintf(&folder, "%.*s/policies", (int)(slash - db), db) < 0)
		folder = NULL;
	free(db);
	return folder;
}
