/* The desk against slow and simple judges of its own kind: verdicts by trying every completion of what is unknown,
 * numbers by integers, identity numbers by weights, ages by counting birthdays, payments quarter by quarter. Nothing here
 * is shared with what it judges but the notices' numbers. Every run tries the same cases. */
#include "tests/unit/world.h"

#include <time.h>

#include "db/filing_json.h"
#include "forms/benefit.h"

typedef __int128 wide;

static uint64_t state = 88172645463325252;

static unsigned below(unsigned limit)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)(state >> 33) % limit;
}

/* ---- verdicts ---- */

/* One unit is `millionths` / 10^6 of the evidence's own. The urine and liver factors are the molar mass 63.546. */
struct unit {
	const char *name;
	long millionths;
};

struct measure {
	const char *key;
	bool wants_below;
	long limit;
	struct unit units[4];
};

static const struct measure measures[] = {
	{ "ceruloplasmin",
	  true,
	  200,
	  { { "mg/L", 1000000 }, { "g/L", 1000000000 }, { "mg/dL", 10000000 } } },
	{ "urine_copper_24h",
	  false,
	  100,
	  { { "ug/24h", 1000000 },
	    { "umol/24h", 63546000 },
	    { "nmol/24h", 63546 },
	    { "mg/24h", 1000000000 } } },
	{ "liver_copper",
	  false,
	  250,
	  { { "ug/g", 1000000 }, { "mg/kg", 1000000 }, { "umol/g", 63546000 } } },
};

/* The order of the pieces in a case: three for item 1, two for item 2, then items 3, 4, 5. */
enum { PRIOR, NEURO, LIVER, CERULOPLASMIN, URINE, RING, COPPER, GENE, PIECES };

static const char *const finding_keys[PIECES] = {
	[PRIOR] = "prior_diagnosis",
	[NEURO] = "neuro_psychiatric",
	[LIVER] = "liver_damage",
	[RING] = "kf_ring",
	[GENE] = "atp7b",
};

static void say(char *line, size_t size, const char *words)
{
	size_t len = strlen(line);

	snprintf(line + len, size - len, "%s", words);
}

static enum tri make_finding(const char *key, char *line, size_t size)
{
	static const struct {
		const char *json;
		enum tri value;
	} ways[] = {
		{ "true", TRI_YES },     { "false", TRI_NO },
		{ "null", TRI_UNKNOWN }, { "\"?\"", TRI_UNKNOWN },
		{ "\"true\"", TRI_YES }, { "{\"value\":false,\"note\":\"x\"}", TRI_NO },
		{ "1", TRI_UNKNOWN },    { NULL, TRI_UNKNOWN },
	};
	unsigned way = below(ARRAY_SIZE(ways));
	char words[96];

	if (!ways[way].json)
		return TRI_UNKNOWN;
	snprintf(words, sizeof(words), "\"%s\":%s,", key, ways[way].json);
	say(line, size, words);
	return ways[way].value;
}

/* A number `mantissa` / 10^places, most often right at the limit. */
struct number {
	long mantissa;
	unsigned places;
};

static long power(unsigned n)
{
	return n ? 10 * power(n - 1) : 1;
}

static struct number make_number(const struct measure *m, const struct unit *u)
{
	struct number n = { 0, below(7) };
	long at_limit = (long)((wide)m->limit * 1000000 * power(n.places) / u->millionths);

	n.mantissa = below(4) ? at_limit - 2 + below(5) : (long)below(2000000);
	if (n.mantissa < 0)
		n.mantissa = 0;
	return n;
}

static void write_number(struct number n, char *out, size_t size)
{
	if (n.places)
		snprintf(out, size, "%ld.%0*ld", n.mantissa / power(n.places), (int)n.places,
			 n.mantissa % power(n.places));
	else
		snprintf(out, size, "%ld", n.mantissa);
}

/* Twice the value in 10^-(places + 6) of the evidence's unit, so that there is room between two neighbours. */
static wide scaled(struct number n, const struct unit *u)
{
	return 2 * (wide)n.mantissa * u->millionths;
}

static bool member(const char *sign, wide x, wide low, wide high)
{
	if (strcmp(sign, "<") == 0)
		return x >= 0 && x < low;
	if (strcmp(sign, "<=") == 0)
		return x >= 0 && x <= low;
	if (strcmp(sign, ">") == 0)
		return x > low;
	if (strcmp(sign, ">=") == 0)
		return x >= low;
	return x >= low && x <= high;
}

/* What every value that is possible says: looked at one by one at the ends, at the limit and beside them. */
static enum tri possible(const struct measure *m, const struct unit *u, const char *sign,
			 struct number a, struct number b)
{
	wide low = scaled(a, u), high = scaled(b, u);
	wide limit = 2 * (wide)m->limit * 1000000 * power(a.places);
	const wide points[] = { 0,    low - 1,   low,   low + 1,   high - 1,
				high, limit - 1, limit, limit + 1, limit * 1000 + low };
	bool yes = false, no = false;

	for (size_t i = 0; i < ARRAY_SIZE(points); i++) {
		if (!member(sign, points[i], low, high))
			continue;
		if (m->wants_below ? points[i] < limit : points[i] > limit)
			yes = true;
		else
			no = true;
	}
	return yes && no ? TRI_UNKNOWN : yes ? TRI_YES : no ? TRI_NO : TRI_UNKNOWN;
}

static enum tri make_measure(const struct measure *m, char *line, size_t size)
{
	static const char *const signs[] = { "", "", "", "<", "<=", ">", ">=", "-" };
	static const char *const faults[] = { "\"185\"",
					      "185",
					      "{\"value\":\"9\",\"unit\":\"U/L\"}",
					      "\"-5 mg/L\"",
					      "\"?\"",
					      "null",
					      "\"1e3 mg/L\"",
					      "{\"value\":\"185 mg/L\",\"unit\":\"ng\"}",
					      "true" };
	const struct unit *u = &m->units[below(m->units[3].name ? 4 : 3)];
	struct number a = make_number(m, u), b = a;
	const char *sign = signs[below(ARRAY_SIZE(signs))];
	char words[256], first[40], second[40] = "";

	switch (below(6)) {
	case 0:
		return TRI_UNKNOWN;
	case 1:
		snprintf(words, sizeof(words), "\"%s\":%s,", m->key,
			 faults[below(ARRAY_SIZE(faults))]);
		say(line, size, words);
		return TRI_UNKNOWN;
	}
	write_number(a, first, sizeof(first));
	if (*sign == '-') {
		b.mantissa += below(3);
		write_number(b, second, sizeof(second));
	}
	if (*sign == '-')
		snprintf(words, sizeof(words), "\"%s\":\"%s-%s %s\",", m->key, first, second,
			 u->name);
	else if (!*sign && below(2))
		snprintf(words, sizeof(words), "\"%s\":{\"unit\":\"%s\",\"value\":%s},", m->key,
			 u->name, first);
	else
		snprintf(words, sizeof(words), "\"%s\":{\"value\":\"%s%s\",\"unit\":\"%s\"},",
			 m->key, sign, first, u->name);
	say(line, size, words);
	return possible(m, u, sign, a, b);
}

/* Items 1 to 5 and, last, the whole, when every piece is known. */
static bool holds(const bool *p, int item)
{
	switch (item) {
	case 0:
		return p[PRIOR] || p[NEURO] || p[LIVER];
	case 1:
		return p[CERULOPLASMIN] || p[URINE];
	case 2:
		return p[RING];
	case 3:
		return p[COPPER];
	case 4:
		return p[GENE];
	}
	return holds(p, 0) && (holds(p, 1) || holds(p, 2) || holds(p, 3) || holds(p, 4));
}

/* Try all that the unknown pieces could turn out to be. */
static enum tri complete_all(const enum tri *pieces, int item)
{
	bool yes = false, no = false;

	for (unsigned world = 0; world < 1u << PIECES; world++) {
		bool p[PIECES], possible_world = true;

		for (int i = 0; i < PIECES; i++) {
			p[i] = world >> i & 1;
			possible_world &=
				pieces[i] == TRI_UNKNOWN || p[i] == (pieces[i] == TRI_YES);
		}
		if (!possible_world)
			continue;
		if (holds(p, item))
			yes = true;
		else
			no = true;
	}
	return yes && no ? TRI_UNKNOWN : yes ? TRI_YES : TRI_NO;
}

static void judge_line(const char *json, const enum tri *pieces, const struct check_context *ctx)
{
	static const enum verdict verdicts[] = { [TRI_NO] = VERDICT_INELIGIBLE,
						 [TRI_YES] = VERDICT_ELIGIBLE,
						 [TRI_UNKNOWN] = VERDICT_UNDETERMINED };
	struct line line = { .text = json, .len = strlen(json) };
	struct filing f = { 0 };
	struct findings of_line = { 0 };
	struct check_result r = { 0 };

	if (!filing_from_json(&line, &f, &of_line))
		fail_msg("not read: %s", json);
	filing_check(&f, ctx, &r);
	for (int i = 0; i < 5; i++)
		if (r.judgement.items[i].value != complete_all(pieces, i))
			fail_msg("item %d is %d, not %d: %s", i + 1, r.judgement.items[i].value,
				 complete_all(pieces, i), json);
	if (r.judgement.verdict != verdicts[complete_all(pieces, 5)])
		fail_msg("judged %s, not %s: %s", verdict_name(r.judgement.verdict),
			 verdict_name(verdicts[complete_all(pieces, 5)]), json);
	check_result_finish(&r);
	findings_finish(&of_line);
	filing_finish(&f);
}

static void filing_check__judges__as_every_completion_does(void **unused)
{
	static const int measured[] = { CERULOPLASMIN, URINE, COPPER };
	static const char *const insurances[] = { "390", "310" };
	struct check_context ctx;
	struct world w;
	size_t decided = 0;

	(void)unused;
	world_open(&w, "1411", NULL);
	ctx = world_on(&w, "2026-03-30", false);
	for (int i = 0; i < 6000; i++) {
		enum tri pieces[PIECES];
		char line[2048];

		snprintf(line, sizeof(line),
			 "{\"insutype\":\"%s\",\"opsp_dise_code\":\"M01904\",\"evidence\":{",
			 insurances[below(2)]);
		for (int p = 0; p < PIECES; p++)
			if (finding_keys[p])
				pieces[p] = make_finding(finding_keys[p], line, sizeof(line));
		for (size_t m = 0; m < ARRAY_SIZE(measures); m++)
			pieces[measured[m]] = make_measure(&measures[m], line, sizeof(line));
		if (line[strlen(line) - 1] == ',')
			line[strlen(line) - 1] = '\0';
		say(line, sizeof(line), "}}");
		judge_line(line, pieces, &ctx);
		decided += complete_all(pieces, 5) != TRI_UNKNOWN;
	}
	world_close(&w);
	/* The cases must not all be of one kind. */
	assert_in_range(decided, 1000, 5000);
}

/* ---- identity ---- */

static const struct date today = { 2026, 3, 30 };

/* Is this a day? The C library's calendar says. */
static bool is_day(int year, int month, int day)
{
	struct tm tm = {
		.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = 12
	};

	if (year < 1 || month < 1 || day < 1)
		return false;
	return timegm(&tm) != -1 && tm.tm_mon == month - 1 && tm.tm_mday == day &&
	       tm.tm_year == year - 1900;
}

static bool is_province(int code)
{
	static const char *const all =
		" 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 "
		"52 53 54 61 62 63 64 65 ";
	char one[8];

	snprintf(one, sizeof(one), " %02d ", code);
	return strstr(all, one);
}

static char check_by_weights(const char *no)
{
	static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	int sum = 0;

	for (int i = 0; i < 17; i++)
		sum += (no[i] - '0') * weights[i];
	return "10X98765432"[sum % 11];
}

/* Birthdays counted one by one. One on 29 February comes on 1 March where the year has none. */
static int count_birthdays(int year, int month, int day)
{
	int age = 0;

	for (int y = year + 1; y <= today.year; y++) {
		int m = month, d = day;

		if (!is_day(y, m, d)) {
			m = 3;
			d = 1;
		}
		age += y < today.year || m < today.month || (m == today.month && d <= today.day);
	}
	return age;
}

struct person {
	char no[20];
	int province, year, month, day;
	bool check_is_right;
};

static struct person make_person(void)
{
	struct person p = { .province = below(5) ? 11 + (int)below(55) : 51 };

	p.year = below(8) ? 1905 + (int)below(122) : 1800 + (int)below(300);
	p.month = below(10) ? 1 + (int)below(12) : (int)below(20);
	p.day = below(4) ? 1 + (int)below(28) : (int)below(35);
	if (below(6) == 0) {
		p.month = 2;
		p.day = 28 + (int)below(3);
	}
	snprintf(p.no, sizeof(p.no), "%02d%04u%04d%02d%02d%03u", p.province, below(10000), p.year,
		 p.month, p.day, below(1000));
	p.no[17] = below(4) ? check_by_weights(p.no) : "0123456789X"[below(11)];
	p.no[18] = '\0';
	p.check_is_right = p.no[17] == check_by_weights(p.no);
	return p;
}

static bool has(const struct findings *f, enum finding_code code)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->list[i].code == code)
			return true;
	return false;
}

static void judge_person(const struct person *p)
{
	bool day = is_day(p->year, p->month, p->day);
	bool future =
		day &&
		(p->year > today.year ||
		 (p->year == today.year &&
		  (p->month > today.month || (p->month == today.month && p->day > today.day))));
	bool good = is_province(p->province) && day && !future && p->check_is_right;
	struct findings found = { 0 };
	struct identity id;

	if (identity_read(p->no, NULL, today, &id, &found) != good)
		fail_msg("%s: %s", p->no, good ? "refused" : "accepted");
	if (has(&found, FINDING_ID_PROVINCE) == is_province(p->province))
		fail_msg("%s: the province", p->no);
	if (has(&found, FINDING_ID_DATE) == day || has(&found, FINDING_ID_FUTURE) != future)
		fail_msg("%s: the day", p->no);
	if ((has(&found, FINDING_ID_CHECKSUM) || has(&found, FINDING_ID_WOUNDED)) ==
	    p->check_is_right)
		fail_msg("%s: the check character", p->no);
	if (good) {
		assert_int_equal(date_age(id.birth, today),
				 count_birthdays(p->year, p->month, p->day));
		assert_string_equal(id.gend, (p->no[16] - '0') % 2 ? "1" : "2");
		if (has(&found, FINDING_ID_OLD) !=
		    (count_birthdays(p->year, p->month, p->day) > 120))
			fail_msg("%s: very old", p->no);
	}
	findings_finish(&found);
}

/* One wrong digit, or two neighbours changed over, is always found out. */
static void judge_slips(const struct person *p)
{
	struct identity id;
	char wrong[20];

	if (!identity_read(p->no, NULL, today, &id, NULL))
		return;
	for (int at = 0; at < 18; at++) {
		memcpy(wrong, p->no, sizeof(wrong));
		wrong[at] = (char)('0' + (at < 17 ? (p->no[at] - '0' + 1 + (int)below(9)) % 10
						  : (int)below(10)));
		if (strcmp(wrong, p->no) != 0 && identity_read(wrong, NULL, today, &id, NULL))
			fail_msg("%s passes for %s", wrong, p->no);
		memcpy(wrong, p->no, sizeof(wrong));
		if (at == 17 || wrong[at] == wrong[at + 1])
			continue;
		wrong[at] = p->no[at + 1];
		wrong[at + 1] = p->no[at];
		if (identity_read(wrong, NULL, today, &id, NULL))
			fail_msg("%s passes for %s", wrong, p->no);
	}
}

static void identity_read__agrees__with_weights_and_birthdays(void **unused)
{
	(void)unused;
	for (int i = 0; i < 20000; i++) {
		struct person p = make_person();

		judge_person(&p);
		if (i % 20 == 0)
			judge_slips(&p);
	}
}

/* Fifteen digits and their eighteen are one person. */
static void identity_read__upgrades__to_the_same_person(void **unused)
{
	(void)unused;
	for (int i = 0; i < 3000; i++) {
		struct identity old, new;
		char no[16], key[CERTNO_SIZE], key18[CERTNO_SIZE], full[20];
		int yy = (int)below(100), month = (int)below(14), day = (int)below(33),
		    province = 11 + (int)below(55);

		snprintf(no, sizeof(no), "%02d%04u%02d%02d%02d%03u", province, below(10000), yy,
			 month, day, below(1000));
		snprintf(full, sizeof(full), "%.6s19%.9s", no, no + 6);
		full[17] = check_by_weights(full);
		full[18] = '\0';
		if (identity_read(no, NULL, today, &old, NULL) !=
		    (is_province(province) && is_day(1900 + yy, month, day)))
			fail_msg("%s", no);
		if (!old.valid)
			continue;
		assert_string_equal(old.certno18, full);
		assert_true(identity_read(full, NULL, today, &new, NULL));
		assert_int_equal(date_compare(old.birth, new.birth), 0);
		assert_string_equal(old.gend, new.gend);
		identity_person_key(no, key);
		identity_person_key(full, key18);
		assert_string_equal(key, key18);
	}
}

/* ---- the code table ---- */

/* The name as another keyboard writes it: full-width forms and blanks here and there. */
static void disguise(const char *name, char *out)
{
	for (; *name; name++) {
		if (below(4) == 0 && (*name & 0xC0) != 0x80)
			*out++ = ' ';
		if (*name > ' ' && *name < 0x7F && below(2)) {
			*out++ = '\xEF';
			*out++ = (char)(*name >= 0x60 ? 0xBD : 0xBC);
			*out++ = (char)(*name >= 0x60 ? *name - 0x60 + 0x80 : *name - 0x20 + 0x80);
		} else {
			*out++ = *name;
		}
	}
	*out = '\0';
}

static void codetable_search__finds__each_name_in_disguise(void **unused)
{
	struct world w;

	(void)unused;
	world_open(&w, "5111", NULL);
	for (int i = 0; i < 500; i++) {
		const struct policy_code *row = w.codes.rows[below((unsigned)w.codes.count)];
		struct code_hit hit;
		char name[300];
		size_t count, chars = strlen(row->name) / 3;

		disguise(row->name, name);
		if (codetable_search(&w.codes, name, &hit, 1, &count) == MATCH_SEARCH ||
		    count != 1 || strcmp(hit.row->code, row->code) != 0)
			fail_msg("'%s' is not found as %s", name, row->name);
		/* A name that lost a character is another name or none. */
		snprintf(name, sizeof(name), "%s", row->name);
		if (chars > 2 && (unsigned char)name[0] >= 0xE3 &&
		    codetable_name_is(row, name + 3) != MATCH_NONE)
			fail_msg("'%s' passes for %s", name + 3, row->name);
	}
	world_close(&w);
}

/* ---- payments ---- */

/* What the notices say, kept quarter by quarter in plain arrays. */
static int64_t pay(const struct benefit_visit *visits, size_t count, bool resident, bool quarters)
{
	const int64_t percent = resident ? 65 : 75;
	const int64_t year_cap = resident ? 1200000 : 1800000,
		      quarter_cap = resident ? 300000 : 450000;
	int64_t by_year[10] = { 0 }, by_quarter[10][4] = { { 0 } }, total = 0;

	for (size_t i = 0; i < count; i++) {
		struct date on = visits[i].on;
		int year = on.year - 2020, quarter = (on.month - 1) / 3,
		    day = on.month * 100 + on.day;
		int64_t fund = (visits[i].cost * percent + 50) / 100;

		if (on.year < 2024 || (on.year == 2024 && day < 501) || on.year > 2026 ||
		    (on.year == 2026 && day > 430))
			continue;
		if (quarters && fund > quarter_cap - by_quarter[year][quarter])
			fund = quarter_cap - by_quarter[year][quarter];
		if (fund > year_cap - by_year[year])
			fund = year_cap - by_year[year];
		by_year[year] += fund;
		by_quarter[year][quarter] += fund;
		total += fund;
	}
	return total;
}

static void benefit_compute__pays__as_plain_arrays_do(void **unused)
{
	struct world w;

	(void)unused;
	world_open(&w, "1411", NULL);
	for (int i = 0; i < 3000; i++) {
		struct benefit_visit visits[12];
		struct benefit_step steps[12];
		struct benefit_terms terms;
		bool resident = below(2), quarters = below(2);
		size_t count = 1 + below(12);
		int64_t fund;

		for (size_t v = 0; v < count; v++) {
			visits[v].on = (struct date) { 2024 + (int)below(3), 1 + (int)below(12),
						       1 + (int)below(28) };
			visits[v].cost = below(3) ? below(1000000) : 461536 + below(8);
		}
		assert_int_equal(benefit_terms(w.policies, quarters ? "1411" : "1401", "M01904",
					       resident ? "390" : "310", &terms),
				 1);
		fund = benefit_compute(w.policies, &terms, visits, count, steps);
		if (fund != pay(visits, count, resident, quarters))
			fail_msg("case %d: %lld, not %lld", i, (long long)fund,
				 (long long)pay(visits, count, resident, quarters));
	}
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filing_check__judges__as_every_completion_does),
		cmocka_unit_test(identity_read__agrees__with_weights_and_birthdays),
		cmocka_unit_test(identity_read__upgrades__to_the_same_person),
		cmocka_unit_test(codetable_search__finds__each_name_in_disguise),
		cmocka_unit_test(benefit_compute__pays__as_plain_arrays_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
