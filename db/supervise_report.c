/* Tables by disease, doctor, institution and month. Declared in db/supervise.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/stmt.h"
#include "db/supervise.h"
#include "forms/act_text.h"

static const struct {
	const char *key, *label;
} reports[REPORT_BY_COUNT] = {
	[REPORT_DISEASE] = { "disease", N_("按病种") },
	[REPORT_DOCTOR] = { "doctor", N_("按认定医师") },
	[REPORT_INSTITUTION] = { "institution", N_("按认定机构") },
	[REPORT_MONTH] = { "month", N_("按月份") },
};

const char *report_by_key(enum report_by by)
{
	return reports[by].key;
}

const char *report_by_label(enum report_by by)
{
	return reports[by].label;
}

enum report_by report_by_name(const char *key)
{
	int by = 0;

	while (by < REPORT_BY_COUNT && strcmp(reports[by].key, key) != 0)
		by++;
	return (enum report_by)by;
}

/* Columns of STMT_REPORT_ACTS. */
enum {
	COL_ACT,
	COL_AT,
	COL_PRIOR,
	COL_CODE,
	COL_DISEASE,
	COL_DOCTOR,
	COL_DOCTOR_CODE,
	COL_PLACE,
	COL_CERTIFICATION
};

/* A value of the certification's text; what nobody certified is told from what somebody without a name did. */
static void take_certified(struct stmt *q, const char *key, char *out, size_t size)
{
	char *value = act_text_get(stmt_text(q, COL_CERTIFICATION), key);

	snprintf(out, size, "%s", value ? value : "");
	free(value);
}

static void name_doctor(struct stmt *q, char *out, size_t size)
{
	char name[256], code[64];

	take_certified(q, "dr_name", name, sizeof(name));
	take_certified(q, "dr_code", code, sizeof(code));
	if (!*name) {
		stmt_copy_text(q, COL_DOCTOR, name, sizeof(name));
		stmt_copy_text(q, COL_DOCTOR_CODE, code, sizeof(code));
	}
	snprintf(out, size, "%s%s%s", name, *code ? " " : "", code);
}

static void name_row(struct stmt *q, enum report_by by, char *out, size_t size)
{
	switch (by) {
	case REPORT_DISEASE:
		snprintf(out, size, "%s%s%s", stmt_text(q, COL_CODE),
			 stmt_is_null(q, COL_CODE) ? "" : " ", stmt_text(q, COL_DISEASE));
		break;
	case REPORT_DOCTOR:
		name_doctor(q, out, size);
		break;
	case REPORT_INSTITUTION:
		take_certified(q, "ide_name", out, size);
		if (!*out)
			stmt_copy_text(q, COL_PLACE, out, size);
		break;
	case REPORT_MONTH:
		snprintf(out, size, "%.7s", stmt_text(q, COL_AT));
		break;
	case REPORT_BY_COUNT:
		break;
	}
	if (!*out)
		snprintf(out, size, "%s", _("（未经认定）"));
}

static struct report_row *find_row(struct report_row *rows, int *count, int space, const char *key)
{
	for (int i = 0; i < *count; i++)
		if (strcmp(rows[i].key, key) == 0)
			return &rows[i];
	if (*count == space) {
		snprintf(rows[space - 1].key, sizeof(rows[0].key), "%s", _("（其余）"));
		return &rows[space - 1];
	}
	rows[*count] = (struct report_row) { 0 };
	snprintf(rows[*count].key, sizeof(rows[0].key), "%s", key);
	return &rows[(*count)++];
}

static bool is_override(struct stmt *q)
{
	char reason[8];

	take_certified(q, "override", reason, sizeof(reason));
	return *reason != '\0';
}

static void count_act(struct stmt *q, struct report_row *row)
{
	const char *act = stmt_text(q, COL_ACT);

	if (strcmp(act, act_key(ACT_DECLINE)) == 0)
		row->declined++;
	else if (strcmp(act, act_key(ACT_RETURN)) == 0)
		row->returned++;
	else if (strcmp(act, act_key(ACT_REVOKE)) == 0)
		row->revoked++;
	else if (stmt_is_null(q, COL_PRIOR)) {
		row->filed++;
		row->overridden += is_override(q);
	}
}

static int compare_keys(const void *a, const void *b)
{
	return strcmp(((const struct report_row *)a)->key, ((const struct report_row *)b)->key);
}

static int compare_filed(const void *a, const void *b)
{
	const struct report_row *x = a, *y = b;

	return x->filed != y->filed ? (x->filed < y->filed) - (x->filed > y->filed)
				    : strcmp(x->key, y->key);
}

int report_make(struct store *st, enum report_by by, struct date from, struct date to,
		struct report_row *out, int space, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_REPORT_ACTS);
	char first[DATE_TEXT_SIZE], after[DATE_TEXT_SIZE], key[sizeof(out->key)];
	int rc, count = 0;

	stmt_bind_text(q, 1, date_format(from, first));
	stmt_bind_text(q, 2, date_format(date_add_days(to, 1), after));
	while ((rc = stmt_step(q, err)) == 1) {
		name_row(q, by, key, sizeof(key));
		count_act(q, find_row(out, &count, space, key));
	}
	stmt_done(q);
	if (rc < 0)
		return -1;
	qsort(out, (size_t)count, sizeof(*out), by == REPORT_MONTH ? compare_keys : compare_filed);
	return count;
}
