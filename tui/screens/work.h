/* The work list's own: shared by work.c (the list), work_draw.c and work_batch.c (what is signed at once). */
#ifndef TUI_WORK_H
#define TUI_WORK_H

#include "db/work.h"
#include "tui/line_edit.h"
#include "tui/screens/list.h"
#include "tui/screens/sign.h"

#define WORK_MOST 500

/* A filing of the list. Read to its end, it may be signed in a batch, as it was then and with the answers given then. */
struct work_item {
	struct work_row row;
	bool marked;
	int64_t read;           /* the revision that was read to its end; 0: none */
	char *text;             /* of the act as it was read; owned */
	struct answers answers; /* given while reading */
};

struct work {
	struct screen base;
	enum filing_state state;
	enum act act; /* what the list waits for by this person; ACT_COUNT: nothing of his */
	struct work_item *items;
	size_t count;
	size_t shown[WORK_MOST]; /* what the filter leaves, as places in items */
	struct list list;        /* of shown */
	bool narrowing;
	struct line_edit query;
	struct dialog_row password;
	char trouble[512];
};

/* It has to be read again before it is signed. */
void work_item_unread(struct work_item *item);

/* How many are marked. */
size_t work_marked(const struct work *w);

/* The key of the list's act; CMD_NONE: it has none. */
enum command work_command(const struct work *w);

/* Of the screen's vtable. */
void work_title(const struct screen *s, char *left, char *right, size_t size);
enum style work_status(const struct screen *s, char *buf, size_t size);
void work_draw(struct screen *s, WINDOW *w);

/* Sign every marked filing with one password. */
enum next work_batch(struct work *w);

#endif
