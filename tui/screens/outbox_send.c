/* Files to the platform and from it, and what a person is asked for on the outbox screen. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/filings.h"
#include "forms/text.h"
#include "tui/file_name.h"
#include "tui/screens/dialog.h"
#include "tui/screens/materials.h"
#include "tui/screens/outbox.h"
#include "tui/screens/progress.h"

static struct outbox_view *self(struct screen *s)
{
	return (struct outbox_view *)s;
}

static bool may(struct outbox_view *v)
{
	struct err err = { 0 };

	if (workflow_check(v->base.desk->actor.roles, ACT_PLATFORM, STATE_COUNT, &err) == 0)
		return true;
	app_say(v->base.app, STYLE_WARN, err.msg);
	return false;
}

static enum next stop(struct outbox_view *v, const char *text)
{
	app_say(v->base.app, STYLE_WARN, text);
	return NEXT_STOP;
}

/* What came of a file stands on the screen until the next key. */
static void show_result(struct outbox_view *v, char *text)
{
	free(v->result);
	v->result = text;
}

/* ---- the person's number ---- */

enum { PERSON_NO, PERSON_PLACE, PERSON_OFFICE, PERSON_ROWS };

static int load_certno(struct outbox_view *v, char certno[64], struct err *err)
{
	struct filing_record r = { 0 };
	int rc = filings_load(v->base.desk->store, outbox_current(v)->filing, &r, err);

	text_copy(certno, 64, rc == 1 ? filing_get(&r.filing, FIELD_CERTNO) : "");
	filing_record_finish(&r);
	return rc == 0 ? err_set(err, ERR_CONFLICT, "%s", _("这份申请表已不在库中；请重新查询"))
		       : rc;
}

static bool may_be_region(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	return !text[digits] && (digits == 0 || digits == 6);
}

static enum next take_person(struct screen *s, char *const *texts, size_t *at)
{
	struct outbox_view *v = self(s);
	struct person_no p = { 0 };
	struct err err = { 0 };
	char certno[64];

	*at = !may_be_region(texts[PERSON_PLACE])    ? PERSON_PLACE
	      : !may_be_region(texts[PERSON_OFFICE]) ? PERSON_OFFICE
						     : PERSON_NO;
	text_copy(p.psn_no, sizeof(p.psn_no), texts[PERSON_NO]);
	text_copy(p.insuplc, sizeof(p.insuplc), texts[PERSON_PLACE]);
	text_copy(p.insu_optins, sizeof(p.insu_optins), texts[PERSON_OFFICE]);
	if (load_certno(v, certno, &err) < 0 ||
	    person_no_save(s->desk->store, &s->desk->actor, certno, &p, &err) < 0)
		return stop(v, err.msg);
	app_say(s->app, STYLE_PLAIN, _("人员编号已保存；此人以后的件不再询问"));
	return NEXT_BACK;
}

static const struct dialog_row person_rows[PERSON_ROWS] = {
	[PERSON_NO] = { .label = N_("人员编号"),
			.hint = N_("人员信息查询（1101）返回的 psn_no，或在中心网页上查到的") },
	[PERSON_PLACE] = { .label = N_("参保地医保区划"),
			   .hint = N_("6 位，insuplc_admdvs；空着用平台参数里常用的") },
	[PERSON_OFFICE] = { .label = N_("参保机构区划"),
			    .hint = N_("6 位，insu_optins；空着用平台参数里常用的") },
};

enum next outbox_ask_person(struct outbox_view *v)
{
	const struct outbox_row *r = outbox_current(v);
	char certno[64], masked[4 * sizeof(certno) + 1], intro[700];
	struct dialog_spec spec = { .title = N_("平台的人员编号"),
				    .intro = intro,
				    .rows = person_rows,
				    .count = PERSON_ROWS,
				    .done_label = N_("保存"),
				    .done = take_person };
	struct person_no p;
	struct err err = { 0 };
	const char *const texts[PERSON_ROWS] = { p.psn_no, p.insuplc, p.insu_optins };

	if (!r)
		return outbox_refuse(v, _("这一栏是空的；按 1 至 5 换栏"));
	if (!may(v))
		return NEXT_REFUSE;
	if (load_certno(v, certno, &err) < 0 ||
	    person_no_load(v->base.desk->store, certno, &p, &err) < 0)
		return outbox_refuse(v, err.msg);
	text_mask_certno(certno, masked, sizeof(masked));
	snprintf(intro, sizeof(intro), _("%s   %s   %s"), r->psn_name, masked, r->disease);
	app_push(v->base.app, dialog_screen(v->base.desk, &v->base, &spec, texts));
	return NEXT_STAY;
}

/* ---- requests out ---- */

enum { FILE_INFNO, FILE_PATH, FILE_ROWS };

struct sending {
	struct desk *desk;
	const char *infno, *path;
	struct national_result result;
};

static int send(void *ctx, progress_fn *progress, void *progress_ctx, struct err *err)
{
	struct sending *s = ctx;
	struct national_writer *w;
	int rc;

	if (national_open(s->desk->store, &s->desk->actor, s->infno, s->path, &w, err) < 0)
		return -1;
	while ((rc = national_step(w, err)) == 1)
		if (progress(progress_ctx, national_so_far(w)->written + national_so_far(w)->left,
			     0)) {
			rc = err_set(err, ERR_CANCELLED, "%s",
				     _("已停下；没有报送文件，各条仍未送"));
			break;
		}
	national_close(w, &s->result);
	return rc;
}

static char *sent_words(const struct sending *s, const char *shown)
{
	char *text = NULL;
	int len;

	if (s->result.written == 0)
		len = asprintf(&text,
			       _("没有可以报送的 %s；%llu 件缺少内容，各自缺什么见下面每一条\n"),
			       s->infno, (unsigned long long)s->result.left);
	else
		len = asprintf(
			&text,
			_("已写出 %llu 条 %s 到 %s\n另有 %llu 件缺少内容，仍在未送里\nSM3 %s\n%s"),
			(unsigned long long)s->result.written, s->infno, shown,
			(unsigned long long)s->result.left, s->result.sm3,
			s->desk->training ? _("培训演示：接收方写作 TRAINING，不要送往平台") : "");
	return len < 0 ? NULL : text;
}

static enum next take_file(struct screen *s, char *const *texts, size_t *at)
{
	struct outbox_view *v = self(s);
	struct sending work = { .desk = s->desk, .infno = texts[FILE_INFNO] };
	char *path = file_name_typed(texts[FILE_PATH]);
	struct err err = { 0 };
	int rc;

	*at = FILE_PATH;
	if (!path)
		return stop(v, _("文件名不能用，请改用字母和数字"));
	work.path = path;
	rc = progress_run(&v->base, _("写报送文件"), PROGRESS_ROWS, send, &work, &err);
	if (rc == 0)
		show_result(v, sent_words(&work, texts[FILE_PATH]));
	free(path);
	free(work.result.missing);
	return rc < 0 ? stop(v, err.msg) : NEXT_BACK;
}

static const struct dialog_choice numbers[] = {
	{ "2503", N_("2503 备案") },
	{ "2504", N_("2504 撤销") },
	{ NULL, NULL },
};

static const struct dialog_row file_rows[FILE_ROWS] = {
	[FILE_INFNO] = { .label = N_("报送"),
			 .hint = N_("修正过的件，先送 2504 撤销原版，再送 2503"),
			 .kind = DIALOG_CHOICE,
			 .choices = numbers },
	[FILE_PATH] = { .label = N_("文件名"),
			.hint = N_("新文件的位置和名字，可以在 U 盘上；已有的文件不会覆盖") },
};

/* What waits first goes first: a revocation. */
static const char *first_number(const struct outbox_view *v)
{
	for (size_t i = 0; i < v->list.count; i++)
		if (strcmp(v->rows[i].infno, "2504") == 0 && v->missing[i] && !*v->missing[i])
			return "2504";
	return "2503";
}

enum next outbox_ask_file(struct outbox_view *v)
{
	static const struct dialog_spec spec = { .title = N_("写报送文件"),
						 .rows = file_rows,
						 .count = FILE_ROWS,
						 .done_label = N_("写文件"),
						 .done = take_file };
	char path[DIALOG_TEXT_SIZE], clock[32];
	const char *const texts[FILE_ROWS] = { first_number(v), path };

	if (!may(v))
		return NEXT_REFUSE;
	if (v->counts[OUTBOX_UNSENT] == 0)
		return outbox_refuse(v, _("没有未送的，不用写文件"));
	desk_clock(clock, sizeof(clock), "%Y%m%d-%H%M%S");
	snprintf(path, sizeof(path), "%s/%smtdesk-%s.jsonl", file_name_home(),
		 v->base.desk->training ? _("培训演示-") : "", clock);
	app_push(v->base.app, dialog_screen(v->base.desk, &v->base, &spec, texts));
	return NEXT_STAY;
}

/* ---- replies in ---- */

struct taking {
	struct desk *desk;
	const char *path;
	struct national_reply_result result;
};

static int take(void *ctx, progress_fn *progress, void *progress_ctx, struct err *err)
{
	struct taking *t = ctx;
	struct national_reader *r;
	uint64_t done, all;
	int rc;

	if (national_replies_open(t->desk->store, &t->desk->actor, t->path, &r, err) < 0)
		return -1;
	while ((rc = national_replies_step(r, err)) == 1) {
		national_replies_so_far(r, &done, &all);
		if (progress(progress_ctx, done, all)) {
			rc = err_set(err, ERR_CANCELLED, "%s",
				     _("已停下；导入过的回执都已记下，可以再导入一次"));
			break;
		}
	}
	national_replies_close(r, &t->result);
	return rc;
}

static char *taken_words(const struct national_reply_result *r)
{
	char *text = NULL;

	if (asprintf(&text,
		     _("已回执 %llu，退回 %llu，未变 %llu，无关 %llu，对不上 %llu，不能用 "
		       "%llu\n%s%s"),
		     (unsigned long long)r->answered, (unsigned long long)r->refused,
		     (unsigned long long)r->same, (unsigned long long)r->other,
		     (unsigned long long)r->unknown, (unsigned long long)r->bad,
		     r->by_place ? _("回执没有报文ID，已按报送文件的行序对应\n") : "",
		     r->words) < 0)
		return NULL;
	return text;
}

static void chosen(struct screen *s, const char *path)
{
	struct outbox_view *v = self(s);
	struct taking work = { .desk = s->desk, .path = path };
	struct err err = { 0 };

	if (progress_run(s, _("导入回执"), PROGRESS_ROWS, take, &work, &err) < 0)
		app_say(s->app, STYLE_WARN, err.msg);
	else
		show_result(v, taken_words(&work.result));
	free(work.result.words);
	outbox_load_list(v);
}

enum next outbox_ask_replies(struct outbox_view *v)
{
	static const char *const endings[] = { ".json", ".jsonl", ".replies", ".txt", NULL };
	static const struct file_kind replies = { N_("选择回执文件（JSON）"),
						  N_("这里没有 JSON 文件"), endings };

	if (!may(v))
		return NEXT_REFUSE;
	app_push(v->base.app, files_screen_of(v->base.desk, &v->base, &replies, "", chosen));
	return NEXT_STAY;
}

/* ---- again ---- */

static enum next again(struct screen *s, bool yes)
{
	struct outbox_view *v = self(s);
	const struct outbox_row *r = outbox_current(v);
	struct err err = { 0 };

	if (!yes || !r)
		return NEXT_BACK;
	if (outbox_again(s->desk->store, &s->desk->actor, r->id, &err) < 0)
		app_say(s->app, STYLE_WARN, err.msg);
	else
		app_say(s->app, STYLE_PLAIN, _("已回到未送；写报送文件时用新的报文ID"));
	return NEXT_BACK;
}

enum next outbox_ask_again(struct outbox_view *v)
{
	const struct outbox_row *r = outbox_current(v);
	char text[900];

	if (!r || (r->state != OUTBOX_SENT && r->state != OUTBOX_REFUSED))
		return outbox_refuse(v, _("只有已送和退回的可以重送；按 2 或 4 换栏"));
	if (!may(v))
		return NEXT_REFUSE;
	if (r->state == OUTBOX_SENT)
		snprintf(text, sizeof(text),
			 _("%s 的 %s 写在 %s 里，还没有回执。确知它没有送到，再重送；"
			   "送到了又重送，平台会有两份。重送吗？"),
			 r->psn_name, r->infno, r->file);
	else
		snprintf(text, sizeof(text), _("%s 的 %s 平台没有收。已经处理好，重送吗？"),
			 r->psn_name, r->infno);
	app_push(v->base.app, question_screen(v->base.desk, &v->base, text, again));
	return NEXT_STAY;
}
