/* Does a hospital name as many responsible doctors as its pack demands? */
#include "tui/screens/registry.h"

/* Does the pack speak of what this institution certifies? */
static bool binds(const struct desk *d, const struct policy *p, const struct institution *i)
{
	return p->doctors > 0 && policy_covers(p, i->region) &&
	       !policies_is_left_out(d->policies, p) &&
	       (p->hospitals_count == 0 || policy_lists_hospital(p, i->name));
}

static bool is_short_of(struct store *st, const struct institution *i, const struct policy *p,
			const char *code, const char *name, struct shortage *out)
{
	unsigned doctors = 0;

	if (!disease_listed(i->diseases, code) || doctors_count(st, i->id, code, &doctors, NULL) ||
	    doctors >= p->doctors)
		return false;
	*out = (struct shortage) { p, name, doctors };
	return true;
}

/* The first disease for which a pack demands more responsible doctors than the institution has. */
bool registry_find_shortage(const struct desk *d, const struct institution *i, struct shortage *out)
{
	for (size_t k = 0; i->active && i->certifies && k < policies_count(d->policies); k++) {
		const struct policy *p = policies_at(d->policies, k);

		for (unsigned c = 0; binds(d, p, i) && c < p->criteria_count; c++)
			if (is_short_of(d->store, i, p, p->criteria[c].disease, p->criteria[c].name,
					out))
				return true;
		for (unsigned c = 0; binds(d, p, i) && c < p->codes_count; c++)
			if (is_short_of(d->store, i, p, p->codes[c].code, p->codes[c].name, out))
				return true;
	}
	return false;
}
