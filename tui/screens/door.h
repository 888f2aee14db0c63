/* Signing in: two lines, a login and a password. The screen at which a day begins and the lock over somebody's work
 * (lock.c) share them. */
#ifndef TUI_DOOR_H
#define TUI_DOOR_H

#include "tui/line_edit.h"
#include "tui/screens/screens.h"

struct door {
	struct screen base;
	bool at_password;
	struct line_edit login, password;
	struct actor arriving; /* has signed in, and must change the password first */
	bool opened;           /* of a lock: its own person is back */
	/* Somebody has signed in; takes the key over. */
	enum next (*arrived)(struct door *v, const struct actor *who, struct sm2_key *key);
};

struct door *door_create(struct desk *desk, const struct screen_ops *ops);
void door_close(struct screen *s);

/* The two lines with what is said beside them; returns the line below. */
int door_draw_lines(struct door *v, WINDOW *w, int y);

/* Keys of the two lines. */
enum next door_type(struct screen *s, const char *text);
enum next door_command(struct door *v, enum command c);
void door_focus(struct door *v, bool password);
void door_forget_password(struct door *v);

/* The first password, which stands in v->password, is changed by the person who is arriving, who then has arrived. */
struct screen *first_password_screen(struct door *v);

/* One line in the middle of the window. */
void door_draw_middle(WINDOW *w, int y, const char *text, enum style style);

#endif
