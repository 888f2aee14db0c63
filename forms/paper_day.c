/* 日结单: the day's figures, and where the audit stood when it was closed, so that it can be typed again years later. */
#include "forms/paper_parts.h"

#include <string.h>

#include "forms/check_code.h"

/* So many characters of a word stand on one line. */
#define LINE_MOST 72

/* What is no figure stands under the table, where it has room. */
static bool is_figure(const struct paper_line *l)
{
	return l->value[strspn(l->value, "0123456789")] == '\0';
}

static size_t count_figures(const struct paper_facts *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->lines_count; i++)
		n += is_figure(&f->lines[i]);
	return n;
}

static const struct paper_line *figure(const struct paper_facts *f, size_t n)
{
	static const struct paper_line none;

	for (size_t i = 0; i < f->lines_count; i++)
		if (is_figure(&f->lines[i]) && n-- == 0)
			return &f->lines[i];
	return &none;
}

/* Two beside each other: there are as many as kinds of acts. */
static void put_figures(struct galley *g)
{
	static const struct galley_column columns[] = {
		{ N_("项目"), 48, PAGE_LEFT },
		{ N_("件数"), 32, PAGE_RIGHT },
		{ N_("项目"), 48, PAGE_LEFT },
		{ N_("件数"), 32, PAGE_RIGHT },
	};
	size_t half = (count_figures(g->facts) + 1) / 2;

	galley_table(g, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < half; i++) {
		const struct paper_line *left = figure(g->facts, i),
					*right = figure(g->facts, half + i);

		galley_row(g, (const char *const[]) { left->label, left->value, right->label,
						      right->value });
	}
	galley_table_end(g);
}

static void put_lines(struct galley *g)
{
	const struct paper_facts *f = g->facts;

	put_figures(g);
	for (size_t i = 0; i < f->lines_count; i++)
		if (!is_figure(&f->lines[i]))
			galley_text(
				g,
				galley_words(g, _("%s：%s"), f->lines[i].label, f->lines[i].value),
				GALLEY_BODY);
}

/* ---- the anchor ---- */

/* One word of the line, over as many rows as it needs; the number stands before the first. */
static void put_word(struct galley *g, int number, const char *word, size_t len)
{
	for (size_t at = 0; at < len; at += LINE_MOST) {
		int part = (int)(len - at < LINE_MOST ? len - at : LINE_MOST);

		galley_row(g, (const char *const[]) {
				      at ? _("续") : galley_words(g, "%d", number),
				      galley_words(g, "%.*s", part, word + at),
			      });
	}
}

static const char *code_of(struct galley *g, const char *anchor)
{
	char digest[SM3_HEX_SIZE], code[CHECK_CODE_SIZE] = "";

	if (sm3_hex_of(anchor, strlen(anchor), digest) == 0)
		check_code_of_hex(digest, code);
	return galley_words(g, "%s", code);
}

static void put_anchor(struct galley *g, const char *anchor)
{
	static const struct galley_column columns[] = {
		{ N_("次序"), 14, PAGE_CENTRE },
		{ N_("锚点"), 146, PAGE_LEFT },
	};
	const char *at = anchor;

	galley_text(
		g,
		_("审计链在日结时的位置，由本台签名。以后审计记录如被截去或换成旧的，凭它就能查出"
		  "。"),
		GALLEY_BODY);
	galley_table(g, columns, ARRAY_SIZE(columns));
	for (int number = 1; *at; number++) {
		size_t len = strcspn(at, " ");

		put_word(g, number, at, len);
		at += len + (at[len] == ' ');
	}
	galley_table_end(g);
	galley_text(g, galley_words(g, _("核对码：%s（由锚点全文算出）。"), code_of(g, anchor)),
		    GALLEY_BODY);
	galley_text(
		g,
		_("照抄时写成一行：有次序号的各行之间空一格，“续”行不空格接在上一行后面；存为文件"
		  "后，"
		  "用命令 mtdesk verify --anchor 文件名 核对。"),
		GALLEY_SMALL);
}

int paper_day(struct page *p, const struct paper_facts *f, struct err *err)
{
	struct galley g;

	galley_begin(&g, p, f, PAPER_DAY);
	galley_text(&g,
		    galley_words(&g, _("日期：%s　　登记台：%s"), part_text(f->day),
				 part_text(f->desk)),
		    GALLEY_SMALL);
	if (f->training)
		galley_box(&g, _("培训演示：这是练习用的单据，人和事都是假的，不能用来办理业务。"));
	galley_section(&g, _("一、当日业务"));
	if (f->lines_count > 0)
		put_lines(&g);
	else
		galley_text(&g, _("当日没有业务。"), GALLEY_BODY);
	galley_section(&g, _("二、锚点"));
	if (f->anchor && *f->anchor)
		put_anchor(&g, f->anchor);
	else
		galley_text(&g, _("当日尚未日结，没有锚点；请日结之后再打印一份签字留存。"),
			    GALLEY_BODY);
	galley_signs(&g, (const char *const[]) { _("经办人（签名）："), _("医保负责人（签名）：") },
		     2);
	return galley_end(&g, err);
}
