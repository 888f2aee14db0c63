/* The history of a filing: its acts and every changed field, newest first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/bundles.h"
#include "db/changes.h"
#include "db/outbox.h"
#include "tui/line_edit.h"
#include "tui/screens/print.h"
#include "tui/width.h"

#define ACTS_MOST 64
#define CHANGES_MOST 1000
#define INDENT 2
#define WRAPPED_MOST 64
#define EVIDENCE_PREFIX "evidence."

struct history {
	struct screen base;
	struct filing_record record;
	char *text; /* lines parted by LF */
	size_t acts, changes;
	int top, shown, lines; /* as drawn */
	char trouble[512];
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_UP, "", N_("上移一行") },
	{ CMD_DOWN, "", N_("下移一行") },
	{ CMD_PAGE_DOWN, NULL, NULL },
	{ CMD_PAGE_UP, NULL, NULL },
	{ CMD_PRINT, NULL, NULL },
	{ CMD_HISTORY, "", N_("回到上一屏") },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct history *self(struct screen *s)
{
	return (struct history *)s;
}

/* ---- words ---- */

static const char *evidence_words(const struct policies *ps, const char *key)
{
	const char *label = policies_evidence_label(ps, key);

	return label ? label : key;
}

static const char *field_words(const struct policies *ps, const char *key)
{
	enum field_id id = field_by_key(key);
	size_t prefix = strlen(EVIDENCE_PREFIX);

	if (id != FIELD_NONE)
		return _(fields[id].label);
	if (strncmp(key, EVIDENCE_PREFIX, prefix) == 0)
		return evidence_words(ps, key + prefix);
	return strcmp(key, "route") == 0 ? _("办理途径") : key;
}

/* What a person reads for a stored value. */
static const char *value_words(const struct policies *ps, const char *key, const char *value)
{
	enum field_id id = field_by_key(key);
	const char *label =
		id == FIELD_NONE || !field_choices(id) ? NULL : field_choice_label(id, value);
	const struct policy_route *route = policies_route_named(ps, value);

	if (!*value)
		return _("（空）");
	if (strcmp(key, "route") == 0)
		return route ? route->name : value;
	return label ? _(label) : value;
}

static void put_change(FILE *out, const struct policies *ps, const struct filing_change *c)
{
	fprintf(out, _("%.16s  %s  %s：%s → %s\n"), c->at, c->who, field_words(ps, c->field),
		value_words(ps, c->field, c->before), value_words(ps, c->field, c->after));
}

static void put_act(FILE *out, const struct act_row *a)
{
	char *reason = act_text_get(a->text, "reason");

	fprintf(out, _("%.16s  %s  【%s】 第 %lld 版  校验 %s\n"), a->at, a->staff_name,
		_(act_label(a->act)), (long long)a->version, a->code);
	if (reason && *reason)
		fprintf(out, _("    理由：%s\n"), reason);
	free(reason);
}

/* ---- reading ---- */

/* Acts come oldest first, changes newest first; of the same moment the act stands above, since the change came before it. */
static void merge(struct history *h, FILE *out, const struct act_row *acts,
		  const struct filing_change *changes)
{
	size_t a = h->acts, c = 0;

	while (a > 0 || c < h->changes) {
		if (c == h->changes || (a > 0 && strcmp(acts[a - 1].at, changes[c].at) >= 0))
			put_act(out, &acts[--a]);
		else
			put_change(out, h->base.desk->policies, &changes[c++]);
	}
}

/* What the national platform knows of it stands above all. */
static void put_platform(struct history *h, FILE *out)
{
	char words[6000];

	if (outbox_words(h->base.desk->store, h->record.id, words, sizeof(words), NULL) == 0 &&
	    *words)
		fprintf(out, "%s\n", words);
}

/* Below the oldest change: a filing that goes on with what another desk sent. */
static int put_origin(struct history *h, FILE *out, struct err *err)
{
	struct received from;
	int rc = received_of_filing(h->base.desk->store, h->record.id, &from, err);

	if (rc == 1)
		fprintf(out, _("%.16s  由“%s”送来（对方受理号 %s，第 %lld 号数据包），本台接办\n"),
			h->record.created_at, from.peer_name, from.no, (long long)from.number);
	return rc < 0 ? -1 : 0;
}

static int write_text(struct history *h, const struct act_row *acts,
		      const struct filing_change *changes, struct err *err)
{
	size_t size;
	FILE *out = open_memstream(&h->text, &size);
	int rc;

	if (!out)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	put_platform(h, out);
	merge(h, out, acts, changes);
	rc = put_origin(h, out, err);
	fclose(out);
	return h->text ? rc : err_set(err, ERR_MEMORY, "%s", _("内存不足"));
}

static int read_rows(struct history *h, int64_t filing, struct act_row *acts,
		     struct filing_change *changes, struct err *err)
{
	struct store *st = h->base.desk->store;
	int n = filings_load(st, filing, &h->record, err);

	if (n == 0)
		return err_set(err, ERR_CONFLICT, "%s", _("这份申请表已不在库中；请重新查询"));
	if (n < 0 || (n = acts_of_filing(st, filing, acts, ACTS_MOST, err)) < 0)
		return -1;
	h->acts = (size_t)n;
	n = changes_list(st, filing, 0, changes, CHANGES_MOST, err);
	if (n < 0)
		return -1;
	h->changes = (size_t)n;
	return write_text(h, acts, changes, err);
}

static void read_history(struct history *h, int64_t filing)
{
	struct act_row *acts = calloc(ACTS_MOST, sizeof(*acts));
	struct filing_change *changes = calloc(CHANGES_MOST, sizeof(*changes));
	struct err err = { 0 };

	if (!acts || !changes)
		snprintf(h->trouble, sizeof(h->trouble), "%s", _("内存不足"));
	else if (read_rows(h, filing, acts, changes, &err))
		snprintf(h->trouble, sizeof(h->trouble), "%s", err.msg);
	for (size_t i = 0; acts && i < h->acts; i++)
		act_row_finish(&acts[i]);
	free(acts);
	free(changes);
}

/* ---- the screen ---- */

static enum next command(struct screen *s, enum command c)
{
	struct history *h = self(s);
	int last = h->lines > h->shown ? h->lines - h->shown : 0;

	switch ((int)c) {
	case CMD_UP:
		h->top--;
		break;
	case CMD_DOWN:
		h->top++;
		break;
	case CMD_PAGE_UP:
		h->top -= h->shown;
		break;
	case CMD_PAGE_DOWN:
		h->top += h->shown;
		break;
	case CMD_PRINT:
		return print_open(s, h->record.id, PAPER_FORM);
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	default: /* the other keys of the list go back */
		return NEXT_BACK;
	}
	h->top = h->top > last ? last : h->top < 0 ? 0 : h->top;
	return NEXT_STAY;
}

static bool offers(const struct screen *s, enum command c)
{
	return c != CMD_PRINT || print_offers(s);
}

static enum next type(struct screen *s, const char *text)
{
	(void)text;
	app_say(s->app, STYLE_PLAIN, _("看完按 F12 返回"));
	return NEXT_REFUSE;
}

/* Returns the line below; lines out of view are counted and not drawn. */
static int draw_line(struct history *h, WINDOW *w, const char *text, int y)
{
	size_t start[WRAPPED_MOST + 1];
	int cells = getmaxx(w) - INDENT - 1;
	size_t n = text_wrap(text, cells, start, WRAPPED_MOST);
	char line[4096];

	for (size_t i = 0; i < n; i++, y++) {
		if (y < h->top || y - h->top >= h->shown)
			continue;
		snprintf(line, sizeof(line), "%.*s", (int)(start[i + 1] - start[i]),
			 text + start[i]);
		draw_text(w, 1 + y - h->top, INDENT, cells, line, STYLE_PLAIN);
	}
	return y;
}

static void draw(struct screen *s, WINDOW *w)
{
	struct history *h = self(s);
	const char *at = h->text ? h->text : "";
	char line[8192];
	int y = 0;

	draw_rule(w, 0, 0, getmaxx(w));
	h->shown = getmaxy(w) - 1;
	while (*at) {
		size_t n = strcspn(at, "\n");

		snprintf(line, sizeof(line), "%.*s", (int)n, at);
		y = draw_line(h, w, line, y);
		at += n + (at[n] == '\n');
	}
	h->lines = y;
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	const struct history *h = (const struct history *)s;
	const struct filing *f = &h->record.filing;

	snprintf(left, size, _("修改史   %s   %s"), filing_get(f, FIELD_PSN_NAME),
		 filing_get(f, FIELD_OPSP_DISE_NAME));
	snprintf(right, size, "%s  %s", h->record.no, _(state_label(h->record.state)));
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct history *h = (const struct history *)s;

	if (*h->trouble) {
		snprintf(buf, size, "%s", h->trouble);
		return STYLE_WARN;
	}
	if (h->changes == CHANGES_MOST)
		snprintf(buf, size, _("签署 %zu 次；只列出最近 %zu 处修改"), h->acts, h->changes);
	else
		snprintf(buf, size, _("签署 %zu 次，修改 %zu 处；最新的在最前"), h->acts,
			 h->changes);
	return STYLE_PLAIN;
}

static void close_history(struct screen *s)
{
	filing_record_finish(&self(s)->record);
	free(self(s)->text);
	free(s);
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.offers = offers,
	.title = title,
	.status = status,
	.draw = draw,
	.text = type,
	.command = command,
	.close = close_history,
};

struct screen *history_screen(struct desk *desk, int64_t filing)
{
	struct history *h = calloc(1, sizeof(*h));

	if (!h)
		return NULL;
	h->base = (struct screen) { .ops = &ops, .desk = desk };
	read_history(h, filing);
	return &h->base;
}
