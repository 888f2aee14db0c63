/* The form screen's own: shared by form.c (keys and movement), form_cells.c (what stands in the
 * cells) and form_pick.c (the lists that open over it). */
#ifndef TUI_FORM_H
#define TUI_FORM_H

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
	bool refused; /* the store would not park it: F12 once more leaves it as a draft */
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

/* The tests' results as short lines: "1 符合   既往明确诊断"; shared with the criteria screen. */
const char *tri_label(enum tri value);

#endif
