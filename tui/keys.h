/* Keys: the commands of the desk and the keys that give them. keys.def is the one list.
 *
 * key_read() turns what the terminal sends into struct key: characters as UTF-8, pastes as a whole,
 * every other key as a command. Sequences that terminfo does not know are swallowed whole, so that
 * no piece of them is typed into a cell. */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include "forms/base.h"

enum command {
	CMD_NONE,
#define X(name, code, digit, key, label, help) CMD_##name,
#include "tui/keys.def"
#undef X
	CMD_COUNT
};

struct key_def {
	const char *name;  /* "F2" */
	const char *label; /* N_() */
	const char *help;  /* N_() */
};

/* The row of a command. */
const struct key_def *key_def(enum command c);

enum key_kind {
	INPUT_NOTHING, /* no key came in time */
	INPUT_TEXT,    /* one typed character, or a paste */
	INPUT_COMMAND,
	INPUT_SIZE, /* the terminal changed its size */
	INPUT_GONE, /* the terminal is gone */
};

struct key {
	enum key_kind kind;
	enum command command;
	char typed[8]; /* UTF-8 of a typed character */
	char *paste; /* UTF-8 of a paste, owned by whoever holds the key; NULL for a typed character
		      */
};

/* The text of a INPUT_TEXT key. */
const char *key_text(const struct key *k);
void key_finish(struct key *k);

/* Read one key, waiting at most timeout_ms (0: only what is there, -1: for ever). The terminal must
 * be set up (term.h). */
struct key key_read(int timeout_ms);

#endif
