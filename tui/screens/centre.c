/* The centre's page: its fields in its order, one at a time in a line of its own, for typing it over into a browser.
 *
 * The value stands alone in its line, so that the terminal's own selection takes it and nothing else. Nothing is put into the
 * clipboard by an escape sequence: many terminals do not know that one, others print it, and people's data would pass through
 * every program in between. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/audit.h"
#include "db/filings.h"
#include "db/national.h"
#include "tui/line_edit.h"
#include "tui/screens/dialog.h"
#include "tui/screens/list.h"
#include "tui/screens/screens.h"
#include "tui/width.h"

/* Lines of a value: usually so many, and more for a long one, as long as some of the list stays in view. */
enum {
	VALUE_LINES = 5,
	VALUE_MOST = 64,
	MARK_X = 2,
	LABEL_X = 7,
	LABEL_CELLS = 20,
	LIST_LEAST = 3
};

struct centre_view {
	struct screen base;
	int64_t filing;
	struct centre_row *rows; /* CENTRE_ROWS_MOST */
	bool taken[CENTRE_ROWS_MOST];
	struct list list;
	struct outbox_row told; /* id 0: the outbox has nothing of it */
	char heading[600], trouble[512];
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明怎样照着录入") },
	{ CMD_ENTER, N_("已录"), N_("这一项已录入，到下一项") },
	{ CMD_PREV, "", N_("回到上一项") },
	{ CMD_UP, "", N_("到上一项") },
	{ CMD_DOWN, "", N_("到下一项，不标记") },
	{ CMD_PAGE_DOWN, "", NULL },
	{ CMD_PAGE_UP, "", NULL },
	{ CMD_PARK, N_("录完"), N_("全部录完：记为已在中心页面录入，可以写下流水号") },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct centre_view *self(struct screen *s)
{
	return (struct centre_view *)s;
}

/* ---- reading ---- */

static void read_told(struct centre_view *v)
{
	struct outbox_row rows[2];
	struct err err = { 0 };
	int n = outbox_of_filing(v->base.desk->store, v->filing, rows, &err);

	v->told = n > 0 ? rows[0] : (struct outbox_row) { 0 };
}

static void read_heading(struct centre_view *v)
{
	struct filing_record r = { 0 };

	if (filings_load(v->base.desk->store, v->filing, &r, NULL) == 1)
		snprintf(v->heading, sizeof(v->heading), _("中心页面   %s   %s"),
			 filing_get(&r.filing, FIELD_PSN_NAME),
			 filing_get(&r.filing, FIELD_OPSP_DISE_NAME));
	filing_record_finish(&r);
}

/* The whole document number stands there: who looked is written down. */
static int note_view(struct centre_view *v, struct err *err)
{
	char object[AUDIT_OBJECT_SIZE];
	const struct audit_entry e = { .act = ACT_VIEW,
				       .object = audit_object("filing", v->filing, object) };

	if (workflow_check(v->base.desk->actor.roles, ACT_VIEW, STATE_COUNT, err) < 0)
		return -1;
	return audit_note(v->base.desk->store, &e, err);
}

static void read_rows(struct centre_view *v)
{
	struct store *st = v->base.desk->store;
	struct err err = { 0 };
	int n = note_view(v, &err);

	if (n == 0)
		n = outbox_refresh(st, &err);
	if (n == 0)
		n = centre_rows(st, v->filing, v->rows, CENTRE_ROWS_MOST, &err);
	if (n < 0)
		snprintf(v->trouble, sizeof(v->trouble), "%s", err.msg);
	list_reset(&v->list, n > 0 ? (size_t)n : 0);
	read_heading(v);
	read_told(v);
}

/* ---- done ---- */

static enum next take_serial(struct screen *s, char *const *texts, size_t *at)
{
	struct centre_view *v = self(s);
	struct desk *d = s->desk;
	struct err err = { 0 };

	*at = 0;
	if (outbox_by_hand(d->store, &d->actor, v->told.id, texts[0], &err) < 0) {
		app_say(s->app, STYLE_WARN, err.msg);
		return NEXT_STOP;
	}
	read_told(v);
	app_say(s->app, STYLE_PLAIN, _("已记为在中心页面录入"));
	return NEXT_BACK;
}

static enum next ask_serial(struct centre_view *v)
{
	static const struct dialog_row asked[] = {
		{ .label = N_("流水号"),
		  .hint = N_("中心页面显示的待遇申报明细流水号；没有显示的可以空着"),
		  .kind = DIALOG_TEXT,
		  .most = 120 },
	};
	static const struct dialog_spec spec = {
		.title = N_("已在中心页面录入"),
		.rows = asked,
		.count = ARRAY_SIZE(asked),
		.done_label = N_("记下"),
		.done = take_serial,
	};
	struct err err = { 0 };

	if (workflow_check(v->base.desk->actor.roles, ACT_PLATFORM, STATE_COUNT, &err) < 0) {
		app_say(v->base.app, STYLE_WARN, err.msg);
		return NEXT_REFUSE;
	}
	if (!v->told.id) {
		app_say(v->base.app, STYLE_WARN, _("此件还没有备案，不用向平台报送"));
		return NEXT_REFUSE;
	}
	app_push(v->base.app, dialog_screen(v->base.desk, &v->base, &spec, NULL));
	return NEXT_STAY;
}

/* ---- keys ---- */

static const char *const help_text = N_(
	"没有接口的医院，在中心网页的门慢门特登记里录入。这里按网页的顺序逐项列出，一次一项。\n"
	"当前一项的内容单独占上面几行，可以照着打，也可以用终端自己的选择来复制（按住 Shift "
	"拖动鼠标）。\n"
	"按 Enter 标记已录并到下一项。全部录完按 F2，写下网页给的流水号，报送列表里就记为已回执。");

static enum next take_over(struct centre_view *v)
{
	if (v->list.at >= v->list.count)
		return NEXT_STAY;
	v->taken[v->list.at] = true;
	list_command(&v->list, CMD_DOWN);
	return NEXT_STAY;
}

static enum next command(struct screen *s, enum command c)
{
	struct centre_view *v = self(s);

	if (list_command(&v->list, c == CMD_PREV ? CMD_UP : c))
		return NEXT_STAY;
	switch ((int)c) {
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("中心页面"), _(help_text), keys));
		return NEXT_STAY;
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	case CMD_ENTER:
		return take_over(v);
	case CMD_PARK:
		return ask_serial(v);
	}
	return NEXT_BACK;
}

static enum next type(struct screen *s, const char *text)
{
	(void)text;
	app_say(s->app, STYLE_PLAIN, _("按 Enter 标记已录并到下一项，录完按 F2"));
	return NEXT_REFUSE;
}

/* ---- drawing ---- */

/* Returns the line below. */
static int draw_value(struct centre_view *v, WINDOW *w)
{
	const struct centre_row *r = &v->rows[v->list.at];
	int cells = getmaxx(w) - 4, room = getmaxy(w) - 3 - LIST_LEAST;
	size_t start[VALUE_MOST + 1], n;
	char line[sizeof(r->value)];

	draw_text(w, 1, 2, cells, v->list.count ? _(r->label) : "", STYLE_DIM);
	if (!v->list.count)
		return 2 + VALUE_LINES;
	n = text_wrap(r->value, cells, start, VALUE_MOST);
	for (size_t i = 0; i < n && (int)i < room; i++) {
		snprintf(line, sizeof(line), "%.*s", (int)(start[i + 1] - start[i]),
			 r->value + start[i]);
		draw_text(w, 2 + (int)i, 2, cells, line, STYLE_STRONG);
	}
	if (r->missing)
		draw_text(w, 2, 2, cells, _("还没有：请在报送列表按 Enter 填写，或照网页上的"),
			  STYLE_WARN);
	return 2 + (n < VALUE_LINES ? VALUE_LINES : (int)n < room ? (int)n : room);
}

static void draw_row(const struct centre_view *v, WINDOW *w, int y, size_t i)
{
	const struct centre_row *r = &v->rows[i];
	enum style style = i == v->list.at ? STYLE_FOCUS : STYLE_PLAIN;

	draw_text(w, y, 0, getmaxx(w), "", style);
	draw_text(w, y, MARK_X, 4, v->taken[i] ? "[x]" : "[ ]", style);
	draw_text(w, y, LABEL_X, LABEL_CELLS - 1, _(r->label), style);
	draw_text(w, y, LABEL_X + LABEL_CELLS, getmaxx(w) - LABEL_X - LABEL_CELLS - 2,
		  r->missing ? _("还没有") : r->value, style);
}

static void draw(struct screen *s, WINDOW *w)
{
	struct centre_view *v = self(s);
	int y;

	draw_rule(w, 0, 0, getmaxx(w));
	y = draw_value(v, w);
	draw_rule(w, y++, 0, getmaxx(w));
	s->cursor_y = y;
	list_show(&v->list, getmaxy(w) - y);
	for (size_t i = v->list.top; i < v->list.count && y < getmaxy(w); i++)
		draw_row(v, w, y++, i);
	s->cursor_y += (int)(v->list.at - v->list.top);
	s->cursor_x = MARK_X + 1;
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	const struct centre_view *v = (const struct centre_view *)s;
	size_t n = 0;

	for (size_t i = 0; i < v->list.count; i++)
		n += v->taken[i];
	snprintf(left, size, "%s", v->heading);
	snprintf(right, size, _("已录 %zu/%zu 项"), n, v->list.count);
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct centre_view *v = (const struct centre_view *)s;

	if (*v->trouble) {
		snprintf(buf, size, "%s", v->trouble);
		return STYLE_WARN;
	}
	if (v->told.id && v->told.state == OUTBOX_ANSWERED)
		snprintf(buf, size, _("平台已有此件%s%s；不要重复录入"),
			 *v->told.serial ? _("，流水号 ") : "", v->told.serial);
	else
		snprintf(buf, size, "%s", _("照着网页逐项录入，Enter 标记已录；录完按 F2"));
	return v->told.id && v->told.state == OUTBOX_ANSWERED ? STYLE_WARN : STYLE_PLAIN;
}

static void close_centre(struct screen *s)
{
	free(self(s)->rows);
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
	.close = close_centre,
};

struct screen *centre_screen(struct desk *desk, int64_t filing)
{
	struct centre_view *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	v->filing = filing;
	v->rows = calloc(CENTRE_ROWS_MOST, sizeof(*v->rows));
	if (!v->rows) {
		free(v);
		return NULL;
	}
	read_rows(v);
	return &v->base;
}
