/* One material on the screen, page by page. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/preview.h"
#include "tui/screens/materials.h"

#define STEP_ROWS 6
#define STEP_COLS 12

struct material_view {
	struct screen base;
	struct material m;
	const char *label;
	char *path;
	int64_t page;
	struct preview *picture; /* NULL: `trouble` says why */
	struct preview_view at;
	char trouble[512];
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_PAGE_DOWN, NULL, N_("到下一页") },
	{ CMD_PAGE_UP, NULL, N_("到上一页") },
	{ CMD_ENTER, N_("放大"), N_("放大一级；也可以按 + 和 -") },
	{ CMD_ERASE, N_("缩小"), N_("缩小一级") },
	{ CMD_UP, "", N_("看上面") },
	{ CMD_DOWN, "", N_("看下面") },
	{ CMD_LEFT, "", N_("看左边") },
	{ CMD_RIGHT, "", N_("看右边") },
	{ CMD_HOME, "", N_("回到整页") },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, N_("回到材料列表") },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct material_view *self(struct screen *s)
{
	return (struct material_view *)s;
}

/* The file is held against its digest first: what is looked at is what was attached. */
static void load(struct material_view *v)
{
	struct err err = { 0 };

	preview_close(v->picture);
	v->picture = NULL;
	v->at = (struct preview_view) { .zoom = 1 };
	v->trouble[0] = '\0';
	if (materials_check(v->base.desk->store, &v->m, &err) ||
	    preview_open(v->path, v->m.type, v->page, &v->picture, &err))
		snprintf(v->trouble, sizeof(v->trouble), "%s", err.msg);
}

static enum next turn(struct material_view *v, int by)
{
	int64_t page = v->page + by;

	if (page < 1 || page > v->m.pages) {
		app_say(v->base.app, STYLE_PLAIN, by < 0 ? _("已经是第一页") : _("已经是最后一页"));
		return NEXT_STAY;
	}
	v->page = page;
	load(v);
	return NEXT_STAY;
}

/* What stands in the middle stays there. */
static enum next zoom(struct material_view *v, int by)
{
	int rows = getmaxy(v->base.window), cols = getmaxx(v->base.window);
	int before = v->at.zoom, after = before + by;

	if (after < 1 || after > PREVIEW_ZOOM_MOST)
		return NEXT_STAY;
	v->at.zoom = after;
	v->at.row = (v->at.row + rows / 2) * after / before - rows / 2;
	v->at.col = (v->at.col + cols / 2) * after / before - cols / 2;
	return NEXT_STAY;
}

static enum next go_by(struct material_view *v, int rows, int cols)
{
	v->at.row += rows;
	v->at.col += cols;
	return NEXT_STAY;
}

static enum next command(struct screen *s, enum command c)
{
	struct material_view *v = self(s);

	switch ((int)c) {
	case CMD_PAGE_DOWN:
		return turn(v, 1);
	case CMD_PAGE_UP:
		return turn(v, -1);
	case CMD_ENTER:
		return zoom(v, 1);
	case CMD_ERASE:
		return zoom(v, -1);
	case CMD_UP:
		return go_by(v, -STEP_ROWS, 0);
	case CMD_DOWN:
		return go_by(v, STEP_ROWS, 0);
	case CMD_LEFT:
		return go_by(v, 0, -STEP_COLS);
	case CMD_RIGHT:
		return go_by(v, 0, STEP_COLS);
	case CMD_HOME:
		v->at = (struct preview_view) { .zoom = 1 };
		return NEXT_STAY;
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	}
	return NEXT_BACK;
}

static enum next type(struct screen *s, const char *text)
{
	if (strcmp(text, "+") == 0 || strcmp(text, "=") == 0)
		return zoom(self(s), 1);
	if (strcmp(text, "-") == 0)
		return zoom(self(s), -1);
	app_say(s->app, STYLE_PLAIN, _("按 + 放大，- 缩小，箭头移动，PgUp、PgDn 翻页"));
	return NEXT_REFUSE;
}

static void draw(struct screen *s, WINDOW *w)
{
	struct material_view *v = self(s);

	werase(w);
	if (v->picture)
		preview_draw(v->picture, w, 0, 0, getmaxy(w), getmaxx(w), &v->at);
	else
		draw_text(w, 2, 3, getmaxx(w) - 6, v->trouble, STYLE_WARN);
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	const struct material_view *v = (const struct material_view *)s;

	snprintf(left, size, "%s  %s", v->label, v->m.name);
	snprintf(right, size, _("第 %lld/%lld 页"), (long long)v->page, (long long)v->m.pages);
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct material_view *v = (const struct material_view *)s;

	if (v->at.zoom > 1)
		snprintf(buf, size, _("放大 %d 倍；箭头移动，Home 回到整页"), v->at.zoom);
	else
		snprintf(buf, size, "%s", _("看版面是否完整、有无倒置；细字请对照原件"));
	return STYLE_PLAIN;
}

static void close_view(struct screen *s)
{
	struct material_view *v = self(s);

	preview_close(v->picture);
	free(v->path);
	free(v);
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.title = title,
	.status = status,
	.draw = draw,
	.text = type,
	.command = command,
	.close = close_view,
};

struct screen *material_view_screen(struct desk *desk, const struct material *m, const char *label)
{
	struct material_view *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	v->m = *m;
	v->label = label;
	v->page = 1;
	v->path = materials_path(desk->store, m);
	if (!v->path) {
		free(v);
		return NULL;
	}
	load(v);
	return &v->base;
}
