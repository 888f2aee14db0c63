/* The act screen: what is signed is what is shown. */
#include "tui/screens/sign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/text.h"

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明签署的步骤和这里可用的键") },
	{ CMD_ENTER, N_("签署"), N_("没有看到末尾时翻到下一页；看到末尾后签署，需要口令的先输入口令") },
	{ CMD_LIST, N_("改填"), N_("改填签署前的各项：长期处方周数、日期、印章、理由") },
	{ CMD_SEAL, N_("退回补正"), N_("写明理由，退回补正") },
	{ CMD_FILE, N_("不予认定"), N_("认定医师写明理由，不予认定") },
	{ CMD_PAGE_DOWN, "", NULL },
	{ CMD_PAGE_UP, "", NULL },
	{ CMD_UP, "", N_("上移一行") },
	{ CMD_DOWN, "", N_("下移一行") },
	{ CMD_ERASE, "", N_("删去口令的末一个字") },
	{ CMD_CLEAR, "", N_("重新输入口令") },
	{ CMD_CHECK, N_("材料"), N_("看附在此件上的扫描件和照片") },
	{ CMD_HISTORY, "", NULL },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, N_("不签署，回到上一屏") },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct sign *self(struct screen *s)
{
	return (struct sign *)s;
}

/* Until the end was seen, Enter reads on; the bar says what it does now. */
static const char *label(const struct screen *s, enum command c)
{
	const struct sign *sign = (const struct sign *)s;

	return c == CMD_ENTER && !sign->end_seen ? N_("下一页") : NULL;
}

static bool needs_password(const struct sign *s)
{
	return act_flags(s->act) & ACT_NEEDS_PASSWORD;
}

void sign_wipe(struct sign *s)
{
	explicit_bzero(s->password, sizeof(s->password));
}

/* ---- making the text ---- */

static void take_draft(struct sign *s, struct act_draft *fresh)
{
	if (s->prepared)
		act_draft_finish(&s->draft);
	s->draft = *fresh;
	s->prepared = true;
	free(s->words);
	s->words = act_text_words(s->draft.filing_text, s->draft.text, s->base.desk->policies);
	s->top = 0;
	s->end_seen = false;
	s->opened_at = app_now();
	sign_wipe(s);
}

/* 0, or -1 with the reason, the dialog's row to look at, and what the refusal knows in *refused. */
int sign_prepare(struct sign *s, size_t *at, struct act_draft *refused, struct err *err)
{
	struct desk *d = s->base.desk;
	struct act_request req = { .act = s->act, .filing = s->record.id };
	struct check_context ctx = desk_context(d, true);
	struct act_draft fresh = { 0 };

	if (steps_request(d, &s->plan, &s->answers, &req, at, err))
		return -1;
	if (acts_prepare(d->store, &d->actor, &req, &ctx, &fresh, err)) {
		if (refused)
			*refused = fresh;
		else
			act_draft_finish(&fresh);
		return -1;
	}
	take_draft(s, &fresh);
	if (s->words)
		return 0;
	return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
}

/* ---- the dialog before it ---- */

static enum next steps_done(struct screen *asker, char *const *texts, size_t *at)
{
	struct sign *s = self(asker);
	struct err err = { 0 };

	for (size_t i = 0; i < s->plan.count; i++)
		if (answers_set(&s->answers, s->plan.step[i], texts[i])) {
			app_say(s->base.app, STYLE_WARN, _("内存不足"));
			return NEXT_REFUSE;
		}
	if (sign_prepare(s, at, NULL, &err)) {
		app_say(s->base.app, STYLE_WARN, err.msg);
		return NEXT_STOP;
	}
	s->before = ACT_COUNT;
	answers_finish(&s->kept);
	return NEXT_BACK;
}

void sign_plan(struct sign *s, enum act act)
{
	s->act = act;
	steps_plan(s->base.desk, act, &s->record, &s->plan);
}

/* Another act that was begun from this screen was given up: the text of the first still stands. An act without a text
 * goes altogether. */
static void steps_left(struct screen *asker)
{
	struct sign *s = self(asker);

	if (s->before != ACT_COUNT) {
		sign_plan(s, s->before);
		answers_move(&s->answers, &s->kept);
		s->before = ACT_COUNT;
	}
	s->given_up = !s->prepared;
	if (s->given_up)
		app_command_below(s->base.app, CMD_BACK);
}

/* "张晓燕  肝豆状核变性  20261122-0007" */
static void subject(const struct sign *s, char *buf, size_t size)
{
	const struct filing *f = &s->record.filing;

	snprintf(buf, size, "%s  %s  %s", filing_get(f, FIELD_PSN_NAME),
		 filing_get(f, FIELD_OPSP_DISE_NAME), s->record.no);
}

void sign_ask(struct sign *s)
{
	const char *texts[STEPS_MOST];
	char intro[1024] = "";
	struct dialog_spec spec = { .title = act_label(s->act),
				    .intro = intro,
				    .rows = s->rows,
				    .count = s->plan.count,
				    .done_label = N_("看全文"),
				    .done = steps_done,
				    .left = steps_left };

	if (s->record.id)
		subject(s, intro, sizeof(intro));
	if (steps_defaults(s->base.desk, &s->plan, &s->record, &s->answers)) {
		app_say(s->base.app, STYLE_WARN, _("内存不足"));
		return;
	}
	for (size_t i = 0; i < s->plan.count; i++) {
		s->rows[i] = steps_row(s->plan.step[i]);
		texts[i] = s->answers.text[s->plan.step[i]];
	}
	app_push(s->base.app, dialog_screen(s->base.desk, &s->base, &spec, texts));
}

/* ---- another act on the same filing ---- */

static enum next refuse(struct sign *s, enum act act)
{
	struct desk *d = s->base.desk;
	struct act_request req = { .act = act, .filing = s->record.id };
	struct check_context ctx = desk_context(d, true);
	struct act_draft draft = { 0 };
	struct err err = { 0 };

	acts_prepare(d->store, &d->actor, &req, &ctx, &draft, &err);
	act_draft_finish(&draft);
	app_say(s->base.app, STYLE_WARN, err.msg);
	return NEXT_REFUSE;
}

static enum next switch_to(struct sign *s, enum act act)
{
	if (s->act == act) {
		sign_ask(s);
		return NEXT_STAY;
	}
	if (!desk_may(s->base.desk, act, s->record.state))
		return refuse(s, act);
	s->before = s->act;
	answers_move(&s->kept, &s->answers);
	sign_plan(s, act);
	sign_ask(s);
	return NEXT_STAY;
}

/* ---- keys ---- */

static void scroll_by(struct sign *s, int by)
{
	int last = s->lines > s->shown ? s->lines - s->shown : 0;

	s->top += by;
	s->top = s->top > last ? last : s->top < 0 ? 0 : s->top;
}

/* What is not read yet comes into view. A page that nobody was shown is not turned, and an Enter that follows the last one
 * blindly signs nothing. */
static enum next turn_page(struct sign *s)
{
	if (!s->drawn)
		return NEXT_STAY;
	s->drawn = false;
	scroll_by(s, s->shown);
	s->opened_at = app_now();
	if (s->top + s->shown < s->lines)
		app_say(s->base.app, STYLE_PLAIN, _("已翻到下一页；看到末尾后按 Enter 签署"));
	return NEXT_STAY;
}

/* An Enter that belongs to the screen before signs nothing. */
static enum next enter(struct sign *s)
{
	const char *why = NULL;

	if (!s->prepared)
		return NEXT_REFUSE;
	if (!s->end_seen)
		return turn_page(s);
	if (needs_password(s) && !*s->password)
		why = _("请输入口令，再按 Enter 签署");
	else if (!needs_password(s) && app_is_soon(s->opened_at))
		why = _("请先看一遍，再按 Enter 签署");
	if (!why)
		return sign_commit(s);
	app_say(s->base.app, STYLE_WARN, why);
	return NEXT_REFUSE;
}

static enum next type(struct screen *base, const char *text)
{
	struct sign *s = self(base);
	size_t len = strlen(s->password);

	if (!needs_password(s)) {
		app_say(base->app, STYLE_PLAIN, _("这一步不用口令；看完按 Enter 签署"));
		return NEXT_REFUSE;
	}
	if (len + strlen(text) >= sizeof(s->password)) {
		app_say(base->app, STYLE_WARN, _("口令没有这么长；请重新输入"));
		sign_wipe(s);
		return NEXT_REFUSE;
	}
	memcpy(s->password + len, text, strlen(text) + 1);
	return NEXT_STAY;
}

static void erase_last(struct sign *s)
{
	size_t len = strlen(s->password), at = 0;

	while (len && text_next(s->password, at) < len)
		at = text_next(s->password, at);
	explicit_bzero(s->password + at, len - at);
}

static enum next give_up(struct screen *base, bool yes)
{
	struct sign *s = self(base);

	s->given_up = yes;
	if (yes)
		app_command_below(base->app, CMD_BACK);
	return NEXT_BACK;
}

/* Somebody who was heard to have read to the end may sign later, in a batch; else a reason once typed is not thrown away
 * unasked. */
static enum next back(struct sign *s)
{
	bool heard = s->prepared && s->end_seen && s->request.seen;

	if (s->given_up)
		return NEXT_BACK;
	if (heard) {
		s->request.seen(s->asker, &s->draft, &s->answers);
		return NEXT_BACK;
	}
	if (!s->plan.first)
		return NEXT_BACK;
	app_push(s->base.app, question_screen(s->base.desk, &s->base,
					      _("不签署了？刚才填写的内容不再保留。"), give_up));
	return NEXT_STAY;
}

static const char *const help_text =
	N_("这里列出将要签署的全部内容；签署的就是所看到的。按 Enter 或 PgDn "
	   "往下看；看到末尾，需要口令的输入口令，再按 Enter。\n"
	   "口令错了会计次，内容不变。有人同时办理了此件时，会提示并重新列出。\n"
	   "签署之后，校验码可以用来核对：同样的内容，校验码相同。");

static enum next list(struct sign *s)
{
	if (s->plan.count) {
		sign_ask(s);
		return NEXT_STAY;
	}
	app_say(s->base.app, STYLE_PLAIN, _("这一步没有要填的内容"));
	return NEXT_STAY;
}

static void drop_entry(struct sign *s)
{
	if (s->entry)
		entry_finish(s->entry);
	free(s->entry);
	s->entry = NULL;
}

static enum next look_at_materials(struct sign *s)
{
	struct err err = { 0 };

	drop_entry(s);
	s->entry = s->record.id ? calloc(1, sizeof(*s->entry)) : NULL;
	if (!s->entry)
		return NEXT_STAY;
	if (entry_open(s->entry, s->base.desk, s->record.id, &err)) {
		app_say(s->base.app, STYLE_WARN, err.msg);
		return NEXT_REFUSE;
	}
	app_push(s->base.app, materials_screen(s->base.desk, s->entry, NULL));
	return NEXT_STAY;
}

/* Behind the lock no half-typed password waits. */
static void tick(struct screen *base)
{
	if (!base->desk->key)
		sign_wipe(self(base));
}

static enum next command(struct screen *base, enum command c)
{
	struct sign *s = self(base);

	switch ((int)c) {
	case CMD_HELP:
		app_push(base->app, help_screen(base->desk, _("签署"), _(help_text), keys));
		break;
	case CMD_ENTER:
		return enter(s);
	case CMD_LIST:
		return list(s);
	case CMD_SEAL:
		return switch_to(s, ACT_RETURN);
	case CMD_FILE:
		return switch_to(s, ACT_DECLINE);
	case CMD_UP:
		scroll_by(s, -1);
		break;
	case CMD_DOWN:
		scroll_by(s, 1);
		break;
	case CMD_PAGE_UP:
		scroll_by(s, -s->shown);
		break;
	case CMD_PAGE_DOWN:
		scroll_by(s, s->shown);
		break;
	case CMD_ERASE:
		erase_last(s);
		break;
	case CMD_CLEAR:
		sign_wipe(s);
		break;
	case CMD_CHECK:
		return look_at_materials(s);
	case CMD_HISTORY:
		if (s->record.id)
			app_push(base->app, history_screen(base->desk, s->record.id));
		break;
	case CMD_MENU:
		app_push(base->app, menu_screen(base->desk, base->app));
		break;
	case CMD_BACK:
		return back(s);
	}
	return NEXT_STAY;
}

static bool offers(const struct screen *base, enum command c)
{
	const struct sign *s = (const struct sign *)base;
	const struct desk *d = base->desk;

	switch ((int)c) {
	case CMD_LIST:
		return s->plan.count > 0;
	case CMD_SEAL:
		return s->record.id && s->act != ACT_RETURN &&
		       desk_may(d, ACT_RETURN, s->record.state);
	case CMD_FILE:
		return s->record.id && s->act != ACT_DECLINE &&
		       desk_may(d, ACT_DECLINE, s->record.state);
	case CMD_CHECK:
	case CMD_HISTORY:
		return s->record.id != 0;
	}
	return true;
}

void sign_finish(struct sign *s)
{
	sign_wipe(s);
	if (s->prepared)
		act_draft_finish(&s->draft);
	answers_finish(&s->answers);
	answers_finish(&s->kept);
	filing_record_finish(&s->record);
	drop_entry(s);
	free(s->words);
	free(s);
}

static void close_sign(struct screen *base)
{
	sign_finish(self(base));
}

const struct screen_ops sign_ops = {
	.whole = true,
	.keys = keys,
	.offers = offers,
	.title = sign_title,
	.status = sign_status,
	.draw = sign_draw,
	.text = type,
	.command = command,
	.label = label,
	.tick = tick,
	.close = close_sign,
};
