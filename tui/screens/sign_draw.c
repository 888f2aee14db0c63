/* The act screen as it is drawn: the text, its meaning, the password as stars. */
#include "tui/screens/sign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/text.h"
#include "tui/line_edit.h"
#include "tui/width.h"

#define INDENT 3
#define MEANING_LINES 4
#define WRAPPED_MOST 64
#define STARS_MOST 40

static const struct sign *self(const struct screen *s)
{
	return (const struct sign *)s;
}

void sign_title(const struct screen *base, char *left, char *right, size_t size)
{
	const struct sign *s = self(base);
	const struct filing *f = &s->record.filing;

	if (s->record.id)
		snprintf(left, size, "%s   %s   %s", _(act_label(s->act)),
			 filing_get(f, FIELD_PSN_NAME), filing_get(f, FIELD_OPSP_DISE_NAME));
	else
		snprintf(left, size, "%s", _(act_label(s->act)));
	snprintf(right, size, "%s", s->who);
}

enum style sign_status(const struct screen *base, char *buf, size_t size)
{
	const struct sign *s = self(base);
	bool password = act_flags(s->act) & ACT_NEEDS_PASSWORD;

	if (!s->prepared)
		snprintf(buf, size, "%s", _("先填写以下各项，再看全文"));
	else if (!s->end_seen)
		snprintf(buf, size, "%s", _("按 Enter 或 PgDn 往下看，看到末尾才能签署"));
	else
		snprintf(buf, size, "%s",
			 password ? _("看完无误，输入口令后按 Enter 签署")
				  : _("看完无误，按 Enter 签署"));
	return STYLE_PLAIN;
}

/* Where the next line goes, and which of them are in view. */
struct page {
	WINDOW *w;
	int y, top, first, shown; /* line under work; first in view; its row; rows in view */
};

static void put_wrapped(struct page *p, const char *text, enum style style)
{
	size_t start[WRAPPED_MOST + 1];
	int cells = getmaxx(p->w) - INDENT - 1;
	size_t n = text_wrap(text, cells, start, WRAPPED_MOST);
	char line[2048];

	for (size_t i = 0; i < n; i++, p->y++) {
		if (p->y < p->top || p->y - p->top >= p->shown)
			continue;
		snprintf(line, sizeof(line), "%.*s", (int)(start[i + 1] - start[i]),
			 text + start[i]);
		draw_text(p->w, p->first + p->y - p->top, INDENT, cells, line, style);
	}
}

/* A text of several lines, each wrapped. */
static void put_lines(struct page *p, const char *text, enum style style)
{
	char line[8192];

	while (*text) {
		size_t n = strcspn(text, "\n");

		snprintf(line, sizeof(line), "%.*s", (int)n, text);
		put_wrapped(p, line, style);
		text += n + (text[n] == '\n');
	}
}

/* What is worth knowing before signing stands above what is signed. */
static void put_notes(struct page *p, const struct act_draft *d)
{
	const struct findings *found = &d->findings;
	char text[1024], line[1100];

	if (*d->history_no) {
		snprintf(line, sizeof(line),
			 _("留意：历史台账里此人同一险种的这一病种已有一件（%s），请核对是否重复"),
			 d->history_no);
		put_wrapped(p, line, STYLE_WARN);
	}
	for (size_t i = 0; i < found->count; i++) {
		finding_text(&found->list[i], text, sizeof(text));
		snprintf(line, sizeof(line), _("留意：%s"), text);
		put_wrapped(p, line, STYLE_WARN);
	}
}

/* The version is the one that the text itself says. */
static void draw_heading(const struct sign *s, WINDOW *w)
{
	char *version = act_text_get(s->draft.text, "version"), text[256];

	if (s->record.id && version && *s->draft.code)
		snprintf(text, sizeof(text), _("您将签署以下内容（第 %s 版，校验码 %s）"), version,
			 s->draft.code);
	else
		snprintf(text, sizeof(text), "%s", _("您将签署以下内容"));
	free(version);
	draw_text(w, 1, 1, getmaxx(w) - 2, text, STYLE_STRONG);
}

/* Returns the first line that it takes, counted from the window's top. */
static int draw_meaning(const struct sign *s, WINDOW *w, int bottom)
{
	size_t start[MEANING_LINES + 1], n;
	int cells = getmaxx(w) - 2;
	char text[1024], line[1024];

	snprintf(text, sizeof(text), _("含义：%s"), _(act_meaning(s->act)));
	n = text_wrap(text, cells, start, MEANING_LINES);
	for (size_t i = 0; i < n; i++) {
		snprintf(line, sizeof(line), "%.*s", (int)(start[i + 1] - start[i]),
			 text + start[i]);
		draw_text(w, bottom - (int)(n - i), 1, cells, line, STYLE_STRONG);
	}
	return bottom - (int)n;
}

static void draw_password(struct sign *s, WINDOW *w, int y)
{
	size_t chars = text_chars(s->password);
	char stars[STARS_MOST + 1];
	int x;

	if (chars > STARS_MOST)
		chars = STARS_MOST;
	memset(stars, '*', chars);
	stars[chars] = '\0';
	x = 1 + draw_text(w, y, 1, 12, _("口令"), STYLE_STRONG) + 1;
	draw_text(w, y, x, STARS_MOST + 1, stars, STYLE_FOCUS);
	s->base.cursor_y = y;
	s->base.cursor_x = x + (int)chars;
}

static void draw_text_part(struct sign *s, WINDOW *w, int first, int rows)
{
	struct page p = { .w = w, .top = s->top, .first = first, .shown = rows };

	put_notes(&p, &s->draft);
	put_lines(&p, s->words ? s->words : "", STYLE_PLAIN);
	s->shown = rows;
	s->lines = p.y;
	if (s->top > 0 && s->top + rows > s->lines)
		s->top = s->lines > rows ? s->lines - rows : 0;
	if (s->top + rows >= s->lines)
		s->end_seen = true;
}

/* How much stands below what is in view, on the rule under it. */
static void draw_rest(const struct sign *s, WINDOW *w, int y)
{
	int rest = s->lines - s->top - s->shown;
	char text[128];

	if (rest <= 0)
		return;
	snprintf(text, sizeof(text),
		 ngettext(" 下面还有 %d 行 ", " 下面还有 %d 行 ", (unsigned long)rest), rest);
	draw_text(w, y, getmaxx(w) - text_cells(text) - 2, text_cells(text), text, STYLE_STRONG);
}

void sign_draw(struct screen *base, WINDOW *w)
{
	struct sign *s = (struct sign *)base;
	int bottom = getmaxy(w);

	draw_rule(w, 0, 0, getmaxx(w));
	if (!s->prepared)
		return;
	draw_heading(s, w);
	if (act_flags(s->act) & ACT_NEEDS_PASSWORD)
		draw_password(s, w, --bottom);
	bottom = draw_meaning(s, w, bottom);
	draw_rule(w, bottom - 1, 0, getmaxx(w));
	draw_text_part(s, w, 2, bottom - 3);
	draw_rest(s, w, bottom - 1);
	s->drawn = true;
}
