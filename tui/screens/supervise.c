/* Supervision: tables, the sample, questions; each saved as a workbook or CSV where a path says. */
#include "tui/screens/supervise.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/file_name.h"
#include "tui/screens/dialog.h"

#define DEFAULT_SIZE 20

// clang-format off
static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明各栏是怎样得出的") },
	{ CMD_PARK, N_("存表"), N_("把这一栏存成 CSV 文件") },
	{ CMD_LIST, N_("期间"), N_("改统计的起止日期；在抽查一栏是抽样") },
	{ CMD_ENTER, N_("打开"), N_("打开反显的一件；还没有抽样时是抽样") },
	{ CMD_NEXT, N_("换栏"), N_("到后一栏；也可以按栏前的数字") },
	{ CMD_PAGE_DOWN, "", NULL },
	{ CMD_PAGE_UP, "", NULL },
	{ CMD_MENU, NULL, NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct supervise *self(struct screen *s)
{
	return (struct supervise *)s;
}

const char *supervise_label(int look)
{
	if (look < REPORT_BY_COUNT)
		return report_by_label((enum report_by)look);
	return look == LOOK_SAMPLE ? N_("抽查") : N_("值得一问");
}

static int load_look(struct supervise *v, struct err *err)
{
	struct store *st = v->base.desk->store;

	if (workflow_check(v->base.desk->actor.roles, ACT_SUPERVISE, STATE_COUNT, err) < 0)
		return -1;
	if (v->look == LOOK_SAMPLE)
		return v->sampled;
	if (v->look == LOOK_QUESTIONS)
		return questions_list(st, v->from, v->to, v->questions, QUESTIONS_MOST, err);
	return report_make(st, (enum report_by)v->look, v->from, v->to, v->table, REPORT_MOST, err);
}

static void load(struct supervise *v)
{
	struct err err = { 0 };
	int n = load_look(v, &err);

	snprintf(v->trouble, sizeof(v->trouble), "%s", n < 0 ? err.msg : "");
	list_reset(&v->list, n < 0 ? 0 : (size_t)n);
}

static enum next look_at(struct supervise *v, int look)
{
	v->look = look;
	load(v);
	return NEXT_STAY;
}

static enum next stop(struct supervise *v, const char *text)
{
	app_say(v->base.app, STYLE_WARN, text);
	return NEXT_STOP;
}

/* ---- the period ---- */

static const struct dialog_row period_rows[] = {
	{ .label = N_("自"),
	  .hint = N_("写成 20260101 或 2026-01-01"),
	  .kind = DIALOG_TEXT,
	  .most = 20 },
	{ .label = N_("至"),
	  .hint = N_("写成 20261231 或 2026-12-31，这一天也算在内"),
	  .kind = DIALOG_TEXT,
	  .most = 20 },
};

/* Both days of a dialog, or which of the two texts will not do. */
static int read_days(struct supervise *v, char *const *texts, struct date *from, struct date *to,
		     size_t *at)
{
	if (date_parse_typed(texts[0], from)) {
		*at = 0;
		stop(v, _("起始日期不是日期，请写成 2026-01-01"));
		return -1;
	}
	*at = 1;
	if (date_parse_typed(texts[1], to)) {
		stop(v, _("截止日期不是日期，请写成 2026-12-31"));
		return -1;
	}
	if (date_compare(*from, *to) > 0) {
		stop(v, _("截止日期早于起始日期，请核对"));
		return -1;
	}
	return 0;
}

static enum next take_period(struct screen *s, char *const *texts, size_t *at)
{
	struct supervise *v = self(s);

	if (read_days(v, texts, &v->from, &v->to, at) < 0)
		return NEXT_STOP;
	load(v);
	return NEXT_BACK;
}

static enum next ask_period(struct supervise *v)
{
	static const struct dialog_spec spec = {
		.title = N_("统计期间"),
		.rows = period_rows,
		.count = ARRAY_SIZE(period_rows),
		.done_label = N_("统计"),
		.done = take_period,
	};
	char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];
	const char *const texts[] = { date_format(v->from, from), date_format(v->to, to) };

	app_push(v->base.app, dialog_screen(v->base.desk, &v->base, &spec, texts));
	return NEXT_STAY;
}

/* ---- the sample ---- */

enum { ROW_FROM, ROW_TO, ROW_SEED, ROW_SIZE };

static const struct dialog_row sample_rows[] = {
	{ .label = N_("自"), .hint = N_("在这一天或以后备案的"), .kind = DIALOG_TEXT, .most = 20 },
	{ .label = N_("至"), .hint = N_("在这一天或以前备案的"), .kind = DIALOG_TEXT, .most = 20 },
	{ .label = N_("种子"),
	  .hint = N_("任意一个数或词，最好由别人当场说出"),
	  .kind = DIALOG_TEXT,
	  .most = SEED_SIZE - 1 },
	{ .label = N_("件数"), .hint = N_("抽多少件，最多 1000"), .kind = DIALOG_TEXT, .most = 4 },
};

static enum next take_sample(struct screen *s, char *const *texts, size_t *at)
{
	struct supervise *v = self(s);
	struct sample_ask ask = { .seed = texts[ROW_SEED],
				  .size = (int)strtol(texts[ROW_SIZE], NULL, 10) };
	struct err err = { 0 };
	int64_t population = 0;
	int n;

	if (read_days(v, texts, &ask.from, &ask.to, at) < 0)
		return NEXT_STOP;
	n = sample_draw(s->desk->store, &s->desk->actor, &ask, v->sample, SAMPLE_SPACE, &population,
			&err);
	if (n < 0) {
		*at = *ask.seed ? ROW_SIZE : ROW_SEED;
		return stop(v, err.msg);
	}
	v->from = ask.from;
	v->to = ask.to;
	v->size = ask.size;
	v->sampled = n;
	v->population = population;
	snprintf(v->seed, sizeof(v->seed), "%s", ask.seed);
	load(v);
	return NEXT_BACK;
}

static enum next ask_sample(struct supervise *v)
{
	static const struct dialog_spec spec = {
		.title = N_("监督抽样"),
		.rows = sample_rows,
		.count = ARRAY_SIZE(sample_rows),
		.done_label = N_("抽样"),
		.done = take_sample,
	};
	char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE], size[16];
	const char *const texts[] = { date_format(v->from, from), date_format(v->to, to), v->seed,
				      size };

	snprintf(size, sizeof(size), "%d", v->size ? v->size : DEFAULT_SIZE);
	app_push(v->base.app, dialog_screen(v->base.desk, &v->base, &spec, texts));
	return NEXT_STAY;
}

/* ---- saving ---- */

static const struct dialog_row save_rows[] = {
	{ .label = N_("文件名"),
	  .hint = N_("新文件的位置和名字，以 .xlsx 或 .csv 结尾；已有的文件不会覆盖"),
	  .kind = DIALOG_TEXT },
};

static int save_to(struct supervise *v, const char *path, struct err *err)
{
	struct store *st = v->base.desk->store;
	int count = (int)v->list.count;

	if (v->look == LOOK_SAMPLE)
		return sample_save(st, path, v->sample, count, err);
	if (v->look == LOOK_QUESTIONS)
		return questions_save(st, path, v->questions, count, err);
	return report_save(st, path, (enum report_by)v->look, v->table, count, err);
}

static enum next take_path(struct screen *s, char *const *texts, size_t *at)
{
	struct supervise *v = self(s);
	struct err err = { 0 };
	char *path = file_name_typed(texts[0]), said[1200];
	int rc;

	*at = 0;
	if (!path)
		return stop(v, _("文件名不能用，请改用字母和数字"));
	rc = save_to(v, path, &err);
	free(path);
	if (rc < 0)
		return stop(v, err.msg);
	snprintf(said, sizeof(said), _("已存为 %s"), texts[0]);
	app_say(s->app, STYLE_PLAIN, said);
	return NEXT_BACK;
}

static const char *look_name(int look)
{
	if (look < REPORT_BY_COUNT)
		return report_by_key((enum report_by)look);
	return look == LOOK_SAMPLE ? "sample" : "questions";
}

static enum next ask_path(struct supervise *v)
{
	static const struct dialog_spec spec = {
		.title = N_("存成表格文件"),
		.intro = NULL,
		.rows = save_rows,
		.count = ARRAY_SIZE(save_rows),
		.done_label = N_("存表"),
		.done = take_path,
	};
	char path[DIALOG_TEXT_SIZE], from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];
	const char *const texts[] = { path };

	if (*v->trouble || v->list.count == 0) {
		app_say(v->base.app, STYLE_WARN, _("这一栏是空的，没有可存的"));
		return NEXT_REFUSE;
	}
	snprintf(path, sizeof(path), "%s/mtdesk-%s-%s-%s.xlsx", file_name_home(), look_name(v->look),
		 date_format(v->from, from), date_format(v->to, to));
	app_push(v->base.app, dialog_screen(v->base.desk, &v->base, &spec, texts));
	return NEXT_STAY;
}

/* ---- opening ---- */

static int64_t current_filing(const struct supervise *v)
{
	if (v->list.at >= v->list.count)
		return 0;
	if (v->look == LOOK_SAMPLE)
		return v->sample[v->list.at].brief.id;
	return v->look == LOOK_QUESTIONS ? v->questions[v->list.at].filing : 0;
}

static enum next open_filing(struct supervise *v)
{
	int64_t id = current_filing(v);
	struct err err = { 0 };

	if (v->look == LOOK_SAMPLE && v->list.count == 0)
		return ask_sample(v);
	if (id == 0) {
		app_say(v->base.app, STYLE_PLAIN, _("这一行没有可打开的申请表"));
		return NEXT_REFUSE;
	}
	if (form_open(&v->base, id, &err) == 0)
		return NEXT_STAY;
	app_say(v->base.app, STYLE_WARN, err.msg);
	return NEXT_REFUSE;
}

/* ---- keys ---- */

static enum next type(struct screen *s, const char *text)
{
	if (*text >= '1' && *text < '1' + LOOK_COUNT && !text[1])
		return look_at(self(s), *text - '1');
	app_say(s->app, STYLE_PLAIN, _("按 1 至 6 换栏"));
	return NEXT_REFUSE;
}

static const char *const help_text =
	N_("统计表按期间内的签署计数：备案（修正的新版不重复计）、不予认定、退回、撤销，以及与参考"
	   "标准的判定不同、由医师写明理由认定"
	   "后备案的件数。\n"
	   "抽查：期间内备案的每一件，用“种子:编号”算出 "
	   "SM3，取最小的若干件。同样的种子、期间和件数，谁来抽都是同样的结果；"
	   "与参考标准不同的，另外全部列出。抽样在审计里留一行。\n"
	   "值得一问：列出不寻常的情况和数字，只是问题，不是结论；先去看一看，再作判断。\n"
	   "存成的文件是 UTF-8 编码的 CSV，证件号只有前三位和后四位。");

static enum next command(struct screen *s, enum command c)
{
	struct supervise *v = self(s);

	if (list_command(&v->list, c))
		return NEXT_STAY;
	switch ((int)c) {
	case CMD_PARK:
		return ask_path(v);
	case CMD_LIST:
		return v->look == LOOK_SAMPLE ? ask_sample(v) : ask_period(v);
	case CMD_ENTER:
		return open_filing(v);
	case CMD_NEXT:
		return look_at(v, (v->look + 1) % LOOK_COUNT);
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("监督抽查"), _(help_text), keys));
		return NEXT_STAY;
	case CMD_MENU:
		app_push(s->app, menu_screen(s->desk, s->app));
		return NEXT_STAY;
	}
	return NEXT_BACK;
}

static void close_view(struct screen *s)
{
	struct supervise *v = self(s);

	free(v->table);
	free(v->sample);
	free(v->questions);
	free(v);
}

static const struct screen_ops ops = {
	.whole = true,
	.keys = keys,
	.title = supervise_title,
	.status = supervise_status,
	.draw = supervise_draw,
	.text = type,
	.command = command,
	.close = close_view,
};

struct screen *supervise_screen(struct desk *desk)
{
	struct supervise *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->base = (struct screen) { .ops = &ops, .desk = desk };
	v->table = calloc(REPORT_MOST, sizeof(*v->table));
	v->sample = calloc(SAMPLE_SPACE, sizeof(*v->sample));
	v->questions = calloc(QUESTIONS_MOST, sizeof(*v->questions));
	if (!v->table || !v->sample || !v->questions) {
		close_view(&v->base);
		return NULL;
	}
	v->to = desk_today();
	v->from = (struct date) { v->to.year, 1, 1 };
	load(v);
	return &v->base;
}
