/* Any bytes as a canonical text, and any texts as a filing: what is read prints as the same bytes, what is printed reads
 * as the same filing. */
#include "tests/fuzz/fuzz.h"

#include "forms/canonical.h"
#include "forms/text.h"

#define SALT "00112233445566778899aabbccddeeff"

static void print_again(const struct canonical_line *line, struct canonical *out)
{
	char *key = strndup(line->key, line->key_len);
	char *value = line->value ? strndup(line->value, line->value_len) : NULL;

	PROMISE(key && (value || !line->value), "memory");
	canonical_add(out, key, value);
	free(value);
	free(key);
}

/* Line by line: the reader names every byte, so that its lines print as the whole text. */
static void judge_lines(const char *kind, const char *text, size_t size)
{
	struct canonical again = { 0 };
	struct canonical_reader r;
	struct canonical_line line;

	if (!canonical_open(&r, kind, text, size))
		return;
	canonical_begin(&again, kind);
	while (canonical_next(&r, &line))
		print_again(&line, &again);
	PROMISE(!again.failed && again.len == size && memcmp(again.text, text, size) == 0,
		"the lines of a text are not the text");
	canonical_finish(&again);
}

static void judge_filing(const char *text, size_t size)
{
	struct filing f = { 0 };
	struct canonical again = { 0 };
	char route[32], salt[CANONICAL_SALT_SIZE];

	if (canonical_parse_filing(text, size, &f, route, sizeof(route), salt) == 0) {
		PROMISE(canonical_filing(&f, route, salt, &again) == 0,
			"what was read is not printed");
		PROMISE(again.len == size && memcmp(again.text, text, size) == 0,
			"two texts of one filing");
		canonical_finish(&again);
	}
	filing_finish(&f);
}

/* The input's lines as the values of the fields, in turn, as a person might have typed them. */
static int type_lines(char *text, struct filing *f)
{
	int id = 0, rc = 0;

	for (char *line = text, *end; line && id < FIELD_COUNT && rc == 0; line = end, id++) {
		end = strchr(line, '\n');
		if (end)
			*end++ = '\0';
		rc = filing_set(f, (enum field_id)id, line);
	}
	return rc;
}

static void judge_typed(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct filing f = { 0 };
	struct canonical printed = { 0 };
	bool valid = text_valid(text, strlen(text), NULL);
	int rc;

	rc = type_lines(text, &f);
	PROMISE(!valid || rc == 0, "memory");
	if (rc == 0 && canonical_filing(&f, "in_hospital", SALT, &printed) == 0) {
		struct filing back = { 0 };
		char route[32], salt[CANONICAL_SALT_SIZE];

		PROMISE(canonical_parse_filing(printed.text, printed.len, &back, route,
					       sizeof(route), salt) == 0,
			"what was printed is not read");
		PROMISE(strcmp(route, "in_hospital") == 0 && strcmp(salt, SALT) == 0,
			"another route or salt");
		for (int id = 0; id < FIELD_COUNT; id++)
			PROMISE(fields[id].flags & FIELD_ACT ||
					strcmp(filing_get(&f, (enum field_id)id),
					       filing_get(&back, (enum field_id)id)) == 0,
				"another value");
		filing_finish(&back);
		canonical_finish(&printed);
	} else {
		PROMISE(!valid, "a filing of good text is not printed");
	}
	filing_finish(&f);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);

	judge_lines(CANONICAL_FILING, text, size);
	judge_lines("mtdesk-act/1", text, size);
	judge_filing(text, size);
	judge_typed(data, size);
	free(text);
	return 0;
}
