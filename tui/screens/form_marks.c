/* What acts leave on the form: the marks in its cells, the notes above the page, and why nothing can be typed. */
#include "tui/screens/form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/imports.h"
#include "db/outbox.h"
#include "db/work.h"
#include "tui/line_edit.h"

#define NOTE_LINES 3
#define ACTS_MOST 64

// clang-format off
/* Whose turn it is when nobody can type. */
static const char *const turn[STATE_COUNT] = {
	[STATE_DRAFT]      = N_("此件还没有提交；由经办人或认定医师填写和提交"),
	[STATE_READY]      = N_("已提交，不能再改；下一步由认定医师按 F6 认定"),
	[STATE_CERTIFIED]  = N_("已认定，不能再改；下一步由用印人按 F7 用印"),
	[STATE_SEALED]     = N_("已用印，不能再改；下一步由经办人按 F8 备案"),
	[STATE_FILED]      = N_("已备案，不能再改；内容有误的，由经办人或负责人在菜单里选修正"),
	[STATE_RETURNED]   = N_("已退回；由经办人或认定医师补正后再提交"),
	[STATE_DECLINED]   = N_("不予认定，已经办结；病情有变化的请另行登记"),
	[STATE_SUPERSEDED] = N_("已被修正后的一版取代，只供查阅"),
	[STATE_REVOKED]    = N_("已撤销，只供查阅"),
	[STATE_EXPIRED]    = N_("已到期终止，只供查阅"),
	[STATE_HISTORY]    = N_("从文件导入的历史，未在本台签署，只供查阅"),
};
// clang-format on

static enum filing_state state_of(const struct form *f)
{
	return f->entry->draft.record.state;
}

const char *form_lock_reason(const struct form *f)
{
	return state_of(f) < STATE_COUNT ? _(turn[state_of(f)]) : "";
}

enum next form_say_locked(struct form *f)
{
	app_say(f->base.app, STYLE_WARN, form_lock_reason(f));
	return NEXT_REFUSE;
}

/* ---- reading ---- */

/* The filing that this one amends. */
static void note_prior(struct form *f)
{
	struct filing_record prior = { 0 };

	if (!f->prior || filings_load(f->base.desk->store, f->prior, &prior, NULL) != 1)
		return;
	snprintf(f->notes[1], sizeof(f->notes[1]),
		 _("这是备案号 %s（受理号 %s）的修正版；原版在菜单“前一版”里"), prior.filing_no,
		 prior.no);
	filing_record_finish(&prior);
}

/* The filing that amends this one, once there is one. */
static void note_newer(struct form *f)
{
	struct filing_brief b;

	if (work_amendment(f->base.desk->store, f->entry->draft.record.id, &b, NULL) != 1)
		return;
	f->newer = b.id;
	if (state_of(f) == STATE_FILED)
		snprintf(f->notes[1], sizeof(f->notes[1]),
			 _("另有修正版 %s（%s）；在菜单“后一版”里"), b.no, _(state_label(b.state)));
}

/* Which of form.hands an act signs; 3: none. */
static size_t hand_of(enum act a)
{
	if (a == ACT_CERTIFY || a == ACT_CERTIFY_SEEN)
		return 0;
	return a == ACT_SEAL ? 1 : a == ACT_FILE ? 2 : 3;
}

static void note_hand(struct form *f, const struct act_row *a)
{
	size_t i = hand_of(a->act);

	if (i == ARRAY_SIZE(f->hands))
		return;
	snprintf(f->hands[i].who, sizeof(f->hands[i].who), "%s", a->staff_name);
	snprintf(f->hands[i].at, sizeof(f->hands[i].at), "%s", a->at);
}

static void note_opinion(struct form *f, const struct act_row *a)
{
	char *reason = act_text_get(a->text, "reason");

	snprintf(f->notes[2], sizeof(f->notes[2]), _("复核意见：%.16s %s，%s"), a->at,
		 a->staff_name, reason ? reason : "");
	free(reason);
}

static void note_acts(struct form *f)
{
	struct act_row *acts = calloc(ACTS_MOST, sizeof(*acts));
	int n = acts ? acts_of_filing(f->base.desk->store, f->entry->draft.record.id, acts,
				      ACTS_MOST, NULL)
		     : 0;

	for (int i = 0; i < n; i++) {
		if (acts[i].act == ACT_REVIEW)
			note_opinion(f, &acts[i]);
		note_hand(f, &acts[i]);
		act_row_finish(&acts[i]);
	}
	free(acts);
}

/* Where history came from. */
static void note_source(struct form *f)
{
	char source[sizeof(f->notes[0]) - 64];

	if (state_of(f) == STATE_HISTORY &&
	    imports_source(f->base.desk->store, f->entry->draft.record.id, source, sizeof(source),
			   NULL) == 1)
		snprintf(f->notes[0], sizeof(f->notes[0]), _("历史导入：%s"), source);
}

void form_read_marks(struct form *f)
{
	const struct filing_record *r = &f->entry->draft.record;

	memset(f->notes, 0, sizeof(f->notes));
	f->marks = (struct act_marks) { 0 };
	f->prior = r->prior;
	f->newer = 0;
	f->locked = !desk_may(f->base.desk, ACT_REGISTER, state_of(f));
	note_source(f);
	note_prior(f);
	if (!r->id || !r->version)
		return;
	note_acts(f);
	if (acts_marks(f->base.desk->store, r->id, &f->marks, NULL) == 0)
		snprintf(f->notes[0], sizeof(f->notes[0]), "%s", f->marks.ended);
	note_newer(f);
	outbox_words(f->base.desk->store, r->id, f->notes[3], sizeof(f->notes[3]), NULL);
}

/* ---- the page ---- */

int form_draw_notes(const struct form *f, WINDOW *w)
{
	size_t start[NOTE_LINES + 1];
	int y = 0, cells = getmaxx(w) - 2;
	char line[1024];

	for (size_t i = 0; i < ARRAY_SIZE(f->notes); i++) {
		size_t n = *f->notes[i] ? text_wrap(f->notes[i], cells, start, NOTE_LINES) : 0;

		for (size_t l = 0; l < n; l++) {
			snprintf(line, sizeof(line), "%.*s", (int)(start[l + 1] - start[l]),
				 f->notes[i] + start[l]);
			draw_text(w, y++, 1, cells, line, STYLE_WARN);
		}
	}
	return y;
}

/* ---- the cells ---- */

static const char *level_words(enum mark_level level)
{
	return level == MARK_DESK ? _("桌面签名") : _("纸质");
}

/* "李建国 2026-11-22 10:02 桌面签名 校验 7Q4M-2K9D-XA" */
static void desk_words(const struct form *f, size_t hand, const struct act_mark *m,
		       const char *seal, char *buf, size_t size)
{
	snprintf(buf, size, _("%s%s%s %.16s %s 校验 %s"), seal, *seal ? " " : "",
		 f->hands[hand].who, f->hands[hand].at, level_words(m->level), m->code);
}

/* A doctor's signature on paper: who signed there when, and who saw it. */
static void paper_words(const struct form *f, const struct act_mark *m, char *buf, size_t size)
{
	snprintf(buf, size, _("%s %.10s 纸质；%s %.16s 采认 校验 %s"), m->who, m->when,
		 f->hands[0].who, f->hands[0].at, m->code);
}

/* The words of the mark in a cell; false: there is none yet. */
static bool mark_words(const struct form *f, enum field_id cell, char *buf, size_t size)
{
	const struct act_marks *m = &f->marks;

	if (cell == FIELD_SYMP_DSCR && m->certified.level == MARK_INK)
		paper_words(f, &m->certified, buf, size);
	else if (cell == FIELD_SYMP_DSCR)
		desk_words(f, 0, &m->certified, "", buf, size);
	else if (cell == FIELD_IDE_FIXMEDINS_NAME)
		desk_words(f, 1, &m->sealed, m->seal_name, buf, size);
	else
		desk_words(f, 2, &m->filed, "", buf, size);
	return cell == FIELD_SYMP_DSCR            ? m->certified.there
	       : cell == FIELD_IDE_FIXMEDINS_NAME ? m->sealed.there
						  : m->filed.there;
}

static const char *waiting_words(enum field_id cell)
{
	if (cell == FIELD_IDE_FIXMEDINS_NAME)
		return _("待用印：由用印人盖章或核对印章");
	return _("待备案：由备案机构经办人办理");
}

/* 备案号 and the days between which the entitlement runs. */
static void add_filing(const struct form *f, int cells, struct cell_content *out)
{
	const struct filing_record *r = &f->entry->draft.record;
	const char *end = filing_get(&r->filing, FIELD_ENDDATE);
	char line[CELL_LINE_SIZE];

	if (!f->marks.filed.there)
		return;
	snprintf(line, sizeof(line), _("备案号 %s   待遇 %s 至 %s"), r->filing_no,
		 filing_get(&r->filing, FIELD_BEGNDATE), *end ? end : _("长期"));
	cell_add_wrapped(out, STYLE_PLAIN, line, cells, NULL);
}

/* Of history the file says who did it and when; nobody signed it here, and the words say so. */
static void add_history(const struct form *f, enum field_id cell, int cells,
			struct cell_content *out)
{
	const struct filing_record *r = &f->entry->draft.record;
	const struct filing *filing = &r->filing;
	char line[CELL_LINE_SIZE];

	if (cell == FIELD_SYMP_DSCR)
		snprintf(line, sizeof(line), _("历史导入，未在本台签名：%s %s"),
			 filing_get(filing, FIELD_DIAG_DR_NAME),
			 filing_get(filing, FIELD_HOSP_IDE_DATE));
	else if (cell == FIELD_IDE_FIXMEDINS_NAME)
		snprintf(line, sizeof(line), "%s", _("历史导入，未在本台用印"));
	else
		snprintf(line, sizeof(line), _("历史导入，未在本台备案：%s %s %s"),
			 filing_get(filing, FIELD_OPTER_NAME), filing_get(filing, FIELD_OPT_TIME),
			 r->filing_no);
	cell_add_wrapped(out, STYLE_WARN, line, cells, NULL);
}

void form_add_mark(const struct form *f, enum field_id cell, int cells, struct cell_content *out)
{
	char line[CELL_LINE_SIZE];

	if (state_of(f) == STATE_HISTORY) {
		add_history(f, cell, cells, out);
		return;
	}

	if (cell == FIELD_FIXMEDINS_NAME)
		add_filing(f, cells, out);
	if (mark_words(f, cell, line, sizeof(line)))
		cell_add_wrapped(out, STYLE_WARN, line, cells, NULL);
	else if (cell == FIELD_IDE_FIXMEDINS_NAME || cell == FIELD_FIXMEDINS_NAME)
		cell_add_wrapped(out, STYLE_DIM, waiting_words(cell), cells, NULL);
}
