/* A sheet of the list: to the printer, or into a file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tui/file_name.h"
#include "tui/screens/dialog.h"
#include "tui/screens/print.h"

static struct print_view *self(struct screen *s)
{
	return (struct print_view *)s;
}

static enum next refuse(struct print_view *v, const char *why)
{
	app_say(v->base.app, STYLE_WARN, why);
	return NEXT_REFUSE;
}

/* ---- printing ---- */

/* What was left out comes first: a long path may push the rest off the line. */
static void say_done(struct print_view *v, const struct print_line *r,
		     const struct print_result *done, const char *where)
{
	const char *left = done->agent_left ? _("表上放不下代办人，请手填；") : "";
	char text[1400];

	if (done->nth)
		snprintf(text, sizeof(text), _("%s%s第 %d 次打印，%d 页，%s"), left, print_label(r),
			 done->nth, done->pages, where);
	else
		snprintf(text, sizeof(text), _("%s，%d 页，%s"), print_label(r), done->pages,
			 where);
	app_say(v->base.app, STYLE_PLAIN, text);
}

static int make(struct print_view *v, const char *printer, const char *path,
		struct print_result *done, struct err *err)
{
	struct desk *d = v->base.desk;
	const struct print_line *r = print_current(v);
	struct check_context ctx = desk_context(d, false);
	const struct print_request req = { .kind = r->kind,
					   .filing = v->filing,
					   .day = v->day,
					   .blank = r->blank,
					   .ruler = r->ruler,
					   .values_only = r->values_only,
					   .printer = printer,
					   .path = path };
	int rc = prints_make(d->store, &d->actor, &req, &ctx, done, err);

	print_read_done(v);
	return rc;
}

enum next print_now(struct print_view *v)
{
	const struct printer *p = &v->printers[v->printer];
	struct print_result done;
	struct err err = { 0 };
	char where[256];

	if (make(v, p->name, NULL, &done, &err) < 0)
		return refuse(v, err.msg);
	snprintf(where, sizeof(where), _("已送打印机“%s”"), p->name);
	say_done(v, print_current(v), &done, where);
	return NEXT_STAY;
}

/* ---- saving ---- */

static const struct dialog_row save_rows[] = {
	{ .label = N_("文件名"),
	  .hint = N_(
		  "新文件的位置和名字；U 盘一般在 /media 或 /run/media 之下；已有的文件不会覆盖"),
	  .kind = DIALOG_TEXT },
};

/* The next sheet is offered where this one went. */
static void remember(struct desk *d, const char *typed)
{
	const char *slash = strrchr(typed, '/');

	snprintf(d->print_folder, sizeof(d->print_folder), "%.*s", slash ? (int)(slash - typed) : 0,
		 typed);
}

static enum next stop(struct print_view *v, const char *why)
{
	app_say(v->base.app, STYLE_WARN, why);
	return NEXT_STOP;
}

static enum next save_to(struct print_view *v, const char *path, const char *typed)
{
	/* What is not moved as a printer wants it meets no printed form. */
	const char *printer = print_current(v)->values_only && v->printers_count
				      ? v->printers[v->printer].name
				      : NULL;
	struct print_result done;
	struct err err = { 0 };
	char where[1100];

	if (access(path, F_OK) == 0)
		return stop(v, _("已有这个文件，不会覆盖；请换一个名字"));
	if (make(v, printer, path, &done, &err) < 0)
		return stop(v, err.msg);
	remember(v->base.desk, typed);
	snprintf(where, sizeof(where), _("已存为 %s"), typed);
	say_done(v, print_current(v), &done, where);
	return NEXT_BACK;
}

static enum next take_path(struct screen *s, char *const *texts, size_t *at)
{
	struct print_view *v = self(s);
	char *path = file_name_typed(texts[0]);
	enum next next;

	*at = 0;
	if (!path)
		return stop(v, _("文件名不能用，请改用字母和数字"));
	next = save_to(v, path, texts[0]);
	free(path);
	return next;
}

/* 20261122-0007-form.pdf, of a later print 20261122-0007-form-2.pdf. */
static void propose(const struct print_view *v, char *out, size_t size)
{
	const struct print_line *r = print_current(v);
	const char *folder = v->base.desk->print_folder;
	char again[24] = "";

	if (print_is_counted(r) && print_next(v, r) > 1)
		snprintf(again, sizeof(again), "-%lld", print_next(v, r));
	snprintf(out, size, "%s/%s-%s%s.pdf", *folder ? folder : file_name_home(), v->file,
		 r->name ? r->name : paper_key(r->kind), again);
}

enum next print_save(struct print_view *v)
{
	static const struct dialog_spec spec = {
		.title = N_("存为 PDF 文件"),
		.rows = save_rows,
		.count = ARRAY_SIZE(save_rows),
		.done_label = N_("存PDF"),
		.done = take_path,
	};
	char path[DIALOG_TEXT_SIZE];
	const char *const texts[] = { path };

	propose(v, path, sizeof(path));
	app_push(v->base.app, dialog_screen(v->base.desk, &v->base, &spec, texts));
	return NEXT_STAY;
}
