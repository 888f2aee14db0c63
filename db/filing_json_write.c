/* Writing: the order of keys is part of the contract, so the objects are written by hand, a few bytes at a time. */
#include "db/filing_json.h"

#include <inttypes.h>
#include <string.h>

#include "forms/text.h"

#define MASKED_SIZE 512

/* An object that is being written. */
struct object {
	FILE *out;
	bool more; /* a member stands in it */
};

/* ---- JSON ---- */

static void put_escaped(FILE *out, uint32_t cp)
{
	if (cp == '"' || cp == '\\')
		fprintf(out, "\\%c", (char)cp);
	else if (cp < 0x10000)
		fprintf(out, "\\u%04x", cp);
	else
		fprintf(out, "\\u%04x\\u%04x", 0xD7C0 + (cp >> 10), 0xDC00 + (cp & 0x3FF));
}

/* A JSON string. The text is UTF-8 and stays so; what must not reach a terminal is escaped. */
static void put_text(FILE *out, const char *s)
{
	const char *plain = s;

	putc('"', out);
	for (size_t n; *s; s += n) {
		uint32_t cp = (unsigned char)*s;

		n = 1;
		if (cp >= 0x80)
			cp = text_codepoint(s, &n);
		if (cp != '"' && cp != '\\' && cp >= ' ' && (cp < 0x7F || !text_is_unwanted(cp)))
			continue;
		fwrite(plain, 1, (size_t)(s - plain), out);
		put_escaped(out, cp);
		plain = s + n;
	}
	fwrite(plain, 1, (size_t)(s - plain), out);
	putc('"', out);
}

static struct object object_open(FILE *out)
{
	putc('{', out);
	return (struct object) { .out = out };
}

static void object_close(struct object *o)
{
	putc('}', o->out);
}

static FILE *put_key(struct object *o, const char *key)
{
	if (o->more)
		putc(',', o->out);
	o->more = true;
	put_text(o->out, key);
	putc(':', o->out);
	return o->out;
}

static void put_string(struct object *o, const char *key, const char *text)
{
	put_text(put_key(o, key), text);
}

static void put_given(struct object *o, const char *key, const char *text)
{
	if (*text)
		put_string(o, key, text);
}

/* A word of JSON itself: true, null, 36. */
static void put_word(struct object *o, const char *key, const char *word)
{
	fputs(word, put_key(o, key));
}

static const char *bool_word(bool value)
{
	return value ? "true" : "false";
}

static int finish_line(FILE *out)
{
	putc('\n', out);
	return ferror(out) ? -1 : 0;
}

/* ---- the result of a check ---- */

static void put_verdict(struct object *o, const struct check_result *r)
{
	const char *name = r->basis.criteria ? verdict_name(r->judgement.verdict) : NULL;

	if (name)
		put_string(o, "verdict", name);
	else
		put_word(o, "verdict", "null");
}

static void put_items(struct object *o, const struct check_result *r)
{
	static const char *const words[] = {
		[TRI_NO] = "false",
		[TRI_YES] = "true",
		[TRI_UNKNOWN] = "null",
	};
	struct object items = object_open(put_key(o, "items"));

	for (size_t i = 0; r->basis.criteria && i < r->judgement.items_count; i++) {
		const struct item_result *item = &r->judgement.items[i];

		put_word(&items, item->item->no, words[item->value]);
	}
	object_close(&items);
}

static void put_basis(struct object *o, const struct check_result *r)
{
	struct object basis;

	if (!r->basis.criteria) {
		put_word(o, "basis", "null");
		return;
	}
	basis = object_open(put_key(o, "basis"));
	put_string(&basis, "policy", r->basis.policy->id);
	put_word(&basis, "binding", bool_word(r->basis.binding));
	object_close(&basis);
}

static void put_document(struct object *o, const struct check_result *r)
{
	char text[DATE_TEXT_SIZE], age[16];

	/* A number with a wrong digit says nothing about anybody. */
	if (!r->identity.valid)
		return;
	put_given(o, "gend", r->identity.gend);
	if (!date_is_set(r->identity.birth))
		return;
	put_string(o, "brdy", date_format(r->identity.birth, text));
	if (r->age < 0)
		return;
	snprintf(age, sizeof(age), "%d", r->age);
	put_word(o, "age", age);
}

/* Was the text changed when the line was read, before any rule saw it? */
static bool was_cleaned(const struct check_result *r, enum field_id id)
{
	for (size_t i = 0; i < r->findings.count; i++) {
		const struct finding *f = &r->findings.list[i];

		if (f->field == id &&
		    (f->code == FINDING_TEXT_CLEANED || f->code == FINDING_TEXT_COMPOSED))
			return true;
	}
	return false;
}

static void put_cleaned(struct object *o, const struct filing *f, const struct check_result *r,
			enum field_id id, const char *text)
{
	if (strcmp(text, filing_get(f, id)) != 0 || was_cleaned(r, id))
		put_given(o, fields[id].key, text);
}

static void put_derived(struct object *o, const struct filing *f, const struct check_result *r)
{
	struct object derived = object_open(put_key(o, "derived"));

	put_document(&derived, r);
	put_cleaned(&derived, f, r, FIELD_CERTNO, r->identity.certno);
	put_cleaned(&derived, f, r, FIELD_PSN_NAME, r->psn_name ? r->psn_name : "");
	put_cleaned(&derived, f, r, FIELD_TEL, r->tel);
	if (r->identity.valid)
		put_given(&derived, "certno18", r->identity.certno18);
	if (r->disease && !*filing_get(f, FIELD_OPSP_DISE_CODE))
		put_string(&derived, "opsp_dise_code", r->disease->code);
	object_close(&derived);
}

/* Is this about a piece of evidence that no pack defines? Its key is then the first argument, where the field's own
 * text would have its label. */
static bool names_evidence(const struct finding *f)
{
	if (f->field != FIELD_SYMP_DSCR || strcmp(f->arg[0], _(fields[FIELD_SYMP_DSCR].label)) == 0)
		return false;
	return f->code == FINDING_EVIDENCE_UNKNOWN_KEY || f->code == FINDING_WRONG_TYPE ||
	       f->code == FINDING_TEXT_CLEANED || f->code == FINDING_TEXT_COMPOSED;
}

static const char *finding_place(const struct finding *f)
{
	if (f->evidence)
		return f->evidence;
	if (f->field == FIELD_NONE)
		return NULL;
	if (names_evidence(f))
		return f->arg[0];
	return fields[f->field].key;
}

static void put_finding(FILE *out, const struct finding *f)
{
	struct object o = object_open(out);
	const char *place = finding_place(f);
	char text[1024];

	if (place)
		put_string(&o, "field", place);
	else
		put_word(&o, "field", "null");
	put_string(&o, "code", finding_code_name(f->code));
	put_string(&o, "message", finding_text(f, text, sizeof(text)));
	object_close(&o);
}

/* Those findings that are errors, or those that are not. Returns how many. */
static size_t put_findings(struct object *o, const char *key, const struct findings *f,
			   const struct check_context *ctx, bool errors)
{
	FILE *out = put_key(o, key);
	size_t count = 0;

	putc('[', out);
	for (size_t i = 0; i < f->count; i++) {
		if (finding_is_error(&f->list[i], ctx) != errors)
			continue;
		if (count++ > 0)
			putc(',', out);
		put_finding(out, &f->list[i]);
	}
	putc(']', out);
	return count;
}

static bool has_error(const struct findings *f, const struct check_context *ctx)
{
	for (size_t i = 0; i < f->count; i++)
		if (finding_is_error(&f->list[i], ctx))
			return true;
	return false;
}

int check_result_to_json(FILE *out, uint64_t line, const struct filing *f, bool readable,
			 const struct check_result *r, const struct check_context *ctx)
{
	static const struct filing no_filing;
	struct check_result unread = { .findings = r->findings, .age = -1 };
	struct object o = object_open(out);
	char number[24];

	if (!readable) {
		f = &no_filing;
		r = &unread;
	}
	snprintf(number, sizeof(number), "%" PRIu64, line);
	put_word(&o, "line", number);
	put_word(&o, "ok", bool_word(!has_error(&r->findings, ctx)));
	put_verdict(&o, r);
	put_items(&o, r);
	put_basis(&o, r);
	put_derived(&o, f, r);
	put_findings(&o, "errors", &r->findings, ctx, true);
	put_findings(&o, "warnings", &r->findings, ctx, false);
	object_close(&o);
	return finish_line(out);
}

/* ---- filings ---- */

/* What of a field is shown to somebody who need not know all; with a masked number a birth date would undo the mask. */
static const char *masked(enum field_id id, const char *text, char buf[MASKED_SIZE])
{
	if (id == FIELD_BRDY)
		return "";
	if (id == FIELD_CERTNO)
		text_mask_certno(text, buf, MASKED_SIZE);
	else if (id == FIELD_TEL)
		text_mask_tel(text, buf, MASKED_SIZE);
	else
		return text;
	return buf;
}

static void put_field(struct object *o, enum field_id id, const char *text, bool mask)
{
	char buf[MASKED_SIZE];

	if (*text)
		put_given(o, fields[id].key, mask ? masked(id, text, buf) : text);
}

static void put_entry(struct object *o, const struct evidence_entry *entry)
{
	bool word = strcmp(entry->value, "true") == 0 || strcmp(entry->value, "false") == 0;
	struct object parts;

	if (word && !*entry->unit && !*entry->note) {
		put_word(o, entry->key, entry->value);
		return;
	}
	parts = object_open(put_key(o, entry->key));
	if (word)
		put_word(&parts, "value", entry->value);
	else
		put_string(&parts, "value", entry->value);
	put_given(&parts, "unit", entry->unit);
	put_given(&parts, "note", entry->note);
	object_close(&parts);
}

void evidence_to_json(FILE *out, const struct evidence *e)
{
	struct object entries = object_open(out);

	for (size_t i = 0; i < e->count; i++)
		put_entry(&entries, &e->entries[i]);
	object_close(&entries);
}

int filing_to_json(FILE *out, const struct filing_record *r, bool mask)
{
	struct object o = object_open(out);

	put_string(&o, "no", r->no);
	put_string(&o, "state", state_name(r->state));
	put_string(&o, "saved_at", r->saved_at);
	for (int id = 0; id < FIELD_COUNT; id++)
		put_field(&o, (enum field_id)id, filing_get(&r->filing, (enum field_id)id), mask);
	evidence_to_json(put_key(&o, "evidence"), &r->filing.evidence);
	object_close(&o);
	return finish_line(out);
}

int filing_brief_to_json(FILE *out, const struct filing_brief *b, bool mask)
{
	struct object o = object_open(out);

	put_string(&o, "no", b->no);
	put_string(&o, "state", state_name(b->state));
	put_string(&o, "saved_at", b->saved_at);
	put_field(&o, FIELD_PSN_NAME, b->psn_name, mask);
	put_field(&o, FIELD_GEND, b->gend, mask);
	put_field(&o, FIELD_AGE, b->age, mask);
	put_field(&o, FIELD_INSUTYPE, b->insutype, mask);
	put_field(&o, FIELD_CERTNO, b->certno, mask);
	put_field(&o, FIELD_TEL, b->tel, mask);
	put_field(&o, FIELD_OPSP_DISE_CODE, b->opsp_dise_code, mask);
	put_field(&o, FIELD_OPSP_DISE_NAME, b->opsp_dise_name, mask);
	object_close(&o);
	return finish_line(out);
}
