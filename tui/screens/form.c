/* The form: its keys, and what the function keys do. */
#include "tui/screens/form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/text.h"
#include "tui/screens/print.h"
#include "tui/width.h"

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, NULL },
	{ CMD_PARK, NULL, NULL },
	{ CMD_FIND, NULL, NULL },
	{ CMD_LIST, NULL, NULL },
	{ CMD_CHECK, NULL, NULL },
	{ CMD_CERTIFY, NULL, NULL },
	{ CMD_SEAL, NULL, NULL },
	{ CMD_FILE, NULL, NULL },
	{ CMD_PRINT, NULL, NULL },
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
	{ CMD_RETURN, "", NULL },
	{ CMD_DECLINE, "", NULL },
	{ CMD_AMEND, "", NULL },
	{ CMD_REVOKE, "", NULL },
	{ CMD_EXPIRE, "", NULL },
	{ CMD_REVIEW, "", NULL },
	{ CMD_HISTORY, "", NULL },
	{ CMD_PRIOR, "", NULL },
	{ CMD_NEWER, "", NULL },
	{ CMD_CENTRE, "", NULL },
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

static const char *value(const struct form *f, enum field_id id)
{
	return entry_get(f->entry, id);
}

/* ---- commands ---- */

static enum next say_parked(struct form *f)
{
	char text[256];

	snprintf(text, sizeof(text), _("已暂存，受理号 %s；F3 可随时找到"),
		 f->entry->draft.record.no);
	app_say(f->base.app, STYLE_PLAIN, text);
	return NEXT_BACK;
}

int form_store(struct form *f, enum next *out)
{
	struct err err = { 0 };

	form_leave(f);
	f->refused = false;
	if (f->entry->draft.record.id && !f->entry->changed)
		return 0;
	if (entry_park(f->entry, &err) == 0)
		return 0;
	f->refused = true;
	*out = NEXT_REFUSE;
	entry_save_draft(f->entry);
	if (err.code == ERR_CONFLICT)
		app_push(f->base.app, conflict_screen(f->base.desk, f->entry, err.msg));
	else
		app_say(f->base.app, STYLE_WARN, err.msg);
	return -1;
}

static enum next park(struct form *f)
{
	enum next next = NEXT_STAY;

	form_leave(f);
	if (filing_is_empty(entry_filing(f->entry))) {
		app_say(f->base.app, STYLE_PLAIN, _("表还是空的，没有可暂存的内容"));
		return NEXT_BACK;
	}
	return form_store(f, &next) ? next : say_parked(f);
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
	form_leave(f);
	entry_save_draft(f->entry);
	app_push(f->base.app, findings_screen(f->base.desk, f->entry, &f->base, form_jump));
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
		return form_open_criteria(f);
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

static enum next history(struct form *f)
{
	if (f->entry->draft.record.id)
		app_push(f->base.app, history_screen(f->base.desk, f->entry->draft.record.id));
	else
		app_say(f->base.app, STYLE_PLAIN, _("此件还没有存过，没有修改史"));
	return NEXT_STAY;
}

/* The sheet shows what is stored, so what was typed is stored first. */
static enum next print(struct form *f)
{
	enum next next = NEXT_STAY;

	if (!f->locked && filing_is_empty(entry_filing(f->entry))) {
		app_say(f->base.app, STYLE_PLAIN,
			_("表还是空的，没有可打印的内容；空白表在主屏菜单的“打印机”里"));
		return NEXT_REFUSE;
	}
	if (!f->locked && form_store(f, &next))
		return next;
	return print_open(&f->base, f->entry->draft.record.id, PAPER_FORM);
}

static enum next enter(struct form *f)
{
	if (!f->locked && form_cell(f)->kind == CELL_STATE && entry_criteria(f->entry) &&
	    !f->visited[FIELD_SYMP_DSCR])
		return form_open_criteria(f);
	return form_go_on(f);
}

static enum next command(struct screen *s, enum command c)
{
	struct form *f = self(s);

	if (sign_act_for(s->desk, c, f->entry->draft.record.state) != ACT_COUNT)
		return form_act(f, c);
	if (f->locked && !form_offers(s, c))
		return form_say_locked(f);
	switch ((int)c) {
	case CMD_HELP:
		return help(f);
	case CMD_PARK:
		return park(f);
	case CMD_FIND:
		form_leave(f);
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
		return form_go_to(f, form_neighbour(f, f->focus, 1), true);
	case CMD_PREV:
		return form_go_to(f, form_neighbour(f, f->focus, -1), false);
	case CMD_UP:
		return form_move_line(f, -1)
			       ? NEXT_STAY
			       : form_go_to(f, form_neighbour(f, f->focus, -1), false);
	case CMD_DOWN:
		return form_move_line(f, 1) ? NEXT_STAY
					    : form_go_to(f, form_neighbour(f, f->focus, 1), false);
	case CMD_PAGE_UP:
		return form_go_to(f, FIELD_PSN_NAME, false);
	case CMD_PAGE_DOWN:
		return form_go_to(f, form_last_cell(f), false);
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
		form_leave(f);
		entry_save_draft(f->entry);
		return form_side(f, c, form_jump);
	case CMD_PRINT:
		return print(f);
	case CMD_HISTORY:
		return history(f);
	case CMD_CENTRE:
		app_push(s->app, centre_screen(s->desk, f->entry->draft.record.id));
		return NEXT_STAY;
	case CMD_PRIOR:
		return form_open_version(f, f->prior, _("此件没有前一版"));
	case CMD_NEWER:
		return form_open_version(f, f->newer, _("此件没有后一版"));
	}
	return form_edit(f, c);
}

/* ---- the frame ---- */

/* F6 is the clerk's submission before it is the doctor's certification. */
static const char *label(const struct screen *s, enum command c)
{
	const struct form *f = self_const(s);

	return c == CMD_CERTIFY && workflow_find(ACT_SUBMIT, f->entry->draft.record.state)
		       ? N_("提交")
		       : NULL;
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	const struct form *f = self_const(s);
	const struct filing_record *r = &f->entry->draft.record;
	const struct policy_route *route = entry_route(f->entry);
	const char *saved = f->entry->draft.updated_at;

	if (r->id)
		snprintf(left, size, "%s  %s", r->no, _(state_label(r->state)));
	else
		snprintf(left, size, "%s", _("新登记"));
	if (route)
		snprintf(left + strlen(left), size - strlen(left), "  %s", route->name);
	/* A draft that was parked is gone. */
	if (f->entry->draft.id && strlen(saved) > 11 && !f->locked)
		snprintf(left + strlen(left), size - strlen(left), _("  草稿 %s 已存"), saved + 11);
	desk_title_right(s->desk, right, size);
}

/* A store's trouble comes first, then what stopped the clerk, then a note on the cell, then its hint. */
static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct form *f = self_const(s);
	const struct finding *wrong = f->stopped == f->focus ? form_error(f) : NULL;
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
	int top = form_draw_notes(f, w);
	WINDOW *page = top ? derwin(w, getmaxy(w) - top, getmaxx(w), top, 0) : w;

	if (!page)
		return;
	form_view_draw(&f->view, page, form_fill_cell, f, &s->cursor_y, &s->cursor_x);
	if (page == w)
		return;
	delwin(page);
	if (s->cursor_y >= 0)
		s->cursor_y += top;
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
	form_note_place(f);
	form_after_act(f);
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
	.offers = form_offers,
	.label = label,
	.title = title,
	.status = status,
	.draw = draw,
	.text = form_type,
	.command = command,
	.resume = resume,
	.tick = tick,
	.close = close_form,
};

struct screen *form_screen(struct desk *desk, struct entry *e, const char *typed)
{
	struct form *f = calloc(1, sizeof(*f));

	if (!f)
		return NULL;
	f->base = (struct screen) { .ops = &ops, .desk = desk };
	f->entry = e;
	f->stopped = FIELD_NONE;
	policies_form_heading(desk->policies, desk->settings.region, f->heading,
			      sizeof(f->heading));
	form_read_marks(f);
	f->view = (struct form_view) { .layout = &layout_leshan, .title = f->heading };
	if (typed) {
		form_focus(f, FIELD_CERTNO);
		line_edit_set(&f->edit, typed);
		entry_set(e, FIELD_CERTNO, typed);
		form_note_place(f);
	} else {
		form_first_focus(f);
	}
	return &f->base;
}
