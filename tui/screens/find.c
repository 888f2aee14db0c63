/* Find: a list that narrows while one types; Enter opens the filing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/text.h"
#include "tui/line_edit.h"
#include "tui/screens/list.h"
#include "tui/screens/print.h"
#include "tui/screens/screens.h"
#include "tui/width.h"

#define FOUND_MOST 500

struct find {
	struct screen base;
	bool parked_only;
	struct line_edit query;
	struct filing_brief *found; /* FOUND_MOST places */
	size_t total;
	struct list list;
	char trouble[512];
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("可以输入什么，这里可用的键") },
	{ CMD_ENTER, N_("打开"), N_("打开反显的一份") },
	{ CMD_CERTIFY, NULL, NULL },
	{ CMD_SEAL, NULL, NULL },
	{ CMD_FILE, NULL, NULL },
	{ CMD_PRINT, NULL, NULL },
	{ CMD_HISTORY, "", NULL },
	{ CMD_PAGE_DOWN, NULL, NULL },
	{ CMD_PAGE_UP, NULL, NULL },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	EDITING_KEYS,
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct find *self(struct screen *s)
{
	return (struct find *)s;
}

static void search(struct find *f)
{
	struct filing_query query = { f->query.text, f->parked_only ? STATE_DRAFT : STATE_COUNT };
	struct err err = { 0 };

	f->trouble[0] = '\0';
	if (filings_search(f->base.desk->store, &query, f->found, FOUND_MOST, &f->total, &err)) {
		snprintf(f->trouble, sizeof(f->trouble), "%s", err.msg);
		f->total = 0;
	}
	list_reset(&f->list, f->total < FOUND_MOST ? f->total : FOUND_MOST);
}

static enum next say_nothing(struct find *f)
{
	app_say(f->base.app, STYLE_PLAIN, _("没有可打开的；请改一改所输入的字"));
	return NEXT_REFUSE;
}

static enum next open_filing(struct find *f)
{
	struct err err = { 0 };

	if (f->list.at >= f->list.count)
		return say_nothing(f);
	if (form_open(&f->base, f->found[f->list.at].id, &err) == 0)
		return NEXT_STAY;
	app_say(f->base.app, STYLE_WARN, err.msg);
	return NEXT_REFUSE;
}

/* An act on the filing under the bar, without its form. */
static enum next act(struct find *f, enum command c)
{
	struct sign_request req = { 0 };

	if (f->list.at >= f->list.count)
		return say_nothing(f);
	req.filing = f->found[f->list.at].id;
	req.act = sign_act_for(f->base.desk, c, f->found[f->list.at].state);
	return sign_open(&f->base, &req);
}

static enum next print(struct find *f)
{
	if (f->list.at >= f->list.count)
		return say_nothing(f);
	return print_open(&f->base, f->found[f->list.at].id, PAPER_FORM);
}

static enum next history(struct find *f)
{
	if (f->list.at >= f->list.count)
		return say_nothing(f);
	app_push(f->base.app, history_screen(f->base.desk, f->found[f->list.at].id));
	return NEXT_STAY;
}

static enum next type(struct screen *s, const char *text)
{
	struct find *f = self(s);

	if (!line_edit_insert(&f->query, text)) {
		app_say(s->app, STYLE_WARN, _("放不下这么多字，没有放入；请核对粘贴的内容"));
		return NEXT_REFUSE;
	}
	search(f);
	return NEXT_STAY;
}

static const char *const help_text = N_("姓名里任意相连的几个字、拼音首字母或全拼、完整证件号或后四"
					"位、电话、受理号，输入时即时查找。\n"
					"最近保存的排在前面。名单里的证件号只显示前三位和后四位。");

static enum next command(struct screen *s, enum command c)
{
	struct find *f = self(s);

	if (c == CMD_BACK)
		return NEXT_BACK;
	if (c == CMD_ENTER)
		return open_filing(f);
	if (c == CMD_CERTIFY || c == CMD_SEAL || c == CMD_FILE)
		return act(f, c);
	if (c == CMD_PRINT)
		return print(f);
	if (c == CMD_HISTORY)
		return history(f);
	if (c == CMD_HELP)
		app_push(s->app, help_screen(s->desk, _("查询"), _(help_text), keys));
	else if (c == CMD_MENU)
		app_push(s->app, menu_screen(s->desk, s->app));
	else if (!list_command(&f->list, c) && line_edit_command(&f->query, c) &&
		 (c == CMD_ERASE || c == CMD_DELETE || c == CMD_CLEAR))
		search(f);
	return NEXT_STAY;
}

/* ---- drawing ---- */

/* The columns of the list in cells at 80 columns, their gap included. Name and disease share what a wider terminal gives. */
enum {
	MARK_CELLS = 2,
	NAME_CELLS = 12,
	SEX_CELLS = 3,
	AGE_CELLS = 4,
	CERTNO_CELLS = 19,
	INSURANCE_CELLS = 5,
	STATE_CELLS = 9,
	DAY_CELLS = 6
};

static int draw_cell(WINDOW *w, int y, int x, int cells, const char *text, enum style style)
{
	draw_text(w, y, x, cells - 1, text, style);
	return x + cells;
}

/* 职工 or 居民, once disease and insurance are a pair. */
static const char *short_insurance(const struct find *f, const struct filing_brief *b)
{
	const struct policy_code *row =
		codetable_pair(&f->base.desk->codes, b->opsp_dise_code, b->insutype);

	return row ? row->insurance : "";
}

/* Month and day for this year's filings, the year for older ones. */
static void format_day(const char *saved_at, char *buf, size_t size)
{
	char year[8];

	snprintf(year, sizeof(year), "%d", desk_today().year);
	if (strncmp(saved_at, year, 4) == 0 && strlen(saved_at) >= 10)
		snprintf(buf, size, "%.5s", saved_at + 5);
	else
		snprintf(buf, size, "%.4s", saved_at);
}

static void draw_brief(const struct find *f, WINDOW *w, int y, const struct filing_brief *b,
		       bool current)
{
	const char *sex = field_choice_label(FIELD_GEND, b->gend);
	enum style style = current ? STYLE_FOCUS : STYLE_PLAIN;
	char certno[sizeof(b->certno) * 4 + 1], day[16];
	int fixed = MARK_CELLS + SEX_CELLS + AGE_CELLS + CERTNO_CELLS + INSURANCE_CELLS +
		    STATE_CELLS + DAY_CELLS + 1;
	int spare = getmaxx(w) - 80, name = NAME_CELLS + spare / 3,
	    disease = getmaxx(w) - fixed - name, x = 1;

	text_mask_certno(b->certno, certno, sizeof(certno));
	format_day(b->saved_at, day, sizeof(day));
	draw_text(w, y, 0, getmaxx(w), "", style);
	x = draw_cell(w, y, x, MARK_CELLS, current ? ">" : "", style);
	x = draw_cell(w, y, x, name, *b->psn_name ? b->psn_name : _("（无姓名）"), style);
	x = draw_cell(w, y, x, SEX_CELLS, sex ? _(sex) : "", style);
	x = draw_cell(w, y, x, AGE_CELLS, b->age, style);
	x = draw_cell(w, y, x, CERTNO_CELLS, certno, style);
	x = draw_cell(w, y, x, disease, b->opsp_dise_name, style);
	x = draw_cell(w, y, x, INSURANCE_CELLS, short_insurance(f, b), style);
	x = draw_cell(w, y, x, STATE_CELLS, _(state_label(b->state)), style);
	draw_cell(w, y, x, DAY_CELLS, day, style);
}

/* What the list has no room for, of the current row. */
static void describe_current(const struct find *f, char *buf, size_t size)
{
	const struct filing_brief *b = &f->found[f->list.at];

	snprintf(buf, size, "%s  %s  %s", b->no, b->psn_name, b->opsp_dise_name);
}

static void draw(struct screen *s, WINDOW *w)
{
	struct find *f = self(s);
	int y = 2;

	draw_text(w, 0, 1, 6, _("查询"), STYLE_STRONG);
	draw_text(w, 0, 8, getmaxx(w) - 9, f->query.text, STYLE_STRONG);
	s->cursor_y = 0;
	s->cursor_x = 8 + text_cells_n(f->query.text, f->query.at);
	draw_rule(w, 1, 0, getmaxx(w));
	list_show(&f->list, getmaxy(w) - 2);
	for (size_t i = f->list.top; i < f->list.count && y < getmaxy(w); i++)
		draw_brief(f, w, y++, &f->found[i], i == f->list.at);
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	const struct find *f = (const struct find *)s;

	snprintf(left, size, "%s", f->parked_only ? _("暂存件") : _("查询"));
	snprintf(right, size, ngettext("%zu 件，最新在前", "%zu 件，最新在前", f->total), f->total);
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct find *f = (const struct find *)s;

	if (*f->trouble) {
		snprintf(buf, size, "%s", f->trouble);
		return STYLE_WARN;
	}
	if (f->list.count == 0)
		snprintf(buf, size, "%s",
			 _("没有找到；可输入姓名、拼音、证件号或后四位、电话、受理号"));
	else if (f->list.count < f->total)
		snprintf(buf, size, _("只列出前 %zu 件；请再输入几个字缩小范围"), f->list.count);
	else
		describe_current(f, buf, size);
	return STYLE_PLAIN;
}

static void resume(struct screen *s)
{
	struct find *f = self(s);
	size_t at = f->list.at;

	search(f);
	f->list.at = at < f->list.count ? at : 0;
}

/* The act that the filing under the bar waits for, if it is this person's. */
static bool offers(const struct screen *s, enum command c)
{
	const struct find *f = (const struct find *)s;
	enum filing_state state;

	if (c == CMD_PRINT)
		return print_offers(s) && f->list.count > 0;
	if (c != CMD_CERTIFY && c != CMD_SEAL && c != CMD_FILE)
		return true;
	if (f->list.at >= f->list.count)
		return false;
	state = f->found[f->list.at].state;
	return desk_may(s->desk, sign_act_for(s->desk, c, state), state);
}

static const char *label(const struct screen *s, enum command c)
{
	const struct find *f = (const struct find *)s;

	return c == CMD_CERTIFY && f->list.at < f->list.count &&
			       workflow_find(ACT_SUBMIT, f->found[f->list.at].state)
		       ? N_("提交")
		       : NULL;
}

static void close_find(struct screen *s)
{
	free(self(s)->found);
	free(s);
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.offers = offers,
	.label = label,
	.title = title,
	.status = status,
	.draw = draw,
	.text = type,
	.command = command,
	.resume = resume,
	.close = close_find,
};

struct screen *find_screen(struct desk *desk, const char *query, bool parked_only)
{
	struct find *f = calloc(1, sizeof(*f));

	if (!f || !(f->found = calloc(FOUND_MOST, sizeof(*f->found)))) {
		free(f);
		return NULL;
	}
	f->base = (struct screen) { .ops = &ops, .desk = desk };
	f->parked_only = parked_only;
	line_edit_set(&f->query, query);
	search(f);
	return &f->base;
}
