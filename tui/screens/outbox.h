/* The outbox screen's own: shared by outbox.c (the lists), outbox_draw.c (what they look like) and outbox_send.c (files out and
 * in, and what is asked for). */
#ifndef TUI_OUTBOX_H
#define TUI_OUTBOX_H

#include "db/national.h"
#include "tui/screens/list.h"
#include "tui/screens/screens.h"

#define OUTBOX_MOST 200 /* of one list; the rest comes up when these are done */

struct outbox_view {
	struct screen base;
	enum outbox_state look;
	int64_t counts[OUTBOX_COUNT];
	struct outbox_row *rows; /* OUTBOX_MOST, as the next */
	char **missing;          /* of unsent ones, owned; "" nothing */
	struct list list;
	bool behind;  /* filings changed that the outbox has not looked at yet */
	char *result; /* of the last file, owned; shown until a key; NULL */
	char trouble[512];
};

/* Read the list anew; the hand stays on its row. */
void outbox_load_list(struct outbox_view *v);
const struct outbox_row *outbox_current(const struct outbox_view *v);
/* Nothing is refused silently: say it, and NEXT_REFUSE. */
enum next outbox_refuse(struct outbox_view *v, const char *text);

void outbox_draw(struct screen *s, WINDOW *w);

/* Ask for the person's number; write the file of requests; take in the file of replies; send again. */
enum next outbox_ask_person(struct outbox_view *v);
enum next outbox_ask_file(struct outbox_view *v);
enum next outbox_ask_replies(struct outbox_view *v);
enum next outbox_ask_again(struct outbox_view *v);

#endif
