/* 备案号: none missing, none twice, none that was not issued. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/verify_parts.h"

/* --- Numbers --- */

/* The last serial of a prefix and year. */
struct series {
	char prefix[40];
	int year;
	int64_t last;
};

static int check_number(struct verify *v, const struct series *s, int64_t serial)
{
	char no[FILING_NO_SIZE];
	struct stmt *q;
	int64_t id;
	int rc;

	if (filing_no_make(s->prefix, s->year, serial, no) < 0)
		return verify_broken(v, "filing_serial", 0, s->prefix, _("编号前缀“%s”不能用"),
				     s->prefix);
	q = stmt_get(v->st, STMT_VERIFY_FILING_OF_NO);
	stmt_bind_text(q, 1, no);
	rc = stmt_fetch_int(q, &id, v->err);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	return verify_broken(v, "filing_serial", 0, no, _("备案号“%s”缺号：发过的号没有对应的备案"),
			     no);
}

static int check_series(struct verify *v, const struct series *s)
{
	int rc = 0;

	for (int64_t i = 1; i <= s->last && rc == 0; i++)
		rc = check_number(v, s, i);
	return rc;
}

/* Series by series; a few in the life of a desk. */
static int check_all_series(struct verify *v)
{
	struct series list[256];
	struct stmt *q = stmt_get(v->st, STMT_VERIFY_SERIES);
	size_t count = 0;
	int rc = 0;

	while (count < ARRAY_SIZE(list) && (rc = stmt_step(q, v->err)) == 1) {
		struct series *s = &list[count++];

		stmt_copy_text(q, 0, s->prefix, sizeof(s->prefix));
		s->year = (int)stmt_int(q, 1);
		s->last = stmt_int(q, 2);
	}
	stmt_done(q);
	if (rc < 0)
		return -1;
	rc = 0;
	for (size_t i = 0; i < count && rc == 0; i++)
		rc = check_series(v, &list[i]);
	return rc;
}

/* "PREFIX-YEAR-SERIAL-C"; the prefix holds no hyphen. */
static bool split(const char *no, char prefix[FILING_NO_SIZE], int64_t *out_year,
		  int64_t *out_serial)
{
	size_t len = strcspn(no, "-");
	char *end;

	if (!filing_no_valid(no) || len >= FILING_NO_SIZE)
		return false;
	snprintf(prefix, FILING_NO_SIZE, "%.*s", (int)len, no);
	*out_year = strtoll(no + len + 1, &end, 10);
	*out_serial = strtoll(end + 1, NULL, 10);
	return true;
}

/* Two filings under one number are a filing and its amendments, and only one of them lives. */
static int check_shared(struct verify *v, int64_t id, const char *no)
{
	struct stmt *q = stmt_get(v->st, STMT_VERIFY_LIVE_OF_NO);
	int64_t live = 0;

	stmt_bind_text(q, 1, no);
	if (stmt_fetch_int(q, &live, v->err) < 0)
		return -1;
	if (live <= 1)
		return 0;
	return verify_broken(v, "filing", id, "filing_no", _("备案号“%s”有 %lld 件同时有效"), no,
			     (long long)live);
}

static int check_issued(struct verify *v, int64_t id, const char *no)
{
	char prefix[FILING_NO_SIZE];
	int64_t year, serial, last = 0;
	struct stmt *q;

	if (!split(no, prefix, &year, &serial))
		return verify_broken(v, "filing", id, "filing_no", _("备案号“%s”的校验码不对"), no);
	q = stmt_get(v->st, STMT_VERIFY_SERIES_LAST);
	stmt_bind_text(q, 1, prefix);
	stmt_bind_int(q, 2, year);
	if (stmt_fetch_int(q, &last, v->err) < 0)
		return -1;
	if (serial < 1 || serial > last)
		return verify_broken(v, "filing", id, "filing_no",
				     _("备案号“%s”没有发过：最后一个序号是 %lld"), no,
				     (long long)last);
	return check_shared(v, id, no);
}

static int check_numbered(struct verify *v, int64_t id)
{
	struct stmt *q = stmt_get(v->st, STMT_VERIFY_NO_OF_FILING);
	char no[FILING_NO_SIZE] = "";
	int rc;

	stmt_bind_int(q, 1, id);
	rc = stmt_step(q, v->err);
	if (rc == 1)
		stmt_copy_text(q, 0, no, sizeof(no));
	stmt_done(q);
	return rc < 0 ? -1 : *no ? check_issued(v, id, no) : 0;
}

int verify_numbers(struct verify *v)
{
	int rc = check_all_series(v);

	return rc == 0 ? verify_each(v, "filing", STMT_VERIFY_NEXT_FILING, check_numbered) : rc;
}
