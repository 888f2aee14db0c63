/* Taking away what an import staged that never came to its end. */
#include <stdio.h>
#include <string.h>

#include "db/imports_parts.h"
#include "db/process.h"
#include "db/search_keys.h"

#define ROWS_AT_ONCE 500
#define WORDS_AT_ONCE 5000
#define GONE_AT_ONCE 16
#define DESK_MS                                                                                    \
	1500 /* that a desk which opens spends on it; nobody sees what is left for the next time */

/* The filings of an import lie between these ids; others between them are none of history. */
struct span {
	int64_t import, first, last;
	bool any;
	bool marked; /* words and digests were begun: only then is there anything of it to look for */
	int64_t until; /* import_clock() at which to stop; 0: never */
	/* Where in the order of the words, or of the digests, the next piece begins. */
	char key[SEARCH_KEY_SIZE + 8];
	int64_t kind, filing, head;
};

/* One piece after the other, each in a transaction of its own. 0, 1 when the time is up, -1. */
static int in_pieces(struct store *st, struct span *s,
		     int piece(struct store *st, struct span *s, bool *more, struct err *err),
		     struct err *err)
{
	bool more = true;

	while (more) {
		if (s->until && import_clock() > s->until)
			return 1;
		if (store_begin(st, err) < 0)
			return -1;
		if (piece(st, s, &more, err) < 0) {
			store_rollback(st);
			return -1;
		}
		if (store_commit(st, err) < 0)
			return -1;
	}
	return 0;
}

static int find_span(struct store *st, struct span *s, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_HISTORY_SPAN);
	int rc;

	stmt_bind_int(q, 1, s->import);
	rc = stmt_step(q, err);
	if (rc == 1) {
		s->any = !stmt_is_null(q, 0);
		s->first = stmt_int(q, 0);
		s->last = stmt_int(q, 1);
		s->marked = stmt_int(q, 2) != 0;
	}
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

/* --- Words --- */

/* The end of a piece of WORDS_AT_ONCE: 1, or 0 when fewer are left, -1. */
static int word_place(struct store *st, const struct span *from, struct span *to, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_HISTORY_KEY_PLACE);
	int rc;

	/* A word is never empty: " " comes before all. */
	stmt_bind_text(q, 1, *from->key ? from->key : " ");
	stmt_bind_int(q, 2, from->kind);
	stmt_bind_int(q, 3, from->filing);
	stmt_bind_int(q, 4, WORDS_AT_ONCE);
	rc = stmt_step(q, err);
	if (rc == 1) {
		stmt_copy_text(q, 0, to->key, sizeof(to->key));
		to->kind = stmt_int(q, 1);
		to->filing = stmt_int(q, 2);
	}
	stmt_done(q);
	return rc;
}

static int clear_words(struct store *st, struct span *s, bool *more, struct err *err)
{
	struct span to = *s;
	int rc = word_place(st, s, &to, err);
	struct stmt *q;

	if (rc < 0)
		return -1;
	*more = rc == 1;
	q = stmt_get(st, STMT_HISTORY_KEY_CLEAR);
	stmt_bind_text(q, 1, *s->key ? s->key : " ");
	stmt_bind_int(q, 2, s->kind);
	stmt_bind_int(q, 3, s->filing);
	stmt_bind_text(q, 4, rc == 1 ? to.key : "\xF4\x8F\xBF\xBF\xF4\x8F\xBF\xBF");
	stmt_bind_int(q, 5, to.kind);
	stmt_bind_int(q, 6, to.filing);
	stmt_bind_int(q, 7, s->first);
	stmt_bind_int(q, 8, s->last);
	*s = to;
	return stmt_run(q, err);
}

/* --- Digests --- */

static int head_place(struct store *st, const struct span *from, struct span *to, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_HISTORY_DIGEST_PLACE);
	int rc;

	stmt_bind_int(q, 1, from->head);
	stmt_bind_int(q, 2, from->filing);
	stmt_bind_int(q, 3, WORDS_AT_ONCE);
	rc = stmt_step(q, err);
	if (rc == 1) {
		to->head = stmt_int(q, 0);
		to->filing = stmt_int(q, 1);
	}
	stmt_done(q);
	return rc;
}

static int clear_heads(struct store *st, struct span *s, bool *more, struct err *err)
{
	struct span to = *s;
	int rc = head_place(st, s, &to, err);
	struct stmt *q;

	if (rc < 0)
		return -1;
	*more = rc == 1;
	q = stmt_get(st, STMT_HISTORY_DIGEST_CLEAR);
	stmt_bind_int(q, 1, s->head);
	stmt_bind_int(q, 2, s->filing);
	stmt_bind_int(q, 3, rc == 1 ? to.head : INT64_MAX);
	stmt_bind_int(q, 4, to.filing);
	stmt_bind_int(q, 5, s->first);
	stmt_bind_int(q, 6, s->last);
	*s = to;
	return stmt_run(q, err);
}

/* --- Filings --- */

static int clear_filings(struct store *st, struct span *s, bool *more, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_HISTORY_CLEAR);

	stmt_bind_int(q, 1, s->import);
	stmt_bind_int(q, 2, ROWS_AT_ONCE);
	if (stmt_run(q, err) < 0)
		return -1;
	*more = store_changes(st) > 0;
	return 0;
}

static int clear_import(struct store *st, struct span *s, bool *more, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_IMPORT_DELETE);

	*more = false;
	stmt_bind_int(q, 1, s->import);
	return stmt_run(q, err);
}

/* Words first: as long as the filings are there, a clearing that is killed itself is taken up again. */
static int clear_one(struct store *st, int64_t import, int64_t until, struct err *err)
{
	static const struct {
		int (*piece)(struct store *, struct span *, bool *, struct err *);
		bool walks; /* what all imports have together: as long as the whole history */
	} steps[] = {
		{ clear_words, true },
		{ clear_heads, true },
		{ clear_filings, false },
		{ clear_import, false },
	};
	struct span s = { .import = import, .until = until };
	int rc = find_span(st, &s, err);

	/* Without filings nothing else is left but the import. */
	for (size_t i = s.any ? 0 : ARRAY_SIZE(steps) - 1; rc == 0 && i < ARRAY_SIZE(steps); i++) {
		if (steps[i].walks && !s.marked)
			continue;
		s.key[0] = '\0';
		s.kind = s.filing = 0;
		s.head = -1;
		rc = in_pieces(st, &s, steps[i].piece, err);
	}
	return rc;
}

int import_clear_one(struct store *st, int64_t import, struct err *err)
{
	return clear_one(st, import, 0, err);
}

/* --- Of whom? --- */

static bool is_self(const struct process *p)
{
	struct process self;

	process_self(&self);
	return p->pid == self.pid && p->started == self.started && strcmp(p->boot, self.boot) == 0;
}

/* Imports whose process is gone; how many, at most `space`, or -1. */
static int list_gone(struct store *st, bool own_too, int64_t *ids, int space, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_IMPORT_STAGED);
	int count = 0, rc = 0;

	while (count < space && (rc = stmt_step(q, err)) == 1) {
		struct process p = { .pid = stmt_int(q, 1), .started = stmt_int(q, 2) };

		stmt_copy_text(q, 3, p.boot, sizeof(p.boot));
		ids[count] = stmt_int(q, 0);
		count += own_too && is_self(&p) ? 1 : !process_alive(&p);
	}
	stmt_done(q);
	return rc < 0 ? -1 : count;
}

static int clear_gone(struct store *st, bool own_too, int64_t until, struct err *err)
{
	int64_t ids[GONE_AT_ONCE];
	int count = list_gone(st, own_too, ids, GONE_AT_ONCE, err), rc = 0;

	for (int i = 0; i < count && rc == 0; i++)
		rc = clear_one(st, ids[i], until, err);
	return count < 0 || rc < 0 ? -1 : 0;
}

int import_clear_gone(struct store *st, bool own_too, struct err *err)
{
	return clear_gone(st, own_too, 0, err);
}

int imports_clear(struct store *st, struct err *err)
{
	return clear_gone(st, false, import_clock() + DESK_MS, err);
}
