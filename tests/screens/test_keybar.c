/* Covers the key bar: every key that it names does something on its screen. */
#include "tests/test.h"

#include "tests/screens/scene.h"

static const struct {
	const char *name, *keys;
	const char *first; /* pressed before it: what makes it possible */
} bar_keys[] = {
	{ "F1", "<F1>", "" },
	{ "F2", "<F2>", "" },
	{ "F3", "<F3>", "" },
	{ "F4", "<F4>", "" },
	{ "F5", "<F5>", "" },
	{ "F10", "<F10>", "" },
	{ "F12", "<F12>", "" },
	{ "Enter", "<Enter>", "" },
	{ "Tab", "<Tab>", "" },
	{ "PgDn", "<PageDown>", "" },
	{ "PgUp", "<PageUp>", "<PageDown>" },
};

static const struct {
	const char *name, *keys, *sees;
} screens[] = {
	{ "the form", "n张晓", "姓名" },
	{ "the list of diseases", "n<Tab><Tab><Tab><Tab><Tab><Tab><F4>", "输入拼音首字母" },
	{ "help", "n<F1>", "照证件填写" },
	{ "findings", "n张晓<F5>", "尚未填写" },
	{ "the settings", "0<Enter>", "间隔号等字宽" },
	{ "the policies", "9<Enter>", "乐医保发" },
	{ "the criteria", "n张晓<Tab><Tab><Tab>2<Tab><Tab><Tab>gdzhbx1<Tab><Enter>1",
	  "血清铜蓝蛋白 < 200" },
};

/* The name stands in the bar as a word of its own. */
static bool bar_names(const char *bar, const char *name)
{
	const char *at = strstr(bar, name);

	while (at && ((at > bar && at[-1] != ' ') ||
		      (at[strlen(name)] >= '0' && at[strlen(name)] <= '9')))
		at = strstr(at + 1, name);
	return at != NULL;
}

/* Everything below the title, with what is reversed, and the cursor: a list may move its current line only. The caller
 * frees it. */
static char *look(struct desk *d)
{
	const char *text = strchr(desk_picture(d), '\n');
	size_t len = strlen(text), size;
	int rows, cols, row, col;
	char *seen;

	desk_size(d, &rows, &cols);
	desk_cursor(d, &row, &col);
	size = len + (size_t)(rows * cols) + 32;
	seen = calloc(1, size);
	memcpy(seen, text, len);
	for (int at = cols; at < rows * cols; at++)
		seen[len++] = desk_attr(d, at / cols, at % cols).reverse ? 'r' : '.';
	snprintf(seen + len, size - len, "%d %d", row, col);
	return seen;
}

static bool bar_key_works(struct desk *d, size_t key)
{
	bool works = false;
	char *before;

	desk_keys(d, bar_keys[key].first);
	desk_settle(d);
	before = look(d);
	desk_keys(d, bar_keys[key].keys);
	for (int i = 0; i < 50 && !works; i++) {
		char *after = look(d);

		works = strcmp(before, after) != 0;
		free(after);
		scene_sleep(20);
	}
	desk_settle(d);
	free(before);
	return works;
}

static void open_screen(struct desk *d, size_t screen)
{
	desk_keys(d, screens[screen].keys);
	scene_sees(d, screens[screen].sees, screens[screen].name);
	desk_settle(d);
}

static int check_bar(struct desk *d, size_t screen)
{
	char bar[512];
	int named = 0;

	open_screen(d, screen);
	snprintf(bar, sizeof(bar), "%s", scene_keybar(d));
	for (size_t i = 0; i < ARRAY_SIZE(bar_keys); i++) {
		if (!bar_names(bar, bar_keys[i].name))
			continue;
		if (named++ > 0)
			open_screen(d, screen);
		if (!bar_key_works(d, i))
			desk_fail(d, "the bar of %s names %s, which does nothing",
				  screens[screen].name, bar_keys[i].name);
		scene_home(d);
	}
	return named;
}

static void keybar__names__keys_that_do_something(void **unused)
{
	struct desk *d = scene_start(&(struct desk_options) { .rows = 0 });

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(screens); i++)
		if (check_bar(d, i) < 2)
			desk_fail(d, "the bar of %s names hardly a key", screens[i].name);
	scene_end(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keybar__names__keys_that_do_something),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
