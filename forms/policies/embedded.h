/* The built-in packs, compiled in by cmake/embed.cmake in the order of forms/CMakeLists.txt. */
#ifndef FORMS_POLICIES_EMBEDDED_H
#define FORMS_POLICIES_EMBEDDED_H

#include <stddef.h>

struct embedded_pack {
	const char *name; /* "leshan-2023-28.yaml" */
	const char *yaml;
	size_t len;
};

extern const struct embedded_pack embedded_packs[];
extern const size_t embedded_packs_count;

#endif
