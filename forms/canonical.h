/* Canonical text: what is digested and signed.
 *
 *     mtdesk-filing/1
 *     psn_name:9:张晓燕
 *     memo:-
 *
 * The first line names the kind; then lines of key, number of bytes, value, in a fixed order; an absent value is "-". The
 * count keeps a value from faking a line, whatever stands in it. UTF-8, NFC, LF. The same record gives the same bytes on
 * every desk, locale and release; parse(print(x)) = x; two different records never share a text. */
#ifndef FORMS_CANONICAL_H
#define FORMS_CANONICAL_H

#include "forms/filing.h"

/* A text that grows. A zeroed struct is empty; `failed` is set when memory ran out, a key was not plain (a-z, 0-9, _) or a
 * value was not UTF-8. */
struct canonical {
	char *text;
	size_t len, space;
	bool failed;
};

void canonical_begin(struct canonical *c, const char *kind); /* "mtdesk-filing/1" */
/* value NULL: absent. "" is a value of 0 bytes. */
void canonical_add(struct canonical *c, const char *key, const char *value);
void canonical_add_int(struct canonical *c, const char *key, int64_t value);
void canonical_finish(struct canonical *c);

/* Read a text line by line. canonical_open() checks the whole text first and returns false when it is not of that kind or
 * not of this form to its last byte. */
struct canonical_reader {
	const char *at, *end;
};
bool canonical_open(struct canonical_reader *r, const char *kind, const char *text, size_t len);
struct canonical_line {
	const char *key, *value; /* into the text, not NUL-ended; value NULL: absent */
	size_t key_len, value_len;
};
/* The next line; false at the end. */
bool canonical_next(struct canonical_reader *r, struct canonical_line *out);
/* The value of a key (the first, where it comes more than once) as a copy the caller frees; NULL: no such key, absent, or
 * memory. */
char *canonical_get(const char *kind, const char *text, const char *key);
bool canonical_line_is(const struct canonical_line *l, const char *key);

#define CANONICAL_FILING "mtdesk-filing/1"
#define CANONICAL_SALT_SIZE 33 /* 16 random bytes in hexadecimal */

/* A filing: `salt`, `route`, every field of the field table but those that acts fill, in table order; then the evidence in
 * order of its keys, each as four lines: evidence (its key), value, unit, note. The salt keeps the digest from being
 * guessed out of a list of identity numbers. Returns 0 with the text in *out (canonical_finish() releases it), or -1 when
 * memory is out or the filing holds what is not UTF-8. */
int canonical_filing(const struct filing *f, const char *route, const char *salt, struct canonical *out);
/* Back: f must be empty; route and salt are copied out. 0, or -1 when the text is not one that canonical_filing() makes
 * (then f may hold what was read before). */
int canonical_parse_filing(const char *text, size_t len, struct filing *f, char *route, size_t route_size,
			   char salt[CANONICAL_SALT_SIZE]);
#define CANONICAL_HISTORY "mtdesk-history/1"

/* A row of history (db/imports.h): every field of the field table that is not empty, those that acts fill too, in table order; the evidence as
 * above; its filing_no. Neither salt nor route: the same row read twice has one text. 0 or -1 as above. */
int canonical_history(const struct filing *f, const char *filing_no, struct canonical *out);

#endif
