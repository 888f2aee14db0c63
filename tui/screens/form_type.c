/* The form: what is typed into its cells. */
#include "tui/screens/form.h"

#include <stdio.h>
#include <string.h>

static struct form *self(struct screen *s)
{
	return (struct form *)s;
}

static const char *value(const struct form *f, enum field_id id)
{
	return entry_get(f->entry, id);
}

/* ---- typing ---- */

static void say_no_room(struct form *f)
{
	app_say(f->base.app, STYLE_WARN, _("这一格放不下这么多字，没有放入；请核对粘贴的内容"));
}

static enum next type_line(struct form *f, const char *text)
{
	if (!line_edit_insert(&f->edit, text)) {
		say_no_room(f);
		return NEXT_REFUSE;
	}
	f->stopped = FIELD_NONE;
	entry_set(f->entry, f->focus, f->edit.text);
	form_note_place(f);
	return NEXT_STAY;
}

static void say_choices(struct form *f)
{
	app_say(f->base.app, STYLE_WARN,
		f->focus == FIELD_GEND ? _("这一格请按 1 男 或 2 女")
				       : _("这一格请按 1 职工医保 或 2 城乡居民医保"));
}

/* A digit right behind the answer is a number meant for another cell: the answer was none, what stood there comes back. */
static enum next take_choice_back(struct form *f)
{
	entry_set(f->entry, f->focus, f->before);
	f->answered_at = 0;
	say_choices(f);
	return NEXT_REFUSE;
}

static enum next type_choice(struct form *f, const char *text)
{
	if (app_is_soon(f->answered_at))
		return take_choice_back(f);
	for (const struct field_choice *c = field_choices(f->focus); c->code; c++) {
		if (c->digit && text[0] == c->digit && !text[1]) {
			snprintf(f->before, sizeof(f->before), "%s", value(f, f->focus));
			entry_set(f->entry, f->focus, c->code);
			f->stopped = FIELD_NONE;
			f->answered_at = app_now();
			return NEXT_STAY;
		}
	}
	say_choices(f);
	return NEXT_STOP;
}

static enum next type_mark(struct form *f, const char *text)
{
	char now[32];

	if (strcmp(text, " ") != 0) {
		app_say(f->base.app, STYLE_WARN, _("签名不能代签；看到纸上的签名后按空格"));
		return NEXT_REFUSE;
	}
	desk_clock(now, sizeof(now), "%Y-%m-%d %H:%M");
	entry_set(f->entry, f->focus, *value(f, f->focus) ? NULL : now);
	return NEXT_STAY;
}

enum next form_open_criteria(struct form *f)
{
	f->visited[FIELD_SYMP_DSCR] = true;
	app_push(f->base.app, criteria_screen(f->base.desk, f->entry, NULL));
	return NEXT_STAY;
}

static const struct policy_code *disease_named(const struct form *f, const char *name)
{
	struct code_hit hit;
	size_t count;

	return codetable_search(&f->base.desk->codes, name, &hit, 1, &count) == MATCH_EXACT
		       ? hit.row
		       : NULL;
}

/* `=` on an empty cell repeats what the filing saved last has there, in the fields that may be repeated. */
static bool repeat_last(struct form *f)
{
	char text[LINE_EDIT_MAX];
	const struct policy_code *row;

	if (!(fields[f->focus].flags & FIELD_REPEATS) || *value(f, f->focus) ||
	    filings_last_value(f->base.desk->store, f->focus, text, sizeof(text), NULL) || !*text)
		return false;
	row = f->focus == FIELD_OPSP_DISE_NAME ? disease_named(f, text) : NULL;
	if (row)
		entry_set_disease(f->entry, row);
	else
		entry_set(f->entry, f->focus, text);
	line_edit_set(&f->edit, value(f, f->focus));
	return true;
}

/* What was typed before and did not find a disease goes on in the list; a disease that was found gives way. */
static enum next type_disease(struct form *f, const char *text)
{
	if (*value(f, FIELD_OPSP_DISE_CODE))
		return form_pick_disease(f, text);
	if (!line_edit_insert(&f->edit, text)) {
		say_no_room(f);
		return NEXT_REFUSE;
	}
	return form_pick_disease(f, f->edit.text);
}

enum next form_type(struct screen *s, const char *text)
{
	struct form *f = self(s);

	if (f->locked)
		return form_say_locked(f);
	if (strcmp(text, "=") == 0 && repeat_last(f))
		return NEXT_STAY;
	switch (form_cell(f)->kind) {
	case CELL_TEXT:
		return type_line(f, text);
	case CELL_CHOICE:
	case CELL_BOXES:
		return type_choice(f, text);
	case CELL_DISEASE:
		return type_disease(f, text);
	case CELL_MARK:
		return type_mark(f, text);
	case CELL_STATE:
		if (form_is_line(f))
			return type_line(f, text);
		app_say(s->app, STYLE_PLAIN, _("本病种有条文，请按 Enter 逐项填写证据"));
		return NEXT_REFUSE;
	case CELL_ACT:
		app_say(s->app, STYLE_WARN, _("这一格由后面的手续填入，不能代填"));
		return NEXT_REFUSE;
	case CELL_LABEL:
		break;
	}
	return NEXT_STAY;
}

enum next form_edit(struct form *f, enum command c)
{
	if (f->locked && (c == CMD_ERASE || c == CMD_DELETE || c == CMD_CLEAR))
		return form_say_locked(f);
	if (!form_is_line(f)) {
		/* A choice is taken back by any of them; words under criteria only by the one that says so. */
		if (((c == CMD_ERASE || c == CMD_DELETE || c == CMD_CLEAR) &&
		     field_choices(f->focus)) ||
		    (c == CMD_CLEAR && form_cell(f)->kind == CELL_STATE))
			entry_set(f->entry, f->focus, NULL);
		return NEXT_STAY;
	}
	if (line_edit_command(&f->edit, c)) {
		entry_set(f->entry, f->focus, f->edit.text);
		form_note_place(f);
	}
	if (c == CMD_ERASE || c == CMD_DELETE || c == CMD_CLEAR)
		f->stopped = FIELD_NONE;
	return NEXT_STAY;
}
