/* A row becomes a filing: its cells one by one, what follows from them, and the check of the whole. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "db/columns_parts.h"
#include "forms/text.h"

void column_record_finish(struct column_record *r)
{
	if (r)
		filing_finish(&r->filing);
}

void reading_fault(struct column_reading *rd, const char *word, const char *format, ...)
{
	struct column_fault *f = rd->count < rd->space ? &rd->faults[rd->count] : NULL;
	char whole[2 * sizeof(f->reason)];
	va_list args;

	rd->count++;
	if (!f)
		return;
	text_copy(f->column, sizeof(f->column), word);
	va_start(args, format);
	vsnprintf(whole, sizeof(whole), format, args);
	va_end(args);
	text_copy(f->reason, sizeof(f->reason), whole);
}

/* ---- cells ---- */

static void take_cells(struct column_reading *rd, const struct column_map *map,
		       const struct table_row *row)
{
	size_t more = 0;

	for (size_t i = 0; i < row->count; i++) {
		struct column c;

		if (!*row->cells[i].text)
			continue;
		if (i >= map->cells) {
			more++;
			continue;
		}
		if (map->at[i] < 0)
			continue;
		c = column_at((size_t)map->at[i]);
		reading_take(rd, &c, &row->cells[i]);
	}
	if (more > 0)
		reading_fault(rd, "", _("这一行比表头多出 %zu 格，请核对字里的逗号是否加了引号"),
			      more);
}

/* ---- what follows ---- */

/* The day on which somebody born on `birth` was `age` for the last time. */
static struct date last_day_of_age(struct date birth, int age)
{
	struct date day = { birth.year + age + 1, birth.month, birth.day };

	if (!date_valid(day))
		day = (struct date) { day.year, 3, 1 };
	return date_add_days(day, -1);
}

/* The age that a cell tells; -1 when it is no number. */
static int told_age(const struct filing *f)
{
	const char *text = filing_get(f, FIELD_AGE);
	int age = 0;

	for (size_t i = 0; text[i]; i++) {
		if (text[i] < '0' || text[i] > '9' || i == 3)
			return -1;
		age = 10 * age + text[i] - '0';
	}
	return *text ? age : -1;
}

/* A ledger has no column for the day of application, on which the age depends: the day of certification or filing stands for
 * it. Its age may as well be that of the year before, or of any later day until now: many a ledger works it out anew
 * whenever it is opened. Then a day of that age stands for it. */
static struct date application_day(const struct column_reading *rd)
{
	static const enum field_id days[] = { FIELD_HOSP_IDE_DATE, FIELD_OPT_TIME };
	const struct filing *f = &rd->out->filing;
	struct date day = rd->ctx->today, found;
	struct identity who;
	int told = told_age(f);

	for (size_t i = ARRAY_SIZE(days); i-- > 0;)
		if (date_parse(filing_get(f, days[i]), &found) == 0)
			day = found;
	if (told < 0 ||
	    !identity_read(filing_get(f, FIELD_CERTNO), filing_get(f, FIELD_PSN_CERT_TYPE), day,
			   &who, NULL) ||
	    !date_is_set(who.birth))
		return day;
	for (size_t i = 0; i < ARRAY_SIZE(days); i++)
		if (date_parse(filing_get(f, days[i]), &found) == 0 &&
		    date_age(who.birth, found) == told)
			return found;
	if (told < date_age(who.birth, day) - 1 || told > date_age(who.birth, rd->ctx->today))
		return day;
	found = last_day_of_age(who.birth, told);
	return date_compare(found, rd->ctx->today) < 0 ? found : rd->ctx->today;
}

static void derive_all(struct column_reading *rd)
{
	struct filing *f = &rd->out->filing;
	enum field_id disease =
		f->value[FIELD_OPSP_DISE_CODE] ? FIELD_OPSP_DISE_CODE : FIELD_OPSP_DISE_NAME;
	const enum field_id changed[] = { FIELD_CERTNO, FIELD_PSN_NAME, FIELD_TEL, disease };

	for (size_t i = 0; i < ARRAY_SIZE(changed); i++)
		if (filing_derive(f, changed[i], rd->ctx) < 0) {
			reading_fault(rd, "", _("内存不足"));
			return;
		}
}

/* ---- what is wrong ---- */

static void check_needed(struct column_reading *rd)
{
	const struct filing *f = &rd->out->filing;
	static const enum field_id needed[] = { FIELD_PSN_NAME, FIELD_CERTNO,
						FIELD_OPSP_DISE_NAME };

	for (size_t i = 0; i < ARRAY_SIZE(needed); i++) {
		enum field_id id = needed[i];

		if (f->value[id] || rd->faulty[id] ||
		    (id == FIELD_OPSP_DISE_NAME && f->value[FIELD_OPSP_DISE_CODE]))
			continue;
		reading_fault(rd, column_word(column_of_field(id)), _("这一格空着，请补上"));
		rd->faulty[id] = true;
	}
}

/* The applied-for day that was only supposed is nobody's cell. */
static bool is_said(const struct column_reading *rd, const struct finding *f)
{
	if (f->field == FIELD_NONE)
		return false;
	return rd->faulty[f->field];
}

/* A cell is said to be wrong once: what follows from it goes with it. */
static void add_finding(struct column_reading *rd, const struct finding *f)
{
	char text[sizeof(rd->faults->reason)];

	reading_fault(rd, f->field == FIELD_NONE ? "" : column_word(column_of_field(f->field)),
		      "%s", finding_text(f, text, sizeof(text)));
	if (f->field != FIELD_NONE)
		rd->faulty[f->field] = true;
}

static void check_record(struct column_reading *rd)
{
	struct check_result result;

	filing_check(&rd->out->filing, rd->ctx, &result);
	for (size_t i = 0; i < result.findings.count; i++) {
		const struct finding *f = &result.findings.list[i];

		if (finding_is_error(f, rd->ctx) && !is_said(rd, f))
			add_finding(rd, f);
	}
	check_result_finish(&result);
}

/* With the supposed day in the field's place, so that deriving and checking see the same. */
static void judge(struct column_reading *rd)
{
	struct filing *f = &rd->out->filing;
	bool supposed = !f->value[FIELD_APPY_DATE];
	char day[DATE_TEXT_SIZE];

	if (supposed && filing_set(f, FIELD_APPY_DATE, date_format(application_day(rd), day)) < 0) {
		reading_fault(rd, "", _("内存不足"));
		return;
	}
	rd->faulty[FIELD_APPY_DATE] |= supposed;
	derive_all(rd);
	check_needed(rd);
	check_record(rd);
	if (supposed)
		filing_set(f, FIELD_APPY_DATE, NULL);
}

int column_record_read(const struct column_map *map, const struct table_row *row,
		       const struct check_context *ctx, struct column_record *out,
		       struct column_fault *faults, int space)
{
	struct column_reading rd = { ctx, out, faults, space, 0, { false } };

	*out = (struct column_record) { 0 };
	if (*row->fault) {
		reading_fault(&rd, "", "%s", row->fault);
		return rd.count;
	}
	take_cells(&rd, map, row);
	judge(&rd);
	return rd.count;
}
