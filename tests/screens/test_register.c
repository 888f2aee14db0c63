/* Covers the registration of one person from the home screen to the reopened filing, in every charset of a terminal: what stands
 * in each cell on the way, and that the same words stand on the screen whatever the charset. */
#include "tests/test.h"

#include "tests/screens/scene.h"

#define STATIONS_MAX 8

static const struct {
	const char *locale, *term;
} terminals[] = {
	{ "C.UTF-8", "xterm-256color" },
	{ "zh_CN.GBK", "tmux-256color" },
	{ "zh_CN.GB18030", "xterm-256color" },
};

/* The screens of one run, for the comparison with the next. */
struct album {
	char *picture[STATIONS_MAX];
	int count;
};

/* Everything but the title line, which tells the time of the last save. */
static void keep(struct album *album, struct desk *d)
{
	const char *picture;

	desk_wait_quiet(d);
	picture = desk_picture(d);
	assert_true(album->count < STATIONS_MAX);
	album->picture[album->count++] = strdup(strchr(picture, '\n') + 1);
}

static void same_words(const struct album *a, const struct album *b, const char *locale)
{
	assert_int_equal(a->count, b->count);
	for (int i = 0; i < a->count; i++)
		if (strcmp(a->picture[i], b->picture[i]) != 0)
			fail_msg("screen %d differs in %s:\n%s\nfrom C.UTF-8:\n%s", i, locale,
				 b->picture[i], a->picture[i]);
}

static void forget(struct album *a)
{
	for (int i = 0; i < a->count; i++)
		free(a->picture[i]);
	a->count = 0;
}

static void person_is_there(struct desk *d, const char *why)
{
	static const struct {
		enum field_id id;
		const char *text;
	} cells[] = {
		{ FIELD_PSN_NAME, "张晓" },
		{ FIELD_GEND, "女" },
		{ FIELD_AGE, "36" },
		{ FIELD_INSUTYPE, "[ ] 职工医保\n[x] 城乡居民医保" },
		{ FIELD_CERTNO, "511102199003076626" },
		{ FIELD_TEL, "13812345678" },
		{ FIELD_OPSP_DISE_NAME, "肝豆状核变性   M01904   居民 390   门慢门特病种 10" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cells); i++)
		scene_cell_is(d, cells[i].id, cells[i].text, why);
}

static void criteria_are_told(struct desk *d, const char *why)
{
	static const char *const lines[] = {
		"参考标准：晋医保发〔2024〕3号", "1 符合   既往明确诊断", "2 符合   ",
		"3 未知   角膜 K-F 环阳性",      "4 未知   肝铜含量",     "5 未知   ATP7B",
		"判定：符合（第1条，及第2条）",
	};

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		scene_cell_has(d, FIELD_SYMP_DSCR, lines[i], why);
}

static void identity_fills(struct desk *d, struct album *album)
{
	desk_keys(d, "511102199003076626");
	scene_cell_is(d, FIELD_CERTNO, "511102199003076626", "digits typed at home open the form");
	scene_cell_is(d, FIELD_GEND, "女", "the seventeenth digit is even");
	scene_cell_is(d, FIELD_AGE, "36", "born 1990-03-07, today 2026-11-22");
	scene_cursor_is(d, FIELD_CERTNO, 0, 18, "behind the last digit");
	keep(album, d);
}

static void rest_is_typed(struct desk *d, struct album *album)
{
	desk_keys(d, "<Enter>张晓<Enter>2<Enter>13812345678<Enter>");
	scene_focus_is(d, FIELD_OPSP_DISE_NAME, "the next empty cell");
	keep(album, d);
	desk_keys(d, "gdzhbx");
	scene_sees(d, "1  M01904  肝豆状核变性", "initials find the disease");
	keep(album, d);
	desk_keys(d, "1");
	person_is_there(d, "after the disease is picked");
	scene_focus_is(d, FIELD_APPY_SIGN, "the next empty cell");
	keep(album, d);
}

static void evidence_is_given(struct desk *d, struct album *album)
{
	static const char *const rows[] = {
		"既往明确诊断",
		"原因不明的神经或精神症状",
		"原因不明的肝脏损害",
		"血清铜蓝蛋白 < 200 mg/L",
		"角膜 K-F 环阳性",
		"ATP7B 基因突变检测阳性",
		"判定：符合（第1条，及第2条）",
	};

	desk_keys(d, "<Enter><Enter>1<Enter>185");
	scene_sees(d, "185 mg/L", "what is typed, with the unit that counts");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		scene_sees(d, rows[i], "the criteria screen");
	desk_borders_closed(d, "the criteria screen", 1, -1);
	keep(album, d);
	desk_keys(d, "<F12>");
	criteria_are_told(d, "back on the form");
	keep(album, d);
}

static void parked_and_found(struct desk *d, struct album *album)
{
	desk_keys(d, "<F2>");
	scene_sees(d, "已暂存，受理号 ", "F2 says the number");
	scene_sees(d, "暂存件        1", "the home screen counts it");
	desk_keys(d, "<F3>zx");
	scene_sees(d, "511***********6626", "the list masks the number");
	scene_sees(d, "张晓", "found by initials");
	scene_lacks(d, "511102199003076626", "the list masks the number");
	keep(album, d);
	desk_keys(d, "<Enter>");
	person_is_there(d, "opened again");
	criteria_are_told(d, "opened again");
	keep(album, d);
	desk_keys(d, "<F12>");
	scene_sees(d, "1 件，最新在前", "back to the list that it was opened from, nothing asked");
	desk_keys(d, "<F12>");
	scene_sees(d, "政策与字典", "and home");
}

static void registers(size_t terminal, struct album *album)
{
	struct desk *d = scene_start(&(struct desk_options) { .locale = terminals[terminal].locale,
							      .term = terminals[terminal].term });

	identity_fills(d, album);
	rest_is_typed(d, album);
	evidence_is_given(d, album);
	parked_and_found(d, album);
	scene_end(d);
}

static void desk__registers_and_reopens__the_same_in_every_charset(void **unused)
{
	struct album first = { .count = 0 }, other = { .count = 0 };

	(void)unused;
	registers(0, &first);
	for (size_t i = 1; i < ARRAY_SIZE(terminals); i++) {
		registers(i, &other);
		same_words(&first, &other, terminals[i].locale);
		forget(&other);
	}
	forget(&first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(desk__registers_and_reopens__the_same_in_every_charset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
