#include "tui/cli.h"

int cli_bundle(const struct cli *cli)
{
	(void)cli;
	return EXIT_UNUSABLE;
}
