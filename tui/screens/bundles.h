/* What the screens of bundles share: peers.c, bundles.c (what went and came), received.c (the filings that came). */
#ifndef TUI_BUNDLES_H
#define TUI_BUNDLES_H

#include "db/bundles.h"
#include "tui/screens/list.h"
#include "tui/screens/materials.h"
#include "tui/screens/screens.h"

#define PEERS_MOST 200

/* Where to write first: the first stick that is plugged in, else the home folder. Text of the screen, for a dialog's row. */
void stick_folder(char *out, size_t size);

/* A folder as somebody typed it, as the system takes it; the caller frees it. NULL, with the reason said, when it is none. */
char *stick_typed(struct screen *asker, const char *text);

/* One that came, as its desk signed it. */
struct screen *received_view_screen(struct desk *desk, const struct received *r);


#endif
