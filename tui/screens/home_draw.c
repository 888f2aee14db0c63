/* The home screen as it is drawn. */
#include "tui/screens/home.h"

#include <stdio.h>
#include <string.h>

#include "tui/width.h"

#define WHO_CELLS 20 /* of a name or disease on the line of the half-written form */
#define RIGHT 44     /* column of the right half */

void home_title(const struct screen *s, char *left, char *right, size_t size)
{
	snprintf(left, size, "%s   %s", _("门特登记台"), s->desk->identity.institution.name);
	desk_title_right(s->desk, right, size);
}

enum style home_status(const struct screen *s, char *buf, size_t size)
{
	const struct home *h = (const struct home *)s;

	if (*h->trouble) {
		snprintf(buf, size, "%s", h->trouble);
		return STYLE_WARN;
	}
	if (h->clock_doubtful) {
		snprintf(buf, size, "%s",
			 _("时钟存疑：与此前的记录不符；请系统管理员核对后在菜单里确认"));
		return STYLE_WARN;
	}
	if (s->desk->locale_replaced)
		snprintf(buf, size, "%s",
			 _("所设的语言环境不能用，已按 UTF-8 显示；若有乱码，请设 LANG=C.UTF-8 "
			   "后重开"));
	else if (home_offers(s, CMD_NEW))
		snprintf(buf, size, "%s", _("提示：直接输入身份证件号码即可开始登记"));
	else
		snprintf(buf, size, "%s", _("输入行首的数字或字母，再按 Enter"));
	return STYLE_PLAIN;
}

/* ---- the half-written form ---- */

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

/* ---- lines ---- */

static void draw_item(WINDOW *w, int y, const char *key, const char *text)
{
	draw_text(w, y, 4, 3, key, STYLE_STRONG);
	draw_text(w, y, 8, RIGHT - 9, text, STYLE_PLAIN);
}

/* "待认定      3   最早 10:02" */
static void draw_count(WINDOW *w, int y, const char *key, const char *label, int64_t count,
		       const char *more)
{
	int pad = 11 - text_cells(label);
	char text[1024];

	snprintf(text, sizeof(text), "%s%*s%4lld   %s", label, pad > 0 ? pad : 1, "",
		 (long long)count, more);
	draw_item(w, y, key, text);
}

/* "最早 10:02", with the day in front when it was not today. */
static void oldest_words(const char *at, char *buf, size_t size)
{
	char day[DATE_TEXT_SIZE], when[32] = "";
	bool today = strncmp(at, date_format(desk_today(), day), 10) == 0;

	*buf = '\0';
	if (strlen(at) < 16)
		return;
	snprintf(when, sizeof(when), "%.*s", today ? 5 : 11, at + (today ? 11 : 5));
	snprintf(buf, size, _("最早 %s"), when);
}

static int draw_work(struct home *h, WINDOW *w, int y)
{
	const struct work_counts *c = &h->counts;
	char oldest[64];

	oldest_words(c->oldest_ready, oldest, sizeof(oldest));
	draw_text(w, y++, 4, 20, _("待办"), STYLE_STRONG);
	draw_count(w, y++, "1", _("待认定"), c->to_certify, oldest);
	draw_count(w, y++, "2", _("待用印"), c->to_seal, "");
	draw_count(w, y++, "3", _("待备案"), c->to_file, "");
	draw_count(w, y++, "4", _("退回待补"), c->returned, h->returned.psn_name);
	draw_count(w, y++, "5", _("暂存件"), c->drafts, "");
	return y;
}

static void draw_today(const struct home *h, WINDOW *w, int y)
{
	const struct work_counts *c = &h->counts;
	char text[256];

	draw_text(w, y++, RIGHT, 20, _("今日"), STYLE_STRONG);
	snprintf(text, sizeof(text), _("登记 %lld  认定 %lld  备案 %lld"), (long long)c->registered,
		 (long long)c->certified, (long long)c->filed);
	draw_text(w, y, RIGHT, getmaxx(w) - RIGHT - 1, text, STYLE_PLAIN);
	y += 2;
	draw_text(w, y++, RIGHT, 20, _("到期提醒"), STYLE_STRONG);
	snprintf(text, sizeof(text), _("已到期 %lld  30 天内 %lld  90 天内 %lld"),
		 (long long)c->due_0, (long long)c->due_30, (long long)c->due_90);
	draw_text(w, y, RIGHT, getmaxx(w) - RIGHT - 1, text, c->due_0 ? STYLE_WARN : STYLE_PLAIN);
}

/* The rest of what this person may open, as many beside one another as fit. Returns the line below. */
static int draw_others(struct home *h, WINDOW *w, int y)
{
	int x = 4;

	for (size_t i = 0; i < home_items_count; i++) {
		const struct home_item *item = &home_items[i];
		const char *label = _(key_def(item->command)->label);
		char key[2] = { item->typed, '\0' };

		if (!item->typed || (item->typed >= '1' && item->typed <= '5') ||
		    item->command == CMD_NEW || item->command == CMD_RESUME ||
		    !home_offers(&h->base, item->command))
			continue;
		if (x > 4 && x + 2 + text_cells(label) >= getmaxx(w)) {
			x = 4;
			y++;
		}
		draw_text(w, y, x, 2, key, STYLE_STRONG);
		draw_text(w, y, x + 2, text_cells(label), label, STYLE_PLAIN);
		x += 2 + text_cells(label) + 3;
	}
	return y + 1;
}

static void draw_chain(const struct home *h, WINDOW *w, int y)
{
	char text[256];

	snprintf(text, sizeof(text), _("审计链 %lld 条%s"), (long long)h->audit_seq,
		 h->clock_doubtful ? _("   时钟存疑") : "");
	draw_text(w, y, 4, getmaxx(w) - 5, text, h->clock_doubtful ? STYLE_WARN : STYLE_DIM);
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

static void draw_orphan(struct home *h, WINDOW *w, int y)
{
	char text[1024];

	if (!h->orphans)
		return;
	orphan_text(h, text, sizeof(text));
	draw_text(w, y, 4, 3, "R", STYLE_STRONG);
	draw_text(w, y, 8, getmaxx(w) - 9, text, STYLE_PLAIN);
}

void home_draw(struct screen *s, WINDOW *w)
{
	struct home *h = (struct home *)s;
	int y = 5;

	draw_rule(w, 0, 0, getmaxx(w));
	if (home_offers(s, CMD_NEW))
		draw_item(w, 2, "N", _("新登记一份申请表"));
	if (home_offers(s, CMD_FIND))
		draw_text(w, 2, RIGHT, getmaxx(w) - RIGHT - 1,
			  _("F3  查找：姓名、拼音、证件号、电话"), STYLE_PLAIN);
	draw_orphan(h, w, 3);
	if (home_offers(s, CMD_WORK_CERTIFY)) {
		draw_today(h, w, y);
		y = draw_work(h, w, y) + 1;
	}
	y = draw_others(h, w, y) + 1;
	draw_entry(h, w, y);
	draw_chain(h, w, y + 2);
}
