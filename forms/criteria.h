/* Criteria: three-valued judgement that explains itself.
 *
 * Each alternative of each item is yes, no or unknown; an item is their OR, the verdict the pack's
 * rule over the items, all by Kleene's logic. So unknown never makes anybody eligible, and
 * ineligible is said only when no missing evidence could change it. */
#ifndef FORMS_CRITERIA_H
#define FORMS_CRITERIA_H

#include "forms/evidence.h"
#include "forms/finding.h"
#include "forms/policy.h"

#define CRITERIA_ITEMS_MAX 16
#define CRITERIA_TESTS_MAX 8

enum verdict { VERDICT_NONE, VERDICT_ELIGIBLE, VERDICT_INELIGIBLE, VERDICT_UNDETERMINED };

/* Why an alternative is unknown. */
enum unknown_reason {
	UNKNOWN_NOT,       /* it is known */
	UNKNOWN_MISSING,   /* not done, or not reported */
	UNKNOWN_VALUE,     /* cannot be read as a number (or negative) */
	UNKNOWN_UNIT,      /* unit missing or not convertible */
	UNKNOWN_STRADDLES, /* the interval lies on both sides of the limit */
};

struct test_result {
	const struct policy_test *test;
	const struct policy_evidence *evidence; /* its definition */
	enum tri value;
	enum unknown_reason why;
	char shown[96]; /* the evidence as written, converted where it was in another unit: "1.6
			   umol/24h = 101.6736 ug/24h"; 是 or 否 for a finding; "" when missing */
};

struct item_result {
	const struct policy_item *item;
	enum tri value;
	struct test_result tests[CRITERIA_TESTS_MAX];
	size_t tests_count;
};

struct judgement {
	enum verdict verdict;
	struct item_result items[CRITERIA_ITEMS_MAX];
	size_t items_count;
};

/* Judge evidence e by criteria c. Findings (units, values, unknown keys; FIELD_SYMP_DSCR with
 * .evidence set) go to f, which may be NULL. */
void criteria_judge(const struct policy_criteria *c, const struct evidence *e,
		    struct judgement *out, struct findings *f);

/* 符合, 不符合, 未知; in the reader's language. */
const char *tri_label(enum tri value);

/* "eligible", "ineligible", "undetermined"; NULL for VERDICT_NONE. */
const char *verdict_name(enum verdict v);
/* 符合, 不符合, 尚不能判定; "" for NONE. Untranslated N_() text. */
const char *verdict_label(enum verdict v);

/* One sentence that explains the verdict: which items carried it, which failed, or which evidence
 * could still decide it. Translated, written into buf; returns buf. Where it does not fit, the
 * evidence is not named, only its items. */
char *judgement_explain(const struct policy_criteria *c, const struct judgement *j, char *buf,
			size_t size);

/* The evidence that could still decide an undetermined verdict: "第2条 血清铜蓝蛋白、24h 尿铜；第3条
 * 角膜 K-F 环"; "" for other verdicts. Written into buf as far as whole pieces fit; returns buf. */
char *judgement_missing(const struct policy_criteria *c, const struct judgement *j, char *buf,
			size_t size);

/* The words of an item in one line: the alternative that fulfilled it, with the value that did, else the annex's own words. */
void item_words(const struct item_result *item, char *buf, size_t size);
/* Where the criteria come from, and whether they bind: 依据 or 参考标准. */
void criteria_source_words(const struct criteria_choice *basis, char *buf, size_t size);

/* The evidence definition for key, or NULL. */
const struct policy_evidence *criteria_evidence(const struct policy_criteria *c, const char *key);

#endif
