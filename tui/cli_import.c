#include "tui/cli.h"

int cli_import(const struct cli *cli)
{
	if (cli_platform_imports(cli))
		return cli_platform_import(cli);
	return EXIT_UNUSABLE;
}
