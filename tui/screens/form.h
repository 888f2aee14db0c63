/* The form screen's own: shared by form.c (the screen and its keys), form_move.c (from cell to cell), form_type.c (what is
 * typed), form_cells.c (what stands in the cells), form_marks.c (the marks of acts), form_hint.c (the status line),
 * form_acts.c (the acts themselves) and form_pick.c (the lists that open over it). */
#ifndef TUI_FORM_H
#define TUI_FORM_H

#include "db/acts.h"
#include "tui/form_view.h"
#include "tui/line_edit.h"
#include "tui/screens/screens.h"

struct form {
	struct screen base;
	struct entry *entry; /* owned */
	struct form_view view;
	char heading[256]; /* the page's title */
	enum field_id focus;
	struct line_edit edit;     /* the focused cell's text while it can be typed */
	bool visited[FIELD_COUNT]; /* left once in this sitting: Enter does not come back to it by
				      itself */
	char before[16];           /* what stood in a choice before the answer just typed */
	int64_t answered_at;       /* when that was (app_now()); 0: not now */
	enum field_id stopped;     /* the cell whose error is shown; Enter once more passes */
	bool locked; /* nothing can be typed: it was submitted, or it is not this person's to write */
	struct act_marks marks;
	struct {
		char who[256], at[20];
	} hands[3]; /* whose signatures stand behind the marks: certified, sealed, filed */
	char notes[4][768]; /* above the page: why it was returned, what it amends, what the head found, what the national
			       platform answered; "" none */
	int64_t prior, newer; /* the filing that it amends, and the one that amends it; 0 none */
	bool acted;           /* an act was signed: what the store has now is shown */
	int64_t open_next;    /* the version that an amendment began; 0: none */
	bool refused;         /* the store would not park it: F12 once more leaves it as a draft */
};

/* The layout's cell of the focus. */
const struct layout_cell *form_cell(const struct form *f);

/* Is the focused cell edited as a line of text now? */
bool form_is_line(const struct form *f);

/* Put the focus on a cell, the insertion point at its text's end. */
void form_focus(struct form *f, enum field_id id);

/* The first cell of the page that still waits for the clerk; when none does, the one after the
 * focus. */
enum field_id form_next(const struct form *f);

/* ---- movement ---- */

void form_note_place(struct form *f);
enum field_id form_neighbour(const struct form *f, enum field_id from, int step);
enum field_id form_last_cell(const struct form *f);
/* Leave the cell: its text in its stored spelling. */
void form_leave(struct form *f);
/* What is wrong with the cell as it stands, or NULL. */
const struct finding *form_error(const struct form *f);
/* Leave for another cell; `onward` tells that held keys may follow there. */
enum next form_go_to(struct form *f, enum field_id to, bool onward);
enum next form_go_on(struct form *f);
/* To the cell that shows the field (jump_fn). */
void form_jump(struct screen *s, enum field_id field, const char *evidence);
/* Up or down inside a cell of several lines; false at its edge. */
bool form_move_line(struct form *f, int step);
void form_first_focus(struct form *f);

/* ---- typing ---- */

enum next form_type(struct screen *s, const char *text);
enum next form_edit(struct form *f, enum command c);
enum next form_open_criteria(struct form *f);

/* ---- acts ---- */

/* Say why nothing can be typed. */
enum next form_say_locked(struct form *f);
/* One sentence: why nothing can be typed, and whose turn it is. */
const char *form_lock_reason(const struct form *f);
/* Read the marks and notes of the filing as it stands in the store. */
void form_read_marks(struct form *f);
/* Add the mark of the act that fills this cell: who, when, level, check code; or who is waited for. */
void form_add_mark(const struct form *f, enum field_id cell, int cells, struct cell_content *out);
/* Draw the notes; returns the lines taken. */
int form_draw_notes(const struct form *f, WINDOW *w);
/* Begin the act of a command. */
enum next form_act(struct form *f, enum command c);
/* Store what was typed: 0; else what comes next is in *out. */
int form_store(struct form *f, enum next *out);
/* Take up what an act changed. */
void form_after_act(struct form *f);
/* Is the command of use now? */
bool form_offers(const struct screen *s, enum command c);
/* Open the filing before or after this one. */
enum next form_open_version(struct form *f, int64_t filing, const char *none);

/* ---- lists ---- */

/* Open the list of diseases (narrowed by query, which may be NULL), document types, ways to go,
 * days of application, or the focused cell's choices. */
enum next form_pick_disease(struct form *f, const char *query);
enum next form_pick_cert_type(struct form *f);
enum next form_pick_choice(struct form *f);
enum next form_pick_route(struct form *f);
enum next form_pick_day(struct form *f);

/* Open what stands beside the form: CMD_MATERIALS, CMD_AGENT, CMD_NOTICE. */
enum next form_side(struct form *f, enum command c, jump_fn *jump);

/* The field whose cell shows what is said about `id`: the disease's name for its codes, the number
 * for the type of document. */
enum field_id form_cell_of(enum field_id id);

/* The worst finding that the cell of this field shows, or NULL. */
const struct finding *form_cell_finding(const struct form *f, enum field_id cell);

/* cell_fn of the form: ctx is the struct form. */
void form_fill_cell(const void *ctx, const struct layout_cell *cell, int cells,
		    struct cell_content *out);

/* Short words about the focused cell: what to press, what it waits for. */
enum style form_cell_hint(const struct form *f, char *buf, size_t size);

#endif
