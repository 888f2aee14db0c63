/* Counts the keys of a full registration of a person not seen before, and prints the count. Every key that is not a piece of the
 * data itself has its reason beside it; more than OTHER_MOST of them is a failure. */
#include "tests/test.h"

#include "tests/screens/scene.h"

#define OTHER_MOST 15

/* What is pressed, in order. why is NULL for what stands on the papers on the desk. */
static const struct step {
	const char *keys, *sees, *why;
} steps[] = {
	// clang-format off
	{ "511102199003076626", "36", NULL },
	{ "<Enter>", NULL, "says that the number is complete; not every document's number has 18 digits" },
	{ "张晓", "张晓", NULL },
	{ "<Enter>", NULL, "says that the name is complete" },
	{ "2", "[x] 城乡居民医保", NULL },
	{ "<Enter>", NULL, "leaves the insurance; a slip can be mended until then" },
	{ "13812345678", "13812345678", NULL },
	{ "<Enter>", NULL, "says that the number is complete; an extension may follow" },
	{ "gdzhbx", "1  M01904", NULL },
	{ "1", "门慢门特病种 10", "picks the disease of those that the initials find" },
	{ "<Enter>", NULL, "passes the signature, which is not on the paper yet" },
	{ "<Enter>", "血清铜蓝蛋白 < 200 mg/L", "opens the criteria" },
	{ "1", "符合", NULL },
	{ "<Enter>", NULL, "goes on to the next item that is not met" },
	{ "185", "判定：符合（第1条，及第2条）", NULL },
	{ "<F2>", "已暂存，受理号 ", "parks the filing" },
	// clang-format on
};

struct tally {
	int data, other;
};

static void press(struct desk *d, const struct step *s, struct tally *t)
{
	int keys = desk_keys(d, s->keys);

	if (s->sees)
		scene_sees(d, s->sees, s->keys);
	if (s->why)
		t->other += keys;
	else
		t->data += keys;
}

static void print(const struct tally *t)
{
	printf("keystrokes: %d, data %d, other %d\n", t->data + t->other, t->data, t->other);
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++)
		if (steps[i].why)
			printf("  %-8s %s\n", steps[i].keys, steps[i].why);
}

static void desk__registers__with_few_keys(void **unused)
{
	struct desk *d = scene_start(&(struct desk_options) { .rows = 0 });
	struct tally t = { 0 };

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++)
		press(d, &steps[i], &t);
	print(&t);
	assert_int_equal(t.data + t.other, desk_keys_pressed(d));
	assert_int_equal(t.data, 18 + 2 + 1 + 11 + 6 + 1 + 3);
	if (t.other > OTHER_MOST)
		desk_fail(d, "%d keys beyond the data, %d are the most", t.other, OTHER_MOST);
	scene_end(d);
}

/* Type-ahead: the same keys as fast as the terminal takes them, without looking once. */
static void desk__registers__typed_ahead_of_the_screen(void **unused)
{
	struct desk *d = scene_start(&(struct desk_options) { .rows = 0 });

	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++)
		desk_keys(d, steps[i].keys);
	scene_sees(d, "已暂存，受理号 ", "every key reached its cell");
	desk_keys(d, "<F3>13812345678<Enter>");
	scene_cell_is(d, FIELD_PSN_NAME, "张晓", "as typed");
	scene_cell_is(d, FIELD_OPSP_DISE_NAME, "肝豆状核变性   M01904   居民 390   门慢门特病种 10",
		      "as typed");
	scene_cell_has(d, FIELD_SYMP_DSCR, "判定：符合（第1条，及第2条）", "as typed");
	desk_keys(d, "<F12>");
	scene_sees(d, "1 件，最新在前", "back to the list");
	desk_keys(d, "<F12>");
	scene_sees(d, "政策与字典", "home");
	scene_end(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(desk__registers__with_few_keys),
		cmocka_unit_test(desk__registers__typed_ahead_of_the_screen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
