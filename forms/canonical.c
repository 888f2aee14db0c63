#include "forms/canonical.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/text.h"

#define COUNT_DIGITS 9 /* of a value's bytes: far beyond what a store holds */

/* ---- writing ---- */

static bool reserve(struct canonical *c, size_t more)
{
	size_t space = c->space ? c->space : 512;
	char *text;

	while (space < c->len + more + 1)
		space *= 2;
	if (space == c->space)
		return true;
	text = realloc(c->text, space);
	if (!text)
		return false;
	c->text = text;
	c->space = space;
	return true;
}

static void append(struct canonical *c, const char *bytes, size_t len)
{
	if (c->failed || !reserve(c, len)) {
		c->failed = true;
		return;
	}
	memcpy(c->text + c->len, bytes, len);
	c->len += len;
	c->text[c->len] = '\0';
}

static bool is_key_byte(char b)
{
	return (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '_';
}

static size_t key_length(const char *key, const char *end)
{
	size_t len = 0;

	while (key + len < end && is_key_byte(key[len]))
		len++;
	return len;
}

static bool is_plain_key(const char *key)
{
	size_t len = strlen(key);

	return len > 0 && key_length(key, key + len) == len;
}

void canonical_begin(struct canonical *c, const char *kind)
{
	*c = (struct canonical) { 0 };
	append(c, kind, strlen(kind));
	append(c, "\n", 1);
}

void canonical_add(struct canonical *c, const char *key, const char *value)
{
	size_t len = value ? strlen(value) : 0;
	char count[COUNT_DIGITS + 3];

	/* What is not UTF-8 has no text that everybody reads alike: nobody is asked to sign it. */
	if (!is_plain_key(key) || (value && !text_valid(value, len, NULL)) || len > INT32_MAX / 4) {
		c->failed = true;
		return;
	}
	append(c, key, strlen(key));
	if (!value) {
		append(c, ":-\n", 3);
		return;
	}
	append(c, count, (size_t)snprintf(count, sizeof(count), ":%zu:", len));
	append(c, value, len);
	append(c, "\n", 1);
}

void canonical_add_int(struct canonical *c, const char *key, int64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)value);
	canonical_add(c, key, text);
}

void canonical_finish(struct canonical *c)
{
	if (!c)
		return;
	free(c->text);
	*c = (struct canonical) { 0 };
}

/* ---- reading ---- */

/* The number of bytes as it is written, and only so: no sign, no leading zero. NULL when it is not. */
static const char *read_count(const char *at, const char *end, size_t *out)
{
	const char *from = at;
	size_t count = 0;

	while (at < end && *at >= '0' && *at <= '9' && at - from < COUNT_DIGITS)
		count = 10 * count + (size_t)(*at++ - '0');
	if (at == from || (*from == '0' && at - from > 1) || at == end || *at != ':')
		return NULL;
	*out = count;
	return at + 1;
}

/* One line, its LF included; NULL when it is not of the form. */
static const char *read_line(const char *at, const char *end, struct canonical_line *out)
{
	*out = (struct canonical_line) { .key = at, .key_len = key_length(at, end) };
	at += out->key_len;
	if (out->key_len == 0 || at == end || *at++ != ':')
		return NULL;
	if (end - at >= 2 && at[0] == '-' && at[1] == '\n')
		return at + 2;
	at = read_count(at, end, &out->value_len);
	if (!at || (size_t)(end - at) <= out->value_len || at[out->value_len] != '\n')
		return NULL;
	out->value = at;
	return at + out->value_len + 1;
}

bool canonical_open(struct canonical_reader *r, const char *kind, const char *text, size_t len)
{
	size_t head = strlen(kind);
	const char *end = text + len;
	struct canonical_line line;

	if (len <= head || memcmp(text, kind, head) != 0 || text[head] != '\n' ||
	    memchr(text, '\0', len) || !text_valid(text, len, NULL))
		return false;
	*r = (struct canonical_reader) { text + head + 1, end };
	for (const char *at = r->at; at != end;) {
		at = read_line(at, end, &line);
		if (!at)
			return false;
	}
	return true;
}

bool canonical_next(struct canonical_reader *r, struct canonical_line *out)
{
	const char *next = r->at == r->end ? NULL : read_line(r->at, r->end, out);

	if (!next)
		return false;
	r->at = next;
	return true;
}

bool canonical_line_is(const struct canonical_line *l, const char *key)
{
	return strlen(key) == l->key_len && memcmp(l->key, key, l->key_len) == 0;
}

char *canonical_get(const char *kind, const char *text, const char *key)
{
	struct canonical_reader r;
	struct canonical_line line;

	if (!canonical_open(&r, kind, text, strlen(text)))
		return NULL;
	while (canonical_next(&r, &line))
		if (canonical_line_is(&line, key))
			return line.value ? strndup(line.value, line.value_len) : NULL;
	return NULL;
}

/* ---- a filing ---- */

static bool is_salt(const char *salt)
{
	return strlen(salt) == CANONICAL_SALT_SIZE - 1 &&
	       strspn(salt, "0123456789abcdef") == CANONICAL_SALT_SIZE - 1;
}

static const char *or_absent(const char *text)
{
	return text && *text ? text : NULL;
}

static bool is_signed_field(int id)
{
	return !(fields[id].flags & FIELD_ACT);
}

static int by_key(const void *a, const void *b)
{
	const struct evidence_entry *const *left = a, *const *right = b;

	return strcmp((*left)->key, (*right)->key);
}

/* In the order of the keys' bytes, which no locale changes. The key is a value, since any word may come in as one. */
static void add_evidence(struct canonical *c, const struct evidence *e)
{
	const struct evidence_entry **sorted = calloc(e->count + 1, sizeof(*sorted));

	if (!sorted) {
		c->failed = true;
		return;
	}
	for (size_t i = 0; i < e->count; i++)
		sorted[i] = &e->entries[i];
	qsort(sorted, e->count, sizeof(*sorted), by_key);
	for (size_t i = 0; i < e->count; i++) {
		canonical_add(c, "evidence", sorted[i]->key);
		canonical_add(c, "value", sorted[i]->value);
		canonical_add(c, "unit", or_absent(sorted[i]->unit));
		canonical_add(c, "note", or_absent(sorted[i]->note));
	}
	free(sorted);
}

int canonical_filing(const struct filing *f, const char *route, const char *salt,
		     struct canonical *out)
{
	canonical_begin(out, CANONICAL_FILING);
	out->failed |= !is_salt(salt);
	canonical_add(out, "salt", salt);
	canonical_add(out, "route", or_absent(route));
	for (int id = 0; id < FIELD_COUNT; id++)
		if (is_signed_field(id))
			canonical_add(out, fields[id].key, or_absent(f->value[id]));
	add_evidence(out, &f->evidence);
	if (!out->failed)
		return 0;
	canonical_finish(out);
	return -1;
}

int canonical_history(const struct filing *f, const char *filing_no, struct canonical *out)
{
	canonical_begin(out, CANONICAL_HISTORY);
	for (int id = 0; id < FIELD_COUNT; id++)
		if (or_absent(f->value[id]))
			canonical_add(out, fields[id].key, f->value[id]);
	add_evidence(out, &f->evidence);
	if (*filing_no)
		canonical_add(out, "filing_no", filing_no);
	if (!out->failed)
		return 0;
	canonical_finish(out);
	return -1;
}

/* The next line, if it has this key: its value as a copy in *out, NULL for an absent one. An empty value is never written
 * in a filing: absent and empty are one there. */
static int take(struct canonical_reader *r, const char *key, char **out)
{
	struct canonical_line line;

	*out = NULL;
	if (!canonical_next(r, &line) || !canonical_line_is(&line, key) ||
	    (line.value && line.value_len == 0))
		return -1;
	if (line.value && !(*out = strndup(line.value, line.value_len)))
		return -1;
	return 0;
}

static int take_into(struct canonical_reader *r, const char *key, char *out, size_t size)
{
	char *value;
	int rc = take(r, key, &value);

	if (rc == 0 && value && strlen(value) >= size)
		rc = -1;
	if (rc == 0)
		snprintf(out, size, "%s", value ? value : "");
	free(value);
	return rc;
}

static int take_field(struct canonical_reader *r, struct filing *f, enum field_id id)
{
	char *value;

	if (take(r, fields[id].key, &value) < 0)
		return -1;
	free(f->value[id]);
	f->value[id] = value;
	f->derived[id] = false;
	return 0;
}

/* Key, value, unit, note; keys strictly rising. */
static int take_evidence(struct canonical_reader *r, struct evidence *e)
{
	const char *last = e->count ? e->entries[e->count - 1].key : "";
	char *part[4] = { NULL };
	int rc = -1;

	if (take(r, "evidence", &part[0]) == 0 && take(r, "value", &part[1]) == 0 &&
	    take(r, "unit", &part[2]) == 0 && take(r, "note", &part[3]) == 0 && part[0] &&
	    part[1] && strcmp(part[0], last) > 0)
		rc = evidence_set(e, part[0], part[1], part[2], part[3]);
	for (size_t i = 0; i < ARRAY_SIZE(part); i++)
		free(part[i]);
	return rc;
}

int canonical_parse_filing(const char *text, size_t len, struct filing *f, char *route,
			   size_t route_size, char salt[CANONICAL_SALT_SIZE])
{
	struct canonical_reader r;

	if (!canonical_open(&r, CANONICAL_FILING, text, len) ||
	    take_into(&r, "salt", salt, CANONICAL_SALT_SIZE) < 0 || !is_salt(salt) ||
	    take_into(&r, "route", route, route_size) < 0)
		return -1;
	for (int id = 0; id < FIELD_COUNT; id++)
		if (is_signed_field(id) && take_field(&r, f, (enum field_id)id) < 0)
			return -1;
	while (r.at != r.end)
		if (take_evidence(&r, &f->evidence) < 0)
			return -1;
	return 0;
}
