/* Covers db/new_file: a file appears whole, replaces only what may be replaced, and leaves nothing behind. */
#include "tests/test.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/new_file.h"

static void put(const char *path, const char *text)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void expect_text(const char *path, const char *text)
{
	char all[64] = "";
	FILE *f = fopen(path, "rb");

	assert_non_null(f);
	all[fread(all, 1, sizeof(all) - 1, f)] = '\0';
	fclose(f);
	assert_string_equal(all, text);
}

static int files_in(const char *folder)
{
	DIR *d = opendir(folder);
	int count = 0;

	assert_non_null(d);
	for (struct dirent *e; (e = readdir(d));)
		count += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
	closedir(d);
	return count;
}

static int setup(void **state)
{
	static char folder[32];

	snprintf(folder, sizeof(folder), "new.XXXXXX");
	*state = mkdtemp(folder);
	return *state && chdir(folder) == 0 ? 0 : -1;
}

static int teardown(void **state)
{
	if (system("rm -rf -- * .new-*") != 0 || chdir("..") != 0)
		return -1;
	return rmdir(*state);
}

/* As on a file system that knows no nameless files: FAT on a stick. */
static void make_named(struct new_file *f)
{
	fclose(f->out);
	f->beside = strdup(".new-0123456789abcdef");
	f->out = fdopen(open(f->beside, O_WRONLY | O_CREAT | O_EXCL, 0600), "w");
	assert_non_null(f->out);
}

static void new_file__appears__whole_at_its_end(void **unused)
{
	(void)unused;
	for (int named = 0; named < 2; named++)
		for (int replace = 0; replace < 2; replace++) {
			struct new_file f;
			struct err err = { 0 };
			struct stat st;

			if (replace)
				put("out", "old");
			assert_int_equal(new_file_begin(&f, "out", replace, &err), 0);
			if (named)
				make_named(&f);
			fputs("new", f.out);
			fflush(f.out);
			if (replace)
				expect_text("out", "old");
			else
				assert_int_not_equal(access("out", F_OK), 0);
			if (new_file_end(&f, &err) < 0)
				fail_msg("%s", err.msg);
			expect_text("out", "new");
			assert_int_equal(stat("out", &st), 0);
			assert_int_equal(st.st_mode & 0777, 0600);
			assert_int_equal(files_in("."), 1);
			unlink("out");
		}
}

static void new_file__writes__through_its_other_name(void **unused)
{
	struct new_file f;
	struct err err = { 0 };

	(void)unused;
	assert_int_equal(new_file_begin(&f, "./out", false, &err), 0);
	put(f.writing, "by name");
	assert_int_equal(new_file_end(&f, &err), 0);
	expect_text("out", "by name");
}

static void new_file__leaves__nothing_when_abandoned_or_killed(void **unused)
{
	struct new_file f;
	struct err err = { 0 };
	pid_t child;
	int status;

	(void)unused;
	assert_int_equal(new_file_begin(&f, "out", false, &err), 0);
	make_named(&f);
	fputs("new", f.out);
	new_file_abandon(&f);
	new_file_abandon(&f);
	assert_int_equal(files_in("."), 0);
	child = fork();
	if (child == 0) {
		if (new_file_begin(&f, "out", false, &err) == 0) {
			fputs("new", f.out);
			fflush(f.out);
			kill(getpid(), SIGKILL);
		}
		_exit(1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(files_in("."), 0);
}

static void new_file__refuses__what_is_no_place_for_it(void **unused)
{
	// clang-format off
	static const struct { const char *path; bool replace; const char *why; } rows[] = {
		{ "there",         false, "a file that is there" },
		{ "link",          true,  "a link: a rename would take its place" },
		{ "link",          false, "a link" },
		{ "folder",        true,  "a folder" },
		{ "fifo",          true,  "a pipe" },
		{ "/dev/null",     true,  "a device" },
		{ "/dev/stdout",   true,  "a link to a stream" },
		{ "nowhere/out",   true,  "no such folder" },
		{ "there/out",     true,  "a file for a folder" },
		{ "",              true,  "no name" },
	};
	// clang-format on
	(void)unused;
	put("there", "old");
	assert_int_equal(symlink("there", "link") | mkdir("folder", 0700) | mkfifo("fifo", 0600),
			 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct new_file f;
		struct err err = { 0 };

		if (new_file_begin(&f, rows[i].path, rows[i].replace, &err) == 0)
			fail_msg("'%s' was taken: %s", rows[i].path, rows[i].why);
		assert_int_equal(err.code, ERR_INPUT);
		assert_true(*err.msg);
	}
	expect_text("there", "old");
	assert_int_equal(files_in("."), 4);
}

/* Somebody else was faster. */
static void new_file_end__keeps__a_file_that_came_meanwhile(void **unused)
{
	(void)unused;
	for (int named = 0; named < 2; named++) {
		struct new_file f;
		struct err err = { 0 };

		assert_int_equal(new_file_begin(&f, "out", false, &err), 0);
		if (named)
			make_named(&f);
		put("out", "theirs");
		assert_int_equal(new_file_end(&f, &err), -1);
		expect_text("out", "theirs");
		assert_int_equal(files_in("."), 1);
		unlink("out");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(new_file__appears__whole_at_its_end, setup,
						teardown),
		cmocka_unit_test_setup_teardown(new_file__writes__through_its_other_name, setup,
						teardown),
		cmocka_unit_test_setup_teardown(new_file__leaves__nothing_when_abandoned_or_killed,
						setup, teardown),
		cmocka_unit_test_setup_teardown(new_file__refuses__what_is_no_place_for_it, setup,
						teardown),
		cmocka_unit_test_setup_teardown(new_file_end__keeps__a_file_that_came_meanwhile,
						setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
