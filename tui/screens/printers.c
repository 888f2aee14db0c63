/* Printers, and how far each lies off: measured on a ruler page, typed in millimetres. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/prints.h"
#include "tui/line_edit.h"
#include "tui/screens/dialog.h"
#include "tui/screens/list.h"
#include "tui/screens/print.h"
#include "tui/width.h"

#define PRINTERS_MOST 32
#define MEASURE_LINES 8

struct printers_view {
	struct screen base;
	struct printer printers[PRINTERS_MOST];
	struct list list;
	char trouble[512]; /* why there is none */
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明怎样量出打印的位置") },
	{ CMD_ENTER, N_("校正"), N_("填写反显的打印机偏了多少毫米") },
	{ CMD_PRINT, N_("打尺页"), N_("用反显的打印机打一张尺页") },
	{ CMD_LIST, N_("空白表"), N_("打印空白申请表，或把尺页存为 PDF 文件") },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_PAGE_DOWN, "", NULL },
	{ CMD_PAGE_UP, "", NULL },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

/* How to measure, on the screen and in its help. */
static const char *const measure_text =
	N_("打一张尺页，用直尺量左上角的十字：它离纸的左边和上边都应是 50 毫米。向右填 50 "
	   "减去量得的左距，向下填 50 减去量得的上距；量得左 51.5、上 49，就填 -1.5 和 1。"
	   "尺页总是不带校正，重新量到的数直接填入。校正只用于套打。");

static struct printers_view *self(struct screen *s)
{
	return (struct printers_view *)s;
}

static struct printer *current(struct printers_view *v)
{
	return v->list.at < v->list.count ? &v->printers[v->list.at] : NULL;
}

static void load(struct printers_view *v)
{
	size_t at = v->list.at;
	struct err err = { 0 };
	int n = printers_list(v->base.desk->store, v->printers, PRINTERS_MOST, &err);

	v->trouble[0] = '\0';
	if (n < 0)
		snprintf(v->trouble, sizeof(v->trouble), "%s", err.msg);
	else if (n == 0)
		snprintf(v->trouble, sizeof(v->trouble), "%s",
			 _("本机没有打印机；请管理员在 CUPS 里添加，或存为 PDF 文件拿去打印"));
	list_reset(&v->list, n > 0 ? (size_t)n : 0);
	v->list.at = at < v->list.count ? at : 0;
}

static enum next refuse(struct printers_view *v)
{
	app_say(v->base.app, STYLE_WARN, v->trouble);
	return NEXT_REFUSE;
}

/* ---- offsets ---- */

static void format_offset(int tenths, char *buf, size_t size)
{
	snprintf(buf, size, "%s%d.%d", tenths < 0 ? "-" : "", abs(tenths) / 10, abs(tenths) % 10);
}

/* 0 is what stands in an empty line. */
static void format_typed(int tenths, char *buf, size_t size)
{
	buf[0] = '\0';
	if (tenths)
		format_offset(tenths, buf, size);
}

/* "1.5", "-0.8", "2", and nothing for 0: tenths of a millimetre. */
static bool read_offset(const char *text, int *out)
{
	bool minus = *text == '-';
	const char *at = text + (minus || *text == '+');
	size_t whole = strspn(at, "0123456789"), part = 0;
	int tenths;

	*out = 0;
	if (!*text)
		return true;
	if (whole == 0 || whole > 2)
		return false;
	tenths = 10 * (int)strtol(at, NULL, 10);
	at += whole;
	if (*at == '.') {
		part = strspn(++at, "0123456789");
		tenths += part == 1 ? *at - '0' : 0;
		if (part != 1)
			return false;
	}
	*out = minus ? -tenths : tenths;
	return !at[part] && tenths <= PRINTER_OFFSET_MOST;
}

static const char *refuse_offset(struct screen *asker, const char *text)
{
	int tenths;

	(void)asker;
	return read_offset(text, &tenths) ? NULL
					  : N_("请写毫米数，至多 50，至多一位小数，如 1.5 或 -0.8");
}

// clang-format off
static const struct dialog_row offset_rows[] = {
	{ .label = N_("向右（毫米）"), .hint = N_("内容要往右移的填正数，往左移的填负数；不用移就空着"), .most = 6, .refuse = refuse_offset },
	{ .label = N_("向下（毫米）"), .hint = N_("内容要往下移的填正数，往上移的填负数；不用移就空着"), .most = 6, .refuse = refuse_offset },
};
// clang-format on

static enum next take_offsets(struct screen *s, char *const *texts, size_t *at)
{
	struct printers_view *v = self(s);
	struct printer p = *current(v);
	struct err err = { 0 };
	char said[256];

	*at = 0;
	if (!read_offset(texts[0], &p.dx) || !read_offset(texts[1], &p.dy))
		return NEXT_STOP;
	if (printer_save(s->desk->store, &s->desk->actor, &p, &err) < 0) {
		app_say(s->app, STYLE_WARN, err.msg);
		return NEXT_STOP;
	}
	*current(v) = p;
	snprintf(said, sizeof(said), _("已记下打印机“%s”的校正，套打时用它"), p.name);
	app_say(s->app, STYLE_PLAIN, said);
	return NEXT_BACK;
}

static enum next change(struct printers_view *v)
{
	struct dialog_spec spec = {
		.title = N_("套打的位置校正"),
		.intro = _(measure_text),
		.rows = offset_rows,
		.count = ARRAY_SIZE(offset_rows),
		.done_label = N_("记下"),
		.done = take_offsets,
	};
	char dx[16], dy[16];
	const char *const texts[] = { dx, dy };

	if (!current(v))
		return refuse(v);
	format_typed(current(v)->dx, dx, sizeof(dx));
	format_typed(current(v)->dy, dy, sizeof(dy));
	app_push(v->base.app, dialog_screen(v->base.desk, &v->base, &spec, texts));
	return NEXT_STAY;
}

/* ---- the ruler ---- */

static enum next print_ruler(struct printers_view *v)
{
	struct desk *d = v->base.desk;
	struct check_context ctx = desk_context(d, false);
	struct print_request req = { .kind = PAPER_FORM, .ruler = true };
	struct print_result done;
	struct err err = { 0 };
	char said[256];

	if (!current(v))
		return refuse(v);
	req.printer = current(v)->name;
	if (prints_make(d->store, &d->actor, &req, &ctx, &done, &err) < 0) {
		app_say(v->base.app, STYLE_WARN, err.msg);
		return NEXT_REFUSE;
	}
	snprintf(said, sizeof(said), _("尺页已送打印机“%s”；量好后按 Enter 填写"), req.printer);
	app_say(v->base.app, STYLE_PLAIN, said);
	return NEXT_STAY;
}

/* ---- keys ---- */

static enum next command(struct screen *s, enum command c)
{
	struct printers_view *v = self(s);

	if (list_command(&v->list, c))
		return NEXT_STAY;
	switch ((int)c) {
	case CMD_ENTER:
		return change(v);
	case CMD_PRINT:
		return print_ruler(v);
	case CMD_LIST:
		return print_open(s, 0, PAPER_FORM);
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("打印机"), _(measure_text), keys));
		return NEXT_STAY;
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	}
	return NEXT_BACK;
}

static enum next type(struct screen *s, const char *text)
{
	(void)text;
	app_say(s->app, STYLE_PLAIN, _("按 Enter 填写校正，F9 打尺页，F4 打空白表"));
	return NEXT_REFUSE;
}

static bool offers(const struct screen *s, enum command c)
{
	const struct printers_view *v = (const struct printers_view *)s;

	if (c == CMD_ENTER || c == CMD_PRINT)
		return v->list.count > 0 && print_offers(s);
	return c != CMD_LIST || print_offers(s);
}

/* ---- drawing ---- */

enum { MARK_CELLS = 2, NAME_CELLS = 36, OFFSET_CELLS = 16 };

static void draw_printer(const struct printers_view *v, WINDOW *w, int y, size_t i)
{
	const struct printer *p = &v->printers[i];
	enum style style = i == v->list.at ? STYLE_FOCUS : STYLE_PLAIN;
	char dx[16], dy[16];
	int x = 1 + MARK_CELLS;

	format_offset(p->dx, dx, sizeof(dx));
	format_offset(p->dy, dy, sizeof(dy));
	draw_text(w, y, 0, getmaxx(w), "", style);
	draw_text(w, y, 1, MARK_CELLS, i == v->list.at ? ">" : "", style);
	draw_text(w, y, x, NAME_CELLS - 1, p->name, style);
	draw_text(w, y, x += NAME_CELLS, OFFSET_CELLS - 1, dx, style);
	draw_text(w, y, x += OFFSET_CELLS, OFFSET_CELLS - 1, dy, style);
}

static void draw_head(WINDOW *w)
{
	int x = 1 + MARK_CELLS;

	draw_text(w, 0, x, NAME_CELLS - 1, _("打印机（默认的在前）"), STYLE_DIM);
	draw_text(w, 0, x += NAME_CELLS, OFFSET_CELLS - 1, _("向右（毫米）"), STYLE_DIM);
	draw_text(w, 0, x += OFFSET_CELLS, OFFSET_CELLS - 1, _("向下（毫米）"), STYLE_DIM);
	draw_rule(w, 1, 0, getmaxx(w));
}

/* How to measure, at the foot of the page. Returns the lines that it takes. */
static int draw_measure(WINDOW *w)
{
	size_t start[MEASURE_LINES + 1];
	int cells = getmaxx(w) - 4;
	const char *text = _(measure_text);
	size_t n = text_wrap(text, cells, start, MEASURE_LINES);
	int y = getmaxy(w) - (int)n;
	char line[512];

	for (size_t i = 0; i < n; i++) {
		snprintf(line, sizeof(line), "%.*s", (int)(start[i + 1] - start[i]),
			 text + start[i]);
		draw_text(w, y++, 2, cells, line, STYLE_PLAIN);
	}
	draw_rule(w, getmaxy(w) - (int)n - 1, 0, getmaxx(w));
	return (int)n + 1;
}

static void draw(struct screen *s, WINDOW *w)
{
	struct printers_view *v = self(s);
	int y = 2, below = draw_measure(w);

	draw_head(w);
	if (v->list.count == 0)
		draw_text(w, y, 3, getmaxx(w) - 4, _("（没有）"), STYLE_DIM);
	list_show(&v->list, getmaxy(w) - y - below);
	for (size_t i = v->list.top; i < v->list.count && y < getmaxy(w) - below; i++)
		draw_printer(v, w, y++, i);
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	snprintf(left, size, "%s", _("打印机"));
	desk_title_right(s->desk, right, size);
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct printers_view *v = (const struct printers_view *)s;

	snprintf(buf, size, "%s", v->trouble);
	return STYLE_WARN;
}

static void close_printers(struct screen *s)
{
	free(s);
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.offers = offers,
	.title = title,
	.status = status,
	.draw = draw,
	.text = type,
	.command = command,
	.close = close_printers,
};

struct screen *printers_screen(struct desk *desk)
{
	struct printers_view *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk, .cursor_y = -1, .cursor_x = -1 };
	load(v);
	return &v->base;
}
