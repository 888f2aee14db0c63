/* Covers the editions of installed packs: a newer program brings newer packs, and an older file on the disk must not take
 * their place. The program's own packs are replaced by one of the fifth edition. */
#include "tests/test.h"

#include <sys/stat.h>

#include "forms/policies/embedded.h"
#include "forms/policy.h"

#define PACK(edition)                                                                              \
	"id: a-1\nedition: " edition                                                               \
	"\ndocument: 试〔2026〕1号\ntitle: 试\nissuer: 试\nregions: [\"51\"]\n"

static const char fifth[] = PACK("5");

const struct embedded_pack embedded_packs[] = { { "a-1.yaml", fifth, sizeof(fifth) - 1 } };
const size_t embedded_packs_count = 1;

static void policies_load__leaves_aside__an_older_edition(void **unused)
{
	static const struct {
		const char *folder, *text;
		unsigned edition;
		enum policy_origin origin;
		const char *complaint, *why;
	} rows[] = {
		{ "older", PACK("4"), 5, POLICY_BUILT_IN, "a-1：第 4 版比现用的第 5 版旧",
		  "one older" },
		{ "same", PACK("5"), 5, POLICY_INSTALLED, NULL,
		  "the same edition, put there on purpose" },
		{ "newer", PACK("6"), 6, POLICY_INSTALLED, NULL, "one newer" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct policies *ps = NULL;
		struct err err = { 0 };
		const char *complaint;
		char path[64];
		FILE *f;

		mkdir(rows[i].folder, 0700);
		snprintf(path, sizeof(path), "%s/a-1.yaml", rows[i].folder);
		f = fopen(path, "w");
		assert_non_null(f);
		fputs(rows[i].text, f);
		fclose(f);
		if (policies_load(rows[i].folder, &ps, &err))
			fail_msg("%s", err.msg);
		complaint = policies_complaint(ps, 0);
		if (!complaint != !rows[i].complaint ||
		    (complaint && !strstr(complaint, rows[i].complaint)))
			fail_msg("%s: complained '%s'", rows[i].why, complaint);
		assert_int_equal(policies_find(ps, "a-1")->edition, rows[i].edition);
		assert_int_equal(policies_origin(ps, 0), rows[i].origin);
		policies_free(ps);
	}
}

static void policies_accept__refuses__an_older_edition(void **unused)
{
	static const struct {
		const char *text;
		int rc;
	} rows[] = { { PACK("4"), -1 }, { PACK("5"), 0 }, { PACK("6"), 0 } };
	struct policies *ps = NULL;
	struct err err = { 0 };

	(void)unused;
	assert_int_equal(policies_load(NULL, &ps, &err), 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct policy *p = NULL;

		assert_int_equal(policy_read(rows[i].text, strlen(rows[i].text), "t", &p, &err), 0);
		assert_int_equal(policies_accept(ps, p, &err), rows[i].rc);
		policy_free(p);
	}
	policies_free(ps);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(policies_load__leaves_aside__an_older_edition),
		cmocka_unit_test(policies_accept__refuses__an_older_edition),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
