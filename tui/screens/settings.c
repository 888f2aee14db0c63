/* Settings: where the desk stands, what it judges by, and its terminal, typed line by line. What is another's to change is
 * shown, and passed over. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/division.h"
#include "tui/line_edit.h"
#include "tui/screens/screens.h"
#include "tui/width.h"

/* A setting is a row: where it lives, what it is called, what is said about it, and whether a text will do. */
struct row {
	const char *label, *hint;
	size_t offset, size;
	bool (*accepts)(const struct desk *d, const char *text);
};

struct settings_view {
	struct screen base;
	struct settings work;
	size_t at;
	struct line_edit edit;
	bool given_up; /* the clerk said that the changes may go */
};

/* Each word is a pack that is loaded: a misspelt one would leave nothing out. */
static bool are_packs(const struct desk *d, const char *text)
{
	char id[128];

	while (*text) {
		size_t len = strcspn(text, " ");

		if (len >= sizeof(id))
			return false;
		snprintf(id, sizeof(id), "%.*s", (int)len, text);
		if (len && !policies_find(d->policies, id))
			return false;
		text += len + (text[len] == ' ');
	}
	return true;
}

static bool is_days(const struct desk *d, const char *text)
{
	size_t len = strlen(text);

	(void)d;
	return len >= 1 && len <= 3 && strspn(text, "0123456789") == len;
}

static bool is_region(const struct desk *d, const char *text)
{
	size_t len = strlen(text);
	char code[] = "000000";

	(void)d;
	if (len < 2 || len > 6 || len % 2 || strspn(text, "0123456789") != len)
		return false;
	memcpy(code, text, len);
	return division_find(code, NULL) == DIVISION_PRESENT;
}

static bool is_width(const struct desk *d, const char *text)
{
	(void)d;
	return strcmp(text, "auto") == 0 || strcmp(text, "1") == 0 || strcmp(text, "2") == 0;
}

static bool is_border(const struct desk *d, const char *text)
{
	(void)d;
	return strcmp(text, "lines") == 0 || strcmp(text, "ascii") == 0;
}

// clang-format off
#define ROW(member) offsetof(struct settings, member), sizeof(((struct settings *)NULL)->member)
static const struct row rows[] = {
	{ N_("行政区划"), N_("本台所在地的代码，2 至 6 位，如 5111 乐山、1411 吕梁"), ROW(region), is_region },
	{ N_("不用的政策包"), N_("本台不用的政策包编号，用空格隔开，可以空着；编号见“政策与字典”"), ROW(packs_off), are_packs },
	{ N_("口令期限"), N_("口令用满这么多天后须修改，0 不限"), ROW(password_days), is_days },
	{ N_("间隔号等字宽"), N_("auto 自动探测，1 占一格，2 占两格；表格竖线对不齐时改这里"), ROW(ambiguous_width), is_width },
	{ N_("表格线"), N_("lines 线条，ascii 用 + - |；线条显示成字母时改这里"), ROW(borders), is_border },
};

static const struct screen_key keys[] = {
	{ CMD_PARK, N_("保存"), N_("保存设置并返回") },
	{ CMD_ENTER, NULL, N_("到下一行；最后一行之后保存") },
	{ CMD_NEXT, "", N_("到下一行") },
	{ CMD_PREV, "", N_("到上一行") },
	{ CMD_UP, "", N_("到上一行") },
	{ CMD_DOWN, "", N_("到下一行") },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, N_("不存"), N_("不保存，返回主屏") },
	EDITING_KEYS,
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct settings_view *self(struct screen *s)
{
	return (struct settings_view *)s;
}

static char *text_of(struct settings *s, const struct row *r)
{
	return (char *)s + r->offset;
}

static bool is_ours(const struct settings_view *v, size_t at)
{
	return desk_may(v->base.desk, settings_act(rows[at].offset), STATE_COUNT);
}

/* The next line in a direction that is this person's to change; the last ones are everybody's. */
static size_t next_of_ours(const struct settings_view *v, size_t at, size_t step)
{
	do
		at = (at + step) % ARRAY_SIZE(rows);
	while (!is_ours(v, at));
	return at;
}

static bool is_last_of_ours(const struct settings_view *v)
{
	return next_of_ours(v, v->at, 1) <= v->at;
}

/* Take the line over. Returns false, with the reason said, when it will not do. */
static bool take(struct settings_view *v)
{
	const struct row *r = &rows[v->at];
	char text[512];

	if (!r->accepts(v->base.desk, v->edit.text) || v->edit.len >= r->size) {
		snprintf(text, sizeof(text), _("%s“%.60s”不能用：%s"), _(r->label), v->edit.text,
			 _(r->hint));
		app_say(v->base.app, STYLE_WARN, text);
		return false;
	}
	snprintf(text_of(&v->work, r), r->size, "%s", v->edit.text);
	return true;
}

static void focus_on(struct settings_view *v, size_t at)
{
	v->at = at;
	line_edit_set(&v->edit, text_of(&v->work, &rows[at]));
}

static enum next go_to(struct settings_view *v, size_t to)
{
	if (!take(v))
		return NEXT_STOP;
	focus_on(v, to);
	app_go_on(v->base.app);
	return NEXT_STAY;
}

/* The code table follows the region, so it is made anew. */
static enum next save(struct settings_view *v)
{
	struct desk *d = v->base.desk;
	struct err err = { 0 };
	struct codetable codes;

	if (!take(v))
		return NEXT_STOP;
	if (settings_change(d->store, &d->actor, &v->work, &err)) {
		app_say(v->base.app, STYLE_WARN, err.msg);
		return NEXT_STOP;
	}
	policies_leave_out(d->policies, v->work.packs_off, NULL);
	if (codetable_init(&codes, d->policies, v->work.region) == 0) {
		codetable_finish(&d->codes);
		d->codes = codes;
	}
	d->settings = v->work;
	draw_set_ascii_lines(strcmp(v->work.borders, "ascii") == 0);
	if (v->work.ambiguous_width[0] != 'a')
		width_set_ambiguous(v->work.ambiguous_width[0] - '0');
	app_go_on(v->base.app);
	app_say(v->base.app, STYLE_PLAIN, _("设置已保存"));
	return NEXT_HOME;
}

static enum next leave_answer(struct screen *s, bool yes)
{
	struct settings_view *v = self(s);

	v->given_up = yes;
	if (yes)
		app_command_below(s->app, CMD_BACK);
	return NEXT_BACK;
}

/* What was typed here is not thrown away by one Esc. */
static enum next go_back(struct settings_view *v)
{
	bool typed = strcmp(v->edit.text, text_of(&v->base.desk->settings, &rows[v->at])) != 0 ||
		     memcmp(&v->work, &v->base.desk->settings, sizeof(v->work)) != 0;

	if (!typed || v->given_up)
		return NEXT_BACK;
	app_push(v->base.app,
		 question_screen(v->base.desk, &v->base, _("改动没有保存，不要了吗？F2 可以保存。"),
				 leave_answer));
	return NEXT_STAY;
}

static enum next command(struct screen *s, enum command c)
{
	struct settings_view *v = self(s);

	switch ((int)c) {
	case CMD_PARK:
		return save(v);
	case CMD_BACK:
		return go_back(v);
	case CMD_ENTER:
		return is_last_of_ours(v) ? save(v) : go_to(v, next_of_ours(v, v->at, 1));
	case CMD_NEXT:
	case CMD_DOWN:
		return go_to(v, next_of_ours(v, v->at, 1));
	case CMD_PREV:
	case CMD_UP:
		return go_to(v, next_of_ours(v, v->at, ARRAY_SIZE(rows) - 1));
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	}
	line_edit_command(&v->edit, c);
	return NEXT_STAY;
}

static enum next type(struct screen *s, const char *text)
{
	if (line_edit_insert(&self(s)->edit, text))
		return NEXT_STAY;
	app_say(s->app, STYLE_WARN, _("放不下这么多字，没有放入；请核对粘贴的内容"));
	return NEXT_REFUSE;
}

/* What is another's: whose, behind it. */
static void draw_others(const struct settings_view *v, WINDOW *w, int y, size_t at)
{
	const struct row *r = &rows[at];
	const struct transition *t = workflow_find(settings_act(r->offset), STATE_COUNT);
	char whose[256], text[1024];

	roles_words(t->roles, whose, sizeof(whose));
	snprintf(text, sizeof(text), _("%s（由%s设置）"), (const char *)&v->work + r->offset,
		 whose);
	draw_text(w, y, 4, 16, _(r->label), STYLE_DIM);
	draw_text(w, y, 20, getmaxx(w) - 24, text, STYLE_DIM);
}

static void draw_row(struct settings_view *v, WINDOW *w, int y, size_t at)
{
	const char *text = at == v->at ? v->edit.text : text_of(&v->work, &rows[at]);

	draw_text(w, y, 4, 16, _(rows[at].label), STYLE_PLAIN);
	draw_text(w, y, 20, getmaxx(w) - 24, text, at == v->at ? STYLE_FOCUS : STYLE_PLAIN);
}

static void draw(struct screen *s, WINDOW *w)
{
	struct settings_view *v = self(s);
	int cells = getmaxx(w) - 24;

	draw_rule(w, 0, 0, getmaxx(w));
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (is_ours(v, i))
			draw_row(v, w, 2 + (int)i * 2, i);
		else
			draw_others(v, w, 2 + (int)i * 2, i);
	}
	s->cursor_y = 2 + (int)v->at * 2;
	s->cursor_x = 20 + text_cells_n(v->edit.text, v->edit.at);
	if (s->cursor_x >= 20 + cells)
		s->cursor_x = 20 + cells - 1;
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	(void)s;
	(void)right;
	snprintf(left, size, "%s", _("设置"));
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	snprintf(buf, size, "%s", _(rows[((const struct settings_view *)s)->at].hint));
	return STYLE_PLAIN;
}

static void close_settings(struct screen *s)
{
	free(s);
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.title = title,
	.status = status,
	.draw = draw,
	.text = type,
	.command = command,
	.close = close_settings,
};

struct screen *settings_screen(struct desk *desk)
{
	struct settings_view *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	v->work = desk->settings;
	focus_on(v, next_of_ours(v, ARRAY_SIZE(rows) - 1, 1));
	return &v->base;
}
