/* The audit screen's own: shared by audit.c (keys, looking, checking) and audit_draw.c (what is seen). */
#ifndef TUI_AUDIT_H
#define TUI_AUDIT_H

#include "db/desk_clock.h"
#include "db/verify.h"
#include "tui/screens/list.h"
#include "tui/screens/screens.h"

struct audit_line {
	struct audit_row row;
	char who[64];
};

struct audit_view {
	struct screen base;
	struct audit_line *lines; /* newest first; more are fetched when the last one is reached */
	size_t count, space;
	bool all; /* row 1 is among them */
	struct moment clock;
	struct anchor anchor; /* from outside; size 0: none was given */
	bool checking;        /* at the next tick, so that the screen can say so first */
	bool checked;
	struct verify_report report;
	struct list list;
	char trouble[512];
};

/* "申请表 12", "人员 3": what a row is about. */
void audit_object_words(const struct audit_row *r, char *buf, size_t size);

/* Of the screen's vtable. */
void audit_title(const struct screen *s, char *left, char *right, size_t size);
enum style audit_status(const struct screen *s, char *buf, size_t size);
void audit_draw(struct screen *s, WINDOW *w);

#endif
