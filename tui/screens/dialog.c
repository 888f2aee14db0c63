#include "tui/screens/dialog.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/text.h"
#include "tui/line_edit.h"
#include "tui/screens/picker.h"
#include "tui/screens/screens.h"
#include "tui/width.h"

#define INTRO_LINES 8
#define LABEL_CELLS 14
#define COLS_WANTED 76

struct dialog {
	struct screen base;
	struct screen *asker;
	struct dialog_spec spec;
	char *intro, *texts[DIALOG_ROWS_MAX]; /* owned */
	size_t at;
	struct line_edit edit; /* of the row at hand */
	bool given_up, changed;
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_ENTER, N_("下一行"), N_("到下一行；最后一行之后完成") },
	{ CMD_PARK, N_("完成"), N_("都填好了") },
	{ CMD_LIST, "", NULL },
	{ CMD_NEXT, "", NULL }, { CMD_PREV, "", NULL }, { CMD_UP, "", NULL }, { CMD_DOWN, "", NULL },
	EDITING_KEYS,
	{ CMD_BACK, NULL, NULL },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct dialog *self(struct screen *s)
{
	return (struct dialog *)s;
}

static const struct dialog_row *row(const struct dialog *d)
{
	return &d->spec.rows[d->at];
}

static void keep(struct dialog *d)
{
	char *text = d->texts[d->at];

	if (row(d)->kind != DIALOG_TEXT && row(d)->kind != DIALOG_PASSWORD)
		return;
	text_copy(text, DIALOG_TEXT_SIZE, d->edit.text);
}

static void focus(struct dialog *d, size_t at)
{
	d->at = at;
	explicit_bzero(&d->edit, sizeof(d->edit));
	line_edit_set(&d->edit, d->texts[at]);
}

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

static enum next finish(struct dialog *d)
{
	size_t at = d->at;
	enum next next;

	keep(d);
	for (size_t i = 0; i < d->spec.count; i++)
		if (!will_do(d, i))
			return NEXT_STOP;
	next = d->spec.done(d->asker, d->texts, &at);
	if (next == NEXT_STOP)
		focus(d, at);
	return next;
}

static enum next go(struct dialog *d, size_t to, bool check)
{
	keep(d);
	if (check && !will_do(d, d->at))
		return NEXT_STOP;
	focus(d, to % d->spec.count);
	app_go_on(d->base.app);
	return NEXT_STAY;
}

static enum next leave(struct dialog *d)
{
	if (d->spec.left)
		d->spec.left(d->asker);
	return NEXT_BACK;
}

static enum next command(struct screen *s, enum command c)
{
	struct dialog *d = self(s);

	switch ((int)c) {
	case CMD_PARK:
		return finish(d);
	case CMD_ENTER:
		return d->at + 1 < d->spec.count ? go(d, d->at + 1, true) : finish(d);
	case CMD_NEXT:
	case CMD_DOWN:
		return go(d, d->at + 1, true);
	case CMD_PREV:
	case CMD_UP:
		return go(d, d->at + d->spec.count - 1, false);
	case CMD_BACK:
		return d->spec.must_answer ? NEXT_STAY : leave(d);
	}
	line_edit_command(&d->edit, c);
	return NEXT_STAY;
}

static bool has_code(const char *list, const char *code)
{
	size_t len = strlen(code);

	for (const char *p = list; (p = strstr(p, code)); p += len)
		if ((p == list || p[-1] == ' ') && (p[len] == ' ' || !p[len]))
			return true;
	return false;
}

static void choose(struct dialog *d, size_t pick)
{
	const struct dialog_row *r = row(d);
	char *text = d->texts[d->at], out[DIALOG_TEXT_SIZE] = "";
	size_t len = 0;

	for (size_t i = 0; r->choices[i].code; i++) {
		bool on = r->kind == DIALOG_CHOICE ? i == pick : has_code(text, r->choices[i].code) != (i == pick);

		if (on)
			len += (size_t)snprintf(out + len, sizeof(out) - len, "%s%s", len ? " " : "", r->choices[i].code);
	}
	snprintf(text, DIALOG_TEXT_SIZE, "%s", out);
}

static enum next type(struct screen *s, const char *text)
{
	struct dialog *d = self(s);
	const struct dialog_row *r = row(d);

	if (r->kind == DIALOG_CHOICE || r->kind == DIALOG_MARKS) {
		if (*text >= '1' && *text <= '9' && !text[1])
			choose(d, (size_t)(*text - '1'));
		return NEXT_STAY;
	}
	if (r->kind == DIALOG_PICK) {
		struct dialog_pick one;

		line_edit_insert(&d->edit, text);
		if (r->find(d->asker, d->edit.text, &one, 1))
			snprintf(d->texts[d->at], DIALOG_TEXT_SIZE, "%s", one.code);
		return NEXT_STAY;
	}
	line_edit_insert(&d->edit, text);
	return NEXT_STAY;
}

static void words(const struct dialog *d, size_t i, char *buf, size_t size)
{
	const struct dialog_row *r = &d->spec.rows[i];
	const char *text = i == d->at && (r->kind == DIALOG_TEXT || r->kind == DIALOG_PASSWORD) ? d->edit.text : d->texts[i];
	size_t len = 0;
	struct dialog_pick one;

	buf[0] = '\0';
	switch (r->kind) {
	case DIALOG_TEXT:
		snprintf(buf, size, "%s", text);
		break;
	case DIALOG_PASSWORD:
		for (size_t n = text_chars(text); n-- > 0;)
			buf[len++] = '*';
		buf[len] = '\0';
		break;
	case DIALOG_CHOICE:
	case DIALOG_MARKS:
		for (size_t k = 0; r->choices[k].code && len < size; k++)
			len += (size_t)snprintf(buf + len, size - len, "%s%zu %s%s ", has_code(text, r->choices[k].code) ? "√" : " ",
						k + 1, _(r->choices[k].label), "");
		break;
	case DIALOG_PICK:
		if (*text && r->find(d->asker, text, &one, 1))
			snprintf(buf, size, "%s", one.label);
		break;
	}
}

static size_t intro_lines(const struct dialog *d, int cols, size_t *start)
{
	return d->intro ? text_wrap(d->intro, cols - 6, start, INTRO_LINES) : 0;
}

static void size(const struct screen *s, int rows, int cols, int *out_rows, int *out_cols)
{
	const struct dialog *d = (const struct dialog *)s;
	size_t start[INTRO_LINES + 1];

	(void)rows;
	*out_cols = cols < COLS_WANTED ? cols : COLS_WANTED;
	*out_rows = (int)(intro_lines(d, *out_cols, start) + d->spec.count) + 6;
}

static void draw(struct screen *s, WINDOW *w)
{
	struct dialog *d = self(s);
	size_t start[INTRO_LINES + 1], lines = intro_lines(d, getmaxx(w), start);
	char text[4096];
	int y = 2, cells = getmaxx(w) - 6 - LABEL_CELLS;

	draw_frame(w, _(d->spec.title));
	for (size_t i = 0; i < lines; i++, y++) {
		snprintf(text, sizeof(text), "%.*s", (int)(start[i + 1] - start[i]), d->intro + start[i]);
		draw_text(w, y, 3, getmaxx(w) - 6, text, STYLE_PLAIN);
	}
	y += lines > 0;
	for (size_t i = 0; i < d->spec.count; i++, y++) {
		words(d, i, text, sizeof(text));
		draw_text(w, y, 3, LABEL_CELLS, _(d->spec.rows[i].label), STYLE_PLAIN);
		draw_text(w, y, 3 + LABEL_CELLS, cells, text, i == d->at ? STYLE_FOCUS : STYLE_PLAIN);
		if (i == d->at) {
			s->cursor_y = y;
			s->cursor_x = 3 + LABEL_CELLS + (row(d)->kind <= DIALOG_PASSWORD ? text_cells_n(text, d->edit.at) : 0);
		}
	}
	if (row(d)->hint)
		draw_text(w, getmaxy(w) - 2, 3, getmaxx(w) - 6, _(row(d)->hint), STYLE_DIM);
}

static void close_dialog(struct screen *s)
{
	struct dialog *d = self(s);

	for (size_t i = 0; i < d->spec.count; i++) {
		if (d->texts[i])
			explicit_bzero(d->texts[i], DIALOG_TEXT_SIZE);
		free(d->texts[i]);
	}
	free(d->intro);
	explicit_bzero(d, sizeof(*d));
	free(d);
}

static const struct screen_ops ops = {
	.keys = keys,
	.size = size,
	.draw = draw,
	.text = type,
	.command = command,
	.close = close_dialog,
};

struct screen *dialog_screen(struct desk *desk, struct screen *asker, const struct dialog_spec *spec,
			     const char *const *texts)
{
	struct dialog *d = calloc(1, sizeof(*d));

	if (!d)
		return NULL;
	d->base = (struct screen) { .ops = &ops, .desk = desk };
	d->asker = asker;
	d->spec = *spec;
	d->intro = spec->intro ? strdup(spec->intro) : NULL;
	for (size_t i = 0; i < spec->count; i++) {
		d->texts[i] = calloc(1, DIALOG_TEXT_SIZE);
		if (!d->texts[i]) {
			close_dialog(&d->base);
			return NULL;
		}
		text_copy(d->texts[i], DIALOG_TEXT_SIZE, texts ? texts[i] : "");
	}
	focus(d, 0);
	return &d->base;
}
