#include "tui/cli.h"

int cli_print_sheet(const struct cli *cli)
{
	(void)cli;
	return EXIT_UNUSABLE;
}
