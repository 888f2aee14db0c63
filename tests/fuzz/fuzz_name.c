/* Any bytes as a person's name. */
#include "tests/fuzz/fuzz.h"

#include "forms/person_name.h"
#include "forms/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *clean, *again;
	struct findings found = { 0 };
	char *name = person_name_read(text, FIELD_PSN_NAME, &found);
	size_t errors = findings_errors(&found, FIELD_NONE);

	PROMISE(name, "memory");
	clean = text_clean(name, strlen(name), NULL);
	PROMISE(clean && strcmp(clean, name) == 0, "the stored name is not clean");
	findings_clear(&found);
	again = person_name_read(name, FIELD_PSN_NAME, &found);
	PROMISE(again && strcmp(again, name) == 0, "read again it is another");
	PROMISE(errors == findings_errors(&found, FIELD_NONE), "read again it is found otherwise");
	for (size_t i = 0; i < found.count; i++)
		PROMISE(found.list[i].code != FINDING_NAME_DOT, "a dot is changed twice");
	PROMISE(person_name_equal(text, name) || !text_valid(text, strlen(text), NULL),
		"not the same person");
	findings_finish(&found);
	free(clean);
	free(again);
	free(name);
	free(text);
	return 0;
}
