#include "tui/desk_open.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/drafts.h"
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

static int ambiguous_setting(const struct settings *s)
{
	return s->ambiguous_width[0] == '1' ? 1 : s->ambiguous_width[0] == '2' ? 2 : 0;
}

/* One turn: set-up where there is no desk yet, signing in where nobody is, else the work. Returns whether another follows. */
static bool take_turn(struct desk *d)
{
	if (!*d->identity.uuid) {
		app_run(d, setup_screen(d), NULL);
		return *d->identity.uuid;
	}
	if (!d->actor.staff) {
		app_run(d, sign_in_screen(d), NULL);
		return d->actor.staff != 0;
	}
	if (app_run(d, home_screen(d), presence_guard()) == APP_QUIT)
		return false;
	presence_leave(d);
	return true;
}

static void leave(struct desk *d)
{
	presence_leave(d); /* him who sat here */
	presence_leave(d); /* and him who was about to */
}

static int run(struct desk *d)
{
	struct term_options opt = { .ambiguous = ambiguous_setting(&d->settings),
				    .ascii_lines = strcmp(d->settings.borders, "ascii") == 0 };
	struct err err = { 0 };

	if (session_open(d->store, &err) || desk_identity_load(d->store, &d->identity, &err) < 0 ||
	    policies_leave_out(d->policies, d->settings.packs_off, &err) ||
	    codetable_init(&d->codes, d->policies, d->settings.region) || term_open(&opt, &err))
		return cli_fail(&err);
	while (take_turn(d))
		;
	term_close();
	leave(d);
	return EXIT_DONE;
}

int desk_open(const struct cli *cli)
{
	struct desk d = { .locale_replaced = cli->locale_replaced };
	struct err err = { 0 };
	int rc = cli_policies(&d.policies);

	if (rc == 0)
		rc = cli_store(cli, STORE_READ_WRITE, &d.store);
	if (rc == 0)
		rc = settings_load(d.store, &d.settings, &err) ? cli_fail(&err) : run(&d);
	codetable_finish(&d.codes);
	store_close(d.store);
	policies_free(d.policies);
	return rc;
}
