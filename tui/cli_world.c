/* The packs as a store's desk uses them, for commands that judge its filings. */
#include <stdlib.h>

#include "db/acts.h"
#include "tui/cli.h"

static int ready(struct store *st, struct cli_world *w, struct err *err)
{
	if (settings_load(st, &w->settings, err) ||
	    policies_leave_out(w->policies, w->settings.packs_off, err) ||
	    renewals_apply(st, w->policies, err))
		return -1;
	if (codetable_init(&w->codes, w->policies, w->settings.region))
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	return 0;
}

int cli_world_open(struct store *st, struct cli_world *w)
{
	struct err err = { 0 };
	int rc;

	*w = (struct cli_world) { 0 };
	rc = cli_policies(&w->policies);
	if (rc == 0 && ready(st, w, &err))
		rc = cli_fail(&err);
	if (rc)
		cli_world_close(w);
	return rc;
}

struct check_context cli_world_context(const struct cli_world *w, bool complete)
{
	return (struct check_context) { .policies = w->policies,
					.codes = &w->codes,
					.region = w->settings.region,
					.today = desk_today(),
					.complete = complete };
}

void cli_world_close(struct cli_world *w)
{
	codetable_finish(&w->codes);
	policies_free(w->policies);
	*w = (struct cli_world) { 0 };
}
