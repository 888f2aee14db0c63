#include "db/columns.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/cell_guard.h"
#include "db/columns_parts.h"
#include "db/filing_json.h"
#include "forms/text.h"

/* ---- the columns ---- */

#define LEDGER 16

// clang-format off
/* The ledger that cities keep, in its order and words. */
static const struct { const char *word; enum field_id field; } ledger[LEDGER] = {
	{ "姓名",         FIELD_PSN_NAME },
	{ "性别",         FIELD_GEND },
	{ "年龄",         FIELD_AGE },
	{ "险种",         FIELD_INSUTYPE },
	{ "身份证件类型", FIELD_PSN_CERT_TYPE },
	{ "身份证件号码", FIELD_CERTNO },
	{ "联系电话",     FIELD_TEL },
	{ "病种编码",     FIELD_OPSP_DISE_CODE },
	{ "病种名称",     FIELD_OPSP_DISE_NAME },
	{ "认定医师",     FIELD_DIAG_DR_NAME },
	{ "认定日期",     FIELD_HOSP_IDE_DATE },
	{ "认定医疗机构", FIELD_IDE_FIXMEDINS_NAME },
	{ "备案医疗机构", FIELD_FIXMEDINS_NAME },
	{ "经办人",       FIELD_OPTER_NAME },
	{ "备案日期",     FIELD_OPT_TIME },
	{ "备注",         FIELD_MEMO },
};

/* What stands behind the fields. */
static const struct column tail[] = {
	{ COLUMN_FILING_NO, FIELD_NONE, "备案号", "filing_no" },
	{ COLUMN_STATE,     FIELD_NONE, "状态",   "state" },
	{ COLUMN_EVIDENCE,  FIELD_NONE, "证据",   "evidence" },
};

/* Other words that are met over the columns. */
static const struct { const char *word; enum field_id field; } other_words[] = {
	{ "身份证号",     FIELD_CERTNO },
	{ "身份证号码",   FIELD_CERTNO },
	{ "证件号码",     FIELD_CERTNO },
	{ "电话",         FIELD_TEL },
	{ "电话号码",     FIELD_TEL },
	{ "手机号码",     FIELD_TEL },
	{ "险种类型",     FIELD_INSUTYPE },
	{ "病种代码",     FIELD_OPSP_DISE_CODE },
	{ "认定机构",     FIELD_IDE_FIXMEDINS_NAME },
	{ "备案机构",     FIELD_FIXMEDINS_NAME },
};
// clang-format on

const char *const column_reject_words[COLUMNS_OF_REJECTS] = { "行号", "栏目", "原因" };

static bool in_ledger(enum field_id id)
{
	for (size_t i = 0; i < LEDGER; i++)
		if (ledger[i].field == id)
			return true;
	return false;
}

size_t columns_count(enum columns_which which)
{
	switch (which) {
	case COLUMNS_LEDGER:
		return LEDGER;
	case COLUMNS_FULL:
		return FIELD_COUNT + ARRAY_SIZE(tail);
	}
	return 0;
}

/* The field of the n-th column behind the ledger, in the field table's order. */
static enum field_id other_field(size_t n)
{
	for (int id = 0; id < FIELD_COUNT; id++)
		if (!in_ledger((enum field_id)id) && n-- == 0)
			return (enum field_id)id;
	return FIELD_NONE;
}

struct column column_at(size_t column)
{
	enum field_id id;

	if (column >= FIELD_COUNT)
		return tail[column - FIELD_COUNT];
	id = column < LEDGER ? ledger[column].field : other_field(column - LEDGER);
	return (struct column) { COLUMN_FIELD, id,
				 column < LEDGER ? ledger[column].word : fields[id].label,
				 fields[id].key };
}

size_t column_of_field(enum field_id id)
{
	size_t n = LEDGER;

	for (size_t i = 0; i < LEDGER; i++)
		if (ledger[i].field == id)
			return i;
	for (int other = 0; other < (int)id; other++)
		n += !in_ledger((enum field_id)other);
	return n;
}

const char *column_word(size_t column)
{
	return column_at(column).word;
}

/* ---- the header ---- */

/* How long the mark is that begins (or ends) these bytes, of those that templates put around a word (*姓名, “姓名”, 姓名：);
 * 0: none does. */
static size_t mark_at(const char *bytes, size_t len, bool at_end)
{
	static const char *const marks[] = { "*", "\"", "'", "“", "”", "‘", "’", ":" };

	for (size_t i = 0; i < ARRAY_SIZE(marks); i++) {
		size_t n = strlen(marks[i]);

		if (n <= len && memcmp(at_end ? bytes + len - n : bytes, marks[i], n) == 0)
			return n;
	}
	return 0;
}

/* A stranger's header may be a million marks long: they are counted, and the word is moved once. */
static void strip_marks(char *key)
{
	const char *from = key;
	size_t len = strlen(key), n;

	while ((n = mark_at(from, len, false)) > 0) {
		from += n;
		len -= n;
	}
	while ((n = mark_at(from, len, true)) > 0)
		len -= n;
	memmove(key, from, len);
	key[len] = '\0';
}

/* A header's word as it is compared. The caller frees it. */
static char *header_key(const char *text)
{
	char *key = text_fold(text);

	if (key)
		strip_marks(key);
	return key;
}

static bool key_is(const char *key, const char *word)
{
	char *folded = text_fold(word);
	bool same = folded && strcmp(key, folded) == 0;

	free(folded);
	return same;
}

/* The column that this header is over, or -1. */
static int find_column(const char *text)
{
	char *key = header_key(text);
	int found = -1;

	for (size_t i = 0; key && *key && found < 0 && i < columns_count(COLUMNS_FULL); i++) {
		struct column c = column_at(i);

		if (key_is(key, c.word) || key_is(key, c.key) ||
		    (c.kind == COLUMN_FIELD && key_is(key, fields[c.field].label)))
			found = (int)i;
	}
	for (size_t i = 0; key && found < 0 && i < ARRAY_SIZE(other_words); i++)
		if (key_is(key, other_words[i].word))
			found = (int)column_of_field(other_words[i].field);
	free(key);
	return found;
}

static bool is_of_rejects(const char *word)
{
	for (size_t i = 0; i < COLUMNS_OF_REJECTS; i++)
		if (strcmp(word, column_reject_words[i]) == 0)
			return true;
	return false;
}

static void note_unknown(struct column_map *map, const char *word, size_t cell)
{
	char nameless[32];
	size_t len = strlen(map->unknown);

	if (!*word) {
		snprintf(nameless, sizeof(nameless), _("第 %zu 列"), cell + 1);
		word = nameless;
	}
	if (len > 0)
		len += text_copy(map->unknown + len, sizeof(map->unknown) - len, "、");
	text_copy(map->unknown + len, sizeof(map->unknown) - len, word);
}

static int twice(const char *word, size_t first, size_t again, struct err *err)
{
	return err_set(err, ERR_INPUT,
		       _("“%s”这一列出现了两次（第 %zu 列和第 %zu 列），请删去一列"), word,
		       first + 1, again + 1);
}

static bool has_column(const struct column_map *map, enum field_id id)
{
	size_t column = column_of_field(id);

	for (size_t i = 0; i < map->cells; i++)
		if (map->at[i] == (int)column)
			return true;
	return false;
}

static int check_needed(const struct column_map *map, struct err *err)
{
	const char *missing = NULL;

	if (!has_column(map, FIELD_PSN_NAME))
		missing = column_word(column_of_field(FIELD_PSN_NAME));
	else if (!has_column(map, FIELD_CERTNO))
		missing = column_word(column_of_field(FIELD_CERTNO));
	else if (!has_column(map, FIELD_OPSP_DISE_CODE) && !has_column(map, FIELD_OPSP_DISE_NAME))
		missing = column_word(column_of_field(FIELD_OPSP_DISE_NAME));
	return missing ? err_set(err, ERR_INPUT, _("表头里没有“%s”这一列，请补上后再导入"), missing)
		       : 0;
}

/* Without the empty cells at the end, which spreadsheets like to leave. */
static size_t header_cells(const struct table_row *header)
{
	size_t n = header->count;

	while (n > 0 && !*header->cells[n - 1].text)
		n--;
	return n;
}

int column_map_make(const struct table_row *header, struct column_map *out, struct err *err)
{
	size_t known = 0, stands[FIELD_COUNT + ARRAY_SIZE(tail)] = { 0 }; /* cell + 1 */

	*out = (struct column_map) { .cells = header_cells(header) };
	if (*header->fault)
		return err_set(err, ERR_INPUT, _("表头读不了：%s"), header->fault);
	for (size_t i = 0; i < out->cells; i++) {
		const char *word = header->cells[i].text;
		int column = find_column(word);

		out->at[i] = (int16_t)column;
		if (column < 0 && !is_of_rejects(word))
			note_unknown(out, word, i);
		if (column < 0)
			continue;
		if (stands[column])
			return twice(column_word((size_t)column), stands[column] - 1, i, err);
		stands[column] = i + 1;
		known++;
	}
	if (known == 0)
		return err_set(err, ERR_INPUT,
			       _("第 %llu 行里没有认识的列名，请核对表头和文件的编码"),
			       (unsigned long long)header->line);
	return check_needed(out, err);
}

/* ---- a filing's cells ---- */

static char *evidence_text(const struct evidence *e)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out;

	if (e->count == 0)
		return strdup("");
	out = open_memstream(&text, &len);
	if (!out)
		return NULL;
	evidence_to_json(out, e);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

/* What of a field somebody may see who need not know who it is: a birth date beside a masked number would undo the mask. */
static char *masked_value(enum field_id id, const char *text)
{
	size_t size = 4 * strlen(text) + 1;
	char *masked = malloc(size);

	if (!masked)
		return NULL;
	if (id == FIELD_BRDY)
		masked[0] = '\0';
	else if (id == FIELD_CERTNO || id == FIELD_AGNTER_CERTNO)
		text_mask_certno(text, masked, size);
	else if (id == FIELD_TEL || id == FIELD_AGNTER_TEL)
		text_mask_tel(text, masked, size);
	else
		text_copy(masked, size, text);
	return masked;
}

static const char *state_word(const struct filing_record *r)
{
	return *r->source_state ? r->source_state : state_label(r->state);
}

static char *plain_value(const struct filing_record *r, const struct column *c, bool mask)
{
	const char *text;

	switch (c->kind) {
	case COLUMN_FIELD:
		text = filing_get(&r->filing, c->field);
		if (fields[c->field].flags & FIELD_CHOICE)
			text = value_word(c->field, text);
		return mask ? masked_value(c->field, text) : strdup(text);
	case COLUMN_FILING_NO:
		return strdup(r->filing_no);
	case COLUMN_STATE:
		return strdup(state_word(r));
	case COLUMN_EVIDENCE:
		return evidence_text(&r->filing.evidence);
	}
	return NULL;
}

char *column_value(const struct filing_record *r, size_t column, bool mask)
{
	struct column c = column_at(column);
	char *text = plain_value(r, &c, mask), *guarded;
	size_t len;

	if (!text || !cell_guarded(text))
		return text;
	len = strlen(text);
	guarded = realloc(text, len + 2);
	if (!guarded) {
		free(text);
		return NULL;
	}
	memmove(guarded + 1, guarded, len + 1);
	guarded[0] = '\'';
	return guarded;
}
