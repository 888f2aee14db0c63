#include "tui/cli.h"

int cli_import(const struct cli *cli)
{
	(void)cli;
	return EXIT_UNUSABLE;
}
