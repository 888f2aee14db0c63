/* The words by whose beginning a filing is found. */
#ifndef DB_SEARCH_KEYS_H
#define DB_SEARCH_KEYS_H

#include "db/store.h"
#include "forms/filing.h"

/* What a word is. The numbers are stored, and rank: a lower one is the better hit. */
enum search_kind {
	KEY_NO = 1,        /* 受理号, and its serial */
	KEY_PERSON = 2,    /* identity_person_key: also finds the person seen before */
	KEY_CERTNO = 3,    /* the document number where it differs from the person's key */
	KEY_LAST_FOUR = 4, /* of the document number */
	KEY_TEL = 5,
	KEY_NAME = 10,         /* the whole name */
	KEY_READING = 11,      /* initials or spelling in the usual readings, as a surname first */
	KEY_NAME_PART = 12,    /* the name from its second, third ... character on */
	KEY_READING_ELSE = 13, /* ... in other readings */
};

#define SEARCH_KEY_SIZE 201 /* bytes; longer words and queries are cut alike */

/* Fold and cut a word or a query. false when it is not UTF-8 or nothing is left of it. */
bool search_key_fold(const char *text, char out[SEARCH_KEY_SIZE]);

/* Bring the stored words of a filing up to date, inside a write transaction. */
int search_keys_save(struct store *st, int64_t filing, const char *no, const struct filing *f,
		     struct err *err);
/* Are the stored words those of this filing, its 备案号 ("" before it has one) included? 1, 0 no, -1. */
int search_keys_check(struct store *st, int64_t filing, const char *no, const char *filing_no,
		      const struct filing *f, struct err *err);
/* The words of a filing, one call each; a visitor that returns non-zero stops with that value. For history, whose words stand in
 * a table of their own that is written in order (db/imports.h). */
typedef int search_key_visitor(void *ctx, const char *key, enum search_kind kind, struct err *err);
int search_keys_each(const char *no, const char *filing_no, const struct filing *f, search_key_visitor *visit, void *ctx,
		     struct err *err);

#endif
