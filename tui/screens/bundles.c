/* Bundles that went and came: making one onto a stick, taking one in, and the receipts. */
#include "tui/screens/bundles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/line_edit.h"
#include "tui/screens/dialog.h"
#include "tui/screens/progress.h"
#include "tui/width.h"

#define ROWS_MOST 2000
#define SAID_LINES 4

struct bundles_view {
	struct screen base;
	struct bundle_row rows[ROWS_MOST];
	struct list list;
	struct peer peers[PEERS_MOST];
	int peers_count;
	char lack[512];  /* numbers that have not come, of all peers; "" none */
	char said[2048]; /* what the last work came to; stands until the next */
	bool failed;
	char trouble[512];
	/* What is being worked on. */
	int64_t peer, number; /* number 0: the next one */
	const char *path;
	char *folder; /* owned */
	struct bundle_result result;
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明数据包怎样收送") },
	{ CMD_PARK, N_("做包"), N_("把还没有送的件做成一个数据包，存到 U 盘") },
	{ CMD_FIND, N_("收包"), N_("收下别的台送来的数据包，在旁边写一张回执") },
	{ CMD_LIST, N_("回执"), N_("登记对方的回执") },
	{ CMD_ENTER, N_("重做"), N_("反显的一包丢了的话，再写一次，编号和内容不变") },
	{ CMD_NEXT, N_("收到件"), N_("看收到的件，核对签名，接着办理") },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_PAGE_DOWN, "", NULL },
	{ CMD_PAGE_UP, "", NULL },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_NONE, NULL, NULL },
};

static const char *const bundle_endings[] = { ".mtb", NULL }, *const receipt_endings[] = { ".receipt", NULL };
static const struct file_kind bundle_files = {
	N_("选择数据包"), N_("这里没有数据包（.mtb）"), bundle_endings,
};
static const struct file_kind receipt_files = {
	N_("选择回执"), N_("这里没有回执（.receipt）"), receipt_endings,
};
// clang-format on

static const char *const help_text =
	N_("数据包把已提交的件连同签署和材料送到另一个台，用 U 盘带去。包是加密的，只有收件的台打得"
	   "开；也是签名的，改动一个字节都收不进去。\n"
	   "F2 做包：还没有送过的、或送过之后又有新签署的件，都装进去。每个台的包从 1 "
	   "起连着编号，中间不缺号。\n"
	   "F3 收包：先核对全部内容再收下，并在包的旁边写一张回执，请带回给对方。同一个包再收一次，"
	   "什么也不会变。缺号会列出来，请向对方要。\n"
	   "F4 回执：登记对方带回的回执，知道哪些包到了。一直没有回执的，选中它按 Enter "
	   "重做，编号和内容不变。\n"
	   "先要在“往来台”里互相登记。");

static struct bundles_view *self(struct screen *s)
{
	return (struct bundles_view *)s;
}

/* ---- reading ---- */

static void read_lack(struct bundles_view *v)
{
	size_t len = 0;

	v->lack[0] = '\0';
	for (int i = 0; i < v->peers_count && len + 64 < sizeof(v->lack); i++) {
		char gaps[256];

		if (bundles_gaps(v->base.desk->store, v->peers[i].id, gaps, sizeof(gaps), NULL) <
			    0 ||
		    !*gaps)
			continue;
		len += (size_t)snprintf(v->lack + len, sizeof(v->lack) - len,
					_("%s还没有收到“%.100s”的第 %.100s 号"), len ? _("；") : "",
					v->peers[i].name, gaps);
	}
}

static void read_rows(struct screen *s)
{
	struct bundles_view *v = self(s);
	size_t at = v->list.at;
	struct err err = { 0 };
	int count = bundles_list(s->desk->store, v->rows, ROWS_MOST, &err);

	v->peers_count = peers_list(s->desk->store, v->peers, PEERS_MOST, &err);
	v->trouble[0] = '\0';
	if (count < 0 || v->peers_count < 0)
		snprintf(v->trouble, sizeof(v->trouble), "%s", err.msg);
	list_reset(&v->list, count > 0 ? (size_t)count : 0);
	v->list.at = at < v->list.count ? at : 0;
	read_lack(v);
}

/* What it came to stands on the screen: the desk may lock itself right behind a long work. */
static void say(struct bundles_view *v, bool failed, const char *text)
{
	snprintf(v->said, sizeof(v->said), "%s", text);
	v->failed = failed;
	read_rows(&v->base);
}

/* ---- making ---- */

static int make_work(void *ctx, progress_fn *progress, void *progress_ctx, struct err *err)
{
	struct bundles_view *v = ctx;
	struct desk *d = v->base.desk;

	if (v->number)
		return bundle_again(d->store, &d->actor, v->peer, v->number, v->folder, progress,
				    progress_ctx, &v->result, err);
	return bundle_make(d->store, &d->actor, v->peer, v->folder, progress, progress_ctx,
			   &v->result, err);
}

static void tell_made(struct bundles_view *v)
{
	const struct bundle_result *r = &v->result;
	char text[2048];
	int len = snprintf(text, sizeof(text),
			   _("给“%s”的第 %lld 号数据包已写成：%lld 件，%lld "
			     "个材料文件。%.1000s。现在可以拔出 U 盘。"),
			   r->peer, (long long)r->number, (long long)r->filings,
			   (long long)r->materials, r->path);

	if (r->waiting && len > 0 && (size_t)len < sizeof(text))
		snprintf(text + len, sizeof(text) - (size_t)len,
			 _("还有 %lld 件装不下，请再做一个。"), (long long)r->waiting);
	say(v, false, text);
}

static enum next run_making(struct bundles_view *v)
{
	struct err err = { 0 };

	if (progress_run(&v->base, _("做数据包"), PROGRESS_BYTES, make_work, v, &err) < 0) {
		read_rows(&v->base);
		app_say(v->base.app, STYLE_WARN, err.msg);
		return NEXT_STOP;
	}
	tell_made(v);
	return NEXT_BACK;
}

static enum next make_into(struct bundles_view *v, const char *typed)
{
	enum next next;

	v->folder = stick_typed(&v->base, typed);
	if (!v->folder)
		return NEXT_STOP;
	next = run_making(v);
	free(v->folder);
	v->folder = NULL;
	return next;
}

/* The peers, with what waits for each. */
static size_t find_peers(struct screen *asker, const char *query, struct dialog_pick *out,
			 size_t space)
{
	struct bundles_view *v = self(asker);
	size_t n = 0;

	for (int i = 0; i < v->peers_count && n < space; i++) {
		const struct peer *p = &v->peers[i];
		int64_t waiting = 0;

		if (!p->active || (!strstr(p->name, query) && strcmp(p->code, query) != 0))
			continue;
		bundles_waiting(asker->desk->store, p->id, &waiting, NULL);
		snprintf(out[n].code, sizeof(out[n].code), "%s", p->code);
		snprintf(out[n].label, sizeof(out[n].label), _("%.180s  待送 %lld 件"), p->name,
			 (long long)waiting);
		n++;
	}
	return n;
}

static enum next make_answered(struct screen *s, char *const *texts, size_t *at)
{
	struct bundles_view *v = self(s);
	struct err err = { 0 };
	struct peer p;

	*at = 0;
	if (peer_find(s->desk->store, texts[0], &p, &err) != 1) {
		app_say(s->app, STYLE_WARN, err.msg);
		return NEXT_STOP;
	}
	v->peer = p.id;
	v->number = 0;
	*at = 1;
	return make_into(v, texts[1]);
}

static enum next ask_make(struct bundles_view *v)
{
	static const struct dialog_row rows[] = {
		{ .label = N_("送给"),
		  .hint = N_("按 F4 选一个往来台"),
		  .kind = DIALOG_PICK,
		  .find = find_peers },
		{ .label = N_("文件夹"), .hint = N_("U 盘的位置"), .kind = DIALOG_TEXT },
	};
	static const struct dialog_spec spec = {
		.title = N_("做数据包"),
		.rows = rows,
		.count = ARRAY_SIZE(rows),
		.done_label = N_("做包"),
		.done = make_answered,
	};
	char folder[DIALOG_TEXT_SIZE];
	struct dialog_pick only[2];
	size_t n = find_peers(&v->base, "", only, ARRAY_SIZE(only));
	const char *texts[] = { n == 1 ? only[0].code : "", folder };

	if (n == 0) {
		app_say(v->base.app, STYLE_WARN,
			_("还没有往来台；请医保负责人先在“往来台”里登记对方"));
		return NEXT_REFUSE;
	}
	stick_folder(folder, sizeof(folder));
	app_push(v->base.app, dialog_screen(v->base.desk, &v->base, &spec, texts));
	return NEXT_STAY;
}

/* ---- once more ---- */

static enum next again_answered(struct screen *s, char *const *texts, size_t *at)
{
	*at = 0;
	return make_into(self(s), texts[0]);
}

static enum next ask_again(struct bundles_view *v)
{
	static const struct dialog_row rows[] = {
		{ .label = N_("文件夹"), .hint = N_("U 盘的位置"), .kind = DIALOG_TEXT },
	};
	static const struct dialog_spec spec = {
		.title = N_("重做数据包"),
		.rows = rows,
		.count = ARRAY_SIZE(rows),
		.done_label = N_("重做"),
		.done = again_answered,
	};
	const struct bundle_row *r = &v->rows[v->list.at];
	char folder[DIALOG_TEXT_SIZE];
	const char *texts[] = { folder };

	if (v->list.at >= v->list.count || !r->out) {
		app_say(v->base.app, STYLE_PLAIN, _("只有本台送出的数据包可以重做"));
		return NEXT_REFUSE;
	}
	v->peer = r->peer;
	v->number = r->number;
	stick_folder(folder, sizeof(folder));
	app_push(v->base.app, dialog_screen(v->base.desk, &v->base, &spec, texts));
	return NEXT_STAY;
}

/* ---- taking ---- */

static int take_work(void *ctx, progress_fn *progress, void *progress_ctx, struct err *err)
{
	struct bundles_view *v = ctx;
	struct desk *d = v->base.desk;

	return bundle_take(d->store, &d->actor, v->path, progress, progress_ctx, &v->result, err);
}

static void bundle_chosen(struct screen *s, const char *path)
{
	struct bundles_view *v = self(s);
	const struct bundle_result *r = &v->result;
	struct err err = { 0 };
	char text[2048];

	v->path = path;
	if (progress_run(s, _("收数据包"), PROGRESS_BYTES, take_work, v, &err) < 0) {
		say(v, true, err.msg);
		return;
	}
	snprintf(text, sizeof(text), _("已收下“%s”的第 %lld 号数据包：%lld 件。回执：%.1000s"),
		 r->peer, (long long)r->number, (long long)r->filings, r->path);
	if (r->again)
		snprintf(text, sizeof(text),
			 _("“%s”的第 %lld 号数据包先前已收下，没有改动。回执：%.1000s"), r->peer,
			 (long long)r->number, r->path);
	say(v, false, text);
}

/* ---- receipts ---- */

static void receipt_chosen(struct screen *s, const char *path)
{
	struct bundles_view *v = self(s);
	struct bundle_result r;
	struct err err = { 0 };
	char text[1024];
	int len;

	if (bundle_receipt(s->desk->store, &s->desk->actor, path, &r, &err) < 0) {
		say(v, true, err.msg);
		return;
	}
	len = snprintf(text, sizeof(text), _("“%s”已收到第 %lld 号数据包%s。"), r.peer,
		       (long long)r.number, r.again ? _("（回执先前已登记）") : "");
	if (*r.gaps && len > 0 && (size_t)len < sizeof(text))
		snprintf(text + len, sizeof(text) - (size_t)len,
			 _("对方还没有收到第 %s 号，请重做后再送。"), r.gaps);
	say(v, *r.gaps != '\0', text);
}

/* ---- keys ---- */

static enum next command(struct screen *s, enum command c)
{
	struct bundles_view *v = self(s);

	if (list_command(&v->list, c))
		return NEXT_STAY;
	switch ((int)c) {
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("数据包"), _(help_text), keys));
		return NEXT_STAY;
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	case CMD_PARK:
		return ask_make(v);
	case CMD_ENTER:
		return ask_again(v);
	case CMD_FIND:
		app_push(s->app, files_screen_of(s->desk, s, &bundle_files, "", bundle_chosen));
		return NEXT_STAY;
	case CMD_LIST:
		app_push(s->app, files_screen_of(s->desk, s, &receipt_files, "", receipt_chosen));
		return NEXT_STAY;
	case CMD_NEXT:
		app_push(s->app, received_screen(s->desk));
		return NEXT_STAY;
	}
	return NEXT_BACK;
}

static enum next type(struct screen *s, const char *text)
{
	(void)text;
	app_say(s->app, STYLE_PLAIN, _("F2 做包，F3 收包，F4 登记回执"));
	return NEXT_REFUSE;
}

/* ---- drawing ---- */

#define X 3
#define WAY_CELLS 6
#define NUMBER_CELLS 10
#define COUNT_CELLS 8
#define AT_CELLS 17
#define RECEIPT_CELLS 14
#define FIXED_CELLS (WAY_CELLS + NUMBER_CELLS + COUNT_CELLS + AT_CELLS + RECEIPT_CELLS)

static void draw_row(WINDOW *w, int y, const struct bundle_row *r, enum style style)
{
	int x = X, name = getmaxx(w) - X - 1 - FIXED_CELLS;
	char number[32], count[32], at[17], receipt[48];

	snprintf(number, sizeof(number), _("第 %lld 号"), (long long)r->number);
	snprintf(count, sizeof(count), _("%lld 件"), (long long)r->filings);
	snprintf(at, sizeof(at), "%.16s", r->at);
	snprintf(receipt, sizeof(receipt), _("%.10s 到"), r->received_at);
	draw_text(w, y, 0, getmaxx(w), "", style);
	draw_text(w, y, x, WAY_CELLS - 1, r->out ? _("送出") : _("收到"), style);
	draw_text(w, y, x += WAY_CELLS, name - 1, r->peer_name, style);
	draw_text(w, y, x += name, NUMBER_CELLS - 1, number, style);
	draw_text(w, y, x += NUMBER_CELLS, COUNT_CELLS - 1, count, style);
	draw_text(w, y, x += COUNT_CELLS, AT_CELLS - 1, at, style);
	draw_text(w, y, x + AT_CELLS, RECEIPT_CELLS,
		  !r->out           ? ""
		  : *r->received_at ? receipt
				    : _("未见回执"),
		  style);
}

/* What the last work came to, under a rule at the bottom. Returns how many lines it takes. */
static int draw_said(const struct bundles_view *v, WINDOW *w)
{
	size_t start[SAID_LINES + 1];
	int cells = getmaxx(w) - 2 * X, y;
	size_t n = *v->said ? text_wrap(v->said, cells, start, SAID_LINES) : 0;

	if (n == 0)
		return 0;
	y = getmaxy(w) - (int)n;
	draw_rule(w, y - 1, 0, getmaxx(w));
	for (size_t i = 0; i < n; i++) {
		char line[1024];

		snprintf(line, sizeof(line), "%.*s", (int)(start[i + 1] - start[i]),
			 v->said + start[i]);
		draw_text(w, y + (int)i, X, cells, line, v->failed ? STYLE_WARN : STYLE_STRONG);
	}
	return (int)n + 1;
}

static void draw(struct screen *s, WINDOW *w)
{
	struct bundles_view *v = self(s);
	int y = 1, bottom;

	draw_rule(w, 0, 0, getmaxx(w));
	bottom = getmaxy(w) - draw_said(v, w);
	list_show(&v->list, bottom - y);
	if (!v->list.count)
		draw_text(w, 2, X, getmaxx(w) - 2 * X,
			  _("还没有送出或收到数据包；F2 做包，F3 收包"), STYLE_PLAIN);
	for (size_t i = v->list.top; i < v->list.count && y < bottom; i++, y++)
		draw_row(w, y, &v->rows[i], i == v->list.at ? STYLE_FOCUS : STYLE_PLAIN);
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	snprintf(left, size, "%s", _("数据包"));
	desk_title_right(s->desk, right, size);
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	const struct bundles_view *v = (const struct bundles_view *)s;

	if (*v->trouble || *v->lack) {
		snprintf(buf, size, "%s", *v->trouble ? v->trouble : v->lack);
		return STYLE_WARN;
	}
	snprintf(buf, size, "%s", _("F2 做包送出，F3 收包，F4 登记回执"));
	return STYLE_PLAIN;
}

static void close_view(struct screen *s)
{
	free(s);
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

struct screen *bundles_screen(struct desk *desk)
{
	struct bundles_view *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	read_rows(&v->base);
	return &v->base;
}
