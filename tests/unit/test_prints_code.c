/* Covers prints_verify_code: a sheet of this desk agrees word for word; every field that was changed, whoever signed it, is found; and
 * what belongs to no row is said. */
#include "tests/unit/prints.h"

#include "forms/sheet_code.h"

/* An office with a filed filing, and the code of its form. */
struct coded {
	struct office o;
	int64_t id;
	char qr[SHEET_CODE_SIZE];
};

static void take_code(struct coded *c)
{
	const struct print_request req = { .kind = PAPER_FORM, .filing = c->id };
	struct err err = { 0 };
	struct sheet s;

	if (sheet_gather(c->o.st, office_who(&c->o, "wm"), &req, &c->o.ctx, 1, &s, &err) < 0)
		fail_msg("%s", err.msg);
	assert_non_null(s.facts.qr);
	snprintf(c->qr, sizeof(c->qr), "%s", s.facts.qr);
	sheet_finish(&s);
}

static void begin(struct coded *c, enum filing_state state)
{
	*c = (struct coded) { 0 };
	office_open(&c->o, "5111");
	c->id = office_register(&c->o, "wm", 1);
	office_bring(&c->o, c->id, state);
	take_code(c);
}

/* What is said of the sheet; the caller frees it. `want` is 0 or 1. */
static char *verify(struct store *st, const char *payload, int want, const char *why)
{
	struct err err = { 0 };
	char *said = NULL;
	int rc = prints_verify_code(st, payload, &said, &err);

	if (rc != want)
		fail_msg("%s: %d, not %d\n%s%s", why, rc, want, said ? said : "", err.msg);
	return said;
}

static void expect_said(struct store *st, const char *payload, int want, const char *words,
			const char *why)
{
	char *said = verify(st, payload, want, why);

	if (!strstr(said, words))
		fail_msg("%s: “%s” is not said:\n%s", why, words, said);
	free(said);
}

/* ---- a true sheet ---- */

static void verify_code__agrees__with_each_step(void **unused)
{
	static const struct {
		enum filing_state state;
		const char *words;
	} rows[] = {
		{ STATE_READY, "现为待认定" },
		{ STATE_CERTIFIED, "相符\t认定日期\t2026-11-22" },
		{ STATE_SEALED, "相符\t备案日期\t（无）" },
		{ STATE_FILED, "相符\t备案日期\t2026-11-22" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct coded c;

		begin(&c, rows[i].state);
		expect_said(c.o.st, c.qr, 0, "相符\t签名\t本台签名有效", "the signature");
		expect_said(c.o.st, c.qr, 0, "相符\t姓名\t张*", "the name");
		expect_said(c.o.st, c.qr, 0, "相符\t病种编码\tM00105", "the disease");
		expect_said(c.o.st, c.qr, 0, "相符\t全文\t", "the text");
		expect_said(c.o.st, c.qr, 0, "相符\t审计链\t", "the audit");
		expect_said(c.o.st, c.qr, 0, rows[i].words, state_name(rows[i].state));
		sheet_finish_office(&c.o);
	}
}

/* A sheet that is older than an act rightly says nothing of it. */
static void verify_code__agrees__with_an_earlier_sheet(void **unused)
{
	struct coded c;

	(void)unused;
	begin(&c, STATE_READY);
	office_step(&c.o, "ljg", ACT_CERTIFY, c.id);
	expect_said(c.o.st, c.qr, 0, "打印时还没有；2026-11-22 办理", "certified since");
	sheet_finish_office(&c.o);
}

/* ---- what was changed ---- */

/* One field otherwise, signed by the desk's own key all the same: the store knows better. */
static void alter(struct sheet_code *c, int field)
{
	switch (field) {
	case 0:
		snprintf(c->no, sizeof(c->no), "20261122-9999");
		break;
	case 1:
		c->version++;
		break;
	case 2:
		snprintf(c->name, sizeof(c->name), "李*");
		break;
	case 3:
		c->last4[0] = c->last4[0] == '9' ? '8' : '9';
		break;
	case 4:
		snprintf(c->disease, sizeof(c->disease), "M01904");
		break;
	case 5:
		snprintf(c->certified, sizeof(c->certified), "2026-11-21");
		break;
	case 6:
		snprintf(c->filed, sizeof(c->filed), "2026-11-21");
		break;
	case 7:
		c->sm3[0] = c->sm3[0] == 'a' ? 'b' : 'a';
		break;
	case 8:
		c->audit_size += 1000;
		break;
	case 9:
		c->audit_head[0] = c->audit_head[0] == 'a' ? 'b' : 'a';
		break;
	case 10:
		c->desk[0] = c->desk[0] == 'a' ? 'b' : 'a';
		break;
	}
}

static void verify_code__finds__every_changed_field(void **unused)
{
	static const char *const names[] = { "number",     "version",    "name",  "last four",
					     "disease",    "certified",  "filed", "text",
					     "audit size", "audit head", "desk" };
	struct sheet_code_signed sign;
	struct sheet_code true_code;
	struct sm2_key *key = NULL;
	struct err err = { 0 };
	struct coded c;

	(void)unused;
	begin(&c, STATE_FILED);
	assert_int_equal(sheet_code_read(c.qr, &true_code, &sign, &err), 0);
	assert_int_equal(desk_key_open(c.o.st, &key, &err), 0);
	for (int i = 0; i < (int)ARRAY_SIZE(names); i++) {
		struct sheet_code wrong = true_code;
		char qr[SHEET_CODE_SIZE], *said;

		alter(&wrong, i);
		if (sheet_code_make(&wrong, key, qr, &err) < 0)
			fail_msg("%s: %s", names[i], err.msg);
		said = verify(c.o.st, qr, 1, names[i]);
		if (!strstr(said, "不符\t"))
			fail_msg("%s: nothing differs:\n%s", names[i], said);
		free(said);
	}
	sm2_destroy(key);
	sheet_finish_office(&c.o);
}

/* Any other character of the code: it is no code, or not signed. */
static void verify_code__finds__every_changed_character(void **unused)
{
	struct coded c;
	char qr[SHEET_CODE_SIZE];
	size_t len;

	(void)unused;
	begin(&c, STATE_FILED);
	len = strlen(c.qr);
	assert_true(len > 200);
	for (size_t i = 0; i < len; i++) {
		struct err err = { 0 };
		char *said = NULL;
		int rc;

		memcpy(qr, c.qr, sizeof(qr));
		qr[i] = qr[i] == 'Q' ? 'R' : 'Q';
		rc = prints_verify_code(c.o.st, qr, &said, &err);
		if (rc == 0)
			fail_msg("character %zu changed, and all agrees:\n%s", i, said);
		free(said);
	}
	sheet_finish_office(&c.o);
}

/* ---- what belongs to nobody here ---- */

static void verify_code__says__that_another_desk_made_it(void **unused)
{
	struct office other;
	struct coded c;

	(void)unused;
	begin(&c, STATE_FILED);
	office_open(&other, "5111");
	expect_said(other.st, c.qr, 1, "本库不认识它", "a desk that is not known");
	expect_said(other.st, c.qr, 1, "没有收到过那个台的", "and nothing of it");
	sheet_finish_office(&other);
	sheet_finish_office(&c.o);
}

/* A backup from before the filing: the desk is the same, the row is not there. */
static void verify_code__says__that_a_backup_is_older(void **unused)
{
	char command[300], path[120];
	struct store *old = NULL;
	struct err err = { 0 };
	struct coded c;

	(void)unused;
	c = (struct coded) { 0 };
	office_open(&c.o, "5111");
	snprintf(path, sizeof(path), "%s/old.db", c.o.s.folder);
	snprintf(command, sizeof(command), "cp '%s' '%s'", c.o.s.path, path);
	assert_int_equal(system(command), 0);
	c.id = office_register(&c.o, "wm", 1);
	office_bring(&c.o, c.id, STATE_FILED);
	take_code(&c);
	if (store_open(path, STORE_READ_ONLY, &old, &err) < 0)
		fail_msg("%s", err.msg);
	expect_said(old, c.qr, 1, "相符\t签名\t", "the desk's own key");
	expect_said(old, c.qr, 1, "库中没有", "the filing is not there");
	expect_said(old, c.qr, 1, "较早的备份", "nor the audit");
	store_close(old);
	sheet_finish_office(&c.o);
}

static void verify_code__says__what_holds_no_more(void **unused)
{
	struct act_request amend;
	struct act_draft d;
	struct coded c;

	(void)unused;
	begin(&c, STATE_FILED);
	office_step(&c.o, "hzr", ACT_REVOKE, c.id);
	expect_said(c.o.st, c.qr, 1, "撤销", "revoked since");
	sheet_finish_office(&c.o);

	begin(&c, STATE_FILED);
	amend = office_request(&c.o, ACT_AMEND, c.id);
	office_do(&c.o, "wm", &amend, &d);
	expect_said(c.o.st, c.qr, 0, "相符\t全文\t", "an amendment that is not filed yet");
	act_draft_finish(&d);
	sheet_finish_office(&c.o);
}

static void verify_code__refuses__what_is_no_code(void **unused)
{
	static const char *const texts[] = { "", "https://example.org/", "AAAA", "张晓燕",
					     "mtdesk-anchor/1 x" };
	struct coded c;

	(void)unused;
	begin(&c, STATE_READY);
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct err err = { 0 };
		char *said = NULL;

		assert_int_equal(prints_verify_code(c.o.st, texts[i], &said, &err), -1);
		assert_true(err.msg[0] != '\0');
		assert_null(said);
	}
	sheet_finish_office(&c.o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verify_code__agrees__with_each_step),
		cmocka_unit_test(verify_code__agrees__with_an_earlier_sheet),
		cmocka_unit_test(verify_code__finds__every_changed_field),
		cmocka_unit_test(verify_code__finds__every_changed_character),
		cmocka_unit_test(verify_code__says__that_another_desk_made_it),
		cmocka_unit_test(verify_code__says__that_a_backup_is_older),
		cmocka_unit_test(verify_code__says__what_holds_no_more),
		cmocka_unit_test(verify_code__refuses__what_is_no_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
