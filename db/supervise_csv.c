/* Tables of supervision as CSV. Declared in db/supervise.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/cell_guard.h"
#include "db/stmt.h"
#include "db/supervise.h"
#include "forms/text.h"

#define UTF8_MARK "\xEF\xBB\xBF"

/* Every cell in quotes: a number of 18 digits stays text only where it says so by itself, which masked numbers do. */
static void put_cell(FILE *out, const char *text, bool last)
{
	fputs(cell_guarded(text) ? "\"'" : "\"", out);
	for (; *text; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputs(last ? "\"\r\n" : "\",", out);
}

static void put_cells(FILE *out, const char *const *cells, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put_cell(out, cells[i], i + 1 == count);
}

static void put_number(FILE *out, int64_t n, bool last)
{
	fprintf(out, last ? "%lld\r\n" : "%lld,", (long long)n);
}

void report_write(FILE *out, enum report_by by, const struct report_row *rows, int count)
{
	const char *const head[] = {
		_(report_by_label(by)), _("备案"), _("不予认定"), _("退回"), _("撤销"),
		_("与参考标准不同")
	};

	fputs(UTF8_MARK, out);
	put_cells(out, head, ARRAY_SIZE(head));
	for (int i = 0; i < count; i++) {
		put_cell(out, rows[i].key, false);
		put_number(out, rows[i].filed, false);
		put_number(out, rows[i].declined, false);
		put_number(out, rows[i].returned, false);
		put_number(out, rows[i].revoked, false);
		put_number(out, rows[i].overridden, true);
	}
}

static void put_sampled(FILE *out, const struct sample_row *r)
{
	char certno[4 * sizeof(r->brief.certno) + 1];
	const char *const cells[] = { r->brief.no,
				      r->brief.psn_name,
				      certno,
				      r->brief.opsp_dise_code,
				      r->brief.opsp_dise_name,
				      _(state_label(r->brief.state)),
				      r->drawn ? _("抽中") : "",
				      r->override ? _("与参考标准不同") : "" };

	text_mask_certno(r->brief.certno, certno, sizeof(certno));
	put_cells(out, cells, ARRAY_SIZE(cells));
}

void sample_write(FILE *out, const struct sample_row *rows, int count)
{
	const char *const head[] = { _("受理号"),   _("姓名"), _("证件号码"), _("病种编码"),
				     _("病种名称"), _("状态"), _("抽样"),     _("认定") };

	fputs(UTF8_MARK, out);
	put_cells(out, head, ARRAY_SIZE(head));
	for (int i = 0; i < count; i++)
		put_sampled(out, &rows[i]);
}

static void questions_write(FILE *out, const struct question *rows, int count)
{
	fputs(UTF8_MARK, out);
	put_cell(out, _("值得一问"), true);
	for (int i = 0; i < count; i++)
		put_cell(out, rows[i].text, true);
}

/* ---- to a file ---- */

static FILE *create(const char *path, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");

	if (out)
		return out;
	if (errno == EEXIST)
		err_set(err, ERR_INPUT, _("已有文件“%s”，请换一个名字"), path);
	else
		err_set(err, ERR_INPUT, _("不能在“%s”建立文件（%s），请换一个位置"), path,
			err_system(errno));
	if (fd >= 0)
		close(fd);
	return NULL;
}

/* A file is there whole or not at all. */
static int finish(FILE *out, const char *path, struct err *err)
{
	bool bad = fflush(out) != 0 || ferror(out) || fsync(fileno(out)) != 0;
	int why = errno;

	if (fclose(out) == 0 && !bad)
		return 0;
	unlink(path);
	return err_set(err, ERR_STORAGE, _("没有写成“%s”（%s），请换一个位置"), path,
		       err_system(why));
}

/* Who took a table out of the desk, and how long it was. */
static int note_saved(struct store *st, const char *what, int count, struct err *err)
{
	const struct actor *who = store_actor(st);
	char detail[64];

	snprintf(detail, sizeof(detail), "export=%s rows=%d", what, count);
	return audit_note(
		st,
		&(struct audit_entry) { .act = ACT_SUPERVISE,
					.object = "export",
					.role = role_key(who->roles & ROLE_BIT(ROLE_AUDITOR)
								 ? ROLE_AUDITOR
								 : ROLE_HEAD),
					.detail = detail },
		err);
}

int report_save(struct store *st, const char *path, enum report_by by,
		const struct report_row *rows, int count, struct err *err)
{
	FILE *out = create(path, err);

	if (!out)
		return -1;
	report_write(out, by, rows, count);
	return finish(out, path, err) < 0 ? -1 : note_saved(st, report_by_key(by), count, err);
}

int sample_save(struct store *st, const char *path, const struct sample_row *rows, int count,
		struct err *err)
{
	FILE *out = create(path, err);

	if (!out)
		return -1;
	sample_write(out, rows, count);
	return finish(out, path, err) < 0 ? -1 : note_saved(st, "sample", count, err);
}

int questions_save(struct store *st, const char *path, const struct question *rows, int count,
		   struct err *err)
{
	FILE *out = create(path, err);

	if (!out)
		return -1;
	questions_write(out, rows, count);
	return finish(out, path, err) < 0 ? -1 : note_saved(st, "questions", count, err);
}
