#include "tui/screens/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/line_edit.h"
#include "tui/screens/screens.h"
#include "tui/width.h"

/* Often enough that a key is answered at once, seldom enough that the work gets on. */
#define LOOK_MS 80
/* Figures that change with every look are read by nobody, least of all aloud. */
#define SHOW_MS 500

struct progress {
	struct screen base;
	char title[256];
	enum progress_unit unit;
	uint64_t done, all;           /* as they are shown */
	int64_t begun, looked, shown; /* app_now() */
	bool asked, stop;
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_BACK, N_("取消"), N_("停下，什么也不留下") },
	{ CMD_ESCAPE, "", N_("停下，什么也不留下") },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static enum next answer(struct screen *s, bool yes)
{
	struct progress *p = (struct progress *)s;

	p->asked = false;
	p->stop |= yes;
	return NEXT_BACK;
}

static enum next command(struct screen *s, enum command c)
{
	struct progress *p = (struct progress *)s;

	(void)c;
	if (p->asked || p->stop)
		return NEXT_STAY;
	p->asked = true;
	app_push(s->app, question_screen(s->desk, s,
					 _("要停下吗？停下后什么也不留下；不停，这件事正接着做。"),
					 answer));
	return NEXT_STAY;
}

static enum next type(struct screen *s, const char *text)
{
	(void)text;
	app_say(s->app, STYLE_PLAIN, _("请等这件事做完，或按 Esc 停下"));
	return NEXT_REFUSE;
}

/* ---- drawing ---- */

#define KIB 1024.0

/* "4,300" or "12.5 MiB". */
static void amount(const struct progress *p, uint64_t n, char *buf, size_t size)
{
	if (p->unit == PROGRESS_ROWS)
		snprintf(buf, size, _("%llu 件"), (unsigned long long)n);
	else if (n < KIB * KIB)
		snprintf(buf, size, "%.0f KiB", (double)n / KIB);
	else
		snprintf(buf, size, "%.1f MiB", (double)n / KIB / KIB);
}

static void draw_bar(const struct progress *p, WINDOW *w, int y)
{
	int room = getmaxx(w) - 14, full;
	char bar[512], percent[16] = "";

	room = room < (int)sizeof(bar) - 1 ? room : (int)sizeof(bar) - 1;
	if (room <= 0)
		return;
	full = p->all ? (int)((double)p->done / (double)p->all * room) : 0;
	full = full > room ? room : full;
	memset(bar, '.', (size_t)room);
	memset(bar, '#', (size_t)full);
	bar[room] = '\0';
	if (p->all)
		snprintf(percent, sizeof(percent), "%3d%%",
			 (int)((double)p->done / (double)p->all * 100));
	draw_text(w, y, 3, 1, "[", STYLE_PLAIN);
	draw_text(w, y, 4, room, bar, STYLE_STRONG);
	draw_text(w, y, 4 + room, 1, "]", STYLE_PLAIN);
	draw_text(w, y, 6 + room, 6, percent, STYLE_PLAIN);
}

static void draw_amounts(const struct progress *p, WINDOW *w, int y)
{
	char done[64], all[64], text[256];

	amount(p, p->done, done, sizeof(done));
	amount(p, p->all, all, sizeof(all));
	if (p->all)
		snprintf(text, sizeof(text), _("已做 %s，共 %s"), done, all);
	else
		snprintf(text, sizeof(text), _("已做 %s"), done);
	draw_text(w, y, 3, getmaxx(w) - 6, text, STYLE_PLAIN);
}

static void draw_rate(const struct progress *p, WINDOW *w, int y)
{
	double seconds = (double)(p->shown - p->begun) / 1000, rate;
	char each[64], text[256];

	if (seconds < 1 || p->done == 0)
		return;
	rate = (double)p->done / seconds;
	amount(p, (uint64_t)rate, each, sizeof(each));
	if (p->all > p->done)
		snprintf(text, sizeof(text), _("每秒 %s，大约还要 %.0f 秒"), each,
			 (double)(p->all - p->done) / rate + 0.5);
	else
		snprintf(text, sizeof(text), _("每秒 %s"), each);
	draw_text(w, y, 3, getmaxx(w) - 6, text, STYLE_DIM);
}

static void draw(struct screen *s, WINDOW *w)
{
	struct progress *p = (struct progress *)s;
	int y = getmaxy(w) / 3;

	draw_rule(w, 0, 0, getmaxx(w));
	draw_text(w, y, 3, getmaxx(w) - 6, p->title, STYLE_STRONG);
	draw_bar(p, w, y + 2);
	draw_amounts(p, w, y + 4);
	draw_rate(p, w, y + 5);
	draw_text(w, y + 7, 3, getmaxx(w) - 6,
		  p->stop ? _("正在停下…") : _("按 Esc 可以停下，什么也不留下"), STYLE_DIM);
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	snprintf(left, size, "%s", ((const struct progress *)s)->title);
	desk_title_right(s->desk, right, size);
}

static void close_progress(struct screen *s)
{
	free(s);
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.title = title,
	.draw = draw,
	.text = type,
	.command = command,
	.close = close_progress,
};

/* ---- the work ---- */

static bool look(void *ctx, uint64_t done, uint64_t all)
{
	struct progress *p = ctx;
	int64_t now = app_now();

	if (now - p->looked < LOOK_MS)
		return p->stop;
	if (now - p->shown >= SHOW_MS) {
		p->done = done;
		p->all = all;
		p->shown = now;
	}
	p->stop |= app_breathe(p->base.app);
	p->looked = app_now();
	return p->stop;
}

int progress_run(struct screen *asker, const char *heading, enum progress_unit unit,
		 progress_work *work, void *ctx, struct err *err)
{
	struct progress *p = calloc(1, sizeof(*p));
	int rc;

	if (!p)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	p->base = (struct screen) { .ops = &ops, .desk = asker->desk };
	p->unit = unit;
	p->begun = app_now();
	snprintf(p->title, sizeof(p->title), "%s", heading);
	if (!app_push(asker->app, &p->base))
		return err_set(err, ERR_MEMORY, _("内存不足"));
	look(p, 0, 0);
	rc = work(ctx, look, p, err);
	app_close(asker->app, &p->base);
	return rc;
}
