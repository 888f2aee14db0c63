/* Any bytes through forms/text: cleaning is idempotent and strict, characters walk both ways, copies and
 * masks stay inside their buffers. */
#include "tests/fuzz/fuzz.h"

#include "forms/text.h"

static void judge_clean(const char *clean)
{
	char *again = text_clean(clean, strlen(clean), NULL);

	PROMISE(text_valid(clean, strlen(clean), NULL), "cleaned text is not UTF-8");
	PROMISE(again && strcmp(again, clean) == 0, "cleaning twice changes");
	for (const unsigned char *c = (const unsigned char *)clean; *c; c++) {
		PROMISE(*c >= ' ' && *c != 0x7F, "a control character is left");
		PROMISE(strncmp((const char *)c, "\xE2\x80\xAE", 3) != 0,
			"a bidi override is left");
		PROMISE(strncmp((const char *)c, "\xE2\x80\x8B", 3) != 0,
			"a zero-width blank is left");
		PROMISE(strncmp((const char *)c, "\xEF\xBB\xBF", 3) != 0, "a mark is left");
	}
	free(again);
}

static void judge_fold(const char *text, const char *clean)
{
	char *key = text_fold(text), *of_clean = text_fold(clean);

	PROMISE(key && of_clean && strcmp(key, of_clean) == 0, "folding sees what cleaning removes");
	PROMISE(text_valid(key, strlen(key), NULL) && !strchr(key, ' '), "a key is no clean text");
	free(key);
	free(of_clean);
}

static void judge_walk(const char *clean)
{
	size_t count = 0, before = 0, at = 0;

	while (clean[at]) {
		size_t next = text_next(clean, at);

		PROMISE(next > at && text_valid(clean + at, next - at, NULL), "a character is cut");
		PROMISE(count > 200 || text_prev(clean, next) == at, "back is another way");
		before = at;
		at = next;
		count++;
	}
	PROMISE(at == strlen(clean) && text_chars(clean) == count, "another count");
	PROMISE(count == 0 || count > 200 || text_prev(clean, at) == before, "the end is another");
}

static void judge_copies(const char *clean)
{
	char *masked = malloc(4 * strlen(clean) + 1), *narrow = strdup(clean);

	PROMISE(masked && narrow, "memory");
	for (size_t size = 1; size < 12; size++) {
		char small[12];

		PROMISE(text_copy(small, size, clean) < size, "a copy is too long");
		PROMISE(text_valid(small, strlen(small), NULL), "a copy is cut inside a character");
	}
	text_mask_certno(clean, masked, 4 * strlen(clean) + 1);
	PROMISE(text_valid(masked, strlen(masked), NULL), "a mask is not UTF-8");
	PROMISE(text_chars(clean) < 8 || text_chars(clean) > 60 || strchr(masked, '*'),
		"a mask hides nothing");
	text_narrow(narrow);
	PROMISE(strlen(narrow) <= strlen(clean), "narrowing grows");
	free(masked);
	free(narrow);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct text_report report = { 0 };
	char *clean = text_clean(text, size, &report);
	size_t at;

	PROMISE(!clean == !text_valid(text, size, &at), "cleaning and validity do not agree");
	if (clean) {
		judge_clean(clean);
		if (strlen(text) == size)
			judge_fold(text, clean);
		judge_walk(clean);
		judge_copies(clean);
	}
	free(clean);
	free(text);
	return 0;
}
