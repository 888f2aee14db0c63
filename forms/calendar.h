/* Days of the Gregorian calendar, without time zone or clock. */
#ifndef FORMS_CALENDAR_H
#define FORMS_CALENDAR_H

#include "forms/base.h"

struct date {
	int year, month, day; /* all zero: no date */
};

#define DATE_TEXT_SIZE 11 /* "2026-11-22" and NUL */

bool date_valid(struct date d);
bool date_is_set(struct date d);

/* Read exactly YYYY-MM-DD. Returns 0, or -1 when it is not that shape or not a real day. */
int date_parse(const char *s, struct date *out);

/* Read what people write: 20261122, 2026-11-22, 2026.11.22, 2026/11/22, 2026-1-2, 2026年11月22日,
 * full-width digits too. Returns 0, or -1. */
int date_parse_typed(const char *s, struct date *out);

/* YYYY-MM-DD; the empty string when no date is set. Returns out. */
char *date_format(struct date d, char out[DATE_TEXT_SIZE]);

/* <0, 0, >0 as a is before, on or after b. */
int date_compare(struct date a, struct date b);

/* The day n days (or whole months) after d. Adding months stops at the month's last day. */
struct date date_add_days(struct date d, int n);
struct date date_add_months(struct date d, int n);

/* Days from a to b (negative when b is earlier). */
int date_days_between(struct date a, struct date b);

/* 周岁: whole years from birth to `on`. Somebody born on 29 February is a year older on 1 March in
 * common years (民法典 and 公安 practice count the day after the birthday has passed). -1 when `on`
 * is before birth. */
int date_age(struct date birth, struct date on);

/* 1-4: the quarter of the year d is in. */
int date_quarter(struct date d);

/* The computer's local day. Only main and the screens ask; rules are given a day. */
struct date date_today(void);

#endif
