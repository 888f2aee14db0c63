/* The sheets by name, and the document around each. */
#include "forms/paper_parts.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *key, *title;
	unsigned flags;
} papers[PAPER_COUNT] = {
#define X(name, key, title, flags) [PAPER_##name] = { key, title, flags },
#include "forms/paper.def"
#undef X
};

const char *paper_key(enum paper p)
{
	return p < PAPER_COUNT ? papers[p].key : "";
}

const char *paper_title(enum paper p)
{
	return p < PAPER_COUNT ? papers[p].title : "";
}

unsigned paper_flags(enum paper p)
{
	return p < PAPER_COUNT ? papers[p].flags : 0;
}

enum paper paper_by_key(const char *key)
{
	size_t p = 0;

	while (p < PAPER_COUNT && strcmp(papers[p].key, key) != 0)
		p++;
	return (enum paper)p;
}

/* A domain that has no catalogue in any language. */
#define CHINESE "mtdesk-paper"

void paper_words_begin(struct paper_words *w)
{
	snprintf(w->domain, sizeof(w->domain), "%s", textdomain(NULL));
	textdomain(CHINESE);
}

void paper_words_end(const struct paper_words *w)
{
	textdomain(w->domain);
}

/* Who printed it when, and which print it is. */
static void foot_words(const struct paper_facts *f, char *buf, size_t size)
{
	char printed[400] = "", nth[64] = "";

	if (*part_text(f->printed_at))
		snprintf(printed, sizeof(printed), _("%s%s%.16s 打印"), part_text(f->printed_by),
			 *part_text(f->printed_by) ? " " : "", f->printed_at);
	if (f->nth > 0)
		snprintf(nth, sizeof(nth), _("第 %d 次打印"), f->nth);
	snprintf(buf, size, "%s%s%s   %s", part_text(f->institution),
		 *part_text(f->institution) && *printed ? "   " : "", printed, nth);
}

static int draw(struct page *p, enum paper kind, const struct paper_facts *f,
		const struct paper_options *o, struct err *err)
{
	switch (kind) {
	case PAPER_FORM:
		return o->ruler ? paper_ruler(p, err) : paper_form(p, f, o, err);
	case PAPER_CERTIFICATE:
		return paper_certificate(p, f, err);
	case PAPER_CHECKLIST:
		return paper_checklist(p, f, err);
	case PAPER_NOTICE:
		return paper_notice(p, f, err);
	case PAPER_SLIP:
		return paper_slip(p, f, err);
	case PAPER_BENEFIT:
		return paper_benefit(p, f, err);
	case PAPER_DAY:
		return paper_day(p, f, err);
	case PAPER_COUNT:
		break;
	}
	return err_set(err, ERR_INPUT, "%s", _("没有这种单据"));
}

/* Offsets and bare sheets exist for the printed form only; a ruler lies as the printer lays it, so that it shows the way off. */
static struct page_setup setup_of(enum paper kind, const struct paper_facts *f,
				  const struct paper_options *o, const char *foot)
{
	bool bare = kind == PAPER_FORM && (o->values_only || o->ruler);

	return (struct page_setup) {
		.title = _(paper_title(kind)),
		.moment = f->printed_at,
		.foot = foot,
		.bare = bare,
		.training = f->training,
		.dx = bare && !o->ruler ? o->dx : 0,
		.dy = bare && !o->ruler ? o->dy : 0,
	};
}

int paper_make(enum paper kind, const struct paper_facts *facts,
	       const struct paper_options *options, char **out_pdf, size_t *out_len, int *out_pages,
	       struct err *err)
{
	static const struct paper_options none = { 0 };
	const struct paper_options *o = options ? options : &none;
	struct page_setup setup;
	struct page *p;
	char foot[1024];

	if (kind >= PAPER_COUNT)
		return err_set(err, ERR_INPUT, "%s", _("没有这种单据"));
	foot_words(facts, foot, sizeof(foot));
	setup = setup_of(kind, facts, o, foot);
	p = page_begin(&setup, err);
	if (!p)
		return -1;
	if (draw(p, kind, facts, o, err) < 0) {
		page_destroy(p);
		return -1;
	}
	return page_finish(p, out_pdf, out_len, out_pages, err);
}
