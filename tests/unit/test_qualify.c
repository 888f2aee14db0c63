/* Covers forms/qualify: who may certify what, which institution may file, and how long a prescription may run. */
#include "tests/unit/world.h"

#include "forms/qualify.h"

static struct world leshan, lvliang;

static int open_worlds(void **unused)
{
	(void)unused;
	world_open(&leshan, "5111", NULL);
	world_open(&lvliang, "1411", NULL);
	return 0;
}

static int close_worlds(void **unused)
{
	(void)unused;
	world_close(&leshan);
	world_close(&lvliang);
	return 0;
}

static void disease_listed__matches__whole_codes(void **unused)
{
	static const struct {
		const char *list, *code;
		bool listed;
		const char *why;
	} rows[] = {
		{ "M01904", "M01904", true, "the only one" },
		{ "M01600 M01904", "M01904", true, "the last" },
		{ "  M01904  M01600 ", "M01904", true, "more blanks than needed" },
		{ "*", "M01904", true, "every disease" },
		{ "M01600 *", "M01904", true, "every disease, said late" },
		{ "", "M01904", false, "none" },
		{ "M0190", "M01904", false, "a part of the code" },
		{ "M019044", "M01904", false, "more than the code" },
		{ "M01*", "M01904", false, "a star counts alone" },
		{ "M01600", "", false, "no code" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (disease_listed(rows[i].list, rows[i].code) != rows[i].listed)
			fail_msg("'%s' in '%s': %s", rows[i].code, rows[i].list, rows[i].why);
}

/* What differs from a doctor and a hospital about whom nothing is to be said. */
struct row {
	bool lvliang, on_paper;
	const char *disease, *day;
	int64_t doctor, works_at, institution;
	bool retired, closed, certifies_not;
	int level;
	unsigned doctors;
	const char *doctor_for, *hospital_for, *hospital;
	const char *found;
	bool good;
	const char *why;
};

static void judge(const struct row *row)
{
	struct doctor d = { .id = row->doctor,
			    .name = "李建国",
			    .institution = row->works_at,
			    .active = !row->retired };
	struct institution i = { .id = row->institution,
				 .level = row->level,
				 .certifies = !row->certifies_not,
				 .active = !row->closed };
	struct qualification q = { .policies = row->lvliang ? lvliang.policies : leshan.policies,
				   .region = row->lvliang ? "1411" : "5111",
				   .disease = row->disease,
				   .insutype = "390",
				   .doctor = &d,
				   .institution = &i,
				   .doctors = row->doctors,
				   .on_paper = row->on_paper };
	struct findings found = { 0 };
	char words[512];

	snprintf(i.name, sizeof(i.name), "%s", row->hospital);
	snprintf(i.diseases, sizeof(i.diseases), "%s", row->hospital_for);
	snprintf(d.diseases, sizeof(d.diseases), "%s", row->doctor_for);
	assert_int_equal(date_parse(row->day, &q.on), 0);
	if (qualify_certifier(&q, &found) != row->good)
		fail_msg("%s: %s", row->good ? "refused" : "let through", row->why);
	if (strcmp(found_words(&found, words, sizeof(words)), row->found) != 0)
		fail_msg("found '%s': %s", words, row->why);
	findings_finish(&found);
}

#define SOUND                                                                                      \
	.disease = "M01904", .day = "2026-03-30", .doctor = 5, .works_at = 3, .institution = 3,    \
	.level = 3, .doctors = 2, .doctor_for = "*", .hospital_for = "*",                          \
	.hospital = "山西省人民医院"

static void qualify_certifier__says__what_stands_against_it(void **unused)
{
	/* A row may set again what SOUND set. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"
	static const struct row rows[] = {
		{ SOUND, .found = "", .good = true, .why = "all is well in Leshan" },
		{ SOUND, .lvliang = true, .found = "", .good = true, .why = "and in Lüliang" },

		{ SOUND, .doctor = 0, .found = "diag_dr_name:doctor_unknown",
		  .why = "not in the register" },
		{ SOUND, .retired = true, .found = "diag_dr_name:doctor_inactive",
		  .why = "no longer there" },
		{ SOUND, .doctor_for = "M01600", .found = "diag_dr_name:doctor_disease",
		  .why = "another specialty" },
		{ SOUND, .doctor_for = "M01600 M01904", .found = "", .good = true,
		  .why = "among others" },
		{ SOUND, .works_at = 4, .found = "diag_dr_name:doctor_institution",
		  .why = "of another hospital" },

		{ SOUND, .institution = 0,
		  .found = "diag_dr_name:doctor_institution "
			   "ide_fixmedins_name:institution_unknown",
		  .why = "a hospital nobody registered" },
		{ SOUND, .closed = true, .found = "ide_fixmedins_name:institution_inactive",
		  .why = "no longer designated at all" },
		{ SOUND, .certifies_not = true, .found = "ide_fixmedins_name:institution_certifies",
		  .why = "it files only" },
		{ SOUND, .hospital_for = "M01600",
		  .found = "ide_fixmedins_name:institution_disease",
		  .why = "designated for another disease" },
		{ SOUND, .level = 1, .found = "ide_fixmedins_name:institution_level",
		  .why = "level 2 and up, says 28号 二（一）" },
		{ SOUND, .level = 2, .found = "", .good = true, .why = "level 2 will do" },
		{ SOUND, .lvliang = true, .level = 1,
		  .found = "ide_fixmedins_name:institution_level", .why = "in Lüliang too" },
		{ SOUND, .lvliang = true, .doctors = 1, .found = "ide_fixmedins_name:doctors_few",
		  .why = "two responsible doctors, says 3号 二" },
		{ SOUND, .doctors = 0, .found = "", .good = true,
		  .why = "Leshan asks for no number" },
		{ SOUND, .lvliang = true, .disease = "M01600", .doctors = 0, .level = 1,
		  .found = "", .good = true, .why = "no pack of Lüliang speaks of this disease" },
		{ SOUND, .lvliang = true, .day = "2024-04-30", .doctors = 1, .found = "",
		  .good = true, .why = "the notice was not in force yet" },
		{ SOUND, .lvliang = true, .hospital = "吕梁市人民医院",
		  .found = "ide_fixmedins_name:hospital_unlisted", .good = true,
		  .why = "the province's list is a first batch: a note" },
		{ SOUND, .hospital = "乐山市人民医院", .found = "", .good = true,
		  .why = "the province's list says nothing in Leshan" },

		{ SOUND, .on_paper = true, .doctor = 0, .institution = 0, .works_at = 0,
		  .doctors = 0, .hospital = "四川大学华西医院",
		  .found = "diag_dr_name:doctor_elsewhere "
			   "ide_fixmedins_name:institution_elsewhere",
		  .good = true, .why = "a paper from elsewhere: to be looked at" },
		{ SOUND, .on_paper = true, .retired = true, .found = "diag_dr_name:doctor_inactive",
		  .why = "whom the register knows to be gone" },
		{ SOUND, .lvliang = true, .on_paper = true, .doctors = 1,
		  .found = "ide_fixmedins_name:doctors_few",
		  .why = "on paper too: the register knows how many there are" },
		{ SOUND, .lvliang = true, .on_paper = true, .doctor = 0, .institution = 0,
		  .works_at = 0, .doctors = 0, .hospital = "山西省人民医院",
		  .found = "diag_dr_name:doctor_elsewhere "
			   "ide_fixmedins_name:institution_elsewhere",
		  .good = true,
		  .why = "how many somebody unknown has is not for the register to say" },

		{ SOUND, .retired = true, .certifies_not = true, .level = 1,
		  .found = "diag_dr_name:doctor_inactive "
			   "ide_fixmedins_name:institution_certifies "
			   "ide_fixmedins_name:institution_level",
		  .why = "everything is said at once" },
	};
#pragma GCC diagnostic pop

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		judge(&rows[i]);
}

static void qualify_certifier__survives__nobody(void **unused)
{
	struct qualification q = { .policies = leshan.policies,
				   .region = "5111",
				   .disease = "M01904",
				   .insutype = "390",
				   .on = { 2026, 3, 30 } };
	struct findings found = { 0 };
	char words[256];

	(void)unused;
	assert_false(qualify_certifier(&q, &found));
	assert_string_equal(found_words(&found, words, sizeof(words)),
			    "diag_dr_name:doctor_unknown ide_fixmedins_name:institution_unknown");
	findings_finish(&found);
	assert_false(qualify_certifier(&q, NULL));
}

static void qualify_filer__says__what_stands_against_it(void **unused)
{
	static const struct {
		const char *region;
		struct institution i;
		const char *found, *why;
	} rows[] = {
		{ "5111",
		  { .id = 3, .region = "5111", .files = true, .active = true },
		  "",
		  "a hospital of the city" },
		{ "5111",
		  { .id = 3, .region = "511102", .files = true, .active = true },
		  "",
		  "of one of its districts" },
		{ "5111",
		  { .id = 0, .region = "5111", .files = true, .active = true },
		  "fixmedins_name:institution_unknown",
		  "not in the register" },
		{ "5111",
		  { .id = 3, .region = "5111", .files = true },
		  "fixmedins_name:institution_inactive",
		  "no longer there" },
		{ "5111",
		  { .id = 3, .region = "5111", .active = true },
		  "fixmedins_name:institution_files",
		  "it certifies only" },
		{ "5111",
		  { .id = 3, .region = "5101", .files = true, .active = true },
		  "fixmedins_name:institution_region",
		  "市内定点医疗机构, says 28号 一" },
		{ "1411",
		  { .id = 3, .region = "1411", .files = true, .active = true },
		  "",
		  "the agency of the insured place" },
		{ "3301",
		  { .id = 3, .region = "5111", .files = true, .active = true },
		  "",
		  "no pack says who files there" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct findings found = { 0 };
		char words[256];
		bool good = qualify_filer(leshan.policies, rows[i].region, &rows[i].i, &found);

		if (strcmp(found_words(&found, words, sizeof(words)), rows[i].found) != 0 ||
		    good != !*rows[i].found)
			fail_msg("found '%s': %s", words, rows[i].why);
		findings_finish(&found);
	}
	assert_false(qualify_filer(leshan.policies, "5111", NULL, NULL));
}

static void qualify_weeks__follows__the_pack(void **unused)
{
	static const struct {
		const char *region, *weeks;
		bool good;
		const char *why;
	} rows[] = {
		{ "1411", "", true, "none was noted" },
		{ "1411", "3", false, "one short of 4" },
		{ "1411", "4", true, "the least of 4-12" },
		{ "1411", "12", true, "the most" },
		{ "1411", "13", false, "one more" },
		{ "5111", "0", false, "no prescription" },
		{ "5111", "1", true, "the least where no pack says" },
		{ "5111", "52", true, "the most where no pack says" },
		{ "5111", "53", false, "one more" },
		{ "5111", "-4", false, "no number" },
		{ "5111", "4 ", false, "no number alone" },
		{ "5111", "四", false, "a word" },
		{ "5111", "4294967300", false, "would be 4 if it wrapped" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct findings found = { 0 };

		if (qualify_weeks(leshan.policies, rows[i].region, "M01904", "390", rows[i].weeks,
				  &found) != rows[i].good ||
		    found.count != !rows[i].good)
			fail_msg("'%s' weeks in %s: %s", rows[i].weeks, rows[i].region,
				 rows[i].why);
		findings_finish(&found);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(disease_listed__matches__whole_codes),
		cmocka_unit_test(qualify_certifier__says__what_stands_against_it),
		cmocka_unit_test(qualify_certifier__survives__nobody),
		cmocka_unit_test(qualify_filer__says__what_stands_against_it),
		cmocka_unit_test(qualify_weeks__follows__the_pack),
	};

	return cmocka_run_group_tests(tests, open_worlds, close_worlds);
}
