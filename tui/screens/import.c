/* Importing history on the screen: a file is chosen, tried, and with the password read in. */
#include "tui/screens/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/staff.h"
#include "forms/text.h"
#include "tui/file_name.h"
#include "tui/screens/dialog.h"
#include "tui/screens/materials.h"
#include "tui/screens/progress.h"

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明怎样导入") },
	{ CMD_PARK, N_("选文件"), N_("选一个 CSV 或 XLSX 文件") },
	{ CMD_CERTIFY, N_("导入"), N_("试读以后，输入口令正式导入") },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_PAGE_UP, NULL, NULL },
	{ CMD_PAGE_DOWN, NULL, NULL },
	{ CMD_ENTER, "", N_("做下一步") },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_NONE, NULL, NULL },
};

static const char *const endings[] = { ".csv", ".txt", ".tsv", ".xlsx", ".xls", NULL };
static const struct file_kind tables = {
	N_("选择台账文件（CSV、XLSX）"), N_("这里没有 CSV 或 XLSX 文件"), endings,
};

static const enum encoding encodings[PREVIEW_ENCODINGS] = { ENCODING_GBK, ENCODING_GB18030, ENCODING_UTF8 };
// clang-format on

static struct import_view *self(struct screen *s)
{
	return (struct import_view *)s;
}

static enum next stop(struct import_view *v, const char *text)
{
	app_say(v->base.app, STYLE_WARN, text);
	return NEXT_STOP;
}

static void load_list(struct import_view *v)
{
	int n = imports_list(v->base.desk->store, v->rows, IMPORTS_SHOWN, NULL);

	list_reset(&v->list, n > 0 ? (size_t)n : 0);
}

/* ---- the work ---- */

struct job {
	struct import_view *view;
	bool dry_run;
};

static int work(void *ctx, progress_fn *progress, void *progress_ctx, struct err *err)
{
	const struct job *job = ctx;
	struct import_view *v = job->view;
	struct desk *d = v->base.desk;
	const struct import_request req = { .path = v->path,
					    .encoding = v->encoding,
					    .dry_run = job->dry_run };
	const struct check_context check = desk_context(d, false);

	return imports_read(d->store, &d->actor, &req, &check, progress, progress_ctx, v->result,
			    err);
}

/* What it came to is on the screen; else its reason is said. */
static int run(struct import_view *v, bool dry_run, struct err *err)
{
	struct job job = { v, dry_run };
	int rc = progress_run(&v->base, dry_run ? _("试读") : _("导入历史"), PROGRESS_BYTES, work,
			      &job, err);

	v->top = 0;
	if (rc == 0)
		v->stage = dry_run ? IMPORT_TRIED : IMPORT_DONE;
	return rc;
}

static void try_file(struct import_view *v)
{
	struct err err = { 0 };

	v->stage = IMPORT_IDLE;
	if (run(v, true, &err) < 0)
		app_say(v->base.app, STYLE_WARN, err.msg);
}

/* ---- the encoding ---- */

static void join_cells(const struct table_row *row, char *out, size_t size)
{
	size_t len = 0;

	out[0] = '\0';
	for (size_t i = 0; i < row->count && len + 1 < size; i++) {
		len += text_copy(out + len, size - len, i ? "，" : "");
		len += text_copy(out + len, size - len, row->cells[i].text);
	}
}

static void preview(const struct import_view *v, enum encoding encoding, struct import_preview *out)
{
	struct table_in *in = NULL;
	struct table_facts facts;
	struct table_row row;

	*out = (struct import_preview) { .encoding = encoding };
	if (table_in_open(v->path, encoding, &in, &facts, NULL) < 0)
		return;
	out->possible = true;
	for (size_t i = 0; i < PREVIEW_ROWS && table_in_next(in, &row, NULL) == 1; i++) {
		out->possible &= !*row.fault;
		join_cells(&row, out->rows[i], sizeof(out->rows[i]));
	}
	table_in_close(in);
}

/* Is it to be asked? The readers of a file look at it all; a small part of it does for the eye. */
static void judge_encoding(struct import_view *v)
{
	struct table_in *in = NULL;
	struct table_facts facts = { 0 };
	struct err err = { 0 };

	v->encoding = ENCODING_AUTO;
	if (table_in_open(v->path, ENCODING_AUTO, &in, &facts, &err) < 0) {
		app_say(v->base.app, STYLE_WARN, err.msg);
		return;
	}
	table_in_close(in);
	if (!facts.doubtful) {
		try_file(v);
		return;
	}
	for (size_t i = 0; i < PREVIEW_ENCODINGS; i++)
		preview(v, encodings[i], &v->previews[i]);
	v->stage = IMPORT_ENCODING;
}

static void file_chosen(struct screen *s, const char *path)
{
	struct import_view *v = self(s);
	const char *slash = strrchr(path, '/');
	char *clean = file_name_shown(slash ? slash + 1 : path);

	v->stage = IMPORT_IDLE;
	free(v->path);
	v->path = strdup(path);
	text_copy(v->shown, sizeof(v->shown), clean ? clean : "?");
	free(clean);
	snprintf(v->folder, sizeof(v->folder), "%.*s", slash ? (int)(slash - path) : 0, path);
	if (v->path)
		judge_encoding(v);
}

static enum next choose_file(struct import_view *v)
{
	app_push(v->base.app,
		 files_screen_of(v->base.desk, &v->base, &tables, v->folder, file_chosen));
	return NEXT_STAY;
}

/* ---- the import ---- */

static enum next import_now(struct screen *s, char *const *texts, size_t *at)
{
	struct import_view *v = self(s);
	struct desk *d = s->desk;
	struct err err = { 0 };

	*at = 0;
	if (staff_confirm(d->store, &d->actor, texts[0], NULL, &err) < 0)
		return stop(v, err.msg);
	if (run(v, false, &err) < 0)
		app_say(s->app, STYLE_WARN, err.msg);
	else
		load_list(v);
	return NEXT_BACK;
}

static enum next ask_password(struct import_view *v)
{
	static const struct dialog_row rows[] = {
		{ .label = N_("您的口令"),
		  .hint = N_("导入前再输入一次"),
		  .kind = DIALOG_PASSWORD,
		  .most = 128 },
	};
	char intro[512];
	struct dialog_spec spec = { .title = N_("导入历史"),
				    .intro = intro,
				    .rows = rows,
				    .count = ARRAY_SIZE(rows),
				    .done_label = N_("导入"),
				    .done = import_now };

	if (v->stage != IMPORT_TRIED || v->result->rows == 0) {
		app_say(v->base.app, STYLE_WARN,
			v->stage == IMPORT_TRIED
				? _("这个文件里没有可以导入的新内容；请按 F2 另选文件")
				: _("请先按 F2 选文件，试读以后再导入"));
		return NEXT_REFUSE;
	}
	snprintf(intro, sizeof(intro),
		 _("把“%s”的 %llu 件导入为历史。导入后不能删除，审计里留一行。"), v->shown,
		 (unsigned long long)v->result->rows);
	app_push(v->base.app, dialog_screen(v->base.desk, &v->base, &spec, NULL));
	return NEXT_STAY;
}

/* ---- keys ---- */

static const char *const help_text = N_(
	"F2 选一个 CSV 或 XLSX "
	"文件，先试读：逐行核对，什么也不保存，有问题的行说明原因。没有疑问再按 F6 输入口令导入。\n"
	"第一行是各列的名称，姓名、身份证件号码、病种编码或病种名称必须有，其余可多可少，次序不限。"
	"\n"
	"导入的是历史：状态是“历史导入”，不算本台的备案，谁也不能在它上面签署；查询、F4 "
	"带出旧资料时能找到它。\n"
	"库中已有的行跳过，同一个文件可以再导入。剔除的行写在旁边的“.rejects."
	"csv”里，行号、栏目和原因在最后三列；"
	"改好后把那个文件再导入一次。\n"
	"导入中途断电或按 Esc 取消，什么也不会留下。");

static enum next take_digit(struct import_view *v, char digit)
{
	size_t i = (size_t)(digit - '1');

	if (v->stage != IMPORT_ENCODING || i >= PREVIEW_ENCODINGS || !v->previews[i].possible)
		return NEXT_REFUSE;
	v->encoding = v->previews[i].encoding;
	try_file(v);
	return NEXT_STAY;
}

static enum next type(struct screen *s, const char *text)
{
	if (!text[1] && take_digit(self(s), text[0]) == NEXT_STAY)
		return NEXT_STAY;
	app_say(s->app, STYLE_PLAIN,
		self(s)->stage == IMPORT_ENCODING ? _("按行首的数字选编码") : _("按 F2 选文件"));
	return NEXT_REFUSE;
}

#define REJECTS_PAGE 8

static bool scroll_by(struct import_view *v, enum command c)
{
	size_t last = v->result->shown ? v->result->shown - 1 : 0;
	size_t step = c == CMD_PAGE_DOWN || c == CMD_PAGE_UP ? REJECTS_PAGE : 1;

	if (v->stage != IMPORT_TRIED && v->stage != IMPORT_DONE)
		return list_command(&v->list, c);
	if (c == CMD_DOWN || c == CMD_PAGE_DOWN)
		v->top = v->top + step < last ? v->top + step : last;
	else if (c == CMD_UP || c == CMD_PAGE_UP)
		v->top -= v->top < step ? v->top : step;
	else
		return false;
	return true;
}

static enum next go_back(struct import_view *v)
{
	if (v->stage == IMPORT_IDLE)
		return NEXT_BACK;
	v->stage = IMPORT_IDLE;
	return NEXT_STAY;
}

static enum next command(struct screen *s, enum command c)
{
	struct import_view *v = self(s);

	if (scroll_by(v, c))
		return NEXT_STAY;
	switch ((int)c) {
	case CMD_PARK:
		return choose_file(v);
	case CMD_CERTIFY:
		return ask_password(v);
	case CMD_ENTER:
		return v->stage == IMPORT_TRIED && v->result->rows ? ask_password(v)
								   : choose_file(v);
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("导入历史"), _(help_text), keys));
		return NEXT_STAY;
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	}
	return go_back(v);
}

static bool offers(const struct screen *s, enum command c)
{
	const struct import_view *v = (const struct import_view *)s;

	return c != CMD_CERTIFY || (v->stage == IMPORT_TRIED && v->result->rows > 0);
}

/* ---- the screen ---- */

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	snprintf(left, size, "%s   %s", _("导入历史"), s->desk->identity.institution.name);
	desk_title_right(s->desk, right, size);
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	static const char *const words[] = {
		[IMPORT_IDLE] = N_("按 F2 选文件"),
		[IMPORT_ENCODING] = N_("看哪一种读出来是对的，按行首的数字"),
		[IMPORT_TRIED] = N_("试读完毕，什么也没有保存；按 F6 导入，F12 不导入"),
		[IMPORT_DONE] = N_("导入完毕；按 F2 再导入一个文件，F12 返回"),
	};
	const struct import_view *v = (const struct import_view *)s;

	if (v->stage == IMPORT_TRIED && v->result->rows == 0)
		snprintf(buf, size, "%s",
			 v->result->rejected
				 ? _("没有可以导入的；按下面的原因改好文件，再按 F2 选它")
				 : _("没有可以导入的；按 F2 另选文件，F12 返回"));
	else
		snprintf(buf, size, "%s", _(words[v->stage]));
	return STYLE_PLAIN;
}

static void close_view(struct screen *s)
{
	struct import_view *v = self(s);

	free(v->path);
	free(v->result);
	free(v->rows);
	free(v);
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.offers = offers,
	.title = title,
	.status = status,
	.draw = import_draw,
	.text = type,
	.command = command,
	.close = close_view,
};

struct screen *import_screen(struct desk *desk)
{
	struct import_view *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk, .cursor_y = -1 };
	v->result = calloc(1, sizeof(*v->result));
	v->rows = calloc(IMPORTS_SHOWN, sizeof(*v->rows));
	if (!v->result || !v->rows) {
		close_view(&v->base);
		return NULL;
	}
	load_list(v);
	return &v->base;
}
