/* The sheets of a filing, of a day, or of nobody: which were printed before, and where the next one goes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/audit.h"
#include "tui/screens/print.h"

// clang-format off
static const struct print_line rows[] = {
	{ .about = ABOUT_FILING, .kind = PAPER_FORM, .label = N_("申请表") },
	{ .about = ABOUT_FILING, .kind = PAPER_CERTIFICATE },
	{ .about = ABOUT_FILING, .kind = PAPER_CHECKLIST },
	{ .about = ABOUT_FILING, .kind = PAPER_NOTICE },
	{ .about = ABOUT_FILING, .kind = PAPER_SLIP },
	{ .about = ABOUT_FILING, .kind = PAPER_BENEFIT },
	{ .about = ABOUT_FILING, .kind = PAPER_FORM, .label = N_("套打申请表"), .name = "values", .values_only = true },
	{ .about = ABOUT_DAY,    .kind = PAPER_DAY },
	{ .about = ABOUT_NOBODY, .kind = PAPER_FORM, .label = N_("空白申请表"), .name = "blank", .blank = true },
	{ .about = ABOUT_NOBODY, .kind = PAPER_FORM, .label = N_("尺页"), .name = "ruler", .ruler = true },
};

static const struct screen_key keys[] = {
	{ CMD_HELP, NULL, N_("说明各种单子，和打印的次数怎样计") },
	{ CMD_PRINT, NULL, N_("送打印机打印反显的一种") },
	{ CMD_ENTER, N_("打印"), N_("打印反显的一种；没有打印机时存为 PDF 文件") },
	{ CMD_PARK, N_("存PDF"), N_("把反显的一种存为 PDF 文件") },
	{ CMD_LIST, N_("换打印机"), N_("换一台打印机") },
	{ CMD_UP, "", NULL },
	{ CMD_DOWN, "", NULL },
	{ CMD_PAGE_UP, "", NULL },
	{ CMD_PAGE_DOWN, "", NULL },
	{ CMD_BACK, NULL, NULL },
	{ CMD_NONE, NULL, NULL },
};
// clang-format on

static struct print_view *self(struct screen *s)
{
	return (struct print_view *)s;
}

static const struct print_view *self_const(const struct screen *s)
{
	return (const struct print_view *)s;
}

const char *print_label(const struct print_line *r)
{
	return r->label ? _(r->label) : _(paper_title(r->kind));
}

const struct print_line *print_current(const struct print_view *v)
{
	return v->shown[v->list.at];
}

static enum next say(struct print_view *v, enum style style, const char *text)
{
	app_say(v->base.app, style, text);
	return style == STYLE_WARN ? NEXT_REFUSE : NEXT_STAY;
}

/* ---- reading ---- */

void print_read_done(struct print_view *v)
{
	struct store *st = v->base.desk->store;
	struct err err = { 0 };

	v->done_count = 0;
	if (v->filing)
		v->done_count = prints_of_filing(st, v->filing, v->done, PRINT_DONE_MOST, &err);
	else if (date_is_set(v->day))
		v->done_count = prints_of_day(st, v->day, v->done, PRINT_DONE_MOST, &err);
	if (v->done_count >= 0)
		return;
	snprintf(v->trouble, sizeof(v->trouble), "%s", err.msg);
	v->done_count = 0;
}

static void read_printers(struct print_view *v)
{
	struct err err = { 0 };

	v->printers_count =
		printers_list(v->base.desk->store, v->printers, PRINT_PRINTERS_MOST, &err);
	if (v->printers_count < 0)
		snprintf(v->no_printer, sizeof(v->no_printer), "%.255s", err.msg);
	else if (v->printers_count == 0)
		snprintf(v->no_printer, sizeof(v->no_printer), "%s",
			 _("本机没有打印机，可以存为 PDF 文件"));
	if (v->printers_count < 0)
		v->printers_count = 0;
}

/* The last print of this kind, or NULL. */
const struct print_row *print_last(const struct print_view *v, const struct print_line *r)
{
	for (int i = 0; i < v->done_count; i++)
		if (strcmp(v->done[i].kind, paper_key(r->kind)) == 0)
			return &v->done[i];
	return NULL;
}

bool print_is_counted(const struct print_line *r)
{
	return !r->blank && !r->ruler;
}

long long print_next(const struct print_view *v, const struct print_line *r)
{
	const struct print_row *last = print_last(v, r);

	return last ? (long long)last->nth + 1 : 1;
}

static enum next take(struct print_view *v)
{
	return v->printers_count ? print_now(v) : print_save(v);
}

/* ---- keys ---- */

static enum next change_printer(struct print_view *v)
{
	char text[256];

	if (v->printers_count < 2) {
		if (*v->no_printer)
			return say(v, STYLE_WARN, v->no_printer);
		return say(v, STYLE_PLAIN, _("只有这一台打印机"));
	}
	v->printer = (v->printer + 1) % v->printers_count;
	snprintf(text, sizeof(text), _("换到打印机“%s”"), v->printers[v->printer].name);
	return say(v, STYLE_PLAIN, text);
}

static const char *const help_text =
	N_("按数字打印那一种；没有打印机时存为 PDF 文件。\n"
	   "每一种按件计次：纸上印着第几次打印，审计里记着谁、什么时候、哪一次和内容的摘要。已经"
	   "计次而打印机没有打出来的，再打就是下一次。空白表和尺页不计次。\n"
	   "有签署的申请表和诊断证明带二维码，扫出来的内容可以与纸面对照，用命令 mtdesk verify "
	   "--qr 可以与库里签署的全文核对。\n"
	   "套打只打填写的内容，用在已经印好的表上；打印前在“打印机”里量好位置。\n"
	   "纸上有字库里没有的字时不打印，并说出是哪个字。");

static enum next command(struct screen *s, enum command c)
{
	struct print_view *v = self(s);

	if (list_command(&v->list, c))
		return NEXT_STAY;
	switch ((int)c) {
	case CMD_PRINT:
		return v->printers_count ? print_now(v) : say(v, STYLE_WARN, v->no_printer);
	case CMD_ENTER:
		return take(v);
	case CMD_PARK:
		return print_save(v);
	case CMD_LIST:
		return change_printer(v);
	case CMD_HELP:
		app_push(s->app, help_screen(s->desk, _("打印"), _(help_text), keys));
		return NEXT_STAY;
	}
	return NEXT_BACK;
}

static enum next type(struct screen *s, const char *text)
{
	struct print_view *v = self(s);
	size_t pick = (size_t)(text[0] - '1');

	if (text[0] < '1' || text[1] || pick >= v->list.count) {
		app_say(s->app, STYLE_PLAIN, _("按前面的数字打印，F2 存为 PDF 文件"));
		return NEXT_REFUSE;
	}
	v->list.at = pick;
	return take(v);
}

static bool offers(const struct screen *s, enum command c)
{
	const struct print_view *v = self_const(s);

	if (c == CMD_PRINT)
		return v->printers_count > 0;
	return c != CMD_LIST || v->printers_count > 1;
}

static const char *label(const struct screen *s, enum command c)
{
	return c == CMD_ENTER && !self_const(s)->printers_count ? N_("存PDF") : NULL;
}

static void close_print(struct screen *s)
{
	free(self(s)->done);
	free(s);
}

static const struct screen_ops ops = {
	.keys = keys,
	.offers = offers,
	.label = label,
	.size = print_size,
	.draw = print_draw,
	.text = type,
	.command = command,
	.close = close_print,
};

/* ---- opening ---- */

static void name_filing(struct print_view *v)
{
	struct filing_record r = { 0 };
	struct err err = { 0 };
	int rc = filings_load(v->base.desk->store, v->filing, &r, &err);

	if (rc < 0)
		snprintf(v->trouble, sizeof(v->trouble), "%s", err.msg);
	snprintf(v->subject, sizeof(v->subject), "%s  %s", r.no,
		 filing_get(&r.filing, FIELD_PSN_NAME));
	snprintf(v->file, sizeof(v->file), "%s", r.no);
	filing_record_finish(&r);
}

static void name_subject(struct print_view *v)
{
	char day[DATE_TEXT_SIZE];

	if (v->filing) {
		name_filing(v);
	} else if (date_is_set(v->day)) {
		snprintf(v->subject, sizeof(v->subject), "%s", date_format(v->day, day));
		snprintf(v->file, sizeof(v->file), "%s", day);
	} else {
		snprintf(v->subject, sizeof(v->subject), "%s", _("空白表和尺页"));
		snprintf(v->file, sizeof(v->file), "%s", "mtdesk");
	}
}

static void list_rows(struct print_view *v, enum paper first)
{
	enum print_about about = v->filing             ? ABOUT_FILING
				 : date_is_set(v->day) ? ABOUT_DAY
						       : ABOUT_NOBODY;
	size_t n = 0, at = 0;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (rows[i].about != about)
			continue;
		if (rows[i].kind == first && !at && !rows[i].values_only)
			at = n;
		v->shown[n++] = &rows[i];
	}
	list_reset(&v->list, n);
	v->list.at = at;
}

static struct screen *make_screen(struct desk *desk, int64_t filing, struct date day,
				  enum paper first)
{
	struct print_view *v = calloc(1, sizeof(*v));

	if (!v || !(v->done = calloc(PRINT_DONE_MOST, sizeof(*v->done)))) {
		free(v);
		return NULL;
	}
	v->base = (struct screen) { .ops = &ops, .desk = desk, .cursor_y = -1, .cursor_x = -1 };
	v->filing = filing;
	v->day = day;
	name_subject(v);
	list_rows(v, first);
	print_read_done(v);
	read_printers(v);
	return &v->base;
}

/* A refusal is said, and leaves its row. */
static bool is_refused(struct screen *asker, int64_t filing)
{
	struct desk *d = asker->desk;
	char object[AUDIT_OBJECT_SIZE] = "print";
	struct err err = { 0 };
	struct audit_entry e = {
		.act = ACT_PRINT, .object = object, .refused = true, .reason = err.msg
	};

	if (workflow_check(d->actor.roles, ACT_PRINT, STATE_COUNT, &err) == 0)
		return false;
	if (filing)
		audit_object("filing", filing, object);
	audit_note(d->store, &e, NULL);
	app_say(asker->app, STYLE_WARN, err.msg);
	return true;
}

bool print_offers(const struct screen *s)
{
	return desk_may(s->desk, ACT_PRINT, STATE_COUNT);
}

enum next print_open(struct screen *asker, int64_t filing, enum paper first)
{
	if (is_refused(asker, filing))
		return NEXT_REFUSE;
	app_push(asker->app, make_screen(asker->desk, filing, (struct date) { 0 }, first));
	return NEXT_STAY;
}

enum next print_open_day(struct screen *asker, struct date day)
{
	if (is_refused(asker, 0))
		return NEXT_REFUSE;
	app_push(asker->app, make_screen(asker->desk, 0, day, PAPER_DAY));
	return NEXT_STAY;
}

struct screen *print_screen(struct desk *desk, int64_t filing)
{
	return make_screen(desk, filing, (struct date) { 0 }, PAPER_FORM);
}
