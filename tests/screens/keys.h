/* Keys as a test writes them, and the bytes that a terminal sends for them.
 *
 *     <F3>王小明<Tab><S-Tab><Esc>2<C-l>
 *
 * Text outside <> is typed as it stands. Names: F1 to F12, Tab, S-Tab, Enter, Esc, BS, Space,
 * Insert, Delete, Home, End, PageUp, PageDown, Up, Down, Left, Right, lt (the character <), C-a
 * to C-z, M-x (Esc and x as Alt sends them, in one write), Wait:200 (type nothing for so many
 * milliseconds). An Esc right before a digit, "<Esc>2", is sent together with it, as fast
 * fingers and Alt do; any other Esc is followed by a pause in which the program can see that it
 * stands alone. "<Esc><Wait:300>2" is the slow hand. */
#ifndef TESTS_SCREENS_KEYS_H
#define TESTS_SCREENS_KEYS_H

#include <stdbool.h>
#include <stddef.h>

struct keymap;

/* One thing to do: bytes to write at once, then a pause. */
struct key_stroke {
	char bytes[256]; /* text is still UTF-8 here */
	size_t len;
	bool is_text;
	int keys;  /* how many keys a person presses for it */
	int pause; /* milliseconds after it */
};

/* The keys of a terminal, from its terminfo entry; NULL when there is none. */
struct keymap *keymap_create(const char *term);
void keymap_destroy(struct keymap *map);

/* Read the next stroke from *at and move *at behind it. Returns 1, 0 at the end, or -1 with *at
 * on a name that is not known. */
int keymap_next(const struct keymap *map, const char **at, struct key_stroke *out_stroke);

#endif
