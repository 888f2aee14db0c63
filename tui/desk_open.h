/* Opening the desk: store, packs, settings, terminal, in that order, and closing them again. */
#ifndef TUI_DESK_OPEN_H
#define TUI_DESK_OPEN_H

#include "tui/cli.h"

/* Run the desk until it is left. Returns an exit status. */
int desk_open(const struct cli *cli);

#endif
