/* The audit: who did what and how it ended, newest first; the check of the whole store; the clock. */
#include "tui/screens/audit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/staff.h"
#include "tui/screens/dialog.h"

#define ROWS_AT_ONCE 200

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明审计链、核对和锚点") },
	{ CMD_CHECK, N_("核对全库"), N_("从头核对库、审计链和每个签名，指出第一处不对的地方") },
	{ CMD_LIST, N_("锚点"), N_("写下留在别处的锚点，再核对时连同截尾一起查") },
	{ CMD_ENTER, N_("细看"), N_("看反显一行的全部内容") },
	{ CMD_CONFIRM_CLOCK, "", NULL },
	{ CMD_PAGE_DOWN, NULL, NULL },
	{ CMD_PAGE_UP, NULL, NULL },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct audit_view *self(struct screen *s)
{
	return (struct audit_view *)s;
}

static enum next refuse(struct audit_view *v, const char *text)
{
	app_say(v->base.app, STYLE_WARN, text);
	return NEXT_REFUSE;
}

static bool may(struct audit_view *v, enum act a, struct err *err)
{
	return workflow_check(v->base.desk->actor.roles, a, STATE_COUNT, err) == 0;
}

/* The first role of the actor that may do it. */
static const char *role_for(const struct audit_view *v, enum act a)
{
	unsigned roles = v->base.desk->actor.roles & workflow_find(a, STATE_COUNT)->roles;

	for (int r = 0; r < ROLE_COUNT; r++)
		if (roles & ROLE_BIT(r))
			return role_key((enum role)r);
	return NULL;
}

static int note(struct audit_view *v, enum act a, const char *reason, const char *detail,
		struct err *err)
{
	return audit_note(
		v->base.desk->store,
		&(struct audit_entry) {
			.act = a, .role = role_for(v, a), .reason = reason, .detail = detail },
		err);
}

/* ---- the rows ---- */

static bool make_room(struct audit_view *v, size_t more)
{
	size_t space = v->count + more;
	struct audit_line *lines;

	if (space <= v->space)
		return true;
	lines = realloc(v->lines, space * sizeof(*lines));
	if (!lines)
		return false;
	v->lines = lines;
	v->space = space;
	return true;
}

static int append(struct audit_view *v, const struct audit_row *rows, int n, struct err *err)
{
	if (!make_room(v, (size_t)n))
		return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	for (int i = 0; i < n; i++) {
		struct audit_line *l = &v->lines[v->count++];

		l->row = rows[i];
		if (staff_name(v->base.desk->store, l->row.staff, l->who, sizeof(l->who), err) < 0)
			return -1;
	}
	return 0;
}

static void fetch(struct audit_view *v)
{
	struct audit_row *rows = calloc(ROWS_AT_ONCE, sizeof(*rows));
	int64_t before = v->count ? v->lines[v->count - 1].row.seq : 0;
	struct err err = { 0 };
	int n = rows ? audit_list(v->base.desk->store, before, rows, ROWS_AT_ONCE, &err)
		     : err_set(&err, ERR_MEMORY, "%s", _("内存不足"));

	if (n < 0 || append(v, rows, n, &err) < 0)
		snprintf(v->trouble, sizeof(v->trouble), "%s", err.msg);
	v->all = n < ROWS_AT_ONCE;
	v->list.count = v->count;
	free(rows);
}

static void load(struct audit_view *v)
{
	struct err err = { 0 };

	v->count = 0;
	v->trouble[0] = '\0';
	if (desk_clock_peek(v->base.desk->store, &v->clock, &err) < 0)
		snprintf(v->trouble, sizeof(v->trouble), "%s", err.msg);
	if (may(v, ACT_AUDIT_READ, NULL))
		fetch(v);
	list_reset(&v->list, v->count);
}

/* ---- one row in full ---- */

static void add(char *text, size_t size, const char *label, const char *value)
{
	size_t len = strlen(text);

	if (*value)
		snprintf(text + len, size - len, _("%s：%s\n"), label, value);
}

static void describe(const struct audit_line *l, char *text, size_t size)
{
	const struct audit_row *r = &l->row;
	enum act act = act_by_key(r->act);
	enum role role = role_by_key(r->role);
	char number[32], object[128];

	text[0] = '\0';
	snprintf(number, sizeof(number), "%lld", (long long)r->seq);
	audit_object_words(r, object, sizeof(object));
	add(text, size, _("行号"), number);
	add(text, size, _("时间"), r->at);
	add(text, size, _("时钟"), strcmp(r->clock, "ok") == 0 ? _("可信") : _("存疑"));
	add(text, size, _("何人"), *l->who ? l->who : _("未登录"));
	add(text, size, _("岗位"), role == ROLE_COUNT ? "" : _(role_label(role)));
	add(text, size, _("何事"), act == ACT_COUNT ? r->act : _(act_label(act)));
	add(text, size, _("对象"), object);
	add(text, size, _("结果"), strcmp(r->result, "done") == 0 ? _("已办") : _("未办成"));
	add(text, size, _("原因"), r->reason);
	add(text, size, _("内容"), r->detail);
	add(text, size, _("前一行"), r->prev);
	add(text, size, _("本行"), r->hash);
}

static enum next look(struct audit_view *v)
{
	char text[4096];

	if (v->list.at >= v->list.count)
		return refuse(v, _("没有可看的一行"));
	describe(&v->lines[v->list.at], text, sizeof(text));
	app_push(v->base.app, help_screen(v->base.desk, _("审计的一行"), text, NULL));
	return NEXT_STAY;
}

/* ---- checking ---- */

static enum next begin_check(struct audit_view *v)
{
	struct err err = { 0 };

	if (!may(v, ACT_VERIFY, &err))
		return refuse(v, err.msg);
	v->checking = true;
	return NEXT_STAY;
}

static const char *result_key(enum verify_result r)
{
	switch (r) {
	case VERIFY_SOUND:
		return "sound";
	case VERIFY_UNPROVEN:
		return "unproven";
	case VERIFY_BROKEN:
		return "broken";
	}
	return "";
}

static void check(struct audit_view *v)
{
	struct err err = { 0 };
	char detail[192];
	bool has_anchor = v->anchor.size > 0;

	v->checking = false;
	if (verify_store(store_path(v->base.desk->store), has_anchor ? &v->anchor : NULL,
			 has_anchor, &v->report, &err) < 0) {
		app_say(v->base.app, STYLE_WARN, err.msg);
		return;
	}
	v->checked = true;
	snprintf(detail, sizeof(detail), "result=%s rows=%lld", result_key(v->report.result),
		 (long long)v->report.rows);
	if (note(v, ACT_VERIFY, v->report.where, detail, &err) < 0)
		app_say(v->base.app, STYLE_WARN, err.msg);
	load(v);
}

static void tick(struct screen *s)
{
	if (self(s)->checking)
		check(self(s));
}

/* ---- an anchor from outside ---- */

static enum next take_anchor(struct screen *s, char *const *texts, size_t *at)
{
	struct audit_view *v = self(s);
	struct anchor a;

	*at = 0;
	if (!anchor_parse(texts[0], &a)) {
		app_say(s->app, STYLE_WARN,
			_("这不是一行完整的锚点；请从锚点文件或 mtdesk day 的结果里整行粘贴"));
		return NEXT_STOP;
	}
	v->anchor = a;
	begin_check(v);
	return NEXT_BACK;
}

static enum next ask_anchor(struct audit_view *v)
{
	static const struct dialog_row rows[] = {
		{ .label = N_("锚点"),
		  .hint = N_("以 mtdesk-anchor/1 开头的一整行"),
		  .kind = DIALOG_TEXT,
		  .most = ANCHOR_LINE_SIZE - 1 },
	};
	static const struct dialog_spec spec = {
		.title = N_("留在别处的锚点"),
		.rows = rows,
		.count = ARRAY_SIZE(rows),
		.done_label = N_("核对"),
		.done = take_anchor,
	};
	struct err err = { 0 };

	if (!may(v, ACT_VERIFY, &err))
		return refuse(v, err.msg);
	app_push(v->base.app, dialog_screen(v->base.desk, &v->base, &spec, NULL));
	return NEXT_STAY;
}

/* ---- the clock ---- */

static enum next confirm_clock(struct screen *s, bool yes)
{
	struct audit_view *v = self(s);
	struct err err = { 0 };

	if (yes && desk_clock_confirm(s->desk->store, &s->desk->actor, &err) < 0) {
		app_say(s->app, STYLE_WARN, err.msg);
		return NEXT_BACK;
	}
	if (yes)
		app_say(s->app, STYLE_PLAIN, _("已确认时钟，写入审计"));
	load(v);
	return NEXT_BACK;
}

static enum next ask_clock(struct audit_view *v)
{
	char text[512];
	struct err err = { 0 };

	if (!may(v, ACT_CLOCK, &err))
		return refuse(v, err.msg);
	load(v);
	snprintf(text, sizeof(text), _("本台时间是 %s。已与手机或别处的钟对过，相差不到一分钟？"),
		 v->clock.at);
	app_push(v->base.app, question_screen(v->base.desk, &v->base, text, confirm_clock));
	return NEXT_STAY;
}

/* ---- keys ---- */

static const char *const help_text =
	N_("每一步业务、每次登录和每次没有办成的，都在审计里留一行；后一行写着前一行的摘要，改动任"
	   "何一行都会使链条断开。\n"
	   "F5 从头核对：库文件、审计链、名册、每个签名、每份申请表和材料，指出第一处不对的地方。\n"
	   "没有留在别处的锚点，无法证明末尾没有被截去。按 F4 "
	   "粘贴日结时留下的锚点，再核对就能证明到那一行为止。\n"
	   "时钟存疑时，系统管理员与别处的钟对过之后，在菜单里选“确认时钟”。");

static enum next command(struct screen *s, enum command c)
{
	struct audit_view *v = self(s);

	if (list_command(&v->list, c)) {
		if (v->list.at + 1 >= v->list.count && !v->all)
			fetch(v);
		return NEXT_STAY;
	}
	switch ((int)c) {
	case CMD_ENTER:
		return look(v);
	case CMD_CHECK:
		return begin_check(v);
	case CMD_LIST:
		return ask_anchor(v);
	case CMD_CONFIRM_CLOCK:
		return ask_clock(v);
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("审计"), _(help_text), keys));
		return NEXT_STAY;
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	}
	return NEXT_BACK;
}

static void close_view(struct screen *s)
{
	free(self(s)->lines);
	free(s);
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.title = audit_title,
	.status = audit_status,
	.draw = audit_draw,
	.command = command,
	.tick = tick,
	.close = close_view,
};

struct screen *audit_screen(struct desk *desk)
{
	struct audit_view *v = calloc(1, sizeof(*v));
	struct err err = { 0 };

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	v->all = true;
	if (may(v, ACT_AUDIT_READ, NULL) && note(v, ACT_AUDIT_READ, NULL, NULL, &err) < 0)
		snprintf(v->trouble, sizeof(v->trouble), "%s", err.msg);
	load(v);
	return &v->base;
}
