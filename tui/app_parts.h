/* The app from within: app.c has the stack of screens and the loop, app_held.c the keys that are ahead of them, app_draw.c
 * what stands on the terminal. */
#ifndef TUI_APP_PARTS_H
#define TUI_APP_PARTS_H

#include "tui/app.h"
#include "tui/line_edit.h"

#define SCREENS_MAX 16
#define LINE_TEXT 512

/* Keys in the order typed. */
struct key_queue {
	struct key *keys;
	size_t count, space;
};

struct app {
	struct desk *desk;
	const struct app_guard *guard;
	struct screen *stack[SCREENS_MAX + 1]; /* the last place is the cover's */
	size_t depth;
	struct screen *cover; /* on the stack; NULL: the screens can be seen */
	int64_t active;       /* boot_now() of the last key that was not the cover's */
	struct key_queue ahead, held;
	char said[LINE_TEXT];
	enum style said_style;
	enum next stopped;  /* NEXT_STOP or NEXT_REFUSE while keys follow blindly, else NEXT_STAY */
	int64_t last_blind; /* monotonic ms of the last key of that kind */
	size_t refused;     /* keys put away since */
	enum command below; /* to be given to the screen below once the top one closed */
	int64_t ticked;     /* app_now() of the last tick */
	bool ending;
	enum app_end end;
};

/* False without memory: the key is still the caller's. Popping wants a queue that is not empty. */
bool app_queue_push(struct key_queue *q, struct key k);
struct key app_queue_pop(struct key_queue *q);
void app_queue_finish(struct key_queue *q);

/* Stop keys that follow blindly: from here on they are held (NEXT_STOP) or refused (NEXT_REFUSE). */
void app_stop(struct app *app, enum next why);
bool app_set_aside(struct app *app, struct key *k);

/* All of the terminal anew. */
void app_draw(struct app *app);

#endif
