#include "forms/act_text.h"

#include <stdio.h>

#define OF(member) #member, offsetof(struct act_facts, member)

/* The lines of an act's text, in this order for every act: what an act does not say is absent. Keys and order belong to
 * mtdesk-act/1; another order would be another kind. */
// clang-format off
static const struct line {
	const char *key;
	size_t offset;
} before_materials[] = {
	{ OF(no) }, { OF(filing_no) }, { OF(filing_sm3) }, { OF(prior_sm3) },
	{ OF(layout) }, { OF(layout_sm3) }, { OF(policies) }, { OF(policies_sm3) },
	{ OF(verdict) }, { OF(items) }, { OF(basis) },
}, after_materials[] = {
	{ OF(before_sm3) }, { OF(history) }, { OF(history_sm3) }, { OF(actor_name) }, { OF(role) }, { OF(key_id) },
	{ OF(at) }, { OF(clock) }, { OF(audit_head) }, { OF(once) }, { OF(reason) },
	{ OF(dr_name) }, { OF(dr_code) }, { OF(dr_title) }, { OF(ide_name) }, { OF(ide_no) },
	{ OF(ide_date) }, { OF(rx_weeks) }, { OF(override) }, { OF(mark) },
	{ OF(seal_name) }, { OF(seal_institution) }, { OF(legible) }, { OF(over_date) },
	{ OF(name_equal) }, { OF(scan_sm3) },
	{ OF(fixmedins_name) }, { OF(fixmedins_code) }, { OF(opter_name) }, { OF(opt_time) },
	{ OF(begndate) }, { OF(enddate) },
	{ OF(policy) }, { OF(document) }, { OF(until) },
};
// clang-format on

/* Absent and empty are one in the facts. */
static const char *or_absent(const char *text)
{
	return text && *text ? text : NULL;
}

static void add_lines(const struct act_facts *facts, const struct line *lines, size_t count,
		      struct canonical *out)
{
	for (size_t i = 0; i < count; i++) {
		const char *at = (const char *)facts + lines[i].offset;

		canonical_add(out, lines[i].key, or_absent(*(const char *const *)(const void *)at));
	}
}

static void add_materials(const struct act_facts *facts, struct canonical *out)
{
	canonical_add_int(out, "materials", (int64_t)facts->materials_count);
	for (size_t i = 0; i < facts->materials_count; i++) {
		const struct act_material *m = &facts->materials[i];

		canonical_add(out, "material", or_absent(m->kind));
		canonical_add(out, "material_name", or_absent(m->name));
		canonical_add_int(out, "material_bytes", m->bytes);
		canonical_add_int(out, "material_pages", m->pages);
		canonical_add(out, "material_sm3", or_absent(m->sm3));
		canonical_add(out, "material_issued", or_absent(m->issued));
		canonical_add(out, "material_issuer", or_absent(m->issuer));
	}
}

int act_text_make(const struct act_facts *facts, struct canonical *out)
{
	canonical_begin(out, CANONICAL_ACT);
	canonical_add(out, "act", act_key(facts->act));
	canonical_add(out, "meaning", or_absent(act_meaning(facts->act)));
	canonical_add(out, "desk", or_absent(facts->desk));
	canonical_add_int(out, "filing", facts->filing);
	canonical_add_int(out, "version", facts->version);
	add_lines(facts, before_materials, ARRAY_SIZE(before_materials), out);
	add_materials(facts, out);
	canonical_add_int(out, "actor", facts->actor);
	canonical_add_int(out, "audit_seq", facts->audit_seq);
	add_lines(facts, after_materials, ARRAY_SIZE(after_materials), out);
	if (!out->failed)
		return 0;
	canonical_finish(out);
	return -1;
}

char *act_text_get(const char *text, const char *key)
{
	return canonical_get(CANONICAL_ACT, text, key);
}
