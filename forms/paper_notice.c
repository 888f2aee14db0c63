/* 一次性告知单: everything that is missing, told at once and grouped by what it is. */
#include "forms/paper_parts.h"

#define LAST_ROOM 60.0 /* the last item and the signatures under it stand on one page */

static void put_application(struct galley *g)
{
	const struct galley_pair pairs[] = {
		{ _("申请人"), part_field(g, FIELD_PSN_NAME), false },
		{ _("证件号码"), part_certno(g, true), false },
		{ _("申报病种"), part_disease(g), true },
		{ _("险种"), part_field(g, FIELD_INSUTYPE), false },
		{ _("办理途径"), part_text(g->facts->route), false },
	};

	galley_pairs(g, pairs, ARRAY_SIZE(pairs));
}

/* In the order in which they are told. */
// clang-format off
static const struct { enum notice_kind kind; const char *heading; } groups[] = {
	{ NOTICE_MATERIAL, N_("需要提交的材料") },
	{ NOTICE_FIELD,    N_("申请表上需要补填或改正的内容") },
	{ NOTICE_EVIDENCE, N_("需要补充的诊断依据") },
	{ NOTICE_AGENT,    N_("代办人需要补填的内容") },
};
// clang-format on

/* Of a material its name says all; the rest of its sentence is for the clerk. */
static const char *told_words(struct galley *g, const struct notice_item *item)
{
	if (item->kind == NOTICE_MATERIAL && item->key)
		return part_material(g->facts, item->key);
	return item->text;
}

static bool any_of(const struct notice *n, enum notice_kind kind)
{
	for (size_t i = 0; i < n->count; i++)
		if (n->items[i].kind == kind)
			return true;
	return false;
}

static void put_group(struct galley *g, enum notice_kind kind, int *number)
{
	static const struct galley_column columns[] = {
		{ N_("序号"), 14, PAGE_CENTRE },
		{ N_("需补内容"), 128, PAGE_LEFT },
		{ N_("已补"), 18, PAGE_CENTRE },
	};
	const struct notice *n = g->facts->notice;

	galley_table(g, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < n->count; i++) {
		if (n->items[i].kind != kind)
			continue;
		if ((size_t)++ * number == n->count)
			galley_need(g, LAST_ROOM);
		galley_row(g, (const char *const[]) { galley_words(g, "%d", *number),
						      told_words(g, &n->items[i]), "□" });
	}
	galley_table_end(g);
}

static void put_missing(struct galley *g)
{
	const struct notice *n = g->facts->notice;
	int number = 0;

	galley_text(g,
		    galley_words(g,
				 g->facts->state == STATE_RETURNED
					 ? _("您的申请已退回，理由见上；另经核对，还需补齐以下 %zu "
					     "项，一次告"
					     "知。请补齐后到本窗口办理：")
					 : _("您的申请经核对，还需补齐以下 %zu "
					     "项，一次告知。请补齐后到本窗口"
					     "办理："),
				 n->count),
		    GALLEY_BODY);
	for (size_t i = 0; i < ARRAY_SIZE(groups); i++) {
		if (!any_of(n, groups[i].kind))
			continue;
		galley_section(g, _(groups[i].heading));
		put_group(g, groups[i].kind, &number);
	}
}

/* Nothing is missing by the packs; yet whoever returned it wants something, and what is over or from elsewhere wants nothing here. */
static const char *nothing_words(const struct paper_facts *f)
{
	if (f->state == STATE_RETURNED)
		return _("按现行要求，申请表和材料没有缺项。请按上面的退回理由补正，补正后到本窗口"
			 "办理。");
	if (part_is_over(f->state))
		return _("此件已经办结，没有需要补正的。");
	if (f->state == STATE_HISTORY)
		return _("此件不在本窗口办理，没有需要补正的。");
	return _("经核对，申请所需的内容和材料已经齐全，没有需要补正的。");
}

/* History is asked for nothing: what it lacks is lacking in the file that it came from. */
static bool is_asked(const struct paper_facts *f)
{
	return f->notice->count > 0 && f->state != STATE_HISTORY &&
	       (f->state == STATE_RETURNED || !part_is_over(f->state));
}

int paper_notice(struct page *p, const struct paper_facts *f, struct err *err)
{
	struct galley g;

	if (part_need_filing(f, err) < 0)
		return -1;
	galley_begin(&g, p, f, PAPER_NOTICE);
	part_heading(&g);
	put_application(&g);
	if (!f->notice)
		galley_box(&g, _("此件没有核对所缺内容，本单不能说明材料是否齐全。"));
	else if (is_asked(f))
		put_missing(&g);
	else
		galley_box(&g, nothing_words(f));
	galley_text(&g, _("咨询电话：__________________"), GALLEY_BODY);
	galley_signs(&g,
		     (const char *const[]) { _("申请人或代办人（签收）："), _("经办人（签名）：") },
		     2);
	return galley_end(&g, err);
}
