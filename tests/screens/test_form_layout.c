/* Covers the form as drawn, against the layout table: the borders of every cell, the words of every label, the values inside their
 * cells; blank and filled, scrolled and whole, on every terminal, with both widths of ambiguous characters. */
#include "tests/test.h"

#include "tests/screens/scene.h"

enum { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8 };

static const struct glass_option {
	const char *term, *locale;
	bool wide;
} glasses[] = {
	// clang-format off
	{ "xterm-256color", "C.UTF-8", false },
	{ "xterm-256color", "C.UTF-8", true },
	{ "tmux-256color", "C.UTF-8", false },
	{ "tmux-256color", "C.UTF-8", true }, /* no line character is narrow there: + - | */
	{ "tmux-256color", "zh_CN.GBK", true },
	{ "linux", "C.UTF-8", false },
	{ "linux", "zh_CN.GB18030", true },
	{ "vt100", "C.UTF-8", true },
	{ "vt100", "zh_CN.GBK", false },
	// clang-format on
};

/* The page as it ought to stand on the screen, for failures that say where. */
struct look {
	struct desk *d;
	const char *why;
	int rows, cols;
	int page_top;   /* the screen row of the page's first border; it may be above the screen */
	int border[16]; /* screen rows of the page's borders, in the order of the paper */
};

static bool has_arm(uint32_t ch, int arm)
{
	static const struct {
		uint32_t ch;
		int arms;
	} lines[] = {
		{ 0x2500, LEFT | RIGHT },
		{ 0x2502, UP | DOWN },
		{ 0x250C, DOWN | RIGHT },
		{ 0x2510, DOWN | LEFT },
		{ 0x2514, UP | RIGHT },
		{ 0x2518, UP | LEFT },
		{ 0x251C, UP | DOWN | RIGHT },
		{ 0x2524, UP | DOWN | LEFT },
		{ 0x252C, DOWN | LEFT | RIGHT },
		{ 0x2534, UP | LEFT | RIGHT },
		{ 0x253C, UP | DOWN | LEFT | RIGHT },
	};

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		if (lines[i].ch == ch)
			return lines[i].arms & arm;
	return false;
}

static bool has_ascii_arm(uint32_t ch, int arm)
{
	return ch == '+' || (ch == '-' && arm & (LEFT | RIGHT)) || (ch == '|' && arm & (UP | DOWN));
}

static bool in_view(const struct look *l, int y)
{
	return y >= 1 && y < l->rows - 2;
}

static void arm_is(const struct look *l, int y, int x, int arm, const struct layout_cell *cell)
{
	uint32_t ch;

	if (!in_view(l, y))
		return;
	ch = desk_attr(l->d, y, x).ch;
	if (!has_arm(ch, arm) && !has_ascii_arm(ch, arm))
		desk_fail(l->d,
			  "%s: no border at row %d, column %d around cell row %d, units %d to %d",
			  l->why, y, x, cell->row, cell->left, cell->right);
}

static int unit_x(const struct look *l, int unit)
{
	return unit * (l->cols - 1) / LAYOUT_UNITS;
}

static void cell_is_boxed(const struct look *l, const struct layout_cell *cell)
{
	int top = l->border[cell->row], bottom = l->border[cell->row + cell->rows];
	int left = unit_x(l, cell->left), right = unit_x(l, cell->right);

	for (int x = left; x < right; x++) {
		arm_is(l, top, x, RIGHT, cell);
		arm_is(l, bottom, x, RIGHT, cell);
		arm_is(l, top, x + 1, LEFT, cell);
		arm_is(l, bottom, x + 1, LEFT, cell);
	}
	for (int y = top; y < bottom; y++) {
		arm_is(l, y, left, DOWN, cell);
		arm_is(l, y, right, DOWN, cell);
		arm_is(l, y + 1, left, UP, cell);
		arm_is(l, y + 1, right, UP, cell);
	}
}

/* The text between the borders; a line character inside is a cell that another has run into. */
static void read_inside(const struct look *l, const struct layout_cell *cell, int y, char *buf,
			size_t size)
{
	size_t len = 0;

	buf[0] = '\0';
	for (int x = unit_x(l, cell->left) + 1; x < unit_x(l, cell->right); x++) {
		struct glass_cell c = desk_attr(l->d, y, x);

		if (has_arm(c.ch, UP | DOWN | LEFT | RIGHT))
			desk_fail(l->d, "%s: a line inside a cell at row %d, column %d", l->why, y,
				  x);
		if (c.width > 0)
			len += (size_t)snprintf(buf + len, size - len, "%s", c.text);
	}
}

/* The cell's whole text without blanks. */
static void squeeze(const struct look *l, const struct layout_cell *cell, char *buf, size_t size)
{
	char line[1024];
	size_t len = 0;

	buf[0] = '\0';
	for (int y = l->border[cell->row] + 1; y < l->border[cell->row + cell->rows]; y++) {
		if (!in_view(l, y))
			continue;
		read_inside(l, cell, y, line, sizeof(line));
		for (const char *c = line; *c && len + 1 < size; c++)
			if (*c != ' ')
				buf[len++] = *c;
	}
	buf[len] = '\0';
}

static bool whole_in_view(const struct look *l, const struct layout_cell *cell)
{
	return in_view(l, l->border[cell->row]) && in_view(l, l->border[cell->row + cell->rows]);
}

static void label_is_there(const struct look *l, const struct layout_cell *cell)
{
	char text[1024], wanted[1024];
	size_t len = 0;

	for (const char *c = cell->words; *c; c++)
		if (*c != '\n')
			wanted[len++] = *c;
	wanted[len] = '\0';
	squeeze(l, cell, text, sizeof(text));
	if (strcmp(text, wanted) != 0)
		desk_fail(l->d, "%s: the label is '%s', not '%s'", l->why, text, wanted);
}

/* Between the left border and the text stands one blank, and before the right border a blank or the mark of a finding. */
static void text_keeps_off_the_borders(const struct look *l, const struct layout_cell *cell)
{
	for (int y = l->border[cell->row] + 1; y < l->border[cell->row + cell->rows]; y++) {
		struct glass_cell last;

		if (!in_view(l, y))
			continue;
		last = desk_attr(l->d, y, unit_x(l, cell->right) - 1);
		if (desk_attr(l->d, y, unit_x(l, cell->left) + 1).ch != ' ' ||
		    (last.ch != ' ' && last.ch != '!'))
			desk_fail(l->d, "%s: row %d touches the border of %s", l->why, y,
				  fields[cell->field].label);
	}
}

/* ---- where the borders are ---- */

static bool is_whole_border(const struct look *l, int y)
{
	for (int x = 0; x < l->cols; x++) {
		uint32_t ch = desk_attr(l->d, y, x).ch;

		if (!has_arm(ch, LEFT | RIGHT) && !has_ascii_arm(ch, LEFT | RIGHT))
			return false;
	}
	return true;
}

/* The rows below the title, found from the first band whose label is known. */
static int first_band(const struct look *l, const int *seen, int count)
{
	for (int row = 0; row < layout_leshan.rows; row++) {
		const struct layout_cell *cell = layout_leshan.cells;
		struct scene_box box;

		while (cell->row != row || cell->kind == CELL_LABEL)
			cell++;
		if (!scene_box(l->d, cell->field, &box))
			continue;
		for (int i = 0; i < count; i++)
			if (seen[i] == box.top - 1)
				return row - i;
	}
	desk_fail(l->d, "%s: no row of the paper is in view", l->why);
}

/* Borders out of view get rows far above or below the screen. */
static void find_borders(struct look *l)
{
	int seen[64], count = 0, first;

	for (int y = 1; y < l->rows - 2; y++)
		if (is_whole_border(l, y))
			seen[count++] = y;
	first = first_band(l, seen, count);
	for (int i = 0; i <= layout_leshan.rows; i++) {
		if (i < first)
			l->border[i] = -1000;
		else if (i - first >= count)
			l->border[i] = 1000;
		else
			l->border[i] = seen[i - first];
	}
}

static void page_follows_the_layout(struct desk *d, const char *why)
{
	struct look l = { .d = d, .why = why };

	desk_settle(d);
	desk_size(d, &l.rows, &l.cols);
	find_borders(&l);
	desk_borders_closed(d, why, 1, l.rows - 3);
	for (size_t i = 0; i < layout_leshan.count; i++) {
		const struct layout_cell *cell = &layout_leshan.cells[i];

		if (l.border[cell->row] == 1000 || l.border[cell->row + cell->rows] == -1000)
			continue;
		cell_is_boxed(&l, cell);
		if (cell->kind != CELL_LABEL)
			text_keeps_off_the_borders(&l, cell);
		else if (whole_in_view(&l, cell))
			label_is_there(&l, cell);
	}
}

/* ---- the pages ---- */

static const struct {
	enum field_id id;
	const char *text;
} filled[] = {
	{ FIELD_PSN_NAME, "阿卜杜热合曼·买" }, /* the rest is on the cell's next line */
	{ FIELD_GEND, "女" },
	{ FIELD_AGE, "36" },
	{ FIELD_INSUTYPE, "[ ] 职工医保\n[x] 城乡居民医保" },
	{ FIELD_CERTNO, "511102199003076626" },
	{ FIELD_TEL, "0833-2123456-801" },
	{ FIELD_OPSP_DISE_NAME, "肝豆状核变性   M01904   居民 390   门慢门特病种 10" },
	{ FIELD_APPY_SIGN, "纸质签名已见 2026-11-22 09:15" },
	{ FIELD_SYMP_DSCR, "判定：" },
	{ FIELD_SYMP_DSCR, "认定医师签名：" },
	{ FIELD_IDE_FIXMEDINS_NAME, "待用印：" },
	{ FIELD_FIXMEDINS_NAME, "经办人：" },
	{ FIELD_MEMO, "“引号”—·…" },
};

static void fill(struct desk *d)
{
	desk_keys(d, "阿卜杜热合曼·买买提<Enter>2<Enter>511102199003076626<Enter>0833-2123456-801<"
		     "Enter>gdzhbx");
	scene_sees(d, "1  M01904", "the picker");
	desk_keys(d, "1 ");
	scene_cell_has(d, FIELD_APPY_SIGN, "纸质签名已见", "a blank notes the signature");
	desk_keys(d, "<PageDown>");
	scene_focus_is(d, FIELD_MEMO, "PgDn goes to the last cell");
	desk_keys(d, "“引号”—·…");
	scene_cell_has(d, FIELD_MEMO, "“引号”—·…", "typed");
}

/* Values of the cells in view; together the places where the page was looked at must have shown each. */
static void values_are_there(struct desk *d, bool *shown)
{
	for (size_t i = 0; i < ARRAY_SIZE(filled); i++)
		if (strstr(scene_cell(d, filled[i].id), filled[i].text))
			shown[i] = true;
}

static void all_were_shown(struct desk *d, const bool *shown, const char *why)
{
	for (size_t i = 0; i < ARRAY_SIZE(filled); i++)
		if (!shown[i])
			desk_fail(d, "%s: %s never showed '%s'", why, fields[filled[i].id].label,
				  filled[i].text);
}

static void walk(struct desk *d, const char *why, bool *shown)
{
	static const struct {
		const char *keys, *name;
		enum field_id focus;
	} places[] = {
		{ "<PageUp>", "top", FIELD_PSN_NAME },
		{ "<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab>", "middle", FIELD_SYMP_DSCR },
		{ "<PageDown>", "bottom", FIELD_MEMO },
	};

	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		char text[256];

		snprintf(text, sizeof(text), "%s, %s", why, places[i].name);
		desk_keys(d, places[i].keys);
		scene_focus_is(d, places[i].focus, text);
		page_follows_the_layout(d, text);
		values_are_there(d, shown);
	}
}

static void check_glass(const struct glass_option *g, int rows, int cols)
{
	bool blank[ARRAY_SIZE(filled)] = { false }, shown[ARRAY_SIZE(filled)] = { false };
	struct desk *d = scene_start(&(struct desk_options) { .term = g->term,
							      .locale = g->locale,
							      .wide_ambiguous = g->wide,
							      .rows = rows,
							      .cols = cols });
	char why[128];

	snprintf(why, sizeof(why), "blank form at %dx%d on %s, %s, ambiguous %s", cols, rows,
		 g->term, g->locale, g->wide ? "wide" : "narrow");
	desk_keys(d, "n");
	scene_focus_is(d, FIELD_PSN_NAME, why);
	walk(d, why, blank);
	desk_keys(d, "<F12>");
	scene_sees(d, "政策与字典", "an empty form leaves nothing behind");
	desk_keys(d, "n");
	scene_focus_is(d, FIELD_PSN_NAME, why);
	fill(d);
	memcpy(why, "full ", 5);
	walk(d, why, shown);
	all_were_shown(d, shown, why);
	desk_keys(d, "<F12>");
	scene_sees(d, "政策与字典", why);
	scene_end(d);
}

static void form__follows_the_layout__scrolled_at_80x24(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(glasses); i++)
		check_glass(&glasses[i], 24, 80);
}

static void form__follows_the_layout__whole_at_120x40(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_SIZE(glasses); i++)
		check_glass(&glasses[i], 40, 120);
}

/* At 120x40 nothing scrolls: the title stands above and the last border below, wherever the focus is. */
static void form__shows_the_whole_page__at_120x40(void **unused)
{
	struct desk *d = scene_start(&(struct desk_options) { .rows = 40, .cols = 120 });

	(void)unused;
	desk_keys(d, "n<PageDown>");
	scene_focus_is(d, FIELD_MEMO, "the last cell");
	for (int id = 0; id < FIELD_COUNT; id++) {
		struct scene_box box;

		if (layout_cell_of(&layout_leshan, (enum field_id)id) >= 0 &&
		    !scene_box(d, (enum field_id)id, &box))
			desk_fail(d, "%s is out of view", fields[id].label);
	}
	scene_sees(d, "乐山市门诊慢特病病种待遇认定申请表", "the paper's title");
	desk_keys(d, "<F12>");
	scene_sees(d, "政策与字典", "home");
	scene_end(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(form__follows_the_layout__scrolled_at_80x24),
		cmocka_unit_test(form__follows_the_layout__whole_at_120x40),
		cmocka_unit_test(form__shows_the_whole_page__at_120x40),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
