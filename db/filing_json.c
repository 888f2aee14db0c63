/* Reading: jansson keeps a line strict, and what it cannot tell (the digits of a number, the key that came twice) is
 * taken from the line's own text. */
#include "db/filing_json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "forms/text.h"

/* A hostile line may hold a hundred thousand keys; these are reported or kept, and the rest is counted. */
#define UNKNOWN_KEYS_MAX 16
#define EVIDENCE_MAX 128

struct reader {
	const struct line *line;
	struct filing *out;
	struct findings *found;
	size_t unknown; /* keys that nobody knows */
	bool out_of_memory;
};

/* ---- the line's own text, after jansson has found it well-formed ---- */

static const char *skip_blanks(const char *p)
{
	return p + strspn(p, " \t\r\n");
}

/* Past the string whose opening quote p stands at. */
static const char *skip_string(const char *p)
{
	for (p++; *p != '"'; p++)
		if (*p == '\\')
			p++;
	return p + 1;
}

static const char *skip_value(const char *p)
{
	int depth = 0;

	if (!strchr("{[\"", *p))
		return p + strcspn(p, ",]} \t\r\n");
	do {
		if (*p == '"') {
			p = skip_string(p);
			continue;
		}
		depth += (*p == '{' || *p == '[') - (*p == '}' || *p == ']');
		p++;
	} while (depth > 0);
	return p;
}

/* The value of the object's member number `at`, from 0; p stands at the object's brace. */
static const char *member_value(const char *p, size_t at)
{
	for (p = skip_blanks(p + 1);; p = skip_blanks(skip_blanks(skip_value(p)) + 1)) {
		p = skip_blanks(skip_blanks(skip_string(p)) + 1);
		if (at-- == 0)
			return p;
	}
}

/* ---- findings ---- */

static void add(struct reader *rd, enum field_id id, enum finding_code code, const char *a,
		const char *b)
{
	findings_add(rd->found, id, code, a, b);
}

static void add_unknown_key(struct reader *rd, const char *key)
{
	char *shown;

	if (++rd->unknown > UNKNOWN_KEYS_MAX)
		return;
	shown = text_clean(key, strlen(key), NULL);
	add(rd, FIELD_NONE, FINDING_UNKNOWN_KEY, shown ? shown : "", NULL);
	free(shown);
}

static void add_unknown_rest(struct reader *rd)
{
	char count[24];

	if (rd->unknown <= UNKNOWN_KEYS_MAX)
		return;
	snprintf(count, sizeof(count), "%zu", rd->unknown - UNKNOWN_KEYS_MAX);
	add(rd, FIELD_NONE, FINDING_UNKNOWN_KEYS_MORE, count, NULL);
}

/* What cleaning took from the text of a field, or of a piece of evidence (then `label` is its key). */
static void add_cleaning(struct reader *rd, enum field_id id, const char *label,
			 const struct text_report *report)
{
	char point[16];

	if (report->removed > 0) {
		snprintf(point, sizeof(point), "U+%04X", (unsigned)report->first);
		add(rd, id, FINDING_TEXT_CLEANED, label, point);
	} else if (report->composed) {
		add(rd, id, FINDING_TEXT_COMPOSED, label, NULL);
	} else {
		add(rd, id, FINDING_TEXT_CLEANED, label, _("首尾空格"));
	}
}

/* ---- values ---- */

/* The cleaned text of a JSON string, which the caller frees; NULL when memory is out. */
static char *clean(struct reader *rd, enum field_id id, const char *label, const json_t *value)
{
	const char *raw = json_string_value(value);
	struct text_report report;
	char *text = text_clean(raw, json_string_length(value), &report);

	if (!text) {
		rd->out_of_memory = true;
		return NULL;
	}
	if (strcmp(text, raw) != 0)
		add_cleaning(rd, id, label, &report);
	return text;
}

static void set_field(struct reader *rd, enum field_id id, const char *text)
{
	if (!text || filing_set(rd->out, id, text))
		rd->out_of_memory = true;
}

static void read_field(struct reader *rd, enum field_id id, const json_t *value)
{
	const char *label = _(fields[id].label);
	char *text = NULL, number[32];

	if (json_is_null(value))
		return;
	if (json_is_string(value)) {
		text = clean(rd, id, label, value);
		set_field(rd, id, text);
		free(text);
	} else if (json_is_integer(value) && id == FIELD_AGE) {
		snprintf(number, sizeof(number), "%lld", (long long)json_integer_value(value));
		set_field(rd, id, number);
	} else {
		add(rd, id, FINDING_WRONG_TYPE, label,
		    id == FIELD_AGE ? _("整数或文本") : _("文本"));
	}
}

/* ---- evidence ---- */

#define NO_PART SIZE_MAX

/* Where a value stands, for a number's digits: they are sought only where there is a number. */
struct place {
	const char *key;    /* of the evidence, cleaned */
	const char *object; /* "evidence" in the line's own text */
	size_t member;      /* of that object */
	size_t part;        /* of the member, or NO_PART */
};

static char *written_number(const struct place *at)
{
	const char *text = member_value(at->object, at->member);

	if (at->part != NO_PART)
		text = member_value(text, at->part);
	return strndup(text, strcspn(text, ",]} \t\r\n"));
}

static void add_wrong_evidence(struct reader *rd, const struct place *at)
{
	add(rd, FIELD_SYMP_DSCR, FINDING_WRONG_TYPE, at->key,
	    _("{\"value\":\"185\",\"unit\":\"mg/L\"}、true、false 或 null"));
}

/* A value as text, which the caller frees. A number keeps the digits that were written: a binary double could not tell
 * 0.2 from 0.19999999999999999999. NULL for null and for what is no value; *out_wrong tells them apart. */
static char *value_text(struct reader *rd, const struct place *at, const json_t *value,
			bool *out_wrong)
{
	char *text = NULL;

	switch (json_typeof(value)) {
	case JSON_NULL:
		return NULL;
	case JSON_STRING:
		return clean(rd, FIELD_SYMP_DSCR, at->key, value);
	case JSON_TRUE:
	case JSON_FALSE:
		text = strdup(json_is_true(value) ? "true" : "false");
		break;
	case JSON_INTEGER:
	case JSON_REAL:
		text = written_number(at);
		break;
	case JSON_OBJECT:
	case JSON_ARRAY:
		*out_wrong = true;
		return NULL;
	}
	rd->out_of_memory |= !text;
	return text;
}

/* The text of a member that must be a string where it is there; "" where it is not. */
static char *words(struct reader *rd, const struct place *at, const json_t *value, bool *out_wrong)
{
	char *text;

	if (value && !json_is_null(value) && !json_is_string(value)) {
		*out_wrong = true;
		return NULL;
	}
	text = json_is_string(value) ? clean(rd, FIELD_SYMP_DSCR, at->key, value) : strdup("");
	rd->out_of_memory |= !text;
	return text;
}

static void set_evidence(struct reader *rd, const struct place *at, const char *value,
			 const char *unit, const char *note)
{
	if (evidence_find(&rd->out->evidence, at->key))
		add(rd, FIELD_NONE, FINDING_DUPLICATE_KEY, at->key, NULL);
	else if (evidence_set(&rd->out->evidence, at->key, value, unit, note))
		rd->out_of_memory = true;
}

/* "ceruloplasmin.method" */
static void add_unknown_part(struct reader *rd, const struct place *at, const char *key)
{
	char full[FINDING_ARG_SIZE];
	size_t len = text_copy(full, sizeof(full) / 2, at->key);

	full[len++] = '.';
	text_copy(full + len, sizeof(full) - len, key);
	add_unknown_key(rd, full);
}

/* Members of {"value":…,"unit":…,"note":…} that are none of these; returns the place of "value". */
static size_t check_members(struct reader *rd, const struct place *at, json_t *object)
{
	size_t i = 0, value_at = 0;
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value)
	{
		if (strcmp(key, "value") == 0) {
			value_at = i;
		} else if (strcmp(key, "unit") != 0 && strcmp(key, "note") != 0) {
			add_unknown_part(rd, at, key);
		}
		i++;
	}
	return value_at;
}

static void read_parts(struct reader *rd, struct place *at, json_t *object)
{
	json_t *value = json_object_get(object, "value");
	bool wrong = false;
	char *text, *unit, *note;

	at->part = check_members(rd, at, object);
	if (!value)
		return;
	text = value_text(rd, at, value, &wrong);
	unit = words(rd, at, json_object_get(object, "unit"), &wrong);
	note = words(rd, at, json_object_get(object, "note"), &wrong);
	if (wrong)
		add_wrong_evidence(rd, at);
	else if (text)
		set_evidence(rd, at, text, unit, note);
	free(text);
	free(unit);
	free(note);
}

static void read_entry(struct reader *rd, struct place *at, json_t *value)
{
	bool wrong = false;
	char *text;

	if (json_is_object(value)) {
		read_parts(rd, at, value);
		return;
	}
	text = value_text(rd, at, value, &wrong);
	if (wrong)
		add_wrong_evidence(rd, at);
	else if (text)
		set_evidence(rd, at, text, "", "");
	free(text);
}

/* `text` is the object in the line's own text. */
static void read_evidence(struct reader *rd, const char *text, json_t *object)
{
	size_t i = 0;
	const char *raw;
	json_t *value;

	json_object_foreach(object, raw, value)
	{
		char *key = i < EVIDENCE_MAX ? text_clean(raw, strlen(raw), NULL) : NULL;
		struct place at = { key, text, i, NO_PART };

		if (key)
			read_entry(rd, &at, value);
		free(key);
		i++;
	}
	if (i > EVIDENCE_MAX)
		add(rd, FIELD_SYMP_DSCR, FINDING_EVIDENCE_TOO_MANY, "128", NULL);
}

/* ---- the line ---- */

static void read_member(struct reader *rd, const char *key, json_t *value, size_t at)
{
	enum field_id id = field_by_key(key);

	if (strcmp(key, "evidence") != 0) {
		if (id != FIELD_NONE && (fields[id].flags & FIELD_CHECKED))
			read_field(rd, id, value);
		else
			add_unknown_key(rd, key);
	} else if (json_is_object(value)) {
		read_evidence(rd, member_value(skip_blanks(rd->line->text), at), value);
	} else if (!json_is_null(value)) {
		add(rd, FIELD_SYMP_DSCR, FINDING_WRONG_TYPE, "evidence", _("对象 {…}"));
	}
}

static void read_object(struct reader *rd, json_t *object)
{
	size_t at = 0;
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value) read_member(rd, key, value, at++);
	add_unknown_rest(rd);
}

/* jansson's reasons in the reader's language. What has no words here is wrong notation. */
static const char *reason(enum json_error_code code)
{
	// clang-format off
	static const struct { enum json_error_code code; const char *text; } reasons[] = {
		{ json_error_premature_end_of_input, N_("没有写完") },
		{ json_error_end_of_input_expected,  N_("后面还有多余的内容") },
		{ json_error_stack_overflow,         N_("嵌套太深") },
		{ json_error_numeric_overflow,       N_("数字太大") },
		{ json_error_null_character,         N_("含有 NUL 字符") },
		{ json_error_null_byte_in_key,       N_("含有 NUL 字符") },
		{ json_error_invalid_utf8,           N_("含有无效的字符") },
		{ json_error_out_of_memory,          N_("内存不足") },
	};
	// clang-format on
	for (size_t i = 0; i < ARRAY_SIZE(reasons); i++)
		if (reasons[i].code == code)
			return _(reasons[i].text);
	return _("写法不对");
}

/* The key whose closing quote is the last one before offset `end`, as written between its quotes. */
static char *key_before(const struct line *line, size_t end)
{
	size_t close = end < line->len ? end : line->len, open;

	while (close > 0 && line->text[close - 1] != '"')
		close--;
	if (close < 2)
		return strdup("");
	for (open = close - 1; open > 0; open--)
		if (line->text[open - 1] == '"' && (open < 2 || line->text[open - 2] != '\\'))
			break;
	return text_clean(line->text + open, close - 1 - open, NULL);
}

static void add_duplicate(struct findings *f, const struct line *line, const json_error_t *why)
{
	char *key = key_before(line, (size_t)why->position);

	findings_add(f, FIELD_NONE, FINDING_DUPLICATE_KEY, key, NULL);
	free(key);
}

static void add_not_json(struct findings *f, const char *why, int column)
{
	char text[FINDING_ARG_SIZE];

	if (column > 0)
		snprintf(text, sizeof(text), _("第 %d 个字符处%s"), column, why);
	findings_add(f, FIELD_NONE, FINDING_NOT_JSON, column > 0 ? text : why, NULL);
}

/* What is wrong with the line before it is JSON at all. */
static bool is_text(const struct line *line, struct findings *f)
{
	char number[24];
	size_t at;

	if (line->too_long) {
		snprintf(number, sizeof(number), "%u", LINE_MAX_BYTES);
		findings_add(f, FIELD_NONE, FINDING_LINE_TOO_LONG, number, NULL);
	} else if (!text_valid(line->text, line->len, &at)) {
		snprintf(number, sizeof(number), "%zu", at + 1);
		findings_add(f, FIELD_NONE, FINDING_NOT_UTF8, number, NULL);
	} else if (memchr(line->text, '\0', line->len)) {
		add_not_json(f, reason(json_error_null_character), 0);
	} else if (*skip_blanks(line->text) == '\0') {
		add_not_json(f, _("这是空行"), 0);
	} else {
		return true;
	}
	return false;
}

static json_t *parse(const struct line *line, struct findings *f)
{
	json_error_t why;
	json_t *root;

	if (!is_text(line, f))
		return NULL;
	root = json_loadb(line->text, line->len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
	if (root && json_is_object(root))
		return root;
	if (root)
		findings_add(f, FIELD_NONE, FINDING_NOT_OBJECT, NULL, NULL);
	else if (json_error_code(&why) == json_error_duplicate_key)
		add_duplicate(f, line, &why);
	else
		add_not_json(f, reason(json_error_code(&why)), why.column);
	json_decref(root);
	return NULL;
}

bool filing_from_json(const struct line *line, struct filing *out, struct findings *f)
{
	struct reader rd = { .line = line, .out = out, .found = f };
	json_t *root = parse(line, f);

	if (!root)
		return false;
	read_object(&rd, root);
	json_decref(root);
	if (rd.out_of_memory)
		add_not_json(f, reason(json_error_out_of_memory), 0);
	return !rd.out_of_memory;
}
