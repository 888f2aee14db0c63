/* 代办人: somebody who applies for the person. 乐医保发〔2023〕28号 二（三）. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/person_name.h"
#include "forms/phone.h"
#include "tui/screens/dialog.h"
#include "tui/screens/form.h"

/* In the order of agent_fields. */
enum { ROW_NAME, ROW_CERTNO, ROW_TEL, ROW_RLTS, ROWS = AGENT_FIELDS };

// clang-format off
/* The words themselves are kept: no dictionary of the national interface for this is certain. */
static const struct dialog_choice relations[] = {
	{ N_("配偶"), N_("配偶") },
	{ N_("父母"), N_("父母") },
	{ N_("子女"), N_("子女") },
	{ N_("其他"), N_("其他") },
	{ NULL, NULL },
};

static const struct dialog_row rows[ROWS] = {
	[ROW_NAME]   = { N_("姓名"), N_("代办人的姓名，照证件填写"), DIALOG_TEXT, 250, NULL, NULL, NULL },
	[ROW_CERTNO] = { N_("证件号码"), N_("代办人的身份证件号码"), DIALOG_TEXT, 250, NULL, NULL, NULL },
	[ROW_TEL]    = { N_("联系电话"), N_("代办人的电话，手机 11 位，固话带区号"), DIALOG_TEXT, 60, NULL, NULL, NULL },
	[ROW_RLTS]   = { N_("与申请人关系"), N_("代办人是申请人的什么人"), DIALOG_CHOICE, 0, relations, NULL, NULL },
};
// clang-format on

static struct entry *entry_of(struct screen *form)
{
	return ((struct form *)form)->entry;
}

/* The text in its stored spelling, where it can be read; the caller frees it. */
static char *stored_spelling(int row, const char *text)
{
	struct identity id;
	char tel[TEL_SIZE];

	switch (row) {
	case ROW_NAME:
		return person_name_read(text, FIELD_AGNTER_NAME, NULL);
	case ROW_CERTNO:
		if (identity_read(text, NULL, desk_today(), &id, NULL))
			return strdup(id.certno);
		break;
	case ROW_TEL:
		if (phone_read(text, tel, NULL))
			return strdup(tel);
		break;
	}
	return strdup(text);
}

/* The entry's filing with this agent. */
static int with_agent(struct entry *e, char *const *texts, struct filing *out)
{
	int rc = filing_copy(out, entry_filing(e));

	for (int i = 0; i < ROWS && rc == 0; i++) {
		char *text = *texts[i] ? stored_spelling(i, texts[i]) : NULL;

		rc = *texts[i] && !text ? -1 : filing_set(out, agent_fields[i], text);
		free(text);
	}
	return rc;
}

/* What is wrong as typed with a row of the agent's, or NULL. */
static const struct finding *first_wrong(const struct findings *found, size_t *out_row)
{
	for (size_t i = 0; i < found->count; i++)
		for (size_t row = 0; row < ROWS; row++)
			if (found->list[i].field == agent_fields[row] &&
			    finding_code_level(found->list[i].code) == LEVEL_FIELD) {
				*out_row = row;
				return &found->list[i];
			}
	return NULL;
}

/* Half an agent is kept like half a form; what is wrong is said. */
static bool is_sound(struct screen *form, const struct filing *f, size_t *at)
{
	struct check_context ctx = desk_context(form->desk, false);
	const struct finding *wrong;
	struct check_result r;
	char text[1024];

	ctx.route = entry_route(entry_of(form));
	filing_check(f, &ctx, &r);
	wrong = first_wrong(&r.findings, at);
	if (wrong)
		app_say(form->app, STYLE_WARN, finding_text(wrong, text, sizeof(text)));
	check_result_finish(&r);
	return !wrong;
}

static void take_over(struct screen *form, const struct filing *f)
{
	struct entry *e = entry_of(form);

	for (int i = 0; i < ROWS; i++)
		entry_set(e, agent_fields[i], filing_get(f, agent_fields[i]));
	entry_save_draft(e);
	app_say(form->app, STYLE_PLAIN,
		*entry_get(e, FIELD_AGNTER_NAME) ? _("已记下代办人") : _("没有代办人：由本人办理"));
}

static enum next done(struct screen *form, char *const *texts, size_t *at)
{
	struct filing f = { 0 };
	struct err err = { 0 };
	enum next next = NEXT_STOP;

	*at = 0;
	if (workflow_check(form->desk->actor.roles, ACT_REGISTER,
			   entry_of(form)->draft.record.state, &err))
		app_say(form->app, STYLE_WARN, err.msg);
	else if (with_agent(entry_of(form), texts, &f))
		app_say(form->app, STYLE_WARN, _("内存不足"));
	else if (is_sound(form, &f, at)) {
		take_over(form, &f);
		next = NEXT_BACK;
	}
	filing_finish(&f);
	return next;
}

struct screen *agent_screen(struct desk *desk, struct screen *form)
{
	const struct policy_route *route = entry_route(entry_of(form));
	const struct dialog_spec spec = {
		.title = N_("代办人"),
		.intro = route && !route->proxy ? _("所选的办理途径不由他人代办；确有代办的，请先在"
						    "菜单里改选办理途径。")
						: _("由他人代办时填写；本人办理的，全部空着。"),
		.rows = rows,
		.count = ROWS,
		.done_label = N_("记下"),
		.done = done,
	};
	const char *texts[ROWS];

	for (int i = 0; i < ROWS; i++)
		texts[i] = entry_get(entry_of(form), agent_fields[i]);
	return dialog_screen(desk, form, &spec, texts);
}
