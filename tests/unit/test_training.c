/* Covers db/training: the store of its own kind, what stands in it, and wiping. */
#include "tests/scratch_store.h"

#include "db/acts.h"
#include "db/supervise.h"
#include "db/training_parts.h"
#include "db/verify.h"
#include "forms/password.h"
#include "tests/unit/world.h"

static void training_store(struct scratch *s)
{
	struct err err = { 0 };

	scratch_folder(s);
	if (store_open_kind(s->path, STORE_TRAINING, STORE_READ_WRITE, &s->st, &err) < 0)
		fail_msg("%s", err.msg);
}

static struct check_context world_at(struct world *w, const char *region, struct date day)
{
	char text[DATE_TEXT_SIZE];

	world_open(w, region, NULL);
	return world_on(w, date_format(day, text), false);
}

static const struct date today = { 2026, 11, 22 };

/* Every state on every way, made by acts that verify. */
static void training_fill__makes__every_state_of_every_way(void **unused)
{
	static const char *const ways[] = { "in_hospital", "elsewhere", "certified_registered" };
	static const char *const regions[] = { "5111", "1411" };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(regions); i++) {
		int seen[3][STATE_COUNT] = { 0 }, count = 0;
		struct verify_report report;
		struct desk_identity desk;
		struct err err = { 0 };
		struct scratch s;
		struct world w;
		struct check_context ctx;

		ctx = world_at(&w, regions[i], today);
		training_store(&s);
		if (training_fill(s.st, &ctx, &err) < 0)
			fail_msg("%s: %s", regions[i], err.msg);
		for (int64_t id = 1; id <= 60; id++) {
			struct filing_record r = { 0 };

			if (filings_load(s.st, id, &r, &err) != 1)
				continue;
			count++;
			for (int k = 0; k < 3; k++)
				seen[k][r.state] += strcmp(r.route, ways[k]) == 0;
			if (r.state == STATE_FILED && strncmp(r.filing_no, "PX-", 3) != 0)
				fail_msg("the number %s of %s has not the prefix", r.filing_no,
					 r.no);
			filing_record_finish(&r);
		}
		for (int k = 0; k < 3; k++)
			for (int state = 0; state < STATE_COUNT; state++)
				/* History comes from files, not from acts. */
				if (!seen[k][state] && state != STATE_HISTORY)
					fail_msg("no %s filing on the way %s", state_name(state),
						 ways[k]);
		assert_true(count >= 30);
		assert_int_equal(desk_identity_load(s.st, &desk, &err), 1);
		assert_string_equal(desk.institution.region, regions[i]);
		assert_int_equal(desk.institution.code[0], 'X');
		assert_non_null(strstr(desk.institution.name, "培训"));
		assert_int_equal(store_actor(s.st)->staff, 0);
		assert_int_equal(store_verify(s.st, &err), 0);
		if (verify_store(s.path, NULL, 0, &report, &err) < 0)
			fail_msg("%s", err.msg);
		if (report.result == VERIFY_BROKEN)
			fail_msg("%s: %s", report.where, report.msg);
		world_close(&w);
		scratch_remove(&s);
	}
}

/* On other days too: before the Lüliang notice ended, and long after. */
static void training_fill__works__on_any_day(void **unused)
{
	static const struct date days[] = {
		{ 2026, 1, 10 }, { 2026, 4, 30 }, { 2026, 5, 1 }, { 2028, 2, 29 }
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(days); i++) {
		struct err err = { 0 };
		struct scratch s;
		struct world w;
		struct check_context ctx;

		ctx = world_at(&w, "1411", days[i]);
		training_store(&s);
		if (training_fill(s.st, &ctx, &err) < 0)
			fail_msg("%d-%d: %s", days[i].year, days[i].month, err.msg);
		world_close(&w);
		scratch_remove(&s);
	}
}

/* What the supervision has to show: an override, ends that have passed and that come. */
static void training_fill__leaves__something_to_supervise(void **unused)
{
	struct sample_row rows[40];
	struct work_counts work;
	struct sample_ask ask = { "1", 3, { 2000, 1, 1 }, { 2100, 1, 1 } };
	struct err err = { 0 };
	struct scratch s;
	struct world w;
	struct check_context ctx;
	int64_t population;
	int n, overrides = 0;

	(void)unused;
	ctx = world_at(&w, "5111", today);
	training_store(&s);
	assert_int_equal(training_fill(s.st, &ctx, &err), 0);
	assert_int_equal(work_count(s.st, today, &work, &err), 0);
	assert_true(work.to_certify >= 3 && work.to_seal >= 3 && work.to_file >= 3 &&
		    work.returned >= 3);
	assert_true(work.due_0 >= 1 && work.due_30 >= 1 && work.due_90 > work.due_30);
	n = sample_draw(s.st, NULL, &ask, rows, 40, &population, &err);
	assert_true(n >= 3 && population >= 10);
	for (int i = 0; i < n; i++)
		overrides += rows[i].override;
	assert_int_equal(overrides, 1);
	world_close(&w);
	scratch_remove(&s);
}

/* Invented, but typed and checked like real ones. */
static void training_people__are__sound(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < training_people_count(); i++) {
		const struct training_person *p = training_person(i);
		char certno[40];
		struct identity id;
		struct findings found = { 0 };

		snprintf(certno, sizeof(certno), "%s", p->certno);
		if (!*p->cert_type)
			snprintf(certno, sizeof(certno), "%.17s%c", p->certno,
				 identity_check_character(p->certno));
		identity_read(certno, *p->cert_type ? p->cert_type : NULL, today, &id, &found);
		for (size_t k = 0; k < found.count; k++)
			if (finding_code_level(found.list[k].code) == LEVEL_FIELD)
				fail_msg("%s: %s", p->name, finding_code_name(found.list[k].code));
		findings_finish(&found);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(p->certno, training_person(k)->certno);
	}
	for (size_t i = 0; i < training_staff_count(); i++) {
		const struct trainee *t = training_staff(i);
		struct err err = { 0 };

		if (password_check(t->password, t->login, t->name, &err) < 0)
			fail_msg("%s: %s", t->login, err.msg);
	}
}

static void training_refill__wipes__what_was_done(void **unused)
{
	struct filing_record r = { 0 };
	struct desk_identity before, after;
	struct err err = { 0 };
	struct scratch s;
	struct world w;
	struct check_context ctx;
	char path[200];
	FILE *f;

	(void)unused;
	ctx = world_at(&w, "5111", today);
	training_store(&s);
	assert_int_equal(training_fill(s.st, &ctx, &err), 0);
	assert_int_equal(desk_identity_load(s.st, &before, &err), 1);
	r = person("做练习的人", "", "");
	save(s.st, &r);
	snprintf(path, sizeof(path), "%s.materials", s.path);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s.materials/scan", s.path);
	f = fopen(path, "w");
	assert_non_null(f);
	fclose(f);
	if (training_refill(&s.st, &ctx, &err) < 0)
		fail_msg("%s", err.msg);
	filing_record_finish(&r);
	assert_int_equal(filings_load_no(s.st, r.no, &r, &err), 0);
	assert_int_equal(desk_identity_load(s.st, &after, &err), 1);
	assert_string_not_equal(before.uuid, after.uuid);
	assert_int_not_equal(access(path, F_OK), 0);
	world_close(&w);
	scratch_remove(&s);
}

/* The two kinds of store keep apart, both ways, and nothing of a desk is ever filled or wiped. */
static void training__is_refused__by_a_desk_and_the_reverse(void **unused)
{
	struct scratch desk, training;
	struct store *st = NULL;
	struct err err = { 0 };
	struct world w;
	struct check_context ctx;

	(void)unused;
	ctx = world_at(&w, "5111", today);
	scratch_store(&desk);
	assert_int_equal(training_fill(desk.st, &ctx, &err), -1);
	assert_non_null(strstr(err.msg, "不是培训库"));
	assert_int_equal(training_refill(&desk.st, &ctx, &err), -1);
	assert_non_null(desk.st);
	store_close(desk.st);
	desk.st = NULL;
	assert_int_equal(store_open_kind(desk.path, STORE_TRAINING, STORE_READ_WRITE, &st, &err),
			 -1);
	assert_true(*err.msg);
	assert_int_equal(store_open_kind(desk.path, STORE_TRAINING, STORE_READ_ONLY, &st, &err),
			 -1);

	training_store(&training);
	store_close(training.st);
	training.st = NULL;
	assert_int_equal(store_open(training.path, STORE_READ_WRITE, &st, &err), -1);
	assert_non_null(strstr(err.msg, "培训"));
	assert_int_equal(store_open(training.path, STORE_READ_ONLY, &st, &err), -1);
	desk.st = open_store(desk.path);
	world_close(&w);
	scratch_remove(&training);
	scratch_remove(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(training_fill__makes__every_state_of_every_way),
		cmocka_unit_test(training_fill__works__on_any_day),
		cmocka_unit_test(training_fill__leaves__something_to_supervise),
		cmocka_unit_test(training_people__are__sound),
		cmocka_unit_test(training_refill__wipes__what_was_done),
		cmocka_unit_test(training__is_refused__by_a_desk_and_the_reverse),
	};

	setenv("MTDESK_KDF_COST", "1", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
