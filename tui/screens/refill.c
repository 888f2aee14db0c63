/* Wiping the training store and filling it anew: which region's ways are to be practised? */
#include <stdlib.h>

#include "tui/screens/screens.h"
#include "tui/width.h"

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_BACK, N_("不重置"), N_("什么也不改，回到上一屏") },
	{ CMD_NONE, NULL, NULL },
};

static const struct { const char *typed, *region, *label; } choices[] = {
	{ "1", "5111", N_("1 乐山：在院认定、异地就医") },
	{ "2", "1411", N_("2 吕梁：认定后登记") },
};
// clang-format on

static enum next type(struct screen *s, const char *text)
{
	for (size_t i = 0; i < ARRAY_SIZE(choices); i++)
		if (text[0] == choices[i].typed[0] && !text[1]) {
			s->desk->refill = choices[i].region;
			app_say(s->app, STYLE_STRONG, _("正在重置培训库，请稍候…"));
			return NEXT_CHANGE;
		}
	app_say(s->app, STYLE_PLAIN, _("按 1 或 2 重置，Esc 不重置"));
	return NEXT_REFUSE;
}

static enum next command(struct screen *s, enum command c)
{
	(void)s, (void)c;
	return NEXT_BACK;
}

static void box_size(const struct screen *s, int rows, int cols, int *out_rows, int *out_cols)
{
	(void)s, (void)rows;
	*out_rows = 9;
	*out_cols = cols < 66 ? cols : 66;
}

static void draw(struct screen *s, WINDOW *w)
{
	int cells = getmaxx(w) - 4, y = 1;

	draw_frame(w, _("重置培训库"));
	draw_text(w, y++, 2, cells, _("练习中办的全部内容都会清空，重新填入示例，并回到登录。"),
		  STYLE_STRONG);
	draw_text(w, y++, 2, cells, _("三种途径的示例都会填入；登记台按所选地区办理："),
		  STYLE_PLAIN);
	for (size_t i = 0; i < ARRAY_SIZE(choices); i++)
		draw_text(w, ++y, 4, cells - 2, _(choices[i].label), STYLE_PLAIN);
	draw_text(w, y + 2, 2, cells, _("Esc 不重置"), STYLE_DIM);
	s->cursor_y = y + 1;
	s->cursor_x = 4;
}

static void close_box(struct screen *s)
{
	free(s);
}

static const struct screen_ops ops = {
	.keys = keys,
	.size = box_size,
	.draw = draw,
	.text = type,
	.command = command,
	.close = close_box,
};

struct screen *refill_screen(struct desk *desk)
{
	struct screen *s = calloc(1, sizeof(*s));

	if (s)
		*s = (struct screen) { .ops = &ops, .desk = desk };
	return s;
}
