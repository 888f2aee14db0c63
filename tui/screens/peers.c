/* The desks that bundles go to and come from. Of the head. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/new_file.h"
#include "tui/screens/bundles.h"
#include "tui/screens/dialog.h"
#include "tui/width.h"

struct peers_view {
	struct screen base;
	struct peer self; /* this desk, by its own card */
	char card[PEER_CARD_SIZE];
	struct peer peers[PEERS_MOST];
	struct list list;
	struct peer asked; /* whom the question is about */
	char trouble[512], said[512];
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明往来台和名片") },
	{ CMD_PARK, N_("名片"), N_("把本台的名片存到 U 盘，带给对方") },
	{ CMD_NEW, N_("登记"), N_("用对方的名片登记一个往来台") },
	{ CMD_ENTER, N_("停用"), N_("停用或重新启用反显的一个台") },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_PAGE_DOWN, "", NULL },
	{ CMD_PAGE_UP, "", NULL },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_NONE, NULL, NULL },
};

static const char *const card_endings[] = { ".card", ".txt", NULL };
static const struct file_kind cards = {
	N_("选择对方的名片"), N_("这里没有名片文件（.card）"), card_endings,
};
static const struct dialog_row folder_rows[] = {
	{ .label = N_("文件夹"), .hint = N_("U 盘的位置；名片写成 MTDESK-机构编号-密钥前四位.card"), .kind = DIALOG_TEXT },
};
// clang-format on

static const char *const help_text =
	N_("数据包只在互相登记过的台之间收送。先按 F2 "
	   "把本台的名片存到 U 盘带给对方，再按 N 用对方的名片登记它。\n"
	   "登记时会显示名片上的密钥，十六位，分四组。请当面或打电话与对方屏幕上的逐组核对；"
	   "不一致就是别人冒充，不要登记。\n"
	   "同一个台换了密钥不能登记。停用的台不再收送，已收到的件留着。");

static struct peers_view *self(struct screen *s)
{
	return (struct peers_view *)s;
}

static void read_peers(struct screen *s)
{
	struct peers_view *v = self(s);
	size_t at = v->list.at;
	struct err err = { 0 };
	int count = peers_list(s->desk->store, v->peers, PEERS_MOST, &err);

	v->trouble[0] = '\0';
	if (count < 0)
		snprintf(v->trouble, sizeof(v->trouble), "%s", err.msg);
	list_reset(&v->list, count > 0 ? (size_t)count : 0);
	v->list.at = at < v->list.count ? at : 0;
}

/* `done`: what came of it, N_(), before the name. */
static void save(struct peers_view *v, const char *done)
{
	struct desk *d = v->base.desk;
	struct err err = { 0 };

	if (peer_save(d->store, &d->actor, &v->asked, &err) < 0)
		snprintf(v->said, sizeof(v->said), "%s", err.msg);
	else
		snprintf(v->said, sizeof(v->said), _("%s“%s”"), _(done), v->asked.name);
	read_peers(&v->base);
}

/* ---- a card comes in ---- */

static enum next taken_up(struct screen *s, bool yes)
{
	if (yes)
		save(self(s), N_("已登记"));
	return NEXT_BACK;
}

static void card_chosen(struct screen *s, const char *path)
{
	struct peers_view *v = self(s);
	char text[1024], key[KEY_GROUPS_SIZE];
	struct err err = { 0 };

	v->said[0] = '\0';
	if (peer_card_load(path, &v->asked, &err) < 0) {
		snprintf(v->said, sizeof(v->said), "%s", err.msg);
		return;
	}
	snprintf(text, sizeof(text), _("密钥 %s 与对方屏幕上的一致吗？一致才登记“%s”（%s）。"),
		 key_groups(v->asked.key_id, key), v->asked.name, v->asked.code);
	app_push(s->app, question_screen(s->desk, s, text, taken_up));
}

/* ---- the own card goes out ---- */

static int write_card(const struct peers_view *v, const char *folder, char *path, size_t size,
		      struct err *err)
{
	struct new_file f;

	/* Several desks of one institution put theirs on the same stick. */
	if (snprintf(path, size, "%s/MTDESK-%s-%.4s.card", folder, v->self.code, v->self.key_id) >=
	    (int)size)
		return err_set(err, ERR_INPUT, _("路径太长"));
	if (new_file_begin(&f, path, true, err) < 0)
		return -1;
	fprintf(f.out, "%s\n", v->card);
	return new_file_end(&f, err);
}

static enum next put_card(struct screen *s, char *const *texts, size_t *at)
{
	struct peers_view *v = self(s);
	char *folder = stick_typed(s, texts[0]), path[FILES_PATH_SIZE];
	struct err err = { 0 };
	int rc;

	*at = 0;
	if (!folder)
		return NEXT_STOP;
	rc = write_card(v, folder, path, sizeof(path), &err);
	free(folder);
	if (rc < 0) {
		app_say(s->app, STYLE_WARN, err.msg);
		return NEXT_STOP;
	}
	snprintf(v->said, sizeof(v->said), _("名片已存为 %s"), path);
	return NEXT_BACK;
}

static enum next ask_folder(struct peers_view *v)
{
	static const struct dialog_spec spec = {
		.title = N_("存名片"),
		.rows = folder_rows,
		.count = ARRAY_SIZE(folder_rows),
		.done_label = N_("存"),
		.done = put_card,
	};
	char folder[DIALOG_TEXT_SIZE];
	const char *texts[] = { folder };

	if (!*v->card) {
		app_say(v->base.app, STYLE_WARN, _("本台的密钥打不开，做不成名片"));
		return NEXT_REFUSE;
	}
	stick_folder(folder, sizeof(folder));
	app_push(v->base.app, dialog_screen(v->base.desk, &v->base, &spec, texts));
	return NEXT_STAY;
}

/* ---- on and off ---- */

static enum next switched(struct screen *s, bool yes)
{
	struct peers_view *v = self(s);

	if (yes)
		save(v, v->asked.active ? N_("已启用") : N_("已停用"));
	return NEXT_BACK;
}

static enum next ask_switch(struct peers_view *v)
{
	char text[512];

	if (v->list.at >= v->list.count)
		return NEXT_STAY;
	v->asked = v->peers[v->list.at];
	v->asked.active = !v->asked.active;
	snprintf(text, sizeof(text),
		 v->asked.active ? _("重新启用“%s”？") : _("停用“%s”？停用后不再收送它的数据包。"),
		 v->asked.name);
	app_push(v->base.app, question_screen(v->base.desk, &v->base, text, switched));
	return NEXT_STAY;
}

/* ---- keys ---- */

static enum next command(struct screen *s, enum command c)
{
	struct peers_view *v = self(s);

	if (list_command(&v->list, c))
		return NEXT_STAY;
	switch ((int)c) {
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("往来台"), _(help_text), keys));
		return NEXT_STAY;
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	case CMD_PARK:
		return ask_folder(v);
	case CMD_NEW:
		app_push(s->app, files_screen_of(s->desk, s, &cards, "", card_chosen));
		return NEXT_STAY;
	case CMD_ENTER:
		return ask_switch(v);
	}
	return NEXT_BACK;
}

static enum next type(struct screen *s, const char *text)
{
	if (strcasecmp(text, "n") == 0)
		return command(s, CMD_NEW);
	app_say(s->app, STYLE_PLAIN, _("按 N 登记一个台，F2 存本台的名片"));
	return NEXT_REFUSE;
}

static const char *label(const struct screen *s, enum command c)
{
	const struct peers_view *v = (const struct peers_view *)s;
	bool off = v->list.at < v->list.count && !v->peers[v->list.at].active;

	return c == CMD_ENTER && off ? N_("启用") : NULL;
}

/* ---- drawing ---- */

#define NAME_X 3
#define CODE_CELLS 14
#define KEY_CELLS 20
#define DATE_CELLS 11
#define STATE_CELLS 9
#define FIXED_CELLS (CODE_CELLS + KEY_CELLS + DATE_CELLS + STATE_CELLS)

static void draw_peer(WINDOW *w, int y, const struct peer *p, enum style style)
{
	int x = NAME_X, name = getmaxx(w) - NAME_X - 1 - FIXED_CELLS;
	char key[KEY_GROUPS_SIZE], day[11];

	snprintf(day, sizeof(day), "%.10s", p->added_at);
	draw_text(w, y, 0, getmaxx(w), "", style);
	draw_text(w, y, x, name - 1, p->name, style);
	draw_text(w, y, x += name, CODE_CELLS - 1, p->code, style);
	draw_text(w, y, x += CODE_CELLS, KEY_CELLS, key_groups(p->key_id, key), style);
	draw_text(w, y, x += KEY_CELLS, DATE_CELLS, day, style);
	draw_text(w, y, x + DATE_CELLS, STATE_CELLS, p->active ? "" : _("停用"), style);
}

static void draw_self(const struct peers_view *v, WINDOW *w)
{
	char text[512], key[KEY_GROUPS_SIZE];

	snprintf(text, sizeof(text), _("本台：%s（%s）  密钥 %s"), v->self.name, v->self.code,
		 key_groups(v->self.key_id, key));
	draw_text(w, 1, NAME_X, getmaxx(w) - NAME_X - 1, *v->card ? text : v->trouble,
		  STYLE_STRONG);
	draw_rule(w, 2, 0, getmaxx(w));
}

static void draw(struct screen *s, WINDOW *w)
{
	struct peers_view *v = self(s);
	int y = 3;

	draw_rule(w, 0, 0, getmaxx(w));
	draw_self(v, w);
	list_show(&v->list, getmaxy(w) - y);
	if (!v->list.count)
		draw_text(w, y + 1, NAME_X, getmaxx(w) - 6,
			  _("还没有往来台。按 F2 存本台的名片给对方，按 N 用对方的名片登记"),
			  STYLE_PLAIN);
	for (size_t i = v->list.top; i < v->list.count && y < getmaxy(w); i++, y++)
		draw_peer(w, y, &v->peers[i], i == v->list.at ? STYLE_FOCUS : STYLE_PLAIN);
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	snprintf(left, size, "%s", _("往来台"));
	desk_title_right(s->desk, right, size);
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct peers_view *v = (const struct peers_view *)s;

	if (*v->trouble || *v->said) {
		snprintf(buf, size, "%s", *v->trouble ? v->trouble : v->said);
		return *v->trouble ? STYLE_WARN : STYLE_PLAIN;
	}
	snprintf(buf, size, "%s", _("N 登记一个台，F2 存本台的名片，Enter 停用或启用"));
	return STYLE_PLAIN;
}

static void close_view(struct screen *s)
{
	free(s);
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.label = label,
	.title = title,
	.status = status,
	.draw = draw,
	.text = type,
	.command = command,
	.close = close_view,
};

struct screen *peers_screen(struct desk *desk)
{
	struct peers_view *v = calloc(1, sizeof(*v));
	struct err err = { 0 };

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	read_peers(&v->base);
	if (peer_card_make(desk->store, v->card, &err) < 0 ||
	    peer_card_read(v->card, &v->self, &err) < 0) {
		v->card[0] = '\0';
		snprintf(v->trouble, sizeof(v->trouble), "%s", err.msg);
	}
	return &v->base;
}
