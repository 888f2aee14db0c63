#include "forms/policy_schema.h"

#include "forms/policy.h"

/* Keys and their types, struct by struct, as policy.h declares them. A key that stands in no table
 * here is refused by libcyaml. Optional keys leave NULL, 0 or false; what must be there together is
 * judged in policy_check.c. libcyaml counts a sequence in the member <name>_count. */

// clang-format off
#define NEEDED   CYAML_FLAG_POINTER
#define OPTIONAL (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)
#define MANY     CYAML_UNLIMITED

#define TEXT(owner, flags, member)         CYAML_FIELD_STRING_PTR(#member, flags, struct owner, member, 0, MANY)
#define NUMBER(owner, flags, member)       CYAML_FIELD_UINT(#member, flags, struct owner, member)
#define SWITCH(owner, member)              CYAML_FIELD_BOOL(#member, CYAML_FLAG_OPTIONAL, struct owner, member)
#define LIST(owner, flags, member, schema) CYAML_FIELD_SEQUENCE(#member, flags, struct owner, member, schema, 0, MANY)

static const cyaml_schema_value_t text_entry = { CYAML_VALUE_STRING(NEEDED, char, 0, MANY) };

static const cyaml_schema_field_t code_fields[] = {
	TEXT(policy_code, NEEDED, name),
	TEXT(policy_code, NEEDED, code),
	TEXT(policy_code, NEEDED, insurance),
	TEXT(policy_code, NEEDED, insutype),
	TEXT(policy_code, NEEDED, type_name),
	TEXT(policy_code, NEEDED, type_code),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t code_entry = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct policy_code, code_fields)
};

static const cyaml_schema_field_t unit_fields[] = {
	TEXT(policy_unit, NEEDED, name),
	TEXT(policy_unit, NEEDED, factor),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t unit_entry = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct policy_unit, unit_fields)
};

static const cyaml_strval_t evidence_kinds[] = {
	{ "finding",  EVIDENCE_FINDING },
	{ "quantity", EVIDENCE_QUANTITY },
};
static const cyaml_schema_field_t evidence_fields[] = {
	TEXT(policy_evidence, NEEDED, key),
	CYAML_FIELD_ENUM("kind", CYAML_FLAG_STRICT, struct policy_evidence, kind,
			 evidence_kinds, ARRAY_SIZE(evidence_kinds)),
	TEXT(policy_evidence, NEEDED, label),
	TEXT(policy_evidence, OPTIONAL, unit),
	LIST(policy_evidence, OPTIONAL, units, &unit_entry),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t evidence_entry = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct policy_evidence, evidence_fields)
};

static const cyaml_schema_field_t test_fields[] = {
	TEXT(policy_test, NEEDED, evidence),
	TEXT(policy_test, NEEDED, text),
	CYAML_FIELD_BOOL_PTR("positive", OPTIONAL, struct policy_test, positive),
	TEXT(policy_test, OPTIONAL, below),
	TEXT(policy_test, OPTIONAL, above),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t test_entry = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct policy_test, test_fields)
};

static const cyaml_schema_field_t item_fields[] = {
	TEXT(policy_item, NEEDED, no),
	TEXT(policy_item, NEEDED, text),
	LIST(policy_item, NEEDED, any, &test_entry),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t item_entry = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct policy_item, item_fields)
};

static const cyaml_schema_field_t criteria_fields[] = {
	TEXT(policy_criteria, NEEDED, disease),
	TEXT(policy_criteria, NEEDED, name),
	TEXT(policy_criteria, NEEDED, source),
	TEXT(policy_criteria, NEEDED, rule),
	LIST(policy_criteria, NEEDED, evidence, &evidence_entry),
	LIST(policy_criteria, NEEDED, items, &item_entry),
	LIST(policy_criteria, OPTIONAL, require, &text_entry),
	NUMBER(policy_criteria, CYAML_FLAG_OPTIONAL, at_least),
	LIST(policy_criteria, OPTIONAL, of, &text_entry),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t criteria_entry = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct policy_criteria, criteria_fields)
};

static const cyaml_schema_field_t benefit_fields[] = {
	TEXT(policy_benefit, NEEDED, disease),
	TEXT(policy_benefit, NEEDED, insutype),
	TEXT(policy_benefit, OPTIONAL, ratio),
	TEXT(policy_benefit, OPTIONAL, year_cap),
	TEXT(policy_benefit, OPTIONAL, quarter_cap),
	TEXT(policy_benefit, NEEDED, source),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t benefit_entry = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct policy_benefit, benefit_fields)
};

static const cyaml_schema_field_t hospital_fields[] = {
	TEXT(policy_hospital, NEEDED, name),
	LIST(policy_hospital, OPTIONAL, aliases, &text_entry),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t hospital_entry = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct policy_hospital, hospital_fields)
};

static const cyaml_schema_field_t material_fields[] = {
	TEXT(policy_material, NEEDED, id),
	TEXT(policy_material, NEEDED, name),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t material_entry = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct policy_material, material_fields)
};

static const cyaml_strval_t certified_kinds[] = {
	{ "registered", CERTIFIED_REGISTERED },
	{ "here",       CERTIFIED_HERE },
	{ "elsewhere",  CERTIFIED_ELSEWHERE },
};
static const cyaml_schema_field_t route_fields[] = {
	TEXT(policy_route, NEEDED, id),
	TEXT(policy_route, NEEDED, name),
	TEXT(policy_route, NEEDED, certifier),
	TEXT(policy_route, NEEDED, filer),
	TEXT(policy_route, NEEDED, source),
	CYAML_FIELD_ENUM("certified", CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL, struct policy_route,
			 certified, certified_kinds, ARRAY_SIZE(certified_kinds)),
	SWITCH(policy_route, proxy),
	LIST(policy_route, OPTIONAL, materials, &material_entry),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t route_entry = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct policy_route, route_fields)
};

static const cyaml_schema_field_t weeks_fields[] = {
	NUMBER(policy_weeks, CYAML_FLAG_DEFAULT, least),
	NUMBER(policy_weeks, CYAML_FLAG_DEFAULT, most),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t policy_fields[] = {
	TEXT(policy, NEEDED, id),
	NUMBER(policy, CYAML_FLAG_DEFAULT, edition),
	TEXT(policy, NEEDED, document),
	TEXT(policy, NEEDED, title),
	TEXT(policy, NEEDED, issuer),
	TEXT(policy, OPTIONAL, issued),
	LIST(policy, NEEDED, regions, &text_entry),
	LIST(policy, OPTIONAL, insutypes, &text_entry),
	LIST(policy, OPTIONAL, extends, &text_entry),
	TEXT(policy, OPTIONAL, from),
	TEXT(policy, OPTIONAL, to),
	SWITCH(policy, codes_complete),
	TEXT(policy, OPTIONAL, form_title),
	NUMBER(policy, CYAML_FLAG_OPTIONAL, hospital_level),
	NUMBER(policy, CYAML_FLAG_OPTIONAL, doctors),
	CYAML_FIELD_MAPPING_PTR("prescription", OPTIONAL, struct policy, prescription, weeks_fields),
	LIST(policy, OPTIONAL, codes, &code_entry),
	LIST(policy, OPTIONAL, criteria, &criteria_entry),
	LIST(policy, OPTIONAL, benefits, &benefit_entry),
	LIST(policy, OPTIONAL, hospitals, &hospital_entry),
	LIST(policy, OPTIONAL, routes, &route_entry),
	CYAML_FIELD_END
};

const cyaml_schema_value_t policy_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct policy, policy_fields)
};
// clang-format on
