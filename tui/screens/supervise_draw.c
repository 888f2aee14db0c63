/* What the supervision screen shows. */
#include <stdio.h>
#include <string.h>

#include "forms/text.h"
#include "tui/screens/supervise.h"
#include "tui/width.h"

#define WIDE_CELLS 100

enum {
	NUMBER_CELLS = 10,
	NO_CELLS = 15,
	NAME_CELLS = 14,
	CERTNO_CELLS = 20,
	STATE_CELLS = 9,
	MARK_CELLS = 11
};

static void draw_looks(const struct supervise *v, WINDOW *w)
{
	char text[64];
	int x = 1;

	for (int i = 0; i < LOOK_COUNT; i++) {
		snprintf(text, sizeof(text), " %d %s ", i + 1, _(supervise_label(i)));
		draw_text(w, 0, x, text_cells(text), text,
			  i == v->look ? STYLE_FOCUS : STYLE_PLAIN);
		x += text_cells(text);
	}
	draw_rule(w, 1, 0, getmaxx(w));
}

static const char *const heads[] = { N_("备案"), N_("不予认定"), N_("退回"), N_("撤销"),
				     N_("异于参考") };

static void draw_numbers(WINDOW *w, int y, const char *const *texts, enum style style)
{
	int x = getmaxx(w) - 1 - NUMBER_CELLS * (int)ARRAY_SIZE(heads);

	for (size_t i = 0; i < ARRAY_SIZE(heads); i++)
		draw_right(w, y, x + (int)i * NUMBER_CELLS, NUMBER_CELLS, texts[i], style);
}

static void draw_table_row(const struct report_row *r, WINDOW *w, int y, enum style style)
{
	const int64_t numbers[] = { r->filed, r->declined, r->returned, r->revoked, r->overridden };
	char room[ARRAY_SIZE(heads)][24];
	const char *texts[ARRAY_SIZE(heads)];

	for (size_t i = 0; i < ARRAY_SIZE(heads); i++) {
		snprintf(room[i], sizeof(room[i]), "%lld", (long long)numbers[i]);
		texts[i] = room[i];
	}
	draw_text(w, y, 0, getmaxx(w), "", style);
	draw_text(w, y, 2, getmaxx(w) - 4 - NUMBER_CELLS * (int)ARRAY_SIZE(heads), r->key, style);
	draw_numbers(w, y, texts, style);
}

static int draw_cell(WINDOW *w, int y, int x, int cells, const char *text, enum style style)
{
	draw_text(w, y, x, cells - 1, text, style);
	return x + cells;
}

/* The number has room on a wide terminal only: the disease says more. */
static void draw_sampled(const struct sample_row *r, WINDOW *w, int y, enum style style)
{
	const struct filing_brief *b = &r->brief;
	int number = getmaxx(w) >= WIDE_CELLS ? CERTNO_CELLS : 0, x = 2;
	int disease = getmaxx(w) - 2 - NO_CELLS - NAME_CELLS - number - STATE_CELLS - MARK_CELLS;
	char certno[4 * sizeof(b->certno) + 1];

	text_mask_certno(b->certno, certno, sizeof(certno));
	draw_text(w, y, 0, getmaxx(w), "", style);
	x = draw_cell(w, y, x, NO_CELLS, b->no, style);
	x = draw_cell(w, y, x, NAME_CELLS, b->psn_name, style);
	if (number)
		x = draw_cell(w, y, x, number, certno, style);
	x = draw_cell(w, y, x, disease, b->opsp_dise_name, style);
	x = draw_cell(w, y, x, STATE_CELLS, _(state_label(b->state)), style);
	draw_cell(w, y, x, MARK_CELLS, r->override ? _("异于参考") : "", style);
}

/* A question may be longer than a line; the current one is read whole in the status line. */
static void draw_row(const struct supervise *v, WINDOW *w, int y, size_t i)
{
	enum style style = i == v->list.at ? STYLE_FOCUS : STYLE_PLAIN;

	if (v->look == LOOK_SAMPLE) {
		draw_sampled(&v->sample[i], w, y, style);
	} else if (v->look == LOOK_QUESTIONS) {
		draw_text(w, y, 0, getmaxx(w), "", style);
		draw_text(w, y, 2, getmaxx(w) - 3, v->questions[i].text, style);
	} else {
		draw_table_row(&v->table[i], w, y, style);
	}
}

static int draw_head(const struct supervise *v, WINDOW *w)
{
	const char *texts[ARRAY_SIZE(heads)];

	if (v->look >= REPORT_BY_COUNT)
		return 2;
	for (size_t i = 0; i < ARRAY_SIZE(heads); i++)
		texts[i] = _(heads[i]);
	draw_numbers(w, 2, texts, STYLE_STRONG);
	return 3;
}

void supervise_draw(struct screen *s, WINDOW *w)
{
	struct supervise *v = (struct supervise *)s;
	int y;

	draw_looks(v, w);
	y = draw_head(v, w);
	list_show(&v->list, getmaxy(w) - y);
	for (size_t i = v->list.top; i < v->list.count && y < getmaxy(w); i++)
		draw_row(v, w, y++, i);
}

void supervise_title(const struct screen *s, char *left, char *right, size_t size)
{
	const struct supervise *v = (const struct supervise *)s;
	char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];

	snprintf(left, size, _("监督抽查   %s"), s->desk->identity.institution.name);
	snprintf(right, size, _("%s 至 %s"), date_format(v->from, from), date_format(v->to, to));
}

static void describe_sample(const struct supervise *v, char *buf, size_t size)
{
	if (!*v->seed)
		snprintf(buf, size, "%s", _("还没有抽样；按 F4 写下种子和件数"));
	else
		snprintf(buf, size,
			 _("种子 %s：从 %lld 件中抽 %d 件，连同全部异于参考标准的共 %d 件"),
			 v->seed, (long long)v->population, v->size, v->sampled);
}

enum style supervise_status(const struct screen *s, char *buf, size_t size)
{
	const struct supervise *v = (const struct supervise *)s;

	if (*v->trouble) {
		snprintf(buf, size, "%s", v->trouble);
		return STYLE_WARN;
	}
	if (v->look == LOOK_SAMPLE)
		describe_sample(v, buf, size);
	else if (v->list.count == 0)
		snprintf(buf, size, "%s", _("这一期间没有；按 F4 改期间"));
	else if (v->look == LOOK_QUESTIONS)
		snprintf(buf, size, "%s", v->questions[v->list.at].text);
	return STYLE_PLAIN;
}
