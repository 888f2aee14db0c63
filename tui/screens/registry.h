/* The register's own: shared by registry.c (the three lists) and registry_entry.c (a dialog for an entry of each). */
#ifndef TUI_REGISTRY_H
#define TUI_REGISTRY_H

#include "db/registry.h"
#include "db/staff.h"
#include "tui/screens/list.h"
#include "tui/screens/screens.h"

#define REGISTRY_MOST 512 /* entries of a list, and accounts */

enum registry_tab { TAB_INSTITUTIONS, TAB_DOCTORS, TAB_SEALS, TAB_COUNT };

/* What an institution lacks: the pack demands more responsible doctors for a disease than it has. */
struct shortage {
	const struct policy *policy; /* NULL: nothing */
	const char *disease;         /* its name */
	unsigned doctors;            /* that are there */
};

struct registry_view {
	struct screen base;
	enum registry_tab tab;
	struct list list[TAB_COUNT];
	struct institution *institutions; /* owned, as the next three */
	struct doctor *doctors;
	struct seal *seals;
	struct staff *staff;
	int staff_count;
	struct shortage *lack; /* of each institution; owned */
	int64_t at;            /* whose dialog is open; 0: a new one's */
	char trouble[512];
};

const char *registry_institution_name(const struct registry_view *v, int64_t id);
const char *registry_staff_name(const struct registry_view *v, int64_t id);

/* The first disease of which that is so. */
bool registry_find_shortage(const struct desk *d, const struct institution *i,
			    struct shortage *out);

/* The dialog of the entry under the hand, or of a new one. */
struct screen *registry_entry_screen(struct registry_view *v, bool new);

#endif
