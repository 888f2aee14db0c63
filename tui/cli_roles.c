/* mtdesk roles: who may do what and when, every cell of the matrix, as tab-separated values.
 *
 * A row is an act from a state ("*": a desk act, which has none); a role's cell is the state it leads to, "yes" for a desk act, or
 * "-" where it is forbidden. */
#include "tui/cli.h"

static const char *cell(unsigned role, enum act a, enum filing_state from)
{
	if (!workflow_allows(role, a, from))
		return "-";
	return from == STATE_COUNT ? "yes" : state_name(workflow_find(a, from)->to);
}

static void print_row(enum act a, enum filing_state from)
{
	cli_print("%s\t%s", act_key(a), from == STATE_COUNT ? "*" : state_name(from));
	for (int r = 0; r < ROLE_COUNT; r++)
		cli_print("\t%s", cell(ROLE_BIT(r), a, from));
	cli_print("\n");
}

static void print_act(enum act a)
{
	if (act_flags(a) & ACT_IS_DESK) {
		print_row(a, STATE_COUNT);
		return;
	}
	for (int from = 0; from < STATE_COUNT; from++)
		print_row(a, (enum filing_state)from);
}

int cli_roles(const struct cli *cli)
{
	(void)cli;
	cli_print("act\tstate");
	for (int r = 0; r < ROLE_COUNT; r++)
		cli_print("\t%s", role_key((enum role)r));
	cli_print("\n");
	for (int a = 0; a < ACT_COUNT; a++)
		print_act((enum act)a);
	return EXIT_DONE;
}
