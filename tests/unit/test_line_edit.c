/* Covers tui/line_edit: insertion, deletion by character, pastes, wrapping. */
#include "tests/test.h"

#include "tui/line_edit.h"

static void expect(const struct line_edit *e, const char *text, size_t at, const char *why)
{
	if (strcmp(e->text, text) != 0 || e->at != at || e->len != strlen(text))
		fail_msg("'%s' at %zu instead of '%s' at %zu: %s", e->text, e->at, text, at, why);
}

static void line_edit_insert__puts__text_at_the_insertion_point(void **unused)
{
	struct line_edit e;

	(void)unused;
	line_edit_set(&e, "张燕");
	line_edit_command(&e, CMD_LEFT);
	line_edit_insert(&e, "晓");
	expect(&e, "张晓燕", strlen("张晓"), "one character back, then typed");
	line_edit_command(&e, CMD_HOME);
	line_edit_insert(&e, "a");
	expect(&e, "a张晓燕", 1, "at the beginning");
	line_edit_command(&e, CMD_END);
	line_edit_insert(&e, " ");
	line_edit_insert(&e, "b");
	expect(&e, "a张晓燕 b", strlen("a张晓燕 b"), "a blank between two words is kept");
}

static void line_edit_command__deletes__what_the_reader_sees(void **unused)
{
	static const struct {
		const char *text, *left, *why;
	} rows[] = {
		{ "李𠮷", "李", "a character beyond the BMP is one" },
		{ "ae\xCC\x81", "a", "a letter goes with its accent" },
		{ "ꀀꀁ", "ꀀ", "Yi syllables" },
		{ "1", "", "the last one" },
	};
	struct line_edit e;

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		line_edit_set(&e, rows[i].text);
		assert_true(line_edit_command(&e, CMD_ERASE));
		expect(&e, rows[i].left, strlen(rows[i].left), rows[i].why);
	}
	line_edit_set(&e, "");
	assert_false(line_edit_command(&e, CMD_ERASE));
	line_edit_set(&e, "张晓");
	line_edit_command(&e, CMD_HOME);
	line_edit_command(&e, CMD_DELETE);
	expect(&e, "晓", 0, "the one behind the insertion point");
}

static void line_edit_insert__cleans__a_paste(void **unused)
{
	struct line_edit e;

	(void)unused;
	line_edit_set(&e, NULL);
	line_edit_insert(&e, "张\n晓\xE2\x80\xAE燕\x1B[31m\n");
	assert_null(strchr(e.text, '\n'));
	assert_null(strchr(e.text, '\x1B'));
	assert_null(strstr(e.text, "\xE2\x80\xAE"));
	assert_non_null(strstr(e.text, "晓燕"));
}

static void line_edit_insert__refuses__what_has_no_room(void **unused)
{
	struct line_edit e;
	char *big = malloc(LINE_EDIT_MAX + 1);

	(void)unused;
	memset(big, 'x', LINE_EDIT_MAX);
	big[LINE_EDIT_MAX] = '\0';
	line_edit_set(&e, "张");
	assert_false(line_edit_insert(&e, big));
	expect(&e, "张", strlen("张"), "nothing of it is taken, nothing is lost");
	free(big);
}

static void text_wrap__breaks__between_words(void **unused)
{
	static const struct {
		const char *text;
		int cells;
		const char *lines; /* joined by | */
		const char *why;
	} cases[] = {
		{ "", 4, "", "an empty text is one empty line" },
		{ "诊断标准", 8, "诊断标准", "what fits is one line" },
		{ "诊断标准", 5, "诊断|标准", "a wide character is not cut in half" },
		{ "to the next cell", 8, "to the |next |cell", "words stay whole" },
		{ "to the next", 6, "to the |next", "the blank behind a word hangs over the edge" },
		{ "to   the", 3, "to   |the", "all blanks behind a word hang" },
		{ "511102199003076626", 10, "5111021990|03076626",
		  "a word wider than the line is cut" },
		{ "a 511102199003076626", 10, "a |5111021990|03076626",
		  "and begins a line of its own first" },
		{ "按 Enter 继续", 7, "按 |Enter |继续", "a word among Chinese stays whole" },
		{ "铜蓝蛋白185mg", 10, "铜蓝蛋白|185mg", "Chinese breaks before a word" },
		{ "185铜蓝", 5, "185铜|蓝", "and behind one" },
		{ "甲乙丙，丁戊", 6, "甲乙|丙，丁|戊", "a comma begins no line" },
		{ "见附件）。再看", 8, "见附|件）。再|看", "nor do two marks in a row" },
		{ "。。。", 2, "。|。|。", "marks alone still go somewhere" },
		{ "Ame\xCC\x81lie", 4, "Ame\xCC\x81|lie", "a mark stays with its letter" },
		{ "字", 1, "字", "a character that is too wide still goes somewhere" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		size_t start[16], n = text_wrap(cases[i].text, cases[i].cells, start, 15);
		char lines[256] = "";

		for (size_t l = 0; l < n; l++)
			snprintf(lines + strlen(lines), sizeof(lines) - strlen(lines), "%s%.*s",
				 l ? "|" : "", (int)(start[l + 1] - start[l]),
				 cases[i].text + start[l]);
		if (strcmp(lines, cases[i].lines) != 0)
			fail_msg("%s: '%s' in %d cells gives '%s', not '%s'", cases[i].why,
				 cases[i].text, cases[i].cells, lines, cases[i].lines);
	}
}

/* The last line takes what is left, so that nothing is lost. */
static void text_wrap__keeps_the_rest__when_lines_run_out(void **unused)
{
	size_t start[3];

	(void)unused;
	assert_int_equal(text_wrap("one two three four", 4, start, 2), 2);
	assert_int_equal(start[1], strlen("one "));
	assert_int_equal(start[2], strlen("one two three four"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(line_edit_insert__puts__text_at_the_insertion_point),
		cmocka_unit_test(line_edit_command__deletes__what_the_reader_sees),
		cmocka_unit_test(line_edit_insert__cleans__a_paste),
		cmocka_unit_test(line_edit_insert__refuses__what_has_no_room),
		cmocka_unit_test(text_wrap__breaks__between_words),
		cmocka_unit_test(text_wrap__keeps_the_rest__when_lines_run_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
