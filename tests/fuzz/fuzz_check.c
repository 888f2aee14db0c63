/* A line of any bytes through `mtdesk check`: one line of strict JSON comes out, clean, with ok and errors agreeing, and
 * no whole identity number in a message. */
#include "tests/fuzz/fuzz.h"

#include <jansson.h>

#include "db/filing_json.h"
#include "forms/text.h"

struct world {
	struct policies *policies;
	struct codetable leshan, lvliang;
};

static const struct world *world(void)
{
	static struct world w;
	struct err err = { 0 };

	if (w.policies)
		return &w;
	PROMISE(policies_load(NULL, &w.policies, &err) == 0, err.msg);
	PROMISE(codetable_init(&w.leshan, w.policies, "5111") == 0, "memory");
	PROMISE(codetable_init(&w.lvliang, w.policies, "1411") == 0, "memory");
	return &w;
}

static void judge_messages(json_t *list, const struct filing *f)
{
	const char *certno = filing_get(f, FIELD_CERTNO);
	size_t i;
	json_t *finding;

	json_array_foreach(list, i, finding)
	{
		const char *code = json_string_value(json_object_get(finding, "code"));
		const char *message = json_string_value(json_object_get(finding, "message"));

		PROMISE(code && *code && message && *message, "a finding without code or words");
		PROMISE(strlen(certno) < 15 || strncmp(code, "id_", 3) != 0 ||
				!strstr(message, certno),
			"a message shows a whole identity number");
	}
}

static void judge_answer(const char *text, size_t len, const struct filing *f)
{
	static const char *const keys[] = { "line",  "ok",      "verdict", "items",
					    "basis", "derived", "errors",  "warnings" };
	json_t *answer, *errors;
	char *clean;
	void *member;

	PROMISE(len > 1 && text[len - 1] == '\n' && !memchr(text, '\n', len - 1), "not one line");
	answer = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	PROMISE(answer, "the answer is no JSON");
	member = json_object_iter(answer);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		PROMISE(member && strcmp(json_object_iter_key(member), keys[i]) == 0,
			"another key");
		member = json_object_iter_next(answer, member);
	}
	errors = json_object_get(answer, "errors");
	PROMISE(json_is_true(json_object_get(answer, "ok")) == (json_array_size(errors) == 0),
		"ok and errors do not agree");
	judge_messages(errors, f);
	judge_messages(json_object_get(answer, "warnings"), f);
	json_decref(answer);
	clean = text_clean(text, len - 1, NULL);
	PROMISE(clean && strlen(clean) == len - 1, "the answer is not clean");
	free(clean);
}

static void check(const struct filing *f, bool readable, const struct findings *of_line,
		  const struct check_context *ctx)
{
	struct check_result result = { 0 };
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	PROMISE(out, "memory");
	if (readable)
		filing_check(f, ctx, &result);
	for (size_t i = 0; i < of_line->count; i++) {
		struct finding *copy =
			findings_add(&result.findings, FIELD_NONE, FINDING_NOT_JSON, NULL, NULL);

		PROMISE(copy, "memory");
		*copy = of_line->list[i];
	}
	PROMISE(check_result_to_json(out, 1, f, readable, &result, ctx) == 0, "not written");
	fclose(out);
	judge_answer(text, len, f);
	free(text);
	check_result_finish(&result);
}

/* What the form does with the same texts. */
static void derive(struct filing *f, const struct check_context *ctx)
{
	for (int id = 0; id <= FIELD_COUNT; id++)
		PROMISE(filing_derive(f, (enum field_id)id, ctx) == 0, "memory");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct world *w = world();
	struct check_context contexts[] = {
		{ w->policies, &w->leshan, "5111", { 2026, 3, 30 }, false, NULL },
		{ w->policies, &w->lvliang, "1411", { 2026, 3, 30 }, false, NULL },
		{ w->policies, &w->lvliang, "141102", { 2026, 5, 1 }, true, NULL },
	};
	char *text = fuzz_text(data, size);
	struct line line = { .text = text, .len = size };
	struct filing f = { 0 };
	struct findings of_line = { 0 };
	bool readable = filing_from_json(&line, &f, &of_line);

	PROMISE(readable || of_line.count > 0, "an unread line without a reason");
	for (size_t i = 0; i < ARRAY_SIZE(contexts); i++)
		check(&f, readable, &of_line, &contexts[i]);
	derive(&f, &contexts[0]);
	check(&f, readable, &of_line, &contexts[0]);
	filing_finish(&f);
	findings_finish(&of_line);
	free(text);
	return 0;
}
