/* Conflict: another desk saved the same filing while it was worked on here. Nobody is overwritten: ours can be stored as a filing of its
 * own, and the two can be compared first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/line_edit.h"
#include "tui/screens/screens.h"

#define TEXT_LINES 4
#define PAGE_SIZE 16384

struct conflict {
	struct screen base;
	struct entry *entry; /* the form's */
	char said[512];
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_BACK, NULL, N_("回到表上，先不存") },
	{ CMD_NONE, NULL, NULL },
};

static const char *const answers[] = {
	N_("1  另存为一份新件，备注里注明来历；对方的不动"),
	N_("2  看两份有哪些不同"),
	N_("F12  回到表上，先不存"),
};
// clang-format on

static void box_size(const struct screen *s, int rows, int cols, int *out_rows, int *out_cols)
{
	int wanted = 4 + TEXT_LINES + (int)ARRAY_SIZE(answers);

	(void)s;
	*out_rows = rows < wanted ? rows : wanted;
	*out_cols = cols < 64 ? cols : 64;
}

static void draw(struct screen *s, WINDOW *w)
{
	const struct conflict *c = (const struct conflict *)s;
	size_t start[TEXT_LINES + 1];
	size_t lines = text_wrap(c->said, getmaxx(w) - 6, start, TEXT_LINES);
	int y = 2;

	draw_frame(w, _("两处改了同一件"));
	for (size_t i = 0; i < lines; i++) {
		char part[512];

		snprintf(part, sizeof(part), "%.*s", (int)(start[i + 1] - start[i]),
			 c->said + start[i]);
		draw_text(w, y++, 3, getmaxx(w) - 6, part, STYLE_STRONG);
	}
	s->cursor_y = ++y;
	s->cursor_x = 3;
	for (size_t i = 0; i < ARRAY_SIZE(answers); i++)
		draw_text(w, y++, 3, getmaxx(w) - 6, _(answers[i]), STYLE_PLAIN);
}

/* ---- storing ours apart ---- */

static enum next store_apart(struct conflict *c)
{
	char theirs[sizeof(c->entry->draft.record.no)], text[256];
	struct err err = { 0 };

	snprintf(theirs, sizeof(theirs), "%s", c->entry->draft.record.no);
	if (entry_park_apart(c->entry, &err)) {
		app_say(c->base.app, STYLE_WARN, err.msg);
		return NEXT_REFUSE;
	}
	/* TRANSLATORS: two numbers of filings, ours and the other desk's. */
	snprintf(text, sizeof(text), _("已另存为 %s；%s 仍是对方存的内容"),
		 c->entry->draft.record.no, theirs);
	app_say(c->base.app, STYLE_PLAIN, text);
	return NEXT_HOME;
}

/* ---- what differs ---- */

struct page {
	char text[PAGE_SIZE];
	size_t len;
};

static void add_line(struct page *p, const char *who, const char *text)
{
	size_t room = sizeof(p->text) - p->len;
	int n = snprintf(p->text + p->len, room, "%s%s\n", who, *text ? text : _("（空）"));

	p->len += n < 0 ? 0 : (size_t)n < room ? (size_t)n : room - 1;
}

static void add_difference(struct page *p, const char *label, const char *theirs, const char *ours)
{
	if (strcmp(theirs, ours) == 0)
		return;
	add_line(p, "", label);
	add_line(p, _("    对方存的  "), theirs);
	add_line(p, _("    这里录的  "), ours);
}

static const char *shown(const struct filing *f, enum field_id id)
{
	const char *label = field_choice_label(id, filing_get(f, id));

	return label ? _(label) : filing_get(f, id);
}

static const char *evidence_label(const struct entry *e, const char *key)
{
	const struct policy_criteria *c = entry_criteria(e);

	for (unsigned i = 0; c && i < c->evidence_count; i++)
		if (strcmp(c->evidence[i].key, key) == 0)
			return c->evidence[i].label;
	return key;
}

static void evidence_text(const struct evidence *list, const char *key, char *buf, size_t size)
{
	const struct evidence_entry *e = evidence_find(list, key);

	if (e)
		snprintf(buf, size, "%s %s %s", e->value, e->unit, e->note);
	else
		*buf = '\0';
}

/* The entries of `list`, as they stand on both sides; `skip` holds those that were compared before. */
static void add_evidence(struct page *p, const struct entry *e, const struct evidence *list,
			 const struct evidence *skip, const struct evidence *theirs)
{
	for (size_t i = 0; i < list->count; i++) {
		const char *key = list->entries[i].key;
		char left[1024], right[1024];

		if (skip && evidence_find(skip, key))
			continue;
		evidence_text(theirs, key, left, sizeof(left));
		evidence_text(&e->draft.record.filing.evidence, key, right, sizeof(right));
		add_difference(p, evidence_label(e, key), left, right);
	}
}

static void compare(struct page *p, const struct entry *e, const struct filing *theirs)
{
	const struct filing *ours = &e->draft.record.filing;

	for (int id = 0; id < FIELD_COUNT; id++)
		add_difference(p, _(fields[id].label), shown(theirs, (enum field_id)id),
			       shown(ours, (enum field_id)id));
	add_evidence(p, e, &ours->evidence, NULL, &theirs->evidence);
	add_evidence(p, e, &theirs->evidence, &ours->evidence, &theirs->evidence);
	if (p->len == 0)
		add_line(p, "", _("两份内容相同。"));
	add_line(p, "", " ");
	add_line(p, "", _("以对方的为准：回到表上，按 F10 选“放弃此表”，只放弃这里的改动。"));
}

static enum next show_differences(struct conflict *c)
{
	struct filing_record theirs = { 0 };
	struct page *p = calloc(1, sizeof(*p));
	struct err err = { 0 };
	int rc = p ? filings_load(c->base.desk->store, c->entry->draft.record.id, &theirs, &err)
		   : err_set(&err, ERR_MEMORY, "%s", _("内存不足"));

	if (rc == 1) {
		compare(p, c->entry, &theirs.filing);
		app_push(c->base.app,
			 help_screen(c->base.desk, _("两份不同的地方"), p->text, NULL));
	} else {
		app_say(c->base.app, STYLE_WARN, rc ? err.msg : _("库中已没有对方那份"));
	}
	filing_record_finish(&theirs);
	free(p);
	return rc == 1 ? NEXT_STAY : NEXT_REFUSE;
}

/* ---- keys ---- */

static enum next type(struct screen *s, const char *text)
{
	struct conflict *c = (struct conflict *)s;

	if (strcmp(text, "1") == 0)
		return store_apart(c);
	if (strcmp(text, "2") == 0)
		return show_differences(c);
	app_say(s->app, STYLE_PLAIN, _("请按 1 另存，2 对比，F12 返回"));
	return NEXT_REFUSE;
}

static enum next command(struct screen *s, enum command c)
{
	(void)s, (void)c;
	return NEXT_BACK;
}

static void close_conflict(struct screen *s)
{
	free(s);
}

static const struct screen_ops ops = {
	.keys = keys,
	.size = box_size,
	.draw = draw,
	.text = type,
	.command = command,
	.close = close_conflict,
};

struct screen *conflict_screen(struct desk *desk, struct entry *e, const char *said)
{
	struct conflict *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->base = (struct screen) { .ops = &ops, .desk = desk };
	c->entry = e;
	snprintf(c->said, sizeof(c->said), "%s", said);
	return &c->base;
}
