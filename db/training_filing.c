/* One filing of a training store: its days, what is filled in, its papers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/materials.h"
#include "db/training_stage.h"

#define LONG_AGO 200   /* days: entitlements that have ended by now began then */
#define BEFORE_TERM 60 /* days before the last day of an expired notice */
#define TERM_LENGTH 20

static const char *const way_ids[] = { [WAY_IN_HOSPITAL] = "in_hospital",
				       [WAY_ELSEWHERE] = "elsewhere",
				       [WAY_REGISTERED] = "certified_registered" };

/* The day on which the pack of the region's ways ended; none where it has no term, or not yet. */
static struct date term_end(const struct training_stage *s, const char *insutype)
{
	const struct policy *p = policies_routes(s->check.policies, s->check.region, insutype),
			    *because = NULL;
	struct date day = { 0 };

	if (!p || policy_in_force_for(s->check.policies, p, insutype, s->today, &because, &day) !=
			  POLICY_EXPIRED)
		return (struct date) { 0 };
	return day;
}

/* When a person's filing was made, and its last day. What rests on a notice that has ended was made while it held; what has
 * ended by now began long ago. */
void training_plan_days(struct training_stage *s, const struct training_person *p,
			char last[DATE_TEXT_SIZE])
{
	struct date end = term_end(s, p->insutype);

	last[0] = '\0';
	s->check.today = s->today;
	if (p->days)
		date_format(date_add_days(s->today, p->days), last);
	if (date_is_set(end)) {
		s->check.today = date_add_days(end, -BEFORE_TERM);
		if (p->days)
			date_format(date_add_days(s->check.today, TERM_LENGTH), last);
	} else if (p->days < 0) {
		s->check.today = date_add_days(s->today, -LONG_AGO);
	}
}

static bool is_card(const struct training_person *p)
{
	return *p->cert_type == '\0';
}

static void write_certno(const struct training_person *p, char out[32])
{
	if (is_card(p))
		snprintf(out, 32, "%s%c", p->certno, identity_check_character(p->certno));
	else
		snprintf(out, 32, "%s", p->certno);
}

static int set(struct filing *f, enum field_id id, const char *text)
{
	return *text ? filing_set(f, id, text) : 0;
}

static int write_person(struct filing *f, const struct training_person *p)
{
	char certno[32];

	write_certno(p, certno);
	return set(f, FIELD_PSN_NAME, p->name) || set(f, FIELD_CERTNO, certno) ||
			       set(f, FIELD_PSN_CERT_TYPE, p->cert_type) ||
			       set(f, FIELD_GEND, p->gend) || set(f, FIELD_AGE, p->age) ||
			       set(f, FIELD_INSUTYPE, p->insutype)
		       ? -1
		       : 0;
}

static int write_agent(struct filing *f, const struct training_person *p)
{
	struct training_person agent = { .certno = p->agent_certno, .cert_type = "" };
	char certno[32];

	if (!*p->agent)
		return 0;
	write_certno(&agent, certno);
	return set(f, FIELD_AGNTER_NAME, p->agent) || set(f, FIELD_AGNTER_CERTNO, certno) ||
			       set(f, FIELD_AGNTER_TEL, p->tel) ||
			       set(f, FIELD_AGNTER_RLTS, p->agent_relation)
		       ? -1
		       : 0;
}

static int write_disease(struct filing *f, const struct training_disease *d)
{
	if (set(f, FIELD_OPSP_DISE_CODE, d->code) || set(f, FIELD_OPSP_DISE_NAME, d->name) ||
	    set(f, FIELD_SYMP_DSCR, d->narrative))
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(d->evidence) && d->evidence[i].key; i++)
		if (evidence_set(&f->evidence, d->evidence[i].key, d->evidence[i].value,
				 d->evidence[i].unit, "") < 0)
			return -1;
	return 0;
}

/* A draft was left half-way: what the paper says further down is not there yet. */
static int write_rest(struct filing *f, const struct training_person *p, const char *day)
{
	char seen[32];

	if (p->state == STATE_DRAFT)
		return 0;
	snprintf(seen, sizeof(seen), "%s 09:12", day);
	return set(f, FIELD_TEL, p->tel) || set(f, FIELD_APPY_SIGN, seen) || write_agent(f, p) ? -1
											       : 0;
}

/* The packs that the form and the criteria come from. */
static void name_packs(const struct training_stage *s, const struct training_person *p, char *out,
		       size_t size)
{
	const struct policy *form = policies_form(s->check.policies, s->check.region);
	const struct policy *judge = policies_criteria(s->check.policies, s->check.region,
						       training_disease(p->what)->code, p->insutype)
					     .policy;
	int len = snprintf(out, size, "%s/%u", form->id, form->edition);

	if (judge && judge != form)
		snprintf(out + len, size - (size_t)len, " %s/%u", judge->id, judge->edition);
}

int training_write_filing(const struct training_stage *s, const struct training_person *p,
			  struct filing_record *r, struct err *err)
{
	static const enum field_id left[] = { FIELD_CERTNO, FIELD_PSN_NAME, FIELD_OPSP_DISE_CODE,
					      FIELD_INSUTYPE };
	char day[DATE_TEXT_SIZE];
	struct filing *f = &r->filing;
	int rc;

	snprintf(r->route, sizeof(r->route), "%s", way_ids[p->way]);
	name_packs(s, p, r->policy, sizeof(r->policy));
	date_format(s->check.today, day);
	rc = set(f, FIELD_APPY_DATE, day) || write_person(f, p) ||
	     write_disease(f, training_disease(p->what)) || write_rest(f, p, day);
	for (size_t i = 0; rc == 0 && i < ARRAY_SIZE(left); i++)
		rc = filing_derive(f, left[i], &s->check);
	return rc ? err_set(err, ERR_MEMORY, "%s", _("内存不足")) : 0;
}

/* The papers that the way asks for were seen; none of them is scanned. */
int training_show_papers(const struct training_stage *s, const struct training_person *p,
			 int64_t filing, struct err *err)
{
	const struct policy *pack =
		policies_routes(s->check.policies, s->check.region, p->insutype);
	const struct policy_route *way = NULL;

	for (unsigned i = 0; pack && i < pack->routes_count; i++)
		if (strcmp(pack->routes[i].id, way_ids[p->way]) == 0)
			way = &pack->routes[i];
	for (unsigned i = 0; way && i < way->materials_count; i++) {
		struct material m = { .filing = filing, .pages = 1 };

		snprintf(m.kind, sizeof(m.kind), "%s", way->materials[i].id);
		date_format(s->check.today, m.issued);
		snprintf(m.issuer, sizeof(m.issuer), "%s",
			 p->way == WAY_ELSEWHERE ? TRAINING_ELSEWHERE : TRAINING_NAME);
		if (materials_add(s->st, &training_seat(s, ROLE_CLERK, 0)->actor, &m, NULL, err) <
		    0)
			return -1;
	}
	return 0;
}
