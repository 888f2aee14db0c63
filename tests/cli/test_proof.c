/* Covers `mtdesk show NO --proof DIR`: what a filing's people signed verifies with the openssl command line and nothing of
 * ours, by the commands that the README itself names; and no changed byte passes. */
#include "tests/cli/run.h"

#include <sys/stat.h>
#include <unistd.h>

#include "db/proof.h"
#include "tests/office.h"

#define COMMANDS_MOST 64

/* ---- a desk with filings that went their way ---- */

struct desk {
	struct office o;
	char filed[32], draft[32], amended[32]; /* 受理号 */
};

static void number_of(struct desk *d, int64_t id, char out[32])
{
	struct filing_record r = { 0 };

	assert_int_equal(filings_load(d->o.st, id, &r, NULL), 1);
	snprintf(out, 32, "%s", r.no);
	filing_record_finish(&r);
}

/* Filed, corrected by the head, and filed again. */
static void amend(struct desk *d)
{
	int64_t id = office_register(&d->o, "wm", 3);
	struct act_request req;
	struct act_draft draft = { 0 };

	office_bring(&d->o, id, STATE_FILED);
	req = office_request(&d->o, ACT_AMEND, id);
	office_do(&d->o, "hzr", &req, &draft);
	office_paper(&d->o, "wm", draft.amendment, "application_form");
	office_paper(&d->o, "wm", draft.amendment, "diagnosis_certificate");
	office_bring(&d->o, draft.amendment, STATE_FILED);
	number_of(d, draft.amendment, d->amended);
	act_draft_finish(&draft);
}

static int make_desk(void **state)
{
	static struct desk d;
	int64_t id;

	office_open(&d.o, "5111");
	id = office_register(&d.o, "wm", 1);
	office_bring(&d.o, id, STATE_FILED);
	number_of(&d, id, d.filed);
	number_of(&d, office_register(&d.o, "wm", 2), d.draft);
	amend(&d);
	*state = &d;
	return 0;
}

static int drop_desk(void **state)
{
	struct desk *d = *state;

	office_close(&d->o);
	return 0;
}

/* ---- a proof and the commands of its README ---- */

struct proof_folder {
	char path[32];
	char *commands[COMMANDS_MOST];
	char *expected[COMMANDS_MOST]; /* what the line behind the command says; NULL: none */
	size_t count;
	char *readme;
};

static void export(const struct desk *d, const char *no, struct proof_folder *f)
{
	*f = (struct proof_folder) { .path = "proof.XXXXXX" };
	assert_non_null(mkdtemp(f->path));
	expect_words(NULL, ARGS("show", "--db", d->o.s.path, no, "--proof", f->path), 0,
		     PROOF_README, "", "the export");
}

/* Lines that begin with two blanks and a program are commands; a remark behind one says what it shows. */
static void read_commands(struct proof_folder *f)
{
	char path[64], *line, *rest;

	snprintf(path, sizeof(path), "%s/%s", f->path, PROOF_README);
	f->readme = read_file(path, NULL);
	for (line = f->readme; line; line = rest) {
		rest = strchr(line, '\n');
		if (rest)
			*rest++ = '\0';
		if (strncmp(line, "  openssl ", 10) == 0) {
			assert_true(f->count < COMMANDS_MOST);
			f->commands[f->count++] = line;
		} else if (strncmp(line, "  # ", 4) == 0 && f->count > 0) {
			f->expected[f->count - 1] = line + 4;
		}
	}
}

static void make_proof(const struct desk *d, const char *no, struct proof_folder *f)
{
	export(d, no, f);
	read_commands(f);
	assert_true(f->count > 0);
}

static void drop_proof(struct proof_folder *f)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -r %s", f->path);
	assert_int_equal(system(command), 0);
	free(f->readme);
}

/* Run a command in the folder by /bin/sh, as the README says; what it prints. */
static void run_in(const struct proof_folder *f, const char *command, char *out, size_t size)
{
	char line[512];
	FILE *p;
	size_t len;

	snprintf(line, sizeof(line), "cd %s && { %s; } 2>&1", f->path, command);
	p = popen(line, "r");
	assert_non_null(p);
	len = fread(out, 1, size - 1, p);
	out[len] = '\0';
	pclose(p);
}

static bool is_verification(const char *command)
{
	return strstr(command, " -verify ") != NULL;
}

static bool verifies(const struct proof_folder *f, size_t c)
{
	char out[512];

	run_in(f, f->commands[c], out, sizeof(out));
	return strcmp(out, "Verified OK\n") == 0;
}

static void proof__verifies__by_the_readmes_commands(void **state)
{
	const struct desk *d = *state;
	static const char *const acts[] = { "01-submit", "02-certify", "03-seal", "04-file" };
	struct proof_folder f;
	size_t verified = 0, compared = 0;

	make_proof(d, d->filed, &f);
	for (size_t c = 0; c < f.count; c++) {
		char out[512];

		run_in(&f, f.commands[c], out, sizeof(out));
		if (is_verification(f.commands[c])) {
			if (strcmp(out, "Verified OK\n") != 0)
				fail_msg("%s\n%s", f.commands[c], out);
			assert_non_null(strstr(f.commands[c], acts[verified]));
			verified++;
			continue;
		}
		assert_non_null(f.expected[c]);
		if (!strstr(out, f.expected[c]))
			fail_msg("%s\n%s not %s", f.commands[c], out, f.expected[c]);
		compared++;
	}
	assert_int_equal(verified, ARRAY_SIZE(acts));
	assert_int_equal(compared, 1 + 2 * ARRAY_SIZE(acts));
	drop_proof(&f);
}

static char *text_of(const struct proof_folder *f, const char *name)
{
	char path[96];

	snprintf(path, sizeof(path), "%s/%s", f->path, name);
	return read_file(path, NULL);
}

static void expect_line(const char *text, const char *key, const char *wanted)
{
	char *value = act_text_get(text, key);

	if (!value || strcmp(value, wanted) != 0)
		fail_msg("%s is %s, not %s", key, value ? value : "absent", wanted);
	free(value);
}

/* Doctor's act and seal name the version, and each act the one before it. */
static void proof__binds__acts_to_the_text_and_to_each_other(void **state)
{
	const struct desk *d = *state;
	static const char *const names[] = { "01-submit.txt", "02-certify.txt", "03-seal.txt",
					     "04-file.txt" };
	struct proof_folder f;
	char version_sm3[SM3_HEX_SIZE], before[SM3_HEX_SIZE] = "";
	char *version;

	make_proof(d, d->filed, &f);
	version = text_of(&f, "version-1.txt");
	assert_int_equal(sm3_hex_of(version, strlen(version), version_sm3), 0);
	assert_non_null(strstr(version, "\npsn_name:9:张晓燕\n"));
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char *text = text_of(&f, names[i]);

		expect_line(text, "filing_sm3", version_sm3);
		if (*before)
			expect_line(text, "before_sm3", before);
		assert_int_equal(sm3_hex_of(text, strlen(text), before), 0);
		free(text);
	}
	free(version);
	drop_proof(&f);
}

/* The proof of a correction holds what was corrected: nobody has to take the first version on trust. */
static void proof__holds__every_version_of_a_case(void **state)
{
	const struct desk *d = *state;
	static const char *const files[] = { "version-1.txt", "version-2.txt", "04-file.txt",
					     "05-amend.txt",  "06-submit.txt", "09-file.txt" };
	struct proof_folder f;
	char *amendment, *prior, before[SM3_HEX_SIZE];

	make_proof(d, d->amended, &f);
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		char path[96];

		snprintf(path, sizeof(path), "%s/%s", f.path, files[i]);
		if (!is_there(path))
			fail_msg("not there: %s", files[i]);
	}
	for (size_t c = 0; c < f.count; c++)
		if (is_verification(f.commands[c]))
			assert_true(verifies(&f, c));
	prior = text_of(&f, "version-1.txt");
	amendment = text_of(&f, "06-submit.txt");
	assert_int_equal(sm3_hex_of(prior, strlen(prior), before), 0);
	expect_line(amendment, "prior_sm3", before);
	free(prior);
	free(amendment);
	drop_proof(&f);
}

/* Every line of the texts is explained in the README. */
static void proof__explains__every_line(void **state)
{
	const struct desk *d = *state;
	struct proof_folder f;
	struct canonical_reader r;
	struct canonical_line line;
	char *readme, *text;

	make_proof(d, d->filed, &f);
	readme = text_of(&f, PROOF_README);
	text = text_of(&f, "02-certify.txt");
	assert_true(canonical_open(&r, CANONICAL_ACT, text, strlen(text)));
	while (canonical_next(&r, &line)) {
		char key[96], *at;

		snprintf(key, sizeof(key), "\n  %.*s\t", (int)line.key_len, line.key);
		at = strstr(readme, key);
		if (!at || at[strlen(key)] == '\n')
			fail_msg("not explained: %s", key + 3);
	}
	free(text);
	free(readme);
	drop_proof(&f);
}

/* Change one byte of a file of the proof; the same again changes it back. */
static void spoil(const struct proof_folder *f, const char *name, long at)
{
	char path[96];
	FILE *file;
	int c;

	snprintf(path, sizeof(path), "%s/%s", f->path, name);
	file = fopen(path, "r+b");
	assert_non_null(file);
	assert_int_equal(fseek(file, at, at < 0 ? SEEK_END : SEEK_SET), 0);
	c = fgetc(file);
	assert_true(c != EOF);
	assert_int_equal(fseek(file, at, at < 0 ? SEEK_END : SEEK_SET), 0);
	fputc(c ^ 1, file);
	assert_int_equal(fclose(file), 0);
}

static void proof__refuses__a_changed_byte(void **state)
{
	const struct desk *d = *state;
	static const char *const names[] = { "01-submit", "02-certify", "03-seal", "04-file" };
	static const struct {
		const char *ending;
		long at;
	} places[] = { { ".txt", 0 }, { ".txt", 300 }, { ".txt", -2 },
		       { ".sig", 2 }, { ".sig", 20 },  { ".sig", -1 } };
	struct proof_folder f;

	make_proof(d, d->filed, &f);
	for (size_t n = 0; n < ARRAY_SIZE(names); n++)
		for (size_t p = 0; p < ARRAY_SIZE(places); p++) {
			char name[64];

			snprintf(name, sizeof(name), "%s%s", names[n], places[p].ending);
			spoil(&f, name, places[p].at);
			for (size_t c = 0; c < f.count; c++)
				if (is_verification(f.commands[c]) &&
				    verifies(&f, c) == !!strstr(f.commands[c], name))
					fail_msg("%s changed at %ld: %s", name, places[p].at,
						 f.commands[c]);
			spoil(&f, name, places[p].at);
		}
	drop_proof(&f);
}

/* The seal does not stand under the doctor's text, nor his under hers. */
static void proof__refuses__swapped_signatures(void **state)
{
	const struct desk *d = *state;
	struct proof_folder f;
	char out[512];

	make_proof(d, d->filed, &f);
	run_in(&f, "mv 02-certify.sig x && mv 03-seal.sig 02-certify.sig && mv x 03-seal.sig", out,
	       sizeof(out));
	for (size_t c = 0; c < f.count; c++)
		if (is_verification(f.commands[c]) &&
		    (strstr(f.commands[c], "certify") || strstr(f.commands[c], "seal")))
			assert_false(verifies(&f, c));
	run_in(&f, "mv 02-certify.sig x && mv 03-seal.sig 02-certify.sig && mv x 03-seal.sig", out,
	       sizeof(out));
	run_in(&f,
	       "mv 02-certify.pub.pem x && mv 03-seal.pub.pem 02-certify.pub.pem && mv x "
	       "03-seal.pub.pem",
	       out, sizeof(out));
	for (size_t c = 0; c < f.count; c++)
		if (is_verification(f.commands[c]) &&
		    (strstr(f.commands[c], "certify") || strstr(f.commands[c], "seal")))
			assert_false(verifies(&f, c));
	drop_proof(&f);
}

static void show__refuses__what_it_cannot_prove(void **state)
{
	const struct desk *d = *state;
	struct proof_folder f;

	export(d, d->filed, &f);
	expect_words(NULL, ARGS("show", "--db", d->o.s.path, d->filed, "--proof", f.path), 3, "",
		     "已有文件", "a folder that holds something");
	expect_words(NULL, ARGS("show", "--db", d->o.s.path, d->filed, "--proof", "not/there"), 3,
		     "", "建不了文件夹", "a folder in none");
	expect_words(NULL, ARGS("show", "--db", d->o.s.path, d->filed, "--proof", d->o.s.path), 3,
		     "", "打不开文件夹", "a file");
	expect_words(NULL, ARGS("show", "--db", d->o.s.path, d->draft, "--proof", "none"), 1, "",
		     "尚未提交", "nothing was signed");
	assert_false(is_there("none"));
	expect_words(NULL, ARGS("show", "--db", d->o.s.path, "20261122-9999", "--proof", "none"), 1,
		     "", "没有受理号", "no such filing");
	expect_words(NULL, ARGS("show", "--db", d->o.s.path, d->filed, "--json", "--proof", "none"),
		     2, "", "分开用", "two things at once");
	assert_false(is_there("none"));
	expect_words(NULL, ARGS("find", "--db", d->o.s.path, "张", "--proof", "none"), 2, "",
		     "不适用", "another command");
	drop_proof(&f);
}

/* What lies in the folder is for its owner alone: it holds a whole identity number. */
static void show__makes__private_files(void **state)
{
	const struct desk *d = *state;
	struct proof_folder f;
	struct stat s;
	char path[96];

	export(d, d->filed, &f);
	snprintf(path, sizeof(path), "%s/version-1.txt", f.path);
	assert_int_equal(stat(path, &s), 0);
	assert_int_equal(s.st_mode & 0777, 0600);
	assert_int_equal(stat(f.path, &s), 0);
	assert_int_equal(s.st_mode & 0777, 0700);
	drop_proof(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(proof__verifies__by_the_readmes_commands),
		cmocka_unit_test(proof__binds__acts_to_the_text_and_to_each_other),
		cmocka_unit_test(proof__holds__every_version_of_a_case),
		cmocka_unit_test(proof__explains__every_line),
		cmocka_unit_test(proof__refuses__a_changed_byte),
		cmocka_unit_test(proof__refuses__swapped_signatures),
		cmocka_unit_test(show__refuses__what_it_cannot_prove),
		cmocka_unit_test(show__makes__private_files),
	};

	return cmocka_run_group_tests(tests, make_desk, drop_desk);
}
