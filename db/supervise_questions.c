/* Unusual patterns, each asked with its figures. None of them is wrong by itself: a small county has one doctor for a rare
 * disease, a village one telephone. Declared in db/supervise.h. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/stmt.h"
#include "db/supervise.h"
#include "forms/text.h"

/* Below so many of a disease in a month, half of them is chance. */
#define SHARE_LEAST 20
/* Reading a history, a report and a form takes longer. */
#define HASTE_SECONDS 60
/* A median of fewer is chance; "far below" is a quarter of everybody else's. */
#define MEDIAN_LEAST 20
#define MEDIAN_SHARE 4
/* A couple and their parents share a telephone: four people. */
#define TELEPHONE_LEAST 5
/* Windows of hospitals are open at most from half past seven to half past six; a few late filings are a long queue. */
#define OFFICE_OPENS "07:30"
#define OFFICE_CLOSES "18:30"
#define LATE_LEAST 10
/* Where one in twenty is declined, fifty without any happen in 8 of 100 cases. */
#define NO_DECLINE_LEAST 50

struct asking {
	struct store *st;
	char from[DATE_TEXT_SIZE], after[DATE_TEXT_SIZE];
	struct question *out;
	int count, space;
};

static struct stmt *ask_range(const struct asking *a, int id)
{
	struct stmt *q = stmt_get(a->st, id);

	stmt_bind_text(q, 1, a->from);
	stmt_bind_text(q, 2, a->after);
	return q;
}

static char *next_text(struct asking *a, int64_t filing)
{
	if (a->count == a->space)
		return NULL;
	a->out[a->count].filing = filing;
	return a->out[a->count++].text;
}

#define TEXT_SIZE sizeof(((struct question *)NULL)->text)

static int ask_share(struct asking *a, struct err *err)
{
	struct stmt *q = ask_range(a, STMT_ASK_SHARE);
	char *text;
	int rc;

	stmt_bind_int(q, 3, SHARE_LEAST);
	while ((rc = stmt_step(q, err)) == 1 && (text = next_text(a, stmt_int(q, 5))))
		snprintf(text, TEXT_SIZE,
			 _("%s，%s共认定 %lld 件，其中%s一人认定 %lld 件，过半，是什么原因？"),
			 stmt_text(q, 1), stmt_text(q, 0), (long long)stmt_int(q, 4),
			 stmt_text(q, 2), (long long)stmt_int(q, 3));
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

/* ---- how long it took ---- */

/* From the first save of a filing to its certification. */
struct span {
	char doctor[256];
	int64_t seconds, filing;
};

struct spans {
	struct span *all;
	size_t count, space;
};

static int64_t seconds_of_day(const char *at)
{
	return 3600 * strtol(at + 11, NULL, 10) + 60 * strtol(at + 14, NULL, 10) +
	       strtol(at + 17, NULL, 10);
}

/* Between two times as the store writes them; -1 for what is no time. */
static int64_t seconds_between(const char *from, const char *to)
{
	char first[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE];
	struct date a, b;

	snprintf(first, sizeof(first), "%.10s", from);
	snprintf(last, sizeof(last), "%.10s", to);
	if (strlen(from) != TIMESTAMP_SIZE - 1 || strlen(to) != TIMESTAMP_SIZE - 1 ||
	    date_parse(first, &a) || date_parse(last, &b))
		return -1;
	return 86400 * (int64_t)date_days_between(a, b) + seconds_of_day(to) - seconds_of_day(from);
}

static int add_span(struct spans *s, struct stmt *q, struct err *err)
{
	struct span span = { .seconds = seconds_between(stmt_text(q, 1), stmt_text(q, 2)),
			     .filing = stmt_int(q, 3) };

	if (span.seconds < 0)
		return 0;
	stmt_copy_text(q, 0, span.doctor, sizeof(span.doctor));
	if (s->count == s->space) {
		size_t space = s->space ? 2 * s->space : 256;
		struct span *more = realloc(s->all, space * sizeof(*more));

		if (!more)
			return err_set(err, ERR_MEMORY, "%s", _("内存不足"));
		s->all = more;
		s->space = space;
	}
	s->all[s->count++] = span;
	return 0;
}

static int load_spans(const struct asking *a, struct spans *out, struct err *err)
{
	struct stmt *q = ask_range(a, STMT_ASK_HASTE);
	int rc;

	while ((rc = stmt_step(q, err)) == 1)
		if (add_span(out, q, err) < 0) {
			rc = -1;
			break;
		}
	stmt_done(q);
	return rc;
}

static int compare_numbers(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The median of one doctor's spans, or of everybody's else; -1 when they are too few to have one. `room` holds them all. */
static int64_t median_of(const struct spans *s, const char *doctor, bool others, int64_t *room)
{
	size_t n = 0;

	for (size_t i = 0; i < s->count; i++)
		if ((strcmp(s->all[i].doctor, doctor) == 0) != others)
			room[n++] = s->all[i].seconds;
	if (n < MEDIAN_LEAST)
		return -1;
	qsort(room, n, sizeof(*room), compare_numbers);
	return room[n / 2];
}

static void ask_median(struct asking *a, const struct spans *s, const struct span *first,
		       int64_t *room)
{
	int64_t own = median_of(s, first->doctor, false, room);
	int64_t rest = own < 0 ? -1 : median_of(s, first->doctor, true, room);
	char *text;

	if (rest < 0 || own * MEDIAN_SHARE >= rest || !(text = next_text(a, first->filing)))
		return;
	snprintf(text, TEXT_SIZE,
		 _("%s从录入到认定的中位数是 %lld 秒，其他医师是 %lld 秒，快在哪里？"),
		 first->doctor, (long long)own, (long long)rest);
}

static void ask_quick(struct asking *a, const struct span *from, size_t count)
{
	const struct span *least = from;
	long long quick = 0;
	char *text;

	for (size_t i = 0; i < count; i++) {
		quick += from[i].seconds < HASTE_SECONDS;
		if (from[i].seconds < least->seconds)
			least = &from[i];
	}
	if (quick == 0 || !(text = next_text(a, least->filing)))
		return;
	snprintf(text, TEXT_SIZE,
		 _("%s有 %lld 件从录入到认定不足 %d 秒，最短 %lld 秒，材料是在录入之前看的吗？"),
		 from->doctor, quick, HASTE_SECONDS, (long long)least->seconds);
}

/* The spans come doctor by doctor. */
static int ask_haste(struct asking *a, struct err *err)
{
	struct spans s = { 0 };
	int rc = load_spans(a, &s, err);
	int64_t *room = rc == 0 && s.count ? calloc(s.count, sizeof(*room)) : NULL;

	for (size_t i = 0, n; room && i < s.count; i += n) {
		n = 1;
		while (i + n < s.count && strcmp(s.all[i].doctor, s.all[i + n].doctor) == 0)
			n++;
		ask_quick(a, &s.all[i], n);
		ask_median(a, &s, &s.all[i], room);
	}
	if (rc == 0 && s.count && !room)
		rc = err_set(err, ERR_MEMORY, "%s", _("内存不足"));
	free(room);
	free(s.all);
	return rc;
}

/* ---- the rest ---- */

static int ask_telephone(struct asking *a, struct err *err)
{
	struct stmt *q = ask_range(a, STMT_ASK_TELEPHONE);
	char *text, tel[256];
	int rc;

	stmt_bind_int(q, 3, TELEPHONE_LEAST);
	while ((rc = stmt_step(q, err)) == 1 && (text = next_text(a, stmt_int(q, 2)))) {
		text_mask_tel(stmt_text(q, 0), tel, sizeof(tel));
		snprintf(text, TEXT_SIZE, _("电话 %s 留在 %lld 个人的申请表上，是谁的电话？"), tel,
			 (long long)stmt_int(q, 1));
	}
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

static int ask_hours(struct asking *a, struct err *err)
{
	struct stmt *q = ask_range(a, STMT_ASK_HOURS);
	char *text;
	int rc;

	stmt_bind_text(q, 3, OFFICE_OPENS);
	stmt_bind_text(q, 4, OFFICE_CLOSES);
	stmt_bind_int(q, 5, LATE_LEAST);
	while ((rc = stmt_step(q, err)) == 1 && (text = next_text(a, stmt_int(q, 3))))
		snprintf(text, TEXT_SIZE,
			 _("%s，%s在 %s 之前或 %s 之后办理 %lld 件，当天是加班吗？"),
			 stmt_text(q, 0), stmt_text(q, 1), OFFICE_OPENS, OFFICE_CLOSES,
			 (long long)stmt_int(q, 2));
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

static int ask_no_decline(struct asking *a, struct err *err)
{
	struct stmt *q = ask_range(a, STMT_ASK_NO_DECLINE);
	char *text;
	int rc;

	stmt_bind_int(q, 3, NO_DECLINE_LEAST);
	while ((rc = stmt_step(q, err)) == 1 && (text = next_text(a, 0)))
		snprintf(text, TEXT_SIZE,
			 _("%s认定 %lld 件，没有一件不予认定，不符合的是在哪一步拦下的？"),
			 stmt_text(q, 0), (long long)stmt_int(q, 1));
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

static int ask_all(struct asking *a, struct err *err)
{
	static int (*const asks[])(struct asking *, struct err *) = {
		ask_share, ask_haste, ask_telephone, ask_hours, ask_no_decline,
	};

	for (size_t i = 0; i < ARRAY_SIZE(asks); i++)
		if (asks[i](a, err) < 0)
			return -1;
	return a->count;
}

int questions_list(struct store *st, struct date from, struct date to, struct question *out,
		   int space, struct err *err)
{
	struct asking a = { .st = st, .out = out, .space = space };
	int rc;

	date_format(from, a.from);
	date_format(date_add_days(to, 1), a.after);
	if (store_read_begin(st, err) < 0)
		return -1;
	rc = ask_all(&a, err);
	store_read_end(st);
	return rc;
}
