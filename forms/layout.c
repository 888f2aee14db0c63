#include "forms/layout.h"

#include <stdio.h>
#include <string.h>

// clang-format off
static const struct layout_foot doctor_foot[] = {
	{ N_("认定医师签名："), FIELD_DIAG_DR_NAME, 20, true },
	{ "", FIELD_HOSP_IDE_DATE, 18, false },
	{ NULL, FIELD_NONE, 0, false },
};

static const struct layout_foot filing_foot[] = {
	{ N_("经办人："), FIELD_OPTER_NAME, 16, false },
	{ N_("盖章"), FIELD_NONE, 4, false },
	{ "", FIELD_OPT_TIME, 18, false },
	{ NULL, FIELD_NONE, 0, false },
};

/* Cells, order and words of the annex; the paper prints 年 月 日 only beside 认定医师签名 and 备案医疗机构. */
static const struct layout_cell cells[] = {
	{ 0, 1,  0, 15, CELL_LABEL,   N_("姓名"), FIELD_NONE, NULL },
	{ 0, 1, 15, 34, CELL_TEXT,    NULL, FIELD_PSN_NAME, NULL },
	{ 0, 1, 34, 41, CELL_LABEL,   N_("性别"), FIELD_NONE, NULL },
	{ 0, 1, 41, 46, CELL_CHOICE,  NULL, FIELD_GEND, NULL },
	{ 0, 1, 46, 53, CELL_LABEL,   N_("年龄"), FIELD_NONE, NULL },
	{ 0, 1, 53, 60, CELL_TEXT,    NULL, FIELD_AGE, NULL },
	{ 0, 1, 60, 79, CELL_BOXES,   NULL, FIELD_INSUTYPE, NULL },
	{ 1, 1,  0, 15, CELL_LABEL,   N_("身份证件号码"), FIELD_NONE, NULL },
	{ 1, 1, 15, 42, CELL_TEXT,    NULL, FIELD_CERTNO, NULL },
	{ 1, 1, 42, 55, CELL_LABEL,   N_("联系电话"), FIELD_NONE, NULL },
	{ 1, 1, 55, 79, CELL_TEXT,    NULL, FIELD_TEL, NULL },
	{ 2, 1,  0, 15, CELL_LABEL,   N_("申报病种名称"), FIELD_NONE, NULL },
	{ 2, 1, 15, 79, CELL_DISEASE, NULL, FIELD_OPSP_DISE_NAME, NULL },
	{ 3, 1,  0, 15, CELL_LABEL,   N_("申请人签名"), FIELD_NONE, NULL },
	{ 3, 1, 15, 79, CELL_MARK,    NULL, FIELD_APPY_SIGN, NULL },
	{ 4, 1,  0, 15, CELL_LABEL,   N_("申报病种情况\n（符合诊断\n标准项目）"), FIELD_NONE, NULL },
	{ 4, 1, 15, 79, CELL_STATE,   NULL, FIELD_SYMP_DSCR, doctor_foot },
	{ 5, 1,  0, 15, CELL_LABEL,   N_("认定医疗机构\n意见（盖章）"), FIELD_NONE, NULL },
	{ 5, 1, 15, 79, CELL_ACT,     NULL, FIELD_IDE_FIXMEDINS_NAME, NULL },
	{ 6, 1,  0, 15, CELL_LABEL,   N_("备案医疗机构"), FIELD_NONE, NULL },
	{ 6, 1, 15, 79, CELL_ACT,     NULL, FIELD_FIXMEDINS_NAME, filing_foot },
	{ 7, 1,  0, 15, CELL_LABEL,   N_("备注"), FIELD_NONE, NULL },
	{ 7, 1, 15, 79, CELL_TEXT,    NULL, FIELD_MEMO, NULL },
};

static const int lines[] = { 2, 1, 1, 1, 4, 2, 2, 2 };

/* A signature wants 12 mm, an institution's seal is 42 mm across and may stand over a border. */
static const double heights[] = { 15, 10, 10, 16, 58, 34, 40, 12 };
// clang-format on

const struct layout layout_leshan = {
	cells, ARRAY_SIZE(cells), ARRAY_SIZE(lines), lines, heights, 4
};

int layout_cell_of(const struct layout *l, enum field_id id)
{
	for (size_t i = 0; i < l->count; i++) {
		const struct layout_foot *foot = l->cells[i].foot;

		if (l->cells[i].field == id)
			return (int)i;
		for (; foot && foot->words; foot++)
			if (foot->field == id)
				return (int)i;
	}
	return -1;
}

/* Numbers as text, so that no machine's byte order matters. Words are the paper's own, whatever the reader's language. */
static void digest_cell(struct sm3 *s, const struct layout_cell *c)
{
	const char *words = c->words ? c->words : "";
	char numbers[96];

	snprintf(numbers, sizeof(numbers), "%d %d %d %d %d %s", c->row, c->rows, c->left, c->right,
		 (int)c->kind, c->field == FIELD_NONE ? "-" : fields[c->field].key);
	sm3_add_part(s, numbers, strlen(numbers));
	sm3_add_part(s, words, strlen(words));
	for (const struct layout_foot *f = c->foot; f && f->words; f++) {
		snprintf(numbers, sizeof(numbers), "%d %s", f->units,
			 f->field == FIELD_NONE ? "-" : fields[f->field].key);
		sm3_add_part(s, numbers, strlen(numbers));
		sm3_add_part(s, f->words, strlen(f->words));
	}
}

int layout_digest(const struct layout *l, char out[SM3_HEX_SIZE])
{
	unsigned char digest[SM3_SIZE];
	struct sm3 *s = sm3_create();
	char text[16];
	bool done;

	if (!s)
		return -1;
	for (int i = 0; i < l->rows; i++) {
		snprintf(text, sizeof(text), "%d", l->lines[i]);
		sm3_add_part(s, text, strlen(text));
	}
	for (size_t i = 0; i < l->count; i++)
		digest_cell(s, &l->cells[i]);
	done = sm3_end(s, digest);
	sm3_destroy(s);
	if (done)
		hex_encode(digest, SM3_SIZE, out);
	return done ? 0 : -1;
}
