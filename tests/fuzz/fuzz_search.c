/* Any bytes as a query to the code table and to pinyin. */
#include "tests/fuzz/fuzz.h"

#include "forms/codetable.h"
#include "forms/pinyin.h"

static const struct codetable *table(void)
{
	static struct policies *ps;
	static struct codetable t;
	struct err err = { 0 };

	if (ps)
		return &t;
	PROMISE(policies_load(NULL, &ps, &err) == 0, err.msg);
	PROMISE(codetable_init(&t, ps, "5111") == 0, "memory");
	return &t;
}

static void take_key(void *ctx, const char *key, bool initials)
{
	(void)initials;
	PROMISE(*key, "an empty key");
	++*(size_t *)ctx;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct codetable *t = table();
	char *text = fuzz_text(data, size);
	struct code_hit all[128], few[3];
	size_t count, some, keys = 0;
	enum code_match match = codetable_search(t, text, all, ARRAY_SIZE(all), &count);

	PROMISE((match == MATCH_NONE) == (count == 0), "found and not found");
	PROMISE(codetable_search(t, text, few, ARRAY_SIZE(few), &some) == match,
		"less space, another match");
	for (size_t i = 0; i < count; i++) {
		PROMISE(i == 0 || all[i - 1].rank >= all[i].rank, "not best first");
		PROMISE(i >= some || i >= ARRAY_SIZE(few) || few[i].row == all[i].row,
			"less space, other hits");
		for (size_t k = 0; k < i; k++)
			PROMISE(strcmp(all[k].row->code, all[i].row->code) != 0, "a disease twice");
	}
	PROMISE(pinyin_match("肝豆状核变性", text, false) >= 0, "a rank below none");
	pinyin_keys(text, 32, take_key, &keys);
	PROMISE(keys <= 32, "too many keys");
	free(text);
	return 0;
}
