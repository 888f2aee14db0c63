/* Entitlements that end soon, soonest first: those whose last day has passed are ended from here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/acts.h"
#include "db/supervise.h"
#include "forms/text.h"
#include "tui/screens/list.h"
#include "tui/screens/print.h"
#include "tui/screens/screens.h"

#define DUE_MOST 500

/* The three looks, by their digit. */
static const struct {
	enum due which;
	const char *label; /* N_() */
} looks[] = {
	{ DUE_PASSED, N_("1 已到期") },
	{ DUE_30, N_("2 30 天内") },
	{ DUE_90, N_("3 90 天内") },
};

struct due_view {
	struct screen base;
	size_t look;
	struct work_counts counts;
	struct filing_brief *found; /* DUE_MOST places, as the two below */
	char (*last)[DATE_TEXT_SIZE];
	bool *marked; /* to be ended together */
	struct list list;
	char trouble[512];
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明到期怎样终止") },
	{ CMD_ENTER, N_("打开"), N_("打开反显的一份") },
	{ CMD_FILE, N_("终止"), N_("终止空格标记的各件；没有标记的，看过全文终止反显的一件") },
	{ CMD_PRINT, NULL, NULL },
	{ CMD_EXPIRE, "", N_("期限已满的一份，予以终止") },
	{ CMD_NEXT, N_("换一栏"), N_("在已到期、30 天内、90 天内之间换") },
	{ CMD_PAGE_DOWN, NULL, NULL },
	{ CMD_PAGE_UP, NULL, NULL },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct due_view *self(struct screen *s)
{
	return (struct due_view *)s;
}

static void load(struct due_view *d)
{
	struct store *st = d->base.desk->store;
	struct err err = { 0 };
	int n = due_list(st, desk_today(), looks[d->look].which, d->found, d->last, DUE_MOST, &err);

	d->trouble[0] = '\0';
	if (n < 0 || work_count(st, desk_today(), &d->counts, &err) < 0)
		snprintf(d->trouble, sizeof(d->trouble), "%s", err.msg);
	list_reset(&d->list, n < 0 ? 0 : (size_t)n);
	memset(d->marked, 0, DUE_MOST * sizeof(*d->marked));
}

static bool is_in(const int64_t *ids, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (ids[i] == id)
			return true;
	return false;
}

/* What was marked stays so while it is there. */
static void resume(struct screen *s)
{
	struct due_view *d = self(s);
	size_t at = d->list.at, n = 0;
	int64_t ids[DUE_MOST];

	for (size_t i = 0; i < d->list.count; i++)
		if (d->marked[i])
			ids[n++] = d->found[i].id;
	load(d);
	for (size_t i = 0; i < d->list.count; i++)
		d->marked[i] = is_in(ids, n, d->found[i].id);
	d->list.at = at < d->list.count ? at : 0;
}

static const struct filing_brief *current(const struct due_view *d)
{
	return d->list.at < d->list.count ? &d->found[d->list.at] : NULL;
}

static enum next refuse(struct due_view *d, const char *text)
{
	app_say(d->base.app, STYLE_WARN, text);
	return NEXT_REFUSE;
}

static enum next open_filing(struct due_view *d)
{
	struct err err = { 0 };

	if (!current(d))
		return refuse(d, _("没有可打开的"));
	if (form_open(&d->base, current(d)->id, &err) < 0)
		return refuse(d, err.msg);
	return NEXT_STAY;
}

static enum next print(struct due_view *d)
{
	if (!current(d))
		return refuse(d, _("没有可打印的"));
	return print_open(&d->base, current(d)->id, PAPER_FORM);
}

/* ---- ending ---- */

static bool has_ended(const struct due_view *d, size_t i)
{
	char today[DATE_TEXT_SIZE];

	return strcmp(d->last[i], date_format(desk_today(), today)) < 0;
}

static size_t count_marked(const struct due_view *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->list.count; i++)
		n += d->marked[i];
	return n;
}

static enum next refuse_early(struct due_view *d)
{
	return refuse(d, _("这一份的期限还没有满，不能终止；要提前结束请由医保负责人撤销"));
}

static enum next mark(struct due_view *d)
{
	if (!current(d))
		return refuse(d, _("没有可标记的"));
	if (!has_ended(d, d->list.at))
		return refuse_early(d);
	d->marked[d->list.at] = !d->marked[d->list.at];
	list_command(&d->list, CMD_DOWN);
	return NEXT_STAY;
}

/* An expiry is signed with the key of the open session, as filing is. */
static int expire_one(struct due_view *d, int64_t filing, struct err *err)
{
	struct desk *desk = d->base.desk;
	struct check_context ctx = desk_context(desk, true);
	struct act_request request = { .act = ACT_EXPIRE, .filing = filing };
	struct act_draft draft;
	int rc = acts_prepare(desk->store, &desk->actor, &request, &ctx, &draft, err);

	if (rc == 0)
		rc = acts_commit(desk->store, &desk->actor, &draft, desk->key, 0, &ctx, err);
	act_draft_finish(&draft);
	return rc;
}

static enum next expire_marked(struct screen *s, bool yes)
{
	struct due_view *d = self(s);
	size_t done = 0, failed = 0;
	struct err err = { 0 }, first = { 0 };
	char text[700];

	for (size_t i = 0; yes && i < d->list.count; i++) {
		if (!d->marked[i])
			continue;
		if (expire_one(d, d->found[i].id, &err) == 0)
			done++;
		else if (failed++ == 0)
			first = err;
	}
	if (failed)
		snprintf(text, sizeof(text), _("已终止 %zu 件；%zu 件没有办成：%s"), done, failed,
			 first.msg);
	else
		snprintf(text, sizeof(text), _("已终止 %zu 件"), done);
	if (yes) {
		load(d);
		app_say(s->app, failed ? STYLE_WARN : STYLE_PLAIN, text);
	}
	return NEXT_BACK;
}

static enum next ask_expire(struct due_view *d)
{
	char text[128];
	struct err err = { 0 };

	if (workflow_check(d->base.desk->actor.roles, ACT_EXPIRE, STATE_FILED, &err) < 0)
		return refuse(d, err.msg);
	snprintf(text, sizeof(text), _("终止已标记的 %zu 件，逐件签署？"), count_marked(d));
	app_push(d->base.app, question_screen(d->base.desk, &d->base, text, expire_marked));
	return NEXT_STAY;
}

static enum next expire(struct due_view *d)
{
	if (count_marked(d))
		return ask_expire(d);
	if (!current(d))
		return refuse(d, _("没有可终止的"));
	if (!has_ended(d, d->list.at))
		return refuse_early(d);
	return sign_open(&d->base,
			 &(struct sign_request) { .act = ACT_EXPIRE, .filing = current(d)->id });
}

static enum next look_at(struct due_view *d, size_t look)
{
	d->look = look;
	load(d);
	return NEXT_STAY;
}

static enum next type(struct screen *s, const char *text)
{
	if (*text >= '1' && *text < '1' + (char)ARRAY_SIZE(looks))
		return look_at(self(s), (size_t)(*text - '1'));
	if (strcmp(text, " ") == 0)
		return mark(self(s));
	app_say(s->app, STYLE_PLAIN, _("按 1、2、3 换一栏，空格标记，F8 终止"));
	return NEXT_REFUSE;
}

static const char *const help_text =
	N_("已备案的待遇写有结束日期的，到期前 90 天起列在这里，先到期的排在前面。\n"
	   "期限已满的，按 F8 "
	   "终止：看过全文再签署；用空格标记几件，可以一次终止。终止由经办人或医保负责人签署，用本"
	   "次登录，"
	   "不另输口令。\n"
	   "需要继续享受的，到期前另办一份申请表。所依据的文件延期的，由医保负责人登记续期文件。");

static enum next command(struct screen *s, enum command c)
{
	struct due_view *d = self(s);

	if (list_command(&d->list, c))
		return NEXT_STAY;
	switch ((int)c) {
	case CMD_ENTER:
		return open_filing(d);
	case CMD_PRINT:
		return print(d);
	case CMD_FILE:
	case CMD_EXPIRE:
		return expire(d);
	case CMD_NEXT:
		return look_at(d, (d->look + 1) % ARRAY_SIZE(looks));
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("到期提醒"), _(help_text), keys));
		return NEXT_STAY;
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	}
	return NEXT_BACK;
}

/* ---- drawing ---- */

enum { MARK_CELLS = 4, NAME_CELLS = 14, CERTNO_CELLS = 20, LAST_CELLS = 12, LEFT_CELLS = 12 };

static int draw_cell(WINDOW *w, int y, int x, int cells, const char *text, enum style style)
{
	draw_text(w, y, x, cells - 1, text, style);
	return x + cells;
}

static void count_days(const char *last, char *buf, size_t size)
{
	struct date end;
	int days;

	buf[0] = '\0';
	if (date_parse(last, &end))
		return;
	days = date_days_between(desk_today(), end);
	if (days < 0)
		snprintf(buf, size, ngettext("已过 %d 天", "已过 %d 天", (unsigned)-days), -days);
	else if (days == 0)
		snprintf(buf, size, "%s", _("今天到期"));
	else
		snprintf(buf, size, ngettext("还有 %d 天", "还有 %d 天", (unsigned)days), days);
}

static void draw_row(const struct due_view *d, WINDOW *w, int y, size_t i)
{
	const struct filing_brief *b = &d->found[i];
	bool is_current = i == d->list.at;
	enum style style = is_current ? STYLE_FOCUS : STYLE_PLAIN;
	char certno[4 * sizeof(b->certno) + 1], left[64];
	int x = 1, disease = getmaxx(w) - 1 - MARK_CELLS - NAME_CELLS - CERTNO_CELLS - LAST_CELLS -
			     LEFT_CELLS;

	text_mask_certno(b->certno, certno, sizeof(certno));
	count_days(d->last[i], left, sizeof(left));
	draw_text(w, y, 0, getmaxx(w), "", style);
	x = draw_cell(w, y, x, MARK_CELLS,
		      d->marked[i]      ? "[x]"
		      : has_ended(d, i) ? "[ ]"
					: "",
		      style);
	x = draw_cell(w, y, x, NAME_CELLS, b->psn_name, style);
	x = draw_cell(w, y, x, CERTNO_CELLS, certno, style);
	x = draw_cell(w, y, x, disease, b->opsp_dise_name, style);
	x = draw_cell(w, y, x, LAST_CELLS, d->last[i], style);
	draw_cell(w, y, x, LEFT_CELLS, left, style);
}

static void draw_looks(const struct due_view *d, WINDOW *w)
{
	const int64_t counts[] = { d->counts.due_0, d->counts.due_30, d->counts.due_90 };
	char text[64];
	int x = 2;

	for (size_t i = 0; i < ARRAY_SIZE(looks); i++) {
		snprintf(text, sizeof(text), "%s  %lld", _(looks[i].label), (long long)counts[i]);
		draw_text(w, 0, x, 18, text, i == d->look ? STYLE_FOCUS : STYLE_PLAIN);
		x += 22;
	}
	draw_rule(w, 1, 0, getmaxx(w));
}

static void draw(struct screen *s, WINDOW *w)
{
	struct due_view *d = self(s);
	int y = 2;

	draw_looks(d, w);
	list_show(&d->list, getmaxy(w) - y);
	for (size_t i = d->list.top; i < d->list.count && y < getmaxy(w); i++)
		draw_row(d, w, y++, i);
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	const struct due_view *d = (const struct due_view *)s;

	snprintf(left, size, "%s", _("到期提醒"));
	snprintf(right, size,
		 ngettext("%zu 件，先到期的在前", "%zu 件，先到期的在前", d->list.count),
		 d->list.count);
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct due_view *d = (const struct due_view *)s;

	if (*d->trouble) {
		snprintf(buf, size, "%s", d->trouble);
		return STYLE_WARN;
	}
	if (d->list.count == 0)
		snprintf(buf, size, "%s", _("这一栏没有；按 1、2、3 换一栏"));
	else if (d->list.count == DUE_MOST)
		snprintf(buf, size, _("只列出前 %d 件；终止一些之后，其余的会补上来"), DUE_MOST);
	else
		snprintf(buf, size, _("%s  %s；空格标记，F8 终止，1、2、3 换一栏"), current(d)->no,
			 current(d)->opsp_dise_name);
	return STYLE_PLAIN;
}

static bool offers(const struct screen *s, enum command c)
{
	return c != CMD_PRINT || print_offers(s);
}

static void close_due(struct screen *s)
{
	free(self(s)->found);
	free(self(s)->last);
	free(self(s)->marked);
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
	.resume = resume,
	.close = close_due,
};

struct screen *due_screen(struct desk *desk)
{
	struct due_view *d = calloc(1, sizeof(*d));

	if (!d)
		return NULL;
	d->base = (struct screen) { .ops = &ops, .desk = desk };
	d->found = calloc(DUE_MOST, sizeof(*d->found));
	d->last = calloc(DUE_MOST, sizeof(*d->last));
	d->marked = calloc(DUE_MOST, sizeof(*d->marked));
	if (!d->found || !d->last || !d->marked) {
		close_due(&d->base);
		return NULL;
	}
	load(d);
	/* What wants to be done comes first; else what will. */
	if (d->list.count == 0)
		look_at(d, ARRAY_SIZE(looks) - 1);
	return &d->base;
}
