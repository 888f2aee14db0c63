/* How far long work has come, for somebody who looks at a terminal. */
#include <stdio.h>
#include <unistd.h>

#include "tui/app.h"
#include "tui/cli.h"

#define TELL_MS 200

static const char wipe[] = "\r\033[K";

/* One line on standard error, written over. */
bool cli_progress(void *ctx, uint64_t done, uint64_t all)
{
	struct cli_progress *p = ctx;
	int64_t now = app_now();

	if (!isatty(STDERR_FILENO) || now - p->told < TELL_MS)
		return false;
	p->told = now;
	fprintf(stderr, "%s%llu / %llu", wipe, (unsigned long long)done, (unsigned long long)all);
	return false;
}

void cli_progress_end(const struct cli_progress *p)
{
	if (p->told)
		fputs(wipe, stderr);
}
