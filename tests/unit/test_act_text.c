/* Covers forms/act_text and act_words: what an act's text binds, and what a person is shown of it. */
#include "tests/test.h"

#include "forms/act_text.h"
#include "forms/layout.h"

#define SALT "00112233445566778899aabbccddeeff"

static const struct act_material papers[] = {
	{ "medical_record", "病历.pdf", "aa", "2026-11-01", "华西医院", 12345, 2 },
	{ "exam_report", "b:\n.png", NULL, NULL, NULL, 7, 1 },
};

static struct act_facts certification(void)
{
	return (struct act_facts) {
		.act = ACT_CERTIFY,
		.desk = "123e4567-e89b-42d3-a456-426614174000",
		.filing = 12,
		.no = "20261122-0007",
		.version = 2,
		.filing_sm3 = "f1",
		.prior_sm3 = "f0",
		.verdict = "eligible",
		.items = "1:yes 3:no 4:unknown",
		.basis = "shanxi-2024-3 reference",
		.materials = papers,
		.materials_count = ARRAY_SIZE(papers),
		.actor = 3,
		.actor_name = "李建国",
		.role = "doctor",
		.at = "2026-11-22 09:15:02",
		.clock = "ok",
		.audit_seq = 4182,
		.mark = "desk",
		.legible = "yes",
		.rx_weeks = "8",
	};
}

static char *make(const struct act_facts *facts)
{
	struct canonical c;

	assert_int_equal(act_text_make(facts, &c), 0);
	return c.text;
}

static void act_text_make__binds__every_fact(void **unused)
{
	const struct act_facts facts = certification();
	static const struct {
		const char *key, *want;
	} lines[] = {
		{ "act", "certify" },
		{ "meaning", "本人确认以上病情与所附材料一致，该患者符合申报病种认定标准。" },
		{ "filing", "12" },
		{ "version", "2" },
		{ "filing_sm3", "f1" },
		{ "prior_sm3", "f0" },
		{ "materials", "2" },
		{ "material_pages", "2" },
		{ "actor_name", "李建国" },
		{ "audit_seq", "4182" },
		{ "rx_weeks", "8" },
		{ "seal_name", NULL },
		{ "nonsense", NULL },
	};
	char *text = make(&facts), *again = make(&facts);

	(void)unused;
	assert_string_equal(text, again);
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		char *value = act_text_get(text, lines[i].key);

		if (lines[i].want ? !value || strcmp(value, lines[i].want) != 0 : value != NULL)
			fail_msg("%s is '%s'", lines[i].key, value ? value : "absent");
		free(value);
	}
	free(text);
	free(again);
}

/* Change one fact after the other: each changes the text, and no two changes give the same. */
static void act_text_make__differs__with_every_fact(void **unused)
{
	/* Every member that is a text, by where it stands. */
	static const size_t texts[] = {
#define M(member) offsetof(struct act_facts, member)
		M(desk),
		M(no),
		M(filing_no),
		M(filing_sm3),
		M(prior_sm3),
		M(layout),
		M(layout_sm3),
		M(policies),
		M(policies_sm3),
		M(verdict),
		M(items),
		M(basis),
		M(before_sm3),
		M(history),
		M(history_sm3),
		M(actor_name),
		M(role),
		M(key_id),
		M(at),
		M(clock),
		M(audit_head),
		M(once),
		M(reason),
		M(dr_name),
		M(dr_code),
		M(dr_title),
		M(ide_name),
		M(ide_no),
		M(ide_date),
		M(rx_weeks),
		M(override),
		M(mark),
		M(seal_name),
		M(seal_institution),
		M(legible),
		M(over_date),
		M(name_equal),
		M(scan_sm3),
		M(fixmedins_name),
		M(fixmedins_code),
		M(opter_name),
		M(opt_time),
		M(begndate),
		M(enddate),
		M(policy),
		M(document),
		M(until),
#undef M
	};
	char *seen[ARRAY_SIZE(texts) + 6];
	size_t count = 0;
	struct act_facts facts;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		facts = certification();
		*(const char **)(void *)((char *)&facts + texts[i]) = "X\nY:1:z";
		seen[count++] = make(&facts);
	}
	facts = certification();
	seen[count++] = make(&facts);
	facts.act = ACT_SEAL;
	seen[count++] = make(&facts);
	facts.filing = 13;
	seen[count++] = make(&facts);
	facts.version = 3;
	seen[count++] = make(&facts);
	facts.actor = facts.audit_seq = 4;
	seen[count++] = make(&facts);
	facts.materials_count = 1;
	seen[count++] = make(&facts);
	assert_int_equal(count, ARRAY_SIZE(seen));
	for (size_t i = 0; i < count; i++)
		for (size_t k = i + 1; k < count; k++)
			if (strcmp(seen[i], seen[k]) == 0)
				fail_msg("changes %zu and %zu give the same text", i, k);
	for (size_t i = 0; i < count; i++)
		free(seen[i]);
}

static char *filing_text(void)
{
	struct filing f = { 0 };
	struct canonical c;

	filing_set(&f, FIELD_PSN_NAME, "张晓燕");
	filing_set(&f, FIELD_CERTNO, "511102199003076626");
	filing_set(&f, FIELD_INSUTYPE, "390");
	filing_set(&f, FIELD_MEMO, "第一行\n判定：不符合");
	evidence_set(&f.evidence, "ceruloplasmin", "<20", "mg/dL", "2026-11-19 检验报告");
	evidence_set(&f.evidence, "kf_ring", "false", "", "");
	assert_int_equal(canonical_filing(&f, "in_hospital", SALT, &c), 0);
	filing_finish(&f);
	return c.text;
}

static void act_text_words__shows__every_value(void **unused)
{
	static const char *const lines[] = {
		"姓名：张晓燕\n",
		"身份证件号码：511102199003076626\n",
		"险种：城乡居民医保（390）\n",
		"血清铜蓝蛋白（ceruloplasmin）：<20 mg/dL，2026-11-19 检验报告\n",
		"角膜 K-F 环（kf_ring）：否（false）\n",
		"办理方式：在院认定（in_hospital）\n",
		"办理：认定（certify）\n",
		"判定：符合（eligible）\n",
		"各条：第1条 符合，第3条 不符合，第4条 未知（1:yes 3:no 4:unknown）\n",
		"判定依据：参考标准，非本地条文（shanxi-2024-3 reference）\n",
		"版本：2\n",
		"材料页数：2\n",
		"长期处方周数：8\n",
		"岗位：认定医师（doctor）\n",
		"签署方式：本台签名（1 级）（desk）\n",
		"印文清晰：是（yes）\n",
		"时钟（以签署时为准）：正常（ok）\n",
		"含义：本人确认以上病情与所附材料一致，该患者符合申报病种认定标准。\n",
		"审计序号（以签署时为准）：4182\n",
		SALT "\n",
	};
	static const char *const order[] = { "姓名：",       "判定：符合", "身份证件号码：",
					     "血清铜蓝蛋白", "办理：认定", "登记台：" };
	const struct act_facts facts = certification();
	char *filing = filing_text(), *act = make(&facts), *words;
	struct canonical_reader r;
	struct canonical_line line;
	struct policies *ps = NULL;

	(void)unused;
	assert_int_equal(policies_load(NULL, &ps, NULL), 0);
	words = act_text_words(filing, act, ps);
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		if (!strstr(words, lines[i]))
			fail_msg("no line '%s' in\n%s", lines[i], words);
	for (size_t i = 0; i + 1 < ARRAY_SIZE(order); i++)
		if (strstr(words, order[i]) >= strstr(words, order[i + 1]))
			fail_msg("'%s' stands below '%s' in\n%s", order[i], order[i + 1], words);
	/* A line end in a value opens no line of its own. */
	assert_null(strstr(words, "\n判定：不符合"));
	assert_non_null(strstr(words, "备注：第一行\n　　判定：不符合\n"));
	/* Whatever line the act's text has: its value is shown, but for what holds a line end. */
	assert_true(canonical_open(&r, CANONICAL_ACT, act, strlen(act)));
	while (canonical_next(&r, &line)) {
		char *value = strndup(line.value ? line.value : "", line.value_len);

		if (!strchr(value, '\n') && !strstr(words, value))
			fail_msg("%.*s is not shown", (int)line.key_len, line.key);
		free(value);
	}
	free(words);

	words = act_text_words(NULL, act, NULL);
	assert_non_null(strstr(words, "办理：认定"));
	free(words);
	policies_free(ps);
	free(filing);
	free(act);
}

static void layout_digest__changes__with_a_cell(void **unused)
{
	struct layout_cell cells[64];
	struct layout other = layout_leshan;
	char whole[SM3_HEX_SIZE], again[SM3_HEX_SIZE], changed[SM3_HEX_SIZE];

	(void)unused;
	assert_true(layout_leshan.count <= ARRAY_SIZE(cells));
	assert_int_equal(layout_digest(&layout_leshan, whole), 0);
	assert_int_equal(strlen(whole), 64);
	for (size_t i = 0; i < layout_leshan.count; i++) {
		memcpy(cells, layout_leshan.cells, layout_leshan.count * sizeof(cells[0]));
		other.cells = cells;
		assert_int_equal(layout_digest(&other, again), 0);
		assert_string_equal(again, whole);
		cells[i].right--;
		assert_int_equal(layout_digest(&other, changed), 0);
		assert_string_not_equal(changed, whole);
		cells[i].right++;
		cells[i].words = "别的字";
		assert_int_equal(layout_digest(&other, changed), 0);
		assert_string_not_equal(changed, whole);
	}
}

/* A field that an act fills, and that the list of them forgets, would stand in the filing unsigned. */
static void act_fields__name__every_field_that_acts_fill(void **unused)
{
	const struct act_field *f;

	(void)unused;
	for (int id = 0; id < FIELD_COUNT; id++) {
		size_t rows = 0;

		for (size_t i = 0; (f = act_field_at(i)); i++)
			rows += f->field == (enum field_id)id;
		if (rows != !!(fields[id].flags & FIELD_ACT))
			fail_msg("%s: %zu rows", fields[id].key, rows);
	}
	for (size_t i = 0; (f = act_field_at(i)); i++)
		if (!act_text_label(f->key))
			fail_msg("%s: no label", f->key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(act_text_make__binds__every_fact),
		cmocka_unit_test(act_text_make__differs__with_every_fact),
		cmocka_unit_test(act_text_words__shows__every_value),
		cmocka_unit_test(layout_digest__changes__with_a_cell),
		cmocka_unit_test(act_fields__name__every_field_that_acts_fill),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
