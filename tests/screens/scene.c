#include "tests/screens/scene.h"

#include <ftw.h>
#include <poll.h>
#include <time.h>

#include "tests/people.h"

#define LINES_PER_SCREEN 64

long long scene_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

void scene_sleep(int ms)
{
	poll(NULL, 0, ms);
}

void scene_look_up(void)
{
	scene_sleep(600);
}

/* ---- waiting with a reason ---- */

typedef bool scene_condition(struct desk *d, const void *what);

/* Returns whether the condition came true within the usual patience. */
static bool until(struct desk *d, scene_condition *holds, const void *what)
{
	long long deadline = scene_now() + DESK_PATIENCE;

	while (!holds(d, what)) {
		if (scene_now() > deadline)
			return false;
		scene_sleep(20);
	}
	return true;
}

static bool sees(struct desk *d, const void *text)
{
	return desk_sees(d, text);
}

static bool lacks(struct desk *d, const void *text)
{
	return !desk_sees(d, text);
}

void scene_sees(struct desk *d, const char *text, const char *why)
{
	if (!until(d, sees, text))
		desk_fail(d, "%s: '%s' is not on the screen", why, text);
}

void scene_lacks(struct desk *d, const char *text, const char *why)
{
	if (!until(d, lacks, text))
		desk_fail(d, "%s: '%s' is still on the screen", why, text);
}

/* ---- the desk ---- */

void scene_store(const char *home, char path[SCENE_PATH])
{
	snprintf(path, SCENE_PATH, "%s/data/mtdesk/mtdesk.db", home);
}

void scene_set_up(const char *path)
{
	struct store *st = NULL;
	struct desk_identity there;
	struct err err = { 0 };

	if (store_open(path, STORE_READ_WRITE, &st, &err))
		fail_msg("%s", err.msg);
	if (desk_identity_load(st, &there, &err) == 0)
		people_set_up(st);
	store_close(st);
}

void scene_sign_in(struct desk *d, const char *login)
{
	scene_sees(d, "登录名", "the desk asks who is there");
	desk_keys(d, login);
	desk_keys(d, "<Enter>" PEOPLE_PASSWORD "<Enter>");
	scene_sees(d, "政策与字典", "the home screen");
	desk_settle(d);
}

/* Folders on the way to the store are the store's own business. */
void scene_furnish(const char *home)
{
	char path[SCENE_PATH];

	scene_store(home, path);
	scene_set_up(path);
}

/* The desk is set up on the morning of the day on which it is started: a clock that went back would be doubtful. */
static void begin_day(const char *today)
{
	char now[32];

	snprintf(now, sizeof(now), "%s 09:00:00", today ? today : DESK_TODAY);
	setenv("MTDESK_NOW", now, 1);
}

struct desk *scene_start_as(const struct desk_options *options, const char *login)
{
	struct desk_options furnished = *options;
	struct desk *d;

	begin_day(options->today);
	if (options->db)
		scene_set_up(options->db);
	else if (!options->furnish)
		furnished.furnish = scene_furnish;
	d = desk_start(&furnished);
	scene_sign_in(d, login);
	desk_keys_forget(d);
	return d;
}

struct desk *scene_start(const struct desk_options *options)
{
	return scene_start_as(options, "wm");
}

/* Wait a moment for the answer to a key: home, or another picture. */
static void wait_for_change(struct desk *d, const char *before)
{
	for (int i = 0; i < 25 && strcmp(before, desk_picture(d)) == 0; i++)
		scene_sleep(20);
	desk_settle(d);
}

/* The home screen's title alone begins with the program's name, whoever is at it. */
static bool at_home(struct desk *d, const void *unused)
{
	(void)unused;
	return strncmp(desk_row(d, 0), " 门特登记台", strlen(" 门特登记台")) == 0;
}

void scene_home(struct desk *d)
{
	for (int i = 0; i < 8 && !at_home(d, NULL); i++) {
		char *before = strdup(desk_picture(d));

		desk_keys(d, "<F12>");
		wait_for_change(d, before);
		free(before);
	}
	if (!until(d, at_home, NULL))
		desk_fail(d, "F12 does not lead home");
}

void scene_end(struct desk *d)
{
	scene_home(d);
	desk_keys(d, "<F12>");
	assert_int_equal(desk_exit(d, DESK_PATIENCE), 0);
	desk_finish(d);
}

/* ---- the form on the glass ---- */

static bool is_line(uint32_t ch)
{
	return (ch >= 0x2500 && ch <= 0x257F) || ch == '+' || ch == '-' || ch == '|';
}

/* A border runs along the whole width of the page. */
static bool is_border(struct desk *d, int y, int cols)
{
	for (int x = 0; x < cols; x++) {
		uint32_t ch = desk_attr(d, y, x).ch;

		if (!is_line(ch) || ch == '|' || ch == 0x2502)
			return false;
	}
	return true;
}

static int unit_x(int cols, int unit)
{
	return unit * (cols - 1) / LAYOUT_UNITS;
}

/* The text between two columns of a row, blanks at both ends taken away. */
static void read_cells(struct desk *d, int y, int from, int to, char *buf, size_t size)
{
	size_t len = 0, first;

	buf[0] = '\0';
	for (int x = from; x <= to; x++) {
		struct glass_cell cell = desk_attr(d, y, x);

		if (cell.width == 0)
			continue;
		snprintf(buf + len, size - len, "%s", cell.text);
		len += strlen(buf + len);
	}
	while (len > 0 && buf[len - 1] == ' ')
		buf[--len] = '\0';
	first = strspn(buf, " ");
	memmove(buf, buf + first, len - first + 1);
}

static const struct layout_cell *first_cell(int row)
{
	for (size_t i = 0; i < layout_leshan.count; i++)
		if (layout_leshan.cells[i].row == row && layout_leshan.cells[i].left == 0)
			return &layout_leshan.cells[i];
	return NULL;
}

/* Does the band below border y show this row's label? A label of several lines shows them one below the other. */
static bool band_has_label(struct desk *d, int top, int bottom, int cols, const char *words)
{
	size_t first = strcspn(words, "\n");
	int right = unit_x(cols, first_cell(0)->right);
	char text[256];

	for (int y = top; y <= bottom; y++) {
		read_cells(d, y, 1, right - 1, text, sizeof(text));
		if (strncmp(text, words, first) == 0 && text[first] == '\0')
			return true;
	}
	return false;
}

/* The lines of the screen that are borders, and how many; the page's own title, the status line and the key bar are never among them. */
static int list_borders(struct desk *d, int rows, int cols, int *border)
{
	int n = 0;

	for (int y = 1; y < rows - 2; y++)
		if (is_border(d, y, cols))
			border[n++] = y;
	return n;
}

static bool find_band(struct desk *d, int row, int rows, int cols, int *out_top, int *out_bottom)
{
	int border[LINES_PER_SCREEN], n = list_borders(d, rows, cols, border);

	for (int i = 0; i < n; i++) {
		int bottom = i + 1 < n ? border[i + 1] - 1 : rows - 3;

		if (!band_has_label(d, border[i] + 1, bottom, cols, first_cell(row)->words))
			continue;
		*out_top = border[i] + 1;
		*out_bottom = bottom;
		return true;
	}
	return false;
}

bool scene_box(struct desk *d, enum field_id id, struct scene_box *out)
{
	const struct layout_cell *cell = &layout_leshan.cells[layout_cell_of(&layout_leshan, id)];
	int rows, cols;

	desk_size(d, &rows, &cols);
	if (!find_band(d, cell->row, rows, cols, &out->top, &out->bottom))
		return false;
	out->left = unit_x(cols, cell->left) + 1;
	out->right = unit_x(cols, cell->right) - 1;
	return true;
}

const char *scene_cell(struct desk *d, enum field_id id)
{
	static char text[16384];
	struct scene_box box;
	size_t len = 0;

	if (!scene_box(d, id, &box))
		return "(not in view)";
	text[0] = '\0';
	for (int y = box.top; y <= box.bottom; y++) {
		char line[1024];

		read_cells(d, y, box.left, box.right, line, sizeof(line));
		if (*line)
			len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s",
						len ? "\n" : "", line);
	}
	return text;
}

struct expected {
	enum field_id id;
	const char *text;
	int line, col;
};

static bool cell_is(struct desk *d, const void *what)
{
	const struct expected *e = what;

	return strcmp(scene_cell(d, e->id), e->text) == 0;
}

static bool cell_has(struct desk *d, const void *what)
{
	const struct expected *e = what;

	return strstr(scene_cell(d, e->id), e->text) != NULL;
}

void scene_cell_is(struct desk *d, enum field_id id, const char *text, const char *why)
{
	if (!until(d, cell_is, &(struct expected) { .id = id, .text = text }))
		desk_fail(d, "%s: %s shows '%s', not '%s'", why, fields[id].label,
			  scene_cell(d, id), text);
}

void scene_cell_has(struct desk *d, enum field_id id, const char *text, const char *why)
{
	if (!until(d, cell_has, &(struct expected) { .id = id, .text = text }))
		desk_fail(d, "%s: %s shows '%s', without '%s'", why, fields[id].label,
			  scene_cell(d, id), text);
}

static bool cursor_is(struct desk *d, const void *what)
{
	const struct expected *e = what;
	struct scene_box box;
	int y, x;

	desk_cursor(d, &y, &x);
	return desk_cursor_visible(d) && scene_box(d, e->id, &box) && y == box.top + e->line &&
	       x == box.left + 1 + e->col;
}

void scene_cursor_is(struct desk *d, enum field_id id, int line, int col, const char *why)
{
	if (!until(d, cursor_is, &(struct expected) { .id = id, .line = line, .col = col }))
		desk_fail(d, "%s: the cursor is not at line %d, column %d of %s", why, line, col,
			  fields[id].label);
}

static bool focus_is(struct desk *d, const void *what)
{
	const struct expected *e = what;
	struct scene_box box;
	int y, x;

	desk_cursor(d, &y, &x);
	return desk_cursor_visible(d) && scene_box(d, e->id, &box) && y >= box.top &&
	       y <= box.bottom && x >= box.left && x <= box.right;
}

void scene_focus_is(struct desk *d, enum field_id id, const char *why)
{
	if (!until(d, focus_is, &(struct expected) { .id = id }))
		desk_fail(d, "%s: the cursor is not in %s", why, fields[id].label);
}

const char *scene_status(struct desk *d)
{
	int rows, cols;

	desk_size(d, &rows, &cols);
	return desk_row(d, rows - 2);
}

const char *scene_keybar(struct desk *d)
{
	int rows, cols;

	desk_size(d, &rows, &cols);
	return desk_row(d, rows - 1);
}

/* ---- one registration ---- */

void scene_register_zhang(struct desk *d)
{
	desk_keys(d, "511102199003076626");
	scene_cell_is(d, FIELD_AGE, "36", "the last digit gives the age");
	desk_keys(d, "<Enter>张晓<Enter>");
	scene_cell_is(d, FIELD_PSN_NAME, "张晓", "the name");
	desk_keys(d, "2<Enter>13812345678<Enter>");
	scene_focus_is(d, FIELD_OPSP_DISE_NAME, "behind the telephone");
	desk_keys(d, "gdzhbx");
	scene_sees(d, "1  M01904  肝豆状核变性", "the picker");
	desk_keys(d, "1");
	scene_cell_has(d, FIELD_OPSP_DISE_NAME, "M01904", "the digit picks");
	desk_keys(d, "<Enter><Enter>");
	scene_sees(d, "血清铜蓝蛋白 < 200 mg/L", "Enter opens the criteria");
	desk_keys(d, "1<Enter>185");
	scene_sees(d, "185 mg/L", "the ceruloplasmin");
}

/* ---- folders ---- */

void scene_folder(char folder[SCENE_PATH])
{
	const char *scratch = getenv("TMPDIR");

	snprintf(folder, SCENE_PATH, "%s/home-XXXXXX", scratch ? scratch : "/tmp");
	assert_non_null(mkdtemp(folder));
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	return remove(path);
}

void scene_folder_remove(const char *folder)
{
	nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}
