/* mtdesk notice: what a filing still lacks, told at once. */
#include <stdlib.h>

#include "db/notices.h"
#include "tui/cli.h"

static int print_notice(const struct notice *n)
{
	for (size_t i = 0; i < n->count; i++)
		cli_print("%s\t%s\n", _(notice_kind_label(n->items[i].kind)), n->items[i].text);
	if (n->count == 0)
		cli_print("%s\n", _("已经齐全，没有缺少的内容"));
	return n->count ? EXIT_FOUND : EXIT_DONE;
}

static int tell(struct store *st, const struct filing_record *r)
{
	struct cli_world w;
	struct check_context ctx;
	struct notice n = { 0 };
	struct err err = { 0 };
	int rc = cli_world_open(st, &w);

	if (rc)
		return rc;
	ctx = cli_world_context(&w, false);
	rc = notices_make(st, r, &ctx, &n, &err) ? cli_fail(&err) : print_notice(&n);
	notice_finish(&n);
	cli_world_close(&w);
	return rc;
}

int cli_notice(const struct cli *cli)
{
	struct filing_record r = { 0 };
	struct store *st = NULL;
	struct err err = { 0 };
	char *no = cli_text(cli->args[0]);
	int found, rc = cli_store(cli, STORE_READ_ONLY, &st);

	if (rc == 0) {
		found = filings_load_no(st, no ? no : "", &r, &err);
		if (found == 1)
			rc = tell(st, &r);
		else if (found < 0)
			rc = cli_fail(&err);
		else {
			cli_complain(_("没有受理号或备案号为“%s”的申请表；可用 mtdesk find 查找"),
				     no ? no : "");
			rc = EXIT_FOUND;
		}
	}
	filing_record_finish(&r);
	store_close(st);
	free(no);
	return rc;
}
