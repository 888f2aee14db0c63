/* Covers forms/derive: what one field tells about others, and what a person typed against it. */
#include "tests/unit/world.h"

/* Each step "key=text" is typed and left, as on the form. Expected "key=text": what stands there at the end, with * behind
 * what was derived. */
static const struct {
	const char *steps, *expected, *why;
} rows[] = {
	// clang-format off
	{ "certno=511102199003076634", "gend=1*;age=36*;brdy=1990-03-07*;psn_cert_type=01*", "the last digit fills the person in" },
	{ "certno=51110219900307663", "gend=;age=;brdy=;psn_cert_type=", "a digit short tells nothing" },
	{ "certno=511102199003076630", "gend=;age=;brdy=;psn_cert_type=", "nor does a wrong number" },
	{ "certno=511102199003076634;certno=511102199003076642", "gend=2*;age=36*;brdy=1990-03-07*", "typed anew, told anew" },
	{ "certno=511102199003076634;certno=511102199003076630", "gend=;age=;brdy=;psn_cert_type=", "what a wrong number told is taken back" },
	{ "certno=511102199003076634;certno=", "certno=;gend=;age=;brdy=", "no number, nothing told" },
	{ "gend=2;certno=511102199003076634", "gend=2;age=36*", "what was typed stays, to be found" },
	{ "certno=511102199003076634;gend=2", "gend=2;age=36*", "typed over what was told" },
	{ "certno=511102199003076634;gend=2;gend=", "gend=1*", "typed away, told again" },
	{ "age=40;certno=511102199003076634", "age=40;gend=1*", "a typed age stays" },
	{ "certno=511102199003076634;appy_date=2026-03-06", "age=35*", "the application day governs age" },
	{ "certno=511102199003076634;appy_date=2026年3月6日", "appy_date=2026-03-06;age=35*", "a day as people write it" },
	{ "appy_date=20260306;certno=511102199003076634", "appy_date=2026-03-06;age=35*", "eight digits" },
	{ "appy_date=2026-02-30", "appy_date=2026-02-30", "no day: it stays as it was typed" },
	{ "certno= ５１１１０２１９９００３０７６６３４", "certno=511102199003076634;gend=1*", "full width and a blank" },
	{ "certno=11010519491231002x", "certno=11010519491231002X;gend=2*;age=76*", "a small x" },
	{ "certno=１１０１０５１９４９１２３１００２ｙ", "certno=１１０１０５１９４９１２３１００２ｙ", "what is wrong stays as it was typed" },
	{ "certno=511102900307663", "certno=511102900307663;gend=1*;brdy=1990-03-07*;psn_cert_type=01*", "fifteen digits are not lengthened in the cell" },
	{ "certno=E12345678", "gend=;age=;psn_cert_type=16*", "a passport tells its kind only" },
	{ "psn_cert_type=08;certno=E12345678", "psn_cert_type=08", "a chosen kind stays" },
	{ "certno=E12345678;certno=511102199003076634", "psn_cert_type=01*;gend=1*", "a told kind does not bind the next number" },
	{ "psn_name=古丽•阿依", "psn_name=古丽·阿依", "the dot of the rule" },
	{ "psn_name=张　三", "psn_name=张三", "a wide blank between two ideographs" },
	{ "tel=（0833）2123456转801", "tel=0833-2123456-801", "one spelling" },
	{ "tel=１３８１２３４５６７８", "tel=13812345678", "full width" },
	{ "tel=问儿子", "tel=问儿子", "no number: it stays" },
	{ "age=３６", "age=36", "full width" },
	{ "opsp_dise_name=M01904", "opsp_dise_name=肝豆状核变性;opsp_dise_code=M01904*;dise_type_code=", "a code typed for the name; no insurance yet" },
	{ "opsp_dise_name=高血压2级;insutype=390", "opsp_dise_name=高血压 2 级;opsp_dise_code=M03901*;dise_type_code=10*", "printed as the notice prints it" },
	{ "insutype=310;opsp_dise_name=糖尿病", "opsp_dise_code=M01600*;dise_type_code=99912*", "the exception" },
	{ "insutype=310;opsp_dise_name=糖尿病;insutype=390", "dise_type_code=99011*", "another insurance, another type" },
	{ "insutype=310;opsp_dise_name=糖尿病;opsp_dise_name=肝豆状核变性", "opsp_dise_code=M01904*;dise_type_code=10*", "another disease" },
	{ "insutype=310;opsp_dise_name=糖尿病;opsp_dise_name=肝豆", "opsp_dise_name=肝豆;opsp_dise_code=;dise_type_code=", "half a name is no disease, and the old code goes" },
	{ "opsp_dise_code=M01904", "opsp_dise_name=肝豆状核变性*", "the code tells the name" },
	{ "opsp_dise_name=甲;opsp_dise_code=M01904", "opsp_dise_name=甲;opsp_dise_code=M01904", "a typed name stays, to be found" },
	{ "opsp_dise_code=M99999", "opsp_dise_name=", "no such code" },
	{ "insutype=390;opsp_dise_code=M01600;dise_type_code=10", "dise_type_code=10", "a typed type code stays, to be found" },
	// clang-format on
};

static void type_steps(struct filing *f, const char *steps, const struct check_context *ctx)
{
	char *copy = strdup(steps), *rest = copy, *step, *text;

	while ((step = strsep(&rest, ";"))) {
		enum field_id id;

		text = strchr(step, '=');
		assert_non_null(text);
		*text++ = '\0';
		id = field_by_key(step);
		assert_int_not_equal(id, FIELD_NONE);
		assert_int_equal(filing_set(f, id, text), 0);
		assert_int_equal(filing_derive(f, id, ctx), 0);
	}
	free(copy);
}

static void judge_values(const struct filing *f, const char *expected, const char *why)
{
	char *copy = strdup(expected), *rest = copy, *pair, *text, shown[256];

	while ((pair = strsep(&rest, ";"))) {
		enum field_id id;

		text = strchr(pair, '=');
		*text++ = '\0';
		id = field_by_key(pair);
		snprintf(shown, sizeof(shown), "%s%s", filing_get(f, id),
			 f->derived[id] ? "*" : "");
		if (strcmp(shown, text) != 0)
			fail_msg("%s is '%s', not '%s': %s", pair, shown, text, why);
	}
	free(copy);
}

static void filing_derive__fills__what_follows(void **unused)
{
	struct check_context ctx;
	struct world w;

	(void)unused;
	world_open(&w, "5111", NULL);
	ctx = world_on(&w, "2026-03-30", false);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct filing f = { 0 };

		type_steps(&f, rows[i].steps, &ctx);
		judge_values(&f, rows[i].expected, rows[i].why);
		filing_finish(&f);
	}
	world_close(&w);
}

/* What stands against the number is left in its cell, and the check says so. */
static void filing_derive__leaves__contradictions_to_the_check(void **unused)
{
	struct check_context ctx;
	struct filing f = { 0 };
	struct check_result r;
	struct world w;
	char words[256];

	(void)unused;
	world_open(&w, "5111", NULL);
	ctx = world_on(&w, "2026-03-30", false);
	type_steps(&f, "gend=2;age=35;certno=511102199003076634", &ctx);
	filing_check(&f, &ctx, &r);
	assert_string_equal(found_words(&r.findings, words, sizeof(words)),
			    "gend:gend_mismatch age:age_mismatch");
	check_result_finish(&r);
	type_steps(&f, "gend=;age=", &ctx);
	filing_check(&f, &ctx, &r);
	assert_int_equal(r.findings.count, 0);
	check_result_finish(&r);
	filing_finish(&f);
	world_close(&w);
}

/* Deriving twice, or for a field that did not change, changes nothing. */
static void filing_derive__settles__at_once(void **unused)
{
	struct check_context ctx;
	struct world w;

	(void)unused;
	world_open(&w, "5111", NULL);
	ctx = world_on(&w, "2026-03-30", false);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct filing f = { 0 }, before = { 0 };

		type_steps(&f, rows[i].steps, &ctx);
		assert_int_equal(filing_copy(&before, &f), 0);
		for (int id = 0; id <= FIELD_COUNT; id++) {
			if (id == FIELD_OPSP_DISE_NAME || id == FIELD_OPSP_DISE_CODE)
				continue; /* leaving one of these says which of the two was meant */
			assert_int_equal(filing_derive(&f, (enum field_id)id, &ctx), 0);
			if (!filing_equal(&f, &before))
				fail_msg("leaving field %d changes something: %s", id, rows[i].why);
		}
		filing_finish(&f);
		filing_finish(&before);
	}
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filing_derive__fills__what_follows),
		cmocka_unit_test(filing_derive__leaves__contradictions_to_the_check),
		cmocka_unit_test(filing_derive__settles__at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
