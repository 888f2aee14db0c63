/* Covers `mtdesk check`: the contract's exact line, where lines come from, and lines that mean harm: each costs itself, and
 * the lines behind it are judged. */
#include "tests/cli/run.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define EXAMPLE                                                                                    \
	"{\"certno\":\"511102199003076634\",\"insutype\":\"390\",\"opsp_dise_code\":\"M01904\","   \
	"\"evidence\":{\"prior_diagnosis\":null,\"neuro_psychiatric\":true,\"liver_damage\":"      \
	"false,"                                                                                   \
	"\"ceruloplasmin\":{\"value\":\"185\",\"unit\":\"mg/L\"},\"urine_copper_24h\":null,"       \
	"\"kf_ring\":false,\"liver_copper\":null,\"atp7b\":null}}\n"
#define ITEMS "\"items\":{\"1\":true,\"2\":true,\"3\":false,\"4\":null,\"5\":null}"
#define DERIVED "\"derived\":{\"gend\":\"1\",\"brdy\":\"1990-03-07\",\"age\":36}"
#define ANSWER                                                                                     \
	"{\"line\":1,\"ok\":true,\"verdict\":\"eligible\"," ITEMS ",\"basis\":{\"policy\":"        \
	"\"shanxi-2024-3\",\"binding\":true}," DERIVED ",\"errors\":[],\"warnings\":[]}\n"

static const struct around example = { .in = EXAMPLE };

static void check__answers__the_designs_example(void **unused)
{
	(void)unused;
	expect_run(&example, ARGS("check", "--region", "1411", "--date", "2026-03-30"), 0, ANSWER,
		   "", "the line of the design, byte by byte");
	expect_run(
		&example, ARGS("check", "--region", "5111", "--date", "2026-03-30"), 0,
		"{\"line\":1,\"ok\":true,\"verdict\":\"eligible\"," ITEMS ",\"basis\":{\"policy\":"
		"\"shanxi-2024-3\",\"binding\":false}," DERIVED ",\"errors\":[],\"warnings\":[]}\n",
		"", "in Leshan the same criteria are a reference");
	expect_run(
		&example, ARGS("check", "--region", "1411", "--date", "2026-05-01"), 0,
		"{\"line\":1,\"ok\":true,\"verdict\":\"eligible\"," ITEMS ",\"basis\":{\"policy\":"
		"\"shanxi-2024-3\",\"binding\":true}," DERIVED ",\"errors\":[],\"warnings\":[{"
		"\"field\":null,\"code\":\"policy_expired\",\"message\":\"晋医保发〔2024〕3号已于 "
		"2026-04-30 期满，不能据此备案；请医保负责人登记续期文件\"}]}\n",
		"", "the notice has ended");
}

static void check__reads__wherever_lines_come_from(void **unused)
{
	(void)unused;
	write_file("lines", EXAMPLE);
	write_file("-", "{}");
	expect_run(NULL, ARGS("check", "--region", "1411", "--date", "2026-03-30", "lines"), 0,
		   ANSWER, "", "a file");
	expect_run(&example, ARGS("check", "--region", "1411", "--date", "2026-03-30", "-"), 0,
		   ANSWER, "", "standard input by its sign");
	expect_run(&example, ARGS("check", "--region=1411", "--date=2026-03-30", "--", "-"), 0,
		   ANSWER, "", "options with = and an end of options");
	expect_run(&(struct around) { .in = "" }, ARGS("check"), 0, "", "", "no line, no answer");
	expect_run(&(struct around) { .in = EXAMPLE, .homeless = true },
		   ARGS("check", "--region", "1411", "--date", "2026-03-30"), 0, ANSWER, "",
		   "no home, no word about it");
}

static void check__judges__every_line_of_a_mixed_file(void **unused)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *answer, *why;
	} rows[] = {
// clang-format off
#define ROW(bytes, answer, why) { bytes, sizeof(bytes) - 1, answer, why }
		ROW("\xEF\xBB\xBF{\"gend\":\"1\"}\n", "\"ok\":true", "a mark before the first line"),
		ROW("\n", "\"code\":\"not_json\"", "an empty line"),
		ROW("   \t \n", "\"code\":\"not_json\"", "blanks"),
		ROW("{\"gend\":\"1\"}\r\n", "\"ok\":true", "a line end of another system"),
		ROW("{\"psn_name\":\"\x01\"}\n", "\"code\":\"not_json\"", "a raw control character"),
		ROW("{\"psn_name\":\"张\\u001b[31m三\"}\n", "\"code\":\"text_cleaned\"", "an escape sequence"),
		ROW("{\"psn_name\":\"张\u202E三\"}\n", "\"psn_name\":\"张三\"", "a bidi override"),
		ROW("{\"psn_name\":\"张\u200B三\"}\n", "\"psn_name\":\"张三\"", "a zero-width blank"),
		ROW("{\"psn_name\":\"\\u0000\"}\n", "\"code\":\"not_json\"", "an escaped NUL"),
		ROW("{\"psn_name\":\"\0\"}\n", "\"code\":\"not_json\"", "a NUL"),
		ROW("{\"psn_name\":\"\xD5\xC5\"}\n", "\"code\":\"not_utf8\"", "GBK"),
		ROW("{\"psn_name\":\"\xED\xA0\x80\"}\n", "\"code\":\"not_utf8\"", "a surrogate"),
		ROW("{\"gend\":\"1\",\"gend\":\"2\"}\n", "\"code\":\"duplicate_key\"", "a key twice"),
		ROW("{\"gend\":\"1\"} {}\n", "\"code\":\"not_json\"", "something behind it"),
		ROW("{\"gend\":\"1\"\n", "\"code\":\"not_json\"", "cut"),
		ROW("[]\n", "\"code\":\"not_object\"", "a list"),
		ROW("{\"gend\":\"1\"}\xEF\xBB\xBF\n", "\"code\":\"not_json\"", "a mark behind the object"),
		ROW("{\"age\":1e400}\n", "\"code\":\"not_json\"", "a number beyond all"),
		ROW("{\"tel\":\"%s%n\"}\n", "\"code\":\"tel_format\"", "a format"),
		ROW("{\"gend\":\"1\"}", "\"ok\":true", "no end behind the last line"),
#undef ROW
		// clang-format on
	};
	char bytes[4096], start[40];
	struct around around = { .in = bytes };
	struct outcome o;
	const char *at;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		memcpy(bytes + around.in_len, rows[i].bytes, rows[i].len);
		around.in_len += rows[i].len;
	}
	o = run_desk(&around, ARGS("check", "--date", "2026-03-30"));
	assert_int_equal(o.status, 1);
	assert_string_equal(o.err, "");
	at = o.out;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *end = strchr(at, '\n');

		if (!end)
			fail_msg("no answer to %s", rows[i].why);
		*end = '\0';
		snprintf(start, sizeof(start), "{\"line\":%zu,", i + 1);
		if (strncmp(at, start, strlen(start)) != 0 || !strstr(at, rows[i].answer))
			fail_msg("%s: %s", rows[i].why, at);
		at = end + 1;
	}
	assert_string_equal(at, "");
	outcome_finish(&o);
}

static void append(char **to, const char *text, size_t times)
{
	for (size_t i = 0; i < times; i++, *to += strlen(text))
		memcpy(*to, text, strlen(text) + 1);
}

/* Depth, width and length that are meant to hurt. */
static void check__bears__lines_that_are_too_much(void **unused)
{
	static const struct {
		const char *before, *piece, *behind;
		size_t times;
		const char *answer, *why;
	} rows[] = {
		{ "", "[", "", 100000, "\"code\":\"not_json\"", "100,000 lists deep" },
		{ "", "{\"a\":", "", 100000, "\"code\":\"not_json\"", "100,000 objects deep" },
		{ "{\"a\":", "[", "", 2000, "\"code\":\"not_json\"", "deep and cut" },
		{ "{\"psn_name\":\"", "的", "\"}", 300000, "\"code\":\"name_too_long\"",
		  "a long name" },
		{ "{\"memo\":\"e", "\u0301", "\"}", 300000, "\"code\":\"text_cleaned\"",
		  "marks upon marks" },
		{ "{\"certno\":\"", "1", "\"}", 1000000, "\"code\":\"id_length\"",
		  "a long number" },
		{ "{\"tel\":\"", "1", "\"}", 1000000, "\"code\":\"tel_format\"",
		  "a long telephone" },
		{ "{\"opsp_dise_name\":\"", "a", "\"}", 1000000, "\"code\":\"disease_unknown\"",
		  "a long disease" },
		{ "{\"opsp_dise_code\":\"M01904\",\"evidence\":{\"ceruloplasmin\":\"", "1", "\"}}",
		  1000000, "\"code\":\"evidence_value\"", "a long value" },
		{ "{\"psn_name\":\"", "a", "\"}", 2000000, "\"code\":\"line_too_long\"",
		  "two megabytes" },
	};
	char *bytes = malloc(3000000);
	struct around around = { .in = bytes };

	(void)unused;
	assert_non_null(bytes);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct outcome o;
		char *end = bytes;

		append(&end, rows[i].before, 1);
		append(&end, rows[i].piece, rows[i].times);
		append(&end, rows[i].behind, 1);
		append(&end, "\n{\"gend\":\"1\"}\n", 1);
		o = run_desk(&around, ARGS("check", "--date", "2026-03-30"));
		if (!strstr(o.out, rows[i].answer))
			fail_msg("%s: %.300s", rows[i].why, o.out);
		if (!strstr(o.out, "{\"line\":2,\"ok\":true,"))
			fail_msg("%s: the next line is not judged", rows[i].why);
		if (o.seconds > 20)
			fail_msg("%s: %.1f s", rows[i].why, o.seconds);
		outcome_finish(&o);
	}
	free(bytes);
}

static void check__hands_back__nothing_cut(void **unused)
{
	char line[1500];
	struct around around = { .in = line };
	struct outcome o;

	(void)unused;
	snprintf(line, sizeof(line), "{\"certno\":\"%0400d\",\"tel\":\"%0400d\"}\n", 0, 0);
	o = run_desk(&around, ARGS("check"));
	assert_int_equal(o.status, 1);
	assert_non_null(strstr(o.out, "\"derived\":{},"));
	outcome_finish(&o);
}

static void check__demands__what_can_be_given(void **unused)
{
	static const struct {
		const char *line;
		int status;
		const char *out, *why;
	} rows[] = {
		{ "{}", 1, "\"field\":\"psn_name\",\"code\":\"required\"", "nothing given" },
		{ "{\"psn_name\":\"张晓燕\",\"gend\":\"2\",\"age\":36,\"certno\":"
		  "\"511102199003076642\","
		  "\"tel\":\"13812345678\",\"insutype\":\"390\",\"opsp_dise_code\":\"M01904\","
		  "\"opsp_dise_name\":\"肝豆状核变性\",\"evidence\":{\"prior_diagnosis\":true,"
		  "\"kf_ring\":true}}",
		  0, "\"errors\":[]", "all that filing demands; the day is the judgement's" },
		{ "{\"psn_name\":\"张晓燕\",\"gend\":\"2\",\"age\":36,\"certno\":"
		  "\"511102199003076642\","
		  "\"tel\":\"13812345678\",\"insutype\":\"390\",\"opsp_dise_code\":\"M01600\","
		  "\"opsp_dise_name\":\"糖尿病\",\"symp_dscr\":\"空腹血糖 9.1\",\"appy_date\":"
		  "\"2026-03-29\"}",
		  0, "\"errors\":[]", "no criteria: the doctor's words are enough" },
		{ "{\"psn_name\":\"张晓燕\",\"gend\":\"2\",\"age\":36,\"certno\":"
		  "\"511102199003076642\","
		  "\"tel\":\"13812345678\",\"insutype\":\"390\",\"opsp_dise_code\":\"M01600\","
		  "\"opsp_dise_name\":\"糖尿病\"}",
		  1, "\"field\":\"symp_dscr\",\"code\":\"required\"", "and are asked for" },
		{ "{\"symp_dscr\":5}", 1, "{\"field\":\"symp_dscr\",\"code\":\"wrong_type\"",
		  "a fault of the words is the words'" },
		{ "{\"evidence\":{\"x\":[]}}", 1, "{\"field\":\"x\",\"code\":\"wrong_type\"",
		  "a fault of a piece is the piece's" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		expect_words(&(struct around) { .in = rows[i].line },
			     ARGS("check", "--complete", "--date", "2026-03-30"), rows[i].status,
			     rows[i].out, "", rows[i].why);
	expect_words(&(struct around) { .in = "{}" }, ARGS("check"), 0,
		     "\"errors\":[],\"warnings\":[]", "",
		     "without --complete nothing is asked for");
}

static void check__says__what_cannot_be_read_or_written(void **unused)
{
	(void)unused;
	mkdir("folder", 0700);
	expect_words(NULL, ARGS("check", "no-such-file"), 3, "", "打不开 no-such-file",
		     "no such file");
	expect_words(NULL, ARGS("check", "folder"), 3, "", "读不出来：", "a folder");
	expect_words(&(struct around) { .in_path = "folder" }, ARGS("check"), 3, "", "读不出来：",
		     "a folder as standard input");
	expect_words(&(struct around) { .close_in = true }, ARGS("check"), 3, "", "读不出来：",
		     "no standard input");
	expect_words(&(struct around) { .in = EXAMPLE, .out_path = "/dev/full" }, ARGS("check"), 3,
		     NULL, "写不出结果：", "a full disk");
	expect_words(&(struct around) { .in = EXAMPLE, .close_out = true }, ARGS("check"), 3, NULL,
		     "写不出结果：", "no standard output");
	expect_words(&(struct around) { .in = EXAMPLE, .close_err = true },
		     ARGS("check", "--region", "1411", "--date", "2026-03-30"), 0, ANSWER, NULL,
		     "no place for complaints");
	write_file("lines", EXAMPLE);
	expect_words(&(struct around) { .close_in = true, .close_out = true },
		     ARGS("check", "lines"), 3, NULL, "写不出结果：",
		     "a file does not take the place of a closed stream");
}

/* A line of UTF-16 is no text, and the run goes on. */
static void check__refuses__utf16(void **unused)
{
	static const char bytes[] = "\xFF\xFE{\0}\0\n\0{\0}\0\n\0\n{\"gend\":\"1\"}\n";
	struct around around = { .in = bytes, .in_len = sizeof(bytes) - 1 };
	struct outcome o = run_desk(&around, ARGS("check"));

	(void)unused;
	assert_int_equal(o.status, 1);
	assert_non_null(strstr(o.out, "{\"line\":1,\"ok\":false"));
	assert_non_null(strstr(o.out, "\"code\":\"not_utf8\""));
	assert_non_null(strstr(o.out, "{\"line\":4,\"ok\":true"));
	outcome_finish(&o);
}

/* Start the program with its streams on two pipes. */
static pid_t start(int *to, int *from)
{
	int in[2], out[2];
	pid_t child;

	assert_int_equal(pipe(in), 0);
	assert_int_equal(pipe(out), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(in[0], STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		for (int fd = 3; fd < 64; fd++)
			close(fd);
		execl(MTDESK_PROGRAM, "mtdesk", "check", "--region", "1411", "--date", "2026-03-30",
		      NULL);
		_exit(126);
	}
	close(in[0]);
	close(out[1]);
	*to = in[1];
	*from = out[0];
	return child;
}

static void check__answers__each_line_while_the_pipe_stays_open(void **unused)
{
	char answer[2048];
	int to, from, status;
	pid_t child = start(&to, &from);

	(void)unused;
	for (int i = 0; i < 3; i++) {
		size_t len = 0;

		assert_int_equal(write(to, EXAMPLE, strlen(EXAMPLE)), strlen(EXAMPLE));
		alarm(30); /* an answer that is held back would hold the test for ever */
		while (len == 0 || answer[len - 1] != '\n') {
			ssize_t n = read(from, answer + len, sizeof(answer) - len);

			assert_true(n > 0);
			len += (size_t)n;
		}
		alarm(0);
	}
	close(to);
	close(from);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* Whoever has read enough closes the pipe: the program ends by the signal, without a word. */
static void check__ends__when_nobody_reads(void **unused)
{
	int to, from, status;
	pid_t child;

	(void)unused;
	signal(SIGPIPE, SIG_IGN);
	child = start(&to, &from);
	close(from);
	for (int i = 0; i < 100000; i++)
		if (write(to, EXAMPLE, strlen(EXAMPLE)) < 0)
			break;
	close(to);
	assert_int_equal(waitpid(child, &status, 0), child);
	signal(SIGPIPE, SIG_DFL);
	assert_true(WIFSIGNALED(status) ? WTERMSIG(status) == SIGPIPE : WEXITSTATUS(status) == 3);
}

static void check__reads__a_named_pipe(void **unused)
{
	struct outcome o;
	pid_t child;

	(void)unused;
	unlink("named");
	assert_int_equal(mkfifo("named", 0600), 0);
	child = fork();
	if (child == 0) {
		int fd = open("named", O_WRONLY);

		_exit(write(fd, EXAMPLE, strlen(EXAMPLE)) == (ssize_t)strlen(EXAMPLE) ? 0 : 1);
	}
	o = run_desk(NULL, ARGS("check", "--region", "1411", "--date", "2026-03-30", "named"));
	assert_string_equal(o.out, ANSWER);
	waitpid(child, NULL, 0);
	outcome_finish(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check__answers__the_designs_example),
		cmocka_unit_test(check__reads__wherever_lines_come_from),
		cmocka_unit_test(check__judges__every_line_of_a_mixed_file),
		cmocka_unit_test(check__bears__lines_that_are_too_much),
		cmocka_unit_test(check__hands_back__nothing_cut),
		cmocka_unit_test(check__demands__what_can_be_given),
		cmocka_unit_test(check__says__what_cannot_be_read_or_written),
		cmocka_unit_test(check__refuses__utf16),
		cmocka_unit_test(check__answers__each_line_while_the_pipe_stays_open),
		cmocka_unit_test(check__ends__when_nobody_reads),
		cmocka_unit_test(check__reads__a_named_pipe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
