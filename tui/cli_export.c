#include "tui/cli.h"

int cli_export(const struct cli *cli)
{
	(void)cli;
	return EXIT_UNUSABLE;
}
