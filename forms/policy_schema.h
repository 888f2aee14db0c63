/* How a pack's YAML becomes struct policy: the libcyaml tables. Only policy_fill.c reads them. */
#ifndef FORMS_POLICY_SCHEMA_H
#define FORMS_POLICY_SCHEMA_H

#include <cyaml/cyaml.h>

extern const cyaml_schema_value_t policy_schema;

#endif
