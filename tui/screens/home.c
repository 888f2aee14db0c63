/* Home: what waits, and the quickest way to the next person: type the document number and the form opens with it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/identity.h"
#include "forms/text.h"
#include "tui/line_edit.h"
#include "tui/screens/screens.h"
#include "tui/width.h"

#define WHO_CELLS 20 /* of a name or disease on the line of the half-written form */

struct home {
	struct screen base;
	struct line_edit edit;
	struct filing_counts counts;
	int64_t orphans;
	struct draft_brief orphan; /* the newest, when there is one */
	char trouble[512];
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明主屏的用法和可用的键") },
	{ CMD_NEW, "", NULL },
	{ CMD_RESUME, "", NULL },
	{ CMD_FIND, NULL, NULL },
	{ CMD_PARKED, "", NULL },
	{ CMD_POLICIES, "", NULL },
	{ CMD_SETTINGS, "", NULL },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, N_("退出"), N_("退出登记台；暂存的内容都在库里") },
	{ CMD_ESCAPE, "", N_("清空输入；不会退出") },
	{ CMD_ENTER, N_("打开"), N_("打开所输入的一项；输入的是姓名或号码时去查询") },
	{ CMD_LEFT, "", NULL },
	{ CMD_RIGHT, "", NULL },
	{ CMD_ERASE, "", NULL },
	{ CMD_DELETE, "", NULL },
	{ CMD_NONE, NULL, NULL },
};

/* What one typed character and Enter open. */
static const struct { const char *typed; enum command command; } items[] = {
	{ "n", CMD_NEW }, { "N", CMD_NEW }, { "r", CMD_RESUME }, { "R", CMD_RESUME },
	{ "5", CMD_PARKED }, { "9", CMD_POLICIES }, { "0", CMD_SETTINGS },
};
// clang-format on

static struct home *self(struct screen *s)
{
	return (struct home *)s;
}

static void refresh_counts(struct screen *s)
{
	struct home *h = self(s);
	struct err err = { 0 };

	h->trouble[0] = '\0';
	h->orphan = (struct draft_brief) { 0 };
	if (filings_count(s->desk->store, desk_today(), &h->counts, &err) ||
	    drafts_count_orphans(s->desk->store, &h->orphans, &err) ||
	    drafts_orphan_brief(s->desk->store, &h->orphan, &err) < 0)
		snprintf(h->trouble, sizeof(h->trouble), "%s", err.msg);
}

/* ---- opening ---- */

static enum next open_new(struct home *h, const char *typed)
{
	struct entry *e = calloc(1, sizeof(*e));
	struct screen *s = NULL;

	if (e && entry_begin(e, h->base.desk) == 0)
		s = form_screen(h->base.desk, e, typed);
	if (!s && e) {
		entry_finish(e);
		free(e);
	}
	line_edit_set(&h->edit, NULL);
	app_push(h->base.app, s);
	return NEXT_STAY;
}

static enum next resume_draft(struct home *h)
{
	struct entry *e = calloc(1, sizeof(*e));
	struct err err = { 0 };
	int rc = e ? entry_resume(e, h->base.desk, &err) : -1;
	bool in_criteria;

	if (rc <= 0) {
		app_say(h->base.app, rc ? STYLE_WARN : STYLE_PLAIN,
			rc ? err.msg : _("没有未写完的申请表"));
		if (e)
			entry_finish(e);
		free(e);
		return NEXT_STAY;
	}
	in_criteria = strcmp(e->draft.screen, "criteria") == 0 && entry_criteria(e);
	app_push(h->base.app, form_screen(h->base.desk, e, NULL));
	if (in_criteria)
		app_push(h->base.app, criteria_resumed(h->base.desk, e));
	return NEXT_STAY;
}

static enum next open_item(struct home *h, enum command c)
{
	struct screen *s = &h->base;

	line_edit_set(&h->edit, NULL);
	switch ((int)c) {
	case CMD_NEW:
		return open_new(h, NULL);
	case CMD_RESUME:
		return resume_draft(h);
	case CMD_PARKED:
		app_push(s->app, find_screen(s->desk, NULL, true));
		break;
	case CMD_POLICIES:
		app_push(s->app, policies_screen(s->desk));
		break;
	case CMD_SETTINGS:
		app_push(s->app, settings_screen(s->desk));
		break;
	}
	return NEXT_STAY;
}

static enum next find(struct home *h)
{
	app_push(h->base.app, find_screen(h->base.desk, h->edit.text, false));
	line_edit_set(&h->edit, NULL);
	return NEXT_STAY;
}

/* ---- typing ---- */

/* So many digits are no telephone and no 受理号: the form opens before the number is complete, and its last digit falls
 * into the right cell. */
#define CERTNO_SURE 16

static bool is_certno_by_length(const char *text)
{
	return strlen(text) >= CERTNO_SURE && strspn(text, "0123456789Xx") == strlen(text);
}

/* A shorter number that can only be a document's: eight digits may as well be a telephone. */
static bool is_certno(const char *text)
{
	struct identity id;

	return identity_read(text, NULL, desk_today(), &id, NULL) && *text && strlen(text) > 8;
}

/* Is somebody with this number in the store? Then looking is meant, not registering. */
static bool is_known(const struct home *h, const char *text)
{
	struct filing_record seen = { 0 };
	bool known = filings_person(h->base.desk->store, text, 0, &seen, NULL) == 1;

	filing_record_finish(&seen);
	return known;
}

static enum next type(struct screen *s, const char *text)
{
	struct home *h = self(s);

	if (h->edit.len == 0 && (strcmp(text, "n") == 0 || strcmp(text, "N") == 0))
		return open_new(h, NULL);
	if (!line_edit_insert(&h->edit, text)) {
		app_say(s->app, STYLE_WARN, _("放不下这么多字，没有放入；请核对粘贴的内容"));
		return NEXT_REFUSE;
	}
	return is_certno_by_length(h->edit.text) ? open_new(h, h->edit.text) : NEXT_STAY;
}

/* One Esc too many must not end the desk: what is typed next would go to the shell. */
static enum next clear_entry(struct home *h)
{
	if (h->edit.len == 0)
		app_say(h->base.app, STYLE_PLAIN, _("已在主屏；要退出请按 F12，或在菜单里选退出"));
	line_edit_set(&h->edit, NULL);
	return NEXT_STAY;
}

static enum next enter(struct home *h)
{
	if (h->edit.len == 0)
		return open_new(h, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(items); i++)
		if (strcmp(h->edit.text, items[i].typed) == 0)
			return open_item(h, items[i].command);
	if (is_certno(h->edit.text) && !is_known(h, h->edit.text))
		return open_new(h, h->edit.text);
	return find(h);
}

static const char *const help_text = N_(
	"直接输入 18 位身份证号码，快录满时新的申请表自动打开，末几位落在表里；别的证件号码录完按 "
	"Enter。\n"
	"按 N 新登记；输入数字再按 Enter 打开左边的一项；输入姓名、拼音或电话再按 Enter 去查询。\n"
	"上次没有写完的表（断电、窗口被关）会在这里提示，按 R 再按 Enter "
	"接着写，光标回到原来的格。");

static enum next command(struct screen *s, enum command c)
{
	struct home *h = self(s);

	switch ((int)c) {
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("主屏"), _(help_text), keys));
		return NEXT_STAY;
	case CMD_FIND:
		return find(h);
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	case CMD_BACK:
		if (h->edit.len == 0)
			return NEXT_QUIT;
		line_edit_set(&h->edit, NULL);
		return NEXT_STAY;
	case CMD_ESCAPE:
		return clear_entry(h);
	case CMD_ENTER:
		return enter(h);
	case CMD_LEFT:
	case CMD_RIGHT:
	case CMD_ERASE:
	case CMD_DELETE:
		line_edit_command(&h->edit, c);
		return NEXT_STAY;
	}
	return open_item(h, c);
}

/* ---- drawing ---- */

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	const struct desk *d = s->desk;
	char clock[32];

	desk_clock(clock, sizeof(clock), "%Y-%m-%d %H:%M");
	snprintf(left, size, "%s   %s", _("门特登记台"),
		 d->identity.institution.name);
	if (d->actor.staff)
		snprintf(right, size, _("经办人 %s   %s"), d->actor.name, clock);
	else
		snprintf(right, size, "%s", clock);
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct home *h = (const struct home *)s;

	if (*h->trouble) {
		snprintf(buf, size, "%s", h->trouble);
		return STYLE_WARN;
	}
	if (s->desk->locale_replaced)
		snprintf(buf, size, "%s",
			 _("所设的语言环境不能用，已按 UTF-8 显示；若有乱码，请设 LANG=C.UTF-8 "
			   "后重开"));
	else
		snprintf(buf, size, "%s", _("提示：直接输入身份证件号码即可开始登记"));
	return STYLE_PLAIN;
}

static void draw_line(WINDOW *w, int y, const char *key, const char *label, int64_t count)
{
	char text[256];

	draw_text(w, y, 4, 3, key, STYLE_STRONG);
	if (count < 0)
		snprintf(text, sizeof(text), "%s", label);
	else
		snprintf(text, sizeof(text), "%s  %lld", label, (long long)count);
	draw_text(w, y, 8, 44, text, STYLE_PLAIN);
}

/* The words of the cell at which a draft stopped. */
static const char *stopped_at(const struct draft_brief *b)
{
	enum field_id id =
		strcmp(b->screen, "criteria") == 0 ? FIELD_SYMP_DSCR : field_by_key(b->cell);

	return _(fields[id < FIELD_COUNT ? id : FIELD_PSN_NAME].label);
}

/* "09:15", with the day in front when it was not today. */
static void stopped_when(const struct draft_brief *b, char *buf, size_t size)
{
	char day[DATE_TEXT_SIZE];
	bool today = strncmp(b->updated_at, date_format(desk_today(), day), 10) == 0;

	*buf = '\0';
	if (strlen(b->updated_at) >= 16)
		snprintf(buf, size, "%.*s", today ? 5 : 11, b->updated_at + (today ? 11 : 5));
}

/* Whose form waits: the name, else the disease. */
static void orphan_text(const struct home *h, char *buf, size_t size)
{
	const struct draft_brief *b = &h->orphan;
	const char *who = *b->psn_name         ? b->psn_name
			  : *b->opsp_dise_name ? b->opsp_dise_name
					       : _("（无姓名）");
	char name[sizeof(b->opsp_dise_name)], when[12];
	size_t len;

	snprintf(name, sizeof(name), "%.*s", (int)text_fit(who, WHO_CELLS), who);
	stopped_when(b, when, sizeof(when));
	/* TRANSLATORS: a name, the label of a cell, a time; 60 cells in all. */
	len = (size_t)snprintf(buf, size, _("接着写：%s  停在 %s  %s"), name, stopped_at(b), when);
	if (h->orphans > 1 && len < size)
		snprintf(buf + len, size - len,
			 ngettext("（共 %lld 份没有写完）", "（共 %lld 份没有写完）",
				  (unsigned long)h->orphans),
			 (long long)h->orphans);
}

static void draw_entry(struct home *h, WINDOW *w, int y)
{
	draw_text(w, y, 4, 3, ">", STYLE_STRONG);
	draw_text(w, y, 8, 40, h->edit.len ? h->edit.text : _("证件号、姓名、电话，或左边的数字"),
		  h->edit.len ? STYLE_STRONG : STYLE_DIM);
	h->base.cursor_y = y;
	h->base.cursor_x = 8 + text_cells_n(h->edit.text, h->edit.at);
	if (h->base.cursor_x > 47)
		h->base.cursor_x = 47;
}

static void draw(struct screen *s, WINDOW *w)
{
	struct home *h = self(s);
	char text[1024];
	int y = 2;

	draw_rule(w, 0, 0, getmaxx(w));
	draw_line(w, y++, "N", _("新登记一份申请表"), -1);
	draw_text(w, y - 1, 44, 34, _("F3  查找：姓名、拼音、证件号、电话"), STYLE_PLAIN);
	if (h->orphans) {
		orphan_text(h, text, sizeof(text));
		draw_text(w, y, 4, 3, "R", STYLE_STRONG);
		draw_text(w, y, 8, getmaxx(w) - 9, text, STYLE_PLAIN);
	}
	y += 2;
	draw_text(w, y, 4, 20, _("待办"), STYLE_STRONG);
	draw_text(w, y++, 44, 20, _("今日"), STYLE_STRONG);
	draw_line(w, y, "5", _("暂存件"), h->counts.by_state[STATE_DRAFT]);
	snprintf(text, sizeof(text), _("登记 %lld"), (long long)h->counts.today);
	draw_text(w, y++, 44, 30, text, STYLE_PLAIN);
	y++;
	draw_line(w, y++, "9", _("政策与字典"), -1);
	draw_line(w, y++, "0", _("设置"), -1);
	draw_entry(h, w, y + 1);
}

static void close_home(struct screen *s)
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
	.resume = refresh_counts,
	.close = close_home,
};

struct screen *home_screen(struct desk *desk)
{
	struct home *h = calloc(1, sizeof(*h));

	if (!h)
		return NULL;
	h->base = (struct screen) { .ops = &ops, .desk = desk };
	refresh_counts(&h->base);
	return &h->base;
}
