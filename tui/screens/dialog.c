/* Dialogs: moving through the rows, filling each kind of them, and giving the answer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/text.h"
#include "tui/screens/dialog_view.h"
#include "tui/screens/screens.h"

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明每一行填什么") },
	{ CMD_ENTER, N_("下一行"), N_("到下一行；最后一行之后完成") },
	{ CMD_PARK, N_("完成"), N_("都填好了") },
	{ CMD_LIST, "", N_("列出这一行可选的内容") },
	{ CMD_NEXT, "", N_("到下一行") },
	{ CMD_PREV, "", N_("到上一行") },
	{ CMD_UP, "", N_("到上一行") },
	{ CMD_DOWN, "", N_("到下一行") },
	EDITING_KEYS,
	{ CMD_BACK, NULL, N_("不办，回到原处") },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

_Static_assert(ARRAY_SIZE(keys) <= DIALOG_KEYS_MAX, "each dialog has a copy");

static struct dialog *self(struct screen *s)
{
	return (struct dialog *)s;
}

const struct dialog_row *dialog_row_at(const struct dialog *d)
{
	return &d->spec.rows[d->at];
}

bool dialog_is_typed(const struct dialog_row *r)
{
	return r->kind == DIALOG_TEXT || r->kind == DIALOG_PASSWORD;
}

bool dialog_has_code(const char *list, const char *code)
{
	size_t len = strlen(code);

	for (const char *p = list; len && (p = strstr(p, code)); p += len)
		if ((p == list || p[-1] == ' ') && (p[len] == ' ' || !p[len]))
			return true;
	return false;
}

/* ---- rows ---- */

/* What stands in the line at hand becomes the row's text. */
static void keep(struct dialog *d)
{
	if (dialog_is_typed(dialog_row_at(d)))
		text_copy(d->texts[d->at], DIALOG_TEXT_SIZE, d->edit.text);
}

static void focus(struct dialog *d, size_t at)
{
	d->at = at;
	explicit_bzero(&d->edit, sizeof(d->edit));
	if (dialog_is_typed(dialog_row_at(d)))
		line_edit_set(&d->edit, d->texts[at]);
}

/* Will the row's text do? If not, it is said, and the row is at hand. */
static bool will_do(struct dialog *d, size_t i)
{
	const struct dialog_row *r = &d->spec.rows[i];
	const char *why = r->refuse ? r->refuse(d->asker, d->texts[i]) : NULL;

	if (!why)
		return true;
	if (i != d->at)
		focus(d, i);
	app_say(d->base.app, STYLE_WARN, _(why));
	return false;
}

static enum next go(struct dialog *d, size_t to)
{
	keep(d);
	focus(d, to % d->spec.count);
	app_go_on(d->base.app);
	return NEXT_STAY;
}

/* Nobody sees what is behind stars: a password that was refused is typed anew, not added to. */
static void refused(struct dialog *d, size_t at)
{
	if (d->spec.rows[at].kind == DIALOG_PASSWORD)
		explicit_bzero(d->texts[at], DIALOG_TEXT_SIZE);
	focus(d, at);
}

static enum next answer(struct dialog *d)
{
	size_t at = d->at;
	enum next next;

	keep(d);
	for (size_t i = 0; i < d->spec.count; i++)
		if (!will_do(d, i))
			return NEXT_STOP;
	next = d->spec.done(d->asker, d->texts, &at);
	if (next == NEXT_STOP || next == NEXT_REFUSE)
		refused(d, at < d->spec.count ? at : d->at);
	else
		app_go_on(d->base.app);
	return next;
}

/* Enter on a list's row without a value, where one must be: the list opens. */
static enum next enter(struct dialog *d)
{
	bool empty = dialog_row_at(d)->kind == DIALOG_PICK && !d->texts[d->at][0];

	keep(d);
	if (empty && dialog_row_at(d)->refuse)
		return dialog_open_list(d, NULL);
	if (!will_do(d, d->at))
		return NEXT_STOP;
	return d->at + 1 < d->spec.count ? go(d, d->at + 1) : answer(d);
}

/* ---- leaving ---- */

static bool is_changed(const struct dialog *d)
{
	for (size_t i = 0; i < d->spec.count; i++)
		if (d->first[i] && strcmp(d->first[i], d->texts[i]) != 0)
			return true;
	return false;
}

static void tell_left(struct dialog *d)
{
	if (d->spec.back)
		d->spec.back(d->asker, d->texts);
	else if (d->spec.left)
		d->spec.left(d->asker);
}

/* The question closes; the dialog is told to go by the same key again. */
static enum next leave_answer(struct screen *s, bool yes)
{
	struct dialog *d = self(s);

	for (size_t i = 0; yes && i < d->spec.count; i++) {
		free(d->first[i]);
		d->first[i] = NULL;
	}
	if (yes)
		app_command_below(s->app, CMD_BACK);
	return NEXT_BACK;
}

static enum next leave(struct dialog *d)
{
	keep(d);
	if (d->spec.must_answer) {
		app_say(d->base.app, STYLE_WARN, _("这里须先填完"));
		return NEXT_STAY;
	}
	if (!d->spec.back && is_changed(d)) {
		app_push(d->base.app,
			 question_screen(d->base.desk, &d->base,
					 _("所填的内容没有保存，不要了吗？"), leave_answer));
		return NEXT_STAY;
	}
	tell_left(d);
	return NEXT_BACK;
}

/* ---- keys ---- */

static enum next help(struct dialog *d)
{
	char text[4096];
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; i < d->spec.count && len < sizeof(text); i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s  %s\n",
					_(d->spec.rows[i].label),
					d->spec.rows[i].hint ? _(d->spec.rows[i].hint) : "");
	app_push(d->base.app, help_screen(d->base.desk, _(d->spec.title), text, d->keys));
	return NEXT_STAY;
}

/* Stars do not show where in them the insertion point would be: it stays at their end. */
static enum next edit(struct dialog *d, enum command c)
{
	bool erases = c == CMD_ERASE || c == CMD_CLEAR;

	if (dialog_row_at(d)->kind == DIALOG_TEXT ||
	    (dialog_row_at(d)->kind == DIALOG_PASSWORD && erases))
		line_edit_command(&d->edit, c);
	if (dialog_row_at(d)->kind == DIALOG_PICK && (erases || c == CMD_DELETE))
		d->texts[d->at][0] = d->label[d->at][0] = '\0';
	return NEXT_STAY;
}

static enum next command(struct screen *s, enum command c)
{
	struct dialog *d = self(s);

	switch ((int)c) {
	case CMD_HELP:
		return help(d);
	case CMD_PARK:
		return answer(d);
	case CMD_LIST:
		return dialog_open_list(d, NULL);
	case CMD_ENTER:
		return enter(d);
	case CMD_NEXT:
	case CMD_DOWN:
		return go(d, d->at + 1);
	case CMD_PREV:
	case CMD_UP:
		return go(d, d->at + d->spec.count - 1);
	case CMD_BACK:
		return leave(d);
	}
	return edit(d, c);
}

/* Set the one choice, or switch one of the marks; the codes stay in the order of the choices. */
static void choose(struct dialog *d, size_t pick)
{
	const struct dialog_row *r = dialog_row_at(d);
	char *text = d->texts[d->at], out[DIALOG_TEXT_SIZE] = "";
	size_t len = 0;

	for (size_t i = 0; r->choices[i].code && len < sizeof(out); i++) {
		bool was = dialog_has_code(text, r->choices[i].code);

		if (r->kind == DIALOG_CHOICE ? i == pick : was != (i == pick))
			len += (size_t)snprintf(out + len, sizeof(out) - len, "%s%s",
						len ? " " : "", r->choices[i].code);
	}
	snprintf(text, DIALOG_TEXT_SIZE, "%s", out);
}

static size_t choices_count(const struct dialog_row *r)
{
	size_t n = 0;

	while (r->choices[n].code)
		n++;
	return n;
}

/* Space goes on to the next choice; of marks with one place it switches that. */
static size_t after_this(const struct dialog *d)
{
	const struct dialog_row *r = dialog_row_at(d);
	size_t n = choices_count(r);

	for (size_t i = 0; r->kind == DIALOG_CHOICE && i < n; i++)
		if (dialog_has_code(d->texts[d->at], r->choices[i].code))
			return (i + 1) % n;
	return 0;
}

static enum next type_choice(struct dialog *d, const char *text)
{
	size_t n = choices_count(dialog_row_at(d));

	if (n && strcmp(text, " ") == 0 && (dialog_row_at(d)->kind == DIALOG_CHOICE || n == 1)) {
		choose(d, after_this(d));
		return NEXT_STAY;
	}
	if (text[0] >= '1' && text[0] <= '9' && !text[1] && (size_t)(text[0] - '1') < n) {
		choose(d, (size_t)(text[0] - '1'));
		return NEXT_STAY;
	}
	app_say(d->base.app, STYLE_WARN, _("这一行按数字选"));
	return NEXT_REFUSE;
}

static enum next type(struct screen *s, const char *text)
{
	struct dialog *d = self(s);
	const struct dialog_row *r = dialog_row_at(d);
	size_t most = r->most ? r->most : DIALOG_TEXT_SIZE - 1;

	if (r->kind == DIALOG_CHOICE || r->kind == DIALOG_MARKS)
		return type_choice(d, text);
	if (r->kind == DIALOG_PICK)
		return dialog_open_list(d, text);
	if (d->edit.len + strlen(text) <= most && line_edit_insert(&d->edit, text))
		return NEXT_STAY;
	app_say(s->app, STYLE_WARN, _("放不下这么多字，没有放入；请核对粘贴的内容"));
	return NEXT_REFUSE;
}

/* ---- making one ---- */

static void wipe(char *text)
{
	if (text)
		explicit_bzero(text, DIALOG_TEXT_SIZE);
	free(text);
}

static void close_dialog(struct screen *s)
{
	struct dialog *d = self(s);

	for (size_t i = 0; i < d->spec.count; i++) {
		wipe(d->texts[i]);
		free(d->first[i]);
	}
	free(d->intro);
	free(d->picks);
	explicit_bzero(d, sizeof(*d));
	free(d);
}

static const struct screen_ops box_ops = {
	.title = dialog_title,
	.status = dialog_status,
	.size = dialog_size,
	.draw = dialog_draw,
	.text = type,
	.command = command,
	.close = close_dialog,
};

/* The key of the answer bears the name that the asker gave it; Esc of a step back says so. */
static void name_keys(struct dialog *d)
{
	memcpy(d->keys, keys, sizeof(keys));
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		if (d->keys[i].command == CMD_PARK && d->spec.done_label)
			d->keys[i].label = d->spec.done_label;
		if (d->keys[i].command == CMD_BACK && d->spec.back)
			d->keys[i].label = N_("上一步");
	}
	d->ops = box_ops;
	d->ops.keys = d->keys;
	d->ops.whole = d->spec.whole;
}

static bool fill_row(struct dialog *d, size_t i, const char *text)
{
	const struct dialog_row *r = &d->spec.rows[i];

	d->texts[i] = calloc(1, DIALOG_TEXT_SIZE);
	if (!d->texts[i])
		return false;
	text_copy(d->texts[i], DIALOG_TEXT_SIZE, text);
	if (r->kind == DIALOG_PICK && !d->picks &&
	    !(d->picks = calloc(PICKER_SPACE, sizeof(*d->picks))))
		return false;
	dialog_find_label(d, i);
	if (r->kind != DIALOG_PASSWORD)
		d->first[i] = strdup(d->texts[i]);
	return r->kind == DIALOG_PASSWORD || d->first[i];
}

struct screen *dialog_screen(struct desk *desk, struct screen *asker,
			     const struct dialog_spec *spec, const char *const *texts)
{
	struct dialog *d = calloc(1, sizeof(*d));
	bool filled = d && (!spec->intro || (d->intro = strdup(spec->intro)));

	if (!d)
		return NULL;
	d->base = (struct screen) { .ops = &d->ops, .desk = desk };
	d->asker = asker;
	d->spec = *spec;
	name_keys(d);
	for (size_t i = 0; filled && i < spec->count; i++)
		filled = fill_row(d, i, texts ? texts[i] : "");
	if (!filled) {
		close_dialog(&d->base);
		return NULL;
	}
	focus(d, 0);
	return &d->base;
}
