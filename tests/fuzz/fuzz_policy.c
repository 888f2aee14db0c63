/* Any bytes as a policy pack: refused with a place, or usable by all that read packs. */
#include "tests/fuzz/fuzz.h"

#include "forms/benefit.h"
#include "forms/codetable.h"
#include "forms/criteria.h"
#include "forms/text.h"

static const struct policies *built_in(void)
{
	static struct policies *ps;
	struct err err = { 0 };

	if (!ps)
		PROMISE(policies_load(NULL, &ps, &err) == 0, err.msg);
	return ps;
}

static void judge_criteria(const struct policy_criteria *c)
{
	static const char *const values[] = { "true", "false", "1", "<20", ">1000", "x" };
	struct evidence e = { 0 };
	struct judgement j;
	char why[160];

	for (unsigned i = 0; i < c->evidence_count; i++) {
		const struct policy_evidence *def = &c->evidence[i];

		PROMISE(evidence_set(&e, def->key, values[i % ARRAY_SIZE(values)], def->unit,
				     NULL) == 0,
			"memory");
		criteria_judge(c, &e, &j, NULL);
		PROMISE(j.verdict != VERDICT_NONE, "no verdict");
		judgement_explain(c, &j, why, sizeof(why));
		PROMISE(*why && text_valid(why, strlen(why), NULL), "no explanation");
	}
	evidence_finish(&e);
}

static void use(const struct policy *p)
{
	struct err err = { 0 };

	PROMISE(p->id && p->document && p->title && p->edition > 0, "a pack without a name");
	policies_accept(built_in(), p, &err);
	for (unsigned i = 0; i < p->criteria_count; i++)
		judge_criteria(&p->criteria[i]);
	for (unsigned i = 0; i < p->codes_count; i++) {
		PROMISE(p->codes[i].code && p->codes[i].name && p->codes[i].insutype, "half a row");
		PROMISE(codetable_name_is(&p->codes[i], p->codes[i].name) == MATCH_EXACT,
			"not its name");
	}
	policy_in_force(built_in(), p, (struct date) { 2026, 3, 30 }, NULL, NULL);
	policy_lists_hospital(p, "山西白求恩医院");
	policy_covers(p, "1411");
	policy_insures(p, "390");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct policy *p = NULL;
	struct err err = { 0 };

	if (policy_read((const char *)data, size, "pack", &p, &err) == 0) {
		use(p);
		policy_free(p);
		return 0;
	}
	PROMISE(strncmp(err.msg, "pack:", 5) == 0, "refused without a place");
	PROMISE(text_valid(err.msg, strlen(err.msg), NULL), "refused in no language");
	return 0;
}
