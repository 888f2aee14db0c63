/* The centre's page 门慢门特登记 in its order (reference: national interface facts, 7): what a person types over. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/filings_parts.h"
#include "db/national.h"
#include "forms/identity.h"
#include "forms/national_list.h"
#include "forms/text.h"

/* 申报来源: a designated institution. */
#define FROM_INSTITUTION "1"

struct page {
	const struct filing_record *record;
	struct site_value *site;
	struct person_no person;
	struct centre_row *out;
	int count, space;
};

typedef void value_fn(const struct page *p, enum field_id field, char *out, size_t size);

/* ---- where the values come from ---- */

static void of_field(const struct page *p, enum field_id field, char *out, size_t size)
{
	text_copy(out, size, filing_get(&p->record->filing, field));
}

/* "390 城乡居民基本医疗保险": the page offers a list, and both are looked for in it. */
static void with_words(const struct page *p, const char *list, const char *code, char *out,
		       size_t size)
{
	char words[NATIONAL_WORDS_SIZE];

	site_words(p->site, list, code, words, sizeof(words));
	snprintf(out, size, "%s%s%s", code, *code && *words ? " " : "", words);
}

static void of_list(const struct page *p, enum field_id field, char *out, size_t size)
{
	with_words(p, fields[field].key, filing_get(&p->record->filing, field), out, size);
}

static void of_source(const struct page *p, enum field_id field, char *out, size_t size)
{
	(void)field;
	with_words(p, "dcla_souc", FROM_INSTITUTION, out, size);
}

static void of_psn_no(const struct page *p, enum field_id field, char *out, size_t size)
{
	(void)field;
	text_copy(out, size, p->person.psn_no);
}

static void of_optins(const struct page *p, enum field_id field, char *out, size_t size)
{
	const char *own = p->person.insu_optins;

	(void)field;
	text_copy(out, size, *own ? own : site_get(p->site, "insu_optins"));
}

static void of_addr(const struct page *p, enum field_id field, char *out, size_t size)
{
	(void)field;
	text_copy(out, size, site_get(p->site, "addr"));
}

static void of_enddate(const struct page *p, enum field_id field, char *out, size_t size)
{
	const char *end = filing_get(&p->record->filing, field);

	text_copy(out, size, *end ? end : site_get(p->site, "enddate"));
}

/* The form takes the relationship in words; the page wants the code too, where the list has it. */
static void of_relation(const struct page *p, enum field_id field, char *out, size_t size)
{
	const char *words = filing_get(&p->record->filing, field);
	char code[16];

	national_list_code("agnter_rlts", site_get(p->site, "list.agnter_rlts"), words, code,
			   sizeof(code));
	snprintf(out, size, "%s%s%s", code, *code ? " " : "", words);
}

/* ---- the page ---- */

// clang-format off
enum { ALWAYS, WITH_AGENT };

static const struct {
	const char *label;
	value_fn *value;
	enum field_id field;
	int when;
	bool asked; /* only the site can say it */
} rows[] = {
	{ N_("病种编码"),         of_field,    FIELD_OPSP_DISE_CODE, ALWAYS, false },
	{ N_("病种名称"),         of_field,    FIELD_OPSP_DISE_NAME, ALWAYS, false },
	{ N_("险种类型"),         of_list,     FIELD_INSUTYPE, ALWAYS, false },
	{ N_("申报来源"),         of_source,   FIELD_NONE, ALWAYS, false },
	{ N_("人员编号"),         of_psn_no,   FIELD_NONE, ALWAYS, true },
	{ N_("病种类型"),         of_list,     FIELD_DISE_TYPE_CODE, ALWAYS, false },
	{ N_("证件类型"),         of_list,     FIELD_PSN_CERT_TYPE, ALWAYS, false },
	{ N_("证件号码"),         of_field,    FIELD_CERTNO, ALWAYS, false },
	{ N_("姓名"),             of_field,    FIELD_PSN_NAME, ALWAYS, false },
	{ N_("性别"),             of_list,     FIELD_GEND, ALWAYS, false },
	{ N_("出生日期"),         of_field,    FIELD_BRDY, ALWAYS, false },
	{ N_("联系电话"),         of_field,    FIELD_TEL, ALWAYS, false },
	{ N_("联系地址"),         of_addr,     FIELD_NONE, ALWAYS, false },
	{ N_("参保机构医保区划"), of_optins,   FIELD_NONE, ALWAYS, true },
	{ N_("鉴定机构编号"),     of_field,    FIELD_IDE_FIXMEDINS_NO, ALWAYS, false },
	{ N_("鉴定机构名称"),     of_field,    FIELD_IDE_FIXMEDINS_NAME, ALWAYS, false },
	{ N_("医院鉴定日期"),     of_field,    FIELD_HOSP_IDE_DATE, ALWAYS, false },
	{ N_("诊断医师编码"),     of_field,    FIELD_DIAG_DR_CODG, ALWAYS, false },
	{ N_("诊断医师姓名"),     of_field,    FIELD_DIAG_DR_NAME, ALWAYS, false },
	{ N_("申请日期"),         of_field,    FIELD_APPY_DATE, ALWAYS, false },
	{ N_("申请理由"),         of_field,    FIELD_SYMP_DSCR, ALWAYS, false },
	{ N_("代办人姓名"),       of_field,    FIELD_AGNTER_NAME, WITH_AGENT, false },
	{ N_("代办人证件号码"),   of_field,    FIELD_AGNTER_CERTNO, WITH_AGENT, false },
	{ N_("代办人电话"),       of_field,    FIELD_AGNTER_TEL, WITH_AGENT, false },
	{ N_("代办人关系"),       of_relation, FIELD_AGNTER_RLTS, WITH_AGENT, false },
	{ N_("开始日期"),         of_field,    FIELD_BEGNDATE, ALWAYS, false },
	{ N_("结束日期"),         of_enddate,  FIELD_ENDDATE, ALWAYS, false },
	{ N_("备注"),             of_field,    FIELD_MEMO, ALWAYS, false },
};
// clang-format on

_Static_assert(ARRAY_SIZE(rows) <= CENTRE_ROWS_MOST, "each reader has room for so many");

static void fill(struct page *p)
{
	bool agent = filing_has_agent(&p->record->filing);

	for (size_t i = 0; i < ARRAY_SIZE(rows) && p->count < p->space; i++) {
		struct centre_row *r = &p->out[p->count];

		if (rows[i].when == WITH_AGENT && !agent)
			continue;
		*r = (struct centre_row) { .label = rows[i].label };
		rows[i].value(p, rows[i].field, r->value, sizeof(r->value));
		r->missing = rows[i].asked && !*r->value;
		p->count++;
	}
}

static int read_page(struct store *st, int64_t filing, struct page *p, struct filing_record *record,
		     struct err *err)
{
	int rc = filing_load_here(st, filing, record, err);

	if (rc == 0)
		return err_set(err, ERR_CONFLICT, "%s", _("这份申请表已不在库中；请重新查询"));
	if (rc < 0 || site_load(st, p->site, err) < 0)
		return -1;
	return person_no_load(st, filing_get(&record->filing, FIELD_CERTNO), &p->person, err) < 0
		       ? -1
		       : 0;
}

int centre_rows(struct store *st, int64_t filing, struct centre_row *out, int space,
		struct err *err)
{
	struct filing_record record = { 0 };
	struct page p = { .record = &record,
			  .out = out,
			  .space = space,
			  .site = calloc(site_values_count(), sizeof(*p.site)) };
	int rc = p.site ? store_read_begin(st, err) : err_set(err, ERR_MEMORY, "%s", _("内存不足"));

	if (rc == 0) {
		rc = read_page(st, filing, &p, &record, err);
		store_read_end(st);
	}
	if (rc == 0)
		fill(&p);
	filing_record_finish(&record);
	free(p.site);
	return rc < 0 ? -1 : p.count;
}
