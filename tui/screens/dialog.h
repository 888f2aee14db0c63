/* A dialog: a few labelled lines in a box, typed or chosen, and one answer at the end.
 *
 * A row is data: its label, what is said about it, how it is filled, and whether a text will do. Enter leads to the next row
 * and, behind the last, gives the answer; F2 gives it from anywhere; Esc and F12 give nothing (what was typed is asked
 * about first, but for passwords alone). A password is shown as stars, never copied elsewhere, and wiped when the dialog
 * closes. */
#ifndef TUI_DIALOG_H
#define TUI_DIALOG_H

#include "tui/app.h"

#define DIALOG_ROWS_MAX 16
#define DIALOG_TEXT_SIZE 1024

enum dialog_kind {
	DIALOG_TEXT,     /* typed */
	DIALOG_PASSWORD, /* typed, shown as stars */
	DIALOG_CHOICE,   /* one of `choices`, by its digit or by Space; F4 lists them */
	DIALOG_MARKS, /* any of `choices` (at most 9), each switched by its digit; the text holds the codes, parted by blanks */
	DIALOG_PICK, /* typed to narrow, picked from `source` (F4, or Enter on text that is no item yet) */
};

struct dialog_choice {
	const char *code;
	const char *label; /* N_() */
};

/* What a DIALOG_PICK offers: the code that becomes the row's value, and the words shown for it. */
struct dialog_pick {
	char code[128], label[256];
};

struct dialog_row {
	const char *label, *hint; /* N_() */
	enum dialog_kind kind;
	size_t most; /* bytes of text, at most DIALOG_TEXT_SIZE - 1; 0: that */
	const struct dialog_choice *choices; /* ends with a NULL code */
	/* The rows of a DIALOG_PICK that `query` finds: returns how many. */
	size_t (*find)(struct screen *asker, const char *query, struct dialog_pick *out,
		       size_t space);
	/* Will the text do? NULL: any. Returns NULL, or the reason with the remedy (N_() or a text of the asker's). */
	const char *(*refuse)(struct screen *asker, const char *text);
};

struct dialog_spec {
	const char *title; /* N_() */
	const char
		*intro; /* in the reader's language, wrapped above the rows; NULL: none. Copied. */
	const struct dialog_row *rows;
	size_t count;
	const char *done_label; /* N_() of F2: 保存, 登录, … */
	bool whole;             /* covers the terminal */
	/* The answer: the texts in the order of the rows, valid during the call. NEXT_BACK closes the dialog; NEXT_STOP keeps
	 * it open (the asker has said why by app_say()) with the focus on *at. */
	enum next (*done)(struct screen *asker, char *const *texts, size_t *at);
	/* The dialog was left without an answer; may be NULL. */
	void (*left)(struct screen *asker);
	/* Esc leads one step back, and nothing is asked: gets the texts as they stand. Instead of `left`. */
	void (*back)(struct screen *asker, char *const *texts);
	bool must_answer; /* Esc does not leave it (sign-in, set-up) */
};

/* `texts` are the first texts of the rows (NULL: all empty). `asker` outlives the dialog. */
struct screen *dialog_screen(struct desk *desk, struct screen *asker,
			     const struct dialog_spec *spec, const char *const *texts);

#endif
