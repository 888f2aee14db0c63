/* Covers typing: insertion, deletion by character, paste, keys that come faster than the screen, keys of every terminal, Esc and its
 * twins, what repeats and what fills; and that the cursor stands at the insertion point after each. */
#include "tests/test.h"

#include "tests/screens/scene.h"

static const char *const terms[] = { "xterm-256color", "tmux-256color", "linux", "vt100" };

static struct desk *start_form(const char *term)
{
	struct desk *d = scene_start(&(struct desk_options) { .term = term });

	desk_keys(d, "n");
	scene_focus_is(d, FIELD_PSN_NAME, "n opens a new form");
	return d;
}

static void end_form(struct desk *d)
{
	desk_keys(d, "<F12>");
	scene_sees(d, "政策与字典", "F12 goes home");
	scene_end(d);
}

/* ---- insertion and deletion ---- */

static void text__is_inserted_and_deleted__by_character(void **unused)
{
	static const struct {
		const char *keys, *text;
		int col;
		const char *why;
	} steps[] = {
		// clang-format off
		{ "张燕", "张燕", 4, "typed" },
		{ "<Left>晓", "张晓燕", 4, "inserted in the middle" },
		{ "<Home>小", "小张晓燕", 2, "inserted at the beginning" },
		{ "<Delete>", "小晓燕", 2, "Delete takes the character behind" },
		{ "<End><BS>", "小晓", 4, "Backspace takes the one before" },
		{ "<Left><BS>", "晓", 0, "Backspace in the middle" },
		{ "<BS>", "晓", 0, "nothing stands before the beginning" },
		{ "<End><Delete>", "晓", 2, "nothing stands behind the end" },
		{ "<BS>", "", 0, "empty again" },
		{ "\xF0\xA0\x80\x80\xF0\xAA\x9A\xA5", "\xF0\xA0\x80\x80\xF0\xAA\x9A\xA5", 4, "characters of plane 2" },
		{ "<Left>王", "\xF0\xA0\x80\x80王\xF0\xAA\x9A\xA5", 4, "between two of plane 2" },
		{ "<BS><BS>", "\xF0\xAA\x9A\xA5", 0, "one key deletes all four bytes" },
		{ "<Delete>", "", 0, "forwards too" },
		{ "ꀊꀋ", "ꀊꀋ", 4, "Yi" },
		{ "<BS>", "ꀊ", 2, "one Yi syllable" },
		{ "<BS>", "", 0, "the other" },
		{ "ae\xCC\x81o", "a\xC3\xA9o", 3, "a mark typed behind its letter joins it" },
		{ "<Left><BS>", "ao", 1, "letter and mark are one character" },
		{ "<End>x\xCC\x8A", "aox\xCC\x8A", 3, "a mark without a joint form takes no cell" },
		{ "<BS>", "ao", 2, "and goes with its letter" },
		{ "<End><BS><BS>", "", 0, "empty again" },
		{ "阿卜杜·热合曼", "阿卜杜·热合曼", 13, "a dot of one cell" },
		{ "<Left><Left><Left><BS>", "阿卜杜热合曼", 6, "the dot is deleted" },
		// clang-format on
	};
	struct desk *d = start_form(NULL);

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		desk_keys(d, steps[i].keys);
		scene_cell_is(d, FIELD_PSN_NAME, steps[i].text, steps[i].why);
		scene_cursor_is(d, FIELD_PSN_NAME, 0, steps[i].col, steps[i].why);
	}
	end_form(d);
}

/* A name of fifty characters is the most that there is: every one can be typed, read back, and reached. */
static void name__of_fifty_characters__is_kept_whole(void **unused)
{
	static const char ten[] = "阿卜杜热合曼买买提艾";
	char name[200], shown[64];
	struct desk *d = start_form(NULL);

	(void)unused;
	snprintf(name, sizeof(name), "%s%s%s%s%s", ten, ten, ten, ten, ten);
	desk_keys(d, name);
	scene_cell_is(d, FIELD_PSN_NAME, "杜热合曼买买提艾" + 3,
		      "its end is in view while it is typed");
	scene_cursor_is(d, FIELD_PSN_NAME, 0, 14, "behind the last character");
	desk_keys(d, "<Home>");
	scene_cursor_is(d, FIELD_PSN_NAME, 0, 0, "Home shows the beginning");
	desk_keys(d, "<Enter>");
	scene_focus_is(d, FIELD_INSUTYPE, "fifty are not too many");
	snprintf(shown, sizeof(shown), "%.24s", ten);
	scene_cell_has(d, FIELD_PSN_NAME, shown, "the whole name, line by line");
	desk_keys(d, "<S-Tab><S-Tab><S-Tab>");
	scene_focus_is(d, FIELD_PSN_NAME, "back on the name");
	desk_keys(d, "一<Enter>");
	scene_sees(d, "姓名超过 50 个字", "the fifty-first is a finding, not a refusal");
	desk_keys(d, "<BS><Enter>");
	scene_focus_is(d, FIELD_CERTNO, "fifty are fine again");
	end_form(d);
}

static void memo__of_many_lines__keeps_the_cursor_in_view(void **unused)
{
	static const char line[] = "第一二三四五六七八九十一二三四五六七八九十一二三四五六七八九行";
	struct desk *d = start_form(NULL);
	int row, col;

	(void)unused;
	desk_keys(d, "<PageDown>");
	scene_focus_is(d, FIELD_MEMO, "the last cell");
	for (int i = 0; i < 30; i++)
		desk_keys(d, line);
	desk_wait_quiet(d);
	if (!desk_cursor_visible(d))
		desk_fail(d, "the cursor is lost in a text of thirty lines");
	desk_cursor(d, &row, &col);
	if (row < 2 || row > 21)
		desk_fail(d, "the cursor stands at row %d, outside the form", row);
	desk_keys(d, "末");
	desk_wait_quiet(d);
	desk_cursor(d, &row, &col);
	if (strcmp(desk_attr(d, row, col - 2).text, "末") != 0)
		desk_fail(d, "the cursor does not stand behind what was typed last");
	desk_keys(d, "<Home>初");
	desk_wait_quiet(d);
	desk_cursor(d, &row, &col);
	if (strcmp(desk_attr(d, row, col - 2).text, "初") != 0)
		desk_fail(d, "the cursor does not stand behind what was typed at the beginning");
	end_form(d);
}

/* ---- paste ---- */

static void paste__is_cleaned__and_presses_no_keys(void **unused)
{
	static const struct {
		const char *pasted, *shown, *why;
	} cases[] = {
		// clang-format off
		{ "张晓燕", "张晓燕", "plain" },
		{ "张晓\n燕", "张晓 燕", "a line end is no Enter" },
		{ "张\t晓", "张 晓", "a tab is no Tab" },
		{ "张\x07晓\x03\x0c", "张晓", "control characters" },
		{ "张\xE2\x80\xAE晓\xE2\x80\xAC\xE2\x81\xA6", "张晓", "bidirectional overrides" },
		{ "张\xE2\x80\x8B晓\xEF\xBB\xBF\xC2\xAD", "张晓", "zero-width characters" },
		{ "  张晓  \n", "张晓", "blanks around it" },
		// clang-format on
	};
	struct desk *d = start_form(NULL);

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		desk_paste(d, cases[i].pasted);
		scene_cell_is(d, FIELD_PSN_NAME, cases[i].shown, cases[i].why);
		scene_focus_is(d, FIELD_PSN_NAME, cases[i].why);
		desk_keys(d, "<BS><BS><BS><BS><BS>");
		scene_cell_is(d, FIELD_PSN_NAME, "", "all of it is deleted");
	}
	end_form(d);
}

static void paste__at_home__opens_the_form_with_the_number(void **unused)
{
	struct desk *d = scene_start(&(struct desk_options) { .rows = 0 });

	(void)unused;
	desk_paste(d, "511102199003076626\n");
	scene_cell_is(d, FIELD_CERTNO, "511102199003076626", "the number is in its cell");
	scene_cell_is(d, FIELD_AGE, "36", "and read");
	end_form(d);
}

/* Every one of a runaway paste is refused together, and it is said. */
static void paste__of_a_whole_file__is_refused_aloud(void **unused)
{
	struct desk *d = start_form(NULL);
	char *text = calloc(1, 8001);

	(void)unused;
	memset(text, 'x', 8000);
	desk_keys(d, "张");
	desk_paste(d, text);
	scene_sees(d, "这一格放不下这么多字", "it is told");
	scene_cell_is(d, FIELD_PSN_NAME, "张", "what was there stays");
	free(text);
	end_form(d);
}

/* ---- type-ahead ---- */

static void error__stops_the_typeahead__and_lets_it_go_on(void **unused)
{
	struct desk *d = scene_start(&(struct desk_options) { .rows = 0 });

	(void)unused;
	desk_keys(d, "511102199003076621<Enter>张晓<Enter>2<Enter>13812345678<Enter>");
	scene_sees(d, "校验位不符", "the wrong digit is told");
	scene_sees(d, "先留着", "and that keys wait");
	scene_focus_is(d, FIELD_CERTNO, "the cursor stays in the wrong cell");
	scene_cell_is(d, FIELD_PSN_NAME, "", "no key went on");
	scene_cell_is(d, FIELD_TEL, "", "no key went on");
	desk_keys(d, "<BS>6<Enter>");
	scene_cell_is(d, FIELD_CERTNO, "511102199003076626", "corrected");
	scene_cell_is(d, FIELD_PSN_NAME, "张晓", "the keys that waited reach their cells");
	scene_cell_is(d, FIELD_INSUTYPE, "[ ] 职工医保\n[x] 城乡居民医保", "in order");
	scene_cell_is(d, FIELD_TEL, "13812345678", "every one");
	scene_focus_is(d, FIELD_OPSP_DISE_NAME, "as if nothing had been wrong");
	end_form(d);
}

/* The number may be what it is: the same Enter once more passes, and the keys go on. */
static void error__is_passed__by_a_second_enter(void **unused)
{
	struct desk *d = scene_start(&(struct desk_options) { .rows = 0 });

	(void)unused;
	desk_keys(d, "511102199003076621<Enter>张晓<Enter>");
	scene_sees(d, "先留着", "the keys wait");
	desk_keys(d, "<Wait:700><Enter>");
	scene_cell_is(d, FIELD_PSN_NAME, "张晓", "they go on");
	scene_cell_has(d, FIELD_CERTNO, "!", "the cell stays marked");
	end_form(d);
}

/* Another kind of key than the cell takes: nothing is guessed. */
static void choice__stops_the_typeahead__of_a_forgotten_cell(void **unused)
{
	struct desk *d = start_form(NULL);

	(void)unused;
	desk_keys(d, "张晓<Enter>x13812345678<Enter>");
	scene_sees(d, "这一格请按 1 职工医保 或 2 城乡居民医保", "what the cell takes");
	scene_focus_is(d, FIELD_INSUTYPE, "the cursor stays");
	scene_cell_is(d, FIELD_INSUTYPE, "[ ] 职工医保\n[ ] 城乡居民医保",
		      "no digit of the number was taken");
	desk_keys(d, "<Esc>");
	scene_sees(d, "没有用上", "Esc puts the keys away and says so");
	scene_focus_is(d, FIELD_INSUTYPE, "and nothing else");
	end_form(d);
}

/* ---- Esc ---- */

static void esc__keeps_what_was_typed__into_the_list_of_diseases(void **unused)
{
	struct desk *d = start_form(NULL);

	(void)unused;
	desk_keys(d, "<Tab><Tab><Tab><Tab><Tab><Tab>");
	scene_focus_is(d, FIELD_OPSP_DISE_NAME, "the disease");
	desk_keys(d, "gdzh");
	scene_sees(d, "M01904", "found");
	desk_keys(d, "<Esc>");
	scene_cell_is(d, FIELD_OPSP_DISE_NAME, "gdzh", "kept in the cell");
	scene_cursor_is(d, FIELD_OPSP_DISE_NAME, 0, 4, "behind it");
	desk_keys(d, "bx");
	scene_sees(d, "1  M01904", "typing goes on where it was");
	scene_sees(d, "│ gdzhbx ", "with all that was typed");
	desk_keys(d, "1");
	scene_cell_has(d, FIELD_OPSP_DISE_NAME, "肝豆状核变性   M01904", "picked");
	end_form(d);
}

static void twin__does_what_the_function_key_does__fast_and_slowly(void **unused)
{
	static const struct {
		const char *digit, *shown;
	} twins[] = {
		{ "1", "这里可用的键" },
		{ "3", "没有找到" },
		{ "5", "联系电话尚未填写" },
		{ "0", "菜单 " },
	};
	static const char *const hands[] = { "<Esc>", "<Esc><Wait:200>" };
	struct desk *d = start_form(NULL);

	(void)unused;
	for (size_t h = 0; h < ARRAY_SIZE(hands); h++) {
		for (size_t i = 0; i < ARRAY_SIZE(twins); i++) {
			char keys[64];

			snprintf(keys, sizeof(keys), "%s%s", hands[h], twins[i].digit);
			desk_keys(d, keys);
			scene_sees(d, twins[i].shown, keys);
			desk_keys(d, "<F12>");
			scene_focus_is(d, FIELD_PSN_NAME, keys);
		}
	}
	desk_keys(d, "张晓<Esc>2");
	scene_sees(d, "已暂存，受理号", "Esc 2 parks");
	scene_end(d);
}

/* The twin of a function key that has nothing to do here types nothing and leaves nothing. */
static void key__without_a_meaning__does_nothing(void **unused)
{
	static const char *const idle[] = { "<F11>", "<Insert>" };
	struct desk *d = start_form(NULL);

	(void)unused;
	desk_keys(d, "张晓");
	for (size_t i = 0; i < ARRAY_SIZE(idle); i++) {
		desk_keys(d, idle[i]);
		scene_sleep(20);
		desk_keys(d, "燕");
		scene_cell_is(d, FIELD_PSN_NAME, "张晓燕", idle[i]);
		scene_cursor_is(d, FIELD_PSN_NAME, 0, 6, idle[i]);
		desk_keys(d, "<BS>");
		scene_cell_is(d, FIELD_PSN_NAME, "张晓", idle[i]);
	}
	end_form(d);
}

/* ---- every terminal ---- */

static void keys__work__on_every_terminal(void **unused)
{
	static const struct {
		const char *keys, *shown;
	} boxes[] = {
		{ "<F1>", "这里可用的键" },     { "<F3>", "没有找到" }, { "<F4>", "请选择" },
		{ "<F5>", "联系电话尚未填写" }, { "<F10>", "菜单 " },
	};

	(void)unused;
	for (size_t t = 0; t < ARRAY_SIZE(terms); t++) {
		struct desk *d = start_form(terms[t]);

		desk_keys(d, "张晓燕<Home><Delete><End><Left><BS>");
		scene_cell_is(d, FIELD_PSN_NAME, "燕", terms[t]);
		desk_keys(d, "<Tab>");
		scene_focus_is(d, FIELD_GEND, terms[t]);
		for (size_t i = 0; i < ARRAY_SIZE(boxes); i++) {
			desk_keys(d, boxes[i].keys);
			scene_sees(d, boxes[i].shown, terms[t]);
			desk_keys(d, "<F12>");
			scene_focus_is(d, FIELD_GEND, terms[t]);
		}
		desk_keys(d, "<PageDown>");
		scene_focus_is(d, FIELD_MEMO, terms[t]);
		desk_keys(d, "<PageUp>");
		scene_focus_is(d, FIELD_PSN_NAME, terms[t]);
		desk_keys(d, "<Down>");
		scene_focus_is(d, FIELD_GEND, terms[t]);
		desk_keys(d, "<Up>");
		scene_focus_is(d, FIELD_PSN_NAME, terms[t]);
		desk_keys(d, "<Tab><S-Tab>");
		scene_focus_is(d, FIELD_PSN_NAME, terms[t]);
		desk_keys(d, "<F2>");
		scene_sees(d, "已暂存，受理号", terms[t]);
		scene_end(d);
	}
}

/* What terminals and their users send and the desk has no use for: nothing of it is text, and none of it leaves the form. */
static void sequence__that_means_nothing__does_nothing(void **unused)
{
	static const struct {
		const char *bytes, *why;
	} sequences[] = {
		// clang-format off
		{ "\033[1;5C", "Ctrl-Right" },
		{ "\033[1;2P", "Shift-F1" },
		{ "\033[25~", "F13" },
		{ "\033[3;5~", "Ctrl-Delete" },
		{ "\033OZ", "a keypad key" },
		{ "\033[I", "the window got the focus" },
		{ "\033[<0;10;10M", "a mouse" },
		{ "\033[M !!", "a mouse of the older kind" },
		{ "\033[?62;22c", "the terminal says what it is" },
		{ "\033]11;rgb:0000/1111/2222\007", "the terminal says its colour" },
		{ "\033]11;rgb:0000/1111/2222\033\\", "the same, ended the other way" },
		{ "\033P1+r5463\033\\", "the terminal says what it can" },
		{ "\033[200~\033[201~", "an empty paste" },
		{ "\001\002\007\016\037", "control characters without a meaning here" },
		// clang-format on
	};

	(void)unused;
	for (size_t t = 0; t < ARRAY_SIZE(terms); t++) {
		struct desk *d = start_form(terms[t]);

		desk_keys(d, "张晓");
		scene_cell_is(d, FIELD_PSN_NAME, "张晓", terms[t]);
		for (size_t i = 0; i < ARRAY_SIZE(sequences); i++) {
			desk_send_bytes(d, sequences[i].bytes, strlen(sequences[i].bytes));
			scene_sleep(20);
			desk_keys(d, "燕");
			scene_cell_is(d, FIELD_PSN_NAME, "张晓燕", sequences[i].why);
			scene_cursor_is(d, FIELD_PSN_NAME, 0, 6, sequences[i].why);
			desk_keys(d, "<BS>");
			scene_cell_is(d, FIELD_PSN_NAME, "张晓", sequences[i].why);
		}
		end_form(d);
	}
}

/* ---- what fills itself ---- */

static void equals__repeats__the_last_filings_value(void **unused)
{
	struct desk *d = scene_start(&(struct desk_options) { .rows = 0 });

	(void)unused;
	scene_register_zhang(d);
	desk_keys(d, "<F2>");
	scene_sees(d, "已暂存，受理号", "somebody is in the store");
	desk_keys(d, "n李军<Enter>=<Enter>");
	scene_cell_is(d, FIELD_INSUTYPE, "[ ] 职工医保\n[x] 城乡居民医保", "the insurance");
	desk_keys(d, "<Enter>=");
	scene_cell_is(d, FIELD_TEL, "13812345678", "the telephone");
	scene_cursor_is(d, FIELD_TEL, 0, 11, "and the cursor behind it");
	desk_keys(d, "<Enter>=<Enter>");
	scene_cell_has(d, FIELD_OPSP_DISE_NAME, "肝豆状核变性   M01904   居民 390",
		       "the disease with its row");
	desk_keys(d, "<PageUp><End>=");
	scene_cell_is(d, FIELD_PSN_NAME, "李军=", "in a cell that is not empty it is a character");
	end_form(d);
}

static void person__seen_before__fills_the_rest(void **unused)
{
	struct desk *d = scene_start(&(struct desk_options) { .rows = 0 });

	(void)unused;
	scene_register_zhang(d);
	desk_keys(d, "<F2>");
	scene_sees(d, "已暂存，受理号", "the person is in the store");
	desk_keys(d, "511102199003076626");
	scene_sees(d, "F4 填入上次的姓名", "the last digit tells");
	desk_keys(d, "<F4>");
	scene_cell_is(d, FIELD_PSN_NAME, "张晓", "filled");
	scene_cell_is(d, FIELD_TEL, "13812345678", "filled");
	scene_cell_is(d, FIELD_INSUTYPE, "[ ] 职工医保\n[x] 城乡居民医保", "filled");
	scene_sees(d, "填入 3 格，请核对", "it is said how many");
	desk_keys(d, "<Enter>");
	scene_focus_is(d, FIELD_OPSP_DISE_NAME, "on to what is new");
	end_form(d);
}

/* The wide blank of an input method is a blank. */
static void blank__of_an_input_method__is_a_blank(void **unused)
{
	struct desk *d = start_form(NULL);

	(void)unused;
	desk_keys(d, "<PageDown>甲");
	desk_keys(d, "\xE3\x80\x80");
	desk_keys(d, "乙 丙");
	scene_cell_is(d, FIELD_MEMO, "甲\xE3\x80\x80乙 丙", "typed");
	scene_cursor_is(d, FIELD_MEMO, 0, 9, "nothing typed is dropped without a word");
	end_form(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text__is_inserted_and_deleted__by_character),
		cmocka_unit_test(name__of_fifty_characters__is_kept_whole),
		cmocka_unit_test(memo__of_many_lines__keeps_the_cursor_in_view),
		cmocka_unit_test(paste__is_cleaned__and_presses_no_keys),
		cmocka_unit_test(paste__at_home__opens_the_form_with_the_number),
		cmocka_unit_test(paste__of_a_whole_file__is_refused_aloud),
		cmocka_unit_test(error__stops_the_typeahead__and_lets_it_go_on),
		cmocka_unit_test(error__is_passed__by_a_second_enter),
		cmocka_unit_test(choice__stops_the_typeahead__of_a_forgotten_cell),
		cmocka_unit_test(esc__keeps_what_was_typed__into_the_list_of_diseases),
		cmocka_unit_test(twin__does_what_the_function_key_does__fast_and_slowly),
		cmocka_unit_test(key__without_a_meaning__does_nothing),
		cmocka_unit_test(keys__work__on_every_terminal),
		cmocka_unit_test(sequence__that_means_nothing__does_nothing),
		cmocka_unit_test(equals__repeats__the_last_filings_value),
		cmocka_unit_test(person__seen_before__fills_the_rest),
		cmocka_unit_test(blank__of_an_input_method__is_a_blank),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
