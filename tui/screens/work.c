/* Work lists: what waits, oldest first. Enter opens the act; Space marks what was read, and the act's key signs all marked at
 * once. */
#include "tui/screens/work.h"

#include "tui/screens/print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明名单的用法和这里可用的键") },
	{ CMD_ENTER, N_("办理"), N_("打开反显的一件，看全文并签署") },
	{ CMD_CERTIFY, NULL, N_("签署已标记的各件；没有标记的办理反显的一件") },
	{ CMD_SEAL, NULL, N_("给已标记的各件用印；没有标记的办理反显的一件") },
	{ CMD_FILE, NULL, N_("给已标记的各件备案；没有标记的办理反显的一件") },
	{ CMD_PRINT, NULL, NULL },
	{ CMD_LIST, N_("看表"), N_("打开反显的一份申请表") },
	{ CMD_HISTORY, "", NULL },
	{ CMD_PAGE_DOWN, NULL, NULL },
	{ CMD_PAGE_UP, NULL, NULL },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_ERASE, "", NULL },
	{ CMD_CLEAR, "", NULL },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_NONE, NULL, NULL },
};

/* What a list waits for: the key, and the acts in the order in which they are looked for among what the person may do. */
static const struct {
	enum filing_state state;
	enum command command;
	enum act acts[2];
} lists[] = {
	{ STATE_READY,     CMD_CERTIFY, { ACT_CERTIFY, ACT_CERTIFY_SEEN } },
	{ STATE_CERTIFIED, CMD_SEAL,    { ACT_SEAL, ACT_SEAL } },
	{ STATE_SEALED,    CMD_FILE,    { ACT_FILE, ACT_FILE } },
};
// clang-format on

static struct work *self(struct screen *s)
{
	return (struct work *)s;
}

static const struct work *self_const(const struct screen *s)
{
	return (const struct work *)s;
}

/* The key of this list; CMD_NONE: it has none. */
enum command work_command(const struct work *w)
{
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		if (lists[i].state == w->state)
			return lists[i].command;
	return CMD_NONE;
}

/* What this person may do here; ACT_COUNT: nothing. */
static enum act act_of(const struct desk *d, enum filing_state state)
{
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		for (size_t j = 0; lists[i].state == state && j < ARRAY_SIZE(lists[i].acts); j++)
			if (desk_may(d, lists[i].acts[j], state))
				return lists[i].acts[j];
	return ACT_COUNT;
}

size_t work_marked(const struct work *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->count; i++)
		n += w->items[i].marked;
	return n;
}

static struct work_item *current(struct work *w)
{
	return w->list.at < w->list.count ? &w->items[w->shown[w->list.at]] : NULL;
}

static struct work_item *item_of(struct work *w, int64_t filing)
{
	for (size_t i = 0; i < w->count; i++)
		if (w->items[i].row.brief.id == filing)
			return &w->items[i];
	return NULL;
}

/* ---- filling ---- */

static void items_finish(struct work_item *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		answers_finish(&items[i].answers);
		free(items[i].text);
	}
	free(items);
}

void work_item_unread(struct work_item *item)
{
	free(item->text);
	item->text = NULL;
	item->read = 0;
}

/* What was marked and read before stays so. */
static void carry_over(struct work *w, struct work_item *item)
{
	struct work_item *old = item_of(w, item->row.brief.id);

	if (!old)
		return;
	item->marked = old->marked;
	item->read = old->read;
	item->text = old->text;
	old->text = NULL;
	answers_move(&item->answers, &old->answers);
}

/* Characters of the name, initials, document, telephone, 受理号 as in find; or of the disease. */
static bool disease_has(const struct filing_brief *b, const char *query)
{
	return strstr(b->opsp_dise_name, query) != NULL;
}

static bool is_hit(const struct filing_brief *hits, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (hits[i].id == id)
			return true;
	return false;
}

static void narrow(struct work *w)
{
	struct filing_query query = { w->query.text, w->state };
	struct filing_brief *hits = w->query.len ? calloc(WORK_MOST, sizeof(*hits)) : NULL;
	size_t n = 0, kept = 0;

	if (hits && filings_search(w->base.desk->store, &query, hits, WORK_MOST, &n, NULL))
		n = 0;
	n = n < WORK_MOST ? n : WORK_MOST;
	for (size_t i = 0; i < w->count; i++)
		if (!w->query.len || is_hit(hits, n, w->items[i].row.brief.id) ||
		    disease_has(&w->items[i].row.brief, w->query.text))
			w->shown[kept++] = i;
	free(hits);
	list_reset(&w->list, kept);
}

static int read_rows(struct work *w, struct work_row *rows, struct err *err)
{
	int n = work_list(w->base.desk->store, w->state, rows, WORK_MOST, err);
	struct work_item *items = n > 0 ? calloc((size_t)n, sizeof(*items)) : NULL;

	if (n < 0)
		return -1;
	if (n > 0 && !items)
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	for (int i = 0; i < n; i++) {
		items[i].row = rows[i];
		carry_over(w, &items[i]);
	}
	items_finish(w->items, w->count);
	w->items = items;
	w->count = (size_t)n;
	return 0;
}

static void fill(struct work *w)
{
	struct work_row *rows = calloc(WORK_MOST, sizeof(*rows));
	struct err err = { 0 };
	size_t at = w->list.at;

	w->trouble[0] = '\0';
	if (!rows)
		snprintf(w->trouble, sizeof(w->trouble), "%s", _("内存不足"));
	else if (read_rows(w, rows, &err))
		snprintf(w->trouble, sizeof(w->trouble), "%s", err.msg);
	free(rows);
	narrow(w);
	w->list.at = at < w->list.count ? at : w->list.count ? w->list.count - 1 : 0;
}

/* ---- opening ---- */

static enum next say_empty(struct work *w)
{
	app_say(w->base.app, STYLE_PLAIN,
		w->query.len ? _("没有找到；按 Esc 取消筛选") : _("这份名单是空的"));
	return NEXT_STAY;
}

static void read_one(struct screen *asker, const struct act_draft *d, struct answers *a)
{
	struct work *w = self(asker);
	struct work_item *item = item_of(w, d->request.filing);

	if (!item || d->request.act != w->act)
		return;
	work_item_unread(item);
	item->text = strdup(d->text);
	if (item->text)
		item->read = d->revision;
	answers_move(&item->answers, a);
}

static enum next act_on(struct work *w, enum act act)
{
	struct work_item *item = current(w);
	struct sign_request req = { .act = act, .seen = read_one };

	if (!item)
		return say_empty(w);
	req.filing = item->row.brief.id;
	if (item->read == item->row.revision && act == w->act)
		req.answers = &item->answers;
	work_item_unread(item);
	return sign_open(&w->base, &req);
}

static enum next open_form(struct work *w)
{
	struct work_item *item = current(w);
	struct err err = { 0 };

	if (!item)
		return say_empty(w);
	if (form_open(&w->base, item->row.brief.id, &err) == 0)
		return NEXT_STAY;
	app_say(w->base.app, STYLE_WARN, err.msg);
	return NEXT_REFUSE;
}

/* Whose turn it is not may look. */
static enum next enter(struct work *w)
{
	return w->act == ACT_COUNT ? open_form(w) : act_on(w, w->act);
}

/* The key of another list, or of somebody else's act, is refused by the store with its reason. */
static enum next press_act(struct work *w, enum command c)
{
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		if (lists[i].command != c)
			continue;
		if (c != work_command(w) || w->act == ACT_COUNT)
			return act_on(w, lists[i].acts[0]);
		return work_marked(w) ? work_batch(w) : act_on(w, w->act);
	}
	return NEXT_STAY;
}

/* ---- keys ---- */

static enum next mark(struct work *w)
{
	struct work_item *item = current(w);

	if (!item)
		return say_empty(w);
	if (w->act == ACT_COUNT) {
		app_say(w->base.app, STYLE_WARN, _("这份名单不由您的岗位办理，不能标记"));
		return NEXT_REFUSE;
	}
	item->marked = !item->marked;
	list_command(&w->list, CMD_DOWN);
	return NEXT_STAY;
}

static enum next type(struct screen *s, const char *text)
{
	struct work *w = self(s);

	if (strcmp(text, " ") == 0)
		return mark(w);
	if (!w->narrowing && strcmp(text, "/") == 0) {
		w->narrowing = true;
		return NEXT_STAY;
	}
	if (!w->narrowing) {
		app_say(s->app, STYLE_PLAIN, _("Enter 办理，空格标记；要筛选先按 /"));
		return NEXT_REFUSE;
	}
	if (!line_edit_insert(&w->query, text)) {
		app_say(s->app, STYLE_WARN, _("放不下这么多字，没有放入；请核对粘贴的内容"));
		return NEXT_REFUSE;
	}
	narrow(w);
	return NEXT_STAY;
}

static const char *const help_text =
	N_("等得最久的排在最前。按 Enter 看全文并签署，签完接着下一件；F4 打开申请表本身。\n"
	   "成批办理：先逐件按 Enter 看到末尾，再按 F12 "
	   "回来（这一件就记为“已看”），用空格标记，最后按办理的键，"
	   "输入一次口令。没有看到末尾的不能成批签署；办理不成的逐件说明理由。\n"
	   "按 / 筛选：姓名、拼音、证件号或后四位、电话、受理号、病种。");

static enum next back(struct work *w)
{
	if (!w->narrowing)
		return NEXT_BACK;
	w->narrowing = false;
	line_edit_set(&w->query, NULL);
	narrow(w);
	return NEXT_STAY;
}

static enum next print(struct work *w)
{
	struct work_item *item = current(w);

	return item ? print_open(&w->base, item->row.brief.id, PAPER_FORM) : say_empty(w);
}

static enum next history(struct work *w)
{
	struct work_item *item = current(w);

	if (!item)
		return say_empty(w);
	app_push(w->base.app, history_screen(w->base.desk, item->row.brief.id));
	return NEXT_STAY;
}

static enum next command(struct screen *s, enum command c)
{
	struct work *w = self(s);

	if (list_command(&w->list, c))
		return NEXT_STAY;
	switch ((int)c) {
	case CMD_HELP:
		app_push(s->app,
			 help_screen(s->desk, _(state_label(w->state)), _(help_text), keys));
		return NEXT_STAY;
	case CMD_ENTER:
		return enter(w);
	case CMD_LIST:
		return open_form(w);
	case CMD_PRINT:
		return print(w);
	case CMD_HISTORY:
		return history(w);
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	case CMD_BACK:
		return back(w);
	case CMD_ERASE:
	case CMD_CLEAR:
		if (w->narrowing && line_edit_command(&w->query, c))
			narrow(w);
		return NEXT_STAY;
	}
	return press_act(w, c);
}

static bool offers(const struct screen *s, enum command c)
{
	const struct work *w = self_const(s);

	if (c == CMD_CERTIFY || c == CMD_SEAL || c == CMD_FILE)
		return w->act != ACT_COUNT && c == work_command(w);
	if (c == CMD_PRINT)
		return print_offers(s) && w->list.count > 0;
	return true;
}

/* Behind a signature the next filing of the list opens, where the first was. */
static void resume(struct screen *s)
{
	fill(self(s));
}

static void close_work(struct screen *s)
{
	items_finish(self(s)->items, self(s)->count);
	free(s);
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.offers = offers,
	.title = work_title,
	.status = work_status,
	.draw = work_draw,
	.text = type,
	.command = command,
	.resume = resume,
	.close = close_work,
};

struct screen *work_screen(struct desk *desk, enum filing_state state)
{
	struct work *w = calloc(1, sizeof(*w));

	if (!w)
		return NULL;
	w->base = (struct screen) { .ops = &ops, .desk = desk };
	w->state = state;
	w->act = act_of(desk, state);
	fill(w);
	return &w->base;
}
