/* The desk in English, where nothing but C.UTF-8 is installed and on a GBK terminal: the words are English, every
 * label stands whole in its cell, every border is closed; and the command line speaks English under any locale. */
#include "tests/people.h"
#include "tests/screens/scene.h"

static const struct place {
	const char *locale, *term;
	int rows, cols;
} places[] = {
	{ "C.UTF-8", "xterm-256color", 24, 80 },
	{ "C.UTF-8", "xterm-256color", 40, 120 },
	{ "zh_CN.GBK", "tmux-256color", 24, 80 },
	{ "zh_CN.GBK", "tmux-256color", 40, 120 },
};

static struct desk *start(const struct place *p)
{
	static const char *const args[] = { "--lang", "en", NULL };
	struct desk *d = desk_start(&(struct desk_options) { .locale = p->locale,
							     .term = p->term,
							     .rows = p->rows,
							     .cols = p->cols,
							     .args = args,
							     .furnish = scene_furnish });

	desk_wait(d, "乐山市人民医院", DESK_PATIENCE);
	desk_keys(d, "wm<Enter>" PEOPLE_PASSWORD "<Enter>");
	desk_wait(d, "Register a new application", DESK_PATIENCE);
	return d;
}

static void quit(struct desk *d)
{
	desk_keys(d, "<F12>");
	assert_int_equal(desk_exit(d, DESK_PATIENCE), 0);
	desk_finish(d);
}

/* Between the title line, and the status line and key bar. */
static void check_borders(struct desk *d, const struct place *p, const char *why)
{
	desk_borders_closed(d, why, 1, p->rows - 3);
}

static void sees_all(struct desk *d, const char *const *words)
{
	for (; *words; words++)
		if (!desk_sees(d, *words))
			desk_fail(d, "'%s' is not on the screen", *words);
}

static void register_somebody(struct desk *d, const struct place *p)
{
	static const char *const labels[] = { "     Name     │", "│ Sex  │",
					      "│ Age  │",        "[ ] Employees",
					      "[x] Residents",   "  ID number   │",
					      "   Phone    │",   "   Disease    │",
					      "  Signature   │", NULL };
	static const char *const wide[] = { "Certifying",          "Filing office", "Remarks",
					    "Doctor's signature:", "____-__-__",    NULL };

	desk_keys(d, "511102199003076626<Enter>张晓燕<Enter>2<Enter>13812345678<Enter>gdzhbx1");
	desk_wait(d, "Reference:", DESK_PATIENCE);
	check_borders(d, p, "the form");
	desk_keys(d, "<Enter><Enter>1<Enter>185");
	desk_wait(d, "Verdict: Eligible (item 1, and item 2)", DESK_PATIENCE);
	check_borders(d, p, "the criteria");
	desk_keys(d, "<F12><PageUp>");
	desk_wait(d, "13812345678", DESK_PATIENCE);
	if (p->cols == 80)
		sees_all(d, labels);
	else
		sees_all(d, wide);
	if (desk_sees(d, "Project-Id-Version"))
		desk_fail(d, "the catalogue's header is on the screen");
}

static void desk__speaks_english__on_every_screen(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		const struct place *p = &places[i];
		struct desk *d = start(p);

		register_somebody(d, p);
		desk_keys(d, "<F5>");
		desk_wait(d, "not seen yet; press Space", DESK_PATIENCE);
		desk_keys(d, "<F12><F10>");
		desk_wait(d, "Park it, complete or not; it can be reopened", DESK_PATIENCE);
		desk_keys(d, "<F12><F2>");
		desk_wait(d, "Parked as number", DESK_PATIENCE);
		desk_keys(d, "<F3>");
		desk_wait(d, "1 application", DESK_PATIENCE);
		desk_keys(d, "<F12>");
		desk_wait(d, "To do", DESK_PATIENCE);
		quit(d);
	}
}

/* Run the program in surroundings of its own; what it wrote, out or err, is kept in buf. */
static int run(const char *surroundings, const char *args, char *buf, size_t size)
{
	char line[1024];
	FILE *out;
	size_t got;
	int status;

	snprintf(line, sizeof(line), "env -i HOME=. XDG_DATA_HOME=. %s '%s' %s 2>&1", surroundings,
		 MTDESK, args);
	out = popen(line, "re");
	assert_non_null(out);
	got = fread(buf, 1, size - 1, out);
	buf[got] = '\0';
	status = pclose(out);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void command_line__speaks_english__under_any_locale(void **unused)
{
	static const struct {
		const char *surroundings, *args;
		int status;
		const char *words, *why;
	} rows[] = {
		{ "LC_ALL=C.UTF-8", "--lang en --help", 0, "Check JSON Lines", "a bare machine" },
		{ "LANG=C", "--lang en --help", 0, "Check JSON Lines", "no locale at all" },
		{ "", "--lang en frob", 2, "There is no command 'frob'", "nothing set" },
		{ "LC_CTYPE=C.UTF-8", "--lang en frob", 2, "There is no command 'frob'",
		  "messages are in the locale C, which knows no languages" },
		{ "LC_ALL=en_US.UTF-8", "--lang en frob", 2, "There is no command 'frob'",
		  "a locale that is not there" },
		{ "LC_ALL=C.UTF-8 LANGUAGE=en", "--lang zh_CN frob", 2, "没有“frob”这个命令",
		  "the option is stronger than the surroundings" },
		{ "LC_ALL=C.UTF-8", "frob", 2, "没有“frob”这个命令", "Chinese is what it speaks" },
		{ "LC_ALL=C.UTF-8", "--lang fr frob", 2, "请用 zh_CN 或 en", "no such language" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char said[8192];
		int status = run(rows[i].surroundings, rows[i].args, said, sizeof(said));

		if (status != rows[i].status || !strstr(said, rows[i].words))
			fail_msg("%s: status %d, '%s'", rows[i].why, status, said);
	}
}

static void check__explains__in_the_language_asked_for(void **unused)
{
	char said[8192];
	FILE *lines = fopen("name.jsonl", "we");

	(void)unused;
	assert_non_null(lines);
	fputs("{\"psn_name\":\"5\"}\n", lines);
	fclose(lines);
	assert_int_equal(run("LC_ALL=C.UTF-8", "--lang en check --date 2026-03-30 name.jsonl", said,
			     sizeof(said)),
			 1);
	if (!strstr(said, "\"code\":\"name_character\"") ||
	    !strstr(said, "'5' (U+0035) does not belong in a name"))
		fail_msg("'%s'", said);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(desk__speaks_english__on_every_screen),
		cmocka_unit_test(command_line__speaks_english__under_any_locale),
		cmocka_unit_test(check__explains__in_the_language_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
