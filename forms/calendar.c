#include "forms/calendar.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "forms/text.h"

/* Longest text that can be a date as people write it, full-width and with blanks. */
#define TYPED_DATE_BYTES 96

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[month - 1] + (month == 2 && is_leap(year));
}

bool date_valid(struct date d)
{
	return d.year >= 1 && d.year <= 9999 && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
	       d.day <= month_days(d.year, d.month);
}

bool date_is_set(struct date d)
{
	return d.year || d.month || d.day;
}

/* Read between least and most digits at *s and step over them; -1 when there are fewer. */
static int read_digits(const char **s, int least, int most)
{
	int value = 0, n = 0;

	while (n < most && isdigit((unsigned char)**s)) {
		value = value * 10 + (*(*s)++ - '0');
		n++;
	}
	return n >= least ? value : -1;
}

static bool skip(const char **s, const char *mark)
{
	size_t n = strlen(mark);

	if (strncmp(*s, mark, n) != 0)
		return false;
	*s += n;
	return true;
}

/* A date when the whole of the text was read and names a real day. */
static int finish(struct date d, const char *rest, struct date *out)
{
	if (*rest || !date_valid(d))
		return -1;
	*out = d;
	return 0;
}

int date_parse(const char *s, struct date *out)
{
	struct date d;

	d.year = read_digits(&s, 4, 4);
	if (!skip(&s, "-"))
		return -1;
	d.month = read_digits(&s, 2, 2);
	if (!skip(&s, "-"))
		return -1;
	d.day = read_digits(&s, 2, 2);
	return finish(d, s, out);
}

/* Half-width, without blanks; the Chinese full stop is what an input method gives for a point. */
static void tidy(const char *s, char *out)
{
	char narrow[TYPED_DATE_BYTES], *to = out;

	text_copy(narrow, sizeof(narrow), s);
	text_narrow(narrow);
	for (const char *from = narrow; *from;) {
		size_t n;

		if (skip(&from, "。")) {
			*to++ = '.';
			continue;
		}
		if (!text_is_blank(text_codepoint(from, &n)) && *from != '\t') {
			memcpy(to, from, n);
			to += n;
		}
		from += n;
	}
	*to = '\0';
}

static int parse_compact(const char *s, struct date *out)
{
	struct date d;

	d.year = read_digits(&s, 4, 4);
	d.month = read_digits(&s, 2, 2);
	d.day = read_digits(&s, 2, 2);
	return finish(d, s, out);
}

static int parse_marked(const char *s, const char *after_year, const char *after_month,
			const char *after_day, struct date *out)
{
	struct date d;

	d.year = read_digits(&s, 4, 4);
	if (!skip(&s, after_year))
		return -1;
	d.month = read_digits(&s, 1, 2);
	if (!skip(&s, after_month))
		return -1;
	d.day = read_digits(&s, 1, 2);
	skip(&s, after_day);
	return finish(d, s, out);
}

int date_parse_typed(const char *s, struct date *out)
{
	static const struct {
		const char *year, *month, *day;
	} marks[] = { { "-", "-", "" }, { ".", ".", "" }, { "/", "/", "" }, { "年", "月", "日" } };
	char text[TYPED_DATE_BYTES];

	if (strlen(s) >= sizeof(text))
		return -1;
	tidy(s, text);
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
		if (parse_marked(text, marks[i].year, marks[i].month, marks[i].day, out) == 0)
			return 0;
	return parse_compact(text, out);
}

char *date_format(struct date d, char out[DATE_TEXT_SIZE])
{
	char text[64] = "";

	if (date_is_set(d))
		snprintf(text, sizeof(text), "%04d-%02d-%02d", d.year, d.month, d.day);
	text_copy(out, DATE_TEXT_SIZE, text);
	return out;
}

static int sign(int a, int b)
{
	return (a > b) - (a < b);
}

int date_compare(struct date a, struct date b)
{
	if (a.year != b.year)
		return sign(a.year, b.year);
	if (a.month != b.month)
		return sign(a.month, b.month);
	return sign(a.day, b.day);
}

/* Days since 0000-03-01. The year is taken to begin in March, so that the leap day is its last. */
static int day_number(struct date d)
{
	int shifted = (d.month + 9) % 12;
	int year = d.year - (d.month <= 2);

	return 365 * year + year / 4 - year / 100 + year / 400 + (153 * shifted + 2) / 5 + d.day -
	       1;
}

static struct date from_day_number(int n)
{
	int cycle = n / 146097, in_cycle = n % 146097; /* 400 years have 146097 days */
	int year = (in_cycle - in_cycle / 1460 + in_cycle / 36524 - in_cycle / 146096) / 365;
	int in_year = in_cycle - (365 * year + year / 4 - year / 100);
	int shifted = (5 * in_year + 2) / 153;
	struct date d = { .day = in_year - (153 * shifted + 2) / 5 + 1 };

	d.month = shifted < 10 ? shifted + 3 : shifted - 9;
	d.year = cycle * 400 + year + (d.month <= 2);
	return d;
}

struct date date_add_days(struct date d, int n)
{
	return from_day_number(day_number(d) + n);
}

struct date date_add_months(struct date d, int n)
{
	int months = d.year * 12 + d.month - 1 + n, most;

	d.year = months / 12;
	d.month = months % 12 + 1;
	most = month_days(d.year, d.month);
	if (d.day > most)
		d.day = most;
	return d;
}

int date_days_between(struct date a, struct date b)
{
	return day_number(b) - day_number(a);
}

int date_age(struct date birth, struct date on)
{
	struct date birthday = { on.year, birth.month, birth.day };

	if (date_compare(on, birth) < 0)
		return -1;
	return on.year - birth.year - (date_compare(on, birthday) < 0);
}

int date_quarter(struct date d)
{
	return (d.month - 1) / 3 + 1;
}

struct date date_today(void)
{
	time_t now = time(NULL);
	struct tm tm;

	localtime_r(&now, &tm);
	return (struct date) { tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday };
}
