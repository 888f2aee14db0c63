/* Any bytes as an identity number, with any type chosen. */
#include "tests/fuzz/fuzz.h"

#include "forms/identity.h"
#include "forms/text.h"

static const struct date on = { 2026, 3, 30 };

/* By weights, which identity.c does not use. */
static bool checks(const char *no)
{
	static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	int sum = 0;

	for (size_t i = 0; i < 17; i++)
		sum += (no[i] - '0') * weights[i];
	return no[17] == "10X98765432"[sum % 11];
}

static void judge_valid(const struct identity *id, const char *type)
{
	struct findings found = { 0 };
	struct identity again;
	char key[CERTNO_SIZE], key18[CERTNO_SIZE];

	PROMISE(identity_read(id->certno, type, on, &again, &found),
		"a valid number is wrong when read again");
	PROMISE(strcmp(again.certno, id->certno) == 0 && strcmp(again.gend, id->gend) == 0 &&
			date_compare(again.birth, id->birth) == 0,
		"read again it says something else");
	for (size_t i = 0; i < found.count; i++)
		PROMISE(found.list[i].code != FINDING_ID_CLEANED, "a clean number was cleaned");
	findings_finish(&found);
	PROMISE(!date_is_set(id->birth) || date_valid(id->birth), "born on no day");
	PROMISE(!date_is_set(id->birth) || date_compare(id->birth, on) <= 0, "born in the future");
	if (*id->gend && strlen(id->certno) == 18)
		PROMISE(checks(id->certno), "a wrong check character passed");
	if (!*id->certno18)
		return;
	PROMISE(checks(id->certno18), "an upgrade does not check");
	identity_person_key(id->certno, key);
	identity_person_key(id->certno18, key18);
	PROMISE(strcmp(key, key18) == 0, "an upgrade is another person");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const types[] = { NULL, "01", "02", "04", "05", "06", "07",     "08",
					     "16", "17", "90", "99", "",   "1",  "990201", "zz" };
	char *text = fuzz_text(data, size), key[CERTNO_SIZE];

	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		struct findings found = { 0 };
		struct identity id;
		bool good = identity_read(text, types[i], on, &id, &found);

		PROMISE(good == id.valid, "the answers differ");
		PROMISE(good == (findings_errors(&found, FIELD_NONE) == 0),
			"findings and answer differ");
		PROMISE(strlen(id.certno) < CERTNO_SIZE &&
				text_valid(id.certno, strlen(id.certno), NULL),
			"the number is no text");
		if (good)
			judge_valid(&id, types[i]);
		findings_finish(&found);
	}
	identity_person_key(text, key);
	free(text);
	return 0;
}
