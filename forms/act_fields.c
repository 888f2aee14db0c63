/* The one list of the fields that acts fill: an act's text takes its lines from here, and a verification reads them back. */
#include "forms/act_text.h"

// clang-format off
static const struct row {
	struct act_field field;
	size_t offset; /* of struct act_facts */
} rows[] = {
#define ROW(field, act, member) { { field, act, #member }, offsetof(struct act_facts, member) }
	ROW(FIELD_DIAG_DR_NAME, ACT_CERTIFY, dr_name),
	ROW(FIELD_DIAG_DR_CODG, ACT_CERTIFY, dr_code),
	ROW(FIELD_HOSP_IDE_DATE, ACT_CERTIFY, ide_date),
	ROW(FIELD_RX_WEEKS, ACT_CERTIFY, rx_weeks),
	ROW(FIELD_IDE_FIXMEDINS_NAME, ACT_CERTIFY, ide_name),
	ROW(FIELD_IDE_FIXMEDINS_NO, ACT_CERTIFY, ide_no),
	ROW(FIELD_FIXMEDINS_NAME, ACT_FILE, fixmedins_name),
	ROW(FIELD_FIXMEDINS_CODE, ACT_FILE, fixmedins_code),
	ROW(FIELD_OPTER_NAME, ACT_FILE, opter_name),
	ROW(FIELD_OPT_TIME, ACT_FILE, opt_time),
	ROW(FIELD_BEGNDATE, ACT_FILE, begndate),
	ROW(FIELD_ENDDATE, ACT_FILE, enddate),
#undef ROW
};
// clang-format on

const struct act_field *act_field_at(size_t i)
{
	return i < ARRAY_SIZE(rows) ? &rows[i].field : NULL;
}

bool act_fills(enum act a, const struct act_field *f)
{
	return f->act == (a == ACT_CERTIFY_SEEN ? ACT_CERTIFY : a);
}

void act_facts_fill(struct act_facts *facts, const struct filing *f)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *at = (char *)facts + rows[i].offset;

		if (act_fills(facts->act, &rows[i].field))
			*(const char **)(void *)at = filing_get(f, rows[i].field.field);
	}
}
