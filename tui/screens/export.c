/* Exporting: what, how and where to is asked in one dialog, with the password; then the progress; then what came of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/exports.h"
#include "db/staff.h"
#include "forms/text.h"
#include "tui/file_name.h"
#include "tui/line_edit.h"
#include "tui/screens/dialog.h"
#include "tui/screens/progress.h"
#include "tui/screens/screens.h"
#include "tui/width.h"

struct export_view {
	struct screen base;
	char *texts[DIALOG_ROWS_MAX]; /* the answers of last time, but for the password; owned */
	/* Of the last export of this sitting. */
	bool done;
	struct export_result result;
	char file[DIALOG_TEXT_SIZE], form[64];
	bool masked;
};

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明导出的各种格式") },
	{ CMD_PARK, N_("导出"), N_("选格式、期间和文件，再输入一次口令后导出") },
	{ CMD_ENTER, "", N_("同 F2") },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_NONE, NULL, NULL },
};

/* What a clerk chooses by one digit. */
static const struct form {
	const char *code, *label, *suffix;
	enum export_format format;
	enum encoding encoding;
	bool mark;
} forms[] = {
	{ "gbk",     N_("CSV，GBK"),         ".csv",  EXPORT_CSV,  ENCODING_GBK,     false },
	{ "gb18030", N_("CSV，GB18030"),     ".csv",  EXPORT_CSV,  ENCODING_GB18030, false },
	{ "utf8",    N_("CSV，UTF-8"),       ".csv",  EXPORT_CSV,  ENCODING_UTF8,    true },
	{ "xlsx",    N_("XLSX 工作簿"),      ".xlsx", EXPORT_XLSX, ENCODING_UTF8,    false },
};
static const struct dialog_choice form_choices[] = {
	{ "gbk", N_("CSV GBK") }, { "gb18030", N_("CSV GB18030") }, { "utf8", N_("CSV UTF-8") }, { "xlsx", N_("XLSX") }, { NULL, NULL },
};

#define FILED (1u << STATE_FILED)
#define HISTORY (1u << STATE_HISTORY)
#define ENDED (1u << STATE_SUPERSEDED | 1u << STATE_REVOKED | 1u << STATE_EXPIRED)
static const struct { const char *code; unsigned states; } scopes[] = {
	{ "usual", FILED | HISTORY }, { "filed", FILED }, { "history", HISTORY }, { "ended", FILED | HISTORY | ENDED },
};
static const struct dialog_choice scope_choices[] = {
	{ "usual", N_("备案和历史") }, { "filed", N_("已备案") }, { "history", N_("历史") },
	{ "ended", N_("连同已失效") }, { NULL, NULL },
};

static const struct dialog_choice column_choices[] = {
	{ "ledger", N_("台账十六列") }, { "full", N_("全部列") }, { NULL, NULL },
};
static const struct dialog_choice mask_choices[] = {
	{ "whole", N_("完整") }, { "mask", N_("遮去中间") }, { NULL, NULL },
};
// clang-format on

enum { ROW_FORM, ROW_SCOPE, ROW_COLUMNS, ROW_FROM, ROW_TO, ROW_MASK, ROW_FILE, ROW_PASSWORD, ROWS };

static const struct dialog_row rows[ROWS] = {
	[ROW_FORM] = { .label = N_("格式"),
		       .hint = N_(
			       "给 Excel 选 GBK；含生僻字选 UTF-8 或 XLSX；别的系统多用 GB18030"),
		       .kind = DIALOG_CHOICE,
		       .choices = form_choices },
	[ROW_SCOPE] = { .label = N_("范围"),
			.hint = N_("已失效的是被取代、撤销和到期的"),
			.kind = DIALOG_CHOICE,
			.choices = scope_choices },
	[ROW_COLUMNS] = { .label = N_("列"),
			  .hint = N_("全部列另有代码、起止日期、代办人、备案号、证据等"),
			  .kind = DIALOG_CHOICE,
			  .choices = column_choices },
	[ROW_FROM] = { .label = N_("备案日期自"),
		       .hint = N_("写成 20260101；空着不限"),
		       .kind = DIALOG_TEXT,
		       .most = 20 },
	[ROW_TO] = { .label = N_("备案日期至"),
		     .hint = N_("这一天也算在内；空着不限"),
		     .kind = DIALOG_TEXT,
		     .most = 20 },
	[ROW_MASK] = { .label = N_("证件号电话"),
		       .hint = N_("遮去中间的不能再导入"),
		       .kind = DIALOG_CHOICE,
		       .choices = mask_choices },
	[ROW_FILE] = { .label = N_("文件名"),
		       .hint = N_("新文件的位置和名字，已有的文件不会覆盖；扩展名可以不写"),
		       .kind = DIALOG_TEXT },
	[ROW_PASSWORD] = { .label = N_("您的口令"),
			   .hint = N_("导出前再输入一次"),
			   .kind = DIALOG_PASSWORD,
			   .most = 128 },
};

static struct export_view *self(struct screen *s)
{
	return (struct export_view *)s;
}

static enum next stop(struct export_view *v, const char *text)
{
	app_say(v->base.app, STYLE_WARN, text);
	return NEXT_STOP;
}

/* ---- the answers ---- */

static const struct form *form_of(const char *code)
{
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
		if (strcmp(forms[i].code, code) == 0)
			return &forms[i];
	return NULL;
}

static unsigned states_of(const char *code)
{
	for (size_t i = 0; i < ARRAY_SIZE(scopes); i++)
		if (strcmp(scopes[i].code, code) == 0)
			return scopes[i].states;
	return 0;
}

/* What a dialog's texts ask for; the days and the path live as long as this. */
struct asked {
	struct export_view *view;
	struct export_request request;
	const struct form *form;
	char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE], shown[DIALOG_TEXT_SIZE + 8];
	char *path; /* owned */
};

static int read_day(const char *text, char out[DATE_TEXT_SIZE])
{
	struct date day;

	out[0] = '\0';
	if (!*text)
		return 0;
	if (date_parse_typed(text, &day) < 0)
		return -1;
	date_format(day, out);
	return 0;
}

static int read_days(struct asked *a, char *const *texts, size_t *at, struct err *err)
{
	*at = ROW_FROM;
	if (read_day(texts[ROW_FROM], a->from) < 0)
		return err_set(err, ERR_INPUT, _("起始日期不是日期，请写成 2026-01-01，或空着"));
	*at = ROW_TO;
	if (read_day(texts[ROW_TO], a->to) < 0)
		return err_set(err, ERR_INPUT, _("截止日期不是日期，请写成 2026-12-31，或空着"));
	if (*a->from && *a->to && strcmp(a->from, a->to) > 0)
		return err_set(err, ERR_INPUT, _("截止日期早于起始日期，请核对"));
	a->request.from = *a->from ? a->from : NULL;
	a->request.to = *a->to ? a->to : NULL;
	return 0;
}

/* The name gets the form's suffix where it has neither of the two. */
static int read_path(struct asked *a, const char *text, size_t *at, struct err *err)
{
	size_t len = strlen(text);
	bool has = false;

	*at = ROW_FILE;
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
		size_t n = strlen(forms[i].suffix);

		has |= len > n && strcasecmp(text + len - n, forms[i].suffix) == 0;
	}
	snprintf(a->shown, sizeof(a->shown), "%s%s", text, has || len == 0 ? "" : a->form->suffix);
	a->path = file_name_typed(a->shown);
	if (!a->path)
		return err_set(err, ERR_INPUT, _("文件名不能用，请写明位置和名字"));
	a->request.path = a->path;
	return 0;
}

static int read_answers(struct asked *a, char *const *texts, size_t *at, struct err *err)
{
	*at = ROW_FORM;
	a->form = form_of(texts[ROW_FORM]);
	if (!a->form)
		return err_set(err, ERR_INPUT, _("请选一种格式"));
	a->request = (struct export_request) {
		.format = a->form->format,
		.encoding = a->form->encoding,
		.mark = a->form->mark,
		.columns = strcmp(texts[ROW_COLUMNS], "full") == 0 ? COLUMNS_FULL : COLUMNS_LEDGER,
		.mask = strcmp(texts[ROW_MASK], "mask") == 0,
		.states = states_of(texts[ROW_SCOPE]),
	};
	if (read_days(a, texts, at, err) < 0)
		return -1;
	return read_path(a, texts[ROW_FILE], at, err);
}

/* ---- the work ---- */

static int work(void *ctx, progress_fn *progress, void *progress_ctx, struct err *err)
{
	const struct asked *a = ctx;
	struct desk *d = a->view->base.desk;

	return exports_write(d->store, &d->actor, &a->request, progress, progress_ctx,
			     &a->view->result, err);
}

static void keep_answers(struct export_view *v, char *const *texts)
{
	for (size_t i = 0; i < ROW_PASSWORD; i++) {
		free(v->texts[i]);
		v->texts[i] = strdup(texts[i]);
	}
}

static enum next tell(struct export_view *v, const struct asked *a)
{
	v->done = true;
	v->masked = a->request.mask;
	snprintf(v->form, sizeof(v->form), "%s", _(a->form->label));
	text_copy(v->file, sizeof(v->file), a->shown);
	app_say(v->base.app, STYLE_PLAIN, _("已导出"));
	return NEXT_BACK;
}

/* Where a failure is mended: another encoding, another period, another name. */
static size_t row_of(const struct export_view *v, const struct err *err)
{
	if (v->result.faults > 0)
		return ROW_FORM;
	if (v->result.none)
		return ROW_FROM;
	return err->code == ERR_NOT_ALLOWED ? ROW_PASSWORD : ROW_FILE;
}

static enum next take(struct screen *s, char *const *texts, size_t *at)
{
	struct export_view *v = self(s);
	struct desk *d = s->desk;
	struct asked a = { .view = v };
	struct err err = { 0 };
	enum next next;

	v->done = false;
	if (read_answers(&a, texts, at, &err) < 0)
		return stop(v, err.msg);
	keep_answers(v, texts);
	if (staff_confirm(d->store, &d->actor, texts[ROW_PASSWORD], NULL, &err) < 0) {
		*at = ROW_PASSWORD;
		next = stop(v, err.msg);
	} else if (progress_run(s, _("导出备案"), PROGRESS_ROWS, work, &a, &err) < 0) {
		*at = row_of(v, &err);
		next = stop(v, err.msg);
	} else {
		next = tell(v, &a);
	}
	free(a.path);
	return next;
}

static enum next ask(struct export_view *v)
{
	static const struct dialog_spec spec = {
		.title = N_("导出备案"),
		.rows = rows,
		.count = ROWS,
		.done_label = N_("导出"),
		.done = take,
	};
	char path[DIALOG_TEXT_SIZE], today[DATE_TEXT_SIZE];
	const char *texts[ROWS] = { "gbk", "usual", "ledger", "", "", "whole", path, "" };

	snprintf(path, sizeof(path), "%s/备案-%s", file_name_home(),
		 date_format(desk_today(), today));
	for (size_t i = 0; i < ROW_PASSWORD; i++)
		if (v->texts[i])
			texts[i] = v->texts[i];
	app_push(v->base.app, dialog_screen(v->base.desk, &v->base, &spec, texts));
	return NEXT_STAY;
}

/* ---- keys ---- */

static const char *const help_text = N_(
	"CSV 是文字表格，GBK 编码在中文 Windows 的 Excel、WPS 里双击即可打开；姓名里有 GBK "
	"没有的字时，"
	"登记台在写第一个字节之前就会指出是哪一件、哪一列、哪个字，请改选 GB18030、UTF-8 或 XLSX，"
	"不会写成问号。GB18030 收全部的字，Excel 却当作 GBK 打开，宜给别的系统用。\n"
	"XLSX 是工作簿，证件号和电话都是文本格式，首行冻结。\n"
	"台账十六列可以原样再导入。以 = + - @ "
	"开头的格子前加一个撇号，免得被当作公式；再导入时去掉。\n"
	"文件里是个人信息：存在可靠的地方，用完删除。谁在什么时候导出了多少件，审计里都有一行。");

static enum next command(struct screen *s, enum command c)
{
	switch ((int)c) {
	case CMD_PARK:
	case CMD_ENTER:
		return ask(self(s));
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("导出"), _(help_text), keys));
		return NEXT_STAY;
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	}
	return NEXT_BACK;
}

static enum next type(struct screen *s, const char *text)
{
	(void)text;
	app_say(s->app, STYLE_PLAIN, _("按 F2 导出"));
	return NEXT_REFUSE;
}

/* ---- drawing ---- */

#define LINES_MOST 8

/* A paragraph, wrapped; returns the line below. */
static int draw_wrapped(WINDOW *w, int y, const char *text, enum style style)
{
	size_t start[LINES_MOST + 1], n = text_wrap(text, getmaxx(w) - 6, start, LINES_MOST);
	char line[1024];

	for (size_t i = 0; i < n; i++) {
		snprintf(line, sizeof(line), "%.*s", (int)(start[i + 1] - start[i]),
			 text + start[i]);
		draw_text(w, y++, 3, getmaxx(w) - 6, line, style);
	}
	return y;
}

static void draw_result(const struct export_view *v, WINDOW *w, int y)
{
	char text[DIALOG_TEXT_SIZE + 256];

	snprintf(text, sizeof(text), _("已导出 %llu 件，%s，%s"),
		 (unsigned long long)v->result.rows, v->form,
		 v->masked ? _("证件号和电话已遮去中间") : _("证件号和电话完整"));
	y = draw_wrapped(w, y, text, STYLE_STRONG);
	y = draw_wrapped(w, y, v->file, STYLE_PLAIN);
	snprintf(text, sizeof(text), "SM3 %s", v->result.sm3);
	draw_wrapped(w, y, text, STYLE_DIM);
}

static void draw(struct screen *s, WINDOW *w)
{
	const struct export_view *v = self(s);
	int y = 2;

	draw_rule(w, 0, 0, getmaxx(w));
	y = draw_wrapped(w, y, _("把备案存成表格：CSV（GBK、GB18030、UTF-8）或 XLSX 工作簿。"),
			 STYLE_PLAIN);
	y = draw_wrapped(w, y, _("文件里是个人信息，导出前再输入一次口令，审计里留一行。"),
			 STYLE_PLAIN);
	if (v->done)
		draw_result(v, w, y + 1);
	else
		draw_wrapped(w, y + 1, _("按 F2 选格式、期间和文件。"), STYLE_PLAIN);
}

static void title(const struct screen *s, char *left, char *right, size_t size)
{
	snprintf(left, size, "%s   %s", _("导出"), s->desk->identity.institution.name);
	desk_title_right(s->desk, right, size);
}

static enum style status(const struct screen *s, char *buf, size_t size)
{
	if (((const struct export_view *)s)->done)
		snprintf(buf, size, "%s", _("文件用完请删除；按 F2 再导出，F12 返回"));
	else
		snprintf(buf, size, "%s", _("按 F2 导出"));
	return STYLE_PLAIN;
}

static void close_view(struct screen *s)
{
	struct export_view *v = self(s);

	for (size_t i = 0; i < ARRAY_SIZE(v->texts); i++)
		free(v->texts[i]);
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

struct screen *export_screen(struct desk *desk)
{
	struct export_view *v = calloc(1, sizeof(*v));

	if (v)
		v->base = (struct screen) { .ops = &ops, .desk = desk };
	return v ? &v->base : NULL;
}
