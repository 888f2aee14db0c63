/* What the audit screen shows. */
#include <stdio.h>
#include <string.h>

#include "tui/screens/audit.h"
#include "tui/line_edit.h"
#include "tui/width.h"

#define REPORT_LINES 4
#define WIDE_CELLS 100 /* from here on the year of a row has room */
#define YEAR_CELLS 5

enum {
	SEQ_CELLS = 8,
	AT_CELLS = 20,
	WHO_CELLS = 10,
	ACT_CELLS = 21,
	OBJECT_CELLS = 16,
	RESULT_CELLS = 7
};

/* What a row may be about, by the word before the colon. */
static const struct {
	const char *key, *label;
} objects[] = {
	{ "filing", N_("申请表") }, { "staff", N_("人员") },     { "institution", N_("机构") },
	{ "doctor", N_("医师") },   { "seal", N_("印章") },      { "policy", N_("政策包") },
	{ "material", N_("材料") }, { "key", N_("密钥") },       { "day", N_("日结") },
	{ "desk", N_("本台") },     { "sample", N_("抽样") },    { "export", N_("存表") },
	{ "print", N_("打印") },    { "printer", N_("打印机") },
};

void audit_object_words(const struct audit_row *r, char *buf, size_t size)
{
	size_t len = strcspn(r->object, ":");

	for (size_t i = 0; i < ARRAY_SIZE(objects); i++)
		if (strlen(objects[i].key) == len && strncmp(objects[i].key, r->object, len) == 0) {
			snprintf(buf, size, "%s%s%s", _(objects[i].label),
				 r->object[len] ? " " : "",
				 r->object + len + (r->object[len] == ':'));
			return;
		}
	snprintf(buf, size, "%s", r->object);
}

static int draw_cell(WINDOW *w, int y, int x, int cells, const char *text, enum style style)
{
	draw_text(w, y, x, cells - 1, text, style);
	return x + cells;
}

static void draw_row(const struct audit_view *v, WINDOW *w, int y, size_t i)
{
	const struct audit_row *r = &v->lines[i].row;
	enum act act = act_by_key(r->act);
	bool refused = strcmp(r->result, "done") != 0, wide = getmaxx(w) >= WIDE_CELLS;
	enum style style = i == v->list.at ? STYLE_FOCUS : refused ? STYLE_WARN : STYLE_PLAIN;
	char seq[24], object[128];
	int x = 1;

	snprintf(seq, sizeof(seq), "%lld", (long long)r->seq);
	audit_object_words(r, object, sizeof(object));
	draw_text(w, y, 0, getmaxx(w), "", style);
	draw_right(w, y, x, SEQ_CELLS - 1, seq, style);
	x = wide ? draw_cell(w, y, x + SEQ_CELLS, AT_CELLS, r->at, style)
		 : draw_cell(w, y, x + SEQ_CELLS, AT_CELLS - YEAR_CELLS, r->at + YEAR_CELLS, style);
	x = draw_cell(w, y, x, WHO_CELLS, *v->lines[i].who ? v->lines[i].who : _("未登录"), style);
	x = draw_cell(w, y, x, ACT_CELLS, act == ACT_COUNT ? r->act : _(act_label(act)), style);
	x = draw_cell(w, y, x, OBJECT_CELLS, object, style);
	x = draw_cell(w, y, x, RESULT_CELLS, refused ? _("未办成") : _("已办"), style);
	draw_text(w, y, x, getmaxx(w) - x - 1, r->reason, style);
}

static int draw_wrapped(WINDOW *w, int y, const char *text, enum style style)
{
	size_t start[REPORT_LINES + 1], n = text_wrap(text, getmaxx(w) - 4, start, REPORT_LINES);
	char line[1024];

	for (size_t i = 0; i < n; i++) {
		snprintf(line, sizeof(line), "%.*s", (int)(start[i + 1] - start[i]),
			 text + start[i]);
		draw_text(w, y++, 2, getmaxx(w) - 4, line, style);
	}
	return y;
}

static const char *verdict_words(enum verify_result r)
{
	switch (r) {
	case VERIFY_SOUND:
		return _("核对无误");
	case VERIFY_UNPROVEN:
		return _("核对无误，但无法证明未截断");
	case VERIFY_BROKEN:
		return _("核对发现问题");
	}
	return "";
}

static int draw_report(const struct audit_view *v, WINDOW *w, int y)
{
	const struct verify_report *r = &v->report;
	char text[1024];

	if (!v->checked)
		return y;
	snprintf(text, sizeof(text),
		 _("%s（审计 %lld 行，签署 %lld 次，申请表 %lld 份，材料 %lld 件，锚点 %lld 个）"),
		 verdict_words(r->result), (long long)r->rows, (long long)r->acts,
		 (long long)r->filings, (long long)r->materials, (long long)r->anchors);
	y = draw_wrapped(w, y, text, r->result == VERIFY_SOUND ? STYLE_STRONG : STYLE_WARN);
	if (*r->msg)
		y = draw_wrapped(w, y, r->msg,
				 r->result == VERIFY_BROKEN ? STYLE_WARN : STYLE_PLAIN);
	draw_rule(w, y, 0, getmaxx(w));
	return y + 1;
}

void audit_draw(struct screen *s, WINDOW *w)
{
	struct audit_view *v = (struct audit_view *)s;
	int y = 1;

	draw_rule(w, 0, 0, getmaxx(w));
	y = draw_report(v, w, y);
	if (!desk_may(s->desk, ACT_AUDIT_READ, STATE_COUNT)) {
		draw_wrapped(w, y,
			     _("审计由审计管理员查阅；您可以按 F5 "
			       "核对全库，系统管理员可以在菜单里确认时钟"),
			     STYLE_PLAIN);
		return;
	}
	list_show(&v->list, getmaxy(w) - y);
	for (size_t i = v->list.top; i < v->list.count && y < getmaxy(w); i++)
		draw_row(v, w, y++, i);
}

void audit_title(const struct screen *s, char *left, char *right, size_t size)
{
	const struct audit_view *v = (const struct audit_view *)s;

	snprintf(left, size, "%s", _("审计"));
	snprintf(right, size, "%s %s", v->clock.at,
		 v->clock.doubtful ? _("时钟存疑") : _("时钟可信"));
}

enum style audit_status(const struct screen *s, char *buf, size_t size)
{
	const struct audit_view *v = (const struct audit_view *)s;

	if (v->checking) {
		snprintf(buf, size, "%s", _("正在核对全库，请稍候…"));
		return STYLE_STRONG;
	}
	if (*v->trouble) {
		snprintf(buf, size, "%s", v->trouble);
		return STYLE_WARN;
	}
	if (v->clock.doubtful) {
		snprintf(buf, size, "%s",
			 _("本台时钟存疑；请系统管理员对过时间，在菜单里选“确认时钟”"));
		return STYLE_WARN;
	}
	if (v->list.at < v->list.count)
		snprintf(buf, size, "%s", v->lines[v->list.at].row.detail);
	return STYLE_PLAIN;
}
