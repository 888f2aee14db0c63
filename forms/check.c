/* filing_check(): each field by its own rule, then the rules that span fields, then the criteria. */
#include "forms/filing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/division.h"
#include "forms/person_name.h"
#include "forms/phone.h"
#include "forms/qualify.h"
#include "forms/text.h"

struct check {
	const struct filing *f;
	const struct check_context *ctx;
	struct check_result *out;
	struct findings *found;
	struct date application; /* the day that governs age */
};

static const char *value(const struct check *c, enum field_id id)
{
	return filing_get(c->f, id);
}

static bool given(const struct check *c, enum field_id id)
{
	return c->f->value[id] != NULL;
}

static void add(const struct check *c, enum field_id id, enum finding_code code, const char *a,
		const char *b)
{
	findings_add(c->found, id, code, a, b);
}

/* ---- the person ---- */

static void check_certno(struct check *c)
{
	const char *type = value(c, FIELD_PSN_CERT_TYPE);

	if (given(c, FIELD_CERTNO))
		identity_read(value(c, FIELD_CERTNO),
			      c->f->derived[FIELD_PSN_CERT_TYPE] ? NULL : type, c->application,
			      &c->out->identity, c->found);
	else if (*type && !cert_type_find(type))
		add(c, FIELD_PSN_CERT_TYPE, FINDING_ID_TYPE_UNKNOWN, type, NULL);
}

static void check_name(struct check *c)
{
	if (given(c, FIELD_PSN_NAME))
		c->out->psn_name =
			person_name_read(value(c, FIELD_PSN_NAME), FIELD_PSN_NAME, c->found);
}

static void check_tel(struct check *c)
{
	const char *typed = value(c, FIELD_TEL);

	/* What was too long to be a number is not handed back cut. */
	if (given(c, FIELD_TEL) && !phone_read(typed, c->out->tel, c->found) &&
	    strlen(typed) >= TEL_SIZE)
		c->out->tel[0] = '\0';
}

static void check_sex(struct check *c)
{
	const char *typed = value(c, FIELD_GEND), *label = field_choice_label(FIELD_GEND, typed);
	const char *shown = c->out->identity.gend;

	if (!*typed)
		return;
	if (!label)
		add(c, FIELD_GEND, FINDING_SEX_UNKNOWN, typed, NULL);
	else if (c->out->identity.valid && *shown && strcmp(shown, typed) != 0)
		add(c, FIELD_GEND, FINDING_SEX_CONTRADICTS, _(label),
		    _(field_choice_label(FIELD_GEND, shown)));
}

/* The age as a number, or -1 when the text is none. */
static int age_read(const char *text)
{
	char *end;
	long age = strtol(text, &end, 10);

	return *text < '0' || *text > '9' || *end || age > 150 ? -1 : (int)age;
}

static void check_age(struct check *c)
{
	const struct identity *id = &c->out->identity;
	const char *typed = value(c, FIELD_AGE);
	char expected[8];
	int age = *typed ? age_read(typed) : -1;

	c->out->age = age;
	if (id->valid && date_is_set(id->birth))
		c->out->age = date_age(id->birth, c->application);
	if (!*typed)
		return;
	if (age < 0) {
		add(c, FIELD_AGE, FINDING_AGE_FORMAT, typed, NULL);
	} else if (age != c->out->age) {
		snprintf(expected, sizeof(expected), "%d", c->out->age);
		add(c, FIELD_AGE, FINDING_AGE_CONTRADICTS, typed, expected);
	}
}

static void check_birth(struct check *c)
{
	const struct identity *id = &c->out->identity;
	char shown[DATE_TEXT_SIZE];
	struct date typed;

	if (date_parse(value(c, FIELD_BRDY), &typed) || !id->valid || !date_is_set(id->birth))
		return;
	if (date_compare(typed, id->birth) != 0)
		add(c, FIELD_BRDY, FINDING_BIRTH_CONTRADICTS, value(c, FIELD_BRDY),
		    date_format(id->birth, shown));
}

/* ---- somebody who applies for the person ---- */

/* The readers of numbers speak of the applicant's cells; what they find belongs to the agent's. */
static void move_findings(struct check *c, struct findings *from, enum field_id id)
{
	for (size_t i = 0; i < from->count; i++)
		add(c, id, from->list[i].code, from->list[i].arg[0], from->list[i].arg[1]);
	findings_finish(from);
}

static void check_agent_certno(struct check *c)
{
	const char *typed = value(c, FIELD_AGNTER_CERTNO);
	char mine[CERTNO_SIZE], other[CERTNO_SIZE];
	struct findings found = { 0 };
	struct identity id;

	if (identity_read(typed, NULL, c->application, &id, &found) && c->out->identity.valid) {
		identity_person_key(typed, mine);
		identity_person_key(value(c, FIELD_CERTNO), other);
		if (strcmp(mine, other) == 0)
			findings_add(&found, FIELD_AGNTER_CERTNO, FINDING_AGENT_SAME, NULL, NULL);
	}
	move_findings(c, &found, FIELD_AGNTER_CERTNO);
}

static void check_agent_tel(struct check *c)
{
	struct findings found = { 0 };
	char tel[TEL_SIZE];

	phone_read(value(c, FIELD_AGNTER_TEL), tel, &found);
	move_findings(c, &found, FIELD_AGNTER_TEL);
}

/* An agent is told of whole or not at all. */
static void check_agent(struct check *c)
{
	if (!filing_has_agent(c->f))
		return;
	if (c->ctx->route && !c->ctx->route->proxy) {
		add(c, FIELD_AGNTER_NAME, FINDING_AGENT_NOT_HERE, c->ctx->route->name, NULL);
		return;
	}
	for (size_t i = 0; c->ctx->complete && i < ARRAY_SIZE(agent_fields); i++)
		if (!given(c, agent_fields[i]))
			add(c, agent_fields[i], FINDING_REQUIRED, _(fields[agent_fields[i]].label),
			    NULL);
	if (given(c, FIELD_AGNTER_NAME))
		free(person_name_read(value(c, FIELD_AGNTER_NAME), FIELD_AGNTER_NAME, c->found));
	if (given(c, FIELD_AGNTER_CERTNO))
		check_agent_certno(c);
	if (given(c, FIELD_AGNTER_TEL))
		check_agent_tel(c);
}

/* ---- dates ---- */

/* The days between which the benefit runs; every other day of a filing is of something that happened. */
static bool may_lie_ahead(enum field_id id)
{
	return id == FIELD_BEGNDATE || id == FIELD_ENDDATE;
}

static void check_date(struct check *c, enum field_id id)
{
	const char *typed = value(c, id), *label = _(fields[id].label);
	const struct identity *person = &c->out->identity;
	struct date day;

	if (!*typed)
		return;
	if (date_parse(typed, &day))
		add(c, id, FINDING_DATE_FORMAT, label, typed);
	else if (date_compare(day, c->ctx->today) > 0 && !may_lie_ahead(id))
		add(c, id, FINDING_DATE_FUTURE, label, typed);
	else if (person->valid && date_is_set(person->birth) &&
		 date_compare(day, person->birth) < 0)
		add(c, id, FINDING_DATE_BEFORE_BIRTH, label, typed);
}

static void check_dates(struct check *c)
{
	for (int id = 0; id < FIELD_COUNT; id++)
		if (fields[id].flags & FIELD_DATE)
			check_date(c, (enum field_id)id);
}

/* ---- disease and insurance ---- */

static bool is_disease_code(const char *code)
{
	return code[0] == 'M' && strlen(code) == 6 && strspn(code + 1, "0123456789") == 5;
}

static const char *region_name(const struct check *c)
{
	const char *name = division_name(c->ctx->region);

	return name ? name : c->ctx->region;
}

static void check_insurance(struct check *c)
{
	const char *typed = value(c, FIELD_INSUTYPE);

	if (*typed && !field_choice_label(FIELD_INSUTYPE, typed))
		add(c, FIELD_INSUTYPE, FINDING_INSUTYPE_UNKNOWN, typed, NULL);
}

/* The disease by its code; a code that is malformed or in no table is a finding. */
static const struct policy_code *disease_by_code(struct check *c)
{
	const char *code = value(c, FIELD_OPSP_DISE_CODE);
	const struct policy_code *row = codetable_code(c->ctx->codes, code);

	if (row)
		return row;
	if (!is_disease_code(code))
		add(c, FIELD_OPSP_DISE_CODE, FINDING_CODE_FORMAT, code, NULL);
	else if (c->ctx->codes->complete)
		add(c, FIELD_OPSP_DISE_CODE, FINDING_CODE_UNKNOWN, code, region_name(c));
	else
		add(c, FIELD_OPSP_DISE_CODE, FINDING_CODE_NOT_LOADED, code, region_name(c));
	return NULL;
}

static const struct policy_code *disease_by_name(struct check *c)
{
	const char *name = value(c, FIELD_OPSP_DISE_NAME);
	struct code_hit hit;
	size_t count;
	enum code_match m = codetable_search(c->ctx->codes, name, &hit, 1, &count);

	if (m == MATCH_EXACT || m == MATCH_FOLDED)
		return hit.row;
	if (c->ctx->codes->complete)
		add(c, FIELD_OPSP_DISE_NAME, FINDING_NAME_UNKNOWN, name, NULL);
	else
		add(c, FIELD_OPSP_DISE_NAME, FINDING_CODE_NOT_LOADED, name, region_name(c));
	return NULL;
}

static void check_type_code(struct check *c, const char *expected)
{
	const char *type = value(c, FIELD_DISE_TYPE_CODE);

	if (*type && *expected && strcmp(type, expected) != 0)
		add(c, FIELD_DISE_TYPE_CODE, FINDING_TYPE_CODE_MISMATCH, type, expected);
}

/* Without an insurance the type code may be that of any row of the disease. */
static void check_any_type_code(struct check *c, const struct policy_code *disease)
{
	const struct codetable *t = c->ctx->codes;
	const char *type = value(c, FIELD_DISE_TYPE_CODE);

	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->rows[i]->code, disease->code) == 0 &&
		    strcmp(t->rows[i]->type_code, type) == 0)
			return;
	check_type_code(c, disease->type_code);
}

static void check_pair(struct check *c, const struct policy_code *disease)
{
	const char *insutype = value(c, FIELD_INSUTYPE);

	if (!*insutype) {
		check_any_type_code(c, disease);
		return;
	}
	c->out->row = codetable_pair(c->ctx->codes, disease->code, insutype);
	if (c->out->row)
		check_type_code(c, c->out->row->type_code);
	else if (c->ctx->codes->complete)
		add(c, FIELD_INSUTYPE, FINDING_PAIR_UNKNOWN, disease->code, insutype);
	else
		add(c, FIELD_INSUTYPE, FINDING_CODE_NOT_LOADED, disease->code, region_name(c));
}

static void check_disease(struct check *c)
{
	const char *name = value(c, FIELD_OPSP_DISE_NAME);
	const struct policy_code *disease = NULL;

	if (given(c, FIELD_OPSP_DISE_CODE)) {
		disease = disease_by_code(c);
		if (disease && *name && codetable_name_is(disease, name) == MATCH_NONE)
			add(c, FIELD_OPSP_DISE_NAME, FINDING_NAME_MISMATCH, name, disease->name);
	} else if (*name) {
		disease = disease_by_name(c);
	}
	c->out->disease = disease;
	if (disease)
		check_pair(c, disease);
}

/* ---- criteria and policy ---- */

/* Whoever acts on a notice that was prolonged knows the document that did it. */
static void add_renewal(struct check *c, enum field_id id, struct date on)
{
	const struct policy *carried;
	const char *document = policy_renewed_by_for(c->ctx->policies, c->out->basis.policy,
						     value(c, FIELD_INSUTYPE), on, &carried);

	if (document)
		add(c, id, FINDING_POLICY_RENEWED, carried->document, document);
}

static void add_force(struct check *c, enum field_id id, struct date on)
{
	const struct policy *because = c->out->basis.policy;
	struct date day;
	char text[DATE_TEXT_SIZE];

	switch (policy_in_force_for(c->ctx->policies, because, value(c, FIELD_INSUTYPE), on,
				    &because, &day)) {
	case POLICY_IN_FORCE:
		add_renewal(c, id, on);
		break;
	case POLICY_NOT_YET:
		add(c, id, FINDING_POLICY_EARLY, because->document, date_format(day, text));
		break;
	case POLICY_EXPIRED:
		add(c, id, FINDING_POLICY_EXPIRED, because->document, date_format(day, text));
		break;
	}
}

/* The certification day governs the doctor's act, the filing day the filing (today while there is none).
 * A reference from another region has no term here. */
static void check_terms(struct check *c)
{
	struct date certified, filed;

	if (!c->out->basis.binding)
		return;
	if (date_parse(value(c, FIELD_OPT_TIME), &filed))
		add_force(c, FIELD_NONE, c->ctx->today);
	else
		add_force(c, FIELD_OPT_TIME, filed);
	if (!date_parse(value(c, FIELD_HOSP_IDE_DATE), &certified))
		add_force(c, FIELD_HOSP_IDE_DATE, certified);
}

/* The province names a first batch, a city may add to it: a hospital counts when any pack of the region lists it. */
static void check_hospital(struct check *c)
{
	const struct criteria_choice *basis = &c->out->basis;
	const char *name = value(c, FIELD_IDE_FIXMEDINS_NAME);

	if (*name && basis->binding && basis->policy->hospitals_count &&
	    !policies_list_hospital(c->ctx->policies, c->ctx->region, basis->criteria->disease,
				    value(c, FIELD_INSUTYPE), name))
		add(c, FIELD_IDE_FIXMEDINS_NAME, FINDING_HOSPITAL_UNLISTED, name,
		    basis->policy->document);
}

/* What certification will say to this verdict; asked for only where completeness is. */
static void check_verdict(struct check *c)
{
	const struct check_result *r = c->out;
	char why[FINDING_ARG_SIZE];

	if (!c->ctx->complete || r->judgement.verdict == VERDICT_ELIGIBLE)
		return;
	judgement_explain(r->basis.criteria, &r->judgement, why, sizeof(why));
	if (!r->basis.binding)
		add(c, FIELD_SYMP_DSCR, FINDING_VERDICT_REFERENCE, why, NULL);
	else if (r->judgement.verdict == VERDICT_INELIGIBLE)
		add(c, FIELD_SYMP_DSCR, FINDING_VERDICT_INELIGIBLE, why, NULL);
	else
		add(c, FIELD_SYMP_DSCR, FINDING_VERDICT_UNDETERMINED, why, NULL);
}

static const char *disease_code(const struct check *c)
{
	return c->out->disease ? c->out->disease->code : value(c, FIELD_OPSP_DISE_CODE);
}

/* Evidence that a disease without criteria has no use for: most likely the disease was another one before. */
static void check_unused(struct check *c)
{
	const struct evidence *e = &c->f->evidence;
	const char *label;
	char count[24];

	if (e->count == 0)
		return;
	label = policies_evidence_label(c->ctx->policies, e->entries[0].key);
	snprintf(count, sizeof(count), "%zu", e->count);
	add(c, FIELD_SYMP_DSCR, FINDING_EVIDENCE_UNUSED, label ? label : e->entries[0].key, count);
}

static void check_weeks(struct check *c)
{
	if (given(c, FIELD_RX_WEEKS))
		qualify_weeks(c->ctx->policies, c->ctx->region, disease_code(c),
			      value(c, FIELD_INSUTYPE), value(c, FIELD_RX_WEEKS), c->found);
}

static void check_criteria(struct check *c)
{
	struct check_result *r = c->out;
	const char *code = disease_code(c);

	if (!*code)
		return;
	r->basis =
		policies_criteria(c->ctx->policies, c->ctx->region, code, value(c, FIELD_INSUTYPE));
	if (!r->basis.criteria) {
		check_unused(c);
		if (c->ctx->complete && !given(c, FIELD_SYMP_DSCR))
			add(c, FIELD_SYMP_DSCR, FINDING_REQUIRED, _(fields[FIELD_SYMP_DSCR].label),
			    NULL);
		return;
	}
	criteria_judge(r->basis.criteria, &c->f->evidence, &r->judgement, c->found);
	check_terms(c);
	check_hospital(c);
	check_verdict(c);
}

/* ---- the whole ---- */

static void check_lengths(struct check *c)
{
	char limit[16];

	for (int id = 0; id < FIELD_COUNT; id++) {
		if (id == FIELD_PSN_NAME ||
		    text_chars(value(c, (enum field_id)id)) <= fields[id].chars)
			continue;
		snprintf(limit, sizeof(limit), "%u", fields[id].chars);
		add(c, (enum field_id)id, FINDING_TOO_LONG, _(fields[id].label), limit);
	}
}

/* What follows from other fields, as on the form, need not be given. */
static void check_required(struct check *c)
{
	enum field_id disease =
		given(c, FIELD_OPSP_DISE_CODE) ? FIELD_OPSP_DISE_CODE : FIELD_OPSP_DISE_NAME;
	struct filing whole = { 0 };
	const struct filing *f = c->f;

	if (filing_copy(&whole, c->f) == 0 && filing_derive(&whole, disease, c->ctx) == 0)
		f = &whole;
	for (int id = 0; id < FIELD_COUNT; id++)
		if ((fields[id].flags & FIELD_REQUIRED) && !f->value[id])
			add(c, (enum field_id)id, FINDING_REQUIRED, _(fields[id].label), NULL);
	filing_finish(&whole);
}

void filing_check(const struct filing *f, const struct check_context *ctx, struct check_result *out)
{
	struct check c = { f, ctx, out, &out->findings, ctx->today };

	*out = (struct check_result) { .age = -1 };
	date_parse(filing_get(f, FIELD_APPY_DATE), &c.application);
	if (ctx->complete)
		check_required(&c);
	check_lengths(&c);
	check_certno(&c);
	check_name(&c);
	check_tel(&c);
	check_sex(&c);
	check_age(&c);
	check_birth(&c);
	check_agent(&c);
	check_dates(&c);
	check_insurance(&c);
	check_disease(&c);
	check_weeks(&c);
	check_criteria(&c);
}

const struct finding *check_result_term(const struct check_result *r)
{
	for (size_t i = 0; i < r->findings.count; i++) {
		const struct finding *found = &r->findings.list[i];

		if (found->code == FINDING_POLICY_EXPIRED || found->code == FINDING_POLICY_EARLY)
			return found;
	}
	return NULL;
}

void check_result_finish(struct check_result *r)
{
	if (!r)
		return;
	findings_finish(&r->findings);
	free(r->psn_name);
	r->psn_name = NULL;
}

bool finding_is_error(const struct finding *f, const struct check_context *ctx)
{
	switch (finding_code_level(f->code)) {
	case LEVEL_FIELD:
		return true;
	case LEVEL_ACT:
		return ctx->complete;
	case LEVEL_NOTE:
		return false;
	}
	return false;
}
