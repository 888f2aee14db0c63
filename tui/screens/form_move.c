/* The form: from cell to cell, and what a cell is left with. */
#include "tui/screens/form.h"

#include <string.h>

#include "tui/width.h"

static struct form *self(struct screen *s)
{
	return (struct form *)s;
}

const struct layout_cell *form_cell(const struct form *f)
{
	return &f->view.layout->cells[layout_cell_of(f->view.layout, f->focus)];
}

bool form_is_line(const struct form *f)
{
	enum cell_kind kind = form_cell(f)->kind;

	if (f->locked)
		return false;
	return kind == CELL_TEXT || kind == CELL_DISEASE ||
	       (kind == CELL_STATE && !entry_criteria(f->entry));
}

static const char *value(const struct form *f, enum field_id id)
{
	return entry_get(f->entry, id);
}

/* ---- movement ---- */

void form_note_place(struct form *f)
{
	entry_at(f->entry, "form", fields[f->focus].key, f->edit.at);
}

void form_focus(struct form *f, enum field_id id)
{
	f->focus = id;
	f->stopped = FIELD_NONE;
	f->answered_at = 0;
	line_edit_set(&f->edit, value(f, id));
	form_note_place(f);
}

/* The next or previous field cell of the page, wrapping around. */
enum field_id form_neighbour(const struct form *f, enum field_id from, int step)
{
	const struct layout *l = f->view.layout;
	size_t i = (size_t)layout_cell_of(l, from);

	do
		i = (i + l->count + (size_t)step) % l->count;
	while (l->cells[i].kind == CELL_LABEL);
	return l->cells[i].field;
}

enum field_id form_last_cell(const struct form *f)
{
	return f->view.layout->cells[f->view.layout->count - 1].field;
}

/* Sex and age are asked for only where the document's number is right and does not say. */
static bool waits_for_certno(const struct form *f, enum field_id id)
{
	return (id == FIELD_GEND || id == FIELD_AGE) && !f->entry->result.identity.valid;
}

static bool is_filled(const struct form *f, const struct layout_cell *cell)
{
	if (cell->kind == CELL_STATE && entry_criteria(f->entry))
		return f->entry->result.judgement.verdict == VERDICT_ELIGIBLE;
	return *value(f, cell->field) != '\0';
}

/* Is the cell still to be filled by the clerk in this sitting? */
static bool is_pending(const struct form *f, const struct layout_cell *cell)
{
	return cell->kind != CELL_LABEL && cell->kind != CELL_ACT && !f->visited[cell->field] &&
	       !is_filled(f, cell) && !waits_for_certno(f, cell->field);
}

/* The first cell of the page that waits; when none does, the next one. */
enum field_id form_next(const struct form *f)
{
	const struct layout *l = f->view.layout;

	for (size_t i = 0; i < l->count && !f->locked; i++)
		if (is_pending(f, &l->cells[i]))
			return l->cells[i].field;
	return form_neighbour(f, f->focus, 1);
}

/* Leave the cell: its text in its stored spelling. The draft is saved when the focus has found its new place. */
void form_leave(struct form *f)
{
	f->visited[f->focus] = true;
	if (f->locked)
		return;
	entry_leave(f->entry, f->focus);
}

/* What is wrong with the cell as it stands, or NULL. */
const struct finding *form_error(const struct form *f)
{
	const struct finding *found = form_cell_finding(f, f->focus);

	return found && finding_code_level(found->code) == LEVEL_FIELD ? found : NULL;
}

/* Leave for another cell. An error stops once, so that nobody types on without having seen it. Held keys follow only to where
 * Enter or Tab would have led them. */
enum next form_go_to(struct form *f, enum field_id to, bool onward)
{
	form_leave(f);
	if (!f->locked && form_error(f) && f->stopped != f->focus) {
		f->stopped = f->focus;
		line_edit_set(&f->edit, value(f, f->focus));
		entry_save_draft(f->entry);
		return NEXT_STOP;
	}
	form_focus(f, to);
	entry_save_draft(f->entry);
	if (onward)
		app_go_on(f->base.app);
	else
		app_drop_held(f->base.app);
	return NEXT_STAY;
}

enum next form_go_on(struct form *f)
{
	form_leave(f);
	return form_go_to(f, form_next(f), true);
}

void form_jump(struct screen *s, enum field_id field, const char *evidence)
{
	struct form *f = self(s);

	if (field_is_agent(field)) {
		app_push(s->app, agent_screen(s->desk, s));
		return;
	}
	field = form_cell_of(field);
	if (field == FIELD_NONE || layout_cell_of(f->view.layout, field) < 0)
		return;
	form_focus(f, f->view.layout->cells[layout_cell_of(f->view.layout, field)].field);
	f->stopped = f->focus;
	if (evidence && !f->locked && entry_criteria(f->entry))
		app_push(s->app, criteria_screen(s->desk, f->entry, evidence));
}

/* Up and Down move by lines inside a cell of several lines, then on to the neighbour cell. */
bool form_move_line(struct form *f, int step)
{
	size_t start[LINE_EDIT_LINES + 1], lines, i;
	int cells = form_view_cells(&f->view, form_cell(f));

	if (!form_is_line(f) || !(fields[f->focus].flags & FIELD_LONG))
		return false;
	lines = text_wrap(f->edit.text, cells, start, LINE_EDIT_LINES);
	for (i = lines - 1; i > 0 && f->edit.at < start[i]; i--)
		;
	if ((step < 0 && i == 0) || (step > 0 && i + 1 >= lines))
		return false;
	cells = text_cells_n(f->edit.text + start[i], f->edit.at - start[i]);
	i = step < 0 ? i - 1 : i + 1;
	f->edit.at = start[i] + text_fit(f->edit.text + start[i], cells);
	if (f->edit.at > start[i + 1])
		f->edit.at = start[i + 1];
	form_note_place(f);
	return true;
}

/* A resumed draft opens where it was left; a stored filing and a new one at the first cell that waits. */
void form_first_focus(struct form *f)
{
	const struct draft *d = &f->entry->draft;
	enum field_id id = strcmp(d->screen, "form") == 0 ? field_by_key(d->cell) : FIELD_NONE;

	if (strcmp(d->screen, "criteria") == 0)
		id = FIELD_SYMP_DSCR;
	if (id == FIELD_NONE || layout_cell_of(f->view.layout, id) < 0) {
		f->focus = FIELD_PSN_NAME;
		form_focus(f, f->locked ? FIELD_PSN_NAME : form_next(f));
		return;
	}
	f->focus = id;
	line_edit_set(&f->edit, value(f, id));
	line_edit_place(&f->edit, (size_t)d->cursor);
}
