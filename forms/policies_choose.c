#include "forms/policies_parts.h"

#include <stdio.h>
#include <string.h>

#include "forms/division.h"

/* The narrowest term of a pack and all it rests on. */
struct term {
	const struct policy *from_pack, *to_pack;
	struct date from, to;
};

static void narrow(const struct policies *ps, struct term *t, const struct policy *p)
{
	struct date d;

	if (p->from && !date_parse(p->from, &d) &&
	    (!t->from_pack || date_compare(d, t->from) > 0)) {
		t->from_pack = p;
		t->from = d;
	}
	if (policies_last_day(ps, p, &d) && (!t->to_pack || date_compare(d, t->to) < 0)) {
		t->to_pack = p;
		t->to = d;
	}
}

static void narrow_all(const struct policies *ps, const struct policy *p, const char *insutype,
		       int levels, struct term *t)
{
	narrow(ps, t, p);
	for (unsigned i = 0; levels && i < p->extends_count; i++) {
		const struct policy *base = policies_find(ps, p->extends[i]);

		if (base && policy_insures(base, insutype))
			narrow_all(ps, base, insutype, levels - 1, t);
	}
}

enum policy_force policy_in_force_for(const struct policies *ps, const struct policy *p,
				      const char *insutype, struct date on,
				      const struct policy **out_because, struct date *out_day)
{
	enum policy_force force = POLICY_IN_FORCE;
	struct term t = { 0 };
	bool early;

	narrow_all(ps, p, insutype, POLICY_LEVELS_MAX, &t);
	early = t.from_pack && date_compare(on, t.from) < 0;
	if (early)
		force = POLICY_NOT_YET;
	else if (t.to_pack && date_compare(on, t.to) > 0)
		force = POLICY_EXPIRED;
	if (out_because)
		*out_because = early ? t.from_pack : t.to_pack;
	if (out_day)
		*out_day = early ? t.from : t.to;
	return force;
}

enum policy_force policy_in_force(const struct policies *ps, const struct policy *p, struct date on,
				  const struct policy **out_because, struct date *out_day)
{
	return policy_in_force_for(ps, p, NULL, on, out_because, out_day);
}

static const struct policy_criteria *criteria_of(const struct policy *p, const char *disease)
{
	for (unsigned i = 0; i < p->criteria_count; i++)
		if (!strcmp(p->criteria[i].disease, disease))
			return &p->criteria[i];
	return NULL;
}

/* How well a pack's criteria suit a filing: binding ones of the nearest authority first, then those
 * of elsewhere, of the same insurance if possible. 0: no criteria of this disease. */
static size_t suits(const struct policy *p, const char *region, const char *insutype)
{
	size_t reach = policy_reach(p, region);

	if (!policy_insures(p, insutype))
		return 1;
	return 2 + reach;
}

struct criteria_choice policies_criteria(const struct policies *ps, const char *region,
					 const char *disease, const char *insutype)
{
	struct criteria_choice best = { 0 };
	size_t best_fit = 0;

	for (size_t i = 0; i < policies_count(ps); i++) {
		const struct policy *p = policies_at(ps, i);
		const struct policy_criteria *c = criteria_of(p, disease);
		size_t fit = c && !policies_is_left_out(ps, p) ? suits(p, region, insutype) : 0;

		if (fit <= best_fit)
			continue;
		best_fit = fit;
		best = (struct criteria_choice) { p, c, fit > 2 };
	}
	return best;
}

/* How well a pack's form suits: the nearest of those in use, then any in use, then any: a desk without a form can register
 * nobody, and a form is borrowed without the rest of its pack. */
static size_t form_suits(const struct policies *ps, const struct policy *p, const char *region)
{
	if (!p->form_title)
		return 0;
	return policies_is_left_out(ps, p) ? 1 : 2 + policy_reach(p, region);
}

const struct policy *policies_form(const struct policies *ps, const char *region)
{
	const struct policy *best = NULL;
	size_t best_fit = 0;

	for (size_t i = 0; i < policies_count(ps); i++) {
		size_t fit = form_suits(ps, policies_at(ps, i), region);

		if (fit <= best_fit)
			continue;
		best = policies_at(ps, i);
		best_fit = fit;
	}
	return best;
}

void policies_form_heading(const struct policies *ps, const char *region, char *buf, size_t size)
{
	const struct policy *form = policies_form(ps, region);
	const char *place = division_name(region);

	if (!form)
		snprintf(buf, size, "%s", "");
	else if (policy_covers(form, region))
		snprintf(buf, size, "%s", form->form_title);
	else
		snprintf(buf, size, _("%s（%s未装入本地表样，借用）"), form->form_title,
			 place ? place : "");
}

const struct policy *policies_routes(const struct policies *ps, const char *region,
				     const char *insutype)
{
	const struct policy *best = NULL;
	size_t best_reach = 0;

	for (size_t i = 0; i < policies_count(ps); i++) {
		const struct policy *p = policies_at(ps, i);
		size_t reach = policies_reach(ps, p, region);

		if (!p->routes_count || reach <= best_reach || !policy_insures(p, insutype))
			continue;
		best = p;
		best_reach = reach;
	}
	return best;
}

static bool has_code(const struct policy *p, const char *disease)
{
	for (unsigned i = 0; i < p->codes_count; i++)
		if (!strcmp(p->codes[i].code, disease))
			return true;
	return false;
}

static bool has_benefit(const struct policy *p, const char *disease)
{
	for (unsigned i = 0; i < p->benefits_count; i++)
		if (!strcmp(p->benefits[i].disease, disease))
			return true;
	return false;
}

bool policy_speaks_of(const struct policy *p, const char *disease)
{
	return criteria_of(p, disease) || has_code(p, disease) || has_benefit(p, disease);
}

bool policies_list_hospital(const struct policies *ps, const char *region, const char *disease,
			    const char *insutype, const char *name)
{
	for (size_t i = 0; i < policies_count(ps); i++) {
		const struct policy *p = policies_at(ps, i);

		if (policies_reach(ps, p, region) && policy_insures(p, insutype) &&
		    policy_speaks_of(p, disease) && policy_lists_hospital(p, name))
			return true;
	}
	return false;
}

static bool has_rule(const struct policy *p, enum policy_rule rule)
{
	switch (rule) {
	case RULE_HOSPITAL_LEVEL:
		return p->hospital_level > 0;
	case RULE_DOCTORS:
		return p->doctors > 0;
	case RULE_PRESCRIPTION:
		return p->prescription;
	case RULE_HOSPITALS:
		return p->hospitals_count > 0;
	}
	return false;
}

const struct policy *policies_rule(const struct policies *ps, const char *region,
				   const char *disease, const char *insutype, enum policy_rule rule)
{
	const struct policy *best = NULL;
	size_t best_reach = 0;

	for (size_t i = 0; i < policies_count(ps); i++) {
		const struct policy *p = policies_at(ps, i);
		size_t reach = policies_reach(ps, p, region);

		if (reach <= best_reach || !has_rule(p, rule) || !policy_insures(p, insutype) ||
		    !policy_speaks_of(p, disease))
			continue;
		best = p;
		best_reach = reach;
	}
	return best;
}
