/* The command line from within: what its files share, and no command needs.
 *
 * cli.c knows the commands, cli_options.c the options, cli_needs.c opens what commands ask for, cli_say.c speaks. */
#ifndef TUI_CLI_PARTS_H
#define TUI_CLI_PARTS_H

#include "tui/cli.h"

/* A word of the command line as it can be shown again. */
struct cli_word {
	char text[128];
};
struct cli_word cli_word(const char *arg);

/* Complain, and say where the usage stands; EXIT_USAGE always. */
int cli_usage_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void cli_print_help(void);

/* Read the options into cli; *given collects the bits of enum cli_option. What is no option stands from optind on. Returns 0,
 * an exit status, or -1 when the option was all that was asked for. */
int cli_read_options(struct cli *cli, int argc, char **argv, unsigned *given);

#endif
