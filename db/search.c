/* Finding filings by the beginning of a word (db/search_keys.h). Declared in db/filings.h. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/filing_row.h"
#include "db/filings.h"
#include "db/search_keys.h"
#include "db/stmt.h"

/* The name of the state that is asked for, or NULL for any. */
static const char *state_asked(const struct filing_query *query)
{
	return query->state == STATE_COUNT ? NULL : state_name(query->state);
}

static bool is_history(const char *state)
{
	return state && strcmp(state, state_name(STATE_HISTORY)) == 0;
}

static int count_all(struct store *st, const char *state, int64_t *out, struct err *err)
{
	bool history = is_history(state);
	struct stmt *q = stmt_get(st, history ? STMT_HISTORY_COUNT
				      : state ? STMT_FILING_COUNT_STATE
					      : STMT_FILING_COUNT);

	if (state && !history)
		stmt_bind_text(q, 1, state);
	return stmt_fetch_int(q, out, err);
}

struct list_of_hits {
	struct filing_brief *out;
	size_t space, count;
};

/* Append what a statement lists whose first parameter is how many; `state` NULL: it has no second. */
static int append_list(struct store *st, int id, const char *state, struct list_of_hits *list,
		       struct err *err)
{
	struct stmt *q = stmt_get(st, id);
	int rc;

	stmt_bind_int(q, 1, (int64_t)(list->space - list->count));
	if (state)
		stmt_bind_text(q, 2, state);
	while ((rc = stmt_step(q, err)) == 1 && list->count < list->space)
		filing_brief_read(q, &list->out[list->count++]);
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

/* History comes behind all that was saved here. */
static int list_all(struct store *st, const char *state, struct filing_brief *out, size_t space,
		    size_t *out_total, struct err *err)
{
	struct list_of_hits list = { .out = out, .space = space };
	int64_t total = 0;
	int rc = 0;

	if (!is_history(state))
		rc = append_list(st, state ? STMT_FILING_LIST_STATE : STMT_FILING_LIST, state,
				 &list, err);
	if (rc == 0 && (!state || is_history(state)) && list.count < space)
		rc = append_list(st, STMT_HISTORY_LIST, NULL, &list, err);
	if (rc < 0 || count_all(st, state, &total, err) < 0)
		return -1;
	*out_total = (size_t)total;
	return 0;
}

/* All words that begin with the query: from the query itself up to the last code point. */
#define AFTER_ALL "\xF4\x8F\xBF\xBF"

struct range {
	char from[SEARCH_KEY_SIZE], to[SEARCH_KEY_SIZE + sizeof(AFTER_ALL)];
	const char *state; /* NULL: any */
};

static struct stmt *get_for_range(struct store *st, int id, const struct range *range)
{
	struct stmt *q = stmt_get(st, id);

	stmt_bind_text(q, 1, range->from);
	stmt_bind_text(q, 2, range->to);
	return q;
}

static int list_hits(struct store *st, const struct range *range, struct filing_brief *out,
		     size_t space, size_t *out_total, struct err *err)
{
	struct stmt *q = get_for_range(st, STMT_FILING_SEARCH, range);
	size_t n = 0, total = 0;
	int rc;

	/* One row at least, for the total. */
	stmt_bind_int(q, 3, space > 0 ? (int64_t)space : 1);
	stmt_bind_text(q, 4, range->state);
	while ((rc = stmt_step(q, err)) == 1) {
		total = (size_t)stmt_int(q, 12);
		if (n < space)
			filing_brief_read(q, &out[n++]);
	}
	stmt_done(q);
	if (rc < 0)
		return -1;
	*out_total = total;
	return 0;
}

/* --- Wide searches ---
 *
 * A few digits may be the beginning of every number in the store. Grouping and sorting that many
 * hits takes SQLite a third of a second at 200,000 filings. One pass over the words, with a byte
 * for each filing, and a walk over the filings from the last saved on give the same list in a tenth
 * of that. */

#define WIDE_WORDS 2000 /* from here on the pass is faster than the sort */

enum { MARK_OTHER_STATE, MARK_NO_HIT, MARK_RANK }; /* MARK_RANK and on: the best rank */

struct wide {
	int64_t most;        /* the highest id */
	unsigned char *mark; /* by id */
	bool seen[100];      /* ranks that occur */
	size_t total;
};

static int is_wide(struct store *st, const struct range *range, struct err *err)
{
	struct stmt *q = get_for_range(st, STMT_SEARCH_COUNT, range);
	int64_t words = 0;

	stmt_bind_int(q, 3, WIDE_WORDS);
	return stmt_fetch_int(q, &words, err) < 0 ? -1 : words == WIDE_WORDS;
}

/* The filings of the state that is asked for, last saved first. */
static struct stmt *get_order(struct store *st, const struct range *range)
{
	struct stmt *q = stmt_get(st, range->state ? STMT_FILING_ORDER_STATE : STMT_FILING_ORDER);

	if (range->state)
		stmt_bind_text(q, 1, range->state);
	return q;
}

/* Mark the filings that a statement lists. */
static int mark_listed(struct stmt *q, struct wide *w, unsigned char mark, struct err *err)
{
	int rc;

	while ((rc = stmt_step(q, err)) == 1)
		if (stmt_int(q, 0) >= 0 && stmt_int(q, 0) <= w->most)
			w->mark[stmt_int(q, 0)] = mark;
	stmt_done(q);
	return rc;
}

static int mark_state(struct store *st, const struct range *range, struct wide *w, struct err *err)
{
	int rc = 0;

	if (range->state)
		rc = mark_listed(get_order(st, range), w, MARK_NO_HIT, err);
	else
		memset(w->mark, MARK_NO_HIT, (size_t)w->most + 1);
	/* What an import is still reading is of no state that anybody asks for. */
	return rc < 0 ? -1
		      : mark_listed(stmt_get(st, STMT_HISTORY_STAGED), w, MARK_OTHER_STATE, err);
}

static int rank_words(struct store *st, const struct range *range, struct wide *w, struct err *err)
{
	struct stmt *q = get_for_range(st, STMT_SEARCH_WORDS, range);
	int rc;

	while ((rc = stmt_step(q, err)) == 1) {
		int64_t id = stmt_int(q, 0), rank = stmt_int(q, 1);

		if (id < 0 || id > w->most || rank < 0 || rank >= (int64_t)ARRAY_SIZE(w->seen)) {
			stmt_done(q);
			return err_set(err, ERR_STORAGE, "%s",
				       _("库里的查找索引已损坏；请从备份恢复"));
		}
		if (w->mark[id] == MARK_OTHER_STATE)
			continue;
		w->total += w->mark[id] == MARK_NO_HIT;
		if (w->mark[id] == MARK_NO_HIT || w->mark[id] > MARK_RANK + rank)
			w->mark[id] = (unsigned char)(MARK_RANK + rank);
		w->seen[rank] = true;
	}
	stmt_done(q);
	return rc;
}

static int load_brief(struct store *st, int64_t id, struct filing_brief *out, struct err *err)
{
	struct stmt *q = stmt_get(st, STMT_FILING_BRIEF);
	int rc;

	stmt_bind_int(q, 1, id);
	rc = stmt_step(q, err);
	if (rc == 1)
		filing_brief_read(q, out);
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

/* Append the filings of one rank, last saved first. */
static int take_rank(struct store *st, const struct range *range, const struct wide *w, size_t rank,
		     struct list_of_hits *list, struct err *err)
{
	struct stmt *q = get_order(st, range);
	int rc = 0;

	while (list->count < list->space && (rc = stmt_step(q, err)) == 1) {
		int64_t id = stmt_int(q, 0);

		if (w->mark[id] != MARK_RANK + rank)
			continue;
		if ((rc = load_brief(st, id, &list->out[list->count], err)) < 0)
			break;
		list->count++;
	}
	stmt_done(q);
	return rc < 0 ? -1 : 0;
}

static int list_wide(struct store *st, const struct range *range, struct filing_brief *out,
		     size_t space, size_t *out_total, struct err *err)
{
	struct list_of_hits list = { .out = out, .space = space };
	struct wide w = { 0 };
	int rc;

	if (stmt_fetch_int(stmt_get(st, STMT_FILING_MAX), &w.most, err) < 0)
		return -1;
	w.mark = calloc((size_t)w.most + 1, 1);
	if (!w.mark)
		return err_set(err, ERR_MEMORY, _("内存不足"));
	rc = mark_state(st, range, &w, err);
	if (rc == 0)
		rc = rank_words(st, range, &w, err);
	for (size_t rank = 0; rank < ARRAY_SIZE(w.seen) && rc == 0; rank++)
		if (w.seen[rank])
			rc = take_rank(st, range, &w, rank, &list, err);
	free(w.mark);
	if (rc == 0)
		*out_total = w.total;
	return rc;
}

static int list_range(struct store *st, const struct range *range, struct filing_brief *out,
		      size_t space, size_t *out_total, struct err *err)
{
	int wide = is_wide(st, range, err);

	if (wide < 0)
		return -1;
	return (wide ? list_wide : list_hits)(st, range, out, space, out_total, err);
}

/* A 15-digit number that finds nothing as it stands is looked for as the 18-digit one of the same person. */
static int list_upgraded(struct store *st, const char *fifteen, struct range *range,
			 struct filing_brief *out, size_t space, size_t *out_total, struct err *err)
{
	char person[CERTNO_SIZE];

	identity_person_key(fifteen, person);
	if (!search_key_fold(person, range->from))
		return 0;
	snprintf(range->to, sizeof(range->to), "%s%s", range->from, AFTER_ALL);
	return list_range(st, range, out, space, out_total, err);
}

int filings_search(struct store *st, const struct filing_query *query, struct filing_brief *out,
		   size_t space, size_t *out_total, struct err *err)
{
	struct range range = { .state = state_asked(query) };
	bool fifteen = strlen(query->text) == 15 && strspn(query->text, "0123456789") == 15;
	int rc = 0;

	if (store_read_begin(st, err) < 0)
		return -1;
	if (!*query->text) {
		rc = list_all(st, range.state, out, space, out_total, err);
	} else if (search_key_fold(query->text, range.from)) {
		snprintf(range.to, sizeof(range.to), "%s%s", range.from, AFTER_ALL);
		rc = list_range(st, &range, out, space, out_total, err);
		if (rc == 0 && *out_total == 0 && fifteen)
			rc = list_upgraded(st, query->text, &range, out, space, out_total, err);
	} else {
		*out_total = 0;
	}
	store_read_end(st);
	return rc;
}
