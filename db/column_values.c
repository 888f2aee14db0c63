/* The values in the cells of tables: words for codes and codes for words, the spellings that people and spreadsheets use, and
 * the wounds that spreadsheets leave. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/cell_guard.h"
#include "db/columns_parts.h"
#include "db/filing_json.h"
#include "forms/text.h"

/* ---- words and codes ---- */

/* Words beside the labels of the form. The first one of a code is what is written. A code "" leaves it to the number which
 * document it is. */
// clang-format off
static const struct { enum field_id field; const char *code, *word; } aliases[] = {
	{ FIELD_GEND,          "1",      "男" },
	{ FIELD_GEND,          "1",      "男性" },
	{ FIELD_GEND,          "2",      "女" },
	{ FIELD_GEND,          "2",      "女性" },
	{ FIELD_INSUTYPE,      "310",    "职工基本医疗保险" },
	{ FIELD_INSUTYPE,      "310",    "职工" },
	{ FIELD_INSUTYPE,      "310",    "城镇职工" },
	{ FIELD_INSUTYPE,      "310",    "城镇职工医保" },
	{ FIELD_INSUTYPE,      "310",    "城镇职工基本医疗保险" },
	{ FIELD_INSUTYPE,      "390",    "城乡居民基本医疗保险" },
	{ FIELD_INSUTYPE,      "390",    "居民" },
	{ FIELD_INSUTYPE,      "390",    "居民医保" },
	{ FIELD_INSUTYPE,      "390",    "城乡居民" },
	{ FIELD_INSUTYPE,      "390",    "居民基本医疗保险" },
	{ FIELD_PSN_CERT_TYPE, "01",     "居民身份证" },
	{ FIELD_PSN_CERT_TYPE, "01",     "身份证" },
	{ FIELD_PSN_CERT_TYPE, "01",     "户口簿" },
	{ FIELD_PSN_CERT_TYPE, "01",     "居民户口簿" },
	{ FIELD_PSN_CERT_TYPE, "06",     "台湾居民来往大陆通行证" },
	{ FIELD_PSN_CERT_TYPE, "06",     "台胞证" },
	{ FIELD_PSN_CERT_TYPE, "07",     "外国人永久居留证" },
	{ FIELD_PSN_CERT_TYPE, "07",     "外国人永久居留身份证" },
	{ FIELD_PSN_CERT_TYPE, "90",     "社会保障卡" },
	{ FIELD_PSN_CERT_TYPE, "90",     "社保卡" },
	{ FIELD_PSN_CERT_TYPE, "990201", "医学出生证明" },
	{ FIELD_PSN_CERT_TYPE, "990201", "出生医学证明" },
	{ FIELD_PSN_CERT_TYPE, "",       "港澳居民来往内地通行证" },
	{ FIELD_PSN_CERT_TYPE, "",       "回乡证" },
	{ FIELD_PSN_CERT_TYPE, "",       "护照" },
};
// clang-format on

const char *value_word(enum field_id id, const char *code)
{
	const char *label;

	if (!*code)
		return "";
	for (size_t i = 0; i < ARRAY_SIZE(aliases); i++)
		if (aliases[i].field == id && strcmp(aliases[i].code, code) == 0)
			return aliases[i].word;
	label = field_choice_label(id, code);
	return label ? label : code;
}

typedef bool same_fn(const char *word, const char *text);

static bool same_exactly(const char *word, const char *text)
{
	return strcmp(word, text) == 0;
}

static bool same_folded(const char *word, const char *text)
{
	char *a = text_fold(word), *b = text_fold(text);
	bool same = a && b && strcmp(a, b) == 0;

	free(a);
	free(b);
	return same;
}

static const char *label_code(enum field_id id, const char *text, same_fn *same)
{
	const struct field_choice *c = field_choices(id);

	for (; c && c->code; c++)
		if (same(c->code, text) || same(c->label, text))
			return c->code;
	if (id != FIELD_PSN_CERT_TYPE)
		return NULL;
	for (const struct cert_type *t = cert_types(); t->code; t++)
		if (same(t->code, text) || same(t->label, text))
			return t->code;
	return NULL;
}

static const char *alias_code(enum field_id id, const char *text, same_fn *same)
{
	for (size_t i = 0; i < ARRAY_SIZE(aliases); i++)
		if (aliases[i].field == id && same(aliases[i].word, text))
			return aliases[i].code;
	return NULL;
}

/* The code of a word or code; what is neither stays as it is, and the check says so. */
static const char *value_code(enum field_id id, const char *text)
{
	static same_fn *const ways[] = { same_exactly, same_folded };
	const struct cert_type *type = id == FIELD_PSN_CERT_TYPE ? cert_type_find(text) : NULL;

	if (type)
		return type->code;
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
		const char *code = alias_code(id, text, ways[i]);

		if (!code)
			code = label_code(id, text, ways[i]);
		if (code)
			return code;
	}
	return text;
}

/* ---- wounds ---- */

/* Numbers whose every digit counts, though nobody calculates with them. */
static bool is_identity(enum field_id id)
{
	return id == FIELD_CERTNO || id == FIELD_AGNTER_CERTNO;
}

static bool is_telephone(enum field_id id)
{
	return id == FIELD_TEL || id == FIELD_AGNTER_TEL;
}

static bool is_code(enum field_id id)
{
	return id == FIELD_DIAG_DR_CODG || id == FIELD_IDE_FIXMEDINS_NO ||
	       id == FIELD_FIXMEDINS_CODE || id == FIELD_OPSP_DISE_CODE ||
	       id == FIELD_DISE_TYPE_CODE;
}

static bool is_long_number(const struct column *c)
{
	return c->kind == COLUMN_FILING_NO || is_identity(c->field) || is_telephone(c->field) ||
	       is_code(c->field);
}

/* What spreadsheets show in place of a value. */
static bool is_error_word(const char *text)
{
	static const char *const words[] = { "#NAME?",  "#N/A",   "#VALUE!", "#REF!",
					     "#DIV/0!", "#NULL!", "#NUM!" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strcasecmp(text, words[i]) == 0)
			return true;
	return text[0] == '#' && text[1] == '#' && strspn(text, "#") == strlen(text);
}

/* 5.11102E+17 */
static bool is_scientific(const char *text)
{
	static const char digits[] = "0123456789";
	size_t n = strspn(text, digits);

	if (n == 0)
		return false;
	text += n;
	if (*text == '.')
		text += 1 + strspn(text + 1, digits);
	if (toupper((unsigned char)*text) != 'E' || (text[1] != '+' && text[1] != '-'))
		return false;
	return text[2] && strspn(text + 2, digits) == strlen(text + 2);
}

/* A spreadsheet keeps 15 digits and puts zeros for the others: the check character then fails, but for one number in eleven. */
static bool is_rounded(const char *no)
{
	return strspn(no, "0123456789") == 18 && !no[18] && strcmp(no + 15, "000") == 0 &&
	       identity_check_character(no) != no[17];
}

static const char *masked(const struct column *c, const char *text, char buf[512])
{
	if (is_telephone(c->field))
		text_mask_tel(text, buf, 512);
	else if (is_identity(c->field))
		text_mask_certno(text, buf, 512);
	else
		text_copy(buf, 512, text);
	return buf;
}

/* A number that lost the 0 it began with is mended when somebody types it and looks; in a table nobody looks. */
static bool lost_zero(const char *tel)
{
	struct findings found = { 0 };
	char out[TEL_SIZE];
	bool lost = false;

	phone_read(tel, out, &found);
	for (size_t i = 0; i < found.count; i++)
		lost |= found.list[i].code == FINDING_TEL_ZERO;
	findings_finish(&found);
	return lost;
}

static bool is_mobile(const char *text)
{
	return strlen(text) == 11 && strspn(text, "0123456789") == 11 && text[0] == '1';
}

/* Did a spreadsheet spoil this value? Then it is said. */
static bool is_wounded(struct column_reading *rd, const struct column *c,
		       const struct table_cell *cell, const char *text)
{
	char shown[512];

	if (is_error_word(text))
		reading_fault(rd, c->word, _("“%s”是电子表格的出错标记，请从原件重新录入"), text);
	else if (is_long_number(c) && is_scientific(text))
		reading_fault(rd, c->word, _("“%s”是被电子表格改坏的号码，请从原件重新录入"),
			      masked(c, text, shown));
	else if (is_identity(c->field) && is_rounded(text))
		reading_fault(rd, c->word, _("“%s”的末三位被电子表格改成了 000，请从原件重新录入"),
			      masked(c, text, shown));
	else if (cell->number && is_long_number(c) && !(is_telephone(c->field) && is_mobile(text)))
		reading_fault(rd, c->word,
			      _("“%s”是数字格式的单元格，首位的 0 "
				"或末几位可能已丢失，请设成文本格式并从原件重新录入"),
			      masked(c, text, shown));
	else if (is_telephone(c->field) && lost_zero(text))
		reading_fault(rd, c->word,
			      _("“%s”开头的 0 被电子表格去掉了，请补上，如 0833-2123456"),
			      masked(c, text, shown));
	else
		return false;
	return true;
}

/* ---- spellings ---- */

/* Days are counted by spreadsheets from 1899-12-30, as they count since 1900-03-01. */
static bool date_of_serial(const char *text, struct date *out)
{
	static const struct date origin = { 1899, 12, 30 };
	char *end;
	long days = strtol(text, &end, 10);

	if ((*end && *end != '.') || days < 61 || days > 73050)
		return false;
	*out = date_add_days(origin, (int)days);
	return true;
}

/* A time of day behind the date is left aside: 2026/11/22 0:00, 2026-11-22T09:15:02. */
static void cut_time(char *text)
{
	char *time = strpbrk(text, " T");

	if (time && time[1] && strspn(time + 1, "0123456789:.Z") == strlen(time + 1))
		*time = '\0';
}

static void respell_date(char *text, size_t size, bool number)
{
	struct date day;
	char *copy = strdup(text);

	if (!copy)
		return;
	cut_time(copy);
	if (date_parse_typed(copy, &day) == 0 || (number && date_of_serial(copy, &day)))
		text_copy(text, size, date_format(day, (char[DATE_TEXT_SIZE]) { "" }));
	free(copy);
}

/* 36岁, 8周, and 36.0 of a number's cell. */
static void respell_number(char *text, bool number)
{
	static const char *const units[] = { "岁", "周" };
	size_t digits;

	text_narrow(text);
	digits = strspn(text, "0123456789");
	if (digits > 0 && number && strcmp(text + digits, ".0") == 0)
		text[digits] = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (digits > 0 && strcmp(text + digits, units[i]) == 0)
			text[digits] = '\0';
}

static void respell_code(char *text)
{
	text_narrow(text);
	if (*text == 'm')
		*text = 'M';
}

static bool is_words(const struct column *c)
{
	return c->kind == COLUMN_FIELD && !is_long_number(c) &&
	       !(fields[c->field].flags & (FIELD_DATE | FIELD_NUMBER | FIELD_CHOICE));
}

/* The apostrophe that makes a number text in a spreadsheet. */
static const char *skip_apostrophe(const char *text)
{
	static const char *const marks[] = { "'", "`", "‘", "’" };

	for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
		if (strncmp(text, marks[i], strlen(marks[i])) == 0)
			return text + strlen(marks[i]);
	return text;
}

/* ---- one cell ---- */

/* A date grows where 2026-1-2 is written out. */
#define GROWTH DATE_TEXT_SIZE

static void take_field(struct column_reading *rd, const struct column *c, const char *given,
		       bool number)
{
	size_t size = strlen(given) + GROWTH;
	char *text = malloc(size);
	const char *value = text;

	if (!text) {
		reading_fault(rd, c->word, _("内存不足"));
		return;
	}
	text_copy(text, size, given);
	if (fields[c->field].flags & FIELD_DATE)
		respell_date(text, size, number);
	else if (fields[c->field].flags & FIELD_NUMBER)
		respell_number(text, number);
	else if (fields[c->field].flags & FIELD_CHOICE)
		value = value_code(c->field, text);
	else if (is_code(c->field))
		respell_code(text);
	if (filing_set(&rd->out->filing, c->field, value) < 0)
		reading_fault(rd, c->word, _("内存不足"));
	free(text);
}

/* {"ceruloplasmin":{"value":"185","unit":"mg/L"}}; what is not wholly understood is not taken. */
static bool read_evidence(const char *text, struct evidence *out)
{
	static const char begin[] = "{\"evidence\":";
	size_t size = strlen(text) + sizeof(begin) + 1;
	struct findings found = { 0 };
	struct filing scratch = { 0 };
	char *whole = malloc(size);
	bool good = false;

	if (whole) {
		int n = snprintf(whole, size, "%s%s}", begin, text);

		good = filing_from_json(&(struct line) { .text = whole, .len = (size_t)n },
					&scratch, &found) &&
		       found.count == 0;
	}
	for (int id = 0; id < FIELD_COUNT; id++)
		good &= !scratch.value[id];
	if (good) {
		*out = scratch.evidence;
		scratch.evidence = (struct evidence) { 0 };
	}
	findings_finish(&found);
	filing_finish(&scratch);
	free(whole);
	return good;
}

static void take_short(struct column_reading *rd, const struct column *c, const char *text,
		       char *out, size_t size)
{
	char begin[64];

	if (strlen(text) < size) {
		text_copy(out, size, text);
		return;
	}
	text_copy(begin, sizeof(begin), text);
	reading_fault(rd, c->word, _("“%s…”太长，请核对是否错列"), begin);
}

void reading_take(struct column_reading *rd, const struct column *c, const struct table_cell *cell)
{
	const char *text = cell_unguard(cell->text);

	if (!is_words(c))
		text = skip_apostrophe(text);
	if (is_wounded(rd, c, cell, text)) {
		if (c->kind == COLUMN_FIELD)
			rd->faulty[c->field] = true;
		return;
	}
	switch (c->kind) {
	case COLUMN_FIELD:
		take_field(rd, c, text, cell->number);
		break;
	case COLUMN_FILING_NO:
		take_short(rd, c, text, rd->out->filing_no, sizeof(rd->out->filing_no));
		break;
	case COLUMN_STATE:
		take_short(rd, c, text, rd->out->state, sizeof(rd->out->state));
		break;
	case COLUMN_EVIDENCE:
		if (!read_evidence(text, &rd->out->filing.evidence))
			reading_fault(rd, c->word,
				      _("读不懂这一格，应为 "
					"{\"ceruloplasmin\":{\"value\":\"185\",\"unit\":\"mg/L\"}} "
					"的写法"));
		break;
	}
}
