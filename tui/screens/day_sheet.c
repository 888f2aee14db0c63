/* The day sheet: what was done in a day, and the anchor that closes it, large enough to be written down and signed in ink. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/supervise.h"
#include "forms/check_code.h"
#include "tui/screens/print.h"
#include "tui/width.h"

struct day_view {
	struct screen base;
	struct date day;
	struct day_sheet sheet;
	char trouble[512];
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明日结单和锚点的用处") },
	{ CMD_PARK, N_("日结"), N_("结束这一天：写下审计链的位置，由本台签名") },
	{ CMD_ENTER, "", N_("同 F2") },
	{ CMD_PRINT, NULL, N_("打印这一天的日结单，连同锚点") },
	{ CMD_PAGE_UP, N_("前一天"), N_("看前一天的日结单") },
	{ CMD_PAGE_DOWN, N_("后一天"), N_("看后一天的日结单") },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct day_view *self(struct screen *s)
{
	return (struct day_view *)s;
}

static void load(struct day_view *v)
{
	struct err err = { 0 };

	v->trouble[0] = '\0';
	if (day_sheet(v->base.desk->store, v->day, &v->sheet, &err) < 0)
		snprintf(v->trouble, sizeof(v->trouble), "%s", err.msg);
}

static enum next close_day(struct day_view *v)
{
	struct desk *d = v->base.desk;
	struct err err = { 0 };

	if (date_compare(v->day, desk_today()) > 0) {
		app_say(v->base.app, STYLE_WARN, _("这一天还没有到，不能日结；请按 PgUp 回到今天"));
		return NEXT_REFUSE;
	}
	if (v->sheet.anchor.size && v->sheet.last_seq <= v->sheet.anchor.size) {
		app_say(v->base.app, STYLE_PLAIN, _("已日结，之后没有新的业务，不用再结"));
		return NEXT_STAY;
	}
	if (day_close(d->store, &d->actor, v->day, &v->sheet, &err) < 0) {
		app_say(v->base.app, STYLE_WARN, err.msg);
		return NEXT_REFUSE;
	}
	app_say(v->base.app, STYLE_STRONG,
		_("已日结，锚点已存在库外的文件里；请抄下核对码，签字留存"));
	return NEXT_STAY;
}

static enum next turn(struct day_view *v, int by)
{
	v->day = date_add_days(v->day, by);
	load(v);
	return NEXT_STAY;
}

static const char *const help_text =
	N_("日结单列出这一天各项业务的件数，和审计链在这一天走到了哪里。\n"
	   "按 F2 "
	   "日结：审计链当时的行数、链头和根由本台签名，成为一个锚点，同时写进库外的锚点文件。没有"
	   "业务的日子也可以"
	   "日结。\n"
	   "锚点抄在纸上签字，或者交给别人保管，以后审计链如果被截去末尾，一核对就会发现。"
	   "核对码由整个锚点算出，抄它就够了；需要全文时用命令 mtdesk day 打印。\n"
	   "日结之后又有业务的，再按一次 F2，以最后一次为准。");

static enum next command(struct screen *s, enum command c)
{
	struct day_view *v = self(s);

	switch ((int)c) {
	case CMD_PARK:
	case CMD_ENTER:
		return close_day(v);
	case CMD_PRINT:
		return print_open_day(s, v->day);
	case CMD_PAGE_UP:
		return turn(v, -1);
	case CMD_PAGE_DOWN:
		return turn(v, 1);
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("日结单"), _(help_text), keys));
		return NEXT_STAY;
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	}
	return NEXT_BACK;
}

/* ---- drawing ---- */

#define ACT_CELLS 24
#define LABEL_CELLS 8
#define GROUP 4
#define SIGNATURE_LINES 5 /* where eight groups make a line */

#define TALL_ROWS 30 /* from here on the acts on the desk have room each by itself */

struct totals {
	WINDOW *w;
	int y, n; /* where they begin, how many stand there */
};

static int total_columns(const struct totals *t)
{
	return (getmaxx(t->w) - 2) / ACT_CELLS;
}

static void draw_total(struct totals *t, const char *label, int64_t count)
{
	int columns = total_columns(t), x = 2 + t->n % columns * ACT_CELLS,
	    y = t->y + t->n / columns;
	char number[24];

	snprintf(number, sizeof(number), "%lld", (long long)count);
	draw_text(t->w, y, x, ACT_CELLS - 8, label, STYLE_PLAIN);
	draw_right(t->w, y, x + ACT_CELLS - 9, 5, number, count ? STYLE_STRONG : STYLE_DIM);
	t->n++;
}

/* Acts on the desk stand together where rows are few. */
static int draw_totals(const struct day_sheet *sheet, WINDOW *w, int y)
{
	struct totals t = { w, y, 0 };
	struct day_total totals[ACT_COUNT];
	size_t count = day_totals(sheet, totals);
	bool tall = getmaxy(w) >= TALL_ROWS;
	int64_t desk = 0;

	for (size_t i = 0; i < count; i++)
		if (tall || !totals[i].desk)
			draw_total(&t, _(totals[i].label), totals[i].count);
		else
			desk += totals[i].count;
	if (desk)
		draw_total(&t, _("登录等台务"), desk);
	return y + (t.n + total_columns(&t) - 1) / total_columns(&t);
}

static int draw_chain(const struct day_sheet *sheet, WINDOW *w, int y)
{
	char text[256];

	if (sheet->last_seq)
		snprintf(text, sizeof(text),
			 _("审计链：本日第 %lld 行至第 %lld 行；未办成 %lld 次"),
			 (long long)sheet->first_seq, (long long)sheet->last_seq,
			 (long long)sheet->refused);
	else
		snprintf(text, sizeof(text), "%s", _("审计链：本日没有一行"));
	draw_text(w, y, 2, getmaxx(w) - 3, text, STYLE_PLAIN);
	return y + 1;
}

/* Hexadecimal in groups of four, as many to a line as eyes can keep: "1a2b 3c4d ...". */
static int draw_groups(WINDOW *w, int y, const char *label, const char *hex)
{
	int x = 2 + LABEL_CELLS, line = (getmaxx(w) - x - 1) / (GROUP + 1);
	char group[GROUP + 1];

	/* The eight of a half line, or the sixteen of a digest. */
	line = line >= 16 ? 16 : 8;
	draw_text(w, y, 2, LABEL_CELLS, label, STYLE_PLAIN);
	for (int i = 0; *hex; i++) {
		size_t n = strnlen(hex, GROUP);

		if (i > 0 && i % line == 0)
			y++;
		snprintf(group, sizeof(group), "%.*s", (int)n, hex);
		draw_text(w, y, x + i % line * (GROUP + 1), GROUP, group, STYLE_STRONG);
		hex += n;
	}
	return y + 1;
}

static int draw_line(WINDOW *w, int y, const char *label, const char *text)
{
	draw_text(w, y, 2, LABEL_CELLS, label, STYLE_PLAIN);
	draw_text(w, y, 2 + LABEL_CELLS, getmaxx(w) - LABEL_CELLS - 3, text, STYLE_STRONG);
	return y + 1;
}

/* The code of the whole line, short enough for a pen. */
static void anchor_code(const struct anchor *a, char out[CHECK_CODE_SIZE])
{
	char line[ANCHOR_LINE_SIZE], digest[SM3_HEX_SIZE];

	out[0] = '\0';
	anchor_format(a, line);
	if (sm3_hex_of(line, strlen(line), digest) == 0)
		check_code_of_hex(digest, out);
}

static void draw_anchor(const struct anchor *a, WINDOW *w, int y)
{
	char code[CHECK_CODE_SIZE], text[128];

	anchor_code(a, code);
	snprintf(text, sizeof(text), _("第 %lld 行为止，%s"), (long long)a->size, a->at);
	y = draw_line(w, y, _("锚点"), text);
	y = draw_line(w, y, _("核对码"), code);
	y = draw_line(w, y, _("本台"), a->desk);
	y = draw_groups(w, y, _("链头"), a->head);
	y = draw_groups(w, y, _("根"), a->root);
	if (y + SIGNATURE_LINES < getmaxy(w) - 2)
		y = draw_groups(w, y, _("签名"), a->signature);
	draw_text(w, y + 1, 2, getmaxx(w) - 3, _("抄录人 ____________    日期 ____________"),
		  STYLE_DIM);
}

static void draw(struct screen *s, WINDOW *w)
{
	const struct day_view *v = self(s);
	int y = 1;

	draw_rule(w, 0, 0, getmaxx(w));
	y = draw_totals(&v->sheet, w, y) + 1;
	y = draw_chain(&v->sheet, w, y) + 1;
	if (v->sheet.anchor.size)
		draw_anchor(&v->sheet.anchor, w, y);
	else
		draw_text(w, y, 2, getmaxx(w) - 3, _("还没有日结；按 F2 日结，写下锚点"),
			  STYLE_PLAIN);
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	const struct day_view *v = (const struct day_view *)s;

	snprintf(left, size, _("日结单   %s   %s"), v->sheet.day,
		 s->desk->identity.institution.name);
	snprintf(right, size, "%s", v->sheet.anchor.size ? _("已日结") : _("未日结"));
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct day_view *v = (const struct day_view *)s;

	if (*v->trouble)
		snprintf(buf, size, "%s", v->trouble);
	else if (v->sheet.anchor.size && v->sheet.last_seq > v->sheet.anchor.size)
		snprintf(buf, size, _("日结之后又记了 %lld 行，请再按 F2 日结一次"),
			 (long long)(v->sheet.last_seq - v->sheet.anchor.size));
	else
		return STYLE_PLAIN;
	return STYLE_WARN;
}

static bool offers(const struct screen *s, enum command c)
{
	return c != CMD_PRINT || print_offers(s);
}

static void close_view(struct screen *s)
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
	.command = command,
	.close = close_view,
};

struct screen *day_sheet_screen(struct desk *desk)
{
	struct day_view *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	v->day = desk_today();
	load(v);
	return &v->base;
}
