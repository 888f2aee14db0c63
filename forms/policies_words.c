/* What the packs call the things that filings and acts name by their keys. */
#include <string.h>

#include "forms/criteria.h"

const struct policy_route *policies_route_named(const struct policies *ps, const char *id)
{
	for (size_t i = 0; ps && i < policies_count(ps); i++) {
		const struct policy *p = policies_at(ps, i);

		for (unsigned r = 0; r < p->routes_count; r++)
			if (strcmp(p->routes[r].id, id) == 0)
				return &p->routes[r];
	}
	return NULL;
}

/* Kinds that no pack asks for. */
static const struct {
	const char *kind, *label;
} own_materials[] = {
	{ "seal_scan", N_("印章影像") },
	{ "other", N_("其他材料") },
};

const char *route_material_label(const struct policy_route *r, const char *kind)
{
	for (unsigned i = 0; r && i < r->materials_count; i++)
		if (strcmp(r->materials[i].id, kind) == 0)
			return r->materials[i].name;
	for (size_t i = 0; i < ARRAY_SIZE(own_materials); i++)
		if (strcmp(own_materials[i].kind, kind) == 0)
			return _(own_materials[i].label);
	return NULL;
}

const char *policies_material_label(const struct policies *ps, const char *kind)
{
	for (size_t i = 0; ps && i < policies_count(ps); i++) {
		const struct policy *p = policies_at(ps, i);

		for (unsigned r = 0; r < p->routes_count; r++) {
			const char *label = route_material_label(&p->routes[r], kind);

			if (label)
				return label;
		}
	}
	return route_material_label(NULL, kind);
}

const char *policies_evidence_label(const struct policies *ps, const char *key)
{
	for (size_t i = 0; ps && i < policies_count(ps); i++) {
		const struct policy *p = policies_at(ps, i);

		for (unsigned c = 0; c < p->criteria_count; c++) {
			const struct policy_evidence *e = criteria_evidence(&p->criteria[c], key);

			if (e)
				return e->label;
		}
	}
	return NULL;
}
