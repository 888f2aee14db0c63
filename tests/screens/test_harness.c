/* Covers the harness of the screen tests itself, on a program of its own: charsets, terminals,
 * both widths of ambiguous characters, every named key, resize, paste, kill, sanitizer reports,
 * and that expectations can fail. */
#include "tests/test.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/screens/desk.h"
#include "tests/screens/keys.h"

static struct desk *start_app(struct desk_options options)
{
	struct desk *d;
	char size[32];

	options.program = SELFTEST_APP;
	d = desk_start(&options);
	snprintf(size, sizeof(size), "%dx%d", options.rows ? options.rows : 24,
		 options.cols ? options.cols : 80);
	desk_wait(d, size, DESK_PATIENCE);
	return d;
}

static void end_app(struct desk *d)
{
	desk_keys(d, "<C-q>");
	assert_int_equal(desk_exit(d, DESK_PATIENCE), 0);
	desk_finish(d);
}

static void check_row(struct desk *d, int row, const char *expected, const char *why)
{
	if (strncmp(desk_row(d, row), expected, strlen(expected)))
		desk_fail(d, "%s: row %d is not '%s'", why, row, expected);
}

static void check_glass(const char *locale, const char *term, bool wide)
{
	struct desk *d = start_app((struct desk_options) {
		.locale = locale, .term = term, .wide_ambiguous = wide, .rows = 10, .cols = 60 });
	char why[80];
	int row, col;

	snprintf(why, sizeof(why), "%s on %s, ambiguous characters %s", locale, term,
		 wide ? "wide" : "narrow");
	check_row(d, 1, wide ? "│ 10x60 2" : "│ 10x60 1", why);
	check_row(d, 2, wide ? "│         歧义 · — “引” …│" : "│              歧义 · — “引” …│",
		  why);
	desk_borders_closed(d, why, 0, -1);
	desk_keys(d, "王小明·阳");
	desk_wait(d, "王小明·阳", DESK_PATIENCE);
	desk_cursor(d, &row, &col);
	if (row != 6 || col != (wide ? 18 : 17))
		desk_fail(d, "%s: the cursor is at %d, %d", why, row, col);
	end_app(d);
}

static void desk__shows_text_and_borders__in_every_charset_and_terminal(void **unused)
{
	static const char *const locales[] = { "C.UTF-8", "zh_CN.UTF-8", "zh_CN.GBK",
					       "zh_CN.GB18030" };
	static const char *const terms[] = { "xterm-256color", "tmux-256color", "linux", "vt100" };

	(void)unused;
	for (size_t l = 0; l < ARRAY_SIZE(locales); l++) {
		for (size_t t = 0; t < ARRAY_SIZE(terms); t++) {
			check_glass(locales[l], terms[t], false);
			/* In UTF-8 ncurses draws the borders of these two with ambiguous
			 * characters, because a real console and tmux have them narrow; there is
			 * no such wide terminal. */
			if (!strstr(locales[l], "UTF-8") ||
			    (strcmp(terms[t], "linux") && strncmp(terms[t], "tmux", 4)))
				check_glass(locales[l], terms[t], true);
		}
	}
}

static void desk_keys__sends__what_the_terminal_sends(void **unused)
{
	static const struct {
		const char *keys, *shown;
		bool vt100; /* its terminfo entry has this key */
	} cases[] = {
		// clang-format off
		{ "<F1>", "KEY_F(1)", true },           { "<F2>", "KEY_F(2)", true },
		{ "<F3>", "KEY_F(3)", true },           { "<F4>", "KEY_F(4)", true },
		{ "<F5>", "KEY_F(5)", true },           { "<F6>", "KEY_F(6)", true },
		{ "<F7>", "KEY_F(7)", true },           { "<F9>", "KEY_F(9)", true },
		{ "<F10>", "KEY_F(10)", true },         { "<Up>", "KEY_UP", true },
		{ "<Down>", "KEY_DOWN", true },         { "<Left>", "KEY_LEFT", true },
		{ "<Right>", "KEY_RIGHT", true },       { "<BS>", "KEY_BACKSPACE", true },
		{ "<Home>", "KEY_HOME", false },        { "<End>", "KEY_END", false },
		{ "<PageUp>", "KEY_PPAGE", false },     { "<PageDown>", "KEY_NPAGE", false },
		{ "<Insert>", "KEY_IC", false },        { "<Delete>", "KEY_DC", false },
		{ "<S-Tab>", "KEY_BTAB", false },       { "<Tab>", "^I", true },
		{ "<Enter>", "^M", true },              { "<C-l>", "^L", true },
		{ "<Esc>", "Esc", true },               { "<Esc>2", "Esc2", true },
		{ "<M-7>", "Esc7", true },
		// clang-format on
	};
	static const char *const terms[] = { "xterm-256color", "tmux-256color", "linux", "vt100" };

	(void)unused;
	for (size_t t = 0; t < ARRAY_SIZE(terms); t++) {
		struct desk *d = start_app((struct desk_options) { .term = terms[t] });

		for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
			char shown[32];

			if (!cases[i].vt100 && !strcmp(terms[t], "vt100"))
				continue;
			snprintf(shown, sizeof(shown), "[%s]", cases[i].shown);
			desk_keys(d, cases[i].keys);
			desk_wait(d, shown, DESK_PATIENCE);
		}
		end_app(d);
	}
}

static void desk_keys__counts__what_a_person_presses(void **unused)
{
	static const struct {
		const char *keys;
		int pressed;
		const char *why;
	} cases[] = {
		{ "511102", 6, "a digit is a key" },
		{ "王小明", 3, "a character counts once, not its bytes" },
		{ "<Tab><S-Tab>", 2, "a name is one key" },
		{ "<Esc>2", 2, "Esc and the digit are two" },
		{ "<Wait:1>", 0, "waiting is no key" },
		{ "<lt>", 1, "the character < itself" },
	};
	struct desk *d = start_app((struct desk_options) { .rows = 0 });
	int total = 0;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		int pressed = desk_keys(d, cases[i].keys);

		if (pressed != cases[i].pressed)
			desk_fail(d, "%s counted as %d: %s", cases[i].keys, pressed, cases[i].why);
		total += pressed;
	}
	assert_int_equal(desk_keys_pressed(d), total);
	desk_wait(d, "姓名：511102王小明<", DESK_PATIENCE);
	end_app(d);
}

static void keymap_next__refuses__unknown_names(void **unused)
{
	static const char *const bad[] = { "<F13>", "<tab>",   "<",         "<>",
					   "<C-1>", "<Wait:>", "<Wait:1x>", "<Tab" };
	struct keymap *map = keymap_create("vt100");
	struct key_stroke stroke;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		const char *at = bad[i];

		if (keymap_next(map, &at, &stroke) != -1)
			fail_msg("took '%s' for a key", bad[i]);
	}
	keymap_destroy(map);
	assert_null(keymap_create("no-such-terminal"));
}

static void keymap_next__splits__long_text_between_characters(void **unused)
{
	struct keymap *map = keymap_create("vt100");
	struct key_stroke stroke;
	char text[600];
	const char *at = text;
	size_t read = 0;

	(void)unused;
	for (size_t i = 0; i < 199; i++)
		memcpy(text + 3 * i, "王", 4);
	while (keymap_next(map, &at, &stroke) == 1) {
		assert_int_equal(stroke.len % 3, 0);
		assert_memory_equal(stroke.bytes, text + read, stroke.len);
		read += stroke.len;
	}
	assert_int_equal(read, strlen(text));
	keymap_destroy(map);
}

static void desk_attr__tells__reverse_bold_and_colour(void **unused)
{
	struct desk *d = start_app((struct desk_options) { .locale = "zh_CN.GBK" });
	int row, col;

	(void)unused;
	desk_find(d, "反白", &row, &col);
	assert_int_equal(row, 4);
	assert_int_equal(col, 2);
	assert_true(desk_attr(d, row, col).reverse);
	assert_int_equal(desk_attr(d, row, col).width, 2);
	assert_int_equal(desk_attr(d, row, col + 1).width, 0);
	desk_find(d, "粗体", &row, &col);
	assert_true(desk_attr(d, row, col).bold);
	assert_false(desk_attr(d, row, col).reverse);
	desk_find(d, "红色", &row, &col);
	assert_int_equal(desk_attr(d, row, col).fg, 1);
	assert_int_equal(desk_attr(d, row, col + 5).fg, -1);
	end_app(d);
}

static void desk_wait__ends__when_the_screen_is_as_expected(void **unused)
{
	struct desk *d = start_app((struct desk_options) { .rows = 0 });

	(void)unused;
	assert_false(desk_sees(d, "[^A]"));
	desk_keys(d, "<C-a>");
	desk_wait(d, "[^A]", DESK_PATIENCE);
	desk_keys(d, "<Wait:200>张<C-b>");
	desk_wait_gone(d, "[^A]", DESK_PATIENCE);
	desk_wait_cursor(d, 6, 10, DESK_PATIENCE);
	assert_true(desk_cursor_visible(d));
	desk_keys(d, "三");
	desk_wait_quiet(d);
	assert_string_equal(
		desk_row(d, 6) + strlen("│ "),
		"姓名：张三                                                                   │");
	end_app(d);
}

static void desk_resize__reaches__the_program(void **unused)
{
	static const struct {
		int rows, cols;
		const char *shown;
	} sizes[] = { { 40, 120, "40x120" }, { 8, 50, "8x50" }, { 24, 80, "24x80" } };
	static const char *const terms[] = { "xterm-256color", "linux", "vt100" };

	(void)unused;
	for (size_t t = 0; t < ARRAY_SIZE(terms); t++) {
		struct desk *d = start_app((struct desk_options) { .term = terms[t] });

		for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
			desk_keys(d, "甲");
			desk_resize(d, sizes[i].rows, sizes[i].cols);
			desk_wait(d, sizes[i].shown, DESK_PATIENCE);
			desk_borders_closed(d, sizes[i].shown, 0, -1);
		}
		desk_wait(d, "甲甲甲", DESK_PATIENCE);
		end_app(d);
	}
}

static void desk_paste__is_bracketed__when_asked_for(void **unused)
{
	struct desk *d = start_app((struct desk_options) { .locale = "zh_CN.GB18030" });

	(void)unused;
	desk_paste(d, "张三丰𠮷\n李");
	desk_wait(d, "姓名：张三丰𠮷李", DESK_PATIENCE);
	desk_wait(d, "pasted 6", DESK_PATIENCE);
	end_app(d);
}

static void desk_paste__is_plain__when_not_asked_for(void **unused)
{
	const char *env[] = { "SELFTEST_PLAIN=1", NULL };
	struct desk *d = start_app((struct desk_options) { .env = env });

	(void)unused;
	desk_paste(d, "张三丰\n李");
	desk_wait(d, "姓名：张三丰李", DESK_PATIENCE);
	desk_wait(d, "pasted 0", DESK_PATIENCE);
	end_app(d);
}

static void desk_paste__takes__more_than_the_queue_of_a_terminal(void **unused)
{
	struct desk *d = start_app((struct desk_options) { .rows = 0 });
	char text[30001];

	(void)unused;
	memset(text, 'z', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	desk_paste(d, text);
	desk_wait(d, "pasted 30000", 4 * DESK_PATIENCE);
	end_app(d);
}

static void desk_start__can_be__a_terminal_that_does_not_answer(void **unused)
{
	struct desk *d = start_app((struct desk_options) { .mute = true, .wide_ambiguous = true });

	(void)unused;
	check_row(d, 1, "│ 24x80 1", "nobody told the width");
	/* The program believes — to be narrow and the terminal draws it wide: the border must be
	 * seen to break. */
	assert_non_null(desk_border_flaw(d, 0, -1));
	end_app(d);
}

static void desk_start__gives__utf8_to_a_program_in_the_c_locale(void **unused)
{
	struct desk *d = start_app((struct desk_options) { .locale = "C" });

	(void)unused;
	desk_keys(d, "王");
	desk_wait(d, "姓名：王", DESK_PATIENCE);
	end_app(d);
}

static void desk_border_flaw__names__the_open_arm(void **unused)
{
	struct desk *d = start_app((struct desk_options) { .term = "vt100" });

	(void)unused;
	assert_null(desk_border_flaw(d, 0, -1));
	assert_null(desk_border_flaw(d, 2, 10));
	assert_string_equal(desk_border_flaw(d, 4, -1) ? "flaw" : "none", "none");
	desk_keys(d, "<F10>");
	desk_wait(d, "[KEY_F(10)]", DESK_PATIENCE);
	assert_string_equal(desk_border_flaw(d, 0, -1),
			    "the right arm of ─ at row 0, column 9 meets nothing");
	assert_null(desk_border_flaw(d, 1, -1));
	end_app(d);
}

static void desk_exit__returns__the_status_and_the_last_words(void **unused)
{
	struct desk *d = start_app((struct desk_options) { .rows = 0 });

	(void)unused;
	assert_int_equal(desk_bells(d), 0);
	desk_keys(d, "<F9><F11>");
	assert_int_equal(desk_exit(d, DESK_PATIENCE), 7);
	assert_int_equal(desk_bells(d), 1);
	assert_true(desk_sees(d, "goodbye"));
	assert_false(desk_sees(d, "反白"));
	desk_finish(d);
}

static void desk_kill__returns__how_the_program_died(void **unused)
{
	static const int signals[] = { SIGKILL, SIGTERM, SIGHUP };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++) {
		struct desk *d = start_app((struct desk_options) { .rows = 0 });
		int status = desk_kill(d, signals[i]);

		/* ncurses turns SIGTERM into an orderly end with status 1. */
		if (signals[i] == SIGTERM)
			assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 1);
		else
			assert_true(WIFSIGNALED(status) && WTERMSIG(status) == signals[i]);
		desk_finish(d);
	}
}

static void desk_complaints__hold__what_a_sanitizer_found(void **unused)
{
#ifdef __SANITIZE_ADDRESS__
	struct desk *d = start_app((struct desk_options) { .rows = 0 });
	const char *report;

	(void)unused;
	assert_null(desk_complaints(d));
	desk_keys(d, "<F8>");
	for (int tries = 0;
	     !(report = desk_complaints(d)) || !strstr(report, "heap-buffer-overflow"); tries++) {
		if (tries == 100)
			desk_fail(d, "the sanitizer's report did not come");
		usleep(100000);
	}
	assert_int_not_equal(desk_kill(d, SIGKILL), 0);
	desk_finish(d);
#else
	(void)unused;
	skip();
#endif
}

static void glass_feed__repeats__up_to_the_right_margin(void **unused)
{
	struct glass *g = glass_create(3, 20, "GBK", false);
	int row, col;
	char *picture;

	(void)unused;
	/* Twenty characters by REP, in two pieces, then text on the next row. */
	assert_int_equal(glass_feed(g, "=\033[1", 4, (char[64]) { 0 }, 64), 0);
	assert_int_equal(glass_feed(g, "9b\r\n\xcd\xf5\xd0", 7, (char[64]) { 0 }, 64), 0);
	assert_int_equal(glass_feed(g, "\xa1\xc3\xf7", 3, (char[64]) { 0 }, 64), 0);
	picture = glass_picture(g);
	assert_string_equal(picture, "====================\n王小明\n\n");
	glass_cursor(g, &row, &col);
	assert_int_equal(row, 1);
	assert_int_equal(col, 6);
	free(picture);
	glass_destroy(g);
}

static void glass_feed__refuses__bytes_of_another_charset(void **unused)
{
	static const struct {
		const char *charset, *bytes, *why;
	} bad[] = {
		{ "UTF-8", "ok \xcd\xf5", "GBK on a UTF-8 terminal" },
		{ "GBK", "ok \xff\xff", "no GBK lead byte" },
		{ "GB18030", "ok \x82\x20", "a lead byte before a blank" },
		{ "UTF-8", "ok \xed\xa0\x80", "a surrogate" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct glass *g = glass_create(2, 20, bad[i].charset, false);
		char why[256] = "";

		if (!glass_feed(g, bad[i].bytes, strlen(bad[i].bytes), why, sizeof(why)) ||
		    !strstr(why, "byte 3"))
			fail_msg("%s: '%s'", bad[i].why, why);
		glass_destroy(g);
	}
	assert_null(glass_create(2, 20, "no-such-charset", false));
}

static void glass_feed__keeps__every_character_in_both_policies(void **unused)
{
	static const char text[] = "·—“”…①℃×°§●★→─王㛃䶮𠮷𬭊𰻝é";

	(void)unused;
	for (int wide = 0; wide <= 1; wide++) {
		struct glass *g = glass_create(2, 60, "UTF-8", wide);
		char *row;

		assert_int_equal(glass_feed(g, text, strlen(text), (char[64]) { 0 }, 64), 0);
		row = glass_row(g, 0);
		assert_string_equal(row, text);
		free(row);
		glass_destroy(g);
	}
}

static int run(const char *command)
{
	int status = system(command);

	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void desk_picture__prints__the_screen_and_can_fail(void **unused)
{
	static const struct {
		const char *command;
		bool good;
		const char *why;
	} cases[] = {
		{ DESK_PICTURE " -s 50x9 -l zh_CN.GBK -t vt100 -k '张<F1>三' -- " SELFTEST_APP
			       " | grep -q '│ 姓名：张三 '",
		  true, "the keys are on the screen" },
		{ DESK_PICTURE " -a -s 50x9 -- " SELFTEST_APP " | grep -qx '+-*+-*+'", true,
		  "borders in ASCII" },
		{ DESK_PICTURE " -k '<F13>' -- " SELFTEST_APP " 2>/dev/null", false,
		  "no such key" },
		{ DESK_PICTURE " -w '反白' -k '<F11>' -w '粗体' -- " SELFTEST_APP " 2>/dev/null",
		  false, "the text is gone and the program has ended" },
		{ DESK_PICTURE " -w x -- /no/such/program 2>/dev/null", false, "nothing to start" },
	};

	(void)unused;
	/* What fails leaves its files for a look; these fail on purpose. */
	assert_int_equal(run("mkdir -p scrap"), 0);
	setenv("TMPDIR", "scrap", 1);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if ((run(cases[i].command) == 0) != cases[i].good)
			fail_msg("%s: %s", cases[i].why, cases[i].command);
	assert_int_equal(run("rm -rf scrap"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(glass_feed__repeats__up_to_the_right_margin),
		cmocka_unit_test(glass_feed__refuses__bytes_of_another_charset),
		cmocka_unit_test(glass_feed__keeps__every_character_in_both_policies),
		cmocka_unit_test(keymap_next__refuses__unknown_names),
		cmocka_unit_test(keymap_next__splits__long_text_between_characters),
		cmocka_unit_test(desk__shows_text_and_borders__in_every_charset_and_terminal),
		cmocka_unit_test(desk_keys__sends__what_the_terminal_sends),
		cmocka_unit_test(desk_keys__counts__what_a_person_presses),
		cmocka_unit_test(desk_attr__tells__reverse_bold_and_colour),
		cmocka_unit_test(desk_wait__ends__when_the_screen_is_as_expected),
		cmocka_unit_test(desk_resize__reaches__the_program),
		cmocka_unit_test(desk_paste__is_bracketed__when_asked_for),
		cmocka_unit_test(desk_paste__is_plain__when_not_asked_for),
		cmocka_unit_test(desk_paste__takes__more_than_the_queue_of_a_terminal),
		cmocka_unit_test(desk_start__can_be__a_terminal_that_does_not_answer),
		cmocka_unit_test(desk_start__gives__utf8_to_a_program_in_the_c_locale),
		cmocka_unit_test(desk_border_flaw__names__the_open_arm),
		cmocka_unit_test(desk_exit__returns__the_status_and_the_last_words),
		cmocka_unit_test(desk_kill__returns__how_the_program_died),
		cmocka_unit_test(desk_complaints__hold__what_a_sanitizer_found),
		cmocka_unit_test(desk_picture__prints__the_screen_and_can_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
