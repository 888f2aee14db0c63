#include "db/search_keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/stmt.h"
#include "forms/pinyin.h"
#include "forms/text.h"

#define KEYS_MOST 160    /* of one filing; a longer list only comes from a name that is none */
#define SUFFIXES_MOST 64 /* names are 50 characters at most */
#define READINGS_MOST 16 /* combinations of readings of one name */

struct key {
	enum search_kind kind;
	char text[SEARCH_KEY_SIZE];
};

struct key_list {
	size_t count;
	bool seen_initials, seen_spelling; /* the usual readings come first */
	struct key keys[KEYS_MOST];
};

bool search_key_fold(const char *text, char out[SEARCH_KEY_SIZE])
{
	char *folded = text_fold(text);
	size_t len;

	if (!folded)
		return false;
	len = strlen(folded);
	while (len >= SEARCH_KEY_SIZE || (len > 0 && ((unsigned char)folded[len] & 0xC0) == 0x80))
		len--;
	memcpy(out, folded, len);
	out[len] = '\0';
	free(folded);
	return len > 0;
}

static void add(struct key_list *list, enum search_kind kind, const char *text)
{
	struct key *k = &list->keys[list->count];

	if (list->count < KEYS_MOST && search_key_fold(text, k->text)) {
		k->kind = kind;
		list->count++;
	}
}

static void add_no(struct key_list *list, const char *no)
{
	const char *dash = strchr(no, '-');

	add(list, KEY_NO, no);
	/* The line of a file is nobody's serial. */
	if (dash && *no != 'L')
		add(list, KEY_NO, dash + 1);
}

static void add_certno(struct key_list *list, const char *certno)
{
	char whole[SEARCH_KEY_SIZE], person_folded[SEARCH_KEY_SIZE], person[CERTNO_SIZE] = "";
	size_t len;

	if (!search_key_fold(certno, whole))
		return;
	identity_person_key(certno, person);
	add(list, KEY_PERSON, person);
	if (!search_key_fold(person, person_folded) || strcmp(whole, person_folded) != 0)
		add(list, KEY_CERTNO, whole);
	len = strlen(whole);
	if (len > 4 && text_valid(whole + len - 4, 4, NULL))
		add(list, KEY_LAST_FOUR, whole + len - 4);
}

static void add_reading(void *ctx, const char *key, bool initials)
{
	struct key_list *list = ctx;
	bool *seen = initials ? &list->seen_initials : &list->seen_spelling;

	add(list, *seen ? KEY_READING_ELSE : KEY_READING, key);
	*seen = true;
}

/* Each beginning of a suffix is a run of consecutive characters, so a prefix search over the
 * suffixes finds any part of the name. */
static void add_name(struct key_list *list, const char *name)
{
	char folded[SEARCH_KEY_SIZE];
	size_t at = 0;

	if (!search_key_fold(name, folded))
		return;
	add(list, KEY_NAME, folded);
	pinyin_keys(name, READINGS_MOST, add_reading, list);
	for (int i = 0; i < SUFFIXES_MOST && folded[at = text_next(folded, at)]; i++)
		add(list, KEY_NAME_PART, folded + at);
}

static int compare(const void *a, const void *b)
{
	const struct key *x = a, *y = b;

	return x->kind != y->kind ? (int)x->kind - (int)y->kind : strcmp(x->text, y->text);
}

static void sort_and_thin(struct key_list *list)
{
	size_t kept = 0;

	qsort(list->keys, list->count, sizeof(list->keys[0]), compare);
	for (size_t i = 0; i < list->count; i++)
		if (kept == 0 || compare(&list->keys[kept - 1], &list->keys[i]) != 0)
			list->keys[kept++] = list->keys[i];
	list->count = kept;
}

/* Are exactly these stored already? 1, 0 or -1. Most saves change neither name nor number. */
static int are_stored(struct store *st, int64_t filing, const struct key_list *list,
		      struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_SEARCH_KEY_LIST);
	bool same = true;
	size_t at = 0;
	int rc;

	stmt_bind_int(q, 1, filing);
	while ((rc = stmt_step(q, err)) == 1 && same) {
		same = at < list->count && stmt_int(q, 0) == list->keys[at].kind &&
		       strcmp(stmt_text(q, 1), list->keys[at].text) == 0;
		at++;
	}
	stmt_done(q);
	return rc < 0 ? -1 : same && at == list->count;
}

static int store_keys(struct store *st, int64_t filing, const struct key_list *list,
		      struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_SEARCH_KEY_DELETE);

	stmt_bind_int(q, 1, filing);
	if (stmt_run(q, err) < 0)
		return -1;
	for (size_t i = 0; i < list->count; i++) {
		q = stmt_get(st, STMT_SEARCH_KEY_ADD);
		stmt_bind_text(q, 1, list->keys[i].text);
		stmt_bind_int(q, 2, list->keys[i].kind);
		stmt_bind_int(q, 3, filing);
		if (stmt_run(q, err) < 0)
			return -1;
	}
	return 0;
}

/* The words of a filing; the caller frees them. NULL when memory is out. */
static struct key_list *list_keys(const char *no, const char *filing_no, const struct filing *f,
				  struct err *err)
{
	/* Some 30 KB, of which a filing fills a tenth: not worth emptying a million times. */
	struct key_list *list = malloc(sizeof(*list));

	if (!list) {
		err_set(err, ERR_MEMORY, _("内存不足"));
		return NULL;
	}
	list->count = 0;
	list->seen_initials = list->seen_spelling = false;
	add_no(list, no);
	add_no(list, filing_no);
	add_certno(list, filing_get(f, FIELD_CERTNO));
	add(list, KEY_TEL, filing_get(f, FIELD_TEL));
	add_name(list, filing_get(f, FIELD_PSN_NAME));
	sort_and_thin(list);
	return list;
}

int search_keys_check(struct store *st, int64_t filing, const char *no, const char *filing_no,
		      const struct filing *f, struct err *err)
{
	struct key_list *list = list_keys(no, filing_no, f, err);
	int rc = list ? are_stored(st, filing, list, err) : -1;

	free(list);
	return rc;
}

int search_keys_save(struct store *st, int64_t filing, const char *no, const struct filing *f,
		     struct err *err)
{
	struct key_list *list = list_keys(no, "", f, err);
	int rc = list ? are_stored(st, filing, list, err) : -1;

	if (rc == 0)
		rc = store_keys(st, filing, list, err);
	free(list);
	return rc < 0 ? -1 : 0;
}

int search_keys_each(const char *no, const char *filing_no, const struct filing *f,
		     search_key_visitor *visit, void *ctx, struct err *err)
{
	struct key_list *list = list_keys(no, filing_no, f, err);
	int rc = list ? 0 : -1;

	for (size_t i = 0; rc == 0 && i < list->count; i++)
		rc = visit(ctx, list->keys[i].text, list->keys[i].kind, err);
	free(list);
	return rc;
}
