#include "forms/field.h"

#include <string.h>

#include "forms/identity.h"

// clang-format off
const struct field fields[FIELD_COUNT] = {
#define X(name, key, label, chars, flags, help) \
	[FIELD_##name] = { #key, label, help, chars, flags },
#include "forms/field.def"
#undef X
};

/* GB/T 2261.1. The form offers the first two; files from elsewhere may carry the others. */
static const struct field_choice sexes[] = {
	{ "1", N_("男"), '1' },
	{ "2", N_("女"), '2' },
	{ "0", N_("未知"), '0' },
	{ "9", N_("未说明"), '9' },
	{ NULL },
};

/* Dictionary insutype of the national interface. The paper offers the first two, in the paper's words. */
static const struct field_choice insurances[] = {
	{ "310", N_("职工医保"), '1' },
	{ "390", N_("城乡居民医保"), '2' },
	{ "320", N_("公务员医疗补助"), 0 },
	{ "330", N_("大额医疗费用补助"), 0 },
	{ "340", N_("离休人员医疗保障"), 0 },
	{ "350", N_("一至六级残疾军人医疗补助"), 0 },
	{ "360", N_("老红军医疗保障"), 0 },
	{ "370", N_("企业补充医疗保险"), 0 },
	{ "380", N_("新型农村合作医疗"), 0 },
	{ "391", N_("城镇居民基本医疗保险"), 0 },
	{ "392", N_("城乡居民大病医疗保险"), 0 },
	{ "399", N_("其他特殊人员医疗保障"), 0 },
	{ "410", N_("长期照护保险"), 0 },
	{ "510", N_("生育保险"), 0 },
	{ NULL },
};

static const struct field_choice *const choices[FIELD_COUNT] = {
	[FIELD_GEND]     = sexes,
	[FIELD_INSUTYPE] = insurances,
};
// clang-format on

const enum field_id agent_fields[AGENT_FIELDS] = { FIELD_AGNTER_NAME, FIELD_AGNTER_CERTNO,
						   FIELD_AGNTER_TEL, FIELD_AGNTER_RLTS };

bool field_is_agent(enum field_id id)
{
	for (size_t i = 0; i < AGENT_FIELDS; i++)
		if (agent_fields[i] == id)
			return true;
	return false;
}

enum field_id field_by_key(const char *key)
{
	for (int id = 0; id < FIELD_COUNT; id++)
		if (strcmp(fields[id].key, key) == 0)
			return (enum field_id)id;
	return FIELD_NONE;
}

const struct field_choice *field_choices(enum field_id id)
{
	return choices[id];
}

const char *field_choice_label(enum field_id id, const char *code)
{
	const struct cert_type *type = id == FIELD_PSN_CERT_TYPE ? cert_type_find(code) : NULL;

	if (type)
		return type->label;
	for (const struct field_choice *c = choices[id]; c && c->code; c++)
		if (strcmp(c->code, code) == 0)
			return c->label;
	return NULL;
}
