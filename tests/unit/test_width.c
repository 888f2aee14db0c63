/* Covers tui/width: cells of characters and texts, both policies for ambiguous ones, and that ncurses asks us. */
#include "tests/test.h"

#include <dlfcn.h>
#include <wchar.h>

#include "tui/width.h"

static void width_of__counts__cells(void **unused)
{
	static const struct {
		uint32_t cp;
		int narrow, wide;
		const char *why;
	} rows[] = {
		{ 'A', 1, 1, "a letter" },
		{ 0x4E2D, 2, 2, "a Han character" },
		{ 0x20BB7, 2, 2, "a Han character beyond the BMP" },
		{ 0x2CB4A, 2, 2, "Extension E, which the C library does not know in GB18030" },
		{ 0xA000, 2, 2, "a Yi syllable" },
		{ 0x00B7, 1, 2, "the dot in names is the terminal's choice" },
		{ 0x2014, 1, 2, "the dash that the terminal is asked with" },
		{ 0x201C, 1, 2, "a Chinese quotation mark" },
		{ 0xFF08, 2, 2, "a full-width bracket" },
		{ 0x0301, 0, 0, "a combining accent" },
		{ 0x200B, 0, 0, "a zero-width space" },
		{ 0x202E, 0, 0, "a bidirectional override" },
		{ 0x1B, 0, 0, "a control character" },
		{ 0x9B, 0, 0, "a C1 control character" },
		{ 0xE000, 1, 2, "a home-made character" },
	};

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		width_set_ambiguous(1);
		if (width_of(rows[i].cp) != rows[i].narrow)
			fail_msg("U+%04X is %d cells: %s", rows[i].cp, width_of(rows[i].cp),
				 rows[i].why);
		width_set_ambiguous(2);
		if (width_of(rows[i].cp) != rows[i].wide)
			fail_msg("U+%04X is %d wide cells: %s", rows[i].cp, width_of(rows[i].cp),
				 rows[i].why);
	}
	width_set_ambiguous(1);
}

static void text_fit__cuts__at_whole_characters(void **unused)
{
	(void)unused;
	assert_int_equal(text_fit("张晓燕", 5), strlen("张晓"));
	assert_int_equal(text_fit("张晓燕", 6), strlen("张晓燕"));
	assert_int_equal(text_fit("e\xCC\x81x", 1), 3);
	assert_int_equal(text_fit("张", 1), 0);
	assert_int_equal(text_cells("吉克·木呷"), 9);
}

/* libncursesw looks wcwidth up by name at run time: the first one that it finds must be ours. */
static void wcwidth__is__ours(void **unused)
{
	void *self = dlopen(NULL, RTLD_NOW), *found = dlsym(self, "wcwidth");

	(void)unused;
	assert_ptr_equal(found, (void *)wcwidth);
	width_set_ambiguous(2);
	assert_int_equal(wcwidth(0x2014), 2);
	width_set_ambiguous(1);
	assert_int_equal(wcwidth(0x2014), 1);
	assert_int_equal(wcwidth(0x1B), -1);
	dlclose(self);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(width_of__counts__cells),
		cmocka_unit_test(text_fit__cuts__at_whole_characters),
		cmocka_unit_test(wcwidth__is__ours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
