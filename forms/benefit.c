#include "forms/benefit.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "forms/text.h"

#define RATIO_WHOLE 10000 /* 100 % in hundredths of a percent */
#define YUAN_MAX INT64_C(1000000000000)

/* ---- amounts ---- */

/* Digits in s, "4,615" in groups of three included; *s ends behind them. -1: none, a bad group, or more than `max`. */
static int64_t read_whole(const char **s, int64_t max)
{
	size_t first = strspn(*s, "0123456789"), run = first;
	int64_t value = 0;

	if (first == 0)
		return -1;
	for (;;) {
		for (; run > 0; run--, ++*s)
			if ((value = value * 10 + (**s - '0')) > max)
				return -1;
		if (**s != ',')
			return value;
		++*s;
		run = strspn(*s, "0123456789");
		if (first > 3 || run != 3)
			return -1;
	}
}

/* Up to two decimals behind a point, in hundredths; 0 where there is no point, -1 for another shape. */
static int read_hundredths(const char **s)
{
	size_t digits;
	int value;

	if (**s != '.')
		return 0;
	++*s;
	digits = strspn(*s, "0123456789");
	if (digits < 1 || digits > 2)
		return -1;
	value = (*s)[0] - '0';
	value = value * 10 + (digits == 2 ? (*s)[1] - '0' : 0);
	*s += digits;
	return value;
}

static void skip_any(const char **s, const char *word)
{
	*s += strspn(*s, " ");
	if (strncmp(*s, word, strlen(word)) == 0)
		*s += strlen(word);
	*s += strspn(*s, " ");
}

/* Read a number with at most two decimals, in hundredths, between `before` and `behind`, which may be missing. */
static int read_amount(const char *text, const char *before, const char *behind, int64_t max,
		       int64_t *out)
{
	char plain[64];
	const char *s = plain;
	int64_t whole;
	int hundredths;

	if (strlen(text) >= sizeof(plain))
		return -1;
	memcpy(plain, text, strlen(text) + 1);
	text_narrow(plain);
	skip_any(&s, before);
	whole = read_whole(&s, max);
	hundredths = read_hundredths(&s);
	skip_any(&s, behind);
	if (whole < 0 || hundredths < 0 || *s || whole * 100 + hundredths > max * 100)
		return -1;
	*out = whole * 100 + hundredths;
	return 0;
}

int money_read(const char *text, int64_t *out_fen)
{
	if (read_amount(text, "￥", "元", YUAN_MAX, out_fen) == 0)
		return 0;
	return read_amount(text, "¥", "元", YUAN_MAX, out_fen);
}

char *money_format(int64_t fen, char *buf, size_t size)
{
	uint64_t amount = fen < 0 ? -(uint64_t)fen : (uint64_t)fen;

	snprintf(buf, size, "%s%" PRIu64 ".%02" PRIu64, fen < 0 ? "-" : "", amount / 100,
		 amount % 100);
	return buf;
}

/* "65 %" in hundredths of a percent; -1 for NULL and for what is no ratio. */
static int ratio_read(const char *text)
{
	int64_t ratio;

	if (!text || !strchr(text, '%') || read_amount(text, "", "%", 100, &ratio))
		return -1;
	return (int)ratio;
}

static int64_t cap_read(const char *text)
{
	int64_t fen;

	return text && money_read(text, &fen) == 0 ? fen : -1;
}

/* ---- terms ---- */

static const struct policy_benefit *benefit_row(const struct policy *p, const char *disease,
						const char *insutype)
{
	for (unsigned i = 0; i < p->benefits_count; i++)
		if (strcmp(p->benefits[i].disease, disease) == 0 &&
		    strcmp(p->benefits[i].insutype, insutype) == 0)
			return &p->benefits[i];
	return NULL;
}

/* What has been found so far, and how near to the region each part's pack is. */
struct search {
	struct benefit_terms terms;
	size_t ratio_reach, year_reach, quarter_reach;
};

static void take_ratio(struct search *s, const struct policy *p, int ratio, size_t near)
{
	if (ratio < 0 || near <= s->ratio_reach)
		return;
	s->terms.ratio_hundredths = ratio;
	s->terms.ratio_policy = p;
	s->ratio_reach = near;
}

static void take_cap(const struct policy **policy, int64_t *cap, size_t *so_far,
		     const struct policy *p, int64_t fen, size_t near)
{
	if (fen < 0 || near <= *so_far)
		return;
	*cap = fen;
	*policy = p;
	*so_far = near;
}

int benefit_terms(const struct policies *ps, const char *region, const char *disease,
		  const char *insutype, struct benefit_terms *out)
{
	struct search s = { .terms = { .year_cap = -1, .quarter_cap = -1 } };

	for (size_t i = 0; i < policies_count(ps); i++) {
		const struct policy *p = policies_at(ps, i);
		const struct policy_benefit *row = benefit_row(p, disease, insutype);
		size_t near = policies_reach(ps, p, region);

		if (!row || !near)
			continue;
		s.terms.insutype = row->insutype;
		take_ratio(&s, p, ratio_read(row->ratio), near);
		take_cap(&s.terms.year_policy, &s.terms.year_cap, &s.year_reach, p,
			 cap_read(row->year_cap), near);
		take_cap(&s.terms.quarter_policy, &s.terms.quarter_cap, &s.quarter_reach, p,
			 cap_read(row->quarter_cap), near);
	}
	if (!s.terms.ratio_policy)
		return 0;
	*out = s.terms;
	return 1;
}

/* ---- payment ---- */

/* cost x ratio, half up. Whole and rest apart, so that no cost overflows. */
static int64_t by_ratio(int64_t cost, int ratio_hundredths)
{
	return cost / RATIO_WHOLE * ratio_hundredths +
	       (cost % RATIO_WHOLE * ratio_hundredths + RATIO_WHOLE / 2) / RATIO_WHOLE;
}

static int64_t add_capped(int64_t a, int64_t b)
{
	int64_t sum;

	return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
}

/* What the fund paid in `on`'s year (quarter 0) or in one quarter of it. */
static int64_t paid(const struct benefit_step *steps, size_t count, struct date on, int quarter)
{
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++) {
		struct date day = steps[i].visit.on;

		if (day.year == on.year && (!quarter || date_quarter(day) == quarter))
			sum = add_capped(sum, steps[i].fund);
	}
	return sum;
}

/* What a cap leaves on a day: -1 where there is none, or where its notice is not in force on that day. */
static int64_t cap_left(enum policy_force force, int64_t cap, int64_t spent)
{
	if (cap < 0 || force != POLICY_IN_FORCE)
		return -1;
	return spent < cap ? cap - spent : 0;
}

/* By the terms of this insurance: the notice for another one may end on another day. */
static enum policy_force force_on(const struct policies *ps, const struct benefit_terms *terms,
				  const struct policy *p, struct date on)
{
	return p ? policy_in_force_for(ps, p, terms->insutype, on, NULL, NULL) : POLICY_IN_FORCE;
}

/* Reduce what the fund pays to what is left; true when that changed it. */
static bool bite(int64_t left, int64_t *fund)
{
	if (left < 0 || *fund <= left)
		return false;
	*fund = left;
	return true;
}

static void compute_step(const struct policies *ps, const struct benefit_terms *terms,
			 struct benefit_step *steps, size_t at)
{
	struct benefit_step *step = &steps[at];
	struct date on = step->visit.on;
	int64_t cost = step->visit.cost > 0 ? step->visit.cost : 0;

	step->force = force_on(ps, terms, terms->ratio_policy, on);
	step->quarter_left = cap_left(force_on(ps, terms, terms->quarter_policy, on),
				      terms->quarter_cap, paid(steps, at, on, date_quarter(on)));
	step->year_left = cap_left(force_on(ps, terms, terms->year_policy, on), terms->year_cap,
				   paid(steps, at, on, 0));
	step->by_ratio = by_ratio(cost, terms->ratio_hundredths);
	if (step->force != POLICY_IN_FORCE)
		return;
	step->fund = step->by_ratio;
	step->quarter_bit = bite(step->quarter_left, &step->fund);
	step->year_bit = bite(step->year_left, &step->fund);
}

int64_t benefit_compute(const struct policies *ps, const struct benefit_terms *terms,
			const struct benefit_visit *visits, size_t count,
			struct benefit_step *steps)
{
	int64_t total = 0;

	for (size_t i = 0; i < count; i++) {
		steps[i] = (struct benefit_step) { .visit = visits[i] };
		compute_step(ps, terms, steps, i);
		total = add_capped(total, steps[i].fund);
	}
	return total;
}
