/* The app: a stack of screens and one event loop.
 *
 * A screen is a vtable and its own struct. The loop reads a key, gives it to the top screen, does
 * what the screen says comes next, and draws. Handlers change state and never draw; drawing fetches
 * nothing and changes nothing. A resize is one more event.
 *
 * Nobody's eyes are on the screen while they type. When a handler returns NEXT_STOP (what was typed
 * is wrong), the bell rings and the keys that follow blindly, that is within BLIND_MS of one
 * another, are held back, so that none lands in a wrong cell; they go on when the screen calls
 * app_go_on(), and Esc puts them away. When it returns NEXT_REFUSE (the key means nothing here),
 * they were meant for another place that nobody can guess: they are counted, told and put away. */
#ifndef TUI_APP_H
#define TUI_APP_H

#include "tui/desk.h"
#include "tui/draw.h"
#include "tui/keys.h"

struct app;
struct screen;

enum next {
	NEXT_STAY,   /* redraw */
	NEXT_BACK,   /* close this screen */
	NEXT_STOP,   /* an error is shown: hold the keys that follow blindly */
	NEXT_REFUSE, /* the key was refused and it is said: put away the keys that follow blindly */
	NEXT_HOME,   /* close every screen above the home screen */
	NEXT_CHANGE, /* close every screen: somebody else's turn */
	NEXT_QUIT,
};

/* A key that a screen takes: order is the order of the key bar. NULL words: those of keys.def. */
struct screen_key {
	enum command command;
	const char *label; /* N_() for the key bar, two or three characters; "": takes the key, not
			      listed in the bar */
	const char *help;  /* N_() sentence for F1 and the menu */
};

/* The keys of a line that is typed (line_edit_command()), for a screen's list. */
#define EDITING_KEYS                                                                               \
	{ CMD_LEFT, "", NULL }, { CMD_RIGHT, "", NULL }, { CMD_HOME, "", NULL },                   \
		{ CMD_END, "", NULL }, { CMD_ERASE, "", NULL }, { CMD_DELETE, "", NULL },          \
	{                                                                                          \
		CMD_CLEAR, "", NULL                                                                \
	}

struct screen_ops {
	bool whole; /* covers the terminal: title, status and key bar are drawn around it; else a
		       box over the screen below */
	const struct screen_key *keys; /* ends with CMD_NONE */
	/* Is this key of the list of any use to this person now? The key bar and the menu leave out the others; pressed, they
	 * still come to `command`, which says why not. NULL: all are. */
	bool (*offers)(const struct screen *s, enum command c);
	/* The label of a key for now, N_(), instead of the list's; NULL from it: the list's. May be NULL. */
	const char *(*label)(const struct screen *s, enum command c);
	/* What stands in the title line. Whole screens only. */
	void (*title)(const struct screen *s, char *left, char *right, size_t size);
	/* The status line: a text, and how it is meant. Whole screens only. */
	enum style (*status)(const struct screen *s, char *buf, size_t size);
	/* The box's wanted rows and columns inside a terminal of that size. Boxes only. */
	void (*size)(const struct screen *s, int rows, int cols, int *out_rows, int *out_cols);
	/* Paint into w, and leave the cursor in s->cursor_y/x. */
	void (*draw)(struct screen *s, WINDOW *w);
	enum next (*text)(struct screen *s, const char *text);
	enum next (*command)(struct screen *s, enum command c);
	void (*resume)(struct screen *s); /* the screen above was closed; may be NULL */
	void (*tick)(struct screen *s);  /* about once a second, and at once when the desk must end;
					    may be NULL */
	void (*close)(struct screen *s); /* free s */
};

struct screen {
	const struct screen_ops *ops;
	struct app *app;
	struct desk *desk;
	int cursor_y, cursor_x; /* in the screen's window; -1: nowhere to type */
	WINDOW *window;         /* the app's */
};

/* What stands over all screens while nobody is at the keyboard. */
struct app_guard {
	struct screen *(*cover)(struct desk *desk); /* a whole screen */
	int64_t cover_ms; /* without a key for so long: the cover comes; CMD_LOCK brings it at once */
	int64_t end_ms; /* for so long, tries at the cover left out: everything is closed (NEXT_CHANGE) */
};

/* How the app ended. */
enum app_end {
	APP_QUIT,    /* somebody quit, or the terminal is gone */
	APP_CHANGED, /* NEXT_CHANGE */
};

/* Run the screens from `first`, the bottom one, on. `guard` may be NULL: nobody is signed in whose work could be seen. */
enum app_end app_run(struct desk *desk, struct screen *first, const struct app_guard *guard);

/* Put a screen on top. Takes ownership; NULL (memory) is told to the clerk. Returns whether it stands there. */
bool app_push(struct app *app, struct screen *s);

/* In the middle of long work (screens/progress.h), done inside a handler: give the keys that came to the top screen, draw, tick.
 * Nobody is locked out meanwhile. True: the app ends, and the work is to stop. */
bool app_breathe(struct app *app);

/* Close a screen and all that stand on it, which the handler that put it there calls when its work is done. */
void app_close(struct app *app, struct screen *s);

/* Say something on the status line until the next key. */
void app_say(struct app *app, enum style style, const char *text);

/* What was wrong is right now, or was passed over knowingly: let the held keys come. */
void app_go_on(struct app *app);

/* The held keys will not come: the clerk went elsewhere. It is said how many there were. */
void app_drop_held(struct app *app);

/* A clock for "right behind": monotonic milliseconds, and whether `then` (0: never) was less than
 * BLIND_MS ago. */
int64_t app_now(void);
bool app_is_soon(int64_t then);

/* The key list of the top screen, and which of it the screen offers: the menu asks before it is put on top. */
const struct screen_key *app_keys(const struct app *app);
const struct screen *app_top(const struct app *app);
bool screen_offers(const struct screen *s, enum command c);

/* Give a command to the screen below after the top one has closed (the menu). */
void app_command_below(struct app *app, enum command c);

/* ... as it is called on this screen now. */
const char *screen_key_label(const struct screen *s, const struct screen_key *k);
const char *screen_key_help(const struct screen_key *k);

#endif
