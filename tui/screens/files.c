/* Choosing a file: the sticks that are plugged in, the folders of this computer, or a typed path.
 *
 * The line at the top narrows the list. As soon as a slash stands in it, what is before the slash is gone into, so that a path
 * that is typed or pasted leads where it says. Names are kept as the system gives them and cleaned only to be shown. */
#include <dirent.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "forms/text.h"
#include "tui/file_name.h"
#include "tui/line_edit.h"
#include "tui/screens/materials.h"
#include "tui/width.h"

#define FILES_MOST 2000 /* of a folder that are listed; the line narrows them */

struct file_row {
	char *path;  /* as the system calls it */
	char *shown; /* its last part, or for a place all of it; clean */
	bool folder, up;
};

struct files_view {
	struct screen base;
	struct screen *asker;
	const struct file_kind *kind;
	file_chosen_fn *chosen;
	char folder[FILES_PATH_SIZE]; /* without a slash at its end; "/" is "/"; "": the places */
	struct line_edit line;
	struct file_row rows[FILES_MOST];
	struct list list;
	char trouble[256];
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_ENTER, N_("选定"), N_("选定这个文件，或进入这个文件夹") },
	{ CMD_NEXT, N_("补全"), N_("把反显的一行补进输入的路径") },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_PAGE_DOWN, NULL, NULL },
	{ CMD_PAGE_UP, NULL, NULL },
	EDITING_KEYS,
	{ CMD_BACK, NULL, N_("不选，回到原处") },
	{ CMD_NONE, NULL, NULL },
};

/* Where sticks are mounted: each folder of these is a place, and one level lower under the user's name. */
static const char *const mounts[] = { "/media", "/run/media", "/mnt" };
static const char *const scan_endings[] = { ".png", ".jpg", ".jpeg", ".pdf", NULL };
static const struct file_kind scans = {
	N_("选择文件（PNG、JPEG、PDF）"), N_("这里没有 PNG、JPEG 或 PDF 文件"), scan_endings,
};
// clang-format on

static struct files_view *self(struct screen *s)
{
	return (struct files_view *)s;
}

/* ---- rows ---- */

static void drop_rows(struct files_view *v)
{
	for (size_t i = 0; i < v->list.count; i++) {
		free(v->rows[i].path);
		free(v->rows[i].shown);
	}
	list_reset(&v->list, 0);
}

static void add_row(struct files_view *v, const char *path, const char *name, bool folder, bool up)
{
	struct file_row r = { strdup(path), file_name_shown(name), folder, up };

	if (r.path && r.shown && v->list.count < FILES_MOST) {
		v->rows[v->list.count++] = r;
		return;
	}
	free(r.path);
	free(r.shown);
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_wanted(const struct files_view *v, const char *path, const char *name)
{
	size_t len = strlen(name);
	struct stat st;

	for (size_t i = 0; v->kind->endings[i]; i++) {
		size_t n = strlen(v->kind->endings[i]);

		if (len > n && strcasecmp(name + len - n, v->kind->endings[i]) == 0)
			return lstat(path, &st) == 0 && S_ISREG(st.st_mode);
	}
	return false;
}

/* Folders before files, each in the order of their names. */
static int in_order(const void *a, const void *b)
{
	const struct file_row *x = a, *y = b;

	if (x->up != y->up)
		return x->up ? -1 : 1;
	if (x->folder != y->folder)
		return x->folder ? -1 : 1;
	return strcmp(x->shown, y->shown);
}

/* Does the name hold what was typed, whatever the case and width of its letters? */
static bool matches(const char *name, const char *typed)
{
	char *a = text_fold(name), *b = text_fold(typed);
	bool found = a && b && strstr(a, b);

	free(a);
	free(b);
	return found;
}

static const char *home_folder(void)
{
	const char *home = getenv("HOME");
	struct passwd *pw = home && *home ? NULL : getpwuid(getuid());

	return home && *home ? home : pw ? pw->pw_dir : "/";
}

/* The folders directly in `folder`. */
static void add_mounted(struct files_view *v, const char *folder)
{
	DIR *d = opendir(folder);
	char path[FILES_PATH_SIZE];

	for (struct dirent *e; d && (e = readdir(d));) {
		if (e->d_name[0] == '.' ||
		    snprintf(path, sizeof(path), "%s/%s", folder, e->d_name) >= (int)sizeof(path))
			continue;
		if (is_folder(path))
			add_row(v, path, path, true, false);
	}
	if (d)
		closedir(d);
}

static void list_places(struct files_view *v)
{
	char path[FILES_PATH_SIZE];
	struct passwd *pw = getpwuid(getuid());

	for (size_t i = 0; i < ARRAY_SIZE(mounts); i++) {
		snprintf(path, sizeof(path), "%s/%s", mounts[i], pw ? pw->pw_name : "");
		add_mounted(v, pw && is_folder(path) ? path : mounts[i]);
	}
	add_row(v, home_folder(), home_folder(), true, false);
	add_row(v, "/", "/", true, false);
}

static void add_entry(struct files_view *v, const char *name)
{
	char path[FILES_PATH_SIZE], *shown;
	bool folder;

	if (name[0] == '.' ||
	    snprintf(path, sizeof(path), "%s/%s", strcmp(v->folder, "/") ? v->folder : "", name) >=
		    (int)sizeof(path))
		return;
	folder = is_folder(path);
	if (!folder && !is_wanted(v, path, name))
		return;
	shown = file_name_shown(name);
	if (shown && matches(shown, v->line.text))
		add_row(v, path, name, folder, false);
	free(shown);
}

/* The folder above, or the places when there is none. */
static void add_up(struct files_view *v)
{
	char above[FILES_PATH_SIZE];
	char *slash;

	snprintf(above, sizeof(above), "%s", v->folder);
	slash = strrchr(above, '/');
	if (strcmp(above, "/") == 0)
		above[0] = '\0';
	else if (slash)
		slash[slash == above] = '\0';
	add_row(v, above, _(".. 上一层"), true, true);
}

static void list_folder(struct files_view *v)
{
	DIR *d = opendir(v->folder);

	if (!d)
		snprintf(v->trouble, sizeof(v->trouble), "%s", _("这个文件夹打不开；请换一个"));
	if (v->line.len == 0)
		add_up(v);
	for (struct dirent *e; d && (e = readdir(d));)
		add_entry(v, e->d_name);
	if (d)
		closedir(d);
	qsort(v->rows, v->list.count, sizeof(v->rows[0]), in_order);
}

static void search(struct files_view *v)
{
	drop_rows(v);
	v->trouble[0] = '\0';
	if (*v->folder)
		list_folder(v);
	else
		list_places(v);
}

/* ---- the line ---- */

static void enter_folder(struct files_view *v, const char *path)
{
	snprintf(v->folder, sizeof(v->folder), "%s", path);
	line_edit_set(&v->line, NULL);
	search(v);
}

/* What a typed path means from here: from the root, from home, or from the folder in view. */
static void whole_path(const struct files_view *v, const char *typed, char *out, size_t size)
{
	if (typed[0] == '/')
		snprintf(out, size, "%s", typed);
	else if (strncmp(typed, "~/", 2) == 0)
		snprintf(out, size, "%s%s", home_folder(), typed + 1);
	else
		snprintf(out, size, "%s/%s", strcmp(v->folder, "/") ? v->folder : "", typed);
}

/* Go into what stands before the last slash, if it is a folder; the rest narrows it. */
static void follow_slash(struct files_view *v)
{
	char path[2 * FILES_PATH_SIZE], rest[LINE_EDIT_MAX];
	char *slash;

	if (!strchr(v->line.text, '/'))
		return;
	whole_path(v, v->line.text, path, sizeof(path));
	slash = strrchr(path, '/');
	snprintf(rest, sizeof(rest), "%s", slash + 1);
	slash[slash == path] = '\0';
	if (strlen(path) >= sizeof(v->folder) || !is_folder(path))
		return;
	snprintf(v->folder, sizeof(v->folder), "%s", path);
	line_edit_set(&v->line, rest);
}

static void line_changed(struct files_view *v)
{
	follow_slash(v);
	search(v);
}

static enum next type(struct screen *s, const char *text)
{
	struct files_view *v = self(s);

	if (!line_edit_insert(&v->line, text)) {
		app_say(s->app, STYLE_WARN, _("放不下这么多字，没有放入；请核对粘贴的内容"));
		return NEXT_REFUSE;
	}
	line_changed(v);
	return NEXT_STAY;
}

/* ---- commands ---- */

/* A path that is typed whole is taken as it is: what is wrong with it the asker says. */
static enum next take_typed(struct files_view *v)
{
	char path[2 * FILES_PATH_SIZE];

	if (v->line.len == 0 || (!*v->folder && !strchr(v->line.text, '/'))) {
		app_say(v->base.app, STYLE_WARN,
			_("没有这样的文件；请改一改所输入的字，或换一个文件夹"));
		return NEXT_STOP;
	}
	whole_path(v, v->line.text, path, sizeof(path));
	v->chosen(v->asker, path);
	return NEXT_BACK;
}

static enum next choose(struct files_view *v)
{
	const struct file_row *r = &v->rows[v->list.at];
	char path[FILES_PATH_SIZE];

	if (v->list.at >= v->list.count)
		return take_typed(v);
	snprintf(path, sizeof(path), "%s", r->path);
	if (r->folder) {
		enter_folder(v, path);
		return NEXT_STAY;
	}
	app_go_on(v->base.app);
	v->chosen(v->asker, path);
	return NEXT_BACK;
}

static enum next complete(struct files_view *v)
{
	const struct file_row *r = &v->rows[v->list.at];
	char path[FILES_PATH_SIZE];

	if (v->list.at >= v->list.count)
		return NEXT_STAY;
	snprintf(path, sizeof(path), "%s", r->path);
	if (r->folder) {
		enter_folder(v, path);
		return NEXT_STAY;
	}
	line_edit_set(&v->line, r->shown);
	search(v);
	return NEXT_STAY;
}

static enum next command(struct screen *s, enum command c)
{
	struct files_view *v = self(s);

	if (list_command(&v->list, c))
		return NEXT_STAY;
	switch ((int)c) {
	case CMD_ENTER:
		return choose(v);
	case CMD_NEXT:
		return complete(v);
	case CMD_BACK:
		return NEXT_BACK;
	}
	if (line_edit_command(&v->line, c) && (c == CMD_ERASE || c == CMD_DELETE || c == CMD_CLEAR))
		line_changed(v);
	return NEXT_STAY;
}

/* ---- drawing ---- */

static void box_size(const struct screen *s, int rows, int cols, int *out_rows, int *out_cols)
{
	(void)s;
	*out_rows = rows < 20 ? rows : 20;
	*out_cols = cols < 100 ? cols : 100;
}

static void draw_line(struct files_view *v, WINDOW *w)
{
	char *folder = file_name_shown(v->folder);
	const char *shown = !*v->folder ? _("选一处，或输入路径") : folder ? folder : "";
	int cells = getmaxx(w) - 4, used = text_cells(shown);

	/* Of a long path the end says where one is. */
	while (used > cells && *shown) {
		shown += text_next(shown, 0);
		used = text_cells(shown);
	}
	draw_text(w, 1, 2, cells, shown, STYLE_DIM);
	draw_text(w, 2, 2, cells, v->line.text, STYLE_STRONG);
	v->base.cursor_y = 2;
	v->base.cursor_x = 2 + text_cells_n(v->line.text, v->line.at);
	if (v->base.cursor_x > getmaxx(w) - 2)
		v->base.cursor_x = getmaxx(w) - 2;
	free(folder);
}

static void draw(struct screen *s, WINDOW *w)
{
	struct files_view *v = self(s);
	int y = 3, cells = getmaxx(w) - 2;

	draw_frame(w, _(v->kind->title));
	list_show(&v->list, getmaxy(w) - 4);
	draw_line(v, w);
	for (size_t i = v->list.top; i < v->list.count && y < getmaxy(w) - 1; i++, y++) {
		const struct file_row *r = &v->rows[i];
		char text[1100];

		snprintf(text, sizeof(text), "  %.1000s%s", r->shown,
			 r->folder && !r->up && strcmp(r->shown, "/") ? "/" : "");
		draw_text(w, y, 1, cells, text, i == v->list.at ? STYLE_FOCUS : STYLE_PLAIN);
	}
	if (v->list.count == 0)
		draw_text(w, y, 3, cells - 4, *v->trouble ? v->trouble : _(v->kind->none),
			  STYLE_WARN);
}

static void close_files(struct screen *s)
{
	drop_rows(self(s));
	free(s);
}

static const struct screen_ops ops = {
	.keys = keys,
	.size = box_size,
	.draw = draw,
	.text = type,
	.command = command,
	.close = close_files,
};

struct screen *files_screen_of(struct desk *desk, struct screen *asker,
			       const struct file_kind *kind, const char *folder,
			       file_chosen_fn *chosen)
{
	struct files_view *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	v->asker = asker;
	v->kind = kind;
	v->chosen = chosen;
	if (is_folder(folder))
		snprintf(v->folder, sizeof(v->folder), "%s", folder);
	search(v);
	return &v->base;
}

struct screen *files_screen(struct desk *desk, struct screen *asker, const char *folder,
			    file_chosen_fn *chosen)
{
	return files_screen_of(desk, asker, &scans, folder, chosen);
}
