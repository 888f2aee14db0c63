/* The form: keys, movement from cell to cell, and what the function keys do. */
#include "tui/screens/form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/division.h"
#include "forms/text.h"
#include "tui/width.h"

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, NULL },
	{ CMD_PARK, NULL, NULL },
	{ CMD_FIND, NULL, NULL },
	{ CMD_LIST, NULL, NULL },
	{ CMD_CHECK, NULL, NULL },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, N_("暂存并回到主屏") },
	{ CMD_ENTER, N_("下一格"), N_("到下一个待填的格；格中有误时先停一次，再按则照样过去") },
	{ CMD_NEXT, "", N_("到后一格，不论填没填") },
	{ CMD_PREV, "", NULL },
	{ CMD_UP, "", N_("到前一格；在多行的格里先上移一行") },
	{ CMD_DOWN, "", NULL },
	{ CMD_PAGE_DOWN, "", N_("到表的末格") },
	{ CMD_PAGE_UP, "", N_("到表的首格") },
	EDITING_KEYS,
	{ CMD_FILL_SEEN, "", NULL },
	{ CMD_ROUTE, "", NULL },
	{ CMD_APPY_DATE, "", NULL },
	{ CMD_CERT_TYPES, "", NULL },
	{ CMD_MATERIALS, "", NULL },
	{ CMD_AGENT, "", NULL },
	{ CMD_NOTICE, "", NULL },
	{ CMD_DISCARD, "", NULL },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct form *self(struct screen *s)
{
	return (struct form *)s;
}

static const struct form *self_const(const struct screen *s)
{
	return (const struct form *)s;
}

const struct layout_cell *form_cell(const struct form *f)
{
	return &f->view.layout->cells[layout_cell_of(f->view.layout, f->focus)];
}

bool form_is_line(const struct form *f)
{
	enum cell_kind kind = form_cell(f)->kind;

	return kind == CELL_TEXT || kind == CELL_DISEASE ||
	       (kind == CELL_STATE && !entry_criteria(f->entry));
}

static const char *value(const struct form *f, enum field_id id)
{
	return entry_get(f->entry, id);
}

/* ---- movement ---- */

static void note_place(struct form *f)
{
	entry_at(f->entry, "form", fields[f->focus].key, f->edit.at);
}

void form_focus(struct form *f, enum field_id id)
{
	f->focus = id;
	f->stopped = FIELD_NONE;
	f->answered_at = 0;
	line_edit_set(&f->edit, value(f, id));
	note_place(f);
}

/* The next or previous field cell of the page, wrapping around. */
static enum field_id neighbour(const struct form *f, enum field_id from, int step)
{
	const struct layout *l = f->view.layout;
	size_t i = (size_t)layout_cell_of(l, from);

	do
		i = (i + l->count + (size_t)step) % l->count;
	while (l->cells[i].kind == CELL_LABEL);
	return l->cells[i].field;
}

static enum field_id last_cell(const struct form *f)
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

	for (size_t i = 0; i < l->count; i++)
		if (is_pending(f, &l->cells[i]))
			return l->cells[i].field;
	return neighbour(f, f->focus, 1);
}

/* Leave the cell: its text in its stored spelling. The draft is saved when the focus has found its new place. */
static void leave(struct form *f)
{
	f->visited[f->focus] = true;
	entry_leave(f->entry, f->focus);
}

/* What is wrong with the cell as it stands, or NULL. */
static const struct finding *cell_error(const struct form *f)
{
	const struct finding *found = form_cell_finding(f, f->focus);

	return found && finding_code_level(found->code) == LEVEL_FIELD ? found : NULL;
}

/* Leave for another cell. An error stops once, so that nobody types on without having seen it. Held keys follow only to where
 * Enter or Tab would have led them. */
static enum next go_to(struct form *f, enum field_id to, bool onward)
{
	leave(f);
	if (cell_error(f) && f->stopped != f->focus) {
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

static enum next go_on(struct form *f)
{
	leave(f);
	return go_to(f, form_next(f), true);
}

static void jump(struct screen *s, enum field_id field, const char *evidence)
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
	if (evidence && entry_criteria(f->entry))
		app_push(s->app, criteria_screen(s->desk, f->entry, evidence));
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
	note_place(f);
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

static enum next open_criteria(struct form *f)
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

static enum next type(struct screen *s, const char *text)
{
	struct form *f = self(s);

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

/* ---- commands ---- */

static enum next say_failure(struct form *f, const struct err *err)
{
	app_say(f->base.app, STYLE_WARN, err->msg);
	return NEXT_REFUSE;
}

static enum next say_parked(struct form *f)
{
	char text[256];

	snprintf(text, sizeof(text), _("已暂存，受理号 %s；F3 可随时找到"),
		 f->entry->draft.record.no);
	app_say(f->base.app, STYLE_PLAIN, text);
	return NEXT_BACK;
}

static enum next park(struct form *f)
{
	struct err err = { 0 };

	leave(f);
	f->refused = false;
	if (filing_is_empty(entry_filing(f->entry))) {
		app_say(f->base.app, STYLE_PLAIN, _("表还是空的，没有可暂存的内容"));
		return NEXT_BACK;
	}
	if (entry_park(f->entry, &err) == 0)
		return say_parked(f);
	f->refused = true;
	entry_save_draft(f->entry);
	if (err.code != ERR_CONFLICT)
		return say_failure(f, &err);
	app_push(f->base.app, conflict_screen(f->base.desk, f->entry, err.msg));
	return NEXT_REFUSE;
}

/* Going back keeps everything: what changed is parked, what did not is left as it was. What the store does not take
 * holds nobody on the form as long as its draft is safe. */
static enum next go_back(struct form *f)
{
	if (!f->entry->changed)
		return NEXT_BACK;
	if (!f->refused || f->entry->unsaved)
		return park(f);
	app_say(f->base.app, STYLE_WARN, _("没有存入库，内容留作草稿；在主屏按 R 接着写"));
	return NEXT_BACK;
}

static enum next check_all(struct form *f)
{
	leave(f);
	entry_save_draft(f->entry);
	app_push(f->base.app, findings_screen(f->base.desk, f->entry, &f->base, jump));
	return NEXT_STAY;
}

static enum next fill_seen(struct form *f)
{
	char text[256];
	int filled;

	if (!f->entry->has_seen) {
		app_say(f->base.app, STYLE_PLAIN, _("库中没有此人别的登记"));
		return NEXT_STAY;
	}
	filled = entry_fill_from_seen(f->entry);
	line_edit_set(&f->edit, value(f, f->focus));
	snprintf(text, sizeof(text),
		 ngettext("已照 %s 填入 %d 格，请核对", "已照 %s 填入 %d 格，请核对",
			  (unsigned long)filled),
		 f->entry->seen.no, filled);
	app_say(f->base.app, STYLE_PLAIN, text);
	return NEXT_STAY;
}

static enum next list(struct form *f)
{
	if (f->focus == FIELD_CERTNO && f->entry->has_seen)
		return fill_seen(f);
	if (f->focus == FIELD_CERTNO)
		return form_pick_cert_type(f);
	if (f->focus == FIELD_OPSP_DISE_NAME)
		return form_pick_disease(f, *value(f, FIELD_OPSP_DISE_CODE) ? NULL : f->edit.text);
	if (field_choices(f->focus))
		return form_pick_choice(f);
	if (form_cell(f)->kind == CELL_STATE && entry_criteria(f->entry))
		return open_criteria(f);
	app_say(f->base.app, STYLE_PLAIN, _("这一格没有可选的内容，请直接填写"));
	return NEXT_STAY;
}

static enum next help(struct form *f)
{
	app_push(f->base.app, help_screen(f->base.desk, _(fields[f->focus].label),
					  _(fields[f->focus].help), keys));
	return NEXT_STAY;
}

static enum next discard_answer(struct screen *s, bool yes)
{
	struct form *f = self(s);
	struct err err = { 0 };

	if (!yes)
		return NEXT_BACK;
	if (entry_discard(f->entry, &err)) {
		app_say(s->app, STYLE_WARN, err.msg);
		return NEXT_BACK;
	}
	app_say(s->app, STYLE_PLAIN,
		f->entry->draft.record.id ? _("已放弃这次的改动，库里仍是上次保存的内容")
					  : _("已放弃，没有留下内容"));
	app_drop_held(s->app);
	app_command_below(s->app, CMD_BACK);
	return NEXT_BACK;
}

static enum next discard(struct form *f)
{
	const char *text = f->entry->draft.record.id ? _("放弃这次的改动？库里上次保存的内容不变。")
						     : _("放弃这份表？所录内容不再保留。");

	app_push(f->base.app, question_screen(f->base.desk, &f->base, text, discard_answer));
	return NEXT_STAY;
}

/* Up and Down move by lines inside a cell of several lines, then on to the neighbour cell. */
static bool move_line(struct form *f, int step)
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
	note_place(f);
	return true;
}

static enum next enter(struct form *f)
{
	if (form_cell(f)->kind == CELL_STATE && entry_criteria(f->entry) &&
	    !f->visited[FIELD_SYMP_DSCR])
		return open_criteria(f);
	return go_on(f);
}

static enum next edit(struct form *f, enum command c)
{
	if (!form_is_line(f)) {
		if ((c == CMD_ERASE || c == CMD_DELETE || c == CMD_CLEAR) &&
		    field_choices(f->focus))
			entry_set(f->entry, f->focus, NULL);
		return NEXT_STAY;
	}
	if (line_edit_command(&f->edit, c)) {
		entry_set(f->entry, f->focus, f->edit.text);
		note_place(f);
	}
	if (c == CMD_ERASE || c == CMD_DELETE || c == CMD_CLEAR)
		f->stopped = FIELD_NONE;
	return NEXT_STAY;
}

static enum next command(struct screen *s, enum command c)
{
	struct form *f = self(s);

	switch ((int)c) {
	case CMD_HELP:
		return help(f);
	case CMD_PARK:
		return park(f);
	case CMD_FIND:
		leave(f);
		entry_save_draft(f->entry);
		app_push(s->app, find_screen(s->desk, NULL, false));
		return NEXT_STAY;
	case CMD_LIST:
		return list(f);
	case CMD_CHECK:
		return check_all(f);
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	case CMD_BACK:
		return go_back(f);
	case CMD_ENTER:
		return enter(f);
	case CMD_NEXT:
		return go_to(f, neighbour(f, f->focus, 1), true);
	case CMD_PREV:
		return go_to(f, neighbour(f, f->focus, -1), false);
	case CMD_UP:
		return move_line(f, -1) ? NEXT_STAY : go_to(f, neighbour(f, f->focus, -1), false);
	case CMD_DOWN:
		return move_line(f, 1) ? NEXT_STAY : go_to(f, neighbour(f, f->focus, 1), false);
	case CMD_PAGE_UP:
		return go_to(f, FIELD_PSN_NAME, false);
	case CMD_PAGE_DOWN:
		return go_to(f, last_cell(f), false);
	case CMD_FILL_SEEN:
		return fill_seen(f);
	case CMD_CERT_TYPES:
		return form_pick_cert_type(f);
	case CMD_APPY_DATE:
		return form_pick_day(f);
	case CMD_ROUTE:
		return form_pick_route(f);
	case CMD_DISCARD:
		return discard(f);
	case CMD_MATERIALS:
	case CMD_AGENT:
	case CMD_NOTICE:
		leave(f);
		entry_save_draft(f->entry);
		return form_side(f, c, jump);
	}
	return edit(f, c);
}

/* ---- the frame ---- */

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	const struct form *f = self_const(s);
	const struct filing_record *r = &f->entry->draft.record;
	const struct policy_route *route = entry_route(f->entry);
	const char *saved = f->entry->draft.updated_at;
	char clock[32];

	desk_clock(clock, sizeof(clock), "%Y-%m-%d %H:%M");
	if (r->id)
		snprintf(left, size, "%s  %s", r->no, _(state_label(r->state)));
	else
		snprintf(left, size, "%s", _("新登记"));
	if (route)
		snprintf(left + strlen(left), size - strlen(left), "  %s", route->name);
	if (strlen(saved) > 11)
		snprintf(left + strlen(left), size - strlen(left), _("  草稿 %s 已存"), saved + 11);
	if (s->desk->actor.staff)
		snprintf(right, size, _("经办人 %s   %s"), s->desk->actor.name, clock);
	else
		snprintf(right, size, "%s", clock);
}

/* A store's trouble comes first, then what stopped the clerk, then a note on the cell, then its hint. */
static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct form *f = self_const(s);
	const struct finding *wrong = f->stopped == f->focus ? cell_error(f) : NULL;
	const struct finding *note = form_cell_finding(f, f->focus);

	if (*f->entry->trouble) {
		snprintf(buf, size, "%s", f->entry->trouble);
		return STYLE_WARN;
	}
	if (wrong) {
		finding_text(wrong, buf, size);
		return STYLE_WARN;
	}
	if (note && finding_code_level(note->code) != LEVEL_FIELD && !f->entry->has_seen) {
		finding_text(note, buf, size);
		return STYLE_PLAIN;
	}
	return form_cell_hint(f, buf, size);
}

static void draw(struct screen *s, WINDOW *w)
{
	struct form *f = self(s);

	form_view_draw(&f->view, w, form_fill_cell, f, &s->cursor_y, &s->cursor_x);
}

static void resume(struct screen *s)
{
	struct form *f = self(s);

	if (!f->edit.len || !form_is_line(f))
		line_edit_set(&f->edit, value(f, f->focus));
	if (f->focus == FIELD_SYMP_DSCR && entry_criteria(f->entry) && f->entry->criteria_done) {
		f->entry->criteria_done = false;
		form_focus(f, form_next(f));
	}
	note_place(f);
}

static void tick(struct screen *s)
{
	entry_save_draft(self(s)->entry);
}

/* A form that goes unparked leaves its draft: the desk must end, the store refused it, or the clerk went home from
 * another form above it. */
static void close_form(struct screen *s)
{
	struct form *f = self(s);

	entry_let_go(f->entry);
	entry_finish(f->entry);
	free(f->entry);
	free(f);
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.title = title,
	.status = status,
	.draw = draw,
	.text = type,
	.command = command,
	.resume = resume,
	.tick = tick,
	.close = close_form,
};

/* A resumed draft opens where it was left; a stored filing and a new one at the first cell that waits. */
static void first_focus(struct form *f)
{
	const struct draft *d = &f->entry->draft;
	enum field_id id = strcmp(d->screen, "form") == 0 ? field_by_key(d->cell) : FIELD_NONE;

	if (strcmp(d->screen, "criteria") == 0)
		id = FIELD_SYMP_DSCR;
	if (id == FIELD_NONE || layout_cell_of(f->view.layout, id) < 0) {
		f->focus = FIELD_PSN_NAME;
		form_focus(f, form_next(f));
		return;
	}
	f->focus = id;
	line_edit_set(&f->edit, value(f, id));
	line_edit_place(&f->edit, (size_t)d->cursor);
}

/* The form's title as its pack prints it; a region without a form of its own borrows one, and the page says so. */
static void make_heading(struct form *f)
{
	const struct desk *d = f->base.desk;
	const struct policy *form = policies_form(d->policies, d->settings.region);
	const char *place = division_name(d->settings.region);

	if (!form)
		return;
	if (policy_covers(form, d->settings.region))
		snprintf(f->heading, sizeof(f->heading), "%s", form->form_title);
	else
		snprintf(f->heading, sizeof(f->heading), _("%s（%s未装入本地表样，借用）"),
			 form->form_title, place ? place : "");
}

struct screen *form_screen(struct desk *desk, struct entry *e, const char *typed)
{
	struct form *f = calloc(1, sizeof(*f));

	if (!f)
		return NULL;
	f->base = (struct screen) { .ops = &ops, .desk = desk };
	f->entry = e;
	f->stopped = FIELD_NONE;
	make_heading(f);
	f->view = (struct form_view) { .layout = &layout_leshan, .title = f->heading };
	if (typed) {
		form_focus(f, FIELD_CERTNO);
		line_edit_set(&f->edit, typed);
		entry_set(e, FIELD_CERTNO, typed);
		note_place(f);
	} else {
		first_focus(f);
	}
	return &f->base;
}
