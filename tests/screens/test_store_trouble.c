/* Covers the desk when its store fails while somebody types: a full disk, a file that is gone, a store
 * that is taken, and another desk that saved the same filing. Nothing typed may go, and each time there
 * is a way on. */
#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>

#include "tests/scratch_store.h"

#include "tests/screens/scene.h"

/* The desk on the scratch store. A shell starts it, so that its process id is known and writing beyond
 * the limit of RLIMIT_FSIZE is an error as on a full disk, not a signal. */
static struct desk *start(const struct scratch *s)
{
	char script[300], db[300];
	const char *args[] = { "-c", script, "sh", MTDESK, "--db", db, NULL };
	char *folder = realpath(s->folder, NULL);
	struct desk *d;

	snprintf(db, sizeof(db), "%s/desk.db", folder);
	snprintf(script, sizeof(script), "trap '' XFSZ; echo $$ > %s/pid; exec \"$@\"", folder);
	free(folder);
	scene_set_up(db);
	d = desk_start(&(struct desk_options) { .program = "/bin/sh", .args = args });
	scene_sign_in(d, "wm");
	return d;
}

/* From now on the desk can write so many bytes into any file. */
static void limit_disk(const struct scratch *s, rlim_t bytes)
{
	struct rlimit limit = { .rlim_cur = bytes, .rlim_max = RLIM_INFINITY };
	char path[100];
	int pid = 0;
	FILE *in;

	snprintf(path, sizeof(path), "%s/pid", s->folder);
	in = fopen(path, "r");
	assert_non_null(in);
	assert_int_equal(fscanf(in, "%d", &pid), 1);
	fclose(in);
	assert_int_equal(prlimit(pid, RLIMIT_FSIZE, &limit, NULL), 0);
}

/* How many filings there are; *out (may be NULL) gets the one with this number of the day. */
static size_t load(struct scratch *s, int serial, struct filing_record *out)
{
	struct filing_brief all[8];
	char end[8];
	size_t total;

	snprintf(end, sizeof(end), "-%04d", serial);
	s->st = open_store(s->path);
	search(s->st, "", all, ARRAY_SIZE(all), &total);
	for (size_t i = 0; out && i < total; i++)
		if (strstr(all[i].no, end))
			assert_int_equal(filings_load(s->st, all[i].id, out, NULL), 1);
	store_close(s->st);
	s->st = NULL;
	return total;
}

static void finish(struct desk *d, struct scratch *s)
{
	for (int i = 0; i < 4 && !desk_sees(d, "政策与字典"); i++) {
		desk_keys(d, "<F12>");
		desk_wait_quiet(d);
	}
	desk_keys(d, "<F12>");
	assert_int_equal(desk_exit(d, DESK_PATIENCE), 0);
	desk_finish(d);
	scratch_remove(s);
}

/* Type a form; it is in the store as a draft. */
static struct desk *start_typing(struct scratch *s)
{
	struct desk *d;

	scratch_folder(s);
	d = start(s);
	desk_keys(d, "n张晓燕");
	desk_wait(d, "已存", DESK_PATIENCE);
	return d;
}

static void park_after_all(struct desk *d, struct scratch *s, const char *name)
{
	struct filing_record r = { 0 };

	desk_keys(d, "<F2>");
	desk_wait(d, "已暂存", DESK_PATIENCE);
	assert_int_equal(load(s, 1, &r), 1);
	assert_string_equal(filing_get(&r.filing, FIELD_PSN_NAME), name);
	filing_record_finish(&r);
	finish(d, s);
}

static void form__keeps_all__when_the_disk_is_full(void **unused)
{
	struct scratch s;
	struct desk *d = start_typing(&s);

	(void)unused;
	limit_disk(&s, 1000);
	desk_keys(d, "玲");
	desk_wait(d, "草稿还没有存上", DESK_PATIENCE);
	desk_keys(d, "<F2>");
	desk_wait(d, "此件没有存上，内容还在屏幕上：磁盘", DESK_PATIENCE);
	desk_keys(d, "<Left>");
	desk_wait_gone(d, "此件没有存上", DESK_PATIENCE);
	desk_keys(d, "<F12>");
	desk_wait(d, "此件没有存上，内容还在屏幕上：磁盘", DESK_PATIENCE);
	assert_true(desk_sees(d, "张晓燕玲"));
	desk_keys(d, "<Left>");
	desk_wait(d, "草稿还没有存上", DESK_PATIENCE);

	limit_disk(&s, RLIM_INFINITY);
	desk_wait_gone(d, "草稿还没有存上", DESK_PATIENCE);
	park_after_all(d, &s, "张晓燕玲");
}

static void form__keeps_all__when_the_file_is_gone(void **unused)
{
	struct scratch s;
	struct desk *d = start_typing(&s);
	char away[120];

	(void)unused;
	snprintf(away, sizeof(away), "%s.away", s.path);
	assert_int_equal(rename(s.path, away), 0);
	desk_keys(d, "玲");
	desk_wait(d, "草稿还没有存上", DESK_PATIENCE);
	desk_keys(d, "<F2>");
	desk_wait(d, "此件没有存上，内容还在屏幕上：没有库文件", DESK_PATIENCE);
	assert_true(desk_sees(d, "张晓燕玲"));

	assert_int_equal(rename(away, s.path), 0);
	desk_keys(d, "<Left>");
	desk_wait_gone(d, "草稿还没有存上", DESK_PATIENCE);
	park_after_all(d, &s, "张晓燕玲");
}

/* Another desk hangs while it saves: keys go on being taken, and F2 says what is the matter. */
static void form__goes_on__when_the_store_is_taken(void **unused)
{
	struct scratch s;
	struct desk *d = start_typing(&s);
	char lock[120];
	int fd;

	(void)unused;
	snprintf(lock, sizeof(lock), "%s.lock", s.path);
	fd = open(lock, O_RDWR);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	desk_keys(d, "玲");
	desk_wait(d, "草稿还没有存上：另一个登记台正在保存", DESK_PATIENCE);
	desk_keys(d, "玉");
	desk_wait(d, "张晓燕玲玉", 3000);
	desk_keys(d, "<F2>");
	desk_wait(d, "此件没有存上，内容还在屏幕上：另一个登记台", DESK_PATIENCE);
	assert_true(desk_sees(d, "张晓燕玲玉"));
	close(fd);
	park_after_all(d, &s, "张晓燕玲玉");
}

/* The desk has filing 1 open and a telephone number typed; meanwhile another desk saves another one. */
static struct desk *start_conflict(struct scratch *s)
{
	struct filing_record r = person("张晓燕", "", "");
	struct desk *d;

	scratch_store(s);
	evidence_set(&r.filing.evidence, "ceruloplasmin", "185", "mg/L", "");
	save(s->st, &r);
	d = start(s);
	desk_keys(d, "<F3>");
	desk_wait(d, "1 件", DESK_PATIENCE);
	desk_keys(d, "<Enter>");
	desk_wait(d, "-0001", DESK_PATIENCE);
	desk_keys(d, "<PageUp>0");
	desk_wait(d, "张晓燕0", DESK_PATIENCE);

	filing_set(&r.filing, FIELD_TEL, "13800000002");
	evidence_set(&r.filing.evidence, "ceruloplasmin", "190", "mg/L", "");
	save(s->st, &r);
	filing_record_finish(&r);
	store_close(s->st);
	s->st = NULL;
	desk_keys(d, "<F2>");
	desk_wait(d, "两处改了同一件", DESK_PATIENCE);
	return d;
}

static void check_theirs(const struct filing_record *r)
{
	assert_string_equal(filing_get(&r->filing, FIELD_PSN_NAME), "张晓燕");
	assert_string_equal(filing_get(&r->filing, FIELD_TEL), "13800000002");
	assert_int_equal(r->revision, 2);
}

static void conflict__stores__both(void **unused)
{
	struct filing_record r = { 0 };
	struct scratch s;
	struct desk *d = start_conflict(&s);

	(void)unused;
	desk_keys(d, "<Wait:700>2");
	desk_wait(d, "两份不同的地方", DESK_PATIENCE);
	assert_true(desk_sees(d, "对方存的  张晓燕"));
	assert_true(desk_sees(d, "这里录的  张晓燕0"));
	assert_true(desk_sees(d, "对方存的  13800000002"));
	assert_true(desk_sees(d, "这里录的  （空）"));
	assert_true(desk_sees(d, "对方存的  190 mg/L"));
	desk_keys(d, "<Enter>");
	desk_wait_gone(d, "两份不同的地方", DESK_PATIENCE);
	desk_keys(d, "1");
	desk_wait(d, "已另存为", DESK_PATIENCE);

	assert_int_equal(load(&s, 1, &r), 2);
	check_theirs(&r);
	filing_record_finish(&r);
	load(&s, 2, &r);
	assert_string_equal(filing_get(&r.filing, FIELD_PSN_NAME), "张晓燕0");
	assert_string_equal(filing_get(&r.filing, FIELD_TEL), "");
	assert_non_null(strstr(filing_get(&r.filing, FIELD_MEMO), "-0001"));
	assert_string_equal(evidence_find(&r.filing.evidence, "ceruloplasmin")->value, "185");
	filing_record_finish(&r);
	finish(d, &s);
}

static void conflict__returns__to_the_form_and_can_give_way(void **unused)
{
	struct filing_record r = { 0 };
	struct scratch s;
	struct desk *d = start_conflict(&s);

	(void)unused;
	desk_keys(d, "<F12>");
	desk_wait_gone(d, "两处改了同一件", DESK_PATIENCE);
	assert_true(desk_sees(d, "张晓燕0"));
	desk_keys(d, "<F10>");
	desk_wait(d, "放弃此表", DESK_PATIENCE);
	desk_keys(d, "<PageDown><Enter>");
	desk_wait(d, "放弃这次的改动？", DESK_PATIENCE);
	desk_keys(d, "1");
	desk_wait(d, "库里仍是上次保存的内容", DESK_PATIENCE);
	assert_false(desk_sees(d, "接着写"));
	assert_int_equal(load(&s, 1, &r), 1);
	check_theirs(&r);
	filing_record_finish(&r);
	finish(d, &s);
}

/* A form under another one is put down when the desk goes home; it is offered there at once. */
static void find__returns__to_the_form_that_was_put_down(void **unused)
{
	struct filing_record r = person("王小明", "", "");
	struct scratch s;
	struct desk *d;

	(void)unused;
	scratch_store(&s);
	save(s.st, &r);
	filing_record_finish(&r);
	store_close(s.st);
	s.st = NULL;
	d = start(&s);
	desk_keys(d, "n张晓燕<F3>");
	desk_wait(d, "王小明", DESK_PATIENCE);
	desk_keys(d, "<Enter>");
	desk_wait(d, "-0001", DESK_PATIENCE);
	desk_keys(d, "<F12>");
	desk_wait(d, "1 件", DESK_PATIENCE);
	desk_keys(d, "<F12>");
	desk_wait(d, "张晓燕", DESK_PATIENCE);
	desk_keys(d, "<F2>");
	desk_wait(d, "已暂存", DESK_PATIENCE);
	assert_false(desk_sees(d, "接着写"));
	finish(d, &s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(form__keeps_all__when_the_disk_is_full),
		cmocka_unit_test(form__keeps_all__when_the_file_is_gone),
		cmocka_unit_test(form__goes_on__when_the_store_is_taken),
		cmocka_unit_test(conflict__stores__both),
		cmocka_unit_test(conflict__returns__to_the_form_and_can_give_way),
		cmocka_unit_test(find__returns__to_the_form_that_was_put_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
