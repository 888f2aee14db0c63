/* What is asked before an act: which rows, what may stand in them, and the request made of the answers. */
#include "tui/screens/steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/notices.h"

#define REASON_BYTES 480 /* fits an audit row */

/* ---- answers ---- */

void answers_finish(struct answers *a)
{
	for (size_t i = 0; i < STEP_COUNT; i++)
		free(a->text[i]);
	*a = (struct answers) { 0 };
}

void answers_move(struct answers *to, struct answers *from)
{
	if (to == from)
		return;
	answers_finish(to);
	*to = *from;
	*from = (struct answers) { 0 };
}

int answers_set(struct answers *a, enum step step, const char *text)
{
	char *copy = strdup(text ? text : "");

	if (!copy)
		return -1;
	free(a->text[step]);
	a->text[step] = copy;
	return 0;
}

static const char *answer(const struct answers *a, enum step step)
{
	return a->text[step] ? a->text[step] : "";
}

/* ---- what will do ---- */

static const char *refuse_empty(struct screen *asker, const char *text)
{
	(void)asker;
	return *text ? NULL : _("这一行不能空着");
}

static const char *refuse_reason(struct screen *asker, const char *text)
{
	(void)asker;
	return *text ? NULL : _("理由不能空着；请写明是什么、为什么");
}

static const char *refuse_day(struct screen *asker, const char *text)
{
	struct date d;

	(void)asker;
	return date_parse_typed(text, &d) ? _("这不是日期；请写成 2026-11-22") : NULL;
}

static const char *refuse_day_if_any(struct screen *asker, const char *text)
{
	return *text ? refuse_day(asker, text) : NULL;
}

static const char *refuse_weeks(struct screen *asker, const char *text)
{
	(void)asker;
	return strspn(text, "0123456789") == strlen(text) && strlen(text) <= 2
		       ? NULL
		       : _("周数请写数字，如 8；不开长期处方的空着");
}

// clang-format off
static const struct dialog_choice marks[] = {
	{ "desk", N_("一级：本台印章密钥签署") },
	{ "ink",  N_("零级：纸上已盖，逐项核对") },
	{ NULL, NULL },
};

static const struct dialog_choice inks[] = {
	{ "legible",    N_("印文清晰") },
	{ "over_date",  N_("骑盖日期") },
	{ "name_equal", N_("印文与登记的机构名称一致") },
	{ NULL, NULL },
};

static const struct dialog_row rows[STEP_COUNT] = {
	[STEP_REASON]    = { N_("理由"), N_("写明缺什么、错在哪里，让申请人和下一个人看得懂"), DIALOG_TEXT, REASON_BYTES, NULL, NULL, refuse_reason },
	[STEP_OPINION]   = { N_("复核意见"), N_("写下复核的结论和依据"), DIALOG_TEXT, REASON_BYTES, NULL, NULL, refuse_reason },
	[STEP_OVERRIDE]  = { N_("认定理由"), N_("按参考标准未判为符合，仍予认定的理由"), DIALOG_TEXT, REASON_BYTES, NULL, NULL, refuse_reason },
	[STEP_RX_WEEKS]  = { N_("长期处方周数"), N_("不开长期处方的空着"), DIALOG_TEXT, 8, NULL, NULL, refuse_weeks },
	[STEP_DOCTOR]    = { N_("认定医师"), N_("纸质材料上签名的医师；输入姓名或拼音首字母，F4 列出"), DIALOG_PICK, 0, NULL, pick_doctors, refuse_empty },
	[STEP_DR_NAME]   = { N_("认定医师"), N_("诊断证明上签名的医师姓名"), DIALOG_TEXT, 150, NULL, NULL, refuse_empty },
	[STEP_IDE_NAME]  = { N_("认定机构"), N_("出具诊断证明的医疗机构全称"), DIALOG_TEXT, 200, NULL, NULL, refuse_empty },
	[STEP_IDE_DATE]  = { N_("认定日期"), N_("医师签名的日期，如 2026-11-20"), DIALOG_TEXT, 20, NULL, NULL, refuse_day },
	[STEP_SEAL]      = { N_("印章"), N_("F4 列出"), DIALOG_PICK, 0, NULL, pick_seals, refuse_empty },
	[STEP_SEAL_NAME] = { N_("印章"), N_("印文上的字"), DIALOG_TEXT, 120, NULL, NULL, refuse_empty },
	[STEP_MARK]      = { N_("用印方式"), N_("按数字选定"), DIALOG_CHOICE, 0, marks, NULL, refuse_empty },
	[STEP_INK]       = { N_("核对印章"), N_("核对属实的各按一次数字；不清晰或名称不符的请退回"), DIALOG_MARKS, 0, inks, NULL, NULL },
	[STEP_SCAN]      = { N_("印章扫描件"), N_("没有扫描的空着；要附上先在材料里添加“印章扫描件”"), DIALOG_PICK, 0, NULL, pick_scans, NULL },
	[STEP_BEGNDATE]  = { N_("待遇开始"), N_("空着：自备案当天起"), DIALOG_TEXT, 20, NULL, NULL, refuse_day_if_any },
	[STEP_ENDDATE]   = { N_("待遇结束"), N_("空着：到所依据文件的期满日；文件没有期限的为长期"), DIALOG_TEXT, 20, NULL, NULL, refuse_day_if_any },
	[STEP_POLICY]    = { N_("原文件"), N_("期满的文件，F4 列出"), DIALOG_PICK, 0, NULL, pick_policies, refuse_empty },
	[STEP_DOCUMENT]  = { N_("续期文号"), N_("延长它的文件，照原件写，如 晋医保发〔2026〕6号"), DIALOG_TEXT, 120, NULL, NULL, refuse_empty },
	[STEP_UNTIL]     = { N_("延长至"), N_("续期文件写明的最后一天，如 2028-04-30"), DIALOG_TEXT, 20, NULL, NULL, refuse_day },
};
// clang-format on

struct dialog_row steps_row(enum step step)
{
	return rows[step];
}

/* ---- which steps ---- */

static void plan(struct step_plan *p, bool first, const enum step *steps, size_t count)
{
	p->first = first;
	for (size_t i = 0; i < count; i++)
		p->step[p->count++] = steps[i];
}

#define PLAN(p, first, ...)                                                                        \
	plan(p, first, (const enum step[]) { __VA_ARGS__ },                                        \
	     ARRAY_SIZE(((const enum step[]) { __VA_ARGS__ })))

/* Criteria of another place do not bind, but whoever decides otherwise says why. */
static bool decides_otherwise(struct desk *d, const struct filing_record *r)
{
	struct check_context ctx = desk_context(d, false);
	struct check_result result = { 0 };
	bool otherwise;

	filing_check(&r->filing, &ctx, &result);
	otherwise = result.basis.criteria && !result.basis.binding &&
		    result.judgement.verdict != VERDICT_ELIGIBLE;
	check_result_finish(&result);
	return otherwise;
}

static void plan_certify(struct desk *d, const struct filing_record *r, struct step_plan *p)
{
	if (decides_otherwise(d, r))
		PLAN(p, true, STEP_OVERRIDE, STEP_RX_WEEKS);
	else
		PLAN(p, false, STEP_RX_WEEKS);
}

/* Where the way lets somebody elsewhere certify, neither doctor nor institution need stand in the register. */
static void plan_certify_seen(struct desk *d, const struct filing_record *r, struct step_plan *p)
{
	const struct check_context ctx = desk_context(d, false);
	const struct policy_route *way = notices_route(r, &ctx);

	if (way && way->certified == CERTIFIED_ELSEWHERE)
		PLAN(p, true, STEP_IDE_NAME, STEP_DR_NAME, STEP_IDE_DATE);
	else
		PLAN(p, true, STEP_DOCTOR, STEP_IDE_DATE);
}

static void plan_seal(struct desk *d, const struct filing_record *r, struct step_plan *p)
{
	struct seal one[1];
	bool own = steps_sealing_institution(d, r) == d->identity.institution.id;

	if (own)
		PLAN(p, true, STEP_SEAL, STEP_MARK, STEP_INK, STEP_SCAN);
	else if (steps_seals(d, r, one, 1) > 0)
		PLAN(p, true, STEP_SEAL, STEP_INK, STEP_SCAN);
	else
		PLAN(p, true, STEP_SEAL_NAME, STEP_INK, STEP_SCAN);
}

void steps_plan(struct desk *d, enum act act, const struct filing_record *r, struct step_plan *out)
{
	*out = (struct step_plan) { 0 };
	if (act == ACT_CERTIFY)
		plan_certify(d, r, out);
	else if (act == ACT_CERTIFY_SEEN)
		plan_certify_seen(d, r, out);
	else if (act == ACT_SEAL)
		plan_seal(d, r, out);
	else if (act == ACT_FILE)
		PLAN(out, false, STEP_BEGNDATE, STEP_ENDDATE);
	else if (act == ACT_RENEW)
		PLAN(out, true, STEP_POLICY, STEP_DOCUMENT, STEP_UNTIL);
	else if (act == ACT_REVIEW)
		PLAN(out, true, STEP_OPINION);
	else if (act_flags(act) & ACT_NEEDS_REASON)
		PLAN(out, true, STEP_REASON);
}

/* ---- usual answers ---- */

static int default_seal(struct desk *d, const struct filing_record *r, struct answers *a)
{
	struct seal two[2];
	char code[24] = "";

	if (steps_seals(d, r, two, 2) == 1)
		snprintf(code, sizeof(code), "%lld", (long long)two[0].id);
	return answers_set(a, STEP_SEAL, code);
}

static int default_answer(struct desk *d, enum step step, const struct filing_record *r,
			  struct answers *a)
{
	char day[DATE_TEXT_SIZE];

	if (step == STEP_SEAL)
		return default_seal(d, r, a);
	if (step == STEP_IDE_DATE)
		return answers_set(a, step, date_format(desk_today(), day));
	return answers_set(a, step, "");
}

int steps_defaults(struct desk *d, const struct step_plan *p, const struct filing_record *r,
		   struct answers *a)
{
	for (size_t i = 0; i < p->count; i++)
		if (!a->text[p->step[i]] && default_answer(d, p->step[i], r, a))
			return -1;
	return 0;
}

/* ---- the request ---- */

/* Dates are kept as YYYY-MM-DD, whatever way they were written. */
static void normalise_day(char **text)
{
	struct date d;
	char day[DATE_TEXT_SIZE], *copy;

	if (!*text || !**text || date_parse_typed(*text, &d))
		return;
	copy = strdup(date_format(d, day));
	if (!copy)
		return;
	free(*text);
	*text = copy;
}

static bool has_mark(const char *marked, const char *code)
{
	size_t len = strlen(code);

	for (const char *at = marked; (at = strstr(at, code)); at += len)
		if ((at == marked || at[-1] == ' ') && (at[len] == ' ' || !at[len]))
			return true;
	return false;
}

static int read_doctor(struct desk *d, const char *code, struct act_request *out, struct err *err)
{
	struct doctor doctor;
	int rc = *code ? doctor_find(d->store, code, &doctor, err) : 0;

	if (rc == 0)
		return err_set(err, ERR_INPUT, _("医师名册里没有“%s”；请按 F4 选择"), code);
	out->doctor = rc > 0 ? doctor.id : 0;
	return rc > 0 ? 0 : -1;
}

static const char *first_of(const struct answers *a, enum step x, enum step y, enum step z)
{
	return a->text[x] ? a->text[x] : a->text[y] ? a->text[y] : a->text[z];
}

static int64_t read_id(const struct answers *a, enum step step)
{
	return (int64_t)strtoll(answer(a, step), NULL, 10);
}

static void read_seal(const struct answers *a, struct act_request *out)
{
	const char *ink = answer(a, STEP_INK);

	out->seal = read_id(a, STEP_SEAL);
	out->seal_name = a->text[STEP_SEAL_NAME];
	out->mark = strcmp(answer(a, STEP_MARK), "desk") == 0 ? MARK_DESK : MARK_INK;
	out->legible = has_mark(ink, "legible");
	out->over_date = has_mark(ink, "over_date");
	out->name_equal = has_mark(ink, "name_equal");
	out->scan = read_id(a, STEP_SCAN);
}

static size_t row_of(const struct step_plan *p, enum step step)
{
	size_t i = 0;

	while (i + 1 < p->count && p->step[i] != step)
		i++;
	return i;
}

int steps_request(struct desk *d, const struct step_plan *p, struct answers *a,
		  struct act_request *out, size_t *out_at, struct err *err)
{
	static const enum step days[] = { STEP_IDE_DATE, STEP_BEGNDATE, STEP_ENDDATE, STEP_UNTIL };

	for (size_t i = 0; i < ARRAY_SIZE(days); i++)
		normalise_day(&a->text[days[i]]);
	*out_at = 0;
	out->reason = first_of(a, STEP_REASON, STEP_OPINION, STEP_OVERRIDE);
	out->dr_name = a->text[STEP_DR_NAME];
	out->ide_name = a->text[STEP_IDE_NAME];
	out->ide_date = a->text[STEP_IDE_DATE];
	out->rx_weeks = a->text[STEP_RX_WEEKS];
	out->begndate = a->text[STEP_BEGNDATE];
	out->enddate = a->text[STEP_ENDDATE];
	out->policy = a->text[STEP_POLICY];
	out->document = a->text[STEP_DOCUMENT];
	out->until = a->text[STEP_UNTIL];
	if (out->act == ACT_SEAL)
		read_seal(a, out);
	if (out->act != ACT_CERTIFY_SEEN || !a->text[STEP_DOCTOR])
		return 0;
	*out_at = row_of(p, STEP_DOCTOR);
	return read_doctor(d, a->text[STEP_DOCTOR], out, err);
}
