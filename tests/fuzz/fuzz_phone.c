/* Any bytes as a telephone number: what is right is stored so that it is right, and the same, when read again. */
#include "tests/fuzz/fuzz.h"

#include "forms/phone.h"
#include "forms/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), out[TEL_SIZE], again[TEL_SIZE];
	struct findings found = { 0 };
	bool good = phone_read(text, out, &found);

	PROMISE(strlen(out) < TEL_SIZE && text_valid(out, strlen(out), NULL), "no text");
	PROMISE(good == (findings_errors(&found, FIELD_NONE) == 0), "findings and answer differ");
	findings_clear(&found);
	if (good) {
		PROMISE(out[strspn(out, "+0123456789-")] == '\0', "stored with other characters");
		PROMISE(phone_read(out, again, &found) && strcmp(out, again) == 0,
			"read again it is another");
		for (size_t i = 0; i < found.count; i++)
			PROMISE(found.list[i].code == FINDING_TEL_NO_AREA,
				"a stored number is found fault with");
	}
	findings_finish(&found);
	free(text);
	return 0;
}
