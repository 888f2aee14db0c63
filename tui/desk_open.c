#include "tui/desk_open.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/acts.h"
#include "db/drafts.h"
#include "db/imports.h"
#include "db/training.h"
#include "tui/presence.h"
#include "tui/screens/screens.h"
#include "tui/term.h"

struct date desk_today(void)
{
#ifdef MTDESK_TESTING
	struct date day;
	const char *text = getenv("MTDESK_TODAY");

	if (text && date_parse(text, &day) == 0)
		return day;
#endif
	return date_today();
}

void desk_clock(char *buf, size_t size, const char *format)
{
	time_t now = time(NULL);
	struct tm tm;

	localtime_r(&now, &tm);
#ifdef MTDESK_TESTING
	if (getenv("MTDESK_TODAY")) {
		struct date day = desk_today();

		tm = (struct tm) { .tm_year = day.year - 1900,
				   .tm_mon = day.month - 1,
				   .tm_mday = day.day,
				   .tm_hour = 9,
				   .tm_min = 15 };
	}
#endif
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored                                                                     \
	"-Wformat-nonliteral" /* strftime's format is one of ours, passed down */
	if (!strftime(buf, size, format, &tm))
		*buf = '\0';
#pragma GCC diagnostic pop
}

struct check_context desk_context(const struct desk *d, bool complete)
{
	return (struct check_context) { .policies = d->policies,
					.codes = &d->codes,
					.region = d->settings.region,
					.today = desk_today(),
					.complete = complete };
}

bool desk_may(const struct desk *d, enum act a, enum filing_state from)
{
	return workflow_allows(d->actor.roles, a, from);
}

void desk_title_right(const struct desk *d, char *buf, size_t size)
{
	char clock[32], roles[256];

	desk_clock(clock, sizeof(clock), "%Y-%m-%d %H:%M");
	if (d->actor.staff)
		snprintf(buf, size, "%s %s   %s", roles_words(d->actor.roles, roles, sizeof(roles)),
			 d->actor.name, clock);
	else
		snprintf(buf, size, "%s", clock);
}

static int ambiguous_setting(const struct settings *s)
{
	return s->ambiguous_width[0] == '1' ? 1 : s->ambiguous_width[0] == '2' ? 2 : 0;
}

/* What the store says of the desk: read when it is opened, and after it was filled anew. */
static int load_desk(struct desk *d, struct err *err)
{
	/* What an import left that was cut off is seen by nobody: where it cannot be cleared away now, it can wait. */
	imports_clear(d->store, NULL);
	if (settings_load(d->store, &d->settings, err) || session_open(d->store, err) ||
	    desk_identity_load(d->store, &d->identity, err) < 0 ||
	    policies_leave_out(d->policies, d->settings.packs_off, err) ||
	    renewals_apply(d->store, d->policies, err))
		return -1;
	codetable_finish(&d->codes);
	if (codetable_init(&d->codes, d->policies, d->settings.region))
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	return 0;
}

/* ---- training ---- */

static struct check_context training_context(const struct desk *d, const char *region)
{
	return (struct check_context) { .policies = d->policies,
					.region = region,
					.today = desk_today() };
}

/* A training store that nobody filled yet, or whose filling was cut off before it had a desk. */
static int fill_if_empty(struct desk *d, struct err *err)
{
	struct check_context ctx = training_context(d, TRAINING_REGION);
	struct desk_identity there;
	int rc = desk_identity_load(d->store, &there, err);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	cli_print("%s\n", _("正在准备培训库，请稍候…"));
	return training_fill(d->store, &ctx, err);
}

/* Everything anew, for the region that was chosen. */
static int refill(struct desk *d, struct err *err)
{
	struct check_context ctx = training_context(d, d->refill);

	d->refill = NULL;
	presence_leave(d);
	policies_forget_renewals(d->policies);
	if (training_refill(&d->store, &ctx, err) < 0 || load_desk(d, err) < 0)
		return -1;
	return 1;
}

/* ---- turns ---- */

/* One turn: set-up where there is no desk yet, signing in where nobody is, else the work. 1 another follows, 0, -1. */
static int take_turn(struct desk *d, struct err *err)
{
	if (d->refill)
		return refill(d, err);
	if (!*d->identity.uuid) {
		app_run(d, setup_screen(d), NULL);
		return *d->identity.uuid != '\0';
	}
	if (!d->actor.staff) {
		app_run(d, sign_in_screen(d), NULL);
		return d->actor.staff || d->refill;
	}
	if (app_run(d, home_screen(d), presence_guard()) == APP_QUIT)
		return 0;
	if (!d->refill)
		presence_leave(d);
	return 1;
}

static void leave(struct desk *d)
{
	if (!d->store)
		return;
	presence_leave(d); /* him who sat here */
	presence_leave(d); /* and him who was about to */
}

static int run(struct desk *d)
{
	struct term_options opt = { .ambiguous = ambiguous_setting(&d->settings),
				    .ascii_lines = strcmp(d->settings.borders, "ascii") == 0 };
	struct err err = { 0 };
	int rc;

	if (term_open(&opt, &err))
		return cli_fail(&err);
	while ((rc = take_turn(d, &err)) == 1)
		;
	term_close();
	leave(d);
	return rc < 0 ? cli_fail(&err) : EXIT_DONE;
}

static int open_training(const struct cli *cli, struct desk *d)
{
	char *path = cli->db ? strdup(cli->db) : training_default_path();
	struct err err = { 0 };
	int rc;

	if (!path) {
		cli_complain("%s", _("不知道培训库在哪里；请用 --db FILE 指明"));
		return EXIT_UNUSABLE;
	}
	rc = store_open_kind(path, STORE_TRAINING, STORE_READ_WRITE, &d->store, &err);
	free(path);
	if (rc == 0)
		rc = fill_if_empty(d, &err);
	return rc ? cli_fail(&err) : 0;
}

static int open_desk(const struct cli *cli, bool training)
{
	struct desk d = { .locale_replaced = cli->locale_replaced, .training = training };
	struct err err = { 0 };
	int rc = cli_policies(&d.policies);

	if (rc == 0)
		rc = training ? open_training(cli, &d) : cli_store(cli, STORE_READ_WRITE, &d.store);
	if (rc == 0)
		rc = load_desk(&d, &err) ? cli_fail(&err) : run(&d);
	codetable_finish(&d.codes);
	store_close(d.store);
	policies_free(d.policies);
	return rc;
}

int desk_open(const struct cli *cli)
{
	return open_desk(cli, false);
}

int cli_training(const struct cli *cli)
{
	return open_desk(cli, true);
}
