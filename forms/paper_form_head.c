/* What stands around the form's table: its title and numbers, what must not be overlooked, and the strip with the QR. */
#include "forms/paper_form_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TITLE_TOP 12.0
#define LINE_TOP 22.5 /* numbers, under the title */
#define TABLE_TOP 29.0
#define QR_SIZE PART_CODE_SIZE
#define QR_GAP 5.0

static const struct page_style title_style = { .size = 18, .bold = true, .align = PAGE_CENTRE },
			       next_style = { .size = 12, .bold = true, .align = PAGE_CENTRE },
			       small_style = { .size = FORM_SMALL },
			       right_style = { .size = FORM_SMALL, .align = PAGE_RIGHT },
			       strip_style = { .size = 8, .leading = 11 },
			       code_style = { .size = 10, .bold = true };

/* ---- head ---- */

static void title_words(const struct paper_facts *f, char *buf, size_t size)
{
	*buf = '\0';
	if (f->check && f->check->policies)
		policies_form_heading(f->check->policies, part_text(f->check->region), buf, size);
	if (!*buf)
		snprintf(buf, size, "%s", _(paper_title(PAPER_FORM)));
}

const char *form_version(const struct paper_facts *f, char buf[FORM_VERSION_SIZE])
{
	*buf = '\0';
	if (f->version > 0)
		snprintf(buf, FORM_VERSION_SIZE, _("第 %lld 版   "), (long long)f->version);
	return buf;
}

static void draw_numbers(struct page *p, const struct paper_facts *f, double y)
{
	bool filed = *part_text(f->filing_no);
	char line[256], version[FORM_VERSION_SIZE];

	if (!f->filing)
		return;
	snprintf(line, sizeof(line), _("受理号 %s%s%s"), part_text(f->no),
		 filed ? _("   备案号 ") : "", filed ? f->filing_no : "");
	page_text(p, FORM_LEFT, y, FORM_WIDTH * 2 / 3, line, &small_style);
	snprintf(line, sizeof(line), "%s%s", form_version(f, version),
		 f->state < STATE_COUNT ? _(state_label(f->state)) : "");
	page_text(p, FORM_LEFT + FORM_WIDTH * 2 / 3, y, FORM_WIDTH / 3, line, &right_style);
}

/* A boxed line of bold words, over the table. Returns its height with the gap under it. */
static double draw_notice(struct page *p, double y, const char *text)
{
	static const struct page_style style = { .size = 12, .bold = true };
	double width = FORM_WIDTH - 2 * FORM_PAD,
	       height = page_text_height(p, width, text, &style) + 3;

	page_text(p, FORM_LEFT + FORM_PAD, y + 1.5, width, text, &style);
	page_box(p, FORM_LEFT, y, FORM_WIDTH, height, 0.5);
	return height + 2;
}

static double draw_notices(struct page *p, const struct paper_facts *f)
{
	bool history = *part_text(f->source) || (f->filing && f->state == STATE_HISTORY);
	double y = TABLE_TOP;
	char text[2048];

	if (*part_text(f->ended) || (f->filing && part_is_over(f->state))) {
		snprintf(text, sizeof(text), _("此件%s。%s"), _(state_label(f->state)),
			 part_text(f->ended));
		y += draw_notice(p, y, text);
	}
	if (history) {
		snprintf(text, sizeof(text), _("历史导入，未在本台签署。来源：%s"),
			 part_text(f->source));
		y += draw_notice(p, y, text);
	}
	return y;
}

double form_blank_top(void)
{
	return TABLE_TOP;
}

double form_head(struct page *p, const struct paper_facts *f, bool first)
{
	char title[512], next[600];

	title_words(f, title, sizeof(title));
	if (first) {
		page_text(p, FORM_LEFT, TITLE_TOP, FORM_WIDTH, title, &title_style);
		draw_numbers(p, f, LINE_TOP);
		return draw_notices(p, f);
	}
	snprintf(next, sizeof(next), _("%s（续）"), title);
	page_text(p, FORM_LEFT, TITLE_TOP, FORM_WIDTH, next, &next_style);
	draw_numbers(p, f, LINE_TOP - 3);
	return TABLE_TOP - 3;
}

/* ---- strip ---- */

/* Does a cell of the paper show it? */
static bool has_cell(enum field_id id)
{
	static const enum field_id elsewhere[] = { FIELD_OPSP_DISE_CODE, FIELD_DISE_TYPE_CODE,
						   FIELD_BEGNDATE, FIELD_ENDDATE };

	for (size_t i = 0; i < ARRAY_SIZE(elsewhere); i++)
		if (elsewhere[i] == id)
			return true;
	return field_is_agent(id) || layout_cell_of(&layout_leshan, id) >= 0;
}

/* What was recorded and has no cell on the paper. */
static void add_rest(const struct paper_facts *f, struct flow *out)
{
	char *text = NULL;
	size_t len = 0;
	FILE *s = open_memstream(&text, &len);

	for (int id = 0; s && id < FIELD_COUNT; id++) {
		const char *value = filing_get(f->filing, (enum field_id)id);
		const char *label = field_choice_label((enum field_id)id, value);

		if (*value && !has_cell((enum field_id)id))
			fprintf(s, "%s%s %s", ftell(s) > 0 ? "   " : "", _(fields[id].label),
				label ? _(label) : value);
	}
	if (s && fclose(s) == 0)
		flow_add(out, &strip_style, text);
	else
		out->no_memory = true;
	free(text);
}

void form_fill_strip(const struct paper_facts *f, struct flow *out)
{
	const char *code = part_text(f->code);
	char version[FORM_VERSION_SIZE];

	if (*code)
		flow_addf(out, &code_style, _("校验码 %s"), code);
	else if (!*part_text(f->source))
		flow_add(out, &code_style, _("此件尚未签署，不是认定结果"));
	flow_addf(out, &strip_style, _("受理号 %s   备案号 %s   %s%s"), part_text(f->no),
		  *part_text(f->filing_no) ? f->filing_no : _("（尚无）"), form_version(f, version),
		  part_text(f->route));
	if (*part_text(f->policies))
		flow_addf(out, &strip_style, _("依据的政策包和版次：%s"), f->policies);
	add_rest(f, out);
	paper_form_mark(out, &strip_style, _("提交"), &f->submitted, "", " ");
	if (*part_text(f->desk))
		flow_addf(out, &strip_style, _("登记台 %s"), f->desk);
}

static bool shows_qr(const struct paper_facts *f)
{
	return *part_text(f->qr) && !f->training;
}

double form_strip_height(struct page *p, const struct flow *words, const struct paper_facts *f)
{
	double width = FORM_WIDTH - (shows_qr(f) ? QR_SIZE + QR_GAP : 0);

	return fmax(shows_qr(f) ? QR_SIZE : 0, flow_height(p, words, width));
}

int form_strip(struct page *p, struct flow *words, const struct paper_facts *f, double top,
	       struct err *err)
{
	double left = FORM_LEFT;

	if (shows_qr(f)) {
		if (page_qr(p, left, top, QR_SIZE, f->qr, err) < 0)
			return -1;
		left += QR_SIZE + QR_GAP;
	}
	flow_draw(p, words, left, top, FORM_LEFT + FORM_WIDTH - left, PAGE_HEIGHT);
	return 0;
}
