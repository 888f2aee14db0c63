/* The home screen's own: shared by home.c (keys and what they open) and home_draw.c. */
#ifndef TUI_HOME_H
#define TUI_HOME_H

#include "db/drafts.h"
#include "db/supervise.h"
#include "tui/line_edit.h"
#include "tui/screens/screens.h"

struct home {
	struct screen base;
	struct line_edit edit;
	struct work_counts counts;
	struct filing_brief returned; /* the one that waits longest; id 0: none */
	int64_t orphans;
	struct draft_brief orphan; /* the newest, when there is one */
	int64_t audit_seq;         /* rows of the audit chain */
	bool clock_doubtful;
	char trouble[512];
};

/* What a digit or letter opens, and by which act it is allowed. */
struct home_item {
	char typed; /* 0: from the menu only */
	enum command command;
	enum act act;
	enum filing_state from; /* STATE_COUNT: a desk act */
};
extern const struct home_item home_items[];
extern const size_t home_items_count;

bool home_offers(const struct screen *s, enum command c);

/* Of the screen's vtable. */
void home_title(const struct screen *s, char *left, char *right, size_t size);
enum style home_status(const struct screen *s, char *buf, size_t size);
void home_draw(struct screen *s, WINDOW *w);

#endif
