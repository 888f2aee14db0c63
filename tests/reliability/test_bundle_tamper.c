/* Covers what verification says of peers, bundles and received filings that somebody with the file has changed: each edit is
 * found, and named by its place. The control is the store as it was: nothing is found there. */
#include "tests/reliability/tamper.h"

#include "tests/desks.h"

/* A hospital that took a bundle with two filings in, goes on with one of them, and made a bundle itself. */
static int make_hospital(void **unused)
{
	struct office clinic, hospital;
	struct bundle_result r;
	struct err err = { 0 };
	int64_t there, here, filing = 0;

	(void)unused;
	shell("rm -rf stick && mkdir stick");
	desk_open(&clinic, CLINIC_CODE, CLINIC);
	desk_open(&hospital, HOSPITAL_CODE, HOSPITAL);
	there = desk_knows(&clinic, &hospital);
	here = desk_knows(&hospital, &clinic);
	desk_files(&clinic, 1, STATE_FILED);
	desk_files(&clinic, 2, STATE_SEALED);
	if (bundle_make(clinic.st, office_who(&clinic, "wm"), there, "stick", NULL, NULL, &r,
			&err) < 0 ||
	    bundle_take(hospital.st, office_who(&hospital, "wm"), r.path, NULL, NULL, &r, &err) <
		    0 ||
	    received_register(hospital.st, office_who(&hospital, "wm"), 1, &filing, &err) < 0)
		fail_msg("%s", err.msg);
	office_bring(&hospital, filing, STATE_READY);
	desk_files(&hospital, 3, STATE_FILED);
	if (bundle_make(hospital.st, office_who(&hospital, "wm"), here, "stick", NULL, NULL, &r,
			&err) < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(audit_note(hospital.st,
				    &(struct audit_entry) { .act = ACT_STOP, .object = "desk" },
				    NULL),
			 0);
	desk_close(&clinic);
	office_keep(&hospital, CLEAN);
	triggers_learn();
	return 0;
}

static void verify__finds__nothing_in_a_sound_store(void **unused)
{
	struct verify_report r = verify_folder(CLEAN, NULL, 0);

	(void)unused;
	if (r.result == VERIFY_BROKEN)
		fail_msg("%s: %s", r.where, r.msg);
}

// clang-format off
static const struct { const char *sql, *where, *why; } edits[] = {
	{ "UPDATE peer SET name = '别的台'", "peer 1", "another name" },
	{ "UPDATE peer SET public = replace(public, '04', '05')", "peer 1", "another key" },
	{ "UPDATE peer SET active = 0", "peer 1", "switched off" },
	{ "INSERT INTO peer (uuid, code, name, public, added_at) SELECT replace(uuid, '-', '+'), code, name, public, added_at FROM peer",
	  "peer 2", "a peer put in" },
	{ "UPDATE bundle_out SET sm3 = '0000000000000000000000000000000000000000000000000000000000000000'",
	  "bundle_out 1 audit", "another digest of what went" },
	{ "UPDATE bundle_out SET filings = filings + 1", "bundle_out 1 audit", "another count" },
	{ "DELETE FROM bundle_item WHERE filing = 2", "bundle_out 1 filings", "a filing that went is hidden" },
	{ "DELETE FROM bundle_item; DELETE FROM bundle_out", NULL, "a bundle that went is hidden" },
	{ "UPDATE bundle_in SET sm3 = '0000000000000000000000000000000000000000000000000000000000000000'",
	  "bundle_in 1 audit", "another digest of what came" },
	{ "DELETE FROM received WHERE id = 2", "bundle_in 1 audit", "a filing that came is hidden" },
	{ "UPDATE received SET psn_name = '李四' WHERE id = 2", "received 2 psn_name", "another name" },
	{ "UPDATE received SET state = 'filed' WHERE id = 2", "received 2 state", "another state" },
	{ "UPDATE received SET text = replace(text, '肺结核', '肺结病') WHERE id = 2", "received 2 text", "another text" },
	{ "UPDATE received SET acts = replace(acts, '2026-11-22 09:00:00', '2026-11-21 09:00:00') WHERE id = 2", "received 2 acts",
	  "another time in the acts" },
	{ "UPDATE received SET acts = replace(acts, 'mtdesk-bundle-filing', 'mtdesk-bundle-filinh') WHERE id = 2", "received 2 acts",
	  "another form" },
	{ "UPDATE received SET materials = replace(materials, 'pages:1:1', 'pages:1:2') WHERE id = 2", "received 2 materials",
	  "another number of pages" },
	{ "UPDATE received SET sm3 = '0000000000000000000000000000000000000000000000000000000000000000' WHERE id = 2",
	  "bundle_in 1 audit", "another digest" },
	{ "UPDATE received SET filing = NULL WHERE id = 1", "received 1 filing", "it is registered no more" },
	{ "UPDATE received SET filing = 2 WHERE id = 1", "received 1 filing", "another filing is registered from it" },
	{ "UPDATE received SET filing = 2 WHERE id = 2", "received 2 filing", "the other is registered too" },
	{ "UPDATE received SET number = 2; UPDATE bundle_in SET number = 2", "bundle_in 2 audit", "another number" },
};
// clang-format on

static void verify__finds__every_edit(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(edits); i++) {
		struct verify_report r;
		char sql[1024];

		hurt_begin();
		snprintf(sql, sizeof(sql), "%s;", edits[i].sql);
		hurt_edit(sql);
		if (edits[i].where) {
			expect_broken(NULL, 0, edits[i].where, edits[i].why);
			continue;
		}
		r = verify_folder(HURT, NULL, 0);
		if (r.result != VERIFY_BROKEN)
			fail_msg("not found: %s", edits[i].why);
	}
}

/* The file of a filing that only came is looked at too. */
static void verify__finds__a_changed_file_of_what_came(void **unused)
{
	char *name =
		ask_sqlite(CLEAN, "SELECT substr(materials, instr(materials, 'sm3:64:') + 7, 64) "
				  "FROM received WHERE id = 2");

	(void)unused;
	assert_int_equal(strlen(name), 64);
	hurt_begin();
	shell("printf x >> " HURT "/desk.db.materials/%s", name);
	expect_broken(NULL, 0, "received 2 file", "a byte more");
	hurt_begin();
	shell("rm " HURT "/desk.db.materials/%s", name);
	expect_broken(NULL, 0, "received 2 file", "no file");
	free(name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verify__finds__nothing_in_a_sound_store),
		cmocka_unit_test(verify__finds__every_edit),
		cmocka_unit_test(verify__finds__a_changed_file_of_what_came),
	};

	return cmocka_run_group_tests(tests, make_hospital, NULL);
}
