/* mtdesk notice: what a filing still lacks, told at once. */
#include <stdlib.h>

#include "db/acts.h"
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

/* The packs as this desk uses them: without those it leaves out, with what prolongs them. */
static int ready_packs(struct store *st, struct policies *ps, struct settings *settings,
		       struct err *err)
{
	if (settings_load(st, settings, err) || policies_leave_out(ps, settings->packs_off, err) ||
	    renewals_apply(st, ps, err))
		return -1;
	return 0;
}

static int tell(struct store *st, const struct filing_record *r)
{
	struct settings settings;
	struct policies *ps = NULL;
	struct codetable codes = { 0 };
	struct notice n = { 0 };
	struct err err = { 0 };
	int rc = cli_policies(&ps);

	if (rc == 0 && ready_packs(st, ps, &settings, &err))
		rc = cli_fail(&err);
	if (rc == 0 && codetable_init(&codes, ps, settings.region)) {
		cli_complain("%s", _("内存不足"));
		rc = EXIT_UNUSABLE;
	}
	if (rc == 0) {
		const struct check_context ctx = { .policies = ps,
						   .codes = &codes,
						   .region = settings.region,
						   .today = desk_today() };

		rc = notices_make(st, r, &ctx, &n, &err) ? cli_fail(&err) : print_notice(&n);
	}
	notice_finish(&n);
	codetable_finish(&codes);
	policies_free(ps);
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
