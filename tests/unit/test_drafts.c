/* Covers db/drafts, db/sessions and db/process: what is being typed survives, and finds its way
 * back to one desk only. */
#include <signal.h>
#include <sys/wait.h>

#include "tests/people.h"
#include "tests/scratch_store.h"

#include "db/drafts.h"
#include "db/process.h"

static void open_desk(struct scratch *s)
{
	struct err err = { 0 };

	s->st = open_store(s->path);
	if (session_open(s->st, &err) < 0)
		fail_msg("%s", err.msg);
}

static void keep(struct store *st, struct draft *d)
{
	struct err err = { 0 };

	if (drafts_save(st, d, &err) < 0)
		fail_msg("%s", err.msg);
}

static int64_t orphans(struct store *st)
{
	int64_t count = -1;

	assert_int_equal(drafts_count_orphans(st, &count, NULL), 0);
	return count;
}

/* Leave the desk and come back. */
static void reopen_desk(struct scratch *s)
{
	store_close(s->st);
	open_desk(s);
}

static void drafts_save__round_trips(void **unused)
{
	struct draft d = { .screen = "criteria",
			   .cell = "ceruloplasmin",
			   .cursor = 2,
			   .cell_unit = "mg/L" },
		     back = { 0 };
	struct filing_record parked = person("张小燕", "510104199003071234", "13812345678");
	struct scratch s;

	(void)unused;
	scratch_folder(&s);
	open_desk(&s);
	save(s.st, &parked);
	d.record = parked;
	d.cell_text = strdup("185 'x' 毫克");
	d.record.filing.derived[FIELD_AGE] = true;
	evidence_set(&d.record.filing.evidence, "kf_ring", "true", "", "裂隙灯");
	keep(s.st, &d);
	assert_int_not_equal(d.id, 0);
	reopen_desk(&s);

	assert_int_equal(orphans(s.st), 1);
	assert_int_equal(drafts_adopt_newest(s.st, &back, NULL), 1);
	assert_int_equal(back.id, d.id);
	assert_string_equal(back.screen, "criteria");
	assert_string_equal(back.cell, "ceruloplasmin");
	assert_string_equal(back.cell_text, "185 'x' 毫克");
	assert_string_equal(back.cell_unit, "mg/L");
	assert_int_equal(back.cursor, 2);
	assert_string_equal(back.updated_at, d.updated_at);
	assert_int_equal(back.record.id, d.record.id);
	assert_string_equal(back.record.no, d.record.no);
	assert_int_equal(back.record.revision, 1);
	assert_string_equal(back.record.saved_at, d.record.saved_at);
	assert_string_equal(back.record.policy, "leshan-2023-28/1");
	assert_true(filing_equal(&back.record.filing, &d.record.filing));
	assert_memory_equal(back.record.filing.derived, d.record.filing.derived,
			    sizeof(d.record.filing.derived));
	assert_int_equal(orphans(s.st), 0);
	draft_finish(&back);
	draft_finish(&d);
	scratch_remove(&s);
}

/* A cell that was emptied is not a cell that nobody touched. */
static void drafts_save__tells_apart__empty_and_untouched(void **unused)
{
	struct draft d = { .screen = "form", .cell = "memo" }, back = { 0 };
	struct scratch s;

	(void)unused;
	scratch_folder(&s);
	open_desk(&s);
	d.cell_text = strdup("");
	keep(s.st, &d);
	reopen_desk(&s);
	assert_int_equal(drafts_adopt_newest(s.st, &back, NULL), 1);
	assert_non_null(back.cell_text);
	assert_string_equal(back.cell_text, "");

	free(back.cell_text);
	back.cell_text = NULL;
	keep(s.st, &back);
	draft_finish(&back);
	reopen_desk(&s);
	assert_int_equal(drafts_adopt_newest(s.st, &back, NULL), 1);
	assert_null(back.cell_text);
	draft_finish(&back);
	draft_finish(&d);
	scratch_remove(&s);
}

static void drafts_save__keeps__one_row(void **unused)
{
	struct draft d = { 0 }, back = { 0 };
	struct scratch s;
	int64_t id;

	(void)unused;
	scratch_folder(&s);
	open_desk(&s);
	keep(s.st, &d);
	id = d.id;
	filing_set(&d.record.filing, FIELD_PSN_NAME, "张");
	keep(s.st, &d);
	filing_set(&d.record.filing, FIELD_PSN_NAME, "张小燕");
	keep(s.st, &d);
	assert_int_equal(d.id, id);
	reopen_desk(&s);
	assert_int_equal(orphans(s.st), 1);
	assert_int_equal(drafts_adopt_newest(s.st, &back, NULL), 1);
	assert_string_equal(filing_get(&back.record.filing, FIELD_PSN_NAME), "张小燕");
	draft_finish(&back);
	draft_finish(&d);
	scratch_remove(&s);
}

static void filings_save__takes__the_draft_with_it(void **unused)
{
	struct draft d = { 0 };
	struct scratch s;

	(void)unused;
	scratch_folder(&s);
	open_desk(&s);
	filing_set(&d.record.filing, FIELD_PSN_NAME, "张小燕");
	keep(s.st, &d);
	assert_int_equal(filings_save(s.st, &d.record, d.id, NULL), 0);
	/* Typing goes on: the draft that is gone is written anew, nothing is dropped. */
	reopen_desk(&s);
	assert_int_equal(orphans(s.st), 0);
	keep(s.st, &d);
	reopen_desk(&s);
	assert_int_equal(orphans(s.st), 1);
	draft_finish(&d);
	scratch_remove(&s);
}

static bool file_holds(const char *path, const char *text)
{
	FILE *in = fopen(path, "rb");
	static char bytes[1 << 20];
	size_t len;

	assert_non_null(in);
	len = fread(bytes, 1, sizeof(bytes), in);
	assert_true(len > 0 && len < sizeof(bytes));
	fclose(in);
	return memmem(bytes, len, text, strlen(text)) != NULL;
}

/* A desk that keeps a draft of filing 1 and then sits there. Returns when the draft is kept. */
static pid_t start_desk(const char *path, const char *name)
{
	int ready[2];
	char byte = 0;
	pid_t pid;

	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		struct draft d = { .screen = "form" };
		struct store *st = NULL;

		d.record.id = 1;
		filing_set(&d.record.filing, FIELD_PSN_NAME, name);
		if (store_open(path, STORE_READ_WRITE, &st, NULL) < 0 ||
		    session_open(st, NULL) < 0 || drafts_save(st, &d, NULL) < 0)
			_exit(1);
		(void)!write(ready[1], "x", 1);
		for (;;)
			pause();
	}
	close(ready[1]);
	if (read(ready[0], &byte, 1) != 1)
		fail_msg("the other desk did not start");
	close(ready[0]);
	return pid;
}

/* Another copy of the store is put in the place of the one that was opened: it knows neither the desk's
 * session nor the filing. What is typed goes into it all the same. */
static void drafts_save__goes_on__in_another_copy(void **unused)
{
	struct filing_record parked = person("张小燕", "510104199003071234", "13812345678");
	struct draft d = { .screen = "form" };
	struct err err = { 0 };
	struct scratch s, copy;
	pid_t other;

	(void)unused;
	scratch_folder(&copy);
	other = start_desk(copy.path, "同号的另一个登记台");
	scratch_folder(&s);
	open_desk(&s);
	save(s.st, &parked);
	d.record = parked;
	keep(s.st, &d);

	assert_int_equal(unlink(s.path), 0);
	assert_int_equal(drafts_save(s.st, &d, &err), -1);
	assert_int_equal(err.code, ERR_STORAGE);
	assert_non_null(strstr(err.msg, "移走"));
	assert_int_equal(drafts_save(s.st, &d, &err), -1);
	assert_non_null(strstr(err.msg, "没有库文件"));

	assert_int_equal(rename(copy.path, s.path), 0);
	keep(s.st, &d);
	kill(other, SIGKILL);
	waitpid(other, NULL, 0);
	reopen_desk(&s);
	assert_int_equal(orphans(s.st), 2);
	draft_finish(&d);
	assert_int_equal(drafts_adopt_newest(s.st, &d, NULL), 1);
	assert_string_equal(filing_get(&d.record.filing, FIELD_PSN_NAME), "张小燕");
	assert_int_equal(d.record.id, 0);
	draft_finish(&d);
	scratch_remove(&s);
	scratch_remove(&copy);
}

static void drafts_delete__zeroes__what_was_typed(void **unused)
{
	struct draft d = { 0 };
	struct scratch s;

	(void)unused;
	scratch_folder(&s);
	open_desk(&s);
	d.cell_text = strdup("secret-of-the-cell");
	filing_set(&d.record.filing, FIELD_CERTNO, "secret-of-the-row");
	evidence_set(&d.record.filing.evidence, "kf_ring", "true", "", "secret-of-the-evidence");
	keep(s.st, &d);
	assert_true(file_holds(s.path, "secret-of"));
	assert_int_equal(drafts_delete(s.st, d.id, NULL), 0);
	assert_false(file_holds(s.path, "secret-of"));
	draft_finish(&d);
	scratch_remove(&s);
}

/* --- Two desks: real processes --- */

/* The brief names the orphan that would be taken over next, and never a live desk's. */
static void drafts_orphan_brief__names__the_newest(void **unused)
{
	struct draft mine = { .screen = "criteria", .cell = "kf_ring" }, d = { 0 };
	struct draft_brief brief;
	struct scratch s;
	pid_t first, second;

	(void)unused;
	scratch_folder(&s);
	first = start_desk(s.path, "先停的");
	second = start_desk(s.path, "后停的");
	open_desk(&s);
	filing_set(&mine.record.filing, FIELD_PSN_NAME, "自己的");
	filing_set(&mine.record.filing, FIELD_OPSP_DISE_NAME, "肝豆状核变性");
	keep(s.st, &mine);
	assert_int_equal(drafts_orphan_brief(s.st, &brief, NULL), 0);

	kill(first, SIGKILL);
	waitpid(first, NULL, 0);
	assert_int_equal(drafts_orphan_brief(s.st, &brief, NULL), 1);
	assert_string_equal(brief.psn_name, "先停的");
	assert_string_equal(brief.opsp_dise_name, "");
	kill(second, SIGKILL);
	waitpid(second, NULL, 0);
	assert_int_equal(drafts_orphan_brief(s.st, &brief, NULL), 1);
	assert_string_equal(brief.psn_name, "后停的");
	assert_int_equal(drafts_adopt_newest(s.st, &d, NULL), 1);
	assert_string_equal(filing_get(&d.record.filing, FIELD_PSN_NAME), brief.psn_name);

	reopen_desk(&s);
	assert_int_equal(drafts_orphan_brief(s.st, &brief, NULL), 1);
	assert_string_equal(brief.psn_name, "自己的");
	assert_string_equal(brief.opsp_dise_name, "肝豆状核变性");
	assert_string_equal(brief.screen, "criteria");
	assert_string_equal(brief.cell, "kf_ring");
	assert_string_equal(brief.updated_at, mine.updated_at);
	draft_finish(&mine);
	draft_finish(&d);
	scratch_remove(&s);
}

static void drafts_release__offers__the_draft_at_once(void **unused)
{
	struct draft d = { .screen = "form" };
	struct scratch s;

	(void)unused;
	scratch_folder(&s);
	open_desk(&s);
	filing_set(&d.record.filing, FIELD_PSN_NAME, "放下的");
	keep(s.st, &d);
	assert_int_equal(orphans(s.st), 0);
	assert_int_equal(drafts_release(s.st, d.id, NULL), 0);
	assert_int_equal(orphans(s.st), 1);
	draft_finish(&d);
	assert_int_equal(drafts_adopt_newest(s.st, &d, NULL), 1);
	assert_int_equal(orphans(s.st), 0);
	assert_string_equal(filing_get(&d.record.filing, FIELD_PSN_NAME), "放下的");
	draft_finish(&d);
	scratch_remove(&s);
}

static void drafts_adopt__leaves__a_live_desk_alone(void **unused)
{
	struct filing_record parked = person("张小燕", "", "");
	struct draft d = { 0 };
	struct scratch s;
	pid_t other;
	int64_t count_while_zombie;

	(void)unused;
	scratch_folder(&s);
	open_desk(&s);
	save(s.st, &parked);
	assert_int_equal(drafts_open_elsewhere(s.st, 1, NULL), 0);
	other = start_desk(s.path, "别人的草稿");

	assert_int_equal(orphans(s.st), 0);
	assert_int_equal(drafts_adopt_newest(s.st, &d, NULL), 0);
	assert_int_equal(drafts_open_elsewhere(s.st, 1, NULL), 1);
	assert_int_equal(drafts_open_elsewhere(s.st, 2, NULL), 0);
	reopen_desk(&s);
	assert_int_equal(orphans(s.st), 0);

	/* Killed, but not yet waited for: nobody types there any more. */
	kill(other, SIGKILL);
	while (count_while_zombie = orphans(s.st), count_while_zombie == 0)
		usleep(1000);
	assert_int_equal(waitpid(other, NULL, 0), other);
	assert_int_equal(drafts_open_elsewhere(s.st, 1, NULL), 0);
	assert_int_equal(drafts_adopt_newest(s.st, &d, NULL), 1);
	assert_string_equal(filing_get(&d.record.filing, FIELD_PSN_NAME), "别人的草稿");
	draft_finish(&d);
	assert_int_equal(drafts_adopt_newest(s.st, &d, NULL), 0);
	filing_record_finish(&parked);
	scratch_remove(&s);
}

/* One of several desks that start: it adopts, says by a byte that it has tried, and stays until `go` is closed, since what a
 * dead desk adopted is an orphan again. Ends with how many it got, or 100. */
__attribute__((noreturn)) static void adopt_and_stay(const char *path, int tried, int go)
{
	struct store *st = NULL;
	struct draft d = { 0 };
	int rc = -1;
	char byte = 0;

	if (store_open(path, STORE_READ_WRITE, &st, NULL) == 0 && session_open(st, NULL) == 0)
		rc = drafts_adopt_newest(st, &d, NULL);
	draft_finish(&d);
	if (write(tried, &byte, 1) != 1 || read(go, &byte, 1) != 0)
		rc = -1;
	_exit(rc < 0 ? 100 : rc);
}

/* Several desks start after a power cut: each orphan goes to exactly one of them. */
static void drafts_adopt__gives__each_orphan_once(void **unused)
{
	struct filing_record parked = person("张小燕", "", "");
	pid_t dead[3], desks[6];
	int adopted = 0, tried[2], go[2];
	char byte;
	struct scratch s;

	(void)unused;
	scratch_store(&s);
	save(s.st, &parked);
	for (size_t i = 0; i < ARRAY_SIZE(dead); i++)
		dead[i] = start_desk(s.path, "断电前");
	for (size_t i = 0; i < ARRAY_SIZE(dead); i++) {
		kill(dead[i], SIGKILL);
		waitpid(dead[i], NULL, 0);
	}
	assert_int_equal(pipe(tried), 0);
	assert_int_equal(pipe(go), 0);
	for (size_t i = 0; i < ARRAY_SIZE(desks); i++) {
		desks[i] = fork();
		if (desks[i] == 0) {
			close(go[1]);
			adopt_and_stay(s.path, tried[1], go[0]);
		}
	}
	close(tried[1]);
	for (size_t i = 0; i < ARRAY_SIZE(desks); i++)
		assert_int_equal(read(tried[0], &byte, 1), 1);
	close(go[1]);
	close(go[0]);
	close(tried[0]);
	for (size_t i = 0; i < ARRAY_SIZE(desks); i++) {
		int status;

		waitpid(desks[i], &status, 0);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) <= 1);
		adopted += WEXITSTATUS(status);
	}
	assert_int_equal(adopted, 3);
	filing_record_finish(&parked);
	scratch_remove(&s);
}

/* Somebody's half-written form is nobody else's business. */
static void drafts__are_offered__to_their_owner_alone(void **unused)
{
	struct scratch s;
	struct draft d = { .screen = "form", .cell = "psn_name" }, back = { 0 };
	struct draft_brief brief = { 0 };
	struct actor wm, zl;

	(void)unused;
	scratch_folder(&s);
	open_desk(&s);
	people_set_up(s.st);
	people_sign_in(s.st, "wm", &wm, NULL);
	filing_set(&d.record.filing, FIELD_PSN_NAME, "张小燕");
	keep(s.st, &d);
	assert_int_equal(drafts_release(s.st, d.id, NULL), 0);
	people_sign_in(s.st, "zl", &zl, NULL);
	assert_int_equal(orphans(s.st), 0);
	assert_int_equal(drafts_orphan_brief(s.st, &brief, NULL), 0);
	assert_int_equal(drafts_adopt_newest(s.st, &back, NULL), 0);
	store_set_actor(s.st, NULL);
	assert_int_equal(orphans(s.st), 0);
	people_sign_in(s.st, "wm", &wm, NULL);
	assert_int_equal(orphans(s.st), 1);
	assert_int_equal(drafts_orphan_brief(s.st, &brief, NULL), 1);
	assert_string_equal(brief.psn_name, "张小燕");
	assert_int_equal(drafts_adopt_newest(s.st, &back, NULL), 1);
	assert_int_equal(back.id, d.id);
	draft_finish(&back);
	draft_finish(&d);
	scratch_remove(&s);
}

/* What was typed before anybody could sign in is the first one's who takes it up. */
static void drafts__of_nobody__are_anybodys_until_taken(void **unused)
{
	struct scratch s;
	struct draft d = { .screen = "form", .cell = "psn_name" }, back = { 0 };
	struct actor wm, zl;

	(void)unused;
	scratch_folder(&s);
	open_desk(&s);
	people_set_up(s.st);
	filing_set(&d.record.filing, FIELD_PSN_NAME, "张小燕");
	keep(s.st, &d);
	assert_int_equal(drafts_release(s.st, d.id, NULL), 0);
	people_sign_in(s.st, "zl", &zl, NULL);
	assert_int_equal(orphans(s.st), 1);
	assert_int_equal(drafts_adopt_newest(s.st, &back, NULL), 1);
	assert_int_equal(drafts_release(s.st, back.id, NULL), 0);
	people_sign_in(s.st, "wm", &wm, NULL);
	assert_int_equal(orphans(s.st), 0);
	draft_finish(&back);
	draft_finish(&d);
	scratch_remove(&s);
}

static void process_alive__knows(void **unused)
{
	struct process self, other;
	pid_t child;

	(void)unused;
	process_self(&self);
	assert_true(process_alive(&self));
	other = self;
	other.started++;
	assert_false(process_alive(&other));
	other = self;
	snprintf(other.boot, sizeof(other.boot), "%s", "another boot");
	assert_false(process_alive(&other));
	child = fork();
	if (child == 0)
		_exit(0);
	waitpid(child, NULL, 0);
	other = self;
	other.pid = child;
	assert_false(process_alive(&other));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(drafts_save__round_trips),
		cmocka_unit_test(drafts_save__tells_apart__empty_and_untouched),
		cmocka_unit_test(drafts_save__keeps__one_row),
		cmocka_unit_test(filings_save__takes__the_draft_with_it),
		cmocka_unit_test(drafts_save__goes_on__in_another_copy),
		cmocka_unit_test(drafts_delete__zeroes__what_was_typed),
		cmocka_unit_test(drafts_orphan_brief__names__the_newest),
		cmocka_unit_test(drafts_release__offers__the_draft_at_once),
		cmocka_unit_test(drafts_adopt__leaves__a_live_desk_alone),
		cmocka_unit_test(drafts_adopt__gives__each_orphan_once),
		cmocka_unit_test(drafts__are_offered__to_their_owner_alone),
		cmocka_unit_test(drafts__of_nobody__are_anybodys_until_taken),
		cmocka_unit_test(process_alive__knows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
