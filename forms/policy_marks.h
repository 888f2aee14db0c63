/* Where everything stands in a pack file.
 *
 * libyaml hands out what libcyaml then reads, but takes more than a pack may hold and forgets the
 * places. One pass over its events refuses that (size, encoding, depth, anchors, aliases, tags, a
 * key twice, invisible characters) and keeps a tree of places, so that the checks which follow can
 * say where a value stands. All places count from 1; columns count characters. */
#ifndef FORMS_POLICY_MARKS_H
#define FORMS_POLICY_MARKS_H

#include "forms/err.h"

#define PACK_BYTES_MAX (1024 * 1024)
#define PACK_DEPTH_MAX 16
#define PACK_KEYS_MAX 64      /* in one mapping; the largest struct has some 25 */
#define PACK_ENTRIES_MAX 4096 /* in one list; a province's code table has a few hundred */
#define PACK_KEY_MAX 60       /* bytes of a key; the longest known has 14 */
#define PACK_QUOTE_SIZE 128

struct place {
	int line, column;
};

enum mark_kind { MARK_SCALAR, MARK_SEQUENCE, MARK_MAPPING };

/* One node of the file: the root, an entry of a sequence, or the value of a key. */
struct mark {
	enum mark_kind kind;
	char *key;                     /* NULL for the root and entries of sequences */
	char *value;                   /* a scalar's text, else NULL */
	struct place key_at;           /* of the key, or of the value where there is none */
	struct place at;               /* of the value */
	int parent, first, last, next; /* places in struct marks; -1: none */
	int children;
};

struct marks {
	struct mark *nodes; /* nodes[0] is the root */
	int count, space;
};

/* Read the places of a pack. `name` is what messages call it. Returns 0, or -1 with err set to
 * "name:line:column: reason"; then there is nothing to finish. */
int marks_read(struct marks *m, const char *yaml, size_t len, const char *name, struct err *err);
void marks_finish(struct marks *m);

/* The node of a path such as "codes/3/code" (entries count from 0), or NULL. */
const struct mark *marks_find(const struct marks *m, const char *path);
/* The same, or the last node on the way that exists; never NULL. */
const struct mark *marks_near(const struct marks *m, const char *path);
/* The value of `key` in a mapping, or NULL. */
const struct mark *marks_child(const struct marks *m, const struct mark *parent, const char *key);

/* Say "name:line:column: reason" in err. Returns -1. */
int pack_refuse(const char *name, struct place at, struct err *err, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* Copy text for a message: cut to what a line holds, without control characters. Returns out. */
char *pack_quote(const char *text, char out[PACK_QUOTE_SIZE]);

#endif
