#include "forms/qualify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/text.h"

/* A long prescription runs at most a year where no pack says less: the form has two digits for it. */
#define WEEKS_MOST 52

bool disease_listed(const char *diseases, const char *code)
{
	return text_lists(diseases, "*") || text_lists(diseases, code);
}

/* What is being judged, and whether it still may go on. */
struct ruling {
	const struct qualification *q;
	struct findings *out;
	bool good;
};

static void object(struct ruling *r, enum field_id field, enum finding_code code, const char *a,
		   const char *b)
{
	findings_add(r->out, field, code, a, b);
	r->good &= finding_code_level(code) == LEVEL_NOTE;
}

/* The pack that makes this rule; one that was not yet in force on the day makes none. */
static const struct policy *rule(const struct qualification *q, enum policy_rule which)
{
	const struct policy *p =
		policies_rule(q->policies, q->region, q->disease, q->insutype, which);

	if (p &&
	    policy_in_force_for(q->policies, p, q->insutype, q->on, NULL, NULL) == POLICY_NOT_YET)
		return NULL;
	return p;
}

/* ---- the doctor ---- */

static void judge_doctor(struct ruling *r)
{
	const struct qualification *q = r->q;
	const struct doctor *d = q->doctor;
	const char *name = d ? d->name : "";

	if (!d || d->id == 0) {
		object(r, FIELD_DIAG_DR_NAME,
		       q->on_paper ? FINDING_DOCTOR_ELSEWHERE : FINDING_DOCTOR_UNKNOWN, name, NULL);
		return;
	}
	if (!d->active)
		object(r, FIELD_DIAG_DR_NAME, FINDING_DOCTOR_INACTIVE, name, NULL);
	if (!disease_listed(d->diseases, q->disease))
		object(r, FIELD_DIAG_DR_NAME, FINDING_DOCTOR_DISEASE, name, q->disease);
	if (q->institution && d->institution != q->institution->id)
		object(r, FIELD_DIAG_DR_NAME, FINDING_DOCTOR_INSTITUTION, name,
		       q->institution->name);
}

/* ---- the institution ---- */

static void judge_level(struct ruling *r, const struct institution *i)
{
	const struct policy *p = rule(r->q, RULE_HOSPITAL_LEVEL);
	char least[8];

	if (!p || i->level >= (int)p->hospital_level)
		return;
	snprintf(least, sizeof(least), "%u", p->hospital_level);
	object(r, FIELD_IDE_FIXMEDINS_NAME, FINDING_INSTITUTION_LEVEL, i->name, least);
}

static void judge_doctors(struct ruling *r, const struct institution *i)
{
	const struct policy *p = rule(r->q, RULE_DOCTORS);
	char least[16];

	if (!p || r->q->doctors >= p->doctors)
		return;
	snprintf(least, sizeof(least), "%u", p->doctors);
	object(r, FIELD_IDE_FIXMEDINS_NAME, FINDING_DOCTORS_FEW, i->name, least);
}

/* A list is the first batch; a city may add to it, so it is worth knowing and no more. */
static void judge_list(struct ruling *r, const char *name)
{
	const struct qualification *q = r->q;
	const struct policy *p = rule(q, RULE_HOSPITALS);

	if (p && *name &&
	    !policies_list_hospital(q->policies, q->region, q->disease, q->insutype, name))
		object(r, FIELD_IDE_FIXMEDINS_NAME, FINDING_HOSPITAL_UNLISTED, name, p->document);
}

static void judge_institution(struct ruling *r)
{
	const struct qualification *q = r->q;
	const struct institution *i = q->institution;

	judge_list(r, i ? i->name : "");
	if (!i || i->id == 0) {
		object(r, FIELD_IDE_FIXMEDINS_NAME,
		       q->on_paper ? FINDING_INSTITUTION_ELSEWHERE : FINDING_INSTITUTION_UNKNOWN,
		       i ? i->name : "", NULL);
		return;
	}
	if (!i->active)
		object(r, FIELD_IDE_FIXMEDINS_NAME, FINDING_INSTITUTION_INACTIVE, i->name, NULL);
	if (!i->certifies)
		object(r, FIELD_IDE_FIXMEDINS_NAME, FINDING_INSTITUTION_CERTIFIES, i->name, NULL);
	if (!disease_listed(i->diseases, q->disease))
		object(r, FIELD_IDE_FIXMEDINS_NAME, FINDING_INSTITUTION_DISEASE, i->name,
		       q->disease);
	judge_level(r, i);
	judge_doctors(r, i);
}

bool qualify_certifier(const struct qualification *q, struct findings *out)
{
	struct ruling r = { q, out, true };

	judge_doctor(&r);
	judge_institution(&r);
	return r.good;
}

/* ---- filing ---- */

bool qualify_filer(const struct policies *ps, const char *region, const struct institution *i,
		   struct findings *out)
{
	const struct policy *ways = policies_routes(ps, region, NULL);
	struct ruling r = { NULL, out, true };

	if (!i || i->id == 0) {
		object(&r, FIELD_FIXMEDINS_NAME, FINDING_INSTITUTION_UNKNOWN, i ? i->name : "",
		       NULL);
		return r.good;
	}
	if (!i->active)
		object(&r, FIELD_FIXMEDINS_NAME, FINDING_INSTITUTION_INACTIVE, i->name, NULL);
	if (!i->files)
		object(&r, FIELD_FIXMEDINS_NAME, FINDING_INSTITUTION_FILES, i->name, NULL);
	/* 乐医保发〔2023〕28号 一：市内定点医疗机构；晋医保发〔2024〕3号、4号 三：参保地经办机构. */
	if (ways && !policy_covers(ways, i->region))
		object(&r, FIELD_FIXMEDINS_NAME, FINDING_INSTITUTION_REGION, i->name,
		       ways->document);
	return r.good;
}

/* ---- the long prescription ---- */

/* The number that 1 to 3 digits say, or 0: nothing else is a number of weeks. */
static unsigned weeks_read(const char *text)
{
	size_t len = strspn(text, "0123456789");

	return len >= 1 && len <= 3 && !text[len] ? (unsigned)strtoul(text, NULL, 10) : 0;
}

bool qualify_weeks(const struct policies *ps, const char *region, const char *disease,
		   const char *insutype, const char *weeks, struct findings *out)
{
	const struct policy *p = policies_rule(ps, region, disease, insutype, RULE_PRESCRIPTION);
	unsigned least = p ? p->prescription->least : 1;
	unsigned most = p ? p->prescription->most : WEEKS_MOST, typed = weeks_read(weeks);
	char range[32];

	if (!*weeks || (typed >= least && typed <= most && typed > 0))
		return true;
	snprintf(range, sizeof(range), "%u-%u", least, most);
	findings_add(out, FIELD_RX_WEEKS, FINDING_RX_WEEKS, weeks, range);
	return false;
}
