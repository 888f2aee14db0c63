#include "tui/cli.h"

int cli_convert(const struct cli *cli)
{
	(void)cli;
	return EXIT_UNUSABLE;
}
