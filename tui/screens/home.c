/* Home: what waits, and the quickest way to the next person: type the document number and the form opens with it. */
#include "tui/screens/home.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/acts.h"
#include "db/audit.h"
#include "db/desk_clock.h"
#include "db/work.h"
#include "forms/identity.h"
#include "forms/text.h"

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明主屏的用法和可用的键") },
	{ CMD_NEW, "", NULL },
	{ CMD_RESUME, "", NULL },
	{ CMD_FIND, NULL, NULL },
	{ CMD_WORK_CERTIFY, "", NULL },
	{ CMD_WORK_SEAL, "", NULL },
	{ CMD_WORK_FILE, "", NULL },
	{ CMD_WORK_RETURNED, "", NULL },
	{ CMD_PARKED, "", NULL },
	{ CMD_DAY_SHEET, "", NULL },
	{ CMD_SUPERVISE, "", NULL },
	{ CMD_EXCHANGE, "", NULL },
	{ CMD_DUE, "", NULL },
	{ CMD_PRINTERS, "", NULL },
	{ CMD_STAFF, "", NULL },
	{ CMD_REGISTRY, "", NULL },
	{ CMD_AUDIT, "", NULL },
	{ CMD_POLICIES, "", NULL },
	{ CMD_SETTINGS, "", NULL },
	{ CMD_CONFIRM_CLOCK, "", NULL },
	{ CMD_PASSWORD, "", NULL },
	{ CMD_LOCK, "", NULL },
	{ CMD_SIGN_OUT, "", NULL },
	{ CMD_REFILL, "", NULL },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, N_("退出"), N_("退出登记台；暂存的内容都在库里") },
	{ CMD_ESCAPE, "", N_("清空输入；不会退出") },
	{ CMD_ENTER, N_("打开"), N_("打开所输入的一项；输入的是姓名或号码时去查询") },
	{ CMD_LEFT, "", NULL },
	{ CMD_RIGHT, "", NULL },
	{ CMD_ERASE, "", NULL },
	{ CMD_DELETE, "", NULL },
	{ CMD_NONE, NULL, NULL },
};

const struct home_item home_items[] = {
	{ 'N', CMD_NEW,           ACT_REGISTER, STATE_DRAFT },
	{ 'R', CMD_RESUME,        ACT_REGISTER, STATE_DRAFT },
	{ '1', CMD_WORK_CERTIFY,  ACT_VIEW,     STATE_COUNT },
	{ '2', CMD_WORK_SEAL,     ACT_VIEW,     STATE_COUNT },
	{ '3', CMD_WORK_FILE,     ACT_VIEW,     STATE_COUNT },
	{ '4', CMD_WORK_RETURNED, ACT_VIEW,     STATE_COUNT },
	{ '5', CMD_PARKED,        ACT_VIEW,     STATE_COUNT },
	{ '6', CMD_DAY_SHEET,     ACT_DAY_CLOSE, STATE_COUNT },
	{ '7', CMD_SUPERVISE,     ACT_SUPERVISE, STATE_COUNT },
	{ '8', CMD_EXCHANGE,      ACT_PLATFORM, STATE_COUNT },
	{ '9', CMD_POLICIES,      ACT_PASSWORD, STATE_COUNT },
	{ '0', CMD_SETTINGS,      ACT_PASSWORD, STATE_COUNT },
	{ 'D', CMD_DUE,           ACT_VIEW,     STATE_COUNT },
	{ 'U', CMD_STAFF,         ACT_STAFF,    STATE_COUNT },
	{ 'G', CMD_REGISTRY,      ACT_REGISTRY, STATE_COUNT },
	{ 'J', CMD_AUDIT,         ACT_VERIFY,   STATE_COUNT },
	{ 'K', CMD_PASSWORD,      ACT_PASSWORD, STATE_COUNT },
	{ 'L', CMD_LOCK,          ACT_LOCK,     STATE_COUNT },
	{ 'Q', CMD_SIGN_OUT,      ACT_SIGN_OUT, STATE_COUNT },
	{ 0,   CMD_FIND,          ACT_VIEW,     STATE_COUNT },
	{ 0,   CMD_PRINTERS,      ACT_PRINT,    STATE_COUNT },
	{ 0,   CMD_CONFIRM_CLOCK, ACT_CLOCK,    STATE_COUNT },
};
// clang-format on

const size_t home_items_count = ARRAY_SIZE(home_items);

static struct home *self(struct screen *s)
{
	return (struct home *)s;
}

/* ---- what waits ---- */

/* Whoever may not see filings is shown no counts of them. */
static int count_work(struct home *h, struct err *err)
{
	struct desk *d = h->base.desk;
	struct work_row first;
	int n;

	h->counts = (struct work_counts) { 0 };
	h->returned = (struct filing_brief) { 0 };
	if (!desk_may(d, ACT_VIEW, STATE_COUNT))
		return 0;
	if (work_count(d->store, desk_today(), &h->counts, err) ||
	    (n = work_list(d->store, STATE_RETURNED, &first, 1, err)) < 0)
		return -1;
	if (n == 1)
		h->returned = first.brief;
	return 0;
}

static int count_drafts(struct home *h, struct err *err)
{
	struct store *st = h->base.desk->store;

	h->orphans = 0;
	h->orphan = (struct draft_brief) { 0 };
	if (!desk_may(h->base.desk, ACT_REGISTER, STATE_DRAFT))
		return 0;
	return drafts_count_orphans(st, &h->orphans, err) ||
			       drafts_orphan_brief(st, &h->orphan, err) < 0
		       ? -1
		       : 0;
}

static int look_at_chain(struct home *h, struct err *err)
{
	struct store *st = h->base.desk->store;
	char head[SM3_HEX_SIZE];
	struct moment now;

	if (audit_head(st, &h->audit_seq, head, err) || desk_clock_peek(st, &now, err))
		return -1;
	h->clock_doubtful = now.doubtful;
	return 0;
}

/* A document that the head recorded at another desk prolongs its policy here as well. */
static void look_again(struct screen *s)
{
	struct home *h = self(s);
	struct err err = { 0 };

	h->trouble[0] = '\0';
	if (renewals_apply(s->desk->store, s->desk->policies, &err) || count_work(h, &err) ||
	    count_drafts(h, &err) || look_at_chain(h, &err))
		snprintf(h->trouble, sizeof(h->trouble), "%s", err.msg);
}

/* What other desks do shows without a key. */
static void tick(struct screen *s)
{
	if (store_changed_elsewhere(s->desk->store))
		look_again(s);
}

/* ---- who may ---- */

static const struct home_item *item_of(enum command c)
{
	for (size_t i = 0; i < home_items_count; i++)
		if (home_items[i].command == c)
			return &home_items[i];
	return NULL;
}

/* The list of what goes in and out is of use to whoever may do one thing of it. */
static bool may(const struct desk *d, const struct home_item *item)
{
	return item->command == CMD_EXCHANGE ? exchange_may(d) : desk_may(d, item->act, item->from);
}

bool home_offers(const struct screen *s, enum command c)
{
	const struct home_item *item = item_of(c);

	if (c == CMD_REFILL)
		return s->desk->training;
	return !item || may(s->desk, item);
}

/* A refusal is said, and leaves its row. */
static bool is_refused(struct home *h, const struct home_item *item)
{
	struct desk *d = h->base.desk;
	struct err err = { 0 };
	struct audit_entry e = {
		.act = item->act, .object = "", .refused = true, .reason = err.msg
	};

	if (may(d, item) || workflow_check(d->actor.roles, item->act, item->from, &err) == 0)
		return false;
	audit_note(d->store, &e, NULL);
	app_say(h->base.app, STYLE_WARN, err.msg);
	return true;
}

/* ---- opening ---- */

static enum next open_new(struct home *h, const char *typed)
{
	struct entry *e = calloc(1, sizeof(*e));
	struct screen *s = NULL;

	if (e && entry_begin(e, h->base.desk) == 0)
		s = form_screen(h->base.desk, e, typed);
	if (!s && e) {
		entry_finish(e);
		free(e);
	}
	line_edit_set(&h->edit, NULL);
	app_push(h->base.app, s);
	return NEXT_STAY;
}

static enum next resume_draft(struct home *h)
{
	struct entry *e = calloc(1, sizeof(*e));
	struct err err = { 0 };
	int rc = e ? entry_resume(e, h->base.desk, &err) : -1;
	bool in_criteria;

	if (rc <= 0) {
		app_say(h->base.app, rc ? STYLE_WARN : STYLE_PLAIN,
			rc ? err.msg : _("没有未写完的申请表"));
		if (e)
			entry_finish(e);
		free(e);
		return NEXT_STAY;
	}
	in_criteria = strcmp(e->draft.screen, "criteria") == 0 && entry_criteria(e);
	app_push(h->base.app, form_screen(h->base.desk, e, NULL));
	if (in_criteria)
		app_push(h->base.app, criteria_resumed(h->base.desk, e));
	return NEXT_STAY;
}

static enum next confirm_clock(struct screen *s, bool yes)
{
	struct err err = { 0 };

	if (yes && desk_clock_confirm(s->desk->store, &s->desk->actor, &err))
		app_say(s->app, STYLE_WARN, err.msg);
	else if (yes)
		app_say(s->app, STYLE_PLAIN, _("时钟已确认"));
	return NEXT_BACK;
}

static struct screen *screen_of(struct home *h, enum command c)
{
	struct desk *d = h->base.desk;

	switch ((int)c) {
	case CMD_WORK_CERTIFY:
		return work_screen(d, STATE_READY);
	case CMD_WORK_SEAL:
		return work_screen(d, STATE_CERTIFIED);
	case CMD_WORK_FILE:
		return work_screen(d, STATE_SEALED);
	case CMD_WORK_RETURNED:
		return work_screen(d, STATE_RETURNED);
	case CMD_PARKED:
		return find_screen(d, NULL, true);
	case CMD_DAY_SHEET:
		return day_sheet_screen(d);
	case CMD_SUPERVISE:
		return supervise_screen(d);
	case CMD_EXCHANGE:
		return exchange_screen(d);
	case CMD_DUE:
		return due_screen(d);
	case CMD_STAFF:
		return staff_screen(d);
	case CMD_REGISTRY:
		return registry_screen(d);
	case CMD_AUDIT:
		return audit_screen(d);
	case CMD_POLICIES:
		return policies_screen(d);
	case CMD_SETTINGS:
		return settings_screen(d);
	case CMD_PRINTERS:
		return printers_screen(d);
	case CMD_PASSWORD:
		return password_screen(d, &h->base);
	}
	return question_screen(d, &h->base, _("本机时间与别处的钟核对过，确认可信？"),
			       confirm_clock);
}

static enum next find(struct home *h)
{
	app_push(h->base.app, find_screen(h->base.desk, h->edit.text, false));
	line_edit_set(&h->edit, NULL);
	return NEXT_STAY;
}

static enum next open_item(struct home *h, enum command c)
{
	const struct home_item *item = item_of(c);

	if (c == CMD_REFILL)
		app_command_below(h->base.app, c);
	if (!item)
		return NEXT_STAY;
	if (c != CMD_FIND)
		line_edit_set(&h->edit, NULL);
	if (is_refused(h, item))
		return NEXT_REFUSE;
	switch ((int)c) {
	case CMD_NEW:
		return open_new(h, NULL);
	case CMD_RESUME:
		return resume_draft(h);
	case CMD_FIND:
		return find(h);
	case CMD_SIGN_OUT:
		return NEXT_CHANGE;
	case CMD_LOCK:
		app_command_below(h->base.app, CMD_LOCK);
		return NEXT_STAY;
	}
	app_push(h->base.app, screen_of(h, c));
	return NEXT_STAY;
}

/* ---- typing ---- */

/* So many digits are no telephone and no 受理号: the form opens before the number is complete, and its last digit falls
 * into the right cell. */
#define CERTNO_SURE 16

static bool is_certno_by_length(const char *text)
{
	return strlen(text) >= CERTNO_SURE && strspn(text, "0123456789Xx") == strlen(text);
}

/* A shorter number that can only be a document's: eight digits may as well be a telephone. */
static bool is_certno(const char *text)
{
	struct identity id;

	return identity_read(text, NULL, desk_today(), &id, NULL) && *text && strlen(text) > 8;
}

/* Is somebody with this number in the store? Then looking is meant, not registering. */
static bool is_known(const struct home *h, const char *text)
{
	struct filing_record seen = { 0 };
	bool known = filings_person(h->base.desk->store, text, 0, &seen, NULL) == 1;

	filing_record_finish(&seen);
	return known;
}

/* What was typed stays for whoever may not register: it can still be looked for. */
static enum next register_typed(struct home *h)
{
	if (is_refused(h, item_of(CMD_NEW)))
		return NEXT_REFUSE;
	return open_new(h, h->edit.text);
}

/* What one typed character opens. */
static enum command command_of(const char *text)
{
	for (size_t i = 0; i < home_items_count; i++)
		if (home_items[i].typed && !text[1] &&
		    (text[0] == home_items[i].typed || text[0] == (home_items[i].typed | 0x20)))
			return home_items[i].command;
	return CMD_NONE;
}

static enum next type(struct screen *s, const char *text)
{
	struct home *h = self(s);

	if (h->edit.len == 0 && (strcmp(text, "n") == 0 || strcmp(text, "N") == 0))
		return open_item(h, CMD_NEW);
	if (!line_edit_insert(&h->edit, text)) {
		app_say(s->app, STYLE_WARN, _("放不下这么多字，没有放入；请核对粘贴的内容"));
		return NEXT_REFUSE;
	}
	return is_certno_by_length(h->edit.text) ? register_typed(h) : NEXT_STAY;
}

/* One Esc too many must not end the desk: what is typed next would go to the shell. */
static enum next clear_entry(struct home *h)
{
	if (h->edit.len == 0)
		app_say(h->base.app, STYLE_PLAIN, _("已在主屏；要退出请按 F12，或在菜单里选退出"));
	line_edit_set(&h->edit, NULL);
	return NEXT_STAY;
}

static enum next enter(struct home *h)
{
	enum command c = command_of(h->edit.text);

	if (h->edit.len == 0)
		return open_item(h, CMD_NEW);
	if (c != CMD_NONE)
		return open_item(h, c);
	if (is_certno(h->edit.text) && !is_known(h, h->edit.text))
		return register_typed(h);
	return open_item(h, CMD_FIND);
}

static const char *const help_text = N_(
	"直接输入 18 位身份证号码，快录满时新的申请表自动打开，末几位落在表里；别的证件号码录完按 "
	"Enter。\n"
	"按 N 新登记；输入数字再按 Enter 打开左边的一项；输入姓名、拼音或电话再按 Enter 去查询。\n"
	"上次没有写完的表（断电、窗口被关）会在这里提示，按 R 再按 Enter "
	"接着写，光标回到原来的格。");

static enum next command(struct screen *s, enum command c)
{
	struct home *h = self(s);

	switch ((int)c) {
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("主屏"), _(help_text), keys));
		return NEXT_STAY;
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	case CMD_BACK:
		if (h->edit.len == 0)
			return NEXT_QUIT;
		line_edit_set(&h->edit, NULL);
		return NEXT_STAY;
	case CMD_ESCAPE:
		return clear_entry(h);
	case CMD_ENTER:
		return enter(h);
	case CMD_LEFT:
	case CMD_RIGHT:
	case CMD_ERASE:
	case CMD_DELETE:
		line_edit_command(&h->edit, c);
		return NEXT_STAY;
	}
	return open_item(h, c);
}

static void close_home(struct screen *s)
{
	free(s);
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.offers = home_offers,
	.title = home_title,
	.status = home_status,
	.draw = home_draw,
	.text = type,
	.command = command,
	.resume = look_again,
	.tick = tick,
	.close = close_home,
};

struct screen *home_screen(struct desk *desk)
{
	struct home *h = calloc(1, sizeof(*h));

	if (!h)
		return NULL;
	h->base = (struct screen) { .ops = &ops, .desk = desk };
	look_again(&h->base);
	return &h->base;
}
