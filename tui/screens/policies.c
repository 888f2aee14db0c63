/* Policies and dictionary: the packs in use, their terms and sources, and the code table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/division.h"
#include "tui/screens/list.h"
#include "tui/screens/picker.h"
#include "tui/screens/screens.h"
#include "tui/width.h"

struct policies_view {
	struct screen base;
	struct list list;
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, N_("说明"), N_("政策包是什么，怎样更换") },
	{ CMD_ENTER, N_("细看"), N_("看反显一包的全部内容") },
	{ CMD_LIST, N_("对码表"), N_("在病种对码表里查找") },
	{ CMD_RENEW, "", NULL },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_PAGE_DOWN, "", NULL },
	{ CMD_PAGE_UP, "", NULL },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static const struct policy *current(const struct policies_view *v)
{
	return policies_at(v->base.desk->policies, v->list.at);
}

static const char *force_label(const struct desk *d, const struct policy *p)
{
	switch (policy_in_force(d->policies, p, desk_today(), NULL, NULL)) {
	case POLICY_IN_FORCE:
		return _("有效");
	case POLICY_NOT_YET:
		return _("未施行");
	case POLICY_EXPIRED:
		return _("已期满");
	}
	return "";
}

/* ---- one pack in full ---- */

struct page {
	char *text;
	size_t size;
};

static void add(struct page *p, const char *label, const char *value)
{
	size_t len = strlen(p->text);

	if (value && *value)
		snprintf(p->text + len, p->size - len, _("%s：%s\n"), label, value);
}

/* A pack without a term of its own ends with the packs that it rests on. */
static void add_end(struct page *page, const struct policies *ps, const struct policy *p)
{
	const struct policy *because = NULL;
	struct date day;
	char text[256], shown[DATE_TEXT_SIZE];

	policy_in_force(ps, p, desk_today(), &because, &day);
	if (!because || because == p || !date_is_set(day))
		return;
	snprintf(text, sizeof(text), _("随%s，至 %s"), because->document, date_format(day, shown));
	add(page, _("有效期"), text);
}

static void add_terms(struct page *page, const struct policies *ps, const struct policy *p)
{
	char text[256];

	snprintf(text, sizeof(text), "%s — %s", p->from ? p->from : _("未写明"),
		 p->to ? p->to : _("未写明"));
	add(page, _("施行"), text);
	add(page, _("续期文件"), policy_renewed_by(ps, p, desk_today()));
	add_end(page, ps, p);
	for (unsigned i = 0; i < p->regions_count; i++)
		add(page, _("适用地区"), division_name(p->regions[i]));
	snprintf(text, sizeof(text), "%u", p->doctors);
	if (p->doctors)
		add(page, _("每家定点机构责任医师至少"), text);
	if (p->prescription) {
		snprintf(text, sizeof(text), _("%u 至 %u 周"), p->prescription->least,
			 p->prescription->most);
		add(page, _("长期处方"), text);
	}
}

static void add_criteria(struct page *page, const struct policy_criteria *c)
{
	add(page, _("诊断条文"), c->name);
	for (unsigned i = 0; i < c->items_count; i++)
		add(page, c->items[i].no, c->items[i].text);
	add(page, _("规则"), c->rule);
}

static void add_benefit(struct page *page, const struct policy_benefit *b)
{
	char text[64];

	snprintf(text, sizeof(text), "%s %s", b->disease, b->insutype);
	add(page, _("待遇"), text);
	add(page, _("支付比例"), b->ratio);
	add(page, _("年度限额"), b->year_cap);
	add(page, _("季度限额"), b->quarter_cap);
}

static void describe(const struct policies *ps, const struct policy *p, char *text, size_t size)
{
	struct page page = { text, size };
	char number[64];

	*text = '\0';
	add(&page, _("文号"), p->document);
	add(&page, _("标题"), p->title);
	add(&page, _("发文"), p->issuer);
	snprintf(number, sizeof(number), "%s/%u", p->id, p->edition);
	add(&page, _("包与版次"), number);
	add_terms(&page, ps, p);
	snprintf(number, sizeof(number), "%u", p->codes_count);
	add(&page, _("对码表行数"), number);
	for (unsigned i = 0; i < p->criteria_count; i++)
		add_criteria(&page, &p->criteria[i]);
	for (unsigned i = 0; i < p->benefits_count; i++)
		add_benefit(&page, &p->benefits[i]);
	for (unsigned i = 0; i < p->hospitals_count; i++)
		add(&page, _("定点机构"), p->hospitals[i].name);
	for (unsigned i = 0; i < p->routes_count; i++)
		add(&page, p->routes[i].name, p->routes[i].source);
}

static enum next look(struct policies_view *v)
{
	char text[8192];

	describe(v->base.desk->policies, current(v), text, sizeof(text));
	app_push(v->base.app, help_screen(v->base.desk, current(v)->document, text, NULL));
	return NEXT_STAY;
}

/* ---- the code table ---- */

static size_t find_codes(void *ctx, const char *query, struct picker_item *items, size_t space)
{
	const struct policies_view *v = ctx;
	struct code_hit hits[PICKER_SPACE];
	size_t count;

	codetable_search(&v->base.desk->codes, query, hits, space, &count);
	count = count < space ? count : space;
	for (size_t i = 0; i < count; i++) {
		const struct policy_code *row = hits[i].row;

		items[i].what = row;
		snprintf(items[i].text, sizeof(items[i].text), "%s  %s  %s %s", row->code,
			 row->name, row->type_name, row->type_code);
	}
	return count;
}

static void pick_nothing(void *ctx, const struct picker_item *item)
{
	(void)ctx;
	(void)item;
}

static const struct picker_source codes_source = {
	N_("病种对码表"), N_("输入拼音首字母、编码或名称"), find_codes, pick_nothing, NULL,
};

/* ---- the list ---- */

static const char *const help_text = N_("政策包把通知里的对码表、诊断条文、支付比例和限额、定点机构"
					"、期限写成数据，程序里没有这些数字。\n"
					"更换时用命令 mtdesk policy install "
					"文件；先会逐行检查，有错就指出行列，原来的包照旧使用。");

static enum next command(struct screen *s, enum command c)
{
	struct policies_view *v = (struct policies_view *)s;

	if (list_command(&v->list, c))
		return NEXT_STAY;
	switch ((int)c) {
	case CMD_ENTER:
		return look(v);
	case CMD_LIST:
		app_push(s->app, picker_screen(s->desk, &codes_source, v, NULL));
		return NEXT_STAY;
	case CMD_RENEW:
		return sign_open(
			s, &(struct sign_request) { .act = ACT_RENEW, .policy = current(v)->id });
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("政策与字典"), _(help_text), keys));
		return NEXT_STAY;
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	}
	return NEXT_BACK;
}

static void draw_pack(const struct policies_view *v, WINDOW *w, int y, size_t i)
{
	const struct policies *ps = v->base.desk->policies;
	const struct policy *p = policies_at(ps, i);
	enum style style = i == v->list.at ? STYLE_FOCUS : STYLE_PLAIN;
	int wide = getmaxx(w);

	draw_text(w, y, 0, wide, "", style);
	draw_text(w, y, 2, 22, p->document, style);
	draw_text(w, y, 25, 9, force_label(v->base.desk, p), style);
	draw_text(w, y, 35, 9, policies_origin(ps, i) == POLICY_INSTALLED ? _("已装") : _("自带"),
		  style);
	draw_text(w, y, 45, wide - 46, p->title, style);
}

static void draw(struct screen *s, WINDOW *w)
{
	struct policies_view *v = (struct policies_view *)s;
	const char *complaint;
	int y = 1;

	draw_rule(w, 0, 0, getmaxx(w));
	list_show(&v->list, getmaxy(w) - 1);
	for (size_t i = v->list.top; i < v->list.count && y < getmaxy(w); i++)
		draw_pack(v, w, y++, i);
	for (size_t i = 0;
	     (complaint = policies_complaint(s->desk->policies, i)) && y < getmaxy(w) - 1; i++)
		draw_text(w, ++y, 2, getmaxx(w) - 3, complaint, STYLE_WARN);
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	snprintf(left, size, "%s", _("政策与字典"));
	snprintf(right, size, "%s",
		 division_name(s->desk->settings.region) ? division_name(s->desk->settings.region)
							 : "");
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	snprintf(buf, size, "%s", current((const struct policies_view *)s)->title);
	return STYLE_PLAIN;
}

static enum next type(struct screen *s, const char *text)
{
	app_push(s->app, picker_screen(s->desk, &codes_source, s, text));
	return NEXT_STAY;
}

static bool offers(const struct screen *s, enum command c)
{
	return c != CMD_RENEW || desk_may(s->desk, ACT_RENEW, STATE_COUNT);
}

static void close_policies(struct screen *s)
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
	.close = close_policies,
};

struct screen *policies_screen(struct desk *desk)
{
	struct policies_view *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	list_reset(&v->list, policies_count(desk->policies));
	return &v->base;
}
